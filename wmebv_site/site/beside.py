"""Makes what stands around and beside the pages from the settings of a site, for whichever renderer has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.project.load import ProjectFiles, links_out, read_plain
from wmebv_site.project.settings import Folders
from wmebv_site.register.files import CONTENT
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.look.identity import STYLE_FILE, Identity, IdentitySettings, identity
from wmebv_site.site.look.theme import asset, broken_templates
from wmebv_site.site.server.security_txt import SecuritySettings, security_txt
from wmebv_site.site.server.server_files import HIDDEN, is_ours, site_files


@dataclass(frozen=True, slots=True)
class Beside:
    """Files to publish, what the skeleton must know, and what is wrong with the settings.

    ``sources`` are what the files were made from, so that a report can quote it.
    """

    files: tuple[StaticFile, ...] = ()
    chrome: dict[str, object] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: dict[str, bytes] = field(default_factory=dict)


def beside(
    settings: Mapping[str, Any],
    site_url: str | None,
    folders: Folders,
    files: ProjectFiles,
    today: date,
    *,
    live: bool,
    moved: Mapping[str, str] = MappingProxyType({}),
) -> Beside:
    """Judge the settings and make what they ask for; nothing for the web server while an editor looks (``live``).

    ``settings`` has the names of ``mkdocs.yml``; a name that is not there counts as not set. ``moved`` are the earlier
    addresses of products, each with the one that it leads to.
    """
    sources: dict[str, bytes] = {}
    look, found = _identity(settings, folders, files, sources)
    if folders.theme is not None:
        found += links_out(folders.theme, folders.project)
        found += broken_templates(folders.theme, folders.project)
    made: dict[str, bytes] = dict([look.style] if look.style else [])
    if not live:
        asked = {
            name: settings.get(f"security_{name}") for name in ("contact", "expires", "policy", "encryption")
        }
        for some, about in (
            site_files(settings.get("server_files") or (), site_url, moved),
            security_txt(SecuritySettings(**asked), site_url, today),
        ):
            made |= some
            found += about
    published = tuple(StaticFile(path, data) for path, data in made.items())
    return Beside(published, look.chrome, tuple(found), sources)


def _identity(
    settings: Mapping[str, Any], folders: Folders, files: ProjectFiles, sources: dict[str, bytes]
) -> tuple[Identity, list[Diagnostic]]:
    asked = IdentitySettings(**{name: settings.get(name) for name in ("house_style", "logo", "favicon")})
    css = None
    if asked.house_style and f"{CONTENT}{asked.house_style}" in files.others:
        css = read_plain(folders.project / folders.content / asked.house_style)
        sources[f"{CONTENT}{asked.house_style}"] = css or b""
    own = [folders.theme] if folders.theme else []
    # The judge starts from our own values, which a theme may have left out of its style sheet.
    look, found = identity(asked, files.others, css, asset("wmebv.css"), asset("huisstijl.css", own))
    if look.style:
        # With what it changes in one file, so that a browser asks for one.
        path, style = look.style
        look = replace(look, style=(path, asset("wmebv.css", own).encode() + style))
    return look, found


def is_style_source(path: str, of_theme: bool, settings: Mapping[str, Any]) -> bool:
    """Whether a file is what a house style was made from: it is read, and not published."""
    return path == (STYLE_FILE if of_theme else settings.get("house_style"))


def earlier(site: Path, kept: Collection[str]) -> list[str]:
    """What we published under a name with a dot and is no longer asked for: no renderer empties those."""
    return sorted(
        path
        for path in HIDDEN.difference(kept)
        if (site / path).is_file() and is_ours((site / path).read_bytes())
    )
