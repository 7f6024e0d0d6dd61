"""Outages: their times to the minute, the pages that tell of them, and the file that renews those without a build."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from browsing import served, watched
from building import build_site, pages_on
from command import wmebv
from places import ROOT
from playwright.sync_api import Browser, Page
from projects import (
    SMALL,
    SMALL_DAY,
    copied,
    decode_files,
    files_of,
    register_from,
    register_of,
    rewrite,
    tree,
    with_text,
)
from pydantic import TypeAdapter, ValidationError

from wmebv_site.cli.options import report_of
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.outages import Outages
from wmebv_site.diagnostics import Level
from wmebv_site.dutch import duration_in_words, moment_in_words
from wmebv_site.project.load import ProjectFiles, load
from wmebv_site.register.addresses import OUTAGE_FEED, OUTAGE_JSON_FEED, OUTAGE_SCRIPT, OUTAGE_STATUS
from wmebv_site.register.values import Moment, written_moment
from wmebv_site.rules.checking import check_outages, check_project
from wmebv_site.site.changes import feeds
from wmebv_site.site.outages import box_for, status_file, status_script, with_telephone
from wmebv_site.site.site import Hrefs, Site

NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)
SCRIPT = ROOT / "theme" / "assets" / "wmebv.js"


def read(text: str) -> datetime:
    return TypeAdapter(Moment).validate_python(text)


def refusal(text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        read(text)
    context = caught.value.errors()[0]["ctx"]
    return f"{context['message']} {context['hint']}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02T08:15+01:00", datetime(2026, 3, 2, 7, 15, tzinfo=UTC)),
        ("2026-03-02 08:15", datetime(2026, 3, 2, 7, 15, tzinfo=UTC)),
        ("2026-07-02T08:15", datetime(2026, 7, 2, 6, 15, tzinfo=UTC)),
        ("2026-07-02T08:15Z", datetime(2026, 7, 2, 8, 15, tzinfo=UTC)),
        ("2026-07-02t08:15:59.123z", datetime(2026, 7, 2, 8, 15, tzinfo=UTC)),
        ("2026-07-02 08:15:00+00:00", datetime(2026, 7, 2, 8, 15, tzinfo=UTC)),
        ("2026-03-02 08:15:30", datetime(2026, 3, 2, 7, 15, tzinfo=UTC)),
        ("2026-03-02T08:15:00+0100", datetime(2026, 3, 2, 7, 15, tzinfo=UTC)),
        ("2026-10-25T00:30Z", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-03-29T01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29T03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25T02:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_on_the_clock_of_the_netherlands(text: str, moment: datetime) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-29T02:30", "bestond niet. Die nacht ging de klok een uur vooruit"),
        ("2026-10-25T02:30", "kwam twee keer voor. Schrijf 2026-10-25T02:30+02:00 voor de eerste keer"),
        ("2026-07-02T08:15+01:00", "niet +01:00. Was het op onze klok dit tijdstip: 2026-07-02T09:15+02:00?"),
        ("2026-07-02T08:15+05:00", "niet +05:00. Was het op onze klok dit tijdstip: 2026-07-02T05:15+02:00?"),
        ("2026-07-02T08:15:61", "is geen tijdstip"),
        ("2026-02-30T08:15", "bestaat niet"),
        ("2026-02-03T25:15", "bestaat niet"),
        ("2026-02-03T08:15+99:99", "bestaat niet"),
        ("0001-01-01T00:00", "bestaat niet"),
        ("2026-02-03", "is geen tijdstip. Schrijf de dag en de tijd zoals"),
        ("8.15 uur", "is geen tijdstip"),
    ],
)
def test_a_moment_that_can_not_be_is_refused_with_the_way_to_write_it(text: str, said: str) -> None:
    assert said in refusal(text)


def test_a_moment_is_written_as_it_is_read() -> None:
    for hour in range(24 * 400):
        moment = datetime(2025, 12, 1, tzinfo=UTC) + timedelta(hours=hour)
        assert read(written_moment(moment)) == moment


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(hours=5, minutes=25), "5 uur en 25 minuten"),
        (timedelta(seconds=5), "1 minuut"),
        (timedelta(minutes=3, seconds=59), "3 minuten"),
        (timedelta(days=1), "1 dag"),
        (timedelta(days=2, minutes=1), "2 dagen en 1 minuut"),
    ],
)
def test_a_duration_is_said_in_words(length: timedelta, words: str) -> None:
    assert duration_in_words(length) == words


def test_a_moment_is_said_on_the_clock_of_the_netherlands() -> None:
    assert moment_in_words(datetime(2026, 3, 2, 7, 5, tzinfo=UTC)) == "2 maart 2026 om 8.05 uur"
    assert moment_in_words(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == "1 juli 2026 om 0.00 uur"


def small_with(*texts: str, moment: datetime = NOON) -> Site:
    files = {
        f"content/storingen/s{number}.md": f"---\n{text}---\n".encode() for number, text in enumerate(texts)
    }
    register, diagnostics = decode_files(files_of(SMALL) | files)
    assert register, diagnostics
    return Site(Decisions(register, SMALL_DAY), moment)


LETTER_FIRST = "Loopt er een termijn? Stuur een brief naar Postbus 1, 1234 AB Voorbeeld."
RUNNING = "channels: [bezwaarformulier]\nbegin: 2026-06-01T08:15\n"
ENDED = "channels: [bezwaarformulier]\nbegin: 2026-05-01T08:15\nend: 2026-05-01T09:15\n"
PLANNED = "channels: [contactformulier]\nplanned: ja\nbegin: 2026-06-08T20:00\nend: 2026-06-08T22:00\n"
FAR = "channels: [contactformulier]\nplanned: ja\nbegin: 2026-09-08T20:00\nend: 2026-09-08T22:00\n"


def test_an_outage_runs_from_its_begin_until_just_before_its_end() -> None:
    site = small_with("channels: [bezwaarformulier]\nbegin: 2026-06-01T08:15\nend: 2026-06-01T09:15\n")
    begin, end = site.register.outages[0].begin, site.register.outages[0].end
    assert end is not None
    states = {}
    for name, moment in {
        "before": begin - timedelta(minutes=1),
        "first": begin,
        "last": end - timedelta(seconds=1),
        "end": end,
    }.items():
        outages = Outages(site.register, moment)
        states[name] = (len(outages.coming), len(outages.running), len(outages.over))
    assert states == {"before": (1, 0, 0), "first": (0, 1, 0), "last": (0, 1, 0), "end": (0, 0, 1)}


def test_the_night_the_clock_goes_back_lasts_an_hour_longer() -> None:
    site = small_with("channels: [bezwaarformulier]\nbegin: 2025-10-25T20:00\nend: 2025-10-26T08:00\n")
    assert site.outages.length(site.register.outages[0]) == timedelta(hours=13)


def test_a_page_tells_of_its_own_channels_and_home_of_all() -> None:
    site = small_with(RUNNING, ENDED, PLANNED, FAR)
    href = Hrefs.on("x/")
    told = {
        tuple(about or ["*"]): [n.id for n in box_for(site, href, about).notices]
        for about in (None, ["bezwaarformulier"], ["contactformulier"], ["berichtenbox"])
    }
    assert told == {
        ("*",): ["s0", "s2"],
        ("bezwaarformulier",): ["s0"],
        ("contactformulier",): ["s2"],
        ("berichtenbox",): [],
    }


def test_a_product_without_a_channel_tells_of_no_outage() -> None:
    assert box_for(small_with(RUNNING), Hrefs.on("x/"), []).notices == ()


def told_of(site: Site) -> tuple[str, ...]:
    """The sentences of the first notice on home."""
    notice = box_for(site, Hrefs.on("")).notices[0]
    return tuple("".join(piece.text for piece in text) for text in notice.texts)


def test_what_one_can_do_is_said_also_when_the_editor_did_not() -> None:
    site = small_with(RUNNING)
    assert box_for(site, Hrefs.on("")).notices[0].label == "Storing"
    assert told_of(site) == (
        "het Bezwaarformulier werkt niet sinds 1 juni 2026 om 8.15 uur.",
        "Stuur een brief naar Postbus 1, 1234 AB Voorbeeld. U kunt ook langskomen of bellen: 14 0123.",
        "Kon u uw bericht door een storing niet op tijd sturen? Dan tellen wij de tijd van de storing niet mee.",
    )


def test_another_channel_for_the_same_messages_is_named_first() -> None:
    files = files_of(SMALL)
    text = (
        files["channels.yaml"]
        .decode()
        .replace("channels: [bezwaarformulier]", "channels: [bezwaarformulier, contactformulier]")
    )
    register, _ = decode_files(
        files | {"channels.yaml": text.encode(), "content/storingen/a.md": f"---\n{RUNNING}---\n".encode()}
    )
    assert register
    assert told_of(Site(Decisions(register, SMALL_DAY), NOON))[1] == (
        "Gebruik het Contactformulier. Of stuur een brief naar Postbus 1, 1234 AB Voorbeeld. "
        "U kunt ook langskomen of bellen: 14 0123."
    )


def test_the_own_words_of_the_editor_and_the_longer_term_are_told() -> None:
    longer = "Kon u uw bericht door deze storing niet op tijd sturen? Dan is uw termijn langer: tot en met 2 juni 2026."
    without = small_with(f"{RUNNING}instead: Mail ons.\nextension: {{until: 2026-06-02}}\n")
    assert told_of(without)[1:4] == (LETTER_FIRST, "Mail ons. Hulp nodig? Bel 14 0123.", longer)
    by = small_with(f"{RUNNING}extension: {{until: 2026-06-02, source: besluit:aanwijzing-2026}}\n")
    title = by.register.decision_by_id["aanwijzing-2026"].short_title
    assert told_of(by)[2] == f"{longer} Dit staat in {title}."


@pytest.mark.parametrize(("adopted", "told"), [("", False), ("2026-06-02", False), ("2026-06-01", True)])
def test_no_longer_term_is_promised_before_the_decision_is_taken(adopted: str, told: bool) -> None:
    path = "content/besluiten/concept-2028.md"
    files = files_of(SMALL)
    files[path] = files[path].replace(
        b"kind: aanwijzing\n", f"kind: aanwijzing\nadopted: {adopted}\n".encode()
    )
    outage = f"---\n{RUNNING}extension: {{until: 2026-06-02, source: besluit:concept-2028}}\n---\n".encode()
    files["content/storingen/a.md"] = outage
    register, diagnostics = decode_files(files)
    assert register, diagnostics
    alone = check_outages(ProjectFiles(files), SMALL_DAY, NOON)
    for site in (
        Site(Decisions(register, SMALL_DAY), NOON),
        Site(Decisions(alone.register, SMALL_DAY), NOON),
    ):
        assert (b"uw termijn langer" in status_file(site).data) is told
        assert (b"Ontwerp van een besluit" in status_file(site).data) is told
    pages = pages_on(register, SMALL_DAY)
    for url in ("storingen/", "storingen/a/", "kanalen/bezwaarformulier/"):
        assert ("tot en met 2 juni 2026" in pages[url].html) is told
    assert [each.level for each in alone.diagnostics] == [] if told else [Level.WARNING]
    assert told or "is nog niet genomen" in alone.diagnostics[0].message


def test_the_command_says_that_a_longer_term_by_a_draft_is_not_told(small: Path) -> None:
    outage_command("start", "bezwaarformulier", "--begin", "2026-03-02T08:15", cwd=small)
    term = ["--end", "2026-03-02T13:40", "--extension", "2026-03-03", "--source", "besluit:concept-2028"]
    shown = outage_command("end", "2026-03-02-bezwaarformulier", *term, cwd=small)
    assert "Let op: Het besluit 'concept-2028' is nog niet genomen." in shown
    assert "Vul dan 'adopted' in bij content/besluiten/concept-2028.md." in shown


@pytest.mark.parametrize(
    "text",
    [
        RUNNING,
        PLANNED,
        "channels: [contactformulier]\nplanned: ja\nbegin: 2026-06-01T08:00\nend: 2026-06-01T22:00\n",
    ],
)
def test_whoever_is_late_by_an_outage_or_by_maintenance_reads_that_it_is_not_held_against_them(
    text: str,
) -> None:
    late = "Kon u uw bericht door een storing niet op tijd sturen?"
    site = small_with(text)
    runs = bool(site.outages.running)
    assert told_of(site)[-1].startswith(late) is runs  # of what is still to come its page tells
    assert late in pages_on(site.register, SMALL_DAY)["storingen/s0/"].html


def test_a_channel_without_official_messages_does_not_speak_of_being_late() -> None:
    files = files_of(SMALL)
    informal = files["channels.yaml"].replace(
        b"covers: ander, channels: [contactformulier]", b"covers: ander, channels: [e-mail-balie]"
    )
    outage = b"---\nchannels: [e-mail-balie]\nbegin: 2026-06-01T08:15\n---\n"
    register, diagnostics = decode_files(
        files | {"channels.yaml": informal, "content/storingen/a.md": outage}
    )
    assert register, diagnostics
    site = Site(Decisions(register, SMALL_DAY), NOON)
    assert {each.official for each in site.by_channel["e-mail-balie"]} == {False}
    assert len(told_of(site)) == 2 and not any("op tijd" in text for text in told_of(site))
    assert "op tijd" not in pages_on(register, SMALL_DAY)["storingen/a/"].html


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Bel 14 0123 of kom langs.", {"14 0123": "tel:140123"}),
        (
            "Bel 0123 45 67 89, of +31 123 456 789.",
            {"0123 45 67 89": "tel:0123456789", "+31 123 456 789": "tel:+31123456789"},
        ),
        ("Het werkt niet sinds 1 juni 2026 om 8.15 uur, tot 14.00 uur op 10 juni 2026.", {}),
        ("Loket 14, van 0.00 uur tot 20.00 uur; zaak 2014 2015 2016.", {}),
    ],
)
def test_a_telephone_number_in_a_notice_can_be_called(text: str, numbers: dict[str, str]) -> None:
    pieces = with_telephone(text)
    assert "".join(piece.text for piece in pieces) == text
    assert {piece.text: piece.href for piece in pieces if piece.href} == numbers


def test_the_status_file_holds_what_has_not_ended_and_the_same_for_the_same_register() -> None:
    site = small_with(RUNNING, ENDED, PLANNED, FAR)
    made = status_file(site)
    assert made.path == "storingen/status.json"
    told = json.loads(made.data)["outages"]
    assert [(each["id"], each["begin"], each["end"]) for each in told] == [
        ("s0", "2026-06-01T06:15:00Z", None),
        ("s2", "2026-06-08T18:00:00Z", "2026-06-08T20:00:00Z"),
        ("s3", "2026-09-08T18:00:00Z", "2026-09-08T20:00:00Z"),
    ]
    later = replace(site, moment=NOON + timedelta(hours=1))
    assert status_file(later).data == made.data


def test_the_banner_weighs_at_most_a_kilobyte() -> None:
    _, rest = SCRIPT.read_text(encoding="utf-8").split("\n// What does not work now")
    banner, _ = rest.split("\n// A browser opens it too late")
    assert "wmebv-storing" in banner and len(gzip.compress(banner.encode(), mtime=0)) <= 1024


def test_an_unknown_channel_has_a_place_and_a_proposal() -> None:
    files = files_of(SMALL) | {
        "content/storingen/a.md": b"---\nchannels: [bezwaarformulir]\nbegin: 2026-06-01T08:15\n---\n"
    }
    register, diagnostics = decode_files(files)
    assert register is None
    assert [(d.code, d.place.line, d.hint) for d in diagnostics] == [
        ("WMEBV201", 2, "Bedoelt u 'bezwaarformulier'? Of voeg het toe in channels.yaml bij 'channels'.")
    ]


@pytest.mark.parametrize(
    "written", ["23-11-2026 16:45", "2026-11-23T16.45", "2026-11-23", "2026-11-23T16:45+02:00"]
)
def test_a_wrong_moment_in_a_file_is_said_as_on_the_command_line(written: str) -> None:
    files = files_of(SMALL) | {
        "content/storingen/a.md": f"---\nchannels: [bezwaarformulier]\nbegin: {written}\n---\n".encode()
    }
    _, diagnostics = decode_files(files)
    assert [(d.code, d.place.line, f"{d.message} {d.hint}") for d in diagnostics] == [
        ("WMEBV106", 3, refusal(written))
    ]


def test_today_the_clock_says_which_outages_have_begun(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = small / "content" / "storingen" / "a.md"
    file.parent.mkdir()
    file.write_text("---\nchannels: [bezwaarformulier]\nbegin: 2026-06-01T16:45\n---\n", encoding="utf-8")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def said(hour: int) -> list[str]:
        monkeypatch.setattr("wmebv_site.project.clock.now", lambda: datetime(2026, 6, 1, hour, tzinfo=UTC))
        found = report_of(str(small), SMALL_DAY).checked.diagnostics
        return [each.message for each in found if each.code == "WMEBV331"]

    assert said(15) == []
    assert said(13) == ["Deze storing begint pas op 1 juni 2026 om 16.45 uur."]


def test_what_is_no_maintenance_is_told_of_once_it_has_begun() -> None:
    ahead = "channels: [bezwaarformulier]\nbegin: 2026-06-02T08:15\n"
    site = small_with(ahead, PLANNED)
    assert [notice.id for notice in box_for(site, Hrefs.on("")).notices] == ["s1"]
    shown = {each["id"]: each["show"] for each in json.loads(status_file(site).data)["outages"]}
    assert shown == {
        "s0": "2026-06-02T06:00:00Z",
        "s1": "2026-05-25T18:00:00Z",
    }  # a clock may be a little behind


def test_planned_maintenance_says_when_it_ends() -> None:
    files = files_of(SMALL) | {"content/storingen/a.md": f"---\n{RUNNING}planned: ja\n---\n".encode()}
    _, diagnostics = decode_files(files)
    assert [(d.code, d.place.line) for d in diagnostics] == [("WMEBV111", 4)]


def visit(page: Page, url: str) -> None:
    """Open a page as who never was there: what does not work now has been told once it is there."""
    page.goto(url)


def outage_command(*arguments: str, cwd: Path, code: int = 0, **environment: str) -> str:
    return wmebv("outage", *arguments, cwd=cwd, code=code, **environment).all


def test_an_outage_is_written_ended_and_never_written_over(small: Path) -> None:
    folder = small / "content" / "storingen"
    outage_command(
        "start",
        "bezwaarformulier",
        "--begin",
        "2026-03-02T08:15",
        "--instead",
        'Bel "14 0123": nu',
        cwd=small,
    )
    file = folder / "2026-03-02-bezwaarformulier.md"
    before = file.read_text(encoding="utf-8")
    assert (
        before
        == '---\nchannels: [bezwaarformulier]\nbegin: 2026-03-02T08:15+01:00\ninstead: "Bel \\"14 0123\\": nu"\n---\n'
    )
    assert "overlapt met de storing in content/storingen/2026-03-02-bezwaarformulier.md" in outage_command(
        "start", "bezwaarformulier", "--begin", "2026-03-02T09:15", cwd=small, code=2
    )
    assert "maar begint pas op 2 maart 2026" in outage_command(
        "end", file.stem, "--end", "2026-03-01T09:15", cwd=small, code=2
    )
    shown = outage_command(
        "end", file.stem, "--end", "2026-03-02T13:40", "--extension", "2026-03-03", "--dry-run", cwd=small
    )
    assert "+end: 2026-03-02T13:40+01:00\n+extension: {until: 2026-03-03}\n" in shown
    assert file.read_text(encoding="utf-8") == before
    outage_command("end", file.stem, "--end", "2026-03-02T13:40", "--extension", "2026-03-03", cwd=small)
    outage = register_of(small).outages[0]
    assert outage.end == datetime(2026, 3, 2, 12, 40, tzinfo=UTC)
    assert outage.extension and outage.extension.until.isoformat() == "2026-03-03"
    assert "was al voorbij" in outage_command("end", file.stem, cwd=small, code=2)
    outage_command(
        "start", "bezwaarformulier", "--begin", "2026-03-02T14:15", "--end", "2026-03-02T14:20", cwd=small
    )
    assert sorted(each.name for each in folder.iterdir()) == [
        "2026-03-02-bezwaarformulier-2.md",
        "2026-03-02-bezwaarformulier.md",
    ]


def test_maintenance_that_lasts_longer_gets_its_real_end(small: Path) -> None:
    outage_command(
        "start",
        "bezwaarformulier",
        "--planned",
        "--begin",
        "2026-03-02T20:00",
        "--end",
        "2026-03-02T22:00",
        cwd=small,
    )
    name = "2026-03-02-bezwaarformulier"
    assert "was al voorbij op 2 maart 2026 om 22.00 uur. Was dat niet zo?" in outage_command(
        "end", name, cwd=small, code=2
    )
    outage_command("end", name, "--end", "2026-03-02T23:30", cwd=small)
    assert register_of(small).outages[0].end == datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


def test_an_outage_with_an_expected_end_may_end_earlier_or_later(small: Path) -> None:
    begin = datetime.now(UTC) - timedelta(hours=1)
    expected = written_moment(begin + timedelta(hours=5))
    outage_command(
        "start", "bezwaarformulier", "--begin", written_moment(begin), "--end", expected, cwd=small
    )
    file = next((small / "content" / "storingen").glob("*.md"))
    later = written_moment(begin + timedelta(hours=9))
    outage_command("end", file.stem, "--end", later, cwd=small)
    assert f"end: {later}" in file.read_text(encoding="utf-8")
    outage_command("end", file.stem, cwd=small)
    ended = register_of(small).outages[0].end
    assert ended is not None and ended <= datetime.now(UTC)
    earlier = written_moment(begin + timedelta(minutes=10))
    outage_command("end", file.stem, "--end", earlier, cwd=small)
    assert file.read_text(encoding="utf-8").count("end: ") == 1 and f"end: {earlier}" in file.read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("added", ["--announced", "--extension"])
def test_an_end_that_is_still_to_come_stays_when_something_else_is_added(added: str, small: Path) -> None:
    begin = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
    expected = begin + timedelta(hours=5)
    outage_command(
        "start",
        "bezwaarformulier",
        "--begin",
        written_moment(begin),
        "--end",
        written_moment(expected),
        cwd=small,
    )
    name = next((small / "content" / "storingen").glob("*.md")).stem
    value = (
        written_moment(begin) if added == "--announced" else (expected + timedelta(days=1)).date().isoformat()
    )
    shown = outage_command("end", name, added, value, cwd=small)
    assert (
        f"Einde van de storing: {moment_in_words(expected)}. Werkt het al eerder? Typ dan 'wmebv outage end {name}'."
        in shown
    )
    outage = register_of(small).outages[0]
    assert outage.end == expected
    assert outage.announced == begin if added == "--announced" else outage.extension
    now = outage_command("end", name, cwd=small)
    assert "Einde van de storing: " in now and "eerder?" not in now
    ended = register_of(small).outages[0].end
    assert ended is not None and ended < expected


def test_an_outage_without_an_end_ends_now_and_says_so_whatever_else_is_added(small: Path) -> None:
    outage_command("start", "bezwaarformulier", "--begin", "2026-03-02T08:15", cwd=small)
    shown = outage_command("end", "2026-03-02-bezwaarformulier", "--announced", "2026-03-02T08:40", cwd=small)
    ended = register_of(small).outages[0].end
    assert ended is not None and f"Einde van de storing: {moment_in_words(ended)}." in shown


def test_what_is_known_later_is_added_to_an_outage_that_is_over(small: Path) -> None:
    outage_command(
        "start", "bezwaarformulier", "--begin", "2026-03-02T08:15", "--end", "2026-03-02T13:40", cwd=small
    )
    name = "2026-03-02-bezwaarformulier"
    assert "Noem die met --extension." in outage_command(
        "end", name, "--source", "besluit:aanwijzing-2026", cwd=small, code=2
    )
    outage_command("end", name, "--extension", "2026-03-04", cwd=small)
    outage_command(
        "end", name, "--source", "besluit:aanwijzing-2026", "--announced", "2026-03-02T08:40", cwd=small
    )
    outage_command("end", name, "--extension", "2026-03-05", cwd=small)
    assert (small / "content" / "storingen" / f"{name}.md").read_text(encoding="utf-8") == (
        "---\nchannels: [bezwaarformulier]\nbegin: 2026-03-02T08:15+01:00\nend: 2026-03-02T13:40+01:00\n"
        'extension: {until: 2026-03-05, source: "besluit:aanwijzing-2026"}\nannounced: 2026-03-02T08:40+01:00\n---\n'
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--extension", "2026-03-03", "--source", "besluit:aanwijzng-2026"], "Bedoelt u 'aanwijzing-2026'?"),
        (["--extension", "2026-03-01"], "voordat de storing voorbij is. Kies een latere dag."),
        (["--extension", "morgen"], "morgen"),
        (
            [],
            "was al voorbij op 2 maart 2026 om 13.40 uur. Was dat niet zo? Noem dan het goede einde met --end.",
        ),
    ],
)
def test_a_longer_term_that_can_not_be_is_refused_and_not_written(
    arguments: list[str], said: str, small: Path
) -> None:
    outage_command(
        "start", "bezwaarformulier", "--begin", "2026-03-02T08:15", "--end", "2026-03-02T13:40", cwd=small
    )
    file = small / "content" / "storingen" / "2026-03-02-bezwaarformulier.md"
    before = file.read_bytes()
    assert said in outage_command("end", file.stem, *arguments, cwd=small, code=2)
    assert file.read_bytes() == before


def test_a_false_alarm_is_a_file_to_remove(small: Path) -> None:
    outage_command("start", "bezwaarformulier", "--begin", "2026-03-02T08:15", cwd=small)
    name = "2026-03-02-bezwaarformulier"
    said = outage_command("end", name, "--end", "2026-03-02T08:15", cwd=small, code=2)
    assert f"Verwijder dan content/storingen/{name}.md." in said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_questions_are_dutch_and_asked_again_until_the_answer_can_be(small: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "wmebv_site", "outage", "start", "bezwaarformulier"],
        cwd=small, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, b"Kom langs.\nyes\nJa\nnet\n2199-01-01T08:00\n2026-03-02T08:40\n")
    assert process.wait(timeout=60) == 0
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "gemeld? [j/n]: " in shown and "[y/N]" not in shown and "Error" not in shown
    assert "Typ j voor ja, of n voor nee." in shown
    assert "'net' is geen tijdstip" in shown and "Dat moet nog komen." in shown
    written = next((small / "content" / "storingen").glob("*.md")).read_text(encoding="utf-8")
    assert 'announced: 2026-03-02T08:40+01:00\ninstead: "Kom langs."' in written


def test_what_is_wrong_elsewhere_does_not_hold_up_telling_of_an_outage(small: Path, tmp_path: Path) -> None:
    outage_command("start", "bezwaarformulier", "bezwaarformulier", cwd=small)
    site = empty_site(tmp_path / "www")
    decision = small / "content" / "besluiten" / "aanwijzing-2026.md"
    decision.write_text(
        decision.read_text(encoding="utf-8").replace("published: 2025-12-02\n", ""), encoding="utf-8"
    )
    checked = check_project(load(small), SMALL_DAY)
    assert checked.register and any(each.level is Level.ERROR for each in checked.diagnostics)
    assert "meldt nu 1 storing." in outage_command("publish", str(site), cwd=small)
    assert [each["channels"] for each in json.loads((site / OUTAGE_STATUS).read_text())["outages"]] == [
        ["bezwaarformulier"]
    ]


def test_publishing_says_that_it_announces_maintenance(small: Path, tmp_path: Path) -> None:
    begin = datetime.now(UTC) + timedelta(days=1)
    times = ["--begin", written_moment(begin), "--end", written_moment(begin + timedelta(hours=1))]
    outage_command("start", "bezwaarformulier", "--planned", *times, cwd=small)
    site = empty_site(tmp_path / "www")
    assert "De website meldt nu geen storing en 1 keer gepland onderhoud." in outage_command(
        "publish", str(site), cwd=small
    )


def empty_site(folder: Path) -> Path:
    """A folder that publishing takes for a website."""
    for name in ("index.html", OUTAGE_STATUS):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()
    return folder


def published(site: Path) -> list[dict[str, list[str]]]:
    return json.loads((site / OUTAGE_STATUS).read_text(encoding="utf-8"))["outages"]


def appended(text: str) -> Callable[[bytes], bytes]:
    return lambda data: data + text.encode()


ELSEWHERE: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "an unknown key in products.yaml": ("products.yaml", appended("produkten: []\n")),
    "a bracket left open in products.yaml": ("products.yaml", appended("  - id: [\n")),
    "marks of a merge in channels.yaml": ("channels.yaml", lambda data: b"<<<<<<< HEAD\n" + data),
    "an unknown key in channels.yaml": ("channels.yaml", appended("kanalen: []\n")),
    "a channel of a kind that is none": (
        "channels.yaml",
        lambda data: data.replace(b"kind: webformulier", b"kind: formulir", 1),
    ),
    "an unknown domain in channels.yaml": (
        "channels.yaml",
        appended("  - {domain: bestaat-niet, channels: [contactformulier]}\n"),
    ),
    "an unknown key in a decision": (
        "content/besluiten/aanwijzing-2026.md",
        lambda data: data.replace(b"title:", b"titel:", 1),
    ),
    "an unknown kind of help": (
        "content/hulp/nieuw.md",
        lambda _: b"---\ntitle: Bellen\nkind: telefon\n---\n",
    ),
    "help in another encoding": (
        "content/hulp/nieuw.md",
        lambda _: "---\ntitle: Bellen\n---\n".encode("utf-16"),
    ),
    "help that does not exist": (
        "content/hulp/index.md",
        lambda _: b"---\nbarriers: [{id: a, name: A, support: [bestaat-niet]}]\n---\n",
    ),
    "a typing error in the list of words": ("content/woordenlijst.yaml", lambda _: b"woorden: []\n"),
    "a list of words that is no YAML": ("content/woordenlijst.yaml", lambda _: b"words: [\n"),
}


# One of each kind every day: a mistake of shape, text that can't be read, another encoding.
DAILY = {"an unknown key in products.yaml", "marks of a merge in channels.yaml", "help in another encoding"}


@pytest.mark.parametrize(
    ("path", "change"),
    [
        pytest.param(*what, id=name, marks=[] if name in DAILY else pytest.mark.proof)
        for name, what in ELSEWHERE.items()
    ],
)
def test_no_mistake_in_another_file_stops_telling_of_an_outage(
    path: str, change: Callable[[bytes], bytes], small: Path, tmp_path: Path
) -> None:
    site = empty_site(tmp_path / "www")
    file = small / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(change(file.read_bytes() if file.exists() else b""))
    assert check_project(load(small), SMALL_DAY).diagnostics
    outage_command("start", "bezwaarformulier", cwd=small)
    name = next((small / "content" / "storingen").glob("*.md")).stem
    outage_command("publish", str(site), cwd=small)
    told = published(site)
    assert [each["id"] for each in told] == [name]
    assert told[0]["texts"][0].startswith("Het Bezwaarformulier werkt niet sinds")
    later = written_moment(datetime.now(UTC) + timedelta(minutes=30))
    outage_command("end", name, "--end", later, cwd=small)
    outage_command("publish", str(site), cwd=small)
    assert published(site)[0]["end"] is not None


def test_without_the_products_one_is_told_to_call_write_or_come(small: Path, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "www")
    (small / "products.yaml").write_text("products: [\n", encoding="utf-8")
    outage_command("start", "bezwaarformulier", cwd=small)
    assert "In andere bestanden staan fouten" in outage_command("publish", str(site), cwd=small)
    assert published(site)[0]["texts"][1] == (
        "Stuur een brief naar Postbus 1, 1234 AB Voorbeeld. U kunt ook langskomen of bellen: 14 0123."
    )


@pytest.mark.parametrize(
    "bad",
    ["titel: x\n", "channels: [bestaat-niet]\nbegin: 2026-03-02T08:15\n", "channels: [\n"],
    ids=["key", "channel", "yaml"],
)
def test_an_outage_that_can_not_be_read_leaves_the_others_and_is_told_with_its_place(
    bad: str, small: Path, tmp_path: Path
) -> None:
    site = empty_site(tmp_path / "www")
    folder = small / "content" / "storingen"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\n{bad}---\n", encoding="utf-8")
    outage_command("start", "bezwaarformulier", cwd=small)
    said = outage_command("publish", str(site), cwd=small, code=1)
    assert "Let op: content/storingen/a.md:" in said and "De website meldt nu 1 storing." in said
    assert "andere bestanden" not in said
    assert [each["channels"] for each in published(site)] == [["bezwaarformulier"]]
    assert "content/storingen/a.md:" in outage_command("end", "a", cwd=small, code=2)


def test_an_outage_that_began_before_another_of_its_channel_is_refused_at_the_place_of_the_other(
    small: Path,
) -> None:
    outage_command("start", "bezwaarformulier", "--begin", "2026-03-02T10:00", cwd=small)
    said = outage_command("start", "bezwaarformulier", "--begin", "2026-03-02T08:00", cwd=small, code=2)
    assert (
        "content/storingen/2026-03-02-bezwaarformulier.md:3:8: Deze storing van Bezwaarformulier overlapt"
        in said
    )


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("../x", "Het kanaal '../x' bestaat niet."),
        ("contactformulir", "Bedoelt u 'contactformulier'?"),
        ("x/y", "bestaat niet"),
    ],
)
def test_a_channel_is_looked_up_before_a_file_is_named_after_it(channel: str, said: str, small: Path) -> None:
    told = outage_command("start", channel, cwd=small, code=2)
    assert said in told and "pagina" not in told and "bestandsnaam" not in told
    assert not (small / "content" / "storingen").exists()


@pytest.mark.parametrize(
    ("typed", "channels"),
    [
        (["Contactformulier"], ["contactformulier"]),
        (["E-mail van de balie"], ["e-mail-balie"]),
        (["e-mail  VAN de balie "], ["e-mail-balie"]),
        (["E-mail", "van", "de", "balie"], ["e-mail-balie"]),
        (
            ["Berichtenbox voor bedrijven", "bezwaarformulier", "Bezwaarformulier"],
            ["berichtenbox", "bezwaarformulier"],
        ),
    ],
)
def test_the_name_of_a_channel_is_as_good_as_its_id(
    typed: list[str], channels: list[str], small: Path
) -> None:
    outage_command("start", *typed, "--begin", "2026-03-02T10:00", cwd=small)
    written = (small / f"content/storingen/2026-03-02-{channels[0]}.md").read_text()
    assert f"channels: [{', '.join(channels)}]" in written


def test_of_two_channels_with_one_name_the_id_is_asked(small: Path) -> None:
    rewrite(small / "channels.yaml", "name: Nieuw loket", "name: Bezwaarformulier digitaal")
    rewrite(small / "channels.yaml", "name: Kanaal dat alleen gewenst is", "name: Bezwaarformulier digitaal")
    said = outage_command("start", "bezwaarformulier digitaal", cwd=small, code=2)
    assert "Er zijn 2 kanalen met de naam" in said and "Noem de id: nieuw-loket of alleen-gewenst." in said


@pytest.mark.parametrize(
    "there", [[], ["index.html"], [OUTAGE_STATUS], ["index.html", "storingen/index.html"]]
)
def test_only_the_folder_of_this_website_is_published_to(
    there: list[str], small: Path, tmp_path: Path
) -> None:
    site = tmp_path / "www"
    site.mkdir()
    for name in there:
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("van een ander")
    before = tree(site)
    said = outage_command("publish", str(site), cwd=small, code=2)
    missing = OUTAGE_STATUS if "index.html" in there else "index.html"
    assert f"In de map '{site}' staat deze website niet: {missing} ontbreekt." in said
    assert tree(site) == before


def test_what_to_do_instead_stands_on_one_line(small: Path) -> None:
    outage_command(
        "start",
        "bezwaarformulier",
        "--begin",
        "2026-03-02T10:00",
        "--instead",
        " Bel 14 0123\n of\tkom langs. ",
        cwd=small,
    )
    assert (
        'instead: "Bel 14 0123 of kom langs."'
        in (small / "content/storingen/2026-03-02-bezwaarformulier.md").read_text()
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["start", "bezwaarformulir"], "Bedoelt u 'bezwaarformulier'?"),
        (["start", "bezwaarformulier", "--begin", "gisteren"], "--begin: 'gisteren' is geen tijdstip."),
        (
            ["start", "bezwaarformulier", "--begin", "2199-01-01T08:00"],
            "Is dit onderhoud? Gebruik dan --planned, met --end.",
        ),
        (
            ["start", "bezwaarformulier", "--begin", "2026-03-02T08:00", "--end", "2026-03-02T07:00"],
            "Controleer 'begin' en 'end'.",
        ),
        (["end", "bestaat-niet"], "De storing 'bestaat-niet' bestaat niet. Er zijn nog geen storingen."),
        (["publish", "nergens"], "De map 'nergens' bestaat niet. Bouw de website eerst, of noem de map"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_written(arguments: list[str], said: str, small: Path) -> None:
    assert said in outage_command(*arguments, cwd=small, code=2)
    assert not (small / "content" / "storingen").exists()


def test_publishing_over_rsync_hands_it_one_whole_file(small: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "rsync"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nwhile [ "$1" != -- ]; do shift; done\n'
        f'case "$2" in *:*) exit ;; esac\ncp "$2" {tmp_path}/got-$(basename "$2")\n'
    )
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    outage_command("publish", "beheer@www.voorbeeld.example:/srv/site/", cwd=small, PATH=path)
    looked, status, script, feed, as_json = (tmp_path / "asked").read_text().splitlines()
    assert script.endswith(f" beheer@www.voorbeeld.example:/srv/site/{OUTAGE_SCRIPT}")
    assert looked.startswith(f"-- beheer@www.voorbeeld.example:/srv/site/{OUTAGE_STATUS} ")
    assert (
        status.endswith(f" beheer@www.voorbeeld.example:/srv/site/{OUTAGE_STATUS}")
        and "--existing" not in status
    )
    # A website without feeds gets none.
    for asked, path_of_feed in ((feed, OUTAGE_FEED), (as_json, OUTAGE_JSON_FEED)):
        assert asked.endswith(f" beheer@www.voorbeeld.example:/srv/site/{path_of_feed}")
        assert "--existing" in asked
    assert json.loads((tmp_path / "got-feed.json").read_text())["title"].startswith("Storingen bij")
    assert json.loads((tmp_path / "got-status.json").read_text()) == {"outages": []}
    assert feedparser.parse(tmp_path / "got-atom.xml").feed.title.startswith("Storingen bij")
    program.write_text("#!/bin/sh\necho 'geen verbinding' >&2\nexit 12\n")
    assert "rsync zegt: geen verbinding" in outage_command(
        "publish", "server:/srv", cwd=small, code=2, PATH=path
    )
    program.write_text("#!/bin/sh\necho 'link_stat failed' >&2\nexit 23\n")
    said = outage_command("publish", "server:/srv", cwd=small, code=2, PATH=path)
    assert f"In de map 'server:/srv' staat deze website niet: {OUTAGE_STATUS} ontbreekt." in said


def test_from_start_to_end_the_banner_follows_without_a_build(
    browser: Browser, small: Path, tmp_path: Path
) -> None:
    site = build_site(small, tmp_path / "digitaal-contact", strict=False)
    built = {file: file.read_bytes() for file in site.rglob("*.html")}
    touched = ["", "kanalen/bezwaarformulier/", "producten/evenementenvergunning/", "bezwaar/", "storingen/"]
    untouched = [
        "kanalen/evenementenformulier/",
        "producten/bijstand/",
        "klacht/",
        "andere-berichten/",
        "hulp/",
    ]

    with served(site) as url, watched(browser) as seen:

        def told(path: str) -> list[str]:
            visit(seen.page, url + path)
            # Other messages than the first are closed: what is told in one is read once it is opened.
            seen.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            return seen.page.locator(".outages .notice strong").all_inner_texts()

        assert {path: told(path) for path in touched + untouched} == {
            path: [] for path in touched + untouched
        }
        outage_command("start", "bezwaarformulier", cwd=small)
        outage_command("publish", str(site), cwd=small)
        # Of a message that is not the first a line at the top tells too.
        times = {"producten/evenementenvergunning/": 2, "bezwaar/": 3}
        assert {path: told(path) for path in touched} == {
            path: ["Storing"] * times.get(path, 1) for path in touched
        }
        assert {path: told(path) for path in untouched} == {path: [] for path in untouched}
        seen.page.goto(url)
        box = seen.page.locator(".outages")
        assert "het Bezwaarformulier werkt niet sinds" in box.inner_text()
        box.get_by_role("link", name="Lees meer over deze storing").focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url(f"{url}storingen/#storing-*")
        name = next((small / "content" / "storingen").glob("*.md")).stem
        box = seen.page.locator(f"#storing-{name}")
        assert box.get_by_role("link", name="14 0123").get_attribute("href") == "tel:140123"
        later = written_moment(datetime.now(UTC) + timedelta(minutes=30))
        outage_command("end", name, "--end", later, cwd=small)
        outage_command("publish", str(site), cwd=small)
        assert told("") == ["Storing"]  # the end is known, and still to come
        seen.page.clock.install(time=datetime.now(UTC) + timedelta(minutes=31))
        assert {path: told(path) for path in touched} == {path: [] for path in touched}
        assert seen.complaints == []
    assert {file: file.read_bytes() for file in site.rglob("*.html")} == built


def test_publishing_renews_the_feed_of_outages(small: Path, tmp_path: Path) -> None:
    site = empty_site(tmp_path / "www")
    feed, as_json = site / OUTAGE_FEED, site / OUTAGE_JSON_FEED
    outage_command("start", "bezwaarformulier", cwd=small)
    outage_command("publish", str(site), cwd=small)
    assert not feed.exists() and not as_json.exists()
    feed.write_text("<feed/>", encoding="utf-8")
    as_json.write_text("{}", encoding="utf-8")
    outage_command("publish", str(site), cwd=small)
    told = feedparser.parse(feed).entries
    assert [entry.title.split(" op ")[0] for entry in told] == ["Storing van het Bezwaarformulier"]
    assert [item["id"] for item in json.loads(as_json.read_text())["items"]] == [entry.id for entry in told]


def test_the_page_of_an_outage_says_by_itself_that_it_is_over(
    browser: Browser, small: Path, tmp_path: Path
) -> None:
    outage_command("start", "bezwaarformulier", "--begin", "2026-06-01T08:15", cwd=small)
    site = build_site(small, tmp_path / "site", strict=False)
    page = "storingen/2026-06-01-bezwaarformulier/"
    with served(site) as url, watched(browser) as seen:
        visit(seen.page, url + page)
        assert "Bezwaarformulier werkt niet sinds" in seen.page.locator(".outages").inner_text()
        outage_command("end", "2026-06-01-bezwaarformulier", cwd=small)
        outage_command("publish", str(site), cwd=small)
        visit(seen.page, url + page)
        assert (
            seen.page.locator(".outages").inner_text()
            == "Op dit moment is er geen storing van het Bezwaarformulier bekend."
        )
        assert "duurt nog" not in seen.page.locator("main").inner_text()


def test_the_page_of_maintenance_to_come_says_once_what_one_can_do() -> None:
    pages = pages_on(small_with(PLANNED, FAR.replace("contact", "bezwaar")).register, SMALL_DAY)
    soon, far = pages["storingen/s0/"].html, pages["storingen/s1/"].html
    for page in (soon, far):
        assert "<dt>Wat u dan kunt doen</dt>" in page and page.count("U kunt ook langskomen") == 1


def visible(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", re.sub("</?(a|strong)\\b[^>]*>", "", html)).split())


def over_and_running(extra: str) -> tuple[str, str]:
    """What the page of an outage with this says once it is over, and while it lasts."""
    pages = pages_on(small_with(f"{ENDED}{extra}", f"{RUNNING}{extra}").register, SMALL_DAY)
    return visible(pages["storingen/s0/"].html), visible(pages["storingen/s1/"].html)


@pytest.mark.parametrize(
    ("extra", "over", "running"),
    [
        ("instead: Bel 14 0123.\n", "Wat u toen kon doen Bel 14 0123.", f"{LETTER_FIRST} Bel 14 0123."),
        ("", "De storing is voorbij.", "Stuur een brief naar Postbus 1, 1234 AB Voorbeeld. U kunt ook"),
        ("extension: {until: 2026-05-02}\n", "Dan was uw termijn langer: tot", "Dan was uw termijn langer"),
        ("extension: {until: 2026-06-01}\n", "Dan is uw termijn langer: tot", "Dan is uw termijn langer"),
    ],
)
def test_what_is_over_is_said_in_the_past(extra: str, over: str, running: str) -> None:
    told = over_and_running(extra)
    assert over in told[0] and running in told[1]
    assert "kunt doen" not in told[0] and "U kunt" not in told[0] and "een brief" not in told[0]
    assert "toen" not in told[1] and "Duur" not in told[1]


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ("Bel 14 0123 of kom langs.", True),
        ("Bel ons", True),
        ("Bel 14 0123, of stuur ons een brief.", False),
        ("Schrijf ons.", False),
        ("Stuur het per post.", False),
        ("Het mag ook schriftelijk.", False),
        ("Bel 14 0123. Of schrijf ons een brief.", True),
        ("Bel nu. De post haalt het niet.", True),
        ("Schrijf ons. Of bel 14 0123.", False),
    ],
)
def test_the_letter_is_named_where_the_municipality_forgot_it(instead: str, told: bool) -> None:
    site = small_with(f"{RUNNING}instead: {instead}\n")
    said = instead if instead.endswith(".") else f"{instead}."
    said = said if "14 0123" in said else f"{said} Hulp nodig? Bel 14 0123."
    assert told_of(site)[1:-1] == ((LETTER_FIRST, said) if told else (said,))


@pytest.mark.parametrize("own", ["", "instead: Bel 14 0123.\n"])
@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("kind: bezwaar", True),
        ("kind: bezwaar, only_digital: {basis: artikel 1 van de Voorbeeldwet}, paper: []", False),
        ("kind: bezwaar, paper: [balie]", False),
    ],
)
def test_no_letter_is_advised_where_one_can_not_write(what: str, told: bool, own: str) -> None:
    files = with_text(files_of(SMALL), "channels.yaml", "{kind: bezwaar}", f"{{{what}}}")
    files["content/storingen/a.md"] = f"---\n{RUNNING}{own}---\n".encode()
    said = told_of(Site(Decisions(register_from(files), SMALL_DAY), NOON))
    assert any("een brief" in text for text in said) is told


def test_a_notice_ends_at_the_very_second(browser: Browser, small: Path, tmp_path: Path) -> None:
    site = build_site(small, tmp_path / "site", strict=False)
    made = status_script(small_with(f"{RUNNING}end: 2026-06-01T12:00\n", moment=NOON - timedelta(hours=1)))
    assert b'"end":"2026-06-01T10:00:00.000Z"' in made.data
    (site / made.path).write_bytes(made.data)
    with served(site) as url, watched(browser) as seen:
        shown = {}
        for moment in ("2026-06-01T09:59:59.999Z", "2026-06-01T10:00:00.000Z"):
            seen.page.clock.set_fixed_time(moment)
            visit(seen.page, url)
            shown[moment] = seen.page.locator(".outages .notice").count()
    assert list(shown.values()) == [1, 0]


def test_without_javascript_the_page_tells_how_it_was_when_it_was_built(
    browser: Browser, small: Path, tmp_path: Path
) -> None:
    outage_command("start", "bezwaarformulier", "--begin", "2026-06-01T08:15", cwd=small)
    site = build_site(small, tmp_path / "site", strict=False)
    with served(site) as url, watched(browser, java_script_enabled=False) as seen:
        seen.page.goto(f"{url}producten/evenementenvergunning/")
        line = seen.page.locator("main > wmebv-storing")
        top = " ".join(line.all_inner_texts())
        assert "Storing bij bezwaar maken: " in top
        line.get_by_role("link", name="Bezwaar maken").click()  # which opens it
        text = seen.page.locator("#bezwaar wmebv-storing").inner_text()
    assert "het Bezwaarformulier werkt niet sinds 1 juni 2026 om 8.15 uur." in text
    assert top.count("Zo was het op 1 juni 2026 om 12.00 uur.") == 1 and "Zo was" not in text
    assert 'of bellen: <a href="tel:140123">14 0123</a>.' in (
        site / "producten/evenementenvergunning/index.html"
    ).read_text(encoding="utf-8")


def test_a_name_can_not_become_markup_in_the_banner(browser: Browser, small: Path, tmp_path: Path) -> None:
    outage_command("start", "bezwaarformulier", "--instead", "Stuur 1 < 2 en 'a' & \"b\" op.", cwd=small)
    site = build_site(small, tmp_path / "site", strict=False)
    outage_command("publish", str(site), cwd=small)
    with served(site) as url, watched(browser) as seen:
        visit(seen.page, f"{url}kanalen/bezwaarformulier/")
        assert "Stuur 1 < 2 en 'a' & \"b\" op." in seen.page.locator(".outages").inner_text()


def test_an_outage_page_and_the_list_stay_for_who_was_late(small: Path, tmp_path: Path) -> None:
    copied(SMALL, tmp_path / "x")
    outage_command(
        "start", "bezwaarformulier", "--begin", "2026-03-02T08:15", "--end", "2026-03-02T13:40", cwd=small
    )
    site = build_site(small, tmp_path / "site", strict=False)
    for path in ("storingen/2026-03-02-bezwaarformulier/", "storingen/", "kanalen/bezwaarformulier/"):
        assert "5 uur en 25 minuten" in (site / path / "index.html").read_text(encoding="utf-8")


ADDRESS = "https://www.voorbeeld.example/digitaal-contact/"


def entries(site: Site) -> list[dict[str, dict[str, str]]]:
    """The entries of the feed of all changes and of the feed of outages, as a feed reader takes them."""
    read_feeds = [
        feedparser.parse(made.data) for made in feeds(site, ADDRESS) if made.path.endswith("atom.xml")
    ]
    assert [found.bozo for found in read_feeds] == [False, False]
    return [{entry.id: entry for entry in found.entries} for found in read_feeds]


def test_an_outage_stands_in_both_feeds_under_one_identifier_that_stays_when_it_is_over() -> None:
    running = small_with(RUNNING)
    name = "tag:www.voorbeeld.example,2026:wijzigingen/storing/s0/gemeld"
    all_changes, outages = entries(running)
    assert name in all_changes and list(outages) == [name]
    assert outages[name].updated == "2026-06-01T08:15:00+02:00"
    assert "werkt niet sinds 1 juni 2026" in outages[name].summary
    over = small_with(f"{RUNNING}end: 2026-06-01T09:00\n")
    _, later = entries(over)
    assert list(later) == [name]
    assert later[name].updated == "2026-06-01T09:00:00+02:00"
    assert later[name].summary == "Het Bezwaarformulier werkte niet op 1 juni 2026 van 8.15 uur tot 9.00 uur."
    assert later[name].link == f"{ADDRESS}storingen/s0/"


@pytest.mark.parametrize(
    ("announced", "updated"),
    [("", "2026-05-25T20:00:00+02:00"), ("announced: 2026-05-30T09:00\n", "2026-05-30T09:00:00+02:00")],
)
def test_maintenance_is_news_before_it_begins_and_keeps_its_moment(announced: str, updated: str) -> None:
    text = f"{PLANNED}{announced}"
    for moment in (NOON, NOON + timedelta(days=5)):
        for entry in entries(small_with(text, moment=moment)):
            told = entry["tag:www.voorbeeld.example,2026:wijzigingen/storing/s0/gemeld"]
            assert told.updated == updated
            assert "werkt niet op 8 juni 2026 van 20.00 uur tot 22.00 uur." in told.summary


def test_maintenance_that_is_far_ahead_or_yet_to_be_announced_is_no_news() -> None:
    assert entries(small_with(FAR, f"{PLANNED}announced: 2026-06-02T09:00\n"))[1] == {}


def test_the_feed_of_an_address_keeps_every_entry_when_another_outage_comes() -> None:
    before, after = entries(small_with(ENDED))[1], entries(small_with(ENDED, RUNNING))[1]
    assert before.items() <= after.items()
