"""Renders our templates: every value is escaped, and a value that is not there is an error."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from wmebv_site.dutch import breakable
from wmebv_site.site.artifact import compact_json

_REMEMBERED = 2000
"""So many answers of each component: the large sites that were measured have a few hundred."""
_COMPONENTS = 500
"""So many components at most: ours are some sixty, but one that a page makes itself is new each time that page is made."""
_H1 = re.compile(r"(?<=<h1>)[^<]+")


_escapable = re.compile("[&<>'\"]").search


def _escaped(value: object) -> str:
    """A value as it stands in HTML; in haste what is most of all values: the answer of a component, which is HTML, and a
    text without anything to escape. Of these ``escape`` makes a copy.
    """
    if type(value) is Markup or (type(value) is str and not _escapable(value)):
        return value
    return escape(value)


class _CodeGenerator(CodeGenerator):
    """Jinja2's own, but for what it has a template call around each value that is shown."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(Environment):
    """Templates whose components answer from memory: what one makes depends on nothing but what it is called with.

    Most products share their answers, so that few calls stand for thousands.
    """

    code_generator_class = _CodeGenerator
    escaped = staticmethod(_escaped)

    def __init__(self, templates: BaseLoader) -> None:
        super().__init__(
            loader=templates,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,  # our templates hold next to nothing that is known beforehand, and to look for it takes time
            cache_size=-1,  # all of them
        )
        self.policies["json.dumps_function"] = compact_json
        self.policies["json.dumps_kwargs"] = {}
        self.context_class = _Context
        self._found: dict[str | Template, Template] = {}
        self.components: dict[Macro, Callable[..., str]] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template by its name: each page asks for six components, and Jinja2 makes more of finding one."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found

    def remembering(self, component: Macro) -> Callable[..., str]:
        """The component, asked once for all views that are equal."""
        if len(self.components) >= _COMPONENTS:
            self.components.clear()
        # By type too: Markup equals a text that still has to be escaped.
        found = self.components[component] = lru_cache(_REMEMBERED, typed=True)(component)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Names that every template knows, as a plain dict: Jinja2 goes through them for each import on each page."""
        return {**self.globals, **(d or {})}


class _Context(Context):
    """Where a template is rendered: each call of a component comes past here."""

    environment: _Environment

    def call(
        self,
        called: Callable[..., Any],
        /,
        *views: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **more: Any,
    ) -> Any:
        """What Jinja2 gives besides is for functions that ask for the context; components don't."""
        if type(called) is not Macro or "caller" in more:  # a caller is new for each page
            return super().call(called, *views, _loop_vars=_loop_vars, _block_vars=_block_vars, **more)
        known = self.environment.components.get(called)
        try:
            return (known or self.environment.remembering(called))(*views, **more)
        except TypeError:  # a list is made for one page
            return called(*views, **more)


class Renderer:
    """Our own Jinja2 environment; MkDocs' own does not escape."""

    def __init__(self, templates: BaseLoader) -> None:
        self.environment = _Environment(templates)

    def render(self, name: str, **values: object) -> Markup:
        """Render ``pages/<name>.html``."""
        template = self.environment.get_template(f"pages/{name}.html")
        return Markup(_H1.sub(lambda heading: breakable(heading[0]), template.render(values), count=1))

    def component(self, name: str, *views: object) -> Markup:
        """One component alone, for whoever adds to a page that is made."""
        module = self.environment.get_template(f"components/{name}.html").module
        return Markup(getattr(module, name)(*views))


def digest_of(templates: BaseLoader) -> str:
    """The same as long as no template changes."""
    anywhere = Environment(autoescape=True)
    names = [name for name in templates.list_templates() if name.endswith(".html")]
    texts = [(name, templates.get_source(anywhere, name)[0]) for name in names]
    return hashlib.sha256(repr(texts).encode()).hexdigest()
