"""The command ``wmebv``: what a person can ask, and how the answer leaves."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from wmebv_site import __version__
from wmebv_site.collector import collector_paused
from wmebv_site.dutch_click import Choice, CouldNotRun, Group, in_dutch
from wmebv_site.terminal import close_output, colour, emit, prepare_streams, width

if TYPE_CHECKING:
    from wmebv_site.load import ProjectFiles
    from wmebv_site.municipalities import KnownMunicipality
    from wmebv_site.reporter import Report

# Commands import what they need when they run: help and explain must not wait for the rest.

NAME = "wmebv"
_FORMATS = ("text", "github", "json", "sarif")
_KINDS = ("products", "product", "channels", "besluit", "hulp", "hulp-index", "index")

project_option = click.option(
    "--project",
    metavar="MAP",
    default=".",
    help="De map van uw project. Zonder deze optie: de map waarin u staat.",
)
date_option = click.option(
    "--date",
    "day",
    metavar="JJJJ-MM-DD",
    help="De dag waarop u controleert. Zonder deze optie: vandaag.",
)


@click.group(NAME, cls=Group, no_args_is_help=True)
@click.version_option(__version__, prog_name=NAME, message="%(prog)s %(version)s", help="Toon de versie.")
def wmebv() -> None:
    """Laat zien langs welke digitale weg inwoners en ondernemers een officieel bericht sturen."""


@wmebv.command()
@click.argument("directory", metavar="MAP")
@click.option("--municipality", metavar="NAAM", help="De naam of de code van uw gemeente, zoals Utrecht of gm0344.")
@date_option
def init(directory: str, municipality: str | None, day: str | None) -> None:
    """Maak een nieuw project in MAP.

    Het project is klein maar volledig. U vult het verder aan. MAP bestaat nog niet of is leeg.
    """
    from wmebv_site.init import InitRefused, plan, write
    from wmebv_site.reporter import printable

    chosen = _municipality(municipality)
    try:
        written = write(Path(directory), plan(chosen, _day(day)))
    except InitRefused as refusal:
        raise CouldNotRun(str(refusal)) from refusal
    emit(f"Er staan nu {len(written)} bestanden in '{printable(directory)}'.\n")
    emit("Ga naar die map. Lees eerst README.md en typ daarna: wmebv check\n")


@wmebv.command()
@click.option("--strict", is_flag=True, help="Laat ook een waarschuwing meetellen als fout.")
@date_option
@click.option(
    "--format",
    "form",
    type=Choice(_FORMATS),
    default="text",
    help="De vorm van de uitkomst. Zonder deze optie: text.",
)
@project_option
@click.pass_context
def check(ctx: click.Context, strict: bool, day: str | None, form: str, project: str) -> None:
    """Controleer de registers en de teksten.

    De uitkomst is 0 zonder fouten, 1 met fouten en 2 als controleren niet lukte.
    """
    from wmebv_site.reporter import render

    report = _report(project, _day(day), strict)
    emit(render(report, form, width=width(), colour=colour()))
    ctx.exit(report.exit_code)


@wmebv.command()
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """Leg een melding uit.

    CODE staat voor de melding, bijvoorbeeld WMEBV201. Zonder CODE ziet u alle codes.
    """
    from wmebv_site import explain as catalogue
    from wmebv_site.reporter import printable

    if code is None:
        emit(catalogue.render_list(width()))
        return
    found = catalogue.find(code)
    if found is None:
        best = catalogue.nearest_code(code)
        hint = f"Bedoelt u {best}?" if best else "Typ 'wmebv explain' voor alle codes."
        raise CouldNotRun(f"De code '{printable(code)}' bestaat niet. {hint}")
    emit(catalogue.render(found, width()))


@wmebv.command()
@click.argument("kind", type=Choice(_KINDS), required=False, metavar="[BESTAND]")
@click.option("--with-ids", is_flag=True, help="Neem de namen op die in dit project bestaan.")
@project_option
def schema(kind: str | None, with_ids: bool, project: str) -> None:
    """Geef het JSON Schema van een bestand.

    Een tekstprogramma dat JSON Schema kent, vult daarmee aan en controleert terwijl u typt.
    BESTAND is products (ook zonder BESTAND), product, channels, besluit, hulp, hulp-index of index.
    """
    from wmebv_site.reporter.as_json import dumped
    from wmebv_site.schema import json_schema, known_ids

    ids = known_ids(_files(project).files) if with_ids else None
    emit(dumped(json_schema(kind or "products", ids), sort_keys=False))


@wmebv.group(cls=Group, no_args_is_help=True)
def export() -> None:
    """Schrijf de gegevens in een andere vorm."""


@export.command("pages")
@click.argument("directory", metavar="MAP")
@date_option
@project_option
@click.pass_context
def export_pages(ctx: click.Context, directory: str, day: str | None, project: str) -> None:
    """Schrijf alle pagina's naar MAP, voor een ander programma.

    MAP bestaat nog niet of is leeg. U vindt er Markdown met HTML, het thema en een mkdocs.yml.
    """
    from wmebv_site import export as exporter
    from wmebv_site.reporter import printable, render

    report = _report(project, _day(day))
    register = report.checked.register
    if report.failed or register is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    try:
        count = exporter.export_pages(register, Path(project), Path(directory), report.today)
    except exporter.ExportRefused as refusal:
        raise CouldNotRun(printable(str(refusal))) from refusal
    emit(f"Er staan nu {count} pagina's in '{printable(directory)}'.\n")


@export.command("headers")
@click.argument("directory", metavar="MAP")
@click.option("--site-url", metavar="ADRES", help="Het adres van de site. Zonder deze optie: site_url uit mkdocs.yml.")
@click.option(
    "--root", metavar="MAP", default="/var/www/digitaal-contact",
    help="De map op de server waar de site komt te staan. Zonder deze optie: /var/www/digitaal-contact.",
)
@project_option
def export_headers(directory: str, site_url: str | None, root: str, project: str) -> None:
    """Schrijf instellingen voor de webserver naar MAP.

    MAP bestaat nog niet of is leeg. U vindt er nginx.conf, .htaccess (voor Apache) en _headers (voor een statische host).
    """
    from wmebv_site import export as exporter
    from wmebv_site.headers import BadAddress, site_address
    from wmebv_site.load import site_url_of
    from wmebv_site.reporter import printable

    url = site_url or site_url_of(Path(project))
    if not url:
        raise CouldNotRun("Het adres van de site is niet bekend. Vul 'site_url' in mkdocs.yml in, of gebruik --site-url.")
    try:
        names = exporter.export_headers(site_address(url), root, Path(directory))
    except (BadAddress, exporter.ExportRefused) as refusal:
        raise CouldNotRun(printable(str(refusal))) from refusal
    emit(f"In '{printable(directory)}' staan nu: {', '.join(names)}. Ze gelden voor {url}\n")


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code: 0 no error, 1 findings, 2 could not run."""
    prepare_streams()
    try:
        code = wmebv.main(arguments, prog_name=NAME, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = 2
    except click.ClickException as error:
        code = _refused(error)
    except click.Abort:
        click.echo("Afgebroken.", err=True)
        code = 2
    except Exception as error:
        code = _unexpected(error)
    close_output()
    sys.exit(code if isinstance(code, int) else 0)


def _municipality(asked: str | None) -> KnownMunicipality:
    """The municipality that was named, or that a person at a terminal names; else a made-up one."""
    from wmebv_site.municipalities import MADE_UP, explain_miss, find

    if asked is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        return MADE_UP
    text = asked
    while True:
        if text is None:
            text = click.prompt("Voor welke gemeente is dit? Typ de naam of de code")
        match = find(text)
        if match.municipality:
            return match.municipality
        if asked is not None:
            raise CouldNotRun(explain_miss(text, match))
        click.echo(explain_miss(text, match))
        text = None


def _day(explicit: str | None) -> date:
    from wmebv_site.clock import BadDate, build_date, now

    try:
        return build_date(explicit, None, os.environ, now())
    except BadDate as bad:
        raise CouldNotRun(str(bad)) from bad


def _files(project: str) -> ProjectFiles:
    """The files of a project. Refuses a folder that isn't there, can't be read, or has no registers."""
    from wmebv_site.check import has_registers
    from wmebv_site.load import load

    folder = Path(project)
    try:
        os.listdir(folder)
    except NotADirectoryError:
        raise CouldNotRun(f"'{project}' is geen map. Geef de map van uw project.") from None
    except FileNotFoundError:
        raise CouldNotRun(f"De map '{project}' bestaat niet. Geef de map van uw project.") from None
    except OSError:
        raise CouldNotRun(f"De map '{project}' kan niet worden gelezen. Controleer de leesrechten.") from None
    files = load(folder)
    if not has_registers(files):
        where = "Hier" if project == "." else f"In de map '{project}'"
        hint = "Ga naar de map van uw project, of noem die met --project."
        raise CouldNotRun(f"{where} staan geen registers (channels.yaml en products.yaml). {hint}")
    return files


@collector_paused()
def _report(project: str, today: date, strict: bool = False) -> Report:
    """The judged project, with its files named as the person sees them."""
    files = _files(project)

    from wmebv_site.check import check_project, seen_from
    from wmebv_site.reporter import Report

    base = _base(project)
    checked = seen_from(check_project(files, today), base)
    return Report(checked, {base + name: data for name, data in files.files.items()}, today, strict)


def _base(project: str) -> str:
    """What stands before a name in the project when it is seen from the folder where the person stands."""
    try:
        inside = Path(project).resolve().relative_to(Path.cwd())
    except ValueError:
        return ""  # elsewhere: an absolute path would tell what this machine is called
    return f"{inside.as_posix()}/" if inside.parts else ""


def _refused(error: click.ClickException) -> int:
    from wmebv_site.reporter import printable

    click.echo(f"Fout: {printable(in_dutch(error))}", err=True)
    if isinstance(error, click.UsageError) and error.ctx:
        click.echo(f"Uitleg: {error.ctx.command_path} --help", err=True)
    return 2


def _unexpected(error: Exception) -> int:
    if os.environ.get("WMEBV_DEBUG"):
        traceback.print_exception(error)
    kind = type(error).__name__
    click.echo(
        f"Er ging iets mis in wmebv zelf ({kind}); meld dit bij de makers, met de uitvoer van dezelfde opdracht "
        "met WMEBV_DEBUG=1 ervoor.",
        err=True,
    )
    return 2
