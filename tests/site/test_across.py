"""The pages that gather messages across products: by subject, in words that people look for, and short."""

from __future__ import annotations

import pytest
from browsing import screen, watched
from building import pages_on
from htmlpages import Element, main_of
from places import ROOT
from playwright.sync_api import Browser
from projects import SMALL_DAY, register_of
from small_registers import pages

from wmebv_site.site.artifact import Artifact


@pytest.fixture(scope="module")
def made() -> dict[str, Artifact]:
    return pages_on(register_of(ROOT), SMALL_DAY)


def subjects(page: Element) -> dict[str, Element]:
    """Each subject that opens, by its title."""
    return {each.one("h2").text: each for each in page.all("details") if each.with_class("designation")}


def titles_of(page: Element) -> list[str]:
    """What the subjects are called; the heading of the help beside them is none."""
    beside = {id(heading) for aside in page.with_class("aside") for heading in aside.all("h2")}
    return [heading.text for heading in page.all("h2") if id(heading) not in beside]


def said_by(subject: Element) -> str:
    return subject.with_class("designation")[0].text


@pytest.mark.parametrize("url", ["bezwaar/", "klacht/", "andere-berichten/"])
def test_help_stands_beside_the_subjects_with_a_number_to_call(made: dict[str, Artifact], url: str) -> None:
    (aside,) = main_of(made[url]).with_class("aside")
    links = {str(link.attributes["href"]) for link in aside.all("a")}
    assert aside.one("h2").text == "Lukt het niet?" and {"../hulp/", "tel:140123"} <= links


def test_a_resident_finds_the_parking_fine_in_the_titles(made: dict[str, Artifact]) -> None:
    found = subjects(main_of(made["bezwaar/"]))
    assert list(found) == [
        "Belastingen, parkeerboete en WOZ-waarde",
        "Werk, inkomen en schulden",
        "Alle andere onderwerpen",
    ]
    taxes = found["Belastingen, parkeerboete en WOZ-waarde"]
    assert (
        "Parkeerbelasting en naheffing: maak bezwaar binnen 6 weken na de datum op de naheffing."
        in taxes.text
    )
    assert "WOZ-waarde: maak bezwaar binnen 6 weken na de datum op het besluit." in taxes.text


@pytest.mark.parametrize("url", ["bezwaar/", "andere-berichten/"])
def test_each_subject_has_its_button_letter_help_and_what_another_may_do(
    made: dict[str, Artifact], url: str
) -> None:
    for title, subject in subjects(main_of(made[url])).items():
        terms = [term.text for term in subject.with_class("designation")[0].all("dt")]
        assert any("brief" in term for term in terms) or "Stuur een brief" not in subject.text, title
        if any("/kanalen/" in a.attributes["href"] for a in subject.with_class("designation")[0].all("a")):
            assert {"Namens een ander", "Hulp"} <= set(terms), title


@pytest.mark.parametrize("url", ["bezwaar/", "klacht/", "andere-berichten/"])
def test_buttons_that_lead_elsewhere_have_other_words_and_titles_are_told_apart(
    made: dict[str, Artifact], url: str
) -> None:
    page = main_of(made[url])
    leads: dict[str, set[str]] = {}
    for section in page.with_class("designation"):
        for button in section.all("a"):
            if "://" in button.attributes["href"]:
                leads.setdefault(button.text, set()).add(button.attributes["href"])
    assert leads and {text: found for text, found in leads.items() if len(found) > 1} == {}
    titles = [heading.text for heading in page.all("h2")]
    assert len(titles) == len(set(titles))
    assert not any("formulier" in title.casefold() or "portaal" in title.casefold() for title in titles)


def test_one_subject_stands_open_with_the_button_of_the_page(made: dict[str, Artifact]) -> None:
    page = main_of(made["klacht/"])
    assert subjects(page) == {}
    (section,) = page.with_class("designation")
    assert [a.attributes["class"] for a in section.all("a") if "button" in a.attributes.get("class", "")] == [
        "button"
    ]


RULE = "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
MANY = [f"Ding {letter}" for letter in "ABCDE"]
BELOW = [f"Zaak {letter}" for letter in "ABCDEF"]


def product(name: str, messages: str, more: str = "") -> str:
    slug = name.lower().replace(" ", "-")
    return f"  - {{id: {slug}, name: {name}, domain: d, authority: college, messages: [{messages}]{more}}}\n"


def objections(names: list[str], more: str = "", term: str | None = None) -> str:
    told = f", term: {term}" if term else ""
    return "".join(product(name, f"{{kind: bezwaar{told}}}", more) for name in names)


@pytest.mark.parametrize(
    ("products", "titles"),
    [
        # Few products name their subject themselves; a name behind others loses its capital, an abbreviation does not.
        (objections(["Hond", "WOZ"]), ["Hond en WOZ"]),
        (objections(["Hond", "Kat", "Vis"]), ["Hond, kat en vis"]),
    ],
)
def test_few_products_name_their_subject(products: str, titles: list[str]) -> None:
    page = pages(RULE, products)["bezwaar/"]
    assert titles_of(page) == titles


def test_a_term_that_differs_is_said_with_its_product_and_names_it() -> None:
    products = objections(MANY, term="Maak bezwaar binnen 6 weken.") + product(
        "Boete voor parkeren",
        "{kind: bezwaar, term: Maak bezwaar binnen 2 weken.}",
        ", synonyms: [parkeerboete]",
    )
    page = pages(RULE, products)["bezwaar/"]
    (title,) = titles_of(page)
    assert title == "Domein en parkeerboete"
    told = [term.text for term in page.with_class("designation")[0].all("strong")]
    assert told[:2] == ["Maak bezwaar binnen 6 weken.", "Boete voor parkeren: maak bezwaar binnen 2 weken."]


def test_a_product_without_a_term_never_stands_under_that_of_another() -> None:
    page = pages(RULE, objections(["Een"], term="Maak bezwaar binnen 6 weken.") + objections(["Twee"]))[
        "bezwaar/"
    ]
    found = subjects(page)
    assert "6 weken" in said_by(found["Een"]) and "6 weken" not in said_by(found["Twee"])


def test_more_terms_than_one_can_read_stand_with_the_products() -> None:
    products = "".join(
        objections([name], term=f"Maak bezwaar binnen {weeks} weken.") for weeks, name in enumerate(BELOW, 2)
    )
    text = pages(RULE, products)["bezwaar/"].with_class("designation")[0].text
    assert "De termijn verschilt. U leest hem op de pagina van uw product." in text and "weken" not in text


def test_the_pages_are_less_than_half_as_long_and_begin_with_what_one_looks_for(
    browser: Browser, example_address: str
) -> None:
    """They were 13,819 and 24,000 px on a telephone."""
    with watched(browser, viewport=screen(320)) as seen:
        for url, most in (("bezwaar/", 13_819 / 2), ("andere-berichten/", 24_000 / 2)):
            seen.page.goto(example_address + url)
            assert seen.page.evaluate("document.documentElement.scrollHeight") <= most
            first = seen.page.locator("main summary h2").first.bounding_box()
            assert first is not None and first["y"] + first["height"] <= 720
        # The address of a subject opens it.
        seen.page.goto(f"{example_address}bezwaar/#onderwerp-1")
        assert seen.page.get_by_role("link", name="Inloggen met DigiD via het Belastingportaal").is_visible()
