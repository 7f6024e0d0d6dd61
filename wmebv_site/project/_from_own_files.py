"""Writes files that we made before again, and never over one that a person made or changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from wmebv_site.project.writing import WriteRefused, replace

MADE = ".wmebv-gemaakt.json"
"""Remembers in a folder what was written there, by the sum of each file."""


def refuse_other(folder: Path, names: Mapping[str, object]) -> None:
    """Raises WriteRefused when one of these files is not as we left it."""
    known = _known(folder)
    for name in names:
        here = folder / name
        if here.is_symlink() or (here.exists() and _sum(here) != known.get(name)):
            raise WriteRefused(
                f"'{here}' is door iemand anders gemaakt of gewijzigd. Kies een andere map, of gebruik --force om het te "
                "vervangen."
            )


def write_own(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write all files, or none when one of them holds another's work or can't be written. Raises WriteRefused."""
    if not force:
        refuse_other(folder, files)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    noted = json.dumps(_known(folder) | sums, indent=1, sort_keys=True).encode() + b"\n"
    before: dict[Path, bytes | None] = {}
    try:
        for name, data in {**files, MADE: noted}.items():
            file = folder / name
            old = file.read_bytes() if file.is_file() else None
            replace(file, data)
            before[file] = old
    except (WriteRefused, OSError) as refusal:
        for file, old in before.items():
            file.unlink(missing_ok=True) if old is None else replace(file, old)
        raise WriteRefused(str(refusal)) from refusal


def _sum(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None


def _known(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / MADE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
