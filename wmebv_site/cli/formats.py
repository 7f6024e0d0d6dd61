"""A report of diagnostics in each format: for a person, for another program, for GitHub, for GitLab and as SARIF."""

from __future__ import annotations

import hashlib
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wmebv_site import __version__
from wmebv_site.cli.findings import (
    LAW_RULES_NOT_RUN,
    LEVELS_COUNTED,
    Excerpts,
    Report,
    told,
    where,
)
from wmebv_site.diagnostics import Diagnostic, Gathered, Level, Place, gathered, json_text, printable
from wmebv_site.dutch import counted

if TYPE_CHECKING:
    from wmebv_site.cli.explain import Explanation

_GUTTER = 7  # four figures for the line, and " | "
_INDENT = " " * 5
_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}


def render_text(report: Report, *, width: int = 80, colour: bool = False, whole: bool = False) -> str:
    """The report in lines. ``width`` is that of the terminal; only the lines of files are cut to it.

    Of a kind of which there are many the first are shown, unless it is to be ``whole``.
    """
    excerpts = Excerpts(report.files)
    explained: set[str] = set()
    lines: list[str] = []
    for each in _shown(report, whole):
        diagnostic = each.shown
        lines += _lines(diagnostic, excerpts, width, colour)
        if diagnostic.code not in explained:
            explained.add(diagnostic.code)
            lines.append(f"{_INDENT}Meer uitleg: wmebv explain {diagnostic.code}")
        lines.append("")
        if each.left_out:
            lines += [*textwrap.wrap(_left_out(each, report), max(width, 40)), ""]
    if report.law_rules_pending:
        lines.append(LAW_RULES_NOT_RUN)
    lines.append(report.summary)
    return "\n".join(lines) + "\n"


def _shown(report: Report, whole: bool) -> Iterable[Gathered]:
    return map(Gathered, report.diagnostics) if whole else gathered(report.diagnostics)


def _left_out(each: Gathered, report: Report) -> str:
    """How many more there are of a kind, where, and how to see them."""
    found = each.shown
    number = counted(len(each.left_out), *LEVELS_COUNTED[found.level])
    return f"En nog {number} van deze soort ({found.code}), {where(each.left_out)}. Typ {report.to_see_all} voor de hele lijst."


def _lines(diagnostic: Diagnostic, excerpts: Excerpts, width: int, colour: bool) -> Iterator[str]:
    def painted(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    hue = _COLOURS[diagnostic.level]
    level = painted(f"{diagnostic.code} {diagnostic.level.word}:", f"1;{hue}")
    yield f"{painted(printable(str(diagnostic.place)), '1')}: {level} {printable(diagnostic.message)}"
    if excerpt := excerpts.at(diagnostic.place, width - _GUTTER - 1):
        yield f"{excerpt.line:>4} | {excerpt.text}".rstrip()
        yield f"{'':>4} | {painted(excerpt.marker, hue)}"
    if diagnostic.hint:
        yield f"{_INDENT}{printable(diagnostic.hint)}"


SHAPE = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""


def render_json(report: Report) -> str:
    """The report as JSON in ASCII: no terminal, code page or log can harm it."""
    from wmebv_site.links.listed import links_data

    links = {"links": links_data(report.links.standings)} if report.links else {}
    return json_text(
        {
            **links,
            "version": SHAPE,
            "date": report.today.isoformat(),
            "strict": report.strict,
            "failed": report.failed,
            "law_rules_run": report.checked.law_rules_run,
            "counts": {level.value: number for level, number in report.counts.items()},
            "register": report.register_counts,
            "diagnostics": [_diagnostic(found) for found in report.diagnostics],
        }
    )


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return found.as_data() | {"column": found.place.column, "end_column": found.place.end_column}


def _within(found: Diagnostic, folder: str) -> Diagnostic:
    """The same at a place in the project: what stands in a shared register outside it is told where that is named.

    A forge can show nothing of a file that it does not keep.
    """
    from wmebv_site.register.files import CHANNELS_FILE, stands_elsewhere

    place = found.place
    if not stands_elsewhere(place.file):
        return found
    return replace(found, place=Place(folder + CHANNELS_FILE), message=f"In {place}: {found.message}")


_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def render_github(report: Report, *, whole: bool = False) -> str:
    """One command for each diagnostic, then the summary as an ordinary line of the log.

    GitHub shows ten of each level: of a kind of which there are many, one command tells how many more there are.
    """
    lines = []
    for each in _shown(report, whole):
        lines.append(_command(_within(each.shown, report.folder)))
        if each.left_out:
            title = f"title={_property(each.shown.code)}"
            lines.append(f"::{_COMMANDS[each.shown.level]} {title}::{_data(_left_out(each, report))}")
    if report.law_rules_pending:
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


_SEVERITIES = {Level.ERROR: "blocker", Level.WARNING: "minor", Level.INFO: "info"}


def render_gitlab(report: Report) -> str:
    """A Code Quality report: GitLab shows each finding beside its line of a merge request, and which ones are new.

    A fingerprint doesn't know the line, so that a finding stays the same one when something is written above it.
    """
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in (_within(each, report.folder) for each in report.diagnostics):
        same = "\0".join((diagnostic.code, diagnostic.place.file, diagnostic.message))
        seen[same] += 1
        text = f"{same}\0{seen[same]}".encode("utf-8", "surrogateescape")
        found.append(
            {
                "description": told(diagnostic),
                "check_name": diagnostic.code,
                "fingerprint": hashlib.sha256(text).hexdigest(),
                "severity": _SEVERITIES[diagnostic.level],
                "location": {"path": diagnostic.place.file, "lines": {"begin": diagnostic.place.line}},
            }
        )
    return json_text(found)


_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def render_sarif(report: Report) -> str:
    """One run, with the rules that found something and every finding as a result."""
    from wmebv_site.cli.explain import catalogue

    explained = catalogue()
    rules = {code: number for number, code in enumerate(sorted({d.code for d in report.diagnostics}))}
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": report.exit_code}
    if report.law_rules_pending:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "note",
                "message": {"text": LAW_RULES_NOT_RUN},
                "descriptor": {"id": "law-rules-not-run"},
            }
        ]
    driver = {
        "name": "wmebv",
        "version": __version__,
        "language": "nl",
        "rules": [_rule(code, explained.get(code)) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [
            _result(_within(found, report.folder), rules[found.code]) for found in report.diagnostics
        ],
    }
    return json_text(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _rule(code: str, explanation: Explanation | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code}
    if explanation:
        rule["shortDescription"] = {"text": f"{explanation.title}."}
        rule["fullDescription"] = {"text": explanation.text}
        rule["help"] = {"text": explanation.text}
    return rule


def _result(found: Diagnostic, rule: int) -> dict[str, Any]:
    place = found.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if not place.is_whole_file:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": max(place.end_column, place.column),
        }
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.level],
        "message": {"text": told(found)},
        "locations": [{"physicalLocation": physical}],
    }


def _uri(file: str) -> str:
    """A relative reference; names that are not UTF-8 keep their bytes."""
    return quote(file.encode("utf-8", "surrogateescape"), safe="/")


FORMATS = ("text", "github", "gitlab", "json", "sarif")


def render(report: Report, name: str, *, width: int = 80, colour: bool = False, whole: bool = False) -> str:
    """The report in a format of FORMATS. ``width`` and ``colour`` are for text alone, and what a program reads is always
    ``whole``.
    """
    if name == "text":
        return render_text(report, width=width, colour=colour, whole=whole)
    if name == "github":
        return render_github(report, whole=whole)
    return {"json": render_json, "gitlab": render_gitlab, "sarif": render_sarif}[name](report)
