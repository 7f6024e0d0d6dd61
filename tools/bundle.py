"""Makes for each system a zip from which one installs without a registry: `python tools/bundle.py dist`, or `make bundle`."""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from wmebv_site.project.archive import write_archive

ROOT = Path(__file__).resolve().parent.parent
BESIDE = Path(__file__).resolve().parent / "bundle"
"""What goes along and is no package: the program that installs, and what it says to read first."""


class System(NamedTuple):
    """A kind of machine: what a person calls it, what pip calls it, how one starts Python, and what that says of it."""

    name: str
    tags: tuple[str, ...]
    python: str
    markers: dict[str, str]


SYSTEMS = {
    "windows": System(
        "Windows",
        ("win_amd64",),
        "python",
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    # A newer one runs what was made for an older one.
    "macos": System(
        "macOS (Apple-chip)",
        ("macosx_13_0_arm64",),
        "python3",
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "arm64",
        },
    ),
    "linux": System(
        "Linux (x86-64)",
        (*(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)), "manylinux2014_x86_64"),
        "python3",
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
    ),
}
# Of 3.11 the first, which some systems keep, and one that newer packages ask for.
PYTHONS = ("3.11.0", "3.11.9", "3.12.0", "3.13.0", "3.14.0")
LOCKS = ("site", "documents", "inventory", "links")


def lock_for(lock: str, system: System, python: str) -> str:
    """What of a lock counts on a system and a Python: pip would judge that by the machine on which it downloads."""
    environment = system.markers | {
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock):
        head, _, rest = entry.partition("\\\n")
        if not rest:
            continue  # what stands above the first package
        needed = Requirement(head.strip())
        if needed.marker is None or needed.marker.evaluate(environment):
            kept.append(f"{needed.name}{needed.specifier} \\\n{rest}")
    return "\n".join(kept) + "\n"


def collect(system: System, python: str, into: Path) -> None:
    """Fetch every package of the locks as it is for a system and a Python; only ready-made ones, with their checksum."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--implementation", "cp"]
    command += ["--python-version", python, "--dest", str(into)]
    command += [part for tag in system.tags for part in ("--platform", tag)]
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCKS:
            lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
            Path(folder, name).write_text(lock_for(lock, system, python), encoding="utf-8")
            command += ["-r", str(Path(folder, name))]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{system.name}, Python {python}:\n{done.stderr}")


def bundle(name: str, wheel: Path, into: Path, pythons: tuple[str, ...] = PYTHONS) -> Path:
    """The zip for one system: the same bytes as long as the registry has the same files."""
    system, version = SYSTEMS[name], _version()
    top = f"wmebv-pakket-{version}-{name}"
    readme = (BESIDE / "LEESMIJ.txt").read_text(encoding="utf-8")
    readme = readme.format(version=version, system=system.name, python=system.python)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    members: dict[str, Path | bytes] = {
        # Notepad of an older Windows shows other line ends as one long line.
        "LEESMIJ.txt": (readme.replace("\n", "\r\n") if name == "windows" else readme).encode(),
        "installeer.py": BESIDE / "installeer.py",
        "sloten/wmebv.txt": f"wmebv-site=={version} --hash=sha256:{digest}\n".encode(),
        f"onderdelen/{wheel.name}": wheel,
        **{f"sloten/{lock}.txt": ROOT / "requirements" / f"{lock}.txt" for lock in LOCKS},
    }
    with tempfile.TemporaryDirectory() as folder:
        for python in pythons:
            collect(system, python, Path(folder))
        members |= {f"onderdelen/{file.name}": file for file in Path(folder).iterdir()}
        made = into / f"{top}.zip"
        write_archive(made, {f"{top}/{path}": member for path, member in members.items()})
    return made


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the wheel is, and where each zip comes")
    parser.add_argument("--system", choices=SYSTEMS, action="append", help="only this system")
    parser.add_argument("--python", choices=PYTHONS, action="append", help="only for this Python")
    asked = parser.parse_args()
    wheels = sorted(asked.folder.glob(f"wmebv_site-{_version()}-*.whl"))
    if len(wheels) != 1:
        sys.exit(f"There has to be one wheel of this version in {asked.folder}: run 'make dist' first.")
    for name in asked.system or SYSTEMS:
        made = bundle(name, wheels[0], asked.folder, tuple(asked.python or PYTHONS))
        print(f"{made.name}  {made.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
