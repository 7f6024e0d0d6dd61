"""What Markdown makes of tables and notices, mended for residents: labels in cells, Dutch titles, links with a name."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX

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
