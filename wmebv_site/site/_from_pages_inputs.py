"""Which files of ``content/`` are input of our pages, and so are no pages themselves."""

from __future__ import annotations

from wmebv_site.register.addresses import WITH_A_ROLE

_FOLDERS = tuple(f"{folder}/" for folder in WITH_A_ROLE)


def is_input(path: str) -> bool:
    """``path`` counts from ``content/``. Machine-read files are never published."""
    if path.endswith((".yaml", ".yml")):
        return True
    return path == "index.md" or (path.endswith(".md") and path.startswith(_FOLDERS))
