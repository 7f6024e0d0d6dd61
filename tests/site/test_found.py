"""What a search engine shows of a page: a title and a description that fit, that differ, and in the people's words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from building import build_site, pages_on
from htmlpages import Page, site_pages
from projects import register_from, register_of
from small_registers import CHANNELS, DAY

from benchmarks.registers import DATE, make_project
from benchmarks.words import read_words
from wmebv_site.site.artifact import DESCRIPTION, TITLE, in_head

HEATH = "Ontheffing voor het rijden over wegen en paden in natuurgebieden en op de heide"


def _told(products: str) -> dict[str, dict[str, object]]:
    """What the head of the page of each product says, by the id of the product."""
    files = {"channels.yaml": CHANNELS, "products.yaml": "products:\n" + products}
    register = register_from({path: text.encode() for path, text in files.items()})
    return {
        url.split("/")[1]: page.meta(None)
        for url, page in pages_on(register, DAY).items()
        if page.kind == "product"
    }


def _product(name: str, more: str = "") -> str:
    fields = f"name: {name}, domain: d, authority: college, messages: [{{kind: vraag}}]"
    return f"  - {{id: {name.lower()}, {fields}{more}}}\n"


def test_titles_fit_and_name_the_municipality_where_there_is_room(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        assert 10 < len(page.title) <= TITLE, url
    named = [page for page in example_pages.values() if "Gemeente Voorbeeld" in page.title]
    assert len(named) > 0.9 * len(example_pages)
    assert example_pages["producten/paspoort/"].title.endswith(" | Gemeente Voorbeeld")
    assert example_pages[""].title == "Digitaal contact met Gemeente Voorbeeld"
    assert example_pages["404.html"].title == "Deze pagina is er niet | Gemeente Voorbeeld"


def test_descriptions_are_whole_sentences_that_fit_and_differ(example_pages: dict[str, Page]) -> None:
    said = {url: page.meta("description")[0] for url, page in example_pages.items() if url != "404.html"}
    for url, text in said.items():
        assert len(text) <= DESCRIPTION, url
        assert text[0].isupper() and text[-1] in ".?!", url
    assert [text for text, number in Counter(said.values()).items() if number > 1] == []


def test_nearly_every_product_is_told_of_in_a_word_of_the_people(example_pages: dict[str, Page]) -> None:
    told = [
        page.meta("description")[0] for url, page in example_pages.items() if url.startswith("producten/")
    ]
    assert sum("Ook wel: " in text for text in told) > 0.7 * len(told)


def test_a_large_municipality_with_official_names_has_titles_and_descriptions_that_fit(
    tmp_path: Path,
) -> None:
    project = make_project(tmp_path / "made", 200, read_words())
    pages = pages_on(register_of(project), date.fromisoformat(DATE)).values()
    heads = [page.meta(None) for page in pages]
    for head in heads:
        short = head.get("short_title", head["title"])
        assert isinstance(short, str) and len(short) <= TITLE
        assert isinstance(head["description"], str) and len(head["description"]) <= DESCRIPTION
    assert [
        text for text, number in Counter(head["description"] for head in heads).items() if number > 1
    ] == []


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("x" * TITLE, None),
        (HEATH, "Ontheffing voor het rijden over wegen en paden in natuurgebieden en…"),
        ("Toestemming, " * 6, "Toestemming, Toestemming, Toestemming, Toestemming, Toestemming…"),
        ("x" * 80, "x" * (TITLE - 1) + "…"),
    ],
)
def test_a_title_that_does_not_fit_ends_at_a_word(title: str, short: str | None) -> None:
    head = in_head(title, None)
    assert head["title"] == title
    assert head.get("short_title") == short
    assert len(str(short or "")) <= TITLE


def test_a_description_that_does_not_fit_ends_at_a_sentence() -> None:
    first = "U gaat verhuizen en geeft dat aan ons door, uiterlijk vijf dagen nadat u bent verhuisd."
    second = "Wij passen uw adres aan in de Basisregistratie Personen, en u hoeft daarna niets meer te doen."
    assert in_head("x", f"{first} {second}")["description"] == first
    assert in_head("x", first)["description"] == first
    endless = in_head("x", f"{first[:-1]}, {second}")["description"]
    assert isinstance(endless, str) and endless.endswith("…") and len(endless) <= DESCRIPTION


def test_the_description_of_a_product_ends_with_as_many_words_of_the_people_as_fit() -> None:
    festival = "U organiseert een evenement op straat of in een park."
    long = "U wilt dat de straat voor uw huis een dag dicht is voor auto's, fietsen en bussen, ook op zondag."
    heads = _told(
        _product("Evenement", f", summary: {festival}, synonyms: [evenement, braderie, straatfeest]")
        + _product(
            "Straat",
            f', summary: "{long} U vraagt dat zes weken van tevoren aan.", synonyms: [{"w" * 40}, kort]',
        )
        + _product("Kaal", ", synonyms: [leeg]")
        + _product("Eindeloos", f", summary: {'en nog iets ' * 20}.")
        + _product("Rijbewijs", ", summary: U vraagt het aan., synonyms: [roze pasje]")
        + _product("Paspoort", ", summary: U vraagt het aan.")
    )
    assert {name: head["description"] for name, head in heads.items()} == {
        "evenement": f"{festival} Ook wel: braderie, straatfeest.",
        "straat": f"{long} Ook wel: {'w' * 40}.",
        "kaal": "Kaal: hier leest u waar u uw bericht naartoe stuurt. Ook wel: leeg.",
        "eindeloos": "Eindeloos: hier leest u waar u uw bericht naartoe stuurt.",
        "rijbewijs": "Rijbewijs: u vraagt het aan. Ook wel: roze pasje.",
        "paspoort": "Paspoort: u vraagt het aan.",
    }


def test_a_page_of_the_municipality_itself_has_a_head_that_fits_too(small: Path, tmp_path: Path) -> None:
    words = "Zo houden wij rekening met iedereen die niet goed kan zien, horen, lezen of lopen"
    text = f"---\ntitle: {words}\ndescription: {words}. {words}, en met wie u verder maar kunt bedenken.\n---\nTekst.\n"
    (small / "content" / "iedereen.md").write_text(text, encoding="utf-8")
    page = site_pages(build_site(small, tmp_path / "site", strict=False))["iedereen/"]
    assert page.title == "Zo houden wij rekening met iedereen die niet goed kan zien, horen…"
    assert page.main.one("h1").text == words
    assert page.meta("description") == [f"{words}."]
