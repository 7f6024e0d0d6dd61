"""The Atom feed of what changed: entries that keep their identifier, with dates from the register alone (RFC 4287)."""

from __future__ import annotations

from datetime import date, datetime, time
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wmebv_site.decisions import WMEBV_IN_FORCE
from wmebv_site.dutch import AMSTERDAM
from wmebv_site.model.values import slugify
from wmebv_site.pages.artifact import StaticFile
from wmebv_site.pages.changes import news
from wmebv_site.pages.site import CHANGES, FEED, Hrefs, Site

ATOM = "http://www.w3.org/2005/Atom"


def feed(site: Site, site_url: str | None) -> StaticFile:
    """``wijzigingen/atom.xml``. Without the address of the site its links count from the feed itself."""
    municipality = site.register.municipality
    told = [item for item in news(site) if item.change.day <= site.today]
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "nl"})
    tag = _tag(site, site_url)
    SubElement(root, "id").text = f"{tag}wijzigingen"
    SubElement(root, "title").text = f"Wijzigingen bij {municipality.name}"
    if municipality.fictitious:
        SubElement(root, "subtitle").text = f"{municipality.name} bestaat niet. Dit is een voorbeeld."
    # Without any change yet: the day on which the law gave a reason for this feed.
    SubElement(root, "updated").text = _moment(max((item.change.day for item in told), default=WMEBV_IN_FORCE))
    SubElement(SubElement(root, "author"), "name").text = municipality.name
    _link(root, CHANGES, site_url, rel="alternate", type="text/html")
    if site_url:
        _link(root, FEED, site_url, rel="self", type="application/atom+xml")
    for item in told:
        entry = SubElement(root, "entry")
        SubElement(entry, "id").text = f"{tag}wijzigingen/{item.change.key}"
        SubElement(entry, "title").text = item.title
        SubElement(entry, "updated").text = _moment(item.change.day)
        _link(entry, item.url, site_url, rel="alternate", type="text/html")
        SubElement(entry, "summary").text = item.text
    indent(root, "")
    return StaticFile(FEED, tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _tag(site: Site, site_url: str | None) -> str:
    """What all identifiers begin with (RFC 4151): a name that does not change when the site moves."""
    address = site.register.municipality.website or site_url
    host = urlsplit(address).hostname if address else None
    return f"tag:{host or f'{slugify(site.register.municipality.name)}.invalid'},{WMEBV_IN_FORCE.year}:"


def _moment(day: date) -> str:
    """The beginning of a day in the Netherlands."""
    return datetime.combine(day, time(), AMSTERDAM).isoformat()


def _link(parent: Element, url: str, site_url: str | None, **attributes: str) -> None:
    href = urljoin(f"{site_url.rstrip('/')}/", url) if site_url else Hrefs.on(CHANGES).to(url)
    SubElement(parent, "link", {"href": href, **attributes})
