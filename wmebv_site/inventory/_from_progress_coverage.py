"""How many official messages had a way, over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wmebv_site.inventory.analysis import analyse
from wmebv_site.inventory.totals import totals
from wmebv_site.register.register import Register


@dataclass(frozen=True, slots=True)
class Point:
    """One day: how many official messages needed a way, how many had one, and for how many one was wanted."""

    day: date
    needed: int
    designated: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The points from old to new; ``reason`` is a Dutch sentence that says why there are none, or fewer than one expects."""

    points: tuple[Point, ...] = ()
    reason: str | None = None


NOT_READ = Coverage((), "Het verloop is niet gelezen.")


def point_of(register: Register, day: date) -> Point:
    """Where a register stood on a day."""
    found = totals(analyse(register, day).messages)
    return Point(day, found.needed, found.designated, found.wanted)
