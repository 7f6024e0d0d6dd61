// Changes a register into one that says something else, touching only the places where the two differ: exchange/editing.py
// in the language of browsers. `tests/editor` holds the two against each other, edit by edit.

import { BOM, dataOf, isBlock, layout, withSoftSpaces } from './layout.js';
import { stretches } from './matching.js';
import { behindKey, block, fitsOneLine, inline, isLiteral, isMapping, scalar } from './yaml_text.js';

const IDENTITY = ['id', 'product', 'kind', 'label', 'text', 'name'];
const MOST_ROUNDS = 20;

/** Whether two values say the same; the order of keys says nothing. */
export const same = (one, other) => {
  if (typeof one !== typeof other || Array.isArray(one) !== Array.isArray(other)) return false;
  if (typeof one !== 'object' || one === null || other === null) return one === other;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key) => key in other && same(one[key], other[key]));
};

const isEmpty = (value) => value === undefined || (typeof value === 'object' && !Object.keys(value).length);

/** All that a value says, whatever the order of its keys. */
const sorted = (value) => {
  if (!isMapping(value)) return Array.isArray(value) ? `[${value.map(sorted).join(',')}]` : JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join(',')}}`;
};

/** By what an item of a list is known among the others: its name, else all that it says. */
const identity = (value) => {
  if (typeof value === 'string') return `text ${value}`;
  const key = IDENTITY.find((each) => typeof value[each] === 'string');
  return key ? `${key} ${value[key]}` : sorted(value);
};

class Splices {
  constructor(text, newline) {
    this.text = text;
    this.newline = newline;
    this.changes = [];
  }

  /** The text with as many changes as don't touch each other; what is left shows when it is compared again. */
  appliedTo(text) {
    const taken = [];
    for (const change of this.changes) {
      if (change.every((splice) => taken.every((each) => apart(each, splice)))) taken.push(...change);
    }
    const ordered = taken.map((splice, place) => [...splice, place])
      .sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[3] - other[3]);
    let made = '';
    let at = 0;
    for (const [start, end, replaced] of ordered) {
      made += text.slice(at, start) + replaced;
      at = end;
    }
    return made + text.slice(at);
  }

  change(...splices) {
    this.changes.push(splices);
  }

  mapping(node, found, wanted, model) {
    node.names.forEach((name, place) => {
      const [key, there] = node.pairs[place];
      if (!(name in wanted)) {
        if (name in found) this.removeKey(node, key, there);
      } else if (!(name in found)) {
        this.fill(node, key, wanted[name]);
      } else if (!same(found[name], wanted[name])) {
        this.value(node, [key, there], found[name], wanted[name], model?.[name]);
      }
    });
    for (const [name, value] of Object.entries(wanted)) {
      if (!node.names.includes(name)) this.addKey(node, name, value, model);
    }
  }

  value(parent, [key, node], found, wanted, model) {
    if (isMapping(found) && isMapping(wanted) && !isEmpty(found) && !isEmpty(wanted)) {
      this.mapping(node, found, wanted, model);
    } else if (Array.isArray(found) && Array.isArray(wanted) && found.length && wanted.length) {
      this.sequence(node, found, wanted, model);
    } else if (typeof found === 'string' && typeof wanted === 'string') {
      this.change([node.start, node.end, this.scalar(wanted, node, parent.flow)]);
    } else {
      this.exchange(parent, key, node, wanted);
    }
  }

  scalar(text, node, flow) {
    return (node.style === '|' && this.belowStroke(text, node)) || scalar(text, ['"', "'"].includes(node.style) ? node.style : '', flow);
  }

  /** Lines below a stroke, indented as those that stood there; nothing where such lines can't say the text. */
  belowStroke(text, node) {
    const [mark, ...there] = this.text.slice(node.start, node.end).split(/\r?\n/);
    const [indent] = /^ */.exec(there.find((line) => line.trim()) ?? '');
    const body = text.replace(/\n$/, '');
    if (!['|', '|-'].includes(mark) || !indent || !isLiteral(body)) return null;
    const made = body.split('\n').map((line) => (line ? `${indent}${line}` : ''));
    return [text.endsWith('\n') ? '|' : '|-', ...made].join(this.newline);
  }

  exchange(parent, key, node, wanted) {
    const colon = this.colon(key);
    if (parent.flow) {
      this.change([node.start, node.end, inline(wanted)]);
    } else if (fitsOneLine(wanted) && !isBlock(node)) {
      this.change([node.start, node.end, behindKey(wanted)]);
    } else if (fitsOneLine(wanted)) {
      this.change(this.linesOf(node), [colon, colon, ` ${behindKey(wanted)}`]);
    } else {
      const end = this.lineEnd(isBlock(node) ? colon : node.end);
      const below = this.below(end, block(wanted, this.column(key.start) + 2));
      this.change(isBlock(node) ? this.linesOf(node) : [colon, node.end, ''], below);
    }
  }

  fill(parent, key, wanted) {
    const colon = this.colon(key);
    if (parent.flow || fitsOneLine(wanted)) {
      this.change([colon, colon, ` ${parent.flow ? inline(wanted) : behindKey(wanted)}`]);
    } else {
      this.change(this.below(this.lineEnd(colon), block(wanted, this.column(key.start) + 2)));
    }
  }

  removeKey(parent, key, node) {
    if (parent.flow) {
      this.dropFromFlow(parent.pairs.map(([first, second]) => [first.start, second.end]),
        parent.pairs.findIndex(([each]) => each === key));
      return;
    }
    const [line, end] = [this.lineStart(key.start), this.lineEnd(node.end)];
    const alone = !this.text.slice(line, key.start).trim() && parent.pairs.length > 1;
    const remarks = this.text.slice(node.end, end) + (isBlock(node) ? this.text.slice(key.end, node.start) : '');
    if (alone && !remarks.includes('#')) {
      this.change([line, this.nextLine(end), '']);
    } else if (isBlock(node)) {
      this.change(this.linesOf(node));
    } else {
      this.change([this.colon(key), node.end, '']); // a remark behind it stays
    }
  }

  addKey(parent, name, value, model) {
    if (parent.flow) {
      const end = parent.pairs.length ? parent.pairs.at(-1)[1].end : parent.start + 1;
      this.change([end, end, `${parent.pairs.length ? ', ' : ''}${inline({ [name]: value }).slice(1, -1)}`]);
      return;
    }
    const place = this.placeFor(parent, name, model);
    const first = parent.pairs[0][0].start;
    if (place === null && !this.column(first)) {
      this.change([first, first, block({ [name]: value }, 0).map((line) => `${line}${this.newline}`).join('')]);
      return;
    }
    const [key, after] = parent.pairs[place ?? 0];
    this.change(this.below(this.lineEnd(after.end), block({ [name]: value }, this.column(key.start))));
  }

  /** After which pair a new key comes: the last of those before it in the model; null when it comes first. */
  placeFor(parent, name, model) {
    const order = Object.keys(model ?? {});
    if (!order.includes(name)) return parent.names.length - 1;
    const before = new Set(order.slice(0, order.indexOf(name)));
    const place = parent.names.findLastIndex((each) => before.has(each));
    return place < 0 ? null : place;
  }

  sequence(node, found, wanted, model) {
    for (const [first, last, from, to] of stretches(found.map(identity), wanted.map(identity))) {
      const both = Math.min(last - first, to - from);
      // What was replaced by fewer or more is changed one by one, as far as both go.
      for (let each = 0; each < both; each += 1) {
        this.item(node, first + each, found[first + each], wanted[from + each], model);
      }
      for (let place = first + both; place < last; place += 1) this.dropItem(node, place);
      if (from + both < to) this.insert(node, first + both, wanted.slice(from + both, to));
    }
  }

  item(parent, place, found, wanted, model) {
    const node = parent.items[place];
    if (same(found, wanted)) return;
    if (isMapping(found) && isMapping(wanted)) {
      this.mapping(node, found, wanted, model);
    } else if (typeof found === 'string' && typeof wanted === 'string') {
      this.change([node.start, node.end, this.scalar(wanted, node, parent.flow)]);
    } else {
      throw new Error('Een onderdeel van een lijst krijgt een andere vorm. Pas het bestand zelf aan.');
    }
  }

  insert(node, place, items) {
    if (node.flow) {
      const text = items.map(inline).join(', ');
      const at = place ? node.items[place - 1].end : node.items[0].start;
      this.change([at, at, place ? `, ${text}` : `${text}, `]);
      return;
    }
    const column = this.column(node.start);
    if (!place) {
      const start = this.lineStart(node.start);
      this.change([start, start, items.flatMap((each) => block([each], column)).map((line) => `${line}${this.newline}`).join('')]);
      return;
    }
    const blocks = items.map((each) => block([each], column));
    const above = this.standApart(node, blocks) ? [''] : [];
    this.change(this.below(this.afterRemarks(node.items[place - 1].end, column), blocks.flatMap((lines) => [...above, ...lines])));
  }

  standApart(node, made) {
    if (node.items.length > 1) {
      const between = this.text.slice(node.items.at(-2).end, node.items.at(-1).start).split(/\r?\n/);
      return between.slice(1, -1).some((line) => !line.trim());
    }
    return Math.max(...made.map((lines) => lines.length)) > 3;
  }

  dropItem(node, place) {
    if (node.flow) {
      this.dropFromFlow(node.items.map((item) => [item.start, item.end]), place);
      return;
    }
    const item = node.items[place];
    const dash = this.text.lastIndexOf('-', item.start - 1);
    this.change([this.lineStart(dash), this.nextLine(this.lineEnd(item.end)), '']);
  }

  dropFromFlow(spans, place) {
    let [start, end] = spans[place];
    if (place + 1 < spans.length) [end] = spans[place + 1];
    else if (place) [, start] = spans[place - 1];
    this.change([start, end, '']);
  }

  linesOf(node) {
    return [this.lineStart(node.start), this.nextLine(this.lineEnd(node.end)), ''];
  }

  below(end, lines) {
    return [end, end, lines.map((line) => `${this.newline}${line}`).join('')];
  }

  colon(key) {
    return this.text.indexOf(':', key.end) + 1;
  }

  column(offset) {
    return offset - this.lineStart(offset);
  }

  lineStart(offset) {
    return offset ? this.text.lastIndexOf('\n', offset - 1) + 1 : 0;
  }

  /** Where the line of an offset ends, before its line break. */
  lineEnd(offset) {
    const end = this.text.indexOf('\n', offset);
    if (end < 0) return this.text.length;
    return this.text[end - 1] === '\r' && end > offset ? end - 1 : end;
  }

  nextLine(end) {
    return end === this.text.length ? end : this.text.indexOf('\n', end) + 1;
  }

  /** The end of the lines after a list item that are indented further than its dash: remarks that go with it. */
  afterRemarks(offset, column) {
    let end = this.lineEnd(offset);
    let at = end;
    while (at < this.text.length) {
      const start = this.nextLine(at);
      const line = this.text.slice(start, this.lineEnd(start));
      const indent = line.length - line.trimStart().length;
      if (line.trim() && (!line.trimStart().startsWith('#') || indent <= column)) break;
      at = this.lineEnd(start);
      if (line.trim()) end = at;
      if (start >= this.text.length) break;
    }
    return end;
  }
}

const apart = (one, other) => {
  const [first, second] = one[0] < other[0] || (one[0] === other[0] && one[1] <= other[1]) ? [one, other] : [other, one];
  if (first[1] !== second[0]) return first[1] < second[0];
  if (first[0] === first[1] && first[1] === second[1]) return true; // both only put something in
  if (!first[2] && !second[2]) return true; // both only take something away
  return second[0] === second[1] && Boolean(first[2]) && /^\r?\n/.test(second[2]); // a new line below a changed word
};

/** What a text says: mappings, lists and texts. */
export const read = (text) => dataOf(layout(withSoftSpaces(text.replace(BOM, ''))));

/** The text that says what is wanted, with all else as it was. `model` has the keys of each mapping in their order. */
export const rewrite = (text, wanted, model) => {
  const mark = text.startsWith(BOM) ? BOM : '';
  let current = text.slice(mark.length);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const soft = withSoftSpaces(current);
    const root = layout(soft);
    const found = dataOf(root);
    if (same(found, wanted)) return mark + current;
    const newline = soft.includes('\r\n') ? '\r\n' : '\n';
    let changed;
    if (!root?.pairs?.length) {
      const ended = current.endsWith('\n') || !current ? current : current + newline;
      changed = ended + block(wanted, 0).map((line) => `${line}${newline}`).join('');
    } else {
      const splices = new Splices(soft, newline);
      splices.mapping(root, found, wanted, model);
      changed = splices.appliedTo(current);
    }
    if (changed === current) break;
    current = changed;
  }
  throw new Error('Dit bestand is zo opgemaakt dat de wijziging er niet veilig in past. Pas het bestand zelf aan.');
};
