"""Reads the files of a project from disk: plain files only, nothing followed, nothing executed."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.source import MAX_BYTES, Mapping, read_text, read_yaml

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


@dataclass(slots=True)
class ProjectFiles:
    """What stood on disk: the texts by path with forward slashes, the other paths in ``content``, the mistakes."""

    files: dict[str, bytes] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def load(project: Path, content: str = "content") -> ProjectFiles:
    """Read the registers and the Markdown of a project. ``content`` is the folder of the municipality's texts."""
    found = ProjectFiles()
    for name in _REGISTERS:
        _read(found, project / name, name)
    for name in sorted(os.listdir(project)) if project.is_dir() else ():
        if name not in _REGISTERS and _as_register(name) in _REGISTERS:
            found.diagnostics.append(_misnamed(name, _as_register(name)))
        elif name != "products" and name.lower() == "products" and (project / name).is_dir():
            found.diagnostics.append(_misnamed(name, "products"))
    for entry in _entries(found, project / "products", "products"):
        name = _printable(entry.name)
        if entry.name.endswith(".yaml"):
            _read(found, Path(entry.path), f"products/{name}")
        elif not name.endswith(".md"):  # a note to each other may stand here, nothing else
            stem = name.partition(".")[0]
            found.diagnostics.append(_misnamed(f"products/{name}", f"{stem}.yaml"))
    _read_folder(found, project / content, "content")
    return found


_REGISTERS = ("channels.yaml", "products.yaml")
MARKDOWN = frozenset({"md", "markdown", "mdown", "mkdn", "mkd"})
# Beside decisions and help only what belongs to them may lie: a stray copy of a draft would be published.
WITH_A_ROLE = ("content/besluiten", "content/hulp")
_DOCUMENTS = frozenset({"pdf", "odt", "docx", "png", "jpg", "jpeg", "gif", "svg", "webp", "yaml", "yml"})
_WOULD_BE_PUBLISHED = MARKDOWN | {"yaml", "yml"}


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _as_register(name: str) -> str:
    """The name that a file probably should have: ``Products.yml`` becomes ``products.yaml``."""
    stem, dot, ending = name.lower().rpartition(".")
    return f"{stem}.yaml" if dot and ending in ("yml", "yaml") else name


def read_other(project: Path, path: str | None, content: str = "content") -> bytes | None:
    """The bytes of another file of ``content``; ``path`` counts from there. None when it can't be read or is too long."""
    if not path:
        return None
    found = ProjectFiles()
    _read(found, project / content / path, path)
    data = found.files.get(path)
    return None if data is None or len(data) > MAX_BYTES else data


def site_url_of(project: Path) -> str | None:
    """The ``site_url`` in ``mkdocs.yml``, when it stands there as plain text.

    Read as our own files are: settings of MkDocs may carry tags that run code.
    """
    found = ProjectFiles()
    _read(found, project / "mkdocs.yml", "mkdocs.yml")
    source, _ = read_text("mkdocs.yml", found.files.get("mkdocs.yml", b""))
    settings = read_yaml(source)[0] if source else None
    address = settings.get("site_url") if isinstance(settings, Mapping) else None
    return address if isinstance(address, str) else None


def _printable(name: str) -> str:
    """A file name that can be shown anywhere: bytes that are no UTF-8 and hidden characters are replaced."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _entries(found: ProjectFiles, folder: Path, name: str) -> list[os.DirEntry[str]]:
    if folder.is_symlink():
        found.diagnostics.append(_not_a_file(name))
        return []
    try:
        with os.scandir(folder) as entries:
            return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        found.diagnostics.append(_unreadable(name))
        return []


def _read_folder(found: ProjectFiles, folder: Path, name: str) -> None:
    for entry in _entries(found, folder, name):
        path = f"{name}/{_printable(entry.name)}"
        if entry.is_symlink():
            found.diagnostics.append(_not_a_file(path))
        elif entry.is_dir():
            _read_folder(found, Path(entry.path), path)
        elif entry.name.endswith(".md"):
            _read(found, Path(entry.path), path)
        elif _ending(entry.name) in _WOULD_BE_PUBLISHED and not entry.name.endswith((".yaml", ".yml")):
            # MkDocs would make a page of it, or copy it: a draft or an internal list would be on the website.
            ending = ".md" if _ending(entry.name) in MARKDOWN else ".yaml"
            found.diagnostics.append(_misnamed(path, path.rpartition("/")[2].rpartition(".")[0] + ending))
        elif name in WITH_A_ROLE and _ending(entry.name) not in _DOCUMENTS:
            found.diagnostics.append(_misnamed(path, entry.name.partition(".")[0] + ".md"))
        elif not entry.is_file(follow_symlinks=False):
            found.diagnostics.append(_not_a_file(path))
        else:
            found.others.append(path)


def _read(found: ProjectFiles, file: Path, name: str) -> None:
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        found.diagnostics.append(_unreadable(name))
        return
    if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        found.diagnostics.append(_not_a_file(name))
        return
    try:
        with file.open("rb") as stream:
            found.files[name] = stream.read(MAX_BYTES + 1)
    except OSError:
        found.diagnostics.append(_unreadable(name))


def _misnamed(name: str, meant: str) -> Diagnostic:
    message = f"Het bestand '{_printable(name)}' wordt niet gelezen, omdat het net anders heet."
    return MISNAMED.at(Place(_printable(name)), message, f"Noem het '{meant}'.")


def _not_a_file(name: str) -> Diagnostic:
    hint = "Zet een kopie van het bestand op deze plaats."
    return NOT_A_FILE.at(Place(name), f"'{name}' is een snelkoppeling of een ander bijzonder bestand.", hint)


def _unreadable(name: str) -> Diagnostic:
    return UNREADABLE.at(Place(name), f"'{name}' kan niet worden gelezen.", "Controleer de leesrechten.")
