"""The whole register: frozen, well formed, every name in it known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from wmebv_site.register.annexes import Annex
from wmebv_site.register.channels import (
    Authority,
    Channel,
    Contact,
    DefaultSource,
    Designation,
    Domain,
    Executor,
    Municipality,
    Terms,
    website_of,
)
from wmebv_site.register.content import Home, LinkException, Policy, Roadmap, Wordlist
from wmebv_site.register.decisions import GEMEENTEBLAD, Decision
from wmebv_site.register.files import DECISION_TEXTS, id_of, things_in
from wmebv_site.register.front_matter import Document
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Message, Product, Proposal
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.register.terms import Audience, AuthorityKind, MessageKind, Paper, ToConfirm
from wmebv_site.register.values import Source


@dataclass(frozen=True)
class Register:
    """Everything a municipality wrote, in the order in which it wrote it."""

    municipality: Municipality
    base: str = ""
    """Where the shared register stands, as a path that ends with a slash; empty without one."""
    authorities: tuple[Authority, ...] = ()
    executors: tuple[Executor, ...] = ()
    domains: tuple[Domain, ...] = ()
    standard_messages: tuple[Message, ...] = ()
    terms: Terms | None = None
    default_source: DefaultSource | None = None
    trusted_hosts: tuple[str, ...] = ()
    """Websites of suppliers and partners."""
    channels: tuple[Channel, ...] = ()
    designations: tuple[Designation, ...] = ()
    products: tuple[Product, ...] = ()
    decisions: tuple[Decision, ...] = ()
    support: tuple[Support, ...] = ()
    outages: tuple[Outage, ...] = ()
    help_index: HelpIndex | None = None
    policies: tuple[Policy, ...] = ()
    home: Home | None = None
    roadmap: Roadmap | None = None
    wordlist: Wordlist | None = None
    link_exceptions: tuple[LinkException, ...] = ()
    """The addresses of which nobody asks whether they are still there."""
    documents: tuple[Document, ...] = ()
    """Every text of the municipality, those with a role included."""
    content_paths: frozenset[str] = frozenset()
    """Every file in ``content/``, also those that aren't texts."""
    annexes: Mapping[str, Annex] = field(default_factory=dict)
    """The frozen annex of each decision that has ``annex: frozen``, by the id of the decision."""
    corrected_annexes: Mapping[str, tuple[Annex, ...]] = field(default_factory=dict)
    """The annexes that rectifications corrected, by the id of the decision, from old to new."""
    stray_annexes: frozenset[str] = frozenset()
    """The files of annexes that don't count: the front matter of their decision doesn't name them."""
    proposals: tuple[Proposal, ...] = ()
    not_ours: tuple[str, ...] = ()
    """What lists of others have and this municipality doesn't offer: addresses of names, or ids."""
    """What lists of others propose; for the municipality alone."""

    @cached_property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """The proposals about which nobody decided yet."""
        return tuple(proposal for proposal in self.proposals if not proposal.done)

    @cached_property
    def authority_by_id(self) -> dict[str, Authority]:
        return {authority.id: authority for authority in self.authorities}

    @cached_property
    def other_bodies(self) -> frozenset[str]:
        """The authorities (by id) that are no body of the municipality: each decides for itself, and has its own address."""
        return frozenset(body.id for body in self.authorities if body.kind is AuthorityKind.EXTERNAL)

    @cached_property
    def silent_bodies(self) -> frozenset[str]:
        """The other bodies (by id) of which no decision that was taken stands here: what they designated isn't known."""
        told = {name for each in self.decisions if each.adopted is not None for name in each.authorities}
        return self.other_bodies - told

    def decides_on(self, product: Product, message: Message) -> bool:
        """Whether a body of the municipality itself decides on a message."""
        return product.authority_of(message) not in self.other_bodies

    def named_authority(self, product: Product, message: Message | None = None) -> str:
        """Who decides (by id), as far as pages may say so: while only a list says that it is another body, the
        municipality speaks and takes letters, as it has to send on what is not for itself (Awb 2:3).
        """
        by_message = message.authority if message else None
        named = by_message or product.authority
        if by_message or named not in self.other_bodies or product.is_confirmed(ToConfirm.AUTHORITY):
            return named
        return next((body.id for body in self.authorities if body.id not in self.other_bodies), named)

    def is_of_another(self, decision: Decision) -> bool:
        """Whether another body took a decision, alone or with others like it."""
        taken_by = decision.authorities
        return not decision.kind.is_ours or (bool(taken_by) and self.other_bodies.issuperset(taken_by))

    def gazette_of(self, decision: Decision) -> str:
        """The official paper in which a decision stands, or will stand: each kind of body has its own."""
        return decision.gazette or ("het officiële blad" if self.is_of_another(decision) else GEMEENTEBLAD)

    @cached_property
    def _contacts(self) -> dict[str, Contact]:
        ours = self.municipality
        found = {}
        for body in self.authorities:
            known = Contact(body.postal_address, body.visiting_address, body.phone)
            if body.id not in self.other_bodies:
                usual = (ours.postal_address, ours.visiting_address, ours.phone)
                known = Contact(*(own or our for own, our in zip(known, usual, strict=True)))
            found[body.id] = known
        return found

    def contact_of(self, authority: str) -> Contact:
        """Where the body that decides (by id) is reached: never the municipality's addresses for another body."""
        return self._contacts[authority]

    def unreachable(self) -> Register:
        """The same without where the municipality and its own bodies are reached: what is not there yet gets no letters."""
        nowhere = dict.fromkeys(Contact._fields)
        return replace(
            self,
            municipality=self.municipality.model_copy(update=nowhere),
            authorities=tuple(
                body if body.id in self.other_bodies else body.model_copy(update=nowhere)
                for body in self.authorities
            ),
        )

    def paper_of(self, authority: str) -> tuple[Paper, ...]:
        """The ways without internet to the body that decides (by id): those of the municipality are its own choice, of
        another body they are what is known of it.
        """
        if authority not in self.other_bodies:
            return self.municipality.paper_default
        contact = self.contact_of(authority)
        return tuple(way for way in (Paper.POST, Paper.DESK) if contact.has(way))

    @cached_property
    def executor_by_id(self) -> dict[str, Executor]:
        return {executor.id: executor for executor in self.executors}

    @cached_property
    def domain_by_id(self) -> dict[str, Domain]:
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def channel_by_id(self) -> dict[str, Channel]:
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def statement_by_website(self) -> dict[str, str]:
        """The statement on accessibility of each website to which channels lead, as far as it is known."""
        municipality = self.municipality
        found: dict[str, str] = {}
        for channel in self.channels:
            if channel.accessibility_statement:
                for website in channel.websites:
                    found.setdefault(website, channel.accessibility_statement)
        if municipality.website and municipality.accessibility_statement:
            found.setdefault(website_of(municipality.website), municipality.accessibility_statement)
        return found

    def statement_of(self, channel: Channel) -> str | None:
        """Where one reads how accessible a channel is: its own statement, or that of the website it stands on."""
        known = self.statement_by_website
        listed = (known[website] for website in sorted(channel.websites) if website in known)
        return channel.accessibility_statement or next(listed, None)

    @cached_property
    def product_by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def decision_by_id(self) -> dict[str, Decision]:
        return {decision.id: decision for decision in self.decisions}

    @property
    def every_annex(self) -> tuple[Annex, ...]:
        """All of them, also those that rectifications corrected."""
        corrected = (annex for annexes in self.corrected_annexes.values() for annex in annexes)
        return (*self.annexes.values(), *corrected)

    def annexes_of(self, decision: str, day: date) -> tuple[Annex, ...]:
        """The annex of a decision (by id), then as each rectification until a day corrected it; the last one counts."""
        corrected = self.corrected_annexes.get(decision, ())
        first = self.annexes.get(decision)
        known = (each for each in corrected if each.rectification and each.rectification <= day)
        return (first, *known) if first else ()

    def annex_of(self, decision: str, day: date) -> Annex | None:
        """The annex of a decision (by id) as it reads on a day."""
        return next(reversed(self.annexes_of(decision, day)), None)

    def decision_of(self, source: Source | None) -> Decision | None:
        """The decision that a source names, when it names one that is there."""
        return self.decision_by_id.get(source.decision or "") if source is not None else None

    @cached_property
    def decision_names(self) -> frozenset[str]:
        """The ids of all decisions, also of those that were not read: each is the name of a file."""
        return frozenset(self.decision_by_id).union(map(id_of, things_in(DECISION_TEXTS, self.content_paths)))

    @cached_property
    def amended(self) -> dict[str | None, frozenset[str]]:
        """For each amendment all that it amends: a decision, and what that one amends in turn."""
        amends = {decision.id: decision.amends for decision in self.decisions}
        found: dict[str | None, frozenset[str]] = {}
        for decision in self.decisions:
            chain: list[str] = []
            following = decision.amends
            while following is not None and following not in chain:
                chain.append(following)
                following = amends.get(following)
            if chain:
                found[decision.id] = frozenset(chain)
        return found

    @cached_property
    def _messages(self) -> dict[str, tuple[Message, ...]]:
        return {product.id: self._with_standard(product) for product in self.products}

    def _with_standard(self, product: Product) -> tuple[Message, ...]:
        kinds = {message.kind for message in product.messages}
        if MessageKind.APPLICATION not in kinds:
            return product.messages
        added = tuple(message for message in self.standard_messages if message.kind not in kinds)
        return product.messages + added

    def term_of(self, message: Message) -> str | None:
        """Until when a message has to be there: as it says itself, else as all of its kind."""
        return message.term or (self.terms.of(message.kind) if self.terms else None)

    def messages_of(self, product: Product) -> tuple[Message, ...]:
        """The product's own messages, then the standard ones it doesn't list itself."""
        return self._messages[product.id]

    @cached_property
    def message_names(self) -> frozenset[tuple[str, str, Audience]]:
        """Every message for each of its audiences, under its own name and each earlier one."""
        return frozenset(
            (name, called, audience)
            for product, message in self.all_messages()
            for name in (product.id, *product.formerly)
            for called in (message.key, *message.formerly)
            for audience in product.audiences
        )

    def all_messages(self) -> Iterator[tuple[Product, Message]]:
        """Every product × message, in order."""
        for product in self.products:
            for message in self.messages_of(product):
                yield product, message
