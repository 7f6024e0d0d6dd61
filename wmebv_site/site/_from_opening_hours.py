"""When help is open: days that are alike together, and holidays and other days by their date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from wmebv_site.dutch import capitalised, enumerate_words, in_words
from wmebv_site.register.support import Holiday, OpeningHours, Support

_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
CLOSED = "gesloten"

Span = tuple[time, time]
"""From when until when."""
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
            days[number].append((each.from_, each.until))
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
            spans.append((exception.from_, exception.until))
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
    return "; ".join(f"{_days_in_words(days)} {_spans_in_words(spans)}" for days, spans in alike(hours) if spans)


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
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


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
    return enumerate_words((f"van {_clock(begin)} tot {_clock(end)} uur" for begin, end in spans), "en")


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02d}"
