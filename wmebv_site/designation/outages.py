"""What outages come to at one moment: which run, which are planned, and which are over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from wmebv_site.register.outages import Outage
from wmebv_site.register.register import Register

AHEAD = timedelta(days=14)
"""How long before it begins a page of the channel tells of planned maintenance."""
_SLACK = timedelta(minutes=15)
"""How far the clock of a visitor may be behind and still show what has begun."""


def shown_from(outage: Outage) -> datetime:
    """When pages begin to tell of it. What is no maintenance is told of once it has begun, not before."""
    return outage.begin - (AHEAD if outage.planned else _SLACK)


@dataclass(frozen=True)
class Outages:
    """The outages of a register, as they stand at a moment."""

    register: Register
    moment: datetime

    @cached_property
    def running(self) -> tuple[Outage, ...]:
        """Those that last at this moment, the latest first."""
        return self._latest_first(outage for outage in self.register.outages if outage.runs_at(self.moment))

    @cached_property
    def coming(self) -> tuple[Outage, ...]:
        """Those that have yet to begin, the first of them first."""
        ahead = (outage for outage in self.register.outages if outage.begin > self.moment)
        return tuple(sorted(ahead, key=lambda outage: (outage.begin, outage.id)))

    @cached_property
    def over(self) -> tuple[Outage, ...]:
        """Those that have ended, the latest first: evidence for who was late."""
        return self._latest_first(outage for outage in self.register.outages if outage.over_at(self.moment))

    @cached_property
    def shown(self) -> tuple[Outage, ...]:
        """What the pages of a channel tell of: what runs, and the maintenance that begins soon."""
        return (
            *self.running,
            *(outage for outage in self.coming if outage.planned and shown_from(outage) <= self.moment),
        )

    @cached_property
    def by_channel(self) -> dict[str, tuple[Outage, ...]]:
        """All outages of each channel, the latest first."""
        found: dict[str, list[Outage]] = defaultdict(list)
        for outage in self._latest_first(self.register.outages):
            for channel in outage.channels:
                found[channel].append(outage)
        return {channel: tuple(outages) for channel, outages in found.items()}

    def shown_of(self, channels: Iterable[str]) -> tuple[Outage, ...]:
        """What runs or begins soon on any of these channels."""
        asked = set(channels)
        return tuple(outage for outage in self.shown if asked.intersection(outage.channels))

    def length(self, outage: Outage) -> timedelta:
        """How long it lasted, or lasts already, whatever the clock did meanwhile; nothing before it begins."""
        return max(timedelta(), (min(outage.end or self.moment, self.moment)) - outage.begin)

    @staticmethod
    def _latest_first(outages: Iterable[Outage]) -> tuple[Outage, ...]:
        return tuple(sorted(outages, key=lambda outage: (outage.begin, outage.id), reverse=True))
