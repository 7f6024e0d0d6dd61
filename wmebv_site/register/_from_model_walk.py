"""Follows data and its models side by side, so that names and cross-checks are found even beside other mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from wmebv_site.diagnostics import Place
from wmebv_site.register._from_model_keys import known_keys, meant_keys
from wmebv_site.register._from_source_tree import Mapping, Sequence
from wmebv_site.register.entry import Defines, Entry, Refers
from wmebv_site.register.values import is_slug, slugify


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
    many = False
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
        elif isinstance(current, type) and issubclass(current, Entry):
            entry = current
    return _Field(key, entry, many, mark)


@cache
def defined_in(model: type[Entry]) -> frozenset[str]:
    """The kinds of name that a mapping of this model gives, itself or further in."""
    kinds = {field.mark.kind for field in _fields(model) if isinstance(field.mark, Defines)}
    return frozenset(kinds).union(*(defined_in(field.entry) for field in _fields(model) if field.entry))


def unread_in(visit: Visit) -> Iterator[str]:
    """The kinds of name that can't all be known, since what gives them has another shape or a misspelt key."""
    for field in _fields(visit.model):
        if field.entry is None or not (kinds := defined_in(field.entry)):
            continue
        value = visit.data.get(field.key)
        if value is None:
            if visit.data.key_spans.keys() - known_keys(visit.model) and field.key in meant_keys(
                visit.model, visit.data
            ):
                yield from kinds
        elif not isinstance(value, Sequence if field.many else Mapping):
            yield from kinds


def half_given(visit: Visit) -> Iterator[tuple[str, str]]:
    """Kind and name of what a mapping would be called, had its id been there and right."""
    for field in _fields(visit.model):
        if isinstance(field.mark, Defines):
            written = visit.data.get(field.key)
            if isinstance(written, str) and is_slug(written):
                continue
            for text in (written, visit.data.get("name")):
                yield field.mark.kind, slugify(text) if isinstance(text, str) else ""
        elif field.entry and field.many:
            listed = visit.data.get(field.key)
            own = [own for own in _fields(field.entry) if isinstance(own.mark, Defines)]
            for item in listed if isinstance(listed, Sequence) else ():
                if isinstance(item, str) and own:
                    yield own[0].mark.kind, slugify(item)


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
