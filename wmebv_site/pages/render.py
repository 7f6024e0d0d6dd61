"""Renders our templates: every value is escaped, and a value that is not there is an error."""

from __future__ import annotations

from functools import cached_property

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from markupsafe import Markup


class Renderer:
    """Our own Jinja2 environment; MkDocs' own does not escape."""

    def __init__(self, templates: BaseLoader) -> None:
        self._environment = Environment(
            loader=templates,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates: dict[str, Template] = {}

    def render(self, name: str, **values: object) -> Markup:
        """Render ``pages/<name>.html``."""
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._environment.get_template(f"pages/{name}.html")
        return Markup(template.render(values))

    @cached_property
    def environment(self) -> Environment:
        return self._environment
