"""The same pages as files: another renderer, without our plugin, makes the same site of them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from building import ENVIRONMENT, build_site, export_site
from command import wmebv
from htmlpages import Page, parse, site_pages
from places import ROOT, TESTS
from projects import EXAMPLE_DAY, SMALL_DAY, tree, write_files

from wmebv_site.diagnostics import Refused

ZENSICAL = ROOT / ".venv-renderer" / "bin" / "zensical"
EDIT = "Voor redacteuren: wijzig deze pagina"
"""The link to the register, which an export has no address for."""
SAMPLE = [
    "",
    "producten/",
    "producten/evenementenvergunning/",
    "kanalen/digitaal-loket/",
    "bezwaar/",
    "hulp/",
]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, exported by the command as a person would."""
    target = tmp_path_factory.mktemp("export") / "paginas"
    said = wmebv("export", "pages", str(target), cwd=ROOT, code=0, **ENVIRONMENT)
    assert "Er staan nu" in said.stdout
    return target


def text_of(page: Page) -> str:
    return page.main.text.removesuffix(EDIT).strip()


def same_site(made: dict[str, Page], ours: dict[str, Page]) -> None:
    """Every address of ours is there, with the same main text, links and buttons."""
    assert set(made) - {"404.html"} == set(ours) - {"404.html"}
    for url, page in ours.items():
        if url == "404.html":
            continue
        other = made[url]
        assert text_of(other) == text_of(page), url
        hrefs = [link.attributes["href"] for link in page.main.all("a") if link.text != EDIT]
        assert [link.attributes["href"] for link in other.main.all("a")] == hrefs, url
        assert [b.text for b in other.main.with_class("button")] == [
            b.text for b in page.main.with_class("button")
        ]
        assert other.title == page.title, url
        assert other.meta("description") == page.meta("description"), url


def test_mkdocs_without_our_plugin_makes_the_same_pages(
    exported: Path, example_pages: dict[str, Page], tmp_path: Path
) -> None:
    settings = yaml.safe_load((exported / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["plugins"] == []
    same_site(site_pages(build_site(exported, tmp_path / "site")), example_pages)


@pytest.fixture(scope="module")
def by_zensical(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not ZENSICAL.is_file():
        pytest.skip("the second renderer is not there: run 'make .venv-renderer/.made'")
    project = tmp_path_factory.mktemp("zensical") / "project"
    shutil.copytree(exported, project)
    command = [str(ZENSICAL), "build", "--strict", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


def test_a_second_renderer_has_every_address_that_mkdocs_has(
    by_zensical: Path, example_pages: dict[str, Page]
) -> None:
    made = {path.removesuffix("index.html") for path in tree(by_zensical) if path.endswith("index.html")}
    assert made == set(example_pages) - {"404.html"}


@pytest.mark.parametrize("url", SAMPLE)
def test_a_page_of_the_second_renderer_says_the_same(
    by_zensical: Path, example_pages: dict[str, Page], url: str
) -> None:
    html = (by_zensical / url / "index.html").read_text(encoding="utf-8")
    page, ours = parse(html, url), example_pages[url]
    assert text_of(page) == text_of(ours)
    assert page.title == ours.title
    buttons = [(b.text, b.attributes["href"]) for b in ours.main.with_class("button")]
    assert [(b.text, b.attributes["href"]) for b in page.main.with_class("button")] == buttons
    if "evenementen" in url:
        assert buttons


def test_an_export_is_complete(exported: Path, example_pages: dict[str, Page]) -> None:
    paths = set(tree(exported))
    pages = {
        path.removeprefix("content/").removesuffix("index.md") for path in paths if path.endswith("index.md")
    }
    assert pages == set(example_pages) - {"404.html"}
    assert {"mkdocs.yml", "theme/main.html", "theme/assets/wmebv.css"} <= paths
    assert not [path for path in paths if path.endswith(".yaml")]
    assert exported.stat().st_mode & 0o777 == 0o755


def test_an_export_never_overwrites(small: Path, tmp_path: Path) -> None:
    target = write_files(tmp_path / "vol", {"van-mij.txt": "blijf"})
    with pytest.raises(Refused, match="is niet leeg"):
        export_site(small, target, SMALL_DAY)
    assert tree(target) == {"van-mij.txt": b"blijf"}
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    (tmp_path / "koppeling").symlink_to(tmp_path / "ergens")
    for name in ("bestand", "koppeling"):
        with pytest.raises(Refused):
            export_site(small, tmp_path / name, SMALL_DAY)
    assert (tmp_path / "bestand").read_text(encoding="utf-8") == "x"


def test_an_empty_folder_may_be_filled_and_nothing_is_left_beside_it(small: Path, tmp_path: Path) -> None:
    (tmp_path / "hier" / "leeg").mkdir(parents=True)
    count = export_site(small, tmp_path / "hier" / "leeg", SMALL_DAY)
    assert count == len([path for path in tree(tmp_path / "hier" / "leeg") if path.endswith("index.md")])
    assert [path.name for path in (tmp_path / "hier").iterdir()] == ["leeg"]


def test_an_export_that_fails_halfway_leaves_nothing(small: Path, tmp_path: Path) -> None:
    """A picture that can't be read is found only when half has been written."""
    theme = small / "theme"
    theme.mkdir()
    os.mkfifo(theme / "weg.svg")
    (tmp_path / "hier").mkdir()
    with pytest.raises(Refused):
        export_site(small, tmp_path / "hier" / "doel", SMALL_DAY)
    assert list((tmp_path / "hier").iterdir()) == []


def test_what_the_municipality_wrote_and_drew_goes_along(small: Path, tmp_path: Path) -> None:
    write_files(
        small,
        {
            "content/huisstijl.md": "# Onze huisstijl\n\n![Foto](beeld/foto.svg)\n",
            "content/beeld/foto.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
            "content/geheim.yaml": "a: b\n",
            "theme/assets/eigen.css": ":root{}\n",
        },
    )
    export_site(small, tmp_path / "doel", SMALL_DAY)
    paths = tree(tmp_path / "doel")
    assert {"content/huisstijl.md", "content/beeld/foto.svg", "theme/assets/eigen.css"} <= set(paths)
    assert "content/geheim.yaml" not in paths
    site = site_pages(build_site(tmp_path / "doel", tmp_path / "site"))
    assert site["huisstijl/"].main.one("h1").text == "Onze huisstijl"


def test_a_body_has_no_line_that_a_renderer_could_read_as_markdown(exported: Path) -> None:
    for path, data in tree(exported / "content").items():
        if not path.endswith("index.md"):
            continue
        _, head, body = data.decode().split("---\n", 2)
        assert "\n\n" not in body.strip(), path
        assert body.strip().startswith("<"), path
        assert set(yaml.safe_load(head)) >= {"title", "description", "kind", "breadcrumbs"}, path


def test_a_register_with_mistakes_is_not_exported(small: Path, tmp_path: Path) -> None:
    (small / "products.yaml").write_text("products: [{id: x}]\n", encoding="utf-8")
    said = wmebv("export", "pages", str(tmp_path / "doel"), cwd=small, code=1, **ENVIRONMENT)
    assert "WMEBV102" in said.stdout and not (tmp_path / "doel").exists()


def test_the_day_of_an_export_can_be_chosen(small: Path, tmp_path: Path) -> None:
    export_site(small, tmp_path / "a", SMALL_DAY)
    export_site(small, tmp_path / "b", EXAMPLE_DAY.replace(year=2027))
    product = "content/producten/adresonderzoek/index.md"
    assert "https://loket.voorbeeld.example" not in (tmp_path / "a" / product).read_text(encoding="utf-8")
    assert "https://loket.voorbeeld.example" in (tmp_path / "b" / product).read_text(encoding="utf-8")


def test_an_export_that_can_not_be_written_says_so_and_leaves_nothing(small: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match="Kies een andere map"):
        export_site(small, tmp_path / "bestand" / "map", SMALL_DAY)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != small.name) == ["bestand"]


def test_an_export_into_the_folder_one_stands_in_and_with_odd_names_works(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "content" / "plattegrond\u00a0centrum.png").write_bytes(b"png")
    here = tmp_path / "hier"
    here.mkdir()
    monkeypatch.chdir(here)
    export_site(small, Path(), SMALL_DAY)
    assert (here / "content" / "plattegrond\u00a0centrum.png").read_bytes() == b"png"


@pytest.fixture
def in_house_style(small: Path) -> Path:
    """The small municipality with a house style, a logo, an icon, and a theme in a folder of another name."""
    styles = TESTS / "site" / "house_styles"
    for name in ("waterkant.css", "logo.svg"):
        (small / "content" / "huisstijl").mkdir(exist_ok=True)
        shutil.copy(styles / name, small / "content" / "huisstijl")
    settings = {
        "site_name": "Zo bereikt u ons",
        "site_url": "https://www.voorbeeld.example/contact/",
        "site_description": "Waar u uw bericht naartoe stuurt.",
        "docs_dir": "content",
        "theme": {"name": "material", "custom_dir": "onze-huid", "language": "nl", "font": "false"},
        "plugins": [
            "search",
            {
                "wmebv": {
                    "house_style": "huisstijl/waterkant.css",
                    "logo": "huisstijl/logo.svg",
                    "favicon": "huisstijl/logo.svg",
                }
            },
        ],
    }
    write_files(small, {"mkdocs.yml": settings, "onze-huid/assets/eigen.css": ":root{}\n"})
    # A tag that would run code: an export reads it as text or not at all.
    with (small / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra: {gevaar: !!python/object/apply:os.abort []}\n")
    return small


def test_an_export_shows_the_house_style_the_logo_and_the_address_of_the_site(
    in_house_style: Path, tmp_path: Path
) -> None:
    export_site(in_house_style, tmp_path / "doel", SMALL_DAY)
    site = build_site(tmp_path / "doel", tmp_path / "site")
    page = site_pages(site)["bezwaar/"]
    links = {link.attributes["rel"]: link.attributes["href"] for link in page.root.all("link")}
    assert links["canonical"] == "https://www.voorbeeld.example/contact/bezwaar/"
    assert links["icon"] == "../huisstijl/logo.svg"
    assert [image.attributes["src"] for image in page.root.one("header").all("img")] == [
        "../huisstijl/logo.svg"
    ]
    assert page.title.endswith("| Gemeente Voorbeeld")
    assert "Zo bereikt u ons" in page.root.one("header").text
    sheets = {
        link.attributes["href"] for link in page.root.all("link") if link.attributes["rel"] == "stylesheet"
    }
    assert sheets == {"../assets/huisstijl.css"}
    assert "--link: #" in (site / "assets" / "huisstijl.css").read_text(encoding="utf-8")
    assert (site / "assets" / "eigen.css").is_file() and not (site / "huisstijl" / "waterkant.css").exists()


def test_an_export_with_a_house_style_that_can_not_be_read_is_refused(
    in_house_style: Path, tmp_path: Path
) -> None:
    (in_house_style / "content" / "huisstijl" / "waterkant.css").write_text(
        ":root { --utrecht-link-color: #eee; --utrecht-document-background-color: #fff }", encoding="utf-8"
    )
    with pytest.raises(Refused, match="te weinig contrast"):
        export_site(in_house_style, tmp_path / "doel", SMALL_DAY)
    assert not (tmp_path / "doel").exists()
