"""What a question with a name is: its sentence, its SQL, what it asks for, and what stands in each column of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from wmebv_site.data.tabular import Column, Kind
from wmebv_site.fleet.harvest.harvested import HarvestTable
from wmebv_site.fleet.harvest.opening import Outcome, Store

BETWEEN = "|"
"""Stands between the products of a list."""
FOR_EVER = "9999-12-31"
"""The day of what is known now."""


class Sort(Enum):
    """What is asked for."""

    PRODUCT = auto()
    PRODUCTS = auto()
    DAY = auto()


@dataclass(frozen=True)
class Parameter:
    """What a question asks for; where nobody says it, what is usual counts."""

    name: str
    sort: Sort
    shown: str
    text: str
    needed: bool = False


@dataclass(frozen=True)
class Question:
    """A question with a name. Its SQL is the same for DuckDB and for SQLite, and says the order of every row."""

    name: str
    title: str
    text: str
    sql: str
    columns: tuple[Column, ...]
    parameters: tuple[Parameter, ...] = ()

    def answer(self, store: Store, given: Mapping[str, str] | None = None) -> Outcome:
        """The rows; ``given`` has a text for each parameter. Raises Refused."""
        return store.ask(
            self.sql, {each.name: (given or {})[each.name] for each in self.parameters}, bounded=False
        )


def text(name: str, title: str, says: str, *words: str) -> Column:
    return Column(name, Kind.TEXT, title, says, required=True, words=words)


def number(name: str, title: str, says: str) -> Column:
    return Column(name, Kind.NUMBER, title, says, required=True)


def day(name: str, title: str, says: str) -> Column:
    return Column(name, Kind.DAY, title, says, required=False)


def or_none(*columns: Column) -> tuple[Column, ...]:
    """The same columns, where a row may have nothing in them."""
    return tuple(replace(column, required=False) for column in columns)


def columns_of(table: HarvestTable, names: str) -> tuple[Column, ...]:
    known = {column.name: column for column in table.columns}
    return tuple(known[name] for name in names.split())


DAY = Parameter("day", Sort.DAY, "DAG", "De dag waar het om gaat, als JJJJ-MM-DD.", needed=True)
KNOWN = Parameter(
    "known", Sort.DAY, "BEKEND", "De dag van wat toen bekend was. Zonder deze dag: wat nu bekend is."
)
FROM = Parameter("first", Sort.DAY, "VAN", "De eerste dag. Zonder deze dag: een maand voor de laatste.")
UNTIL = Parameter("last", Sort.DAY, "TOT", "De laatste dag. Zonder deze dag: die van de nieuwste data.")
SINCE = Parameter(
    "first",
    Sort.DAY,
    "VAN",
    "De eerste maand. Zonder deze dag: twee jaar voor de laatste, en niet voor 1 januari 2026.",
)
PRODUCT = Parameter("product", Sort.PRODUCT, "PRODUCT", "De UPL-naam van het product, of de id bij een gemeente.", needed=True)  # fmt: skip
PRODUCTS = Parameter(
    "products",
    Sort.PRODUCTS,
    "PRODUCTEN",
    "UPL-namen, met komma's ertussen. Zonder deze lijst: onze twintig.",
)


TWENTY = (
    "verhuismelding", "paspoort", "identiteitskaart", "rijbewijs", "brpUittr", "geboorteaangifte", "huwelijksaangifte",
    "overlijdensaangifte", "parkeervergunning", "gehandicaptenparkeerkaart", "bijstand", "bijzBijstUitk", "wmo-voorziening",
    "leerlingenvervoer", "belastingkwijtschelding", "omgvergomgplactbouw", "evenementenvergunning", "alcoholvergunning",
    "standplaatsvergunning", "melding_openbare_ruimte_(algemeen)",
)  # fmt: skip
"""Products that many people need. It is a choice of our own, and not the list of any survey."""
