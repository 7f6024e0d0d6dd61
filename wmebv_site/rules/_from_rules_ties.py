"""Rules about designations that get in each other's way."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.resolve import Resolver
from wmebv_site.designation.rule import Rank, Rule
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import enumerate_words
from wmebv_site.rules.base import Context, Finder, rule

_MESSAGE_RANKS = frozenset({Rank.EXECUTOR_MESSAGE, Rank.DOMAIN_MESSAGE, Rank.MESSAGE})


@rule("WMEBV210")
def tied(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Twee aanwijzingen zijn even precies, maar noemen andere kanalen.

    Passen er meer regels bij een bericht? Dan wint de preciesste. Zijn twee regels even precies, dan kan de website
    niet kiezen. Het bericht heeft dan geen kanaal.

    Maak een van beide preciezer, of zet de kanalen in één regel:

        - {domain: sociaal, channels: [contactformulier-sociaal, portaal], source: "besluit:aanwijzing-2026"}

    Is een kanaal er alleen naast het andere? Schrijf dan 'beside: ja'. Noemen de regels elk een ander besluit, en komt
    het ene in de plaats van het andere? Noem het oude dan bij 'replaces' of 'amends' van het nieuwe, ook als dat nog
    een concept is.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    told: set[Place] = set()
    for resolution in context.intended.all:
        if resolution.state is not State.ERROR:
            continue
        for one in resolution.tied:
            if one.place in told:
                continue
            told.add(one.place)
            rival = next(other for other in resolution.tied if frozenset(other.channels) != frozenset(one.channels))
            text = (
                f"Deze aanwijzing is even precies als die op regel {rival.place.line} van {rival.place.file}, maar "
                f"noemt {_names(one)} in plaats van {_names(rival)}, bijvoorbeeld voor '{resolution.message.key}' van "
                f"'{resolution.product.name}'."
            )
            hint = "Maak een van beide preciezer, of voeg ze samen."
            if one.decision and rival.decision and one.decision != rival.decision:
                hint = "Noem het oude besluit bij 'replaces' of 'amends' van het nieuwe, of maak een van beide preciezer."
            yield find.error(one.place, text, hint)


def _names(won: Rule) -> str:
    return enumerate_words((repr(name) for name in won.channels), "en")


@rule("WMEBV214")
def departs_from_a_message_rule(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een product wijkt af van een aanwijzing voor dat soort bericht.

    In channels.yaml staat een aanwijzing voor dit soort bericht, bijvoorbeeld voor elk bezwaar. Bij dit product staan
    andere kanalen, en die gaan voor. In een besluit staat het vaak andersom: voor bezwaar en klacht geldt één kanaal,
    in afwijking van de rest.

    Klopt de afwijking niet? Verwijder dan 'channels' bij dit bericht. Klopt ze wel? Zet in de aanwijzing een domein of
    uitvoerder, zodat ze niet meer bij dit product past.

    Grondslag: goede praktijk.
    """
    resolver = context.intent.resolver(context.intent.binds)
    kinds = {kind for designation in context.register.designations for kind in designation.messages or ()}
    told: set[Place] = set()
    for resolution in context.intended.all:
        own = resolution.rule
        if own is None or own.rank is not Rank.PRODUCT_MESSAGE or own.place in told:
            continue
        if resolution.message.kind not in kinds:
            continue
        for other in _without_own_row(resolver, resolution):
            if other.rank in _MESSAGE_RANKS and frozenset(other.channels) != frozenset(own.channels):
                told.add(own.place)
                text = (
                    f"Voor '{resolution.message.key}' van '{resolution.product.name}' staat hier {_names(own)}, in "
                    f"afwijking van de aanwijzing voor dit soort bericht op regel {other.place.line} van "
                    f"{other.place.file} ({_names(other)})."
                )
                yield find.warning(own.place, text, "Verwijder 'channels' hier, of pas die aanwijzing aan.")
                break


def _without_own_row(resolver: Resolver, resolution: Resolution) -> tuple[Rule, ...]:
    """What would win if the message had no channels of its own."""
    bare = resolution.message.model_copy(update={"channels": ()})
    found = resolver.resolve(resolution.product, bare, resolution.audience)
    return found.tied or ((found.rule,) if found.rule else ())
