"""The page that says what this site is, and how it relates to the law and the Gemeenteblad."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.dutch import telephone_in_groups
from wmebv_site.site import policies
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import ABOUT, DECISIONS, HELP, Hrefs, Site
from wmebv_site.site.views import Link
from wmebv_site.site.words import BOTH_WAYS, GAZETTE, OUTAGE, WITHOUT_CHANNEL, tel_href


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on(ABOUT)
    municipality = site.register.municipality
    statement = municipality.accessibility_statement
    html = renderer.render(
        "about",
        title="Over deze website",
        municipality=municipality,
        phone=Link(telephone_in_groups(municipality.phone), tel_href(municipality.phone)) if municipality.phone else None,
        policies=policies.links(site, href),
        both_ways=BOTH_WAYS,
        gazette=GAZETTE,
        outage=OUTAGE,
        without_channel=WITHOUT_CHANNEL,
        decisions=Link("Bekijk de besluiten", href.to(DECISIONS)),
        help=Link("Bekijk welke hulp er is", href.to(HELP)),
        statement=Link("Lees de toegankelijkheidsverklaring", statement) if statement else None,
    )
    yield Artifact(
        ABOUT,
        "about",
        "Over deze website",
        "Wat deze website is, wat de wet zegt en wat het Gemeenteblad bepaalt.",
        html,
        origin=None,
        section=ABOUT,
        breadcrumbs=(HOME,),
    )
