"""What programs read in each page: the thing that it is about, the page itself, and where its own data stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jinja2 import BaseLoader

from wmebv_site.data.schema_org import linked_data
from wmebv_site.data.shapes import Json
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import (
    ABOUT,
    DATA_REGISTER,
    HOME,
    JSON_FEED,
    OUTAGE_FEED,
    OUTAGE_JSON_FEED,
    data_url,
    decision_url,
)
from wmebv_site.site.artifact import Alternate, Artifact, Term
from wmebv_site.site.changes import FEED_TYPE, JSON_FEED_TYPE
from wmebv_site.site.render import Renderer

_AT_HOME = (
    Alternate(JSON_FEED_TYPE, JSON_FEED, "Wijzigingen"),
    Alternate(FEED_TYPE, OUTAGE_FEED, "Storingen"),
    Alternate(JSON_FEED_TYPE, OUTAGE_JSON_FEED, "Storingen"),
)
_TYPE = {"product": "productbeschrijving"}
"""The kinds of page that the list of types (OVERHEID.Informatietype) has a word of their own for."""
_ANY_TYPE = "webpagina"
_LANGUAGE = {None: "nl-NL", "en": "en-GB"}


def with_linked_data(pages: Iterable[Artifact], data: Data, templates: BaseLoader) -> list[Artifact]:
    """The pages with what programs read in them: the thing as JSON-LD, the core of OWMS, and where its own data stands.

    What stands in the pages doesn't hang on the formats in which there are files of data.
    """
    renderer, owms, in_json = Renderer(templates), Owms(data), "json" in data.site.formats
    told = {url: renderer.component("structured_data", thing) for url, thing in linked_data(data)}
    return [
        replace(
            page,
            html="\n".join((page.html, told[page.url])) if page.url in told else page.html,
            terms=owms.of(page),
            alternates=tuple(_alternates(page, page.url in told, in_json)),
        )
        for page in pages
    ]


def _alternates(page: Artifact, has_thing: bool, in_json: bool) -> Iterator[Alternate]:
    if page.url == HOME:
        yield from _AT_HOME
    if in_json and page.url in (HOME, ABOUT):
        yield Alternate("application/json", DATA_REGISTER)
    elif in_json and (has_thing or page.kind == "domain"):
        yield Alternate("application/json", data_url("", page.url.rstrip("/")))


class Owms:
    """Makes what is told of a page itself in its head, in the words of OWMS 4.0: the core that every page of a government has.

    The identifier of the municipality is known in TOOI, or else its name is told.
    """

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
