"""What held for a message from day to day, as it is known today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from wmebv_site.designation.answers import AnswerKey, Resolution, Resolutions
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import Kind, differences
from wmebv_site.designation.groups import Answers
from wmebv_site.designation.rule import Question
from wmebv_site.register.decisions import Decision

_FIRST, _ONE_DAY = date.min, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from ``begin``, before ``end``, on which one answer held: None is since always, and until further notice.

    ``retroactive``: on these days it held only "met terugwerkende kracht", and is never used against a sender.
    """

    begin: date | None
    end: date | None
    resolution: Resolution
    retroactive: bool

    def contains(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day < self.end)


class Brought(NamedTuple):
    """What a decision brought on its first day, against the day before, for the official messages of its bodies."""

    products: int
    """For how many products a message goes elsewhere."""
    new: tuple[str, ...]
    """The names of the channels that answer since."""
    gone: tuple[str, ...]
    """Those of the channels that no longer do."""


@dataclass(frozen=True)
class History:
    """The past and the coming of every message: what ``Decisions.holding`` says of each day, told in intervals.

    A coming day is there only when an adopted and published decision, a statute or an exception brings it: a draft is
    never told of.
    """

    decisions: Decisions

    @cached_property
    def _stretches(self) -> tuple[tuple[date | None, date | None, Answers], ...]:
        """The stretches of days on which nothing at all changes."""
        days = sorted({*self.decisions.turning_days, *self.decisions.ends_of_retroactivity})
        begins = [None, *days]
        return tuple(
            (begin, end, self.decisions.answers_on(_day_in(begin, end)))
            for begin, end in zip(begins, [*days, None], strict=True)
        )

    @cached_property
    def _courses(self) -> tuple[int, ...]:
        """The course of each group of questions that no view tells apart."""
        courses: dict[tuple[AnswerKey, ...], int] = {}
        by_group = zip(*(answers.firsts for _, _, answers in self._stretches), strict=True)
        keys = (tuple([resolution.answer.key for resolution in held]) for held in by_group)
        return tuple([courses.setdefault(course, len(courses)) for course in keys])

    @cached_property
    def _intervals(self) -> tuple[tuple[tuple[Interval, Answers], ...], ...]:
        """Those of the first question of each group, each with the answers of the stretch that it ends with."""
        return tuple([tuple(self._joined(number)) for number in range(len(self.decisions.groups.firsts))])

    def _joined(self, number: int) -> list[tuple[Interval, Answers]]:
        found: list[tuple[Interval, Answers]] = []
        last: object = None
        for begin, end, answers in self._stretches:
            resolution = answers.firsts[number]
            retroactive = self.decisions.is_retroactive(resolution, _day_in(begin, end))
            said = retroactive, resolution.answer.said
            since = found.pop()[0].begin if said == last else begin
            found.append((Interval(since, end, resolution, retroactive), answers))
            last = said
        return found

    def _number(self, question: Question) -> int:
        return self.decisions.groups.number_by_key[question.key]

    def course(self, question: Question) -> int:
        """A number for what holds in each stretch of days: the same for messages that have the same history."""
        return self._courses[self._number(question)]

    def intervals(self, question: Question) -> tuple[Interval, ...]:
        """All days there are, in order and without holes; stretches with the same answer are one interval.

        The last one has no end. Two answers are the same when they say the same to a sender on the same ground:
        state, channels with their addresses and requirements, and the article that designates them.
        """
        return tuple([_of(question, *each) for each in self._intervals[self._number(question)]])

    def on(self, day: date, question: Question) -> Interval:
        """The interval in which a day lies."""
        intervals = self._intervals[self._number(question)]
        return next(_of(question, *each) for each in intervals if each[0].contains(day))

    def brought_by(self, decision: Decision) -> Brought | None:
        """What a decision brought; None as long as no first day of it can be told."""
        if decision.id not in self._brought:
            first = self.decisions.first_day(decision)
            self._brought[decision.id] = None if first is None else self._brought_on(first, decision)
        return self._brought[decision.id]

    @cached_property
    def _brought(self) -> dict[str, Brought | None]:
        return {}

    def _brought_on(self, first: date, decision: Decision) -> Brought:
        asked = frozenset(decision.authorities)
        before, after = (
            Resolutions(
                tuple(
                    [
                        each
                        for each in self.decisions.answers_on(day).firsts
                        if (traits := each.question.traits).official and traits.authority in asked
                    ]
                )
            )
            for day in (first - _ONE_DAY, first)
        )
        groups = self.decisions.groups
        elsewhere = {
            groups.number_by_key[each.key]
            for each in differences(before, after)
            if each.kind is not Kind.REQUIREMENT
        }
        concerned = zip(groups.questions, groups.numbers, strict=True)
        was, now = (
            {resolved.channel.id: resolved.channel.name for each in view.all for resolved in each.channels}
            for view in (before, after)
        )
        return Brought(
            len({question.product.id for question, number in concerned if number in elsewhere}),
            tuple(name for one, name in now.items() if one not in was),
            tuple(name for one, name in was.items() if one not in now),
        )


def _of(question: Question, interval: Interval, answers: Answers) -> Interval:
    """The interval of a question, as that of the first of its group is."""
    return Interval(interval.begin, interval.end, answers.to(question), interval.retroactive)


def _day_in(begin: date | None, end: date | None) -> date:
    if begin is not None:
        return begin
    return end - _ONE_DAY if end else _FIRST
