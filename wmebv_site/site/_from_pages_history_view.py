"""What held for each message of a product from day to day, told once for all messages that went the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from wmebv_site.designation.answers import Resolution, Resolved, State
from wmebv_site.designation.history import Interval
from wmebv_site.designation.rule import Rule
from wmebv_site.dutch import in_words, statute_in_words
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience
from wmebv_site.site._from_pages_message_view import act_of
from wmebv_site.site._from_pages_periods import span
from wmebv_site.site.entrances import ChannelViews
from wmebv_site.site.site import Hrefs, Site, channel_url
from wmebv_site.site.views import Detail, HistoryGroup, HistoryRow, Link, Way
from wmebv_site.site.words import (
    AUDIENCE,
    BY_LETTER,
    CONTRADICTION,
    EXEMPT,
    NO_CHANNEL,
    NOT_DIGITAL,
    OLD_RULES,
    ONLY_ADOPTED_YET,
    RETROACTIVE,
    enumerate_dutch,
)

_WITHOUT = {State.GAP: NO_CHANNEL, State.NOT_OPENED: NOT_DIGITAL, State.OLD_LAW: OLD_RULES, State.ERROR: CONTRADICTION}


@dataclass(frozen=True)
class HistoryViews:
    """Makes the histories of products on pages equally deep."""

    site: Site
    href: Hrefs
    # Most products went the same way as others: rows and groups are made once, so that the renderer knows them again.
    _made: dict[tuple[object, ...], HistoryRow] = field(default_factory=dict)
    _groups: dict[tuple[str, tuple[HistoryRow, ...]], HistoryGroup] = field(default_factory=dict)
    _ways_gone: dict[tuple[object, ...], tuple[HistoryRow, ...]] = field(default_factory=dict)

    def of(self, product: Product) -> tuple[HistoryGroup, ...]:
        """A group for each way that messages went, the newest period first."""
        groups: dict[tuple[HistoryRow, ...], list[str]] = {}
        for message in self.site.register.messages_of(product):
            groups.setdefault(self._rows(product, message), []).append(act_of(message))
        return tuple(self._group(enumerate_dutch(acts), rows) for rows, acts in groups.items())

    def _group(self, title: str, rows: tuple[HistoryRow, ...]) -> HistoryGroup:
        return self._groups.setdefault((title, rows), HistoryGroup(title, rows))

    def _rows(self, product: Product, message: Message) -> tuple[HistoryRow, ...]:
        """The periods in which nothing changes for anyone."""
        history, exempt = self.site.history, message.exempt
        # Resolutions stay as long as the site: an answer is known by where it stands.
        went = tuple(
            (audience, *(id(resolution.answer) for resolution in history.answers(product, message, audience)))
            for audience in product.audiences
        )
        key = went, exempt and (exempt.reason, exempt.basis), product.authority_of(message)
        if key not in self._ways_gone:
            self._ways_gone[key] = self._periods(product, message)
        return self._ways_gone[key]

    def _periods(self, product: Product, message: Message) -> tuple[HistoryRow, ...]:
        history = self.site.history
        by_audience = {audience: history.intervals(product, message, audience) for audience in product.audiences}
        begins = sorted({interval.begin or date.min for intervals in by_audience.values() for interval in intervals})
        found: list[HistoryRow] = []
        for begin, end in zip(begins, [*begins[1:], None], strict=True):
            held = {
                audience: next(interval for interval in intervals if interval.contains(begin))
                for audience, intervals in by_audience.items()
            }
            found.append(self._row(None if begin == date.min else begin, end, held))
        return tuple(reversed(found))

    def _row(self, begin: date | None, end: date | None, held: dict[Audience, Interval]) -> HistoryRow:
        answers = tuple(
            (audience, self._reserve(interval), _answer_of(interval.resolution)) for audience, interval in held.items()
        )
        key = (begin, end, answers)
        if key not in self._made:
            whom: dict[Way, list[Audience]] = {}
            for audience, interval in held.items():
                for way in self._ways(interval):
                    whom.setdefault(way, []).append(audience)
            ways = tuple(
                way if len(audiences) == len(held) else replace(way, whom=f"Voor {AUDIENCE[audiences[0]]}.")
                for way, audiences in whom.items()
            )
            self._made[key] = HistoryRow(span(begin, end, self.site.today), ways)
        return self._made[key]

    def _ways(self, interval: Interval) -> Iterator[Way]:
        resolution = interval.resolution
        reserve = self._reserve(interval)
        if not resolution.state.answers:
            yield Way(self._none(resolution), reserve)
            return
        main = resolution.rule
        source = self._source(main)
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
            yield Way(Detail(channel.name, address, self._source(rule)), reserve if same else None)

    def _none(self, resolution: Resolution) -> Detail:
        """Why there was no way to send it."""
        exempt = resolution.message.exempt
        if resolution.state is not State.EXEMPT or exempt is None:
            return Detail(_WITHOUT[resolution.state])
        return Detail(f"{NOT_DIGITAL} {EXEMPT[exempt.reason]}", None, Link(statute_in_words(exempt.basis)) if exempt.basis else None)

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

    def _source(self, rule: Rule | None) -> Link | None:
        return ChannelViews(self.site, self.href).source(rule.source, rule.article) if rule else None


def rule_behind(resolved: Resolved, resolution: Resolution) -> Rule | None:
    """The rule that names a channel; the one that won where none does, as with an executor's own channels."""
    for rule in filter(None, (resolution.rule, *resolution.added)):
        if resolved.channel.id in resolution.named_by(rule):
            return rule
    return resolution.rule


def _answer_of(resolution: Resolution) -> tuple[object, ...]:
    """All of an answer that a row shows."""
    exempt = resolution.message.exempt if resolution.state is State.EXEMPT else None
    return (
        resolution.state,
        exempt and (exempt.reason, exempt.basis),
        resolution.executor.id if resolution.executor else None,
        tuple((resolved.channel.id, resolved.channel.name) for resolved in resolution.channels),
        tuple((rule.channels, rule.source, rule.article) for rule in (resolution.rule, *resolution.added) if rule),
    )
