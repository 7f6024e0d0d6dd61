"""Which channel is designated for a product × message × audience, and by which rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property

from wmebv_site.diagnostics import Place
from wmebv_site.model.channels import (
    ANY_EXECUTOR,
    BY_EXECUTOR,
    BY_INVITATION,
    Channel,
    Designation,
    Entrance,
    Executor,
)
from wmebv_site.model.products import Message, Product
from wmebv_site.model.register import Register
from wmebv_site.model.terms import Audience, Covers, Initiative, Paper
from wmebv_site.model.values import Source


class Rank(IntEnum):
    """How precise a rule is; the lowest number wins."""

    STATUTE = 1
    PRODUCT_MESSAGE = 2
    EXECUTOR_MESSAGE = 3
    DOMAIN_MESSAGE = 4
    MESSAGE = 5
    PRODUCT = 6
    EXECUTOR = 7
    DOMAIN = 8
    FALLBACK = 9


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
class Rule:
    """Something that designates: a designation, or the channels on a product or message."""

    channels: tuple[str, ...]
    rank: Rank
    source: Source | None
    article: str | None
    place: Place
    designation: Designation | None = None

    @property
    def beside(self) -> bool:
        return self.designation is not None and self.designation.beside

    @property
    def from_(self) -> date | None:
        """The first day on which the rule counts, when it has one of its own."""
        return self.designation.from_ if self.designation else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A channel with the entrances that are there for one audience."""

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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a resolution says apart from product, message and audience: the same for all that share their rules."""

    state: State
    channels: tuple[Resolved, ...] = ()
    rule: Rule | None = None
    added: tuple[Rule, ...] = ()
    tied: tuple[Rule, ...] = ()
    executor: Executor | None = None


Binds = Callable[[Source, str], bool]
"""Whether what rests on a source binds an authority (by id)."""
Holds = Callable[[Rule], bool]
"""Whether a rule counts apart from its source: on a date, only rules that have begun."""


class Resolver:
    """Answers for one register and one view of what binds; looks rules up instead of going past all of them."""

    def __init__(self, register: Register, binds: Binds, day: date, holds: Holds = lambda rule: True) -> None:
        self._register = register
        self._day = day
        self._binds = binds
        self._rules = [rule for rule in map(_rule_of, register.designations) if holds(rule)]
        # Products share what wide rules can ask about: few combinations stand for thousands of messages.
        self._wide: dict[tuple[object, ...], tuple[list[Rule], _Answer]] = {}

    def resolve(self, product: Product, message: Message, audience: Audience) -> Resolution:
        paper = self._paper(message)
        if message.exempt is not None and message.exempt.counts_on(self._day):
            return Resolution(product, message, audience, State.EXEMPT, paper=paper)
        official = product.is_official(message)
        wide, answer = self._by_wide_rules(product, message, audience, official)
        if own := self._own_rules(product, message, official):
            answer = self._answer([*own, *wide], product, audience, official)
        return Resolution(
            product,
            message,
            audience,
            answer.state,
            answer.channels,
            answer.rule,
            answer.added,
            answer.tied,
            answer.executor,
            paper,
        )

    def _paper(self, message: Message) -> tuple[Paper, ...]:
        """The ways without internet: those of the message, else the usual ones, unless a statute leaves none."""
        if message.paper is not None:
            return message.paper
        only_digital = message.only_digital is not None and message.only_digital.basis is not None
        return () if only_digital else self._register.municipality.paper_default

    def _answer(self, fitting: list[Rule], product: Product, audience: Audience, official: bool) -> _Answer:
        """What rules come to: those on the message and the product first, then as the register lists them."""
        principal = [rule for rule in fitting if not rule.beside]
        added = tuple(rule for rule in fitting if rule.beside)
        nothing = State.GAP if official else State.NOT_OPENED
        best = min((rule.rank for rule in principal), default=None)
        winners = [rule for rule in principal if rule.rank == best]
        if len({frozenset(rule.channels) for rule in winners}) > 1:
            return _Answer(State.ERROR, tied=tuple(winners))
        if not winners and not added:
            return _Answer(nothing)
        rule = winners[0] if winners else added[0]
        executor = self._register.executor_by_id.get(product.executor) if product.executor else None
        names = self._names(rule, executor)
        for beside in added:
            names += [name for name in self._names(beside, executor) if name not in names]
        channels = tuple(self._for_audience(names, audience))
        state = State.DESIGNATED
        if BY_EXECUTOR in rule.channels and executor is not None:
            state = State.EXECUTOR
        elif BY_INVITATION in rule.channels:
            state = State.INVITATION
        open_elsewhere = state is State.INVITATION or (
            state is State.EXECUTOR and executor is not None and not executor.channels and executor.url is not None
        )
        if not channels and not open_elsewhere:
            state = nothing
        return _Answer(
            state,
            channels=channels,
            rule=rule,
            added=added if winners else added[1:],
            executor=executor if state is State.EXECUTOR else None,
        )

    def _names(self, rule: Rule, executor: Executor | None) -> list[str]:
        """The channels of a rule, with the executor's own in the place of the word for them."""
        names: list[str] = []
        for name in rule.channels:
            if name == BY_EXECUTOR:
                names += executor.channels if executor else ()
            elif name != BY_INVITATION:
                names.append(name)
        return list(dict.fromkeys(names))

    def _for_audience(self, names: Iterable[str], audience: Audience) -> Iterator[Resolved]:
        for name in names:
            channel = self._register.channel_by_id.get(name)  # post, desk and telephone are no channels of ours
            if channel is not None and channel.serves(audience):
                yield Resolved(channel, channel.ways_in_for(audience))

    def _own_rules(self, product: Product, message: Message, official: bool) -> list[Rule]:
        own = [_own_rule(self._register, Rank.PRODUCT_MESSAGE, message)] if message.channels else []
        if product.channels:
            rule = _own_rule(self._register, Rank.PRODUCT, product)
            if not message.on_request or _by_statute(rule.source):
                own.append(rule)
        return [rule for rule in own if self._counts(rule, product.authority_of(message), official)]

    def _by_wide_rules(
        self, product: Product, message: Message, audience: Audience, official: bool
    ) -> tuple[list[Rule], _Answer]:
        """The wide rules that fit and bind, and what they come to where the product has no channels of its own."""
        authority = product.authority_of(message)
        key = (product.domain, product.executor, product.statutes, message.kind, message.initiative)
        key += (authority, audience, official)
        found = self._wide.get(key)
        if found is None:
            fitting = [
                rule
                for rule in self._rules
                if _fits(rule.designation, product, message, audience, official)
                and self._counts(rule, authority, official)
            ]
            found = self._wide[key] = fitting, self._answer(fitting, product, audience, official)
        return found

    def _counts(self, rule: Rule, authority: str, official: bool) -> bool:
        if rule.source is None:  # Awb 2:14: making it known is enough, but only for messages that aren't official
            return not official
        return self._binds(rule.source, authority)


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

    def of(self, product: Product, message: Message) -> tuple[Resolution, ...]:
        """The answers for each audience of the product."""
        return self._by_message[product.id, message.key]


def resolve_all(register: Register, resolver: Resolver) -> Resolutions:
    """Every product × message × audience of the register."""
    return Resolutions(
        tuple(
            resolver.resolve(product, message, audience)
            for product, message in register.all_messages()
            for audience in product.audiences
        )
    )


def rank_of(designation: Designation) -> Rank:
    """The rank of a designation: by its most telling selectors; audience, initiative and covers never count."""
    if designation.statute is not None:
        return Rank.STATUTE
    if designation.executor is not None:
        return Rank.EXECUTOR_MESSAGE if designation.messages else Rank.EXECUTOR
    if designation.domain is not None:
        return Rank.DOMAIN_MESSAGE if designation.messages else Rank.DOMAIN
    return Rank.MESSAGE if designation.messages else Rank.FALLBACK


def _rule_of(designation: Designation) -> Rule:
    return Rule(
        designation.channels,
        rank_of(designation),
        designation.source,
        designation.article,
        designation.place,
        designation,
    )


def _own_rule(register: Register, rank: Rank, owner: Product | Message) -> Rule:
    source, article = owner.source, owner.article
    if source is None and register.default_source is not None:
        source = register.default_source.source
        article = article or register.default_source.article
    return Rule(owner.channels, rank, source, article, owner.place_of("channels"))


def _fits(
    designation: Designation | None, product: Product, message: Message, audience: Audience, official: bool
) -> bool:
    if designation is None:
        return True
    if designation.covers is not Covers.BOTH and official is (designation.covers is Covers.OTHER):
        return False
    if designation.messages is not None and message.kind not in designation.messages:
        return False
    if designation.domain is not None and designation.domain != product.domain:
        return False
    if designation.statute is not None and designation.statute not in product.statutes:
        return False
    if designation.executor is not None:
        if product.executor is None or designation.executor not in (ANY_EXECUTOR, product.executor):
            return False
    if designation.audience is not None and audience not in designation.audience:
        return False
    if designation.initiative is not None and designation.initiative is not message.initiative:
        return False
    if message.on_request:
        return _by_statute(designation.source) or designation.initiative is Initiative.ON_REQUEST
    return True


def _by_statute(source: Source | None) -> bool:
    return source is not None and not source.is_decision
