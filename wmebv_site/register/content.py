"""What the front matter of ``content/`` says: decisions, policies, the road map, and the municipality's own pages and words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import PrivateAttr

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.entry import (
    ABSENT,
    NOT_TOGETHER,
    WRONG_ORDER,
    Entry,
    Refers,
    internal,
    public,
    written_date,
)
from wmebv_site.register.front_matter import Document
from wmebv_site.register.terms import AnnexState, DecisionKind, PolicyKind
from wmebv_site.register.values import Date, Slug, Text, Url
from wmebv_site.register.yaml import YamlList, YamlMapping

DecisionRef = Annotated[Slug, Refers("besluit")]


class ContentEntry(Entry):
    """A Markdown file whose front matter is an entry; its name in the register is the name of the file."""

    _document: Document = PrivateAttr(default_factory=lambda: Document("", ABSENT, "", 1))

    @property
    def id(self) -> str:
        return self._document.file.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def file(self) -> str:
        return self._document.file

    @property
    def is_example(self) -> bool:
        """Whether it still says that an example must be replaced."""
        return self._document.example

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self._document.body

    @property
    def body_line(self) -> int:
        """The line of the file on which the body begins, from 1."""
        return self._document.body_line


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
    in_force_from: Date | None = public("In werking vanaf", "De eerste dag dat het besluit geldt.", None)
    retroactive_to: Date | None = public("Terugwerkend tot", "Tot welke dag het terugwerkt.", None)
    lapsed: Date | None = public("Vervallen", "De eerste dag dat het niet meer geldt.", None)
    replaces: tuple[DecisionRef, ...] = public("Vervangt", "De besluiten die dit besluit vervangt.", ())
    amends: DecisionRef | None = public("Wijzigt", "Het besluit dat dit besluit wijzigt.", None)
    url: Url | None = public("Adres", "Waar het besluit van een andere organisatie staat.", None)
    annex: AnnexState | None = public(
        "Bijlage",
        "Staat er 'frozen', dan hoort er een bijlage naast; 'wmebv decision freeze' schrijft dit.",
        None,
    )

    @property
    def short_title(self) -> str:
        return self.citation_title or self.title

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        order = [("adopted", "vastgesteld", "published", "bekendgemaakt")]
        order += [("in_force_from", "in werking", "lapsed", "vervallen")]
        back, from_ = written_date(data, "retroactive_to"), written_date(data, "in_force_from")
        if back and from_ and back > from_:
            message = (
                f"Terugwerken kan alleen naar een dag vóór de inwerkingtreding ({from_}), niet naar {back}."
            )
            yield WRONG_ORDER.at(data.place_of("retroactive_to"), message, "Controleer beide datums.")
        for first, first_word, second, second_word in order:
            a, b = written_date(data, first), written_date(data, second)
            if a and b and b < a:
                message = f"Het besluit kan niet zijn {second_word} ({b}) voordat het {first_word} is ({a})."
                yield WRONG_ORDER.at(data.place_of(second), message, f"Controleer '{first}' en '{second}'.")
        if data.get("kind") == DecisionKind.AMENDMENT.value and "amends" not in data:
            message = "Een wijzigingsbesluit noemt het besluit dat het wijzigt; hier ontbreekt dat."
            hint = "Voeg 'amends' toe, met de id van dat besluit."
            yield NOT_TOGETHER.at(data.place_of("amends"), message, hint)


class Home(ContentEntry):
    title: Text | None = public("Titel", "De titel van de startpagina.", None)
    description: Text | None = public("Beschrijving", "Waar de pagina over gaat, voor zoekmachines.", None)


class Policy(ContentEntry):
    """Without ``adopted`` it is a draft, and never published."""

    title: Text = public("Titel", "Hoe dit beleid heet.")
    kind: PolicyKind = public("Soort", "Waar dit beleid over gaat.")
    adopted_by: Annotated[Slug, Refers("bestuursorgaan")] | None = public(
        "Vastgesteld door", "Wie het beleid vaststelde of vaststelt.", None
    )
    adopted: Date | None = public(
        "Vastgesteld", "De dag waarop het is vastgesteld; leeg bij een concept.", None
    )
    publication: Url | None = public(
        "Gemeenteblad", "Het adres van de bekendmaking, bij een beleidsregel.", None
    )
    document: Url | None = public("Document", "Het adres van het document zelf.", None)
    version: Text | None = public("Versie", "Het nummer of de naam van deze versie.", None)

    def adopted_on(self, day: date) -> bool:
        """Whether it is adopted by this day."""
        return self.adopted is not None and self.adopted <= day

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if data.get("adopted") and "adopted_by" not in data.key_spans:
            message = "Er staat wanneer dit beleid is vastgesteld, maar niet door wie."
            yield NOT_TOGETHER.at(data.place_of_key("adopted"), message, "Voeg 'adopted_by' toe.")


class RoadmapStep(StrEnum):
    """The seven steps of digital contact, then the four of the duty of care (Awb 2:1, first member)."""

    LEAD = "trekker"
    COLLEAGUES = "collegas"
    STRATEGY = "kanaalstrategie"
    ANALYSIS = "analyse"
    ANNOUNCING = "bekendmaken"
    SUPPORT = "ondersteuning"
    UPKEEP = "bijhouden"
    BARRIERS = "zorg-belemmeringen"
    OFFER = "zorg-aanbod"
    POLICY = "zorg-beleid"
    PUBLISHED = "zorg-bekend"

    @property
    def of_the_duty_of_care(self) -> bool:
        return self.value.startswith("zorg-")


class RoadmapAction(Entry):
    action: Text = internal("Actie", "Wat er moet gebeuren, in één zin.")
    owner: Text | None = internal("Eigenaar", "Wie het doet: een functie, geen naam van een persoon.", None)
    due: Date | None = internal("Klaar vóór", "De dag waarop het klaar moet zijn.", None)
    done: Date | None = internal("Gedaan op", "De dag waarop het klaar was.", None)
    evidence: Text | None = internal("Bewijs", "Waar dat uit blijkt.", None)


class StepEntry(Entry):
    step: RoadmapStep = internal("Stap", "Welke stap dit is.")
    owner: Text | None = internal(
        "Eigenaar", "Wie de stap trekt: een functie, geen naam van een persoon.", None
    )
    due: Date | None = internal("Klaar vóór", "De dag waarop de stap klaar moet zijn.", None)
    actions: tuple[RoadmapAction, ...] = internal("Acties", "Wat er in deze stap moet gebeuren.", ())


class Roadmap(Entry):
    """The whole of ``content/stappenplan.yaml``."""

    steps: tuple[StepEntry, ...] = internal("Stappen", "De stappen waarover u iets bijhoudt.", ())

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        listed = data.get("steps")
        first: dict[object, int] = {}
        for entry in listed if isinstance(listed, YamlList) else ():
            step = entry.get("step") if isinstance(entry, YamlMapping) else None
            if not isinstance(step, str):
                continue
            place = entry.place_of("step")
            if step in first:
                message = f"De stap '{step}' staat er al, op regel {first[step]}."
                yield NOT_TOGETHER.at(place, message, "Zet alles over een stap bij elkaar.")
            first.setdefault(step, place.line)


class AvoidedWord(Entry):
    avoid: Text = internal("Liever niet", "Het woord of de woorden die een lezer niet hoeft te kennen.")
    write: Text = internal("Liever wel", "Wat u in plaats daarvan schrijft.")


class Wordlist(Entry):
    """The whole of ``content/woordenlijst.yaml``."""

    words: tuple[AvoidedWord, ...] = internal("Woorden", "De woorden die u zelf toevoegt.", ())
    keep: tuple[Text, ...] = internal("Toch gebruiken", "Woorden uit de vaste lijst die bij u wel mogen.", ())
