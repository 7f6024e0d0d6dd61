"""What ``content/besluiten/<id>.annex.yaml`` says: what a decision designated, as it stood when it was frozen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from pydantic import PrivateAttr, ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Place, fails
from wmebv_site.dutch import in_words
from wmebv_site.register.channels import Channel, Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Entry, public
from wmebv_site.register.files import (
    ANNEX_ENDING,
    annex_path,
    decision_of_annex,
    is_annex,
    rectification_of_annex,
)
from wmebv_site.register.memory import Memory
from wmebv_site.register.misfits import shape_diagnostics
from wmebv_site.register.terms import Audience, RowRank, RowState
from wmebv_site.register.text import SourceText, read_text
from wmebv_site.register.values import Date, Slug, SourceRef, Text, YesNo, is_slug, slugify
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml
from wmebv_site.register.yaml_text import read_pairs

VERSION = "1"
"""The version of the format of an annex."""
_CHECKSUM_LINE = re.compile(r"^checksum:.*\n?", re.MULTILINE)


def checksum_of(text: str) -> str:
    """The checksum of an annex: over all of its text but the line that holds it, as the reader gives that text."""
    return _sum(_CHECKSUM_LINE.sub("", text, count=1).rstrip())


def checksum_of_text(body: str) -> str:
    """The checksum of the text of a decision: its words, whatever space stands at the end of a line or around the whole."""
    return _sum("\n".join(line.rstrip() for line in body.strip().splitlines()))


def _sum(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class RowChannel(Entry):
    id: str = public("Id", "Het kanaal.")
    name: str = public("Naam", "De naam van het kanaal.")
    address: str | None = public("Adres", "Het adres van de eerste ingang.", None)


class RowExecutor(Entry):
    id: str = public("Id", "De uitvoerder.")
    name: str = public("Naam", "De naam van de uitvoerder.")
    address: str | None = public("Adres", "De website van de uitvoerder.", None)


class AnnexRow(Entry):
    """One product × message × audience, with what the decision designates for it or withdraws.

    There are thousands of them, and the checksum says that they are as we wrote them: names are not judged again.
    """

    product: str = public("Product", "De id van het product.")
    product_name: str = public("Naam van het product", "De naam van het product.")
    message: str = public("Bericht", "De id van het bericht.")
    message_name: str = public("Naam van het bericht", "De naam van het bericht.")
    audience: Audience = public("Voor wie", "Inwoner of ondernemer.")
    channels: tuple[RowChannel, ...] = public("Kanalen", "De aangewezen kanalen.", ())
    rank: RowRank = public("Rang", "Hoe precies de regel is die dit aanwijst.", RowRank.PRODUCT_MESSAGE)
    state: RowState = public("Toestand", "Hoe het bericht kan worden gestuurd.", RowState.DESIGNATED)
    source: SourceRef | None = public("Bron", "Het besluit of de wet waaruit dit volgt.", None)
    article: str | None = public("Artikel", "Het artikel in het besluit.", None)
    executor: RowExecutor | None = public(
        "Uitvoerder", "De uitvoerder, als die een eigen kanaal heeft.", None
    )
    withdrawn: YesNo = public(
        "Ingetrokken",
        "Of een eerdere regel hier is ingetrokken; staan er kanalen bij, dan alleen die.",
        False,
    )

    @property
    def is_empty(self) -> bool:
        """Whether it tells of no way at all, as an earlier version wrote: nobody is told of such a row."""
        return not (self.channels or self.withdrawn or self.state is not RowState.DESIGNATED)

    @property
    def withdraws_ways(self) -> bool:
        """Whether it takes some ways away and leaves the others as they were decided."""
        return self.withdrawn and bool(self.channels)

    @property
    def at_executor(self) -> tuple[str, str, str | None] | None:
        """Which executor it was, in what it says."""
        return (self.executor.id, self.executor.name, self.executor.address) if self.executor else None

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says, apart from what it is about."""
        return (
            self.state,
            self.rank,
            self.channel_ids,
            bool(self.channels),
            self.at_executor,
            self.source,
            self.article,
            self.withdrawn,
        )

    @property
    def key(self) -> tuple[str, str, Audience]:
        return self.product, self.message, self.audience

    @cached_property
    def channel_ids(self) -> tuple[str, ...]:
        """The channels by id; an executor that has only an address of its own stands among them and is none."""
        return tuple(channel.id for channel in self.channels if not self.is_executor(channel))

    def is_executor(self, way: RowChannel) -> bool:
        if self.executor is None or way.address is None:
            return False
        return self.at_executor == (way.id, way.name, way.address)


class Annex(Entry):
    """The frozen annex of a decision; machine-written, never edited."""

    version: Text = public("Versie", "De versie van de vorm van dit bestand.")
    decision: Slug = public("Besluit", "Bij welk besluit deze bijlage hoort.")
    frozen_on: Date = public("Bevroren op", "De dag waarop de bijlage is gemaakt.")
    rectification: Date | None = public(
        "Rectificatie", "De dag van de rectificatie die deze bijlage heeft hersteld.", None
    )
    checksum: Text = public("Controlegetal", "Daarmee blijkt of de bijlage is gewijzigd.")
    text_checksum: Text | None = public(
        "Controlegetal van de tekst", "Daarmee blijkt of de tekst van het besluit is gewijzigd.", None
    )
    rows: tuple[AnnexRow, ...] = public("Rijen", "Elk product, bericht en publiek met het kanaal.", ())
    rules: tuple[Designation, ...] = public("Regels", "De regels van het besluit.", ())
    channels: tuple[Channel, ...] = public("Kanalen", "De gegevens van elk kanaal.", ())

    _file: str = PrivateAttr(default="")

    @property
    def place(self) -> Place:
        return Place(self._file)

    @property
    def told_rows(self) -> tuple[AnnexRow, ...]:
        """What the annex tells its readers."""
        return tuple(row for row in self.rows if not row.is_empty)

    @cached_property
    def row_by_key(self) -> dict[tuple[str, str, Audience], AnnexRow]:
        """The rows by product, message and audience; what is asked of an annex thousands of times."""
        return {row.key: row for row in self.rows}

    @cached_property
    def left_out(self) -> dict[tuple[str, str, Audience], AnnexRow]:
        """For whom the channels on a message or product are not, each with the row that tells of these channels.

        Such channels are for everyone whom they serve: a rule that is wider doesn't answer for the others.
        """
        return {
            key: row
            for row in self.rows
            if row.rank in (RowRank.PRODUCT_MESSAGE, RowRank.PRODUCT) and row.state is RowState.DESIGNATED
            for audience in Audience
            if (key := (row.product, row.message, audience)) not in self.row_by_key
            if not row.withdrawn and not any(self._serves(name, audience) for name in row.channel_ids)
        }

    def _serves(self, channel: str, audience: Audience) -> bool:
        found = self.channel_by_id.get(channel)
        return found is None or found.serves(audience)

    @cached_property
    def channel_by_id(self) -> dict[str, Channel]:
        """The channels as they were frozen: names, addresses, requirements."""
        return {channel.id: channel for channel in self.channels}


GONE = Code(
    "WMEBV218",
    "De bijlage van een besluit ontbreekt",
    "Bij het besluit staat 'annex: frozen'. Dan hoort er een bestand naast met dezelfde naam, dat eindigt op "
    "'.annex.yaml'. Daarin staat wat het besluit aanwijst. Zet het terug uit een reservekopie of uit de geschiedenis "
    "van uw project. Is het besluit nog niet vastgesteld? Dan kunt u het ook opnieuw bevriezen.",
)
ALTERED = Code(
    "WMEBV219",
    "De bijlage van een besluit is gewijzigd",
    "De bijlage is gemaakt met 'wmebv decision freeze' en wordt daarna niet meer gewijzigd. Ze moet gelijk blijven aan "
    "de bijlage in het Gemeenteblad. Zet het bestand terug uit de geschiedenis van uw project. Is het besluit nog niet "
    "vastgesteld? Wijzig dan de registers en voer 'wmebv decision freeze' opnieuw uit.",
)
MISPLACED = Code(
    "WMEBV220",
    "Een bijlage hoort niet bij dit besluit",
    "Een bijlage heet naar haar besluit, en noemt dat besluit ook zelf. De bijlage telt pas mee als bij het besluit "
    "'annex: frozen' staat. Ook de vorm moet er een zijn die deze versie van wmebv kent.",
)


Renamed = tuple[tuple[str, str], ...]
"""Ids of decisions as an annex has them, each with the id that the decision got since."""


@dataclass(slots=True)
class Annexes:
    """What was read: the annexes by decision, those that were corrected since from old to new, the files of those that
    don't count, and the mistakes.
    """

    by_decision: dict[str, Annex] = field(default_factory=dict)
    corrected: dict[str, tuple[Annex, ...]] = field(default_factory=dict)
    stray: set[str] = field(default_factory=set)
    mistakes: list[Diagnostic] = field(default_factory=list)


def read_annexes(
    files: Mapping[str, bytes], decisions: Sequence[Decision], known: Iterable[str], memory: Memory
) -> Annexes:
    """Read the annexes. ``known`` are the ids of all decisions, also of those that could not be read."""
    found = Annexes()
    by_id = {decision.id: decision for decision in decisions}
    known = set(known)
    # A decision under a name that can't be has its annex under the right one: the name is the one mistake.
    misnamed = {slugify(decision.id) for decision in decisions if not is_slug(decision.id)}
    for decision in decisions:
        if decision.annex is not None and annex_path(decision.id) not in files and is_slug(decision.id):
            message = f"De bijlage van '{decision.id}' ontbreekt."
            hint = f"Zet {decision.id}{ANNEX_ENDING} terug naast het besluit{_or_frozen_again(decision)}."
            found.mistakes.append(GONE.at(decision.place_of("annex"), message, hint))
        found.mistakes += _corrections_that_are_not_there(decision, files)
    for path in sorted(filter(is_annex, files)):
        name = decision_of_annex(path)
        if name in misnamed - known:
            continue
        if name not in known:
            hint = "Geef het bestand de naam van zijn besluit, of verwijder het."
            found.mistakes.append(MISPLACED.at(Place(path), f"Het besluit '{name}' bestaat niet.", hint))
        elif name in by_id and not _counts(path, by_id[name]):
            found.stray.add(path)
        elif name in by_id:
            adopted = by_id[name].adopted is not None
            renamed = _renamed(by_id[name], by_id)
            read = partial(_read_annex, path, files[path], by_id[name], renamed)
            annex, mistakes = memory.recall((Annex, path, files[path], adopted, renamed), read)
            found.mistakes += mistakes
            if annex is not None and annex.rectification is None:
                found.by_decision[name] = annex
            elif annex is not None:  # the order of their names is that of their days
                found.corrected[name] = (*found.corrected.get(name, ()), annex)
    return found


def _renamed(decision: Decision, by_id: Mapping[str, Decision]) -> Renamed:
    """What a decision, and all that it replaces or amends, was called when its annex was frozen, each with its id of now."""
    found: dict[str, str] = {}
    waiting, seen = [decision.id], set[str]()
    while waiting:
        current = by_id.get(waiting.pop(0))
        if current is not None and current.id not in seen:
            seen.add(current.id)
            if current.frozen_as:
                found.setdefault(current.frozen_as, current.id)
            waiting += [*([current.amends] if current.amends else []), *current.replaces]
    return tuple(found.items())


def _counts(path: str, decision: Decision) -> bool:
    """Whether the decision beside which an annex lies names it."""
    day = rectification_of_annex(path)
    return decision.annex is not None and (day is None or day in map(str, decision.rectified_annexes))


def _corrections_that_are_not_there(decision: Decision, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The corrected annexes that a decision names and that are gone, or belong to no rectification of it."""
    place, recorded = decision.place_of("rectified_annexes"), {each.date for each in decision.rectifications}
    for day in decision.rectified_annexes if decision.annex is not None and is_slug(decision.id) else ():
        path = annex_path(decision.id, day)
        if path not in files:
            message = f"De herstelde bijlage van '{decision.id}' van {in_words(day)} ontbreekt."
            yield GONE.at(place, message, f"Zet {path.rpartition('/')[2]} terug naast het besluit.")
        if day not in recorded:
            message = f"Bij '{decision.id}' staat een herstelde bijlage van {in_words(day)}, maar geen rectificatie van die dag."
            yield MISPLACED.at(place, message, "Zet de rectificatie terug bij 'rectifications'.")


def _or_frozen_again(decision: Decision) -> str:
    """The other way out, as long as the annex may still be made again."""
    return f", of voer 'wmebv decision freeze {decision.id}' opnieuw uit" if decision.adopted is None else ""


def _read_annex(
    path: str, data: bytes, decision: Decision, renamed: Renamed
) -> tuple[Annex | None, list[Diagnostic]]:
    text, mistakes = read_text(path, data)
    if text is None or mistakes:
        return None, mistakes
    quick = read_by_row(text)
    annex = _annex_in(quick.annex, text, path, decision, renamed)[0] if quick is not None else None
    if quick is not None and annex is not None:
        return annex.model_copy(update={"rows": quick.rows_like(annex.rows)}), []
    value, mistakes = read_yaml(text)  # which knows the place of all that is wrong
    return (None, mistakes) if fails(mistakes) else _annex_in(value, text, path, decision, renamed)


_ROWS, _ROW, _FOR_WHOM = "rows:", "  - {", "audience: "
_ABOUT = ("product", "product_name", "message", "message_name")


@dataclass(frozen=True, slots=True)
class ByRow:
    """An annex of which each row stands on a line of its own.

    What rows are about differs; for whom and where it goes is mostly alike. So ``annex`` has one row of each kind: the
    first that ends so, in which what is in that end has its place.
    """

    annex: YamlMapping
    about: list[dict[str, str]]
    """What each row is about: the keys of ``_ABOUT``, which are texts of which nothing is asked."""
    kinds: list[int]
    """Which of the rows of ``annex`` each row is like in all else."""
    first_line: int

    def place_of(self, number: int) -> YamlMapping:
        """Where a row stands, without what it says."""
        return YamlMapping(self.annex.file, (self.first_line + number, 4, 5))

    def rows_like(self, fitted: Sequence[AnnexRow]) -> tuple[AnnexRow, ...]:
        """All rows; ``fitted`` are those of ``annex``."""
        rows = []
        for number, (about, kind) in enumerate(zip(self.about, self.kinds, strict=True)):
            row = fitted[kind].model_copy(update=about)
            row.written_at(self.place_of(number))
            rows.append(row)
        return tuple(rows)


def read_by_row(source: SourceText) -> ByRow | None:
    """An annex as it was frozen; None when something is written otherwise."""
    lines = source.lines
    if lines.count(_ROWS) != 1:
        return None
    begin = lines.index(_ROWS) + 1
    rows, kind_of = YamlList(source.file, (begin, 2, 2)), dict[str, int]()
    all_about: list[dict[str, str]] = []
    kinds: list[int] = []
    for number, line in enumerate(lines[begin:], begin):
        if not line.startswith(_ROW):
            break
        start, _, end = line.removeprefix(_ROW).partition(f", {_FOR_WHOM}")
        about = read_pairs(start)
        if about is None or tuple(about) != _ABOUT:
            return None
        kind = kind_of.get(end)
        if kind is None:
            indent = " " * (len(line) - len(end) - len(_FOR_WHOM) - 1)
            value, mistakes = read_yaml(source, first_line=number, text=f"{indent}{{{_FOR_WHOM}{end}")
            if mistakes or not isinstance(value, YamlMapping) or value.keys() & about.keys():
                return None
            row = YamlMapping(source.file, (number, 4, 5))
            row.update(about)
            row.update(value)
            kind = kind_of[end] = len(rows)
            rows.append(row)
            rows.spans.append(row.span)
        all_about.append(about)
        kinds.append(kind)
    # The lines of the rows stay, empty, so that what comes after them keeps its place.
    rest = [*lines[:begin], *[""] * len(kinds), *lines[begin + len(kinds) :]]
    annex, mistakes = read_yaml(source, text="\n".join(rest))
    if mistakes or not isinstance(annex, YamlMapping) or annex.blank.pop("rows", None) is None:
        return None
    annex["rows"], annex.spans["rows"] = rows, rows.span
    return ByRow(annex, all_about, kinds, begin)


def _annex_in(
    value: Value, text: SourceText, path: str, decision: Decision, renamed: Renamed
) -> tuple[Annex | None, list[Diagnostic]]:
    if not isinstance(value, YamlMapping) or value.get("checksum") != checksum_of(text.text):
        place = value.place_of("checksum") if isinstance(value, YamlMapping) else Place(path)
        hint = f"Zet het bestand terug zoals 'wmebv decision freeze' het schreef{_or_frozen_again(decision)}."
        return None, [
            ALTERED.at(place, f"De bijlage van '{decision.id}' is na het bevriezen gewijzigd.", hint)
        ]
    if value.get("version") != VERSION:
        hint = "Werk wmebv bij."
        return None, [
            MISPLACED.at(value.place_of("version"), "Deze versie van wmebv kent deze bijlage niet.", hint)
        ]
    if value.get("decision") != (decision.frozen_as or decision.id):
        message = f"Dit is niet de bijlage van '{decision.id}', maar die van een ander besluit."
        return None, [MISPLACED.at(value.place_of("decision"), message, "Zet de goede bijlage terug.")]
    if value.get("rectification") != rectification_of_annex(path):
        message = f"De naam van dit bestand past niet bij deze bijlage van '{decision.id}'."
        return None, [MISPLACED.at(value.place_of("rectification"), message, "Zet de goede bijlage terug.")]
    if renamed:
        _call_by_new_names(value, dict(renamed))
    try:
        annex = Annex.model_validate(value)
    except ValidationError as error:
        return None, shape_diagnostics(Annex, value, error)
    annex._file = path
    for row in annex.rows:
        named = () if row.withdrawn else row.channel_ids
        if missing := [name for name in named if name not in annex.channel_by_id]:
            message = f"In deze bijlage ontbreken de gegevens van het kanaal '{missing[0]}'."
            return None, [MISPLACED.at(row.place, message, "Zet de goede bijlage terug.")]
    return annex, []


_SOURCE = re.compile(r"besluit: *(.+)")


def _call_by_new_names(value: YamlMapping, renamed: Mapping[str, str]) -> None:
    """Have what was read name decisions by the ids of now: the file itself stays as it was frozen."""
    waiting: list[Value] = [value]
    while waiting:
        at = waiting.pop()
        if isinstance(at, YamlMapping):
            for key, inner in at.items():
                if isinstance(inner, (YamlMapping, YamlList)):
                    waiting.append(inner)
                elif key == "source" and inner is not None and (named := _SOURCE.fullmatch(inner)):
                    at[key] = f"besluit:{renamed.get(named[1], named[1])}"
        elif isinstance(at, YamlList):
            waiting += at
    value["decision"] = renamed.get(str(value["decision"]), value["decision"])
