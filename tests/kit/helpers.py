"""Projects for the tests: read from a folder, or made from one by a small change; and the command upon them."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from unittest import mock

import pytest
import yaml
from places import ROOT, TESTS

from wmebv_site.cli.app import main
from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.inventory.progress import Progress, progress
from wmebv_site.inventory.totals import NOT_READ, Coverage
from wmebv_site.project.load import load
from wmebv_site.register.decode import decode
from wmebv_site.register.register import Register
from wmebv_site.register.upl import PinnedUpl
from wmebv_site.rules.checking import check_project, findings_of

VALID = TESTS / "register" / "bad" / "valid"
"""A valid project that uses every key of the registers."""

INTERNAL = ("content/stappenplan.yaml", "content/woordenlijst.yaml")
"""Files of which a mistake is told and stands in nobody's way."""

MARK = "▸"
"""Stands in a bad fragment where the diagnostic must point."""

Spot = tuple[str, str, int, int]
"""What is promised of a diagnostic: code, file, line and column."""


def files_of(project: Path) -> dict[str, bytes]:
    """The files of a project as ``decode`` wants them; the project itself must be readable."""
    found = load(project)
    assert found.diagnostics == []
    return found.files


def decode_files(files: dict[str, bytes]) -> tuple[Register | None, list[Diagnostic]]:
    """Decode a project from memory; what is read of ``content`` is Markdown, annexes, the roadmap and the list of words."""
    read = (".md", ".annex.yaml", "content/stappenplan.yaml", "content/woordenlijst.yaml")
    others = [path for path in files if path.startswith("content/") and not path.endswith(read)]
    return decode({path: data for path, data in files.items() if path not in others}, others)


def read_project(project: Path) -> tuple[Register | None, list[Diagnostic]]:
    """Load and decode a project from disk."""
    found = load(project)
    register, diagnostics = decode(found.files, found.others)
    return (None if found.diagnostics else register), [*found.diagnostics, *diagnostics]


def progress_of(project: Path, day: date, over_time: Coverage = NOT_READ) -> Progress:
    """How far a project is that has a register, as the report tells it."""
    checked = check_project(load(project), day)
    assert checked.decisions is not None, checked.diagnostics
    return progress(checked.decisions, checked.diagnostics, over_time)


def findings(
    register: Register, day: date, moment: datetime | None = None, upl: PinnedUpl | None = None
) -> list[Diagnostic]:
    """What the rules say of a register on a day."""
    return findings_of(Decisions(register, day), moment, upl)


def spots(diagnostics: list[Diagnostic]) -> list[Spot]:
    return [(each.code, each.place.file, each.place.line, each.place.column) for each in diagnostics]


@dataclass(frozen=True)
class BadCase:
    """One change to the valid project, with what must be said of it."""

    name: str
    file: str
    text: str
    expected: tuple[Spot, ...]
    rule: str | None
    says: str | None

    def files(self) -> dict[str, bytes]:
        return files_of(VALID) | {self.file: self.text.encode("utf-8")}


def bad_cases() -> Iterator[BadCase]:
    """The table of bad fragments: every ``bad/cases/*.yaml``."""
    for table in sorted((VALID.parent / "cases").glob("*.yaml")):
        for row in yaml.load(table.read_text(encoding="utf-8"), yaml.BaseLoader):
            yield _case(row)


def _case(row: dict[str, str]) -> BadCase:
    file = row["in"]
    if "whole" in row:
        marked = row["whole"]
    else:
        valid = (VALID / file).read_text(encoding="utf-8")
        assert valid.count(row["replace"]) == 1, f"{row['name']}: the text to replace must stand there once"
        marked = valid.replace(row["replace"], row["with"])
    codes = (row.get("code") or row["rule"]).split()
    places = [_place(file, row["at"])] if "at" in row else [(file, *spot) for spot in marked_spots(marked)]
    assert len(codes) == len(places), f"{row['name']}: as many codes as places"
    expected = tuple((code, *place) for code, place in zip(codes, places, strict=True))
    return BadCase(row["name"], file, marked.replace(MARK, ""), expected, row.get("rule"), row.get("says"))


def _place(file: str, at: str) -> tuple[str, int, int]:
    *other, line, column = at.rsplit(":", 2)
    return (other[0] if other else file), int(line), int(column)


def marked_spots(marked: str) -> list[tuple[int, int]]:
    """Line and column, from 1, of every mark in a text."""
    found = []
    for number, line in enumerate(marked.split("\n"), 1):
        for earlier, match in enumerate(re.finditer(MARK, line)):
            found.append((number, match.start() - earlier + 1))
    return found


_ENGLISH = re.compile(
    r"\b(expected|should|must|input|valid|invalid|instance|type|str|string|int|none|null|dict|list|tuple|bool|enum|"
    r"value|error|field|required|extra|mapping|sequence|scalar|node|token|found|while|parsing|scanning|traceback|"
    r"exception|schema|model)\b",
    re.IGNORECASE,
)


def not_dutch(diagnostic: Diagnostic, quoted_from: str = "") -> list[str]:
    """What makes a diagnostic unfit for an editor: no whole sentence, or words of a program.

    Words that stand in ``quoted_from``, the file itself, may be quoted.
    """
    wrong = []
    hint = diagnostic.hint
    for sentence in filter(None, (diagnostic.message, hint)):
        if not sentence.endswith((".", "?")):
            wrong.append(f"no full stop: {sentence}")
        if sentence != sentence.strip() or "\n" in sentence or len(sentence) > 400:
            wrong.append(f"no single sentence: {sentence}")
        if not sentence[0].isupper() and sentence[0] not in "'…" and not sentence[0].isdigit():
            wrong.append(f"no capital: {sentence}")
        unquoted = re.sub(r"'[^']*'", "", sentence)
        wrong += [f"English: {word}" for word in _ENGLISH.findall(unquoted) if word not in quoted_from]
    if hint is None:
        wrong.append("no hint")
    return wrong


@dataclass(frozen=True)
class Called:
    """What a command said, and how it ended."""

    stdout: str
    stderr: str
    code: int


def called(*arguments: str, cwd: Path, **environment: str) -> Called:
    """The command in this process, as in one of its own: starting Python hundreds of times would take minutes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.dict(os.environ, environment),
        mock.patch.object(sys, "stdin", io.StringIO()),
        pytest.raises(SystemExit) as left,
    ):
        main(list(arguments))
    shown = [stream.buffer.getvalue().decode() for stream in (out, err)]
    assert "Traceback" not in "".join(shown)
    code = left.value.code or 0
    assert isinstance(code, int)
    return Called(*shown, code)


def run(*arguments, cwd, code=None, **environment):
    """The command as a person runs it, in a process of its own; its output must never be a traceback."""
    clean = {
        name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "NO_COLOR")
    }
    done = subprocess.run(
        [sys.executable, "-m", "wmebv_site", *arguments],
        cwd=cwd,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    if code is not None:
        assert done.returncode == code, done.stdout + done.stderr
    return done
