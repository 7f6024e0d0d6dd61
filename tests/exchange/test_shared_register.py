"""What colleagues and lists change of a shared register becomes an own entry with that alone, and the shared files stay."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from small_registers import CHANNELS, beside_region, shared_products

from wmebv_site.exchange.filling import Defaults
from wmebv_site.exchange.upl import merge_upl, read_upl
from wmebv_site.exchange.workbook.columns import SHEETS
from wmebv_site.exchange.workbook.incoming import read_workbook
from wmebv_site.exchange.workbook.merge import REFUSED, TAKEN_OVER, UNREAD, merge_workbook
from wmebv_site.exchange.workbook.outgoing import export_workbook
from wmebv_site.exchange.working import Unfit, Working
from wmebv_site.project.load import load
from wmebv_site.project.writing import write_changes
from wmebv_site.register.upl import BASE

DAY = date(2026, 6, 1)
REGION = shared_products(f"upl: {BASE}jeugdhulp", "upl_name: jeugdhulp", "unconfirmed: [domain]").replace(
    "products:\n", "products:\n  # Van de regio.\n"
)
OWN = "# Ons register.\nproducts:\n  - {id: eigen, name: Eigen, domain: d, authority: college, messages: [{kind: vraag}]} # zie besluit\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return beside_region(tmp_path, REGION, OWN)


def changed(project: Path, change: Callable[[Working], object]) -> dict[str, str]:
    """The files that a change brings, by their path from the project; none of them is one of the shared register."""
    working = Working(load(project))
    change(working)
    made = {each.path: each.after.decode() for each in working.changes() if each.is_one}
    assert not any(path.startswith("..") for path in made)
    return made


def test_what_is_shared_stands_among_what_can_be_changed_and_without_a_change_nothing_is_written(
    project: Path,
) -> None:
    working = Working(load(project))
    assert list(working.by_id()) == ["eigen", "jeugdhulp"]
    assert [each["id"] for each in working.channels["channels"]] == ["x", "y", "box", "portaal"]
    assert changed(project, lambda working: None) == {}


def set_in(product: str, **values: Any) -> Callable[[Working], object]:
    return lambda working: working.by_id()[product].update(values)


def test_a_change_to_a_shared_product_makes_an_own_entry_with_that_alone(project: Path) -> None:
    made = changed(project, set_in("jeugdhulp", summary="Bij ons anders."))
    assert made == {"products.yaml": f"{OWN}  - id: jeugdhulp\n    summary: Bij ons anders.\n"}


def test_a_second_change_extends_the_own_entry(project: Path) -> None:
    own = f"{OWN}  - id: jeugdhulp # van de regio\n    summary: Bij ons anders.\n"
    (project / "products.yaml").write_text(own, encoding="utf-8")
    made = changed(project, set_in("jeugdhulp", domain="d"))
    assert made == {"products.yaml": f"{own}    domain: d\n"}
    made = changed(project, set_in("jeugdhulp", summary="U vraagt hulp aan voor een kind."))
    assert made["products.yaml"].endswith("    summary: U vraagt hulp aan voor een kind.\n")


def test_a_change_to_a_message_names_that_message_alone(project: Path) -> None:
    def change(working: Working) -> None:
        working.by_id()["jeugdhulp"]["messages"][1]["in_use"] = ["y"]

    made = changed(project, change)
    entry = "\n  - id: jeugdhulp\n    messages:\n      - kind: klacht\n        in_use: [y]\n"
    assert made == {"products.yaml": OWN + entry}


def test_a_change_to_a_shared_channel_goes_into_the_own_channels(project: Path) -> None:
    def change(working: Working) -> None:
        working.channels["channels"][-1]["supplier"] = {"name": "Bouwer"}

    made = changed(project, change)
    assert made["channels.yaml"].startswith(f"base: ../regio\n{CHANNELS}")
    assert (
        made["channels.yaml"]
        == f"base: ../regio\n{CHANNELS}  - id: portaal\n    supplier: {{name: Bouwer}}\n"
    )


def test_a_list_that_becomes_empty_is_an_own_empty_list(project: Path) -> None:
    made = changed(project, lambda working: working.by_id()["jeugdhulp"].pop("unconfirmed"))
    assert made == {"products.yaml": f"{OWN}  - id: jeugdhulp\n    unconfirmed: []\n"}


def test_what_is_shared_cannot_be_taken_away_here(project: Path) -> None:
    with pytest.raises(Unfit) as refusal:
        changed(project, lambda working: working.by_id()["jeugdhulp"].pop("summary"))
    assert "'summary' komt uit de gedeelde basis in ../regio/" in refusal.value.findings[0]


def test_where_each_product_has_a_file_the_own_entry_has_one(project: Path) -> None:
    text = "id: eigen\nname: Eigen\ndomain: d\nauthority: college\nmessages: [{kind: vraag}]\n"
    (project / "products").mkdir()
    (project / "products" / "eigen.yaml").write_text(text, encoding="utf-8")
    (project / "products.yaml").unlink()
    made = changed(project, set_in("jeugdhulp", summary="Anders."))
    assert made == {"products/jeugdhulp.yaml": "id: jeugdhulp\nsummary: Anders.\n"}


def test_a_municipality_without_a_product_of_its_own_gets_a_register_with_that_alone(project: Path) -> None:
    (project / "products.yaml").unlink()
    assert changed(project, lambda working: None) == {}
    made = changed(project, set_in("jeugdhulp", summary="Anders."))
    assert made == {"products.yaml": "products:\n  - id: jeugdhulp\n    summary: Anders.\n"}


def test_a_list_adds_no_product_that_is_shared_already(project: Path) -> None:
    listed = (
        "UniformeProductnaam,URI,Gemeente,Burger\n"
        f"jeugdhulp,{BASE}jeugdhulp,X,X\nparkeren,{BASE}parkeren,X,X\n"
    )
    working = Working(load(project))
    outcome = merge_upl(working, read_upl(listed.encode()), Defaults())
    assert outcome.groups["toegevoegd"] == ["parkeren"] and outcome.groups["gewijzigd"] == []
    assert outcome.groups["overgeslagen"] == [
        "jeugdhulp: upl_flags; dit komt uit de gedeelde basis, pas het daar aan"
    ]
    after = {each.path: each.after for each in outcome.changes}
    assert after.keys() == {"channels.yaml", "products.yaml"}
    assert b"id: parkeren" in after["products.yaml"] and b"id: jeugdhulp" not in after["products.yaml"]


def cell(book: Any, sheet: str, key: str, heading: str) -> Any:
    about = next(each for each in SHEETS if each.name == sheet)
    column = [each.heading for each in about.columns].index(heading)
    rows = book[sheet].iter_rows(min_row=2)
    return next(row[column] for row in rows if " ".join(str(each.value) for each in row[: about.keys]) == key)


def test_a_workbook_tells_which_cells_come_from_the_shared_register_and_from_where(project: Path) -> None:
    entry = "  - {id: jeugdhulp, synonyms: [jeugdwet], messages: [{kind: klacht, term: Binnen een jaar.}]}\n"
    (project / "products.yaml").write_text(OWN + entry, encoding="utf-8")
    book = openpyxl.load_workbook(io.BytesIO(export_workbook(Working(load(project)), DAY)))
    told = {
        (sheet, key, heading): bool(cell(book, sheet, key, heading).font.italic)
        for sheet, key, heading in (
            ("Producten", "jeugdhulp", "Samenvatting"),
            ("Producten", "jeugdhulp", "Andere woorden"),
            ("Producten", "jeugdhulp", "Pagina"),
            ("Producten", "eigen", "Naam"),
            ("Berichten", "jeugdhulp aanvraag", "Termijn"),
            ("Berichten", "jeugdhulp klacht", "Termijn"),
            ("Kanalen", "portaal", "Naam"),
            ("Kanalen", "x", "Naam"),
        )
    }
    assert [key for key, shared in told.items() if shared] == [
        ("Producten", "jeugdhulp", "Samenvatting"),
        ("Berichten", "jeugdhulp aanvraag", "Termijn"),
        ("Kanalen", "portaal", "Naam"),
    ]
    comment = cell(book, "Producten", "jeugdhulp", "Id").comment
    assert comment.text == "Uit de gedeelde basis: ../regio/products.yaml, regel 4."
    assert cell(book, "Producten", "eigen", "Id").comment is None
    explained = [str(each.value) for each in book["Uitleg"]["A"]]
    assert any("komt uit de gedeelde basis (../regio/)" in each for each in explained)


def test_of_the_remarks_in_a_workbook_only_what_a_colleague_wrote_is_told_as_unread(project: Path) -> None:
    data = export_workbook(Working(load(project)), DAY)
    assert merge_workbook(Working(load(project)), read_workbook(data)).groups[UNREAD] == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    ours = cell(book, "Producten", "jeugdhulp", "Id").comment
    ours.text += " Klopt dit?"
    cell(book, "Kanalen", "portaal", "Naam").comment = Comment("Uit de gedeelde basis?", "collega")
    stream = io.BytesIO()
    book.save(stream)
    told = merge_workbook(Working(load(project)), read_workbook(stream.getvalue())).groups[UNREAD]
    places = {
        f"Blad '{sheet}', cel {cell(book, sheet, key, heading).coordinate}: de opmerking bij deze cel."
        for sheet, key, heading in (("Producten", "jeugdhulp", "Id"), ("Kanalen", "portaal", "Naam"))
    }
    assert set(told) == places and len(told) == 2


def test_a_workbook_shows_what_is_shared_and_brings_an_answer_home(project: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_workbook(Working(load(project)), DAY)))
    cell(book, "Producten", "jeugdhulp", "Samenvatting").value = None
    cell(book, "Producten", "jeugdhulp", "Andere woorden").value = "jeugdwet"
    cell(book, "Producten", "jeugdhulp", "Domein").value = "nergens"
    cell(book, "Berichten", "jeugdhulp klacht", "Nu in gebruik").value = "y"
    cell(book, "Kanalen", "portaal", "Leverancier").value = "Bouwer"
    stream = io.BytesIO()
    book.save(stream)
    outcome = merge_workbook(Working(load(project)), read_workbook(stream.getvalue()))
    write_changes(project, outcome.changes)
    assert len(outcome.groups[TAKEN_OVER]) == 3
    assert len(outcome.groups[REFUSED]) == 2
    empty = next(each for each in outcome.groups[REFUSED] if "basis" in each)
    assert "'Samenvatting' komt uit de gedeelde basis in ../regio/ en kan hier niet leeg zijn." in empty
    assert (project / "products.yaml").read_text(encoding="utf-8") == OWN + (
        "\n  - id: jeugdhulp\n    synonyms: [jeugdwet]\n    messages:\n      - kind: klacht\n        in_use: [y]\n"
    )
    assert (project / "../regio/products.yaml").read_text(encoding="utf-8") == REGION
