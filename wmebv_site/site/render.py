"""Renders our templates: every value is escaped, and a value that is not there is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from wmebv_site.dutch import breakable

_SHARED = (
    ("facts", "facts"),
    ("support_list", "support_list"),
    ("reason", "reason"),
    ("channel_card", "entrances"),
    ("channel_card", "channel_facts"),
    ("designation", "designation"),
    ("history", "history"),
)
"""Component and macro, each after those it uses itself."""
_REMEMBERED = 2000
_H1 = re.compile(r"(?<=<h1>)[^<]+")


def _remembering(macro: Callable[..., str]) -> Callable[..., str]:
    remembered = lru_cache(_REMEMBERED)(macro)

    def answer(*views: object, **more: object) -> str:
        if more:
            return macro(*views, **more)
        try:
            hash(views)
        except TypeError:  # a list is made for one page
            return macro(*views)
        return remembered(*views)

    return answer


class Renderer:
    """Our own Jinja2 environment; MkDocs' own does not escape."""

    def __init__(self, templates: BaseLoader) -> None:
        self.environment = Environment(
            loader=templates,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates: dict[str, Template] = {}
        for component, macro in _SHARED:
            self._remember(component, macro)

    def _remember(self, component: str, macro: str) -> None:
        """Let a macro answer from memory: it depends on its view alone, and most products share theirs."""
        module = self.environment.get_template(f"components/{component}.html").module
        if made := getattr(module, macro, None):  # a municipality's own component may do without
            setattr(module, macro, _remembering(made))

    def render(self, name: str, **values: object) -> Markup:
        """Render ``pages/<name>.html``."""
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self.environment.get_template(f"pages/{name}.html")
        return Markup(_H1.sub(lambda heading: breakable(heading[0]), template.render(values), count=1))
