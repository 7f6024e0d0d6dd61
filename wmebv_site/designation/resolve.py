"""Finds the one answer among all rules that fit and count, in one view of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Protocol

from wmebv_site.designation.answers import (
    Answer,
    Resolution,
    Resolutions,
    Resolved,
    State,
    asking_what_counts,
)
from wmebv_site.designation.rule import Rank, Rule, fits, own_rule, rule_of
from wmebv_site.register.annexes import Annex
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION, Channel, Executor
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, Paper
from wmebv_site.register.values import Source

Binds = Callable[[Source, str], bool]
"""Whether what rests on a source binds an authority (by id)."""
Holds = Callable[[Rule], bool]
"""Whether a rule counts apart from its source: on a date, only rules that have begun."""
Begins = Callable[[str], date | None]
"""The day from which a decision (by id) is in force: of rules equally precise, those of the later one answer."""


class Rows(Protocol):
    """The rows of the annexes that are in force."""

    def find(
        self, product: Product, message: Message, audience: Audience, official: bool
    ) -> tuple[Rule, ...]:
        """The row that answers; none, or more when they are in each other's way."""
        ...


_EXEMPT = Answer(State.EXEMPT)


class Resolver:
    """Answers for one register and one view of what binds; looks rules up instead of going past all of them.

    ``frozen`` are rules of annexes, beside those of the register; ``rows`` the rows of annexes, which go before rules.
    ``superseded`` says, for each decision, of which decisions it takes the place where rules are equally precise.
    """

    def __init__(
        self,
        register: Register,
        binds: Binds,
        day: date,
        holds: Holds = lambda rule: True,
        *,
        frozen: Sequence[Rule] = (),
        rows: Rows | None = None,
        begins: Begins = lambda decision: None,
        superseded: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        self._register = register
        self._day = day
        self._binds = binds
        self._holds = holds
        self._rows = rows
        self._begins = begins
        self._superseded = superseded
        self._rules = [rule for rule in (*map(rule_of, register.designations), *frozen) if holds(rule)]
        # Products share what wide rules can ask about: few combinations stand for thousands of messages.
        self._wide: dict[tuple[object, ...], tuple[list[Rule], Answer]] = {}
        self._frozen_channels: dict[tuple[int, str], Channel] = {}
        self._asking: dict[tuple[int, str, str], Channel | None] = {}

    def resolve(self, product: Product, message: Message, audience: Audience) -> Resolution:
        paper = self._paper(message)
        if message.exempt is not None and message.exempt.counts_on(self._day):
            return Resolution(product, message, audience, _EXEMPT, paper)
        official = product.is_official(message)
        wide, answer = self._by_wide_rules(product, message, audience, official)
        own = self._own_rules(product, message, official)
        rows = self._rows.find(product, message, audience, official) if self._rows else ()
        if own or rows:
            answer = self._answer([*own, *wide], product, message, audience, official, rows)
        return Resolution(product, message, audience, answer, paper)

    def _paper(self, message: Message) -> tuple[Paper, ...]:
        """The ways without internet: those of the message, else the usual ones, unless a statute leaves none."""
        if message.paper is not None:
            return message.paper
        only_digital = message.only_digital is not None and message.only_digital.basis is not None
        return () if only_digital else self._register.municipality.paper_default

    def _answer(
        self,
        fitting: list[Rule],
        product: Product,
        message: Message,
        audience: Audience,
        official: bool,
        rows: tuple[Rule, ...] = (),
    ) -> Answer:
        """What rules come to: those on the message and the product first, then as the register lists them."""
        standing = self._not_overridden(fitting)
        principal = [rule for rule in standing if not rule.beside]
        added = tuple(rule for rule in standing if rule.beside)
        nothing = State.GAP if official else State.NOT_OPENED
        if rows:
            principal = [rule for rule in principal if self._goes_before(rule, rows)]
        winners = self._winners(principal) or list(rows)
        if _differ(winners):
            return Answer(State.ERROR, tied=tuple(winners))
        if not winners and not added:
            return Answer(nothing)
        rule = winners[0] if winners else added[0]
        executor = self._register.executor_by_id.get(product.executor) if product.executor else None
        authority = product.authority_of(message)
        channels: dict[str, Channel] = {}
        for each in (rule, *added):
            for channel in self._channels(each, executor, authority):
                channels.setdefault(channel.id, channel)
        kept = tuple(
            Resolved(channel, channel.ways_in_for(audience))
            for channel in channels.values()
            if channel.serves(audience)
        )
        state = _state(rule, executor)
        open_elsewhere = state is State.INVITATION or (
            state is State.EXECUTOR
            and executor is not None
            and not executor.channels
            and executor.url is not None
        )
        if not kept and not open_elsewhere:
            state = nothing
        return Answer(
            state,
            channels=kept,
            rule=rule,
            added=added if winners else added[1:],
            executor=executor if state is State.EXECUTOR else None,
        )

    def _not_overridden(self, rules: list[Rule]) -> list[Rule]:
        """The rules without those that an amendment replaced or withdrew, and without the withdrawals themselves."""
        amended = self._register.amended
        if amended:
            changing = [
                (rule.selectors, amended[rule.decision])
                for rule in rules
                if rule.decision in amended and rule.designation is not None
            ]
            rules = [
                rule
                for rule in rules
                if not any(rule.decision in changed and rule.selectors == same for same, changed in changing)
            ]
        return [rule for rule in rules if not rule.withdrawn]

    def _winners(self, rules: list[Rule]) -> list[Rule]:
        """The most precise rules; of decisions, those of the one that came into force last, or takes another's place."""
        best = min((rule.rank for rule in rules), default=None)
        winners = [rule for rule in rules if rule.rank == best]
        taken = {name for rule in winners for name in self._superseded.get(rule.decision or "", ())}
        winners = [rule for rule in winners if rule.decision not in taken]
        begins = [begin for rule in winners if (begin := self._begin(rule))]
        if len(begins) < 2:
            return winners
        return [rule for rule in winners if self._begin(rule) in (None, max(begins))]

    def _begin(self, rule: Rule) -> date | None:
        return self._begins(rule.decision) if rule.decision else None

    def _goes_before(self, rule: Rule, rows: tuple[Rule, ...]) -> bool:
        """Whether a rule goes before the rows that answer: a statute that is more precise does.

        So does a decision without an annex of its own that is more precise, or as precise and later.
        """
        rank = min(row.rank for row in rows)
        if rule.source is None or rule.annex is not None or rule.rank > rank:
            return False
        if rule.rank < rank:
            return True
        if rule.decision is None:
            return False
        begin, amended = self._begin(rule), self._register.amended.get(rule.decision, frozenset())
        return all(row.decision in amended or _later(begin, self._begin(row)) for row in rows)

    def _channels(self, rule: Rule, executor: Executor | None, authority: str) -> Iterator[Channel]:
        """The channels of a rule, with the executor's own in the place of the word for them."""
        for name in rule.channels:
            if name == BY_EXECUTOR:
                names: Iterable[str] = executor.channels if executor else ()
            else:
                names = (name,) if name != BY_INVITATION else ()
            for each in names:
                channel = self._channel(each, rule.annex, authority)
                if channel is not None:  # post, desk and telephone are no channels of ours
                    yield channel

    def _channel(self, name: str, annex: Annex | None, authority: str) -> Channel | None:
        """A channel with what it may ask of who writes to this authority."""
        key = id(annex), name, authority
        if key not in self._asking:
            found = self._as_frozen(name, annex)
            self._asking[key] = found and asking_what_counts(
                found, lambda source: self._binds(source, authority)
            )
        return self._asking[key]

    def _as_frozen(self, name: str, annex: Annex | None) -> Channel | None:
        """A channel as it stands, or as it was frozen.

        Name, addresses and requirements stay as the decision has them. Whether the channel works, and what a sender
        gets back, are facts of today: nobody is sent to a form that has stopped since.
        """
        live = self._register.channel_by_id.get(name)
        frozen = annex.channel_by_id.get(name) if annex else None
        if frozen is None or annex is None:
            return live
        key = id(annex), name
        if key not in self._frozen_channels:
            facts = {} if live is None else {fact: getattr(live, fact) for fact in _FACTS_OF_TODAY}
            made = self._frozen_channels[key] = frozen.model_copy(update=facts)
            if live is not None:
                made._source = live._source  # an editor mends a channel where it is written
        return self._frozen_channels[key]

    def _own_rules(self, product: Product, message: Message, official: bool) -> list[Rule]:
        own = []
        if message.channels and not message.withdrawn:
            own.append(own_rule(self._register, Rank.PRODUCT_MESSAGE, message))
        if product.channels:
            rule = own_rule(self._register, Rank.PRODUCT, product)
            if not message.on_request or rule.by_statute:
                own.append(rule)
        authority = product.authority_of(message)
        return [rule for rule in own if self._holds(rule) and self._counts(rule, authority, official)]

    def _by_wide_rules(
        self, product: Product, message: Message, audience: Audience, official: bool
    ) -> tuple[list[Rule], Answer]:
        """The wide rules that fit and bind, and what they come to where the product has no channels of its own."""
        authority = product.authority_of(message)
        key = (product.domain, product.executor, product.statutes, message.kind, message.initiative)
        key += (authority, audience, official)
        found = self._wide.get(key)
        if found is None:
            fitting = [
                rule
                for rule in self._rules
                if fits(rule, product, message, audience, official)
                and self._counts(rule, authority, official)
            ]
            found = self._wide[key] = fitting, self._answer(fitting, product, message, audience, official)
        return found

    def _counts(self, rule: Rule, authority: str, official: bool) -> bool:
        if (
            rule.source is None
        ):  # Awb 2:14: making it known is enough, but only for messages that aren't official
            return not official
        return self._binds(rule.source, authority)


_FACTS_OF_TODAY = (
    "from_",
    "until",
    "acknowledgement",
    "sender_copy",
    "representation",
    "shared",
    "logging",
    "confidential",
)


def resolve_all(register: Register, resolver: Resolver) -> Resolutions:
    """Every product × message × audience of the register."""
    return Resolutions(
        tuple(
            resolver.resolve(product, message, audience)
            for product, message in register.all_messages()
            for audience in product.audiences
        )
    )


def _differ(winners: Sequence[Rule]) -> bool:
    """Whether rules are in each other's way: other channels, or two rows that would both be the answer."""
    return (
        len({frozenset(rule.channels) for rule in winners}) > 1
        or sum(rule.row is not None for rule in winners) > 1
    )


def _state(rule: Rule, executor: Executor | None) -> State:
    if rule.row is not None:
        return State[rule.row.state.name]
    if BY_EXECUTOR in rule.channels and executor is not None:
        return State.EXECUTOR
    return State.INVITATION if BY_INVITATION in rule.channels else State.DESIGNATED


def _later(begin: date | None, than: date | None) -> bool:
    return begin is not None and (than is None or begin > than)
