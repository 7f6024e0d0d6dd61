"""What a resident meets in a real browser, mostly on a narrow screen and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from browsing import WIDTHS, screen, served, watched
from building import build_site
from htmlpages import Page as Parsed
from one_of_each import one_of_each
from playwright.sync_api import Browser, Page
from projects import SMALL, copied, rewrite

from wmebv_site.designation.answers import State
from wmebv_site.site.site import Site


def _heading(page: Page) -> str:
    """The title of a page, without the places where a long word may break."""
    return page.get_by_role("heading", level=1).inner_text().replace("\u00ad", "")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["evenementenvergunning", "paspoort", "verhuizing"])
def test_from_home_to_the_channel_of_a_product_without_javascript(
    browser: Browser, example_address: str, example: Site, width: int, name: str
) -> None:
    product = example.register.product_by_id[name]
    with watched(browser, viewport=screen(width), java_script_enabled=False) as seen:
        page = seen.page
        page.goto(example_address)
        page.get_by_role("link", name="Alle producten van A tot Z").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Alle producten van A tot Z"
        page.locator("section.az").get_by_role("link", name=product.name, exact=True).first.click()
        assert _heading(page) == product.name
        opened = None
        assert page.locator("section.designation").first.is_visible()
        for message in example.register.messages_of(product):
            page.goto(f"{example_address}producten/{product.id}/#{message.key}")  # a link opens it
            section = page.locator(f"section#{message.key}")
            for resolution in example.now.of(product, message):
                if resolution.state not in (State.DESIGNATED, State.EXECUTOR):
                    continue
                for resolved in resolution.channels:
                    for way in resolved.entrances:
                        href = f"mailto:{way.email}" if way.email else way.url
                        look = "a:not(.button)" if resolved.channel.kind.belongs_to_others else "a.button"
                        button = section.locator(f'{look}[href="{href}"]')
                        assert button.count() >= 1 and button.first.is_visible(), (message.key, href)
                        opened = opened or resolved.channel
        assert opened is not None
        page.locator("main a", has_text=opened.name).and_(page.locator('[href*="kanalen/"]')).first.click()
        assert _heading(page) == opened.name
        for way in opened.ways_in:
            address = f"mailto:{way.email}" if way.email else way.url
            assert page.locator(f'a.button[href="{address}"]').first.is_visible()
        assert page.locator("main a", has_text=product.name).first.is_visible()
        assert seen.complaints == []


def visit_all(browser: Browser, address: str, urls: Iterable[str], width: int) -> None:
    with watched(browser, viewport=screen(width)) as seen:
        wide = []
        for url in urls:
            seen.page.goto(address + url)
            if seen.width_beyond_screen() > 0:
                wide.append(url)
        assert wide == []
        assert [request for request in seen.requests if not request.startswith(address)] == []
        assert seen.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_to_be_scrolled_sideways_and_none_asks_another_host(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed], width: int
) -> None:
    visit_all(browser, example_address, one_of_each(example_pages, {}), width)


@pytest.mark.proof
def test_no_page_of_the_whole_site_has_to_be_scrolled_sideways(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed]
) -> None:
    visit_all(browser, example_address, sorted(set(example_pages) - {"404.html"}), 320)


def test_nothing_is_kept_about_a_visitor(
    browser: Browser, example_address: str, example_pages: dict[str, Parsed]
) -> None:
    with watched(browser, viewport=screen(1280)) as seen:
        for url in one_of_each(example_pages, {}):
            answer = seen.page.goto(example_address + url)
            assert answer is not None and "set-cookie" not in answer.headers
            kept = "[localStorage.length, sessionStorage.length, document.cookie.length]"
            assert seen.page.evaluate(kept) == [0, 0, 0], url
        assert seen.context.cookies() == []
        state = seen.context.storage_state()
        assert state == {"cookies": [], "origins": []}


def test_a_first_visit_takes_few_requests(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        seen.page.goto(example_address + "producten/evenementenvergunning/", wait_until="networkidle")
        # What does not work now is asked for apart, since it changes without a build.
        files = [url for url in seen.requests if not url.endswith("/status.js")]
        assert len(files) <= 4 and len(seen.requests) - len(files) <= 1, seen.requests


def test_the_skip_link_is_the_first_stop_and_brings_the_keyboard_to_the_text(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        page = seen.page
        page.goto(example_address + "producten/evenementenvergunning/")
        skip = page.get_by_role("link", name="Naar de inhoud")
        box = skip.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 0, "hidden until it is needed"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
        page.wait_for_timeout(50)
        box = skip.bounding_box()
        assert box is not None and box["y"] >= 0 and box["height"] >= 24
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_stop_of_the_keyboard_is_on_the_page_and_visible(
    browser: Browser, example_address: str, width: int
) -> None:
    with watched(browser, viewport=screen(width)) as seen:
        page = seen.page
        page.goto(example_address + "producten/evenementenvergunning/")
        stops = page.locator("a[href]:visible, summary:visible, button:visible, input:visible").count()
        for number in range(stops):
            page.keyboard.press("Tab")
            box = page.evaluate(
                "(() => { const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);"
                " return [e.tagName, b.left, b.top, b.width, b.height, s.outlineStyle, innerWidth, innerHeight] })()"
            )
            tag, left, top, wide, high, outline, inner_width, inner_height = box
            assert tag in ("A", "SUMMARY", "INPUT", "BUTTON"), (number, box)
            assert left >= -1 and left + wide <= inner_width + 1, (number, box)
            assert top >= -1 and top < inner_height, (number, box)
            assert wide > 0 and high > 0 and outline != "none", (number, box)


def test_buttons_and_menu_are_large_enough_to_touch(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        seen.page.goto(example_address + "producten/evenementenvergunning/")
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        links = "a.button, .entrances a, summary, nav.menu a, nav.crumbs a, .letters a"
        for link in seen.page.locator(links).all():
            box = link.bounding_box()
            assert box is not None and box["height"] >= 24 and box["width"] >= 24, (link.inner_text(), box)


def test_a_long_word_does_not_break_out_of_a_narrow_screen(browser: Browser, tmp_path: Path) -> None:
    project = copied(SMALL, tmp_path / "project")
    word = "Gehandicaptenparkeerplaatsvergunningaanvraagbehandelingskostenvergoedingsregeling"
    rewrite(project / "products.yaml", "name: Evenementenvergunning", f"name: {word}")
    rewrite(project / "channels.yaml", "name: Evenementenformulier", f"name: {word}formulier")
    site = build_site(project, tmp_path / "site", strict=False)
    with served(site) as address, watched(browser, viewport=screen(320)) as seen:
        for url in (
            "",
            "producten/",
            "producten/evenementenvergunning/",
            "kanalen/evenementenformulier/",
            "bezwaar/",
        ):
            seen.page.goto(address + url)
            assert seen.width_beyond_screen() <= 0, url


def test_a_heading_on_a_narrow_screen_breaks_only_between_words_and_parts_of_words(
    browser: Browser, example_address: str, example: Site
) -> None:
    """A break in a word is at a hyphen, also on a telephone that does not know Dutch words."""
    longest = sorted(example.register.products, key=lambda product: -max(map(len, product.name.split())))[:8]
    with watched(browser, viewport=screen(320)) as seen:
        for product in longest:
            seen.page.goto(f"{example_address}producten/{product.id}/")
            broken = seen.page.locator("h1").evaluate("""(h1) => {
                h1.style.hyphens = 'manual';
                const [text] = h1.childNodes, range = document.createRange();
                const top = (at) => {
                    range.setStart(text, at);
                    range.setEnd(text, at + 1);
                    return [...range.getClientRects()].pop().top;  // before it stands the hyphen of the line above
                };
                return [...text.data.matchAll(/[^\\s\\u00ad]+/g)]
                    .filter(({ 0: part, index }) => top(index) !== top(index + part.length - 1))
                    .map(([part]) => part);
            }""")
            assert broken == [], product.name
        assert "\u00ad" in seen.page.goto(f"{example_address}producten/gehandicaptenparkeerkaart/").text()


def test_the_first_button_of_a_product_is_high_on_a_telephone(
    browser: Browser, example_address: str, example: Site
) -> None:
    """Not every one fits: a long name, summary or term goes first. Half of them do, and the way to the rest is near."""
    with watched(browser, viewport={"width": 360, "height": 640}) as seen:
        high = []
        for product in example.register.products[::8]:
            seen.page.goto(f"{example_address}producten/{product.id}/")
            assert seen.page.locator("header").bounding_box()["height"] <= 220
            button = seen.page.locator("main .button")
            if button.count():
                high.append(button.first.bounding_box()["y"] + 24 <= 640)
        assert len(high) > 20 and sum(high) > len(high) / 2, high
        seen.page.set_viewport_size(screen(320))
        assert len({link.bounding_box()["y"] for link in seen.page.locator(".menu a").all()}) == 1, (
            "the menu is one line"
        )


def test_the_head_is_one_row_on_a_wide_screen_and_low_on_every_other(
    browser: Browser, example_address: str
) -> None:
    """What stands above the text takes from what one comes for. The banner of a made-up municipality counts."""
    with watched(browser, viewport={"width": 1366, "height": 657}) as seen:
        for (width, height), most in {(1366, 657): 125, (768, 1024): 165, (390, 664): 195}.items():
            seen.page.set_viewport_size({"width": width, "height": height})
            seen.page.goto(example_address + "over/")
            assert seen.page.locator("header").bounding_box()["height"] <= most, width
            if width > 1200:
                parts = seen.page.locator(".masthead > a, .masthead .menu, .masthead .search").all()
                middles = [box["y"] + box["height"] / 2 for box in (part.bounding_box() for part in parts)]
                assert len(middles) == 3 and max(middles) - min(middles) < 8, middles


def test_home_asks_what_one_wants_where_the_head_says_its_name(
    browser: Browser, example_address: str, example: Site
) -> None:
    with watched(browser, viewport=screen(1280)) as seen:
        seen.page.goto(example_address)
        assert seen.page.get_by_role("heading", level=1).inner_text() == "Wat wilt u regelen?"
        assert seen.page.get_by_label("Wat wilt u regelen?").get_attribute("id") == "zoek"
        name = f"Digitaal contact met {example.register.municipality.name}"
        assert seen.page.get_by_text(name, exact=True).count() == 1


def test_a_card_is_one_link_that_opens_wherever_it_is_touched(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        seen.page.goto(example_address)
        cards = seen.page.locator(".tiles li").all()
        assert len(cards) > 4
        for card in cards:
            assert card.locator("a").count() == 1
            box = card.bounding_box()
            assert box is not None
            card.scroll_into_view_if_needed()
            hit = card.evaluate("""card => { const box = card.getBoundingClientRect();
                return document.elementFromPoint(box.right - 4, box.bottom - 4).closest('a')?.href }""")
            assert hit == card.locator("a").evaluate("each => each.href")


def test_a_product_leads_from_its_button_to_help_and_from_every_message_to_what_works_without_internet(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        page = seen.page
        for message, text in (("aangifte", "Lukt het niet?"), ("vraag", "Liever een brief?")):
            page.goto(f"{example_address}producten/verhuizing/#{message}")
            page.locator(f"#{message} .via").get_by_role("link", name=text).click()
            target = page.locator(":target")
            assert target.inner_text().startswith(text)
            box = target.bounding_box()
            assert box is not None and 0 <= box["y"] < 360


def test_with_wide_text_spacing_and_double_size_nothing_is_cut_off(
    browser: Browser, example_address: str
) -> None:
    """WCAG 1.4.12 and 1.4.4: a reader's own spacing, and text of twice the size."""
    spacing = (
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    urls = (
        "",
        "producten/evenementenvergunning/",
        "kanalen/digitaal-loket/",
        "hulp/",
        "besluiten/aanwijzing-2026/bijlage/",
    )
    with watched(browser, bypass_csp=True) as seen:
        for width, more in ((640, spacing), (320, "")):
            seen.page.set_viewport_size(screen(width))
            for url in urls:
                seen.page.goto(example_address + url)
                seen.page.add_style_tag(content=f"{more} html {{ font-size: 225% !important }}")
                assert seen.width_beyond_screen() <= 0, (width, url)


def test_the_policy_stops_a_script_that_someone_smuggles_in(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320)) as seen:
        seen.page.goto(example_address)
        seen.page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.hacked = 1';"
            " document.body.append(s); const i = document.createElement('img'); i.src = 'https://kwaad.example/x';"
            " document.body.append(i) }"
        )
        assert seen.page.evaluate("window.hacked") is None
        assert any("Content Security Policy" in complaint for complaint in seen.complaints)


def test_an_address_that_is_not_there_leads_back(browser: Browser, example_address: str) -> None:
    """The page for a missing address finds its style and links from any depth."""
    with watched(browser, viewport=screen(320)) as seen:
        answer = seen.page.goto(f"{example_address}producten/bestaat-niet/en-dit-ook-niet/")
        assert answer is not None and answer.status == 404
        assert seen.page.get_by_role("heading", level=1).inner_text() == "Deze pagina is er niet"
        assert seen.page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
        seen.page.get_by_role("link", name="Zoek uw onderwerp van A tot Z").click()
        assert seen.page.get_by_role("heading", level=1).inner_text() == "Alle producten van A tot Z"


def test_print_shows_addresses_and_no_menu(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(1280)) as seen:
        seen.page.goto(example_address + "producten/evenementenvergunning/")
        seen.page.emulate_media(media="print")
        assert not seen.page.locator("nav.menu").is_visible()
        assert seen.page.locator("h1").is_visible()
