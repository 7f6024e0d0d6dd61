"""What municipalities share, beside what one of them says otherwise: ``wmebv base``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from wmebv_site.cli.options import dry_run_option, files_of, format_option, project_option, write_in
from wmebv_site.cli.terminal import Command, Group, emit, emit_lines
from wmebv_site.diagnostics import json_text
from wmebv_site.dutch import counted

if TYPE_CHECKING:
    from wmebv_site.exchange.departures import Departure, Departures
    from wmebv_site.project.load import ProjectFiles
    from wmebv_site.project.writing import Change

SHAPE = 1
"""Raised when a key of the JSON changes its meaning or goes; a new key does not raise it."""


@click.group(cls=Group, no_args_is_help=True)
def base() -> None:
    """Vergelijk uw register met de gedeelde basis, en neem daaruit over."""


@click.command("diff", cls=Command)
@click.option("--all", "whole", is_flag=True, help="Toon ook waar de basis niet is gewijzigd.")
@click.option("--seen", is_flag=True, help="Leg in basis.yaml vast wat de basis nu zegt.")
@format_option(("text", "json"))
@project_option
def base_diff(whole: bool, seen: bool, form: str, project: str) -> None:
    """Toon waar de basis is gewijzigd en uw register iets anders zegt.

    Bij elk veld staan drie waarden: wat de basis zei toen u er voor het laatst naar keek, wat zij nu zegt, en wat bij u
    staat. Ook ziet u wat er in de basis bij kwam en wegging. Met --seen legt u vast wat u hebt gezien. Een veld dat in de
    basis is gewijzigd, blijft genoemd tot u kiest: 'wmebv base take' of 'wmebv base dismiss'.
    """
    from wmebv_site.exchange.departures import departures, looked_at

    files = _files(project)
    found = departures(files)
    shown = found.all if whole else found.to_tell
    if form == "json":
        emit(json_text(_as_data(found, shown), sort_keys=False))
    else:
        emit_lines(_lines(found, shown, seen=seen))
    if seen:
        write_in(project, looked_at(files, found))
        if form == "text":
            emit("Wat de basis nu zegt, is vastgelegd in basis.yaml.\n")


@click.command("take", cls=Command)
@click.argument("names", metavar="ID.VELD…", nargs=-1, required=True)
@dry_run_option
@project_option
def base_take(names: tuple[str, ...], dry_run: bool, project: str) -> None:
    """Neem bij deze velden over wat de basis zegt.

    Uw eigen waarde gaat uit uw register. Al het andere blijft, ook uw opmerkingen. Noem een veld zoals 'wmebv base diff' het
    noemt: jeugdhulp.summary, of jeugdhulp.klacht.term.
    """
    from wmebv_site.exchange.departures import taken

    changes = _carried_out(lambda files, found: taken(files, found, list(names)), dry_run, project)
    if not dry_run:
        emit(
            f"Overgenomen: {', '.join(names)}. Gewijzigd: {_files_in(changes)}. Controleer met: wmebv check\n"
        )


@click.command("dismiss", cls=Command)
@click.argument("names", metavar="ID.VELD…", nargs=-1, required=True)
@click.option("--reason", metavar="TEKST", default="", help="Waarom dit bij u anders is.")
@dry_run_option
@project_option
def base_dismiss(names: tuple[str, ...], reason: str, dry_run: bool, project: str) -> None:
    """Laat bij deze velden staan wat u hebt, en zeg waarom.

    De reden komt in basis.yaml. Het veld wordt niet meer genoemd, tot de basis er opnieuw iets anders zegt.
    """
    from wmebv_site.exchange.departures import dismissed

    _carried_out(lambda files, found: dismissed(files, found, list(names), reason), dry_run, project)
    if not dry_run:
        emit(f"Blijft zoals het bij u is: {', '.join(names)}. De reden staat in basis.yaml.\n")


def _files(project: str) -> ProjectFiles:
    from pathlib import Path

    from wmebv_site.exchange.departures import FILE
    from wmebv_site.project.load import read_plain

    files = files_of(project)
    if (held := read_plain(Path(project) / FILE)) is not None:
        files.files[FILE] = held
    return files


def _carried_out(
    made: Callable[[ProjectFiles, Departures], list[Change]], dry_run: bool, project: str
) -> list[Change]:
    from wmebv_site.exchange.departures import departures
    from wmebv_site.project.writing import difference

    files = _files(project)
    changes = made(files, departures(files))
    if dry_run:
        emit_lines(difference(changes).splitlines())
        emit(f"\nDit zou wijzigen: {_files_in(changes)}. Er is niets gewijzigd.\n")
    else:
        write_in(project, changes)
    return changes


def _files_in(changes: list[Change]) -> str:
    return ", ".join(each.path for each in changes if each.is_one) or "niets"


def _lines(found: Departures, shown: list[Departure], *, seen: bool) -> Iterator[str]:
    for each in shown:
        yield f"{each.name} ({each.file})"
        was = each.remembered
        yield from _side("de basis zei", was.was if was else "(nog niet vastgelegd)")
        yield from _side("de basis zegt", each.base_says)
        yield from _side("bij u staat", each.own_says)
        if was and was.reason:
            yield f"  uw reden was     {was.reason}"
        yield ""
    for what, names in (("Nieuw in de basis", found.added), ("Niet meer in de basis", found.removed)):
        if names:
            yield f"{what}: {', '.join(names)}."
    if shown:
        number = counted(len(shown), "veld", "velden")
        yield f"Bij {number} zegt uw register iets anders dan de basis ({found.folder})."
        yield "Neem over met 'wmebv base take', of houd uw eigen waarde met 'wmebv base dismiss'."
    else:
        yield f"Er is niets om over te beslissen: bij elk eigen veld zegt de basis ({found.folder}) wat zij zei."
    if found.seen is None and not seen:
        yield "Wat in de basis staat, is nog niet vastgelegd. Doe dat met: wmebv base diff --seen"


def _side(whose: str, value: Any) -> Iterator[str]:
    """One of the three values; the lines of a text stand below each other."""
    first, *more = _said(value).split("\n")
    yield f"  {whose:<16} {first}".rstrip()
    yield from (f"  {'':<16} {line}".rstrip() for line in more)


def _said(value: Any) -> str:
    from wmebv_site.register.yaml_text import inline

    return value if isinstance(value, str) else inline(value)


def _as_data(found: Departures, shown: list[Departure]) -> dict[str, Any]:
    return {
        "version": SHAPE,
        "base": found.folder,
        "fields": [
            {
                "name": each.name,
                "file": each.file,
                "was": each.remembered.was if each.remembered else None,
                "base": each.base_says,
                "own": each.own_says,
                "reason": each.remembered.reason if each.remembered else None,
                "looked_at": not each.is_new,
                "changed": each.has_changed,
            }
            for each in shown
        ],
        "added": found.added,
        "removed": found.removed,
    }


for command in (base_diff, base_take, base_dismiss):
    base.add_command(command)
