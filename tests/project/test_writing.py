"""Files that editors keep: changed in one place, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from wmebv_site.diagnostics import Refused
from wmebv_site.project.writing import (
    Change,
    Removal,
    difference,
    fill,
    new_folder,
    replace,
    write_changes,
    write_new,
    write_own,
)
from wmebv_site.register.front_matter import with_key


def test_a_new_key_stands_below_the_last_and_the_rest_stays() -> None:
    text = "---\ntitle: A  # zo\n\n# een opmerking\nlijst:\n  - a\n---\n\ntitle: in de tekst\n"
    changed = with_key(text, "end", "2026-03-02T13:40+01:00")
    assert changed == text.replace("  - a\n---", "  - a\nend: 2026-03-02T13:40+01:00\n---")


def test_a_key_without_a_value_gets_one_and_keeps_its_comment() -> None:
    assert (
        with_key("---\nend:  # nog niet\nchannels: [a]\n---\n", "end", "x")
        == "---\nend: x  # nog niet\nchannels: [a]\n---\n"
    )


def test_windows_line_ends_stay() -> None:
    assert with_key("---\r\na: 1\r\n---\r\ntekst\r\n", "b", "2") == "---\r\na: 1\r\nb: 2\r\n---\r\ntekst\r\n"


def test_a_value_of_more_lines_is_not_replaced() -> None:
    for more in ("end:\n  x: 1\n", "end:\n- 1\n"):
        with pytest.raises(ValueError, match="end"):
            with_key(f"---\n{more}---\n", "end", "2")


def test_a_key_further_in_or_with_a_longer_name_is_another() -> None:
    text = "---\nuit:\n  end: 1\nend_of: 2\n---\n"
    assert with_key(text, "end", "3") == "---\nuit:\n  end: 1\nend_of: 2\nend: 3\n---\n"


def held(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, hidden files too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_new_file_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "map" / "a.md"
    write_new(file, b"een")
    with pytest.raises(Refused, match="bestaat al"):
        write_new(file, b"twee")
    (tmp_path / "map" / "b.md").symlink_to(tmp_path / "weg")
    with pytest.raises(Refused, match="bestaat al"):
        write_new(tmp_path / "map" / "b.md", b"drie")
    assert held(tmp_path) == {"map/a.md": b"een"}


def test_a_new_file_gets_the_rights_that_the_person_gives(tmp_path: Path) -> None:
    earlier = os.umask(0o027)
    try:
        write_new(tmp_path / "a.md", b"een")
    finally:
        os.umask(earlier)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


def test_a_replaced_file_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"oud")
    file.chmod(0o600)
    replace(file, b"nieuw")
    assert file.read_bytes() == b"nieuw"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.write_bytes(b"oud")
    link = tmp_path / "a.md"
    link.symlink_to(elsewhere)
    with pytest.raises(Refused, match="snelkoppeling"):
        replace(link, b"nieuw")
    with pytest.raises(Refused, match="snelkoppeling"):
        write_own(tmp_path, {"a.md": b"nieuw"}, tmp_path.parent, force=True)
    assert elsewhere.read_bytes() == b"oud"


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_file_that_is_there_to_be_read_only_is_left_as_it_is(mode: int, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"oud\n")
    (tmp_path / "b.yaml").chmod(mode)
    changes = [Change(name, b"oud\n", b"nieuw\n") for name in ("a.yaml", "b.yaml")]
    with pytest.raises(Refused, match="is alleen om te lezen; er is niets geschreven"):
        write_changes(tmp_path, changes)
    with pytest.raises(Refused, match="is alleen om te lezen"):
        replace(tmp_path / "b.yaml", b"nieuw\n")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == dict.fromkeys(
        ["a.yaml", "b.yaml"], b"oud\n"
    )


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_goes_wrong_on_the_way_leaves_the_old_file(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"oud")

    def fails(*arguments: object) -> None:
        raise OSError

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(Refused, match="kan niet worden geschreven"):
        replace(file, b"nieuw")
    with pytest.raises(Refused, match="kan niet worden geschreven"):
        write_changes(tmp_path, [Change("a.md", b"oud", b"nieuw")])
    assert held(tmp_path) == {"a.md": b"oud"}


CHANGES = [
    Change("a.yaml", b"oud\n", b"nieuw\n"),
    Change("c.yaml", None, b"nieuw\n"),
    Change("b.yaml", b"oud\n", b"nieuw\n"),
]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_bytes(b"oud\n")
    return tmp_path


def full_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full when a file of this name is put in its place."""
    real = os.replace

    def full(source: Any, target: Any) -> None:
        if Path(target).name == name:
            raise OSError(28, "full", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", full)


def test_all_files_are_written_or_none(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_for("b.yaml", monkeypatch)
    with pytest.raises(Refused, match="niets gewijzigd"):
        write_changes(two, CHANGES)
    assert held(two) == {"a.yaml": b"oud\n", "b.yaml": b"oud\n"}
    monkeypatch.undo()
    (two / "a.yaml").chmod(0o640)
    assert write_changes(two, CHANGES) == ["a.yaml", "c.yaml", "b.yaml"]
    assert held(two) == dict.fromkeys(["a.yaml", "b.yaml", "c.yaml"], b"nieuw\n")
    assert stat.S_IMODE((two / "a.yaml").stat().st_mode) == 0o640


def test_on_a_disk_without_links_nothing_is_written_over_either(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*arguments: object, **more: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", no_links)
    write_changes(two, CHANGES)
    assert held(two) == dict.fromkeys(["a.yaml", "b.yaml", "c.yaml"], b"nieuw\n")

    def another_was_first(*arguments: object, **more: object) -> None:
        (two / "d.yaml").write_bytes(b"werk van een ander\n")
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", another_was_first)
    with pytest.raises(Refused, match="intussen gewijzigd"):
        write_changes(two, [Change("a.yaml", b"nieuw\n", b"x\n"), Change("d.yaml", None, b"nieuw\n")])
    assert held(two) == dict.fromkeys(["a.yaml", "b.yaml", "c.yaml"], b"nieuw\n") | {
        "d.yaml": b"werk van een ander\n"
    }


@pytest.mark.parametrize("how", ["altered", "gone", "link", "new"])
def test_what_someone_else_changed_meanwhile_is_never_overwritten(how: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"oud\n")
    change = Change("a.yaml", None if how == "new" else b"oud\n", b"nieuw\n")
    if how == "altered":
        file.write_bytes(b"werk van een ander\n")
    elif how == "gone":
        file.unlink()
    elif how == "link":
        file.rename(tmp_path / "b.yaml")
        file.symlink_to("b.yaml")
    before = sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir())
    with pytest.raises(Refused, match="intussen gewijzigd"):
        write_changes(tmp_path, [change])
    assert sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir()) == before


def test_a_difference_is_readable_and_empty_when_nothing_changes() -> None:
    assert difference([Change("a.yaml", b"x\r\n", b"x\r\n")]) == ""
    assert difference([Change("a.yaml", None, b"x\n")]) == "--- /dev/null\n+++ a.yaml\n@@ -0,0 +1 @@\n+x\n"


def test_our_own_files_are_written_again_until_someone_works_in_one(two: Path) -> None:
    with pytest.raises(Refused, match="door iemand anders"):
        write_own(two, {"c.yaml": b"1", "a.yaml": b"1"}, two.parent)
    assert held(two) == {"a.yaml": b"oud\n", "b.yaml": b"oud\n"}
    write_own(two, {"c.yaml": b"1"}, two.parent)
    write_own(two, {"c.yaml": b"2"}, two.parent)
    (two / "c.yaml").write_bytes(b"werk van een ander")
    with pytest.raises(Refused, match="door iemand anders"):
        write_own(two, {"c.yaml": b"3"}, two.parent)
    write_own(two, {"c.yaml": b"4"}, two.parent, force=True)
    write_own(two, {"c.yaml": b"5"}, two.parent)
    assert (two / "c.yaml").read_bytes() == b"5"


def test_of_our_own_files_all_are_written_or_none(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_own(two, {"a.yaml": b"1", "b.yaml": b"1"}, two.parent, force=True)
    before = held(two)
    full_for("b.yaml", monkeypatch)
    with pytest.raises(Refused, match="niets gewijzigd"):
        write_own(two, {"a.yaml": b"2", "c.yaml": b"2", "b.yaml": b"2"}, two.parent)
    assert held(two) == before


FILES = {"a.md": "een", "map/b.md": b"twee"}


@pytest.mark.parametrize("name", ["nieuw", "nog/niet/daar", "leeg"])
def test_a_new_folder_is_there_when_all_of_it_is(name: str, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    target = tmp_path / name
    with new_folder(target) as folder:
        fill(folder, FILES)
        assert not target.exists() or not (target / "a.md").exists()
    assert held(target) == {"a.md": b"een", "map/b.md": b"twee"}
    assert not list(tmp_path.rglob(".wmebv-*"))


def test_who_stands_in_an_empty_folder_still_stands_in_it_when_it_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with new_folder(Path()) as folder:
        fill(folder, FILES)
    assert held(Path()) == {"a.md": b"een", "map/b.md": b"twee"}


@pytest.mark.parametrize("name", ["nieuw", "nog/niet/daar", "leeg"])
def test_of_a_folder_that_fails_halfway_nothing_is_left(name: str, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(Refused, match="kan niet worden geschreven"), new_folder(tmp_path / name) as folder:
        fill(folder, FILES)
        raise OSError(28, "full")
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / name) as folder:
        fill(folder, FILES)
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["leeg"]


@pytest.mark.parametrize("name", ["nieuw", "leeg"])
def test_what_another_puts_in_the_folder_meanwhile_stays_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(Refused, match="kan niet worden geschreven"), new_folder(tmp_path / name) as folder:
        fill(folder, FILES)
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "a.md").write_bytes(b"werk van een ander")
    assert held(tmp_path) == {f"{name}/a.md": b"werk van een ander"}


def test_a_folder_with_anything_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / ".verborgen").write_bytes(b"van mij")
    (tmp_path / "koppeling").symlink_to(tmp_path / "weg")
    said = {
        "vol": "niet leeg",
        "vol/.verborgen": "is een bestand",
        "vol/.verborgen/map": "kan niet worden geschreven",
        "koppeling": "is een koppeling",
    }
    for name, why in said.items():
        with pytest.raises(Refused, match=why), new_folder(tmp_path / name):
            pass
    assert held(tmp_path) == {"vol/.verborgen": b"van mij"}


def test_what_goes_is_removed_once_all_is_written_or_stays(tmp_path: Path) -> None:
    folder = tmp_path / "products"
    folder.mkdir()
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_bytes(name.encode())
    removals = [Removal("products/a.yaml", b"a.yaml"), Removal("products/b.yaml", b"anders")]
    with pytest.raises(Refused, match="intussen gewijzigd"):
        write_changes(tmp_path, [Change("products.yaml", None, b"nieuw")], removals)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.yaml", "b.yaml", "products"]
    removals[1] = Removal("products/b.yaml", b"b.yaml")
    write_changes(tmp_path, [Change("products.yaml", None, b"nieuw")], removals)
    assert [path.name for path in tmp_path.rglob("*")] == ["products.yaml"]


def test_a_removed_file_is_there_again_when_the_next_can_not_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode())
    unlink = Path.unlink

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "b":
            raise PermissionError(13, "no", str(path))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    with pytest.raises(Refused, match="kan niet worden geschreven"):
        write_changes(tmp_path, [], [Removal("a", b"a"), Removal("b", b"b")])
    assert (tmp_path / "a").read_bytes() == b"a" and (tmp_path / "b").read_bytes() == b"b"
