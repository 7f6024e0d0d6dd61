"""The municipalities of the Netherlands, each found by its code or by its name however it is written."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wmebv_site.register.values import TOOI_BASE

OWMS_BASE = "http://standaarden.overheid.nl/owms/terms/"

_CODE = re.compile(r"(?:gm)?(\d{1,4})", re.IGNORECASE)
_QUALIFIER = re.compile(r"\s*\(.*\)$")

MADE_UP_CODE = "gm9999"

# Names in daily use that no register carries.
_EVERYDAY_NAMES = {"Den Bosch": "gm0796"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMunicipality:
    """One municipality, in the words of TOOI, the government's list of its own organisations."""

    code: str
    name: str
    preferred_name: str
    owms_term: str
    province: str

    @property
    def made_up(self) -> bool:
        """Whether this is no municipality that exists."""
        return self.code == MADE_UP_CODE

    @property
    def tooi_uri(self) -> str:
        return TOOI_BASE + self.code

    @property
    def owms_uri(self) -> str:
        return OWMS_BASE + self.owms_term


MADE_UP = KnownMunicipality(
    code=MADE_UP_CODE,
    name="Voorbeeld",
    preferred_name="Voorbeeld",
    owms_term="Voorbeeld_(gemeente)",
    province="geen",
)
"""Stands in a project that was begun without naming a municipality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityMatch:
    """What a search gave: the municipality, or the names that come near, best first."""

    municipality: KnownMunicipality | None = None
    nearest: tuple[str, ...] = ()
    ambiguous: bool = False


_SLIP = 0.75
"""How alike two names are of which one is the other with a slip of the hand; below it they only share letters."""


@cache
def municipalities() -> tuple[KnownMunicipality, ...]:
    """All 342 municipalities, in the order of their code."""
    text = files(__package__).joinpath("municipalities.csv").read_text(encoding="utf-8")
    return tuple(KnownMunicipality(**row) for row in csv.DictReader(text.splitlines()))


def by_code(code: str) -> KnownMunicipality | None:
    """The municipality with exactly this code, such as ``gm0344``."""
    return _codes().get(code)


def find_municipality(text: str) -> MunicipalityMatch:
    """Find one municipality by code (``gm0344``, ``GM0344``, ``0344``) or name.

    Capitals, accents, hyphens, the word "gemeente" and the kind of apostrophe make no difference.
    A name that several municipalities share, such as "Bergen", is ambiguous and gives them all; an
    unknown name gives the names that have it as a part ("Kroon"), else those that differ by a slip
    of the hand; an unknown code gives none, since a code that looks like another says nothing.
    """
    if code := _CODE.fullmatch(text.strip()):
        return MunicipalityMatch(municipality=by_code(f"gm{int(code[1]):04}"))
    key = _key(text)
    exact = _by_key().get(key, ())
    if len(exact) == 1:
        return MunicipalityMatch(municipality=exact[0])
    if exact:
        return MunicipalityMatch(nearest=tuple(sorted(m.preferred_name for m in exact)), ambiguous=True)
    keys = [known for known in _by_key() if len(key) > 2 and f" {key}" in f" {known}"]
    keys = sorted(keys, key=lambda known: (not known.startswith(key), known))
    keys = keys or difflib.get_close_matches(key, _by_key(), n=5, cutoff=_SLIP)
    names = dict.fromkeys(m.preferred_name for near in keys for m in _by_key()[near])
    return MunicipalityMatch(nearest=tuple(names)[:3])


def is_made_up(text: str) -> bool:
    """Whether a person asks for the municipality that does not exist, to practise with, by its name or its code."""
    return _key(text) in (_key(MADE_UP.name), MADE_UP_CODE)


def is_name_of(text: str, municipality: KnownMunicipality) -> bool:
    """Whether a text names this municipality, or one that bears the same name."""
    return municipality in _by_key().get(_key(text), ())


def explain_miss(text: str, match: MunicipalityMatch) -> str:
    """Say in Dutch why ``find_municipality(text)`` gave no municipality, with the nearest names."""
    names = " of ".join(f"'{name}'" for name in match.nearest)
    if match.ambiguous:
        return f"Er zijn meer gemeenten met de naam '{text}'. Kies {names}."
    hint = (
        f"Bedoelt u {names}?"
        if names
        else "Geef de naam of de code van de gemeente, zoals 'Utrecht' of 'gm0344'."
    )
    return f"De gemeente '{text}' staat niet in de lijst van {len(municipalities())} gemeenten. {hint}"


@cache
def _codes() -> dict[str, KnownMunicipality]:
    return {municipality.code: municipality for municipality in municipalities()}


@cache
def _by_key() -> dict[str, tuple[KnownMunicipality, ...]]:
    found: dict[str, dict[str, KnownMunicipality]] = {}
    for municipality in municipalities():
        for name in (municipality.name, municipality.preferred_name):
            # "Bergen (NH)" is also looked for as "Bergen".
            for spelling in (name, _QUALIFIER.sub("", name)):
                found.setdefault(_key(spelling), {})[municipality.code] = municipality
    for name, code in _EVERYDAY_NAMES.items():
        found.setdefault(_key(name), {})[code] = _codes()[code]
    return {key: tuple(named.values()) for key, named in found.items()}


def _key(name: str) -> str:
    """A name without spelling habits: "Gemeente Súdwest-Fryslân" becomes "sudwest fryslan"."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = re.findall(r"[a-z0-9]+", letters)
    if words[:1] == ["gemeente"]:
        words = words[1:]
    return " ".join(words)
