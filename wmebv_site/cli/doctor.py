"""What is here, what is missing, and what to type for it: ``wmebv doctor``."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from wmebv_site import __version__
from wmebv_site.cli.options import format_option, project_option, report_of
from wmebv_site.cli.terminal import Command, colour, emit, width
from wmebv_site.diagnostics import Level, Refused, json_text, printable
from wmebv_site.dutch import counted
from wmebv_site.project import machine
from wmebv_site.project.clock import build_date, now
from wmebv_site.project.machine import Found, State

FORMATS = ("text", "json")
_COLOURS = {State.WELL: "green", State.NOTICE: "yellow", State.FAULT: "red"}


@click.command(cls=Command)
@format_option(FORMATS)
@project_option
@click.pass_context
def doctor(ctx: click.Context, form: str, project: str) -> None:
    """Kijk wat er op deze computer is en wat er ontbreekt.

    U ziet ook wat u dan typt. De opdracht wijzigt niets en vraagt niets aan internet. Stuur de uitkomst mee als u hulp
    vraagt.

    De uitkomst is 0 als u kunt werken, en 1 als iets dat tegenhoudt.
    """
    found = [*_of_machine(Path(project)), *_of_project(project)]
    faults = sum(each.state is State.FAULT for each in found)
    notices = sum(each.state is State.NOTICE for each in found)
    if form == "json":
        told = [asdict(each) for each in found]
        emit(
            json_text({"wmebv": __version__, "system": machine.system_name(), "found": told}, sort_keys=False)
        )
    else:
        emit(f"wmebv {__version__} op {printable(machine.system_name())}\n\n")
        emit("\n".join(line for each in found for line in _lines(each)) + "\n\n")
        emit(f"{_summary(faults, notices)}\n")
    ctx.exit(1 if faults else 0)


def _summary(faults: int, notices: int) -> str:
    if faults:
        return f"{counted(faults, 'fout houdt', 'fouten houden')} u tegen. Begin bovenaan."
    if notices:
        return f"U kunt werken. Let wel op {counted(notices, 'punt', 'punten')}."
    return "Alles is in orde."


def _lines(found: Found) -> Iterator[str]:
    """A word for how it stands, then what it is about; what follows hangs below that."""
    state = f"{found.state:6}"
    text = f"{found.about}: {found.message}"
    margin = " " * (len(state) + 2)
    wrapped = _wrapped(text, margin)
    shown = click.style(state, fg=_COLOURS[found.state]) if colour() else state
    yield f"{shown}  {wrapped[0].removeprefix(margin)}"
    yield from wrapped[1:]
    if found.hint:
        yield from _wrapped(found.hint, margin)
    if found.command:
        yield f"{margin}  {printable(found.command)}"  # in one piece, to be copied


def _wrapped(text: str, margin: str) -> list[str]:
    return textwrap.wrap(
        printable(text),
        width(),
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _of_machine(folder: Path) -> Iterator[Found]:
    yield from machine.about_python()
    yield from machine.about_command()
    yield from machine.about_libraries(machine.requirements())
    yield from _of_documents()
    yield from machine.about_git()
    yield from machine.about_time(now(), os.environ)
    yield from machine.about_terminal(sys.stdout.encoding)
    yield from machine.about_network(os.environ)
    if folder.is_dir():
        yield from machine.about_folder(folder.resolve(), os.environ)


def _of_documents() -> Iterator[Found]:
    """A PDF needs libraries of the system, which no installation of Python brings along."""
    from importlib.util import find_spec

    from wmebv_site.documents.model import optional_library

    if find_spec("weasyprint") is None:
        return
    try:
        with optional_library("WeasyPrint"):
            import weasyprint  # noqa: F401
    except Refused as refusal:
        message, _, hint = str(refusal).partition(". ")
        yield Found("pdf", State.NOTICE, f"{message}.", f"{hint} Zonder pdf kunt u docx en odt maken.")


def _of_project(project: str) -> Iterator[Found]:
    """Whether what stands in the folder is a project that can be read and built."""
    folder = Path(project)
    names = ("channels.yaml", "products.yaml", "products", "mkdocs.yml", "content")
    if not folder.is_dir():
        yield Found(
            "project", State.FAULT, f"De map '{project}' is er niet.", "Noem uw project met --project."
        )
        return
    there = [name for name in names if (folder / name).exists()]
    if not set(there) & {"channels.yaml", "products.yaml", "products"}:
        hint = "Ga naar de map van uw project. Nog geen project? Typ:"
        message = f"In {folder.resolve()} staat geen project."
        yield Found("project", State.NOTICE, message, hint, "wmebv init mijn-gemeente")
        return
    if "mkdocs.yml" not in there:
        hint = "Typ in een andere map 'wmebv init voorbeeld', en neem mkdocs.yml daaruit over."
        yield Found(
            "project", State.FAULT, "mkdocs.yml ontbreekt. Zonder dat bestand is er geen website.", hint
        )
    try:
        yield from _read(project, folder)
    except ImportError as missing:
        message = f"Wij konden uw project niet controleren, want '{missing.name}' ontbreekt."
        yield Found("project", State.FAULT, message, "Installeer eerst wat hierboven ontbreekt.")
    yield from _line_ends(folder)


def _read(project: str, folder: Path) -> Iterator[Found]:
    from wmebv_site.project.settings import site_settings_of, why_unread

    if (folder / "mkdocs.yml").exists() and (why := why_unread(folder)):
        where = f"{why.place}: {why.message}"
        yield Found("project", State.FAULT, f"De instellingen zijn niet te lezen. {where}", why.hint)
    try:
        setting = site_settings_of(folder).plugin.get("date")
        today = build_date(None, setting, os.environ, now())
        if setting:
            message = f"In mkdocs.yml staat 'date: {setting}'. De website geldt daardoor voor die dag, en niet voor vandaag."
            yield Found("project", State.NOTICE, message, "Verwijder die regel als u dat niet wilt.")
        report = report_of(project, today, whole=True)
    except Refused as refusal:
        yield Found("project", State.FAULT, str(refusal))
        return
    held = report.register_counts or {}
    words = [
        ("products", "product", "producten"),
        ("channels", "kanaal", "kanalen"),
        ("decisions", "besluit", "besluiten"),
    ]
    size = ", ".join(counted(held[key], one, many) for key, one, many in words if key in held)
    if errors := report.counts[Level.ERROR]:
        message = f"{counted(errors, 'fout', 'fouten')} in uw registers of instellingen."
        yield Found("project", State.FAULT, message, "U leest ze met:", "wmebv check")
    else:
        warnings = counted(report.counts[Level.WARNING], "waarschuwing", "waarschuwingen")
        yield Found("project", State.WELL, f"{size}; geen fouten, {warnings}.")


def _line_ends(folder: Path) -> Iterator[Found]:
    """A file with both kinds of line ends is a file that two programs write: every change shows as many."""
    for name in ("channels.yaml", "products.yaml", "mkdocs.yml"):
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue
        windows = data.count(b"\r\n")
        if 0 < windows < data.count(b"\n"):
            message = f"In {name} eindigen regels soms zoals in Windows, en soms zoals op andere systemen."
            hint = "Kies in uw tekstprogramma één soort (LF), en bewaar het bestand."
            yield Found("project", State.NOTICE, message, hint)
