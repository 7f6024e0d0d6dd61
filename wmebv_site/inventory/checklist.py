"""What each channel lives up to: read from its fields where they say so, and else from its checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Place
from wmebv_site.inventory.analysis import Analysis, ChannelAnalysis, Fate, official_messages
from wmebv_site.register.channels import QUESTIONS, Channel, ChecklistAnswer, Question, Supplier
from wmebv_site.register.terms import (
    Acknowledgement,
    AssuranceLevel,
    ChannelKind,
    Fact,
    Login,
    Owner,
    SenderCopy,
    SignatureKind,
    SupplierAnswer,
)


class Verdict(StrEnum):
    MEETS = "voldoet"
    FAILS = "voldoet_niet"
    UNKNOWN = "onbekend"
    NOT_APPLICABLE = "nvt"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the Dutch sentence that says why."""

    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Derived:
    """One question that fields answer; ``field`` is where an editor mends the answer."""

    key: str
    title: str
    question: str
    basis: str | None
    field: str
    tell: Callable[[ChannelAnalysis], Judgement]


_NOT_OFFICIAL = Judgement(
    Verdict.NOT_APPLICABLE, "Dit kanaal is er alleen voor berichten die niet officieel zijn."
)
_NOT_SAID = Judgement(Verdict.UNKNOWN, "Dit staat nog niet in het register.")


def _types(about: ChannelAnalysis) -> Judgement:
    today = sum(message.official for message in about.designated)
    wanted = sum(message.official for message in about.wanted)
    if today:
        return Judgement(Verdict.MEETS, f"Aangewezen voor {official_messages(today)}.")
    if wanted:
        return Judgement(
            Verdict.FAILS, f"Gewenst voor {official_messages(wanted)}, maar nog door geen besluit aangewezen."
        )
    return _NOT_OFFICIAL


def _future(about: ChannelAnalysis) -> Judgement:
    begin = about.channel.from_
    if about.fate is Fate.START:
        return Judgement(Verdict.MEETS, f"Nieuw, vanaf {begin}." if begin else "Nieuw.")
    return Judgement(Verdict.MEETS, "Het kanaal blijft.")


def _confidential(about: ChannelAnalysis) -> Judgement:
    if not about.official:
        return _NOT_OFFICIAL
    said = about.channel.confidential
    if said is Fact.UNKNOWN:
        return _NOT_SAID
    if said is Fact.NO:
        return Judgement(Verdict.FAILS, "Anderen kunnen het bericht lezen.")
    return Judgement(Verdict.MEETS, "Anderen kunnen het bericht niet lezen.")


def _https(about: ChannelAnalysis) -> Judgement:
    addresses = [way.url for way in about.channel.ways_in if way.url]
    if not addresses:
        return Judgement(Verdict.NOT_APPLICABLE, "Dit kanaal heeft geen webadres.")
    if all(urlsplit(address).scheme == "https" for address in addresses):
        return Judgement(Verdict.MEETS, "Elk adres begint met https.")
    return Judgement(Verdict.FAILS, "Een adres begint niet met https.")


def _login(about: ChannelAnalysis) -> Judgement:
    if not about.official:
        return _NOT_OFFICIAL
    level = about.channel.assurance_level
    logs_in = any(way.login is not Login.NONE for way in about.channel.ways_in)
    if level in (AssuranceLevel.SUBSTANTIAL, AssuranceLevel.HIGH) and not logs_in:
        return Judgement(Verdict.FAILS, f"Het niveau is {level.value}, maar inloggen is niet nodig.")
    if level is None or (logs_in and level is AssuranceLevel.NONE):
        return Judgement(Verdict.UNKNOWN, "Het betrouwbaarheidsniveau staat nog niet in het register.")
    return Judgement(Verdict.MEETS, f"Het niveau is {level.value}." if logs_in else "Inloggen is niet nodig.")


def _representation(about: ChannelAnalysis) -> Judgement:
    if not about.official:
        return _NOT_OFFICIAL
    said = about.channel.representation
    if said is Fact.UNKNOWN:
        return _NOT_SAID
    if said is Fact.NO:
        return Judgement(Verdict.FAILS, "Handelen voor een ander kan hier niet.")
    return Judgement(Verdict.MEETS, "Een ander kan met een machtiging handelen.")


def _demands(about: ChannelAnalysis) -> Judgement:
    if not about.official:
        return _NOT_OFFICIAL
    demands = about.channel.requirements
    logs_in = all(way.login is not Login.NONE for way in about.channel.ways_in)
    if any(demand.source is None for demand in demands):
        return Judgement(Verdict.FAILS, "Bij een eis staat geen besluit of wet.")
    if demands:
        return Judgement(Verdict.MEETS, "Bij elke eis staat het besluit of de wet.")
    if logs_in and about.channel.owner is Owner.MUNICIPALITY:
        return Judgement(Verdict.UNKNOWN, "Inloggen is verplicht, maar er staat geen eis met een besluit.")
    return Judgement(Verdict.NOT_APPLICABLE, "Er staan geen nadere eisen in het register.")


_ACKNOWLEDGED = {
    Acknowledgement.AUTOMATIC: Judgement(Verdict.MEETS, "Het systeem bevestigt de ontvangst."),
    Acknowledgement.VISIBLE: Judgement(Verdict.MEETS, "De afzender ziet het bericht in hetzelfde systeem."),
    Acknowledgement.NO_ELECTRONIC_ADDRESS: Judgement(
        Verdict.MEETS, "Er is geen elektronisch adres van de afzender."
    ),
    Acknowledgement.MANUAL: Judgement(
        Verdict.UNKNOWN, "Een medewerker bevestigt met de hand; dat kan uitblijven."
    ),
    Acknowledgement.NONE: Judgement(Verdict.FAILS, "De afzender krijgt geen ontvangstbevestiging."),
    Acknowledgement.UNKNOWN: _NOT_SAID,
}
_COPIED = {
    SenderCopy.DOWNLOAD: Judgement(Verdict.MEETS, "De afzender kan een kopie downloaden."),
    SenderCopy.MY_ENVIRONMENT: Judgement(Verdict.MEETS, "De afzender ziet de gegevens terug."),
    SenderCopy.SENT: Judgement(Verdict.MEETS, "De afzender krijgt een kopie toegezonden."),
    SenderCopy.NONE: Judgement(Verdict.FAILS, "De afzender krijgt geen kopie."),
    SenderCopy.NOT_APPLICABLE: Judgement(Verdict.UNKNOWN, "Er staat 'nvt', maar men vult hier gegevens in."),
    SenderCopy.UNKNOWN: _NOT_SAID,
}


def _acknowledgement(about: ChannelAnalysis) -> Judgement:
    return _ACKNOWLEDGED[about.channel.acknowledgement] if about.official else _NOT_OFFICIAL


def _copy(about: ChannelAnalysis) -> Judgement:
    if not about.official:
        return _NOT_OFFICIAL
    if not about.channel.kind.is_typed_into:
        return Judgement(Verdict.NOT_APPLICABLE, "Men vult hier geen gegevens in een formulier in.")
    return _COPIED[about.channel.sender_copy]


def _logging(about: ChannelAnalysis) -> Judgement:
    channel = about.channel
    if channel.logging is Fact.YES:
        return Judgement(Verdict.MEETS, "Het systeem houdt een logboek bij.")
    if channel.shared is Fact.NO:
        return Judgement(Verdict.NOT_APPLICABLE, "Dit is geen systeem dat de afzender en u delen.")
    if channel.shared is Fact.YES and channel.logging is Fact.NO:
        return Judgement(Verdict.FAILS, "Dit gedeelde systeem heeft geen logboek.")
    return _NOT_SAID


SUPPLIER_SAYS: dict[SupplierAnswer | None, str] = {
    SupplierAnswer.COMPLIES: "voldoet",
    SupplierAnswer.WILL_COMPLY: "later gaat voldoen",
    SupplierAnswer.DOES_NOT_COMPLY: "niet voldoet",
}
"""What a supplier answers of a channel, to end a sentence with."""


def _about_supplier(about: ChannelAnalysis) -> Judgement:
    supplier = about.channel.supplier
    if supplier is None:
        if about.channel.owner is not Owner.MUNICIPALITY:
            return Judgement(Verdict.NOT_APPLICABLE, "Dit kanaal is van een andere organisatie.")
        return Judgement(Verdict.NOT_APPLICABLE, "Er staat geen leverancier bij.")
    if said := SUPPLIER_SAYS.get(supplier.answer):
        verdict = Verdict.MEETS if supplier.answer is SupplierAnswer.COMPLIES else Verdict.FAILS
        return Judgement(verdict, f"{supplier.name} zegt dat het kanaal {said}.")
    return Judgement(Verdict.UNKNOWN, f"{supplier.name} gaf nog geen antwoord.")


DERIVED: tuple[Derived, ...] = (
    Derived(
        "soorten",
        "Soorten berichten",
        "Is het kanaal aangewezen voor de berichten die er binnenkomen?",
        "artikel 2:13, tweede lid, Awb",
        "id",
        _types,
    ),
    Derived(
        "toekomst",
        "Blijft, stopt of nieuw",
        "Is gekozen of het kanaal blijft, stopt of nieuw is?",
        None,
        "from",
        _future,
    ),
    Derived(
        "vertrouwelijk",
        "Vertrouwelijk",
        "Kan niemand anders het bericht lezen?",
        "artikel 2:13, tweede lid, Awb",
        "confidential",
        _confidential,
    ),
    Derived("https", "Beveiligd adres", "Begint elk webadres met https?", "Stb. 2023, 179", "url", _https),
    Derived(
        "inloggen",
        "Inloggen en niveau",
        "Past het betrouwbaarheidsniveau bij de manier van inloggen?",
        "artikel 6 Wdo",
        "assurance_level",
        _login,
    ),
    Derived(
        "machtigen",
        "Machtigen",
        "Kan iemand voor een ander handelen?",
        "artikel 2:1, tweede lid, Awb",
        "representation",
        _representation,
    ),
    Derived(
        "eisen",
        "Eisen in het besluit",
        "Staat elke nadere eis in een besluit of wet?",
        "artikel 2:13, derde lid, Awb",
        "requirements",
        _demands,
    ),
    Derived(
        "ontvangstbevestiging",
        "Ontvangstbevestiging",
        "Hoort de afzender dat het bericht is aangekomen?",
        "artikel 2:17, eerste lid, Awb",
        "acknowledgement",
        _acknowledgement,
    ),
    Derived(
        "kopie",
        "Kopie",
        "Krijgt de afzender wat is ingevuld?",
        "artikel 2:17, tweede lid, Awb",
        "sender_copy",
        _copy,
    ),
    Derived(
        "logboek",
        "Logboek",
        "Is te zien wat er wanneer is verzonden?",
        "artikel 2:25 Awb",
        "logging",
        _logging,
    ),
    Derived(
        "leverancier",
        "Leverancier",
        "Zegt de leverancier dat het kanaal voldoet?",
        None,
        "supplier",
        _about_supplier,
    ),
)
"""In the order in which they are shown, before what the checklist asks."""


ANSWER_WITHIN = timedelta(days=42)
"""After how long without an answer a supplier is asked again, where no day is written: our own measure."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one question about one channel; ``why`` is a Dutch sentence."""

    key: str
    title: str
    question: str
    basis: str | None
    verdict: Verdict
    why: str
    on: date | None
    evidence: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Conformity:
    """One channel with all findings; a channel that stops or isn't used has none."""

    about: ChannelAnalysis
    findings: tuple[Finding, ...]

    @property
    def channel(self) -> Channel:
        return self.about.channel

    def count(self, verdict: Verdict) -> int:
        return sum(finding.verdict is verdict for finding in self.findings)

    def with_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict is verdict)


def conformity(analysis: Analysis) -> tuple[Conformity, ...]:
    """Every channel of the register, in its order."""
    return tuple(Conformity(about, _findings(about)) for about in analysis.channels)


def _findings(about: ChannelAnalysis) -> tuple[Finding, ...]:
    if about.fate in (Fate.STOP, Fate.UNUSED):
        return ()
    channel = about.channel
    found = []
    for derived in DERIVED:
        told = derived.tell(about)
        place = channel.place_of(derived.field)
        found.append(
            Finding(
                derived.key,
                derived.title,
                derived.question,
                derived.basis,
                told.verdict,
                told.why,
                None,
                None,
                place,
            )
        )
    found += [_asked(about, question) for question in QUESTIONS.values()]
    return tuple(found)


_VERDICTS = {Fact.YES: Verdict.MEETS, Fact.NO: Verdict.FAILS, Fact.UNKNOWN: Verdict.UNKNOWN}
_WORDS = {Fact.YES: "Ja.", Fact.NO: "Nee.", Fact.UNKNOWN: "Nog niet bekend."}


def _asked(about: ChannelAnalysis, question: Question) -> Finding:
    channel = about.channel
    checklist = channel.checklist
    answer: ChecklistAnswer | None = checklist.answer_to(question.key) if checklist else None
    place = channel.place_of("checklist")
    if answer is not None:
        verdict, why, place = _VERDICTS[answer.answer], _WORDS[answer.answer], answer.place
    elif reason := _not_asked(about, question):
        verdict, why = Verdict.NOT_APPLICABLE, reason
    else:
        verdict, why = Verdict.UNKNOWN, "Nog niet beantwoord."
    on, evidence = (answer.on, answer.evidence) if answer else (None, None)
    return Finding(
        question.key, question.title, question.text, question.basis, verdict, why, on, evidence, place
    )


_EVERYWHERE = frozenset({"toegankelijk", "gegevens_beperkt", "bewaartermijn"})
"""Asked of every channel; the others rest on articles about official messages."""


def _not_asked(about: ChannelAnalysis, question: Question) -> str | None:
    """Why a question is not put to a channel, or None when it is."""
    channel = about.channel
    if not about.official and question.key not in _EVERYWHERE:
        return "Dit kanaal is er alleen voor berichten die niet officieel zijn."
    if channel.owner is Owner.NATIONAL and question.ours:
        return "Een ander beheert dit landelijke kanaal."
    return _ABOUT[question.key](about) if question.key in _ABOUT else None


def _no_login(about: ChannelAnalysis) -> str | None:
    logins = {way.login for way in about.channel.ways_in}
    if not logins & {Login.DIGID, Login.EHERKENNING}:
        return "Inloggen met DigiD of eHerkenning is hier niet nodig."
    return "De Europese inlog staat bij de ingangen." if Login.EIDAS in logins else None


def _no_demands(about: ChannelAnalysis) -> str | None:
    asks = about.channel.requirements or any(way.login is not Login.NONE for way in about.channel.ways_in)
    return None if asks else "Het kanaal stelt geen nadere eisen."


def _no_signature(about: ChannelAnalysis) -> str | None:
    signed = [message.message.signature for message in about.wanted if message.message.signature]
    asked = any(signature.kind in SignatureKind for signature in signed)
    return None if asked else "Bij geen van de berichten staat dat een handtekening nodig is."


def _not_on_the_web(about: ChannelAnalysis) -> str | None:
    outside = about.channel.kind in (ChannelKind.EMAIL, ChannelKind.API)
    return "Dit kanaal heeft geen eigen pagina's." if outside else None


_ABOUT: dict[str, Callable[[ChannelAnalysis], str | None]] = {
    "europese_inlog": _no_login,
    "eisen_evenredig": _no_demands,
    "handtekening": _no_signature,
    "toegankelijk": _not_on_the_web,
}


class SupplierState(StrEnum):
    """Where asking a supplier stands."""

    COMPLIES = "voldoet"
    WAITING = "wacht op antwoord"
    PROMISED = "gaat voldoen"
    TO_ASK = "nog niet gevraagd"
    TO_FOLLOW_UP = "navragen"
    DOES_NOT = "voldoet niet"


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """One supplier's answer about one channel, with the day on which to ask again where that makes sense."""

    channel: Channel
    supplier: Supplier
    state: SupplierState
    follow_up: date | None
    overdue: bool


def suppliers(analysis: Analysis) -> tuple[SupplierLine, ...]:
    """The suppliers of channels that stay or start, in the order of the channels."""
    today = analysis.decisions.today
    return tuple(
        _supplier(about.channel, about.channel.supplier, today)
        for about in analysis.channels
        if about.channel.supplier is not None and about.fate in (Fate.KEEP, Fate.START)
    )


def _supplier(channel: Channel, supplier: Supplier, today: date) -> SupplierLine:
    due = supplier.follow_up
    if due is None and supplier.asked_on is not None and supplier.answer is not SupplierAnswer.COMPLIES:
        due = (supplier.answered_on or supplier.asked_on) + ANSWER_WITHIN
    overdue = due is not None and due <= today
    if supplier.answer is SupplierAnswer.COMPLIES:
        state = SupplierState.COMPLIES
    elif supplier.asked_on is None and supplier.answer is None:
        state = SupplierState.TO_ASK
    elif supplier.answer is SupplierAnswer.DOES_NOT_COMPLY:
        state = SupplierState.DOES_NOT
    elif overdue:
        state = SupplierState.TO_FOLLOW_UP
    else:
        promised = supplier.answer is SupplierAnswer.WILL_COMPLY
        state = SupplierState.PROMISED if promised else SupplierState.WAITING
    return SupplierLine(channel, supplier, state, due, overdue)
