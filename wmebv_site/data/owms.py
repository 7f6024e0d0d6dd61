"""What is told of a page itself in its head, in the words of OWMS 4.0: the core that every page of a government has."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.data.shapes import Json
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import decision_url
from wmebv_site.site.artifact import Artifact, Term

_TYPE = {"product": "productbeschrijving"}
"""The kinds of page that the list of types (OVERHEID.Informatietype) has a word of their own for."""
_ANY_TYPE = "webpagina"
_LANGUAGE = {None: "nl-NL", "en": "en-GB"}


class Owms:
    """Makes what is told of pages: the identifier of the municipality is known in TOOI, or else its name is told."""

    def __init__(self, data: Data) -> None:
        self._data = data
        ours = data.municipality
        uri = ours.get("uri")
        names = ("DCTERMS.creator", "OVERHEID.authority", "DCTERMS.spatial")
        self._municipality = [Term(name, uri or ours["name"]) for name in names]
        self._modified = Term("DCTERMS.modified", data.site.today.isoformat())
        self._decisions = {decision_url(each["id"]): each for each in data.decisions}

    def of(self, page: Artifact) -> tuple[Term, ...]:
        return tuple(self._of(page))

    def _of(self, page: Artifact) -> Iterator[Term]:
        address = page.url if page.canonical is None else page.canonical
        if base := self._data.base:
            yield Term("DCTERMS.identifier", base + address)
        yield Term("DCTERMS.title", page.title)
        yield Term("DCTERMS.type", _TYPE.get(page.kind, _ANY_TYPE))
        yield Term("DCTERMS.language", _LANGUAGE.get(page.language, page.language or ""))
        yield from self._municipality
        # What holds is told of this day: the page is a new one each day on which it is made.
        yield self._modified
        if decision := self._decisions.get(page.url):
            yield from _of_decision(decision)


def _of_decision(decision: Json) -> Iterator[Term]:
    """Since when it could be known, and when it holds; a day is part of a period, but for the last one."""
    if "published" in decision:
        yield Term("DCTERMS.available", f"start={decision['published']}")
    for begin, end in dict.fromkeys((each["from"], each.get("until")) for each in decision["periods"]):
        yield Term("DCTERMS.temporal", f"start={begin};{f' end={end};' if end else ''} scheme=W3C-DTF")
