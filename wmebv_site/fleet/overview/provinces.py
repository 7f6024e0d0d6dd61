"""The twelve provinces as a map of tiles: where each stands, what is said in it, and how much of its bar is filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

_MAP = (
    (None, None, "Fryslân", "Groningen"),
    ("Noord-Holland", "Flevoland", "Overijssel", "Drenthe"),
    ("Zuid-Holland", "Utrecht", "Gelderland", None),
    ("Zeeland", "Noord-Brabant", "Limburg", None),
)
"""Row by row from the north, each from the west: every tile stands beside the neighbours of its province."""
PROVINCES = tuple(sorted(name for row in _MAP for name in row if name))
ELSEWHERE = "Niet in een provincie"
"""Where a municipality is listed that is made up under a code of its own."""
_WIDTH, _HEIGHT, _BAR = 96, 102, 72


class Covered(Protocol):
    """What is told of a province: its share as text, and in percents."""

    @property
    def share(self) -> str: ...

    @property
    def percents(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map; ``part`` is how wide its bar is, None where nothing is known."""

    x: int
    y: int
    lines: tuple[str, ...]
    share: str
    part: float | None


def tiles(covered: Mapping[str, Covered]) -> tuple[Tile, ...]:
    """All twelve; one of which nothing is told has a dash and no bar."""
    found = []
    for down, row in enumerate(_MAP):
        for across, name in enumerate(row):
            if name is None:
                continue
            told = covered.get(name)
            percents = told.percents if told else None
            found.append(
                Tile(
                    x=across * _WIDTH,
                    y=down * _HEIGHT,
                    lines=_lines(name),
                    share=(told.share if told else "") or "–",
                    part=None if percents is None else round(_BAR * percents / 100, 1),
                )
            )
    return tuple(found)


def _lines(name: str) -> tuple[str, ...]:
    first, hyphen, rest = name.partition("-")
    return (f"{first}-", rest) if hyphen else (name,)
