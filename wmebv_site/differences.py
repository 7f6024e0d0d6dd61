"""What differs between two views of the same messages: two days, two decisions, or wanted and in force."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.model.products import Message, Product
from wmebv_site.model.terms import Audience
from wmebv_site.resolve import Resolution, Resolutions, Resolved


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


def differences(before: Resolutions, after: Resolutions) -> tuple[Difference, ...]:
    """All differences: in the order of ``after``, then what only ``before`` knows, in its order."""
    found = []
    for resolution in after.all:
        if difference := _difference(before.by_key.get(resolution.key), resolution):
            found.append(difference)
    for resolution in before.all:
        if resolution.key not in after.by_key and (difference := _difference(resolution, None)):
            found.append(difference)
    return tuple(found)


def _difference(before: Resolution | None, after: Resolution | None) -> Difference | None:
    one = after or before
    if one is None or before is after:
        return None
    kind = _kind(before, after)
    return kind and Difference(kind, one.product, one.message, one.audience, before, after)


def _kind(before: Resolution | None, after: Resolution | None) -> Kind | None:
    was = before is not None and before.state.answers
    now = after is not None and after.state.answers
    if was != now:
        return Kind.ADDED if now else Kind.ENDED
    if before is None or after is None or not now:
        return None
    if _ways(before) != _ways(after):
        return Kind.CHANNEL
    return Kind.REQUIREMENT if _asked(before) != _asked(after) else None


def _ways(resolution: Resolution) -> tuple[object, ...]:
    """Along which ways, in whatever order."""
    executor = resolution.executor.id if resolution.executor else None
    return resolution.state, executor, frozenset(map(_way, resolution.channels))


def _way(resolved: Resolved) -> tuple[object, ...]:
    channel = resolved.channel
    addresses = frozenset((way.url, way.email) for way in resolved.entrances)
    return channel.id, channel.name, channel.kind, addresses


def _asked(resolution: Resolution) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (
            resolved.channel.id,
            resolved.channel.assurance_level,
            frozenset((way.login, way.url, way.email) for way in resolved.entrances),
            frozenset(requirement.text for requirement in resolved.channel.requirements),
        )
        for resolved in resolution.channels
    )
