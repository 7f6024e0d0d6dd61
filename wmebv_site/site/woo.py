"""The sitemap through which the Woo-index finds the decisions, with their metadata (DiWoo 0.9.8)."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

from wmebv_site.register.addresses import ROBOTS, SITEMAP, WOO_INDEX, WOO_SITEMAP, decision_url
from wmebv_site.register.decisions import Decision
from wmebv_site.register.values import DUTCH, TOOI_BASE
from wmebv_site.site.artifact import StaticFile, xml_file
from wmebv_site.site.site import Site

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
DIWOO = "https://standaarden.overheid.nl/diwoo/metadata/"

# Concepts in the value lists of DiWoo.
_CONCEPT = "https://identifier.overheid.nl/tooi/def/thes/kern/"
_CATEGORY = (f"{_CONCEPT}c_aab6bfc7", "overige besluiten van algemene strekking")
_DECISION = (f"{_CONCEPT}c_465163c9", "besluit")
_ADOPTION = (f"{_CONCEPT}c_641ecd76", "vaststelling")
_DUTCH = (DUTCH, "Nederlands")
_HTML = ("http://publications.europa.eu/resource/authority/file-type/HTML", "HTML")


def woo_files(site: Site, site_url: str | None) -> list[StaticFile]:
    """The sitemap of decisions, the index that names it, and ``robots.txt`` where this site may speak for its host.

    A harvester needs whole addresses: without the address of the site there is nothing. The Woo-index is about real
    municipalities: one that is made up is not announced in ``robots.txt``.
    """
    if not site_url:
        return []
    base = f"{site_url.rstrip('/')}/"
    # Another body's decision is for that body to announce.
    decisions = [decision for decision in site.decisions.public if not site.register.is_of_another(decision)]
    files = []
    if decisions:
        files = [
            _index(urljoin(base, WOO_SITEMAP)),
            _part(site, base, decisions),
        ]
    if urlsplit(base).path == "/":
        announced = [
            SITEMAP,
            *([WOO_INDEX] if decisions and not site.register.municipality.fictitious else []),
        ]
        lines = ["User-agent: *", "Allow: /", "", *(f"Sitemap: {urljoin(base, path)}" for path in announced)]
        files.append(StaticFile(ROBOTS, ("\n".join(lines) + "\n").encode()))
    return files


def _index(address: str) -> StaticFile:
    root = Element("sitemapindex", {"xmlns": SITEMAPS})
    SubElement(SubElement(root, "sitemap"), "loc").text = address
    return xml_file(WOO_INDEX, root)


def _part(site: Site, base: str, decisions: list[Decision]) -> StaticFile:
    root = Element("urlset", {"xmlns": SITEMAPS, "xmlns:diwoo": DIWOO})
    for decision in decisions:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = urljoin(base, decision_url(decision.id))
        SubElement(url, "lastmod").text = _last_change(site, decision).isoformat()
        if (
            decision.adopted is not None
        ):  # DiWoo asks for the day of an act; without one the address is enough
            _metadata(
                site, SubElement(SubElement(url, "diwoo:Document"), "diwoo:DiWoo"), decision, decision.adopted
            )
    return xml_file(WOO_SITEMAP, root)


def _metadata(site: Site, root: Element, decision: Decision, adopted: date) -> None:
    municipality = site.register.municipality
    if decision.cvdr:
        _add(_add(root, "identifiers"), "identifier", decision.cvdr)
    known = f"{TOOI_BASE}{municipality.tooi}" if municipality.tooi and not municipality.fictitious else None
    _add(root, "publisher", municipality.name, known)
    titles = _add(root, "titelcollectie")
    _add(titles, "officieleTitel", decision.title)
    if decision.citation_title and decision.citation_title != decision.title:
        _add(_add(titles, "verkorteTitels"), "verkorteTitel", decision.citation_title)
    classes = _add(root, "classificatiecollectie")
    _concept(_add(classes, "informatiecategorieen"), "informatiecategorie", _CATEGORY)
    _concept(_add(classes, "documentsoorten"), "documentsoort", _DECISION)
    _add(root, "creatiedatum", adopted.isoformat())
    _validity(site, root, decision)
    _concept(root, "language", _DUTCH)
    _concept(root, "format", _HTML)
    act = _add(_add(root, "documenthandelingen"), "documenthandeling")
    _concept(act, "soortHandeling", _ADOPTION)
    _add(act, "atTime", f"{adopted.isoformat()}T00:00:00")


def _validity(site: Site, root: Element, decision: Decision) -> None:
    periods = [p for name in decision.authorities if (p := site.decisions.period(decision, name))]
    if not periods:
        return
    validity = _add(root, "geldigheid")
    _add(validity, "begindatum", f"{min(period.begin for period in periods).isoformat()}T00:00:00")
    ends = [period.end for period in periods if period.end is not None]
    if len(ends) == len(periods):
        _add(validity, "einddatum", f"{(max(ends) - timedelta(days=1)).isoformat()}T23:59:59")


def _last_change(site: Site, decision: Decision) -> date:
    """The last day until today on which the page of a decision came to say something else."""
    days = [decision.adopted, decision.published, decision.in_force_from, decision.lapsed]
    periods = (site.decisions.period(decision, name) for name in decision.authorities)
    days += [period.end for period in periods if period]
    return max(day for day in days if day is not None and day <= site.today)


def _add(parent: Element, name: str, text: str | None = None, resource: str | None = None) -> Element:
    element = SubElement(parent, f"diwoo:{name}", {"resource": resource} if resource else {})
    element.text = text
    return element


def _concept(parent: Element, name: str, concept: tuple[str, str]) -> None:
    resource, label = concept
    _add(parent, name, label, resource)
