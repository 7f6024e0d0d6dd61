"""What a text must be for whoever reads it: Dutch, in short sentences, and nothing that the law does not carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic

LONGEST = 20
"""Words in a sentence of the interface."""

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


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text in which an empty line ends one."""
    for line in text.split("\n\n"):
        for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(line.split())):
            if sentence:
                yield sentence


_ENGLISH = re.compile(
    r"\b(expected|should|must|input|valid|invalid|instance|type|str|string|int|none|null|dict|list|tuple|bool|enum|"
    r"value|error|field|required|extra|mapping|sequence|scalar|node|token|found|while|parsing|scanning|traceback|"
    r"exception|schema|model)\b",
    re.IGNORECASE,
)


def not_dutch(diagnostic: Diagnostic, quoted_from: str = "") -> list[str]:
    """What makes a diagnostic unfit for an editor: no whole sentence, or words of a program.

    Words that stand in ``quoted_from``, the file itself, may be quoted.
    """
    wrong = []
    hint = diagnostic.hint
    for sentence in filter(None, (diagnostic.message, hint)):
        if not sentence.endswith((".", "?")):
            wrong.append(f"no full stop: {sentence}")
        if sentence != sentence.strip() or "\n" in sentence or len(sentence) > 400:
            wrong.append(f"no single sentence: {sentence}")
        if not sentence[0].isupper() and sentence[0] not in "'…" and not sentence[0].isdigit():
            wrong.append(f"no capital: {sentence}")
        unquoted = re.sub(r"'[^']*'", "", sentence)
        wrong += [f"English: {word}" for word in _ENGLISH.findall(unquoted) if word not in quoted_from]
    if hint is None:
        wrong.append("no hint")
    return wrong
