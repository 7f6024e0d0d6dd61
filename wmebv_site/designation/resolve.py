"""Finds the one answer to a question, by the order of the law, in one view of what counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Protocol

from wmebv_site.designation.answers import Answer, Resolution, Resolved, State
from wmebv_site.designation.rule import Question, Rank, Rule, Traits, fits, own_rule, row_rule, spelled_out
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.channels import BY_EXECUTOR, BY_INVITATION, Channel, Executor
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, ExemptReason, Paper
from wmebv_site.register.values import Source


class View(Protocol):
    """What counts where one asks: what the registers want, what holds on a day, or what drafts would bring."""

    @property
    def register(self) -> Register: ...

    @property
    def day(self) -> date:
        """The day on which exceptions are judged."""
        ...

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules for more than one product: those that the register lists, then those that annexes froze."""
        ...

    def has_begun(self, rule: Rule) -> bool:
        """Whether a rule counts already, whomever it binds."""
        ...

    def binds(self, source: Source, authority: str) -> bool:
        """Whether what rests on a source binds an authority (by id)."""
        ...

    def offers(self, rule: Rule, channel: Channel) -> bool:
        """Whether a rule brings a channel: what was only made known (Awb 2:14) is there as long as the channel is."""
        ...

    def rows(self, question: Question) -> tuple[Rule, ...]:
        """The row of an annex that answers; none, or more when they are in each other's way."""
        ...

    def left_out(self, question: Question) -> tuple[Rule, ...]:
        """The frozen channels of the message or product itself that are not there for who asks."""
        ...

    def last_of(self, decisions: frozenset[str]) -> frozenset[str]:
        """Which of these decisions (by id) answer where their rules are as precise."""
        ...


class Resolver:
    """Answers questions in one view, and remembers what many of them share.

    The order is that of the law and of the decisions: what is exempt; the rules that fit and bind; those that no
    amendment overrides; a row that was frozen, unless a rule goes before it; the most precise; of the decision that came
    last; the channels that are there for who asks; and where none is left, a gap, or a way that was not opened.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._rows, self._left_out = view.rows, view.left_out
        self._register = view.register
        self._rules = [rule for rule in view.rules if view.has_begun(rule)]
        self._shared: dict[Traits, _Shared] = {}
        self._resolved: dict[tuple[str, str | None, str, Audience], Resolved | None] = {}

    def resolve(self, question: Question) -> Resolution:
        """An exception goes first. Most messages have no rules of their own: those share what wider rules come to."""
        asked, shared = question.traits, self._by_shared_rules(question.traits)
        rows = self._rows(question)
        left_out = () if rows else self._left_out(question)
        if question.ordinary and not rows and not left_out:
            return Resolution(question, shared.answer, shared.paper)
        paper = self._paper(question)
        exempt = question.message.exempt
        if exempt is not None and exempt.counts_on(self._view.day):
            return Resolution(question, _EXEMPT, paper)
        own = [*self._own_rules(question), *left_out]
        answer = self._judge([*own, *shared.rules], rows, asked) if own or rows else shared.answer
        rule = answer.rule
        return Resolution(question, answer, paper, rule if rule and rule.designation is None else None)

    def own_as(self, own: Rule, question: Question) -> Rule:
        """The rule of a question alone, where ``own`` is that of another of which all the same is said."""
        if own.row is not None and own.annex is not None:
            rows = own.annex.row_by_key
            rule = row_rule(next(rows[key] for key in question.keys if key in rows), own.annex)
            return rule if rule.channels == own.channels else replace(rule, channels=own.channels)
        if own.annex is not None:
            return next(rule for rule in self._left_out(question) if rule.annex is own.annex)
        by_message = own.rank is Rank.PRODUCT_MESSAGE
        return own_rule(self._register, own.rank, question.message if by_message else question.product)

    def _own_rules(self, question: Question) -> list[Rule]:
        """The channels on the message and on the product, as rules."""
        product, message = question.product, question.message
        if not message.channels and not product.channels:
            return []
        own = []
        if message.channels and not message.withdrawn:
            own.append(own_rule(self._register, Rank.PRODUCT_MESSAGE, message))
        if product.channels:
            rule = own_rule(self._register, Rank.PRODUCT, product)
            if not message.on_request or rule.by_statute:
                own.append(rule)
        return [rule for rule in own if self._view.has_begun(rule) and self._binds(rule, question.traits)]

    def _by_shared_rules(self, asked: Traits) -> _Shared:
        """The wider rules that fit and bind, and what they come to by themselves."""
        shared = self._shared.get(asked)
        if shared is None:
            rules = [rule for rule in self._rules if fits(rule, asked) and self._binds(rule, asked)]
            paper = self._register.paper_of(asked.authority)
            shared = self._shared[asked] = _Shared(rules, self._judge(rules, (), asked), paper)
        return shared

    def _binds(self, rule: Rule, asked: Traits) -> bool:
        if rule.source is None:
            # Awb 2:14: making it known is enough for messages that aren't official, for another body where it is named.
            named = rule.designation is None or rule.designation.authority == asked.authority
            return not asked.official and (named or asked.authority not in self._register.other_bodies)
        return self._view.binds(rule.source, asked.authority)

    def _judge(self, fitting: Sequence[Rule], rows: tuple[Rule, ...], asked: Traits) -> Answer:
        """What the rules that fit, and the row that was frozen, come to: one wins, and what is beside is added."""
        standing = self._not_overridden(fitting)
        principal = [rule for rule in standing if not rule.beside]
        if rows:
            principal = [rule for rule in principal if self._goes_before(rule, rows)]
        winners = self._last_decided(_most_precise(principal)) or list(rows)
        if _in_each_others_way(winners):
            return Answer(State.ERROR, tied=tuple(winners))
        return self._led_by([*winners[:1], *(rule for rule in standing if rule.beside)], asked)

    def _not_overridden(self, rules: Sequence[Rule]) -> list[Rule]:
        """The rules without those that an amendment replaced or withdrew, and without the withdrawals themselves."""
        amended = self._register.amended
        if amended:
            changing = [
                (rule.selectors, amended[rule.decision])
                for rule in rules
                if rule.decision in amended and rule.designation is not None
            ]
            rules = [
                rule
                for rule in rules
                if not any(rule.decision in changed and rule.selectors == same for same, changed in changing)
            ]
        return [rule for rule in rules if not rule.withdrawn]

    def _goes_before(self, rule: Rule, rows: tuple[Rule, ...]) -> bool:
        """Whether a rule goes before the rows that answer: a statute that is more precise does.

        So does a decision without an annex of its own that is more precise, or as precise and later.
        """
        rank = min(row.rank for row in rows)
        if rule.source is None or rule.annex is not None or rule.rank > rank:
            return False
        if rule.rank < rank:
            return True
        if rule.decision is None:
            return False
        own = frozenset({rule.decision})
        return all(row.decision is None or self._view.last_of(own | {row.decision}) == own for row in rows)

    def _last_decided(self, rules: list[Rule]) -> list[Rule]:
        """Of rules that are as precise, those of the decision that came last; a statute stays beside it."""
        decisions = frozenset(rule.decision for rule in rules if rule.decision)
        if len(decisions) < 2:
            return rules
        last = self._view.last_of(decisions)
        return [rule for rule in rules if not rule.decision or rule.decision in last]

    def _led_by(self, reasons: list[Rule], asked: Traits) -> Answer:
        """Where these rules lead who asks. The reason is the first that brings a way; where none does, the first of all:
        then there is no way, and never one by a wider rule.
        """
        no_way = State.GAP if asked.official else State.NOT_OPENED
        if not reasons:
            return Answer(no_way)
        executor = self._register.executor_by_id.get(asked.executor) if asked.executor else None
        rule, *added = reasons
        channels = self._channels(reasons, executor, asked)
        at_executor = self._executor_of(rule.row, executor) if rule.row else executor
        state = _state(rule, at_executor)
        if not _is_open_elsewhere(state, at_executor):
            brought = {resolved.channel.id for resolved in channels}
            bringing = (
                each for each in reasons if not brought.isdisjoint(spelled_out(each.channels, executor))
            )
            leading = next(bringing, None)
            if leading is None:
                state = no_way
            elif leading is not rule:
                # A row can only be the first: what stands beside it sends to the executor of today.
                rule, added = leading, [each for each in added if each is not leading]
                state, at_executor = _state(rule, executor), executor
        at_executor = at_executor if state is State.EXECUTOR else None
        return Answer(state, channels, rule, tuple(added), executor=at_executor)

    def _executor_of(self, row: AnnexRow, today: Executor | None) -> Executor | None:
        """The executor of a row, under the name and with the address that were frozen.

        A row of before these were frozen has only its channels: the executor is the one whose channels these are.
        """
        if row.executor is None:
            able = [today] if today else []
            able += self._register.executors
            own = set(row.channel_ids)
            return next((each for each in able if not own.isdisjoint(each.channels)), None)
        said = row.executor
        live = self._register.executor_by_id.get(said.id) or Executor.model_construct(
            id=said.id, name=said.name
        )
        frozen = {"name": said.name, "url": said.address, "channels": row.channel_ids}
        return live.model_copy(update=frozen)

    def _channels(
        self, reasons: Iterable[Rule], executor: Executor | None, asked: Traits
    ) -> tuple[Resolved, ...]:
        """The channels of these rules that are there for who asks, each as the first rule that names it has it."""
        found: dict[str, Resolved] = {}
        for rule in reasons:
            for name in spelled_out(rule.channels, executor):
                resolved = None if name in found else self._channel(name, rule.annex, asked)
                if resolved is not None and self._view.offers(rule, resolved.channel):
                    found[name] = resolved
        return tuple(resolved for resolved in found.values() if resolved.entrances)

    def _channel(self, name: str, annex: Annex | None, asked: Traits) -> Resolved | None:
        """A channel with what it may ask of who writes to this authority.

        Post, desk, telephone and "uitnodiging" are no channels of ours.
        """
        # A view reads one annex of each decision, so that the decision stands for it.
        key = name, annex.decision if annex else None, asked.authority, asked.audience
        if key not in self._resolved:
            live = self._register.channel_by_id.get(name)
            frozen = annex.channel_by_id.get(name) if annex else None
            channel = _as_frozen(frozen, live) if frozen else live
            self._resolved[key] = (
                Resolved(
                    asking_what_counts(channel, self._view, asked.authority),
                    channel.ways_in_for(asked.audience) if channel.serves(asked.audience) else (),
                    annex.decision if annex and frozen else None,
                )
                if channel
                else None
            )
        return self._resolved[key]

    def _paper(self, question: Question) -> tuple[Paper, ...]:
        """The ways without internet to who decides: those of the message, else the usual ones, unless a statute leaves
        none. Who has to come in person, can't write instead.
        """
        message = question.message
        if message.paper is not None:
            return message.paper
        if message.only_digital is not None and message.only_digital.basis is not None:
            return ()
        exempt = message.exempt
        if exempt and exempt.reason is ExemptReason.IN_PERSON and exempt.counts_on(self._view.day):
            return (Paper.DESK,)
        return self._register.paper_of(self._register.named_authority(question.product, message))


class _Shared(NamedTuple):
    """The wider rules for all questions with the same traits, and the answer where nothing else has a say."""

    rules: list[Rule]
    answer: Answer
    paper: tuple[Paper, ...]


_EXEMPT = Answer(State.EXEMPT)


def asking_what_counts(channel: Channel, view: View, *authorities: str) -> Channel:
    """The channel without the requirements whose source binds none of these authorities.

    One without a source stays: other messages may be asked things without a decision (Awb 2:14), and for official ones
    rule 21 tells that the source is missing.
    """
    kept = tuple(
        requirement
        for requirement in channel.requirements
        if requirement.source is None
        or any(view.binds(requirement.source, authority) for authority in authorities)
    )
    return (
        channel
        if len(kept) == len(channel.requirements)
        else channel.model_copy(update={"requirements": kept})
    )


def _most_precise(rules: list[Rule]) -> list[Rule]:
    best = min((rule.rank for rule in rules), default=None)
    return [rule for rule in rules if rule.rank is best]


def _in_each_others_way(rules: Sequence[Rule]) -> bool:
    """Whether rules name other channels, or two rows would both be the answer."""
    return (
        len({frozenset(rule.channels) for rule in rules}) > 1
        or sum(rule.row is not None for rule in rules) > 1
    )


_FACTS_OF_TODAY = (
    "from_",
    "until",
    "acknowledgement",
    "sender_copy",
    "representation",
    "shared",
    "logging",
    "confidential",
)


def _as_frozen(frozen: Channel, live: Channel | None) -> Channel:
    """A channel as it was frozen: name, addresses and requirements stay as the decision has them.

    Whether it works, and what a sender gets back, are facts of today: nobody is sent to a form that has stopped since.
    """
    if live is None:
        return frozen
    made = frozen.model_copy(update={fact: getattr(live, fact) for fact in _FACTS_OF_TODAY})
    made.written_at(live._source)  # an editor mends a channel where it is written
    return made


def _state(rule: Rule, executor: Executor | None) -> State:
    if rule.row is not None:
        return State[rule.row.state.name]
    if BY_EXECUTOR in rule.channels and executor is not None:
        return State.EXECUTOR
    return State.INVITATION if BY_INVITATION in rule.channels else State.DESIGNATED


def _is_open_elsewhere(state: State, executor: Executor | None) -> bool:
    """Whether one can send it without a channel of ours: by the letter, or at an executor who has only an address."""
    at_executor = (
        state is State.EXECUTOR
        and executor is not None
        and not executor.channels
        and executor.url is not None
    )
    return state is State.INVITATION or at_executor
