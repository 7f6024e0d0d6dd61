// Outages of now, from a file renewed without a build.
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
    const told = outages.filter((it) => now >= it.show && !(it.end && now >= it.end) &&
      (!about || it.channels.some((id) => about.includes(id))));
    box.replaceChildren(...told.map((it) => make("div", { className: "notice warning" },
      ...[make("strong", {}, it.label), ...it.texts].map((part) => make("p", {}, part)),
      more ? make("a", { href: more }, "Lees meer over storingen") : "")));
    if (nothing && !told[0]) box.append(make("p", {}, nothing));
  };
  fetch(status, { cache: "no-cache" }).then((got) => got.json()).then(show).catch(() => {});
}
