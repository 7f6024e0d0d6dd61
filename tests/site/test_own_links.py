"""What a municipality adds to every page, and to that of a channel: links to its own pages, and where to tell of mistakes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from building import build_site, export_site, pages_on
from htmlpages import Page, dangers, main_of, site_pages
from projects import SMALL, SMALL_DAY, copied, register_of, rewrite, yaml_as_text

from wmebv_site.decisions.freeze import annex_text
from wmebv_site.designation.decisions import Decisions

LONG = "Zo schrijven wij, en zo kunt u ons daarbij helpen"


def _own(project: Path, name: str, head: str) -> None:
    file = project / "content" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"---\n{head}\n---\n\nTekst van onszelf.\n", encoding="utf-8")


def _menu(page: Page) -> list[tuple[str, str]]:
    nav = next(nav for nav in page.root.all("nav") if nav.attributes["aria-label"] == "Hoofdmenu")
    return [(link.text, link.attributes["href"]) for link in nav.all("a")]


def _foot(page: Page) -> dict[str, str]:
    return {link.text: link.attributes["href"] for link in page.root.one("footer").all("a")}


@pytest.fixture(scope="module")
def with_menu(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("menu")
    project = copied(SMALL, folder / "project")
    _own(project, "schrijven.md", f"title: {LONG}\nmenu: boven\nmenu_title: Hoe wij schrijven")
    _own(project, "over-ons/index.md", "title: Over ons\nmenu: boven")
    _own(project, "over-ons/cookies.md", "title: Cookies\nmenu: onder")
    _own(project, "los.md", "title: Zonder menu")
    return site_pages(build_site(project, folder / "site", strict=False))


def test_a_page_of_ones_own_stands_in_the_menu_of_every_page(with_menu: dict[str, Page]) -> None:
    assert _menu(with_menu[""])[-2:] == [("Over ons", "./over-ons/"), ("Hoe wij schrijven", "./schrijven/")]
    assert _menu(with_menu["producten/paspoort/"])[-1] == ("Hoe wij schrijven", "../../schrijven/")
    assert all(("Zonder menu", "../los/") not in _menu(page) for page in with_menu.values())
    assert with_menu["schrijven/"].main.one("h1").text == LONG


def test_the_menu_says_which_page_one_is_on(with_menu: dict[str, Page]) -> None:
    current = [
        link.text
        for link in with_menu["over-ons/"].root.all("a")
        if link.attributes.get("aria-current") == "page"
    ]
    assert current == ["Over ons"]


def test_a_page_of_ones_own_stands_below_every_page(with_menu: dict[str, Page]) -> None:
    assert _foot(with_menu["los/"])["Cookies"] == "../over-ons/cookies/"
    assert _foot(with_menu["producten/paspoort/"])["Cookies"] == "../../over-ons/cookies/"
    assert "Cookies" not in dict(_menu(with_menu[""]))


def test_an_export_takes_the_menu_along(small: Path, tmp_path: Path) -> None:
    _own(small, "over-ons.md", "title: Over ons\nmenu: boven")
    export_site(small, tmp_path / "export", SMALL_DAY)
    settings = yaml_as_text((tmp_path / "export" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["extra"]["wmebv"]["navigation"][-1] == {"title": "Over ons", "url": "over-ons/"}


def test_a_mistake_is_told_by_mail_with_the_page_that_it_is_about(small: Path, tmp_path: Path) -> None:
    channels = small / "channels.yaml"
    rewrite(
        channels,
        "  phone: 14 0123\n",
        "  phone: 14 0123\n  feedback: web+site@voorbeeld.example\n",
    )
    _own(small, "los.md", "title: Wat & hoe?")
    site = site_pages(
        build_site(small, tmp_path / "site", strict=False, site_url="https://www.voorbeeld.example/d/")
    )
    for url, title in (("producten/paspoort/", "Paspoort"), ("los/", "Wat & hoe?")):
        link = next(a for a in site[url].root.all("a") if "Meld een fout" in a.text)
        led = urlsplit(link.attributes["href"])
        assert (led.scheme, led.path) == ("mailto", "web+site@voorbeeld.example")
        assert parse_qs(led.query) == {
            "subject": [f"Dit klopt niet: {title} | Gemeente Voorbeeld"],
            "body": [f"https://www.voorbeeld.example/d/{url}\n\n"],
        }
        assert dangers(site[url]) == []


def test_a_mistake_is_told_with_a_form_or_nowhere(small: Path, tmp_path: Path) -> None:
    site = site_pages(build_site(small, tmp_path / "without", strict=False))
    assert not any("Meld een fout" in page.root.text for page in site.values())
    rewrite(
        small / "channels.yaml",
        "  phone: 14 0123\n",
        "  phone: 14 0123\n  feedback: https://www.voorbeeld.example/fout\n",
    )
    page = site_pages(build_site(small, tmp_path / "with", strict=False))["hulp/"]
    link = next(a for a in page.root.all("a") if "Meld een fout" in a.text)
    assert link.attributes["href"] == "https://www.voorbeeld.example/fout"


def _with_words(project: Path) -> None:
    rewrite(
        project / "channels.yaml",
        "name: Evenementenformulier\n",
        "name: Evenementenformulier\n"
        "    text: |\n      U ziet hier ook:\n\n      - uw **aanvraag**;\n      - ons besluit.\n"
        '    links: [{label: Uitleg over evenementen, url: "https://www.voorbeeld.example/evenementen"}]\n'
        "    accessibility_statement: https://formulieren.voorbeeld.example/verklaring\n",
    )


def test_a_channel_says_more_in_the_words_of_the_municipality(small: Path) -> None:
    _with_words(small)
    pages = pages_on(register_of(small), SMALL_DAY)
    main = main_of(pages["kanalen/evenementenformulier/"])
    assert {"uw aanvraag;", "ons besluit."} <= {item.text for item in main.all("li")}
    links = {link.text: link.attributes["href"] for link in main.all("a")}
    assert links["Uitleg over evenementen"] == "https://www.voorbeeld.example/evenementen"
    assert (
        links["Toegankelijkheidsverklaring van Evenementenformulier"]
        == "https://formulieren.voorbeeld.example/verklaring"
    )


def test_one_statement_counts_for_every_channel_on_the_same_website(small: Path) -> None:
    _with_words(small)
    pages = pages_on(register_of(small), SMALL_DAY)
    told = {
        url: "https://formulieren.voorbeeld.example/verklaring" in page.html
        for url, page in pages.items()
        if page.kind == "channel"
    }
    assert told["kanalen/evenementenformulier/"] and sum(told.values()) > 1 and not all(told.values())


def test_what_explains_a_channel_is_not_fixed_by_a_decision(small: Path) -> None:
    register = register_of(small)
    before = annex_text(Decisions(register, SMALL_DAY), register.decision_by_id["aanwijzing-2026"])
    _with_words(small)
    register = register_of(small)
    assert annex_text(Decisions(register, SMALL_DAY), register.decision_by_id["aanwijzing-2026"]) == before
