"""The pages of support: by what is difficult, by how and by where, each form of help, and when it is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from wmebv_site.dutch import LANGUAGE, capitalised, enumerate_words, telephone_on_one_line, uncapitalised
from wmebv_site.register.addresses import ASSETS, HELP, anchor_of, help_anchors, support_url
from wmebv_site.register.channels import Channel
from wmebv_site.register.files import HELP_TEXT, as_here
from wmebv_site.register.markup import without_title
from wmebv_site.register.support import Barrier, Support, Translation
from wmebv_site.register.terms import Audience, Login, SupportKind
from wmebv_site.rules.support import help_with
from wmebv_site.site import policies
from wmebv_site.site.acting import acting_for_another
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.opening_hours import (
    CLOSED,
    other_day_in_words,
    other_days,
    week,
    week_in_words,
)
from wmebv_site.site.prose import prose
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import (
    BarrierLink,
    ContactView,
    Detail,
    Link,
    Row,
    SupportView,
    TranslationView,
)
from wmebv_site.site.words import AUDIENCE, SUPPORT_KIND, tel_href

_SHOWN = 3
"""So many forms of support fit beside a product or a channel; the rest is one link away."""

_FIRST = {
    # Who gets stuck on a login is helped by someone else who may act, or by someone who knows logins.
    "login": (
        SupportKind.TELEPHONE,
        SupportKind.REPRESENTATION,
        SupportKind.LIBRARY,
        SupportKind.FORM_HELP,
        SupportKind.CHAT,
        SupportKind.DESK,
    ),
    "form": (
        SupportKind.TELEPHONE,
        SupportKind.FORM_HELP,
        SupportKind.LIBRARY,
        SupportKind.CHAT,
        SupportKind.DESK,
        SupportKind.REPRESENTATION,
    ),
    "in person": (
        SupportKind.TELEPHONE,
        SupportKind.DESK,
        SupportKind.HOME_VISIT,
        SupportKind.INTERPRETER,
        SupportKind.CLIENT_SUPPORT,
    ),
}


def contacts(support: Support) -> tuple[ContactView, ...]:
    """How to reach a form of support, by telephone first."""
    found = []
    if support.phone:
        found.append(ContactView("Bel", telephone_on_one_line(support.phone), tel_href(support.phone)))
    if support.email:
        found.append(ContactView("Mail naar", support.email, f"mailto:{support.email}"))
    if support.url and support.kind is SupportKind.CHAT:
        found.append(ContactView("Begin", "de chat", support.url))
    if support.address:
        found.append(ContactView("Kom naar", support.address))
    return tuple(found)


def translations(given: Iterable[Translation]) -> tuple[TranslationView, ...]:
    return tuple(TranslationView(each.language, each.text) for each in given)


@dataclass(frozen=True)
class SupportViews:
    """Makes the views of support on one page, or on pages equally deep."""

    site: Site
    href: Hrefs
    # Most products ask the same of the same people.
    _chosen: dict[tuple[object, ...], tuple[SupportView, ...]] = field(default_factory=dict)
    _seen: dict[tuple[SupportView, ...], tuple[SupportView, ...]] = field(default_factory=dict)

    def view(self, support: Support) -> SupportView:
        """Its name and how to reach it; what it is stands on its own page."""
        return SupportView(support.title, self.href.to(support_url(support.id)), contacts=contacts(support))

    @cached_property
    def overview(self) -> Link:
        return Link("Bekijk alle hulp", self.href.to(HELP))

    def fitting(
        self, audiences: frozenset[Audience], logins: frozenset[Login], *, digital: bool
    ) -> tuple[SupportView, ...]:
        """The few forms of support that fit who a page is for and what it asks, each with one way to reach it."""
        key = (audiences, logins, digital)
        if key not in self._chosen:
            chosen = self._choose(audiences, logins, digital=digital)
            self._chosen[key] = self._seen.setdefault(chosen, chosen)
        return self._chosen[key]

    def _choose(
        self, audiences: frozenset[Audience], logins: frozenset[Login], *, digital: bool
    ) -> tuple[SupportView, ...]:
        order = _FIRST["login" if logins - {Login.NONE} else "form" if digital else "in person"]
        own = [s for s in self.site.support if audiences == {Audience.BUSINESS} == set(s.audience or ())]
        found = [s for s in self.site.support if s.kind in order and any(map(s.serves, audiences))]
        found.sort(key=lambda s: (not all(map(s.serves, audiences)), order.index(s.kind)))
        by_kind = {support.kind: support for support in reversed([*own[:1], *found])}
        shown = [support for support in [*own[:1], *found] if by_kind[support.kind] is support]
        views = [self.view(support) for support in shown[:_SHOWN]]
        return tuple(replace(view, contacts=view.contacts[:1]) for view in views)

    def for_channels(
        self, audiences: Iterable[Audience], channels: Iterable[Channel]
    ) -> tuple[SupportView, ...]:
        """The help that fits a page with these channels."""
        listed = tuple(channels)
        logins = frozenset(way.login for channel in listed for way in channel.ways_in)
        return self.fitting(frozenset(audiences), logins, digital=bool(listed))


@dataclass(frozen=True, slots=True)
class BarrierView:
    """What may be difficult, with the names of the help for it; how to reach that stands once, in the list of all help."""

    id: str
    name: str
    expected: str | None
    support: tuple[Link, ...]
    translations: tuple[TranslationView, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where one can go: the help there, and how accessible it is."""

    address: str
    support: tuple[SupportView, ...]
    accessibility: str | None


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    for support in site.support:
        yield _support(site, renderer, support)


def barrier_links(site: Site, href: Hrefs, only: Iterable[str] | None = None) -> list[BarrierLink]:
    """What may be difficult, each as a way to the help for it; all of it, or only some."""
    on_help = "" if href == Hrefs.on(HELP) else href.to(HELP)
    named = set(only) if only is not None else {barrier.id for barrier in _barriers(site)}
    return [
        BarrierLink(barrier.name, f"{on_help}#{anchor_of(barrier.id)}", translations(barrier.translations))
        for barrier in _barriers(site)
        if barrier.id in named and help_with(barrier, site.support)
    ]


def _barriers(site: Site) -> tuple[Barrier, ...]:
    return site.register.help_index.barriers if site.register.help_index else ()


def _taken(barriers: Iterable[BarrierView]) -> frozenset[str]:
    """What the page of help has besides: a heading of the municipality's own text can't have the name of a barrier."""
    return help_anchors(barrier.id for barrier in barriers)


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(HELP)
    index = site.register.help_index
    views = SupportViews(site, href)
    barriers = [
        _barrier(barrier, help, href)
        for barrier in _barriers(site)
        if (help := help_with(barrier, site.support))
    ]
    title, body = without_title(index.body) if index else (None, "")
    title = (index.title if index else None) or title or "Hulp nodig?"
    municipality = site.register.municipality
    phone = municipality.phone
    html = renderer.render(
        "help",
        title=title,
        body=prose(body, file=HELP_TEXT, prefix=href.prefix, taken=_taken(barriers)),
        barriers=barriers,
        at_home=_offers((support for support in site.support if not support.address), views),
        places=list(_places(site, views)),
        represented=acting_for_another(site, href),
        policies=policies.links(site, href),
        phone=Link(telephone_on_one_line(phone), tel_href(phone)) if phone else None,
    )
    return Artifact(
        HELP,
        "help",
        title,
        (index.description if index else None)
        or f"Hier leest u welke hulp {site.register.municipality.name} geeft bij digitaal contact.",
        html,
        origin=index.place if index else None,
        section=HELP,
        breadcrumbs=(HOME,),
        styles=(f"{ASSETS}hulp.css",),
    )


def _barrier(barrier: Barrier, help: Iterable[Support], href: Hrefs) -> BarrierView:
    return BarrierView(
        anchor_of(barrier.id),
        barrier.name,
        barrier.expected,
        tuple(Link(support.title, href.to(support_url(support.id))) for support in help),
        translations(barrier.translations),
    )


def _offers(listed: Iterable[Support], views: SupportViews) -> tuple[SupportView, ...]:
    """Each form of support with how to reach it from home and what one may expect, in the order of their kinds."""
    order = list(SUPPORT_KIND)
    found = []
    for support in sorted(listed, key=lambda support: (order.index(support.kind), support.title)):
        view = views.view(support)
        reached = tuple(contact for contact in view.contacts if contact.href)
        # Who goes somewhere wants to know when; closed days go without saying.
        hours = week_in_words(week(support.opening_hours)) if support.address else ()
        shown = tuple(text for text in hours if not text.endswith(CLOSED))
        found.append(replace(view, contacts=reached, hours=shown, norms=support.norms))
    return tuple(found)


def _places(site: Site, views: SupportViews) -> Iterator[PlaceView]:
    """Each place once, with what the forms of support there say of its accessibility together."""
    places: dict[str, list[Support]] = {}
    for support in site.support:
        if support.address:
            places.setdefault(support.address, []).append(support)
    for address, members in sorted(places.items()):
        said = dict.fromkeys(uncapitalised(text) for support in members for text in support.accessibility)
        yield PlaceView(address, _offers(members, views), enumerate_words(said, "en") or None)


def _support(site: Site, renderer: Renderer, support: Support) -> Artifact:
    url = support_url(support.id)
    href = Hrefs.on(url)
    _, body = without_title(support.body)
    named = [barrier.id for barrier in _barriers(site) if support in help_with(barrier, site.support)]
    html = renderer.render(
        "support",
        title=support.title,
        summary=support.summary,
        translations=translations(support.translations),
        reach=_reach(support),
        facts_rows=_facts(site, support),
        body=prose(body, file=as_here(support.file), prefix=href.prefix),
        represented=acting_for_another(site, href) if support.kind is SupportKind.REPRESENTATION else None,
        barriers=barrier_links(site, href, named),
        overview=SupportViews(site, href).overview,
    )
    return Artifact(
        url,
        "support",
        support.title,
        support.summary or f"{support.title}: hier leest u waar en wanneer u deze hulp krijgt.",
        html,
        origin=support.place,
        section=HELP,
        breadcrumbs=(HOME, Crumb("Hulp", HELP)),
    )


_DAYS_SHOWN = 2
"""So many days that are otherwise stand on a page; search engines get all of them."""


def _reach(support: Support) -> list[Row]:
    """How to reach it and when."""
    rows: list[tuple[str, list[Detail]]] = []
    if support.phone:
        rows.append(("Telefoon", [Detail(telephone_on_one_line(support.phone), tel_href(support.phone))]))
    if support.email:
        rows.append(("E-mail", [Detail(support.email, f"mailto:{support.email}")]))
    if support.url:
        chat = support.kind is SupportKind.CHAT
        rows.append(
            (
                "Chat" if chat else "Website",
                [Detail("Begin de chat" if chat else f"Lees meer over {support.title}", support.url)],
            )
        )
    if support.address:
        rows.append(("Adres", [Detail(support.address)]))
    rows.append(("Openingstijden", [Detail(text) for text in week_in_words(week(support.opening_hours))]))
    return [Row(term, tuple(details)) for term, details in rows if details]


def _facts(site: Site, support: Support) -> list[Row]:
    """What one may expect, and the next days on which it is otherwise."""
    index = site.register.help_index
    others = other_days(support, index.holidays if index else (), site.today)
    rows: list[tuple[str, list[Detail]]] = []
    rows.append(("U mag verwachten", [Detail(norm) for norm in support.norms]))
    rows.append(("Kosten", [Detail(capitalised(support.cost))] if support.cost else []))
    rows.append(("Toegankelijkheid", [Detail(capitalised(text)) for text in support.accessibility]))
    rows.append(("Talen", [Detail(LANGUAGE.get(language, language)) for language in support.languages]))
    rows.append(("Hulp van", [Detail(support.provider)] if support.provider else []))
    if support.login_needed is not None:
        rows.append(
            (
                "Inloggen",
                [Detail("U moet eerst inloggen." if support.login_needed else "U hoeft niet in te loggen.")],
            )
        )
    if support.audience and len(support.audience) == 1:
        rows.append(("Voor wie", [Detail(f"Voor {AUDIENCE[support.audience[0]]}.")]))
    rows.append(("Soort hulp", [Detail(SUPPORT_KIND[support.kind])]))
    rows.append(("Andere openingstijden", [Detail(other_day_in_words(day)) for day in others[:_DAYS_SHOWN]]))
    return [Row(term, tuple(details)) for term, details in rows if details]
