"""What an editor asks of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Variant(StrEnum):
    """The two forms in use: one channel for nearly everything, or a channel for each domain."""

    GENERAL = "A"
    PER_DOMAIN = "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the editor asks for; what is left open follows from the registers."""

    id: str
    variant: Variant | None = None
    title: str | None = None
    authorities: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    amends: str | None = None
