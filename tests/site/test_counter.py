"""The sheets for the counter and the telephone: the answers of the website, on paper and without a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import wmebv
from htmlpages import Element, Page, dangers, parse
from places import ROOT
from projects import EXAMPLE_DAY, SMALL_DAY, copied, register_of, rewrite

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Refused
from wmebv_site.register.register import Register
from wmebv_site.site.counter import counter_sheets
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

DAY = "2026-06-01"


def _page(site: Site, *only: str, site_url: str | None = None) -> Page:
    return parse(counter_sheets(site, templates(), only, site_url))


def _written(site: Site, *only: str, site_url: str | None = None) -> Element:
    return _page(site, *only, site_url=site_url).root


def _sheets(root: Element) -> dict[str, Element]:
    return {sheet.attributes["id"]: sheet for sheet in root.all("article")}


@pytest.fixture(scope="module")
def sheets(example: Site) -> dict[str, Element]:
    return _sheets(_written(example))


def test_every_product_has_a_sheet_and_a_place_in_the_list(example: Site) -> None:
    root = _written(example)
    names = {product.id: product.name for product in example.register.products}
    assert set(_sheets(root)) == set(names)
    listed = {
        link.attributes["href"].removeprefix("#"): link.text
        for link in root.all("a")
        if link.attributes["href"].startswith("#") and link.text != "Terug naar de lijst"
    }
    assert listed == names


def test_a_sheet_says_what_the_page_says(sheets: dict[str, Element]) -> None:
    text = sheets["evenementenvergunning"].text
    for said in (
        "Ook wel: braderie",
        "Wie beslist: De burgemeester.",
        "Nodig: Plattegrond van het terrein; Draaiboek.",
        "Vraag de vergunning uiterlijk 8 weken van tevoren aan.",
        "formulieren.voorbeeld.example",
        "Stuur een brief naar Postbus 1, 1234 AB Voorbeeld.",
        "U krijgt een ontvangstbevestiging.",
        "Dit geldt sinds 1 april 2026.",
        "Hulp per telefoon: Bel 14 0123.",
        "stand op 1 juni 2026",
        "Vraag stellen (geen officieel bericht)",
    ):
        assert said in text, said
    assert sheets["paspoort"].text.count("U komt hiervoor zelf langs.") == 1


def test_every_channel_that_answers_stands_on_the_sheet_of_its_product(
    sheets: dict[str, Element], example: Site
) -> None:
    for resolution in example.now.all:
        for resolved in resolution.channels:
            assert resolved.channel.name in sheets[resolution.product.id].text, resolution.product.id


def test_what_is_only_wanted_stands_on_no_sheet(tmp_path: Path) -> None:
    project = copied(ROOT, tmp_path / "project")
    rewrite(project / "channels.yaml", "name: Evenementenformulier\n", "name: Een nieuwe naam\n")
    site = Site(Decisions(register_of(project), EXAMPLE_DAY))
    text = _sheets(_written(site, "evenementenvergunning"))["evenementenvergunning"].text
    assert "Evenementenformulier" in text and "Een nieuwe naam" not in text


def test_the_file_needs_nothing_beside_it(example: Site) -> None:
    root = _written(example, site_url="https://www.voorbeeld.example/d")
    assert dangers(_page(example)) == ["<style>"]  # and nothing else: no file beside it
    assert [each.tag for each in root.walk() if each.tag in ("link", "script", "img", "iframe")] == []
    for link in root.all("a"):
        assert re.match(r"#|https://|mailto:|tel:", link.attributes["href"]), link.attributes["href"]
    assert "https://www.voorbeeld.example/d/" in root.text


def test_one_product_can_be_asked_for(example: Site) -> None:
    assert list(_sheets(_written(example, "paspoort", "verhuizing"))) == ["paspoort", "verhuizing"]
    with pytest.raises(Refused, match=r"'paspoor'\. Bedoelt u 'paspoort'\?"):
        _written(example, "paspoor")
    with pytest.raises(Refused, match="Er is geen product met de id 'zzzzzzzz'"):
        _written(example, "zzzzzzzz")


def test_text_of_a_register_stays_text(poisoned_register: Register) -> None:
    assert dangers(_page(Site(Decisions(poisoned_register, SMALL_DAY)))) == ["<style>"]


def test_the_command_writes_a_new_file_and_never_over_another(tmp_path: Path) -> None:
    project = copied(ROOT, tmp_path / "project")
    said = wmebv(
        "export", "counter", "balie.html", "--date", DAY, "--product", "paspoort", cwd=project, code=0
    )
    assert "De bladen staan in 'balie.html'." in said.stdout
    written = (project / "balie.html").read_text(encoding="utf-8")
    assert "Paspoort" in written and "noindex" in written
    assert "bestaat al" in wmebv("export", "counter", "balie.html", "--date", DAY, cwd=project, code=2).stderr
    assert (project / "balie.html").read_text(encoding="utf-8") == written
    assert (
        ".html eindigt" in wmebv("export", "counter", "balie.pdf", "--date", DAY, cwd=project, code=2).stderr
    )
    assert (
        "'paspoor'"
        in wmebv(
            "export", "counter", "b.html", "--product", "paspoor", "--date", DAY, cwd=project, code=2
        ).stderr
    )


def test_a_register_with_a_mistake_gives_no_sheets(small: Path) -> None:
    rewrite(small / "products.yaml", "name: Evenementenvergunning", "nmae: Evenementenvergunning")
    wmebv("export", "counter", "balie.html", "--date", DAY, cwd=small, code=1)
    assert not (small / "balie.html").exists()
