"""What the page of a product shows of a message, as plain data in its order, for whoever shows it on a page of his own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.data.shapes import TEXT, URL, Json, Shape, Told, list_of, one_of, ref
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience
from wmebv_site.site.messages import MessageViews
from wmebv_site.site.one_page import warned_once
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import ChannelView, Detail, EntranceView, Link, MessageView, Notice, Reason
from wmebv_site.site.words import NOTICE

KINDS = {
    "tekst": "Lines of text.",
    "knoppen": "Buttons that lead to a channel, below for whom they are.",
    "melding": "What must be seen first: its heading says what it is, and is no heading of the page.",
}
PIECE = Shape(
    "piece",
    "A piece of a line.",
    told={
        "text": Told(TEXT, "What it says, in Dutch."),
        "url": Told(URL, "Where it leads.", always=False),
    },
)
BUTTON = Shape(
    "button",
    "One way in to a channel, as one sees it.",
    told={
        "label": Told(TEXT, "What stands on it, in Dutch."),
        "url": Told(URL, "Where it leads; 'mailto:' before an e-mail address."),
        "hints": Told(list_of(TEXT), "What stands below it: where it leads, and what the login is."),
        "language": Told(TEXT, "The language there, where that isn't Dutch.", always=False),
    },
)
PART = Shape(
    "part",
    "A part of what is shown, with a heading or without.",
    told={
        "kind": Told(one_of(KINDS), "What it consists of."),
        "heading": Told(TEXT, "What stands above it.", always=False),
        "depth": Told({"enum": [1, 2]}, "How far that lies below the heading of the message.", always=False),
        "audience": Told({"enum": [each.value for each in Audience]}, "Whom alone it is for.", always=False),
        "channel": Told(TEXT, "The id of the channel to which its buttons lead.", always=False),
        "lines": Told(
            list_of(list_of(ref("piece"))), "Its lines, each in pieces that follow each other.", always=False
        ),
        "buttons": Told(list_of(ref("button")), "Its buttons, below the lines.", always=False),
    },
)
SHOWN = Shape(
    "shown",
    "A message as the page of its product shows it. It says what 'messages' says, in the words and the order of the page.",
    told={
        "id": Told(TEXT, "The id of the message within its product."),
        "heading": Told(TEXT, "What one does: the heading above all of it."),
        "channels": Told(
            list_of(TEXT), "The ids of the channels with a button: an outage of one of these touches it."
        ),
        "parts": Told(list_of(ref("part")), "What is shown, in this order."),
    },
)
SHAPES = (PIECE, BUTTON, PART, SHOWN)


@dataclass(frozen=True)
class Shown:
    """Makes plain data of the views from which pages are made; ``base`` stands before every address of this website."""

    site: Site
    base: str = ""

    @cached_property
    def _views(self) -> MessageViews:
        return MessageViews(self.site, Hrefs(self.base))

    @cached_property
    def _made(self) -> dict[int, Json]:
        """By view: messages of many products look the same, and share theirs."""
        return {}

    def of_product(self, product: Product) -> list[Json]:
        """Each of its messages; the first one with what one must have at hand."""
        found: list[Json] = []
        for message in self.site.register.messages_of(product):
            if product.documents and not found:
                needs = tuple(map(Detail, product.documents))
                found.append(_shown(message.key, self._views.view(product, message), needs))
            else:
                found.append(self.of(product, message))
        return found

    def of(self, product: Product, message: Message) -> Json:
        """One message, without what is of its product alone. Nobody changes it."""
        view = self._views.view(product, message)
        if id(view) not in self._made:
            self._made[id(view)] = _shown(message.key, view)
        return self._made[id(view)]


def _shown(name: str, view: MessageView, needs: tuple[Detail, ...] = ()) -> Json:
    channels = dict.fromkeys(
        name
        for channel in view.channels
        if channel.outages and channel.outages.channels
        for name in channel.outages.channels.split()
    )
    return SHOWN.of(id=name, heading=view.title, channels=list(channels), parts=list(_parts(view, needs)))


def _parts(view: MessageView, needs: tuple[Detail, ...]) -> Iterator[Json]:
    """In the order of the page: first the way, then beside it the letter and what one needs, then the way of others."""
    lead = [[_piece(view.intro)]] if view.intro else []
    if lines := [*lead, *map(_line, view.term)]:
        yield _part("tekst", lines=lines)
    for notice in view.notices:
        yield _notice(notice)
    channels = tuple(warned_once(view.channels))
    yield from _channels(channels[:1], 1)
    asked = channels[0].requirements if channels else ()
    for heading, details in (
        (view.paper_title, view.paper),
        ("Zo kan het wel", view.instead),
        ("Dit hebt u nodig" if needs else "Eisen aan uw bericht", (*needs, *asked)),
    ):
        if details:
            yield _part("tekst", heading, lines=[_line(each) for each in details])
    yield from _channels(channels[1:], 2)
    if view.reasons:
        yield _part("tekst", "Waar staat dit?", lines=[_reason(each) for each in view.reasons])


def _channels(views: Iterable[ChannelView], depth: int) -> Iterator[Json]:
    for view in views:
        lines = [[_piece(text)] for text in (view.note, view.warning) if text]
        if view.social:
            # Links, never buttons.
            lines += [[_piece(each.text, each.href)] for group in view.groups for each in group.entrances]
        heading = f"Via {view.name}" if depth > 1 else None
        if heading or lines:
            whom = {group.audience for group in view.groups}
            yield _part("tekst", heading, audience=whom.pop() if len(whom) == 1 else None, lines=lines)
        for group in () if view.social else view.groups:
            audience, buttons = group.audience, map(_button, group.entrances)
            channel = view.outages.channels if view.outages else None
            yield _part("knoppen", group.label, depth, audience=audience, channel=channel, buttons=buttons)


def _part(
    kind: str,
    heading: str | None = None,
    depth: int = 1,
    *,
    audience: Audience | None = None,
    channel: str | None = None,
    lines: Iterable[list[Json]] = (),
    buttons: Iterable[Json] = (),
) -> Json:
    return PART.of(
        kind=kind,
        heading=heading,
        depth=depth if heading and kind != "melding" else None,
        audience=audience.value if audience else None,
        channel=channel,
        lines=list(lines) or None,
        buttons=list(buttons) or None,
    )


def _piece(text: str, url: str | None = None) -> Json:
    return PIECE.of(text=text, url=url)


def _linked(link: Link) -> Json:
    return _piece(link.text, link.href)


def _line(detail: Detail) -> list[Json]:
    return [_piece(detail.text, detail.href)]


def _notice(notice: Notice) -> Json:
    heading = f"{NOTICE[notice.kind]}: {notice.title}" if notice.title else NOTICE[notice.kind]
    lines = [*([_piece(text)] for text in notice.paragraphs), *([_linked(link)] for link in notice.links)]
    return _part("melding", heading, lines=lines)


def _button(view: EntranceView) -> Json:
    where = f"Naar {view.leads_to}" if view.leads_to else None
    hints = [text for text in (where, view.login.text if view.login else None) if text]
    return BUTTON.of(label=view.text, url=view.href, hints=hints, language=view.hreflang)


def _reason(view: Reason) -> list[Json]:
    about = f"{view.about}: " if view.about else ""
    since = f" Dit geldt sinds {view.since.text}" if view.since else ""
    if since:
        since += ", met terugwerkende kracht." if view.retroactive else "."
    if view.source is None:
        by = view.by or ("de gemeente" if about else "De gemeente")
        return [_piece(f"{about}{by} heeft dit kanaal bekendgemaakt.{since}")]
    article = f", artikel\N{NO-BREAK SPACE}{view.article}" if view.article else ""
    before = f"{view.before} " if view.kind == "decision" else ""
    stands = f"{about}{'dit' if about else 'Dit'} staat in {before}"
    return [_piece(stands), _piece(f"{view.source.text}{article}", view.source.href), _piece(f".{since}")]
