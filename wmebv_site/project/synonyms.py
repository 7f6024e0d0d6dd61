"""The words that people use for names of the national list of product names (UPL), as they come with the package."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "synoniemen.csv"
"""What the list is called, also where it is published. It is dedicated to the public domain (CC0-1.0)."""
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Synonyms:
    """One name of the national list with the words that people use for it: what they type in a search field."""

    upl: str
    """The address of the name."""
    name: str
    words: tuple[str, ...]


def synonyms_csv() -> bytes:
    """The list as it is published: CSV in UTF-8, with the columns ``upl``, ``name`` and ``words``; ``; `` between words."""
    return files(__package__).joinpath(FILE).read_bytes()


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """Every name with its words, in the order of the names."""
    rows = csv.DictReader(synonyms_csv().decode("utf-8").splitlines())
    return tuple(Synonyms(row["upl"], row["name"], tuple(row["words"].split(_BETWEEN))) for row in rows)


@cache
def _by_upl() -> Mapping[str, Synonyms]:
    return {each.upl: each for each in synonyms()}


def words_for(upl: str) -> tuple[str, ...]:
    """The words for a name of the national list, by its address; none for a name that the list of words doesn't have."""
    found = _by_upl().get(upl)
    return found.words if found else ()
