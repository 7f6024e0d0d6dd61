"""Rules about the ways that other statutes bring, and about who else carries out a task."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.gaps import Cause
from wmebv_site.designation.rule import Rule
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.products import Product
from wmebv_site.register.terms import (
    Audience,
    AuthorityKind,
    ChannelKind,
    MessageKind,
    Statute,
)
from wmebv_site.rules.base import Context, Finder, as_one, rule

_FIRST_STEPS = frozenset({MessageKind.APPLICATION, MessageKind.NOTIFICATION})
_REMEDIES = frozenset({MessageKind.OBJECTION, MessageKind.ADMINISTRATIVE_APPEAL})


@rule("WMEBV324")
def not_through_the_omgevingsloket(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een product onder de Omgevingswet gaat niet via het Omgevingsloket.

    Een aanvraag of melding onder de Omgevingswet gaat via het Omgevingsloket. Wijs dat aan voor alle producten samen:

        - {statute: omgevingswet, messages: [aanvraag, melding], channels: [omgevingsloket],
           source: "wet:Omgevingswet 20.21"}

    Geldt de Omgevingswet niet voor het product? Verwijder dan 'omgevingswet' bij 'statutes'.

    Grondslag: artikel 20.21 Omgevingswet.
    """
    failing, total = _without(context, Statute.OMGEVINGSWET, ChannelKind.OMGEVINGSLOKET, tuple(Audience))
    for product, more in as_one(failing, total):
        text = f"'{product.name}'{more} valt onder de Omgevingswet, maar gaat niet via het Omgevingsloket."
        yield find.about(product.authority not in context.register.other_bodies).warning(
            product.place_of("statutes"), text, "Wijs het Omgevingsloket aan voor aanvraag en melding."
        )


@rule("WMEBV325")
def berichtenbox(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De Berichtenbox voor Bedrijven ontbreekt, of staat bij bezwaar.

    Valt een product onder de Dienstenwet? Dan kan een ondernemer de aanvraag of melding ook via de Berichtenbox voor
    Bedrijven sturen. Dat kanaal komt naast het eigen kanaal:

        - {statute: dienstenwet, messages: [aanvraag, melding], audience: [ondernemer], beside: ja,
           channels: [berichtenbox], source: "wet:Dienstenwet 5"}

    Voor bezwaar en beroep is de Berichtenbox niet bedoeld. Staat ze daar toch bij, dan staat de melding bij de regel
    die dat doet.

    Grondslag: artikel 14 en artikel 2, derde lid, onder b, Dienstenwet.
    """
    failing, total = _without(
        context, Statute.DIENSTENWET, ChannelKind.BERICHTENBOX_BUSINESS, (Audience.BUSINESS,)
    )
    for product, more in as_one(failing, total):
        text = f"'{product.name}'{more} valt onder de Dienstenwet, maar ondernemers kunnen niet via de Berichtenbox."
        yield find.about(product.authority not in context.register.other_bodies).warning(
            product.place_of("statutes"), text, "Voeg de Berichtenbox voor Bedrijven toe, ernaast."
        )
    told: set[Place] = set()
    for channel in context.channels:
        if channel.kind is not ChannelKind.BERICHTENBOX_BUSINESS:
            continue
        for use in context.uses.get(channel.id, ()):
            won = _brings(use, channel.id)
            if use.message.kind in _REMEDIES and won is not None and won.place not in told:
                told.add(won.place)
                text = (
                    f"Het bericht '{use.message.key}' van '{use.product.name}' gaat via '{channel.name}'; voor bezwaar "
                    "en beroep is die niet bedoeld."
                )
                yield find.about(context.is_ours(use)).warning(
                    won.place, text, "Wijs voor bezwaar en beroep een ander kanaal aan."
                )


def _without(
    context: Context, statute: Statute, kind: ChannelKind, audiences: tuple[Audience, ...]
) -> tuple[list[Product], int]:
    """The products under a statute whose aanvraag or melding misses a kind of channel, of how many judged."""
    failing: dict[str, Product] = {}
    judged: set[str] = set()
    for resolution in context.intended.all:
        product, message = resolution.product, resolution.message
        if (
            statute not in product.statutes
            or message.kind not in _FIRST_STEPS
            or resolution.audience not in audiences
        ):
            continue
        if message.on_request or not resolution.state.answers:  # a gap is a finding of rule 1
            continue
        judged.add(product.id)
        if all(resolved.channel.kind is not kind for resolved in resolution.channels):
            failing[product.id] = product
    return list(failing.values()), len(judged)


def _brings(resolution: Resolution, channel: str) -> Rule | None:
    named = (
        one for one in (resolution.rule, *resolution.added) if one is not None and channel in one.channels
    )
    return next(named, resolution.rule)


@rule("WMEBV326")
def other_organisation_without_address(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een andere organisatie heeft geen adres.

    Voert een andere organisatie een taak uit, of besluit die zelf? Dan wil een inwoner weten waar die te vinden is.
    Noem de website van een uitvoerder:

        executors:
          - {id: ggd, name: GGD Voorbeeld, url: "https://www.ggd.example"}

    Bij een bestuursorgaan van de soort 'extern' is het adres van het besluit ook genoeg: een besluit met 'kind: extern'
    en 'publication' of 'url'. De regel kijkt alleen naar organisaties die bij een product horen.

    Grondslag: goede praktijk.
    """
    products = context.register.products
    used = {product.executor for product in products}
    # An executor without any way at all is a finding of rule 1, at the same place.
    told = {gap.product.executor for gap in context.gaps if gap.cause is Cause.EXECUTOR}
    for executor in context.register.executors:
        if executor.url is None and executor.id in used and executor.id not in told:
            text = f"De uitvoerder '{executor.name}' heeft geen adres."
            yield find.warning(executor.place, text, "Voeg 'url' toe met de website van de organisatie.")
    deciding = {product.authority_of(message) for product, message in context.register.all_messages()}
    explained = {
        authority
        for decision in context.register.decisions
        if not decision.kind.is_ours and (decision.publication or decision.url)
        for authority in decision.authorities
    }
    for authority in context.register.authorities:
        if authority.kind is not AuthorityKind.EXTERNAL or authority.url is not None:
            continue
        if authority.id in deciding and authority.id not in explained:
            text = f"Het bestuursorgaan '{authority.name}' heeft geen adres, en geen besluit met een adres."
            yield find.warning(authority.place, text, "Voeg 'url' toe, of een besluit van de soort 'extern'.")
