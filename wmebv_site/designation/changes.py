"""What changed for residents and when: from decisions, channels, help, policies and outages, never from a list kept by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wmebv_site.designation.decisions import WMEBV_IN_FORCE, Decisions
from wmebv_site.designation.outages import Outages, shown_from
from wmebv_site.dutch import AMSTERDAM
from wmebv_site.register.channels import Channel
from wmebv_site.register.content import Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.support import Support
from wmebv_site.register.terms import DecisionKind
from wmebv_site.register.values import Source


class ChangeKind(StrEnum):
    """What happened; the value is part of an identifier that feed readers remember, and never changes."""

    PUBLISHED = "bekendgemaakt"
    IN_FORCE = "in-werking"
    LAPSED = "vervallen"
    STARTS = "begint"
    STOPS = "stopt"
    ADOPTED = "vastgesteld"
    OUTAGE = "gemeld"


Subject = Decision | Channel | Support | Policy | Outage
_ABOUT: dict[type, str] = {
    Decision: "besluit",
    Channel: "kanaal",
    Support: "hulp",
    Policy: "beleid",
    Outage: "storing",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened, or will, on a day. ``authorities`` are there when it is about some of them alone.

    ``latest`` is when there was last something to tell, where that is known to the minute: of an outage. It can be
    before ``day``, for maintenance, and after it, for what is over.
    """

    day: date
    kind: ChangeKind
    subject: Subject
    authorities: tuple[str, ...] = ()
    latest: datetime | None = None

    @property
    def key(self) -> str:
        """The same for the same change in every build, also when its date was mended: ``besluit/a/in-werking``."""
        about = _ABOUT[type(self.subject)]
        parts = [about, self.subject.id, self.kind.value]
        return "/".join([*parts, *(["+".join(sorted(self.authorities))] if self.authorities else [])])


def changes(decisions: Decisions, outages: Outages) -> tuple[Change, ...]:
    """Every change that residents may know of today, also those to come; the newest first."""
    register = decisions.register
    found = [*_of_decisions(decisions), *_of_channels(decisions)]
    found += [*_of_support(register), *_of_policies(register, decisions.today), *of_outages(outages)]
    return tuple(sorted(found, key=lambda change: (-change.day.toordinal(), _ORDER[change.kind], change.key)))


# On one day: what holds now stands above what that ended.
_ORDER = {kind: place for place, kind in enumerate((ChangeKind.IN_FORCE, ChangeKind.STARTS, *ChangeKind))}


def _of_decisions(decisions: Decisions) -> Iterator[Change]:
    for decision in decisions.public:
        if decision.kind is DecisionKind.MANDATE:
            continue  # says who signs, and changes nothing for a sender
        if decision.published is not None and decisions.is_published(decision):
            yield Change(decision.published, ChangeKind.PUBLISHED, decision)
        yield from _of_periods(decisions, decision)


def _of_periods(decisions: Decisions, decision: Decision) -> Iterator[Change]:
    periods = {name: period for name in decision.authorities if (period := decisions.period(decision, name))}
    if not periods or decision.published is None or decision.in_force_from is None:
        return
    # What works back to an earlier day was known to nobody on that day.
    yield Change(max(decision.published, decision.in_force_from), ChangeKind.IN_FORCE, decision)
    ends: dict[date, list[str]] = defaultdict(list)
    for name, period in periods.items():
        if period.end is not None:
            ends[period.end].append(name)
    for end, names in ends.items():
        everyone = len(names) == len(decision.authorities)
        yield Change(end, ChangeKind.LAPSED, decision, () if everyone else tuple(names))


def _of_channels(decisions: Decisions) -> Iterator[Change]:
    known = _publicly_named(decisions)
    for channel in decisions.register.channels:
        if channel.id not in known:
            continue  # a channel that is only wanted
        for day, kind in ((channel.from_, ChangeKind.STARTS), (channel.until, ChangeKind.STOPS)):
            if day is not None and day >= WMEBV_IN_FORCE:
                yield Change(day, kind, channel)


def _of_support(register: Register) -> Iterator[Change]:
    for support in register.support:
        for day, kind in ((support.from_, ChangeKind.STARTS), (support.until, ChangeKind.STOPS)):
            if day is not None:
                yield Change(day, kind, support)


def _of_policies(register: Register, today: date) -> Iterator[Change]:
    for policy in register.policies:
        if policy.adopted is not None and policy.adopted <= today:
            yield Change(policy.adopted, ChangeKind.ADOPTED, policy)


def of_outages(outages: Outages) -> Iterator[Change]:
    """One change for each outage: when it is over, its entry is told again under the same identifier.

    Of maintenance there is something to tell before it begins: from when it was announced, else from when pages tell.
    """
    for outage in outages.register.outages:
        first = min(outage.announced or shown_from(outage), outage.begin) if outage.planned else outage.begin
        over = outage.end if outage.over_at(outages.moment) else None
        day = outage.begin.astimezone(AMSTERDAM).date()
        yield Change(day, ChangeKind.OUTAGE, outage, latest=over or first)


def _publicly_named(decisions: Decisions) -> set[str]:
    """The channels that a public decision, a statute or a way opened under Awb 2:14 names, now or earlier."""
    register, public = decisions.register, {decision.id for decision in decisions.public}

    def is_public(source: Source | None) -> bool:
        return source is None or not source.is_decision or source.name in public

    default = register.default_source.source if register.default_source else None
    named = {name for each in register.designations if is_public(each.source) for name in each.channels}
    for product in register.products:
        owners: list[Product | Message] = [product, *product.messages]
        for owner in owners:
            if owner.channels and is_public(owner.source or default):
                named |= set(owner.channels)
    for decision in public:
        for annex in register.annexes_of(decision, decisions.today):
            named |= {channel.id for channel in annex.channels}
    return named | {name for executor in register.executors for name in executor.channels}
