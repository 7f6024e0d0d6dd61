"""What each channel lives up to: read from its fields where they say so, and else from its checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wmebv_site.diagnostics import Place
from wmebv_site.inventory._from_inventory_fields import DERIVED, Told, Verdict
from wmebv_site.inventory.analysis import Analysis, ChannelAnalysis, Fate
from wmebv_site.register._from_model_checklist import QUESTIONS, ChecklistAnswer, Question, Supplier
from wmebv_site.register.channels import Channel
from wmebv_site.register.terms import ChannelKind, Fact, Login, Owner, SignatureKind, SupplierAnswer

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
                derived.key, derived.title, derived.question, derived.basis, told.verdict, told.why, None, None, place
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
    return Finding(question.key, question.title, question.text, question.basis, verdict, why, on, evidence, place)


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
    if supplier.answer is SupplierAnswer.COMPLIES:
        return SupplierLine(channel, supplier, SupplierState.COMPLIES, supplier.follow_up, _past(supplier, today))
    due = supplier.follow_up
    if due is None and supplier.asked_on is not None:
        due = (supplier.answered_on or supplier.asked_on) + ANSWER_WITHIN
    overdue = due is not None and due <= today
    if supplier.asked_on is None and supplier.answer is None:
        state = SupplierState.TO_ASK
    elif supplier.answer is SupplierAnswer.DOES_NOT_COMPLY:
        state = SupplierState.DOES_NOT
    elif overdue:
        state = SupplierState.TO_FOLLOW_UP
    else:
        promised = supplier.answer is SupplierAnswer.WILL_COMPLY
        state = SupplierState.PROMISED if promised else SupplierState.WAITING
    return SupplierLine(channel, supplier, state, due, overdue)


def _past(supplier: Supplier, today: date) -> bool:
    return supplier.follow_up is not None and supplier.follow_up <= today


__all__ = ["Conformity", "Finding", "SupplierLine", "SupplierState", "Told", "Verdict", "conformity", "suppliers"]
