"""``python -m benchmarks.fleet``: many made-up municipalities checked and built on two processors, and how cost grows with their number."""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, as_data, growth, table
from benchmarks.processes import run
from benchmarks.registers import DATE, make_project
from benchmarks.words import read_words
from wmebv_site.project.municipalities import municipalities

_WORKERS = 2
_PRODUCTS = 600
_LATER = (("kanalen-werk-en-inkomen-2026",), ("aanwijzing-2026", "algemeen-kanaal-2026"))
"""The decisions that are not in force yet in some municipalities: first that of another body, then those of its own."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__)
    parser.add_argument("--number", type=int, default=342, help="how many are checked and built")
    parser.add_argument("--most", type=int, default=1000, help="how many are checked, to see how cost grows")
    parser.add_argument("--products", type=int, default=_PRODUCTS, help="how many products each has")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures to this file")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="wmebv-fleet-") as folder:
        figures = measure(Path(folder), chosen.number, chosen.most, chosen.products)
    print(table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(as_data(figures), indent=1) + "\n", encoding="utf-8")
    return 0


def measure(folder: Path, number: int, most: int, products: int) -> list[Figure]:
    """What it costs to check and build so many, and to check ``most``."""
    fleet = folder / "fleet"
    write_fleet(fleet, max(number, most), products)
    _list(fleet, number)
    checked = run(_command("check"), fleet)
    lines = _lines(fleet / "resultaten" / "check.jsonl")
    figures = [
        Figure(f"check of {number}, processor time", checked.seconds, "s"),
        Figure("check of one, processor time", checked.seconds / number, "s"),
        Figure("check, peak memory of the parent", checked.megabytes, "MB"),
        Figure("check, peak memory of a worker", _peak(lines), "MB"),
    ]
    covered = sorted(100 * line["counts"]["in_force"] / line["counts"]["needed"] for line in lines)
    figures.append(Figure("least coverage", covered[0], "%"))
    figures.append(Figure("most coverage", covered[-1], "%"))
    again = run(_command("check"), fleet)
    figures.append(Figure("check again, nothing changed, processor time", again.seconds, "s"))
    built = run(_command("build"), fleet)
    lines = _lines(fleet / "resultaten" / "build.jsonl")
    size = sum(file.stat().st_size for file in (fleet / "websites").rglob("*") if file.is_file())
    figures += [
        Figure(f"build of {number}, processor time", built.seconds, "s"),
        Figure("build of one, processor time", built.seconds / number, "s"),
        Figure("build, peak memory of the parent", built.megabytes, "MB"),
        Figure("build, peak memory of a worker or its renderer", _peak(lines), "MB"),
        Figure("websites together", size / 1_000_000, "MB"),
        Figure("pages together", sum(line["pages"] for line in lines), "elements"),
    ]
    shutil.rmtree(fleet / "websites")
    reported = run(["-m", "wmebv_site", "fleet", "report", "overzicht"], fleet)
    figures.append(Figure("report, processor time", reported.seconds, "s"))
    if most > number:
        _list(fleet, most)
        many = run([*_command("check"), "--again"], fleet)
        figures += [
            Figure(f"check of {most}, processor time", many.seconds, "s"),
            Figure("check of all those, peak memory of the parent", many.megabytes, "MB"),
            Figure(
                "growth with the number of municipalities",
                growth(checked.seconds, many.seconds, number, most),
            ),
        ]
    return figures


def _command(action: str) -> list[str]:
    return ["-m", "wmebv_site", "fleet", action, "--date", DATE, "--workers", str(_WORKERS)]


def _lines(file: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    wrong = [line["key"] for line in lines if line["state"] != "good"]
    assert not wrong, f"not as they should be: {wrong[:3]}"
    return lines


def _peak(lines: Iterable[dict[str, Any]]) -> float:
    return max(line["measured"]["peak_memory"] or 0 for line in lines) / 1_000_000


def codes(number: int) -> list[str]:
    """Real codes as far as there are, then codes that nobody has."""
    real = [each.code for each in municipalities()]
    free = (code for code in (f"gm{each:04}" for each in range(9990, 0, -1)) if code not in set(real))
    return [*real, *(next(free) for _ in range(number - len(real)))][:number]


def write_fleet(folder: Path, number: int, products: int) -> None:
    """So many projects that differ in their code and in which of their decisions hold; what is the same is one file on disk."""
    folder.mkdir(parents=True)
    first = make_project(folder / "eerste", products, read_words())
    shutil.rmtree(first / "site", ignore_errors=True)
    channels = (first / "channels.yaml").read_text(encoding="utf-8")
    for place, code in enumerate(codes(number)):
        chance = random.Random(code)
        project = folder / code
        shutil.copytree(first, project, copy_function=os.link)
        own = re.sub(r"(?m)^  tooi: .*$", f"  tooi: {code}", channels, count=1)
        own = re.sub(r"(?m)^  name: .*$", f"  name: Gemeente Voorbeeld {place + 1}", own, count=1)
        _write(project / "channels.yaml", own)
        decisions = project / "content" / "besluiten"
        for postponed in _LATER[: chance.randint(0, len(_LATER))]:
            for file in (decisions / f"{each}.md" for each in postponed):
                text = file.read_text(encoding="utf-8")
                _write(file, re.sub(r"(?m)^in_force_from: .*$", "in_force_from: 2026-12-01", text, count=1))
    shutil.rmtree(first)


def _write(file: Path, text: str) -> None:
    """Not over the file that others share."""
    file.unlink()
    file.write_text(text, encoding="utf-8", newline="\n")


def _list(folder: Path, number: int) -> None:
    lines = [f"  - {{folder: {code}, code: {code}}}\n" for code in codes(number)]
    (folder / "fleet.yaml").write_text(f"municipalities:\n{''.join(lines)}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
