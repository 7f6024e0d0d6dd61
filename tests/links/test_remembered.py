"""What earlier checks found: nothing is certain at once, nothing is forgotten, and a damaged file harms nobody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmebv_site.links.collected import Link
from wmebv_site.links.remembered import (
    MOST_AT_ONCE,
    Memory,
    Remembered,
    due,
    noted,
    read,
    written,
)
from wmebv_site.links.verdicts import Judgement, Verdict

NOW = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OK, BROKEN = Judgement(Verdict.OK, status=200), Judgement(Verdict.BROKEN, "Weg.", status=404)
UNREACHABLE, BLOCKED = Judgement(Verdict.UNREACHABLE, "Stuk."), Judgement(Verdict.BLOCKED, "Dicht.")
SOFT, STRANGE = Judgement(Verdict.SOFT, "Zacht."), Judgement(Verdict.STRANGE, "Vreemd.")


def after(*checks: tuple[timedelta, Judgement]) -> Remembered:
    """What is known after checks, each so long after the first moment."""
    known: Remembered | None = None
    for later, found in checks:
        known = noted(known, found, NOW + later)
    assert known is not None
    return known


def certain(*checks: tuple[timedelta, Judgement]) -> bool:
    return after(*checks).is_certain


@pytest.mark.parametrize("found", [BROKEN, SOFT])
def test_what_is_gone_is_certain_after_two_checks_twenty_hours_apart(found: Judgement) -> None:
    assert not certain((0 * HOUR, found))
    assert not certain((0 * HOUR, found), (1 * HOUR, found), (19 * HOUR, found))
    assert certain((0 * HOUR, found), (20 * HOUR, found))
    assert certain((0 * HOUR, found), (10 * HOUR, found), (21 * HOUR, found))


def test_what_gives_no_answer_is_certain_after_three_checks_on_three_days() -> None:
    assert not certain((0 * DAY, UNREACHABLE), (1 * DAY, UNREACHABLE))
    assert not certain((0 * DAY, UNREACHABLE), (1 * DAY, UNREACHABLE), (1 * DAY + HOUR, UNREACHABLE))
    assert certain((0 * DAY, UNREACHABLE), (1 * DAY, UNREACHABLE), (2 * DAY, UNREACHABLE))


def test_one_good_answer_ends_a_row_of_failures() -> None:
    known = after((0 * DAY, BROKEN), (1 * DAY, OK), (2 * DAY, BROKEN))
    assert not known.is_certain
    assert known.last_good == NOW + DAY
    assert known.failing_since == NOW + 2 * DAY


def test_who_is_kept_out_learns_nothing_of_a_failure() -> None:
    known = after((0 * DAY, BROKEN), (1 * DAY, BLOCKED), (2 * DAY, BROKEN))
    assert known.is_certain
    assert known.failing_since == NOW


def test_a_website_that_was_down_first_is_not_said_to_be_gone_at_once() -> None:
    assert not certain((0 * DAY, UNREACHABLE), (1 * DAY, UNREACHABLE), (2 * DAY, BROKEN))
    assert certain((0 * DAY, UNREACHABLE), (1 * DAY, BROKEN), (2 * DAY, BROKEN))
    assert certain((0 * DAY, BROKEN), (1 * DAY, UNREACHABLE), (2 * DAY, UNREACHABLE))


@pytest.mark.parametrize(
    "found", [STRANGE, OK, BLOCKED, Judgement(Verdict.MOVED, "Weg.", "https://n.example/")]
)
def test_what_does_not_pass_by_itself_is_told_at_once(found: Judgement) -> None:
    assert certain((0 * DAY, found))


def test_a_long_row_keeps_its_beginning() -> None:
    known = after(*((number * DAY, UNREACHABLE) for number in range(400)))
    assert len(known.failures) == 10
    assert (known.failing_since, known.failures[-1].at) == (NOW, NOW + 399 * DAY)


def links(number: int, host: str = "a.example", *, daily: bool = False) -> list[Link]:
    return [Link(f"https://{host}/{'d' if daily else 'w'}{index}", (), daily) for index in range(number)]


def asked(memory: Memory, all_links: list[Link], at: datetime, found: Judgement = OK) -> tuple[int, Memory]:
    """How many are due at a moment, and the memory after all of them were asked."""
    now = due(all_links, memory, at)
    noticed = {link.url: noted(memory.addresses.get(link.url), found, at) for link in now}
    return len(now), Memory({**memory.addresses, **noticed}, memory.hosts)


def test_what_people_need_most_is_asked_every_night_and_the_rest_every_week() -> None:
    all_links, memory, numbers = [*links(3, daily=True), *links(5)], Memory(), []
    for night in range(8):
        late = timedelta(minutes=(night % 3) * 40)  # a nightly run is not always at the same time
        number, memory = asked(memory, all_links, NOW + night * DAY + late)
        numbers.append(number)
    assert numbers == [8, 3, 3, 3, 3, 3, 3, 8]


def test_what_fails_is_asked_again_the_next_night_and_what_is_new_at_once() -> None:
    old, new = links(2), links(3)[2]
    _, memory = asked(Memory(), old, NOW, BROKEN)
    assert due(old, memory, NOW + 10 * HOUR) == ()
    assert due([*old, new], memory, NOW + 10 * HOUR) == (new,)
    assert due(old, memory, NOW + DAY) == tuple(old)


def test_a_host_is_not_asked_for_too_much_in_one_night_and_nothing_is_forgotten() -> None:
    all_links, memory, numbers = [*links(1000), *links(5, daily=True)], Memory(), []
    for night in range(3):
        number, memory = asked(memory, all_links, NOW + night * DAY)
        numbers.append(number)
    assert numbers == [MOST_AT_ONCE + 5, MOST_AT_ONCE + 5, 200 + 5]
    assert len(memory.addresses) == 1005


def test_a_host_that_asked_for_patience_gets_it() -> None:
    memory = Memory(hosts={"a.example": NOW + HOUR})
    mixed = [*links(1), *links(1, "b.example")]
    assert [link.host for link in due(mixed, memory, NOW)] == ["b.example"]
    assert len(due(mixed, memory, NOW + HOUR)) == 2


def test_a_clock_that_was_wrong_puts_nothing_off_for_years() -> None:
    _, memory = asked(Memory(), links(1), NOW + 900 * DAY)
    assert len(due(links(1), memory, NOW)) == 1


def test_what_left_the_registers_is_forgotten() -> None:
    _, memory = asked(Memory(hosts={"a.example": NOW - HOUR}), links(2), NOW)
    kept = memory.kept_for([links(2)[1].url], NOW)
    assert list(kept.addresses) == [links(2)[1].url]
    assert kept.hosts == {}


def test_a_memory_is_read_as_it_was_written_and_written_the_same_again() -> None:
    found = Judgement(Verdict.MOVED, "Weg.", "https://n.example/é", 200, (date(2026, 1, 1), date(2026, 4, 1)))
    known = after((0 * DAY, OK), (1 * DAY, BROKEN), (2 * DAY, UNREACHABLE), (3 * DAY, BLOCKED))
    memory = Memory(
        {"https://a.example/": known, "https://b.example/": after((0 * DAY, found))}, {"h.example": NOW}
    )
    assert read(written(memory)) == memory
    again = read(written(memory))
    assert again is not None
    assert written(again) == written(memory)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"version": 2, "addresses": {}, "hosts": {}}',
        b'{"version": 1}',
        b'{"version": 1, "addresses": [], "hosts": {}}',
        b'{"version": 1, "addresses": {"x": null}, "hosts": {}}',
        b'{"version": 1, "addresses": {"x": {"verdict": "goed"}}, "hosts": {}}',
        b'{"version": 1, "addresses": {}, "hosts": {"h": "gisteren"}}',
        b'{"version": 1, "addresses": {}, "hosts": {"h": "2026-06-01T00:00:00"}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_memory_is_no_memory(data: bytes) -> None:
    assert read(data) is None


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_whatever_happens_to_the_file_reading_it_ends_well(noise: bytes, at: int, cut: int) -> None:
    whole = written(Memory({"https://a.example/": after((0 * DAY, OK), (1 * DAY, BROKEN))}))
    found = read(whole[:at] + noise + whole[at + cut :])
    assert found is None or read(written(found)) == found


def test_without_a_file_nothing_is_known() -> None:
    assert read(None) == Memory()
    assert json.loads(written(Memory())) == {"version": 1, "addresses": {}, "hosts": {}}
