"""When decisions hold, for whom, and the views that follow: what is wanted, what holds on a day, what drafts would bring."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from wmebv_site.designation.annexes import Annexes, Readings, left_behind, planned_begin
from wmebv_site.designation.answers import Answer, Resolution, Resolutions, State
from wmebv_site.designation.groups import Answers, Groups
from wmebv_site.designation.resolve import View, asking_what_counts
from wmebv_site.designation.rule import Question, Rule, rule_of
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.channels import BY_EXECUTOR, Channel, Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.values import Source

WMEBV_IN_FORCE = date(2026, 1, 1)
"""The revised afdeling 2.3 Awb holds from this day (Stb. 2023, 183); before it there are no gaps."""


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
                taken |= {
                    name
                    for name, chain in amended.items()
                    if name and not chain.isdisjoint(decision.replaces)
                }
                for name in (*decision.replaces, decision.amends):
                    taken |= taken_by(known[name]) if name else set()
                found[decision.id] = frozenset(taken - {decision.id})
            return found[decision.id]

        for decision in self.register.decisions:
            taken_by(decision)
        return found

    def not_superseded(self, decisions: frozenset[str]) -> frozenset[str]:
        """Those of these decisions of which no other takes the place."""
        return frozenset(
            name
            for name in decisions
            if not any(name in self.superseded.get(other, ()) for other in decisions)
        )

    @cached_property
    def readings(self) -> Readings:
        """How the annexes read on a day, as is known today."""
        return Readings(self.register, self.today)

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
        return frozenset(
            day for decision in self.register.decisions if (day := self.retroactive_until(decision))
        )

    def period(self, decision: Decision, authority: str) -> Period | None:
        """When a decision holds for an authority; it ends when a replacement of that authority begins."""
        begin = self.first_day(decision)
        if begin is None or authority not in decision.authorities:
            return None
        ends = [decision.lapsed] if decision.lapsed else []
        ends += [
            start
            for replacement in self.replacing.get(decision.id, ())
            if authority in replacement.authorities and (start := self.first_day(replacement))
        ]
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
        """The status today. A decision has lapsed once it holds for none of its authorities, or ends before it begins."""
        begin = self.first_day(decision)
        if begin is None or begin > self.today:
            if self.is_known(decision) and decision.lapsed and decision.lapsed <= (begin or self.today):
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

    @cached_property
    def public(self) -> tuple[Decision, ...]:
        """Every decision that residents may know of: a draft is never published."""
        return tuple(d for d in self.register.decisions if self.status(d) is not Status.DRAFT)

    def designating(self, source: Source) -> Decision | None:
        """The decision behind a source, when there is one that can designate."""
        decision = self.register.decision_by_id.get(source.decision or "")
        return decision if decision is not None and decision.kind.designates else None


@dataclass(frozen=True)
class Wanted:
    """What the registers want, whether or not a decision holds yet: no annex counts, and every rule has begun.

    Nobody wants a way that was only made known and has stopped since: it stands there for the days on which it was there.
    """

    calendar: Calendar

    @property
    def register(self) -> Register:
        return self.calendar.register

    @property
    def day(self) -> date:
        return self.calendar.today

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(map(rule_of, self.register.designations))

    def has_begun(self, rule: Rule) -> bool:
        return _is_there(self, rule)

    def offers(self, rule: Rule, channel: Channel) -> bool:
        return rule.source is not None or not channel.has_stopped_on(self.day)

    def binds(self, source: Source, authority: str) -> bool:
        """Who decided, while nobody let it end: the decision, or what it amends, lapsed or was replaced."""
        if not source.is_decision:
            return True
        calendar, decision = self.calendar, self.calendar.designating(source)
        return (
            decision is not None
            and authority in decision.authorities
            and calendar.lapsed_on(decision) is None
            and not calendar.replaced_by(decision, authority)
        )

    def rows(self, question: Question) -> tuple[Rule, ...]:
        return ()

    def left_out(self, question: Question) -> tuple[Rule, ...]:
        return ()

    def last_of(self, decisions: frozenset[str]) -> frozenset[str]:
        """What takes the place of another comes after it; any two that don't are in each other's way."""
        return self.calendar.not_superseded(decisions)


@dataclass(frozen=True)
class InForce:
    """What holds on a day: by the decisions that hold then, of which an annex says how they stood."""

    calendar: Calendar
    day: date

    @property
    def register(self) -> Register:
        return self.calendar.register

    def holds(self, decision: Decision, authority: str) -> bool:
        return self.calendar.holds(decision, authority, self.day)

    @cached_property
    def decisions(self) -> dict[str, tuple[Decision, ...]]:
        """For each authority the decisions that hold and designate."""
        able = [decision for decision in self.register.decisions if decision.kind.designates]
        return {
            authority.id: tuple(decision for decision in able if self.holds(decision, authority.id))
            for authority in self.register.authorities
        }

    @cached_property
    def _binding(self) -> frozenset[tuple[str, str]]:
        return frozenset((d.id, authority) for authority, held in self.decisions.items() for d in held)

    @cached_property
    def _annexes(self) -> Annexes:
        return self.calendar.readings.together(self.decisions, self.day)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return (*map(rule_of, self.register.designations), *self._annexes.rules)

    def has_begun(self, rule: Rule) -> bool:
        """Of a decision with an annex only what was frozen counts."""
        if rule.annex is None and rule.decision in self.register.annexes:
            return False
        return (rule.from_ is None or rule.from_ <= self.day) and _is_there(self, rule)

    def offers(self, rule: Rule, channel: Channel) -> bool:
        return rule.source is not None or channel.works_on(self.day)

    def binds(self, source: Source, authority: str) -> bool:
        return not source.is_decision or (source.name, authority) in self._binding

    # Asked of each question on each day: so without a method of ours in between.
    @property
    def rows(self) -> Callable[[Question], tuple[Rule, ...]]:
        return self._annexes.find

    @property
    def left_out(self) -> Callable[[Question], tuple[Rule, ...]]:
        return self._annexes.left_out

    def last_of(self, decisions: frozenset[str]) -> frozenset[str]:
        """What takes the place of another comes after it, whenever it begins; of any others those that begin last."""
        begins = {
            name: planned_begin(self.register.decision_by_id[name])
            for name in self.calendar.not_superseded(decisions)
        }
        last = max(begins.values())
        return frozenset(name for name, begin in begins.items() if begin == last)


def _is_there(view: View, rule: Rule) -> bool:
    """Whether one of its channels exists: nobody makes known a way that isn't there yet, or no longer (Awb 2:14)."""
    if rule.source is not None:
        return True
    named = (view.register.channel_by_id.get(name) for name in rule.channels)
    return any(channel is None or view.offers(rule, channel) for channel in named)


@dataclass(frozen=True)
class AsDrafted(InForce):
    """What would hold if these decisions held for these authorities (by their ids), and all that they say had begun."""

    held: frozenset[tuple[str, str]]

    def holds(self, decision: Decision, authority: str) -> bool:
        return (decision.id, authority) in self.held

    def has_begun(self, rule: Rule) -> bool:
        return rule.annex is not None or rule.decision not in self.register.annexes

    def offers(self, rule: Rule, channel: Channel) -> bool:
        return True


@dataclass(frozen=True)
class Decisions(Calendar):
    """The decisions of a register, as they are known on ``today``: when they hold, and what then holds.

    What was resolved once is kept, so one of these is handed on from the check to the pages and the report.
    """

    @cached_property
    def groups(self) -> Groups:
        """The questions, in groups of those that no view tells apart."""
        return Groups(self.register)

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.groups.questions

    def wanted(self) -> Resolutions:
        """What the registers want, whether or not a decision holds yet."""
        return self._wanted.all

    @cached_property
    def _wanted(self) -> Answers:
        return self.groups.answers(Wanted(self))

    def once_adopted(self, decision: Decision) -> Decisions:
        """The same registers on the same day, as if this decision were adopted: it ends what it replaces."""
        if self.is_known(decision):
            return self
        if decision.id not in self._once_adopted:
            adopted = decision.model_copy(update={"adopted": self.today})
            known = tuple(adopted if each.id == decision.id else each for each in self.register.decisions)
            self._once_adopted[decision.id] = Decisions(replace(self.register, decisions=known), self.today)
        return self._once_adopted[decision.id]

    @cached_property
    def _once_adopted(self) -> dict[str, Decisions]:
        return {}

    def holding(self, day: date) -> Resolutions:
        """What holds on a day, as known today: rows in force, else rules in force. With ``answers_on`` the only way to ask."""
        return self.answers_on(day).all

    def answers_on(self, day: date) -> Answers:
        """The same, for who does not ask all questions.

        Between two days on which something changes the answers are the same object, so asking for many days is cheap.
        A gap before the law came into force is no gap but old law. Before the municipality was there, others decided.
        """
        if not self.register.municipality.there_on(day):
            return self._before
        stretch = bisect_right(self.turning_days, day)
        if stretch not in self._held:
            self._held[stretch] = self._resolved(stretch, day)
        return self._held[stretch]

    def _resolved(self, stretch: int, day: date) -> Answers:
        """The answers of a day in a stretch. When only a channel began or stopped, those about official messages are as before."""
        view, days = self.in_force_on(day), self.turning_days
        decided = next((at for at in range(stretch, 0, -1) if days[at - 1] in self._deciding_days), 0)
        if decided == stretch:
            found = self.groups.answers(view)
            return found if day >= WMEBV_IN_FORCE else found.instead(State.GAP, _OLD_LAW)
        before = self.answers_on(days[decided - 1] if decided else days[0] - timedelta(days=1))
        return self.groups.answers(view, official=before)

    @cached_property
    def _held(self) -> dict[int, Answers]:
        return {}

    @cached_property
    def _before(self) -> Answers:
        """What there is to say of the days on which the municipality was not there yet."""
        earlier = tuple(Resolution(each.question, _EARLIER) for each in self._wanted.firsts)
        return replace(self._wanted, firsts=earlier)

    def in_force_on(self, day: date) -> InForce:
        """What counts on a day."""
        return InForce(self, day)

    def corrected_from(self, resolution: Resolution, rule: Rule) -> date | None:
        """From which day a decision gives these ways, where a rectification brought them; None where it always did.

        Until that day people went by what stood there, and that is what held.
        """
        for annex in reversed(self.register.corrected_annexes.get(rule.decision or "", ())):
            if annex.rectification is None or annex.rectification > self.today:
                continue
            earlier = self.holding(annex.rectification - timedelta(days=1)).by_key.get(resolution.key)
            reasons = earlier.answer.reasons if earlier else ()
            if not any((one.decision, one.channels) == (rule.decision, rule.channels) for one in reasons):
                return annex.rectification
        return None

    def by(self, decision: Decision) -> Resolutions:
        """What one decision says, with what it amends and what statutes say, whenever it holds and whoever else decided."""
        chain = [self.register.decision_by_id[name] for name in self._chain(decision)]
        held = {
            (each.id, name) for each in chain for name in each.authorities if name in decision.authorities
        }
        return self.groups.answers(AsDrafted(self, self.today, frozenset(held))).all

    def _chain(self, decision: Decision) -> frozenset[str]:
        """A decision and what it amends."""
        return frozenset({decision.id, *self.register.amended.get(decision.id, ())})

    def left_behind(self, decision: Decision | None = None) -> tuple[Resolution, ...]:
        """What is in force today about messages that the registers no longer know; or what one decision says of them."""
        chain = (
            self._chain(decision) if decision else {each.id for each in self.in_force if each.kind.designates}
        )
        return left_behind(
            self.register,
            self.readings.on(self.today),
            (d for d in self.register.decisions if d.id in chain),
            self.superseded,
        )

    def once_ready(self, asked: Iterable[Question], *, drafts_replace: bool = True) -> Resolutions:
        """What would hold today for some messages, if every decision in preparation or on its way were in force.

        With what would then be left behind. A draft may be there before the registers name it: then what it replaces
        still says what is wanted.
        """
        waiting = {d.id for d in self.register.decisions if self._waits(d)}
        ending = {
            d.id for d in self.register.decisions if d.id in waiting and (drafts_replace or self.is_known(d))
        }

        def counts(decision: Decision, authority: str) -> bool:
            if authority not in decision.authorities:
                return False
            if decision.id not in waiting and not self.holds(decision, authority, self.today):
                return False
            if any(
                r.id in ending and authority in r.authorities for r in self.replacing.get(decision.id, ())
            ):
                return False
            return not decision.amends or counts(self.register.decision_by_id[decision.amends], authority)

        held = {(d.id, name) for d in self.register.decisions for name in d.authorities if counts(d, name)}
        found = self.groups.answers(AsDrafted(self, self.today, frozenset(held)))
        counting = {name for name, _ in held}
        left = (d for d in self.register.decisions if d.id in counting and d.kind.designates)
        lost = left_behind(self.register, self.readings.on(self.today), left, self.superseded)
        return Resolutions((*map(found.to, asked), *lost))

    def _waits(self, decision: Decision) -> bool:
        """Whether a decision is still to come: a draft, or known and not yet begun; not one that was ended."""
        begin = self.first_day(decision)
        over = decision.lapsed is not None and decision.lapsed <= self.today
        return not over and (begin is None or begin > self.today)

    @cached_property
    def coming(self) -> tuple[tuple[date, Resolutions], ...]:
        """What will hold from each day on which an adopted and published decision begins or ends."""
        return tuple((day, self.holding(day)) for day in self.coming_days)

    @cached_property
    def shown_channels(self) -> tuple[Channel, ...]:
        """The channels residents may know of: those that answer today or from a known day on, and those people use
        where nothing is designated yet; never one that is only wanted. As they hold: frozen, where a decision says so,
        and asking what a decision in force demands.
        """
        shown: dict[str, Channel] = {}
        now = self.holding(self.today)
        for resolutions in (now, *(resolutions for _, resolutions in self.coming)):
            for resolution in resolutions.all:
                for resolved in resolution.channels:
                    shown.setdefault(resolved.channel.id, resolved.channel)
        for resolution in now.all:
            if resolution.state in (State.GAP, State.OLD_LAW):
                for channel in self.open_now(resolution.message):
                    shown.setdefault(channel.id, channel)
        counting, anyone = self.in_force_on(self.today), self.register.authority_by_id
        asking = (asking_what_counts(channel, counting, *anyone) for channel in shown.values())
        order = {channel.id: place for place, channel in enumerate(self.register.channels)}
        return tuple(sorted(asking, key=lambda channel: (order.get(channel.id, len(order)), channel.id)))

    def open_now(self, message: Message) -> list[Channel]:
        """What people use for a message today, as far as it works today; nothing of a municipality that is not there yet."""
        if not self.register.municipality.there_on(self.today):
            return []
        named = [self.register.channel_by_id.get(name) for name in message.in_use or ()]
        return [channel for channel in named if channel is not None and channel.works_on(self.today)]

    @cached_property
    def turning_days(self) -> tuple[date, ...]:
        """Every day on which what holds may change, past and coming, in order: the first days of what is new, or gone."""
        days = {day for channel in self._made_known for day in (channel.from_, channel.until)}
        return tuple(sorted(self._deciding_days.union(day for day in days if day is not None)))

    @cached_property
    def _deciding_days(self) -> frozenset[date]:
        """Those on which it may change for an official message too, for which no way can merely be made known."""
        begins = [designation.from_ for designation in self.register.designations]
        for annex in self.register.every_annex:
            begins += [designation.from_ for designation in annex.rules]
            if annex.rectification is not None and annex.rectification <= self.today:
                begins.append(annex.rectification)
        begins.append(self.register.municipality.since)
        days = {WMEBV_IN_FORCE, *self._ends_of_exceptions, *(day for day in begins if day is not None)}
        for decision in self.register.decisions:
            days |= self._days_of(decision)
        return frozenset(days)

    @property
    def _made_known(self) -> Iterator[Channel]:
        """The channels that some rule names without a source: other messages go there on the days they exist."""
        register = self.register
        owners: list[Product | Message | Designation] = [*register.designations]
        if register.default_source is None:
            owners += [*register.standard_messages, *register.products]
            owners += [message for product in register.products for message in product.messages]
        names = {name for owner in owners if owner.source is None for name in owner.channels}
        executors = register.executors if BY_EXECUTOR in names else ()
        names |= {name for executor in executors for name in executor.channels}
        return (channel for channel in register.channels if channel.id in names)

    @cached_property
    def coming_days(self) -> tuple[date, ...]:
        """The days after today on which what holds may change: a known decision begins or ends, or an exception ends."""
        days = {*self._ends_of_exceptions, self.register.municipality.since or date.min}
        for decision in self.public:
            days |= self._days_of(decision)
        return tuple(sorted(day for day in days if day > self.today))

    @cached_property
    def _ends_of_exceptions(self) -> frozenset[date]:
        messages = [message for _, message in self.register.all_messages()]
        return frozenset(m.exempt.until for m in messages if m.exempt and m.exempt.until)

    def _days_of(self, decision: Decision) -> set[date]:
        """The days on which a decision begins or ends for one of its authorities."""
        periods = [period for name in decision.authorities if (period := self.period(decision, name))]
        return {day for period in periods for day in (period.begin, period.end) if day is not None}


_OLD_LAW = Answer(State.OLD_LAW)
_EARLIER = Answer(State.EARLIER)


def replaced_for(old: Decision, new: Decision, register: Register) -> str:
    """To put behind the name of a decision: ``, alleen voor de burgemeester``; empty where nothing of it stays."""
    shared = [name for name in old.authorities if name in new.authorities]
    if len(shared) == len(old.authorities):
        return ""
    return f", alleen voor {enumerate_words([register.authority_by_id[name].name for name in shared], 'en')}"
