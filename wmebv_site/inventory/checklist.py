"""What each channel lives up to: read from its fields where they say so, and else from its checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wmebv_site.diagnostics import Place
from wmebv_site.dutch import in_words, with_article
from wmebv_site.inventory.analysis import Analysis, ChannelAnalysis, Fate, official_messages
from wmebv_site.register.channels import QUESTIONS, Channel, ChecklistAnswer, Question, Supplier
from wmebv_site.register.register import Register
from wmebv_site.register.terms import (
    ChannelKind,
    Fact,
    Login,
    Owner,
    SignatureKind,
    SupplierAnswer,
)
from wmebv_site.rules.channels import (
    NOT_OFFICIAL,
    NOT_SAID,
    Judgement,
    Verdict,
    judged_acknowledgement,
    judged_confidentiality,
    judged_copy,
    judged_level,
    judged_logging,
    judged_requirements,
)
from wmebv_site.rules.links import danger_in


@dataclass(frozen=True, slots=True)
class Derived:
    """One question that fields answer; ``field`` is where an editor mends the answer.

    ``mend`` is what to do where the answer is no, as a sentence with room for the channel.
    ``official`` is whether it rests on an article about official messages, and is put to no other channel.
    """

    key: str
    title: str
    question: str
    mend: str
    basis: str | None
    field: str
    judge: Callable[[ChannelAnalysis, Register], Judgement]
    official: bool = True


def _types(about: ChannelAnalysis, register: Register) -> Judgement:
    today = sum(message.official for message in about.designated)
    wanted = sum(message.official for message in about.wanted)
    if today:
        return Judgement(Verdict.MEETS, f"Aangewezen voor {official_messages(today)}.")
    if wanted:
        return Judgement(
            Verdict.FAILS, f"Gewenst voor {official_messages(wanted)}, maar nog door geen besluit aangewezen."
        )
    return NOT_OFFICIAL


def _future(about: ChannelAnalysis, register: Register) -> Judgement:
    begin = about.channel.from_
    if about.fate is Fate.START:
        return Judgement(Verdict.MEETS, f"Nieuw, vanaf {in_words(begin)}." if begin else "Nieuw.")
    return Judgement(Verdict.MEETS, "Het kanaal blijft.")


def _https(about: ChannelAnalysis, register: Register) -> Judgement:
    addresses = [way.url for way in about.channel.ways_in if way.url]
    if not addresses:
        return Judgement(Verdict.NOT_APPLICABLE, "Dit kanaal heeft geen webadres.")
    if danger := next(filter(None, map(danger_in, addresses)), None):
        return Judgement(Verdict.FAILS, danger.value)
    return Judgement(Verdict.MEETS, "Elk adres begint met https.")


def _level(about: ChannelAnalysis, register: Register) -> Judgement:
    # What goes against itself does so whatever is sent.
    judged = judged_level(about.channel)
    return judged if about.official or judged.mistake else NOT_OFFICIAL


def _representation(about: ChannelAnalysis, register: Register) -> Judgement:
    said = about.channel.representation
    if said is Fact.UNKNOWN:
        return NOT_SAID
    if said is Fact.NO:
        return Judgement(Verdict.FAILS, "Handelen voor een ander kan hier niet.")
    return Judgement(Verdict.MEETS, "Een ander kan met een machtiging handelen.")


SUPPLIER_SAYS: dict[SupplierAnswer | None, str] = {
    SupplierAnswer.COMPLIES: "voldoet",
    SupplierAnswer.WILL_COMPLY: "later gaat voldoen",
    SupplierAnswer.DOES_NOT_COMPLY: "niet voldoet",
}
"""What a supplier answers of a channel, to end a sentence with."""


def _about_supplier(about: ChannelAnalysis, register: Register) -> Judgement:
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
        "Laat een besluit {} aanwijzen voor de berichten die er binnenkomen.",
        "artikel 2:13, tweede lid, Awb",
        "id",
        _types,
        official=False,
    ),
    Derived(
        "toekomst",
        "Blijft, stopt of nieuw",
        "Is gekozen of het kanaal blijft, stopt of nieuw is?",
        "Kies of {} blijft, stopt of nieuw is.",
        None,
        "from",
        _future,
        official=False,
    ),
    Derived(
        "vertrouwelijk",
        "Vertrouwelijk",
        "Kan niemand anders het bericht lezen?",
        "Zorg dat niemand anders een bericht via {} kan lezen.",
        "artikel 2:13, tweede lid, Awb",
        "confidential",
        lambda about, _: judged_confidentiality(about.channel),
    ),
    Derived(
        "https",
        "Beveiligd adres",
        "Begint elk webadres met https?",
        "Geef {} een webadres dat met https begint.",
        "Stb. 2023, 179",
        "url",
        _https,
        official=False,
    ),
    Derived(
        "inloggen",
        "Inloggen en niveau",
        "Past het betrouwbaarheidsniveau bij de inlog?",
        "Laat het betrouwbaarheidsniveau van {} passen bij de inlog.",
        "artikel 6 Wdo",
        "assurance_level",
        _level,
        official=False,
    ),
    Derived(
        "machtigen",
        "Machtigen",
        "Kan iemand voor een ander handelen?",
        "Zorg dat iemand via {} voor een ander kan handelen.",
        "artikel 2:1, tweede lid, Awb",
        "representation",
        _representation,
    ),
    Derived(
        "eisen",
        "Eisen in het besluit",
        "Staat elke nadere eis in een besluit of wet?",
        "Zet elke nadere eis van {} in een besluit.",
        "artikel 2:13, derde lid, Awb",
        "requirements",
        lambda about, register: judged_requirements(about.channel, register, official=bool(about.official)),
        official=False,
    ),
    Derived(
        "ontvangstbevestiging",
        "Ontvangstbevestiging",
        "Hoort de afzender dat het bericht is aangekomen?",
        "Zorg dat {} de ontvangst van elk bericht bevestigt.",
        "artikel 2:17, eerste lid, Awb",
        "acknowledgement",
        lambda about, _: judged_acknowledgement(about.channel),
    ),
    Derived(
        "kopie",
        "Kopie",
        "Krijgt de afzender wat is ingevuld?",
        "Zorg dat {} de afzender een kopie geeft van wat is ingevuld.",
        "artikel 2:17, tweede lid, Awb",
        "sender_copy",
        lambda about, _: judged_copy(about.channel),
    ),
    Derived(
        "logboek",
        "Logboek",
        "Is te zien wat er wanneer is verzonden?",
        "Zorg dat {} een logboek bijhoudt.",
        "artikel 2:25 Awb",
        "logging",
        lambda about, _: judged_logging(about.channel),
        official=False,
    ),
    Derived(
        "leverancier",
        "Leverancier",
        "Zegt de leverancier dat het kanaal voldoet?",
        "Kies een oplossing voor {}.",
        None,
        "supplier",
        _about_supplier,
        official=False,
    ),
)
"""In the order in which they are shown, before what the checklist asks."""


ANSWER_WITHIN = timedelta(days=42)
"""After how long without an answer a supplier is asked again, where no day is written: our own measure."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one question about one channel; ``why`` and ``mend`` (what to do where it fails) are Dutch sentences."""

    key: str
    title: str
    question: str
    mend: str
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
    return tuple(Conformity(about, _findings(about, analysis.register)) for about in analysis.channels)


def _findings(about: ChannelAnalysis, register: Register) -> tuple[Finding, ...]:
    if about.fate in (Fate.STOP, Fate.UNUSED):
        return ()
    found = [_derived(about, question, register) for question in DERIVED]
    found += [_asked(about, question) for question in QUESTIONS.values()]
    return tuple(found)


def _derived(about: ChannelAnalysis, question: Derived, register: Register) -> Finding:
    asked = about.official or not question.official
    judged = question.judge(about, register) if asked else NOT_OFFICIAL
    place = about.channel.place_of(question.field)
    return Finding(
        question.key,
        question.title,
        question.question,
        question.mend.format(with_article(about.channel.name)),
        question.basis,
        judged.verdict,
        judged.why,
        None,
        None,
        place,
    )


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
    mend = question.mend.format(with_article(channel.name))
    return Finding(
        question.key, question.title, question.text, mend, question.basis, verdict, why, on, evidence, place
    )


_EVERYWHERE = frozenset({"toegankelijk", "gegevens_beperkt", "bewaartermijn"})
"""Asked of every channel; the others rest on articles about official messages."""


def _not_asked(about: ChannelAnalysis, question: Question) -> str | None:
    """Why a question is not put to a channel, or None when it is."""
    channel = about.channel
    if not about.official and question.key not in _EVERYWHERE:
        return NOT_OFFICIAL.why
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
