"""What all parts of a register share: frozen, its place known, every field public or internal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register._from_source_tree import Mapping

ABSENT = Mapping("", (0, 0, 0))


@dataclass(frozen=True, slots=True)
class Defines:
    """Marks a field that gives a part of the register its name; ``within`` keeps names apart per owner."""

    kind: str


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that names another part of the register; ``also`` are names that always exist."""

    kind: str
    also: frozenset[str] = frozenset()


def public(title: str, description: str, default: Any = ..., **more: Any) -> Any:
    """A field that may reach a page, a feed or the data. Title and description are Dutch, for editors."""
    return _field("public", title, description, default, more)


def internal(title: str, description: str, default: Any = ..., **more: Any) -> Any:
    """A field for the municipality alone: it never leaves the register."""
    return _field("internal", title, description, default, more)


def _field(visibility: str, title: str, description: str, default: Any, more: dict[str, Any]) -> Any:
    extra = {"x-visibility": visibility}
    return Field(default, title=title, description=description, json_schema_extra=extra, **more)


class Entry(BaseModel):
    """One mapping of a register."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    _source: Mapping = PrivateAttr(default_factory=lambda: ABSENT)  # pydantic would copy a default each time

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        entry = handler(data)
        if isinstance(data, Mapping):
            entry._source = data
        return entry

    @property
    def place(self) -> Place:
        """Where this part begins."""
        return self._source.place

    def place_of(self, key: str) -> Place:
        """Where the value of a key stands, in the words of the file (``from``, not ``from_``)."""
        return self._source.place_of(key)

    @classmethod
    def mistakes(cls, data: Mapping) -> Iterator[Diagnostic]:
        """What is wrong between the fields of one mapping. ``data`` is as written: any field may still be wrong."""
        yield from ()


NOT_TOGETHER = Code(
    "WMEBV111",
    "Deze gegevens horen niet bij elkaar, of er ontbreekt er een",
    "Sommige sleutels sluiten elkaar uit, en andere hebben elkaar nodig. Een kanaal van het soort e-mail heeft "
    "bijvoorbeeld een e-mailadres nodig, en een webformulier een webadres.",
)
WRONG_ORDER = Code(
    "WMEBV112",
    "Het einde ligt vóór het begin",
    "Wat begint, kan niet eindigen voordat het begint. Controleer beide datums of beide tijden.",
)


def ends_before_it_begins(data: Mapping, begin: str, end: str) -> Iterator[Diagnostic]:
    """Compare two dates as written; what isn't a date is said elsewhere."""
    first, last = written_date(data, begin), written_date(data, end)
    if first and last and last < first:
        message = f"De einddatum {last} ligt vóór de begindatum {first}."
        yield WRONG_ORDER.at(data.place_of(end), message, f"Wijzig '{end}' of '{begin}'.")


def written_date(data: Mapping, key: str) -> date | None:
    """The date that stands at a key, or None when there is none or it doesn't exist."""
    value = data.get(key)
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
