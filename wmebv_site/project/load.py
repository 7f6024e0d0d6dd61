"""Reads the files of a project from disk: plain files only, nothing followed, nothing executed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path

from wmebv_site.diagnostics import Code, Diagnostic, Place, printable
from wmebv_site.project.archive import is_for_colleagues
from wmebv_site.project.packaged import NO_PACKAGE, packaged
from wmebv_site.register.addresses import HIDDEN_AND_TAKEN
from wmebv_site.register.files import (
    CHANNELS_FILE,
    CONTENT,
    FOLDERS_OF_THINGS,
    LINKS_FILE,
    PRODUCTS_FILE,
    PRODUCTS_FOLDER,
    ROADMAP_FILE,
    WORDLIST_FILE,
    is_annex,
)
from wmebv_site.register.overlay import base_of, named_base
from wmebv_site.register.own_files import ENDINGS
from wmebv_site.register.text import MAX_BYTES
from wmebv_site.register.upl import FILE as UPL_FILE
from wmebv_site.register.upl import PinnedUpl, parse_pinned
from wmebv_site.register.values import folder_of, package_of

NOT_A_FILE = Code(
    "WMEBV014",
    "Dit is geen gewoon bestand",
    "Registers en teksten zijn gewone bestanden. Een snelkoppeling of een ander bijzonder bestand wordt niet gevolgd, "
    "omdat het buiten de map van uw project kan leiden. Zet een kopie van het bestand op deze plaats.",
)
UNREADABLE = Code(
    "WMEBV015",
    "Een bestand kan niet worden gelezen",
    "Het bestand is er, maar mag niet worden geopend. Vraag uw beheerder om leesrechten.",
)
MISNAMED = Code(
    "WMEBV016",
    "Een bestand heeft net een andere naam",
    "De registers heten 'channels.yaml' en 'products.yaml', in kleine letters. Een bestand in de map 'products' eindigt "
    "op '.yaml'. Een bestand dat bijna zo heet, zou niemand lezen. Geef het de goede naam.",
)

BAD_NAME = Code(
    "WMEBV029",
    "De naam van een bestand kan niet",
    "De naam van een bestand in 'content' wordt een deel van een adres. Hij is geschreven in UTF-8, zonder onzichtbare "
    "tekens. Bij het uitpakken van een oud zip-bestand gaat dat soms mis. Geef het bestand een naam met kleine letters, cijfers "
    "en koppeltekens.",
)

FOR_COLLEAGUES = Code(
    "WMEBV026",
    "Een werkmap voor collega's staat bij de teksten van de website",
    "In de werkmap van 'wmebv export xlsx' staat wat u intern bijhoudt, zoals leveranciers en wat er nu gebruikt wordt. Alles "
    "in de map met teksten komt op de website, dus die werkmap ook. Bewaar de werkmap in een andere map.",
)

LEADS_OUT = Code(
    "WMEBV540",
    "Een snelkoppeling in het thema leidt naar een plek daarbuiten",
    "Alles in de map van het thema kan op de website komen. Een snelkoppeling naar een plek buiten die map wordt niet gevolgd. "
    "Anders kan iedereen een bestand van uw computer lezen. Zet een kopie van het bestand in het thema.",
)

_REGISTERS = (CHANNELS_FILE, PRODUCTS_FILE)
_PRODUCTS = PRODUCTS_FOLDER.rstrip("/")
_INTERNAL = (ROADMAP_FILE, WORDLIST_FILE, LINKS_FILE)
_MARKDOWN = frozenset({"md", "markdown", "mdown", "mkdn", "mkd"})
# Beside decisions and help only what belongs to them may lie: a stray copy of a draft would be published.
_DOCUMENTS = frozenset({"pdf", "odt", "docx", "png", "jpg", "jpeg", "gif", "svg", "webp", "yaml", "yml"})
_WOULD_BE_PUBLISHED = _MARKDOWN | {"yaml", "yml"}


@dataclass(slots=True)
class ProjectFiles:
    """What stood on disk: the texts by path with forward slashes, the other paths in ``content``, the mistakes."""

    files: dict[str, bytes] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    published: dict[str, bytes] = field(default_factory=dict)
    """What is published as it is and a browser would run: own pages and drawings."""
    unread: set[str] = field(default_factory=set)
    """The paths that would have held what was refused, so that names in it aren't judged."""

    def digest_without_products(self) -> str:
        """The same as long as nothing changes but products."""
        digest = hashlib.sha256(repr(sorted(self.others)).encode())
        for path, data in sorted(self.files.items()):
            if path != PRODUCTS_FILE and not path.startswith(PRODUCTS_FOLDER):
                digest.update(f"\n{path} {len(data)}\n".encode() + data)
        return digest.hexdigest()


def load(project: Path, content: str = "content") -> ProjectFiles:
    """Read the registers and the Markdown of a project. ``content`` is the folder of the municipality's texts."""
    found = ProjectFiles()
    for name in (*_REGISTERS, UPL_FILE):
        _read(found, project / name, name)
    for name in sorted(each.name for each in project.iterdir()) if project.is_dir() else ():
        if name not in _REGISTERS and _as_register(name) in _REGISTERS:
            _misnamed(found, name, _as_register(name))
        elif name != _PRODUCTS and name.lower() == _PRODUCTS and (project / name).is_dir():
            _misnamed(found, name, _PRODUCTS)
    if (project / _PRODUCTS).is_file() and not (project / _PRODUCTS).is_symlink():
        _misnamed(found, _PRODUCTS, PRODUCTS_FILE)
    for entry in _entries(found, project / _PRODUCTS, _PRODUCTS):
        path = PRODUCTS_FOLDER + printable(entry.name)
        if entry.name.endswith(".yaml"):
            _read(found, Path(entry.path), path)
        elif not entry.name.endswith(".md"):  # a note to each other may stand here, nothing else
            _misnamed(found, path, f"{path.partition('.')[0]}.yaml")
    _read_folder(found, project / content, CONTENT.rstrip("/"))
    _read_base(found, project)
    # Renderers leave out what begins with a dot, unless they are told otherwise.
    found.others += [
        f"{CONTENT}{name}" for name in sorted(HIDDEN_AND_TAKEN) if _is_there(project / content / name)
    ]
    return found


def base_folder(project: Path) -> Path | None:
    """The folder of the register that a project shares with others; None where it names none, or it isn't there."""
    above = _base_below(project)
    folder = _folder_of(project, above) if above else None
    return folder if folder is not None and folder.is_dir() else None


def _folder_of(project: Path, above: str) -> Path | None:
    """The folder in which the files of a shared register are, be it that of a package; None without such a package."""
    package = package_of(above)
    return project / above if package is None else packaged(package).folder


def _base_below(project: Path) -> str:
    return base_of({CHANNELS_FILE: read_plain(project / CHANNELS_FILE) or b""})


def base_apart(project: Path) -> str | None:
    """The path of the shared register from the project, where it is not kept in the same repository; else None."""
    above = _base_below(project)
    if package_of(above):
        return above
    if not above.startswith("../"):
        return None
    here, there = project.resolve(), (project / above).resolve()
    top = next((each for each in (here, *here.parents) if (each / ".git").exists()), None)
    return None if top is not None and there.is_relative_to(top) else above


def base_repository(project: Path) -> str | None:
    """Where the shared register can be changed, as the package that it comes in says; None where nothing does."""
    package = package_of(_base_below(project))
    return packaged(package).repository if package else None


def _read_base(found: ProjectFiles, project: Path) -> None:
    """Read the register that is shared with others, where ``channels.yaml`` names one, beside the project's own."""
    named = named_base(found.files.get(CHANNELS_FILE, b""))
    above = folder_of(named[0]) if named else None
    if named is None or above is None:
        return
    shared = ProjectFiles()
    folder = _folder_of(project, above)
    if folder is None:
        why, hint = packaged(package_of(above) or "").why
        found.diagnostics.append(NO_PACKAGE.at(named[1], why, hint))
        return
    for name in _REGISTERS:
        _read(shared, folder / name, name)
    for entry in _entries(shared, folder / _PRODUCTS, _PRODUCTS):
        if entry.name.endswith(".yaml"):
            _read(shared, Path(entry.path), PRODUCTS_FOLDER + printable(entry.name))
    _read_folder(shared, folder / CONTENT, CONTENT.rstrip("/"))
    found.files |= {above + path: data for path, data in shared.files.items()}
    found.diagnostics += [
        replace(each, place=replace(each.place, file=above + each.place.file)) for each in shared.diagnostics
    ]
    found.unread |= {above + path for path in shared.unread}


def _is_there(file: Path) -> bool:
    with suppress(OSError):
        return os.path.lexists(file)
    return False


def links_out(theme: Path, project: Path) -> Iterator[Diagnostic]:
    """The links in the municipality's theme to what stands outside it, or nowhere."""
    inside = theme.resolve()
    for folder, names, files in os.walk(theme):
        for path in (Path(folder, name) for name in sorted((*names, *files))):
            if not path.is_symlink() or (path.exists() and path.resolve().is_relative_to(inside)):
                continue
            shown = printable(Path(os.path.relpath(path, project)).as_posix())
            message = f"De snelkoppeling '{shown}' leidt naar een plek buiten het thema."
            yield LEADS_OUT.at(Place(shown), message, "Zet een kopie van het bestand op deze plaats.")


def read_plain(file: Path) -> bytes | None:
    """The bytes of one file; None when it is no plain file, can't be read, or is longer than any that is read."""
    found = ProjectFiles()
    _read(found, file, file.name)
    data = found.files.get(file.name)
    return None if data is None or len(data) > MAX_BYTES else data


def pinned_upl(files: ProjectFiles) -> PinnedUpl | None:
    """The list of product names that a project pinned, or that of the package; None when the project's is damaged."""
    own = files.files.get(UPL_FILE)
    return packaged_upl() if own is None else parse_pinned(own)


@cache
def packaged_upl() -> PinnedUpl:
    """The pinned list of product names that comes with the package."""
    pinned = parse_pinned(package_files(__package__).joinpath(UPL_FILE).read_bytes())
    assert pinned is not None, "the list in the package is whole"
    return pinned


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _as_register(name: str) -> str:
    """The name that a file probably should have: ``Products.yml`` becomes ``products.yaml``."""
    stem, dot, ending = name.lower().rpartition(".")
    return f"{stem}.yaml" if dot and ending in ("yml", "yaml") else name


def _entries(found: ProjectFiles, folder: Path, name: str) -> list[os.DirEntry[str]]:
    if folder.is_symlink():
        _not_a_file(found, name)
        return []
    try:
        with os.scandir(folder) as entries:
            return sorted(
                (entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name
            )
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        _unreadable(found, name)
        return []


def _read_folder(found: ProjectFiles, folder: Path, name: str) -> None:
    for entry in _entries(found, folder, name):
        path = f"{name}/{printable(entry.name)}"
        if printable(entry.name) != entry.name:
            hint = "Geef het een naam met kleine letters, cijfers en koppeltekens."
            found.diagnostics.append(
                BAD_NAME.at(Place(path), f"De naam van '{path}' is niet goed te lezen.", hint)
            )
        elif entry.is_symlink():
            _not_a_file(found, path)
        elif entry.is_dir():
            _read_folder(found, Path(entry.path), path)
        elif entry.name.endswith(".md") or path in _INTERNAL or is_annex(path):
            _read(found, Path(entry.path), path)
        elif _as_register(path) in _INTERNAL:
            _misnamed(found, path, _as_register(path))
        elif _ending(entry.name) in _WOULD_BE_PUBLISHED and not entry.name.endswith((".yaml", ".yml")):
            # MkDocs would make a page of it, or copy it: a draft or an internal list would be on the website.
            ending = "md" if _ending(entry.name) in _MARKDOWN else "yaml"
            _misnamed(found, path, f"{path.rpartition('.')[0]}.{ending}")
        elif f"{name}/" in FOLDERS_OF_THINGS and _ending(entry.name) not in _DOCUMENTS:
            _misnamed(found, path, f"{name}/{entry.name.partition('.')[0]}.md")
        elif not entry.is_file(follow_symlinks=False):
            _not_a_file(found, path)
        elif _ending(entry.name) in ENDINGS:
            found.others.append(path)
            _read(found, Path(entry.path), path, found.published)
        elif _can_be_read(found, Path(entry.path), path):
            found.others.append(path)
            if is_for_colleagues(Path(entry.path)):
                message = f"'{printable(path)}' is een werkmap voor collega's, met interne gegevens."
                way = "Zet de werkmap in een map buiten de teksten van de website."
                found.diagnostics.append(FOR_COLLEAGUES.at(Place(printable(path)), message, way))


def _can_be_read(found: ProjectFiles, file: Path, name: str) -> bool:
    """Whether a renderer will be able to copy it."""
    try:
        file.open("rb").close()
    except OSError:
        _unreadable(found, name)
        return False
    return True


def _read(found: ProjectFiles, file: Path, name: str, into: dict[str, bytes] | None = None) -> None:
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        _unreadable(found, name)
        return
    if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        _not_a_file(found, name)
        return
    try:
        with file.open("rb") as stream:
            (found.files if into is None else into)[name] = stream.read(MAX_BYTES + 1)
    except OSError:
        _unreadable(found, name)


def _misnamed(found: ProjectFiles, name: str, meant: str) -> None:
    message = f"Het bestand '{printable(name)}' wordt niet gelezen, omdat het net anders heet."
    hint = f"Noem het '{meant.rpartition('/')[2]}'."
    _refuse(found, MISNAMED.at(Place(printable(name)), message, hint), meant)


def _not_a_file(found: ProjectFiles, name: str) -> None:
    message = f"'{name}' is een snelkoppeling of een ander bijzonder bestand."
    what = "het bestand" if "." in name.rpartition("/")[2] else "de map"
    _refuse(found, NOT_A_FILE.at(Place(name), message, f"Zet een kopie van {what} op deze plaats."), name)


def _unreadable(found: ProjectFiles, name: str) -> None:
    message = f"'{name}' kan niet worden gelezen."
    _refuse(found, UNREADABLE.at(Place(name), message, "Controleer de leesrechten."), name)


def _refuse(found: ProjectFiles, diagnostic: Diagnostic, held: str) -> None:
    """Say what is wrong, and keep where it would have stood; a folder may hold anything: one file stands for all."""
    found.diagnostics.append(diagnostic)
    found.unread.add(held if held.endswith((".yaml", ".md")) else f"{held}/unread.yaml")
