"""What a harvest holds: the tables with what each column means in Dutch, and the rows of one municipality from its data."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.data.answers import STATES
from wmebv_site.data.shapes import Json
from wmebv_site.data.tabular import Column, Kind
from wmebv_site.designation.answers import State
from wmebv_site.project.municipalities import municipalities
from wmebv_site.register.terms import Audience, ChannelKind, MessageKind
from wmebv_site.register.upl import BASE, PLACEHOLDER, is_address

Cell = str | int | bool | None
"""A value as both engines keep it: a day is text such as 2026-01-31, which sorts as days do."""
Row = tuple[Cell, ...]

EXEMPT = STATES[State.EXEMPT]
ANSWERED = tuple(word for state, word in STATES.items() if state.answers)
"""The words of the data for a state in which there is a way to send an official message."""


class Harvest(StrEnum):
    """How it went with one municipality."""

    GOOD = "good"
    ABSENT = "absent"
    BROKEN = "broken"
    HOSTILE = "hostile"
    ANOTHER = "another"
    UNSUPPORTED = "unsupported"

    @property
    def said(self) -> str:
        """In words for a person."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Harvest.GOOD: "de gegevens zijn gelezen",
    Harvest.ABSENT: "de gegevens zijn er niet",
    Harvest.BROKEN: "de gegevens kloppen niet",
    Harvest.HOSTILE: "de gegevens zijn geweigerd",
    Harvest.ANOTHER: "de gegevens zijn van een andere gemeente",
    Harvest.UNSUPPORTED: "de gegevens zijn van een andere versie",
}


@dataclass(frozen=True)
class Harvested:
    """One municipality as a harvest met it; ``register`` and ``intervals`` only when they were read anew.

    Without them the rows of an earlier harvest stay as they are.
    """

    code: str
    state: Harvest
    since: str
    """The day on which it was first so."""
    why: str = ""
    """In Dutch, for a person; empty when all is well."""
    url: str | None = None
    """The address of the website; None for one that was read from a folder."""
    name: str | None = None
    """What the list calls it."""
    register: Json | None = None
    intervals: Sequence[Json] | None = None

    @property
    def is_new(self) -> bool:
        return self.register is not None and self.intervals is not None


@dataclass(frozen=True)
class HarvestTable:
    """A table of a harvest: what a row is, and the columns that no two rows have the same."""

    name: str
    title: str
    text: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _text(name: str, title: str, text: str, *, required: bool = True, words: Sequence[str] = ()) -> Column:
    return Column(name, Kind.TEXT, title, text, required, tuple(words))


def _day(name: str, title: str, text: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DAY, title, text, required)


def _yes_no(name: str, title: str, text: str) -> Column:
    return Column(name, Kind.YES_NO, title, text, required=True)


def _number(name: str, title: str, text: str) -> Column:
    return Column(name, Kind.NUMBER, title, text, required=True)


_OF_MESSAGE = (
    _text("municipality", "Gemeente", "De code van de gemeente."),
    _text("product", "Product", "De id van het product bij die gemeente."),
    _text("message", "Bericht", "De id van het bericht, binnen het product."),
)
_AUDIENCE = _text("audience", "Doelgroep", "Wie het bericht stuurt.", words=[each.value for each in Audience])
_STATE = _text(
    "state", "Toestand", "Wat er geldt, in de woorden van de data van een gemeente.", words=[*STATES.values(), "opengesteld", "elders"]
)  # fmt: skip
_COUNTED = (
    _yes_no("needed", "Kanaal nodig", "Of het bericht officieel is, zonder uitzondering."),
    _yes_no("answered", "Met kanaal", "Of men dat bericht dan ook digitaal kan sturen."),
)
_FALLBACK = _yes_no("fallback", "Restkanaal", "Of dit alleen geldt omdat er niets is aangewezen dat preciezer is.")  # fmt: skip
_BY_RULE = (
    _text("executor", "Uitvoerder", "De id van wie de taak uitvoert, als men naar diens eigen website gaat.", required=False),
    _text("source", "Bron", "Waaruit dit volgt: 'besluit:' en de id van een besluit, of 'wet:' en het artikel.", required=False),
    _text("article", "Artikel", "Het artikel van dat besluit.", required=False),
)  # fmt: skip
_PERIOD = (
    _day("begin", "Vanaf", "De eerste dag; leeg als die er niet is."),
    _day("until", "Tot", "De eerste dag waarop dit niet meer geldt; leeg: tot nader bericht."),
)

MUNICIPALITIES = HarvestTable(
    "municipalities",
    "Gemeenten",
    "Een rij per gemeente van de lijst, ook als haar data niet te lezen zijn.",
    (
        _text("code", "Code", "De officiële code van de gemeente, zoals gm0344."),
        _text("name", "Naam", "Hoe de gemeente heet: in de lijst, of anders officieel, of anders zoals zij zelf zegt."),
        _text("province", "Provincie", "De provincie; leeg bij een gemeente die niet bestaat.", required=False),
        _yes_no("fictitious", "Verzonnen", "Of de gegevens verzonnen zijn."),
        _text("url", "Website", "Waar de website staat.", required=False),
        _day("built_for", "Stand van", "De dag waarvan de data zeggen wat er geldt; leeg als er geen data zijn."),
        _day("harvested", "Gelezen op", "De dag waarop de data voor het laatst goed zijn gelezen."),
        _text("state", "Hoe het ging", "Hoe het lezen ging.", words=[each.value for each in Harvest]),
        _day("since", "Sinds", "De eerste dag waarop dat zo was.", required=True),
        _text("why", "Waarom", "Wat er mis is; leeg als alles goed is."),
    ),
    ("code",),
)  # fmt: skip
NOW = HarvestTable(
    "now",
    "Wat er geldt",
    "Een rij per gemeente, product, bericht en doelgroep, op de dag waarvan de data van die gemeente zijn.",
    (
        *_OF_MESSAGE,
        _AUDIENCE,
        _text("upl", "UPL-naam", "De naam in de Uniforme Productnamenlijst, zoals die in het adres staat.", required=False),
        _text("name", "Naam van het product", "Hoe de gemeente het product noemt."),
        _text("kind", "Soort bericht", "Wat voor bericht het is.", words=[each.value for each in MessageKind]),
        _yes_no("official", "Officieel", "Of artikel 2:13 Awb over het bericht gaat."),
        _STATE,
        *_COUNTED,
        _FALLBACK,
        *_BY_RULE,
        *_PERIOD,
    ),
    ("municipality", "product", "message", "audience"),
)  # fmt: skip
WAYS = HarvestTable(
    "ways",
    "Kanalen bij wat er geldt",
    "Een rij per kanaal bij een rij van 'now', het eerste kanaal eerst.",
    (
        *_OF_MESSAGE,
        _AUDIENCE,
        _number("position", "Plaats", "De hoeveelste: het eerste kanaal is 1."),
        _text("channel", "Kanaal", "De id van het kanaal bij die gemeente."),
        _text("name", "Naam van het kanaal", "Hoe het kanaal heet."),
        _text("kind", "Soort kanaal", "Wat voor kanaal het is.", words=[each.value for each in ChannelKind]),
    ),
    ("municipality", "product", "message", "audience", "position"),
)
INTERVALS = HarvestTable(
    "intervals",
    "Wat er gold, geldt en zal gelden",
    "Een rij per periode van een bericht, zoals die gemeente dat zegt. Zegt zij later iets anders over een bericht, dan komen er "
    "nieuwe rijen bij. De oude blijven, met de dag waarop dat anders werd.",
    (
        *_OF_MESSAGE,
        _AUDIENCE,
        *_PERIOD,
        _STATE,
        *_COUNTED,
        _text("channels", "Kanalen", "De id's van de kanalen, met ' | ' ertussen.", required=False),
        _FALLBACK,
        *_BY_RULE,
        _yes_no("retroactive", "Met terugwerkende kracht", "Of dit op deze dagen alleen achteraf gold."),
        _yes_no("certain", "Zeker", "Nee zolang het besluit wel is genomen, maar niet bekendgemaakt."),
        _text("sum", "Kenmerk", "Gelijk zolang de gemeente over het bericht hetzelfde zegt."),
        _day("known_from", "Bekend sinds", "De dag van de oogst waarin dit voor het eerst stond.", required=True),
        _day("known_until", "Bekend tot", "De dag van de oogst waarin dit er niet meer stond; leeg: het staat er nog."),
    ),
    ("municipality", "product", "message", "audience", "begin", "known_from"),
)  # fmt: skip
TABLES = (MUNICIPALITIES, NOW, WAYS, INTERVALS)
"""In the order in which they are explained."""


def municipality_row(found: Harvested, earlier: Mapping[str, Cell] | None, day: str) -> Row:
    """The row of a municipality; what it told before stays where it told nothing now."""
    known = _PROVINCES.get(found.code)
    before = earlier or {}
    if found.register is not None:
        told = found.register["municipality"]
        own: Cell = told["name"]
        fictitious = bool(told.get("fictitious"))
        built_for: Cell = found.register["built_for"]
        harvested: Cell = day
    else:
        own = before.get("name") or found.code
        fictitious, built_for = bool(before.get("fictitious")), before.get("built_for")
        harvested = day if found.state is Harvest.GOOD else before.get("harvested")
    province = known[1] if known else None
    # What a municipality calls itself comes last: it might call itself another.
    name = found.name or (known[0] if known else own)
    return (
        found.code, name, province, fictitious, found.url, built_for, harvested, found.state.value, found.since, found.why,
    )  # fmt: skip


def now_rows(code: str, register: Json) -> Iterator[Row]:
    """What holds, in the order of the register."""
    for product, message, answer in _answers(register):
        official, state = message["official"], answer["state"]
        reason: Json = next(iter(answer["reasons"]), {})
        executor = answer.get("executor")
        yield (
            code, product["id"], message["id"], answer["audience"], upl_name(product), product["name"], message["kind"],
            official, state, *_counted(official, state), answer["fallback"],
            executor["id"] if executor else None, reason.get("source"), reason.get("article"),
            answer.get("from"), answer.get("until"),
        )  # fmt: skip


def _counted(official: bool, state: str) -> tuple[bool, bool]:
    """Whether a channel is needed, and whether one that is needed is there."""
    needed = official and state != EXEMPT
    return needed, needed and state in ANSWERED


_KINDS = frozenset(ChannelKind)
"""What else stands there is of a later version, or no kind at all: the kinds stand on the first page of the overview."""


def way_rows(code: str, register: Json) -> Iterator[Row]:
    for product, message, answer in _answers(register):
        for position, way in enumerate(answer["channels"], 1):
            yield (
                code, product["id"], message["id"], answer["audience"], position, way["id"], way["name"],
                way["kind"] if way["kind"] in _KINDS else ChannelKind.OTHER.value,
            )  # fmt: skip


def _answers(register: Json) -> Iterator[tuple[Json, Json, Json]]:
    for product in register["products"]:
        for message in product["messages"]:
            for answer in message["answers"]:
                yield product, message, answer


def upl_name(product: Json) -> str | None:
    """The name of a product in the Uniforme Productnamenlijst: the same for all municipalities.

    A name that is still to come names no product: those that have it would all be one.
    """
    uri = str(product.get("upl", "")).replace("https://", "http://", 1)
    return uri.removeprefix(BASE) if is_address(uri) and uri != PLACEHOLDER else None


Told = tuple[str, str]
"""A product and a message, by their ids."""


def interval_rows(code: str, register: Json, intervals: Sequence[Json]) -> dict[Told, tuple[str, list[Row]]]:
    """For each message its sum, and its rows up to that sum."""
    official = {
        (product["id"], message["id"]): message["official"]
        for product in register["products"]
        for message in product["messages"]
    }
    by_message: dict[Told, list[Row]] = defaultdict(list)
    for each in intervals:
        told = each["product"], each["message"]
        by_message[told].append(
            (
                code, *told, each["audience"], each.get("from"), each.get("until"), each["state"],
                *_counted(official.get(told, False), each["state"]), " | ".join(each["channels"]) or None, each["fallback"],
                each.get("executor"), each.get("source"), each.get("article"), each["retroactive"], each["certain"],
            )
        )  # fmt: skip
    sums: dict[tuple[Row, ...], str] = {}
    found = {}
    for told, rows in by_message.items():
        said = tuple([row[_SAID:] for row in rows])
        if said not in sums:  # few stories are told of thousands of messages
            sums[said] = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]
        found[told] = sums[said], rows
    return found


_SAID = len(_OF_MESSAGE)
"""Before it stands of which message a row tells, and from it on what it tells."""
_PROVINCES = {each.code: (each.preferred_name, each.province) for each in municipalities()}
