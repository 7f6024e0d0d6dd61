"""How a new decision is called, in full and in a citation."""

from __future__ import annotations

import re
from datetime import date
from itertools import count

from wmebv_site.decisions._from_drafting_order import Order
from wmebv_site.decisions.legal_words import joined, municipality_name, the_title
from wmebv_site.decisions.scope import Scope, own_authorities


def titles(order: Order, scope: Scope, today: date) -> tuple[str, str]:
    """The title and the citation title, with a number where an earlier decision has that name already."""
    title, citation = _usual_titles(order, scope, today)
    taken = {name.casefold() for known in scope.register.decisions if known.id != order.id for name in (known.title, known.short_title)}
    if order.title or not taken & {title.casefold(), citation.casefold()}:
        return title, citation
    number = next(n for n in count(2) if not taken & {f"{title} ({n})".casefold(), f"{citation} ({n})".casefold()})
    return f"{title} ({number})", f"{citation} ({number})"


def _usual_titles(order: Order, scope: Scope, today: date) -> tuple[str, str]:
    """The year is that in the id, else the current one; bodies are named where not all of the municipality decide."""
    if order.title:
        return order.title, order.title
    found = re.search(r"(?:^|-)((?:19|20)\d\d)(?:-|$)", order.id)
    year = found[1] if found else str(today.year)
    bare = municipality_name(scope.register.municipality.name).removeprefix("de ")
    if scope.amends is not None:
        title = f"Besluit tot wijziging van {the_title(scope.amends.short_title)}"
        return title, f"Wijzigingsbesluit elektronische kanalen {bare} {year}"
    named = f"Aanwijzingsbesluit elektronische kanalen{_bodies(scope)}"
    return f"{named} {bare} {year}", f"{named} {year}"


def _bodies(scope: Scope) -> str:
    """`` burgemeester`` when only that body decides: else its decision would bear the name of that of all."""
    if set(scope.authorities) >= set(own_authorities(scope.register)):
        return ""
    names = (scope.register.authority_by_id[name].name for name in scope.authorities)
    return f" {joined(name.removeprefix('de ').removeprefix('het ') for name in names)}"
