"""Lets one command at a time work in a project or a folder, and tells who is at work: others wait a moment, then say so."""

from __future__ import annotations

import getpass
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import AMSTERDAM
from wmebv_site.project.clock import now

TURN = ".wmebv-bezig"
"""Says in a project who is at work there; nobody reads it as a text, and it goes when the work is done."""
PATIENCE = 10.0
"""So many seconds a command waits for its turn: writing takes far less."""
_STEP = 0.1
_OF_A_PROJECT = ("channels.yaml", "products.yaml", "products", "mkdocs.yml")


@contextmanager
def turn_in(
    folder: Path, what: str | None = None, wait: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Be alone in the project that a folder belongs to. Raises Refused, with the name of who is at work.

    The system itself gives the turn back when a program ends, however that ends.
    """
    home = _project_of(folder)
    with _turn(home / TURN if home else None, "In dit project", what, wait):
        yield


@contextmanager
def turn_at(folder: Path, what: str | None = None) -> Iterator[None]:
    """Be alone in this very folder, whatever it holds. Raises Refused likewise."""
    with _turn(folder / TURN, f"In de map '{folder}'", what, time.sleep):
        yield


@contextmanager
def turn_with(
    file: Path, what: str | None = None, wait: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Be alone with one file, while others may write beside it. Raises Refused likewise."""
    with _turn(file.with_name(f"{TURN}-{file.stem}"), f"Met '{file}'", what, wait):
        yield


@contextmanager
def _turn(said: Path | None, where: str, what: str | None, wait: Callable[[float], None]) -> Iterator[None]:
    stream = _taken(said, where, wait) if said else None
    if stream is None:  # no project, or a disk that can't keep turns: whoever writes looks before it does
        yield
        return
    try:
        with suppress(OSError):
            stream.truncate(0)
            stream.write(_who(what).encode())
            stream.flush()
        yield
    finally:
        with suppress(OSError):
            Path(stream.name).unlink(missing_ok=True)
        with suppress(OSError):  # on a full disk what was to be written there is written once more
            stream.close()
        with suppress(OSError):  # Windows removes no file that is open
            if sys.platform == "win32":
                Path(stream.name).unlink(missing_ok=True)


def _project_of(folder: Path) -> Path | None:
    real = Path(os.path.realpath(folder))
    with suppress(OSError):
        for above in (real, *real.parents):
            if any((above / name).exists() for name in _OF_A_PROJECT):
                return above
    return None


def _taken(file: Path, where: str, wait: Callable[[float], None]) -> IO[bytes] | None:
    waited = 0.0
    while True:
        try:
            stream = _opened(file)
        except OSError:
            return None
        held = _held(stream)
        # Who had the turn removes the file: then this is no longer the one that the next will open.
        if held and _is_there(stream, file):
            return stream
        stream.close()
        if not held:
            if waited >= PATIENCE:
                raise Refused(
                    f"{_said(file, where)} Wacht tot dat klaar is, en voer de opdracht dan opnieuw uit."
                )
            wait(_STEP)
            waited += _STEP


def _opened(file: Path) -> IO[bytes]:
    if file.is_symlink():
        raise OSError(file)
    file.touch()
    try:
        return file.open("r+b")
    except PermissionError:  # a colleague made it: waiting for a turn asks for no more than reading
        return file.open("rb")


def _held(stream: IO[bytes]) -> bool:
    """Whether the turn is ours; also where the disk keeps no turns."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(1 << 20)  # beyond what others read of it
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def _is_there(stream: IO[bytes], file: Path) -> bool:
    with suppress(OSError):
        return os.path.samestat(os.fstat(stream.fileno()), file.stat())
    return False


def _who(what: str | None) -> str:
    program, *arguments = sys.argv or ["wmebv"]
    command = what or " ".join([Path(program).stem, *arguments[:2]])
    user = "iemand"
    with suppress(Exception):  # no name, no such user: it is only told
        user = getpass.getuser()
    moment = now().astimezone(AMSTERDAM)
    return f"{user} op {platform.node()}, met '{command[:60]}', sinds {moment:%H:%M}"


def _said(file: Path, where: str) -> str:
    said = ""
    with suppress(OSError):
        said = printable(file.read_bytes()[:300].decode("utf-8", "replace"))
    return f"{where} is al iemand bezig: {said}." if said else f"{where} is al iemand bezig."
