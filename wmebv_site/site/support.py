"""The pages of support: by what is difficult, by how and by where, and each form of help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wmebv_site.dutch import LANGUAGE, capitalised, telephone_in_groups
from wmebv_site.register.support import Barrier, Support
from wmebv_site.register.terms import SupportKind
from wmebv_site.site import policies
from wmebv_site.site._from_opening_hours import other_day_in_words, other_days, week, week_in_words
from wmebv_site.site._from_pages_structured_data import service
from wmebv_site.site._from_pages_support_view import SupportViews, translations
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.prose import prose, without_title
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import HELP, Hrefs, Site, channel_url, support_url
from wmebv_site.site.views import BarrierLink, Detail, Link, Row, SupportView
from wmebv_site.site.words import AUDIENCE, REPRESENTED_BRIEFLY, SUPPORT_KIND, tel_href


@dataclass(frozen=True, slots=True)
class BarrierView:
    id: str
    name: str
    expected: str | None
    support: tuple[SupportView, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Forms of support under one heading: a way to get help, or a place."""

    title: str
    support: tuple[SupportView, ...]


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    for support in site.support:
        yield _support(site, renderer, support)


def barrier_links(site: Site, href: Hrefs, only: Iterable[str] | None = None) -> list[BarrierLink]:
    """What may be difficult, each as a way to the help for it; all of it, or only some."""
    on_help = "" if href == Hrefs.on(HELP) else href.to(HELP)
    named = set(only) if only is not None else {barrier.id for barrier in _barriers(site)}
    return [
        BarrierLink(barrier.name, f"{on_help}#{barrier.id}", translations(barrier.translations))
        for barrier in _barriers(site)
        if barrier.id in named and _support_for(site, barrier)
    ]


def _barriers(site: Site) -> tuple[Barrier, ...]:
    return site.register.help_index.barriers if site.register.help_index else ()


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(HELP)
    index = site.register.help_index
    views = SupportViews(site, href)
    barriers = [
        BarrierView(barrier.id, barrier.name, barrier.expected, tuple(map(views.translated, help)))
        for barrier in _barriers(site)
        if (help := _support_for(site, barrier))
    ]
    title, body = without_title(index.body) if index else (None, "")
    title = (index.title if index else None) or title or "Hulp nodig?"
    municipality = site.register.municipality
    acting = any(support.kind is SupportKind.REPRESENTATION for support in site.support)
    phone = municipality.phone
    html = renderer.render(
        "help",
        title=title,
        body=prose(body, file="content/hulp/index.md", prefix=href.prefix),
        links=barrier_links(site, href),
        barriers=barriers,
        ways=_ways(site, views),
        places=_places(site, views),
        representation=[] if acting else _representation(site, href),
        policies=policies.links(site, href),
        phone=Link(telephone_in_groups(phone), tel_href(phone)) if phone else None,
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


def _support_for(site: Site, barrier: Barrier) -> list[Support]:
    """The help a barrier names, then the help that names the barrier."""
    others = [support.id for support in site.support if barrier.id in support.for_]
    there = {support.id: support for support in site.support}
    return [there[name] for name in dict.fromkeys([*barrier.support, *others]) if name in there]


def _ways(site: Site, views: SupportViews) -> list[_Group]:
    """By how one gets help without going anywhere: each form shows that way alone."""
    listed = sorted(
        site.support, key=lambda support: (list(SUPPORT_KIND).index(support.kind), support.title)
    )
    at_home = [support for support in listed if support.kind is SupportKind.HOME_VISIT]
    found = [
        _Group("Bellen", _reached(views, listed, ("Bel",))),
        _Group("Mailen of chatten", _reached(views, listed, ("Mail naar", "Begin"))),
        _Group("Bij u thuis", tuple(views.view(support) for support in at_home)),
    ]
    return [group for group in found if group.support]


def _reached(views: SupportViews, listed: list[Support], acts: tuple[str, ...]) -> tuple[SupportView, ...]:
    found = []
    for support in listed:
        view = views.view(support)
        reached = tuple(contact for contact in view.contacts if contact.act in acts)
        if reached:
            found.append(replace(view, contacts=reached))
    return tuple(found)


def _places(site: Site, views: SupportViews) -> list[_Group]:
    """By where one can go, each place once, with when."""
    places: dict[str, list[SupportView]] = {}
    for support in site.support:
        if support.address:
            view = replace(views.view(support), contacts=(), hours=tuple(_open(support)))
            places.setdefault(support.address, []).append(view)
    return [_Group(address, tuple(listed)) for address, listed in sorted(places.items())]


def _open(support: Support) -> list[str]:
    """The hours of a week; closed days go without saying in a list of places."""
    return [text for text in week_in_words(week(support.opening_hours)) if not text.endswith("gesloten")]


def _representation(site: Site, href: Hrefs) -> list[list[Detail]]:
    """Each channel with whether someone else may use it with a machtiging."""
    channels = sorted(site.shown_channels, key=lambda channel: channel.name.casefold())
    return [
        [
            Detail(channel.name, href.to(channel_url(channel.id))),
            Detail(REPRESENTED_BRIEFLY[channel.representation]),
        ]
        for channel in channels
    ]


def _support(site: Site, renderer: Renderer, support: Support) -> Artifact:
    url = support_url(support.id)
    href = Hrefs.on(url)
    _, body = without_title(support.body)
    index = site.register.help_index
    named = [barrier.id for barrier in _barriers(site) if support in _support_for(site, barrier)]
    html = renderer.render(
        "support",
        title=support.title,
        summary=support.summary,
        translations=translations(support.translations),
        facts_rows=_facts(site, support),
        body=prose(body, file=support.file, prefix=href.prefix),
        representation=_representation(site, href) if support.kind is SupportKind.REPRESENTATION else [],
        barriers=barrier_links(site, href, named),
        overview=SupportViews(site, href).overview,
        thing=service(site, support, index.holidays if index else ()),
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


def _facts(site: Site, support: Support) -> list[Row]:
    """How to reach it first, then when, then what one may expect."""
    index = site.register.help_index
    others = other_days(support, index.holidays if index else (), site.today)
    rows: list[tuple[str, list[Detail]]] = []
    if support.phone:
        rows.append(("Telefoon", [Detail(telephone_in_groups(support.phone), tel_href(support.phone))]))
    if support.email:
        rows.append(("E-mail", [Detail(support.email, f"mailto:{support.email}")]))
    if support.url:
        chat = support.kind is SupportKind.CHAT
        rows.append(("Chat" if chat else "Website", [Detail("Begin de chat" if chat else f"Lees meer over {support.title}", support.url)]))
    if support.address:
        rows.append(("Adres", [Detail(support.address)]))
    rows.append(("Openingstijden", [Detail(text) for text in week_in_words(week(support.opening_hours))]))
    rows.append(("Andere dagen", [Detail(other_day_in_words(day)) for day in others]))
    rows.append(("U mag verwachten", [Detail(norm) for norm in support.norms]))
    rows.append(("Kosten", [Detail(capitalised(support.cost))] if support.cost else []))
    rows.append(("Toegankelijkheid", [Detail(capitalised(text)) for text in support.accessibility]))
    rows.append(("Talen", [Detail(LANGUAGE.get(language, language)) for language in support.languages]))
    rows.append(("Hulp van", [Detail(support.provider)] if support.provider else []))
    if support.login_needed is not None:
        rows.append(("Inloggen", [Detail("U moet eerst inloggen." if support.login_needed else "U hoeft niet in te loggen.")]))
    if support.audience and len(support.audience) == 1:
        rows.append(("Voor wie", [Detail(f"Voor {AUDIENCE[support.audience[0]]}.")]))
    rows.append(("Soort hulp", [Detail(SUPPORT_KIND[support.kind])]))
    return [Row(term, tuple(details)) for term, details in rows if details]
