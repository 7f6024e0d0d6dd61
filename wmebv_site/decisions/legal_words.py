"""The words of a decision: how legislation names bodies, messages, channels and its own articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wmebv_site.dutch import enumerate_words
from wmebv_site.register.channels import ANY_EXECUTOR, Channel, Designation
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience, AuthorityKind, Initiative, MessageKind, Statute

ORDINALS = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende "
    "vijftiende zestiende zeventiende achttiende negentiende twintigste"
).split()
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

MESSAGES = {
    MessageKind.APPLICATION: "een aanvraag",
    MessageKind.SUPPLEMENT: "een aanvulling",
    MessageKind.NOTICE_OF_DEFAULT: "een ingebrekestelling",
    MessageKind.VIEW: "een zienswijze",
    MessageKind.OBJECTION: "een bezwaarschrift",
    MessageKind.ADMINISTRATIVE_APPEAL: "een administratief beroepschrift",
    MessageKind.COMPLAINT: "een klacht",
    MessageKind.DECLARATION: "een aangifte",
    MessageKind.INFORMATION_REQUEST: "een verzoek om informatie",
    MessageKind.NOTIFICATION: "een melding",
    MessageKind.QUESTION: "een vraag",
    MessageKind.REQUEST: "een verzoek",
    MessageKind.OTHER: "een bericht van een andere soort",
}
STATUTES = {Statute.OMGEVINGSWET: "Omgevingswet", Statute.DIENSTENWET: "Dienstenwet"}
_SENDER = {Audience.RESIDENT: "een inwoner", Audience.BUSINESS: "een ondernemer of een organisatie"}
_SIGNED_BY = {
    AuthorityKind.COUNCIL: ("de griffier,", "de voorzitter,"),
    AuthorityKind.EXECUTIVE: ("de secretaris,", "de burgemeester,"),
}


def ordinal(number: int) -> str:
    """``tweede``; past twenty the figures do."""
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}e"


def roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def joined(words: Iterable[str]) -> str:
    return enumerate_words(words, "en")


def municipality_name(name: str) -> str:
    """How a sentence names the municipality: ``de gemeente Voorbeeld``."""
    bare = re.sub(r"^de\s+", "", name, flags=re.IGNORECASE)
    bare = re.sub(r"^gemeente\s+", "", bare, flags=re.IGNORECASE)
    return f"de gemeente {bare}"


def signatures(kind: AuthorityKind, name: str) -> tuple[str, ...]:
    """Who signs for a body, by office; a name of a person never stands in a draft."""
    return _SIGNED_BY.get(kind, (f"{name},",))


def the_channels(channels: Sequence[Channel]) -> str:
    """``het kanaal Contactformulier``; in a list, names that look like a list themselves stand between quotes."""
    unclear = len(channels) > 1 and any("," in channel.name or " en " in channel.name for channel in channels)
    names = joined(f'"{channel.name}"' if unclear else channel.name for channel in channels)
    return f"het kanaal {names}" if len(channels) == 1 else f"de kanalen {names}"


def designates(channels: Sequence[Channel]) -> tuple[str, str]:
    """The verb that fits, and the channels: ``is``, ``het kanaal Contactformulier``."""
    return ("is" if len(channels) == 1 else "zijn"), the_channels(channels)


def message_words(register: Register, designation: Designation) -> str:
    """For which messages a designation is: ``een bezwaarschrift over een product in het domein Belastingen``.

    Ends in a comma where a clause has to be closed.
    """
    kinds = designation.messages
    words = enumerate_words((MESSAGES[kind] for kind in kinds), "of") if kinds else "een bericht"
    if designation.audience is not None and len(designation.audience) < len(Audience):
        words += f" van {enumerate_words(_SENDER[audience] for audience in designation.audience)}"
    if designation.domain is not None:
        words += f" over een product in het domein {register.domain_by_id[designation.domain].name}"
    if designation.executor == ANY_EXECUTOR:
        words += " over een taak van een uitvoerder"
    clauses = []
    if designation.authority is not None:
        clauses.append(f"waarover {register.authority_by_id[designation.authority].name} beslist")
    if designation.executor not in (None, ANY_EXECUTOR):
        words += " over een taak"
        clauses.append(f"die {register.executor_by_id[designation.executor].name} uitvoert")
    if designation.statute is not None:
        clauses.append(f"waarop de {STATUTES[designation.statute]} van toepassing is")
    if designation.initiative is Initiative.OWN:
        clauses.append("dat uit eigen beweging wordt gezonden")
    elif designation.initiative is Initiative.ON_REQUEST:
        clauses.append("waar het bestuursorgaan om verzoekt")
    return f"{words} {joined(clauses)}," if clauses else words
