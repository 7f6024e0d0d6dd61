"""The Dutch words that several pages say: periods, acts, logins, and the sentences that the law lets one print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.dutch import awb_article, enumerate_words, in_words, uncapitalised
from wmebv_site.register.channels import Requirement
from wmebv_site.register.decisions import GEMEENTEBLAD, Decision
from wmebv_site.register.terms import (
    Acknowledgement,
    Audience,
    ChannelKind,
    DecisionKind,
    ExemptReason,
    Fact,
    Login,
    MessageKind,
    Owner,
    Paper,
    PolicyKind,
    Remedy,
    SenderCopy,
    SupportKind,
    VisitBy,
)
from wmebv_site.site.site import Site
from wmebv_site.site.views import Span

ACTS = {
    MessageKind.APPLICATION: "Aanvragen",
    MessageKind.SUPPLEMENT: "Aanvulling sturen",
    MessageKind.NOTICE_OF_DEFAULT: "Melden dat een besluit te laat komt",
    MessageKind.VIEW: "Uw mening geven",
    MessageKind.OBJECTION: "Bezwaar maken",
    MessageKind.ADMINISTRATIVE_APPEAL: "Administratief beroep instellen",
    MessageKind.COMPLAINT: "Klacht indienen",
    MessageKind.DECLARATION: "Aangifte doen",
    MessageKind.INFORMATION_REQUEST: "Informatie vragen over uw zaak",
    MessageKind.NOTIFICATION: "Melding doen",
    MessageKind.QUESTION: "Vraag stellen",
    MessageKind.REQUEST: "Verzoek doen",
    MessageKind.OTHER: "Bericht sturen",
}
"""What one does, as the heading above a message."""

EXPLAINED = {
    MessageKind.NOTICE_OF_DEFAULT: "Dit heet een ingebrekestelling.",
    MessageKind.VIEW: "Dit heet een zienswijze.",
    MessageKind.OBJECTION: "Bent u het niet eens met ons besluit? Dan kunt u bezwaar maken.",
    MessageKind.ADMINISTRATIVE_APPEAL: "U vraagt een ander bestuursorgaan om naar het besluit te kijken.",
}
"""A sentence for words that a reader may not know."""

LOG_IN = {
    Login.DIGID: "Inloggen met DigiD",
    Login.EHERKENNING: "Inloggen met eHerkenning",
    Login.EIDAS: "Inloggen met een Europese inlog",
    Login.OTHER: "Inloggen",
}
"""The words of a button: the heading above it says what for. Without a login it names the channel."""
NO_LOGIN = "U hoeft niet in te loggen."
LOGIN_EXPLAINED = {
    Login.NONE: NO_LOGIN,
    Login.EHERKENNING: "eHerkenning is de inlog voor organisaties.",
    Login.EIDAS: "Dit is de inlog van een ander Europees land.",
    Login.OTHER: "U logt in met een inlog van die website.",
}
"""What a button does not say by itself."""
WITHOUT_LOGIN = {
    Login.DIGID: "Of geen DigiD?",
    Login.EHERKENNING: "Of geen eHerkenning?",
    Login.EIDAS: "Of geen Europese inlog?",
    Login.OTHER: "Of geen inlog?",
}
RATHER = {
    Paper.POST: "Liever een brief?",
    Paper.DESK: "Liever langskomen?",
    Paper.TELEPHONE: "Liever bellen?",
}
"""What leads who does not want to go by internet to how else it goes, by the first way that there is."""
FOR_EVERYONE = "Voor iedereen"
ACKNOWLEDGED = {
    Acknowledgement.AUTOMATIC: "U krijgt een ontvangstbevestiging.",
    Acknowledgement.VISIBLE: "U ziet meteen dat uw bericht is aangekomen.",
    Acknowledgement.MANUAL: "Een medewerker stuurt u een ontvangstbevestiging.",
}
COPIED = {
    SenderCopy.DOWNLOAD: "U kunt downloaden wat u hebt ingevuld.",
    SenderCopy.MY_ENVIRONMENT: "U ziet op de website terug wat u hebt ingevuld.",
    SenderCopy.SENT: "U krijgt een kopie van wat u hebt ingevuld.",
}
FOR_AUDIENCE = {Audience.RESIDENT: "Voor inwoners", Audience.BUSINESS: "Voor ondernemers en organisaties"}
EVERYONE = "inwoners, ondernemers en organisaties"
AUDIENCE = {Audience.RESIDENT: "inwoners", Audience.BUSINESS: "ondernemers en organisaties"}
CHANNEL_KIND = {
    ChannelKind.WEB_FORM: "Formulier op internet",
    ChannelKind.CONTACT_FORM: "Contactformulier",
    ChannelKind.PORTAL: "Eigen omgeving op internet",
    ChannelKind.EMAIL: "E-mail",
    ChannelKind.UPLOAD: "Bestanden sturen",
    ChannelKind.OMGEVINGSLOKET: "Omgevingsloket",
    ChannelKind.BERICHTENBOX_BUSINESS: "Berichtenbox voor bedrijven",
    ChannelKind.BERICHTENBOX_RESIDENT: "Berichtenbox van MijnOverheid",
    ChannelKind.API: "Koppeling tussen computersystemen",
    ChannelKind.MESSAGING_APP: "Berichtenapp",
    ChannelKind.SOCIAL_MEDIA: "Sociale media",
    ChannelKind.OTHER: "Ander kanaal",
}
KIND_EXPLAINED = {
    ChannelKind.BERICHTENBOX_BUSINESS: "Dit is een beveiligd postvak voor berichten tussen ondernemers en de overheid.",
    ChannelKind.BERICHTENBOX_RESIDENT: "Dit is een beveiligd postvak voor berichten van de overheid aan u.",
    ChannelKind.OMGEVINGSLOKET: "Dit is de website van de overheid voor plannen met een gebouw, de grond of het milieu.",
}
"""A sentence for names of national channels that a reader may not know."""
KIND_SAID = {
    ChannelKind.WEB_FORM: "U vult een formulier in.",
    ChannelKind.CONTACT_FORM: "U vult een formulier in.",
    ChannelKind.PORTAL: "Dit is een eigen omgeving op internet.",
    ChannelKind.EMAIL: "U stuurt een e-mail.",
    ChannelKind.UPLOAD: "U stuurt ons bestanden.",
    ChannelKind.API: "Uw computersysteem stuurt het bericht.",
    ChannelKind.MESSAGING_APP: "U stuurt een bericht met een app.",
    ChannelKind.SOCIAL_MEDIA: "U stuurt een bericht via sociale media.",
    **KIND_EXPLAINED,
}
"""What one does with a channel, or what it is; nothing where only the municipality knows."""
OWNER = {
    Owner.MUNICIPALITY: "Dit kanaal is van de gemeente.",
    Owner.NATIONAL: "Dit is een landelijk kanaal.",
    Owner.EXECUTOR: "Dit kanaal is van een organisatie die voor de gemeente werkt.",
}
EXEMPT = {
    ExemptReason.IN_PERSON: "U komt hiervoor zelf langs.",
    ExemptReason.FORM_REQUIREMENT: "De wet vraagt hiervoor een vorm die digitaal niet kan.",
    ExemptReason.EXCEPTION: "Voor dit bericht geldt tijdelijk een uitzondering.",
}
NOTICE = {
    "coming": "Verandert binnenkort",
    "not_yet": "Nog niet ingegaan",
    "nothing": "Nog niet aangewezen",
    "ended": "Niet meer aangewezen",
    "exempt": "Niet digitaal",
    "info": "Goed om te weten",
}
"""What stands above a notice about a message, by its kind; the theme has these and more."""
REMEDY = {
    Remedy.APPEAL: "Tegen dit besluit kunt u in beroep gaan bij de rechter.",
    Remedy.NONE: "",
    Remedy.OBJECTION: "",
}
DECISION_KIND = {
    DecisionKind.DESIGNATION: "Aanwijzingsbesluit",
    DecisionKind.AMENDMENT: "Wijziging van een besluit",
    DecisionKind.MANDATE: "Mandaatbesluit",
    DecisionKind.OPENING: "Openstelling voor andere berichten",
    DecisionKind.OLD_REGIME: "Besluit onder de oude wet",
    DecisionKind.EXTERNAL: "Besluit van een andere organisatie",
}
DECISION_KIND_SAID = {
    DecisionKind.DESIGNATION: "Dit is een aanwijzingsbesluit.",
    DecisionKind.AMENDMENT: "Dit besluit wijzigt een ander besluit.",
    DecisionKind.MANDATE: "Dit is een mandaatbesluit.",
    DecisionKind.OPENING: "Dit besluit stelt kanalen open voor andere berichten.",
    DecisionKind.OLD_REGIME: "Dit is een besluit onder de oude wet.",
    DecisionKind.EXTERNAL: "Dit is een besluit van een andere organisatie.",
}
"""The same where no label stands before it."""
DOWNLOAD = {"pdf": "PDF", "docx": "Word (docx)", "odt": "OpenDocument (odt)"}
VISIT_BY = {VisitBy.APPOINTMENT: "op afspraak", VisitBy.WALK_IN: "zonder afspraak"}
SUPPORT_KIND = {
    SupportKind.TELEPHONE: "Telefoon",
    SupportKind.DESK: "Balie",
    SupportKind.HOME_VISIT: "Huisbezoek",
    SupportKind.CHAT: "Chat",
    SupportKind.LIBRARY: "Bibliotheek",
    SupportKind.FORM_HELP: "Hulp bij formulieren",
    SupportKind.LANGUAGE: "Hulp bij taal",
    SupportKind.INTERPRETER: "Tolk",
    SupportKind.SIGN_LANGUAGE: "Tolk gebarentaal",
    SupportKind.CLIENT_SUPPORT: "Cliëntondersteuning",
    SupportKind.REPRESENTATION: "Iemand machtigen",
    SupportKind.COURSE: "Cursus",
    SupportKind.PUBLIC_COMPUTER: "Openbare computer",
    SupportKind.OTHER: "Andere hulp",
}
HELP_IN_ENGLISH = {
    SupportKind.TELEPHONE: "Help by telephone",
    SupportKind.INTERPRETER: "An interpreter",
    SupportKind.DESK: "Help at the town hall",
    SupportKind.HOME_VISIT: "Help at your home",
    SupportKind.CHAT: "Chat or e-mail",
    SupportKind.LIBRARY: "Help in the library",
    SupportKind.FORM_HELP: "Help with forms",
    SupportKind.LANGUAGE: "Help with language",
    SupportKind.SIGN_LANGUAGE: "A sign language interpreter",
    SupportKind.CLIENT_SUPPORT: "Someone who helps you think",
    SupportKind.REPRESENTATION: "Let someone act for you",
    SupportKind.COURSE: "A course",
    SupportKind.PUBLIC_COMPUTER: "A computer to use",
    SupportKind.OTHER: "Other help",
}
"""The same in English, in the order in which the page in English gives them."""
POLICY_INTRO = {
    PolicyKind.DUTY_OF_CARE: "Dit beleid zegt welke ondersteuning de gemeente geeft bij berichten.",
    PolicyKind.CHANNEL_STRATEGY: "Deze strategie zegt hoe de gemeente haar digitale kanalen kiest.",
}

OUTAGE = (
    "Kon u uw bericht door een storing niet op tijd sturen? Dan tellen wij de tijd van de storing niet mee."
)
REPRESENTED = "Iemand anders mag dit voor u doen, met uw machtiging."
REPRESENTATION = {
    Fact.YES: REPRESENTED,
    Fact.NO: "Dit kanaal werkt niet met een machtiging. Iemand mag u wel helpen, of namens u een brief sturen.",
    Fact.UNKNOWN: "Wilt u dat iemand anders dit voor u doet? Vraag ons hoe dat kan.",
}


def represented(fact: Fact, whom: str | None) -> str:
    """Whether someone may act for the sender; ``whom`` to ask, where that is not the municipality."""
    said = REPRESENTATION[fact]
    return said.replace("Vraag ons", f"Vraag {whom}", 1) if whom else said


def binding_in(paper: str) -> str:
    """That what stands in the official ``paper`` counts, and not our overview."""
    return f"Dit overzicht legt het besluit uit. Het besluit in {paper} is bepalend."


GAZETTE = binding_in(GEMEENTEBLAD)
BY_POST = "U mag ook per post schrijven."
BOTH_WAYS = f"U mag officiële berichten digitaal sturen. {BY_POST}"
NOT_REPRESENTED = "Dit kanaal werkt niet met een machtiging. Iemand mag u wel helpen."
NOT_PRIVATE = "Zet geen persoonlijke of gevoelige gegevens in een berichtenapp of op sociale media."
UNDER_OLD_LAW = "De nieuwe regels voor digitale berichten gaan in op 1 januari 2026."
NOT_DESIGNATED = (
    "Voor dit bericht is nu geen digitaal kanaal aangewezen. Stuurt u het toch digitaal? Dan mogen wij u niet alleen "
    "naar een ander kanaal verwijzen."
)
WITHOUT_CHANNEL = (
    "Is voor een bericht geen kanaal aangewezen, en stuurt u het toch digitaal? Dan mogen wij u niet alleen naar een "
    "ander kanaal verwijzen."
)
WHICH_CHANNEL_TITLE = "Welk kanaal gold op een dag?"
NOT_THERE_YET = "Deze gemeente bestond toen nog niet."
OLD_RULES = "Dit valt nog onder de oude regels."
NO_CHANNEL = "Er is geen kanaal aangewezen."
ELSEWHERE = "Dat bepaalt een andere organisatie."
BY_LETTER = "U gebruikt het kanaal uit de brief of e-mail."
NOT_DIGITAL = "Dit bericht kan niet digitaal."
CONTRADICTION = "Dit is niet te zeggen, want twee regels spreken elkaar tegen."
RETROACTIVE = "met terugwerkende kracht"
ADOPTED_ONLY = "het besluit is genomen, maar nog niet bekendgemaakt"
ONLY_ADOPTED_YET = (
    "Het besluit is vastgesteld, maar nog niet bekendgemaakt. Daarom is die dag nog niet zeker."
)
NEXT_ONLY_ADOPTED_YET = ONLY_ADOPTED_YET.replace("Het besluit", "Het nieuwe besluit", 1)


INVITATION = "het kanaal dat in de brief of e-mail staat"


def ways_of(resolution: Resolution) -> tuple[str, ...]:
    """Every way to send a message by the name that a reader knows it by; nothing where there is no way."""
    if not resolution.state.answers:
        return ()
    names = [INVITATION] if resolution.state is State.INVITATION else []
    if resolution.executor is not None and not resolution.executor.channels:
        names.append(resolution.executor.name)
    return (*names, *(resolved.channel.name for resolved in resolution.channels))


def asked_of(requirement: Requirement, served: Iterable[Audience] = tuple(Audience)) -> str:
    """What is asked, with of whom where it is not asked of all who are served."""
    audiences = tuple(served)
    whom = [AUDIENCE[audience] for audience in audiences if requirement.asks((audience,))]
    if len(whom) == len(audiences):
        return requirement.text
    return f"Voor {enumerate_words(whom, 'en')}: {uncapitalised(requirement.text)}"


def enumerate_dutch(words: list[str]) -> str:
    """Join what one does: ``Aanvragen, aanvulling sturen en bezwaar maken``."""
    lowered = [word if number == 0 else uncapitalised(word) for number, word in enumerate(words)]
    return enumerate_words(lowered, "en")


def basis_in_words(basis: str) -> str:
    """``Awb 2:13 lid 2`` becomes ``Artikel 2:13, lid 2, van de Algemene wet bestuursrecht``."""
    cited = awb_article(basis)
    if cited is None:
        return basis
    article, member = cited
    return f"Artikel {article}{f', lid {member},' if member else ''} van de Algemene wet bestuursrecht"


def size_in_words(size: int) -> str:
    """``96 kB`` or ``1,4 MB``: thousands, as browsers count."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def tel_href(phone: str) -> str:
    """The address that a telephone dials."""
    phone = phone.replace("(0)", "")  # written beside a country code, never dialled
    return "tel:" + "".join(character for character in phone if character.isdigit() or character == "+")


def period_in_words(begin: date | None, end: date | None, today: date) -> str:
    """``1 januari 2026 tot en met 31 december 2026``; ``end`` is the first day after it."""
    last = end - timedelta(days=1) if end else None
    if begin is None:
        return f"Tot en met {in_words(last)}" if last else "Op elke dag"
    if last is None:
        return f"{'Sinds' if begin <= today else 'Vanaf'} {in_words(begin)}"
    if begin == last:
        return f"Alleen op {in_words(begin)}"
    return f"{in_words(begin)} tot en met {in_words(last)}"


def span(begin: date | None, end: date | None, today: date, whom: str | None = None) -> Span:
    return Span(
        period_in_words(begin, end, today),
        begin.isoformat() if begin else None,
        end.isoformat() if end else None,
        whom,
    )


def spans(site: Site, decision: Decision) -> tuple[Span, ...]:
    """When a decision holds: once for all its authorities, or for each where they differ. Nothing when none is known."""
    periods: dict[tuple[date, date | None], list[str]] = {}
    for authority in decision.authorities:
        if period := site.decisions.period(decision, authority):
            name = site.register.authority_by_id[authority].name
            periods.setdefault((period.begin, period.end), []).append(name)
    for_all = len(periods) == 1 and sum(map(len, periods.values())) == len(decision.authorities)
    return tuple(
        span(begin, end, site.today, None if for_all else f"voor {enumerate_words(names, 'en')}")
        for (begin, end), names in periods.items()
    )
