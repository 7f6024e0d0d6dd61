"""What others say of the products, beside the register: ``wmebv compare``."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.formats import FORMATS, render
from wmebv_site.cli.imports import list_of, read_file
from wmebv_site.cli.options import (
    date_option,
    day_of,
    files_of,
    format_option,
    project_option,
    seen_by_person,
)
from wmebv_site.cli.terminal import Command, Group, colour, emit, width
from wmebv_site.project.clock import collector_paused

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@click.group("compare", cls=Group, no_args_is_help=True)
def compare() -> None:
    """Vergelijk het register met wat ergens anders staat."""


@click.command("sc", cls=Command)
@click.argument("feed", metavar="BESTAND|ADRES")
@click.option("--all", "whole", is_flag=True, help="Laat alles zien, ook als er veel van één soort is.")
@date_option
@format_option(FORMATS)
@project_option
@click.pass_context
def compare_sc(ctx: click.Context, feed: str, whole: bool, day: str | None, form: str, project: str) -> None:
    """Vergelijk het register met uw catalogus voor Samenwerkende Catalogi.

    De catalogus is XML volgens versie 4.0, of een antwoord van de landelijke zoekdienst: een bestand, of het adres waarop uw
    website haar aanbiedt. Een adres begint met https://.

    U ziet welke producten aan één kant ontbreken, waar de catalogus een ander formulier noemt dan het kanaal dat op deze dag
    geldt, waar zij 'nee' zegt terwijl er een kanaal is, of andersom, en welke namen verschillen. Er verandert niets.

    De uitkomst is 0 als er niets verschilt, 1 als er iets verschilt en 2 als vergelijken niet lukte.
    """
    today = day_of(day)
    report = _compared(feed, project, today)
    emit(render(report, form, width=width(), colour=colour(), whole=whole))
    ctx.exit(report.exit_code)


compare.add_command(compare_sc)


@collector_paused()
def _compared(feed: str, project: str, today: date) -> Report:
    """What differs; every difference counts, so that a warning makes the outcome 1 as well."""
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.exchange import deviations
    from wmebv_site.exchange.feed import read_feed
    from wmebv_site.exchange.working import whole_register
    from wmebv_site.rules.checking import Checked

    files = files_of(project)
    decisions = Decisions(whole_register(files, "Vergelijk daarna."), today)
    found = deviations.compare(decisions, read_feed(_read(feed)), list_of(files))
    checked = Checked(decisions, found.diagnostics)
    return seen_by_person(
        checked, files.files, project, today, strict=True, compared=(found.in_catalogue, found.in_register)
    )


def _read(feed: str) -> bytes:
    if not _ADDRESS.match(feed):
        return read_file(feed)
    from wmebv_site.exchange.fetching import fetch

    way_out = "Bewaar de catalogus als bestand, en typ: wmebv compare sc BESTAND"
    return fetch(feed, "de catalogus", way_out)
