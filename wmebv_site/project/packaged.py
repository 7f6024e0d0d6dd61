"""Finds the shared register in an installed package by what its installer noted: nothing of the package is run."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import urlsplit

from wmebv_site.diagnostics import Code
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FILE, PRODUCTS_FOLDER

NO_PACKAGE = Code(
    "WMEBV679",
    "Het pakket met de gedeelde basis is er niet",
    "Achter 'base' in channels.yaml staat 'pakket:' met de naam van een Python-pakket. Dat pakket hoort op deze computer te staan, in "
    "dezelfde omgeving als wmebv. In het pakket zit één map met channels.yaml, products.yaml of een map products. Er wordt niets van "
    "het pakket uitgevoerd. Hoe u zo'n pakket maakt en installeert, staat in docs/how-to/delen.md.",
)
_REPOSITORY = ("repository", "source", "sourcecode", "code", "github", "gitlab")
"""How the place of the source is called in what a package says of itself, without spaces and the like."""


@dataclass(frozen=True, slots=True)
class Packaged:
    """Where the shared register of a package stands on disk, and where that can be changed."""

    folder: Path | None = None
    repository: str | None = None
    why: tuple[str, str] = ("", "")
    """Without a folder: what is the matter, and a way out."""


def packaged(name: str) -> Packaged:
    """What there is of a package in this environment."""
    try:
        found = distribution(name)
    except (PackageNotFoundError, ValueError):
        return Packaged(
            why=(
                f"Het pakket '{name}' met de gedeelde basis is hier niet geïnstalleerd.",
                "Installeer het in dezelfde omgeving als wmebv. Wie de basis bijhoudt, weet waar het pakket staat.",
            )
        )
    try:
        repository = _repository(found)
        homes = sorted(_homes(found), key=lambda home: (len(home.parts), home.as_posix()))
    except (OSError, ValueError, csv.Error):
        message = f"Wat bij het pakket '{name}' is genoteerd over zijn bestanden, is niet te lezen."
        return Packaged(why=(message, "Verwijder het pakket, en installeer het opnieuw."))
    if not homes:
        message = f"In het pakket '{name}' zit geen channels.yaml en geen products.yaml."
        hint = "Vraag wie het pakket maakt, of de registers erin zitten. Of noem achter 'base' de map waarin ze staan."
        return Packaged(None, repository, (message, hint))
    if len(homes) > 1:
        message = f"In het pakket '{name}' zit meer dan één register: {homes[0]} en {homes[1]}."
        hint = "Een pakket deelt één register. Vraag wie het maakt om er twee pakketten van te maken."
        return Packaged(None, repository, (message, hint))
    return Packaged(Path(str(found.locate_file(homes[0]))), repository)


def _homes(found: Distribution) -> set[PurePath]:
    """The folders of a package in which a register stands, from where packages are installed."""
    listed = [PurePosixPath(file) for file in found.files or () if ".." not in file.parts]
    homes: set[PurePath] = {file.parent for file in listed if file.name in (CHANNELS_FILE, PRODUCTS_FILE)}
    folder = PRODUCTS_FOLDER.rstrip("/")
    return homes | {
        file.parent.parent for file in listed if file.parent.name == folder and file.suffix == ".yaml"
    }


def _repository(found: Distribution) -> str | None:
    """The address of its repository, by what the package says of itself."""
    if not found.read_text("METADATA"):
        return None
    told = {}
    for line in found.metadata.get_all("Project-URL") or ():
        label, _, address = line.partition(",")
        told["".join(sign for sign in label.lower() if sign.isalnum())] = address.strip()
    address = next((told[label] for label in _REPOSITORY if label in told), "")
    return address if urlsplit(address).scheme == "https" else None
