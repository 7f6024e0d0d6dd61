"""Rules about decisions: when and where they were published, and what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.content import Decision
from wmebv_site.register.terms import DecisionKind
from wmebv_site.rules.base import Context, Finder, place_of_item, rule

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
            yield find.error(decision.place_of("publication"), text, "Voeg 'published' toe.")
        elif decision.publication is None and context.decisions.is_published(decision):
            text = (
                f"Het besluit '{decision.id}' is bekendgemaakt op {decision.published}, maar het adres ontbreekt "
                "(artikel 3:42 Awb)."
            )
            yield find.error(decision.place_of("published"), text, "Voeg 'publication' toe.")


@rule("WMEBV306")
def published_elsewhere(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Het adres van de bekendmaking is niet dat van het Gemeenteblad.

    Het Gemeenteblad staat op officielebekendmakingen.nl. Een pagina op uw eigen website is geen bekendmaking. Dat geldt
    ook voor het besluit van een andere organisatie.

        publication: https://zoek.officielebekendmakingen.nl/gmb-2025-000000.html

    Een ander adres van het besluit kunt u bij 'url' zetten.

    Grondslag: artikel 2, achtste lid, Bekendmakingswet.
    """
    for decision in context.register.decisions:
        if decision.publication is None:
            continue
        host = (urlsplit(decision.publication).hostname or "").rstrip(".")
        if not any(host == official or host.endswith(f".{official}") for official in _OFFICIAL_HOSTS):
            text = f"De bekendmaking staat op '{host}'; een besluit wordt bekendgemaakt op officielebekendmakingen.nl."
            yield find.warning(decision.place_of("publication"), text, "Neem het adres in het Gemeenteblad over.")


@rule("WMEBV307")
def in_force_before_publication(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een besluit treedt in werking voordat het is bekendgemaakt.

    Is de dag van inwerkingtreding voorbij, en staat het besluit nog niet in het Gemeenteblad? Dan geldt het niet.

    Een besluit geldt niet voordat het is bekendgemaakt. De dagen ervoor tellen alleen mee als het besluit zelf zegt dat
    het terugwerkt. Schrijf dat dan op:

        in_force_from: 2026-01-29
        retroactive_to: 2026-01-01

    Grondslag: artikel 3:40 Awb.
    """
    for decision in context.register.decisions:
        begin, published = decision.in_force_from, decision.published
        if _should_hold(context, decision) and begin is not None:
            yield _never_published(find, decision, begin, context.decisions.is_adopted(decision))
        elif begin is not None and published is not None and begin < published and decision.retroactive_to is None:
            text = (
                f"Het besluit '{decision.id}' treedt in werking op {begin}, maar is pas bekendgemaakt op {published} "
                "(artikel 3:40 Awb)."
            )
            hint = "Controleer de datum, of voeg 'retroactive_to' toe als het besluit terugwerkt."
            yield find.warning(decision.place_of("in_force_from"), text, hint)


def _should_hold(context: Context, decision: Decision) -> bool:
    """Whether the day of entry into force came without a word of publication; half a word is for rule 5."""
    begin, decisions = decision.in_force_from, context.decisions
    unpublished = decision.published is None and decision.publication is None
    come = begin is not None and begin <= context.today and decisions.lapsed_on(decision) is None
    return come and unpublished and decisions.designates(decision)


def _never_published(find: Finder, decision: Decision, begin: date, adopted: bool) -> Diagnostic:
    """The day came, and the decision doesn't hold: nobody told the Gemeenteblad, or the editor forgot to write it."""
    text = (
        f"Het besluit '{decision.id}' zou gelden vanaf {begin}, maar is nog niet {'bekendgemaakt' if adopted else 'vastgesteld'}"
        "; het geldt dus niet (artikel 3:40 Awb)."
    )
    hint = "Vul 'published' en 'publication' in, of een latere dag bij 'in_force_from'."
    return find.warning(decision.place_of("in_force_from"), text, hint if adopted else f"Vul ook 'adopted' in. {hint}")


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
            yield find.warning(place, text, "Noem het mandaatbesluit.")
        elif decision.adopted is not None and not any(
            context.decisions.holds(mandate, authority, decision.adopted) for authority in mandate.authorities
        ):
            text = f"Het mandaat '{mandate.id}' gold niet op {decision.adopted}, toen '{decision.id}' werd genomen."
            yield find.warning(place, text, "Controleer de datums, of noem het goede mandaatbesluit.")


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
        old = decision.adopted is not None and decision.adopted < _REVISED
        if old and decision.kind not in (DecisionKind.OLD_REGIME, DecisionKind.MANDATE):
            text = f"Het besluit '{decision.id}' is van {decision.adopted}, van vóór de nieuwe wet van 10 mei 2023."
            hint = "Schrijf 'kind: oud_regime', of neem een nieuw besluit."
            yield find.warning(decision.place_of("adopted"), text, hint)
            continue
        for index, basis in enumerate(decision.basis):
            if not _is_awb(basis):
                continue
            place = place_of_item(decision, "basis", index)
            if re.search(r"(?<![\d:.])2[:.]15(?![\d:.]*\d)", basis) and decision.kind is not DecisionKind.OLD_REGIME:
                text = f"De grondslag '{basis}' noemt artikel 2:15 van de oude wet; nu is dat artikel 2:13."
                yield find.warning(place, text, "Noem artikel 2:13, of schrijf 'kind: oud_regime'.")
            elif re.search(r"(?<![\d:.])2\.13(?![\d:.]*\d)", basis):
                text = f"In de grondslag '{basis}' staat '2.13'; het artikel heet '2:13'."
                yield find.warning(place, text, "Schrijf '2:13', met een dubbele punt.")


def _is_awb(basis: str) -> bool:
    """Whether a citation is of the Awb: it says so, or names no regulation at all ("artikel 2:13, tweede lid")."""
    lower = basis.lower()
    if "awb" in lower or "algemene wet bestuursrecht" in lower:
        return True
    words = re.sub(r"artikel(?:en)?|art\b|leden|lid|eerste|tweede|derde|vierde|onder|en|van|de|het|[a-z]\b", " ", lower)
    return not re.search(r"[a-z]", words)
