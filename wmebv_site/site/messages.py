"""How one type of message looks, wherever it stands: the same on the page of its product and where messages are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.rule import Rule
from wmebv_site.dutch import (
    article_and_title,
    capitalised,
    enumerate_names,
    enumerate_words,
    in_words,
    statute_in_words,
    uncapitalised,
)
from wmebv_site.register.addresses import channel_url, message_anchor
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION, Authority
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience, Paper, ToConfirm
from wmebv_site.site.authorities import (
    decided_elsewhere,
    explained,
    invited,
    not_designated,
    other_body,
    outage,
    paper,
    rather,
    who_decides,
    without_channel,
)
from wmebv_site.site.entrances import ChannelViews
from wmebv_site.site.one_page import OnePage, on_one_page
from wmebv_site.site.site import Hrefs, Site, day_view
from wmebv_site.site.views import Detail, Ground, Link, MessageView, Notice, Reason, Row
from wmebv_site.site.words import (
    ACTS,
    ADOPTED_ONLY,
    AUDIENCE,
    EXEMPT,
    NOT_PRIVATE,
    ONLY_ADOPTED_YET,
    UNDER_OLD_LAW,
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
                    key = day, _becomes(then), not self.site.is_uncertain(then, day)
                    found.setdefault(key, []).append(now.audience)
                    break
        return [_Coming(*key, tuple(audiences)) for key, audiences in sorted(found.items())]

    def _why_not(self, state: State) -> str | None:
        """Why there is no answer today, where that is not for want of a decision."""
        if state is State.EARLIER:
            return self.site.not_there_yet
        return UNDER_OLD_LAW if state is State.OLD_LAW else None

    def _missing(self, product: Product, message: Message, missing: Sequence[Resolution]) -> Notice:
        audience = _whom([resolution.audience for resolution in missing], product)
        authority = self.site.register.named_authority(product, message)
        other, links = other_body(self.site.register, authority), self._open_now(message)
        # Where a body takes ordinary questions is in no decision: also of one that is known, nothing is said of them.
        silent = missing[0].state is State.NOT_OPENED or (
            authority in self.site.register.silent_bodies
            and missing[0].state not in (State.OLD_LAW, State.EARLIER)
        )
        if other is not None and silent and not self._coming(missing):
            return Notice("info", None, (decided_elsewhere(other), *self._said_before(message)), links)
        if missing[0].state is State.NOT_OPENED:
            # How it can be sent is said below it, or with what holds for the whole page.
            return Notice("info", None, (f"Dit bericht kan{audience} nog niet digitaal.",))
        # The rule about pointing to another channel (Awb 2:16) is part of the new law.
        paragraphs = [self._why_not(missing[0].state) or not_designated(other)]
        paragraphs += self._said_before(message)
        if coming := self._coming(missing):
            first = coming[0]
            title = f"dit gaat in op {in_words(first.day)}{_whom(first.audiences, product)}"
            return Notice("not_yet", title, (*_in_words(coming, product), *paragraphs), links)
        if self.site.awaits_publication(authority):
            return Notice("not_yet", ADOPTED_ONLY, tuple(paragraphs), links)
        before = any(self.site.had_a_way(resolution) for resolution in missing)
        return Notice("ended" if before else "nothing", audience.strip() or None, tuple(paragraphs), links)

    def _said_before(self, message: Message) -> tuple[str, ...]:
        """What is said before the links to what people use today."""
        named = self.site.decisions.open_now(message)
        warned = (NOT_PRIVATE,) if any(channel.kind.belongs_to_others for channel in named) else ()
        return (*warned, "U kunt nu al gebruiken:") if named else ()

    def _open_now(self, message: Message) -> tuple[Link, ...]:
        """What people use today, without the button of a designated channel."""
        channels = self.site.decisions.open_now(message)
        return tuple(Link(channel.name, self.href.to(channel_url(channel.id))) for channel in channels)


def _becomes(then: Resolution) -> str:
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


def _said_of(product: Product) -> tuple[object, ...]:
    """What is said of a message by the product that it is about, apart from the product's name."""
    return product.authority, product.unconfirmed, product.audiences_as_listed


def _says_the_same(name: str, title: str) -> bool:
    """Whether a message is called as its product: ``Melding dat u gaat trouwen`` below ``Melden dat u gaat trouwen``."""
    (first, *said), (begin, *rest) = f"{name} ".split(" "), f"{title} ".split(" ")
    return said == rest and len(said) > 2 and first[:4].casefold() == begin[:4].casefold()


def _act_again(message: Message) -> str:
    """What one does, below a title that says it already: in the word of that title where there is one."""
    begin = act_of(message)[:4].casefold()
    acts = (act for act in ACTS.values() if act.endswith(" doen") and act[:4].casefold() == begin)
    return next(acts, ACTS[message.kind])


@dataclass(frozen=True)
class MessageViews:
    """Makes the views of messages on one page, or on pages equally deep."""

    site: Site
    href: Hrefs
    # Most products share their answers with others: a view is made once for all of them. Each is kept by all that it
    # was made from, under the name of what makes it.
    _of: dict[tuple[object, ...], MessageView] = field(default_factory=dict)
    _with_all: dict[tuple[object, ...], MessageView] = field(default_factory=dict)
    _without_term: dict[tuple[object, ...], MessageView] = field(default_factory=dict)
    _telling: dict[tuple[MessageView, str], MessageView] = field(default_factory=dict)
    _paper: dict[tuple[object, ...], tuple[Detail, ...]] = field(default_factory=dict)
    # One object for all that are equal, so that whoever looks one up need not compare them.
    _seen: dict[MessageView, MessageView] = field(default_factory=dict)
    _seen_grounds: dict[tuple[Ground, ...], tuple[Ground, ...]] = field(default_factory=dict)

    def all_said(self, product: Product) -> tuple[object, ...]:
        """A key for all that a page says of the messages of a product, but for their terms: most products share it."""
        listed = self.site.register.messages_of(product)
        return _said_of(product), tuple([self._said(product, message) for message in listed])

    def said(self, product: Product, message: Message) -> tuple[object, ...]:
        """A key for all that is said of one message of a product, but for its term."""
        return _said_of(product), self._said(product, message)

    def _said(self, product: Product, message: Message) -> tuple[object, ...]:
        """What follows from the message itself, and from what is answered to it on any day."""
        resolutions, course = self.site.now.of(product, message), self.site.history.course
        return (
            tuple([course(resolution.question) for resolution in resolutions]),
            message.name is not None and _says_the_same(message.name, product.name),
            message.key,
            message.kind,
            message.name,
            message.in_use,
            message.exempt,
            message.only_digital,
            message.authority,
            resolutions[0].official,
            resolutions[0].paper,
        )

    def view(self, product: Product, message: Message) -> MessageView:
        """A message on the page of its product."""
        return self.telling(self.without_term(product, message), self.site.register.term_of(message))

    def telling(self, view: MessageView, term: str | None) -> MessageView:
        """A view with until when its message has to be there."""
        if not term:
            return view
        key = view, term
        if key not in self._telling:
            self._telling[key] = replace(view, term=(Detail(term),))
        return self._telling[key]

    def without_term(self, product: Product, message: Message) -> MessageView:
        """A message as most products share it: all of it follows from what stands in the key."""
        key = self.said(product, message)
        view = self._without_term.get(key)
        if view is None:
            resolutions, whom = self.site.now.of(product, message), product.audiences_as_listed
            if whom != product.audiences:
                resolutions = tuple(sorted(resolutions, key=lambda each: whom.index(each.audience)))
            named_again = message.name is not None and _says_the_same(message.name, product.name)
            act = _act_again(message) if named_again else act_of(message)
            view = self.of(resolutions, whom, message_anchor(message), act)
            other = self.decider(product, message)
            if other is not self.decider(product):
                said = " ".join(filter(None, (who_decides(other), view.intro)))
                view = replace(view, intro=said)
            view = self.with_all(view, product, message, resolutions)
            view = self._without_term[key] = self._seen.setdefault(view, view)
        return view

    def with_all(
        self, view: MessageView, product: Product, message: Message, resolutions: Sequence[Resolution]
    ) -> MessageView:
        """A view with what is said of the message beside its answers: notices, and how it goes without internet."""
        notices = Notices(self.site, self.href).of(product, message, resolutions)
        authority, ways = self.site.register.named_authority(product, message), resolutions[0].paper
        answers = any(resolution.state.answers for resolution in resolutions)
        key = view, notices, authority, ways, answers
        if key not in self._with_all:
            details = self.paper(authority, ways) if answers else ()
            instead = () if answers else self._instead(authority, ways, view.official)
            title = self._paper_title(authority, ways, view) if details else ""
            self._with_all[key] = replace(
                view, notices=notices, paper=details, paper_title=title, instead=instead
            )
        return self._with_all[key]

    def decider(self, product: Product, message: Message | None = None) -> Authority | None:
        """The body of another organisation that decides on a product, or on one of its messages; None for our own."""
        return other_body(self.site.register, self.site.register.named_authority(product, message))

    def paper(self, authority: str, ways: Sequence[Paper]) -> tuple[Detail, ...]:
        """The ways without internet to who decides."""
        key = authority, ways
        if key not in self._paper:
            self._paper[key] = paper(self.site.register, authority, ways)
        return self._paper[key]

    def _paper_title(self, authority: str, ways: Sequence[Paper], view: MessageView) -> str:
        """What leads who does not want to go by internet, or can't log in there, to how else it goes."""
        without = view.channels[0].without_login if view.channels else None
        return " ".join(filter(None, (rather(self.site.register, authority, ways), without)))

    def _instead(self, authority: str, ways: Sequence[Paper], official: bool) -> tuple[Detail, ...]:
        return without_channel(self.site.register, authority, ways, official=official)

    def of(
        self,
        resolutions: Sequence[Resolution],
        audiences: tuple[Audience, ...],
        anchor: str,
        title: str,
        act: str | None = None,
    ) -> MessageView:
        """What one answer for each audience comes to, whatever product it is about; ``act`` is what its buttons say."""
        message = resolutions[0].message
        act = act or act_of(message)
        # A message that is called as its kind needs no explanation of that kind.
        named = message.name is not None
        key = (anchor, title, message.kind, named, act, audiences, tuple(map(self._answer_of, resolutions)))
        if key not in self._of:
            answering = [resolution for resolution in resolutions if resolution.state.answers]
            view = MessageView(
                id=anchor,
                title=title,
                official=resolutions[0].official,
                intro=self._intro(resolutions),
                channels=ChannelViews(self.site, self.href).of_all(audiences, act, answering),
                reasons=self.reasons(answering),
            )
            # Messages with another past mostly look the same.
            self._of[key] = self._seen.setdefault(view, view)
        return self._of[key]

    def _answer_of(self, resolution: Resolution) -> tuple[object, ...]:
        """All of an answer that shows, without whose message it is: also what held before, by which it is told since when."""
        question = resolution.question
        product, message = question.product, question.message
        return (
            question.audience,
            question.official,
            question.authority,
            self.site.register.named_authority(product, message),
            product.unconfirmed,
            self.site.history.course(question),
        )

    def on_one_page(self, product: Product) -> OnePage:
        """The messages of a product with what they share said once, without their terms."""
        listed = self.site.register.messages_of(product)
        page, known = on_one_page([self.without_term(product, message) for message in listed]), self._seen
        return OnePage(
            tuple([known.setdefault(view, view) for view in page.open]),
            tuple([known.setdefault(view, view) for view in page.others]),
            self._seen_grounds.setdefault(page.grounds, page.grounds),
            page.sources,
        )

    def _intro(self, resolutions: Sequence[Resolution]) -> str | None:
        first = resolutions[0]
        other = self.decider(first.product, first.message)
        if any(resolution.state is State.INVITATION for resolution in resolutions):
            return invited(other)
        return explained(first.message, other)

    def reasons(self, answering: Sequence[Resolution]) -> tuple[Reason, ...]:
        """By which rules, each once: the one that won, then those beside it; not by a statute that only a list says the
        product falls under.
        """
        rules: dict[tuple[object, ...], tuple[Rule, Resolution]] = {}
        for resolution in answering:
            for rule in filter(None, (resolution.rule, *resolution.added)):
                if is_told(rule, resolution.product):
                    rules.setdefault((rule.source, rule.article), (rule, resolution))
        made = [(first.named_by(rule), rule, self._reason(rule, first)) for rule, first in rules.values()]
        if len(made) == 1:
            alone = made[0][2]
            return (replace(alone, by=capitalised(alone.by)) if alone.by else alone,)
        return tuple(
            replace(reason, about=self._about(rule, named, answering)) for named, rule, reason in made
        )

    def _about(self, rule: Rule, named: Sequence[str], answering: Sequence[Resolution]) -> str | None:
        """Which way a reason is about, where there are more."""
        if BY_INVITATION in rule.channels:
            return "Het kanaal uit de brief of e-mail"
        executors = [resolution.executor.name for resolution in answering if resolution.executor]
        if BY_EXECUTOR in rule.channels and executors:
            return executors[0]
        channels = {each.channel.id: each.channel for resolution in answering for each in resolution.channels}
        names = [channels[name].name for name in named if name in channels]
        return enumerate_words(names, "en") or None

    def _reason(self, rule: Rule, resolution: Resolution) -> Reason:
        begin = rule.from_
        if rule.source is None:
            other = self.decider(resolution.product, resolution.message)
            return Reason(
                "made_known", None, None, day_view(begin) if begin else None, by=other.name if other else None
            )
        if not rule.source.is_decision:
            return Reason(
                "statute", Link(statute_in_words(rule.source.name)), None, day_view(begin) if begin else None
            )
        decisions = self.site.decisions
        decision = self.site.register.decision_by_id[rule.source.name]
        period = decisions.period(decision, resolution.question.authority)
        since = period.begin if period else None
        if begin is not None and since is not None:
            since = max(begin, since)
        if since is not None and (corrected := decisions.corrected_from(resolution, rule)):
            since = max(corrected, since)
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


def is_told(rule: Rule, product: Product) -> bool:
    """Whether a rule may be given as the reason: not while only a list says that its statute is about the product."""
    by_statute = rule.designation is not None and rule.designation.statute is not None
    return not by_statute or product.is_confirmed(ToConfirm.STATUTES)


OFFLINE = "Zonder internet"


def safety_net(paper: tuple[Detail, ...], late: Sequence[Authority | None]) -> tuple[Row, ...]:
    """What to do when it does not work: without internet, and in an outage, by who decides on what could be late."""
    rows = [Row(OFFLINE, paper, "zonder-internet")]
    if late:
        rows.append(Row("Bij een storing", (Detail(outage(late)),)))
    return tuple(row for row in rows if row.details)
