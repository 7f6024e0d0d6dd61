"""What a question comes to: its state, its channels with what they may ask, and the rule that is the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from wmebv_site.designation.rule import Key, Question, Rank, Rule
from wmebv_site.register.channels import Channel, Entrance, Executor
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, Paper


class State(StrEnum):
    """What holds for a product × message × audience."""

    DESIGNATED = "designated"
    EXECUTOR = "executor"
    INVITATION = "invitation"
    EXEMPT = "exempt"
    GAP = "gap"
    NOT_OPENED = "niet_opengesteld"
    OLD_LAW = "oud_recht"
    EARLIER = "eerdere_gemeente"
    ERROR = "error"

    @property
    def answers(self) -> bool:
        """Whether there is a way to send this message."""
        return self in _ANSWERING


_ANSWERING = frozenset({State.DESIGNATED, State.EXECUTOR, State.INVITATION})


@dataclass(frozen=True)
class Resolved:
    """A channel with the entrances that are there for one audience, and what it may ask there.

    One object for all messages that go there in one view, so that what it comes to is worked out once.
    """

    channel: Channel
    entrances: tuple[Entrance, ...]
    frozen_by: str | None = None
    """The decision whose annex says how the channel was; None where it is as it stands in the register."""

    @property
    def key(self) -> tuple[object, ...]:
        """The same for all that can be told alike: what a channel has apart from this, it has by its id."""
        return self.channel.id, self.frozen_by, self.said

    @cached_property
    def way(self) -> tuple[object, ...]:
        """Along which way one sends: the channel under its name, and its addresses in whatever order."""
        channel = self.channel
        addresses = frozenset((entrance.url, entrance.email) for entrance in self.entrances)
        return channel.id, channel.name, channel.kind, addresses

    @cached_property
    def demands(self) -> tuple[object, ...]:
        """What that way asks of who sends: an assurance level, a login at each address, further requirements."""
        logins = frozenset((entrance.login, entrance.url, entrance.email) for entrance in self.entrances)
        return (
            self.channel.assurance_level,
            logins,
            frozenset((asked.text, asked.whom) for asked in self.channel.requirements),
        )

    @cached_property
    def said(self) -> tuple[object, ...]:
        """All that it says to a sender: name, addresses and requirements, with what these rest on."""
        channel = self.channel
        return (
            channel.id,
            channel.name,
            tuple((entrance.login, entrance.url, entrance.email) for entrance in self.entrances),
            tuple((asked.text, asked.source, asked.article, asked.whom) for asked in channel.requirements),
        )


class AnswerKey(tuple[object, ...]):
    """What an answer comes to, as a key that works out its hash once: it is looked up for each of thousands of messages."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True)
class Answer:
    """What a resolution says apart from its question: one object for all questions that share their rules."""

    state: State
    channels: tuple[Resolved, ...] = ()
    rule: Rule | None = None
    added: tuple[Rule, ...] = ()
    tied: tuple[Rule, ...] = ()
    executor: Executor | None = None

    @property
    def reasons(self) -> tuple[Rule, ...]:
        """The rule that won, then those beside it."""
        return (self.rule, *self.added) if self.rule else self.added

    @property
    def by_fallback(self) -> bool:
        """Whether it was designated only by the rule for everything for which nothing else is."""
        return self.state is State.DESIGNATED and self.rule is not None and self.rule.rank is Rank.FALLBACK

    @property
    def _at_executor(self) -> tuple[str | None, ...] | None:
        """The executor that it sends one to; by its address only where that is the way."""
        if self.executor is None:
            return None
        itself = () if self.channels else (self.executor.name, self.executor.url)
        return (self.executor.id, *itself)

    @cached_property
    def towards(self) -> tuple[object, ...]:
        """Along which ways one sends, in whatever order."""
        return self.state, self._at_executor, frozenset(resolved.way for resolved in self.channels)

    @cached_property
    def demands(self) -> frozenset[tuple[object, ...]]:
        """What each of the ways asks."""
        return frozenset((resolved.way, resolved.demands) for resolved in self.channels)

    @cached_property
    def said(self) -> tuple[object, ...]:
        """All that it says to a sender, to compare answers by: state, executor, channels with their addresses and
        requirements, and the articles that designate them.
        """
        return (
            self.state,
            self._at_executor,
            tuple(resolved.said for resolved in self.channels),
            tuple((rule.source, rule.article) for rule in self.reasons),
        )

    @cached_property
    def key(self) -> AnswerKey:
        """The same for all that can be told alike: what is said, and which rule brings which channel."""
        frozen_by = tuple(resolved.frozen_by for resolved in self.channels)
        brought = tuple((rule.channels, rule.from_) for rule in self.reasons)
        return AnswerKey((self.said, frozen_by, brought, self.by_fallback))


class Resolution(NamedTuple):
    """The one answer to a question, which page, annex, report and data all read."""

    question: Question
    answer: Answer
    paper: tuple[Paper, ...] = ()
    own: Rule | None = None
    """The row of an annex that won, or the message's or product's own channels; it shares its answer with those that say
    the same of other messages.
    """

    @property
    def product(self) -> Product:
        return self.question.product

    @property
    def message(self) -> Message:
        return self.question.message

    @property
    def audience(self) -> Audience:
        return self.question.audience

    @property
    def official(self) -> bool:
        return self.question.official

    @property
    def key(self) -> Key:
        """What the answer is about, in the words of the register."""
        return self.question.key

    @property
    def state(self) -> State:
        return self.answer.state

    @property
    def channels(self) -> tuple[Resolved, ...]:
        return self.answer.channels

    @property
    def rule(self) -> Rule | None:
        """The reason: the rule that won, also when no channel was left for the audience."""
        return self.own or self.answer.rule

    @property
    def added(self) -> tuple[Rule, ...]:
        return self.answer.added

    @property
    def tied(self) -> tuple[Rule, ...]:
        return self.answer.tied

    @property
    def executor(self) -> Executor | None:
        """There when the executor's own way counts, also without channels of its own."""
        return self.answer.executor

    def named_by(self, rule: Rule) -> tuple[str, ...]:
        """The channels of which one of its rules is the reason.

        The row of an annex also holds what a rule beside it gives: that rule, with its own article, is the reason then.
        """
        if rule.row is None:
            return rule.channels
        given = {
            name
            for added in self.added
            if not added.by_statute and (added.source, added.article) != (rule.source, rule.article)
            for name in added.channels
        }
        return tuple(name for name in rule.channels if name not in given)

    @property
    def channel_ids(self) -> tuple[str, ...]:
        return tuple(resolved.channel.id for resolved in self.channels)


@dataclass(frozen=True)
class Resolutions:
    """All answers of one view of a register, each worked out once, in the order of the register."""

    all: tuple[Resolution, ...]

    @cached_property
    def _by_message(self) -> dict[tuple[str, str], tuple[Resolution, ...]]:
        found: dict[tuple[str, str], list[Resolution]] = defaultdict(list)
        for resolution in self.all:
            product, message, _ = resolution.question.key
            found[product, message].append(resolution)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def by_key(self) -> dict[Key, Resolution]:
        """Each answer by the ids of its product and message, and its audience."""
        return {resolution.key: resolution for resolution in self.all}

    @cached_property
    def _answers(self) -> dict[int, Answer]:
        """Each answer once, by its identity."""
        return {id(answer): answer for _, answer, _, _ in self.all}

    def answered(self, so: Callable[[Answer], bool]) -> tuple[Resolution, ...]:
        """Those of which the answer is so. Thousands share a few answers, and each of these is asked once."""
        found = {name for name, answer in self._answers.items() if so(answer)}
        return tuple([each for each in self.all if id(each.answer) in found]) if found else ()

    @cached_property
    def tied(self) -> tuple[Resolution, ...]:
        """Those of which rules are in each other's way."""
        return self.answered(lambda answer: answer.state is State.ERROR)

    def decided_by(self, authorities: Collection[str]) -> Resolutions:
        """The answers about the messages of these bodies alone."""
        asked = frozenset(authorities)
        return Resolutions(tuple([each for each in self.all if each.question.traits.authority in asked]))

    def of(self, product: Product, message: Message) -> tuple[Resolution, ...]:
        """The answers for each audience of the product."""
        return self._by_message[product.id, message.key]
