"""Hands our pages to MkDocs: everything that knows MkDocs, and nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date as date_type
from html import unescape
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from pathspec.gitignore import GitIgnoreSpec

from wmebv_site.cli.findings import Report
from wmebv_site.cli.formats import render
from wmebv_site.diagnostics import Level, Place, Refused
from wmebv_site.documents.model import NOT_MADE
from wmebv_site.project.clock import BAD_SETTING, build_date, build_moment, collector_paused, now
from wmebv_site.project.load import load
from wmebv_site.register.addresses import NOT_FOUND, SITEMAP
from wmebv_site.register.files import CONTENT, NOTES, is_input
from wmebv_site.register.memory import Memory
from wmebv_site.site.artifact import SKELETON_KEYS, Artifact, StaticFile
from wmebv_site.site.beside import Folders, is_style_source, remove_earlier
from wmebv_site.site.build import build_files, build_pages, chrome, problem_page
from wmebv_site.site.documents import FORMATS, site_files
from wmebv_site.site.inspection import AskedSite, inspect
from wmebv_site.site.look.theme import templates, theme_dir
from wmebv_site.site.prose import EXTENSIONS, FOOTNOTES, ForResidents, sanitise
from wmebv_site.site.server.server_files import IN_SITE
from wmebv_site.site.site import Site

log = get_plugin_logger("wmebv")


class Settings(Config):  # type: ignore[no-untyped-call]  # MkDocs did not type how it makes one
    """What a municipality can set under ``plugins: - wmebv:`` in ``mkdocs.yml``."""

    date: option.Optional[str | date_type] = option.Optional(option.Type((str, date_type)))
    """The day to build for, as JJJJ-MM-DD; without it SOURCE_DATE_EPOCH, then today."""
    edit_links = option.Type(bool, default=True)
    """Whether pages lead to the line of the register, when ``repo_url`` and ``edit_uri`` are there."""
    house_style = option.Optional(option.Type(str))
    """A CSS file in ``docs_dir`` with tokens of the NL Design System, such as ``huisstijl/tokens.css``."""
    logo = option.Optional(option.Type(str))
    """A picture in ``docs_dir``, shown beside the name of the municipality."""
    favicon = option.Optional(option.Type(str))
    """A picture in ``docs_dir``, shown by a browser on the tab."""
    server_files = option.ListOfItems(option.Choice(tuple(IN_SITE)), default=[])
    """For which servers the site carries its own settings: ``apache`` (.htaccess), ``static`` (_headers)."""
    documents = option.ListOfItems(option.Choice(FORMATS), default=[])
    """As what a decision can be downloaded: ``pdf``, ``docx``, ``odt``. Needs the extra ``documents``."""
    document_template = option.Optional(option.Type(str))
    """A Word file in the project whose styles, page, header and footer a docx gets."""
    document_styles = option.Type(dict, default={})
    """The name of the style for each use, such as ``heading_1: Kop 1``, where it isn't Word's own."""
    security_contact = option.Optional(option.Type(str))
    """Where to report a weakness: https://, mailto: or tel:. Makes ``security.txt``, on a host of its own."""
    security_expires = option.Optional(option.Type((str, date_type)))
    """The last day on which ``security.txt`` counts, as JJJJ-MM-DD, within a year."""
    security_policy = option.Optional(option.Type(str))
    """The page that tells how reports are dealt with."""
    security_encryption = option.Optional(option.Type(str))
    """The key with which a report can be encrypted."""


class MadePage(Page):
    """A page that we made: MkDocs has nothing to read, and no Markdown to convert."""

    def __init__(self, made: Artifact, edit_url: str | None, file: File, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)
        self._made = made
        self._edit_link = edit_url

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown, self.meta = "", self._made.meta(self._edit_link)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self._made.html


class WmebvPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # nor this
    """Builds the pages before MkDocs empties ``site/``, then gives them to it one by one."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._memory: Memory | None = None
        self._pages: dict[str, Artifact] = {}
        self._sound: dict[str, Artifact] = {}
        self._around: dict[str, object] = {"live": True}
        self._files: list[StaticFile] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"
        if self._serving:
            self._memory = Memory()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        project = _project(config)
        own = config.theme.custom_dir
        ours = str(theme_dir())
        if ours not in map(os.path.realpath, config.theme.dirs):
            config.theme.dirs.insert(1 if own else 0, ours)
        config.theme.static_templates = {NOT_FOUND, SITEMAP}
        # Otherwise MkDocs warns that a note stands in the way of a page.
        notes = GitIgnoreSpec.from_lines(NOTES)
        config.exclude_docs = config.exclude_docs + notes if config.exclude_docs else notes
        config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
        config.markdown_extensions.append(ForResidents())  # type: ignore[arg-type]  # Markdown takes both
        config.mdx_configs["footnotes"] = FOOTNOTES | config.mdx_configs.get("footnotes", {})
        for name in ("channels.yaml", "products.yaml", "products"):
            if (project / name).exists():
                config.watch.append(str(project / name))
        if template := self.config.document_template:
            config.watch.append(str(project / template))
        return config

    @collector_paused()
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check and render everything: what goes wrong here leaves the last site as it was."""
        project = _project(config)
        own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
        loader = templates([own] if own else ())
        try:
            read = now()
            today = build_date(None, self.config.date, os.environ, read)
            moment = build_moment(None, self.config.date, os.environ, read)
        except Refused as error:
            if not self._serving:
                raise Abort(str(error)) from None
            # An exception here would leave the server without an answer until someone mends the setting.
            log.error("%s", error)
            self._show_problem(
                problem_page([BAD_SETTING.at(Place("mkdocs.yml"), str(error))], loader), config
            )
            return
        folders = Folders(project, os.path.relpath(config.docs_dir, project), own)
        asked = AskedSite(self.config, config.site_url, folders, live=self._serving)
        files = load(project, folders.content)
        inspected = inspect(files, today, moment, asked, self._memory)
        report = Report(inspected.checked, inspected.files, today, strict=bool(config.strict))
        decisions, around, looks = report.checked.decisions, inspected.beside, inspected.design
        if report.failed or decisions is None or around is None or looks is None:
            log.error("Het register is nog niet in orde.\n\n%s", render(report, "text"))
            if not self._serving:
                raise Abort("De website is niet gewijzigd. Los de meldingen op en bouw opnieuw.")
            self._show_problem(problem_page(report.diagnostics, loader), config)
            return
        if report.counts[Level.WARNING]:
            log.warning("Het register kan beter.\n\n%s", render(report, "text"))
        try:
            # Before the pages, which tell how large each document is.
            site = Site(decisions, moment)
            documents, downloads = site_files(site, self.config.documents, looks, project)
        except Refused as refusal:
            if not self._serving:
                raise Abort(str(refusal)) from None
            log.error("%s", refusal)
            self._show_problem(problem_page([NOT_MADE.at(Place("mkdocs.yml"), str(refusal))], loader), config)
            return
        site = replace(site, downloads=downloads)
        apart = files.digest_without_products() if self._memory else None
        pages = build_pages(site, loader, self._memory, apart)
        self._pages = self._sound = {page.path: page for page in pages}
        self._files = [*build_files(site, pages, config.site_url), *documents, *around.files]
        self._around = {**chrome(site), **around.chrome, "live": self._serving}
        config.extra["wmebv"] = self._around
        if self._memory:
            self._memory.turn()

    def _show_problem(self, problem: Artifact, config: MkDocsConfig) -> None:
        """Under ``serve`` the mistakes stand on top of every page an editor may be looking at."""
        last = self._sound or {problem.path: replace(problem, html="")}
        self._pages = {
            path: replace(page, html=f"{problem.html}\n{page.html}") for path, page in last.items()
        }
        config.extra["wmebv"] = self._around

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out what is input or Material's, and add our pages."""
        kept = {os.path.realpath(folder) for folder in (theme_dir(), config.theme.custom_dir or theme_dir())}
        docs = os.path.realpath(config.docs_dir)
        for file in list(files):
            source = os.path.realpath(file.src_dir) if file.src_dir else docs
            of_theme = source != docs and source not in kept
            is_source = is_style_source(file.src_uri, source != docs, self.config)
            if of_theme or is_source or (source == docs and is_input(f"{CONTENT}{file.src_uri}")):
                files.remove(file)
        edit_root = self._edit_root(config)
        for path, page in self._pages.items():
            file = File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            MadePage(page, _edit_url(edit_root, page.origin), file, config)
            files.append(file)
        for made in self._files:
            # Without an inclusion of its own, MkDocs leaves out a name that begins with a dot.
            files.append(
                File.generated(config, made.path, content=made.data, inclusion=InclusionLevel.INCLUDED)
            )
        remove_earlier(Path(config.site_dir), {made.path for made in self._files})
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        if isinstance(page, MadePage):
            return None
        for key in SKELETON_KEYS:
            page.meta.pop(key, None)
        # MkDocs escapes a title that it takes from the text, and the skeleton would do so again.
        page.meta.setdefault("title", unescape(str(page.title or "")))
        return str(sanitise(html))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """MkDocs leaves autoescape off: with it on, text can't become markup in the skeleton either."""
        env.autoescape = True
        return env

    def _edit_root(self, config: MkDocsConfig) -> str | None:
        """Under which address an editor finds the files of the project; None when pages shouldn't lead there."""
        if not self.config.edit_links or not config.repo_url or not config.edit_uri:
            return None
        docs = os.path.relpath(config.docs_dir, _project(config)).replace(os.sep, "/")
        base = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri)
        return urljoin(base, "../" * (docs.count("/") + 1))


def _edit_url(root: str | None, origin: Place | None) -> str | None:
    if root is None or origin is None:
        return None
    line = f"#L{origin.line}" if origin.file.endswith(".yaml") else ""
    return f"{root}{origin.file}{line}"


def _project(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
