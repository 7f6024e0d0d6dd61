"""The register as tables: CSV, its Excel variant, the data package and SQLite say what the JSON says, whatever the texts are."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from data_readers import Thing, answers_of, query, tables_of_csv, tables_of_sqlite
from histories import DAYS, files_of_history, history
from openpyxl import load_workbook
from places import ROOT, TESTS, tool
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, VALID, register_from, register_of
from small_registers import CHANNELS as SMALL_CHANNELS

from wmebv_site.data.csv_files import as_text
from wmebv_site.data.datapackage import table_schema
from wmebv_site.data.published import data_files
from wmebv_site.data.shapes import VERSION, Shape
from wmebv_site.data.tabular import TABLES, Column, Kind, Table
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.register import Register
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"
GOLDEN = TESTS / "data" / "contract" / VERSION / "table-schemas.json"
FORMATS = ("json", "csv", "sqlite")
SQLITE = "data/register.sqlite"
FRICTIONLESS = ROOT / ".venv-judges" / "bin" / "frictionless"
DUTCH_EXCEL = "CSV:59,34,76,1,,1043,false,{}"
"""How LibreOffice reads: semicolons, double quotes, UTF-8, from the first line, in Dutch."""
INSIDE = {
    "grondslagen": ("products", "legal_basis"),
    "berichten": ("products", "messages"),
    "ingangen": ("channels", "entrances"),
    "eisen": ("channels", "requirements"),
}
LISTS = {
    "bestuursorganen": "authorities",
    "uitvoerders": "executors",
    "domeinen": "domains",
    "producten": "products",
    "kanalen": "channels",
    "besluiten": "decisions",
}


def files_on(register: Register, day: date, url: str | None = URL) -> dict[str, bytes]:
    return {
        file.path: file.data for file in data_files(Data(Site(Decisions(register, day), url=url)), FORMATS)
    }


@cache
def example() -> dict[str, bytes]:
    return files_on(register_of(ROOT), EXAMPLE_DAY)


def expected(files: dict[str, bytes]) -> dict[str, list[Thing]]:
    """What each table must say, from the JSON alone: each thing without what is told elsewhere, and nothing within it."""
    whole = json.loads(files["data/register.json"])
    found = {name: whole[key] for name, key in LISTS.items()}
    for name, (key, inner) in INSIDE.items():
        found[name] = []
        for outer in whole[key]:
            for number, thing in enumerate(outer.get(inner, ()), 1):
                owner = {key.removesuffix("s"): outer["id"]}
                found[name].append(owner | ({} if name == "berichten" else {"number": number}) | thing)
    found["geldend"] = json.loads(files["data/geldend.json"])["intervals"]
    tables = {table.name: table for table in TABLES}
    assert found.keys() == tables.keys()
    return {name: [flat(tables[name], thing) for thing in things] for name, things in found.items()}


def flat(table: Table, thing: Thing) -> Thing:
    row: Thing = {"only_digital": "only_digital" in thing} if table.name == "berichten" else {}
    for key, value in thing.items():
        if key in table.left_out or value in (None, []):
            continue
        if isinstance(value, dict):
            row |= {f"{key}_{inner}": each for inner, each in value.items()}
        else:
            row[key] = value
    return row


def agree(files: dict[str, bytes]) -> int:
    """All formats say the same; how many rows that are."""
    right, by_csv, by_sqlite = expected(files), tables_of_csv(files), tables_of_sqlite(files[SQLITE])
    assert by_csv.keys() == by_sqlite.keys() == right.keys()
    for name, rows in right.items():
        assert by_csv[name] == rows, name
        assert by_sqlite[name] == rows, name
    assert answers_of(by_csv["geldend"]) == answers_of(by_sqlite["geldend"]) == answers_of(right["geldend"])
    sound(files[SQLITE])
    return sum(map(len, right.values()))


def sound(data: bytes) -> None:
    assert query(data, "PRAGMA integrity_check") == [("ok",)]
    assert query(data, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("url", [URL, None])
@pytest.mark.parametrize("day", [date(2025, 12, 1), SMALL_DAY, date(2027, 1, 1)], ids=str)
@pytest.mark.parametrize("project", [SMALL, VALID], ids=lambda project: project.name)
def test_every_row_says_what_the_json_says(project: Path, day: date, url: str | None) -> None:
    assert agree(files_on(register_of(project), day, url)) > 20


def test_every_row_of_the_example_says_what_the_json_says() -> None:
    assert agree(example()) > 3000


def test_every_row_says_what_the_json_says_in_every_history() -> None:
    rows = 0
    for seed in range(20):
        register = register_from(files_of_history(history(Random(seed))))
        for day in (DAYS[0], DAYS[7], DAYS[-1]):
            rows += agree(files_on(register, day))
    assert rows > 2000


def leaves(shape: Shape) -> set[str]:
    """The names of all columns that a shape could have."""
    found = set()
    for key, schema in shape.schema["properties"].items():
        inner = schema.get("properties", {})
        found |= {f"{key}_{each}" for each in inner} | ({key} if not inner else set())
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_key_of_the_json_is_a_column_or_has_its_reason(table: Table) -> None:
    columns = {column.name for column in table.columns if column.path}
    left_out = {name for name in leaves(table.shape) if name.partition("_")[0] in table.left_out} | set(
        table.left_out
    )
    assert columns - leaves(table.shape) <= {"only_digital"}
    assert leaves(table.shape) - columns == left_out & leaves(table.shape)
    assert set(table.left_out) <= set(table.shape.schema["properties"]) - columns


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_told_in_dutch(table: Table) -> None:
    titles = [column.title for column in table.columns]
    assert len(set(titles)) == len(titles), "people see titles alone in Excel"
    for column in table.columns:
        assert column.title[:1].isupper() and column.text.endswith(".") and len(column.text.split()) > 1
        told = table.shape.told.get(column.path[0]) if column.path else None
        assert told is None or column.text != told.text, column


def test_the_contract_of_the_tables_is_frozen() -> None:
    """A column that comes, goes or changes shows here: then the version changes with it, and the changelog says so."""
    schemas = {table.name: table_schema(table) for table in TABLES}
    made = json.dumps({"version": VERSION} | schemas, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("REWRITE") and not GOLDEN.with_name("released").exists():
        GOLDEN.write_text(made, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == made


def test_the_package_describes_the_files_beside_it() -> None:
    files = example()
    package = json.loads(files["data/datapackage.json"])
    assert package["created"] == "2026-06-01T00:00:00Z" and package["version"] == VERSION
    assert package["homepage"] == f"{URL}data/"
    assert package["contributors"][0]["title"] == "Gemeente Voorbeeld"
    assert package["licenses"][0]["name"] == "CC0-1.0"
    for each in package["resources"]:
        data = files[f"data/{each['path']}"]
        assert each["bytes"] == len(data)
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    nowhere = json.loads(files_on(register_of(SMALL), SMALL_DAY, None)["data/datapackage.json"])
    assert "homepage" not in nowhere and "path" not in nowhere["sources"][0]


HOSTILE = (
    '=HYPERLINK("http://kwaad.example";"klik")',
    "+31 123",
    "-5",
    "@SUM(1)",
    "007",
    "12345678901234567890",
    "1E5",
    "2:14",
    "3/4",
    "1-2",
    "mei 2026",
    "Sept-26",
    "WAAR",
    "true",
    "a;b,c",
    'zegt "ja", of; "nee"',
    "een|twee\\drie|",
    "\\",
    "اللغة العربية",
    "'s avonds",
    "€ 5",
    "=" + "lang " * 120 + "einde",
)
"""What a text may be, for whom a spreadsheet or a list in a cell has another meaning."""


@cache
def hostile() -> dict[str, bytes]:
    def said(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = ["products:"]
    for number, text in enumerate(HOSTILE):
        lines += [
            f"  - id: '{number:03}'",
            f"    name: {said(text)}",
            f"    summary: {said(text)}",
            "    domain: d",
            "    authority: college",
            f"    synonyms: [{said(text)}]",
            f"    documents: [{said(text)}, {said(HOSTILE[number - 1])}]",
            f"    legal_basis: [{{label: {said(text)}}}]",
            f"    messages: [{{kind: aanvraag, name: {said(text)}, only_digital: {{basis: {said(text)}}}}}]",
        ]
    files = {
        "channels.yaml": SMALL_CHANNELS.replace("14 0123", "'0123456789'"),
        "products.yaml": "\n".join(lines),
    }
    return files_on(register_from({path: text.encode() for path, text in files.items()}), SMALL_DAY)


def test_no_text_is_changed_by_what_it_looks_like() -> None:
    files = hostile()
    agree(files)
    rows = tables_of_csv(files)["producten"]
    assert [row["name"] for row in rows] == list(HOSTILE)
    assert [row["documents"][0] for row in rows] == list(HOSTILE)
    assert rows[0]["id"] == "000"


def of_excel(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8")
    assert text.startswith("\ufeff") and text.count("\n") == text.count("\r\n")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))


def calculated(cell: str) -> str:
    """What a spreadsheet shows of a cell that may hold texts alone, joined; another formula is a fault."""
    if not cell.startswith("="):
        return cell
    literal = r'"(?:[^"]|"")*"'
    assert re.fullmatch(f"={literal}(&{literal})*", cell), cell
    parts = re.findall(literal, cell)
    assert all(len(part) <= 255 for part in parts), "Excel takes no longer text between quotes"
    return "".join(part[1:-1].replace('""', '"') for part in parts)


def test_the_excel_variant_has_the_same_rows() -> None:
    for files in (hostile(), example()):
        tables = tables_of_csv(files)
        for table in TABLES:
            head, *lines = of_excel(files[f"data/{table.name}-excel.csv"])
            assert head == [column.title for column in table.columns]
            assert len(lines) == len(tables[table.name])
            for line, row in zip(lines, tables[table.name], strict=True):
                for column, cell in zip(table.columns, line, strict=True):
                    value = row.get(column.name, "")
                    if column.kind is Kind.YES_NO:
                        value = "ja" if value else "nee"
                    shown = " | ".join(value) if isinstance(value, list) else str(value)
                    assert calculated(cell) == shown, column.name


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_something_else_is_written_as_a_text(text: str) -> None:
    plain = {"a;b,c", 'zegt "ja", of; "nee"', "een|twee\\drie|", "اللغة العربية"}
    assert as_text(text).startswith("=") is (text not in plain)
    assert calculated(as_text(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Artikel 2:25 APV",
        "de burgemeester",
        "Meirink 5",
        "Marktplaats",
        "wet:Awb 2:13",
        "decoratie",
        "Truefoto",
    ],
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


def test_sqlite_gives_the_same_bytes_whatever_the_order_of_sets() -> None:
    script = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]; import test_tables as t;"
        "files = t.files_on(t.register_of(t.SMALL), t.SMALL_DAY);"
        "print(*[hashlib.sha256(files[path]).hexdigest() for path in sorted(files)])"
    )
    found = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script, str(TESTS / "kit"), str(TESTS / "data")]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)
    assert len(found) == 1


def test_sqlite_says_what_it_is() -> None:
    data = example()[SQLITE]
    assert data[:16] == b"SQLite format 3\0" and data[68:72] == b"Wmeb"
    first, second = map(int, VERSION.split("."))
    assert query(data, "PRAGMA user_version") == [(first * 1000 + second,)]
    license = json.loads(example()["data/register.json"])["license"]
    assert query(data, "SELECT * FROM over") == [("Gemeente Voorbeeld", "2026-06-01", VERSION, license)]


def test_sqlite_says_what_holds_on_the_day_for_which_it_was_built() -> None:
    """The views against the answers in the JSON of each product, which are made in another way."""
    for files in (example(), files_on(register_of(SMALL), date(2025, 12, 1))):
        right, ways = [], []
        for product in json.loads(files["data/register.json"])["products"]:
            for message in product["messages"]:
                for answer in message["answers"]:
                    of = product["id"], message["id"], answer["audience"]
                    channels = [way["id"] for way in answer["channels"]]
                    right.append(
                        (
                            *of,
                            answer["state"],
                            " | ".join(channels) or None,
                            answer.get("from"),
                            answer.get("until"),
                        )
                    )
                    ways += [(*of, place, name) for place, name in enumerate(channels, 1)]
        found = query(
            files[SQLITE],
            'SELECT product, message, audience, state, channels, "from", "until" FROM nu',
        )
        assert found == right
        assert (
            query(files[SQLITE], "SELECT product, message, audience, position, channel FROM nu_kanalen")
            == ways
        )


def test_the_question_in_the_manual_finds_what_the_intervals_say() -> None:
    question = tool("tables").QUESTION
    right = []
    for product, message, audience, begin, end, state, channels, *_ in answers_of(
        expected(example())["geldend"]
    ):
        if (begin is None or begin <= "2026-01-01") and (end is None or end > "2026-01-01"):
            right += [(product, message, audience, state, name) for name in channels or (None,)]
    assert right and query(example()[SQLITE], question) == right


def test_sqlite_refuses_what_does_not_fit(tmp_path: Path) -> None:
    """The keys and lists are there for who goes on with the file: they hold, and they are used."""
    path = tmp_path / "register.sqlite"
    path.write_bytes(example()[SQLITE])
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA foreign_keys = ON")
        for wrong in (
            "INSERT INTO berichten_paper VALUES ('paspoort', 'aanvraag', 9, 'duif')",
            "INSERT INTO grondslagen VALUES ('bestaat-niet', 1, 'Artikel 1', NULL)",
            "UPDATE producten SET domain = 'bestaat-niet'",
            'INSERT INTO geldend SELECT 99999, product, message, audience, "from", until, state, executor, source, '
            "article, fallback, retroactive, certain FROM geldend LIMIT 1",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                base.execute(wrong)
        plan: Any = base.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM geldend_channels WHERE value = 'contactformulier'"
        ).fetchall()
        assert "USING INDEX" in plan[0][-1]


@pytest.mark.proof
def test_frictionless_finds_the_package_valid(tmp_path: Path) -> None:
    assert FRICTIONLESS.is_file(), "run: make .venv-judges/.made"
    small = register_of(SMALL)
    packages = {
        "example": example(),
        "hostile": hostile(),
        "small": files_on(small, SMALL_DAY),
        "before": files_on(small, date(2025, 12, 1)),
        "nowhere": files_on(small, SMALL_DAY, None),
    }
    for name, files in packages.items():
        assert judged(files, tmp_path / name) == [], name


@pytest.mark.proof
@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("berichten", b"\r\npaspoort,", b"\r\nbestaat-niet,", "foreign-key"),
        ("geldend", b",aangewezen,", b",misschien,", "constraint-error"),
        ("producten", b"\r\nidentiteitskaart,", b"\r\npaspoort,", "primary-key"),
        ("besluiten", b"2026-02-10", b"2026-02-31", "type-error"),
        ("kanalen", b"id,name", b"id,naam", "incorrect-label"),
    ],
)
def test_frictionless_would_find_a_fault(
    table: str, old: bytes, new: bytes, fault: str, tmp_path: Path
) -> None:
    path = f"data/{table}.csv"
    assert old in example()[path]
    wrong = example() | {path: example()[path].replace(old, new, 1)}
    assert fault in judged(wrong, tmp_path)


def judged(files: dict[str, bytes], folder: Path) -> list[str]:
    """The kinds of faults that frictionless finds in a data package."""
    folder.mkdir(exist_ok=True)
    for path, data in files.items():
        if path.endswith((".csv", "datapackage.json")):
            (folder / Path(path).name).write_bytes(data)
    command = [str(FRICTIONLESS), "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    report = json.loads(done.stdout)
    faults = [fault["type"] for fault in report["errors"]]
    faults += [fault["type"] for task in report["tasks"] for fault in task["errors"]]
    assert report["valid"] is (not faults) and len(report["tasks"]) == len(TABLES)
    return faults


@pytest.mark.proof
@pytest.mark.parametrize("special", ["false", "true"], ids=["as it opens", "with special numbers"])
def test_libreoffice_in_dutch_opens_the_excel_variant_rightly(special: str, tmp_path: Path) -> None:
    """Every day is a day, and every other value the text that it is, with all its zeros; no cell calculates."""
    office = shutil.which("soffice")
    assert office is not None, "run: python3 tools/system.py libreoffice"
    for name, files in (("example", example()), ("hostile", hostile())):
        folder = tmp_path / name
        folder.mkdir()
        for table in TABLES:
            path = f"{table.name}-excel.csv"
            (folder / path).write_bytes(files[f"data/{path}"])
        command = [
            office,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            f"--infilter={DUTCH_EXCEL.format(special)}",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "out"),
            *sorted(map(str, folder.glob("*.csv"))),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        tables = tables_of_csv(files)
        for table in TABLES:
            book = load_workbook(folder / "out" / f"{table.name}-excel.xlsx", data_only=True)
            head, *lines = book.worksheets[0].iter_rows(values_only=True)
            assert list(head) == [column.title for column in table.columns]
            rows = [[shown(row, column) for column in table.columns] for row in tables[table.name]]
            assert [list(line) for line in lines] == rows, table.name


def shown(row: Thing, column: Column) -> Any:
    """What a cell must hold: a day, a number or a text."""
    value = row.get(column.name)
    if column.kind is Kind.YES_NO:
        return "ja" if value else "nee"
    if isinstance(value, list):
        return " | ".join(value)
    return datetime.fromisoformat(value) if value and column.kind is Kind.DAY else value
