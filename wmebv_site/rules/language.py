"""Finds long sentences, hard texts and jargon in everything a municipality writes, except its decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.markup import counted, sentences
from wmebv_site.register.register import Register
from wmebv_site.rules.base import Context, Finder, rule

PLAIN = {
    "aangaande": "over",
    "aanvangen": "beginnen",
    "alsmede": "en ook",
    "alvorens": "voordat",
    "behoudens": "behalve",
    "beschikking": "besluit",
    "betreffende": "over",
    "bewerkstelligen": "zorgen voor",
    "bovengenoemd": "dit, of noem het nog eens",
    "bovengenoemde": "dit, of noem het nog eens",
    "c.q.": "of",
    "conform": "volgens",
    "d.m.v.": "met, of door",
    "derhalve": "daarom",
    "desalniettemin": "toch",
    "desbetreffende": "dit, of deze",
    "desgewenst": "als u dat wilt",
    "dient te": "moet",
    "dienen te": "moeten",
    "doch": "maar",
    "geschieden": "gebeuren",
    "geschiedt": "gebeurt",
    "hieromtrent": "hierover",
    "i.v.m.": "omdat, of door",
    "in het kader van": "voor, of bij",
    "inachtneming": "volg, of houd u aan",
    "indien": "als",
    "ingevolge": "volgens",
    "inzake": "over",
    "jegens": "tegenover",
    "m.b.t.": "over",
    "m.u.v.": "behalve",
    "met betrekking tot": "over",
    "met inachtneming van": "volgens",
    "middels": "met, of door",
    "mits": "als",
    "n.a.v.": "door, of na",
    "omtrent": "over",
    "onderhavige": "dit, of deze",
    "onverwijld": "meteen",
    "overeenkomstig": "volgens",
    "reeds": "al",
    "t.a.v.": "voor, of over",
    "t.b.v.": "voor",
    "te allen tijde": "altijd",
    "ten behoeve van": "voor",
    "ten gevolge van": "door",
    "teneinde": "om",
    "tevens": "ook",
    "thans": "nu",
    "uit hoofde van": "door, of als",
    "verstrekken": "geven",
    "verstrekt": "geeft",
    "voornoemd": "dit, of noem het nog eens",
    "voornoemde": "dit, of noem het nog eens",
    "vigerende": "geldende",
    "woonachtig": "wonend",
    "zorg dragen voor": "zorgen voor",
    "zulks": "dit",
}
"""What to write instead of a word or a few words, in the form in which it stands in a text."""


_VOWELS = re.compile(r"[aeiouyàáâèéêìíîòóôùúû]+|[äëïöü][aeiouy]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def syllables(word: str) -> int:
    """How many syllables a Dutch word has, by its groups of vowels; a dieresis begins a new one."""
    return max(1, len(_VOWELS.findall(word.lower())))


def reading_ease(text: str) -> float:
    """Douma's formula for Dutch (after Flesch): 206.84 - 0.77 x syllables in 100 words - 0.93 x words in a sentence.

    100 is very easy, 0 very hard; 60 and above is plain. A text without words counts as easy: 206.84.
    """
    words = _WORD.findall(text)
    counted = [sentence for sentence in sentences(text) if _WORD.search(sentence.text)]
    if not words:
        return 206.84
    per_hundred = 100 * sum(map(syllables, words)) / len(words)
    return 206.84 - 0.77 * per_hundred - 0.93 * len(words) / len(counted)


LONGEST = 20
EASY = 60
ENOUGH = 100
"""Words below which a score of a whole text says little."""


@rule("WMEBV521")
def long_sentence(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een zin heeft meer dan 20 woorden.

    Korte zinnen leest iedereen makkelijker. Maak van één lange zin twee of drie korte, of maak een lijst. Dit is een
    advies; het houdt niets tegen.
    """
    for text in context.own_texts:
        if counted(text.words) <= LONGEST:
            continue  # most are one short value
        for sentence in text.sentences:
            if sentence.words > LONGEST:
                place = text.place(sentence.start, len(sentence.text.split("\n")[0]))
                message = f"Deze zin heeft {sentence.words} woorden; meer dan {LONGEST} leest moeilijk."
                yield find.info(place, message, "Maak er twee zinnen van.")


@rule("WMEBV522")
def hard_text(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een tekst is moeilijk te lezen.

    De formule van Douma geeft een tekst een cijfer. Vanaf 60 is een tekst voor de meeste mensen te lezen. Het cijfer
    telt lettergrepen en woorden. Daarom krijgen alleen teksten vanaf 100 woorden een cijfer. Kies kortere woorden en
    kortere zinnen. Dit is een advies; het houdt niets tegen.
    """
    for text in context.own_texts:
        if text.is_page and len(text.words.split()) >= ENOUGH:
            score = round(reading_ease(text.words))
            if score < EASY:
                message = f"Deze tekst krijgt het cijfer {score} voor leesbaarheid; vanaf {EASY} is een tekst goed te lezen."
                begin = len(text.words) - len(text.words.lstrip())
                yield find.info(text.place(begin, 1), message, "Kies kortere woorden en kortere zinnen.")


_PARTS = re.compile(r"[\w-]+")


@rule("WMEBV523")
def jargon(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een woord is moeilijker dan nodig.

    Niet iedereen kent dit woord, en er is een gewoner woord voor. In 'content/woordenlijst.yaml' zet u er eigen woorden
    bij, en bij 'keep' de woorden die bij u wel mogen. Dit is een advies; het houdt niets tegen.
    """
    plain = _plain_words(context.register)
    # As one pattern, since every text of a register is searched, with only those of which all parts stand somewhere.
    written = set("\n".join([text.words for text in context.own_texts]).casefold().split())
    said = set(_PARTS.findall("\n".join(written)))
    sayable = [word for word in plain if said.issuperset(_PARTS.findall(word))]
    if not sayable:
        return
    longest_first = sorted(sayable, key=lambda word: (-len(word), word))
    listed = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    hard = re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)
    for text in context.own_texts:
        told = set()
        for found in hard.finditer(text.words):
            word = " ".join(found[0].split())
            if word.casefold() not in told:
                told.add(word.casefold())
                instead = plain[word.casefold()]
                place = text.place(found.start(), len(word))
                yield find.info(place, f"Niet iedereen kent '{word}'.", f"Schrijf bijvoorbeeld: {instead}.")


def _plain_words(register: Register) -> dict[str, str]:
    """What to write instead of each hard word: ours, and as the municipality has it."""
    own = register.wordlist
    if own is None:
        return PLAIN
    kept = {word.casefold() for word in own.keep}
    plain = PLAIN | {entry.avoid.casefold(): entry.write for entry in own.words}
    return {word: instead for word, instead in plain.items() if word not in kept}
