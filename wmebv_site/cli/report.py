"""Writes how far the municipality is as a report: ``wmebv report``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    format_option,
    project_option,
    report_of,
)
from wmebv_site.cli.terminal import Command, emit, emit_lines, named_here
from wmebv_site.diagnostics import Refused
from wmebv_site.project.writing import MADE, beside_website, refuse_other, write_own

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.inventory.progress import Progress
    from wmebv_site.inventory.shares import Share
    from wmebv_site.inventory.totals import Coverage

_FILES = {
    "html": ("voortgang.html",),
    "xlsx": ("voortgang.xlsx",),
    "json": ("voortgang.json",),
    "md": ("voortgang.md",),
    "slides": ("presentatie.html", "infographic.svg"),
}
"""The forms, each with its files; a folder with reports holds nothing else but what remembers them."""
_FOLDER = "voortgang"
_FOLDER_FOR = "eigenaren"


@click.command(cls=Command)
@click.argument("directory", metavar="[MAP]", required=False)
@format_option(tuple(_FILES), "het rapport")
@click.option(
    "--for",
    "owner",
    metavar="WIE",
    help="Alleen wat één domein, leverancier, orgaan of functie te doen heeft: de id of de naam. 'iedereen' geeft elk een bestand.",
)
@click.option("--force", is_flag=True, help="Vervang ook een rapport dat u zelf hebt gewijzigd.")
@click.option("--no-history", is_flag=True, help="Lees niet in git hoe het eerder was.")
@date_option
@project_option
def report(
    directory: str | None,
    form: str,
    owner: str | None,
    force: bool,
    no_history: bool,
    day: str | None,
    project: str,
) -> None:
    """Schrijf een rapport: hoe ver bent u, wat houdt u tegen, en wat doet u het eerst?

    MAP is voor dit rapport alleen. Zonder MAP is dat de map 'voortgang' in uw project. Zonder MAP komen json en md op het scherm. De
    vorm slides geeft dia's voor collega's, met een infographic erbij. Het rapport is intern: zet het niet op de website.

    Met --for krijgt u het deel van één van hen: de taken, wat de controle vindt, de links die aandacht vragen, en wat eraan komt.
    """
    today = day_of(day)
    if owner is not None:
        _report_for(owner, directory, form, today, project, force=force)
        return
    target = (
        None if directory is None and form in ("json", "md") else Path(directory or Path(project, _FOLDER))
    )
    checked = report_of(project, today, whole=True)
    if target is not None:
        _refuse(target, Path(project), _FILES[form], force=force)
    decisions = decisions_of(checked)
    found = progress_of(decisions, checked, project, history=not no_history)
    made = _made(found, form)
    if form != "xlsx":
        made = tuple(named_here(data.decode()).encode() for data in made)
    if target is None:
        emit(made[0].decode("utf-8"))
        return
    write_own(target, dict(zip(_FILES[form], made, strict=True)), Path(project), force=force)
    emit_lines(f"Het rapport staat in '{target / name}'." for name in _FILES[form])


def _report_for(
    owner: str, directory: str | None, form: str, today: date, project: str, *, force: bool
) -> None:
    """The part of one, on the screen or in a folder; or that of everybody, a file for each."""
    from wmebv_site.inventory.shares import EVERYBODY, share_of, shares

    if form == "slides":
        raise Refused("Dia's zijn er alleen van het hele rapport. Kies html, xlsx, json of md.")
    everybody = owner.casefold() == EVERYBODY
    target = (
        Path(directory or Path(project, _FOLDER_FOR))
        if directory is not None or everybody or form in ("html", "xlsx")
        else None
    )
    checked = report_of(project, today, whole=True)
    decisions = decisions_of(checked)
    found = progress_of(decisions, checked, project)
    known = shares(decisions.register, found, checked.diagnostics)
    chosen = known if everybody else (share_of(known, owner),)
    made = _made_for(chosen, found, form)
    if target is None:
        emit("".join(data.decode() for data in made.values()))
        return
    beside_website(target, Path(project))
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"'{target}' is geen map. Kies een andere map.")
    if not force:
        refuse_other(target, made)
    write_own(target, made, Path(project), force=force)
    emit_lines(f"Het rapport staat in '{target / name}'." for name in made)


def _made_for(chosen: Iterable[Share], found: Progress, form: str) -> dict[str, bytes]:
    """File -> what is in it, for the part of each."""
    from wmebv_site.inventory.report import share

    named = share.file_names(chosen).items()
    if form == "xlsx":
        with _what_is_needed():
            return {f"{name}.xlsx": share.share_xlsx(each, found) for name, each in named}
    make = {"html": share.share_html, "json": share.share_json, "md": share.share_markdown}[form]
    return {f"{name}.{form}": named_here(make(each, found)).encode() for name, each in named}


@contextmanager
def _what_is_needed() -> Iterator[None]:
    """Refuses, with what to type, where a form needs something that is not there."""
    try:
        yield
    except ModuleNotFoundError as missing:
        from wmebv_site.project.machine import to_install_extra  # seldom needed, and slow to import

        raise Refused(
            f"Voor dit rapport is '{missing.name}' nodig. Typ: {to_install_extra('inventory')}"
        ) from missing


def _refuse(target: Path, project: Path, names: Iterable[str], *, force: bool) -> None:
    """Refuse a folder in which the report can't stand, before any work is done."""
    # Internal data may not be published: not with the website, nor by lying where it is made from.
    beside_website(target, project)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"'{target}' is geen map. Kies een andere map.")
    ours = {MADE, *chain.from_iterable(_FILES.values())}
    there = sorted(file.name for file in target.iterdir()) if target.is_dir() else []
    if other := next((name for name in there if name not in ours), None):
        raise Refused(f"In '{target}' staat al iets anders, zoals '{other}'. Kies een nieuwe map.")
    if not force:
        refuse_other(target, names)


def progress_of(decisions: Decisions, checked: Report, project: str, *, history: bool = False) -> Progress:
    """How far one is, with how the links stood when they were last asked, and ``history`` out of git: nothing is asked here."""
    from wmebv_site.cli.links import memory_of
    from wmebv_site.inventory.progress import progress
    from wmebv_site.inventory.totals import NOT_READ
    from wmebv_site.links.standing import known_standings

    links = known_standings(decisions, memory_of(project))
    before = _history(Path(project), decisions) if history else NOT_READ
    return progress(decisions, checked.diagnostics, before, links)


def _history(project: Path, decisions: Decisions) -> Coverage:
    from wmebv_site.inventory.report.git_history import coverage

    watched = sys.stderr.isatty()

    def told(index: int, number: int) -> None:
        if watched:
            click.echo(f"\rGeschiedenis: maand {index} van {number}", err=True, nl=index == number)

    return coverage(project, decisions, told)


def _made(found: Progress, form: str) -> tuple[bytes, ...]:
    """What is in the files of a form."""
    if form == "json":
        from wmebv_site.inventory.report.as_json import report_json

        return (report_json(found).encode(),)
    if form == "md":
        from wmebv_site.inventory.report.short import report_markdown

        return (report_markdown(found).encode(),)
    if form == "xlsx":
        with _what_is_needed():
            from wmebv_site.inventory.report.xlsx import report_xlsx

            return (report_xlsx(found),)
    from wmebv_site.inventory.report import html

    if form == "slides":
        return html.slides_html(found).encode(), html.poster_svg(found).encode()
    return (html.report_html(found).encode(),)
