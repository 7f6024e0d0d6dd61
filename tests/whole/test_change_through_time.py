"""From a change in the registers to the day on which residents see it: the real command and the real build."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from building import ENVIRONMENT
from command import mkdocs, wmebv
from htmlpages import site_pages
from places import ROOT
from projects import copied, rewrite

PRODUCT = "producten/caravan-parkeren/"
OLD = "https://formulieren.voorbeeld.example/leefomgeving"
NEW = "https://parkeren.voorbeeld.example/inloggen/digid"
DRAFT = """\
---
title: Tweede wijziging van het Aanwijzingsbesluit elektronische kanalen
kind: wijziging
authorities: [college]
basis: ["Awb 2:13 lid 2"]
amends: aanwijzing-2026
---

Voor een ontheffing om een caravan te parkeren is het parkeerportaal aangewezen.
"""
DATES = """\
adopted: 2026-06-16
published: 2026-06-30
publication: https://zoek.officielebekendmakingen.nl/gmb-2026-111111.html
in_force_from: 2026-09-01
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = copied(ROOT, tmp_path / "project")
    rewrite(
        project / "mkdocs.yml", "      documents: [pdf, docx, odt]\n", "      date: 2026-06-01\n"
    )  # only the pages matter here
    return project


def ours(project: Path, *arguments: str, code: int = 0) -> str:
    return wmebv(*arguments, "--date", "2026-06-01", cwd=project, code=code).stdout


def build(project: Path, day: str, *, strict: bool = True, code: int = 0) -> None:
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(re.sub(r"\bdate: \S+", f"date: {day}", text), encoding="utf-8")
    mkdocs("build", *(["--strict"] if strict else []), cwd=project, code=code, **ENVIRONMENT)


def shown(project: Path) -> dict[str, set[str]]:
    """What each page of the site says and links to, but for the link to the line that an editor would change."""
    pages = site_pages(project / "site").items()
    return {url: {page.main.text, *(href for href in page.hrefs if "#L" not in href)} for url, page in pages}


@pytest.mark.proof  # a dozen whole builds
def test_a_changed_channel_reaches_residents_on_its_day_and_not_before(project: Path) -> None:
    build(project, "2026-06-01")
    before = shown(project)
    assert OLD in before[PRODUCT] and NEW not in before[PRODUCT]

    # The registers want something else: residents see no change, and strict refuses.
    start = (project / "products.yaml").read_text(encoding="utf-8")
    at = start.index("  - id: caravan-parkeren")
    changed = start[at:].replace(
        "- kind: aanvraag\n", "- kind: aanvraag\n        channels: [parkeerportaal]\n", 1
    )
    (project / "products.yaml").write_text(start[:at] + changed, encoding="utf-8")
    assert ours(project, "check", "--strict", code=1).count("WMEBV333") == 2
    told = ours(project, "decision", "diff")
    assert "caravan of camper te parkeren: aanvraag" in told and "nog geen besluit in voorbereiding" in told
    build(project, "2026-06-01", code=1)
    shutil.rmtree(project / "site")
    build(project, "2026-06-01", strict=False)
    assert shown(project) == before

    # A draft carries it: strict is content, residents still see nothing of it.
    (project / "content/besluiten/tweede-wijziging.md").write_text(DRAFT, encoding="utf-8")
    rewrite(
        project / "products.yaml", "        channels: [parkeerportaal]\n        in_use: [formulier-leefomgeving]\n",
        '        channels: [parkeerportaal]\n        source: "besluit:tweede-wijziging"\n        in_use: [formulier-leefomgeving]\n',
    )  # fmt: skip
    ours(project, "check", "--strict")
    assert "nog geen besluit in voorbereiding" not in ours(project, "decision", "diff")
    build(project, "2026-06-01")
    assert shown(project) == before

    # Frozen and with its dates, it comes by itself on its day, and is announced once it was published.
    ours(project, "decision", "freeze", "tweede-wijziging")
    rewrite(
        project / "content/besluiten/tweede-wijziging.md", "kind: wijziging\n", f"kind: wijziging\n{DATES}"
    )
    for day, holds, coming in [
        ("2026-07-01", False, True),
        ("2026-08-31", False, True),
        ("2026-09-01", True, False),
    ]:
        build(project, day)
        page = site_pages(project / "site")[PRODUCT]
        assert (NEW in page.hrefs) is holds and (OLD in page.hrefs) is not holds, day
        assert ("Vanaf 1 september 2026" in page.main.text) is coming, day
    assert "geldt sinds 1 september 2026" in page.main.text
