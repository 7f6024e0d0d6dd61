"""Turns the municipality's own Markdown into HTML that can hold no script, with links to pages and to articles of decisions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX
from markupsafe import Markup, escape

from wmebv_site.documents.markdown import EXTENSIONS as SYNTAX
from wmebv_site.register.addresses import SKELETON_ANCHORS, anchor_of
from wmebv_site.register.files import CONTENT
from wmebv_site.register.linked import SCHEMES, heading_anchor, meant, page_of
from wmebv_site.register.markup import heading_levels
from wmebv_site.site.views import Link

FOOTNOTES = {"BACKLINK_TEXT": "Terug naar de tekst", "BACKLINK_TITLE": "Terug naar de tekst bij noot {}"}
"""Settings for the extension ``footnotes``: an arrow alone has no name."""

_STASHED = re.compile(f"{STX}[^{ETX}]*{ETX}")
_TITLES = {
    "abstract": "Samenvatting",
    "attention": "Let op",
    "bug": "Fout",
    "caution": "Let op",
    "danger": "Pas op",
    "error": "Fout",
    "example": "Voorbeeld",
    "failure": "Mislukt",
    "hint": "Tip",
    "important": "Belangrijk",
    "info": "Goed om te weten",
    "note": "Goed om te weten",
    "question": "Vraag",
    "quote": "Citaat",
    "success": "Gelukt",
    "tip": "Tip",
    "warning": "Let op",
}
CLASSES = frozenset(_TITLES) | {
    "admonition", "admonition-title", "footnote", "footnote-backref", "footnote-ref", "headerlink", "reflow",
}  # fmt: skip
"""What Markdown marks its own parts with; our style knows them."""


class ForResidents(Extension):
    """Works on our own texts and, in MkDocs, on the pages that a municipality wrote itself."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the inline patterns (20), so that a header holds its text.
        md.treeprocessors.register(_Parts(md), "wmebv-parts", 4)


class _Parts(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "table":
                _label(element)
            elif element.tag == "summary" or element.get("class") == "admonition-title":
                element.text = _title(element.text)


def _title(text: str | None) -> str | None:
    """The Dutch word, where Markdown took the name of the kind for lack of a title."""
    return _TITLES.get(text.lower(), text) if text and text.istitle() else text


def _text(cell: Element) -> str:
    """The words of a cell. HTML that an editor wrote stands there as a mark, and comes back later: not in an attribute."""
    return _STASHED.sub("", "".join(cell.itertext()).replace(AMP_SUBSTITUTE, "&")).strip(" :?")


def _label(table: Element) -> None:
    """Repeat each header in the cells below it: on a phone the row of headers is not seen."""
    headers = [_text(cell) for cell in table.iterfind("thead/tr/th")]
    if not any(headers):
        return
    table.set("class", " ".join(filter(None, (table.get("class"), "reflow"))))
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "col")
    for row in table.iterfind("tbody/tr"):
        for header, cell in zip(headers, row.findall("td"), strict=False):
            if header:
                cell.set("data-label", header)
        # On a phone each row stands apart, and its first cell is all that names it.
        first, *others = row.findall("td")
        if others and _text(first):
            first.tag = "th"
            first.attrib.pop("data-label", None)
            first.set("scope", "row")


EXTENSIONS = (*SYNTAX, "toc")
"""What an editor can write in any text, with a table of contents."""
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir"},
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "data-label"},
    "th": {"colspan", "rowspan", "scope"},
    "details": {"open"},
}
_TAGS = set(
    "a abbr b blockquote br caption cite code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
    "ol p pre q s section small strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKUP = re.compile(r"[*_`#\[\]<>|&\\!~:^-]|\n\s*\n|^\s*\d+\.|\?\?\?", re.MULTILINE)


class _Links(Treeprocessor):
    """Points links to Markdown files at the pages they become."""

    def __init__(self, markdown: Markdown, folder: str, prefix: str) -> None:
        super().__init__(markdown)
        self.folder = folder
        self.prefix = prefix

    def run(self, root: Element) -> None:
        for element in root.iter():
            for attribute in ("href", "src"):
                if target := element.get(attribute):
                    element.set(attribute, self.to_page(target))

    def to_page(self, target: str) -> str:
        path, mark, fragment = target.partition("#")
        # An address that Markdown hides from robots begins with a character that no path has.
        if not path or ":" in path or "\x02" in path or path.startswith("/"):
            return target
        where = meant(self.folder, path)
        address = page_of(where) if where.endswith(".md") else where
        return (self.prefix + address or "./") + mark + fragment


class _Headings(Treeprocessor):
    """Begins headings at a level, and lets none skip one, whatever levels the author chose."""

    def __init__(self, markdown: Markdown, lowest: int) -> None:
        super().__init__(markdown)
        self.lowest = lowest

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        levels = heading_levels([int(heading.tag[1]) for heading in headings], self.lowest)
        for heading, level in zip(headings, levels, strict=True):
            heading.tag = f"h{level}"


class _OursExtension(Extension):
    def __init__(self, folder: str, prefix: str, lowest: int) -> None:
        super().__init__()
        self.folder = folder
        self.prefix = prefix
        self.lowest = lowest

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Headings(md, self.lowest), "wmebv-headings", 6)
        md.treeprocessors.register(_Links(md, self.folder, self.prefix), "wmebv-links", 5)


def prose(
    text: str,
    *,
    file: str,
    prefix: str,
    lowest_heading: int = 2,
    taken: frozenset[str] = SKELETON_ANCHORS,
) -> Markup:
    """Render Markdown. ``file`` is where it stands below the project, ``prefix`` leads from the page to the root;
    headings begin at ``lowest_heading``, so that a page keeps one h1. ``taken`` is what parts of the page are called."""
    if not text.strip():
        return Markup("")
    if "\n" not in text.strip() and not _MARKUP.search(text) and not text.lstrip().startswith("+"):
        return Markup("<p>{}</p>").format(escape(text.strip()))
    html, _ = with_contents(text, file=file, prefix=prefix, lowest_heading=lowest_heading, taken=taken)
    return html


def with_contents(
    text: str,
    *,
    file: str,
    prefix: str,
    lowest_heading: int = 2,
    taken: frozenset[str] = SKELETON_ANCHORS,
) -> tuple[Markup, tuple[Link, ...]]:
    """Render Markdown as :func:`prose` does, with a link to each of its headings."""
    folder = posixpath.dirname(file.removeprefix(CONTENT))
    markdown = Markdown(
        extensions=[*EXTENSIONS, ForResidents(), _OursExtension(folder, prefix, lowest_heading)],
        extension_configs={"footnotes": FOOTNOTES, "toc": {"slugify": heading_anchor}},
        output_format="html",
    )
    html = sanitise(markdown.convert(text), taken)
    return html, tuple(_links(getattr(markdown, "toc_tokens", ()), taken))


def _links(tokens: Iterable[dict[str, Any]], taken: frozenset[str]) -> Iterator[Link]:
    for token in tokens:
        yield Link(unescape(token["name"]), f"#{anchor_of(token['id'], taken)}")
        yield from _links(token["children"], taken)


def sanitise(html: str, taken: frozenset[str] = SKELETON_ANCHORS) -> Markup:
    """Keep what a text may hold; scripts, styles, forms and strange addresses go."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=partial(_kept, taken),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return Markup(clean)


def _kept(taken: frozenset[str], tag: str, attribute: str, value: str) -> str | None:
    """The classes that Markdown itself gives, so that no text looks like our button or notice of an outage."""
    if attribute == "class":
        return " ".join(name for name in value.split() if name in CLASSES) or None
    return anchor_of(value, taken) if attribute == "id" else value
