"""The website of the documentation in a browser: who reads it, on which screen, and where it searches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import served, watched
from command import mkdocs
from judges import AXE
from places import ROOT
from playwright.sync_api import Browser

pytestmark = pytest.mark.proof
PAGES = (
    "index.html",
    "tutorial/eerste-register.html",
    "how-to/besluit.html",
    "reference/fields.html",
    "explanation/architecture.html",
)


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("documentation")
    config = str(ROOT / "documentation.yml")
    mkdocs("build", "--strict", "--quiet", "-f", config, "-d", str(folder), cwd=ROOT, code=0)
    with served(folder) as address:
        yield address


@pytest.mark.parametrize(("width", "colors"), [(320, "light"), (1280, "dark")])
def test_axe_finds_nothing_in_the_documentation(
    browser: Browser, documentation: str, width: int, colors: str
) -> None:
    found = []
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=colors) as seen:
        for page in PAGES:
            seen.page.goto(documentation + page)
            seen.page.add_script_tag(path=str(AXE))
            found += seen.page.evaluate(
                "axe.run().then(result => result.violations.flatMap(each =>"
                " each.nodes.map(node => [each.id, node.html, node.failureSummary])))"
            )
            assert seen.width_beyond_screen() <= 0, page
    assert found == []


def test_who_searches_the_documentation_finds_and_asks_no_other_host(
    browser: Browser, documentation: str
) -> None:
    with watched(browser) as seen:
        asked: list[str] = []
        seen.page.on("request", lambda request: asked.append(request.url))
        seen.page.goto(documentation)
        seen.page.fill("input[name=query]", "bevriezen")
        seen.page.wait_for_selector(".md-search-result__link")
        first = seen.page.locator(".md-search-result__link").first
        assert "besluit" in (first.get_attribute("href") or "")
        assert (
            len(asked) > 3
            and [url for url in asked if not url.startswith((documentation, "blob:", "data:"))] == []
        )
