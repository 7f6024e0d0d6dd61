"""What the templates read: plain frozen shapes, documented on top of each component of the theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from wmebv_site.register.terms import Audience

_View = TypeVar("_View", bound="DataclassInstance")


def _hash_once(view: object) -> int:
    """The hash of a view that pages share, worked out once: the renderer asks for it on each of them."""
    known: dict[str, int] = vars(view)
    try:
        return known["hash"]
    except KeyError:
        # To find the names of its fields would take longer than to hash it, and so far it holds nothing else.
        made = known["hash"] = hash(tuple(known.values()))
        return made


def saying(view: _View, **told: Any) -> _View:
    """The view with this; itself where it says so already, as most do: to look costs less than a copy."""
    for name, value in told.items():
        if getattr(view, name) != value:
            return replace(view, **told)
    return view


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ProductView:
    """What its page tells of a product in its own words, apart from all that many products share."""

    name: str
    summary: str | None


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    name: str
    postal_address: str | None
    visiting_address: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """``on_paper`` is false for what the page said before, and for what only leads to another page.

    Its text is never Markup: that equals a text that still has to be escaped, and the renderer remembers by equality.
    """

    text: str
    href: str | None = None
    source: Link | None = None
    on_paper: bool = True


@dataclass(frozen=True)
class Row:
    __hash__ = _hash_once

    term: str
    details: tuple[Detail, ...]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class TranslationView:
    """The same words in another language; ``language`` is its code."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """``act`` is the verb before it: Bel, Mail naar, Kom naar."""

    act: str
    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class EnglishForm:
    """A form for who reads English or has a European login; ``used`` leads to what one sends with it."""

    name: str
    href: str
    in_english: bool
    is_european: bool
    used: Link


@dataclass(frozen=True, slots=True)
class EnglishHelp:
    """Help in English: of which ``kind``, the Dutch ``page`` about it, and what it says in English, where it does."""

    kind: str
    page: Link
    said: str | None
    contacts: tuple[ContactView, ...]


@dataclass(frozen=True)
class SupportView:
    __hash__ = _hash_once

    title: str
    href: str
    contacts: tuple[ContactView, ...] = ()
    hours: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarrierLink:
    """What may be difficult, as a way to the help for it; ``translations`` lead there too."""

    text: str
    href: str
    translations: tuple[TranslationView, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    kind: str
    title: str | None = None
    paragraphs: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A period in words and in days: from ``begin``, before ``end``; ``whom`` is named where it differs."""

    text: str
    begin: str | None
    end: str | None
    whom: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A place on a time line."""

    title: str
    href: str | None
    status: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send a message in a period, or why there was none; ``whom`` says for whom where that differs.

    ``reserve`` is a sentence with which it has to be read: it reached back, or is not certain yet.
    """

    detail: Detail
    reserve: str | None = None
    whom: str | None = None


@dataclass(frozen=True)
class HistoryRow:
    """What held in a period."""

    __hash__ = _hash_once

    span: Span
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class HistoryGroup:
    """The messages of a product that went the same way, and that way from now back."""

    __hash__ = _hash_once

    title: str
    rows: tuple[HistoryRow, ...]
    changed: bool = True
    """Whether anything changed; perhaps only an address or a requirement, which the rows don't tell."""


@dataclass(frozen=True)
class Reason:
    __hash__ = _hash_once

    kind: str
    source: Link | None
    article: str | None
    since: Day | None
    retroactive: bool = False
    about: str | None = None
    before: str = ""
    """What stands before the source: ``het`` or ``de``."""
    by: str | None = None
    """Who made it known, where that is another body than the municipality."""


@dataclass(frozen=True, slots=True)
class EntranceView:
    text: str
    href: str
    leads_to: str | None = None
    login: Detail | None = None
    hreflang: str | None = None


@dataclass(frozen=True, slots=True)
class OutageNotice:
    """One outage on a page: a label, what happens and what one can do, each text in pieces of which telephone numbers
    have an address. ``broken`` is for behind the message that it touches; what is not ``running`` is still to come."""

    id: str
    label: str
    texts: tuple[tuple[Link, ...], ...]
    broken: str
    running: bool
    more: Link | None


@dataclass(frozen=True, slots=True)
class OutageBox:
    """A place where outages are told; ``channels`` are those it is about, None for all.

    With ``at``, pieces of text or of text with its address, it is one line that names messages and leads to them, for an
    outage that leaves the channels ``but`` as they are. ``alone`` is ``list`` on the page of all outages, ``page`` on that
    of one, and ``brief`` where each takes one line.
    """

    channels: str | None
    notices: tuple[OutageNotice, ...]
    as_of: str
    at: tuple[tuple[str, ...], ...] = ()
    but: str = ""
    alone: str | None = None


@dataclass(frozen=True, slots=True)
class EntranceGroup:
    """The entrances of a channel that are for the same people; ``label`` names these where not everyone is."""

    label: str | None
    entrances: tuple[EntranceView, ...]
    audience: Audience | None = None
    """Whom alone they are for, also where everyone for whom the message is may use them."""


@dataclass(frozen=True)
class ChannelView:
    __hash__ = _hash_once

    name: str
    href: str | None
    note: str | None
    groups: tuple[EntranceGroup, ...]
    warning: str | None = None
    requirements: tuple[Detail, ...] = ()
    receipt: tuple[Detail, ...] = ()
    representation: tuple[Detail, ...] = ()
    outages: OutageBox | None = None
    """Where it is told that this channel does not work: above its buttons."""
    social: bool = False
    """An app or a medium of someone else: never weighs as much as a channel of the municipality."""
    without_login: str | None = None
    """A question in which one recognises himself who can't log in there, where everyone has to."""
    same_as: Link | None = None
    """The message with which all of this stands already, on the same page."""


@dataclass(frozen=True)
class MessageView:
    __hash__ = _hash_once

    id: str
    title: str
    official: bool
    intro: str | None = None
    notices: tuple[Notice, ...] = ()
    channels: tuple[ChannelView, ...] = ()
    term: tuple[Detail, ...] = ()
    paper: tuple[Detail, ...] = ()
    paper_title: str = ""
    """The question that leads to ``paper``, in which one without the login recognises himself."""
    paper_id: str | None = None
    instead: tuple[Detail, ...] = ()
    outage: tuple[Detail, ...] = ()
    help: tuple[Detail, ...] = ()
    reasons: tuple[Reason, ...] = ()
    more: tuple[Link, ...] = ()
    """To what stands elsewhere on the same page, since it holds for more messages."""
    primary: bool = False
    """Its first button is the one that the whole page leads to."""


@dataclass(frozen=True)
class Ground:
    """By which rules messages go as they do, said once for all of them that share these."""

    __hash__ = _hash_once

    acts: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AnnexEntry:
    """A product in an annex; without an address when there is no such product any more."""

    text: str
    href: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnexGroup:
    id: str
    title: str
    entries: tuple[AnnexEntry, ...]


@dataclass(frozen=True, slots=True)
class EarlierAnnex:
    """An annex as it was before a rectification corrected it."""

    id: str
    title: str
    groups: list[AnnexGroup]
    channels: list[Row]


@dataclass(frozen=True, slots=True)
class AzEntry:
    text: str
    href: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AzGroup:
    id: str
    letter: str
    entries: tuple[AzEntry, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with a heading of its own; every row has a cell for each header."""

    id: str
    title: str
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Detail, ...], ...]
