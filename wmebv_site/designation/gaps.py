"""Why an official message has no channel, judged by what the registers want with the mistakes in sources thought away."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property

from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.resolve import Binds, Resolver, resolve_all
from wmebv_site.designation.rule import Rule
from wmebv_site.diagnostics import nearest
from wmebv_site.register.channels import BY_EXECUTOR, DefaultSource, Designation
from wmebv_site.register.content import Decision
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

    register: Register
    decisions: Decisions
    wanted: Resolutions

    @cached_property
    def _whole(self) -> bool:
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
        if self._whole:
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
        designating = [
            d.id for d in self.register.decisions if self.decisions.designating(Source("besluit", d.id))
        ]

        @cache
        def find(name: str) -> Decision | None:
            return known.get(name) or known.get(nearest(name, designating) or "")

        return find

    def binds(self, source: Source, authority: str) -> bool:
        """As wanted; a decision that isn't there binds whom the one meant binds, or anyone when none is near."""
        if not is_dangling(self.register, source):
            return self.decisions.binds_as_wanted(source, authority)
        decision = self.meant(source.name) if source.name else None
        return decision is None or authority in decision.authorities

    def designates(self, source: Source) -> bool:
        """Whether a source can designate; a decision that isn't there is taken for one that can."""
        if not source.is_decision or is_dangling(self.register, source):
            return True
        return self.decisions.designating(source) is not None

    def resolver(self, binds: Binds) -> Resolver:
        """Answers from the mended register, with what is said to bind."""
        return self.decisions.as_wanted(self.mended, binds)

    @cached_property
    def resolutions(self) -> Resolutions:
        if self._whole:
            return self.wanted
        mended = resolve_all(self.register, self.resolver(self.binds))
        # A tie that only arises because of a stand-in is no tie of the editor's.
        return Resolutions(
            tuple(
                wanted if found.state is State.ERROR and wanted.state is not State.ERROR else found
                for found, wanted in zip(mended.all, self.wanted.all, strict=True)
            )
        )


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
    NO_RULE = auto()


@dataclass(frozen=True)
class Gap:
    """An official message without a way, for one or more audiences."""

    product: Product
    message: Message
    audiences: tuple[Audience, ...]
    cause: Cause
    resolution: Resolution
    rule: Rule | None

    @property
    def is_standard(self) -> bool:
        return not any(self.message is own for own in self.product.messages)

    @property
    def without_remedy(self) -> bool:
        """Whether it is a bezwaar where bezwaar is not the remedy: rule 13 speaks then, milder than rule 1."""
        return self.message.kind is MessageKind.OBJECTION and self.product.remedy is not Remedy.OBJECTION

    @property
    def is_excused(self) -> bool:
        """Whether rule 1 leaves it alone: where bezwaar is not the remedy, none is missed."""
        return self.without_remedy and self.cause in (Cause.NO_RULE, Cause.AUDIENCE)


def find_gaps(intent: Intent, decisions: Decisions, *, on_request: bool = False) -> tuple[Gap, ...]:
    """The gaps for messages on own initiative, or for those on request, in the order of the register."""
    register = intent.register
    open_ = [
        resolution
        for resolution in intent.resolutions.all
        if resolution.state is State.GAP and resolution.message.on_request is on_request
    ]
    if not open_:
        return ()

    def own(source: Source, authority: str) -> bool:
        decision = decisions.designating(source)
        return intent.binds(source, authority) or (decision is not None and authority in decision.authorities)

    def any_authority(source: Source, authority: str) -> bool:
        return own(source, authority) or intent.designates(source)

    def anything(source: Source, authority: str) -> bool:
        return True

    tried = [
        (Cause.REPLACED, _with_rule(intent, own)),
        (Cause.OTHER_AUTHORITY, _with_rule(intent, any_authority)),
        (Cause.DESIGNATES_NOTHING, _with_rule(intent, anything)),
    ]

    def explain(gap: Resolution) -> tuple[Cause, Resolution, Rule | None]:
        if gap.rule is not None:
            executor = register.executor_by_id.get(gap.product.executor or "")
            wordless = BY_EXECUTOR in gap.rule.channels and executor is not None and not executor.channels
            return (Cause.EXECUTOR if wordless else Cause.AUDIENCE), gap, gap.rule
        for cause, find in tried:
            found = find(gap)
            if rule := found.rule or next(iter(found.tied), None):
                if cause is Cause.REPLACED and _has_lapsed(decisions, found, rule):
                    cause = Cause.LAPSED
                return cause, found, rule
        return Cause.NO_RULE, gap, None

    by_cause: dict[tuple[str, str, Cause], list[tuple[Audience, Resolution, Rule | None]]] = defaultdict(list)
    for gap in open_:
        cause, found, rule = explain(gap)
        by_cause[gap.product.id, gap.message.key, cause].append((gap.audience, found, rule))
    return tuple(
        Gap(
            found[0][1].product,
            found[0][1].message,
            tuple(audience for audience, _, _ in found),
            cause,
            found[0][1],
            found[0][2],
        )
        for (_, _, cause), found in by_cause.items()
    )


def lost_through(draft: Decision, decisions: Decisions, wanted: Resolutions) -> tuple[Gap, ...]:
    """The messages that have a way as wanted now, but none once a draft is adopted: it replaces what gives them one."""
    taken = decisions.superseded[draft.id]
    if not any(answer.rule is not None and answer.rule.decision in taken for answer in wanted.all):
        return ()
    later = decisions.once_adopted(draft)
    intent = Intent(later.register, later, later.wanted())
    gaps = (*find_gaps(intent, later), *find_gaps(intent, later, on_request=True))
    return tuple(
        gap for gap in gaps if gap.cause is Cause.REPLACED and wanted.by_key[gap.resolution.key].state.answers
    )


def _has_lapsed(decisions: Decisions, found: Resolution, rule: Rule) -> bool:
    """Whether it is the day alone that took the decision behind a rule away."""
    decision = decisions.register.decision_by_id.get(rule.decision or "")
    authority = found.product.authority_of(found.message)
    return decision is not None and not decisions.replaced_by(decision, authority)


def _with_rule(intent: Intent, binds: Binds) -> Callable[[Resolution], Resolution]:
    resolver = intent.resolver(binds)
    return lambda gap: resolver.resolve(gap.product, gap.message, gap.audience)
