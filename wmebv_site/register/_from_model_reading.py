"""Reads one file of a project as the entry it holds, and keeps everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register._from_model_keys import unknown_keys
from wmebv_site.register._from_model_walk import Visit, visits
from wmebv_site.register._from_model_wordlist import Wordlist
from wmebv_site.register._from_source_tree import Mapping, Value
from wmebv_site.register.addresses import below
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import ContentEntry
from wmebv_site.register.entry import Entry
from wmebv_site.register.front_matter import NOT_KEYS, Document, not_a_mapping, read_document
from wmebv_site.register.misfits import shape_diagnostics, unknown_without_value
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.support import HelpIndex
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml

EntryT = TypeVar("EntryT", bound=Entry)

FILE_MISSING = Code(
    "WMEBV208",
    "Er ontbreekt een bestand",
    "Een register bestaat ten minste uit channels.yaml en products.yaml (of bestanden in de map products).",
)
ONE_PRODUCT = Code(
    "WMEBV115",
    "Een bestand in de map products heeft een lijst",
    "In de map 'products' heeft elk product een eigen bestand. Daarin staan de sleutels van dat ene product: zonder "
    "'products:' en zonder streepje.",
)
# A first products.yaml, and a list of words to which nothing was added yet.
_MAY_BE_EMPTY: tuple[type[Entry], ...] = (ProductsFile, Wordlist)


@dataclass(slots=True)
class Reading:
    """What has been read so far, with what the reader refused and what did not fit its model."""

    refused: list[Diagnostic] = field(default_factory=list)
    misfits: list[Diagnostic] = field(default_factory=list)
    found: list[Visit] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    documents: list[Document] = field(default_factory=list)


def read_register(reading: Reading, model: type[EntryT], path: str, data: bytes, holds: set[str]) -> EntryT | None:
    source, diagnostics = read_text(path, data)
    value: Value = None
    if source is not None and not diagnostics:
        value, diagnostics = read_yaml(source)
        diagnostics += not_a_mapping(source, value, diagnostics)
        if value is None and not diagnostics:
            if model in _MAY_BE_EMPTY:
                value = Mapping(path, (0, 0, 0))
            else:
                hint = "Vul het bestand, of verwijder het."
                if model is ChannelsFile:
                    hint = "Vul het bestand; begin met 'municipality:'."
                diagnostics.append(FILE_MISSING.at(Place(path), "Dit bestand is leeg.", hint))
    if model is Product and isinstance(value, Mapping) and "products" in value.key_spans:
        hint = "Zet de sleutels van het product vooraan, of zet deze lijst in products.yaml."
        message = "In de map 'products' staat in elk bestand één product; hier begint een lijst."
        diagnostics = [ONE_PRODUCT.at(value.place_of_key("products"), message, hint)]
        value = None
    reading.refused += diagnostics
    if not isinstance(value, Mapping):
        reading.unread |= holds
        return None
    return _validate(reading, model, value)


def mistakes_between(visit: Visit) -> list[Diagnostic]:
    """What is wrong between the fields of a mapping; beside an unknown key, not what seems to be absent."""
    found = list(visit.model.mistakes(visit.data))
    if found and unknown_keys(visit.model, visit.data):
        return [mistake for mistake in found if mistake.place != visit.data.place]
    return found


def _validate(reading: Reading, model: type[EntryT], value: Mapping) -> EntryT | None:
    found = list(visits(model, value))
    reading.found += found
    for visit in found:
        reading.misfits += unknown_without_value(visit.model, visit.data)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        reading.misfits += shape_diagnostics(model, value, error)
        return None


ContentT = TypeVar("ContentT", bound=ContentEntry)


def read_content(
    reading: Reading, model: type[ContentT], path: str, files: AbstractMapping[str, bytes]
) -> ContentT | None:
    if path not in files:
        return None
    document = read_page(reading, path, files[path])
    if document is None:
        reading.unread |= {"belemmering"} if model is HelpIndex else set()
        return None
    if not document.meta.key_spans and any(field.is_required() for field in model.model_fields.values()):
        hint = "Begin het bestand met ---, dan regels als 'title: …', en dan weer ---."
        reading.refused.append(NOT_KEYS.at(Place(path), "Boven deze tekst staan geen gegevens.", hint))
        return None
    entry = _validate(reading, model, document.meta)
    if entry is not None:
        entry._document = document
    return entry


def read_page(reading: Reading, path: str, data: bytes) -> Document | None:
    document, diagnostics = read_document(path, data)
    reading.refused += diagnostics
    if document is not None:
        reading.documents.append(document)
    return document


def read_outages(reading: Reading, files: AbstractMapping[str, bytes]) -> list[Outage]:
    return [entry for path in below(files, "content/storingen/") if (entry := read_content(reading, Outage, path, files))]
