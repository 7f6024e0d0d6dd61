"""How far the municipality is: ``wmebv report`` and ``wmebv status``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import date_option, day_of, project_option, report_of
from wmebv_site.cli.terminal import Choice, Command, colour, emit, width
from wmebv_site.diagnostics import Refused, printable

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.inventory.progress import Progress
    from wmebv_site.inventory.totals import Coverage

_FORMATS = ("html", "xlsx", "json", "md", "slides")
_STATUS_FORMATS = ("text", "json")
_FILES = {"slides": ("slides", "poster")}
"""The forms that are more than one file."""
_FOLDER = "voortgang"


@click.command(cls=Command)
@click.argument("directory", metavar="[MAP]", required=False)
@click.option(
    "--format",
    "form",
    type=Choice(_FORMATS),
    default="html",
    help="De vorm van het rapport. Zonder deze optie: html.",
)
@click.option("--force", is_flag=True, help="Vervang ook een rapport dat u zelf hebt gewijzigd.")
@click.option("--no-history", is_flag=True, help="Lees niet in git hoe het eerder was.")
@date_option
@project_option
@click.pass_context
def report(
    ctx: click.Context,
    directory: str | None,
    form: str,
    force: bool,
    no_history: bool,
    day: str | None,
    project: str,
) -> None:
    """Schrijf een rapport: hoe ver bent u, wat houdt u tegen, en wat doet u het eerst?

    MAP is voor dit rapport alleen. Zonder MAP is dat de map 'voortgang' in uw project. Zonder MAP komen json en md op het scherm. De
    vorm slides geeft dia's voor collega's, met een infographic erbij. Het rapport is intern: zet het niet op de website.
    """
    from wmebv_site.project.writing import refuse_report, write_report

    today = day_of(day)
    target = (
        None if directory is None and form in ("json", "md") else Path(directory or Path(project, _FOLDER))
    )
    checked = report_of(project, today)
    if target is not None:
        refuse_report(target, Path(project), _FILES.get(form, (form,)), force=force)
    found = _progress(_whole(ctx, checked), checked, None if no_history else Path(project))
    made = _made(found, form)
    if target is None:
        emit(made[form].decode("utf-8"))
        return
    written = write_report(target, Path(project), made, force=force)
    emit("".join(f"Geschreven: {printable(str(file))}\n" for file in written))


@click.command(cls=Command)
@click.option(
    "--format",
    "form",
    type=Choice(_STATUS_FORMATS),
    default="text",
    help="De vorm van de uitkomst. Zonder deze optie: text.",
)
@date_option
@project_option
@click.pass_context
def status(ctx: click.Context, form: str, day: str | None, project: str) -> None:
    """Laat in twaalf regels zien hoe ver u bent en wat u het eerst doet."""
    today = day_of(day)
    checked = report_of(project, today)
    found = _progress(_whole(ctx, checked), checked, None)
    if form == "json":
        from wmebv_site.inventory.report.as_json import report_json

        emit(report_json(found))
        return
    from wmebv_site.inventory.report.short import status_text

    emit(status_text(found, width(), colour(), _shows_blocks()))


def _whole(ctx: click.Context, checked: Report) -> Decisions:
    """What the register comes to, or the mistakes that stand in the way of one."""
    decisions = checked.checked.decisions
    if decisions is None:
        from wmebv_site.cli.formats import render

        emit(render(checked, "text", width=width(), colour=colour()))
        ctx.exit(1)
    return decisions


def _progress(decisions: Decisions, checked: Report, project: Path | None) -> Progress:
    from wmebv_site.inventory.progress import progress
    from wmebv_site.inventory.totals import NOT_READ

    history = _history(project, decisions) if project else NOT_READ
    return progress(decisions, checked.diagnostics, history)


def _history(project: Path, decisions: Decisions) -> Coverage:
    from wmebv_site.inventory.report.git_history import coverage

    watched = sys.stderr.isatty()

    def told(index: int, number: int) -> None:
        if watched:
            click.echo(f"\rGeschiedenis: maand {index} van {number}", err=True, nl=index == number)

    return coverage(project, decisions, told)


def _made(found: Progress, form: str) -> dict[str, bytes]:
    """The files of a form, by the name the folder knows."""
    if form == "json":
        from wmebv_site.inventory.report.as_json import report_json

        return {form: report_json(found).encode()}
    if form == "md":
        from wmebv_site.inventory.report.short import report_markdown

        return {form: report_markdown(found).encode()}
    try:
        if form == "xlsx":
            from wmebv_site.inventory.report.xlsx import report_xlsx

            return {form: report_xlsx(found)}
        from wmebv_site.inventory.report import html

        if form == "slides":
            return {form: html.slides_html(found).encode(), "poster": html.poster_svg(found).encode()}
        return {form: html.report_html(found).encode()}
    except ModuleNotFoundError as missing:
        text = f"Voor dit rapport is '{missing.name}' nodig. Installeer het met: pip install 'wmebv-site[inventory]'"
        raise Refused(text) from missing


def _shows_blocks() -> bool:
    """Whether the output can show what a bar is drawn with."""
    try:
        "█░…".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
