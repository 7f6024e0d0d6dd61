"""Putting the website on a server: ``wmebv publish``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.findings import Report, told
from wmebv_site.cli.options import date_option, day_of, files_of, project_option, show
from wmebv_site.cli.terminal import Command, emit
from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import counted, in_words, moment_in_words
from wmebv_site.project import clock
from wmebv_site.project.writing import way_out

if TYPE_CHECKING:
    from wmebv_site.project.settings import SiteSettings
    from wmebv_site.publishing.kept import Shelf
    from wmebv_site.publishing.swapping import Published, Wanted
    from wmebv_site.publishing.told import Changes

_LAST = ""
KEPT = 7


@click.command(cls=Command)
@click.argument("target", metavar="MAP", required=False)
@click.option(
    "--back",
    is_flag=False,
    flag_value=_LAST,
    metavar="[VERSIE]",
    help="Ga terug naar de vorige website, of naar die versie.",
)
@click.option(
    "--keep",
    default=str(KEPT),
    callback=lambda ctx, param, value: _number(value),
    metavar="AANTAL",
    help=f"Zoveel versies bewaren, die van nu meegerekend. Zonder deze optie: {KEPT}.",
)
@click.option(
    "--forget", metavar="ADRES", help="Haal een bestand of pagina van de website en uit alles wat is bewaard."
)
@click.option("--log", metavar="BESTAND", help="Schrijf wat er is gebeurd ook in dit bestand, om te mailen.")
@click.option("--dry-run", is_flag=True, help="Laat alleen zien wat er zou veranderen.")
@date_option
@project_option
@click.pass_context
def publish(
    ctx: click.Context, target: str | None, back: str | None, keep: int, forget: str | None, log: str | None,
    dry_run: bool, day: str | None, project: str,
) -> None:  # fmt: skip
    """Bouw de website, kijk haar na, en laat haar dan in één stap zien.

    In MAP komen de koppeling 'site', die de webserver leest, en de map 'builds' met de versies die zijn bewaard. Klopt er iets
    niet, dan blijft staan wat er stond. Staat de website op een andere computer? Schrijf dan server:/map; dat gaat met rsync.

    Wat 'wmebv outage publish' op de website zette, blijft staan als de registers het nog niet weten.

    De uitkomst is 0 als het lukte of als er niets veranderde, 1 als de website niet klopt en 2 als publiceren niet lukte.
    """
    if target is None and back is not None and Path(back).is_dir():
        target, back = back, _LAST  # written before the folder, as one would
    if not target:  # also that of a script in which nobody set it
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    if back is not None and forget is not None:
        raise click.BadArgumentUsage("Kies --back of --forget: allebei tegelijk kan niet.", ctx)

    from wmebv_site.publishing.elsewhere import is_elsewhere
    from wmebv_site.publishing.kept import Shelf

    shelf = Shelf(Path(target))
    writing = _Log(log, project)
    try:
        if is_elsewhere(target):
            if back is not None or forget is not None:
                raise Refused(_ONLY_HERE)
            _bring(target, project, day, dry_run, writing)
            return
        with shelf.turn(Path(project)):
            if back is not None:
                _go_back(shelf, back or None, dry_run, writing)
            elif forget is not None:
                _forget(shelf, forget, project, day, dry_run, writing)
            else:
                _publish(shelf, project, day, keep, dry_run, writing)
    except Refused as refusal:
        writing.write([_NOT if back is None else _NOT_BACK, "", *refusal.findings, str(refusal)])
        raise
    except OSError as error:
        named = f"'{error.filename}' kan niet worden geschreven. " if error.filename else ""
        writing.write([_NOT, "", f"{named}{way_out(error)}"])
        raise


def _number(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or int(typed) < 1:
        raise Refused(f"--keep: '{typed}' kan niet. Geef een aantal van 1 of meer, zoals {KEPT}.")
    return int(typed)


_NOT = "De website is NIET gepubliceerd. Wat er stond, staat er nog."
_NOT_BACK = "De website is NIET gewijzigd. Wat er stond, staat er nog."
_ONLY_HERE = (
    "Teruggaan en weghalen kan alleen in een map op deze computer: op een andere server wordt geen eerdere website bewaard. "
    "Verbeter de registers of haal het bestand weg, en publiceer opnieuw: dan is het daar ook weg."
)


class _Log:
    """The file that can be mailed, whatever became of it."""

    def __init__(self, file: str | None, project: str) -> None:
        from wmebv_site.project.writing import beside_website

        self.file = beside_website(Path(file), Path(project)) if file else None
        if self.file:
            _refuse_another(self.file)  # before anything is published, and never over a register

    def tell(self, lines: Iterable[str]) -> None:
        told_lines = [*lines]
        emit("".join(f"{line}\n" for line in told_lines))
        self.write(told_lines)

    def write(self, lines: Iterable[str]) -> None:
        from wmebv_site.project.writing import replace

        if self.file:
            replace(self.file, "".join(f"{line}\n" for line in lines).encode())


_BEGINS = ("De website", "Er is niets", "Van de website gehaald", "Dit zou van de website gaan", "Nu ", "'")
"""How what we tell begins."""


def _refuse_another(log: Path) -> None:
    """Raises Refused when a file holds anything else than what was told here before."""
    if log.is_dir():
        raise Refused(f"--log: '{log}' is een map. Noem een bestand, zoals bericht.txt.")
    there = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    if there.strip() and not there.startswith(_BEGINS):
        raise Refused(
            f"--log: in '{log}' staat iets anders dan een bericht van 'wmebv publish'. Dat zou weg zijn. Noem een ander bestand, "
            "zoals bericht.txt."
        )


def _publish(shelf: Shelf, project: str, day: str | None, keep: int, dry_run: bool, log: _Log) -> None:
    from wmebv_site.publishing.swapping import publish_built

    wanted = _wanted(project, day)
    with _telling_what_is_wrong(wanted, log):
        done = publish_built(shelf, partial(_build, project, day), wanted, keep, dry_run=dry_run)
    log.tell(_told(done, shelf, wanted, dry_run))


@contextmanager
def _telling_what_is_wrong(wanted: Wanted, log: _Log) -> Iterator[None]:
    """Show what keeps a website from being published, also to who is mailed, and end with 1."""
    from wmebv_site.publishing.swapping import Unsound
    from wmebv_site.rules.checking import Checked

    try:
        yield
    except Unsound as unsound:
        found = unsound.diagnostics
        show(Report(Checked(None, found), {}, wanted.day, website=len({each.place.file for each in found})))
        emit(f"{_NOT}\n")
        lines = [f"- {each.place}: {told(each)} ({each.code})" for each in found]
        log.write([_NOT, "", "Dit klopt er niet:", *lines])
        click.get_current_context().exit(1)


def _bring(target: str, project: str, day: str | None, dry_run: bool, log: _Log) -> None:
    """Publish to a folder on another computer."""
    from wmebv_site.publishing.elsewhere import bring
    from wmebv_site.publishing.told import told_of_findings

    wanted = _wanted(project, day)
    with _telling_what_is_wrong(wanted, log):
        done = bring(target, partial(_build, project, day), wanted, dry_run=dry_run)
    whose = f" van {wanted.decisions.register.municipality.name}" if wanted.decisions else ""
    if dry_run:
        lines = [_would(done.changes, whose)]
    elif not done.changes:
        lines = [f"Er is niets veranderd op de website{whose} sinds de vorige keer."]
    else:
        lines = [
            f"De website{whose} is gepubliceerd op {moment_in_words(wanted.published)}, in {target}.",
            f"Zij geldt voor {in_words(wanted.day)}.",
        ]
    if done.changes:
        lines += ["", *done.told]
    if done.diagnostics:
        lines += ["", "Let op:", *told_of_findings(done.diagnostics)]
    log.tell(lines)


def _wanted(project: str, day: str | None) -> Wanted:
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.publishing.swapping import Wanted
    from wmebv_site.rules.checking import check_project

    settings = site_settings_of(Path(project))
    of_settings, now = settings.plugin.get("date"), clock.now()
    today = clock.build_date(day, of_settings, os.environ, now)
    moment = clock.build_moment(day, of_settings, os.environ, now)
    decisions = check_project(files_of(project), today).decisions
    return Wanted(today, moment, now, decisions, settings)


def _build(project: str, day: str | None, target: Path) -> None:
    from wmebv_site.website.building import build_website

    build_website(Path(project), target, None if day is None else day_of(day))


def _told(done: Published, shelf: Shelf, wanted: Wanted, dry_run: bool) -> Iterable[str]:
    from wmebv_site.publishing.told import told_of_changes, told_of_findings, told_of_kept

    whose = f" van {wanted.decisions.register.municipality.name}" if wanted.decisions else ""
    if dry_run:
        yield _would(done.changes, whose)
    elif done.build is None:
        yield f"Er is niets veranderd op de website{whose} sinds de vorige keer. Zij is niet gewisseld."
    else:
        yield f"De website{whose} is gepubliceerd op {moment_in_words(wanted.published)}."
        yield f"Zij geldt voor {in_words(wanted.day)}. Deze versie heet {done.build.name}."
    if done.changes and (done.build or dry_run):
        yield ""
        yield from told_of_changes(done.changes, done.before, done.after)
    if done.diagnostics:
        yield ""
        yield "Let op:"
        yield from told_of_findings(done.diagnostics)
    if done.build is not None:
        yield ""
        yield from told_of_kept(shelf)
        if done.removed:
            yield f"{counted(len(done.removed), 'oude versie is', 'oude versies zijn')} opgeruimd."


def _would(changes: Changes, whose: str) -> str:
    if not changes:
        return f"Er is niets gepubliceerd. Er zou ook niets veranderen op de website{whose}."
    return f"Er is niets gepubliceerd. Dit zou er veranderen op de website{whose}:"


def _go_back(shelf: Shelf, name: str | None, dry_run: bool, log: _Log) -> None:
    from wmebv_site.publishing.swapping import go_back
    from wmebv_site.publishing.told import told_of_kept

    earlier, live, taken = go_back(shelf, name, dry_run=dry_run)

    def lines() -> Iterable[str]:
        for_day = in_words(earlier.note.for_day)
        verb = "zou weer staan" if dry_run else "staat weer"
        yield f"Nu {verb}: {earlier.name}, die geldt voor {for_day}. Dat was {live.name}."
        if taken:
            yield "De storingen van nu blijven op de website staan."
        if dry_run:
            return
        yield "Let op: bij de volgende keer publiceren, ook vannacht, komt weer wat er in de registers staat. Verbeter die eerst."
        yield ""
        yield from told_of_kept(shelf)

    log.tell(lines())


def _forget(shelf: Shelf, typed: str, project: str, day: str | None, dry_run: bool, log: _Log) -> None:
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.publishing.forgetting import address_of
    from wmebv_site.publishing.swapping import forget_everywhere
    from wmebv_site.publishing.told import told_of_forgotten

    settings = site_settings_of(Path(project))
    address = address_of(typed, settings.site_url)
    removed = forget_everywhere(shelf, address, day_of(day), settings.site_url, dry_run=dry_run)
    log.tell(told_of_forgotten(address, removed, shelf, _source(settings, project, address), dry_run=dry_run))


def _source(settings: SiteSettings, project: str, address: str) -> str | None:
    """The file among the texts of which it is made, where that is seen at once."""
    texts = Path(project) / settings.content
    for name in (address, f"{address.rstrip('/')}.md", f"{address}index.md"):
        if (texts / name).is_file():
            return f"{settings.content}/{name}"
    return None
