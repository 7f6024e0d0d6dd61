"""The answer for a product × message × audience: its state, its channels and the rule that is the reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from wmebv_site.model.channels import Channel, Entrance, Executor
from wmebv_site.model.products import Message, Product
from wmebv_site.model.terms import Audience, Paper
from wmebv_site.resolve.rule import Rule


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


@dataclass(frozen=True, slots=True)
class Resolution:
    """The one answer for a product × message × audience, which page, annex, report and data all read.

    ``rule`` is the reason: the rule that won, also when no channel was left for the audience. ``executor`` is there
    when the executor's own way counts, also without channels of its own.
    """

    product: Product
    message: Message
    audience: Audience
    state: State
    channels: tuple[Resolved, ...] = ()
    rule: Rule | None = None
    added: tuple[Rule, ...] = ()
    tied: tuple[Rule, ...] = ()
    executor: Executor | None = None
    paper: tuple[Paper, ...] = ()

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
