"""What another website is told to show of a message is what the page of its product shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from htmlpages import parse
from jinja2 import Environment
from projects import SMALL_DAY

from wmebv_site.data.shown import Shown
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.addresses import message_anchor, product_url
from wmebv_site.register.register import Register
from wmebv_site.site.build import build_pages
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site
from wmebv_site.site.words import NOTICE

DAYS = (date(2025, 12, 1), SMALL_DAY, date(2027, 1, 1))


def links_of(shown: Any) -> list[tuple[str, str]]:
    """What one can choose, in order: buttons, and links within lines."""
    found = []
    for part in shown["parts"]:
        lines = [piece for line in part.get("lines", ()) for piece in line if "url" in piece]
        found += [(piece["text"], piece["url"]) for piece in lines]
        found += [(button["label"], button["url"]) for button in part.get("buttons", ())]
    return found


def away(links: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those that leave the website: to a channel, or to who decides."""
    return {link for link in links if link[1].startswith(("https:", "mailto:"))}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_it_leads_where_the_page_of_the_product_leads_and_gives_its_notices(
    small_register: Register, day: date
) -> None:
    site = Site(Decisions(small_register, day))
    told, html = Shown(site), {page.url: str(page.html) for page in build_pages(site, templates())}
    judged = 0
    for product in small_register.products:
        page = parse(html[product_url(product)]).root
        sections = {each.attributes["id"]: each for each in page.with_class("designation")}
        messages = small_register.messages_of(product)
        for message, shown in zip(messages, told.of_product(product), strict=True):
            section = sections[message_anchor(message)]
            there = [(link.text, link.attributes["href"]) for link in section.all("a")]
            where = (product.id, message.key)
            assert away(links_of(shown)) == away(there), where
            assert shown["heading"] in page.text, where
            notices = [part for part in shown["parts"] if part["kind"] == "melding"]
            for part in notices:
                assert part["heading"] in section.text, where
                for line in part["lines"]:
                    assert "".join(piece["text"] for piece in line) in section.text, where
            judged += len(away(there)) + len(notices)
    assert judged >= len(small_register.products)


def test_whom_buttons_are_for_is_told_in_words_and_as_a_word_to_choose_by(example: Site) -> None:
    product = example.register.product_by_id["evenementenvergunning"]
    shown = Shown(example).of_product(product)[0]
    groups = [part for part in shown["parts"] if part["kind"] == "knoppen"]
    assert [(part.get("heading"), part.get("audience"), part.get("depth")) for part in groups] == [
        ("Voor inwoners", "inwoner", 1),
        ("Voor ondernemers en organisaties", "ondernemer", 1),
        (None, "ondernemer", None),
    ]
    assert [
        part.get("audience")
        for part in shown["parts"]
        if part.get("heading") == "Via Berichtenbox voor bedrijven"
    ] == ["ondernemer"]
    assert groups[0]["buttons"][0] == {
        "label": "Inloggen met DigiD",
        "url": "https://formulieren.voorbeeld.example/evenement",
        "hints": ["Naar formulieren.voorbeeld.example"],
    }


def test_what_one_needs_is_told_with_the_first_message_of_a_product_alone(example: Site) -> None:
    product = example.register.product_by_id["paspoort"]
    first, *others = Shown(example).of_product(product)
    assert "Een recente pasfoto" in str(first) and "Een recente pasfoto" not in str(others)


def test_an_app_of_somebody_else_is_a_link_and_its_warning_is_given_once(example: Site) -> None:
    product = example.register.product_by_id["paspoort"]
    question = next(each for each in Shown(example).of_product(product) if each["id"] == "vraag")
    buttons = [button["label"] for part in question["parts"] for button in part.get("buttons", ())]
    assert buttons == ["Naar het Contactformulier"]
    assert ("Vraag stellen via WhatsApp", "https://www.voorbeeld.example/whatsapp") in links_of(question)
    assert str(question).count("Zet geen persoonlijke") == 1


def test_addresses_of_the_website_are_whole_where_it_is_known_where_it_stands(example: Site) -> None:
    product = example.register.product_by_id["evenementenvergunning"]
    within = "besluiten/aanwijzing-2026/#artikel-2"
    for base in ("", "https://www.voorbeeld.example/digitaal-contact/"):
        links = links_of(Shown(example, base).of_product(product)[0])
        assert base + within in [url for _, url in links]


def test_the_labels_of_notices_are_those_of_the_theme() -> None:
    labels = Environment(loader=templates()).get_template("components/notice.html").module.notice_labels
    assert {kind: labels[kind] for kind in NOTICE} == NOTICE


@pytest.mark.parametrize(
    ("name", "audiences"),
    [
        ("horeca-exploitatievergunning", {"ondernemer"}),
        ("alcoholvergunning", {"ondernemer"}),
        ("alarm-voor-thuis", {"inwoner"}),
        ("algemene-vraag", {None}),
    ],
)
def test_whom_buttons_are_for_is_told_where_the_whole_message_is_for_some(
    name: str, audiences: set[str | None], example: Site
) -> None:
    shown = Shown(example).of_product(example.register.product_by_id[name])[0]
    assert {part.get("audience") for part in shown["parts"] if part["kind"] == "knoppen"} == audiences
