"""Search and filter in a real browser, with the security policy enforced: by keyboard, by ear and without script."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from every import every
from playwright.sync_api import Browser, Page, expect

from wmebv_site.site.server.headers import content_security_policy

PATH = "/digitaal-contact/"
"""The site stands in a folder, as on most municipal websites: an address that counts from the root would fail."""
MANY = 1_500


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", content_security_policy())
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(example_site: Path) -> Iterator[str]:
    assert example_site.name == PATH.strip("/")
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Handler, directory=str(example_site.parent))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
        server.shutdown()


@pytest.fixture
def fetched() -> list[str]:
    """The addresses, from the root of the site, that the page of this test asked for."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, fetched: list[str]) -> Iterator[Page]:
    """A page of a new visitor; whatever it does, nothing may go wrong in the console."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(address)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    context.close()


def options(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".found [role=option]").all_inner_texts()]


def search(page: Page, text: str) -> list[str]:
    """What is offered for a text, once it has been announced."""
    page.locator("#zoek").fill(text)
    expect(page.locator(".found [role=status]")).not_to_be_empty()
    return options(page)


def test_nothing_is_fetched_for_search_before_it_is_used_and_then_only_once(
    page: Page, fetched: list[str]
) -> None:
    page.goto("producten/paspoort/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "zoek.js" in url or "zoeken.json" in url or "search.css" in url]
    page.locator("#zoek").focus()
    page.wait_for_load_state("networkidle")
    page.locator("#zoek").blur()
    for text in ("paspoort", "vergunning", "qqqqqq"):
        search(page, text)
    assert [url for url in fetched if "zoeken.json" in url] == ["zoeken.json"]
    assert [url for url in fetched if "search.css" in url] == ["assets/search.css"]
    assert [url for url in fetched if "zoek.js" in url] == ["assets/zoek.js"]


@pytest.mark.parametrize("url", ["", "producten/paspoort/"])
def test_the_field_is_a_combobox_with_a_name_and_a_closed_list(page: Page, url: str) -> None:
    page.goto(url)
    field = page.get_by_role("combobox")
    assert field.count() == 1
    expect(field).to_have_accessible_name("Wat wilt u regelen?" if url == "" else "Zoek op deze website")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-expanded", "false")
    owned = field.get_attribute("aria-controls")
    expect(page.locator(f"#{owned}")).to_have_attribute("role", "listbox")
    expect(page.locator(f"#{owned}")).to_be_hidden()
    expect(page.get_by_role("search")).to_have_count(1)


def test_arrows_choose_while_the_focus_stays_and_enter_follows(page: Page, address: str) -> None:
    page.goto("")
    names = search(page, "paspoort")
    field = page.locator("#zoek")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert names[0] == "Paspoort" and len(names) > 2
    chosen = []
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        active = field.get_attribute("aria-activedescendant")
        expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
        expect(page.locator(".found [aria-selected=true]")).to_have_count(1)
        expect(field).to_be_focused()
        chosen.append(page.locator(f"#{active}").inner_text())
    assert chosen == names[:2]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/paspoort/")
    expect(page.locator("h1")).to_have_text("Paspoort")


def test_arrows_go_round_by_way_of_the_field(page: Page) -> None:
    page.goto("")
    names = search(page, "paspoort")
    page.keyboard.press("ArrowUp")
    assert page.locator(".found [aria-selected=true]").inner_text() == names[-1]
    page.keyboard.press("ArrowDown")
    expect(page.locator(".found [aria-selected=true]")).to_have_count(0)
    assert not page.locator("#zoek").get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.locator(".found [aria-selected=true]").inner_text() == names[0]


def test_home_and_end_move_in_the_text(page: Page) -> None:
    page.goto("")
    search(page, "paspoort")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(page.locator(".found [aria-selected=true]")).to_have_count(0)
    assert page.evaluate("document.activeElement.selectionStart") == 0
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.selectionStart") == len("paspoort")


def test_escape_closes_first_and_then_clears(page: Page) -> None:
    page.goto("")
    search(page, "paspoort")
    page.keyboard.press("Escape")
    expect(page.locator("#zoek")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#zoek")).to_have_value("paspoort")
    page.keyboard.press("Escape")
    expect(page.locator("#zoek")).to_have_value("")
    expect(page.locator("#zoek")).to_be_focused()


def test_arrow_down_opens_a_closed_list_again(page: Page) -> None:
    page.goto("")
    search(page, "paspoort")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_tab_leaves_the_field_without_passing_the_list(page: Page) -> None:
    page.goto("")
    search(page, "paspoort")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoek")).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_tap_follows_a_result(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, has_touch=True, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto("klacht/")
    search(page, "braderie")
    page.locator(".found [role=option]").first.tap()
    page.wait_for_url(f"{address}producten/evenementenvergunning/")
    context.close()


MEANT = [
    ("paspoort", "Paspoort"),
    ("evenementevergunnig", "Evenementenvergunning"),
    ("braderie", "Evenementenvergunning"),
    ("hoe vraag ik een paspoort aan", "Paspoort"),
    ("inloggen", "Hulp bij uw bericht"),
    ("machtigen", "Iemand anders het laten regelen"),
]
ALSO_MEANT = [
    ("PASPÓÓRT", "Paspoort"),
    ("pasport", "Paspoort"),
    ("apspoort", "Paspoort"),
    ("rijbwijs", "Rijbewijs"),
    ("evenementen vergunning", "Evenementenvergunning"),
    ("straatfest", "Evenementenvergunning"),
    ("ik wil een paspoort aanvragen", "Paspoort"),
    ("bezwaar", "Bezwaar maken"),
    ("klagen", "Klacht indienen"),
    ("vrijstelling leerplicht", "Vervangende leerplicht"),
    ("eherkenning", "Hulp bij uw bericht"),
    ("telefoonnummer", "Hulp bij uw bericht"),
    ("toegankelijkheid", "Over deze website"),
]


def comes_first(page: Page, text: str, title: str) -> None:
    page.goto("")
    assert re.sub(r" (Ook: .*|Overzicht|Hulp)$", "", search(page, text)[0]) == title


@every("text, title", MEANT)
def test_the_page_that_is_meant_comes_first(page: Page, text: str, title: str) -> None:
    comes_first(page, text, title)


@pytest.mark.proof
@every("text, title", ALSO_MEANT)
def test_the_page_that_is_meant_comes_first_by_other_words(page: Page, text: str, title: str) -> None:
    comes_first(page, text, title)


@every(
    "text, day",
    [
        ("wat gold op 15 maart 2026", "?dag=2026-03-15"),
        ("welk kanaal gold op 1 Mei 2025", "?dag=2025-05-01"),
        ("welk kanaal gold op 01-10-2025", "?dag=2025-10-01"),
        ("welk kanaal gold op een dag", ""),
        ("welk kanaal gold op 3 brumaire 2025", ""),
    ],
)
@every("by", ["tap", "enter"])
def test_the_day_in_a_question_goes_along_to_what_held_on_a_day(
    page: Page, address: str, text: str, day: str, by: str
) -> None:
    page.goto("")
    assert search(page, text)[0].startswith("Welk kanaal gold op een dag?")
    if by == "tap":
        page.locator(".found a").first.click()
    else:
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(welk-kanaal|producten)/"))
    assert by == "enter" or "/welk-kanaal/" in page.url
    if "/welk-kanaal/" in page.url:
        assert page.url == f"{address}welk-kanaal/{day}"
        expect(page.locator("#dag")).to_have_value(day.removeprefix("?dag="))


@every("text", ["vog aanvragen", "sntak", "aanlegen", "kermis"])
def test_what_only_looks_a_little_like_a_name_is_not_offered(page: Page, text: str) -> None:
    """Two errors in the middle of a word, one in a short word that goes on, and a word that only asks."""
    names = ["Referendum aanvragen", "Standplaats", "Kabels en leidingen vanleggen", "Kern inrichten"]
    part = {"label": "", "folder": "producten/", "ids": list("abcd"), "titles": names, "words": [""] * 4}
    page.route("**/zoeken.json", lambda route: route.fulfill(body=json.dumps([part])))
    page.goto("")
    assert search(page, text) == ["Alle producten van A tot Z"]


def test_an_answer_that_is_a_guess_is_called_one(page: Page) -> None:
    page.goto("")
    status = page.locator(".found [role=status]")
    for text in ("vrijstelling leerplicht", "rijbwijs"):
        search(page, text)
        expect(status).to_have_text(re.compile("^Bedoelt u misschien dit? ".replace("?", r"\?")))
    search(page, "braderie")
    expect(status).to_have_text("1 resultaat")
    page.goto("producten/")
    page.locator("#filter").fill("vrijstelling leerplicht")
    expect(page.locator(".filter [role=status]")).to_have_text("Bedoelt u misschien dit? 1 product")


def test_no_two_results_look_the_same(page: Page) -> None:
    """A product may have the name of a page that is about all products."""
    page.goto("")
    for text in ("bezwaar", "klacht", "hulp", "vergunning"):
        shown = search(page, text)
        assert len(set(shown)) == len(shown) > 1, text


def test_a_part_of_a_compound_is_found(page: Page) -> None:
    page.goto("producten/?zoek=vergunning")
    found = page.locator(".az li:visible a").all_inner_texts()
    assert "Evenementenvergunning" in found and len(found) > 5


def test_a_start_of_the_title_ranks_over_a_word_over_a_synonym_over_a_part_over_an_error(page: Page) -> None:
    parts = [
        {
            "label": "",
            "folder": "producten/",
            "ids": ["a", "b", "c", "d", "e"],
            "titles": ["Afbouwen", "Aanvraag", "Woning bouwen", "Bouwen", "Klein bedrijf"],
            "words": ["", "|zelf bouwen", "", "", ""],
        }
    ]
    page.route("**/zoeken.json", lambda route: route.fulfill(body=json.dumps(parts)))
    page.goto("")
    expected = ["Bouwen", "Woning bouwen", "Aanvraag Ook: zelf bouwen", "Afbouwen"]
    assert search(page, "bouwen") == expected
    assert search(page, "bowuen")[0] == "Bouwen"


def test_results_are_counted_aloud_and_none_has_a_way_out(page: Page, address: str) -> None:
    page.goto("")
    status = page.locator(".found [role=status]")
    search(page, "braderie")
    expect(status).to_have_text("1 resultaat")
    search(page, "vergunning")
    expect(status).to_have_text(re.compile(r"^\d+ resultaten\. Dit zijn de eerste 8\.$"))
    assert len(options(page)) == 8
    page.locator("#zoek").fill("qqqqqq")
    expect(status).to_have_text("Niets gevonden. Probeer een ander woord.")
    assert options(page) == ["Alle producten van A tot Z"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/")


def test_enter_without_a_choice_leads_to_the_list_narrowed_to_the_text(page: Page, address: str) -> None:
    page.goto("hulp/")
    search(page, "parkeer")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/?zoek=parkeer#filter")
    expect(page.locator("#filter")).to_have_value("parkeer")
    expect(page.locator(".az li:visible").first).to_contain_text("arkeer")


@every("way", ["enter", "click", "tap"])
@every(
    "text, url",
    [("bezwaar", "bezwaar/"), ("klagen", "klacht/"), ("parkeer", "producten/?zoek=parkeer#filter")],
)
def test_a_question_has_one_answer_however_it_is_asked(
    browser: Browser, address: str, way: str, text: str, url: str
) -> None:
    """What is no product is not in the list from A to Z: it is opened at once."""
    context = browser.new_context(base_url=address, has_touch=True)
    page = context.new_page()
    page.goto("hulp/")
    search(page, text)
    button = page.get_by_role("button", name="Zoek")
    {"enter": lambda: page.keyboard.press("Enter"), "click": button.click, "tap": button.tap}[way]()
    page.wait_for_url(f"{address}{url}")
    context.close()


def test_a_guess_that_is_no_product_is_offered_and_never_opened_at_once(page: Page, address: str) -> None:
    page.goto("hulp/")
    text = "doventlk"
    assert search(page, text)[0].startswith("Afspraak met een tolk in gebarentaal")
    expect(page.locator(".found [role=status]")).to_have_text(re.compile("^Bedoelt u misschien dit"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/?zoek={text}#filter")
    expect(page.get_by_role("link", name="vraag om hulp")).to_be_visible()


@every(
    "text, place, said",
    [
        ("ik ben doof", "horen", "Ik hoor slecht of ben doof"),
        ("ik heb geen digid", "geen-digid", "Ik heb geen DigiD"),
        (
            "voor mijn moeder",
            "namens-een-ander",
            "Ik regel dit voor iemand anders, zoals mijn vader of moeder",
        ),
        ("Hollandaca bilmiyorum", "taal", "Hollandaca bilmiyorum"),
    ],
)
def test_who_says_what_is_difficult_is_brought_to_the_help_for_it(
    page: Page, address: str, text: str, place: str, said: str
) -> None:
    """At the top of the page of help one has to look again, three screens down on a telephone."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("")
    assert search(page, text)[0] == f"Hulp bij uw bericht {said}"
    link = page.locator(".found [role=option]").first
    expect(link).to_have_attribute("href", f"{address}hulp/#{place}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}hulp/#{place}")
    expect(page.locator(f"#{place}")).to_be_in_viewport()


def test_a_word_for_help_of_any_kind_leads_to_the_top_of_the_page(page: Page, address: str) -> None:
    page.goto("")
    search(page, "telefoonnummer")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}hulp/")


@every(
    "text, title",
    [
        ("wat gold op 15 maart 2026", "Welk kanaal gold op een dag?"),
        ("doventlk", "Afspraak met een tolk in gebarentaal"),
    ],
)
def test_a_guess_that_is_no_product_is_still_offered_above_the_list(
    page: Page, text: str, title: str
) -> None:
    """The list alone answered a question about a day in March with a place on the market."""
    page.goto("")
    assert search(page, text)[0].startswith(title)
    page.keyboard.press("Enter")
    link = page.locator(".filter").get_by_role("link")
    expect(link).to_have_text(title)
    link.click()
    expect(page.locator("h1")).to_have_text(title)


@every("text", ["trouwen vanuit het buitenland", "melding huwelijk buitenland"])
def test_the_list_keeps_what_else_a_guess_may_mean(page: Page, text: str) -> None:
    """Who lives abroad and marries here was left with the declaration for who marries abroad."""
    page.goto("")
    search(page, text)
    page.keyboard.press("Enter")
    left = page.locator(".az li:visible")
    expect(left.filter(has_text="Melden dat u gaat trouwen").first).to_be_visible()
    expect(left.filter(has_text="Verklaring om in het buitenland te trouwen").first).to_be_visible()


@every(
    "text",
    ["terras bij mijn cafe", "huwelijk melden vanuit buitenland", "bezwaar tegen boete parkeren", "parkeer"],
)
def test_what_is_offered_first_stands_above_the_list_that_enter_leads_to(page: Page, text: str) -> None:
    """The list goes by letter: who asked for a terrace saw the permit for alcohol first."""
    page.goto("")
    first = page.locator(".found [role=option]").first
    search(page, text)
    title, href = first.evaluate("(option) => [option.firstChild.data.trim(), option.href]")
    page.keyboard.press("Enter")
    link = page.locator(".filter").get_by_role("link")
    expect(link).to_have_text(title)
    expect(link).to_have_attribute("href", href)
    expect(link.locator("..")).to_have_text(f"Dit past het best: {title}")


def test_one_product_that_is_left_is_not_said_twice(page: Page) -> None:
    page.goto("producten/?zoek=ondertrouw")
    expect(page.locator(".filter [role=status]")).to_have_text("1 product")
    expect(page.locator(".filter").get_by_role("link")).to_be_hidden()


@every(
    "text, product",
    [("woningaanpassing", "woningaanpassing"), ("geen inkomen", "bijstand"), ("adres", "huisnummer"),
     ("nieuw adres", "verhuizing"), ("privacy", "inzage-privacy"), ("contact", "algemene-vraag")],
)  # fmt: skip
def test_a_product_that_is_offered_first_is_in_the_list_that_enter_leads_to(
    page: Page, address: str, text: str, product: str
) -> None:
    """By its name in the UPL, which the list does not show, or by a name that a page or decision begins with too."""
    page.goto("hulp/")
    search(page, text)
    expect(page.locator(".found [role=option]").first).to_have_attribute(
        "href", f"{address}producten/{product}/"
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/?zoek={text.replace(' ', '+')}#filter")
    expect(page.locator(f'.az li:visible a[href$="/producten/{product}/"]').first).to_be_visible()
    expect(page.locator(".none")).to_be_hidden()
    expect(page.locator(".filter [role=status]")).to_have_text(re.compile(r"^[1-9]\d* product(en)?$"))


def test_decisions_and_their_annexes_come_last(page: Page, address: str) -> None:
    page.goto("")
    search(page, "inkomen")
    links = [link.get_attribute("href") or "" for link in page.locator(".found [role=option]").all()]
    of_decisions = ["/besluiten/" in link for link in links]
    assert links[0].startswith(f"{address}producten/") and of_decisions == sorted(of_decisions)


def test_an_answer_is_in_sight_on_a_small_telephone(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto("hulp/")
    search(page, "parkeer")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/?zoek=parkeer#filter")
    expect(page.locator("#filter")).to_be_focused()
    expect(page.locator("#zoek")).to_have_value("parkeer")
    expect(page.locator(".filter [role=status]")).to_contain_text("producten")
    for shown in (
        page.locator("#filter"),
        page.locator(".filter [role=status]"),
        page.locator(".az li:visible").first,
    ):
        expect(shown).to_be_in_viewport(ratio=1)
    context.close()


def test_the_list_of_results_opens_in_sight_above_the_keyboard_of_a_telephone(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto("")
    search(page, "paspoort")
    top = page.locator(".found").bounding_box()
    assert top is not None and top["y"] < 320
    context.close()


def test_an_index_that_cannot_be_fetched_is_told_and_asked_again(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.route("**/zoeken.json", lambda route: route.abort())
    page.goto("")
    page.locator("#zoek").fill("paspoort")
    expect(page.locator(".found [role=status]")).to_contain_text("Zoeken lukt nu niet.")
    page.unroute("**/zoeken.json")
    page.locator("#zoek").fill("rijbewijs")
    expect(page.locator(".found [role=option]").first).to_contain_text("Rijbewijs")
    context.close()


def test_a_script_that_cannot_be_fetched_leaves_the_form_as_it_is_without_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.route("**/zoek.js", lambda route: route.abort())
    page.goto("bezwaar/")
    page.locator("#zoek").fill("paspoort")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}producten/?zoek=paspoort#filter")
    assert page.locator(".az li:visible").count() > 150
    context.close()


def test_text_of_the_index_never_becomes_markup(page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    part = {
        "label": hostile,
        "folder": "producten/",
        "ids": ["a"],
        "titles": [hostile],
        "words": [f"|{hostile}"],
    }
    page.route("**/zoeken.json", lambda route: route.fulfill(body=json.dumps([part])))
    page.goto("")
    assert hostile in search(page, "onerror")[0]
    expect(page.locator(".found img")).to_have_count(0)


def test_an_answer_costs_a_few_steps_for_each_letter_searched_and_doubles_with_the_products(
    page: Page,
) -> None:
    """Also with typing errors in a long word.

    Counted, not timed: how often a block of the script began, by the browser's own count of what it covers.
    """
    profiler = page.context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    page.goto("")
    page.evaluate(
        """async () => {
          Object.assign(window, await import("./assets/zoek.js"));
          const [, products] = await (await fetch("zoeken.json")).json();
          window.said = products.titles.map((title, i) => [title, ...products.words[i].split("|")].map(fold));
          window.of = (many) => Array.from({ length: many }, (_, i) => ({ names: said[i % said.length] }));
        }"""
    )

    def steps(query: str, many: int) -> int:
        page.evaluate("(many) => { window.entries = of(many); }", many)
        profiler.send("Profiler.takePreciseCoverage")
        page.evaluate("(query) => { find(entries, query); }", query)
        scripts = profiler.send("Profiler.takePreciseCoverage")["result"]
        return sum(
            block["count"]
            for script in scripts
            if script["url"].endswith("/assets/zoek.js")
            for function in script["functions"]
            for block in function["ranges"]
        )

    letters = page.evaluate("(many) => of(many).flatMap(({ names }) => names).join('').length", MANY)
    for query in ("v", "vergunning", "evenementenvergunnig", "parkeervergnning aanvragn"):
        counted = steps(query, MANY)
        assert MANY < counted < 5 * letters, (query, counted, letters)
        assert steps(query, 2 * MANY) < 2.1 * counted, query


def test_without_script_the_form_leads_to_the_list_and_nothing_is_dead(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("bezwaar/")
    page.locator("#zoek").fill("paspoort")
    page.get_by_role("button", name="Zoek").click()
    page.wait_for_url(f"{address}producten/?zoek=paspoort#filter")
    assert page.locator("input:visible").count() == 1
    assert page.locator("button:visible").all_inner_texts() == ["Zoek"]
    assert page.locator(".az li:visible").count() > 150
    context.close()


def test_the_filter_narrows_the_list_hides_empty_letters_and_counts_aloud(page: Page) -> None:
    page.goto("producten/")
    whole = page.locator(".az li:visible").count()
    letters = page.locator(".letters li:visible").count()
    field = page.get_by_label("Zoek in deze lijst")
    field.fill("rijbewijs")
    expect(page.locator(".filter [role=status]")).to_contain_text("product")
    shown = page.locator(".az li:visible")
    assert 0 < shown.count() < whole
    assert all("ijbewijs" in text for text in shown.all_inner_texts())
    sections = page.locator(".az:visible").count()
    assert sections == page.locator(".letters li:visible").count() < letters
    products = {link.get_attribute("href") for link in page.locator(".az li:visible a").all()}
    wanted = "1 product" if len(products) == 1 else f"{len(products)} producten"
    expect(page.locator(".filter [role=status]")).to_have_text(wanted)
    field.press("Escape")
    expect(field).to_have_value("")
    assert page.locator(".az li:visible").count() == whole
    expect(field).to_be_focused()


def test_who_comes_back_to_a_list_finds_it_narrowed_as_before(page: Page) -> None:
    page.goto("producten/")
    page.locator("#filter").fill("rijbewijs")
    page.wait_for_url("**/producten/?zoek=rijbewijs")
    shown = page.locator(".az li:visible").all_inner_texts()
    page.locator(".az li:visible a").first.click()
    page.go_back()
    expect(page.locator("#filter")).to_have_value("rijbewijs")
    assert page.locator(".az li:visible").all_inner_texts() == shown
    page.locator("#filter").fill("")
    page.wait_for_url("**/producten/")


@pytest.mark.parametrize("url", ["", "hulp/", "producten/paspoort/"])
@pytest.mark.parametrize("way", ["click", "enter", "arrow"])
def test_who_comes_back_finds_what_was_typed(page: Page, url: str, way: str) -> None:
    page.goto(url)
    field = page.locator("#zoek")
    field.press_sequentially("verhuizing")
    page.wait_for_selector("[role=option]")
    if way == "click":
        page.locator("[role=option]").first.click()
    else:
        if way == "arrow":
            field.press("ArrowDown")
        field.press("Enter")
    page.wait_for_url("**/producten/**verhuizing*/**" if way != "enter" else "**verhuizing**")
    page.go_back()
    expect(page.locator("#zoek")).to_have_value("verhuizing")


@every("url, field, around", [("hulp/", "#zoek", ".found"), ("producten/", "#filter", ".filter")])
def test_what_was_cleared_stays_away(page: Page, url: str, field: str, around: str) -> None:
    page.goto(url)
    page.locator(field).press_sequentially("verhuizing")
    # The first Escape closes a list: one that is still on its way would open again after it.
    expect(page.locator(f"{around} [role=status]")).not_to_be_empty()
    for _ in range(2):
        page.locator(field).press("Escape")
    expect(page.locator(field)).to_have_value("")
    page.goto("klacht/")
    page.go_back()
    expect(page.locator(field)).to_have_value("")


def test_a_filter_that_leaves_nothing_says_so_and_shows_the_way_out(page: Page) -> None:
    page.goto("producten/")
    whole = page.locator(".az li:visible").count()
    page.locator("#filter").fill("qqqqqq")
    expect(page.locator(".filter [role=status]")).to_have_text("0 producten")
    expect(page.locator(".none")).to_be_visible()
    expect(page.get_by_role("link", name="vraag om hulp")).to_be_visible()
    page.get_by_role("button", name="Toon de hele lijst").click()
    expect(page.locator(".none")).to_be_hidden()
    assert page.locator(".az li:visible").count() == whole


def test_every_long_list_can_be_narrowed_and_a_short_one_not(page: Page) -> None:
    page.goto("producten/domein/publieksdiensten/")
    whole = page.locator("main .links li:visible").count()
    assert whole > 20
    page.get_by_label("Zoek in deze lijst").fill("pasport")
    expect(page.locator("main .links li:visible").first).to_contain_text("aspoort")
    assert page.locator("main .links li:visible").count() < whole
    page.goto("besluiten/")
    expect(page.locator(".filter")).to_have_count(0)
