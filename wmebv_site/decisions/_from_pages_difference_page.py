"""The differences between two views as a page for the co-ordinator: one file outside the site, which needs no other."""

from __future__ import annotations

from jinja2 import BaseLoader
from markupsafe import Markup

from wmebv_site.decisions.comparison import (
    TITLES,
    Comparison,
    Told,
    contradicted_in_words,
    number_of,
    told,
    uncovered_in_words,
)
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import Kind
from wmebv_site.dutch import capitalised
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import day_view
from wmebv_site.site.views import Detail, Link, TableView

_HEADERS = {
    Kind.ADDED: ("Nieuw",),
    Kind.ENDED: ("Was",),
    Kind.CHANNEL: ("Was", "Wordt"),
    Kind.REQUIREMENT: ("Kanaal", "Eisen"),
}


def difference_page(comparison: Comparison, decisions: Decisions, templates: BaseLoader, style: str) -> str:
    """A whole HTML document in ASCII, so that it survives every code page on its way to a file."""
    kinds = told(comparison)
    tables = [_table(kind, messages) for kind, messages in kinds.items()]
    html = Renderer(templates).render(
        "differences",
        municipality=decisions.register.municipality,
        title=f"Verschillen tussen {comparison.before} en {comparison.after}",
        day=day_view(decisions.today),
        # Our own style sheet, which holds no markup.
        style=Markup(_escaped(style)),
        uncovered=uncovered_in_words(comparison),
        contradicted=contradicted_in_words(comparison),
        contents=[Link(table.title, f"#{table.id}") for table in tables] if len(tables) > 1 else [],
        tables=tables,
    )
    return html.encode("ascii", "xmlcharrefreplace").decode() + "\n"


def _table(kind: Kind, messages: list[Told]) -> TableView:
    planned = any(message.planned for message in messages)
    return TableView(
        kind.value,
        f"{TITLES[kind]} ({number_of(messages)})",
        f"{TITLES[kind]}, per product en bericht",
        ("Product", "Bericht", *_HEADERS[kind], *(("Besluit",) if planned else ())),
        tuple(tuple(map(Detail, _cells(kind, message))) for message in messages),
    )


def _cells(kind: Kind, message: Told) -> tuple[str, ...]:
    whom = f", voor {message.whom}" if message.whom else ""
    changed = {
        Kind.ADDED: (message.after,),
        Kind.ENDED: (message.before,),
        Kind.CHANNEL: (message.before, message.after),
        Kind.REQUIREMENT: (message.after, message.asked),
    }[kind]
    planned = (message.planned,) if message.planned else ()
    return (message.product, capitalised(message.message) + whom, *map(capitalised, changed), *planned)


def _escaped(style: str) -> str:
    """CSS in ASCII: a style element knows no character references, but CSS has escapes of its own."""
    return "".join(character if character.isascii() else f"\\{ord(character):06x}" for character in style)
