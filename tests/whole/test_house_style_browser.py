"""House styles on the built site, as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import served
from building import STYLES, build_in_house_style
from places import ROOT
from playwright.sync_api import Browser

pytestmark = pytest.mark.proof

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("", "producten/", "producten/evenementenvergunning/", "besluiten/aanwijzing-2026/", "404.html")


@pytest.fixture(scope="module", params=STYLES)
def styled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of the example in one house style, and the folder it stands in."""
    site = build_in_house_style(tmp_path_factory.mktemp("style") / request.param, STYLES[request.param])
    with served(site) as address:
        yield address, site


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_house_style(
    styled: tuple[str, Path], browser: Browser, scheme: str
) -> None:
    address, _ = styled
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(address + path)
        page.add_script_tag(path=str(AXE))
        violations = page.evaluate(
            "() => axe.run().then(result => result.violations.map(v => [v.id, v.nodes[0].html]))"
        )
        found |= {path: violations} if violations else {}
    context.close()
    assert found == {}


def test_the_page_has_the_colours_of_the_tokens_and_the_logo_is_seen(
    styled: tuple[str, Path], browser: Browser
) -> None:
    address, site = styled
    css = (site / "assets" / "huisstijl.css").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(address)
    values = page.evaluate("""() => ['--link', '--page', '--header'].map(
        name => getComputedStyle(document.documentElement).getPropertyValue(name))""")
    logo = page.locator(".masthead img").bounding_box()
    page.close()
    assert all(f": {value};" in css for value in values)
    assert logo is not None and logo["width"] >= 32 and logo["height"] >= 32


def test_only_the_style_that_was_made_is_published_and_weighs_little(styled: tuple[str, Path]) -> None:
    _, site = styled
    assert not (site / "huisstijl" / "tokens.css").exists()
    added = (site / "assets" / "huisstijl.css").stat().st_size - (
        site / "assets" / "wmebv.css"
    ).stat().st_size
    assert 0 < added < 3_000
