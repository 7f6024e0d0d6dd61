"""The life of a decision: ``wmebv decision`` and ``wmebv announce``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.decision_new import decision_new
from wmebv_site.cli.documents import deliver, design_of, document_options, tell_examples
from wmebv_site.cli.findings import Report
from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    files_of,
    format_option,
    inspected_project,
    known_name,
    project_option,
    report_of,
    report_on,
    show,
    write_in,
)
from wmebv_site.cli.terminal import Command, Group, emit
from wmebv_site.diagnostics import Refused, printable
from wmebv_site.dutch import counted, enumerate_words, in_words
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.writing import Change, beside_website, write_changes

if TYPE_CHECKING:
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.register.decisions import Decision
    from wmebv_site.site.documents import Design


@click.group(cls=Group, no_args_is_help=True)
def decision() -> None:
    """Maak en bekijk besluiten."""


@click.command("documents", cls=Command)
@click.argument("decision_id", metavar="ID")
@document_options(("docx", "odt", "pdf", "sheet"), "docx en sheet")
@date_option
@project_option
def decision_documents(
    decision_id: str,
    directory: str,
    wanted: list[str],
    template: str | None,
    force: bool,
    day: str | None,
    project: str,
) -> None:
    """Maak documenten van een besluit.

    ID is de naam van het bestand in content/besluiten, zonder .md. U krijgt het besluit met zijn bijlage, als docx, odt
    en pdf. 'sheet' is een blad met wat het formulier voor de bekendmaking vraagt.
    """
    from wmebv_site.decisions.freeze import ALL_DECISIONS
    from wmebv_site.register.files import holds_registers

    folder = beside_website(Path(directory), Path(project))
    today = day_of(day)
    inspected = inspected_project(project, today)
    decisions = decisions_of(report_on(inspected, project, today))
    register = decisions.register
    known_name(decision_id, register.decision_by_id, "Het besluit", ALL_DECISIONS)
    chosen = register.decision_by_id[decision_id]
    files = _documents(chosen, decisions, wanted, design_of(project, template))
    deliver(folder, files, project, force=force)
    if not register.municipality.fictitious:
        texts = [chosen.file, *sorted(filter(holds_registers, inspected.files))]
        tell_examples(inspected.files, texts, way_out="Vul ze in, en maak de documenten opnieuw.")
    if chosen.id not in register.annexes and chosen.kind.designates:
        emit(f"Dit besluit heeft nog geen bijlage. Maak die met: wmebv decision freeze {chosen.id}\n")


@collector_paused()
def _documents(
    decision: Decision, decisions: Decisions, wanted: Sequence[str], design: Design
) -> dict[str, bytes]:
    """Every file with its name, before any of them is written."""
    from wmebv_site.designation.decisions import Status
    from wmebv_site.documents.decisions import decision_document, metadata_sheet
    from wmebv_site.site.documents import file_name, rendered

    register, today = decisions.register, decisions.today
    draft = decisions.status(decision) is Status.DRAFT
    document = decision_document(
        decision, register, register.annex_of(decision.id, today), today, draft=draft
    )
    name = file_name(decision)
    files = {f"{name}.{form}": rendered(document, form, design) for form in wanted if form != "sheet"}
    if "sheet" in wanted:
        sheet = metadata_sheet(decision, register, today, draft=draft)
        files[f"{name}-gegevens.docx"] = rendered(sheet, "docx", design)
    return files


@click.command("list", cls=Command)
@date_option
@project_option
def decision_list(day: str | None, project: str) -> None:
    """Toon alle besluiten met hun stand.

    U ziet van elk besluit de id, de stand en de eerste dag, en of de bijlage is bevroren.
    """
    from wmebv_site.designation.decisions import Status

    decisions = decisions_of(report_of(project, day_of(day)))
    known = decisions.register.decisions
    rows = []
    for each in sorted(known, key=lambda each: (str(each.in_force_from or "9"), each.id)):
        status = decisions.status(each)
        begin = decisions.first_day(each) or each.in_force_from
        held = "gold" if status is Status.LAPSED else "geldt"
        since = f"{held} vanaf {in_words(begin)}" if begin else "nog geen datum"
        annex = "bijlage bevroren" if each.annex else "zonder bijlage"
        rows.append((each.id, status.value.replace("_", " "), since, annex))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        emit(printable("  ".join(cells).rstrip()) + "\n")
    if not known:
        emit("Er zijn nog geen besluiten. Maak er een met 'wmebv decision new'.\n")


@click.command("freeze", cls=Command)
@click.argument("id", metavar="ID")
@click.option("--dry-run", is_flag=True, help="Toon wat er zou gebeuren en schrijf niets.")
@date_option
@project_option
def decision_freeze(id: str, dry_run: bool, day: str | None, project: str) -> None:
    """Bevries de bijlage van besluit ID.

    De bijlage komt naast het besluit te staan. Ze zegt per bericht welk kanaal het besluit aanwijst. Het mag opnieuw
    tot het besluit is vastgesteld. Daarna verandert de bijlage nooit meer.

    Is een fout in een vastgesteld besluit hersteld in het Gemeenteblad? Leg dan de rectificatie vast bij
    'rectifications' boven de tekst. Deze opdracht zet de herstelde bijlage daarna naast de eerste.
    """
    from wmebv_site.decisions.freeze import freeze
    from wmebv_site.rules.checking import Checked

    today, files = day_of(day), files_of(project)
    frozen = freeze(files, id, today)
    if frozen.mistakes:
        show(Report(Checked(frozen.judged, list(frozen.mistakes)), files.files, today))
        emit(_lost(frozen.lost))
        raise Refused(f"Het besluit '{id}' is niet bevroren. Herstel eerst deze fouten.")
    if not dry_run:
        write_in(project, frozen.changes)
    done = "zou" if dry_run else "heeft nu"
    rows = f"{frozen.rows} {'rij' if frozen.rows == 1 else 'rijen'}"
    which = "herstelde bijlage" if frozen.rectified else "bijlage"
    emit(f"De {which} van '{id}' {done} {rows}{' krijgen' if dry_run else ''}.\n")
    if frozen.rectified:
        emit(_corrected(frozen.rectified, frozen.changed))
    if not frozen.rows:
        emit(
            f"Let op: dit besluit geeft geen enkel bericht een kanaal. Noem 'besluit:{id}' als bron bij wat het aanwijst.\n"
        )
    if frozen.examples:
        tell_examples(files.files, frozen.examples, way_out="Vul ze in, en bevries dan opnieuw.")
    if frozen.guesses:
        emit(_guesses(frozen.guesses))
    if frozen.late:
        emit(_undecided(frozen.undecided))
        emit("Dit besluit is al vastgesteld. Vergelijk de bijlage met die in het Gemeenteblad.\n")


def _guesses(found: Mapping[str, int]) -> str:
    """What nobody confirmed goes into the annex as it is: that is told, with how much it is."""
    parts = [f"{words} bij {counted(number, 'product', 'producten')}" for words, number in found.items()]
    return (
        f"Let op: in deze bijlage is nog niet nagekeken wat bij het inlezen is ingevuld: {enumerate_words(parts, 'en')}. "
        "Kijk het na voordat het besluit wordt vastgesteld. 'wmebv check' noemt de producten (WMEBV230).\n"
    )


_SHOWN = 20
"""So many of what a rectification changed are named."""


def _corrected(day: date, changed: Sequence[str]) -> str:
    """What a corrected annex says otherwise: only what the rectification says may be among it."""
    begin = f"Ze hoort bij de rectificatie van {in_words(day)}. De bijlage ervoor blijft ernaast staan.\n"
    if not changed:
        return f"{begin}Ze zegt hetzelfde als de bijlage ervoor.\n"
    lines = "".join(f"  {printable(each)}\n" for each in changed[:_SHOWN])
    more = f"  en nog {len(changed) - _SHOWN}\n" if changed[_SHOWN:] else ""
    return (
        f"{begin}Dit is anders dan in de bijlage ervoor:\n{lines}{more}"
        "Let op: hier mag alleen staan wat in de rectificatie is hersteld. Kijk dat na.\n"
    )


def _undecided(messages: Sequence[str]) -> str:
    if not messages:
        return ""
    lines = "".join(f"  {printable(message)}\n" for message in messages)
    return f"Let op: voor deze berichten staat er geen kanaal in de bijlage. De registers noemen er geen, of meer dan een.\n{lines}"


def _lost(messages: Sequence[str]) -> str:
    """The messages that a decision leaves without a way, each on its line."""
    if not messages:
        return ""
    lines = "".join(f"  {printable(message)}\n" for message in messages)
    return f"Let op: zodra dit besluit is vastgesteld, hebben deze berichten geen kanaal meer.\n{lines}"


@click.command("diff", cls=Command)
@click.argument("first", metavar="[A]", required=False)
@click.argument("second", metavar="[B]", required=False)
@format_option(("text", "markdown", "json", "html"))
@date_option
@project_option
def decision_diff(first: str | None, second: str | None, form: str, day: str | None, project: str) -> None:
    """Toon de verschillen met wat nu geldt.

    Zonder A en B ziet u wat de registers anders willen dan wat nu geldt. Met alleen A vergelijkt u besluit A met de
    registers. Met A en B vergelijkt u twee besluiten.

    Met '--format html' krijgt u een pagina die u kunt bewaren en doorsturen.
    """
    from wmebv_site.decisions.comparison import Comparison, difference_page, rendered
    from wmebv_site.decisions.freeze import ALL_DECISIONS
    from wmebv_site.site.look.theme import asset, templates

    decisions = decisions_of(report_of(project, day_of(day)))
    for name in (first, second):
        if name is not None:
            known_name(name, decisions.register.decision_by_id, "Het besluit", ALL_DECISIONS)
    comparison = Comparison.of(decisions, first, second)
    if form == "html":
        style = "".join(map(asset, ("wmebv.css", "tekst.css", "besluiten.css")))
        emit(difference_page(comparison, decisions, templates(), style))
        return
    emit(rendered(comparison, form))


for command in (decision_new, decision_freeze, decision_diff, decision_documents, decision_list):
    decision.add_command(command)


@click.command(cls=Command)
@click.argument("id", metavar="BESLUIT")
@click.option(
    "--dir",
    "directory",
    metavar="MAP",
    default="communicatie",
    help="De map voor de teksten. Zonder deze optie: communicatie.",
)
@click.option("--dry-run", is_flag=True, help="Toon de teksten en schrijf niets.")
@date_option
@project_option
def announce(id: str, directory: str, dry_run: bool, day: str | None, project: str) -> None:
    """Schrijf teksten die BESLUIT aankondigen.

    U krijgt een bericht voor de website, de krant, de nieuwsbrief en uw partners. Werk ze daarna zelf bij.
    """
    from wmebv_site.decisions import announce as texts
    from wmebv_site.project.settings import site_settings_of

    folder = beside_website(Path(project) / directory, Path(project)) / id
    decisions = decisions_of(report_of(project, day_of(day)), sound=True)
    known = decisions.register.decision_by_id
    chosen = known[known_name(id, known, "Het besluit", f"Kies uit: {', '.join(known)}.")]
    if not (chosen.kind.designates and chosen.kind.is_ours):
        raise Refused(f"Het besluit '{id}' wijst zelf geen kanalen aan. Kies een besluit dat dat wel doet.")
    made = texts.announce(decisions, chosen, site_settings_of(Path(project)).site_url)
    if dry_run:
        emit("\n".join(f"{file}\n\n{text}" for file, text in made.files.items()))
        return
    if there := next((name for name in made.files if (folder / name).exists()), None):
        raise Refused(f"'{id}/{there}' bestaat al. Kies een andere map met --dir.")
    write_changes(folder, [Change(name, None, text.encode()) for name, text in made.files.items()])
    emit(
        f"In '{printable(f'{directory}/{id}')}' staan nu: {', '.join(made.files)}. Lees ze na voordat u ze gebruikt.\n"
    )
    if not made.dated:
        emit("Het besluit heeft nog geen begindatum. Vul die in de teksten aan, of maak ze later opnieuw.\n")
