"""The pages of channels: all of them, and what each is for."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.dutch import in_words, with_article
from wmebv_site.register.addresses import CHANNELS, PRODUCTS, channel_url, product_url
from wmebv_site.register.channels import Channel
from wmebv_site.register.files import CHANNELS_FILE
from wmebv_site.register.terms import Audience, Owner
from wmebv_site.site.artifact import HOME, Artifact, Crumb
from wmebv_site.site.entrances import ChannelViews
from wmebv_site.site.messages import act_of
from wmebv_site.site.outages import EARLIER, earlier_rows
from wmebv_site.site.prose import prose
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.support import SupportViews
from wmebv_site.site.views import Detail, Link, Notice, Row
from wmebv_site.site.words import (
    AUDIENCE,
    CHANNEL_KIND,
    EVERYONE,
    KIND_EXPLAINED,
    KIND_SAID,
    OWNER,
    enumerate_dutch,
)

_NOTHING_DESIGNATED = "Er zijn nu geen kanalen aangewezen. Bij elk product leest u hoe u ons nu bereikt."


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    views = ChannelViews(site, Hrefs.on(channel_url("x")))
    support = SupportViews(site, views.href)
    for channel in site.shown_channels:
        yield _channel(site, renderer, views, support, channel)


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(CHANNELS)
    channels = sorted(site.shown_channels, key=lambda channel: channel.name.casefold())
    links = [
        Link(channel.name, href.to(channel_url(channel.id)), KIND_SAID.get(channel.kind))
        for channel in channels
    ]
    intro = (
        "Via een kanaal stuurt u ons een bericht, bijvoorbeeld met een formulier of per e-mail. "
        "U leest per kanaal waarvoor u het gebruikt."
    )
    nothing = site.not_there_yet or _NOTHING_DESIGNATED
    html = renderer.render("channels", title="Alle kanalen", intro=intro, links=links, nothing=nothing)
    return Artifact(
        CHANNELS,
        "channels",
        "Alle kanalen",
        f"Hier vindt u de kanalen waarlangs u {site.register.municipality.name} een bericht stuurt.",
        html,
        origin=None,
        section=CHANNELS,
        breadcrumbs=(HOME,),
    )


def _channel(
    site: Site, renderer: Renderer, views: ChannelViews, support: SupportViews, channel: Channel
) -> Artifact:
    href = views.href
    resolutions = site.by_channel.get(channel.id, [])
    served = tuple(audience for audience in Audience if channel.serves(audience))
    official, other = _links(site, href, channel)
    notices = []
    if not resolutions and channel.works_on(site.today):
        text = "Dit kanaal is nog niet aangewezen. U kunt het al wel gebruiken."
        notices.append(Notice("nothing", None, (text,)))
    if resolutions and not official and channel.kind.belongs_to_others:
        more = Link("Bekijk waar u officiële berichten stuurt", href.to(PRODUCTS))
        notices.append(Notice("info", "Gebruik dit kanaal voor vragen en gewone berichten.", (), (more,)))
    if channel.until and channel.until > site.today:
        notices.append(Notice("coming", None, (f"Dit kanaal stopt op {in_words(channel.until)}.",)))
    over = site.outages.over
    earlier = tuple(outage for outage in site.outages.by_channel.get(channel.id, ()) if outage in over)
    # What a decision designates is shown as it was frozen; what explains it, as it is now.
    explained = site.register.channel_by_id.get(channel.id, channel)
    view = views.view(channel, f"Naar {with_article(channel.name)}", tuple(Audience), served, own_page=True)
    html = renderer.render(
        "channel",
        title=channel.name,
        notices=notices,
        channel=view,
        facts_rows=_facts(channel, served, site.register.statement_of(explained), site.whose(channel)),
        text=prose(explained.text or "", file=CHANNELS_FILE, prefix=href.prefix),
        links=[Link(link.label, link.url) for link in explained.links],
        headers=EARLIER,
        earlier=earlier_rows(site, earlier, href),
        help=support.for_channels(served, [channel]),
        all_help=support.overview,
        official=official,
        other=other,
    )
    return Artifact(
        channel_url(channel.id),
        "channel",
        channel.name,
        f"{channel.name}: hier leest u waarvoor u dit kanaal gebruikt en wat u nodig hebt.",
        html,
        origin=channel.place,
        section=CHANNELS,
        breadcrumbs=(HOME, Crumb("Kanalen", CHANNELS)),
    )


def _owned(channel: Channel, whose: str | None) -> str:
    """Whose a channel is. Who decides itself does not work for the municipality, though someone else set up the channel."""
    if channel.owner is not Owner.EXECUTOR or whose is None:
        return OWNER[channel.owner]
    return f"Via dit kanaal komt uw bericht bij {whose}, niet bij de gemeente."


def _facts(
    channel: Channel, served: tuple[Audience, ...], statement: str | None, whose: str | None
) -> list[Row]:
    explained = [Detail(KIND_EXPLAINED[channel.kind])] if channel.kind in KIND_EXPLAINED else []
    rows = [
        Row("Soort kanaal", (Detail(CHANNEL_KIND[channel.kind]), *explained)),
        Row("Van wie", (Detail(_owned(channel, whose)),)),
    ]
    if served:
        rows.insert(
            1, Row("Voor wie", (Detail(f"Voor {EVERYONE if len(served) > 1 else AUDIENCE[served[0]]}."),))
        )
    if statement:
        rows.append(
            Row("Toegankelijkheid", (Detail(f"Toegankelijkheidsverklaring van {channel.name}", statement),))
        )
    return rows


def _links(site: Site, href: Hrefs, channel: Channel) -> tuple[list[Link], list[Link]]:
    """The messages that go through a channel, the official ones and the others: one link a product with what one sends."""
    official: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for question, *_ in site.by_channel.get(channel.id, ()):
        listed = (official if question.official else other).setdefault(question.product.id, [])
        if (act := act_of(question.message)) not in listed:
            listed.append(act)

    def links(acts: dict[str, list[str]]) -> list[Link]:
        return [
            Link(product.name, href.to(product_url(product)), f"{enumerate_dutch(acts[product.id])}.")
            for product in site.products_by_name
            if product.id in acts
        ]

    return links(official), links(other)
