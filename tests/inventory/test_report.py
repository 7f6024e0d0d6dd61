"""The report for the co-ordinator: the same numbers everywhere, nothing published, and readable by anyone."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command import wmebv, wmebv_apart
from places import ROOT
from projects import SMALL as SMALL_PROJECT
from projects import progress_of, read_project
from wording import not_plain, rejected, too_long

from wmebv_site.designation.answers import State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Level
from wmebv_site.inventory.analysis import Fate, analyse
from wmebv_site.inventory.checklist import DERIVED, Derived, SupplierState, conformity, suppliers
from wmebv_site.inventory.progress import progress
from wmebv_site.inventory.report import html, tables
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.as_json import report_data, report_json
from wmebv_site.inventory.report.git_history import coverage
from wmebv_site.inventory.report.short import report_markdown, status_text
from wmebv_site.inventory.report.xlsx import report_xlsx
from wmebv_site.inventory.steps import STEPS
from wmebv_site.inventory.totals import NOT_READ, Coverage, Point
from wmebv_site.links.collected import links_of
from wmebv_site.links.remembered import FILE, Memory, read
from wmebv_site.links.standing import standings
from wmebv_site.project import starter as init
from wmebv_site.project.load import load
from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.writing import MADE
from wmebv_site.register.channels import QUESTIONS, Question
from wmebv_site.register.terms import RoadmapStep
from wmebv_site.rules.channels import Verdict
from wmebv_site.rules.checking import check_project
from wmebv_site.site.build import build_pages
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

DAY = date(2026, 6, 1)
SMALL = ROOT / "tests" / "site"


def made(project: Path, day: date = DAY, over_time: Coverage = NOT_READ):
    return progress_of(project, day, over_time)


@pytest.fixture(scope="module")
def example():
    return made(
        ROOT, over_time=Coverage((Point(date(2026, 4, 30), 440, 430, 440), Point(DAY, 450, 450, 450)))
    )


@pytest.fixture
def project(tmp_path):
    """The example in a folder of its own, to change."""
    target = tmp_path / "gemeente"
    target.mkdir()
    for name in ("channels.yaml", "products.yaml", "mkdocs.yml"):
        shutil.copy(ROOT / name, target / name)
    for name in ("products", "content"):
        shutil.copytree(ROOT / name, target / name)
    return target


def rewrite_first(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def without_fallback(project: Path) -> Path:
    """The example in which some messages lost their channel, so that numbers aren't all noughts."""
    channels = project / "channels.yaml"
    text = channels.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not re.match(r"  - \{domain: (belastingen|verkeer),", line)]
    assert len(lines) < len(text.split("\n"))
    channels.write_text("\n".join(lines), encoding="utf-8")
    return project


@pytest.mark.parametrize("changed", [False, True], ids=["as it is", "without two domains"])
def test_report_check_pages_and_decision_give_the_same_numbers(project, changed):
    if changed:
        without_fallback(project)
    checked = check_project(load(project), DAY)
    register = checked.register
    found = progress(checked.decisions, checked.diagnostics)
    site = Site(Decisions(register, DAY))
    totals = found.totals

    # check: errors and warnings, gaps one by one, and what has only the fallback, per domain
    assert found.found == {level: sum(d.level is level for d in checked.diagnostics) for level in Level}
    by_fallback = {
        match[1]: int(match[2])
        for d in checked.diagnostics
        if d.code == "WMEBV302" and (match := re.search(r"In het domein '(.+)' \w+ (\d+)", d.message))
    }
    assert by_fallback == {
        each.name: each.totals.only_fallback for each in found.domains if each.totals.only_fallback
    }
    assert len(found.blocking) == found.found[Level.ERROR]
    said = [
        d for d in checked.diagnostics if d.code == "WMEBV301" and "is geen kanaal aangewezen" in d.message
    ]
    gaps = [each for each in found.analysis.messages if each.gap]
    together = sum(int(m[1]) if (m := re.search(r"bij (\d+) producten", d.message)) else 1 for d in said)
    assert together == len(gaps) == totals.gaps
    if changed:
        assert totals.only_fallback > 0

    # pages: what a resident reads, message by message
    pages = {page.url: page.html for page in build_pages(site, templates())}
    for product in register.products:
        mine = [each for each in found.analysis.messages if each.product is product]
        shown = pages[f"producten/{product.id}/"]
        open_ = [each for each in mine if each.official and each.exempt is None and not each.answered_today]
        assert ("Nog niet aangewezen" in shown) is bool(open_), product.id
    for each in found.analysis.channels:
        if each.designated:
            listed = pages[f"kanalen/{each.channel.id}/"]
            products = {message.product.id for message in each.designated}
            linked = set(re.findall(r'href="\.\./\.\./producten/([a-z0-9-]+)/', listed))
            assert products <= linked, each.channel.id

    # the decision: what holds today, answer by answer
    needed = {
        (r.product.id, r.message.key) for r in site.now.all if r.official and r.state is not State.EXEMPT
    }
    missing = {(r.product.id, r.message.key) for r in site.now.all if r.official and r.state is State.GAP}
    assert (totals.needed, totals.designated) == (len(needed), len(needed - missing))
    assert totals.needed == sum(each.totals.needed for each in found.domains)
    assert totals.messages == sum(each.totals.messages for each in found.domains)

    # every form of the report: what is late, how many channels, what is official, and what happens to what is used
    late = [step for step in found.steps if step.overdue] + [
        i for step in found.steps for i in step.items if i.overdue
    ]
    late += [line for line in found.suppliers if line.overdue]
    assert len(found.late) == len(late) == report_data(found)["late"] == 3
    assert len(found.tasks) > 3 and [task.weight.word for task in found.tasks].count("te laat") == 3
    page, slides, poster = html.report_html(found), html.slides_html(found), html.poster_svg(found)
    for text in (page, report_markdown(found)):
        assert "3 afspraken zijn te laat" in text
    assert "\n3 afspraken zijn te laat.\n" in status_text(found, 80, colour=False)
    assert len(register.channels) == len(report_data(found)["channels"]) == found.channels
    assert f" {found.channels} kanalen" in poster and f" {found.channels} kanalen" in page
    head, *rows = (tables.domains(found).headers, *tables.domains(found).rows)
    for name, number in (
        ("Officieel", totals.official),
        ("Uitgezonderd", totals.exempt),
        ("Telt mee", totals.needed),
    ):
        column = [row[head.index(name)] for row in rows]
        assert column[-1] == sum(column[:-1]) == number
    assert f"Dat zijn er {totals.official}." in page and totals.official == totals.exempt + totals.needed
    official = [each for each in found.analysis.messages if each.official]
    for column, fate in (("Iets blijft", Fate.KEEP), ("Iets nieuw", Fate.START), ("Iets stopt", Fate.STOP)):
        number = sum(fate in each.fates.values() for each in official)
        assert rows[-1][head.index(column)] == number
        assert re.search(rf"<strong>{number}</strong> officiële? berichte?n?", slides), column

    # every form of the report
    data = report_data(found)
    assert data["totals"]["needed"] == totals.needed
    for text in (html.report_html(found), html.slides_html(found), html.poster_svg(found)):
        assert f"{totals.designated} van {totals.needed}" in re.sub(r"</?strong>", "", text)
    assert f"{totals.designated} van {totals.needed} officiële" in report_markdown(found)
    assert f"{totals.designated} van {totals.needed}" in status_text(found, 80, colour=False)


def test_what_stays_stops_and_starts_follows_from_what_is_used_and_what_is_wanted(project):
    product = project / "products" / "evenementenvergunning.yaml"
    text = product.read_text(encoding="utf-8")
    assert "in_use: [evenementenformulier, e-mail-vergunningen]" in text
    register, _ = read_project(project)
    found = next(
        each for each in analyse(Decisions(register, DAY)).messages
        if each.product.id == "evenementenvergunning" and each.message.key == "aanvraag"
    )  # fmt: skip
    assert found.fates["evenementenformulier"] is Fate.KEEP
    assert found.fates["e-mail-vergunningen"] is Fate.STOP
    assert found.fates["berichtenbox-bedrijven"] is Fate.START
    rewrite_first(product, "in_use: [evenementenformulier, e-mail-vergunningen]", "in_use: [post]")
    register, _ = read_project(project)
    found = next(
        each for each in analyse(Decisions(register, DAY)).messages if each.message.in_use == ("post",)
    )
    assert set(found.fates.values()) == {Fate.START}, "paper stays, and is no channel that stops"


def test_what_nobody_wrote_down_has_no_future(example):
    unknown = [each for each in example.analysis.messages if each.in_use is None]
    assert unknown and not any(each.fates for each in unknown)


def test_no_question_of_the_checklist_asks_what_a_field_says():
    assert not {derived.key for derived in DERIVED} & set(QUESTIONS)
    assert len(QUESTIONS) == 11


def test_every_channel_that_stays_answers_every_question_once(example):
    for each in example.conformity:
        keys = [finding.key for finding in each.findings]
        assert len(keys) == len(set(keys))
        stays = each.about.fate in (Fate.KEEP, Fate.START)
        assert (keys == [*(derived.key for derived in DERIVED), *QUESTIONS]) is stays


@pytest.mark.parametrize(
    ("old", "new", "key", "verdict"),
    [
        (
            "    acknowledgement: automatisch\n",
            "    acknowledgement: geen\n",
            "ontvangstbevestiging",
            Verdict.FAILS,
        ),
        ("    acknowledgement: automatisch\n", "", "ontvangstbevestiging", Verdict.UNKNOWN),
        ("    sender_copy: toegezonden\n", "    sender_copy: geen\n", "kopie", Verdict.FAILS),
        ("    confidential: ja\n", "    confidential: nee\n", "vertrouwelijk", Verdict.FAILS),
        ("    representation: ja\n", "", "machtigen", Verdict.UNKNOWN),
        ("    assurance_level: substantieel\n", "", "inloggen", Verdict.UNKNOWN),
        (
            "      toegankelijk: {answer: nee,",
            "      toegankelijk: {answer: ja,",
            "toegankelijk",
            Verdict.MEETS,
        ),
        (
            "      bewaartermijn: {answer: ja,",
            "      bewaartermijn: {answer: onbekend,",
            "bewaartermijn",
            Verdict.UNKNOWN,
        ),
        ("answer: voldoet, answered_on: 2025-05-20}", "answer: voldoet_niet}", "leverancier", Verdict.FAILS),
    ],
    ids=lambda value: str(value).strip()[:40],
)
def test_a_field_or_an_answer_decides_the_verdict(project, old, new, key, verdict):
    channels = project / "channels.yaml"
    text = channels.read_text(encoding="utf-8")
    start = text.index("  - id: bezwaarformulier\n")
    assert old in text[start:]
    channels.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")

    def of(folder):
        register, _ = read_project(folder)
        found = next(
            each
            for each in conformity(analyse(Decisions(register, DAY)))
            if each.channel.id == "bezwaarformulier"
        )
        return {finding.key: finding.verdict for finding in found.findings}

    after = of(project)
    assert after[key] is verdict
    assert {name for name, before in of(ROOT).items() if before is not after[name]} == {key}


def test_a_supplier_is_asked_again_on_the_day_that_is_written_or_after_six_weeks(project):
    def lines(day):
        register, _ = read_project(project)
        return {line.channel.id: line for line in suppliers(analyse(Decisions(register, day)))}

    assert lines(date(2026, 6, 14))["parkeerportaal"].state is SupplierState.PROMISED
    assert lines(date(2026, 6, 15))["parkeerportaal"].state is SupplierState.TO_FOLLOW_UP
    rewrite_first(
        project / "channels.yaml",
        ", answered_on: 2025-08-19, follow_up: 2026-06-15}",
        ", answered_on: 2025-08-19}",
    )
    assert lines(date(2025, 9, 29))["parkeerportaal"].overdue is False
    assert lines(date(2025, 9, 30))["parkeerportaal"].follow_up == date(2025, 9, 30)
    assert lines(date(2025, 9, 30))["parkeerportaal"].overdue is True


def test_a_supplier_who_answered_is_not_told_to_have_given_no_answer(project):
    def asked(day, name="Parkeersoftware BV"):
        return [task for task in made(project, day).late if name in task.what]

    channels = project / "channels.yaml"
    [task] = asked(date(2026, 6, 15))
    assert (
        task.why
        == "Parkeersoftware BV zei op 19 augustus 2025 dat het kanaal later gaat voldoen. U zou weer navragen op 15 juni 2026."
    )
    rewrite_first(
        channels, "answer: gaat_voldoen, answered_on: 2025-08-19", "answer: voldoet, answered_on: 2025-08-19"
    )
    [task] = asked(date(2026, 6, 15))
    assert task.what == "Vraag Parkeersoftware BV of het Parkeerportaal nog voldoet."
    assert "dat het kanaal voldoet" in task.why and asked(date(2026, 6, 14)) == []
    rewrite_first(channels, "answer: voldoet, answered_on: 2025-08-19", "answer: geen_antwoord")
    [task] = asked(date(2026, 6, 15))
    assert task.why.startswith("Er is nog geen antwoord. U vroeg ernaar op 8 april 2025.")


def test_what_is_used_for_an_exempt_message_stops(project):
    def passport():
        register, _ = read_project(project)
        return next(
            each
            for each in analyse(Decisions(register, DAY)).messages
            if each.exempt and each.product.id == "paspoort"
        )

    before = passport()
    assert before.fates == {}
    products = project / "products.yaml"
    text = products.read_text(encoding="utf-8")
    at = text.index("exempt:", text.index("- id: paspoort"))
    products.write_text(
        text[:at] + "in_use: [contactformulier, balie]\n        " + text[at:], encoding="utf-8"
    )
    assert passport().fates == {"contactformulier": Fate.STOP}


def test_a_decision_that_waits_for_publication_is_counted_beside_an_older_one(project):
    def published(folder):
        step = next(each for each in made(folder).steps if each.step is RoadmapStep.ANNOUNCING)
        return next((item.done, item.total) for item in step.items if "bekendgemaakt" in item.text)

    done, total = published(project)
    assert (done, total) == (1, 1)
    draft = project / "content" / "besluiten" / "wijziging-najaar-2026.md"
    rewrite_first(draft, "kind: wijziging", "kind: wijziging\nadopted: 2026-05-20")
    assert published(project) == (done, total + 1)


def test_an_example_that_must_be_replaced_is_nothing_done(tmp_path):
    init.write(tmp_path / "nieuw", init.plan(MADE_UP, DAY))
    states = {step.step: (step.done, step.total) for step in made(tmp_path / "nieuw").steps}
    assert states[RoadmapStep.SUPPORT] == states[RoadmapStep.BARRIERS] == (0, 1)
    assert states[RoadmapStep.OFFER] == (0, 0) and states[RoadmapStep.PUBLISHED] == (0, 2)
    for name in ("index", "balie", "telefoon"):
        file = tmp_path / "nieuw" / "content" / "hulp" / f"{name}.md"
        file.write_text(file.read_text(encoding="utf-8").replace("# VERVANG", "#"), encoding="utf-8")
    states = {step.step: (step.done, step.total) for step in made(tmp_path / "nieuw").steps}
    assert states[RoadmapStep.SUPPORT] == states[RoadmapStep.BARRIERS] == states[RoadmapStep.OFFER] == (1, 1)


def test_a_step_that_is_late_is_a_task_of_its_own(example):
    [task] = [task for task in example.late if task.what == "Rond de stap 'Besluit en maak bekend' af."]
    assert (task.due, task.owner) == (date(2026, 1, 1), "communicatieadviseur")
    assert task.why == "De stap moest klaar zijn op 1 januari 2026. Er is nog 1 van de 5 punten open."


def test_what_is_used_is_asked_where_it_is_written_down(example):
    unknown = [task for task in example.tasks if task.what.endswith("wat mensen nu gebruiken.")]
    assert unknown and all(task.place.file.startswith("products") for task in unknown)


def test_every_step_has_its_words_and_the_duty_of_care_counts_from_one(example):
    assert tuple(STEPS) == tuple(RoadmapStep)
    assert [step.number for step in example.steps] == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4]
    assert all(step.items for step in example.steps)


def test_without_a_road_map_the_registers_still_tell_what_they_know(project):
    (project / "content" / "stappenplan.yaml").unlink()
    found = made(project)
    states = {step.step: step.state for step in found.steps}
    assert states[RoadmapStep.LEAD] == "nog niets ingevuld"
    assert states[RoadmapStep.ANNOUNCING] == "bezig"  # an amendment is in preparation
    assert all(item.by_register for step in found.steps for item in step.items)


@pytest.mark.parametrize("text", ["steps: [\n", "stappen: []\n", "steps: [{step: trekkerr}]\n"])
def test_a_mistake_in_the_internal_road_map_is_told_and_stops_no_website(project, text):
    (project / "content" / "stappenplan.yaml").write_text(text, encoding="utf-8")
    checked = check_project(load(project), DAY)
    assert checked.register is not None and checked.register.roadmap is None
    assert [(d.place.file, d.level) for d in checked.diagnostics if d.level is not Level.INFO] == [
        ("content/stappenplan.yaml", Level.WARNING)
    ]
    found = made(project)
    assert any(task.place and task.place.file == "content/stappenplan.yaml" for task in found.tasks)
    says = "stappenplan.yaml is niet gelezen: deze getallen missen uw eigen afspraken"
    for width in (40, 80):
        lines = status_text(found, width, colour=False).splitlines()
        assert says in " ".join(lines) and max(map(len, lines)) <= width
    assert says in html.report_html(found) and says in report_markdown(found).replace("\\", "")
    assert says in html.slides_html(found)
    assert report_data(found)["roadmap_unread"] is True


def test_a_road_map_that_is_read_or_not_there_is_nothing_to_warn_of(example, project):
    (project / "content" / "stappenplan.yaml").unlink()
    for found in (example, made(project)):
        assert report_data(found)["roadmap_unread"] is False
        assert "niet gelezen: deze" not in status_text(found, 80, colour=False) + html.report_html(
            found
        ) + report_markdown(found)


def test_what_answers_without_a_channel_says_which_way(example):
    rows = {row[0]: row[1] for domain in example.domains for row in tables.matrix(example, domain.id).rows}
    assert {each.elsewhere for each in example.analysis.messages} >= {None, State.INVITATION}
    for each in example.analysis.messages:
        if each.elsewhere is State.INVITATION:
            assert (
                rows[f"{each.product.name}: {each.message.name or each.message.key}"]
                == "geldt, via de uitnodiging"
            )


def test_the_poster_keeps_within_its_margins_and_says_when_nothing_is_left(example):
    poster = html.poster_svg(example)
    assert (
        "Alle 450</text>" in poster
        and "alle 46</text>" in poster
        and " van 46" not in poster.partition("</desc>")[2]
    )
    longest = max(re.findall(r'<text class="small"[^>]*>([^<]*)<', poster), key=len)
    assert len(longest) < 75 and "Deze gemeente bestaat niet.</text>" in poster
    many = replace(example, domains=example.domains * 2)
    assert "En nog 8 domeinen. Deze gemeente bestaat niet." in html.poster_svg(many)


def test_what_is_late_is_late_from_its_day_on(project):
    assert not any(item.overdue for step in made(project, date(2026, 5, 14)).steps for item in step.items)
    late = [
        item.text for step in made(project, date(2026, 5, 15)).steps for item in step.items if item.overdue
    ]
    assert late == ["Leg elke afdeling uit wat er verandert."]


def test_what_blocks_the_decision_comes_first_and_says_why(project):
    rewrite_first(project / "channels.yaml", "    confidential: ja\n", "    confidential: nee\n")
    start = (project / "channels.yaml").read_text(encoding="utf-8").index("  - id: bezwaarformulier\n")
    text = (project / "channels.yaml").read_text(encoding="utf-8")
    changed = text[:start] + text[start:].replace("    confidential: ja\n", "    confidential: nee\n", 1)
    (project / "channels.yaml").write_text(changed, encoding="utf-8")
    found = made(project)
    assert found.first[0].code == "WMEBV319" and found.first[0] in found.blocking
    assert "artikel 2:13" in found.first[0].why
    weights = [task.weight for task in found.tasks]
    assert weights == sorted(weights)


def test_a_change_that_no_decision_carries_is_in_the_report_alone(project):
    rewrite_first(
        project / "products" / "evenementenvergunning.yaml", "channels: [evenementenformulier]",
        "channels: [evenementenformulier, uploadpagina]",
    )  # fmt: skip
    (project / "content" / "besluiten" / "nieuw.md").write_text(
        "---\ntitle: Nieuw besluit\nkind: wijziging\nauthorities: [burgemeester]\namends: aanwijzing-2026\n"
        'basis: ["Awb 2:13 lid 2"]\n---\n\nTekst.\n', encoding="utf-8",
    )  # fmt: skip
    rewrite_first(
        project / "products" / "evenementenvergunning.yaml", "channels: [evenementenformulier, uploadpagina]",
        'channels: [evenementenformulier, uploadpagina]\n    source: "besluit:nieuw"',
    )  # fmt: skip
    found = made(project)
    [change] = [each for each in found.changes if each.product.id == "evenementenvergunning"]
    assert "uploadpagina" in change.comes and change.covered
    [told] = [each for each in report_data(found)["changes"] if each["product"] == "evenementenvergunning"]
    assert told["covered"] is True
    assert "in voorbereiding" in html.report_html(found) and "| in voorbereiding |" in report_markdown(found)
    assert any("Leg het besluit 'Nieuw besluit' voor" in task.what for task in found.tasks)


def test_a_change_without_a_decision_in_preparation_says_so_in_every_form(project):
    rewrite_first(project / "channels.yaml", "name: Evenementenformulier", "name: Nieuw formulier")
    found = made(project)
    assert [each for each in report_data(found)["changes"] if each["covered"] is False]
    assert "nog geen besluit" in html.report_html(found) and "| nog geen besluit |" in report_markdown(found)


def test_a_hostile_name_stays_text_in_every_form(project):
    name = '=1+1"&|*_ ]]> -->'
    rewrite_first(
        project / "products" / "evenementenvergunning.yaml", "name: Evenementenvergunning", f"name: '{name}'"
    )
    found = made(project)
    page = html.report_html(found)
    assert name not in page and "=1+1&#34;&amp;|*_ ]]&gt; --&gt;" in page
    ElementTree.fromstring(html.poster_svg(found))
    charts = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(charts) == 2
    for chart in charts:
        ElementTree.fromstring(chart)
    with zipfile.ZipFile(io.BytesIO(report_xlsx(found))) as book:
        assert not any(b"<f>" in book.read(part) for part in book.namelist())
    assert "\\|\\*\\_" in report_markdown(found) or name not in report_markdown(found)


def test_the_same_register_gives_the_same_bytes(example):
    again = made(ROOT, over_time=example.coverage)
    for form in (
        html.report_html,
        html.slides_html,
        html.poster_svg,
        report_json,
        report_markdown,
        report_xlsx,
    ):
        assert form(example) == form(again), form


def test_the_page_asks_for_nothing_and_runs_nothing(example):
    for page in (html.report_html(example), html.slides_html(example)):
        assert "<script" not in page and "javascript:" not in page
        assert not re.search(r'(?:src|href)="(?!#)', page)
        assert not re.search(r"url\(|@import|http:", page)
        assert len(re.findall(r"<h1[ >]", page)) == 1
        assert len(re.findall(r"<table", page)) == len(re.findall(r"<caption", page))
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert page.count("<svg") == page.count('role="img"')


def test_the_workbook_holds_every_message_and_freezes_its_headers(example):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(example)))
    assert book["Berichten"].max_row == len(example.analysis.messages) + 1
    assert {sheet.freeze_panes for sheet in book} == {"B2"}


def test_the_status_is_twelve_lines_that_fit(example):
    for width in (40, 80, 100):
        lines = status_text(example, width, colour=False).splitlines()
        assert len(lines) == 12
        assert max(map(len, lines)) <= width
    plain = status_text(example, 80, colour=False, blocks=False)
    for width in (40, 80):
        bars = status_text(example, width, colour=False, blocks=False).splitlines()[1:6]
        assert len({len(line.split("  ")[0]) for line in bars}) == 1, "all bars are as long"
    assert plain.isascii() or not set("█░") & set(plain)
    assert "\x1b" not in plain and "\x1b[32m" in status_text(example, 80, colour=True)


def test_each_line_of_the_status_is_a_sentence_and_a_title_is_cut_before_what_is_said_of_it(example):
    title, *lines = status_text(example, 80, colour=False, blocks=False).splitlines()
    assert title == "Gemeente Voorbeeld, 1 juni 2026"
    assert all(line.endswith((".", "…")) for line in lines)
    assert [line.lstrip("#- ") for line in lines[:2]] == [
        "22 van 31 punten van het stappenplan zijn klaar.",
        "450 van 450 berichten hebben een kanaal dat geldt.",
    ]
    narrow = status_text(example, 60, colour=False).splitlines()
    assert narrow[6].endswith("… is nog een concept.") and len(narrow[6]) <= 60


def test_nothing_to_count_is_no_full_bar(example):
    line = status_text(replace(example, suppliers=()), 80, colour=False, blocks=False).splitlines()[5]
    assert "#" not in line and line.endswith("  Bij de kanalen staat nog geen leverancier.")


def test_the_commands_say_the_same_and_json_reads_everywhere(project):
    done = wmebv(
        "status",
        "--date",
        "2026-06-01",
        "--format",
        "json",
        cwd=project,
        code=0,
        PYTHONIOENCODING="ascii:strict",
    )
    data = json.loads(done.stdout)
    assert data["totals"]["needed"] == 450 and data["version"] == 1
    made_ = wmebv("report", "--date", "2026-06-01", "--format", "json", "--no-history", cwd=project, code=0)
    assert json.loads(made_.stdout) == data
    plain = wmebv_apart(
        "status", "--date", "2026-06-01", cwd=project, code=0, PYTHONIOENCODING="ascii"
    ).stdout
    assert plain.count("\n") == 12 and "###" in plain


def test_a_report_with_mistakes_in_the_registers_shows_the_mistakes(project):
    rewrite_first(project / "channels.yaml", "kind: contactformulier", "kind: kontaktformulier")
    for command in ("report", "status"):
        done = wmebv(command, "--date", "2026-06-01", cwd=project, code=1)
        assert "WMEBV104" in done.stdout
    assert not (project / "voortgang").exists()


@pytest.mark.parametrize("form", ["html", "xlsx", "json", "md", "slides"])
def test_each_form_is_written_to_a_folder_of_its_own_and_again(project, form):
    for _ in range(2):
        done = wmebv(
            "report", "uit", "--format", form, "--no-history", "--date", "2026-06-01", cwd=project, code=0
        )
        assert done.stdout.startswith("Het rapport staat in 'uit/")
    assert len([path for path in (project / "uit").iterdir() if path.name != MADE]) == (
        2 if form == "slides" else 1
    )


@pytest.mark.parametrize("name", ["presentatie.html", "infographic.svg"])
def test_a_report_that_someone_made_or_changed_is_written_over_only_when_asked(project, name):
    command = ["report", "uit", "--format", "slides", "--no-history", "--date", "2026-06-01"]
    (project / "uit").mkdir()
    (project / "uit" / name).write_text("met de hand", encoding="utf-8")
    done = wmebv(*command, cwd=project, code=2)
    assert (
        f"'uit/{name}' is door iemand anders gemaakt of gewijzigd." in done.stderr
        and "--force" in done.stderr
    )
    assert [path.name for path in (project / "uit").iterdir()] == [name]
    wmebv(*command, "--force", cwd=project, code=0)
    made_ = (project / "uit" / name).read_text(encoding="utf-8")
    assert "met de hand" not in made_
    (project / "uit" / name).write_text(made_ + "<!-- onze dia -->", encoding="utf-8")
    wmebv(*command, cwd=project, code=2)
    assert (project / "uit" / name).read_text(encoding="utf-8").endswith("<!-- onze dia -->")


def test_without_a_folder_the_report_stands_in_the_project(project):
    wmebv(
        "report", "--project", "gemeente", "--no-history", "--date", "2026-06-01", cwd=project.parent, code=0
    )
    assert (project / "voortgang" / "voortgang.html").is_file() and not (
        project.parent / "voortgang"
    ).exists()


@pytest.mark.parametrize(
    "target",
    ["content", "content/rapport", "site", "site/a/b", "theme/x", "docs2", "link/x", "content/../content/y"],
)
def test_the_report_never_stands_where_the_website_comes_from_or_goes_to(project, target):
    rewrite_first(project / "mkdocs.yml", "docs_dir: content", "docs_dir: content\nsite_dir: docs2")
    (project / "link").symlink_to(project / "content", target_is_directory=True)
    before = sorted(path for path in project.rglob("*"))
    done = wmebv("report", target, "--no-history", "--date", "2026-06-01", cwd=project, code=2)
    assert re.search(r"^Fout: In '[a-z0-9]+' komt wat op de website staat\.", done.stderr)
    assert sorted(path for path in project.rglob("*")) == before


def test_nobodys_own_file_is_written_over(project):
    (project / "uit").mkdir()
    (project / "uit" / "notulen.md").write_text("van ons", encoding="utf-8")
    done = wmebv("report", "uit", "--no-history", "--date", "2026-06-01", cwd=project, code=2)
    assert "zoals 'notulen.md'" in done.stderr
    assert [path.name for path in (project / "uit").iterdir()] == ["notulen.md"]


def git(project: Path, *arguments: str, day: str = "2026-03-10") -> None:
    stamp = f"{day}T12:00:00+0100"
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", *arguments], cwd=project, check=True, capture_output=True, env=names | dates)


def silent(index: int, number: int) -> None:
    pass


def test_the_months_before_come_from_git_and_leave_the_project_alone(project):
    git(project, "init", "-q", "-b", "main")
    first = (project / "channels.yaml").read_text(encoding="utf-8")
    without_fallback(project)
    git(project, "add", ".")
    git(project, "commit", "-qm", "a", day="2026-03-10")
    (project / "channels.yaml").write_text("kapot: [", encoding="utf-8")
    git(project, "commit", "-qam", "b", day="2026-04-02")
    (project / "channels.yaml").write_text(first, encoding="utf-8")
    git(project, "commit", "-qam", "c", day="2026-05-03")
    register, _ = read_project(project)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    found = coverage(project, Decisions(register, DAY), silent)
    assert [point.day for point in found.points] == [date(2026, 3, 31), date(2026, 5, 31), DAY]
    assert found.points[1].designated == found.points[2].designated == 450
    assert found.reason == "Van 1 maand was het register toen niet heel. Die ontbreken in het verloop."
    assert before == {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert len(coverage(project, Decisions(register, date(2030, 1, 1)), silent).points) == 13
    clone = project.parent / "ondiep"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{project}", str(clone)],
        check=True,
        capture_output=True,
    )
    assert "niet volledig opgehaald" in (coverage(clone, Decisions(register, DAY), silent).reason or "")
    inner = project / "map"
    inner.mkdir()
    assert "weet niets" in (coverage(inner, Decisions(register, DAY), silent).reason or "")


@pytest.mark.parametrize("linked", ["products", "products.yaml"])
def test_a_month_with_a_linked_register_is_left_out_whether_a_folder_or_a_file(project, linked):
    register, _ = read_project(project)
    git(project, "init", "-q", "-b", "main")
    held = (project / "products.yaml").read_bytes()
    if linked == "products":
        shutil.rmtree(project / linked, ignore_errors=True)
    else:
        (project / linked).unlink()
    (project / linked).symlink_to("elders")
    git(project, "add", ".")
    git(project, "commit", "-qm", "a", day="2026-04-10")
    (project / linked).unlink()
    (project / "products.yaml").write_bytes(held)
    git(project, "add", ".")
    git(project, "commit", "-qm", "b", day="2026-05-10")
    found = coverage(project, Decisions(register, DAY), silent)
    assert [point.day for point in found.points] == [date(2026, 5, 31), DAY]
    assert found.reason == "Van 1 maand was het register toen niet heel. Die ontbreken in het verloop."


def test_without_git_the_report_says_so(project, monkeypatch, tmp_path):
    register, _ = read_project(project)
    found = coverage(project, Decisions(register, DAY), silent)
    assert found.reason == "De registers staan niet in git. Daarom is er geen verloop."
    assert [point.day for point in found.points] == [DAY]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (coverage(project, Decisions(register, DAY), silent).reason or "").startswith(
        "Op deze computer staat git niet."
    )


def _said(found) -> list[str]:
    """Every sentence that the report makes itself: the beginning, what stands, what comes, and each task with its why."""
    return [
        *words.in_short(found),
        *words.decisions_said(found),
        words.nothing_blocks(found),
        words.changes(found),
        *(each.what for each in found.upcoming if each.owner is None),
        *(said for task in found.tasks for said in (task.what, task.why)),
    ]


@pytest.mark.parametrize("day", [date(2025, 11, 1), DAY, date(2028, 1, 1)])
@pytest.mark.parametrize("project", [ROOT, SMALL_PROJECT], ids=["example", "small"])
def test_whatever_the_report_says_is_a_short_whole_sentence_in_plain_words(project: Path, day: date) -> None:
    said = _said(made(project, day))
    assert len(said) > 8
    for text in said:
        assert text[0].isupper() or text[0] in "'1234567890", text
        assert text.endswith((".", "?", ")")), text
        assert not too_long(text) and not not_plain(text) and not rejected(re.sub(r"'[^']*'", "", text)), text
        assert not re.search(r"\b\d{4}-\d\d-\d\d\b", re.sub(r"'[^']*'", "", text)), text


def test_a_decision_and_a_channel_are_named_as_one_says_them(example) -> None:
    said = words.decisions_said(example)
    assert said[0] == "Het Aanwijzingsbesluit elektronische kanalen 2026 geldt."
    assert said[1].endswith("is nog een concept.")
    tasks = [task.what for task in example.tasks]
    assert "Zorg voor een toegankelijkheidsverklaring van het Bezwaarformulier die klopt." in tasks
    assert "Zorg dat iemand via het Parkeerportaal voor een ander kan handelen." in tasks
    assert any("'Europese inlog'" in task.why for task in example.tasks)


@pytest.mark.parametrize("question", [*DERIVED, *QUESTIONS.values()], ids=lambda question: question.key)
@pytest.mark.parametrize(
    "channel", ["het Formulier zorg, jeugd en onderwijs", "WhatsApp", "de E-factuur via Peppol"]
)
def test_each_question_says_in_a_short_whole_sentence_what_to_do(
    question: Derived | Question, channel: str
) -> None:
    said = question.mend.format(channel)
    assert channel in said and said[0].isupper() and said.endswith(".") and ":" not in said
    assert not too_long(said) and not not_plain(said) and not rejected(said), said


CERTAIN = {"asked": "2026-05-31T03:00:00+00:00", "first_seen": "2026-05-01T03:00:00+00:00", "status": 404}
GONE = CERTAIN | {
    "verdict": "broken",
    "why": "De server zegt dat de pagina er niet is (code 404).",
    "last_good": "2026-05-29T03:00:00+00:00",
    "failures": [["2026-05-30T03:00:00+00:00", "broken"], ["2026-05-31T03:00:00+00:00", "broken"]],
}


def with_links(project: Path, day: date = DAY, number: int = 2):
    """The report of a project of which the first links of wetten.overheid.nl, and one of a supplier, were found gone."""
    decisions = check_project(load(project), day).decisions
    urls = [link.url for link in links_of(decisions) if link.host == "wetten.overheid.nl"][:number]
    memory = {"version": 1, "hosts": {}, "addresses": dict.fromkeys(urls, GONE)}
    (project / FILE).parent.mkdir(exist_ok=True)
    (project / FILE).write_text(json.dumps(memory), encoding="utf-8")
    found = standings(decisions, read(json.dumps(memory).encode()) or Memory())
    return progress(decisions, [], links=found), urls


def test_links_stand_in_every_form_by_who_looks_after_them_from_what_was_found_before(project) -> None:
    found, urls = with_links(project)
    short = "Op 31 mei 2026 is voor het laatst naar links gekeken. Van 2 links vragen er 2 aandacht."
    assert words.links(found) == short
    table = tables.links(found)
    assert {row[5] for row in table.rows} == set(urls)
    assert all(row[1] == "domein" and row[2] == "bestaat niet meer" and row[4] for row in table.rows)
    owners = {row[0]: row[3] for row in tables.links_by_responsible(found).rows}
    assert sum(owners.values()) == len(table.rows)
    status = wmebv("status", "--date", "2026-06-01", cwd=project, code=0).stdout
    assert "\n2 van 2 links vragen aandacht op 31 mei 2026.\n" in status
    assert status.count("\n") == 13
    said = report_markdown(found).replace("\\", "")
    assert all(url in said for url in urls)
    for text in (html.report_html(found), html.slides_html(found)):
        assert short in text
    assert report_data(found)["links"]["open"] == 2
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(found)))
    assert book["Links"].max_row == len(table.rows) + 1


def test_without_an_earlier_check_of_links_the_report_says_what_to_type(example) -> None:
    assert words.links(example) == "De links zijn nog niet nagekeken. Typ daarvoor: wmebv links."
    assert words.links(example) in html.report_html(example)
    assert report_data(example)["links"] is None
    assert "links" not in status_text(example, 80, colour=False)


def test_an_exception_for_a_link_that_ends_is_a_day_that_comes(project) -> None:
    exception = "exceptions:\n  - {url: https://mijn.overheid.nl, reason: Wordt vervangen., owner: webbeheer, last_day: 2026-06-02}\n"
    (project / "content/koppelingen.yaml").write_text(exception, encoding="utf-8")
    [end] = [each for each in made(project).upcoming if each.owner == "webbeheer"]
    assert (end.day, end.what) == (
        date(2026, 6, 3),
        "De uitzondering voor https://mijn.overheid.nl is voorbij. De link wordt weer nagekeken.",
    )


def test_every_key_of_the_report_as_data_is_explained(project) -> None:
    page = (ROOT / "docs" / "reference" / "report-json.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_]+)`", page))
    data = report_data(progress_of(SMALL_PROJECT, date(2026, 6, 1)))
    keys = {*data, *data["totals"], *data["check"]}
    for part in ("domains", "steps", "tasks", "channels", "suppliers", "changes", "upcoming", "messages"):
        keys |= {key for each in data[part][:1] for key in each}
    keys |= {key for step in data["steps"] for item in step["items"] for key in item}
    keys |= {key for channel in data["channels"] for answer in channel["checklist"] for key in answer}
    links = report_data(with_links(project)[0])["links"]
    keys |= {*links, *links["responsible"][0], *links["links"][0], *links["links"][0]["places"][0]}
    assert len(keys) > 30 and sorted(keys - told) == []
