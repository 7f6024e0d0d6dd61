"""What comes out of a resident's printer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

import pytest
from browsing import served
from building import STYLES, build_in_house_style
from htmlpages import Page as Parsed
from places import ROOT
from playwright.sync_api import Browser, Page
from pypdf import PdfReader


@pytest.fixture(scope="module")
def visit(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the example in a house style with a dark half, on a dark screen, and gives it to the printer."""
    site = build_in_house_style(tmp_path_factory.mktemp("print") / "project", STYLES["waterkant"])
    with served(site) as address:
        page = browser.new_page(color_scheme="dark", viewport={"width": 718, "height": 1000})

        def opened(path: str) -> Page:
            page.goto(address + path)
            page.emulate_media(media="print", color_scheme="dark")
            return page

        yield opened
        page.close()


def sides(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def _sides(browser: Browser, address: str, products: Iterable[str]) -> dict[str, int]:
    page = browser.new_page(viewport={"width": 718, "height": 1000})
    found = {}
    for url in products:
        page.goto(address + url)
        found[url] = sides(page)
    page.close()
    assert found
    return found


def _products(pages: dict[str, Parsed]) -> list[str]:
    """The pages of products, the longest first."""
    found = [url for url in pages if re.fullmatch(r"producten/[^/]+/", url)]
    return sorted(found, key=lambda url: (-len(pages[url].main.text), url))


def test_the_longest_products_fit_on_one_sheet_printed_on_both_sides(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed]
) -> None:
    found = _sides(browser, example_address, _products(example_pages)[:10])
    assert max(found.values()) <= 2, found


@pytest.mark.proof
def test_every_product_fits_on_one_sheet_and_most_on_one_side_of_it(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed]
) -> None:
    found = _sides(browser, example_address, _products(example_pages))
    assert len(found) > 180 and [url for url, number in found.items() if number > 2] == []
    assert sum(number == 1 for number in found.values()) > len(found) / 2


def _largest(pdf: bytes) -> float:
    """How large the largest letters of the first side are."""
    found: list[float] = []
    PdfReader(BytesIO(pdf)).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: found.append(abs(size * tm[3] * cm[3]))
    )
    return max(found)


@pytest.mark.parametrize("path", ["producten/", "welk-kanaal/", "bezwaar/", "hulp/"])
def test_a_list_is_not_printed_smaller_than_other_text(
    browser: Browser, example_address: str, path: str
) -> None:
    """A browser shrinks a whole page on which something is too wide for paper, until all of it fits."""
    page = browser.new_page(viewport={"width": 718, "height": 1000})
    sizes = {}
    for url in (path, "over/"):
        page.goto(example_address + url)
        sizes[url] = _largest(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    assert sizes[path] == pytest.approx(sizes["over/"], rel=0.02)


def test_paper_says_once_what_holds_for_more_than_one_message(browser: Browser, example_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{example_address}producten/evenementenvergunning/")
    page.emulate_media(media="print")
    said = page.locator(".designation dd:visible, .entrances .hint:visible").all_inner_texts()
    once = [text for text in said if text.startswith(("U ", "Voor "))]
    assert len(once) > 5 and len(set(once)) == len(once)
    page.emulate_media(media="screen")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    on_screen = page.locator(".designation dd:visible").all_inner_texts()
    same = page.locator(".via a[href^='#']:visible", has_text="Aanvragen via")
    assert on_screen.count("U krijgt een ontvangstbevestiging.") > 1, "of a channel that takes something else"
    assert same.count() > 2, "of the same channel a link leads to it"
    page.close()


def test_a_label_on_paper_does_not_run_into_what_it_names(browser: Browser, example_address: str) -> None:
    page = browser.new_page(viewport={"width": 718, "height": 1000})
    for url in ("besluiten/aanwijzing-2026/", "producten/paspoort/"):
        page.goto(example_address + url)
        page.emulate_media(media="print")
        overlapping = page.evaluate("""() => [...document.querySelectorAll('dt')].filter(dt => {
            const words = document.createRange(), value = dt.nextElementSibling.getBoundingClientRect();
            words.selectNodeContents(dt);
            const label = words.getBoundingClientRect();
            return value.height && label.right > value.left && label.bottom > value.top;
        }).map(dt => dt.textContent)""")
        assert page.locator("dt:visible").count() > 3 and overlapping == []
    page.close()


@pytest.mark.proof
@pytest.mark.parametrize("product", ["paspoort", "evenementenvergunning"])
def test_the_address_behind_every_button_is_written_out(visit: Callable[[str], Page], product: str) -> None:
    page = visit(f"producten/{product}/")
    written = page.evaluate("""() => [...document.querySelectorAll('.button')].map(
        each => [each.getAttribute('href'), getComputedStyle(each, '::after').content])""")
    assert written
    assert [href for href, content in written if href not in content] == []


@pytest.mark.proof
def test_paper_is_white_with_dark_text_also_for_who_has_a_dark_screen(visit: Callable[[str], Page]) -> None:
    page = visit("producten/paspoort/")
    text, ground, header = page.evaluate("""() => ['body', 'html', 'header'].map((selector, index) =>
        getComputedStyle(document.querySelector(selector))[index ? 'backgroundColor' : 'color'])""")
    assert max(map(int, re.findall(r"\d+", text))) < 80
    assert ground == header == "rgb(255, 255, 255)"


@pytest.mark.proof
def test_what_only_works_on_a_screen_is_not_printed(visit: Callable[[str], Page]) -> None:
    page = visit("producten/paspoort/")
    assert (
        page.locator(
            ".skip:visible, .search:visible, .menu:visible, .crumbs:visible, .contents:visible"
        ).count()
        == 0
    )


def test_a_decision_is_printed_with_the_number_of_each_sheet() -> None:
    css = (ROOT / "theme" / "assets" / "wmebv.css").read_text(encoding="utf-8")
    assert re.search(r'@page \{[^}]*@bottom-right \{ content: counter\(page\) " / " counter\(pages\)', css)


@pytest.mark.proof
@pytest.mark.parametrize(
    "path", ["", "producten/paspoort/", "besluiten/", "besluiten/aanwijzing-2026/", "hulp/", "404.html"]
)
def test_every_printed_page_says_on_which_day_it_was_true(visit: Callable[[str], Page], path: str) -> None:
    page = visit(path)
    line = page.get_by_text("Stand op 1 juni 2026", exact=True)
    assert line.is_visible()
    page.emulate_media(media="screen")
    assert not line.is_visible()


@pytest.mark.proof
def test_the_history_of_a_product_is_printed_for_who_opened_it(visit: Callable[[str], Page]) -> None:
    page = visit("producten/paspoort/")
    period = page.locator("#welk-kanaal li").first
    assert not period.is_visible()
    page.evaluate("document.querySelector('#welk-kanaal').open = true")
    assert period.is_visible()
