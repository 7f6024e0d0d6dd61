"""Changed files and the disk: shown as a difference, or written all together or not at all."""

from __future__ import annotations

import contextlib
import difflib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wmebv_site._from_editing_refusal import EditRefused


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


def write(project: Path, changes: Sequence[Change]) -> list[str]:
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
            ready.append((change, _beside(project, change)))
        for change in changed:
            _refuse_if_altered(project, change)
        for change, temporary in ready:
            os.replace(temporary, project / change.path)
            done.append(change)
    except OSError as error:
        _undo(project, done)
        name = getattr(error, "filename", None)
        where = f"'{Path(name).name}'" if isinstance(name, str) else "de map"
        raise EditRefused(f"In {where} kan niet worden geschreven; er is niets gewijzigd. Controleer de rechten.") from error
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
        raise EditRefused(f"'{change.path}' is intussen gewijzigd; er is niets geschreven. Voer de opdracht opnieuw uit.")


def _beside(project: Path, change: Change) -> Path:
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
