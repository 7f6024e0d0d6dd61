"""Installs wheel, sdist and bundle as a municipality would, on each Python at hand, and runs the tests on what is installed."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOWEST_PYTHON = (3, 11)
LOCKS = {
    "newest": ("build", "site", "documents", "inventory", "links", "fleet", "cluster", "test"),
    # What tests need in its newest version; then the lowest of what a municipality installs over it.
    "lowest": ("build", "test", "lowest"),
}
TESTS = ("-q", "-m", "not proof", "-n", "auto", "--dist", "worksteal", "-p", "no:cacheprovider")


def pythons() -> list[Path]:
    """One Python for each minor version that runs here and is new enough: the newest of each."""
    named = [shutil.which(f"python3.{minor}") for minor in range(11, 16)]
    found = [Path(each) for each in named if each]
    found += sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python"))
    by_minor: dict[tuple[int, ...], tuple[tuple[int, ...], Path]] = {}
    for each in found:
        said = subprocess.run(
            [each, "-c", "import sys; print(*sys.version_info[:3])"], capture_output=True, text=True
        )
        version = tuple(map(int, said.stdout.split())) if said.returncode == 0 else ()
        if version >= LOWEST_PYTHON and version > by_minor.get(version[:2], ((), each))[0]:
            by_minor[version[:2]] = version, each
    return [path for _, (_, path) in sorted(by_minor.items())]


def run(*command: str | Path) -> None:
    """Run a program that has to succeed."""
    done = _started(*command)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout[-6000:]}")


def _started(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A program that knows neither this checkout nor what is set here for Python."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [*map(str, command)], cwd=cwd, env=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def environment(python: Path, folder: Path, versions: str) -> Path:
    """A fresh environment with what the locks say, and nothing of ours; its Python."""
    run(python, "-m", "venv", folder)
    made = folder / "bin" / "python"
    for lock in LOCKS[versions]:
        _pip(made, "--require-hashes", "--no-deps", "-r", ROOT / "requirements" / f"{lock}.txt")
    return made


def _pip(python: Path, *arguments: str | Path) -> None:
    run(python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments)


def installed(python: Path) -> dict[str, bytes]:
    """Every file of the package as it is installed there."""
    package = _package(python)
    found = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in found}


def _package(python: Path) -> Path:
    return next(python.parent.parent.glob("lib/python*/site-packages")) / "wmebv_site"


def test(what: str, python: Path, ground: Path) -> bool:
    """Run tests that came with the sdist on the package that is installed, and tell how that went."""
    ours = ground / "wmebv_site"
    if ours.is_symlink():
        ours.unlink()
    else:
        shutil.rmtree(ours)
    # Some tests read the source beside them: that too has to be what was installed.
    ours.symlink_to(_package(python), target_is_directory=True)
    done = _started(python, "-m", "pytest", *TESTS, *(f"tests/{room}" for room in rooms()), cwd=ground)
    lines = done.stdout.strip().splitlines()
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    print(f"{what}: {lines[-1]}", *failed, sep="\n  ", flush=True)
    return done.returncode == 0


def rooms() -> list[str]:
    """The tests that need neither a browser nor a judge, as the Makefile names them."""
    [listed] = re.findall(r"^ROOMS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    return str(listed).split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where wheel, sdist and the bundle for this system are")
    parser.add_argument("--python", type=Path, action="append", help="only this one")
    parser.add_argument("--versions", choices=LOCKS, action="append", help="only these versions")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    [wheel], [sdist] = folder.glob("wmebv_site-*.whl"), folder.glob("wmebv_site-*.tar.gz")
    [bundle] = folder.glob("wmebv-pakket-*-linux.zip")
    sound = True
    for python in asked.python or pythons():
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            shutil.unpack_archive(sdist, work / "sdist")
            [ground] = (work / "sdist").iterdir()
            if (ROOT.parent / "shared").is_dir():
                (work / "sdist" / "shared").symlink_to(ROOT.parent / "shared")
            if "newest" in (asked.versions or LOCKS):
                sound &= _newest(python, work, ground, wheel, sdist, bundle)
            if "lowest" in (asked.versions or LOCKS):
                low = environment(python, work / "lowest", "lowest")
                _pip(low, "--no-deps", "--no-index", wheel)
                sound &= test(f"{python}, lowest, wheel", low, ground)
    sys.exit(0 if sound else 1)


def _newest(python: Path, work: Path, ground: Path, wheel: Path, sdist: Path, bundle: Path) -> bool:
    """The bundle as an official installs it; wheel and sdist as an administrator does come to the same files."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(work)
    [unpacked] = work.glob("wmebv-pakket-*")
    run(python, unpacked / "installeer.py", work / "bundle")
    made = work / "bundle" / "bin" / "python"
    new = environment(python, work / "newest", "newest")
    ours = installed(made)
    for artefact in (wheel, sdist):
        _pip(new, "--no-deps", "--no-index", "--no-build-isolation", "--force-reinstall", artefact)
        if installed(new) != ours:
            sys.exit(f"{python}: {artefact.name} installs other files than {bundle.name}.")
        print(f"{python}, newest, {artefact.name}: the same {len(ours)} files as the bundle", flush=True)
    for lock in ("fleet", "cluster", "test"):
        _pip(made, "--require-hashes", "--no-deps", "-r", ROOT / "requirements" / f"{lock}.txt")
    return test(f"{python}, newest, bundle", made, ground)


if __name__ == "__main__":
    main()
