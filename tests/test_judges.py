"""Independent judges of the built example: axe-core in every state, and the Nu HTML checker."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import watched
from building import ROOT
from playwright.sync_api import Browser
from test_browser import ONE_OF_EACH, screen

pytest_plugins = ["site_fixtures"]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "dark forced colours": {"color_scheme": "dark", "forced_colors": "active", "reduced_motion": "reduce"},
}
RUN = (
    "async tags => (await axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}))"
    ".violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))"
)

needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not there: run 'make node_modules/.made'")


def violations(browser: Browser, address: str, urls: list[str], width: int, look: dict[str, Any]) -> dict[str, Any]:
    """What axe has against each page. The policy of the page would stop axe too, so it is off here."""
    found = {}
    with watched(browser, viewport=screen(width), bypass_csp=True, **look) as seen:
        for url in urls:
            seen.page.goto(address + url)
            seen.page.add_script_tag(path=str(AXE))
            # What is closed is judged as well.
            seen.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            if against := seen.page.evaluate(RUN, TAGS):
                found[url] = against
    return found


@needs_axe
def test_axe_finds_nothing_on_a_narrow_light_screen(browser: Browser, example_address: str) -> None:
    urls = ["", "producten/", "producten/evenementenvergunning/", "hulp/", "hulp/taal-en-tolk/", "beleid/zorgplicht-2026/"]
    assert violations(browser, example_address, urls, 320, LOOKS["light"]) == {}


@needs_axe
def test_the_judge_that_finds_nothing_can_find_something(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport=screen(320), bypass_csp=True) as seen:
        seen.page.goto(example_address)
        seen.page.add_script_tag(path=str(AXE))
        seen.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><a href=y></a>')")
        against = " ".join(seen.page.evaluate(RUN, TAGS))
        assert "image-alt" in against and "link-name" in against


@pytest.mark.proof
@needs_axe
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, example_address: str, width: int, look: str
) -> None:
    assert violations(browser, example_address, [*ONE_OF_EACH, "404.html"], width, LOOKS[look]) == {}


@pytest.mark.proof
@pytest.mark.skipif(not NU.is_file(), reason="the Nu HTML checker is not there: run 'make node_modules/.made'")
def test_the_nu_html_checker_finds_no_error_on_any_page(example_site: Path) -> None:
    java = shutil.which("java", path=f"{ROOT / '.tools' / 'bin'}:/usr/bin") or shutil.which("java")
    assert java is not None, "there is no Java: run 'python3 tools/system.py java'"
    command = [java, "-jar", str(NU), "--skip-non-html", "--format", "json", str(example_site)]
    done = subprocess.run(command, capture_output=True, text=True)
    messages = json.loads(done.stderr)["messages"]
    said = {(each["type"], each["message"], each.get("url", "").rpartition("/digitaal-contact/")[2]) for each in messages}
    assert [each for each in sorted(said) if each[0] == "error"] == []
    assert done.returncode == 0


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report and the slides of the example, as the command writes them."""
    folder = tmp_path_factory.mktemp("voortgang") / "uit"
    for form in ("html", "slides"):
        command = [sys.executable, "-m", "wmebv_site", "report", str(folder), "--format", form, "--date", "2026-06-01"]
        subprocess.run([*command, "--no-history"], cwd=ROOT, check=True, capture_output=True)
    return folder


@needs_axe
@pytest.mark.parametrize("name", ["voortgang.html", "presentatie.html", "infographic.svg"])
def test_axe_finds_nothing_in_the_report_and_nobody_scrolls_sideways(browser: Browser, reports: Path, name: str) -> None:
    for width, look in ((320, "light"), (1280, "dark"), (1280, "forced colours")):
        with watched(browser, viewport=screen(width), bypass_csp=True, **LOOKS[look]) as seen:
            seen.page.goto(f"file://{reports / name}")
            assert seen.complaints == []
            if name.endswith(".svg"):
                continue  # a picture by itself has no page for axe to judge
            assert seen.width_beyond_screen() == 0
            seen.page.add_script_tag(path=str(AXE))
            seen.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            assert seen.page.evaluate(RUN, TAGS) == []
            assert seen.width_beyond_screen() == 0


@pytest.mark.proof
@pytest.mark.skipif(not NU.is_file(), reason="the Nu HTML checker is not there: run 'make node_modules/.made'")
def test_the_nu_html_checker_finds_no_error_in_the_report(reports: Path) -> None:
    java = shutil.which("java", path=f"{ROOT / '.tools' / 'bin'}:/usr/bin") or shutil.which("java")
    assert java is not None, "there is no Java: run 'python3 tools/system.py java'"
    command = [java, "-jar", str(NU), "--also-check-svg", "--format", "json", str(reports)]
    done = subprocess.run(command, capture_output=True, text=True)
    said = [each["message"] for each in json.loads(done.stderr)["messages"] if each["type"] == "error"]
    assert said == []
