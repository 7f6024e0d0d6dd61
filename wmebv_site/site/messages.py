"""The pages across products: bezwaar, klacht, and the messages that are not official."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from wmebv_site.designation.answers import Resolution
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, ChannelKind, MessageKind
from wmebv_site.site._from_pages_message_view import MessageViews, act_of
from wmebv_site.site._from_pages_notices import Notices
from wmebv_site.site._from_pages_outage_view import box_for
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import (
    COMPLAINT,
    HELP,
    OBJECTION,
    OTHER_MESSAGES,
    Hrefs,
    Site,
    product_url,
)
from wmebv_site.site.views import Link, MessageView, Notice, Row
from wmebv_site.site.words import BOTH_WAYS, NOT_PRIVATE, OUTAGE

_Pair = tuple[Product, Message]
_OF_OTHERS = (ChannelKind.MESSAGING_APP, ChannelKind.SOCIAL_MEDIA)
"""Kinds of channels that belong to others."""


@dataclass(frozen=True, slots=True)
class Group:
    """Products whose message goes the same way."""

    view: MessageView
    about: str
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
        ["Voor een aanvraag, een bezwaar of een klacht kijkt u bij het product.", *_open_to_others(site)],
        lambda product, message: not product.is_official(message),
        _by_channel,
    )


def _open_to_others(site: Site) -> list[str]:
    """What to mind where messages go through someone else's app or medium."""
    used = [site.register.channel_by_id[name] for name, uses in site.by_channel.items() if uses]
    return [NOT_PRIVATE] if any(channel.kind in _OF_OTHERS for channel in used) else []


def _page(
    site: Site,
    renderer: Renderer,
    url: str,
    kind: str,
    title: str,
    intro: str,
    more: list[str],
    wanted: Callable[[Product, Message], bool],
    grouped: Callable[[Site, MessageViews, list[_Pair]], list[Group]] | None = None,
) -> Artifact:
    href = Hrefs.on(url)
    listed = [pair for pair in site.register.all_messages() if wanted(*pair)]
    groups = _told_apart((grouped or _by_way)(site, MessageViews(site, href), listed))
    html = renderer.render(
        "messages",
        title=title,
        intro=intro,
        outages=box_for(site, href, _channels(site, listed)),
        more=more,
        help=href.to(HELP),
        groups=groups,
        contents=[Link(group.view.title, f"#{group.view.id}", group.about) for group in groups if len(groups) > 1],
        offline=[Row("Zonder internet", MessageViews(site, href).paper(site.register.municipality.paper_default))],
    )
    return Artifact(url, kind, title, intro, html, origin=None, section=url, breadcrumbs=(HOME,))


def _channels(site: Site, listed: list[_Pair]) -> set[str]:
    """The channels that this page sends people to."""
    return {name for pair in listed for resolution in site.now.of(*pair) for name in resolution.channel_ids}


def _by_channel(site: Site, views: MessageViews, listed: list[_Pair]) -> list[Group]:
    """Each channel once, with every product for which it takes messages; the most used first, those of others last.

    Messages that have no channel, or of which there is more to say, stand below by the way they go.
    """
    uses: dict[str, list[Resolution]] = defaultdict(list)
    rest: list[_Pair] = []
    for product, message in listed:
        resolutions = site.now.of(product, message)
        if Notices(site, views.href).of(product, message, resolutions) or not all(each.channels for each in resolutions):
            rest.append((product, message))
            continue
        for resolution in resolutions:
            for resolved in resolution.channels:
                alone = replace(resolution, answer=replace(resolution.answer, channels=(resolved,)))
                uses[resolved.channel.id].append(alone)

    def place(members: list[Resolution]) -> tuple[object, ...]:
        channel = members[0].channels[0].channel
        return channel.kind in _OF_OTHERS, -len(members), channel.name.casefold()

    found = sorted(uses.values(), key=place)
    groups = [_channel_group(views, number, members) for number, members in enumerate(found, 1)]
    return [*groups, *_by_way(site, views, rest, first=len(groups) + 1)]


def _channel_group(views: MessageViews, number: int, members: list[Resolution]) -> Group:
    acts: dict[str, list[str]] = defaultdict(list)
    products = _named({resolution.product.id: resolution.product for resolution in members})
    for resolution in members:
        acts[resolution.product.id].append(act_of(resolution.message))
    kinds = {act for listed in acts.values() for act in listed}
    about = _about(products, general=False)
    view = views.of_channel(members, f"manier-{number}", kinds.pop() if len(kinds) == 1 else "Bericht sturen")
    said = len({act for listed in acts.values() for act in listed}) > 1
    links = tuple(
        Link(product.name, views.href.to(product_url(product)), ", ".join(dict.fromkeys(acts[product.id])) if said else None)
        for product in products
    )
    return Group(view, about, links)  # the list below the card names the products


def _named(products: dict[str, Product]) -> list[Product]:
    return sorted(products.values(), key=lambda product: (product.name.casefold(), product.id))


def _by_way(site: Site, views: MessageViews, listed: list[_Pair], *, first: int = 1) -> list[Group]:
    """Messages by the way they go, the way most products take first, numbered from ``first``.

    Products stand together only when a resident reads the same about each of them: for every audience they share the
    same channels, for the same reason, with the same notices.
    """
    ways: dict[tuple[object, ...], list[_Way]] = defaultdict(list)
    # Products for both audiences first: those for one alone then find the way that they share.
    for product, message in sorted(listed, key=lambda pair: -len(pair[0].audiences)):
        resolutions = site.now.of(product, message)
        notices = Notices(site, views.href).of(product, message, resolutions)
        answers = {resolution.audience: _answer(views, resolution) for resolution in resolutions}
        alike = ways[act_of(message), notices]
        way = next((way for way in alike if way.fits(answers)), None)
        if way is None:
            alike.append(way := _Way(notices))
        way.answers |= answers
        way.members += resolutions
    found = [way for alike in ways.values() for way in alike]
    found.sort(key=lambda way: (-len(way.members), way.members[0].product.name.casefold()))
    general = first == 1 and len(found) > 1 and len(found[0].members) > len(found[1].members)
    return [_group(views, number, way, general=general and number == 1) for number, way in enumerate(found, first)]


def _told_apart(groups: list[Group]) -> list[Group]:
    """Two headings on one page never have the same words."""
    titles = Counter(group.view.title for group in groups)
    found = []
    for group in groups:
        if titles[group.view.title] > 1:
            more = " en andere producten" if len(group.links) > 1 else ""
            title = f"{group.view.title}: {group.links[0].text}{more}"
            group = replace(group, view=replace(group.view, title=title))
        found.append(group)
    return found


@dataclass(slots=True)
class _Way:
    """Messages that go alike, with what is said of them for each audience."""

    notices: tuple[Notice, ...]
    answers: dict[Audience, tuple[object, ...]] = field(default_factory=dict)
    members: list[Resolution] = field(default_factory=list)

    def fits(self, answers: dict[Audience, tuple[object, ...]]) -> bool:
        shared = self.answers.keys() & answers.keys()
        return bool(shared) and all(self.answers[audience] == answers[audience] for audience in shared)


def _answer(views: MessageViews, resolution: Resolution) -> tuple[object, ...]:
    """All that a resident reads of one answer."""
    reasons = views.reasons([resolution]) if resolution.state.answers else ()
    rules = [rule for rule in (resolution.rule, *resolution.added) if rule]
    return (
        resolution.state,
        resolution.channel_ids,
        resolution.executor.id if resolution.executor else None,
        tuple(rule.channels for rule in rules),
        tuple((r.kind, r.source and r.source.text, r.article, r.since, r.retroactive) for r in reasons),
    )


def _about(named: Sequence[Product], *, general: bool) -> str:
    """For which products a way is, so that one need not open a list to know whether one is in the right place."""
    if general:
        return "Voor alle producten die hieronder niet apart staan."
    names = [product.name for product in named]
    if len(names) <= _NAMED:
        return f"Voor {enumerate_words(names, 'en')}."
    return f"Voor {', '.join(names[:3])} en nog {len(names) - 3} producten."


_NAMED = 12
"""So many products are all named above a way."""


def _group(views: MessageViews, number: int, way: _Way, *, general: bool) -> Group:
    by_audience = {resolution.audience: resolution for resolution in reversed(way.members)}
    audiences = tuple(audience for audience in Audience if audience in by_audience)
    products = {resolution.product.id: resolution.product for resolution in way.members}
    named = _named(products)
    names = list(dict.fromkeys(resolved.channel.name for r in way.members for resolved in r.channels))
    names += [resolution.executor.name for resolution in way.members if resolution.executor and not names]
    title = act_of(way.members[0].message)
    if names:
        title = f"{title} via {names[0]}"
    elif len(named) == 1:
        title = f"{title}: {named[0].name}"
    view = views.of([by_audience[audience] for audience in audiences], audiences, f"manier-{number}", title)
    links = tuple(Link(product.name, views.href.to(product_url(product))) for product in named)
    about = _about(named, general=general)
    intro = " ".join(filter(None, (about, view.intro)))
    return Group(replace(view, notices=way.notices, intro=intro), about, links)
