"""What an import did, for a person at a terminal and for another program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wmebv_site.project._from_editing_files import Change

SHAPE = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""
_SHOWN = 10


class ImportRefused(Exception):
    """Nothing was taken in; the text says why, in Dutch. ``findings`` are all reasons when there are several."""

    def __init__(self, message: str, findings: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(slots=True)
class Outcome:
    """The groups of an import, each a list of lines, and the files as they become."""

    title: str
    groups: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    """Numbers that the groups don't show by their length."""
    changes: list[Change] = field(default_factory=list)

    def add(self, group: str, line: str) -> None:
        self.groups.setdefault(group, []).append(line)

    @property
    def files(self) -> list[str]:
        return [change.path for change in self.changes if change.is_one]

    def as_text(self, *, whole: bool = False) -> str:
        return "".join(f"{line}\n" for line in self._lines(whole))

    def _lines(self, whole: bool) -> Iterator[str]:
        yield self.title
        width = max([len(name) for name in [*self.groups, *self.counts]], default=0)
        for name, number in self.counts.items():
            yield f"  {name:<{width}}  {number:>5}"
        for name, lines in self.groups.items():
            yield f"  {name:<{width}}  {len(lines):>5}"
        for name, lines in self.groups.items():
            if lines:
                yield ""
                yield f"{name}:"
                shown = lines if whole or len(lines) <= _SHOWN + 2 else lines[:_SHOWN]
                yield from (f"- {line}" for line in shown)
                if len(shown) < len(lines):
                    yield f"- en nog {len(lines) - len(shown)}"

    def as_data(self, *, dry_run: bool) -> dict[str, Any]:
        return {
            "version": SHAPE,
            "title": self.title,
            "dry_run": dry_run,
            "counts": {**self.counts, **{name: len(lines) for name, lines in self.groups.items()}},
            "groups": self.groups,
            "files": self.files,
        }
