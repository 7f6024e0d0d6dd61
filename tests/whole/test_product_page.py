"""What the page of a product leads to, measured in boxes: one button in view, the letter beside it, the rest near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
from browsing import served, watched
from building import STYLES, build_in_house_style
from htmlpages import Page as Parsed
from playwright.sync_api import Browser

PHONE, LAPTOP, NARROW = (390, 664), (1366, 657), (320, 640)
"""What is left of a screen for a page, below the bars of a browser."""
BEFORE = 5_987
"""The height of the middle page at 320 px when every message stood open with buttons of its own."""
SAMPLE = slice(4, None, 8)
_BOXES = """() => {
    const seen = [...document.querySelectorAll('main .button')].filter(each => each.getClientRects().length);
    const primary = document.querySelectorAll('main .button:not(.secondary)');
    const box = each => each && each.getClientRects().length ? each.getBoundingClientRect() : null;
    const button = box(primary[0]), letter = box(document.getElementById('zonder-internet')?.parentElement);
    return {
        primary: primary.length,
        buttons: document.querySelectorAll('main .button').length,
        seen: seen.length,
        bottom: button && button.bottom,
        apart: button && letter && Math.max(letter.bottom - button.top, button.bottom - letter.top),
        high: document.documentElement.scrollHeight,
    };
}"""
Boxes = dict[str, dict[tuple[int, int], dict[str, Any]]]


def products_of(pages: dict[str, Parsed]) -> list[str]:
    """The pages of products; not those of an earlier address, which lead on."""
    found = [url for url in pages if re.fullmatch(r"producten/[^/]+/", url)]
    return sorted(url for url in found if pages[url].main.with_class("designation"))


def measured(browser: Browser, address: str, urls: list[str]) -> Boxes:
    found: Boxes = {}
    with watched(browser) as shown:
        for url in urls:
            shown.page.goto(address + url)
            found[url] = {}
            for width, height in (NARROW, PHONE, LAPTOP):
                shown.page.set_viewport_size({"width": width, "height": height})
                found[url][width, height] = shown.page.evaluate(_BOXES)
    return found


def judge(boxes: Boxes) -> None:
    assert len(boxes) > 15
    for url, by_screen in boxes.items():
        for (_, height), page in by_screen.items():
            assert page["primary"] == min(page["buttons"], 1), url
            assert page["seen"] or not page["buttons"], url
            assert page["apart"] is None or page["apart"] <= height, (url, page)
    for screen in (PHONE, LAPTOP):
        low = [url for url, each in boxes.items() if (each[screen]["bottom"] or 0) > screen[1]]
        led = [url for url, each in boxes.items() if each[screen]["primary"]]
        assert len(low) <= len(led) / 10, (screen, len(led), low)
    assert median(each[NARROW]["high"] for each in boxes.values()) <= 0.6 * BEFORE


def test_a_product_has_one_button_in_view_with_the_letter_beside_it(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed]
) -> None:
    judge(measured(browser, example_address, products_of(example_pages)[SAMPLE]))


@pytest.mark.proof
def test_every_product_has_one_button_and_nine_of_ten_have_it_in_view(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed]
) -> None:
    urls = products_of(example_pages)
    assert len(urls) > 180
    judge(measured(browser, example_address, urls))


@pytest.fixture(params=STYLES)
def styled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the example in one house style, with a logo."""
    site = build_in_house_style(tmp_path_factory.mktemp("style") / request.param, STYLES[request.param])
    with served(site) as address:
        yield address


@pytest.mark.proof
def test_in_a_house_style_nine_of_ten_products_have_their_button_in_view(
    browser: Browser, styled: str, example_pages: dict[str, Parsed]
) -> None:
    judge(measured(browser, styled, products_of(example_pages)))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_link_to_a_message_opens_it_and_shows_what_it_is_called(
    browser: Browser, example_address: str, scripts: bool
) -> None:
    with watched(
        browser, java_script_enabled=scripts, viewport={"width": PHONE[0], "height": PHONE[1]}
    ) as seen:
        page = seen.page
        for message, title in (("bezwaar", "Bezwaar maken"), ("vraag", "Vraag stellen")):
            page.goto(f"{example_address}producten/evenementenvergunning/")
            assert not page.locator(f"#{message}").is_visible()
            page.goto(f"{example_address}producten/evenementenvergunning/#{message}")
            assert page.locator(f"#{message}").is_visible()
            heading = page.locator("summary h3", has_text=title).bounding_box()
            assert heading is not None and 0 <= heading["y"] < PHONE[1] / 2
        assert not page.locator("#bezwaar").is_visible()
        page.locator("summary h3", has_text="Bezwaar maken").click()
        assert page.locator("#bezwaar .button").first.is_visible()


def test_a_product_says_a_deadline_and_where_a_letter_goes_once(example_pages: dict[str, Parsed]) -> None:
    once = re.compile(r"Stuur een brief naar|Maak bezwaar binnen")
    counted = 0
    for url in products_of(example_pages):
        sections = example_pages[url].main.with_class("designation")
        said = [each.text for section in sections for each in section.all("dd", "strong")]
        told = [text for text in said if once.match(text)]
        counted += len(told)
        assert len(told) == len(set(told)), url
    assert counted > 300


def test_a_message_warns_once_and_the_top_has_one_place_for_the_same_messages(
    example_pages: dict[str, Parsed],
) -> None:
    counted = 0
    for url in products_of(example_pages):
        for section in example_pages[url].main.with_class("designation"):
            warned = [
                each.text for each in section.all("strong") if each.text.startswith("Zet geen persoonlijke")
            ]
            counted += len(warned)
            assert len(warned) <= 1, url
        places = [each.attributes.get("data-at") for each in example_pages[url].main.all("wmebv-storing")]
        above = [each for each in places if each]
        assert len(above) == len(set(above)), url
    assert counted > 20
