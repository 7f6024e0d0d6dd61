"""The line of a file that a diagnostic is about, fit for a terminal whatever the file holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from wmebv_site.diagnostics import Place

ELLIPSIS = "…"
_TAB = "    "
# Controls can steer a terminal, format characters can reorder or hide what stands beside them,
# and separators break a line in some programs but not in others.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """The text with a visible sign for every character that is not one itself."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(character) for character in text)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line in three parts, all printable; ``marked`` may be empty at the end of a line."""

    line: int
    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        return self.before + self.marked + self.after

    @property
    def marker(self) -> str:
        """What stands below ``text`` to point at ``marked``."""
        return " " * cells(self.before) + "^" * max(1, cells(self.marked))


@dataclass(slots=True)
class Excerpts:
    """Finds excerpts in files, each of which is split once."""

    files: Mapping[str, bytes]
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def at(self, place: Place, width: int) -> Excerpt | None:
        """The line of a place in at most ``width`` cells, or None when there is no such line."""
        if place.is_whole_file or place.file not in self.files:
            return None
        lines = self._split(place.file)
        if not 1 <= place.line <= len(lines):
            return None
        line = lines[place.line - 1]
        start, end = place.column - 1, place.end_column - 1
        return _clipped(
            place.line,
            _shown(line[:start]),
            _shown(line[start:end]),
            _shown(line[end:].rstrip()),
            width,
        )

    def _split(self, file: str) -> list[str]:
        if file not in self._lines:
            text = self.files[file].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
            self._lines[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[file]


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _sign(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    return "\u2421" if number == 0x7F else "\ufffd"


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _clipped(line: int, before: str, marked: str, after: str, width: int) -> Excerpt:
    """Keep the marked part, and of what is around it as much as fits."""
    if cells(before + marked + after) > width:
        marked = _beginning(marked, width * 2 // 3)
    room = width - max(1, cells(marked))
    # What comes before tells where one is: it gets all that the rest leaves, and at least half.
    before = _ending(before, max(room - cells(after), room // 2))
    return Excerpt(line, before, marked, _beginning(after, room - cells(before)))


def _beginning(text: str, width: int) -> str:
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[: min(len(text) - 1, width)]
    return text + ELLIPSIS if width > 0 else ""


def _ending(text: str, width: int) -> str:
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[max(1, len(text) - max(width, 0)) :]
    return ELLIPSIS + text if width > 0 else ""
