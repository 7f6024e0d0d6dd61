"""``python -m benchmarks.importing FOLDER REPEATS``: the time of taking in the list, and the workbook, in this process."""

from __future__ import annotations

import csv
import gc
import io
import json
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.registers import DATE
from wmebv_site.exchange.filling import Defaults
from wmebv_site.exchange.upl import merge_upl, read_upl
from wmebv_site.exchange.workbook.incoming import read_workbook
from wmebv_site.exchange.workbook.merge import merge_workbook
from wmebv_site.exchange.workbook.outgoing import export_workbook
from wmebv_site.exchange.working import Working
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.load import load
from wmebv_site.project.writing import write_changes as write
from wmebv_site.register.upl import BASE
from wmebv_site.rules.checking import check_project


def made_list(project: Path) -> bytes:
    """A list as it is published that names every product of a project, each with a legal basis."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["UniformeProductnaam", "URI", "Gemeente", "Burger", "Aanvraag", "Grondslaglabel", "Grondslaglink"]
    )
    for product in Working(load(project)).register.products:
        law = product.legal_basis[0]
        writer.writerow([product.id, f"{BASE}{product.id}", "X", "X", "X", law.label, law.url])
    return stream.getvalue().encode()


def measure(project: Path, repeats: int) -> dict[str, float]:
    """Seconds, the least of some turns: a check, the list into an empty register, and the workbook there and back."""
    today = date.fromisoformat(DATE)
    listed = made_list(project)
    empty = project.with_name(f"{project.name}-empty")
    work: dict[str, Callable[[], object]] = {
        "check": lambda: check_project(load(project), today),
        "upl": lambda: _into_empty(project, empty, listed),
        "xlsx": lambda: merge_workbook(
            Working(load(project)), read_workbook(export_workbook(Working(load(project)), today))
        ),
    }
    return {name: min(_seconds(step) for _ in range(repeats)) for name, step in work.items()}


def _into_empty(project: Path, empty: Path, listed: bytes) -> None:
    shutil.rmtree(empty, ignore_errors=True)
    empty.mkdir()
    text = (project / "channels.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("  featured:")]
    (empty / "channels.yaml").write_text("".join(lines), encoding="utf-8")
    (empty / "products.yaml").write_text("products: []\n", encoding="utf-8")
    shutil.copytree(project / "content", empty / "content")
    write(empty, merge_upl(Working(load(empty)), read_upl(listed), Defaults()).changes)


def _seconds(step: Callable[[], object]) -> float:
    gc.collect()
    begin = time.process_time()
    with collector_paused():  # as the commands do
        step()
    return time.process_time() - begin


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
