"""The report and the rules say the same of one register: what is reviewed, and what a channel lives up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT
from projects import VALID, register_of

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.inventory.analysis import Fate, analyse
from wmebv_site.inventory.checklist import Verdict, conformity
from wmebv_site.inventory.progress import progress
from wmebv_site.register.content import RoadmapStep
from wmebv_site.register.terms import Acknowledgement, AssuranceLevel, Fact, SenderCopy
from wmebv_site.rules.checking import findings_of

SMALL, EXAMPLE = register_of(VALID), register_of(ROOT)
TODAY = date(2026, 6, 1)


@given(
    today=st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    ago=st.lists(st.none() | st.integers(363, 368), min_size=1),
)
def test_a_product_counts_as_reviewed_exactly_when_the_check_asks_for_no_review(
    today: date, ago: list[int | None]
) -> None:
    products = tuple(
        each.model_copy(
            update={"reviewed": None if (days := ago[at % len(ago)]) is None else today - timedelta(days)}
        )
        for at, each in enumerate(SMALL.products)
    )
    register = replace(SMALL, products=products)
    asked = [each for each in findings_of(register, today) if each.code == "WMEBV338"]
    upkeep = next(step for step in progress(register, today, []).steps if step.step is RoadmapStep.UPKEEP)
    [reviewed] = [item for item in upkeep.items if item.text.startswith("Elk product")]
    assert reviewed.complete is not bool(asked)
    assert reviewed.total == len(products)


CASES: dict[str, tuple[str, type[StrEnum], str]] = {
    "ontvangstbevestiging": ("acknowledgement", Acknowledgement, "WMEBV316"),
    "kopie": ("sender_copy", SenderCopy, "WMEBV317"),
    "vertrouwelijk": ("confidential", Fact, "WMEBV319"),
    "inloggen": ("assurance_level", AssuranceLevel, "WMEBV328"),
}


@pytest.mark.parametrize("question", CASES)
def test_a_channel_fails_in_the_report_exactly_when_the_check_calls_it_an_error(question: str) -> None:
    field, words, code = CASES[question]
    for word in words:
        changed = tuple(each.model_copy(update={field: word}) for each in EXAMPLE.channels)
        register = replace(EXAMPLE, channels=changed)
        found = [each for each in findings_of(register, TODAY) if each.code == code]
        judged = conformity(analyse(Decisions(register, TODAY)))
        for each in judged:
            if each.about.fate in (Fate.STOP, Fate.UNUSED) or not each.about.official:
                continue
            [finding] = [one for one in each.findings if one.key == question]
            said = {one.level for one in found if _is_about(one, each.channel.name)}
            assert (finding.verdict is Verdict.FAILS) is (Level.ERROR in said), (each.channel.id, word)
            if finding.verdict in (Verdict.MEETS, Verdict.NOT_APPLICABLE):
                assert not said & {Level.ERROR, Level.WARNING}, (each.channel.id, word)
        assert any(each.findings for each in judged)


def _is_about(found: Diagnostic, name: str) -> bool:
    return f"'{name}'" in found.message
