"""The tables of a harvest: what they say of a municipality is what its own check counts, and each column is explained."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, register_of

from wmebv_site.data.json_files import json_files
from wmebv_site.data.tabular import Kind
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.fleet.harvest.harvested import (
    INTERVALS,
    MUNICIPALITIES,
    NOW,
    TABLES,
    WAYS,
    Harvest,
    Harvested,
    HarvestTable,
    interval_rows,
    municipality_row,
    now_rows,
    way_rows,
)
from wmebv_site.inventory.analysis import analyse
from wmebv_site.inventory.totals import totals
from wmebv_site.site.site import Site

CODE = "gm9999"


def read(project: Any, day: date) -> tuple[Decisions, Any, Any]:
    """What a municipality says on a day: its decisions, and the two files of its data that a harvest reads."""
    decisions = Decisions(register_of(project), day)
    data = Data(Site(decisions, url="https://www.voorbeeld.example/"))
    files = {file.path: file.data for file in json_files(data)}
    return decisions, *(json.loads(files[f"data/{name}.json"]) for name in ("register", "geldend"))


@pytest.mark.parametrize("project, day", [(SMALL, SMALL_DAY), (ROOT, EXAMPLE_DAY), (ROOT, date(2027, 1, 1))])
def test_what_is_needed_and_answered_is_what_the_check_counts(project: Any, day: date) -> None:
    decisions, register, _ = read(project, day)
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in now_rows(CODE, register):
        named = dict(zip(NOW.names, row, strict=True))
        found[named["product"], named["message"]].append(named)
    counted = totals(analyse(decisions).messages)
    needed = [rows for rows in found.values() if rows[0]["needed"]]
    assert counted.needed and (len(found), len(needed)) == (counted.messages, counted.needed)
    assert sum(all(row["answered"] for row in rows) for rows in needed) == counted.designated


def rows_of(table: HarvestTable, register: Any, intervals: Any) -> Iterator[tuple[Any, ...]]:
    if table is MUNICIPALITIES:
        found = Harvested(CODE, Harvest.GOOD, "2026-06-01", register=register, intervals=intervals)
        yield municipality_row(found, None, "2026-06-01")
    elif table is INTERVALS:
        for told, rows in interval_rows(CODE, register, intervals).values():
            yield from ((*row, told, "2026-06-01", None) for row in rows)
    else:
        yield from {NOW: now_rows, WAYS: way_rows}[table](CODE, register)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_row_fits_its_columns(table: HarvestTable) -> None:
    _, register, geldend = read(ROOT, EXAMPLE_DAY)
    keys = set()
    allowed: dict[Kind, type | tuple[type, ...]] = {Kind.YES_NO: bool, Kind.NUMBER: int}
    rows = list(rows_of(table, register, geldend["intervals"]))
    for row in rows:
        for column, value in zip(table.columns, row, strict=True):
            assert value is not None or not column.required, column
            assert value is None or isinstance(value, allowed.get(column.kind, str)), (column, value)
            assert value is None or not column.words or value in column.words, (column, value)
            assert column.kind is not Kind.DAY or value is None or date.fromisoformat(str(value))
        keys.add(tuple(value for name, value in zip(table.names, row, strict=True) if name in table.key))
    assert rows and len(keys) == len(rows)


def test_the_rows_of_what_held_are_those_of_the_municipality() -> None:
    _, register, geldend = read(ROOT, EXAMPLE_DAY)
    found = interval_rows(CODE, register, geldend["intervals"])
    assert sum(len(rows) for _, rows in found.values()) == len(geldend["intervals"])
    assert len({told for told, _ in found.values()}) > 1
    first = dict(geldend["intervals"][0])
    changed = interval_rows(CODE, register, [{**first, "state": "elders"}, *geldend["intervals"][1:]])
    differ = [told for told in found if found[told][0] != changed[told][0]]
    assert differ == [(first["product"], first["message"])]


def test_what_cannot_be_read_keeps_what_it_told_before() -> None:
    _, register, geldend = read(SMALL, SMALL_DAY)
    good = Harvested("gm0344", Harvest.GOOD, "2026-06-01", register=register, intervals=geldend["intervals"])
    before = dict(zip(MUNICIPALITIES.names, municipality_row(good, None, "2026-06-01"), strict=True))
    assert before["province"] == "Utrecht" and before["harvested"] == "2026-06-01"
    gone = Harvested("gm0344", Harvest.ABSENT, "2026-06-03", "Er antwoordt niemand.")
    after = dict(zip(MUNICIPALITIES.names, municipality_row(gone, before, "2026-06-04"), strict=True))
    assert {name: value for name, value in after.items() if value != before[name]} == {
        "state": "absent",
        "since": "2026-06-03",
        "why": "Er antwoordt niemand.",
    }
    never = dict(zip(MUNICIPALITIES.names, municipality_row(gone, None, "2026-06-04"), strict=True))
    assert never["name"] == "Utrecht" and never["harvested"] is None


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_a_harvest_is_told_in_dutch(table: HarvestTable) -> None:
    assert set(table.key) <= set(table.names) and len(set(table.names)) == len(table.columns)
    titles = [column.title for column in table.columns]
    assert len(set(titles)) == len(titles)
    assert all(column.title[:1].isupper() and column.text.endswith(".") for column in table.columns)
