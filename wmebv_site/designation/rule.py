"""What designates, how precise it is, and for which messages it is meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from wmebv_site.diagnostics import Place
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.channels import ANY_EXECUTOR, Designation
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, Covers, Initiative
from wmebv_site.register.values import Source


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
            None if rule.messages is None else frozenset(rule.messages),
            frozenset(rule.audience or Audience),
            rule.initiative,
            rule.covers,
            rule.beside,
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
    return Rule(row.channel_ids, Rank[row.rank.name], row.source, row.article, row.place, None, annex, row)


def own_rule(register: Register, rank: Rank, owner: Product | Message) -> Rule:
    source, article = owner.source, owner.article
    if source is None and register.default_source is not None:
        source = register.default_source.source
        article = article or register.default_source.article
    return Rule(owner.channels, rank, source, article, owner.place_of("channels"))


def fits(rule: Rule, product: Product, message: Message, audience: Audience, official: bool) -> bool:
    """Whether all selectors of a rule fit."""
    designation = rule.designation
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
        return rule.by_statute or designation.initiative is Initiative.ON_REQUEST
    return True
