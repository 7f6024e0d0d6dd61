"""Finds the program of the editor for a browser: a package of its own, or the wheel file in which it comes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from wmebv_site.diagnostics import Refused
from wmebv_site.editor.page import NEEDED

PACKAGE = "wmebv_site_editor"
_FOLDER = "files"
_LARGEST = 50 * 1024 * 1024
NOT_THERE = (
    "De editor voor de browser is nog niet geïnstalleerd. Het is een apart bestand, dat bij een uitgave van dit programma "
    "hoort: wmebv_site_editor-…-py3-none-any.whl. Geef dat bestand mee met --bundle, of installeer het met 'pip install' en "
    "de naam van het bestand. Hebt u de broncode van dit programma? Dan maakt 'make editor' het in de map dist."
)


def found_bundle(wheel: Path | None) -> dict[str, bytes]:
    """The files of the bundle by their path. Raises Refused with what to do when there are none."""
    files = dict(_in_wheel(wheel) if wheel is not None else _installed())
    if missing := [name for name in NEEDED if name not in files]:
        where = f"'{wheel}'" if wheel is not None else f"het pakket {PACKAGE}"
        raise Refused(
            f"In {where} ontbreekt '{missing[0]}'. Neem het bestand opnieuw uit de uitgave van dit programma."
        )
    return files


def _installed() -> Iterator[tuple[str, bytes]]:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise Refused(NOT_THERE)
    folder = Path(next(iter(spec.submodule_search_locations))) / _FOLDER
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file.read_bytes()


def _in_wheel(wheel: Path) -> Iterator[tuple[str, bytes]]:
    begin = f"{PACKAGE}/{_FOLDER}/"
    try:
        with zipfile.ZipFile(wheel) as archive:
            inside = [
                each for each in archive.infolist() if each.filename.startswith(begin) and not each.is_dir()
            ]
            if sum(each.file_size for each in inside) > _LARGEST:
                raise Refused(
                    f"'{wheel}' is te groot voor de editor. Controleer of dit het goede bestand is."
                )
            for each in inside:
                path = each.filename.removeprefix(begin)
                if ".." not in path.split("/") and "\\" not in path:
                    yield path, archive.read(each)
    except FileNotFoundError:
        raise Refused(f"Het bestand '{wheel}' is er niet.") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise Refused(
            f"'{wheel}' is geen wheel-bestand dat gelezen kan worden. Haal het opnieuw op."
        ) from error
