"""Where the templates and styles stand: the municipality's own first, then ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BaseLoader

_PACKAGE = Path(__file__).parents[2]


def theme_dir() -> Path:
    """Our theme: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "theme"
    return installed if installed.is_dir() else _PACKAGE.parent / "theme"


def templates(own: Iterable[Path] = ()) -> BaseLoader:
    """Finds ``pages/*.html`` and ``components/*.html``; a template of the municipality wins over ours."""
    from jinja2 import FileSystemLoader  # who only judges a style needs none

    return FileSystemLoader([str(folder) for folder in (*own, theme_dir())])


def asset(name: str, own: Iterable[Path] = ()) -> str:
    """The text of ``assets/<name>``; a file of the municipality wins over ours."""
    found = next(file for folder in (*own, theme_dir()) if (file := folder / "assets" / name).is_file())
    return found.read_text(encoding="utf-8")
