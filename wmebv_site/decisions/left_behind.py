"""Rows of annexes about a product, a message or an audience that the registers no longer know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wmebv_site.model.annex import Annex, AnnexRow
from wmebv_site.model.content import Decision
from wmebv_site.model.products import Message, Product
from wmebv_site.model.register import Register
from wmebv_site.model.terms import Audience, MessageKind
from wmebv_site.resolve import Answer, Resolution, Resolved, State, row_rule

_Key = tuple[str, str, Audience]


def left_behind(
    register: Register, decisions: Iterable[Decision], superseded: Mapping[str, frozenset[str]]
) -> tuple[Resolution, ...]:
    """What these decisions still designate and no page tells of any more, as the answer it was.

    Of two decisions with a row for the same message the one counts that takes the other's place.
    """
    found: dict[_Key, list[tuple[Decision, Annex, AnnexRow]]] = {}
    for decision in decisions:
        if annex := register.annexes.get(decision.id):
            if annex.row_by_key.keys() - register.message_names:
                for key, row in annex.row_by_key.items():
                    if key not in register.message_names:
                        found.setdefault(key, []).append((decision, annex, row))
    answers = []
    for rows in found.values():
        taken = {name for decision, _, _ in rows for name in superseded[decision.id]}
        last = [each for each in rows if each[0].id not in taken]
        answers += [_answer(register, *each) for each in last[:1] if not each[2].withdrawn]
    return tuple(answers)


def _answer(register: Register, decision: Decision, annex: Annex, row: AnnexRow) -> Resolution:
    product = next((each for each in register.products if row.product in (each.id, *each.formerly)), None)
    messages = register.messages_of(product) if product else ()
    message = next((each for each in messages if row.message in (each.key, *each.formerly)), None) or _gone_message(row)
    channels = [channel for name in row.channel_ids if (channel := annex.channel_by_id.get(name))]
    ways = tuple(Resolved(channel, channel.ways_in_for(row.audience)) for channel in channels)
    product = product or _gone_product(decision, annex, row)
    return Resolution(product, message, row.audience, Answer(State[row.state.name], ways, row_rule(row, annex)))


def _gone_product(decision: Decision, annex: Annex, row: AnnexRow) -> Product:
    """Stands for a product of which only the name is known, and whom it was for."""
    audience = tuple(dict.fromkeys(each.audience for each in annex.rows if each.product == row.product))
    return Product.model_construct(
        id=row.product, name=row.product_name, domain="", authority=decision.authorities[0], audience=audience, messages=()
    )


def _gone_message(row: AnnexRow) -> Message:
    kinds = {kind.value: kind for kind in MessageKind}
    return Message.model_construct(kind=kinds.get(row.message, MessageKind.OTHER), id=row.message, name=row.message_name)
