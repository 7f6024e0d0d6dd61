/* What Material makes while the page is there has no name, and a wide table no way in for the keyboard. */
const named = () => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Zoeken");
  for (const each of document.querySelectorAll(".md-typeset__scrollwrap")) each.tabIndex = 0;
  for (const each of document.querySelectorAll(".md-code__nav")) each.role = "none";
};
new MutationObserver(named).observe(document.body, { childList: true, subtree: true });
named();
