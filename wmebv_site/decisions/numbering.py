"""Gives the provisions of a decision their article and member, by the numbers that the registers expect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wmebv_site.decisions.legal_words import ORDINALS, joined, ordinal, roman
from wmebv_site.decisions.scope import Mark

_ARTICLE = re.compile(
    rf"(?:artikel |art\. )?(?P<article>\d+)"
    rf"(?:,? (?:(?P<word>{'|'.join(ORDINALS)}) lid|lid (?P<figure>\d+)|(?P<suffixed>\d+)e lid))?"
)


def parsed(article: str | None) -> tuple[int, int | None] | None:
    """``2, eerste lid`` is article 2, member 1; ``3`` has no member; another form says nothing."""
    found = _ARTICLE.fullmatch(article.strip()) if article else None
    if not found:
        return None
    member = (
        ORDINALS.index(found["word"]) + 1 if found["word"] else int(found["figure"] or found["suffixed"] or 0)
    )
    return int(found["article"]), member or None


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing the decision says: a member of an article. ``group`` is the article it belongs in by itself.

    ``alone`` is the heading of an article that holds nothing else.
    """

    key: str
    group: str
    heading: str
    text: Callable[[Refs], str]
    marks: tuple[Mark, ...] = ()
    closing: bool = False
    alone: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    number: str
    heading: str
    provisions: tuple[Provision, ...]


@dataclass(frozen=True)
class Refs:
    """Where each provision came to stand, and how one refers to it."""

    places: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """As the registers write it: ``2, eerste lid``."""
        number, member = self.places[key]
        return number if member is None else f"{number}, {ordinal(member)} lid"

    def departing(self, key: str, others: Iterable[str]) -> str:
        """What a provision says first when others would apply too: ``In afwijking van artikel 2 ``, or nothing.

        Of another article its members are named where not all of them are meant.
        """
        own = self.places[key][0]
        meant: dict[str, set[int | None]] = {}
        for number, member in (self.places[other] for other in others if other != key):
            meant.setdefault(number, set()).add(member)
        here = meant.pop(own, set()) - {None}
        whole = [number for number in meant if meant[number] >= self._members_of(number)]
        parts = [f"{'artikel' if len(whole) == 1 else 'de artikelen'} {joined(whole)}"] if whole else []
        parts += [
            f"artikel {number}, {members(sorted(m for m in meant[number] if m)).removeprefix('het ')},"
            for number in meant
            if number not in whole
        ]
        if here:
            parts.append(members(sorted(m for m in here if m)))
        return f"In afwijking van {joined(parts)} " if parts else ""

    def _members_of(self, number: str) -> set[int | None]:
        """The members of an article; a fallback steps aside by its own words, and need not be named."""
        return {
            member
            for key, (at, member) in self.places.items()
            if at == number and not key.startswith("fallback")
        }

    def articles(self, keys: Iterable[str]) -> str:
        """``artikel 2`` or ``de artikelen 2 en 3``; nothing without keys."""
        numbers = list(dict.fromkeys(self.places[key][0] for key in keys))
        return f"{'artikel' if len(numbers) == 1 else 'de artikelen'} {joined(numbers)}" if numbers else ""


def always(text: str) -> Callable[[Refs], str]:
    """A text in which no article is named."""
    return lambda refs: text


def members(numbers: Sequence[int]) -> str:
    """``het eerste lid``; ``het eerste tot en met derde lid``; ``het eerste en derde lid``."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"het {ordinal(numbers[0])} tot en met {ordinal(numbers[-1])} lid"
    return f"het {joined(ordinal(number) for number in numbers)} lid"


def numbered(
    provisions: Sequence[Provision], id: str, *, amending: bool = False
) -> tuple[list[Article], Refs]:
    """Put provisions into articles. A number that the registers name is kept where the decision is long enough."""
    claims = {provision.key: _claim(provision, id) for provision in provisions}
    articles: dict[object, list[Provision]] = {}
    for provision in provisions:
        articles.setdefault(_article_of(provision, provisions, claims), []).append(provision)
    closing = sum(provision.closing for provision in provisions)
    keys = list(articles)
    open_keys, last = keys[: len(keys) - closing], keys[len(keys) - closing :]
    wanted = {key: key for key in open_keys if isinstance(key, int)}
    places: dict[str, tuple[str, int | None]] = {}
    found = []
    for number, key in enumerate([*_placed(open_keys, wanted), *last], 1):
        name = roman(number) if amending else str(number)
        inside = {provision.key: provision for provision in articles[key]}
        asked = {name: claim[1] for name in inside if (claim := claims[name]) and claim[1]}
        ordered = [inside[name] for name in _placed(list(inside), asked)]
        for member, provision in enumerate(ordered, 1):
            places[provision.key] = (name, member if len(ordered) > 1 else None)
        first = articles[key][0]
        heading = first.alone or first.heading if len(ordered) == 1 else first.heading
        found.append(Article(name, heading, tuple(ordered)))
    return found, Refs(places)


def _claim(provision: Provision, id: str) -> tuple[int, int | None] | None:
    """The number that most places in the registers give; those that name this very decision go first."""
    own = [mark for mark in provision.marks if mark.source is not None and mark.source.name == id]
    said = Counter(claim for mark in own or provision.marks if (claim := parsed(mark.article)))
    return said.most_common(1)[0][0] if said else None


def _article_of(
    provision: Provision,
    provisions: Sequence[Provision],
    claims: Mapping[str, tuple[int, int | None] | None],
) -> object:
    """Its own number where the registers name one, else the article of what it belongs with."""
    if claim := claims[provision.key]:
        return claim[0]
    mates = [claim[0] for mate in provisions if mate.group == provision.group and (claim := claims[mate.key])]
    return mates[0] if mates else provision.group


def _placed(keys: Sequence[Any], wanted: Mapping[Any, int | None]) -> list[Any]:
    """The keys in order, with those that want a free place (from 1) in that place."""
    slots: list[Any] = [None] * len(keys)
    rest = []
    for key in keys:
        place = wanted.get(key)
        if place is not None and 1 <= place <= len(keys) and slots[place - 1] is None:
            slots[place - 1] = key
        else:
            rest.append(key)
    return [rest.pop(0) if slot is None else slot for slot in slots]
