"""Brings a website to a folder on another computer with rsync, and leaves standing what was told of outages there."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wmebv_site.diagnostics import Diagnostic, Refused, fails
from wmebv_site.publishing.judging import judge
from wmebv_site.publishing.kept import LIVE, sums_of
from wmebv_site.publishing.live_outages import carry_over, told_by
from wmebv_site.publishing.swapping import Builder, Unsound, Wanted, outages_that_stay
from wmebv_site.publishing.told import Changes, Side, told_of_changes
from wmebv_site.register.addresses import OUTAGE_STATUS, OUTAGES, OUTAGES_NOTED

NOT_ALL = 23
"""What rsync ends with when a file that was asked for isn't there."""
_OPTIONS = ("--recursive", "--links", "--checksum", "--chmod=D755,F644", "--delay-updates", "--delete-after")
_KEPT = "--filter=P /.*"
"""What an administrator put beside the website under a name with a dot stays, as it does on this computer."""


def is_elsewhere(target: str) -> bool:
    """Whether it names a folder on another computer, as rsync does."""
    server, colon, _ = target.partition(":")
    return bool(colon) and "/" not in server and len(server) > 1  # one letter is a drive of Windows


def rsync(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What rsync says and ends with. Raises Refused where it isn't there."""
    try:
        return subprocess.run(["rsync", *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        raise Refused(
            "Het programma rsync ontbreekt. Installeer het, of noem een map op deze computer."
        ) from None


def first_said(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or ["geen uitleg"])[0]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became another on the server, in lines too, and what a person has to know of it."""

    changes: Changes
    told: list[str]
    diagnostics: list[Diagnostic]


def bring(target: str, build: Builder, wanted: Wanted, *, dry_run: bool = False) -> Brought:
    """Build here, judge, and bring what is another. Raises Refused, and :class:`Unsound`; then nothing was brought."""
    there = f"{target.rstrip('/')}/"
    with tempfile.TemporaryDirectory(prefix="wmebv-") as name:
        room, live = Path(name) / "site", Path(name) / "live"
        first = _fetched(there, live)
        build(room)
        judged = judge(room, wanted.day, wanted.decisions, wanted.settings)
        if fails(judged.diagnostics):
            raise Unsound(judged.diagnostics)
        own = told_by(room).remembered
        found = [
            *judged.diagnostics,
            *outages_that_stay(carry_over(live, _noted(live), room, wanted.moment)),
        ]
        (room / OUTAGES_NOTED).write_text(
            json.dumps(own, ensure_ascii=False, sort_keys=True), encoding="utf-8"
        )
        done = rsync(
            *_OPTIONS,
            _KEPT,
            "--out-format=%i %n",
            *(["--dry-run"] if dry_run else []),
            "--",
            f"{room}/",
            there,
        )
        if done.returncode:
            raise Refused(
                f"De website kon niet naar '{target}'; rsync zegt: {first_said(done)} Wat daar stond, staat er nog."
            )
        changes = _changes(done.stdout)
        after = Side(room, sums_of(room), wanted.day.isoformat())
        before = None if first else Side(live, {}, wanted.day.isoformat())
        return Brought(changes, list(told_of_changes(changes, before, after)), found)


def _fetched(there: str, live: Path) -> bool:
    """Fetch what the website there tells of outages; whether there is none yet. Raises Refused for what isn't ours."""
    listed = rsync("--list-only", "--", there)
    if listed.returncode == NOT_ALL:
        return True
    if listed.returncode:
        raise Refused(f"Het lezen van '{there}' lukte niet; rsync zegt: {first_said(listed)}")
    names = {line.split(None, 4)[-1] for line in listed.stdout.splitlines() if line.strip()}
    asked = [f"--include=/{path}" for path in (*LIVE, OUTAGES_NOTED)]
    done = rsync("--recursive", f"--include=/{OUTAGES}", *asked, "--exclude=*", "--", there, f"{live}/")
    if done.returncode:
        raise Refused(f"Het lezen van '{there}' lukte niet; rsync zegt: {first_said(done)}")
    if (live / OUTAGE_STATUS).is_file():
        return False
    if any(not name.startswith(".") for name in names):
        raise Refused(
            f"In '{there}' staat iets anders dan deze website. Publiceren zou het wissen. Kies een map die nog leeg is."
        )
    return True


def _noted(live: Path) -> dict[str, Any]:
    try:
        found = json.loads((live / OUTAGES_NOTED).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _changes(listed: str) -> Changes:
    """What rsync tells of each file: ``>f+++++++++`` is new, ``*deleting`` is gone."""
    new, gone, changed = [], [], []
    for line in listed.splitlines():
        what, _, path = line.partition(" ")
        path = path.strip()
        if path.endswith("/") or path == OUTAGES_NOTED or not path:
            continue
        if what.startswith("*deleting"):
            gone.append(path)
        elif what[1:2] == "f" and "+" in what:
            new.append(path)
        elif what[1:2] == "f" and what[2:3] == "c":
            changed.append(path)
    return Changes(sorted(new), sorted(gone), sorted(changed), 0)
