"""What all parts of a register share: frozen, its place known, its keys, every field public or internal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, ClassVar, NamedTuple, Self, Union, get_args, get_origin

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic.config import JsonDict

from wmebv_site.diagnostics import Code, Diagnostic, Place, nearest
from wmebv_site.dutch import in_words
from wmebv_site.register.front_matter import Document
from wmebv_site.register.values import ADDRESS, is_slug, slugify
from wmebv_site.register.yaml import YamlList, YamlMapping

ABSENT = YamlMapping("", (0, 0, 0))


@dataclass(frozen=True, slots=True)
class Defines:
    """Marks a field that gives a part of the register its name."""

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
    extra: JsonDict = {"x-visibility": visibility}
    return Field(default, title=title, description=description, json_schema_extra=extra, **more)


class Entry(BaseModel):
    """One mapping of a register."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    _source: ClassVar[YamlMapping] = ABSENT

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        entry = handler(data)
        if isinstance(data, YamlMapping):
            entry.written_at(data)
        return entry

    def written_at(self, source: YamlMapping) -> None:
        """Remember where it stands. A private attribute of pydantic would do, but takes ten times as long to read."""
        self.__dict__["_source"] = source

    @property
    def place(self) -> Place:
        """Where this part begins."""
        return self._source.place

    def place_of(self, key: str) -> Place:
        """Where the value of a key stands, in the words of the file (``from``, not ``from_``)."""
        return self._source.place_of(key)

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        """What is wrong between the fields of one mapping. ``data`` is as written: any field may still be wrong."""
        yield from ()


class ContentEntry(Entry):
    """A Markdown file whose front matter is an entry; its name in the register is the name of the file."""

    _document: Document = PrivateAttr(default_factory=lambda: Document("", ABSENT, "", 1))

    @cached_property
    def id(self) -> str:
        return self._document.file.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def file(self) -> str:
        return self._document.file

    @property
    def is_example(self) -> bool:
        """Whether it still says that an example must be replaced."""
        return self._document.example

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self._document.body

    @property
    def body_line(self) -> int:
        """The line of the file on which the body begins, from 1."""
        return self._document.body_line


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


def ends_before_it_begins(data: YamlMapping, begin: str, end: str) -> Iterator[Diagnostic]:
    """Compare two dates as written; what isn't a date is said elsewhere."""
    first, last = written_date(data, begin), written_date(data, end)
    if first and last and last < first:
        message = f"De einddatum {in_words(last)} ligt vóór de begindatum {in_words(first)}."
        yield WRONG_ORDER.at(data.place_of(end), message, f"Wijzig '{end}' of '{begin}'.")


def written_date(data: YamlMapping, key: str) -> date | None:
    """The date that stands at a key, or None when there is none or it doesn't exist."""
    value = data.get(key)
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


@cache
def known_keys(model: type[Entry]) -> dict[str, str]:
    """The keys of a model, in order, each with its Dutch title."""
    return {field.alias or name: field.title or "" for name, field in model.model_fields.items()}


def unknown_keys(model: type[Entry], data: YamlMapping) -> list[str]:
    """The keys in ``data`` that the model doesn't know, with those that have no value."""
    known = known_keys(model)
    return [key for key in data.key_spans if key not in known]


def meant_key(model: type[Entry], data: YamlMapping, key: str) -> str | None:
    """The key that isn't there yet and looks like ``key``, or whose Dutch title does: ``soort`` means ``kind``."""
    left = {name: title for name, title in known_keys(model).items() if name not in data.key_spans}
    by_title = {title.lower(): name for name, title in left.items()}
    return nearest(key, left) or by_title.get(nearest(key, by_title) or "")


def meant_keys(model: type[Entry], data: YamlMapping) -> set[str]:
    """The keys that are absent because they stand there under another name."""
    return {meant for key in unknown_keys(model, data) if (meant := meant_key(model, data, key))}


class Part(NamedTuple):
    """One mapping of the data with the model it should fit."""

    model: type[Entry]
    data: YamlMapping


class Name(NamedTuple):
    """A name as it is given (``mark`` is Defines) or used (``mark`` is Refers)."""

    mark: Defines | Refers
    key: str
    value: str
    stands_in: YamlMapping | YamlList
    at: str | int
    """The key in the mapping that it stands in, or the position in the list."""

    @property
    def place(self) -> Place:
        """Where it stands; few of thousands are asked."""
        if isinstance(self.stands_in, YamlList):
            assert isinstance(self.at, int)
            return self.stands_in.place_of(self.at)
        assert isinstance(self.at, str)
        return self.stands_in.place_of(self.at)


@dataclass(frozen=True, slots=True)
class NamedField:
    """A field in which a name or another mapping stands, or a list of those."""

    key: str
    entry: type[Entry] | None
    many: bool
    mark: Defines | Refers | None


@cache
def named_fields(model: type[Entry]) -> tuple[NamedField, ...]:
    """The fields of a model in which a name or another mapping stands."""
    found = []
    for name, info in model.model_fields.items():
        field = _field_at(info.alias or name, info.annotation, tuple(info.metadata))
        if field.entry or field.mark:
            found.append(field)
    return tuple(found)


def _field_at(key: str, annotation: Any, metadata: tuple[Any, ...]) -> NamedField:
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
    return NamedField(key, entry, many, mark)


def _metadata(annotation: Any) -> Iterator[Any]:
    """What an annotation says besides its type, also within an alternative."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        yield from more
        yield from _metadata(inner)
    elif get_origin(annotation) in (Union, UnionType):
        for each in get_args(annotation):
            yield from _metadata(each)


@cache
def _leading(model: type[Entry]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The public fields that lead to a website, and those in which a mapping stands that does, itself or further in."""
    own, inner = [], []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or extra.get("x-visibility") != "public":
            continue
        if ADDRESS in (*info.metadata, *_metadata(info.annotation)):
            own.append(name)
        elif (entry := _field_at(name, info.annotation, ()).entry) and any(_leading(entry)):
            inner.append(name)
    return tuple(own), tuple(inner)


def addresses_in(entry: Entry) -> Iterator[tuple[Entry, str, str]]:
    """Each address to which an entry leads residents, as the types of its fields say: where it stands, its field, itself."""
    own, inner = _leading(type(entry))
    for name in own:
        if (address := getattr(entry, name)) is not None:
            yield entry, name, address
    for name in inner:
        found = getattr(entry, name)
        for each in found if isinstance(found, tuple) else () if found is None else (found,):
            yield from addresses_in(each)


@cache
def defined_in(model: type[Entry]) -> frozenset[str]:
    """The kinds of name that a mapping of this model gives, itself or further in."""
    kinds = {field.mark.kind for field in named_fields(model) if isinstance(field.mark, Defines)}
    return frozenset(kinds).union(*(defined_in(field.entry) for field in named_fields(model) if field.entry))


@cache
def _giving(model: type[Entry]) -> tuple[tuple[NamedField, frozenset[str]], ...]:
    """The fields in which a mapping stands that gives names, with the kinds of these."""
    return tuple(
        (field, kinds)
        for field in named_fields(model)
        if field.entry is not None and (kinds := defined_in(field.entry))
    )


def unread_in(part: Part) -> Iterator[str]:
    """The kinds of name that can't all be known, since what gives them has another shape or a misspelt key."""
    for field, kinds in _giving(part.model):
        value = part.data.get(field.key)
        if value is None:
            if part.data.key_spans.keys() - known_keys(part.model) and field.key in meant_keys(
                part.model, part.data
            ):
                yield from kinds
        elif not isinstance(value, YamlList if field.many else YamlMapping):
            yield from kinds


def refused_names(part: Part) -> Iterator[tuple[str, str]]:
    """Kind and name of what a mapping would be called, had its id been there and right."""
    for field in named_fields(part.model):
        if isinstance(field.mark, Defines):
            written = part.data.get(field.key)
            if isinstance(written, str) and is_slug(written):
                continue
            for text in (written, part.data.get("name")):
                yield field.mark.kind, slugify(text) if isinstance(text, str) else ""
        elif field.entry and field.many:
            listed = part.data.get(field.key)
            texts = [item for item in listed if isinstance(item, str)] if isinstance(listed, YamlList) else []
            if texts:
                kinds = [own.mark.kind for own in named_fields(field.entry) if isinstance(own.mark, Defines)]
                yield from ((kind, slugify(text)) for kind in kinds[:1] for text in texts)


def entry_at(model: type[Entry], path: tuple[int | str, ...]) -> type[Entry] | None:
    """The model of the mapping at a path of keys and positions."""
    current: type[Entry] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        field = next((field for field in named_fields(current) if field.key == step), None)
        if field is not None:
            current = field.entry
    return current


def parts_of(model: type[Entry], data: YamlMapping) -> list[Part]:
    """Every mapping in ``data`` that stands where the model has one, the outermost first."""
    found: list[Part] = []
    _add_parts(found, model, data)
    return found


def _add_parts(found: list[Part], model: type[Entry], data: YamlMapping) -> None:
    found.append(Part(model, data))
    for field in named_fields(model):
        if field.entry is None:
            continue
        value = data.get(field.key)
        if isinstance(value, YamlMapping):
            _add_parts(found, field.entry, value)
        elif field.many and isinstance(value, YamlList):
            for item in value:
                if isinstance(item, YamlMapping):
                    _add_parts(found, field.entry, item)


@cache
def _marked(model: type[Entry]) -> dict[type[Defines | Refers], list[NamedField]]:
    """The fields of a model in which a name is given, and those in which one is used."""
    return {
        kind: [field for field in named_fields(model) if isinstance(field.mark, kind)]
        for kind in (Defines, Refers)
    }


def names_in(part: Part, kind: type[Defines | Refers]) -> Iterator[Name]:
    """The names that are given in one mapping itself, or those that are used there."""
    data = part.data
    for field in _marked(part.model)[kind]:
        value = data.get(field.key)
        assert field.mark is not None
        if isinstance(value, str):
            if not field.many:
                yield Name(field.mark, field.key, value, data, field.key)
        elif isinstance(value, YamlList):
            for position, item in enumerate(value):
                if isinstance(item, str):
                    yield Name(field.mark, field.key, item, value, position)


def names_used_in(parts: Iterable[Part]) -> Iterator[tuple[Refers, set[str]]]:
    """The names that are used in each field, once each: thousands of parts use the same few."""
    by_model: dict[type[Entry], list[YamlMapping]] = defaultdict(list)
    for part in parts:
        by_model[part.model].append(part.data)
    for model, held in by_model.items():
        for field in _marked(model)[Refers]:
            assert isinstance(field.mark, Refers)
            used: set[str] = set()
            for data in held:
                value = data.get(field.key)
                if isinstance(value, str) and not field.many:
                    used.add(value)
                elif isinstance(value, YamlList):
                    used.update(item for item in value if isinstance(item, str))
            yield field.mark, used
