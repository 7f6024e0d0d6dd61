"""Where the templates and styles stand: the municipality's own first, then ours."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wmebv_site.diagnostics import Code, Diagnostic, Place, printable
from wmebv_site.project.load import UNREADABLE

if TYPE_CHECKING:
    from jinja2 import BaseLoader

BROKEN_TEMPLATE = Code(
    "WMEBV565",
    "Een sjabloon in uw thema klopt niet",
    "In de map van uw thema staan sjablonen, waarin woorden tussen {{ en }} of {% en %} worden ingevuld. Staat daar een fout "
    "in, dan kan geen enkele pagina worden gemaakt. Vergelijk het sjabloon met dat van wmebv, of verwijder het: dan geldt dat "
    "van wmebv weer.",
)
NOT_UNDERSTOOD = "Vergelijk de regel met het sjabloon van wmebv, of verwijder uw sjabloon."

_PACKAGE = Path(__file__).parents[2]


def theme_dir() -> Path:
    """Our theme: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "theme"
    return installed if installed.is_dir() else _PACKAGE.parent / "theme"


def templates(own: Iterable[Path] = ()) -> BaseLoader:
    """Finds ``pages/*.html`` and ``components/*.html``; a template of the municipality wins over ours."""
    from jinja2 import FileSystemLoader  # who only judges a style needs none

    return FileSystemLoader([str(folder) for folder in (*own, theme_dir())])


def asset(name: str, own: Iterable[Path] = ()) -> str:
    """The text of ``assets/<name>``; a file of the municipality wins over ours."""
    found = next(file for folder in (*own, theme_dir()) if (file := folder / "assets" / name).is_file())
    return found.read_text(encoding="utf-8")


def broken_templates(own: Path, project: Path) -> Iterator[Diagnostic]:
    """What of the municipality's theme a build can't read: files without rights, and templates with a mistake."""
    ours = theme_dir()
    if own.resolve() == ours.resolve():
        return
    for folder, names, files in os.walk(own):
        names.sort()
        for file in (Path(folder, name) for name in sorted(files)):
            if not stat.S_ISREG(file.lstat().st_mode):  # opening a pipe would wait for ever
                continue
            place = Place(printable(Path(os.path.relpath(file, project)).as_posix()))
            inside = file.relative_to(own)
            is_template = file.suffix == ".html" and inside.parts[0] != "assets"
            try:
                with file.open("rb") as stream:
                    data = stream.read() if is_template else b""
            except OSError:
                message = f"'{place.file}' kan niet worden gelezen."
                yield UNREADABLE.at(place, message, "Controleer de leesrechten.")
                continue
            if is_template and not _is_copy(ours / inside, data):
                yield from _judged(data, place)


def _is_copy(ours: Path, data: bytes) -> bool:
    return ours.is_file() and ours.read_bytes() == data


def _judged(data: bytes, place: Place) -> Iterator[Diagnostic]:
    from jinja2 import Environment, TemplateSyntaxError

    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "In dit sjabloon staat iets wat geen UTF-8 is."
        yield BROKEN_TEMPLATE.at(Place(place.file, line, 1, 2), message, "Bewaar het bestand als UTF-8.")
        return
    try:
        Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(text)
    except TemplateSyntaxError as error:
        at = Place(place.file, error.lineno, 1, 2)
        yield BROKEN_TEMPLATE.at(at, f"In dit sjabloon klopt regel {error.lineno} niet.", NOT_UNDERSTOOD)
