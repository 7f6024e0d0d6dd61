"""The JSON Schema (draft-07) of every kind of file, for editors that complete and check while one types."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from wmebv_site.diagnostics import json_text
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.choices import meanings_of
from wmebv_site.register.content import Home, LinkExceptions, Policy, Roadmap, Wordlist
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Defines, Entry, Refers, named_fields, names_in, parts_of
from wmebv_site.register.files import (
    CHANNELS_FILE,
    DECISION_TEXTS,
    HELP_TEXT,
    HOME_TEXT,
    LINKS_FILE,
    OUTAGE_TEXTS,
    POLICY_TEXTS,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    ROADMAP_FILE,
    SUPPORT_TEXTS,
    WORDLIST_FILE,
    id_of,
    is_thing,
    things_in,
)
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.outages import Outage
from wmebv_site.register.overlay import base_of
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.schema_words import for_typing, in_dutch
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import Value, YamlMapping, read_yaml

DRAFT = "http://json-schema.org/draft-07/schema#"

SCHEMAS: dict[str, tuple[type[Entry], str]] = {
    "products": (ProductsFile, "De producten van de gemeente (products.yaml)"),
    "product": (Product, "Eén product (een bestand in de map products)"),
    "channels": (ChannelsFile, "De gemeente, de kanalen en de aanwijzingen (channels.yaml)"),
    "besluit": (Decision, "De gegevens van een besluit (content/besluiten)"),
    "hulp": (Support, "De gegevens van een vorm van hulp (content/hulp)"),
    "beleid": (Policy, "De gegevens van beleid (content/beleid)"),
    "hulp-index": (HelpIndex, "De gegevens van de hulppagina (content/hulp/index.md)"),
    "storing": (Outage, "De gegevens van een storing (content/storingen)"),
    "index": (Home, "De gegevens van de startpagina (content/index.md)"),
    "woordenlijst": (Wordlist, "De woorden die u zelf vermijdt (content/woordenlijst.yaml)"),
    "koppelingen": (LinkExceptions, "De links die niet worden nagekeken (content/koppelingen.yaml)"),
    "stappenplan": (Roadmap, "Het stappenplan van de gemeente (content/stappenplan.yaml)"),
}
"""The names by which a schema is asked for, with the model and the Dutch title."""

EDITORS_FOLDER = ".wmebv/schema"
"""Where text editors find the schemas of a project."""
MADE = "Gemaakt door 'wmebv schema --out'. Wijzig dit bestand niet: het wordt steeds opnieuw gemaakt."
_BLANK = {"type": "null"}


Ids: TypeAlias = Mapping[str, Collection[str]]
"""The known names by kind; a mapping tells besides what each is called."""


def json_schema(name: str, ids: Ids | None = None, *, proposed: bool = False) -> dict[str, Any]:
    """The schema of one kind of file; the keys are the words of the file.

    A key that may be left out may also stand there without a value. ``ids`` are the known names by
    kind; with them, what names something can only be one of those, or where they are only ``proposed``,
    any other too: they were known some time ago, and the file may be right.
    """
    model, title = SCHEMAS[name]
    known = _Known(ids or {}, proposed)
    written = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    parts = written.pop("$defs", {})
    models = _models(model)
    definitions = {
        part: _in_words_of_file(models[part], parts[part], known)
        if part in models
        else _choices(parts[part]["enum"], meanings_of(part))
        for part in sorted(parts)
    }
    schema = {"$schema": DRAFT, "title": title, **_in_words_of_file(model, written, known)}
    told: dict[str, Any] = in_dutch(schema | ({"definitions": definitions} if definitions else {}))
    return told


def editor_schemas(files: Mapping[str, bytes]) -> dict[str, str]:
    """For each kind of file of a project the schema as a text editor needs it, by the name of its own file."""
    names = known_names(files)
    made = {}
    for kind in SCHEMAS:
        # Below what a municipality writes of a shared thing stands the rest: nothing is missing.
        schema = for_typing(json_schema(kind, names, proposed=True), whole=not base_of(files))
        made[f"{kind}.json"] = json_text({"$comment": MADE, **schema}, sort_keys=False)
    return made


def _choices(values: Collection[str], meanings: Mapping[str, str]) -> dict[str, Any]:
    """One of some words, each with what it means where that is known."""
    explained = {"enumDescriptions": [meanings.get(value, "") for value in values]} if meanings else {}
    return {"enum": list(values), **explained}


def known_ids(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names that the files of a project give, by kind, sorted; also while there are mistakes in them."""
    return {kind: list(titles) for kind, titles in known_names(files).items()}


def known_names(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """The same names, each with what it is called."""
    above, own = _shared_and_own(files)
    return _names_in(above, own)  # what is called otherwise here, counts


def shared_names(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """The names that a shared register alone gives, each with what it is called."""
    above, own = _shared_and_own(files)
    here = _names_in(own)
    return {
        kind: {name: called for name, called in names.items() if name not in here.get(kind, {})}
        for kind, names in _names_in(above).items()
    }


def _shared_and_own(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    shared = base_of(files)
    above = {path.removeprefix(shared): files[path] for path in files if shared and path.startswith(shared)}
    return above, {path: data for path, data in files.items() if not (shared and path.startswith(shared))}


def _names_in(*all_held: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for held in all_held:
        for kind, folder in (("besluit", DECISION_TEXTS), ("hulp", SUPPORT_TEXTS)):
            for path in things_in(folder, held):
                document, _ = read_document(path, held[path])
                title = document.meta.get("title") if document else None
                found.setdefault(kind, {})[id_of(path)] = title if isinstance(title, str) else ""
        for path, data in held.items():
            for kind, value, called in _defined_in_file(path, data):
                found.setdefault(kind, {})[value] = called
    return {kind: dict(sorted(titles.items())) for kind, titles in found.items()}


def _defined_in_file(path: str, data: bytes) -> Iterator[tuple[str, str, str]]:
    model = HelpIndex if path == HELP_TEXT else model_of(path)
    if model is None:
        return
    value: Value = None
    if path.endswith(".md"):
        document, _ = read_document(path, data)
        value = document.meta if document else None
    else:
        text, mistakes = read_text(path, data)
        if text is not None and not mistakes:
            value, _ = read_yaml(text)
    if isinstance(value, YamlMapping):
        for part in parts_of(model, value):
            for name in names_in(part, Defines):
                title = part.data.get("name")
                yield name.mark.kind, name.value, title if isinstance(title, str) else ""


def model_of(path: str) -> type[Entry] | None:
    """What a register has to be: ``channels.yaml``, ``products.yaml``, or a file with one product."""
    one_product = path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml")
    return Product if one_product else _REGISTERS.get(path)


_REGISTERS: dict[str, type[Entry]] = {CHANNELS_FILE: ChannelsFile, PRODUCTS_FILE: ProductsFile}


def model_in(path: str) -> type[Entry] | None:
    """What a file of the project has to be, or what stands above its text; None for a page of the municipality's own."""
    folders: dict[str, type[Entry]] = {
        DECISION_TEXTS: Decision,
        SUPPORT_TEXTS: Support,
        POLICY_TEXTS: Policy,
        OUTAGE_TEXTS: Outage,
    }
    thing = folders.get(f"{path.rpartition('/')[0]}/") if is_thing(path) else None
    return model_of(path) or _OTHERS.get(path) or thing


_OTHERS: dict[str, type[Entry]] = {
    HOME_TEXT: Home,
    HELP_TEXT: HelpIndex,
    ROADMAP_FILE: Roadmap,
    WORDLIST_FILE: Wordlist,
    LINKS_FILE: LinkExceptions,
}


def _models(model: type[Entry]) -> dict[str, type[Entry]]:
    """A model and every model within it, by name."""
    found = {model.__name__: model}
    for field in named_fields(model):
        found |= _models(field.entry) if field.entry else {}
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """The names that exist, and whether any other may be there too."""

    ids: Ids
    proposed: bool

    def one_of(self, mark: Refers, value: Any) -> Any:
        """The schema of what names something, in which the text is one of the names there are."""
        listed = self.ids.get(mark.kind)
        if listed is None:
            return value
        allowed = [*listed, *sorted(mark.also)]
        meanings = listed if isinstance(listed, Mapping) else {}
        return _restricted_to(value, _choices(allowed, meanings), self.proposed)

    def source(self, value: Any) -> Any:
        """The schema of a field for a source, which proposes the decisions that there are."""
        listed = self.ids.get("besluit")
        if not self.proposed or not listed or _SOURCE not in str(value):
            return value
        meanings = listed if isinstance(listed, Mapping) else {}
        named = {f"besluit:{name}": meanings.get(name, "") for name in listed}
        return _restricted_to(value, _choices(named, named), proposed=True)


_SOURCE = "besluit|wet"


def _in_words_of_file(model: type[Entry], written: dict[str, Any], known: _Known) -> dict[str, Any]:
    """What pydantic wrote of one model, in the words of the file and without our docstrings."""
    required = written.get("required", [])
    marks = {field.key: field.mark for field in named_fields(model)}
    properties = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        value = dict(written["properties"][key])
        internal = value.pop("x-visibility") == "internal"
        described = {"title": value.pop("title"), "description": value.pop("description")}
        if internal:
            described["description"] += " Dit komt nooit op de website."
        default = _in_file(value.pop("default", None))
        reference = marks.get(key)
        value = known.one_of(reference, value) if isinstance(reference, Refers) else known.source(value)
        if key not in required and _BLANK not in value.get("anyOf", []):
            value = {"anyOf": [value, _BLANK]}
        elif "$ref" in value:
            value = {"allOf": [value]}  # draft-07 reads nothing that stands beside a $ref
        if default is not None:
            described["default"] = default
        properties[key] = described | value
    finished = {"type": "object", "additionalProperties": False, "properties": properties}
    return finished | ({"required": required} if required else {})


def _restricted_to(value: Any, choices: dict[str, Any], proposed: bool) -> Any:
    """The same schema, in which the text can only be one of these, or is one of these if need be."""
    if isinstance(value, list):
        return [_restricted_to(item, choices, proposed) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "string":
        return {"anyOf": [choices, value]} if proposed else choices
    return {key: _restricted_to(item, choices, proposed) for key, item in value.items()}


def _in_file(default: Any) -> Any:
    """A default as an editor would write it; None when there is nothing to write."""
    if isinstance(default, bool):
        return "ja" if default else "nee"
    return default or None
