"""Builds the website of a project in a folder, on a day and with a renderer: whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from wmebv_site.diagnostics import Refused
from wmebv_site.project.clock import build_date, build_moment, collector_paused, now
from wmebv_site.project.load import load
from wmebv_site.project.settings import (
    CHOOSE_FOLDER,
    SETTINGS_FILE,
    asked_site,
    is_website,
    misplaced_website,
    site_settings_of,
)
from wmebv_site.project.turns import turn_in
from wmebv_site.project.writing import MEND_FINDINGS, Successor, fill
from wmebv_site.register.addresses import FOR_A_SERVER
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.beside import earlier
from wmebv_site.site.inspection import inspect
from wmebv_site.website.exporting import export_pages
from wmebv_site.website.renderers import (
    FINDINGS,
    MKDOCS,
    OURS,
    RENDERERS,
    Line,
    lines_of,
    program,
    shown_path,
    surroundings,
    told,
)


@dataclass(frozen=True, slots=True)
class Built:
    """A website that stands in its folder, and what a person must know of how it came there."""

    folder: Path
    pages: int
    notes: tuple[str, ...] = ()


def site_folder(project: Path) -> Path:
    """Where the website of a project comes, unless somebody says otherwise."""
    return project / site_settings_of(project).site_dir


def has_settings(project: Path) -> None:
    """Raises Refused when a project has no settings to make a website by."""
    if not (project / SETTINGS_FILE).exists():
        where = "Hier" if str(project) == "." else f"In de map '{project}'"
        raise Refused(
            f"{where} staat geen mkdocs.yml. Ga naar de map van uw project, of noem die met --project."
        )


def build_website(
    project: Path,
    target: Path | None = None,
    day: date | None = None,
    renderer: str = MKDOCS,
    *,
    strict: bool = False,
) -> Built:
    """Check, render and write the website of a project into ``target``, in one step: until then what stood there stays.

    Without ``target`` it comes where ``mkdocs.yml`` says, without ``day`` it is that of the settings, of
    SOURCE_DATE_EPOCH, or today. With ``strict`` a warning fails as well. What the registers have that is no error is
    not told here: whoever asks checks first, or shows what :class:`Refused` says.

    Raises Refused, with the reasons as its ``findings`` where the project has a mistake: nothing has changed then.
    """
    has_settings(project)
    folder = (target if target is not None else site_folder(project)).absolute()
    if target is not None:
        _refuse_foreign(target, folder, site_folder(project))
    settings = site_settings_of(project)
    sources = [project / settings.content, *([settings.theme] if settings.theme else [])]
    if why := misplaced_website(folder, project, sources):
        raise Refused(f"In '{shown_path(folder)}' kan de website niet komen. {why} {CHOOSE_FOLDER}")
    command = program(renderer)
    if renderer == MKDOCS:
        notes = _with_plugin(command, project, folder, day, strict)
    else:
        options = ["--config-file", SETTINGS_FILE, *(["--strict"] if strict else [])]
        notes = _of_pages([*command, "build", *options], renderer, project, folder, day)
    return Built(folder, sum(1 for _ in folder.rglob("*.html")), tuple(notes))


def _refuse_foreign(named: Path, folder: Path, usual: Path) -> None:
    """Who names a folder may be mistaken: what was not made here is not written over."""
    if os.path.realpath(folder) == os.path.realpath(usual) or is_website(folder):
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        if any(not each.name.startswith(".") for each in folder.iterdir()):
            raise Refused(
                f"In '{named}' staat iets wat wmebv niet heeft gemaakt. Bouwen zou het wissen. {CHOOSE_FOLDER}"
            )


def _with_plugin(
    command: list[str], project: Path, folder: Path, day: date | None, strict: bool
) -> list[str]:
    """MkDocs with our plugin, which checks, and writes beside the folder before it takes its place."""
    arguments = ["build", "--config-file", str(project / SETTINGS_FILE), "--site-dir", str(folder)]
    done = _run([*command, *arguments, *(["--strict"] if strict else [])], None, day)
    said = list(lines_of(done.stderr.splitlines()))
    if done.returncode:
        raise _refusal(said, done.stdout.strip())
    ours = (each for each in _whole(said) if each[0].weighs or each[0].text.startswith(OURS))
    return ["\n".join(map(told, each)) for each in ours if not each[0].text.startswith(FINDINGS)]


def _refusal(said: list[Line], last: str) -> Refused:
    """What MkDocs could not do: our own sentence where our plugin gave up, else that nothing has changed."""
    ours = last and not last.startswith("Aborted")
    found = [told(line) for line in said if line.weighs]
    if ours and not last.endswith(MEND_FINDINGS):
        return Refused(last)  # no mistake in the registers: the disk, another at work, a folder that can't be
    if not found and not ours:
        found = [line.text for line in said if line.level != "INFO"] or [last]
    return Refused(last if ours else "De website is niet gewijzigd.", tuple(found))


def _whole(said: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines that belong together."""
    whole: list[Line] = []
    for line in said:
        if whole and not line.goes_on:
            yield whole
            whole = []
        whole.append(line)
    if whole:
        yield whole


def _of_pages(command: list[str], renderer: str, project: Path, folder: Path, day: date | None) -> list[str]:
    """Another renderer, with our pages as plain files in a folder that nobody sees."""
    with turn_in(project, f"wmebv build --with {renderer}"), tempfile.TemporaryDirectory() as hidden:
        pages = Path(hidden) / "pages"
        for_server = _write_pages(project, pages, day)
        done = _run(command, pages, day)
        made = pages / "site"
        if done.returncode or not (made / "index.html").is_file():
            reasons = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            says = f"{RENDERERS[renderer]} kan de website niet maken, en meldt in het Engels:"
            raise Refused("De website is niet gewijzigd.", (says, *reasons))
        fill(made, {file.path: file.data for file in for_server})
        successor = Successor(folder)
        try:
            assert successor.folder is not None
            shutil.copytree(made, successor.folder, dirs_exist_ok=True)
            successor.take_over(earlier(successor.target, {file.path for file in for_server}))
        finally:
            successor.discard()
    return []


@collector_paused()
def _write_pages(project: Path, target: Path, day: date | None) -> tuple[StaticFile, ...]:
    """Write the pages of a project; what is for the web server goes beside what a renderer makes of them."""
    settings = site_settings_of(project)
    said = day.isoformat() if day else None
    on, read = settings.plugin.get("date"), now()
    moment = build_moment(said, on, os.environ, read)
    today = build_date(said, on, os.environ, read)
    inspected = inspect(load(project, settings.content), today, moment, asked_site(project, live=False))
    for_server: tuple[StaticFile, ...] = ()
    if inspected.beside is not None:
        files = inspected.beside.files
        for_server = tuple(file for file in files if file.path in FOR_A_SERVER)
        kept = tuple(file for file in files if file not in for_server)
        inspected = replace(inspected, beside=replace(inspected.beside, files=kept))
    export_pages(inspected, project, target, moment)
    return for_server


def _run(command: list[str], cwd: Path | None, day: date | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=surroundings(day),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
    )
