"""What a command costs: the processor time and peak memory of a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.registers import DATE
from benchmarks.words import ROOT


@dataclass(frozen=True)
class Cost:
    """Processor seconds (user and system) and the largest amount of memory held, in MB."""

    seconds: float
    megabytes: float


def run(arguments: Sequence[str], folder: Path) -> Cost:
    """Run Python with these arguments in a folder. Raises CalledProcessError, with what it said, when it fails."""
    command = [sys.executable, *arguments]
    log = folder.with_name(f"{folder.name}.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder.parent), stdout=output, stderr=output
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, log.read_text(errors="replace"))
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(used.ru_utime + used.ru_stime, kilobytes / 1000)


def build(folder: Path) -> Cost:
    return run(["-m", "mkdocs", "build", "--quiet"], folder)


def cheapest(folders: Mapping[str, Path], repeats: int) -> dict[str, Cost]:
    """The least that building each project took. In turns, so that a busy moment doesn't fall on one of them.

    The first turn, in which Python compiles what it reads, is the least of none.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in folders}
    for _ in range(max(2, repeats)):
        for name, folder in folders.items():
            costs[name].append(build(folder))
    return {
        name: Cost(min(cost.seconds for cost in found), max(cost.megabytes for cost in found))
        for name, found in costs.items()
    }


def environment(temporary: Path) -> dict[str, str]:
    """The day, and compiled files as an installed wheel has them: the first process of each kind makes them."""
    epoch = int(datetime.fromisoformat(f"{DATE}T12:00+00:00").timestamp())
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **around,
        "PYTHONPYCACHEPREFIX": str(temporary / "compiled"),
        "SOURCE_DATE_EPOCH": str(epoch),
        "NO_MKDOCS_2_WARNING": "1",  # the theme announces its end of life at every build
        "PYTHONPATH": str(ROOT),
    }
