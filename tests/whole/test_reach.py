"""Whether a reader reaches everything on every kind of page: by keyboard, much enlarged, with wide letters, without script."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import watched
from one_of_each import Examined
from playwright.sync_api import Browser, Page

# What the keyboard must come by, in the order in which a page is read.
_CONTROLS = """() => [...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [contenteditable], [tabindex]')]
    .filter(each => each.tabIndex >= 0 && each.checkVisibility({visibilityProperty: true})
        && (each.tagName === 'SUMMARY' || !each.parentElement.closest('details:not([open])')
            || each.closest('summary')))
    .map((each, number) => { each.dataset.stop = number; return each.outerHTML.slice(0, 80) })"""
_PARTS_OF_A_DAY = 4
"""A field for a day has a stop for day, month and year, and one for its calendar."""
# Where it is; whether the focus is drawn; and which of five points of it something else lies upon.
_STOP = """() => {
    const here = document.activeElement, style = getComputedStyle(here), boxes = [...here.getClientRects()];
    const box = boxes.find(each => each.width && each.height) || here.getBoundingClientRect();
    const across = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]];
    const seen = across.map(([x, y]) => [box.left + x * box.width, box.top + y * box.height])
        .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
    const covered = seen.filter(([x, y]) => !here.contains(document.elementFromPoint(x, y)));
    return {
        stop: here.dataset.stop ? Number(here.dataset.stop) : null, html: here.outerHTML.slice(0, 80),
        drawn: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inside: box.left >= -1 && box.right <= innerWidth + 1 && seen.length > 2, covered: covered.length,
    };
}"""


def walk(page: Page) -> list[Any]:
    """What is wrong with a walk by Tab over a page, from its beginning to its end; nothing is an empty list."""
    controls = page.evaluate(_CONTROLS)
    wrong: list[Any] = [] if len(controls) > 5 else [f"only {len(controls)} controls"]
    for number, html in enumerate(controls):
        page.keyboard.press("Tab")
        found = page.evaluate(_STOP)
        for _ in range(_PARTS_OF_A_DAY):
            if found["stop"] == number - 1 and 'type="date"' in controls[number - 1]:
                page.keyboard.press("Tab")
                found = page.evaluate(_STOP)
        if found["stop"] != number:
            return [*wrong, ("out of order", html, found)]
        if not found["drawn"] or not found["inside"] or found["covered"]:
            wrong.append(found)
    page.keyboard.press("Tab")
    after = page.evaluate(
        "document.activeElement === document.body || document.activeElement.dataset.stop === '0'"
    )
    return wrong if after else [*wrong, "a trap at the end"]


def walked(browser: Browser, addresses: tuple[str, ...], width: int, height: int) -> dict[str, list[Any]]:
    found = {}
    with watched(browser, viewport={"width": width, "height": height}) as seen:
        for address in addresses:
            seen.page.goto(address)
            if wrong := walk(seen.page):
                found[address] = wrong
    return found


def test_the_keyboard_comes_by_everything_in_order_and_is_seen(
    browser: Browser, example_address: str
) -> None:
    pages = tuple(example_address + url for url in ("", "producten/evenementenvergunning/"))
    assert walked(browser, pages, 320, 640) == {}


@pytest.mark.proof
@pytest.mark.parametrize(("width", "height"), [(320, 256), (1280, 800)], ids=["400 percent", "wide"])
def test_the_keyboard_comes_by_everything_on_every_kind_of_page(
    browser: Browser, examined: Examined, width: int, height: int
) -> None:
    """320 by 256 is what is left of 1280 by 1024 at 400 percent (WCAG 1.4.10): the focus is seen there too."""
    assert walked(browser, examined.one_of_each, width, height) == {}


def test_a_walk_notices_what_is_covered_unseen_out_of_order_or_a_trap(
    browser: Browser, example_address: str
) -> None:
    spoil = {
        "covered": "const s = document.createElement('div'); document.body.append(s);"
        "s.style.cssText = 'position: fixed; inset: 0'",
        "drawn": "document.querySelectorAll('a').forEach(each => each.style.outline = 'none')",
        "out of order": "document.querySelector('footer a').tabIndex = 1",
        "trap": "const last = [...document.querySelectorAll('a')].at(-1);"
        "last.addEventListener('keydown', event => event.key === 'Tab' && event.preventDefault())",
    }
    with watched(browser, viewport={"width": 1280, "height": 800}, bypass_csp=True) as seen:
        for name, script in spoil.items():
            seen.page.goto(example_address + "over/")
            seen.page.evaluate(f"() => {{ {script} }}")
            assert walk(seen.page) != [], name


# One within another is reached once that is open.
_OPEN_AROUND = """each => {
    for (let around = each.parentElement.parentElement; around; around = around.parentElement)
        if (around.open === false) around.open = true;
}"""


@pytest.mark.proof
def test_what_opens_closes_with_the_same_key(browser: Browser, examined: Examined) -> None:
    opened = 0
    with watched(browser, viewport={"width": 320, "height": 640}) as seen:
        for address in examined.one_of_each:
            seen.page.goto(address)
            for summary in seen.page.locator("summary").all()[:3]:
                summary.evaluate(_OPEN_AROUND)
                before = summary.evaluate("each => each.parentElement.open")
                for key, state in (("Enter", not before), ("Space", before)):
                    summary.press(key)
                    assert summary.evaluate("each => each.parentElement.open") is state, address
                opened += 1
    assert opened > 2


# What runs off the screen, or is cut off by what it stands in.
_LOST = """() => {
    const lost = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, inside = text.parentElement;
        if (!text.data.trim() || !inside.checkVisibility({visibilityProperty: true})) continue;
        if (inside.closest('.skip, .reflow thead')) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        if (box.left < -1 || box.right > innerWidth + 1) lost.push('off screen: ' + text.data.trim().slice(0, 60));
        for (let each = inside; each; each = each.parentElement) {
            const style = getComputedStyle(each);
            if (style.overflowX !== 'visible' && style.overflowX !== 'auto' && each.scrollWidth > each.clientWidth + 1)
                lost.push('cut off: ' + text.data.trim().slice(0, 60));
        }
    }
    return lost;
}"""
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("width", "style"),
    [(320, ""), (320, SPACING), (640, f"{SPACING} html {{ font-size: 225% !important }}")],
    ids=["400 percent", "400 percent and wide letters", "letters of twice the size, and wide"],
)
def test_no_text_of_any_kind_of_page_is_lost(
    browser: Browser, examined: Examined, width: int, style: str
) -> None:
    """WCAG 1.4.10, 1.4.12 and 1.4.4."""
    found = {}
    with watched(browser, viewport={"width": width, "height": 256}, bypass_csp=True) as seen:
        for address in examined.one_of_each:
            seen.page.goto(address)
            seen.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            if style:
                seen.page.add_style_tag(content=style)
            lost = seen.page.evaluate(_LOST)
            if lost or seen.width_beyond_screen() > 0:
                found[address] = lost or "to be scrolled sideways"
    assert found == {}


@pytest.mark.proof
def test_without_script_every_kind_of_page_says_the_same_and_has_no_dead_control(
    browser: Browser, examined: Examined
) -> None:
    # A filter is of the script alone. Only without a script one reads as of when it is what does not work.
    # The script also folds a history that stands open.
    words = """() => {
        document.querySelectorAll('details').forEach(each => each.open = true);
        document.querySelectorAll('.filter, wmebv-storing small').forEach(each => each.remove());
        return document.querySelector('main').innerText.split(/\\s+/).join(' ');
    }"""
    screen = {"width": 320, "height": 640}
    with (
        watched(browser, viewport=screen, java_script_enabled=False) as without,
        watched(browser, viewport=screen) as with_it,
    ):
        for address in examined.one_of_each:
            without.page.goto(address)
            with_it.page.goto(address)
            buttons = without.page.locator("button:visible")
            assert (
                buttons.count()
                == without.page.locator("form[action] button[type=submit]:visible").count()
                == 1
            ), address
            assert without.page.locator("input:visible:not(.letter input)").count() == 1, address
            # A letter to print is filled in by the browser alone.
            for field in without.page.locator(".letter input:visible").all():
                if field.get_attribute("type") == "checkbox":
                    field.check()
                else:
                    field.fill("Voorbeeldnaam")
                    assert field.input_value() == "Voorbeeldnaam", address
            assert without.page.locator("[role=combobox], [aria-expanded]").count() == 0, address
            assert without.page.evaluate(words) == with_it.page.evaluate(words), address
        assert without.complaints == with_it.complaints == []
