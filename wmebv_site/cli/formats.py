"""The formats by the names under which a person asks for them."""

from __future__ import annotations

from wmebv_site.cli._from_reporter_as_json import render_json
from wmebv_site.cli._from_reporter_github import render_github
from wmebv_site.cli._from_reporter_sarif import render_sarif
from wmebv_site.cli._from_reporter_text import render_text
from wmebv_site.cli.findings import Report

FORMATS = ("text", "github", "json", "sarif")


def render(report: Report, name: str, *, width: int = 80, colour: bool = False) -> str:
    """The report in a format of FORMATS. ``width`` and ``colour`` are for text alone."""
    if name == "text":
        return render_text(report, width=width, colour=colour)
    return {"github": render_github, "json": render_json, "sarif": render_sarif}[name](report)
