"""Rules about one message: on paper too, signed, official or not, with a way to object and a way to complain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.designation.answers import State
from wmebv_site.designation.gaps import Cause
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import counted
from wmebv_site.register.terms import (
    OFFICIAL_KINDS,
    DecisionKind,
    MessageKind,
    Remedy,
    SignatureKind,
)
from wmebv_site.rules.base import (
    Context,
    Finder,
    as_one,
    place_of_message,
    place_of_source,
    rule,
)

# An article number, and a word for a regulation: all that can be told from a text.
_NAMES_STATUTE = re.compile(
    r"(?=.*\d)(?=.*(?:wet|awb|besluit|verordening|regeling|richtlijn))", re.IGNORECASE
)


@rule("WMEBV311")
def only_digital_without_basis(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bericht kan alleen digitaal, zonder wet die dat zegt.

    Digitaal sturen is een recht en geen plicht: iedereen mag ook per post schrijven. Alleen een wet kan zeggen dat iets
    alleen digitaal kan. Noem die wet:

        only_digital: {basis: "Artikel … van de wet …"}

    Is er geen wet? Verwijder dan 'only_digital'.

    Grondslag: artikel 2:7, tweede lid, Awb.
    """
    for _, message in context.listed_messages:
        if message.only_digital is None:
            continue
        basis = message.only_digital.basis
        if basis is None:
            text = f"Het bericht '{message.key}' is alleen digitaal, zonder grondslag (artikel 2:7, tweede lid, Awb)."
            yield find.error(
                message.only_digital.place, text, "Voeg 'basis' toe, of verwijder 'only_digital'."
            )
        elif not _NAMES_STATUTE.search(basis):
            text = f"Het bericht '{message.key}' is alleen digitaal, maar '{basis}' noemt geen wet met een artikel."
            hint = "Noem het artikel en de wet, of verwijder 'only_digital'."
            yield find.error(message.only_digital.place_of("basis"), text, hint)


@rule("WMEBV312")
def not_on_paper(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een officieel bericht kan niet op papier of in persoon.

    De gemeente mag de digitale weg niet voorschrijven. Zeg daarom bij elk officieel bericht hoe het ook zonder computer
    kan: per post, aan de balie of per telefoon. Wat standaard kan, staat in channels.yaml:

        municipality:
          paper_default: [post, balie]

    Bij een bericht kunt u daarvan afwijken met 'paper'. Een lege lijst kan alleen met 'only_digital' en de wet die dat
    zegt. Ontbreekt de standaard, dan staat de melding één keer bij de gemeente.

    Grondslag: artikel 2:7, tweede lid, Awb.
    """
    by_default = 0
    for product, message in context.register.all_messages():
        # What is only digital without a statute is a finding of rule 11.
        if message.only_digital is not None or not product.is_official(message):
            continue
        if message.paper is None:
            by_default += 1
        elif not message.paper:
            text = f"Het bericht '{message.key}' kan niet op papier of in persoon (artikel 2:7, tweede lid, Awb)."
            yield find.error(
                message.place_of("paper"), text, "Noem post, balie of telefoon, of verwijder 'paper'."
            )
    municipality = context.register.municipality
    if by_default and not municipality.paper_default:
        text = (
            "Er is geen weg op papier of in persoon voor "
            f"{counted(by_default, 'officieel bericht', 'officiële berichten')} (artikel 2:7, tweede lid, Awb)."
        )
        yield find.error(
            municipality.place_of("paper_default"), text, "Vul 'paper_default' in: [post, balie]."
        )


@rule("WMEBV327")
def signature_without_statute(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bijzondere elektronische handtekening heeft geen wet als grondslag.

    Een gewone elektronische handtekening is genoeg als de methode betrouwbaar is. Een geavanceerde of gekwalificeerde
    handtekening mag u alleen vragen als een wet dat zegt. Noem die wet:

        signature: {kind: geavanceerd, basis: "Artikel … van de wet …"}

    Grondslag: artikel 2:18, tweede lid, Awb.
    """
    for _, message in context.listed_messages:
        signature = message.signature
        if signature is not None and signature.kind is not SignatureKind.ORDINARY and signature.basis is None:
            text = (
                f"Het bericht '{message.key}' vraagt een handtekening van de soort '{signature.kind.value}', zonder "
                "wet die dat zegt (artikel 2:18, tweede lid, Awb)."
            )
            yield find.error(signature.place_of("kind"), text, "Voeg 'basis' toe, of schrijf 'kind: gewoon'.")


@rule("WMEBV335")
def official_or_not(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bericht staat ten onrechte als officieel, of juist niet.

    Een bericht is officieel als het hoort bij een procedure over een besluit of een klacht, of als een wet het
    voorschrijft. Staat er 'official: nee' bij zo'n soort bericht, bijvoorbeeld een aanvraag of een bezwaar? Dan is dat
    een waarschuwing. Een vraag met 'official: ja' ook: heet het bericht misschien 'verzoek_informatie'? Bij 'verzoek',
    'ander' en 'melding' is 'official: ja' gewoon.

    Een besluit van de soort 'openstelling_2_14' opent alleen de weg voor andere berichten. Rust de aanwijzing voor een
    officieel bericht daarop? Dan is dat een fout. Noem een besluit dat op artikel 2:13 berust:

        source: "besluit:aanwijzing-2026"

    Grondslag: artikel 2:13 en artikel 2:14 Awb.
    """
    for _, message in context.listed_messages:
        if message.official is False and message.kind in OFFICIAL_KINDS:
            text = f"Een bericht van de soort '{message.kind.value}' is officieel, maar hier staat 'official: nee'."
            yield find.warning(
                message.place_of("official"), text, "Verwijder 'official', of kies een andere soort."
            )
        elif message.official is True and message.kind is MessageKind.QUESTION:
            text = "Een bericht van de soort 'vraag' is niet officieel, maar hier staat 'official: ja'."
            hint = (
                "Verwijder 'official', of schrijf 'kind: verzoek_informatie' als het bij een procedure hoort."
            )
            yield find.warning(message.place_of("official"), text, hint)
    told: set[Place] = set()
    for resolution in context.intended.all:
        if not resolution.state.answers or not resolution.official:
            continue
        for won in (resolution.rule, *resolution.added):
            decision = context.register.decision_of(won.source) if won else None
            if won is None or decision is None or decision.kind is not DecisionKind.OPENING:
                continue
            place = place_of_source(context.register, resolution, won)
            if place not in told:
                told.add(place)
                text = (
                    f"Het besluit '{decision.id}' opent alleen de weg voor andere berichten (artikel 2:14 Awb), maar "
                    f"'{resolution.message.key}' van '{resolution.product.name}' is officieel."
                )
                yield find.error(
                    place, text, "Noem een besluit op grond van artikel 2:13, of schrijf 'covers: ander'."
                )


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
        if (
            gap.without_remedy
            and gap.cause in (Cause.NO_RULE, Cause.AUDIENCE)
            and id(gap.message) not in reported
        ):
            text = (
                f"Het bericht 'bezwaar' van '{gap.product.name}' heeft geen kanaal, en het rechtsmiddel is "
                f"'{gap.product.remedy.value}'."
            )
            yield find.warning(
                place_of_message(gap.product, gap.message),
                text,
                "Wijs een kanaal aan, of verwijder het bericht.",
            )
    lacking, total = [], 0
    for product in context.register.products:
        messages = context.register.messages_of(product)
        if product.remedy is Remedy.OBJECTION and any(m.kind is MessageKind.APPLICATION for m in messages):
            total += 1
            objections = [m for m in messages if m.kind is MessageKind.OBJECTION and not m.on_request]
            lacking += [] if objections else [product]
    for product, more in as_one(lacking, total):
        text = (
            f"Bij '{product.name}'{more} is er een aanvraag, maar geen bericht 'bezwaar' (artikel 3:45 Awb)."
        )
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
