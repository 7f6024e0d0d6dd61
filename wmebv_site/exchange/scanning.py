"""Looks through XML of anyone as a stream, and refuses what is too much, too deep or not plain before anything is made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import thousands

DEPTH = 100
"""How deep one thing may stand in another; a feed or a sheet goes some ten deep."""
_CHUNK = 64 * 1024
_LONGEST = 16 * _CHUNK
"""How much may stand between two elements; the longest text of a cell is a thirtieth of it."""
Start = Callable[[str, dict[str, str]], None]
"""Is told of each element by its name, without what stands before a colon, and its attributes."""


class NotXml(Exception):
    """This is no XML; ``line`` is where it goes wrong."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def look_through(
    stream: IO[bytes], what: str, start: Start, text: Callable[[str], None] | None = None
) -> None:
    """Tell of every element in a stream, and of the text between them to who asks, and keep none of it.

    Raises NotXml; and Refused, with ``what`` as the words for the file, for a document type, which could fetch files or
    grow without end, and for what stands too deep or is too long.
    """
    parser = expat.ParserCreate()
    depth, told_at, fed = 0, 0, 0

    def document_type(*_: object) -> None:
        raise Refused(
            f"In {what} staat iets wat er niet hoort (een DOCTYPE). Het bestand is daarom niet gelezen."
        )

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, told_at
        depth, told_at = depth + 1, fed
        if depth > DEPTH:
            raise Refused(f"In {what} staat te veel in elkaar. Controleer of dit het goede bestand is.")
        start(name.rpartition(":")[2], attributes)

    def end(_: str) -> None:
        nonlocal depth, told_at
        depth, told_at = depth - 1, fed

    parser.StartDoctypeDeclHandler = document_type
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        while chunk := stream.read(_CHUNK):
            fed += len(chunk)
            if fed - told_at > _LONGEST:
                raise Refused(
                    f"In {what} staat een tekst die veel te lang is. Controleer of dit het goede bestand is."
                )
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as wrong:
        raise NotXml(getattr(wrong, "lineno", 1)) from None


class Limits:
    """Counts elements by their name over the parts of one file, and refuses the first of which there are too many.

    ``most`` gives by name how many there may be, and the Dutch words for them.
    """

    def __init__(self, most: Mapping[str, tuple[int, str]], way_out: str) -> None:
        self.most, self.way_out = most, way_out
        self.counted: Counter[str] = Counter()

    def count(self, name: str) -> None:
        """Count one more. Raises Refused."""
        self.counted[name] += 1
        limit = self.most.get(name)
        if limit is not None and self.counted[name] > limit[0]:
            raise Refused(f"In dit bestand staan meer dan {thousands(limit[0])} {limit[1]}. {self.way_out}")
