"""What a decision on its way brings blocks nothing: only what no decision brings is still to be decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from freezer import CHANNELS, DAY, FILES, frozen, known

from wmebv_site.inventory.progress import Progress, progress
from wmebv_site.inventory.report.short import report_markdown, status_text
from wmebv_site.inventory.report.wording import in_short, nothing_blocks
from wmebv_site.inventory.tasks import Weight

OWN = "content/besluiten/a.md"
BROUGHT = "zodra het besluit ingaat dat daarvoor is gemaakt."
DATES = """\
adopted: 2025-11-01
published: 2025-12-01
publication: https://zoek.officielebekendmakingen.nl/gmb-2025-1.html
in_force_from: 2026-01-01
"""


def found(dates: str, *, annex: bool, channels: str = CHANNELS) -> Progress:
    """The report of the project with these dates above its one decision."""
    text = FILES[OWN].decode().replace(DATES, dates)
    files = FILES | {OWN: text.encode(), "channels.yaml": channels.encode()}
    return progress(known(frozen(files, "a", date(2026, 5, 1)) if annex else files), [])


def gaps(report: Progress) -> list[tuple[str, int]]:
    return [(task.what, task.messages) for task in report.tasks if task.weight is Weight.GAP]


@pytest.mark.parametrize("annex", [True, False])
@pytest.mark.parametrize("dates", ["", "adopted: 2026-05-02\n", DATES.replace("2026-01-01", "2026-07-01")])
def test_what_a_decision_brings_once_it_holds_is_not_what_holds_it_up(dates, annex):
    report = found(dates, annex=annex)
    assert report.totals.without == 2
    assert report.undecided == 0
    assert gaps(report) == []
    said = f"2 officiële berichten krijgen een kanaal {BROUGHT}"
    assert said in in_short(report)[1]
    assert said in nothing_blocks(report)
    assert said in report_markdown(report)
    assert "missen" not in report_markdown(report)
    assert "Wijs een kanaal aan" not in status_text(report, 100, colour=False)


def test_what_the_frozen_draft_does_not_bring_is_still_to_be_decided():
    narrow = CHANNELS.replace(
        '  - {domain: d, channels: [x], source: "besluit:a", article: "2"}\n', ""
    ).replace("{fallback: ja, channels: [y],", "{domain: d, messages: [bezwaar], channels: [y],")
    report = found("", annex=True, channels=narrow)
    assert report.undecided == 1
    assert gaps(report) == [("Wijs een kanaal aan voor 1 officieel bericht zonder kanaal.", 1)]
    assert (
        f"Wel mist 1 officieel bericht nog een kanaal. Nog 1 officieel bericht krijgt een kanaal {BROUGHT}"
        in nothing_blocks(report)
    )


def test_a_way_that_the_registers_want_and_the_frozen_draft_lacks_is_not_brought():
    draft = FILES[OWN].decode().replace(DATES, "")
    none = CHANNELS[: CHANNELS.index("designations:")]
    files = frozen(FILES | {OWN: draft.encode(), "channels.yaml": none.encode()}, "a", date(2026, 5, 1))
    report = progress(known(files | {"channels.yaml": CHANNELS.encode()}), [])
    assert report.totals.wanted == report.undecided == 2
    assert gaps(report) == [("Wijs een kanaal aan voor 2 officiële berichten zonder kanaal.", 2)]


def test_what_holds_and_a_decision_that_lapsed_bring_nothing():
    assert in_short(progress(known(FILES, DAY), []))[1] == "Niets houdt het besluit tegen."
    report = found(f"{DATES}lapsed: 2026-03-01\n", annex=True)
    assert report.totals.without == report.undecided == 2


def test_what_has_to_be_done_at_many_places_takes_one_line_of_the_status() -> None:
    report = found("", annex=True)
    whats = [
        "Vul het echte adres in.",
        "Vul het echte adres in.",
        "Kijk het na.",
        "Vul het echte adres in.",
        "Maak beleid.",
    ]
    busy = replace(report, tasks=tuple(replace(report.tasks[0], what=what) for what in whats))
    lines = status_text(busy, 100, colour=False).splitlines()[-3:]
    assert lines == ["Eerst: 3 keer: Vul het echte adres in.", "Dan: Kijk het na.", "Dan: Maak beleid."]
