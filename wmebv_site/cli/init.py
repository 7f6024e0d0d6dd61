"""Beginning a project: ``wmebv init``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import date_option, day_of
from wmebv_site.cli.terminal import Command, emit
from wmebv_site.diagnostics import Refused, printable

if TYPE_CHECKING:
    from wmebv_site.project.municipalities import KnownMunicipality


@click.command(cls=Command)
@click.argument("directory", metavar="MAP")
@click.option(
    "--municipality",
    metavar="NAAM",
    help="De naam of de code van uw gemeente, zoals Utrecht of gm0344. Met Voorbeeld oefent u met een gemeente die niet "
    "bestaat.",
)
@date_option
def init(directory: str, municipality: str | None, day: str | None) -> None:
    """Maak een nieuw project in MAP.

    Het project is klein maar volledig. U vult het verder aan. MAP bestaat nog niet of is leeg.
    """
    from wmebv_site.project.starter import plan, write
    from wmebv_site.project.writing import beside_website

    beside_website(Path(directory), Path(directory))
    chosen = _municipality(municipality)
    written = write(Path(directory), plan(chosen, day_of(day)))
    emit(f"Er staan nu {len(written)} bestanden in '{printable(directory)}'.\n")
    emit("Ga naar die map. Lees eerst README.md en typ daarna: wmebv check\n")


def _municipality(asked: str | None) -> KnownMunicipality:
    """The municipality that was named, or that a person at a terminal names; else a made-up one."""
    from wmebv_site.project.municipalities import MADE_UP, explain_miss, find_municipality, is_made_up

    if asked is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        return MADE_UP
    while True:
        question = "Voor welke gemeente is dit? Typ de naam of de code, of Voorbeeld om te oefenen"
        text = click.prompt(question) if asked is None else asked
        if is_made_up(text):
            return MADE_UP
        match = find_municipality(text)
        if match.municipality:
            return match.municipality
        if asked is not None:
            raise Refused(explain_miss(text, match))
        click.echo(explain_miss(text, match))
