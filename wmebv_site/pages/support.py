"""The pages of support: by what is difficult, and each form of help with where and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from wmebv_site.dutch import capitalised, in_words
from wmebv_site.model.support import OpeningException, OpeningHours, Support
from wmebv_site.pages.artifact import HOME, Artifact, Crumb
from wmebv_site.pages.prose import prose, without_title
from wmebv_site.pages.render import Renderer
from wmebv_site.pages.site import HELP, Hrefs, Site, support_url
from wmebv_site.pages.views import Detail, Link, Row
from wmebv_site.pages.words import SUPPORT_KIND, days_in_words, tel_href

_LANGUAGES = {"nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans", "pl": "Pools", "tr": "Turks"}
_LANGUAGES |= {"ar": "Arabisch", "es": "Spaans", "uk": "Oekraïens", "ro": "Roemeens", "bg": "Bulgaars", "fy": "Fries"}


@dataclass(frozen=True, slots=True)
class BarrierView:
    id: str
    name: str
    expected: str | None
    links: tuple[Link, ...]


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    for support in site.register.support:
        yield _support(site, renderer, support)


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(HELP)
    index = site.register.help_index
    by_id = site.register.support_by_id
    barriers = [
        BarrierView(
            barrier.id,
            barrier.name,
            barrier.expected,
            tuple(_link(by_id[name], href) for name in _support_for(site, barrier.id, barrier.support)),
        )
        for barrier in (index.barriers if index else ())
    ]
    title, body = without_title(index.body) if index else (None, "")
    title = (index.title if index else None) or title or "Hulp nodig?"
    municipality = site.register.municipality
    html = renderer.render(
        "help",
        title=title,
        body=prose(body, file="content/hulp/index.md", prefix=href.prefix),
        barriers=barriers,
        support=[_link(support, href) for support in _in_order(site)],
        phone=Link(municipality.phone, tel_href(municipality.phone)) if municipality.phone else None,
    )
    return Artifact(
        HELP,
        "help",
        title,
        (index.description if index else None) or f"Hulp van {site.register.municipality.name} bij digitaal contact.",
        html,
        origin=index.place if index else None,
        section=HELP,
        breadcrumbs=(HOME,),
    )


def _support_for(site: Site, barrier: str, named: tuple[str, ...]) -> list[str]:
    """The help a barrier names, then the help that names the barrier."""
    others = [support.id for support in site.register.support if barrier in support.for_]
    return list(dict.fromkeys([*named, *others]))


def _in_order(site: Site) -> list[Support]:
    return sorted(site.register.support, key=lambda support: (list(SUPPORT_KIND).index(support.kind), support.title))


def _link(support: Support, href: Hrefs) -> Link:
    kind = SUPPORT_KIND[support.kind]
    note = support.summary or (None if kind.casefold() == support.title.casefold() else f"{kind}.")
    return Link(support.title, href.to(support_url(support.id)), note)


def _support(site: Site, renderer: Renderer, support: Support) -> Artifact:
    url = support_url(support.id)
    href = Hrefs.on(url)
    title, body = without_title(support.body)
    barriers = {barrier.id: barrier for barrier in (site.register.help_index.barriers if site.register.help_index else ())}
    html = renderer.render(
        "support",
        title=support.title,
        summary=support.summary,
        facts_rows=_facts(support, [barriers[name].name for name in support.for_ if name in barriers]),
        body=prose(body, file=support.file, prefix=href.prefix),
    )
    return Artifact(
        url,
        "support",
        support.title,
        support.summary or f"{support.title}: waar en wanneer u deze hulp krijgt.",
        html,
        origin=support.place,
        section=HELP,
        breadcrumbs=(HOME, Crumb("Hulp", HELP)),
    )


def _facts(support: Support, barriers: list[str]) -> list[Row]:
    rows: list[tuple[str, list[Detail]]] = [("Soort hulp", [Detail(SUPPORT_KIND[support.kind])])]
    if support.phone:
        rows.append(("Telefoon", [Detail(support.phone, tel_href(support.phone))]))
    if support.address:
        rows.append(("Adres", [Detail(support.address)]))
    if support.email:
        rows.append(("E-mail", [Detail(support.email, f"mailto:{support.email}")]))
    if support.url:
        rows.append(("Website", [Detail(f"Lees meer over {support.title}", support.url)]))
    rows.append(("Openingstijden", [Detail(_hours(hours)) for hours in support.opening_hours]))
    rows.append(("Andere tijden", [Detail(_exception(exception)) for exception in support.exceptions]))
    rows.append(("Dit mag u verwachten", [Detail(norm) for norm in support.norms]))
    rows.append(("Kosten", [Detail(capitalised(support.cost))] if support.cost else []))
    rows.append(("Toegankelijkheid", [Detail(capitalised(text)) for text in support.accessibility]))
    rows.append(("Talen", [Detail(_LANGUAGES.get(language, language)) for language in support.languages]))
    rows.append(("Hulp van", [Detail(support.provider)] if support.provider else []))
    if support.login_needed is not None:
        rows.append(("Inloggen", [Detail("U moet eerst inloggen." if support.login_needed else "U hoeft niet in te loggen.")]))
    rows.append(("Voor wie", [Detail(name) for name in barriers]))
    return [Row(term, tuple(details)) for term, details in rows if details]


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02d} uur"


def _hours(hours: OpeningHours) -> str:
    return f"{capitalised(days_in_words(hours.days))}: van {_clock(hours.from_)} tot {_clock(hours.until)}"


def _exception(exception: OpeningException) -> str:
    day = capitalised(in_words(exception.date))
    reason = f" ({exception.reason})" if exception.reason else ""
    if exception.closed or exception.from_ is None or exception.until is None:
        return f"{day}{reason}: gesloten"
    return f"{day}{reason}: van {_clock(exception.from_)} tot {_clock(exception.until)}"
