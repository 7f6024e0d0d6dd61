"""The workbook: what goes out comes back byte for byte, an answer arrives in its cell, and nothing else is let in."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command import wmebv
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from places import ROOT
from projects import copied, rewrite

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.sheets import open_workbook
from wmebv_site.exchange.workbook.columns import SHEETS, Kind
from wmebv_site.exchange.workbook.incoming import read_workbook
from wmebv_site.exchange.workbook.merge import CONFLICTS, LEFT, REFUSED, TAKEN_OVER, UNREAD, merge_workbook
from wmebv_site.exchange.workbook.outgoing import export_workbook
from wmebv_site.exchange.working import Outcome, Working
from wmebv_site.inventory.analysis import analyse
from wmebv_site.inventory.checklist import conformity
from wmebv_site.project.load import load
from wmebv_site.project.writing import write_changes as write
from wmebv_site.register.channels import QUESTIONS
from wmebv_site.rules.channels import Verdict

DAY = date(2026, 6, 1)
Edit = Callable[[Any], object]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return copied(ROOT, tmp_path / "p", theme=False)


@pytest.fixture
def project(whole: Path) -> Path:
    """The example with its first products, and nothing frozen: what holds for fourteen rows holds for two hundred."""
    products, channels = whole / "products.yaml", whole / "channels.yaml"
    text = products.read_text(encoding="utf-8")
    products.write_text(text[: text.index("  - id: inzage-persoonsgegevens\n")], encoding="utf-8")
    text = channels.read_text(encoding="utf-8")
    channels.write_text(re.sub(r"^  featured: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    for annex in (whole / "content" / "besluiten").glob("*.annex.yaml"):
        annex.unlink()
        rewrite(annex.with_name(annex.name.replace(".annex.yaml", ".md")), "\nannex: frozen\n", "\n")
    return whole


_MADE: dict[tuple[tuple[str, bytes], ...], bytes] = {}


def given_out(project: Path) -> bytes:
    """The workbook of a project; of the same registers it is made once, since that takes a second."""
    files = load(project)
    key = tuple(files.files.items())
    if key not in _MADE:
        _MADE[key] = export_workbook(Working(files), DAY)
    return _MADE[key]


def edited(data: bytes, *edits: Edit) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def answered(data: bytes, answers: dict[tuple[str, str, str], Any]) -> bytes:
    """Fill in cells by sheet, key (parts with a space between) and heading."""

    def fill(book: Any) -> None:
        for (sheet, key, heading), value in answers.items():
            cell_of(book, sheet, key, heading).value = value

    return edited(data, fill)


def cell_of(book: Any, sheet: str, key: str, heading: str) -> Any:
    about = next(each for each in SHEETS if each.name == sheet)
    column = [each.heading for each in about.columns].index(heading) + 1
    for row in book[sheet].iter_rows(min_row=2):
        if " ".join(str(cell.value) for cell in row[: about.keys]) == key:
            return row[column - 1]
    raise AssertionError(key)


def taken_in(project: Path, data: bytes) -> Outcome:
    outcome = merge_workbook(Working(load(project)), read_workbook(data))
    write(project, outcome.changes)
    return outcome


def texts(project: Path) -> dict[str, bytes]:
    return {name: data for name, data in load(project).files.items() if name.endswith(".yaml")}


def refused(data: bytes, project: Path) -> str:
    """What is told of a workbook in which nothing can be taken over: as a whole, or cell by cell."""
    before = texts(project)
    try:
        outcome = taken_in(project, data)
        told = [f"op {len(outcome.groups[REFUSED])} plaatsen", *outcome.groups[REFUSED]]
        assert outcome.groups[REFUSED] and outcome.groups["overgenomen"] == [] == outcome.files
    except Refused as refusal:
        told = [str(refusal), *refusal.findings]
    assert texts(project) == before
    return "\n".join(told)


def test_a_workbook_that_comes_back_as_it_went_changes_no_byte(whole: Path) -> None:
    before = texts(whole)
    outcome = taken_in(whole, given_out(whole))
    assert outcome.files == [] and texts(whole) == before
    assert taken_in(whole, edited(given_out(whole))).files == [] and texts(whole) == before


def test_the_same_registers_give_the_same_workbook(whole: Path) -> None:
    assert given_out(whole) == export_workbook(Working(load(whole)), DAY)


ANSWERS = {
    ("Producten", "rijbewijs", "Domein"): "verkeer",
    ("Producten", "rijbewijs", "Nagekeken"): date(2026, 5, 31),
    ("Producten", "rijbewijs", "Andere woorden"): "roze papiertje; rijden",
    ("Producten", "rijbewijs", "Samenvatting"): "0201234567",
    ("Producten", "paspoort", "Nagekeken"): "31-5-2026",
    ("Berichten", "paspoort vraag", "Nu in gebruik"): "post; contactformulier",
    ("Kanalen", "contactformulier", "Machtigen"): "nee",
    ("Kanalen", "contactformulier", "Leverancier"): None,
    ("Checklist", "contactformulier betrouwbaar", "Antwoord"): "onbekend",
    ("Checklist", "contactformulier betrouwbaar", "Bewijs"): "1.10",
}


def expect_answers(project: Path) -> None:
    register = Working(load(project)).register
    product, channel = register.product_by_id["rijbewijs"], register.channel_by_id["contactformulier"]
    assert (product.domain, product.reviewed, product.synonyms) == (
        "verkeer",
        date(2026, 5, 31),
        ("roze papiertje", "rijden"),
    )
    assert product.summary == "0201234567"
    passport = register.product_by_id["paspoort"]
    assert passport.reviewed == date(2026, 5, 31)
    assert next(m for m in passport.messages if m.key == "vraag").in_use == ("post", "contactformulier")
    answer = channel.checklist.answer_to("betrouwbaar") if channel.checklist else None
    assert answer is not None and (answer.answer.value, answer.evidence) == ("onbekend", "1.10")
    assert channel.representation.value == "nee"


def test_answers_arrive_in_their_cells_and_every_other_line_stays(project: Path) -> None:
    before = {name: data.decode().splitlines() for name, data in texts(project).items()}
    answers = {key: value for key, value in ANSWERS.items() if key[2] != "Leverancier"}
    outcome = taken_in(project, answered(given_out(project), answers))
    assert len(outcome.groups["overgenomen"]) == len(answers) and outcome.groups[CONFLICTS] == []
    expect_answers(project)
    changed = 0
    for name, lines in before.items():
        after = texts(project)[name].decode().splitlines()
        changed += len([line for line in after if line not in lines])
        assert [line for line in lines if line.lstrip().startswith("#")] == [
            line for line in after if line.lstrip().startswith("#")
        ]
    assert changed <= len(answers)


def test_a_cell_that_changed_in_the_register_meanwhile_is_a_conflict_and_keeps_its_value(
    project: Path,
) -> None:
    data = answered(
        given_out(project),
        {("Producten", "rijbewijs", "Domein"): "verkeer", ("Producten", "paspoort", "Domein"): "sociaal"},
    )
    text = (project / "products.yaml").read_text(encoding="utf-8")
    at = text.index("- id: rijbewijs")
    text = text[:at] + text[at:].replace("domain: publieksdiensten", "domain: economie", 1)
    (project / "products.yaml").write_text(text, encoding="utf-8")
    outcome = taken_in(project, data)
    assert [line.partition(":")[0] for line in outcome.groups[CONFLICTS]] == ["Blad 'Producten', cel F6"]
    assert "'verkeer'" in outcome.groups[CONFLICTS][0] and "'economie'" in outcome.groups[CONFLICTS][0]
    products = Working(load(project)).register.product_by_id
    assert (products["rijbewijs"].domain, products["paspoort"].domain) == ("economie", "sociaal")


def test_an_answer_follows_a_product_that_was_renamed_and_is_told_of_one_that_went(project: Path) -> None:
    data = answered(
        given_out(project),
        {
            ("Producten", "rijbewijs", "Nagekeken"): "2026-05-31",
            ("Berichten", "rijbewijs aanvraag", "Nu in gebruik"): "balie",
        },
    )
    path = project / "products.yaml"
    text = path.read_text(encoding="utf-8")
    renamed = text.replace("  - id: rijbewijs\n", "  - id: rijbewijs-nieuw\n    formerly: [rijbewijs]\n")
    assert renamed != text
    path.write_text(renamed, encoding="utf-8")
    outcome = taken_in(project, data)
    assert outcome.groups[CONFLICTS] == [] and len(outcome.groups["overgenomen"]) == 2
    assert Working(load(project)).register.product_by_id["rijbewijs-nieuw"].reviewed == date(2026, 5, 31)
    path.write_text(renamed.replace("    formerly: [rijbewijs]\n", ""), encoding="utf-8")
    outcome = taken_in(project, data)
    assert [line.partition(";")[0] for line in outcome.groups[CONFLICTS]] == [
        "Blad 'Producten', cel N6: '2026-05-31' is niet overgenomen", "Blad 'Berichten', cel E8: 'balie' is niet overgenomen",
    ]  # fmt: skip


def test_a_product_that_is_confirmed_and_reviewed_at_once_is_both(project: Path) -> None:
    path = project / "products.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("- id: rijbewijs")
    text = text[:at] + re.sub(r"    reviewed: .*\n", "", text[at:], count=1)
    text = text[:at] + text[at:].replace(
        "    messages:", "    unconfirmed: [domain, messages]\n    messages:", 1
    )
    path.write_text(text, encoding="utf-8")
    answers = {
        ("Producten", "rijbewijs", "Nagekeken"): "31-5-2026",
        ("Producten", "rijbewijs", "Nog te bevestigen"): None,
        ("Producten", "rijbewijs", "Domein"): "verkeer",
        ("Producten", "paspoort", "Nagekeken"): "30-5-2026",
    }
    outcome = taken_in(project, answered(given_out(project), answers))
    assert len(outcome.groups["overgenomen"]) == 4
    products = Working(load(project)).register.product_by_id
    licence = products["rijbewijs"]
    assert (licence.reviewed, licence.unconfirmed, licence.domain) == (date(2026, 5, 31), (), "verkeer")
    assert products["paspoort"].reviewed == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("post, Balie", ("post", "balie")),
        ("Contactformulier;\nPOST", ("contactformulier", "post")),
        ("e-mail vergunningen", ("e-mail-vergunningen",)),
        ("balie; balie", ("balie",)),
    ],
)
def test_a_list_is_understood_as_a_person_types_it(
    written: str, kept: tuple[str, ...], project: Path
) -> None:
    taken_in(
        project, answered(given_out(project), {("Berichten", "paspoort vraag", "Nu in gebruik"): written})
    )
    passport = Working(load(project)).register.product_by_id["paspoort"]
    assert next(m for m in passport.messages if m.key == "vraag").in_use == kept


def test_a_word_may_have_a_capital_and_a_domain_its_name(project: Path) -> None:
    name = Working(load(project)).register.domain_by_id["verkeer"].name
    taken_in(
        project,
        answered(
            given_out(project),
            {("Producten", "rijbewijs", "Domein"): name, ("Kanalen", "contactformulier", "Machtigen"): "Nee"},
        ),
    )
    register = Working(load(project)).register
    assert (
        register.product_by_id["rijbewijs"].domain == "verkeer"
        and register.channel_by_id["contactformulier"].representation.value == "nee"
    )


def test_the_checklist_asks_nothing_of_a_channel_that_stops_or_that_does_not_apply(whole: Path) -> None:
    working = Working(load(whole))
    listed = openpyxl.load_workbook(io.BytesIO(given_out(whole)))["Checklist"]
    rows = {(row[0].value, row[1].value): row[4].value for row in listed.iter_rows(min_row=2)}
    found = {
        (each.channel.id, finding.key): finding
        for each in conformity(analyse(Decisions(working.register, DAY)))
        for finding in each.findings
    }
    open_ = {
        key
        for key, finding in found.items()
        if finding.key in QUESTIONS and finding.verdict is Verdict.UNKNOWN
    }
    assert open_ <= set(rows) and all(key in open_ or answer for key, answer in rows.items())
    assert len(rows) < len(QUESTIONS) * len(working.register.channels) - 80


def test_a_wide_sheet_is_spread_over_pages_that_repeat_what_a_row_is_about(project: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(given_out(project)))
    for about in SHEETS:
        sheet = book[about.name]
        assert sheet.page_setup.orientation == "landscape"
        assert sum(column.width for column in about.columns) / sheet.page_setup.fitToWidth < 215
        assert sheet.print_title_cols == (f"$A:${'ABC'[about.keys - 1]}" if about.keys else None)


PROPOSED = """
proposals:
  - {product: geheimhouding-persoonsgegevens, number: "1", digital: nee, in_person: ja, domain: VERKEER, by: VNG}
  - {product: paspoort, number: "2", digital: ja, domain: Onbekend domein, by: VNG}
  - {name: klapperloop, upl: "http://standaarden.overheid.nl/owms/terms/klapperloop", number: "3", digital: ja, by: VNG}
  - {name: iets anders, number: "4", by: VNG}
"""


@pytest.fixture
def proposed(project: Path) -> Path:
    path = project / "products.yaml"
    path.write_text(path.read_text(encoding="utf-8") + PROPOSED, encoding="utf-8")
    return project


def test_a_proposal_is_taken_over_or_declined_in_the_workbook_and_never_asked_again(proposed: Path) -> None:
    data = given_out(proposed)
    says = {
        row[1].value: row[3].value
        for row in openpyxl.load_workbook(io.BytesIO(data))["Voorstellen"].iter_rows(min_row=2)
    }
    assert (
        says["klapperloop"] == "nieuw product; digitaal ja"
        and says["geheimhouding-persoonsgegevens"] == "digitaal nee, in persoon ja, domein VERKEER"
    )
    answers = {
        ("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Overnemen"): "Ja",
        ("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Wet en artikel"): "Artikel 1 Proefwet",
        ("Voorstellen", "VNG paspoort 2", "Overnemen"): "nee",
        ("Voorstellen", "VNG klapperloop 3", "Overnemen"): "ja",
    }
    outcome = taken_in(proposed, answered(data, answers))
    assert (outcome.groups["voorstellen overgenomen"], outcome.groups["voorstellen afgewezen"]) == (
        ["geheimhouding-persoonsgegevens", "klapperloop"],
        ["paspoort"],
    )
    register = Working(load(proposed)).register
    assert [proposal.name for proposal in register.open_proposals] == ["iets anders"]
    licence, new = (
        register.product_by_id["geheimhouding-persoonsgegevens"],
        register.product_by_id["klapperloop"],
    )
    assert licence.domain == "verkeer"
    assert [m.exempt.basis for m in licence.messages if m.exempt] == ["Artikel 1 Proefwet"]
    assert new.upl == "http://standaarden.overheid.nl/owms/terms/klapperloop" and "domain" in new.unconfirmed
    assert register.product_by_id["paspoort"].domain != "onbekend-domein"
    again = taken_in(proposed, answered(data, answers))
    assert again.files == [] and again.groups[CONFLICTS] == []


def test_who_must_come_in_person_needs_an_article_and_a_proposal_an_answer(proposed: Path) -> None:
    told = refused(
        answered(
            given_out(proposed), {("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Overnemen"): "ja"}
        ),
        proposed,
    )
    assert (
        "Blad 'Voorstellen', cel E2: men moet hiervoor zelf komen. Vul bij 'Wet en artikel' in waar dat staat."
        in told
    )
    told = refused(
        answered(
            given_out(proposed),
            {("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Wet en artikel"): "x"},
        ),
        proposed,
    )
    assert "cel F2: kies ook 'ja' of 'nee' bij 'Overnemen'." in told


def test_what_is_not_ours_is_recorded_in_the_workbook_and_brought_back_by_none(proposed: Path) -> None:
    data = given_out(proposed)
    answers = {
        ("Voorstellen", "VNG klapperloop 3", "Overnemen"): "Niet van ons",
        ("Voorstellen", "VNG iets anders 4", "Overnemen"): "niet van ons",
        ("Voorstellen", "VNG paspoort 2", "Overnemen"): "niet van ons",
    }
    outcome = taken_in(proposed, answered(data, answers))
    assert outcome.groups["voorstellen afgewezen"] == [
        "klapperloop: niet van ons",
        "iets anders: niet van ons",
    ]
    (told,) = outcome.groups[REFUSED]
    assert "'paspoort' staat in uw register. Haal het daar weg, en zet het bij 'not_ours'" in told
    register = Working(load(proposed)).register
    assert register.not_ours == ("http://standaarden.overheid.nl/owms/terms/klapperloop", "iets-anders")
    text = (proposed / "products.yaml").read_text(encoding="utf-8")
    assert text.index("\nnot_ours: ") < text.index("\nproducts:"), "it stands at the top"
    assert [proposal.product for proposal in register.open_proposals] == [
        "geheimhouding-persoonsgegevens",
        "paspoort",
    ]
    outcome = taken_in(proposed, edited(given_out(proposed), _cell("Ontbreekt er iets", "A2", "Iets anders")))
    assert "cel A2: 'Iets anders' staat bij 'not_ours' in products.yaml" in outcome.groups[REFUSED][0]
    assert outcome.files == []


def test_what_is_missing_comes_in_as_a_product_to_confirm(project: Path) -> None:
    rows = [
        ["Straatfeest", "U geeft een feest.", "Verkeer en parkeren", "melding, vraag", "balie"],
        ["Paspoort", None, None, "klacht"],
        [None] * 5 + ["Er is ook een app."],
    ]
    name = Working(load(project)).register.domain_by_id["verkeer"].name
    rows[0][2] = name

    def fill(book: Any) -> None:
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                book["Ontbreekt er iets"].cell(number, column).value = value

    data = edited(given_out(project), fill)
    outcome = taken_in(project, data)
    register = Working(load(project)).register
    party = register.product_by_id["straatfeest"]
    assert (party.domain, [m.key for m in party.messages], party.messages[0].in_use) == (
        "verkeer",
        ["melding", "vraag"],
        ("balie",),
    )
    assert [word.value for word in party.unconfirmed] == ["authority", "messages"]
    passport = register.product_by_id["paspoort"]
    assert "klacht" in [m.key for m in passport.messages] and [
        word.value for word in passport.unconfirmed
    ] == ["messages"]
    assert outcome.groups["opmerkingen"] == ["Blad 'Ontbreekt er iets', cel F4: Er is ook een app."]
    assert taken_in(project, data).files == []
    told = refused(edited(data, _cell("Ontbreekt er iets", "D5", "vraag")), project)
    assert "Blad 'Ontbreekt er iets', cel A5: deze cel kan niet leeg zijn." in told


def test_rows_may_be_sorted_and_left_out(project: Path) -> None:
    def reverse(book: Any) -> None:
        sheet = book["Producten"]
        listed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(listed[:-2]), 2):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value
        sheet.delete_rows(len(listed), 2)

    outcome = taken_in(project, edited(given_out(project), reverse))
    assert outcome.files == [] and outcome.counts["rijen die niet terugkwamen"] == 2


def test_what_is_added_does_not_hide_the_rows_that_were_lost(project: Path) -> None:
    added = [_cell("Ontbreekt er iets", f"F{number}", "Er is ook een app.") for number in range(2, 6)]
    lost = edited(given_out(project), lambda book: book["Checklist"].delete_rows(2, 3), *added)
    assert taken_in(project, lost).counts["rijen die niet terugkwamen"] == 3
    assert "rijen die niet terugkwamen" not in taken_in(project, edited(given_out(project), *added)).counts


def _cell(sheet: str, place: str, value: Any) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][place] = value

    return edit


def _swap(book: Any) -> None:
    sheet = book["Producten"]
    for row in sheet.iter_rows(min_row=1, min_col=5, max_col=6):
        row[0].value, row[1].value = row[1].value, row[0].value


def _many(book: Any) -> None:
    for number in range(10_000):
        book["Producten"].append([f"p{number}", "Product"])


def _merge(book: Any) -> None:
    book["Kanalen"].merge_cells("B2:B3")


def _number(book: Any) -> None:
    cell = book["Producten"]["D3"]
    cell.value, cell.number_format = 201234567, "General"


def _serial(book: Any) -> None:
    cell = book["Producten"]["N2"]
    cell.value, cell.number_format = 20260203, "yyyy-mm-dd"


WRONG: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "a moved column": (
        _swap,
        ("Blad 'Producten', kolom E: hier hoort 'Andere woorden', er staat 'Domein'", "verplaatst"),
    ),
    "an inserted column": (
        lambda book: book["Producten"].insert_cols(5),
        ("Blad 'Producten': hier zijn kolommen tussengevoegd: E (zonder kop)", "op 1 plaats"),
    ),
    "all rows gone": (
        lambda book: book["Checklist"].delete_rows(2, 300),
        ("Blad 'Checklist' is leeg; er zijn",),
    ),
    "a day as a number": (_serial, ("cel N2: hier staat een getal dat geen datum is", "2026-01-31")),
    "a renamed column": (
        _cell("Kanalen", "G1", "Volmacht"),
        ("Blad 'Kanalen', kolom G: hier hoort 'Machtigen', er staat 'Volmacht'",),
    ),
    "a wrong word": (
        _cell("Kanalen", "G2", "misschien"),
        ("cel G2: 'misschien' kan hier niet", "ja, nee of onbekend"),
    ),
    "an unknown channel": (
        _cell("Berichten", "E2", "contactformulierr"),
        ("cel E2", "Bedoelt u 'contactformulier'?"),
    ),
    "a formula": (_cell("Producten", "D2", "=1+1"), ("cel D2: hier staat een formule",)),
    "a value far below": (
        _cell("Producten", "D1048576", "x"),
        ("cel D1048576: bij deze rij hoort geen id. Maak de cel leeg.",),
    ),
    "yes as a computer says it": (
        _cell("Producten", "D3", True),
        ("cel D3: het rekenprogramma heeft hier WAAR van gemaakt",),
    ),
    "10,000 rows": (_many, ("Blad 'Producten' heeft 10014 rijen; er zijn er 14 uitgegeven",)),
    "merged cells": (_merge, ("Blad 'Kanalen', cel B2: de cellen B2:B3 zijn samengevoegd",)),
    "a number": (_number, ("cel D3: hier staat het getal 201234567", "nul")),
    "a date in a text": (
        _cell("Producten", "D3", date(2026, 10, 1)),
        ("cel D3: het rekenprogramma heeft hier een datum van gemaakt",),
    ),
    "no date": (_cell("Producten", "N2", "volgende week"), ("cel N2: 'volgende week' is geen datum",)),
    "a fixed cell": (_cell("Checklist", "C2", "Anders"), ("cel C2: deze kolom is vast",)),
    "an unknown row": (
        _cell("Producten", "A3", "iets-anders"),
        ("cel A3: 'iets-anders' stond niet in deze werkmap",),
    ),
    "a row twice": (_cell("Producten", "A3", "paspoort"), ("cel A3: 'paspoort' staat er twee keer",)),
    "an empty name": (_cell("Producten", "B2", None), ("cel B2: deze cel kan niet leeg zijn",)),
    "an unsafe address": (_cell("Producten", "M2", "javascript:alert(1)"), ("cel M2:",)),
    "HTML": (_cell("Producten", "D2", "<b>vet</b>"), ("cel D2: In deze tekst staat HTML",)),
    "a sheet gone": (lambda book: book.remove(book["Checklist"]), ("Het blad 'Checklist' ontbreekt",)),
    "the hidden sheet gone": (lambda book: book.remove(book["wmebv-basis"]), ("verborgen blad",)),
    "the hidden sheet altered": (
        _cell("wmebv-basis", "B3", '["x"]'),
        ("verborgen blad van deze werkmap is gewijzigd",),
    ),
    "another version": (_cell("wmebv-basis", "A1", "0"), ("andere versie",)),
}


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        (
            [("Kanalen", "N2", "2001-01-01")],
            ["Blad 'Kanalen', cel N2: De einddatum 1 januari 2001 ligt vóór", "Wijzig 'Tot' of 'Vanaf'."],
        ),
        (
            [("Kanalen", "M2", "2090-01-01"), ("Kanalen", "N2", "2080-01-01")],
            ["Blad 'Kanalen', cel N2: De einddatum 1 januari 2080"],
        ),
        (
            [("Kanalen", "O2", None)],
            ["Blad 'Kanalen', cel O2: 'Leverancier' ontbreekt.", "Gevraagd op, Antwoord, Beantwoord op"],
        ),
        (
            [("Checklist", "E3", None), ("Checklist", "F3", "2026-01-02")],
            ["Blad 'Checklist', cel E3: 'Antwoord' ontbreekt."],
        ),
        ([("Berichten", "F2", ";")], ["Blad 'Berichten', cel F2: hier staat alleen ';'"]),
    ],
    ids=lambda value: f"{value[0][0]}!{value[0][1]}" if isinstance(value[0], tuple) else "",
)
def test_a_mistake_that_shows_in_the_whole_register_names_its_cell(
    edits: list[tuple[str, str, Any]], says: list[str], project: Path
) -> None:
    told = refused(edited(given_out(project), *(_cell(*edit) for edit in edits)), project)
    for words in says:
        assert words in told, told
    assert ".yaml" not in told and "Hier ontbreekt" not in told


@pytest.mark.parametrize("name", WRONG)
def test_a_workbook_of_another_shape_is_refused_with_the_place(name: str, project: Path) -> None:
    edit, says = WRONG[name]
    told = refused(edited(given_out(project), edit), project)
    for words in says:
        assert words in told


def test_all_mistakes_are_told_in_one_run(project: Path) -> None:
    edits = [
        WRONG[name][0] for name in ("a renamed column", "a formula", "a number", "no date", "an unknown row")
    ]
    told = refused(edited(given_out(project), *edits, _cell("Checklist", "F2", "gisteren")), project)
    for words in ("kolom G", "cel D2", "cel D3", "cel N2", "cel A3", "cel F2", "op 6 plaatsen"):
        assert words in told


def test_what_a_cell_says_wrong_and_what_cells_say_together_is_told_in_one_run_by_place(
    project: Path,
) -> None:
    edits = [
        ("Checklist", "C2", "Anders"),
        ("Kanalen", "N2", "2001-01-01"),
        ("Kanalen", "G3", "misschien"),
        ("Kanalen", "G2", "misschien"),
        ("Producten", "B10", None),
        ("Producten", "M2", "javascript:alert(1)"),
    ]
    told = refused(edited(given_out(project), *(_cell(*edit) for edit in edits)), project)
    assert re.findall(r"^Blad '(\w+)', cel (\w+):", told, re.MULTILINE) == [
        ("Producten", "M2"),
        ("Producten", "B10"),
        ("Kanalen", "G2"),
        ("Kanalen", "N2"),
        ("Kanalen", "G3"),
        ("Checklist", "C2"),
    ]
    assert "op 6 plaatsen" in told


def test_what_only_follows_from_a_wrong_cell_is_not_told_as_well(project: Path) -> None:
    cells = [_cell("Kanalen", "O2", "<b>x</b>"), _cell("Berichten", "E2", "contactformulierr")]
    told = refused(edited(given_out(project), *cells), project)
    assert "op 2 plaatsen" in told and "ontbreekt" not in told


def _answer_for(column: Any, key: str, number: int, lists: dict[str, list[str]]) -> Any:
    """Something that may be filled in, other for each row."""
    if column.kind is Kind.DATE:
        # What ends must have begun.
        return date(2030 if column.path == ("until",) else 2026, 1, 1 + number % 28)
    if column.choices:
        words = lists[column.choices] if isinstance(column.choices, str) else list(column.choices)
        if column.kind is Kind.LIST and len(words) > 4:
            return "; ".join(words[number % 3 : number % 3 + 2])
        return words[number % len(words)]
    if column.path == ("page",):
        return f"https://www.voorbeeld.example/nieuw/{number}"
    if column.kind is Kind.LIST:
        return f"eerste van {number}; tweede"
    return f"Nieuw bij {key}: '{number}' # {column.heading}"


def test_a_workbook_with_every_kind_of_edit_on_every_sheet_comes_back_whole(proposed: Path) -> None:
    channels = Working(load(proposed)).register
    lists = {
        "domein": [each.id for each in channels.domains],
        "bestuursorgaan": [each.id for each in channels.authorities],
        "uitvoerder": [each.id for each in channels.executors],
        "kanaal": [each.id for each in channels.channels],
    }

    def told(book: Any) -> dict[tuple[str, ...], str]:
        """Every cell of a workbook that a colleague fills in, by sheet, key and heading."""
        found = {}
        for about in SHEETS[:4]:
            for row in book[about.name].iter_rows(min_row=2):
                key = tuple(str(cell.value) for cell in row[: about.keys])
                for column, cell in zip(about.columns, row, strict=True):
                    value = cell.value.date() if hasattr(cell.value, "date") else cell.value
                    if column.kind is not Kind.FIXED:
                        found[(about.name, *key, column.heading)] = str(value or "")
        return found

    given = given_out(proposed)

    def fill(book: Any) -> None:
        for about in SHEETS[:4]:
            for number, row in enumerate(book[about.name].iter_rows(min_row=2)):
                for column, cell in zip(about.columns, row, strict=True):
                    if column.kind is not Kind.FIXED:
                        cell.value = _answer_for(column, str(row[0].value), number, lists)
        book["Voorstellen"]["E3"] = "nee"
        book["Ontbreekt er iets"]["A2"] = "Straatfeest"
        book["Ontbreekt er iets"]["D2"] = "melding"
        book["Ontbreekt er iets"]["F3"] = "Er is ook een app."

    filled = edited(given, fill)
    outcome = taken_in(proposed, filled)
    wanted = told(openpyxl.load_workbook(io.BytesIO(filled)))
    now = told(openpyxl.load_workbook(io.BytesIO(given_out(proposed))))
    assert outcome.groups[CONFLICTS] == outcome.groups[REFUSED] == []
    assert {key: now[key] for key in wanted} == wanted and len(wanted) > 500
    assert {key[1] for key in now.keys() - wanted.keys()} == {"straatfeest"}
    assert outcome.groups["voorstellen afgewezen"] == ["paspoort"]
    assert taken_in(proposed, filled).files == [], "what came in once changes nothing when it comes again"

    def clear(book: Any) -> None:
        for about in SHEETS[:4]:
            for row in book[about.name].iter_rows(min_row=2):
                for column, cell in zip(about.columns, row, strict=True):
                    if column.kind is not Kind.FIXED and not column.is_required:
                        cell.value = None

    empty = edited(given_out(proposed), clear)
    outcome = taken_in(proposed, empty)
    assert outcome.groups[CONFLICTS] == outcome.groups[REFUSED] == []
    wanted = told(openpyxl.load_workbook(io.BytesIO(empty)))
    now = told(openpyxl.load_workbook(io.BytesIO(given_out(proposed))))
    assert {key: now.get(key, "") for key in wanted} == wanted


def test_of_a_workbook_with_mistakes_all_else_is_taken_over(project: Path) -> None:
    wrong = {
        ("Producten", "D2"): "=1+1",
        ("Producten", "D3"): "met een\u200bonzichtbaar teken",
        ("Producten", "N4"): "volgende week",
        ("Producten", "A5"): "iets-anders",
        ("Berichten", "E2"): "geen kanaal",
        ("Kanalen", "N2"): "2001-01-01",
        ("Kanalen", "O2"): None,
        ("Checklist", "C2"): "Anders",
        ("Ontbreekt er iets", "B3"): "zonder naam",
    }
    good = {
        ("Producten", "rijbewijs", "Domein"): "verkeer",
        ("Kanalen", "contactformulier", "Machtigen"): "nee",
    }
    edits = [_cell(sheet, place, value) for (sheet, place), value in wrong.items()]
    before = texts(project)
    outcome = taken_in(project, edited(answered(given_out(project), good), *edits))
    assert [line.partition(":")[0] for line in outcome.groups[REFUSED]] == [
        f"Blad '{sheet}', cel {'A3' if sheet == 'Ontbreekt er iets' else place}" for sheet, place in wrong
    ]
    assert "cel D3: Hier staat een onzichtbaar teken (U+200B). Typ de tekst opnieuw." in "\n".join(
        outcome.groups[REFUSED]
    )
    assert len(outcome.groups["overgenomen"]) == len(good)
    register = Working(load(project)).register
    assert register.product_by_id["rijbewijs"].domain == "verkeer"
    assert register.channel_by_id["contactformulier"].representation.value == "nee"
    differences = [
        (old, new)
        for name, data in texts(project).items()
        for old, new in zip(before[name].splitlines(), data.splitlines(), strict=True)
        if old != new
    ]
    assert len(differences) == len(good)


JOINED = {
    "two cells below each other": ("Kanalen", "G3:G4", "Blad 'Kanalen', cel G3: de cellen G3:G4 zijn samen"),
    "cells beside each other": ("Producten", "D3:E3", "Blad 'Producten', cel D3: de cellen D3:E3 zijn samen"),
    "the id with its row": ("Producten", "A4:Q4", "Blad 'Producten', cel A4: de cellen A4:Q4 zijn samen"),
    "from the headings down": ("Berichten", "E1:E3", "Blad 'Berichten', cel E2: de cellen E1:E3 zijn samen"),
    "a remark over a row": (
        "Ontbreekt er iets",
        "A2:F3",
        "Blad 'Ontbreekt er iets', cel A2: de cellen A2:F3 zijn samen",
    ),
}
GONE: dict[str, tuple[Edit, str]] = {
    "gone": (lambda book: book.remove(book["Checklist"]), "Het blad 'Checklist' ontbreekt of heet anders. Van"),
    "renamed": (lambda book: setattr(book["Checklist"], "title", "Vragen"), "Het blad 'Checklist' ontbreekt"),
    "emptied": (lambda book: book["Checklist"].delete_rows(2, 300), "Blad 'Checklist' is leeg; er zijn"),
    "a heading gone": (_cell("Checklist", "C1", None), "Blad 'Checklist', kolom C: hier hoort 'Vraag (vast)', er staat niets"),
    "much pasted in": (
        lambda book: [book["Checklist"].append([f"x{at}", "y"]) for at in range(5_000)],
        "Blad 'Checklist' heeft",
    ),
}  # fmt: skip
ELSEWHERE = {
    ("Producten", "rijbewijs", "Domein"): "verkeer",
    ("Kanalen", "contactformulier", "Machtigen"): "nee",
}


def _some_go_in(project: Path, outcome: Outcome, says: str) -> None:
    told, *more = outcome.groups[REFUSED]
    assert told.startswith(says), told
    assert all("van deze rij is daarom niets overgenomen" in each for each in more)
    assert len(outcome.groups[TAKEN_OVER]) == len(ELSEWHERE)
    register = Working(load(project)).register
    assert register.product_by_id["rijbewijs"].domain == "verkeer"
    assert register.channel_by_id["contactformulier"].representation.value == "nee"


@pytest.mark.parametrize("name", JOINED)
def test_joined_cells_are_told_by_their_area_and_all_else_goes_in(name: str, project: Path) -> None:
    sheet, area, says = JOINED[name]
    remark = _cell("Ontbreekt er iets", "A2", "Er is ook een app.") if sheet == "Ontbreekt er iets" else None
    edits = [edit for edit in (remark, lambda book: book[sheet].merge_cells(area)) if edit]
    data = edited(answered(given_out(project), ELSEWHERE), *edits)
    outcome = taken_in(project, data)
    _some_go_in(project, outcome, says)


@pytest.mark.parametrize("name", GONE)
def test_a_sheet_that_is_not_as_it_was_is_told_and_the_others_go_in(name: str, project: Path) -> None:
    edit, says = GONE[name]
    outcome = taken_in(project, edited(answered(given_out(project), ELSEWHERE), edit))
    _some_go_in(project, outcome, says)
    assert outcome.groups[REFUSED][0].endswith("Van dit blad is niets overgenomen.")
    assert "rijen die niet terugkwamen" not in outcome.counts


@pytest.mark.parametrize(
    ("sheet", "key", "heading"),
    [
        ("Producten", "rijbewijs", "Samenvatting"),
        ("Berichten", "paspoort aanvraag", "Nu in gebruik"),
        ("Checklist", "contactformulier betrouwbaar", "Bewijs"),
    ],
)
def test_a_cell_that_was_emptied_is_told_as_empty(sheet: str, key: str, heading: str, project: Path) -> None:
    value = "balie; post" if heading == "Nu in gebruik" else "Iets anders."
    first = {(sheet, key, heading): value, ("Checklist", "contactformulier betrouwbaar", "Antwoord"): "ja"}
    taken_in(project, answered(given_out(project), first))
    given = given_out(project)
    second = "telefoon" if heading == "Nu in gebruik" else "Nog iets anders."
    taken_in(project, answered(given, {(sheet, key, heading): second}))
    outcome = taken_in(project, answered(given, {(sheet, key, heading): None}))
    (told,) = outcome.groups[CONFLICTS]
    assert f"de werkmap zegt (leeg), het register zegt intussen '{second}'; dat blijft staan" in told


def test_two_cells_that_say_something_else_of_one_thing_are_a_conflict_and_the_rest_goes_in(
    proposed: Path,
) -> None:
    answers = {
        ("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Overnemen"): "ja",
        ("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Wet en artikel"): "Artikel 1 Proefwet",
        ("Producten", "geheimhouding-persoonsgegevens", "Domein"): "sociaal",
        ("Producten", "paspoort", "Domein"): "sociaal",
    }
    outcome = taken_in(proposed, answered(given_out(proposed), answers))
    (told,) = outcome.groups[CONFLICTS]
    assert told.startswith("Blad 'Voorstellen', cel E2: hier komt 'verkeer' uit, in blad 'Producten', cel F")
    products = Working(load(proposed)).register.product_by_id
    assert products["geheimhouding-persoonsgegevens"].domain == products["paspoort"].domain == "sociaal"
    assert any(message.exempt for message in products["geheimhouding-persoonsgegevens"].messages)


def test_a_decision_that_the_registers_cannot_hold_is_told_by_its_cell_and_the_rest_goes_in(
    proposed: Path,
) -> None:
    path = proposed / "products.yaml"
    at = (text := path.read_text(encoding="utf-8")).index("- id: geheimhouding-persoonsgegevens")
    text = text[:at] + text[at:].replace(
        "- kind: ", "- only_digital: {basis: Artikel 2 Proefwet}\n        kind: ", 1
    )
    path.write_text(text, encoding="utf-8")
    answers = {
        ("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Overnemen"): "ja",
        ("Voorstellen", "VNG geheimhouding-persoonsgegevens 1", "Wet en artikel"): "Artikel 1 Proefwet",
        ("Voorstellen", "VNG klapperloop 3", "Overnemen"): "ja",
        ("Producten", "rijbewijs", "Domein"): "verkeer",
    }
    outcome = taken_in(proposed, answered(given_out(proposed), answers))
    first, second = outcome.groups[REFUSED]
    assert "cel E2: Een bericht kan niet tegelijk uitgezonderd en alleen digitaal zijn." in first
    assert (
        second
        == "Blad 'Voorstellen', cel F2: 'Artikel 1 Proefwet' is niet overgenomen, want het hoort bij cel E2."
    )
    assert outcome.groups["voorstellen overgenomen"] == ["klapperloop"]
    register = Working(load(proposed)).register
    assert register.product_by_id["rijbewijs"].domain == "verkeer"
    assert "geheimhouding-persoonsgegevens" in [each.product for each in register.open_proposals]


def test_what_is_said_again_of_a_product_that_is_there_is_told_and_not_dropped(project: Path) -> None:
    rows = [
        _cell("Ontbreekt er iets", place, value)
        for place, value in {"A2": "Paspoort", "B2": "Anders.", "C2": "sociaal", "D2": "aanvraag", "E2": "balie",
                             "A3": "Rijbewijs", "E3": "balie"}.items()
    ]  # fmt: skip
    outcome = taken_in(project, edited(given_out(project), *rows))
    assert [line.partition(":")[0].rpartition(" ")[2] for line in outcome.groups["zelf nog doen"]] == [
        "B2", "C2", "D2", "E3",
    ]  # fmt: skip
    assert outcome.files == []


def test_a_colleague_sees_what_was_not_taken_over_and_the_command_ends_with_one(
    project: Path, tmp_path: Path
) -> None:
    data = answered(given_out(project), {("Producten", "rijbewijs", "Domein"): "verkeer"})
    many = [_cell("Producten", f"D{number}", "=1+1") for number in range(2, 16)]
    (tmp_path / "werkmap.xlsx").write_bytes(edited(data, *many))
    told = wmebv("import", "xlsx", str(tmp_path / "werkmap.xlsx"), cwd=project, code=1).all
    for number in range(2, 16):
        assert f"- Blad 'Producten', cel D{number}: hier staat een formule. Typ de waarde zelf." in told
    assert "Gewijzigd: products.yaml" in told


def test_one_cell_far_below_costs_no_million_rows(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = edited(
        given_out(project), _cell("Producten", "D1048576", " "), _cell("Checklist", "A1048576", " ")
    )
    made, cell = 0, Worksheet.cell

    def counted(sheet: Any, *place: Any, **more: Any) -> Any:
        nonlocal made
        made += 1
        assert made < 200_000
        return cell(sheet, *place, **more)

    monkeypatch.setattr(Worksheet, "cell", counted)
    assert taken_in(project, data).files == []


def test_a_workbook_that_fetches_or_grows_is_not_opened(project: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(given_out(project))) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/workbook.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "b">]>' + text
            new.writestr(part, text)
    with pytest.raises(Refused, match="DOCTYPE"):
        open_workbook(stream.getvalue())
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/workbook.xml", bytes(201 * 1024 * 1024))
    with pytest.raises(Refused, match="te groot"):
        open_workbook(bomb.getvalue())
    cells = io.BytesIO()
    with zipfile.ZipFile(cells, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/worksheets/sheet1.xml", b"<s>" + b"<row><c/></row>" * 2_000_001 + b"</s>")
    with pytest.raises(Refused, match=r"meer dan 200\.000 rijen"):
        open_workbook(cells.getvalue())


def test_what_a_colleague_wrote_where_nothing_is_read_is_told_and_never_lost_in_silence(
    project: Path, tmp_path: Path
) -> None:
    def write_beside(book: Any) -> None:
        products = book["Producten"]
        products["B3"].comment = Comment("Dit heet bij ons anders.", "collega")
        products.cell(4, 25).value = "Klopt dit nog?"
        book["Checklist"].cell(2, 12).value = "zie mail"
        book["Kanalen"].cell(1, 30).value = "Mijn kolom"
        book["Kanalen"].cell(2, 30).value = "staat bij de kolom"
        book.create_sheet("Mijn vragen")["A1"] = "Moet dit zo?"
        book.create_sheet("Leeg blad")

    data = edited(given_out(project), write_beside)
    outcome = taken_in(project, data)
    assert sorted(outcome.groups[UNREAD]) == [
        "Blad 'Checklist', cel L2: wat naast de tabel staat.",
        "Blad 'Kanalen', de kolom 'Mijn kolom'.",
        "Blad 'Producten', cel B3: de opmerking bij deze cel.",
        "Blad 'Producten', cel Y4: wat naast de tabel staat.",
        "Het blad 'Mijn vragen'.",
    ]
    assert outcome.groups[TAKEN_OVER] == [] and outcome.groups[REFUSED] == []
    (tmp_path / "t.xlsx").write_bytes(data)
    said = wmebv("import", "xlsx", str(tmp_path / "t.xlsx"), cwd=project).all
    assert re.search(r"niet gelezen +5\n", said)
    assert "Het blad 'Mijn vragen'." in said


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("A3", "Kan dit ook zonder werkmap?"),
        ("A60", "Nieuw domein: dieren"),
        ("E2", "zie de mail van vorige week"),
        ("B14", "Soort van het kanaal"),
    ],
)
def test_what_a_colleague_wrote_on_the_sheet_with_the_explanation_is_told_in_full(
    place: str, text: str, project: Path
) -> None:
    def write_between(book: Any) -> None:
        book["Uitleg"][place].value = text

    outcome = taken_in(project, edited(given_out(project), write_between))
    assert outcome.groups[UNREAD] == [f"Blad 'Uitleg', cel {place}: '{text}'."]
    assert outcome.groups[TAKEN_OVER] == [] and outcome.groups[REFUSED] == []


def test_a_remark_and_a_pasted_list_on_the_sheet_with_the_explanation_are_told_too(project: Path) -> None:
    def write_between(book: Any) -> None:
        book["Uitleg"]["A2"].comment = Comment("Waarom?", "collega")
        for number in range(30):
            book["Uitleg"].cell(100 + number, 1).value = f"Vraag {number}"

    told = taken_in(project, edited(given_out(project), write_between)).groups[UNREAD]
    assert told[0] == "Blad 'Uitleg', cel A100: 'Vraag 0'." and told[-1] == "Blad 'Uitleg': nog 11 cellen."
    assert taken_in(project, edited(given_out(project), lambda book: None)).groups[UNREAD] == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("braderie, straatfeest, festival", ("braderie", "straatfeest", "festival")),
        ("braderie; straatfeest, festival", ("braderie", "straatfeest", "festival")),
        ("braderie,straatfeest,", ("braderie", "straatfeest")),
        ("straat- en buurtfeest", ("straat- en buurtfeest",)),
    ],
)
def test_other_words_may_have_commas_between_them(typed: str, words: tuple[str, ...], project: Path) -> None:
    cell = ("Producten", "evenementenvergunning", "Andere woorden")
    outcome = taken_in(project, answered(given_out(project), {cell: typed}))
    register = Working(load(project)).register
    assert register.product_by_id["evenementenvergunning"].synonyms == words
    assert outcome.groups.get(LEFT, []) == [] == outcome.groups[REFUSED]


@pytest.mark.parametrize(
    ("typed", "things", "asked"),
    [
        ("Plattegrond, draaiboek", ("Plattegrond, draaiboek",), True),
        ("Plattegrond, met maten; Draaiboek", ("Plattegrond, met maten", "Draaiboek"), False),
        ("Plattegrond", ("Plattegrond",), False),
    ],
)
def test_a_comma_between_things_that_may_hold_one_is_asked_about_by_cell(
    typed: str, things: tuple[str, ...], asked: bool, project: Path
) -> None:
    cell = ("Producten", "evenementenvergunning", "Nodig")
    outcome = taken_in(project, answered(given_out(project), {cell: typed}))
    assert Working(load(project)).register.product_by_id["evenementenvergunning"].documents == things
    told = outcome.groups.get(LEFT, [])
    assert bool(told) is asked and all(
        "puntkomma" in each and "Blad 'Producten', cel L" in each for each in told
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1 juni 2026", "2026-06-01"),
        ("21 Maart 2026", "2026-03-21"),
        ("3 mrt. 2026", "2026-03-03"),
        ("3 sept 2025", "2025-09-03"),
    ],
)
def test_a_day_may_be_written_in_words(typed: str, day: str, project: Path) -> None:
    key = ("Producten", "evenementenvergunning", "Nagekeken")
    outcome = taken_in(project, answered(given_out(project), {key: typed}))
    assert outcome.groups[REFUSED] == []
    assert any(f"reviewed: {day}".encode() in text for text in texts(project).values())


@pytest.mark.parametrize("typed", ["1 smurf 2026", "31 februari 2026", "juni 2026"])
def test_what_is_no_day_is_told(typed: str, project: Path) -> None:
    key = ("Producten", "evenementenvergunning", "Nagekeken")
    [told] = taken_in(project, answered(given_out(project), {key: typed})).groups[REFUSED]
    assert "is geen datum" in told


def test_a_program_that_makes_onwaar_of_nee_is_understood_where_nee_may_stand(project: Path) -> None:
    key = ("Kanalen", "contactformulier", "Logboek")
    outcome = taken_in(project, answered(given_out(project), {key: False}))
    assert outcome.groups[REFUSED] == []
    assert [line.rpartition(" → ")[2] for line in outcome.groups[TAKEN_OVER]] == ["nee"]


@pytest.mark.parametrize(
    ("cell", "typed", "way_out"),
    [
        (("Producten", "evenementenvergunning", "Nog te bevestigen"), "geen", "Geldt er geen? Maak de cel leeg."),
        (("Producten", "evenementenvergunning", "Uitvoerder"), "-", "Geldt er geen? Maak de cel leeg."),
        (("Producten", "evenementenvergunning", "Voor wie"), "iedereen", "Meer dan één mag, met een puntkomma ertussen."),
        (("Berichten", "evenementenvergunning aanvraag", "Op papier of in persoon"), "geen", "met een puntkomma ertussen."),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_is_told_with_the_way_out(
    cell: tuple[str, str, str], typed: str, way_out: str, project: Path
) -> None:
    [told] = taken_in(project, answered(given_out(project), {cell: typed})).groups[REFUSED]
    assert told.endswith(way_out)


def test_a_workbook_with_a_password_says_so() -> None:
    closed = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Refused, match="wachtwoord"):
        open_workbook(closed)


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-5 graden", "@allen", "=HYPERLINK('x')"])
def test_a_text_never_becomes_a_formula(text: str, project: Path) -> None:
    path = project / "products.yaml"
    original = path.read_text(encoding="utf-8")
    path.write_text(
        original.replace(
            "    summary: U vraagt een nieuw paspoort aan. U komt daarvoor zelf naar het gemeentehuis.",
            f'    summary: "{text}"',
            1,
        ),
        encoding="utf-8",
    )
    data = given_out(project)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cell = cell_of(book, "Producten", "paspoort", "Samenvatting")
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.number_format) == (text, "s", True, "@")
    assert taken_in(project, data).files == []


def test_colleagues_get_headings_notes_drop_downs_and_panes(whole: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(given_out(whole)))
    assert book.sheetnames == [
        "Uitleg",
        "wmebv-lijsten",
        "Producten",
        "Berichten",
        "Kanalen",
        "Checklist",
        "Voorstellen",
        "Ontbreekt er iets",
        "wmebv-basis",
    ]
    assert [book[name].sheet_state for name in ("wmebv-lijsten", "wmebv-basis")] == ["hidden", "hidden"]
    for about in SHEETS:
        sheet = book[about.name]
        assert sheet.freeze_panes == sheet.cell(2, about.keys + 1).coordinate and sheet.auto_filter.ref
        if not about.blank and not sheet.cell(2, 1).value:
            continue
        assert len(sheet.data_validations.dataValidation) == sum(
            bool(column.choices) for column in about.columns
        )
        for column, head in zip(about.columns, sheet[1], strict=True):
            # Grey says that a column is fixed, and so does its heading.
            assert (
                ("(vast)" in head.value)
                == (column.kind is Kind.FIXED)
                == (sheet.cell(2, head.column).fill.fgColor.rgb == "00E6E6E6")
            )
    notes = {head.value: head.comment.text for head in book["Kanalen"][1] if head.comment}
    assert "Artikel 2:17, eerste lid, Awb" in notes["Ontvangstbevestiging"]
    asked = {row[1].value for row in book["Checklist"].iter_rows(min_row=2)}
    # No message of the example asks for a signature.
    assert asked == set(QUESTIONS) - {"handtekening"}


@pytest.mark.proof
def test_a_workbook_saved_by_another_program_comes_back_whole(project: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is not on this machine"
    answers = {key: value for key, value in ANSWERS.items() if key[2] != "Leverancier"}
    source = tmp_path / "werkmap.xlsx"
    source.write_bytes(answered(given_out(project), answers))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    for form in ("ods", "xlsx"):
        # A folder of its own: without Calc, the program ends with 0, writes nothing and leaves what was there.
        command = [
            office,
            "--headless",
            profile,
            "--convert-to",
            form,
            "--outdir",
            str(tmp_path / form),
            str(source),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        before, source = source.read_bytes(), tmp_path / form / f"werkmap.{form}"
        assert source.is_file() and source.read_bytes() != before, done.stdout + done.stderr
    with zipfile.ZipFile(source) as saved:
        assert b"LibreOffice" in saved.read("docProps/app.xml")
    outcome = taken_in(project, source.read_bytes())
    assert len(outcome.groups["overgenomen"]) == len(answers) and outcome.groups[CONFLICTS] == []
    expect_answers(project)
