"""What is not for visitors never lands where a website is made from or published from, whichever command writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, copied, rewrite

DATE = ("--date", "2026-06-01")
WRITERS = {
    "workbook": ("export", "xlsx", "{}/werkmap.xlsx", *DATE),
    "pages": ("export", "pages", "{}/export", *DATE),
    "headers": ("export", "headers", "{}/server", "--site-url", "https://a.voorbeeld.example/"),
    "report": ("report", "{}/voortgang", "--no-history", *DATE),
    "decision": ("decision", "documents", "concept-2028", "--dir", "{}/documenten", *DATE),
    "policy": ("policy", "documents", "zorgplicht-2026", "--dir", "{}/documenten", *DATE),
    "announce": ("announce", "aanwijzing-2026", "--dir", "{}/nieuws", *DATE),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = copied(SMALL, tmp_path / "project")
    (project / "content").rename(project / "teksten")
    text = (
        (project / "mkdocs.yml").read_text(encoding="utf-8").replace("docs_dir: content", "docs_dir: teksten")
    )
    (project / "mkdocs.yml").write_text(f"{text}\nsite_dir: publiek\n", encoding="utf-8")
    (project / "binnendoor").symlink_to(project / "teksten", target_is_directory=True)
    return project


@pytest.mark.parametrize("where", ["teksten", "publiek/a", "site", "binnendoor", "teksten/../teksten/nieuw"])
@pytest.mark.parametrize("writer", WRITERS)
def test_no_command_writes_into_the_website(project: Path, writer: str, where: str) -> None:
    before = sorted(project.rglob("*"))
    said = wmebv(*(part.format(where) for part in WRITERS[writer]), cwd=project, code=2)
    assert "komt wat op de website staat. Kies een andere plek." in said.stderr
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "announce"])
def test_nor_into_the_website_of_another_project(project: Path, tmp_path: Path, writer: str) -> None:
    """Who works on one project with ``--project`` may stand in another."""
    other = copied(SMALL, tmp_path / "other")
    rewrite(other / "mkdocs.yml", "2026-06-01", "2026-06-02")
    before = sorted(project.rglob("*"))
    command = (*(part.format("../project/teksten") for part in WRITERS[writer]), "--project", str(other))
    said = wmebv(*command, cwd=other, code=2)
    assert "In 'teksten' komt wat op de website staat." in said.stderr
    assert sorted(project.rglob("*")) == before


def test_beside_the_website_a_workbook_is_written(project: Path) -> None:
    copied(SMALL, project.parent / "small")
    wmebv("export", "xlsx", "werkmap.xlsx", *DATE, cwd=project.parent / "small", code=0)
    assert (project.parent / "small" / "werkmap.xlsx").is_file()
