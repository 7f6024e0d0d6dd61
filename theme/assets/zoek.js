// Search and filter: wmebv.js fetches it when a field is used first, and lends it put, say and asked.

export const fold = (text) =>
  " " + text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

// Counts the fewest typing errors between a word and any part of a name, a column of the table in one number:
// Myers, with Hyyrö's swap of two letters. A short word has to stand at the start of a word.
function errorsIn(word) {
  const letters = (word.length > 5 ? word : " " + word).slice(0, 31);
  const masks = {};
  for (let i = 0; i < letters.length; i++) masks[letters[i]] |= 1 << i;
  return (name) => {
    let up = -1, down = 0, same = 0, before = 0, errors = letters.length, least = errors;
    for (const letter of name) {
      const mask = masks[letter] | 0;
      same = (((mask & up) + up) ^ up) | mask | down | (((~same & mask) << 1) & before);
      let right = down | ~(same | up), left = up & same;
      errors += ((right >> (letters.length - 1)) & 1) - ((left >> (letters.length - 1)) & 1);
      least = Math.min(least, errors);
      right <<= 1;
      up = (left << 1) | ~(same | right);
      down = right & same;
      before = mask;
    }
    return least;
  };
}

// A short word with an error in it has to be a whole word, a long one with two has to begin right.
function looksLike(word, name, errors, wrong) {
  return name.split(" ").some((part, i, parts) => word.length < 6
    ? Math.abs(part.length - word.length) < 2 && errors(" " + part) <= wrong
    : part[0] === word[0] && errors(parts.slice(i).join(" ").slice(0, word.length + 2)) <= wrong);
}

// Best first: start of the title, of a word in it, of another word, inside, one typing error, two.
function distance(word, start, name, isTitle, errors) {
  const at = name.indexOf(start);
  if (at >= 0) return isTitle ? +(at > 0) : 2;
  const inside = isTitle ? 3 : 3.5;
  if (word.length > 2 && name.includes(word)) return inside;
  const wrong = errors && word.length > 3 ? errors(name) : 9;
  if (wrong > (word.length > 7 ? 2 : 1)) return 9;
  if ((wrong > 1 || word.length < 6) && !looksLike(word, name, errors, wrong)) return 9;
  return inside + wrong - (errors(name.slice(0, word.length + 2)) > wrong ? 0 : 0.4);
}

// What a question is made of, and no answer.
const FILLING = / (aan|aanvragen|bij|dat|de|doen|een|en|er|geen|gemeente|heb|het|hoe|ik|in|is|kan|maar|met|mij|mijn|moet|naar|nieuwe?|of|om|op|te|u|van|voor|vraag|waar|wat|wil|zonder)(?= |$)/g;

// Only the entries that miss the fewest letters of what was asked. A guess when they miss half of them, or when
// something had to be misspelt. Who is called just that needs no filling dropped, and comes before who is called
// longer; of the equal ones a product comes first, save for
// the pages to object and complain, and decisions come after all else.
export function find(entries, query) {
  const asked = fold(query);
  let called = false;
  const hits = entries.map((entry) => {
    const just = asked > " " && entry.names.includes(asked);
    called = called || just;
    return { entry, sum: (entry.rank || 0) - just * 2, missed: 0 };
  });
  const words = ((!called && asked.replace(FILLING, "")) || asked).split(" ").slice(1);
  let guess = false;
  for (const word of words) {
    const start = " " + word;
    for (const errors of [null, errorsIn(word)]) {
      let some = false;
      for (const hit of hits) {
        hit.best = 9;
        const names = hit.entry.names;
        for (let i = 0; i < names.length; i++) {
          const far = distance(word, start, names[i], !i, errors);
          if (far < hit.best) {
            hit.best = far;
            hit.name = i;
          }
        }
        some = some || hit.best < 9;
      }
      guess = guess || (some && errors);
      if (some) break;
    }
    for (const hit of hits) {
      if (hit.best < 9) [hit.sum, hit.via] = [hit.sum + hit.best, hit.name];
      else hit.missed += word.length;
    }
  }
  const least = Math.min(...hits.map((hit) => hit.missed));
  const all = words.join("").length;
  const best = least < all ? hits.filter((hit) => hit.missed === least).sort((a, b) => a.sum - b.sum) : [];
  best.said = best[0] && (guess || least * 2 >= all) ? "Bedoelt u misschien dit? " : "";
  return best;
}

// The index and the style of the list, each once; nothing when the index could not be fetched.
let index;
const rootOf = (form) => new URL(form.dataset.root, location);
function load(form) {
  const root = rootOf(form);
  if (!index) put(document.head, "link", { rel: "stylesheet", href: new URL("assets/search.css", root) });
  return (index = index || fetch(new URL("zoeken.json", root))
    .then((answer) => answer.json())
    .then((parts) => parts.flatMap(({ label, folder, ids, titles, words }) =>
      ids.map((id, i) => {
        const said = [titles[i], ...words[i].split("|")];
        const url = `${folder}${id}/`;
        const rank = /^besluiten\/./.test(url) ? 99 : /^(bezwaar|klacht)\//.test(url) ? -0.1 : folder === "producten/" ? 0 : 0.1;
        return { said, label, folder, url, rank, names: said.map(fold) };
      })))
    .catch(() => {
      index = null;
    }));
}

// The page that is meant, when that is no product.
export async function elsewhere(form) {
  const [first] = find((await load(form)) || [], form.elements.zoek.value);
  return first && first.entry.folder !== "producten/" && new URL(first.entry.url, rootOf(form));
}

export function combobox(form) {
  const input = form.elements.zoek;
  const popup = form.querySelector(".found");
  const [status, list] = popup.children;
  const options = list.children;
  let chosen = -1;

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
    const shown = found.slice(0, 8).map(({ entry, via }) => [
      entry.said[0],
      via > 1 ? `Ook: ${entry.said[via]}` : entry.label,
      entry.url,
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

// An item of a list is called what stands in it, and what the index calls its page: what search offers is there.
export async function filter(box) {
  const [bar, none] = box.querySelectorAll(".filter, .none");
  const input = bar.querySelector("input");
  const form = document.querySelector(".search");
  const named = {};
  for (const { url, names } of (form && (await load(form))) || []) named[new URL(url, rootOf(form))] = names;
  const entries = [...box.querySelectorAll("li")].filter((item) => !item.closest("nav")).map((item) =>
    ({ item, names: [fold(item.textContent), ...(named[item.querySelector("a")?.href] || [])] }));
  const narrow = () => {
    const hits = input.value.trim() ? find(entries, input.value) : entries.map((entry) => ({ entry }));
    const kept = new Set(hits.map((hit) => hit.entry.item));
    const pages = new Set([...kept].map((item) => (item.querySelector("a") || item).href || item)).size;
    for (const { item } of entries) item.hidden = !kept.has(item);
    for (const part of box.querySelectorAll("section")) {
      part.hidden = !part.querySelector("li:not([hidden])");
      box.querySelector(`[href="#${part.firstElementChild.id}"]`).parentNode.hidden = part.hidden;
    }
    none.hidden = pages > 0;
    for (const letters of box.querySelectorAll("nav")) letters.hidden = !pages;
    say(bar.querySelector("[role]"), (hits.said || "") + (pages === 1 ? box.dataset.one : `${pages} ${box.dataset.many}`), keep);
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
