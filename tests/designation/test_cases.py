"""The acceptance cases: small registers whose answers were derived by hand (cases/README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from acceptance import CASES, FOURTEEN, compare, expected_of
from projects import findings as check
from projects import register_of

from wmebv_site.designation.decisions import Decisions


@pytest.mark.parametrize("project", CASES.values(), ids=CASES)
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


@pytest.mark.parametrize("project", CASES.values(), ids=CASES)
def test_what_the_registers_want_is_what_was_derived_by_hand(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for moment in expected.get("wanted", ()):
        day = date.fromisoformat(moment["on"])
        decisions = Decisions(register, day)
        compare(moment["answers"], decisions.wanted(), decisions, day)


@pytest.mark.parametrize("project", CASES.values(), ids=CASES)
def test_the_status_of_a_decision_follows_from_its_dates(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for row in expected.get("decisions", ()):
        decisions = Decisions(register, date.fromisoformat(row["on"]))
        decision = register.decision_by_id[row["id"]]
        assert decisions.status(decision).value == row["status"], row


@pytest.mark.parametrize("project", CASES.values(), ids=CASES)
def test_the_messages_of_a_product_are_all_there(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for row in expected.get("messages", ()):
        product = register.product_by_id[row["product"]]
        assert [message.key for message in register.messages_of(product)] == list(row["messages"]), row


@pytest.mark.parametrize("project", CASES.values(), ids=CASES)
def test_the_findings_are_those_that_belong_to_the_case(project: Path) -> None:
    register, expected = register_of(project), expected_of(project)
    for moment in expected.get("findings", ()):
        codes = {finding.code for finding in check(register, date.fromisoformat(moment["on"]))}
        present = {f"WMEBV{number}" for number in moment.get("present", ())}
        absent = {f"WMEBV{number}" for number in moment.get("absent", ())}
        assert present <= codes, f"not found: {present - codes}"
        assert not absent & codes, f"found: {absent & codes}"


def test_there_is_a_case_for_each_of_the_fourteen() -> None:
    assert [name[:2] for name in FOURTEEN] == [f"{number:02}" for number in range(1, 15)]
