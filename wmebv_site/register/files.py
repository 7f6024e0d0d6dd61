"""Which file of a project says what, which texts of ``content/`` are a thing of the register, and how those may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from posixpath import normpath

from wmebv_site.diagnostics import Diagnostic, Place
from wmebv_site.register.misfits import BAD_ID
from wmebv_site.register.values import IN_PACKAGE, is_slug, is_taken, quoted, slugify

CHANNELS_FILE = "channels.yaml"
PRODUCTS_FILE = "products.yaml"
PRODUCTS_FOLDER = "products/"
CONTENT = "content/"
HOME_TEXT = f"{CONTENT}index.md"
HELP_TEXT = f"{CONTENT}hulp/index.md"
DECISION_TEXTS = f"{CONTENT}besluiten/"
SUPPORT_TEXTS = f"{CONTENT}hulp/"
POLICY_TEXTS = f"{CONTENT}beleid/"
OUTAGE_TEXTS = f"{CONTENT}storingen/"
FOLDERS_OF_THINGS = (DECISION_TEXTS, SUPPORT_TEXTS, POLICY_TEXTS, OUTAGE_TEXTS)
"""The folders in which each text is a thing of the register; the name of the file is its id."""
ROADMAP_FILE = f"{CONTENT}stappenplan.yaml"
WORDLIST_FILE = f"{CONTENT}woordenlijst.yaml"
LINKS_FILE = f"{CONTENT}koppelingen.yaml"
NOTES = tuple(f"/{folder.removeprefix(CONTENT)}README.md" for folder in (CONTENT, *FOLDERS_OF_THINGS))
"""Where notes to colleagues may stand: in each folder of which the website makes the page itself."""
ANNEX_ENDING = ".annex.yaml"
_CORRECTED = ".rectificatie-"


_NAMED = re.compile(r"(?<![\w/.:-])content(?:(?P<inside>/)(?=\w)|(?<='content)(?='))")


def on_disk(path: str, texts: str) -> str:
    """Where a file of the project stands, when its texts are in the folder ``texts``."""
    if f"{path}/" == CONTENT:
        return texts
    return f"{texts}/{path.removeprefix(CONTENT)}" if path.startswith(CONTENT) else path


def as_called(text: str, texts: str) -> str:
    """The same text, with the files in ``content/`` called what they are called in a project."""
    return text if f"{texts}/" == CONTENT else _NAMED.sub(lambda found: texts + (found["inside"] or ""), text)


def stands_elsewhere(path: str) -> bool:
    """Whether a file is of a shared register that is not kept in the folder of the project."""
    return path.startswith(("../", IN_PACKAGE))


def as_seen(path: str, folder: str, texts: str) -> str:
    """How a file of a project is called by who stands where ``folder`` leads to it; ``texts`` is its folder of texts."""
    if path.startswith(IN_PACKAGE):
        return path
    return normpath(folder + path) if path.startswith("../") else folder + on_disk(path, texts)


def as_here(path: str) -> str:
    """Where a text of a shared register would stand if it stood in this project; of a text of the project its own path."""
    return path if path.startswith(CONTENT) else CONTENT + path.rpartition(f"/{CONTENT}")[2]


def holds_registers(path: str) -> bool:
    """Whether a file is one of the registers, of the project itself or of a shared base, and no text."""
    parts = PurePosixPath(path).parts
    if CONTENT.rstrip("/") in parts or not parts:
        return False
    return parts[-1] in (CHANNELS_FILE, PRODUCTS_FILE) or parts[-2:-1] == (PRODUCTS_FOLDER.rstrip("/"),)


def is_thing(path: str) -> bool:
    """Whether a file is a thing of the register: its name is an id."""
    return (
        path.startswith(FOLDERS_OF_THINGS)
        and path.count("/") == 2
        and path.endswith(".md")
        and not path.endswith("/index.md")
        and not is_note(path)
    )


def is_note(path: str) -> bool:
    """Whether a file is a note to colleagues, never read and never published: the README of a folder of which the
    website makes the page itself.
    """
    folder, _, name = path.rpartition("/")
    return name.lower() == "readme.md" and f"{folder}/" in (CONTENT, *FOLDERS_OF_THINGS)


def has_role(path: str) -> bool:
    """Whether a file is a thing of the register, or says something above a page that the website makes."""
    return path in (HOME_TEXT, HELP_TEXT) or is_thing(path)


def things_in(folder: str, files: Iterable[str]) -> list[str]:
    """The files of a folder that are a thing each, in order."""
    return sorted(path for path in files if path.startswith(folder) and is_thing(path))


def id_of(path: str) -> str:
    """The name in the register of the thing in a file."""
    return PurePosixPath(path).stem


def is_annex(path: str) -> bool:
    """Whether a path is that of an annex: directly in the folder of the decisions."""
    return path.startswith(DECISION_TEXTS) and path.endswith(ANNEX_ENDING) and path.count("/") == 2


def annex_path(decision: str, rectified: date | None = None) -> str:
    """Where the annex of a decision stands; with a day the one that a rectification of that day corrected."""
    return f"{DECISION_TEXTS}{decision}{f'{_CORRECTED}{rectified}' if rectified else ''}{ANNEX_ENDING}"


def decision_of_annex(path: str) -> str:
    """The id of the decision that the name of an annex says."""
    return _named_by_annex(path)[0]


def rectification_of_annex(path: str) -> str | None:
    """The day of the rectification that the name of a corrected annex says."""
    return _named_by_annex(path)[1]


def _named_by_annex(path: str) -> tuple[str, str | None]:
    name, corrected, day = path.removeprefix(DECISION_TEXTS).removesuffix(ANNEX_ENDING).partition(_CORRECTED)
    return name, day if corrected else None


_LEFTOVER = ("~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp", ".part", ".crdownload", ".lnk")
_SECRET = (
    ".pem", ".key", ".p12", ".pfx", ".jks", ".kdbx", ".sql", ".sqlite", ".sqlite3", ".db", ".mdb", ".accdb", ".eml", ".msg", ".pst",
)  # fmt: skip
_SERVED = (
    ".php",
    ".php5",
    ".phtml",
    ".phar",
    ".asp",
    ".aspx",
    ".ashx",
    ".jsp",
    ".jspx",
    ".cgi",
    ".pl",
    ".exe",
    ".dll",
    ".bat",
    ".ps1",
    ".sh",
)
_OF_THE_COMPUTER = frozenset({"thumbs.db", "desktop.ini", "icon\r", "id_rsa", "id_ed25519"})


def kept_to_oneself(path: str) -> str | None:
    """What makes a file no file for visitors, by its name, as the end of a sentence; None where it may be published."""
    name = path.rpartition("/")[2].lower()
    if name in _OF_THE_COMPUTER:
        return "een bestand van de computer zelf"
    if name.startswith("~$") or name.endswith(_LEFTOVER):
        return "een reservekopie, of een bestand dat een programma tijdelijk bewaart"
    if name.endswith(_SECRET):
        return "een bestand met sleutels, berichten of gegevens"
    return "een programma" if name.endswith(_SERVED) else None


def is_input(path: str) -> bool:
    """Whether a file of ``content/`` only says what pages are made from: it is never published itself."""
    if path.endswith((".yaml", ".yml")) or kept_to_oneself(path):
        return True
    return path == HOME_TEXT or is_note(path) or (path.endswith(".md") and path.startswith(FOLDERS_OF_THINGS))


def wrong_names(paths: Iterable[str]) -> list[Diagnostic]:
    """What is wrong with the names of files that are a thing each: an id is a part of an address."""
    found = []
    for path in paths:
        name = id_of(path)
        if not is_slug(name):
            message = f"De bestandsnaam {quoted(name + '.md')} kan niet: gebruik kleine letters, cijfers en koppeltekens."
            hint = f"Noem het bestand bijvoorbeeld '{slugify(name) or 'nieuw'}.md'."
            found.append(BAD_ID.at(Place(path), message, hint))
        elif is_taken(name):
            hint = f"Noem het bestand bijvoorbeeld '{name}-1.md'."
            found.append(BAD_ID.at(Place(path), f"De bestandsnaam '{name}.md' is al bezet.", hint))
    return found
