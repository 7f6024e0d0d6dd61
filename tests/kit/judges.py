"""The judges of accessibility that look at a page in a browser, and the looks and states in which they see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import Watched
from places import ROOT
from playwright.sync_api import Page, expect

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EQUAL_ACCESS = ROOT / "node_modules" / "accessibility-checker-engine" / "ace.js"
WIDTHS = (320, 768, 1280)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "dark forced colours": {"color_scheme": "dark", "forced_colors": "active", "reduced_motion": "reduce"},
}
_NORMAL = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}

needs_judges = pytest.mark.skipif(
    not (AXE.is_file() and EQUAL_ACCESS.is_file()),
    reason="the judges are not there: run 'make node_modules/.made'",
)

# Every rule of axe: WCAG A and AA up to 2.2, best practices, and those that are still tried out.
_AXE = """async () => {
    const rules = Object.fromEntries(axe.getRules().map(each => [each.ruleId, {enabled: true}]));
    for (const rule of OFF) rules[rule] = {enabled: false};
    const found = await axe.run({rules, resultTypes: ['violations']});
    return found.violations.map(each => each.id + ': ' + each.nodes.map(
        node => node.target.join(' ') + ' ' + node.failureSummary).join(' | '));
}"""
AXE_OFF = {
    # Seven to one is level AAA; ours is AA.
    "color-contrast-enhanced": "level AAA",
}
# 'FAIL' is an error, of the standard or of what IBM recommends; 'POTENTIAL' and 'MANUAL' are questions for a person.
_EQUAL_ACCESS = """async () => {
    const report = await new ace.Checker().check(document, ['WCAG_2_2', 'IBM_Accessibility']);
    return report.results.filter(each => each.value[1] === 'FAIL').map(
        each => each.ruleId + ': ' + each.message + ' ' + each.snippet.slice(0, 200));
}"""
EQUAL_ACCESS_OFF = {
    # It takes 'http-equiv' on <meta> for an attribute that HTML has dropped. HTML defines it, and the security policy needs it.
    "element_attribute_deprecated": "mistaken about http-equiv",
    # A wide table scrolls in a region that the keyboard must reach, says axe; this rule lets only controls be reached.
    "element_tabbable_role_valid": "at odds with scrollable-region-focusable",
}


def wear(page: Page, width: int, look: str) -> None:
    """Show the page at a width, in light, dark or the colours that a reader has chosen."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(**{**_NORMAL, **LOOKS[look]})


def axe(page: Page) -> list[str]:
    """What axe-core has against a page as it stands. The policy of the page would stop it, and must be off."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    return page.evaluate(_AXE.replace("OFF", str(sorted(AXE_OFF))))


def equal_access(page: Page) -> list[str]:
    """What IBM Equal Access has against a page as it stands."""
    if not page.evaluate("'ace' in window"):
        page.add_script_tag(path=str(EQUAL_ACCESS))
    return [said for said in page.evaluate(_EQUAL_ACCESS) if said.split(":")[0] not in EQUAL_ACCESS_OFF]


ENGINES: dict[str, Callable[[Page], list[str]]] = {"axe": axe, "IBM Equal Access": equal_access}


def verdicts(page: Page) -> dict[str, list[str]]:
    """What every engine has against a page; nothing is an empty answer."""
    return {name: said for name, engine in ENGINES.items() if (said := engine(page))}


def in_every_look(page: Page, width: int) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The looks in which an engine has something against the page."""
    for look in LOOKS:
        wear(page, width, look)
        if said := verdicts(page):
            yield look, said


def open_everything(page: Page) -> None:
    """What is closed is judged as well."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def _typed(field: str, text: str) -> Callable[[Page], None]:
    def reach(page: Page) -> None:
        page.locator(field).fill(text)
        expect(page.locator("[role=status]:not(:empty)")).to_have_count(1)
        page.wait_for_load_state("networkidle")

    return reach


def _with_arrow(page: Page) -> None:
    _typed("#zoek", "ver")(page)
    page.keyboard.press("ArrowDown")


def _out_of_order(page: Page) -> None:
    page.route("**/zoeken.json", lambda route: route.abort())
    page.locator("#zoek").fill("paspoort")
    expect(page.locator(".found [role=status]")).to_contain_text("lukt nu niet")


def _at_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()


# The menu is a flat list: there is none to open.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "skip link seen": ("producten/paspoort/", _at_skip_link),
    "search open": ("producten/paspoort/", _with_arrow),
    "search open at home": ("", _with_arrow),
    "results": ("", _typed("#zoek", "paspoort")),
    "no results": ("producten/paspoort/", _typed("#zoek", "qqqqqq")),
    "search out of order": ("producten/paspoort/", _out_of_order),
    "filter in use": ("producten/", _typed("#filter", "parkeer")),
    "filter empty": ("producten/", _typed("#filter", "qqqqqq")),
}
"""Where a state is reached, and how."""


def only_expected(seen: Watched) -> list[str]:
    """What the browser complained of, without the file that a test held back."""
    return [said for said in seen.complaints if not re.search(r"zoeken\.json|ERR_FAILED", said)]
