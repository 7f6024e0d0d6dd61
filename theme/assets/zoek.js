// Search and filter: wmebv.js fetches it when a field is used, and lends it put and asked.

// Once the typing stops.
export function say(place, text, then) {
  clearTimeout(place.waiting);
  place.waiting = setTimeout(() => {
    place.textContent = text;
    then?.();
  }, 300);
}

// Bezwaren and bezwaar, rijbewijzen and rijbewijs become one.
const stem = (word) => word.replace(/ij/g, "y").replace(/z/g, "s").replace(/v/g, "f").replace(/(.)(\D)\2/g, "$1$2")
  .replace(/^(...+([lmnr]|[gijkt]e))s$/, "$1").replace(/^(...+?)en?$/, "$1");
export const fold = (text) =>
  " " + (text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || []).map(stem).join(" ");

const FILLING = new Set(fold("aan aanvragen als bij dat de doen doet een en er ga gaan gemeente heb hebt heeft het hoe ik in indienen is kan kunt laten maar me met mij mijn moet naar nieuwe of om ons op regelen te u van voor vraag waar wat wij wil wordt zonder").split(" "));

// The fewest typing errors between words, and until one begins so.
function errors(asked, word) {
  let before, row = [...word, 0].map((_, i) => i);
  for (let i = 1; i <= asked.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const swapped = asked[i - 1] === word[j - 2] && asked[i - 2] === word[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (asked[i - 1] !== word[j - 1]), swapped ? before[j - 2] + 1 : 99);
    }
    [before, row] = [row, next];
  }
  return [row[word.length], Math.min(...row)];
}

const near = (asked, word) => word === asked ? 1
  : asked.length < 3 ? 0
  : word.startsWith(asked) ? 0.5 + 0.3 * asked.length / word.length
  : asked.length > 3 && word.includes(asked) ? 0.45 : 0;

// A guess: misspelt, or a part of what was asked. A short word has to be whole.
function guessed(asked, word) {
  if (asked.length < 4) return 0;
  const part = word.length > 4 - asked.startsWith(word) && asked.includes(word) ? 0.2 * word.length / asked.length : 0;
  const [whole, begun] = errors(asked, word);
  const most = asked[0] === word[0] ? 1 + (asked.length > 7) : +(asked[0] === word[1] && asked[1] === word[0]);
  return Math.max(part, whole <= most ? 0.45 - whole / 20 : asked.length > 5 && begun <= most ? 0.35 - begun / 20 : 0);
}

function wordsOf(entries) {
  const found = new Map();
  entries.forEach(({ names }, entry) => names.forEach((name, number) => {
    for (const word of name.split(" ").slice(1)) {
      if (!found.has(word)) found.set(word, []);
      found.get(word).push([entry, number, word.length / name.length]);
    }
  }));
  return found;
}

// Whatever meets a word, first what meets most; rare words count more, and titles. A guess when the first misses one.
export function find(entries, query) {
  const known = (entries.words ||= wordsOf(entries));
  const whole = fold(query);
  const all = whole.split(" ").slice(1);
  const some = all.filter((word) => !FILLING.has(word));
  const joined = fold(query.replace(/ /g, "")).slice(1);
  // Two words may be one that is known, and one may be two: a guess, in which the first counts twice.
  let split = [];
  const words = (known.has(joined) ? [joined] : some[0] ? some : all).flatMap((word) => {
    if (word.length > 5 && ![...known.keys()].some((other) => near(word, other))) {
      for (let i = word.length - 2; i > 1; i--) {
        const parts = [word.slice(0, i), word.slice(i)].map(stem);
        if (parts.every((part) => known.has(part))) return (split = [parts[0], ...parts].filter((part) => !FILLING.has(part)));
      }
    }
    return word;
  });
  const hits = entries.map((entry) => ({ entry, met: 0, missed: 0, most: 0, guess: split[0] }));
  let total = 0;
  words.forEach((word, n) => {
    const best = new Map();
    let sure, much = 1;
    for (const meets of [near, guessed]) {
      for (const [other, places] of known) {
        const good = meets(word, other);
        if (good) for (const [entry, name, share] of places) {
          const worth = good * ((name ? 0.85 : 1) + 0.4 * share ** 3);
          if (worth > (best.get(entry)?.[0] || 0)) best.set(entry, [worth, name, good]);
        }
      }
      sure = meets === near;
      if (best.size) break;
    }
    for (const [, , good] of best.values()) much += good;
    const weight = Math.log(1 + entries.length / much) * (split.includes(word) ? 0.3 : sure ? 1 : 0.5);
    total += weight;
    hits.forEach((hit, i) => {
      const [worth, name, good] = best.get(i) || [0];
      const counts = worth * weight;
      hit.met += counts;
      if (!worth) hit.missed += weight;
      if (!worth || !sure || (good < 1 && words[n + 1])) hit.guess = 1;
      if (counts > hit.most) [hit.most, hit.via] = [counts, name];
    });
  });
  for (const hit of hits) {
    const names = hit.entry.names;
    const at = names.indexOf(whole);
    const all = names.findIndex((name) => words.every((word) => name.includes(" " + word)));
    hit.sum = hit.met / total + (hit.entry.rank || 0);
    if (at >= 0) [hit.sum, hit.via] = [hit.sum + 0.3, at];
    else if (all >= 0 && words[1]) hit.via = all;
  }
  const found = hits.filter((hit) => hit.most).sort((a, b) => b.sum - a.sum);
  found.said = found[0]?.guess ? "Bedoelt u misschien dit? " : "";
  return found;
}

// First what most people come for, decisions last.
export const entriesOf = (parts) => parts.flatMap(({ label, folder, ids, titles, words, most = [], places = {} }) => ids.map((id, i) => {
  const said = [titles[i], ...words[i].split("|")];
  const url = `${folder}${id}/`;
  const rank = /^besluiten\/./.test(url) ? -9 : most.includes(i) ? 0.1 : folder === "producten/" ? 0.05 : 0;
  return { said, label, folder, url, rank, places: places[i] || [], names: said.map(fold) };
}));

// The index and the style of the list, each once; nothing when the index could not be fetched.
let index;
const rootOf = (form) => new URL(form.dataset.root, location);
function load(form) {
  const root = rootOf(form);
  if (!index) put(document.head, "link", { rel: "stylesheet", href: new URL("assets/search.css", root) });
  return (index = index || fetch(new URL("zoeken.json", root))
    .then((answer) => answer.json())
    .then(entriesOf)
    .catch(() => {
      index = null;
    }));
}

// Where a hit leads: what is difficult for someone has a place of its own on the page of help.
const placeOf = ({ entry, via }) => entry.url + (entry.places[via] || "");

// With the day asked for.
const go = async (page, asked) =>
  (location.href = (await import("./vraag.js").catch(() => ({}))).along?.(page, asked) || page);

// To the page that is meant, when that is no product and no guess.
export async function elsewhere(form) {
  const found = find((await load(form)) || [], form.elements.zoek.value);
  const [first] = found;
  if (first && !found.said && first.entry.folder !== "producten/")
    return go(new URL(placeOf(first), rootOf(form)), form.elements.zoek.value);
}

export function combobox(form) {
  const input = form.elements.zoek;
  const popup = form.querySelector(".found");
  const [status, list] = popup.children;
  const options = list.children;
  let chosen = -1;
  popup.addEventListener("click", (event) => {
    const link = event.target.closest('[href$="/welk-kanaal/"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(link, input.value);
  });

  const choose = (number) => {
    if (options[chosen]) options[chosen].setAttribute("aria-selected", false);
    chosen = number;
    input.setAttribute("aria-activedescendant", options[chosen] ? options[chosen].id : "");
    if (!options[chosen]) return;
    options[chosen].setAttribute("aria-selected", true);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const fill = (links) => {
    // Not under the keyboard of a telephone.
    if (links[0] && list.hidden && form.getBoundingClientRect().bottom * 2 > innerHeight) form.scrollIntoView();
    list.textContent = "";
    links.forEach(([title, note, url], i) => {
      const option = put(list, "a", { role: "option", id: "gevonden-" + i, tabindex: -1, "aria-selected": false, href: new URL(url, rootOf(form)) }, title + " ");
      if (note) put(option, "small", {}, note);
    });
    list.hidden = !links.length;
    input.setAttribute("aria-expanded", !list.hidden);
    choose(-1);
  };
  const close = () => {
    fill([]);
    say(status, "");
  };
  const show = async () => {
    const entries = await load(form);
    if (!entries) say(status, "Zoeken lukt nu niet. Druk op Enter voor de lijst van A tot Z.");
    if (!entries || document.activeElement !== input) return;
    const found = find(entries, input.value);
    if (!input.value.trim()) return close();
    const number = found.length;
    const shown = found.slice(0, 8).map((hit) => [
      hit.entry.said[0],
      hit.entry.places[hit.via] ? hit.entry.said[hit.via]
        : hit.via > 1 && !/^hulp/.test(hit.entry.url) ? `Ook: ${hit.entry.said[hit.via]}` : hit.entry.label,
      placeOf(hit),
    ]);
    fill(number ? shown : [["Alle producten van A tot Z", "", "producten/"]]);
    say(status, found.said + (!number ? "Niets gevonden. Probeer een ander woord."
      : number === 1 ? "1 resultaat" : number + " resultaten" + (number > 8 ? ". Dit zijn de eerste 8." : "")));
  };
  const keys = {
    ArrowDown: () => (list.hidden ? show() : choose(chosen + 1 < options.length ? chosen + 1 : -1)),
    ArrowUp: () => (list.hidden ? show() : choose(chosen < 0 ? options.length - 1 : chosen - 1)),
    Escape: () => (list.hidden ? (input.value = "") : close()),
  };
  input.addEventListener("keydown", (event) => {
    if (/Home|End|Left|Right/.test(event.key)) choose(-1);
    const act = event.key === "Enter" && options[chosen] ? () => options[chosen].click() : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  input.addEventListener("focus", () => load(form));
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  // A tap must not take the focus away before the link is followed.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  // Someone may have typed before this came.
  if (input.value !== input.defaultValue) show();
  else load(form);
}

// An item is called what stands in it, and what the index calls its page.
export async function filter(box) {
  const [bar, none] = box.querySelectorAll(".filter, .none");
  const input = bar.querySelector("input");
  const form = document.querySelector(".search");
  const named = {};
  const pages = (form && (await load(form))) || [];
  // In a list by letter the best is not first.
  const also = input.name === "zoek" && put(bar, "p", { hidden: "" });
  const offer = (left) => {
    const [first] = input.value.trim() ? find(pages, input.value) : [];
    also.hidden = !first || (left === 1 && first.entry.folder === "producten/");
    also.textContent = "Dit past het best: ";
    if (first) put(also, "a", { href: new URL(placeOf(first), rootOf(form)) }, first.entry.said[0]);
  };
  for (const { url, names } of pages) named[new URL(url, rootOf(form))] = names;
  const entries = [...box.querySelectorAll("li")].filter((item) => !item.closest("nav")).map((item) =>
    ({ item, names: [fold(item.textContent), ...(named[item.querySelector("a")?.href] || [])] }));
  const narrow = () => {
    const hits = input.value.trim() ? find(entries, input.value) : entries.map((entry) => ({ entry, missed: 0 }));
    // Of guesses none is dropped that is half as good as the best.
    const kept = new Set(hits.filter((hit, i) => hit.missed <= hits[0].missed || (hits.said && i < 8 && hit.sum * 2 > hits[0].sum)).map((hit) => hit.entry.item));
    const left = new Set([...kept].map((item) => (item.querySelector("a") || item).href || item)).size;
    for (const { item } of entries) item.hidden = !kept.has(item);
    for (const part of box.querySelectorAll("section, details")) {
      part.hidden = !part.querySelector("li:not([hidden])");
      part.open = input.value;
    }
    for (const link of box.querySelectorAll("nav a")) link.parentNode.hidden = box.querySelector(link.hash).parentNode.hidden;
    none.hidden = left > 0;
    if (also) offer(left);
    for (const letters of box.querySelectorAll("nav")) letters.hidden = !left;
    say(bar.querySelector("[role]"), (hits.said || "") + (left === 1 ? box.dataset.one : `${left} ${box.dataset.many}`), keep);
  };
  // Who follows a link and comes back finds the list as it was.
  const keep = () => {
    if (input.value) asked.set(input.name, input.value);
    else asked.delete(input.name);
    const query = asked.toString();
    history.replaceState(history.state, "", location.pathname + (query && "?" + query) + location.hash);
  };
  const all = () => {
    input.value = "";
    narrow();
    keep();
    input.focus();
  };
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => event.key === "Escape" && all());
  none.querySelector("button").addEventListener("click", all);
  if (!input.value) return;
  narrow();
  const closed = bar.closest("details");
  if (closed) closed.open = true;
  // Who comes from the search form is brought to the answer.
  if (location.hash === "#" + input.id) input.focus();
}
