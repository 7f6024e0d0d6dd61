"""Publishes a website: what was built is judged, given what was told since, swapped in one step, and taken back when asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, Refused, did_you_mean, fails, printable
from wmebv_site.project.settings import SiteSettings
from wmebv_site.publishing.forgetting import Removed, forget, forgotten_in, named_in, remember
from wmebv_site.publishing.judging import judge
from wmebv_site.publishing.kept import Build, Note, Shelf, same, sums_of, with_live_sums
from wmebv_site.publishing.live_outages import Carried, Told, carry_over, take_over, told_by
from wmebv_site.publishing.told import Changes, Side, compared
from wmebv_site.register.addresses import OUTAGE_JSON_FEED, OUTAGE_STATUS

OUTAGE_STAYS = Code(
    "WMEBV633",
    "Op de website staat een storing die de registers niet kennen",
    "Iemand zette de storing, of het einde ervan, op de website met 'wmebv outage publish'. In de registers waaruit nu is "
    "gebouwd, staat dat niet. Wat op de website staat, blijft daar staan. Zet het bestand uit content/storingen ook bij de "
    "registers. Was het een vergissing? Haal het bestand weg, en typ opnieuw 'wmebv outage publish'.",
    Level.WARNING,
)
FORGOTTEN_AGAIN = Code(
    "WMEBV634",
    "Een bestand dat van de website is gehaald, zit weer in de bouw",
    "Dit adres is met 'wmebv publish --forget' van de website gehaald, maar het staat nog in de map met teksten. Wmebv liet "
    "het weg. Haal het ook daar weg. Mag het wel op de website? Haal dan de regel uit vergeten.txt, in de map waarin u publiceert.",
    Level.WARNING,
)
FEED_RENAMED = Code(
    "WMEBV635",
    "Elk bericht in de feed krijgt een andere naam",
    "Wie de feed volgt, ziet dan elk oud bericht opnieuw. De naam begint met de hostnaam van 'website' bij 'municipality'. "
    "Veranderde u die met opzet? Dan hoeft u niets te doen. Zet anders het oude adres terug.",
    Level.WARNING,
)

Builder = Callable[[Path], None]
"""Builds the website in a folder that isn't there yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a website must be: that of these decisions and settings on a day."""

    day: date
    moment: datetime
    """That for which outages are judged; on another day it is noon of that day."""
    published: datetime
    """The time of the machine."""
    decisions: Decisions | None
    settings: SiteSettings


@dataclass(frozen=True, slots=True)
class Published:
    """What became of it; without a ``build`` nothing had changed, or nothing was to be changed."""

    build: Build | None
    changes: Changes
    before: Side | None
    after: Side
    diagnostics: list[Diagnostic]
    removed: list[Build]


def publish_built(
    shelf: Shelf, build: Builder, wanted: Wanted, keep: int, *, dry_run: bool = False
) -> Published:
    """Build beside, judge, and let visitors see it. Within :meth:`Shelf.turn`. Raises Refused, and :class:`Unsound`."""
    room, moment, settings = shelf.room(), wanted.moment, wanted.settings
    with _cleared(room):
        build(room)
        judged = judge(room, wanted.day, wanted.decisions, settings)
        if fails(judged.diagnostics):
            raise Unsound(judged.diagnostics)
        found = [*judged.diagnostics, *_without_forgotten(shelf, room, settings.site_url)]
        live, own = shelf.live(), told_by(room)
        seen = told_by(live.folder) if live else None
        found += outages_that_stay(carry_over(live.folder, live.note.outages, room, moment)) if live else ()
        found += _renamed(live.folder, room) if live else ()
        note = Note(wanted.day.isoformat(), wanted.published.isoformat(), sums_of(room), own.remembered)
        before = Side(live.folder, with_live_sums(live), live.note.day) if live else None
        after = Side(room, note.files, note.day)
        changes = compared(before, after)
        if dry_run or (before is not None and same(before.files, after.files)):
            return Published(None, changes, before, after, found, [])
        kept = shelf.keep(room, note)
        _swap(shelf, kept, live, moment, seen)
        return Published(kept, changes, before, replace(after, folder=kept.folder), found, shelf.prune(keep))


class Unsound(Exception):
    """A website that was built and may not be seen; what is wrong with it."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("unsound")
        self.diagnostics = diagnostics


def go_back(shelf: Shelf, name: str | None, *, dry_run: bool = False) -> tuple[Build, Build, bool]:
    """Let visitors see an earlier build: that, the one they saw, and whether what is told of outages was taken along."""
    earlier, live = shelf.earlier(name), shelf.live()
    assert live is not None
    if earlier.name == live.name:
        raise Refused(f"De website '{live.name}' is al de website die iedereen ziet.")
    if altered := earlier.altered():
        shown = ", ".join(map(printable, altered[:3]))
        raise Refused(
            f"De bewaarde website '{earlier.name}' is niet meer heel: {len(altered)} bestanden zijn veranderd of weg, zoals {shown}. "
            "De website is niet gewijzigd. Kies een andere met --back en de naam."
        )
    if dry_run:
        return earlier, live, told_by(live.folder).status != told_by(earlier.folder).status
    with shelf.swapping():
        taken = take_over(live.folder, earlier.folder)
        shelf.show(earlier)
    return earlier, live, taken


def forget_everywhere(
    shelf: Shelf, address: str, today: date, site_url: str | None, *, dry_run: bool = False
) -> dict[str, Removed]:
    """Take an address out of every build, the one that visitors see first, and keep it away; by the name of each build.

    Raises Refused where it is nowhere: who mistypes it must know that it is still there.
    """
    live, kept = shelf.live(), shelf.kept()
    # As a page is typed by who leaves out the last stroke.
    typed = (address, f"{address.rstrip('/')}/")
    known = next((each for each in typed if any(named_in(build.folder, each) for build in kept)), None)
    if known is None and address not in forgotten_in(shelf.folder):
        there = {path for build in kept for path in build.note.files}
        hint = did_you_mean(address, there) or "Kopieer het adres uit de browser."
        raise Refused(f"'{printable(address)}' staat niet op de website, en niet in wat is bewaard. {hint}")
    address = known or address
    ordered = sorted(kept, key=lambda build: live is None or build.name != live.name)
    if not dry_run:
        remember(
            shelf.folder, address, today.isoformat()
        )  # first: who is killed here goes on at the next publish
    found = {}
    for build in ordered:
        found[build.name] = _forget(shelf, build, address, site_url, dry_run)
    return found


def _forget(shelf: Shelf, build: Build, address: str, site_url: str | None, dry_run: bool) -> Removed:
    removed = forget(build.folder, address, site_url, dry_run=dry_run)
    if removed and not dry_run:
        shelf.remember(replace(build, note=replace(build.note, files=sums_of(build.folder))))
    return removed


def _without_forgotten(shelf: Shelf, room: Path, site_url: str | None) -> Iterator[Diagnostic]:
    """Leave out of a new build what was taken off the website, and finish in others what was left half done."""
    for address in forgotten_in(shelf.folder):
        for build in shelf.kept():
            if named_in(build.folder, address):
                _forget(shelf, build, address, site_url, dry_run=False)
        if named_in(room, address):
            forget(room, address, site_url)
            message = "Dit is van de website gehaald, maar zat weer in de bouw. Het is weggelaten."
            yield FORGOTTEN_AGAIN.at(
                Place(printable(address)),
                message,
                "Haal het weg uit de map met uw teksten, of uit de registers.",
            )


def _swap(shelf: Shelf, build: Build, live: Build | None, moment: datetime, seen: Told | None) -> None:
    """Show it, with what was told of outages on the other since ``seen``; by rsync that may be in this very moment."""
    with shelf.swapping():
        for shown in (False, True):
            if live and (now := told_by(live.folder)) != seen:
                carry_over(live.folder, live.note.outages, build.folder, moment)
                seen = now
            if not shown:
                shelf.show(build)


def outages_that_stay(carried: Carried) -> Iterator[Diagnostic]:
    """What stands on the website and not in the registers."""
    hint = "Zet het bestand uit content/storingen bij de registers waaruit u bouwt."
    for name in carried.stay:
        message = f"De storing '{printable(name)}' staat op de website zoals iemand die daar zette; de registers weten het niet."
        yield OUTAGE_STAYS.at(Place(OUTAGE_STATUS), f"{message} Dat blijft zo.", hint)
    for name in carried.over:
        message = f"De storing '{printable(name)}' is op de website voorbij, en volgens de registers nog niet. Zij blijft voorbij."
        yield OUTAGE_STAYS.at(Place(OUTAGE_STATUS), message, hint)


def _renamed(live: Path, new: Path) -> Iterator[Diagnostic]:
    before, after = told_by(live).items, told_by(new).items
    if (
        before
        and after
        and not {str(each["id"]) for each in before.values()} & {str(each["id"]) for each in after.values()}
    ):
        message = "Elk bericht in de feed heeft een andere naam dan op de website die er nu staat."
        yield FEED_RENAMED.at(Place(OUTAGE_JSON_FEED), message, "Kijk 'website' bij 'municipality' na.")


@contextmanager
def _cleared(room: Path) -> Iterator[None]:
    try:
        yield
    finally:
        shutil.rmtree(room, ignore_errors=True)
