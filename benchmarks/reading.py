"""Compares checking a project with composing the YAML of the same files, in one process.

``python -m benchmarks.reading PROJECT REPEATS`` prints the seconds of both as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from benchmarks.registers import DATE
from wmebv_site.check import check_project
from wmebv_site.collector import collector_paused
from wmebv_site.load import load


def compare(project: Path, repeats: int) -> dict[str, float]:
    """The least processor seconds of both, imports apart."""
    today = date.fromisoformat(DATE)
    texts = [data for name, data in load(project).files.items() if name.endswith(".yaml")]

    @collector_paused()
    def compose() -> None:
        for text in texts:
            yaml.compose(text, Loader=yaml.CSafeLoader)

    @collector_paused()
    def check() -> None:
        if check_project(load(project), today).register is None:
            raise ValueError(f"the register in {project} is not whole")

    timed = [(_seconds(compose), _seconds(check)) for _ in range(repeats)]
    return {"compose": min(pair[0] for pair in timed), "check": min(pair[1] for pair in timed)}


def _seconds(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    print(json.dumps(compare(Path(sys.argv[1]), int(sys.argv[2]))))
