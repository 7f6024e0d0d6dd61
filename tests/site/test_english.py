"""The page in English: facts from the register, in English around names that stay Dutch and say so."""

from __future__ import annotations

from pathlib import Path

from building import pages_on
from htmlpages import Element, Page, main_of
from projects import SMALL_DAY, read_project, register_of, rewrite


def _english(project: Path) -> Element:
    return main_of(pages_on(register_of(project), SMALL_DAY)["en/"])


def test_the_page_is_in_english_and_what_stands_around_it_in_dutch(example_pages: dict[str, Page]) -> None:
    page = example_pages["en/"]
    assert page.root.one("html").attributes["lang"] == "en"
    assert page.root.one("header").attributes["lang"] == page.root.one("footer").attributes["lang"] == "nl"
    assert {
        nav.attributes.get("lang")
        for nav in page.root.all("nav")
        if nav.attributes["aria-label"] == "Kruimelpad"
    } == {"nl"}
    assert "lang" not in example_pages[""].root.one("header").attributes
    for link in page.main.all("a"):
        href = link.attributes["href"]
        if href.startswith("../") and "subject" not in link.text:
            assert link.attributes["lang"] == link.attributes["hreflang"] == "nl", href


def test_every_page_leads_to_it_and_home_is_its_alternate(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        link = next(a for a in page.root.one("footer").all("a") if a.text == "In English")
        assert link.attributes["lang"] == link.attributes["hreflang"] == "en", url
    for url in ("", "en/"):
        found = [
            (each.attributes["hreflang"], each.attributes["href"])
            for each in example_pages[url].root.all("link")
            if "hreflang" in each.attributes
        ]
        site = "https://www.voorbeeld.example/digitaal-contact/"
        assert found == [("nl", site), ("en", f"{site}en/")]


def test_forms_in_english_stand_before_dutch_ones_that_take_a_european_login(
    example_pages: dict[str, Page],
) -> None:
    main = example_pages["en/"].main
    forms = {a.attributes["href"]: a for a in main.all("a") if "European login" in a.text}
    assert forms["https://formulieren.voorbeeld.example/en/objection"].attributes["hreflang"] == "en"
    assert "hreflang" not in forms["https://omgevingswet.overheid.nl"].attributes
    headings = [heading.text for heading in main.all("h2")]
    assert headings.index("Forms in English") < headings.index("Dutch forms that take a European login")
    assert "114 subjects" in main.text


def test_help_in_english_says_so_in_english_first(example_pages: dict[str, Page]) -> None:
    main = example_pages["en/"].main
    text = main.text
    assert (
        text.index("You do not speak Dutch?")
        < text.index("Help by telephone")
        < text.index("Help in the library")
    )
    assert "Cursus omgaan met de computer" not in text
    assert "tel:140123" in [a.attributes["href"] for a in main.all("a")]


def test_without_english_forms_or_help_nothing_is_promised(small: Path) -> None:
    for file in ("channels.yaml", "content/hulp/balie.md"):
        text = (small / file).read_text(encoding="utf-8")
        (small / file).write_text(
            text.replace("login: eidas", "login: geen")
            .replace("language: en,", "")
            .replace("language: en", "")
            .replace("[nl, en]", "[nl]"),
            encoding="utf-8",
        )
    main = _english(small)
    assert "We have no forms in English yet." in main.text
    assert "European login (" not in main.text
    assert "Help at the town hall" not in main.text


def test_a_channel_that_has_stopped_is_not_offered(small: Path) -> None:
    assert "en/event" in "".join(a.attributes["href"] for a in _english(small).all("a"))
    rewrite(
        small / "channels.yaml",
        "name: Evenementenformulier\n",
        "name: Evenementenformulier\n    until: 2026-01-02\n",
    )
    assert "en/event" not in "".join(a.attributes["href"] for a in _english(small).all("a"))


def test_a_page_of_ones_own_can_not_take_its_place(small: Path) -> None:
    (small / "content" / "en.md").write_text("# English\n", encoding="utf-8")
    register, diagnostics = read_project(small)
    assert register is None
    assert [(each.code, each.place.file) for each in diagnostics if each.level.value == "error"] == [
        ("WMEBV209", "content/en.md")
    ]
