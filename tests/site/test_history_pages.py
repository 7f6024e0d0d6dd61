"""Which channel held on a day: every product answers for every day, as the history of its decisions does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from building import pages_on
from htmlpages import Element, parse
from projects import EXAMPLE_DAY, SMALL_DAY, register_from
from small_registers import DAY, IN_FORCE, decision, pages, product

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.rule import Question
from wmebv_site.register.addresses import letter_of
from wmebv_site.register.products import Product
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience
from wmebv_site.site.histories import HistoryViews
from wmebv_site.site.messages import act_of
from wmebv_site.site.site import Hrefs, Site
from wmebv_site.site.words import (
    AUDIENCE,
    BY_LETTER,
    ELSEWHERE,
    NO_CHANNEL,
    NOT_DIGITAL,
    OLD_RULES,
    enumerate_dutch,
)

FALLBACK = "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
UNCHANGED = "Wat hier staat, gold op elke dag."


def told_on(page: Element, day: date) -> dict[str, Element]:
    """What the history of a product says of a day, under each heading; exactly one period of each."""
    found = {}
    history = next(e for e in page.walk() if e.attributes.get("id") == "welk-kanaal")
    title = ""
    for part in history.children:
        if isinstance(part, Element) and part.tag == "h3":
            title = part.text
        elif isinstance(part, Element) and part.tag == "ul":
            (found[title],) = [item for item in part.all("li") if lies_in(item, day)]
    return found


def lies_in(item: Element, day: date) -> bool:
    begin, end = item.attributes["data-begin"], item.attributes["data-end"]
    return begin <= day.isoformat() and (not end or day.isoformat() < end)


def acts_behind(titles: list[str], acts: list[str]) -> dict[str, str]:
    """Each act by the heading under which it stands."""
    found = {}
    for title in titles:
        for number in range(1, len(acts) + 1):
            for some in combinations(acts, number):
                if enumerate_dutch(list(some)) == title:
                    found |= dict.fromkeys(some, title)
    return found


def said_to(item: Element, audience: Audience) -> list[str]:
    """The first words of each way that is for this audience."""
    ways = []
    for way in item.all("div"):
        whom = [small.text for small in way.all("small") if small.text.startswith("Voor ")]
        if not whom or whom == [f"Voor {AUDIENCE[audience]}."]:
            first = way.children[0]
            ways.append(first.text if isinstance(first, Element) and first.tag == "a" else way.text)
    return ways


def expected(resolution: Resolution, silent: frozenset[str]) -> list[str]:
    if resolution.state is State.EXEMPT:
        return [NOT_DIGITAL]
    elsewhere = resolution.product.authority_of(resolution.message) in silent
    if elsewhere and resolution.state in (State.GAP, State.NOT_OPENED):
        return [ELSEWHERE]
    if not resolution.state.answers:
        return [
            {State.GAP: NO_CHANNEL, State.NOT_OPENED: NOT_DIGITAL, State.OLD_LAW: OLD_RULES}[resolution.state]
        ]
    found = [BY_LETTER] if resolution.state is State.INVITATION else []
    if resolution.executor is not None and not resolution.executor.channels:
        found.append(resolution.executor.name)
    return found + [resolved.channel.name for resolved in resolution.channels]


def days_around(site: Site) -> Iterator[date]:
    """Long ago, far ahead, today, and every day before and on which something changes."""
    days = {date(1990, 1, 1), date(2026, 2, 14), site.today, date(2199, 1, 1)}
    turning = {*site.decisions.turning_days, *site.decisions.ends_of_retroactivity}
    yield from sorted(days | turning | {day - timedelta(days=1) for day in turning})


@pytest.mark.parametrize("which", ["example", "small"])
def test_a_product_says_of_every_day_what_held_on_it(
    which: str, example_register: Register, small_register: Register
) -> None:
    register, today = (example_register, EXAMPLE_DAY) if which == "example" else (small_register, SMALL_DAY)
    site = Site(Decisions(register, today))
    compared = 0
    made = pages_on(register, today)
    for each in register.products:
        page = parse(f"<main>{made[f'producten/{each.id}/'].html}</main>", each.id).main
        if UNCHANGED in page.text:
            assert all(len(intervals) == 1 for intervals in all_intervals(site, each)), each.id
            continue
        acts = [act_of(message) for message in register.messages_of(each)]
        for day in days_around(site):
            told = told_on(page, day)
            title_of = acts_behind(list(told), acts)
            for message in register.messages_of(each):
                for audience in each.audiences:
                    holding = site.history.on(day, Question(each, message, audience))
                    assert (
                        holding.resolution
                        == site.decisions.holding(day).by_key[each.id, message.key, audience]
                    )
                    item = told[title_of[act_of(message)]]
                    said = said_to(item, audience)
                    wanted = expected(holding.resolution, register.silent_bodies)
                    assert len(said) == len(wanted), (each.id, message.key, day)
                    assert all(s.startswith(w) for s, w in zip(said, wanted, strict=True)), (
                        each.id,
                        message.key,
                        day,
                    )
                    assert ("terugwerkende kracht" in item.text) >= holding.retroactive, (
                        each.id,
                        message.key,
                        day,
                    )
                    compared += 1
    assert compared > 50


def all_intervals(site: Site, of: Product) -> Iterator[tuple[object, ...]]:
    for message in site.register.messages_of(of):
        for audience in of.audiences:
            yield site.history.intervals(Question(of, message, audience))


def periods(page: Element) -> list[str]:
    """The periods and what held in them, of a product with one message, the newest first."""
    history = next(e for e in page.walk() if e.attributes.get("id") == "welk-kanaal")
    return [item.text for item in history.all("li")]


THING = product("Ding", "{kind: aanvraag}")


def test_before_the_new_law_the_old_rules_held_and_no_gap_is_told() -> None:
    assert periods(pages(FALLBACK, THING)["producten/ding/"]) == [
        "Sinds 1 januari 2026 Formulier X Dit staat in het Besluit A.",
        "Tot en met 31 december 2025 Dit valt nog onder de oude regels.",
    ]


def test_the_days_before_a_late_decision_are_a_gap() -> None:
    late = {"content/besluiten/a.md": decision("Besluit A", IN_FORCE.replace("2026-01-01", "2026-01-23"))}
    assert periods(pages(FALLBACK, THING, late)["producten/ding/"])[1:] == [
        "1 januari 2026 tot en met 22 januari 2026 Er is geen kanaal aangewezen.",
        "Tot en met 31 december 2025 Dit valt nog onder de oude regels.",
    ]


def test_days_to_which_a_decision_reached_back_say_so_and_when_it_became_known() -> None:
    dates = (
        "adopted: 2026-01-27\npublished: 2026-01-29\nin_force_from: 2026-01-29\nretroactive_to: 2026-01-01\n"
    )
    designations = (
        FALLBACK + "  - {statute: dienstenwet, beside: ja, channels: [box], source: 'wet:Dienstenwet 5'}\n"
    )
    thing = product("Ding", "{kind: aanvraag}", ", statutes: [dienstenwet], audience: [ondernemer]")
    found = periods(
        pages(designations, thing, {"content/besluiten/a.md": decision("Besluit A", dates)})[
            "producten/ding/"
        ]
    )
    note = "Met terugwerkende kracht: het besluit stond op 29 januari 2026 in het officiële blad."
    assert [note in text for text in found] == [False, True, False]
    assert found[1].startswith("1 januari 2026 tot en met 28 januari 2026 Formulier X")
    assert found[1].count("terugwerkende kracht") == 1, "a statute does not reach back with the decision"


PLANNED = "adopted: 2026-05-01\npublished: 2026-07-10\nin_force_from: 2026-08-01\nreplaces: [a]\n"
UNSURE = "Het besluit is vastgesteld, maar nog niet bekendgemaakt. Daarom is die dag nog niet zeker."


@pytest.mark.parametrize(
    ("next_rule", "held"), [("[y], source: 'besluit:b'", "Formulier Y"), (None, "Er is geen kanaal")]
)
def test_a_coming_period_is_certain_only_once_its_decision_is_published(
    next_rule: str | None, held: str
) -> None:
    """Also when nothing comes in the place of what ends."""
    designations = FALLBACK + (f"  - {{fallback: ja, channels: {next_rule}}}\n" if next_rule else "")
    content = {"content/besluiten/b.md": decision("Besluit B", PLANNED)}
    for day, unsure in ((date(2026, 6, 20), True), (date(2026, 7, 10), False)):
        made = pages(designations, THING, content, day)
        found = periods(made["producten/ding/"])
        assert found[0].startswith(f"Vanaf 1 augustus 2026 {held}")
        assert [UNSURE in text for text in found] == [unsure, False, False]
        assert ("volgens planning tot 1 augustus 2026" in made["besluiten/a/"].text) is unsure
        news = [
            item.text
            for item in made["wijzigingen/"].all("li")
            if "augustus" in item.text or "juli" in item.text
        ]
        assert ["nog niet zeker" in text for text in news if "bekendgemaakt: " not in text.lower()] == [
            unsure
        ] * 2


def test_a_way_that_is_not_for_everyone_says_for_whom_it_was() -> None:
    designations = (
        "designations:\n  - {messages: [aanvraag], audience: [inwoner], channels: [x], source: 'besluit:a'}\n"
    )
    newest = periods(pages(designations, THING)["producten/ding/"])[0]
    assert "Formulier X Dit staat in het Besluit A. Voor inwoners." in newest
    assert "Er is geen kanaal aangewezen. Voor ondernemers en organisaties." in newest


def test_who_may_not_send_digitally_reads_that_it_was_always_so() -> None:
    exempt = product("Ding", "{kind: aanvraag, exempt: {reason: in_persoon, basis: Wet een}}")
    page = pages("", exempt)["producten/ding/"]
    assert UNCHANGED in page.text and "welk-kanaal" in [e.attributes.get("id") for e in page.walk()]


def test_an_exception_that_ends_is_one_period_and_what_came_after_another() -> None:
    until = product(
        "Ding", "{kind: aanvraag, exempt: {reason: uitzondering_2_13_4, basis: Regeling, until: 2026-03-01}}"
    )
    found = periods(pages(FALLBACK, until)["producten/ding/"])
    assert found[0].startswith("Sinds 1 maart 2026 Formulier X")
    assert found[1].startswith("Tot en met 28 februari 2026 Dit bericht kan niet digitaal.")


def test_a_draft_and_a_channel_that_is_only_wanted_are_no_part_of_history() -> None:
    draft = "published: 2026-03-01\nin_force_from: 2026-03-01\nreplaces: [a]\n"
    designations = FALLBACK + "  - {messages: [aanvraag], channels: [y], source: 'besluit:b'}\n"
    day = date(2026, 2, 1)
    made = pages(designations, THING, {"content/besluiten/b.md": decision("Besluit B", draft)}, day)
    for url in ("producten/ding/", "welk-kanaal/", "besluiten/"):
        assert "Formulier Y" not in made[url].text and "Besluit B" not in made[url].text, url


def test_messages_that_went_the_same_way_are_told_once() -> None:
    page = pages(FALLBACK, product("Ding", "{kind: aanvraag}, {kind: bezwaar}, {kind: vraag}"))[
        "producten/ding/"
    ]
    titles = list(told_on(page, DAY))
    assert titles == ["Aanvragen en bezwaar maken", "Vraag stellen"]


def test_every_product_is_listed_and_leads_to_its_history(example_register: Register) -> None:
    page = parse(f"<main>{pages_on(example_register, EXAMPLE_DAY)['welk-kanaal/'].html}</main>", "").main
    letters = [each for each in page.all("details") if each.all("h3")]
    assert [each.one("h3").attributes["id"] for each in letters] == sorted(
        {f"letter-{letter_of(each.name)}" for each in example_register.products}
    )
    assert not any("open" in each.attributes for each in letters) and not page.with_class("letters")
    links = [link.attributes["href"] for letter in letters for link in letter.all("a")]
    assert sorted(links) == sorted(
        f"../producten/{each.id}/#welk-kanaal" for each in example_register.products
    )


def test_each_period_of_a_decision_can_be_picked_by_a_day() -> None:
    files = {
        "content/besluiten/a.md": decision("Besluit A", IN_FORCE, "college, burgemeester"),
        "content/besluiten/b.md": decision(
            "Besluit B", f"{IN_FORCE}replaces: [a]\n".replace("2026-01-01", "2026-03-01"), "burgemeester"
        ),
    }
    page = pages("", THING, files)["welk-kanaal/"]

    def on(day: date) -> list[str]:
        return [item.one("a").text for item in page.one("ol").all("li") if lies_in(item, day)]

    assert on(date(2025, 12, 31)) == []
    assert on(date(2026, 2, 14)) == ["Besluit A", "Besluit A"]
    assert sorted(on(date(2026, 3, 1))) == ["Besluit A", "Besluit B"]


def test_histories_are_made_once_for_products_that_went_the_same_way(example_register: Register) -> None:
    views = HistoryViews(Site(Decisions(example_register, EXAMPLE_DAY)), Hrefs.on("producten/x/"))
    rows = [row for each in example_register.products for group in views.of(each) for row in group.rows]
    assert len({id(row) for row in rows}) * 3 < len(rows)


def test_periods_that_read_the_same_are_one() -> None:
    """A channel whose further requirement began later: of requirements the history tells nothing."""
    for asked in ("", ", requirements: [{text: Als pdf., source: 'besluit:b'}]"):
        register = register_from(
            {
                "channels.yaml": (
                    "municipality: {name: Gemeente Voorbeeld, fictitious: ja}\n"
                    "authorities: [{id: college, kind: college, name: het college}]\n"
                    "domains: [{id: d, name: Domein}]\n"
                    f"channels: [{{id: x, name: Formulier, kind: webformulier, url: 'https://x.voorbeeld.example'{asked}}}]\n"
                    "designations: [{fallback: ja, channels: [x], source: 'besluit:a'}]\n"
                ).encode(),
                "products.yaml": b"products: [{id: p, name: P, domain: d, authority: college, messages: [{kind: aanvraag}]}]\n",
                "content/besluiten/a.md": decision_text("2026-01-01"),
                "content/besluiten/b.md": decision_text("2026-03-01"),
            }
        )
        site, day = Site(Decisions(register, date(2026, 6, 1))), date(2026, 6, 1)
        [question] = [one.question for one in site.now.all if one.audience is Audience.RESIDENT]
        assert len(site.history.intervals(question)) == (3 if asked else 2)
        [group] = HistoryViews(site, Hrefs.on("producten/p/")).of(register.products[0])
        assert [row.span.text for row in group.rows] == [
            "Sinds 1 januari 2026",
            "Tot en met 31 december 2025",
        ]
        assert group.changed and day == site.today


def decision_text(first_day: str) -> bytes:
    dates = f"adopted: 2025-11-01\npublished: 2025-12-01\nin_force_from: {first_day}\n"
    return f"---\ntitle: Besluit\nkind: aanwijzing\nauthorities: [college]\n{dates}---\n".encode()
