"""The table of bad fragments: every change to the valid project that must be refused, and with what."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from projects import VALID, files_of, yaml_as_text

from wmebv_site.diagnostics import Diagnostic

MARK = "▸"
"""Stands in a bad fragment where the diagnostic must point."""

Spot = tuple[str, str, int, int]
"""What is promised of a diagnostic: code, file, line and column."""


def spots(diagnostics: list[Diagnostic]) -> list[Spot]:
    return [(each.code, each.place.file, each.place.line, each.place.column) for each in diagnostics]


@dataclass(frozen=True)
class BadCase:
    """One change to the valid project, with what must be said of it."""

    name: str
    file: str
    text: str
    expected: tuple[Spot, ...]
    rule: str | None
    says: str | None

    def files(self) -> dict[str, bytes]:
        return _valid() | {self.file: self.text.encode("utf-8")}


@functools.cache
def _valid() -> dict[str, bytes]:
    return files_of(VALID)


@functools.cache
def bad_cases() -> tuple[BadCase, ...]:
    """The table of bad fragments: every ``bad/cases/*.yaml``."""
    tables = sorted((VALID.parent / "cases").glob("*.yaml"))
    return tuple(_case(row) for table in tables for row in yaml_as_text(table.read_text(encoding="utf-8")))


def _case(row: dict[str, str]) -> BadCase:
    file = row["in"]
    if "whole" in row:
        marked = row["whole"]
    else:
        valid = (VALID / file).read_text(encoding="utf-8")
        assert valid.count(row["replace"]) == 1, f"{row['name']}: the text to replace must stand there once"
        marked = valid.replace(row["replace"], row["with"])
    codes = (row.get("code") or row["rule"]).split()
    places = [_place(file, row["at"])] if "at" in row else [(file, *spot) for spot in marked_spots(marked)]
    assert len(codes) == len(places), f"{row['name']}: as many codes as places"
    expected = tuple((code, *place) for code, place in zip(codes, places, strict=True))
    return BadCase(row["name"], file, marked.replace(MARK, ""), expected, row.get("rule"), row.get("says"))


def _place(file: str, at: str) -> tuple[str, int, int]:
    *other, line, column = at.rsplit(":", 2)
    return (other[0] if other else file), int(line), int(column)


def marked_spots(marked: str) -> list[tuple[int, int]]:
    """Line and column, from 1, of every mark in a text."""
    found = []
    for number, line in enumerate(marked.split("\n"), 1):
        for earlier, match in enumerate(re.finditer(MARK, line)):
            found.append((number, match.start() - earlier + 1))
    return found
