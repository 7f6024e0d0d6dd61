"""Sees whether a version can be released, and counts and signs what it consists of: `make release` calls it."""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
SUMS = "SHA256SUMS"
NAMESPACE = "file"
"""For what a signature is meant; who verifies names it too."""
_HEADING = re.compile(r"^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)


def version(root: Path = ROOT) -> str:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def notes(root: Path = ROOT) -> str:
    """What the changelog says of the newest version: what to do first, then what changed."""
    _, _, below = _newest(root)
    return below.strip() + "\n"


def in_the_way(root: Path = ROOT) -> Iterator[str]:
    """Everything that keeps this checkout from being a release, each as a sentence."""
    wanted = version(root)
    name, day, below = _newest(root)
    if (name, bool(day)) != (wanted, True):
        yield f"CHANGELOG.md begins with [{name}]{f' of {day}' if day else ''}; a release begins with '## [{wanted}] - YEAR-MONTH-DAY'."
    if "### Wat moet u doen" not in below:
        yield "The newest version in CHANGELOG.md lacks '### Wat moet u doen'."
    public = yaml.safe_load((root / "publiccode.yml").read_text(encoding="utf-8"))
    for key, value in (("softwareVersion", wanted), ("releaseDate", day)):
        if day and str(public.get(key)) != value:
            yield f"publiccode.yml has {key} '{public.get(key)}'; this release is '{value}'."
    if changed := _git(root, "status", "--porcelain"):
        yield f"{len(changed.splitlines())} files differ from the commit; commit or remove them."
    tagged = _git(root, "rev-parse", "--verify", "--quiet", f"v{wanted}^{{commit}}")
    if tagged and tagged != _git(root, "rev-parse", "HEAD"):
        yield f"The tag v{wanted} stands at another commit; a version is released once."


def write_sums(folder: Path) -> Path:
    """The checksum of every file of a release, in the form that `sha256sum --check` reads."""
    named = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(SUMS))
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in named)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return folder / SUMS


def sign(sums: Path, key: Path) -> Path:
    """A signature beside the checksums, with a key of SSH; the key may be in an agent, then its public half is named."""
    signature = sums.with_name(f"{sums.name}.sig")
    signature.unlink(missing_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE, sums], check=True)
    return signature


def _newest(root: Path) -> tuple[str, str | None, str]:
    """The name of the newest version, its day, and what stands below it."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    first, *others = _HEADING.finditer(text)
    return first[1], first[2], text[first.end() : others[0].start() if others else len(text)]


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="say what is in the way of a release")
    what.add_argument("--notes", action="store_true", help="print the notes of the newest version")
    what.add_argument("--sums", type=Path, metavar="DIR", help="write the checksums of a folder")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="sign those checksums too")
    asked = parser.parse_args()
    if asked.check:
        found = list(in_the_way())
        sys.exit("\n".join(found) if found else 0)
    if asked.notes:
        print(notes(), end="")
        return
    sums = write_sums(asked.sums)
    print(sums.read_text(encoding="utf-8"), end="")
    if asked.sign:
        print(sign(sums, asked.sign).name)
    else:
        print(f"Not signed: make release SIGN=KEY, or ssh-keygen -Y sign -f KEY -n {NAMESPACE} {sums}")


if __name__ == "__main__":
    main()
