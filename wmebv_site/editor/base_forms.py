"""What the forms know of a shared register: what can be chosen from it, and what it says of each thing that can be changed here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wmebv_site.editor import labels
from wmebv_site.editor.fields import Field
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.entry import Entry, named_fields
from wmebv_site.register.files import (
    CHANNELS_FILE,
    HELP_TEXT,
    PRODUCTS_FOLDER,
    SUPPORT_TEXTS,
    id_of,
    things_in,
)
from wmebv_site.register.front_matter import Document
from wmebv_site.register.overlay import JOINED_BY_ID, Base, read_base
from wmebv_site.register.products import Product
from wmebv_site.register.schema import known_names, shared_names
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml

SAYS = "uit_de_basis"
"""The field of a form that shows what the shared register says; no file has it, and nobody can change it."""
NAME = "keuze_naam"
"""How a thing is called that has its name from the shared register; for lists, and never on the form itself."""
BARRIERS = "barriers"


@dataclass(frozen=True, slots=True)
class Told:
    """What a shared register says of one thing: how that is called, and a line for each field of it."""

    name: str
    text: str


_OF_TEXTS = ("support", "help")
_NOT_SHARED = Told("", labels.NOT_SHARED)
"""Stands without an id, for what the project has by itself."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the editor doesn't open and has to know all the same; empty for a project that shares nothing."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What can be chosen besides what stands in the project itself: what it is called by its id, by kind."""
    things: Mapping[str, Mapping[str, Told]] = field(default_factory=dict)
    """What it says of each thing, by the list or the folder in which that stands and by its id."""
    support: Mapping[str, str] = field(default_factory=dict)
    """The help of the project itself, which is chosen among that of the shared register."""
    product: str = ""
    """A product with a file of its own in the project; empty where there is none yet."""
    has_help: bool = False
    """Whether the project has a page about help of its own."""


def shared_of(files: Mapping[str, bytes]) -> Shared:
    """What there is to know of the shared register of a project; mistakes in it are for a check to tell."""
    base = _base(files)
    if not base.folder:
        return Shared()
    things = {"products": {name: _told(Product, each) for name, each in base.products.items()}}
    channels: Mapping[str, Value] = base.channels or {}
    for key, model in _models_in(ChannelsFile, JOINED_BY_ID):
        things[key] = {str(each.get("id")): _told(model, each) for each in _mappings(channels.get(key))}
    if HELP_TEXT in base.texts:
        document = base.texts[HELP_TEXT]
        for key, model in _models_in(HelpIndex, (BARRIERS,)):
            listed = _mappings(document.meta.get(key))
            things[key] = {str(each.get("id")): _told(model, each) for each in listed}
        things["help"] = {"": _told(HelpIndex, document.meta, document)}
    texts = {path: base.texts[path] for path in things_in(SUPPORT_TEXTS, base.texts)}
    things["support"] = {id_of(path): _told(Support, text.meta, text) for path, text in texts.items()}
    own = sorted(id_of(path) for path in files if path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml"))
    return Shared(
        names=shared_names(files),
        things={
            key: told if key in _OF_TEXTS else {"": _NOT_SHARED, **told}
            for key, told in things.items()
            if told
        },
        support=known_names({path: files[path] for path in things_in(SUPPORT_TEXTS, files)}).get("hulp", {}),
        product=own[0] if own else "",
        has_help=HELP_TEXT in files,
    )


def eased(fields: list[Field], key: str, shared: Shared) -> list[Field]:
    """The fields of a thing that may have the rest from the shared register, below what that says."""
    things = shared.things[key]
    of_texts = key in _OF_TEXTS
    says = [f"{name} – {each.name}" for name, each in things.items() if name]
    above = [labels.TO_CHANGE_TEXT if of_texts else labels.TO_CHANGE, *says]
    if of_texts:
        above = [*(above if says else ()), *(f"\n{each.name}\n{each.text}" for each in things.values())]
    shown: Field = {
        "name": SAYS,
        "label": labels.SAYS_BASE,
        "widget": "text",
        "required": False,
        "readonly": True,
        "default": "\n".join(above).strip(),
    }
    named: Field = {"name": NAME, "label": NAME, "widget": "string", "required": False}
    made = [_eased(each, "id") for each in fields]
    return [shown, *([] if of_texts else [named]), *made]


def _eased(field: Field, known: str) -> Field:
    if field["name"] == "messages":
        field = field | {"fields": [_eased(each, "kind") for each in field["fields"]]}
    if not field["required"] or field["name"] == known:
        return field
    return field | {"required": False, "hint": f"{field['hint']} {labels.FROM_BASE}".strip()}


def _base(files: Mapping[str, bytes]) -> Base:
    source, _ = read_text(CHANNELS_FILE, files.get(CHANNELS_FILE, b""))
    channels = read_yaml(source)[0] if source else None
    return read_base(channels, files) if isinstance(channels, YamlMapping) else Base()


def _models_in(model: type[Entry], keys: tuple[str, ...]) -> Iterator[tuple[str, type[Entry]]]:
    for each in named_fields(model):
        if each.key in keys and each.entry is not None:
            yield each.key, each.entry


def _mappings(listed: Value) -> list[YamlMapping]:
    return [each for each in listed if isinstance(each, YamlMapping)] if isinstance(listed, YamlList) else []


def _told(model: type[Entry], said: YamlMapping, document: Document | None = None) -> Told:
    file = said.file if document is None else document.file
    lines = [f"{labels.FILE}: {file}, regel {max(said.place.line, 1)}", *_lines(model, said)]
    if document is not None and document.body.strip():
        lines += ["Tekst:", document.body.strip()]
    name = said.get("name") or said.get("title")
    return Told(name if isinstance(name, str) else "", "\n".join(lines))


def _lines(model: type[Entry], said: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """A line for each field, in the words of the form; what a list holds stands below it."""
    inner = {each.key: each.entry for each in named_fields(model)}
    for name, info in model.model_fields.items():
        key = info.alias or name
        value, part = said.get(key), inner.get(key)
        if isinstance(value, str):
            yield f"{before}{info.title}: {value}"
        elif isinstance(value, YamlMapping) and part is not None:
            yield f"{before}{info.title}:"
            yield from _lines(part, value, f"{before}  ")
        elif isinstance(value, YamlList):
            texts = [each for each in value if isinstance(each, str)]
            yield f"{before}{info.title}: {', '.join(texts)}".rstrip()
            for each in _mappings(value) if part is not None else ():
                assert part is not None
                first, *more = list(_lines(part, each)) or [""]
                yield f"{before}- {first}"
                yield from (f"{before}  {line}" for line in more)
