"""What each page is about, in the words of schema.org, as search engines, portals and assistants read it (JSON-LD)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import NamedTuple

from wmebv_site.data.shapes import Json
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Status
from wmebv_site.dutch import AMSTERDAM, capitalised
from wmebv_site.register.addresses import (
    ABOUT,
    HOME,
    channel_url,
    decision_url,
    outage_url,
    product_url,
    support_url,
)
from wmebv_site.register.channels import Channel
from wmebv_site.register.outages import Outage
from wmebv_site.register.support import Support
from wmebv_site.register.terms import Audience, AuthorityKind, DecisionKind, Paper
from wmebv_site.site.entrances import closed
from wmebv_site.site.messages import OFFLINE
from wmebv_site.site.opening_hours import OtherDay, Span, Week, alike, other_days, week
from wmebv_site.site.outages import label_of, title_of, told_in_feed
from wmebv_site.site.site import Hrefs
from wmebv_site.site.words import AUDIENCE, DECISION_KIND, SUPPORT_KIND

CONTEXT = "https://schema.org"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_POSTAL = re.compile(r"(?P<where>[^,]+), ?(?P<code>[0-9]{4} ?[A-Z]{2}) +(?P<town>[^,]+)")
_POST_BOX = re.compile(r"Postbus (?P<number>[0-9]+)", re.IGNORECASE)
_OFFLINE = {
    Paper.POST: ("postal_address", "servicePostalAddress", "PostalAddress", "name"),
    Paper.DESK: ("visiting_address", "serviceLocation", "Place", "address"),
    Paper.TELEPHONE: ("phone", "servicePhone", "ContactPoint", "telephone"),
}
"""Of each way without internet where it is found with a body, and the words of schema.org for it."""


def linked_data(data: Data) -> Iterator[tuple[str, Json]]:
    """For each page that has a thing, its address from the root, with the thing."""
    site, register = data.site, data.site.register
    things = _Things(data)
    yield HOME, _on_page(things.on(HOME).municipality())
    yield ABOUT, _on_page(things.on(ABOUT).municipality_with_bodies())
    for product in data.products:
        url = product_url(product["id"])
        yield url, _on_page(things.on(url).product(product))
    for entry, channel in zip(site.shown_channels, data.channels, strict=True):
        url = channel_url(entry.id)
        yield url, _on_page(things.on(url).channel(entry, channel))
    for decision in data.decisions:
        url = decision_url(decision["id"])
        yield url, _on_page(things.on(url).decision(decision))
    for support in site.support:
        url = support_url(support.id)
        yield url, _on_page(things.on(url).support(support))
    for outage in register.outages:
        url = outage_url(outage.id)
        yield url, _on_page(things.on(url).outage(outage))


def _on_page(thing: Json) -> Json:
    return {"@context": CONTEXT, **thing}


@dataclass(frozen=True)
class _Things:
    """Makes the things on pages; those on pages equally deep share what names the municipality and its bodies."""

    data: Data
    _by_depth: dict[str, _OnPage] = field(default_factory=dict)

    def on(self, url: str) -> _OnPage:
        href = Hrefs.on(url)
        if href.prefix not in self._by_depth:
            self._by_depth[href.prefix] = _OnPage(self.data, href)
        return self._by_depth[href.prefix]


class _Sent(NamedTuple):
    """What products share whose messages are alike: the ways to send these, and the decisions that name the channels."""

    ways: list[Json]
    decisions: list[str]


@dataclass(frozen=True)
class _OnPage:
    """Makes things for pages equally deep: as long as nobody knows where the site will stand, addresses count from those."""

    data: Data
    href: Hrefs
    # Most products share their messages with others: what follows from these is made once.
    _sent: dict[tuple[object, ...], _Sent] = field(default_factory=dict)
    _bodies: dict[str, Json] = field(default_factory=dict)

    def _at(self, address: str) -> str:
        """The address of a part of this website, from one that counts from the root or is whole already."""
        base = self.data.base
        if base:
            return address if address.startswith(base) else base + address
        return self.href.to(address)

    @cached_property
    def _ours(self) -> str:
        return self._at(f"{HOME}#gemeente")

    # The municipality and its bodies

    def municipality(self) -> Json:
        ours = self.data.municipality
        phone, post, visit = (ours.get(key) for key in ("phone", "postal_address", "visiting_address"))
        fictitious = f"{ours['name']} bestaat niet. Dit is een voorbeeld." if ours.get("fictitious") else None
        return _filled(
            {
                "@type": "GovernmentOrganization",
                "@id": self._ours,
                "name": ours["name"],
                "description": fictitious,
                "url": ours.get("website"),
                "sameAs": ours.get("uri"),
                "telephone": phone,
                "address": postal_address(post) if post else None,
                "location": {"@type": "Place", "address": visit} if visit else None,
            }
        )

    def municipality_with_bodies(self) -> Json:
        own = [body for body in self.data.authorities if body["kind"] != AuthorityKind.EXTERNAL]
        return {**self.municipality(), "subOrganization": [self._body(body["id"]) for body in own]}

    def _body(self, name: str) -> Json:
        """Who decides: a body of the municipality has its identifier on the page about the website."""
        if name not in self._bodies:
            self._bodies[name] = self._told(self.data.bodies[name])
        return self._bodies[name]

    def _told(self, body: Json) -> Json:
        own = body["kind"] != AuthorityKind.EXTERNAL
        return _filled(
            {
                "@type": "GovernmentOrganization",
                "@id": f"{self._at(ABOUT)}#{body['id']}" if own else None,
                "name": capitalised(body["name"]),
                "url": body.get("url"),
            }
        )

    def _whole(self) -> Json:
        """The municipality, where nobody confirmed which of its bodies decides."""
        return {"@type": "GovernmentOrganization", "@id": self._ours, "name": self.data.municipality["name"]}

    # Products

    def product(self, product: Json) -> Json:
        """A service with each way to send a message about it: where the buttons of its page lead, then paper."""
        whom = product["audience"] if len(product["audience"]) < len(Audience) else []
        executor = self._executors.get(product.get("executor", ""))
        sent = self._sent_as(product["messages"])
        bases = [basis["url"] for basis in product.get("legal_basis", ()) if "url" in basis]
        return _filled(
            {
                "@type": "GovernmentService",
                "@id": f"{self._at(product['permalink'])}#dienst",
                "name": product["name"],
                "additionalType": product.get("upl"),
                "audience": [_audience(each) for each in whom],
                "areaServed": self.data.municipality["name"],
                "provider": self._body(product["authority"]) if "authority" in product else self._whole(),
                "serviceOperator": executor,
                "availableChannel": sent.ways,
                # The decisions that name the channels, at their articles, then the rules that the product rests on.
                "subjectOf": [
                    {"@type": "Legislation", "@id": address}
                    for address in dict.fromkeys([*sent.decisions, *bases])
                ],
            }
        )

    @cached_property
    def _executors(self) -> dict[str, Json]:
        return {
            each["id"]: _filled({"@type": "Organization", "name": each["name"], "url": each.get("url")})
            for each in self.data.executors
        }

    def _sent_as(self, messages: list[Json]) -> _Sent:
        key = tuple(
            (each["act"], each["authority"], *each["paper"], *map(id, each["answers"])) for each in messages
        )
        sent = self._sent.get(key)
        if sent is None:
            ways = [*_buttons(messages), *self._offline(messages)]
            sent = self._sent[key] = _Sent(ways, list(dict.fromkeys(self._decisions_of(messages))))
        return sent

    def _offline(self, messages: list[Json]) -> Iterator[Json]:
        """How the same can be sent without internet, to each body that decides."""
        asked: dict[str, set[str]] = {}
        for message in messages:
            asked.setdefault(message["authority"], set()).update(message["paper"])
        told: list[Json] = []
        for name, ways in asked.items():
            channel: Json = {"@type": "ServiceChannel", "name": OFFLINE}
            for way, (key, term, kind, part) in _OFFLINE.items():
                if way.value in ways and key in self.data.bodies[name]:
                    channel[term] = {"@type": kind, part: self.data.bodies[name][key]}
            if len(channel) > 2 and channel not in told:
                told.append(channel)
        yield from told

    def _decisions_of(self, messages: list[Json]) -> Iterator[str]:
        """The decisions that name the channels, at their articles."""
        for message in messages:
            for answer in message["answers"]:
                yield from (self._at(reason["url"]) for reason in answer["reasons"] if "url" in reason)

    # Channels, decisions, outages

    def channel(self, entry: Channel, channel: Json) -> Json:
        """A channel; where it leads while it works."""
        ways = [] if closed(entry, self.data.site.today) else channel["entrances"]
        languages = dict.fromkeys(way.get("language", "nl") for way in ways)
        return _filled(
            {
                "@type": "ServiceChannel",
                "@id": f"{self._at(channel['permalink'])}#kanaal",
                "name": channel["name"],
                "serviceUrl": _alone(dict.fromkeys(map(_href, ways))),
                "availableLanguage": _alone(languages),
            }
        )

    def decision(self, decision: Json) -> Json:
        """A decision, with whether it holds on the day for which the page was made."""
        today = self.data.site.today.isoformat()
        periods = decision["periods"]
        holding = [
            each
            for each in periods
            if each["from"] <= today and ("until" not in each or today < each["until"])
        ]
        force = "NotInForce"
        if decision["status"] == Status.IN_FORCE.value and holding:
            force = "InForce" if len(holding) == len(decision["authorities"]) else "PartiallyInForce"
        changed = [*decision.get("replaces", ()), *([decision["amends"]] if "amends" in decision else [])]
        identifiers = [decision[key] for key in ("cvdr", "publication") if key in decision]
        covers = dict.fromkeys(f"{each['from']}/{each.get('until', '..')}" for each in periods)
        return _filled(
            {
                "@type": "Legislation",
                "@id": f"{self._at(decision['permalink'])}#besluit",
                "name": decision["title"],
                "alternateName": decision.get("citation_title"),
                "sameAs": decision.get("url"),
                "inLanguage": "nl",
                "legislationType": DECISION_KIND[self._kinds[decision["id"]]],
                "legislationIdentifier": _alone(identifiers),
                "legislationDate": decision.get("adopted"),
                "datePublished": decision.get("published"),
                "legislationDateVersion": today,
                "legislationLegalForce": f"{CONTEXT}/{force}",
                "temporalCoverage": _alone(covers),
                "legislationJurisdiction": self.data.municipality["name"],
                "legislationPassedBy": [self._body(name) for name in decision["authorities"]],
                "legislationChanges": [
                    {"@type": "Legislation", "@id": f"{self._at(decision_url(other))}#besluit"}
                    for other in dict.fromkeys(changed)
                    if other in self._kinds
                ],
                "encoding": [
                    {"@type": "MediaObject", "contentUrl": self._at(address)}
                    for address in decision["downloads"]
                ],
            }
        )

    @cached_property
    def _kinds(self) -> dict[str, DecisionKind]:
        return {decision.id: decision.kind for decision in self.data.site.decisions.public}

    def outage(self, outage: Outage) -> Json:
        """An announcement: schema.org has no word for what does not work."""
        site = self.data.site
        begin, end = _moment(outage.begin), _moment(outage.end) if outage.end else None
        shown = [name for name in outage.channels if name in site.shown_channel_ids]
        return _filled(
            {
                "@type": "SpecialAnnouncement",
                "@id": f"{self._at(outage_url(outage.id))}#storing",
                "name": title_of(site, outage),
                "text": told_in_feed(site, outage),
                "category": label_of(outage),
                "datePosted": _moment(outage.announced) if outage.announced else begin,
                "expires": end,
                "temporalCoverage": f"{begin}/{end or '..'}",
                "about": [{"@id": f"{self._at(channel_url(name))}#kanaal"} for name in shown],
            }
        )

    # Help

    def support(self, support: Support) -> Json:
        """One form of help as a service: by whom, how to reach it, where, and when."""
        site = self.data.site
        index = site.register.help_index
        days = other_days(support, index.holidays if index else (), site.today)
        regular = list(regular_hours(week(support.opening_hours)))
        special = [each for day in days for each in _special(day)]
        channel: Json = {"@type": "ServiceChannel", "availableLanguage": list(support.languages)}
        reach: Json = {"@type": "ContactPoint", "contactType": SUPPORT_KIND[support.kind]}
        reach |= {"telephone": support.phone, "email": support.email}
        if not support.address:
            reach["hoursAvailable"] = regular + special
        if support.phone:
            channel["servicePhone"] = _filled(reach)
        if support.address:
            place: Json = {"@type": "Place", "name": support.title, "address": support.address}
            times = {"openingHoursSpecification": regular, "specialOpeningHoursSpecification": special}
            channel["serviceLocation"] = _filled(place | times)
        channel["serviceUrl"] = support.url
        provider: Json = {"@type": "Organization", "name": support.provider}
        if support.provider is None:
            ours = self.data.municipality
            provider = {"@type": "GovernmentOrganization", "@id": self._ours}
            provider |= {"name": ours["name"], "url": ours.get("website")}
        if support.email and not support.phone:
            provider["contactPoint"] = _filled(reach)
        return _filled(
            {
                "@type": "GovernmentService",
                "@id": f"{self._at(support_url(support.id))}#hulp",
                "name": support.title,
                "description": support.summary,
                "serviceType": SUPPORT_KIND[support.kind],
                "provider": _filled(provider),
                "availableChannel": _filled(channel),
            }
        )


def _buttons(messages: list[Json]) -> Iterator[Json]:
    """Where buttons lead, called as what one does there; channels for the same are told together."""
    acts: dict[str, dict[str, None]] = {}
    ways: dict[str, dict[str, str]] = {}
    for message in messages:
        for answer in message["answers"]:
            for name, way in _ways_in(answer):
                acts.setdefault(name, {})[message["act"]] = None
                ways.setdefault(name, {})[_href(way)] = way.get("language", "nl")
    together: dict[tuple[str, ...], dict[str, str]] = {}
    for name, named in acts.items():
        together.setdefault(tuple(named), {}).update(ways[name])
    for done, found in together.items():
        languages = dict.fromkeys(found.values())
        yield _filled(
            {
                "@type": "ServiceChannel",
                "name": _alone(done),
                "serviceUrl": _alone(found),
                "availableLanguage": _alone(languages) if languages.keys() != {"nl"} else None,
            }
        )


def _ways_in(answer: Json) -> Iterator[tuple[str, Json]]:
    """The ways in that have a button, each with the channel, or the organisation, that they are of."""
    for channel in answer["channels"]:
        for way in channel["entrances"]:
            yield channel["id"], way
    executor = answer.get("executor", {})
    if "url" in executor:
        yield f"executor {executor['id']}", executor


def _href(way: Json) -> str:
    """Where a button leads."""
    return way["url"] if "url" in way else f"mailto:{way['email']}"


def _audience(name: str) -> Json:
    audience = Audience(name)
    kind = "BusinessAudience" if audience is Audience.BUSINESS else "PeopleAudience"
    return {"@type": kind, "audienceType": AUDIENCE[audience]}


def postal_address(text: str) -> Json:
    """A postal address in its parts, where it is written as everyone does; else as it is."""
    found = _POSTAL.fullmatch(text)
    if found is None:
        return {"@type": "PostalAddress", "name": text}
    box = _POST_BOX.fullmatch(found["where"])
    where = {"postOfficeBoxNumber": box["number"]} if box else {"streetAddress": found["where"]}
    return {
        "@type": "PostalAddress",
        **where,
        "postalCode": found["code"],
        "addressLocality": found["town"],
    }


def regular_hours(hours: Week) -> Iterator[Json]:
    """When something is open every week; what is by appointment at any time has no hours."""
    for days, spans in alike(hours):
        for begin, end, _ in spans:
            if begin is not None and end is not None:
                yield {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": [f"{CONTEXT}/{_DAYS[number]}" for number in days],
                    "opens": _time_of_day(begin),
                    "closes": _time_of_day(end),
                }


def _special(day: OtherDay) -> Iterator[Json]:
    # Closed the whole day is written as no time at all: from midnight to midnight.
    for begin, end, _ in day.spans or (Span(time.min, time.min),):
        if begin is not None and end is not None:
            yield {
                "@type": "OpeningHoursSpecification",
                "validFrom": day.date.isoformat(),
                "validThrough": day.date.isoformat(),
                "opens": _time_of_day(begin),
                "closes": _time_of_day(end),
            }


def _time_of_day(moment: time) -> str:
    return moment.strftime("%H:%M")


def _moment(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).isoformat(timespec="minutes")


def _alone(values: Iterable[str]) -> str | list[str] | None:
    """A value, or a list where there are more."""
    listed = list(values)
    return listed if len(listed) > 1 else listed[0] if listed else None


def _filled(thing: Json) -> Json:
    """Without what is not known."""
    return {key: value for key, value in thing.items() if value}
