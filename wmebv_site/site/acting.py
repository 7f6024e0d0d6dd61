"""How someone acts for another: the steps, at which channels it works, and the letter in which one says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wmebv_site.register.addresses import ASSETS, HELP, MANDATE_LETTER, channel_url, support_url
from wmebv_site.register.channels import Channel
from wmebv_site.register.terms import Fact, SupportKind
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import Link

_STYLE = f"{ASSETS}brief.css"
_TITLE = "Machtigingsbrief"
_ANSWERS = {
    Fact.YES: "Hier kan iemand anders voor u handelen",
    Fact.NO: "Hier werkt een machtiging niet",
    Fact.UNKNOWN: "Vraag ons hoe het hier kan",
}


_ASK_THEM = "Vraag de organisatie zelf hoe het hier kan"
"""Of a channel through which nothing comes to the municipality."""


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """The channels where the answer is the same."""

    title: str
    channels: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ActingView:
    """``page`` is where the municipality itself tells of it; the steps stand there, or else where it is absent."""

    letter: str
    page: Link | None
    groups: tuple[ChannelGroup, ...]


def acting_for_another(site: Site, href: Hrefs) -> ActingView:
    return ActingView(href.to(MANDATE_LETTER), _page(site, href), tuple(_groups(site, href)))


def _page(site: Site, href: Hrefs) -> Link | None:
    told = [support for support in site.support if support.kind is SupportKind.REPRESENTATION]
    return Link(told[0].title, href.to(support_url(told[0].id))) if told else None


def _groups(site: Site, href: Hrefs) -> Iterator[ChannelGroup]:
    """Each channel once, by whether it works with a machtiging."""
    channels = sorted(site.shown_channels, key=lambda channel: channel.name.casefold())
    titles = {channel.id: _answer(site, channel) for channel in channels}
    for title in (*_ANSWERS.values(), _ASK_THEM):
        links = [
            Link(channel.name, href.to(channel_url(channel.id)))
            for channel in channels
            if titles[channel.id] == title
        ]
        if links:
            yield ChannelGroup(title, tuple(links))


def _answer(site: Site, channel: Channel) -> str:
    if channel.representation is Fact.UNKNOWN and site.whose(channel):
        return _ASK_THEM
    return _ANSWERS[channel.representation]


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    """The letter: it can be filled in on the screen or with a pen, and prints on one sheet."""
    href = Hrefs.on(MANDATE_LETTER)
    municipality = site.register.municipality
    html = renderer.render(
        "mandate_letter",
        title=_TITLE,
        recipient=municipality.name,
        address=municipality.postal_address,
        steps=_page(site, href) or Link("Hulp", href.to(HELP)),
    )
    yield Artifact(
        MANDATE_LETTER,
        "mandate_letter",
        _TITLE,
        f"Een brief waarmee u {municipality.name} laat weten dat iemand anders namens u mag handelen.",
        html,
        origin=None,
        section=HELP,
        breadcrumbs=(HOME, Crumb("Hulp", HELP)),
        styles=(_STYLE,),
    )
