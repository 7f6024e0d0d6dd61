"""What a change of the registers means for residents, and from which day: as text, as Markdown and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from jinja2 import BaseLoader

from wmebv_site.decisions.comparison import TITLES, Comparison, MessageDifference, per_message
from wmebv_site.decisions.freeze import message_noun
from wmebv_site.designation.differences import Kind, differences
from wmebv_site.diagnostics import json_text, printable
from wmebv_site.dutch import in_words
from wmebv_site.register.markup import as_words
from wmebv_site.register.products import Product
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_pages
from wmebv_site.site.changes import News, news
from wmebv_site.site.site import Site

SHAPE = 1
"""Raised when a key of the JSON changes its meaning or goes; a new key does not raise it."""
_SHOWN = 20
"""So many of one kind are named for a person, and the rest counted."""
_NAMED = 6
"""So many messages are named of which the same is to be told."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What differs for the senders of a message from a day on: up to a day on which it differs otherwise, or no more."""

    begin: date
    until: date | None
    differs: MessageDifference

    def when(self, today: date) -> str:
        begin = (
            "Vanaf de dag dat dit op de website staat"
            if self.begin <= today
            else f"Vanaf {in_words(self.begin)}"
        )
        return f"{begin}, tot {in_words(self.until)}" if self.until else begin


@dataclass(frozen=True)
class Effects:
    """Two states of a project on one day, and what residents notice of the step from one to the other."""

    before: Site
    after: Site
    templates: BaseLoader

    @property
    def today(self) -> date:
        return self.after.today

    @cached_property
    def new_products(self) -> tuple[Product, ...]:
        return _only_in(self.after, self.before)

    @cached_property
    def gone_products(self) -> tuple[Product, ...]:
        return _only_in(self.before, self.after)

    @cached_property
    def messages(self) -> tuple[Elsewhere, ...]:
        """Where a message goes otherwise, of products that are there in both, the first day on top."""
        both = {product.id for product in self.before.register.products}
        both &= {product.id for product in self.after.register.products}
        days = {*self.before.decisions.turning_days, *self.after.decisions.turning_days}
        begins = [self.today, *sorted(day for day in days if day > self.today)]
        running: dict[MessageDifference, date] = {}
        found: list[Elsewhere] = []
        for day in begins:
            here = self._differing_on(day, both)
            found += [Elsewhere(running.pop(each), day, each) for each in list(running) if each not in here]
            for each in here:
                running.setdefault(each, day)
        found += [Elsewhere(begin, None, each) for each, begin in running.items()]
        return tuple(sorted(found, key=lambda each: (each.begin, each.until or date.max)))

    def _differing_on(self, day: date, products: set[str]) -> dict[MessageDifference, None]:
        held, holds = self.before.decisions.holding(day), self.after.decisions.holding(day)
        found = tuple(each for each in differences(held, holds) if each.product.id in products)
        told = per_message(Comparison("", "", found))
        return dict.fromkeys(each for kind in told.values() for each in kind)

    @cached_property
    def terms(self) -> tuple[tuple[str, str, str | None, str | None], ...]:
        """Until when a message may come: the product, the message, what was said and what is said now."""
        earlier = {
            (product.id, message.key): message.term
            for product in self.before.register.products
            for message in product.messages
        }
        found = []
        for product in self.after.register.products:
            for message in product.messages:
                key = (product.id, message.key)
                if key in earlier and earlier[key] != message.term:
                    found.append((product.name, message_noun(message), earlier[key], message.term))
        return tuple(found)

    @cached_property
    def news(self) -> tuple[tuple[str, News], ...]:
        """Decisions, channels, help, policies and outages of which the website tells something else: ``new``, ``changed``
        or ``gone``.
        """
        was = {item.change.key: item for item in news(self.before)}
        now = {item.change.key: item for item in news(self.after)}
        told = [
            ("new" if key not in was else "changed", item) for key, item in now.items() if _differs(was, item)
        ]
        return (*told, *(("gone", item) for key, item in was.items() if key not in now))

    @cached_property
    def pages(self) -> dict[str, tuple[Artifact, ...]]:
        """The pages that are new, that say something else, and that are no longer there."""
        was = {page.url: page for page in build_pages(self.before, self.templates)}
        now = {page.url: page for page in build_pages(self.after, self.templates)}
        return {
            "new": tuple(page for url, page in now.items() if url not in was),
            "changed": tuple(
                page
                for url, page in now.items()
                if url in was and (page.html, page.title) != (was[url].html, was[url].title)
            ),
            "gone": tuple(page for url, page in was.items() if url not in now),
        }

    @property
    def nothing(self) -> bool:
        """Whether a resident notices nothing at all."""
        told = (self.new_products, self.gone_products, self.messages, self.terms, self.news)
        return not any((*told, *self.pages.values()))


def _differs(was: dict[str, News], item: News) -> bool:
    earlier = was.get(item.change.key)
    return earlier is None or (earlier.title, earlier.text) != (item.title, item.text)


def _only_in(one: Site, other: Site) -> tuple[Product, ...]:
    """The products of one state that the other hasn't, under an earlier name either."""
    known = {product.id for product in other.register.products}
    renamed = {name for product in other.register.products for name in product.formerly}
    return tuple(
        product
        for product in one.register.products
        if product.id not in known | renamed and known.isdisjoint(product.formerly)
    )


def rendered(effects: Effects, form: str) -> str:
    """What changes in one of its forms: ``text``, ``markdown`` or ``json``."""
    if form == "json":
        return json_text(as_data(effects))
    return "\n".join(_lines(effects, markdown=form == "markdown")) + "\n"


def as_data(effects: Effects) -> dict[str, Any]:
    return {
        "version": SHAPE,
        "date": effects.today.isoformat(),
        "nothing": effects.nothing,
        "products": {
            "new": [{"id": each.id, "name": each.name} for each in effects.new_products],
            "gone": [{"id": each.id, "name": each.name} for each in effects.gone_products],
        },
        "messages": [
            {
                "from": each.begin.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "kind": each.differs.kind.value,
                "product": each.differs.key[0],
                "message": each.differs.key[1],
                "whom": each.differs.whom,
                "before": each.differs.before,
                "after": each.differs.after,
                "sentence": each.differs.sentence,
            }
            for each in effects.messages
        ],
        "terms": [
            {"product": product, "message": message, "before": was, "after": now}
            for product, message, was, now in effects.terms
        ],
        "news": [
            {
                "step": step,
                "key": item.change.key,
                "date": item.change.day.isoformat(),
                "title": item.title,
                "text": item.text,
            }
            for step, item in effects.news
        ],
        "pages": {
            step: [{"url": page.url, "title": page.title} for page in pages]
            for step, pages in effects.pages.items()
        },
    }


_STEPS = {"new": "Nieuw", "changed": "Anders", "gone": "Staat er niet meer"}
_PAGES = {
    "new": ("Nieuwe pagina's", ""),
    "changed": ("Pagina's met een andere tekst", ""),
    "gone": (
        "Pagina's die verdwijnen",
        "Wie een link naar zo'n pagina heeft, komt nergens uit. Heeft het product alleen een andere id? Schrijf de oude id dan bij "
        "'formerly'.",
    ),
}


def _lines(effects: Effects, *, markdown: bool) -> Iterator[str]:
    say: Callable[[str], str] = as_words if markdown else printable
    yield "## Wat verandert er voor inwoners?" if markdown else "Wat verandert er voor inwoners?"
    yield ""
    if effects.nothing:
        yield f"Niets: op {in_words(effects.today)} blijft elke pagina zoals die is."
        yield "Wat een besluit in voorbereiding straks brengt, laat 'wmebv decision diff' zien."
        return
    yield from _section("Nieuwe producten", [each.name for each in effects.new_products], say, markdown)
    yield from _section(
        "Producten die verdwijnen", [each.name for each in effects.gone_products], say, markdown
    )
    yield from _of_messages(effects, say, markdown)
    terms = [
        f"{product}: {message}. Eerst stond er {_term(was)}. Nu staat er {_term(now)}."
        for product, message, was, now in effects.terms
    ]
    yield from _section("Andere termijnen", terms, say, markdown)
    told = [f"{_STEPS[step]}: {item.title}. {item.text}" for step, item in effects.news]
    yield from _section("Besluiten, kanalen, hulp en storingen", told, say, markdown)
    for step, (title, way_out) in _PAGES.items():
        named = [f"{page.title} (/{page.url})" for page in effects.pages[step]]
        yield from _section(title, named, say, markdown)
        if named and way_out:
            yield from (way_out, "")


def _term(term: str | None) -> str:
    return f"de termijn '{term}'" if term else "geen termijn"


def _of_messages(effects: Effects, say: Callable[[str], str], markdown: bool) -> Iterator[str]:
    """The messages that go elsewhere, by the day on which that begins, each kind of difference below its title."""
    whens: dict[str, dict[Kind, list[MessageDifference]]] = {}
    for each in effects.messages:
        kinds = whens.setdefault(each.when(effects.today), {})
        kinds.setdefault(each.differs.kind, []).append(each.differs)
    for when, kinds in whens.items():
        for kind in Kind:
            found = kinds.get(kind, [])
            title = f"{when}: {_MESSAGES[kind]}"
            yield from _section(title, list(_together(found)), say, markdown, number=len(found))


def _together(found: Sequence[MessageDifference]) -> Iterator[str]:
    """Messages of which the same is to be told are told in one sentence."""
    same: dict[tuple[str, str, str], list[MessageDifference]] = {}
    for each in found:
        same.setdefault((each.before, each.after, each.asked), []).append(each)
    for together in same.values():
        first = together[0]
        if len(together) == 1:
            yield first.sentence
            continue
        named = [f"{each.product}: {each.message}" for each in together]
        more = f"; en nog {len(named) - _NAMED} andere" if named[_NAMED:] else ""
        whom = {each.whom for each in together}
        said = f" ({', '.join(sorted(filter(None, whom)))})" if None not in whom else ""
        yield f"{first.difference} Dat geldt voor {len(together)} berichten{said}: {'; '.join(named[:_NAMED])}{more}."


_MESSAGES = {
    Kind.ADDED: "een kanaal erbij",
    Kind.ENDED: "geen kanaal meer",
    Kind.CHANNEL: TITLES[Kind.CHANNEL].lower(),
    Kind.REQUIREMENT: TITLES[Kind.REQUIREMENT].lower(),
}


def _section(
    title: str, sentences: Sequence[str], say: Callable[[str], str], markdown: bool, number: int | None = None
) -> Iterator[str]:
    if not sentences:
        return
    heading, item = ("### ", "- ") if markdown else ("", "  ")
    yield f"{heading}{title} ({len(sentences) if number is None else number})"
    if markdown:
        yield ""
    yield from (f"{item}{say(sentence)}" for sentence in sentences[:_SHOWN])
    if sentences[_SHOWN:]:
        yield f"{item}en nog {len(sentences) - _SHOWN} andere"
    yield ""
