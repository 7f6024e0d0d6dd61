"""What commands share: their options, the project they work on, and how they name what isn't there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wmebv_site.cli.findings import Report
from wmebv_site.cli.formats import render
from wmebv_site.cli.terminal import Choice, call_texts, colour, emit, width
from wmebv_site.diagnostics import Refused, did_you_mean, printable
from wmebv_site.dutch import AMSTERDAM
from wmebv_site.project import clock

if TYPE_CHECKING:
    from wmebv_site.designation.decisions import Decisions
    from wmebv_site.project.load import ProjectFiles
    from wmebv_site.project.settings import AskedSite
    from wmebv_site.project.writing import Change, Removal
    from wmebv_site.rules.checking import Checked
    from wmebv_site.site.inspection import Inspected

Optioned = TypeVar("Optioned", bound=Callable[..., Any])
"""A command, before or after it gets an option."""

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
    help="De dag waar het om gaat. Zonder deze optie: vandaag.",
)

dry_run_option = click.option("--dry-run", is_flag=True, help="Toon wat er zou wijzigen, en wijzig niets.")


def format_option(forms: Sequence[str], of: str = "de uitkomst") -> Callable[[Optioned], Optioned]:
    """The option for the form of what a command tells; the first of ``forms`` counts without it."""
    return click.option(
        "--format",
        "form",
        type=Choice(forms),
        default=forms[0],
        help=f"De vorm van {of}. Zonder deze optie: {forms[0]}.",
    )


def day_of(explicit: str | None) -> date:
    return clock.build_date(explicit, None, os.environ, clock.now())


def moment_of(explicit: str | None) -> datetime:
    """The moment for which outages are judged and shown; it falls on :func:`day_of`."""
    return clock.build_moment(explicit, None, os.environ, clock.now())


def files_of(project: str, *, judging: bool = False) -> ProjectFiles:
    """The files of a project. Refuses a folder that isn't there, can't be read, or has no registers.

    Settings that nobody can read are told, unless the whole project is judged: those stand among what is found.
    """
    from wmebv_site.project.load import load
    from wmebv_site.rules.checking import has_registers

    folder = Path(project)
    try:
        next(folder.iterdir(), None)
    except NotADirectoryError:
        raise Refused(f"'{project}' is geen map. Geef de map van uw project.") from None
    except FileNotFoundError:
        raise Refused(f"De map '{project}' bestaat niet. Geef de map van uw project.") from None
    except OSError:
        raise Refused(f"De map '{project}' kan niet worden gelezen. Controleer de leesrechten.") from None
    files = load(folder, _texts_of(project))
    if not has_registers(files):
        where = "Hier" if project == "." else f"In de map '{project}'"
        hint = "Ga naar de map van uw project, of noem die met --project."
        raise Refused(f"{where} staan geen registers (channels.yaml en products.yaml). {hint}")
    if not judging:
        _tell_unread(project)
    return files


def _tell_unread(project: str) -> None:
    from wmebv_site.project.settings import why_unread

    if why := why_unread(Path(project)):
        where = f"{_base(project)}{why.place.file}, regel {why.place.line}, teken {why.place.column}"
        told = f"Let op: de instellingen van de website zijn niet te lezen ({where}). {why.message} {why.hint or ''}"
        click.echo(printable(told.strip()), err=True)


def report_of(project: str, today: date, strict: bool = False, *, whole: bool = False) -> Report:
    """The judged project, with its files named as the person sees them; ``whole`` with the site, as ``check`` judges it."""
    from wmebv_site.project.settings import asked_site

    asked = asked_site(Path(project), live=False, only_judged=True) if whole else None
    return report_on(inspected_project(project, today, asked), project, today, strict)


@clock.collector_paused()
def inspected_project(project: str, today: date, asked: AskedSite | None = None) -> Inspected:
    """The judged project, with the site that it asks for where that counts."""
    files = files_of(project, judging=asked is not None)

    from wmebv_site.site.inspection import inspect

    # Of today it is the clock that says which outages run, as in a build; another day is judged at noon.
    moment = moment_of(None)
    same_day = moment.astimezone(AMSTERDAM).date() == today
    return inspect(files, today, moment if same_day else None, asked)


def report_on(inspected: Inspected, project: str, today: date, strict: bool = False) -> Report:
    """What was found, with the files named as the person sees them."""
    return seen_by_person(inspected.checked, inspected.files, project, today, strict)


def seen_by_person(
    checked: Checked,
    files: Mapping[str, bytes],
    project: str,
    today: date,
    strict: bool,
    compared: tuple[int, int] | None = None,
    changed: tuple[int, str] | None = None,
) -> Report:
    """A report on the files of a project, which are named as they are seen from where the person stands."""
    from wmebv_site.register.files import as_seen
    from wmebv_site.rules.checking import seen_from

    base, texts = _base(project), _texts_of(project)
    named = {as_seen(name, base, texts): data for name, data in files.items()}
    seen = seen_from(checked, base, texts)
    return Report(seen, named, today, strict, compared=compared, changed=changed, folder=base)


_BEFORE = ("channels.yaml", "products.yaml", "products", "mkdocs.yml")


@contextmanager
def earlier_project(project: str, since: str, typed: str, *, apart: bool = False) -> Iterator[Path]:
    """The folder of the project as it was; Refused where there is no such thing.

    ``since`` is a folder, or what git knows; ``typed`` is how one asks for a folder (MAP). ``apart`` asks for the moment at
    which this version and that one parted.
    """
    from wmebv_site.project.earlier import NoGit, Shallow, as_it_stood, commit_named, is_shallow, parted_at
    from wmebv_site.project.settings import site_settings_of

    if Path(since).is_dir():
        yield Path(since)
        return
    folder_of_then = f"typ '{typed}', met op de plaats van MAP een map met het project van toen."
    way_out, or_else = f"T{folder_of_then[1:]}", f"Of {folder_of_then}"
    try:
        if (commit := commit_named(Path(project), since)) is None:
            raise Refused(
                f"'{since}' is geen map, en git kent geen tak, label of versie met die naam. "
                f"{f'{Shallow()} {or_else}' if is_shallow(Path(project)) else way_out}"
            )
        commit = parted_at(Path(project), commit) if apart else commit
        with as_it_stood(
            Path(project), commit, (*_BEFORE, site_settings_of(Path(project)).content)
        ) as folder:
            if folder is None:
                raise Refused(f"In '{since}' stond een koppeling tussen de registers. {way_out}")
            yield folder
    except Shallow as why:
        raise Refused(f"{why} {or_else}") from why
    except NoGit as why:
        raise Refused(f"{why} {way_out}") from why


def place_of(path: str, project: str) -> Path:
    """Where a file of a project is to be written, by its name in ``content/`` or beside it."""
    from wmebv_site.register.files import on_disk

    return Path(project) / on_disk(path, _texts_of(project))


def write_in(project: str, changes: Sequence[Change], removals: Sequence[Removal] = ()) -> None:
    """Write what changed in a project and remove what goes, whole or not at all."""
    from wmebv_site.project.writing import write_changes
    from wmebv_site.register.files import on_disk

    texts = _texts_of(project)
    write_changes(
        Path(project),
        [replace(each, path=on_disk(each.path, texts)) for each in changes],
        [replace(each, path=on_disk(each.path, texts)) for each in removals],
    )


def _texts_of(project: str) -> str:
    """The folder with the texts of a project, which is called so in what is told from now on."""
    from wmebv_site.project.settings import site_settings_of

    texts = site_settings_of(Path(project)).content
    call_texts(texts)
    return texts


def decisions_of(report: Report, *, sound: bool = False, otherwise: int = 1) -> Decisions:
    """What the register of a judged project comes to; it must be whole, or ``sound``: without any error.

    Where it isn't, the mistakes are shown and the command ends with ``otherwise``: 2 where 1 is an answer of its own.
    """
    decisions = report.checked.decisions
    if decisions is None or (sound and report.failed):
        show(report)
        click.get_current_context().exit(otherwise)
    return decisions


def show(report: Report) -> None:
    """Tell a person what was found."""
    emit(render(report, "text", width=width(), colour=colour()))


def known_name(name: str, known: Iterable[str], what: str, otherwise: str) -> str:
    """The name, which must be one of those that are there; ``otherwise`` is the hint when none looks like it."""
    listed = list(known)
    if name not in listed:
        raise Refused(f"{what} '{name}' bestaat niet. {did_you_mean(name, listed) or otherwise}")
    return name


def usable_id(name: str) -> str:
    """The name, which must be fit for a new decision or policy."""
    from wmebv_site.register.values import is_slug, is_taken, slugify

    if not is_slug(name):
        hint = f" Schrijf bijvoorbeeld '{slugify(name)}'." if slugify(name) else ""
        raise Refused(
            f"De id '{name}' kan niet: gebruik kleine letters, cijfers en koppeltekens, ten hoogste 80 tekens.{hint}"
        )
    if is_taken(name):
        raise Refused(f"De naam '{name}' is al bezet. Kies een andere id.")
    return name


def _base(project: str) -> str:
    """What stands before a name in the project when it is seen from the folder where the person stands."""
    try:
        inside = Path(project).resolve().relative_to(Path.cwd())
    except ValueError:
        return ""  # elsewhere: an absolute path would tell what this machine is called
    return f"{inside.as_posix()}/" if inside.parts else ""
