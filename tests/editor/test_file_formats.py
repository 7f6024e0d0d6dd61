"""How the editor for a browser reads and writes a file: what nobody changed stays, to the byte."""

from __future__ import annotations

from typing import Any

import pytest
from edits import in_program
from places import ROOT

from wmebv_site.editor.config import KINDS, form_of, relations
from wmebv_site.register.yaml_text import block

pytestmark = pytest.mark.skipif(not (ROOT / "node_modules" / "yaml").is_dir(), reason="no packages of npm")

FORMS = {kind.name: form_of(kind, relations()) for kind in KINDS}
PRODUCT = """\
# Wat hier staat, is van de redactie.
id: paspoort   # het adres
name: "Paspoort"

upl: http://standaarden.overheid.nl/owms/terms/paspoort
synonyms: ['007', reisdocument]
domain: burgerzaken
authority: burgemeester
paper: []
executor:
article: 1.10
messages:
  # Eerst de aanvraag.
  - kind: aanvraag
    paper: []
    term: 'op tijd'

  - {kind: vraag, article: 007}
"""
OUTAGE = """\
---
# wie belde er?
channels: [bezwaarformulier]
begin: 2026-03-02T08:15+01:00
---


De **server** werkte niet.\t

---
Ook dit hoort bij de tekst.

"""


def register(text: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"kind": "register", "text": text, "fields": FORMS["products"], **_given(data)}


def document(text: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"kind": "document", "text": text, "fields": FORMS["outages"], **_given(data)}


def _given(data: dict[str, Any] | None) -> dict[str, Any]:
    return {} if data is None else {"data": data}


def opened(*cases: dict[str, Any]) -> list[dict[str, Any]]:
    return [answer.get("made", answer) for answer in in_program(cases)]


def test_a_file_that_is_opened_and_saved_is_the_same_file():
    texts = [text.replace("\n", end) for text in (PRODUCT, OUTAGE) for end in ("\n", "\r\n")]
    texts += [f"\ufeff{text}" for text in texts] + [
        PRODUCT.rstrip(),
        OUTAGE.rstrip(),
        "---\n---\n",
        "# Kop\n\nTekst.\n",
    ]
    made = [register if text.lstrip("\ufeff").startswith("# Wat") else document for text in texts]
    read = opened(*(kind(text) for kind, text in zip(made, texts, strict=True)))
    again = opened(*(kind(text, data) for kind, text, data in zip(made, texts, read, strict=True)))
    assert again == texts


def test_every_value_is_read_as_the_text_that_stands_there():
    (read,) = opened(register(PRODUCT))
    assert read["synonyms"] == ["007", "reisdocument"] and read["article"] == "1.10"
    assert read["messages"][1] == {"kind": "vraag", "article": "007"}
    assert "executor" not in read and read["bron"] == f"|{PRODUCT}|"


def test_what_a_form_leaves_empty_leaves_no_key_and_takes_none_away_that_says_nothing():
    (read,) = opened(register(PRODUCT))
    empty = {"summary": "", "channels": [], "executor": None, "legal_basis": [{"label": "", "url": ""}]}
    changed = {**read, **empty, "article": "", "name": "Paspoort en meer"}
    changed["messages"][0] |= {"paper": [], "exempt": {"reason": "", "basis": ""}, "term": ""}
    (made,) = opened(register(PRODUCT, changed))
    expected = PRODUCT.replace('"Paspoort"', '"Paspoort en meer"').replace("article: 1.10\n", "")
    assert made == expected.replace("    term: 'op tijd'\n", "")


def test_a_list_keeps_its_remarks_when_an_item_without_a_name_goes_or_two_change_places():
    hours = """\
title: Balie
opening_hours:
  # gewone dagen
  - {days: ma-do, until: "17:00", from: "09:00"}
  - {days: vr, from: "09:00", until: "12:00"}   # vroeg dicht
  - {days: za, by: afspraak}
"""
    case = {"kind": "document", "text": f"---\n{hours}---\n", "fields": FORMS["support"]}
    (read,) = opened(case)
    monday, friday, saturday = read["opening_hours"]
    in_order = {"days": "ma-do", "from": "09:00", "until": "17:00"}
    assert monday == in_order
    (shorter,) = opened({**case, "data": {**read, "opening_hours": [in_order, saturday]}})
    assert shorter == f"---\n{hours}---\n".replace(
        '  - {days: vr, from: "09:00", until: "12:00"}   # vroeg dicht\n', ""
    )


def test_a_new_file_is_written_as_our_own_writer_writes_it():
    product = {
        "id": "parkeervergunning",
        "name": "Parkeren: vergunning",
        "synonyms": ["parkeren, bewoner", "ja"],
        "messages": [
            {"kind": "aanvraag", "channels": ["loket"], "exempt": {"reason": "in_persoon"}},
            {"kind": "vraag"},
        ],
    }
    outage = {"channels": ["loket"], "begin": "2026-03-02T08:15+01:00", "extension": {"until": "2026-03-03"}}
    made, told, silent = opened(
        register("", {**product, "summary": ""}),
        document("", {**outage, "tekst": "De server\n\nwerkt niet.\n", "title": ""}),
        document("", outage),
    )
    lines = "".join(f"{line}\n" for line in block(product, 0))
    front = "".join(f"{line}\n" for line in block(outage, 0))
    assert made == lines
    assert told == f"---\n{front}---\n\nDe server\n\nwerkt niet.\n"
    assert silent == f"---\n{front}---\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_text_below_the_front_matter_changes_alone(end: str):
    source = OUTAGE.replace("\n", end)
    (read,) = opened(document(source))
    assert read["tekst"] == "De **server** werkte niet.\t\n\n---\nOok dit hoort bij de tekst."
    (made, other) = opened(
        document(source, {**read, "tekst": "Het werkt weer.\nEcht."}),
        document(source, {**read, "instead": "Bel 14 0123."}),
    )
    head = source.split(f"---{end}{end}", 1)[0]
    assert made == f"{head}---{end}{end}{end}Het werkt weer.{end}Echt.{end}{end}"
    assert other == source.replace(f"+01:00{end}", f"+01:00{end}instead: Bel 14 0123.{end}")


def test_a_text_over_more_lines_stays_one_with_a_line_for_each():
    channel = """\
channels:
  - id: loket
    text: |
      Eerste regel.

      Tweede regel.
    name: Loket
"""
    case = {"kind": "register", "text": channel, "fields": FORMS["channels"]}
    (read,) = opened(case)
    (item,) = read["channels"]
    as_shown = {**item, "text": "Eerste regel.\n\nTweede regel."}
    same, other = opened(
        {**case, "data": {**read, "channels": [as_shown]}},
        {**case, "data": {**read, "channels": [{**item, "text": "Eerste regel.\n\nDerde regel."}]}},
    )
    assert same == channel
    assert other == channel.replace("Tweede", "Derde")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("messages: geen\n", "'messages'"),
        ("channels: loket\n", "'channels'"),
        ("name: [a, b]\n", "'name'"),
        ("messages: [aanvraag]\n", "'messages'"),
        ("messages:\n  - {kind: {a: b}}\n", "'messages.kind'"),
        ("name: &a x\nsummary: *a\n", "verwijzing"),
        ("name: a\nname: b\n", "opmaak"),
        ("name: !!str a\n", "label"),
        ("- a\n", "sleutels"),
        ("name: 'a\n", "opmaak"),
    ],
)
def test_a_file_of_which_a_form_would_lose_something_is_refused(text: str, about: str):
    (answer,) = in_program([register(text)])
    assert about in answer["refused"]
