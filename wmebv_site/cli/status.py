"""Shows how far the municipality is in twelve lines, or what happens within some days: ``wmebv status``."""

from __future__ import annotations

import sys
from datetime import timedelta

import click

from wmebv_site.cli.options import date_option, day_of, decisions_of, format_option, project_option, report_of
from wmebv_site.cli.report import progress_of
from wmebv_site.cli.terminal import Command, Days, colour, emit, width


@click.command(cls=Command)
@click.option(
    "--due",
    "days",
    metavar="DAGEN",
    type=Days(),
    help="Laat in plaats daarvan zien wat er in zoveel dagen gebeurt, en wat iemand daarvoor moet doen.",
)
@format_option(("text", "json"))
@date_option
@project_option
@click.pass_context
def status(ctx: click.Context, days: int | None, form: str, day: str | None, project: str) -> None:
    """Laat in twaalf regels zien hoe ver u bent en wat u het eerst doet.

    Met --due 1 ziet u wat er morgen gebeurt: wat iemand moet doen, en wat vanzelf gaat. De uitkomst is dan 1 als iemand
    iets moet doen, en anders 0. Zo kan een programma u op tijd waarschuwen. Zijn de registers niet heel? Dan is niet te
    zeggen wat er morgen gebeurt, en is de uitkomst 2.
    """
    today = day_of(day)
    checked = report_of(project, today, whole=True)
    decisions = decisions_of(checked, otherwise=1 if days is None else 2)
    found = progress_of(decisions, checked, project)
    if days is not None:
        from wmebv_site.inventory.due import due, rendered

        last = today + timedelta(days=days)
        then = report_of(project, last, whole=True)
        coming = due(found, last, checked.diagnostics, then.diagnostics)
        emit(rendered(coming, form))
        ctx.exit(1 if coming.needs_an_act else 0)
    if form == "json":
        from wmebv_site.inventory.report.as_json import report_json

        emit(report_json(found))
        return
    from wmebv_site.inventory.report.short import status_text

    emit(status_text(found, width(), colour(), _shows_blocks()))


def _shows_blocks() -> bool:
    """Whether the output can show what a bar is drawn with."""
    try:
        "█░…".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
