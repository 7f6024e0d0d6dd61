"""The zip for a machine without a registry: the same bytes each time, and installed whole or not at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from places import ROOT, tool

from wmebv_site.project.archive import write_archive


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return tool("bundle/installeer")


def refused(installer: ModuleType, capsys: pytest.CaptureFixture[str], target: Path) -> str:
    with pytest.raises(SystemExit) as left:
        installer.look_around(target)
    assert left.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("version", [(3, 8, 1), (3, 11, 4), (3, 15, 0)])
def test_another_python_is_named_with_those_that_do(
    installer: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: tuple[int, int, int],
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    said = refused(installer, capsys, tmp_path / "wmebv")
    assert f"Dit is Python {'.'.join(map(str, version))}." in said and "3.14" in said


def test_a_zip_that_was_not_unpacked_and_a_folder_of_another_are_refused(
    installer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(installer, "HERE", tmp_path)
    assert "Pak eerst de hele zip uit" in refused(installer, capsys, tmp_path / "wmebv")
    (tmp_path / "onderdelen").mkdir()
    (tmp_path / "brief.odt").write_text("van mij")
    assert "staat al iets anders" in refused(installer, capsys, tmp_path)
    assert "is een bestand" in refused(installer, capsys, tmp_path / "brief.odt")
    installer.look_around(tmp_path / "nieuw")
    (tmp_path / "pyvenv.cfg").write_text("")
    installer.look_around(tmp_path)


def test_an_environment_that_was_there_returns_when_a_new_one_fails(
    installer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "wmebv"
    target.mkdir()
    (target / "pyvenv.cfg").write_text("de vorige")

    def fail(python: Path) -> None:
        raise installer.Failed("vol")

    monkeypatch.setattr(installer, "make", lambda target: target.mkdir())
    monkeypatch.setattr(installer, "install", fail)
    with pytest.raises(installer.Failed):
        installer.put_in(target)
    assert (target / "pyvenv.cfg").read_text() == "de vorige" and list(tmp_path.iterdir()) == [target]
    monkeypatch.setattr(installer, "install", lambda python: None)
    installer.put_in(target)
    assert list(target.iterdir()) == [] and list(tmp_path.iterdir()) == [target]


def test_an_archive_knows_neither_the_day_nor_the_machine(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"een")
    write_archive(tmp_path / "1.zip", {"b": b"twee", "a": tmp_path / "a"})
    os.utime(tmp_path / "a", (1e9, 1e9))
    (tmp_path / "a").chmod(0o600)
    write_archive(tmp_path / "2.zip", {"a": tmp_path / "a", "b": b"twee"})
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.namelist() == ["a", "b"] and archive.read("a") == b"een"


def test_every_lock_of_what_one_can_use_goes_along() -> None:
    locks = {path.stem for path in (ROOT / "requirements").glob("*.txt")}
    apart = {"build", "test", "lowest", "renderer", "judges", "node", "java", "lock"}
    assert set(tool("bundle").LOCKS) == locks - apart


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with our wheel alone, so that nothing has to be fetched."""
    folder = tmp_path_factory.mktemp("bundle")
    bundle = tool("bundle")
    bundle.LOCKS = ()
    [_, wheel] = tool("dist").build(folder)
    first = bundle.bundle("linux", wheel, folder, ())
    before = hashlib.sha256(first.read_bytes()).hexdigest()
    assert hashlib.sha256(bundle.bundle("linux", wheel, folder, ()).read_bytes()).hexdigest() == before
    with zipfile.ZipFile(first) as archive:
        archive.extractall(folder / "uit")
    [top] = (folder / "uit").iterdir()
    return top


@pytest.mark.proof
def test_what_was_changed_on_the_way_is_not_installed(unpacked: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(unpacked / "installeer.py"), str(tmp_path / "wmebv")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Typ daarna: wmebv doctor" in done.stdout
    [package] = (tmp_path / "wmebv").glob("lib/python*/site-packages/wmebv_site")
    [wheel] = (unpacked / "onderdelen").iterdir()
    wheel.write_bytes(wheel.read_bytes() + b" ")
    again = subprocess.run(command, capture_output=True, text=True)
    assert again.returncode == 2
    assert "is niet zoals het hoort" in again.stderr and "Er is niets veranderd." in again.stderr
    assert package.is_dir(), "the environment of before is there again"
