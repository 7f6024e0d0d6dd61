"""The shape of each thing as data: which public fields of the register it has, what is told beside them, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from wmebv_site.register.entry import Entry
from wmebv_site.register.values import ADDRESS, END_OF_DAY, Source

VERSION = "1.0"
"""Of all shapes together: the first number changes when a key goes or comes to mean something else, the second when one
is added.
"""
DRAFT = "https://json-schema.org/draft/2020-12/schema"

Json = dict[str, Any]
"""An object as JSON has it, such as a JSON Schema."""

TEXT: Json = {"type": "string"}
DAY: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
URL: Json = TEXT | {"format": "uri-reference", "pattern": "^(https?:|mailto:|tel:|[^:/?#]*([/?#]|$))"}
"""An address of the web, of a mailbox or a telephone, or one that counts from the root: never one that runs something."""
YES_NO: Json = {"type": "boolean"}


@dataclass(frozen=True)
class Told:
    """A key that is no field of the register: its schema, what it says, and whether it is always there."""

    schema: Json
    text: str
    always: bool = True


@dataclass(frozen=True, eq=False)
class Shape:
    """How one kind of thing is published.

    Of ``model`` all public fields are, under the keys of the register, but for those in ``left_out``, each with its
    reason; an internal field has no way to get here. ``told`` are the keys that follow from the register. What isn't known
    has no key.
    """

    name: str
    text: str
    model: type[Entry] | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)

    def of(self, entry: Entry | None = None, /, **told: Any) -> Json:
        """The thing as plain data: its fields, then what is told. ``told`` has a value, or None, for each key of the shape."""
        if told.keys() != self.told.keys():
            raise ValueError(f"{self.name}: {sorted(told.keys() ^ self.told.keys())}")
        found = {}
        if entry is not None:
            for key, name, plain in self._fields:
                value = getattr(entry, name)
                if value is not None and value != ():
                    found[key] = plain(value)
        for key, value in told.items():
            if value is not None:
                found[key] = value
            elif self.told[key].always:
                raise ValueError(f"{self.name}: no {key}")
        return found

    @cached_property
    def _fields(self) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
        return tuple((key, name, _plain(info.annotation)) for key, name, info in self._published())

    def _published(self) -> Iterator[tuple[str, str, FieldInfo]]:
        """The key, the name in the model and the definition of each field that is published."""
        for name, info in self.model.model_fields.items() if self.model else ():
            key = info.alias or name
            extra = info.json_schema_extra
            public = isinstance(extra, dict) and extra.get("x-visibility") == "public"
            if public and key not in self.left_out:
                yield key, name, info

    @cached_property
    def schema(self) -> Json:
        """Its JSON Schema. Titles and descriptions of fields are those that an editor of the register sees, in Dutch."""
        properties: Json = {}
        required = []
        for key, _, info in self._published():
            said = {"title": info.title, "description": info.description}
            properties[key] = said | _schema_of(info.annotation, tuple(info.metadata))
            if info.is_required():
                required.append(key)
        for key, told in self.told.items():
            properties[key] = {"description": told.text} | told.schema
            if told.always:
                required.append(key)
        found: Json = {"type": "object", "description": self.text, "properties": properties}
        return found | ({"required": required} if required else {})


def ref(name: str) -> Json:
    """The schema of a thing that is defined once, by the name of its shape."""
    return {"$ref": f"#/$defs/{name}"}


def list_of(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def one_of(words: Mapping[str, str]) -> Json:
    """The schema of a word from a closed list, with what each means."""
    return {"oneOf": [{"const": word, "description": text} for word, text in words.items()]}


@cache
def shape_of(model: type[Entry]) -> Shape:
    """The shape of a mapping that stands within a thing: all its public fields."""
    return Shape(model.__name__, "", model)


def models_in(shape: Shape) -> set[type[Entry]]:
    """The models of which fields are published with a thing, its own included."""
    found = {shape.model} if shape.model else set()
    for _, _, info in shape._published():
        if inner := _entry_in(info.annotation):
            found |= models_in(shape_of(inner))
    return found


def _parts(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without what it says besides and without None, and what it says besides."""
    said: tuple[Any, ...] = ()
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            said += tuple(more)
        elif origin in (Union, UnionType):
            (annotation,) = (each for each in get_args(annotation) if each is not type(None))
        else:
            return annotation, said


def _entry_in(annotation: Any) -> type[Entry] | None:
    kind, _ = _parts(annotation)
    if get_origin(kind) is tuple:
        return _entry_in(get_args(kind)[0])
    return kind if isinstance(kind, type) and issubclass(kind, Entry) else None


def _plain(annotation: Any) -> Callable[[Any], Any]:
    """What makes plain data of a value of a type."""
    kind, _ = _parts(annotation)
    if get_origin(kind) is tuple:
        each = _plain(get_args(kind)[0])
        return lambda values: [each(value) for value in values]
    if issubclass(kind, Entry):
        return shape_of(kind).of
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, datetime):
        return lambda value: value.isoformat(timespec="minutes")
    if issubclass(kind, time):
        return lambda value: "24:00" if value == END_OF_DAY else value.isoformat(timespec="minutes")
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, (str, Source)):
        return str
    if issubclass(kind, bool):
        return bool
    raise TypeError(kind)


def _schema_of(annotation: Any, said: tuple[Any, ...] = ()) -> Json:
    kind, more = _parts(annotation)
    if get_origin(kind) is tuple:
        return list_of(_schema_of(get_args(kind)[0]))
    if issubclass(kind, Entry):
        return {key: value for key, value in shape_of(kind).schema.items() if value}
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    if issubclass(kind, Source):
        return TEXT | {"pattern": "^(besluit|wet):"}
    if issubclass(kind, datetime):
        return MOMENT
    if issubclass(kind, date):
        return DAY
    if issubclass(kind, time):
        return TEXT | {"pattern": "^[0-9]{2}:[0-9]{2}$"}
    if issubclass(kind, bool):
        return YES_NO
    return URL if ADDRESS in (*said, *more) else TEXT
