"""What a check has to tell, in words and numbers that are the same in every format, with the line each is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from wmebv_site.diagnostics import Diagnostic, Level, Place, fails, printable
from wmebv_site.dutch import counted, enumerate_words, in_words

if TYPE_CHECKING:
    from wmebv_site.links.standing import Standings
    from wmebv_site.rules.checking import Checked

LEVELS_COUNTED = {
    Level.ERROR: ("fout", "fouten"),
    Level.WARNING: ("waarschuwing", "waarschuwingen"),
    Level.INFO: ("ding om te weten", "dingen om te weten"),
}
"""The words for one of a level, and for several."""
LAW_RULES_NOT_RUN = (
    "De regels van de wet zijn nog niet gecontroleerd. Herstel eerst de fouten in de registers."
)


@dataclass(frozen=True, slots=True)
class LinksAsked:
    """How the links of a register stand, with how many addresses were asked just now, at how many websites."""

    standings: Standings
    asked: int
    hosts: int

    @property
    def summary(self) -> str:
        """What was asked, and what is left for another time."""
        found, today = self.standings, in_words(self.standings.today)
        parts = [f"Er was op {today} niets aan de beurt."]
        if self.asked:
            number = counted(self.asked, "adres", "adressen")
            parts = [f"Nagekeken op {today}: {number} bij {counted(self.hosts, 'website', 'websites')}."]
        left = len(found.all) - found.known - sum(each.excepted and not each.known for each in found.all)
        if left:
            verb = "wordt" if left == 1 else "worden"
            parts.append(f"{counted(left, 'adres', 'adressen')} {verb} een volgende keer nagekeken.")
        if excepted := sum(each.excepted for each in found.all):
            parts.append(f"Uitgezonderd: {counted(excepted, 'adres', 'adressen')}.")
        return " ".join(parts)


@dataclass(frozen=True)
class Report:
    """A judged project on its way to a reader.

    ``files`` are the bytes of the files by the names that the diagnostics use; without them no
    line is shown.
    """

    checked: Checked
    files: Mapping[str, bytes]
    today: date
    strict: bool = False
    website: int | None = None
    """How many files there are, where a built website was judged and no register."""
    judged_whole: bool = False
    """Whether a register told what such a website must have."""
    compared: tuple[int, int] | None = None
    """How many products there are on both sides, where the catalogue of a website was held against the register."""
    links: LinksAsked | None = None
    """How the links stand, where it was asked whether they are still there."""
    changed: tuple[int, str] | None = None
    """How many files changed and since when, where it was judged how a change was written."""
    folder: str = ""
    """What the names of the files of the project begin with."""

    @property
    def law_rules_pending(self) -> bool:
        """Whether the rules of the law still wait for a whole register."""
        return self.website is None and self.changed is None and not self.checked.law_rules_run

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return self.checked.diagnostics

    @property
    def failed(self) -> bool:
        return fails(self.diagnostics, strict=self.strict)

    @property
    def exit_code(self) -> int:
        """0 when nothing fails, 1 when something does; the same in every format."""
        return 1 if self.failed else 0

    @cached_property
    def counts(self) -> dict[Level, int]:
        """How many diagnostics there are of each level."""
        return {level: sum(found.level is level for found in self.diagnostics) for level in Level}

    @property
    def register_counts(self) -> dict[str, int] | None:
        """How much there is in the register, or None when it is not whole."""
        register = self.checked.register
        if register is None:
            return None
        return {
            "products": len(register.products),
            "channels": len(register.channels),
            "decisions": len(register.decisions),
        }

    @property
    def summary(self) -> str:
        """The last line: what was found, or that all is well."""
        parts = []
        if found := self._found():
            parts.append(found)
        if self.compared is not None:
            return " ".join([*parts, self._beside(*self.compared)])
        if self.links is not None:
            well = (
                [] if parts or not self.links.standings.known else ["Alle links die zijn nagekeken, werken."]
            )
            return " ".join([*parts, *well, self.links.summary])
        counts = self.counts
        if counts[Level.WARNING] and not counts[Level.ERROR]:
            fatal = "Met --strict telt een waarschuwing als fout."
            parts.append(fatal if self.strict else "Er zijn geen fouten.")
        if self.website is not None and not parts:
            files = counted(self.website, "bestand", "bestanden")
            there = "elke pagina is er, " if self.judged_whole else ""
            return f"De website klopt: {there}elke link werkt en er staat niets in wat intern is, in {files}."
        if self.changed is not None and not self.diagnostics:
            parts.append(self._written_well(*self.changed))
        held = self.register_counts
        if held and not counts[Level.ERROR] and not counts[Level.WARNING]:
            parts.append(self._all_well(held))
        return " ".join(parts)

    @property
    def to_see_all(self) -> str:
        """What one types to see every finding."""
        if self.links is not None:
            return "'wmebv links'"
        another = self.compared is not None or self.changed is not None
        return "dezelfde opdracht met --all" if another else "'wmebv check --all'"

    def _written_well(self, files: int, since: str) -> str:
        """That a change wrote nothing otherwise without need."""
        if not files:
            return f"Er is geen bestand van de registers gewijzigd, vergeleken met {printable(since)}."
        number = counted(files, "gewijzigd bestand", "gewijzigde bestanden")
        return f"Niets is zonder reden anders opgeschreven in {number}, vergeleken met {printable(since)}."

    def _beside(self, catalogue: int, register: int) -> str:
        """What was compared, and that nothing differs where that is so."""
        told = counted(catalogue, "product", "producten")
        held = counted(register, "product", "producten")
        same = "" if self.diagnostics else "De catalogus en het register zeggen hetzelfde. "
        return f"{same}Vergeleken: {told} uit de catalogus met {held} uit het register, op {in_words(self.today)}."

    def _found(self) -> str:
        counts = self.counts
        parts = [counted(counts[level], *words) for level, words in LEVELS_COUNTED.items() if counts[level]]
        files = len({found.place.file for found in self.diagnostics})
        return f"{enumerate_words(parts, 'en')} in {counted(files, 'bestand', 'bestanden')}." if parts else ""

    def _all_well(self, held: dict[str, int]) -> str:
        words = {
            "products": ("product", "producten"),
            "channels": ("kanaal", "kanalen"),
            "decisions": ("besluit", "besluiten"),
        }
        parts = [
            counted(held[key], one, many) if held[key] else f"geen {many}"
            for key, (one, many) in words.items()
        ]
        return f"De registers kloppen: {', '.join(parts)}, op {in_words(self.today)}."


def told(diagnostic: Diagnostic) -> str:
    """The sentence with its hint behind it."""
    return f"{diagnostic.message} {diagnostic.hint}" if diagnostic.hint else diagnostic.message


_NAMED = 10
"""So many lines are named of what is left out."""


def where(diagnostics: Sequence[Diagnostic]) -> str:
    """``in products.yaml op regel 12, 18 en 41``: where these stand, by file, as far as they fit in a sentence."""
    lines: dict[str, list[str]] = {}
    for place in dict.fromkeys(replace(each.place, column=1, end_column=1) for each in diagnostics):
        if sum(max(len(numbers), 1) for numbers in lines.values()) == _NAMED:
            break
        numbers = lines.setdefault(printable(place.file), [])
        numbers += [] if place.is_whole_file else [str(place.line)]
    whole = len({(each.place.file, each.place.line) for each in diagnostics}) <= _NAMED
    parts = []
    for file, numbers in lines.items():
        named = enumerate_words(numbers, "en") if whole else ", ".join(numbers)
        parts.append(f"{file} op regel {named}" if numbers else file)
    return f"in {'; '.join(parts)}{'' if whole else ', enzovoort'}"


ELLIPSIS = "…"
_TAB = "    "


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
