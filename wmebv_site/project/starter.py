"""The small project a municipality starts with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from wmebv_site.project.municipalities import KnownMunicipality
from wmebv_site.project.writing import fill, new_folder
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml_text import in_quotes

# Path in the project: its template. The templates carry other names, so that nothing takes them
# for a register.
_TEMPLATES = {
    ".gitignore": "gitignore.jinja",
    "README.md": "README.md.jinja",
    "channels.yaml": "channels.yaml.jinja",
    "content/besluiten/{decision}.md": "content/besluiten/aanwijzing.md.jinja",
    "content/hulp/balie.md": "content/hulp/balie.md.jinja",
    "content/hulp/index.md": "content/hulp/index.md.jinja",
    "content/hulp/telefoon.md": "content/hulp/telefoon.md.jinja",
    "content/index.md": "content/index.md.jinja",
    "mkdocs.yml": "mkdocs.yml.jinja",
    "products.yaml": "products.yaml.jinja",
}


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
    # Nothing of this is HTML: it is YAML and Markdown, and values in YAML go through ``quoted``.
    environment = Environment(
        autoescape=False,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = in_quotes
    templates = files(__package__).joinpath("init_template")
    return {
        path.format(decision=decision): environment.from_string(
            templates.joinpath(*template.split("/")).read_text(encoding="utf-8")
        ).render(values)
        for path, template in _TEMPLATES.items()
    }


def write(directory: Path, project: Mapping[str, str]) -> list[Path]:
    """Write a project into a new or empty directory, all of it or nothing, and return the paths.

    Raises Refused when the directory is a link or a file, is not empty, or cannot be written to.
    Nothing that was there is ever overwritten.
    """
    with new_folder(directory) as folder:
        fill(folder, project)
    return [directory / name for name in sorted(project)]
