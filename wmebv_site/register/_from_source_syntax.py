"""Says in Dutch, and with a way out, what the YAML parser stumbled over."""

from __future__ import annotations

import re

import yaml

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register.text import SourceText

SYNTAX = Code(
    "WMEBV005",
    "Het bestand is geen geldige YAML",
    "YAML let op inspringen, dubbele punten en aanhalingstekens. Springt een regel evenveel in als de andere regels "
    "van hetzelfde onderdeel? Staat er na elke dubbele punt een spatie? Is elk aanhalingsteken en elke haak gesloten? "
    "Tot de fout weg is, wordt dit bestand niet verder gelezen; de andere bestanden wel.",
)

_QUOTE = "Zet de hele waarde tussen aanhalingstekens."

# The parser's words, each with what is true in the file and what to do. First match counts.
_DUTCH = [
    (r"found character .*cannot start any token", "Een waarde kan niet met dit teken beginnen.", _QUOTE),
    (r"tab character", "Hier staat een tab.", "Spring in met spaties, niet met tabs."),
    (
        r"mapping values are not allowed",
        "Hier staat een dubbele punt op een plaats waar dat niet kan.",
        "Zet de waarde tussen aanhalingstekens als er een dubbele punt in staat; controleer anders het inspringen.",
    ),
    (
        r"could not find expected ':'",
        "Op deze regel ontbreekt een dubbele punt met een spatie erachter.",
        "Schrijf 'sleutel: waarde', of laat de tekst inspringen als ze bij de vorige regel hoort.",
    ),
    (
        r"expected ',' or '[\]}]'",
        "Deze opsomming tussen haken is niet goed gesloten.",
        "Zet komma's tussen de onderdelen en sluit de haak.",
    ),
    (
        r"sequence entries are not allowed",
        "Hier staat een streepje op een plaats waar dat niet kan.",
        "Zet het streepje op een nieuwe regel en controleer het inspringen.",
    ),
    (
        r"did not find expected '-' indicator",
        "Deze regel springt niet in zoals de rest van de lijst.",
        "Laat alle streepjes van een lijst even ver inspringen, en de sleutels van elk onderdeel ook.",
    ),
    (
        r"did not find expected key",
        "Deze regel past niet bij de regels erboven.",
        "Laat alle sleutels van een onderdeel even ver inspringen en controleer de aanhalingstekens.",
    ),
    (
        r"unexpected end of stream|unexpected document indicator",
        "Hier begint tekst tussen aanhalingstekens die niet wordt gesloten.",
        "Zet een aanhalingsteken aan het eind van de waarde.",
    ),
    (
        r"unknown escape character|escape",
        "Na een backslash staat hier een teken dat niet kan.",
        "Gebruik enkele aanhalingstekens (') als er een backslash in de tekst staat.",
    ),
    (
        r"alphabetic or numeric character",
        "Een waarde kan niet met & of * beginnen.",
        _QUOTE,
    ),
    (r"directive|%", "Een regel kan niet met % beginnen.", _QUOTE),
    (r"nested|nesting|depth", "Er staat te veel in elkaar.", "Controleer het inspringen en de haken."),
    (r"expected <document start>", "Deze regel past niet bij de regels erboven.", "Controleer het inspringen."),
    (r"did not find expected node content", "Hier ontbreekt een waarde.", "Vul de waarde in, of sluit de haak."),
]

_AT_THE_BEGINNING = re.compile(
    "end of stream|unexpected document indicator|expected ',' or|could not find expected ':'"
    "|alphabetic or numeric character"
)


def dutch_syntax_error(source: SourceText, first_line: int, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The parser's one error as a diagnostic, at the place where a person would look."""
    problem = _as_libyaml_says(error)
    mark = error.problem_mark or error.context_mark
    if error.context_mark and _AT_THE_BEGINNING.search(problem):
        mark = error.context_mark  # the opening quote or bracket, not the end of the file where it was missed
    line = (mark.line if mark else 0) + first_line
    column = mark.column if mark else 0
    # At the end of a file the parser points past the last line.
    if line >= len(source.lines) or (line == len(source.lines) - 1 and not source.lines[line]):
        line, column = _last_written_line(source)
    place = Place(source.file, line + 1, column + 1, column + 2)
    character = source.lines[line][column : column + 1]
    if "escape" in problem and character != "\\" and column:
        place = Place(source.file, line + 1, column, column + 1)  # the parser in Python points one further
    if character == "\t":
        return SYNTAX.at(place, "Hier staat een tab.", "Spring in met spaties, niet met tabs.")
    if "did not find expected key" in problem and character in ("]", "}"):
        message = f"Hier sluit een haak ({character}) die nergens begint."
        return SYNTAX.at(place, message, "Verwijder de haak, of zet de eerste haak erbij.")
    before = source.lines[line][:column].strip()
    if "did not find expected key" in problem and (before.endswith(("'", '"'))):
        message = "Na tekst tussen aanhalingstekens staat op deze regel nog meer tekst."
        hint = "Zet de hele waarde tussen dubbele aanhalingstekens (\") als er een ' in de tekst staat."
        return SYNTAX.at(place, message, hint)
    for pattern, message, hint in _DUTCH:
        if re.search(pattern, problem):
            return SYNTAX.at(place, message, hint)
    return SYNTAX.at(place, "Deze regel is geen geldige YAML.", "Controleer het inspringen en de aanhalingstekens.")


def _as_libyaml_says(error: yaml.MarkedYAMLError) -> str:
    """The problem in the words of libyaml; where it is not installed, the parser in Python has its own."""
    problem = error.problem or ""
    if "expected <block end>" in problem:
        in_list = "block collection" in (error.context or "")
        return "did not find expected '-' indicator" if in_list else "did not find expected key"
    return problem


def _last_written_line(source: SourceText) -> tuple[int, int]:
    for number in range(len(source.lines) - 1, -1, -1):
        if stripped := source.lines[number].rstrip():
            return number, len(stripped)
    return 0, 0
