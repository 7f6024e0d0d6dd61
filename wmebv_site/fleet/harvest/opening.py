"""Opens the tables of a harvest to read, and puts one question to them: nothing is written, and no other file is read."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from wmebv_site.data.sqlite_file import version_number
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.fleet.each import bounded_memory
from wmebv_site.fleet.harvest.harvested import TABLES, HarvestTable

if TYPE_CHECKING:
    import duckdb

SQLITE = "gemeenten.sqlite"
PARQUET = "{}.parquet"
FORMS = ("parquet", "sqlite")
STAMP = "wmebv"
"""Under which a file of Parquet says of which version its tables are."""

_SECONDS = 60
_LONG = 1800
"""For what is not made up: a question with a name on a slow computer."""
_MEGABYTES = 2048
_ROWS = 100_000
_LETTERS = 50_000_000
"""Of all cells of an outcome together."""
_LONGEST = 20_000
"""A question of so many letters nobody wrote."""
_DEEPEST = 100
_AT_ONCE = 500
_CELL = 1_000_000

Cell = str | int | float | None
Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question gives: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]


class Store(Protocol):
    """The tables of one harvest, open to read."""

    @property
    def form(self) -> str: ...

    def ask(self, sql: str, given: Mapping[str, str] | None = None, *, bounded: bool = True) -> Outcome:
        """The answer to one SELECT; ``given`` has a value for each ``$name`` in it. Raises Refused.

        ``bounded`` is what somebody made up: it gets so much time, and no more rows than one can take in.
        """

    def rows(self, table: HarvestTable, municipality: str) -> list[Cells]:
        """The rows of one municipality, as they were written."""


def parquet_files(folder: Path) -> list[Path]:
    return [folder / PARQUET.format(table.name) for table in TABLES]


def form_of(folder: Path) -> str | None:
    """In which form the tables stand in a folder; None when there are none."""
    if (folder / SQLITE).is_file():
        return "sqlite"
    return "parquet" if any(file.is_file() for file in parquet_files(folder)) else None


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The tables of the harvest in a folder. Raises Refused when there are none, or when they can't be read."""
    match form_of(folder):
        case "sqlite":
            with contextlib.closing(_Sqlite(folder / SQLITE)) as lite:
                yield lite
        case "parquet":
            with contextlib.closing(_Duck(folder)) as duck:
                yield duck
        case _:
            raise Refused(
                f"In de map '{printable(str(folder))}' staat nog geen oogst. Begin met: wmebv fleet harvest"
            )


def duckdb_here() -> bool:
    """Whether Parquet can be written and read on this computer."""
    try:
        import duckdb  # noqa: F401
    except ModuleNotFoundError:
        return False
    return True


def connected(**settings: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that fetches no part of itself from elsewhere. Raises Refused when it isn't there."""
    try:
        import duckdb
    except ModuleNotFoundError as missing:
        from wmebv_site.project.machine import to_install_extra

        raise Refused(f"Voor Parquet is 'duckdb' nodig. Typ: {to_install_extra('fleet')}") from missing
    closed: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_unsigned_extensions": "false",
        "memory_limit": f"{_MEGABYTES}MB",
        "temp_directory": "",
        "preserve_insertion_order": "true",
    }
    return duckdb.connect(":memory:", config=closed | settings)


class _Sqlite:
    form = "sqlite"

    def __init__(self, file: Path) -> None:
        self._file = file
        with _readable(file):
            self._base = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            _refuse_other(file, version == version_number())
            for table in TABLES:
                found = tuple(row[1] for row in self._base.execute(f'PRAGMA table_info("{table.name}")'))
                _refuse_other(file, found == tuple(column.name for column in table.columns))
            self._base.execute("PRAGMA temp_store = MEMORY")
        self._base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _CELL)
        self._base.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200)
        self._base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._base.set_authorizer(_only_reads)

    def close(self) -> None:
        self._base.close()

    def ask(self, sql: str, given: Mapping[str, str] | None = None, *, bounded: bool = True) -> Outcome:
        _refuse_endless(sql)
        with _within(_SECONDS if bounded else _LONG, self._base.interrupt) as late:
            try:
                cursor = self._base.execute(sql, given or {})
                if cursor.description is None:
                    raise _no_question()
                return _outcome([each[0] for each in cursor.description], cursor.fetchmany, bounded)
            except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
                raise _refusal(error, late()) from error

    def rows(self, table: HarvestTable, municipality: str) -> list[Cells]:
        with _readable(self._file):
            return self._base.execute(f"{_of_one(table)} ORDER BY rowid", (municipality,)).fetchall()


def _only_reads(
    action: int, first: str | None, second: str | None, base: str | None, inside: str | None
) -> int:
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE) or (
        action == sqlite3.SQLITE_FUNCTION and second != "load_extension"
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


class _Duck:
    form = "parquet"

    def __init__(self, folder: Path) -> None:
        self._base = connected()
        self._folder = folder
        with _readable(folder):
            files = [str(file.resolve()) for file in parquet_files(folder)]
            stamped = f"SELECT value FROM parquet_kv_metadata(?) WHERE key = '{STAMP}'"
            for table, file in zip(TABLES, files, strict=True):
                found = self._base.execute(stamped, [file]).fetchone()
                _refuse_other(
                    Path(file), found is not None and bytes(found[0]) == str(version_number()).encode()
                )
                at = file.replace("'", "''")
                self._base.execute(f"CREATE VIEW \"{table.name}\" AS SELECT * FROM read_parquet('{at}')")
                cursor = self._base.execute(f'SELECT * FROM "{table.name}" LIMIT 0')
                names = tuple(each[0] for each in cursor.description or ())
                _refuse_other(Path(file), names == tuple(column.name for column in table.columns))
            # From here on it sees these files and nothing else of the disk or of the network, for good.
            self._base.execute("SET allowed_paths = $files", {"files": files})
            self._base.execute("SET enable_external_access = false")
            self._base.execute("SET lock_configuration = true")

    def close(self) -> None:
        self._base.close()

    def ask(self, sql: str, given: Mapping[str, str] | None = None, *, bounded: bool = True) -> Outcome:
        import duckdb

        _refuse_endless(sql)
        with _within(_SECONDS if bounded else _LONG, self._base.interrupt) as late:
            try:
                asked = self._base.extract_statements(sql)
                if len(asked) != 1 or asked[0].type != duckdb.StatementType.SELECT:
                    raise _no_question()
                self._base.execute(asked[0], dict(given or {}))
                return _outcome(
                    [each[0] for each in self._base.description or ()], self._base.fetchmany, bounded
                )
            except (duckdb.Error, RuntimeError, ValueError, OverflowError) as error:
                raise _refusal(error, late()) from error

    def rows(self, table: HarvestTable, municipality: str) -> list[Cells]:
        with _readable(self._folder):
            return self._base.execute(_of_one(table), [municipality]).fetchall()


def _of_one(table: HarvestTable) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}" WHERE "{table.columns[0].name}" = ?'


def _outcome(names: Sequence[str], more: Callable[[int], Sequence[Cells]], bounded: bool) -> Outcome:
    """All rows, as long as a person or a program can take them in."""
    rows: list[Cells] = []
    letters = 0
    while found := more(_AT_ONCE):
        if not bounded:
            rows += found
            continue
        rows += [tuple(map(_plain, row)) for row in found]
        letters += sum(len(cell) for row in rows[-len(found) :] for cell in row if isinstance(cell, str))
        if len(rows) > _ROWS or letters > _LETTERS:
            raise Refused(
                f"De uitkomst is te groot: ten hoogste {_ROWS} rijen kunnen. Vraag minder, bijvoorbeeld met LIMIT."
            )
    return Outcome(tuple(names), tuple(rows))


def _plain(cell: object) -> Cell:
    """A value of whatever type an engine has, as both would tell it."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if isinstance(cell, (str, int, float, type(None))) else str(cell)


@contextlib.contextmanager
def _within(seconds: int, stop: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Within so many seconds, and with a bounded amount of memory; gives what tells whether the time is over."""
    over = threading.Event()

    def end() -> None:
        over.set()
        stop()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        with bounded_memory(_MEGABYTES * 1_048_576):
            yield over.is_set
    except MemoryError as error:
        raise _too_much() from error
    finally:
        timer.cancel()
        timer.join()


@contextlib.contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Around what a file that isn't ours, or that is damaged, makes go wrong."""
    try:
        yield
    except Refused:
        raise
    except (OSError, sqlite3.Error, ValueError) as error:
        raise _damaged(file) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        raise _damaged(file) from error


def _damaged(file: Path) -> Refused:
    return Refused(
        f"'{printable(str(file))}' is beschadigd of niet van wmebv. Oogst opnieuw in een andere map."
    )


def _refuse_other(file: Path, same: bool) -> None:
    if not same:
        raise Refused(
            f"'{printable(str(file))}' is van een andere versie van wmebv. Oogst opnieuw in een andere map."
        )


def _refuse_endless(sql: str) -> None:
    deep = accumulate(("([{".count(letter) - ")]}".count(letter) for letter in sql[:_LONGEST]), initial=0)
    if len(sql) > _LONGEST or max(deep) > _DEEPEST:
        raise Refused("Deze vraag is te lang om te lezen. Stel een kortere vraag.")


def _no_question() -> Refused:
    return Refused("Dit is geen vraag. Schrijf één SELECT; wijzigen en andere bestanden lezen kan niet.")


def _too_much() -> Refused:
    return Refused("Deze vraag gebruikt te veel geheugen. Vraag minder, of stel een eenvoudiger vraag.")


def _refusal(error: BaseException, late: bool) -> Refused:
    """The one sentence for what the engine says; its own words are English, and stand last."""
    if late:
        return Refused(
            "Deze vraag duurt te lang, en is afgebroken. Vraag minder, of stel een eenvoudiger vraag."
        )
    name, said = type(error).__name__, str(error)
    if name == "OutOfMemoryException" or "out of memory" in said.casefold():
        return _too_much()
    if name == "PermissionException" or "not authorized" in said or "one statement" in said:
        return _no_question()
    first = printable(said.partition("\n")[0].strip())[:300]
    return Refused(f"Deze vraag is niet te lezen. De namen leest u met: wmebv fleet query --tables ({first})")
