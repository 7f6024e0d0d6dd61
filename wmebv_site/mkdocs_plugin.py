"""Hands our pages to MkDocs: everything that knows MkDocs, and nothing else."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date as date_type
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    TemplateError,
)
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext
from pathspec.gitignore import GitIgnoreSpec

from wmebv_site.project.clock import collector_paused
from wmebv_site.project.load import base_apart, base_folder, base_repository

with collector_paused():  # what is imported stays too
    from wmebv_site.cli.findings import Report
    from wmebv_site.cli.formats import render
    from wmebv_site.data.in_pages import with_linked_data
    from wmebv_site.data.whole import Data
    from wmebv_site.diagnostics import Diagnostic, Level, Place, Refused, printable
    from wmebv_site.documents.model import NOT_MADE
    from wmebv_site.project.clock import ASKED_DAY, BAD_SETTING, build_date, build_moment, now
    from wmebv_site.project.load import load
    from wmebv_site.project.settings import (
        CHOOSE_FOLDER,
        DATA_FORMATS,
        DOCUMENT_FORMATS,
        SERVERS,
        SETTINGS_FILE,
        USUAL_DATA,
        AskedSite,
        Folders,
        judged_settings,
        misplaced_website,
    )
    from wmebv_site.project.turns import turn_in
    from wmebv_site.project.writing import MEND_FINDINGS, NOT_BUILT, Successor, way_out
    from wmebv_site.register.addresses import NOT_FOUND, SITEMAP
    from wmebv_site.register.content import OWN_PAGE_KEYS
    from wmebv_site.register.files import CONTENT, NOTES, is_input, on_disk
    from wmebv_site.register.front_matter import Document
    from wmebv_site.register.memory import Memory
    from wmebv_site.rules.checking import seen_from
    from wmebv_site.site.artifact import Artifact, StaticFile, in_head
    from wmebv_site.site.beside import earlier, is_style_source
    from wmebv_site.site.build import build_files, build_pages, chrome, problem_page
    from wmebv_site.site.documents import site_files
    from wmebv_site.site.edit_links import EditLinks
    from wmebv_site.site.inspection import inspect
    from wmebv_site.site.look.theme import failed_template, templates, theme_dir
    from wmebv_site.site.prose import EXTENSIONS, FOOTNOTES, ForResidents, sanitise
    from wmebv_site.site.site import Site

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # a build has no use for a server

log = get_plugin_logger("wmebv")


@contextmanager
def _called(folder: str, name: str) -> Iterator[None]:
    """Have MkDocs say the folder that the editor knows, and not the one beside it in which it writes."""

    def rename(record: logging.LogRecord) -> bool:
        record.msg = str(record.msg).replace(folder, name)
        return True

    of_mkdocs = logging.getLogger("mkdocs.commands.build")
    of_mkdocs.addFilter(rename)
    try:
        yield
    finally:
        of_mkdocs.removeFilter(rename)


class Settings(Config):  # type: ignore[no-untyped-call]  # MkDocs did not type how it makes one
    """What a municipality can set under ``plugins: - wmebv:`` in ``mkdocs.yml``."""

    date: option.Optional[str | date_type] = option.Optional(option.Type((str, date_type)))
    """The day to build for, as JJJJ-MM-DD; without it SOURCE_DATE_EPOCH, then today."""
    edit_links = option.Type(bool, default=True)
    """Whether pages lead to the line of the register, when MkDocs knows where the files are kept."""
    house_style = option.Optional(option.Type(str))
    """A CSS file in ``docs_dir`` with tokens of the NL Design System, such as ``huisstijl/tokens.css``."""
    logo = option.Optional(option.Type(str))
    """A picture in ``docs_dir``, shown beside the name of the municipality."""
    favicon = option.Optional(option.Type(str))
    """A picture in ``docs_dir``, shown by a browser on the tab."""
    server_files = option.ListOfItems(option.Choice(SERVERS), default=[])
    """For which servers the site carries its own settings: ``apache`` (.htaccess), ``static`` (_headers)."""
    documents = option.ListOfItems(option.Choice(DOCUMENT_FORMATS), default=[])
    """As what a decision can be downloaded: ``pdf``, ``docx``, ``odt``. Needs the extra ``documents``."""
    data_ = option.ListOfItems(option.Choice(DATA_FORMATS), default=list(USUAL_DATA))
    """As what the register is published as data: ``json``, ``csv``, ``sqlite``, ``dcat``, ``cpsv``, ``sc``.
    The name ends in a stroke since a setting of MkDocs keeps all others in ``data``; in ``mkdocs.yml`` it is ``data``."""
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
    editor = option.Type(dict, default={})
    """Where the editor for a browser finds the registers: ``forge``, ``address``, ``repository``, ``branch``, ``client_id``."""


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
        self._own: dict[str, Document] = {}
        self._successor: Successor | None = None
        self._turn = ExitStack()
        self._site_dir = ""
        self._reading: str | None = None
        self._failure: Diagnostic | None = None
        self._own_left_out = False
        self._editing: EditLinks | None = None
        self._theme_dirs: list[str] = []

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[Any], list[Any]]:
        """Leave what is wrong with the settings to the check, which tells it in Dutch with its line."""
        errors, warnings = super().load_config(options, config_file_path)
        if (errors or warnings) and config_file_path:
            file = Path(config_file_path)
            if not judged_settings(file.parent, file.name, only_of_plugin=True).sound:
                return [], []
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"
        self._failure = self._successor = None
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
        if own:
            config.watch.append(own)
        if shared := base_folder(project):
            config.watch.append(str(shared))
        if isinstance(template := self.config.document_template, str):
            config.watch.append(str(project / template))
        return config

    @event_priority(-100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check and render everything, then have MkDocs write beside the last site, which stays as it was till the end."""
        self._done()
        sources = map(Path, (config.docs_dir, config.theme.custom_dir or theme_dir()))
        if why := misplaced_website(Path(config.site_dir), _project(config), sources):
            raise Abort(f"In '{config.site_dir}' kan de website niet komen. {why} {CHOOSE_FOLDER}")
        try:
            self._turn.enter_context(
                turn_in(_project(config), f"mkdocs {'serve' if self._serving else 'build'}")
            )
        except Refused as refusal:
            raise Abort(str(refusal)) from None
        self._prepare(config)
        try:
            self._successor = Successor(Path(config.site_dir))
        except Refused as refusal:
            raise Abort(str(refusal)) from None
        self._site_dir, config.site_dir = config.site_dir, str(self._successor.folder)
        self._turn.enter_context(_called(config.site_dir, self._site_dir))
        self._set_aside(config)

    def _set_aside(self, config: MkDocsConfig) -> None:
        """Spare MkDocs the walk past thousands of icons: of Material, no file reaches a resident."""
        theme, kept = config.theme, {config.theme.custom_dir, str(theme_dir())}
        self._theme_dirs = theme.dirs
        theme.dirs = [folder for folder in theme.dirs if folder in kept]

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let the new site take the place of the last one, unless MkDocs is about to call it a failure."""
        successor, config.site_dir = self._successor, self._site_dir
        if successor is None:
            return
        if any(handler.get_counts() for handler in _counting()):
            self._done()
            log.error("De website is niet gewijzigd. Los de waarschuwingen op en bouw opnieuw.")
            return
        try:
            whole = successor.take_over(earlier(successor.target, {made.path for made in self._files}))
        except Refused as refusal:
            raise Abort(str(refusal)) from None
        self._turn.close()
        if successor.is_within:
            above = printable(str(successor.target.parent))
            log.info(
                f"Naast de map van de website kon niets worden gemaakt. De bestanden zijn een voor een vervangen: wie op dat "
                f"moment keek, zag oud en nieuw door elkaar. Geef de bouw het recht om in '{above}' te schrijven. Is de map "
                "zelf een schijf? Koppel dan de map erboven."
            )
        elif not whole:
            log.info("De map van de website kon niet in één stap wisselen. Heel even was er geen website.")

    def on_build_error(self, *, error: Exception) -> None:
        """Say in a sentence why MkDocs can't make the site; the last one is still there."""
        self._done()
        if isinstance(error, MkDocsException):
            return
        if os.environ.get("WMEBV_DEBUG"):
            traceback.print_exception(error)
        said = _told(error, self._reading)
        self._failure = said if self._serving else None
        raise Abort(f"{said.message} {said.hint} De website is niet gewijzigd.") from None

    def on_shutdown(self) -> None:
        self._done()

    def _done(self) -> None:
        """Give back the turn, and remove what was made beside the last site."""
        self._turn.close()
        if self._successor is not None:
            self._successor.discard()
            self._successor = None

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """A build that fails would leave the server without an answer: show why on top of the last pages."""
        build = server.builder

        def guarded() -> None:
            try:
                build()
            except Exception as error:
                log.error("%s", error)
                if self._failure is None:
                    return
                try:
                    build()
                except Exception as again:
                    log.error("%s", again)

        server.builder = guarded
        return server

    @collector_paused()
    def _prepare(self, config: MkDocsConfig) -> None:
        project = _project(config)
        self._reading, self._own_left_out = None, False
        own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
        loader = templates([own] if own else ())
        try:
            read = now()
            set_day = self.config.date if isinstance(self.config.date, (str, date_type)) else None
            asked_day = os.environ.get(ASKED_DAY) or None
            today = build_date(asked_day, set_day, os.environ, read)
            moment = build_moment(asked_day, set_day, os.environ, read)
        except Refused as error:
            if not self._serving:
                raise Abort(str(error)) from None
            # An exception here would leave the server without an answer until someone mends the setting.
            log.error("%s", error)
            self._show_problem(
                problem_page([BAD_SETTING.at(Place("mkdocs.yml"), str(error))], loader), config
            )
            return
        failure, self._failure = self._failure, None
        if failure:
            self._own_left_out = True
            self._show_problem(problem_page([failure], loader), config)
            return
        folders = Folders(project, os.path.relpath(config.docs_dir, project).replace(os.sep, "/"), own)
        asked = AskedSite(
            self.config,
            config.site_url,
            folders,
            live=self._serving,
            in_folders=config.use_directory_urls,
            judged=judged_settings(project, _settings_file(config), only_of_plugin=True),
        )
        files = load(project, folders.content)
        inspected = inspect(files, today, moment, asked, self._memory)
        named = {on_disk(name, folders.content): data for name, data in inspected.files.items()}
        checked = seen_from(inspected.checked, "", folders.content)
        report = Report(checked, named, today, strict=bool(config.strict))
        decisions, around, looks = report.checked.decisions, inspected.beside, inspected.design
        if report.failed or decisions is None or around is None or looks is None:
            log.error("Het register is nog niet in orde.\n\n%s", render(report, "text"))
            if not self._serving:
                raise Abort(f"De website is niet gewijzigd. {MEND_FINDINGS}")
            self._show_problem(problem_page(report.diagnostics, loader), config)
            return
        if report.counts[Level.WARNING]:
            log.warning("Het register kan beter.\n\n%s", render(report, "text"))
        try:
            # Before the pages, which tell how large each document is.
            site = Site(decisions, moment, formats=tuple(self.config.data_), url=config.site_url)
            documents, downloads = site_files(site, self.config.documents, looks, project)
        except Refused as refusal:
            if not self._serving:
                raise Abort(str(refusal)) from None
            log.error("%s", refusal)
            self._show_problem(problem_page([NOT_MADE.at(Place("mkdocs.yml"), str(refusal))], loader), config)
            return
        site = replace(site, downloads=downloads)
        self._own = {document.file: document for document in site.register.documents}
        apart = files.digest_without_products() if self._memory else None
        pages = build_pages(site, loader, self._memory, apart)
        data = Data(site)
        linked = with_linked_data(pages, data, loader)
        self._pages = self._sound = {page.path: page for page in linked}
        self._files = [
            *build_files(site, pages, config.site_url),
            *_data_files(data),
            *documents,
            *around.files,
        ]
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
            is_own = source == docs and (self._own_left_out or is_input(f"{CONTENT}{file.src_uri}"))
            if of_theme or is_source or is_own:
                files.remove(file)
        self._editing = self._edit_links(config)
        for path, page in self._pages.items():
            file = File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            MadePage(page, self._edit_url(page.origin), file, config)
            files.append(file)
        for made in self._files:
            # Without an inclusion of its own, MkDocs leaves out a name that begins with a dot.
            files.append(
                File.generated(config, made.path, content=made.data, inclusion=InclusionLevel.INCLUDED)
            )
        return files

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Read a page of the municipality as ``check`` does: MkDocs would take more from it than its title."""
        self._reading = f"{CONTENT}{page.file.src_uri}"
        document = self._own.get(self._reading)
        # A first line without anything: what MkDocs takes for front matter begins on it.
        return None if document is None else f"\n{document.body}"

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        if not isinstance(page, MadePage):
            document = self._own.get(f"{CONTENT}{page.file.src_uri}")
            said = document.meta if document else page.meta
            page.meta = {key: said[key] for key in OWN_PAGE_KEYS if said.get(key)}

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        self._reading = f"{CONTENT}{page.file.src_uri}"

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        if isinstance(page, MadePage):
            return None
        # MkDocs escapes a title that it takes from the text, and the skeleton would do so again.
        title = str(page.meta.get("title") or unescape(str(page.title or "")))
        page.meta.update(in_head(title, page.meta.get("description")))
        written = page.file.edit_uri
        page.edit_url = self._edit_url(Place(f"{CONTENT}{written}")) if written else None
        return str(sanitise(html))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """MkDocs leaves autoescape off: with it on, text can't become markup in the skeleton either."""
        env.autoescape = True
        # A template of the municipality may extend one of Material's.
        config.theme.dirs = self._theme_dirs
        if env.loader is not None:
            env.loader = ChoiceLoader([env.loader, FileSystemLoader(self._theme_dirs)])
        return env

    def _edit_url(self, origin: Place | None) -> str | None:
        return self._editing.to(origin) if self._editing and origin else None

    def _edit_links(self, config: MkDocsConfig) -> EditLinks | None:
        """Where an editor finds the files of the project; None when pages shouldn't lead there."""
        template, uri = config.edit_uri_template, config.edit_uri
        if not self.config.edit_links or not (template or uri):
            return None
        up = os.path.relpath(_project(config), config.docs_dir).replace(os.sep, "/")
        filled = template.format if template else lambda path, _: f"{uri}{path}"
        project = _project(config)
        return EditLinks(config.repo_url, filled, up, base_apart(project), base_repository(project))


def _data_files(data: Data) -> Iterable[StaticFile]:
    """The register as files of data, where they are asked for."""
    if not data.site.formats:
        return ()
    from wmebv_site.data.published import data_files  # of no use to a website without, and slow to import

    return data_files(data, data.site.formats)


def _counting() -> list[CountHandler]:
    """What MkDocs counts warnings with, when they make a build fail."""
    return [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]


def _told(error: Exception, reading: str | None) -> Diagnostic:
    """What an editor is told of what MkDocs stumbled over, while it read or wrote the page of ``reading``."""
    place = Place(reading or "mkdocs.yml")
    if isinstance(error, OSError) and not isinstance(error, TemplateError):
        named = printable(str(error.filename)) if error.filename else place.file
        return NOT_BUILT.at(place, f"'{named}' kan niet worden gelezen of geschreven.", way_out(error))
    if in_template := failed_template(error):
        return in_template
    if isinstance(error, RecursionError):
        message = f"In '{place.file}' zit te veel in elkaar, zoals een lijst in een lijst in een lijst."
        return NOT_BUILT.at(place, message, "Schrijf de tekst met minder niveaus.")
    if isinstance(error, UnicodeError):
        message = f"In '{place.file}', of in de naam van een bestand, staat iets wat geen UTF-8 is."
        return NOT_BUILT.at(
            place, message, "Bewaar het bestand als UTF-8, en geef het een naam in gewone letters."
        )
    message = f"Bij '{place.file}' ging iets mis wat wij niet voorzagen ({type(error).__name__})."
    hint = "Haal weg wat u het laatst toevoegde. Blijft het misgaan? Meld het dan bij de makers."
    return NOT_BUILT.at(place, message, hint)


def _settings_file(config: MkDocsConfig) -> str:
    return Path(config.config_file_path).name if config.config_file_path else SETTINGS_FILE


def _project(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
