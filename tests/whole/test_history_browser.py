"""The question which channel held on a day, asked in a real browser, with JavaScript and without."""

from __future__ import annotations

import pytest
from browsing import WIDTHS, screen, watched
from playwright.sync_api import Browser, Page, expect

PRODUCT = "Evenementenvergunning"
DAY, WORDS = "2026-02-14", "14 februari 2026"


def shown(page: Page) -> list[str]:
    """The first period under each heading of the history that can be seen."""
    return [text.split("\n")[0] for text in page.locator("#welk-kanaal li:visible").all_inner_texts()]


@pytest.mark.parametrize("width", WIDTHS)
def test_without_javascript_every_period_stands_on_the_page(
    browser: Browser, example_address: str, width: int
) -> None:
    with watched(browser, viewport=screen(width), java_script_enabled=False) as seen:
        page = seen.page
        page.goto(example_address + "besluiten/")
        page.get_by_role("link", name="Welk kanaal gold op een dag?").click()
        assert not page.locator("input[type=date]").is_visible(), (
            "a field that does nothing is worse than none"
        )
        page.locator(f"#letter-{PRODUCT[0].lower()}").click()
        page.locator("main details").get_by_role("link", name=PRODUCT, exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text().replace("\u00ad", "") == PRODUCT
        periods = shown(page)
        assert "Tot en met 31 december 2025" in periods and any(text.startswith("Sinds ") for text in periods)
        assert seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_day_goes_along_to_the_product_and_leaves_one_answer_for_each_message(
    browser: Browser, example_address: str, width: int
) -> None:
    with watched(browser, viewport=screen(width)) as seen:
        page = seen.page
        page.goto(example_address + "welk-kanaal/")
        decisions = page.locator(".timeline li").count()
        page.get_by_label("Op welke dag?").fill(DAY)
        page.get_by_text(f"U ziet de besluiten van {WORDS}.").wait_for()
        assert 0 < page.locator(".timeline li:visible").count() < decisions
        page.get_by_label("Zoek in deze lijst").fill(PRODUCT.lower())
        expect(page.locator("main details:visible:not([open])")).to_have_count(0)
        page.locator("main details").get_by_role("link", name=PRODUCT, exact=True).click()
        page.get_by_text(f"U ziet wat gold op {WORDS}.").wait_for()
        assert page.get_by_label("Op welke dag?").input_value() == DAY
        groups = page.locator("#welk-kanaal h3").count()
        assert len(shown(page)) == groups > 1
        assert "Tot en met 31 december 2025" not in shown(page)
        page.get_by_label("Op welke dag?").fill("2025-12-31")
        assert len(shown(page)) == groups and "Tot en met 31 december 2025" in shown(page)
        page.get_by_label("Op welke dag?").fill("")
        assert len(shown(page)) > groups, "without a day all periods are back"
        assert seen.width_beyond_screen() <= 0
        assert seen.complaints == []


def test_what_is_printed_says_for_which_day_it_was_chosen(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        page = seen.page
        for path, words in (
            ("producten/evenementenvergunning/", "U ziet wat gold op"),
            ("welk-kanaal/", "U ziet de besluiten van"),
        ):
            page.goto(f"{example_address}{path}?dag={DAY}#welk-kanaal")
            page.get_by_text(f"{words} {WORDS}.").wait_for()
            page.emulate_media(media="print")
            assert page.get_by_text(f"{words} {WORDS}.").is_visible(), (
                "else the days that are left out are not missed"
            )
            assert not page.get_by_label("Op welke dag?").is_visible()
            page.emulate_media(media="screen")


def test_the_history_is_closed_until_it_is_asked_for(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        for address, is_open in (("", False), ("#welk-kanaal", True), (f"?dag={DAY}", True)):
            seen.page.goto(f"{example_address}producten/evenementenvergunning/{address}")
            seen.page.reload()
            assert (seen.page.locator("#welk-kanaal").get_attribute("open") is not None) is is_open, address


def test_of_a_day_after_the_build_only_how_it_looks_now_is_told(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        for path, now, later in (
            (
                "producten/evenementenvergunning/",
                "U ziet wat gold op",
                "Zoals het er nu uitziet geldt dit op",
            ),
            ("welk-kanaal/", "U ziet de besluiten van", "Zoals het er nu uitziet gelden deze besluiten op"),
        ):
            seen.page.goto(f"{example_address}{path}?dag=2026-06-01#welk-kanaal")
            seen.page.get_by_text(f"{now} 1 juni 2026.").wait_for()
            seen.page.get_by_label("Op welke dag?").fill("2030-01-01")
            seen.page.get_by_text(f"{later} 1 januari 2030.").wait_for()
            assert seen.page.get_by_text(now).count() == 0


def test_a_day_on_which_no_decision_held_says_so(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        seen.page.goto(example_address + "welk-kanaal/?dag=1990-01-01")
        seen.page.get_by_text("Er gold geen besluit op 1 januari 1990.").wait_for()
        assert seen.page.locator(".timeline li:visible").count() == 0


@pytest.mark.parametrize("query", ["?dag=morgen", "?dag=2026-02-30", "?dag=%22%3E%3Cb%3E", "?dag="])
def test_what_is_no_day_shows_everything(browser: Browser, example_address: str, query: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        seen.page.goto(f"{example_address}welk-kanaal/{query}")
        assert seen.page.get_by_label("Op welke dag?").input_value() == ""
        assert (
            seen.page.locator(".timeline li:visible").count() == seen.page.locator(".timeline li").count() > 1
        )


def test_the_day_is_a_field_with_a_name_that_the_keyboard_reaches(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        page = seen.page
        page.goto(example_address + "producten/evenementenvergunning/#welk-kanaal")
        field = page.get_by_label("Op welke dag?")
        assert field.is_visible(), "the address of the history opens it"
        page.locator("#welk-kanaal summary").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "dag"
        box = field.bounding_box()
        assert box is not None and box["height"] >= 24 and box["width"] >= 100
