"""One sheet for each product, for who helps people at the counter or on the telephone: the answers of its page, printable."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jinja2 import BaseLoader

from wmebv_site.diagnostics import Refused, nearest, printable
from wmebv_site.dutch import as_sentence, capitalised, in_words
from wmebv_site.register.products import Product
from wmebv_site.register.terms import ToConfirm
from wmebv_site.site.messages import MessageViews
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.support import SupportViews
from wmebv_site.site.views import ChannelView, Detail, MessageView, SupportView


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one needs to know of a product while someone waits for the answer."""

    id: str
    name: str
    summary: str | None
    also: tuple[str, ...]
    decides: str | None
    messages: tuple[MessageView, ...]
    channels: tuple[ChannelView, ...]
    """The channels of all messages, each once, with whatever way in any of these has."""
    paper: tuple[Detail, ...]
    """How every message goes without internet; empty where that differs."""
    needs: tuple[str, ...]
    support: tuple[SupportView, ...]
    page: str | None


def counter_sheets(
    site: Site, templates: BaseLoader, only: Collection[str] = (), site_url: str | None = None
) -> str:
    """One HTML file that needs nothing beside it: a list from A to Z, and a sheet of paper for each product.

    ``only`` are the ids of the products that are asked for; without any it is all of them. Raises Refused for an unknown id.
    """
    known = site.register.product_by_id
    for name in only:
        if name not in known:
            near = nearest(name, list(known))
            hint = f" Bedoelt u '{near}'?" if near else " De id staat achter 'id:' in de lijst met producten."
            raise Refused(f"Er is geen product met de id '{printable(name)}'.{hint}")
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    messages, support = MessageViews(site, Hrefs(base)), SupportViews(site, Hrefs(base))
    chosen = [product for product in site.products_by_name if not only or product.id in only]
    template = Renderer(templates).environment.get_template("documents/counter.html")
    return template.render(
        municipality=site.register.municipality,
        today=in_words(site.today),
        address=base or None,
        sheets=[_sheet(site, product, messages, support) for product in chosen],
    )


def _sheet(site: Site, product: Product, messages: MessageViews, support: SupportViews) -> Sheet:
    listed = site.register.messages_of(product)
    views = [messages.view(product, message) for message in listed]
    channels = [
        resolved.channel
        for message in listed
        for resolution in site.now.of(product, message)
        for resolved in resolution.channels
    ]
    authority = site.register.authority_by_id[product.authority]
    return Sheet(
        id=product.id,
        name=product.name,
        summary=as_sentence(product.summary) if product.summary else None,
        also=product.synonyms,
        decides=capitalised(authority.name) if product.is_confirmed(ToConfirm.AUTHORITY) else None,
        messages=tuple(views),
        channels=_once(views),
        paper=views[0].paper if len({view.paper or view.instead for view in views}) == 1 else (),
        needs=product.documents,
        support=support.for_channels(product.audiences, channels),
        page=product.page,
    )


def _once(views: Iterable[MessageView]) -> tuple[ChannelView, ...]:
    found: dict[str, ChannelView] = {}
    for channel in (channel for view in views for channel in view.channels):
        known = found.get(channel.name)
        if known is None or _ways_in(channel) > _ways_in(known):
            found[channel.name] = channel
    return tuple(found.values())


def _ways_in(channel: ChannelView) -> int:
    return sum(len(group.entrances) for group in channel.groups)
