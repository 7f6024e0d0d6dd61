// <wmebv-kanaal>: a channel in another website. Whatever goes wrong, the link inside stays.
{
  const site = new URL("..", document.currentScript.src);
  const ours = site.origin + "/";

  const put = (parent, tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    made.append(text.normalize());
    for (const name in attributes) if (attributes[name]) made.setAttribute(name, attributes[name]);
    parent.append(made);
    return made;
  };

  const judged = (address) => {
    try {
      const url = new URL(address.trim(), site);
      return !url.username && !url.password && (url.href.startsWith(ours) || /^(https:|tel:|mailto:[^?]+$)/.test(url)) && url;
    } catch {}
  };

  const files = {};
  const read = async (path) => {
    const answer = await fetch(new URL(path, site), {
      cache: "no-cache",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(8000),
    });
    const text = await answer.text();
    if (!answer.ok || !/^application\/json\b/.test(answer.headers.get("content-type")) || text[1e6]) throw path;
    return JSON.parse(text);
  };
  const get = (path) => (files[path] ||= read(path));

  const list = (box, links, knop, before = "") => {
    const all = put(box, "ul");
    for (const { label, name, permalink, url = permalink, hints = [], language } of links) {
      const href = judged(url);
      if (!href) continue;
      const item = put(all, "li");
      put(item, "a", before + (label || name).trim(), { href, class: knop, hreflang: language });
      for (const hint of hints) put(item, "div", hint);
    }
  };

  const show = (box, { channels, parts }, level, { voor, knop = "wmebv-knop" }, status) => {
    const now = new Date().toJSON();
    const down = [];
    const notices = [];
    // Unreadable: the buttons stay.
    try {
      for (const { id, channels: all, label, texts, show, begin, end } of status.outages) {
        if (show > now || (end || "a") <= now || !all.some((id) => channels.includes(id))) continue;
        const ahead = begin > now;
        const more = ahead ? "Lees wat u dan kunt doen" : "Lees meer over deze storing";
        const lines = texts.slice(0, ahead ? 1 : 9).map((text) => [{ text: text.normalize() }]);
        lines.push([{ text: more, url: "storingen/#storing-" + id }]);
        notices.push({ kind: "melding", heading: label.normalize(), lines });
        if (!ahead) down.push(...all);
      }
    } catch {}
    for (const { kind, heading, depth = 1, audience, channel, lines = [], buttons } of [...notices, ...parts]) {
      if (voor && audience && audience !== voor) continue;
      const notice = kind === "melding" && put(box, "div", "", { class: "wmebv-melding" });
      if (notice) put(put(notice, "p"), "strong", heading);
      else if (heading) put(box, "h" + Math.min(level + depth, 6), heading);
      for (const line of lines) {
        const p = put(notice || box, "p");
        for (const { text, url } of line) {
          const href = judged(url);
          if (href) put(p, "a", text, { href });
          else p.append(text.normalize());
        }
      }
      if (buttons) list(box, buttons, knop, down.includes(channel) ? "Werkt niet: " : "");
    }
  };

  class Kanaal extends HTMLElement {
    static observedAttributes = ["product", "bericht", "berichten", "domein", "voor", "kop", "knop"];

    attributeChangedCallback() {
      this.connectedCallback();
    }

    async connectedCallback() {
      const at = (this.at = {});
      for (const { name, value } of this.attributes) at[name] = value;
      const box = await this.made(at).catch(() => {});
      if (this.at !== at) return;
      this.querySelector(".wmebv-blok")?.remove();
      if (box) this.prepend(box);
    }

    async made(at) {
      const { product, bericht, berichten, domein, kop } = at;
      const id = product || berichten || domein;
      const [data, status] = await Promise.all([
        get(`data/${berichten ? "berichten" : "producten"}/${domein ? "domein/" : ""}${encodeURIComponent(id)}.json`),
        get("storingen/status.json").catch(() => 0),
      ]);
      const { shown, groups, products, kind } = data;
      const { id: found, name } = data.product || data.domain || { id: kind };
      if (found !== id) return;
      const level = +/^h?([1-6])$/.exec(kop)?.[1] || 2;
      const message = product ? shown.find((each) => !bericht || each.id === bericht) : groups?.[0].shown;
      const heading = message?.heading || name;
      const box = put(new DocumentFragment(), "div", "", {
        class: "wmebv-blok",
        role: "group",
        "aria-label": (product ? name + ": " : "") + heading,
      });
      put(box, "h" + level, heading);
      if (product) show(box, message, level, at, status);
      else if (domein) list(box, products);
      else {
        const all = groups.flatMap(({ shown, products }) => products.map((it) => ({ ...it, shown })));
        for (const it of all.sort((a, b) => a.name.localeCompare(b.name, "nl"))) {
          const inside = put(box, "details", "", { open: !all[1] });
          put(inside, "summary", it.name + (it.shown.heading === heading ? "" : ": " + it.shown.heading));
          const fill = () => {
            try {
              show(inside, it.shown, level, at, status);
            } catch {}
            list(inside, [it]);
          };
          inside.addEventListener("toggle", fill, { once: true });
        }
      }
      return box;
    }
  }
  const sure = /^https:|^http:\/\/127\.0\.0\.1:/.test(ours);
  if (sure && !customElements.get("wmebv-kanaal")) customElements.define("wmebv-kanaal", Kanaal);
}
