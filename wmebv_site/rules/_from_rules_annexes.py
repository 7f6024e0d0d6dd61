"""Rules about what was frozen: whether it is there, counts, and answers each message once."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.designation.answers import State
from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register._from_model_read_annexes import annex_path
from wmebv_site.register.terms import DecisionKind
from wmebv_site.register.values import Source
from wmebv_site.rules.base import Context, Finder, others, rule


@rule("WMEBV221")
def without_annex(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Bij een besluit dat geldt, ontbreekt de bevroren bijlage.

    Wat een besluit aanwijst, staat in de bijlage naast het besluit. Zonder die bijlage kijkt de website naar de
    registers van nu. Wijzigt u daar iets, dan lijkt het alsof dat al in het besluit stond.

    Maak de bijlage met 'wmebv decision freeze' en de id van het besluit. Vergelijk haar met de bijlage in het
    Gemeenteblad. De regel kijkt alleen naar besluiten waar de registers naar verwijzen.

    Grondslag: artikel 3:42 Awb en artikel 7, tweede lid, Bekendmakingswet.
    """
    named = {source.decision for source in _sources(context) if source is not None}
    for decision in context.decisions.in_force:
        if decision.id in named and decision.annex is None and context.decisions.designates(decision):
            text = f"Het besluit '{decision.id}' geldt, maar de bijlage ernaast ontbreekt."
            yield find.warning(decision.place, text, f"Maak haar met 'wmebv decision freeze {decision.id}'.")


def _sources(context: Context) -> Iterator[Source | None]:
    register = context.register
    yield from (designation.source for designation in register.designations)
    yield from (product.source for product in register.products)
    yield from (message.source for _, message in context.listed_messages)
    if register.default_source is not None:
        yield register.default_source.source


@rule("WMEBV222")
def two_decisions_at_once(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Twee besluiten die tegelijk gelden, wijzen iets aan voor hetzelfde bericht.

    Gelden er twee besluiten voor hetzelfde bericht? Dan gaat het besluit voor dat later in werking trad. Begonnen ze
    op dezelfde dag, dan kan de website niet kiezen. Het bericht heeft dan geen kanaal.

    Vervangt het ene besluit het andere, of wijzigt het dat? Schrijf dat dan op:

        replaces: [aanwijzing-2025]

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    known_today = {place for answer in context.intended.all for tied in answer.tied for place in (tied.place,)}
    told: dict[Place, list[str]] = {}
    for answer in context.holding.all:
        if answer.state is not State.ERROR or all(tied.place in known_today for tied in answer.tied):
            continue
        names = sorted({tied.decision for tied in answer.tied if tied.decision})
        decision = context.register.decision_by_id.get(names[-1]) if names else None
        place = decision.place if decision else answer.product.place
        said = told.setdefault(place, [])
        said.append(f"'{answer.message.key}' van '{answer.product.name}'")
    for place, messages in told.items():
        text = f"Op dezelfde dag begonnen twee besluiten die gelden voor {messages[0]}{others(len(messages) - 1)}."
        yield find.error(place, text, "Voeg 'replaces' of 'amends' toe, of 'lapsed' bij het oude besluit.")


@rule("WMEBV223")
def annex_that_does_not_count(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Naast een besluit ligt een bijlage die niet meetelt.

    Een bijlage telt pas mee als bij het besluit 'annex: frozen' staat. Is het bevriezen afgebroken? Voer
    'wmebv decision freeze' dan opnieuw uit, met de id van het besluit.

    Is het besluit al vastgesteld? Dan is dit een fout. Iemand heeft misschien 'annex: frozen' verwijderd. Zet het
    besluit terug uit de geschiedenis van uw project.

    Grondslag: goede praktijk.
    """
    for decision in context.register.decisions:
        if decision.id not in context.register.stray_annexes:
            continue
        text = f"De bijlage van '{decision.id}' telt niet mee: bij het besluit staat geen 'annex: frozen'."
        place = Place(annex_path(decision.id))
        if decision.adopted is None:
            hint = f"Voer 'wmebv decision freeze {decision.id}' opnieuw uit, of verwijder het bestand."
            yield find.info(place, text, hint)
        else:
            yield find.error(place, text, "Zet het besluit terug zoals het was, of verwijder de bijlage.")


@rule("WMEBV224")
def withdrawn_without_amendment(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Iets is ingetrokken, maar niet door een wijzigingsbesluit.

    Wie een aanwijzing intrekt, doet dat met een besluit dat een ander besluit wijzigt. Noem dat besluit bij 'source':

        - {domain: sociaal, channels: [contactformulier], withdrawn: ja, source: "besluit:wijziging-2026"}

    Bij dat besluit staan 'kind: wijziging' en 'amends'. Tot het geldt, blijft de oude aanwijzing gelden.

    Grondslag: artikel 2:13, tweede lid, Awb.
    """
    register = context.register
    written = [(entry.source, entry.place_of("source")) for entry in register.designations if entry.withdrawn]
    written += [(row.source, row.place_of("source")) for _, row in context.listed_messages if row.withdrawn]
    for source, place in written:
        decision = register.decision_by_id.get(source.decision or "") if source else None
        if source is not None and source.is_decision and decision is None:
            continue  # rule 3 says that it doesn't exist
        if decision is None or decision.amends is None or decision.kind is not DecisionKind.AMENDMENT:
            text = "Wat hier is ingetrokken, noemt geen wijzigingsbesluit als bron."
            yield find.error(place, text, "Noem een besluit met 'kind: wijziging' en 'amends'.")
