"""The sitemap for the Woo-index: what DiWoo 0.9.8 asks, and nothing that is not true."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from acceptance import FOURTEEN
from lxml import etree
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, register_of

from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.addresses import WOO_INDEX, WOO_SITEMAP
from wmebv_site.register.register import Register
from wmebv_site.site.site import Site
from wmebv_site.site.woo import DIWOO, SITEMAPS, woo_files

SCHEMA = ROOT.parent / "shared" / "data" / "schemas" / "diwoo"
URL = "https://www.voorbeeld.example/digitaal-contact/"
NAMES = {"s": SITEMAPS, "d": DIWOO}


def made(register: Register, day: date = SMALL_DAY, url: str | None = URL) -> dict[str, bytes]:
    return {file.path: file.data for file in woo_files(Site(Decisions(register, day)), url)}


def real(small: Path, code: str = "gm0344") -> Register:
    """The small municipality as if it existed."""
    file = small / "channels.yaml"
    lines = [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if "fictitious:" not in line and "tooi:" not in line
    ]
    file.write_text(
        "\n".join(lines).replace("municipality:\n", f"municipality:\n  tooi: {code}\n", 1) + "\n",
        encoding="utf-8",
    )
    return register_of(small)


class _Stub(etree.Resolver):
    """MDTO, which DiWoo imports from the web and which we don't use."""

    def resolve(self, url: str, public: str | None, context: object) -> object:
        return (
            self.resolve_filename(str(SCHEMA / "mdto-stub.xsd"), context) if "mdto" in url.lower() else None
        )


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    if not SCHEMA.is_dir():
        pytest.skip("the schema of DiWoo is not on this machine: ../shared/data/schemas/diwoo")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Stub())
    return etree.XMLSchema(etree.parse(str(SCHEMA / "diwoo-metadata.xsd"), parser))


def documents(data: bytes) -> list[etree._Element]:
    return etree.fromstring(data).findall(".//d:Document", NAMES)


@pytest.mark.parametrize("project", [ROOT, SMALL, *FOURTEEN.values()], ids=lambda path: path.name)
def test_the_metadata_are_valid_on_every_day(project: Path, schema: etree.XMLSchema) -> None:
    register = register_of(project)
    counted = 0
    for day in (date(2025, 11, 25), date(2025, 12, 20), date(2026, 1, 1), date(2026, 6, 1), date(2027, 6, 1)):
        for document in documents(made(register, day).get(WOO_SITEMAP, b"<none/>")):
            schema.assertValid(document)
            counted += 1
    assert counted


def test_the_metadata_of_a_real_municipality_are_valid_and_name_it_by_its_code(
    small: Path, schema: etree.XMLSchema
) -> None:
    found = documents(made(real(small))[WOO_SITEMAP])
    for document in found:
        schema.assertValid(document)
        publisher = document.find(".//d:publisher", NAMES)
        assert publisher.get("resource") == "https://identifier.overheid.nl/tooi/id/gemeente/gm0344"
    assert found


def test_a_code_that_no_municipality_has_would_be_refused(small: Path, schema: etree.XMLSchema) -> None:
    assert not all(
        schema.validate(document) for document in documents(made(real(small, "gm9998"))[WOO_SITEMAP])
    )


def test_a_made_up_municipality_borrows_no_code_and_is_not_announced() -> None:
    files = made(register_of(SMALL), url="https://contact.voorbeeld.example/")
    assert b"tooi/id/gemeente" not in files[WOO_SITEMAP]
    assert b"diwoo" not in files["robots.txt"]


def test_robots_name_the_index_on_a_host_of_its_own_alone(small: Path) -> None:
    register = real(small)
    robots = made(register, url="https://contact.voorbeeld.example/")["robots.txt"].decode()
    assert f"Sitemap: https://contact.voorbeeld.example/{WOO_INDEX}\n" in robots
    assert "Sitemap: https://contact.voorbeeld.example/sitemap.xml\n" in robots
    assert "robots.txt" not in made(register)


def test_the_index_leads_to_the_sitemap_and_the_sitemap_to_the_pages(example_site: Path) -> None:
    index = etree.fromstring((example_site / WOO_INDEX).read_bytes())
    (address,) = index.findall("s:sitemap/s:loc", NAMES)
    assert address.text == f"{URL}{WOO_SITEMAP}"
    part = etree.fromstring((example_site / WOO_SITEMAP).read_bytes())
    pages = [loc.text for loc in part.findall("s:url/s:loc", NAMES)]
    assert pages
    for page in pages:
        assert (example_site / page.removeprefix(URL) / "index.html").is_file()


def test_each_public_decision_of_the_municipality_is_there_and_no_other() -> None:
    register = register_of(ROOT)
    site = Site(Decisions(register, EXAMPLE_DAY))
    part = etree.fromstring(made(register, EXAMPLE_DAY)[WOO_SITEMAP])
    found = {loc.text.rstrip("/").rsplit("/", 1)[-1] for loc in part.findall("s:url/s:loc", NAMES)}
    assert found == {d.id for d in site.decisions.public if d.kind.value != "extern"}
    assert "kanalen-werk-en-inkomen-2026" not in found


def test_a_draft_never_appears() -> None:
    register = register_of(SMALL)
    drafts = {d.id for d in register.decisions if d.adopted is None and d.published is None}
    assert drafts
    for day in (date(2025, 11, 1), SMALL_DAY, date(2028, 6, 1)):
        for data in made(register, day).values():
            assert not [draft for draft in drafts if draft.encode() in data]


def test_the_dates_are_those_of_the_register_and_never_of_the_build() -> None:
    register = register_of(ROOT)
    assert made(register, date(2026, 5, 1)) == made(register, date(2026, 9, 1))
    part = etree.fromstring(made(register, EXAMPLE_DAY)[WOO_SITEMAP])
    old = next(url for url in part if "2011" in url.findtext("s:loc", namespaces=NAMES))
    assert old.findtext("s:lastmod", namespaces=NAMES) == "2026-01-01"
    assert old.findtext(".//d:creatiedatum", namespaces=NAMES) == "2011-03-15"
    assert old.findtext(".//d:einddatum", namespaces=NAMES) == "2025-12-31T23:59:59"


def test_without_an_address_or_a_decision_there_is_no_sitemap() -> None:
    assert made(register_of(ROOT), url=None) == {}
    assert made(register_of(ROOT), date(2000, 1, 1)) == {}
