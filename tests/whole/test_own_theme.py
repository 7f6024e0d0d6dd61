"""A theme of a municipality's own: what it replaces is its own on every page, and what it leaves stays ours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from building import build_site
from htmlpages import Page, dangers, site_pages
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from places import ROOT, TESTS
from projects import SMALL, copied, write_files

from wmebv_site.mkdocs_plugin import _told
from wmebv_site.site.look.theme import broken_templates, failed_template, templates
from wmebv_site.site.render import Renderer

OWN = TESTS / "whole" / "own_theme"
SETTINGS = {"name": "material", "custom_dir": "theme", "language": "nl", "font": False}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own-theme")
    project = copied(SMALL, folder / "project")
    shutil.copytree(OWN, project / "theme")
    theme = SETTINGS | {"custom_dir": str(project / "theme")}
    return build_site(project, folder / "site", strict=False, theme=theme)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return site_pages(site)


def classes(page: Page) -> set[str]:
    return {name for element in page.main.walk() for name in str(element.attributes.get("class", "")).split()}


def test_every_file_of_the_own_theme_stands_for_one_of_ours() -> None:
    """Else this would try what nobody can do."""
    for file in OWN.rglob("*.*"):
        assert (ROOT / "theme" / file.relative_to(OWN)).is_file(), file.name


def test_a_component_of_ones_own_is_used_on_every_page(
    pages: dict[str, Page], small_pages: dict[str, Page]
) -> None:
    for url, page in small_pages.items():
        if "button" in classes(page):
            assert "eigen-knop" in classes(pages[url]) and "button" not in classes(pages[url]), url
        if page.main.all("dt") and url not in ("404.html", "over/"):
            assert "eigen-feit" in classes(pages[url]), url
    assert sum("eigen-knop" in classes(page) for page in pages.values()) > 5
    assert sum("eigen-feit" in classes(page) for page in pages.values()) > 5


def test_a_page_of_ones_own_is_used_and_no_other_changes(pages: dict[str, Page]) -> None:
    assert [url for url, page in pages.items() if "eigen-pagina" in classes(page)] == ["over/"]


def test_a_block_of_the_skeleton_can_be_filled(site: Path) -> None:
    html = (site / "404.html").read_text(encoding="utf-8")
    assert "<title>Niets gevonden</title>" in html
    assert "<h1>Hier staat niets</h1>" in html and "</footer>" in html


def test_a_style_sheet_of_ones_own_wins_and_the_others_stay_ours(site: Path) -> None:
    assert (site / "assets" / "tekst.css").read_bytes() == (OWN / "assets" / "tekst.css").read_bytes()
    for name in ("wmebv.css", "wmebv.js", "zoek.js"):
        assert (site / "assets" / name).read_bytes() == (ROOT / "theme" / "assets" / name).read_bytes()


def test_all_pages_are_there_and_none_is_unsafe(pages: dict[str, Page], small_pages: dict[str, Page]) -> None:
    assert pages.keys() == small_pages.keys()
    for url, page in pages.items():
        assert dangers(page) == [], url


def test_the_manual_says_the_same_of_every_file_that_can_be_replaced() -> None:
    """Whoever reads it finds every template, component and style sheet, and nothing that is not there."""
    text = (ROOT / "docs" / "reference" / "theme.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:pages|components|assets|documents)/[\w.]+|main\.html|404\.html)`", text))
    folders = ("pages", "components", "assets", "documents")
    there = {f"{folder}/{file.name}" for folder in folders for file in (ROOT / "theme" / folder).iterdir()}
    assert named == there | {"main.html", "404.html"}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"{% extends 'base.html' %}\n{% block x %}\n", 2),
        (b"a\n\n{{ naam }\n", 3),
        (b"{% if %}", 1),
        (b"a\n{{ caf\xe9 }}", 2),
        (b"{% trans %}Zoek{% endtrans %}{{ 'x' | url }}{{ weg.is.weg }}", None),
        ((ROOT / "theme" / "main.html").read_bytes(), None),
    ],
)
def test_a_template_that_can_not_be_read_is_told_at_its_line(
    tmp_path: Path, data: bytes, line: int | None
) -> None:
    own = tmp_path / "theme"
    (own / "assets").mkdir(parents=True)
    (own / "assets" / "los.html").write_text("{{", encoding="utf-8")
    (own / "main.html").write_bytes(data)
    found = [(each.code, each.place.file, each.place.line) for each in broken_templates(own, tmp_path)]
    assert found == ([("WMEBV565", "theme/main.html", line)] if line else [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ weg.is.weg }}", "klopt regel 2 niet"),
        ("{{ 'x' | bestaatniet }}", "klopt regel 1 niet"),
        ("a\n\n{% include 'weg.html' %}", "een sjabloon dat er niet is: 'weg.html'"),
    ],
)
def test_a_template_that_can_not_be_filled_in_is_told_by_its_name(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "pagina.html").write_text(text, encoding="utf-8")
    environment = Environment(loader=FileSystemLoader(tmp_path), undefined=StrictUndefined, autoescape=True)
    with pytest.raises(TemplateError) as raised:
        environment.get_template("pagina.html").render()
    told = _told(raised.value, "content/index.md")
    assert told.place.file.endswith("pagina.html")
    assert said in told.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ leeg[:5] }}", "klopt regel 2 niet"),
        ("{{ naam + 1 }}", "klopt regel 1 niet"),
        ("a\n\n{{ 1 / 0 }}", "klopt regel 3 niet"),
        (
            'a\n{% from "components/button.html" import button %}\n{{ button(tekst="x") }}',
            "klopt regel 3 niet",
        ),
        ('{% extends "pages/pagina.html" %}', "gebruikt op regel 1 zichzelf"),
    ],
)
def test_a_value_that_can_not_be_used_so_is_told_at_its_line_too(
    tmp_path: Path, text: str, said: str
) -> None:
    """What Python says of it, where Jinja2 has nothing to say."""
    write_files(tmp_path, {"pages/pagina.html": text})
    with pytest.raises(Exception) as raised:  # any: that is the point
        Renderer(templates([tmp_path])).render("pagina", leeg=None, naam="x")
    told = _told(raised.value, None)
    assert told.place.file.endswith("pages/pagina.html")
    assert said in told.message


def test_what_fails_in_our_template_is_told_of_the_own_one_that_asks_for_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"pages/about.html": 'a\n{% extends "main.html" %}'})
    with pytest.raises(TemplateError) as raised:
        Renderer(templates([tmp_path])).render("about")
    told = failed_template(raised.value)
    assert told and told.place.file.endswith("pages/about.html") and told.place.line == 2


def test_what_fails_elsewhere_is_told_of_no_template() -> None:
    assert failed_template(TypeError("x")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "{# a #}\n{% macro knop(text) %}x{% endmacro %}",
            [(1, "ontbreekt de macro 'button(text, href, hint, kind, hreflang)'")],
        ),
        (
            "a\n{% macro button(text, href) %}x{% endmacro %}",
            [(2, "'button' krijgt hier iets anders dan 'button(text,")],
        ),
        (
            "{% macro button(tekst, href, hint, kind, hreflang) %}x{% endmacro %}",
            [(1, "krijgt hier iets anders")],
        ),
        ("{% macro button(text, href, hint, kind, hreflang, eigen=1) %}x{% endmacro %}", []),
        ('{% from "components/mijn.html" import knop as button %}', []),
    ],
)
def test_an_own_component_without_what_our_pages_ask_of_it_is_told(
    tmp_path: Path, text: str, found: list[tuple[int, str]]
) -> None:
    """Else it would be told of the page of ours that asks, when the site is built."""
    write_files(tmp_path, {"theme/components/button.html": text, "theme/components/mijn.html": "x"})
    told = list(broken_templates(tmp_path / "theme", tmp_path))
    assert [each.place.line for each in told] == [line for line, _ in found]
    assert all(said in each.message for each, (_, said) in zip(told, found, strict=True))
