"""The national list of product names that references are judged by: ``wmebv upl``."""

from __future__ import annotations

from pathlib import Path

import click

from wmebv_site.cli.imports import (
    carry_out,
    dry_run_option,
    format_option,
    pinned_list,
    read_file,
    refusals,
)
from wmebv_site.cli.options import day_of, project_option
from wmebv_site.cli.terminal import Group


@click.group(cls=Group, no_args_is_help=True)
def upl() -> None:
    """Houd de Uniforme Productnamenlijst bij."""


@upl.command("update")
@click.option("--from", "source", metavar="BESTAND", help="Neem de lijst uit een bestand. Zonder deze optie: van internet.")
@click.option("--date", "day", metavar="JJJJ-MM-DD", help="De dag van de lijst. Zonder deze optie: de dag in de naam van het bestand, of vandaag als de lijst van internet komt.")
@dry_run_option
@format_option
@project_option
def update(source: str | None, day: str | None, dry_run: bool, form: str, project: str) -> None:
    """Zet een nieuwe productnamenlijst vast in uw project.

    De controle vergelijkt daarmee, zonder internet. U ziet welke namen zijn vervallen. Uw producten veranderen niet.
    """
    from wmebv_site.exchange import _from_importing_update as updating
    from wmebv_site.exchange._from_importing_upl_list import read_upl

    with refusals():
        asked = day_of(day) if day else None
        listed_on = updating.day_of_list(Path(source).name if source else None, asked, day_of(None))
        data = read_file(source) if source else updating.fetch()
    carry_out(
        project,
        lambda working: updating.update(working, read_upl(data), pinned_list(working), listed_on),
        dry_run,
        form,
        show_difference=False,
    )
