"""The page in English: what this site is, how one sends a message, which forms are in English, and who helps."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.dutch import counted, is_english, telephone_on_one_line
from wmebv_site.register.addresses import (
    COMPLAINT,
    ENGLISH,
    HELP,
    OBJECTION,
    PRODUCTS,
    channel_url,
    support_url,
)
from wmebv_site.register.channels import Channel, Entrance
from wmebv_site.register.support import Support
from wmebv_site.register.terms import Login
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import ContactView, EnglishForm, EnglishHelp, Link
from wmebv_site.site.words import HELP_IN_ENGLISH, tel_href

_TITLE = "Sending messages: how it works"


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on(ENGLISH)
    municipality = site.register.municipality
    forms = list(_forms(site, href))
    html = renderer.render(
        "english",
        title=_TITLE,
        municipality=municipality.name,
        products=Link("Producten van A tot Z", href.to(PRODUCTS)),
        objection=Link("Bezwaar maken", href.to(OBJECTION)),
        complaint=Link("Klacht indienen", href.to(COMPLAINT)),
        in_english=[form for form in forms if form.in_english],
        european=[form for form in forms if form.is_european and not form.in_english],
        support=[_help(support, href) for support in _in_english(site)],
        all_help=Link("Alle hulp", href.to(HELP)),
        phone=_call(municipality.phone) if municipality.phone else None,
        visiting_address=municipality.visiting_address,
        postal_address=municipality.postal_address,
        has_decision=site.main_decision is not None,
    )
    yield Artifact(
        ENGLISH,
        "english",
        _TITLE,
        f"How to send a message to {municipality.name} in the Netherlands: forms in English, login and help.",
        html,
        origin=None,
        section=ENGLISH,
        breadcrumbs=(HOME,),
        language="en",
    )


def _forms(site: Site, href: Hrefs) -> Iterator[EnglishForm]:
    """Each way in for who reads English or has a European login, of the channels that work today."""
    for channel in site.shown_channels:
        used = {resolution.product.id for resolution in site.by_channel.get(channel.id, ())}
        if not used or not channel.works_on(site.today):
            continue
        for way in channel.ways_in:
            if way.url and (is_english(way.language) or way.login is Login.EIDAS):
                yield _form(channel, way, len(used), href)


def _form(channel: Channel, way: Entrance, used: int, href: Hrefs) -> EnglishForm:
    return EnglishForm(
        name=channel.name,
        href=way.url or "",
        in_english=is_english(way.language),
        is_european=way.login is Login.EIDAS,
        used=Link(counted(used, "subject", "subjects"), href.to(channel_url(channel.id))),
    )


def _in_english(site: Site) -> list[Support]:
    """The help in English: first what says so in English itself, then by kind."""
    kinds = list(HELP_IN_ENGLISH)
    spoken = [support for support in site.support if any(map(is_english, support.languages))]
    return sorted(
        spoken,
        key=lambda support: (
            not any(is_english(each.language) for each in support.translations),
            kinds.index(support.kind),
        ),
    )


def _help(support: Support, href: Hrefs) -> EnglishHelp:
    contacts = [_call(support.phone)] if support.phone else []
    contacts += [ContactView("E-mail", support.email, f"mailto:{support.email}")] if support.email else []
    contacts += [ContactView("Visit", support.address)] if support.address else []
    said = next((each.text for each in support.translations if is_english(each.language)), None)
    return EnglishHelp(
        HELP_IN_ENGLISH[support.kind],
        Link(support.title, href.to(support_url(support.id))),
        said,
        tuple(contacts),
    )


def _call(phone: str) -> ContactView:
    return ContactView("Call", telephone_on_one_line(phone), tel_href(phone))
