"""The small project a municipality starts with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from wmebv_site.project.municipalities import KnownMunicipality
from wmebv_site.project.writing import fill, new_folder
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml_text import in_quotes

_TEMPLATE = ".jinja"
_DECISION = "aanwijzing.md"


def plan(municipality: KnownMunicipality, today: date) -> dict[str, str]:
    """The files of a new project: path with forward slashes -> text, in the order of the paths."""
    decision = f"aanwijzing-{today.year}"
    values = {
        "municipality": municipality,
        "name": f"gemeente {municipality.preferred_name}",
        "site": f"https://www.{slugify(municipality.preferred_name)}.example",
        "decision": decision,
        "year": today.year,
        # No area in the Netherlands has 0123: no telephone rings until the number is replaced.
        "phone": "14 0123",
    }
    made = {}
    for path, text in _templates():
        folder, _, name = path.rpartition("/")
        named = f"{decision}.md" if name == _DECISION else name
        made[f"{folder}/{named}" if folder else named] = text.render(values)
    return dict(sorted(made.items()))


def _templates() -> Iterator[tuple[str, Template]]:
    """Every template with the path that it is for.

    The folder of templates is the project to be, but for two things: a name that begins with ``_`` begins with a dot
    there, and each file has ``.jinja`` behind its name, so that nothing takes it for a register.
    """
    # Nothing of this is HTML: it is YAML and Markdown, and values in YAML go through ``quoted``.
    environment = Environment(
        autoescape=False,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = in_quotes
    for path, file in _files(files(__package__).joinpath("init_template")):
        yield path.removesuffix(_TEMPLATE), environment.from_string(file.read_text(encoding="utf-8"))


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = f".{each.name[1:]}" if each.name.startswith("_") else each.name
        if each.is_dir():
            yield from _files(each, f"{above}{name}/")
        else:
            yield above + name, each


def write(directory: Path, project: Mapping[str, str]) -> list[Path]:
    """Write a project into a new or empty directory, all of it or nothing, and return the paths.

    Raises Refused when the directory is a link or a file, is not empty, or cannot be written to.
    Nothing that was there is ever overwritten.
    """
    with new_folder(directory) as folder:
        fill(folder, project)
    return [directory / name for name in sorted(project)]
