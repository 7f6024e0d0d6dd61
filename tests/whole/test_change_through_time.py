"""From a change in the registers to the day on which residents see it: the real command and the real build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from building import ENVIRONMENT, copied, rewrite
from htmlpages import site_pages
from places import ROOT

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


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=project, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def wmebv(project: Path, *arguments: str, day: str = "2026-06-01") -> subprocess.CompletedProcess[str]:
    return run(project, "wmebv_site", *arguments, "--date", day)


def build(project: Path, day: str, *, strict: bool = True) -> subprocess.CompletedProcess[str]:
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(re.sub(r"\bdate: \S+", f"date: {day}", text), encoding="utf-8")
    return run(project, "mkdocs", "build", *(["--strict"] if strict else []))


def shown(project: Path) -> dict[str, set[str]]:
    """What each page of the site says and links to, but for the link to the line that an editor would change."""
    pages = site_pages(project / "site").items()
    return {url: {page.main.text, *(href for href in page.hrefs if "#L" not in href)} for url, page in pages}


@pytest.mark.proof  # a dozen whole builds
def test_a_changed_channel_reaches_residents_on_its_day_and_not_before(project: Path) -> None:
    assert build(project, "2026-06-01").returncode == 0
    before = shown(project)
    assert OLD in before[PRODUCT] and NEW not in before[PRODUCT]

    # The registers want something else: residents see no change, and strict refuses.
    start = (project / "products.yaml").read_text(encoding="utf-8")
    at = start.index("  - id: caravan-parkeren")
    changed = start[at:].replace(
        "- kind: aanvraag\n", "- kind: aanvraag\n        channels: [parkeerportaal]\n", 1
    )
    (project / "products.yaml").write_text(start[:at] + changed, encoding="utf-8")
    refused = wmebv(project, "check", "--strict")
    assert refused.returncode == 1 and refused.stdout.count("WMEBV333") == 2
    told = wmebv(project, "decision", "diff").stdout
    assert "caravan of camper te parkeren: aanvraag" in told and "nog geen besluit in voorbereiding" in told
    assert build(project, "2026-06-01").returncode != 0
    shutil.rmtree(project / "site")
    assert build(project, "2026-06-01", strict=False).returncode == 0
    assert shown(project) == before

    # A draft carries it: strict is content, residents still see nothing of it.
    (project / "content/besluiten/tweede-wijziging.md").write_text(DRAFT, encoding="utf-8")
    rewrite(
        project / "products.yaml", "        channels: [parkeerportaal]\n        in_use: [formulier-leefomgeving]\n",
        '        channels: [parkeerportaal]\n        source: "besluit:tweede-wijziging"\n        in_use: [formulier-leefomgeving]\n',
    )  # fmt: skip
    assert wmebv(project, "check", "--strict").returncode == 0
    assert "nog geen besluit in voorbereiding" not in wmebv(project, "decision", "diff").stdout
    assert build(project, "2026-06-01").returncode == 0
    assert shown(project) == before

    # Frozen and with its dates, it comes by itself on its day, and is announced once it was published.
    assert wmebv(project, "decision", "freeze", "tweede-wijziging").returncode == 0
    rewrite(
        project / "content/besluiten/tweede-wijziging.md", "kind: wijziging\n", f"kind: wijziging\n{DATES}"
    )
    for day, holds, coming in [
        ("2026-07-01", False, True),
        ("2026-08-31", False, True),
        ("2026-09-01", True, False),
    ]:
        assert build(project, day).returncode == 0, day
        page = site_pages(project / "site")[PRODUCT]
        assert (NEW in page.hrefs) is holds and (OLD in page.hrefs) is not holds, day
        assert ("Vanaf 1 september 2026" in page.main.text) is coming, day
    assert "Geldt sinds 1 september 2026" in page.main.text
