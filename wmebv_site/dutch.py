"""Small things that are Dutch: the time zone, and how dates, lists of words and capitals are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


def in_words(day: date) -> str:
    """``1 januari 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


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
