"""The small project a municipality starts with: its files, and how they reach the disk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from wmebv_site.project._from_municipalities import KnownMunicipality
from wmebv_site.register.values import slugify

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

# What JSON leaves as it is and YAML reads as the end of a line or refuses.
_NOT_PLAIN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


class InitRefused(Exception):
    """The project was not written and nothing was changed; the text says why, in Dutch."""


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
    # Nothing of this is HTML: it is YAML and Markdown, and values in YAML go through `quoted`.
    environment = Environment(
        autoescape=False,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = quoted
    templates = files(__package__).joinpath("init_template")
    return {
        path.format(decision=decision): environment.from_string(
            templates.joinpath(*template.split("/")).read_text(encoding="utf-8")
        ).render(values)
        for path, template in _TEMPLATES.items()
    }


def write(directory: Path, project: Mapping[str, str]) -> list[Path]:
    """Write a project into a new or empty directory, all of it or nothing, and return the paths.

    Raises InitRefused when the directory is a link or a file, is not empty, or cannot be written
    to. Nothing that was there is ever overwritten, and what was written before a failure is taken
    away again.
    """
    if directory.is_symlink():
        raise InitRefused(
            f"'{directory}' is een koppeling naar een andere plek. Kies een gewone map."
        )
    made: list[Path] = []
    try:
        if directory.exists():
            if not directory.is_dir():
                raise InitRefused(f"'{directory}' is een bestand. Kies een map.")
            if any(directory.iterdir()):
                raise InitRefused(
                    f"De map '{directory}' is niet leeg. Kies een nieuwe of lege map."
                )
        return _write_new(directory, project, made)
    except OSError as error:
        _take_away(made)
        raise InitRefused(
            f"In de map '{directory}' kan niet worden geschreven. Kies een andere map."
        ) from error
    except BaseException:
        _take_away(made)
        raise


def quoted(text: str) -> str:
    """The text as a double-quoted YAML scalar on one line."""
    in_json = json.dumps(text, ensure_ascii=False)
    return _NOT_PLAIN.sub(lambda match: f"\\u{ord(match[0]):04x}", in_json)


def _write_new(directory: Path, project: Mapping[str, str], made: list[Path]) -> list[Path]:
    written = []
    for name, text in sorted(project.items()):
        path = directory.joinpath(*name.split("/"))
        missing = [folder for folder in path.parents if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir()
            made.append(folder)
        # Mode x fails on a file that appeared after the check, where w would empty it.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            made.append(path)
            file.write(text)
        written.append(path)
    return written


def _take_away(made: list[Path]) -> None:
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            # A folder in which someone else has put something by now stays.
            continue
