"""What the one who runs a fleet may meet: a full disk, a second run, hostile results, a worker that grows, and a very long list."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from command import wmebv
from fleets import DAY, InThisProcess, write_fleet
from places import ROOT

from wmebv_site.cli import fleet as command
from wmebv_site.diagnostics import Refused
from wmebv_site.fleet import each as tasks
from wmebv_site.fleet.each import State, Task, run
from wmebv_site.fleet.listing import fleet_of
from wmebv_site.fleet.results import alone_with, kept_in, read_lines
from wmebv_site.project import turns

TWO = {"aa": "gm9001", "bee": "gm9002"}
on_linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read in /proc")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> InThisProcess:
    made = InThisProcess()
    monkeypatch.setattr(command, "_engine", lambda *_: made)
    return made


def _line(key: str, **more: object) -> str:
    told = tasks.failed(Task(key, key, DAY), State.GOOD, "")
    return tasks.as_line(told | more)


@contextmanager
def _full_after(size: int) -> Iterator[None]:
    """As on a full disk: no file becomes larger than this."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [1, 1.5, 2.5])
def test_on_a_full_disk_what_was_done_stays_and_a_next_run_goes_on(tmp_path: Path, room: float) -> None:
    file = tmp_path / "r.jsonl"
    with kept_in(file, {"a", "b", "c"}) as keep:
        keep(_line("a"))
    before = file.stat().st_size
    with (
        pytest.raises(Refused, match="De resultaten komen niet in"),
        _full_after(int(before * room)),
        kept_in(file, {"a", "b", "c"}) as keep,
    ):
        keep(_line("b"))
        keep(_line("c"))
    assert "a" in read_lines(file)
    with kept_in(file, {"a", "b", "c"}) as keep:
        keep(_line("c"))
    assert sorted(read_lines(file)) == (["a", "b", "c"] if room > 2 else ["a", "c"])


def test_a_result_that_cannot_be_put_in_order_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Refused("this folder is only read")

    monkeypatch.setattr("wmebv_site.fleet.results.replace", refuse)
    with kept_in(tmp_path / "r.jsonl", {"a"}) as keep:
        keep(_line("a"))
        keep(_line("a"))
    assert sorted(read_lines(tmp_path / "r.jsonl")) == ["a"]


@pytest.mark.proof
def test_two_runs_do_not_write_one_file_and_may_write_two(
    tmp_path: Path, engine: InThisProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_fleet(tmp_path, TWO)
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    with alone_with(folder / "resultaten" / "check.jsonl"):
        told = wmebv("fleet", "check", "--date", DAY, cwd=folder, code=2).stderr
        assert "check.jsonl' is al iemand bezig" in told and not engine.done
        wmebv("fleet", "check", "--date", DAY, "--results", "uit/1.jsonl", cwd=folder, code=0)
        with alone_with(folder / "uit" / "2.jsonl"), alone_with(folder / "uit" / "1.jsonl"):
            pass
    wmebv("fleet", "check", "--date", DAY, cwd=folder, code=0)
    assert sorted(each.name for each in (folder / "resultaten").iterdir()) == ["check.jsonl"]


@pytest.mark.proof
def test_a_run_that_somebody_stops_goes_on_later_with_the_rest(
    tmp_path: Path, engine: InThisProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_fleet(tmp_path, {f"g{number}": f"gm90{number:02}" for number in range(1, 6)})
    real, engine.ahead = tasks.about, 1

    def stopped(task: Task) -> dict[str, object]:
        if task.key == "g4":
            raise KeyboardInterrupt
        return real(task)

    monkeypatch.setattr(tasks, "about", stopped)
    told = wmebv("fleet", "check", "--date", DAY, cwd=folder, code=2)
    assert "Afgebroken." in told.stderr
    file = folder / "resultaten" / "check.jsonl"
    assert sorted(read_lines(file)) == ["g1", "g2", "g3"]
    judged: list[str] = []
    inspect = tasks.inspect
    monkeypatch.setattr(tasks, "about", real)
    monkeypatch.setattr(tasks, "inspect", lambda *given: judged.append("") or inspect(*given))
    wmebv("fleet", "check", "--date", DAY, cwd=folder, code=0)
    assert sorted(read_lines(file)) == ["g1", "g2", "g3", "g4", "g5"] and len(judged) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_what_is_no_file_is_refused_as_results_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    for place in (tmp_path / "pijp", tmp_path, Path("/dev/zero")):
        with pytest.raises(Refused, match="geen gewoon bestand"), kept_in(place, {"a"}):
            pass


COUNTS = dict.fromkeys(
    ("products", "messages", "official", "exempt", "needed", "in_force", "wanted", "gaps", "fallback_only"), 1
)  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "morgen"}, {"since": "lang geleden"}, {"counts": {"products": 1}}, {"counts": [1]}, {"links": 3},
        {"counts": COUNTS | {"needed": None}}, {"first": "x"}, {"notes": [1]}, {"name": 3}, {"code": ["gm0001"]},
        {"found": []}, {"decisions": {"draft": "veel"}}, {"state": "heel goed"}, {"why": None}, {"late": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_line_that_says_something_else_than_it_should_does_not_count(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(_line("a", counts=COUNTS) + "\n" + _line("b", **wrong) + "\n")
    assert sorted(read_lines(file)) == ["a"]


HOSTILE = {
    "formula": '=HYPERLINK("https://x.example")', "sum": "@SUM(1)", "minus": "-1+2", "tab": "\t=1", "markup": "<script>x</script>",
    "control": "\x1b[31mrood\x9b", "turned": "\u202eom", "half": "\ud800", "long": "x" * 40_000,
}  # fmt: skip


def test_what_a_result_holds_is_text_in_every_report(tmp_path: Path) -> None:
    folder = tmp_path / "resultaten"
    folder.mkdir()
    more = {"state": "mistakes", "since": DAY, "counts": COUNTS}
    lines = [
        _line(f"{key}{said[:3]}", name=said, code=said[:9], why=said, first=[said], notes=[said], **more)
        for key, said in HOSTILE.items()
    ]
    (folder / "r.jsonl").write_text("".join(f"{line}\n" for line in lines))
    for form in ("html", "xlsx", "json"):
        told = wmebv("fleet", "report", "over", "--format", form, cwd=tmp_path, code=0).all
        assert "\x1b" not in told and "\u202e" not in told
    page = (tmp_path / "over" / "gemeenten.html").read_text(encoding="utf-8")
    assert "<script>x" not in page and "&lt;script&gt;x" in page
    assert not set("\x1b\x9b\u202e\ud800") & set(page)
    assert (tmp_path / "over" / "gemeenten.json").read_bytes().isascii()
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(tmp_path / "over" / "gemeenten.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.value for cell in cells} >= {HOSTILE["formula"], HOSTILE["sum"], HOSTILE["minus"]}
    assert {cell.data_type for cell in cells} <= {"s", "n"}, "no cell is a formula"


def test_a_long_text_is_cut_off_so_that_its_line_is_read_back(tmp_path: Path) -> None:
    task = Task("a", "a", DAY, name="n" * 300_000)
    with kept_in(tmp_path / "r.jsonl", {"a"}) as keep:
        keep(tasks.as_line(tasks.failed(task, State.REFUSED, "é" * 300_000)))
    line = read_lines(tmp_path / "r.jsonl")["a"]
    assert len(line["name"]) == len(line["why"]) == 2001 and line["why"].endswith("…")


def _grow(task: Task) -> dict[str, object]:
    held = []
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(Exception):  # what a library catches on its way
            held.append(bytearray(b"x" * 1_000_000))
            time.sleep(0.002)
    return tasks.failed(task, State.GOOD, "")


_GREEDY = """
import time
held = []
try:
    while True:
        held.append(b"x" * 1_000_000 + bytes([len(held) % 256]))
except MemoryError:  # as much as it may have
    time.sleep(20)
"""


def _start(task: Task) -> dict[str, object]:
    subprocess.run([sys.executable, "-c", _GREEDY])
    return tasks.failed(task, State.GOOD, "")


@on_linux
@pytest.mark.parametrize("work", [_grow, _start])
def test_what_grows_beyond_its_limit_is_stopped_before_all_memory_is_gone(
    monkeypatch: pytest.MonkeyPatch, work: object
) -> None:
    monkeypatch.setattr(tasks, "about", work)
    line = json.loads(run(Task("a", "a", DAY, megabytes=64, seconds=30)))
    assert line["state"] == "too_much" and line["measured"]["seconds"] < 15


@pytest.mark.skipif(sys.platform == "win32", reason="a process of Windows leads no group")
def test_a_task_of_its_own_stops_when_the_worker_that_asked_is_killed() -> None:
    code = "import time\nfrom wmebv_site.fleet import each\neach.about = lambda task: time.sleep(60)\neach.alone()"
    started = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        text=True,
    )
    assert started.stdin is not None
    started.stdin.write('{"key": "a", "folder": "a", "day": "2026-06-01"}\n')
    started.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(timeout=0.7)
    started.stdin.close()
    assert started.wait(timeout=20) != 0


def _calls(folder: Path, number: int) -> int:
    """How many functions are called to read a list of so many, of which none is there."""
    listed = "".join(f"  - {{folder: g{each}, code: gm{each:04}}}\n" for each in range(1, number + 1))
    (folder / "fleet.yaml").write_text(f"municipalities:\n{listed}")
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        fleet_of(folder)
    finally:
        sys.setprofile(before)
    return counted


def test_reading_the_list_takes_work_in_proportion_to_its_length(tmp_path: Path) -> None:
    assert _calls(tmp_path, 200) / _calls(tmp_path, 50) < 5


@pytest.mark.parametrize(
    "folder", ["C:\\gemeenten\\aa", "C:/gemeenten/aa", "../../elders/aa", "//server/map/aa"]
)
def test_a_project_on_another_drive_has_its_website_beside_the_others(tmp_path: Path, folder: str) -> None:
    (tmp_path / "fleet.yaml").write_text(f"municipalities:\n  - folder: '{folder}'\n")
    (place,) = fleet_of(tmp_path).places
    assert place.out.parent == tmp_path / "websites" and ":" not in place.out.name
