"""What changed lately: the page with every municipality at which something did, and what it was at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wmebv_site.dutch import counted, in_words, thousands
from wmebv_site.fleet.harvest.harvested import ANSWERED
from wmebv_site.fleet.overview.answers import Answers, Row
from wmebv_site.fleet.overview.phrases import CHANGES, MUNICIPALITIES, PRODUCTS, message_kinds, page_of
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs

_MOST = 25
"""So many products are named at a municipality; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ChangesAt:
    """What changed at one municipality: a sentence, the products with what became of their messages, and how many more."""

    said: str
    listed: tuple[dict[str, str | None], ...]
    more: str


def pages(answers: Answers, renderer: Renderer) -> Iterator[Artifact]:
    found = [
        {
            "href": f"../{MUNICIPALITIES}{row['code']}/#wijzigingen",
            "name": answers.labels[row["code"]],
            "messages": thousands(row["changed"]),
            "before": thousands(row["answered_before"]),
            "answered": thousands(row["answered"]),
            "more": _signed(row["answered"] - row["answered_before"]),
        }
        for row in answers.ask("wijzigingen")
    ]
    first, last = answers.month
    period = f"tussen {in_words(first)} en {in_words(last)}"
    number = counted(len(found), "gemeente", "gemeenten")
    in_short = f"Bij {number} veranderde er iets {period}." if found else f"Er veranderde niets {period}."
    html = renderer.render(
        "overview_changes", title="Wijzigingen", in_short=in_short, changed=found, first=in_words(first)
    )
    yield page_of(CHANGES, "changes", "Wijzigingen", in_short, html)


def _signed(number: int) -> str:
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{thousands(abs(number))}"


def changed_at(answers: Answers, code: str, hrefs: Hrefs) -> ChangesAt | None:
    """None where nothing changed."""
    rows = answers.changes.get(code)
    if not rows:
        return None
    kinds: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        kinds.setdefault((row["subject"], _what(row)), set()).add(row["kind"])
    listed = []
    for (key, what), named in list(kinds.items())[:_MOST]:
        product = answers.by_key.get(key)
        href = hrefs.to(f"{PRODUCTS}{product.address}/") if product else None
        name = product.name if product else key
        listed.append({"href": href, "name": name, "said": f"{message_kinds(named)}: {what}"})
    first, last = answers.month
    left = len(kinds) - len(listed)
    return ChangesAt(
        f"Dit veranderde er tussen {in_words(first)} en {in_words(last)}.",
        tuple(listed),
        f"En nog {left}. Alles staat in de gegevens." if left else "",
    )


def _what(row: Row) -> str:
    """What became of a message, in a few words."""
    before, after = row["state_before"] in ANSWERED, row["state_after"] in ANSWERED
    if row["state_after"] is None:
        return "staat niet meer in het register"
    if after and not before:
        return "heeft nu een kanaal"
    if before and not after:
        return "heeft geen kanaal meer"
    if row["channels_before"] != row["channels_after"]:
        return "heeft een ander kanaal"
    return "er geldt iets anders"
