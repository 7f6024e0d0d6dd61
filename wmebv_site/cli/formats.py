"""The formats by the names under which a person asks for them."""

from __future__ import annotations

from wmebv_site.reporter.as_json import render_json
from wmebv_site.reporter.github import render_github
from wmebv_site.reporter.report import Report
from wmebv_site.reporter.sarif import render_sarif
from wmebv_site.reporter.text import render_text

FORMATS = ("text", "github", "json", "sarif")


def render(report: Report, name: str, *, width: int = 80, colour: bool = False) -> str:
    """The report in a format of FORMATS. ``width`` and ``colour`` are for text alone."""
    if name == "text":
        return render_text(report, width=width, colour=colour)
    return {"github": render_github, "json": render_json, "sarif": render_sarif}[name](report)
