"""Sentences, syllables and the reading ease of Dutch text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
