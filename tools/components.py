"""Shows every component in its states: docs/components/examples.yaml becomes docs/components/index.html."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup

from wmebv_site.site.look.theme import templates
from wmebv_site.site.render import Renderer

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "components"
PAGE = FOLDER / "index.html"
_NO_ARGUMENTS = {"name", "empty", "around", "with", "inside"}
"""With ``inside`` a term stands in a list of that class, as in the component that has it."""


def examples() -> dict[str, list[dict[str, Any]]]:
    """The examples of each component, in the order of the file."""
    # Dates stay text, as the pages give them.
    found: dict[str, list[dict[str, Any]]] = yaml.load(
        (FOLDER / "examples.yaml").read_text(encoding="utf-8"), _Loader
    )
    return found


class _Loader(yaml.SafeLoader):
    """YAML in which a date is text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def page() -> str:
    """The page with all examples, as a file that a browser can open."""
    environment = Renderer(ChoiceLoader([templates(), FileSystemLoader(Path(__file__).parent)])).environment
    shown = []
    for component, listed in examples().items():
        made = [{"name": each["name"], "html": _made(environment, component, each)} for each in listed]
        shown.append((component, made))
    text = environment.get_template("components.html").render(components=shown)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


def _macro(environment: Any, component: str, macro: str) -> Any:
    # A module of its own: that of the renderer remembers, and takes no arguments by name.
    return getattr(environment.get_template(f"components/{component}.html").make_module(), macro)


def _made(environment: Any, component: str, example: dict[str, Any]) -> Markup:
    ((macro, arguments),) = ((key, value) for key, value in example.items() if key not in _NO_ARGUMENTS)
    function = _macro(environment, component, macro)
    if "around" in example:
        inner = example["around"]
        inside = _macro(environment, inner, inner)
        arguments = arguments | {"caller": lambda: inside(**example["with"])}
    made = Markup(function(**arguments))
    return Markup('<dl class="{}">{}</dl>').format(example["inside"], made) if "inside" in example else made


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
