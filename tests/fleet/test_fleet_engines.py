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
from collections.abc import Iterator
from pathlib import Path

import pytest
from fleets import DAY, write_fleet
from places import ROOT
from projects import tree

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc"),
]

ROUNDS = int(os.environ.get("WMEBV_KILLS", "1"))
NAMES = {"aa": "gm9001", "bee": "gm9002", "cee": "gm9003", "dee": "gm9004"}


def begun(folder: Path) -> Path:
    """Two municipalities that can be built, one with a mistake and one that is absent."""
    write_fleet(folder, NAMES)
    (folder / "cee" / "products.yaml").write_text("products: 3\n")
    shutil.rmtree(folder / "dee")
    return folder


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


def built(folder: Path, *runs: tuple[str, ...]) -> tuple[dict[str, bytes], list[str]]:
    """The websites that come of these runs together, and what is told of them."""
    for place in ("websites", "uit"):
        shutil.rmtree(folder / place, ignore_errors=True)
    for number, arguments in enumerate(runs):
        run = started(folder, *arguments, "--results", f"uit/{number}.jsonl")
        said = run.communicate(timeout=120)
        assert run.returncode in (0, 1), said
    return tree(folder / "websites"), told(folder / "uit")


@pytest.fixture
def cluster() -> Iterator[str]:
    """A Dask cluster of four worker processes on the loopback."""
    distributed = pytest.importorskip("distributed")
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(ROOT)
    try:
        with distributed.LocalCluster(
            n_workers=4, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as made:
            yield made.scheduler_address
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


def test_pool_cluster_and_shards_give_the_same_bytes(tmp_path: Path, cluster: str) -> None:
    folder = begun(tmp_path)
    pool = built(folder, ("--workers", "2"))
    assert sorted({path.split("/")[0] for path in pool[0]}) == ["aa", "bee"] and len(pool[1]) == 4
    states = {line["key"]: line["state"] for line in map(json.loads, pool[1])}
    assert states == {"aa": "good", "bee": "good", "cee": "mistakes", "dee": "absent"}
    assert built(folder, ("--on", cluster)) == pool
    assert built(folder, ("--shard", "1/2"), ("--shard", "2/2", "--workers", "1")) == pool


def workers_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if parent == pid and b"spawn_main" in command:
                found.append(int(entry.name))
    return found


def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    expected = built(folder, ("--workers", "2"))
    chance = random.Random(ROUNDS)
    killed = 0
    for _ in range(ROUNDS):
        shutil.rmtree(folder / "uit")
        run = started(folder, "--workers", "2", "--results", "uit/0.jsonl")
        until = time.monotonic() + 60
        while not (workers := workers_of(run.pid)) and run.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.random() * 2)
        if workers := workers_of(run.pid) or workers:
            try:
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                pass
        said = run.communicate(timeout=120)
        assert run.returncode == 1, said
        assert (tree(folder / "websites"), told(folder / "uit")) == expected
        assert not list(folder.rglob(".wmebv-site-*"))
    assert killed >= ROUNDS // 2
