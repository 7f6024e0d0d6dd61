"""Rules about what is wanted beside what holds: what no decision brings, and what should have ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.differences import Difference, Kind
from wmebv_site.designation.preparation import Preparation
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.terms import DecisionKind
from wmebv_site.rules.base import Context, Finder, audience_words, others, place_of_message, rule


@rule("WMEBV310")
def old_regime_beside_new(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een besluit van vóór de nieuwe wet geldt nog naast een nieuw besluit.

    Een besluit onder het oude recht wijst geen kanaal aan onder de wet van nu. Geldt het nog naast een nieuw besluit
    van hetzelfde bestuursorgaan? Dan lezen mensen twee verschillende regels. Trek het oude besluit in, en noem dat in
    het nieuwe:

        replaces: [elektronisch-verkeer-2011]

    Is het al ingetrokken? Schrijf dan bij het oude besluit de eerste dag dat het niet meer geldt, bij 'lapsed'.

    Grondslag: samenhang tussen besluiten.
    """
    decisions = context.decisions
    for old in decisions.in_force:
        if old.kind is not DecisionKind.OLD_REGIME:
            continue
        for new in decisions.in_force:
            shared = [
                authority
                for authority in old.authorities
                if decisions.designates(new)
                and decisions.holds(old, authority, context.today)
                and decisions.holds(new, authority, context.today)
            ]
            if shared:
                text = f"Het oude besluit '{old.id}' geldt nog naast '{new.id}', bij {enumerate_words(map(repr, shared), 'en')}."
                hint = f"Voeg 'lapsed' toe, of noem '{old.id}' bij 'replaces' van het nieuwe besluit."
                yield find.warning(old.place_of("kind"), text, hint)
                break


@rule("WMEBV333")
def no_decision_brings_it(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De registers zeggen iets anders dan wat geldt, en er is geen besluit in voorbereiding.

    Inwoners zien wat geldt: wat in de bijlage staat van het besluit. Wijzigt u de registers? Dan verandert er voor hen
    nog niets. Daarvoor is een nieuw besluit nodig. Maak een concept met 'wmebv decision new'. Noem dat als bron bij wat
    u wijzigt:

        - {kind: aanvraag, channels: [nieuw-formulier], source: "besluit:wijziging-2026"}

    Kreeg een product of een bericht een andere id? Noem de oude dan bij 'formerly'. Anders geldt het besluit nog voor
    iets wat niemand meer kan vinden.

    Trekt u iets in? Laat de regel dan staan, en schrijf er 'withdrawn: ja' bij. Is het concept al bevroren? Bevries het
    dan opnieuw. Met 'wmebv decision diff' ziet u alle verschillen.

    Grondslag: artikel 3:42 Awb.
    """
    by_place: dict[Place, list[Difference]] = defaultdict(list)
    for change in Preparation(context.decisions, context.wanted).uncovered:
        if change.before is not None and change.before.state is State.ERROR:
            continue  # two decisions at once, and that was said
        by_place[_place(change) if change.after else _NOWHERE].append(change)
    yield from _left_behind(find, context, by_place.pop(_NOWHERE, []))
    for place, changes in by_place.items():
        first = changes[0]
        number = len({(change.product.id, change.message.key) for change in changes})
        text = (
            f"Voor '{first.message.key}' van '{first.product.name}'{others(number - 1)} {_what(first)}; geen "
            "besluit in voorbereiding regelt dit (artikel 3:42 Awb)."
        )
        yield find.warning(place, text, "Maak een concept met 'wmebv decision new', of herstel de registers.")


_NOWHERE = Place("")
"""Of what the registers no longer know there is no place in them."""


def _left_behind(find: Finder, context: Context, changes: Sequence[Difference]) -> Iterator[Diagnostic]:
    """At the product that lost a message, else at the row of the annex that nobody can find any more."""
    by_product: dict[str, list[Difference]] = defaultdict(list)
    for change in changes:
        by_product[change.product.id].append(change)
    for name, lost in by_product.items():
        first = lost[0]
        rule = first.before.rule if first.before else None
        assert rule is not None and rule.row is not None
        known = name in context.register.product_by_id
        number = len({change.message.key for change in lost})
        what = f"Voor '{first.message.key}' van '{first.product.name}'{others(number - 1)}"
        if known and any(first.message is message for message in context.register.messages_of(first.product)):
            what += f" ({audience_words([change.audience for change in lost])})"
        text = (
            f"{what} geldt nu {_names(first.before)} volgens '{rule.decision}', maar de registers kennen dat niet meer; geen "
            "besluit in voorbereiding regelt dit (artikel 3:42 Awb)."
        )
        hint = "Noem de oude id bij 'formerly' als die is veranderd, of maak een concept met 'wmebv decision new'."
        yield find.warning(first.product.place if known else rule.place, text, hint)


def _place(change: Difference) -> Place:
    """Where the registers say it: the rule that would win, or the message that lost its rule."""
    rule = change.after.rule if change.after else None
    return rule.place if rule else place_of_message(change.product, change.message)


def _what(change: Difference) -> str:
    if change.kind is Kind.ADDED:
        return "willen de registers een kanaal dat nog niet geldt"
    if change.kind is Kind.ENDED:
        return f"geldt nu {_names(change.before)}, maar dat staat niet meer in de registers"
    if change.kind is Kind.REQUIREMENT:
        return "willen de registers andere eisen dan nu gelden"
    before, after = _names(change.before), _names(change.after)
    if before == after:
        return f"heeft {before} in de registers een ander adres of een andere naam"
    return f"willen de registers {after}, terwijl nu {before} geldt"


def _names(resolution: Resolution | None) -> str:
    names = resolution.channel_ids if resolution else ()
    return enumerate_words(map(repr, names), "en") or "een andere weg"

