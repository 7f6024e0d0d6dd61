"""What was told of each municipality, as lines of JSON in files: kept while it comes, read back, and gathered from shards."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from io import RawIOBase
from pathlib import Path
from typing import Any, TypeAlias, cast

from pydantic import BaseModel

from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.each import State, as_line
from wmebv_site.project.clock import now
from wmebv_site.project.turns import turn_with
from wmebv_site.project.writing import replace, way_out

ENDING = ".jsonl"
FOLDER = "resultaten"
"""Where the results come, beside the list, unless somebody says otherwise."""
_LONGEST = 200_000
"""No municipality needs a longer line; whatever is longer was not written by this program."""

Line: TypeAlias = dict[str, Any]


def read_lines(file: Path) -> dict[str, Line]:
    """What a file tells, by municipality: the last line of each. A line that was cut off does not count."""
    found: dict[str, Line] = {}
    try:
        with file.open("rb") as stream:
            while data := stream.readline(_LONGEST):
                line = _line(data)
                if line is not None:
                    found[line["key"]] = line
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Refused(f"De resultaten in '{file}' zijn niet te lezen. {way_out(error)}") from error
    return found


def _line(data: bytes) -> Line | None:
    if not data.endswith(b"\n"):
        return None
    try:
        told = _Told.model_validate_json(data)
        date.fromisoformat(told.day)
        date.fromisoformat(told.since or told.day)
        return cast(Line, json.loads(data))
    except (ValueError, RecursionError):
        return None


class _Counts(BaseModel, strict=True):
    products: int
    messages: int
    official: int
    exempt: int
    needed: int
    in_force: int
    wanted: int
    gaps: int
    fallback_only: int


class _Links(BaseModel, strict=True):
    all: int
    known: int
    open: int


class _Told(BaseModel, strict=True):
    """What whoever reads a line relies on, wherever it was written; more may stand in it."""

    key: str
    action: str
    day: str
    version: str
    state: State
    name: str | None = None
    code: str | None = None
    why: str = ""
    since: str | None = None
    fictitious: bool = False
    pages: int = 0
    late: int = 0
    outages: int = 0
    counts: _Counts | None = None
    found: dict[str, int] = {}
    decisions: dict[str, int] = {}
    links: _Links | None = None
    first: list[str] = []
    notes: list[str] = []
    measured: dict[str, Any] | None = None


@contextmanager
def alone_with(file: Path) -> Iterator[None]:
    """Two runs that write one file would each lose what the other did. Raises Refused when another is at work."""
    with _writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    with turn_with(file):
        yield


@contextmanager
def kept_in(file: Path, keys: Collection[str]) -> Iterator[Callable[[str], None]]:
    """Adds each line to a file as it comes, so that a run that is broken off can go on; at the end one line is left of each.

    Of what is not among ``keys`` any more nothing is kept. Raises Refused for a file that holds something else.
    """
    with _writing(file):
        _refuse_another(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("ab", buffering=0)  # nothing is left to be written when the disk is full
    with stream:

        def keep(line: str) -> None:
            with _writing(file):
                _write_whole(stream, _at_this_moment(line).encode() + b"\n")
                os.fsync(stream.fileno())

        if not _ends_whole(file):
            with _writing(file):
                _write_whole(stream, b"\n")
        yield keep
    with suppress(Refused):  # every line is there: that some are there twice is no loss
        write_lines(file, [line for key, line in read_lines(file).items() if key in keys])


def _write_whole(stream: RawIOBase, data: bytes) -> None:
    while data:
        data = data[stream.write(data) or 0 :]


def _ends_whole(file: Path) -> bool:
    with file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - 1))
        return stream.read(1) in (b"\n", b"")


def _at_this_moment(line: str) -> str:
    """A line with the moment at which it came, also when nothing had changed and an earlier one still held."""
    found = json.loads(line)
    found["measured"] = (found.get("measured") or {}) | {"told": now().isoformat(timespec="milliseconds")}
    return as_line(found)


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    """Around what the disk may refuse; what goes wrong with a municipality is no matter of this file."""
    try:
        yield
    except OSError as error:
        raise Refused(f"De resultaten komen niet in '{file}'. {way_out(error)}") from error


def _refuse_another(file: Path) -> None:
    if file.exists() and not file.is_file():
        raise Refused(f"'{file}' is geen gewoon bestand. Noem een ander bestand, zoals uitslag.jsonl.")
    if not file.exists() or read_lines(file):
        return
    with file.open("rb") as stream:
        there = stream.read(_LONGEST)
    broken_off = there.startswith(b"{") and b"\n" not in there  # the first line of a run that was killed
    if there.strip() and not broken_off:
        raise Refused(
            f"In '{file}' staat iets anders dan resultaten. Dat zou weg zijn. Noem een ander bestand, zoals uitslag.jsonl."
        )


def write_lines(file: Path, lines: Iterable[Line]) -> None:
    ordered = sorted(lines, key=lambda line: str(line["key"]))
    replace(file, "".join(f"{as_line(line)}\n" for line in ordered).encode())


def gathered(places: Iterable[Path]) -> list[Line]:
    """What all files tell together: of each municipality the latest, and of the same content the build rather than the check.

    A place is a file, or a folder with files. Raises Refused when there is none.
    """
    files: list[Path] = []
    for place in places:
        inside = sorted(place.rglob(f"*{ENDING}")) if place.is_dir() else [place]
        if not inside or not all(file.is_file() for file in inside):
            raise Refused(
                f"'{place}' bestaat niet, of er staan geen resultaten in. Begin met 'wmebv fleet check' of 'wmebv fleet build'."
            )
        files += inside
    found: dict[str, list[Line]] = {}
    for file in files:
        for key, line in read_lines(file).items():
            found.setdefault(key, []).append(line)
    return [_latest(found[key]) for key in sorted(found)]


def _latest(lines: Iterable[Line]) -> Line:
    """The one told last; but of what is the same a build says more than a check."""
    *before, last = sorted(lines, key=lambda line: (line["day"], _told(line), *_weight(line)))
    content = (last["day"], last.get("content"))
    same = [line for line in before if (line["day"], line.get("content")) == content and content[1]]
    return max([*same, last], key=_weight)


def _told(line: Line) -> str:
    measured = line.get("measured")
    return str(measured.get("told", "")) if isinstance(measured, dict) else ""


def _weight(line: Line) -> tuple[bool, str]:
    return line["action"] == "build", without_measures(line)


def without_measures(line: Mapping[str, Any]) -> str:
    """A line without what differs from run to run."""
    return as_line({name: value for name, value in line.items() if name != "measured"})


def same_code(lines: Iterable[Line]) -> dict[str, list[str]]:
    """The codes that several projects say are theirs, with those projects: one of them is somebody else.

    A project that does not have the code of the list is told of already.
    """
    listed = [
        (line.get("code"), str(line["key"]))
        for line in lines
        if line.get("counts") and line["state"] != State.ANOTHER
    ]
    times = Counter(code for code, _ in listed)
    return {
        code: [key for known, key in listed if known == code]
        for code, number in sorted(times.items(), key=lambda each: str(each[0]))
        if isinstance(code, str) and number > 1
    }
