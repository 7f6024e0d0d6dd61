"""Judging a project and explaining what was found: ``wmebv check``, ``explain`` and ``schema``."""

from __future__ import annotations

import click

from wmebv_site.cli.options import date_option, day_of, files_of, project_option, report_of
from wmebv_site.cli.terminal import Choice, Command, colour, emit, width
from wmebv_site.diagnostics import Refused, json_text, printable

_FORMATS = ("text", "github", "json", "sarif")
_KINDS = (
    "products", "product", "channels", "besluit", "hulp", "beleid", "hulp-index", "storing", "index", "woordenlijst",
    "stappenplan",
)  # fmt: skip


@click.command(cls=Command)
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
    from wmebv_site.cli.formats import render

    report = report_of(project, day_of(day), strict)
    emit(render(report, form, width=width(), colour=colour()))
    ctx.exit(report.exit_code)


@click.command(cls=Command)
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """Leg een melding uit.

    CODE staat voor de melding, bijvoorbeeld WMEBV201. Zonder CODE ziet u alle codes.
    """
    from wmebv_site.cli import explain as catalogue

    if code is None:
        emit(catalogue.render_list(width()))
        return
    found = catalogue.find(code)
    if found is None:
        best = catalogue.nearest_code(code)
        hint = f"Bedoelt u {best}?" if best else "Typ 'wmebv explain' voor alle codes."
        raise Refused(f"De code '{printable(code)}' bestaat niet. {hint}")
    emit(catalogue.render(found, width()))


@click.command(cls=Command)
@click.argument("kind", type=Choice(_KINDS), required=False, metavar="[BESTAND]")
@click.option("--with-ids", is_flag=True, help="Neem de namen op die in dit project bestaan.")
@project_option
def schema(kind: str | None, with_ids: bool, project: str) -> None:
    """Geef het JSON Schema van een bestand.

    Een tekstprogramma dat JSON Schema kent, vult daarmee aan en controleert terwijl u typt.
    BESTAND is products (ook zonder BESTAND), product, channels, besluit, hulp, beleid, hulp-index,
    storing, index, woordenlijst of stappenplan.
    """
    from wmebv_site.register.schema import json_schema, known_ids

    ids = known_ids(files_of(project).files) if with_ids else None
    emit(json_text(json_schema(kind or "products", ids), sort_keys=False))
