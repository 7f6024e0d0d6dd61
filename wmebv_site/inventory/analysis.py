"""What is used, what is wanted and what holds, for every message; hence what stays, stops, starts or differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import Difference, Kind, Preparation
from wmebv_site.designation.gaps import Gap, Intent, find_gaps
from wmebv_site.dutch import counted
from wmebv_site.register.channels import Channel
from wmebv_site.register.products import ALWAYS_THERE, Exempt, Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Sensitivity


class Fate(StrEnum):
    """What happens to a channel: for one message, or as a whole."""

    KEEP = "blijft"
    STOP = "stopt"
    START = "nieuw"
    UNUSED = "ongebruikt"


@dataclass(frozen=True, slots=True)
class MessageAnalysis:
    """One product × message, its audiences taken together; channels are ids, in the order of the register's answer."""

    product: Product
    message: Message
    official: bool
    in_use: tuple[str, ...] | None
    """None when nobody wrote down what people use."""
    wanted: tuple[str, ...]
    designated: tuple[str, ...]
    answered_as_wanted: bool
    """Whether every audience has a way as the registers want it: a channel, an executor or an invitation."""
    answered_today: bool
    """The same for what holds today."""
    only_fallback: bool
    """Whether the registers want nothing more precise for it than the fallback."""
    holds_by_fallback: bool
    """Whether it has a way today, and only because of the fallback."""
    exempt: Exempt | None
    weak: tuple[str, ...]
    """E-mail and uploads among the wanted channels, where the product is sensitive."""
    elsewhere: State | None
    """What answers today where no channel does: the invitation, or the executor's own way."""
    gap: bool
    """An official message on own initiative for which nothing is wanted: law rule 1, and 13 for bezwaar."""

    @property
    def fates(self) -> dict[str, Fate]:
        """Per channel what happens; empty when it isn't known what people use, or when nothing is chosen yet.

        Of an exempt message nothing is wanted, and that is a choice: what people use for it stops.
        """
        if self.in_use is None or not (self.wanted or self.exempt):
            return {}
        found = {name: Fate.KEEP if name in self.in_use else Fate.START for name in self.wanted}
        used = [name for name in self.in_use if name not in ALWAYS_THERE]
        return found | {name: Fate.STOP for name in used if name not in found}

    def with_fate(self, fate: Fate) -> tuple[str, ...]:
        return tuple(name for name, found in self.fates.items() if found is fate)


@dataclass(frozen=True, slots=True)
class ChannelAnalysis:
    """One channel with the messages it carries: as wanted, today, and in use."""

    channel: Channel
    wanted: tuple[MessageAnalysis, ...]
    designated: tuple[MessageAnalysis, ...]
    in_use: tuple[MessageAnalysis, ...]
    fate: Fate
    official: int
    """How many official messages it carries, as wanted or today."""


@dataclass(frozen=True)
class Analysis:
    """All messages and channels of a register on a day."""

    register: Register
    decisions: Decisions
    wanted: Resolutions
    holding: Resolutions
    messages: tuple[MessageAnalysis, ...]
    gaps: tuple[Gap, ...]

    @cached_property
    def channels(self) -> tuple[ChannelAnalysis, ...]:
        today = self.decisions.today
        wanted = _by_channel(self.messages, lambda message: message.wanted)
        designated = _by_channel(self.messages, lambda message: message.designated)
        in_use = _by_channel(self.messages, lambda message: message.in_use or ())
        found = []
        for channel in self.register.channels:
            lists = wanted.get(channel.id, ()), designated.get(channel.id, ()), in_use.get(channel.id, ())
            carried = {
                (each.product.id, each.message.key) for each in (*lists[0], *lists[1]) if each.official
            }
            found.append(ChannelAnalysis(channel, *lists, _fate(channel, *lists, today), len(carried)))
        return tuple(found)

    @cached_property
    def on_the_way(self) -> tuple[MessageAnalysis, ...]:
        """The messages without a way today that get one from a decision in preparation, or on its way."""
        without = {
            (each.product.id, each.message.key): each
            for each in self.messages
            if each.official and each.exempt is None and not each.answered_today
        }
        asked = [each for each in self.decisions.questions if (each.product.id, each.message.key) in without]
        ready = self.decisions.once_ready(asked) if asked else Resolutions(())
        return tuple(
            each
            for each in without.values()
            if (answers := ready.of(each.product, each.message)) and all(one.state.answers for one in answers)
        )

    @cached_property
    def channel_by_id(self) -> dict[str, ChannelAnalysis]:
        return {each.channel.id: each for each in self.channels}

    @cached_property
    def by_domain(self) -> dict[str, tuple[MessageAnalysis, ...]]:
        """The messages per domain, in the order in which the register lists the domains."""
        found: dict[str, list[MessageAnalysis]] = {domain.id: [] for domain in self.register.domains}
        for message in self.messages:
            found[message.product.domain].append(message)
        return {domain: tuple(messages) for domain, messages in found.items()}


def analyse(decisions: Decisions) -> Analysis:
    """Lay what is used, wanted and in force side by side. What is wanted is what the rules of ``check`` look at."""
    register, today = decisions.register, decisions.today
    intent = Intent(decisions)
    wanted, holding = intent.resolutions, decisions.holding(today)
    gaps = find_gaps(intent)
    open_ = {(gap.product.id, gap.message.key) for gap in gaps if not gap.is_excused}
    messages = tuple(
        _message(product, message, wanted, holding, (product.id, message.key) in open_, today)
        for product, message in register.all_messages()
    )
    return Analysis(register, decisions, wanted, holding, messages, gaps)


def official_messages(number: int) -> str:
    """So many of them, in words."""
    return counted(number, "officieel bericht", "officiële berichten")


def _message(
    product: Product, message: Message, wanted: Resolutions, holding: Resolutions, gap: bool, today: date
) -> MessageAnalysis:
    as_wanted, today_ = wanted.of(product, message), holding.of(product, message)
    official = product.is_official(message)
    exempt = message.exempt if message.exempt is not None and message.exempt.counts_on(today) else None
    return MessageAnalysis(
        product=product,
        message=message,
        official=official,
        in_use=message.in_use,
        wanted=_channels(as_wanted),
        designated=_channels(today_),
        answered_as_wanted=all(each.state.answers for each in as_wanted),
        answered_today=all(each.state.answers for each in today_),
        only_fallback=official and any(each.answer.by_fallback for each in as_wanted),
        holds_by_fallback=official
        and all(each.state.answers for each in today_)
        and any(each.answer.by_fallback for each in today_),
        exempt=exempt,
        elsewhere=next((each.state for each in today_ if each.state.answers and not each.channels), None),
        weak=_weak(as_wanted) if official and product.sensitivity is Sensitivity.HIGH else (),
        gap=gap,
    )


def _channels(resolutions: Iterable[Resolution | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in resolutions if each for name in each.channel_ids))


def _weak(resolutions: Iterable[Resolution]) -> tuple[str, ...]:
    channels = [resolved.channel for each in resolutions for resolved in each.channels]
    return tuple(dict.fromkeys(channel.id for channel in channels if channel.kind.is_weak))


def _by_channel(
    messages: Iterable[MessageAnalysis], names: Callable[[MessageAnalysis], Iterable[str]]
) -> dict[str, tuple[MessageAnalysis, ...]]:
    found: dict[str, list[MessageAnalysis]] = defaultdict(list)
    for message in messages:
        for name in names(message):
            found[name].append(message)
    return {name: tuple(messages) for name, messages in found.items()}


def _fate(
    channel: Channel,
    wanted: tuple[MessageAnalysis, ...],
    designated: tuple[MessageAnalysis, ...],
    in_use: tuple[MessageAnalysis, ...],
    today: date,
) -> Fate:
    if not wanted and not designated and not in_use:
        return Fate.UNUSED
    if channel.until is not None or not wanted:
        return Fate.STOP
    begins = channel.from_ is not None and channel.from_ > today
    return Fate.START if begins or not (designated or in_use) else Fate.KEEP


_WORDS = {
    Kind.ADDED: "komt erbij",
    Kind.ENDED: "vervalt",
    Kind.CHANNEL: "wordt een ander kanaal",
    Kind.REQUIREMENT: "krijgt andere eisen",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One message with the channels that would come and go, both as ids; ``kind`` is the first difference.

    ``covered``: a decision that is in preparation or on its way brings all of it.
    """

    product: Product
    message: Message
    kind: Kind
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    covered: bool

    @property
    def word(self) -> str:
        return _WORDS[self.kind]

    @property
    def stand(self) -> str:
        return "in voorbereiding" if self.covered else "nog geen besluit"


def changes(analysis: Analysis) -> tuple[Change, ...]:
    """The differences between what holds and what is wanted, its audiences taken together, in order of the register.

    What the registers no longer know comes last.
    """
    preparation = Preparation(analysis.decisions, analysis.wanted)
    uncovered = {(each.product.id, each.message.key) for each in preparation.uncovered}
    known = {(each.product.id, each.message.key): each for each in analysis.messages}
    found: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for each in preparation.changes:
        found[each.product.id, each.message.key].append(each)
    made = []
    for key, same in found.items():
        about = known.get(key)
        wanted = about.wanted if about else ()
        holds = about.designated if about else _channels(each.before for each in same)
        one = same[0]
        comes = tuple(name for name in wanted if name not in holds)
        goes = tuple(name for name in holds if name not in wanted)
        made.append(Change(one.product, one.message, one.kind, comes, goes, key not in uncovered))
    return tuple(made)
