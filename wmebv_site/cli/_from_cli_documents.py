"""A decision as documents for colleagues: ``wmebv decision documents``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli._from_cli_decision import decision
from wmebv_site.cli._from_terminal import colour, emit, width
from wmebv_site.cli.options import (
    date_option,
    day_of,
    folder_beside_website,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Command, CouldNotRun
from wmebv_site.project._from_collector import collector_paused

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report
    from wmebv_site.register.content import Decision
    from wmebv_site.site.documents import Design

_FORMATS = ("docx", "odt", "pdf", "sheet")


@decision.command("documents", cls=Command)
@click.argument("decision_id", metavar="ID")
@click.option("--dir", "directory", metavar="MAP", default="documenten", help="De map voor de bestanden. Zonder deze optie: documenten.")
@click.option(
    "--format", "forms", metavar="VORMEN", default=",".join(_FORMATS),
    help="Welke bestanden u wilt, met komma's ertussen. Zonder deze optie: docx,odt,pdf,sheet.",
)
@click.option("--template", metavar="BESTAND", help="Een Word-bestand met uw eigen stijlen, voor docx en sheet.")
@click.option("--force", is_flag=True, help="Vervang ook een bestand dat u zelf hebt gewijzigd.")
@date_option
@project_option
@click.pass_context
def documents(
    ctx: click.Context, decision_id: str, directory: str, forms: str, template: str | None, force: bool, day: str | None,
    project: str,
) -> None:  # fmt: skip
    """Maak documenten van een besluit.

    ID is de naam van het bestand in content/besluiten, zonder .md. U krijgt het besluit met zijn bijlage, als docx, odt
    en pdf. 'sheet' is een blad met wat het formulier voor de bekendmaking vraagt.
    """
    from wmebv_site.cli._from_reporter_excerpt import printable
    from wmebv_site.cli.formats import render
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.diagnostics import did_you_mean
    from wmebv_site.documents._from_optional import DocumentRefused

    wanted = wanted_formats(forms)
    folder = folder_beside_website(Path(directory), project)
    report = report_of(project, day_of(day))
    register = report.checked.register
    if register is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    chosen = register.decision_by_id.get(decision_id)
    if chosen is None:
        hint = did_you_mean(decision_id, register.decision_by_id) or "Kijk in content/besluiten."
        raise CouldNotRun(f"Het besluit '{printable(decision_id)}' bestaat niet. {hint}")
    try:
        files = _made(chosen, report, wanted, design_of(project, template))
    except DocumentRefused as refusal:
        raise CouldNotRun(printable(str(refusal))) from refusal
    write_documents(folder, files, force)
    emit(f"In '{printable(directory)}' staan nu: {', '.join(files)}.\n")
    if chosen.id not in register.annexes and Decisions(register, report.today).designates(chosen):
        emit(f"Dit besluit heeft nog geen bijlage. Maak die met: wmebv decision freeze {chosen.id}\n")


def wanted_formats(forms: str, known: tuple[str, ...] = _FORMATS) -> list[str]:
    """The formats a person asked for, in a fixed order."""
    from wmebv_site.diagnostics import did_you_mean

    wanted = [form.strip() for form in forms.split(",") if form.strip()]
    if not wanted:
        raise click.BadParameter(f"Noem er ten minste één. Kies uit: {', '.join(known)}.", param_hint="--format")
    for form in wanted:
        if form not in known:
            hint = did_you_mean(form, known) or f"Kies uit: {', '.join(known)}."
            raise click.BadParameter(f"'{form}' kan hier niet. {hint}", param_hint="--format")
    return [form for form in known if form in wanted]


def design_of(project: str, template: str | None) -> Design:
    """The settings of the site count here too; a template that was named wins."""
    from wmebv_site.project.load import document_settings_of
    from wmebv_site.site.documents import design

    folder = Path(project)
    own = folder / "theme"
    given, styles = document_settings_of(folder)
    if template is not None:
        return design(Path(), template, styles, [own] if own.is_dir() else ())
    return design(folder, given, styles, [own] if own.is_dir() else ())


@collector_paused()
def _made(decision: Decision, report: Report, wanted: list[str], design: Design) -> dict[str, bytes]:
    """Every file with its name, before any of them is written."""
    from wmebv_site.designation._from_decisions_calendar import Status
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.documents._from_documents_sheet import metadata_sheet
    from wmebv_site.documents.decisions import decision_document
    from wmebv_site.site.documents import file_name, rendered

    register = report.checked.register
    assert register is not None
    draft = Decisions(register, report.today).status(decision) is Status.DRAFT
    document = decision_document(decision, register, register.annexes.get(decision.id), report.today, draft=draft)
    name = file_name(decision)
    files = {f"{name}.{form}": rendered(document, form, design) for form in wanted if form != "sheet"}
    if "sheet" in wanted:
        files[f"{name}-gegevens.docx"] = rendered(
            metadata_sheet(decision, register, report.today, draft=draft), "docx", design
        )
    return files


def write_documents(folder: Path, files: dict[str, bytes], force: bool) -> None:
    """Write all files, or none when one of them holds another's work."""
    from wmebv_site.cli._from_reporter_excerpt import printable
    from wmebv_site.project._from_own_files import write_own
    from wmebv_site.project.writing import WriteRefused

    try:
        write_own(folder, files, force=force)
    except WriteRefused as refusal:
        raise CouldNotRun(printable(str(refusal))) from refusal
