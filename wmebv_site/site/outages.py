"""What is said of an outage: on its page, on those of what it touches, in the feed, and in the file that renews them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from wmebv_site.designation.outages import shown_from
from wmebv_site.dutch import (
    AMSTERDAM,
    as_sentence,
    capitalised,
    clock_in_words,
    duration_in_words,
    enumerate_words,
    in_words,
    moment_in_words,
    statute_in_words,
    telephone_in_groups,
    uncapitalised,
    with_article,
)
from wmebv_site.register.addresses import (
    OUTAGE_ANCHOR,
    OUTAGE_FEED,
    OUTAGE_SCRIPT,
    OUTAGE_STATUS,
    OUTAGES,
    channel_url,
    decision_url,
    outage_url,
)
from wmebv_site.register.markup import without_title
from wmebv_site.register.outages import Extension, Outage
from wmebv_site.register.terms import Audience, Paper
from wmebv_site.site.artifact import HOME, Artifact, Crumb, StaticFile, compact_json
from wmebv_site.site.authorities import other_body, paper
from wmebv_site.site.authorities import outage as outage_words
from wmebv_site.site.prose import prose
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.support import SupportViews
from wmebv_site.site.views import ChannelView, Detail, Link, MessageView, OutageBox, OutageNotice, Row, saying
from wmebv_site.site.words import OUTAGE, tel_href

_TELEPHONE = re.compile(r"((?:\+31|\b14|\b0)[ \d-]{4,}\d)", re.ASCII)
_LETTER = re.compile(r"\b(?:brie[fv]|post|schrijf|schrijven|schriftelijk|papier)", re.IGNORECASE)


RUNNING_MORE, AHEAD_MORE = "Lees meer over deze storing", "Lees wat u dan kunt doen"
"""What leads to the page of an outage while it lasts, and before it begins."""


def box_for(
    site: Site, href: Hrefs, channels: Iterable[str] | None = None, *, alone: str | None = None
) -> OutageBox:
    """What a page tells of outages on these channels (None: on all), as it stood when the site was built.

    ``alone`` is ``list`` on the page of all outages, ``page`` on that of one, and ``brief`` where each takes one line.
    """
    about = None if channels is None else sorted(set(channels))
    shown = site.outages.shown if about is None else site.outages.shown_of(about)
    return OutageBox(
        channels=None if about is None else " ".join(about),
        notices=tuple(_notice(site, href, outage, about, linked=alone != "page") for outage in shown),
        as_of=_as_of(site),
        alone=alone,
    )


def lines_above(
    site: Site, href: Hrefs, messages: Sequence[MessageView], *, folded: bool = False
) -> tuple[OutageBox, ...]:
    """For the top of a page: a line for what does not work further down. It names the messages and leads to them.

    Channels that the same messages go through share a place: an outage of more of them is told once.
    What touches the first message stands in that, at the top already, and so does all else of the same outage; unless
    all of them are ``folded``.
    """
    first = () if folded or not messages else _channels_of(messages[0])
    places: dict[str, list[Link]] = {}
    for message in messages if folded else messages[1:]:
        for channel in _channels_of(message):
            places.setdefault(channel, []).append(Link(message.title, f"#{message.id}"))
    together: dict[tuple[Link, ...], list[str]] = {}
    for channel, links in places.items():
        if channel not in first:
            together.setdefault(tuple(links), []).append(channel)
    boxes: list[OutageBox] = []
    for shared, channels in together.items():
        notices = [
            _notice(site, href, outage, channels)
            for outage in site.outages.shown_of(channels)
            if outage.runs_at(site.outages.moment) and not set(outage.channels) & set(first)
        ]
        about = " ".join(sorted(channels))
        as_of = "" if any(box.notices for box in boxes) else _as_of(site)
        boxes.append(OutageBox(about, tuple(notices), as_of, at=_places(shared), but=" ".join(first)))
    return tuple(boxes)


def dated_once(
    lines: Sequence[OutageBox], *parts: Iterable[MessageView]
) -> tuple[tuple[MessageView, ...], ...]:
    """The messages of a page, of which none says again when it was so: the lines above did, or an earlier one."""
    said = any(box.notices for box in lines)

    def dated(channel: ChannelView) -> ChannelView:
        nonlocal said
        box = channel.outages
        if box is None or not box.notices:
            return channel
        again, said = said, True
        return replace(channel, outages=replace(box, as_of="")) if again else channel

    return tuple(
        tuple(saying(message, channels=tuple(map(dated, message.channels))) for message in part)
        for part in parts
    )


def _places(links: Sequence[Link]) -> tuple[tuple[str, ...], ...]:
    pieces: list[tuple[str, ...]] = []
    for number, link in enumerate(links):
        last = number == len(links) - 1 and not any(" en " in each.text for each in links)
        between = " bij " if number == 0 else " en " if last else ", "
        pieces += [(between,), (uncapitalised(link.text), link.href or "")]
    return tuple(pieces)


def _channels_of(message: MessageView) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                name
                for channel in message.channels
                if channel.outages and channel.outages.channels
                for name in channel.outages.channels.split()
            }
        )
    )


def _as_of(site: Site) -> str:
    return f"Zo was het op {moment_in_words(site.outages.moment)}."


def label_of(outage: Outage) -> str:
    return "Gepland onderhoud" if outage.planned else "Storing"


def names_of(site: Site, outage: Outage, among: Collection[str] | None = None) -> str:
    """The broken channels inside a sentence: ``het Bezwaarformulier en het Contactformulier``.

    Where a place is about some channels, only those ``among`` them: nobody looks there for another.
    """
    return enumerate_words(
        (with_article(site.register.channel_by_id[name].name) for name in _broken_of(outage, among)), "en"
    )


def _broken_of(outage: Outage, among: Collection[str] | None) -> list[str]:
    return [name for name in outage.channels if among is None or name in among]


def channel_names(site: Site, outage: Outage) -> str:
    """The broken channels as they are called, for a list or a table."""
    return capitalised(
        enumerate_words((site.register.channel_by_id[name].name for name in outage.channels), "en")
    )


def _notice(
    site: Site, href: Hrefs, outage: Outage, among: Collection[str] | None, *, linked: bool = True
) -> OutageNotice:
    """One outage, while it lasts or before it begins: of what is still to come one line is enough."""
    running = outage.runs_at(site.outages.moment)
    texts = [f"{_broken(site, outage, among)} {_when(outage)}.", *_advice(site, outage)]
    more = Link(RUNNING_MORE if running else AHEAD_MORE, href.to(outage_url(outage.id)))
    return OutageNotice(
        outage.id,
        label_of(outage),
        tuple(with_telephone(text) for text in (texts if running else texts[:1])),
        _broken(site, outage, among),
        running,
        more if linked else None,
    )


def with_telephone(text: str) -> tuple[Link, ...]:
    """The text in pieces: what looks like a telephone number leads to it."""
    pieces = _TELEPHONE.split(text)
    return tuple(
        Link(piece, tel_href(piece) if place % 2 else None) for place, piece in enumerate(pieces) if piece
    )


def _broken(site: Site, outage: Outage, among: Collection[str] | None = None) -> str:
    """``het Bezwaarformulier werkt niet``, for after the message that it touches."""
    verb = "werkt" if len(_broken_of(outage, among)) == 1 else "werken"
    return f"{names_of(site, outage, among)} {verb} niet"


def _advice(site: Site, outage: Outage) -> Iterator[str]:
    """What one can do, and what happens to a term: a paragraph each."""
    if letter := _letter_first(site, outage):
        yield letter
    yield what_to_do(site, outage)
    if extension := granted_term(site, outage):
        source = term_source(site, outage)
        yield f"{longer_term(extension, site.today)}{f' Dit staat in {source.text}.' if source else ''}"
    if touches_a_term(site, outage):
        yield _not_held_against(site, outage)


def _not_held_against(site: Site, outage: Outage) -> str:
    return outage_words([other_body(site.register, name) for name in _deciding(site, outage)])


def granted_term(site: Site, outage: Outage) -> Extension | None:
    """The longer term that residents may rely on: not one by a decision that nobody has taken, or that can't be read."""
    extension = outage.extension
    if extension is None or extension.source is None or not extension.source.is_decision:
        return extension
    return extension if term_source(site, outage) else None


def longer_term(extension: Extension, today: date) -> str:
    """What was decided, and for whom: nobody else may take it that the term is longer."""
    until, is_ = in_words(extension.until), "is" if extension.until >= today else "was"
    return f"Kon u uw bericht door deze storing niet op tijd sturen? Dan {is_} uw termijn langer: tot en met {until}."


def term_source(site: Site, outage: Outage) -> Link | None:
    """By what the term became longer, as far as residents may know of it; a decision with its address from the root."""
    source = outage.extension.source if outage.extension else None
    if source is None:
        return None
    if not source.is_decision:
        return Link(statute_in_words(source.name))
    decision = site.register.decision_by_id.get(source.name)
    if decision is None or decision not in site.decisions.public:
        return None
    return Link(decision.short_title, decision_url(decision.id))


def touches_a_term(site: Site, outage: Outage) -> bool:
    """Whether an official message could be late by it (Awb 2:21); of a channel of which nothing is known it could."""
    served = [resolution for name in outage.channels for resolution in site.by_channel.get(name, ())]
    return not served or any(resolution.official for resolution in served)


def told_in_feed(site: Site, outage: Outage) -> str:
    """What happened, in a sentence that stays true once it is over."""
    over = outage.over_at(site.outages.moment)
    verb = ("werkte" if over else "werkt") if len(outage.channels) == 1 else ("werkten" if over else "werken")
    told = f"{capitalised(names_of(site, outage))} {verb} niet {_when(outage)}."
    if over:
        return told
    advice = filter(None, (_letter_first(site, outage), what_to_do(site, outage)))
    return " ".join((told, *advice))


def _when(outage: Outage) -> str:
    if outage.end is None:
        return f"sinds {moment_in_words(outage.begin)}"
    begin, end = (moment.astimezone(AMSTERDAM).date() for moment in (outage.begin, outage.end))
    if begin == end:
        return f"op {in_words(begin)} van {clock_in_words(outage.begin)} tot {clock_in_words(outage.end)}"
    return f"van {moment_in_words(outage.begin)} tot {moment_in_words(outage.end)}"


def _letter_first(site: Site, outage: Outage) -> str | None:
    """That one may write, before the municipality's own words where these don't say so at once.

    Where a term may run and the law leaves the letter, a call alone saves nobody.
    """
    if not outage.instead or not (touches_a_term(site, outage) and _by_letter(site, outage)):
        return None
    first, *_ = re.split(r"(?<=[.!?])\s", outage.instead, maxsplit=1)
    return None if _LETTER.search(first) else f"Loopt er een termijn? {capitalised(_letter(site, outage))}."


def what_to_do(site: Site, outage: Outage) -> str:
    """What one can do: as the municipality says it, else another channel, or to write, come or call."""
    register, deciding = site.register, _deciding(site, outage)
    elsewhere = bool(deciding) and register.other_bodies.issuperset(deciding)
    bodies = [register.authority_by_id[name] for name in deciding] if elsewhere else [register.municipality]
    numbers = [
        f"{f'{body.name}: ' if elsewhere else ''}{telephone_in_groups(body.phone)}"
        for body in bodies
        if body.phone
    ]
    if outage.instead:
        told = as_sentence(outage.instead)
        if not numbers or _TELEPHONE.search(told):
            return told
        # As help, not as a way to send: a call stops no term.
        return f"{told} Hulp nodig? Bel {enumerate_words(numbers)}."
    said = []
    if channels := _other_channels(site, outage):
        said.append(f"Gebruik {enumerate_words(map(with_article, channels))}.")
    if _by_letter(site, outage) and any(body.postal_address for body in bodies):
        letter = _letter(site, outage)
        said.append(f"Of {letter}." if said else f"{capitalised(letter)}.")
    desk = not elsewhere and Paper.DESK in register.municipality.paper_default
    ways = ["langskomen"] if desk and register.municipality.visiting_address else []
    ways += [
        f"{f'{body.name} ' if elsewhere else ''}bellen: {telephone_in_groups(body.phone)}"
        for body in bodies
        if body.phone
    ]
    if ways:
        said.append(f"U kunt {'ook ' if said else ''}{enumerate_words(ways)}.")
    return " ".join(said) or "Probeer het later nog eens."


def _by_letter(site: Site, outage: Outage) -> bool:
    """Whether one may write instead: not where a law leaves only the digital way for all that is official."""
    touched = [resolution for name in outage.channels for resolution in site.by_channel.get(name, ())]
    ways = [resolution.paper for resolution in touched if resolution.official]
    return any(Paper.POST in way for way in ways or [site.register.municipality.paper_default])


def _letter(site: Site, outage: Outage) -> str:
    """``stuur een brief naar Postbus 1, 1234 AB Voorbeeld``; without address where that hangs on what one sends."""
    register = site.register
    found = [paper(register, name, (Paper.POST,)) for name in _deciding(site, outage)]
    if not found and register.municipality.postal_address:
        return f"stuur een brief naar {register.municipality.postal_address}"
    ways = {details[0].text for details in found if details}
    return uncapitalised(ways.pop().rstrip(".")) if len(ways) == 1 else "stuur een brief"


def _deciding(site: Site, outage: Outage) -> list[str]:
    """Who decides (by id) on what goes through the broken channels."""
    served = (resolution for name in outage.channels for resolution in site.by_channel.get(name, ()))
    named = site.register.named_authority
    return list(dict.fromkeys(named(resolution.product, resolution.message) for resolution in served))


def _other_channels(site: Site, outage: Outage) -> list[str]:
    """The channels that serve everything the broken ones serve, but for apps and media of others: those carry a warning."""
    touched = [resolution for name in outage.channels for resolution in site.by_channel.get(name, ())]
    every = [set(resolution.channel_ids) for resolution in touched]
    shared = set.intersection(*every) - set(outage.channels) if every else set()
    return [
        channel.name
        for channel in site.register.channels
        if channel.id in shared and channel.works_on(site.today) and not channel.kind.belongs_to_others
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def status_file(site: Site) -> StaticFile:
    """Every outage that has not ended, as other programs read it.

    ``{"outages": [{"id", "channels", "label", "texts", "show", "begin", "end"}]}``: ``show`` is when pages begin
    to tell of it; moments are in UTC, so that they can be compared as text; ``end`` is null where it isn't known
    yet. It says nothing that changes by itself, so that the same register gives the same file.
    """
    listed = [
        {
            "id": outage.id,
            "channels": list(outage.channels),
            "label": label_of(outage),
            "texts": [f"{capitalised(_broken(site, outage))} {_when(outage)}.", *_advice(site, outage)],
            "show": _utc(shown_from(outage)),
            "begin": _utc(outage.begin),
            "end": _utc(outage.end) if outage.end else None,
        }
        for outage in _not_over(site)
    ]
    return StaticFile(OUTAGE_STATUS, f"{compact_json({'outages': listed})}\n".encode())


def status_script(site: Site, has_page: Callable[[str], bool] = lambda _: True) -> StaticFile:
    """The same for pages, which have it before they are shown: a fetched file would move what stands there already.

    ``storingen=[{"id", "channels", "all", "label", "when", "texts", "more", "page", "show", "begin", "end"}]``: for each channel
    what is said where a place is about that one, and what is said of all; texts come in pieces, as text or as text with
    its address; ``page`` is where more stands, from the root. ``has_page`` says of an address whether the
    website has that page already.
    """
    listed = []
    for outage in _not_over(site):
        page = outage_url(outage.id)
        listed.append(
            {
                "id": outage.id,
                "channels": {name: _broken(site, outage, [name]) for name in outage.channels},
                "all": _broken(site, outage),
                "label": label_of(outage),
                "when": f" {_when(outage)}. ",
                "texts": [_pieces(text) for text in _advice(site, outage)],
                "more": [AHEAD_MORE, RUNNING_MORE],
                "page": page if has_page(page) else f"{OUTAGES}#{OUTAGE_ANCHOR}{outage.id}",
                "show": _to_compare(shown_from(outage)),
                "begin": _to_compare(outage.begin),
                "end": _to_compare(outage.end) if outage.end else None,
            }
        )
    return StaticFile(OUTAGE_SCRIPT, f"storingen={compact_json(listed)}\n".encode())


def _not_over(site: Site) -> Iterator[Outage]:
    yield from site.outages.running
    yield from site.outages.coming


def _pieces(text: str) -> list[list[str]]:
    return [[piece.text, piece.href] if piece.href else [piece.text] for piece in with_telephone(text)]


def _to_compare(moment: datetime) -> str:
    """As a browser writes a moment, so that the two can be compared as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


EARLIER = ("Kanaal", "Van", "Tot", "Hoe lang")


def pages(site: Site, renderer: Renderer) -> Iterator[Artifact]:
    yield _overview(site, renderer)
    for outage in site.register.outages:
        yield _outage(site, renderer, outage)


def title_of(site: Site, outage: Outage) -> str:
    day = in_words(outage.begin.astimezone(AMSTERDAM).date())
    return outage.title or f"{label_of(outage)} van {names_of(site, outage)} op {day}"


def earlier_rows(site: Site, outages: tuple[Outage, ...], href: Hrefs) -> list[tuple[Detail, ...]]:
    """A row for each outage that is over: channel, begin, end, duration."""
    return [
        (
            Detail(channel_names(site, outage), href.to(outage_url(outage.id))),
            Detail(moment_in_words(outage.begin)),
            Detail(moment_in_words(outage.end) if outage.end else ""),
            Detail(capitalised(duration_in_words(site.outages.length(outage)))),
        )
        for outage in outages
    ]


def _overview(site: Site, renderer: Renderer) -> Artifact:
    href = Hrefs.on(OUTAGES)
    outages = site.outages
    later = [outage for outage in outages.coming if outage.planned and outage not in outages.shown]
    html = renderer.render(
        "outages",
        title="Storingen",
        law=OUTAGE,
        box=box_for(site, href, alone="list"),
        later=[Link(title_of(site, outage), href.to(outage_url(outage.id))) for outage in later],
        caption="Eerdere storingen, de laatste eerst",
        headers=EARLIER,
        rows=earlier_rows(site, outages.over, href),
        feed=Link("Feed met storingen (Atom)", href.to(OUTAGE_FEED)),
    )
    return Artifact(
        OUTAGES,
        "outages",
        "Storingen",
        f"Hier leest u welke digitale kanalen van {site.register.municipality.name} niet werken, en wat u dan doet.",
        html,
        origin=None,
        section=OUTAGES,
        breadcrumbs=(HOME,),
    )


def _outage(site: Site, renderer: Renderer, outage: Outage) -> Artifact:
    url = outage_url(outage.id)
    href = Hrefs.on(url)
    title = title_of(site, outage)
    what = "Het onderhoud" if outage.planned else "De storing"
    lasted = "hoe lang het duurde en wat u doet als u te laat was"
    about = lasted if outage.over_at(site.outages.moment) else "wanneer dat is, en wat u dan kunt doen"
    _, body = without_title(outage.body)
    support = SupportViews(site, href)
    html = renderer.render(
        "outage",
        title=title,
        over=f"{what} is voorbij.",
        box=_lasts(site, outage, href),
        nothing=f"Op dit moment is er geen storing van {names_of(site, outage)} bekend.",
        facts_rows=_facts(site, outage, href),
        body=prose(body, file=outage.file, prefix=href.prefix),
        law=_not_held_against(site, outage) if touches_a_term(site, outage) else None,
        help=support.for_channels(Audience, [site.register.channel_by_id[name] for name in outage.channels]),
        all_help=support.overview,
    )
    return Artifact(
        url,
        "outage",
        title,
        f"{title}: {about}.",
        html,
        origin=outage.place,
        section=OUTAGES,
        breadcrumbs=(HOME, Crumb("Storingen", OUTAGES)),
        search=False,
    )


def _lasts(site: Site, outage: Outage, href: Hrefs) -> OutageBox | None:
    """What is so now of its channels, renewed without a build; of what is over nothing changes any more."""
    return None if outage.over_at(site.outages.moment) else box_for(site, href, outage.channels, alone="page")


def _facts(site: Site, outage: Outage, href: Hrefs) -> list[Row]:
    channels = site.register.channel_by_id
    links = tuple(
        Detail(channels[name].name, href.to(channel_url(name)) if name in site.shown_channel_ids else None)
        for name in outage.channels
    )
    rows = [
        Row("Kanaal" if len(links) == 1 else "Kanalen", links),
        Row("Van", (Detail(moment_in_words(outage.begin)),)),
    ]
    if outage.end:
        rows.append(Row("Tot", (Detail(moment_in_words(outage.end)),)))
    over = outage.over_at(site.outages.moment)
    if over:
        rows.append(Row("Duur", (Detail(capitalised(duration_in_words(site.outages.length(outage)))),)))
    if outage.announced:
        rows.append(Row("Gemeld", (Detail(moment_in_words(outage.announced)),)))
    if over and outage.instead:
        rows.append(Row("Wat u toen kon doen", (Detail(outage.instead),)))
    if not over and not outage.runs_at(site.outages.moment):  # else the notice above says it
        rows.append(Row("Wat u dan kunt doen", (Detail(what_to_do(site, outage)),)))
    if extension := granted_term(site, outage):
        source = term_source(site, outage)
        if source and source.href:
            source = Link(source.text, href.to(source.href))
        rows.append(Row("Langere termijn", (Detail(longer_term(extension, site.today), source=source),)))
    return rows
