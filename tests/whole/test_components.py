"""Every component in every state: from one file of examples, judged by what a browser makes of it."""

from __future__ import annotations

import re

import pytest
from browsing import served
from places import ROOT, tool
from playwright.sync_api import Browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def test_the_page_with_components_is_in_step() -> None:
    components = tool("components")
    assert components.PAGE.read_text(encoding="utf-8") == components.page(), "run: python tools/components.py"


def test_every_component_has_an_example() -> None:
    assert sorted(tool("components").examples()) == sorted(
        file.stem for file in (ROOT / "theme" / "components").glob("*.html")
    )


def test_every_kind_of_notice_has_an_example() -> None:
    template = (ROOT / "theme" / "components" / "notice.html").read_text(encoding="utf-8")
    kinds = re.findall(r"^  '(\w+)': ", template, re.MULTILINE)
    assert kinds and kinds == [each["notice"]["kind"] for each in tool("components").examples()["notice"]]


def test_a_component_without_content_leaves_nothing_behind() -> None:
    components = tool("components")
    page = components.page()
    empty = [
        each["name"] for listed in components.examples().values() for each in listed if each.get("empty")
    ]
    assert len(empty) >= 3
    for name in empty:
        assert f"<p><strong>{name}</strong></p>\n</div>" in page, name


@pytest.mark.proof
@pytest.mark.parametrize("colors", ["light", "dark", "forced"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_in_any_component(browser: Browser, width: int, colors: str) -> None:
    with served(ROOT) as address:
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if colors == "dark" else "light",
            forced_colors="active" if colors == "forced" else "none",
        )
        page.goto(f"{address}docs/components/index.html")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.add_script_tag(path=str(AXE))
        found = page.evaluate(
            "axe.run().then(result => result.violations.map(each => [each.id, each.nodes[0].html]))"
        )
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.close()
    assert found == []
    assert wider <= 0
