"""The plugin among MkDocs' ways: nothing is lost, nothing is overwritten, and an editor sees what is wrong."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from building import ENVIRONMENT, build_site, export_site, on_day
from command import mkdocs_apart, wmebv
from freezer import frozen
from htmlpages import dangers, site_pages
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from places import ROOT
from projects import SMALL, SMALL_DAY, copied, files_of, rewrite, tree, write_files

from wmebv_site.project.load import load
from wmebv_site.project.municipalities import by_code
from wmebv_site.project.starter import plan, write
from wmebv_site.rules.checking import check_project


@pytest.fixture
def broken(small: Path) -> Path:
    """A project with a site, in whose register a name was then mistyped."""
    build_site(small, small / "site", strict=False)
    rewrite(small / "products.yaml", "channels: [evenementenformulier]", "channels: [evenementenformulir]")
    return small


def test_a_broken_register_leaves_the_site_as_it_was(broken: Path) -> None:
    before = tree(broken / "site")
    assert len(before) > 20
    done = mkdocs_apart("build", cwd=broken, code=1, **ENVIRONMENT)
    said = done.all
    assert "products.yaml:15:37:" in said and "WMEBV201" in said
    assert "Bedoelt u 'evenementenformulier'?" in said
    assert "De website is niet gewijzigd." in said
    assert tree(broken / "site") == before


@pytest.mark.parametrize("what", ["products.yaml", "channels.yaml"])
def test_a_register_that_cannot_be_read_leaves_the_site_as_it_was(small: Path, what: str) -> None:
    build_site(small, small / "site", strict=False)
    before = tree(small / "site")
    (small / what).write_bytes(b"a: [&a *a]\n\xff\x00")
    with pytest.raises(Abort, match="De website is niet gewijzigd"):
        build_site(small, small / "site", strict=False)
    assert tree(small / "site") == before


def test_a_warning_fails_a_strict_build_and_leaves_the_site_as_it_was(small: Path) -> None:
    build_site(small, small / "site", strict=False)
    before = tree(small / "site")
    with pytest.raises(Abort):
        build_site(small, small / "site", strict=True)
    assert tree(small / "site") == before


def test_a_date_that_is_none_is_refused_in_dutch(small: Path, tmp_path: Path) -> None:
    with pytest.raises(Abort, match="De instelling 'date': '1 juni' is geen datum"):
        build_site(small, tmp_path / "site", strict=False, **on_day("1 juni"))
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("written", ['"2027-01-01"', "2027-01-01"])
def test_the_setting_date_decides_on_which_day_the_site_is_built(
    small: Path, tmp_path: Path, written: str
) -> None:
    rewrite(small / "mkdocs.yml", '"2026-06-01"', written)
    site = site_pages(build_site(small, tmp_path / "site", strict=False))
    assert "Dit overzicht laat zien wat geldt op 1 januari 2027." in site[""].root.text
    buttons = site["producten/adresonderzoek/"].main.with_class("button")
    assert [button.attributes["href"] for button in buttons] == ["https://loket.voorbeeld.example"]


OWN_PAGE = """\
# Over onze huisstijl

Zie [alle producten](producten/index.md) of [hulp](hulp/index.md).

!!! note "Let op"
    Dit is belangrijk.

| kleur | gebruik |
| --- | --- |
| blauw | koppen |

![Het gemeentehuis](beeld/gemeentehuis.svg)
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>\n'


@pytest.fixture
def with_own_pages(small: Path) -> Path:
    mkdocs_yml = small / "mkdocs.yml"
    mkdocs_yml.write_text(
        mkdocs_yml.read_text(encoding="utf-8") + "markdown_extensions: [admonition, tables]\n",
        encoding="utf-8",
    )
    for path, data in frozen(files_of(small), "aanwijzing-2026", date(2025, 11, 17)).items():
        (small / path).write_bytes(data)
    return write_files(
        small,
        {
            "content/huisstijl.md": OWN_PAGE,
            "content/beeld/gemeentehuis.svg": PICTURE,
            "content/geheim.yaml": "geheim: ja\n",
            "content/lijst.yml": "stap: 1\n",
        },
    )


def test_a_page_that_the_municipality_wrote_stands_in_the_same_skeleton(
    with_own_pages: Path, tmp_path: Path
) -> None:
    site = build_site(with_own_pages, tmp_path / "site", strict=False)
    page = site_pages(site)["huisstijl/"]
    assert page.main.one("h1").text == "Over onze huisstijl"
    assert page.main.with_class("admonition")[0].text == "Let op Dit is belangrijk."
    assert [cell.text for cell in page.main.one("table").all("th")] == ["kleur", "gebruik", "blauw"]
    assert page.title == "Over onze huisstijl | Gemeente Voorbeeld"
    assert "Hoofdmenu" in [nav.attributes["aria-label"] for nav in page.root.all("nav")]
    assert {"../producten/", "../hulp/"} <= set(page.hrefs)
    assert dangers(page) == [] and page.faults == []
    assert (site / "beeld/gemeentehuis.svg").read_text(encoding="utf-8") == PICTURE
    [image] = page.main.all("img")
    assert image.attributes == {"alt": "Het gemeentehuis", "src": "../beeld/gemeentehuis.svg"}


def test_a_build_waits_for_nothing_that_only_files_of_data_or_questions_to_the_machine_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, wmebv_site.mkdocs_plugin; print(*sys.modules)"],
        env=os.environ | ENVIRONMENT | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "wmebv_site.data.in_pages" in loaded
    assert not loaded & {"sqlite3", "wmebv_site.data.published", "wmebv_site.project.machine"}


def test_no_yaml_is_ever_published(with_own_pages: Path, tmp_path: Path) -> None:
    site = build_site(with_own_pages, tmp_path / "site", strict=False)
    assert [path for path in tree(site) if path.endswith((".yaml", ".yml", ".md"))] == []


def test_a_note_to_colleagues_is_never_read_and_never_published(small: Path, tmp_path: Path) -> None:
    """Even a strict build has nothing to say of it, though MkDocs takes it for the page of its folder."""
    note = "---\ntitle: {{ geen yaml\n---\nStuur uw bezwaar niet per e-mail: {{ [intern](nergens.md)\n"
    for folder in ("", "hulp/", "besluiten/", "beleid/", "storingen/"):
        (small / "content" / folder).mkdir(exist_ok=True)
        (small / "content" / folder / "README.md").write_text(note, encoding="utf-8")
    checked = check_project(load(small), SMALL_DAY).diagnostics
    assert not [found for found in checked if "README" in str(found.place)]
    done = mkdocs_apart("build", cwd=small, **ENVIRONMENT)
    assert "README" not in done.all
    export_site(small, tmp_path / "pages", SMALL_DAY)
    for made in (small / "site", tmp_path / "pages"):
        assert not [
            name for name, data in tree(made).items() if "readme" in name.lower() or b"geen yaml" in data
        ]


def test_what_is_for_oneself_is_not_published_and_check_says_so(small: Path, tmp_path: Path) -> None:
    names = {"tekst.md~", "~$besluit.docx", "map/Thumbs.db", "formulier.php"}
    for name in (*names, "map/tarieven.pdf"):
        (small / "content" / name).parent.mkdir(exist_ok=True)
        (small / "content" / name).write_bytes(b"namen")
    site = build_site(small, tmp_path / "site", strict=False)
    published = {file.relative_to(site).as_posix() for file in site.rglob("*")}
    assert not published & names and "map/tarieven.pdf" in published
    told = wmebv("check", cwd=small).all
    assert all(f"content/{name}: WMEBV157 waarschuwing" in told for name in sorted(names)[:3])


def test_a_page_of_our_own_links_to_a_page_that_the_municipality_wrote(
    with_own_pages: Path, tmp_path: Path
) -> None:
    rewrite(
        with_own_pages / "content/index.md", "Welkom.", "Welkom. Lees [de huisstijl](huisstijl.md#kleur)."
    )
    home = site_pages(build_site(with_own_pages, tmp_path / "site", strict=False))[""]
    assert {"huisstijl/#kleur", "hulp/"} <= set(home.hrefs)


def test_a_file_at_an_address_that_the_site_makes_itself_is_refused(small: Path, tmp_path: Path) -> None:
    write_files(small, {"content/producten/index.md": "# Mijn producten\n"})
    with pytest.raises(Abort):
        build_site(small, tmp_path / "site", strict=False)


def test_a_theme_of_ones_own_is_watched_while_serving(small: Path) -> None:
    """MkDocs watches a theme only when one asks: an editor would look at the page of before the change."""
    write_files(small, {"theme/components/button.html": "x"})
    said = (small / "mkdocs.yml").read_text(encoding="utf-8")
    settings = yaml.safe_load(said) | {"theme": {"name": "material", "custom_dir": "theme"}}
    write_files(small, {"mkdocs.yml": settings})
    config = load_config(str(small / "mkdocs.yml"))
    assert str(small / "theme") not in config.watch
    config.plugins.on_config(config)
    assert str(small / "theme") in config.watch


def test_one_component_of_the_municipality_wins_over_ours(small: Path, tmp_path: Path) -> None:
    ours = (ROOT / "theme/components/button.html").read_text(encoding="utf-8")
    write_files(small, {"theme/components/button.html": ours.replace('class="button', 'class="knop button')})
    custom = {"name": "material", "custom_dir": str(small / "theme"), "language": "nl", "font": False}
    settings = yaml.safe_load((small / "mkdocs.yml").read_text(encoding="utf-8")) | {"theme": custom}
    write_files(small, {"mkdocs.yml": settings})
    site = build_site(small, tmp_path / "site", strict=False)
    product = site_pages(site)["producten/evenementenvergunning/"]
    assert product.main.with_class("knop") == product.main.with_class("button") != []
    assert product.root.one("footer") and (site / "assets/wmebv.css").is_file()


def test_a_template_of_the_municipality_may_take_in_an_icon_of_material_of_which_no_file_is_published(
    small: Path, tmp_path: Path
) -> None:
    icon = "{% include '.icons/material/phone.svg' %}"
    skeleton = (ROOT / "theme/main.html").read_text(encoding="utf-8")
    write_files(small, {"theme/main.html": skeleton.replace("</main>", f"<i>{icon}</i></main>", 1)})
    settings = yaml.safe_load((small / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["theme"]["custom_dir"] = "theme"
    write_files(small, {"mkdocs.yml": yaml.safe_dump(settings)})
    plain, site = tmp_path / "plain", tmp_path / "site"
    build_site(small, site, strict=False)
    assert "<i><svg" in (site / "index.html").read_text(encoding="utf-8")
    (small / "theme/main.html").unlink()
    build_site(small, plain, strict=False)
    assert tree(site).keys() == tree(plain).keys()
    assert not [path for path in tree(site) if ".icons" in path or path.startswith("assets/javascripts")]


def test_a_style_sheet_of_the_municipality_wins_over_ours(small: Path, tmp_path: Path) -> None:
    write_files(small, {"theme/assets/wmebv.css": ":root{--text:#000}\n"})
    settings = yaml.safe_load((small / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["theme"]["custom_dir"] = "theme"
    write_files(small, {"mkdocs.yml": settings})
    site = build_site(small, tmp_path / "site", strict=False)
    assert (site / "assets/wmebv.css").read_text(encoding="utf-8") == ":root{--text:#000}\n"
    assert not any("material" in path for path in tree(site))


def test_a_new_project_builds_at_once_with_the_theme_of_the_package(tmp_path: Path) -> None:
    known = by_code("gm0344")
    assert known is not None
    write(tmp_path / "utrecht", plan(known, date(2026, 6, 1)))
    assert not (tmp_path / "utrecht/theme").exists()
    site = build_site(tmp_path / "utrecht", tmp_path / "site", strict=False)
    pages = site_pages(site)
    assert "Nog niet aangewezen" in pages[""].main.text
    assert "producten/paspoort/" in pages
    assert set(tree(site)) >= {"assets/wmebv.css", "404.html", "index.html"}
    for url, page in pages.items():
        assert "bestaat niet. Dit is een voorbeeld" not in page.root.text, url
        assert dangers(page) == [] and page.faults == [], url


@pytest.mark.parametrize("edit_uri", ["edit/main/content/", "-/edit/main/content/"])
def test_a_page_leads_to_the_line_of_the_register_where_it_stands(
    small: Path, tmp_path: Path, edit_uri: str
) -> None:
    settings = {"repo_url": "https://git.voorbeeld.example/wmebv/site", "edit_uri": edit_uri}
    site = site_pages(build_site(small, tmp_path / "site", strict=False, **settings))
    base = f"https://git.voorbeeld.example/wmebv/site/{edit_uri.removesuffix('content/')}"
    lines = (small / "products.yaml").read_text(encoding="utf-8").splitlines()
    number = lines.index("  - id: paspoort") + 1
    wanted = {
        "producten/paspoort/": f"{base}products.yaml#L{number}",
        "besluiten/aanwijzing-2026/": f"{base}content/besluiten/aanwijzing-2026.md",
        "": f"{base}content/index.md",
    }
    for url, href in wanted.items():
        [link] = [link for link in site[url].links if link.text == "Voor redacteuren: wijzig deze pagina"]
        assert link.attributes["href"] == href
    number = next(
        n
        for n, line in enumerate((small / "channels.yaml").read_text().splitlines(), 1)
        if "id: e-mail-b" in line
    )
    [link] = [
        link
        for link in site["kanalen/e-mail-balie/"].links
        if link.text == "Voor redacteuren: wijzig deze pagina"
    ]
    assert link.attributes["href"] == f"{base}channels.yaml#L{number}"


def test_an_own_text_and_a_register_are_found_at_azure_devops_in_another_folder_of_texts(
    small: Path, tmp_path: Path
) -> None:
    (small / "content").rename(small / "teksten")
    (small / "teksten" / "privacy van u.md").write_text("# Privacy\n", encoding="utf-8")
    settings = {
        "docs_dir": "teksten",
        "repo_url": "https://dev.azure.com/gemeente/project/_git/digitaal-contact",
        "edit_uri": "?path=/teksten/",
    }
    site = site_pages(build_site(small, tmp_path / "site", strict=False, **settings))
    line = (small / "products.yaml").read_text(encoding="utf-8").splitlines().index("  - id: paspoort") + 1
    base = "https://dev.azure.com/gemeente/project/_git/digitaal-contact?path="
    for url, path in {
        "producten/paspoort/": f"/products.yaml&line={line}",
        "besluiten/aanwijzing-2026/": "/teksten/besluiten/aanwijzing-2026.md",
        "privacy van u/": "/teksten/privacy%20van%20u.md",
    }.items():
        [link] = [link for link in site[url].links if link.text == "Voor redacteuren: wijzig deze pagina"]
        assert link.attributes["href"] == base + path


def test_pages_without_a_folder_of_their_own_are_refused_before_anything_is_written(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        build_site(small, tmp_path / "site", strict=False, use_directory_urls=False)
    assert "WMEBV550" in caplog.text and "Verwijder 'use_directory_urls' uit mkdocs.yml." in caplog.text
    assert not (tmp_path / "site").exists()


def test_edit_links_can_be_switched_off(small: Path, tmp_path: Path) -> None:
    settings = {"repo_url": "https://git.voorbeeld.example/x", "edit_uri": "edit/main/content/"}
    plugins = [{"wmebv": {"date": "2026-06-01", "edit_links": False}}]
    (small / "content" / "eigen.md").write_text("# Eigen tekst\n", encoding="utf-8")
    site = site_pages(build_site(small, tmp_path / "site", strict=False, plugins=plugins, **settings))
    assert not [url for url, page in site.items() if "Voor redacteuren: wijzig deze pagina" in page.root.text]


def test_no_edit_link_without_a_repository(small_pages: dict) -> None:
    assert not [
        url for url, page in small_pages.items() if "Voor redacteuren: wijzig deze pagina" in page.root.text
    ]


class Server:
    """``mkdocs serve`` on a project, on a port that was free."""

    def __init__(self, project: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = log
        self.stream = log.open("wb")
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            command,
            cwd=project,
            env={**os.environ, **ENVIRONMENT},
            stdout=self.stream,
            stderr=subprocess.STDOUT,
        )

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
            return answer.read().decode()

    def until(self, path: str, wanted: Callable[[str], bool], seconds: float = 30) -> str:
        """The page, once it is as wanted."""
        end = time.monotonic() + seconds
        last = ""
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                last = self.get(path)
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                last = ""
            if last and wanted(last):
                return last
            time.sleep(0.2)
        raise AssertionError(f"{path} never became as wanted: {last[:3000]}")

    def stop(self) -> None:
        self.process.terminate()  # a process in the background may have been told to ignore an interrupt
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.stream.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    project = copied(SMALL, tmp_path / "project")
    running = Server(project, tmp_path / "log")
    try:
        yield running, project
    finally:
        running.stop()


def test_an_editor_sees_every_change_and_every_mistake_while_serving(server: tuple[Server, Path]) -> None:
    serving, project = server
    page = "contact/producten/evenementenvergunning/"
    products = project / "products.yaml"
    first = serving.until(page, lambda html: "<h1>Evenementen\u00advergunning</h1>" in html)
    assert "livereload" in first

    rewrite(products, "name: Evenementenvergunning", "name: Vergunning voor een feest")
    serving.until(page, lambda html: "<h1>Vergunning voor een feest</h1>" in html)

    rewrite(
        products,
        "domain: openbare-orde\n    authority: burgemeester",
        "domain: openbaar\n    authority: burgemeester",
    )
    seen = serving.until(page, lambda html: "Het register is nog niet in orde" in html)
    assert "WMEBV2" in seen and "openbaar" in seen and "products.yaml" in seen
    assert "Vergunning voor een feest" in seen, "the page of before the mistake stands below"
    assert "Website van Gemeente Voorbeeld" in seen, "and the skeleton keeps its menu and footer"

    rewrite(products, "domain: openbaar\n", "domain: openbare\n")
    seen = serving.until(page, lambda html: "Het domein &#39;openbare&#39;" in html)
    assert "&#39;openbaar&#39;" not in seen and seen.count("Het register is nog niet in orde") == 1, (
        "mended mistakes go"
    )
    rewrite(products, "domain: openbare\n", "domain: openbaar\n")
    serving.until(page, lambda html: "Het domein &#39;openbaar&#39;" in html)

    rewrite(
        products,
        "domain: openbaar\n    authority: burgemeester",
        "domain: openbare-orde\n    authority: burgemeester",
    )
    serving.until(page, lambda html: "Het register is nog niet in orde" not in html and "<h1>Verg" in html)

    rewrite(project / "channels.yaml", "phone: 14 0123", "phone: 14 0999")
    serving.until(page, lambda html: "14\u00a00999" in html)
    rewrite(project / "content/hulp/balie.md", "Kom gerust langs.", "Kom gerust binnen.")
    serving.until("contact/hulp/balie/", lambda html: "Kom gerust binnen." in html)
    assert "Traceback" not in serving.log.read_text()


def test_a_text_that_can_not_be_rendered_while_serving_is_told_in_the_page_and_the_server_keeps_answering(
    server: tuple[Server, Path],
) -> None:
    serving, project = server
    home = "contact/"
    serving.until(home, lambda html: "Meldingen voor de redacteur" not in html)
    deep = project / "content" / "diep.md"
    deep.write_text("".join(f"{'    ' * depth}- diep\n" for depth in range(250)), encoding="utf-8")
    shown = serving.until(home, lambda html: "nog niet in orde" in html)
    assert "content/diep.md" in shown
    deep.unlink()
    serving.until(home, lambda html: "nog niet in orde" not in html)


def test_serving_starts_on_a_broken_register_and_says_what_is_wrong(tmp_path: Path) -> None:
    project = copied(SMALL, tmp_path / "project")
    rewrite(project / "channels.yaml", "kind: contactformulier", "kind: contactformulieren")
    serving = Server(project, tmp_path / "log")
    try:
        seen = serving.until("contact/", lambda html: "Het register is nog niet in orde" in html)
        assert "contactformulieren" in seen and "channels.yaml" in seen
        rewrite(project / "channels.yaml", "kind: contactformulieren", "kind: contactformulier")
        serving.until("contact/", lambda html: "Waar stuurt u uw bericht naartoe?" in html)
    finally:
        serving.stop()


def test_a_wrong_setting_while_serving_is_told_in_the_page_and_the_server_keeps_answering(
    server: tuple[Server, Path],
) -> None:
    serving, project = server
    settings = project / "mkdocs.yml"
    right = settings.read_text(encoding="utf-8")
    serving.until("contact/", lambda html: "Waar stuurt u uw bericht naartoe?" in html)
    rewrite(settings, 'date: "2026-06-01"', 'date: "1-1-1"')
    seen = serving.until("contact/", lambda html: "WMEBV518" in html)
    assert "&#39;1-1-1&#39; is geen datum" in seen
    settings.write_text(right, encoding="utf-8")
    serving.until("contact/", lambda html: "WMEBV518" not in html and "Waar stuurt u" in html)


def test_a_page_of_the_municipality_can_not_speak_for_the_skeleton(small: Path, tmp_path: Path) -> None:
    text = "---\nedit_url: javascript:alert(1)\nbreadcrumbs: [{title: Weg, url: 'https://kwaad.example'}]\n---\n\n# Eigen\n"
    (small / "content" / "eigen.md").write_text(text, encoding="utf-8")
    build_site(small, tmp_path / "site", strict=False)
    html = (tmp_path / "site" / "eigen" / "index.html").read_text(encoding="utf-8")
    assert "javascript:" not in html and "kwaad.example" not in html


@pytest.mark.parametrize("name", ["site", "uitvoer", "map met spatie"])
def test_mkdocs_names_the_folder_that_the_editor_knows(
    name: str, small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")  # an earlier test may have asked MkDocs to be quiet
    of_mkdocs = list(logging.getLogger("mkdocs.commands.build").filters)
    for _ in range(2):  # a second build has the first one to take the place of
        caplog.clear()
        build_site(small, tmp_path / name, strict=False)
        (told,) = [line for line in caplog.messages if line.startswith("Building documentation to")]
        assert told == f"Building documentation to directory: {tmp_path / name}"
        assert ".wmebv-site-" not in caplog.text
    assert logging.getLogger("mkdocs.commands.build").filters == of_mkdocs, "none of ours is left"
