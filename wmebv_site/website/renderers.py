"""The programs that put a skeleton around pages: where each is found, and what it says, told in Dutch."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from wmebv_site.diagnostics import Refused
from wmebv_site.project.clock import ASKED_DAY
from wmebv_site.project.machine import to_install

MKDOCS, PROPERDOCS, ZENSICAL = "mkdocs", "properdocs", "zensical"
RENDERERS = {MKDOCS: "MkDocs", PROPERDOCS: "ProperDocs", ZENSICAL: "Zensical"}
"""Each by the name of its command, with what it is called. The first runs our plugin, the others get our pages."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a renderer said, by how much it weighs: ``INFO``, ``WARNING``, ``ERROR``; without that, ``""``."""

    level: str
    text: str
    goes_on: bool = False
    """Whether it belongs to the line above it."""

    @property
    def weighs(self) -> bool:
        return self.level in ("WARNING", "ERROR", "CRITICAL")


def program(renderer: str) -> list[str]:
    """How a renderer is started. Raises Refused, with what to type, when it is not installed."""
    if find_spec(renderer) is not None:
        # Without -P a file in the folder where somebody stands would be run in the place of a library.
        return [sys.executable, "-P", "-m", renderer]
    if renderer != MKDOCS and (found := shutil.which(renderer)):
        return [found]
    raise Refused(
        f"{RENDERERS[renderer]} is niet geïnstalleerd. Typ: {to_install(renderer)} "
        "(of gebruik wmebv zonder --with)."
    )


def surroundings(day: date | None = None) -> dict[str, str]:
    """The environment of a renderer: it writes UTF-8 to us, as it says it and unfolded, and knows the day."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", ASKED_DAY)}
    asked = {} if day is None else {ASKED_DAY: day.isoformat()}
    # The theme would announce at every build what docs/decisions answers.
    return kept | {"NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"} | asked


_PREFIX = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL) *-  (?:\[[\d:]+\] )?(.*)")


def lines_of(said: Iterable[str]) -> Iterator[Line]:
    """What MkDocs logged, line by line as it comes; a line that begins nothing belongs to the one above it."""
    level = ""
    for line in said:
        text = line.rstrip("\r\n")
        begins = _PREFIX.fullmatch(text)
        if begins:
            level, text = begins[1], begins[2]
        yield Line(level, text, goes_on=not begins)


OURS = "wmebv: "
"""Stands before what our own plugin says, in Dutch."""
FINDINGS = f"{OURS}Het register kan beter."
"""Begins what ``wmebv check`` tells as well."""
_IN_LINK = r"Doc file '([^']*)' contains a link '([^']*)', but "
_IN_DUTCH: Mapping[str, str] = {
    rf"{_IN_LINK}the target .*": "In '{0}' leidt de link '{1}' naar een pagina die er niet is. Verbeter de link.",
    rf"{_IN_LINK}the doc .* anchor .*": "In '{0}' leidt de link '{1}' naar een plek die er niet is. Verbeter de link.",
    rf"{_IN_LINK}.*": "In '{0}' klopt de link '{1}' niet. Verbeter de link.",
    r"A reference to '([^']*)' is included in the 'nav' configuration, .*": (
        "In mkdocs.yml noemt 'nav' de pagina '{0}', die er niet is. Verwijder die regel."
    ),
    r"Excluding '([^']*)' from the site because it conflicts with '([^']*)'.*": (
        "De pagina '{0}' komt niet op de website: '{1}' heeft hetzelfde adres. Geef een van de twee een andere naam."
    ),
    r"Config value '([^']*)': Unrecognised configuration name: .*": (
        "De instelling '{0}' in mkdocs.yml bestaat niet. Verwijder die regel."
    ),
    r"Config value 'plugins': The \"([^\"]*)\" plugin is not installed.*": (
        "De plugin '{0}' in mkdocs.yml is niet geïnstalleerd. Installeer die, of verwijder die regel."
    ),
    r"Config value 'theme': Unrecognised theme name: '([^']*)'.*": (
        "Het thema '{0}' in mkdocs.yml is niet geïnstalleerd. Schrijf 'material'."
    ),
    r"Config value 'markdown_extensions': Failed to load extension '([^']*)'.*": (
        "De uitbreiding '{0}' in mkdocs.yml is niet geïnstalleerd. Installeer die, of verwijder die regel."
    ),
}


def told(line: Line, renderer: str = MKDOCS) -> str:
    """A line for an editor: Dutch where we know what it says, else with who says it."""
    if line.text.startswith(OURS):
        return line.text.removeprefix(OURS)
    if line.goes_on:
        return line.text
    for known, sentence in _IN_DUTCH.items():
        if found := re.fullmatch(known, line.text, re.DOTALL):
            return sentence.format(*found.groups())
    return f"{RENDERERS[renderer]} meldt in het Engels: {line.text}"


def shown_path(path: Path) -> str:
    """A folder as a person sees it from where they stand."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
