"""The register as tables: which there are, their columns with what each means in Dutch, and the rows of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from wmebv_site.data.answers import INTERVAL
from wmebv_site.data.shapes import Json, Shape
from wmebv_site.data.things import (
    AUTHORITY,
    CHANNEL,
    CHANNEL_ENTRANCE,
    DECISION,
    DOMAIN,
    EXECUTING,
    LEGAL_BASIS,
    MESSAGE,
    PRODUCT,
    REQUIREMENT,
)
from wmebv_site.data.whole import Data
from wmebv_site.dutch import uncapitalised
from wmebv_site.site.open_data import STATES

Value = str | bool | int | list[str] | None
Row = tuple[Value, ...]


class Kind(Enum):
    """What stands in a column."""

    TEXT = auto()
    DAY = auto()
    YES_NO = auto()
    NUMBER = auto()
    LIST = auto()


@dataclass(frozen=True)
class Column:
    """A column: its name is the key in the JSON, of a key within another both, with a low line between."""

    name: str
    kind: Kind
    title: str
    text: str
    required: bool
    words: tuple[str, ...] = ()
    """The closed list from which a word comes, or each word of a list."""
    path: tuple[str, ...] = ()
    """The keys of the value in the JSON of the thing; none of a column that tells to what the thing belongs."""


@dataclass(frozen=True)
class Reference:
    """Columns of which the values stand in columns of another table, in the same order."""

    columns: tuple[str, ...]
    table: str
    theirs: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """A table: a row for each thing of one shape, in the order of the register.

    ``owner`` are the columns that tell to what a thing belongs; then come the keys of the shape, but for those in
    ``left_out``, each with its reason. No two rows have the same ``key``. Where ``dated``, a day may be absent from it.
    """

    name: str
    title: str
    text: str
    shape: Shape
    things: Callable[[Data], Iterable[tuple[Row, Json]]]
    columns: tuple[Column, ...]
    one: str = ""
    """What the id of a row is called in another table."""
    key: tuple[str, ...] = ("id",)
    dated: bool = False
    references: tuple[Reference, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    def rows(self, data: Data) -> list[Row]:
        """All rows, each with a value for every column; None where nothing is known."""
        told = [column for column in self.columns if column.path]
        if all(_is_plain(column) for column in told):
            keys = [column.path[0] for column in told]
            return [(*owner, *map(thing.get, keys)) for owner, thing in self.things(data)]
        values = [_value(column) for column in told]
        return [(*owner, *(value(thing) for value in values)) for owner, thing in self.things(data)]


def _value(column: Column) -> Callable[[Json], Value]:
    """What reads the value of a column in the JSON of a thing."""
    key, *deeper = column.path
    if _is_plain(column):
        return lambda thing: thing.get(key)
    if deeper:
        return lambda thing: thing[key].get(deeper[0]) if key in thing else None
    return lambda thing: key in thing


def _is_plain(column: Column) -> bool:
    """Whether its value stands in the thing itself: not within another, and not only whether another is there."""
    return len(column.path) == 1 and (column.kind is not Kind.YES_NO or column.required)


_Said = Mapping[str, tuple[str, str]]


def _columns(shape: Shape, keys: str, said: _Said, *owner: Column) -> tuple[Column, ...]:
    """The columns of a shape. What each is called is said here, or else by the field of the register."""
    found = list(owner)
    for key in keys.split():
        path = tuple(key.split("."))
        schema, required = shape.schema, True
        for step in path:
            required = required and step in schema.get("required", ())
            schema = schema["properties"][step]
        name = "_".join(path)
        title, text = said.get(name) or (schema["title"], schema["description"])
        kind, words = _kind(schema)
        found.append(Column(name, kind, title, text, required and kind is not Kind.LIST, words, path))
    return tuple(found)


def _kind(schema: Json) -> tuple[Kind, tuple[str, ...]]:
    words = tuple(schema.get("enum") or (each["const"] for each in schema.get("oneOf", ())))
    if schema.get("type") == "array":
        return Kind.LIST, _kind(schema["items"])[1]
    if schema.get("type") in ("boolean", "object"):
        return Kind.YES_NO, ()
    return (Kind.DAY if schema.get("format") == "date" else Kind.TEXT), words


def _owner(name: str, title: str, text: str, kind: Kind = Kind.TEXT) -> Column:
    return Column(name, kind, title, text, required=True)


def _each(name: str) -> Callable[[Data], Iterator[tuple[Row, Json]]]:
    """The things of a list of the register."""
    return lambda data: (((), thing) for thing in getattr(data, name))


def _inside(name: str, key: str) -> Callable[[Data], Iterator[tuple[Row, Json]]]:
    """What stands in a list within each thing, with the id of the thing and the place in that list."""

    def found(data: Data) -> Iterator[tuple[Row, Json]]:
        for thing in getattr(data, name):
            for number, inner in enumerate(thing.get(key, ()), 1):
                yield (thing["id"], number), inner

    return found


def _messages(data: Data) -> Iterator[tuple[Row, Json]]:
    for product in data.products:
        for message in product["messages"]:
            yield (product["id"],), message


_PAGE = "Pagina op deze website"
_NUMBER = _owner("number", "Volgnummer", "De plaats in de lijst; 1 is de eerste.", Kind.NUMBER)
_OF_PRODUCT = _owner("product", "Product", "De id van het product.")
_OF_CHANNEL = _owner("channel", "Kanaal", "De id van het kanaal.")
_AUDIENCE = ("Voor wie", "Inwoners, ondernemers of beide.")
_CONTACT = {
    "postal_address": ("Postadres", "Waar men heen schrijft."),
    "visiting_address": ("Bezoekadres", "Waar men langskomt."),
    "phone": ("Telefoon", "Het telefoonnummer."),
}
_TO_AUTHORITY = Reference(("authority",), "bestuursorganen", ("id",))
_TO_PRODUCT = Reference(("product",), "producten", ("id",))
_TO_CHANNEL = Reference(("channel",), "kanalen", ("id",))

AUTHORITIES = Table(
    "bestuursorganen",
    "Bestuursorganen",
    "Wie er beslist, en waar men die zonder internet bereikt.",
    AUTHORITY,
    _each("authorities"),
    _columns(AUTHORITY, "id kind name url postal_address visiting_address phone", _CONTACT),
)
EXECUTORS = Table(
    "uitvoerders",
    "Uitvoerders",
    "Wie een taak uitvoert en niet beslist.",
    EXECUTING,
    _each("executors"),
    _columns(EXECUTING, "id name url postal_address visiting_address phone", {}),
)
DOMAINS = Table(
    "domeinen",
    "Domeinen",
    "De onderwerpen waar producten bij horen.",
    DOMAIN,
    _each("domains"),
    _columns(DOMAIN, "id name permalink", {"permalink": (_PAGE, "Het adres van de pagina van het domein.")}),
)
PRODUCTS = Table(
    "producten",
    "Producten",
    "Wat de gemeente doet voor inwoners en ondernemers.",
    PRODUCT,
    _each("products"),
    _columns(
        PRODUCT,
        "id name permalink summary audience domain authority executor upl upl_name synonyms documents remedy statutes page "
        "reviewed formerly",
        {
            "permalink": (_PAGE, "Het adres van de pagina van het product op deze website."),
            "audience": _AUDIENCE,
            "domain": ("Domein", "De id van het domein; leeg zolang niemand dat heeft bevestigd."),
            "authority": (
                "Bestuursorgaan",
                "De id van wie over dit product beslist; leeg zolang niemand dat heeft bevestigd.",
            ),
            "executor": ("Uitvoerder", "De id van wie het werk doet."),
            "statutes": (
                "Wetten",
                "Of de Omgevingswet of de Dienstenwet geldt; leeg zolang niemand dat heeft bevestigd.",
            ),
        },
    ),
    one="product",
    references=(
        _TO_AUTHORITY,
        Reference(("domain",), "domeinen", ("id",)),
        Reference(("executor",), "uitvoerders", ("id",)),
    ),
    left_out={
        "legal_basis": "is a table of its own",
        "messages": "are a table of their own",
    },
)
BASES = Table(
    "grondslagen",
    "Grondslagen",
    "De regels waarop producten berusten, voor zover iemand die heeft bevestigd.",
    LEGAL_BASIS,
    _inside("products", "legal_basis"),
    _columns(LEGAL_BASIS, "label url", {}, _OF_PRODUCT, _NUMBER),
    key=("product", "number"),
    references=(_TO_PRODUCT,),
)
MESSAGES = Table(
    "berichten",
    "Berichten",
    "Welke berichten men over elk product kan sturen.",
    MESSAGE,
    _messages,
    _columns(
        MESSAGE,
        "id kind name act permalink official authority initiative term paper open_now exempt.reason exempt.basis exempt.until "
        "only_digital only_digital.basis signature.kind signature.basis formerly",
        {
            "id": ("Bericht", "Hoe het bericht heet binnen zijn product."),
            "act": ("Wat men doet", "De kop boven de knoppen."),
            "permalink": (_PAGE, "Waar het bericht staat op de pagina van het product."),
            "official": ("Officieel", "Of artikel 2:13 Awb over dit bericht gaat."),
            "authority": ("Bestuursorgaan", "De id van wie dit bericht krijgt: meestal is dat wie beslist."),
            "term": ("Termijn", "Wanneer het bericht er moet zijn."),
            "paper": ("Ook op papier of in persoon", "Hoe het ook kan zonder internet."),
            "open_now": (
                "Nu in gebruik",
                "De id's van de kanalen die mensen gebruiken zolang er niets is aangewezen.",
            ),
            "exempt_reason": ("Reden van de uitzondering", "Waarom dit bericht niet digitaal kan."),
            "exempt_basis": ("Grondslag van de uitzondering", "De wet en het artikel die dat zeggen."),
            "exempt_until": (
                "Einde van de uitzondering",
                "De eerste dag dat de uitzondering niet meer geldt.",
            ),
            "only_digital": (
                "Alleen digitaal",
                "Of een wet voorschrijft dat dit bericht alleen digitaal kan.",
            ),
            "only_digital_basis": (
                "Grondslag van alleen digitaal",
                "De wet en het artikel die dat voorschrijven.",
            ),
            "signature_kind": ("Soort handtekening", "Welke handtekening er nodig is."),
            "signature_basis": (
                "Grondslag van de handtekening",
                "De wet en het artikel die de handtekening voorschrijven.",
            ),
        },
        _OF_PRODUCT,
    ),
    one="message",
    key=("product", "id"),
    references=(_TO_PRODUCT, _TO_AUTHORITY),
    left_out={"answers": "are told in the table of what holds"},
)
_STATES = " ".join(
    ("Wat er geldt.", *(f"'{word}': {uncapitalised(dutch)}" for word, (dutch, _) in STATES.items()))
)
HELD = Table(
    "geldend",
    "Wat er geldt",
    "Wat er voor elk bericht gold, geldt en zal gelden. Elke rij is een periode; per bericht en doelgroep volgen de "
    "perioden elkaar op zonder gaten. Zegt een rij hetzelfde als die ervoor? Dan veranderde een adres of een eis van een "
    "kanaal.",
    INTERVAL,
    lambda data: (((), each) for each in data.intervals),
    _columns(
        INTERVAL,
        "product message audience from until state channels executor source article fallback retroactive certain",
        {
            "product": ("Product", "De id van het product."),
            "message": ("Bericht", "De id van het bericht, binnen het product."),
            "audience": ("Doelgroep", "Wie het bericht stuurt."),
            "from": ("Vanaf", "De eerste dag; leeg als die er niet is."),
            "until": ("Tot", "De eerste dag waarop dit niet meer geldt; leeg: tot nader bericht."),
            "state": ("Toestand", _STATES),
            "channels": (
                "Kanalen",
                "De id's van de kanalen; het eerste staat voorop. Een kanaal dat er niet meer is, staat niet in 'kanalen'.",
            ),
            "executor": (
                "Uitvoerder",
                "De id van wie de taak uitvoert, als men naar diens eigen website gaat.",
            ),
            "source": (
                "Bron",
                "Waaruit dit volgt: 'besluit:' en de id van een besluit, of 'wet:' en het artikel.",
            ),
            "article": ("Artikel", "Het artikel van dat besluit."),
            "fallback": ("Restkanaal", "Of dit alleen geldt omdat er niets is aangewezen dat preciezer is."),
            "retroactive": ("Met terugwerkende kracht", "Of dit op deze dagen alleen achteraf gold."),
            "certain": (
                "Zeker",
                "Of dit vaststaat: niet zolang het besluit is vastgesteld maar nog niet bekendgemaakt (artikel 3:40 Awb).",
            ),
        },
    ),
    key=("product", "message", "audience", "from"),
    dated=True,
    references=(_TO_PRODUCT, Reference(("product", "message"), "berichten", ("product", "id"))),
)
CHANNELS = Table(
    "kanalen",
    "Kanalen",
    "De kanalen waarlangs men berichten kan sturen, nu of vanaf een bekende dag.",
    CHANNEL,
    _each("channels"),
    _columns(
        CHANNEL,
        "id name kind permalink owner audience from until assurance_level representation acknowledgement sender_copy shared "
        "logging confidential accessibility_statement",
        {"permalink": (_PAGE, "Het adres van de pagina van het kanaal."), "audience": _AUDIENCE},
    ),
    one="channel",
    left_out={
        "entrances": "are a table of their own",
        "requirements": "are a table of their own",
        "text": "is a text of several lines, for people; it stands in the JSON",
        "links": "lead to what people read about it; they stand in the JSON",
        "products": "follow from the table of what holds",
    },
)
ENTRANCES = Table(
    "ingangen",
    "Ingangen van kanalen",
    "De adressen van elk kanaal, een rij per knop.",
    CHANNEL_ENTRANCE,
    _inside("channels", "entrances"),
    _columns(
        CHANNEL_ENTRANCE,
        "label url email login language audience",
        {
            "label": ("Tekst van de knop", "Wat er op de knop staat."),
            "url": ("Adres", "Het webadres van deze ingang."),
            "email": ("E-mailadres", "Het e-mailadres, bij een ingang zonder webadres."),
            "login": ("Inloggen", "Waarmee men inlogt."),
            "language": ("Taal", "De taal, als die niet Nederlands is."),
            "audience": _AUDIENCE,
        },
        _OF_CHANNEL,
        _NUMBER,
    ),
    key=("channel", "number"),
    references=(_TO_CHANNEL,),
)
REQUIREMENTS = Table(
    "eisen",
    "Nadere eisen",
    "Wat een kanaal verder vraagt van wie een bericht stuurt (artikel 2:13, derde lid, Awb).",
    REQUIREMENT,
    _inside("channels", "requirements"),
    _columns(REQUIREMENT, "text source article audience", {}, _OF_CHANNEL, _NUMBER),
    key=("channel", "number"),
    references=(_TO_CHANNEL,),
)
DECISIONS = Table(
    "besluiten",
    "Besluiten",
    "De besluiten die kanalen aanwijzen of daarover gaan; nooit een ontwerp.",
    DECISION,
    _each("decisions"),
    _columns(
        DECISION,
        "id title citation_title kind status permalink annex authorities basis adopted published publication cvdr "
        "in_force_from retroactive_to lapsed replaces amends under_mandate url downloads",
        {
            "id": ("Id", "Hoe het besluit heet in het register."),
            "status": ("Stand", "Hoe het met het besluit staat op de dag van bouwen."),
            "permalink": (_PAGE, "Het adres van de pagina van het besluit."),
            "annex": ("Bijlage", "De pagina met wat het besluit aanwijst, bericht voor bericht."),
            "replaces": ("Vervangt", "De id's van de besluiten die dit besluit vervangt."),
            "amends": ("Wijzigt", "De id van het besluit dat dit besluit wijzigt."),
            "under_mandate": ("Krachtens mandaat", "De id van het mandaatbesluit."),
            "downloads": ("Om op te slaan", "De adressen van het besluit als document."),
        },
    ),
    one="decision",
    left_out={
        "periods": "tell for each body when it holds; they stand in the JSON",
        "rectifications": "stand in the JSON",
    },
)
TABLES = (
    AUTHORITIES,
    EXECUTORS,
    DOMAINS,
    PRODUCTS,
    BASES,
    MESSAGES,
    CHANNELS,
    ENTRANCES,
    REQUIREMENTS,
    DECISIONS,
    HELD,
)
"""Each after those that it refers to."""
