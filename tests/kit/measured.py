"""A command upon a project in a process of its own that may not take much memory, and how much it took."""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from places import ROOT

SMALL_MACHINE = 1024
"""The memory of a small machine in MB; a process that wants more gets none."""
_RUN = f"""\
import json, os, re, resource, sys
from pathlib import Path
import openpyxl
from wmebv_site.cli import imports
from wmebv_site.cli.app import main
from wmebv_site.exchange import feed, sc, upl, vng
from wmebv_site.exchange.workbook import incoming, merge

def alone(asked):
    os.chdir(asked["project"])
    for stream, name in enumerate((os.devnull, asked["out"], asked["err"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), stream)
    resource.setrlimit(resource.RLIMIT_AS, ({SMALL_MACHINE} * 1024 * 1024,) * 2)
    try:
        main(asked["arguments"])
    except SystemExit as left:
        code = left.code or 0
    # What the system counts by process goes on from the one that began it; this is of the memory of this program alone.
    peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
    print(f"\\npeak {{peak}} code {{code}}", flush=True)

for line in sys.stdin:
    if not (child := os.fork()):
        try:
            alone(json.loads(line))
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    print(flush=True)
"""
"""What begins a process for each command, after all that the commands import: beginning with nothing takes longer than most of them."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command said, how it ended, and the most memory that it had at once, in MB."""

    said: str
    code: int
    megabytes: int


def measured(*arguments: str, project: Path) -> Measured:
    """The command, on a machine with little memory."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"project": str(project), "arguments": arguments, "out": str(out), "err": str(err)}
        began = _beginner()
        assert began.stdin and began.stdout
        began.stdin.write(json.dumps(asked) + "\n")
        began.stdin.flush()
        assert began.stdout.readline() == "\n", "the process that begins the others has ended"
        said, told = out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
    assert "Traceback" not in said + told and "in wmebv zelf" not in said + told, said + told
    found = re.search(r"\npeak (\d+) code (\d+)\n", said)
    assert found, said + told
    return Measured(said + told, int(found[2]), int(found[1]))


@functools.cache
def _beginner() -> subprocess.Popen[str]:
    began = subprocess.Popen(
        [sys.executable, "-c", _RUN],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert began.stdin
    atexit.register(began.wait)
    atexit.register(began.stdin.close)
    return began
