"""Makes a Register from the bytes of all files, or says everything that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence as AbstractSequence
from dataclasses import replace
from pathlib import PurePosixPath

from wmebv_site.diagnostics import Diagnostic, Level, Place, in_order, unless_said_at
from wmebv_site.register._from_model_decision_chain import chain_diagnostics
from wmebv_site.register._from_model_policy import Policy
from wmebv_site.register._from_model_read_annexes import read_annexes
from wmebv_site.register._from_model_reading import (
    FILE_MISSING,
    Reading,
    mistakes_between,
    read_content,
    read_outages,
    read_page,
    read_register,
)
from wmebv_site.register._from_model_roadmap import Roadmap
from wmebv_site.register._from_model_wordlist import Wordlist
from wmebv_site.register.addresses import (
    HELP_INDEX,
    HOME,
    WITH_A_ROLE,
    addresses,
    below,
    file_names,
    has_role,
)
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import Decision, Home
from wmebv_site.register.products import Product, ProductsFile, Proposal
from wmebv_site.register.references import reference_diagnostics
from wmebv_site.register.register import Register
from wmebv_site.register.support import HelpIndex, Support

CHANNELS = "channels.yaml"
PRODUCTS = "products.yaml"
PRODUCTS_DIR = "products/"
ROADMAP = "content/stappenplan.yaml"
WORDLIST = "content/woordenlijst.yaml"


_LIGHTER = {WORDLIST: Level.INFO, ROADMAP: Level.WARNING}
"""What is wrong in these never stands in the way of the website: they hold advice, and what only the report tells."""


def decode(
    files: AbstractMapping[str, bytes], others: AbstractSequence[str] = ()
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
        entry for path in below(files, "content/besluiten/") if (entry := read_content(reading, Decision, path, files))
    ]
    support = [
        entry
        for path in below(files, "content/hulp/")
        if (entry := read_content(reading, Support, path, files))
    ]
    policies = [
        entry for path in below(files, "content/beleid/") if (entry := read_content(reading, Policy, path, files))
    ]
    outages = read_outages(reading, files)
    help_index = read_content(reading, HelpIndex, HELP_INDEX, files)
    home = read_content(reading, Home, HOME, files)
    wordlist = read_register(reading, Wordlist, WORDLIST, files[WORDLIST], set()) if WORDLIST in files else None
    roadmap = read_register(reading, Roadmap, ROADMAP, files[ROADMAP], set()) if ROADMAP in files else None
    _read_other_pages(reading, files)
    between = [mistake for visit in reading.found for mistake in mistakes_between(visit)]
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
    advice = [replace(each, level=_LIGHTER[each.place.file]) for each in diagnostics if each.place.file in _LIGHTER]
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
            content_paths=frozenset(path for path in [*files, *others] if path.startswith("content/")),
            annexes=annexes.by_decision,
            stray_annexes=frozenset(annexes.stray),
            proposals=proposals,
        ),
        in_order(advice),
    )


def _channels(reading: Reading, files: AbstractMapping[str, bytes]) -> ChannelsFile | None:
    if CHANNELS not in files:
        hint = "Maak channels.yaml, of ga naar de map waarin het staat."
        reading.refused.append(FILE_MISSING.at(Place(CHANNELS), "Het bestand channels.yaml ontbreekt.", hint))
        reading.unread |= _IN_CHANNELS
        return None
    return read_register(reading, ChannelsFile, CHANNELS, files[CHANNELS], _IN_CHANNELS)


_IN_CHANNELS = {"kanaal", "bestuursorgaan", "domein", "uitvoerder"}


def _products(reading: Reading, files: AbstractMapping[str, bytes]) -> tuple[list[Product], tuple[Proposal, ...]]:
    paths = [path for path in files if path.startswith(PRODUCTS_DIR) and path.endswith(".yaml")]
    products: list[Product] = []
    proposals: tuple[Proposal, ...] = ()
    if PRODUCTS in files:
        whole = read_register(reading, ProductsFile, PRODUCTS, files[PRODUCTS], {"product"})
        if whole:
            products += whole.products
            proposals = whole.proposals
    elif not paths:
        hint = "Maak products.yaml, of zet elk product in een bestand in de map 'products'."
        reading.refused.append(FILE_MISSING.at(Place(PRODUCTS), "Het bestand products.yaml ontbreekt.", hint))
        reading.unread.add("product")
    for path in sorted(paths):
        product = read_register(reading, Product, path, files[path], {"product"})
        if product:
            products.append(product)
    return products, proposals


def _read_other_pages(reading: Reading, files: AbstractMapping[str, bytes]) -> None:
    """Pages of the municipality itself have free front matter, but no conflict marks or hidden characters."""
    for path in files:
        if path.startswith("content/") and path.endswith(".md") and not has_role(path):
            read_page(reading, path, files[path])
