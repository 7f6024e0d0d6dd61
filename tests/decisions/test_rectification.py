"""A rectification in the gazette: the corrected annex stands beside the first, and counts from its day on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from building import pages_on
from command import wmebv
from freezer import ANNEX, CHANNELS, DAY, FILES, frozen, known, resealed
from htmlpages import main_of
from projects import decode_files, register_from

from wmebv_site.decisions.corrected import told_changes
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.history import History
from wmebv_site.designation.rule import Question
from wmebv_site.documents.decisions import decision_document
from wmebv_site.documents.model import Paragraph, text_of
from wmebv_site.register.annexes import Annex
from wmebv_site.register.terms import Audience
from wmebv_site.rules.checking import findings_of

OWN = "content/besluiten/a.md"
CORRECTED = "content/besluiten/a.rectificatie-2026-02-10.annex.yaml"
RECTIFIED = date(2026, 2, 10)
OTHER = """\
  - id: ander
    name: Ander
    domain: e
    authority: college
    audience: [inwoner]
    messages: [{kind: aanvraag}]
"""
FIRST = frozen(FILES | {"products.yaml": FILES["products.yaml"] + OTHER.encode()}, "a", date(2025, 11, 1))


def rectification(day: str) -> str:
    return (
        f'  - {{date: {day}, publication: "https://zoek.officielebekendmakingen.nl/gmb-2026-9.html", '
        "what: In artikel 2 stond het verkeerde formulier.}\n"
    )


def recorded(*days: str, text: str = "Herstelde tekst.", files: dict[str, bytes] = FIRST) -> dict[str, bytes]:
    """The project after a correction of text and registers, with its rectifications."""
    own = FIRST[OWN].decode().replace("title: Besluit A\n", "title: Besluit A\nrectifications:\n" + "".join(
        map(rectification, days)
    )).replace("Tekst.", text)  # fmt: skip
    channels = files["channels.yaml"].replace(b"domain: d, channels: [x]", b"domain: d, channels: [y]")
    return files | {OWN: own.encode(), "channels.yaml": channels}


def written(project: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(data)
    return project


def read(project: Path) -> dict[str, bytes]:
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in project.rglob("*")
        if path.suffix in (".yaml", ".md")
    }


def freeze(project: Path, day: date = DAY, code: int = 0) -> str:
    said = wmebv("decision", "freeze", "a", "--date", day.isoformat(), cwd=project, code=code)
    return said.stdout + said.stderr


@pytest.fixture
def corrected(tmp_path: Path) -> dict[str, bytes]:
    """The project after 'wmebv decision freeze' of the decision that was rectified."""
    freeze(written(tmp_path, recorded("2026-02-10")))
    return read(tmp_path)


def way(decisions: Decisions, day: date, product: str = "ding") -> tuple[str, ...]:
    return next(each.channel_ids for each in decisions.holding(day).all if each.product.id == product)


def codes(files: dict[str, bytes], day: date = DAY) -> set[tuple[str, str]]:
    """What is said of the annexes of the project, with how heavy it is."""
    register, mistakes = decode_files(files)
    found = mistakes if register is None else findings_of(Decisions(register, day))
    told = {"WMEBV218", "WMEBV219", "WMEBV220", "WMEBV223", "WMEBV231"}
    return {(each.code, each.level.value) for each in found if each.code in told}


def test_the_corrected_annex_stands_beside_the_first_and_the_command_says_what_differs(tmp_path):
    said = freeze(written(tmp_path, recorded("2026-02-10")))
    files = read(tmp_path)
    assert files[ANNEX] == FIRST[ANNEX]
    assert b"rectification: 2026-02-10\n" in files[CORRECTED]
    assert b"rectified_annexes: [2026-02-10]\n" in files[OWN]
    assert "rectificatie van 10 februari 2026" in said
    assert "'aanvraag' van 'Ding': eerst 'Formulier X', nu 'Formulier Y'\n" in said
    assert "het kanaal 'Formulier X': staat er niet meer in\n" in said
    assert "van 'Ander'" not in said
    assert codes(files) == set()


def _annex_of(files: dict[str, bytes]) -> Annex:
    annex = register_from(files).annex_of("a", DAY)
    assert annex is not None
    return annex


def _made_other(annex: Annex, **told: object) -> Annex:
    """The annex with other rows or channels, and nothing of what was worked out of it before."""
    return Annex.model_construct(**{name: getattr(annex, name) for name in Annex.model_fields} | told)


def test_what_a_corrected_annex_says_otherwise_is_told_from_what_to_what() -> None:
    before = _annex_of(FIRST)
    assert told_changes(before, before) == ()
    x, row = before.channels[0], before.rows[0]
    cases: list[tuple[dict[str, object], dict[str, object], str]] = [
        ({"article": "4"}, {}, "artikel eerst '2', nu '4'"),
        ({"withdrawn": True, "channels": ()}, {}, "eerst 'Formulier X', nu ingetrokken"),
        ({"message_name": "Aanvragen"}, {}, "naam van het bericht eerst 'aanvraag', nu 'Aanvragen'"),
        ({}, {"url": "https://nieuw.voorbeeld.example"}, "het kanaal 'Formulier X': adres eerst 'https://x.voorbeeld.example', nu"),
        ({}, {"text": "Lees dit eerst."}, "eerst niets, nu 'Lees dit eerst.'"),
        ({}, {"text": "Lees dit eerst. " * 20}, "eerst niets, nu een andere tekst"),
    ]  # fmt: skip
    for in_row, in_channel, says in cases:
        after = _made_other(
            before,
            rows=(row.model_copy(update=in_row), *before.rows[1:]),
            channels=(x.model_copy(update=in_channel), *before.channels[1:]),
        )
        told = told_changes(before, after)
        assert [each for each in told if says in each], (says, told)
        assert len(told) == 1
    without = _made_other(before, rows=before.rows[1:])
    assert "nu staat het er niet meer in" in told_changes(before, without)[0]
    assert "stond er niet in, nu 'Formulier X'" in told_changes(without, before)[0]


def test_a_trial_shows_what_differs_and_writes_nothing(tmp_path):
    project = written(tmp_path, recorded("2026-02-10"))
    before = read(project)
    said = wmebv("decision", "freeze", "a", "--dry-run", "--date", "2026-06-01", cwd=project, code=0).stdout
    assert "'aanvraag' van 'Ding'" in said
    assert read(project) == before


@pytest.mark.parametrize(
    ("today", "day", "expected"),
    [
        (DAY, date(2026, 1, 1), ("x",)),
        (DAY, date(2026, 2, 9), ("x",)),
        (DAY, RECTIFIED, ("y",)),
        (DAY, DAY, ("y",)),
        (date(2026, 2, 9), date(2026, 3, 1), ("x",)),
        (RECTIFIED, date(2026, 3, 1), ("y",)),
    ],
)
def test_until_the_day_of_the_rectification_the_annex_reads_as_it_did(corrected, today, day, expected):
    assert way(known(corrected, today), day) == expected


def test_only_the_history_of_what_was_corrected_turns_on_that_day(corrected):
    decisions = known(corrected)
    begins = {
        product.id: [
            each.begin
            for each in History(decisions).intervals(
                Question(product, product.messages[0], Audience.RESIDENT)
            )
        ]
        for product in decisions.register.products
    }
    first = date(2026, 1, 1)
    assert begins == {"ding": [None, first, RECTIFIED], "ander": [None, first]}


def test_what_later_registers_want_changes_neither_annex(corrected):
    channels = corrected["channels.yaml"].replace(
        b"fallback: ja, channels: [y]", b"fallback: ja, channels: [x]"
    )
    decisions = known(corrected | {"channels.yaml": channels})
    assert way(decisions, DAY, "ander") == ("y",)


def test_the_page_of_the_annex_shows_both_and_the_document_the_corrected_one(corrected):
    register = register_from(corrected)
    page = main_of(pages_on(register, DAY)["besluiten/a/bijlage/"]).text
    assert "hersteld met de rectificatie van 10 februari 2026 in het Gemeenteblad" in page
    now, before = page.split("De bijlage zoals die was tot 10 februari 2026")
    assert "Formulier Y (artikel 2)" in now
    assert "Formulier X" not in now
    assert "Formulier X" in before
    early = main_of(pages_on(register, date(2026, 2, 9))["besluiten/a/bijlage/"]).text
    assert "rectificatie" not in early
    assert "Formulier X" in early
    decision = register.decision_by_id["a"]
    document = decision_document(decision, register, register.annex_of("a", DAY), DAY)
    told = [text_of(part.content) for part in document.blocks if isinstance(part, Paragraph)]
    assert "Deze bijlage is hersteld met de rectificatie van 10 februari 2026 in het Gemeenteblad." in told


def test_every_id_on_the_page_is_there_once(corrected):
    page = pages_on(register_from(corrected), DAY)["besluiten/a/bijlage/"]
    ids = [each.attributes["id"] for each in main_of(page).all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda files: {path: data for path, data in files.items() if path != CORRECTED}, ("WMEBV218", "error")),
        (lambda files: files | {CORRECTED: files[CORRECTED].replace(b"Formulier Y", b"Formulier Z", 1)}, ("WMEBV219", "error")),
        (lambda files: files | {CORRECTED: files[CORRECTED] + b"# erbij\n"}, ("WMEBV219", "error")),
        (lambda files: files | {CORRECTED: files[ANNEX]}, ("WMEBV220", "error")),
        (lambda files: files | {ANNEX: files[CORRECTED]}, ("WMEBV220", "error")),
        (lambda files: files | {OWN: files[OWN].replace(b"{date: 2026-02-10", b"{date: 2026-02-11")}, ("WMEBV220", "error")),
        (lambda files: files | {OWN: files[OWN].replace(b"rectified_annexes: [2026-02-10]\n", b"")}, ("WMEBV223", "error")),
        (lambda files: files | {OWN: files[OWN].replace(b"Herstelde tekst.", b"Andere tekst.")}, ("WMEBV231", "error")),
        (lambda files: files | {OWN: files[OWN].replace(b"Herstelde tekst.", b"Tekst.")}, ("WMEBV231", "error")),
    ],
    ids=[
        "gone", "altered", "a line more", "the first in its place", "it in the place of the first", "another day",
        "not named", "text changed again", "text put back",
    ],
)  # fmt: skip
def test_what_happens_to_a_corrected_annex_is_told_as_of_the_first(corrected, change, expected):
    assert expected in codes(change(corrected))


def test_corrected_text_without_a_corrected_annex_says_how_to_make_it():
    files = recorded("2026-02-10")
    assert codes(files) == {("WMEBV231", "warning")}
    found = findings_of(known(files))
    assert any("wmebv decision freeze a" in (each.hint or "") for each in found if each.code == "WMEBV231")
    assert codes(files, date(2026, 2, 9)) == {("WMEBV231", "error")}
    assert codes(recorded("2026-02-10", text="Tekst.")) == set()


def test_a_second_rectification_leaves_both_annexes_before_it(corrected, tmp_path):
    own = corrected[OWN].replace(
        b"rectifications:\n", f"rectifications:\n{rectification('2026-04-01')}".encode()
    )
    channels = corrected["channels.yaml"].replace(b"domain: d, channels: [y]", b"domain: d, channels: [x]")
    files = corrected | {OWN: own, "channels.yaml": channels}
    freeze(written(tmp_path, files))
    after = read(tmp_path)
    assert (after[ANNEX], after[CORRECTED]) == (corrected[ANNEX], corrected[CORRECTED])
    assert b"rectified_annexes: [2026-02-10, 2026-04-01]\n" in after[OWN]
    decisions = known(after)
    days = (date(2026, 2, 9), RECTIFIED, date(2026, 3, 31), date(2026, 4, 1))
    assert [way(decisions, day) for day in days] == [("x",), ("y",), ("y",), ("x",)]
    page = main_of(pages_on(decisions.register, DAY)["besluiten/a/bijlage/"]).text
    assert page.index("die was tot 1 april 2026") < page.index("die was tot 10 februari 2026")


@pytest.mark.parametrize(
    ("files", "day", "said"),
    [
        (FIRST, DAY, "Leg de rectificatie dan vast bij 'rectifications'"),
        (recorded("2026-02-10"), date(2026, 2, 9), "pas op 10 februari 2026"),
        (recorded("2026-02-10") | {CORRECTED: b"rows: []\n"}, DAY, "Naast 'a' ligt al een herstelde bijlage van 2026-02-10"),
        (recorded("2026-02-10") | {"channels.yaml": FIRST["channels.yaml"].split(b"designations:")[0]}, DAY, "zou leeg zijn"),
    ],
    ids=["not rectified", "before its day", "one lies there already", "nothing left"],
)  # fmt: skip
def test_freezing_an_adopted_decision_again_is_refused_with_the_way_out(tmp_path, files, day, said):
    project = written(tmp_path, files)
    assert said in " ".join(freeze(project, day, code=2).split())
    assert read(project) == files


def test_the_same_rectification_corrects_once(corrected, tmp_path):
    said = freeze(tmp_path, code=2)
    assert "is al hersteld met de rectificatie van 2026-02-10" in said
    assert read(tmp_path) == corrected


LATER = """\
---
title: Wijziging van A
kind: wijziging
authorities: [college]
amends: a
---

Tekst.
"""


@pytest.mark.parametrize("status", ["", "adopted: 2026-03-01\n"], ids=["a draft", "adopted"])
def test_what_a_later_decision_takes_over_in_the_registers_stays_in_the_corrected_annex(tmp_path, status):
    own = recorded("2026-02-10")
    channels = own["channels.yaml"].replace(
        b'{fallback: ja, channels: [y], source: "besluit:a", article: "3"}',
        b'{fallback: ja, channels: [x], source: "besluit:b", article: "I"}',
    )
    later = {"content/besluiten/b.md": LATER.replace("amends: a\n", f"amends: a\n{status}").encode()}
    said = freeze(written(tmp_path, own | later | {"channels.yaml": channels}))
    decisions = known(read(tmp_path))
    assert (way(decisions, DAY), way(decisions, DAY, "ander")) == (("y",), ("y",))
    assert "van 'Ander'" not in said
    annex = decisions.register.annex_of("a", DAY)
    assert annex is not None
    assert [rule.channels for rule in annex.rules] == [("y",), ("y",)]


BESIDE = "{domain: e, messages: [aanvraag], beside: ja, channels: [x], source: 'besluit:%s', article: '4'%s}"


@pytest.mark.parametrize(
    ("rule", "ways", "told"),
    [
        (BESIDE % ("b", ", withdrawn: ja"), ("y", "x"), False),
        (BESIDE % ("b", ""), ("y", "x"), False),
        (BESIDE.replace("channels: [x]", "channels: [y]") % ("b", ""), ("y", "x"), False),
        (BESIDE % ("a", ""), ("y", "x"), False),
        (BESIDE.replace("domain: e", "domain: d") % ("a", ""), ("y",), True),
        ("{covers: ander, fallback: ja, channels: [x]}", ("y",), True),
    ],
    ids=["withdrawn", "designated again", "another way", "as it was", "corrected", "gone"],
)
def test_a_way_beside_others_that_a_later_decision_takes_away_stays_in_the_corrected_annex(
    tmp_path, rule, ways, told
):
    def with_rule(files: dict[str, bytes], written: str) -> dict[str, bytes]:
        rules = files["channels.yaml"].replace(b"designations:\n", f"designations:\n  - {written}\n".encode())
        return files | {"channels.yaml": rules}

    plain = FILES | {"products.yaml": FILES["products.yaml"] + OTHER.encode()}
    first = frozen(with_rule(plain, BESIDE % ("a", "")), "a", date(2025, 11, 1))
    own = recorded("2026-02-10")[OWN]
    later = {
        "content/besluiten/b.md": LATER.replace("amends: a\n", "amends: a\nadopted: 2026-03-01\n").encode()
    }
    project = written(tmp_path, with_rule(plain, rule) | later | {ANNEX: first[ANNEX], OWN: own})
    said = freeze(project)
    assert way(known(read(project)), DAY, "ander") == ways
    assert ("van 'Ander'" in said) is told


def test_what_the_registers_no_longer_know_stays_in_the_corrected_annex(tmp_path):
    own = recorded("2026-02-10")
    said = freeze(written(tmp_path, own | {"products.yaml": FILES["products.yaml"]}))
    annex = known(read(tmp_path)).register.annex_of("a", DAY)
    assert annex is not None
    assert [row.product for row in annex.rows] == ["ding", "ding", "ander"]
    assert "van 'Ander'" not in said


def test_that_a_corrected_annex_tells_the_executor_is_no_other_way(tmp_path):
    channels = CHANNELS.replace(
        "domains:",
        'executors: [{id: u, name: Uitvoerder, channels: [x], url: "https://u.voorbeeld.example"}]\ndomains:',
    ).replace("domain: d, channels: [x]", "executor: elke, channels: [uitvoerder]")
    products = FILES["products.yaml"].replace(b"    domain: d\n", b"    domain: d\n    executor: u\n")
    files = frozen(FILES | {"channels.yaml": channels.encode(), "products.yaml": products}, "a", DAY)
    older = re.sub(rb", executor: \{[^}]*\}", b"", files[ANNEX])
    assert older != files[ANNEX]
    own = files[OWN].replace(b"title:", f"rectifications:\n{rectification('2026-02-10')}title:".encode(), 1)
    said = freeze(written(tmp_path, files | {ANNEX: resealed(older), OWN: own}))
    assert "Ze zegt hetzelfde als de bijlage ervoor." in said


@pytest.mark.parametrize(
    ("product", "day", "since"),
    [
        ("ding", RECTIFIED, "10 februari 2026"),
        ("ding", DAY, "10 februari 2026"),
        ("ding", date(2026, 2, 9), "1 januari 2026"),
        ("ander", DAY, "1 januari 2026"),
    ],
)
def test_the_page_says_since_when_as_its_history_does(corrected, product, day, since):
    page = main_of(pages_on(register_from(corrected), day)[f"producten/{product}/"]).text
    assert f"geldt sinds {since}" in page and f"Sinds {since}" in page


def test_a_way_that_an_earlier_rectification_brought_holds_since_that_one(corrected, tmp_path):
    """The second rectification is about the other product."""
    own = (
        corrected[OWN]
        .decode()
        .replace("rectifications:\n", f"rectifications:\n{rectification('2026-03-10')}")
    )
    channels = corrected["channels.yaml"].replace(
        b"fallback: ja, channels: [y]", b"fallback: ja, channels: [x]"
    )
    freeze(written(tmp_path, corrected | {OWN: own.encode(), "channels.yaml": channels}))
    files = read(tmp_path)
    assert b"rectified_annexes: [2026-02-10, 2026-03-10]" in files[OWN]
    pages = pages_on(register_from(files), DAY)
    for product, since in (("ding", "10 februari 2026"), ("ander", "10 maart 2026")):
        assert f"geldt sinds {since}." in main_of(pages[f"producten/{product}/"]).text


def test_of_products_with_the_same_answer_each_is_told_since_when_its_own_way_holds():
    """Two products come to the same answer, and only of one the row was wrong at first."""
    other = OTHER.replace("domain: e", "domain: d").replace("[{kind: aanvraag}]", "[{kind: bezwaar}]")
    files = frozen(FILES | {"products.yaml": FILES["products.yaml"] + other.encode()}, "a", date(2025, 11, 1))
    right = files[ANNEX].decode()
    wrong = "\n".join(
        line.replace(
            'id: x, name: Formulier X, address: "https://x.', 'id: y, name: Formulier Y, address: "https://y.'
        )
        if "product: ander," in line
        else line
        for line in right.split("\n")
    )
    assert wrong != right
    told = f"rectifications:\n{rectification('2026-02-10')}rectified_annexes: [2026-02-10]\ntitle:"
    own = files[OWN].decode().replace("title:", told, 1)
    corrected = right.replace("\nchecksum:", "\nrectification: 2026-02-10\nchecksum:", 1)
    files |= {OWN: own.encode(), ANNEX: resealed(wrong.encode()), CORRECTED: resealed(corrected.encode())}
    pages = pages_on(register_from(files), DAY)
    for name, since in (("Ander", "10 februari 2026"), ("Ding", "1 januari 2026")):
        told = f"Dit staat in het Besluit A, artikel 2. Dit geldt sinds {since}."
        assert f"{name} {told}" in main_of(pages["bezwaar/"]).text
        assert told in main_of(pages[f"producten/{name.lower()}/"]).text


def removing(*names: str, files: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """A project of which the product 'ander' is gone, with a rectification that takes products out of the annex."""
    own = recorded("2026-02-10") | {"products.yaml": FILES["products.yaml"]} | (files or {})
    text = own[OWN].replace(b"formulier.}", f"formulier., removes: [{', '.join(names)}]}}".encode())
    return own | {OWN: text}


def test_a_rectification_takes_out_what_the_registers_no_longer_know(tmp_path):
    said = freeze(written(tmp_path, removing("ander")))
    register = known(read(tmp_path)).register
    first, corrected = register.annexes_of("a", DAY)
    assert [row.product for row in first.rows] == ["ding", "ding", "ander"]
    assert [row.product for row in corrected.rows] == ["ding", "ding"]
    assert "van 'Ander'" in said
    page = main_of(pages_on(register, DAY)["besluiten/a/bijlage/"]).text
    assert page.index("Ding") < page.index("die was tot 10 februari 2026") < page.index("Ander")


def test_two_products_are_taken_out_at_once_and_only_those(tmp_path):
    third = OTHER.replace("id: ander", "id: derde").replace("name: Ander", "name: Derde")
    fourth = OTHER.replace("id: ander", "id: vierde").replace("name: Ander", "name: Vierde")
    products = FILES["products.yaml"] + (OTHER + third + fourth).encode()
    first = frozen(FILES | {"products.yaml": products}, "a", date(2025, 11, 1))
    freeze(written(tmp_path, removing("ander", "vierde", files={ANNEX: first[ANNEX]})))
    annex = known(read(tmp_path)).register.annex_of("a", DAY)
    assert annex is not None and [row.product for row in annex.rows] == ["ding", "ding", "derde"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("andr",), "geen product 'andr' ('removes'). Bedoelt u 'ander'?"),
        (("ander", "zomaar-iets"), "geen product 'zomaar-iets' ('removes'). Kijk in de bijlage"),
        (("ding",), "'ding' staat bij 'removes', maar de registers wijzen er"),
    ],
)
def test_what_a_rectification_can_not_take_out_is_told_with_the_way_out(tmp_path, names, said):
    project = written(tmp_path, removing(*names))
    assert said in " ".join(freeze(project, code=2).split())
    assert read(project) == removing(*names)
