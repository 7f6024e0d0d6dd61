"""The tables as CSV: for machines by RFC 4180, and beside each a variant that Excel opens rightly in the Netherlands."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from wmebv_site.data.datapackage import package_file
from wmebv_site.data.tabular import TABLES, Column, Kind, Row, Table, Value
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
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
        yield StaticFile(table_url(table.name, spreadsheet=True), for_spreadsheets(table.columns, rows))
    yield package_file(data, published)


class _Lines(list[str]):
    """What is written, line by line, as to a file."""

    write = list.append


def for_machines(table: Table, rows: Sequence[Row]) -> bytes:
    """UTF-8, commas, each line with CRLF. Every value is itself, also one that a spreadsheet would take for a formula."""
    names = (column.name for column in table.columns)
    return _written(names, rows, [_FOR_MACHINES.get(column.kind) for column in table.columns], ",").encode()


def for_spreadsheets(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """With a byte order mark and semicolons, titles in Dutch, 'ja' and 'nee'; a day is a day, and a text stays a text."""
    titles = (as_text(column.title) for column in columns)
    shown = _written(titles, rows, [_FOR_SPREADSHEETS.get(column.kind) for column in columns], ";")
    return (_BYTE_ORDER_MARK + shown).encode()


_Cells = Callable[[Sequence[Value]], Iterable[Value]]


def _written(head: Iterable[str], rows: Sequence[Row], cells: Iterable[_Cells | None], between: str) -> str:
    """The text of a table, made column by column: a column is of one kind, and says the same over and over."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=between)
    writer.writerow(head)
    made = [
        each(column) if each else column for column, each in zip(zip(*rows, strict=True), cells, strict=False)
    ]
    writer.writerows(zip(*made, strict=True))
    return "".join(lines)


def _joined(values: Value) -> str | None:
    if not isinstance(values, list):
        return None
    joined = BETWEEN.join(values)
    if "\\" in joined or joined.count(BETWEEN) >= len(values):
        return BETWEEN.join(re.sub(r"[\\|]", r"\\\g<0>", value) for value in values)
    return joined


def _texts_for_spreadsheets(column: Sequence[Value]) -> Iterator[Value]:
    known: dict[Value, Value] = {text: as_text(text) for text in set(column) if isinstance(text, str)}
    return map(known.get, column)


def _days_for_spreadsheets(column: Sequence[Value]) -> Iterator[Value]:
    """A day is one to a spreadsheet too; what only stands in its place stays a text."""
    known: dict[Value, Value] = {
        day: day if _DAY.fullmatch(day) else as_text(day) for day in set(column) if isinstance(day, str)
    }
    return map(known.get, column)


def _lists_for_spreadsheets(column: Sequence[Value]) -> Iterator[Value]:
    return _texts_for_spreadsheets([" | ".join(each) if isinstance(each, list) else "" for each in column])


_FOR_MACHINES: dict[Kind, _Cells] = {
    Kind.YES_NO: lambda column: ("true" if value else "false" for value in column),
    Kind.LIST: lambda column: map(_joined, column),
}
_FOR_SPREADSHEETS: dict[Kind, _Cells] = {
    Kind.YES_NO: lambda column: ("ja" if value else "nee" for value in column),
    Kind.LIST: _lists_for_spreadsheets,
    Kind.TEXT: _texts_for_spreadsheets,
    Kind.DAY: _days_for_spreadsheets,
}


def as_text(text: str) -> str:
    """What a spreadsheet shows as this text, whatever it looks like: a number, a day, a time or a formula.

    A text that begins with a letter stays as it is, but for what looks like a month with a day or a year. Another becomes
    a formula that says the text itself and nothing else: 007 is written as ``="007"``.
    """
    if not text or text[0].isalpha() and not _TURNS.match(text):
        return text
    parts = (text[begin : begin + _LITERAL] for begin in range(0, len(text), _LITERAL))
    return "=" + "&".join('"' + part.replace('"', '""') + '"' for part in parts)
