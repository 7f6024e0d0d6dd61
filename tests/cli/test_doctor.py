"""``wmebv doctor``: what is here, what is missing and what to type, on any system and also where half is missing."""

from __future__ import annotations

import json
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from command import apart, wmebv
from places import ROOT
from projects import tree

from wmebv_site.project import machine
from wmebv_site.project.machine import Found, Requirement, State

NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)


def states(found: list[Found]) -> list[State]:
    return [each.state for each in found]


def test_a_sound_project_is_told_to_be_so_and_nothing_changes(small: Path) -> None:
    before = tree(small)
    done = wmebv("doctor", cwd=small, code=0)
    assert "goed    Python: Python 3." in done.stdout
    assert "goed    project: 6 producten" in done.stdout and "; geen fouten" in done.stdout
    assert done.stdout.rstrip().split("\n")[-1].startswith(("Alles is in orde.", "U kunt werken."))
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert tree(small) == before


def test_what_keeps_one_from_working_is_told_with_the_way_out(small: Path) -> None:
    (small / "mkdocs.yml").unlink()
    text = (small / "products.yaml").read_text(encoding="utf-8")
    (small / "products.yaml").write_bytes(text.replace("\n", "\r\n", 3).encode() + b"x: [\n")
    done = wmebv("doctor", "--format", "json", cwd=small, code=1)
    told = {each["message"]: each for each in json.loads(done.stdout)["found"] if each["about"] == "project"}
    assert [each["state"] for each in told.values()] == ["fout", "fout", "let op"]
    assert [each.split(".")[0] for each in told] == [
        "mkdocs",
        "1 fout in uw registers of instellingen",
        "In products",
    ]
    assert [each["command"] for each in told.values()] == [None, "wmebv check", None]


def test_a_folder_without_a_project_is_no_fault_and_one_that_is_not_there_is(tmp_path: Path) -> None:
    assert "wmebv init" in wmebv("doctor", cwd=tmp_path, code=0).stdout
    assert "is er niet" in wmebv("doctor", "--project", "weg", cwd=tmp_path, code=1).stdout


def test_what_we_need_is_what_our_package_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    written = [machine._requirement(line) for line in project["dependencies"]]
    assert [each.name for each in written][:2] == ["mkdocs", "mkdocs-material"]
    assert all(each.bounds and each.extra is None for each in written)
    assert machine.EXTRAS.keys() == project["optional-dependencies"].keys()
    assert machine._requirement('odfdo>=3.20; extra == "documents"') == Requirement(
        "odfdo", ">=3.20", "documents"
    )


def test_what_one_types_for_an_extra_is_what_it_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in {each.extra for each in machine.requirements() if each.extra}:
        wanted = [machine._requirement(line).name for line in project["optional-dependencies"][extra]]
        assert set(machine.to_install_extra(extra).split(" install ")[1].split()) == set(wanted)


@pytest.mark.parametrize(
    ("bounds", "version", "fits"),
    [
        (">=1.6.1,<2", "1.6.1", True),
        (">=1.6.1,<2", "1.6", False),
        (">=1.6.1,<2", "2.0.0", False),
        (">=9.7,<10", "9.10.2", True),
        (">=8.4", "8.4.0rc1", True),
        ("==0.0.73", "0.0.74", False),
        ("", "anything", True),
    ],
)
def test_a_version_is_held_against_what_is_needed(bounds: str, version: str, fits: bool) -> None:
    assert Requirement("x", bounds).admits(version) is fits


def test_what_is_missing_or_too_old_says_what_to_type() -> None:
    needed = [Requirement("mkdocs", ">=1.6.1,<2"), Requirement("click", ">=8.4")]
    needed += [Requirement("openpyxl", ">=3.1.5", "inventory"), Requirement("duckdb", ">=1.4", "fleet")]
    found = list(machine.about_libraries(needed, {"click": "8.1"}))
    assert [(each.state, each.message) for each in found] == [
        (State.FAULT, "Er ontbreekt: mkdocs."),
        (State.FAULT, "click is 8.1. Nodig is 8.4 of nieuwer."),
        (State.NOTICE, "Niet aanwezig: openpyxl (de werkmap voor collega's)."),
    ]
    assert [str(each.command).split(" -m ")[1] for each in found] == [
        "pip install mkdocs",
        "pip install --upgrade click",
        "pip install openpyxl",
    ]
    assert states(
        list(machine.about_libraries(needed, {"mkdocs": "1.6.1", "click": "9", "openpyxl": "4"}))
    ) == [
        State.WELL,
        State.WELL,
    ]


@pytest.mark.parametrize(
    ("system", "word"), [("win32", "Microsoft Store"), ("darwin", "brew"), ("linux", "sudo apt")]
)
def test_a_python_that_is_too_old_says_where_a_newer_one_is_on_this_system(system: str, word: str) -> None:
    (found,) = machine.about_python((3, 9, 2), system)
    assert found.state is State.FAULT and word in f"{found.hint} {found.command}"
    assert states(list(machine.about_python((3, 14, 0), system))) == [State.WELL]
    assert states(list(machine.about_python((3, 16, 0), system))) == [State.NOTICE]


@pytest.mark.parametrize(
    ("folder", "environ", "system", "words"),
    [
        (PureWindowsPath(r"C:\Users\a\OneDrive - Gemeente\contact"), {}, "win32", ["OneDrive - Gemeente"]),
        (PureWindowsPath(r"C:\werk\contact"), {"OneDrive": r"C:\werk"}, "win32", ["OneDrive"]),
        (PureWindowsPath(r"\\server\deel\contact"), {}, "win32", ["netwerkschijf"]),
        (PurePosixPath("/Users/a/Library/Mobile Documents/contact"), {}, "darwin", ["Mobile Documents"]),
        (PurePosixPath("/home/a/Nextcloud/contact"), {}, "linux", ["Nextcloud"]),
        (PurePosixPath("/home/a/contact"), {}, "linux", []),
        (PureWindowsPath(r"C:\contact"), {"OneDrive": r"C:\Users\a\OneDrive"}, "win32", []),
    ],
)
def test_a_folder_that_another_program_has_a_hand_in_is_told(
    folder: PurePosixPath | PureWindowsPath, environ: dict[str, str], system: str, words: list[str]
) -> None:
    found = list(machine.about_place(folder, environ, system))
    assert len(found) == len(words)
    assert all(word in each.message for each, word in zip(found, words, strict=True))


def test_a_path_that_is_too_long_for_windows_is_told_there_alone(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 100) / ("b" * 100)
    deep.mkdir(parents=True)
    assert any("Windows" in each.message for each in machine.about_folder(deep, {}, "win32"))
    assert not any("Windows" in each.message for each in machine.about_folder(deep, {}, "linux"))


def test_a_folder_without_the_right_to_write_is_a_fault(tmp_path: Path) -> None:
    assert State.FAULT in states(list(machine.about_folder(tmp_path / "weg", {}, "linux")))


def test_a_day_that_stands_in_for_today_is_told_and_a_clock_that_is_wrong_too() -> None:
    assert states(list(machine.about_time(NOON, {}))) == [State.WELL]
    assert "SOURCE_DATE_EPOCH staat op 1" in str(list(machine.about_time(NOON, {"SOURCE_DATE_EPOCH": "1"})))
    assert "WMEBV_DATE staat op 2" in str(list(machine.about_time(NOON, {"WMEBV_DATE": "2027-01-01"})))
    (wrong,) = machine.about_time(datetime(1980, 1, 1, tzinfo=UTC), {})
    assert wrong.state is State.FAULT and "1 januari 1980" in wrong.message


def test_the_network_of_an_office_is_told_without_its_password(tmp_path: Path) -> None:
    environ = {
        "HTTPS_PROXY": "http://jan:geheim@proxy.voorbeeld.example:8080",
        "SSL_CERT_FILE": "/weg/ca.pem",
    }
    found = list(machine.about_network(environ))
    assert states(found) == [State.WELL, State.FAULT]
    assert found[0].message == "HTTPS_PROXY leidt via proxy.voorbeeld.example."
    assert "geheim" not in str(found)


@pytest.mark.parametrize(("encoding", "told"), [("utf-8", 0), ("UTF8", 0), ("cp1252", 1), (None, 1)])
def test_a_window_that_does_not_know_every_sign_is_told(encoding: str | None, told: int) -> None:
    assert len(list(machine.about_terminal(encoding, "win32"))) == told


def test_another_wmebv_that_comes_first_is_told(tmp_path: Path) -> None:
    (other,) = machine.about_command(str(tmp_path / "wmebv"))
    assert other.state is State.NOTICE and str(other.command).endswith("-m wmebv_site")
    assert not list(machine.about_command(str(Path(sys.executable).parent / "wmebv")))


@pytest.mark.proof
def test_it_also_tells_where_the_libraries_that_we_need_can_not_be_found(small: Path, tmp_path: Path) -> None:
    """Who has half of it installed needs this command most."""
    names = ("mkdocs", "pydantic", "markdown", "nh3", "tinycss2", "jinja2", "yaml", "pymdownx", "openpyxl")
    for name in names:
        (tmp_path / f"{name}.py").write_text("raise ModuleNotFoundError(name=__name__)\n", encoding="utf-8")
    done = apart("wmebv_site", "doctor", cwd=small, code=1, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert "Wij konden uw project niet controleren" in done.stdout
    done = apart("wmebv_site", "check", cwd=small, code=2, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert "Er ontbreekt een onderdeel van wmebv: '" in done.stderr and "Typ 'wmebv doctor'" in done.stderr
