"""Writes a file, a set of files or a report whole or not at all, and never over what another made meanwhile."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wmebv_site.diagnostics import Refused
from wmebv_site.project.load import part_of_website


def write_new(file: Path, data: bytes) -> None:
    """Write a file that isn't there yet. Raises Refused when it is, or when it can't be written."""
    beside = _beside(file, data)
    try:
        os.link(beside, file)  # unlike a rename, a link never takes the place of something else
    except FileExistsError:
        raise Refused(f"'{file.name}' bestaat al. Kies een andere naam, of wijzig dat bestand.") from None
    except OSError:
        _write_exclusively(file, data)
    finally:
        beside.unlink(missing_ok=True)


def replace(file: Path, data: bytes, expected: bytes | None = None) -> None:
    """Put the new text in the place of the old in one step; the old one stays until the new one is on the disk.

    Raises Refused when it can't be written, or when the file no longer holds what was ``expected``.
    """
    if file.is_symlink():
        raise Refused(f"'{file.name}' is een snelkoppeling. Zet een gewoon bestand op deze plaats.")
    beside = _beside(file, data)
    try:
        if expected is not None and file.read_bytes() != expected:
            raise Refused(f"'{file.name}' is intussen gewijzigd. Probeer het nog eens.")
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
        raise Refused(f"'{file.name}' bestaat al. Kies een andere naam, of wijzig dat bestand.") from None
    except OSError as error:
        file.unlink(missing_ok=True)
        raise _cannot(file) from error


def _cannot(file: Path) -> Refused:
    return Refused(f"'{file}' kan niet worden geschreven. Controleer de rechten en de ruimte op de schijf.")


MADE = ".wmebv-gemaakt.json"
"""Remembers in a folder what was written there, by the sum of each file."""


def refuse_other(folder: Path, names: Mapping[str, object]) -> None:
    """Raises Refused when one of these files is not as we left it."""
    known = _known(folder)
    for name in names:
        here = folder / name
        if here.is_symlink() or (here.exists() and _sum(here) != known.get(name)):
            raise Refused(
                f"'{here}' is door iemand anders gemaakt of gewijzigd. Kies een andere map, of gebruik --force om het te "
                "vervangen."
            )


def write_own(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write all files, or none when one of them holds another's work or can't be written. Raises Refused."""
    if not force:
        refuse_other(folder, files)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    noted = json.dumps(_known(folder) | sums, indent=1, sort_keys=True).encode() + b"\n"
    before: dict[Path, bytes | None] = {}
    try:
        for name, data in {**files, MADE: noted}.items():
            file = folder / name
            old = file.read_bytes() if file.is_file() else None
            replace(file, data)
            before[file] = old
    except (Refused, OSError) as refusal:
        for file, old in before.items():
            file.unlink(missing_ok=True) if old is None else replace(file, old)
        raise Refused(str(refusal)) from refusal


def _sum(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


def _known(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / MADE).read_bytes())
    except (OSError, ValueError):
        return {}
    return (
        {name: value for name, value in found.items() if isinstance(value, str)}
        if isinstance(found, dict)
        else {}
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One file as it was read (None when it wasn't there) and as it must become."""

    path: str
    before: bytes | None
    after: bytes

    @property
    def is_one(self) -> bool:
        return self.before != self.after


def difference(changes: Sequence[Change]) -> str:
    """What would change, as a unified diff; empty when nothing does."""
    return "".join(line for change in changes if change.is_one for line in _lines(change))


def _lines(change: Change) -> Iterator[str]:
    before, after = (_shown(data) for data in (change.before or b"", change.after))
    old = change.path if change.before is not None else "/dev/null"
    for line in difflib.unified_diff(before, after, old, change.path):
        yield line if line.endswith("\n") else f"{line}\n"


def _shown(data: bytes) -> list[str]:
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").splitlines(keepends=True)


def write_changes(project: Path, changes: Sequence[Change]) -> list[str]:
    """Write what changed and return the paths; after a failure every file is as it was.

    Refuses when a file is no longer what was read: someone else is at work in it.
    """
    changed = [change for change in changes if change.is_one]
    ready: list[tuple[Change, Path]] = []
    done: list[Change] = []
    try:
        for change in changed:
            _refuse_if_altered(project, change)
        for change in changed:
            ready.append((change, _new_beside(project, change)))
        for change in changed:
            _refuse_if_altered(project, change)
        for change, temporary in ready:
            os.replace(temporary, project / change.path)
            done.append(change)
    except OSError as error:
        _undo(project, done)
        name = getattr(error, "filename", None)
        where = f"'{Path(name).name}'" if isinstance(name, str) else "de map"
        raise Refused(
            f"In {where} kan niet worden geschreven; er is niets gewijzigd. Controleer de rechten."
        ) from error
    except BaseException:
        _undo(project, done)
        raise
    finally:
        for _, temporary in ready:
            with contextlib.suppress(OSError):
                temporary.unlink()
    return [change.path for change in changed]


def _refuse_if_altered(project: Path, change: Change) -> None:
    path = project / change.path
    found = path.read_bytes() if path.is_file() and not path.is_symlink() else None
    if path.is_symlink() or found != change.before:
        raise Refused(
            f"'{change.path}' is intussen gewijzigd; er is niets geschreven. Voer de opdracht opnieuw uit."
        )


def _new_beside(project: Path, change: Change) -> Path:
    """The new text in a file of its own, in the same folder so that it can take the place of the old one."""
    target = project / change.path
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(change.after)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777 if change.before is not None else 0o666 & ~_mask())
    except BaseException:
        temporary.unlink()
        raise
    return temporary


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _undo(project: Path, done: Sequence[Change]) -> None:
    for change in done:
        target = project / change.path
        with contextlib.suppress(OSError):
            if change.before is None:
                target.unlink()
            else:
                target.write_bytes(change.before)


REPORT_NAMES = {
    "html": "voortgang.html",
    "xlsx": "voortgang.xlsx",
    "json": "voortgang.json",
    "md": "voortgang.md",
    "slides": "presentatie.html",
    "poster": "infographic.svg",
}
"""What a folder with reports holds, and nothing else but what remembers them."""


def refuse_report(target: Path, project: Path, names: Iterable[str] = (), *, force: bool = False) -> None:
    """Raises Refused when the report can't stand in this folder; said before any work is done.

    ``names`` are the forms that will be written, by their key in ``REPORT_NAMES``.
    """
    _refuse_published(target, project)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"'{target}' is geen map. Kies een andere map.")
    if target.is_dir() and (others := sorted(set(os.listdir(target)) - {*REPORT_NAMES.values(), MADE})):
        raise Refused(f"In '{target}' staat al iets anders, zoals '{others[0]}'. Kies een nieuwe map.")
    if not force:
        refuse_other(target, {REPORT_NAMES[name]: None for name in names})


def write_report(target: Path, project: Path, made: dict[str, bytes], *, force: bool = False) -> list[Path]:
    """Write the files, by their name in ``REPORT_NAMES``, or none of them. The paths are returned."""
    refuse_report(target, project, made, force=force)
    files = {REPORT_NAMES[name]: data for name, data in made.items()}
    write_own(target, files, force=force)
    return [target / name for name in files]


def _refuse_published(target: Path, project: Path) -> None:
    """Internal data may not be published: not with the website, nor by lying where it is made from."""
    if name := part_of_website(target, project):
        raise Refused(f"In '{name}' komt wat op de website staat. Zet het rapport in een andere map.")
