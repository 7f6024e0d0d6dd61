"""When help is open: what a week and the days that differ from it look like, in data and in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from wmebv_site.dutch import capitalised, enumerate_words, in_words
from wmebv_site.register.support import Holiday, OpeningHours, Support
from wmebv_site.register.terms import VisitBy
from wmebv_site.register.values import END_OF_DAY
from wmebv_site.site.words import VISIT_BY

_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
CLOSED = "gesloten"
DAY_AND_NIGHT = "dag en nacht"


class Span(NamedTuple):
    """From when until when, and whether by appointment; without times it is whenever one agrees on."""

    begin: time | None
    end: time | None
    by: VisitBy | None = None

    @property
    def order(self) -> tuple[time, time, str]:
        return self.begin or time.min, self.end or time.min, self.by or ""


_WHOLE_DAY = Span(time.min, END_OF_DAY)
Week = tuple[tuple[Span, ...], ...]
"""The spans of each day, Monday first; a closed day has none."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day on which it is otherwise than in the week; without spans it is closed."""

    date: date
    reason: str | None
    spans: tuple[Span, ...]


def week(hours: Iterable[OpeningHours]) -> Week:
    """What a week looks like: spans that touch or overlap are one."""
    days: list[list[Span]] = [[] for _ in _SHORT]
    for each in hours:
        for number in _numbers(each.days):
            days[number].append(
                _WHOLE_DAY._replace(by=each.by) if each.all_day else Span(each.from_, each.until, each.by)
            )
    return tuple(_joined(spans) for spans in days)


def alike(hours: Week) -> Iterator[tuple[tuple[int, ...], tuple[Span, ...]]]:
    """The days that have the same spans together, the open ones first and then the closed ones."""
    groups: dict[tuple[Span, ...], list[int]] = {}
    for number, spans in enumerate(hours):
        groups.setdefault(spans, []).append(number)
    for spans in sorted(groups, key=lambda spans: (not spans, groups[spans])):
        yield tuple(groups[spans]), spans


def other_days(support: Support, holidays: Iterable[Holiday], today: date) -> list[OtherDay]:
    """The days from today on that are otherwise, in order.

    What a form of support says itself goes before a holiday. A holiday on a day that is closed anyway is left out.
    """
    usual = week(support.opening_hours)
    own: dict[date, list[Span]] = {}
    reasons: dict[date, str | None] = {}
    for exception in support.exceptions:
        spans = own.setdefault(exception.date, [])
        reasons[exception.date] = reasons.get(exception.date) or exception.reason
        if not exception.closed and exception.from_ and exception.until:
            spans.append(Span(exception.from_, exception.until))
    for holiday in holidays:
        if holiday.date not in own and usual[holiday.date.weekday()]:
            own[holiday.date], reasons[holiday.date] = [], holiday.name
    return [OtherDay(day, reasons[day], _joined(own[day])) for day in sorted(own) if day >= today]


def week_in_words(hours: Week) -> list[str]:
    """``Maandag tot en met vrijdag: van 9.00 tot 17.00 uur``; nothing when no hours are known."""
    if not any(hours):
        return []
    return [f"{capitalised(_days_in_words(days))}: {_spans_in_words(spans)}" for days, spans in alike(hours)]


def open_days_in_a_sentence(hours: Week) -> str:
    """``maandag tot en met vrijdag van 9.00 tot 17.00 uur; zaterdag van 10.00 tot 13.00 uur``, without closed days."""
    return "; ".join(
        f"{_days_in_words(days)}{_comma(spans)} {_spans_in_words(spans)}"
        for days, spans in alike(hours)
        if spans
    )


def _comma(spans: tuple[Span, ...]) -> str:
    """``elke dag, dag en nacht``: what begins with the same word is set apart."""
    return "," if _spans_in_words(spans).startswith(DAY_AND_NIGHT) else ""


def other_day_in_words(day: OtherDay) -> str:
    """``Vrijdag 25 december 2026 (Eerste Kerstdag): gesloten``."""
    return f"{capitalised(_other_day(day))}: {_spans_in_words(day.spans)}"


def other_days_in_a_sentence(days: Iterable[OtherDay]) -> str:
    """``donderdag 24 december 2026 (dag voor Kerstmis) van 8.30 tot 15.00 uur; …``."""
    return "; ".join(f"{_other_day(day)} {_spans_in_words(day.spans)}" for day in days)


def _other_day(day: OtherDay) -> str:
    reason = f" ({day.reason})" if day.reason else ""
    return f"{WEEKDAYS[day.date.weekday()]} {in_words(day.date)}{reason}"


def _numbers(days: str) -> Iterator[int]:
    for part in days.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        begin = _SHORT.index(first)
        length = (_SHORT.index(last or first) - begin) % 7 + 1
        yield from ((begin + step) % 7 for step in range(length))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.order):
        last = next((at for at in reversed(range(len(found))) if found[at].by is span.by), None)
        if last is not None and _touch(found[last], span):
            end = max(filter(None, (found[last].end, span.end)), default=None)
            found[last] = found[last]._replace(end=end)
        else:
            found.append(span)
    return tuple(found)


def _touch(earlier: Span, later: Span) -> bool:
    if earlier.end is None or later.begin is None:
        return earlier == later
    return later.begin <= earlier.end


def _days_in_words(days: tuple[int, ...]) -> str:
    if len(days) == len(WEEKDAYS):
        return "elke dag"
    runs: list[list[int]] = []
    for number in days:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[str] = []
    for run in runs:
        named = [WEEKDAYS[number] for number in run]
        words += [f"{named[0]} tot en met {named[-1]}"] if len(run) > 2 else named
    return enumerate_words(words, "en")


def _spans_in_words(spans: tuple[Span, ...]) -> str:
    if not spans:
        return CLOSED
    return enumerate_words(map(_span_in_words, spans), "en")


def _span_in_words(span: Span) -> str:
    by = VISIT_BY[span.by] if span.by else ""
    if span.begin is None or span.end is None:
        return by
    hours = f"van {_clock(span.begin)} tot {_clock(span.end)} uur"
    return " ".join(filter(None, (DAY_AND_NIGHT if span[:2] == _WHOLE_DAY[:2] else hours, by)))


def _clock(moment: time) -> str:
    return "24.00" if moment == END_OF_DAY else f"{moment.hour}.{moment.minute:02d}"
