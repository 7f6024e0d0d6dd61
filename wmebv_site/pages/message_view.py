"""How one type of message about one product looks: its buttons, what it takes, and by which decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from wmebv_site.model.channels import Channel, Entrance
from wmebv_site.model.products import Message, Product
from wmebv_site.model.terms import Audience, Fact, Login, MessageKind, Owner, Paper
from wmebv_site.model.values import Source
from wmebv_site.pages.site import Hrefs, Site, channel_url, day_view, decision_url
from wmebv_site.pages.views import (
    ChannelView,
    Detail,
    EntranceView,
    Link,
    MessageView,
    Notice,
    Reason,
)
from wmebv_site.pages.words import (
    ACKNOWLEDGED,
    ACTS,
    AUDIENCE,
    COPIED,
    EXEMPT,
    EXPLAINED,
    FOR_AUDIENCE,
    LOGIN_EXPLAINED,
    LOGIN_WITH,
    NOT_DESIGNATED,
    REPRESENTED,
    UNDER_OLD_LAW,
    capitalised,
    in_words,
    statute_in_words,
)
from wmebv_site.resolve import Resolution, Rule, State


def act_of(message: Message) -> str:
    """What the sender does: the message's own name, or the name of its kind."""
    return message.name or ACTS[message.kind]


@dataclass(frozen=True)
class MessageViews:
    """Makes the views of messages on one page, or on pages equally deep."""

    site: Site
    href: Hrefs
    _made: dict[tuple[object, ...], MessageView] = field(default_factory=dict)

    def view(self, product: Product, message: Message) -> MessageView:
        """A message on the page of its product."""
        resolutions = self.site.now.of(product, message)
        view = self.of(resolutions, product.audiences, message.key, act_of(message))
        notices = self._notices(product, message, resolutions)
        if not notices and not message.term:
            return view
        return replace(view, notices=notices, term=(Detail(message.term),) if message.term else ())

    def of(
        self, resolutions: Sequence[Resolution], audiences: tuple[Audience, ...], anchor: str, title: str
    ) -> MessageView:
        """What one answer for each audience comes to, whatever product it is about.

        Most products share their answers with others: those get the same view, made once.
        """
        message = resolutions[0].message
        key = (anchor, title, message.kind, message.name, audiences, tuple(map(_answer_of, resolutions)))
        if key not in self._made:
            answering = [resolution for resolution in resolutions if resolution.state.answers]
            self._made[key] = MessageView(
                id=anchor,
                title=title,
                official=resolutions[0].official,
                intro=self._intro(message, resolutions),
                channels=self.channels(audiences, act_of(message), answering),
                reasons=self.reasons(answering),
            )
        return self._made[key]

    def _intro(self, message: Message, resolutions: Sequence[Resolution]) -> str | None:
        if any(resolution.state is State.INVITATION for resolution in resolutions):
            return "Vragen wij u iets te sturen? In onze brief of e-mail leest u hoe u dat doet."
        return EXPLAINED.get(message.kind) if message.name is None else None

    def channels(
        self, for_whom: tuple[Audience, ...], act: str, answering: Sequence[Resolution]
    ) -> tuple[ChannelView, ...]:
        """The channels of all audiences together, each once, with for whom it is where that differs."""
        audiences: dict[str, list[Resolution]] = {}
        channels: dict[str, Channel] = {}
        for resolution in answering:
            for resolved in resolution.channels:
                channels[resolved.channel.id] = resolved.channel
                audiences.setdefault(resolved.channel.id, []).append(resolution)
        views = [
            self._channel(channels[name], act, for_whom, resolutions)
            for name, resolutions in audiences.items()
        ]
        for resolution in answering:
            executor = resolution.executor
            if executor is not None and executor.url and not resolution.channels:
                text = f"{act} bij {executor.name}"
                views.append(
                    ChannelView(executor.name, None, None, (EntranceView(text, executor.url, leads_to=_host(executor.url)),))
                )
                break
        return tuple(views)

    def _channel(
        self, channel: Channel, act: str, audiences: tuple[Audience, ...], resolutions: Sequence[Resolution]
    ) -> ChannelView:
        served = tuple(resolution.audience for resolution in resolutions)
        return self.channel(channel, act, audiences, served, note=_note(channel, audiences, resolutions))

    def channel(
        self,
        channel: Channel,
        act: str,
        audiences: tuple[Audience, ...],
        served: tuple[Audience, ...],
        *,
        note: str | None = None,
        own_page: bool = False,
    ) -> ChannelView:
        """A channel as ``served`` sees it, on a page that is for ``audiences``."""
        ways = [way for way in channel.ways_in if way.audience is None or set(way.audience) & set(served)]
        receipt = (ACKNOWLEDGED.get(channel.acknowledgement), COPIED.get(channel.sender_copy))
        return ChannelView(
            name=channel.name,
            href=None if own_page else self.href.to(channel_url(channel.id)),
            note=note,
            entrances=tuple(_entrance(way, act, audiences) for way in ways),
            requirements=tuple(
                Detail(requirement.text, source=self.source(requirement.source, requirement.article))
                for requirement in channel.requirements
            ),
            receipt=tuple(Detail(sentence) for sentence in receipt if sentence),
            representation=(Detail(REPRESENTED),) if own_page and channel.representation is Fact.YES else (),
        )

    def source(self, source: Source | None, article: str | None) -> Link | None:
        """Where something stands: the decision with its article, or the statute."""
        if source is None:
            return None
        if not source.is_decision:
            return Link(statute_in_words(source.name))
        decision = self.site.register.decision_by_id.get(source.name)
        if decision is None or decision not in self.site.decisions.public:
            return None
        title = f"artikel {article} van het {decision.short_title}" if article else f"het {decision.short_title}"
        return Link(title, self.href.to(decision_url(decision.id)))

    def reasons(self, answering: Sequence[Resolution]) -> tuple[Reason, ...]:
        """By which rules, each once: the one that won, then those beside it."""
        rules: dict[tuple[object, ...], tuple[Rule, str]] = {}
        for resolution in answering:
            authority = resolution.product.authority_of(resolution.message)
            for rule in filter(None, (resolution.rule, *resolution.added)):
                rules.setdefault((rule.source, rule.article), (rule, authority))
        return tuple(self._reason(rule, authority) for rule, authority in rules.values())

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
            Link(decision.short_title, self.href.to(decision_url(decision.id))),
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
                details.append(Detail(f"Bel {municipality.phone}", tel_href(municipality.phone)))
        return tuple(details)

    def _notices(
        self, product: Product, message: Message, resolutions: Sequence[Resolution]
    ) -> tuple[Notice, ...]:
        notices = []
        first = resolutions[0]
        if message.exempt is not None:
            paragraphs = [f"Dit staat in: {message.exempt.basis}."] if message.exempt.basis else []
            notices.append(Notice("exempt", EXEMPT[message.exempt.reason], tuple(paragraphs)))
            return tuple(notices)
        missing = [resolution for resolution in resolutions if not resolution.state.answers]
        change = self.site.change_of(product, message)
        if missing:
            notices.append(self._missing(product, message, missing, partly=len(missing) < len(resolutions)))
        elif change is not None and first.official:
            day, then = change
            names = self._names(then)
            text = f"Vanaf {in_words(day)} geldt iets anders."
            if names:
                text = f"Vanaf {in_words(day)} stuurt u dit bericht via: {names}."
            notices.append(Notice("coming", None, (text,)))
        if message.only_digital is not None and message.only_digital.basis:
            text = f"Dit bericht kan alleen digitaal. Dat staat in: {message.only_digital.basis}."
            notices.append(Notice("info", None, (text,)))
        return tuple(notices)

    def _missing(
        self, product: Product, message: Message, missing: Sequence[Resolution], *, partly: bool
    ) -> Notice:
        audience = f" voor {AUDIENCE[missing[0].audience]}" if partly else ""
        if missing[0].state is State.NOT_OPENED:
            text = f"Dit bericht kan{audience} nog niet digitaal. Bel ons, schrijf ons of kom langs."
            return Notice("info", None, (text,))
        links = self._open_now(message)
        # The rule about pointing to another channel (Awb 2:16) is part of the new law.
        paragraphs = [UNDER_OLD_LAW if missing[0].state is State.OLD_LAW else NOT_DESIGNATED]
        if links:
            paragraphs.append("U kunt nu al gebruiken:")
        change = self.site.change_of(product, message)
        if change is not None and any(resolution.state.answers for resolution in change[1]):
            day, then = change
            begins = f"geldt vanaf {in_words(day)}{audience}"
            concerned = {resolution.audience for resolution in missing}
            if names := self._names([resolution for resolution in then if resolution.audience in concerned]):
                paragraphs.insert(0, f"Vanaf {in_words(day)} stuurt u dit bericht via: {names}.")
            return Notice("not_yet", begins, tuple(paragraphs), links)
        planned = self.site.next_decision
        if planned is not None and planned.in_force_from and product.authority_of(message) in planned.authorities:
            begins = f"het besluit is vastgesteld en geldt op zijn vroegst vanaf {in_words(planned.in_force_from)}"
            return Notice("not_yet", begins, tuple(paragraphs), links)
        return Notice("nothing", audience.strip() or None, tuple(paragraphs), links)

    def _open_now(self, message: Message) -> tuple[Link, ...]:
        by_id = self.site.register.channel_by_id
        channels = [by_id[name] for name in message.in_use or () if name in by_id]
        return tuple(Link(channel.name, self.href.to(channel_url(channel.id))) for channel in channels)

    def _names(self, resolutions: Sequence[Resolution]) -> str:
        names = dict.fromkeys(resolved.channel.name for resolution in resolutions for resolved in resolution.channels)
        return ", ".join(names)


def _answer_of(resolution: Resolution) -> tuple[object, ...]:
    """All of a resolution that shows: what a view is made of, without whose message it is."""
    return (
        resolution.audience,
        resolution.official,
        resolution.state,
        resolution.channel_ids,
        resolution.executor.id if resolution.executor else None,
        resolution.product.authority_of(resolution.message),
        *((rule.channels, rule.source, rule.article, rule.from_) for rule in (resolution.rule, *resolution.added) if rule),
    )


def tel_href(phone: str) -> str:
    return "tel:" + "".join(character for character in phone if character.isdigit() or character == "+")


def _note(channel: Channel, audiences: tuple[Audience, ...], resolutions: Sequence[Resolution]) -> str | None:
    beside = all(
        resolution.rule is not None
        and channel.id not in resolution.rule.channels
        and any(channel.id in rule.channels for rule in resolution.added)
        for resolution in resolutions
    )
    if len(resolutions) < len(audiences):
        for_whom = AUDIENCE[resolutions[0].audience]
        if beside:
            return f"{capitalised(for_whom)} mogen ook deze weg kiezen."
        # The buttons say so themselves when each has its own audience.
        return None if all(way.audience for way in channel.ways_in) else f"Voor {for_whom}."
    return "U mag ook deze weg kiezen." if beside else None


def _entrance(way: Entrance, act: str, audiences: tuple[Audience, ...]) -> EntranceView:
    href = f"mailto:{way.email}" if way.email else way.url or ""
    text = f"{act} {LOGIN_WITH[way.login]}".rstrip()
    if way.email:
        text = f"{act} per e-mail"
    audience = None
    if way.audience is not None and len(audiences) > len([a for a in audiences if a in way.audience]):
        audience = " en ".join(FOR_AUDIENCE[a] for a in way.audience if a in audiences) or None
    english = way.language is not None and way.language.lower().startswith("en")
    explained = LOGIN_EXPLAINED[way.login] if not way.email else None
    if english and explained:
        explained = f"{explained} De website is in het Engels."
    return EntranceView(
        text,
        href,
        audience=audience,
        leads_to=way.email or _host(href),
        login=Detail(explained) if explained else None,
        hreflang=way.language.lower() if way.language else None,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


__all__ = ["Login", "MessageKind", "MessageViews", "Owner", "act_of", "tel_href"]
