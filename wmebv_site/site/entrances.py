"""How a channel looks: a button for each way in, what it takes, and what one gets back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from wmebv_site.designation.answers import Resolution
from wmebv_site.dutch import (
    capitalised,
    in_words,
    is_english,
    statute_in_words,
    the_title,
    with_article,
)
from wmebv_site.register.addresses import MANDATE_LETTER, channel_url, support_url
from wmebv_site.register.channels import Channel, Entrance, Requirement
from wmebv_site.register.terms import Audience, Fact, Login, Owner, SupportKind
from wmebv_site.register.values import Source
from wmebv_site.site.outages import box_for
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import ChannelView, Detail, EntranceGroup, EntranceView, Link
from wmebv_site.site.words import (
    ACKNOWLEDGED,
    AUDIENCE,
    COPIED,
    FOR_AUDIENCE,
    FOR_EVERYONE,
    LOG_IN,
    LOGIN_EXPLAINED,
    NOT_PRIVATE,
    NOT_REPRESENTED,
    REPRESENTED,
    WITHOUT_LOGIN,
    asked_of,
    represented,
)


@dataclass(frozen=True)
class ChannelViews:
    """Makes the views of channels on one page, or on pages equally deep."""

    site: Site
    href: Hrefs

    def of_all(
        self, for_whom: tuple[Audience, ...], act: str, answering: Sequence[Resolution]
    ) -> tuple[ChannelView, ...]:
        """The channels of all audiences together, each once, with for whom it is where that differs.

        First those through which one can send something now, and of these last what belongs to others.
        """
        uses: dict[str, list[Resolution]] = {}
        channels: dict[str, Channel] = {}
        for resolution in answering:
            for resolved in resolution.channels:
                channels[resolved.channel.id] = resolved.channel
                uses.setdefault(resolved.channel.id, []).append(resolution)
        views = []
        for name, resolutions in uses.items():
            served = tuple(resolution.audience for resolution in resolutions)
            note = _note(channels[name], for_whom, resolutions)
            view = self.view(channels[name], act, for_whom, served, note=note)
            if note and len(view.groups) == 1:  # then the note says for whom it is
                view = replace(view, groups=(replace(view.groups[0], label=None),))
            views.append(view)
        views += _executor_alone(answering)
        return tuple(_told_apart(sorted(views, key=lambda view: (not view.groups, view.social))))

    def view(
        self,
        channel: Channel,
        act: str,
        audiences: tuple[Audience, ...],
        served: tuple[Audience, ...],
        *,
        note: str | None = None,
        own_page: bool = False,
    ) -> ChannelView:
        """A channel as ``served`` sees it, on a page that is for ``audiences``."""
        ways = [way for way in channel.ways_in if way.audience is None or set(way.audience) & set(served)]
        if stopped := closed(channel, self.site.today):
            ways, note = [], stopped
        # A channel that leads nowhere is not offered, so there is nothing to warn of.
        others = channel.kind.belongs_to_others
        warning = NOT_PRIVATE if others and ways else None
        words = act if own_page else act_at(channel, act)
        groups = _groups(ways, words, audiences, served)
        receipt = (ACKNOWLEDGED.get(channel.acknowledgement), COPIED.get(channel.sender_copy))
        return ChannelView(
            name=channel.name,
            href=None if own_page else self.href.to(channel_url(channel.id)),
            note=note,
            groups=_of_others(groups) if others else groups,
            requirements=tuple(
                Detail(
                    asked_of(requirement, served), source=self.source(requirement.source, requirement.article)
                )
                for requirement in _in_order(channel.requirements, served)
            ),
            receipt=tuple(Detail(sentence) for sentence in receipt if sentence),
            representation=self._acting(channel) if own_page else self._represented(channel),
            warning=warning,
            outages=box_for(self.site, self.href, [channel.id]) if ways else None,
            social=others,
            without_login=_without_login(ways, [audience for audience in audiences if audience in served]),
        )

    def _acting(self, channel: Channel) -> tuple[Detail, ...]:
        """Whether someone else may use a channel, and where one reads how."""
        listed = self.site.support
        ways = [support for support in listed if support.kind is SupportKind.REPRESENTATION]
        more = [Detail(way.title, self.href.to(support_url(way.id))) for way in ways]
        said = represented(channel.representation, self.site.whose(channel))
        return (Detail(said), *self._letter(channel), *more)

    def _represented(self, channel: Channel) -> tuple[Detail, ...]:
        """Whether someone else may send a message through a channel; nothing where that isn't known."""
        said = {Fact.YES: REPRESENTED, Fact.NO: NOT_REPRESENTED}.get(channel.representation)
        return (Detail(said), *self._letter(channel)) if said else ()

    def _letter(self, channel: Channel) -> Iterator[Detail]:
        """The letter to fill in, where a channel of the municipality works with a machtiging; others ask their own."""
        if channel.representation is Fact.YES and channel.owner is Owner.MUNICIPALITY:
            yield Detail("Vul de machtigingsbrief in", self.href.to(MANDATE_LETTER), on_paper=False)

    def source(self, source: Source | None, article: str | None) -> Link | None:
        """Where something stands: the decision with its article, or the statute."""
        if source is None:
            return None
        if not source.is_decision:
            return Link(statute_in_words(source.name))
        decision = self.site.register.decision_by_id.get(source.name)
        if decision is None or decision not in self.site.decisions.public:
            return None
        title = the_title(decision.short_title)
        title = f"artikel {article} van {title}" if article else title
        return Link(title, self.href.to(self.site.article_url(decision, article)))


def _in_order(requirements: Iterable[Requirement], served: Sequence[Audience]) -> list[Requirement]:
    """What is asked of those who are served: what only later ones have to do comes last."""

    def first(requirement: Requirement) -> int:
        return next(place for place, audience in enumerate(served) if requirement.asks((audience,)))

    return sorted(filter(lambda each: each.asks(served), requirements), key=first)


def _executor_alone(answering: Sequence[Resolution]) -> list[ChannelView]:
    """An executor without channels of its own: its website stands in."""
    for resolution in answering:
        executor = resolution.executor
        if executor is not None and executor.url and not executor.channels:
            entrance = EntranceView(
                f"Naar de website van {executor.name}", executor.url, leads_to=_host(executor.url)
            )
            return [ChannelView(executor.name, None, None, (EntranceGroup(None, (entrance,)),))]
    return []


def _told_apart(views: list[ChannelView]) -> list[ChannelView]:
    """Two buttons that lead elsewhere never have the same words: the later one names its channel."""
    used: set[str] = set()
    found = []
    for view in views:
        told = _with_its_name(view) if used & _texts_of(view) else view
        used |= _texts_of(told)
        found.append(told)
    return found


def _with_its_name(view: ChannelView) -> ChannelView:
    groups = (
        replace(
            group,
            entrances=tuple(
                e if view.name in e.text else replace(e, text=f"{e.text} via {view.name}")
                for e in group.entrances
            ),
        )
        for group in view.groups
    )
    return replace(view, groups=tuple(groups))


def _texts_of(view: ChannelView) -> set[str]:
    """What stands on the buttons of a channel."""
    return {entrance.text for group in view.groups for entrance in group.entrances}


def _note(channel: Channel, audiences: tuple[Audience, ...], resolutions: Sequence[Resolution]) -> str | None:
    beside = all(
        resolution.rule is not None
        and channel.id not in resolution.rule.channels
        and any(channel.id in rule.channels for rule in resolution.added)
        for resolution in resolutions
    )
    if len(resolutions) < len(audiences):
        for_whom = AUDIENCE[resolutions[0].audience]
        if beside:
            return f"{capitalised(for_whom)} mogen ook dit kanaal gebruiken."
        return None  # each button says for whom it is
    return "U mag ook dit kanaal gebruiken." if beside else None


def closed(channel: Channel, day: date) -> str | None:
    """Why there is no button: a channel that has stopped, or doesn't work yet, leads nowhere."""
    if channel.until is not None and channel.has_stopped_on(day):
        return f"{capitalised(with_article(channel.name))} is gestopt op {in_words(channel.until)}."
    if channel.from_ is not None and channel.from_ > day:
        return f"{capitalised(with_article(channel.name))} werkt vanaf {in_words(channel.from_)}."
    return None


def _groups(
    ways: Sequence[Entrance], act: str, audiences: tuple[Audience, ...], served: tuple[Audience, ...]
) -> tuple[EntranceGroup, ...]:
    """The entrances by whom they are for: the first audience first, and where few have what it takes last."""

    def its_own(way: Entrance) -> list[Audience]:
        return [a for a in audiences if a in served and (way.audience is None or a in way.audience)]

    def place(way: Entrance) -> tuple[object, ...]:
        own = its_own(way)
        return way.login is Login.EIDAS, audiences.index(own[0]) if own else len(audiences), len(own)

    groups: dict[str | None, list[EntranceView]] = {}
    whom: dict[str | None, list[Audience]] = {}
    for way in sorted(ways, key=place):
        own = its_own(way)
        label = " en ".join(FOR_AUDIENCE[a] for a in own) if len(own) < len(audiences) else ""
        groups.setdefault(label or None, []).append(_entrance(way, act))
        whom[label or None] = own
    several = len(groups) > 1
    return tuple(
        EntranceGroup(
            (label or FOR_EVERYONE) if several else label,
            tuple(found),
            whom[label][0] if len(whom[label]) == 1 else None,
        )
        for label, found in groups.items()
    )


def _of_others(groups: tuple[EntranceGroup, ...]) -> tuple[EntranceGroup, ...]:
    """Without a word on logging in: an app of somebody else asks what it likes."""
    return tuple(
        replace(group, entrances=tuple(replace(entrance, login=None) for entrance in group.entrances))
        for group in groups
    )


def _without_login(ways: Sequence[Entrance], whom: Sequence[Audience]) -> str | None:
    """A question for who can't log in, by the login of who comes first on the page."""
    if any(way.email or way.login not in WITHOUT_LOGIN for way in ways):
        return None
    first = [way for way in ways if way.audience is None or set(whom[:1]) & set(way.audience)]
    asked = {way.login for way in first or ways}
    return next((WITHOUT_LOGIN[login] for login in WITHOUT_LOGIN if login in asked), None)


def act_at(channel: Channel, act: str) -> str:
    """What a button says that asks no login: where it leads, since the heading above says what one does.

    Of apps of others there are often more, each a plain link: it says both by itself.
    """
    if channel.kind.belongs_to_others:
        return f"{act} via {channel.name}"
    return f"Naar {with_article(channel.name)}"


def button_text(way: Entrance, act: str) -> str:
    """What stands on the button of an entrance, below a heading with what one does."""
    return "Stuur een e-mail" if way.email else LOG_IN.get(way.login, act)


def href_of(way: Entrance) -> str:
    """Where the button of an entrance leads."""
    return f"mailto:{way.email}" if way.email else way.url or ""


def _entrance(way: Entrance, act: str) -> EntranceView:
    href = href_of(way)
    text = button_text(way, act)
    english = is_english(way.language)
    told = (LOGIN_EXPLAINED.get(way.login), "De website is in het Engels." if english else None)
    explained = "" if way.email else " ".join(filter(None, told))
    return EntranceView(
        text,
        href,
        leads_to=way.email or _host(href),
        login=Detail(explained) if explained else None,
        hreflang=way.language.lower() if way.language else None,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
