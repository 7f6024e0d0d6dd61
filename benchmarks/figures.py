"""What was measured beside what was aimed at: the arithmetic, the verdict and the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One outcome. ``target`` is what is aimed at; ``limit``, where it differs, what ``--check`` lets pass."""

    name: str
    value: float
    unit: str = ""
    target: float | None = None
    limit: float | None = None

    @property
    def verdict(self) -> str:
        if self.target is None or self.value <= self.target:
            return "" if self.target is None else "ok"
        return "above target" if self.limit is not None and self.value <= self.limit else "over"

    @property
    def fails(self) -> bool:
        return self.verdict == "over"


def growth(small: float, large: float, small_number: int, large_number: int) -> float:
    """How cost grows with the number of products: 1 is as fast as the number, more is faster than that."""
    return (large / small) / (large_number / small_number)


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of the values does not go beyond: a member of them, never between two."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def table(figures: Iterable[Figure]) -> str:
    """Lines of name, value, target and verdict."""
    rows = [("measured", "value", "target", "limit", "")]
    for figure in figures:
        target, limit = (_number(bound, figure.unit) for bound in (figure.target, figure.limit))
        rows.append((figure.name, _number(figure.value, figure.unit), target, limit, figure.verdict))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {target:>{widths[2]}}  {limit:>{widths[3]}}  {verdict}".rstrip()
        for name, value, target, limit, verdict in rows
    )


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:,.0f} {unit}" if unit in ("elements", "MB") else f"{value:,.2f} {unit}".rstrip()


def as_data(figures: Iterable[Figure]) -> list[dict[str, object]]:
    return [{**asdict(figure), "verdict": figure.verdict} for figure in figures]
