"""What is said of a message that can't be sent as designated, or not for long: exempt, nothing yet, a coming change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wmebv_site.dutch import in_words
from wmebv_site.model.products import Message, Product
from wmebv_site.pages.site import Hrefs, Site, channel_url
from wmebv_site.pages.views import Link, Notice
from wmebv_site.pages.words import (
    ADOPTED_ONLY,
    AUDIENCE,
    EXEMPT,
    NOT_DESIGNATED,
    ONLY_ADOPTED_YET,
    UNDER_OLD_LAW,
)
from wmebv_site.resolve import Resolution, State


@dataclass(frozen=True)
class Notices:
    """Makes the notices of messages on one page, or on pages equally deep."""

    site: Site
    href: Hrefs

    def of(self, product: Product, message: Message, resolutions: Sequence[Resolution]) -> tuple[Notice, ...]:
        if message.exempt is not None and resolutions[0].state is State.EXEMPT:
            paragraphs = (f"Dit staat in: {message.exempt.basis}.",) if message.exempt.basis else ()
            return (Notice("exempt", EXEMPT[message.exempt.reason], paragraphs),)
        missing = [resolution for resolution in resolutions if not resolution.state.answers]
        answering = [resolution for resolution in resolutions if resolution.state.answers]
        notices = []
        if missing:
            notices.append(self._missing(product, message, missing, partly=bool(answering)))
        if answering and answering[0].official:
            notices += self._coming(answering, partly=bool(missing))
        if message.only_digital is not None and message.only_digital.basis:
            text = f"Dit bericht kan alleen digitaal. Dat staat in: {message.only_digital.basis}."
            notices.append(Notice("info", None, (text,)))
        return tuple(notices)

    def _coming(self, answering: Sequence[Resolution], *, partly: bool) -> list[Notice]:
        """A change of what answers today, from a decision that is adopted and has its dates."""
        change = self.site.change_of(answering)
        if change is None:
            return []
        day, then = change
        audience = f" voor {AUDIENCE[answering[0].audience]}" if partly else ""
        text = f"Vanaf {in_words(day)} geldt{audience} iets anders."
        if names := _names(then):
            text = f"Vanaf {in_words(day)} stuurt u dit bericht{audience} via: {names}."
        return [Notice("coming", None, (text, *self._not_certain(then)))]

    def _not_certain(self, then: Sequence[Resolution]) -> tuple[str, ...]:
        """That what will hold is not published yet, so that nobody takes its first day for certain (Awb 3:40)."""
        return (ONLY_ADOPTED_YET,) if any(self.site.is_unpublished(resolution) for resolution in then) else ()

    def _missing(
        self, product: Product, message: Message, missing: Sequence[Resolution], *, partly: bool
    ) -> Notice:
        audience = f" voor {AUDIENCE[missing[0].audience]}" if partly else ""
        if missing[0].state is State.NOT_OPENED:
            text = f"Dit bericht kan{audience} nog niet digitaal. Bel ons, schrijf ons of kom langs."
            return Notice("info", None, (text,))
        links = self._open_now(message)
        # The rule about pointing to another channel (Awb 2:16) is part of the new law.
        paragraphs = [UNDER_OLD_LAW if missing[0].state is State.OLD_LAW else NOT_DESIGNATED]
        if links:
            paragraphs.append("U kunt nu al gebruiken:")
        change = self.site.change_of(missing)
        if change is not None and any(resolution.state.answers for resolution in change[1]):
            day, then = change
            if names := _names(then):
                coming = f"Vanaf {in_words(day)} stuurt u dit bericht via: {names}."
                paragraphs[:0] = [coming, *self._not_certain(then)]
            return Notice("not_yet", f"geldt vanaf {in_words(day)}{audience}", tuple(paragraphs), links)
        if self.site.awaits_publication(product.authority_of(message)):
            return Notice("not_yet", ADOPTED_ONLY, tuple(paragraphs), links)
        return Notice("nothing", audience.strip() or None, tuple(paragraphs), links)

    def _open_now(self, message: Message) -> tuple[Link, ...]:
        """What people use today, without the button of a designated channel."""
        channels = self.site.open_now(message)
        return tuple(Link(channel.name, self.href.to(channel_url(channel.id))) for channel in channels)


def _names(resolutions: Sequence[Resolution]) -> str:
    names = dict.fromkeys(resolved.channel.name for resolution in resolutions for resolved in resolution.channels)
    return ", ".join(names)
