"""Gathers what is wrong with a project and the site that it asks for, so that check, build and export find the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, in_order
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.settings import SETTINGS_FILE, AskedSite
from wmebv_site.register.addresses import moved_addresses
from wmebv_site.register.memory import Memory
from wmebv_site.rules.checking import Checked, check_project

if TYPE_CHECKING:
    from wmebv_site.site.beside import Beside
    from wmebv_site.site.documents import Design

NOT_IN_FOLDERS = Code(
    "WMEBV550",
    "Elke pagina heeft een eigen map",
    "Adressen zoals '/producten/paspoort/' staan vast: in besluiten, brieven en links. Met 'use_directory_urls: false' "
    "krijgt een deel van de pagina's een ander adres. Links ernaartoe werken dan niet meer. Verwijder die regel uit "
    "mkdocs.yml.",
)


WITHOUT_ADDRESS = Code(
    "WMEBV535",
    "Het adres van de website staat niet in mkdocs.yml",
    "Zonder 'site_url' weet de website niet waar ze zelf staat. Dan is er geen sitemap en geen lijst van besluiten "
    "voor de Woo. Ook wijzen de berichten over wijzigingen en storingen dan nergens naar. Voeg het adres toe, met "
    "https:// ervoor en een schuine streep erachter. De melding komt pas als er een besluit is bekendgemaakt.",
    Level.WARNING,
)


DATA_WITHOUT_ADDRESS = Code(
    "WMEBV588",
    "Een vorm van de gegevens kan niet zonder het adres van de website",
    "In een catalogus heeft elk product een eigen adres, en dat begint met het adres van de website. Vul in mkdocs.yml "
    "'site_url' in, of haal de vorm weg bij 'data'.",
)
_WITH_ADDRESSES = ("dcat", "cpsv", "sc")
"""The forms of data in which each thing is known by its whole address."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A judged project, with the files from which a report can quote.

    Where a site was asked for, also what stands beside its pages, and the design of its documents if that is sound.
    """

    checked: Checked
    files: Mapping[str, bytes]
    beside: Beside | None = None
    design: Design | None = None


def inspect(
    files: ProjectFiles,
    today: date,
    moment: datetime | None = None,
    asked: AskedSite | None = None,
    memory: Memory | None = None,
) -> Inspected:
    """Judge a project on a day, its outages at a moment of that day, else at noon, and the site that is asked for.

    ``memory`` knows what was read before.
    """
    checked = check_project(files, today, moment, memory)
    if asked is None:
        return Inspected(checked, files.files)
    settings, sources = asked.judged, {}
    if settings.source is not None:
        sources[SETTINGS_FILE] = settings.source
    found = in_order([*checked.diagnostics, *settings.diagnostics])
    if not settings.sound:
        return Inspected(replace(checked, diagnostics=found), {**files.files, **sources})
    # These take longer to import than a small project takes to judge, and not every command needs a site.
    from wmebv_site.site.beside import beside

    moved = moved_addresses(checked.decisions.register) if checked.decisions is not None else {}
    around = beside(asked.settings, asked.site_url, asked.folders, files, today, live=asked.live, moved=moved)
    design: Design | None = None
    of_documents: list[Diagnostic] = []
    if asked.wants_documents:
        from wmebv_site.site.documents import judged_design, taken_by_documents

        design, of_documents = judged_design(asked.settings, asked.folders)
        if checked.decisions is not None:
            formats = asked.settings.get("documents") or ()
            of_documents += taken_by_documents(checked.decisions, formats, set(files.others))
    of_addresses = [] if asked.in_folders else [_not_in_folders()]
    # What is inherited from another file is not read here.
    whole_settings = settings.source is not None and b"INHERIT" not in settings.source
    if whole_settings and not (asked.site_url or asked.live) and checked.decisions is not None:
        of_addresses += _without_address(checked.decisions)
    if not asked.site_url:
        of_addresses += _data_without_address(asked.settings.get("data") or ())
    of_site = (*around.diagnostics, *of_documents, *of_addresses)
    beside_them = (_at_setting(each, settings.places) for each in of_site)
    whole = replace(checked, diagnostics=in_order([*found, *beside_them]))
    return Inspected(whole, {**files.files, **sources, **around.sources}, around, design)


def _without_address(decisions: Decisions) -> Iterator[Diagnostic]:
    """A published decision is looked up by others, who find the website by its address."""
    published = [each for each in decisions.register.decisions if decisions.is_published(each)]
    if ours := [each for each in published if each.kind.is_ours and each.kind.designates]:
        message = f"Het besluit '{ours[0].id}' is bekendgemaakt, maar in mkdocs.yml staat het adres van de website niet."
        hint = "Voeg een regel toe met 'site_url:' en het adres, bijvoorbeeld https://www.voorbeeld.example/contact/."
        yield WITHOUT_ADDRESS.at(Place(SETTINGS_FILE), message, hint)


def _data_without_address(formats: Collection[str]) -> Iterator[Diagnostic]:
    for word in _WITH_ADDRESSES:
        if word in formats:
            message = f"De vorm '{word}' bij 'data' kan niet zonder het adres van de website."
            yield DATA_WITHOUT_ADDRESS.at(Place(SETTINGS_FILE), message, "Vul het adres in bij 'site_url'.")


def _not_in_folders() -> Diagnostic:
    message = "Met 'use_directory_urls: false' krijgen uw eigen pagina's een ander adres dan waar links naar verwijzen."
    return NOT_IN_FOLDERS.at(Place(SETTINGS_FILE), message, "Verwijder 'use_directory_urls' uit mkdocs.yml.")


def _at_setting(found: Diagnostic, places: Mapping[str, Place]) -> Diagnostic:
    """What is said of a setting stands at its line: the sentence names it."""
    if found.place != Place(SETTINGS_FILE):
        return found
    named = (place for name, place in places.items() if f"'{name}'" in f"{found.message} {found.hint}")
    return replace(found, place=next(named, found.place))
