"""The overview of decisions: all that residents may know of on one time line, from what is coming to what ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wmebv_site.designation._from_decisions_calendar import Status
from wmebv_site.register.content import Decision
from wmebv_site.site import decisions as decision_page
from wmebv_site.site._from_pages_decision_status import status_in_words
from wmebv_site.site._from_pages_periods import spans
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import DECISIONS, WHICH_CHANNEL, Hrefs, Site, decision_url
from wmebv_site.site.views import Link, Moment
from wmebv_site.site.words import DECISION_KIND, GAZETTE, WHICH_CHANNEL_TITLE

STYLE = "assets/besluiten.css"
_GROUPS = (
    (Status.ADOPTED, "Vastgesteld, nog niet bekendgemaakt"),
    (Status.PUBLISHED, "Bekendgemaakt, geldt nog niet"),
    (Status.IN_FORCE, "Geldt nu"),
    (Status.LAPSED, "Geldt niet meer"),
)
"""As on a time line that begins in the future."""


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    yield from decision_page.pages(site, renderer)


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(DECISIONS)
    groups = [
        (status.value, title, [_moment(site, decision, href) for decision in _newest_first(site, status)])
        for status, title in _GROUPS
    ]
    html = renderer.render(
        "decisions",
        title="Besluiten",
        intro=GAZETTE,
        question=Link(WHICH_CHANNEL_TITLE, href.to(WHICH_CHANNEL)),
        groups=[group for group in groups if group[2]],
    )
    return Artifact(
        DECISIONS,
        "decisions",
        "Besluiten",
        f"De besluiten waarin {site.register.municipality.name} kanalen aanwijst.",
        html,
        origin=None,
        section=DECISIONS,
        breadcrumbs=(HOME,),
        styles=(STYLE,),
    )


def moments(site: Site, href: Hrefs) -> list[Moment]:
    """Every decision that residents may know of, as on a time line that begins in the future."""
    return [_moment(site, decision, href) for status, _ in _GROUPS for decision in _newest_first(site, status)]


def _newest_first(site: Site, status: Status) -> list[Decision]:
    def begin(decision: Decision) -> tuple[date, str]:
        first = site.decisions.first_day(decision) or decision.in_force_from or decision.adopted
        return first or date.min, decision.id

    return sorted((d for d in site.decisions.public if site.decisions.status(d) is status), key=begin, reverse=True)


def _moment(site: Site, decision: Decision, href: Hrefs) -> Moment:
    """Its periods, or where it stands while it has none."""
    periods = spans(site, decision)
    kind = DECISION_KIND[decision.kind]
    told = site.decisions.status(decision) in (Status.IN_FORCE, Status.LAPSED) and periods
    status = f"{kind}." if told else f"{kind}. {status_in_words(site, decision)}."
    return Moment(decision.title, href.to(decision_url(decision.id)), status, periods)
