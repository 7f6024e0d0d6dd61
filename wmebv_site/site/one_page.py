"""What the messages of one page share, said once: which of them stands open, what holds for more, and by which rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from wmebv_site.dutch import capitalised
from wmebv_site.site.views import (
    ChannelView,
    Detail,
    EntranceView,
    Ground,
    Link,
    MessageView,
    Reason,
    Row,
    saying,
)
from wmebv_site.site.words import NO_LOGIN, enumerate_dutch

OFFLINE_ID = "zonder-internet"
_HELP = Link("Lukt het niet?", "#lukt-het-niet")
_GROUNDS = Link("Waar staat dit?", "#waar-staat-dit")
_FREE = Detail(NO_LOGIN)
_Facts = tuple[tuple[Detail, ...], ...]


@dataclass(frozen=True, slots=True)
class OnePage:
    """The messages of a page: those that stand ``open``, and the ``others``, each of which opens."""

    open: tuple[MessageView, ...]
    others: tuple[MessageView, ...]
    grounds: tuple[Ground, ...]
    sources: tuple[Row, ...]
    """Where further requirements stand."""


def on_one_page(views: Sequence[MessageView]) -> OnePage:
    """What most people come for is the first; what has the first button stands open with it."""
    leading = next((view for view in views if leads(view)), None)
    first = [view for view in views if view is views[0] or view is leading]
    rest = [view for view in views if view is not views[0] and view is not leading]
    ordered = list(_said_once([*first, *rest]))
    ordered, grounds, sources = grounds_below(ordered)
    opened = [
        saying(view, primary=leading is not None and view.id == leading.id) for view in ordered[: len(first)]
    ]
    below = (_HELP, _GROUNDS) if grounds else (_HELP,)
    opened[-1] = replace(opened[-1], more=(*opened[-1].more, *below))
    return OnePage(tuple(opened), tuple(ordered[len(first) :]), grounds, sources)


def grounds_below(
    views: Sequence[MessageView],
) -> tuple[list[MessageView], tuple[Ground, ...], tuple[Row, ...]]:
    """The views without by which rules they go, and these together: by the titles that share them, each said once."""
    bare = [saying(view, channels=_without_sources(view.channels), reasons=()) for view in views]
    return bare, _grounds(views), _sources(views)


def leads(view: MessageView) -> bool:
    """Whether a message has a button that a whole page may lead to: not one of an app of somebody else."""
    return bool(view.channels and view.channels[0].groups and not view.channels[0].social)


def _said_once(views: Iterable[MessageView]) -> Iterator[MessageView]:
    """Each view without what an earlier one says: there it stands, and a link leads to it."""
    said_at: dict[_Facts, Link] = {}
    paper: tuple[Detail, ...] = ()
    said: set[Detail] = set()
    for view in views:
        channels = []
        for channel in warned_once(view.channels):
            facts = _facts_of(channel)
            title = f"{view.title} via {channel.name}" if len(view.channels) > 1 else view.title
            here = Link(title, f"#{view.id}")
            earlier = said_at.setdefault(facts, here) if any(facts) else here
            again = earlier != here
            channels.append(_told_on_paper(_pointing(channel, earlier) if again else channel, said))
        told: dict[str, Any] = {"channels": tuple(channels)}
        if view.paper and view.paper == paper:
            told |= {"paper": (), "more": (Link(view.paper_title, f"#{OFFLINE_ID}"),)}
        elif view.paper and not paper:
            paper = view.paper
            told["paper_id"] = OFFLINE_ID
        yield saying(view, **told)


def warned_once(channels: Iterable[ChannelView]) -> Iterator[ChannelView]:
    """Of channels below each other, the first one with a warning has it: there it is read for all of them."""
    warned: set[str] = set()
    for channel in channels:
        yield saying(channel, warning=None) if channel.warning in warned else channel
        if channel.warning:
            warned.add(channel.warning)


def _pointing(channel: ChannelView, earlier: Link) -> ChannelView:
    return replace(channel, requirements=(), receipt=(), representation=(), same_as=earlier)


def _facts_of(channel: ChannelView) -> _Facts:
    return channel.requirements, channel.receipt, channel.representation


def _told_on_paper(channel: ChannelView, said: set[Detail]) -> ChannelView:
    """Paper leaves out what an earlier channel says too."""

    # What a login is one reads once; that there is none, with each button.
    def told(details: tuple[Detail, ...]) -> tuple[Detail, ...]:
        if said.isdisjoint(details):
            return details
        return tuple(replace(each, on_paper=False) if each in said else each for each in details)

    def entered(entrance: EntranceView) -> EntranceView:
        if entrance.login not in said:
            return entrance
        return replace(entrance, login=replace(_FREE, on_paper=False) if entrance.login == _FREE else None)

    groups = tuple(saying(group, entrances=tuple(map(entered, group.entrances))) for group in channel.groups)
    marked = saying(
        channel,
        groups=groups,
        requirements=told(channel.requirements),
        receipt=told(channel.receipt),
        representation=told(channel.representation),
    )
    said.update(chain(*_facts_of(channel)))
    said.update(e.login for group in channel.groups for e in group.entrances if e.login)
    return marked


def _grounds(views: Iterable[MessageView]) -> tuple[Ground, ...]:
    acts: dict[tuple[Reason, ...], list[str]] = {}
    for view in views:
        if view.reasons:
            acts.setdefault(view.reasons, []).append(view.title)
    return tuple(Ground(enumerate_dutch(titles), reasons) for reasons, titles in acts.items())


def _sources(views: Iterable[MessageView]) -> tuple[Row, ...]:
    asked = (
        requirement.source
        for view in views
        for channel in view.channels
        for requirement in channel.requirements
        if requirement.source
    )
    found = tuple(Detail(capitalised(source.text), source.href) for source in dict.fromkeys(asked))
    return (Row("Eisen aan een bericht", found),) if found else ()


def _without_sources(channels: Iterable[ChannelView]) -> tuple[ChannelView, ...]:
    return tuple(
        saying(channel, requirements=tuple(saying(each, source=None) for each in channel.requirements))
        for channel in channels
    )
