"""The same bytes from a pool, from a Dask cluster of four processes and from shards, whichever worker is killed meanwhile."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from command import wmebv
from fleets import DAY, write_fleet
from places import ROOT
from projects import tree

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc"),
]

ROUNDS = int(os.environ.get("WMEBV_KILLS", "1"))
NAMES = {"aa": "gm9001", "bee": "gm9002", "cee": "gm9003", "dee": "gm9004"}
REGION = ROOT / "examples" / "regio"


def _spoiled(folder: Path, broken: str, absent: str, hostile: str | None = None) -> Path:
    (folder / broken / "products.yaml").write_text("products: 3\n")
    shutil.rmtree(folder / absent)
    if hostile:
        with (folder / hostile / "content" / "plaat.png").open("wb") as stream:
            stream.truncate(10_000_000_000)
    return folder


def _few(folder: Path) -> Path:
    """Two municipalities that can be built, one with a mistake and one that is absent."""
    return _spoiled(write_fleet(folder, NAMES), "cee", "dee")


def _region(folder: Path) -> Path:
    """The region of twelve: one has a mistake, one would fill the disk, and one is absent."""
    made = shutil.ignore_patterns("websites", "resultaten", "overzicht", "oogst", "site")
    shutil.copytree(REGION, folder, ignore=made, dirs_exist_ok=True)
    return _spoiled(folder, "lisserhout", "wilgerstein", "noordervliet")


FLEETS = {"few": _few} | ({"region": _region} if ROUNDS > 1 else {})
STATES = {
    "few": {"aa": "good", "bee": "good", "cee": "mistakes", "dee": "absent"},
    "region": {"lisserhout": "mistakes", "noordervliet": "refused", "wilgerstein": "absent"}
    | dict.fromkeys(
        ("aspermeer", "berkwaarde", "duivenrade", "elzerveld", "grootewiel", "halmerdam", "kornveen", "rietmonde", "sparrenwold"),
        "good",
    ),
}  # fmt: skip


@pytest.fixture(params=FLEETS)
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A fleet, and how it ends with each of its municipalities. The region costs minutes, and comes with more rounds."""
    return FLEETS[request.param](tmp_path), STATES[request.param]


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "wmebv_site", "fleet", "build", "--date", DAY, "--again", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told(folder: Path) -> list[str]:
    """What the results say, without what differs from run to run."""
    lines = [
        json.loads(line) for file in sorted(folder.rglob("*.jsonl")) for line in file.read_text().splitlines()
    ]
    return sorted(json.dumps({**line, "measured": None}, sort_keys=True) for line in lines)


Made = tuple[dict[str, bytes], list[str], dict[str, bytes]]
"""The websites, what is told of them, and the reports of that."""


def built(folder: Path, *runs: tuple[str, ...]) -> Made:
    """What comes of these runs together."""
    for place in ("websites", "uit"):
        shutil.rmtree(folder / place, ignore_errors=True)
    for number, arguments in enumerate(runs):
        run = started(folder, *arguments, "--results", f"uit/{number}.jsonl")
        said = run.communicate(timeout=600)
        assert run.returncode in (0, 1), said
    return outcome(folder)


def outcome(folder: Path) -> Made:
    shutil.rmtree(folder / "over", ignore_errors=True)
    for form in ("html", "json", "xlsx"):
        wmebv("fleet", "report", "over", "--gather", "uit", "--format", form, cwd=folder, code=0)
    assert not list(folder.rglob(".wmebv-site-*")) and not list(folder.rglob(".wmebv-bezig*"))
    return tree(folder / "websites"), told(folder / "uit"), tree(folder / "over")


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs keeps in sitemap.xml.gz on which day it ran: a test that runs past midnight would find two."""
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(f"{DAY}T12:00+00:00").timestamp()))
    )


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A Dask cluster of four worker processes on the loopback."""
    distributed = pytest.importorskip("distributed")
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        with distributed.LocalCluster(
            n_workers=4,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as made:
            yield made
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


Begun = tuple[Path, dict[str, str]]


def test_pool_cluster_and_shards_give_the_same_bytes(begun: Begun, cluster: Any) -> None:
    folder, expected = begun
    pool = built(folder, ("--workers", "2"))
    assert {line["key"]: line["state"] for line in map(json.loads, pool[1])} == expected
    good = sorted(key for key, state in expected.items() if state == "good")
    assert sorted({path.split("/")[0] for path in pool[0]}) == good
    assert built(folder, ("--on", cluster.scheduler_address)) == pool
    assert built(folder, ("--shard", "1/2"), ("--shard", "2/2", "--workers", "1")) == pool


def _stat(entry: Path) -> tuple[int, bytes]:
    """The process that started this one, and its command."""
    with suppress(OSError):
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1]), (
            entry / "cmdline"
        ).read_bytes()
    return 0, b""


def started_by(pid: int, command: bytes = b"") -> list[int]:
    entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    found = {int(entry.name): _stat(entry) for entry in entries}
    return [each for each, (parent, said) in found.items() if parent == pid and command in said]


def disturbed(
    folder: Path, arguments: tuple[str, ...], workers: Callable[[int], list[int]], expected: Made
) -> int:
    """Build in as many rounds as are asked for, and kill a worker at some moment of each. How many were killed."""
    chance = random.Random(ROUNDS)
    killed, span = 0, 2.0
    for _ in range(ROUNDS):
        shutil.rmtree(folder / "uit")
        began = time.monotonic()
        run = started(folder, *arguments, "--results", "uit/0.jsonl")
        while not workers(run.pid) and run.poll() is None and time.monotonic() < began + 60:
            time.sleep(0.02)
        time.sleep(chance.random() * span)
        if there := workers(run.pid):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(there), signal.SIGKILL)
                killed += 1
        said = run.communicate(timeout=600)
        span = max(span, 0.8 * (time.monotonic() - began))
        assert run.returncode == 1, said
        assert outcome(folder) == expected
    return killed


def test_a_worker_of_the_pool_that_is_killed_changes_nothing(begun: Begun) -> None:
    folder, _ = begun
    expected = built(folder, ("--workers", "2"))
    killed = disturbed(folder, ("--workers", "2"), lambda pid: started_by(pid, b"spawn_main"), expected)
    assert killed >= ROUNDS // 2


def test_a_worker_of_a_cluster_that_is_killed_changes_nothing(begun: Begun, cluster: Any) -> None:
    folder, _ = begun
    on = ("--on", cluster.scheduler_address)
    expected = built(folder, on)

    def busy(_: int) -> list[int]:
        pids = [nanny.pid for nanny in cluster.workers.values() if nanny.pid]
        return [pid for pid in pids if started_by(pid)]

    killed = disturbed(folder, on, busy, expected)
    assert killed >= ROUNDS // 2
