"""Everything there is to do belongs to one domain, supplier, body or function, and nothing belongs to nobody."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command import wmebv
from places import ROOT
from projects import copied, findings, progress_of, register_of

from wmebv_site.diagnostics import Level, Place, Refused
from wmebv_site.inventory.report.share import file_names, share_html, share_json, share_markdown, share_xlsx
from wmebv_site.inventory.shares import Share, share_of, shares
from wmebv_site.register.responsible import Role, Whose

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a mistake of each of several owners."""
    project = copied(ROOT, tmp_path_factory.mktemp("shares") / "p")
    products = project / "products.yaml"
    products.write_text(
        products.read_text(encoding="utf-8").replace("    reviewed: 2026-02-03\n", ""), encoding="utf-8"
    )
    return project


@pytest.fixture(scope="module")
def known(project: Path) -> tuple[Share, ...]:
    return shares(register_of(project), progress_of(project, DAY), findings(register_of(project), DAY))


def test_each_task_and_each_finding_is_of_one(project: Path, known: tuple[Share, ...]) -> None:
    progress = progress_of(project, DAY)
    told = [found for found in findings(register_of(project), DAY) if found.level is not Level.INFO]
    assert Counter(found for share in known for found in share.findings) == Counter(told)
    tasks = [task for task in progress.tasks if task.code is None]
    assert Counter(task for share in known for task in share.tasks) == Counter(tasks)
    assert {share.owner.role for share in known if share.open} == {*Role}
    assert len({share.owner for share in known}) == len(known) == len(file_names(known))


def test_a_task_with_a_function_is_of_that_function_and_a_suppliers_of_the_supplier(
    known: tuple[Share, ...],
) -> None:
    for share in known:
        for task in share.tasks:
            if share.owner.role is Role.FUNCTION:
                assert task.owner == share.owner.name
            else:
                assert task.owner is None
    supplier = share_of(known, "factuurkoppeling-bv")
    assert supplier.owner.role is Role.SUPPLIER and "Factuurkoppeling BV" in supplier.tasks[0].what
    assert all(day.owner == share.owner.name for share in known for day in share.coming)


def test_a_place_is_of_whoever_has_the_part_that_began_last_before_it(project: Path) -> None:
    register = register_of(project)
    whose = Whose(register)
    for part in (*register.products, *register.channels, *register.domains):
        assert whose(part.place) == whose(Place(part.place.file, part.place.line, 99))
    parking = next(each for each in register.products if each.id == "parkeervergunning")
    assert whose(parking.place_of("name")).id == parking.domain
    draft = next(each for each in register.decisions if each.authorities)
    assert whose(Place(draft.file, 3)).id == draft.authorities[0]
    for place in (Place("channels.yaml", 1), Place("mkdocs.yml", 2), register.municipality.place):
        assert (whose(place).role, whose(place).id) == (Role.BODY, "gemeente")
    rule = next(each for each in register.designations if each.domain)
    assert whose(rule.place).id == rule.domain


def test_who_is_not_there_or_has_the_name_of_another_is_refused(known: tuple[Share, ...]) -> None:
    with pytest.raises(Refused, match=r"met de naam 'verkeeer'\. Bedoelt u 'verkeer'"):
        share_of(known, "verkeeer")
    domain = share_of(known, "verkeer")
    assert share_of(known, "VERKEER") == domain == share_of(known, domain.owner.name)
    twin = Share(type(domain.owner)(Role.FUNCTION, "verkeer", "Verkeer"))
    with pytest.raises(Refused, match="van meer dan één: domein '.*', functie 'Verkeer'"):
        share_of((*known, twin), "verkeer")


def test_every_form_says_the_same_and_nothing_becomes_markup(project: Path, known: tuple[Share, ...]) -> None:
    progress = progress_of(project, DAY)
    for share in known:
        text, data = share_markdown(share, progress), json.loads(share_json(share, progress))
        page, book = (
            share_html(share, progress),
            openpyxl.load_workbook(io.BytesIO(share_xlsx(share, progress))),
        )
        assert data["open"] == share.open == len(data["tasks"]) + len(data["findings"]) + len(data["links"])
        assert ("Er is niets te doen" in text) == ("Er is niets te doen" in page) == (share.open == 0)
        if share.tasks:
            assert book["Wat u doet"].max_row == len(share.tasks) + 1
            assert data["tasks"][0]["what"] == share.tasks[0].what
        assert (
            ("Wat de controle vindt" in book.sheetnames)
            == bool(share.findings)
            == ("## Wat de controle" in text)
        )
        assert "<script" not in page and 'content="noindex' in page


def test_the_command_shows_one_writes_all_and_never_where_visitors_come(
    project: Path, tmp_path: Path
) -> None:
    said = wmebv(
        "report", "--for", "verkeer", "--format", "md", "--date", "2026-06-01", cwd=project, code=0
    ).stdout
    assert said.startswith("# Digitaal contact: werk voor ")
    folder = tmp_path / "werk"
    wmebv(
        "report",
        str(folder),
        "--for",
        "iedereen",
        "--format",
        "json",
        "--date",
        "2026-06-01",
        cwd=project,
        code=0,
    )
    names = {file.stem for file in folder.glob("[a-z]*.json")}
    assert names == set(file_names(shares(register_of(project), progress_of(project, DAY), [])))
    assert (
        "Dia's zijn er alleen van het hele rapport"
        in wmebv("report", "--for", "verkeer", "--format", "slides", cwd=project, code=2).stderr
    )
    assert (
        "wat op de website staat"
        in wmebv("report", "content", "--for", "iedereen", "--format", "md", cwd=project, code=2).stderr
    )
    (folder / "domein-verkeer.json").write_text("van mij", encoding="utf-8")
    refused = wmebv("report", str(folder), "--for", "verkeer", "--format", "json", cwd=project, code=2).stderr
    assert "door iemand anders gemaakt of gewijzigd" in refused
