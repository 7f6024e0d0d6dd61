"""All municipal products of the national list (UPL) as one register: each is found, and each has its channel."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from building import build_site, on_day
from htmlpages import Page, site_pages
from places import ROOT
from projects import findings as check
from projects import read_project, write_files

from wmebv_site.register.register import Register
from wmebv_site.register.values import slugify

LIST = ROOT.parent / "shared" / "data" / "upl" / "upl-gemeente-vng.csv"
DAY = date(2026, 6, 1)
FORM = "https://formulieren.voorbeeld.example/contact"
BOX = "https://berichtenbox.voorbeeld.example"

pytestmark = pytest.mark.skipif(not LIST.is_file(), reason=f"the list of products is not there: {LIST}")

Row = dict[str, str]

CHANNELS = {
    "municipality": {
        "name": "Gemeente Voorbeeld",
        "fictitious": "ja",
        "postal_address": "Postbus 1, 1234 AB Voorbeeld",
        "visiting_address": "Raadhuisplein 1, Voorbeeld",
        "phone": "14 0123",
        "accessibility_statement": "https://www.voorbeeld.example/toegankelijkheid",
        "paper_default": ["post", "balie"],
    },
    "authorities": [
        {"id": "college", "kind": "college", "name": "het college van burgemeester en wethouders"}
    ],
    "standard_messages": [{"kind": "bezwaar"}],
    "channels": [
        {
            "id": "contactformulier",
            "name": "Contactformulier",
            "kind": "contactformulier",
            "url": FORM,
            "accessibility_statement": "https://formulieren.voorbeeld.example/toegankelijkheid",
            "login": ["geen"],
            "assurance_level": "geen",
            "acknowledgement": "automatisch",
            "sender_copy": "toegezonden",
            "confidential": "ja",
        },
        {
            "id": "berichtenbox",
            "name": "Berichtenbox voor bedrijven",
            "kind": "berichtenbox_bedrijven",
            "owner": "landelijk",
            "audience": ["ondernemer"],
            "url": BOX,
            "login": ["eherkenning"],
            "assurance_level": "laag",
            "acknowledgement": "zichtbaar_in_systeem",
            "sender_copy": "mijn_omgeving",
            "shared": "ja",
            "logging": "ja",
            "confidential": "ja",
        },
    ],
    "designations": [
        {
            "statute": "dienstenwet",
            "audience": ["ondernemer"],
            "messages": ["aanvraag", "melding", "vraag"],
            "covers": "beide",
            "beside": "ja",
            "channels": ["berichtenbox"],
            "source": "wet:Dienstenwet 5",
        },
        {
            "fallback": "ja",
            "covers": "beide",
            "channels": ["contactformulier"],
            "source": "besluit:aanwijzing-2026",
            "article": "2, vierde lid",
        },
    ],
}
DECISION = """\
---
title: Aanwijzingsbesluit elektronische kanalen 2026
kind: aanwijzing
authorities: [college]
adopted: 2025-11-18
published: 2025-12-02
publication: https://zoek.officielebekendmakingen.nl/gmb-2025-000000.html
in_force_from: 2026-01-01
---

## Artikel 2 Aanwijzing
"""
POLICY = """\
---
title: Beleid passende ondersteuning
kind: zorgplicht
adopted_by: college
adopted: 2025-11-18
publication: https://zoek.officielebekendmakingen.nl/gmb-2025-000001.html
---

Wij helpen iedereen.
"""
SETTINGS = {
    "site_name": "Digitaal contact met Gemeente Voorbeeld",
    "site_url": "https://www.voorbeeld.example/contact/",
    "docs_dir": "content",
    "theme": {"name": "material", "language": "nl", "font": False},
    "plugins": ["wmebv"],
}


def rows() -> list[Row]:
    with LIST.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def ids(listed: list[Row]) -> dict[str, str]:
    """The id of each product by its URI: two pairs bear one name, so the second of them gets a number."""
    found: dict[str, str] = {}
    for row in listed:
        name = slugify(row["UniformeProductnaam"])
        found[row["URI"]] = f"{name}-2" if name in found.values() else name
    return found


def named(row: Row) -> str:
    name = row["UniformeProductnaam"]
    return name[:1].upper() + name[1:]


def product(row: Row, name: str) -> dict[str, object]:
    """A product with the flags of the list. One under the Dienstenwet is for businesses, flagged or not."""
    service = bool(row["Dienstenwet"])
    audience = ["inwoner"] * bool(row["Burger"]) + ["ondernemer"] * (bool(row["Bedrijf"]) or service)
    kinds = ["aanvraag"] * bool(row["Aanvraag"]) + ["melding"] * bool(row["Melding"])
    made: dict[str, object] = {
        "id": name,
        "name": named(row),
        "upl": row["URI"],
        "domain": slugify(row["vng_domein"]) or "overig",
        "authority": "college",
        "messages": [{"kind": kind} for kind in kinds or ["vraag"]],
    }
    if audience:
        made["audience"] = audience
    if service:
        made["statutes"] = ["dienstenwet"]
    return made


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    listed = rows()
    named_ids = ids(listed)
    domains = {slugify(row["vng_domein"]) or "overig": row["vng_domein"] or "Overig" for row in listed}
    channels = {**CHANNELS, "domains": [{"id": key, "name": name} for key, name in sorted(domains.items())]}
    complaint = {"id": "klacht-over-de-gemeente", "name": "Klacht over de gemeente", "domain": "overig"}
    complaint |= {"authority": "college", "messages": [{"kind": "klacht"}]}
    return write_files(
        tmp_path_factory.mktemp("upl"),
        {
            "channels.yaml": channels,
            "products.yaml": {
                "products": [*(product(row, named_ids[row["URI"]]) for row in listed), complaint]
            },
            "content/besluiten/aanwijzing-2026.md": DECISION,
            "content/index.md": "Welkom.\n",
            "content/hulp/telefoon.md": '---\ntitle: Bellen\nkind: telefoon\nphone: "14 0123"\n---\n',
            "content/hulp/balie.md": "---\ntitle: Balie\nkind: balie\naddress: Raadhuisplein 1, Voorbeeld\n---\n",
            "content/hulp/index.md": "---\n---\nHulp.\n",
            "content/beleid/zorgplicht.md": POLICY,
            "mkdocs.yml": SETTINGS,
        },
    )


@pytest.fixture(scope="module")
def register(project: Path) -> Register:
    register, diagnostics = read_project(project)
    assert register is not None, diagnostics
    return register


@pytest.fixture(scope="module")
def site(project: Path) -> dict[str, Page]:
    """Not strict: the list has no day of review, which is a warning at every product."""
    return site_pages(build_site(project, project / "site", strict=False, **on_day(DAY)))


def pages(site: dict[str, Page]) -> Iterator[tuple[Row, Page]]:
    listed = rows()
    for row, name in zip(listed, ids(listed).values(), strict=True):
        yield row, site[f"producten/{name}/"]


def test_the_list_holds_537_products_of_which_120_under_the_dienstenwet() -> None:
    listed = rows()
    assert len(listed) == len({row["URI"] for row in listed}) == len(set(ids(listed).values())) == 537
    assert sum(bool(row["Dienstenwet"]) for row in listed) == 120


def test_the_list_as_a_register_has_no_error(register: Register) -> None:
    findings = check(register, DAY)
    assert [finding for finding in findings if finding.level == "error"] == []
    # The list has no day of review, and the decision was never frozen; nothing else is worth a warning.
    assert {finding.code for finding in findings if finding.level == "warning"} == {
        "WMEBV221",
        "WMEBV236",
        "WMEBV338",
    }


def test_every_product_of_the_list_has_its_page_and_stands_in_the_a_to_z(site: dict[str, Page]) -> None:
    entries = [
        (link.text, link.attributes["href"])
        for section in site["producten/"].main.with_class("az")
        for link in section.all("a")
    ]
    assert len(entries) == 538
    for row, page in pages(site):
        assert page.main.one("h1").text == named(row)
        assert (named(row), f"../{page.url}") in entries


def test_every_product_of_the_list_has_its_button_with_the_reason(site: dict[str, Page]) -> None:
    seen = 0
    for row, page in pages(site):
        hrefs = {button.attributes["href"] for button in page.main.with_class("button")}
        assert FORM in hrefs, row["UniformeProductnaam"]
        reasons = [reason.text for reason in page.main.with_class("reason")]
        because = "Dit staat in het Aanwijzingsbesluit elektronische kanalen 2026, artikel 2, vierde lid. Dit geldt sinds 1 januari 2026."
        told = {re.sub(r"\s+", " ", reason) for reason in reasons}
        # Where there is a second way, each reason says which way it is about.
        assert told & {because, f"Contactformulier: d{because[1:]}"}, row["UniformeProductnaam"]
        seen += 1
    assert seen == 537


def test_businesses_have_the_berichtenbox_beside_it_for_the_120_of_the_dienstenwet(
    site: dict[str, Page],
) -> None:
    beside = 0
    for row, page in pages(site):
        hrefs = {button.attributes["href"] for button in page.main.with_class("button")}
        assert (BOX in hrefs) is bool(row["Dienstenwet"]), row["UniformeProductnaam"]
        if BOX in hrefs:
            assert FORM in hrefs
            assert "dit staat in artikel 5 van de Dienstenwet." in page.main.text
            assert (
                "mogen ook dit kanaal gebruiken" in page.main.text
                or "U mag ook dit kanaal gebruiken" in page.main.text
            )
            beside += 1
    assert beside == 120


def test_the_channel_names_every_product_it_serves(site: dict[str, Page]) -> None:
    served = {link.attributes["href"] for link in site["kanalen/contactformulier/"].main.all("a")}
    assert {f"../../{page.url}" for _, page in pages(site)} <= served
    box = {link.attributes["href"] for link in site["kanalen/berichtenbox/"].main.all("a")}
    assert len([href for href in box if href.startswith("../../producten/")]) == 120


def test_applications_and_notifications_of_the_list_are_told_apart(register: Register) -> None:
    kinds = [message.kind.value for product in register.products for message in product.messages]
    assert kinds.count("aanvraag") == sum(bool(row["Aanvraag"]) for row in rows()) == 232
    assert kinds.count("melding") == sum(bool(row["Melding"]) for row in rows()) == 16
