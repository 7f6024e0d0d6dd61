"""One municipality is one task: read its folder, check or build it within limits, and tell of it in one line of JSON."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Any

from wmebv_site import __version__
from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.outages import Outages
from wmebv_site.diagnostics import Diagnostic, Level, Refused, fails, printable
from wmebv_site.dutch import noon
from wmebv_site.inventory.progress import progress
from wmebv_site.links.remembered import FILE as LINKS_MEMORY
from wmebv_site.links.remembered import read as read_memory
from wmebv_site.links.standing import known_standings
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.load import ProjectFiles, base_folder, load, read_plain
from wmebv_site.project.settings import asked_site, is_website, site_settings_of
from wmebv_site.register.files import stands_elsewhere
from wmebv_site.rules.checking import has_registers, seen_from
from wmebv_site.site.inspection import inspect
from wmebv_site.website.building import build_website

_LARGE = 100_000_000
"""A file of so many bytes is no part of a website: it would fill the disk."""
_LONGEST = 2000
"""So many signs are told of one text."""
_FIRST = 5
"""So many mistakes are told of one municipality: the rest its own check tells."""
_GRACE = 10
"""Seconds in which a task that was told to stop may still clear away what it was making."""
_LOOK = 0.1
"""So often it is looked at whether a task is within its limits, in seconds."""
_RESERVE = 134_217_728
"""So many bytes more than the limit a task can take before it is looked at."""
_NOT_READ = frozenset({"node_modules", "__pycache__"})


class State(StrEnum):
    """How it ended with one municipality."""

    GOOD = "good"
    MISTAKES = "mistakes"
    ABSENT = "absent"
    ANOTHER = "another"
    REFUSED = "refused"
    TOO_LONG = "too_long"
    TOO_MUCH = "too_much"
    DIED = "died"

    @property
    def may_pass(self) -> bool:
        """Whether it may go better a second time."""
        return self in (State.TOO_LONG, State.TOO_MUCH, State.DIED)


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker has to know, in words that go to another machine."""

    key: str
    folder: str
    day: str
    out: str | None = None
    """Where the website comes; None when there is only to be checked."""
    name: str | None = None
    code: str | None = None
    base: str | None = None
    moment: str | None = None
    """The moment at which outages are judged; without it noon of the day."""
    asked_day: bool = False
    """Whether somebody asked for the day: else a build takes its own."""
    renderer: str = "mkdocs"
    strict: bool = False
    seconds: int | None = None
    megabytes: int | None = None
    earlier: str | None = None
    """The line of an earlier run, which still holds when nothing changed."""
    again: bool = False
    """Whether it is done again all the same."""

    @property
    def action(self) -> str:
        return "check" if self.out is None else "build"


class _OutOfTime(BaseException):
    """No Exception: what a library catches on its way must not swallow it."""


class _OutOfMemory(BaseException):
    """Nor this one. Python's own MemoryError is one, and comes when there is nothing left at all."""


def run(task: Task) -> str:
    """Carry out one task within its limits. What is wrong with a municipality never raises."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return _apart(task)  # limits are of a process, and this one has other work as well
    before, began = os.times(), time.monotonic()
    state, why = State.TOO_LONG, ""
    line: dict[str, Any] | None = None
    try:
        with limited(task.seconds, task.megabytes):
            line = about(task)
    except _OutOfTime:
        why = f"Dit duurde langer dan {task.seconds} seconden, en is afgebroken."
    except (MemoryError, _OutOfMemory):
        state = State.TOO_MUCH
        why = f"Hiervoor was meer dan {task.megabytes} MB geheugen nodig. Het is afgebroken."
    if line is None:
        line = failed(task, state, why)
    after = os.times()
    line["measured"] = {
        "processor_seconds": round(sum(after[:4]) - sum(before[:4]), 3),
        "seconds": round(time.monotonic() - began, 3),
        "peak_memory": _peak(),
    }
    return as_line(line)


def as_line(found: dict[str, Any]) -> str:
    return json.dumps(
        found, sort_keys=True, separators=(",", ":")
    )  # in ASCII: a name may hold half a character


def _said(text: str) -> str:
    """What a person reads of it; a name of a million signs would make the line of one that nobody reads back."""
    return printable(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def failed(task: Task, state: State, why: str, **more: Any) -> dict[str, Any]:
    """What is told of a municipality of which there is nothing to count."""
    found: dict[str, Any] = {
        "key": task.key,
        "action": task.action,
        "name": _said(task.name) if task.name is not None else None,
        "code": task.code,
        "day": task.day,
        "version": __version__,
        "state": state.value,
        "why": _said(why),
        "since": None if state is State.GOOD else _since(task, state),
    }
    return found | more


def _since(task: Task, state: State) -> str:
    """The day on which it was first so, as far as earlier runs know."""
    earlier = earlier_of(task)
    known = earlier.get("since") if earlier.get("state") == state else None
    return min(known, task.day) if isinstance(known, str) else task.day


def earlier_of(task: Task) -> dict[str, Any]:
    """What an earlier run told; nothing when there was none."""
    with contextlib.suppress(ValueError):
        found = json.loads(task.earlier or "{}")
        return found if isinstance(found, dict) else {}
    return {}


def about(task: Task) -> dict[str, Any]:
    """Check or build one municipality, and tell of it."""
    folder = Path(task.folder)
    if not folder.is_dir():
        return failed(task, State.ABSENT, "De map van dit project is er niet.")
    try:
        with collector_paused():
            return _judged(task, folder)
    except Refused as refusal:
        return failed(task, State.REFUSED, " ".join([str(refusal), *refusal.findings[:_FIRST]]))
    except RecursionError:
        return failed(task, State.REFUSED, "In een bestand zitten onderdelen te diep in elkaar.")
    except OSError as error:
        named = f"'{Path(error.filename).name}'" if error.filename else "Een bestand"
        return failed(task, State.REFUSED, f"{named} kan niet worden gelezen of geschreven.")
    finally:
        gc.unfreeze()  # the next one of this worker starts without what this one needed
        gc.collect()


def _judged(task: Task, folder: Path) -> dict[str, Any]:
    settings = site_settings_of(folder)
    files = load(folder, settings.content)
    if not has_registers(files):
        why = "In de map van dit project staan geen registers (channels.yaml en products.yaml)."
        return failed(task, State.ABSENT, why)
    content, large = _content(task, folder, files, settings.site_dir)
    earlier = earlier_of(task)
    if not task.again and _still_holds(earlier, task, content):
        return earlier
    if large:
        why = f"Het bestand '{large[0]}' is groter dan 100 MB. Zet het buiten het project."
        return failed(task, State.REFUSED, why, content=content)
    moment = datetime.fromisoformat(task.moment) if task.moment else None
    today = date.fromisoformat(task.day)
    checked = inspect(files, today, moment, asked_site(folder, live=False, only_judged=True)).checked
    seen = seen_from(checked, f"{task.key}/", settings.content).diagnostics
    found = {level.value: sum(each.level is level for each in checked.diagnostics) for level in Level}
    state = State.MISTAKES if fails(checked.diagnostics, strict=task.strict) else State.GOOD
    told: dict[str, Any] = {"content": content, "found": found, "first": _first(seen)}
    why = ""
    if checked.decisions is not None:
        told |= _counted(task, checked.decisions, checked.diagnostics, folder, moment)
        register = checked.decisions.register
        if task.base and not _shares(folder, task.base):
            told["notes"] = ["Dit project deelt de basis niet die in de lijst staat."]
        if task.code and register.municipality.tooi not in (None, task.code):
            state = State.ANOTHER
            why = f"Dit project is van {register.municipality.tooi}. In de lijst staat {task.code}."
    if state is State.GOOD and task.out is not None:
        told["pages"] = _built(task, folder)
    return failed(task, state, why, **told)


def _still_holds(earlier: dict[str, Any], task: Task, content: str) -> bool:
    same = {"content": content, "day": task.day, "version": __version__, "action": task.action}
    if any(earlier.get(name) != value for name, value in same.items()):
        return False
    whole = earlier.get("state") in (State.GOOD, State.MISTAKES, State.ANOTHER)
    return whole and (task.out is None or earlier["state"] != State.GOOD or is_website(Path(task.out)))


def _first(seen: list[Diagnostic]) -> list[str]:
    errors = [each for each in seen if each.level is Level.ERROR] or [
        each for each in seen if each.level is Level.WARNING
    ]
    return [
        f"{printable(each.place.file)}, regel {each.place.line}: "
        f"{_said(' '.join(filter(None, (each.message, each.hint))))} ({each.code})"
        for each in errors[:_FIRST]
    ]


def _counted(
    task: Task, decisions: Decisions, diagnostics: list[Diagnostic], folder: Path, moment: datetime | None
) -> dict[str, Any]:
    # How the links stood when they were last asked: nothing is asked here.
    links = known_standings(decisions, read_memory(read_plain(folder / LINKS_MEMORY)))
    known = progress(decisions, diagnostics, links=links)
    totals, municipality = known.totals, decisions.register.municipality
    register = decisions.register
    own = [decisions.status(each) for each in register.decisions if not register.is_of_another(each)]
    return {
        "name": _said(task.name or municipality.name),
        "code": municipality.tooi or task.code,
        "fictitious": municipality.fictitious,
        "counts": {
            "products": totals.products,
            "messages": totals.messages,
            "official": totals.official,
            "exempt": totals.exempt,
            "needed": totals.needed,
            "in_force": totals.designated,
            "wanted": totals.wanted,
            "gaps": totals.gaps,
            "fallback_only": totals.holds_by_fallback,
            "channels": known.channels,
        },
        "decisions": {
            "in_force": own.count(Status.IN_FORCE),
            "coming": own.count(Status.ADOPTED) + own.count(Status.PUBLISHED),
            "draft": own.count(Status.DRAFT),
            "all": len(own),
        },
        "outages": len(Outages(decisions.register, moment or noon(decisions.today)).running),
        "late": len(known.late),
        "links": None
        if links is None
        else {"all": len(links.all), "known": links.known, "open": len(links.open)},
    }


def _shares(folder: Path, base: str) -> bool:
    shared = base_folder(folder)
    return shared is not None and os.path.realpath(shared) == os.path.realpath(base)


def _built(task: Task, folder: Path) -> int:
    assert task.out is not None
    out = Path(task.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    day = date.fromisoformat(task.day) if task.asked_day else None
    return build_website(folder, out, day, task.renderer, strict=task.strict).pages


def _content(task: Task, folder: Path, files: ProjectFiles, site: str) -> tuple[str, list[str]]:
    """A sum over all that is read of a project, and the files that are too large to be part of one."""
    digest = hashlib.sha256(repr((task.renderer, task.strict, task.code, bool(task.base))).encode())
    large: list[str] = []
    left_out = {os.path.realpath(folder / site), os.path.realpath(task.out or folder / site)}
    for above, names, held in os.walk(folder):
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and name not in _NOT_READ
            and os.path.realpath(Path(above, name)) not in left_out
        )
        for file in (Path(above, name) for name in sorted(held) if not name.startswith(".")):
            path = file.relative_to(folder).as_posix()
            _add(digest, path, file, large)
    _add(digest, LINKS_MEMORY, folder / LINKS_MEMORY, large)
    for path, data in sorted(files.files.items()):
        if stands_elsewhere(path):
            digest.update(f"\n{path} {len(data)}\n".encode() + data)
    return digest.hexdigest(), large


def _add(digest: hashlib._Hash, path: str, file: Path, large: list[str]) -> None:
    try:
        held = file.lstat()
        if not stat.S_ISREG(held.st_mode):
            digest.update(f"\n{path!r} {stat.S_IFMT(held.st_mode)}\n".encode())
            return
        digest.update(f"\n{path!r} {held.st_size}\n".encode())
        if held.st_size > _LARGE:
            large.append(printable(path))
            return
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError:
        digest.update(f"\n{path!r} ?\n".encode())


@contextlib.contextmanager
def limited(seconds: int | None, megabytes: int | None) -> Iterator[None]:
    """Within so many seconds, and with so much memory added to what the process has."""
    added = None if megabytes is None else megabytes * 1_048_576
    with contextlib.ExitStack() as undone:
        if added is not None:
            undone.enter_context(bounded_memory(added + _RESERVE))
        if seconds is not None or added is not None:
            undone.enter_context(_watched(seconds, None if added is None else _held(_RESIDENT) + added))
        yield


@contextlib.contextmanager
def _watched(seconds: int | None, most: int | None) -> Iterator[None]:
    """Looks at the clock and at the memory, now and then, and stops what goes beyond its limit.

    Memory that is wholly gone is too late: Python itself may then never come to an end of what it was doing.
    """
    until = None if seconds is None else time.monotonic() + seconds
    quiet = 0.0

    def look(number: int, frame: FrameType | None) -> None:
        nonlocal quiet
        moment = time.monotonic()
        if moment < quiet:
            return
        late, much = until is not None and moment >= until, most is not None and _largest() > most
        if late or much:
            quiet = moment + _GRACE / 2  # told again where a library swallowed it
            raise _OutOfMemory if much else _OutOfTime

    assert sys.platform != "win32"
    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
    with Path(os.devnull).open("wb") as nowhere:
        if seconds is not None:  # what listens to no signal at all is ended from outside Python
            faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            faulthandler.cancel_dump_traceback_later()


@contextlib.contextmanager
def bounded_memory(added: int) -> Iterator[None]:
    """With so many bytes added to what the process has; beyond that Python itself raises MemoryError."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limit
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _held(_ADDRESSES) + added
    known = [each for each in (wanted, soft, hard) if each != resource.RLIM_INFINITY]
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


_ADDRESSES, _RESIDENT = 0, 1
"""Which number of /proc/<process>/statm: what is asked of the system, and what is really in memory."""


def _held(which: int, process: int | str = "self") -> int:
    """How many bytes a process has now; where that is not known, what one that begins may have."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[which]) * os.sysconf("SC_PAGE_SIZE")
    return 1_073_741_824 if process == "self" else 0


def _largest() -> int:
    """How much is in memory of this process, or of a program that it started and waits for; 0 where nobody can say."""
    number = os.getpid()
    if not Path(f"/proc/{number}/statm").exists():
        return 0
    started: list[str] = []
    with contextlib.suppress(OSError):
        started = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return max(_held(_RESIDENT, each) for each in ("self", *started))


def _peak() -> int | None:
    """The most memory in bytes that this worker, or a program that it started, ever had."""
    try:
        import resource
    except ModuleNotFoundError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in whose) * unit


_ALONE = "from wmebv_site.fleet.each import alone; alone()"


def _apart(task: Task) -> str:
    """The same in a process of its own, which ends with all that it started."""
    started = subprocess.Popen(
        [sys.executable, "-c", _ALONE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
            "PYTHONUTF8": "1",
        },
        start_new_session=True,
    )
    patience = None if task.seconds is None else task.seconds + 2 * _GRACE
    line, started.stdin = (
        started.stdin,
        None,
    )  # open until the end: the other one hears it when this process dies
    assert line is not None
    try:
        with contextlib.suppress(OSError):  # it died at once
            line.write(json.dumps(asdict(task)) + "\n")
            line.flush()
        said, _ = started.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        why = f"Dit duurde langer dan {task.seconds} seconden, en is afgebroken."
        return as_line(failed(task, State.TOO_LONG, why))
    finally:
        end_group(started.pid)
        started.kill()
        started.wait()
        with contextlib.suppress(OSError):
            line.close()
    lines = said.splitlines()
    if started.returncode or not lines:
        return as_line(died(task))
    return lines[-1]


def alone() -> None:
    """Carry out the one task on the standard input, and say what came of it; stop when whoever asked is gone."""
    task = Task(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_asker, daemon=True).start()
    with contextlib.redirect_stdout(sys.stderr):
        line = run(task) if sys.platform != "win32" else as_line(about(replace(task, megabytes=None)))
    sys.stdout.write(line + "\n")


def _end_with_asker() -> None:
    os.read(0, 1)  # nothing more comes: this is the end of it
    end_group(os.getpid())
    os._exit(1)


def died(task: Task) -> dict[str, Any]:
    why = "Het programma dat hiermee bezig was, is plotseling gestopt. Vaak was er te weinig geheugen."
    return failed(task, State.DIED, why)


def end_group(leader: int) -> None:
    """End a process that leads a group, with all that it started."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
