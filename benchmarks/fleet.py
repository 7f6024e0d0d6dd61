"""``python -m benchmarks.fleet``: many made-up municipalities checked and built on two processors, and how cost grows with their number."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, as_data, growth, table
from benchmarks.municipalities import codes, write_list, write_municipalities
from benchmarks.processes import Cost, run
from benchmarks.registers import DATE
from wmebv_site.fleet.harvest.question import Sort
from wmebv_site.fleet.harvest.questions import QUESTIONS

_WORKERS = 2
_PRODUCTS = 600
_HARVESTS = {"parquet": "oogst", "sqlite": "oogst-sqlite"}
"""How a harvest is kept, and where."""


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


def _harvest(many: Many) -> Iterator[Figure]:
    write_list(many.folder, many.number)
    for kind, folder in _HARVESTS.items():
        command = [
            "-m",
            "wmebv_site",
            "fleet",
            "harvest",
            "--date",
            DATE,
            "--again",
            "--as",
            kind,
            "--out",
            folder,
        ]
        cost = run(command, many.folder)
        yield Figure(f"harvest as {kind}, processor time", cost.seconds, "s")
        yield Figure(f"harvest as {kind}, peak memory", cost.megabytes, "MB")
        held = [file for file in (many.folder / folder).glob("*") if file.suffix == f".{kind}"]
        yield Figure(f"harvest as {kind}, on disk", sum(file.stat().st_size for file in held) / 1e6, "MB")


def _query(many: Many) -> Iterator[Figure]:
    """Each question with a name, in a process of its own, to both engines: they answer alike."""
    asked = _asked(many)
    answers: dict[str, list[str]] = {}
    for kind, folder in _HARVESTS.items():
        cost = {}
        answers[kind] = []
        for name, said in asked.items():
            command = [
                "-m",
                "wmebv_site",
                "fleet",
                "query",
                name,
                *said,
                "--harvest",
                folder,
                "--format",
                "json",
            ]
            cost[name] = run(command, many.folder).seconds
            answers[kind].append(many.folder.with_name(f"{many.folder.name}.log").read_text(encoding="utf-8"))
        yield Figure(f"{len(cost)} questions to {kind}, processor time", sum(cost.values()), "s")
        yield Figure(f"the dearest of them, '{max(cost, key=cost.__getitem__)}'", max(cost.values()), "s")
        yield Figure(f"the twenty products, asked of {kind}", cost["twintig"], "s")
    differ = sum(one != other for one, other in zip(*answers.values(), strict=True))
    yield Figure("questions that the two answer differently", differ, "elements", 0)


def _asked(many: Many) -> dict[str, list[str]]:
    """Every question with what it asks for."""
    products = (many.folder / codes(1)[0] / "products.yaml").read_text(encoding="utf-8")
    known = re.search(r"(?m)^ +upl: .*/(.+)$", products)
    assert known, "every product has a name of the national list"
    said = {Sort.PRODUCT: known[1], Sort.PRODUCTS: known[1], Sort.DAY: DATE}
    return {
        question.name: [said[each.sort] for each in question.parameters if each.needed]
        for question in QUESTIONS
    }


def _site(many: Many) -> Iterator[Figure]:
    cost = run(["-m", "wmebv_site", "fleet", "site", "overzichtssite"], many.folder)
    files = [file for file in (many.folder / "overzichtssite").rglob("*") if file.is_file()]
    yield Figure("overview site, processor time", cost.seconds, "s")
    yield Figure("overview site, peak memory", cost.megabytes, "MB")
    yield Figure("overview site, pages", sum(file.suffix == ".html" for file in files), "elements")
    yield Figure("overview site, size", sum(file.stat().st_size for file in files) / 1e6, "MB")


STEPS: Mapping[str, Callable[[Many], Iterator[Figure]]] = {
    "check": _check,
    "build": _build,
    "report": _report,
    "harvest": _harvest,
    "query": _query,
    "site": _site,
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
