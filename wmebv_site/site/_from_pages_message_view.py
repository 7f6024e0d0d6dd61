"""How one type of message about one product looks: its buttons, what it takes, and by which decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.rule import Rule
from wmebv_site.dutch import enumerate_words, statute_in_words, telephone_in_groups
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, Paper
from wmebv_site.site._from_pages_notices import Notices
from wmebv_site.site.entrances import ChannelViews
from wmebv_site.site.site import Hrefs, Site, day_view
from wmebv_site.site.views import ChannelView, Detail, Link, MessageView, Reason
from wmebv_site.site.words import ACTS, EXPLAINED, tel_href


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
    _marked: dict[tuple[MessageView, frozenset[Detail]], MessageView] = field(default_factory=dict)

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
            channels=ChannelViews(self.site, self.href).of_all(audiences, act, [by_audience[each] for each in audiences]),
            reasons=self.reasons(resolutions) if len(rules) == 1 else (),
        )

    def repeats_marked(self, views: Iterable[MessageView]) -> Iterator[MessageView]:
        """The messages of one page, where paper leaves out what an earlier one says of its channel too."""
        said: frozenset[Detail] = frozenset()
        for view in views:
            key = view, said
            if key not in self._marked:
                self._marked[key] = replace(view, channels=tuple(_marked(view.channels, set(said))))
            yield self._marked[key]
            said = said.union(*map(_said_by, view.channels))

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
        return tuple(replace(reason, about=self._about(rule, named, answering)) for named, rule, reason in made)

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
            return Reason("statute", Link(statute_in_words(rule.source.name)), None, day_view(begin) if begin else None)
        decisions = self.site.decisions
        decision = self.site.register.decision_by_id[rule.source.name]
        period = decisions.period(decision, authority)
        since = period.begin if period else None
        if begin is not None and since is not None:
            since = max(begin, since)
        known = decisions.retroactive_until(decision)
        return Reason(
            "decision",
            Link(decision.short_title, self.href.to(self.site.article_url(decision, rule.article))),
            rule.article,
            day_view(since) if since else None,
            since is not None and known is not None and since < known,
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
                details.append(Detail(f"Bel {telephone_in_groups(municipality.phone)}", tel_href(municipality.phone)))
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
    return (
        resolution.audience,
        resolution.official,
        resolution.state,
        tuple(id(resolved.channel) for resolved in resolution.channels),  # the same id may be frozen in two ways
        resolution.executor.id if resolution.executor else None,
        resolution.product.authority_of(resolution.message),
        *((rule.channels, rule.source, rule.article, rule.from_) for rule in (resolution.rule, *resolution.added) if rule),
    )
