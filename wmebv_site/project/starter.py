"""The small project a municipality starts with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from wmebv_site.dutch import enumerate_words
from wmebv_site.project.municipalities import KnownMunicipality
from wmebv_site.project.writing import fill, new_folder
from wmebv_site.register.schema import EDITORS_FOLDER, editor_schemas
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml_text import in_quotes

_TEMPLATE = ".jinja"
_DECISION = "aanwijzing.md"
# The folders with templates of each place where a project can stand, and where in the project they go.
_EVERYWHERE = (("beheer", "beheer/"), ("programma", "programma/"))
_ON_A_FORGE = (("forge", "beheer/"), *_EVERYWHERE)
_PLACES = {
    "github": (("actions", ".github/workflows/"), *_ON_A_FORGE),
    "gitlab": (("gitlab", ""), *_ON_A_FORGE),
    "forgejo": (("actions", ".forgejo/workflows/"), *_ON_A_FORGE),
    "server": (("server", "beheer/server/"), *_EVERYWHERE),
}
_CALLED = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo"}
PLACES = tuple(_PLACES)
"""Where a project can stand that is checked and published by itself."""
PROGRAM = "programma/"
"""Where in the project the wheel of wmebv can lie."""


def plan(
    municipality: KnownMunicipality, today: date, places: Collection[str] = (), program: str = ""
) -> dict[str, str]:
    """The files of a new project: path with forward slashes -> text, in the order of the paths.

    ``places`` are those of ``PLACES`` for which there is what runs there; ``program`` is the line of pip that says where
    wmebv comes from, as far as that is known.
    """
    decision = f"aanwijzing-{today.year}"
    values = {
        "municipality": municipality,
        "name": f"gemeente {municipality.preferred_name}",
        "site": f"https://www.{slugify(municipality.preferred_name)}.example",
        "decision": decision,
        "year": today.year,
        # No area in the Netherlands has 0123: no telephone rings until the number is replaced.
        "phone": "14 0123",
        "forges": enumerate_words([name for place, name in _CALLED.items() if place in places], "of"),
        "on_a_server": "server" in places,
    }
    made = {}
    for path, text in _templates():
        folder, _, name = path.rpartition("/")
        named = f"{decision}.md" if name == _DECISION else name
        made[f"{folder}/{named}" if folder else named] = text.render(values)
    for place in sorted(places):
        made |= _running(place, program)
    return dict(sorted(made.items()))


_SHARED = (
    # The domains, a channel of the whole country, and what rests on a statute: from a line up to another.
    ("# De groepen waarin u", "# Dit bericht hoort vanzelf", ""),
    ("  # Een kanaal van de landelijke overheid", "# Welk kanaal hoort bij welk bericht?", "channels:\n"),
    ("  # Ondernemers mogen voor deze producten ook", "  # Het restkanaal:", "designations:\n"),
)


def plan_sharing(
    municipality: KnownMunicipality, today: date, base: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The files of a new project, and those of the base that it shares with others, at ``base`` seen from the project."""
    own = plan(municipality, today)
    channels, parts = own["channels.yaml"], []
    for begin, end, above in _SHARED:
        before, found, rest = channels.partition(begin)
        part, also, after = rest.partition(end)
        assert found and also, f"the template has {begin!r} before {end!r}"
        channels = before + also + after
        parts.append(f"{above}{found}{part}".rstrip("\n") + "\n")
    together = "\n".join(parts)
    intro, line, rest = channels.partition("municipality:\n")
    note = f"# Wat u met andere gemeenten deelt, staat in de map {base}. Wat u hier zelf schrijft, gaat voor.\nbase: {base}\n\n"
    shared = {
        "channels.yaml": f"# channels.yaml: wat alle gemeenten delen. Hier staat geen gemeente in, en geen besluit.\n\n{together}",
        "products.yaml": own["products.yaml"],
    }
    own["channels.yaml"] = intro + note + line + rest
    own["products.yaml"] = (
        f"# products.yaml: wat bij u anders is dan in {base}/products.yaml, en wat alleen u hebt.\n"
        "# Noem een product uit de basis met zijn id, en schrijf eronder wat anders is.\n"
        "# Biedt u een product niet aan? Zet zijn id dan bij not_ours.\n\n"
        "products: []\n\n# not_ours: [evenementenvergunning]\n"
    )
    return own, shared


def _running(place: str, program: str) -> dict[str, str]:
    """What checks and publishes a project, in the place where it stands."""
    folder = files(__package__).joinpath("init_forges")

    def read(name: str) -> str:
        return folder.joinpath(*name.split("/")).read_text(encoding="utf-8")

    # Workflows are full of {{ }}, so their templates have other signs.
    environment = _environment(
        loader=FunctionLoader(read),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    made = {}
    for name, into in _PLACES[place]:
        for path, file in _files(folder.joinpath(name)):
            if path.endswith(_TEMPLATE):
                text = environment.from_string(file.read_text(encoding="utf-8"))
                rendered = text.render(forge=place, program=program)
                made[into + path.removesuffix(_TEMPLATE)] = (
                    re.sub(r"\n{3,}", "\n\n", rendered).strip("\n") + "\n"
                )
    telling = files(__package__).joinpath("telling.py").read_text(encoding="utf-8")
    return made | {"beheer/melden.py": telling}


def for_text_editor(project: Mapping[str, str]) -> dict[str, str]:
    """The files of a project from which a text editor knows what can stand in its registers."""
    schemas = editor_schemas({path: text.encode() for path, text in project.items()})
    return {f"{EDITORS_FOLDER}/{name}": text for name, text in schemas.items()}


def _templates() -> Iterator[tuple[str, Template]]:
    """Every template with the path that it is for.

    The folder of templates is the project to be, but for two things: a name that begins with ``_`` begins with a dot
    there, and each file has ``.jinja`` behind its name, so that nothing takes it for a register.
    """
    # Nothing of this is HTML: it is YAML and Markdown, and values in YAML go through ``quoted``.
    environment = _environment()
    environment.filters["quoted"] = in_quotes
    for path, file in _files(files(__package__).joinpath("init_template")):
        yield path.removesuffix(_TEMPLATE), environment.from_string(file.read_text(encoding="utf-8"))


def _environment(**settings: Any) -> Environment:
    return Environment(
        autoescape=False,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        **settings,
    )


def _files(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for each in folder.iterdir():
        name = f".{each.name[1:]}" if each.name.startswith("_") else each.name
        if each.is_dir():
            yield from _files(each, f"{above}{name}/")
        else:
            yield above + name, each


def write(directory: Path, project: Mapping[str, str | bytes]) -> list[Path]:
    """Write a project into a new or empty directory, all of it or nothing, and return the paths.

    Raises Refused when the directory is a link or a file, is not empty, or cannot be written to.
    Nothing that was there is ever overwritten.
    """
    with new_folder(directory) as folder:
        fill(folder, project)
    return [directory / name for name in sorted(project)]
