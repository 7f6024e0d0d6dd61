"""Reads the cells of a workbook that came back, and says by sheet and cell everything that can't be taken over."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import MONTHS, enumerate_words
from wmebv_site.exchange.sheets import Sheet as ReadSheet
from wmebv_site.exchange.sheets import SheetCell, open_workbook, text_of
from wmebv_site.exchange.workbook.columns import SEPARATOR, SHEETS, Column, Kind, Sheet
from wmebv_site.exchange.workbook.outgoing import EXPLANATION, FROM_BASE, LISTS, VERSION, checksum
from wmebv_site.exchange.workbook.rows import Key, Row
from wmebv_site.exchange.working import Misfit, Steps, unseen
from wmebv_site.project.archive import WORKBOOK_BASE
from wmebv_site.register.misfits import MISSING

_SHOWN = 20
_QUOTED = 200
_SPARE_ROWS = 20
"""More unknown rows than this are not mistakes one by one: another list was pasted in."""
_WIDEST = 100
"""How many columns are looked at for headings; what stands behind ours is told, and not read."""
_MOST_JOINED = 50_000
"""Most cells of one sheet that may be joined: three whole rows, and no whole column."""
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_DATE_IN_WORDS = re.compile(r"(\d{1,2}) ([a-z]+)\.? (\d{4})")
_IN_HEADINGS = re.compile(r"[A-Z]+1")
"""The remarks there are ours: what is asked in a column."""
_OF_THE_BASE = re.compile(re.escape(FROM_BASE).replace(r"\{\}", ".+"))
"""And so is this one, while nobody wrote more in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row that came back: where it stands, what it says as text, and whether that can't be read."""

    where: str
    text: str
    is_wrong: bool = False


@dataclass(slots=True)
class Returned:
    """What came back: the rows by sheet and key, and the rows as they were given out."""

    rows: dict[str, dict[Key, list[Cell]]] = field(default_factory=dict)
    base: dict[str, dict[Key, Row]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """The cells and rows that can't be read, each with its reason; the others can."""


def read_workbook(data: bytes) -> Returned:
    """Read it. A sheet that is not as it was given out is told and left, and so is a cell; the others are read.

    Raises Refused when it is no workbook of ours, and where so many cells were joined that no one would know which is which.
    """
    book = open_workbook(data)
    _refuse_joined(book)
    returned = Returned(base=_base(book))
    for sheet in SHEETS:
        if sheet.name in book:
            told = list(_read_sheet(book[sheet.name], sheet, returned))
        else:
            told = [f"Het blad '{sheet.name}' ontbreekt of heet anders."]
        returned.wrong += [f"{each} Van dit blad is niets overgenomen." for each in told]
    ours = {EXPLANATION, WORKBOOK_BASE, LISTS, *(sheet.name for sheet in SHEETS)}
    added = (sheet for title, sheet in book.items() if title not in ours)
    returned.ignored += _written_between(book)
    returned.ignored += [f"Het blad '{each.title}'." for each in added if next(each.rows(1, None), None)]
    return returned


def _written_between(book: Mapping[str, ReadSheet]) -> list[str]:
    """What a colleague wrote on the sheet with the explanation, in their own words, since nobody reads it there."""
    if EXPLANATION not in book or LISTS not in book:
        return []
    lists = list(book[LISTS].rows(1, None))
    columns = [cell.column for cell in lists[0] if cell.value == EXPLANATION] if lists else []
    if not columns:  # of before this was kept
        return []
    given = {text_of(cell.value) for row in lists for cell in row if cell.column == columns[0]}
    sheet = book[EXPLANATION]
    cells = [cell for row in sheet.rows(1, None) for cell in row if text_of(cell.value) not in given | {""}]
    found = [
        f"Blad '{EXPLANATION}', cel {each.coordinate}: '{text_of(each.value)[:_QUOTED]}'." for each in cells
    ]
    found += [f"Blad '{EXPLANATION}', cel {place}: de opmerking bij deze cel." for place in sheet.remarks]
    return found[:_SHOWN] + (
        [f"Blad '{EXPLANATION}': nog {len(found) - _SHOWN} cellen."] if len(found) > _SHOWN else []
    )


def said(text: str) -> str:
    """What a cell says, within a sentence."""
    return f"'{text}'" if text else "(leeg)"


def _refuse_joined(book: Mapping[str, ReadSheet]) -> None:
    """Refuse a workbook of which a sheet was joined as a whole, or nearly so, before any of its cells is looked at."""
    wrong = [
        f"Blad '{about.name}': de cellen {enumerate_words(sheet.merged[:_SHOWN], 'en')} zijn samengevoegd. Splits ze weer."
        for about in SHEETS
        if (sheet := book.get(about.name)) is not None
        and sum(area.size for area in sheet.joined) > _MOST_JOINED
    ]
    if wrong:
        told = "De werkmap kan zo niet worden ingelezen: er zijn te veel cellen samengevoegd. Er is niets gewijzigd."
        raise Refused(told, tuple(wrong))


def _base(book: Mapping[str, ReadSheet]) -> dict[str, dict[Key, Row]]:
    if WORKBOOK_BASE not in book:
        raise Refused(
            "Deze werkmap is niet met 'wmebv export xlsx' gemaakt, of het verborgen blad is weg. Maak een nieuwe werkmap."
        )
    listed = [[str(cell.value or "") for cell in row] for row in book[WORKBOOK_BASE].rows(1, 2)]
    (version, expected), *lines = listed or [["", ""]]
    lines = [line for line in lines if any(line)]
    if version != VERSION:
        raise Refused(
            "Deze werkmap is met een andere versie van het programma gemaakt. Maak een nieuwe werkmap."
        )
    altered = Refused("Het verborgen blad van deze werkmap is gewijzigd. Maak een nieuwe werkmap.")
    if checksum(lines) != expected:
        raise altered
    about = {sheet.name: sheet for sheet in SHEETS}
    made: dict[str, dict[Key, Row]] = {sheet.name: {} for sheet in SHEETS}
    for name, text in lines:
        row = _given_out(about.get(name), text)
        if row is None:
            raise altered
        made[name][row[: about[name].keys]] = row
    return made


def _given_out(sheet: Sheet | None, text: str) -> Row | None:
    """A row of a sheet as it was given out; None when it can't have been."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if sheet is None or not isinstance(row, list) or len(row) != len(sheet.columns):
        return None
    if any(not isinstance(cell, str) or unseen(cell) for cell in row):
        return None
    return tuple(row)


def _read_sheet(sheet: ReadSheet, about: Sheet, returned: Returned) -> Iterator[str]:
    """Read a sheet into what came back. Gives what is wrong with the sheet as a whole."""
    top = next(sheet.rows(1, _WIDEST, last=1), ())
    head = [text_of(cell.value) for cell in top]
    expected = [column.shown for column in about.columns]
    if wrong := list(_headings(about, head, expected)):
        yield from wrong
        return
    returned.ignored += [f"Blad '{about.name}', de kolom '{name}'." for name in head[len(expected) :] if name]
    noted = [
        place
        for place, text in sheet.remarks.items()
        if not _IN_HEADINGS.fullmatch(place) and not _OF_THE_BASE.fullmatch(text)
    ]
    returned.ignored += [f"Blad '{about.name}', cel {place}: de opmerking bij deze cel." for place in noted]
    told = {number for number, name in enumerate(head) if name}
    base = returned.base[about.name]
    given, filled = len(base) + about.blank, 0
    listed = []
    for whole in sheet.rows(2, None):
        row, beside = _as_wide(whole, len(expected))
        strays = [cell for cell in beside if cell.column - 1 not in told and text_of(cell.value)]
        returned.ignored += [
            f"Blad '{about.name}', cel {cell.coordinate}: wat naast de tabel staat." for cell in strays
        ]
        if any(str(cell.value).strip() for cell in row if cell.value is not None):
            filled += 1
            if filled <= given + _SPARE_ROWS:
                listed.append(row)
    if base and not filled:
        yield f"Blad '{about.name}' is leeg; er zijn {len(base)} rijen uitgegeven. Zet ze terug, of maak een nieuwe werkmap."
    elif filled > given + _SPARE_ROWS:
        yield f"Blad '{about.name}' heeft {filled} rijen; er zijn er {given} uitgegeven. Voeg geen rijen toe."
    else:
        found = returned.rows.setdefault(about.name, {})
        joined, areas = _joined(sheet, about, listed[-1][0].row if listed else 1)
        returned.wrong += areas
        for row in listed:
            returned.wrong += _read_row(row, about, base, found, joined)


def _joined(sheet: ReadSheet, about: Sheet, last: int) -> tuple[set[tuple[int, int]], list[str]]:
    """The cells of the table that are part of a joined area, down to its last row; and what to say of each area.

    Only the first cell of an area still says something, and nobody knows of which of them.
    """
    cells: set[tuple[int, int]] = set()
    told = []
    for area in sheet.joined:
        rows = range(max(area.top, 2), min(area.bottom, last) + 1)
        columns = range(area.left, min(area.right, len(about.columns)) + 1)
        cells.update((row, column) for row in rows for column in columns)
        if rows and columns:
            where = f"Blad '{about.name}', cel {SheetCell(rows[0], columns[0]).coordinate}"
            told.append(
                f"{where}: de cellen {area.ref} zijn samengevoegd, en zijn daarom niet gelezen. "
                "Splits ze weer, en vul elke cel in."
            )
    return cells, told


def _as_wide(row: tuple[SheetCell, ...], width: int) -> tuple[tuple[SheetCell, ...], tuple[SheetCell, ...]]:
    """The cells of our columns, and those behind them."""
    missing = range(len(row) + 1, width + 1)
    number = row[0].row
    return (*row[:width], *(SheetCell(number, column) for column in missing)), row[width:]


def _read_row(
    row: tuple[SheetCell, ...],
    about: Sheet,
    base: Mapping[Key, Row],
    found: dict[Key, list[Cell]],
    joined: Collection[tuple[int, int]],
) -> Iterator[str]:
    """Read a row into what was found. Gives what can't be read of it, but for joined cells: those are told by area."""
    cells, wrong = [], []
    for column, cell in zip(about.columns, row, strict=True):
        where = f"Blad '{about.name}', cel {cell.coordinate}"
        if (cell.row, cell.column) in joined:
            cells.append(Cell(where, "", True))
            continue
        text, mistake = _value(cell, column)
        cells.append(Cell(where, text, mistake is not None))
        wrong += [f"{where}: {mistake}"] if mistake else []
    yield from wrong
    key = tuple(cell.text for cell in cells[: about.keys])
    if about.blank:
        found[(str(row[0].row),)] = cells
    elif any(cell.is_wrong for cell in cells[: about.keys]):
        return
    elif not any(key):
        stray = next((cell for cell in cells if cell.text), None)
        if stray:
            yield f"{stray.where}: bij deze rij hoort geen id. Maak de cel leeg."
    elif key in found:
        first = found[key][0].where.rpartition(" ")[2]
        yield (
            f"{cells[0].where}: '{' / '.join(key)}' staat er twee keer; van deze rij is niets gelezen, wel van die bij {first}. "
            "Verwijder een van beide rijen."
        )
    elif key not in base:
        yield f"{cells[0].where}: '{' / '.join(key)}' stond niet in deze werkmap. Schrijf wat ontbreekt op het blad 'Ontbreekt er iets'."
    else:
        found[key] = cells


def _headings(about: Sheet, head: list[str], expected: list[str]) -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    added = [number for number, name in enumerate(head) if name not in expected]
    if [name for name in head if name in expected] == expected and head[: len(expected)] != expected:
        between = [number for number in added if any(name in expected for name in head[number:])]
        letters = enumerate_words(
            [f"{get_column_letter(number + 1)} {_heading(head[number])}" for number in between], "en"
        )
        yield f"Blad '{about.name}': hier zijn kolommen tussengevoegd: {letters}. Haal ze weg, of zet ze achteraan."
        return
    moved = [number for number, name in enumerate(expected) if number >= len(head) or head[number] != name]
    for number in moved[:1]:
        name, there = (
            expected[number],
            f"'{head[number]}'" if head[number : number + 1] not in ([], [""]) else "niets",
        )
        hint = "De kolom is verplaatst." if name in head else "De kop is gewijzigd of weg."
        more = f" Vanaf hier staan {len(moved)} kolommen anders." if len(moved) > 1 else ""
        yield f"Blad '{about.name}', kolom {get_column_letter(number + 1)}: hier hoort '{name}', er staat {there}. {hint}{more}"


def _heading(name: str) -> str:
    return f"('{name}')" if name else "(zonder kop)"


def _value(cell: SheetCell, column: Column) -> tuple[str, str | None]:
    """The text of a cell, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type == "f" or not isinstance(value, (str, int, float, bool, date, datetime)):
        return "", "hier staat een formule. Typ de waarde zelf."
    if column.kind is Kind.DATE and (cell.data_type == "e" or isinstance(value, (int, float))):
        what = f"hier staat een getal dat geen datum is ({value})"
        return "", f"{what}. Schrijf bijvoorbeeld 2026-01-31 of 31-1-2026."
    if cell.data_type == "e":
        return "", f"hier staat een fout van het rekenprogramma ({value}). Typ de waarde zelf."
    if isinstance(value, str):
        if hidden := unseen(value):
            return "", f"{hidden} Typ de tekst opnieuw."
        lines = SEPARATOR.join(value.splitlines()) if column.kind is Kind.LIST else value
        text = " ".join(lines.split())
        return _date_text(text) if column.kind is Kind.DATE else (text, None)
    if isinstance(value, (date, datetime)):
        if column.kind is Kind.DATE:
            return (value.date() if isinstance(value, datetime) else value).isoformat(), None
        what = "het rekenprogramma heeft hier een datum van gemaakt"
    elif isinstance(value, bool) and {"ja", "nee"} <= set(column.choices):
        return "ja" if value else "nee", None
    elif isinstance(value, bool):
        what = f"het rekenprogramma heeft hier {'WAAR' if value else 'ONWAAR'} van gemaakt"
    else:
        what = f"hier staat het getal {value}, en misschien viel er een nul weg"
    return "", f"{what}. Maak de cel op als tekst en typ de waarde opnieuw."


_SHORT = {"maart": "mrt", "september": "sept"}


def _date_text(text: str) -> tuple[str, str | None]:
    if match := _DUTCH_DATE.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    elif match := _DATE_IN_WORDS.fullmatch(text.lower()):
        known = [month for month in MONTHS if match[2] in (month, month[:3], _SHORT.get(month))]
        if known:
            text = f"{match[3]}-{MONTHS.index(known[0]) + 1:02}-{int(match[1]):02}"
    try:
        return (date.fromisoformat(text).isoformat() if text else ""), None
    except ValueError:
        return "", f"'{text[:40]}' is geen datum. Schrijf bijvoorbeeld 2026-01-31."


Place = tuple[str, Steps]
_KEY = re.compile(r"'([a-z_]+)'")


class Faults:
    """The rows from which something was taken over, by the place in the registers where it went."""

    def __init__(self, rows: Mapping[Place, tuple[Sheet, list[Cell]]]) -> None:
        self.rows = rows

    def cause(self, misfit: Misfit) -> tuple[list[Cell], list[Cell]]:
        """The cells that a mistake is about, and all of their row; none where no row has to do with it."""
        row = self._row(misfit)
        if row is None:
            return [], []
        sheet, cells, within = row
        if not sheet.columns:
            return [], cells
        found = misfit.found
        missing = _KEY.search(found.message) if found.code == MISSING.code else None
        column = _column(sheet, within, missing[1] if missing else None)
        # What a mistake names goes with it, and what stands in one mapping: without a name, no supplier.
        named = [_column(sheet, within, key) for key in _KEY.findall(f"{found.message} {found.hint or ''}")]
        about = [
            cell
            for each, cell in zip(sheet.columns, cells, strict=True)
            if each is column or each in named or (column and missing and _go_together(each, column))
        ]
        return about, cells

    def tell(self, misfit: Misfit) -> str:
        """One mistake, at the cell that causes it; what no row has to do with is told by its file."""
        found, hint = misfit.found, misfit.found.hint or ""
        row = self._row(misfit)
        if row is None:
            return f"{misfit.file}: {found.message} {hint}".strip()
        sheet, cells, within = row
        missing = _KEY.search(found.message) if found.code == MISSING.code else None
        column = _column(sheet, within, missing[1] if missing else None)
        where = cells[sheet.columns.index(column)].where if column else cells[0].where
        if column and missing:
            also = [
                each.heading for each in sheet.columns if _go_together(each, column) and each is not column
            ]
            way_out = f"Vul deze cel in, of maak ook de cellen leeg die erbij horen ({', '.join(also)})."
            return f"{where}: '{column.heading}' ontbreekt. {way_out}"

        def heading(match: re.Match[str]) -> str:
            other = _column(sheet, within, match[1])
            return f"'{other.heading}'" if other else match[0]

        return f"{where}: {_KEY.sub(heading, found.message)} {_KEY.sub(heading, hint)}".strip()

    def _row(self, misfit: Misfit) -> tuple[Sheet, list[Cell], tuple[str, ...]] | None:
        """The row that the mistake is in, and the way from there."""
        for length in range(len(misfit.steps), -1, -1):
            if row := self.rows.get((misfit.file, misfit.steps[:length])):
                return *row, tuple(str(step) for step in misfit.steps[length:])
        return None


def _go_together(one: Column, other: Column) -> bool:
    """Whether two columns fill the same mapping of the registers."""
    return one.path[:-1] == other.path[:-1] and one.model is other.model


def _column(sheet: Sheet, within: tuple[str, ...], key: str | None) -> Column | None:
    """The column at a way within a row; with a key, the column of that key beside it."""
    for length in range(len(within), -1, -1):
        way = (*within[:length], key) if key else within[:length]
        if found := next((column for column in sheet.columns if column.path == way), None):
            return found
    return None
