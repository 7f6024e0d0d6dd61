"""Makes the documents of decisions: those that the site offers, and those that an employee asks for."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import wmebv_site.documents.model
from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, Place, Refused
from wmebv_site.documents.decisions import decision_document
from wmebv_site.documents.docx import check_names, docx
from wmebv_site.documents.model import INSTALL_PANGO, NOT_MADE, TextDocument
from wmebv_site.documents.odt import odt
from wmebv_site.documents.pdf import as_html, imported_weasyprint, pdf
from wmebv_site.project.settings import DOCUMENT_FORMATS, Folders
from wmebv_site.project.writing import replace
from wmebv_site.register.addresses import ADDRESS_TAKEN, document_url
from wmebv_site.register.decisions import Decision
from wmebv_site.register.files import CONTENT
from wmebv_site.register.values import slugify
from wmebv_site.site.artifact import StaticFile
from wmebv_site.site.decisions import status_in_words
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Download, Site

CACHE = Path(".cache", "wmebv")
_KEPT = 180
"""So many documents stay in the cache: an editor who looks around meets the same ones again."""
_LIBRARIES = ("python-docx", "odfdo", "weasyprint", "pydyf", "lxml")


@dataclass(frozen=True, slots=True)
class Design:
    """How documents look: the template for Word with the names of its styles, and the folders with our templates."""

    template: bytes | None = None
    styles: Mapping[str, str] = field(default_factory=dict)
    themes: tuple[Path, ...] = ()


def design(
    project: Path, template: str | None, styles: Mapping[str, object], themes: Iterable[Path] = ()
) -> Design:
    """Read the template. ``template`` counts from the project. Raises Refused."""
    named = {str(key): str(value) for key, value in styles.items()}
    check_names(named)
    data = None
    if template is not None:
        try:
            data = (project / template).read_bytes()
        except OSError:
            raise Refused(f"Het sjabloon '{template}' kan niet worden gelezen. Controleer de naam.") from None
    return Design(data, named, tuple(themes))


def _to_install() -> str:
    from wmebv_site.project.machine import to_install_extra  # seldom needed, and slow to import

    return to_install_extra("documents")


def judged_design(settings: Mapping[str, Any], folders: Folders) -> tuple[Design | None, list[Diagnostic]]:
    """The design that the settings of a site ask for, or what is wrong with them."""
    themes = [folders.theme] if folders.theme else []
    template, styles = settings.get("document_template"), settings.get("document_styles") or {}
    wanted = settings.get("documents") or ()
    missing = [
        NOT_MADE.at(
            _SETTINGS,
            f"Voor '{form}' bij 'documents' ontbreekt '{library}'.",
            f"Typ: {_to_install()}",
        )
        for form, library in _NEEDED.items()
        if form in wanted and find_spec(library) is None
    ]
    if "pdf" in wanted and find_spec(_NEEDED["pdf"]) is not None and misses_a_part():
        message = "Voor 'pdf' bij 'documents' ontbreekt Pango, een onderdeel dat WeasyPrint van het systeem gebruikt."
        missing.append(NOT_MADE.at(_SETTINGS, message, INSTALL_PANGO))
    try:
        made = design(folders.project, template, styles, themes)
        if "docx" in wanted and (template or styles) and not missing:
            docx(_TRIAL, template=made.template, styles=made.styles)
    except Refused as refusal:
        setting = "document_styles" if styles and "stijl" in str(refusal).lower() else "document_template"
        return None, [*missing, NOT_MADE.at(_SETTINGS, str(refusal), f"Kijk in mkdocs.yml bij '{setting}'.")]
    return (None if missing else made), missing


_SETTINGS = Place("mkdocs.yml")
_NEEDED = {"pdf": "weasyprint", "docx": "docx", "odt": "odfdo"}
"""The library for each format, by the name under which it is imported."""
_TRIAL = TextDocument("", ())
"""What a template with its styles is tried with."""


def misses_a_part() -> bool:
    """Whether WeasyPrint lacks something of the system.

    Importing it takes longer than a project takes to judge: its own verdict is asked only where a name isn't found.
    """
    if "weasyprint" in sys.modules or all(any(map(_loads, names)) for names in _OF_THE_SYSTEM):
        return False
    try:
        imported_weasyprint()
    except Refused:
        return True
    return False


_OF_THE_SYSTEM = tuple(
    tuple(form.format(name, number) for form in ("lib{}.so.{}", "lib{}.{}.dylib", "lib{}-{}.dll"))
    for name, number in (
        ("gobject-2.0", 0),
        ("pango-1.0", 0),
        ("harfbuzz", 0),
        ("fontconfig", 1),
        ("pangoft2-1.0", 0),
    )
)
"""What WeasyPrint loads, by its names on Linux, macOS and Windows."""


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def rendered(document: TextDocument, form: str, design: Design, kept_in: Path | None = None) -> bytes:
    """The document in a format. Raises Refused when a library or a style isn't there."""
    if form == "docx":
        made_from: tuple[object, ...] = document, design.template, sorted(design.styles.items())
        return _kept(
            kept_in, form, made_from, partial(docx, document, template=design.template, styles=design.styles)
        )
    if form == "odt":
        return _kept(kept_in, form, (document,), partial(odt, document))
    html = as_html(document, templates(design.themes))
    return _kept(kept_in, form, (html,), partial(pdf, html))


def taken_by_documents(
    decisions: Decisions, formats: Iterable[str], own: Collection[str]
) -> list[Diagnostic]:
    """The files of the municipality where a document of the site will stand."""
    made = [f"{CONTENT}{path}" for _, _, path in offered(decisions, formats)]
    return [
        ADDRESS_TAKEN.at(
            Place(path),
            "De website maakt zelf een document op deze plaats.",
            "Geef dit bestand een andere naam.",
        )
        for path in made
        if path in own
    ]


def offered(decisions: Decisions, formats: Iterable[str]) -> Iterator[tuple[Decision, str, str]]:
    """Each document that a site offers: of which decision, in which format, and where it stands.

    Only of decisions that residents may know of, and not of another body: that publishes its own.
    """
    wanted = set(formats)
    for decision in decisions.public:
        if not decisions.register.is_of_another(decision):
            for form in DOCUMENT_FORMATS:
                if form in wanted:
                    yield decision, form, document_url(decision.id, file_name(decision), form)


def site_files(
    site: Site, formats: Iterable[str], design: Design, project: Path
) -> tuple[list[StaticFile], dict[str, tuple[Download, ...]]]:
    """The documents beside the pages of decisions, and what each page can tell of them.

    Raises Refused.
    """
    files: list[StaticFile] = []
    downloads: dict[str, tuple[Download, ...]] = {}
    wanted = list(offered(site.decisions, formats))
    if not wanted:
        return files, downloads
    kept_in = _cache_folder(project)
    for decision, documents in groupby(wanted, itemgetter(0)):
        document = decision_document(
            decision,
            site.register,
            site.register.annex_of(decision.id, site.today),
            site.today,
            note=f"{status_in_words(site, decision)}. Het besluit in {site.register.gazette_of(decision)} is bepalend.",
        )
        made = []
        for _, form, path in documents:
            data = rendered(document, form, design, kept_in)
            files.append(StaticFile(path, data))
            made.append(Download(form, len(data), path))
        downloads[decision.id] = tuple(made)
    _prune(kept_in)
    return files, downloads


def file_name(decision: Decision) -> str:
    """A name that says which decision it is, also when the file has left the website."""
    return slugify(decision.short_title) or decision.id


def _kept(folder: Path | None, form: str, made_from: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """From the cache when the same was made before, by the same code and libraries: making takes long."""
    if folder is None:
        return make()
    key = hashlib.sha256(repr((form, _makers(), made_from)).encode()).hexdigest()
    file = folder / f"{key}.{form}"
    with suppress(OSError):
        data = file.read_bytes()
        os.utime(file)
        return data
    data = make()
    with suppress(Refused):
        replace(file, data)
    return data


@cache
def _makers() -> str:
    """What, beside what a document is made from, decides on its bytes: our code and the libraries."""
    package = Path(wmebv_site.documents.model.__file__).parent
    code = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(package.glob("*.py"))))
    return f"{code.hexdigest()} {[_version(name) for name in _LIBRARIES]}"


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _cache_folder(project: Path) -> Path:
    """Beside ``mkdocs.yml``, or where this machine keeps what may go."""
    folder = project / CACHE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        name = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir(), f"wmebv-{name}")
    return folder


def _prune(folder: Path) -> None:
    with suppress(OSError):
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[_KEPT:]:
            file.unlink(missing_ok=True)
