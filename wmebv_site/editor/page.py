"""The page on which the editor for a browser runs, what that page may reach, and the licences of what it is made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from wmebv_site.project.editor_settings import EditorSettings

PROGRAM, STYLE, LOGO, PACKAGES = "editor.js", "editor.css", "logo.svg", "packages.json"
"""What every bundle has: the program, its style, its sign, and which packages are in it."""
NEEDED = (PROGRAM, STYLE, LOGO, PACKAGES)


def policy(settings: EditorSettings | None) -> str:
    """What the page may load and ask: its own files, and the one forge (CSP Level 3).

    The program writes its own style while it runs, so that a style may stand in the page; a script may not.
    """
    forge = f" {settings.origin}" if settings is not None else ""
    avatars = f" {settings.address}" if settings is not None and settings.address != settings.origin else ""
    allowed = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self'",
        "img-src": f"'self' data: blob:{forge}{avatars}",
        "connect-src": f"'self' data: blob:{forge}{avatars}",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def index_html(title: str, settings: EditorSettings | None) -> str:
    return f"""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(policy(settings))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="same-origin">
<title>{escape(title)}</title>
<link rel="icon" href="{LOGO}" type="image/svg+xml">
<link rel="stylesheet" href="{STYLE}">
<script type="module" src="{PROGRAM}"></script>
</head>
<body>
<noscript>Zet JavaScript aan om het register te bewerken.</noscript>
</body>
</html>
"""


def licences(packages: Iterable[Mapping[str, Any]]) -> str:
    """Which packages are in the bundle, with the licence of each and its text where the package carries one."""
    lines = ["Wat in de editor zit, en onder welke licentie.", ""]
    lines += [f"{each['name']} {each['version']}: {each['license']}" for each in packages]
    for each in packages:
        if text := each.get("text"):
            lines += ["", "=" * 80, f"{each['name']} {each['version']}", "", text]
    return "\n".join(lines) + "\n"


def editor_files(
    bundle: Mapping[str, bytes], config: str, title: str, settings: EditorSettings | None
) -> dict[str, bytes]:
    """Every file of the folder that a web server gives, by its path in it."""
    return {
        **{path: data for path, data in bundle.items() if path != PACKAGES},
        "index.html": index_html(title, settings).encode(),
        "config.yml": config.encode(),
        "LICENSES.txt": licences(json.loads(bundle[PACKAGES])).encode(),
    }
