"""The numbers of a register: everything the report counts is counted here, also over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wmebv_site.designation.decisions import Decisions
from wmebv_site.inventory.analysis import Analysis, Fate, MessageAnalysis, analyse


@dataclass(frozen=True, slots=True)
class Totals:
    """How many messages; ``needed`` are the official ones that aren't exempt, and ``designated`` how many of those have a way today.

    ``holds_by_fallback`` of those have it by the fallback; ``only_fallback`` would, by what the registers want.
    ``keep``, ``stop`` and ``start`` are official messages too, the exempt ones among them.
    """

    products: int
    messages: int
    official: int
    exempt: int
    needed: int
    designated: int
    wanted: int
    gaps: int
    only_fallback: int
    holds_by_fallback: int
    sensitive: int
    use_known: int
    keep: int
    stop: int
    start: int

    @property
    def without(self) -> int:
        """Official messages that have no way today."""
        return self.needed - self.designated


@dataclass(frozen=True, slots=True)
class DomainTotals:
    id: str
    name: str
    totals: Totals


def totals(messages: Iterable[MessageAnalysis]) -> Totals:
    listed = list(messages)
    official = [each for each in listed if each.official]
    needed = [each for each in official if each.exempt is None]
    return Totals(
        products=len({each.product.id for each in listed}),
        messages=len(listed),
        official=len(official),
        exempt=len(official) - len(needed),
        needed=len(needed),
        designated=sum(each.answered_today for each in needed),
        wanted=sum(each.answered_as_wanted for each in needed),
        gaps=sum(each.gap for each in listed),
        only_fallback=sum(each.only_fallback for each in listed),
        holds_by_fallback=sum(each.holds_by_fallback for each in needed),
        sensitive=sum(bool(each.weak) for each in listed),
        use_known=sum(each.in_use is not None for each in needed),
        keep=sum(bool(each.with_fate(Fate.KEEP)) for each in official),
        stop=sum(bool(each.with_fate(Fate.STOP)) for each in official),
        start=sum(bool(each.with_fate(Fate.START)) for each in official),
    )


def by_domain(analysis: Analysis) -> tuple[DomainTotals, ...]:
    """The same numbers per domain, for the domains that have a product."""
    return tuple(
        DomainTotals(domain.id, domain.name, totals(messages))
        for domain in analysis.register.domains
        if (messages := analysis.by_domain[domain.id])
    )


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


def point_of(decisions: Decisions) -> Point:
    """Where a register stood on a day."""
    found = totals(analyse(decisions).messages)
    return Point(decisions.today, found.needed, found.designated, found.wanted)
