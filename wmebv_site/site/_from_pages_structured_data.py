"""What search engines and assistants read of a form of support: the words of schema.org, as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from wmebv_site.register.support import Holiday, Support
from wmebv_site.site._from_opening_hours import OtherDay, Week, alike, other_days, week
from wmebv_site.site.site import Site
from wmebv_site.site.words import SUPPORT_KIND

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MIDNIGHT = time(0)

Thing = dict[str, object]


def service(site: Site, support: Support, holidays: Iterable[Holiday]) -> Thing:
    """One form of support as a ``GovernmentService``: by whom, how to reach it, where, and when."""
    municipality = site.register.municipality
    hours = week(support.opening_hours)
    regular = _regular(hours)
    special = [each for day in other_days(support, holidays, site.today) for each in _special(day)]
    channel: Thing = {"@type": "ServiceChannel", "availableLanguage": list(support.languages)}
    reach: Thing = {"@type": "ContactPoint", "contactType": SUPPORT_KIND[support.kind]}
    reach |= {"telephone": support.phone, "email": support.email}
    if not support.address:
        reach["hoursAvailable"] = regular + special
    if support.phone:
        channel["servicePhone"] = _filled(reach)
    if support.address:
        place: Thing = {"@type": "Place", "name": support.title, "address": support.address}
        times = {"openingHoursSpecification": regular, "specialOpeningHoursSpecification": special}
        channel["serviceLocation"] = _filled(place | times)
    channel["serviceUrl"] = support.url
    provider: Thing = {"@type": "Organization", "name": support.provider}
    if support.provider is None:
        provider = {"@type": "GovernmentOrganization", "name": municipality.name, "url": municipality.website}
    if support.email and not support.phone:
        provider["contactPoint"] = _filled(reach)
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "name": support.title,
            "description": support.summary,
            "serviceType": SUPPORT_KIND[support.kind],
            "provider": _filled(provider),
            "availableChannel": _filled(channel),
        }
    )


def _regular(hours: Week) -> list[Thing]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{_DAYS[number]}" for number in days],
            "opens": _clock(begin),
            "closes": _clock(end),
        }
        for days, spans in alike(hours)
        for begin, end in spans
    ]


def _special(day: OtherDay) -> list[Thing]:
    # Closed the whole day is written as no time at all: from midnight to midnight.
    spans = day.spans or ((_MIDNIGHT, _MIDNIGHT),)
    on = day.date.isoformat()
    only: Thing = {"@type": "OpeningHoursSpecification", "validFrom": on, "validThrough": on}
    return [only | {"opens": _clock(begin), "closes": _clock(end)} for begin, end in spans]


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")


def _filled(thing: Thing) -> Thing:
    """Without what is not known."""
    return {key: value for key, value in thing.items() if value not in (None, [], "")}
