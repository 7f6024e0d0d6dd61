"""Writes the report to a folder of its own, and never where the website is made from or published."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from wmebv_site.project._from_own_files import MADE, refuse_other, write_own
from wmebv_site.project.load import part_of_website
from wmebv_site.project.writing import WriteRefused

NAMES = {
    "html": "voortgang.html",
    "xlsx": "voortgang.xlsx",
    "json": "voortgang.json",
    "md": "voortgang.md",
    "slides": "presentatie.html",
    "poster": "infographic.svg",
}
"""What a folder with reports holds, and nothing else but what remembers them."""


class ReportRefused(Exception):
    """Why nothing was written, as a Dutch sentence."""


def refuse(target: Path, project: Path, names: Iterable[str] = (), *, force: bool = False) -> None:
    """Raises ReportRefused when the report can't stand in this folder; said before any work is done.

    ``names`` are the forms that will be written, by their key in ``NAMES``.
    """
    _refuse_published(target, project)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ReportRefused(f"'{target}' is geen map. Kies een andere map.")
    if target.is_dir() and (others := sorted(set(os.listdir(target)) - {*NAMES.values(), MADE})):
        raise ReportRefused(f"In '{target}' staat al iets anders, zoals '{others[0]}'. Kies een nieuwe map.")
    try:
        if not force:
            refuse_other(target, {NAMES[name]: None for name in names})
    except WriteRefused as refusal:
        raise ReportRefused(str(refusal)) from refusal


def write(target: Path, project: Path, made: dict[str, bytes], *, force: bool = False) -> list[Path]:
    """Write the files, by their name in ``NAMES``, or none of them. The paths are returned."""
    refuse(target, project, made, force=force)
    files = {NAMES[name]: data for name, data in made.items()}
    try:
        write_own(target, files, force=force)
    except WriteRefused as refusal:
        raise ReportRefused(str(refusal)) from refusal
    return [target / name for name in files]


def _refuse_published(target: Path, project: Path) -> None:
    """Internal data may not be published: not with the website, nor by lying where it is made from."""
    if name := part_of_website(target, project):
        raise ReportRefused(f"In '{name}' komt wat op de website staat. Zet het rapport in een andere map.")
