"""Telling that a channel does not work: ``wmebv outage``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.project import (
    date_option,
    day_of,
    files_of,
    moment_of,
    project_option,
    report_of,
)
from wmebv_site.dutch_click import CouldNotRun, Group
from wmebv_site.terminal import colour, emit, width

if TYPE_CHECKING:
    from wmebv_site.outage_files import Written

MOMENT = "TIJDSTIP"
_HOW = "Schrijf de dag en de tijd zoals 2026-03-02T08:15."
dry_run_option = click.option("--dry-run", is_flag=True, help="Laat alleen zien wat er zou veranderen.")


@click.group(cls=Group, no_args_is_help=True)
def outage() -> None:
    """Meld dat een kanaal niet werkt, of dat het weer werkt."""


@outage.command("start")
@click.argument("channels", nargs=-1, required=True, metavar="KANAAL…")
@click.option("--begin", metavar=MOMENT, help="Sinds wanneer. Zonder deze optie: nu.")
@click.option("--end", metavar=MOMENT, help="Tot wanneer, als u dat al weet.")
@click.option("--planned", is_flag=True, help="Dit is onderhoud dat u van tevoren weet. Noem dan ook --end.")
@click.option("--announced", metavar=MOMENT, help="Wanneer u de storing aan iedereen hebt gemeld.")
@click.option("--instead", metavar="TEKST", help="Wat mensen intussen kunnen doen, in één korte zin.")
@dry_run_option
@project_option
def start(
    channels: tuple[str, ...], begin: str | None, end: str | None, planned: bool, announced: str | None,
    instead: str | None, dry_run: bool, project: str,
) -> None:  # fmt: skip
    """Schrijf op dat een kanaal niet werkt.

    KANAAL is de id van een kanaal, bijvoorbeeld bezwaarformulier. Er komt een bestand bij in content/storingen.
    """
    from wmebv_site.outage_files import NewOutage, OutageRefused, started

    now = datetime.now(UTC)
    asked = _asked(instead, announced, now) if sys.stdin.isatty() and sys.stdout.isatty() else (instead, announced)
    new = NewOutage(
        tuple(dict.fromkeys(channels)),
        _moment(begin, "--begin") or now,
        _moment(end, "--end"),
        planned,
        _moment(asked[1], "--announced"),
        asked[0],
    )
    try:
        written = started(files_of(project), new, day_of(None), now)
    except OutageRefused as refusal:
        raise CouldNotRun(str(refusal)) from refusal
    _write(project, written, dry_run)
    if not dry_run:
        emit(f"De storing heet '{written.id}'. Werkt alles weer? Typ dan: wmebv outage end {written.id}\n")
        emit("Meld de storing nu aan iedereen: bouw de website, of typ 'wmebv outage publish' met de map van de website.\n")


@outage.command("end")
@click.argument("name", metavar="ID")
@click.option("--end", metavar=MOMENT, help="Sinds wanneer het weer werkt. Zonder deze optie: nu.")
@click.option("--extension", metavar="JJJJ-MM-DD", help="Tot en met welke dag een bericht nog op tijd is.")
@click.option("--source", metavar="BRON", help="Het besluit over die langere termijn, zoals besluit:verlenging-2026.")
@dry_run_option
@project_option
def end_(
    name: str, end: str | None, extension: str | None, source: str | None, dry_run: bool, project: str
) -> None:
    """Schrijf op dat een kanaal weer werkt.

    ID is de naam van de storing: die van het bestand in content/storingen.
    """
    from wmebv_site.outage_files import OutageRefused, ended

    now = datetime.now(UTC)
    try:
        written = ended(files_of(project), name, _moment(end, "--end"), extension, source, day_of(None), now)
    except OutageRefused as refusal:
        raise CouldNotRun(str(refusal)) from refusal
    _write(project, written, dry_run)
    if not dry_run:
        emit("Laat het ook op de website zien: bouw de website, of typ 'wmebv outage publish' met de map van de website.\n")


@outage.command("publish")
@click.argument("target", metavar="MAP")
@dry_run_option
@date_option
@project_option
@click.pass_context
def publish(ctx: click.Context, target: str, dry_run: bool, day: str | None, project: str) -> None:
    """Zet de storingen van nu op de website, zonder die opnieuw te bouwen.

    MAP is de map waarin de website staat. Staat die op een andere computer? Schrijf dan server:/map; dat gaat met rsync.
    """
    from wmebv_site.diagnostics import Level
    from wmebv_site.outage_files import FOLDER
    from wmebv_site.pages import Site
    from wmebv_site.pages.outage_view import STATUS, status_file
    from wmebv_site.reporter import render

    report = report_of(project, day_of(day))
    register = report.checked.register
    # An outage is told of at once (Awb 2:21): what is wrong elsewhere holds up a build, but not this.
    wrong = [each for each in report.checked.diagnostics if each.level is Level.ERROR and FOLDER in each.place.file]
    if register is None or wrong:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    site = Site(register, report.today, moment_of(day))
    made = status_file(site)
    if dry_run:
        emit(made.data.decode())
        return
    _put(made.data, target, STATUS)
    running = len(site.outages.running)
    coming = len(site.outages.shown) - running
    told = [f"{running or 'geen'} storing{'en' if running > 1 else ''}"]
    if coming:
        told.append(f"{coming} keer gepland onderhoud")
    emit(f"De website meldt nu {' en '.join(told)}.\n")


def _put(data: bytes, target: str, path: str) -> None:
    """Put the file in the website, whole, on this machine or by rsync, which renames what it has received."""
    from wmebv_site.writing import WriteRefused, replace

    server, colon, _ = target.partition(":")
    if not colon or "/" in server or len(server) == 1:  # one letter is a drive of Windows
        folder = Path(target)
        if not (folder / "index.html").is_file():
            raise CouldNotRun(f"In de map '{target}' staat geen website. Bouw de website eerst, of noem een andere map.")
        try:
            replace(folder / path, data)
        except WriteRefused as refusal:
            raise CouldNotRun(str(refusal)) from refusal
        return
    with tempfile.TemporaryDirectory() as folder_name:
        file = Path(folder_name) / "status.json"
        file.write_bytes(data)
        file.chmod(0o644)
        command = ["rsync", "--checksum", "--chmod=F644", "--", str(file), f"{target.rstrip('/')}/{path}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            raise CouldNotRun("Het programma rsync ontbreekt. Installeer het, of noem een map op deze computer.") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["geen uitleg"])[0]
        raise CouldNotRun(f"Het zetten op '{target}' lukte niet; rsync zegt: {said}")


def _asked(instead: str | None, announced: str | None, now: datetime) -> tuple[str | None, str | None]:
    """Ask the person at the terminal what the law asks (Awb 2:21): tell everyone, at once."""
    if instead is None:
        instead = click.prompt("Wat kunnen mensen intussen doen?", default="", show_default=False).strip() or None
    if announced is None and click.confirm("Hebt u de storing al aan iedereen gemeld?", default=False):
        from wmebv_site.model.moments import written_moment

        announced = click.prompt("Wanneer was dat?", default=written_moment(now))
    return instead, announced


def _moment(text: str | None, option: str) -> datetime | None:
    from pydantic import TypeAdapter, ValidationError

    from wmebv_site.model.moments import Moment

    if text is None:
        return None
    try:
        return TypeAdapter(Moment).validate_python(text)
    except ValidationError as error:
        context = error.errors()[0].get("ctx", {})
        raise CouldNotRun(f"{option}: {context.get('message', '')} {context.get('hint') or _HOW}") from None


def _write(project: str, written: Written, dry_run: bool) -> None:
    from difflib import unified_diff

    from wmebv_site.reporter import printable
    from wmebv_site.writing import WriteRefused, replace, write_new

    for warning in written.warnings:
        emit(f"Let op: {warning.message} {warning.hint or ''}\n")
    if dry_run:
        before = (written.before or b"").decode("utf-8-sig").splitlines(keepends=True)
        emit("".join(unified_diff(before, written.after.decode().splitlines(keepends=True), written.path, written.path)))
        return
    file = Path(project) / written.path
    try:
        if written.before is None:
            write_new(file, written.after)
        else:
            replace(file, written.after, expected=written.before)
    except WriteRefused as refusal:
        raise CouldNotRun(printable(str(refusal))) from refusal
    emit(f"{'Gemaakt' if written.before is None else 'Gewijzigd'}: {written.path}\n")
