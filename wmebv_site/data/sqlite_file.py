"""The tables as one SQLite file: each list a table of its own, with keys, indexes, and views of what holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from wmebv_site.data.json_files import LICENSE
from wmebv_site.data.shapes import VERSION
from wmebv_site.data.tabular import TABLES, Column, Kind, Reference, Row, Table, Value
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import DATA_SQLITE
from wmebv_site.site.artifact import StaticFile

APPLICATION_ID = int.from_bytes(b"Wmeb")
"""By which a program knows the file, at byte 68."""
ABOUT = "over"
"""The table with one row, of the whole file."""
NUMBER = "number"
"""The key of a row of which the own key may lack a day."""
OF_A_LIST = "position", "value"
"""The columns of a list, after those that tell to what it belongs: the first place is 1."""
_TYPES = {Kind.TEXT: "TEXT", Kind.DAY: "TEXT", Kind.YES_NO: "INTEGER", Kind.NUMBER: "INTEGER"}
_PAGE_SIZE = 4096
_LIBRARY = slice(92, 100)
"""Where SQLite writes how often the file was changed, again, and which SQLite did so: that may not make other bytes."""
_ITS_CHANGES = slice(24, 28)
HEADER = 100
"""So many bytes is the header of a file."""
_AS_SQLITE = 3_037_000

_TODAY = (
    f'FROM "{ABOUT}" o JOIN "geldend" g ON (g."from" IS NULL OR g."from" <= o."built_for") '
    'AND (g."until" IS NULL OR o."built_for" < g."until")'
)
VIEWS = {
    "nu": f"""
SELECT g."product", p."name" AS "product_name", g."message", b."act", g."audience", g."state",
  (SELECT group_concat("value", ' | ') FROM
    (SELECT "value" FROM "geldend_channels" c WHERE c."{NUMBER}" = g."{NUMBER}" ORDER BY "position")) AS "channels",
  g."executor", g."source", g."article", g."fallback", g."from", g."until", g."retroactive", g."certain", b."official", b."authority"
{_TODAY}
JOIN "berichten" b ON b."product" = g."product" AND b."id" = g."message"
JOIN "producten" p ON p."id" = g."product"
ORDER BY g."{NUMBER}"
""",
    "nu_kanalen": f"""
SELECT g."product", g."message", g."audience", c."position", c."value" AS "channel", k."name", k."kind", k."permalink"
{_TODAY}
JOIN "geldend_channels" c ON c."{NUMBER}" = g."{NUMBER}"
LEFT JOIN "kanalen" k ON k."id" = c."value"
ORDER BY g."{NUMBER}", c."position"
""",
}
"""What holds on the day for which the file was built, in one place."""


def sqlite_files(data: Data) -> Iterator[StaticFile]:
    """The one file, made in memory."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.executescript(
            f"PRAGMA page_size = {_PAGE_SIZE}; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF;"
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version_number()};"
        )
        base.execute(
            f'CREATE TABLE "{ABOUT}" ("municipality" TEXT NOT NULL, "built_for" TEXT NOT NULL, "version" TEXT NOT NULL, '
            '"license" TEXT NOT NULL)'
        )
        about = data.municipality["name"], data.site.today.isoformat(), VERSION, LICENSE
        base.execute(f'INSERT INTO "{ABOUT}" VALUES (?, ?, ?, ?)', about)
        for table in TABLES:
            _fill(base, table, table.rows(data))
        for name, selected in VIEWS.items():
            base.execute(f'CREATE VIEW "{name}" AS {selected.strip()}')
        base.commit()
        yield StaticFile(DATA_SQLITE, settled(base.serialize()))


def version_number() -> int:
    """The version of the shapes as SQLite keeps it: a number, of 1.2 it is 1002."""
    first, second = map(int, VERSION.split("."))
    return first * 1000 + second


def _fill(base: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
    """A table with its rows and indexes, and one more for each list in it."""
    key = (NUMBER,) if table.dated else table.key
    plain = [column for column in table.columns if column.kind is not Kind.LIST]
    defined = [_column(column) for column in plain]
    if table.dated:
        defined.insert(0, f'"{NUMBER}" INTEGER NOT NULL')
    defined.append(f"PRIMARY KEY ({_names(key)})")
    defined += [_foreign(reference) for reference in table.references]
    _create(base, table.name, defined)
    places = {column.name: place for place, column in enumerate(table.columns)}
    numbers = [places[column.name] for column in plain]
    numbered = [(number, row) for number, row in enumerate(rows, 1)]
    _insert(
        base,
        table.name,
        (
            ((number,) if table.dated else ()) + tuple(row[place] for place in numbers)
            for number, row in numbered
        ),
    )
    # After the rows: one by one they would be put in order again for each.
    if table.dated:
        # A day that is absent is no day: only without one of the two could two rows pass for different ones.
        at = ", ".join(f"coalesce(\"{name}\", '')" for name in table.key)
        base.execute(f'CREATE UNIQUE INDEX "{table.name}_key" ON "{table.name}" ({at})')
    for reference in table.references:
        if reference.columns != table.key[: len(reference.columns)] or table.dated:
            _index(base, table.name, reference.columns)
    own = [places[name] for name in table.key]
    for column in table.columns:
        if column.kind is Kind.LIST:
            place = places[column.name]
            of_list = (
                ((number,) if table.dated else tuple(row[each] for each in own), row[place])
                for number, row in numbered
            )
            _fill_list(base, table, key, column, of_list)


def _fill_list(
    base: sqlite3.Connection,
    table: Table,
    key: Sequence[str],
    column: Column,
    lists: Iterable[tuple[Row, Value]],
) -> None:
    """The table of a list: the key of its thing, under the names that other tables give it, then place and value."""
    name = f"{table.name}_{column.name}"
    theirs = [table.one if each == "id" else each for each in key]
    kinds = ["INTEGER" if each == NUMBER else "TEXT" for each in key]
    position, value = OF_A_LIST
    words = f' CHECK ("value" IN ({_words(column)}))' if column.words else ""
    defined = [f'"{each}" {kind} NOT NULL' for each, kind in zip(theirs, kinds, strict=True)]
    defined += [f'"{position}" INTEGER NOT NULL', f'"{value}" TEXT NOT NULL{words}']
    defined.append(f"PRIMARY KEY ({_names((*theirs, position))})")
    defined.append(f'FOREIGN KEY ({_names(theirs)}) REFERENCES "{table.name}" ({_names(key)})')
    _create(base, name, defined)
    _insert(
        base,
        name,
        (
            (*of, place, each)
            for of, values in lists
            if isinstance(values, list)
            for place, each in enumerate(values, 1)
        ),
    )
    _index(base, name, (value,))


def _create(base: sqlite3.Connection, name: str, defined: Iterable[str]) -> None:
    base.execute(f'CREATE TABLE "{name}" (\n  ' + ",\n  ".join(defined) + "\n)")


def _index(base: sqlite3.Connection, name: str, columns: Sequence[str]) -> None:
    base.execute(f'CREATE INDEX "{name}_by_{"_".join(columns)}" ON "{name}" ({_names(columns)})')


def _insert(base: sqlite3.Connection, name: str, rows: Iterable[Row]) -> None:
    waiting = iter(rows)
    first = next(waiting, None)
    if first is not None:
        statement = f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(first))})'
        base.execute(statement, first)
        base.executemany(statement, waiting)


def _column(column: Column) -> str:
    parts = [f'"{column.name}"', _TYPES[column.kind]]
    if column.required or column.kind is Kind.YES_NO:
        parts.append("NOT NULL")
    if column.kind is Kind.YES_NO:
        parts.append(f'CHECK ("{column.name}" IN (0, 1))')
    elif column.words:
        parts.append(f'CHECK ("{column.name}" IN ({_words(column)}))')
    return " ".join(parts)


def _words(column: Column) -> str:
    return ", ".join(f"'{word}'" for word in column.words)


def _foreign(reference: Reference) -> str:
    return f'FOREIGN KEY ({_names(reference.columns)}) REFERENCES "{reference.table}" ({_names(reference.theirs)})'


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def settled(made: bytes) -> bytes:
    """The file, or its header, without the version of the SQLite that made it, which would alone make other bytes."""
    found = bytearray(made)
    found[_LIBRARY] = made[_ITS_CHANGES] + _AS_SQLITE.to_bytes(4)
    return bytes(found)
