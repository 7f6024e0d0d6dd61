"""What is asked about a message, what designates, how precise that is, and whether the one fits the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from wmebv_site.diagnostics import Place
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.channels import ANY_EXECUTOR, BY_EXECUTOR, Designation, Executor
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, Covers, Initiative, MessageKind, RowRank, Statute, ToConfirm
from wmebv_site.register.values import Source

Key = tuple[str, str, Audience]
"""Product, message and audience, in the words of the register."""


class Traits(NamedTuple):
    """All of a question that a rule for more than one product can look at.

    Questions with the same traits share their rules, and what those rules come to: few stand for thousands.
    """

    domain: str
    executor: str | None
    statutes: tuple[Statute, ...]
    kind: MessageKind
    initiative: Initiative
    authority: str
    audience: Audience
    official: bool


@dataclass(frozen=True)
class Question:
    """Through which channel this audience sends this message about this product."""

    product: Product
    message: Message
    audience: Audience
    # Every view asks these of every question: as properties that remember they would cost more than they come to.
    key: Key = field(init=False, repr=False, compare=False)
    keys: tuple[Key, ...] = field(init=False, repr=False, compare=False)
    """What it may be called in an annex: its own name, then the former ones as they are listed."""
    traits: Traits = field(init=False, repr=False, compare=False)
    official: bool = field(init=False, repr=False, compare=False)
    authority: str = field(init=False, repr=False, compare=False)
    """Who decides on the message."""
    ordinary: bool = field(init=False, repr=False, compare=False)
    """Whether the register says nothing of this message alone, so that only a row can set it apart from those with its
    traits.
    """
    has_only_channels: bool = field(init=False, repr=False, compare=False)
    """Whether the register says nothing of it alone but through which channels."""

    def __post_init__(self) -> None:
        product, message, audience = self.product, self.message, self.audience
        key = product.id, message.key, audience
        keys = (key,) if not product.formerly and not message.formerly else self._names()
        traits = Traits(
            product.domain,
            product.executor,
            product.statutes,
            message.kind,
            message.initiative,
            product.authority_of(message),
            audience,
            product.is_official(message),
        )
        has_only_channels = (
            message.exempt is None
            and message.paper is None
            and message.only_digital is None
            and product.is_confirmed(ToConfirm.AUTHORITY)
        )
        ordinary = (
            has_only_channels and not message.channels and not message.withdrawn and not product.channels
        )
        self.__dict__.update(  # it is frozen
            key=key,
            keys=keys,
            traits=traits,
            official=traits.official,
            authority=traits.authority,
            ordinary=ordinary,
            has_only_channels=has_only_channels,
        )

    def _names(self) -> tuple[Key, ...]:
        product, message = self.product, self.message
        return tuple(
            (name, called, self.audience)
            for name in (product.id, *product.formerly)
            for called in (message.key, *message.formerly)
        )


def questions_of(register: Register) -> Iterator[Question]:
    """Every product × message × audience, in the order of the register."""
    for product, message in register.all_messages():
        for audience in product.audiences:
            yield Question(product, message, audience)


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


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that designates: a designation, the channels on a product or message, or a row of an annex.

    ``annex`` is there when it was frozen: then its channels are those of the annex. ``row`` is there when it is one
    row of that annex.
    """

    channels: tuple[str, ...]
    rank: Rank
    source: Source | None
    article: str | None
    place: Place
    designation: Designation | None = None
    annex: Annex | None = field(default=None, compare=False, repr=False)
    row: AnnexRow | None = field(default=None, compare=False, repr=False)

    @property
    def beside(self) -> bool:
        return self.designation is not None and self.designation.beside

    @property
    def withdrawn(self) -> bool:
        return self.designation is not None and self.designation.withdrawn

    @property
    def from_(self) -> date | None:
        """The first day on which the rule counts, when it has one of its own."""
        return self.designation.from_ if self.designation else None

    @property
    def decision(self) -> str | None:
        """The id of the decision behind the rule; None for a statute, and for a way that was only made known."""
        return self.source.decision if self.source else None

    @property
    def by_statute(self) -> bool:
        return self.source is not None and not self.source.is_decision

    @property
    def selectors(self) -> tuple[object, ...] | None:
        """What tells a designation from another: an amendment overrides the rule with the same selectors.

        A rule beside others replaces nothing, so it is another than the same rule that isn't.
        """
        rule = self.designation
        if rule is None:
            return None
        return (
            rule.statute,
            rule.executor,
            rule.domain,
            rule.authority,
            None if rule.messages is None else frozenset(rule.messages),
            frozenset(rule.audience or Audience),
            rule.initiative,
            rule.covers,
            rule.beside,
        )


def rank_of(designation: Designation) -> Rank:
    """The rank of a designation: by its most telling selectors; authority, audience, initiative and covers never count."""
    if designation.statute is not None:
        return Rank.STATUTE
    if designation.executor is not None:
        return Rank.EXECUTOR_MESSAGE if designation.messages else Rank.EXECUTOR
    if designation.domain is not None:
        return Rank.DOMAIN_MESSAGE if designation.messages else Rank.DOMAIN
    return Rank.MESSAGE if designation.messages else Rank.FALLBACK


def rule_of(designation: Designation, annex: Annex | None = None) -> Rule:
    return Rule(
        designation.channels,
        rank_of(designation),
        designation.source,
        designation.article,
        designation.place,
        designation,
        annex,
    )


def row_rule(row: AnnexRow, annex: Annex) -> Rule:
    """A row of an annex as the rule that it froze."""
    return Rule(row.channel_ids, _RANKS[row.rank], row.source, row.article, row.place, None, annex, row)


_RANKS = {rank: Rank[rank.name] for rank in RowRank}


def own_rule(register: Register, rank: Rank, owner: Product | Message) -> Rule:
    source, article = owner.source, owner.article
    if source is None and register.default_source is not None:
        source = register.default_source.source
        article = article or register.default_source.article
    return Rule(owner.channels, rank, source, article, owner.place_of("channels"))


def spelled_out(channels: Iterable[str], executor: Executor | None) -> Iterator[str]:
    """Channels by id, with those of the executor in the place of the word for them."""
    for channel in channels:
        if channel == BY_EXECUTOR:
            yield from executor.channels if executor else ()
        else:
            yield channel


def fits(rule: Rule, asked: Traits) -> bool:
    """Whether all selectors of a rule fit."""
    selectors = rule.designation
    if selectors is None:
        return True
    if selectors.covers is not Covers.BOTH and asked.official is (selectors.covers is Covers.OTHER):
        return False
    if selectors.messages is not None and asked.kind not in selectors.messages:
        return False
    if selectors.domain is not None and selectors.domain != asked.domain:
        return False
    if selectors.authority is not None and selectors.authority != asked.authority:
        return False
    if selectors.statute is not None and selectors.statute not in asked.statutes:
        return False
    if selectors.executor is not None and (
        asked.executor is None or selectors.executor not in (ANY_EXECUTOR, asked.executor)
    ):
        return False
    if selectors.audience is not None and asked.audience not in selectors.audience:
        return False
    if selectors.initiative is not None and selectors.initiative is not asked.initiative:
        return False
    if asked.initiative is Initiative.ON_REQUEST:
        return rule.by_statute or selectors.initiative is Initiative.ON_REQUEST
    return True
