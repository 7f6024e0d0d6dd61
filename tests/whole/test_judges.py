"""Independent judges of the built site: two engines for accessibility in every state, html-validate and the Nu checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from browsing import watched
from command import wmebv
from judges import (
    STATES,
    WIDTHS,
    in_every_look,
    needs_judges,
    only_expected,
    open_everything,
    verdicts,
    wear,
)
from one_of_each import Examined
from places import ROOT
from playwright.sync_api import Browser

NU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
HTML_VALIDATE = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"


@needs_judges
def test_no_engine_finds_anything_on_a_narrow_light_screen(browser: Browser, example_address: str) -> None:
    with watched(browser, viewport={"width": 320, "height": 800}, bypass_csp=True) as seen:
        for url in ("", "producten/evenementenvergunning/", "hulp/"):
            seen.page.goto(example_address + url)
            open_everything(seen.page)
            assert verdicts(seen.page) == {}, url


@needs_judges
def test_each_engine_that_finds_nothing_can_find_something(browser: Browser, example_address: str) -> None:
    with watched(browser, bypass_csp=True) as seen:
        seen.page.goto(example_address)
        seen.page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x><a href=y></a>')"
        )
        found = verdicts(seen.page)
        assert "image-alt" in str(found["axe"]) and "link-name" in str(found["axe"])
        assert "img_alt_valid" in str(found["IBM Equal Access"]) and "a_text_purpose" in str(
            found["IBM Equal Access"]
        )


@pytest.mark.proof
@needs_judges
@pytest.mark.parametrize("width", WIDTHS)
def test_no_engine_finds_anything_on_any_kind_of_page(
    browser: Browser, examined: Examined, width: int
) -> None:
    found = {}
    with watched(browser, bypass_csp=True) as seen:
        for address in examined.one_of_each:
            seen.page.goto(address)
            open_everything(seen.page)
            for look, said in in_every_look(seen.page, width):
                found[address, look] = said
    assert found == {}


@pytest.mark.proof
@needs_judges
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_engine_finds_anything_in_any_state(
    browser: Browser, example_address: str, state: str, width: int
) -> None:
    url, reach = STATES[state]
    with watched(browser, viewport={"width": width, "height": 800}, bypass_csp=True) as seen:
        seen.page.goto(example_address + url)
        reach(seen.page)
        assert dict(in_every_look(seen.page, width)) == {}
        assert seen.width_beyond_screen() <= 0
        assert only_expected(seen) == []


@pytest.mark.proof
@needs_judges
@pytest.mark.parametrize("width", WIDTHS)
def test_no_engine_finds_anything_where_an_editor_sees_mistakes(
    browser: Browser, problem_address: str, width: int
) -> None:
    with watched(browser, bypass_csp=True) as seen:
        seen.page.goto(problem_address)
        assert "nog niet in orde" in seen.page.locator("main").inner_text()
        assert dict(in_every_look(seen.page, width)) == {}


@pytest.mark.proof
@pytest.mark.skipif(
    not HTML_VALIDATE.is_file(), reason="html-validate is not there: run 'make node_modules/.made'"
)
def test_html_validate_finds_nothing_on_any_page(examined: Examined, tmp_path: Path) -> None:
    """Its presets for the standard and for accessibility, every rule on; its answer is cut off on a pipe."""
    node = shutil.which("node", path=f"{ROOT / '.tools' / 'bin'}:/usr/bin") or shutil.which("node")
    assert node is not None, "there is no Node.js: run 'python3 tools/system.py node'"
    wrong = tmp_path / "wrong" / "index.html"
    wrong.parent.mkdir()
    wrong.write_text(
        '<!doctype html><html lang="nl"><head><title>x</title></head><body><img src="x"></body></html>'
    )
    command = [node, str(HTML_VALIDATE), "--preset", "standard,a11y", "--ext", "html", "-f", "json"]
    with (tmp_path / "report.json").open("wb") as report:
        done = subprocess.run(
            [*command, *map(str, examined.sites), str(wrong.parent)], stdout=report, stderr=subprocess.PIPE
        )
    assert done.stderr == b""
    judged = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    said = {
        (file["filePath"], each["ruleId"], each["message"]) for file in judged for each in file["messages"]
    }
    assert [each for each in sorted(said) if each[0] != str(wrong)] == []
    assert "wcag/h37" in {rule for file, rule, _ in said if file == str(wrong)}


@pytest.mark.proof
@pytest.mark.skipif(
    not NU.is_file(), reason="the Nu HTML checker is not there: run 'make node_modules/.made'"
)
def test_the_nu_html_checker_finds_no_error_on_any_page(examined: Examined) -> None:
    java = shutil.which("java", path=f"{ROOT / '.tools' / 'bin'}:/usr/bin") or shutil.which("java")
    assert java is not None, "there is no Java: run 'python3 tools/system.py java'"
    command = [java, "-jar", str(NU), "--skip-non-html", "--format", "json", *map(str, examined.sites)]
    done = subprocess.run(command, capture_output=True, text=True)
    messages = json.loads(done.stderr)["messages"]
    said = {(each["type"], each["message"], each.get("url", "")) for each in messages}
    assert [each for each in sorted(said) if each[0] == "error"] == []
    assert done.returncode == 0


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report and the slides of the example, as the command writes them."""
    folder = tmp_path_factory.mktemp("voortgang") / "uit"
    for form in ("html", "slides"):
        asked = ("report", str(folder), "--format", form, "--date", "2026-06-01", "--no-history")
        wmebv(*asked, cwd=ROOT, code=0)
    return folder


@needs_judges
@pytest.mark.parametrize(
    "name", [pytest.param("voortgang.html", marks=pytest.mark.proof), "presentatie.html", "infographic.svg"]
)
def test_no_engine_finds_anything_in_the_report_and_nobody_scrolls_sideways(
    browser: Browser, reports: Path, name: str
) -> None:
    for width, look in ((320, "light"), (1280, "dark"), (1280, "forced colours")):
        with watched(browser, bypass_csp=True) as seen:
            wear(seen.page, width, look)
            seen.page.goto(f"file://{reports / name}")
            assert seen.complaints == []
            if name.endswith(".svg"):
                continue  # a picture by itself has no page for an engine to judge
            assert seen.width_beyond_screen() == 0
            open_everything(seen.page)
            assert verdicts(seen.page) == {}
            assert seen.width_beyond_screen() == 0


@pytest.mark.proof
@pytest.mark.skipif(
    not NU.is_file(), reason="the Nu HTML checker is not there: run 'make node_modules/.made'"
)
def test_the_nu_html_checker_finds_no_error_in_the_report(reports: Path) -> None:
    java = shutil.which("java", path=f"{ROOT / '.tools' / 'bin'}:/usr/bin") or shutil.which("java")
    assert java is not None, "there is no Java: run 'python3 tools/system.py java'"
    files = sorted(str(file) for file in reports.iterdir() if file.suffix in (".html", ".svg"))
    assert len(files) > 2
    command = [java, "-jar", str(NU), "--also-check-svg", "--format", "json", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    said = [each["message"] for each in json.loads(done.stderr)["messages"] if each["type"] == "error"]
    assert said == []
