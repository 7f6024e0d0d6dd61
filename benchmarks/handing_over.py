"""A MkDocs hook that does nothing but add pages made earlier: what our plugin's cost is held against."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, InclusionLevel

PAGES = "pages.pickle"
"""Beside ``mkdocs.yml``: for each path its front matter and HTML, and what stands around every page."""

_made: dict[str, tuple[dict[str, Any], str]] = {}


def on_config(config: Any) -> Any:
    made, config.extra["wmebv"] = pickle.loads(Path(config.config_file_path).with_name(PAGES).read_bytes())
    _made.update(made)
    config.theme.static_templates = {"404.html", "sitemap.xml"}
    return config


def on_files(files: Any, config: Any) -> Any:
    # Material's own files are taken out, and those of content/ with a role, as in the site it is compared with.
    own = os.path.realpath(config.theme.custom_dir)
    for file in list(files):
        if os.path.realpath(file.src_dir or "") != own:
            files.remove(file)
    for path in _made:
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    page.meta = _made[page.file.src_uri][0]
    return ""


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    return _made[page.file.src_uri][1]


def on_env(env: Any, config: Any, files: Any) -> Any:
    env.autoescape = True  # the skeleton needs it
    return env
