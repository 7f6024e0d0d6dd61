"""Makes a Register from the bytes of all files, or says everything that stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TypeVar

from pydantic import ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, in_order, unless_said_at
from wmebv_site.register.addresses import taken_addresses
from wmebv_site.register.annexes import VERSION, Annex, checksum_of
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import ContentEntry, Decision, Home, Policy, Roadmap, Wordlist
from wmebv_site.register.entry import Entry, Visit, unknown_keys, visits
from wmebv_site.register.files import (
    ANNEX_ENDING,
    CHANNELS_FILE,
    CONTENT,
    DECISION_TEXTS,
    FOLDERS_OF_THINGS,
    HELP_TEXT,
    HOME_TEXT,
    OUTAGE_TEXTS,
    POLICY_TEXTS,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    ROADMAP_FILE,
    SUPPORT_TEXTS,
    WORDLIST_FILE,
    annex_path,
    has_role,
    id_of,
    is_annex,
    things_in,
    wrong_names,
)
from wmebv_site.register.front_matter import NOT_KEYS, Document, not_a_mapping, read_document
from wmebv_site.register.misfits import shape_diagnostics, unknown_without_value
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Product, ProductsFile, Proposal
from wmebv_site.register.references import chain_diagnostics, reference_diagnostics
from wmebv_site.register.register import Register
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.register.text import read_text
from wmebv_site.register.values import is_slug, slugify
from wmebv_site.register.yaml import Value, YamlMapping, read_yaml

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


def read_register(
    reading: Reading, model: type[EntryT], path: str, data: bytes, holds: set[str]
) -> EntryT | None:
    source, diagnostics = read_text(path, data)
    value: Value = None
    if source is not None and not diagnostics:
        value, diagnostics = read_yaml(source)
        diagnostics += not_a_mapping(source, value, diagnostics)
        if value is None and not diagnostics:
            if model in _MAY_BE_EMPTY:
                value = YamlMapping(path, (0, 0, 0))
            else:
                hint = "Vul het bestand, of verwijder het."
                if model is ChannelsFile:
                    hint = "Vul het bestand; begin met 'municipality:'."
                diagnostics.append(FILE_MISSING.at(Place(path), "Dit bestand is leeg.", hint))
    if model is Product and isinstance(value, YamlMapping) and "products" in value.key_spans:
        hint = "Zet de sleutels van het product vooraan, of zet deze lijst in products.yaml."
        message = "In de map 'products' staat in elk bestand één product; hier begint een lijst."
        diagnostics = [ONE_PRODUCT.at(value.place_of_key("products"), message, hint)]
        value = None
    reading.refused += diagnostics
    if not isinstance(value, YamlMapping):
        reading.unread |= holds
        return None
    return _validate(reading, model, value)


def mistakes_between(visit: Visit) -> list[Diagnostic]:
    """What is wrong between the fields of a mapping; beside an unknown key, not what seems to be absent."""
    found = list(visit.model.mistakes(visit.data))
    if found and unknown_keys(visit.model, visit.data):
        return [mistake for mistake in found if mistake.place != visit.data.place]
    return found


def _validate(reading: Reading, model: type[EntryT], value: YamlMapping) -> EntryT | None:
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
    reading: Reading, model: type[ContentT], path: str, files: Mapping[str, bytes]
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


def read_outages(reading: Reading, files: Mapping[str, bytes]) -> list[Outage]:
    return [
        entry
        for path in things_in(OUTAGE_TEXTS, files)
        if (entry := read_content(reading, Outage, path, files))
    ]


GONE = Code(
    "WMEBV218",
    "De bijlage van een besluit ontbreekt",
    "Bij het besluit staat 'annex: frozen'. Dan hoort er een bestand naast met dezelfde naam, dat eindigt op "
    "'.annex.yaml'. Daarin staat wat het besluit aanwijst. Zet het terug uit een reservekopie of uit de geschiedenis "
    "van uw project. Is het besluit nog niet vastgesteld? Dan kunt u het ook opnieuw bevriezen.",
)
ALTERED = Code(
    "WMEBV219",
    "De bijlage van een besluit is gewijzigd",
    "De bijlage is gemaakt met 'wmebv decision freeze' en wordt daarna niet meer gewijzigd. Ze moet gelijk blijven aan "
    "de bijlage in het Gemeenteblad. Zet het bestand terug uit de geschiedenis van uw project. Is het besluit nog niet "
    "vastgesteld? Wijzig dan de registers en voer 'wmebv decision freeze' opnieuw uit.",
)
MISPLACED = Code(
    "WMEBV220",
    "Een bijlage hoort niet bij dit besluit",
    "Een bijlage heet naar haar besluit, en noemt dat besluit ook zelf. De bijlage telt pas mee als bij het besluit "
    "'annex: frozen' staat. Ook de vorm moet er een zijn die deze versie van wmebv kent.",
)


@dataclass(slots=True)
class Annexes:
    """What was read: the annexes by decision, the decisions with one that doesn't count, and the mistakes."""

    by_decision: dict[str, Annex] = field(default_factory=dict)
    stray: set[str] = field(default_factory=set)
    mistakes: list[Diagnostic] = field(default_factory=list)


def read_annexes(files: Mapping[str, bytes], decisions: Sequence[Decision], known: Iterable[str]) -> Annexes:
    """Read the annexes. ``known`` are the ids of all decisions, also of those that could not be read."""
    found = Annexes()
    by_id = {decision.id: decision for decision in decisions}
    known = set(known)
    # A decision under a name that can't be has its annex under the right one: the name is the one mistake.
    misnamed = {slugify(decision.id) for decision in decisions if not is_slug(decision.id)}
    for decision in decisions:
        if decision.annex is not None and annex_path(decision.id) not in files and is_slug(decision.id):
            message = f"De bijlage van '{decision.id}' ontbreekt."
            hint = f"Zet {decision.id}{ANNEX_ENDING} terug naast het besluit{_or_again(decision)}."
            found.mistakes.append(GONE.at(decision.place_of("annex"), message, hint))
    for path in sorted(filter(is_annex, files)):
        name = PurePosixPath(path).name.removesuffix(ANNEX_ENDING)
        if name in misnamed - known:
            continue
        if name not in known:
            hint = "Geef het bestand de naam van zijn besluit, of verwijder het."
            found.mistakes.append(MISPLACED.at(Place(path), f"Het besluit '{name}' bestaat niet.", hint))
        elif name in by_id and by_id[name].annex is None:
            found.stray.add(name)
        elif name in by_id:
            annex, mistakes = _read(path, files[path], by_id[name])
            found.mistakes += mistakes
            if annex is not None:
                found.by_decision[name] = annex
    return found


def _or_again(decision: Decision) -> str:
    """The other way out, as long as the annex may still be made again."""
    return f", of voer 'wmebv decision freeze {decision.id}' opnieuw uit" if decision.adopted is None else ""


def _read(path: str, data: bytes, decision: Decision) -> tuple[Annex | None, list[Diagnostic]]:
    text, mistakes = read_text(path, data)
    if text is None or mistakes:
        return None, mistakes
    value, mistakes = read_yaml(text)
    if mistakes:
        return None, mistakes
    if not isinstance(value, YamlMapping) or value.get("checksum") != checksum_of(text.text):
        place = value.place_of("checksum") if isinstance(value, YamlMapping) else Place(path)
        hint = f"Zet het bestand terug zoals 'wmebv decision freeze' het schreef{_or_again(decision)}."
        return None, [
            ALTERED.at(place, f"De bijlage van '{decision.id}' is na het bevriezen gewijzigd.", hint)
        ]
    if value.get("version") != VERSION:
        hint = "Werk wmebv bij."
        return None, [
            MISPLACED.at(value.place_of("version"), "Deze versie van wmebv kent deze bijlage niet.", hint)
        ]
    if value.get("decision") != decision.id:
        message = f"Dit is niet de bijlage van '{decision.id}', maar die van een ander besluit."
        return None, [MISPLACED.at(value.place_of("decision"), message, "Zet de goede bijlage terug.")]
    try:
        annex = Annex.model_validate(value)
    except ValidationError as error:
        return None, shape_diagnostics(Annex, value, error)
    annex._file = path
    for row in annex.rows:
        if missing := [name for name in row.channel_ids if name not in annex.channel_by_id]:
            message = f"In deze bijlage ontbreken de gegevens van het kanaal '{missing[0]}'."
            return None, [MISPLACED.at(row.place, message, "Zet de goede bijlage terug.")]
    return annex, []


_LIGHTER = {WORDLIST_FILE: Level.INFO, ROADMAP_FILE: Level.WARNING}
"""What is wrong in these never stands in the way of the website: they hold advice, and what only the report tells."""


def decode(
    files: Mapping[str, bytes], others: Sequence[str] = ()
) -> tuple[Register | None, list[Diagnostic]]:
    """Decode a register.

    ``files`` are ``channels.yaml``, ``products.yaml``, ``products/*.yaml``, ``content/**/*.md`` and
    ``content/besluiten/*.annex.yaml`` and ``content/stappenplan.yaml``, by their path with forward slashes;
    ``others`` the remaining paths in ``content/``. There is a register exactly when there is no
    error: every mistake of every file is in the list, in order, each once.
    """
    reading = Reading()
    channels = _channels(reading, files)
    products, proposals = _products(reading, files)
    decisions = [
        entry
        for path in things_in(DECISION_TEXTS, files)
        if (entry := read_content(reading, Decision, path, files))
    ]
    support = [
        entry
        for path in things_in(SUPPORT_TEXTS, files)
        if (entry := read_content(reading, Support, path, files))
    ]
    policies = [
        entry
        for path in things_in(POLICY_TEXTS, files)
        if (entry := read_content(reading, Policy, path, files))
    ]
    outages = read_outages(reading, files)
    help_index = read_content(reading, HelpIndex, HELP_TEXT, files)
    home = read_content(reading, Home, HOME_TEXT, files)
    wordlist = (
        read_register(reading, Wordlist, WORDLIST_FILE, files[WORDLIST_FILE], set())
        if WORDLIST_FILE in files
        else None
    )
    roadmap = (
        read_register(reading, Roadmap, ROADMAP_FILE, files[ROADMAP_FILE], set())
        if ROADMAP_FILE in files
        else None
    )
    _read_other_pages(reading, files)
    between = [mistake for visit in reading.found for mistake in mistakes_between(visit)]
    named = {
        "besluit": {id_of(path): Place(path) for path in things_in(DECISION_TEXTS, files)},
        "hulp": {id_of(path): Place(path) for path in things_in(SUPPORT_TEXTS, files)},
    }
    references = reference_diagnostics(reading.found, named, frozenset(reading.unread))
    diagnostics = [
        *reading.refused,
        *unless_said_at([*reading.misfits, *between], reading.refused),
        *unless_said_at(references, [*reading.refused, *reading.misfits]),
        *wrong_names(path for folder in FOLDERS_OF_THINGS for path in things_in(folder, files)),
        *taken_addresses([*files, *others]),
    ]
    annexes = read_annexes(files, decisions, named["besluit"])
    diagnostics += annexes.mistakes
    advice = [
        replace(each, level=_LIGHTER[each.place.file]) for each in diagnostics if each.place.file in _LIGHTER
    ]
    diagnostics = [each for each in diagnostics if each.place.file not in _LIGHTER]
    diagnostics += [] if diagnostics else chain_diagnostics(decisions)
    if diagnostics or channels is None:
        return None, in_order([*diagnostics, *advice])
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
            content_paths=frozenset(path for path in [*files, *others] if path.startswith(CONTENT)),
            annexes=annexes.by_decision,
            stray_annexes=frozenset(annexes.stray),
            proposals=proposals,
        ),
        in_order(advice),
    )


def _channels(reading: Reading, files: Mapping[str, bytes]) -> ChannelsFile | None:
    if CHANNELS_FILE not in files:
        hint = "Maak channels.yaml, of ga naar de map waarin het staat."
        reading.refused.append(
            FILE_MISSING.at(Place(CHANNELS_FILE), "Het bestand channels.yaml ontbreekt.", hint)
        )
        reading.unread |= _IN_CHANNELS
        return None
    return read_register(reading, ChannelsFile, CHANNELS_FILE, files[CHANNELS_FILE], _IN_CHANNELS)


_IN_CHANNELS = {"kanaal", "bestuursorgaan", "domein", "uitvoerder"}


def _products(reading: Reading, files: Mapping[str, bytes]) -> tuple[list[Product], tuple[Proposal, ...]]:
    paths = [path for path in files if path.startswith(PRODUCTS_FOLDER) and path.endswith(".yaml")]
    products: list[Product] = []
    proposals: tuple[Proposal, ...] = ()
    if PRODUCTS_FILE in files:
        whole = read_register(reading, ProductsFile, PRODUCTS_FILE, files[PRODUCTS_FILE], {"product"})
        if whole:
            products += whole.products
            proposals = whole.proposals
    elif not paths:
        hint = "Maak products.yaml, of zet elk product in een bestand in de map 'products'."
        reading.refused.append(
            FILE_MISSING.at(Place(PRODUCTS_FILE), "Het bestand products.yaml ontbreekt.", hint)
        )
        reading.unread.add("product")
    for path in sorted(paths):
        product = read_register(reading, Product, path, files[path], {"product"})
        if product:
            products.append(product)
    return products, proposals


def _read_other_pages(reading: Reading, files: Mapping[str, bytes]) -> None:
    """Pages of the municipality itself have free front matter, but no conflict marks or hidden characters."""
    for path in files:
        if path.startswith(CONTENT) and path.endswith(".md") and not has_role(path):
            read_page(reading, path, files[path])
