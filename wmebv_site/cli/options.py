"""What commands share: the options for a project and a day, and the judged project itself."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.diagnostics import Refused, printable
from wmebv_site.project.clock import collector_paused

if TYPE_CHECKING:
    from wmebv_site.cli.findings import Report
    from wmebv_site.project.load import ProjectFiles
    from wmebv_site.site.inspection import AskedSite, Inspected

# Commands import what they need when they run: help and explain must not wait for the rest.

project_option = click.option(
    "--project",
    metavar="MAP",
    default=".",
    help="De map van uw project. Zonder deze optie: de map waarin u staat.",
)
date_option = click.option(
    "--date",
    "day",
    metavar="JJJJ-MM-DD",
    help="De dag waarop u controleert. Zonder deze optie: vandaag.",
)


def day_of(explicit: str | None) -> date:
    from wmebv_site.project.clock import build_date, now

    return build_date(explicit, None, os.environ, now())


def moment_of(explicit: str | None) -> datetime:
    """The moment for which outages are judged and shown; it falls on :func:`day_of`."""
    from wmebv_site.project.clock import build_moment, now

    return build_moment(explicit, None, os.environ, now())


def files_of(project: str) -> ProjectFiles:
    """The files of a project. Refuses a folder that isn't there, can't be read, or has no registers."""
    from wmebv_site.project.load import load
    from wmebv_site.rules.checking import has_registers

    folder = Path(project)
    try:
        os.listdir(folder)
    except NotADirectoryError:
        raise Refused(f"'{project}' is geen map. Geef de map van uw project.") from None
    except FileNotFoundError:
        raise Refused(f"De map '{project}' bestaat niet. Geef de map van uw project.") from None
    except OSError:
        raise Refused(f"De map '{project}' kan niet worden gelezen. Controleer de leesrechten.") from None
    files = load(folder)
    if not has_registers(files):
        where = "Hier" if project == "." else f"In de map '{project}'"
        hint = "Ga naar de map van uw project, of noem die met --project."
        raise Refused(f"{where} staan geen registers (channels.yaml en products.yaml). {hint}")
    return files


def folder_beside_website(folder: Path, project: str) -> Path:
    """The folder for files that are not for residents; refuses one that the website is made from or published from."""
    from wmebv_site.project.load import part_of_website

    if name := part_of_website(folder, Path(project)):
        raise Refused(printable(f"In '{name}' komt wat op de website staat. Kies een andere map met --dir."))
    return folder


def report_of(project: str, today: date, strict: bool = False) -> Report:
    """The judged project, with its files named as the person sees them."""
    return report_on(inspected_project(project, today), project, today, strict)


@collector_paused()
def inspected_project(project: str, today: date, asked: AskedSite | None = None) -> Inspected:
    """The judged project, with the site that it asks for where that counts."""
    files = files_of(project)

    from wmebv_site.dutch import AMSTERDAM
    from wmebv_site.site.inspection import inspect

    # Of today it is the clock that says which outages run, as in a build; another day is judged at noon.
    moment = moment_of(None)
    same_day = moment.astimezone(AMSTERDAM).date() == today
    return inspect(files, today, moment if same_day else None, asked)


def report_on(inspected: Inspected, project: str, today: date, strict: bool = False) -> Report:
    """What was found, with the files named as the person sees them."""
    from wmebv_site.cli.findings import Report
    from wmebv_site.rules.checking import seen_from

    base = _base(project)
    files = {base + name: data for name, data in inspected.files.items()}
    return Report(seen_from(inspected.checked, base), files, today, strict)


def _base(project: str) -> str:
    """What stands before a name in the project when it is seen from the folder where the person stands."""
    try:
        inside = Path(project).resolve().relative_to(Path.cwd())
    except ValueError:
        return ""  # elsewhere: an absolute path would tell what this machine is called
    return f"{inside.as_posix()}/" if inside.parts else ""
