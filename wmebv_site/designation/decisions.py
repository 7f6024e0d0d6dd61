"""The two views of a register: what it wants, and what holds on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from wmebv_site.designation._from_decisions_calendar import WMEBV_IN_FORCE, Calendar
from wmebv_site.designation._from_decisions_left_behind import left_behind
from wmebv_site.designation.annexes import FrozenView
from wmebv_site.designation.answers import Answer, Resolution, Resolutions, State
from wmebv_site.designation.resolve import Binds, Resolver, resolve_all
from wmebv_site.designation.rule import Rule
from wmebv_site.register.content import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.values import Source


@dataclass(frozen=True)
class Decisions(Calendar):
    """The decisions of a register, as they are known on ``today``: when they hold, and what then holds."""

    def binds_as_wanted(self, source: Source, authority: str) -> bool:
        """Whether a rule with this source counts among what the registers want."""
        if not source.is_decision:
            return True
        decision = self.designating(source)
        return decision is not None and authority in decision.authorities and not self._is_ended(decision, authority)

    def _is_ended(self, decision: Decision, authority: str) -> bool:
        """Whether nobody wants a decision any more: it lapsed or was replaced, or what it amends was."""
        return self.lapsed_on(decision) is not None or bool(self.replaced_by(decision, authority))

    def once_adopted(self, decision: Decision) -> Decisions:
        """The same registers on the same day, as if this decision were adopted: it ends what it replaces."""
        if self.is_known(decision):
            return self
        adopted = decision.model_copy(update={"adopted": self.today})
        known = tuple(adopted if each.id == decision.id else each for each in self.register.decisions)
        return Decisions(replace(self.register, decisions=known), self.today)

    def wanted(self) -> Resolutions:
        """What the registers want, whether or not a decision holds yet."""
        return resolve_all(self.register, self.as_wanted(self.register, self.binds_as_wanted))

    def as_wanted(self, register: Register, binds: Binds) -> Resolver:
        """Answers as wanted, from registers that may have been mended, and with what is said to bind.

        Of two rules that are as precise, the one of a decision that takes the other's place is wanted.
        """
        return Resolver(register, binds, self.today, superseded=self.superseded)

    def holding(self, day: date) -> Resolutions:
        """What holds on a day, as known today: rows in force, else rules in force. The only way to ask.

        Between two days on which something changes the answers are the same object, so asking for many days is cheap.
        A gap before the law came into force is no gap but old law.
        """
        stretch = bisect_right(self.turning_days, day)
        if stretch not in self._held:
            self._held[stretch] = self._holding(day)
        return self._held[stretch]

    @cached_property
    def _held(self) -> dict[int, Resolutions]:
        return {}

    def _holding(self, day: date) -> Resolutions:
        resolver = self._resolver(lambda decision, authority: self.holds(decision, authority, day), day)
        found = resolve_all(self.register, resolver)
        if day >= WMEBV_IN_FORCE:
            return found
        return Resolutions(tuple(_under_old_law(resolution) for resolution in found.all))

    def by(self, decision: Decision) -> Resolutions:
        """What one decision says, with what it amends and what statutes say, whenever it holds and whoever else decided."""
        chain = self._chain(decision)

        def speaks(other: Decision, authority: str) -> bool:
            return other.id in chain and authority in decision.authorities and authority in other.authorities

        return resolve_all(self.register, self._resolver(speaks, None))

    def _chain(self, decision: Decision) -> frozenset[str]:
        """A decision and what it amends."""
        return frozenset({decision.id, *self.register.amended.get(decision.id, ())})

    def left_behind(self, decision: Decision | None = None) -> tuple[Resolution, ...]:
        """What is in force today about messages that the registers no longer know; or what one decision says of them."""
        chain = self._chain(decision) if decision else {each.id for each in self.in_force if self.designates(each)}
        return left_behind(self.register, (d for d in self.register.decisions if d.id in chain), self.superseded)

    def once_ready(self, asked: Iterable[Resolution], *, drafts_replace: bool = True) -> Resolutions:
        """What would hold today for some messages, if every decision in preparation or on its way were in force.

        With what would then be left behind. A draft may be there before the registers name it: then what it replaces
        still says what is wanted.
        """
        waiting = {d.id for d in self.register.decisions if self._waits(d)}
        ending = {d.id for d in self.register.decisions if d.id in waiting and (drafts_replace or self.is_known(d))}

        def counts(decision: Decision, authority: str) -> bool:
            if authority not in decision.authorities:
                return False
            if decision.id not in waiting and not self.holds(decision, authority, self.today):
                return False
            if any(r.id in ending and authority in r.authorities for r in self.replacing.get(decision.id, ())):
                return False
            return not decision.amends or counts(self.register.decision_by_id[decision.amends], authority)

        resolver = self._resolver(counts, None)
        found = tuple(resolver.resolve(one.product, one.message, one.audience) for one in asked)
        counting = [d for d in self.register.decisions if self.designates(d) and any(counts(d, a) for a in d.authorities)]
        return Resolutions((*found, *left_behind(self.register, counting, self.superseded)))

    def _waits(self, decision: Decision) -> bool:
        """Whether a decision is still to come: a draft, or known and not yet begun; not one that was ended."""
        begin = self.first_day(decision)
        over = decision.lapsed is not None and decision.lapsed <= self.today
        return not over and (begin is None or begin > self.today)

    def _resolver(self, speaks: Callable[[Decision, str], bool], day: date | None) -> Resolver:
        """Answers as if these decisions hold for these authorities; without a day, all rules have begun."""
        register = self.register
        in_force = {
            authority.id: tuple(d for d in register.decisions if self.designates(d) and speaks(d, authority.id))
            for authority in register.authorities
        }
        binding = {(decision.id, authority) for authority, held in in_force.items() for decision in held}
        frozen = FrozenView(register, in_force)

        def binds(source: Source, authority: str) -> bool:
            return not source.is_decision or (source.name, authority) in binding

        def holds(rule: Rule) -> bool:
            """Whether a rule has begun; of a decision with an annex only what was frozen counts."""
            if rule.annex is None and rule.decision in register.annexes:
                return False
            return rule.from_ is None or day is None or rule.from_ <= day

        rows = frozen if register.annexes else None
        return Resolver(
            register, binds, day or self.today, holds, frozen=frozen.rules, rows=rows, begins=self._begins
        )

    def _begins(self, decision: str) -> date | None:
        """By which of two equally precise rules one goes: a decision without a day is the last to come."""
        return self.register.decision_by_id[decision].in_force_from or date.max

    @cached_property
    def turning_days(self) -> tuple[date, ...]:
        """Every day on which what holds may change, past and coming, in order: the first days of what is new."""
        begins = [designation.from_ for designation in self.register.designations]
        begins += [designation.from_ for annex in self.register.annexes.values() for designation in annex.rules]
        days = {WMEBV_IN_FORCE, *self._ends_of_exceptions, *(day for day in begins if day is not None)}
        for decision in self.register.decisions:
            days |= self._days_of(decision)
        return tuple(sorted(days))

    @cached_property
    def coming_days(self) -> tuple[date, ...]:
        """The days after today on which what holds may change: a known decision begins or ends, or an exception ends."""
        days = set(self._ends_of_exceptions)
        for decision in self.public:
            days |= self._days_of(decision)
        return tuple(sorted(day for day in days if day > self.today))

    @cached_property
    def _ends_of_exceptions(self) -> frozenset[date]:
        messages = [message for _, message in self.register.all_messages()]
        return frozenset(m.exempt.until for m in messages if m.exempt and m.exempt.until)

    def _days_of(self, decision: Decision) -> set[date]:
        """The days on which a decision begins or ends for one of its authorities."""
        found = set()
        for authority in decision.authorities:
            if period := self.period(decision, authority):
                found |= {day for day in (period.begin, period.end) if day is not None}
        return found


def _under_old_law(resolution: Resolution) -> Resolution:
    if resolution.state is not State.GAP:
        return resolution
    return replace(resolution, answer=_OLD_LAW)


_OLD_LAW = Answer(State.OLD_LAW)
