"""The acceptance cases: small registers whose answers were derived by hand (cases/README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import findings as check

from wmebv_site.designation.answers import Resolution, Resolutions
from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.load import load
from wmebv_site.register.decode import decode
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml

CASES = Path(__file__).parent / "cases"
PROJECTS = sorted(path.parent for path in CASES.rglob("expected.yaml"))
NAMES = [str(path.relative_to(CASES)) for path in PROJECTS]


def register_of(project: Path) -> Register:
    found = load(project)
    register, diagnostics = decode(found.files, found.others)
    assert register is not None, diagnostics
    return register


def expected_of(project: Path) -> Any:
    source, mistakes = read_text("expected.yaml", (project / "expected.yaml").read_bytes())
    assert source is not None and not mistakes
    expected, mistakes = read_yaml(source)
    assert not mistakes
    return expected


def answer(resolution: Resolution, decisions: Decisions, day: date) -> dict[str, Any]:
    rule = resolution.rule
    authority = resolution.product.authority_of(resolution.message)
    retroactive = "nee"
    if rule and rule.source and rule.source.is_decision:
        decision = decisions.register.decision_by_id[rule.source.name]
        known = decisions.retroactive_until(decision)
        retroactive = (
            "ja" if known is not None and day < known and decisions.holds(decision, authority, day) else "nee"
        )
    found: dict[str, Any] = {
        "state": resolution.state.value,
        "channels": list(resolution.channel_ids),
        "rank": rule.rank.name.lower() if rule else None,
        "source": str(rule.source) if rule and rule.source else None,
        "article": rule.article if rule else None,
        "retroactive": retroactive,
        "paper": [way.value for way in resolution.paper],
        "entrances": {
            resolved.channel.id: [way.login.value for way in resolved.entrances]
            for resolved in resolution.channels
        },
    }
    return found


def compare(rows: Any, resolutions: Resolutions, decisions: Decisions, day: date) -> None:
    assert rows
    for row in rows:
        product = decisions.register.product_by_id[row["product"]]
        message = next(m for m in decisions.register.messages_of(product) if m.key == row["message"])
        [resolution] = [
            r for r in resolutions.of(product, message) if r.audience is Audience(row["audience"])
        ]
        found = answer(resolution, decisions, day)
        wanted = {"channels": [], "rank": None, "source": None, "article": None, **row}
        given = {key: value for key, value in wanted.items() if key in found}
        if "entrances" in given:
            given["entrances"] = {key: list(value) for key, value in given["entrances"].items()}
        assert {key: found[key] for key in given} == given, (
            str(day),
            row["product"],
            row["message"],
            row["audience"],
        )


@pytest.mark.parametrize("project", PROJECTS, ids=NAMES)
def test_what_holds_on_a_day_is_what_was_derived_by_hand(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for moment in expected.get("dates", ()):
        day = date.fromisoformat(moment["on"])
        decisions = Decisions(register, day)
        compare(moment["answers"], decisions.holding(day), decisions, day)
    for moment in expected.get("history", ()):
        day = date.fromisoformat(moment["on"])
        decisions = Decisions(register, date.fromisoformat(moment["built"]))
        compare(moment["answers"], decisions.holding(day), decisions, day)


@pytest.mark.parametrize("project", PROJECTS, ids=NAMES)
def test_what_the_registers_want_is_what_was_derived_by_hand(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for moment in expected.get("wanted", ()):
        day = date.fromisoformat(moment["on"])
        decisions = Decisions(register, day)
        compare(moment["answers"], decisions.wanted(), decisions, day)


@pytest.mark.parametrize("project", PROJECTS, ids=NAMES)
def test_the_status_of_a_decision_follows_from_its_dates(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for row in expected.get("decisions", ()):
        decisions = Decisions(register, date.fromisoformat(row["on"]))
        decision = register.decision_by_id[row["id"]]
        assert decisions.status(decision).value == row["status"], row


@pytest.mark.parametrize("project", PROJECTS, ids=NAMES)
def test_the_messages_of_a_product_are_all_there(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for row in expected.get("messages", ()):
        product = register.product_by_id[row["product"]]
        assert [message.key for message in register.messages_of(product)] == list(row["messages"]), row


@pytest.mark.parametrize("project", PROJECTS, ids=NAMES)
def test_the_findings_are_those_that_belong_to_the_case(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for moment in expected.get("findings", ()):
        codes = {finding.code for finding in check(register, date.fromisoformat(moment["on"]))}
        present = {f"WMEBV{number}" for number in moment.get("present", ())}
        absent = {f"WMEBV{number}" for number in moment.get("absent", ())}
        assert present <= codes, f"not found: {present - codes}"
        assert not absent & codes, f"found: {absent & codes}"


def test_there_is_a_case_for_each_of_the_fourteen() -> None:
    assert [name[:2] for name in NAMES if "/" not in name] == [f"{number:02}" for number in range(1, 15)]
