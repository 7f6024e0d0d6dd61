"""Many municipalities at once: ``wmebv fleet``."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wmebv_site.cli.options import Optioned, date_option, day_of, format_option, moment_of
from wmebv_site.cli.terminal import Command, Group, emit, emit_lines
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import counted
from wmebv_site.project.writing import refuse_other, write_own

if TYPE_CHECKING:
    from wmebv_site.fleet.listing import Fleet
    from wmebv_site.fleet.running import Asked, Engine

_REPORTS = {"html": "gemeenten.html", "xlsx": "gemeenten.xlsx", "json": "gemeenten.json"}
_SHARD = re.compile(r"([1-9]\d{0,4})/([1-9]\d{0,4})")

fleet_option = click.option(
    "--fleet",
    "listed",
    metavar="LIJST",
    default=".",
    help="De lijst van gemeenten, of de map waarin fleet.yaml staat. Zonder deze optie: de map waarin u staat.",
)


class Shard(click.ParamType[tuple[int, int]]):
    """One of so many parts, such as 3/16."""

    name = "deel"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        found = _SHARD.fullmatch(str(value))
        if not found or int(found[1]) > int(found[2]):
            raise click.BadParameter(
                f"Het deel '{value}' bestaat niet. Schrijf bijvoorbeeld 3/16.", ctx, param
            )
        return int(found[1]), int(found[2])


class Number(click.ParamType[int]):
    """A whole number, one or more."""

    name = "getal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:8]) <= 1_048_576):
            raise click.BadParameter(f"'{value}' kan hier niet. Schrijf een getal, 1 of meer.", ctx, param)
        return int(text)


def _option(
    name: str, metavar: str, kind: click.ParamType[Any] | None, text: str
) -> Callable[[Optioned], Optioned]:
    return click.option(name, metavar=metavar, type=kind, help=text)


def _run_options(command: Optioned) -> Optioned:
    """What checking and building have in common."""
    options: list[Callable[[Optioned], Optioned]] = [
        fleet_option,
        _option("--workers", "AANTAL", Number(), "Hoeveel gemeenten tegelijk. Zonder deze optie: zoveel als deze computer kan."),
        _option("--on", "ADRES", None, "Doe het werk op een cluster van Dask, zoals tcp://scheduler:8786."),
        _option("--shard", "DEEL", Shard(), "Doe alleen één deel van de gemeenten, zoals 3/16: het derde van zestien."),
        _option("--results", "BESTAND", None, "Waar de resultaten komen. Zonder deze optie: in de map resultaten naast de lijst."),
        _option("--time-limit", "SECONDEN", Number(), "Hoe lang één gemeente ten hoogste duurt."),
        _option("--memory-limit", "MB", Number(), "Hoeveel geheugen één gemeente ten hoogste gebruikt."),
        click.option("--again", is_flag=True, help="Doe alles opnieuw, ook wat niet is gewijzigd."),
        date_option,
        format_option(("text", "json")),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=Group, no_args_is_help=True)
def fleet() -> None:
    """Werk aan veel gemeenten tegelijk, met één lijst."""


@click.command("check", cls=Command)
@_run_options
@click.pass_context
def fleet_check(ctx: click.Context, /, **options: Any) -> None:
    """Controleer alle gemeenten van de lijst.

    Wat sinds de vorige keer niet is gewijzigd, wordt niet opnieuw gedaan. Gaat het bij een gemeente mis, dan gaan de andere door.

    De uitkomst is 0 zonder fouten, 1 als er bij een gemeente iets mis is, en 2 als de lijst niet te gebruiken is.
    """
    _carry_out(ctx, build=False, **options)


@click.command("build", cls=Command)
@_run_options
@click.pass_context
def fleet_build(ctx: click.Context, /, **options: Any) -> None:
    """Controleer alle gemeenten van de lijst en maak hun websites.

    Elke website komt in haar eigen map. Heeft een gemeente een fout, dan blijft haar website zoals ze was, en gaan de andere door.
    Wat sinds de vorige keer niet is gewijzigd, wordt niet opnieuw gemaakt.

    De uitkomst is 0 zonder fouten, 1 als er bij een gemeente iets mis is, en 2 als de lijst niet te gebruiken is.
    """
    _carry_out(ctx, build=True, **options)


@click.command("report", cls=Command)
@click.argument("directory", metavar="MAP")
@fleet_option
@click.option(
    "--gather",
    "places",
    metavar="PLEK",
    multiple=True,
    help="Een bestand of map met resultaten. Noem de optie vaker voor meer. Zonder deze optie: de map resultaten naast de lijst.",
)
@click.option("--force", is_flag=True, help="Vervang ook een rapport dat u zelf hebt gewijzigd.")
@format_option(tuple(_REPORTS), "het rapport")
def fleet_report(directory: str, listed: str, places: tuple[str, ...], force: bool, form: str) -> None:
    """Schrijf één rapport over alle gemeenten in MAP.

    Het rapport komt uit de resultaten van 'wmebv fleet check' en 'wmebv fleet build', ook van verschillende computers. Het is
    intern: zet het niet op de website.
    """
    from wmebv_site.fleet import reporting
    from wmebv_site.fleet.results import FOLDER, gathered

    _refuse_public(Path(directory))
    home = Path(listed)
    usual = (home if home.is_dir() else home.parent) / FOLDER
    overview = reporting.Overview(tuple(gathered([Path(place) for place in places] or [usual])))
    if not overview.lines:
        raise Refused("In de resultaten staat nog geen gemeente. Begin met: wmebv fleet check")
    name = _REPORTS[form]
    if not force:
        refuse_other(Path(directory), [name])
    try:
        match form:
            case "html":
                data = reporting.report_html(overview).encode()
            case "json":
                data = reporting.report_json(overview).encode()
            case _:
                data = reporting.report_xlsx(overview)
    except ModuleNotFoundError as missing:
        from wmebv_site.project.machine import to_install_extra

        raise Refused(
            f"Voor dit rapport is '{missing.name}' nodig. Typ: {to_install_extra('inventory')}"
        ) from missing
    write_own(Path(directory), {name: data}, Path(directory), force=force)
    emit_lines([*reporting.sentences(overview), f"Het rapport staat in '{Path(directory) / name}'."])


def _refuse_public(target: Path) -> None:
    """Among what everybody reads, nothing internal: neither in the website of a municipality nor in that of all."""
    from wmebv_site.fleet.overview.skeleton import is_overview
    from wmebv_site.project.settings import is_website

    real = Path(os.path.realpath(target))
    for folder in (real, *real.parents):
        if is_website(folder) or is_overview(folder):
            raise Refused(
                f"In '{printable(str(target))}' staat een website, en dit rapport is intern. Kies een andere map, zoals voortgang."
            )


@click.command("init", cls=Command)
@click.argument("directory", metavar="MAP")
@click.option(
    "--from",
    "chosen",
    metavar="WELKE",
    multiple=True,
    help="Een code, de naam van een gemeente, een provincie zoals 'provincie Utrecht', of alle. Noem de optie vaker voor meer.",
)
@date_option
def fleet_init(directory: str, chosen: tuple[str, ...], day: str | None) -> None:
    """Begin met veel gemeenten: een map voor elk, een gedeelde basis, en de lijst.

    In de map basis staat wat alle gemeenten delen. Wijzigt u daar iets, dan wijzigt het bij elke gemeente. Wat een gemeente zelf
    opschrijft, gaat voor. MAP bestaat nog niet of is leeg.
    """
    from wmebv_site.fleet.beginning import chosen_of, plan
    from wmebv_site.project.starter import write
    from wmebv_site.project.writing import beside_website

    beside_website(Path(directory), Path(directory))
    if not chosen:
        raise Refused(
            "Noem met --from welke gemeenten u wilt, zoals --from gm0344, --from 'provincie Utrecht' of --from alle."
        )
    municipalities = chosen_of(chosen)
    write(Path(directory), plan(municipalities, day_of(day)))
    number = counted(len(municipalities), "gemeente", "gemeenten")
    emit(f"De map '{printable(directory)}' heeft nu {number}, een basis en de lijst fleet.yaml.\n")
    emit("Ga naar die map en typ: wmebv fleet check\n")


def _carry_out(ctx: click.Context, *, build: bool, listed: str, form: str, **options: Any) -> None:
    from wmebv_site.fleet.listing import fleet_of
    from wmebv_site.fleet.reporting import Overview, report_json, text
    from wmebv_site.fleet.results import alone_with, kept_in, read_lines
    from wmebv_site.fleet.running import Asked, carried_out, tasks_of

    fleet = fleet_of(Path(listed))
    today, day, shard = day_of(options["day"]), options["day"], options["shard"]
    moment = moment_of(None)
    asked = Asked(
        build=build,
        day=today,
        moment=moment if day is None and moment.date() == today else None,
        asked_day=day is not None,
        shard=shard,
        seconds=options["time_limit"],
        megabytes=options["memory_limit"],
    )
    file = _results(fleet, asked, options["results"])
    lines = {}
    with alone_with(file):
        tasks = tasks_of(fleet, asked, read_lines(file), again=options["again"])
        engine = _engine(options["on"], options["workers"] or _processors(), len(tasks))
        told = _progress(len(tasks))
        with kept_in(file, {place.key for place in fleet.places}) as keep:
            for number, line in enumerate(carried_out(tasks, engine), 1):
                keep(line)
                told(number)
                found = json.loads(line)
                lines[found["key"]] = found
    overview = Overview(tuple(lines[task.key] for task in tasks))
    if form == "json":
        emit(report_json(overview))
    elif not tasks:
        emit("Hier valt niets te doen: geen enkele gemeente heeft een map, of op dit deel valt er geen.\n")
    else:
        emit_lines([*text(overview), f"De resultaten staan in '{printable(str(file))}'."])
    ctx.exit(1 if overview.failed else 0)


def _results(fleet: Fleet, asked: Asked, named: str | None) -> Path:
    from wmebv_site.fleet.results import ENDING, FOLDER

    if named is not None:
        return Path(named)
    part = f"-{asked.shard[0]}-van-{asked.shard[1]}" if asked.shard else ""
    return fleet.file.parent / FOLDER / f"{asked.action}{part}{ENDING}"


def _engine(address: str | None, workers: int, tasks: int) -> Engine:
    from wmebv_site.fleet.running import Cluster, Pool

    return Cluster(address) if address else Pool(max(1, min(workers, tasks)))


def _processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _progress(number: int) -> Callable[[int], None]:
    """Tells a person who looks on how far it is."""
    watched = sys.stderr.isatty()

    def told(ready: int) -> None:
        if watched:
            click.echo(f"\rKlaar: {ready} van {number} gemeenten", err=True, nl=ready == number)

    return told
