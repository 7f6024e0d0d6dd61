"""Finds long sentences, hard texts and jargon in everything a municipality writes, except its decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place
from wmebv_site.register.entry import Entry
from wmebv_site.register.front_matter import Document
from wmebv_site.register.register import Register

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
_COUNTED = re.compile(r"[^\s\W]+(?:[.,:'’/&@-][^\s\W]+)*|[€$%§]")
# A point ends a sentence when what follows looks like a new one; "bijv. de" and "8.30" go on.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-ZÀ-ÖØ-Þ0-9])|\n\s*\n|:\s*\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its first character's position in the text, from 0."""

    text: str
    start: int

    @property
    def words(self) -> int:
        """How many words a reader counts: a number or an address is one."""
        return len(_COUNTED.findall(self.text))


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; a blank line also ends one."""
    begin = 0
    for end in [*_END.finditer(text), None]:
        piece = text[begin : end.end() if end else len(text)]
        if stripped := piece.strip():
            yield Sentence(stripped, begin + len(piece) - len(piece.lstrip()))
        begin = end.end() if end else len(text)


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

LONG_SENTENCE = Code(
    "WMEBV521",
    f"Een zin heeft meer dan {LONGEST} woorden",
    "Korte zinnen leest iedereen makkelijker. Maak van één lange zin twee of drie korte, of maak een lijst. Dit is een "
    "advies; het houdt niets tegen.",
    Level.INFO,
)
HARD_TEXT = Code(
    "WMEBV522",
    "Een tekst is moeilijk te lezen",
    "De formule van Douma geeft een tekst een cijfer. Vanaf 60 is een tekst voor de meeste mensen te lezen. Het cijfer "
    f"telt lettergrepen en woorden. Daarom krijgen alleen teksten vanaf {ENOUGH} woorden een cijfer. Kies kortere "
    "woorden en kortere zinnen. Dit is een advies; het houdt niets tegen.",
    Level.INFO,
)
JARGON = Code(
    "WMEBV523",
    "Een woord is moeilijker dan nodig",
    "Niet iedereen kent dit woord, en er is een gewoner woord voor. In 'content/woordenlijst.yaml' zet u er eigen "
    "woorden bij, en bij 'keep' de woorden die bij u wel mogen. Dit is een advies; het houdt niets tegen.",
    Level.INFO,
)

_DECISIONS = "content/besluiten/"
_MARKUP = re.compile(
    r"^ {0,3}(?P<fence>```|~~~).*?^ {0,3}(?P=fence)[^\n]*$"  # code
    r"|`[^`\n]+`"
    r"|<[^>\n]+>"
    r"|\]\([^)\n]*\)|\]\[[^\]\n]*\]|^\[[^\]\n]+\]:[^\n]*$"  # where a link leads
    r"|^!!![^\n\"]*|^\?\?\?\+?[^\n\"]*"  # the kind of a box
    r"|^[ \t]*(?:[#>]+|[-*+]|\d+[.)])[ \t]"
    r"|[*_\[\]{}|]",
    re.MULTILINE | re.DOTALL,
)
_BLOCK = re.compile(r"^[ \t]*(?:[#>]+|[-*+]|\d+[.)]|\|)[^\n]*$", re.MULTILINE)


def check(register: Register) -> Iterator[Diagnostic]:
    """What can be written more plainly, each at its place; all of it information."""
    jargon = _Jargon.of(register)
    for document in register.documents:
        if not document.file.startswith(_DECISIONS):
            yield from _of_document(document, jargon)
    for entry, key, text in _texts(register):
        place = entry.place_of(key)
        for sentence in _too_long(text):
            yield _long(sentence, place)
        for word, plain, _ in jargon.found(text):
            yield _jargon(word, plain, place)


@dataclass(frozen=True)
class _Jargon:
    """All words to avoid as one pattern, since every text of a register is searched."""

    plain: dict[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, register: Register) -> _Jargon:
        own = register.wordlist
        plain = dict(PLAIN)
        if own is not None:
            kept = {word.casefold() for word in own.keep}
            plain |= {entry.avoid.casefold(): entry.write for entry in own.words}
            plain = {word: instead for word, instead in plain.items() if word not in kept}
        longest_first = sorted(plain, key=lambda word: (-len(word), word))
        pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        return cls(
            plain, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])" if pattern else r"(?!)", re.IGNORECASE)
        )

    def found(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Each word once: as it stands there, what to write, and where it begins."""
        told = set()
        for match in self.pattern.finditer(text):
            word = " ".join(match[0].split())
            if word.casefold() not in told:
                told.add(word.casefold())
                yield word, self.plain[word.casefold()], match.start()


def _of_document(document: Document, jargon: _Jargon) -> Iterator[Diagnostic]:
    text = _as_prose(document.body)

    def place(start: int, length: int) -> Place:
        line = text.count("\n", 0, start)
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        within = document.body.split("\n")[line]
        return Place(document.file, document.body_line + line, column, min(column + length, len(within) + 1))

    for sentence in _too_long(text):
        yield _long(sentence, place(sentence.start, len(sentence.text.split("\n")[0])))
    for word, plain, start in jargon.found(text):
        yield _jargon(word, plain, place(start, len(word)))
    if len(text.split()) >= ENOUGH and (score := round(reading_ease(text))) < EASY:
        message = f"Deze tekst krijgt het cijfer {score} voor leesbaarheid; vanaf {EASY} is een tekst goed te lezen."
        first = len(text) - len(text.lstrip())
        yield HARD_TEXT.at(place(first, 1), message, "Kies kortere woorden en kortere zinnen.")


def _as_prose(body: str) -> str:
    """The words of a Markdown text where they stood: markup becomes spaces, a heading or list item its own sentence."""
    blank = _MARKUP.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)
    lines = blank.split("\n")
    for number, line in enumerate(body.split("\n")):
        if _BLOCK.match(line) and number:
            # A space stands before most line ends already; a full stop in its place ends the sentence above.
            lines[number - 1] = _ended(lines[number - 1])
        if line.lstrip().startswith(("#", "|")):
            lines[number] = _ended(lines[number])
    return "\n".join(lines)


def _ended(line: str) -> str:
    """A line with a blank line's worth of end behind it, and no character moved."""
    return f"{line.rstrip()}\x1e" if line.strip() else line


def _too_long(text: str) -> list[Sentence]:
    return [each for piece in _pieces(text) for each in piece if each.words > LONGEST]


def _pieces(text: str) -> Iterator[Iterator[Sentence]]:
    start = 0
    for part in text.split("\x1e"):
        offset = start
        yield (Sentence(each.text, each.start + offset) for each in sentences(part))
        start += len(part) + 1


def _long(sentence: Sentence, place: Place) -> Diagnostic:
    message = f"Deze zin heeft {sentence.words} woorden; meer dan {LONGEST} leest moeilijk."
    return LONG_SENTENCE.at(place, message, "Maak er twee zinnen van.")


def _jargon(word: str, plain: str, place: Place) -> Diagnostic:
    return JARGON.at(place, f"Niet iedereen kent '{word}'.", f"Schrijf bijvoorbeeld: {plain}.")


def _texts(register: Register) -> Iterator[tuple[Entry, str, str]]:
    """The sentences in the registers that a resident reads, with the key at which each stands."""
    for product in register.products:
        if product.summary:
            yield product, "summary", product.summary
        for message in product.messages:
            if message.term:
                yield message, "term", message.term
    for channel in register.channels:
        for requirement in channel.requirements:
            yield requirement, "text", requirement.text
    for support in register.support:
        yield from _given(support, "summary", [support.summary])
        yield from _given(support, "norms", support.norms)
    for barrier in register.help_index.barriers if register.help_index else ():
        yield from _given(barrier, "expected", [barrier.expected])
    for outage in register.outages:
        yield from _given(outage, "instead", [outage.instead])


def _given(entry: Entry, key: str, texts: Sequence[str | None]) -> Iterator[tuple[Entry, str, str]]:
    for text in texts:
        if text:
            yield entry, key, text
