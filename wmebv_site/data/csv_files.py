"""The tables as CSV: for machines by RFC 4180, and beside each a variant that Excel opens rightly in the Netherlands."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from wmebv_site.data.datapackage import package_file
from wmebv_site.data.tabular import TABLES, Kind, Row, Table, Value
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import table_url
from wmebv_site.site.artifact import StaticFile

BETWEEN = "|"
"""Stands between the values of a list in a cell. In a value it has a backslash before it, and so has a backslash."""
_BYTE_ORDER_MARK = "\N{BYTE ORDER MARK}"
_MONTH = (
    "jan(?:uari|uary)?|feb(?:ruari|ruary)?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|aug(?:ustus|ust)?|"
    "sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_TURNS = re.compile(rf"(?:{_MONTH})[\W_]*\d|(?:waar|onwaar|true|false)$", re.IGNORECASE)
"""Which texts that begin with a letter a spreadsheet takes for a day or for a yes or no."""
_LITERAL = 200
"""Excel takes at most 255 characters between quotes in one cell."""


def csv_files(data: Data) -> Iterator[StaticFile]:
    """Each table twice, and the data package that describes the first of each."""
    published = {}
    for table in TABLES:
        rows = table.rows(data)
        path = table_url(table.name)
        published[table.name] = for_machines(table, rows)
        yield StaticFile(path, published[table.name])
        yield StaticFile(table_url(table.name, spreadsheet=True), for_spreadsheets(table, rows))
    yield package_file(data, published)


class _Lines(list[str]):
    """What is written, line by line, as to a file."""

    write = list.append


def for_machines(table: Table, rows: Iterable[Row]) -> bytes:
    """UTF-8, commas, each line with CRLF. Every value is itself, also one that a spreadsheet would take for a formula."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(column.name for column in table.columns)
    lists = [place for place, column in enumerate(table.columns) if column.kind is Kind.LIST]
    truths = [place for place, column in enumerate(table.columns) if column.kind is Kind.YES_NO]
    for row in rows:
        cells = list(row)
        for place in lists:
            cells[place] = _joined(cells[place])
        for place in truths:
            cells[place] = "true" if cells[place] else "false"
        writer.writerow(cells)
    return "".join(lines).encode()


def _joined(values: Value) -> str | None:
    if not values or not isinstance(values, list):
        return None
    if len(values) == 1 and BETWEEN not in values[0] and "\\" not in values[0]:
        return values[0]
    return BETWEEN.join(re.sub(r"[\\|]", r"\\\g<0>", value) for value in values)


def for_spreadsheets(table: Table, rows: Iterable[Row]) -> bytes:
    """With a byte order mark and semicolons, titles in Dutch, 'ja' and 'nee'; a day is a day, and a text stays a text."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=";")
    writer.writerow(column.title for column in table.columns)
    known: dict[str, str] = {}
    kinds = [column.kind for column in table.columns]
    for row in rows:
        writer.writerow(_shown(row, kinds, known))
    return (_BYTE_ORDER_MARK + "".join(lines)).encode()


def _shown(row: Row, kinds: Sequence[Kind], known: dict[str, str]) -> list[Value]:
    cells: list[Value] = []
    for value, kind in zip(row, kinds, strict=True):
        if kind is Kind.YES_NO:
            cells.append("ja" if value else "nee")
        elif not value or kind in (Kind.DAY, Kind.NUMBER):
            cells.append(value or None)
        else:
            text = " | ".join(value) if isinstance(value, list) else str(value)
            if text not in known:
                known[text] = as_text(text)
            cells.append(known[text])
    return cells


def as_text(text: str) -> str:
    """What a spreadsheet shows as this text, whatever it looks like: a number, a day, a time or a formula.

    A text that begins with a letter stays as it is, but for what looks like a month with a day or a year. Another becomes
    a formula that says the text itself and nothing else: 007 is written as ``="007"``.
    """
    if text[0].isalpha() and not _TURNS.match(text):
        return text
    parts = (text[begin : begin + _LITERAL] for begin in range(0, len(text), _LITERAL))
    return "=" + "&".join('"' + part.replace('"', '""') + '"' for part in parts)
