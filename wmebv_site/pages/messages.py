"""The pages across products: bezwaar, klacht, and the messages that are not official."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from wmebv_site.model.products import Message, Product
from wmebv_site.model.terms import Audience, MessageKind
from wmebv_site.pages.artifact import HOME, Artifact
from wmebv_site.pages.message_view import MessageViews, act_of
from wmebv_site.pages.render import Renderer
from wmebv_site.pages.site import (
    COMPLAINT,
    HELP,
    OBJECTION,
    OTHER_MESSAGES,
    Hrefs,
    Site,
    product_url,
)
from wmebv_site.pages.views import Link, MessageView, Row
from wmebv_site.pages.words import BOTH_WAYS, OUTAGE
from wmebv_site.resolve import Resolution


@dataclass(frozen=True, slots=True)
class Group:
    """Products whose message goes the same way."""

    view: MessageView
    links: tuple[Link, ...]


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _page(
        site,
        renderer,
        OBJECTION,
        "bezwaar",
        "Bezwaar maken",
        "Bent u het niet eens met een besluit van de gemeente? Dan kunt u bezwaar maken.",
        [BOTH_WAYS, OUTAGE],
        lambda product, message: message.kind is MessageKind.OBJECTION,
    )
    yield _page(
        site,
        renderer,
        COMPLAINT,
        "klacht",
        "Klacht indienen",
        "Bent u niet tevreden over hoe de gemeente met u omging? Dan kunt u een klacht indienen.",
        [BOTH_WAYS],
        lambda product, message: message.kind is MessageKind.COMPLAINT,
    )
    yield _page(
        site,
        renderer,
        OTHER_MESSAGES,
        "other",
        "Andere berichten",
        "Hier ziet u waar u vragen en gewone berichten naartoe stuurt. Dit zijn geen officiële berichten.",
        ["Voor een aanvraag, een bezwaar of een klacht kijkt u bij het product."],
        lambda product, message: not product.is_official(message),
    )


def _page(
    site: Site,
    renderer: Renderer,
    url: str,
    kind: str,
    title: str,
    intro: str,
    more: list[str],
    wanted: Callable[[Product, Message], bool],
) -> Artifact:
    href = Hrefs.on(url)
    html = renderer.render(
        "messages",
        title=title,
        intro=intro,
        more=more,
        help=href.to(HELP),
        groups=_groups(site, href, wanted),
        offline=[Row("Zonder internet", MessageViews(site, href).paper(site.register.municipality.paper_default))],
    )
    return Artifact(url, kind, title, intro, html, origin=None, section=url, breadcrumbs=(HOME,))


def _groups(site: Site, href: Hrefs, wanted: Callable[[Product, Message], bool]) -> list[Group]:
    """Messages by the way they go, the way most products take first."""
    views = MessageViews(site, href)
    found: dict[tuple[object, ...], list[Resolution]] = defaultdict(list)
    for product, message in site.register.all_messages():
        if wanted(product, message):
            resolutions = site.now.of(product, message)
            answering = [resolution for resolution in resolutions if resolution.state.answers] or list(resolutions)
            # A way is the same for residents and businesses when its channels are, apart from those beside it.
            way = {(r.state, r.rule.channels if r.rule else ()) for r in answering}
            found[(act_of(message), frozenset(way))] += resolutions
    ordered = sorted(found.values(), key=lambda members: (-len(members), members[0].product.name.casefold()))
    return [_group(views, number, members) for number, members in enumerate(ordered, 1)]


def _group(views: MessageViews, number: int, members: list[Resolution]) -> Group:
    by_audience: dict[Audience, Resolution] = {}
    for resolution in members:
        by_audience.setdefault(resolution.audience, resolution)
    audiences = tuple(audience for audience in Audience if audience in by_audience)
    products = {resolution.product.id: resolution.product for resolution in members}
    named = sorted(products.values(), key=lambda product: (product.name.casefold(), product.id))
    message = members[0].message
    names = list(dict.fromkeys(resolved.channel.name for r in members for resolved in r.channels))
    title = act_of(message)
    if names:
        title = f"{title} via {names[0]}"
    elif len(named) == 1:
        title = f"{title}: {named[0].name}"
    view = views.of([by_audience[audience] for audience in audiences], audiences, f"manier-{number}", title)
    if not any(resolution.state.answers for resolution in members):
        view = replace(view, notices=views.view(members[0].product, message).notices)
    links = tuple(Link(product.name, views.href.to(product_url(product))) for product in named)
    return Group(view, links)
