"""Atom feeds: entries that keep their identifier, with dates from the register alone (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wmebv_site.designation._from_decisions_calendar import WMEBV_IN_FORCE
from wmebv_site.dutch import AMSTERDAM
from wmebv_site.register.values import slugify
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.changes import News, news, outage_news
from wmebv_site.site.site import CHANGES, FEED, OUTAGE_FEED, OUTAGES, Hrefs, Site

ATOM = "http://www.w3.org/2005/Atom"


def feeds(site: Site, site_url: str | None) -> list[StaticFile]:
    """Of everything that changed, and of outages alone. Without the address of the site links count from the feed."""
    return [
        _feed(site, site_url, CHANGES, FEED, "Wijzigingen", news(site)),
        outage_feed(site, site_url),
    ]


def outage_feed(site: Site, site_url: str | None) -> StaticFile:
    return _feed(site, site_url, OUTAGES, OUTAGE_FEED, "Storingen", outage_news(site))


def _feed(
    site: Site, site_url: str | None, folder: str, path: str, title: str, items: Sequence[News]
) -> StaticFile:
    """One feed. An entry has the same identifier in every feed in which it stands."""
    municipality = site.register.municipality
    told = [item for item in items if _updated(item) <= site.outages.moment]
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "nl"})
    tag = _tag(site, site_url)
    SubElement(root, "id").text = f"{tag}{folder.rstrip('/')}"
    SubElement(root, "title").text = f"{title} bij {municipality.name}"
    if municipality.fictitious:
        SubElement(root, "subtitle").text = f"{municipality.name} bestaat niet. Dit is een voorbeeld."
    # Without any change yet: the day on which the law gave a reason for this feed.
    SubElement(root, "updated").text = max(map(_updated, told), default=_begin_of(WMEBV_IN_FORCE)).isoformat()
    SubElement(SubElement(root, "author"), "name").text = municipality.name
    _link(root, folder, folder, site_url, rel="alternate", type="text/html")
    if site_url:
        _link(root, folder, path, site_url, rel="self", type="application/atom+xml")
    for item in told:
        entry = SubElement(root, "entry")
        SubElement(entry, "id").text = f"{tag}wijzigingen/{item.change.key}"
        SubElement(entry, "title").text = item.title
        SubElement(entry, "updated").text = _updated(item).isoformat()
        _link(entry, folder, item.url, site_url, rel="alternate", type="text/html")
        SubElement(entry, "summary").text = item.text
    indent(root, "")
    return StaticFile(path, tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


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


def _link(parent: Element, folder: str, url: str, site_url: str | None, **attributes: str) -> None:
    href = urljoin(f"{site_url.rstrip('/')}/", url) if site_url else Hrefs.on(folder).to(url)
    SubElement(parent, "link", {"href": href, **attributes})
