"""The page with what changed, each in a sentence or two that stay true, and the feeds with it: Atom and JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

from wmebv_site.designation.changes import Change, ChangeKind, changes, of_outages
from wmebv_site.designation.decisions import WMEBV_IN_FORCE, Status, replaced_for
from wmebv_site.dutch import AMSTERDAM, capitalised, enumerate_names, enumerate_words, in_words
from wmebv_site.register.addresses import (
    CHANGES,
    FEED,
    JSON_FEED,
    OUTAGE_FEED,
    OUTAGE_JSON_FEED,
    OUTAGES,
    channel_url,
    decision_url,
    outage_url,
    policy_url,
    support_url,
)
from wmebv_site.register.content import Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.outages import Outage
from wmebv_site.register.support import Support
from wmebv_site.register.terms import DecisionKind
from wmebv_site.register.values import slugify
from wmebv_site.site.artifact import HOME, Artifact, StaticFile, xml_file
from wmebv_site.site.decisions import STYLE
from wmebv_site.site.outages import title_of, told_in_feed
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import Link, Moment, Span
from wmebv_site.site.words import NEXT_ONLY_ADOPTED_YET, ONLY_ADOPTED_YET

_CHANNEL = ("Nieuw kanaal", "Kanaal", "Dit kanaal")
_NAMED = 6
"""So many channels are named, the rest counted."""
_HELP = ("Nieuwe hulp", "Hulp", "Deze hulp")


@dataclass(frozen=True, slots=True)
class News:
    """A change in words. ``url`` counts from the root; it is that of the page itself when there is no other."""

    change: Change
    title: str
    text: str
    url: str


def news(site: Site) -> tuple[News, ...]:
    """All changes, the newest first."""
    return tuple(_news(site, change) for change in changes(site.decisions, site.outages))


def outage_news(site: Site) -> tuple[News, ...]:
    """The outages alone, the newest first."""
    found = [_news(site, change) for change in of_outages(site.outages)]
    return tuple(sorted(found, key=lambda item: (item.change.latest, item.change.key), reverse=True))


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on(CHANGES)
    told = news(site)
    coming = [item for item in reversed(told) if item.change.day > site.today]
    past = [item for item in told if item.change.day <= site.today]
    groups = [("Binnenkort", [_moment(item, href) for item in coming])] if coming else []
    for year, items in groupby(past, lambda item: item.change.day.year):
        groups.append((str(year), [_moment(item, href) for item in items]))
    html = renderer.render(
        "changes",
        title="Wijzigingen",
        intro="Hier leest u wat er verandert in besluiten, kanalen en hulp, en wanneer er een storing was.",
        groups=groups,
        feed=Link("Volg de wijzigingen in een feedlezer (Atom)", href.to(FEED)),
    )
    yield Artifact(
        CHANGES,
        "changes",
        "Wijzigingen",
        f"Hier leest u wat er verandert in de kanalen en de besluiten van {site.register.municipality.name}.",
        html,
        origin=None,
        section=CHANGES,
        breadcrumbs=(HOME,),
        styles=(STYLE,),
    )


def _moment(item: News, href: Hrefs) -> Moment:
    day = item.change.day
    url = None if item.url == CHANGES else href.to(item.url)
    return Moment(
        item.title, url, item.text, (Span(capitalised(in_words(day)), day.isoformat(), None, None),)
    )


def _news(site: Site, change: Change) -> News:
    if isinstance(change.subject, Decision):
        title, text = _of_decision(site, change, change.subject)
        return News(change, title, text, decision_url(change.subject.id))
    if isinstance(change.subject, Outage):
        text = told_in_feed(site, change.subject)
        return News(change, title_of(site, change.subject), text, outage_url(change.subject.id))
    if isinstance(change.subject, Policy):
        by = change.subject.adopted_by
        whom = f" door {site.register.authority_by_id[by].name}" if by else ""
        text = f"Dit beleid is vastgesteld{whom} op {in_words(change.day)}."
        return News(change, f"Nieuw beleid: {change.subject.title}", text, policy_url(change.subject.id))
    if isinstance(change.subject, Support):
        url = support_url(change.subject.id) if change.subject in site.support else CHANGES
        return _begins_or_stops(site, change, change.subject.title, _HELP, url)
    url = channel_url(change.subject.id) if change.subject.id in site.shown_channel_ids else CHANGES
    return _begins_or_stops(site, change, change.subject.name, _CHANNEL, url)


def _of_decision(site: Site, change: Change, decision: Decision) -> tuple[str, str]:
    """Said in the past once the day is there, so that a reader of the feed keeps a sentence that stays true."""
    name, coming = decision.short_title, change.day > site.today
    if change.kind is ChangeKind.PUBLISHED:
        where = site.register.gazette_of(decision)
        begin = decision.in_force_from
        when = f" De ingangsdatum is {in_words(begin)}." if begin else ""
        return f"Bekendgemaakt: {name}", f"Dit besluit staat in {where}.{when}"
    if change.kind is ChangeKind.IN_FORCE:
        what = "Wijziging" if decision.kind is DecisionKind.AMENDMENT else "Nieuw besluit"
        reserve = f" {ONLY_ADOPTED_YET}" if site.decisions.status(decision) is Status.ADOPTED else ""
        text = f"Dit besluit {'gaat' if coming else 'ging'} in op {in_words(change.day)}."
        changed = " ".join(["", *_changed(site, decision, coming=coming)])
        return f"{what}: {name}", f"{text}{_further(site, decision)}{changed}{reserve}"
    names = [site.register.authority_by_id[authority].name for authority in change.authorities]
    whom = f" voor {enumerate_words(names, 'en')}" if names else ""
    by_another = decision.lapsed != change.day and site.is_planned(
        change.day, change.authorities or decision.authorities
    )
    reserve = f" {NEXT_ONLY_ADOPTED_YET}" if by_another else ""
    last = in_words(change.day - timedelta(days=1))
    # A reader of the feed may see the title alone: for whom it ended stands there too.
    return (
        f"Vervallen{whom}: {name}",
        f"Dit besluit {'geldt' if coming else 'gold'}{whom} tot en met {last}.{reserve}",
    )


def _further(site: Site, decision: Decision) -> str:
    back = decision.retroactive_to
    text = f" Het werkt terug tot {in_words(back)}." if back else ""
    replaced = [site.register.decision_by_id[other] for other in decision.replaces]
    known = [other for other in replaced if other in site.decisions.public]
    earlier = [f"{other.short_title}{replaced_for(other, decision, site.register)}" for other in known]
    return f"{text} Het vervangt: {enumerate_words(earlier, 'en')}." if earlier else text


def _changed(site: Site, decision: Decision, *, coming: bool) -> Iterator[str]:
    """For how many products something else holds, and which channels that is."""
    brought = site.history.brought_by(decision)
    if brought is None:
        return
    if number := brought.products:
        verb = "verandert" if coming else "veranderde"
        yield f"Voor {number} {'product' if number == 1 else 'producten'} {verb} waar u een bericht naartoe stuurt."
    for label, names in (
        ("Nieuw voor deze berichten", brought.new),
        ("Niet meer voor deze berichten", brought.gone),
    ):
        more = len(names) - _NAMED + 1
        shown = [*names[: _NAMED - 1], f"nog {more} andere"] if more > 1 else names
        if shown:
            yield f"{label}: {enumerate_names(shown)}."


def _begins_or_stops(site: Site, change: Change, name: str, words: tuple[str, str, str], url: str) -> News:
    """``words`` are for what begins, for what stops, and for pointing at it."""
    new, old, this = words
    coming = change.day > site.today
    if change.kind is ChangeKind.STARTS:
        title, verb = f"{new}: {name}", "start" if coming else "startte"
    else:
        title, verb = f"{old} stopt: {name}", "stopt" if coming else "stopte"
    return News(change, title, f"{this} {verb} op {in_words(change.day)}.", url)


ATOM = "http://www.w3.org/2005/Atom"
FEED_TYPE = "application/atom+xml"
JSON_FEED_TYPE = "application/feed+json"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


def feeds(site: Site, site_url: str | None) -> list[StaticFile]:
    """Of everything that changed, and of outages alone, as Atom (RFC 4287) and as JSON Feed 1.1.

    Without the address of the site links count from the feed.
    """
    changed = _Feed(site, site_url, CHANGES, "Wijzigingen", _told(site, news(site)))
    atom, as_json = outage_feeds(site, site_url)
    return [changed.atom(FEED), atom, changed.json(JSON_FEED), as_json]


def outage_feeds(site: Site, site_url: str | None) -> list[StaticFile]:
    feed = _Feed(site, site_url, OUTAGES, "Storingen", _told(site, outage_news(site)))
    return [feed.atom(OUTAGE_FEED), feed.json(OUTAGE_JSON_FEED)]


def _told(site: Site, items: Sequence[News]) -> list[News]:
    return [item for item in items if _updated(item) <= site.outages.moment]


@dataclass(frozen=True, slots=True)
class _Feed:
    """One feed. An entry has the same identifier in every feed in which it stands, of whatever format."""

    site: Site
    site_url: str | None
    folder: str
    name: str
    told: list[News]

    @property
    def _title(self) -> str:
        return f"{self.name} bij {self.site.register.municipality.name}"

    @property
    def _note(self) -> str | None:
        municipality = self.site.register.municipality
        return f"{municipality.name} bestaat niet. Dit is een voorbeeld." if municipality.fictitious else None

    def _id(self, item: News) -> str:
        return f"{_tag(self.site, self.site_url)}wijzigingen/{item.change.key}"

    def _at(self, url: str) -> str:
        base = self.site_url
        return urljoin(f"{base.rstrip('/')}/", url) if base else Hrefs.on(self.folder).to(url)

    def atom(self, path: str) -> StaticFile:
        root = Element("feed", {"xmlns": ATOM, "xml:lang": "nl"})
        SubElement(root, "id").text = f"{_tag(self.site, self.site_url)}{self.folder.rstrip('/')}"
        SubElement(root, "title").text = self._title
        if note := self._note:
            SubElement(root, "subtitle").text = note
        # Without any change yet: the day on which the law gave a reason for this feed.
        last = max(map(_updated, self.told), default=_begin_of(WMEBV_IN_FORCE))
        SubElement(root, "updated").text = last.isoformat()
        SubElement(SubElement(root, "author"), "name").text = self.site.register.municipality.name
        _link(root, self._at(self.folder), rel="alternate", type="text/html")
        if self.site_url:
            _link(root, self._at(path), rel="self", type=FEED_TYPE)
        for item in self.told:
            entry = SubElement(root, "entry")
            SubElement(entry, "id").text = self._id(item)
            SubElement(entry, "title").text = item.title
            SubElement(entry, "updated").text = _updated(item).isoformat()
            _link(entry, self._at(item.url), rel="alternate", type="text/html")
            SubElement(entry, "summary").text = item.text
        return xml_file(path, root)

    def json(self, path: str) -> StaticFile:
        municipality = self.site.register.municipality
        author = {"name": municipality.name, "url": municipality.website}
        feed = {
            "version": _JSON_FEED,
            "title": self._title,
            "home_page_url": self._at(self.folder),
            "feed_url": self._at(path) if self.site_url else None,
            "description": self._note,
            "language": "nl",
            "authors": [{key: value for key, value in author.items() if value}],
            "items": [
                {
                    "id": self._id(item),
                    "url": self._at(item.url),
                    "title": item.title,
                    "content_text": item.text,
                    "date_published": min(_begin_of(item.change.day), _updated(item)).isoformat(),
                    "date_modified": _updated(item).isoformat(),
                }
                for item in self.told
            ],
        }
        known = {key: value for key, value in feed.items() if value is not None}
        return StaticFile(path, f"{json.dumps(known, ensure_ascii=False, indent=1)}\n".encode())


def _tag(site: Site, site_url: str | None) -> str:
    """What all identifiers begin with (RFC 4151): a name that does not change when the site moves."""
    address = site.register.municipality.website or site_url
    host = urlsplit(address).hostname if address else None
    return f"tag:{host or f'{slugify(site.register.municipality.name)}.invalid'},{WMEBV_IN_FORCE.year}:"


def _updated(item: News) -> datetime:
    """When there was last something to tell of it."""
    latest = item.change.latest
    return latest.astimezone(AMSTERDAM) if latest else _begin_of(item.change.day)


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM)


def _link(parent: Element, href: str, **attributes: str) -> None:
    SubElement(parent, "link", {"href": href, **attributes})
