"""The fourteen cases through time: frozen they say the same, a resident reads it on the day, and a replacement ends it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from acceptance import FOURTEEN, compare, expected_of
from building import pages_on
from freezer import frozen
from htmlpages import Element, main_of, parse
from projects import files_of, register_from

from wmebv_site.designation.answers import Resolution, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.products import Message, Product
from wmebv_site.register.register import Register
from wmebv_site.site.words import NOT_DESIGNATED, UNDER_OLD_LAW

CASES = pytest.mark.parametrize("project", FOURTEEN.values(), ids=FOURTEEN)
REPLACED = date(2027, 1, 1)
REPLACEMENT = """\
---
title: Nieuw besluit
kind: aanwijzing
authorities: [{authorities}]
replaces: [{replaced}]
adopted: 2026-11-01
published: 2026-12-01
publication: https://zoek.officielebekendmakingen.nl/gmb-2026-999999.html
in_force_from: 2027-01-01
---
"""
_NEW_CHANNEL = (
    "channels:\n  - {id: formulier-van-2027, name: Formulier van 2027, kind: webformulier, "
    'url: "https://nieuw.voorbeeld.example/formulier"}\n'
)
_NEW_RULES = (
    "designations:\n"
    '  - {fallback: ja, channels: [formulier-van-2027], source: "besluit:nieuw-2027", article: "1"}\n'
)


def designating(register: Register) -> list[str]:
    return [decision.id for decision in register.decisions if decision.kind.designates]


def all_frozen(project: Path) -> dict[str, bytes]:
    """The case with an annex beside each decision that designates, made on the day of its adoption."""
    files = files_of(project)
    for decision in designating(register_from(files)):
        known = register_from(files).decision_by_id[decision]
        files = frozen(files, decision, known.adopted or date(2025, 1, 1))
    return files


def replaced(files: dict[str, bytes]) -> dict[str, bytes]:
    """The case with one new decision of all its authorities in the place of all that designate."""
    register = register_from(files)
    names = designating(register)
    authorities = [authority.id for authority in register.authorities]
    text = REPLACEMENT.format(authorities=", ".join(authorities), replaced=", ".join(names))
    channels = files["channels.yaml"].decode()
    channels = (
        channels.replace("channels:\n", _NEW_CHANNEL, 1)
        if channels.count("\nchannels:\n")
        else channels + _NEW_CHANNEL
    )
    channels = (
        channels.replace("designations:\n", _NEW_RULES, 1)
        if "designations:\n" in channels
        else channels + _NEW_RULES
    )
    return files | {"channels.yaml": channels.encode(), "content/besluiten/nieuw-2027.md": text.encode()}


@CASES
def test_a_case_says_the_same_once_its_decisions_are_frozen(project: Path) -> None:
    register, expected = register_from(all_frozen(project)), expected_of(project)
    assert set(register.annexes) == set(designating(register))
    for moment in [*expected["dates"], *expected.get("history", ())]:
        day = date.fromisoformat(moment["on"])
        decisions = Decisions(register, date.fromisoformat(moment.get("built", moment["on"])))
        compare(moment["answers"], decisions.holding(day), decisions, day)


def section(page: Element, message: Message) -> Element:
    return next(element for element in page.walk() if element.attributes.get("id") == message.key)


def read_by_a_resident(section: Element, answers: tuple[Resolution, ...], day: date) -> None:
    """What stands about a message on the page of its product, held against what holds."""
    hrefs = {str(link.attributes.get("href")) for link in section.all("a")}
    buttons = {str(button.attributes["href"]) for button in section.with_class("button")}
    for answer in answers:
        for resolved in answer.channels:
            if resolved.channel.works_on(day):
                for way in resolved.entrances:
                    assert (f"mailto:{way.email}" if way.email else way.url) in hrefs
    if not any(answer.state.answers for answer in answers):
        assert buttons == set()
    states = {answer.state for answer in answers}
    told = NOT_DESIGNATED.partition("Dan m")[0]  # what follows names the body that decides
    assert (told in section.text) is (State.GAP in states)
    assert (UNDER_OLD_LAW in section.text) is (State.OLD_LAW in states)
    if states == {State.DESIGNATED}:
        assert "Nog niet" not in section.text and "nog niet" not in section.text


@CASES
def test_a_resident_reads_on_each_day_what_holds_on_that_day(project: Path) -> None:
    files = replaced(all_frozen(project))
    register = register_from(files)
    days = {date.fromisoformat(moment["on"]) for moment in expected_of(project)["dates"]}
    days |= {date(2025, 12, 31), date(2026, 6, 1), date(2026, 12, 31), REPLACED}
    for day in sorted(days):
        made = pages_on(register, day)
        held = Decisions(register, day).holding(day)
        for product, message in register.all_messages():
            page = parse(f"<main>{made[f'producten/{product.id}/'].html}</main>", product.id).main
            read_by_a_resident(section(page, message), held.of(product, message), day)


@CASES
def test_a_replacement_takes_over_on_its_first_day_and_nothing_earlier_revives(project: Path) -> None:
    before, after = register_from(all_frozen(project)), register_from(replaced(all_frozen(project)))
    old = set(designating(before))
    eve = date(2026, 12, 31)
    held = Decisions(before, eve).holding(eve)
    still = Decisions(after, eve).holding(eve)
    assert [(a.key, a.state, a.channel_ids) for a in held.all] == [
        (a.key, a.state, a.channel_ids) for a in still.all
    ]
    for day in (REPLACED, date(2030, 1, 1)):
        answers = Decisions(after, day).holding(day)
        assert not any(answer.rule and answer.rule.decision in old for answer in answers.all)
        assert any(answer.channel_ids == ("formulier-van-2027",) for answer in answers.all)
        pages = {
            url: main_of(page) for url, page in pages_on(after, day).items() if url.startswith("producten/")
        }
        for product, message in after.all_messages():
            if _goes_by_the_fallback(product, message, answers.of(product, message)):
                links = [
                    link.attributes.get("href")
                    for link in section(pages[f"producten/{product.id}/"], message).all("a")
                ]
                assert "https://nieuw.voorbeeld.example/formulier" in links


def _goes_by_the_fallback(product: Product, message: Message, answers: tuple[Resolution, ...]) -> bool:
    return all("formulier-van-2027" in answer.channel_ids for answer in answers)
