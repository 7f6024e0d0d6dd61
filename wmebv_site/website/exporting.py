"""Writes the pages of a project for any renderer, its data, or the settings of a web server to a folder: whole or not at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wmebv_site.data.in_pages import with_linked_data
from wmebv_site.data.published import data_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Level, Refused
from wmebv_site.project.settings import site_settings_of
from wmebv_site.project.writing import fill, new_folder
from wmebv_site.register.addresses import DATA, moved_addresses
from wmebv_site.register.files import CONTENT, is_input
from wmebv_site.register.register import Register
from wmebv_site.register.yaml_text import as_json
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_files, build_pages, chrome
from wmebv_site.site.documents import offered, site_files
from wmebv_site.site.inspection import Inspected
from wmebv_site.site.look.identity import STYLE_FILE
from wmebv_site.site.look.theme import templates, theme_dir
from wmebv_site.site.prose import EXTENSIONS, FOOTNOTES
from wmebv_site.site.server.headers import SiteAddress
from wmebv_site.site.server.object_store import OBJECT_STORE, object_store
from wmebv_site.site.server.server_files import IN_SITE, made_for, nginx
from wmebv_site.site.site import Download, Site

_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def markdown_file(page: Artifact) -> str:
    """Front matter and an HTML body. JSON is YAML, so every value is quoted safely without a YAML writer."""
    lines = [f"{key}: {as_json(value)}" for key, value in page.front_matter.items()]
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
    return "".join(f"{key}: {as_json(value)}\n" for key, value in settings.items())


def export_pages(inspected: Inspected, project: Path, target: Path, moment: datetime | None = None) -> int:
    """Write ``content/``, ``theme/`` and ``mkdocs.yml`` into a new folder; the number of pages is returned.

    ``inspected`` is the project with the site that it asks for, ``moment`` that for which outages are shown; without
    one, noon of its day. Raises Refused, also when there is an error in what was inspected.
    """
    decisions, around, looks = inspected.checked.decisions, inspected.beside, inspected.design
    if wrong := next((each for each in inspected.checked.diagnostics if each.level is Level.ERROR), None):
        raise Refused(f"{wrong.message} {wrong.hint or ''}".strip())
    assert decisions is not None and around is not None and looks is not None
    settings = site_settings_of(project)
    site = Site(decisions, moment, formats=settings.data, url=settings.site_url)
    documents, downloads = site_files(site, settings.documents, looks, project)
    site = replace(site, downloads=downloads)
    with new_folder(target) as folder:
        data, loader = Data(site), templates(looks.themes)
        pages = with_linked_data(build_pages(site, loader), data, loader)
        paths = [page.path for page in pages]
        _copy_own(project, folder, settings.plugin.get("house_style"))
        made = (
            *build_files(site, pages, settings.site_url),
            *data_files(data, site.formats),
            *documents,
        )
        fill(folder / "content", {page.path: markdown_file(page) for page in pages})
        fill(folder / "content", {file.path: file.data for file in made})
        shutil.copytree(theme_dir(), folder / "theme")
        for own in looks.themes:
            shutil.copytree(own, folder / "theme", ignore=_without_links, dirs_exist_ok=True)
        # What a style is made from gives way to the style.
        (folder / "theme" / STYLE_FILE).unlink(missing_ok=True)
        fill(folder / "theme", {file.path: file.data for file in around.files})
        name = settings.site_name or f"Digitaal contact met {site.register.municipality.name}"
        text = settings_file(
            name,
            {**chrome(site), **around.chrome},
            paths,
            site_url=settings.site_url,
            site_description=settings.site_description,
        )
        fill(folder, {"mkdocs.yml": text})
    return len(pages)


def export_data(
    decisions: Decisions, project: Path, target: Path, formats: Iterable[str], moment: datetime | None = None
) -> int:
    """Write the register as data into a new folder, as it stands in ``data/`` of the website; the number of files.

    Raises Refused.
    """
    settings = site_settings_of(project)
    downloads: dict[str, tuple[Download, ...]] = {}
    for decision, form, path in offered(decisions, settings.documents):
        # Where it stands is told; how large it is, only a website that makes it knows.
        downloads[decision.id] = (*downloads.get(decision.id, ()), Download(form, 0, path))
    site = Site(decisions, moment, downloads, tuple(formats), settings.site_url)
    made = {file.path.removeprefix(DATA): file.data for file in data_files(Data(site), site.formats)}
    with new_folder(target) as folder:
        fill(folder, made)
    return len(made)


def export_headers(
    address: SiteAddress, folder: str, target: Path, register: Register | None = None
) -> list[str]:
    """Write the settings for every kind of web server into a new folder; the names of the files are returned.

    ``folder`` is where the site stands on the server, ``register`` says which addresses moved.
    Raises Refused when it is no plain absolute path.
    """
    moved = moved_addresses(register) if register is not None else {}
    made = {"nginx.conf": nginx(address, folder, moved), **made_for(IN_SITE, address, moved)}
    made[OBJECT_STORE] = object_store()
    with new_folder(target) as beside_it:
        fill(beside_it, made)
    return list(made)


def _copy_own(project: Path, target: Path, house_style: str | None) -> None:
    """The municipality's own pages and pictures, which need nothing of us; nothing is followed."""
    content = project / site_settings_of(project).content

    def left_out(folder: str, names: list[str]) -> set[str]:
        here = Path(folder)
        below = [here.joinpath(name).relative_to(content).as_posix() for name in names]
        return {
            name
            for name, path in zip(names, below, strict=True)
            if name.startswith(".")
            or (here / name).is_symlink()
            or is_input(f"{CONTENT}{path}")
            or path == house_style
        }

    if content.is_dir():
        shutil.copytree(content, target / "content", ignore=left_out, dirs_exist_ok=True)


def _without_links(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if Path(folder, name).is_symlink()}
