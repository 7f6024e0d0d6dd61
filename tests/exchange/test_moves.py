"""Taking over new addresses: every place, every way of writing, and not one byte beside."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from projects import write_files
from small_registers import CHANNELS, decision

from wmebv_site.designation.decisions import Decisions
from wmebv_site.exchange.moves import Moves, take_over
from wmebv_site.exchange.working import whole_register
from wmebv_site.links.remembered import Memory, noted
from wmebv_site.links.standing import standings
from wmebv_site.links.verdicts import Judgement, Verdict
from wmebv_site.project.load import load

DAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
OLD, NEW = "https://oud.voorbeeld.example/p", "https://nieuw.voorbeeld.example/paspoort?a=b,c&d=e'f"
PRODUCTS = """\
products:
  # Een opmerking met een adres: {old}
  - id: kaal
    name: Kaal
    domain: d
    authority: college
    page: {old}   # blijft
    messages: [{{kind: aanvraag, channels: [x]}}]
  - {{id: rij, name: Rij, domain: d, authority: college, page: {old}, messages: [{{kind: aanvraag}}]}}
  - {{id: dubbel, name: Dubbel, domain: d, authority: college, page: "{old}#deel", messages: [{{kind: aanvraag}}]}}
  - {{id: enkel, name: Enkel, domain: d, authority: college, page: '{old}', messages: [{{kind: aanvraag}}]}}
  - id: ander
    name: Ander
    domain: d
    authority: college
    page: {old}/ander
    messages: [{{kind: aanvraag}}]
"""
TEXT = """\
---
title: Lees
---

Een [link]({old}), nog [een]({old}#kop "Titel") en <{old}>. [Anders]({old}/ander).

`[code]({old})`

[naam]: {old}
[met naam][naam]
"""


def taken(folder: Path, files: dict[str, str | bytes], to: str = NEW, old: str = OLD) -> Moves:
    """What a project becomes when one address moved."""
    project = write_files(
        folder, {"channels.yaml": CHANNELS, "content/besluiten/a.md": decision("A")} | files
    )
    read = load(project)
    known = noted(None, Judgement(Verdict.MOVED, "Weg.", to, 200), NOW)
    decisions = Decisions(whole_register(read, ""), DAY)
    return take_over(standings(decisions, Memory({old: known})), read)


def after(moves: Moves) -> dict[str, str]:
    return {change.path: change.after.decode() for change in moves.changes}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_every_place_gets_the_new_address_in_its_own_quotes_and_nothing_else_changes(
    tmp_path: Path, newline: str, bom: str
) -> None:
    def written(text: str) -> str:
        return bom + text.replace("\n", newline)

    source = {"products.yaml": PRODUCTS.format(old=OLD), "content/lees.md": TEXT.format(old=OLD)}
    moves = taken(tmp_path, {path: written(text).encode() for path, text in source.items()})
    in_text = NEW.replace("(", "%28")
    products = source["products.yaml"]
    products = products.replace(f"page: {OLD}   # blijft", f'page: "{NEW}"   # blijft')
    products = products.replace(f"page: {OLD},", f'page: "{NEW}",')
    products = products.replace(f'"{OLD}#deel"', f'"{NEW}#deel"').replace(
        f"'{OLD}'", "'" + NEW.replace("'", "''") + "'"
    )
    text = source["content/lees.md"]
    text = text.replace(f"[link]({OLD})", f"[link]({in_text})").replace(f"({OLD}#kop", f"({in_text}#kop")
    text = text.replace(f"<{OLD}>", f"<{in_text}>").replace(f"[naam]: {OLD}", f"[naam]: {in_text}")
    assert after(moves) == {"products.yaml": written(products), "content/lees.md": written(text)}
    assert moves.taken == 8
    assert moves.left == []


def test_what_stands_above_a_text_and_in_a_file_of_one_product_is_taken_over_too(tmp_path: Path) -> None:
    policy = "---\ntitle: Beleid\nkind: zorgplicht\ndocument: '{}' # de brief\n---\n\nTekst.\n"
    product = "id: los\nname: Los\ndomain: d\nauthority: college\nlegal_basis: [{{label: Wet, url: {}}}]\n"
    product += "messages: [{{kind: aanvraag}}]\n"
    home = "---\ntitle: Start\n---\n\n* [a]({0})\n* [b]( {0} )\n"
    files = {"content/beleid/b.md": policy, "products/los.yaml": product, "content/index.md": home}
    moves = taken(
        tmp_path, {path: text.format(OLD) for path, text in files.items()}, "https://n.voorbeeld.example/p"
    )
    assert after(moves) == {
        path: text.format("https://n.voorbeeld.example/p") for path, text in files.items()
    }
    assert moves.left == []


def test_a_decision_stays_as_it_was_taken(tmp_path: Path) -> None:
    text = decision("A").replace("Tekst.", f"Zie [de kaart]({OLD}).")
    products = PRODUCTS.format(old="https://elders.voorbeeld.example")
    moves = taken(tmp_path, {"products.yaml": products, "content/besluiten/a.md": text})
    assert moves.changes == []
    assert ["nieuw besluit" in why for why in moves.left] == [True]


@pytest.mark.parametrize(
    "to", ["http://nieuw.voorbeeld.example/p", "https://xn--n-1ga.example/", "https://u:w@v.example/"]
)
def test_an_address_that_the_registers_would_refuse_is_not_taken_over(tmp_path: Path, to: str) -> None:
    moves = taken(tmp_path, {"products.yaml": PRODUCTS.format(old=OLD)}, to)
    assert (moves.changes, len(moves.left)) == ([], 1)


def test_what_is_written_in_another_way_is_left_and_said(tmp_path: Path) -> None:
    products = PRODUCTS.format(old="https://elders.voorbeeld.example").replace(
        "page: https://elders.voorbeeld.example   # blijft", 'page: "https://oud.voorbeeld.example\\x2fp"'
    )
    moves = taken(tmp_path, {"products.yaml": products})
    assert moves.changes == []
    assert moves.left == [
        f"{OLD} blijft staan in products.yaml, regel 7: daar is het anders opgeschreven dan gewoon. Pas het zelf aan."
    ]


def test_without_anything_that_moved_nothing_changes(tmp_path: Path) -> None:
    moves = taken(tmp_path, {"products.yaml": PRODUCTS.format(old="https://elders.voorbeeld.example")})
    assert (moves.changes, moves.taken, moves.left) == ([], 0, [])


def test_what_moved_in_a_shared_register_is_left_to_who_keeps_that(tmp_path: Path) -> None:
    shared = PRODUCTS.format(old=OLD)
    files = {"channels.yaml": f"base: gedeeld\n{CHANNELS}", "gedeeld/products.yaml": shared}
    moves = taken(tmp_path, {**files, "products.yaml": "products: []\n"})
    assert moves.changes == [] and len(moves.left) == 4
    assert moves.left[0] == (
        f"{OLD} blijft staan in de gedeelde basis (gedeeld/products.yaml, regel 7): pas het daar aan."
    )
