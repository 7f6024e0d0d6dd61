"""What is told to an editor, one refusal for everything that can't be done, and how text is made printable."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How much a diagnostic weighs: an error always fails, a warning fails in strict, information never."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def word(self) -> str:
        """As people read it."""
        return {Level.ERROR: "fout", Level.WARNING: "waarschuwing", Level.INFO: "informatie"}[self]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one line in a file; ``line`` and both columns count characters from 1, the end excluded."""

    file: str
    line: int = 1
    column: int = 1
    end_column: int = 1

    @property
    def is_whole_file(self) -> bool:
        """Whether it is a file and not a stretch of it."""
        return (self.line, self.column, self.end_column) == (1, 1, 1)

    def __str__(self) -> str:
        """As editors of code understand it, to click on: ``products.yaml:41:9``."""
        return self.file if self.is_whole_file else f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of mistake: what ``wmebv explain`` tells about it. A code is never given another meaning."""

    code: str
    title: str
    explanation: str
    level: Level = Level.ERROR

    def at(self, place: Place, message: str, hint: str | None = None) -> Diagnostic:
        return Diagnostic(self.code, self.level, place, message, hint)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake at one place: ``message`` is a whole Dutch sentence, ``hint`` the way out, in the imperative."""

    code: str
    level: Level
    place: Place
    message: str
    hint: str | None = None

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        return self.place, self.code, self.message

    def as_data(self) -> dict[str, Any]:
        """What programs read of it."""
        return {
            "code": self.code,
            "level": self.level.value,
            "message": self.message,
            "hint": self.hint,
            "file": self.place.file,
            "line": self.place.line,
        }


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line and column, and keep one of those that are equal in every respect."""
    return sorted(dict.fromkeys(diagnostics), key=lambda diagnostic: diagnostic.sort_key)


FIRST = 3
"""So many of one kind tell what is wrong; where there are a few more than that, all are told."""
_FEW = FIRST + 2


@dataclass(frozen=True, slots=True)
class Gathered:
    """One diagnostic to show, and, with the last one that is shown of its kind, those that are left out."""

    shown: Diagnostic
    left_out: tuple[Diagnostic, ...] = ()


def gathered(diagnostics: Sequence[Diagnostic]) -> Iterator[Gathered]:
    """The diagnostics in their order, but of a kind of which there are many only the first."""
    kinds: dict[tuple[str, Level], list[Diagnostic]] = {}
    for each in diagnostics:
        kinds.setdefault((each.code, each.level), []).append(each)
    seen: Counter[tuple[str, Level]] = Counter()
    for each in diagnostics:
        kind = (each.code, each.level)
        seen[kind] += 1
        if len(kinds[kind]) <= _FEW or seen[kind] < FIRST:
            yield Gathered(each)
        elif seen[kind] == FIRST:
            yield Gathered(each, tuple(kinds[kind][FIRST:]))


def unless_said_at(diagnostics: Iterable[Diagnostic], said: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out what stands where something was said already: what was refused there is not judged again."""
    taken = {(place.file, place.line, place.column) for place in (diagnostic.place for diagnostic in said)}
    return [
        diagnostic
        for diagnostic in diagnostics
        if (diagnostic.place.file, diagnostic.place.line, diagnostic.place.column) not in taken
    ]


def fails(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether these diagnostics make a check fail."""
    failing = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return any(diagnostic.level in failing for diagnostic in diagnostics)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like ``name``, or None when none is near.

    Who typed only how a longer name begins, means that one, rather than a name that looks a little like it.
    """
    by_lower = {candidate.lower(): candidate for candidate in known}
    typed = name.lower()
    near = difflib.get_close_matches(typed, by_lower, n=1, cutoff=0.6)
    if not difflib.get_close_matches(typed, near, cutoff=0.8):
        near = [candidate for candidate in by_lower if candidate.startswith(f"{typed}-")] or near
    return by_lower[min(near, key=len)] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """The hint that proposes the nearest known name."""
    best = nearest(name, known)
    return f"Bedoelt u '{best}'?" if best else None


class Refused(Exception):
    """What can't be done, and why: a Dutch sentence with a way out. Nothing was written.

    ``findings`` are all reasons, a line each, when there are several.
    """

    def __init__(self, message: str, findings: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


# Controls can steer a terminal, format characters can reorder or hide what stands beside them,
# and separators break a line in some programs but not in others.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """The text with a visible sign for every character that is not one itself."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(character) for character in text)


def _sign(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    return "\u2421" if number == 0x7F else "\ufffd"


def json_text(value: Any, *, sort_keys: bool = True) -> str:
    """A value as JSON in ASCII, so the same bytes everywhere: no terminal, code page or log can harm it."""
    return json.dumps(value, indent=2, sort_keys=sort_keys, ensure_ascii=True) + "\n"
