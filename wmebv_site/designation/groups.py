"""Which questions no view tells apart, so that the answer to one of them is the answer to all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property

from wmebv_site.designation.answers import Answer, Resolution, Resolutions, State
from wmebv_site.designation.resolve import Resolver, View
from wmebv_site.designation.rule import Key, Question, Rule, Traits, fits, questions_of, rule_of
from wmebv_site.register.register import Register


@dataclass(frozen=True)
class Groups:
    """The questions of a register in groups: those of a group get the same answer in every view, on every day.

    The same rules fit them, the rows of every annex say the same of them, and so do their own channels. A message of which
    the register says something else alone is in a group of its own. So few groups stand for thousands of questions.
    """

    register: Register

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in the order of the register."""
        return tuple(questions_of(self.register))

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The number of the group of each question; groups are numbered in the order of their first questions."""
        groups: dict[object, int] = {}
        said, fitting = self._said.get, cache(self._fitting)
        return tuple(
            [
                groups.setdefault(
                    (fitting(each.traits), None if each.ordinary else _alone(each), *map(said, each.keys)),
                    len(groups),
                )
                for each in self.questions
            ]
        )

    @cached_property
    def firsts(self) -> tuple[Question, ...]:
        """The first question of each group."""
        found: dict[int, Question] = {}
        for number, question in zip(self.numbers, self.questions, strict=True):
            found.setdefault(number, question)
        return tuple(found.values())

    @cached_property
    def number_by_key(self) -> dict[Key, int]:
        return {each.key: number for each, number in zip(self.questions, self.numbers, strict=True)}

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        """Every rule for more than one product that any view can have."""
        frozen = (rule_of(each, annex) for annex in self.register.every_annex for each in annex.rules)
        return (*map(rule_of, self.register.designations), *frozen)

    def _fitting(self, asked: Traits) -> object:
        """Which rules fit, and what else of its traits the answer to a question depends on."""
        rules = tuple([number for number, rule in enumerate(self._rules) if fits(rule, asked)])
        return rules, asked.executor, asked.authority, asked.audience, asked.official

    @cached_property
    def _said(self) -> dict[Key, tuple[int, ...]]:
        """What the rows of all annexes say of each message, in numbers: the same for rows that say the same."""
        numbers: dict[object, int] = {}
        found: dict[Key, tuple[int, ...]] = {}
        for place, annex in enumerate(self.register.every_annex):
            for kind, rows in (("answers", annex.row_by_key), ("left out", annex.left_out)):
                for key, row in rows.items():
                    number = numbers.setdefault((place, kind, row.said), len(numbers))
                    found[key] = (*found.get(key, ()), number)
        return found

    def answers(self, view: View, *, official: Answers | None = None) -> Answers:
        """What a view comes to; as ``official`` has it about official messages, where that is known to hold here too."""
        resolver = Resolver(view)
        if official is None:
            return Answers(self, resolver, tuple(map(resolver.resolve, self.firsts)))
        known = zip(self.firsts, official.firsts, strict=True)
        return Answers(
            self,
            resolver,
            tuple([same if first.official else resolver.resolve(first) for first, same in known]),
        )


@dataclass(frozen=True)
class Answers:
    """What one view comes to: the resolution of the first question of each group, and of another when it is asked for."""

    groups: Groups
    resolver: Resolver
    firsts: tuple[Resolution, ...]

    @cached_property
    def all(self) -> Resolutions:
        """The answer to each question, in the order of the register."""
        return Resolutions(tuple(map(self._as_first, self.groups.questions, self.groups.numbers)))

    def to(self, question: Question) -> Resolution:
        return self._as_first(question, self.groups.number_by_key[question.key])

    def instead(self, state: State, answer: Answer) -> Answers:
        """The same, with another answer in the place of all that come to this state."""
        return replace(
            self,
            firsts=tuple(
                [
                    Resolution(each.question, answer, each.paper) if each.answer.state is state else each
                    for each in self.firsts
                ]
            ),
        )

    def _as_first(self, question: Question, number: int) -> Resolution:
        """What the first of a group comes to, for another: by the row, or the channels, that are of that one."""
        _, answer, paper, own = self.firsts[number]
        if answer.tied:
            return self.resolver.resolve(question)
        return Resolution(question, answer, paper, self.resolver.own_as(own, question) if own else None)


def _alone(question: Question) -> object:
    """What the register says of a message or its product alone."""
    product, message = question.product, question.message
    if not question.has_only_channels:
        return id(question)
    return (
        message.channels,
        message.source,
        message.article,
        message.withdrawn,
        message.initiative,
        product.channels,
        product.source,
        product.article,
    )
