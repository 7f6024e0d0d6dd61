"""How a channel looks: a button for each way in, what it takes, and what one gets back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from wmebv_site.designation.answers import Resolution
from wmebv_site.dutch import capitalised, in_words, statute_in_words, the_title
from wmebv_site.register.addresses import MANDATE_LETTER, channel_url, support_url
from wmebv_site.register.channels import Channel, Entrance
from wmebv_site.register.terms import Audience, Fact, Owner, SupportKind
from wmebv_site.register.values import Source
from wmebv_site.site.outages import box_for
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.views import ChannelView, Detail, EntranceView, Link
from wmebv_site.site.words import (
    ACKNOWLEDGED,
    AUDIENCE,
    COPIED,
    FOR_AUDIENCE,
    LOGIN_EXPLAINED,
    LOGIN_WITH,
    NOT_PRIVATE,
    NOT_REPRESENTED,
    REPRESENTATION,
    REPRESENTED,
)


@dataclass(frozen=True)
class ChannelViews:
    """Makes the views of channels on one page, or on pages equally deep."""

    site: Site
    href: Hrefs

    def of_all(
        self, for_whom: tuple[Audience, ...], act: str, answering: Sequence[Resolution]
    ) -> tuple[ChannelView, ...]:
        """The channels of all audiences together, each once, with for whom it is where that differs."""
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
            views.append(self.view(channels[name], act, for_whom, served, note=note))
        return tuple(_told_apart([*views, *_executor_alone(act, answering)]))

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
        if closed := _closed(channel, self.site.today):
            ways, note = [], closed
        # A channel that leads nowhere is not offered, so there is nothing to warn of.
        warning = NOT_PRIVATE if channel.kind.belongs_to_others and ways else None
        receipt = (ACKNOWLEDGED.get(channel.acknowledgement), COPIED.get(channel.sender_copy))
        return ChannelView(
            name=channel.name,
            href=None if own_page else self.href.to(channel_url(channel.id)),
            note=note,
            entrances=tuple(_entrance(way, act, audiences, served) for way in ways),
            requirements=tuple(
                Detail(requirement.text, source=self.source(requirement.source, requirement.article))
                for requirement in channel.requirements
            ),
            receipt=tuple(Detail(sentence) for sentence in receipt if sentence),
            representation=self._acting(channel) if own_page else self._represented(channel),
            warning=warning,
            outages=box_for(self.site, self.href, [channel.id]) if ways else None,
        )

    def _acting(self, channel: Channel) -> tuple[Detail, ...]:
        """Whether someone else may use a channel, and where one reads how."""
        listed = self.site.support
        ways = [support for support in listed if support.kind is SupportKind.REPRESENTATION]
        more = [Detail(way.title, self.href.to(support_url(way.id))) for way in ways]
        return (Detail(REPRESENTATION[channel.representation]), *self._letter(channel), *more)

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


def _executor_alone(act: str, answering: Sequence[Resolution]) -> list[ChannelView]:
    """An executor without channels of its own: its website stands in."""
    for resolution in answering:
        executor = resolution.executor
        if executor is not None and executor.url and not executor.channels:
            entrance = EntranceView(f"{act} bij {executor.name}", executor.url, leads_to=_host(executor.url))
            return [ChannelView(executor.name, None, None, (entrance,))]
    return []


def _told_apart(views: list[ChannelView]) -> list[ChannelView]:
    """Two buttons that lead elsewhere never have the same words: the later one names its channel."""
    used: set[str] = set()
    found = []
    for view in views:
        entrances = view.entrances
        if any(entrance.text in used for entrance in entrances):
            entrances = tuple(replace(e, text=f"{e.text} via {view.name}") for e in entrances)
        used |= {entrance.text for entrance in entrances}
        found.append(replace(view, entrances=entrances))
    return found


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
            return f"{capitalised(for_whom)} mogen ook deze weg kiezen."
        return None  # each button says for whom it is
    return "U mag ook deze weg kiezen." if beside else None


def _closed(channel: Channel, day: date) -> str | None:
    """Why there is no button: a channel that has stopped, or doesn't work yet, leads nowhere."""
    if channel.until is not None and channel.has_stopped_on(day):
        return f"{channel.name} is gestopt op {in_words(channel.until)}."
    if channel.from_ is not None and channel.from_ > day:
        return f"{channel.name} werkt vanaf {in_words(channel.from_)}."
    return None


def _entrance(
    way: Entrance, act: str, audiences: tuple[Audience, ...], served: tuple[Audience, ...]
) -> EntranceView:
    href = f"mailto:{way.email}" if way.email else way.url or ""
    text = f"{act} {LOGIN_WITH[way.login]}".rstrip()
    if way.email:
        text = f"{act} per e-mail"
    audience = None
    its_own = [a for a in audiences if a in served and (way.audience is None or a in way.audience)]
    if len(its_own) < len(audiences):
        audience = " en ".join(FOR_AUDIENCE[a] for a in its_own) or None
    english = way.language is not None and way.language.lower().startswith("en")
    explained = LOGIN_EXPLAINED[way.login] if not way.email else None
    if english and explained:
        explained = f"{explained} De website is in het Engels."
    return EntranceView(
        text,
        href,
        audience=audience,
        leads_to=way.email or _host(href),
        login=Detail(explained) if explained else None,
        hreflang=way.language.lower() if way.language else None,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
