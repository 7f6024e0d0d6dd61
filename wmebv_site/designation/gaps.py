"""Why an official message has no channel, judged by what the registers want with the mistakes in sources thought away."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property

from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions, Wanted
from wmebv_site.designation.resolve import Resolver
from wmebv_site.designation.rule import Rank, Rule, fits, own_rule, rule_of
from wmebv_site.diagnostics import nearest
from wmebv_site.register.channels import BY_EXECUTOR, DefaultSource, Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, Covers, MessageKind, Remedy
from wmebv_site.register.values import Source

NOT_GIVEN = Source("besluit", "")
"""Stands where an official message needs a source and none is written; no file can hold it."""


def needs_source(designation: Designation) -> bool:
    """Whether a designation has no source and could still be meant for official messages (Awb 2:13, second member)."""
    return designation.source is None and designation.covers is not Covers.OTHER


def is_dangling(register: Register, source: Source | None) -> bool:
    """Whether a source names a decision that isn't there."""
    return source is not None and source.is_decision and source.name not in register.decision_names


@dataclass(frozen=True)
class Intent:
    """Answers as the editor meant them: a source that is missing or misspelt doesn't take its rule away."""

    decisions: Decisions

    @property
    def register(self) -> Register:
        return self.decisions.register

    @cached_property
    def _is_whole(self) -> bool:
        """Whether no source is missing or misspelt: then the registers want what they mean."""
        register = self.register
        sources = [designation.source for designation in register.designations]
        rows: list[Product | Message] = [*register.standard_messages, *register.products]
        rows += [message for product in register.products for message in product.messages]
        sources += [row.source for row in rows]
        sources += [register.default_source.source] if register.default_source else []
        if any(is_dangling(register, source) for source in sources) or any(
            map(needs_source, register.designations)
        ):
            return False
        return register.default_source is not None or not any(
            row.channels and row.source is None for row in rows
        )

    @cached_property
    def mended(self) -> Register:
        """The register with a stand-in for each source that is missing."""
        register = self.register
        if self._is_whole:
            return register
        designations = tuple(
            designation.model_copy(update={"source": NOT_GIVEN}) if needs_source(designation) else designation
            for designation in register.designations
        )
        default = register.default_source or DefaultSource(source=NOT_GIVEN)
        return dataclasses.replace(register, designations=designations, default_source=default)

    @cached_property
    def meant(self) -> Callable[[str], Decision | None]:
        """Which decision an editor means by an id: itself, else the nearest one that designates."""
        known = self.register.decision_by_id
        designating = [decision.id for decision in self.register.decisions if decision.kind.designates]

        @cache
        def find(name: str) -> Decision | None:
            return known.get(name) or known.get(nearest(name, designating) or "")

        return find

    @cached_property
    def resolver(self) -> Resolver:
        return Resolver(Meant(self.decisions, self))

    @cached_property
    def resolutions(self) -> Resolutions:
        wanted = self.decisions.wanted()
        if self._is_whole:
            return wanted
        # A tie that only arises because of a stand-in is no tie of the editor's.
        return Resolutions(
            tuple(
                one if found.state is State.ERROR and one.state is not State.ERROR else found
                for one in wanted.all
                for found in (self.resolver.resolve(one.question),)
            )
        )


@dataclass(frozen=True)
class Meant(Wanted):
    """What the registers want, with the mistakes in sources thought away."""

    intent: Intent

    @property
    def register(self) -> Register:
        return self.intent.mended

    def binds(self, source: Source, authority: str) -> bool:
        """A decision that isn't there binds whom the one meant binds, or anyone when none is near."""
        if not is_dangling(self.register, source):
            return super().binds(source, authority)
        decision = self.intent.meant(source.name) if source.name else None
        return decision is None or authority in decision.authorities


@dataclass(frozen=True)
class _ThoughEnded(Meant):
    """The same, also by decisions that lapsed or were replaced."""

    def binds(self, source: Source, authority: str) -> bool:
        decision = self.calendar.designating(source)
        return super().binds(source, authority) or (
            decision is not None and authority in decision.authorities
        )


@dataclass(frozen=True)
class _ThoughOfAnother(_ThoughEnded):
    """The same, whoever took the decision."""

    def binds(self, source: Source, authority: str) -> bool:
        able = is_dangling(self.register, source) or self.calendar.designating(source) is not None
        return able or super().binds(source, authority)


@dataclass(frozen=True)
class _ThoughWithoutEffect(Meant):
    """The same, whatever a rule rests on."""

    def binds(self, source: Source, authority: str) -> bool:
        return True


class Cause(Enum):
    """In the order in which they are tried: the first that explains the gap is told."""

    EXECUTOR = auto()
    """The executor has neither channels nor an address."""
    AUDIENCE = auto()
    """A rule won, but none of its channels is for this audience."""
    REPLACED = auto()
    """The rule that fits rests on a decision that was replaced for this authority."""
    LAPSED = auto()
    """The rule that fits rests on a decision that lapsed, and nothing came in its place."""
    OTHER_AUTHORITY = auto()
    """The rule that fits rests on a decision of another authority."""
    DESIGNATES_NOTHING = auto()
    """The rule that fits rests on a mandate or on a decision under the old law."""
    NO_DECISION = auto()
    """The rules that fit rest on a decision that isn't there, which is told where they name it."""
    NO_RULE = auto()


@dataclass(frozen=True)
class Gap:
    """An official message without a way, for one or more audiences."""

    audiences: tuple[Audience, ...]
    cause: Cause
    resolution: Resolution
    """What the first of them would come to without the cause; the gap itself where there is nothing to think away."""
    rule: Rule | None

    @property
    def product(self) -> Product:
        return self.resolution.product

    @property
    def message(self) -> Message:
        return self.resolution.message

    @property
    def is_standard(self) -> bool:
        return not self.product.lists(self.message)

    @property
    def without_remedy(self) -> bool:
        """Whether it is a bezwaar where bezwaar is not the remedy: rule 13 speaks then, milder than rule 1."""
        return self.message.kind is MessageKind.OBJECTION and self.product.remedy is not Remedy.OBJECTION

    @property
    def is_excused(self) -> bool:
        """Whether rule 1 leaves it alone: where bezwaar is not the remedy, none is missed."""
        return self.without_remedy and self.cause in (Cause.NO_RULE, Cause.AUDIENCE)


def find_gaps(intent: Intent, *, on_request: bool = False) -> tuple[Gap, ...]:
    """The gaps for messages on own initiative, or for those on request, in the order of the register."""
    decisions, register = intent.decisions, intent.register
    open_ = [
        resolution
        for resolution in intent.resolutions.answered(lambda answer: answer.state is State.GAP)
        if resolution.message.on_request is on_request
    ]
    if not open_:
        return ()
    tried = [
        (Cause.REPLACED, Resolver(_ThoughEnded(decisions, intent))),
        (Cause.OTHER_AUTHORITY, Resolver(_ThoughOfAnother(decisions, intent))),
        (Cause.DESIGNATES_NOTHING, Resolver(_ThoughWithoutEffect(decisions, intent))),
    ]

    def explain(gap: Resolution) -> tuple[Cause, Resolution, Rule | None]:
        if gap.rule is not None:
            executor = register.executor_by_id.get(gap.product.executor or "")
            wordless = BY_EXECUTOR in gap.rule.channels and executor is not None and not executor.channels
            return (Cause.EXECUTOR if wordless else Cause.AUDIENCE), gap, gap.rule
        for cause, resolver in tried:
            found = resolver.resolve(gap.question)
            if rule := found.rule or next(iter(found.tied), None):
                if cause is Cause.REPLACED and rule.decision not in register.decision_by_id:
                    # Rules of a decision that isn't there tie: that it isn't there is told at their sources.
                    return Cause.NO_DECISION, found, rule
                by_day = cause is Cause.REPLACED and _has_lapsed(decisions, found, rule)
                return Cause.LAPSED if by_day else cause, found, rule
        return Cause.NO_RULE, gap, None

    by_cause: dict[tuple[str, str, Cause], list[tuple[Resolution, Rule | None]]] = defaultdict(list)
    for gap in open_:
        cause, found, rule = explain(gap)
        by_cause[gap.product.id, gap.message.key, cause].append((found, rule))
    return tuple(
        Gap(tuple(found.audience for found, _ in explained), cause, *explained[0])
        for (_, _, cause), explained in by_cause.items()
    )


def lost_through(draft: Decision, decisions: Decisions) -> tuple[Gap, ...]:
    """The messages that have a way as wanted now, but none once a draft is adopted: it replaces what gives them one."""
    taken, wanted = decisions.superseded[draft.id], decisions.wanted()
    if not any(answer.rule is not None and answer.rule.decision in taken for answer in wanted.all):
        return ()
    intent = Intent(decisions.once_adopted(draft))
    gaps = (*find_gaps(intent), *find_gaps(intent, on_request=True))
    return tuple(
        gap for gap in gaps if gap.cause is Cause.REPLACED and wanted.by_key[gap.resolution.key].state.answers
    )


def left_without(decision: Decision, decisions: Decisions) -> tuple[Resolution, ...]:
    """What has no way once a decision is adopted, through that very decision: it had one as wanted or as it holds, and
    the decision takes that away, or a rule of the decision fits and brings none. With the ties that it is part of.
    """
    register, before = decisions.register, decisions.wanted().by_key
    rules = [rule for rule in map(rule_of, register.designations) if rule.decision == decision.id]
    today = decisions.holding(decisions.today).by_key

    def is_through_it(after: Resolution) -> bool:
        product, message, traits = after.product, after.message, after.question.traits
        had = before[after.key].state.answers
        if had or after.state is State.ERROR:
            return had or any(rule.decision == decision.id for rule in after.tied)
        if message.kind is MessageKind.OBJECTION and product.remedy is not Remedy.OBJECTION:
            return False  # none is missed
        own = (
            [own_rule(register, Rank.PRODUCT, product)] if product.channels and not message.on_request else []
        )
        own += [own_rule(register, Rank.PRODUCT_MESSAGE, message)] if message.channels else []
        fitting = [rule for rule in (*own, *rules) if rule.decision == decision.id and fits(rule, traits)]
        withdrawn = message.withdrawn and register.decision_of(message.source) is decision
        gives = any(
            not rule.withdrawn for rule in fitting if not withdrawn or rule.rank is not Rank.PRODUCT_MESSAGE
        )
        return gives or ((withdrawn or bool(fitting)) and today[after.key].state.answers)

    return tuple(
        after
        for after in decisions.once_adopted(decision).wanted().all
        if after.question.authority in decision.authorities
        and after.state in (State.GAP, State.ERROR)
        and is_through_it(after)
    )


def _has_lapsed(decisions: Decisions, found: Resolution, rule: Rule) -> bool:
    """Whether it is the day alone that took the decision behind a rule away."""
    decision = decisions.register.decision_by_id.get(rule.decision or "")
    return decision is not None and not decisions.replaced_by(decision, found.question.authority)
