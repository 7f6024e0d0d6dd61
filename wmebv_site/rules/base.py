"""What a rule is: one function with a permanent code, whose Dutch docstring is its documentation."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import Protocol, TypeVar

from wmebv_site.designation.answers import Resolution, Resolutions
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.gaps import Gap, Intent, find_gaps, is_dangling
from wmebv_site.designation.outages import Outages
from wmebv_site.designation.rule import Rule
from wmebv_site.diagnostics import Diagnostic, Level, Place, did_you_mean, in_order
from wmebv_site.dutch import enumerate_words, noon
from wmebv_site.register.channels import Authority, Channel, DefaultSource, Designation, Domain, Entrance
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Entry, addresses_in
from wmebv_site.register.files import DECISION_TEXTS
from wmebv_site.register.front_matter import Document
from wmebv_site.register.markup import MarkdownText, Sentence, Target, place_in, sentences
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience
from wmebv_site.register.upl import PinnedUpl
from wmebv_site.register.values import Source, is_slug, slugify
from wmebv_site.register.yaml import YamlList


@dataclass(frozen=True)
class OwnText:
    """A text that residents read in the words of the municipality: a page, or one value in the registers."""

    written: str
    where: Document | Entry
    key: str = ""
    """Of which key it is the value; nothing where the whole entry is its place."""

    @property
    def is_page(self) -> bool:
        return isinstance(self.where, Document)

    @cached_property
    def _markdown(self) -> MarkdownText:
        return MarkdownText(self.written)

    @property
    def words(self) -> str:
        """What is written without its markup, each character where it stands."""
        return self._markdown.words if self.is_page else self.written

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return self._markdown.sentences if self.is_page else tuple(sentences(self.written))

    def place(self, start: int, length: int | None = None) -> Place:
        """Where a stretch of it stands; a value in the registers is one place."""
        if isinstance(self.where, Document):
            return place_in(self.where, start, length)
        return self.where.place_of(self.key) if self.key else self.where.place


def own_texts(register: Register) -> Iterator[OwnText]:
    """All of them, but for the decisions: those are written in the words of the law."""
    for document in register.documents:
        if not document.file.startswith(DECISION_TEXTS):
            yield OwnText(document.body, document)
    for entry, key, texts in _own_values(register):
        for text in texts:
            if text:
                yield OwnText(text, entry, key)


def _own_values(register: Register) -> Iterator[tuple[Entry, str, Sequence[str | None]]]:
    for product in register.products:
        yield product, "summary", (product.summary,)
        for message in product.messages:
            yield message, "term", (message.term,)
    for channel in register.channels:
        yield channel, "text", (channel.text,)
        for requirement in channel.requirements:
            yield requirement, "text", (requirement.text,)
    for support in register.support:
        yield support, "summary", (support.summary,)
        yield support, "norms", support.norms
    for barrier in register.help_index.barriers if register.help_index else ():
        yield barrier, "expected", (barrier.expected,)
    for outage in register.outages:
        yield outage, "instead", (outage.instead,)


def _names(register: Register) -> Iterator[OwnText]:
    named: tuple[Product | Channel | Domain | Authority, ...] = (
        *register.products,
        *register.channels,
        *register.domains,
        *register.authorities,
    )
    for entry in named:
        yield OwnText(entry.name, entry)
    for product in register.products:
        for key, texts in (("synonyms", product.synonyms), ("documents", product.documents)):
            yield from [OwnText(text, product, key) for text in texts]
    yield from (OwnText(support.title, support, "title") for support in register.support)


_SITE = re.compile(r"(?:https?:)?//([^/?#\\]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """Where residents are led: a value in the registers, at its key, or a link in a text, where it stands."""

    text: str
    holder: Entry | Document
    key: str = ""
    start: int = 0
    is_picture: bool = False
    part: Entry | Document | None = None
    """The thing of the register in which the holder stands, such as the channel of an entrance; None where it is that itself."""

    @property
    def place(self) -> Place:
        if isinstance(self.holder, Document):
            return place_in(self.holder, self.start, len(self.text))
        return self.holder.place_of(self.key)

    @property
    def sends(self) -> bool:
        """Whether messages are sent there, and not only read about."""
        return isinstance(self.holder, (Channel, Entrance)) and self.key == "url"


def addresses_of(register: Register, targets: Mapping[str, tuple[Target, ...]]) -> Iterator[Address]:
    """Every address of a website to which residents are led: in the registers and in texts, of which ``targets`` has the links."""
    for part in fields(register):
        value = getattr(register, part.name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Entry):
                yield from (
                    Address(text, holder, key, part=entry) for holder, key, text in addresses_in(entry)
                )
    if register.municipality.feedback_url:
        yield Address(register.municipality.feedback_url, register.municipality, "feedback")
    for document in register.documents:
        for target in targets[document.file]:
            if _SITE.match(target.address):
                yield Address(target.address, document, "", target.start, target.is_picture)


class OfMessage(Protocol):
    """What is about one message of one product."""

    @property
    def product(self) -> Product: ...

    @property
    def message(self) -> Message: ...


ItemT = TypeVar("ItemT")
OfMessageT = TypeVar("OfMessageT", bound=OfMessage)
Sourced = Designation | DefaultSource | Product | Message


@dataclass(frozen=True)
class Context:
    """What rules may look at: a whole register, what it wants, its decisions, and the day."""

    register: Register
    decisions: Decisions
    wanted: Resolutions
    today: date
    outages: Outages
    upl: PinnedUpl | None = None
    """The pinned list of product names; None when there is none to judge by."""
    concerned: frozenset[tuple[str, str]] | None = None
    """While a decision is frozen: the product and message of all that this very decision leaves without a way. Nothing
    else of the register is in it, so nothing else is looked at.
    """

    @classmethod
    def of(
        cls, decisions: Decisions, moment: datetime | None = None, upl: PinnedUpl | None = None
    ) -> Context:
        """A register on the day of its decisions; its outages at a moment of that day, else at noon."""
        register, today = decisions.register, decisions.today
        outages = Outages(register, moment or noon(today))
        return cls(register, decisions, decisions.wanted(), today, outages, upl)

    @property
    def freezes(self) -> bool:
        """Whether a decision is being frozen."""
        return self.concerned is not None

    def _concerning(self, found: Iterable[OfMessageT]) -> Iterator[OfMessageT]:
        """What is about the messages that are looked at."""
        for each in found:
            if self.concerned is None or (each.product.id, each.message.key) in self.concerned:
                yield each

    @cached_property
    def intent(self) -> Intent:
        return Intent(self.decisions)

    @property
    def intended(self) -> Resolutions:
        """What the registers want once the sources are there that rule 3 misses.

        Rules look at this and not at ``wanted``, so that one wrong source is one finding and not also a gap, a
        missing channel for klacht and another number of messages through the fallback.
        """
        wanted = self.intent.resolutions
        return wanted if self.concerned is None else Resolutions(tuple(self._concerning(wanted.all)))

    @cached_property
    def holding(self) -> Resolutions:
        """What holds today, for rules about what residents meet."""
        return self.decisions.holding(self.today)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The official messages on own initiative without a way, each with its cause."""
        return tuple(self._concerning(find_gaps(self.intent)))

    @cached_property
    def requested_gaps(self) -> tuple[Gap, ...]:
        return tuple(self._concerning(find_gaps(self.intent, on_request=True)))

    @cached_property
    def uses(self) -> dict[str, tuple[Resolution, ...]]:
        """For each channel, where it is the answer."""
        found: dict[str, list[Resolution]] = defaultdict(list)
        for resolution in self.intended.all:
            for resolved in resolution.channels:
                found[resolved.channel.id].append(resolution)
        return {channel: tuple(resolutions) for channel, resolutions in found.items()}

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels that haven't stopped: of one that has, rule 34 says all there is to say."""
        return tuple(channel for channel in self.register.channels if not channel.has_stopped_on(self.today))

    def is_ours(self, about: Decision | Channel | OfMessage) -> bool:
        """Whether the municipality decides on a decision, a channel or a message; else there is little that it can mend."""
        if isinstance(about, Decision):
            return not self.register.is_of_another(about)
        if isinstance(about, Channel):
            return about.id not in self._channels_of_others
        return self.register.decides_on(about.product, about.message)

    def by_whose(self, found: Iterable[OfMessageT]) -> Iterator[tuple[bool, list[OfMessageT]]]:
        """What was found about messages of our own bodies, then about those of others; each only where there is any."""
        parts: tuple[list[OfMessageT], list[OfMessageT]] = ([], [])
        for each in found:
            parts[0 if self.is_ours(each) else 1].append(each)
        return ((ours, part) for ours, part in zip((True, False), parts, strict=True) if part)

    @cached_property
    def _channels_of_others(self) -> frozenset[str]:
        """The channels that take nothing but messages of other bodies."""
        if not self.register.other_bodies:
            return frozenset()
        return frozenset(name for name, uses in self.uses.items() if not any(map(self.is_ours, uses)))

    @cached_property
    def official_channels(self) -> tuple[Channel, ...]:
        """The channels designated for at least one official message, and not stopped."""
        return tuple(
            channel
            for channel in self.channels
            if any(resolution.official for resolution in self.uses.get(channel.id, ()))
        )

    @cached_property
    def sourced(self) -> tuple[Sourced, ...]:
        """Everything that can name a source, once, as it stands in a file."""
        register = self.register
        default = (register.default_source,) if register.default_source else ()
        messages = (message for _, message in self.listed_messages)
        return (*register.designations, *default, *register.products, *messages)

    @cached_property
    def own_texts(self) -> tuple[OwnText, ...]:
        return tuple(own_texts(self.register))

    @cached_property
    def public_texts(self) -> tuple[OwnText, ...]:
        """All that residents read: also the decisions, and the names of things."""
        decisions = (
            OwnText(document.body, document)
            for document in self.register.documents
            if document.file.startswith(DECISION_TEXTS)
        )
        return (*self.own_texts, *decisions, *_names(self.register))

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every address of a website to which residents are led."""
        return tuple(addresses_of(self.register, self.targets))

    @cached_property
    def targets(self) -> dict[str, tuple[Target, ...]]:
        """Where the links and pictures of each text lead, by its file."""
        return {file: text.targets for file, text in self._read.items()}

    @cached_property
    def unexplained(self) -> dict[str, tuple[Target, ...]]:
        """For each text with any, the links by a name that nothing explains."""
        return {file: named for file, text in self._read.items() if (named := text.unexplained)}

    @cached_property
    def _read(self) -> dict[str, MarkdownText]:
        return {document.file: MarkdownText(document.body) for document in self.register.documents}

    @cached_property
    def sites(self) -> dict[str, list[Address]]:
        """The addresses by the website they are of, with its port and all: so that each website is judged once.

        Not those of pictures: what stands elsewhere is refused.
        """
        found: dict[str, list[Address]] = {}
        for address in self.addresses:
            if (site := _SITE.match(address.text)) and not address.is_picture:
                found.setdefault(site[1], []).append(address)
        return found

    @cached_property
    def public_words(self) -> str:
        """The public texts as one, for what hardly ever stands in any of them."""
        return "\n".join([text.written for text in self.public_texts])

    @cached_property
    def listed_messages(self) -> tuple[tuple[Product | None, Message], ...]:
        """Every message as it stands in a file, once: the standard ones have no product."""
        own = [(product, message) for product in self.register.products for message in product.messages]
        return (*own, *((None, message) for message in self.register.standard_messages))


Check = Callable[["Finder", Context], Iterator[Diagnostic]]


@dataclass(frozen=True)
class Finder:
    """Makes the findings of one rule; the first argument of its function."""

    code: str
    ours: bool = True
    """False about a decision, channel or message of another body: that is for the other to mend, so it only informs."""

    def about(self, ours: bool) -> Finder:
        """For findings about what is the municipality's own to mend, or isn't."""
        return self if ours is self.ours else replace(self, ours=ours)

    def at(self, level: Level, place: Place, message: str, hint: str | None = None) -> Diagnostic:
        return Diagnostic(self.code, level if self.ours else Level.INFO, place, message, hint)

    def error(self, place: Place, message: str, hint: str | None = None) -> Diagnostic:
        return self.at(Level.ERROR, place, message, hint)

    def warning(self, place: Place, message: str, hint: str | None = None) -> Diagnostic:
        return self.at(Level.WARNING, place, message, hint)

    def info(self, place: Place, message: str, hint: str | None = None) -> Diagnostic:
        return self.at(Level.INFO, place, message, hint)


@dataclass(frozen=True)
class LawRule:
    """One rule with its code and documentation: the first line of the docstring is the title."""

    code: str
    check: Check

    @cached_property
    def _words(self) -> tuple[str, str]:
        # Worked out when it is asked: a check and a build tell of no rule.
        title, _, explanation = inspect.getdoc(self.check).partition("\n")  # type: ignore[union-attr]
        return title.strip(), explanation.strip()

    @property
    def title(self) -> str:
        return self._words[0]

    @property
    def explanation(self) -> str:
        return self._words[1]

    def findings(self, context: Context) -> Iterator[Diagnostic]:
        return self.check(Finder(self.code), context)


def rule(code: str) -> Callable[[Check], LawRule]:
    """Make a rule of a function; ``code`` is ``WMEBV3nn`` for rule ``nn`` of the law table."""
    return partial(LawRule, code)


def found_by(rules: Iterable[LawRule], context: Context) -> list[Diagnostic]:
    """Every finding of these rules, in order."""
    return in_order(finding for rule in rules for finding in rule.findings(context))


def as_one(failing: Sequence[ItemT], total: int) -> Iterator[tuple[ItemT, str]]:
    """Each with nothing behind its name, or the first with the number of others.

    What fails everywhere has one cause that lies elsewhere: then the first stands for all.
    """
    if failing and len(failing) == total:
        yield failing[0], others(total - 1)
    else:
        yield from ((one, "") for one in failing)


def others(number: int) -> str:
    """How many more there are, to put behind the one that is named."""
    return f" en nog {number}" if number else ""


def the_first(found: Sequence[OfMessage]) -> str:
    """``'aanvraag' van 'Paspoort' en nog 3``: the first message, and how many more there are."""
    number = len({(each.product.id, each.message.key) for each in found})
    return f"'{found[0].message.key}' van '{found[0].product.name}'{others(number - 1)}"


def in_quotes(names: Iterable[str]) -> str:
    """``'a', 'b' en 'c'``."""
    return enumerate_words(map(repr, names), "en")


def audience_words(audiences: Collection[Audience]) -> str:
    words = {Audience.RESIDENT: "inwoners", Audience.BUSINESS: "ondernemers"}
    return enumerate_words((words[audience] for audience in Audience if audience in audiences), "en")


def dangling(find: Finder, context: Context, source: Source, place: Place) -> Iterator[Diagnostic]:
    """The finding that a source names a decision that isn't there."""
    if is_dangling(context.register, source):
        hint = did_you_mean(source.name, sorted(context.register.decision_names))
        hint = f"{hint} Of maak" if hint else "Noem een ander besluit, of maak"
        hint += f" {DECISION_TEXTS}{source.name if is_slug(source.name) else slugify(source.name)}.md."
        yield find.error(place, f"Het besluit '{source.name}' bestaat niet.", hint)


def place_of_message(product: Product, message: Message) -> Place:
    """Where an editor mends a message: its own mapping, or the product that gets it as a standard message."""
    return message.place if product.lists(message) else product.place


def place_of_item(entry: Entry, key: str, index: int) -> Place:
    """Where one item of a list stands."""
    items = entry._source.get(key)
    return items.place_of(index) if isinstance(items, YamlList) else entry.place_of(key)


def place_of_source(register: Register, resolution: Resolution, rule: Rule) -> Place:
    """Where the source of a rule is written: at the rule, or for all rows together at ``default_source``."""
    if rule.designation is not None:
        return rule.designation.place_of("source")
    owner: Product | Message = resolution.product
    if rule.place == resolution.message.place_of("channels"):
        owner = resolution.message
    if owner.source is None and register.default_source is not None:
        return register.default_source.place_of("source")
    return owner.place_of("source")
