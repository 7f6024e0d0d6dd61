"""What ``wmebv outage publish`` put on the website outlives a build that knows less, and gives way to one that knows more."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from building import MOMENT
from command import wmebv
from projects import SMALL, SMALL_DAY, copied, register_of, tree, write_files

from wmebv_site.designation.decisions import Decisions
from wmebv_site.project.settings import site_settings_of
from wmebv_site.project.turns import turn_at
from wmebv_site.publishing.kept import LIVE, Shelf
from wmebv_site.publishing.live_outages import carry_over, told_by
from wmebv_site.publishing.swapping import Published, Wanted, go_back, publish_built
from wmebv_site.register.addresses import OUTAGE_FEED, OUTAGE_JSON_FEED, outage_url
from wmebv_site.site.changes import outage_feeds
from wmebv_site.site.outages import status_file, status_script
from wmebv_site.site.site import Site

BROKEN = "---\nchannels: [contactformulier]\nbegin: 2026-06-01T08:15+02:00\n{end}instead: {instead}\n---\n"
NAME = "2026-06-01-contactformulier"
NEWS = {"content/eigen.md": "---\ntitle: Anders\n---\nx\n"}
PAGE = "<title>Voorbeeld</title><p>Hallo</p>"
ENDED = "end: 2026-06-01T09:00+02:00\n"
LATER = "end: 2026-06-01T20:00+02:00\n"


def outage(end: str = "", instead: str = "Bel 14 0123.") -> dict[str, str]:
    return {f"content/storingen/{NAME}.md": BROKEN.format(end=end, instead=instead)}


class Nights:
    """A server to which a nightly checkout publishes, while colleagues tell of outages from theirs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf(folder / "www")
        self.moment = MOMENT

    @property
    def site(self) -> Path:
        return self.shelf.link

    def checkout(self, name: str, outages: dict[str, str]) -> Path:
        project = self.folder / name
        shutil.rmtree(project, ignore_errors=True)
        return write_files(copied(SMALL, project), outages)

    def build(self, outages: dict[str, str], room: Path) -> None:
        """A small website, with what a build of these outages tells of them."""
        site = Site(Decisions(register_of(self.checkout("nacht", outages)), SMALL_DAY), self.moment)
        url = site_settings_of(SMALL).site_url
        pages = {f"{outage_url(each.id)}index.html": PAGE for each in site.register.outages}
        pages |= {"index.html": PAGE, "storingen/index.html": PAGE}
        pages |= {"eigen/index.html": PAGE} if NEWS.keys() <= outages.keys() else {}
        made = (status_file(site), status_script(site), *outage_feeds(site, url))
        write_files(room, pages | {file.path: file.data for file in made})

    def night(self, outages: dict[str, str]) -> Published:
        self.moment += timedelta(minutes=10)
        wanted = Wanted(SMALL_DAY, self.moment, self.moment, None, site_settings_of(SMALL))
        with self.shelf.turn(SMALL):
            return publish_built(self.shelf, lambda room: self.build(outages, room), wanted, 7)

    def told(self, outages: dict[str, str]) -> None:
        """A colleague puts on the website what her registers say."""
        project = self.checkout("collega", outages)
        wmebv("outage", "publish", str(self.site), "--date", str(SMALL_DAY), cwd=project, code=0)

    def status(self) -> list[str]:
        """The outages on the website, as the file and its script both tell them."""
        told = told_by(self.site)
        assert list(told.status) == list(told.script)
        assert list(told.items) == list(told.entries)
        return list(told.status)

    def page(self) -> str:
        return str(told_by(self.site).script[NAME]["page"])


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_an_outage_that_a_colleague_told_stays_until_the_registers_know_of_it(nights: Nights) -> None:
    nights.night({})
    nights.told(outage())
    assert nights.status() == [NAME]
    before = {path: (nights.site / path).read_bytes() for path in LIVE}
    for _ in range(3):
        done = nights.night(NEWS)
        assert nights.status() == [NAME] and nights.page() == f"storingen/#storing-{NAME}"
        assert [each.code for each in done.diagnostics] == ["WMEBV633"]
    assert {path: (nights.site / path).read_bytes() for path in LIVE} == before
    done = nights.night(outage())  # now it is pushed
    assert (nights.status(), done.diagnostics) == ([NAME], [])
    assert nights.page() == outage_url(NAME)
    done = nights.night(outage(ENDED))
    assert (nights.status(), done.diagnostics) == ([], [])
    assert NAME in told_by(nights.site).items  # a reader of the feed still sees that it is over


def test_an_end_that_a_colleague_told_is_not_undone_by_a_build_that_has_it_running(nights: Nights) -> None:
    nights.night(outage())
    nights.told(outage(ENDED))
    assert nights.status() == []
    ended = told_by(nights.site).items[NAME]
    for _ in range(2):
        done = nights.night(outage())
        assert nights.status() == [] and told_by(nights.site).items[NAME] == ended
        assert "blijft voorbij" in done.diagnostics[0].message
    assert nights.night(outage(ENDED)).diagnostics == []
    assert nights.status() == []


def test_what_begins_and_ends_between_two_builds_stays_in_the_feeds(nights: Nights) -> None:
    nights.night({})
    nights.told(outage())
    nights.told(outage(ENDED))
    told = told_by(nights.site)
    assert not told.status and NAME in told.items
    nights.night({})
    nights.night({})
    assert told_by(nights.site).items == told.items and told_by(nights.site).entries == told.entries


def test_what_a_colleague_told_ends_by_itself_at_its_end(nights: Nights) -> None:
    nights.night({})
    nights.told(outage(LATER))
    nights.night({})
    assert nights.status() == [NAME]
    nights.moment = datetime(2026, 6, 1, 18, 30, tzinfo=UTC)
    done = nights.night({})
    assert (nights.status(), done.diagnostics) == ([], [])


@pytest.mark.parametrize(
    ("built", "told", "next_built", "there"),
    [
        ({}, None, outage(), True),  # nobody told anything: what is built counts
        (outage(), None, {}, False),
        (outage(), {}, outage(), False),  # taken back: it was no outage at all
        (outage(), {}, outage(LATER), True),  # and then the registers say more
        ({}, outage(), outage(ENDED), False),  # first known to the registers when it was over
        (outage(), outage(LATER), outage(), True),
        ({}, {}, {}, False),
    ],
)
def test_whoever_knows_more_counts(
    nights: Nights,
    built: dict[str, str],
    told: dict[str, str] | None,
    next_built: dict[str, str],
    there: bool,
) -> None:
    nights.night(built)
    if told is not None:
        nights.told(told)
    nights.night(next_built)
    assert nights.status() == ([NAME] if there else [])


def test_other_words_of_a_colleague_stay_until_the_registers_have_others(nights: Nights) -> None:
    nights.night(outage())
    nights.told(outage(instead="Kom langs aan de balie."))
    nights.night(outage())
    assert "Kom langs" in (nights.site / "storingen" / "status.json").read_text(encoding="utf-8")


def test_to_go_back_undoes_no_outage_and_brings_back_all_else(nights: Nights) -> None:
    nights.night({})
    first = tree(nights.site)
    nights.night(NEWS | outage())
    _, _, taken = go_back(nights.shelf, None)
    assert taken and nights.status() == [NAME] and nights.page() == f"storingen/#storing-{NAME}"
    assert {path: data for path, data in tree(nights.site).items() if path not in LIVE} == {
        path: data for path, data in first.items() if path not in LIVE
    }


def test_entries_of_a_feed_keep_their_names_and_moments_over_builds(nights: Nights) -> None:
    nights.night({})
    nights.told(outage())
    seen = told_by(nights.site)
    for outages in ({}, outage(), {}):
        nights.night(outages)
        told = told_by(nights.site)
        if NAME in told.items:
            for name in ("id", "date_published", "date_modified"):
                assert told.items[NAME][name] == seen.items[NAME][name]
    for path in (OUTAGE_FEED, OUTAGE_JSON_FEED):
        assert (nights.site / path).read_bytes().endswith(b"\n")


def test_a_feed_in_which_every_entry_is_called_otherwise_is_told(nights: Nights) -> None:
    nights.night(outage())
    nights.shelf.live()
    for path in (OUTAGE_FEED, OUTAGE_JSON_FEED):
        file = nights.site / path
        file.write_text(file.read_text(encoding="utf-8").replace("tag:", "tag:oud."), encoding="utf-8")
    done = nights.night(outage(LATER))
    assert "WMEBV635" in [each.code for each in done.diagnostics]


def test_an_outage_is_told_while_a_website_is_built_and_waits_only_for_the_swap(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.night({})
    monkeypatch.setattr("wmebv_site.project.turns.PATIENCE", 0.0)
    with turn_at(nights.shelf.folder, "wmebv publish"):
        nights.told(outage())
    with nights.shelf.swapping():
        project = nights.checkout("collega", {})
        said = wmebv("outage", "publish", str(nights.site), "--date", str(SMALL_DAY), cwd=project, code=2)
        assert "is al iemand bezig" in said.stderr
    assert nights.status() == [NAME]


def test_what_is_told_while_a_website_is_built_is_on_it_too(nights: Nights) -> None:
    nights.night({})
    build = nights.build

    def meanwhile(outages: dict[str, str], room: Path) -> None:
        build(outages, room)
        nights.told(outage())

    nights.build = meanwhile  # type: ignore[method-assign]
    nights.night(NEWS)
    assert nights.status() == [NAME]


def test_what_can_not_be_read_on_the_website_is_no_outage(tmp_path: Path) -> None:
    write_files(
        tmp_path / "a",
        {"storingen/status.json": "{", "storingen/status.js": "x", "storingen/feed.json": "[]"},
    )
    (tmp_path / "b").mkdir()
    assert not carry_over(tmp_path / "a", {}, tmp_path / "b", MOMENT)
    assert tree(tmp_path / "b") == {}
