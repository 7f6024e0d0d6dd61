"""Writes the workbook: the same registers give the same bytes, and no text can become a formula."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wmebv_site.diagnostics import Place
from wmebv_site.exchange.sheets import library
from wmebv_site.exchange.workbook.columns import SHEETS, Column, Kind, Sheet
from wmebv_site.exchange.workbook.rows import Key, Row, named_lists, questions_to_ask, rows, shared_places
from wmebv_site.exchange.working import Working
from wmebv_site.project.archive import WORKBOOK_BASE, workbook_bytes
from wmebv_site.register.register import Register

VERSION = "2"
"""Raised when sheets or columns change: a workbook of another version is not read."""
_FONT = "Calibri"
_PAGE = 150
"""How many signs fit beside each other on a page that can still be read."""
EXPLANATION = "Uitleg"
FROM_BASE = "Uit de gedeelde basis: {}, regel {}."
"""The remark at the head of a row that comes from the shared register."""
LISTS = "wmebv-lijsten"
_NEVER = date(2000, 1, 1)  # a workbook must say when it was made; the registers don't know
_EXPLANATION = (
    "Werkmap bij de registers van {name}",
    "",
    "Vul de witte kolommen in. Een kolom met '(vast)' in de kop is grijs: die verandert u niet.",
    "Sorteren en filteren mag. Voeg geen rijen of kolommen toe, en wijzig geen koppen.",
    "Kiest u bij een voorstel 'ja'? Dan komt in het register wat de lijst zegt.",
    "Ontbreekt er een product, een bericht of iets anders? Schrijf het op het blad 'Ontbreekt er iets'.",
    "Staan er meer dingen in één cel? Zet er een puntkomma tussen: post; balie. Of typ Alt+Enter voor een nieuwe regel.",
    "Hoofdletters maken niet uit. Een kanaal of domein mag u ook met zijn naam noemen.",
    "Een datum schrijft u als 2026-01-31 of 31-1-2026.",
    "In een kop met een driehoekje in de hoek staat uitleg. Ga er met de muis op staan.",
    "Maak een cel leeg als u het niet weet. Gebruik geen formules.",
    "Klaar? Geef de werkmap terug aan de coördinator. Die leest haar in met: wmebv import xlsx BESTAND",
)


_EXPLANATION_OF_SHARED = (
    "Schuine blauwe tekst komt uit de gedeelde basis ({base}). Wat u daar typt, geldt alleen voor uw gemeente.",
    "In een eerste cel met een driehoekje staat uit welk bestand de rij komt.",
)


def export_workbook(working: Working, today: date) -> bytes:
    """The whole workbook: explanation, a sheet each for products, messages, channels and checklist, and what was given out."""
    openpyxl = library()
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.title, book.properties.language = (
        "wmebv",
        "Werkmap bij de registers",
        "nl",
    )
    made = rows(working, questions_to_ask(working, today))
    lists = named_lists(working)
    _explain(book.active, working.register, lists)
    places = _write_lists(book, lists)
    for sheet in SHEETS:
        listed = list(made[sheet.name].values())
        new = book.create_sheet(sheet.name)
        _write(new, sheet, listed, places)
        if working.register.base:
            _mark_shared(new, [shared_places(working, sheet, row) for row in listed])
    _write_base(book.create_sheet(WORKBOOK_BASE), made)
    return workbook_bytes(book, _NEVER)


def _explain(sheet: Any, register: Register, lists: Mapping[str, Mapping[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = EXPLANATION
    lines = (*_EXPLANATION, *(_EXPLANATION_OF_SHARED if register.base else ()))
    for line in lines:
        sheet.append([line.format(name=register.municipality.name, base=register.base)])
    sheet.append([])
    sheet.append(["Soort", "Id: dit vult u in", "Naam"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(name=_FONT, bold=True)
    for kind, entries in lists.items():
        for entry, name_of in entries.items():
            sheet.append([kind, "", ""])
            for column, text in ((2, entry), (3, name_of)):
                _put(sheet.cell(sheet.max_row, column), text)
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
    for letter, width in (("A", 24), ("B", 36), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    _print_landscape(sheet)
    for number in range(1, len(lines) + 1):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=3)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _print_landscape(sheet: Any, pages: int = 1) -> None:
    """So many pages beside each other, and as many below as needed."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (
        "landscape",
        pages,
        0,
    )
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_lists(book: Any, lists: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, ...] | str, str]:
    """The words of the drop-downs, each list in a column of a hidden sheet; gives where each stands."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    places: dict[tuple[str, ...] | str, str] = {}
    for column in (column for each in SHEETS for column in each.columns if column.choices):
        words = list(lists[column.choices]) if isinstance(column.choices, str) else list(column.choices)
        if column.choices in places or not words:
            continue
        number = len(places) + 1
        for row, word in enumerate(words, 1):
            _put(sheet.cell(row, number), word)
        letter = get_column_letter(number)
        places[column.choices] = f"'{LISTS}'!${letter}$1:${letter}${len(words)}"
    # By what stood there anyone can tell what a colleague wrote between it.
    explained = dict.fromkeys(
        cell.value for row in book[EXPLANATION].iter_rows() for cell in row if cell.value
    )
    for row, text in enumerate((EXPLANATION, *explained), 1):
        _put(sheet.cell(row, len(places) + 1), text)
    return places


def _write(sheet: Any, about: Sheet, listed: list[Row], places: Mapping[tuple[str, ...] | str, str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    dark, grey = PatternFill("solid", fgColor="1F3A5F"), PatternFill("solid", fgColor="E6E6E6")
    top = Alignment(vertical="top", wrap_text=True)
    last = len(listed) + about.blank + 1
    for number, column in enumerate(about.columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        _put(head, column.shown)
        head.font, head.fill, head.alignment = Font(name=_FONT, bold=True, color="FFFFFF"), dark, top
        if column.about:
            head.comment = Comment(column.about, "wmebv", width=320, height=90)
        sheet.column_dimensions[letter].width = column.width
        if (place := places.get(column.choices)) and last > 1:
            allowed = DataValidation(
                "list", formula1=place, allow_blank=True, showErrorMessage=_single(column)
            )
            allowed.errorTitle, allowed.error = "Dit kan hier niet", "Kies een woord uit de lijst."
            sheet.add_data_validation(allowed)
            allowed.add(f"{letter}2:{letter}{last}")
    for number, row in enumerate([*listed, *[("",) * len(about.columns)] * about.blank], 2):
        for place_, (column, text) in enumerate(zip(about.columns, row, strict=True), 1):
            cell = sheet.cell(number, place_)
            if column.kind is Kind.DATE:
                cell.number_format = "yyyy-mm-dd"
                if text:
                    cell.value = date.fromisoformat(text)
            else:
                _put(cell, text)
            cell.alignment = top
            if column.kind is Kind.FIXED:
                cell.fill = grey
        # Not every program makes a row as high as the text in it.
        lines = max(
            -(-len(text) // (column.width - 2)) for column, text in zip(about.columns, row, strict=True)
        )
        sheet.row_dimensions[number].height = 15 * max(1, min(lines, 8)) + 3
    sheet.freeze_panes = sheet.cell(2, about.keys + 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(about.columns))}{max(last, 2)}"
    _print_landscape(sheet, max(1, round(sum(column.width for column in about.columns) / _PAGE)))
    sheet.print_title_rows = "1:1"
    if about.keys:
        sheet.print_title_cols = f"A:{get_column_letter(about.keys)}"


def _mark_shared(sheet: Any, listed: Sequence[Sequence[Place | None]]) -> None:
    """Let what comes from the shared register look otherwise, and say at the head of its row where that stands."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    font = Font(name=_FONT, italic=True, color="1F4E79")
    for number, places in enumerate(listed, 2):
        for column, place in enumerate(places, 1):
            if place is not None:
                sheet.cell(number, column).font = font
        if (first := next(filter(None, places), None)) is not None:
            told = FROM_BASE.format(first.file, first.line)
            sheet.cell(number, 1).comment = Comment(told, "wmebv", width=320, height=60)


def _single(column: Column) -> bool:
    """Whether only words of the list fit; several in one cell stand with semicolons, which no drop-down can judge."""
    return column.kind is not Kind.LIST


def _put(cell: Any, text: str) -> None:
    """A text that stays one: no number, no date, and no formula, also when a person goes into the cell."""
    cell.number_format = "@"
    if text:
        cell.value = text
        cell.data_type = "s"
        if text[0] in "=+-@\t\r":
            cell.quotePrefix = True


def _write_base(sheet: Any, made: Mapping[str, Mapping[Key, Row]]) -> None:
    """What was given out, so that an answer can be told from what was there and from what changed meanwhile."""
    sheet.sheet_state = "hidden"
    lines = [
        [name, json.dumps(row, ensure_ascii=True)] for name, listed in made.items() for row in listed.values()
    ]
    _put(sheet.cell(1, 1), VERSION)
    _put(sheet.cell(1, 2), checksum(lines))
    for number, line in enumerate(lines, 2):
        for place, text in enumerate(line, 1):
            _put(sheet.cell(number, place), text)


def checksum(lines: list[list[str]]) -> str:
    return hashlib.sha256("\n".join("\t".join(line) for line in lines).encode()).hexdigest()
