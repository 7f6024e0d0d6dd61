"""A project as it stood in a commit of git, read without changing or fetching anything."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wmebv_site.project.load import read_plain
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FILE
from wmebv_site.register.overlay import base_of
from wmebv_site.register.values import package_of

SHALLOW = "De geschiedenis in git is niet volledig opgehaald."
TO_FETCH_ALL = "Haal de rest op met 'git fetch --unshallow'."
_SECONDS = 60
_SHARED = (CHANNELS_FILE, PRODUCTS_FILE, "products", "content")
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
}  # fmt: skip


class NoGit(Exception):
    """Why git can't be asked, as a Dutch sentence."""


class Shallow(NoGit):
    """That only the last versions were fetched, as many a build server does."""

    def __init__(self) -> None:
        super().__init__(f"{SHALLOW} {TO_FETCH_ALL}")


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


def is_shallow(project: Path) -> bool:
    """Whether git lacks what came before some version."""
    return git(project, "rev-parse", "--is-shallow-repository").strip() == b"true"


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
    """The last commit that this version shares with another; that one itself where they share none.

    Raises Shallow where it may well be among what was not fetched.
    """
    try:
        found = git(project, "merge-base", commit, "HEAD").decode("ascii").strip()
    except NoGit:
        if is_shallow(project):
            raise Shallow from None
        return commit
    return found or commit


@contextmanager
def as_it_stood(project: Path, commit: str, wanted: Collection[str]) -> Iterator[Path | None]:
    """A folder with what there was in a commit of the files and folders ``wanted``, for as long as it is needed.

    None where one of them was a link: what it led to then may be something else now.
    """
    asked = git(project, "rev-parse", "--show-toplevel", "--show-prefix").decode("utf-8", "surrogateescape")
    # Within a folder of the repository git would look for that folder inside of what it is asked for.
    repository, here = (Path(asked.split("\n")[0]), asked.split("\n")[1])
    with tempfile.TemporaryDirectory(prefix="wmebv-") as room:
        # Deep within it: a register that is shared stands beside the project, or above it.
        top = Path(room, *"abcdefgh")
        whole = _taken(repository, commit, here, wanted, top) and _with_base(
            project, repository, commit, here, top
        )
        yield top / here if whole else None


def _taken(repository: Path, commit: str, path: str, wanted: Iterable[str], top: Path) -> bool:
    """Put what there was in a folder of a commit in its place; whether there was no link among it."""
    listed = git(repository, "ls-tree", "-z", "--name-only", f"{commit}:{path}").split(b"\0")
    names = [name for name in wanted if name.partition("/")[0].encode() in listed]
    archive = git(repository, "archive", "--format=tar", f"{commit}:{path}", *names) if names else b""
    (top / path).mkdir(parents=True, exist_ok=True)
    return _unpacked(archive, top / path)


def _with_base(project: Path, repository: Path, commit: str, here: str, top: Path) -> bool:
    """The same of the register that the project shared with others; where git doesn't have that, as it is now."""
    above = base_of({CHANNELS_FILE: read_plain(top / here / CHANNELS_FILE) or b""})
    if not above or package_of(above):  # which package there was, git does not know
        return True
    path = os.path.normpath(here + above)
    if not path.startswith(".."):
        with suppress(NoGit):
            return _taken(repository, commit, path, _SHARED, top)
    target = Path(os.path.normpath(top / here / above))
    for name in _SHARED if target.is_relative_to(top.parents[7]) else ():
        source = project / above / name
        if source.is_symlink():
            return False
        if source.is_dir():
            shutil.copytree(source, target / name, symlinks=True)
        elif source.is_file():
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return True


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
