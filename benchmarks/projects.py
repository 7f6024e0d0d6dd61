"""The projects whose builds are compared: ours, the same pages handed over, and as many minimal Markdown pages."""

from __future__ import annotations

import json
import pickle
import shutil
from datetime import date
from pathlib import Path

from benchmarks.handing_over import PAGES
from benchmarks.registers import DATE
from benchmarks.words import ROOT
from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.rules.checking import check_project
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_pages, chrome
from wmebv_site.site.export import markdown_file
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

_AUTOESCAPE = (
    "def on_env(env, config, files):\n    env.autoescape = True  # the skeleton needs it\n    return env\n"
)


def hand_over(project: Path, folder: Path) -> Path:
    """A project whose pages are made already; only MkDocs with the same theme has work to do."""
    made, around = _made(project)
    pages = {page.path: (page.meta(None), str(page.html)) for page in made}
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


def minimal_pages(folder: Path, number: int) -> Path:
    """A project of ``number`` short Markdown pages, none in the navigation."""
    _scaffold(folder, hooks=["autoescape.py"], not_in_nav="/pagina/", nav=[{"Home": "index.md"}])
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
