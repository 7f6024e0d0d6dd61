"""A page that has been made: its address, what the skeleton must know of it, and its HTML."""

from __future__ import annotations

from dataclasses import dataclass
from json import JSONEncoder
from typing import NamedTuple
from xml.etree.ElementTree import Element, indent, tostring

from wmebv_site.diagnostics import Place
from wmebv_site.dutch import cut_off, first_sentences
from wmebv_site.register.addresses import IN_ENGLISH


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way back to the home page; ``url`` counts from the root of the site."""

    title: str
    url: str


HOME = Crumb("Begin", "")
TITLE = 69
"""How long the title of a tab may be: search engines and tabs cut off what is longer."""
DESCRIPTION = 160
"""How long a description may be, for the same reason."""


def in_head(title: str, description: str | None) -> dict[str, object]:
    """What a search engine shows of a page: its title and description, at a length that it does not cut off."""
    shown: dict[str, object] = {"title": title}
    if len(title) > TITLE:
        shown["short_title"] = cut_off(title, TITLE)
    if description:
        shown["description"] = cut_off(first_sentences(description, DESCRIPTION), DESCRIPTION)
    return shown


class Term(NamedTuple):
    """Something that is told of a page in its head, such as ``DCTERMS.title``: a text, or the address of what is meant."""

    name: str
    text: str


class Alternate(NamedTuple):
    """The same as a page tells, for programs; ``url`` counts from the root of the site."""

    type: str
    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Artifact:
    """One page. ``url`` counts from the root and ends in ``/`` (empty for home); ``html`` goes inside ``<main>``.

    ``styles`` are files of the theme that this page needs beside the style sheet of every page.
    """

    url: str
    kind: str
    title: str
    description: str
    html: str
    origin: Place | None
    section: str = ""
    breadcrumbs: tuple[Crumb, ...] = ()
    reviewed: tuple[str, str] | None = None
    search: bool = True
    styles: tuple[str, ...] = ()
    canonical: str | None = None
    """The page that stands for this one, where that is another: its address from the root."""
    language: str | None = None
    """The language of the page, where that isn't Dutch."""
    terms: tuple[Term, ...] = ()
    """What is told of the page itself in its head."""
    alternates: tuple[Alternate, ...] = ()
    """The same for programs, beside the feeds that every page names."""

    @property
    def path(self) -> str:
        """The Markdown file that a renderer turns into this page."""
        return f"{self.url}index.md"

    def meta(self, edit_url: str | None) -> dict[str, object]:
        """What the skeleton shows of it."""
        meta: dict[str, object] = {
            **in_head(self.title, self.description),
            "kind": self.kind,
            "section": self.section,
            "breadcrumbs": [{"title": crumb.title, "url": crumb.url} for crumb in self.breadcrumbs],
        }
        if edit_url:
            meta["edit_url"] = edit_url
        if self.reviewed:
            iso, text = self.reviewed
            meta["reviewed"] = {"iso": iso, "text": text}
        if self.canonical is not None:
            meta["canonical"] = self.canonical
        if self.language:
            meta["language"] = self.language
        for pair in IN_ENGLISH:
            if self.url in pair:
                meta["translations"] = [
                    {"language": code, "url": url} for code, url in zip(("nl", "en"), pair, strict=True)
                ]
        if self.styles:
            meta["styles"] = list(self.styles)
        if self.terms:
            meta["terms"] = self.terms
        if self.alternates:
            meta["alternates"] = self.alternates
        return meta

    @property
    def front_matter(self) -> dict[str, object]:
        """The same in plain text, lists and mappings alone, so any renderer can read it."""
        plain = self.meta(None)
        if self.terms:
            plain["terms"] = [term._asdict() for term in self.terms]
        if self.alternates:
            plain["alternates"] = [alternate._asdict() for alternate in self.alternates]
        return plain


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is published as it is; ``path`` counts from the root of the site."""

    path: str
    data: bytes


compact_json = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
"""A value as JSON for programs: without blanks, on one line."""


def xml_file(path: str, root: Element) -> StaticFile:
    """An XML document, indented by nothing: each element on a line of its own."""
    indent(root, "")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return StaticFile(path, written + b"\n")
