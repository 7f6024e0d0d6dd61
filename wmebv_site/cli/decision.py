"""The life of a decision: ``wmebv decision list``, ``freeze`` and ``diff``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli._from_cli_decision import decision
from wmebv_site.cli._from_terminal import colour, emit, width
from wmebv_site.cli.options import date_option, day_of, files_of, project_option, report_of
from wmebv_site.cli.terminal import Choice, Command, CouldNotRun

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report
    from wmebv_site.designation.decisions import Decisions

_FORMATS = ("text", "markdown", "json", "html")


@decision.command("list", cls=Command)
@date_option
@project_option
@click.pass_context
def decision_list(ctx: click.Context, day: str | None, project: str) -> None:
    """Toon alle besluiten met hun stand.

    U ziet van elk besluit de id, de stand en de eerste dag, en of de bijlage is bevroren.
    """
    from wmebv_site.cli._from_reporter_excerpt import printable

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
    from wmebv_site.cli._from_reporter_excerpt import printable
    from wmebv_site.cli.findings import Report
    from wmebv_site.cli.formats import render
    from wmebv_site.decisions.freeze import FreezeRefused, freeze, write
    from wmebv_site.project.writing import WriteRefused
    from wmebv_site.rules.checking import Checked

    today, files = day_of(day), files_of(project)
    try:
        frozen = freeze(files, id, today)
        if frozen.mistakes:
            report = Report(Checked(None, list(frozen.mistakes)), files.files, today)
            emit(render(report, "text", width=width(), colour=colour()) + _lost(frozen.lost))
            raise CouldNotRun(f"Het besluit '{id}' is niet bevroren. Herstel eerst deze fouten.")
        if not dry_run:
            write(Path(project), files, id, frozen)
    except (FreezeRefused, WriteRefused) as refusal:
        raise CouldNotRun(printable(str(refusal))) from refusal
    done = "zou" if dry_run else "heeft nu"
    rows = f"{frozen.rows} {'rij' if frozen.rows == 1 else 'rijen'}"
    emit(f"De bijlage van '{id}' {done} {rows}{' krijgen' if dry_run else ''}.\n")
    if not frozen.rows:
        emit(f"Let op: dit besluit geeft geen enkel bericht een kanaal. Noem 'besluit:{id}' als bron bij wat het aanwijst.\n")
    emit(_lost(frozen.lost))
    if frozen.late:
        emit("Dit besluit is al vastgesteld. Vergelijk de bijlage met die in het Gemeenteblad.\n")


def _lost(messages: Sequence[str]) -> str:
    """The messages that a decision leaves without a way, each on its line."""
    from wmebv_site.cli._from_reporter_excerpt import printable

    if not messages:
        return ""
    lines = "".join(f"  {printable(message)}\n" for message in messages)
    return f"Let op: zodra dit besluit is vastgesteld, hebben deze berichten geen kanaal meer.\n{lines}"


@decision.command("diff", cls=Command)
@click.argument("first", metavar="[A]", required=False)
@click.argument("second", metavar="[B]", required=False)
@click.option(
    "--format", "form", type=Choice(_FORMATS), default="text",
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
    from wmebv_site.decisions._from_pages_difference_page import difference_page
    from wmebv_site.decisions.comparison import Comparison, rendered
    from wmebv_site.site.look.theme import asset, templates

    decisions = _decisions(ctx, report_of(project, day_of(day)))
    for name in (first, second):
        if name is not None and name not in decisions.register.decision_by_id:
            raise CouldNotRun(f"Het besluit '{name}' bestaat niet. 'wmebv decision list' toont alle besluiten.")
    comparison = Comparison.of(decisions, first, second)
    if form == "html":
        emit(difference_page(comparison, decisions, templates(), asset("wmebv.css") + asset("tekst.css")))
        return
    emit(rendered(comparison, form))


def _decisions(ctx: click.Context, report: Report) -> Decisions:
    """The decisions of a project whose registers could be read; else its mistakes, and the end."""
    from wmebv_site.cli.formats import render
    from wmebv_site.designation.decisions import Decisions

    register = report.checked.register
    if register is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    return Decisions(register, report.today)
