"""What the front matter of ``content/`` says: decisions, support and the pages of the municipality itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import PrivateAttr

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.model.base import (
    ABSENT,
    NOT_TOGETHER,
    WRONG_ORDER,
    Defines,
    Entry,
    Refers,
    internal,
    public,
    written_date,
)
from wmebv_site.model.terms import DecisionKind, SupportKind
from wmebv_site.model.values import (
    TIME,
    Date,
    Days,
    Email,
    Phone,
    PolicySource,
    Slug,
    Text,
    Time,
    Url,
    YesNo,
)
from wmebv_site.source import Document, Mapping

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


class OpeningHours(Entry):
    days: Days = public("Dagen", "Bijvoorbeeld ma-vr.")
    from_: Time = public("Van", "Hoe laat het open gaat.", alias="from")
    until: Time = public("Tot", "Hoe laat het sluit.")

    @classmethod
    def mistakes(cls, data: Mapping) -> Iterator[Diagnostic]:
        yield from _closes_before_it_opens(data)


class OpeningException(Entry):
    date: Date = public("Datum", "Op welke dag het anders is.")
    closed: YesNo = public("Gesloten", "Of het die dag dicht is.", False)
    from_: Time | None = public("Van", "Hoe laat het open gaat.", None, alias="from")
    until: Time | None = public("Tot", "Hoe laat het sluit.", None)
    reason: Text | None = public("Reden", "Waarom het anders is.", None)

    @classmethod
    def mistakes(cls, data: Mapping) -> Iterator[Diagnostic]:
        yield from _closes_before_it_opens(data)


def _closes_before_it_opens(data: Mapping) -> Iterator[Diagnostic]:
    opens, closes = data.get("from"), data.get("until")
    if isinstance(opens, str) and isinstance(closes, str) and TIME.fullmatch(opens) and TIME.fullmatch(closes):
        if closes <= opens:
            message = f"De sluitingstijd {closes} ligt niet na de openingstijd {opens}."
            yield WRONG_ORDER.at(data.place_of("until"), message, "Wijzig 'until' of 'from'.")


class Support(ContentEntry):
    title: Text = public("Titel", "Hoe deze hulp heet.")
    kind: SupportKind = public("Soort", "Wat voor hulp dit is.")
    for_: tuple[Annotated[Slug, Refers("belemmering")], ...] = public(
        "Voor", "Welke belemmeringen deze hulp wegneemt.", (), alias="for"
    )
    summary: Text | None = public("Samenvatting", "Wat de hulp is, in één zin.", None)
    address: Text | None = public("Adres", "Waar de hulp is.", None)
    phone: Phone | None = public("Telefoon", "Het telefoonnummer.", None)
    email: Email | None = public("E-mailadres", "Het e-mailadres.", None)
    url: Url | None = public("Website", "De website met meer uitleg.", None)
    opening_hours: tuple[OpeningHours, ...] = public("Openingstijden", "Wanneer de hulp er is.", ())
    exceptions: tuple[OpeningException, ...] = public("Afwijkende tijden", "Dagen waarop het anders is.", ())
    norms: tuple[Text, ...] = public("Wat u mag verwachten", "Bijvoorbeeld hoe lang iemand wacht.", ())
    accessibility: tuple[Text, ...] = public("Toegankelijkheid", "Bijvoorbeeld rolstoeltoegankelijk.", ())
    cost: Text | None = public("Kosten", "Wat de hulp kost.", None)
    provider: Text | None = public("Aanbieder", "Welke organisatie de hulp geeft.", None)
    languages: tuple[Text, ...] = public("Talen", "In welke talen er hulp is.", ())
    login_needed: YesNo | None = public("Inloggen nodig", "Of men eerst moet inloggen.", None)


class Barrier(Entry):
    id: Annotated[Slug, Defines("belemmering")] = public("Id", "De korte naam in dit register.")
    name: Text = public("Naam", "Wat er moeilijk is, in de woorden van de inwoner.")
    support: tuple[Annotated[Slug, Refers("hulp")], ...] = public("Hulp", "Welke hulp dit wegneemt.", ())
    expected: Text | None = public("Wat u zelf doet", "Wat er van de inwoner wordt gevraagd.", None)
    source: PolicySource | None = public("Bron", "Het beleid waar dit in staat.", None)


class HelpIndex(ContentEntry):
    title: Text | None = public("Titel", "De titel van de pagina.", None)
    description: Text | None = public("Beschrijving", "Waar de pagina over gaat, voor zoekmachines.", None)
    barriers: tuple[Barrier, ...] = public("Belemmeringen", "Wat er moeilijk kan zijn.", ())


class Home(ContentEntry):
    title: Text | None = public("Titel", "De titel van de startpagina.", None)
    description: Text | None = public("Beschrijving", "Waar de pagina over gaat, voor zoekmachines.", None)
