"""What stands around every page: the municipality, the menu, the footer and the day the site was built for."""

from __future__ import annotations

from wmebv_site.dutch import in_words, telephone_in_groups
from wmebv_site.site.server.headers import content_security_policy
from wmebv_site.site.site import (
    ABOUT,
    BUSINESSES,
    CHANGES,
    CHANNELS,
    COMPLAINT,
    DECISIONS,
    FEED,
    HELP,
    OBJECTION,
    OTHER_MESSAGES,
    OUTAGE_FEED,
    OUTAGES,
    PRODUCTS,
    RESIDENTS,
    Site,
)
from wmebv_site.site.words import tel_href

MENU = (("Producten", PRODUCTS), ("Bezwaar", OBJECTION), ("Klacht", COMPLAINT), ("Hulp", HELP))
FOOTER = (
    ("Voor inwoners", RESIDENTS),
    ("Voor ondernemers", BUSINESSES),
    ("Andere berichten", OTHER_MESSAGES),
    ("Kanalen", CHANNELS),
    ("Besluiten", DECISIONS),
    ("Storingen", OUTAGES),
    ("Wijzigingen", CHANGES),
    ("Over deze website", ABOUT),
)


def chrome(site: Site) -> dict[str, object]:
    """Plain data for the skeleton, which MkDocs reads from ``extra.wmebv`` and an export writes to ``mkdocs.yml``."""
    municipality = site.register.municipality
    shown = {
        "name": municipality.name,
        "fictitious": municipality.fictitious,
        "website": municipality.website,
        "phone": telephone_in_groups(municipality.phone) if municipality.phone else None,
        "phone_href": tel_href(municipality.phone) if municipality.phone else None,
        "postal_address": municipality.postal_address,
        "visiting_address": municipality.visiting_address,
        "accessibility_statement": municipality.accessibility_statement,
    }
    return {
        "municipality": shown,
        "navigation": [{"title": title, "url": url} for title, url in MENU],
        "footer": [{"title": title, "url": url} for title, url in FOOTER],
        "feeds": [
            {"title": "Wijzigingen", "url": FEED, "section": None},
            {"title": "Storingen", "url": OUTAGE_FEED, "section": OUTAGES},
        ],
        "csp": content_security_policy(meta=True),
        "date": {"iso": site.today.isoformat(), "text": in_words(site.today)},
    }
