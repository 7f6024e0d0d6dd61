"""Judges a file of data outside Python: what JSON Schema says of a shape, quick enough for who reads hundreds of registers."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic_core import SchemaValidator, core_schema

from wmebv_site.data.json_files import schema_of
from wmebv_site.data.shapes import Json, Shape

LONGEST = 200_000
"""So many signs a text has at most: no register has a longer one, and it would become one cell of a table."""
_ABOUT = frozenset({"$schema", "title", "description", "$defs"})
_WITH = {
    "string": {"type", "format", "pattern"},
    "boolean": {"type"},
    "array": {"type", "items"},
    "object": {"type", "properties", "required"},
}
"""The keywords of JSON Schema that the shapes use, by type: what stands here is judged, and nothing else may be there."""
_YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_BY_FOUR = r"(?:0[48]|[2468][048]|[13579][26])"
_DAY = (
    rf"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    rf"|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{{2}}{_BY_FOUR}|{_BY_FOUR}00)-02-29)$"
)
"""A day that the calendar has. Of the other formats of JSON Schema a validator need not judge any."""


@cache
def validator_of(shape: Shape) -> SchemaValidator:
    """What judges a file of a shape, read from JSON. Keys that the shape does not have are left out: a later version may add some.

    It raises a ValidationError with the places of the first mistakes: of a list only that of the first entry that is wrong.
    It is given values, and not the text: reading that outside Python may take a thousand times the memory of the text.
    """
    schema = schema_of(shape)
    parts = [_judge(part) | {"ref": name} for name, part in schema["$defs"].items()]
    return SchemaValidator(core_schema.definitions_schema(_judge(schema), parts))


def _judge(schema: Json) -> Any:
    """The same judgement in the words of pydantic. Raises a ValueError for a keyword that it does not know."""
    said = {key: value for key, value in schema.items() if key not in _ABOUT}
    match said:
        case {"$ref": str(name), **others} if not others:
            return core_schema.definition_reference_schema(name.rpartition("/")[2])
        case {"oneOf": list(words), **others} if not others:
            return _one_of([_word(each) for each in words])
        case {"enum": list(words), **others} if not others:
            return _one_of(words)
        case {"const": word, **others} if not others:
            return _one_of([word])
        case {"type": str(kind)} if said.keys() <= _WITH.get(kind, set()):
            return _JUDGES[kind](said)
    raise ValueError(f"no judge for {said}")


def _word(schema: Json) -> Any:
    if schema.keys() - _ABOUT != {"const"}:
        raise ValueError(f"no judge for {schema}")
    return schema["const"]


def _one_of(words: list[Any]) -> Any:
    found = core_schema.literal_schema(words)
    if all(type(word) is str for word in words):
        return found
    if all(type(word) is int for word in words):  # to Python 'true' is 1
        return core_schema.chain_schema([core_schema.int_schema(strict=True), found])
    raise ValueError(f"no judge for {words}")


def _text(said: Json) -> Any:
    pattern = said.get("pattern")
    if said.get("format") == "date":
        if pattern is not None:
            raise ValueError(f"no judge for {said}")
        pattern = _DAY
    return core_schema.str_schema(pattern=pattern, max_length=LONGEST, strict=True)


def _list(said: Json) -> Any:
    return core_schema.list_schema(_judge(said["items"]), strict=True, fail_fast=True)


def _mapping(said: Json) -> Any:
    needed = set(said.get("required", ()))
    fields = {
        key: core_schema.typed_dict_field(_judge(value), required=key in needed)
        for key, value in said["properties"].items()
    }
    return core_schema.typed_dict_schema(fields, strict=True, extra_behavior="ignore")


_JUDGES = {
    "string": _text,
    "boolean": lambda said: core_schema.bool_schema(strict=True),
    "array": _list,
    "object": _mapping,
}
