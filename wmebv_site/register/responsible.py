"""Whose something in a register is to look after: a domain's, a supplier's, a body's or a function's, never a person's."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wmebv_site.diagnostics import Place
from wmebv_site.register.channels import Authority, Channel, Executor
from wmebv_site.register.content import Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Entry
from wmebv_site.register.front_matter import Document
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.values import slugify


class Role(StrEnum):
    """As what somebody looks after a part of a register."""

    DOMAIN = "domein"
    SUPPLIER = "leverancier"
    BODY = "orgaan"
    """A body of the municipality or another, an executor, or the municipality itself."""
    FUNCTION = "functie"
    """Whom the municipality's own plan or list of exceptions names, such as 'communicatie'."""


@dataclass(frozen=True, slots=True, order=True)
class Responsible:
    """Who looks after something: ``id`` as in the registers, for a supplier made of its name."""

    role: Role
    id: str
    name: str


MUNICIPALITY = "gemeente"
"""The id of the municipality itself, which looks after what is nobody else's."""


def responsible_for(register: Register, part: Entry | Document) -> Responsible:
    """Who looks after a product, a channel, a text or another part of a register."""
    known = register.domain_by_id
    if isinstance(part, Product) and part.domain in known:
        return Responsible(Role.DOMAIN, part.domain, known[part.domain].name)
    if isinstance(part, Channel):
        return _of_channel(register, part)
    if isinstance(part, (Authority, Executor)):
        return Responsible(Role.BODY, part.id, part.name)
    bodies = register.authority_by_id
    named: tuple[str, ...] = ()
    if isinstance(part, Decision):
        named = part.authorities
    elif isinstance(part, Policy) and part.adopted_by:
        named = (part.adopted_by,)
    body = next((bodies[name] for name in named if name in bodies), None)
    return Responsible(Role.BODY, body.id, body.name) if body else _municipality(register)


def all_responsible(register: Register) -> tuple[Responsible, ...]:
    """Everybody who looks after anything, each once: domains, suppliers, then bodies."""
    return tuple(
        sorted(set(_everybody(register)), key=lambda each: (_ORDER.index(each.role), each.name, each.id))
    )


def by_function(name: str) -> Responsible:
    """Who looks after what the plan of the municipality gives to a function."""
    return Responsible(Role.FUNCTION, slugify(name), name)


class Whose:
    """Who looks after each place of the registers: whoever has the part that began last before it."""

    def __init__(self, register: Register) -> None:
        self._register = register
        starts: dict[str, list[tuple[int, Responsible]]] = defaultdict(list)
        for part, owner in _parts(register):
            starts[part.place.file].append((part.place.line, owner))
        self._starts = {file: sorted(listed, key=lambda each: each[0]) for file, listed in starts.items()}
        self._texts = {
            **{
                each.file: responsible_for(register, each)
                for each in (*register.decisions, *register.policies)
            },
            **{each.file: _of_outage(register, each.channels) for each in register.outages},
        }

    def __call__(self, place: Place) -> Responsible:
        if place.file in self._texts:
            return self._texts[place.file]
        starts = self._starts.get(place.file, [])
        before = bisect_right(starts, place.line, key=lambda each: each[0])
        return starts[before - 1][1] if before else _municipality(self._register)


def _parts(register: Register) -> Iterator[tuple[Entry, Responsible]]:
    looked_after: tuple[Entry, ...] = (
        *register.products, *register.channels, *register.authorities, *register.executors,
    )  # fmt: skip
    yield from ((part, responsible_for(register, part)) for part in looked_after)
    for domain in register.domains:
        yield domain, Responsible(Role.DOMAIN, domain.id, domain.name)
    known = register.domain_by_id
    for rule in register.designations:
        of_domain = known.get(rule.domain or "")
        yield (
            rule,
            Responsible(Role.DOMAIN, of_domain.id, of_domain.name) if of_domain else _municipality(register),
        )
    for part in (register.municipality, *register.standard_messages, register.terms, register.default_source):
        if part is not None:
            yield part, _municipality(register)


def _of_outage(register: Register, channels: tuple[str, ...]) -> Responsible:
    """Of an outage: who has the first of its channels."""
    known = register.channel_by_id
    first = next((known[name] for name in channels if name in known), None)
    return responsible_for(register, first) if first else _municipality(register)


_ORDER = (Role.DOMAIN, Role.SUPPLIER, Role.BODY, Role.FUNCTION)


def _everybody(register: Register) -> Iterator[Responsible]:
    yield _municipality(register)
    yield from (Responsible(Role.DOMAIN, each.id, each.name) for each in register.domains)
    parts: tuple[Entry, ...] = (*register.channels, *register.authorities, *register.executors)
    yield from (responsible_for(register, part) for part in parts)


def _municipality(register: Register) -> Responsible:
    return Responsible(Role.BODY, MUNICIPALITY, register.municipality.name)


def _of_channel(register: Register, channel: Channel) -> Responsible:
    """The supplier, who can mend it; else the executor whose channel it is, else the municipality."""
    if channel.supplier is not None:
        return Responsible(Role.SUPPLIER, slugify(channel.supplier.name), channel.supplier.name)
    executor = next((each for each in register.executors if channel.id in each.channels), None)
    return Responsible(Role.BODY, executor.id, executor.name) if executor else _municipality(register)
