"""What ``channels.yaml`` says: the municipality, who decides, the channels with their checklist, and what is designated widely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.dutch import enumerate_words
from wmebv_site.register.entry import (
    NOT_TOGETHER,
    Defines,
    Entry,
    Refers,
    ends_before_it_begins,
    internal,
    public,
)
from wmebv_site.register.products import (
    ALWAYS_THERE,
    AuthorityRef,
    ChannelRef,
    Message,
    withdrawn_without_source,
)
from wmebv_site.register.terms import (
    Acknowledgement,
    AssuranceLevel,
    Audience,
    AuthorityKind,
    ChannelKind,
    Covers,
    Fact,
    Initiative,
    Login,
    MessageKind,
    Owner,
    Paper,
    SenderCopy,
    Statute,
    SupplierAnswer,
)
from wmebv_site.register.values import (
    BasePath,
    ChannelUrl,
    Date,
    Email,
    Feedback,
    Formatted,
    Host,
    Phone,
    Slug,
    SourceRef,
    Text,
    Tooi,
    Url,
    Version,
    YesNo,
    is_mailbox,
)
from wmebv_site.register.yaml import YamlList, YamlMapping


class Supplier(Entry):
    name: Text = internal("Leverancier", "De naam van de leverancier.")
    asked_on: Date | None = internal("Gevraagd op", "Wanneer u de leverancier naar de wet vroeg.", None)
    answer: SupplierAnswer | None = internal("Antwoord", "Wat de leverancier antwoordde.", None)
    answered_on: Date | None = internal("Beantwoord op", "Wanneer het antwoord kwam.", None)
    follow_up: Date | None = internal("Navragen op", "Wanneer u het de leverancier weer vraagt.", None)


class Checked(Entry):
    on: Date = internal("Op", "Wanneer het kanaal is nagekeken.")
    by: Text | None = internal("Door", "Welke afdeling het nakeek; geen naam van een persoon.", None)


class ChecklistAnswer(Entry):
    answer: Fact = internal("Antwoord", "Ja, nee of onbekend.")
    on: Date | None = internal("Op", "Wanneer dit is vastgesteld.", None)
    evidence: Text | None = internal("Bewijs", "Waar dat uit blijkt.", None)


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a channel to which yes means that it is as it should be; ``basis`` is None for practice.

    ``mend`` is what to do where the answer is no, as a sentence with room for the channel.
    """

    key: str
    title: str
    text: str
    mend: str
    basis: str | None = None
    ours: bool = True
    """Asked only of a channel that isn't national: of those, another looks after the system itself."""


QUESTIONS: dict[str, Question] = {
    question.key: question
    for question in (
        Question(
            "betrouwbaar",
            "Betrouwbaar",
            "Is het kanaal betrouwbaar genoeg voor de aard en de inhoud van deze berichten?",
            "Maak {} betrouwbaar genoeg voor de berichten die er binnenkomen.",
            "artikel 2:13, tweede lid, Awb",
        ),
        Question(
            "europese_inlog",
            "Europese inlog",
            "Kan iemand met de inlog van een ander Europees land erin, of is dat hier niet nodig?",
            "Zorg dat {} ook werkt met de inlog van een ander Europees land.",
        ),
        Question(
            "eisen_evenredig",
            "Eisen evenredig",
            "Maken de nadere eisen, ook het inloggen, digitaal sturen niet onnodig moeilijk?",
            "Zorg dat de eisen van {} digitaal sturen niet onnodig moeilijk maken.",
            "artikel 2:13, derde lid, Awb",
        ),
        Question(
            "onnodige_velden",
            "Geen onnodige velden",
            "Is nagegaan dat het kanaal niets vraagt wat u niet nodig hebt?",
            "Ga na dat {} niets vraagt wat u niet nodig hebt.",
            "artikel 4:4, tweede lid, Awb",
        ),
        Question(
            "storingsprocedure",
            "Storingsprocedure",
            "Ligt vast wie een storing bekendmaakt, en hoe snel?",
            "Leg vast wie een storing van {} bekendmaakt, en hoe snel.",
            "artikel 2:21 Awb",
            ours=False,
        ),
        Question(
            "verkeerd_gestuurd",
            "Verkeerd gestuurde berichten",
            "Ligt vast wat u doet met een bericht dat hier niet hoort?",
            "Leg vast wat u doet met berichten die niet bij {} horen.",
            "artikel 2:16, eerste lid, Awb",
            ours=False,
        ),
        Question(
            "handtekening",
            "Handtekening",
            "Kan de afzender hier ondertekenen zoals het bericht dat vraagt?",
            "Zorg dat de afzender via {} kan ondertekenen zoals het bericht dat vraagt.",
            "artikel 2:18 Awb",
        ),
        Question(
            "antwoorden",
            "Antwoorden",
            "Is geregeld hoe u antwoordt? Staat het antwoord in een portaal, dan meldt u dat binnen 48 uur.",
            "Regel hoe u antwoordt op een bericht via {}.",
            "artikel 2:10, eerste lid, Awb",
            ours=False,
        ),
        Question(
            "toegankelijk",
            "Toegankelijkheidsverklaring",
            "Heeft het kanaal een toegankelijkheidsverklaring die klopt?",
            "Zorg voor een toegankelijkheidsverklaring van {} die klopt.",
            "artikel 4 Besluit digitale toegankelijkheid overheid",
        ),
        Question(
            "gegevens_beperkt",
            "Weinig gegevens",
            "Bewaart het kanaal niet meer gegevens over mensen dan nodig is?",
            "Zorg dat {} niet meer gegevens over mensen bewaart dan nodig is.",
            "AVG",
        ),
        Question(
            "bewaartermijn",
            "Bewaartermijn",
            "Ligt vast hoelang berichten uit dit kanaal bewaard blijven?",
            "Leg vast hoelang berichten uit {} bewaard blijven.",
            ours=False,
        ),
    )
}
"""The closed list: what no other field of a channel already says."""


def _asked(key: str) -> Any:
    question = QUESTIONS[key]
    basis = f"Grondslag: {question.basis}." if question.basis else "Dit is goede praktijk."
    return internal(question.title, f"{question.text} {basis}", None)


class Checklist(Entry):
    betrouwbaar: ChecklistAnswer | None = _asked("betrouwbaar")
    europese_inlog: ChecklistAnswer | None = _asked("europese_inlog")
    eisen_evenredig: ChecklistAnswer | None = _asked("eisen_evenredig")
    onnodige_velden: ChecklistAnswer | None = _asked("onnodige_velden")
    storingsprocedure: ChecklistAnswer | None = _asked("storingsprocedure")
    verkeerd_gestuurd: ChecklistAnswer | None = _asked("verkeerd_gestuurd")
    handtekening: ChecklistAnswer | None = _asked("handtekening")
    antwoorden: ChecklistAnswer | None = _asked("antwoorden")
    toegankelijk: ChecklistAnswer | None = _asked("toegankelijk")
    gegevens_beperkt: ChecklistAnswer | None = _asked("gegevens_beperkt")
    bewaartermijn: ChecklistAnswer | None = _asked("bewaartermijn")

    def answer_to(self, key: str) -> ChecklistAnswer | None:
        """The answer to a question of the list, by its key."""
        found: ChecklistAnswer | None = getattr(self, key)
        return found


BY_EXECUTOR = "uitvoerder"
"""Stands in a designation for the executor's own channels."""
BY_INVITATION = "uitnodiging"
"""Stands in a designation for the way named in the invitation."""
ANY_EXECUTOR = "elke"

ProductRef = Annotated[Slug, Refers("product")]


class Municipality(Entry):
    name: Text = public("Naam", "De naam van de gemeente, zoals inwoners die kennen.")
    tooi: Tooi | None = public("TOOI-code", "De officiële code van de gemeente, bijvoorbeeld gm0344.", None)
    fictitious: YesNo = public("Verzonnen", "Schrijf 'ja' als deze gemeente niet bestaat.", False)
    since: Date | None = public(
        "Bestaat sinds",
        "De eerste dag waarop de gemeente bestaat, als zij uit andere gemeenten is ontstaan.",
        None,
    )
    website: Url | None = public("Website", "Het adres van de website van de gemeente.", None)
    postal_address: Text | None = public("Postadres", "Het adres voor brieven.", None)
    visiting_address: Text | None = public("Bezoekadres", "Het adres van het gemeentehuis.", None)
    phone: Phone | None = public("Telefoon", "Het telefoonnummer van de gemeente.", None)
    accessibility_statement: Url | None = public(
        "Toegankelijkheidsverklaring", "Het adres van de toegankelijkheidsverklaring.", None
    )
    feedback: Feedback | None = public(
        "Fouten melden",
        "Waar een bezoeker meldt dat er iets niet klopt op een pagina: een e-mailadres, of het adres van een formulier.",
        None,
    )
    featured: tuple[ProductRef, ...] = public(
        "Vooraan", "De producten die op de startpagina vooraan staan.", ()
    )
    paper_default: tuple[Paper, ...] = public(
        "Ook op papier of in persoon",
        "Hoe een officieel bericht altijd ook kan: post, balie of telefoon.",
        (),
    )

    def there_on(self, day: date) -> bool:
        return self.since is None or self.since <= day

    @property
    def feedback_email(self) -> str | None:
        return self.feedback if self.feedback and is_mailbox(self.feedback) else None

    @property
    def feedback_url(self) -> str | None:
        return self.feedback if self.feedback and not is_mailbox(self.feedback) else None


class Authority(Entry):
    id: Annotated[Slug, Defines("bestuursorgaan")] = public("Id", "De korte naam in dit register.")
    kind: AuthorityKind = public("Soort", "Welk bestuursorgaan dit is.")
    name: Text = public("Naam", "De naam zoals die in een zin staat, bijvoorbeeld 'de burgemeester'.")
    url: Url | None = public("Adres", "De website, bij een bestuursorgaan buiten de gemeente.", None)
    postal_address: Text | None = public(
        "Postadres", "Het adres voor brieven, als dat niet dat van de gemeente is.", None
    )
    visiting_address: Text | None = public(
        "Bezoekadres", "Waar men langskomt, als dat niet het gemeentehuis is.", None
    )
    phone: Phone | None = public("Telefoon", "Het telefoonnummer, als dat niet dat van de gemeente is.", None)


class Executor(Entry):
    id: Annotated[Slug, Defines("uitvoerder")] = public("Id", "De korte naam in dit register.")
    name: Text = public("Naam", "De naam van de organisatie.")
    url: Url | None = public("Adres", "De website van de organisatie.", None)
    postal_address: Text | None = public("Postadres", "Het adres van de organisatie voor brieven.", None)
    visiting_address: Text | None = public("Bezoekadres", "Waar men bij de organisatie langskomt.", None)
    phone: Phone | None = public("Telefoon", "Het telefoonnummer van de organisatie.", None)
    channels: tuple[ChannelRef, ...] = public(
        "Kanalen", "De eigen kanalen van de organisatie.", (), min_length=1
    )


class Contact(NamedTuple):
    """Where a body is reached without internet; None where that isn't known."""

    postal_address: str | None
    visiting_address: str | None
    phone: str | None

    def has(self, way: Paper) -> bool:
        """Whether one can go that way: write, come or call."""
        found = {
            Paper.POST: self.postal_address,
            Paper.DESK: self.visiting_address,
            Paper.TELEPHONE: self.phone,
        }
        return found[way] is not None


class Domain(Entry):
    id: Annotated[Slug, Defines("domein")] = public("Id", "De korte naam; ook in het adres van de pagina.")
    name: Text = public("Naam", "De naam van het domein.")


class Terms(Entry):
    """Until when a message of each kind has to be there, for all products that don't say so themselves."""

    aanvraag: Text | None = public("Aanvraag", "De termijn voor een aanvraag.", None)
    aanvulling: Text | None = public("Aanvulling", "De termijn voor een aanvulling.", None)
    ingebrekestelling: Text | None = public(
        "Ingebrekestelling", "De termijn voor een ingebrekestelling.", None
    )
    zienswijze: Text | None = public("Zienswijze", "De termijn voor een zienswijze.", None)
    bezwaar: Text | None = public("Bezwaar", "De termijn voor een bezwaar.", None)
    administratief_beroep: Text | None = public(
        "Administratief beroep", "De termijn voor administratief beroep.", None
    )
    klacht: Text | None = public("Klacht", "De termijn voor een klacht.", None)
    aangifte: Text | None = public("Aangifte", "De termijn voor een aangifte.", None)
    verzoek_informatie: Text | None = public(
        "Verzoek om informatie", "De termijn voor een verzoek om informatie.", None
    )
    melding: Text | None = public("Melding", "De termijn voor een melding.", None)
    vraag: Text | None = public("Vraag", "De termijn voor een vraag.", None)
    verzoek: Text | None = public("Verzoek", "De termijn voor een verzoek.", None)
    ander: Text | None = public("Ander bericht", "De termijn voor een ander bericht.", None)

    def of(self, kind: MessageKind) -> str | None:
        found: str | None = getattr(self, kind.value)
        return found


class DefaultSource(Entry):
    source: SourceRef = public("Bron", "Het besluit of de wet waaruit de aanwijzing volgt.")
    article: Text | None = public("Artikel", "Het artikel in het besluit.", None)


class Entrance(Entry):
    login: Login = public("Inloggen", "Waarmee men inlogt.", Login.NONE)
    audience: tuple[Audience, ...] | None = public(
        "Voor wie", "Wie deze ingang gebruikt.", None, min_length=1
    )
    url: ChannelUrl | None = public("Adres", "Het webadres van deze ingang.", None)
    email: Email | None = public("E-mailadres", "Het e-mailadres van deze ingang.", None)
    language: Text | None = public("Taal", "De taal, als die niet Nederlands is: bijvoorbeeld en.", None)

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        if not data.keys() & {"url", "email"}:
            message = "Deze ingang heeft geen adres."
            yield NOT_TOGETHER.at(data.place, message, "Voeg 'url' toe, of 'email' bij e-mail.")


class Requirement(Entry):
    text: Text = public("Eis", "Wat er nodig is om het bericht te kunnen sturen.")
    source: SourceRef | None = public("Bron", "Het besluit of de wet die deze eis stelt.", None)
    article: Text | None = public("Artikel", "Het artikel waarin de eis staat.", None)
    audience: tuple[Audience, ...] | None = public(
        "Voor wie", "Inwoners, ondernemers of beide; zonder deze sleutel beide.", None, min_length=1
    )

    @property
    def whom(self) -> tuple[Audience, ...]:
        """Of whom it is asked, in the order of the list."""
        return tuple(audience for audience in Audience if self.asks((audience,)))

    def asks(self, audiences: Iterable[Audience]) -> bool:
        """Whether it is asked of any of these."""
        return self.audience is None or any(audience in self.audience for audience in audiences)


class NamedLink(Entry):
    label: Text = public("Tekst", "Hoe de link heet: waar hij heen leidt.")
    url: Url = public("Adres", "Waar de link heen leidt.")


_NEEDS_EMAIL = {ChannelKind.EMAIL.value}


EXPLAINING = ("text", "links", "accessibility_statement")
"""What a channel says beside what a decision designates: no annex fixes it."""


def website_of(url: str) -> str:
    """The name of the website of an address, by which a statement about one counts for all that stands on it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


class Channel(Entry):
    id: Annotated[Slug, Defines("kanaal")] = public("Id", "De korte naam; ook in het adres van de pagina.")
    name: Text = public("Naam", "De naam van het kanaal.")
    kind: ChannelKind = public("Soort", "Wat voor kanaal dit is.")
    owner: Owner = public("Eigenaar", "Van wie het kanaal is.", Owner.MUNICIPALITY)
    audience: tuple[Audience, ...] | None = public(
        "Voor wie", "Inwoners, ondernemers of beide; zonder deze sleutel beide.", None, min_length=1
    )
    url: ChannelUrl | None = public("Adres", "Het webadres, als er één ingang is.", None)
    email: Email | None = public("E-mailadres", "Het e-mailadres, bij het soort e-mail.", None)
    login: tuple[Login, ...] = public(
        "Inloggen", "Waarmee men inlogt, als er één adres is.", (), min_length=1
    )
    entrances: tuple[Entrance, ...] = public("Ingangen", "Een knop per inlog.", (), min_length=1)
    assurance_level: AssuranceLevel | None = public(
        "Betrouwbaarheidsniveau", "Hoe zeker u weet wie het bericht stuurt.", None
    )
    representation: Fact = public(
        "Machtigen", "Of iemand anders met een machtiging mag handelen.", Fact.UNKNOWN
    )
    acknowledgement: Acknowledgement = public(
        "Ontvangstbevestiging",
        "Hoe de afzender hoort dat het bericht is aangekomen.",
        Acknowledgement.UNKNOWN,
    )
    sender_copy: SenderCopy = public(
        "Kopie", "Hoe de afzender een kopie krijgt van wat is ingevuld.", SenderCopy.UNKNOWN
    )
    shared: Fact = public(
        "Gedeeld systeem", "Of afzender en gemeente hetzelfde systeem gebruiken.", Fact.UNKNOWN
    )
    logging: Fact = public("Logboek", "Of het systeem bijhoudt wat er wanneer is verzonden.", Fact.UNKNOWN)
    confidential: Fact = public("Vertrouwelijk", "Of anderen het bericht niet kunnen lezen.", Fact.UNKNOWN)
    requirements: tuple[Requirement, ...] = public("Nadere eisen", "Wat er verder nodig is, met de bron.", ())
    text: Formatted | None = public(
        "Uitleg", "Uw eigen uitleg op de pagina van het kanaal, in Markdown zonder links.", None
    )
    links: tuple[NamedLink, ...] = public("Links", "Waar men meer leest over het kanaal.", (), min_length=1)
    accessibility_statement: Url | None = public(
        "Toegankelijkheidsverklaring",
        "Het adres van de toegankelijkheidsverklaring van het formulier of portaal; geldt voor alle kanalen op die website.",
        None,
    )
    from_: Date | None = public("Vanaf", "De eerste dag dat het kanaal werkt.", None, alias="from")
    until: Date | None = public("Tot", "De eerste dag dat het kanaal niet meer werkt.", None)
    supplier: Supplier | None = internal("Leverancier", "Wie het kanaal levert.", None)
    checked: Checked | None = internal("Nagekeken", "Wanneer en door wie het kanaal is nagekeken.", None)
    checklist: Checklist | None = internal(
        "Checklist", "Antwoorden op vragen die nergens anders staan.", None
    )

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        yield from ends_before_it_begins(data, "from", "until")
        name, kind = data.get("id"), data.get("kind")
        if isinstance(name, str) and name in {BY_EXECUTOR, BY_INVITATION, ANY_EXECUTOR, *ALWAYS_THERE}:
            message = f"De naam '{name}' heeft al een vaste betekenis."
            yield NOT_TOGETHER.at(data.place_of("id"), message, "Kies een andere id voor dit kanaal.")
        if "entrances" in data and (also := [key for key in ("url", "email", "login") if key in data]):
            message = f"Bij 'entrances' hoort geen {enumerate_words(repr(key) for key in also)}."
            yield NOT_TOGETHER.at(data.place_of_key(also[0]), message, "Zet het adres bij een ingang.")
            return
        if not isinstance(kind, str) or kind not in set(ChannelKind):
            return
        needed, other = ("email", "url") if kind in _NEEDS_EMAIL else ("url", "email")
        what = "e-mailadres" if needed == "email" else "webadres"
        if "entrances" not in data:
            if needed not in data:
                message = f"Een kanaal van het soort '{kind}' heeft een {what} nodig."
                yield NOT_TOGETHER.at(data.place_of(needed), message, f"Voeg '{needed}' toe, met het adres.")
            return
        entrances = data["entrances"]
        for entrance in entrances if isinstance(entrances, YamlList) else ():
            if isinstance(entrance, YamlMapping) and other in entrance and needed not in entrance:
                message = f"Een ingang van een kanaal van het soort '{kind}' heeft een {what} nodig."
                hint = f"Schrijf '{needed}' in plaats van '{other}', met het adres."
                yield NOT_TOGETHER.at(entrance.place_of_key(other), message, hint)

    @cached_property
    def ways_in(self) -> tuple[Entrance, ...]:
        """The entrances; with one address, one for each way to log in."""
        if self.entrances:
            return self.entrances
        logins = self.login or (Login.NONE,)
        made = tuple(Entrance(login=login, url=self.url, email=self.email) for login in logins)
        for entrance in made:
            entrance.written_at(self._source)
        return made

    @cached_property
    def websites(self) -> frozenset[str]:
        """The names of the websites that the entrances lead to."""
        return frozenset(website_of(way.url) for way in self.ways_in if way.url)

    def serves(self, audience: Audience) -> bool:
        """Whether the channel and at least one of its entrances are for this audience."""
        return (self.audience is None or audience in self.audience) and bool(self.ways_in_for(audience))

    def ways_in_for(self, audience: Audience) -> tuple[Entrance, ...]:
        return tuple(way for way in self.ways_in if way.audience is None or audience in way.audience)

    def has_stopped_on(self, day: date) -> bool:
        return self.until is not None and self.until <= day

    def works_on(self, day: date) -> bool:
        """Whether the channel is there on a day: from ``from`` on, and before ``until``."""
        return (self.from_ is None or self.from_ <= day) and not self.has_stopped_on(day)


DesignatedRef = Annotated[Slug, Refers("kanaal", ALWAYS_THERE | {BY_EXECUTOR, BY_INVITATION})]
_SELECTORS = ("statute", "executor", "domain", "authority", "messages", "audience", "initiative", "covers")


class Designation(Entry):
    channels: tuple[DesignatedRef, ...] = public("Kanalen", "De kanalen die zijn aangewezen.", min_length=1)
    source: SourceRef | None = public("Bron", "Het besluit of de wet waaruit dit volgt.", None)
    article: Text | None = public("Artikel", "Het artikel in het besluit.", None)
    statute: Statute | None = public("Wet", "Voor producten onder deze wet.", None)
    executor: Annotated[Slug, Refers("uitvoerder", frozenset({ANY_EXECUTOR}))] | None = public(
        "Uitvoerder", "Voor producten van deze uitvoerder; 'elke' is elke uitvoerder.", None
    )
    domain: Annotated[Slug, Refers("domein")] | None = public("Domein", "Voor producten in dit domein.", None)
    authority: AuthorityRef | None = public(
        "Bestuursorgaan", "Voor berichten waarover dit bestuursorgaan beslist.", None
    )
    messages: tuple[MessageKind, ...] | None = public(
        "Berichten", "Voor deze soorten berichten.", None, min_length=1
    )
    audience: tuple[Audience, ...] | None = public("Voor wie", "Voor wie dit geldt.", None, min_length=1)
    initiative: Initiative | None = public("Initiatief", "Of de gemeente om het bericht vroeg.", None)
    covers: Covers = public("Geldt voor", "Officiële berichten, andere berichten of beide.", Covers.OFFICIAL)
    fallback: YesNo = public("Restkanaal", "Voor alles waarvoor niets anders is aangewezen.", False)
    beside: YesNo = public("Ernaast", "Komt erbij; vervangt geen ander kanaal.", False)
    withdrawn: YesNo = public("Ingetrokken", "Of het wijzigingsbesluit bij 'source' dit intrekt.", False)
    from_: Date | None = public("Vanaf", "De eerste dag dat dit geldt.", None, alias="from")

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        yield from withdrawn_without_source(data)
        if not any(key in data for key in _SELECTORS) and data.get("fallback", "nee") == "nee":
            message = "Deze aanwijzing zegt niet waarvoor ze geldt."
            hint = "Voeg 'messages', 'domain', 'statute', 'executor', 'authority', 'covers' of 'fallback: ja' toe."
            yield NOT_TOGETHER.at(data.place, message, hint)


class ChannelsFile(Entry):
    """The whole of ``channels.yaml``."""

    version: Version = internal(
        "Versie",
        "De vorm van alle bestanden van het register. U hoeft dit niet in te vullen: 'wmebv migrate' houdt het bij.",
        1,
    )
    base: BasePath | None = internal(
        "Gedeelde basis",
        "De map of het pakket met het register dat u met andere gemeenten deelt, zoals '../regio' of 'pakket:regio-basis'.",
        None,
    )
    municipality: Municipality = public("Gemeente", "Gegevens van de gemeente.")
    authorities: tuple[Authority, ...] = public("Bestuursorganen", "Wie er beslist.", ())
    executors: tuple[Executor, ...] = public("Uitvoerders", "Wie een taak uitvoert maar niet beslist.", ())
    domains: tuple[Domain, ...] = public("Domeinen", "De indeling van de producten.", ())
    standard_messages: tuple[Message, ...] = public(
        "Vaste berichten", "Berichten bij elk product met een aanvraag.", ()
    )
    terms: Terms | None = public(
        "Termijnen", "De termijn per soort bericht; wat bij een product staat, gaat voor.", None
    )
    default_source: DefaultSource | None = public(
        "Standaardbron", "De bron voor kanalen in products.yaml zonder eigen bron.", None
    )
    trusted_hosts: tuple[Host, ...] = internal(
        "Vertrouwde websites",
        "Websites van leveranciers en partners, bijvoorbeeld leverancier.example; wat ervoor staat, hoort erbij.",
        (),
        min_length=1,
    )
    channels: tuple[Channel, ...] = public("Kanalen", "De kanalen.", ())
    designations: tuple[Designation, ...] = public(
        "Aanwijzingen", "Aanwijzingen voor meer dan één product.", ()
    )
