"""What the registers must be, and whether they are: ``wmebv check`` and ``wmebv schema``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from wmebv_site.cli.findings import Report
from wmebv_site.cli.formats import FORMATS, render
from wmebv_site.cli.options import (
    date_option,
    day_of,
    earlier_project,
    files_of,
    format_option,
    inspected_project,
    project_option,
    report_on,
    seen_by_person,
)
from wmebv_site.cli.terminal import Choice, Command, colour, emit, width
from wmebv_site.diagnostics import Refused, json_text, printable


@click.command(cls=Command)
@click.option("--strict", is_flag=True, help="Laat ook een waarschuwing meetellen als fout.")
@click.option("--all", "whole", is_flag=True, help="Laat alles zien, ook als er veel van één soort is.")
@click.option(
    "--site",
    metavar="MAP",
    help="Kijk in plaats daarvan een gemaakte website na.",
)
@click.option(
    "--changes",
    is_flag=True,
    help="Kijk in plaats daarvan of een wijziging niets zonder reden anders opschrijft.",
)
@click.option(
    "--since",
    metavar="SINDS",
    help="Bij --changes: een tak, label of versie in git, of een map met het project van toen. Zonder deze optie: wat u het "
    "laatst in git vastlegde.",
)
@click.option(
    "--repaired",
    metavar="MAP",
    help="Bij --changes: schrijf hoe de bestanden hadden moeten zijn in een nieuwe map.",
)
@date_option
@format_option(FORMATS)
@project_option
@click.pass_context
def check(
    ctx: click.Context,
    strict: bool,
    whole: bool,
    site: str | None,
    changes: bool,
    since: str | None,
    repaired: str | None,
    day: str | None,
    form: str,
    project: str,
) -> None:
    """Controleer de registers en de teksten.

    Van een soort melding waarvan er veel zijn, ziet u de eerste drie, en waar de andere staan. De vormen gitlab,
    json en sarif zijn altijd volledig.

    Met --site kijkt wmebv in een gemaakte website, door welk programma ook gemaakt. Staat er iets in wat intern is? Werken
    alle links? Is elk bestand heel, en geldt de website voor vandaag? In de map van uw project ziet wmebv ook of elke pagina
    er is.

    Met --changes kijkt wmebv naar de bestanden die u wijzigde. Sommige programma's schrijven een heel bestand opnieuw als u één
    veld wijzigt, en laten opmerkingen weg. Dat is geen fout: de uitkomst is alleen 1 met --strict.

    De uitkomst is 0 zonder fouten, 1 met fouten en 2 als controleren niet lukte.
    """
    from wmebv_site.project.settings import asked_site

    today = day_of(day)
    if not changes and (since is not None or repaired is not None):
        raise Refused(
            f"'{'--repaired' if since is None else '--since'}' hoort bij --changes. Zet --changes erbij."
        )
    if changes:
        if site is not None:
            raise Refused("Kies één van beide: --site of --changes.")
        report, made = _change(project, since, today, strict)
        if made and repaired is not None:
            _write_repaired(made, repaired, project)
        emit(render(report, form, width=width(), colour=colour(), whole=whole))
        ctx.exit(report.exit_code)
    if site is not None:
        report = _website(site, project, today, strict)
        emit(render(report, form, width=width(), colour=colour(), whole=whole))
        ctx.exit(report.exit_code)
    inspected = inspected_project(project, today, asked_site(Path(project), live=False, only_judged=True))
    report = report_on(inspected, project, today, strict)
    emit(render(report, form, width=width(), colour=colour(), whole=whole))
    ctx.exit(report.exit_code)


def _website(site: str, project: str, today: date, strict: bool) -> Report:
    """What is wrong with a built website; a project that is there tells what has to be in it."""
    from wmebv_site.project.load import load
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.publishing.judging import judge
    from wmebv_site.rules.checking import Checked, check_project, has_registers

    settings = site_settings_of(Path(project))
    files = load(Path(project), settings.content)
    decisions = check_project(files, today).decisions if has_registers(files) else None
    found = judge(Path(site), today, decisions, settings)
    return Report(
        Checked(None, found.diagnostics), {}, today, strict, found.number, judged_whole=decisions is not None
    )


_LAST = "wat u het laatst in git vastlegde"


def _change(project: str, since: str | None, today: date, strict: bool) -> tuple[Report, dict[str, bytes]]:
    """What a change wrote otherwise without need, and the files without that."""
    from wmebv_site.exchange.reformatting import compare
    from wmebv_site.project.load import load
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.rules.checking import Checked

    files = files_of(project, judging=True)
    with earlier_project(project, since or "HEAD", "wmebv check --changes --since MAP", apart=True) as folder:
        before = load(folder, site_settings_of(folder).content)
    found = compare(before.files, files.files)
    checked = Checked(None, [*files.diagnostics, *found.diagnostics])
    report = seen_by_person(
        checked, files.files, project, today, strict, changed=(found.changed, since or _LAST)
    )
    return report, found.repaired


def _write_repaired(files: dict[str, bytes], target: str, project: str) -> None:
    """Write the repaired files in a folder of their own, under the names that they have in the project."""
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.project.writing import beside_website, fill, new_folder
    from wmebv_site.register.files import on_disk

    texts = site_settings_of(Path(project)).content
    with new_folder(beside_website(Path(target), Path(project))) as folder:
        fill(folder, {on_disk(path, texts): data for path, data in files.items()})
    names = ", ".join(sorted(on_disk(path, texts) for path in files))
    click.echo(printable(f"In '{target}' staat hoe het had moeten zijn: {names}."), err=True)


def _known_kind(ctx: click.Context, param: click.Parameter, kind: str | None) -> str:
    """The kind of file, which is one of those that have a schema."""
    from wmebv_site.register.schema import SCHEMAS

    return str(Choice(tuple(SCHEMAS)).convert(kind or "products", param, ctx))


@click.command(cls=Command)
@click.argument("kind", callback=_known_kind, required=False, metavar="[BESTAND]")
@click.option("--with-ids", is_flag=True, help="Neem de namen op die in dit project bestaan.")
@click.option(
    "--out",
    metavar="MAP",
    help="Schrijf voor een tekstprogramma de schema's van alle bestanden in een map, met de namen uit dit project.",
)
@project_option
def schema(kind: str, with_ids: bool, out: str | None, project: str) -> None:
    """Geef het JSON Schema van een bestand.

    Een tekstprogramma dat JSON Schema kent, vult daarmee aan en controleert terwijl u typt.
    BESTAND is products (ook zonder BESTAND), product, channels, besluit, hulp, beleid, hulp-index,
    storing, index, woordenlijst, koppelingen of stappenplan.
    """
    from wmebv_site.register.schema import editor_schemas, json_schema, known_ids

    if out is not None:
        made = editor_schemas(files_of(project).files)
        _write_schemas({name: text.encode() for name, text in made.items()}, Path(out), project)
        emit(f"In '{printable(out)}' staan {len(made)} schema's, met de namen uit dit project.\n")
        return
    ids = known_ids(files_of(project).files) if with_ids else None
    emit(json_text(json_schema(kind, ids), sort_keys=False))


def _write_schemas(schemas: dict[str, bytes], folder: Path, project: str) -> None:
    """Write schemas over those of an earlier time, and over nothing else."""
    from wmebv_site.project.writing import Change, beside_website, write_changes
    from wmebv_site.register.schema import MADE

    changes = []
    for name, data in schemas.items():
        file = beside_website(folder, Path(project)) / name
        there = file.read_bytes() if file.is_file() else None
        if there is not None and MADE.encode() not in there:
            raise Refused(
                f"'{file}' is door iemand anders gemaakt. Kies een andere map, of verwijder dat bestand."
            )
        changes.append(Change(name, there, data))
    write_changes(folder, changes)
