"""What all pages share: the register, what holds today, what is coming, and the way to each address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.history import History
from wmebv_site.designation.outages import Outages
from wmebv_site.dutch import in_words, noon
from wmebv_site.project.settings import USUAL_DATA
from wmebv_site.register.addresses import decision_url
from wmebv_site.register.channels import Channel
from wmebv_site.register.content import Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.linked import article_anchors, reference_anchor
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.support import Support
from wmebv_site.register.terms import DecisionKind, PolicyKind
from wmebv_site.site.views import Day


@dataclass(frozen=True)
class Hrefs:
    """Links from one page: addresses count from the root, links from the page, so a site can stand anywhere."""

    prefix: str

    @classmethod
    def on(cls, url: str) -> Hrefs:
        return cls("../" * url.count("/"))

    def to(self, url: str) -> str:
        return (self.prefix + url) or "./"


def day_view(day: date) -> Day:
    return Day(day.isoformat(), in_words(day))


@dataclass(frozen=True, slots=True)
class Download:
    """A document beside a page: its format (``pdf``, ``docx``, ``odt``), its size in bytes, and its path in the site."""

    format: str
    size: int
    path: str


@dataclass(frozen=True)
class Site:
    """One register on one day, as residents see it: what holds, never what is only wanted."""

    decisions: Decisions
    moment: datetime | None = None
    """The moment of the build, for outages; without one, noon."""
    downloads: Mapping[str, tuple[Download, ...]] = field(default_factory=dict)
    """The documents of each decision, by its id."""
    formats: tuple[str, ...] = USUAL_DATA
    """As what the register is published as data, by the words of ``mkdocs.yml``."""
    url: str | None = None
    """Where the website will stand, as far as that is known."""

    @cached_property
    def register(self) -> Register:
        """As residents may read it today: a municipality that is not there yet can't be written to, visited or called."""
        register = self.decisions.register
        return register.unreachable() if self.not_there_yet else register

    @cached_property
    def not_there_yet(self) -> str:
        """Where one sends everything until the municipality is there; empty from its first day on."""
        municipality = self.decisions.register.municipality
        if municipality.since is None or municipality.there_on(self.today):
            return ""
        return f"Deze gemeente bestaat vanaf {in_words(municipality.since)}. Tot die dag stuurt u uw bericht naar uw eigen gemeente."

    @property
    def today(self) -> date:
        return self.decisions.today

    @cached_property
    def outages(self) -> Outages:
        return Outages(self.register, self.moment or noon(self.today))

    @cached_property
    def history(self) -> History:
        return History(self.decisions)

    @cached_property
    def now(self) -> Resolutions:
        return self.decisions.holding(self.today)

    @cached_property
    def coming(self) -> tuple[tuple[date, Resolutions], ...]:
        """What will hold from each day on which an adopted and published decision begins or ends."""
        return self.decisions.coming

    def changes_of(self, current: Resolution) -> Iterator[tuple[date, Resolution]]:
        """The days from which something else will hold for the same message and audience, with what holds from then."""
        for day, resolutions in self.coming:
            then = resolutions.by_key[current.key]
            if _essence(then) != _essence(current):
                yield day, then
                current = then

    @cached_property
    def shown_channels(self) -> tuple[Channel, ...]:
        return self.decisions.shown_channels

    @cached_property
    def shown_channel_ids(self) -> frozenset[str]:
        """Which channels have a page. As it holds, a channel need not equal the one in the register."""
        return frozenset(channel.id for channel in self.shown_channels)

    @cached_property
    def by_channel(self) -> dict[str, list[Resolution]]:
        """Today's answers for each channel."""
        found: dict[str, list[Resolution]] = defaultdict(list)
        for resolution in self.now.all:
            for name in resolution.channel_ids:
                found[name].append(resolution)
        return found

    def whose(self, channel: Channel) -> str | None:
        """Who decides on all that goes through a channel, where that is another organisation than the municipality."""
        register, bodies = self.register, set()
        for each in self.by_channel.get(channel.id, ()):
            body = register.named_authority(each.product, each.message)
            if body not in register.other_bodies:
                return None
            bodies.add(body)
        if len(bodies) == 1:
            return register.authority_by_id[bodies.pop()].name
        return "de organisatie zelf" if bodies else None

    @cached_property
    def products_by_name(self) -> tuple[Product, ...]:
        return tuple(
            sorted(self.register.products, key=lambda product: (product.name.casefold(), product.id))
        )

    @cached_property
    def main_decision(self) -> Decision | None:
        """The decision of the municipality itself that holds today; of several the one that began last."""
        own = [d for d in self.decisions.in_force if d.kind.is_own_designation]
        return max(own, key=lambda d: (self.decisions.first_day(d) or date.min, d.id), default=None)

    @cached_property
    def designated_before(self) -> bool:
        """Whether a decision of the municipality itself held once, and holds no longer."""
        lapsed = (d for d in self.decisions.public if self.decisions.status(d) is Status.LAPSED)
        return any(d.kind.is_own_designation for d in lapsed)

    def had_a_way(self, resolution: Resolution) -> bool:
        """Whether there was a way, before today, to send a message that has none now."""
        intervals = self.history.intervals(resolution.question)
        past = (interval for interval in intervals if interval.begin is None or interval.begin <= self.today)
        return any(interval.resolution.state.answers for interval in past)

    @cached_property
    def next_decision(self) -> Decision | None:
        """The first adopted decision of the municipality that doesn't hold yet."""
        coming = [
            decision
            for decision in self.decisions.public
            if decision.kind is DecisionKind.DESIGNATION
            and self.decisions.status(decision) in (Status.ADOPTED, Status.PUBLISHED)
        ]
        return min(coming, key=lambda d: (self.decisions.first_day(d) or date.max, d.id), default=None)

    @cached_property
    def _articles(self) -> dict[str, frozenset[str]]:
        return {decision.id: article_anchors(decision.body) for decision in self.decisions.public}

    def article_url(self, decision: Decision, article: str | None) -> str:
        """The place in the text of a decision that a source names, or its page where that place can't be told."""
        anchor = reference_anchor(article) if article else None
        found = anchor is not None and anchor in self._articles.get(decision.id, ())
        return decision_url(decision.id) + (f"#{anchor}" if found else "")

    @cached_property
    def support(self) -> tuple[Support, ...]:
        """The help that is there today."""
        return tuple(support for support in self.register.support if support.there_on(self.today))

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """The policies that are adopted, of each kind the newest first; a draft is never shown."""
        adopted = [policy for policy in self.register.policies if policy.adopted_on(self.today)]
        adopted.sort(key=lambda policy: (policy.adopted or date.min, policy.id), reverse=True)
        return tuple(sorted(adopted, key=lambda policy: list(PolicyKind).index(policy.kind)))

    def is_known_elsewhere(self, resolution: Resolution) -> bool:
        """Whether another body decides, of which nobody here knows what it designated: then nothing is said to be missing."""
        body = self.register.named_authority(resolution.product, resolution.message)
        return resolution.state in _MISSING and body in self.register.silent_bodies

    def is_uncertain(self, then: Resolution, day: date) -> bool:
        """Whether an answer that begins on a day rests on a decision that is not published yet (Awb 3:40).

        What merely ends that day, or falls back on something older, does so by the decision that begins.
        """
        decision = self.register.decision_by_id.get(then.rule.decision or "") if then.rule else None
        if decision in self._planned:
            return True
        if decision is not None and self.decisions.first_day(decision) == day:
            return False
        return self.is_planned(day, (then.product.authority_of(then.message),))

    def is_planned(self, day: date, authorities: Iterable[str]) -> bool:
        """Whether a decision of one of these bodies that is not published yet would begin on a day."""
        asked = set(authorities)
        return any(asked & set(d.authorities) and self.decisions.first_day(d) == day for d in self._planned)

    @cached_property
    def _planned(self) -> tuple[Decision, ...]:
        """The decisions that are adopted, and not published yet whatever day is planned for it."""
        return tuple(d for d in self.decisions.public if self.decisions.status(d) is Status.ADOPTED)

    def awaits_publication(self, authority: str) -> bool:
        """Whether a decision of this authority is adopted and not yet published: then it doesn't hold (Awb 3:40)."""
        return any(
            authority in decision.authorities
            for decision in self._planned
            if decision.kind is DecisionKind.DESIGNATION
        )


_MISSING = frozenset({State.GAP, State.NOT_OPENED})


def _essence(resolution: Resolution) -> tuple[object, ...]:
    executor = resolution.executor.id if resolution.executor else None
    return resolution.state, resolution.channel_ids, executor
