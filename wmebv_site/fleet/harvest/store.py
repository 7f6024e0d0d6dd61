"""Writes the tables of a harvest, as Parquet or as one SQLite file: whole or not at all, with what was known before."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import MappingProxyType

from wmebv_site.data.sqlite_file import APPLICATION_ID, HEADER, settled, version_number
from wmebv_site.data.tabular import Kind
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.fleet.harvest.harvested import (
    INTERVALS,
    MUNICIPALITIES,
    NOW,
    TABLES,
    WAYS,
    Cell,
    Harvested,
    HarvestTable,
    Row,
    Told,
    interval_rows,
    municipality_row,
    now_rows,
    way_rows,
)
from wmebv_site.fleet.harvest.opening import (
    FORMS,
    PARQUET,
    SQLITE,
    STAMP,
    Store,
    connected,
    duckdb_here,
    form_of,
    opened,
)
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.writing import Successor, way_out

_TYPES = {Kind.TEXT: "VARCHAR", Kind.DAY: "VARCHAR", Kind.YES_NO: "INTEGER", Kind.NUMBER: "INTEGER"}
"""A day is text and yes is 1 in both engines, so that one question has one answer."""
_LETTERS = 2000
"""Of one cell: what is longer says no more to who counts."""
_NOT_TEXT = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\udfff\\ufeff\\ufff9-\\ufffb"
    "\\U000e0000-\\U000e007f]+"
)
"""Signs that nobody sees, and that turn around, break or hide the text that stands beside them."""
_GROUP = 122_880
"""So many rows of Parquet stand together: a question about one municipality reads one or two such groups."""
_ROWS = ".rijen"
_CSV = {
    "auto_detect": "false",
    "header": "false",
    "delim": "','",
    "quote": "'\"'",
    "escape": "'\"'",
    "new_line": "'\\n'",
    "nullstr": "''",
    "allow_quoted_nulls": "false",
    "parallel": "false",
}
"""How DuckDB reads what :class:`_Quoted` writes."""
_INDEXES = {
    "now_by_message": 'now ("municipality", "product", "message")',
    "now_by_subject": 'now (coalesce("upl", "product"))',
    "ways_by_message": 'ways ("municipality", "product", "message", "audience", "position")',
    "intervals_by_message": 'intervals ("municipality", "product", "message")',
}
"""What questions look for, in the file of SQLite."""

Rows = Mapping[HarvestTable, Sequence[Row]]
Add = Callable[[Rows], None]
"""Takes the rows of one municipality."""


def write(
    folder: Path,
    harvested: Iterable[Harvested],
    day: date,
    form: str | None = None,
    beside: Mapping[str, Callable[[], bytes]] = MappingProxyType({}),
) -> None:
    """Put the tables of a harvest in a folder, in one step, in the place of those of an earlier one.

    ``harvested`` come in the order of their codes, each once. ``beside`` gives each other file of the harvest, after the last
    has come. Without a form the earlier one stays. Raises Refused when it can't, and then all is as it was.
    """
    refuse_others(folder, beside)
    before = form_of(folder)
    made_in = _MADE[form or before or (FORMS[0] if duckdb_here() else FORMS[1])]
    successor = Successor(folder)
    assert successor.folder is not None
    try:
        with collector_paused(), contextlib.ExitStack() as open_:
            earlier = open_.enter_context(opened(folder)) if before else None
            add = open_.enter_context(made_in(successor.folder))
            for rows in _all_rows(harvested, earlier, day.isoformat()):
                add(rows)
        for name, made in beside.items():
            (successor.folder / name).write_bytes(made())
        refuse_others(folder, beside)
        successor.take_over()
    except (OSError, sqlite3.OperationalError) as error:
        why = way_out(error) if isinstance(error, OSError) else "Controleer de ruimte op de schijf."
        raise Refused(f"De oogst kan niet worden geschreven; er is niets gewijzigd. {why}") from error
    finally:
        successor.discard()


def refuse_others(folder: Path, beside: Iterable[str]) -> None:
    """Raises Refused when somebody else keeps something in the folder: it would be gone."""
    ours = {SQLITE, *(PARQUET.format(table.name) for table in TABLES), *beside}
    for found in sorted(folder.iterdir()) if folder.is_dir() else ():
        if found.name not in ours and not found.name.startswith("."):
            raise Refused(
                f"In de map '{printable(str(folder))}' staat ook '{printable(found.name)}'. Kies een lege map, of een map met "
                "alleen een oogst."
            )


def _all_rows(harvested: Iterable[Harvested], earlier: Store | None, day: str) -> Iterator[Rows]:
    """The rows of one municipality after another, in the order of their codes; also of those that nobody asks any more."""
    known = earlier.ask(f'SELECT DISTINCT municipality FROM "{INTERVALS.name}"').rows if earlier else ()
    left = sorted(code for (code,) in known)
    last = ""
    for one in harvested:
        if one.code <= last:
            raise ValueError(f"{one.code} comes after {last}")
        last = one.code
        while left and left[0] < last:
            yield {INTERVALS: _history(_earlier(earlier, INTERVALS, left.pop(0)), {}, day)}
        if left and left[0] == last:
            left.pop(0)
        yield _rows_of(one, earlier, day)
    for code in left:
        yield {INTERVALS: _history(_earlier(earlier, INTERVALS, code), {}, day)}


def _rows_of(one: Harvested, earlier: Store | None, day: str) -> Rows:
    """The rows of one municipality; where nothing was read anew, those of the earlier harvest."""
    code, before = one.code, _earlier(earlier, MUNICIPALITIES, one.code)
    told = dict(zip(MUNICIPALITIES.names, before[0], strict=True)) if before else None
    found = {MUNICIPALITIES: [municipality_row(one, told, day)]}
    history = _earlier(earlier, INTERVALS, code)
    if one.register is None or one.intervals is None:
        return found | {
            NOW: _earlier(earlier, NOW, code),
            WAYS: _earlier(earlier, WAYS, code),
            INTERVALS: history,
        }
    return found | {
        NOW: list(now_rows(code, one.register)),
        WAYS: list(way_rows(code, one.register)),
        INTERVALS: _history(history, interval_rows(code, one.register, one.intervals), day),
    }


def _earlier(earlier: Store | None, table: HarvestTable, code: str) -> list[Row]:
    return earlier.rows(table, code) if earlier else []


def _history(before: Sequence[Row], said: Mapping[Told, tuple[str, list[Row]]], day: str) -> list[Row]:
    """What a municipality says now, and what it said before.

    A message of which it says the same keeps its rows. Else those end on this day; what was new on this very day was
    never known on another, and goes.
    """
    over: list[Row] = []
    still: dict[Told, list[Row]] = defaultdict(list)
    for row in before:
        if row[_KNOWN_UNTIL] is None:
            still[_told(row)].append(row)
        else:
            over.append(row)
    new: list[Row] = []
    for told, (sum_, rows) in said.items():
        known = still.get(told, ())
        if known and known[0][_SUM] == sum_:
            new += still.pop(told)
        else:
            new += [(*row, sum_, day, None) for row in rows]
    ended = [(*row[:_KNOWN_UNTIL], day) for rows in still.values() for row in rows if row[_KNOWN_FROM] != day]
    return over + ended + new


_SUM, _KNOWN_FROM, _KNOWN_UNTIL = map(INTERVALS.names.index, ("sum", "known_from", "known_until"))


def _told(row: Row) -> Told:
    _, product, message, *_ = row
    return str(product), str(message)


class _Plain(dict[Cell, Cell]):
    """Each value as both engines can keep it; a text that comes back thousands of times is looked at once."""

    def __missing__(self, value: Cell) -> Cell:
        plain: Cell = value
        if isinstance(value, str):
            plain = _NOT_TEXT.sub(" ", value)[:_LETTERS]
        elif isinstance(value, bool):
            plain = int(value)
        self[value] = plain
        return plain


@contextlib.contextmanager
def _sqlite_in(folder: Path) -> Iterator[Add]:
    """One file with the tables, and indexes on what is asked for most."""
    file = folder / SQLITE
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as base:
        base.executescript(
            "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version_number()}; BEGIN;"
        )
        for table in TABLES:
            base.execute(f'CREATE TABLE "{table.name}" (\n  {_defined(table)}\n)')

        def add(rows: Rows) -> None:
            plain = _Plain().__getitem__
            for table, each in rows.items():
                places = ", ".join("?" * len(table.columns))
                base.executemany(
                    f'INSERT INTO "{table.name}" VALUES ({places})', [tuple(map(plain, row)) for row in each]
                )

        yield add
        for name, columns in _INDEXES.items():
            base.execute(f'CREATE INDEX "{name}" ON {columns}')
        base.execute("COMMIT")
    with file.open("r+b") as stream:
        header = stream.read(HEADER)
        stream.seek(0)
        stream.write(settled(header))


class _Quoted(_Plain):
    """Each value as a cell of CSV; an empty text is another than none."""

    def __missing__(self, value: Cell) -> Cell:
        plain = super().__missing__(value)
        written = "" if plain is None else str(plain)
        if isinstance(plain, str):
            written = '"' + plain.replace('"', '""') + '"'
        self[value] = written
        return written


@contextlib.contextmanager
def _parquet_in(folder: Path) -> Iterator[Add]:
    """A file for each table. The rows wait as CSV on the disk, since DuckDB takes in one row at a time slowly."""
    waiting = folder / _ROWS
    waiting.mkdir()
    with contextlib.ExitStack() as open_:
        base = open_.enter_context(contextlib.closing(connected(threads="1")))
        streams = {
            table: open_.enter_context((waiting / table.name).open("w", encoding="utf-8", newline=""))
            for table in TABLES
        }

        def add(rows: Rows) -> None:
            quoted = _Quoted().__getitem__
            for table, each in rows.items():
                streams[table].writelines([f"{','.join(map(quoted, row))}\n" for row in each])  # type: ignore[arg-type]

        yield add
        for table, stream in streams.items():
            stream.close()
            to = folder / PARQUET.format(table.name)
            base.execute(
                f"COPY (SELECT * FROM {_read_csv(waiting / table.name, table)}) TO '{_in_quotes(to)}' (FORMAT parquet, "
                f"COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}, KV_METADATA {{{STAMP}: '{version_number()}'}})"
            )
    shutil.rmtree(waiting)


def _read_csv(file: Path, table: HarvestTable) -> str:
    columns = ", ".join(f"'{column.name}': '{_TYPES[column.kind]}'" for column in table.columns)
    options = "".join(f", {name} = {value}" for name, value in _CSV.items())
    return f"read_csv('{_in_quotes(file)}', columns = {{{columns}}}{options})"


def _in_quotes(file: Path) -> str:
    return str(file).replace("'", "''")


def _defined(table: HarvestTable) -> str:
    return ",\n  ".join(f'"{column.name}" {_TYPES[column.kind]}' for column in table.columns)


_MADE: Mapping[str, Callable[[Path], AbstractContextManager[Add]]] = {
    "parquet": _parquet_in,
    "sqlite": _sqlite_in,
}
