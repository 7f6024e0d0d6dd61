// The two kinds of file that an editor changes, as the program asks for them: text to fields, and fields to text.

import { read, rewrite } from './editing.js';
import { block, isMapping } from './yaml_text.js';

/** Where the text of the file as it was read travels along with its fields. */
export const SOURCE = 'bron';
/** The text between two strokes: the program takes away what stands empty around each value. */
export const held = (text) => `|${text}|`;
const sourceOf = (data) => (data[SOURCE] ?? '||').slice(1, -1);

/** The field of the text below the front matter. */
export const BODY = 'tekst';
/** Begins the name of a list that is made for choosing from, and that no file has. */
export const MADE = 'keuze_';
/** The field that shows what a shared register says, and that no file has. */
export const SAYS = 'uit_de_basis';
const isOurs = (key) => [SOURCE, BODY, SAYS].includes(key) || key.startsWith(MADE);

/** The keys that a form has, in their order: of each its own keys, whether it is a list, or null where it holds a text. */
export const modelOf = (fields) =>
  Object.fromEntries(fields.filter(({ name }) => !isOurs(name)).map((field) => [field.name, shapeOf(field)]));

const shapeOf = ({ widget, multiple, fields }) => {
  const many = widget === 'list' || Boolean(multiple);
  return fields ? { many, keys: modelOf(fields) } : { many, keys: null };
};

const isNothing = (value) =>
  value === undefined || value === null || value === '' ||
  (typeof value === 'object' && Object.entries(value).every(([key, each]) => isMade(key) || isNothing(each)));

/** Whether a field is one that we put on a form, at whatever depth. */
const isMade = (key) => key === SAYS || key.startsWith(MADE);

/** What a form gives without what was left empty; every value is a text. */
const filledIn = (value) => {
  if (Array.isArray(value)) return value.filter((each) => !isNothing(each)).map(filledIn);
  if (!isMapping(value)) return String(value);
  return Object.fromEntries(Object.entries(value).filter(([key, each]) => !isMade(key) && !isNothing(each)).map(([key, each]) => [key, filledIn(each)]));
};

const unix = (text) => text.replaceAll('\r\n', '\n');

/** A text in three: the empty lines above it, what it says, and what stands empty behind it. */
const bodyOf = (text) => /^((?:[ \t]*\r?\n)*)([\s\S]*?)(\s*)$/.exec(text).slice(1);

const NAMES = ['id', 'product', 'kind', 'label', 'text', 'name'];
const nameOf = (value) => NAMES.map((key) => isMapping(value) && value[key] && `${key} ${value[key]}`).find(Boolean);

/** What is wanted, with what the file says of nothing (`paper: []`): a form can't tell that from what isn't there. */
const keeping = (found, wanted) => {
  if (typeof found === 'string' && typeof wanted === 'string') {
    // A form drops the spaces and the line ends around a text.
    const [before, , after] = bodyOf(found);
    return unix(found).trim() === wanted.trim() ? found : found.includes('\n') ? before + wanted.trim() + after : wanted;
  }
  if (Array.isArray(found) && Array.isArray(wanted)) {
    const left = [...found];
    return wanted.map((each, place) => {
      const at = nameOf(each) ? left.findIndex((other) => nameOf(other) === nameOf(each)) : -1;
      const like = at >= 0 ? left.splice(at, 1, undefined)[0] : found.length === wanted.length && !nameOf(each) ? found[place] : undefined;
      return like === undefined ? each : keeping(like, each);
    });
  }
  if (!isMapping(found) || !isMapping(wanted)) return wanted;
  const kept = { ...wanted };
  for (const [key, value] of Object.entries(found)) {
    if (key in wanted) kept[key] = keeping(value, wanted[key]);
    else if (isNothing(value)) kept[key] = value;
  }
  return kept;
};

/** Refuses a file of which a form would lose something: another shape, where the form has a list, a group or a text. */
const fitting = (value, { many, keys }, path) => {
  if (many !== Array.isArray(value)) throw new Error(`Achter '${path}' hoort ${many ? 'een lijst' : 'geen lijst'}.`);
  for (const each of many ? value : [value]) {
    if (isMapping(each) !== Boolean(keys)) throw new Error(`Achter '${path}' staat iets met een andere vorm dan hier hoort.`);
    if (keys) fittingKeys(each, keys, `${path}.`);
  }
};

const fittingKeys = (value, keys, path) => {
  for (const [key, inner] of Object.entries(value)) if (keys[key]) fitting(inner, keys[key], path + key);
};

/** Only the keys, for the order in which new ones come. */
const orderOf = (keys) =>
  Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, shape.keys ? orderOf(shape.keys) : undefined]));

const withoutOurs = (data) =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !isOurs(key)));

const changed = (text, data, keys) => rewrite(text, keeping(read(text), filledIn(withoutOurs(data))), orderOf(keys));

/** A register: YAML from its first line to its last. `made` gives the lists to choose from, by what the file says. */
export const registerFormat = (fields, made = () => ({})) => {
  const keys = modelOf(fields);
  return {
    fromFile: (text) => {
      const found = read(text);
      if (!isMapping(found)) throw new Error('Dit bestand bestaat niet uit sleutels met waarden.');
      fittingKeys(found, keys, '');
      return { ...found, ...made(found), [SOURCE]: held(text) };
    },
    toFile: (data) => changed(sourceOf(data), data, keys),
  };
};

const isMark = (line) => ['---', '...'].includes(line.trimEnd());

/** A text in three: the front matter with what stands around it, and what stands below it. */
const parted = (text) => {
  const lines = text.match(/[^\n]*(?:\n|$)/g) ?? [];
  const last = /^\ufeff?---\s*$/.test(lines[0] ?? '') ? lines.findIndex((line, place) => place && isMark(line)) : -1;
  if (last < 0) return ['', '', '', text];
  return [lines[0], lines.slice(1, last).join(''), lines[last], lines.slice(last + 1).join('')];
};

/** A Markdown file with front matter above a text of one's own, of which every byte stays that nobody changed. */
export const documentFormat = (fields, made = () => ({})) => {
  const keys = modelOf(fields);
  return {
    fromFile: (text) => {
      const [, front, , below] = parted(text);
      const found = read(front);
      fittingKeys(found, keys, '');
      return { ...found, ...made(found), [BODY]: unix(bodyOf(below)[1]), [SOURCE]: held(text) };
    },
    toFile: (data) => {
      const source = sourceOf(data);
      const written = unix(data[BODY] ?? '').trimEnd();
      if (!source) {
        const front = block(filledIn(withoutOurs(data)), 0).map((line) => `${line}\n`).join('');
        return `---\n${front}---\n${written.trim() ? `\n${written}\n` : ''}`;
      }
      const newline = source.includes('\r\n') ? '\r\n' : '\n';
      const [open, front, close, below] = parted(source);
      const wanted = filledIn(withoutOurs(data));
      const none = !open && !Object.keys(wanted).length;
      // What is rewritten must see the line ends of the whole file, also while its front matter is empty.
      const head = none ? '' : changed(front || (newline === '\n' ? '' : newline), data, keys);
      const [before, inner, after] = bodyOf(below);
      const same = unix(inner).trimEnd() === written;
      const gap = before || (written && !none ? newline : '');
      const body = same ? below : `${gap}${written.replaceAll('\n', newline)}${after || newline}`;
      if (none) return body;
      return `${open || `---${newline}`}${head}${close || `---${newline}${newline}`}${body}`;
    },
  };
};
