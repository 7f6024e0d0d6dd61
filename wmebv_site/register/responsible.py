"""Whose something in a register is to look after: a domain's, a supplier's or a body's, never a person's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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


_ORDER = (Role.DOMAIN, Role.SUPPLIER, Role.BODY)


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
