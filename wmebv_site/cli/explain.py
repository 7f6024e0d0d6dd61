"""Every kind of diagnostic with its title and its explanation: ``wmebv explain``."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import click

import wmebv_site
from wmebv_site.cli.terminal import Command, emit, width
from wmebv_site.diagnostics import Code, Refused, nearest

PREFIX = "WMEBV"
_NUMBER = re.compile(r"(?:WMEBV)?[ -]?([0-9]{1,3})", re.IGNORECASE)
_IN_SOURCE = re.compile(rf'"{PREFIX}\d')
_CODE = " " * 4
"""How each line of an example begins."""
_ITEM = re.compile(r"(?:[-*]|\d+\.) ")

GROUPS = {
    "0": "Het bestand zelf",
    "1": "De vorm van een gegeven",
    "2": "Namen en bestanden die bij elkaar horen",
    "3": "Wat de wet vraagt",
    "5": "Taal en presentatie",
    "6": "De website en wat eromheen staat",
    "7": "Veel gemeenten tegelijk",
}
"""What the first figure of a code says."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is told about one code: a title without full stop, and paragraphs with blank lines between."""

    code: str
    title: str
    text: str


@click.command(cls=Command)
@click.argument("code", required=False, metavar="[CODE]")
def explain(code: str | None) -> None:
    """Leg een melding uit.

    CODE staat voor de melding, bijvoorbeeld WMEBV201. Zonder CODE ziet u alle codes.
    """
    if code is None:
        emit(render_list(width()))
        return
    found = find(code)
    if found is None:
        best = nearest_code(code)
        hint = f"Bedoelt u {best}?" if best else "Typ 'wmebv explain' voor alle codes."
        raise Refused(f"De code '{code}' bestaat niet. {hint}")
    emit(render(found, width()))


def declared() -> Iterator[Explanation]:
    """Everything that bears a code, once for each place in the code where it is made."""
    from wmebv_site.rules.base import LawRule

    seen: set[int] = set()
    for module in _modules():
        for value in vars(module).values():
            for item in value.values() if isinstance(value, dict) else (value,):
                if isinstance(item, (Code, LawRule)) and id(item) not in seen:
                    seen.add(id(item))
                    yield Explanation(item.code, item.title.rstrip("."), item.explanation)


@cache
def catalogue() -> dict[str, Explanation]:
    """Every code with its explanation, in the order of the codes."""
    return {item.code: item for item in sorted(declared(), key=lambda item: item.code)}


def find(text: str) -> Explanation | None:
    """The explanation of a code as a person types it: ``WMEBV301``, ``wmebv301`` or ``301``."""
    match = _NUMBER.fullmatch(text.strip())
    return catalogue().get(f"{PREFIX}{int(match[1]):03}") if match else None


def nearest_code(text: str) -> str | None:
    """The known code that looks most like what a person typed."""
    match = _NUMBER.fullmatch(text.strip())
    return nearest(f"{PREFIX}{int(match[1]):03}" if match else text, catalogue())


def render(explanation: Explanation, width: int) -> str:
    """The explanation as lines of at most ``width`` characters."""
    title = textwrap.fill(f"{explanation.code}  {explanation.title}", width, subsequent_indent=" " * 10)
    return "\n\n".join([title, *_paragraphs(explanation.text, width)]) + "\n"


def render_list(width: int) -> str:
    """All codes with their titles, by group."""
    parts = []
    for figure, group in GROUPS.items():
        items = [item for code, item in catalogue().items() if code[len(PREFIX)] == figure]
        lines = [
            textwrap.fill(item.title, width, initial_indent=f"  {item.code}  ", subsequent_indent=" " * 12)
            for item in items
        ]
        if lines:
            parts.append("\n".join([group, *lines]))
    return "\n\n".join(parts) + "\n"


def _modules() -> Iterator[ModuleType]:
    """Every module that makes a code, wherever it stands; its text tells, since to import them all would take long."""
    for info in walk_packages(wmebv_site.__path__, f"{wmebv_site.__name__}."):
        *folders, name = info.name.split(".")[1:]
        file = Path(wmebv_site.__path__[0], *folders, f"{name}.py")
        if not info.ispkg and _IN_SOURCE.search(file.read_text(encoding="utf-8")):
            yield import_module(info.name)


def _paragraphs(text: str, width: int) -> Iterator[str]:
    for paragraph in re.split(r"\n[ \t]*\n", textwrap.dedent(text).strip("\n")):
        if not paragraph.strip():
            continue
        if all(line.startswith(_CODE) for line in paragraph.splitlines()):
            yield paragraph.rstrip()  # an example, of which every space counts
            continue
        lines: list[str] = []
        for line in paragraph.splitlines():
            # An indented line goes on with its list item.
            if _ITEM.match(line) or not lines:
                lines.append(line.strip())
            else:
                lines[-1] += f" {line.strip()}"
        yield "\n".join(
            textwrap.fill(
                line,
                width,
                subsequent_indent="  " if _ITEM.match(line) else "",
                break_on_hyphens=False,
                break_long_words=False,
            )
            for line in lines
        )
