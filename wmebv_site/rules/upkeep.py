"""Rules about what goes out of date: channels that stop, products that nobody looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from wmebv_site.designation.answers import Resolution
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.rules.base import Context, Finder, as_one, has_stopped, others, rule, year_before

_SOON = timedelta(days=30)


@rule("WMEBV334")
def stopped_channel(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een aangewezen kanaal is gestopt, of stopt binnenkort.

    Is een kanaal gestopt? Dan kan niemand er meer iets mee sturen, en mag u er niet naar verwijzen. Wijs een ander
    kanaal aan. Stopt het binnen 30 dagen en is er nog geen ander kanaal voor dezelfde berichten? Dan is dat een
    waarschuwing. Zet het nieuwe kanaal er alvast bij:

        channels: [oud-formulier, nieuw-formulier]

    De regel kijkt naar de registers en naar wat nu geldt. Geldt het kanaal nog door een besluit? Dan helpt het niet om
    alleen de registers te wijzigen: neem ook een nieuw besluit.

    Grondslag: artikel 2:16 Awb.
    """
    held: dict[str, list[Resolution]] = defaultdict(list)
    for answer in context.holding.all:
        for name in answer.channel_ids:
            held[name].append(answer)
    for channel in context.register.channels:
        uses = context.uses.get(channel.id) or held.get(channel.id, ())
        if channel.until is None or not uses:
            continue
        until = channel.until
        if has_stopped(channel, context.today):
            first = uses[0]
            number = len({(use.product.id, use.message.key) for use in uses})
            text = (
                f"Het kanaal '{channel.name}' is gestopt op {until}, maar is nog aangewezen voor '{first.message.key}' "
                f"van '{first.product.name}'{others(number - 1)}."
            )
            yield find.error(channel.place_of("until"), text, "Wijs een ander kanaal aan.")
            continue
        alone = [use for use in uses if not any(resolved.channel.works_on(until) for resolved in use.channels)]
        if until <= context.today + _SOON and alone:
            first = alone[0]
            number = len({(use.product.id, use.message.key) for use in alone})
            text = (
                f"Het kanaal '{channel.name}' stopt op {until}, en daarna is er geen kanaal voor '{first.message.key}' "
                f"van '{first.product.name}'{others(number - 1)}."
            )
            yield find.warning(channel.place_of("until"), text, "Zet er alvast een ander kanaal bij.")


@rule("WMEBV337")
def no_accessibility_statement(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Er is geen toegankelijkheidsverklaring.

    Elke gemeente zegt in een verklaring hoe toegankelijk haar website is. Noem het adres van die verklaring:

        municipality:
          accessibility_statement: https://www.voorbeeld.example/toegankelijkheid

    Grondslag: artikel 4 Besluit digitale toegankelijkheid overheid.
    """
    municipality = context.register.municipality
    if municipality.accessibility_statement is None:
        text = "Bij de gemeente staat geen adres van de toegankelijkheidsverklaring."
        place = municipality.place_of("accessibility_statement")
        yield find.warning(place, text, "Voeg 'accessibility_statement' toe.")


@rule("WMEBV338")
def not_reviewed(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een product is langer dan een jaar niet nagekeken.

    Wetten, formulieren en afspraken veranderen. Kijk elk product ten minste één keer per jaar na. Schrijf de dag op:

        reviewed: 2026-05-01

    Staat er bij geen enkel product een dag? Dan staat de melding één keer, bij het eerste product.

    Grondslag: goede praktijk.
    """
    products = context.register.products
    year_ago = year_before(context.today)
    never = [product for product in products if product.reviewed is None]
    shown = as_one(never, len(products))
    for product in shown:
        more = others(len(never) - 1) if len(shown) < len(never) else ""
        text = f"Bij '{product.name}'{more} staat niet wanneer het is nagekeken."
        yield find.warning(product.place_of("reviewed"), text, "Kijk het na en vul de dag in bij 'reviewed'.")
    for product in products:
        if product.reviewed is not None and product.reviewed < year_ago:
            text = f"'{product.name}' is voor het laatst nagekeken op {product.reviewed}, langer dan een jaar geleden."
            yield find.warning(product.place_of("reviewed"), text, "Kijk het na en vul de nieuwe dag in.")
