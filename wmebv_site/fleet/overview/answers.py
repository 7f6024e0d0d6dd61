"""All that the overview asks of a harvest: each named question once, its rows as what the pages tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from wmebv_site.fleet.harvest.answering import asked, named
from wmebv_site.fleet.harvest.harvested import Harvest
from wmebv_site.fleet.harvest.opening import Outcome, Store
from wmebv_site.fleet.harvest.question import Question
from wmebv_site.fleet.overview.provinces import ELSEWHERE, PROVINCES
from wmebv_site.register.values import slugify

Row = Mapping[str, Any]
_LONG = 31
"""So many days behind the latest of all, data are old: a website is made again every night."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A question with what was asked for, and its answer."""

    question: Question
    given: Mapping[str, str]
    outcome: Outcome

    @property
    def rows(self) -> list[Row]:
        """Each by the names of its columns."""
        return [dict(zip(self.outcome.columns, row, strict=True)) for row in self.outcome.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Of how many official messages how many have a channel, with the share in percents as the answers have it."""

    needed: int
    answered: int
    percents: float | None

    @property
    def share(self) -> str:
        return in_percents(self.percents)

    @property
    def missing(self) -> int:
        return self.needed - self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Covered):
    """Several municipalities together."""

    municipalities: int
    with_data: int
    complete: int
    """How many have a channel for each official message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality(Covered):
    """One municipality of the harvest; without data of it, all numbers are nought."""

    code: str
    name: str
    province: str
    fictitious: bool
    url: str | None
    state: Harvest
    since: date
    why: str
    day: date | None
    """The day of which its data tell; None when they were never read."""
    fallback: int
    """How many messages have a channel only by the fallback."""

    @property
    def known(self) -> bool:
        return self.day is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Covered):
    """One product over all municipalities that have it."""

    key: str
    address: str
    name: str
    municipalities: int
    complete: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One product at one municipality."""

    product: str
    municipality: str
    needed: int
    answered: int
    fallback: int
    lacking: tuple[str, ...]
    """The kinds of its messages that have no channel."""
    by_fallback: tuple[str, ...]
    """The kinds of its messages for which only the fallback holds."""
    channels: tuple[str, ...]
    """The kinds of its channels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTwenty:
    """A product of the list, or a municipality: for how many of what was asked there is a channel."""

    key: str
    name: str
    asked: int
    there: int
    answered: int
    percents: float | None = None

    @property
    def share(self) -> str:
        return in_percents(self.percents)

    @property
    def without(self) -> int:
        return self.there - self.answered

    @property
    def absent(self) -> int:
        return self.asked - self.there


class Answers:
    """The answers of one harvest. Each question is asked when a page first needs it, and kept for the downloads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._replies: dict[str, Reply] = {}

    def reply(self, name: str) -> Reply:
        """The answer to a question with a name, with what is usual where it asks for something."""
        if name not in self._replies:
            question = named(name)
            given = asked(self.store, question, ())
            self._replies[name] = Reply(question, given, question.answer(self.store, given))
        return self._replies[name]

    def ask(self, name: str) -> list[Row]:
        return self.reply(name).rows

    def _once(self, name: str) -> list[Row]:
        """An answer that is too long to keep: it stands in no file of its own."""
        rows = self.ask(name)
        del self._replies[name]
        return rows

    @property
    def month(self) -> tuple[date, date]:
        """Between which days it is told what changed."""
        given = self.reply("wijzigingen").given
        return date.fromisoformat(given["first"]), date.fromisoformat(given["last"])

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        """All of the harvest, by name."""
        covered = {row["code"]: row for row in self.ask("dekking")}
        fallback = {row["code"]: row["fallback"] for row in self.ask("restkanaal")}
        named = _named({row["code"]: row["name"] for row in self.ask("oogst")})
        return tuple(
            Municipality(
                **_covered(covered[row["code"]]),
                code=row["code"],
                name=named[row["code"]],
                province=row["province"] or ELSEWHERE,
                fictitious=bool(row["fictitious"]),
                url=row["url"] if (row["url"] or "").startswith(("https://", "http://")) else None,
                state=Harvest(row["state"]),
                since=date.fromisoformat(row["since"]),
                why=row["why"] or "",
                day=date.fromisoformat(row["built_for"]) if row["built_for"] else None,
                fallback=fallback.get(row["code"], 0),
            )
            for row in sorted(self.ask("oogst"), key=lambda row: (named[row["code"]].casefold(), row["code"]))
        )

    @cached_property
    def made_up(self) -> int:
        """Of how many municipalities the data are made up."""
        return sum(each.fictitious for each in self.municipalities)

    @cached_property
    def labels(self) -> dict[str, str]:
        """By code what a municipality is called in a list: beside data that are real, made-up data are called so."""
        mixed = self.made_up < len(self.known)
        return {
            each.code: f"{each.name} (verzonnen)" if each.fictitious and mixed else each.name
            for each in self.municipalities
        }

    @cached_property
    def stale(self) -> frozenset[str]:
        """The codes of those that were read well, though their website was not made again for long."""
        return frozenset(
            each.code
            for each in self.known
            if each.state is Harvest.GOOD and each.day is not None and (self.day - each.day).days > _LONG
        )

    @cached_property
    def troubled(self) -> tuple[Municipality, ...]:
        """Those of which data are not there, or are old."""
        return tuple(
            each for each in self.municipalities if each.state is not Harvest.GOOD or each.code in self.stale
        )

    @cached_property
    def known(self) -> tuple[Municipality, ...]:
        """Those of which there are data."""
        return tuple(each for each in self.municipalities if each.known)

    @cached_property
    def whole(self) -> Together:
        """All municipalities together."""
        (row,) = self.ask("samen")
        return _together(row)

    @cached_property
    def fallback(self) -> int:
        return sum(each.fallback for each in self.municipalities)

    @cached_property
    def day(self) -> date:
        """The latest day of which something is told."""
        return max((each.day or each.since for each in self.municipalities), default=date.min)

    @cached_property
    def provinces(self) -> tuple[tuple[str, tuple[Municipality, ...], Together], ...]:
        """Each province that has municipalities, with those and what they come to."""
        listed: dict[str, list[Municipality]] = defaultdict(list)
        for each in self.municipalities:
            listed[each.province].append(each)
        told = {row["province"] or ELSEWHERE: _together(row) for row in self.ask("dekking-provincie")}
        names = (*PROVINCES, *sorted(set(listed) - set(PROVINCES)))
        return tuple((name, tuple(listed[name]), told[name]) for name in names if name in listed)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """All products, by name; each under a name and at an address that no other has."""
        rows = self.ask("producten")
        names = _named({row["subject"]: row["product_name"] for row in rows})
        taken: Counter[str] = Counter()
        found = []
        for row in rows:
            address = slugify(row["subject"]) or "product"
            taken[address] += 1
            found.append(
                Product(
                    **_covered(row),
                    key=row["subject"],
                    # Two hyphens stand in no slug.
                    address=address if taken[address] == 1 else f"{address}--{taken[address]}",
                    name=names[row["subject"]],
                    municipalities=row["municipalities"],
                    complete=row["complete"],
                )
            )
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.key)))

    @cached_property
    def by_key(self) -> dict[str, Product]:
        return {each.key: each for each in self.products}

    @cached_property
    def of_product(self) -> dict[str, list[Offered]]:
        """By municipality in the order of their names."""
        found: dict[str, list[Offered]] = defaultdict(list)
        for each in self.municipalities:
            for offered in self._offered.get(each.code, ()):
                found[offered.product].append(offered)
        return found

    @cached_property
    def of_municipality(self) -> dict[str, list[Offered]]:
        """By product in the order of their names."""
        found: dict[str, list[Offered]] = defaultdict(list)
        for product in self.products:
            for each in self.of_product[product.key]:
                found[each.municipality].append(each)
        return found

    @cached_property
    def _offered(self) -> dict[str, list[Offered]]:
        channels = _listed(
            (row["code"], row["subject"], row["kind"]) for row in self._once("kanalen-producten")
        )
        missing = self._once("ontbreekt")
        lacking = _listed(
            (row["code"], row["subject"], row["kind"]) for row in missing if not row["answered"]
        )
        fallback = _listed((row["code"], row["subject"], row["kind"]) for row in missing if row["answered"])
        found: dict[str, list[Offered]] = defaultdict(list)
        for row in self._once("producten-gemeenten"):
            key = (row["code"], row["subject"])
            found[row["code"]].append(
                Offered(
                    product=row["subject"],
                    municipality=row["code"],
                    needed=row["needed"],
                    answered=row["answered"],
                    fallback=row["fallback"],
                    lacking=lacking.get(key, ()),
                    by_fallback=fallback.get(key, ()),
                    channels=channels.get(key, ()),
                )
            )
        return found

    @cached_property
    def kinds(self) -> tuple[tuple[str, int, int], ...]:
        """Each kind of channel, with at how many municipalities and for how many messages it is there; the most first."""
        found = [(row["kind"], row["municipalities"], row["messages"]) for row in self.ask("kanalen")]
        return tuple(sorted(found, key=lambda each: (-each[2], each[0])))

    @cached_property
    def months(self) -> tuple[tuple[date, Covered], ...]:
        """The latest first."""
        rows = [(date.fromisoformat(row["day"]), Covered(**_covered(row))) for row in self.ask("per-maand")]
        return tuple(reversed(rows))

    @cached_property
    def changes(self) -> dict[str, list[Row]]:
        """The messages of which something changed, by municipality."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.ask("wijzigingen-berichten"):
            found[row["code"]].append(row)
        return found

    @cached_property
    def twenty(self) -> Row:
        """What the list of products comes to in all municipalities."""
        (row,) = self.ask("twintig")
        return row

    @cached_property
    def twenty_products(self) -> tuple[OfTwenty, ...]:
        """In the order of the list."""
        return tuple(
            OfTwenty(
                key=row["subject"],
                name=row["product_name"] or row["subject"],
                asked=row["municipalities"],
                there=row["there"],
                answered=row["answered"],
                percents=row["share"],
            )
            for row in self.ask("twintig-producten")
        )

    @cached_property
    def twenty_municipalities(self) -> tuple[OfTwenty, ...]:
        """By how many of the products have a channel, the most first."""
        found = [
            OfTwenty(
                key=row["code"],
                name=row["name"],
                asked=row["asked"],
                there=row["there"],
                answered=row["answered"],
            )
            for row in self.ask("twintig-gemeenten")
        ]
        return tuple(sorted(found, key=lambda each: (-each.answered, each.name.casefold(), each.key)))


def in_percents(percents: float | None) -> str:
    """``63,8%``; nothing where there is nothing to count."""
    return f"{percents:.1f}".removesuffix(".0").replace(".", ",") + "%" if percents is not None else ""


def _named(names: Mapping[str, str]) -> dict[str, str]:
    """By key a name that no other has: beside a name that two have stands the key, and so it does for want of a name."""
    often = Counter(name.strip().casefold() for name in names.values())
    return {
        key: f"{name.strip()} ({key})"
        if often[name.strip().casefold()] > 1 and name.strip()
        else name.strip() or key
        for key, name in names.items()
    }


def _covered(row: Row) -> dict[str, Any]:
    return {"needed": row["needed"], "answered": row["answered"], "percents": row["share"]}


def _together(row: Row) -> Together:
    return Together(
        **_covered(row),
        municipalities=row["municipalities"],
        with_data=row["with_data"],
        complete=row["complete"],
    )


def _listed(rows: Iterable[tuple[str, str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The last of three by the first two, in their order."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, subject, kind in rows:
        found[code, subject].append(kind)
    return {key: tuple(kinds) for key, kinds in found.items()}
