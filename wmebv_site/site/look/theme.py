"""Where the templates and styles stand: the municipality's own first, then ours."""

from __future__ import annotations

import os
import stat
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wmebv_site.diagnostics import Code, Diagnostic, Place, printable
from wmebv_site.project.load import UNREADABLE

if TYPE_CHECKING:
    from jinja2 import BaseLoader, nodes

BROKEN_TEMPLATE = Code(
    "WMEBV565",
    "Een sjabloon in uw thema klopt niet",
    "In de map van uw thema staan sjablonen, waarin woorden tussen {{ en }} of {% en %} worden ingevuld. Staat daar een fout "
    "in, dan kan geen enkele pagina worden gemaakt. Vergelijk het sjabloon met dat van wmebv, of verwijder het: dan geldt dat "
    "van wmebv weer.",
)
_NOT_UNDERSTOOD = "Vergelijk de regel met het sjabloon van wmebv, of verwijder uw sjabloon."

_TEMPLATES = (".html", ".xml")
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
                yield from _judged(data, place, ours / inside)


def failed_template(error: Exception) -> Diagnostic | None:
    """What is wrong with the template that was being filled in when this came up; None when none was.

    Python's own errors, such as a TypeError for a value that is not there, come past templates as those of Jinja2 do.
    """
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError) and error.filename:
        lines = [(error.filename, error.lineno)]
    else:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [(each.filename, each.lineno or 1) for each in frames if each.filename.endswith(_TEMPLATES)]
    if not lines:
        return None
    # What an own template asks of one of ours may fail there: the mistake stands in the own one.
    own = [line for line in lines if not Path(line[0]).is_relative_to(theme_dir())]
    file, line = (own or lines)[-1]
    where = Place(printable(os.path.relpath(file)), line)
    message = f"In het sjabloon '{where.file}' klopt regel {line} niet."
    if isinstance(error, TemplateNotFound):
        message = (
            f"Het sjabloon '{where.file}' noemt een sjabloon dat er niet is: '{printable(str(error.name))}'."
        )
    elif isinstance(error, RecursionError):
        message = f"Het sjabloon '{where.file}' gebruikt op regel {line} zichzelf, zonder eind."
    return BROKEN_TEMPLATE.at(where, message, _NOT_UNDERSTOOD)


def _is_copy(ours: Path, data: bytes) -> bool:
    return ours.is_file() and ours.read_bytes() == data


def _judged(data: bytes, place: Place, ours: Path) -> Iterator[Diagnostic]:
    from jinja2 import Environment, TemplateSyntaxError

    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "In dit sjabloon staat iets wat geen UTF-8 is."
        yield BROKEN_TEMPLATE.at(Place(place.file, line, 1, 2), message, "Bewaar het bestand als UTF-8.")
        return
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    try:
        own = environment.parse(text)
    except TemplateSyntaxError as error:
        at = Place(place.file, error.lineno, 1, 2)
        yield BROKEN_TEMPLATE.at(at, f"In dit sjabloon klopt regel {error.lineno} niet.", _NOT_UNDERSTOOD)
        return
    if ours.parent.name == "components" and ours.is_file():
        yield from _unlike(own, environment.parse(ours.read_text(encoding="utf-8")), place)


def _unlike(own: nodes.Template, ours: nodes.Template, place: Place) -> Iterator[Diagnostic]:
    """The macros of ours that an own component lacks, or that take less there: our pages call them all the same."""
    from jinja2.nodes import FromImport

    there = _macros(own)
    passed_on = {
        (name if isinstance(name, str) else name[1])
        for each in own.find_all(FromImport)
        for name in each.names
    }
    for name, macro in _macros(ours).items():
        asked = [argument.name for argument in macro.args]
        written = f"{name}({', '.join(asked)})"
        if name not in there and name not in passed_on:
            message, line = f"In dit onderdeel ontbreekt de macro '{written}'.", 1
        elif name in there and [argument.name for argument in there[name].args][: len(asked)] != asked:
            message, line = f"De macro '{name}' krijgt hier iets anders dan '{written}'.", there[name].lineno
        else:
            continue
        yield BROKEN_TEMPLATE.at(
            Place(place.file, line, 1, 2), message, "Neem de macro over uit het onderdeel van wmebv."
        )


def _macros(template: nodes.Template) -> dict[str, nodes.Macro]:
    """Those that others may import, by name."""
    from jinja2.nodes import Macro

    return {each.name: each for each in template.find_all(Macro) if not each.name.startswith("_")}
