"""The answer for a product × message × audience: its state, its channels with what they may ask, and the rule that is the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from wmebv_site.designation.rule import Rule
from wmebv_site.register.channels import Channel, Entrance, Executor
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, Paper
from wmebv_site.register.values import Source


class State(StrEnum):
    """What holds for a product × message × audience."""

    DESIGNATED = "designated"
    EXECUTOR = "executor"
    INVITATION = "invitation"
    EXEMPT = "exempt"
    GAP = "gap"
    NOT_OPENED = "niet_opengesteld"
    OLD_LAW = "oud_recht"
    ERROR = "error"

    @property
    def answers(self) -> bool:
        """Whether there is a way to send this message."""
        return self in (State.DESIGNATED, State.EXECUTOR, State.INVITATION)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A channel with the entrances that are there for one audience; as frozen, where an annex says so."""

    channel: Channel
    entrances: tuple[Entrance, ...]


@dataclass(frozen=True)
class Answer:
    """What a resolution says apart from product, message and audience: one object for all that share their rules."""

    state: State
    channels: tuple[Resolved, ...] = ()
    rule: Rule | None = None
    added: tuple[Rule, ...] = ()
    tied: tuple[Rule, ...] = ()
    executor: Executor | None = None

    @cached_property
    def said(self) -> tuple[object, ...]:
        """All that it says to a sender, to compare answers by: state, executor, channels with their addresses and
        requirements, and the articles that designate them.
        """
        return (
            self.state,
            self.executor.id if self.executor else None,
            tuple(
                (
                    resolved.channel.id,
                    resolved.channel.name,
                    tuple((way.login, way.url, way.email) for way in resolved.entrances),
                    tuple(
                        (asked.text, asked.source, asked.article) for asked in resolved.channel.requirements
                    ),
                )
                for resolved in self.channels
            ),
            tuple((rule.source, rule.article) for rule in (self.rule, *self.added) if rule),
        )


@dataclass(frozen=True, slots=True)
class Resolution:
    """The one answer for a product × message × audience, which page, annex, report and data all read."""

    product: Product
    message: Message
    audience: Audience
    answer: Answer
    paper: tuple[Paper, ...] = ()

    @property
    def state(self) -> State:
        return self.answer.state

    @property
    def channels(self) -> tuple[Resolved, ...]:
        return self.answer.channels

    @property
    def rule(self) -> Rule | None:
        """The reason: the rule that won, also when no channel was left for the audience."""
        return self.answer.rule

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
    def official(self) -> bool:
        return self.product.is_official(self.message)

    @property
    def channel_ids(self) -> tuple[str, ...]:
        return tuple(resolved.channel.id for resolved in self.channels)

    @property
    def key(self) -> tuple[str, str, Audience]:
        """What the answer is about, in the words of the register."""
        return self.product.id, self.message.key, self.audience


@dataclass(frozen=True)
class Resolutions:
    """All answers of one view of a register, each worked out once, in the order of the register."""

    all: tuple[Resolution, ...]

    @cached_property
    def _by_message(self) -> dict[tuple[str, str], tuple[Resolution, ...]]:
        found: dict[tuple[str, str], list[Resolution]] = defaultdict(list)
        for resolution in self.all:
            found[resolution.product.id, resolution.message.key].append(resolution)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def by_key(self) -> dict[tuple[str, str, Audience], Resolution]:
        """Each answer by the ids of its product and message, and its audience."""
        return {resolution.key: resolution for resolution in self.all}

    def of(self, product: Product, message: Message) -> tuple[Resolution, ...]:
        """The answers for each audience of the product."""
        return self._by_message[product.id, message.key]


def asking_what_counts(channel: Channel, counts: Callable[[Source], bool]) -> Channel:
    """The channel without the requirements whose source doesn't count.

    One without a source stays: other messages may be asked things without a decision (Awb 2:14), and for official ones
    rule 21 tells that the source is missing.
    """
    kept = tuple(asked for asked in channel.requirements if asked.source is None or counts(asked.source))
    return (
        channel
        if len(kept) == len(channel.requirements)
        else channel.model_copy(update={"requirements": kept})
    )
