"""What the register as data costs beside the same site without it, and how large its files are."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from benchmarks.figures import Figure, growth
from benchmarks.processes import cheapest
from benchmarks.registers import with_data
from benchmarks.weight import compressed
from wmebv_site.data.published import MAKERS

GRAPHS = frozenset({"dcat", "cpsv"})
TABLES = tuple(word for word in MAKERS if word not in GRAPHS)


def data_figures(folder: Path, projects: Mapping[int, Path], repeats: int, linear: float) -> list[Figure]:
    """From projects by their number of products, the smallest of which is measured in every way; made in ``folder``."""
    middle, large = min(projects), max(projects)
    forms = {"none": (), "tables": TABLES, "all": tuple(MAKERS)}
    cost = cheapest(
        {name: _with(folder, name, projects[middle], words) for name, words in forms.items()}, repeats
    )
    whole = _with(folder, "large", projects[large], forms["all"])
    big = cheapest({"large": whole}, max(2, repeats // 2))["large"]
    register = (folder / "data-all" / "site" / "data" / "register.json").read_bytes()
    held = (folder / "data-all" / "site" / "data" / "geldend.json").read_bytes()
    return [
        Figure(
            f"build {middle:,} with its data ÷ without",
            cost["tables"].seconds / cost["none"].seconds,
            "×",
            1.5,
            2.0,  # the same code gives a third more or less beside other work
        ),
        Figure("the same with graphs ÷ without", cost["all"].seconds / cost["none"].seconds, "×", 2.5),
        Figure(
            f"build with all data, growth {middle:,} to {large:,}, 1 is linear",
            growth(cost["all"].seconds, big.seconds, middle, large),
            "×",
            linear,
        ),
        Figure(f"register.json of {middle:,}", len(register) / 1e6, "MB"),
        Figure(f"register.json of {middle:,}, compressed", compressed(register) / 1000, "kB"),
        Figure(f"geldend.json of {middle:,}, compressed", compressed(held) / 1000, "kB"),
    ]


def _with(folder: Path, name: str, project: Path, formats: tuple[str, ...]) -> Path:
    """A copy of a project with these formats of data."""
    copy = folder / f"data-{name}"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("site"))
    settings = copy / "mkdocs.yml"
    settings.write_text(with_data(settings.read_text(encoding="utf-8"), formats), encoding="utf-8")
    return copy
