"""Writes the pages of a project to a folder: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from wmebv_site.load import load
from wmebv_site.model import Register
from wmebv_site.pages import Site, build_pages, chrome, is_input
from wmebv_site.pages.export import markdown_file, settings_file
from wmebv_site.theme_files import templates, theme_dir


class ExportRefused(Exception):
    """Why nothing was written, as a Dutch sentence."""


def export_pages(register: Register, project: Path, target: Path, today: date) -> int:
    """Write ``content/``, ``theme/`` and ``mkdocs.yml`` into a new folder; the number of pages is returned."""
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise ExportRefused(f"'{target}' bestaat al en is niet leeg. Kies een nieuwe map.")
    own = project / "theme"
    site = Site(register, today)
    pages = build_pages(site, templates([own] if own.is_dir() else ()))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".wmebv-", dir=target.parent))
    try:
        paths = [page.path for page in pages]
        _copy_own(project, beside)
        for page in pages:
            _write(beside / "content" / page.path, markdown_file(page))
        shutil.copytree(theme_dir(), beside / "theme")
        if own.is_dir():
            shutil.copytree(own, beside / "theme", dirs_exist_ok=True)
        name = f"Digitaal contact met {register.municipality.name}"
        _write(beside / "mkdocs.yml", settings_file(name, chrome(site), paths))
        beside.chmod(0o755)
        if target.exists():
            target.rmdir()
        os.replace(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return len(pages)


def _copy_own(project: Path, target: Path) -> None:
    """The municipality's own pages and pictures, which need nothing of us."""
    found = load(project)
    for path in [*found.files, *found.others]:
        if path.startswith("content/") and not is_input(path.removeprefix("content/")):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(project / path, target / path, follow_symlinks=False)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
