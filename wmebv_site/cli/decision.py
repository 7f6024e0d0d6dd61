"""The life of a decision: ``wmebv decision list``, ``freeze``, ``diff`` and ``documents``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import (
    date_option,
    day_of,
    files_of,
    folder_beside_website,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Choice, Command, Group, colour, emit, width
from wmebv_site.diagnostics import Refused, did_you_mean, printable
from wmebv_site.project.clock import collector_paused

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.register.content import Decision
    from wmebv_site.site.documents import Design


@click.group(cls=Group, no_args_is_help=True)
def decision() -> None:
    """Maak en bekijk besluiten."""


_FORMATS = ("text", "markdown", "json", "html")


@decision.command("list", cls=Command)
@date_option
@project_option
@click.pass_context
def decision_list(ctx: click.Context, day: str | None, project: str) -> None:
    """Toon alle besluiten met hun stand.

    U ziet van elk besluit de id, de stand en de eerste dag, en of de bijlage is bevroren.
    """

    decisions = _decisions(ctx, report_of(project, day_of(day)))
    known = decisions.register.decisions
    longest = max((len(each.id) for each in known), default=0)
    for each in sorted(known, key=lambda each: (str(each.in_force_from or "9"), each.id)):
        status = decisions.status(each).value.replace("_", " ")
        begin = decisions.first_day(each) or each.in_force_from
        since = f"vanaf {begin}" if begin else "nog geen datum"
        annex = "bijlage bevroren" if each.annex else "zonder bijlage"
        emit(printable(f"{each.id:{longest}}  {status:13}  {since:16}  {annex}") + "\n")
    if not known:
        emit("Er zijn nog geen besluiten. Maak er een met 'wmebv decision new'.\n")


@decision.command("freeze", cls=Command)
@click.argument("id", metavar="ID")
@click.option("--dry-run", is_flag=True, help="Toon wat er zou gebeuren en schrijf niets.")
@date_option
@project_option
@click.pass_context
def decision_freeze(ctx: click.Context, id: str, dry_run: bool, day: str | None, project: str) -> None:
    """Bevries de bijlage van besluit ID.

    De bijlage komt naast het besluit te staan. Ze zegt per bericht welk kanaal het besluit aanwijst. Het mag opnieuw
    tot het besluit is vastgesteld. Daarna verandert de bijlage nooit meer.
    """
    from wmebv_site.cli.findings import Report
    from wmebv_site.cli.formats import render
    from wmebv_site.decisions.freeze import freeze, write
    from wmebv_site.rules.checking import Checked

    today, files = day_of(day), files_of(project)
    frozen = freeze(files, id, today)
    if frozen.mistakes:
        report = Report(Checked(None, list(frozen.mistakes)), files.files, today)
        emit(render(report, "text", width=width(), colour=colour()) + _lost(frozen.lost))
        raise Refused(f"Het besluit '{id}' is niet bevroren. Herstel eerst deze fouten.")
    if not dry_run:
        write(Path(project), files, id, frozen)
    done = "zou" if dry_run else "heeft nu"
    rows = f"{frozen.rows} {'rij' if frozen.rows == 1 else 'rijen'}"
    emit(f"De bijlage van '{id}' {done} {rows}{' krijgen' if dry_run else ''}.\n")
    if not frozen.rows:
        emit(
            f"Let op: dit besluit geeft geen enkel bericht een kanaal. Noem 'besluit:{id}' als bron bij wat het aanwijst.\n"
        )
    emit(_lost(frozen.lost))
    if frozen.late:
        emit("Dit besluit is al vastgesteld. Vergelijk de bijlage met die in het Gemeenteblad.\n")


def _lost(messages: Sequence[str]) -> str:
    """The messages that a decision leaves without a way, each on its line."""

    if not messages:
        return ""
    lines = "".join(f"  {printable(message)}\n" for message in messages)
    return f"Let op: zodra dit besluit is vastgesteld, hebben deze berichten geen kanaal meer.\n{lines}"


@decision.command("diff", cls=Command)
@click.argument("first", metavar="[A]", required=False)
@click.argument("second", metavar="[B]", required=False)
@click.option(
    "--format",
    "form",
    type=Choice(_FORMATS),
    default="text",
    help="De vorm van de uitkomst. Zonder deze optie: text.",
)
@date_option
@project_option
@click.pass_context
def decision_diff(
    ctx: click.Context, first: str | None, second: str | None, form: str, day: str | None, project: str
) -> None:
    """Toon de verschillen met wat nu geldt.

    Zonder A en B ziet u wat de registers anders willen dan wat nu geldt. Met alleen A vergelijkt u besluit A met de
    registers. Met A en B vergelijkt u twee besluiten.

    Met '--format html' krijgt u een pagina die u kunt bewaren en doorsturen.
    """
    from wmebv_site.decisions.comparison import Comparison, difference_page, rendered
    from wmebv_site.site.look.theme import asset, templates

    decisions = _decisions(ctx, report_of(project, day_of(day)))
    for name in (first, second):
        if name is not None and name not in decisions.register.decision_by_id:
            raise Refused(f"Het besluit '{name}' bestaat niet. 'wmebv decision list' toont alle besluiten.")
    comparison = Comparison.of(decisions, first, second)
    if form == "html":
        emit(difference_page(comparison, decisions, templates(), asset("wmebv.css") + asset("tekst.css")))
        return
    emit(rendered(comparison, form))


def _decisions(ctx: click.Context, report: Report) -> Decisions:
    """The decisions of a project whose registers could be read; else its mistakes, and the end."""
    from wmebv_site.cli.formats import render

    if report.checked.decisions is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    return report.checked.decisions


_DOCUMENT_FORMATS = ("docx", "odt", "pdf", "sheet")


@decision.command("documents", cls=Command)
@click.argument("decision_id", metavar="ID")
@click.option(
    "--dir",
    "directory",
    metavar="MAP",
    default="documenten",
    help="De map voor de bestanden. Zonder deze optie: documenten.",
)
@click.option(
    "--format",
    "forms",
    metavar="VORMEN",
    default=",".join(_DOCUMENT_FORMATS),
    help="Welke bestanden u wilt, met komma's ertussen. Zonder deze optie: docx,odt,pdf,sheet.",
)
@click.option(
    "--template", metavar="BESTAND", help="Een Word-bestand met uw eigen stijlen, voor docx en sheet."
)
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

    wanted = wanted_formats(forms)
    folder = folder_beside_website(Path(directory), project)
    decisions = _decisions(ctx, report_of(project, day_of(day)))
    register = decisions.register
    chosen = register.decision_by_id.get(decision_id)
    if chosen is None:
        hint = did_you_mean(decision_id, register.decision_by_id) or "Kijk in content/besluiten."
        raise Refused(f"Het besluit '{printable(decision_id)}' bestaat niet. {hint}")
    files = _made(chosen, decisions, wanted, design_of(project, template))
    write_documents(folder, files, force)
    emit(f"In '{printable(directory)}' staan nu: {', '.join(files)}.\n")
    if chosen.id not in register.annexes and chosen.kind.designates:
        emit(f"Dit besluit heeft nog geen bijlage. Maak die met: wmebv decision freeze {chosen.id}\n")


def wanted_formats(forms: str, known: tuple[str, ...] = _DOCUMENT_FORMATS) -> list[str]:
    """The formats a person asked for, in a fixed order."""

    wanted = [form.strip() for form in forms.split(",") if form.strip()]
    if not wanted:
        raise click.BadParameter(
            f"Noem er ten minste één. Kies uit: {', '.join(known)}.", param_hint="--format"
        )
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
def _made(decision: Decision, decisions: Decisions, wanted: list[str], design: Design) -> dict[str, bytes]:
    """Every file with its name, before any of them is written."""
    from wmebv_site.designation.decisions import Status
    from wmebv_site.documents.decisions import decision_document, metadata_sheet
    from wmebv_site.site.documents import file_name, rendered

    register, today = decisions.register, decisions.today
    draft = decisions.status(decision) is Status.DRAFT
    document = decision_document(decision, register, register.annexes.get(decision.id), today, draft=draft)
    name = file_name(decision)
    files = {f"{name}.{form}": rendered(document, form, design) for form in wanted if form != "sheet"}
    if "sheet" in wanted:
        files[f"{name}-gegevens.docx"] = rendered(
            metadata_sheet(decision, register, today, draft=draft), "docx", design
        )
    return files


def write_documents(folder: Path, files: dict[str, bytes], force: bool) -> None:
    """Write all files, or none when one of them holds another's work."""
    from wmebv_site.project.writing import write_own

    write_own(folder, files, force=force)
