"""Writes a file, a set of files or a folder whole or not at all, and never over what another made meanwhile."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wmebv_site.diagnostics import Refused

MADE = ".wmebv-gemaakt.json"
"""Remembers in a folder what was written there, by the sum of each file."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file as it was read (None when it wasn't there) and as it must become."""

    path: str
    before: bytes | None
    after: bytes

    @property
    def is_one(self) -> bool:
        return self.before != self.after


def difference(changes: Iterable[Change]) -> str:
    """What would change, as a unified diff; empty when nothing does."""
    return "".join(line for change in changes if change.is_one for line in _lines(change))


def write_changes(folder: Path, changes: Sequence[Change]) -> list[str]:
    """Write what changed, in this order, and return the paths; after a failure every file is as it was.

    Raises Refused also when a file is no longer what was read: someone else is at work in it.
    """
    changed = [(folder / change.path, change) for change in changes if change.is_one]
    with ExitStack() as cleared, ExitStack() as undone:
        for file, change in changed:
            _refuse_if_altered(file, change.before)
        ready = [cleared.enter_context(_beside(file, change.after)) for file, change in changed]
        for file, change in changed:
            _refuse_if_altered(file, change.before)
        for beside, (file, change) in zip(ready, changed, strict=True):
            _put(beside, file, over=change.before is not None)
            undone.callback(_put_back, file, change.before)
        undone.pop_all()
    return [change.path for _, change in changed]


def write_new(file: Path, data: bytes) -> None:
    """Write a file that isn't there yet. Raises Refused when it is, or when it can't be written."""
    if file.is_symlink() or file.exists():
        raise Refused(f"'{file.name}' bestaat al. Kies een andere naam, of wijzig dat bestand.")
    write_changes(file.parent, [Change(file.name, None, data)])


def replace(file: Path, data: bytes) -> None:
    """Put a file in the place of whatever is there, in one step. Raises Refused, also for a link."""
    _refuse_link(file)
    with _beside(file, data) as beside:
        _put(beside, file, over=True)


def refuse_other(folder: Path, names: Iterable[str]) -> None:
    """Raises Refused when one of these files is not as we left it."""
    known = _sums_in(folder)
    for name in names:
        file = folder / name
        if file.is_symlink() or (file.exists() and _sum_of(file) != known.get(name)):
            raise Refused(
                f"'{file}' is door iemand anders gemaakt of gewijzigd. Kies een andere map, of gebruik --force om het te "
                "vervangen."
            )


def write_own(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write files that we may write again, and remember them in ``MADE``: all, or none.

    Raises Refused when one holds another's work, which only ``force`` writes over, or can't be written.
    """
    if not force:
        refuse_other(folder, files)
    sums = {name: _sum(data) for name, data in files.items()}
    noted = json.dumps(_sums_in(folder) | sums, indent=1, sort_keys=True).encode() + b"\n"
    for name in files:
        _refuse_link(folder / name)
    wanted = {**files, MADE: noted}
    write_changes(folder, [Change(name, _held(folder / name), data) for name, data in wanted.items()])


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill, whose content is that of ``target`` once all went well; else nothing is left of it.

    Raises Refused when ``target`` is no folder, or not an empty one, and when it can't be written.
    """
    _refuse_used(target)
    inside = target.exists()  # who stands in an empty folder must still stand in it afterwards
    with ExitStack() as undone:
        try:
            for folder in reversed([each for each in target.parents if not each.exists()]):
                folder.mkdir()
                undone.callback(_remove_empty, folder)
            beside = (target if inside else target.parent) / _hidden_name()
            beside.mkdir()
        except OSError as error:
            raise Refused(f"In de map '{target}' kan niet worden geschreven. Kies een andere map.") from error
        undone.callback(_remove, beside)
        with _refusing(target):
            yield beside
            if not inside:
                beside.rename(target)
            elif set(target.iterdir()) != {beside}:
                raise FileExistsError(target)
            else:
                for child in sorted(beside.iterdir()):
                    _put(child, target / child.name, over=child.is_dir())
                    undone.callback(_remove, target / child.name)
        undone.pop_all()
    _remove(beside)


def fill(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a folder of :func:`new_folder`, by their path in it with forward slashes."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)


@contextmanager
def _beside(file: Path, data: bytes) -> Iterator[Path]:
    """A file in the same folder that holds the data for certain, with the rights of ``file`` if that is there."""
    beside = file.with_name(_hidden_name())
    try:
        with _refusing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("xb") as stream:
                if file.exists():
                    beside.chmod(stat.S_IMODE(file.stat().st_mode))
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _put(beside: Path, file: Path, *, over: bool) -> None:
    with _refusing(file):
        if over:
            beside.replace(file)
            return
        try:
            file.hardlink_to(beside)  # unlike a rename, a link never takes the place of something else
        except FileExistsError:
            raise _altered(file) from None
        except OSError:
            _write_exclusively(file, beside.read_bytes())


def _write_exclusively(file: Path, data: bytes) -> None:
    """For file systems without links: not in one step, yet never over another file."""
    try:
        stream = file.open("xb")
    except FileExistsError:
        raise _altered(file) from None
    try:
        with stream:
            stream.write(data)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _put_back(file: Path, before: bytes | None) -> None:
    with suppress(OSError, Refused):
        if before is None:
            file.unlink()
        else:
            replace(file, before)


def _remove(made: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(made) if made.is_dir() else made.unlink()


def _remove_empty(folder: Path) -> None:
    """A folder in which someone else has put something by now stays."""
    with suppress(OSError):
        folder.rmdir()


def _refuse_link(file: Path) -> None:
    if file.is_symlink():
        raise Refused(f"'{file.name}' is een snelkoppeling. Zet een gewoon bestand op deze plaats.")


def _refuse_if_altered(file: Path, before: bytes | None) -> None:
    with _refusing(file):
        if file.is_symlink() or _held(file) != before:
            raise _altered(file)


def _refuse_used(target: Path) -> None:
    if target.is_symlink():
        raise Refused(f"'{target}' is een koppeling naar een andere plek. Kies een gewone map.")
    with _refusing(target):
        if target.exists() and not target.is_dir():
            raise Refused(f"'{target}' is een bestand. Kies een map.")
        if target.exists() and any(target.iterdir()):
            raise Refused(f"De map '{target}' is niet leeg. Kies een nieuwe of lege map.")


def _altered(file: Path) -> Refused:
    return Refused(f"'{file}' is intussen gewijzigd; er is niets geschreven. Voer de opdracht opnieuw uit.")


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Around what the disk may refuse."""
    try:
        yield
    except OSError as error:
        raise Refused(
            f"'{path}' kan niet worden geschreven; er is niets gewijzigd. Controleer de rechten en de ruimte op de schijf."
        ) from error


def _hidden_name() -> str:
    """A name of its own; it begins with a dot, so that nothing reads it."""
    return f".wmebv-{secrets.token_hex(8)}"


def _held(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _sum_of(file: Path) -> str | None:
    try:
        return _sum(file.read_bytes())
    except OSError:
        return None


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sums_in(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / MADE).read_bytes())
    except (OSError, ValueError):
        return {}
    return (
        {name: value for name, value in found.items() if isinstance(value, str)}
        if isinstance(found, dict)
        else {}
    )


def _lines(change: Change) -> Iterator[str]:
    before, after = (_shown(data) for data in (change.before or b"", change.after))
    old = change.path if change.before is not None else "/dev/null"
    for line in difflib.unified_diff(before, after, old, change.path):
        yield line if line.endswith("\n") else f"{line}\n"


def _shown(data: bytes) -> list[str]:
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").splitlines(keepends=True)
