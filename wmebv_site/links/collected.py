"""Every address of a register to which residents are led today, with where it stands, what it serves and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urldefrag, urlsplit

from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.outages import Outages
from wmebv_site.diagnostics import Place
from wmebv_site.register.channels import Authority, Channel, Executor, Municipality
from wmebv_site.register.content import Home, Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Entry
from wmebv_site.register.front_matter import Document
from wmebv_site.register.hosts import is_nowhere, is_under, registered
from wmebv_site.register.markup import MarkdownText
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.responsible import Responsible, responsible_for
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.rules.base import Address, addresses_of
from wmebv_site.rules.websites import KnownHosts


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where an address stands; ``serves`` is for what, as it is said: ``kanaal 'Bezwaarformulier'``."""

    address: Address
    part: Entry | Document
    serves: str
    responsible: Responsible
    frozen_by: str | None = None
    """The decision whose annex has it, where the register itself has another address by now."""

    @property
    def place(self) -> Place:
        return self.part.place if self.frozen_by and isinstance(self.part, Entry) else self.address.place

    @property
    def channel(self) -> str | None:
        """The channel (by id) of which it is an entrance."""
        return self.part.id if isinstance(self.part, Channel) and self.address.sends else None


@dataclass(frozen=True)
class Link:
    """One address to ask, without what only a browser looks at; with every place where it stands, the first on top."""

    url: str
    spots: tuple[Spot, ...]
    daily: bool = False
    """Whether residents need it most: it is an entrance, or of a product that stands in front."""

    @cached_property
    def responsible(self) -> tuple[Responsible, ...]:
        """Everybody who has it somewhere, each once."""
        return tuple(dict.fromkeys(spot.responsible for spot in self.spots))

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels (by id) of which it is an entrance."""
        return tuple(dict.fromkeys(spot.channel for spot in self.spots if spot.channel))

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def as_asked(address: str) -> str:
    """An address as a server is asked for it: a browser keeps what stands behind the # to itself."""
    return urldefrag(f"https:{address}" if address.startswith("//") else address).url


def links_of(decisions: Decisions) -> tuple[Link, ...]:
    """Every address to which residents are led on the day of these decisions, each once, in the order of the files.

    Not those of channels that have stopped or have yet to begin, of pictures, nor names that are kept for examples.
    """
    register, today = decisions.register, decisions.today
    featured = frozenset(register.municipality.featured)
    spots: dict[str, list[Spot]] = {}
    for spot in (*_spots(register), *_frozen(decisions)):
        part = spot.part
        if spot.address.is_picture or (isinstance(part, Channel) and not part.works_on(today)):
            continue
        url = as_asked(spot.address.text)
        if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname:
            spots.setdefault(url, []).append(spot)
    return tuple(
        Link(url, tuple(found), any(spot.channel or _is_featured(spot, featured) for spot in found))
        for url, found in spots.items()
    )


def is_somewhere(host: str) -> bool:
    """Whether there is anybody to ask: behind names that are kept for examples there never is (RFC 2606)."""
    return not is_nowhere(host)


def _is_featured(spot: Spot, featured: frozenset[str]) -> bool:
    return isinstance(spot.part, Product) and spot.part.id in featured


def _spots(register: Register) -> Iterator[Spot]:
    targets = {document.file: MarkdownText(document.body).targets for document in register.documents}
    for address in addresses_of(register, targets):
        part = address.part or address.holder
        yield Spot(address, part, serves(part), responsible_for(register, part))


def _frozen(decisions: Decisions) -> Iterator[Spot]:
    """The entrances that residents get from the annex of a decision, where the register has another by now."""
    register, seen = decisions.register, set[tuple[str, str]]()
    for resolution in decisions.holding(decisions.today).all:
        for resolved in resolution.channels:
            live = register.channel_by_id.get(resolved.channel.id)
            if resolved.frozen_by is None or live is None:
                continue
            there = {way.url for way in live.ways_in}
            for way in resolved.channel.ways_in:
                if way.url and way.url not in there and (live.id, way.url) not in seen:
                    seen.add((live.id, way.url))
                    spot = Spot(
                        Address(way.url, live, "url"), live, serves(live), responsible_for(register, live)
                    )
                    yield replace(spot, frozen_by=resolved.frozen_by)


def serves(part: Entry | Document) -> str:
    """For what an address is, as it is named behind 'van' in a sentence."""
    match part:
        case Document():
            return f"de tekst {part.file}"
        case Channel():
            return f"kanaal '{part.name}'"
        case Product():
            return f"product '{part.name}'"
        case Decision():
            return f"besluit '{part.short_title}'"
        case Support():
            return f"hulp '{part.title}'"
        case Policy():
            return f"beleid '{part.title}'"
        case Executor():
            return f"uitvoerder '{part.name}'"
        case Authority():
            return f"bestuursorgaan '{part.name}'"
        case HelpIndex():
            return "de hulppagina"
        case Home():
            return "de startpagina"
        case Municipality():
            return "de gemeente"
        case _:
            return "het register"


def known_in(register: Register) -> Callable[[str], bool]:
    """Whether the municipality works with a host: as the rules know it, or since an entrance of a channel is there."""
    known = KnownHosts(register)
    urls = (way.url for channel in register.channels for way in channel.ways_in)
    suppliers = frozenset(registered(urlsplit(url).hostname or "") for url in urls if url)
    return lambda host: known.is_known(host) or is_under(host, suppliers)


def designated_channels(decisions: Decisions) -> frozenset[str]:
    """The channels (by id) along which an official message goes on the day of these decisions."""
    return frozenset(
        resolved.channel.id
        for resolution in decisions.holding(decisions.today).all
        if resolution.official
        for resolved in resolution.channels
    )


def announced_outages(register: Register, moment: datetime) -> frozenset[str]:
    """The channels (by id) of which is told already, at a moment, that they don't work."""
    return frozenset(name for outage in Outages(register, moment).running for name in outage.channels)
