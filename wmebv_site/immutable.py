"""Declares a dataclass that nobody changes: the type checker sees to it, and not each object itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

ClassT = TypeVar("ClassT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(
    *, slots: bool = False, order: bool = False, kw_only: bool = False
) -> Callable[[type[ClassT]], type[ClassT]]:
    """As ``dataclass(frozen=True)``, for what is made a hundred thousand times: one that watches over itself takes three
    times as long to make. It is equal and hashed by its fields, unless it says itself how it is hashed.
    """

    def declared(cls: type[ClassT]) -> type[ClassT]:
        by_fields = "__hash__" not in vars(cls)
        return dataclass(slots=slots, order=order, kw_only=kw_only, unsafe_hash=by_fields)(cls)

    return declared
