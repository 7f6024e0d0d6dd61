"""Follows data and its models side by side, so that names and cross-checks are found even beside other mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from wmebv_site.diagnostics import Place
from wmebv_site.model.base import Defines, Entry, Refers
from wmebv_site.source import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Visit:
    """One mapping of the data with the model it should fit."""

    model: type[Entry]
    data: Mapping


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is given (``mark`` is Defines) or used (``mark`` is Refers)."""

    mark: Defines | Refers
    key: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Field:
    key: str
    entry: type[Entry] | None
    many: bool
    keyed: bool
    mark: Defines | Refers | None


@cache
def _fields(model: type[Entry]) -> tuple[_Field, ...]:
    """The fields of a model in which a name or another mapping stands."""
    found = []
    for name, info in model.model_fields.items():
        field = _field(info.alias or name, info.annotation, tuple(info.metadata))
        if field.entry or field.mark:
            found.append(field)
    return tuple(found)


def _field(key: str, annotation: Any, metadata: tuple[Any, ...]) -> _Field:
    many = keyed = False
    entry: type[Entry] | None = None
    mark = next((item for item in metadata if isinstance(item, (Defines, Refers))), None)
    queue = [annotation]
    while queue:
        current = queue.pop()
        origin = get_origin(current)
        if origin is Annotated:
            inner, *more = get_args(current)
            mark = mark or next((item for item in more if isinstance(item, (Defines, Refers))), None)
            queue.append(inner)
        elif origin in (Union, UnionType):
            queue += get_args(current)
        elif origin is tuple:
            many = True
            queue.append(get_args(current)[0])
        elif origin is dict:
            keyed = True
            queue.append(get_args(current)[1])
        elif isinstance(current, type) and issubclass(current, Entry):
            entry = current
    return _Field(key, entry, many, keyed, mark)


def entry_at(model: type[Entry], path: tuple[int | str, ...]) -> type[Entry] | None:
    """The model of the mapping at a path of keys and positions."""
    current: type[Entry] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        field = next((field for field in _fields(current) if field.key == step), None)
        if field is not None:
            current = field.entry
    return current


def visits(model: type[Entry], data: Mapping) -> Iterator[Visit]:
    """Every mapping in ``data`` that stands where the model has one, the outermost first."""
    yield Visit(model, data)
    for field in _fields(model):
        if field.entry is None:
            continue
        value = data.get(field.key)
        if field.many and isinstance(value, Sequence):
            inner: list[Any] = value
        elif field.keyed and isinstance(value, Mapping):
            inner = list(value.values())
        else:
            inner = [value]
        for item in inner:
            if isinstance(item, Mapping):
                yield from visits(field.entry, item)


def names(visit: Visit) -> Iterator[Name]:
    """The names that stand in one mapping itself."""
    data = visit.data
    for field in _fields(visit.model):
        if field.mark is None or field.key not in data:
            continue
        value = data[field.key]
        if isinstance(value, str):
            if not field.many:
                yield Name(field.mark, field.key, value, data.place_of(field.key))
        elif isinstance(value, Sequence):
            for position, item in enumerate(value):
                if isinstance(item, str):
                    yield Name(field.mark, field.key, item, value.place_of(position))
