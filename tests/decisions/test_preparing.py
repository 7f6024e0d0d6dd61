"""Preparing a decision beside the one that holds: what it takes over, what it leaves behind, and what the site shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from building import build_site, on_day, pages_on
from command import wmebv
from projects import decisions_of, register_of, rewrite, write_files

from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.documents.decisions import metadata_sheet
from wmebv_site.project.load import load
from wmebv_site.rules.checking import check_project

FIRST = "content/besluiten/aanwijzing-2026.md"
MAYOR = "content/besluiten/burg-2027.md"
NEW_FORM = """\
  - {id: evform, name: Evenementenformulier, kind: webformulier, url: "https://www.voorbeeld.example/ev", login: [geen],
     acknowledgement: automatisch, sender_copy: download, confidential: ja}

"""
DRAFT = "---\ntitle: Besluit burgemeester 2027\nkind: aanwijzing\nauthorities: [burgemeester]\nreplaces: [aanwijzing-2026]\n---\n"
ALL_OF_THE_MAYOR = """\
  - {messages: [bezwaar], channels: [evform], source: "besluit:burg-2027", article: "1"}
  - {initiative: op_verzoek, channels: [uitnodiging], source: "besluit:burg-2027", article: "2"}
  - {fallback: ja, channels: [evform], source: "besluit:burg-2027", article: "3"}
"""
OBJECTION = ("evenementenvergunning", "bezwaar")


def freeze(project: Path, decision: str = "burg-2027", day: str = "2026-06-01", *, code: int) -> str:
    return wmebv("decision", "freeze", decision, "--date", day, cwd=project, code=code).stdout


def found(project: Path, day: str) -> list[Diagnostic]:
    return check_project(load(project), date.fromisoformat(day)).diagnostics


def answers(project: Path, day: str, product: str, message: str) -> set[tuple[str, ...]]:
    on = date.fromisoformat(day)
    held = decisions_of(project, on).holding(on).all
    return {each.channel_ids for each in held if (each.product.id, each.message.key) == (product, message)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What ``init`` makes, with its decision frozen and in force from 2026 on for three bodies."""
    folder = tmp_path / "project"
    wmebv("init", str(folder), cwd=tmp_path, code=0)
    freeze(folder, "aanwijzing-2026", "2025-11-01", code=0)
    rewrite(folder / FIRST, "adopted: ", "adopted: 2025-11-18")
    rewrite(folder / FIRST, "published: ", "published: 2025-12-02")
    rewrite(
        folder / FIRST,
        "publication: ",
        "publication: https://zoek.officielebekendmakingen.nl/gmb-2025-1.html",
    )
    rewrite(folder / FIRST, "in_force_from: ", "in_force_from: 2026-01-01")
    return folder


@pytest.fixture
def mayor(project: Path) -> Path:
    """The mayor alone prepares a decision that replaces the first; each rule of the first stays for the others."""
    text = (project / "channels.yaml").read_text(encoding="utf-8")
    text = text.replace("\ndesignations:\n", f"\ndesignations:\n{ALL_OF_THE_MAYOR}").replace(
        "\nchannels:\n", f"\nchannels:\n{NEW_FORM}"
    )
    (project / "channels.yaml").write_text(text, encoding="utf-8")
    text = (project / "products.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "channels: [contactformulier]\n",
        'channels: [contactformulier]\n        source: "besluit:burg-2027"\n        article: "4"\n',
        1,
    )
    (project / "products.yaml").write_text(text, encoding="utf-8")
    return write_files(project, {MAYOR: DRAFT.encode()})


def test_a_decision_of_one_authority_is_prepared_frozen_and_in_force_on_its_day(
    mayor: Path, tmp_path: Path
) -> None:
    assert [each.code for each in found(mayor, "2026-06-01") if each.level is Level.ERROR] == []
    freeze(mayor, code=0)
    rewrite(
        mayor / MAYOR,
        "kind: aanwijzing\n",
        "kind: aanwijzing\nadopted: 2026-11-10\npublished: 2026-11-24\n"
        "publication: https://zoek.officielebekendmakingen.nl/gmb-2026-1.html\nin_force_from: 2027-01-01\n",
    )
    for day, channel in (
        ("2026-06-01", "bezwaarformulier"),
        ("2026-11-20", "bezwaarformulier"),
        ("2027-01-01", "evform"),
    ):
        assert [each.code for each in found(mayor, day) if each.level is Level.ERROR] == []
        assert answers(mayor, day, *OBJECTION) == {(channel,)}
        assert answers(mayor, day, "parkeervergunning", "bezwaar") == {("bezwaarformulier",)}
        site = build_site(mayor, tmp_path / f"site-{day}", strict=False, **on_day(day))
        assert (site / "producten" / "evenementenvergunning" / "index.html").is_file()
    assert [each.code for each in found(mayor, "2027-01-01") if each.code in ("WMEBV333", "WMEBV301")] == []


def test_a_decision_that_replaces_another_for_one_authority_says_for_whom(mayor: Path) -> None:
    rewrite(
        mayor / MAYOR,
        "kind: aanwijzing\n",
        "kind: aanwijzing\nadopted: 2026-05-01\npublished: 2026-05-15\n"
        "publication: https://zoek.officielebekendmakingen.nl/gmb-2026-1.html\nin_force_from: 2027-01-01\n",
    )
    register = register_of(mayor)
    pages = pages_on(register, date(2026, 6, 1))
    for url in ("besluiten/burg-2027/", "besluiten/aanwijzing-2026/", "wijzigingen/"):
        assert ", alleen voor de burgemeester" in pages[url].html
    sheet = metadata_sheet(register.decision_by_id["burg-2027"], register, date(2026, 6, 1))
    assert ", alleen voor de burgemeester" in repr(sheet)


def test_what_a_draft_leaves_without_a_way_is_told_in_time_and_never_frozen(mayor: Path) -> None:
    rewrite(
        mayor / "channels.yaml",
        '  - {fallback: ja, channels: [evform], source: "besluit:burg-2027", article: "3"}\n',
        "",
    )
    rewrite(mayor / "products.yaml", '        source: "besluit:burg-2027"\n        article: "4"\n', "")
    [lost] = [each for each in found(mayor, "2026-06-01") if each.code == "WMEBV301"]
    assert (lost.level, lost.place.file, lost.place.line) == (Level.WARNING, MAYOR, 5)
    assert "'aanvraag' van 'Evenementenvergunning'" in lost.message
    before = (mayor / MAYOR).read_bytes()
    said = freeze(mayor, code=2)
    assert "WMEBV301" in said and "is vervangen door 'burg-2027' voor 'burgemeester'" in said
    assert "  'aanvraag' van 'Evenementenvergunning'\n" in said
    assert (mayor / MAYOR).read_bytes() == before and not (
        mayor / "content/besluiten/burg-2027.annex.yaml"
    ).exists()


def test_a_message_on_request_that_a_draft_leaves_without_a_way_is_told_in_time_and_never_frozen(
    mayor: Path,
) -> None:
    rewrite(
        mayor / "channels.yaml",
        '  - {initiative: op_verzoek, channels: [uitnodiging], source: "besluit:burg-2027", article: "2"}\n',
        "",
    )
    [lost] = [each for each in found(mayor, "2026-06-01") if each.code == "WMEBV301"]
    assert (lost.level, lost.place.file, lost.place.line) == (Level.WARNING, MAYOR, 5)
    assert "'aanvulling' van 'Evenementenvergunning'" in lost.message
    before = (mayor / MAYOR).read_bytes()
    said = freeze(mayor, code=2)
    assert "WMEBV301" in said and "  'aanvulling' van 'Evenementenvergunning'\n" in said
    assert (mayor / MAYOR).read_bytes() == before and not (
        mayor / "content/besluiten/burg-2027.annex.yaml"
    ).exists()
    rewrite(mayor / MAYOR, "kind: aanwijzing\n", "kind: aanwijzing\nadopted: 2026-05-01\n")
    [lost] = [each for each in found(mayor, "2026-06-01") if each.code == "WMEBV301"]
    assert (lost.level, lost.place.file) == (Level.WARNING, "channels.yaml")
    assert "is vervangen door 'burg-2027' voor 'burgemeester'" in lost.message
    assert [each for each in found(mayor, "2026-06-01") if each.level is Level.ERROR] == []


def test_an_annex_lists_what_the_decision_says_once_what_it_replaces_is_gone(mayor: Path) -> None:
    rewrite(mayor / "products.yaml", '        source: "besluit:burg-2027"\n        article: "4"\n', "")
    freeze(mayor, code=0)
    rows = decisions_of(mayor, date(2026, 6, 1)).register.annexes["burg-2027"].rows
    assert {
        row.channel_ids for row in rows if (row.product, row.message) == ("evenementenvergunning", "aanvraag")
    } == {("evform",)}


def test_freezing_a_decision_that_no_rule_names_says_so(project: Path) -> None:
    write_files(project, {MAYOR: DRAFT.replace("replaces: [aanwijzing-2026]\n", "").encode()})
    assert "geen enkel bericht een kanaal" in freeze(project, code=0)


def test_a_decision_that_lapsed_shows_its_gap_on_the_site_and_fails_strict_alone(
    project: Path, tmp_path: Path
) -> None:
    rewrite(project / FIRST, "in_force_from: 2026-01-01", "in_force_from: 2026-01-01\nlapsed: 2026-09-01")
    assert [each for each in found(project, "2026-08-31") if each.code == "WMEBV301"] == []
    lapsed = [each for each in found(project, "2026-09-01") if each.code == "WMEBV301"]
    assert lapsed and {each.level for each in lapsed} == {Level.WARNING}
    assert all("is vervallen op 1 september 2026" in each.message for each in lapsed)
    assert [each.code for each in found(project, "2026-09-01") if each.level is Level.ERROR] == []
    site = build_site(project, tmp_path / "site", strict=False, **on_day("2026-09-01"))
    assert "Niet meer aangewezen" in (site / "producten" / "parkeervergunning" / "index.html").read_text(
        encoding="utf-8"
    )
