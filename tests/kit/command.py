"""The command upon a project: in this process, or in one of its own where that is what a test is about."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from mkdocs.__main__ import cli
from places import ROOT

from wmebv_site.cli.app import main


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    stdout: str
    stderr: str
    code: int

    @property
    def all(self) -> str:
        return self.stdout + self.stderr


def wmebv(
    *arguments: str, cwd: Path, code: int | None = None, encoding: str = "utf-8", **environment: str
) -> Said:
    """The command in this process, as in one of its own: starting Python hundreds of times would take minutes."""
    return _here(main, arguments, cwd, code, encoding, environment)


def mkdocs(*arguments: str, cwd: Path, code: int | None = None, **environment: str) -> Said:
    """MkDocs in this process, as in one of its own: it would log to every stream that it was ever given."""
    log = logging.getLogger("mkdocs")
    handlers = log.handlers[:]
    try:
        return _here(cli.main, arguments, cwd, code, "utf-8", {"NO_MKDOCS_2_WARNING": "1"} | environment)
    finally:
        log.handlers[:] = handlers


def _here(
    program: Callable[[list[str]], object],
    arguments: Sequence[str],
    cwd: Path,
    code: int | None,
    encoding: str,
    environment: Mapping[str, str],
) -> Said:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) for _ in range(2))
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.dict(os.environ, environment),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())),
        pytest.raises(SystemExit) as left,
    ):
        for name in _OF_THIS_MACHINE - environment.keys():
            os.environ.pop(name, None)
        program(list(arguments))
    # What a program reads is UTF-8 in every code page.
    strange = "strict" if encoding == "utf-8" else "replace"
    shown = [stream.buffer.getvalue().decode(encoding, strange) for stream in (out, err)]
    ended = left.value.code or 0
    assert isinstance(ended, int)
    return _judged(Said(*shown, ended), code)


def wmebv_apart(*arguments: str, cwd: Path, code: int | None = None, **environment: str) -> Said:
    """The command as a person runs it, in a process of its own."""
    return apart("wmebv_site", *arguments, cwd=cwd, code=code, **environment)


def mkdocs_apart(*arguments: str, cwd: Path, code: int | None = None, **environment: str) -> Said:
    """MkDocs as a person runs it, in a process of its own."""
    return apart("mkdocs", *arguments, cwd=cwd, code=code, **{"NO_MKDOCS_2_WARNING": "1"} | environment)


_OF_THIS_MACHINE = {"SOURCE_DATE_EPOCH", "NO_COLOR"}


def apart(module: str, *arguments: str, cwd: Path, code: int | None = None, **environment: str) -> Said:
    """A module of Python in a process of its own, in which only what is given here says which day it is."""
    clean = {name: value for name, value in os.environ.items() if name not in _OF_THIS_MACHINE}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return _judged(Said(done.stdout, done.stderr, done.returncode), code)


def _judged(said: Said, code: int | None) -> Said:
    """What was said; it must never be a traceback, and must have ended as it should."""
    assert "Traceback" not in said.all
    assert code in (None, said.code), said.all
    return said
