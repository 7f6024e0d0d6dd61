"""A command upon a project in a process of its own that may not take much memory, and how much it took."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from places import ROOT

SMALL_MACHINE = 1024
"""The memory of a small machine in MB; a process that wants more gets none."""
_RUN = f"""\
import re, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({SMALL_MACHINE} * 1024 * 1024,) * 2)
from wmebv_site.cli.app import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    code = left.code or 0
# What the system counts by process goes on from the one that began it; this is of the memory of this program alone.
peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
print(f"\\npeak {{peak}} code {{code}}")
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command said, how it ended, and the most memory that it had at once, in MB."""

    said: str
    code: int
    megabytes: int


def measured(*arguments: str, project: Path) -> Measured:
    """The command, on a machine with little memory."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    told = done.stdout + done.stderr
    assert "Traceback" not in told and "in wmebv zelf" not in told, told
    found = re.search(r"\npeak (\d+) code (\d+)\n", done.stdout)
    assert found, told
    return Measured(told, int(found[2]), int(found[1]))
