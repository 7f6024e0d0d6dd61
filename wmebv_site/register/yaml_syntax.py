"""Says in Dutch what the YAML parser refuses, at the place where a person would look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wmebv_site.diagnostics import Code, Diagnostic, Level, Place
from wmebv_site.register.text import SourceText
from wmebv_site.register.values import quoted

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
    (
        r"expected <document start>",
        "Deze regel past niet bij de regels erboven.",
        "Controleer het inspringen.",
    ),
    (
        r"found unexpected ':'",
        "Achter deze dubbele punt ontbreekt een spatie.",
        "Zet een spatie achter de dubbele punt.",
    ),
    (
        r"did not find expected node content",
        "Hier ontbreekt een waarde.",
        "Vul de waarde in, of sluit de haak.",
    ),
]

_AT_THE_BEGINNING = re.compile(
    "end of stream|unexpected document indicator|expected ',' or|could not find expected ':'"
    "|alphabetic or numeric character"
)


LONG_DASH = Code(
    "WMEBV019",
    "Voor een onderdeel van een lijst staat een ander teken dan een streepje",
    "Elk onderdeel van een lijst begint met een gewoon streepje (-) en een spatie. Een tekstverwerker zoals Word maakt "
    "er soms een lang streepje (–) of een bolletje (•) van. Dan is het voor YAML gewone tekst. Typ het streepje opnieuw.",
)
CUT_OFF = Code(
    "WMEBV020",
    "Een deel van de tekst valt weg achter een #",
    "In YAML begint een # met een spatie ervoor een opmerking. Alles erachter valt weg: van 'Vraag over loket #2' blijft "
    "'Vraag over loket' over. Zet de hele waarde tussen aanhalingstekens als het # bij de tekst hoort. Bedoelt u een "
    "opmerking? Zet dan ook een spatie achter het #.",
    Level.WARNING,
)
NOTHING = Code(
    "WMEBV021",
    "Hier staat een woord dat in YAML niets betekent",
    "Met null of ~ zegt YAML dat er geen waarde is. Op de website zou het als tekst staan. Verwijder de regel, of laat "
    "de plaats achter de dubbele punt leeg. Bedoelt u echt dit woord? Zet het dan tussen aanhalingstekens.",
)

NULLS = frozenset({"~", "null", "Null", "NULL"})
LIST_MARKS = "\u2013\u2014\u2212\u2010\u2011\u2012\u2015\u2022\u25cf\u25aa\u25e6\u00b7*"
"""What word processors and e-mail put before an item of a list: long dashes, bullets, and a star."""
LISTED_WITH_MARK = re.compile(rf"^([ \t]*)([{LIST_MARKS}])(?=[ \t]+\S)", re.MULTILINE)

_CUT = re.compile(r"#(?<=[ \t]#)[^\s#]")
"""Where a value may be cut off: a comment without a space before its first word. A search goes from one # to the next."""
_COMMENT = re.compile(r"[ \t]+(#[^\s#].*)")


def maybe_cut_off(text: str) -> set[int]:
    """The lines, counted from 0, on which such a comment stands behind something else."""
    found: set[int] = set()
    line = begin = 0
    for comment in _CUT.finditer(text):
        earlier, begin = begin, text.rfind("\n", 0, comment.start()) + 1
        line += text.count("\n", earlier, begin)
        if text[begin : comment.start()].strip():
            found.add(line)
    return found


def cut_off(source: SourceText, line: int, column: int) -> Diagnostic | None:
    """What is lost behind a value that ends at a line and column, counted from 0; None when nothing seems to be."""
    written = source.lines[line]
    comment = _COMMENT.match(written, column)
    if comment is None:
        return None
    lost = comment[1].rstrip()
    start = comment.start(1)
    value = re.split(r"(?:^|[ ])(?:- |[\w-]+:(?= |$))", written[:column])[-1].strip()
    place = Place(source.file, line + 1, start + 1, start + 1 + len(lost))
    message = f"Vanaf het # leest YAML een opmerking: {quoted(lost)} valt weg."
    whole = f"{value} {lost}".strip()
    shown = f': "{whole}"' if len(whole) <= 60 and not set(whole) & set('"[]{}') else ""
    hint = f"Hoort het bij de tekst? Zet de hele waarde tussen aanhalingstekens{shown}. Zet anders een spatie achter het #."
    return CUT_OFF.at(place, message, hint)


_OPENED = re.compile(r"(?:^[ \t]*|[:\-\[{,?] +|[\[{] *)([\"'])")
_LINE_OF_ITS_OWN = re.compile(r"[ \t]*(?:- |-$|\"?[A-Za-z_][\w-]*\"?:(?:[ \t]|$))")
"""How a line begins that says something of its own: a dash, a bracket, or a key."""


def unclosed_quote(source: SourceText, line: int, column: int) -> Diagnostic:
    """The diagnostic for a quote that opens at a line and column, counted from 0, and closes nowhere near."""
    quote, text = source.lines[line][column], source.lines[line][column + 1 :].strip()
    message = "Hier begint tekst tussen aanhalingstekens die niet wordt gesloten."
    hint = f"Zet een aanhalingsteken ({quote}) aan het eind van de waarde."
    if quote == "'" and re.match(r"[snmrt](?: |-)", text):
        message = "Hier begint een tekst met een apostrof; YAML leest dat als een aanhalingsteken."
        shown = f': "\'{text}"' if '"' not in text and len(text) <= 60 else ""
        hint = f"Zet de hele waarde tussen dubbele aanhalingstekens{shown}."
    return SYNTAX.at(Place(source.file, line + 1, column + 1, column + 2), message, hint)


def swallows(source: SourceText, first: int, last: int) -> bool:
    """Whether a quoted text from one line up to another, counted from 0, took in lines that say something of their own:
    then its quote was meant to close before them.
    """
    begin = _indent(source.lines[first])
    return any(
        _LINE_OF_ITS_OWN.match(line) and _indent(line) <= begin
        for line in source.lines[first + 1 : last + 1]
        if line.strip()
    )


def _indent(line: str) -> int:
    """How far what stands on a line is from its beginning, a dash before it not counted."""
    return len(line) - len(line.lstrip(" \t"))


_TO_ITS_END = {'"': re.compile(r'(?:[^"\\]|\\.)*"'), "'": re.compile(r"(?:[^']|'')*'")}


def _left_open(source: SourceText, first: int, last: int) -> tuple[int, int] | None:
    """Line and column of the first quote from one line up to another that is not closed before the next line, or the next
    part between brackets, begins something of its own.
    """
    for number in range(first, min(last, len(source.lines) - 1) + 1):
        line = source.lines[number]
        if ('"' not in line and "'" not in line) or line.lstrip().startswith("#"):
            continue
        position = 0
        while opened := _OPENED.search(line, position):
            closed = _TO_ITS_END[opened[1]].match(line, opened.end())
            if closed is None:
                below = (at for at in range(number + 1, len(source.lines)) if source.lines[at].strip())
                if swallows(source, number, next(below, number)):
                    return number, opened.start(1)
                break
            if _IN_BRACKETS.search(line, 0, opened.start(1)) and _took_in(line, opened.end(), closed.end()):
                return number, opened.start(1)
            position = closed.end()
    return None


_IN_BRACKETS = re.compile(r"[{\[]")
_GOES_ON = re.compile(r"\s*(?:[,}\]:]|#|$)")
_NEXT_PART = re.compile(r"[,\]}]\s*(?:[\w-]+:\s|$)")


def _took_in(line: str, start: int, end: int) -> bool:
    """Whether a quoted text between brackets took in the part behind it, so that the quote of that one closed it."""
    return not _GOES_ON.match(line, end) and _NEXT_PART.search(line, start, end - 1) is not None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a parser of YAML says of the one thing for which it stops; lines and columns count from 0."""

    problem: str
    context: str
    at: tuple[int, int] | None
    """Where it stopped."""
    began: tuple[int, int] | None
    """Where what it was reading began."""


def dutch_syntax_error(source: SourceText, first_line: int, refusal: Refusal) -> Diagnostic:
    """The parser's one error as a diagnostic, at the place where a person would look."""
    last = len(source.lines) - 1
    reached = min(refusal.at[0] + first_line if refusal.at else last, last)
    if opened := _left_open(source, first_line, reached):
        return unclosed_quote(source, *opened)
    began = refusal.began[0] + first_line if refusal.began else reached
    for number in range(max(began - 1, first_line), reached + 1):
        for comment in _CUT.finditer(source.lines[number]):
            before = source.lines[number][: comment.start()].rstrip()
            if before and (cut := cut_off(source, number, len(before))):
                return replace(cut, level=Level.ERROR)
    return _as_the_parser_says(source, first_line, refusal)


def _as_the_parser_says(source: SourceText, first_line: int, refusal: Refusal) -> Diagnostic:
    problem = _as_libyaml_says(refusal)
    mark = refusal.at or refusal.began
    if refusal.at and "flow" in refusal.context and (found := _more_behind(source, first_line, refusal.at)):
        return found
    if refusal.began and _AT_THE_BEGINNING.search(problem):
        mark = refusal.began  # the opening quote or bracket, not the end of the file where it was missed
    line, column = mark or (0, 0)
    line += first_line
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
        return _more_text(place)
    for pattern, message, hint in _DUTCH:
        if re.search(pattern, problem):
            return SYNTAX.at(place, message, hint)
    return SYNTAX.at(
        place, "Deze regel is geen geldige YAML.", "Controleer het inspringen en de aanhalingstekens."
    )


def _more_behind(source: SourceText, first_line: int, at: tuple[int, int]) -> Diagnostic | None:
    """What stands between brackets behind a quoted text, where the parser missed a comma."""
    number, column = at[0] + first_line, at[1]
    line = source.lines[number] if number < len(source.lines) else ""
    if line[column : column + 1].strip(",]}") and line[:column].rstrip().endswith(("'", '"')):
        return _more_text(Place(source.file, number + 1, column + 1, column + 2))
    return None


def _more_text(place: Place) -> Diagnostic:
    message = "Na tekst tussen aanhalingstekens staat op deze regel nog meer tekst."
    hint = (
        "Zet de hele waarde tussen dubbele aanhalingstekens (\") als er een ' in de tekst staat, en tussen enkele (') "
        'als er een " in staat.'
    )
    return SYNTAX.at(place, message, hint)


def _as_libyaml_says(refusal: Refusal) -> str:
    """The problem in the words of libyaml; where it is not installed, the parser in Python has its own."""
    if "expected <block end>" in refusal.problem:
        in_list = "block collection" in refusal.context
        return "did not find expected '-' indicator" if in_list else "did not find expected key"
    return refusal.problem


def _last_written_line(source: SourceText) -> tuple[int, int]:
    for number in range(len(source.lines) - 1, -1, -1):
        if stripped := source.lines[number].rstrip():
            return number, len(stripped)
    return 0, 0
