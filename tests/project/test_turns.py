"""One command at a time works in a project, who waits hears who is at work, and what the disk refuses is a sentence."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from building import build_site
from command import mkdocs, wmebv
from places import ROOT

from wmebv_site.diagnostics import Refused
from wmebv_site.project import turns
from wmebv_site.project.turns import TURN, turn_in

HOLDER = """
import sys, time
from pathlib import Path
from wmebv_site.project.turns import turn_in
with turn_in(Path(sys.argv[1]), "wmebv import xlsx"):
    print("bezig", flush=True)
    time.sleep(600)
"""
WRITER = """
import sys
from pathlib import Path
from wmebv_site.diagnostics import Refused
from wmebv_site.project.writing import Change, write_changes
project, name = Path(sys.argv[1]), sys.argv[2]
for number in range(40):
    while True:
        before = (project / "products.yaml").read_bytes()
        try:
            write_changes(project, [Change("products.yaml", before, before + f"# {name} {number}\\n".encode())])
            break
        except Refused:
            continue
"""


def process(text: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def held(small: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    holder = process(HOLDER, str(small))
    assert holder.stdout is not None and holder.stdout.readline() == "bezig\n"
    yield holder
    holder.kill()
    holder.wait()
    holder.stdout.close()


def test_who_comes_second_hears_who_is_at_work(small: Path, held: subprocess.Popen[str]) -> None:
    before = (small / "products.yaml").read_bytes()
    for command in (
        ("policy", "draft", "--date", "2026-06-01"),
        ("decision", "freeze", "concept-2028", "--date", "2026-06-01"),
    ):
        said = wmebv(*command, cwd=small, code=2).stderr
        assert "In dit project is al iemand bezig: " in said
        assert "met 'wmebv import xlsx', sinds " in said and "voer de opdracht dan opnieuw uit." in said
    built = mkdocs("build", cwd=small, code=1).all
    assert "met 'wmebv import xlsx'" in built and not (small / "site").exists()
    assert (small / "products.yaml").read_bytes() == before
    wmebv("check", "--date", "2026-06-01", cwd=small, code=0)  # who only reads, waits for nobody


def test_a_turn_ends_with_the_program_that_had_it(small: Path, held: subprocess.Popen[str]) -> None:
    os.kill(held.pid, signal.SIGKILL)
    held.wait()
    with turn_in(small / "content"):
        assert (small / TURN).is_file()
    assert not (small / TURN).exists()


def test_who_waits_gets_the_turn_when_it_comes_free(
    small: Path, held: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 10.0)
    waited = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        held.kill()
        held.wait()

    with turn_in(small, wait=wait):
        pass
    assert waited == [0.1]


def test_of_two_who_write_at_once_nothing_is_lost(small: Path) -> None:
    writers = [process(WRITER, str(small), name) for name in ("a", "b")]
    assert [writer.communicate() and writer.returncode for writer in writers] == [0, 0]
    lines = (small / "products.yaml").read_text(encoding="utf-8").splitlines()
    for name in ("a", "b"):
        assert [line for line in lines if line.startswith(f"# {name} ")] == [
            f"# {name} {n}" for n in range(40)
        ]
    assert not (small / TURN).exists()


def test_a_turn_is_given_back_after_every_build(small: Path) -> None:
    build_site(small, small / "site", strict=False)
    (small / "content" / "x.html").write_text("<script>", encoding="utf-8")
    mkdocs("build", cwd=small, code=1)
    assert not (small / TURN).exists()


def test_a_disk_that_keeps_no_turns_holds_nobody_up(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "touch", refuse)
    with turn_in(small):
        pass


def test_outside_a_project_nothing_is_left_behind(tmp_path: Path) -> None:
    with turn_in(tmp_path):
        assert list(tmp_path.iterdir()) == []


LONG = "x" * 300


@pytest.mark.parametrize(
    "command",
    [
        ("export", "xlsx", f"{LONG}.xlsx"),
        ("export", "xlsx", "channels.yaml/werkmap.xlsx"),
        ("export", "pages", LONG),
        ("export", "headers", LONG, "--site-url", "https://a.voorbeeld.example/"),
        ("report", LONG, "--no-history"),
        ("report", "channels.yaml/a", "--no-history"),
        ("decision", "documents", "concept-2028", "--dir", LONG),
        ("announce", "aanwijzing-2026", "--dir", LONG),
        ("import", "upl", LONG),
        ("import", "xlsx", f"{LONG}.xlsx"),
        ("init", LONG),
        ("check", "--project", LONG),
        ("check", "--site", LONG),
        ("outage", "publish", LONG),
    ],
)
def test_what_the_disk_refuses_is_a_sentence(small: Path, command: tuple[str, ...]) -> None:
    before = sorted(small.rglob("*"))
    said = wmebv(*command, cwd=small, code=2).stderr
    assert said.startswith("Fout: ") and "in wmebv zelf" not in said
    assert sorted(small.rglob("*")) == before


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO])
def test_so_is_what_it_refuses_where_nobody_expected_it(
    small: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "refused", "geheim.yaml")

    monkeypatch.setattr("wmebv_site.project.load.load", refuse)
    said = wmebv("check", cwd=small, code=2).stderr
    assert said.startswith("Fout: 'geheim.yaml' kan niet worden gelezen of geschreven. ")


def test_a_folder_of_texts_that_may_not_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = os.scandir

    def refusing(path: Any = ".") -> Any:
        if str(path).endswith("besluiten"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scanned(path)

    monkeypatch.setattr(os, "scandir", refusing)
    said = wmebv("check", cwd=small, code=1).stdout
    assert "'content/besluiten' kan niet worden gelezen." in said


def test_a_turn_that_is_refused_names_nobody_who_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_held", lambda stream: False)
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    (tmp_path / "channels.yaml").write_text("", encoding="utf-8")
    with (
        pytest.raises(Refused, match="In dit project is al iemand bezig. Wacht tot dat klaar is"),
        turn_in(tmp_path),
    ):
        pass


class OnAFullDisk:
    """A stream of which the disk takes nothing, and says so again when it is closed."""

    def __init__(self, file: Path) -> None:
        self.name = str(file)

    def truncate(self, _: int) -> None: ...

    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "vol")

    close = flush


def test_a_full_disk_says_what_was_not_written_and_not_that_nobody_could_say_who_was_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "channels.yaml").touch()
    monkeypatch.setattr(turns, "_taken", lambda file, where, wait: OnAFullDisk(file))
    with turn_in(tmp_path):
        pass
    with pytest.raises(Refused, match="w.xlsx"), turn_in(tmp_path):
        raise Refused("'w.xlsx' kan niet worden geschreven.")
