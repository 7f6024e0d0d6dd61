"""Rules about bezwaar and klacht: a way to object, a way to complain."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.designation.answers import State
from wmebv_site.designation.gaps import Cause
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.terms import MessageKind, Remedy
from wmebv_site.rules.base import Context, Finder, as_one, others, place_of_message, rule


@rule("WMEBV313")
def without_objection(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een product met een aanvraag heeft geen kanaal voor bezwaar.

    Wie het niet eens is met een besluit op een aanvraag, kan bezwaar maken. Dat mag ook digitaal, en het besluit zegt
    hoe. Daarom hoort bij elk product met een aanvraag een bericht 'bezwaar' met een kanaal. Met een vast bericht in
    channels.yaml regelt u dat voor alle producten tegelijk:

        standard_messages:
          - {kind: bezwaar}
        designations:
          - {messages: [bezwaar], channels: [bezwaarformulier], source: "besluit:aanwijzing-2026"}

    Kan er geen bezwaar worden gemaakt, maar wel beroep of niets? Schrijf dan 'remedy: beroep' of 'remedy: geen'. Een
    bericht 'bezwaar' is dan niet nodig. Staat het er toch, zonder kanaal? Dan is dat een waarschuwing.

    Grondslag: artikel 2:13 en artikel 3:45 Awb.
    """
    # A bezwaar in a gap is rule 1's, a tie WMEBV210's, and one marked as not official rule 35's.
    reported = {id(gap.message) for gap in context.gaps if not gap.without_remedy}
    for gap in context.gaps:
        if gap.without_remedy and gap.cause in (Cause.NO_RULE, Cause.AUDIENCE) and id(gap.message) not in reported:
            text = (
                f"Het bericht 'bezwaar' van '{gap.product.name}' heeft geen kanaal, en het rechtsmiddel is "
                f"'{gap.product.remedy.value}'."
            )
            yield find.warning(
                place_of_message(gap.product, gap.message), text, "Wijs een kanaal aan, of verwijder het bericht."
            )
    lacking, total = [], 0
    for product in context.register.products:
        messages = context.register.messages_of(product)
        if product.remedy is Remedy.OBJECTION and any(m.kind is MessageKind.APPLICATION for m in messages):
            total += 1
            objections = [m for m in messages if m.kind is MessageKind.OBJECTION and not m.on_request]
            lacking += [] if objections else [product]
    shown = as_one(lacking, total)
    for product in shown:
        more = others(len(lacking) - 1) if len(shown) < len(lacking) else ""
        text = f"Bij '{product.name}'{more} is er een aanvraag, maar geen bericht 'bezwaar' (artikel 3:45 Awb)."
        yield find.error(product.place, text, "Voeg '{kind: bezwaar}' toe, hier of bij 'standard_messages'.")


@rule("WMEBV314")
def without_complaint(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Er is geen kanaal voor een klacht.

    Iedereen mag een klacht over de gemeente digitaal sturen. Een klacht gaat vaak niet over één product. Maak er
    daarom een eigen product van, en wijs een kanaal aan:

        - id: klacht
          name: Klacht over de gemeente
          domain: bestuur
          authority: college
          messages:
            - {kind: klacht, channels: [klachtformulier]}

    Een aanwijzing in channels.yaml met 'messages: [klacht]' is niet genoeg: zonder product ziet niemand haar.

    Grondslag: artikel 2:13, eerste lid, Awb.
    """
    complaints = [found for found in context.intended.all if found.message.kind is MessageKind.COMPLAINT]
    # Every other state is told elsewhere: a gap by rule 1, a tie by WMEBV210, 'official: nee' by rule 35.
    silent = [found for found in complaints if found.state is State.EXEMPT or found.message.on_request]
    if len(silent) < len(complaints):
        return
    place = silent[0].message.place if silent else context.register.municipality.place
    text = "Er is geen digitaal kanaal voor een klacht (artikel 2:13, eerste lid, Awb)."
    yield find.error(place, text, "Maak een product met een bericht 'klacht', en wijs een kanaal aan.")
