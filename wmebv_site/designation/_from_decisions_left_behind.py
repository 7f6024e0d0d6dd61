"""Rows of annexes about a product, a message or an audience that the registers no longer know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wmebv_site.designation.answers import Answer, Resolution, Resolved, State
from wmebv_site.designation.rule import row_rule
from wmebv_site.register.annexes import Annex, AnnexRow
from wmebv_site.register.content import Decision
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, MessageKind

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
    known = _by_every_name(register) if found else {}
    gone: dict[tuple[str, str], Product] = {}
    answers = []
    for rows in found.values():
        taken = {name for decision, _, _ in rows for name in superseded[decision.id]}
        last = [each for each in rows if each[0].id not in taken]
        for decision, annex, row in last[:1]:
            if row.withdrawn:
                continue
            product = known.get(row.product)
            messages = register.messages_of(product) if product else ()
            message = next((each for each in messages if row.message in (each.key, *each.formerly)), None)
            if product is None:
                if (decision.id, row.product) not in gone:
                    gone |= _gone_products(decision, annex, known)
                product = gone[decision.id, row.product]
            answers.append(_answer(product, message or _gone_message(row), annex, row))
    return tuple(answers)


def _by_every_name(register: Register) -> dict[str, Product]:
    """Products by the id they have, and by those they had unless another has it now."""
    known = {name: product for product in reversed(register.products) for name in product.formerly}
    return known | {product.id: product for product in register.products}


def _answer(product: Product, message: Message, annex: Annex, row: AnnexRow) -> Resolution:
    channels = [channel for name in row.channel_ids if (channel := annex.channel_by_id.get(name))]
    ways = tuple(Resolved(channel, channel.ways_in_for(row.audience)) for channel in channels)
    return Resolution(product, message, row.audience, Answer(State[row.state.name], ways, row_rule(row, annex)))


def _gone_products(decision: Decision, annex: Annex, known: Mapping[str, Product]) -> dict[tuple[str, str], Product]:
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
    return Message.model_construct(kind=kinds.get(row.message, MessageKind.OTHER), id=row.message, name=row.message_name)
