"""The pages of outages: what runs and what comes, and every earlier one as evidence for who was late."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.dutch import AMSTERDAM, capitalised, duration_in_words, in_words, moment_in_words
from wmebv_site.register.outages import Outage
from wmebv_site.site._from_pages_outage_view import (
    OutageBox,
    box_for,
    granted_term,
    label_of,
    longer_term,
    names_of,
    term_source,
    touches_a_term,
    what_to_do,
)
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.prose import prose, without_title
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import OUTAGE_FEED, OUTAGES, Hrefs, Site, channel_url, outage_url
from wmebv_site.site.views import Detail, Link, Row
from wmebv_site.site.words import OUTAGE

EARLIER = ("Kanaal", "Van", "Tot", "Hoe lang")


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    for outage in site.register.outages:
        yield _outage(site, renderer, outage)


def title_of(site: Site, outage: Outage) -> str:
    day = in_words(outage.begin.astimezone(AMSTERDAM).date())
    return outage.title or f"{label_of(outage)} van {names_of(site, outage)} op {day}"


def earlier_rows(site: Site, outages: tuple[Outage, ...], href: Hrefs) -> list[tuple[Detail, ...]]:
    """A row for each outage that is over: channel, begin, end, duration."""
    return [
        (
            Detail(capitalised(names_of(site, outage)), href.to(outage_url(outage.id))),
            Detail(moment_in_words(outage.begin)),
            Detail(moment_in_words(outage.end) if outage.end else ""),
            Detail(capitalised(duration_in_words(site.outages.length(outage)))),
        )
        for outage in outages
    ]


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(OUTAGES)
    outages = site.outages
    later = [outage for outage in outages.coming if outage.planned and outage not in outages.shown]
    html = renderer.render(
        "outages",
        title="Storingen",
        law=OUTAGE,
        box=box_for(site, href, link=False),
        later=[Link(title_of(site, outage), href.to(outage_url(outage.id))) for outage in later],
        caption="Eerdere storingen, de laatste eerst",
        headers=EARLIER,
        rows=earlier_rows(site, outages.over, href),
        feed=Link("Feed met storingen (Atom)", href.to(OUTAGE_FEED)),
    )
    return Artifact(
        OUTAGES,
        "outages",
        "Storingen",
        f"Welke digitale kanalen van {site.register.municipality.name} niet werken of niet werkten, en wat u dan doet.",
        html,
        origin=None,
        section=OUTAGES,
        breadcrumbs=(HOME,),
    )


def _outage(site: Site, renderer: Renderer, outage: Outage) -> Artifact:
    url = outage_url(outage.id)
    href = Hrefs.on(url)
    title = title_of(site, outage)
    what = "Het onderhoud" if outage.planned else "De storing"
    _, body = without_title(outage.body)
    html = renderer.render(
        "outage",
        title=title,
        over=f"{what} is voorbij.",
        box=_lasts(site, outage, href),
        nothing=f"Op dit moment is er geen storing van {names_of(site, outage)} bekend.",
        facts_rows=_facts(site, outage, href),
        body=prose(body, file=outage.file, prefix=href.prefix),
        law=OUTAGE if touches_a_term(site, outage) else None,
    )
    return Artifact(
        url,
        "outage",
        title,
        f"{title}: hoe lang het duurde en wat u doet als u te laat was.",
        html,
        origin=outage.place,
        section=OUTAGES,
        breadcrumbs=(HOME, Crumb("Storingen", OUTAGES)),
        search=False,
    )


def _lasts(site: Site, outage: Outage, href: Hrefs) -> OutageBox | None:
    """What is so now of its channels, renewed without a build; of what is over nothing changes any more."""
    return None if outage.over_at(site.outages.moment) else box_for(site, href, outage.channels)


def _facts(site: Site, outage: Outage, href: Hrefs) -> list[Row]:
    channels = site.register.channel_by_id
    links = tuple(
        Detail(channels[name].name, href.to(channel_url(name)) if name in site.shown_channel_ids else None) for name in outage.channels
    )
    rows = [Row("Kanaal" if len(links) == 1 else "Kanalen", links), Row("Van", (Detail(moment_in_words(outage.begin)),))]
    if outage.end:
        rows.append(Row("Tot", (Detail(moment_in_words(outage.end)),)))
    if outage.begin <= site.outages.moment:
        term = "Duur" if outage.over_at(site.outages.moment) else "Duurt al"
        rows.append(Row(term, (Detail(capitalised(duration_in_words(site.outages.length(outage)))),)))
    if outage.announced:
        rows.append(Row("Gemeld", (Detail(moment_in_words(outage.announced)),)))
    if outage.instead or not outage.over_at(site.outages.moment):
        rows.append(Row("Wat u kunt doen", (Detail(what_to_do(site, outage)),)))
    if extension := granted_term(site, outage):
        source = term_source(site, outage)
        if source and source.href:
            source = Link(source.text, href.to(source.href))
        rows.append(Row("Langere termijn", (Detail(longer_term(extension), source=source),)))
    return rows
