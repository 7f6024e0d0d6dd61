"""A report in SARIF 2.1.0, the OASIS standard that code platforms read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from wmebv_site import __version__
from wmebv_site.cli._from_reporter_as_json import dumped
from wmebv_site.cli.explain import Explanation, catalogue
from wmebv_site.cli.findings import LAW_RULES_NOT_RUN, Report, told
from wmebv_site.diagnostics import Diagnostic, Level

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def render_sarif(report: Report) -> str:
    """One run, with the rules that found something and every finding as a result."""
    rules = {code: number for number, code in enumerate(sorted({d.code for d in report.diagnostics}))}
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": report.exit_code}
    if not report.checked.law_rules_run:
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
        "rules": [_rule(code, catalogue().get(code)) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(found, rules[found.code]) for found in report.diagnostics],
    }
    return dumped(
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
