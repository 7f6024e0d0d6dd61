"""What holds for every message, and from when until when, as plain values that every format of the data reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from wmebv_site.data.shapes import DAY, TEXT, URL, YES_NO, Json, Shape, Told, list_of, one_of, ref, shape_of
from wmebv_site.designation.answers import Resolution, Resolved, State
from wmebv_site.designation.history import Interval
from wmebv_site.designation.rule import Rule
from wmebv_site.dutch import statute_in_words
from wmebv_site.register.addresses import channel_url
from wmebv_site.register.channels import Entrance, Requirement
from wmebv_site.register.terms import Audience, Login
from wmebv_site.site.entrances import act_at, button_text, closed
from wmebv_site.site.histories import rule_behind
from wmebv_site.site.messages import act_of, is_told
from wmebv_site.site.open_data import STATES as WORDS_FOR_STATES
from wmebv_site.site.site import Site

ELSEWHERE = "elders"
OPENED = "opengesteld"
STATES = {
    State.DESIGNATED: "aangewezen",
    State.EXECUTOR: "uitvoerder",
    State.INVITATION: "uitnodiging",
    State.EXEMPT: "uitgezonderd",
    State.GAP: "geen_kanaal",
    State.NOT_OPENED: "niet_opengesteld",
    State.OLD_LAW: "oud_recht",
    State.EARLIER: "eerdere_gemeente",
    State.ERROR: "tegenstrijdig",
}
MEANINGS = {word: english for word, (_, english) in WORDS_FOR_STATES.items()}
"""What each word means."""

STATE = one_of(MEANINGS)
AUDIENCE: Json = {"enum": [audience.value for audience in Audience]}
LOGIN: Json = {"enum": [login.value for login in Login]}

REASON = Shape(
    "reason",
    "The rule by which a channel holds: a decision with its article, or a statute. Neither where a way is just open.",
    told={
        "source": Told(
            TEXT | {"pattern": "^(besluit|wet):"},
            "As the register has it: 'besluit:' and the id of a decision, or 'wet:' and article.",
            always=False,
        ),
        "article": Told(TEXT, "The article of that decision.", always=False),
        "title": Told(TEXT, "What the decision or statute is called.", always=False),
        "url": Told(URL, "Where it stands: the decision at the article.", always=False),
        "channels": Told(list_of(TEXT), "The ids of the channels that it brings."),
    },
)
ENTRANCE = Shape(
    "entrance",
    "One way in to a channel.",
    told={
        "label": Told(TEXT, "What stands on the button, in Dutch, below a heading with what one does."),
        "url": Told(URL, "Where the button leads.", always=False),
        "email": Told(TEXT | {"format": "email"}, "The e-mail address, in place of a url.", always=False),
        "login": Told(LOGIN, "What one logs in with."),
        "language": Told(TEXT, "The language there, where that isn't Dutch.", always=False),
    },
)
WAY = Shape(
    "way",
    "A channel for one message and audience, as it holds on that day.",
    told={
        "id": Told(TEXT, "The id of the channel."),
        "name": Told(TEXT, "Its name."),
        "kind": Told(TEXT, "What kind of channel it is."),
        "permalink": Told(URL, "Its page on this website.", always=False),
        "entrances": Told(
            list_of(ref("entrance")),
            "The buttons; none while it doesn't work yet or has stopped.",
        ),
        "requirements": Told(list_of(ref("requirement")), "What is asked there of this audience."),
    },
)
EXECUTOR = Shape(
    "executing",
    "Who carries out the task, where one goes to its own website.",
    told={
        "id": Told(TEXT, "Its id."),
        "name": Told(TEXT, "Its name."),
        "url": Told(URL, "Its website.", always=False),
    },
)
ANSWER = Shape(
    "answer",
    "What holds for one audience on the day for which this was built.",
    told={
        "audience": Told(AUDIENCE, "Who sends the message."),
        "state": Told(STATE, "What holds."),
        "channels": Told(list_of(ref("way")), "The channels, the first one first."),
        "executor": Told(ref("executing"), "Where one goes to its own website.", always=False),
        "reasons": Told(list_of(ref("reason")), "The rule that won, then those beside it."),
        "from": Told(DAY, "Since when this holds; absent when it has been so always.", always=False),
        "until": Told(
            DAY, "The first day on which something else will hold, as far as is known.", always=False
        ),
        "fallback": Told(YES_NO, "Whether it holds only because nothing narrower was designated."),
        "retroactive": Told(YES_NO, "Whether it holds on this day only with retroactive effect."),
    },
)
INTERVAL = Shape(
    "interval",
    "What held, holds or will hold for a product, message and audience: from a day, before another. Where two that follow "
    "each other say the same, an address of a channel changed, or what is asked there.",
    told={
        "product": Told(TEXT, "The id of the product."),
        "message": Told(TEXT, "The id of the message within its product."),
        "audience": Told(AUDIENCE, "Who sends the message."),
        "from": Told(DAY, "The first day; absent when there is none.", always=False),
        "until": Told(
            DAY, "The first day on which it no longer holds; absent until further notice.", always=False
        ),
        "state": Told(STATE, "What holds."),
        "channels": Told(list_of(TEXT), "The ids of the channels."),
        "executor": Told(
            TEXT, "The id of who carries out the task, where one goes to its own website.", always=False
        ),
        "source": Told(
            TEXT, "By which rule: 'besluit:' and the id of a decision, or 'wet:' and article.", always=False
        ),
        "article": Told(TEXT, "The article of that decision.", always=False),
        "fallback": Told(YES_NO, "Whether it held only because nothing narrower was designated."),
        "retroactive": Told(YES_NO, "Whether it held on these days only with retroactive effect."),
        "certain": Told(YES_NO, "False while the decision is adopted and not published yet (Awb 3:40)."),
    },
)
SHAPES = (REASON, ENTRANCE, WAY, EXECUTOR, ANSWER, INTERVAL)


@dataclass(frozen=True, slots=True)
class Held:
    """One row of what held: days from ``begin``, before ``end``; None is since always, and until further notice."""

    product: str
    message: str
    audience: Audience
    begin: date | None
    end: date | None
    state: str
    channels: tuple[str, ...]
    executor: str | None
    source: str | None
    article: str | None
    fallback: bool
    retroactive: bool
    certain: bool

    @property
    def told(self) -> tuple[object, ...]:
        """All of it but what it is about: the same for many rows."""
        days = self.begin, self.end
        ways = self.state, self.channels, self.executor, self.source, self.article
        return (*days, *ways, self.fallback, self.retroactive, self.certain)

    def contains(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Answers:
    """Makes plain data of what holds. ``at`` makes an address of one that counts from the root of the site."""

    site: Site
    base: str = ""

    def at(self, url: str) -> str:
        """The whole address of a page; from the root of the site as long as that is not known."""
        return self.base + url

    def intervals(self) -> Iterator[Held]:
        """All rows, in the order of the register, of each message in the order of time, without holes."""
        made: dict[tuple[object, ...], list[tuple[Any, ...]]] = {}
        for resolution in self.site.now.all:
            key = self.same(resolution)
            if key not in made:
                made[key] = list(map(self._held, self.site.history.intervals(resolution.question)))
            asked = resolution.product.id, resolution.message.key, resolution.audience
            for told in made[key]:
                yield Held(*asked, *told)

    def same(self, resolution: Resolution) -> tuple[object, ...]:
        """The same for messages of which the same is told, of every day: few stand for thousands."""
        question = resolution.question
        product, message = question.product, question.message
        course, decides = self.site.history.course(question), question.authority
        # Whom a page may name for it is another only where something of the product is not confirmed yet.
        named = self.site.register.named_authority(product, message) if product.unconfirmed else decides
        return course, question.official, decides, named, product.unconfirmed

    def _held(self, interval: Interval) -> tuple[Any, ...]:
        """What a row tells behind the message it is about."""
        resolution = interval.resolution
        state, rule = self.state(resolution), self._rule(resolution)
        begin = interval.begin
        return (
            begin,
            interval.end,
            state,
            resolution.channel_ids if resolution.state.answers else (),
            resolution.executor.id if resolution.executor and not resolution.executor.channels else None,
            str(rule.source) if rule and rule.source else None,
            rule.article if rule else None,
            resolution.answer.by_fallback,
            interval.retroactive,
            begin is None or not self.site.is_uncertain(resolution, begin),
        )

    def state(self, resolution: Resolution) -> str:
        """The word for what holds. For messages of another kind nothing is designated; and what another body designated
        may not be known.
        """
        state = resolution.state
        if state is State.DESIGNATED and not resolution.official:
            return OPENED
        return ELSEWHERE if self.site.is_known_elsewhere(resolution) else STATES[state]

    def _rule(self, resolution: Resolution) -> Rule | None:
        """The reason that may be told, of what has one."""
        rule = resolution.rule
        told = resolution.state.answers and rule is not None and is_told(rule, resolution.product)
        return rule if told else None

    def of(self, resolution: Resolution) -> Json:
        """What holds today for one message and audience; one object for all of which the same is told. Nobody changes it."""
        key = self.same(resolution), resolution.audience, act_of(resolution.message)
        answer = self._made.get(key)
        if answer is None:
            answer = self._made[key] = self._of(resolution)
        return answer

    @cached_property
    def _made(self) -> dict[tuple[object, ...], Json]:
        return {}

    def _of(self, resolution: Resolution) -> Json:
        interval = self.site.history.on(self.site.today, resolution.question)
        executor = resolution.executor
        alone = executor is not None and not executor.channels
        answers = resolution.state.answers
        return ANSWER.of(
            **{"from": _day(interval.begin)},
            audience=resolution.audience.value,
            state=self.state(resolution),
            channels=[self._way(each, resolution) for each in resolution.channels] if answers else [],
            executor=EXECUTOR.of(id=executor.id, name=executor.name, url=executor.url)
            if executor and alone
            else None,
            reasons=self._reasons(resolution) if answers else [],
            until=_day(interval.end),
            fallback=resolution.answer.by_fallback,
            retroactive=interval.retroactive,
        )

    def _way(self, resolved: Resolved, resolution: Resolution) -> Json:
        channel, audience = resolved.channel, resolution.audience
        act = act_at(channel, act_of(resolution.message))
        key = resolved.key, act, audience
        if key not in self._ways:
            shown = channel.id in self.site.shown_channel_ids
            ways = () if closed(channel, self.site.today) else resolved.entrances
            self._ways[key] = WAY.of(
                id=channel.id,
                name=channel.name,
                kind=channel.kind.value,
                permalink=self.at(channel_url(channel.id)) if shown else None,
                entrances=[entrance_of(way, act) for way in ways],
                requirements=[
                    shape_of(Requirement).of(asked)
                    for asked in channel.requirements
                    if asked.asks((audience,))
                ],
            )
        return self._ways[key]

    @cached_property
    def _ways(self) -> dict[tuple[object, ...], Json]:
        return {}

    def _reasons(self, resolution: Resolution) -> list[Json]:
        named: dict[int, list[str]] = {}
        rules: dict[int, Rule] = {}
        for rule in filter(None, (resolution.rule, *resolution.added)):
            if is_told(rule, resolution.product):
                rules.setdefault(id(rule), rule)
                named.setdefault(id(rule), [])
        for resolved in resolution.channels:
            behind = rule_behind(resolved, resolution)
            if id(behind) in named:
                named[id(behind)].append(resolved.channel.id)
        return [self._reason(rule, named[key]) for key, rule in rules.items()]

    def _reason(self, rule: Rule, channels: list[str]) -> Json:
        title = url = None
        if rule.source is not None and not rule.source.is_decision:
            title = statute_in_words(rule.source.name)
        elif rule.source is not None:
            decision = self.site.register.decision_by_id[rule.source.name]
            title, url = decision.short_title, self.at(self.site.article_url(decision, rule.article))
        source = str(rule.source) if rule.source else None
        return REASON.of(source=source, article=rule.article, title=title, url=url, channels=channels)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def entrance_of(way: Entrance, act: str) -> Json:
    return ENTRANCE.of(
        label=button_text(way, act),
        url=None if way.email else way.url,
        email=way.email,
        login=way.login.value,
        language=way.language,
    )


def interval_of(held: Held) -> Json:
    return INTERVAL.of(
        **{"from": _day(held.begin)},
        product=held.product,
        message=held.message,
        audience=held.audience.value,
        until=_day(held.end),
        state=held.state,
        channels=list(held.channels),
        executor=held.executor,
        source=held.source,
        article=held.article,
        fallback=held.fallback,
        retroactive=held.retroactive,
        certain=held.certain,
    )
