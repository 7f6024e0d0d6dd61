"""Everything is resolved once: few answers stand for thousands of messages, and what was resolved is handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from histories import AUTHORITIES, DAYS, Data, files_of_history, history
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT, TESTS
from projects import EXAMPLE_DAY, files_of, register_from

from benchmarks.registers import products_yaml
from benchmarks.words import read_words
from wmebv_site.designation import groups
from wmebv_site.designation.answers import Answer, Resolution, State
from wmebv_site.designation.decisions import WMEBV_IN_FORCE, AsDrafted, Decisions, InForce, Wanted
from wmebv_site.designation.resolve import Resolver, View
from wmebv_site.designation.rule import Question
from wmebv_site.inventory.progress import progress
from wmebv_site.project.load import load
from wmebv_site.register.terms import Audience
from wmebv_site.rules.checking import check_project
from wmebv_site.site.build import build_pages
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

PRODUCTS = 5000


@pytest.fixture(scope="module")
def large() -> Decisions:
    """The example with five thousand other products."""
    files = {path: data for path, data in files_of(ROOT).items() if not path.startswith("products/")}
    text = products_yaml(PRODUCTS, read_words(Path("nowhere")))
    return Decisions(register_from(files | {"products.yaml": text.encode()}), EXAMPLE_DAY)


def is_its_own(resolution: Resolution) -> bool:
    """Whether an answer is about one message alone: by its own channels, an exception, or a row of an annex."""
    product, message, rule = resolution.product, resolution.message, resolution.rule
    return bool(product.channels or message.channels or message.exempt or (rule and rule.row))


def apart(things: Iterable[object]) -> int:
    """How many objects there are, however many are equal."""
    return len({id(thing) for thing in things})


def test_a_large_register_asks_little_that_its_rules_can_tell_apart(large: Decisions) -> None:
    assert len(large.questions) > 3 * PRODUCTS
    assert len({question.traits for question in large.questions}) < 500


def test_in_a_large_register_one_question_is_resolved_for_many(large: Decisions) -> None:
    assert len(large.groups.firsts) < len(large.questions) / 20


@pytest.mark.parametrize("view", ["wanted", "holding"])
def test_in_a_large_register_few_answers_stand_for_all_messages(large: Decisions, view: str) -> None:
    found = large.wanted() if view == "wanted" else large.holding(EXAMPLE_DAY)
    shared = [one.answer for one in found.all if not is_its_own(one)]
    assert len(shared) > 0.9 * len(found.all)
    # A row of the example's own annex that a statute goes before counts here too.
    assert apart(shared) < 1.1 * len({question.traits for question in large.questions})


def test_in_a_large_register_a_channel_is_worked_out_once_for_all_who_can_tell(large: Decisions) -> None:
    register = large.register
    ways = [way for one in large.wanted().all for way in one.channels]
    assert len(ways) > 3 * PRODUCTS
    assert apart(ways) <= len(register.channels) * len(register.authorities) * len(Audience)


@pytest.mark.parametrize("state", [State.DESIGNATED, State.EXEMPT, State.EARLIER])
def test_in_a_large_register_an_answer_is_asked_once_for_all_who_share_it(
    large: Decisions, state: State
) -> None:
    asked: list[Answer] = []

    def so(answer: Answer) -> bool:
        asked.append(answer)
        return answer.state is state

    wanted = large.wanted()
    assert wanted.answered(so) == tuple(each for each in wanted.all if each.state is state)
    assert len(asked) == apart(each.answer for each in wanted.all) < len(wanted.all) / 20


def test_two_views_of_one_register_answer_the_same_questions(large: Decisions) -> None:
    asked = [one.question for one in large.wanted().all]
    assert all(one.question is two for one, two in zip(large.holding(EXAMPLE_DAY).all, asked, strict=True))


def test_what_the_check_resolved_is_not_resolved_again_for_pages_and_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    views: Counter[tuple[type, date]] = Counter()

    def counting(view: View) -> Resolver:
        if not isinstance(view, AsDrafted):  # which is asked for some messages only
            views[type(view), view.day] += 1
        return Resolver(view)

    monkeypatch.setattr(groups, "Resolver", counting)
    checked = check_project(load(ROOT), EXAMPLE_DAY)
    assert checked.decisions is not None
    assert {kind for kind, _ in views} == {Wanted, InForce}
    build_pages(Site(checked.decisions), templates())
    progress(checked.decisions, checked.diagnostics)
    assert set(views.values()) == {1}


def the_long_way(question: Question) -> Question:
    """The same question, of which the resolver doesn't know that the register says nothing of it alone."""
    asked = Question(question.product, question.message, question.audience)
    asked.__dict__["ordinary"] = False
    return asked


def told_by(resolution: Resolution) -> tuple[object, ...]:
    """All that is told of an answer, with where it stands and which row of which annex it is."""
    rule = resolution.rule
    row = (id(rule.annex), id(rule.row)) if rule else None
    tied = [(each, id(each.annex), id(each.row)) for each in resolution.tied]
    return resolution.key, resolution.answer.key, resolution.paper, rule, row, tied


def views_of(decisions: Decisions) -> list[View]:
    days = {*decisions.turning_days, decisions.today, date(2000, 1, 1)}
    held = frozenset(
        (decision.id, name) for decision in decisions.register.decisions for name in decision.authorities
    )
    return [
        Wanted(decisions),
        AsDrafted(decisions, decisions.today, held),
        *map(decisions.in_force_on, sorted(days)),
    ]


def assert_groups_are_answered_as_each_question_alone(decisions: Decisions) -> None:
    for view in views_of(decisions):
        by_group, alone = decisions.groups.answers(view), Resolver(view)
        for question, short in zip(decisions.questions, by_group.all.all, strict=True):
            long = alone.resolve(the_long_way(question))
            assert told_by(short) == told_by(long) == told_by(by_group.to(question)), question.key


@pytest.mark.parametrize("folder", [ROOT, *sorted((TESTS / "site").glob("*/channels.yaml"))])
def test_a_message_gets_the_answer_that_looking_at_it_alone_gives(folder: Path) -> None:
    folder = folder if folder.is_dir() else folder.parent
    decisions = Decisions(register_from(files_of(folder)), EXAMPLE_DAY)
    assert any(question.ordinary for question in decisions.questions)
    assert_groups_are_answered_as_each_question_alone(decisions)


def with_twins(project: Data, chance: Random) -> Data:
    """The project with two more products like each, of which at most one other thing is said."""
    names = [decision["id"] for decision in project["decisions"]]
    for product in list(project["products"]):
        for mark in "23":
            messages = [dict(message) for message in product["messages"]]
            twin = product | {"id": product["id"] + mark, "formerly": [], "messages": messages}
            about, key, values = chance.choice(
                (
                    (twin, "formerly", [[f"{name}{mark}" for name in product["formerly"]]]),
                    (twin, "domain", ["d", "e"]),
                    (twin, "authority", AUTHORITIES),
                    (twin, "executor", ["ggd"]),
                    (twin, "statutes", [["dienstenwet"]]),
                    (twin, "channels", [["b"], ["c"]]),
                    (twin, "source", [f"besluit:{name}" for name in names]),
                    (messages[0], "channels", [["b"], ["c"]]),
                    (messages[0], "source", [f"besluit:{name}" for name in names]),
                    (messages[0], "on_request", [True]),
                    (messages[0], "withdrawn", [True]),
                )
            )
            about[key] = chance.choice(values)
            if messages[0].get("withdrawn") and "source" not in messages[0]:
                messages[0]["source"] = f"besluit:{names[0]}"
            project["products"].append(twin)
            for decision in project["decisions"]:
                rows = decision.get("annex", {}).get("rows", [])
                mine = [row for row in rows if row["product"] in (product["id"], *product["formerly"])]
                rows += [row | {"product": row["product"] + mark} for row in mine if chance.random() < 0.95]
    return project


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_a_message_of_any_register_gets_the_answer_that_looking_at_it_alone_gives(
    seed: int, today: date
) -> None:
    chance = Random(seed)
    register = register_from(files_of_history(with_twins(history(chance), chance)))
    assert_groups_are_answered_as_each_question_alone(Decisions(register, today))


@pytest.mark.parametrize("today", [date(2025, 12, 1), EXAMPLE_DAY])
def test_what_holds_from_day_to_day_is_what_each_day_says_by_itself(today: date) -> None:
    """A channel that begins brings nothing for official messages: those are not resolved again, and hold as they did."""
    decisions = Decisions(register_from(files_of(ROOT)), today)
    before: tuple[Resolution, ...] = ()
    kept = 0
    for day in decisions.turning_days:
        held = decisions.holding(day).all
        alone = Decisions(decisions.register, today)
        anew = alone.groups.answers(alone.in_force_on(day))
        if day < WMEBV_IN_FORCE:
            anew = anew.instead(State.GAP, Answer(State.OLD_LAW))
        for one, other in zip(held, anew.all.all, strict=True):
            assert told_by(one) == told_by(other)
        kept += sum(one.answer is other.answer for one, other in zip(before, held, strict=False))
        before = held
    official = sum(each.official for each in before)
    assert kept >= official * 5
