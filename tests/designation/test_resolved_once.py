"""Everything is resolved once: few answers stand for thousands of messages, and what was resolved is handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from places import ROOT, TESTS
from projects import EXAMPLE_DAY, files_of, register_from

from benchmarks.registers import products_yaml
from benchmarks.words import read_words
from wmebv_site.designation import decisions as module
from wmebv_site.designation.answers import Resolution, Resolutions
from wmebv_site.designation.decisions import AsDrafted, Decisions, InForce, Wanted
from wmebv_site.designation.resolve import View, resolve_all
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


def test_two_views_of_one_register_answer_the_same_questions(large: Decisions) -> None:
    asked = [one.question for one in large.wanted().all]
    assert all(one.question is two for one, two in zip(large.holding(EXAMPLE_DAY).all, asked, strict=True))


def test_what_the_check_resolved_is_not_resolved_again_for_pages_and_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    views: Counter[tuple[type, date]] = Counter()

    def counting(questions: Iterable[Question], view: View) -> Resolutions:
        if not isinstance(view, AsDrafted):  # which is asked for some messages only
            views[type(view), view.day] += 1
        return resolve_all(questions, view)

    monkeypatch.setattr(module, "resolve_all", counting)
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


@pytest.mark.parametrize("folder", [ROOT, *sorted((TESTS / "site").glob("*/channels.yaml"))])
def test_an_ordinary_message_gets_the_answer_that_looking_at_it_alone_gives(folder: Path) -> None:
    folder = folder if folder.is_dir() else folder.parent
    decisions = Decisions(register_from(files_of(folder)), EXAMPLE_DAY)
    views: list[View] = [
        Wanted(decisions),
        *map(decisions.in_force_on, [*decisions.turning_days, EXAMPLE_DAY]),
    ]
    ordinary = [question for question in decisions.questions if question.ordinary]
    assert len(ordinary) > 0
    for view in views:
        short, long = (resolve_all(asked, view).all for asked in (ordinary, map(the_long_way, ordinary)))
        for one, other in zip(short, long, strict=True):
            said = [(each.key, each.answer.key, each.paper, each.rule) for each in (one, other)]
            assert said[0] == said[1]


@pytest.mark.parametrize("today", [date(2025, 12, 1), EXAMPLE_DAY])
def test_what_holds_from_day_to_day_is_what_each_day_says_by_itself(today: date) -> None:
    """A channel that begins brings nothing for official messages: those are not resolved again, and hold as they did."""
    decisions = Decisions(register_from(files_of(ROOT)), today)
    before: tuple[Resolution, ...] = ()
    kept = 0
    for day in decisions.turning_days:
        held = decisions.holding(day).all
        alone = Decisions(decisions.register, today)
        anew = resolve_all(alone.questions, alone.in_force_on(day)).all
        if day < module.WMEBV_IN_FORCE:
            anew = module._under_old_law(Resolutions(anew)).all
        said = [
            [(each.key, each.answer.key, each.paper, each.rule) for each in answers]
            for answers in (held, anew)
        ]
        assert said[0] == said[1]
        kept += sum(one is other for one, other in zip(before, held, strict=False))
        before = held
    official = sum(each.official for each in before)
    assert kept >= official * 5
