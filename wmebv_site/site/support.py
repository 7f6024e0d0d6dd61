"""The pages of support: by what is difficult, by how and by where, each form of help, and when it is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property
from typing import NamedTuple

from wmebv_site.dutch import LANGUAGE, capitalised, enumerate_words, in_words, telephone_in_groups
from wmebv_site.register.addresses import HELP, anchor_of, channel_url, help_anchors, support_url
from wmebv_site.register.channels import Channel
from wmebv_site.register.files import HELP_TEXT
from wmebv_site.register.markup import without_title
from wmebv_site.register.support import Barrier, Holiday, OpeningHours, Support, Translation
from wmebv_site.register.terms import Audience, Login, SupportKind, VisitBy
from wmebv_site.register.values import END_OF_DAY
from wmebv_site.rules.support import help_with
from wmebv_site.site import policies
from wmebv_site.site.artifact import HOME, Artifact, Crumb
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
from wmebv_site.site.words import AUDIENCE, REPRESENTED_BRIEFLY, SUPPORT_KIND, VISIT_BY, tel_href

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
        found.append(ContactView("Bel", telephone_in_groups(support.phone), tel_href(support.phone)))
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

    def view(self, support: Support) -> SupportView:
        """Its name and how to reach it; what it is stands on its own page."""
        return SupportView(support.title, self.href.to(support_url(support.id)), contacts=contacts(support))

    def translated(self, support: Support) -> SupportView:
        """With what it is for whoever reads no Dutch."""
        return replace(self.view(support), translations=translations(support.translations))

    @cached_property
    def overview(self) -> Link:
        return Link("Bekijk alle hulp", self.href.to(HELP))

    def fitting(
        self, audiences: frozenset[Audience], logins: frozenset[Login], *, digital: bool
    ) -> tuple[SupportView, ...]:
        """The few forms of support that fit who a page is for and what it asks, each with one way to reach it."""
        key = (audiences, logins, digital)
        if key not in self._chosen:
            self._chosen[key] = self._choose(audiences, logins, digital=digital)
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


_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
CLOSED = "gesloten"
DAY_AND_NIGHT = "dag en nacht"


class Span(NamedTuple):
    """From when until when, and whether by appointment; without times it is whenever one agrees on."""

    begin: time | None
    end: time | None
    by: VisitBy | None = None

    @property
    def order(self) -> tuple[time, time, str]:
        return self.begin or time.min, self.end or time.min, self.by or ""


_WHOLE_DAY = Span(time.min, END_OF_DAY)
Week = tuple[tuple[Span, ...], ...]
"""The spans of each day, Monday first; a closed day has none."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day on which it is otherwise than in the week; without spans it is closed."""

    date: date
    reason: str | None
    spans: tuple[Span, ...]


def week(hours: Iterable[OpeningHours]) -> Week:
    """What a week looks like: spans that touch or overlap are one."""
    days: list[list[Span]] = [[] for _ in _SHORT]
    for each in hours:
        for number in _numbers(each.days):
            days[number].append(
                _WHOLE_DAY._replace(by=each.by) if each.all_day else Span(each.from_, each.until, each.by)
            )
    return tuple(_joined(spans) for spans in days)


def alike(hours: Week) -> Iterator[tuple[tuple[int, ...], tuple[Span, ...]]]:
    """The days that have the same spans together, the open ones first and then the closed ones."""
    groups: dict[tuple[Span, ...], list[int]] = {}
    for number, spans in enumerate(hours):
        groups.setdefault(spans, []).append(number)
    for spans in sorted(groups, key=lambda spans: (not spans, groups[spans])):
        yield tuple(groups[spans]), spans


def other_days(support: Support, holidays: Iterable[Holiday], today: date) -> list[OtherDay]:
    """The days from today on that are otherwise, in order.

    What a form of support says itself goes before a holiday. A holiday on a day that is closed anyway is left out.
    """
    usual = week(support.opening_hours)
    own: dict[date, list[Span]] = {}
    reasons: dict[date, str | None] = {}
    for exception in support.exceptions:
        spans = own.setdefault(exception.date, [])
        reasons[exception.date] = reasons.get(exception.date) or exception.reason
        if not exception.closed and exception.from_ and exception.until:
            spans.append(Span(exception.from_, exception.until))
    for holiday in holidays:
        if holiday.date not in own and usual[holiday.date.weekday()]:
            own[holiday.date], reasons[holiday.date] = [], holiday.name
    return [OtherDay(day, reasons[day], _joined(own[day])) for day in sorted(own) if day >= today]


def week_in_words(hours: Week) -> list[str]:
    """``Maandag tot en met vrijdag: van 9.00 tot 17.00 uur``; nothing when no hours are known."""
    if not any(hours):
        return []
    return [f"{capitalised(_days_in_words(days))}: {_spans_in_words(spans)}" for days, spans in alike(hours)]


def open_days_in_a_sentence(hours: Week) -> str:
    """``maandag tot en met vrijdag van 9.00 tot 17.00 uur; zaterdag van 10.00 tot 13.00 uur``, without closed days."""
    return "; ".join(
        f"{_days_in_words(days)}{_comma(spans)} {_spans_in_words(spans)}"
        for days, spans in alike(hours)
        if spans
    )


def _comma(spans: tuple[Span, ...]) -> str:
    """``elke dag, dag en nacht``: what begins with the same word is set apart."""
    return "," if _spans_in_words(spans).startswith(DAY_AND_NIGHT) else ""


def other_day_in_words(day: OtherDay) -> str:
    """``Vrijdag 25 december 2026 (Eerste Kerstdag): gesloten``."""
    return f"{capitalised(_other_day(day))}: {_spans_in_words(day.spans)}"


def other_days_in_a_sentence(days: Iterable[OtherDay]) -> str:
    """``donderdag 24 december 2026 (dag voor Kerstmis) van 8.30 tot 15.00 uur; …``."""
    return "; ".join(f"{_other_day(day)} {_spans_in_words(day.spans)}" for day in days)


def _other_day(day: OtherDay) -> str:
    reason = f" ({day.reason})" if day.reason else ""
    return f"{WEEKDAYS[day.date.weekday()]} {in_words(day.date)}{reason}"


def _numbers(days: str) -> Iterator[int]:
    for part in days.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        begin = _SHORT.index(first)
        length = (_SHORT.index(last or first) - begin) % 7 + 1
        yield from ((begin + step) % 7 for step in range(length))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.order):
        last = next((at for at in reversed(range(len(found))) if found[at].by is span.by), None)
        if last is not None and _touch(found[last], span):
            end = max(filter(None, (found[last].end, span.end)), default=None)
            found[last] = found[last]._replace(end=end)
        else:
            found.append(span)
    return tuple(found)


def _touch(earlier: Span, later: Span) -> bool:
    if earlier.end is None or later.begin is None:
        return earlier == later
    return later.begin <= earlier.end


def _days_in_words(days: tuple[int, ...]) -> str:
    if len(days) == len(WEEKDAYS):
        return "elke dag"
    runs: list[list[int]] = []
    for number in days:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words: list[str] = []
    for run in runs:
        named = [WEEKDAYS[number] for number in run]
        words += [f"{named[0]} tot en met {named[-1]}"] if len(run) > 2 else named
    return enumerate_words(words, "en")


def _spans_in_words(spans: tuple[Span, ...]) -> str:
    if not spans:
        return CLOSED
    return enumerate_words(map(_span_in_words, spans), "en")


def _span_in_words(span: Span) -> str:
    by = VISIT_BY[span.by] if span.by else ""
    if span.begin is None or span.end is None:
        return by
    hours = f"van {_clock(span.begin)} tot {_clock(span.end)} uur"
    return " ".join(filter(None, (DAY_AND_NIGHT if span[:2] == _WHOLE_DAY[:2] else hours, by)))


def _clock(moment: time) -> str:
    return "24.00" if moment == END_OF_DAY else f"{moment.hour}.{moment.minute:02d}"


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
            "opens": _time_of_day(begin),
            "closes": _time_of_day(end),
        }
        for days, spans in alike(hours)
        for begin, end, _ in spans
        if begin is not None and end is not None
    ]


def _special(day: OtherDay) -> list[Thing]:
    # Closed the whole day is written as no time at all: from midnight to midnight.
    spans = day.spans or (Span(_MIDNIGHT, _MIDNIGHT),)
    on = day.date.isoformat()
    only: Thing = {"@type": "OpeningHoursSpecification", "validFrom": on, "validThrough": on}
    return [
        only | {"opens": _time_of_day(begin), "closes": _time_of_day(end)}
        for begin, end, _ in spans
        if begin is not None and end is not None
    ]


def _time_of_day(moment: time) -> str:
    return moment.strftime("%H:%M")


def _filled(thing: Thing) -> Thing:
    """Without what is not known."""
    return {key: value for key, value in thing.items() if value not in (None, [], "")}


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
        BarrierView(anchor_of(barrier.id), barrier.name, barrier.expected, tuple(map(views.translated, help)))
        for barrier in _barriers(site)
        if (help := help_with(barrier, site.support))
    ]
    title, body = without_title(index.body) if index else (None, "")
    title = (index.title if index else None) or title or "Hulp nodig?"
    municipality = site.register.municipality
    acting = any(support.kind is SupportKind.REPRESENTATION for support in site.support)
    phone = municipality.phone
    html = renderer.render(
        "help",
        title=title,
        body=prose(body, file=HELP_TEXT, prefix=href.prefix, taken=_taken(barriers)),
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
        (index.description if index else None)
        or f"Hier leest u welke hulp {site.register.municipality.name} geeft bij digitaal contact.",
        html,
        origin=index.place if index else None,
        section=HELP,
        breadcrumbs=(HOME,),
    )


def _ways(site: Site, views: SupportViews) -> list[_Group]:
    """By how one gets help without going anywhere: each form shows that way alone."""
    listed = sorted(site.support, key=lambda support: (list(SUPPORT_KIND).index(support.kind), support.title))
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
    named = [barrier.id for barrier in _barriers(site) if support in help_with(barrier, site.support)]
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
        support.summary or f"{support.title}: hier leest u waar en wanneer u deze hulp krijgt.",
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
        rows.append(
            (
                "Chat" if chat else "Website",
                [Detail("Begin de chat" if chat else f"Lees meer over {support.title}", support.url)],
            )
        )
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
        rows.append(
            (
                "Inloggen",
                [Detail("U moet eerst inloggen." if support.login_needed else "U hoeft niet in te loggen.")],
            )
        )
    if support.audience and len(support.audience) == 1:
        rows.append(("Voor wie", [Detail(f"Voor {AUDIENCE[support.audience[0]]}.")]))
    rows.append(("Soort hulp", [Detail(SUPPORT_KIND[support.kind])]))
    return [Row(term, tuple(details)) for term, details in rows if details]
