"""Which files of ``content/`` are input of our pages, and so are no pages themselves."""

from __future__ import annotations

_FOLDERS = ("besluiten/", "hulp/", "beleid/")


def is_input(path: str) -> bool:
    """``path`` counts from ``content/``. Machine-read files are never published."""
    if path.endswith((".yaml", ".yml")):
        return True
    return path == "index.md" or (path.endswith(".md") and path.startswith(_FOLDERS))
