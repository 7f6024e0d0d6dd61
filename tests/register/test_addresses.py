"""The addresses that the register gives are those that the website makes: no more, no less, for own pages and for links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from places import ROOT
from projects import EXAMPLE_DAY, SMALL

from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.register.addresses import (
    FILES,
    NOT_FOUND,
    OURS,
    REDIRECTS,
    SECURITY_TXT,
    SITEMAP,
    TAKEN_FILES,
    THEME_FILES,
    annex_url,
    channel_url,
    document_url,
    domain_url,
    page_addresses,
    taken_addresses,
    text_url,
)
from wmebv_site.register.files import FOLDERS_OF_THINGS, is_thing, things_in
from wmebv_site.register.register import Register
from wmebv_site.rules import texts
from wmebv_site.rules.base import Context
from wmebv_site.rules.checking import check_project
from wmebv_site.site.artifact import Artifact, StaticFile
from wmebv_site.site.build import build_files, build_pages
from wmebv_site.site.documents import file_name
from wmebv_site.site.look.theme import templates
from wmebv_site.site.server.server_files import IN_SITE
from wmebv_site.site.site import Site

PROJECTS = {"example": ROOT, "small": SMALL}
DAYS = (date(2025, 6, 1), date(2026, 1, 15), EXAMPLE_DAY, date(2027, 3, 1))
SITES = [(name, day) for name in PROJECTS for day in DAYS]


@cache
def register_of(name: str) -> Register:
    register = check_project(load(PROJECTS[name]), EXAMPLE_DAY).register
    assert register is not None
    return register


@cache
def built(name: str, day: date) -> tuple[Site, list[Artifact], list[StaticFile]]:
    site = Site(Decisions(register_of(name), day))
    pages = build_pages(site, templates())
    return site, pages, build_files(site, pages, "https://www.voorbeeld.example/")


def addresses(name: str, day: date) -> list[str]:
    site = built(name, day)[0]
    decisions, channels = site.decisions.public, site.shown_channels
    return list(
        page_addresses(
            site.register,
            day,
            decisions=[decision.id for decision in decisions],
            channels=[channel.id for channel in channels],
        )
    )


@pytest.mark.parametrize(("name", "day"), SITES)
def test_a_site_has_a_page_at_each_of_its_addresses_and_nowhere_else(name: str, day: date) -> None:
    assert sorted(addresses(name, day)) == [page.url for page in built(name, day)[1]]


def own_files(address: str) -> Iterator[str]:
    """The files of a municipality that a renderer would put at the address of a page."""
    for ending in ("md", "html"):
        yield f"content/{address}index.{ending}"
        yield f"content/{address}INDEX.{ending}"
        if address:
            yield f"content/{address.rstrip('/')}.{ending}"


@pytest.mark.parametrize(("name", "day"), SITES)
def test_no_own_page_can_stand_at_an_address_of_the_site(name: str, day: date) -> None:
    for address in addresses(name, day):
        for path in own_files(address):
            # These are what the page itself is made from.
            source = is_thing(path) or path in ("content/index.md", "content/hulp/index.md")
            assert bool(taken_addresses([path])) is not source, path
    for file in built(name, day)[2]:
        assert taken_addresses([f"content/{file.path}"])


def test_no_more_is_kept_from_own_pages_than_what_a_site_makes() -> None:
    pages = [page.url for name, day in SITES for page in built(name, day)[1]]
    assert {address.partition("/")[0] for address in pages if address} == OURS
    files = {file.path for name, day in SITES for file in built(name, day)[2]}
    theme = {f"assets/{file.name}" for file in (ROOT / "theme" / "assets").iterdir()}
    assert theme == THEME_FILES
    servers = {path for path, _ in IN_SITE.values()} | {REDIRECTS, SECURITY_TXT, "security.txt"}
    assert files | {SITEMAP, f"{SITEMAP}.gz", NOT_FOUND} | theme | servers == TAKEN_FILES
    free = [
        "gegevens.md",
        "welk-kanaal-gold.md",
        "over-ons.md",
        "uitleg/producten.md",
        "robots.md",
        "zoeken.md",
    ]
    free += ["producten/brochure.pdf", "hulp/balie.jpg", "assets/eigen.css", "uitleg/index.md"]
    assert taken_addresses([f"content/{path}" for path in free]) == []


@pytest.mark.parametrize(
    ("paths", "refused"),
    [
        (["assets/wmebv.js"], "huisstijl"),
        (["assets/WMEBV.CSS"], "huisstijl"),
        (["robots.txt"], "op de server"),
        (["data/register.json"], "andere naam"),
        (["data/eigen/lijst.csv"], "andere naam"),
        (["zoeken.json"], "andere naam"),
        (["_headers"], "server_files"),
        ([".htaccess"], "server_files"),
        (["security.txt"], "security_contact"),
        ([".well-known/security.txt"], "security_contact"),
        (["producten"], "andere naam"),
        (["assets"], "andere naam"),
        (["uitleg.md", "uitleg/index.md"], "andere naam"),
        (["uitleg.md", "Uitleg.md"], "andere naam"),
        (["uitleg.md", "uitleg"], "andere naam"),
        (["over-ons.html", "Over-Ons.html"], "andere naam"),
        (["caf\u00e9.md", "cafe\u0301.md"], "zonder accent"),
        (["plan-\u00e9\u00e9n.pdf", "plan-e\u0301e\u0301n.pdf"], "zonder accent"),
        (["re\u0308unie/index.md", "r\u00ebunie.md"], "andere naam"),
        (["R\u00ebunie.md", "re\u0308unie.md"], "andere naam"),
    ],
)
def test_what_would_take_the_place_of_another_file_is_refused_with_a_way_out(
    paths: list[str], refused: str
) -> None:
    [found] = taken_addresses([f"content/{path}" for path in paths])
    assert found.hint is not None and refused in found.hint


def test_files_beside_each_other_are_free() -> None:
    free = [
        "uitleg.md",
        "uitleg.pdf",
        "uitleg/a.md",
        "a/index.md",
        "a/b.png",
        "lijst.yaml",
        "assets/a/wmebv.js",
    ]
    assert taken_addresses([f"content/{path}" for path in free]) == []


def ever(name: str) -> set[str]:
    """Every address that pages of this register ever have, and those that one might think they have."""
    register = register_of(name)
    found = {page.url for day in DAYS for page in built(name, day)[1]}
    found |= {channel_url(channel.id) for channel in register.channels}
    found |= {domain_url(domain.id) for domain in register.domains}
    found |= {annex_url(decision.id) for decision in register.decisions}
    found |= {
        text_url(path) for folder in FOLDERS_OF_THINGS for path in things_in(folder, register.content_paths)
    }
    return found | {"gegevens/", "welk-kanaal-gold/", "producten/bestaat-niet/", "kanalen/bestaat-niet/"}


def dead_links(project: Path, day: date, targets: list[str]) -> set[str]:
    """The targets that ``check`` calls dead, each on a line of its own in a text of the municipality."""
    files = load(project)
    files.files["content/uitleg/hier.md"] = "\n".join(f"[x](../{target})" for target in targets).encode()
    found = check_project(files, day).diagnostics
    at = [each.place for each in found if each.code == "WMEBV216"]
    return {targets[place.line - 1] for place in at if place.file == "content/uitleg/hier.md"}


@pytest.mark.parametrize("form", ["{}index.md", "../{}"])
@pytest.mark.parametrize(("name", "day"), SITES)
def test_a_link_is_dead_exactly_when_the_site_has_nothing_there(name: str, day: date, form: str) -> None:
    pages = {page.url for page in built(name, day)[1]}
    targets = {form.format(address): address for address in sorted(ever(name))}
    dead = dead_links(PROJECTS[name], day, list(targets))
    assert {targets[target] for target in dead} == set(targets.values()) - pages


@pytest.mark.parametrize(("name", "day"), SITES)
def test_a_link_to_a_file_is_dead_when_no_site_or_this_municipality_has_it(name: str, day: date) -> None:
    own = {path.removeprefix("content/") for path in register_of(name).content_paths}
    read = {path for path in own if path.endswith(".yaml")}
    # Without the settings in mkdocs.yml nobody knows whether there is a document.
    documents = {document_url(d.id, file_name(d), "pdf") for d in register_of(name).decisions}
    dead = dead_links(PROJECTS[name], day, sorted(own | set(FILES) | documents))
    pages = {page.url for page in built(name, day)[1]}
    hidden = {path for path in own if is_thing(f"content/{path}") and text_url(path) not in pages}
    assert dead == read | hidden | documents


_ID = re.compile(r'\bid="([^"]+)"')


@pytest.mark.parametrize(("name", "day"), SITES)
def test_a_link_to_a_part_is_told_of_every_page_that_the_site_makes(name: str, day: date) -> None:
    pages = {page.url: _ID.findall(str(page.html)) for page in built(name, day)[1]}
    there = [f"{address}index.md#{part}" for address, parts in pages.items() for part in parts]
    assert any(target.startswith("producten/") for target in there)
    assert dead_links(PROJECTS[name], day, there) == set()
    nowhere = {f"{address}index.md#bestaat-niet": address for address in pages}
    assert {nowhere[target] for target in dead_links(PROJECTS[name], day, list(nowhere))} == set(pages)


def test_only_a_link_to_it_works_out_the_pages_of_channels_and_products(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(texts, "product_addresses", lambda _: asked.append("products") or iter(()))
    monkeypatch.setattr(Decisions, "shown_channels", property(lambda _: asked.append("channels") or ()))
    context = Context.of(Decisions(register_of("example"), EXAMPLE_DAY))
    assert list(texts.dead_link.findings(context)) == []
    assert asked == []
    (document,) = (each for each in context.register.documents if each.file == "content/index.md")
    for link, needed in (
        ("producten/index.md", []),
        ("producten/paspoort/index.md", ["products"]),
        ("kanalen/x/", ["channels"]),
    ):
        asked.clear()
        linked = replace(context.register, documents=(replace(document, body=f"[x]({link})"),))
        list(texts.dead_link.findings(replace(context, register=linked)))
        assert asked[:1] == needed, link
