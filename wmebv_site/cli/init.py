"""Beginning a project: ``wmebv init``."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import date_option, day_of
from wmebv_site.cli.terminal import Choice, Command, emit
from wmebv_site.diagnostics import Refused, printable

if TYPE_CHECKING:
    from wmebv_site.project.municipalities import KnownMunicipality

_ALL, _NONE = "alle", "geen"
_PLACES = ("github", "gitlab", "forgejo", "server", _ALL, _NONE)
_WHEEL = ".whl"


@click.command(cls=Command)
@click.argument("directory", metavar="MAP")
@click.option(
    "--municipality",
    metavar="NAAM",
    help="De naam of de code van uw gemeente, zoals Utrecht of gm0344. Met Voorbeeld oefent u met een gemeente die niet "
    "bestaat.",
)
@click.option(
    "--forge",
    type=Choice(_PLACES),
    help="Waar het project komt te staan, en elke nacht wordt nagekeken. Zonder deze optie: alle.",
)
@click.option(
    "--program",
    metavar="BESTAND",
    help="Het wheelbestand van wmebv. Een kopie komt in het project, zodat de forge of de server het daaruit installeert.",
)
@date_option
def init(
    directory: str, municipality: str | None, forge: str | None, program: str | None, day: str | None
) -> None:
    """Maak een nieuw project in MAP.

    Het project is klein maar volledig. U vult het verder aan. MAP bestaat nog niet of is leeg.

    Met --forge kiest u wat erbij komt om het project te controleren en te publiceren, elke nacht opnieuw: bestanden voor
    github, gitlab of forgejo, voor een eigen server, voor alle vier, of geen.
    """
    from wmebv_site.project.starter import PLACES, for_text_editor, plan, write
    from wmebv_site.project.writing import beside_website

    beside_website(Path(directory), Path(directory))
    wheel = _wheel(program) if program is not None else None
    chosen = _municipality(municipality)
    asked = _place(forge)
    places = PLACES if asked == _ALL else () if asked == _NONE else (asked,)
    line, copied = _copied(wheel) if wheel else ("", {})
    planned = plan(chosen, day_of(day), places, line)
    written = write(Path(directory), {**planned, **for_text_editor(planned), **(copied if places else {})})
    emit(f"Er staan nu {len(written)} bestanden in '{printable(directory)}'.\n")
    emit("Ga naar die map. Lees eerst README.md en typ daarna: wmebv check\n")
    if places and not wheel:
        emit(
            "Voor uw beheerder: zet in programma/wmebv.txt waar de forge of de server wmebv vandaan haalt.\n"
        )


def _wheel(file: str) -> tuple[str, bytes]:
    """The name and the bytes of a wheel of wmebv."""
    path = Path(file)
    if not (path.name.startswith("wmebv_site-") and path.suffix == _WHEEL):
        raise Refused(
            f"'{file}' is geen wheelbestand van wmebv. Dat heet wmebv_site-, met een versie, en eindigt op .whl."
        )
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise Refused(f"Het bestand '{file}' kan niet worden gelezen. Controleer de naam.") from error


def _copied(wheel: tuple[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """The line of pip that installs a wheel from the project, and the wheel in its place."""
    from wmebv_site.project.starter import PROGRAM

    name, data = wheel
    place = f"{PROGRAM}{name}"
    return f"./{place} --hash=sha256:{hashlib.sha256(data).hexdigest()}", {place: data}


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _place(asked: str | None) -> str:
    """Where the project will stand: as was asked, as a person at a terminal says, else everywhere."""
    if asked is not None or not _at_a_terminal():
        return asked or _ALL
    click.echo("Weet u niet waar het project komt te staan? Druk dan op Enter.")
    question = f"Waar komt het project te staan? Kies uit: {', '.join(_PLACES)}"
    while True:
        said: str = click.prompt(question, default=_ALL, show_default=True)
        if said.strip().lower() in _PLACES:
            return said.strip().lower()


def _municipality(asked: str | None) -> KnownMunicipality:
    """The municipality that was named, or that a person at a terminal names; else a made-up one."""
    from wmebv_site.project.municipalities import MADE_UP, explain_miss, find_municipality, is_made_up

    if asked is None and not _at_a_terminal():
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
            raise Refused(
                f"{explain_miss(text, match)} Wilt u oefenen met een verzonnen gemeente? Kies Voorbeeld."
            )
        click.echo(explain_miss(text, match))
