"""Keeps what a harvest fetched until all of it is written, so that one that was broken off asks only for what is left."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wmebv_site import __version__
from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.harvest.harvested import Harvest
from wmebv_site.fleet.harvest.origins import Copy, copy_of
from wmebv_site.project.turns import turn_with
from wmebv_site.project.writing import way_out

_JOURNAL = "journal.jsonl"
_FILES = "bestanden"
_LONGEST = 20_000
Asked = tuple[str, str]
"""The address of a website, and which of its files."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking for one file."""

    state: Harvest
    why: str = ""
    copy: Copy | None = None
    """Of the file that came; None where none did."""
    unchanged: bool = False
    """Whether the server says that it is what an earlier harvest read."""


class Spool:
    """The files of one harvest that is under way. Raises Refused where the disk keeps nothing."""

    def __init__(self, folder: Path, day: str) -> None:
        self._folder, self._day = folder, day
        self._known: dict[Asked, Fetched] = {}

    @property
    def holds_any(self) -> bool:
        return bool(self._known)

    def get(self, where: str, name: str) -> Fetched | None:
        """What came of asking for a file on this day; None when it was not asked yet."""
        return self._known.get((where, name))

    def body(self, where: str, name: str) -> bytes:
        """The file that came."""
        with _refusing(self._folder):
            return self._file(where, name).read_bytes()

    def keep(self, where: str, name: str, fetched: Fetched, body: bytes = b"") -> None:
        """Keep what came: first the file, whole, then the line that says so."""
        line = asdict(fetched) | {"day": self._day, "version": __version__, "where": where, "name": name}
        with _refusing(self._folder):
            if fetched.copy is not None:
                file = self._file(where, name)
                beside = file.with_suffix(".nieuw")
                beside.write_bytes(body)
                beside.replace(file)
            with (self._folder / _JOURNAL).open("ab") as stream:
                stream.write(json.dumps(line).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        self._known[where, name] = fetched

    def clear(self) -> None:
        """Nothing is under way any more."""
        self._known.clear()
        with suppress(OSError):
            (self._folder / _JOURNAL).unlink(missing_ok=True)
        shutil.rmtree(self._folder / _FILES, ignore_errors=True)

    def _file(self, where: str, name: str) -> Path:
        return self._folder / _FILES / f"{hashlib.sha256(where.encode()).hexdigest()[:24]}-{name}.json"

    def _read(self) -> None:
        journal = self._folder / _JOURNAL
        data = journal.read_bytes() if journal.is_file() else b""
        if data and not data.endswith(b"\n"):
            with journal.open("ab") as stream:
                stream.write(b"\n")  # what was cut off is a line of its own
        for line in data.splitlines():
            with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
                self._take(json.loads(line[:_LONGEST]))
        if not self._known:
            self.clear()
        (self._folder / _FILES).mkdir(exist_ok=True)

    def _take(self, line: Any) -> None:
        if line["day"] != self._day or line["version"] != __version__:
            return
        where, name = str(line["where"]), str(line["name"])
        fetched = Fetched(
            Harvest(line["state"]), str(line["why"]), copy_of(line["copy"]), line["unchanged"] is True
        )
        if fetched.copy is None or sum_of(self._file(where, name)) == fetched.copy.sum:
            self._known[where, name] = fetched


@contextmanager
def spooled(out: Path, day: str) -> Iterator[Spool]:
    """The spool of a harvest that comes in ``out``: beside it, for one harvest at a time. Raises Refused."""
    folder = out.parent / f".{out.name}-bezig"
    with _refusing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with turn_with(out):  # beside the folder, which goes when the work is done
        spool = Spool(folder, day)
        with _refusing(folder):
            folder.mkdir(exist_ok=True)
            spool._read()
        try:
            yield spool
        finally:
            if not spool.holds_any:
                spool.clear()
            with suppress(OSError):  # what is still needed keeps the folder
                folder.rmdir()


def sum_of(file: Path) -> str | None:
    """The sum of a file; None when it is not there."""
    try:
        return sum_of_bytes(file.read_bytes())
    except OSError:
        return None


def sum_of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(f"Wat is opgehaald, kan niet worden bewaard in '{folder}'. {way_out(error)}") from error
