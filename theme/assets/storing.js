// What doesn't work now: the file is renewed without a build.
const make = (tag, set, ...rest) => {
  const made = Object.assign(document.createElement(tag), set);
  made.append(...rest);
  return made;
};
for (const box of document.querySelectorAll("[data-status]")) {
  const { status, channels, more, nothing } = box.dataset;
  const about = channels?.split(" ");
  const show = ({ outages }) => {
    const now = new Date().toISOString();
    const told = outages.filter(({ channels, show, end }) =>
      now >= show && !(end && now >= end) && (!about || channels.some((id) => about.includes(id))));
    box.replaceChildren(...told.map(({ label, texts }) => make("div", { className: "notice outage" },
      ...[make("strong", {}, label), ...texts, make("a", { href: more }, "Lees meer over storingen")]
        .map((part) => make("p", {}, part)))));
    if (nothing && !told[0]) box.append(make("p", {}, nothing));
  };
  fetch(status, { cache: "no-cache" }).then((got) => got.json()).then(show).catch(() => {});
}
