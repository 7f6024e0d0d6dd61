"""A project as it stood in a commit of git, read without changing or fetching anything."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 60
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
}  # fmt: skip


class NoGit(Exception):
    """Why git can't be asked, as a Dutch sentence."""


def git(project: Path, *arguments: str) -> bytes:
    """What git answers about the folder of a project. Raises NoGit when it doesn't."""
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotepath=false", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=project,
            env=os.environ | _ENVIRONMENT,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
    except FileNotFoundError:
        raise NoGit("Op deze computer staat git niet.") from None
    except subprocess.TimeoutExpired:
        raise NoGit("Het lezen van git duurde te lang.") from None
    except (subprocess.CalledProcessError, OSError):
        raise NoGit("De registers staan niet in git.") from None
    return done.stdout


def commit_named(project: Path, name: str) -> str | None:
    """The commit that a branch, a tag or a number stands for, or None when git doesn't know it."""
    git(project, "rev-parse", "--git-dir")
    try:
        found = git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except NoGit:
        return None
    return found.decode("ascii").strip()


def not_committed(project: Path, paths: Iterable[str]) -> list[str]:
    """Which of these files of a project say something that git does not know; none where there is no git."""
    try:
        asked = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--")
        said = git(project, *asked, *paths)
        top = git(project, "rev-parse", "--show-prefix").decode("utf-8", "replace").strip()
    except NoGit:
        return []
    named = (line[3:] for line in said.decode("utf-8", "replace").split("\0") if line)
    return sorted(name.removeprefix(top) for name in named)


def parted_at(project: Path, commit: str) -> str:
    """The last commit that this version shares with another; that one itself where git can't tell."""
    try:
        found = git(project, "merge-base", commit, "HEAD").decode("ascii").strip()
    except NoGit:
        return commit
    return found or commit


@contextmanager
def as_it_stood(project: Path, commit: str, wanted: Collection[str]) -> Iterator[Path | None]:
    """A folder with what there was in a commit of the files and folders ``wanted``, for as long as it is needed.

    None where one of them was a link: what it led to then may be something else now.
    """
    here = git(project, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip()
    listed = git(project, "ls-tree", "-z", "--name-only", f"{commit}:{here}").split(b"\0")
    names = [name for name in wanted if name.partition("/")[0].encode() in listed]
    archive = git(project, "archive", "--format=tar", f"{commit}:{here}", *names) if names else b""
    with tempfile.TemporaryDirectory(prefix="wmebv-") as folder:
        yield Path(folder) if _unpacked(archive, Path(folder)) else None


def _unpacked(archive: bytes, folder: Path) -> bool:
    if not archive:
        return True
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = tar.getmembers()
        if not all(member.isfile() or member.isdir() for member in members):
            return False
        # Not tar.extractall: the first releases of Python 3.11 have no filter for names that leave the folder.
        for member in members:
            place = folder / member.name
            if not place.resolve().is_relative_to(folder.resolve()):
                return False
            if held := tar.extractfile(member):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(held.read())
    return True
