"""Rules about one message: on paper too, signed, official or not, with a way to object and a way to complain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from wmebv_site.designation.answers import Answer, Resolution, State
from wmebv_site.designation.gaps import Cause
from wmebv_site.designation.rule import Rule
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import counted, enumerate_words
from wmebv_site.register.channels import ANY_EXECUTOR, BY_EXECUTOR
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import (
    OFFICIAL_KINDS,
    DecisionKind,
    MessageKind,
    Paper,
    Remedy,
    SignatureKind,
)
from wmebv_site.rules.base import (
    Context,
    Finder,
    as_one,
    others,
    place_of_message,
    place_of_source,
    rule,
    the_first,
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
    for product, message in context.listed_messages:
        of_whom = find.about(product is None or context.register.decides_on(product, message))
        if message.only_digital is None:
            continue
        basis = message.only_digital.basis
        if basis is None:
            text = f"Het bericht '{message.key}' is alleen digitaal, zonder grondslag (artikel 2:7, tweede lid, Awb)."
            yield of_whom.error(
                message.only_digital.place, text, "Voeg 'basis' toe, of verwijder 'only_digital'."
            )
        elif not _NAMES_STATUTE.search(basis):
            text = f"Het bericht '{message.key}' is alleen digitaal, maar '{basis}' noemt geen wet met een artikel."
            hint = "Noem het artikel en de wet, of verwijder 'only_digital'."
            yield of_whom.error(message.only_digital.place_of("basis"), text, hint)


@rule("WMEBV312")
def not_on_paper(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een officieel bericht kan niet op papier of in persoon.

    De gemeente mag niet voorschrijven dat iemand digitaal stuurt. Zeg daarom bij elk officieel bericht hoe het ook zonder computer
    kan: per post, aan de balie of per telefoon. Wat standaard kan, staat in channels.yaml:

        municipality:
          paper_default: [post, balie]

    Bij een bericht kunt u daarvan afwijken met 'paper'. Een lege lijst kan alleen met 'only_digital' en de wet die dat
    zegt. Ontbreekt de standaard, dan staat de melding één keer bij de gemeente. Beslist een andere organisatie over het
    bericht? Dan is een lege lijst gewoon: alleen die organisatie kan zeggen hoe het op papier kan.

    Grondslag: artikel 2:7, tweede lid, Awb.
    """
    by_default = 0
    for product, message in context.register.all_messages():
        # What is only digital without a statute is a finding of rule 11.
        if message.only_digital is not None or not product.is_official(message):
            continue
        if not context.register.decides_on(product, message):
            continue  # that another body has no way that is known, is told by WMEBV234
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
            "Er staat niet hoe het op papier of in persoon kan, bij "
            f"{counted(by_default, 'officieel bericht', 'officiële berichten')} (artikel 2:7, tweede lid, Awb)."
        )
        yield find.error(
            municipality.place_of("paper_default"), text, "Vul 'paper_default' in: [post, balie]."
        )


_ADDRESSES = {
    Paper.POST: ("postal_address", "postadres"),
    Paper.DESK: ("visiting_address", "bezoekadres"),
    Paper.TELEPHONE: ("phone", "telefoonnummer"),
}


@rule("WMEBV234")
def other_body_not_reached(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Van een organisatie die zelf beslist, ontbreekt het adres voor brieven.

    Beslist een andere organisatie over een bericht? Dan gaat ook een brief naar die organisatie, en niet naar de
    gemeente. Schrijf op waar zij te bereiken is:

        authorities:
          - {id: belastingen-voorbeeldland, kind: extern, name: Belastingen Voorbeeldland,
             postal_address: "Postbus 2, 1234 AB Voorbeeld", phone: "0123 456 789"}

    Wat hier niet staat, staat ook niet op de website. Noemt een bericht bij 'paper' ook de balie of de telefoon? Dan is
    daar ook een adres of een nummer voor nodig. Kan een bericht daar niet op papier? Schrijf dan 'paper: []' bij dat
    bericht.

    Grondslag: artikel 2:7, tweede lid, Awb.
    """
    register = context.register
    lacking: dict[str, dict[Paper, list[tuple[Product, Message]]]] = {}
    for product, message in register.all_messages():
        if register.decides_on(product, message) or not product.is_official(message):
            continue
        authority = product.authority_of(message)
        default = () if message.only_digital else (Paper.POST,)
        for way in default if message.paper is None else message.paper:
            if not register.contact_of(authority).has(way):
                lacking.setdefault(authority, {}).setdefault(way, []).append((product, message))
    for name, ways in lacking.items():
        body = register.authority_by_id[name]
        missing = [way for way in Paper if way in ways]
        product, message = ways[missing[0]][0]
        number = len({(p.id, m.key) for found in ways.values() for p, m in found})
        text = (
            f"Van '{body.name}' staat er geen {enumerate_words((_ADDRESSES[way][1] for way in missing), 'en geen')}, "
            f"en deze organisatie beslist over '{message.key}' van '{product.name}'{others(number - 1)}."
        )
        keys = enumerate_words((f"'{_ADDRESSES[way][0]}'" for way in missing), "en")
        yield find.warning(
            body.place, text, f"Voeg {keys} toe, of 'paper: []' bij een bericht dat daar niet op papier kan."
        )


@rule("WMEBV327")
def signature_without_statute(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bijzondere elektronische handtekening heeft geen wet als grondslag.

    Een gewone elektronische handtekening is genoeg als de methode betrouwbaar is. Een geavanceerde of gekwalificeerde
    handtekening mag u alleen vragen als een wet dat zegt. Noem die wet:

        signature: {kind: geavanceerd, basis: "Artikel … van de wet …"}

    Grondslag: artikel 2:18, tweede lid, Awb.
    """
    for product, message in context.listed_messages:
        of_whom = find.about(product is None or context.register.decides_on(product, message))
        signature = message.signature
        if signature is not None and signature.kind is not SignatureKind.ORDINARY and signature.basis is None:
            text = (
                f"Het bericht '{message.key}' vraagt een handtekening van de soort '{signature.kind.value}', zonder "
                "wet die dat zegt (artikel 2:18, tweede lid, Awb)."
            )
            yield of_whom.error(
                signature.place_of("kind"), text, "Voeg 'basis' toe, of schrijf 'kind: gewoon'."
            )


@rule("WMEBV335")
def official_or_not(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bericht staat ten onrechte als officieel, of juist niet.

    Een bericht is officieel als het hoort bij een procedure over een besluit of een klacht. Het is ook officieel als
    een wet het voorschrijft. Staat er 'official: nee' bij zo'n soort bericht, bijvoorbeeld een aanvraag of een bezwaar? Dan is dat
    een waarschuwing. Een vraag met 'official: ja' ook: heet het bericht misschien 'verzoek_informatie'? Bij 'verzoek',
    'ander' en 'melding' is 'official: ja' gewoon.

    Een besluit van de soort 'openstelling_2_14' opent alleen kanalen voor andere berichten. Rust de aanwijzing voor een
    officieel bericht daarop? Dan is dat een fout. Noem een besluit dat op artikel 2:13 berust:

        source: "besluit:aanwijzing-2026"

    Grondslag: artikel 2:13 en artikel 2:14 Awb.
    """

    def opens(rule: Rule) -> bool:
        decision = context.register.decision_of(rule.source)
        return decision is not None and decision.kind is DecisionKind.OPENING

    for product, message in context.listed_messages:
        if message.official is None:
            continue
        of_whom = find.about(product is None or context.register.decides_on(product, message))
        if message.official is False and message.kind in OFFICIAL_KINDS:
            text = f"Een bericht van de soort '{message.kind.value}' is officieel, maar hier staat 'official: nee'."
            yield of_whom.warning(
                message.place_of("official"), text, "Verwijder 'official', of kies een andere soort."
            )
        elif message.official is True and message.kind is MessageKind.QUESTION:
            text = "Een bericht van de soort 'vraag' is niet officieel, maar hier staat 'official: ja'."
            hint = (
                "Verwijder 'official', of schrijf 'kind: verzoek_informatie' als het bij een procedure hoort."
            )
            yield of_whom.warning(message.place_of("official"), text, hint)
    told: set[Place] = set()
    for resolution in context.intended.answered(
        lambda answer: answer.state.answers and any(map(opens, answer.reasons))
    ):
        if not resolution.official:
            continue
        for won in (resolution.rule, *resolution.added):
            decision = context.register.decision_of(won.source) if won else None
            if won is None or decision is None or not opens(won):
                continue
            place = place_of_source(context.register, resolution, won)
            if place not in told:
                told.add(place)
                text = (
                    f"Het besluit '{decision.id}' opent alleen kanalen voor andere berichten (artikel 2:14 Awb), maar "
                    f"'{resolution.message.key}' van '{resolution.product.name}' is officieel."
                )
                yield find.about(context.is_ours(resolution)).error(
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
            yield find.about(context.is_ours(gap)).warning(
                place_of_message(gap.product, gap.message),
                text,
                "Wijs een kanaal aan, of verwijder het bericht.",
            )
    for ours in (True, False):
        yield from _without_objection(find.about(ours), context, ours)


def _without_objection(find: Finder, context: Context, ours: bool) -> Iterator[Diagnostic]:
    """The products on which our bodies decide, or others, that lack the message."""
    lacking, total = [], 0
    for product in context.register.products:
        if (product.authority not in context.register.other_bodies) is not ours:
            continue
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


@rule("WMEBV236")
def objection_without_a_term(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bij een bezwaar staat niet wanneer het er moet zijn.

    Wie te laat is, kan het recht op bezwaar kwijt zijn. Zeg daarom bij elk bezwaar hoelang iemand de tijd heeft.
    Voor alle producten tegelijk doet u dat in channels.yaml:

        terms:
          bezwaar: Maak bezwaar binnen 6 weken nadat het besluit is bekendgemaakt.

    Is het bij een product anders? Schrijf het dan bij het bericht, met 'term'. De melding staat één keer, bij het eerste
    product, met het aantal.

    Grondslag: goede praktijk.
    """
    register = context.register
    lacking = [
        resolution
        for resolution in context.intended.all
        if resolution.message.kind is MessageKind.OBJECTION and register.term_of(resolution.message) is None
    ]
    for ours, found in context.by_whose(lacking):
        first = found[0]
        number = len({resolution.product.id for resolution in found})
        text = f"Bij het bezwaar van '{first.product.name}'{others(number - 1)} staat geen termijn."
        hint = "Voeg 'terms' met 'bezwaar' toe in channels.yaml, of 'term' bij het bericht."
        yield find.about(ours).warning(place_of_message(first.product, first.message), text, hint)


@rule("WMEBV390")
def objection_to_another(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bezwaar gaat naar een andere organisatie dan die op de aanvraag beslist.

    Wie het niet eens is met een besluit, maakt bezwaar bij wie het nam. Beslist een andere organisatie op de aanvraag, dan
    hoort het bezwaar daar ook. Een vast bericht uit channels.yaml gaat naar wie bij 'authority' van het product staat. Het
    gaat niet naar wie bij de aanvraag staat. Noem het bezwaar dan zelf bij het product:

        messages:
          - {kind: aanvraag, authority: sociale-dienst}
          - {kind: bezwaar, authority: sociale-dienst}

    Klopt het toch zo, bijvoorbeeld omdat een ander alleen adviseert? Schrijf dan bij het bezwaar wie erover beslist.

    Grondslag: artikel 6:4, eerste lid, Awb.
    """
    elsewhere = context.register.other_bodies
    for product in context.register.products:
        messages = context.register.messages_of(product)
        decided = {product.authority_of(m) for m in messages if m.kind is MessageKind.APPLICATION}
        for message in messages:
            here = product.authority_of(message)
            open_ = message.kind is MessageKind.OBJECTION and message.authority is None
            if open_ and here not in decided and decided & elsewhere:
                who = context.register.authority_by_id[min(decided & elsewhere)].name
                text = f"Op de aanvraag van '{product.name}' beslist '{who}', maar het bezwaar gaat naar een ander."
                hint = f"Noem '{{kind: bezwaar, authority: {min(decided & elsewhere)}}}' bij dit product."
                yield find.warning(place_of_message(product, message), text, hint)


@rule("WMEBV356")
def objection_to_the_executor(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een bezwaar gaat naar de uitvoerder.

    Een aanwijzing met 'executor: elke' geldt voor alle berichten over producten met een uitvoerder, ook voor bezwaar. Maar
    een uitvoerder besluit niet: bezwaar gaat naar het bestuursorgaan dat het besluit nam. Noem bij de aanwijzing voor
    welke berichten ze geldt, of wijs voor bezwaar zelf iets aan dat voorgaat:

        - {executor: elke, messages: [aanvraag, melding, vraag], channels: [uitvoerder], source: "besluit:aanwijzing-2026"}

    Grondslag: artikel 6:4, eerste lid, Awb.
    """

    def by_executor(answer: Answer) -> bool:
        won = answer.rule.designation if answer.rule else None
        return won is not None and won.executor == ANY_EXECUTOR and BY_EXECUTOR in won.channels

    sent: dict[Place, list[Resolution]] = defaultdict(list)
    for resolution in context.intended.answered(by_executor):
        if resolution.message.kind is MessageKind.OBJECTION and resolution.rule is not None:
            sent[resolution.rule.place].append(resolution)
    for place, answers in sent.items():
        text = f"Door deze aanwijzing gaat {the_first(answers)} naar de uitvoerder. Die beslist niet over bezwaar (artikel 6:4 Awb)."
        hint = "Noem bij 'messages' voor welke berichten ze geldt, zonder bezwaar."
        yield find.warning(place, text, hint)


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
