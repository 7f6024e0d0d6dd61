"""What the front matter of ``content/besluiten/`` says: a decision, and whether decisions follow each other in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from wmebv_site.diagnostics import Code, Diagnostic
from wmebv_site.dutch import in_words
from wmebv_site.register.entry import (
    NOT_TOGETHER,
    WRONG_ORDER,
    ContentEntry,
    Entry,
    Refers,
    internal,
    public,
    written_date,
)
from wmebv_site.register.terms import AnnexState, DecisionKind
from wmebv_site.register.values import Date, Slug, Text, Url
from wmebv_site.register.yaml import YamlMapping

DecisionRef = Annotated[Slug, Refers("besluit")]


GEMEENTEBLAD = "het Gemeenteblad"
_GAZETTES = {
    "gmb": GEMEENTEBLAD,
    "prb": "het Provinciaal blad",
    "wsb": "het Waterschapsblad",
    "bgr": "het Blad gemeenschappelijke regeling",
    "stcrt": "de Staatscourant",
    "stb": "het Staatsblad",
}


class Rectification(Entry):
    """A correction in the gazette of an error in a decision that was adopted."""

    date: Date = public("Datum", "De dag waarop de rectificatie in het Gemeenteblad stond.")
    publication: Url = public("Adres", "Het adres van de rectificatie in het Gemeenteblad.")
    what: Text = public("Wat", "Wat er is hersteld, in een of twee korte zinnen.")
    removes: tuple[Slug, ...] = internal(
        "Haalt weg",
        "De id's van producten die niet meer in het register staan, en die ten onrechte in de bijlage stonden.",
        (),
        min_length=1,
    )


class Decision(ContentEntry):
    title: Text = public("Titel", "De volledige titel van het besluit.")
    citation_title: Text | None = public("Citeertitel", "De korte titel.", None)
    kind: DecisionKind = public("Soort", "Wat voor besluit dit is.")
    authorities: tuple[Annotated[Slug, Refers("bestuursorgaan")], ...] = public(
        "Bestuursorganen", "Wie het besluit nam of neemt.", min_length=1
    )
    under_mandate: DecisionRef | None = public("Krachtens mandaat", "Het mandaatbesluit.", None)
    basis: tuple[Text, ...] = public("Grondslag", "De artikelen waarop het besluit berust.", ())
    adopted: Date | None = public("Vastgesteld", "De dag waarop het besluit is genomen.", None)
    case_number: Text | None = internal("Zaaknummer", "Het nummer van de zaak bij de gemeente.", None)
    published: Date | None = public("Bekendgemaakt", "De dag waarop het in het Gemeenteblad stond.", None)
    publication: Url | None = public("Gemeenteblad", "Het adres van de bekendmaking.", None)
    cvdr: Text | None = public("CVDR", "Het nummer in de regelingenbank.", None)
    in_force_from: Date | None = public("Ingangsdatum", "De eerste dag dat het besluit geldt.", None)
    retroactive_to: Date | None = public("Terugwerkend tot", "Tot welke dag het terugwerkt.", None)
    lapsed: Date | None = public("Vervallen", "De eerste dag dat het niet meer geldt.", None)
    replaces: tuple[DecisionRef, ...] = public("Vervangt", "De besluiten die dit besluit vervangt.", ())
    amends: DecisionRef | None = public("Wijzigt", "Het besluit dat dit besluit wijzigt.", None)
    rectifications: tuple[Rectification, ...] = public(
        "Rectificaties", "Wat er na de vaststelling in het Gemeenteblad is hersteld.", (), min_length=1
    )
    url: Url | None = public("Adres", "Waar het besluit van een andere organisatie staat.", None)
    annex: AnnexState | None = public(
        "Bijlage",
        "Staat er 'frozen', dan hoort er een bijlage naast; 'wmebv decision freeze' schrijft dit.",
        None,
    )
    frozen_as: Slug | None = internal(
        "Bevroren als",
        "De id die het besluit had toen de bijlage werd gemaakt; 'wmebv fleet merge' schrijft dit.",
        None,
    )
    rectified_annexes: tuple[Date, ...] = public(
        "Herstelde bijlagen",
        "Van welke rectificaties de herstelde bijlage ernaast staat; 'wmebv decision freeze' schrijft dit.",
        (),
        min_length=1,
    )

    @property
    def gazette(self) -> str | None:
        """The official paper in which it stands, with its article, as the address of the publication tells."""
        paper = re.search(r"/([a-z]+)-\d{4}-\d+", self.publication or "")
        return _GAZETTES.get(paper[1]) if paper else None

    @property
    def short_title(self) -> str:
        return self.citation_title or self.title

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        order = [("adopted", "vastgesteld", "published", "bekendgemaakt")]
        order += [("in_force_from", "ingegaan", "lapsed", "vervallen")]
        back, from_ = written_date(data, "retroactive_to"), written_date(data, "in_force_from")
        if back and from_ and back > from_:
            message = f"Terugwerken kan alleen naar een dag vóór de ingangsdatum ({in_words(from_)}), niet naar {in_words(back)}."
            yield WRONG_ORDER.at(data.place_of("retroactive_to"), message, "Controleer beide datums.")
        for first, first_word, second, second_word in order:
            a, b = written_date(data, first), written_date(data, second)
            if a and b and b < a:
                message = f"Het besluit kan niet zijn {second_word} ({in_words(b)}) voordat het {first_word} is ({in_words(a)})."
                yield WRONG_ORDER.at(data.place_of(second), message, f"Controleer '{first}' en '{second}'.")
        if data.get("kind") == DecisionKind.AMENDMENT.value and "amends" not in data:
            message = "Een wijzigingsbesluit noemt het besluit dat het wijzigt; hier ontbreekt dat."
            hint = "Voeg 'amends' toe, met de id van dat besluit."
            yield NOT_TOGETHER.at(data.place_of("amends"), message, hint)


ROUND = Code(
    "WMEBV211",
    "Besluiten vervangen of wijzigen elkaar in een kring",
    "Een besluit kan niet zichzelf vervangen of wijzigen, ook niet via andere besluiten. Controleer 'replaces' en "
    "'amends'.",
)


def chain_diagnostics(decisions: Sequence[Decision]) -> list[Diagnostic]:
    """One diagnostic for each round of decisions, at the first that leads back to itself."""
    reached = {decision.id: _led_to_by(decision.id, decisions) for decision in decisions}
    found = []
    told: set[str] = set()
    for decision in decisions:
        if decision.id not in reached[decision.id] or decision.id in told:
            continue
        told |= {other for other in reached[decision.id] if decision.id in reached[other]}
        key = "replaces" if set(decision.replaces) & told else "amends"
        message = f"Het besluit '{decision.id}' vervangt of wijzigt uiteindelijk zichzelf."
        found.append(ROUND.at(decision.place_of(key), message, "Verwijder een van de verwijzingen."))
    return found


def _led_to_by(start: str, decisions: Sequence[Decision]) -> set[str]:
    """All decisions that a decision leads to."""
    next_to = {each.id: [*each.replaces, *([each.amends] if each.amends else [])] for each in decisions}
    seen: set[str] = set()
    waiting = list(next_to[start])
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += next_to[current]
    return seen
