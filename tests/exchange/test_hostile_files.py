"""A file that someone made to take a machine down is refused beforehand, with the reason and in little memory."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from measured import measured

from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.sheets import open_workbook
from wmebv_site.exchange.workbook.incoming import read_workbook
from wmebv_site.exchange.workbook.outgoing import checksum, export_workbook
from wmebv_site.exchange.working import Working
from wmebv_site.project.archive import WORKBOOK_BASE
from wmebv_site.project.load import load
from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.starter import plan, write

DAY = date(2026, 6, 1)
MOST = 120
"""MB that a refusal may take; taking in a small workbook takes some sixty."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile") / "project"
    write(made, plan(MADE_UP, DAY))
    return made


@pytest.fixture(scope="module")
def given(project: Path) -> bytes:
    return export_workbook(Working(load(project)), DAY)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet3.xml"


def _rows(parts: dict[str, bytes]) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(1, 1_000_001))
    parts[SHEET] = re.sub(
        rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", parts[SHEET]
    )


def _cells(parts: dict[str, bytes]) -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>"
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", b"<sheetData>" + row * 130, 1)


def _one_row(parts: dict[str, bytes]) -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>"
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", b"<sheetData>" + row, 1)


def _merged(parts: dict[str, bytes]) -> None:
    joined = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", joined, 1)


def _many_merged(parts: dict[str, bytes]) -> None:
    areas = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (at, at + 1) for at in range(1, 60_000, 2))
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>", 1
    )


def _names(parts: dict[str, bytes]) -> None:
    name = b'<definedName name="n%d">Producten!$A$1</definedName>'
    names = b"<definedNames>" + b"".join(name % at for at in range(200_000)) + b"</definedNames>"
    book = re.sub(rb"<definedNames>.*</definedNames>", b"", parts["xl/workbook.xml"], flags=re.DOTALL)
    parts["xl/workbook.xml"] = book.replace(b"</sheets>", b"</sheets>" + names, 1)


def _styles(parts: dict[str, bytes]) -> None:
    look = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 200_000
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(
        b"<cellXfs", b"<cellXfs>" + look + b"</cellXfs><x", 1
    )


def _marks_in_one_text(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(
        b"<sheetData>",
        b'<sheetData><row><c t="inlineStr"><is>' + b"<r><t>a</t></r>" * 1_000_000 + b"</is></c></row>",
        1,
    )


def _long_text(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(
        b"<sheetData>",
        b'<sheetData><row><c t="inlineStr"><is><t>' + b"a" * 50_000_000 + b"</t></is></c></row>",
        1,
    )


def _attributes(parts: dict[str, bytes]) -> None:
    many = b"".join(b' a%d="1"' % at for at in range(1_000_000))
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", b"<sheetData" + many + b">", 1)


def _deep(parts: dict[str, bytes]) -> None:
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b"</sheets>" + b"<a>" * 200_000 + b"</a>" * 200_000, 1
    )


def _many_parts(parts: dict[str, bytes]) -> None:
    parts |= {f"xl/worksheets/s{at}.xml": b"<a/>" for at in range(20_000)}


def _validations(parts: dict[str, bytes]) -> None:
    many = b'<dataValidation type="list" sqref="A1"/>' * 300_000
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b"</sheetData><dataValidations>" + many + b"</dataValidations>", 1
    )


def _far_row(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b'<row r="99999999999"><c><v>1</v></c></row></sheetData>', 1
    )


def _turned_rows(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b'<row r="2"><c r="A2"><v>1</v></c></row></sheetData>', 1
    )


HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a million rows": (_rows, "meer dan 200.000 rijen"),
    "two million cells": (_cells, "meer dan 2.000.000 cellen"),
    "a million cells in a row": (_one_row, "te veel in één rij of één tekst"),
    "a sheet joined to one cell": (_merged, "de cellen A1:XFD1048576 zijn samengevoegd. Splits ze weer."),
    "thirty thousand joined rows": (_many_merged, "meer dan 2.000 samengevoegde gebieden"),
    "200,000 names": (_names, "meer dan 2.000 namen voor cellen"),
    "200,000 looks": (_styles, "meer dan 20.000 opmaken"),
    "a million marks in a text": (_marks_in_one_text, "te veel in één rij of één tekst"),
    "a text of 50 MB": (_long_text, "een tekst die veel te lang is"),
    "a million attributes": (_attributes, "een tekst die veel te lang is"),
    "200,000 deep": (_deep, "staat te veel in elkaar"),
    "20,000 parts": (_many_parts, "uitgepakt te groot"),
    "300,000 drop-downs": (_validations, "meer dan 100.000 onderdelen buiten de cellen"),
    "a row that no sheet has": (_far_row, "rijen door elkaar (rij 99999999999)"),
    "a row twice": (_turned_rows, "rijen door elkaar (rij 2)"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_made_to_take_a_machine_down_is_refused_in_little_memory(
    name: str, project: Path, given: bytes, tmp_path: Path
) -> None:
    spoil, says = HOSTILE[name]
    parts = parts_of(given)
    spoil(parts)
    file = tmp_path / "werkmap.xlsx"
    file.write_bytes(packed(parts))
    before = load(project).files
    done = measured("import", "xlsx", str(file), project=project)
    assert says in done.said and done.code == (1 if "Splits" in says else 2)
    assert done.megabytes < MOST, done.megabytes
    assert load(project).files == before


@pytest.mark.proof
def test_the_largest_workbook_that_is_read_fits_a_small_machine(project: Path, tmp_path: Path) -> None:
    """As many rows, cells and texts as are allowed, in a file that is no workbook of ours."""
    text = b"<si><t>%07d" + b"x" * 150 + "€".encode() + b"</t></si>"
    texts = b"<sst>" + b"".join(text % at for at in range(400_000)) + b"</sst>"
    cells = b'<c t="s"><v>%d</v></c>' * 2
    rows = b"".join(b"<row>" + cells % (2 * at, 2 * at + 1) + b"</row>" for at in range(199_000))
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    parts = parts_of(stream.getvalue())
    space = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = texts.replace(b"<sst", b"<sst" + space, 1)
    parts["xl/worksheets/sheet1.xml"] = (
        b"<worksheet" + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    )
    file = tmp_path / "lijst.xlsx"
    file.write_bytes(packed(parts))
    done = measured("import", "xlsx", str(file), project=project)
    assert "is niet met 'wmebv export xlsx' gemaakt" in done.said and done.code == 2
    assert done.megabytes < 500, done.megabytes


def test_a_list_of_vng_with_more_rows_than_any_is_refused_in_little_memory(
    project: Path, tmp_path: Path
) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    parts = parts_of(stream.getvalue())
    cell = '<c t="inlineStr"><is><t>%s</t></is></c>'
    titles = ["Nr.", "Uniforme productnaam", "URI", "Digitaal kanaal", "Bewijs Wmebv", "Domein"]
    row = f"<row><c><v>%d</v></c>{cell % 'zaak %d'}</row>"
    rows = "".join(row % (number, number) for number in range(150_000))
    # By hand, since the library takes seconds to write as many.
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"<row>{''.join(cell % title for title in titles)}</row>{rows}</sheetData></worksheet>"
    ).encode()
    file = tmp_path / "vng.xlsx"
    file.write_bytes(packed(parts))
    done = measured("import", "vng", str(file), project=project)
    assert "meer dan 10.000 rijen" in done.said and done.code == 2
    assert done.megabytes < MOST, done.megabytes


FORGED = [
    "", "x", "[", "{}", "[]", "3", "null", '"Producten"', "[1]", '["a", 2]', json.dumps(["a"] * 400), "[" * 5000,
    json.dumps([["a"]] * 17), json.dumps(["\ud800"] * 17), json.dumps(["a\u200b"] * 17), "[NaN]",
]  # fmt: skip


@pytest.mark.parametrize("row", FORGED)
@pytest.mark.parametrize("sheet", ["Producten", "Een ander blad"])
def test_a_forged_hidden_sheet_is_refused_though_its_sum_is_right(row: str, sheet: str, given: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(given))
    hidden = book[WORKBOOK_BASE]
    hidden["A2"], hidden["B2"] = sheet, row
    lines = [
        [str(cell or "") for cell in each]
        for each in hidden.iter_rows(min_row=2, max_col=2, values_only=True)
    ]
    hidden["B1"] = checksum(lines)
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Refused, match="Het verborgen blad van deze werkmap is gewijzigd"):
        read_workbook(stream.getvalue())


@pytest.mark.parametrize("left", ["A1", "B1", "both", "all"])
def test_a_hidden_sheet_that_lost_its_head_is_refused(left: str, given: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(given))
    hidden = book[WORKBOOK_BASE]
    for name in {"both": ["A1", "B1"], "all": []}.get(left, [left]):
        hidden[name] = None
    if left == "all":
        hidden.delete_rows(1, hidden.max_row)
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Refused, match="werkmap"):
        read_workbook(stream.getvalue())


@pytest.mark.parametrize(
    "spoil", [b"", b"<worksheet>", b'<worksheet><sheetData><row><c t="s"><v>99</v></c></row>']
)
def test_a_sheet_that_breaks_off_is_one_sentence(spoil: bytes, given: bytes) -> None:
    parts = parts_of(given)
    parts[SHEET] = spoil
    with pytest.raises(Refused, match="geen Excel-werkmap"):
        open_workbook(packed(parts))


def test_a_text_that_is_not_there_is_one_sentence(given: bytes) -> None:
    parts = parts_of(given)
    parts[SHEET] = (
        parts[SHEET]
        .replace(b't="inlineStr"', b't="s"', 1)
        .replace(b"<is><t>Id (vast)</t></is>", b"<v>9</v>", 1)
    )
    with pytest.raises(Refused, match="geen Excel-werkmap"):
        read_workbook(packed(parts))
