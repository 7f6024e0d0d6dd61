"""Rules about what a designation rests on, and about designations that get in each other's way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.gaps import Cause, Gap, needs_source
from wmebv_site.designation.resolve import Resolver
from wmebv_site.designation.rule import Rank, Rule, fits, rank_of, rule_of
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import DecisionKind
from wmebv_site.rules.base import (
    Context,
    Finder,
    dangling,
    in_quotes,
    place_of_message,
    place_of_source,
    rule,
    the_first,
)


@rule("WMEBV303")
def without_a_source(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een aanwijzing heeft geen bron.

    Een kanaal voor officiële berichten wijst u aan in een besluit, of een wet doet dat. Noem die bron bij de
    aanwijzing: 'besluit:' met de naam van het bestand in content/besluiten, of 'wet:' met de wet en het artikel.

        - {messages: [bezwaar], channels: [bezwaarformulier], source: "besluit:aanwijzing-2026", article: "3"}

    Voor kanalen in products.yaml kunt u één bron voor alles noemen, met 'default_source' in channels.yaml.
    Een aanwijzing die alleen voor andere berichten geldt, zoals een vraag, heeft geen bron nodig. Schrijf dan
    'covers: ander'.

    Bestaat het besluit niet? Dan beoordelen de andere regels de aanwijzing alsof de bron klopt.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    for designation in context.register.designations:
        if needs_source(designation):
            text = "Deze aanwijzing voor officiële berichten heeft geen bron (artikel 2:13, tweede lid, Awb)."
            hint = "Voeg 'source' toe, of 'covers: ander' als ze alleen voor andere berichten is."
            ours = designation.authority not in context.register.other_bodies
            yield find.about(ours).error(designation.place, text, hint)
    for entry in context.sourced:
        if entry.source is not None:
            yield from dangling(find, context, entry.source, entry.place_of("source"))
    yield from _rows_without_source(find, context)


def _rows_without_source(find: Finder, context: Context) -> Iterator[Diagnostic]:
    if context.register.default_source is not None:
        return
    for ours in (True, False):
        yield from _bare(find.about(ours), _rows(context, ours))


def _rows(context: Context, ours: bool) -> list[Product | Message]:
    """The products and messages with channels for official messages, on which our bodies or others decide."""
    # By identity: a standard message stands in one place but comes with many products.
    rows: dict[int, Product | Message] = {}
    register = context.register
    for product in register.products:
        official = [
            message
            for message in register.messages_of(product)
            if product.is_official(message)
            and message.exempt is None
            and register.decides_on(product, message) is ours
        ]
        if product.channels and any(not m.channels and not m.on_request for m in official):
            rows[id(product)] = product
        rows |= {id(message): message for message in official if message.channels}
    return list(rows.values())


def _bare(find: Finder, rows: Sequence[Product | Message]) -> Iterator[Diagnostic]:
    bare = [row for row in rows if row.source is None]
    # Where hardly any row has its own source, it is the default source that is missing.
    shown = bare[:1] if 2 * len(bare) > len(rows) else bare
    for row in shown:
        more = f" (en die van nog {len(bare) - 1} andere)" if len(shown) < len(bare) else ""
        text = (
            f"Deze kanalen voor officiële berichten{more} hebben geen bron (artikel 2:13, tweede lid, Awb)."
        )
        hint = "Voeg 'default_source' toe in channels.yaml, of 'source' bij deze kanalen."
        yield find.error(row.place_of("channels"), text, hint)


@rule("WMEBV308")
def decision_of_another_authority(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Geen besluit van het eigen bestuursorgaan wijst een kanaal aan.

    Een besluit bindt alleen de bestuursorganen die het namen. Een besluit van het college wijst dus geen kanaal aan
    voor een bericht aan de burgemeester of aan de heffingsambtenaar. Er is wel een regel die bij het bericht past,
    maar die staat in een besluit van een ander bestuursorgaan.

    Kijk eerst of het bestuursorgaan bij het product klopt. Klopt het? Laat het bestuursorgaan dan ook besluiten. Noem
    het daarna in het besluit:

        authorities: [college, burgemeester, heffingsambtenaar]

    Raakt het veel producten van één bestuursorgaan? Dan staat de melding één keer, bij het bestuursorgaan in
    channels.yaml.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    by_authority: dict[str, list[Gap]] = defaultdict(list)
    for gap in context.gaps:
        if gap.cause is Cause.OTHER_AUTHORITY:
            by_authority[gap.product.authority_of(gap.message)].append(gap)
    bound = {
        authority
        for decision in context.register.decisions
        if decision.kind.designates
        for authority in decision.authorities
    }
    for authority, gaps in by_authority.items():
        of_whom = find.about(authority not in context.register.other_bodies)
        # Few products: their authority may be wrong. Many, or no decision at all: the decision lacks something.
        if len({gap.product.id for gap in gaps}) > (2 if authority in bound else 1):
            place = context.register.authority_by_id[authority].place
            yield _unbound(context, of_whom, place, authority, gaps)
            continue
        by_place: dict[Place, list[Gap]] = defaultdict(list)
        for gap in gaps:
            by_place[_place_of_authority(gap)].append(gap)
        for place, found in by_place.items():
            yield _unbound(context, of_whom, place, authority, found)


def _place_of_authority(gap: Gap) -> Place:
    if gap.message.authority is None:
        return gap.product.place_of("authority")
    return (
        place_of_message(gap.product, gap.message) if gap.is_standard else gap.message.place_of("authority")
    )


def _unbound(context: Context, find: Finder, place: Place, authority: str, gaps: list[Gap]) -> Diagnostic:
    first = gaps[0]
    assert first.rule is not None and first.rule.source is not None
    text = (
        f"Geen besluit van '{authority}' wijst een kanaal aan voor {the_first(gaps)}. Het besluit "
        f"'{first.rule.source.name}' is van een ander bestuursorgaan."
    )
    hint = f"Laat '{authority}' ook besluiten, of noem het juiste bestuursorgaan."
    if authority in context.register.other_bodies:
        hint = (
            f"Besloot '{authority}' zelf hierover? Zet dat besluit dan in content/besluiten, en noem het bij 'source'. "
            "Noem anders het juiste bestuursorgaan."
        )
    return find.warning(place, text, hint)


@rule("WMEBV295")
def source_of_nothing(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bij een bron staat geen kanaal, en daarom telt de bron niet mee.

    Een bron bij een product of een bericht hoort bij de kanalen die er ook bij staan. Staan er geen kanalen bij, dan komt
    het kanaal uit een regel in channels.yaml, met de bron die daar staat. Noem de kanalen erbij:

        - {kind: aanvraag, channels: [bezwaarformulier], source: "besluit:aanwijzing-2026", article: "3"}

    Of verwijder 'source' en 'article', en zet ze bij de regel in channels.yaml.

    Grondslag: goede praktijk.
    """
    messages = [message for _, message in context.listed_messages if not message.withdrawn]
    rows: tuple[Product | Message, ...] = (*context.register.products, *messages)
    for entry in rows:
        if entry.channels:
            continue
        if key := next((key for key in ("source", "article") if getattr(entry, key) is not None), None):
            text = f"Hier staat '{key}', maar geen kanalen. Het telt daarom niet mee."
            hint = f"Voeg 'channels' toe, of verwijder '{key}'."
            yield find.warning(entry.place_of(key), text, hint)


@rule("WMEBV215")
def designates_nothing(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een aanwijzing rust op een besluit dat niets aanwijst.

    Een mandaat geeft iemand de bevoegdheid om te besluiten. Een besluit onder het oude recht gaat over de regels van
    vóór 2026. Geen van beide wijst een kanaal aan onder de wet van nu. De aanwijzing telt daarom nergens mee.

    Noem het besluit dat het kanaal aanwijst:

        source: "besluit:aanwijzing-2026"

    Blijft door deze bron een officieel bericht zonder kanaal? Dan is dat een fout, met de code WMEBV301.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    register = context.register
    # Where it leaves an official message without a way, rule 1 stands at this very place.
    told = {
        place_of_source(register, gap.resolution, gap.rule)
        for gap in context.gaps
        if gap.cause is Cause.DESIGNATES_NOTHING and gap.rule is not None and not gap.without_remedy
    }
    for entry in context.sourced:
        if isinstance(entry, (Product, Message)) and not entry.channels:
            continue
        decision, place = register.decision_of(entry.source), entry.place_of("source")
        if decision is not None and not decision.kind.designates and place not in told:
            text = f"Het besluit '{decision.id}' is van de soort '{decision.kind.value}' en wijst niets aan."
            yield find.warning(place, text, "Noem het besluit dat het kanaal aanwijst.")


@rule("WMEBV395")
def designated_by_a_base(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een gedeelde basis wijst een kanaal aan met een besluit van de gemeente.

    Een besluit van uw gemeente geldt alleen voor uw gemeente. In een basis die u met andere gemeenten deelt, kan het dus
    niet de bron zijn: bij een ander bestaat het niet, of zegt het iets anders. In de basis kan een aanwijzing wel op een
    wet berusten. Ook een besluit van een organisatie die zelf beslist, kan de bron zijn. Zet de aanwijzing anders in uw eigen
    channels.yaml, of bij uw eigen product.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    if not context.register.base:
        return
    for entry in context.sourced:
        place = entry.place_of("source")
        decision = context.register.decision_of(entry.source)
        if decision is None or decision.kind is DecisionKind.EXTERNAL:
            continue
        if place.file.startswith(context.register.base):
            text = f"De gedeelde basis noemt als bron '{decision.id}', een besluit van uw gemeente."
            yield find.error(place, text, "Zet deze aanwijzing in het register van de gemeente zelf.")


@rule("WMEBV235")
def made_known_for_another(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een aanwijzing zonder bron past alleen bij berichten van een ander.

    Voor een bericht dat niet officieel is, zoals een vraag, maakt u het kanaal bekend. Daar is geen besluit voor nodig. Zo'n
    aanwijzing zonder bron geldt voor de bestuursorganen van de gemeente. Beslist een andere organisatie over het
    bericht? Dan geldt ze alleen als u die organisatie noemt:

        - {authority: belastingen-voorbeeldland, covers: ander, channels: [belastingportaal]}

    De melding staat bij een aanwijzing die alleen past bij berichten van een ander. Door haar heeft zo'n bericht geen
    kanaal.

    Grondslag: artikel 2:14 Awb.
    """
    others = context.register.other_bodies
    if not others:
        return
    asked = {answer.question.traits: answer for answer in context.intended.all if not answer.official}
    for designation in context.register.designations:
        if designation.source is not None or designation.authority is not None or needs_source(designation):
            continue
        if rank_of(designation) is Rank.FALLBACK:
            continue  # what is for everything is there for what the municipality may get to decide
        found = [answer for traits, answer in asked.items() if fits(rule_of(designation), traits)]
        lost = [answer for answer in found if answer.state is State.NOT_OPENED]
        if lost and all(answer.question.authority in others for answer in found):
            name = lost[0].question.authority
            text = (
                f"Deze aanwijzing zonder bron geldt alleen voor de gemeente, maar over {the_first(lost)} beslist "
                f"'{name}'."
            )
            yield find.warning(designation.place, text, f"Voeg 'authority: {name}' toe.")


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
    for resolution in context.intended.tied:
        for one in resolution.tied:
            if one.place in told:
                continue
            told.add(one.place)
            rival = next(
                other for other in resolution.tied if frozenset(other.channels) != frozenset(one.channels)
            )
            text = (
                f"Deze aanwijzing is even precies als die op regel {rival.place.line} van {rival.place.file}. Voor "
                f"{the_first([resolution])} noemt ze {in_quotes(one.channels)}, en de andere {in_quotes(rival.channels)}."
            )
            hint = "Maak een van beide preciezer, of voeg ze samen."
            if one.decision and rival.decision and one.decision != rival.decision:
                hint = "Noem het oude besluit bij 'replaces' of 'amends' van het nieuwe, of maak een van beide preciezer."
            yield find.error(one.place, text, hint)


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
    resolver = context.intent.resolver
    kinds = {kind for designation in context.register.designations for kind in designation.messages or ()}
    told: set[Place] = set()
    for resolution in context.intended.answered(
        lambda answer: answer.rule is not None and answer.rule.rank is Rank.PRODUCT_MESSAGE
    ):
        own = resolution.rule
        if own is None or own.place in told:
            continue
        if resolution.message.kind not in kinds:
            continue
        for other in _without_own_row(resolver, resolution):
            if other.rank in _MESSAGE_RANKS and frozenset(other.channels) != frozenset(own.channels):
                told.add(own.place)
                text = (
                    f"Voor '{resolution.message.key}' van '{resolution.product.name}' staat hier {in_quotes(own.channels)}. De "
                    f"aanwijzing voor dit soort bericht zegt {in_quotes(other.channels)} ({other.place.file}, regel "
                    f"{other.place.line})."
                )
                yield find.about(context.is_ours(resolution)).warning(
                    own.place, text, "Verwijder 'channels' hier, of pas die aanwijzing aan."
                )
                break


def _without_own_row(resolver: Resolver, resolution: Resolution) -> tuple[Rule, ...]:
    """What would win if the message had no channels of its own."""
    bare = resolution.message.model_copy(update={"channels": ()})
    found = resolver.resolve(replace(resolution.question, message=bare))
    return found.tied or ((found.rule,) if found.rule else ())
