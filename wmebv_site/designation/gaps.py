"""Why an official message has no channel: the one cause an editor can mend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from wmebv_site.designation._from_rules_intent import Intent
from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.resolve import Binds
from wmebv_site.designation.rule import Rule
from wmebv_site.register.channels import BY_EXECUTOR
from wmebv_site.register.content import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, MessageKind, Remedy
from wmebv_site.register.values import Source


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
    return tuple(gap for gap in gaps if gap.cause is Cause.REPLACED and wanted.by_key[gap.resolution.key].state.answers)


def _has_lapsed(decisions: Decisions, found: Resolution, rule: Rule) -> bool:
    """Whether it is the day alone that took the decision behind a rule away."""
    decision = decisions.register.decision_by_id.get(rule.decision or "")
    authority = found.product.authority_of(found.message)
    return decision is not None and not decisions.replaced_by(decision, authority)


def _with_rule(intent: Intent, binds: Binds) -> Callable[[Resolution], Resolution]:
    resolver = intent.resolver(binds)
    return lambda gap: resolver.resolve(gap.product, gap.message, gap.audience)
