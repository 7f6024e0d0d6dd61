"""Finds what a change of the registers wrote otherwise without saying anything else, and the remarks that it lost."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, Refused, fails, printable
from wmebv_site.dutch import enumerate_words
from wmebv_site.exchange.editing import identity_of, plain, remarks_in, rewrite
from wmebv_site.exchange.splitting import is_kept_place
from wmebv_site.register.entry import Entry
from wmebv_site.register.files import is_annex
from wmebv_site.register.front_matter import around_front
from wmebv_site.register.schema import model_in
from wmebv_site.register.text import BOM, read_text
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml

REFORMATTED = Code(
    "WMEBV615",
    "Er is iets anders opgeschreven, zonder dat het iets anders zegt",
    "Een programma heeft regels herschreven die niemand wilde wijzigen. Het zette bijvoorbeeld aanhalingstekens erbij, of "
    "brak een regel af. Het register zegt nog hetzelfde. Alleen ziet niemand meer wat er echt is gewijzigd, en twee mensen "
    "wijzigen zo sneller dezelfde regel. Zet de regels terug. Dat gaat het snelst met 'wmebv check --changes --repaired MAP': "
    "in die map staat het herstelde bestand.",
    Level.WARNING,
)
REMARK_LOST = Code(
    "WMEBV616",
    "Een opmerking is weggevallen",
    "Wat achter een # staat, is er voor collega's. Sommige programma's bewaren dat niet als ze een bestand opslaan. Was het "
    "de bedoeling dat de opmerking verdween? Dan hoeft u niets te doen. Zet haar anders terug. Dat gaat het snelst met "
    "'wmebv check --changes --repaired MAP': in die map staat het herstelde bestand.",
    Level.WARNING,
)

_SHOWN = 60
_MOST = 4_000_000
"""So many pairs of lines are compared one by one; more than that were never the same file."""


@dataclass(slots=True)
class Comparison:
    """What was found in the files that changed, and what these would be without it."""

    changed: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    repaired: dict[str, bytes] = field(default_factory=dict)


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Comparison:
    """Hold each file that changed against what our own editor makes of what it said before and what it says now.

    An annex is written anew by a command, and by nobody else.
    """
    found = Comparison()
    files = []
    known: Counter[str] = Counter()
    for path, data in after.items():
        if not path.endswith((".yaml", ".md")) or is_annex(path) or before.get(path) == data:
            continue
        mistakes = _mistakes(path, data)
        if fails(mistakes):
            found.diagnostics += mistakes
            continue
        new = _Written.of(path, data)
        known.update(remark.text for remark in remarks_in(new.text))
        if path in before and not fails(_mistakes(path, before[path])):
            files.append((_Written.of(path, before[path]), new))
    for old, new in files:
        found.changed += 1
        _compare_file(old, new, known, found)
    return found


@dataclass(frozen=True, slots=True)
class _Written:
    """The part of a file that is YAML, by its lines, with what stands above and below it."""

    path: str
    marked: bool
    newline: str
    above: str
    text: str
    below: str
    value: YamlMapping

    @classmethod
    def of(cls, path: str, data: bytes) -> _Written:
        text = data.removeprefix(BOM).decode("utf-8")
        above, held, below = _parts(path, text.replace("\r\n", "\n"))
        newline = "\r\n" if "\r\n" in text else "\n"
        marked = data.startswith(BOM)
        return cls(path, marked, newline, above, held, below, _value(path, held))

    @property
    def said(self) -> Any:
        return plain(self.value)

    def bytes_with(self, text: str, newline: str) -> bytes:
        whole = f"{self.above}{text}{self.below}".replace("\n", newline)
        return (BOM if self.marked else b"") + whole.encode("utf-8")


def _parts(path: str, text: str) -> tuple[str, str, str]:
    return around_front(text) if path.endswith(".md") else ("", text, "")


def _mistakes(path: str, data: bytes) -> list[Diagnostic]:
    """Why a file can't be read, if it can't."""
    source, found = read_text(path, data)
    if source is None or found:
        return found
    above, held, _ = _parts(path, source.text)
    return read_yaml(source, first_line=above.count("\n"), text=held)[1]


def _value(path: str, text: str) -> YamlMapping:
    source, _ = read_text(path, text.encode("utf-8"))
    value = read_yaml(source)[0] if source is not None else None
    return value if isinstance(value, YamlMapping) else YamlMapping(path, (0, 0, 0))


def _compare_file(old: _Written, new: _Written, known: Counter[str], found: Comparison) -> None:
    """Tell what is in the place of lines that our own editor would have left."""
    wanted, there = _Lines(_ours(old, new)), _Lines(new.text)
    diagnostics: list[Diagnostic] = []
    if old.newline != new.newline and "\n" in old.text:
        message = "Alle regels van dit bestand eindigen anders dan eerst."
        hint = "Stel uw programma zo in dat het de regeleinden laat zoals ze zijn."
        diagnostics.append(REFORMATTED.at(Place(new.path), message, hint))
    lost = Counter(_Lines(old.text).lines) - Counter(there.lines)
    missing = Counter(wanted.remarks_in(0, len(wanted.lines))) - known
    counting = {line.strip() for line in there.lines}
    turned = list(_turned(old.value, new.value))
    rows = new.above.count("\n")
    diagnostics += [_reordered(each, keys, rows) for each, keys in turned]
    made: list[str] = []
    for where in _differences(wanted.lines, there.lines):
        gap = _Gap.of(where, wanted, there)
        rewritten, dropped = gap.rewritten(lost), gap.dropped(missing, counting)
        place = _place(new, there.lines, where.b)
        diagnostics += [_reformatted(place, rewritten, gap.there)] if rewritten else []
        diagnostics += [_lost(place, dropped)] if dropped else []
        if rewritten or dropped or turned:
            made += [*gap.added_lines(), *wanted.raw[where.a : where.a_end]]
        else:
            made += there.raw[where.b : where.b_end]
        made += wanted.raw[where.a_end : where.a_end + where.same]
    if diagnostics:
        text = "\n".join(made)
        same = _value(new.path, text) == new.value
        found.diagnostics += diagnostics
        found.repaired[new.path] = new.bytes_with(text if same else "\n".join(wanted.raw), old.newline)


def _turned(old: Value, new: Value) -> Iterator[tuple[YamlMapping, list[str]]]:
    """The mappings of which the keys that were there stand in another order, each with the order that was."""
    if isinstance(old, YamlMapping) and isinstance(new, YamlMapping):
        before = [key for key in old.key_spans if key in new.key_spans]
        if before != [key for key in new.key_spans if key in old.key_spans]:
            yield new, before
        for key in before:
            yield from _turned(old.get(key), new.get(key))
    elif isinstance(old, YamlList) and isinstance(new, YamlList):
        known = {identity_of(item): item for item in reversed(old)}
        for item in new:
            yield from _turned(known.get(identity_of(item)), item)


def _reordered(mapping: YamlMapping, before: list[str], rows: int) -> Diagnostic:
    place = mapping.place
    message = "De sleutels staan hier in een andere volgorde dan eerst."
    place = replace(place, line=place.line + rows)
    return REFORMATTED.at(place, message, f"Zet ze terug in deze volgorde: {enumerate_words(before, 'en')}.")


def _ours(old: _Written, new: _Written) -> str:
    """The text as our own editor makes them of what stood there and what is said now; as they are where it can't."""
    model: type[Entry] | None = model_in(new.path)
    if _has_empty_item(new.value):  # no editor writes that, and the check refuses it
        return new.text
    try:
        made = rewrite(new.path, old.text.encode("utf-8"), new.said, model)
    except Refused:
        return new.text
    return made.decode("utf-8")


def _has_empty_item(value: Value) -> bool:
    """Whether a list has an item that says nothing."""
    if isinstance(value, YamlMapping):
        return any(map(_has_empty_item, value.values()))
    return isinstance(value, YamlList) and any(item is None or _has_empty_item(item) for item in value)


@dataclass(frozen=True, slots=True)
class _Difference:
    """Where lines differ, from where to where in both, and how many are the same behind that."""

    a: int
    a_end: int
    b: int
    b_end: int
    same: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands in one place: as our editor would have it, and as it is, each line without its remark beside it."""

    wanted: list[str]
    said: list[str]
    remarks: list[str]
    """The remarks of ``wanted``."""
    there: list[str]
    said_there: list[str]
    added: list[str]
    """The remarks in what is there that our editor doesn't know of."""

    @classmethod
    def of(cls, where: _Difference, wanted: _Lines, there: _Lines) -> _Gap:
        added = there.remarks_in(where.b, where.b_end)
        return cls(
            wanted.lines[where.a : where.a_end],
            wanted.said[where.a : where.a_end],
            wanted.remarks_in(where.a, where.a_end),
            there.lines[where.b : where.b_end],
            there.said[where.b : where.b_end],
            [text for text in added if text not in wanted.texts],
        )

    def rewritten(self, lost: Counter[str]) -> list[str]:
        """The lines that stood there before and would still, had nobody rewritten them."""
        there = set(self.said_there)
        found = []
        for line, said in zip(self.wanted, self.said, strict=True):
            if said.strip() and lost[line] > 0 and said not in there:
                lost[line] -= 1
                found.append(line)
        return found

    def dropped(self, missing: Counter[str], counting: Collection[str]) -> list[str]:
        """The remarks that are nowhere any more: not moved, not worded otherwise, and not made a line that counts."""
        reworded = len(self.added)
        found = []
        for text in self.remarks:
            if (
                not text.strip("#- \t")
                or missing[text] <= 0
                or text.lstrip("# ") in counting
                or is_kept_place(text)
            ):
                continue
            missing[text] -= 1
            if reworded:
                reworded -= 1
            else:
                found.append(text)
        return found

    def added_lines(self) -> list[str]:
        """The lines that hold nothing but a new remark."""
        alone = zip(self.there, self.said_there, strict=True)
        return [line for line, said in alone if not said and line.strip() in self.added]


class _Lines:
    """The lines of a text without what nobody sees at their end, and each of them without its remark."""

    def __init__(self, text: str) -> None:
        self.raw = text.split("\n")
        self.lines = [line.rstrip() for line in self.raw]
        self.said = self.lines.copy()
        self._remarks = remarks_in(text)
        self._rows = [remark.line - 1 for remark in self._remarks]
        self.texts = frozenset(remark.text for remark in self._remarks)
        for remark in self._remarks:
            line = self.lines[remark.line - 1]
            self.said[remark.line - 1] = line[: len(line) - len(remark.text)].rstrip()

    def remarks_in(self, first: int, end: int) -> list[str]:
        return [
            remark.text
            for remark in self._remarks[bisect_left(self._rows, first) : bisect_left(self._rows, end)]
        ]


def _place(new: _Written, lines: Sequence[str], number: int) -> Place:
    number = min(number, len(lines) - 1)
    line = lines[number]
    indent = len(line) - len(line.lstrip())
    row = new.above.count("\n") + number + 1
    return Place(new.path, row, indent + 1, max(len(line), indent + 1) + 1)


def _reformatted(place: Place, lines: list[str], there: list[str]) -> Diagnostic:
    shown = f"'{_short(lines[0])}'"
    several = f"{len(lines)} regels zijn " if len(lines) > 1 else ""
    message = f"Hier staat hetzelfde als eerst, maar {several}anders opgeschreven."
    if lines[0].strip() in {line.strip() for line in there}:
        hint = f"Zet de spaties aan het begin terug zoals ze waren, bij {shown}."
    elif several:
        hint = f"Zet terug wat er stond. De eerste regel was: {shown}."
    else:
        hint = f"Zet terug wat er stond: {shown}."
    return REFORMATTED.at(place, message, hint)


def _lost(place: Place, remarks: list[str]) -> Diagnostic:
    shown = f"'{_short(remarks[0])}'"
    if len(remarks) == 1:
        message = f"Hier is een opmerking weggevallen: {shown}."
        return REMARK_LOST.at(place, message, "Zet haar terug, als dat niet de bedoeling was.")
    message = f"Hier zijn {len(remarks)} opmerkingen weggevallen. De eerste was {shown}."
    return REMARK_LOST.at(place, message, "Zet ze terug, als dat niet de bedoeling was.")


def _short(line: str) -> str:
    line = printable(line.strip())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _differences(a: Sequence[str], b: Sequence[str]) -> Iterator[_Difference]:
    """Where two texts differ, line by line, each with how many lines are the same behind it."""
    pairs = [*_pairs(a, b, 0, len(a), 0, len(b)), (len(a), len(b))]
    i = j = at = 0
    while True:
        to, other = pairs[at]
        same = 0
        while at + same < len(pairs) - 1 and pairs[at + same] == (to + same, other + same):
            same += 1
        yield _Difference(i, to, j, other, same)
        i, j, at = to + same, other + same, at + same
        if not same or (i, j) == pairs[-1]:
            return


def _pairs(
    a: Sequence[str], b: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int]]:
    """Which line of one text is which of another, in order: what stands once in both holds the rest together."""
    while i < i_end and j < j_end and a[i] == b[j]:
        yield i, j
        i, j = i + 1, j + 1
    same = 0
    while i < i_end - same and j < j_end - same and a[i_end - same - 1] == b[j_end - same - 1]:
        same += 1
    yield from _between(a, b, i, i_end - same, j, j_end - same)
    yield from ((i_end - back, j_end - back) for back in range(same, 0, -1))


def _between(
    a: Sequence[str], b: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int]]:
    once = _once(a, i, i_end), _once(b, j, j_end)
    anchors = _rising([(at, once[1][line]) for line, at in once[0].items() if line in once[1]])
    if not anchors:
        if (i_end - i) * (j_end - j) <= _MOST:
            matcher = SequenceMatcher(None, a[i:i_end], b[j:j_end], autojunk=False)
            for block in matcher.get_matching_blocks():
                yield from ((i + block.a + step, j + block.b + step) for step in range(block.size))
        return
    for to, other in anchors:
        yield from _between_anchors(a, b, i, to, j, other)
        yield to, other
        i, j = to + 1, other + 1
    yield from _between_anchors(a, b, i, i_end, j, j_end)


def _between_anchors(
    a: Sequence[str], b: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> Iterator[tuple[int, int]]:
    if i < i_end and j < j_end:
        yield from _pairs(a, b, i, i_end, j, j_end)


def _once(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """The lines that stand once in a stretch, with where."""
    counts = Counter(lines[start:end])
    return {lines[at]: at for at in range(start, end) if counts[lines[at]] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises in both."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_, other) in enumerate(pairs):
        at = bisect_left(tails, other)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [other]
        ends[at : at + 1] = [number]
    row: list[tuple[int, int]] = []
    last: int | None = ends[-1] if ends else None
    while last is not None:
        row.append(pairs[last])
        last = before[last]
    return row[::-1]
