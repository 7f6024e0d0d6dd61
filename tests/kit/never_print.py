"""The sentences that may never be printed, whoever writes them: the law does not carry them."""

from __future__ import annotations

import re

_NEVER = {
    "only the right route will be handled": re.compile(
        r"(alleen|uitsluitend|slechts)\b[^.]{0,80}\b(behandel\w*|in behandeling|juiste (?:weg|kanaal|wijze))|"
        r"niet in behandeling|buiten behandeling",
        re.IGNORECASE,
    ),
    "a bezwaar by another route is invalid": re.compile(
        r"bezwaar\w*[^.]{0,80}\b(ongeldig|niet geldig|niet rechtsgeldig|niet-ontvankelijk|niet ontvankelijk)",
        re.IGNORECASE,
    ),
    "the website is the publication": re.compile(
        r"website[^.]{0,40}\b(is|geldt als) (?:de |een )?(bekendmaking|publicatie)|"
        r"bekendgemaakt (?:op|via) (?:de|onze|haar|zijn) website",
        re.IGNORECASE,
    ),
    "something can only be done digitally": re.compile(
        r"\b(alleen|uitsluitend|slechts)\b[^.]{0,30}\b(digitaal|elektronisch|langs elektronische weg|online)|"
        r"\b(moet|dient|verplicht)\b[^.]{0,40}\b(digitaal|elektronisch|langs elektronische weg)\b",
        re.IGNORECASE,
    ),
}


def never_printed(text: str) -> list[str]:
    """Which of the forbidden claims a text makes, with the words in which it does."""
    plain = " ".join(text.split())
    return [f"{claim}: {found[0]}" for claim, pattern in _NEVER.items() if (found := pattern.search(plain))]
