"""Makes the sdist and the wheel, the same bytes wherever and whenever that is: `python tools/dist.py dist`, or `make dist`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_RELEASED = re.compile(r"^## \[[0-9][^\]]*\] - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_UNRELEASED = "## [Unreleased]"
_LONG_AGO = 1580601600
"""What the build backend takes where nobody says another moment."""


def moment(root: Path = ROOT) -> int:
    """Which moment the files in an archive get: what SOURCE_DATE_EPOCH says, else the day of the release in the changelog.

    What is not released yet gets that of the last commit. So a release is the same from its tag and from its sdist.
    """
    if asked := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(asked)
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = _RELEASED.search(changelog)
    if newest and _UNRELEASED not in changelog:
        return int(datetime.fromisoformat(newest[1]).replace(tzinfo=UTC).timestamp())
    if (root / ".git").exists():
        said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True)
        if said.returncode == 0:
            return int(said.stdout)
    return _LONG_AGO


def build(into: Path, root: Path = ROOT) -> list[Path]:
    """The sdist of what git knows of a checkout, and the wheel that is made from that sdist.

    Nothing is fetched: the backend is the one that is installed, from `requirements/build.txt`.
    """
    into.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(moment(root))}
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder, "unpacked")
        sdist = _built("sdist", _known(root, Path(folder, "known")), Path(folder, "sdist"), environment)
        shutil.unpack_archive(sdist, unpacked)
        (source,) = unpacked.iterdir()
        wheel = _built("wheel", source, Path(folder, "wheel"), environment)
        return [Path(shutil.move(made, into / made.name)) for made in (sdist, wheel)]


def _known(root: Path, known: Path) -> Path:
    """A folder with what git knows: a file that someone left beside it never gets into a release.

    Without git it is the folder itself, of which the backend leaves out what `.gitignore` names.
    """
    if not (root / ".git").exists():
        return root
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    for name in filter(None, os.fsdecode(listed).split("\0")):
        if (root / name).is_file():
            (known / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / name, known / name)
            if (root / name).stat().st_mode & 0o100:
                (known / name).chmod(0o755)
    return known


def _built(kind: str, source: Path, into: Path, environment: dict[str, str]) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    (made,) = into.iterdir()
    return made


def main() -> None:
    if sys.argv[1:] == ["--moment"]:
        print(moment())
        return
    for made in build(Path(sys.argv[1] if sys.argv[1:] else "dist").resolve()):
        print(made.name)


if __name__ == "__main__":
    main()
