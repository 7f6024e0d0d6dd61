"""What earlier checks of links found: since when something fails, when it is certain, and what has to be asked again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from wmebv_site.diagnostics import json_text
from wmebv_site.links.collected import Link
from wmebv_site.links.verdicts import Judgement, Verdict

FILE = ".wmebv/links.json"
"""Where it stands in a project: beside the registers, never in the site."""
SHAPE = 1
"""Raised when a key changes its meaning; what has another shape is not read."""
APART = timedelta(hours=20)
"""So far apart are two checks that count: a nightly run is not always at the same time."""
_DAILY = APART
_WEEKLY = timedelta(days=6) + APART
_MOST_KEPT = 10
"""So many failures are kept of a row: the first, and the last ones."""
MOST_AT_ONCE = 400
"""So many addresses of one host are asked in a run, besides those of every day: one a second takes seven minutes."""


@dataclass(frozen=True, slots=True)
class Failed:
    """One check that failed and counts."""

    at: datetime
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of one address."""

    first_seen: datetime
    asked: datetime
    found: Judgement
    last_good: datetime | None = None
    failures: tuple[Failed, ...] = ()
    """Those in a row, the first on top, each APART from the one before."""

    @property
    def is_certain(self) -> bool:
        """Whether what was found last is sure: a failure counts only when it was there on several days.

        What is broken was so twice, twenty hours apart; what can't be reached was so three times, on three days.
        """
        verdict = self.found.verdict
        if not verdict.is_failure:
            return True
        if verdict is Verdict.UNREACHABLE:
            return len(self.failures) >= 3
        return sum(failed.verdict is verdict for failed in self.failures) >= 2

    @property
    def failing_since(self) -> datetime | None:
        return self.failures[0].at if self.failures else None


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of all addresses, and which hosts asked us to stay away until when."""

    addresses: Mapping[str, Remembered] = field(default_factory=dict)
    hosts: Mapping[str, datetime] = field(default_factory=dict)

    def is_barred(self, host: str, now: datetime) -> bool:
        return host in self.hosts and self.hosts[host] > now

    def kept_for(self, urls: Iterable[str], now: datetime) -> Memory:
        """Without what stands in the registers no longer, and what has passed."""
        there = {url: self.addresses[url] for url in urls if url in self.addresses}
        return Memory(there, {host: until for host, until in self.hosts.items() if until > now})


def noted(before: Remembered | None, found: Judgement, now: datetime) -> Remembered:
    """What is known of an address after it was asked."""
    if before is None:
        before = Remembered(now, now, found)
    verdict = found.verdict
    if verdict.is_good:
        return replace(before, asked=now, found=found, last_good=now, failures=())
    if not verdict.is_failure:  # who is kept out learns nothing of whether it is there
        return replace(before, asked=now, found=found)
    failures = before.failures
    last = failures[-1].at if failures else None
    if last is None or now - last >= APART:
        failures = (*failures, Failed(now, verdict))
    if len(failures) > _MOST_KEPT:
        failures = (failures[0], *failures[-_MOST_KEPT + 1 :])
    return replace(before, asked=now, found=found, failures=failures)


def due(links: Iterable[Link], memory: Memory, now: datetime) -> tuple[Link, ...]:
    """What is to be asked now: what is new or failing, entrances and featured products every day, the rest every week.

    Of the rest of one host not too much at once, and what was asked longest ago first.
    """
    always: list[Link] = []
    rest: list[Link] = []
    for link in links:
        if memory.is_barred(link.host, now):
            continue
        known = memory.addresses.get(link.url)
        often = link.daily or (known is not None and bool(known.failures))
        if known is not None and _is_fresh(known, _DAILY if often else _WEEKLY, now):
            continue
        (always if often else rest).append(link)
    rest.sort(
        key=lambda link: memory.addresses[link.url].asked if link.url in memory.addresses else _LONG_AGO
    )
    taken: dict[str, int] = {}
    for link in rest:
        taken[link.host] = taken.get(link.host, 0) + 1
        if taken[link.host] <= MOST_AT_ONCE:
            always.append(link)
    return tuple(always)


def _is_fresh(known: Remembered, period: timedelta, now: datetime) -> bool:
    """Whether it was asked within a period; a moment that has yet to come is of a clock that was wrong."""
    return timedelta(0) <= now - known.asked < period


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def written(memory: Memory) -> bytes:
    """The memory as a file, the same bytes for the same memory."""
    data = {
        "version": SHAPE,
        "addresses": {url: _as_data(known) for url, known in memory.addresses.items()},
        "hosts": {host: until.isoformat() for host, until in memory.hosts.items()},
    }
    return json_text(data).encode()


def _as_data(known: Remembered) -> dict[str, Any]:
    found = known.found
    data = {
        "first_seen": known.first_seen.isoformat(),
        "asked": known.asked.isoformat(),
        "last_good": known.last_good.isoformat() if known.last_good else None,
        "verdict": found.verdict.value,
        "why": found.why,
        "to": found.to,
        "status": found.status,
        "certificate": [day.isoformat() for day in found.certificate] if found.certificate else None,
        "failures": [[failed.at.isoformat(), failed.verdict.value] for failed in known.failures],
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def read(data: bytes | None) -> Memory | None:
    """The memory in a file; None where the file is damaged, or of another version. Without a file it is empty."""
    if data is None:
        return Memory()
    try:
        return _from_data(json.loads(data))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def _from_data(data: Any) -> Memory | None:
    if data["version"] != SHAPE:
        return None
    addresses = {str(url): _known(each) for url, each in data["addresses"].items()}
    return Memory(addresses, {str(host): _moment(until) for host, until in data["hosts"].items()})


def _known(data: Any) -> Remembered:
    certificate = data.get("certificate")
    days = (date.fromisoformat(certificate[0]), date.fromisoformat(certificate[1])) if certificate else None
    to, status = data.get("to"), data.get("status")
    found = Judgement(
        Verdict(data["verdict"]),
        str(data.get("why", "")),
        str(to) if to is not None else None,
        int(status) if status is not None else None,
        days,
    )
    good = data.get("last_good")
    return Remembered(
        _moment(data["first_seen"]),
        _moment(data["asked"]),
        found,
        _moment(good) if good else None,
        tuple(Failed(_moment(at), Verdict(verdict)) for at, verdict in data.get("failures", [])),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
