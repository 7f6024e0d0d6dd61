"""House styles on the built site, as a browser shows them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from places import ROOT, TESTS
from playwright.sync_api import Browser

pytest_plugins = ["site_fixtures"]
pytestmark = pytest.mark.proof

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VOORBEELD = (
    ROOT / "node_modules" / "@nl-design-system-unstable" / "voorbeeld-design-tokens" / "dist" / "theme.css"
)
STYLES = {file.stem: file for file in sorted((TESTS / "site" / "house_styles").glob("*.css"))} | {
    "voorbeeld": VOORBEELD
}
PAGES = ("", "producten/", "producten/evenementenvergunning/", "besluiten/aanwijzing-2026/", "404.html")
PARTS = ("channels.yaml", "products.yaml", "products", "content", "theme")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def build(project: Path, tokens: Path) -> Path:
    """Build the example with a house style; the folder of the site is returned."""
    project.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        if (ROOT / name).exists():
            copy(ROOT / name, project / name)
    (project / "content" / "huisstijl").mkdir()
    shutil.copy(tokens, project / "content" / "huisstijl" / "tokens.css")
    shutil.copy(TESTS / "site" / "house_styles" / "logo.svg", project / "content" / "huisstijl" / "logo.svg")
    logo = "huisstijl/logo.svg"
    settings = {
        "site_name": "Digitaal contact met Gemeente Voorbeeld",
        "site_url": "http://127.0.0.1/",
        "docs_dir": "content",
        "theme": {"name": "material", "custom_dir": "theme", "language": "nl", "font": False},
        "plugins": [
            {
                "wmebv": {
                    "date": "2026-06-01",
                    "house_style": "huisstijl/tokens.css",
                    "logo": logo,
                    "favicon": logo,
                }
            }
        ],
    }
    (project / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return project / "site"


@pytest.fixture(scope="module", params=STYLES)
def styled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of the example in one house style, and the folder it stands in."""
    site = build(tmp_path_factory.mktemp("style") / request.param, STYLES[request.param])
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", site
        server.shutdown()


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
