"""Making the website and looking at it: ``wmebv build`` and ``wmebv preview``."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from wmebv_site.cli.formats import render
from wmebv_site.cli.options import date_option, day_of, inspected_project, project_option, report_on
from wmebv_site.cli.terminal import Choice, Command, colour, emit, emit_lines, width
from wmebv_site.diagnostics import Level, Refused, printable
from wmebv_site.dutch import counted


@click.command(cls=Command)
@click.option(
    "--out",
    "target",
    metavar="MAP",
    help="De map waar de website komt. Zonder deze optie: wat in mkdocs.yml bij 'site_dir' staat, anders site.",
)
@click.option(
    "--with",
    "renderer",
    type=Choice(["mkdocs", "properdocs", "zensical"]),
    default="mkdocs",
    help="Het programma dat de pagina's opmaakt. Zonder deze optie: mkdocs.",
)
@click.option("--strict", is_flag=True, help="Maak de website niet als er een waarschuwing is.")
@date_option
@project_option
@click.pass_context
def build(
    ctx: click.Context, target: str | None, renderer: str, strict: bool, day: str | None, project: str
) -> None:
    """Controleer alles en maak de website.

    Is er een fout, dan blijft de website die er stond zoals ze was. U leest dan wat er mis is, net als bij 'wmebv check'.
    Een map waarin iets anders staat, wordt niet overschreven.

    De uitkomst is 0 als de website er staat, 1 met fouten en 2 als bouwen niet lukte.
    """
    from wmebv_site.project.settings import asked_site, site_settings_of
    from wmebv_site.website.building import build_website
    from wmebv_site.website.renderers import shown_path

    asked = _asked(day)
    today = _day(project, day)
    strict = strict or site_settings_of(Path(project)).strict
    inspected = inspected_project(project, today, asked_site(Path(project), live=False, only_judged=True))
    report = report_on(inspected, project, today, strict)
    if report.counts[Level.ERROR] or report.counts[Level.WARNING] or report.failed:
        emit(render(report, "text", width=width(), colour=colour()))
    if report.failed:
        emit("De website is niet gewijzigd. Verbeter wat hierboven staat en typ opnieuw: wmebv build\n")
        ctx.exit(1)
    if sys.stderr.isatty():
        click.echo("De website wordt gemaakt …", err=True)
    made = build_website(
        Path(project), None if target is None else Path(target), asked, renderer, strict=strict
    )
    for note in made.notes:
        emit_lines(note.splitlines())
    pages = counted(made.pages, "pagina", "pagina's")
    emit(f"De website staat in '{printable(shown_path(made.folder))}': {pages}.\n")


@click.command(cls=Command)
@click.option(
    "--port",
    metavar="NUMMER",
    callback=lambda ctx, param, value: None if value is None else _port(value),
    help="De poort. Zonder deze optie: 8000, of de eerste daarna die vrij is.",
)
@date_option
@project_option
@click.pass_context
def preview(ctx: click.Context, port: int | None, day: str | None, project: str) -> None:
    """Bekijk de website op deze computer.

    Wijzigt u een bestand, dan ziet u dat meteen. Alleen deze computer kan erbij. Stop met Ctrl+C.
    """
    from wmebv_site.cli.options import files_of
    from wmebv_site.website.serving import USUAL_PORT, free_port, show_website

    files_of(project, judging=True)
    asked = _asked(day)
    chosen = free_port(port)
    if port is None and chosen != USUAL_PORT:
        emit(f"Poort {USUAL_PORT} is bezet. De website komt daarom op poort {chosen}.\n")
    code = show_website(Path(project), chosen, lambda text: emit_lines(text.split("\n")), asked)
    emit("De website kan zo niet worden getoond.\n" if code else "Gestopt.\n")
    ctx.exit(2 if code else 0)


def _port(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= 65535:
        raise Refused(f"--port: '{typed}' kan niet. Geef een getal van 1024 tot en met 65535, zoals 8000.")
    return int(typed)


def _asked(day: str | None) -> date | None:
    """The day that somebody asked for."""
    return None if day is None else day_of(day)


def _day(project: str, day: str | None) -> date:
    """The day for which a website is built: asked for, set, or today."""
    from wmebv_site.project import clock
    from wmebv_site.project.settings import site_settings_of

    return clock.build_date(day, site_settings_of(Path(project)).plugin.get("date"), os.environ, clock.now())
