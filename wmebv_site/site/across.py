"""The pages that gather messages across products, by subject: bezwaar, klacht and other messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from wmebv_site.designation.answers import Resolution
from wmebv_site.dutch import (
    enumerate_names,
    enumerate_words,
    telephone_on_one_line,
    uncapitalised,
    with_article,
)
from wmebv_site.register.addresses import (
    COMPLAINT,
    OBJECTION,
    OTHER_MESSAGES,
    product_url,
)
from wmebv_site.register.channels import Channel
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, Fact, MessageKind, ToConfirm
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.authorities import who_decides
from wmebv_site.site.messages import MessageViews, act_of, safety_net
from wmebv_site.site.one_page import grounds_below, leads
from wmebv_site.site.outages import dated_once, lines_above
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.support import SupportViews
from wmebv_site.site.views import ChannelView, Detail, Link, MessageView
from wmebv_site.site.words import BOTH_WAYS, EXPLAINED, enumerate_dutch, represented, tel_href

_Pair = tuple[Product, Message]

_NAMED = 4
"""So few products name their subject themselves; of more the domain does."""
_HINTED = 5
_TERMS = 4
"""So many terms stand in one block; more stand with the products."""
_TOLD_APART = 2
"""So many products with a term of their own are named in the title of their subject."""
_ALSO = 3
_REST = "Alle andere onderwerpen"
_DIFFERS = "De termijn verschilt. U leest hem op de pagina van uw product."
_MIXED = "Bericht sturen"


@dataclass(frozen=True, slots=True)
class Group:
    """A subject: products about which a resident reads the same, and for which ``about`` says in short what it holds."""

    view: MessageView
    about: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _AcrossProducts:
    """A page with the messages of all products that are ``wanted``."""

    url: str
    kind: str
    title: str
    intro: str
    question: str
    more: tuple[str, ...]
    wanted: Callable[[Product, Message], bool]


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    objection = _AcrossProducts(
        OBJECTION,
        "bezwaar",
        "Bezwaar maken",
        "Bent u het niet eens met een besluit van de gemeente? Dan kunt u bezwaar maken.",
        "Waar gaat uw bezwaar over?",
        (BOTH_WAYS,),
        lambda product, message: message.kind is MessageKind.OBJECTION,
    )
    complaint = _AcrossProducts(
        COMPLAINT,
        "klacht",
        "Klacht indienen",
        "Bent u niet tevreden over hoe de gemeente met u omging? Dan kunt u een klacht indienen.",
        "Waar gaat uw klacht over?",
        (BOTH_WAYS,),
        lambda product, message: message.kind is MessageKind.COMPLAINT,
    )
    other = _AcrossProducts(
        OTHER_MESSAGES,
        "other",
        "Andere berichten",
        "Hier ziet u waar u vragen en gewone berichten naartoe stuurt. Dit zijn geen officiële berichten.",
        "Waar gaat uw bericht over?",
        ("Voor een aanvraag, een bezwaar of een klacht kijkt u bij het product.",),
        lambda product, message: not product.is_official(message),
    )
    for page in (objection, complaint, other):
        yield _page(site, renderer, page)


def _page(site: Site, renderer: Renderer, page: _AcrossProducts) -> Artifact:
    href = Hrefs.on(page.url)
    listed = [pair for pair in site.register.all_messages() if page.wanted(*pair)]
    views, support = MessageViews(site, href), SupportViews(site, href)
    groups = _told_apart(_Subjects(site, views, listed).groups())
    told, grounds, sources = grounds_below(_buttons_told_apart([group.view for group in groups]))
    # One subject stands open, with the button that the page leads to; more are a list of which each opens.
    folded = len(groups) > 1
    if len(told) == 1:
        told = [replace(told[0], primary=leads(told[0]))]
    outages = lines_above(site, href, told, folded=folded)
    (dated,) = dated_once(outages, told)
    groups = [replace(group, view=view) for group, view in zip(groups, dated, strict=True)]
    html = renderer.render(
        "messages",
        title=page.title,
        intro=page.intro,
        outages=outages,
        more=page.more,
        help=support.for_channels(Audience, _channels(site, listed)),
        all_help=support.overview,
        groups=groups,
        not_there_yet=site.not_there_yet,
        folded=folded,
        question=page.question,
        grounds=grounds,
        sources=sources,
        safety_net=safety_net((), [views.decider(*pair) for pair in listed if _may_fail(site, pair)]),
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


def _channels(site: Site, listed: Iterable[_Pair]) -> list[Channel]:
    """The channels of these messages, each once."""
    resolved = [each for pair in listed for resolution in site.now.of(*pair) for each in resolution.channels]
    return list({each.channel.id: each.channel for each in resolved}.values())


def _may_fail(site: Site, pair: _Pair) -> bool:
    """Whether an official message could be late by an outage of its channel."""
    return any(resolution.official and resolution.channels for resolution in site.now.of(*pair))


@dataclass
class _Way:
    """Messages that go alike, with what is said of them for each audience."""

    first: _Pair
    answers: dict[Audience, tuple[object, ...]] = field(default_factory=dict)
    members: list[Resolution] = field(default_factory=list)
    acts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[str | None, list[Product]] = field(default_factory=lambda: defaultdict(list))

    def fits(self, answers: dict[Audience, tuple[object, ...]]) -> bool:
        shared = self.answers.keys() & answers.keys()
        return bool(shared) and all(self.answers[audience] == answers[audience] for audience in shared)

    @cached_property
    def products(self) -> list[Product]:
        """By name; asked once all its members are there."""
        found = {resolution.product.id: resolution.product for resolution in self.members}
        return sorted(found.values(), key=lambda product: (product.name.casefold(), product.id))

    def all_acts(self) -> list[str]:
        """What one does, each once."""
        return list(dict.fromkeys(act for each in self.acts.values() for act in each))

    def by_term(self) -> list[tuple[str | None, list[Product]]]:
        """The terms, that of most products first."""
        return sorted(self.terms.items(), key=lambda term: -len(term[1]))


class _Subjects:
    """Puts the messages of one page together by what a resident reads of them, and gives each subject its name.

    Products stand together only when a resident reads the same about each of them: for every audience they share the
    same channels, for the same reason, with the same notices and ways without internet, decided by the same body. Only
    the term may differ: it is said with the products that have it.
    """

    def __init__(self, site: Site, views: MessageViews, listed: Sequence[_Pair]) -> None:
        self._site, self._views, self._listed = site, views, listed
        self._is_mixed = len({act_of(message) for _, message in listed}) > 1
        self._of_domain = Counter(domain for domain in map(_domain, self._all_products()) if domain)

    def _all_products(self) -> list[Product]:
        return list({product.id: product for product, _ in self._listed}.values())

    def groups(self) -> list[Group]:
        """The subjects by title, and last the one that holds whatever is not named."""
        ways = sorted(
            self._ways(), key=lambda way: (-len(way.members), way.members[0].product.name.casefold())
        )
        rest = self._rest(ways)
        named = [way for way in ways if way is not rest]
        titled = sorted(((self._title(way), way) for way in named), key=lambda each: each[0].casefold())
        if rest:
            titled.append((_REST, rest))
        return [
            self._group(f"onderwerp-{number}", title, way, is_rest=way is rest)
            for number, (title, way) in enumerate(titled, 1)
        ]

    def _ways(self) -> list[_Way]:
        ways: dict[tuple[object, ...], list[_Way]] = defaultdict(list)
        # Messages of which all is the same go alike; most are.
        known: dict[tuple[object, ...], _Way] = {}
        # Products for both audiences first: those for one alone then find the way that they share.
        for product, message in sorted(self._listed, key=lambda pair: -len(pair[0].audiences)):
            resolutions = self._site.now.of(product, message)
            term = self._site.register.term_of(message)
            said = bool(term), self._views.said(product, message)
            way = known.get(said)
            if way is None:
                view = self._views.without_term(product, message)
                answers = {
                    resolution.audience: _as_read(self._views, resolution) for resolution in resolutions
                }
                decider = self._views.decider(product, message)
                alike = ways[view.official, view.notices, bool(term), view.paper, view.instead, decider]
                way = next((way for way in alike if way.fits(answers)), None)
                if way is None:
                    alike.append(way := _Way((product, message)))
                way.answers |= answers
                known[said] = way
            way.members += resolutions
            if (act := act_of(message)) not in way.acts[product.id]:
                way.acts[product.id].append(act)
            way.terms[term].append(product)
        return [way for alike in ways.values() for way in alike]

    def _rest(self, ways: Sequence[_Way]) -> _Way | None:
        """The way of most products, where that is about more than one subject: nobody reads them all to find theirs."""
        if len(ways) < 2 or len(ways[0].members) == len(ways[1].members):
            return None
        products = ways[0].products
        domains = {_domain(product) for product in products}
        return ways[0] if len(products) > _NAMED and (len(domains) > 1 or None in domains) else None

    def _title(self, way: _Way) -> str:
        """In the resident's words: what few products are called, else their domain, with those whose term differs."""
        products = way.products
        if len(products) <= _NAMED:
            first, *others = (product.name for product in products)
            return enumerate_names([first, *map(uncapitalised, others)])
        domains = {_domain(product) for product in products}
        domain = domains.pop() if len(domains) == 1 else None
        if domain is None or 2 * len(products) < self._of_domain[domain]:
            return f"{products[0].name}, {products[1].name} en nog {len(products) - 2} producten"
        name = self._site.register.domain_by_id[domain].name
        own = [product for _, few in way.by_term()[1:] for product in few]
        if not own or len(own) > _TOLD_APART:
            return name
        return enumerate_names([name, *(_called(product) for product in reversed(own))])

    def _about(self, way: _Way, title: str, *, is_rest: bool) -> str:
        """What one finds there, in one line: for who does not know under which name."""
        products, register = way.products, self._site.register
        if is_rest:
            found = {_domain(product) for product in products}
            names = [domain.name for domain in register.domains if domain.id in found]
            return " · ".join(names) if len(names) > 1 else ""
        if len(products) <= _NAMED:
            acts = way.all_acts()
            said = f"{enumerate_dutch(acts)}."
            return said if self._is_mixed and said[:-1].casefold() != title.casefold() else ""
        # Those with the most names are what people ask for most.
        known = sorted(products, key=lambda product: (-len(product.synonyms), product.name.casefold()))
        words = list(dict.fromkeys(_called(product) for product in known[:_HINTED]))
        return f"Zoals {enumerate_words(words, 'en')}."

    def _group(self, anchor: str, title: str, way: _Way, *, is_rest: bool) -> Group:
        views = self._views
        by_audience = {resolution.audience: resolution for resolution in reversed(way.members)}
        audiences = tuple(audience for audience in Audience if audience in by_audience)
        resolutions = [by_audience[audience] for audience in audiences]
        acts = way.all_acts()
        act = acts[0] if len(acts) == 1 else _MIXED
        view = views.of(resolutions, audiences, anchor, title, act)
        view = views.with_all(view, *way.first, resolutions)
        other = views.decider(*way.first)
        intro = None if view.intro in EXPLAINED.values() else view.intro
        foreign = who_decides(other) if other and other.name not in (intro or "") else None
        view = replace(
            view,
            intro=" ".join(filter(None, (foreign, intro))) or None,
            term=self._terms(way),
            channels=self._acting(view.channels, other.name if other else None),
            help=self._help(way.first) if view.channels else (),
        )
        return Group(view, self._about(way, title, is_rest=is_rest), self._links(way, told=len(acts) > 1))

    def _terms(self, way: _Way) -> tuple[Detail, ...]:
        terms = way.by_term()
        if len(terms) > _TERMS:
            return (Detail(_DIFFERS),)
        told = [terms[0][0], *(f"{_of_some(few)}: {uncapitalised(term or '')}" for term, few in terms[1:])]
        return tuple(Detail(term) for term in told if term)

    def _acting(self, channels: Sequence[ChannelView], other: str | None) -> tuple[ChannelView, ...]:
        """Whether another may act for the sender, said of the first channel also where nobody knows."""
        if not channels:
            return ()
        first = channels[0]
        said = first.representation or (Detail(represented(Fact.UNKNOWN, other)),)
        return (replace(first, representation=said), *channels[1:])

    def _help(self, first: _Pair) -> tuple[Detail, ...]:
        """Whom one calls about it."""
        register = self._site.register
        contact = register.contact_of(register.named_authority(*first))
        other = self._views.decider(*first)
        if not contact.phone:
            return ()
        number = telephone_on_one_line(contact.phone)
        return (Detail(f"Bel {other.name}: {number}" if other else f"Bel {number}", tel_href(contact.phone)),)

    def _links(self, way: _Way, *, told: bool) -> tuple[Link, ...]:
        """The products, with what one sends where that differs, else with what people call them."""
        return tuple(
            Link(
                product.name,
                self._views.href.to(product_url(product)),
                ", ".join(way.acts[product.id] if told else product.synonyms[:_ALSO]) or None,
            )
            for product in way.products
        )


def _domain(product: Product) -> str | None:
    """The subject of a product, once a person has seen to it."""
    return product.domain if product.is_confirmed(ToConfirm.DOMAIN) else None


def _called(product: Product) -> str:
    """One word for a product inside a sentence: its name where that is one, else the first that people use."""
    words = [word for word in product.synonyms if " " not in word]
    return uncapitalised(product.name) if " " not in product.name or not words else words[0]


def _of_some(products: Sequence[Product]) -> str:
    names = [product.name for product in products]
    if len(names) <= _NAMED:
        return enumerate_names(names)
    return f"{', '.join(names[:3])} en nog {len(names) - 3} producten"


def _told_apart(groups: list[Group]) -> list[Group]:
    """Two headings on one page never have the same words."""
    titles = Counter(group.view.title for group in groups)
    found = []
    for group in groups:
        title = group.view.title
        if titles[title] > 1:
            kinds = list(dict.fromkeys(channel.name for channel in group.view.channels))
            more = f" via {with_article(kinds[0])}" if kinds else f": {group.links[0].text}"
            title = f"{title}{more}"
        found.append(replace(group, view=replace(group.view, title=title)))
    again = Counter(group.view.title for group in found)
    return [
        replace(each, view=replace(each.view, title=f"{each.view.title} ({number})"))
        if again[each.view.title] > 1
        else each
        for number, each in enumerate(found, 1)
    ]


def _buttons_told_apart(views: Sequence[MessageView]) -> list[MessageView]:
    """Two buttons of one page that lead elsewhere never have the same words: they name their channel."""
    leads_to: dict[str, set[str]] = defaultdict(set)
    for channel in (channel for view in views for channel in view.channels):
        for entrance in (entrance for group in channel.groups for entrance in group.entrances):
            leads_to[entrance.text].add(entrance.href)
    return [
        replace(view, channels=tuple(_naming_itself(channel, leads_to) for channel in view.channels))
        for view in views
    ]


def _naming_itself(channel: ChannelView, leads_to: Mapping[str, Collection[str]]) -> ChannelView:
    where = f"via {with_article(channel.name)}"
    groups = [
        replace(
            group,
            entrances=tuple(
                replace(entrance, text=f"{entrance.text} {where}")
                if len(leads_to[entrance.text]) > 1 and channel.name not in entrance.text
                else entrance
                for entrance in group.entrances
            ),
        )
        for group in channel.groups
    ]
    return replace(channel, groups=tuple(groups))


def _as_read(views: MessageViews, resolution: Resolution) -> tuple[object, ...]:
    """All that a resident reads of one answer, to tell by which of them go the same way."""
    reasons = views.reasons([resolution]) if resolution.state.answers else ()
    rules = [rule for rule in (resolution.rule, *resolution.added) if rule]
    return (
        resolution.state,
        resolution.channel_ids,
        resolution.executor.id if resolution.executor else None,
        tuple(rule.channels for rule in rules),
        tuple((r.kind, r.source and r.source.text, r.article, r.since, r.retroactive) for r in reasons),
    )
