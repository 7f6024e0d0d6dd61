"""Telling that a channel does not work: ``wmebv outage``."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import date_option, day_of, files_of, moment_of, project_option, write_in
from wmebv_site.cli.terminal import Command, Group, emit, emit_lines
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.project import clock, writing
from wmebv_site.project.writing import difference

if TYPE_CHECKING:
    from wmebv_site.decisions.outages import NewOutage, Written
    from wmebv_site.site.artifact import StaticFile

MOMENT = "TIJDSTIP"
_WHICH = "Bouw de website eerst, of noem de map waarin die staat."
_HOW = "Schrijf de dag en de tijd zoals 2026-03-02T08:15."
dry_run_option = click.option("--dry-run", is_flag=True, help="Laat alleen zien wat er zou veranderen.")


@click.group(cls=Group, no_args_is_help=True)
def outage() -> None:
    """Meld dat een kanaal niet werkt, of dat het weer werkt."""


@click.command("start", cls=Command)
@click.argument("channels", nargs=-1, required=True, metavar="KANAAL…")
@click.option("--begin", metavar=MOMENT, help="Sinds wanneer. Zonder deze optie: nu.")
@click.option("--end", metavar=MOMENT, help="Tot wanneer, als u dat al weet.")
@click.option("--planned", is_flag=True, help="Dit is onderhoud dat u van tevoren weet. Noem dan ook --end.")
@click.option("--announced", metavar=MOMENT, help="Wanneer u de storing aan iedereen hebt gemeld.")
@click.option("--instead", metavar="TEKST", help="Wat mensen intussen kunnen doen, in één korte zin.")
@dry_run_option
@project_option
def outage_start(
    channels: tuple[str, ...], begin: str | None, end: str | None, planned: bool, announced: str | None,
    instead: str | None, dry_run: bool, project: str,
) -> None:  # fmt: skip
    """Schrijf op dat een kanaal niet werkt.

    KANAAL is de id of de naam van een kanaal, bijvoorbeeld bezwaarformulier. Er komt een bestand bij in content/storingen.
    """
    from wmebv_site.decisions.outages import NewOutage, started, with_known_channels

    now = clock.now()
    new = NewOutage(
        channels,
        _moment(begin, "--begin") or now,
        _moment(end, "--end"),
        planned,
        _moment(announced, "--announced"),
        instead,
    )
    files = files_of(project)
    new = with_known_channels(files, new, day_of(None), now)
    if sys.stdin.isatty() and sys.stdout.isatty():
        new = _asked(new, now)
    written = started(files, new, day_of(None), now)
    _write(project, written, dry_run)
    if not dry_run:
        emit(f"De storing heet '{written.id}'. Werkt alles weer? Typ dan: wmebv outage end {written.id}\n")
        emit(
            "Meld de storing nu aan iedereen: bouw de website, of typ 'wmebv outage publish' met de map van de website.\n"
        )


@click.command("end", cls=Command)
@click.argument("name", metavar="ID")
@click.option("--end", metavar=MOMENT, help="Sinds wanneer het weer werkt. Zonder opties: nu.")
@click.option("--extension", metavar="JJJJ-MM-DD", help="Tot en met welke dag een bericht nog op tijd is.")
@click.option(
    "--source", metavar="BRON", help="Het besluit over die langere termijn, zoals besluit:verlenging-2026."
)
@click.option("--announced", metavar=MOMENT, help="Wanneer u de storing aan iedereen hebt gemeld.")
@dry_run_option
@project_option
def outage_end(
    name: str, end: str | None, extension: str | None, source: str | None, announced: str | None, dry_run: bool,
    project: str,
) -> None:  # fmt: skip
    """Schrijf op dat een kanaal weer werkt.

    ID is de naam van de storing: die van het bestand in content/storingen. Is de storing al voorbij? Dan verbetert u
    hiermee het einde, of voegt u toe wat u later weet. Staat er al een einde dat nog moet komen? Dan blijft dat staan
    als u alleen iets toevoegt.
    """
    from wmebv_site.decisions.outages import Ending, ended

    now = clock.now()
    change = Ending(_moment(end, "--end"), extension, source, _moment(announced, "--announced"))
    written = ended(files_of(project), name, change, day_of(None), now)
    _write(project, written, dry_run)
    if written.outage.end is not None:
        emit(f"{_end_that_stands(written, written.outage.end, now)}\n")
    if not dry_run:
        emit(
            "Laat het ook op de website zien: bouw de website, of typ 'wmebv outage publish' met de map van de website.\n"
        )


def _end_that_stands(written: Written, end: datetime, now: datetime) -> str:
    from wmebv_site.dutch import moment_in_words

    told = f"Einde van de storing: {moment_in_words(end)}."
    return (
        f"{told} Werkt het al eerder? Typ dan 'wmebv outage end {written.id}'."
        if written.outage.runs_at(now)
        else told
    )


@click.command("publish", cls=Command)
@click.argument("target", metavar="MAP")
@dry_run_option
@date_option
@project_option
@click.pass_context
def outage_publish(ctx: click.Context, target: str, dry_run: bool, day: str | None, project: str) -> None:
    """Zet de storingen van nu op de website, zonder die opnieuw te bouwen.

    MAP is de map waarin deze website staat. Staat die op een andere computer? Schrijf dan server:/map; dat gaat met rsync.
    """
    from wmebv_site.decisions.outages import to_publish
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.publishing.kept import while_it_stays
    from wmebv_site.site.changes import outage_feeds
    from wmebv_site.site.outages import status_file, status_script
    from wmebv_site.site.site import Site

    today, moment = day_of(day), moment_of(day)
    telling = to_publish(files_of(project), today, moment)
    site = Site(Decisions(telling.register, today), moment)
    made = status_file(site)
    for warning in telling.warnings:
        _warn(warning)
    _must_be_ours(target)
    if dry_run:
        emit(made.data.decode())
        return
    with while_it_stays(Path(target)):
        _put(made, target)
        _put(status_script(site, partial(_stands_in, target)), target)
        # An entry of a feed keeps its name, and that hangs on who the municipality is.
        if telling.municipality_known:
            for feed in outage_feeds(site, site_settings_of(Path(project)).site_url):
                _put(feed, target, only_over=True)
    running = len(site.outages.running)
    coming = len(site.outages.shown) - running
    told = [f"{running or 'geen'} storing{'en' if running > 1 else ''}"]
    if coming:
        told.append(f"{coming} keer gepland onderhoud")
    emit(f"De website meldt nu {' en '.join(told)}.\n")
    if telling.left_out:
        emit("Verbeter de storing die ontbreekt, en typ dan opnieuw 'wmebv outage publish'.\n")
        ctx.exit(1)


def _stands_in(target: str, url: str) -> bool:
    """Whether the website has a page already; of a website on another computer nobody here knows."""
    from wmebv_site.publishing.elsewhere import is_elsewhere

    return not is_elsewhere(target) and (Path(target) / url / "index.html").is_file()


def _put(made: StaticFile, target: str, *, only_over: bool = False) -> None:
    """Put the file in the website, whole, on this machine or by rsync, which renames what it has received.

    With ``only_over`` it comes in the place of an earlier one, or not at all.
    """
    from wmebv_site.publishing.elsewhere import first_said, is_elsewhere, rsync

    if not is_elsewhere(target):
        file = Path(target) / made.path
        if not only_over or file.exists():
            writing.replace(file, made.data)
        return
    with tempfile.TemporaryDirectory() as folder_name:
        file = Path(folder_name) / Path(made.path).name
        file.write_bytes(made.data)
        file.chmod(0o644)
        options = ["--checksum", "--chmod=F644", *(["--existing"] if only_over else [])]
        done = rsync(*options, "--", str(file), f"{target.rstrip('/')}/{made.path}")
    if done.returncode:
        raise Refused(f"Het zetten op '{target}' lukte niet; rsync zegt: {first_said(done)}")


def _must_be_ours(target: str) -> None:
    """Refuse a folder that our pages don't read: what is put there is seen by nobody."""
    from wmebv_site.publishing.elsewhere import NOT_ALL, first_said, is_elsewhere, rsync
    from wmebv_site.register.addresses import OUTAGE_STATUS

    if is_elsewhere(target):
        with tempfile.TemporaryDirectory() as folder_name:
            done = rsync("--", f"{target.rstrip('/')}/{OUTAGE_STATUS}", folder_name)
        if done.returncode not in (0, NOT_ALL):
            raise Refused(f"Het lezen van '{target}' lukte niet; rsync zegt: {first_said(done)}")
        missing = OUTAGE_STATUS if done.returncode else None
    elif not Path(target).is_dir():
        raise Refused(f"De map '{target}' bestaat niet. {_WHICH}")
    else:
        needed = ("index.html", OUTAGE_STATUS)
        missing = next((name for name in needed if not (Path(target) / name).is_file()), None)
    if missing:
        raise Refused(f"In de map '{target}' staat deze website niet: {missing} ontbreekt. {_WHICH}")


def _asked(new: NewOutage, now: datetime) -> NewOutage:
    """Ask the person at the terminal what the law asks (Awb 2:21): tell everyone, at once."""
    if new.instead is None:
        instead = click.prompt("Wat kunnen mensen intussen doen?", default="", show_default=False)
        new = replace(new, instead=instead.strip() or None)
    if new.announced is None and _answered_yes("Hebt u de storing al aan iedereen gemeld?"):
        new = replace(new, announced=_moment_answered("Wanneer was dat?", now))
    return new


def _answered_yes(question: str) -> bool:
    """The answer in Dutch; nothing typed is no."""
    while True:
        answer = click.prompt(f"{question} [j/n]", default="n", show_default=False).strip().lower()
        if answer in ("j", "ja", "n", "nee"):
            return answer.startswith("j")
        emit("Typ j voor ja, of n voor nee.\n")


def _moment_answered(question: str, now: datetime) -> datetime:
    """A moment that has been; what can't be is asked again, so that nothing that was typed before is lost."""
    from wmebv_site.register.values import written_moment

    while True:
        try:
            moment = _moment(click.prompt(question, default=written_moment(now)), "Dit tijdstip kan niet")
        except Refused as refusal:
            emit(f"{refusal}\n")
            continue
        if moment is not None and moment <= now:
            return moment
        emit("Dat moet nog komen. Typ een tijdstip dat voorbij is.\n")


def _moment(text: str | None, option: str) -> datetime | None:
    from pydantic import TypeAdapter, ValidationError

    from wmebv_site.register.values import Moment

    if text is None:
        return None
    try:
        return TypeAdapter(Moment).validate_python(text)
    except ValidationError as error:
        context = error.errors()[0].get("ctx", {})
        raise Refused(f"{option}: {context.get('message', '')} {context.get('hint') or _HOW}") from None


def _warn(text: str) -> None:
    emit(f"Let op: {printable(text.strip())}\n")


def _write(project: str, written: Written, dry_run: bool) -> None:
    for warning in written.warnings:
        _warn(f"{warning.message} {warning.hint or ''}")
    change = written.change
    if dry_run:
        emit_lines(difference([change]).splitlines())
        return
    write_in(project, [change])
    emit(f"De storing staat {'nu ' if change.before is None else 'gewijzigd '}in {change.path}.\n")


for command in (outage_start, outage_end, outage_publish):
    outage.add_command(command)
