"""The projects whose builds are compared: ours, the same pages handed over, and as many minimal Markdown pages."""

from __future__ import annotations

import json
import pickle
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.handing_over import PAGES
from benchmarks.registers import DATE
from benchmarks.words import ROOT
from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.rules.checking import check_project
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_pages, chrome
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site
from wmebv_site.website.exporting import markdown_file

_AUTOESCAPE = (
    "def on_env(env, config, files):\n    env.autoescape = True  # the skeleton needs it\n    return env\n"
)


def hand_over(project: Path, folder: Path) -> Path:
    """A project whose pages are made already; only MkDocs with the same theme has work to do."""
    made, around = _made(project)
    pages = {page.path: (page.front_matter, str(page.html)) for page in made}
    _scaffold(folder, hooks=["handing_over.py"])
    (folder / "content").mkdir()
    shutil.copy(Path(__file__).with_name("handing_over.py"), folder)
    (folder / PAGES).write_bytes(pickle.dumps((pages, around)))
    return folder


def add_pages(project: Path, folder: Path) -> Path:
    """A project with the same pages as files, their HTML in Markdown: MkDocs reads them as it reads any page."""
    made, around = _made(project)
    paths = "\n".join(f"/{page.path}" for page in made if page.path != "index.md")
    _scaffold(
        folder, hooks=["autoescape.py"], not_in_nav=paths, nav=[{"Home": "index.md"}], extra={"wmebv": around}
    )
    (folder / "autoescape.py").write_text(_AUTOESCAPE)
    for page in made:
        file = folder / "content" / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(markdown_file(page), encoding="utf-8")
    return folder


def _made(project: Path) -> tuple[list[Artifact], dict[str, object]]:
    register = check_project(load(project), date.fromisoformat(DATE)).register
    if register is None:
        raise ValueError(f"the register in {project} is not whole")
    site = Site(Decisions(register, date.fromisoformat(DATE)))
    return build_pages(site, templates([project / "theme"])), {**chrome(site), "live": False}


def in_stock_material(site: Path, folder: Path) -> Path:
    """A project with the words of every page of a site as Markdown, in Material as it comes, out of its navigation."""
    for page in site.rglob("index.html"):
        file = folder / "docs" / page.relative_to(site).with_suffix(".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_markdown(page.read_text(encoding="utf-8")), encoding="utf-8")
    settings = {
        "site_name": "Digitaal contact met Gemeente Voorbeeld",
        "site_url": "https://www.voorbeeld.example/digitaal-contact/",
        "theme": {"name": "material", "language": "nl", "font": False},
        "nav": [{"Home": "index.md"}],
        "not_in_nav": "*",
        "validation": {"links": {"not_found": "ignore", "unrecognized_links": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def as_markdown(page: str) -> str:
    """What stands between the header and the footer of a page, as an editor would write it in Markdown."""
    words = _Words()
    words.feed(page)
    lines = re.sub(r" *\n *", "\n", "".join(words.found))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


class _Words(HTMLParser):
    """Headings, paragraphs, items and links of ``<main>``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self._leads_to: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside |= tag == "main"
        if not self._inside:
            return
        if tag == "a":
            self._leads_to.append(dict(attrs).get("href") or "")
            self.found.append("[")
        elif tag[0] == "h" and tag[1:].isdigit():
            self.found.append(f"\n\n{'#' * int(tag[1:])} ")
        elif tag in ("li", "dd"):
            self.found.append("\n- ")
        elif tag in _BLOCKS:
            self.found.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "main"
        if self._inside and tag == "a":
            self.found.append(f"]({self._leads_to.pop()})")
        elif self._inside and tag in ("ul", "dl", "dt", *_BLOCKS):
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(re.sub(r"\s+", " ", data))


_BLOCKS = ("p", "div", "section", "summary", "dt", "table", "tr", "nav")


def minimal_pages(folder: Path, number: int) -> Path:
    """A project of ``number`` short Markdown pages, none in the navigation."""
    around = {"wmebv": {"live": False}}  # the theme makes no page for whoever has no plugin
    _scaffold(
        folder, hooks=["autoescape.py"], not_in_nav="/pagina/", nav=[{"Home": "index.md"}], extra=around
    )
    (folder / "autoescape.py").write_text(_AUTOESCAPE)
    (folder / "content" / "pagina").mkdir(parents=True)
    (folder / "content" / "index.md").write_text("# Home\n\nEen korte tekst.\n")
    for place in range(number - 1):
        text = f"# Pagina {place}\n\nEen korte tekst over onderwerp {place}, met één [verwijzing](../index.md).\n"
        (folder / "content" / "pagina" / f"pagina-{place}.md").write_text(text)
    return folder


def _scaffold(folder: Path, **more: object) -> None:
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "theme", folder / "theme")
    settings = {
        "site_name": "Digitaal contact met Gemeente Voorbeeld",
        "site_url": "https://www.voorbeeld.example/digitaal-contact/",
        "site_description": "Waar u Gemeente Voorbeeld een bericht stuurt, per product.",
        "docs_dir": "content",
        "theme": {"name": "material", "custom_dir": "theme", "language": "nl", "font": False},
        "plugins": [],
        **more,
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")
