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


def too_long(text: str) -> list[str]:
    """The sentences with more than twenty words; what is quoted counts as one, and so does a list of what is quoted."""
    return [sentence for sentence in sentences(text) if _words(sentence) > LONGEST]


def _words(sentence: str) -> int:
    # A list of names of tags is no sentence: it has no mark of any kind.
    if not re.search(r"[.,:;?!]", sentence):
        return 0
    quoted = re.sub(r"'[^'\n]*'", "'…'", sentence)
    listed = re.sub(r"'…'(?:(?:,| en| of|, en|, of) '…')+", "'…'", quoted)
    return len([word for word in listed.split() if re.search(r"\w|…", word)])


ONE_WORD = {
    # What a message is sent through. Only digital: post, desk and telephone are no kanaal.
    "kanaal": (
        r"\b(?:de|die|deze|een|geen|elke|iedere|andere|welke|digitale|elektronische|juiste|eigen|zelfde) weg\b",
        r"\bwegen\b",
        r"\bmanier(?:en)?\b(?![|-])",
        r"\broutes?\b",
    ),
    # How a decision begins to hold; that it holds is "geldt".
    "ingaan": (
        r"\bvan kracht\b",
        r"\bin werking\b",
        r"\binwerkingtreding",
        r"\b(?:geldt|gelden|gold|golden) vanaf\b",
        r"\bga(?:at|an) gelden\b",
    ),
}
"""The word that residents and editors read for a thing, and what it is not called beside that."""
_REJECTED = re.compile(
    "|".join(pattern for patterns in ONE_WORD.values() for pattern in patterns), re.IGNORECASE
)


def rejected(text: str) -> set[str]:
    return {found.lower() for found in _REJECTED.findall(" ".join(text.split()))}


_NOT_PLAIN = re.compile(
    r"\b(?:(?:ge)?pars(?:e|en|t|ed)|entry|entries|instance|default|string|input|output|syntax|(?:ge)?valide(?:er|ren|erd)|"
    r"validatie|(?:ge)?genere(?:er|ren|erd)|(?:ge)?render(?:en|d)?|dien(?:t|en) te|betreffende|middels|conform|teneinde|"
    r"alsmede|onderhavige?|inzake|derhalve|tevens|indien|desgewenst|"
    r"je|jij|jouw|jullie|men dient|u vergat|u (?:hebt|bent) [^.]{0,20}(?:fout|vergeten))\b|"
    r"\b(?:t\.b\.v|i\.v\.m|m\.b\.t|d\.m\.v|o\.g|c\.q|e\.d)\.",
    re.IGNORECASE,
)
"""Words of programs, of files on desks and of blame, that have a plain word beside them."""


def not_plain(text: str) -> list[str]:
    """The words in the sentences of a text that most people do not read; what is quoted may be a word of a program."""
    return [
        f"{found[0]}: {sentence}"
        for sentence in sentences(text)
        if len(sentence.split()) > 3 and sentence.endswith((".", "?", "!", ":"))
        for found in _NOT_PLAIN.finditer(re.sub(r"'[^'\n]*'", "", sentence))
    ]


_DAY_IN_FIGURES = re.compile(r"(?<!bijvoorbeeld )(?<!zoals )\b\d{4}-\d\d-\d\d\b")
"""A day as a file has it: read as an example of how to write it, never as a day that something happened."""

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
        unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "", sentence)
        wrong += [f"English: {word}" for word in _ENGLISH.findall(unquoted) if word not in quoted_from]
    if hint is None:
        wrong.append("no hint")
    return wrong + not_in_short_plain_sentences(diagnostic)


def not_in_short_plain_sentences(diagnostic: Diagnostic) -> list[str]:
    """Where a message or a hint is longer than one reads at once, or says a thing in another word than all others do."""
    wrong = []
    for said in filter(None, (diagnostic.message, diagnostic.hint)):
        unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "", said)
        wrong += not_plain(said)
        wrong += [f"too long: {found}" for found in too_long(said)]
        wrong += [f"another word: {found}" for found in sorted(rejected(unquoted))]
        wrong += [f"a day in figures: {found}" for found in _DAY_IN_FIGURES.findall(unquoted)]
    return wrong
