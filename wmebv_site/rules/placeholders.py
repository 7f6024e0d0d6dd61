"""Finds what a new project was filled with and nobody replaced, in the text of every file that the website is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, printable
from wmebv_site.register.files import is_annex, is_note
from wmebv_site.register.values import quoted

LEFT = Code(
    "WMEBV241",
    "Er staat nog een voorbeeld in een gemeente die bestaat",
    "Een nieuw project is gevuld met voorbeelden: adressen op .example, die nergens bestaan, woorden tussen haken zoals "
    "'[datum]', zinnen als 'Dit is een voorbeeld van een besluit' en 'Vul aan wat …', en het woord VERVANG. Inwoners "
    "zien dat zo op de website. Vul in wat voor uw gemeente klopt, of haal het weg. Zolang er nog geen besluit is "
    "bevroren, is het een waarschuwing; daarna een fout. In een gemeente met 'fictitious: ja' mag het blijven staan.",
)

_NOWHERE = (
    r"(?:https?://|mailto:|@)[\w.@:-]*(?:\.(?:example|invalid|test)\b|\bexample\.(?:com|org|net)\b)(?!\.?\w)"
)
_TO_FILL_IN = (
    r"(?<!\])\[\s*(?:vul (?:hier|in|aan)\b[^\]\n]{0,80}|datum|dag|naam|adres|bedrag|plaats|nummer|telefoonnummer|invullen|in te vullen"
    r"|nog in te vullen|x{2,}|\.{2,}|…)\s*\](?![(\[])"
)
_SAID = r"\bDit is een voorbeeld van een \w+|\bVul aan (?:wat|hoe|wie|waar|wanneer)\b|\bLorem ipsum\b"
_LEFT = re.compile(
    rf"(?P<nowhere>{_NOWHERE})|(?P<text>{_TO_FILL_IN}|{_SAID})|(?P<mark>\bVERVANG\b)", re.IGNORECASE
)
_MARK = "VERVANG"
# A search for a few letters goes through a text many times as fast as one for all that may be left.
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        r"\.example", r"example\.", r"\.invalid", r"\.test", r"voorbeeld van een", r"Vul aan", r"orem ipsum", r"VERVANG",
        r"\[(?=[ \t]*(?:[vV]ul |[dD]a|[nN][aou]|[aA]dr|[bB]edr|[pP]laa|[tT]elef|[iI]n|[xX]{2}|\.\.|…))",
    )
)  # fmt: skip


def placeholders(files: Mapping[str, bytes], decisions: Decisions) -> Iterator[Diagnostic]:
    """What was left of the examples, a line each; an error once a decision was frozen."""
    register = decisions.register
    if register.municipality.fictitious:
        return
    adopted = {decision.file for decision in register.decisions if decision.adopted is not None}
    for path, data in files.items():
        if not _is_written(path):
            continue
        sealed = path in adopted
        for found in _in_file(path, data.decode("utf-8-sig", "replace")):
            if sealed:
                hint = "Een vastgesteld besluit wijzigt u niet meer: herstel het met een rectificatie of een wijziging."
                yield replace(found, level=Level.WARNING, hint=hint)
            else:
                yield found if register.annexes else replace(found, level=Level.WARNING)


def _is_written(path: str) -> bool:
    """Whether a person wrote it, for residents to read."""
    return path.endswith((".yaml", ".md")) and not is_annex(path) and not is_note(path)


def _in_file(path: str, text: str) -> Iterator[Diagnostic]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not (numbers := sorted(_lines_with_a_sign(text))):
        return
    lines = text.split("\n")
    keys = len(lines) if path.endswith(".yaml") else _end_of_keys(lines)
    for number in numbers:
        line, in_keys = lines[number - 1], number <= keys
        if in_keys and line.lstrip().startswith("#"):
            continue
        for found in _LEFT.finditer(line):
            behind_hash = in_keys and " #" in line[: found.start()]
            if found["mark"] and (found[0] != _MARK or (in_keys and not behind_hash)):
                continue
            if behind_hash and not found["mark"]:
                continue
            yield _told(Place(path, number, found.start() + 1, found.end() + 1), found)
            break  # one line is mended at once


def _lines_with_a_sign(text: str) -> set[int]:
    """The lines, counted from 1, that may have something left."""
    found: set[int] = set()
    for sign in _SIGNS:
        line, earlier = 1, 0
        for match in sign.finditer(text):
            line, earlier = line + text.count("\n", earlier, match.start()), match.start()
            found.add(line)
    return found


def _end_of_keys(lines: list[str]) -> int:
    """How many lines of a text hold its front matter."""
    if lines[0].rstrip() != "---":
        return 0
    return next((at for at, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), 0)


def _told(place: Place, found: re.Match[str]) -> Diagnostic:
    shown = quoted(printable(found[0]))
    if found["nowhere"]:
        message = f"{shown} is een voorbeeld van een adres; het bestaat nergens."
        return LEFT.at(place, message, "Vul het echte adres in, of haal de regel weg.")
    if found["mark"]:
        message = "Hier staat nog VERVANG: wat ervoor staat, is een voorbeeld."
        return LEFT.at(
            place, message, "Vul in wat voor uw gemeente klopt, en haal VERVANG met het # ervoor weg."
        )
    message = f"Hier staat nog {shown}. Inwoners zien dat zo op de website."
    return LEFT.at(place, message, "Vul in wat voor uw gemeente klopt, of haal het weg.")
