"""All decisions with their status on a day: ``wmebv decision list``."""

from __future__ import annotations

import click

from wmebv_site.cli.decision import decision
from wmebv_site.cli.project import date_option, day_of, project_option, report_of
from wmebv_site.dutch_click import Command
from wmebv_site.terminal import colour, emit, width


@decision.command("list", cls=Command)
@date_option
@project_option
@click.pass_context
def decision_list(ctx: click.Context, day: str | None, project: str) -> None:
    """Toon alle besluiten met hun stand.

    U ziet van elk besluit de id, de stand en de eerste dag, en of de bijlage is bevroren.
    """
    from wmebv_site.decisions import Decisions
    from wmebv_site.reporter import printable, render

    report = report_of(project, day_of(day))
    register = report.checked.register
    if register is None:
        emit(render(report, "text", width=width(), colour=colour()))
        ctx.exit(1)
    decisions = Decisions(register, report.today)
    longest = max((len(each.id) for each in register.decisions), default=0)
    for each in sorted(register.decisions, key=lambda each: (str(each.in_force_from or ""), each.id)):
        status = decisions.status(each).value.replace("_", " ")
        begin = decisions.first_day(each) or each.in_force_from
        annex = "bijlage bevroren" if each.annex else "geen bijlage"
        since = f"vanaf {begin}" if begin else "zonder datum    "
        emit(printable(f"{each.id:{longest}}  {status:13}  {since}  {annex}") + "\n")
    if not register.decisions:
        emit("Er zijn nog geen besluiten. Maak er een in content/besluiten.\n")
