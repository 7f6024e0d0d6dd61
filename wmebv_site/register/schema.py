"""The JSON Schema (draft-07) of every kind of file, for editors that complete and check while one types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import Home, LinkExceptions, Policy, Roadmap, Wordlist
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Defines, Entry, Refers, named_fields, names_in, parts_of
from wmebv_site.register.files import (
    CHANNELS_FILE,
    DECISION_TEXTS,
    HELP_TEXT,
    HOME_TEXT,
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
from wmebv_site.register.products import Product, ProductsFile
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

_BLANK = {"type": "null"}


def json_schema(name: str, ids: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    """The schema of one kind of file; the keys are the words of the file.

    A key that may be left out may also stand there without a value. ``ids`` are the known names by
    kind; with them, what names something can only be one of those.
    """
    model, title = SCHEMAS[name]
    written = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    parts = written.pop("$defs", {})
    models = _models(model)
    definitions = {
        part: _in_words_of_file(models[part], parts[part], ids or {})
        if part in models
        else {"enum": parts[part]["enum"]}
        for part in sorted(parts)
    }
    schema = {"$schema": DRAFT, "title": title, **_in_words_of_file(model, written, ids or {})}
    return schema | ({"definitions": definitions} if definitions else {})


def known_ids(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names that the files of a project give, by kind, sorted; also while there are mistakes in them."""
    found: dict[str, set[str]] = {}
    for kind, folder in (("besluit", DECISION_TEXTS), ("hulp", SUPPORT_TEXTS)):
        if things := things_in(folder, files):
            found[kind] = set(map(id_of, things))
    for path, data in files.items():
        for kind, value in _defined_in_file(path, data):
            found.setdefault(kind, set()).add(value)
    return {kind: sorted(values) for kind, values in found.items()}


def _defined_in_file(path: str, data: bytes) -> Iterator[tuple[str, str]]:
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
            for name in names_in(part):
                if isinstance(name.mark, Defines):
                    yield name.mark.kind, name.value


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
}


def _models(model: type[Entry]) -> dict[str, type[Entry]]:
    """A model and every model within it, by name."""
    found = {model.__name__: model}
    for field in named_fields(model):
        found |= _models(field.entry) if field.entry else {}
    return found


def _in_words_of_file(
    model: type[Entry], written: dict[str, Any], ids: Mapping[str, list[str]]
) -> dict[str, Any]:
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
        if isinstance(reference, Refers) and reference.kind in ids:
            value = _restricted_to(value, [*ids[reference.kind], *sorted(reference.also)])
        if key not in required and _BLANK not in value.get("anyOf", []):
            value = {"anyOf": [value, _BLANK]}
        elif "$ref" in value:
            value = {"allOf": [value]}  # draft-07 reads nothing that stands beside a $ref
        if default is not None:
            described["default"] = default
        properties[key] = described | value
    finished = {"type": "object", "additionalProperties": False, "properties": properties}
    return finished | ({"required": required} if required else {})


def _restricted_to(value: Any, allowed: list[str]) -> Any:
    """The same schema, in which the text can only be one of these."""
    if isinstance(value, list):
        return [_restricted_to(item, allowed) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "string":
        return {"enum": allowed}
    return {key: _restricted_to(item, allowed) for key, item in value.items()}


def _in_file(default: Any) -> Any:
    """A default as an editor would write it; None when there is nothing to write."""
    if isinstance(default, bool):
        return "ja" if default else "nee"
    return default or None
