"""Dutch text as sentences, and how long one may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 20
"""Words in a sentence of the interface."""


def sentences(text: str) -> Iterator[str]:
    for line in text.split("\n\n"):
        for sentence in re.split(r"(?<=[.?!:])\s+", " ".join(line.split())):
            if sentence:
                yield sentence
