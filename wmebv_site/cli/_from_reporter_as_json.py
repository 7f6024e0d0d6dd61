"""A report for another program, in a shape that stays."""

from __future__ import annotations

import json
from typing import Any

from wmebv_site.cli.findings import Report
from wmebv_site.diagnostics import Diagnostic

SHAPE = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""


def render_json(report: Report) -> str:
    """The report as JSON in ASCII: no terminal, code page or log can harm it."""
    return dumped(
        {
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


def dumped(value: Any, *, sort_keys: bool = True) -> str:
    """A value as JSON in ASCII, so the same bytes everywhere."""
    return json.dumps(value, indent=2, sort_keys=sort_keys, ensure_ascii=True) + "\n"


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    place = found.place
    return {
        "code": found.code,
        "level": found.level.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column,
        "message": found.message,
        "hint": found.hint,
    }
