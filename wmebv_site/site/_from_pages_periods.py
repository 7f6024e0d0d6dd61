"""Periods of days in words, and the days on which a decision holds for each authority."""

from __future__ import annotations

from datetime import date, timedelta

from wmebv_site.dutch import enumerate_words, in_words
from wmebv_site.register.content import Decision
from wmebv_site.site.site import Site
from wmebv_site.site.views import Span


def period_in_words(begin: date | None, end: date | None, today: date) -> str:
    """``1 januari 2026 tot en met 31 december 2026``; ``end`` is the first day after it."""
    last = end - timedelta(days=1) if end else None
    if begin is None:
        return f"Tot en met {in_words(last)}" if last else "Op elke dag"
    if last is None:
        return f"{'Sinds' if begin <= today else 'Vanaf'} {in_words(begin)}"
    if begin == last:
        return f"Alleen op {in_words(begin)}"
    return f"{in_words(begin)} tot en met {in_words(last)}"


def span(begin: date | None, end: date | None, today: date, whom: str | None = None) -> Span:
    return Span(
        period_in_words(begin, end, today),
        begin.isoformat() if begin else None,
        end.isoformat() if end else None,
        whom,
    )


def spans(site: Site, decision: Decision) -> tuple[Span, ...]:
    """When a decision holds: once for all its authorities, or for each where they differ. Nothing when none is known."""
    periods: dict[tuple[date, date | None], list[str]] = {}
    for authority in decision.authorities:
        if period := site.decisions.period(decision, authority):
            name = site.register.authority_by_id[authority].name
            periods.setdefault((period.begin, period.end), []).append(name)
    for_all = len(periods) == 1 and sum(map(len, periods.values())) == len(decision.authorities)
    return tuple(
        span(begin, end, site.today, None if for_all else f"voor {enumerate_words(names, 'en')}")
        for (begin, end), names in periods.items()
    )
