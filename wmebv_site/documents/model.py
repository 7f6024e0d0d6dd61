"""A text document apart from any file format, and the libraries that make one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from wmebv_site.diagnostics import Code, Refused

# What XML 1.0 can't hold (2.2), and so no DOCX or ODT either.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without characters that a document can't hold."""
    return _NOT_XML.sub("", text) if _NOT_XML.search(text) else text


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; with ``href`` (https, mailto or tel) they are a link."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None

    def __post_init__(self) -> None:
        if _NOT_XML.search(self.text):
            object.__setattr__(self, "text", clean(self.text))
        if self.href is not None and _NOT_XML.search(self.href):
            object.__setattr__(self, "href", clean(self.href))

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


Words = tuple[Run, ...]


def words(text: str, href: str | None = None) -> Words:
    """Plain words, or one link."""
    return (Run(text, href=href),)


def text_of(content: Iterable[Run]) -> str:
    return "".join(run.text for run in content)


class Role(StrEnum):
    """What a paragraph is for; each role can have a style of its own."""

    TEXT = "text"
    SUBTITLE = "subtitle"
    NOTE = "note"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` counts from 1, below the title of the document."""

    level: int
    content: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Words
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Listing:
    """An ordered or unordered list; an item holds paragraphs and lists."""

    items: tuple[tuple[Paragraph | Listing, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """``share`` is the width beside that of the other columns."""

    title: str
    share: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row, repeated on each page; with ``row_header`` the first cell names its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    row_header: bool = True

    @property
    def titled(self) -> bool:
        """Whether there is a header row: a table that an author wrote may have none."""
        return any(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


def plain_texts(cells: Iterable[Words]) -> list[str] | None:
    """The words of cells that hold nothing else: no links, no looks, one line. None when one holds more."""
    texts = []
    for content in cells:
        if not content:
            texts.append("")
        elif (
            len(content) == 1
            and (run := content[0])
            and not (run.href or run.bold or run.italic or "\n" in run.text)
        ):
            texts.append(run.text)
        else:
            return None
    return texts


def column_widths(table: Table, width: int) -> list[int]:
    """Whole widths in the proportion of the columns' shares, together exactly ``width``."""
    shares = [column.share for column in table.columns]
    edges = [width * sum(shares[:end]) // sum(shares) for end in range(len(shares) + 1)]
    return [end - begin for begin, end in pairwise(edges)]


Block = Heading | Paragraph | Listing | Table | PageBreak


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A whole document. ``footer`` stands below every page, such as the day on which the text was true."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    subject: str = ""
    footer: str = ""
    language: str = "nl"
    country: str = "NL"

    def __post_init__(self) -> None:
        for name in ("title", "author", "subject", "footer"):
            object.__setattr__(self, name, clean(getattr(self, name)))

    @property
    def locale(self) -> str:
        return f"{self.language}-{self.country}"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks in our own design: its size, and the room before and after it, in points.

    With ``keep`` it stays on the page of what follows.
    """

    size: float
    before: float
    after: float
    bold: bool = False
    keep: bool = False


LOOKS = {
    "title": Look(20, 0, 6, bold=True, keep=True),
    "subtitle": Look(12, 0, 12),
    "heading_1": Look(14, 18, 4, bold=True, keep=True),
    "heading_2": Look(12, 14, 4, bold=True, keep=True),
    "heading_3": Look(11, 12, 4, bold=True, keep=True),
    "heading_4": Look(10.5, 10, 4, bold=True, keep=True),
    "text": Look(10.5, 0, 6),
    "note": Look(10.5, 0, 12),
    "quote": Look(10.5, 0, 6),
    "bullet_list": Look(10.5, 0, 3),
    "numbered_list": Look(10.5, 0, 3),
    "table_text": Look(9, 0, 0),
    "caption": Look(9, 6, 3, bold=True, keep=True),
    "footer": Look(8.5, 0, 0),
}
"""By what a paragraph is for: sober, black on white, in one typeface, and nothing in italics."""


INSTALL_PANGO = (
    "Installeer Pango. Op Debian en Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


NOT_MADE = Code(
    "WMEBV519",
    "Een document kan niet worden gemaakt",
    "Met de instelling 'documents' biedt de website besluiten aan als pdf, docx of odt. Daarvoor zijn extra onderdelen "
    "nodig. Installeer wat de melding noemt, of verwijder de instelling. Bij 'document_template' hoort een Word-bestand "
    "in uw project, bij 'document_styles' de naam van een stijl in dat bestand.",
)


@contextmanager
def optional_library(name: str) -> Iterator[None]:
    """Around the import of a library that a site can do without."""
    try:
        with redirect_stdout(None):  # WeasyPrint prints what it misses, in English
            yield
    except ModuleNotFoundError as missing:
        from wmebv_site.project.machine import to_install_extra  # seldom needed, and slow to import

        raise Refused(
            f"Voor dit document ontbreekt '{missing.name}'. Typ: {to_install_extra('documents')}"
        ) from missing
    except OSError as missing:
        # WeasyPrint looks for Pango with ctypes as soon as it is imported.
        raise Refused(
            f"Voor dit document ontbreekt een onderdeel dat {name} van het systeem gebruikt. {INSTALL_PANGO}"
        ) from missing
