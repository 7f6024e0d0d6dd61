"""The page an editor sees under ``mkdocs serve`` while a register has mistakes."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import BaseLoader

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.render import Renderer

_LEVELS = {"error": "Fout", "warning": "Waarschuwing", "info": "Informatie"}


def problem_page(diagnostics: Iterable[Diagnostic], templates: BaseLoader) -> Artifact:
    """What ``wmebv check`` says, as a page."""
    listed = [(_LEVELS[diagnostic.level], diagnostic) for diagnostic in diagnostics]
    html = Renderer(templates).render("problem", listed=listed)
    return Artifact("", "problem", "Het register is nog niet in orde", "Meldingen voor de redacteur.", html, None)
