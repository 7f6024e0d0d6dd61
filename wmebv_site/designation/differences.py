"""What differs between two views of the same messages: two days, two decisions, or wanted and in force."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.designation.answers import Resolution, Resolutions, Resolved
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience


class Kind(StrEnum):
    """How one answer differs from the other; the first that is true is told."""

    ADDED = "added"
    """There was no way to send, now there is."""
    ENDED = "ended"
    """There was a way to send, now there isn't."""
    CHANNEL = "channel"
    """Another channel, or the same one under another name or address."""
    REQUIREMENT = "requirement"
    """The same channels, but they ask something else: a login, an assurance level or a further requirement."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One product × message × audience for which the answers differ; None where a view doesn't know the message."""

    kind: Kind
    product: Product
    message: Message
    audience: Audience
    before: Resolution | None
    after: Resolution | None

    @property
    def key(self) -> tuple[str, str, Audience]:
        return self.product.id, self.message.key, self.audience


def differences(before: Resolutions, after: Resolutions) -> tuple[Difference, ...]:
    """All differences: in the order of ``after``, then what only ``before`` knows, in its order."""
    found = []
    seen: _Seen = {}
    if _about_the_same(before, after):
        pairs = zip(before.all, after.all, strict=True)
        return tuple(difference for one, other in pairs if (difference := _difference(one, other, seen)))
    for resolution in after.all:
        if difference := _difference(before.by_key.get(resolution.key), resolution, seen):
            found.append(difference)
    for resolution in before.all:
        if resolution.key not in after.by_key and (difference := _difference(resolution, None, seen)):
            found.append(difference)
    return tuple(found)


def _about_the_same(before: Resolutions, after: Resolutions) -> bool:
    """Whether both answer for the same messages in the same order, as two views of one register do."""
    return len(before.all) == len(after.all) and all(
        one.message is other.message and one.product is other.product and one.audience is other.audience
        for one, other in zip(before.all, after.all, strict=True)
    )


def _difference(before: Resolution | None, after: Resolution | None, seen: _Seen) -> Difference | None:
    one = after or before
    if one is None or before is after:
        return None
    kind = _kind(before, after, seen)
    return kind and Difference(kind, one.product, one.message, one.audience, before, after)


def _kind(before: Resolution | None, after: Resolution | None, seen: _Seen) -> Kind | None:
    was = before is not None and before.state.answers
    now = after is not None and after.state.answers
    if was != now:
        return Kind.ADDED if now else Kind.ENDED
    if before is None or after is None or not now:
        return None
    old, new = _ways(before, seen), _ways(after, seen)
    if before.state is not after.state or before.executor is not after.executor or _first(old) != _first(new):
        return Kind.CHANNEL
    return None if old == new else Kind.REQUIREMENT


_Way = tuple[object, object]
"""Along which way, and what it asks."""
_Seen = dict[tuple[int, Audience], _Way]
"""The ways that were worked out: a channel answers for thousands of messages."""


def _ways(resolution: Resolution, seen: _Seen) -> frozenset[_Way]:
    """In whatever order."""
    found = []
    for resolved in resolution.channels:
        key = id(resolved.channel), resolution.audience
        if key not in seen:
            seen[key] = _way(resolved)
        found.append(seen[key])
    return frozenset(found)


def _first(ways: frozenset[_Way]) -> set[object]:
    return {way for way, _ in ways}


def _way(resolved: Resolved) -> _Way:
    channel = resolved.channel
    addresses = frozenset((way.url, way.email) for way in resolved.entrances)
    logins = frozenset((way.login, way.url, way.email) for way in resolved.entrances)
    asked = frozenset(requirement.text for requirement in channel.requirements)
    return (channel.id, channel.name, channel.kind, addresses), (channel.assurance_level, logins, asked)
