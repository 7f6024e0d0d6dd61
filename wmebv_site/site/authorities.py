"""Who decides on a message, as pages say it: where that body is reached without internet, and what is said in its name."""

from __future__ import annotations

from collections.abc import Sequence

from wmebv_site.dutch import capitalised, telephone_on_one_line
from wmebv_site.register.channels import Authority, Executor
from wmebv_site.register.products import Message
from wmebv_site.register.register import Register
from wmebv_site.register.terms import MessageKind, Paper
from wmebv_site.site.views import Detail
from wmebv_site.site.words import EXPLAINED, NOT_DESIGNATED, OUTAGE, RATHER, tel_href

INVITED = "Vragen wij u iets te sturen? In onze brief of e-mail leest u hoe u dat doet."


def other_body(register: Register, authority: str) -> Authority | None:
    """The body of another organisation behind an id; None where the municipality itself decides and says "wij"."""
    return register.authority_by_id[authority] if authority in register.other_bodies else None


def paper(register: Register, authority: str, ways: Sequence[Paper]) -> tuple[Detail, ...]:
    """The ways without internet to who decides, each as a sentence that can be acted on; what isn't known is left out."""
    contact, other = register.contact_of(authority), other_body(register, authority)
    details = []
    for way in ways:
        if way is Paper.POST and contact.postal_address:
            details.append(Detail(f"Stuur een brief naar {_with_name(other, contact.postal_address)}."))
        elif way is Paper.DESK and contact.visiting_address:
            where = (
                f"bij {_with_name(other, contact.visiting_address)}"
                if other
                else f"op {contact.visiting_address}"
            )
            details.append(Detail(f"Kom langs {where}."))
        elif way is Paper.TELEPHONE and contact.phone:
            number = telephone_on_one_line(contact.phone)
            said = f"Bel {other.name}: {number}" if other else f"Bel {number}"
            details.append(Detail(said, tel_href(contact.phone)))
    return tuple(details)


def rather(register: Register, authority: str, ways: Sequence[Paper]) -> str:
    """The question that leads to the ways without internet, by the first of them that is known."""
    return next((RATHER[way] for way in Paper if way in ways and paper(register, authority, [way])), "")


def _with_name(body: Authority | None, address: str) -> str:
    """An address of another body begins with its name, so that nobody takes it for the town hall's."""
    return address if body is None or body.name in address else f"{body.name}, {address}"


def without_channel(
    register: Register, authority: str, ways: Sequence[Paper], *, official: bool
) -> tuple[Detail, ...]:
    """How one sends what can't go through a channel. A question one can ask by telephone as well.

    Another body may tell more on its own website, as through which channel; where nothing else is known, that is left.
    """
    asked = ways if official or Paper.TELEPHONE in ways else (Paper.TELEPHONE, *ways)
    found = paper(register, authority, asked) or paper(register, authority, (Paper.TELEPHONE,))
    other = other_body(register, authority)
    if other is None or not other.url:
        return found
    return (Detail(f"Kijk op de website van {other.name}", other.url), *found)


def who_decides(other: Authority | None) -> str:
    """A sentence for where one may take it that somebody else decides."""
    if other is None:
        return "Over dit bericht beslist de gemeente zelf."
    return f"Hierover beslist {other.name}, niet de gemeente."


def explained(message: Message, other: Authority | None) -> str | None:
    """A sentence for a kind of message that a reader may not know, in the name of who decides."""
    if message.name is not None:
        return None
    if message.kind is MessageKind.OBJECTION and other is not None:
        return f"Bent u het niet eens met het besluit van {other.name}? Dan kunt u daar bezwaar maken."
    return EXPLAINED.get(message.kind)


def invited(other: Authority | None) -> str:
    if other is None:
        return INVITED
    return f"Vraagt {other.name} u iets te sturen? In die brief of e-mail leest u hoe u dat doet."


def not_designated(other: Authority | None) -> str:
    if other is None:
        return NOT_DESIGNATED
    return NOT_DESIGNATED.replace("mogen wij", f"mag {other.name}", 1)


def decided_elsewhere(other: Authority) -> str:
    """Of a body of which no decision stands in the registers: nobody here knows what it designated."""
    return f"Hoe u dit digitaal stuurt, bepaalt {other.name}. Dat staat niet op deze website."


def outage(others: Sequence[Authority | None]) -> str:
    """That an outage is not held against the sender (Awb 2:21, third member), by whoever decides on what is sent."""
    names = {other.name if other else None for other in others}
    if names <= {None}:
        return OUTAGE
    if len(names) == 1:
        return OUTAGE.replace("tellen wij", f"telt {next(iter(names))}", 1)
    return OUTAGE.replace("tellen wij", "telt", 1)


def reached(body: Authority | Executor) -> tuple[Detail, ...]:
    """Another organisation with its website, its addresses and its telephone, as far as they are known."""
    details = [Detail(capitalised(body.name), body.url)]
    if body.postal_address:
        details.append(Detail(f"Postadres: {body.postal_address}."))
    if body.visiting_address:
        details.append(Detail(f"Bezoekadres: {body.visiting_address}."))
    if body.phone:
        details.append(Detail(f"Bel {telephone_on_one_line(body.phone)}", tel_href(body.phone)))
    return tuple(details)
