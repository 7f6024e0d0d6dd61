"""What is not for visitors never lands where a website is made from or published from, whichever command writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, copied, rewrite

from wmebv_site.register.addresses import FILES

DATE = ("--date", "2026-06-01")
WRITERS = {
    "workbook": ("export", "xlsx", "{}/werkmap.xlsx", *DATE),
    "pages": ("export", "pages", "{}/export", *DATE),
    "counter": ("export", "counter", "{}/balie.html", *DATE),
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


@pytest.fixture
def elsewhere(project: Path) -> Path:
    """A website where no setting that can be read says: an option of MkDocs, or a setting of the machine, had it put there."""
    rewrite(project / "mkdocs.yml", "site_dir: publiek", 'site_dir: !ENV [MAP_VAN_DE_SITE, "ergens"]')
    for name in ("index.html", *FILES):
        file = project / "uitvoer" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return project


@pytest.mark.parametrize("where", ["uitvoer", "uitvoer/a/b", "./uitvoer/../uitvoer/kanalen"])
@pytest.mark.parametrize("writer", [*WRITERS, "init"])
def test_no_command_writes_into_a_website_wherever_it_was_put(
    elsewhere: Path, writer: str, where: str
) -> None:
    before = sorted(elsewhere.rglob("*"))
    command = WRITERS.get(writer, ("init", "{}/nieuw"))
    said = wmebv(*(part.format(where) for part in command), cwd=elsewhere, code=2)
    assert "In 'uitvoer' komt wat op de website staat. Kies een andere plek." in said.stderr
    assert sorted(elsewhere.rglob("*")) == before


@pytest.mark.parametrize("missing", ["index.html", *FILES])
def test_a_folder_that_only_looks_like_a_website_is_a_place_to_write(elsewhere: Path, missing: str) -> None:
    (elsewhere / "uitvoer" / missing).unlink()
    wmebv("export", "xlsx", "uitvoer/werkmap.xlsx", *DATE, cwd=elsewhere, code=0)
