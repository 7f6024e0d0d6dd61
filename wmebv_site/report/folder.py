"""Writes the report to a folder of its own, and never where the website is made from or published."""

from __future__ import annotations

import os
from pathlib import Path

from wmebv_site.load import settings_of
from wmebv_site.writing import WriteRefused, replace

NAMES = {
    "html": "voortgang.html",
    "xlsx": "voortgang.xlsx",
    "json": "voortgang.json",
    "md": "voortgang.md",
    "slides": "presentatie.html",
    "poster": "infographic.svg",
}
"""What a folder with reports holds, and nothing else: so nobody's own file is ever written over."""
_PUBLISHED = ("content", "site", "theme", "products")


class ReportRefused(Exception):
    """Why nothing was written, as a Dutch sentence."""


def refuse(target: Path, project: Path) -> None:
    """Raises ReportRefused when the report can't stand in this folder; said before any work is done."""
    _refuse_published(target, project)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ReportRefused(f"'{target}' is geen map. Kies een andere map.")
    if target.is_dir() and (others := sorted(set(os.listdir(target)) - set(NAMES.values()))):
        raise ReportRefused(f"In '{target}' staat al iets anders, zoals '{others[0]}'. Kies een nieuwe map.")


def write(target: Path, project: Path, made: dict[str, bytes]) -> list[Path]:
    """Write the files, by their name in ``NAMES``, or none of them. The paths are returned."""
    refuse(target, project)
    files = {target / NAMES[name]: data for name, data in made.items()}
    before = {file: file.read_bytes() if file.is_file() else None for file in files}
    written: list[Path] = []
    try:
        for file, data in files.items():
            replace(file, data)
            written.append(file)
    except (WriteRefused, OSError) as refusal:
        for file in written:
            _put_back(file, before[file])
        raise ReportRefused(str(refusal)) from refusal
    return written


def _put_back(file: Path, data: bytes | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
    else:
        replace(file, data)


def _refuse_published(target: Path, project: Path) -> None:
    """Internal data may not be published: not with the website, nor by lying where it is made from."""
    settings = settings_of(project)
    named = [settings[key] for key in ("docs_dir", "site_dir") if key in settings]
    real = Path(os.path.realpath(target))
    for name in (*_PUBLISHED, *named):
        folder = Path(os.path.realpath(project / name))
        if real == folder or folder in real.parents:
            raise ReportRefused(f"In '{name}' komt wat op de website staat. Zet het rapport in een andere map.")
