// How one list becomes another: the longest stretch that both have, then what stands before and after it, as difflib does.

const longest = (old, places, made, [a, b, c, d]) => {
  let best = [a, c, 0];
  let lengths = new Map();
  for (let i = a; i < b; i += 1) {
    const next = new Map();
    for (const j of places.get(old[i]) ?? []) {
      if (j < c) continue;
      if (j >= d) break;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > best[2]) best = [i - length + 1, j - length + 1, length];
    }
    lengths = next;
  }
  return best;
};

/** The lists side by side, as stretches [from, to) of the old one with [from, to) of the new one; each item is a text. */
export const stretches = (old, made) => {
  let head = 0;
  while (head < Math.min(old.length, made.length) && old[head] === made[head]) head += 1;
  const places = new Map();
  made.forEach((each, place) => places.set(each, [...(places.get(each) ?? []), place]));
  const alike = [];
  const waiting = [[head, old.length, head, made.length]];
  while (waiting.length) {
    const [a, b, c, d] = waiting.pop();
    const [i, j, size] = longest(old, places, made, [a, b, c, d]);
    if (!size) continue;
    alike.push([i, j, size]);
    if (a < i && c < j) waiting.push([a, i, c, j]);
    if (i + size < b && j + size < d) waiting.push([i + size, b, j + size, d]);
  }
  alike.sort((one, other) => one[0] - other[0]);
  const found = [[0, head, 0, head]];
  let [at, from] = [head, head];
  for (const [i, j, size] of [...alike, [old.length, made.length, 0]]) {
    if (at < i || from < j) found.push([at, i, from, j]);
    if (size) found.push([i, i + size, j, j + size]);
    [at, from] = [i + size, j + size];
  }
  return found;
};
