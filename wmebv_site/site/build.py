"""Makes every page of a site, what stands around them, and the files beside them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import partial

from jinja2 import BaseLoader

from wmebv_site.diagnostics import Diagnostic, gathered
from wmebv_site.dutch import in_words, telephone_on_one_line
from wmebv_site.register.addresses import (
    ABOUT,
    BUSINESSES,
    CHANGES,
    CHANNELS,
    COMPLAINT,
    DATA,
    DECISIONS,
    ENGLISH,
    FEED,
    HELP,
    JSON_FEED,
    OBJECTION,
    OTHER_MESSAGES,
    OUTAGE_FEED,
    OUTAGE_JSON_FEED,
    OUTAGES,
    PRODUCTS,
    RESIDENTS,
)
from wmebv_site.register.files import CONTENT, as_here, has_role
from wmebv_site.register.linked import page_of
from wmebv_site.register.memory import Memory
from wmebv_site.register.terms import MenuPlace
from wmebv_site.site import (
    across,
    acting,
    changes,
    channels,
    decisions,
    english,
    home,
    open_data,
    outages,
    policies,
    products,
    support,
)
from wmebv_site.site.artifact import Artifact, StaticFile
from wmebv_site.site.changes import JSON_FEED_TYPE, feeds
from wmebv_site.site.outages import status_file, status_script
from wmebv_site.site.render import Renderer, digest_of
from wmebv_site.site.search import search_index
from wmebv_site.site.server.headers import content_security_policy
from wmebv_site.site.site import Site
from wmebv_site.site.woo import woo_files
from wmebv_site.site.words import tel_href


def build_pages(
    site: Site, templates: BaseLoader, memory: Memory | None = None, read: Hashable = None
) -> list[Artifact]:
    """All pages, in the order of their addresses. ``templates`` finds ``pages/*.html`` and ``components/*.html``.

    ``memory`` knows the pages of products that were made before, where ``read``, which stands for everything in the
    project but its products, was the same.
    """
    if memory is None:
        renderer = Renderer(templates)
    else:
        shown_by = digest_of(templates)
        renderer = memory.recall((Renderer, shown_by), partial(Renderer, templates))
        read = read, shown_by
    makers = (
        home,
        channels,
        across,
        decisions,
        changes,
        support,
        acting,
        policies,
        outages,
        english,
        open_data,
    )
    made = [page for maker in makers for page in maker.pages(site, renderer)]
    made += products.pages(site, renderer, memory, read)
    addresses = [page.url for page in made]
    if len(set(addresses)) < len(addresses):
        twice = sorted({address for address in addresses if addresses.count(address) > 1})
        raise ValueError(f"two pages at one address: {twice}")
    return sorted(made, key=lambda page: page.url)


def build_files(site: Site, pages: Iterable[Artifact], site_url: str | None = None) -> list[StaticFile]:
    """What is published beside the pages, made from them and from the register. ``site_url`` is where it will stand."""
    status = status_file(site), status_script(site)
    return [search_index(site, pages), *status, *feeds(site, site_url), *woo_files(site, site_url)]


MENU = (("Producten", PRODUCTS), ("Bezwaar", OBJECTION), ("Klacht", COMPLAINT), ("Hulp", HELP))
FOOTER = (
    (
        "Kanalen en besluiten",
        (
            ("Kanalen", CHANNELS),
            ("Storingen", OUTAGES),
            ("Besluiten", DECISIONS),
            ("Wijzigingen", CHANGES),
        ),
    ),
    (
        "Op deze website",
        (
            ("Voor inwoners", RESIDENTS),
            ("Voor ondernemers", BUSINESSES),
            ("Andere berichten", OTHER_MESSAGES),
            ("Over deze website", ABOUT),
            ("Open data", DATA),
            ("In English", ENGLISH),
        ),
    ),
)


def chrome(site: Site) -> dict[str, object]:
    """Plain data for the skeleton, which MkDocs reads from ``extra.wmebv`` and an export writes to ``mkdocs.yml``."""
    municipality = site.register.municipality
    shown = {
        "name": municipality.name,
        "fictitious": municipality.fictitious,
        "website": municipality.website,
        "phone": telephone_on_one_line(municipality.phone) if municipality.phone else None,
        "phone_href": tel_href(municipality.phone) if municipality.phone else None,
        "postal_address": municipality.postal_address,
        "visiting_address": municipality.visiting_address,
        "accessibility_statement": municipality.accessibility_statement,
        "feedback_email": municipality.feedback_email,
        "feedback_url": municipality.feedback_url,
    }
    *groups, (last, all_around) = FOOTER
    around = [(title, url) for title, url in all_around if url != DATA or site.formats]
    return {
        "municipality": shown,
        "navigation": _links((*MENU, *_own_pages(site, MenuPlace.TOP))),
        "footer": [
            *({"title": group, "links": _links(links)} for group, links in groups),
            {"title": last, "links": _links((*around, *_own_pages(site, MenuPlace.FOOT)))},
        ],
        "feeds": [
            {"title": "Wijzigingen", "url": FEED, "section": None},
            {"title": "Storingen", "url": OUTAGE_FEED, "section": OUTAGES},
            {"title": "Wijzigingen", "url": JSON_FEED, "section": CHANGES, "type": JSON_FEED_TYPE},
            {"title": "Storingen", "url": OUTAGE_JSON_FEED, "section": OUTAGES, "type": JSON_FEED_TYPE},
        ],
        "csp": content_security_policy(meta=True),
        "date": {"iso": site.today.isoformat(), "text": in_words(site.today)},
    }


def _links(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Links for the skeleton; one to a page in another language says so."""
    return [
        {"title": title, "url": url} | ({"language": "en"} if url == ENGLISH else {}) for title, url in named
    ]


def _own_pages(site: Site, place: MenuPlace) -> Iterator[tuple[str, str]]:
    """What leads to the pages that the municipality wrote itself and wants a link to from every page, by file."""
    for document in sorted(site.register.documents, key=lambda document: document.file):
        if not has_role(as_here(document.file)) and document.meta.get("menu") == place:
            title = document.meta.get("menu_title") or document.meta.get("title")
            yield str(title), page_of(document.file.removeprefix(CONTENT))


_LEVELS = {"error": "Fout", "warning": "Waarschuwing", "info": "Informatie"}


def problem_page(diagnostics: Sequence[Diagnostic], templates: BaseLoader) -> Artifact:
    """What ``wmebv check`` says, as a page."""
    listed = [(_LEVELS[each.shown.level], each.shown, len(each.left_out)) for each in gathered(diagnostics)]
    html = Renderer(templates).render("problem", listed=listed)
    return Artifact(
        "", "problem", "Het register is nog niet in orde", "Meldingen voor de redacteur.", html, None
    )
