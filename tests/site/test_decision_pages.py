"""The pages of decisions: a status nobody overlooks, a way to each article, and all of them on one time line."""

from __future__ import annotations

from datetime import date

import pytest
from building import pages_on
from freezer import FILES
from htmlpages import Element, main_of
from projects import register_from
from small_registers import CHANNELS, DAY, IN_FORCE, decision, pages, product

from wmebv_site.decisions.freeze import annex_text
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.linked import article_anchors, heading_anchor, reference_anchor
from wmebv_site.site.prose import with_contents
from wmebv_site.site.words import period_in_words

THING = product("Ding", "{kind: aanvraag}")
FALLBACK = "designations:\n  - {fallback: ja, article: '2, eerste lid', channels: [x], source: 'besluit:a'}\n"
FUTURE = "adopted: 2026-04-01\npublished: 2026-05-01\nin_force_from: 2027-01-01\n"


def on_top(page: Element) -> tuple[str, str]:
    """The first words below the title, and the address of the first link in them."""
    after = page.children[page.children.index(page.one("h1")) + 1 :]
    first = next(child for child in after if isinstance(child, Element))
    links = [link.attributes["href"] for link in first.all("a")]
    return (first.text if "notice" in first.attributes.get("class", "") else ""), links[0] if links else ""


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ("adopted: 2026-05-01\n", "Vastgesteld, nog niet bekendgemaakt"),
        (FUTURE, "Nog niet ingegaan: dit besluit gaat in op 1 januari 2027"),
        ("adopted: 2026-04-01\npublished: 2026-05-01\n", "Nog niet ingegaan"),
        (
            f"{IN_FORCE}lapsed: 2026-05-01\n",
            "Vervallen: dit besluit geldt niet meer Het gold van 1 januari 2026 tot en met 30 april",
        ),
        (
            "adopted: 2026-01-01\nlapsed: 2026-05-01\n",
            "Vervallen: dit besluit geldt niet meer Dit besluit heeft nooit gegolden.",
        ),
        (
            f"{FUTURE}lapsed: 2027-01-01\n",
            "Vervallen: dit besluit geldt niet meer Dit besluit heeft nooit gegolden.",
        ),
        (f"{IN_FORCE}lapsed: 2026-09-01\n", "Verandert binnenkort Dit besluit geldt tot 1 september 2026."),
        (IN_FORCE, ""),
    ],
    ids=[
        "adopted",
        "published",
        "published without a first day",
        "lapsed",
        "never held",
        "ends before it begins",
        "ends soon",
        "in force",
    ],
)
def test_what_does_not_simply_hold_says_so_above_everything_else(dates: str, said: str) -> None:
    text, _ = on_top(
        pages("", THING, {"content/besluiten/b.md": decision("Besluit B", dates)})["besluiten/b/"]
    )
    assert text.startswith(said) and bool(text) is bool(said)


PLANNED = "adopted: 2026-05-01\npublished: 2026-07-01\npublication: https://zoek.officielebekendmakingen.nl/gmb-2026-9.html\n"
UNSURE = "Het besluit is vastgesteld, maar nog niet bekendgemaakt. Daarom is die dag nog niet zeker."


def test_a_planned_publication_is_never_told_as_done() -> None:
    """A day that is still to come says nothing of the Gemeenteblad, and its address leads nowhere yet (Awb 3:40, 3:42)."""
    content = {
        "content/besluiten/b.md": decision(
            "Besluit B", f"{PLANNED}in_force_from: 2027-01-01\nreplaces: [a]\n"
        )
    }
    before, after = (pages("", THING, content, day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
    page = before["besluiten/b/"]
    assert (
        "Bekendmaking gepland op 1 juli 2026" in page.text and "In het Gemeenteblad 1 juli" not in page.text
    )
    assert "gmb-2026-9" not in str([link.attributes["href"] for link in page.all("a")])
    page = after["besluiten/b/"]
    assert "In het Gemeenteblad 1 juli 2026" in page.text and "gepland" not in page.text
    assert "gmb-2026-9" in str([link.attributes["href"] for link in page.all("a")])


@pytest.mark.parametrize("replaces", ["replaces: [a]\n", ""], ids=["a change", "the first"])
def test_a_coming_day_of_a_decision_that_is_not_published_is_not_told_as_certain(replaces: str) -> None:
    channels = FALLBACK.replace("besluit:a", "besluit:b").replace("[x]", "[y]") + FALLBACK.removeprefix(
        "designations:\n"
    )
    content = {
        "content/besluiten/b.md": decision("Besluit B", f"{PLANNED}in_force_from: 2027-01-01\n{replaces}")
    }
    if not replaces:
        channels = FALLBACK.replace("besluit:a", "besluit:b")
    for day, is_told in ((date(2026, 6, 30), True), (date(2026, 7, 1), False)):
        page = pages(channels, THING, content, day)["producten/ding/"]
        assert "Vanaf 1 januari 2027 stuurt u dit bericht via" in page.text
        assert (UNSURE in page.text) is is_told


def test_a_first_day_is_an_aim_until_the_decision_is_published() -> None:
    content = {"content/besluiten/b.md": decision("Besluit B", f"{PLANNED}in_force_from: 2026-08-01\n")}
    for day, term in (
        (date(2026, 6, 30), "Beoogde ingangsdatum 1 augustus 2026"),
        (date(2026, 7, 1), "Ingangsdatum 1 augustus 2026"),
    ):
        text = pages("", THING, content, day)["besluiten/b/"].text
        assert term in text and ("Beoogde" in text) is term.startswith("Beoogde")


def test_who_reads_an_earlier_or_a_coming_decision_is_led_to_the_one_that_holds() -> None:
    later = f"{IN_FORCE}replaces: [a]\n".replace("2026-01-01", "2026-03-01")
    coming = f"{FUTURE}replaces: [b]\n"
    made = pages(
        "",
        THING,
        {
            "content/besluiten/b.md": decision("Besluit B", later),
            "content/besluiten/c.md": decision("Besluit C", coming),
        },
    )
    assert on_top(made["besluiten/a/"])[1] == "../../besluiten/b/"
    assert on_top(made["besluiten/c/"])[1] == "../../besluiten/b/"
    assert on_top(made["besluiten/b/"])[1] == "../../besluiten/c/"


def test_a_decision_that_ended_for_one_authority_says_for_which() -> None:
    files = {
        "content/besluiten/a.md": decision("Besluit A", IN_FORCE, "college, burgemeester"),
        "content/besluiten/b.md": decision(
            "Besluit B", f"{IN_FORCE}replaces: [a]\n".replace("2026-01-01", "2026-03-01"), "burgemeester"
        ),
    }
    made = pages("", THING, files)
    text, _ = on_top(made["besluiten/a/"])
    assert text.startswith(
        "Vervallen: voor de burgemeester Voor de andere bestuursorganen geldt dit besluit nog wel."
    )
    line = next(item.text for item in made["besluiten/"].one("ol").all("li") if "Besluit A" in item.text)
    assert "Sinds 1 januari 2026, voor het college" in line
    assert "1 januari 2026 tot en met 28 februari 2026, voor de burgemeester" in line


def test_decisions_stand_in_the_order_of_a_time_line_that_begins_in_the_future() -> None:
    files = {
        "content/besluiten/old.md": decision(
            "Oud",
            "adopted: 2011-01-01\npublished: 2011-02-01\nin_force_from: 2011-03-01\nlapsed: 2026-01-01\n",
        ),
        "content/besluiten/older.md": decision(
            "Ouder",
            "adopted: 2009-01-01\npublished: 2009-02-01\nin_force_from: 2009-03-01\nlapsed: 2011-03-01\n",
        ),
        "content/besluiten/coming.md": decision("Straks", FUTURE),
        "content/besluiten/adopted.md": decision("Genomen", "adopted: 2026-05-20\n"),
    }
    page = pages("", THING, files)["besluiten/"]
    assert [item.one("a").text for item in page.all("li")] == [
        "Genomen",
        "Straks",
        "Besluit A",
        "Oud",
        "Ouder",
    ]
    headings = [heading.text for heading in page.all("h2")]
    assert headings == [
        "Vastgesteld, nog niet bekendgemaakt",
        "Bekendgemaakt, nog niet ingegaan",
        "Geldt nu",
        "Geldt niet meer",
    ]


ARTICLES = "## Artikel 1 Begrippen\n\nA.\n\n## Artikel 2 *Aanwijzing*\n\nB.\n\n## Artikel 2a\n\nC.\n\n## Bijlage\n\nD.\n"


def test_the_reason_on_a_product_leads_to_its_article() -> None:
    text = decision("Besluit A").replace("Tekst.\n", ARTICLES)
    made = pages(FALLBACK, THING, {"content/besluiten/a.md": text})
    reason = made["producten/ding/"].with_class("reason")[0].one("a")
    assert (reason.text, reason.attributes["href"]) == (
        "Besluit A, artikel 2, eerste lid",
        "../../besluiten/a/#artikel-2",
    )
    assert "artikel-2" in [heading.attributes.get("id") for heading in made["besluiten/a/"].all("h2")]


def test_a_reason_leads_to_the_decision_where_its_article_is_not_there() -> None:
    reason = pages(FALLBACK, THING)["producten/ding/"].with_class("reason")[0].one("a")
    assert reason.attributes["href"] == "../../besluiten/a/"


def test_many_articles_have_a_list_and_a_few_do_not() -> None:
    def contents(text: str) -> list[tuple[str, str]]:
        file = {"content/besluiten/a.md": decision("Besluit A").replace("Tekst.\n", text)}
        found = pages("", THING, file)["besluiten/a/"].all("nav")
        return [(link.text, link.attributes["href"]) for nav in found for link in nav.all("a")]

    assert contents(ARTICLES) == [
        ("Artikel 1 Begrippen", "#artikel-1"),
        ("Artikel 2 Aanwijzing", "#artikel-2"),
        ("Artikel 2a", "#artikel-2a"),
        ("Bijlage", "#bijlage"),
    ]
    assert contents("## Artikel 1\n\nA.\n\n## Artikel 2\n\nB.\n") == []


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Artikel 2 Aanwijzing", "artikel-2"),
        ("artikel 12a", "artikel-12a"),
        ("Artikel 2:1 Weg", "artikel-2-1"),
        ("Artikel IV Begin", "artikel-iv"),
        ("Artikelen", "artikelen"),
    ],
)
def test_an_article_is_found_by_its_number_alone(heading: str, anchor: str) -> None:
    assert heading_anchor(heading) == anchor


@pytest.mark.parametrize(
    ("reference", "anchor"),
    [
        ("2, eerste lid", "artikel-2"),
        ("artikel 12a", "artikel-12a"),
        ("2:1", "artikel-2-1"),
        ("II", "artikel-ii"),
        ("bijlage 1", None),
        ("inleiding", None),
        ("", None),
    ],
)
def test_a_reference_names_the_anchor_of_its_article(reference: str, anchor: str | None) -> None:
    assert reference_anchor(reference) == anchor


def test_the_anchors_that_are_told_are_those_of_the_page() -> None:
    html, headings = with_contents(ARTICLES, file="content/besluiten/a.md", prefix="../../")
    assert article_anchors(ARTICLES) == {"artikel-1", "artikel-2", "artikel-2a"}
    assert all(f'id="{anchor}"' in html for anchor in article_anchors(ARTICLES))
    assert {f"#{anchor}" for anchor in article_anchors(ARTICLES)} < {heading.href for heading in headings}


TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (date(2026, 1, 1), date(2026, 7, 1), "1 januari 2026 tot en met 30 juni 2026"),
        (date(2026, 1, 1), None, "Sinds 1 januari 2026"),
        (date(2027, 1, 1), None, "Vanaf 1 januari 2027"),
        (None, date(2026, 1, 1), "Tot en met 31 december 2025"),
        (date(2026, 1, 1), date(2026, 1, 2), "Alleen op 1 januari 2026"),
        (None, None, "Op elke dag"),
    ],
)
def test_a_period_is_told_with_its_last_day(begin: date | None, end: date | None, words: str) -> None:
    assert period_in_words(begin, end, TODAY) == words


def annex_pages(products: str, later: str | None = None, day: date = DAY) -> dict[str, Element]:
    """The pages of a register whose decision was frozen; ``later`` is what the products have become."""
    designations = (
        "designations:\n"
        "  - {fallback: ja, article: '2', channels: [x], source: 'besluit:a'}\n"
        "  - {messages: [bezwaar], article: '3', audience: [inwoner], channels: [y], source: 'besluit:a'}\n"
    )
    files = {
        "channels.yaml": CHANNELS + designations,
        "products.yaml": "products:\n" + products,
        "content/besluiten/a.md": decision("Besluit A"),
    }
    register = register_from({path: text.encode() for path, text in files.items()})
    files["content/besluiten/a.annex.yaml"] = annex_text(
        Decisions(register, day), register.decision_by_id["a"]
    )
    files["content/besluiten/a.md"] = decision("Besluit A", f"{IN_FORCE}annex: frozen\n")
    files["products.yaml"] = "products:\n" + (later or products)
    register = register_from({path: text.encode() for path, text in files.items()})
    return {url: main_of(page) for url, page in pages_on(register, day).items()}


TWO = product("Ding", "{kind: aanvraag}, {kind: bezwaar}") + product(
    "Zaak", "{kind: aanvraag}, {kind: klacht}"
)


def test_the_annex_of_a_decision_is_a_page_with_each_product_and_its_channels() -> None:
    made = annex_pages(TWO)
    facts = {link.text: link.attributes["href"] for link in made["besluiten/a/"].all("a")}
    assert facts["Bekijk de bijlage met 2 producten"] == "../../besluiten/a/bijlage/"
    page = made["besluiten/a/bijlage/"]
    assert [heading.text for heading in page.all("h2")] == ["Domein", "Kanalen in deze bijlage"]
    assert [[small.text for small in item.all("small")] for item in page.all("li")] == [
        [
            "Aanvraag: Formulier X (artikel 2)",
            "Bezwaar voor inwoners: Formulier Y (artikel 3)",
            "Bezwaar voor ondernemers en organisaties: Formulier X (artikel 2)",
        ],
        ["Aanvraag en klacht: Formulier X (artikel 2)"],
    ]
    assert "https://x.voorbeeld.example" in page.text and "https://box.voorbeeld.example" not in page.text


def test_the_annex_keeps_the_name_that_was_frozen_and_leads_to_where_the_product_is_now() -> None:
    later = (
        product("Ding", "{kind: aanvraag}, {kind: bezwaar}")
        .replace("name: Ding", "name: Voorwerp")
        .replace("id: ding", "id: voorwerp, formerly: [ding]")
    )
    page = annex_pages(TWO, later)["besluiten/a/bijlage/"]
    found = {item.text.split(" Aanvraag")[0]: item.all("a") for item in page.all("li")}
    assert found["Ding"][0].attributes["href"] == "../../../producten/voorwerp/"
    assert found["Zaak"] == [], "a product that is gone has no page"
    assert [heading.text for heading in page.all("h2")] == [
        "Domein",
        "Andere producten",
        "Kanalen in deze bijlage",
    ]


def test_a_decision_without_an_annex_has_no_page_for_it() -> None:
    assert "besluiten/a/bijlage/" not in pages(FALLBACK, THING)


def test_a_rectification_is_told_from_its_day_on_the_last_one_first() -> None:
    listed = "".join(
        f"  - {{date: {day}, publication: 'https://zoek.officielebekendmakingen.nl/gmb-{number}.html', what: Fout {number}.}}\n"
        for number, day in enumerate(("2026-02-01", "2026-03-01", "2026-07-01"), 1)
    )
    text = (
        FILES["content/besluiten/a.md"]
        .decode()
        .replace("title: Besluit A\n", f"title: Besluit A\nrectifications:\n{listed}")
    )
    register = register_from(FILES | {"content/besluiten/a.md": text.encode()})
    page = main_of(pages_on(register, date(2026, 6, 1))["besluiten/a/"])
    told = page.text[page.text.index("Rectificatie") :]
    assert told.index("1 maart 2026: Fout 2.") < told.index("1 februari 2026: Fout 1.")
    assert "Fout 3" not in page.text
    links = [link.attributes.get("href") for link in page.all("a")]
    assert [
        f"https://zoek.officielebekendmakingen.nl/gmb-{number}.html" in links for number in (1, 2, 3)
    ] == [True, True, False]
