// Writes texts, lists and mappings as YAML that reads back as the same text: what register/yaml_text.py does, to the letter.

export const NULLS = new Set(['~', 'null', 'Null', 'NULL']);

const NOT_IN_YAML = /[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/gu;
const PRINTED = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]+$/u;
const NEEDS_QUOTES = /^(?:---|\.\.\.|[-#,[\]{}&*!|>'"%@`?:\u201c\u201e\u2018\u201a])/;
const WITHIN = /:(?: |$)| #/;
const IN_FLOW = /[,[\]{}?]/;

export const isMapping = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const inQuotes = (text) =>
  JSON.stringify(text).replace(NOT_IN_YAML, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);

const standsBare = (text, flow) => {
  if (NULLS.has(text) || text !== text.replace(/^ +| +$/g, '') || WITHIN.test(text) || (flow && IN_FLOW.test(text))) {
    return false;
  }
  const begins = NEEDS_QUOTES.exec(text)?.[0];
  return !begins || (begins === '-' && text.length > 1 && text[1] !== ' ');
};

/** A text in the quotes that it had; without any, in quotes only where it needs them. */
export const scalar = (text, style = '', flow = false) => {
  if (style === '"' || (text && !PRINTED.test(text))) return inQuotes(text);
  if (!style && text && standsBare(text, flow)) return text;
  if (style === "'" || !text.includes("'")) return `'${text.replaceAll("'", "''")}'`;
  return inQuotes(text);
};

/** Whether a text can stand as lines below a stroke (`|`), and reads back as it is. */
export const isLiteral = (text) => {
  const all = text.split('\n');
  return Boolean(all[0]) && Boolean(all.at(-1)) && all[0] === all[0].replace(/^ +/, '')
    && all.every((line) => !line || (line === line.trimEnd() && PRINTED.test(line)));
};

/** A value on one line, fit to stand between brackets or behind a colon. */
export const inline = (value) => {
  if (typeof value === 'string') return scalar(value, '', true);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  return `{${Object.entries(value).map(([key, item]) => `${inline(key)}: ${inline(item)}`).join(', ')}}`;
};

/** A value as it stands behind a key, of which the line is its own. */
export const behindKey = (value) => (typeof value === 'string' ? scalar(value) : inline(value));

const characters = (text) => [...text].length;

/** Whether a new value goes behind its key: a text, a list of texts, or a small mapping of texts. */
export const fitsOneLine = (value) => {
  if (typeof value === 'string') return true;
  const items = Object.values(value);
  if (!items.every((item) => typeof item === 'string')) return false;
  if (Array.isArray(value)) return true;
  return Object.entries(value).reduce((sum, [key, item]) => sum + characters(key) + characters(item) + 4, 0) <= 100;
};

/** A new list or mapping as lines at a column. */
export const block = (value, column) => {
  const indent = ' '.repeat(column);
  return lines(value).map((line) => `${indent}${line}`.trimEnd());
};

const lines = (value) => {
  if (Array.isArray(value)) return value.flatMap(item);
  return Object.entries(value).flatMap(([key, inner]) =>
    fitsOneLine(inner)
      ? [`${scalar(key)}: ${behindKey(inner)}`]
      : [`${scalar(key)}:`, ...lines(inner).map((line) => `  ${line}`)]);
};

const item = (value) => {
  if (!isMapping(value) || !Object.keys(value).length) return [`- ${behindKey(value)}`];
  const [first, ...others] = lines(value);
  return [`- ${first}`, ...others.map((line) => `  ${line}`)];
};
