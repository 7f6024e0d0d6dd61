"""Writes a file whole or not at all, and never over what another made meanwhile."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class WriteRefused(Exception):
    """Why a file was not written, as a Dutch sentence."""


def write_new(file: Path, data: bytes) -> None:
    """Write a file that isn't there yet. Raises WriteRefused when it is, or when it can't be written."""
    beside = _beside(file, data)
    try:
        os.link(beside, file)  # unlike a rename, a link never takes the place of something else
    except FileExistsError:
        raise WriteRefused(f"'{file.name}' bestaat al. Kies een andere naam, of wijzig dat bestand.") from None
    except OSError:
        _write_exclusively(file, data)
    finally:
        beside.unlink(missing_ok=True)


def replace(file: Path, data: bytes, expected: bytes | None = None) -> None:
    """Put the new text in the place of the old in one step; the old one stays until the new one is on the disk.

    Raises WriteRefused when it can't be written, or when the file no longer holds what was ``expected``.
    """
    if file.is_symlink():
        raise WriteRefused(f"'{file.name}' is een snelkoppeling. Zet een gewoon bestand op deze plaats.")
    beside = _beside(file, data)
    try:
        if expected is not None and file.read_bytes() != expected:
            raise WriteRefused(f"'{file.name}' is intussen gewijzigd. Probeer het nog eens.")
        if file.exists():
            beside.chmod(file.stat().st_mode & 0o777)
        os.replace(beside, file)
    except OSError as error:
        raise _cannot(file) from error
    finally:
        beside.unlink(missing_ok=True)


def _beside(file: Path, data: bytes) -> Path:
    """A file in the same folder that holds the data for certain; its name begins with a dot, so nothing reads it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".wmebv-", dir=file.parent)
    except OSError as error:
        raise _cannot(file) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o644)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise _cannot(file) from error
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _write_exclusively(file: Path, data: bytes) -> None:
    """For file systems without links: not in one step, yet never over another file."""
    try:
        with file.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise WriteRefused(f"'{file.name}' bestaat al. Kies een andere naam, of wijzig dat bestand.") from None
    except OSError as error:
        file.unlink(missing_ok=True)
        raise _cannot(file) from error


def _cannot(file: Path) -> WriteRefused:
    return WriteRefused(f"'{file}' kan niet worden geschreven. Controleer de rechten en de ruimte op de schijf.")
