"""What stands in ``mkdocs.yml`` as plain text, for what does without MkDocs: its settings may carry tags that run code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wmebv_site.project.load import read_plain
from wmebv_site.register.files import CHANNELS_FILE
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import Value, YamlList, YamlMapping, read_yaml

_FILE = "mkdocs.yml"
_OF_THE_WEBSITE = ("content", "site", "theme", "products")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What is no text counts as not set."""

    site_name: str | None = None
    site_url: str | None = None
    site_description: str | None = None
    theme: Path | None = None
    """The municipality's own theme, when that folder is there."""
    folders: tuple[str, ...] = ()
    """What the website is made from and where it is put, besides the folders that every project has."""
    plugin: Mapping[str, str] = field(default_factory=dict)
    """The settings of our plugin."""
    documents: tuple[str, ...] = ()
    """As what a decision can be downloaded."""
    document_styles: Mapping[str, str] = field(default_factory=dict)


def site_settings_of(project: Path) -> SiteSettings:
    settings = _read(project)
    texts, ours = _texts(settings), _of_plugin(settings)
    documents = ours.get("documents")
    of_theme = _texts(settings.get("theme"))
    theme = project / of_theme.get("custom_dir", "theme")
    return SiteSettings(
        site_name=texts.get("site_name"),
        site_url=texts.get("site_url"),
        site_description=texts.get("site_description"),
        theme=theme if theme.is_dir() else None,
        folders=tuple(
            found[key]
            for found, key in ((texts, "docs_dir"), (texts, "site_dir"), (of_theme, "custom_dir"))
            if key in found
        ),
        plugin=_texts(ours),
        documents=tuple(name for name in documents if isinstance(name, str))
        if isinstance(documents, YamlList)
        else (),
        document_styles=_texts(ours.get("document_styles")),
    )


def is_project(folder: Path) -> bool:
    """Whether a folder looks like one from which a website is made."""
    with suppress(OSError):
        return (folder / _FILE).is_file() and (folder / CHANNELS_FILE).is_file()
    return False


def part_of_website(target: Path, project: Path) -> str | None:
    """The folder that a target lies in, when the website is made from it or published from it."""
    real = Path(os.path.realpath(target))
    for name in (*_OF_THE_WEBSITE, *site_settings_of(project).folders):
        folder = Path(os.path.realpath(project / name))
        if real == folder or folder in real.parents:
            return name
    return None


def _read(project: Path) -> Mapping[str, Value]:
    source, _ = read_text(_FILE, read_plain(project / _FILE) or b"")
    settings = read_yaml(source)[0] if source else None
    return settings if isinstance(settings, YamlMapping) else {}


def _of_plugin(settings: Mapping[str, Value]) -> Mapping[str, Value]:
    plugins = settings.get("plugins")
    listed = plugins if isinstance(plugins, YamlList) else [plugins]
    ours = (each.get("wmebv") for each in listed if isinstance(each, YamlMapping))
    return next((each for each in ours if isinstance(each, YamlMapping)), {})


def _texts(value: object) -> dict[str, str]:
    return (
        {name: text for name, text in value.items() if isinstance(text, str)}
        if isinstance(value, YamlMapping)
        else {}
    )
