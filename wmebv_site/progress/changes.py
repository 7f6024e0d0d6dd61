"""Where the registers want something else than what holds today."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.inventory.analysis import Analysis, MessageAnalysis


class ChangeKind(StrEnum):
    ADDED = "komt erbij"
    ENDED = "vervalt"
    CHANGED = "wordt anders"


@dataclass(frozen=True, slots=True)
class Change:
    """One message with the channels that would come and go; both are ids."""

    about: MessageAnalysis
    kind: ChangeKind
    comes: tuple[str, ...]
    goes: tuple[str, ...]


def changes(analysis: Analysis) -> tuple[Change, ...]:
    """The differences between what is wanted and what holds, in the order of the register."""
    found = []
    for about in analysis.messages:
        comes = tuple(name for name in about.wanted if name not in about.designated)
        goes = tuple(name for name in about.designated if name not in about.wanted)
        if about.answered_as_wanted == about.answered_today and not comes and not goes:
            continue
        kind = ChangeKind.CHANGED
        if about.answered_as_wanted != about.answered_today:
            kind = ChangeKind.ADDED if about.answered_as_wanted else ChangeKind.ENDED
        found.append(Change(about, kind, comes, goes))
    return tuple(found)
