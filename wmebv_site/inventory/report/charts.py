"""The charts of the report, laid out so that no text covers another; ``chart.svg`` draws them, the page gives the colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from textwrap import wrap

_WIDTH = 760
_SIGN, _FIGURE = 8.8, 10.6
"""How wide a sign and a bold figure are at most, in the widest font that the style sheet may end with."""
_LONGEST = 34
"""A name with more signs goes on in a second line."""
_LINE, _PITCH, _THICK = 17, 36, 26
_GAP = 2
"""So far a part of a bar keeps clear of the one before it."""
_SWATCH = 22
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its name, and a number for each label."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``look`` names its class in the style sheet, as it does for what follows."""

    look: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Stroke:
    look: str
    path: str


@dataclass(frozen=True, slots=True)
class Text:
    look: str
    x: str
    y: str
    text: str


@dataclass(slots=True)
class Chart:
    """What is to be drawn, in this order; ``title`` and ``about`` are what a screen reader says of it."""

    name: str
    title: str
    about: str
    kind: str = ""
    width: int = _WIDTH
    height: int = 0
    strokes: list[Stroke] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def stroke(self, look: str, *points: tuple[float, float]) -> None:
        self.strokes.append(Stroke(look, "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)))

    def box(self, look: str, x: float, y: float, width: float, height: float) -> None:
        self.boxes.append(Box(look, _number(x), _number(y), _number(width), _number(height)))

    def text(self, look: str, x: float, y: float, text: str) -> None:
        self.texts.append(Text(look, _number(x), _number(y), text))


def bars(chart: Chart, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Horizontal bars, one for each label, the series after each other in it.

    A number that has no room inside its part stands behind the bar, beside its colour.
    """
    names = [wrap(label, _LONGEST, max_lines=2, placeholder="…") or [""] for label in labels]
    rows = [[(colour, each.values[index]) for colour, each in enumerate(series) if each.values[index]]
            for index in range(len(labels))]  # fmt: skip
    top = _legend(chart, series, lambda colour, x, y: chart.box(f"c{colour}", x, y - 7, _SWATCH, 14))
    bottom = top + _PITCH * len(rows)
    left = 10 + _SIGN * max((len(line) for name in names for line in name), default=0)
    most = max([1, *(sum(value for _, value in row) for row in rows)])
    scale = _longest_bar(rows, most, _WIDTH - left - _FIGURE * len(str(most)) / 2) / most
    for step in _steps(most):
        chart.stroke("grid", (left + step * scale, top), (left + step * scale, bottom))
        chart.text("tick", left + step * scale, bottom + 18, str(step))
    for index, (name, row) in enumerate(zip(names, rows, strict=True)):
        middle = top + _PITCH * (index + 0.5)
        for position, line in enumerate(name):
            chart.text("name", left - 10, middle + 5 + _LINE * (position - (len(name) - 1) / 2), line)
        _bar(chart, row, left, middle, scale)
    chart.height = bottom + 24
    return chart


def _bar(chart: Chart, row: Sequence[tuple[int, int]], x: float, middle: float, scale: float) -> None:
    """The parts of one bar with their numbers, and behind it the numbers that don't fit inside."""
    for position, (colour, value) in enumerate(row):
        gap = _GAP if position else 0
        chart.box(f"bar c{colour}", x + gap, middle - _THICK / 2, max(1, value * scale - gap), _THICK)
        if _fits(value, scale):
            chart.text(f"value on{colour}", x + value * scale / 2, middle + 5, str(value))
        x += value * scale
    for colour, value in row:
        if not _fits(value, scale):
            chart.box(f"c{colour}", x + 8, middle - 5, 10, 10)
            chart.text("behind", x + 22, middle + 5, str(value))
            x += _behind(value)


def _fits(value: int, scale: float) -> bool:
    return value * scale >= _FIGURE * len(str(value)) + 6


def _behind(value: int) -> float:
    """How much room a number takes behind the bar, with its colour."""
    return 24 + _FIGURE * len(str(value))


def _longest_bar(rows: Sequence[Sequence[tuple[int, int]]], most: int, full: float) -> float:
    """How long the longest bar can be, so that every bar fits with the numbers behind it."""
    room = full
    while True:
        found = room
        for row in rows:
            behind = sum(_behind(value) for _, value in row if not _fits(value, room / most))
            if behind:
                found = min(found, (full - behind) * most / sum(value for _, value in row))
        if found >= room:
            return room
        # In a shorter bar fewer numbers fit; it ends, since no more than all of them stand behind it.
        room = found


def lines(chart: Chart, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """Lines over time, each with its last number; the labels are the days, of which as many are shown as fit."""
    top = _legend(
        chart, series, lambda colour, x, y: chart.stroke(f"line c{colour}", (x, y), (x + _SWATCH, y))
    )
    bottom = top + 240
    most = max([1, *(value for each in series for value in each.values)])
    figures, widest = _FIGURE * len(str(most)), 8 + _SIGN * max(map(len, labels), default=0)
    left, right = max(10 + figures, widest / 2), _WIDTH - max(20 + figures, widest / 2)
    across = (right - left) / max(1, len(labels) - 1)

    def at(index: int, value: int) -> tuple[float, float]:
        return left + across * index, bottom - (bottom - top) * value / most

    for step in _steps(most):
        _, y = at(0, step)
        chart.stroke("grid", (left, y), (right, y))
        chart.text("level", left - 10, y + 5, str(step))
    every = next(each for each in count(1) if each * across >= widest)
    for index in range(len(labels) - 1, -1, -every):  # the last label is today, and always shown
        chart.text("tick", at(index, 0)[0], bottom + 22, labels[index])
    for colour, each in enumerate(series):
        points = [at(index, value) for index, value in enumerate(each.values)]
        chart.stroke(f"line c{colour}", *points)
        for point in points:
            chart.stroke(f"dot c{colour}", point, point)
    below: float = top - _LINE
    for value in sorted({each.values[-1] for each in series}, reverse=True):
        below = max(below + _LINE, at(0, value)[1] + 5)
        chart.text("behind", right + 10, below, str(value))
    chart.height = bottom + 30
    return chart


def _legend(chart: Chart, series: Sequence[Series], swatch: Callable[[int, float, float], None]) -> int:
    """The colours with their names on top; what follows can begin at the height that is returned."""
    x, middle = 0.0, 14
    for colour, each in enumerate(series):
        width = _SWATCH + 30 + _SIGN * len(each.name)
        if x and x + width > _WIDTH:
            x, middle = 0.0, middle + 24
        swatch(colour, x, middle)
        chart.text("key", x + _SWATCH + 7, middle + 5, each.name)
        x += width
    return middle + 24


def _steps(most: int) -> range:
    """Round numbers from nought on, not more than an eye takes in."""
    sizes = (size * 10**power for power in count() for size in (1, 2, 5))
    return range(0, most + 1, next(size for size in sizes if most / size <= _MOST_STEPS))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
