"""Turns bytes into text that is safe to read: UTF-8, no hidden characters, no unfinished merge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wmebv_site.diagnostics import Code, Diagnostic, Place

MAX_BYTES = 20 * 1024 * 1024
"""Largest file that is read; 5,000 products of 3 messages take about a third of it."""

TOO_LARGE = Code(
    "WMEBV001",
    "Het bestand is te groot",
    f"Een bestand mag ten hoogste {MAX_BYTES // 1024 // 1024} MB groot zijn. Een register dat groter is, is bijna "
    "altijd het verkeerde bestand. Is uw register echt zo groot? Zet dan elk product in een eigen bestand in de map "
    "'products'.",
)
NOT_UTF8 = Code(
    "WMEBV002",
    "Het bestand is niet opgeslagen als UTF-8",
    "Alle bestanden staan in UTF-8. Kies in uw tekstprogramma 'Opslaan als' en dan de codering 'UTF-8'. Dan blijven "
    "letters als é en ë heel.",
)
CONTROL_CHARACTER = Code(
    "WMEBV003",
    "Er staat een onzichtbaar teken in het bestand",
    "Onzichtbare tekens komen soms mee bij het plakken uit een ander programma. Ze kunnen een adres of een naam "
    "anders laten lijken dan die is. Verwijder het teken en typ de tekst op die plaats opnieuw.",
)
MERGE_CONFLICT = Code(
    "WMEBV004",
    "Er staat een onopgelost conflict in het bestand",
    "Twee mensen hebben dezelfde regels gewijzigd. De regels met <<<<<<<, ======= en >>>>>>> laten beide versies "
    "zien. Kies de goede versie en verwijder de drie regels met tekens.",
)

BOM = b"\xef\xbb\xbf"
"""What some programs put before text in UTF-8."""
_HARD_SPACES = ("\u00a0", "\u202f", "\u2007")
_ORDINARY = bytes(range(0x20, 0x7F)) + b"\t\n\r"
"""What nearly all of a file consists of: in UTF-8 these bytes are no part of another character."""

# C0 and C1 controls, the bidirectional controls that reorder what one sees, zero-width characters,
# separators that YAML takes for a line end, a byte order mark inside the text, noncharacters and tag characters.
# The two joiners stay where writing needs them: inside an emoji, and between Arabic or Indic letters. That is asked
# after the fact: the search goes six times as fast over one set of characters as over alternatives.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    "(?<![\u0600-\u0dff\u2190-\u3299\ufe0f\U0001f000-\U0001faff][\u200c\u200d])"
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file. Line ends are ``\\n``; hard spaces are spaces, so that every column stays true."""

    file: str
    text: str
    lines: list[str] = field(compare=False, repr=False)

    def place(self, offset: int, length: int = 1) -> Place:
        """The place of a character offset."""
        line = self.text.count("\n", 0, offset)
        column = offset - (self.text.rfind("\n", 0, offset) + 1)
        return Place(self.file, line + 1, column + 1, column + 1 + length)


def read_text(file: str, data: bytes) -> tuple[SourceText | None, list[Diagnostic]]:
    """Decode a file. Without text there is at least one diagnostic; with diagnostics the text isn't to be parsed."""
    if len(data) > MAX_BYTES:
        message = f"Dit bestand is groter dan {MAX_BYTES // 1024 // 1024} MB."
        return None, [TOO_LARGE.at(Place(file), message, "Controleer of dit het goede bestand is.")]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        hint = "Sla het bestand opnieuw op met de codering UTF-8."
        return None, [NOT_UTF8.at(Place(file), "Dit bestand is opgeslagen als UTF-16 of UTF-32.", hint)]
    data = data.removeprefix(BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"Op deze plaats staat een teken dat geen UTF-8 is (byte 0x{data[error.start]:02X})."
        hint = "Sla het bestand opnieuw op met de codering UTF-8."
        return None, [NOT_UTF8.at(Place(file, line, column, column + 1), message, hint)]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = with_soft_spaces(text)
    source = SourceText(file, text, text.split("\n"))
    found = _conflicts(source)
    rest = with_soft_spaces(data.translate(None, _ORDINARY).decode("utf-8"))
    # None of what is forbidden can be printed, and this asks it many times as fast.
    if not rest.isprintable():
        found = [*_forbidden_characters(source), *found]
    return source, found


def with_soft_spaces(text: str) -> str:
    """The text in which every space is an ordinary one, so that every column stays true."""
    for hard_space in _HARD_SPACES:
        text = text.replace(hard_space, " ")
    return text


def _forbidden_characters(source: SourceText) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    seen_lines: set[int] = set()
    for match in FORBIDDEN.finditer(source.text):
        place = source.place(match.start())
        if place.line in seen_lines:
            continue  # one pasted word often brings several; one line is one mistake
        seen_lines.add(place.line)
        found.append(hidden_character(place, match[0]))
    return found


def hidden_character(place: Place, character: str) -> Diagnostic:
    message = f"Hier staat een onzichtbaar teken (U+{ord(character):04X})."
    return CONTROL_CHARACTER.at(place, message, "Verwijder het teken en typ de tekst hier opnieuw.")


def _conflicts(source: SourceText) -> list[Diagnostic]:
    if "<<<<<<<" not in source.text and ">>>>>>>" not in source.text:
        return []  # a plain search takes no time, one for where lines begin does
    hint = "Kies de goede versie en verwijder de regels met <<<<<<<, ======= en >>>>>>>."
    message = "Hier begint een conflict dat nog niet is opgelost."
    openings = [match for match in _CONFLICT.finditer(source.text) if match[0].startswith("<")]
    marks = openings or list(_CONFLICT.finditer(source.text))
    return [MERGE_CONFLICT.at(source.place(match.start(), 7), message, hint) for match in marks]
