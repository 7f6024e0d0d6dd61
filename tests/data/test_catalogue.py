"""The feed of Samenwerkende Catalogi: valid, true on each day, without what may not be said, and the same when read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from acceptance import FOURTEEN
from command import wmebv
from histories import DAYS, files_of_history, history
from lxml import etree
from places import ROOT, SHARED
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, copied, register_from, register_of, tree

from wmebv_site.data.catalogue import DCTERMS, OVERHEID, SC
from wmebv_site.data.published import data_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.exchange.deviations import compare
from wmebv_site.exchange.feed import read_feed
from wmebv_site.project.load import packaged_upl
from wmebv_site.project.settings import DATA_FORMATS, USUAL_DATA
from wmebv_site.project.synonyms import synonyms_csv
from wmebv_site.register.addresses import DATA_CATALOGUE
from wmebv_site.register.register import Register
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"
NAMES = {"s": SC, "d": DCTERMS, "o": OVERHEID}
SCHEMA = SHARED / "data/schemas/sc/standaarden.overheid.nl/sc/4.0/xsd/sc.xsd"
PROJECTS = [ROOT, SMALL, *FOURTEEN.values()]


def made(register: Register, day: date) -> bytes:
    (file,) = data_files(Data(Site(Decisions(register, day), url=URL)), ["sc"])
    assert file.path == DATA_CATALOGUE
    return file.data


def entries(data: bytes) -> dict[str, etree._Element]:
    """The entry of each product, by its id."""
    found = etree.fromstring(data).findall("s:scproduct", NAMES)
    return {each.findtext(".//s:productID", namespaces=NAMES) or "": each for each in found}


def said(entry: etree._Element) -> tuple[str, str | None]:
    """Whether one applies online, and where."""
    form = entry.find(".//s:aanvraagURL", NAMES)
    word = entry.findtext(".//s:onlineAanvragen", namespaces=NAMES)
    return word, None if form is None else form.get("resourceIdentifier")


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    if not SCHEMA.is_file():
        pytest.skip("the schema of Samenwerkende Catalogi is not on this machine: ../shared/data/schemas/sc")
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_the_feed_is_valid_on_every_day(project: Path, schema: etree.XMLSchema) -> None:
    register = register_of(project)
    for day in (date(2025, 12, 20), date(2026, 1, 1), date(2026, 6, 1), date(2027, 6, 1)):
        schema.assertValid(etree.fromstring(made(register, day)))


def test_a_feed_with_another_word_would_be_refused(schema: etree.XMLSchema) -> None:
    data = made(register_of(SMALL), SMALL_DAY)
    assert not schema.validate(
        etree.fromstring(data.replace(b">digid<", b">misschien<").replace(b">ja<", b">soms<"))
    )


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_the_register_beside_its_own_feed_differs_in_nothing(project: Path) -> None:
    register = register_of(project)
    for day in (date(2025, 12, 20), date(2026, 1, 1), date(2026, 6, 1), date(2027, 6, 1)):
        found = compare(Decisions(register, day), read_feed(made(register, day)), packaged_upl())
        assert [f"{each.place} {each.message}" for each in found.diagnostics] == []


@pytest.mark.parametrize("seed", range(12))
def test_on_any_history_the_feed_says_what_holds(seed: int) -> None:
    register = register_from(files_of_history(history(Random(seed))))
    for day in DAYS[::3]:
        site = Site(Decisions(register, day))
        for file in data_files(Data(replace(site, url=URL)), ["sc"]):
            found = compare(site.decisions, read_feed(file.data), packaged_upl())
            assert [f"{each.place} {each.message}" for each in found.diagnostics] == []


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_to_take_the_feed_in_again_changes_nothing(project: Path, tmp_path: Path) -> None:
    copied(project, tmp_path / "p")
    day = EXAMPLE_DAY
    (tmp_path / "sc.xml").write_bytes(made(register_of(project), day))
    before = tree(tmp_path / "p")
    moment = str(int(date(2026, 6, 1).strftime("%s")) + 43200)
    told = wmebv(
        "import", "sc", "../sc.xml", "--format", "json", cwd=tmp_path / "p", code=0, SOURCE_DATE_EPOCH=moment
    )
    groups = json.loads(told.stdout)["groups"]
    assert {name for name, lines in groups.items() if lines} <= {
        "gelijk gebleven",
        "niet in dit bestand",
        "let op",
    }
    assert tree(tmp_path / "p") == before


def test_a_product_leads_where_its_channel_is_on_that_day() -> None:
    register = register_of(ROOT)
    after = entries(made(register, EXAMPLE_DAY))
    assert said(after["parkeervergunning"]) == ("digid", "https://parkeren.voorbeeld.example/inloggen/digid")
    assert said(after["paspoort"]) == ("nee", None)
    before = entries(made(register, date(2025, 12, 20)))
    assert said(before["verhuizing"]) == ("nee", None)
    assert said(after["verhuizing"])[0] == "digid"
    entry = after["parkeervergunning"]
    name = entry.find(".//s:uniformeProductnaam", NAMES)
    assert name.text == "parkeervergunning"
    assert name.get("resourceIdentifier") == f"{OVERHEID}parkeervergunning"
    assert (
        entry.findtext(".//d:identifier", namespaces=NAMES)
        == register.product_by_id["parkeervergunning"].page
    )


def test_a_product_without_a_page_of_its_own_has_the_one_on_this_website() -> None:
    register = register_of(SMALL)
    without = next(product for product in register.products if product.page is None)
    entry = entries(made(register, SMALL_DAY))[without.id]
    assert entry.findtext(".//d:identifier", namespaces=NAMES) == f"{URL}producten/{without.id}/"


def real(small: Path) -> Register:
    """The small municipality as if it existed."""
    file = small / "channels.yaml"
    lines = [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if "fictitious:" not in line and "tooi:" not in line
    ]
    text = "\n".join(lines).replace("municipality:\n", "municipality:\n  tooi: gm0344\n", 1)
    file.write_text(f"{text}\n", encoding="utf-8")
    return register_of(small)


def test_a_real_municipality_is_named_by_its_code_and_a_made_up_one_borrows_none(
    small: Path, schema: etree.XMLSchema
) -> None:
    assert b"tooi/id/gemeente" not in made(register_of(SMALL), SMALL_DAY)
    tree_ = etree.fromstring(made(real(small), SMALL_DAY))
    schema.assertValid(tree_)
    named = [each.get("resourceIdentifier") for each in tree_.iterfind(".//o:authority", NAMES)]
    assert set(named) == {"https://identifier.overheid.nl/tooi/id/gemeente/gm0344"}
    assert len(named) == len(tree_)


def test_the_dates_are_of_the_register_and_never_of_the_build() -> None:
    register = register_of(ROOT)
    assert made(register, date(2026, 6, 1)) == made(register, date(2026, 6, 2))


def test_the_words_that_people_use_are_published_as_they_are_kept() -> None:
    site = Site(Decisions(register_of(SMALL), SMALL_DAY))
    found = {file.path: file.data for file in data_files(Data(replace(site, url=URL)), ["csv"])}
    assert found["data/synoniemen.csv"] == synonyms_csv()
    assert "data/synoniemen.csv" not in {
        file.path for file in data_files(Data(replace(site, url=URL)), ["json", "sc"])
    }


def test_it_is_made_only_for_who_asks_for_it_and_has_an_address() -> None:
    assert "sc" in DATA_FORMATS
    assert "sc" not in USUAL_DATA
    site = Site(Decisions(register_of(SMALL), SMALL_DAY))
    assert DATA_CATALOGUE not in {file.path for file in data_files(Data(replace(site, url=URL)), USUAL_DATA)}
    assert data_files(Data(replace(site, url=None)), ["sc"]) == []
