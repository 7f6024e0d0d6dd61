"""What a harvest answers of the region is what the check of its municipalities counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from places import ROOT
from projects import register_of

from wmebv_site.data.json_files import json_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.fleet.each import Task, about
from wmebv_site.fleet.harvest.answering import answer
from wmebv_site.fleet.harvest.harvested import Harvest, Harvested
from wmebv_site.fleet.harvest.opening import Store, opened
from wmebv_site.fleet.harvest.store import write
from wmebv_site.fleet.listing import fleet_of
from wmebv_site.register.addresses import DATA_IN_FORCE, DATA_REGISTER
from wmebv_site.site.site import Site

REGION = ROOT / "examples" / "regio"
DAYS = "2026-12-01", "2025-01-01"
PLACES = fleet_of(REGION).places[1::2]
"""Half of them: some have all, some a fallback, some a draft alone."""


def published(folder: Path, day: str) -> Iterator[Any]:
    """The two files of the data of a municipality on a day, as its website has them."""
    data = Data(
        Site(Decisions(register_of(folder), date.fromisoformat(day)), url="https://www.voorbeeld.example/")
    )
    files = {file.path: file.data for file in json_files(data)}
    yield from (json.loads(files[path]) for path in (DATA_REGISTER, DATA_IN_FORCE))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, dict[str, Any]]]]:
    """The harvest of the region, and what a check counts of each municipality."""
    checked, harvested = {}, []
    for place in PLACES:
        line = about(Task(place.key, str(REGION / place.key), DAYS[0]))
        register, held = published(REGION / place.key, DAYS[0])
        checked[line["code"]] = line["counts"]
        harvested.append(
            Harvested(line["code"], Harvest.GOOD, DAYS[0], register=register, intervals=held["intervals"])
        )
    folder = tmp_path_factory.mktemp("region") / "oogst"
    write(folder, sorted(harvested, key=lambda each: each.code), date.fromisoformat(DAYS[0]))
    with opened(folder) as store:
        yield store, checked


def test_the_coverage_of_each_municipality_is_what_its_check_counts(region: Any) -> None:
    store, checked = region
    found = {row[0]: row[3:5] for row in answer(store, "dekking").rows}
    assert found == {code: (each["needed"], each["in_force"]) for code, each in checked.items()}
    assert len(set(found.values())) > 3
    assert [row[:5] for row in answer(store, "op-datum", DAYS[0]).rows] == [
        row[:5] for row in answer(store, "dekking").rows
    ]
    fallback = {row[0]: row[5] for row in answer(store, "restkanaal").rows}
    assert any(fallback.values())


def test_what_held_earlier_is_what_a_check_of_that_day_counts(region: Any) -> None:
    store, _ = region
    counts = [about(Task(place.key, str(REGION / place.key), DAYS[1]))["counts"] for place in PLACES[2:4]]
    found = {row[0]: row[3:5] for row in answer(store, "op-datum", DAYS[1]).rows}
    codes = [place.code for place in PLACES[2:4]]
    assert [found[code] for code in codes] == [(each["needed"], each["in_force"]) for each in counts]
