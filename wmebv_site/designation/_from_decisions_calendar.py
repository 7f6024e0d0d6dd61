"""When decisions hold, for whom, and where they stand: everything that follows from their dates."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from wmebv_site.designation.answers import Resolution
from wmebv_site.register.content import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.terms import DecisionKind
from wmebv_site.register.values import Source

WMEBV_IN_FORCE = date(2026, 1, 1)
"""The revised afdeling 2.3 Awb holds from this day (Stb. 2023, 183); before it there are no gaps."""

DESIGNATES_NOTHING = frozenset({DecisionKind.MANDATE, DecisionKind.OLD_REGIME})


class Status(StrEnum):
    """Where a decision stands on a day; there is no key for it, it follows from the dates."""

    DRAFT = "concept"
    ADOPTED = "vastgesteld"
    PUBLISHED = "bekendgemaakt"
    IN_FORCE = "in_werking"
    LAPSED = "vervallen"


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a decision holds for one authority: from ``begin``, before ``end``."""

    begin: date
    end: date | None

    def contains(self, day: date) -> bool:
        return self.begin <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Calendar:
    """The dates of the decisions of a register, as they are known on ``today``."""

    register: Register
    today: date

    @cached_property
    def replacing(self) -> dict[str, tuple[Decision, ...]]:
        """For each decision those that name it in ``replaces``."""
        found: dict[str, list[Decision]] = defaultdict(list)
        for decision in self.register.decisions:
            for replaced in decision.replaces:
                found[replaced].append(decision)
        return {replaced: tuple(decisions) for replaced, decisions in found.items()}

    @cached_property
    def superseded(self) -> dict[str, frozenset[str]]:
        """For each decision all that it takes the place of: what it replaces or amends, and what those did in turn.

        A draft does so too. What is replaced takes its amendments with it.
        """
        amended, known = self.register.amended, self.register.decision_by_id
        found: dict[str, frozenset[str]] = {}

        def taken_by(decision: Decision) -> frozenset[str]:
            if decision.id not in found:
                taken = {*decision.replaces, *amended.get(decision.id, ())}
                taken |= {name for name, chain in amended.items() if name and not chain.isdisjoint(decision.replaces)}
                for name in (*decision.replaces, decision.amends):
                    taken |= taken_by(known[name]) if name else set()
                found[decision.id] = frozenset(taken - {decision.id})
            return found[decision.id]

        for decision in self.register.decisions:
            taken_by(decision)
        return found

    def lapsed_on(self, decision: Decision) -> date | None:
        """The day on which a decision lapsed, or what it amends did; None when that is still to come."""
        chain = (decision.id, *self.register.amended.get(decision.id, ()))
        days = [day for name in chain if (day := self.register.decision_by_id[name].lapsed)]
        return min((day for day in days if day <= self.today), default=None)

    def replaced_by(self, decision: Decision, authority: str) -> tuple[Decision, ...]:
        """The known decisions that replace a decision for an authority, or what it amends; in force or not yet."""
        chain = (decision.id, *self.register.amended.get(decision.id, ()))
        return tuple(
            each
            for name in chain
            for each in self.replacing.get(name, ())
            if self.is_known(each) and authority in each.authorities
        )

    def is_adopted(self, decision: Decision) -> bool:
        return decision.adopted is not None and decision.adopted <= self.today

    def is_published(self, decision: Decision) -> bool:
        return decision.published is not None and decision.published <= self.today

    def is_known(self, decision: Decision) -> bool:
        """Whether a decision counts today: adopted, or published without its day of adoption. A draft never does."""
        return self.is_adopted(decision) or (decision.adopted is None and self.is_published(decision))

    def first_day(self, decision: Decision) -> date | None:
        """The first day on which a decision holds, or None when none can be told yet (Awb 3:40)."""
        if decision.published is None or decision.in_force_from is None or not self.is_known(decision):
            return None
        if decision.retroactive_to is not None and self.is_published(decision):
            return min(decision.retroactive_to, decision.in_force_from)
        return max(decision.in_force_from, decision.published)

    def retroactive_until(self, decision: Decision) -> date | None:
        """Days before this one hold only retroactively: never used against a sender."""
        if decision.retroactive_to is None or decision.published is None or decision.in_force_from is None:
            return None
        return max(decision.published, decision.in_force_from)

    @property
    def ends_of_retroactivity(self) -> frozenset[date]:
        """The days from which decisions that reach back hold in the ordinary way."""
        return frozenset(day for decision in self.register.decisions if (day := self.retroactive_until(decision)))

    def period(self, decision: Decision, authority: str) -> Period | None:
        """When a decision holds for an authority; it ends when a replacement of that authority begins."""
        begin = self.first_day(decision)
        if begin is None or authority not in decision.authorities:
            return None
        ends = [decision.lapsed] if decision.lapsed else []
        for replacement in self.replacing.get(decision.id, ()):
            if authority in replacement.authorities and (start := self.first_day(replacement)):
                ends.append(start)
        if decision.amends:
            # An amendment ends with what it amends, and never outlives what never held.
            amended = self.register.decision_by_id[decision.amends]
            period = self.period(amended, authority)
            if period is None and authority in amended.authorities:
                return None
            if period is not None and period.end is not None:
                ends.append(period.end)
        end = min(ends, default=None)
        return None if end is not None and end <= begin else Period(begin, end)

    def holds(self, decision: Decision, authority: str, day: date) -> bool:
        """Whether a decision holds for an authority on a day."""
        period = self.period(decision, authority)
        return period is not None and period.contains(day)

    def is_retroactive(self, resolution: Resolution, day: date) -> bool:
        """Whether an answer holds on a day only "met terugwerkende kracht": never used against a sender."""
        rule = resolution.rule
        decision = self.register.decision_by_id.get(rule.decision) if rule and rule.decision else None
        until = self.retroactive_until(decision) if decision else None
        return until is not None and day < until

    def status(self, decision: Decision) -> Status:
        """The status today. A decision has lapsed once it holds for none of its authorities any more."""
        begin = self.first_day(decision)
        if begin is None or begin > self.today:
            if self.is_known(decision) and decision.lapsed is not None and decision.lapsed <= self.today:
                return Status.LAPSED
            if self.is_published(decision):
                return Status.PUBLISHED
            return Status.ADOPTED if self.is_adopted(decision) else Status.DRAFT
        if any(self.holds(decision, authority, self.today) for authority in decision.authorities):
            return Status.IN_FORCE
        return Status.LAPSED

    @cached_property
    def in_force(self) -> tuple[Decision, ...]:
        return tuple(d for d in self.register.decisions if self.status(d) is Status.IN_FORCE)

    def is_in_force(self, source: Source) -> bool:
        """Whether what rests on a source holds today for someone: a statute always does."""
        decision = self.designating(source)
        return not source.is_decision or (decision is not None and self.status(decision) is Status.IN_FORCE)

    @cached_property
    def public(self) -> tuple[Decision, ...]:
        """Every decision that residents may know of: a draft is never published."""
        return tuple(d for d in self.register.decisions if self.status(d) is not Status.DRAFT)

    def designates(self, decision: Decision) -> bool:
        """Whether a decision is of a kind that designates: a mandate and the old law don't."""
        return decision.kind not in DESIGNATES_NOTHING

    def designating(self, source: Source) -> Decision | None:
        """The decision behind a source, when there is one that can designate."""
        decision = self.register.decision_by_id.get(source.decision or "")
        return None if decision is None or not self.designates(decision) else decision
