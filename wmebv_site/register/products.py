"""What ``products.yaml`` says: the products, and the types of message about each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from typing import Annotated

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.entry import NOT_TOGETHER, Defines, Entry, Refers, internal, public
from wmebv_site.register.terms import (
    OFFICIAL_KINDS,
    Audience,
    ExemptReason,
    Initiative,
    MessageKind,
    Paper,
    Remedy,
    Sensitivity,
    SignatureKind,
    Statute,
    ToConfirm,
    UplFlag,
)
from wmebv_site.register.values import Date, LegalUrl, NotOurs, Slug, SourceRef, Text, Url, YesNo
from wmebv_site.register.yaml import YamlMapping

ALWAYS_THERE = frozenset(paper.value for paper in Paper)
"""What can be named as a channel without being declared."""
ChannelRef = Annotated[Slug, Refers("kanaal", ALWAYS_THERE)]
AuthorityRef = Annotated[Slug, Refers("bestuursorgaan")]


class LegalBasis(Entry):
    label: Text = public("Grondslag", "Het artikel en de regeling, bijvoorbeeld 'Artikel 2:25 APV'.")
    url: LegalUrl | None = public("Adres", "Het adres van de regeling.", None)


class Exempt(Entry):
    reason: ExemptReason = public("Reden", "Waarom dit bericht niet digitaal kan.")
    basis: Text | None = public("Grondslag", "De wet en het artikel die dat zeggen.", None)
    until: Date | None = public("Tot", "De eerste dag dat de uitzondering niet meer geldt.", None)

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if data.get("reason") == ExemptReason.EXCEPTION.value and "until" not in data:
            message = "Een uitzondering volgens artikel 2:13, vierde lid, Awb is tijdelijk; hier staat geen einddatum."
            yield NOT_TOGETHER.at(
                data.place_of("reason"), message, "Voeg 'until' toe, met de datum uit de regeling."
            )

    def counts_on(self, day: date) -> bool:
        """Whether the exemption is there on a day: always, or before ``until``."""
        return self.until is None or day < self.until


class OnlyDigital(Entry):
    basis: Text | None = public("Grondslag", "De wet en het artikel die dat voorschrijven.", None)


class Signature(Entry):
    kind: SignatureKind = public("Soort", "Welke handtekening er nodig is.")
    basis: Text | None = public("Grondslag", "De wet en het artikel die dat voorschrijven.", None)


def withdrawn_without_source(data: YamlMapping) -> Iterator[Diagnostic]:
    """What is withdrawn names the amendment that does so."""
    if data.get("withdrawn") == "ja" and "source" not in data:
        message = "Wie iets intrekt, noemt het besluit dat dit doet; hier ontbreekt dat."
        yield NOT_TOGETHER.at(
            data.place_of("withdrawn"), message, "Voeg 'source' toe, met het wijzigingsbesluit."
        )


class Message(Entry):
    kind: MessageKind = public("Soort", "Wat voor bericht dit is.")
    id: Annotated[Slug, Defines("bericht")] | None = public(
        "Id", "De korte naam; zonder deze sleutel de soort.", None
    )
    formerly: tuple[Slug, ...] = public("Vroeger", "Eerdere namen van dit bericht.", ())
    name: Text | None = public("Naam", "Hoe het bericht heet op de website.", None)
    official: YesNo | None = public(
        "Officieel", "Alleen nodig als het anders is dan bij de soort hoort.", None
    )
    authority: AuthorityRef | None = public(
        "Bestuursorgaan", "Als dat een ander is dan bij het product.", None
    )
    initiative: Initiative = public("Initiatief", "Of de gemeente om het bericht vroeg.", Initiative.OWN)
    channels: tuple[ChannelRef, ...] = public("Kanalen", "De gewenste kanalen.", (), min_length=1)
    source: SourceRef | None = public("Bron", "Het besluit of de wet waaruit dit volgt.", None)
    article: Text | None = public("Artikel", "Het artikel in het besluit.", None)
    withdrawn: YesNo = public("Ingetrokken", "Of het wijzigingsbesluit bij 'source' dit intrekt.", False)
    in_use: tuple[ChannelRef, ...] | None = internal(
        "Nu in gebruik", "Wat mensen nu gebruiken. Op de website alleen zolang er niets is aangewezen.", None
    )
    paper: tuple[Paper, ...] | None = public(
        "Ook op papier of in persoon", "Als het anders is dan standaard.", None
    )
    exempt: Exempt | None = public("Uitgezonderd", "Waarom dit bericht niet digitaal kan.", None)
    only_digital: OnlyDigital | None = public("Alleen digitaal", "De wet die dat voorschrijft.", None)
    signature: Signature | None = public("Handtekening", "Welke handtekening er nodig is.", None)
    term: Text | None = public("Termijn", "Wanneer het bericht er moet zijn.", None)

    @cached_property
    def key(self) -> str:
        """What the message is called within its product."""
        return self.id or self.kind.value

    @property
    def on_request(self) -> bool:
        return self.initiative is Initiative.ON_REQUEST

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if "exempt" in data and "only_digital" in data:
            message = "Een bericht kan niet tegelijk uitgezonderd en alleen digitaal zijn."
            yield NOT_TOGETHER.at(data.place_of_key("only_digital"), message, "Verwijder een van beide.")
        yield from withdrawn_without_source(data)


@cache
def _in_order(audience: tuple[Audience, ...] | None) -> tuple[Audience, ...]:
    return tuple(Audience) if audience is None else tuple(each for each in Audience if each in audience)


@cache
def _as_listed(audience: tuple[Audience, ...] | None) -> tuple[Audience, ...]:
    return tuple(Audience) if audience is None else tuple(dict.fromkeys(audience))


class Product(Entry):
    id: Annotated[Slug, Defines("product")] = public("Id", "De korte naam; ook in het adres van de pagina.")
    formerly: tuple[Slug, ...] = public("Vroeger", "Eerdere ids; het oude adres blijft werken.", ())
    name: Text = public("Naam", "De naam van het product.")
    upl: Text | None = public("UPL", "Het adres van de naam in de Uniforme Productnamenlijst.", None)
    upl_name: Text | None = public(
        "UPL-naam", "De naam zoals die in de Uniforme Productnamenlijst staat.", None
    )
    upl_flags: tuple[UplFlag, ...] = internal(
        "UPL-kenmerken", "Wat de Uniforme Productnamenlijst over dit product zegt.", ()
    )
    sdg: tuple[Text, ...] = internal("SDG-codes", "De codes van de Europese toegangspoort, zoals D1.", ())
    summary: Text | None = public(
        "Samenvatting", "Waar het product voor is, in één of twee korte zinnen.", None
    )
    synonyms: tuple[Text, ...] = public("Andere woorden", "Woorden waarmee mensen dit zoeken.", ())
    domain: Annotated[Slug, Refers("domein")] = public("Domein", "Bij welk domein het product hoort.")
    audience: tuple[Audience, ...] | None = public(
        "Voor wie",
        "Inwoners, ondernemers of beide; wie vooraan staat, komt op de pagina eerst. Zonder deze sleutel beide.",
        None,
        min_length=1,
    )
    authority: AuthorityRef = public("Bestuursorgaan", "Wie over dit product beslist.")
    executor: Annotated[Slug, Refers("uitvoerder")] | None = public("Uitvoerder", "Wie het werk doet.", None)
    legal_basis: tuple[LegalBasis, ...] = public("Grondslag", "De regels waarop het product berust.", ())
    statutes: tuple[Statute, ...] = public("Wetten", "Of de Omgevingswet of de Dienstenwet geldt.", ())
    sensitivity: Sensitivity | None = internal("Gevoeligheid", "Hoe gevoelig de gegevens zijn.", None)
    remedy: Remedy = public("Rechtsmiddel", "Wat iemand tegen het besluit kan doen.", Remedy.OBJECTION)
    documents: tuple[Text, ...] = public("Nodig", "Wat men bij de hand moet hebben.", ())
    page: Url | None = public("Pagina", "De eigen pagina van de gemeente over dit product.", None)
    unconfirmed: tuple[ToConfirm, ...] = internal(
        "Nog te bevestigen", "Wat het programma heeft ingevuld en nog niemand heeft nagekeken.", ()
    )
    reviewed: Date | None = public("Nagekeken", "Wanneer dit product voor het laatst is nagekeken.", None)
    channels: tuple[ChannelRef, ...] = public("Kanalen", "De kanalen voor alle berichten.", (), min_length=1)
    source: SourceRef | None = public("Bron", "Het besluit of de wet waaruit dit volgt.", None)
    article: Text | None = public("Artikel", "Het artikel in het besluit.", None)
    messages: tuple[Message, ...] = public(
        "Berichten", "Welke berichten er over dit product zijn.", min_length=1
    )

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Who the product is for, in the order of :class:`Audience`: that of answers and annexes."""
        return _in_order(self.audience)

    @property
    def audiences_as_listed(self) -> tuple[Audience, ...]:
        """Who the product is for, whoever the register names first coming first: that of its own page."""
        return _as_listed(self.audience)

    def is_confirmed(self, field: ToConfirm) -> bool:
        """Whether a person stands behind this field, or only a list that had to fill something in."""
        return field not in self.unconfirmed

    def lists(self, message: Message) -> bool:
        """Whether the message is one of its own, and not a standard one that it gets without a word."""
        return any(message is own for own in self.messages)

    def authority_of(self, message: Message) -> str:
        return message.authority or self.authority

    def is_official(self, message: Message) -> bool:
        """Whether Awb 2:13(1) is about this message: by what the editor says, else by its kind."""
        if message.official is not None:
            return message.official
        if message.kind is MessageKind.NOTIFICATION:
            return bool(self.legal_basis or self.statutes)
        return message.kind in OFFICIAL_KINDS


class Proposal(Entry):
    """What a list of others says about a product; it counts for nothing until a person writes it in the product."""

    product: Annotated[Slug, Refers("product")] | None = internal(
        "Product", "Het product waar dit over gaat.", None
    )
    name: Text | None = internal("Naam", "De naam in de lijst, bij een product dat u nog niet hebt.", None)
    upl: Text | None = internal("UPL", "Het adres in de lijst, bij een product dat u nog niet hebt.", None)
    number: Text | None = internal("Nummer", "Het nummer in de lijst.", None)
    digital: YesNo | None = internal("Digitaal kanaal", "Of de lijst een digitaal kanaal nodig vindt.", None)
    in_person: YesNo | None = internal("In persoon", "Of men volgens de lijst zelf moet komen.", None)
    domain: Text | None = internal("Domein", "Het domein volgens de lijst.", None)
    url: Url | None = internal("Adres", "Waar men het volgens de lijst nu online aanvraagt.", None)
    page: Url | None = internal("Pagina", "De pagina van het product volgens de lijst.", None)
    summary: Text | None = internal(
        "Samenvatting",
        "Waar het product volgens de lijst voor is, als u er nog geen samenvatting bij hebt.",
        None,
    )
    synonyms: tuple[Text, ...] = internal(
        "Andere woorden", "Woorden die mensen volgens de lijst voor het product gebruiken.", ()
    )
    by: Text | None = internal("Door", "Van wie de lijst is.", None)
    done: YesNo = internal(
        "Afgehandeld", "Schrijf 'ja' als u hebt besloten wat u met dit voorstel doet.", False
    )

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if not data.keys() & {"product", "name"}:
            message = "Dit voorstel zegt niet over welk product het gaat."
            yield NOT_TOGETHER.at(data.place, message, "Voeg 'product' toe, of 'name' bij een nieuw product.")


class ProductsFile(Entry):
    """The whole of ``products.yaml``."""

    not_ours: tuple[NotOurs, ...] = internal(
        "Niet van ons",
        "Wat uw gemeente niet aanbiedt: het adres uit de Uniforme Productnamenlijst, of een id. Geen lijst voegt het toe.",
        (),
    )
    products: tuple[Product, ...] = public("Producten", "De producten.", ())
    proposals: tuple[Proposal, ...] = internal(
        "Voorstellen", "Wat een lijst van anderen voorstelt en u nog niet hebt bevestigd.", ()
    )
