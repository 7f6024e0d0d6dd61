"""The tables of a harvest on disk: the same bytes, whole or not at all, with what was known before, and only to be read."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command import wmebv
from every import every
from harvests import CODES, data, harvest

from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.harvest import opening
from wmebv_site.fleet.harvest.harvested import (
    INTERVALS,
    MUNICIPALITIES,
    NOW,
    TABLES,
    WAYS,
    Harvest,
    Harvested,
    now_rows,
    upl_name,
    way_rows,
)
from wmebv_site.fleet.harvest.opening import FORMS, Store, form_of, opened
from wmebv_site.fleet.harvest.store import write

DAY, LATER = "2026-05-20", "2026-06-20"
FORM = pytest.mark.parametrize("form", FORMS)


def put(folder: Path, day: str, seed: str = "", form: str | None = None, **more: Any) -> Path:
    write(folder, harvest(day, seed), date.fromisoformat(day), form, **more)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def rows(folder: Path, table: Any, code: str = CODES[3]) -> list[dict[str, Any]]:
    with opened(folder) as store:
        return [dict(zip(table.names, row, strict=True)) for row in store.rows(table, code)]


@FORM
def test_the_same_harvest_has_the_same_bytes(tmp_path: Path, form: str) -> None:
    for name in ("one", "other"):
        put(tmp_path / name, DAY, form=form)
        put(tmp_path / name, LATER, "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")
    put(tmp_path / "one", LATER, "other")
    assert files(tmp_path / "one") == files(tmp_path / "other"), "harvested twice on one day"
    assert form_of(tmp_path / "one") == form


def test_both_forms_hold_the_same_rows(tmp_path: Path) -> None:
    for form in FORMS:
        put(put(tmp_path / form, DAY, form=form), LATER, "other")
    with opened(tmp_path / "parquet") as one, opened(tmp_path / "sqlite") as other:
        for table in TABLES:
            assert all(one.rows(table, code) == other.rows(table, code) for code in CODES)
    register, _ = data(CODES[3], LATER, "other")
    told = rows(tmp_path / "sqlite", NOW)
    names = [product["name"].replace("\t", " ") for product in register["products"]]
    assert list(dict.fromkeys(row["product"] for row in told)) == [
        each["id"] for each in register["products"]
    ]
    assert {row["name"] for row in told} == set(names) and "" in names
    assert len(told) == len(list(now_rows(CODES[3], register)))
    assert rows(tmp_path / "parquet", WAYS) and rows(tmp_path / "parquet", MUNICIPALITIES)


@FORM
def test_another_form_keeps_what_was_known(tmp_path: Path, form: str) -> None:
    other = FORMS[1 - FORMS.index(form)]
    put(put(tmp_path / "moved", DAY, form=form), LATER, "other", other)
    put(put(tmp_path / "stayed", DAY, form=other), LATER, "other")
    assert files(tmp_path / "moved") == files(tmp_path / "stayed")


@FORM
def test_only_what_changed_gets_new_rows(tmp_path: Path, form: str) -> None:
    code = CODES[3]
    register, intervals = data(code, DAY)
    first, *others = intervals
    about = (first["product"], first["message"])

    def say(day: str, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        one = Harvested(code, Harvest.GOOD, DAY, register=register, intervals=said)
        write(tmp_path / "o", [one], date.fromisoformat(day), form)
        return rows(tmp_path / "o", INTERVALS, code)

    def of(found: list[dict[str, Any]], known: tuple[str, str | None]) -> list[dict[str, Any]]:
        return [row for row in found if (row["known_from"], row["known_until"]) == known]

    before = say(DAY, intervals)
    assert len(of(before, (DAY, None))) == len(intervals) == len(before)
    assert say("2026-05-27", intervals) == before
    after = say(LATER, [{**first, "state": "elders", "channels": []}, *others])
    ended, begun = of(after, (DAY, LATER)), of(after, (LATER, None))
    assert {(row["product"], row["message"]) for row in (*ended, *begun)} == {about}
    assert len(ended) == len(begun) and len(after) == len(before) + len(begun)
    back = say("2026-07-01", intervals)
    assert len(of(back, (LATER, "2026-07-01"))) == len(begun) and len(of(back, ("2026-07-01", None))) == len(
        begun
    )
    gone = say("2026-07-08", [each for each in intervals if (each["product"], each["message"]) != about])
    assert {row["known_until"] for row in gone if (row["product"], row["message"]) == about} == {
        LATER, "2026-07-01", "2026-07-08",
    }  # fmt: skip


@FORM
def test_who_says_nothing_keeps_what_he_said_and_who_left_the_list_keeps_his_past(
    tmp_path: Path, form: str
) -> None:
    put(tmp_path / "o", DAY, form=form)
    before = {table: rows(tmp_path / "o", table) for table in TABLES}
    silent = [
        replace(each, state=Harvest.BROKEN, since=LATER, why="Stuk.", register=None, intervals=None)
        if each.code == CODES[3]
        else each
        for each in harvest(LATER)
        if each.code != CODES[4]
    ]
    write(tmp_path / "o", silent, date.fromisoformat(LATER))
    after = {table: rows(tmp_path / "o", table) for table in TABLES}
    assert all(after[table] == before[table] for table in (NOW, WAYS, INTERVALS))
    assert after[MUNICIPALITIES][0] == before[MUNICIPALITIES][0] | {
        "state": "broken",
        "since": LATER,
        "why": "Stuk.",
    }
    assert not rows(tmp_path / "o", NOW, CODES[4]) and not rows(tmp_path / "o", MUNICIPALITIES, CODES[4])
    assert {row["known_until"] for row in rows(tmp_path / "o", INTERVALS, CODES[4])} == {LATER}


@FORM
def test_a_harvest_that_breaks_off_changes_nothing(tmp_path: Path, form: str) -> None:
    put(tmp_path / "o", DAY, form=form)
    before = files(tmp_path / "o")

    def broken() -> Iterator[Harvested]:
        yield from list(harvest(LATER, "other"))[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "o", broken(), date.fromisoformat(LATER))
    assert files(tmp_path / "o") == before and [each.name for each in tmp_path.iterdir()] == ["o"]


def test_what_belongs_to_somebody_else_stays(tmp_path: Path) -> None:
    def never() -> Iterator[Harvested]:
        raise AssertionError("read for nothing")
        yield

    put(tmp_path / "o", DAY, form="sqlite", beside={"bronnen.json": lambda: b"{}"})
    assert sorted(files(tmp_path / "o")) == ["bronnen.json", "gemeenten.sqlite"]
    put(tmp_path / "o", LATER, beside={"bronnen.json": lambda: b"[]"})
    (tmp_path / "o" / "notities.txt").write_text("Van mij.", encoding="utf-8")
    before = files(tmp_path / "o")
    with pytest.raises(Refused, match="notities.txt"):
        write(tmp_path / "o", never(), date.fromisoformat(LATER), beside={"bronnen.json": lambda: b"[]"})
    assert files(tmp_path / "o") == before


@FORM
def test_what_is_no_text_becomes_text(tmp_path: Path, form: str) -> None:
    register, intervals = data(CODES[3], DAY)
    register["products"][0]["name"] = 'a\ud800b\x00c\r\n"d",\\N' + "x" * 5000
    one = Harvested(CODES[3], Harvest.GOOD, DAY, register=register, intervals=intervals)
    write(tmp_path / "o", [one], date.fromisoformat(DAY), form)
    assert rows(tmp_path / "o", NOW)[0]["name"] == ('a b c "d",\\N' + "x" * 5000)[:2000]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\U000e0041"])
def test_a_sign_that_nobody_sees_is_not_taken_over(tmp_path: Path, sign: str) -> None:
    """It would turn around or hide the text of others, on a page as in a spreadsheet."""
    register, intervals = data(CODES[3], DAY)
    register["products"][0]["name"] = f"Ëén{sign}{sign}‘feest’"
    one = Harvested(CODES[3], Harvest.GOOD, DAY, register=register, intervals=intervals)
    write(tmp_path / "o", [one], date.fromisoformat(DAY), "sqlite")
    assert rows(tmp_path / "o", NOW)[0]["name"] == "Ëén ‘feest’"


@pytest.mark.parametrize(
    ("code", "listed", "name"),
    [
        ("gm0344", None, "Utrecht"),
        ("gm0344", "Stad Utrecht", "Stad Utrecht"),
        ("gm9999", None, "Gemeente Amsterdam"),
        ("gm9999", "Aadorp", "Aadorp"),
    ],
)
def test_a_municipality_does_not_give_itself_the_name_of_another(
    tmp_path: Path, code: str, listed: str | None, name: str
) -> None:
    register, intervals = data(code, DAY)
    register["municipality"]["name"] = "Gemeente Amsterdam"
    told = Harvested(code, Harvest.GOOD, DAY, name=listed, register=register, intervals=intervals)
    write(tmp_path / "o", [told], date.fromisoformat(DAY), "sqlite")
    assert rows(tmp_path / "o", MUNICIPALITIES, code)[0]["name"] == name
    lost = Harvested(code, Harvest.ABSENT, LATER, "weg", name=listed)
    write(tmp_path / "o", [lost], date.fromisoformat(LATER), "sqlite")
    assert rows(tmp_path / "o", MUNICIPALITIES, code)[0]["name"] == name


TERMS = "http://standaarden.overheid.nl/owms/terms/"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (f"{TERMS}parkeervergunning", "parkeervergunning"),
        (f"{TERMS}melding_openbare_ruimte_(algemeen)", "melding_openbare_ruimte_(algemeen)"),
        (f"{TERMS.replace('http:', 'https:')}paspoort", "paspoort"),
        (f"{TERMS}UPL-naam_nog_niet_beschikbaar", None),
        (TERMS, None),
        (f"{TERMS}../../<b>", None),
        ("javascript:alert(1)/paspoort", None),
        (None, None),
    ],
)
def test_only_a_name_of_the_list_makes_products_the_same(said: str | None, name: str | None) -> None:
    assert upl_name({"id": "p"} | ({"upl": said} if said else {})) == name


def test_a_channel_of_no_known_kind_is_of_another_kind() -> None:
    """The kinds stand on the first page of the overview: nobody writes there."""
    register, _ = data(CODES[3], DAY)
    ways = [
        way
        for product in register["products"]
        for message in product["messages"]
        for answer in message["answers"]
        for way in answer["channels"]
    ]
    for number, way in enumerate(ways):
        way["kind"] = ("<b>Bel nu</b>", "webformulier", "")[number % 3]
    assert {str(row[-1]) for row in way_rows(CODES[3], register)} == {"ander", "webformulier"}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("both")
    for form in FORMS:
        put(home / form, DAY, form=form)
    (home / "geheim.csv").write_text("geheim\n1\n", encoding="utf-8")
    sqlite3.connect(home / "ander.sqlite").execute("CREATE TABLE geheim (a)").connection.close()
    return home


HOSTILE = (
    "",
    ";",
    "dit is geen vraag",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE now",
    "DELETE FROM now",
    "UPDATE now SET needed = 0",
    "INSERT INTO now SELECT * FROM now",
    "CREATE TABLE mine AS SELECT 1 AS a",
    "CREATE VIEW mine AS SELECT 1 AS a",
    "DROP VIEW now",
    "WITH a AS (DELETE FROM now RETURNING *) SELECT * FROM a",
    "ATTACH 'ander.sqlite' AS ander",
    "PRAGMA user_version = 3",
    "PRAGMA writable_schema = 1",
    "VACUUM INTO 'uit.sqlite'",
    "COPY (SELECT 1) TO 'uit.csv'",
    "COPY now TO 'uit.parquet' (FORMAT parquet)",
    "EXPORT DATABASE 'uit'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SELECT * FROM read_csv('geheim.csv')",
    "SELECT * FROM 'geheim.csv'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sqlite_scan('ander.sqlite', 'geheim')",
    "SELECT * FROM 'https://www.voorbeeld.example/x.parquet'",
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('uit.txt', 'x')",
    "SELECT * FROM query('SELECT 1; DROP VIEW now')",
    "SELECT nothing FROM now",
    "SELECT * FROM nowhere",
    "SELECT $product",
    "SELECT * FROM now WHERE " + "(" * 3000 + "1" + ")" * 3000,
    "SELECT 1" + " + 1" * 10_000,
    "BEGIN",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(both: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    with opened(both / request.param) as found:
        yield found


@pytest.mark.parametrize("store", FORMS, indirect=True)
@every("sql", HOSTILE, lambda sql: sql[:40])
def test_a_question_only_reads(both: Path, store: Store, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(both)
    monkeypatch.setattr(socket, "socket", None)
    before = sorted(str(path) for path in both.rglob("*"))
    with pytest.raises(Refused) as refused:
        store.ask(sql)
    assert str(refused.value).count("\n") == 0 and str(refused.value)[0].isupper()
    assert store.ask("SELECT count(*) FROM municipalities").rows == ((6,),)
    assert sorted(str(path) for path in both.rglob("*")) == before


ENDLESS = (
    "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT sum(n) FROM a",
    "SELECT count(*) FROM now a, now b, now c, now d, now e WHERE a.name < b.kind",
)


@pytest.mark.parametrize("store", FORMS, indirect=True)
@pytest.mark.parametrize("sql", ENDLESS, ids=("recursion", "product"))
def test_a_question_without_end_is_stopped(store: Store, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_SECONDS", 0.2)
    with pytest.raises(Refused, match="duurt te lang"):
        store.ask(sql)
    assert store.ask("SELECT count(*) FROM municipalities").rows == ((6,),)


@pytest.mark.parametrize("store", FORMS, indirect=True)
def test_an_outcome_has_bounds(store: Store) -> None:
    with pytest.raises(Refused, match="te groot"):
        store.ask("SELECT a.name FROM now a, now b, now c")
    assert len(store.ask("SELECT a.name FROM now a, now b LIMIT 5000").rows) == 5000


@FORM
def test_what_is_damaged_or_of_another_version_is_told(tmp_path: Path, form: str) -> None:
    put(tmp_path / "o", DAY, form=form)
    name = "gemeenten.sqlite" if form == "sqlite" else "now.parquet"
    whole = (tmp_path / "o" / name).read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"x" * 1000):
        (tmp_path / "o" / name).write_bytes(content)
        with pytest.raises(Refused), opened(tmp_path / "o") as store:
            store.ask("SELECT count(*), max(name) FROM now")
    with pytest.raises(Refused, match="nog geen oogst"), opened(tmp_path):
        pass


def test_the_command_asks_and_tells(both: Path) -> None:
    def say(*arguments: str, code: int = 0) -> Any:
        return wmebv("fleet", "query", *arguments, cwd=both, code=code)

    assert "dekking-provincie" in say().stdout
    assert "known_until" in say("--tables").stdout
    for form in FORMS:
        told = say("dekking", "--harvest", form).stdout
        assert "Kanaal nodig" in told and CODES[3] in told
        own = say(
            "--harvest", form, "--format", "csv", "--sql", "SELECT '=1+1' AS \"=a\", 2.5 AS b, 3 AS c"
        ).stdout
        assert own.splitlines()[-1] == '"=""=1+1""";2,5;3' and '"=""=a"""' in own
    assert say("product", "upl1", "--harvest", "sqlite", "--format", "json").stdout == (
        say("product", "upl1", "--harvest", "parquet", "--format", "json").stdout
    )
    assert "nog geen oogst" in say("dekking", code=2).stderr
    assert "Kies één van drie" in say("dekking", "--sql", "SELECT 1", code=2).stderr
    assert "Dit is geen vraag" in say("--sql", "DROP TABLE now", "--harvest", "sqlite", code=2).stderr


def test_what_looks_like_a_formula_stays_a_text_also_where_a_day_belongs(tmp_path: Path) -> None:
    register, intervals = data(CODES[4], DAY)
    register |= {"built_for": "=1+1", "municipality": {"name": "@SUM(A1)"}}
    one = Harvested(CODES[4], Harvest.GOOD, DAY, register=register, intervals=intervals)
    write(tmp_path / "oogst", [one], date.fromisoformat(DAY), "sqlite")
    told = wmebv("fleet", "query", "dekking", "--format", "csv", cwd=tmp_path, code=0).stdout
    cells = told.splitlines()[-1].split(";")
    assert (cells[1], cells[-1]) == ('"=""@SUM(A1)"""', '"=""=1+1"""')
