"""Finds what stands where in a Markdown text: code, links, pictures, headings, and the sentences that a reader reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.diagnostics import Place
from wmebv_site.register.front_matter import Document


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads, or where a picture is; ``start`` is where that is written in the text, from 0."""

    address: str
    start: int
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its first character's position in the text, from 0."""

    text: str
    start: int

    @property
    def words(self) -> int:
        """How many words a reader counts: a number or an address is one."""
        return len(_COUNTED.findall(self.text))


_COUNTED = re.compile(r"[^\s\W]+(?:[.,:'’/&@-][^\s\W]+)*|[€$%§]")
# A point ends a sentence when what follows looks like a new one; "bijv. de" and "8.30" go on.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-ÖØ-Þ0-9])|\n\s*\n|:\s*\n")


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of plain words; a blank line also ends one."""
    begin = 0
    for end in [*_END.finditer(text), None]:
        piece = text[begin : end.end() if end else len(text)]
        if stripped := piece.strip():
            yield Sentence(stripped, begin + len(piece) - len(piece.lstrip()))
        begin = end.end() if end else len(text)


_UNREAD = re.compile(
    r"^ {0,3}(?P<ticks>`{3,})[^`\n]*$.*?(?:^ {0,3}(?P=ticks)`*[ \t]*$|\Z)"
    r"|^ {0,3}(?P<tildes>~{3,})(?!~)[^\n]*$.*?(?:^ {0,3}(?P=tildes)~*[ \t]*$|\Z)"
    r"|(?<!\\)(?P<run>`+)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=run)(?!`)"
    r"|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
"""Code, also a block that nothing closes, and what an author wrote to authors."""
_INLINE = re.compile(r"\]\(\s*<?(?P<address>[^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_IMAGE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']?(?P<address>[^\s)>\"']+)", re.IGNORECASE)
_BY_NAME = re.compile(r"(?P<mark>!?)\[(?P<text>[^\[\]]*)\](?:\[(?P<name>[^\[\]]*)\])?(?![(:])")
_DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\]\n^][^\]\n]*)\]:\s*<?(?P<address>[^\s>]+)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]*(?P<heading>[^\s#].*?)[ \t]*#*$", re.MULTILINE)
_TITLE = re.compile(r"(?:[ \t]*\n)*#(?!#)(?P<title>[^\n]*)(?:\n|\Z)")
_MARKUP = re.compile(
    r"<[^>\n]+>"
    r"|\]\([^)\n]*\)|\]\[[^\]\n]*\]|^\[[^\]\n]+\]:[^\n]*$"  # where a link leads
    r"|^!!![^\n\"]*|^\?\?\?\+?[^\n\"]*"  # the kind of a box
    r"|^[ \t]*(?:[#>]+|[-*+]|\d+[.)])[ \t]"
    r"|[*_\[\]{}|]",
    re.MULTILINE,
)
_BLOCK = re.compile(r"[ \t]*(?:[#>|]|(?:[-*+]|\d+[.)])[ \t])")


@dataclass(frozen=True)
class MarkdownText:
    """A text in Markdown; every position counts its characters from 0."""

    text: str

    @cached_property
    def read(self) -> str:
        """What a renderer reads as text: spaces stand where there is code or a remark, and no character moves."""
        return _UNREAD.sub(_spaces, self.text)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Where its links and pictures lead, in the order of the text; by name, where the name is explained."""
        found = [
            Target(each["address"], each.start("address"), self._is_picture(each.start()))
            for each in _INLINE.finditer(self.read)
        ]
        found += [Target(each["address"], each.start("address"), True) for each in _IMAGE.finditer(self.read)]
        named = {
            (each["name"] or each["text"]).casefold(): bool(each["mark"])
            for each in sorted(_BY_NAME.finditer(self.read), key=lambda each: each["mark"])
        }
        found += [
            Target(each["address"], each.start("address"), named[each["name"].casefold()])
            for each in _DEFINED.finditer(self.read)
            if each["name"].casefold() in named
        ]
        return tuple(sorted(found, key=lambda target: target.start))

    def _is_picture(self, closing: int) -> bool:
        """Whether the bracket that closes here opened with ``![``; there is no bracket in what describes a picture."""
        opening = self.read.rfind("[", 0, closing)
        return opening > 0 and self.read[opening - 1] == "!" and "]" not in self.read[opening:closing]

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The words of each heading."""
        return tuple(
            each["heading"] for each in _HEADING.finditer(self.text) if self.read[each.start()] == "#"
        )

    @cached_property
    def words(self) -> str:
        """The words that a reader reads, each where it stands."""
        return _MARKUP.sub(_spaces, self.read)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that a reader reads; a heading, a list item or a row of a table holds its own."""
        found, start = [], 0
        for end in [*self._ends(), len(self.text)]:
            found += [Sentence(each.text, start + each.start) for each in sentences(self.words[start:end])]
            start = end
        return tuple(found)

    def _ends(self) -> Iterator[int]:
        """Where a line ends what is said, whatever stands at its end."""
        end = -1
        lines = self.read.split("\n")
        for line, below in zip(lines, lines[1:], strict=False):
            end += len(line) + 1
            if _BLOCK.match(below) or line.lstrip().startswith(("#", "|")):
                yield end


def heading_levels(written: Iterable[int], highest: int) -> Iterator[int]:
    """The level of each heading from ``highest`` on, where none skips a level, whatever the author chose."""
    above: list[int] = []
    for level in written:
        above = [each for each in above if each < level]
        yield min(highest + len(above), 6)
        above.append(level)


def without_title(text: str) -> tuple[str | None, str]:
    """The title of a text, where it begins with a heading of the first level, and the rest."""
    if found := _TITLE.match(text):
        return found["title"].rstrip().rstrip("#").strip(), text[found.end() :]
    return None, text


def _spaces(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def place_in(document: Document, start: int, length: int | None = None) -> Place:
    """Where a stretch of a text stands in its file: as far as its line goes, and without a length to the end of that."""
    body = document.body
    begin = body.rfind("\n", 0, start) + 1
    end = body.find("\n", start)
    last = (len(body) if end < 0 else end) - begin + 1
    column = start - begin + 1
    stop = last if length is None else min(column + length, last)
    return Place(document.file, document.body_line + body.count("\n", 0, start), column, max(stop, column))


_SIGNS = re.compile(r"([\\`*_\[\]<>#|])")


def as_words(text: str) -> str:
    """A text in which no sign means anything to Markdown, also in a table."""
    return _SIGNS.sub(r"\\\1", text)
