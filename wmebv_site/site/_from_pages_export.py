"""Writes our pages as files that any Markdown renderer can build, without our plugin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from wmebv_site.site._from_pages_markdown_parts import FOOTNOTES
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.prose import EXTENSIONS

_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def markdown_file(page: Artifact) -> str:
    """Front matter and an HTML body. JSON is YAML, so every value is quoted safely without a YAML writer."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in page.meta(None).items()]
    return "\n".join(["---", *lines, "---", "", _one_block(page.html), ""])


def _one_block(html: str) -> str:
    """HTML without blank lines: after one, CommonMark would read on as Markdown."""
    kept = _PRE.sub(lambda found: found[0].replace("\n", "&#10;"), html)
    return "\n".join(line for line in kept.splitlines() if line.strip())


def settings_file(
    site_name: str,
    extra: Mapping[str, object],
    paths: Iterable[str],
    *,
    site_url: str | None = None,
    site_description: str | None = None,
) -> str:
    """The ``mkdocs.yml`` of an export: the same theme and data, without plugins and without our command."""
    settings: dict[str, object] = {
        "site_name": site_name,
        "docs_dir": "content",
        "theme": {"name": "material", "custom_dir": "theme", "language": "nl", "font": False},
        "plugins": [],
        "markdown_extensions": [{name: FOOTNOTES} if name == "footnotes" else name for name in EXTENSIONS],
        "extra": {"wmebv": dict(extra)},
        # Without a menu of its own a renderer would list every product on every page.
        "nav": [{"Home": "index.md"}],
        "not_in_nav": "\n".join(f"/{path}" for path in sorted(paths) if path != "index.md"),
    }
    about = {"site_url": site_url, "site_description": site_description}
    settings |= {name: value for name, value in about.items() if value}
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in settings.items())
