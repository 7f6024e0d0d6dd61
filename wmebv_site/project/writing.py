"""Writes a file, a set of files or a folder whole or not at all, and never over what another made meanwhile."""

from __future__ import annotations

import ctypes
import difflib
import errno
import hashlib
import json
import os
import platform
import secrets
import shutil
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wmebv_site.diagnostics import Code, Refused
from wmebv_site.project.turns import turn_in

NOT_BUILT = Code(
    "WMEBV539",
    "De website kan niet worden gemaakt",
    "Bij het maken van een pagina of het schrijven van een bestand ging iets mis. De website die er stond, is niet gewijzigd. "
    "De melding noemt het bestand en wat u kunt doen.",
)
MEND_FINDINGS = "Los de meldingen op en bouw opnieuw."
"""Ends what our plugin says where the registers have a mistake, which stands above it."""

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


@dataclass(frozen=True, slots=True)
class Removal:
    """One file as it was read, that must go."""

    path: str
    before: bytes


def difference(changes: Iterable[Change]) -> str:
    """What would change, as a unified diff; empty when nothing does."""
    return "".join(line for change in changes if change.is_one for line in _lines(change))


def write_changes(folder: Path, changes: Sequence[Change], removals: Sequence[Removal] = ()) -> list[str]:
    """Write what changed, in this order, and return the paths; after a failure every file is as it was.

    What goes is removed once all is written, and its folder with it when that is empty.

    Raises Refused also when a file is no longer what was read: someone else is at work in it.
    """
    changed = [(folder / change.path, change) for change in changes if change.is_one]
    going = [(folder / removal.path, removal.before) for removal in removals]
    with turn_in(folder), ExitStack() as cleared, ExitStack() as undone:
        for file, before in [*((file, change.before) for file, change in changed), *going]:
            _refuse_if_altered(file, before)
            _refuse_read_only(file)
        ready = [cleared.enter_context(_beside(file, change.after)) for file, change in changed]
        for file, change in changed:
            _refuse_if_altered(file, change.before)
        for beside, (file, change) in zip(ready, changed, strict=True):
            _put(beside, file, over=change.before is not None)
            undone.callback(_put_back, file, change.before)
        for file, before in going:
            _refuse_if_altered(file, before)
            undone.callback(_put_back, file, before)
            with _refusing(file):
                file.unlink()
        undone.pop_all()
    for emptied in {file.parent for file, _ in going}:
        _remove_empty(emptied)
    return [change.path for _, change in changed]


def beside_website(target: Path, project: Path) -> Path:
    """The place for what is not for visitors. Raises Refused when a website is made from it or put there.

    Besides ``project`` that counts for any project in which the place lies.
    """
    # Every command writes, and few ask this: reading settings takes long to import.
    from wmebv_site.project.settings import is_project, part_of_website

    real = Path(os.path.realpath(target))
    for folder in (project, *(above for above in real.parents if is_project(above))):
        if name := part_of_website(target, folder):
            raise Refused(f"In '{name}' komt wat op de website staat. Kies een andere plek.")
    return target


def write_paper(file: Path, data: bytes, project: Path) -> None:
    """Write a file that isn't there yet and is not for visitors. Raises Refused."""
    write_new(beside_website(file, project), data)


def write_new(file: Path, data: bytes) -> None:
    """Write a file that isn't there yet. Raises Refused when it is, or when it can't be written."""
    if file.is_symlink() or file.exists():
        raise Refused(f"'{file.name}' bestaat al. Kies een andere naam, of wijzig dat bestand.")
    write_changes(file.parent, [Change(file.name, None, data)])


def replace(file: Path, data: bytes) -> None:
    """Put a file in the place of whatever is there, in one step. Raises Refused, also for a link."""
    _refuse_link(file)
    _refuse_read_only(file)
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


def write_own(folder: Path, files: Mapping[str, bytes], project: Path, *, force: bool = False) -> None:
    """Write files that are not for visitors and that we may write again, and remember them in ``MADE``: all, or none.

    Raises Refused when one holds another's work, which only ``force`` writes over, or can't be written.
    """
    beside_website(folder, project)
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


class Successor:
    """A folder that is filled beside another and then takes its place in one step; until then that one is as it was.

    Raises Refused when it can't be made, or can't take the place.
    """

    def __init__(self, target: Path) -> None:
        self.target = Path(os.path.realpath(target))  # who made a link here keeps the link
        if self.target.exists() and not self.target.is_dir():
            raise Refused(f"'{target}' is een bestand. Kies een map.")
        self._named = f"{_SUCCESSOR}{_sum(os.fsencode(self.target))[:8]}-"
        self._clear()
        self.folder = self._made_in(self.target.parent) or self._made_in(self.target)
        if self.folder is None:
            raise Refused(
                f"In de map '{target}' kan niet worden geschreven. Controleer de rechten en de ruimte op de schijf."
            )

    def _clear(self) -> None:
        """Do away with what was left by a process that was killed; an earlier folder that lost its place returns."""
        for where in (self.target.parent, self.target):
            with suppress(OSError):
                for left in sorted(where.glob(f"{self._named}*")):
                    if left.name.endswith(_EARLIER) and where is not self.target and not self.target.exists():
                        left.rename(self.target)
                    else:
                        _remove(left)

    def _made_in(self, where: Path) -> Path | None:
        """A folder that can be renamed to the target: not one in a folder that another disk stands on."""
        if where != self.target and self.target.is_mount():
            return None
        folder = where / f"{self._named}{secrets.token_hex(4)}"
        with suppress(OSError):
            folder.mkdir(parents=where != self.target)
            if self.target.exists():
                folder.chmod(stat.S_IMODE(self.target.stat().st_mode))
            return folder
        return None

    @property
    def is_within(self) -> bool:
        """Whether it is filled within the folder itself, since nothing can be put beside that one."""
        return self.folder is not None and self.folder.parent == self.target

    def take_over(self, without: Collection[str] = ()) -> bool:
        """Give the target what was made; whether that went in one step.

        What begins with a dot there stays there, but for the paths in ``without``. Where the folder itself can't be
        replaced, each file is, and none is gone before the last one is written.
        """
        assert self.folder is not None
        with _refusing(self.target):
            if self.is_within:
                _replace_content(self.target, self.folder, without)
                whole = False
            else:
                if self.target.exists():
                    _copy_hidden(self.target, self.folder, without)
                whole = _replace_folder(self.target, self.folder)
        self.discard()
        return whole

    def discard(self) -> None:
        """Remove what was made, or what was replaced."""
        if self.folder is not None:
            _remove(self.folder)


_SUCCESSOR = ".wmebv-site-"
_EARLIER = ".eerder"
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_HERE = -100  # AT_FDCWD
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276, "riscv64": 276}


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk can't."""
    one, other = os.fsencode(first), os.fsencode(second)
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            done = library.renamex_np(one, other, _EXCHANGE)
        elif hasattr(library, "renameat2"):
            done = library.renameat2(_HERE, one, _HERE, other, _EXCHANGE)
        else:
            done = library.syscall(_RENAMEAT2[platform.machine()], _HERE, one, _HERE, other, _EXCHANGE)
    except (OSError, AttributeError, KeyError, TypeError):
        return False
    return int(done) == 0


def _replace_folder(target: Path, folder: Path) -> bool:
    if not target.exists():
        folder.rename(target)
        return True
    if _exchange(folder, target):
        return True
    earlier = folder.with_name(folder.name + _EARLIER)
    target.rename(earlier)
    try:
        folder.rename(target)
    except BaseException:
        earlier.rename(target)
        raise
    _remove(earlier)
    return False


def _copy_hidden(source: Path, target: Path, without: Collection[str]) -> None:
    """Copy what stands under a name with a dot, and was not made anew: no renderer removes it."""
    for found in source.iterdir():
        if not found.name.startswith(".") or found.name.startswith(_SUCCESSOR):
            continue
        inside = [found, *found.rglob("*")] if found.is_dir() and not found.is_symlink() else [found]
        for each in inside:
            copy = target / each.relative_to(source)
            if each.is_dir() and not each.is_symlink():
                copy.mkdir(exist_ok=True)
            elif not os.path.lexists(copy) and each.relative_to(source).as_posix() not in without:
                shutil.copy2(each, copy, follow_symlinks=False)


def _replace_content(target: Path, folder: Path, without: Collection[str]) -> None:
    """Put each file over the one of its name, pages after what they show and the home page last; then clear away."""
    made = [file.relative_to(folder) for file in folder.rglob("*") if not file.is_dir()]
    made.sort(key=lambda path: (path.suffix == ".html", path.as_posix() == "index.html", path.as_posix()))
    for path in made:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).replace(target / path)
    kept = {*made, *(above for path in made for above in path.parents)}
    for old in sorted(target.rglob("*"), reverse=True):
        path = old.relative_to(target)
        if path in kept or (path.parts[0].startswith(".") and path.as_posix() not in without):
            continue
        if old.is_dir() and not old.is_symlink():
            _remove_empty(old)
        else:
            old.unlink()


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


def _refuse_read_only(file: Path) -> None:
    """A file in its place would undo what somebody asked of the disk: to leave it as it is."""
    with _refusing(file):
        if file.exists() and not (file.stat().st_mode & _WRITABLE and os.access(file, os.W_OK)):
            raise Refused(
                f"'{file}' is alleen om te lezen; er is niets geschreven. Vraag wie dat zo wilde, of geef uzelf het recht om "
                "het te wijzigen."
            )


_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


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


def way_out(error: OSError) -> str:
    """What a person can do about what the disk refuses, as a sentence."""
    return _WAYS_OUT.get(error.errno or 0, "Controleer de rechten en de ruimte op de schijf.")


_WAYS_OUT = {
    errno.ENOSPC: "De schijf is vol. Maak ruimte en probeer het opnieuw.",
    errno.EDQUOT: "De schijf is vol voor u. Maak ruimte en probeer het opnieuw.",
    errno.EROFS: "Deze schijf is alleen om te lezen. Kies een andere plek.",
    errno.ENAMETOOLONG: "De naam is te lang voor deze schijf. Kies een kortere naam.",
    errno.ENOTDIR: "Een deel van dit pad is een bestand en geen map. Kies een andere plek.",
    errno.EISDIR: "Dit is een map en geen bestand. Kies een andere naam.",
    errno.EBUSY: "Een ander programma is ermee bezig. Sluit dat en probeer het opnieuw.",
}


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Around what the disk may refuse."""
    try:
        yield
    except OSError as error:
        raise Refused(
            f"'{path}' kan niet worden geschreven; er is niets gewijzigd. {way_out(error)}"
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
