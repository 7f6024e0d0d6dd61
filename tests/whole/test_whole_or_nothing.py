"""A build is whole or nothing: whatever fails, and whenever it is killed, the last site or the new one stands there."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from building import build_example_as, build_site
from command import mkdocs, wmebv
from mkdocs.exceptions import Abort
from places import ROOT
from projects import copied, rewrite, tree, write_files

from wmebv_site.project import writing
from wmebv_site.project.writing import Successor

Found = Callable[[str], None]
_listeners: list[Found] = []
_WRITES = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.chmod",
    "shutil.rmtree",
    "shutil.copyfile",
}


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    """Before every write: of a file that is opened for it, a rename, a removal."""
    if not _listeners:
        return
    flags = arguments[2] if event == "open" and isinstance(arguments[2], int) else 0
    if event in _WRITES or flags & (os.O_WRONLY | os.O_RDWR):
        for listener in tuple(_listeners):
            listener(str(arguments[0]))


_hooked: list[bool] = []


@contextmanager
def before_each_write(listener: Found) -> Iterator[None]:
    if not _hooked:
        sys.addaudithook(_heard)
        _hooked.append(True)
    exchange = writing._exchange

    def exchanged(first: Path, second: Path) -> bool:
        listener(str(second))
        return exchange(first, second)

    _listeners.append(listener)
    try:
        with mock.patch.object(writing, "_exchange", exchanged):
            yield
    finally:
        _listeners.remove(listener)


@pytest.fixture
def old_and_new(small: Path, tmp_path: Path) -> tuple[Path, Path, dict[str, bytes], dict[str, bytes]]:
    """A project with its site, what stands in that, and what will stand in it after a change: one page less, one more."""
    write_files(small, {"content/eerst.md": "# Eerst\n", "content/beeld/a.txt": "a"})
    site = build_site(small, small / "site", strict=False)
    old = tree(site)
    (small / "content" / "eerst.md").rename(small / "content" / "daarna.md")
    rewrite(small / "mkdocs.yml", "Digitaal contact met Gemeente Voorbeeld", "Een andere naam")
    new = tree(build_site(small, tmp_path / "elsewhere", strict=False))
    assert old.keys() != new.keys()
    return small, site, old, new


@pytest.mark.proof
def test_before_every_write_the_last_site_or_the_new_one_stands_there(
    old_and_new: tuple[Path, Path, dict[str, bytes], dict[str, bytes]],
) -> None:
    """What stands there at that moment is what a kill would leave."""
    project, site, old, new = old_and_new
    seen = []

    def look(path: str) -> None:
        there = tree(site)
        assert there in (old, new), path
        seen.append(there == new)

    with before_each_write(look):
        build_site(project, site, strict=False)
    assert tree(site) == new
    assert len(seen) > len(new) and seen == sorted(seen), "once the new site stands there, it stays"
    assert True in seen and False in seen


@pytest.mark.proof
def test_a_build_that_fails_at_a_write_leaves_the_last_site_and_nothing_beside_it(
    old_and_new: tuple[Path, Path, dict[str, bytes], dict[str, bytes]],
) -> None:
    project, site, old, new = old_and_new
    count = _writes_of(project, site.parent / "probe")
    shutil.rmtree(site.parent / "probe")
    for number in {*range(0, count, max(1, count // 24)), *range(count - 6, count)}:
        left = number

        def fail(path: str) -> None:
            nonlocal left
            left -= 1
            if left == -1:
                raise OSError(errno.ENOSPC, "No space left on device", path)

        said = ""
        try:
            with before_each_write(fail):
                build_site(project, site, strict=False)
        except Abort as abort:
            said = str(abort)
        there = tree(site)
        assert there in (old, new), number
        assert "De schijf is vol." in said or there == new, number
        if there == new:
            break
    assert [found.name for found in site.parent.iterdir() if found.name.startswith(".wmebv")] == []


def _writes_of(project: Path, site: Path) -> int:
    counted: list[str] = []
    with before_each_write(counted.append):
        build_site(project, site, strict=False)
    return len(counted)


@pytest.mark.proof
def test_a_build_that_is_killed_leaves_the_last_site_or_the_new_one_and_the_next_clears_away(
    old_and_new: tuple[Path, Path, dict[str, bytes], dict[str, bytes]],
) -> None:
    project, site, old, new = old_and_new
    count = _writes_of(project, site.parent / "probe")
    shutil.rmtree(site.parent / "probe")
    ends = set()
    for number in (0, 1, count // 3, count // 2, count - 40, count - 3, count - 1, count + 5):
        child = os.fork()
        if child == 0:
            _killed_at(number, project, site)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        there = tree(site)
        assert there in (old, new), number
        ends.add(there == new)
    assert False in ends
    build_site(project, site, strict=False)
    assert tree(site) == new
    assert [found.name for found in site.parent.iterdir() if found.name.startswith(".wmebv")] == []


def _killed_at(number: int, project: Path, site: Path) -> None:
    """End this process for good before a write, and otherwise when all is done."""
    left = number

    def kill(path: str) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            os.kill(os.getpid(), signal.SIGKILL)

    with before_each_write(kill):
        build_site(project, site, strict=False)
    os.kill(os.getpid(), signal.SIGKILL)


DEEP = "".join(f"{'    ' * depth}- diep\n" for depth in range(250))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"content/diep.md": DEEP}, "content/diep.md"),
        ({"content/een/lijst.md": DEEP.replace("- ", "1. ")}, "content/een/lijst.md"),
    ],
)
def test_a_text_that_can_not_be_rendered_is_named_and_the_site_stays(
    small: Path, files: dict[str, str], said: str
) -> None:
    before = tree(build_site(small, small / "site", strict=False))
    write_files(small, files)
    done = mkdocs("build", cwd=small, code=1)
    assert said in done.all and "De website is niet gewijzigd." in done.all
    assert tree(small / "site") == before


@pytest.mark.parametrize(
    "front", ["template: home.html", "template: 404.html", "template: ../../mkdocs.yml", "hide: [navigation]"]
)
def test_what_other_programs_read_above_a_page_does_nothing_and_is_told(small: Path, front: str) -> None:
    write_files(small, {"content/eigen.md": f"---\ntitle: Eigen\n{front}\n---\n\n# Eigen\n\nTekst.\n"})
    assert "content/eigen.md:3:1: WMEBV128" in wmebv("check", cwd=small, code=0).stdout
    mkdocs("build", cwd=small, code=0)
    assert "<h1" in (small / "site" / "eigen" / "index.html").read_text(encoding="utf-8")


def test_a_first_line_with_a_colon_is_text_and_not_lost(small: Path) -> None:
    """MkDocs takes such lines for front matter."""
    write_files(small, {"content/eigen.md": "Let op: dit is geen gegeven.\nMaar: tekst.\n"})
    mkdocs("build", cwd=small, code=0)
    assert "dit is geen gegeven" in (small / "site" / "eigen" / "index.html").read_text(encoding="utf-8")


def test_a_picture_that_can_not_be_read_leaves_the_site(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(build_site(small, small / "site", strict=False))
    write_files(small, {"content/beeld/a.png": b"\x89PNG"})

    def refuse(source: str, target: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", source)

    monkeypatch.setattr("mkdocs.utils.copy_file", refuse)
    done = mkdocs("build", cwd=small, code=1)
    assert "a.png' kan niet worden gelezen of geschreven. Controleer de rechten" in done.all
    assert tree(small / "site") == before


def test_what_begins_with_a_dot_stays_in_the_site_and_a_link_to_it_too(small: Path, tmp_path: Path) -> None:
    real = tmp_path / "web" / "html"
    write_files(real, {".git/HEAD": "ref", ".well-known/acme/x": "token", ".nojekyll": "", "oud.html": "oud"})
    (small / "site").symlink_to(real, target_is_directory=True)
    real.chmod(0o750)
    build_site(small, small / "site", strict=False)
    there = tree(real)
    assert (small / "site").is_symlink()
    assert {
        ".git/HEAD",
        ".well-known/acme/x",
        ".nojekyll",
        "index.html",
    } <= there.keys() and "oud.html" not in there
    assert real.stat().st_mode & 0o777 == 0o750
    assert sorted(found.name for found in real.parent.iterdir()) == ["html"]


def test_a_strict_build_with_a_warning_of_mkdocs_leaves_the_last_site(tmp_path: Path) -> None:
    example = copied(ROOT, tmp_path / "project")
    site = build_example_as(example, "http://127.0.0.1/site/", date="2026-06-01")
    before = tree(site)
    write_files(example, {"content/eigen.md": "# Eigen\n\n[weg](bestaat-niet.html)\n"})
    with pytest.raises(Abort):
        build_site(example, site)
    assert tree(site) == before


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("is_mount", "Geef de bouw het recht om in '"),
        ("_exchange", "Heel even was er geen website."),
        ("", ""),
    ],
)
def test_a_build_says_when_the_site_did_not_change_in_one_step(
    how: str, says: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    site = build_site(small, tmp_path / "site", strict=False)
    if how == "is_mount":
        monkeypatch.setattr(Path, "is_mount", lambda self: self == site)
    elif how:
        monkeypatch.setattr(writing, how, lambda first, second: False)
    caplog.clear()
    with caplog.at_level("INFO", "mkdocs"):
        build_site(small, site, strict=False)
    told = [each.getMessage() for each in caplog.records if "website" in each.getMessage()]
    assert any(says in each for each in told) if says else not any("stap wisselen" in each for each in told)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Successor]:
    """A folder with something in it, and one beside it with something newer."""
    old = write_files(tmp_path / "site", {"index.html": "oud", "weg/index.html": "oud", ".git/HEAD": "ref"})
    successor = Successor(old)
    assert successor.folder is not None
    write_files(successor.folder, {"index.html": "nieuw", "erbij/index.html": "nieuw"})
    return old, successor


NEW = {"index.html": b"nieuw", "erbij/index.html": b"nieuw", ".git/HEAD": b"ref"}


def test_on_a_system_that_can_not_exchange_two_renames_do(
    two: tuple[Path, Successor], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, successor = two
    monkeypatch.setattr(writing, "_exchange", lambda first, second: False)
    assert successor.take_over() is False
    assert tree(old) == NEW and sorted(old.parent.iterdir()) == [old]


def test_what_was_killed_between_the_two_renames_returns(two: tuple[Path, Successor]) -> None:
    old, successor = two
    before = tree(old)
    assert successor.folder is not None
    old.rename(successor.folder.with_name(successor.folder.name + ".eerder"))
    Successor(old).discard()
    assert tree(old) == before and sorted(old.parent.iterdir()) == [old]


def test_where_the_folder_can_not_be_replaced_each_file_is_and_none_is_gone_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write_files(tmp_path / "site", {"index.html": "oud", "weg/index.html": "oud", ".git/HEAD": "ref"})
    monkeypatch.setattr(Path, "is_mount", lambda self: self == old)
    successor = Successor(old)
    assert successor.folder is not None and successor.folder.parent == old
    write_files(successor.folder, {"index.html": "nieuw", "erbij/index.html": "nieuw"})
    assert successor.is_within
    assert successor.take_over() is False
    assert tree(old) == NEW
