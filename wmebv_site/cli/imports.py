"""Taking lists of others into the registers: ``wmebv import`` and ``wmebv upl``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import (
    day_of,
    dry_run_option,
    files_of,
    format_option,
    project_option,
    write_in,
)
from wmebv_site.cli.terminal import Command, Group, emit, emit_lines
from wmebv_site.diagnostics import Refused, json_text
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.writing import difference
from wmebv_site.register.text import MAX_BYTES

if TYPE_CHECKING:
    from wmebv_site.exchange.working import Outcome, Working
    from wmebv_site.project.load import ProjectFiles
    from wmebv_site.register.upl import PinnedUpl

form_option = format_option(("text", "json"))
domain_option = click.option(
    "--domain", metavar="ID", help="Het domein voor nieuwe producten. Zonder deze optie: nog in te delen."
)
authority_option = click.option(
    "--authority",
    metavar="ID",
    help="Wie over nieuwe producten beslist. Zonder deze optie: het eerste uit channels.yaml.",
)


@click.group("import", cls=Group, no_args_is_help=True)
def import_() -> None:
    """Neem een lijst van anderen op in de registers."""


@click.command("upl", cls=Command)
@click.argument("file", metavar="BESTAND")
@domain_option
@authority_option
@dry_run_option
@form_option
@project_option
def import_upl(
    file: str, domain: str | None, authority: str | None, dry_run: bool, form: str, project: str
) -> None:
    """Neem de namen uit de Uniforme Productnamenlijst over.

    BESTAND is de lijst zoals die is gepubliceerd, als CSV of JSON. Wat u zelf schreef, verandert niet.
    """
    from wmebv_site.exchange.filling import Defaults
    from wmebv_site.exchange.upl import merge_upl, read_upl

    data = read_file(file)
    carry_out(
        project,
        lambda working: merge_upl(working, read_upl(data), Defaults(domain, authority)),
        dry_run,
        form,
    )


@click.command("vng", cls=Command)
@click.argument("file", metavar="BESTAND")
@dry_run_option
@form_option
@project_option
def import_vng(file: str, dry_run: bool, form: str, project: str) -> None:
    """Neem de productenlijst van de VNG op als voorstellen.

    BESTAND is de werkmap 'Standaard producten en dienstenlijst'. Voorstellen gelden pas als u ze zelf overneemt.
    """
    from wmebv_site.exchange.vng import merge_vng, read_vng

    data = read_file(file)
    carry_out(
        project, lambda working: merge_vng(working, read_vng(data), pinned_list(working)), dry_run, form
    )


@click.command("sc", cls=Command)
@click.argument("file", metavar="BESTAND")
@domain_option
@authority_option
@dry_run_option
@form_option
@project_option
def import_sc(
    file: str, domain: str | None, authority: str | None, dry_run: bool, form: str, project: str
) -> None:
    """Neem de producten uit uw bestand voor Samenwerkende Catalogi over.

    BESTAND is XML volgens versie 4.0, of een antwoord van de landelijke zoekdienst. Wat u zelf schreef, verandert niet:
    wat een pagina zou wijzigen, wordt een voorstel. U ziet van elk product uit het bestand wat ermee is gebeurd.
    """
    from wmebv_site.exchange.feed import read_feed
    from wmebv_site.exchange.filling import Defaults
    from wmebv_site.exchange.sc import merge_sc

    data, today = read_file(file), day_of(None)
    carry_out(
        project,
        lambda working: merge_sc(
            working, read_feed(data), Defaults(domain, authority), pinned_list(working), today
        ),
        dry_run,
        form,
    )


@click.command("xlsx", cls=Command)
@click.argument("file", metavar="BESTAND")
@dry_run_option
@form_option
@project_option
def import_xlsx(file: str, dry_run: bool, form: str, project: str) -> None:
    """Neem de antwoorden uit een werkmap over.

    BESTAND is een werkmap van 'wmebv export xlsx', met de antwoorden van uw collega's. Wat intussen in het register is
    gewijzigd, blijft staan; dat ziet u als conflict. Wat niet kan, staat er met de cel bij, en de rest wordt overgenomen.
    De uitkomst is dan 1.
    """
    from wmebv_site.exchange.workbook.incoming import read_workbook
    from wmebv_site.exchange.workbook.merge import CONFLICTS, REFUSED, merge_workbook

    data = read_file(file)
    outcome = carry_out(project, lambda working: merge_workbook(working, read_workbook(data)), dry_run, form)
    if outcome.groups[CONFLICTS] or outcome.groups[REFUSED]:
        click.get_current_context().exit(1)


for command in (import_upl, import_vng, import_sc, import_xlsx):
    import_.add_command(command)


@click.group(cls=Group, no_args_is_help=True)
def upl() -> None:
    """Houd de Uniforme Productnamenlijst bij."""


@click.command("update", cls=Command)
@click.option(
    "--from",
    "source",
    metavar="BESTAND",
    help="Neem de lijst uit een bestand. Zonder deze optie: van internet.",
)
@click.option(
    "--date",
    "day",
    metavar="JJJJ-MM-DD",
    help="De dag van de lijst. Zonder deze optie: de dag in de naam van het bestand, of vandaag als de lijst van internet komt.",
)
@dry_run_option
@form_option
@project_option
def upl_update(source: str | None, day: str | None, dry_run: bool, form: str, project: str) -> None:
    """Zet een nieuwe productnamenlijst vast in uw project.

    De controle vergelijkt daarmee, zonder internet. U ziet welke namen zijn vervallen. Uw producten veranderen niet.
    """
    from wmebv_site.exchange import upl as national_list
    from wmebv_site.exchange.upl import read_upl

    asked = day_of(day) if day else None
    listed_on = national_list.day_of_list(Path(source).name if source else None, asked, day_of(None))
    data = read_file(source) if source else national_list.fetch()
    carry_out(
        project,
        lambda working: national_list.update(working, read_upl(data), pinned_list(working), listed_on),
        dry_run,
        form,
        show_difference=False,
    )


upl.add_command(upl_update)


def read_file(file: str) -> bytes:
    """The bytes of a file. Raises Refused when it is too large to be a list of anyone, before it is read."""
    path = Path(file)
    try:
        if path.is_dir():
            raise Refused(f"'{file}' is een map. Noem een bestand in die map.")
        if not path.is_file():
            raise Refused(f"Het bestand '{file}' bestaat niet.")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        raise Refused(f"Het bestand '{file}' kan niet worden gelezen.") from None
    if len(data) > MAX_BYTES:
        most = MAX_BYTES // 1024 // 1024
        raise Refused(
            f"Het bestand '{file}' is groter dan {most} MB. Controleer of dit het goede bestand is."
        )
    return data


def pinned_list(working: Working) -> PinnedUpl:
    return list_of(working.files)


def list_of(files: ProjectFiles) -> PinnedUpl:
    """The list that the project pinned, or the one in the package."""
    from wmebv_site.project.load import packaged_upl, pinned_upl

    return pinned_upl(files) or packaged_upl()


@collector_paused()
def carry_out(
    project: str,
    merge: Callable[[Working], Outcome],
    dry_run: bool,
    form: str,
    *,
    show_difference: bool = True,
) -> Outcome:
    """Merge, then write or only show; the outcome goes to the terminal in either case."""
    from wmebv_site.exchange.working import Working

    outcome = merge(Working(files_of(project)))
    if not dry_run:
        write_in(project, outcome.changes)
    if form == "json":
        emit(json_text(outcome.as_data(dry_run=dry_run), sort_keys=False))
        return outcome
    if dry_run and show_difference:
        emit_lines(difference(outcome.changes).splitlines())
    emit_lines(outcome.as_text().splitlines())
    if not outcome.files:
        emit("\nEr is niets gewijzigd.\n")
    elif dry_run:
        emit(f"\nDit zou wijzigen: {', '.join(outcome.files)}. Er is niets gewijzigd.\n")
    else:
        emit(f"\nGewijzigd: {', '.join(outcome.files)}. Controleer met: wmebv check\n")
    return outcome
