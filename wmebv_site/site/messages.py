"""How one type of message looks, wherever it stands, and the pages across products: bezwaar, klacht and other messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.rule import Rule
from wmebv_site.dutch import (
    article_and_title,
    enumerate_names,
    enumerate_words,
    in_words,
    statute_in_words,
    telephone_in_groups,
    uncapitalised,
)
from wmebv_site.register.addresses import COMPLAINT, HELP, OBJECTION, OTHER_MESSAGES, channel_url, product_url
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, MessageKind, Paper
from wmebv_site.site.artifact import HOME, Artifact
from wmebv_site.site.entrances import ChannelViews
from wmebv_site.site.outages import box_for
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site, day_view
from wmebv_site.site.views import ChannelView, Detail, Link, MessageView, Notice, Reason, Row
from wmebv_site.site.words import (
    ACTS,
    ADOPTED_ONLY,
    AUDIENCE,
    BOTH_WAYS,
    EXEMPT,
    EXPLAINED,
    NOT_DESIGNATED,
    NOT_PRIVATE,
    ONLY_ADOPTED_YET,
    OUTAGE,
    UNDER_OLD_LAW,
    tel_href,
    ways_of,
)

_WITHOUT = {
    State.GAP: "is voor dit bericht geen digitaal kanaal aangewezen",
    State.NOT_OPENED: "kan dit bericht niet meer digitaal",
    State.EXEMPT: "kan dit bericht niet digitaal",
}
"""What becomes of a message that no way will be left for."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """What will hold from a day for some audiences, as a sentence without its beginning; ``certain`` once published."""

    day: date
    said: str
    certain: bool
    audiences: tuple[Audience, ...]


@dataclass(frozen=True)
class Notices:
    """Makes the notices of messages on one page, or on pages equally deep."""

    site: Site
    href: Hrefs

    def of(self, product: Product, message: Message, resolutions: Sequence[Resolution]) -> tuple[Notice, ...]:
        if message.exempt is not None and resolutions[0].state is State.EXEMPT:
            paragraphs = (
                (f"Dit staat in: {statute_in_words(message.exempt.basis)}.",) if message.exempt.basis else ()
            )
            told = (*paragraphs, *_in_words(self._coming(resolutions), product))
            return (Notice("exempt", uncapitalised(EXEMPT[message.exempt.reason]), told),)
        missing = [resolution for resolution in resolutions if not resolution.state.answers]
        answering = [resolution for resolution in resolutions if resolution.state.answers]
        notices = []
        if missing:
            notices.append(self._missing(product, message, missing))
        if answering and answering[0].official and (coming := self._coming(answering)):
            notices.append(Notice("coming", None, _in_words(coming, product)))
        if message.only_digital is not None and message.only_digital.basis:
            text = f"Dit bericht kan alleen digitaal. Dat staat in: {statute_in_words(message.only_digital.basis)}."
            notices.append(Notice("info", None, (text,)))
        return tuple(notices)

    def _coming(self, current: Sequence[Resolution]) -> list[_Coming]:
        """The next change of what holds today, from a decision that is adopted and has its dates.

        Told once for audiences that get the same. Of a message without a way the change is the first that brings one.
        """
        found: dict[tuple[date, str, bool], list[Audience]] = {}
        for now in current:
            for day, then in self.site.changes_of(now):
                if now.state.answers or then.state.answers:
                    key = day, _said_of(then), not self.site.is_uncertain(then, day)
                    found.setdefault(key, []).append(now.audience)
                    break
        return [_Coming(*key, tuple(audiences)) for key, audiences in sorted(found.items())]

    def _missing(self, product: Product, message: Message, missing: Sequence[Resolution]) -> Notice:
        audience = _whom([resolution.audience for resolution in missing], product)
        if missing[0].state is State.NOT_OPENED:
            text = f"Dit bericht kan{audience} nog niet digitaal. Bel ons, schrijf ons of kom langs."
            return Notice("info", None, (text,))
        links = self._open_now(message)
        # The rule about pointing to another channel (Awb 2:16) is part of the new law.
        paragraphs = [UNDER_OLD_LAW if missing[0].state is State.OLD_LAW else NOT_DESIGNATED]
        if links:
            paragraphs.append("U kunt nu al gebruiken:")
        if coming := self._coming(missing):
            first = coming[0]
            title = f"geldt vanaf {in_words(first.day)}{_whom(first.audiences, product)}"
            return Notice("not_yet", title, (*_in_words(coming, product), *paragraphs), links)
        if self.site.awaits_publication(product.authority_of(message)):
            return Notice("not_yet", ADOPTED_ONLY, tuple(paragraphs), links)
        before = any(self.site.had_a_way(resolution) for resolution in missing)
        return Notice("ended" if before else "nothing", audience.strip() or None, tuple(paragraphs), links)

    def _open_now(self, message: Message) -> tuple[Link, ...]:
        """What people use today, without the button of a designated channel."""
        channels = self.site.decisions.open_now(message)
        return tuple(Link(channel.name, self.href.to(channel_url(channel.id))) for channel in channels)


def _said_of(then: Resolution) -> str:
    if ways := ways_of(then):
        return f"stuurt u dit bericht via: {enumerate_names(ways, 'of')}"
    return _WITHOUT.get(then.state, "geldt iets anders")


def _whom(audiences: Sequence[Audience], product: Product) -> str:
    """For whom, where that is not everyone whom the product is for."""
    if len(audiences) == len(product.audiences):
        return ""
    return f" voor {enumerate_words((AUDIENCE[audience] for audience in audiences), 'en')}"


def _in_words(coming: Iterable[_Coming], product: Product) -> tuple[str, ...]:
    """A sentence for each change; what is not published yet is never told as certain (Awb 3:40)."""
    told = []
    for certain, same in groupby(coming, lambda change: change.certain):
        for change in same:
            begin = f"Vanaf {in_words(change.day)}"
            if whom := _whom(change.audiences, product):
                begin = f"{whom.strip().capitalize()}: vanaf {in_words(change.day)}"
            told.append(f"{begin} {change.said}.")
        if not certain:
            told.append(ONLY_ADOPTED_YET)
    return tuple(told)


def act_of(message: Message) -> str:
    """What the sender does: the message's own name, or the name of its kind."""
    return message.name or ACTS[message.kind]


@dataclass(frozen=True)
class MessageViews:
    """Makes the views of messages on one page, or on pages equally deep."""

    site: Site
    href: Hrefs
    # Most products share their answers with others: a view is made once for all of them.
    _made: dict[tuple[object, ...], MessageView] = field(default_factory=dict)
    _marked: dict[tuple[MessageView, frozenset[Detail]], tuple[MessageView, frozenset[Detail]]] = field(
        default_factory=dict
    )

    def view(self, product: Product, message: Message) -> MessageView:
        """A message on the page of its product."""
        resolutions = self.site.now.of(product, message)
        view = self.of(resolutions, product.audiences, message.key, act_of(message))
        notices = Notices(self.site, self.href).of(product, message, resolutions)
        if not notices and not message.term:
            return view
        return replace(view, notices=notices, term=(Detail(message.term),) if message.term else ())

    def of(
        self, resolutions: Sequence[Resolution], audiences: tuple[Audience, ...], anchor: str, title: str
    ) -> MessageView:
        """What one answer for each audience comes to, whatever product it is about."""
        message = resolutions[0].message
        key = (anchor, title, message.kind, message.name, audiences, tuple(map(_answer_of, resolutions)))
        if key not in self._made:
            answering = [resolution for resolution in resolutions if resolution.state.answers]
            self._made[key] = MessageView(
                id=anchor,
                title=title,
                official=resolutions[0].official,
                intro=self._intro(message, resolutions),
                channels=ChannelViews(self.site, self.href).of_all(audiences, act_of(message), answering),
                reasons=self.reasons(answering),
            )
        return self._made[key]

    def of_channel(self, resolutions: Sequence[Resolution], anchor: str, act: str) -> MessageView:
        """What one channel takes, of whatever messages: each of these answers has that channel alone.

        By what it was made known is said when that is the same for all of them; else the products tell it.
        """
        by_audience = {resolution.audience: resolution for resolution in reversed(resolutions)}
        audiences = tuple(audience for audience in Audience if audience in by_audience)
        rules = {
            (rule.source, rule.article, rule.from_)
            for resolution in resolutions
            for rule in (resolution.rule, *resolution.added)
            if rule
        }
        return MessageView(
            id=anchor,
            title=f"{act} via {resolutions[0].channels[0].channel.name}",
            official=any(resolution.official for resolution in resolutions),
            channels=ChannelViews(self.site, self.href).of_all(
                audiences, act, [by_audience[each] for each in audiences]
            ),
            reasons=self.reasons(resolutions) if len(rules) == 1 else (),
        )

    def repeats_marked(self, views: Iterable[MessageView]) -> Iterator[MessageView]:
        """The messages of one page, where paper leaves out what an earlier one says of its channel too."""
        said: frozenset[Detail] = frozenset()
        for view in views:
            key = view, said
            if key not in self._marked:
                marked = replace(view, channels=tuple(_marked(view.channels, set(said))))
                self._marked[key] = marked, said.union(*map(_said_by, view.channels))
            marked, said = self._marked[key]
            yield marked

    def _intro(self, message: Message, resolutions: Sequence[Resolution]) -> str | None:
        if any(resolution.state is State.INVITATION for resolution in resolutions):
            return "Vragen wij u iets te sturen? In onze brief of e-mail leest u hoe u dat doet."
        return EXPLAINED.get(message.kind) if message.name is None else None

    def reasons(self, answering: Sequence[Resolution]) -> tuple[Reason, ...]:
        """By which rules, each once: the one that won, then those beside it."""
        rules: dict[tuple[object, ...], tuple[Rule, Resolution]] = {}
        for resolution in answering:
            for rule in filter(None, (resolution.rule, *resolution.added)):
                rules.setdefault((rule.source, rule.article), (rule, resolution))
        made = [
            (first.named_by(rule), rule, self._reason(rule, first.product.authority_of(first.message)))
            for rule, first in rules.values()
        ]
        if len(made) == 1:
            return (made[0][2],)
        return tuple(
            replace(reason, about=self._about(rule, named, answering)) for named, rule, reason in made
        )

    def _about(self, rule: Rule, named: Sequence[str], answering: Sequence[Resolution]) -> str | None:
        """Which way a reason is about, where there are more."""
        if BY_INVITATION in rule.channels:
            return "De manier uit onze brief of e-mail"
        executors = [resolution.executor.name for resolution in answering if resolution.executor]
        if BY_EXECUTOR in rule.channels and executors:
            return executors[0]
        channels = {each.channel.id: each.channel for resolution in answering for each in resolution.channels}
        names = [channels[name].name for name in named if name in channels]
        return enumerate_words(names, "en") or None

    def _reason(self, rule: Rule, authority: str) -> Reason:
        begin = rule.from_
        if rule.source is None:
            return Reason("made_known", None, None, day_view(begin) if begin else None)
        if not rule.source.is_decision:
            return Reason(
                "statute", Link(statute_in_words(rule.source.name)), None, day_view(begin) if begin else None
            )
        decisions = self.site.decisions
        decision = self.site.register.decision_by_id[rule.source.name]
        period = decisions.period(decision, authority)
        since = period.begin if period else None
        if begin is not None and since is not None:
            since = max(begin, since)
        known = decisions.retroactive_until(decision)
        article, title = article_and_title(decision.short_title)
        return Reason(
            "decision",
            Link(title, self.href.to(self.site.article_url(decision, rule.article))),
            rule.article,
            day_view(since) if since else None,
            since is not None and known is not None and since < known,
            before=article,
        )

    def paper(self, ways: Sequence[Paper]) -> tuple[Detail, ...]:
        """The ways without internet, each as a sentence that can be acted on."""
        municipality = self.site.register.municipality
        details = []
        for way in ways:
            if way is Paper.POST and municipality.postal_address:
                details.append(Detail(f"Stuur een brief naar {municipality.postal_address}."))
            elif way is Paper.DESK and municipality.visiting_address:
                details.append(Detail(f"Kom langs op {municipality.visiting_address}."))
            elif way is Paper.TELEPHONE and municipality.phone:
                details.append(
                    Detail(f"Bel {telephone_in_groups(municipality.phone)}", tel_href(municipality.phone))
                )
        return tuple(details)


def _marked(channels: Sequence[ChannelView], said: set[Detail]) -> Iterator[ChannelView]:
    def told(detail: Detail) -> Detail:
        return replace(detail, on_paper=False) if detail in said else detail

    for channel in channels:
        yield replace(
            channel,
            entrances=tuple(replace(e, login=told(e.login)) if e.login else e for e in channel.entrances),
            requirements=tuple(map(told, channel.requirements)),
            receipt=tuple(map(told, channel.receipt)),
        )
        said.update(_said_by(channel))


def _said_by(channel: ChannelView) -> tuple[Detail, ...]:
    return (*channel.requirements, *channel.receipt, *(e.login for e in channel.entrances if e.login))


def _answer_of(resolution: Resolution) -> tuple[object, ...]:
    """All of a resolution that shows: what a view is made of, without whose message it is."""
    question = resolution.question
    return question.audience, question.official, question.authority, resolution.answer.key


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
        (BOTH_WAYS, OUTAGE),
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
        ("Voor een aanvraag, een bezwaar of een klacht kijkt u bij het product.", *_open_to_others(site)),
        lambda product, message: not product.is_official(message),
        _by_channel,
    )
    for page in (objection, complaint, other):
        yield _page(site, renderer, page)


def _open_to_others(site: Site) -> list[str]:
    """What to mind where messages go through someone else's app or medium."""
    used = [site.register.channel_by_id[name] for name, uses in site.by_channel.items() if uses]
    return [NOT_PRIVATE] if any(channel.kind.belongs_to_others for channel in used) else []


def _page(site: Site, renderer: Renderer, page: _AcrossProducts) -> Artifact:
    href = Hrefs.on(page.url)
    listed = [pair for pair in site.register.all_messages() if page.wanted(*pair)]
    groups = _told_apart(page.grouped(site, MessageViews(site, href), listed))
    html = renderer.render(
        "messages",
        title=page.title,
        intro=page.intro,
        outages=box_for(site, href, _channels(site, listed)),
        more=page.more,
        help=href.to(HELP),
        groups=groups,
        contents=[
            Link(group.view.title, f"#{group.view.id}", group.about) for group in groups if len(groups) > 1
        ],
        offline=[
            Row("Zonder internet", MessageViews(site, href).paper(site.register.municipality.paper_default))
        ],
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
        if Notices(site, views.href).of(product, message, resolutions) or not all(
            each.channels for each in resolutions
        ):
            rest.append((product, message))
            continue
        for resolution in resolutions:
            for resolved in resolution.channels:
                alone = replace(resolution, answer=replace(resolution.answer, channels=(resolved,)))
                uses[resolved.channel.id].append(alone)

    def place(members: list[Resolution]) -> tuple[object, ...]:
        channel = members[0].channels[0].channel
        return channel.kind.belongs_to_others, -len(members), channel.name.casefold()

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
        Link(
            product.name,
            views.href.to(product_url(product)),
            ", ".join(dict.fromkeys(acts[product.id])) if said else None,
        )
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
