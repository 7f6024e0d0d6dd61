"""The pages that gather messages across products: bezwaar, klacht and other messages, by the way they go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from wmebv_site.designation.answers import Answer, Resolution
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.addresses import COMPLAINT, HELP, OBJECTION, OTHER_MESSAGES, product_url
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, MessageKind
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.authorities import who_decides
from wmebv_site.site.messages import MessageViews, act_of, safety_net
from wmebv_site.site.outages import lines_above
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import Detail, Link, MessageView
from wmebv_site.site.words import BOTH_WAYS

_Pair = tuple[Product, Message]


@dataclass(frozen=True, slots=True)
class Group:
    """Products whose message goes the same way."""

    view: MessageView
    about: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _AcrossProducts:
    """A page with the messages of all products that are ``wanted``, grouped by the way they go unless told otherwise."""

    url: str
    kind: str
    title: str
    intro: str
    more: tuple[str, ...]
    wanted: Callable[[Product, Message], bool]
    grouped: Callable[[Site, MessageViews, list[_Pair]], list[Group]]


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    objection = _AcrossProducts(
        OBJECTION,
        "bezwaar",
        "Bezwaar maken",
        "Bent u het niet eens met een besluit van de gemeente? Dan kunt u bezwaar maken.",
        (BOTH_WAYS,),
        lambda product, message: message.kind is MessageKind.OBJECTION,
        _by_way,
    )
    complaint = _AcrossProducts(
        COMPLAINT,
        "klacht",
        "Klacht indienen",
        "Bent u niet tevreden over hoe de gemeente met u omging? Dan kunt u een klacht indienen.",
        (BOTH_WAYS,),
        lambda product, message: message.kind is MessageKind.COMPLAINT,
        _by_way,
    )
    other = _AcrossProducts(
        OTHER_MESSAGES,
        "other",
        "Andere berichten",
        "Hier ziet u waar u vragen en gewone berichten naartoe stuurt. Dit zijn geen officiële berichten.",
        ("Voor een aanvraag, een bezwaar of een klacht kijkt u bij het product.",),
        lambda product, message: not product.is_official(message),
        _by_channel,
    )
    for page in (objection, complaint, other):
        yield _page(site, renderer, page)


def _page(site: Site, renderer: Renderer, page: _AcrossProducts) -> Artifact:
    href = Hrefs.on(page.url)
    listed = [pair for pair in site.register.all_messages() if page.wanted(*pair)]
    views = MessageViews(site, href)
    groups = _told_apart(page.grouped(site, views, listed))
    # Without internet is said once where it is the same for all, as on the page of a product.
    common = views.common_paper(group.view for group in groups)
    groups = [replace(group, view=views.without_common(group.view, common)) for group in groups]
    html = renderer.render(
        "messages",
        title=page.title,
        intro=page.intro,
        outages=lines_above(site, href, [group.view for group in groups]),
        more=page.more,
        help=href.to(HELP),
        groups=groups,
        contents=[
            Link(group.view.title, f"#{group.view.id}", group.about) for group in groups if len(groups) > 1
        ],
        safety_net=safety_net(common, [views.decider(*pair) for pair in listed if _may_fail(site, pair)]),
    )
    return Artifact(
        page.url,
        page.kind,
        page.title,
        page.intro,
        html,
        origin=None,
        section=page.url,
        breadcrumbs=(HOME,),
    )


def _may_fail(site: Site, pair: _Pair) -> bool:
    """Whether an official message could be late by an outage of its channel."""
    return any(resolution.official and resolution.channels for resolution in site.now.of(*pair))


def _by_channel(site: Site, views: MessageViews, listed: list[_Pair]) -> list[Group]:
    """Each channel once, with every product for which it takes messages; the most used first, those of others last.

    Messages that have no channel, or of which there is more to say, stand below by the way they go.
    """
    uses: dict[tuple[object, ...], list[Resolution]] = defaultdict(list)
    said: dict[tuple[object, ...], tuple[Detail, ...]] = {}
    rest: list[_Pair] = []
    # An answer is one object for all messages that share it.
    alone: dict[int, list[tuple[str, Answer]]] = {}
    for product, message in listed:
        resolutions = site.now.of(product, message)
        view = views.view(product, message)
        if view.notices or view.term or not all(each.answer.channels for each in resolutions):
            rest.append((product, message))
            continue
        decider = views.decider(product, message)
        for resolution in resolutions:
            answer = resolution.answer
            if id(answer) not in alone:
                alone[id(answer)] = [
                    (resolved.channel.id, replace(answer, channels=(resolved,)))
                    for resolved in answer.channels
                ]
            for channel, by_it in alone[id(answer)]:
                key = channel, decider, view.paper
                uses[key].append(Resolution(resolution.question, by_it, resolution.paper, resolution.row))
                said[key] = view.paper

    def place(members: list[Resolution]) -> tuple[object, ...]:
        channel = members[0].channels[0].channel
        return channel.kind.belongs_to_others, -len(members), channel.name.casefold()

    found = sorted(uses, key=lambda key: place(uses[key]))
    groups = [_channel_group(views, number, uses[key], said[key]) for number, key in enumerate(found, 1)]
    return [*groups, *_by_way(site, views, rest, first=len(groups) + 1)]


def _channel_group(
    views: MessageViews, number: int, members: list[Resolution], paper: tuple[Detail, ...]
) -> Group:
    acts: dict[str, list[str]] = defaultdict(list)
    products = _named({resolution.product.id: resolution.product for resolution in members})
    for resolution in members:
        acts[resolution.product.id].append(act_of(resolution.message))
    kinds = {act for listed in acts.values() for act in listed}
    about = _about(products, general=False)
    view = views.of_channel(members, f"manier-{number}", kinds.pop() if len(kinds) == 1 else "Bericht sturen")
    said = len({act for listed in acts.values() for act in listed}) > 1
    links = tuple(
        Link(
            product.name,
            views.href.to(product_url(product)),
            ", ".join(dict.fromkeys(acts[product.id])) if said else None,
        )
        for product in products
    )
    return Group(replace(view, paper=paper), about, links)  # the list below the card names the products


def _named(products: dict[str, Product]) -> list[Product]:
    return sorted(products.values(), key=lambda product: (product.name.casefold(), product.id))


def _by_way(site: Site, views: MessageViews, listed: list[_Pair], *, first: int = 1) -> list[Group]:
    """Messages by the way they go, the way most products take first, numbered from ``first``.

    Products stand together only when a resident reads the same about each of them: for every audience they share the
    same channels, for the same reason, with the same notices, term and ways without internet, decided by the same body.
    """
    ways: dict[tuple[object, ...], list[_Way]] = defaultdict(list)
    # Products for both audiences first: those for one alone then find the way that they share.
    for product, message in sorted(listed, key=lambda pair: -len(pair[0].audiences)):
        resolutions = site.now.of(product, message)
        view = views.view(product, message)
        answers = {resolution.audience: _answer(views, resolution) for resolution in resolutions}
        decider = views.decider(product, message)
        alike = ways[act_of(message), view.notices, view.term, view.paper, view.instead, decider]
        way = next((way for way in alike if way.fits(answers)), None)
        if way is None:
            alike.append(way := _Way((product, message)))
        way.answers |= answers
        way.members += resolutions
    found = [way for alike in ways.values() for way in alike]
    found.sort(key=lambda way: (-len(way.members), way.members[0].product.name.casefold()))
    general = first == 1 and len(found) > 1 and len(found[0].members) > len(found[1].members)
    return [
        _group(views, number, way, general=general and number == 1) for number, way in enumerate(found, first)
    ]


def _told_apart(groups: list[Group]) -> list[Group]:
    """Two headings on one page never have the same words."""
    titles = Counter(group.view.title for group in groups)
    found = []
    for group in groups:
        title = group.view.title
        if titles[title] > 1:
            more = " en andere producten" if len(group.links) > 1 else ""
            title = f"{title}: {group.links[0].text}{more}"
        found.append(replace(group, view=replace(group.view, title=title)))
    return found


@dataclass(slots=True)
class _Way:
    """Messages that go alike, with what is said of them for each audience."""

    first: _Pair
    answers: dict[Audience, tuple[object, ...]] = field(default_factory=dict)
    members: list[Resolution] = field(default_factory=list)

    def fits(self, answers: dict[Audience, tuple[object, ...]]) -> bool:
        shared = self.answers.keys() & answers.keys()
        return bool(shared) and all(self.answers[audience] == answers[audience] for audience in shared)


def _answer(views: MessageViews, resolution: Resolution) -> tuple[object, ...]:
    """All that a resident reads of one answer: it follows from what stands in the key."""
    key = resolution.answer.key, resolution.question.authority, resolution.product.unconfirmed
    if key not in views.read:
        views.read[key] = _as_read(views, resolution)
    return views.read[key]


def _as_read(views: MessageViews, resolution: Resolution) -> tuple[object, ...]:
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
    resolutions = [by_audience[audience] for audience in audiences]
    view = views.of(resolutions, audiences, f"manier-{number}", title)
    view = views.with_all(view, *way.first, resolutions)
    links = tuple(Link(product.name, views.href.to(product_url(product))) for product in named)
    about = _about(named, general=general)
    other = views.decider(*way.first)
    foreign = who_decides(other) if other and other.name not in (view.intro or "") else None
    intro = " ".join(filter(None, (about, foreign, view.intro)))
    return Group(replace(view, intro=intro), about, links)
