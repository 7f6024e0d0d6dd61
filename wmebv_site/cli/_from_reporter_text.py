"""A report for a person at a terminal or with a log."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.cli._from_reporter_excerpt import Excerpts, printable
from wmebv_site.cli.findings import LAW_RULES_NOT_RUN, LEVEL_WORDS, Report
from wmebv_site.diagnostics import Diagnostic, Level

_GUTTER = 7  # four figures for the line, and " | "
_INDENT = " " * 5
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}


def render_text(report: Report, *, width: int = 80, colour: bool = False) -> str:
    """The report in lines. ``width`` is that of the terminal; only the lines of files are cut to it."""
    excerpts = Excerpts(report.files)
    explained: set[str] = set()
    lines: list[str] = []
    for diagnostic in report.diagnostics:
        lines += _lines(diagnostic, excerpts, width, colour)
        if diagnostic.code not in explained:
            explained.add(diagnostic.code)
            lines.append(f"{_INDENT}Meer uitleg: wmebv explain {diagnostic.code}")
        lines.append("")
    if not report.checked.law_rules_run:
        lines.append(LAW_RULES_NOT_RUN)
    lines.append(report.summary)
    return "\n".join(lines) + "\n"


def _lines(diagnostic: Diagnostic, excerpts: Excerpts, width: int, colour: bool) -> Iterator[str]:
    def painted(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    hue = _COLOURS[diagnostic.level]
    level = painted(f"{diagnostic.code} {LEVEL_WORDS[diagnostic.level]}:", f"1;{hue}")
    yield f"{painted(printable(str(diagnostic.place)), '1')}: {level} {printable(diagnostic.message)}"
    if excerpt := excerpts.at(diagnostic.place, width - _GUTTER - 1):
        yield f"{excerpt.line:>4} | {excerpt.text}".rstrip()
        yield f"{'':>4} | {painted(excerpt.marker, hue)}"
    if diagnostic.hint:
        yield f"{_INDENT}{printable(diagnostic.hint)}"
