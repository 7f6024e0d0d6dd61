"""Rules about decisions: their publication, what was frozen, and what is wanted beside what holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.decisions import Status
from wmebv_site.designation.differences import Difference, Kind, Preparation
from wmebv_site.designation.gaps import is_dangling
from wmebv_site.designation.rule import fits, rule_of
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.dutch import in_words
from wmebv_site.register.channels import Designation
from wmebv_site.register.decisions import Decision
from wmebv_site.register.hosts import is_under
from wmebv_site.register.products import Message
from wmebv_site.register.terms import DecisionKind
from wmebv_site.rules.base import (
    Context,
    Finder,
    audience_words,
    in_quotes,
    place_of_item,
    place_of_message,
    rule,
    the_first,
)

_OFFICIAL_HOSTS = ("officielebekendmakingen.nl", "officiele-overheidspublicaties.nl")
_REVISED = date(2023, 5, 10)
"""The day of the amending act (Stb. 2023, 183)."""


@rule("WMEBV305")
def half_published(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De datum of het adres van de bekendmaking ontbreekt.

    Een besluit geldt pas als het is bekendgemaakt in het Gemeenteblad. Noem de dag én het adres. Dan kan iedereen het
    besluit nalezen.

        published: 2025-12-02
        publication: https://zoek.officielebekendmakingen.nl/gmb-2025-000000.html

    Ligt de dag nog in de toekomst? Dan hoeft het adres er nog niet te staan.

    Grondslag: artikel 3:42 Awb en artikel 6 Bekendmakingswet.
    """
    for decision in context.register.decisions:
        if decision.published is None and decision.publication is not None:
            text = f"Van de bekendmaking van '{decision.id}' staat er een adres, maar geen datum (artikel 3:42 Awb)."
            yield find.about(context.is_ours(decision)).error(
                decision.place_of("publication"), text, "Voeg 'published' toe."
            )
        elif decision.published and not decision.publication and context.decisions.is_published(decision):
            text = (
                f"Het besluit '{decision.id}' is bekendgemaakt op {in_words(decision.published)}, maar het adres ontbreekt "
                "(artikel 3:42 Awb)."
            )
            yield find.about(context.is_ours(decision)).error(
                decision.place_of("published"), text, "Voeg 'publication' toe."
            )


@rule("WMEBV306")
def published_elsewhere(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Het adres van de bekendmaking is niet dat van het Gemeenteblad.

    Het Gemeenteblad staat op officielebekendmakingen.nl. Een pagina op uw eigen website is geen bekendmaking. Bij het
    besluit van een andere organisatie, die een eigen blad heeft, is dit alleen informatie.

        publication: https://zoek.officielebekendmakingen.nl/gmb-2025-000000.html

    Een ander adres van het besluit kunt u bij 'url' zetten. Ook een rectificatie staat in het Gemeenteblad.

    Grondslag: artikel 2, achtste lid, Bekendmakingswet.
    """
    for decision in context.register.decisions:
        placed = [("bekendmaking", "besluit", decision.publication, decision.place_of("publication"))]
        placed += [
            ("rectificatie", "rectificatie", each.publication, each.place_of("publication"))
            for each in decision.rectifications
        ]
        for what, made_known, address, place in placed:
            host = (urlsplit(address or "").hostname or "").rstrip(".")
            if address and not is_under(host, _OFFICIAL_HOSTS):
                text = (
                    f"De {what} staat op '{host}'; een {made_known} wordt bekendgemaakt op "
                    "officielebekendmakingen.nl."
                )
                yield find.about(context.is_ours(decision)).warning(
                    place, text, f"Neem het adres van de {what} daar over."
                )


@rule("WMEBV307")
def in_force_before_publication(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een besluit gaat in voordat het is bekendgemaakt.

    Is de ingangsdatum voorbij, en staat het besluit nog niet in het Gemeenteblad? Dan geldt het niet.

    Een besluit geldt niet voordat het is bekendgemaakt. De dagen ervoor tellen alleen mee als het besluit zelf zegt dat
    het terugwerkt. Schrijf dat dan op:

        in_force_from: 2026-01-29
        retroactive_to: 2026-01-01

    Grondslag: artikel 3:40 Awb.
    """
    for decision in context.register.decisions:
        begin, published = decision.in_force_from, decision.published
        of_whom = find.about(context.is_ours(decision))
        if _should_hold(context, decision) and begin is not None:
            yield _never_published(of_whom, decision, begin, context.decisions.is_adopted(decision))
        elif (
            begin is not None
            and published is not None
            and begin < published
            and decision.retroactive_to is None
        ):
            text = (
                f"Het besluit '{decision.id}' gaat in op {in_words(begin)}, maar is pas bekendgemaakt op {in_words(published)} "
                "(artikel 3:40 Awb)."
            )
            hint = "Controleer de datum, of voeg 'retroactive_to' toe als het besluit terugwerkt."
            yield of_whom.warning(decision.place_of("in_force_from"), text, hint)


def _should_hold(context: Context, decision: Decision) -> bool:
    """Whether the day of entry into force came without a word of publication; half a word is for rule 5."""
    begin, decisions = decision.in_force_from, context.decisions
    unpublished = decision.published is None and decision.publication is None
    come = begin is not None and begin <= context.today and decisions.lapsed_on(decision) is None
    return come and unpublished and decision.kind.designates


def _never_published(find: Finder, decision: Decision, begin: date, adopted: bool) -> Diagnostic:
    """The day came, and the decision doesn't hold: nobody told the Gemeenteblad, or the editor forgot to write it."""
    text = (
        f"Het besluit '{decision.id}' zou ingaan op {in_words(begin)}, maar is nog niet {'bekendgemaakt' if adopted else 'vastgesteld'}"
        ". Het geldt dus niet (artikel 3:40 Awb)."
    )
    hint = "Vul 'published' en 'publication' in, of een latere dag bij 'in_force_from'."
    return find.warning(
        decision.place_of("in_force_from"), text, hint if adopted else f"Vul ook 'adopted' in. {hint}"
    )


@rule("WMEBV225")
def mandate_that_did_not_hold(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een besluit is genomen krachtens een mandaat dat toen niet gold.

    Wie krachtens mandaat besluit, heeft dat mandaat nodig op de dag waarop het besluit is genomen. Controleer de datums
    van beide besluiten, en of 'under_mandate' het goede besluit noemt. Dat besluit heeft 'kind: mandaat'.

    Grondslag: goede praktijk.
    """
    for decision in context.register.decisions:
        mandate = context.register.decision_by_id.get(decision.under_mandate or "")
        if mandate is None:
            continue
        place = decision.place_of("under_mandate")
        if mandate.kind is not DecisionKind.MANDATE:
            text = f"Het besluit '{mandate.id}' is geen mandaat, maar van de soort '{mandate.kind.value}'."
            yield find.about(context.is_ours(decision)).warning(place, text, "Noem het mandaatbesluit.")
        elif decision.adopted is not None and not any(
            context.decisions.holds(mandate, authority, decision.adopted) for authority in mandate.authorities
        ):
            text = f"Het mandaat '{mandate.id}' gold niet op {in_words(decision.adopted)}, toen '{decision.id}' werd genomen."
            yield find.about(context.is_ours(decision)).warning(
                place, text, "Controleer de datums, of noem het goede mandaatbesluit."
            )


@rule("WMEBV226")
def nothing_holds_yet(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Het besluit dat kanalen aanwijst, geldt nog niet.

    De registers zeggen welk kanaal u wilt. Een kanaal is pas aangewezen als een besluit dat doet. Dat besluit moet zijn
    genomen en bekendgemaakt, en zijn ingegaan. Tot die tijd staat op de website dat er nog geen kanaal is aangewezen.
    Begint de gemeente nog? Dan gaat het om haar eerste dag.

    Dit is geen fout in de registers. Vul bij het besluit de datums in als het zover is:

        adopted: 2025-11-18
        published: 2025-12-02
        publication: https://zoek.officielebekendmakingen.nl/gmb-2025-000000.html
        in_force_from: 2026-01-01

    Wilt u nu al tonen wat inwoners gebruiken? Noem dat kanaal dan bij het bericht, bij 'in_use'.

    Grondslag: artikel 2:13, tweede lid, en artikel 2:16, eerste lid, onder c, Awb.
    """
    decisions, register = context.decisions, context.register
    since = register.municipality.since
    day = max(context.today, since or context.today)
    undecided = _undecided(context, day)
    if not undecided:
        return
    needed: set[tuple[str, str]] = set()
    without: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for wanted, held in zip(context.wanted.all, decisions.holding(day).all, strict=True):
        if wanted.question.traits.authority not in undecided or not wanted.official:
            continue
        message = wanted.product.id, wanted.message.key
        if held.state is not State.EXEMPT:
            needed.add(message)
        if held.state is State.GAP and wanted.state.answers and wanted.rule and wanted.rule.decision:
            without[wanted.rule.decision].add(message)
    for decision in register.decisions:
        begin = decision.in_force_from
        told = decision.published is None and begin is not None and begin <= context.today  # by rule 5 or 7
        if decision.id in without and not told:
            number = len(without[decision.id])
            what = f"hebben {number} van de {len(needed)} officiële berichten nog geen kanaal"
            if number == 1:
                what = f"heeft 1 van de {len(needed)} officiële berichten nog geen kanaal"
            if number == len(needed):
                what = "heeft geen enkel officieel bericht een kanaal"
            yield _not_yet(find, decision, decisions.first_day(decision), what, day if day == since else None)


def _undecided(context: Context, day: date) -> frozenset[str]:
    """Our own bodies of which a decision that designates is there, and none holds on that day."""
    known = context.register.decisions
    ours = [each for each in known if each.kind.is_own_designation and context.is_ours(each)]
    named = {name for each in ours for name in each.authorities}
    return frozenset(
        name for name in named if not any(context.decisions.holds(each, name, day) for each in ours)
    )


def _not_yet(
    find: Finder, decision: Decision, begin: date | None, what: str, first: date | None
) -> Diagnostic:
    """That messages wait for a decision; on the ``first`` day of a municipality that is not there yet."""
    shown = f"vanaf {in_words(first)} toont de website dat" if first else "dat toont de website wel"
    use = f"Schrijf bij 'in_use' wat inwoners {'dan' if first else 'nu'} gebruiken: {shown}."
    if begin is not None:
        return find.info(decision.place, f"Tot '{decision.id}' ingaat op {in_words(begin)}, {what}.", use)
    if first is not None:
        text = f"Op {in_words(first)}, als de gemeente begint, {what}: '{decision.id}' geldt dan nog niet."
    else:
        text = f"Zolang het besluit '{decision.id}' niet geldt, {what}."
    dates = ("adopted", "published", "publication", "in_force_from")
    empty = in_quotes(key for key in dates if not getattr(decision, key))
    taken = (
        "Laat het besluit nemen en bekendmaken"
        if decision.adopted is None
        else "Laat het besluit bekendmaken"
    )
    return find.info(decision.place, text, f"{taken}. Vul daarna {empty} in." if empty else use)


@rule("WMEBV309")
def old_law(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """De grondslag van een besluit is oud recht, of heeft een typefout.

    De regels over elektronisch verkeer zijn vernieuwd. Vroeger stond de grondslag in artikel 2:15 van de Algemene wet
    bestuursrecht (Awb), nu in artikel 2:13. Ook een besluit van vóór 10 mei 2023 kan de nieuwe wet niet kennen.

        basis: ["Awb 2:13 lid 2"]

    Is het een besluit onder de oude wet? Schrijf dan 'kind: oud_regime'. Zo'n besluit en een mandaat mogen ouder zijn.
    Is het oud, dan zegt de melding alleen dat. In de Awb staat een dubbele punt in het nummer: 2:13 en niet 2.13.

    Grondslag: Staatsblad 2023, 183.
    """
    for decision in context.register.decisions:
        if decision.adopted and decision.adopted < _REVISED and decision.kind.designates:
            text = f"Het besluit '{decision.id}' is van {in_words(decision.adopted)}, van vóór de nieuwe wet van 10 mei 2023."
            hint = "Schrijf 'kind: oud_regime', of neem een nieuw besluit."
            yield find.about(context.is_ours(decision)).warning(decision.place_of("adopted"), text, hint)
            continue
        for index, basis in enumerate(decision.basis):
            if not _is_awb(basis):
                continue
            place = place_of_item(decision, "basis", index)
            if (
                re.search(r"(?<![\d:.])2[:.]15(?![\d:.]*\d)", basis)
                and decision.kind is not DecisionKind.OLD_REGIME
            ):
                text = f"De grondslag '{basis}' noemt artikel 2:15 van de oude wet; nu is dat artikel 2:13."
                yield find.about(context.is_ours(decision)).warning(
                    place, text, "Noem artikel 2:13, of schrijf 'kind: oud_regime'."
                )
            elif re.search(r"(?<![\d:.])2\.13(?![\d:.]*\d)", basis):
                text = f"In de grondslag '{basis}' staat '2.13'; het artikel heet '2:13'."
                yield find.about(context.is_ours(decision)).warning(
                    place, text, "Schrijf '2:13', met een dubbele punt."
                )


def _is_awb(basis: str) -> bool:
    """Whether a citation is of the Awb: it says so, or names no regulation at all ("artikel 2:13, tweede lid")."""
    lower = basis.lower()
    if "awb" in lower or "algemene wet bestuursrecht" in lower:
        return True
    words = re.sub(
        r"artikel(?:en)?|art\b|leden|lid|eerste|tweede|derde|vierde|onder|en|van|de|het|[a-z]\b", " ", lower
    )
    return not re.search(r"[a-z]", words)


@rule("WMEBV222")
def two_decisions_at_once(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Twee besluiten die tegelijk gelden, wijzen iets aan voor hetzelfde bericht.

    Gelden er twee besluiten voor hetzelfde bericht? Dan gaat het besluit voor dat later inging. Begonnen ze
    op dezelfde dag, dan kan de website niet kiezen. Het bericht heeft dan geen kanaal.

    Vervangt het ene besluit het andere, of wijzigt het dat? Schrijf dat dan op:

        replaces: [aanwijzing-2025]

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    known_today = {tied.place for answer in context.intended.tied for tied in answer.tied}
    told: dict[Place, list[Resolution]] = defaultdict(list)
    for answer in context.holding.tied:
        if all(tied.place in known_today for tied in answer.tied):
            continue
        names = sorted({tied.decision for tied in answer.tied if tied.decision})
        decision = context.register.decision_by_id.get(names[-1]) if names else None
        place = decision.place if decision else answer.product.place
        told[place].append(answer)
    for place, answers in told.items():
        text = f"Op dezelfde dag begonnen twee besluiten die gelden voor {the_first(answers)}."
        yield find.about(any(map(context.is_ours, answers))).error(
            place, text, "Voeg 'replaces' of 'amends' toe, of 'lapsed' bij het oude besluit."
        )


@rule("WMEBV224")
def withdrawn_without_amendment(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Iets is ingetrokken, maar niet door een wijzigingsbesluit.

    Wie een aanwijzing intrekt, doet dat met een besluit dat een ander besluit wijzigt. Noem dat besluit bij 'source':

        - {domain: sociaal, channels: [contactformulier], withdrawn: ja, source: "besluit:wijziging-2026"}

    Bij dat besluit staan 'kind: wijziging' en 'amends'. Tot het geldt, blijft de oude aanwijzing gelden.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    for entry in context.sourced:
        if not isinstance(entry, (Designation, Message)) or not entry.withdrawn:
            continue
        if is_dangling(context.register, entry.source):
            continue  # rule 3 says that it doesn't exist
        decision = context.register.decision_of(entry.source)
        if decision is None or decision.amends is None or decision.kind is not DecisionKind.AMENDMENT:
            text = "Wat hier is ingetrokken, noemt geen wijzigingsbesluit als bron."
            hint = "Noem een besluit met 'kind: wijziging' en 'amends'."
            yield find.error(entry.place_of("source"), text, hint)


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
                if new.kind.designates
                and decisions.holds(old, authority, context.today)
                and decisions.holds(new, authority, context.today)
            ]
            if shared:
                text = f"Het oude besluit '{old.id}' geldt nog naast '{new.id}', bij {in_quotes(shared)}."
                hint = f"Voeg 'lapsed' toe, of noem '{old.id}' bij 'replaces' van het nieuwe besluit."
                yield find.about(context.is_ours(old)).warning(old.place_of("kind"), text, hint)
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
    for ours, uncovered in context.by_whose(Preparation(context.decisions, context.wanted).uncovered):
        yield from _uncovered(find.about(ours), context, uncovered)


def _uncovered(find: Finder, context: Context, uncovered: Sequence[Difference]) -> Iterator[Diagnostic]:
    by_place: dict[Place, list[Difference]] = defaultdict(list)
    for change in uncovered:
        if change.before is not None and change.before.state is State.ERROR:
            continue  # two decisions at once, and that was said
        by_place[_place(change) if change.after else _NOWHERE].append(change)
    yield from _left_behind(find, context, by_place.pop(_NOWHERE, []))
    for place, changes in by_place.items():
        what = f"Voor {the_first(changes)} {_what(changes[0])}"
        if draft := _frozen_draft(context, changes[0]):
            text = (
                f"{what}. In de bijlage van het concept '{draft.id}' staat dit nog niet (artikel 3:42 Awb)."
            )
            yield find.warning(place, text, f"Voer 'wmebv decision freeze {draft.id}' opnieuw uit.")
            continue
        text = f"{what}. Geen besluit in voorbereiding regelt dit (artikel 3:42 Awb)."
        yield find.warning(place, text, "Maak een concept met 'wmebv decision new', of herstel de registers.")


def _frozen_draft(context: Context, change: Difference) -> Decision | None:
    """The draft that the registers name for a change, and that was frozen before they did."""
    register = context.register
    rule = change.after.rule if change.after else None
    withdrawing = [
        each.source
        for each in register.designations
        if each.withdrawn and fits(rule_of(each), change.question.traits)
    ]
    sources = [rule.source if rule else None, change.message.source if change.message.withdrawn else None]
    for source in (*sources, *withdrawing):
        decision = register.decision_of(source)
        if (
            decision
            and decision.id in register.annexes
            and context.decisions.status(decision) is Status.DRAFT
        ):
            return decision
    return None


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
        what = f"Voor {the_first(lost)}"
        if known and any(first.message is message for message in context.register.messages_of(first.product)):
            what += f" ({audience_words([change.audience for change in lost])})"
        text = (
            f"{what} geldt nu {_names(first.before)} volgens '{rule.decision}', maar de registers kennen dat niet meer. "
            "Geen besluit in voorbereiding regelt dit (artikel 3:42 Awb)."
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
    if not names and resolution and resolution.executor:
        names = (resolution.executor.id,)
    return in_quotes(names) or "een ander kanaal"
