"""The page that answers which channel held on a day: the decisions that held then, and the way to each product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wmebv_site.designation._from_decisions_calendar import WMEBV_IN_FORCE
from wmebv_site.dutch import in_words
from wmebv_site.site._from_pages_decisions import STYLE, moments
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.products import a_to_z
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import DECISIONS, HELP, WHICH_CHANNEL, Hrefs, Site, history_url
from wmebv_site.site.views import Detail, Row
from wmebv_site.site.words import (
    NO_CHANNEL,
    NOT_DIGITAL,
    OLD_RULES,
    RETROACTIVE,
    WHICH_CHANNEL_TITLE,
)

_MEANINGS = (
    (OLD_RULES, f"De nieuwe regels voor digitale berichten gelden vanaf {in_words(WMEBV_IN_FORCE)}."),
    (NO_CHANNEL, "Geen besluit wees op die dag een digitaal kanaal aan voor dit bericht."),
    (f"{RETROACTIVE.capitalize()}.", "Het besluit kwam later, maar telt ook voor die dagen."),
    (NOT_DIGITAL, "Dit bericht kon u die dag niet digitaal sturen."),
)


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    href = Hrefs.on(WHICH_CHANNEL)
    # A day picks whole moments: each period of a decision is one of its own here.
    held = [replace(moment, spans=(span,)) for moment in moments(site, href) for span in moment.spans]
    html = renderer.render(
        "which_channel",
        title=WHICH_CHANNEL_TITLE,
        today=site.today.isoformat(),
        moments=held,
        groups=a_to_z(site.products_by_name, href, synonyms=False, url=history_url),
        size=len(site.register.products),
        help=href.to(HELP),
        meanings=[Row(term, (Detail(text),)) for term, text in _MEANINGS],
    )
    yield Artifact(
        WHICH_CHANNEL,
        "which_channel",
        WHICH_CHANNEL_TITLE,
        f"Welk kanaal van {site.register.municipality.name} op een dag gold, per product en bericht.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(HOME, Crumb("Besluiten", DECISIONS)),
        styles=(STYLE,),
    )
