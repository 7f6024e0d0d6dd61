"""Shows that two checkouts make the same bytes from the same registers: `python tools/compare.py OTHER`."""

from __future__ import annotations

import argparse
import difflib
import importlib
import io
import itertools
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
import tomllib
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

HELP = """\
The registers are those of ONE on both sides, so that only the code differs; the theme belongs to the code.
ONE is this checkout when only OTHER is named. A step has a name such as 'help' or '2026-01-01 site'.
The exit code is 0 when all is equal, 1 when something differs, and 2 when something could not be compared.
"""

PACKAGE = "wmebv_site"
EXAMPLE = "2026-06-01"
# The old decision still holds, and the first under the law is adopted; that takes its place, on the first day
# of the law; the next takes the place of that one; the day of the example.
DAYS = ("2025-12-01", "2026-01-01", "2026-04-01", EXAMPLE)
# At noon in UTC, for which everything is made, the outage of the example is running.
OUTAGE_DAY = "2026-03-02"

REGISTERS = ("channels.yaml", "products.yaml", "products", "content", "mkdocs.yml")
# What the tests have beside these, wherever it stands among them.
FAULTY = "bad/*/channels.yaml"
HOUSE_STYLE = "house_styles/waterkant.css"
LOGO = "house_styles/logo.svg"
LISTS = "imports/sc.xml"
# The example sets little. A site that sets the rest, also its day, inherits what the example does set.
STYLED = """\
INHERIT: example.yml
site_url: https://digitaal.voorbeeld.example/
plugins:
  wmebv:
    date: 2027-01-02
    house_style: huisstijl.css
    logo: logo.svg
    favicon: logo.svg
    server_files: [apache, static]
    security_contact: mailto:security@voorbeeld.example
    security_expires: 2027-06-01
"""
# Reports tell of the months before, as git knows them. Of the first months it knows fewer products.
COMMITS = (("2025-09-15", ("channels.yaml", "products.yaml", "content")), ("2025-11-10", ("products",)))

# Loaded once for each side, and not again for each command.
LIBRARIES = """
    click docx jinja2 markdown mkdocs.commands.build nh3 odfdo openpyxl pydantic pygal pymdownx ruamel.yaml
    tinycss2 weasyprint yaml
""".split()
SERVE = "--serve"
# Commands whose second word says which one it is.
GROUPS = (("decision",), ("export",), ("import",), ("outage",), ("policy",), ("upl",))

# What decides on the outcome of a command is set here, not by who runs this.
OURS = ("PYTHON", "GIT_", "WMEBV_", "SOURCE_DATE_EPOCH")

MOST_SHOWN = 20
MOST_LINES = 5
LONGEST = 150

Job = dict[str, Any]
"""A command to run, as it goes to the process that runs it."""
KILLED = -1


class CouldNotCompare(Exception):
    """Why there is nothing to compare, as one sentence."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command; in an argument, ``{made}`` is the folder for what it makes, ``{lists}`` that of lists."""

    label: str
    arguments: tuple[str, ...]
    module: str = PACKAGE
    project: str = "project"
    writes: bool = False
    """Whether it changes the project: it then gets one of its own, which is compared too."""
    may_refuse: bool = False

    @property
    def kind(self) -> tuple[str, ...]:
        return self.module, *self.arguments[: 2 if self.arguments[:1] in GROUPS else 1]


@dataclass(frozen=True, slots=True)
class Step:
    """Commands that belong together, and the day for which they run."""

    name: str
    day: str
    commands: tuple[Command, ...]
    every_day: bool = True

    @property
    def title(self) -> str:
        return f"{self.day} {self.name}" if self.every_day else self.name

    @property
    def folder(self) -> Path:
        return Path(self.day if self.every_day else "once", self.name)


# What runs commands: a process for each side, which forks.


def serve() -> int:
    """Run the commands that come in, a line of JSON for those of one kind; answer with their exit codes."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for name in LIBRARIES:
        with suppress(ImportError, OSError):
            importlib.import_module(name)
    if PACKAGE in sys.modules:
        print(f"A library loads {PACKAGE}, so that no command would meet it afresh.", file=sys.stderr)
        return 2
    for line in sys.stdin:
        jobs = json.loads(line)
        print(json.dumps(_forked(partial(_of_one_kind, jobs))), file=answers, flush=True)
    return 0


def _of_one_kind(jobs: list[Job]) -> list[int]:
    """The first meets the code as a new process does; the others find loaded what that one loaded."""
    first, loaded = _forked(partial(_run_and_look, jobs[0]), (KILLED, []))
    if jobs[1:]:
        for name in loaded:
            with suppress(Exception):
                importlib.import_module(name)
    return [first, *(_forked(partial(_run, job), KILLED) for job in jobs[1:])]


def _run_and_look(job: Job) -> tuple[int, list[str]]:
    code = _run(job)
    return code, [name for name in sys.modules if name.partition(".")[0] == PACKAGE]


def _forked(work: Callable[[], Any], otherwise: Any = None) -> Any:
    """The answer of ``work``, which runs in a process of its own and may not live to tell."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            with os.fdopen(writing, "w") as answer:
                json.dump(work(), answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else otherwise


def _run(job: Job) -> int:
    """Run a command in this process, which has no other use after it; its exit code."""
    _redirect(job["out"])
    os.chdir(job["cwd"])
    os.environ["SOURCE_DATE_EPOCH"] = job["epoch"]
    sys.argv = [job["module"], *job["arguments"]]
    try:
        runpy.run_module(job["module"], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _redirect(out: str) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(Path(out, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, descriptor)


# A side: a checkout, its projects, and what it makes from them.


class Side:
    """A checkout at work, in a folder of its own."""

    def __init__(self, checkout: Path, seed: int, root: Path, compiled: Path) -> None:
        self.checkout = checkout
        self.root = root
        self.files = root / "files"
        names = root / "names"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(OURS)},
            "PYTHONPATH": f"{checkout}{os.pathsep}{names}",
            # Neither checkout gets files from us, and neither reads what was compiled before.
            "PYTHONPYCACHEPREFIX": str(compiled),
            # Another on each side, so that what hangs on the order of a set shows as a difference.
            "PYTHONHASHSEED": str(seed),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
            "NO_MKDOCS_2_WARNING": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        _write_entry_points(checkout, names)
        self._server: subprocess.Popen[str] | None = None

    def prepare(self, registers: Path) -> None:
        """Make the projects, and see that they will meet the code of this checkout."""
        theme = _theme(self.checkout)
        project = self.root / "project"
        _copy(registers, project, REGISTERS)
        shutil.copytree(theme, project / "theme")
        self._commit(project)
        styled = self.root / "styled"
        shutil.copytree(project, styled, ignore=shutil.ignore_patterns(".git"))
        (styled / "mkdocs.yml").rename(styled / "example.yml")
        (styled / "mkdocs.yml").write_text(STYLED, encoding="utf-8")
        shutil.copy(_of_tests(registers, HOUSE_STYLE)[0], styled / "content" / "huisstijl.css")
        shutil.copy(_of_tests(registers, LOGO)[0], styled / "content" / "logo.svg")
        for file in _of_tests(registers, FAULTY):
            shutil.copytree(file.parent, self.root / file.parent.name)
        shutil.copytree(_of_tests(registers, LISTS)[0].parent, self.root / "lists")
        self._see_code(project)

    @contextmanager
    def started(self) -> Iterator[None]:
        """With the process that runs the commands."""
        # -P: not the folder of this file before the libraries.
        command = [sys.executable, "-P", __file__, SERVE]
        with subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as self._server:
            yield

    def run(self, step: Step) -> dict[str, int]:
        """Run the commands of a step; the exit code of each by its label."""
        codes: dict[str, int] = {}
        for kind in dict.fromkeys(each.kind for each in step.commands):
            commands = [each for each in step.commands if each.kind == kind]
            codes |= self._run(commands, self.files / step.folder, step.day)
        return codes

    def said(self, *arguments: str) -> str:
        """What a command writes to the output, when it runs for the day of the example."""
        label = "-".join(("asked", *arguments)).replace("--", "")
        answer = self.root / "asked" / label / "stdout"
        if not answer.exists():
            self._run([Command(label, arguments)], self.root / "asked", EXAMPLE)
        return answer.read_text(encoding="utf-8")

    def _run(self, commands: list[Command], folder: Path, day: str) -> dict[str, int]:
        codes = self._ask([self._job(each, folder / each.label, day) for each in commands])
        told = {each.label: code for each, code in zip(commands, codes, strict=True)}
        for label, code in told.items():
            (folder / label / "exit").write_text(f"{code}\n", encoding="utf-8")
            for name in ("stdout", "stderr"):
                self._normalise(folder / label / name)
        return told

    def _job(self, command: Command, out: Path, day: str) -> Job:
        made = out / "made"
        made.mkdir(parents=True)
        cwd = self.root / command.project
        if command.writes:
            left_out = shutil.ignore_patterns(".git", ".cache", "theme")
            shutil.copytree(cwd, made, ignore=left_out, dirs_exist_ok=True)
            cwd = made
        # Seen from where the command runs: what it tells of the folder is the same on both sides.
        seen = {"made": os.path.relpath(made, cwd), "lists": os.path.relpath(self.root / "lists", cwd)}
        arguments = [each.format_map(seen) for each in command.arguments]
        epoch = str(int(datetime.fromisoformat(f"{day}T12:00Z").timestamp()))
        return {
            "module": command.module,
            "arguments": arguments,
            "cwd": str(cwd),
            "out": str(out),
            "epoch": epoch,
        }

    def _ask(self, jobs: list[Job]) -> list[int]:
        assert self._server is not None and self._server.stdin is not None and self._server.stdout is not None
        try:
            print(json.dumps(jobs), file=self._server.stdin, flush=True)
            codes: list[int] | None = json.loads(self._server.stdout.readline())
        except (OSError, ValueError):
            codes = None
        if codes is None:
            raise CouldNotCompare(f"What runs the code in {self.checkout} has stopped.")
        return codes

    def _normalise(self, file: Path) -> None:
        data = file.read_bytes()
        for path, name in ((self.root, b"SIDE"), (self.checkout, b"CHECKOUT")):
            data = data.replace(os.fsencode(path), name)
        file.write_bytes(re.sub(rb"built in [0-9.]+ seconds", b"built in N seconds", data))

    def _commit(self, project: Path) -> None:
        """Put the registers in git, on days that don't hang on today."""
        self._git(project, "init", "--quiet")
        for day, names in COMMITS:
            self._git(project, "add", "--", *names)
            self._git(project, "commit", "--quiet", "--message", day, day=day)

    def _git(self, project: Path, *arguments: str, day: str = EXAMPLE) -> None:
        roles = ("AUTHOR", "COMMITTER")
        who = {f"GIT_{role}_{what}": "compare" for role in roles for what in ("NAME", "EMAIL")}
        when = {f"GIT_{role}_DATE": f"{day}T12:00:00Z" for role in roles}
        subprocess.run(["git", *arguments], cwd=project, env=self._environment | who | when, check=True)

    def _see_code(self, project: Path) -> None:
        """Refuse when the plugin or the command line would come from anywhere else."""
        command = [sys.executable, "-P", "-c", _WHERE]
        done = subprocess.run(command, cwd=project, env=self._environment, capture_output=True, text=True)
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise CouldNotCompare(f"The code in {self.checkout} can't be loaded: {why}")
        for what, file in json.loads(done.stdout).items():
            if not Path(os.path.realpath(file)).is_relative_to(self.checkout):
                raise CouldNotCompare(f"For {self.checkout}, {what} comes from {file}.")


_WHERE = f"""
import importlib.metadata, importlib.util, json, sys
[plugin] = importlib.metadata.entry_points(group="mkdocs.plugins", name="wmebv")
print(json.dumps({{
    "the MkDocs plugin": sys.modules[plugin.load().__module__].__file__,
    "python -m {PACKAGE}": importlib.util.find_spec("{PACKAGE}.__main__").origin,
}}))
"""


def _write_entry_points(checkout: Path, names: Path) -> None:
    """Name the plugin as this checkout does: what is installed names it as another checkout may do."""
    settings = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in settings.get("entry-points", {}).items()
    ]
    folder = names / f"{PACKAGE}-{settings['version']}.dist-info"
    folder.mkdir(parents=True)
    (folder / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    text = f"Metadata-Version: 2.1\nName: {settings['name']}\nVersion: {settings['version']}\n"
    (folder / "METADATA").write_text(text, encoding="utf-8")


def _theme(checkout: Path) -> Path:
    for theme in (checkout / "theme", checkout / PACKAGE / "theme"):
        if theme.is_dir():
            return theme
    raise CouldNotCompare(f"There is no theme in {checkout}.")


def _of_tests(checkout: Path, pattern: str) -> list[Path]:
    found = sorted((checkout / "tests").rglob(pattern))
    if not found:
        raise CouldNotCompare(f"The tests in {checkout} have no {pattern}.")
    return found


def _copy(source: Path, target: Path, names: Iterable[str]) -> None:
    target.mkdir(parents=True)
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        else:
            shutil.copy(source / name, target / name)


# What is made.


def steps_of(one: Side, quick: bool) -> Iterator[Step]:
    """All steps; ``one`` tells which commands and codes there are, and its registers which decisions."""
    decisions = _ids(one.root / "project" / "content" / "besluiten")
    policies = _ids(one.root / "project" / "content" / "beleid")
    yield from _once(one)
    for day in (EXAMPLE,) if quick else DAYS:
        for name, commands in _daily(decisions, policies).items():
            yield Step(name, day, tuple(commands))
    if not quick:
        yield Step("site", OUTAGE_DAY, (_SITE,))
        yield Step("outages", OUTAGE_DAY, (_told("outage", "publish", "{made}", "--dry-run"),))


def _told(*arguments: str, may_refuse: bool = False) -> Command:
    """A command that is known by its own words."""
    words = [word.strip("-") for word in arguments if "{" not in word]
    return Command("-".join(words) or "nothing", arguments, may_refuse=may_refuse)


def _into(*arguments: str, may_refuse: bool = False) -> Command:
    return _told(*arguments, "--dir", "{made}", may_refuse=may_refuse)


def _changing(*arguments: str) -> Command:
    return Command("-".join(word.strip("-") for word in arguments), arguments, writes=True, may_refuse=True)


_SITE = Command("site", ("build", "--site-dir", "{made}"), module="mkdocs")


def _daily(decisions: Sequence[str], policies: Sequence[str]) -> dict[str, list[Command]]:
    return {
        "site": [_SITE],
        "pages": [_told("export", "pages", "{made}")],
        "documents": [
            *(_into("decision", "documents", name) for name in decisions),
            *(_into("policy", "documents", name) for name in policies),
        ],
        "workbook": _workbook(),
        "report": _reports(),
        "check": [
            *_checks(),
            _told("check", "--strict", may_refuse=True),
            _told("check", "--date", OUTAGE_DAY),
        ],
        "status": [_told("status", "--format", form) for form in ("text", "json")],
        "list": [_told("decision", "list")],
        "diff": _differences(decisions),
        "announce": [_into("announce", name, may_refuse=True) for name in decisions],
        "drafts": _drafts(decisions),
    }


def _checks(project: str = "project", may_refuse: bool = False) -> list[Command]:
    return [
        Command(f"{project}-{form}", ("check", "--format", form), project=project, may_refuse=may_refuse)
        for form in ("text", "github", "json", "sarif")
    ]


def _workbook() -> list[Command]:
    there = Command("export-xlsx", ("export", "xlsx", "{made}/werkmap.xlsx"))
    back = ("import", "xlsx", "{made}/../../export-xlsx/made/werkmap.xlsx", "--dry-run", "--format")
    return [there, *(Command(f"import-xlsx-{form}", (*back, form)) for form in ("text", "json"))]


def _reports() -> list[Command]:
    forms = ("html", "xlsx", "json", "md", "slides")
    return [
        *(_told("report", "{made}", "--format", form) for form in forms),
        _told("report", "--format", "json", "--no-history"),
    ]


def _differences(decisions: Sequence[str]) -> list[Command]:
    asked: list[tuple[tuple[str, ...], str]] = [
        *(((), form) for form in ("text", "markdown", "json", "html")),
        *(((name,), form) for name in decisions for form in ("text", "html")),
        *((pair, "json") for pair in itertools.combinations(decisions, 2)),
    ]
    return [_told("decision", "diff", *names, "--format", form) for names, form in asked]


def _drafts(decisions: Sequence[str]) -> list[Command]:
    return [
        _changing("decision", "new", "concept"),
        *(_changing("decision", "new", "concept", "--variant", variant) for variant in "AB"),
        *(_changing("decision", "new", "concept", "--amends", name) for name in decisions),
        *(_changing("decision", "freeze", name) for name in decisions),
        _changing("policy", "draft", "--id", "concept"),
    ]


def _once(one: Side) -> Iterator[Step]:
    """What is the same on every day, or has a day of its own."""
    codes = sorted(set(re.findall(r"WMEBV\d+", one.said("explain"))))
    schemas: list[tuple[str, ...]] = [(), *((kind,) for kind in _kinds(one.said("schema", "--help")))]
    once = {
        "help": [_told(*words, "--help") for words in _commands(one)] + [_told("--version")],
        "explain": [_told("explain"), *(_told("explain", code) for code in codes)],
        "schema": [_told("schema", *kind, *ids) for kind in schemas for ids in ((), ("--with-ids",))],
        "headers": [_told("export", "headers", "{made}")],
        "init": [_told("init", "{made}"), _told("init", "{made}", "--municipality", "Utrecht")],
        "outage": _outages(),
        "import": _imports(),
        "faults": [
            each
            for file in _of_tests(one.checkout, FAULTY)
            for each in _checks(file.parent.name, may_refuse=True)
        ],
        "refusals": [_told(*words, may_refuse=True) for words in _REFUSED],
        "styled": [Command("styled", ("build", "--site-dir", "{made}"), module="mkdocs", project="styled")],
    }
    for name, commands in once.items():
        yield Step(name, EXAMPLE, tuple(commands), every_day=False)


_REFUSED = (
    (),
    ("chek",),
    ("check", "--format", "jsn"),
    ("check", "--date", "1-6-2026"),
    ("check", "--project", "nergens"),
    ("check", "erbij"),
    ("explain", "WMEBV000"),
    ("schema", "besluiten"),
    ("decision", "documents", "aanwijzing"),
    ("decision", "documents", "aanwijzing-2026", "--format", "doc"),
    ("decision", "new", "aanwijzing-2026"),
    ("decision", "new", "Een Besluit"),
    ("export", "pages", "content"),
    ("report", "content"),
    ("import", "upl", "nergens.csv"),
    ("upl", "update", "--from", "{lists}/upl.csv"),
)


def _outages() -> list[Command]:
    """Of a moment that has been, whenever this runs: these commands look at the clock."""
    start = ("outage", "start", "contactformulier", "--begin")
    over = ("2025-11-03T09:00", "--end", "2025-11-03T10:30", "--instead", "Bel 14 0123.")
    commands = {
        "start": (*start, "2026-03-09T09:00"),
        "start-dry": (*start, "2026-03-09T09:00", "--dry-run"),
        "start-over": (*start, *over),
        "end": ("outage", "end", "2026-03-02-formulieren", "--end", "2026-03-02T14:00"),
    }
    return [Command(label, words, writes=True, may_refuse=True) for label, words in commands.items()]


def _imports() -> list[Command]:
    lists = {"upl": "{lists}/upl.csv", "sc": "{lists}/sc.xml"}
    return [
        Command(f"{kind}-{form}", ("import", kind, file, "--format", form), writes=True)
        for kind, file in lists.items()
        for form in ("text", "json")
    ]


def _commands(one: Side, *words: str) -> Iterator[tuple[str, ...]]:
    """Every command, as the help names them."""
    yield words
    _, _, listed = one.said(*words, "--help").partition("Opdrachten:\n")
    for name in re.findall(r"^  (\S+)  ", listed.partition("\n\n")[0], re.MULTILINE):
        yield from _commands(one, *words, name)


def _kinds(text: str) -> list[str]:
    """``products, product of channels``, as the help of ``schema`` names the files."""
    found = re.search(r"BESTAND is (.*?)\.\n", text, re.DOTALL)
    if not found:
        raise CouldNotCompare("The help of 'schema' does not tell which files there are.")
    return re.findall(r"[a-z-]+", re.sub(r"\(.*?\)|\bof\b", "", found[1], flags=re.DOTALL))


def _ids(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.md"))


# What differs.


def compare(one: Side, two: Side, out: Callable[[str], None]) -> int:
    """Tell how what was made differs; the number of files that do."""
    here, there = _made(one.files), _made(two.files)
    differing = [path for path in sorted(here | there) if not _same(path, one, two)]
    shown: set[str] = set()
    left = Counter[str]()
    for path in _taking_turns(differing):
        told = "\n".join(_difference(path, one.files / path, two.files / path))
        if told in shown:
            left["show the same difference as one above"] += 1
        elif len(shown) >= MOST_SHOWN:
            left["differ too"] += 1
        else:
            shown.add(told)
            out(f"{path}\n{told}\n")
    for why, number in left.items():
        out(f"{number} more {why}.")
    for group, number in sorted(Counter(map(_group, differing)).items()):
        out(f"{number:6} in {group}")
    if differing:
        only = f"{len(here - there)} only in ONE, {len(there - here)} only in OTHER"
        out(f"{len(differing)} of {len(here | there)} files differ: {only}.")
    else:
        out(f"All {len(here)} files are equal.")
    return len(differing)


def _made(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _same(path: str, one: Side, two: Side) -> bool:
    files = (one.files / path, two.files / path)
    return all(map(Path.is_file, files)) and files[0].read_bytes() == files[1].read_bytes()


def _group(path: str) -> str:
    return " ".join(path.split("/")[:2])


def _taking_turns(paths: Iterable[str]) -> list[str]:
    """The first of each step, then the second of each: one step with many differences hides no other."""
    turns = Counter[str]()
    ordered = []
    for path in paths:
        turns[_group(path)] += 1
        ordered.append((turns[_group(path)], path))
    return [path for _, path in sorted(ordered)]


def _difference(path: str, one: Path, two: Path) -> list[str]:
    for file, where in ((one, "OTHER"), (two, "ONE")):
        if not file.is_file():
            return [f"  only in {where}"]
    before, after = one.read_bytes(), two.read_bytes()
    if path.endswith((".docx", ".odt", ".xlsx")) and all(map(zipfile.is_zipfile, (one, two))):
        return _in_archive(before, after)
    return _in_bytes(before, after)


def _in_archive(before: bytes, after: bytes) -> list[str]:
    one, two = (zipfile.ZipFile(io.BytesIO(data)) for data in (before, after))
    members = dict.fromkeys([*one.namelist(), *two.namelist()])
    found = [name for name in members if _member(one, name) != _member(two, name)]
    if not found:
        return ["  the members are equal; their order or their dates are not"]
    told = [f"  differs in {', '.join(found)}"]
    first = (_member(one, found[0]), _member(two, found[0]))
    return told if None in first else [*told, *_in_bytes(first[0] or b"", first[1] or b"")]


def _member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    return archive.read(name) if name in archive.namelist() else None


def _in_bytes(before: bytes, after: bytes) -> list[str]:
    try:
        texts = before.decode(), after.decode()
    except UnicodeDecodeError:
        same = len(os.path.commonprefix([before, after]))
        return [f"  not text: {len(before)} and {len(after)} bytes, equal up to byte {same}"]
    one, two = (text.splitlines(keepends=True) for text in texts)
    first = len(os.path.commonprefix([one, two]))
    window = slice(max(first - 1, 0), first + 200)
    lines = list(difflib.unified_diff(_short(one[window]), _short(two[window]), n=0, lineterm=""))[3:]
    told = list(_first_lines(lines)) or ["  only in how a line ends"]
    return [f"  from line {first + 1}", *told]


def _short(lines: Iterable[str]) -> list[str]:
    """The lines, with long ones broken where a tag or a value ends."""
    broken = (re.sub(r"(?<=[>,}.;])(?=.)", "\n", line) if len(line) > LONGEST else line for line in lines)
    return [part for line in broken for part in line.removesuffix("\n").split("\n")]


def _first_lines(lines: Iterable[str]) -> Iterator[str]:
    """Some of what went and some of what came: either alone tells little."""
    seen = Counter[str]()
    for line in lines:
        seen[line[0]] += 1
        if line[0] in "-+" and seen[line[0]] <= MOST_LINES:
            yield f"  {line[:LONGEST]}{'…' if len(line) > LONGEST else ''}"


# The whole.


def make(sides: tuple[Side, Side], wanted: re.Pattern[str], quick: bool) -> list[str]:
    """Run the wanted steps on both sides; names the commands that failed on both, which shows nothing."""
    failed, number = [], 0
    with ThreadPoolExecutor(len(sides)) as both:
        for step in steps_of(sides[0], quick):
            if not wanted.search(step.title):
                continue
            _tell(step.title)
            codes = list(both.map(partial(Side.run, step=step), sides))
            number += len(step.commands)
            failed += [
                f"{step.title}: {' '.join(each.arguments)}"
                for each in step.commands
                if not each.may_refuse and all(code[each.label] for code in codes)
            ]
    if not number:
        raise CouldNotCompare(f"No step has '{wanted.pattern}' in its name.")
    _tell(f"{number} commands on each side")
    return failed


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(one: Path, two: Path, root: Path, wanted: re.Pattern[str], quick: bool) -> int:
    # Names of one length, so that a path of theirs breaks no line at another place.
    sides = (
        Side(one, 1, root / "one", root / "compiled"),
        Side(two, 2, root / "two", root / "compiled"),
    )
    for side in sides:
        side.prepare(one)
    with ExitStack() as stack:
        for side in sides:
            stack.enter_context(side.started())
        failed = make(sides, wanted, quick)
    found = compare(*sides, print)
    for each in failed:
        _tell(f"Failed on both sides, so this was not compared: {each}")
    return 2 if failed else int(found > 0)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="wmebv-compare-") as name:
            yield Path(name).resolve()
        return
    keep.mkdir(parents=True, exist_ok=True)
    if any(keep.iterdir()):
        raise CouldNotCompare(f"{keep} is not empty.")
    yield keep.resolve()


def _checkout(path: Path) -> Path:
    if not (path / PACKAGE).is_dir() or not (path / "pyproject.toml").is_file():
        raise CouldNotCompare(f"{path} is not a checkout of {PACKAGE}.")
    return path.resolve()


def main() -> int:
    usage = "compare.py [ONE] OTHER [--quick] [--only REGEX] [--keep DIR]"
    parser = argparse.ArgumentParser(usage=usage, description=__doc__, epilog=HELP)
    parser.add_argument("checkouts", nargs="+", type=Path, help="one or two folders", metavar="CHECKOUT")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave what was made in this new folder")
    parser.add_argument(
        "--only", type=re.compile, default="", metavar="REGEX", help="only steps with such a name"
    )
    parser.add_argument("--quick", action="store_true", help=f"only {EXAMPLE}, and what has no day")
    asked = parser.parse_args()
    if len(asked.checkouts) > 2:
        parser.error("name one checkout or two")
    here = Path(__file__).parent.parent
    try:
        one, two = map(_checkout, ([here, *asked.checkouts])[-2:])
        with _folder(asked.keep) as root:
            return run(one, two, root, asked.only, asked.quick)
    except (CouldNotCompare, OSError, subprocess.CalledProcessError) as why:
        _tell(str(why))
        return 2


if __name__ == "__main__":
    sys.exit(serve() if sys.argv[1:] == [SERVE] else main())
