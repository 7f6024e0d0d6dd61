"""Whether one applies for a product online, where and with which login: what a catalogue says of it in one word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, ChannelKind, Login, MessageKind

_BEGINNING = (
    MessageKind.APPLICATION,
    MessageKind.DECLARATION,
    MessageKind.NOTIFICATION,
    MessageKind.REQUEST,
    MessageKind.INFORMATION_REQUEST,
)
"""With which messages one begins something, the first that a product has."""
_ANSWERING = {
    MessageKind.VIEW: "zienswijze",
    MessageKind.OBJECTION: "bezwaar",
    MessageKind.ADMINISTRATIVE_APPEAL: "beroep",
    MessageKind.COMPLAINT: "klacht",
    MessageKind.NOTICE_OF_DEFAULT: "ingebrekestelling",
}
"""With which one answers to something: that is what a product is about only where it is called so."""


def applying(product: Product) -> tuple[Message, ...]:
    """The messages with which one asks for a product itself; none where nobody can, as for a tax that comes by itself."""
    own = [message for message in product.messages if not message.on_request]
    for kind in _BEGINNING:
        if found := tuple(message for message in own if message.kind is kind):
            return found
    called = f"{product.name} {product.upl_name or ''}".casefold()
    for kind, word in _ANSWERING.items():
        if word in called and (found := tuple(message for message in own if message.kind is kind)):
            return found
    return tuple(message for message in own if message.kind is MessageKind.OTHER)


class Way(NamedTuple):
    """A way in that holds: the channel, of which an executor without one in the register has none, and the entrance."""

    name: str
    url: str
    login: Login = Login.NONE
    channel: str | None = None
    kind: ChannelKind | None = None
    language: str | None = None


@dataclass(frozen=True)
class Online:
    """What holds for the messages with which some people apply for a product."""

    resolutions: tuple[Resolution, ...]
    day: date

    @property
    def states(self) -> frozenset[State]:
        return frozenset(resolution.state for resolution in self.resolutions)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every address that holds, each once, in the order of the register."""
        found = (way for resolution in self.resolutions for way in _ways(resolution, self.day))
        return tuple(dict.fromkeys(found))

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The channels that hold and have no address on the web, as one for e-mail."""
        reached = {way.channel for way in self.ways}
        named = [resolved.channel for each in self.resolutions for resolved in each.channels]
        return tuple(dict.fromkeys(channel.name for channel in named if channel.id not in reached))

    @cached_property
    def _leading(self) -> tuple[Way, ...]:
        """The ways by which a catalogue goes: those of residents, where they have one."""
        of_residents = (each for each in self.resolutions if each.audience is Audience.RESIDENT)
        found = (way for resolution in of_residents for way in _ways(resolution, self.day))
        return tuple(dict.fromkeys(found)) or self.ways

    @property
    def word(self) -> str:
        """As Samenwerkende Catalogi say it: nee, ja, or digid where one can't do without that."""
        if not self.ways:
            return "nee"
        logins = {way.login for way in self._leading}
        return "digid" if Login.DIGID in logins and Login.NONE not in logins else "ja"

    @property
    def best(self) -> Way | None:
        """The way in that a catalogue names, which has room for one: in Dutch, and with the login that it says."""
        wanted = Login.DIGID if self.word == "digid" else Login.NONE
        return min(self._leading, key=lambda way: (bool(way.language), way.login is not wanted), default=None)


def online(holding: Resolutions, product: Product, audiences: Iterable[Audience], day: date) -> Online:
    """What holds on a day for who applies for a product; for everybody it is for, where it is for none of these."""
    asked = frozenset(audiences)
    whom = [each for each in product.audiences if each in asked] or list(product.audiences)
    return Online(
        tuple(
            resolution
            for message in applying(product)
            for resolution in holding.of(product, message)
            if resolution.audience in whom
        ),
        day,
    )


def _ways(resolution: Resolution, day: date) -> Iterator[Way]:
    """What leads there on a day: a channel that does not work yet, or no longer, leads nowhere."""
    for resolved in resolution.channels if resolution.state.answers else ():
        if not resolved.channel.works_on(day):
            continue
        for entrance in resolved.entrances:
            if entrance.url:
                channel = resolved.channel
                yield Way(
                    channel.name, entrance.url, entrance.login, channel.id, channel.kind, entrance.language
                )
    executor = resolution.executor
    if executor is not None and not resolution.channels and executor.url:
        yield Way(executor.name, executor.url)
