"""The words that people use, offered with the national list: nothing counts until a person takes it over."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from command import wmebv
from projects import tree

from wmebv_site.exchange.upl import WORDS_BY
from wmebv_site.exchange.working import Working
from wmebv_site.project.load import load
from wmebv_site.project.synonyms import words_for
from wmebv_site.register.register import Register
from wmebv_site.register.upl import BASE

CHANNELS = """\
municipality: {name: Gemeente Voorbeeld, fictitious: ja}
authorities:
  - {id: college, kind: college, name: het college}
domains:
  - {id: wonen, name: Wonen}
"""
OURS = """\
products:
  - id: afvalpas
    name: Afvalpas
    upl: {base}afvalpas
    synonyms: [Milieupas]   # van ons
    domain: wonen
    authority: college
    messages: [{{kind: aanvraag}}]
"""
LIST = f"""\
UniformeProductnaam,URI,Gemeente
afvalpas,{BASE}afvalpas,X
paspoort,{BASE}paspoort,X
bag inzage van niemand,{BASE}bestaatNiet,X
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (folder / "products.yaml").write_text(OURS.format(base=BASE), encoding="utf-8")
    (tmp_path / "upl.csv").write_text(LIST, encoding="utf-8")
    return folder


def offered(project: Path) -> dict[str, str]:
    """What the import says that it proposes, by product."""
    said = wmebv("import", "upl", "../upl.csv", "--format", "json", cwd=project, code=0)
    lines = json.loads(said.stdout)["groups"]["andere woorden voorgesteld"]
    return dict(line.split(": ", 1) for line in lines)


def register(project: Path) -> Register:
    return Working(load(project)).register


def decided(project: Path, answers: dict[str, str]) -> None:
    """What a colleague answers on the sheet of proposals, by product."""
    wmebv("export", "xlsx", "../w.xlsx", cwd=project, code=0)
    book = openpyxl.load_workbook(project.parent / "w.xlsx")
    sheet = book["Voorstellen"]
    heads = {cell.value.split("\n")[0].replace(" (vast)", ""): cell.column for cell in sheet[1]}
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, heads["Waarover"]).value]
    for row in rows:
        if answer := answers.get(sheet.cell(row, heads["Waarover"]).value):
            assert "ook: " in sheet.cell(row, heads["Wat de lijst zegt"]).value
            sheet.cell(row, heads["Overnemen"]).value = answer
    book.save(project.parent / "w.xlsx")
    wmebv("import", "xlsx", "../w.xlsx", cwd=project, code=0)


def test_words_are_proposed_and_no_product_changes_by_them(project: Path) -> None:
    found = offered(project)
    assert found.keys() == {"afvalpas", "paspoort"}
    assert "milieupas," not in found["afvalpas"], "the municipality has it, in its own capitals"
    assert "afvalpas kwijt" in found["afvalpas"]
    after = register(project)
    assert after.product_by_id["afvalpas"].synonyms == ("Milieupas",)
    assert after.product_by_id["paspoort"].synonyms == ()
    told = {each.product: each.synonyms for each in after.proposals if each.by == WORDS_BY}
    assert told["paspoort"] == words_for(f"{BASE}paspoort")
    assert "    synonyms: [Milieupas]   # van ons" in (project / "products.yaml").read_text(encoding="utf-8")


def test_what_was_asked_is_not_asked_again(project: Path) -> None:
    offered(project)
    once = tree(project)
    assert offered(project) == {}
    assert tree(project) == once


def test_who_takes_words_over_has_them_behind_their_own(project: Path) -> None:
    offered(project)
    decided(project, {"afvalpas": "ja", "paspoort": "nee"})
    after = register(project)
    own = after.product_by_id["afvalpas"].synonyms
    assert own[0] == "Milieupas"
    assert {word.casefold() for word in own} == {word.casefold() for word in words_for(f"{BASE}afvalpas")}
    assert len(own) == len(words_for(f"{BASE}afvalpas"))
    assert after.product_by_id["paspoort"].synonyms == ()
    assert after.open_proposals == ()
    assert offered(project) == {}, "neither what was taken over nor what was dismissed"


def test_who_dismisses_by_hand_or_removes_words_later_is_not_asked_again(project: Path) -> None:
    offered(project)
    file = project / "products.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"by: {WORDS_BY}}}", f"by: {WORDS_BY}, done: ja}}"), encoding="utf-8")
    assert register(project).open_proposals == ()
    once = tree(project)
    assert offered(project) == {}
    assert tree(project) == once


def test_a_product_that_has_all_words_is_asked_nothing(project: Path) -> None:
    file = project / "products.yaml"
    words = "\n".join(f"      - {word}" for word in words_for(f"{BASE}afvalpas"))
    text = file.read_text(encoding="utf-8").replace(
        "synonyms: [Milieupas]   # van ons", f"synonyms:\n{words}"
    )
    file.write_text(text, encoding="utf-8")
    assert offered(project).keys() == {"paspoort"}
