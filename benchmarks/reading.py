"""Compares checking a project with composing the YAML of the same files and with its report, in one process.

``python -m benchmarks.reading PROJECT REPEATS`` prints the seconds of each as JSON.
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
from wmebv_site.inventory.progress import progress
from wmebv_site.inventory.report.html import report_html
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.load import load
from wmebv_site.rules.checking import check_project


def compare(project: Path, repeats: int) -> dict[str, float]:
    """The least processor seconds of each, imports apart. The report begins where the check ends."""
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

    checked = check_project(load(project), today)

    @collector_paused()
    def report() -> None:
        assert checked.decisions is not None
        report_html(progress(checked.decisions, checked.diagnostics))

    timed = [(_seconds(compose), _seconds(check), _seconds(report)) for _ in range(repeats)]
    return dict(zip(("compose", "check", "report"), map(min, zip(*timed, strict=True)), strict=True))


def _seconds(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    print(json.dumps(compare(Path(sys.argv[1]), int(sys.argv[2]))))
