"""The rows and rules of annexes: those in force on a day, and those that the registers no longer know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from wmebv_site.designation.answers import Answer, Resolution, Resolved, State
from wmebv_site.designation.rule import Key, Question, Rank, Rule, fits, row_rule, rule_of, spelled_out
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.decisions import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import MessageKind


class _Found(NamedTuple):
    """A row for a message, and under which of its names: its own first, then the former ones as they are listed."""

    decision: Decision
    annex: Annex
    row: AnnexRow
    name: int
    rule: Rule


@dataclass(frozen=True)
class Annexes:
    """What the annexes of some decisions say together. ``in_force`` are those decisions, by authority.

    ``annexes`` are those that count, by decision.
    """

    register: Register
    in_force: dict[str, tuple[Decision, ...]]
    annexes: Mapping[str, Annex]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The frozen rules of every decision that holds for someone."""
        held = {decision.id for decisions in self.in_force.values() for decision in decisions}
        return tuple(
            rule_of(designation, annex)
            for decision in self.register.decisions
            if decision.id in held and (annex := self.annexes.get(decision.id))
            for designation in annex.rules
        )

    @cached_property
    def _families(self) -> dict[str, list[list[tuple[Decision, Annex]]]]:
        """For each authority the decisions with an annex, an amendment together with what it amends."""
        found: dict[str, list[list[tuple[Decision, Annex]]]] = {}
        for authority, decisions in self.in_force.items():
            families: dict[str, list[tuple[Decision, Annex]]] = defaultdict(list)
            for decision in decisions:
                if annex := self.annexes.get(decision.id):
                    families[self._root(decision)].append((decision, annex))
            found[authority] = list(families.values())
        return found

    def _root(self, decision: Decision) -> str:
        while decision.amends and decision.amends in self.register.decision_by_id:
            decision = self.register.decision_by_id[decision.amends]
        return decision.id

    @cached_property
    def _without_annex(self) -> dict[str, tuple[str, ...]]:
        """For each authority the amendments that were not frozen: what the registers say of them counts."""
        return {
            authority: tuple(d.id for d in decisions if d.amends and d.id not in self.annexes)
            for authority, decisions in self.in_force.items()
        }

    @cached_property
    def _withdrawn_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in map(rule_of, self.register.designations) if rule.withdrawn)

    def find(self, question: Question) -> tuple[Rule, ...]:
        """The row that answers: by the product's own name before a former one, of the decision that began last.

        More than one when nothing tells which goes first.
        """
        families = self._families.get(question.authority, [])
        answers = [answer for family in families if (answer := self._of_family(family, question))]
        if not answers:
            return ()
        if len(answers) > 1:
            first = min(answer[0].name for answer in answers)
            answers = [answer for answer in answers if answer[0].name == first]
            last = max(planned_begin(answer[0].decision) for answer in answers)
            answers = [answer for answer in answers if planned_begin(answer[0].decision) == last]
        rows = [found for answer in answers for found in answer]
        rules = [found.rule for found in rows]
        if len(rows) == 1:
            left = self._left(rows[0].decision, rules[0], question)
            return () if left is None else (left,)
        return tuple(rules)

    def left_out(self, question: Question) -> tuple[Rule, ...]:
        """The channels that were designated for the message or product itself, and are not there for who asks.

        A row tells of them for another audience. Where no row answers, no rule that is wider does.
        """
        holding = self._leaving_out.get(question.authority) if self._leaving_out else None
        if not holding:
            return ()
        found = []
        for decision, annex in holding:
            for key in question.keys if annex.left_out else ():
                row = annex.left_out.get(key)
                if row and not any(
                    decision.id in self.register.amended.get(other.id, ()) and key in said.row_by_key
                    for other, said in holding
                ):
                    found.append(replace(row_rule(row, annex), row=None))
                    break
        return tuple(found)

    @cached_property
    def _leaving_out(self) -> dict[str, list[tuple[Decision, Annex]]]:
        """For each authority all its annexes, when one of them has a channel that is not there: hardly any has."""
        return {
            authority: [each for family in families for each in family]
            for authority, families in self._families.items()
            if any(annex.left_out for family in families for _, annex in family)
        }

    def _of_family(self, family: list[tuple[Decision, Annex]], question: Question) -> list[_Found]:
        """What a decision and its amendments say of a message together; nothing where the last of them withdrew it.

        An amendment that takes a way away leaves the others to the decision that gave them.
        """
        found = [hit for decision, annex in family if (hit := self._look_up(decision, annex, question.keys))]
        if len(found) == 1 and not found[0].row.withdrawn:
            return found
        taking = [(hit, gone) for hit in found if (gone := self._taken_by(hit, found, question))]
        taking_away = {hit.decision.id for hit, _ in taking}
        found = [hit for hit in found if hit.decision.id not in taking_away]
        amended = self.register.amended
        if len(found) > 1:
            overridden = {name for hit in found for name in amended.get(hit.decision.id, ())}
            found = [hit for hit in found if hit.decision.id not in overridden]
            last = max(planned_begin(hit.decision) for hit in found)
            found = [hit for hit in found if planned_begin(hit.decision) == last]
        if all(hit.row.withdrawn for hit in found):
            return []
        if not taking:
            return found
        left = []
        for hit in found:
            away = {
                name
                for each, names in taking
                if hit.decision.id in amended[each.decision.id]
                for name in names
            }
            kept = tuple(name for name in hit.rule.channels if name not in away)
            if kept or kept == hit.rule.channels:
                left.append(hit._replace(rule=replace(hit.rule, channels=kept)))
        return left

    def _look_up(self, decision: Decision, annex: Annex, keys: tuple[Key, ...]) -> _Found | None:
        for place, key in enumerate(keys):
            if row := annex.row_by_key.get(key):
                return _Found(decision, annex, row, place, row_rule(row, annex))
        return None

    def _taken_by(self, hit: _Found, found: list[_Found], question: Question) -> frozenset[str]:
        """The ways that a row takes away from what its decision amends, and leaves the rest of.

        An annex of before its text had a checksum has what is left instead, with the article that takes away.
        """
        if hit.row.withdraws_ways:
            return frozenset(hit.row.channel_ids)
        amended = self.register.amended.get(hit.decision.id, frozenset())
        if hit.row.withdrawn or hit.annex.text_checksum is not None or not amended:
            return frozenset()
        takes = any(
            rule.withdrawn
            and rule.beside
            and rule.article == hit.row.article
            and fits(rule_of(rule), question.traits)
            for rule in hit.annex.rules
        )
        own = frozenset(hit.row.channel_ids)
        bases = (
            frozenset(each.row.channel_ids)
            for each in found
            if takes
            and each.decision.id in amended
            and each.row.rank is hit.row.rank
            and not each.row.withdrawn
        )
        return next((base - own for base in bases if own < base), frozenset())

    def _left(self, decision: Decision, row: Rule, question: Question) -> Rule | None:
        """What amendments without an annex of their own leave of a row; None where they withdraw it.

        The message withdraws it, or a rule as precise. A rule beside others takes away only the channels it added.
        """
        message = question.message
        for name in self._without_annex.get(question.authority, ()):
            if decision.id not in self.register.amended[name]:
                continue
            own = message.withdrawn and message.source is not None and message.source.decision == name
            if own and row.rank is not Rank.PRODUCT:
                return None
            for gone in self._withdrawn_rules:
                if gone.decision != name or not fits(gone, question.traits):
                    continue
                if gone.beside:
                    executor = self.register.executor_by_id.get(question.product.executor or "")
                    stays = set(spelled_out(self._given(gone, row, question), executor))
                    added = set(spelled_out(gone.channels, executor)) - stays
                    kept = tuple(channel for channel in row.channels if channel not in added)
                    row = replace(row, channels=kept)
                if (gone.beside and not row.channels) or (row.rank == gone.rank and not gone.beside):
                    return None
        return row

    def _given(self, gone: Rule, row: Rule, question: Question) -> set[str]:
        """The channels that a row has from elsewhere too: from its own product or message, or from another rule of a
        decision that holds for the same authority.
        """
        names = {*(question.message.channels if row.rank is Rank.PRODUCT_MESSAGE else ())}
        names |= {*(question.product.channels if row.rank is Rank.PRODUCT else ())}
        holding = {decision.id for decision in self.in_force[question.authority]}
        for rule in self.rules:
            gives = (rule.beside or rule.rank == row.rank) and rule.selectors != gone.selectors
            if gives and rule.decision in holding and fits(rule, question.traits):
                names |= {*rule.channels}
        return names


_Corrected = tuple[tuple[str, date], ...]
"""The decisions of which a rectification counts, each with the day of the last one."""


@dataclass(frozen=True)
class Readings:
    """The annexes of a register as they read on each day, as is known on ``today``.

    A rectification corrects a decision from its beginning, but is never used against who went by what stood there: until
    its day the annex reads as it did.
    """

    register: Register
    today: date

    def on(self, day: date) -> Mapping[str, Annex]:
        """The annexes as they read on a day, by decision."""
        known = self._corrected_on(day)
        if known not in self._annexes:
            corrected = {name: self.register.annexes_of(name, last)[-1] for name, last in known}
            self._annexes[known] = {**self.register.annexes, **corrected}
        return self._annexes[known]

    def together(self, in_force: dict[str, tuple[Decision, ...]], day: date) -> Annexes:
        """What the annexes of some decisions say together on a day."""
        return Annexes(self.register, in_force, self.on(day))

    def _corrected_on(self, day: date) -> _Corrected:
        last = min(day, self.today)
        found = ((name, self.register.annex_of(name, last)) for name in self.register.corrected_annexes)
        return tuple((name, annex.rectification) for name, annex in found if annex and annex.rectification)

    @cached_property
    def _annexes(self) -> dict[_Corrected, Mapping[str, Annex]]:
        return {(): self.register.annexes}


def planned_begin(decision: Decision) -> date:
    """By which of two decisions that say something else one goes: one without a day is the last to come."""
    return decision.in_force_from or date.max


def left_behind(
    register: Register,
    annexes: Mapping[str, Annex],
    decisions: Iterable[Decision],
    superseded: Mapping[str, frozenset[str]],
) -> tuple[Resolution, ...]:
    """What these decisions still designate and no page tells of any more, as the answer it was.

    Of two decisions with a row for the same message the one counts that takes the other's place.
    """
    found: dict[Key, list[tuple[Decision, Annex, AnnexRow]]] = {}
    for decision in decisions:
        annex = annexes.get(decision.id)
        if annex is not None and annex.row_by_key.keys() - register.message_names:
            for key, row in annex.row_by_key.items():
                if key not in register.message_names:
                    found.setdefault(key, []).append((decision, annex, row))
    known = _by_every_name(register) if found else {}
    gone: dict[tuple[str, str], Product] = {}
    answers = []
    for rows in found.values():
        whole = [each for each in rows if not each[2].withdraws_ways]
        taken = {name for decision, _, _ in whole for name in superseded[decision.id]}
        last = [each for each in whole if each[0].id not in taken]
        for decision, annex, row in last[:1]:
            taking = (
                row for other, _, row in rows if row.withdraws_ways and decision.id in superseded[other.id]
            )
            gone_ways = {name for row in taking for name in row.channel_ids}
            ways = tuple(name for name in row.channel_ids if name not in gone_ways)
            if row.withdrawn or (gone_ways and not ways):
                continue
            product = known.get(row.product)
            messages = register.messages_of(product) if product else ()
            message = next((each for each in messages if row.message in (each.key, *each.formerly)), None)
            if product is None:
                if (decision.id, row.product) not in gone:
                    gone |= _gone_products(decision, annex, known)
                product = gone[decision.id, row.product]
            answers.append(_answer(product, message or _gone_message(row), annex, row, ways))
    return tuple(answers)


def _by_every_name(register: Register) -> dict[str, Product]:
    """Products by the id they have, and by those they had unless another has it now."""
    known = {name: product for product in reversed(register.products) for name in product.formerly}
    return known | {product.id: product for product in register.products}


def _answer(
    product: Product, message: Message, annex: Annex, row: AnnexRow, names: tuple[str, ...]
) -> Resolution:
    channels = [channel for name in names if (channel := annex.channel_by_id.get(name))]
    ways = tuple(Resolved(channel, channel.ways_in_for(row.audience), annex.decision) for channel in channels)
    question = Question(product, message, row.audience)
    return Resolution(question, Answer(State[row.state.name], ways, row_rule(row, annex)))


def _gone_products(
    decision: Decision, annex: Annex, known: Mapping[str, Product]
) -> dict[tuple[str, str], Product]:
    """Stand for the products of which only the name is known, and whom they were for."""
    rows: dict[str, list[AnnexRow]] = {}
    for row in annex.rows:
        if row.product not in known:
            rows.setdefault(row.product, []).append(row)
    return {
        (decision.id, name): Product.model_construct(
            id=name,
            name=own[0].product_name,
            domain="",
            authority=decision.authorities[0],
            audience=tuple(dict.fromkeys(row.audience for row in own)),
            messages=(),
        )
        for name, own in rows.items()
    }


def _gone_message(row: AnnexRow) -> Message:
    kinds = {kind.value: kind for kind in MessageKind}
    return Message.model_construct(
        kind=kinds.get(row.message, MessageKind.OTHER), id=row.message, name=row.message_name
    )
