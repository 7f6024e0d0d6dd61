"""Eight people who need help, each from home to who can help them: by keyboard, without JavaScript, without a login."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from browsing import watched
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

STEPS = 3


@dataclass(frozen=True)
class Person:
    """Who comes, the words each chooses on the way, and how the right help is reached in the end."""

    who: str
    chooses: tuple[str, ...]
    reaches: str


PEOPLE = (
    Person(
        "someone who cannot read well",
        ("Ik vind lezen of schrijven moeilijk", "Hulp bij formulieren invullen"),
        "tel:0123456780",
    ),
    Person(
        "someone without a computer", ("Ik heb geen computer of internet", "Hulp per telefoon"), "tel:140123"
    ),
    Person("someone who is blind", ("Ik zie slecht of ben blind", "Hulp bij u thuis"), "tel:0123456780"),
    Person(
        "someone who is deaf",
        ("Ik hoor slecht of ben doof", "Afspraak met een tolk in gebarentaal"),
        "mailto:tolk@voorbeeld.example",
    ),
    Person(
        "someone without Dutch",
        ("I do not speak Dutch", "Hulp in een andere taal of met een tolk"),
        "tel:140123",
    ),
    Person(
        "someone with a light intellectual disability",
        ("Ik vind brieven en regels moeilijk te begrijpen", "Iemand die met u meedenkt"),
        "tel:0123456781",
    ),
    Person(
        "someone who acts for a parent",
        ("Ik regel dit voor iemand anders, zoals mijn vader of moeder", "Iemand anders het laten regelen"),
        "tel:140123",
    ),
    Person(
        "an entrepreneur abroad",
        ("My business is outside the Netherlands", "Ondernemersloket, ook voor bedrijven uit het buitenland"),
        "tel:+31123456700",
    ),
)


def choose(page: Page, words: str) -> None:
    """Press Tab until the link with these words has the focus, and Enter."""
    for _ in range(page.locator("a[href]").count() + 5):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text() == words:
            with page.expect_navigation(timeout=10_000):
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard never came to '{words}'")


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.proof)])
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.who)
def test_each_person_reaches_the_right_help_from_home(
    browser: Browser, example_address: str, person: Person, width: int
) -> None:
    assert len(person.chooses) <= STEPS
    with watched(browser, viewport={"width": width, "height": 720}, java_script_enabled=False) as seen:
        page = seen.page
        page.goto(example_address)
        for words in person.chooses:
            choose(page, words)
            # How to reach someone is there at every step, not only at the end.
            assert page.locator("main a[href^='tel:'], main a[href^='mailto:']").first.is_visible()
        assert page.get_by_role("heading", level=1).inner_text() == person.chooses[-1]
        contact = page.locator(f"main .facts a[href='{person.reaches}']")
        assert contact.is_visible()
        assert page.locator("main .facts", has_text="U hoeft niet in te loggen.").is_visible()
        assert page.url.startswith(example_address)
        assert page.locator("input[type='password']").count() == 0
        assert seen.complaints == []


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.who)
def test_after_one_step_the_help_for_it_is_named_on_the_screen(
    browser: Browser, example_address: str, person: Person
) -> None:
    with watched(browser, viewport={"width": 320, "height": 720}, java_script_enabled=False) as seen:
        page = seen.page
        page.goto(example_address)
        choose(page, person.chooses[0])
        part = page.locator(f"h3[id='{page.url.partition('#')[2]}']")
        heading = part.bounding_box()
        assert heading is not None and 0 <= heading["y"] < 720
        link = page.locator(".barriers > div", has=part).get_by_role(
            "link", name=person.chooses[1], exact=True
        )
        boxes = [box for each in link.all() if (box := each.bounding_box())]
        assert any(heading["y"] < box["y"] < heading["y"] + 720 for box in boxes)


def test_the_letter_is_filled_in_by_keyboard_without_javascript_and_fits_on_one_sheet(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport={"width": 320, "height": 720}, java_script_enabled=False) as seen:
        page = seen.page
        page.goto(f"{example_address}machtigingsbrief/")
        page.locator("main").focus()
        order = page.locator(".letter input")
        reached = []
        while len(reached) < order.count() + 3:
            page.keyboard.press("Tab")
            focused = page.locator(".letter input:focus")
            if focused.count():
                reached.append(focused.get_attribute("id"))
                page.keyboard.press("Space" if focused.get_attribute("type") == "checkbox" else "x")
            elif reached:
                break
        assert reached == [blank.get_attribute("id") for blank in order.all()]
        assert page.locator(".letter input:checked").count() == 4
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        sheet = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
        assert len(sheet.pages) == 1
        text = sheet.pages[0].extract_text()
        assert "Machtiging" in text and "Postbus 1" in text and "Handtekening" in text
        assert "Vul de brief hier in" not in text and "Kruimelpad" not in text and "Producten" not in text
        assert seen.complaints == []


def test_a_line_in_another_language_says_so_to_a_screen_reader(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport={"width": 320, "height": 720}) as seen:
        seen.page.goto(example_address)
        assert seen.page.get_by_role("link", name="I do not speak Dutch").get_attribute("lang") == "en"
        seen.page.goto(f"{example_address}hulp/taal-en-tolk/")
        arabic = seen.page.locator("main p[lang='ar']")
        assert arabic.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_data_for_search_engines_is_let_through_by_the_policy_and_runs_nothing(
    browser: Browser, example_address: str
) -> None:
    with watched(browser, viewport={"width": 320, "height": 720}) as seen:
        seen.page.goto(f"{example_address}hulp/balie/")
        policy = seen.page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        assert policy is not None and "script-src 'self'" in policy
        found = seen.page.evaluate(
            "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@type']"
        )
        assert found == "GovernmentService"
        assert seen.complaints == []
