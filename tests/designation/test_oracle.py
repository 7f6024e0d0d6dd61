"""Every message has one answer on every day, and it is the one that a second, slow reading of the format gives."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from histories import AUDIENCES, DAYS, files_of_history, history
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Answer, Oracle
from projects import register_from

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.history import History
from wmebv_site.designation.rule import Question
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience
from wmebv_site.site.site import Site

LOOKED_AT = sorted(
    {day + step for day in DAYS for step in (timedelta(days=-1), timedelta(0))}
    | {date(2024, 1, 1), date(2031, 1, 1)}
)


def answer(resolution: Resolution) -> Answer:
    rule = resolution.rule
    source = str(rule.source) if rule and rule.source else None
    asked = tuple(
        (each.channel.id, one.text) for each in resolution.channels for one in each.channel.requirements
    )
    return Answer(
        resolution.state.value, resolution.channel_ids, source, rule.article if rule else None, asked
    )


def made(seed: int) -> tuple[dict, Register]:
    project = history(Random(seed))
    register = register_from(files_of_history(project))
    return project, register


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_what_holds_on_each_day_is_what_a_second_reading_finds(seed: int, today: date) -> None:
    project, register = made(seed)
    oracle, decisions = Oracle(project, today), Decisions(register, today)
    for day in LOOKED_AT:
        held = decisions.holding(day)
        found = iter(held.all)
        for product in project["products"]:
            for message in product["messages"]:
                for audience in AUDIENCES:
                    wanted = oracle.on(day, product, message, audience)
                    assert answer(next(found)) == wanted, (seed, day, product["id"], message, audience)
        assert next(found, None) is None


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_what_the_registers_want_is_what_a_second_reading_finds(seed: int, today: date) -> None:
    project, register = made(seed)
    oracle, found = Oracle(project, today), iter(Decisions(register, today).wanted().all)
    for product in project["products"]:
        for message in product["messages"]:
            for audience in AUDIENCES:
                wanted = oracle.wanted(product, message, audience)
                assert answer(next(found)) == wanted, (seed, today, product["id"], message, audience)
    assert next(found, None) is None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_what_an_annex_still_says_of_what_is_gone_is_what_a_second_reading_finds(
    seed: int, today: date
) -> None:
    project, register = made(seed)
    found = [
        (one.product.id, one.message.key, one.audience.value)
        for one in Decisions(register, today).left_behind()
    ]
    assert len(found) == len(set(found))
    assert set(found) == Oracle(project, today).forgotten()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_history_page_and_day_give_the_same_answer(seed: int, today: date) -> None:
    _, register = made(seed)
    decisions, site = Decisions(register, today), Site(Decisions(register, today))
    past = History(decisions)
    for product, message in register.all_messages():
        for audience in Audience:
            intervals = past.intervals(Question(product, message, audience))
            assert intervals[0].begin is None and intervals[-1].end is None
            assert all(one.end == next_.begin for one, next_ in zip(intervals, intervals[1:], strict=False))
            for day in LOOKED_AT:
                [interval] = [each for each in intervals if each.contains(day)]
                on_that_day = decisions.holding(day).by_key[product.id, message.key, audience]
                assert answer(interval.resolution) == answer(on_that_day)
                assert interval.retroactive == decisions.is_retroactive(on_that_day, day)
            today_held = site.now.by_key[product.id, message.key, audience]
            assert answer(today_held) == answer(
                decisions.holding(today).by_key[product.id, message.key, audience]
            )


def test_the_histories_made_by_chance_hold_every_kind_of_answer() -> None:
    """Else the comparison would prove little."""
    seen: set[str] = set()
    traits: set[str] = set()
    for seed in range(150):
        project, register = made(seed)
        decisions = Decisions(register, DAYS[-1])
        for day in LOOKED_AT[::4]:
            for resolution in decisions.holding(day).all:
                seen.add(resolution.state.value)
                if resolution.rule and resolution.rule.row:
                    traits.add("row")
                    if decisions.is_retroactive(resolution, day):
                        traits.add("retroactive")
                    if resolution.rule.channels != resolution.rule.row.channel_ids:
                        traits.add("row with a way withdrawn")
                    if resolution.added:
                        traits.add("row with a way beside")
                elif resolution.rule and resolution.rule.annex:
                    traits.add("frozen rule")
                elif resolution.rule and resolution.rule.decision:
                    traits.add("live rule")
            for resolution in decisions.holding(day).all:
                for channel in (resolved.channel for resolved in resolution.channels):
                    live = register.channel_by_id[channel.id]
                    if 0 < len(channel.requirements) < len(live.requirements):
                        traits.add("asks less than the register says")
        traits |= {
            "withdrawn"
            for d in project["decisions"]
            for row in d.get("annex", {}).get("rows", ())
            if row.get("withdrawn")
        }
    assert seen == {
        "designated",
        "executor",
        "invitation",
        "exempt",
        "gap",
        "niet_opengesteld",
        "oud_recht",
        "error",
    }
    assert traits == {
        "row",
        "retroactive",
        "row with a way beside",
        "frozen rule",
        "live rule",
        "withdrawn",
        "asks less than the register says",
        "row with a way withdrawn",
    }


@pytest.mark.proof
@settings(max_examples=3000, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_thousands_of_histories_agree_with_the_second_reading(seed: int, today: date) -> None:
    test_what_holds_on_each_day_is_what_a_second_reading_finds.hypothesis.inner_test(seed, today)
