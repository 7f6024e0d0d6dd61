"""A report as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from wmebv_site.cli._from_reporter_excerpt import printable
from wmebv_site.cli.findings import LAW_RULES_NOT_RUN, Report, told
from wmebv_site.diagnostics import Diagnostic, Level

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def render_github(report: Report) -> str:
    """One command for each diagnostic, then the summary as an ordinary line of the log."""
    lines = [_command(diagnostic) for diagnostic in report.diagnostics]
    if not report.checked.law_rules_run:
        lines.append(f"::notice::{_data(LAW_RULES_NOT_RUN)}")
    return "\n".join([*lines, report.summary]) + "\n"


def _command(diagnostic: Diagnostic) -> str:
    place = diagnostic.place
    properties = [f"file={_property(place.file)}"]
    if not place.is_whole_file:
        properties += [f"line={place.line}", f"col={place.column}"]
    properties.append(f"title={_property(diagnostic.code)}")
    return f"::{_COMMANDS[diagnostic.level]} {','.join(properties)}::{_data(told(diagnostic))}"


def _data(text: str) -> str:
    """Escape a message: GitHub turns the three signs back before it shows them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "%0A".join(printable(line).replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
