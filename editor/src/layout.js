// Reads a register as text that remembers where every value stands: what `layout` in register/yaml.py gives.

import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { NULLS } from './yaml_text.js';

const HARD_SPACES = /[\u00a0\u202f\u2007]/g;
export const BOM = '\ufeff';

/** Every space as an ordinary one, so that every column stays true. */
export const withSoftSpaces = (text) => text.replace(HARD_SPACES, ' ');

let last = { text: undefined, root: null };

/** What stands in a text as nodes with their offsets; null when there is nothing. Throws where a register can't be read. */
export const layout = (text) => {
  if (text !== last.text) last = { root: rootOf(text), text };
  return last.root;
};

const rootOf = (text) => {
  const read = parseDocument(text, { schema: 'failsafe', uniqueKeys: true, keepSourceTokens: true });
  if (read.errors.length) throw new Error(`Hier klopt de opmaak niet: ${read.errors[0].message}`);
  return read.contents && !(isScalar(read.contents) && !read.contents.source?.length) ? nodeOf(read.contents, text, 0) : null;
};

const STYLES = { QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'", BLOCK_LITERAL: '|', BLOCK_FOLDED: '>' };

const nodeOf = (read, text, behind) => {
  if (!read || (isScalar(read) && read.type === 'PLAIN' && !read.source)) {
    return { start: behind, end: behind, flow: false, style: '', value: undefined };
  }
  if (isAlias(read) || read.anchor || read.tag) throw new Error('Een verwijzing binnen het bestand of een label kan hier niet.');
  const [start, end] = read.range;
  if (isScalar(read)) {
    const style = STYLES[read.type] ?? '';
    const empty = !style && NULLS.has(read.source);
    const last = style === '|' || style === '>' ? start + text.slice(start, end).trimEnd().length : end;
    return { start, end: last, flow: false, style, value: empty ? undefined : String(read.value) };
  }
  const node = { start, end, flow: Boolean(read.flow), style: '' };
  if (isSeq(read)) {
    let at = start;
    node.items = read.items.map((each) => {
      const made = nodeOf(each, text, text.indexOf('-', at) + 1);
      at = made.end;
      return made;
    });
  } else if (isMap(read)) {
    node.pairs = read.items.map(({ key, value }) => {
      if (!isScalar(key)) throw new Error('Een sleutel is hier geen gewone tekst.');
      const name = nodeOf(key, text, key.range[0]);
      return [name, nodeOf(value, text, text.indexOf(':', name.end) + 1)];
    });
    node.names = read.items.map(({ key }) => String(key.value));
  }
  const inner = node.items ?? node.pairs.map(([, value]) => value);
  if (!node.flow && inner.length) node.end = inner.at(-1).end;
  return node;
};

/** What a node says, as mappings, lists and texts; a key without a value says nothing. */
export const dataOf = (node) => {
  if (!node) return {};
  if (node.items) return node.items.map(dataOf).filter((value) => value !== undefined);
  if (!node.pairs) return node.value;
  const said = {};
  node.names.forEach((name, place) => {
    const value = dataOf(node.pairs[place][1]);
    if (value !== undefined) said[name] = value;
  });
  return said;
};

export const isBlock = (node) => Boolean(node.items ?? node.pairs) && !node.flow;
