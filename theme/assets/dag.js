// The day on which something held: wmebv.js fetches it when the field is used first.
import { say } from "./zoek.js";

// Unless the page says it otherwise.
const SAID = {
  found: "U ziet wat gold op",
  nothing: "Er gold niets op",
  foundLater: "Zoals het er nu uitziet geldt dit op",
  nothingLater: "Zoals het er nu uitziet geldt er niets op",
};

// A day narrows periods to those in which it lies, and goes along to the pages that tell more of it.
export function day(bar) {
  const input = bar.querySelector("input");
  const periods = [...document.querySelectorAll("[data-begin]")];
  const links = document.querySelectorAll('[href$="#welk-kanaal"]');
  const narrow = () => {
    const day = input.value;
    for (const item of periods) {
      const { begin, end } = item.dataset;
      item.hidden = day && (day < begin || (end && day >= end));
    }
    for (const link of links) link.search = day && "?dag=" + day;
    const words = day && new Date(day).toLocaleDateString("nl", { dateStyle: "long", timeZone: "UTC" });
    // Of a day after the build one only knows how it looks now.
    const later = day > bar.dataset.today ? "Later" : "";
    const said = (periods.every((item) => item.hidden) ? "nothing" : "found") + later;
    say(bar.querySelector("[role]"), day && `${bar.dataset[said] || SAID[said]} ${words}.`);
  };
  input.addEventListener("input", narrow);
  narrow();
}
