"""``python -m benchmarks``: measure, print, and with ``--check`` say by the exit code whether a limit was passed."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.data import data_figures
from benchmarks.figures import Figure, as_data, growth, table
from benchmarks.processes import build, cheapest, environment, run
from benchmarks.projects import add_pages, hand_over, in_stock_material, minimal_pages
from benchmarks.registers import DATE, make_project
from benchmarks.weight import weigh
from benchmarks.words import ROOT, read_words

SMALL, MIDDLE, LARGE = 200, 1500, 5000
LINEAR = 1.25
"""The most that cost may grow faster than the number of products."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="only what has a limit; exit 1 when one is passed"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures to this file")
    chosen = parser.parse_args(arguments)
    # In memory where that can be: the disk and what else writes to it is not what is measured.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="wmebv-bench-", dir=memory) as folder:
        figures = measure(Path(folder), repeats=3 if chosen.check else 6, small=not chosen.check)
    print(table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(as_data(figures), indent=1) + "\n", encoding="utf-8")
    return 1 if chosen.check and any(figure.fails for figure in figures) else 0


def measure(folder: Path, *, repeats: int, small: bool) -> list[Figure]:
    """Everything, from projects made in ``folder``."""
    words = read_words()
    names = (
        "real UPL names" if words.real_names else "names of the example, since ../shared/data/upl is not here"
    )
    print(f"{len(words.names):,} {names}; processor time, the least of {repeats}", file=sys.stderr)
    numbers = [*([SMALL] if small else []), MIDDLE, LARGE]
    projects = {number: make_project(folder / f"ours-{number}", number, words) for number in numbers}
    return [
        *_checking(projects, repeats),
        *_importing(projects, max(2, repeats // 2)),
        *_building(folder, projects, repeats, peer=small),
        *data_figures(folder, {number: projects[number] for number in (MIDDLE, LARGE)}, repeats, LINEAR),
        *_documents(repeats),
        *weigh(projects[MIDDLE] / "site"),
    ]


def _checking(projects: dict[int, Path], repeats: int) -> list[Figure]:
    figures, seconds, reports = [], {}, {}
    for number, project in projects.items():
        found = _read(project, repeats)
        seconds[number], reports[number] = found["check"], found["report"]
        target, limit = (2.5, 2.5) if number == MIDDLE else (None, None)
        figures.append(
            Figure(f"check {number:,} ÷ yaml.compose", found["check"] / found["compose"], "×", target, limit)
        )
        target = 1.0 if number == MIDDLE else None
        figures.append(Figure(f"report {number:,} ÷ check", found["report"] / found["check"], "×", target))
    figures.append(_growth("check", seconds[MIDDLE], seconds[LARGE]))
    figures.append(_growth("report", reports[MIDDLE], reports[LARGE]))
    memory = run(["-m", "wmebv_site", "check", "--date", DATE], projects[MIDDLE]).megabytes
    return [*figures, Figure(f"check {MIDDLE:,}, peak memory", memory, "MB")]


def _read(project: Path, repeats: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reading", str(project), str(repeats)]
    return _measured(command)


def _measured(command: list[str]) -> dict[str, float]:
    """What a program of ours says, in a process of its own."""
    figures: dict[str, float] = json.loads(
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    )
    return figures


def _importing(projects: dict[int, Path], repeats: int) -> list[Figure]:
    """Taking in the national list, and the workbook there and back, next to a check of as many products."""
    found = {}
    for number in (MIDDLE, LARGE):
        command = [sys.executable, "-m", "benchmarks.importing", str(projects[number]), str(repeats)]
        found[number] = _measured(command)
    figures = []
    for name, key, target in (("import upl", "upl", 5.0), ("export and import xlsx", "xlsx", 15.0)):
        ratio = found[MIDDLE][key] / found[MIDDLE]["check"]
        figures.append(Figure(f"{name} {MIDDLE:,} ÷ check", ratio, "×", target))
        figures.append(_growth(name, found[MIDDLE][key], found[LARGE][key]))
    return figures


def _building(folder: Path, projects: dict[int, Path], repeats: int, *, peer: bool) -> list[Figure]:
    ours = projects[MIDDLE]
    handed = hand_over(ours, folder / "handed")
    added = add_pages(ours, folder / "added")
    build(ours)
    pages = sum(1 for _ in (ours / "site").rglob("*.html")) - 1  # 404.html is nobody's page
    minimal = minimal_pages(folder / "minimal", pages)
    cost = cheapest({"ours": ours, "handed": handed, "added": added, "minimal": minimal}, repeats)
    large = cheapest({"large": projects[LARGE]}, max(2, repeats // 2))["large"]
    mine = cost["ours"].seconds
    what = f"build {MIDDLE:,} ÷"
    figures = [
        Figure(f"{what} the same pages added as files", mine / cost["added"].seconds, "×", 1.3),
        Figure(f"{what} the same pages handed over ready-made", mine / cost["handed"].seconds, "×", 2.5, 2.9),
        Figure(f"{what} minimal Markdown pages", mine / cost["minimal"].seconds, "×", 2.5, 2.7),
        Figure(
            f"again under serve after one line, {MIDDLE:,} ÷ handed over ready-made",
            _again(ours, repeats) / cost["handed"].seconds,
            "×",
            1.8,
            2.0,
        ),
        _growth("build", mine, large.seconds),
        *_judging(projects, mine, repeats),
        Figure(f"build {MIDDLE:,}, peak memory", cost["ours"].megabytes, "MB"),
        Figure(f"build {LARGE:,}, peak memory", large.megabytes, "MB"),
    ]
    if peer:
        # Half a minute each, so not part of what has a limit.
        stock = cheapest({"stock": in_stock_material(ours / "site", folder / "stock")}, 2)["stock"]
        figures.append(Figure(f"{what} the same words in stock Material", mine / stock.seconds, "×"))
    if SMALL in projects:
        seconds = cheapest({"small": projects[SMALL]}, repeats)["small"].seconds
        figures.insert(
            4, Figure(f"build, growth {SMALL:,} to {MIDDLE:,}", growth(seconds, mine, SMALL, MIDDLE), "×")
        )
    return figures


def _judging(projects: dict[int, Path], building: float, repeats: int) -> list[Figure]:
    """Reading a built website from end to end, with the check of its register, as before it is published."""
    judge = ["-m", "wmebv_site", "check", "--site", "site", "--date", DATE]
    least = {
        number: min(run(judge, projects[number]).seconds for _ in range(max(2, repeats // 2)))
        for number in (MIDDLE, LARGE)
    }
    return [
        Figure(f"judging the website of {MIDDLE:,} ÷ build", least[MIDDLE] / building, "×", 1.3, 1.8),
        _growth("judging the website", least[MIDDLE], least[LARGE]),
    ]


def _again(project: Path, repeats: int) -> float:
    command = [sys.executable, "-m", "benchmarks.serving", str(project), str(repeats)]
    around = environment(project.parent)
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=around).stdout)


def _documents(repeats: int) -> list[Figure]:
    command = [sys.executable, "-m", "benchmarks.documents", str(repeats)]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return [
        Figure(f"{name.upper()} of 4,500 rows ÷ the bare library", cost["ours"] / cost["bare"], "×", 1.3)
        for name, cost in found.items()
    ]


def _growth(what: str, middle: float, large: float) -> Figure:
    name = f"{what}, growth {MIDDLE:,} to {LARGE:,}, 1 is linear"
    return Figure(name, growth(middle, large, MIDDLE, LARGE), "×", LINEAR)


if __name__ == "__main__":
    sys.exit(main())
