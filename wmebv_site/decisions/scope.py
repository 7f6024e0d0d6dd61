"""Which rules of the registers a new decision has to carry, and for which bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.rule import Question, Rank, Rule, fits, own_rule, rank_of, rule_of
from wmebv_site.diagnostics import Place
from wmebv_site.register.channels import BY_EXECUTOR, Channel, Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Covers
from wmebv_site.register.values import Source


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the registers that says in which article it stands."""

    place: Place
    source: Source | None
    article: str | None


@dataclass(frozen=True, slots=True)
class OwnRule:
    """The channels on a product, or on one of its messages.

    ``here`` is where they stand, ``said`` where it stands on what they rest: at themselves, or once for all of them.
    """

    product: Product
    message: Message | None
    rule: Rule
    here: Mark
    said: Mark


@dataclass(frozen=True)
class Scope:
    """What one decision is about. ``replaced`` are the decisions whose rules it takes over.

    ``rules`` are its wide rules where the register has others by now.
    """

    register: Register
    id: str
    authorities: tuple[str, ...]
    replaced: tuple[Decision, ...]
    amends: Decision | None = None
    rules: tuple[Designation, ...] | None = None
    drafts: frozenset[str] = frozenset()
    """The other decisions that are still drafts: what names one of them is not carried."""

    def carries(self, source: Source | None) -> bool:
        """Whether what rests on this source is to stand in the decision; without a source it has to stand somewhere."""
        if source is None:
            return self.amends is None
        names = {self.id, *(decision.id for decision in self.replaced)}
        return source.is_decision and source.name in names

    @cached_property
    def designations(self) -> tuple[Designation, ...]:
        """The wide rules that the decision carries, those of Awb 2:14 without a source left out."""
        return tuple(
            designation
            for designation in (self.register.designations if self.rules is None else self.rules)
            if self.carries(designation.source)
            and not is_opened_without_decision(designation)
            and not designation.withdrawn
        )

    @property
    def carries_any(self) -> bool:
        """Whether anything of the registers is to stand in the decision, apart from what a statute says."""
        return bool(self.designations or self.own_rules)

    @cached_property
    def withdrawals(self) -> tuple[Mark, ...]:
        """Where the registers say that this decision withdraws a rule or a row, ways beside others left out."""
        owners: list[Designation | Message] = [*self.register.designations]
        owners += [message for product in self.register.products for message in product.messages]
        beside = {designation.place for designation in self.withdrawn_beside}
        return tuple(
            Mark(owner.place, owner.source, owner.article)
            for owner in owners
            if owner.withdrawn
            and owner.source is not None
            and owner.source.name == self.id
            and owner.place not in beside
        )

    @cached_property
    def withdrawn_beside(self) -> tuple[Designation, ...]:
        """The ways beside others that this decision withdraws: what they stood beside stays as it was decided."""
        return tuple(
            designation
            for designation in self.register.designations
            if designation.withdrawn
            and designation.beside
            and designation.source is not None
            and designation.source.name == self.id
        )

    @cached_property
    def opened(self) -> tuple[Designation, ...]:
        """The ways for other messages that need no decision (Awb 2:14)."""
        return tuple(filter(is_opened_without_decision, self.register.designations))

    def of_rank(self, *ranks: Rank) -> tuple[Designation, ...]:
        """The rules of these ranks that say what is designated for official messages."""
        return tuple(
            d
            for d in self.designations
            if rank_of(d) in ranks and not d.beside and d.covers is not Covers.OTHER
        )

    @cached_property
    def own_rules(self) -> tuple[OwnRule, ...]:
        """The channels on products and messages that the decision carries."""
        return tuple(own for own in self._all_own_rules if self.carries(own.rule.source))

    @cached_property
    def left_out(self) -> tuple[Mark, ...]:
        """Where the registers name another draft, about what these bodies decide."""
        marks = [Mark(d.place, d.source, d.article) for d in self.register.designations]
        marks += [own.said for own in self._all_own_rules]
        return tuple(
            dict.fromkeys(m for m in marks if m.source is not None and m.source.decision in self.drafts)
        )

    @cached_property
    def _all_own_rules(self) -> tuple[OwnRule, ...]:
        return tuple(self._own_rules())

    def _own_rules(self) -> Iterator[OwnRule]:
        default = self.register.default_source
        for product in self.register.products:
            owners: list[Product | Message] = [product, *product.messages]
            for owner in owners:
                withdrawn = isinstance(owner, Message) and owner.withdrawn
                if not owner.channels or withdrawn or not self._decides(product, owner):
                    continue
                rule = own_rule(
                    self.register, Rank.PRODUCT if owner is product else Rank.PRODUCT_MESSAGE, owner
                )
                here = Mark(rule.place, rule.source, rule.article)
                shared = owner.source is None and owner.article is None and default is not None
                said = Mark(default.place, rule.source, rule.article) if shared and default else here
                yield OwnRule(product, owner if isinstance(owner, Message) else None, rule, here, said)

    def wider_than(self, own: OwnRule) -> frozenset[Place]:
        """Where the wide rules stand that would answer if a product or message had no channels of its own."""
        messages = (
            [own.message]
            if own.message
            else [m for m in self.register.messages_of(own.product) if not m.channels]
        )
        return frozenset(
            designation.place
            for designation in self.designations
            if rank_of(designation) > own.rule.rank and not designation.beside
            for message in messages
            for audience in own.product.audiences
            if fits(rule_of(designation), Question(own.product, message, audience).traits)
        )

    def _decides(self, product: Product, owner: Product | Message) -> bool:
        authority = product.authority_of(owner) if isinstance(owner, Message) else product.authority
        return authority in self.authorities

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that the decision designates, in the order of the register."""
        names = {name for designation in self.designations for name in designation.channels}
        names |= {name for own in self.own_rules for name in own.rule.channels}
        if any(BY_EXECUTOR in designation.channels for designation in self.designations):
            names |= {name for executor in self.register.executors for name in executor.channels}
        return tuple(channel for channel in self.register.channels if channel.id in names)

    def named_channels(self, names: tuple[str, ...]) -> tuple[Channel, ...]:
        """The channels behind names; post, the desk and the telephone are no electronic ways."""
        return tuple(
            self.register.channel_by_id[name] for name in names if name in self.register.channel_by_id
        )


def is_opened_without_decision(designation: Designation) -> bool:
    """Whether this makes known a way for messages that aren't official, which asks for no decision."""
    return designation.source is None and designation.covers is Covers.OTHER


def own_authorities(register: Register) -> tuple[str, ...]:
    """The municipality's own bodies that decide on a product; all of them when none does yet."""
    own = [authority.id for authority in register.authorities if authority.id not in register.other_bodies]
    deciding = {product.authority_of(message) for product, message in register.all_messages()}
    return tuple(name for name in own if name in deciding) or tuple(own)


def replaced_by_default(decisions: Decisions, new: str, authorities: tuple[str, ...]) -> tuple[Decision, ...]:
    """The municipality's own decisions that still hold for one of these bodies: a new one comes in their place."""
    live = (Status.IN_FORCE, Status.PUBLISHED, Status.ADOPTED)
    return tuple(
        decision
        for decision in decisions.register.decisions
        if decision.id != new
        and decision.kind.is_ours
        and decision.kind.stands_alone
        and decisions.status(decision) in live
        and set(decision.authorities) & set(authorities)
    )
