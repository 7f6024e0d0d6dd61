"""Splits a Markdown file into its front matter and its text, and changes one key of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register.bounds import TOO_HEAVY, too_heavy
from wmebv_site.register.text import SourceText, read_text
from wmebv_site.register.yaml import YamlMapping, read_yaml

UNCLOSED = Code(
    "WMEBV012",
    "De gegevens boven de tekst zijn niet afgesloten",
    "Een bestand in 'content' kan beginnen met gegevens tussen twee regels met ---. De tweede regel met --- "
    "ontbreekt. Zet die onder de laatste sleutel.",
)
NOT_KEYS = Code(
    "WMEBV013",
    "Hier horen sleutels met waarden te staan",
    "Een bestand bestaat uit regels als 'sleutel: waarde'. Hier staat iets anders: een lijst, losse tekst of niets.",
)


EXAMPLE = "# VERVANG"
"""Stands behind what ``init`` filled in as an example."""


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: ``meta`` is empty without front matter; ``body`` begins at line ``body_line``, from 1.

    ``example`` is whether the front matter still has the mark of an example that a municipality must replace.
    """

    file: str
    meta: YamlMapping
    body: str
    body_line: int
    example: bool = False


def read_document(file: str, data: bytes) -> tuple[Document | None, list[Diagnostic]]:
    """Read a Markdown file. Without a document, its front matter could not be read."""
    source, diagnostics = read_text(file, data)
    if source is None or diagnostics:
        return None, diagnostics
    lines = source.lines
    if lines[0].rstrip() != "---":
        return _within_bounds(Document(file, YamlMapping(file, (0, 0, 0)), source.text, 1), [])
    end = next((number for number, line in enumerate(lines[1:], 1) if _is_mark(line)), None)
    if end is None:
        message = "De gegevens boven de tekst hebben geen tweede regel met ---."
        return None, [
            UNCLOSED.at(Place(file, 1, 1, 4), message, "Zet --- op de regel onder de laatste sleutel.")
        ]
    front = "\n".join(lines[1:end]) + "\n"
    meta, diagnostics = read_yaml(source, first_line=1, text=front)
    diagnostics += not_a_mapping(source, meta, diagnostics)
    if not isinstance(meta, YamlMapping):
        if diagnostics:
            return None, diagnostics
        meta = YamlMapping(file, (0, 0, 0))
    body = "\n".join(lines[end + 1 :])
    return _within_bounds(Document(file, meta, body, end + 2, EXAMPLE in front), diagnostics)


def _within_bounds(document: Document, found: list[Diagnostic]) -> tuple[Document | None, list[Diagnostic]]:
    """The document, unless its text asks more than a renderer can do."""
    body = document.body
    heavy = [
        TOO_HEAVY.at(
            Place(
                document.file,
                document.body_line + body.count("\n", 0, at),
                (column := at - body.rfind("\n", 0, at)),
                column + 1,
            ),
            message,
            hint,
        )
        for at, message, hint in too_heavy(body)
    ]
    return (None, [*found, *heavy]) if heavy else (document, found)


def not_a_mapping(source: SourceText, value: object, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostic for a document that is text or a list, unless something was already said of it."""
    if value is None or isinstance(value, YamlMapping) or diagnostics:
        return []
    place = next(
        (
            Place(source.file, number, 1, 2)
            for number, line in enumerate(source.lines, 1)
            if line.strip("- \t") and not line.lstrip().startswith("#")
        ),
        Place(source.file),
    )
    hint = "Begin met een sleutel en een dubbele punt, bijvoorbeeld 'name: Paspoort'."
    return [NOT_KEYS.at(place, "Hier staan geen sleutels met waarden.", hint)]


def around_front(text: str) -> tuple[str, str, str]:
    """A text in three: what stands above its front matter, the YAML of it, and the rest from the line that ends it.

    Together they are the text. One without front matter has all of it in the last.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+\Z", text) if text.startswith("---") else []
    ends = (number for number, line in enumerate(lines) if number and _is_mark(line))
    end = next(ends, None)
    if end is None or not _is_mark(lines[0]):
        return "", "", text
    return lines[0], "".join(lines[1:end]), "".join(lines[end:])


def with_key(text: str, key: str, value: str) -> str:
    """The text of a file with ``key: value`` in its front matter: at the key that is there, else below the last.

    ``value`` is YAML for one line. The text must have front matter that could be read; an existing value must stand on
    the line of its key, or ValueError is raised.
    """
    newline, lines, end = _front(text)
    at = next((number for number in range(1, end) if _begins_with_key(lines[number], key)), None)
    if at is None:
        lines.insert(end, f"{key}: {value}")
    else:
        below = lines[at + 1]
        if at + 1 < end and re.match(r"[ \t]+\S|- ", below):
            raise ValueError(key)
        comment = re.search(r"[ \t]+#.*$", lines[at])
        lines[at] = f"{key}: {value}{comment[0] if comment else ''}"
    return newline.join(lines)


def without_key(text: str, key: str) -> str:
    """The text without the line of a key; its value must stand on that line. As it was when the key isn't there."""
    newline, lines, end = _front(text)
    kept = (line for number, line in enumerate(lines) if number >= end or not _begins_with_key(line, key))
    return newline.join(kept)


def _front(text: str) -> tuple[str, list[str], int]:
    """The line end of a text, its lines, and which of those ends its front matter."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    end = next(number for number, line in enumerate(lines[1:], 1) if _is_mark(line))
    return newline, lines, end


def _is_mark(line: str) -> bool:
    return line.rstrip() in ("---", "...")


def _begins_with_key(line: str, key: str) -> bool:
    return re.match(rf"{re.escape(key)}[ \t]*:(?:[ \t]|$)", line) is not None
