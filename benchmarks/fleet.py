"""``python -m benchmarks.fleet``: many made-up municipalities checked and built on two processors, and how cost grows with their number."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, as_data, growth, table
from benchmarks.municipalities import write_list, write_municipalities
from benchmarks.processes import Cost, run
from benchmarks.registers import DATE

_WORKERS = 2
_PRODUCTS = 600


@dataclass(frozen=True)
class Many:
    """The fleet that is measured: where it is, and of how many."""

    folder: Path
    number: int
    most: int


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__)
    parser.add_argument("--number", type=int, default=342, help="how many are checked and built")
    parser.add_argument("--most", type=int, default=1000, help="how many are checked, to see how cost grows")
    parser.add_argument("--products", type=int, default=_PRODUCTS, help="how many products each has")
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="make them here, and leave them with their websites"
    )
    parser.add_argument(
        "--only", nargs="+", choices=STEPS, default=list(STEPS), help="only these steps, in a kept DIR"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures to this file")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="wmebv-fleet-") as folder:
        many = Many((chosen.keep or Path(folder)).absolute() / "fleet", chosen.number, chosen.most)
        if not many.folder.is_dir():
            write_municipalities(many.folder, max(many.number, many.most), chosen.products, _WORKERS)
        figures = list(_told(measure(many, chosen.only)))
    print(table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(as_data(figures), indent=1) + "\n", encoding="utf-8")
    return 0


def _told(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Each figure as it comes as well: the whole takes an hour."""
    for figure in figures:
        print(table([figure]).splitlines()[1], file=sys.stderr, flush=True)
        yield figure


def measure(many: Many, steps: Sequence[str]) -> Iterator[Figure]:
    """What each of these steps costs, in the order in which one follows from another."""
    for name, step in STEPS.items():
        if name in steps:
            yield from step(many)


def _check(many: Many) -> Iterator[Figure]:
    write_list(many.folder, many.number)
    checked = run([*_command("check"), "--again"], many.folder)
    lines = _lines(many.folder / "resultaten" / "check.jsonl")
    yield from _cost("check", checked, lines)
    covered = sorted(100 * line["counts"]["in_force"] / line["counts"]["needed"] for line in lines)
    yield Figure("least coverage", covered[0], "%")
    yield Figure("most coverage", covered[-1], "%")
    yield Figure("complete", sum(each == 100 for each in covered), "elements")
    again = run(_command("check"), many.folder)
    yield Figure("check again, nothing changed, processor time", again.seconds, "s")


def _build(many: Many) -> Iterator[Figure]:
    write_list(many.folder, many.number)
    built = run([*_command("build"), "--again"], many.folder)
    lines = _lines(many.folder / "resultaten" / "build.jsonl")
    yield from _cost("build", built, lines)
    size = sum(file.stat().st_size for file in (many.folder / "websites").rglob("*") if file.is_file())
    yield Figure("websites together", size / 1_000_000, "MB")
    yield Figure("pages together", sum(line["pages"] for line in lines), "elements")


def _report(many: Many) -> Iterator[Figure]:
    reported = run(["-m", "wmebv_site", "fleet", "report", "overzicht", "--force"], many.folder)
    yield Figure("report, processor time", reported.seconds, "s")


def _grow(many: Many) -> Iterator[Figure]:
    """How the cost of checking grows, each in one run of its own."""
    if many.most <= many.number:
        return
    costs = {}
    for number in (many.number, many.most):
        write_list(many.folder, number)
        costs[number] = run(
            [*_command("check"), "--again", "--results", "resultaten/grow.jsonl"], many.folder
        )
    write_list(many.folder, many.number)
    few, all_ = costs[many.number], costs[many.most]
    yield Figure(f"check of {many.most}, processor time", all_.seconds, "s")
    yield Figure("check of all those, peak memory of the parent", all_.megabytes, "MB")
    yield Figure(
        "growth with the number of municipalities, 1 is linear",
        growth(few.seconds, all_.seconds, many.number, many.most),
    )


STEPS: Mapping[str, Callable[[Many], Iterator[Figure]]] = {
    "check": _check,
    "build": _build,
    "report": _report,
    "grow": _grow,
}


def _cost(action: str, cost: Cost, lines: list[dict[str, Any]]) -> Iterator[Figure]:
    number = len(lines)
    yield Figure(f"{action} of {number}, processor time", cost.seconds, "s")
    yield Figure(f"{action} of one, processor time", cost.seconds / number, "s")
    yield Figure(f"{action}, peak memory of the parent", cost.megabytes, "MB")
    yield Figure(f"{action}, peak memory of a worker or what it starts", _peak(lines), "MB")


def _command(action: str) -> list[str]:
    return ["-m", "wmebv_site", "fleet", action, "--date", DATE, "--workers", str(_WORKERS)]


def _lines(file: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    wrong = [line["key"] for line in lines if line["state"] != "good"]
    assert not wrong, f"not as they should be: {wrong[:3]}"
    return lines


def _peak(lines: Iterable[dict[str, Any]]) -> float:
    return max(line["measured"]["peak_memory"] or 0 for line in lines) / 1_000_000


if __name__ == "__main__":
    sys.exit(main())
