"""What is frozen, or made into a document to sign, tells how many examples of a new project it takes along."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import wmebv

ON = ("--date", "2026-06-01")


def new_project(folder: Path, *named: str) -> Path:
    wmebv("init", "gemeente", *named, *ON, cwd=folder, code=0)
    return folder / "gemeente"


def written(project: Path) -> None:
    """Fill in every example of a new project, as a municipality would."""
    for path in [*project.glob("*.yaml"), *project.glob("content/**/*.md")]:
        text = path.read_text().replace(".example", ".nl").replace("14 0123", "14 030")
        for old, new in (
            ("[Vul hier het postadres in]", "Postbus 9, 3500 AA Utrecht"),
            ("[Vul hier het bezoekadres in]", "Plein 1, Utrecht"),
            ("Dit is een voorbeeld van een besluit. Laat uw jurist de tekst nakijken en aanpassen.", ""),
            ("[datum]", "1 juli 2026"),
        ):
            text = text.replace(old, new)
        path.write_text("\n".join(line.partition("    # VERVANG")[0] for line in text.split("\n")))


def test_freezing_tells_the_examples_that_go_along_and_where_the_first_stands(tmp_path: Path) -> None:
    project = new_project(tmp_path, "--municipality", "Utrecht")
    said = wmebv("decision", "freeze", "aanwijzing-2026", *ON, cwd=project, code=0).all
    assert "Let op: hierin staan nog " in said
    assert "het eerste in content/besluiten/aanwijzing-2026.md, regel 1" in said
    assert "bevries dan opnieuw" in said
    assert "keer wat wij invulden en niemand nakeek" in said
    written(project)
    again = wmebv("decision", "freeze", "aanwijzing-2026", *ON, cwd=project, code=0).all
    assert "heeft nu" in again
    assert "voorbeeld" not in again


@pytest.mark.parametrize(
    ("asked", "draft"),
    [
        (("decision", "documents", "aanwijzing-2026"), False),
        (("policy", "documents", "zorgplicht-2026"), True),
    ],
)
def test_a_document_to_sign_tells_its_examples(tmp_path: Path, asked: tuple[str, ...], draft: bool) -> None:
    project = new_project(tmp_path, "--municipality", "Utrecht")
    written(project)
    if draft:
        wmebv("policy", "draft", *ON, cwd=project, code=0)
    else:
        text = project / "content/besluiten/aanwijzing-2026.md"
        text.write_text(text.read_text().replace("1 juli 2026", "[datum]"))
    said = wmebv(*asked, "--format", "docx", *ON, cwd=project, code=0).all
    assert "Let op: hierin sta" in said
    assert "maak de documenten opnieuw" in said
    assert ("staat nog 1 voorbeeld, in " in said) is not draft


def test_a_made_up_municipality_may_freeze_its_examples(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    said = wmebv("decision", "freeze", "aanwijzing-2026", *ON, cwd=project, code=0).all
    assert "heeft nu" in said
    assert "voorbeeld" not in said
