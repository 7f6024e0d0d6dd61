"""What the front matter of ``content/`` says: decisions and the pages of the municipality itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import PrivateAttr

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register._from_source_tree import Mapping
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
from wmebv_site.register.terms import AnnexState, DecisionKind
from wmebv_site.register.values import Date, Slug, Text, Url

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
        "Bijlage", "Staat er 'frozen', dan hoort er een bijlage naast; 'wmebv decision freeze' schrijft dit.", None
    )

    @property
    def short_title(self) -> str:
        return self.citation_title or self.title

    @classmethod
    def mistakes(cls, data: Mapping) -> Iterator[Diagnostic]:
        order = [("adopted", "vastgesteld", "published", "bekendgemaakt")]
        order += [("in_force_from", "in werking", "lapsed", "vervallen")]
        back, from_ = written_date(data, "retroactive_to"), written_date(data, "in_force_from")
        if back and from_ and back > from_:
            message = f"Terugwerken kan alleen naar een dag vóór de inwerkingtreding ({from_}), niet naar {back}."
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
