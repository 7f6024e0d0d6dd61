"""Along which ways the messages of a product went, from now back: its history, and which rule brought a channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from wmebv_site.designation.answers import Resolution, Resolved, State
from wmebv_site.designation.history import Interval
from wmebv_site.designation.rule import Question, Rule
from wmebv_site.dutch import in_words, statute_in_words
from wmebv_site.register.addresses import channel_url
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience
from wmebv_site.site.entrances import ChannelViews
from wmebv_site.site.messages import act_of, is_told
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import Detail, HistoryGroup, HistoryRow, Link, Way
from wmebv_site.site.words import (
    AUDIENCE,
    BY_LETTER,
    CONTRADICTION,
    ELSEWHERE,
    EXEMPT,
    NO_CHANNEL,
    NOT_DIGITAL,
    NOT_THERE_YET,
    OLD_RULES,
    ONLY_ADOPTED_YET,
    RETROACTIVE,
    enumerate_dutch,
    span,
)

_WITHOUT = {
    State.GAP: NO_CHANNEL,
    State.NOT_OPENED: NOT_DIGITAL,
    State.OLD_LAW: OLD_RULES,
    State.EARLIER: NOT_THERE_YET,
    State.ERROR: CONTRADICTION,
}


class _Went(NamedTuple):
    """Along which ways a message went, and whether anything of it changed, be it only an address."""

    rows: tuple[HistoryRow, ...]
    changed: bool


@dataclass(frozen=True)
class HistoryViews:
    """Makes the histories of products on pages equally deep."""

    site: Site
    href: Hrefs
    # Most messages went the same way as others: their rows are made once, and so are the groups of most products.
    _ways_gone: dict[tuple[object, ...], _Went] = field(default_factory=dict)
    _seen: dict[tuple[HistoryGroup, ...], tuple[HistoryGroup, ...]] = field(default_factory=dict)

    def of(self, product: Product) -> tuple[HistoryGroup, ...]:
        """A group for each way that messages went, the newest period first."""
        groups: dict[_Went, list[str]] = {}
        for message in self.site.register.messages_of(product):
            groups.setdefault(self._went(product, message), []).append(act_of(message))
        made = tuple(
            HistoryGroup(enumerate_dutch(acts), went.rows, went.changed) for went, acts in groups.items()
        )
        # Others may come to the same: one object for all, so that the renderer need not compare them.
        return self._seen.setdefault(made, made)

    def _went(self, product: Product, message: Message) -> _Went:
        """The periods in which nothing changes for anyone, made once for all that follows from the same."""
        exempt = message.exempt
        asked = [resolution.question for resolution in self.site.now.of(product, message)]
        courses = tuple([(question.audience, self.site.history.course(question)) for question in asked])
        decided = product.authority_of(message), product.unconfirmed
        key = courses, exempt and (exempt.reason, exempt.basis), decided
        if key not in self._ways_gone:
            self._ways_gone[key] = self._periods(asked)
        return self._ways_gone[key]

    def _periods(self, asked: Sequence[Question]) -> _Went:
        history = self.site.history
        by_audience = {question.audience: history.intervals(question) for question in asked}
        begins = sorted(
            {interval.begin or date.min for intervals in by_audience.values() for interval in intervals}
        )
        found: list[tuple[date, tuple[Way, ...]]] = []
        for begin in begins:
            held = {
                audience: next(interval for interval in intervals if interval.contains(begin))
                for audience, intervals in by_audience.items()
            }
            ways = self._ways_of(held)
            # An address or a requirement may differ, of which nothing stands here: then it is one period.
            if not found or set(found[-1][1]) != set(ways):
                found.append((begin, ways))
        ends = [begin for begin, _ in found[1:]]
        rows = tuple(
            HistoryRow(span(None if begin == date.min else begin, end, self.site.today), ways)
            for (begin, ways), end in reversed(list(zip(found, [*ends, None], strict=True)))
        )
        return _Went(rows, len(begins) > 1)

    def _ways_of(self, held: dict[Audience, Interval]) -> tuple[Way, ...]:
        whom: dict[Way, list[Audience]] = {}
        for audience, interval in held.items():
            for way in self._ways(interval):
                whom.setdefault(way, []).append(audience)
        return tuple(
            way if len(audiences) == len(held) else replace(way, whom=f"Voor {AUDIENCE[audiences[0]]}.")
            for way, audiences in whom.items()
        )

    def _ways(self, interval: Interval) -> Iterator[Way]:
        resolution = interval.resolution
        reserve = self._reserve(interval)
        if not resolution.state.answers:
            yield Way(self._none(resolution), reserve)
            return
        main = resolution.rule
        source = self._source(main, resolution)
        if resolution.state is State.INVITATION:
            yield Way(Detail(BY_LETTER, None, source), reserve)
        if resolution.executor is not None and not resolution.executor.channels:
            yield Way(Detail(resolution.executor.name, resolution.executor.url, source), reserve)
        for resolved in resolution.channels:
            channel = resolved.channel
            rule = rule_behind(resolved, resolution)
            address = self.href.to(channel_url(channel.id)) if channel.id in self._shown else None
            # What a statute or another decision adds has no part in the reserve about the decision that won.
            same = rule is not None and main is not None and rule.source == main.source
            told = self._source(rule, resolution)
            yield Way(Detail(channel.name, address, told), reserve if same else None)

    def _none(self, resolution: Resolution) -> Detail:
        """Why there was no way to send it."""
        exempt = resolution.message.exempt
        if resolution.state is not State.EXEMPT or exempt is None:
            if self.site.is_known_elsewhere(resolution):
                return Detail(ELSEWHERE)
            return Detail(_WITHOUT[resolution.state])
        return Detail(
            f"{NOT_DIGITAL} {EXEMPT[exempt.reason]}",
            None,
            Link(statute_in_words(exempt.basis)) if exempt.basis else None,
        )

    def _reserve(self, interval: Interval) -> str | None:
        """With what one has to read it: that it reaches back, or that the day is not certain yet."""
        if interval.retroactive:
            return self._retroactive(interval.resolution)
        if interval.begin is not None and self.site.is_uncertain(interval.resolution, interval.begin):
            return ONLY_ADOPTED_YET
        return None

    def _retroactive(self, resolution: Resolution) -> str:
        """That a decision reached back, and when it became known."""
        source = resolution.rule.source if resolution.rule else None
        decision = self.site.register.decision_by_id.get(source.decision or "") if source else None
        if decision is None or decision.published is None:
            return f"{RETROACTIVE.capitalize()}."
        return f"{RETROACTIVE.capitalize()}: het besluit stond op {in_words(decision.published)} in het officiële blad."

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(channel.id for channel in self.site.shown_channels)

    def _source(self, rule: Rule | None, resolution: Resolution) -> Link | None:
        if rule is None or not is_told(rule, resolution.product):
            return None
        return ChannelViews(self.site, self.href).source(rule.source, rule.article)


def rule_behind(resolved: Resolved, resolution: Resolution) -> Rule | None:
    """The rule that names a channel; the one that won where none does, as with an executor's own channels."""
    for rule in filter(None, (resolution.rule, *resolution.added)):
        if resolved.channel.id in resolution.named_by(rule):
            return rule
    return resolution.rule
