"""Every component in every state: from one file of examples, judged by what a browser makes of it."""

from __future__ import annotations

import importlib.util
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from places import ROOT
from playwright.sync_api import Browser

pytest_plugins = ["site_fixtures"]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def _tool():
    spec = importlib.util.spec_from_file_location("components", ROOT / "tools" / "components.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_with_components_is_in_step() -> None:
    tool = _tool()
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run: python tools/components.py"


def test_every_component_has_an_example() -> None:
    assert sorted(_tool().examples()) == sorted(
        file.stem for file in (ROOT / "theme" / "components").glob("*.html")
    )


def test_every_kind_of_notice_has_an_example() -> None:
    template = (ROOT / "theme" / "components" / "notice.html").read_text(encoding="utf-8")
    kinds = re.findall(r"^  '(\w+)': ", template, re.MULTILINE)
    assert kinds and kinds == [each["notice"]["kind"] for each in _tool().examples()["notice"]]


def test_a_component_without_content_leaves_nothing_behind() -> None:
    tool = _tool()
    page = tool.page()
    empty = [each["name"] for listed in tool.examples().values() for each in listed if each.get("empty")]
    assert len(empty) >= 3
    for name in empty:
        assert f"<p><strong>{name}</strong></p>\n</div>" in page, name


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.mark.proof
@pytest.mark.parametrize("colors", ["light", "dark", "forced"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_in_any_component(browser: Browser, width: int, colors: str) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(ROOT))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if colors == "dark" else "light",
            forced_colors="active" if colors == "forced" else "none",
        )
        page.goto(f"http://127.0.0.1:{server.server_port}/docs/components/index.html")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        page.add_script_tag(path=str(AXE))
        found = page.evaluate(
            "axe.run().then(result => result.violations.map(each => [each.id, each.nodes[0].html]))"
        )
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.close()
        server.shutdown()
    assert found == []
    assert wider <= 0
