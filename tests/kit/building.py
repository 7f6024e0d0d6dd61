"""Builds sites for the tests: the real MkDocs, in this process, on a project on disk."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from mkdocs.commands.build import build
from mkdocs.config import load_config
from places import ROOT, TESTS
from projects import copied

from wmebv_site.data.in_pages import with_linked_data
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.project.settings import asked_site
from wmebv_site.register.register import Register
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_pages
from wmebv_site.site.inspection import inspect
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site
from wmebv_site.website.exporting import export_pages

MOMENT = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""Noon on the day for which the example is built."""
ENVIRONMENT = {"SOURCE_DATE_EPOCH": str(int(MOMENT.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
STYLES = {file.stem: file for file in sorted((TESTS / "site" / "house_styles").glob("*.css"))} | {
    "voorbeeld": ROOT.joinpath(
        *("node_modules", "@nl-design-system-unstable", "voorbeeld-design-tokens", "dist", "theme.css")
    )
}
"""House styles by name: the tokens of each."""


def build_site(
    project: Path, site: Path, *, command: Literal["build", "serve"] = "build", **settings: Any
) -> Path:
    """Build a project with MkDocs, strict unless told otherwise, and return the folder of the site."""
    with mock.patch.dict(os.environ, ENVIRONMENT):
        config = load_config(
            str(project / "mkdocs.yml"), **{"strict": True, "site_dir": str(site), **settings}
        )
        config.plugins.on_startup(command=command, dirty=False)
        build(config)
        config.plugins.on_shutdown()
    return site


def on_day(day: date | str) -> dict[str, Any]:
    """The settings that build for one day."""
    return {"plugins": [{"wmebv": {"date": str(day)}}]}


def build_in_house_style(project: Path, tokens: Path) -> Path:
    """Copy the example, build it in a house style with a logo, and return the folder of the site."""
    copied(ROOT, project)
    style = project / "content" / "huisstijl"
    style.mkdir()
    shutil.copy(tokens, style / "tokens.css")
    shutil.copy(TESTS / "site" / "house_styles" / "logo.svg", style / "logo.svg")
    return build_example_as(
        project,
        "http://127.0.0.1/site/",
        date="2026-06-01",
        house_style="huisstijl/tokens.css",
        logo="huisstijl/logo.svg",
        favicon="huisstijl/logo.svg",
    )


def build_example_as(project: Path, address: str, **settings: Any) -> Path:
    """Build a copy of the example at an address, with settings of our plugin, and return the folder of the site."""
    whole = {
        "site_name": "Digitaal contact met Gemeente Voorbeeld",
        "site_url": address,
        "docs_dir": "content",
        "theme": {"name": "material", "custom_dir": "theme", "language": "nl", "font": False},
        "plugins": [{"wmebv": settings}],
    }
    (project / "mkdocs.yml").write_text(json.dumps(whole), encoding="utf-8")
    return build_site(project, project / "site")


def export_site(project: Path, target: Path, day: date, moment: datetime | None = None) -> int:
    """Export the pages of a project, as it stands on disk."""
    inspected = inspect(load(project), day, moment, asked_site(project, live=True))
    return export_pages(inspected, project, target, moment)


def pages_on(register: Register, day: date) -> dict[str, Artifact]:
    """All pages of a register on a day, by address."""
    return {page.url: page for page in build_pages(Site(Decisions(register, day)), templates())}


def linked_pages_on(
    register: Register, day: date, url: str | None = None, formats: tuple[str, ...] = ("json",)
) -> dict[str, Artifact]:
    """The same as they are published: with the data for programs."""
    site = Site(Decisions(register, day), formats=formats, url=url)
    made = with_linked_data(build_pages(site, templates()), Data(site), templates())
    return {page.url: page for page in made}
