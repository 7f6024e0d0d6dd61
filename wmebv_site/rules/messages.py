"""Rules about one message: on paper too, signed as it must be, and official or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.terms import OFFICIAL_KINDS, DecisionKind, MessageKind, SignatureKind
from wmebv_site.rules.base import Context, Finder, count, place_of_source, rule

# An article number, and a word for a regulation: all that can be told from a text.
_NAMES_STATUTE = re.compile(r"(?=.*\d)(?=.*(?:wet|awb|besluit|verordening|regeling|richtlijn))", re.IGNORECASE)


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
            yield find.error(message.only_digital.place, text, "Voeg 'basis' toe, of verwijder 'only_digital'.")
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
            yield find.error(message.place_of("paper"), text, "Noem post, balie of telefoon, of verwijder 'paper'.")
    municipality = context.register.municipality
    if by_default and not municipality.paper_default:
        text = (
            "Er is geen weg op papier of in persoon voor "
            f"{count(by_default, 'officieel bericht', 'officiële berichten')} (artikel 2:7, tweede lid, Awb)."
        )
        yield find.error(municipality.place_of("paper_default"), text, "Vul 'paper_default' in: [post, balie].")


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
            yield find.warning(message.place_of("official"), text, "Verwijder 'official', of kies een andere soort.")
        elif message.official is True and message.kind is MessageKind.QUESTION:
            text = "Een bericht van de soort 'vraag' is niet officieel, maar hier staat 'official: ja'."
            hint = "Verwijder 'official', of schrijf 'kind: verzoek_informatie' als het bij een procedure hoort."
            yield find.warning(message.place_of("official"), text, hint)
    told: set[Place] = set()
    for resolution in context.intended.all:
        if not resolution.state.answers or not resolution.official:
            continue
        for won in (resolution.rule, *resolution.added):
            decision = context.register.decision_by_id.get(won.source.decision or "") if won and won.source else None
            if won is None or decision is None or decision.kind is not DecisionKind.OPENING:
                continue
            place = place_of_source(context.register, resolution, won)
            if place not in told:
                told.add(place)
                text = (
                    f"Het besluit '{decision.id}' opent alleen de weg voor andere berichten (artikel 2:14 Awb), maar "
                    f"'{resolution.message.key}' van '{resolution.product.name}' is officieel."
                )
                yield find.error(place, text, "Noem een besluit op grond van artikel 2:13, of schrijf 'covers: ander'.")
