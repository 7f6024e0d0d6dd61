"""Small things that are Dutch: the time zone, and how dates, lists of words and capitals are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


def in_words(day: date) -> str:
    """``1 januari 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def noon(day: date) -> datetime:
    """The moment that stands for a day of which no time is known, in UTC."""
    return datetime.combine(day, time(12), AMSTERDAM).astimezone(UTC)


def clock_in_words(moment: datetime) -> str:
    """``8.15 uur``, in the Netherlands."""
    local = moment.astimezone(AMSTERDAM)
    return f"{local.hour}.{local.minute:02d} uur"


def moment_in_words(moment: datetime) -> str:
    """``1 januari 2026 om 8.15 uur``, in the Netherlands."""
    return f"{in_words(moment.astimezone(AMSTERDAM).date())} om {clock_in_words(moment)}"


def duration_in_words(length: timedelta) -> str:
    """``5 uur en 25 minuten``; what is shorter than a minute counts as one."""
    minutes = max(1, round(length.total_seconds() / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{days} dag" if days == 1 else f"{days} dagen"] if days else []
    parts += [f"{hours} uur"] if hours else []
    parts += [f"{minutes} minuut" if minutes == 1 else f"{minutes} minuten"] if minutes else []
    return enumerate_words(parts, "en")


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def enumerate_words(words: Iterable[str], conjunction: str = "of") -> str:
    """Join words as Dutch does: ``a, b of c``."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {conjunction} {listed[-1]}"


_ARTICLE = re.compile(r"(?P<statute>\D.*?) (?:artikel |art\. )?(?P<article>\d\S*.*)")


def statute_in_words(name: str) -> str:
    """``Dienstenwet 5`` becomes ``artikel 5 van de Dienstenwet``; another form stays as given."""
    found = _ARTICLE.fullmatch(name)
    return f"artikel {found['article']} van de {found['statute']}" if found else name
