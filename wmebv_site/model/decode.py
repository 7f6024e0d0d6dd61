"""Makes a Register from the bytes of all files, or says everything that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from pydantic import ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Place, in_order, unless_said_at
from wmebv_site.model.base import Entry
from wmebv_site.model.channels import ChannelsFile
from wmebv_site.model.content import ContentEntry, Decision, Home
from wmebv_site.model.decision_chain import chain_diagnostics
from wmebv_site.model.keys import unknown_keys
from wmebv_site.model.messages import shape_diagnostics, unknown_without_value
from wmebv_site.model.outages import Outage
from wmebv_site.model.places import (
    HELP_INDEX,
    HOME,
    WITH_A_ROLE,
    addresses,
    below,
    file_names,
    has_role,
)
from wmebv_site.model.policy import Policy
from wmebv_site.model.products import Product, ProductsFile, Proposal
from wmebv_site.model.read_annexes import read_annexes
from wmebv_site.model.references import reference_diagnostics
from wmebv_site.model.register import Register
from wmebv_site.model.roadmap import Roadmap
from wmebv_site.model.support import HelpIndex, Support
from wmebv_site.model.walk import Visit, visits
from wmebv_site.model.wordlist import Wordlist
from wmebv_site.source import Document, Mapping, Value, read_document, read_text, read_yaml
from wmebv_site.source.front_matter import NOT_KEYS, not_a_mapping

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
CHANNELS = "channels.yaml"
PRODUCTS = "products.yaml"
PRODUCTS_DIR = "products/"
ROADMAP = "content/stappenplan.yaml"
WORDLIST = "content/woordenlijst.yaml"


@dataclass(slots=True)
class _Reading:
    """What has been read so far, with what the reader refused and what did not fit its model."""

    refused: list[Diagnostic] = field(default_factory=list)
    misfits: list[Diagnostic] = field(default_factory=list)
    found: list[Visit] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    documents: list[Document] = field(default_factory=list)


def decode(
    files: AbstractMapping[str, bytes], others: AbstractSequence[str] = ()
) -> tuple[Register | None, list[Diagnostic]]:
    """Decode a register.

    ``files`` are ``channels.yaml``, ``products.yaml``, ``products/*.yaml``, ``content/**/*.md`` and
    ``content/besluiten/*.annex.yaml`` and ``content/stappenplan.yaml``, by their path with forward slashes;
    ``others`` the remaining paths in ``content/``. There is a register exactly when there is no
    diagnostic: every mistake of every file is in the list, in order, each once.
    """
    reading = _Reading()
    channels = _channels(reading, files)
    products, proposals = _products(reading, files)
    decisions = [
        entry for path in below(files, "content/besluiten/") if (entry := _content(reading, Decision, path, files))
    ]
    support = [
        entry
        for path in below(files, "content/hulp/")
        if (entry := _content(reading, Support, path, files))
    ]
    policies = [entry for path in below(files, "content/beleid/") if (entry := _content(reading, Policy, path, files))]
    outages = [
        entry for path in below(files, "content/storingen/") if (entry := _content(reading, Outage, path, files))
    ]
    help_index = _content(reading, HelpIndex, HELP_INDEX, files)
    home = _content(reading, Home, HOME, files)
    wordlist = _yaml(reading, Wordlist, WORDLIST, files[WORDLIST], set()) if WORDLIST in files else None
    roadmap = _yaml(reading, Roadmap, ROADMAP, files[ROADMAP], set()) if ROADMAP in files else None
    _read_other_pages(reading, files)
    between = [mistake for visit in reading.found for mistake in _mistakes_between(visit)]
    named = {
        "besluit": {PurePosixPath(path).stem: Place(path) for path in below(files, "content/besluiten/")},
        "hulp": {PurePosixPath(path).stem: Place(path) for path in below(files, "content/hulp/")},
    }
    references = reference_diagnostics(reading.found, named, frozenset(reading.unread))
    diagnostics = [
        *reading.refused,
        *unless_said_at([*reading.misfits, *between], reading.refused),
        *unless_said_at(references, [*reading.refused, *reading.misfits]),
        *file_names([path for folder in WITH_A_ROLE for path in below(files, f"content/{folder}/")]),
        *addresses([*files, *others]),
    ]
    annexes = read_annexes(files, decisions, named["besluit"])
    diagnostics += annexes.mistakes
    diagnostics += [] if diagnostics else chain_diagnostics(decisions)
    if diagnostics or channels is None:
        return None, in_order(diagnostics)
    return (
        Register(
            municipality=channels.municipality,
            authorities=channels.authorities,
            executors=channels.executors,
            domains=channels.domains,
            standard_messages=channels.standard_messages,
            default_source=channels.default_source,
            channels=channels.channels,
            designations=channels.designations,
            products=tuple(products),
            decisions=tuple(decisions),
            support=tuple(support),
            outages=tuple(outages),
            help_index=help_index,
            policies=tuple(policies),
            home=home,
            roadmap=roadmap,
            wordlist=wordlist,
            documents=tuple(reading.documents),
            content_paths=frozenset(path for path in [*files, *others] if path.startswith("content/")),
            annexes=annexes.by_decision,
            stray_annexes=frozenset(annexes.stray),
            proposals=proposals,
        ),
        [],
    )


def _channels(reading: _Reading, files: AbstractMapping[str, bytes]) -> ChannelsFile | None:
    if CHANNELS not in files:
        hint = "Maak channels.yaml, of ga naar de map waarin het staat."
        reading.refused.append(FILE_MISSING.at(Place(CHANNELS), "Het bestand channels.yaml ontbreekt.", hint))
        reading.unread |= _IN_CHANNELS
        return None
    return _yaml(reading, ChannelsFile, CHANNELS, files[CHANNELS], _IN_CHANNELS)


_IN_CHANNELS = {"kanaal", "bestuursorgaan", "domein", "uitvoerder"}


def _products(reading: _Reading, files: AbstractMapping[str, bytes]) -> tuple[list[Product], tuple[Proposal, ...]]:
    paths = [path for path in files if path.startswith(PRODUCTS_DIR) and path.endswith(".yaml")]
    products: list[Product] = []
    proposals: tuple[Proposal, ...] = ()
    if PRODUCTS in files:
        whole = _yaml(reading, ProductsFile, PRODUCTS, files[PRODUCTS], {"product"})
        if whole:
            products += whole.products
            proposals = whole.proposals
    elif not paths:
        hint = "Maak products.yaml, of zet elk product in een bestand in de map 'products'."
        reading.refused.append(FILE_MISSING.at(Place(PRODUCTS), "Het bestand products.yaml ontbreekt.", hint))
        reading.unread.add("product")
    for path in sorted(paths):
        product = _yaml(reading, Product, path, files[path], {"product"})
        if product:
            products.append(product)
    return products, proposals


def _yaml(reading: _Reading, model: type[EntryT], path: str, data: bytes, holds: set[str]) -> EntryT | None:
    source, diagnostics = read_text(path, data)
    value: Value = None
    if source is not None and not diagnostics:
        value, diagnostics = read_yaml(source)
        diagnostics += not_a_mapping(source, value, diagnostics)
        if value is None and not diagnostics:
            if model is ProductsFile:
                value = Mapping(path, (0, 0, 0))  # a first products.yaml may be empty
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


def _mistakes_between(visit: Visit) -> list[Diagnostic]:
    """What is wrong between the fields of a mapping; beside an unknown key, not what seems to be absent."""
    found = list(visit.model.mistakes(visit.data))
    if found and unknown_keys(visit.model, visit.data):
        return [mistake for mistake in found if mistake.place != visit.data.place]
    return found


def _validate(reading: _Reading, model: type[EntryT], value: Mapping) -> EntryT | None:
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


def _content(
    reading: _Reading, model: type[ContentT], path: str, files: AbstractMapping[str, bytes]
) -> ContentT | None:
    if path not in files:
        return None
    document = _document(reading, path, files[path])
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


def _read_other_pages(reading: _Reading, files: AbstractMapping[str, bytes]) -> None:
    """Pages of the municipality itself have free front matter, but no conflict marks or hidden characters."""
    for path in files:
        if path.startswith("content/") and path.endswith(".md") and not has_role(path):
            _document(reading, path, files[path])


def _document(reading: _Reading, path: str, data: bytes) -> Document | None:
    document, diagnostics = read_document(path, data)
    reading.refused += diagnostics
    if document is not None:
        reading.documents.append(document)
    return document
