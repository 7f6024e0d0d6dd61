"""Which texts of ``content/`` are a thing of the register, and which addresses the website keeps for itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from wmebv_site.diagnostics import Code, Diagnostic, Place, in_order
from wmebv_site.register.misfits import BAD_ID
from wmebv_site.register.values import is_slug, is_taken, quoted, slugify

ADDRESS_TAKEN = Code(
    "WMEBV209",
    "Een bestand staat op een adres dat de website zelf maakt",
    "De website maakt deze pagina uit de registers. Een eigen bestand op hetzelfde adres zou die vervangen. Geef het "
    "bestand een andere naam, of verwijder het.",
)

HOME = "content/index.md"
HELP_INDEX = "content/hulp/index.md"
WITH_A_ROLE = ("besluiten", "hulp", "beleid", "storingen")
"""The folders of ``content/`` in which each text is a thing of the register."""
GENERATED = frozenset(
    (
        "producten kanalen bezwaar klacht andere-berichten besluiten hulp beleid storingen wijzigingen over data "
        "welk-kanaal-gold inwoners ondernemers"
    ).split()
)
"""First parts of the addresses that are made from the registers."""


def has_role(path: str) -> bool:
    """Whether a file is a thing of the register, or says something above a page that the website makes."""
    parts = path.split("/")
    return path in (HOME, HELP_INDEX) or (
        len(parts) == 3 and parts[1] in WITH_A_ROLE and path.endswith(".md") and parts[2] != "index.md"
    )


def below(files: Iterable[str], folder: str) -> list[str]:
    """The files of a folder that are a thing each, by their name; ``index.md`` isn't one."""
    return sorted(path for path in files if path.startswith(folder) and has_role(path) and path != HELP_INDEX)


def file_names(paths: list[str]) -> list[Diagnostic]:
    """The name of a decision or form of support is its id, and so a part of an address."""
    found = []
    for path in paths:
        name = PurePosixPath(path).stem
        if not is_slug(name):
            message = f"De bestandsnaam {quoted(name + '.md')} kan niet: gebruik kleine letters, cijfers en koppeltekens."
            hint = f"Noem het bestand bijvoorbeeld '{slugify(name) or 'nieuw'}.md'."
            found.append(BAD_ID.at(Place(path), message, hint))
        elif is_taken(name):
            hint = f"Noem het bestand bijvoorbeeld '{name}-1.md'."
            found.append(BAD_ID.at(Place(path), f"De bestandsnaam '{name}.md' is al bezet.", hint))
    return found


def addresses(paths: list[str]) -> list[Diagnostic]:
    """A diagnostic for each page of the municipality at an address that the website makes itself."""
    found = []
    for path in sorted(paths):
        if not path.startswith("content/") or has_role(path) or not path.endswith((".md", ".html")):
            continue
        # On Windows, and on many web servers, capitals make no other address.
        first = path.split("/")[1].removesuffix(".md").removesuffix(".html").lower()
        at_root = path.count("/") == 1
        if first in GENERATED or (at_root and first in ("index", "readme")):
            address = f"/{first}/" if first in GENERATED else "/"
            message = f"De website maakt zelf een pagina op het adres {address}."
            found.append(ADDRESS_TAKEN.at(Place(path), message, "Geef dit bestand een andere naam."))
    return in_order(found)
