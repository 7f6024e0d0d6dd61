"""How a form of support looks wherever it is named, and which forms fit a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from wmebv_site.dutch import telephone_in_groups
from wmebv_site.register.channels import Channel
from wmebv_site.register.support import Support, Translation
from wmebv_site.register.terms import Audience, Login, SupportKind
from wmebv_site.site.site import HELP, Hrefs, Site, support_url
from wmebv_site.site.views import ContactView, Link, SupportView, TranslationView
from wmebv_site.site.words import tel_href

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

    def for_channels(self, audiences: Iterable[Audience], channels: Iterable[Channel]) -> tuple[SupportView, ...]:
        """The help that fits a page with these channels."""
        listed = tuple(channels)
        logins = frozenset(way.login for channel in listed for way in channel.ways_in)
        return self.fitting(frozenset(audiences), logins, digital=bool(listed))
