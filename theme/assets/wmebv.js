// The head runs it, before anything is shown. Other scripts come when a field is used.

const asked = new URLSearchParams(location.search);

function put(parent, tag, attributes, text = "") {
  const made = parent.appendChild(document.createElement(tag));
  made.textContent = text;
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  return made;
}

// Tried again with the next letter.
const beside = document.currentScript.src;
const fetched = (name) => import(new URL(name + ".js", beside)).catch(() => ({}));
function begin(input, name, act, place) {
  let begun;
  const use = async () => {
    const it = await fetched(name);
    if (begun || !it[act]) return;
    begun = true;
    it[act](place);
  };
  // Found again by who comes back.
  input.defaultValue = asked.get(input.name || input.id) || history.state?.[input.id] || "";
  input.onkeyup = input.oninput = () => history.replaceState({ [input.id]: input.value }, "");
  for (const type of ["focus", "input"]) input.addEventListener(type, use);
  return use;
}

// What does not work now; the style hides what a build put in.
class Outages extends HTMLElement {
  connectedCallback() {
    const { channels, but, at, alone, nothing } = this.dataset;
    if (!window.storingen) return;
    this.textContent = "";
    const box = put(this, "div", { class: "outages" });
    const fill = (place, pieces) =>
      pieces.map(([text, href]) => (href ? put(place, "a", { href }, text) : place.append(text)));
    const moment = new Date().toISOString();
    for (const it of storingen) {
      const of = (ids) => Object.keys(it.channels).filter((id) => (ids ?? id).split(" ").includes(id));
      const here = of(channels);
      const now = it.begin <= moment;
      const whole = now && !at && alone != "brief";
      if (it.show > moment || it.end <= moment || !here[0] || (at && (!now || of(but)[0]))) continue;
      const div = put(box, "div", { class: "notice" + (now ? " warning" : "") + (whole ? "" : " line") });
      if (alone == "list") div.id = "storing-" + it.id;
      const p = put(div, "p");
      put(p, "strong", {}, it.label);
      const more = [it.more[+now], new URL(it.page, new URL("..", beside))];
      fill(p, [...JSON.parse(at || "[]"), [": " + (here[1] ? it.all : it.channels[here[0]]) + (at ? "." : it.when)]]);
      if (whole) for (const said of alone == "page" ? it.texts : [...it.texts, [more]]) fill(put(div, "p"), said);
      else if (!at) fill(p, [more]);
    }
    if (nothing && !box.firstChild) put(box, "p", {}, nothing);
  }
}
customElements.define("wmebv-storing", Outages);
// Never a kept one.
addEventListener("DOMContentLoaded", () => {
  const kept = performance.getEntriesByType("resource").find((it) => it.name.endsWith("/status.js"));
  if (kept && !kept.transferSize)
    put(document.head, "script", { src: kept.name + "?" + Date.now() }).onload = () =>
      document.querySelectorAll("wmebv-storing").forEach((place) => place.connectedCallback());
});

// A browser opens it too late: the page moves.
const opening = new MutationObserver(() => {
  let it = document.getElementById(location.hash.slice(1));
  if (it) opening.disconnect();
  for (; it; it = it.parentElement) if (it.open === false) it.open = true;
});
if (location.hash) opening.observe(document, { childList: true, subtree: true });

addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll(".search")) {
    const input = form.elements.zoek;
    const popup = put(form, "div", { class: "found" });
    put(popup, "div", { role: "status" });
    put(popup, "div", { role: "listbox", id: "gevonden", "aria-label": "Gevonden", hidden: "" });
    const is = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "gevonden", "aria-expanded": false };
    for (const name in is) input.setAttribute(name, is[name]);
    begin(input, "zoek", "combobox", form);
    // What is no product is in no list.
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!(await (await fetched("zoek")).elsewhere?.(form))) form.submit();
    });
  }

  // A filter, or a day.
  for (const box of document.querySelectorAll("[data-one], [data-today]")) {
    const bar = box.querySelector(".filter") || box;
    const input = bar.querySelector("input");
    const use = bar === box ? begin(input, "dag", "day", bar) : begin(input, "zoek", "filter", box);
    bar.hidden = false;
    if (input.value) use();
    // Open for who has no script.
    const whole = bar === box && bar.closest("details");
    if (whole) whole.open = input.value || location.hash === "#welk-kanaal";
  }
});
