"""What is said of a message that can't be sent as designated, or not for long: exempt, nothing yet, a coming change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.dutch import (
    enumerate_names,
    enumerate_words,
    in_words,
    statute_in_words,
    uncapitalised,
)
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience
from wmebv_site.site.site import Hrefs, Site, channel_url
from wmebv_site.site.views import Link, Notice
from wmebv_site.site.words import (
    ADOPTED_ONLY,
    AUDIENCE,
    EXEMPT,
    NOT_DESIGNATED,
    ONLY_ADOPTED_YET,
    UNDER_OLD_LAW,
    ways_of,
)

_WITHOUT = {
    State.GAP: "is voor dit bericht geen digitaal kanaal aangewezen",
    State.NOT_OPENED: "kan dit bericht niet meer digitaal",
    State.EXEMPT: "kan dit bericht niet digitaal",
}
"""What becomes of a message that no way will be left for."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """What will hold from a day for some audiences, as a sentence without its beginning; ``certain`` once published."""

    day: date
    said: str
    certain: bool
    audiences: tuple[Audience, ...]


@dataclass(frozen=True)
class Notices:
    """Makes the notices of messages on one page, or on pages equally deep."""

    site: Site
    href: Hrefs

    def of(self, product: Product, message: Message, resolutions: Sequence[Resolution]) -> tuple[Notice, ...]:
        if message.exempt is not None and resolutions[0].state is State.EXEMPT:
            paragraphs = (f"Dit staat in: {statute_in_words(message.exempt.basis)}.",) if message.exempt.basis else ()
            coming = _in_words(self._coming(resolutions), product)
            return (Notice("exempt", uncapitalised(EXEMPT[message.exempt.reason]), (*paragraphs, *coming)),)
        missing = [resolution for resolution in resolutions if not resolution.state.answers]
        answering = [resolution for resolution in resolutions if resolution.state.answers]
        notices = []
        if missing:
            notices.append(self._missing(product, message, missing))
        if answering and answering[0].official and (coming := self._coming(answering)):
            notices.append(Notice("coming", None, _in_words(coming, product)))
        if message.only_digital is not None and message.only_digital.basis:
            text = f"Dit bericht kan alleen digitaal. Dat staat in: {statute_in_words(message.only_digital.basis)}."
            notices.append(Notice("info", None, (text,)))
        return tuple(notices)

    def _coming(self, current: Sequence[Resolution]) -> list[_Coming]:
        """The next change of what holds today, from a decision that is adopted and has its dates.

        Told once for audiences that get the same. Of a message without a way the change is the first that brings one.
        """
        found: dict[tuple[date, str, bool], list[Audience]] = {}
        for now in current:
            for day, then in self.site.changes_of(now):
                if now.state.answers or then.state.answers:
                    key = day, _said_of(then), not self.site.is_uncertain(then, day)
                    found.setdefault(key, []).append(now.audience)
                    break
        return [_Coming(*key, tuple(audiences)) for key, audiences in sorted(found.items())]

    def _missing(self, product: Product, message: Message, missing: Sequence[Resolution]) -> Notice:
        audience = _whom([resolution.audience for resolution in missing], product)
        if missing[0].state is State.NOT_OPENED:
            text = f"Dit bericht kan{audience} nog niet digitaal. Bel ons, schrijf ons of kom langs."
            return Notice("info", None, (text,))
        links = self._open_now(message)
        # The rule about pointing to another channel (Awb 2:16) is part of the new law.
        paragraphs = [UNDER_OLD_LAW if missing[0].state is State.OLD_LAW else NOT_DESIGNATED]
        if links:
            paragraphs.append("U kunt nu al gebruiken:")
        if coming := self._coming(missing):
            first = coming[0]
            title = f"geldt vanaf {in_words(first.day)}{_whom(first.audiences, product)}"
            return Notice("not_yet", title, (*_in_words(coming, product), *paragraphs), links)
        if self.site.awaits_publication(product.authority_of(message)):
            return Notice("not_yet", ADOPTED_ONLY, tuple(paragraphs), links)
        before = any(self.site.had_a_way(resolution) for resolution in missing)
        return Notice("ended" if before else "nothing", audience.strip() or None, tuple(paragraphs), links)

    def _open_now(self, message: Message) -> tuple[Link, ...]:
        """What people use today, without the button of a designated channel."""
        channels = self.site.open_now(message)
        return tuple(Link(channel.name, self.href.to(channel_url(channel.id))) for channel in channels)


def _said_of(then: Resolution) -> str:
    if ways := ways_of(then):
        return f"stuurt u dit bericht via: {enumerate_names(ways, 'of')}"
    return _WITHOUT.get(then.state, "geldt iets anders")


def _whom(audiences: Sequence[Audience], product: Product) -> str:
    """For whom, where that is not everyone whom the product is for."""
    if len(audiences) == len(product.audiences):
        return ""
    return f" voor {enumerate_words((AUDIENCE[audience] for audience in audiences), 'en')}"


def _in_words(coming: Iterable[_Coming], product: Product) -> tuple[str, ...]:
    """A sentence for each change; what is not published yet is never told as certain (Awb 3:40)."""
    told = []
    for certain, same in groupby(coming, lambda change: change.certain):
        for change in same:
            begin = f"Vanaf {in_words(change.day)}"
            if whom := _whom(change.audiences, product):
                begin = f"{whom.strip().capitalize()}: vanaf {in_words(change.day)}"
            told.append(f"{begin} {change.said}.")
        if not certain:
            told.append(ONLY_ADOPTED_YET)
    return tuple(told)
