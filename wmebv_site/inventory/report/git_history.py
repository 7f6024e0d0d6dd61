"""Where the registers stood at the end of each month, read from git without changing or fetching anything."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from wmebv_site.designation.decisions import Decisions
from wmebv_site.dutch import AMSTERDAM, counted
from wmebv_site.inventory.totals import Coverage, point_of
from wmebv_site.project.earlier import SHALLOW, TO_FETCH_ALL, NoGit, as_it_stood, git, is_shallow
from wmebv_site.project.load import load
from wmebv_site.project.settings import site_settings_of
from wmebv_site.register.decode import decode
from wmebv_site.register.register import Register

MONTHS = 12
"""How far back: each month costs about as much as a check."""
_REGISTERS = ("channels.yaml", "products.yaml", "products")
_COMMITS = 5000


def coverage(project: Path, decisions: Decisions, told: Callable[[int, int], None]) -> Coverage:
    """A point for the end of each month that git knows of, and one for today; ``told`` hears how far it is."""
    now, today = point_of(decisions), decisions.today
    try:
        commits = _commits(project, today)
        shallow = is_shallow(project)
    except NoGit as why:
        return Coverage((now,), f"{why} Daarom is er geen verloop.")
    days = list(_month_ends(commits[-1][0], today)) if commits else []
    reason = f"{SHALLOW} Daarom begint het verloop later. {TO_FETCH_ALL}" if shallow else None
    if not commits:
        return Coverage(
            (now,), reason or "Git weet niets over de registers van vóór deze dag. Daarom is er geen verloop."
        )
    points, unread = [], 0
    read: dict[str, Register | None] = {}
    for index, day in enumerate(days, 1):
        told(index, len(days))
        commit = next(name for made, name in commits if made <= day)
        if commit not in read:
            read[commit] = _register(project, commit)
        then = read[commit]
        if then is None:
            unread += 1
        else:
            points.append(point_of(Decisions(then, day)))
    if unread and reason is None:
        reason = f"Van {counted(unread, 'maand', 'maanden')} was het register toen niet heel. Die ontbreken in het verloop."
    return Coverage((*points, now), reason)


def _commits(project: Path, today: date) -> list[tuple[date, str]]:
    """The commits that changed a register, the newest first, each with its day."""
    listed = git(
        project,
        "log",
        f"--max-count={_COMMITS}",
        "--format=%ct %H",
        "--",
        *_REGISTERS,
        site_settings_of(project).content,
    )
    found = []
    for line in listed.decode("ascii").split("\n"):
        if line:
            seconds, _, name = line.partition(" ")
            made = datetime.fromtimestamp(int(seconds), AMSTERDAM).date()
            if made <= today:
                found.append((made, name))
    return found


def _month_ends(first: date, today: date) -> Iterator[date]:
    """The last day of each month from that of ``first`` on, before ``today``, and at most ``MONTHS`` of them."""
    months = range(first.year * 12 + first.month - 1, today.year * 12 + today.month)
    for month in months[-MONTHS - 1 :]:
        year, index = divmod(month, 12)
        day = date(year, index + 1, calendar.monthrange(year, index + 1)[1])
        if day < today:
            yield day


def _register(project: Path, commit: str) -> Register | None:
    """The register as it stood in a commit, or None when it wasn't whole."""
    texts = site_settings_of(project).content
    with as_it_stood(project, commit, (*_REGISTERS, texts)) as folder:
        if folder is None:
            return None
        files = load(folder, texts)
        register, _ = decode(files.files, files.others)
        return None if files.diagnostics else register
