"""What comes within some days: on time, and told apart by whether someone has to do something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Said, wmebv
from small_registers import CHANNELS, IN_FORCE, decision, product

RULE = 'designations:\n  - {source: "besluit:a", channels: [x], messages: [bezwaar]}\n'
OFFICIAL = product("Paspoort", "{kind: bezwaar}", ", reviewed: 2026-05-01")


def told(
    folder: Path,
    *arguments: str,
    code: int,
    channels: str = CHANNELS,
    decided: str = IN_FORCE,
    day: str = "2026-08-30",
) -> Said:
    files = {
        "channels.yaml": channels + RULE,
        "products.yaml": "products:\n" + OFFICIAL,
        "content/besluiten/a.md": decision("Besluit A", decided),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return wmebv("status", "--date", day, "--due", *arguments, cwd=folder, code=code)


def test_a_day_on_which_nothing_happens_asks_for_nothing(tmp_path: Path) -> None:
    said = told(tmp_path, "1", code=0).stdout
    assert said == "Gemeente Voorbeeld: tot en met 31 augustus 2026 staat er niets in de agenda.\n"


def test_a_decision_that_takes_effect_tomorrow_needs_nobody(tmp_path: Path) -> None:
    later = IN_FORCE.replace("2026-01-01", "2026-08-31")
    said = told(tmp_path, "1", code=0, decided=later).stdout
    assert said.startswith("Gemeente Voorbeeld: u hoeft tot en met 31 augustus 2026 niets te doen.\n")
    assert "Dit gebeurt vanzelf" in said and "- 31 augustus 2026: " in said and "gaat in." in said


def test_a_channel_that_stops_tomorrow_with_nothing_after_it_would_break_the_website(tmp_path: Path) -> None:
    stops = CHANNELS.replace("{id: x,", "{id: x, until: 2026-08-31,")
    said = told(tmp_path, "1", code=1, channels=stops).stdout
    assert said.startswith("Gemeente Voorbeeld: er is iets te doen, uiterlijk op 31 augustus 2026.\n")
    assert "kan de website op 31 augustus 2026 niet meer worden gemaakt" in said
    assert "is gestopt op 31 augustus 2026" in said and "WMEBV334" in said
    assert told(tmp_path, "1", code=0, channels=stops, day="2026-08-29").stdout.count("WMEBV334") == 0
    data = json.loads(
        told(tmp_path, "2", "--format", "json", code=1, channels=stops, day="2026-08-29").stdout
    )
    assert data["breaks"] is True and data["until"] == "2026-08-31"
    assert [(each["code"], each["level"]) for each in data["found"]] == [("WMEBV334", "error")]


def test_what_is_wrong_already_is_no_news_of_tomorrow(tmp_path: Path) -> None:
    stops = CHANNELS.replace("{id: x,", "{id: x, until: 2026-08-31,")
    assert told(tmp_path, "1", code=0, channels=stops, day="2026-09-02").stdout.endswith("in de agenda.\n")


def test_an_agreement_for_tomorrow_is_told_with_who_keeps_it(tmp_path: Path) -> None:
    asked = CHANNELS.replace("{id: x,", "{id: x, supplier: {name: Bouwer BV, follow_up: 2026-08-31},")
    said = told(tmp_path, "1", code=1, channels=asked).stdout
    assert "- 31 augustus 2026: Vraag Bouwer BV opnieuw naar " in said
    assert "niet meer worden gemaakt" not in said


@pytest.mark.parametrize(
    "channels",
    [
        CHANNELS.replace("{id: x,", "{id: x, kleur: rood,"),
        CHANNELS.replace("{id: x,", "{id: X Y,"),
        CHANNELS + "channels: []\n",
        "- [",
    ],
)
def test_a_mistake_in_a_register_is_no_news_of_tomorrow(tmp_path: Path, channels: str) -> None:
    said = told(tmp_path, "1", code=2, channels=channels)
    assert "WMEBV" in said.stdout and "channels.yaml:" in said.stdout
    assert "iets te doen" not in said.stdout


@pytest.mark.parametrize("days", ["0", "-1", "367", "morgen", "1.5", "²"])
def test_only_a_number_of_days_is_taken(tmp_path: Path, days: str) -> None:
    done = wmebv("status", f"--due={days}", cwd=tmp_path, code=2)
    assert "Schrijf een getal van 1 tot en met 366." in done.stderr
