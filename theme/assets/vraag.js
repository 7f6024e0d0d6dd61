// The day in a question: zoek.js fetches it for who searched for what held on a day.

// A link to what held on a day, with the day that somebody asked for.
export function along(link, text) {
  const [, day, month, year] = /(\d\d?)[ -](\d\d?|[a-z]{3})[a-z]*[ -](\d{4})/i.exec(text) || [];
  const number = +month || 1 + "janfebmaaaprmeijunjulaugsepoktnovdec".indexOf(month?.toLowerCase()) / 3;
  if (number >= 1 && link.pathname.endsWith("/welk-kanaal/"))
    link.search = "?dag=" + [year, number, day].map((part) => `${part}`.padStart(2, 0)).join("-");
  return link;
}
