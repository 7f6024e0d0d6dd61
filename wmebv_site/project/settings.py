"""What stands in ``mkdocs.yml``, read and judged without MkDocs: its settings may carry tags that run code."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, Refused, did_you_mean, in_order
from wmebv_site.dutch import enumerate_words
from wmebv_site.project.clock import BAD_SETTING, build_date, now
from wmebv_site.project.editor_settings import SETTING as EDITOR
from wmebv_site.project.editor_settings import EditorSettings, editor_mistakes, editor_settings
from wmebv_site.project.load import UNREADABLE, read_plain
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FOLDER
from wmebv_site.register.terms import DataFormat
from wmebv_site.register.text import read_text
from wmebv_site.register.values import quoted
from wmebv_site.register.yaml import DUPLICATE_KEY, Value, YamlList, YamlMapping, read_yaml

SETTINGS_FILE = "mkdocs.yml"
_OF_THE_WEBSITE = ("content", "site", "theme", "products")
PLUGIN = "wmebv"

DOCUMENT_FORMATS = ("pdf", "docx", "odt")
"""As what a decision can be downloaded."""
DATA_FORMATS = tuple(map(str, DataFormat))
"""As what the register is published as data."""
USUAL_DATA: tuple[str, ...] = (DataFormat.JSON.value, DataFormat.CSV.value)
"""What of it every site has, unless its settings say otherwise."""
SERVERS = ("apache", "static")
"""The kinds of web server for which a site can carry its own settings."""

_TEXT, _YES_NO, _DAY, _STYLES, _GROUP = "text", "yes or no", "day", "styles", "group"
PLUGIN_KEYS: Mapping[str, str | tuple[str, ...]] = {
    "date": _DAY,
    "edit_links": _YES_NO,
    "house_style": _TEXT,
    "logo": _TEXT,
    "favicon": _TEXT,
    "server_files": SERVERS,
    "documents": DOCUMENT_FORMATS,
    "data": DATA_FORMATS,
    "document_template": _TEXT,
    "document_styles": _STYLES,
    "security_contact": _TEXT,
    "security_expires": _DAY,
    "security_policy": _TEXT,
    "security_encryption": _TEXT,
    EDITOR: _GROUP,
}
"""What a municipality can set under ``plugins: - wmebv:``, and what belongs behind it: a tuple holds the words of a list."""
_NO = frozenset({"false", "no", "off", "n"})
_YES_OR_NO = _NO | {"true", "yes", "on", "y"}

BROKEN = Code(
    "WMEBV541",
    "De instellingen in mkdocs.yml kunnen niet worden gelezen",
    "Het bestand mkdocs.yml is geen goede YAML, of er ontbreekt iets wat elke website nodig heeft. Zonder deze instellingen kan "
    "de website niet worden gemaakt. De melding noemt de regel.",
)
UNKNOWN_SETTING = Code(
    "WMEBV542",
    "Een instelling van de website bestaat niet",
    "Onder 'plugins' en dan 'wmebv' staan de instellingen van deze website. Een naam die daar niet bestaat, doet niets. Vaak is "
    "het een typefout. De documentatie noemt ze allemaal, onder 'Opzoeken', bij 'Alle instellingen'.",
)
BAD_VALUE = Code(
    "WMEBV543",
    "Een instelling van de website heeft een waarde die niet kan",
    "De melding noemt wat achter deze instelling kan staan. Een lijst schrijft u als [pdf, docx].",
)
NO_PLUGIN = Code(
    "WMEBV544",
    "In mkdocs.yml ontbreekt de plugin 'wmebv'",
    "Zonder de plugin maakt 'mkdocs build' geen pagina's van de registers. Wel publiceert het dan de teksten van concepten en "
    "alle bestanden in de map met uw teksten. Zet 'wmebv' in de lijst bij 'plugins'.",
)

READS_FILES = Code(
    "WMEBV564",
    "Een uitbreiding van Markdown zet bestanden in een tekst",
    "Met zo'n uitbreiding neemt een tekst een ander bestand over. Dat kan een register met leveranciers zijn, een concept, of "
    "een bestand van de computer die de website bouwt. Niemand controleert dat dan nog. Verwijder de uitbreiding uit mkdocs.yml.",
)
_READ_FILES = frozenset(
    "pymdownx.snippets pymdownx.b64 markdown_include.include mdx_include mdx_include.mdx_include mdincluder "
    "markdown_embed codeinclude embedcode".split()
)
_ON_OR_OFF = frozenset({"use_directory_urls", "strict"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What is no text counts as not set."""

    site_name: str | None = None
    site_url: str | None = None
    site_description: str | None = None
    content: str = "content"
    """The folder with the municipality's texts."""
    in_folders: bool = True
    """Whether each page has a folder of its own."""
    site_dir: str = "site"
    """The folder in which the website comes."""
    strict: bool = False
    """Whether a warning keeps the website from being made."""
    theme: Path | None = None
    """The municipality's own theme, when that folder is there."""
    folders: tuple[str, ...] = ()
    """What the website is made from and where it is put, besides the folders that every project has."""
    plugin: Mapping[str, str] = field(default_factory=dict)
    """The settings of our plugin that are text."""
    documents: tuple[str, ...] = ()
    data: tuple[str, ...] = USUAL_DATA
    server_files: tuple[str, ...] = ()
    document_styles: Mapping[str, str] = field(default_factory=dict)
    editor: EditorSettings | None = None

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked of our plugin, by the names of ``mkdocs.yml``."""
        lists = {"documents": self.documents, "data": self.data, "server_files": self.server_files}
        return {**self.plugin, **lists, "document_styles": self.document_styles}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a site is made from: the project, the municipality's texts in it, and its own theme where it has one."""

    project: Path
    content: str
    theme: Path | None = None


@dataclass(frozen=True, slots=True)
class JudgedSettings:
    """What is wrong with ``mkdocs.yml``, its bytes, and where each setting of our plugin stands."""

    diagnostics: tuple[Diagnostic, ...] = ()
    source: bytes | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        return not any(found.level is Level.ERROR for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class AskedSite:
    """The site that a municipality asks for: its settings by the names of ``mkdocs.yml``, and where it is made from.

    A setting that is not there counts as not set. With ``live`` an editor looks: nothing is made for a web server.
    ``judged`` is what is wrong with the settings themselves. With ``only_judged`` nobody needs what stands beside the
    pages, so that nothing is made where nothing was asked for.
    """

    @property
    def wants_documents(self) -> bool:
        """Whether there is anything to judge of documents."""
        wanted = ("documents", "document_template", "document_styles")
        return not self.only_judged or any(self.settings.get(name) for name in wanted)

    settings: Mapping[str, Any]
    site_url: str | None
    folders: Folders
    live: bool = False
    in_folders: bool = True
    """Whether each page has a folder of its own: every address of ours, and every link to one, counts on that."""
    judged: JudgedSettings = field(default_factory=JudgedSettings)
    only_judged: bool = False


def asked_site(project: Path, *, live: bool, only_judged: bool = False) -> AskedSite:
    """The site as ``mkdocs.yml`` asks for it; with ``live`` nothing is made for a web server."""
    settings = site_settings_of(project)
    return AskedSite(
        settings.asked,
        settings.site_url,
        Folders(project, settings.content, settings.theme),
        live=live,
        in_folders=settings.in_folders,
        judged=judged_settings(project),
        only_judged=only_judged,
    )


def site_settings_of(project: Path, file: str = SETTINGS_FILE) -> SiteSettings:
    read, mistakes = _read(project, file)
    settings = _with_inherited(read, project / file)
    texts, ours = _texts(settings) or _legible(project / file, mistakes), _of_plugin(settings)[0]
    of_theme = _texts(settings.get("theme"))
    theme = project / of_theme.get("custom_dir", "theme")
    return SiteSettings(
        site_name=texts.get("site_name"),
        site_url=texts.get("site_url"),
        site_description=texts.get("site_description"),
        content=_content(texts.get("docs_dir"), project),
        in_folders=texts.get("use_directory_urls", "true").lower() not in _NO,
        site_dir=texts.get("site_dir", "site"),
        strict=texts.get("strict", "false").lower() in _YES_OR_NO - _NO,
        theme=theme if theme.is_dir() else None,
        folders=tuple(
            found[key]
            for found, key in ((texts, "docs_dir"), (texts, "site_dir"), (of_theme, "custom_dir"))
            if key in found
        ),
        plugin=_texts(ours),
        documents=_listed(ours.get("documents")),
        data=_listed(ours["data"]) if "data" in ours else USUAL_DATA,
        server_files=_listed(ours.get("server_files")),
        document_styles=_texts(ours.get("document_styles")),
        editor=editor_settings(ours.get(EDITOR)),
    )


_ALONE_ON_ITS_LINE = re.compile(
    r"""^(docs_dir|site_dir)[ ]*:[ ]+(["']?)([^"'\[\]{}#\r\n]+?)\2[ ]*(?:#.*)?$""", re.MULTILINE
)


def _legible(file: Path, mistakes: Iterable[Diagnostic]) -> dict[str, str]:
    """Where the texts and the website stand, when a mistake elsewhere keeps the rest from being read."""
    if not any(mistakes):
        return {}
    text = (_bytes_of(file) or b"").decode(errors="replace")
    return {name: value for name, _, value in _ALONE_ON_ITS_LINE.findall(text)}


def why_unread(project: Path) -> Diagnostic | None:
    """Why nobody can read the settings of a project, MkDocs included; None where it has none."""
    if _bytes_of(project / SETTINGS_FILE) is None:
        found: Iterable[Diagnostic] = judged_settings(project).diagnostics
    else:
        found = in_order(_read(project, SETTINGS_FILE)[1])
    return next((each for each in found if each.level is Level.ERROR), None)


def judged_settings(
    project: Path, file: str = SETTINGS_FILE, *, only_of_plugin: bool = False
) -> JudgedSettings:
    """What is wrong with the settings of a project; nothing where it has none.

    With ``only_of_plugin`` MkDocs has judged its own already, and may have been given others.
    """
    data = _bytes_of(project / file)
    if data is None:
        if not os.path.lexists(project / file):
            return JudgedSettings()
        message, hint = f"'{file}' kan niet worden gelezen.", "Controleer de leesrechten."
        return JudgedSettings((UNREADABLE.at(Place(file), message, hint),))
    settings, mistakes = _read(project, file)
    if mistakes:
        return JudgedSettings(tuple(in_order(mistakes)), data)
    ours, holder = _of_plugin(settings)
    places = {
        name: part.place_of_key(name)
        for part in (settings, ours)
        if isinstance(part, YamlMapping)
        for name in part.key_spans
        if name in PLUGIN_KEYS or name in ("site_url", "use_directory_urls")
    }
    found = [] if only_of_plugin else list(_about_site(settings, project))
    found += _about_plugin(settings, ours, holder)
    found += _about_extensions(settings, _with_inherited(settings, project / file))
    return JudgedSettings(tuple(in_order(found)), data, places)


def is_project(folder: Path) -> bool:
    """Whether a folder looks like one from which a website is made."""
    with suppress(OSError):
        return (folder / SETTINGS_FILE).is_file() and (folder / CHANNELS_FILE).is_file()
    return False


def part_of_website(target: Path, project: Path) -> str | None:
    """The folder that a target lies in, when the website is made from it or published from it."""
    real = Path(os.path.realpath(target))
    for name in (*_OF_THE_WEBSITE, *site_settings_of(project).folders):
        folder = Path(os.path.realpath(project / name))
        if real == folder or folder in real.parents:
            return name
    # Wherever a setting of the machine or an option of MkDocs had it put.
    made = (folder for folder in (real, *real.parents) if is_website(folder))
    return next((folder.name for folder in made), None)


def is_website(folder: Path) -> bool:
    """Whether a website that was made here stands in a folder."""
    from wmebv_site.register.addresses import FILES  # who reads settings seldom asks this

    with suppress(OSError):
        return all((folder / name).is_file() for name in ("index.html", *FILES))
    return False


def misplaced_website(target: Path, project: Path, sources: Iterable[Path]) -> str | None:
    """Why a website can't be put in a folder: it would take the place of what it is made from, or of other work.

    ``sources`` are the folders of texts and of the theme.
    """
    real, home = (Path(os.path.realpath(folder)) for folder in (target, project))
    if real == home or real in home.parents:
        return "Daar staat uw project zelf in. Bouwen zou uw registers en teksten wissen."
    for source in (project / PRODUCTS_FOLDER, *sources):
        folder = Path(os.path.realpath(source))
        if folder != home and (folder == real or folder in real.parents or real in folder.parents):
            return f"Daar staat de map '{source.name}', waar de website van wordt gemaakt. Bouwen zou die wissen."
    with suppress(OSError):
        there = {each.name for each in real.iterdir() if not each.name.startswith(".")}
        if there and not any(name.endswith(".html") for name in there):
            return "Daar staat iets anders dan een website. Bouwen zou het wissen."
    return None


CHOOSE_FOLDER = "Kies een map die nog leeg is, zoals 'site'."


def _read(project: Path, file: str) -> tuple[Mapping[str, Value], list[Diagnostic]]:
    """The settings, and why a build can't read them either. What registers refuse, such as tags, may stand here."""
    source, mistakes = read_text(file, _bytes_of(project / file) or b"")
    if source is None:
        return {}, mistakes
    settings, found = read_yaml(source)
    if isinstance(settings, YamlMapping):
        return settings, [each for each in found if each.code == DUPLICATE_KEY.code]
    if settings is None and not source.text.strip():
        return {}, [
            BROKEN.at(
                Place(file), "Dit bestand is leeg.", "Begin met 'site_name:' en de naam van uw website."
            )
        ]
    errors = [each for each in found if each.level is Level.ERROR]
    if not errors:
        where = found[0].place if found else Place(file)
        errors = [BROKEN.at(where, "Hier zijn de instellingen niet te lezen.", _LOOK)]
    return {}, errors


def _bytes_of(file: Path) -> bytes | None:
    """What MkDocs reads, which follows a link."""
    return read_plain(Path(os.path.realpath(file)))


def _with_inherited(settings: Mapping[str, Value], file: Path) -> Mapping[str, Value]:
    """The settings with those of the file that they inherit from, as MkDocs merges them; each file once."""
    files = [file]
    while isinstance(settings, YamlMapping) and isinstance(other := settings.pop("INHERIT", None), str):
        above = Path(os.path.normpath(files[-1].parent / other))
        inherited = _read(above.parent, above.name)[0]
        if above in files or not isinstance(inherited, YamlMapping):
            break
        files.append(above)
        settings = _merged(inherited, settings)
    return settings


def _merged(under: YamlMapping, over: YamlMapping) -> YamlMapping:
    """``over`` on top of ``under``, a mapping within it likewise; places are those of ``over``."""
    merged = YamlMapping(over.file, over.span)
    merged.update(under)
    for name, value in over.items():
        beneath = merged.get(name)
        if isinstance(value, YamlMapping) and isinstance(beneath, YamlMapping):
            merged[name] = _merged(beneath, value)
        else:
            merged[name] = value
    merged.key_spans |= under.key_spans | over.key_spans
    merged.spans |= over.spans
    return merged


_IN_NO_ADDRESS = re.compile(r"[\s<>\"{}|^`\\@?#]")


def is_site_url(address: str) -> bool:
    """Whether the addresses of pages can be put behind it: of the web, with a host, and nothing behind its path."""
    with suppress(ValueError):
        parts = urlsplit(address)
        web = parts.scheme in ("http", "https") and bool(parts.hostname)
        return web and not _IN_NO_ADDRESS.search(address) and parts.port != 0
    return False


_LOOK = "Controleer de regel en die erboven: het inspringen, de dubbele punt en de aanhalingstekens."


def _about_site(settings: Mapping[str, Value], project: Path) -> Iterator[Diagnostic]:
    if not isinstance(settings, YamlMapping):
        return
    whole = "INHERIT" not in settings.key_spans
    if whole and "site_name" not in settings.key_spans:
        hint = "Voeg een regel toe als 'site_name: Digitaal contact met gemeente Voorbeeld'."
        yield BROKEN.at(Place(settings.file), "De naam van de website ontbreekt ('site_name').", hint)
    docs = settings.get("docs_dir")
    site = settings.get("site_dir")
    if isinstance(site, str):
        of_theme = _texts(settings.get("theme")).get("custom_dir", "theme")
        sources = (project / _content(docs if isinstance(docs, str) else None, project), project / of_theme)
        if why := misplaced_website(project / site, project, sources):
            message = f"In de map {quoted(site)} kan de website niet komen. {why}"
            yield BAD_VALUE.at(settings.place_of("site_dir"), message, CHOOSE_FOLDER)
    for name in _ON_OR_OFF.intersection(settings.key_spans):
        value = settings.get(name)
        if isinstance(value, str) and value.lower() not in _YES_OR_NO:
            shown = f"Achter '{name}' kan {quoted(value)} niet."
            yield BAD_VALUE.at(settings.place_of(name), shown, "Schrijf 'true' of 'false'.")
    address = settings.get("site_url")
    if isinstance(address, str) and address and not is_site_url(address):
        hint = "Schrijf het adres van de beginpagina, zoals https://www.voorbeeld.example/contact/."
        message = f"Met {quoted(address)} als adres van de website klopt geen enkel adres."
        yield BAD_VALUE.at(settings.place_of("site_url"), message, hint)
    hooks = settings.get("hooks")
    for number, hook in enumerate(hooks if isinstance(hooks, YamlList) else ()):
        if isinstance(hook, str) and isinstance(hooks, YamlList) and not (project / hook).is_file():
            hint = "Zet het bestand op die plaats, of verwijder deze regel."
            yield BROKEN.at(
                hooks.place_of(number), f"Het bestand {quoted(hook)} bij 'hooks' is er niet.", hint
            )
    if "docs_dir" in settings.key_spans and not isinstance(docs, str):
        message = "Achter 'docs_dir' hoort de naam van de map, gewoon uitgeschreven."
        hint = "Schrijf bijvoorbeeld 'docs_dir: content'."
        yield BAD_VALUE.at(settings.place_of_key("docs_dir"), message, hint)
    if isinstance(docs, str) and not (project / docs).is_dir():
        hint = "Noem de map waarin uw teksten staan, of maak die map."
        yield BROKEN.at(settings.place_of("docs_dir"), f"De map {quoted(docs)} is er niet.", hint)
    elif docs is None and whole and _content(None, project) != _OF_MKDOCS:
        message = (
            "Er staat niet in welke map uw teksten staan ('docs_dir'). MkDocs kijkt dan in de map 'docs'."
        )
        yield BROKEN.at(Place(settings.file), message, "Voeg een regel toe als 'docs_dir: content'.")
    theme = settings.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, YamlMapping) else None
    if isinstance(theme, YamlMapping) and isinstance(own, str) and not (project / own).is_dir():
        hint = "Noem de map van uw eigen thema, of verwijder deze regel."
        yield BROKEN.at(theme.place_of("custom_dir"), f"De map {quoted(own)} is er niet.", hint)


def _about_extensions(settings: Mapping[str, Value], whole: Mapping[str, Value]) -> Iterator[Diagnostic]:
    """What a text could take in of files that are not for visitors; ``whole`` has what is inherited too."""
    named = whole.get("markdown_extensions")
    if isinstance(named, (YamlList, YamlMapping)):
        parts = named if isinstance(named, YamlList) else [named]
        names = [
            each for part in parts for each in (part.key_spans if isinstance(part, YamlMapping) else [part])
        ]
        for name in (each for each in names if isinstance(each, str) and each in _READ_FILES):
            place = Place(SETTINGS_FILE)
            if isinstance(settings, YamlMapping) and "markdown_extensions" in settings.key_spans:
                place = settings.place_of_key("markdown_extensions")
            message = f"Met {quoted(name)} kan een tekst elk bestand van uw project op de website zetten."
            yield READS_FILES.at(
                place, message, "Verwijder deze uitbreiding, en zet de woorden zelf in de tekst."
            )


def _about_plugin(
    settings: Mapping[str, Value], ours: Mapping[str, Value], holder: YamlMapping | None
) -> Iterator[Diagnostic]:
    if not isinstance(settings, YamlMapping):
        return
    if not _has_plugin(settings):
        if "INHERIT" not in settings.key_spans:
            place = (
                settings.place_of_key("plugins") if "plugins" in settings.key_spans else Place(settings.file)
            )
            hint = "Zet onder 'plugins:' een regel met '  - wmebv'."
            yield NO_PLUGIN.at(place, "De plugin 'wmebv' staat niet in mkdocs.yml.", hint)
        return
    if holder is not None and isinstance(settings.get("plugins"), YamlList):
        for key in holder.key_spans:
            if key != PLUGIN:
                hint = "Zet er vier spaties bij, zodat de regel onder 'wmebv:' valt."
                message = f"De instelling {quoted(key)} springt niet ver genoeg in."
                yield UNKNOWN_SETTING.at(holder.place_of_key(key), message, hint)
    if not isinstance(ours, YamlMapping):
        return
    for key in ours.key_spans:
        place = ours.place_of_key(key)
        if key not in PLUGIN_KEYS:
            hint = did_you_mean(key, PLUGIN_KEYS) or f"Kies uit: {', '.join(PLUGIN_KEYS)}."
            yield UNKNOWN_SETTING.at(place, f"De instelling {quoted(key)} bestaat niet.", hint)
        elif key in ours:
            yield from _about_value(key, ours[key], ours.place_of(key))
        elif isinstance(wanted := PLUGIN_KEYS[key], tuple):
            hint = f"Schrijf bijvoorbeeld '{key}: [{wanted[0]}]', of '{key}: []' als u er geen wilt."
            yield BAD_VALUE.at(place, f"Achter '{key}' staat niets.", hint)


def _about_value(key: str, value: Value, place: Place) -> Iterator[Diagnostic]:
    wanted = PLUGIN_KEYS[key]
    if isinstance(wanted, tuple):
        if not isinstance(value, YamlList):
            shown = value if value in wanted else wanted[0]
            hint = f"Schrijf bijvoorbeeld '{key}: [{shown}]'."
            yield BAD_VALUE.at(place, f"Achter '{key}' hoort een lijst.", hint)
            return
        for each in value:
            if each not in wanted:
                shown = quoted(each) if isinstance(each, str) else "een onderdeel"
                hint = did_you_mean(str(each), wanted) or "Verwijder het, of kies een van deze woorden."
                message = (
                    f"In de lijst bij '{key}' kan {shown} niet; het kan zijn: {enumerate_words(wanted)}."
                )
                yield BAD_VALUE.at(place, message, hint)
    elif wanted == _GROUP:
        yield from editor_mistakes(value, place)
    elif wanted == _STYLES:
        if not isinstance(value, YamlMapping) or not all(isinstance(each, str) for each in value.values()):
            hint = f"Schrijf bijvoorbeeld '{key}: {{heading_1: Kop 1}}'."
            yield BAD_VALUE.at(place, f"Achter '{key}' horen namen met een stijl.", hint)
    elif not isinstance(value, str):
        yield BAD_VALUE.at(
            place, f"Achter '{key}' hoort één waarde.", "Schrijf één waarde, op dezelfde regel."
        )
    elif wanted == _YES_NO and value.lower() not in _YES_OR_NO:
        yield BAD_VALUE.at(place, f"Achter '{key}' kan {quoted(value)} niet.", "Schrijf 'true' of 'false'.")
    elif wanted == _DAY:
        try:
            build_date(None, value, {}, now())
        except Refused as refusal:
            said = str(refusal).replace("De instelling 'date'", f"De instelling '{key}'")
            yield (BAD_SETTING if key == "date" else BAD_VALUE).at(place, said)


def _has_plugin(settings: YamlMapping) -> bool:
    plugins = settings.get("plugins")
    if isinstance(plugins, YamlMapping):
        return PLUGIN in plugins.key_spans
    listed = plugins if isinstance(plugins, YamlList) else [plugins]
    return any(
        each == PLUGIN or (isinstance(each, YamlMapping) and PLUGIN in each.key_spans) for each in listed
    )


def _of_plugin(settings: Mapping[str, Value]) -> tuple[Mapping[str, Value], YamlMapping | None]:
    """The settings of our plugin, and the mapping in which it stands."""
    plugins = settings.get("plugins")
    listed = plugins if isinstance(plugins, YamlList) else [plugins]
    holder = next(
        (each for each in listed if isinstance(each, YamlMapping) and PLUGIN in each.key_spans), None
    )
    ours = holder.get(PLUGIN) if holder is not None else None
    return (ours if isinstance(ours, YamlMapping) else {}), holder


_OF_MKDOCS = "docs"
"""Where MkDocs looks for texts when it is not told."""


def _content(docs_dir: str | None, project: Path) -> str:
    """The folder of the texts as a path below the project, with forward slashes."""
    if not docs_dir:
        only = (project / _OF_MKDOCS).is_dir() and not (project / "content").is_dir()
        return _OF_MKDOCS if only else "content"
    relative = os.path.relpath(project / docs_dir, project).replace(os.sep, "/")
    return posixpath.normpath(relative)


def _listed(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, YamlList) else ()


def _texts(value: object) -> dict[str, str]:
    return (
        {name: text for name, text in value.items() if isinstance(text, str)}
        if isinstance(value, YamlMapping)
        else {}
    )
