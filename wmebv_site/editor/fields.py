"""Makes the fields of a form out of a model of the registers: a new field of the model appears without a word here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from wmebv_site.editor import labels
from wmebv_site.register.entry import Entry, NamedField, Refers, named_fields
from wmebv_site.register.values import ClosingTime, Formatted, Slug, SourceRef, Time

Field = dict[str, Any]

_YES_NO = ("ja", "nee")
_DAY_FORMAT, _MOMENT_FORMAT = "YYYY-MM-DD", "YYYY-MM-DDTHH:mmZ"


def fields_of(model: type[Entry], relations: Mapping[Refers, Field]) -> list[Field]:
    """The fields of a form for a model, in its order. ``relations`` says where what is named is chosen from."""
    schema = model.model_json_schema(by_alias=True)
    named = {field.key: field for field in named_fields(model)}
    return [
        _field(info.alias or name, info.annotation, tuple(info.metadata), named, schema, relations)
        for name, info in model.model_fields.items()
    ]


def _field(
    key: str,
    annotation: Any,
    metadata: tuple[Any, ...],
    named: Mapping[str, NamedField],
    schema: Mapping[str, Any],
    relations: Mapping[Refers, Field],
) -> Field:
    told = schema["properties"][key]
    internal = told["x-visibility"] == "internal"
    hint = labels.in_a_form(
        told["description"], {name: each["title"] for name, each in schema["properties"].items()}
    )
    field: Field = {
        "name": key,
        "label": f"{told['title']} ({labels.INTERNAL})" if internal else told["title"],
        "hint": f"{hint} Dit komt nooit op de website." if internal else hint,
        "required": key in schema.get("required", ()),
    }
    inner = named.get(key)
    parts = [*_parts(annotation), *metadata]
    many = any(get_origin(part) is tuple for part in parts)
    if inner is not None and inner.entry is not None:
        group = {"collapsed": True, "fields": fields_of(inner.entry, relations)}
        if not many:
            return field | {"widget": "object"} | group
        one = labels.ONE_OF[key]
        return field | {"widget": "list", "label_singular": one, "summary": _summary(inner.entry)} | group
    if inner is not None and isinstance(inner.mark, Refers):
        return field | relations[inner.mark] | ({"multiple": True} if many else {})
    if chosen := _choices(parts, told):
        return field | {"widget": "select", "options": chosen} | ({"multiple": True} if many else {})
    if many:
        return field | {"widget": "list", "label_singular": labels.LINE}
    return field | _of_text(key, parts, told)


def _of_text(key: str, parts: list[Any], told: Mapping[str, Any]) -> Field:
    if datetime in parts:
        return {"widget": "datetime", "format": _MOMENT_FORMAT}
    if date in parts:
        return {"widget": "datetime", "type": "date", "format": _DAY_FORMAT}
    if Formatted in parts or key in labels.LONG:
        return {"widget": "text"}
    text: Field = {"widget": "string"}
    if found := next((each for each in _alternatives(told) if "pattern" in each), None):
        said = "code"
        for kind, types in (("id", (Slug,)), ("time", (Time, ClosingTime)), ("source", (SourceRef,))):
            # Of a type that stands alone pydantic keeps only what judges it.
            said = kind if any(get_args(each)[1] in parts for each in types) else said
        text["pattern"] = [found["pattern"], labels.PATTERNS[said]]
    return text


def _parts(annotation: Any) -> Iterator[Any]:
    """A type with everything it is made of."""
    yield annotation
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        yield from more
        yield from _parts(inner)
    elif get_origin(annotation) in (Union, UnionType, tuple):
        for each in get_args(annotation):
            yield from _parts(each)


def _alternatives(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What the JSON Schema says of a value, whatever may stand instead of it."""
    yield told
    for each in told.get("anyOf", ()):
        yield from _alternatives(each)


def _choices(parts: list[Any], told: Mapping[str, Any]) -> list[Field]:
    """The closed list that a value is one of, or nothing."""
    for part in parts:
        if isinstance(part, type) and issubclass(part, StrEnum):
            return [{"label": labels.label_of_choice(each), "value": each.value} for each in part]
    if any(each.get("enum") == list(_YES_NO) for each in _alternatives(told)):
        return [{"label": each.capitalize(), "value": each} for each in _YES_NO]
    return []


_TELLING = (
    "name",
    "title",
    "label",
    "action",
    "avoid",
    "text",
    "date",
    "days",
    "language",
    "step",
    "channels",
)


def _summary(model: type[Entry]) -> str:
    """By what one item of a list is known while it is folded: its kind where it has one, and how it is called."""
    keys = [info.alias or name for name, info in model.model_fields.items()]
    named = next((key for key in _TELLING if key in keys), keys[0])
    if "kind" not in keys or named == "kind":
        return f"{{{{fields.{named}}}}}"
    return f"{{{{fields.kind}}}}{{{{fields.{named} | ternary(': ', '')}}}}{{{{fields.{named}}}}}"
