"""Finds what a new project was filled with and nobody replaced, in the text of every file that the website is made from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Level, Place, printable
from wmebv_site.register.files import is_annex, is_note
from wmebv_site.register.hosts import EXAMPLES, FOR_EXAMPLES
from wmebv_site.register.register import Register
from wmebv_site.register.values import quoted

LEFT = Code(
    "WMEBV241",
    "Er staat nog een voorbeeld in een gemeente die bestaat",
    "Een nieuw project is gevuld met voorbeelden: adressen op .example, die nergens bestaan, woorden tussen haken zoals "
    "'[datum]' en '[aantal weken]', zinnen als 'Dit is een voorbeeld van een besluit' en 'Vul aan wat …', en het woord "
    "VERVANG. Ook wat mensen zelf laten staan om later in te vullen, telt mee: '???', 'n.t.b.', "
    "'{{ datum }}', '{naam}', 'dd-mm-jjjj', 'PM', 'volgt nog', een postbus of postcode van nullen "
    "en een streepje om op te schrijven. Inwoners zien dat zo op de website. Vul in wat voor uw gemeente "
    "klopt, of haal het weg. Zolang er nog geen besluit is bevroren, is het een waarschuwing; daarna een fout. In een "
    "concept van een besluit of van beleid blijft het een waarschuwing, want dat staat niet op de website. Zo ook waar "
    "iemand het misschien zo bedoelt. In een gemeente met 'fictitious: ja' mag het blijven staan.",
)
GUESSED = Code(
    "WMEBV244",
    "Wat wij voor u invulden, keek nog niemand na",
    "In een nieuw project staat CONTROLEER achter wat wij invulden en wat per gemeente verschilt: of iemand een "
    "ontvangstbevestiging krijgt, of moet inloggen, of niemand kan meelezen. Inwoners zien dat zo op de website, en het gaat "
    "mee in de bijlage van een besluit. Kijk of het klopt, en haal CONTROLEER met het # ervoor weg. In een gemeente met "
    "'fictitious: ja' mag het blijven staan.",
    Level.WARNING,
)

_NOWHERE = rf"(?:https?://|mailto:|@)[\w.@:-]*(?:\.(?:{'|'.join(FOR_EXAMPLES)})\b|\b(?:{'|'.join(map(re.escape, EXAMPLES))})\b)(?!\.?\w)"
_WORDS = (
    r"aantal|adres|bedrag|bezoekadres|dag|datum|dd[-/]mm[-/]jj(?:jj)?|e-?mail(?:adres)?|functie|invullen|in te vullen|jaartal"
    r"|jjjj(?:-mm-dd)?|kenmerk|link|n\.?t\.?b\.?|naam|nog in te vullen|nummer|plaats|pm|postadres|postcode|straat|telefoon(?:nummer)?"
    r"|tekst|titel|url|volgt|website|x{2,9}|zaaknummer|\.{2,9}|…|_{2,9}|\?{1,9}"
)
_TO_FILL_IN = rf"(?<!\])\[\s*(?:vul (?:hier|in|aan)\b[^\]\n]{{0,80}}|{_WORDS})\s*\](?![(\[:])"
_PERHAPS = (
    rf"(?<!\])\[\s*(?:{_WORDS}|x|uw|nader|nog)[ :][^\[\]\n]{{1,60}}\](?![(\[:])"
    r"|(?-i:\b(?:TO[D]O|X{3,}|Straatnaam|Plaatsnaam)\b)|\?{3}|_{4}|(?-i:\bn\.t\.b\.)|\b1234 ?AB\b|\b14 ?0123\b"
    r"|\{\{[^{}\n]{1,60}\}\}|(?<![${%\w\]])(?-i:\{[a-z][a-z_ -]{1,39}\})(?!\})"
    r"|\bdd[-/.]mm[-/.]jj(?:jj)?\b|\bjjjj-mm-dd\b"
)
_ALONE = (
    r"\b(?:(?:nog )?in te vullen|hier (?:komt|staat) (?:nog |straks )?(?:een )?tekst|hier (?:de |een )?tekst invullen"
    r"|volgt(?: nog)?|(?:nog|nader) te bepalen|voorbeeldtekst|naam achternaam|(?-i:TBD))\b|@@\w{1,40}@@|#NAAM\?"
    r"|(?P<whole>(?-i:\bPM\b|\bP\.M\.)|(?<![\w.…])(?:\.{3,}|…)(?![\w.…]))"
)
"""What stands for something that is to come, where it is all that stands there."""
_ONLY_BEFORE = re.compile(r"(?:^\s*(?:[-*>]\s+)?(?:[\w-]+:\s+)?|[\[,]\s*)[\"'(\[]*$")
_ONLY_AFTER = re.compile(r"[\"')\].!…]*\s*(?:$|[,}\]]|\s#)")
_SAID = r"\bDit is een voorbeeld van een \w+|\bVul aan (?:wat|hoe|wie|waar|wanneer)\b|\bLorem ipsum\b"
_NONE = r"\bPostbus 0+\b|(?-i:\b0000 ?[A-Z]{2}\b)|\b(?:gmb|prb|wsb|bgr|stcrt|stb)-(?:\d{4}|jjjj)-0+\b"
"""A number of nothing but zeros, where there is none such: a post box, a postcode, a publication."""
_WHOLE = re.compile(r"^\s*(?:[-*>]\s+)?(?:\{?\s*[\w-]+:\s+)?[\"'(\[]*$")
"""What stands before something that is all that a line or a key says."""
_LEFT = re.compile(
    rf"(?P<nowhere>{_NOWHERE})|(?P<text>{_TO_FILL_IN}|{_SAID}|{_NONE})|(?P<mark>\bVERVANG\b)|(?P<guess>\bCONTROLEER\b)|(?P<perhaps>{_PERHAPS}|(?P<alone>{_ALONE}))",
    re.IGNORECASE,
)
_MARK, _GUESS = "VERVANG", "CONTROLEER"
_LIST = re.compile(r"(?:(?:^\s*(?:-\s+)?|[{,]\s*)[a-z_]+:|^\s*-)\s+$")
"""What stands before the bracket that opens a list in YAML."""
_ON_THE_WEBSITE = " Inwoners zien dat zo op de website."
_RULE = re.compile(r"\s*_{3,}\s*")
"""A line across the page, in Markdown."""
# A search for a few letters goes through a text many times as fast as one for all that may be left.
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        *(rf"\.{name}" for name in FOR_EXAMPLES), *map(re.escape, EXAMPLES),
        r"voorbeeld van een", r"Vul aan", r"orem ipsum", r"VERVANG", r"CONTROLEER",
        r"TO[D]O", r"X{3}", r"\?\?\?", r"____", r"n\.t\.b\.", r"1234 ?AB", r"14 ?0123", r"\{\{", r"Straatnaam", r"Plaatsnaam",
        r"n te vullen", r"ekst invullen", r"ier komt ", r"ier staat ", r"olgt", r"te bepalen", r"oorbeeldtekst", r"chternaam", r"TBD",
        r"@@", r"#NAAM", r"\{[a-z][a-z_ -]{1,39}\}", r"\.\.\.", r"…", r"PM", r"P\.M\.", r"dd[-/.]", r"DD[-/.]", r"jjjj-mm",
        r"ostbus 0", r"0000 ?[A-Z]", r"-0000",
        rf"\[(?=[ \t]*(?i:vul |{_WORDS}|x |uw |nader |nog ))",
    )
)  # fmt: skip


def placeholders(files: Mapping[str, bytes], decisions: Decisions) -> Iterator[Diagnostic]:
    """What was left of the examples, a line each: an error once a decision was frozen, and what is a guess a warning."""
    register = decisions.register
    if register.municipality.fictitious:
        return
    adopted = {decision.file for decision in register.decisions if decision.adopted is not None}
    drafts = _drafts(register)
    for path, data in files.items():
        if not _is_written(path):
            continue
        for found in _in_file(path, data.decode("utf-8-sig", "replace")):
            if path in adopted:
                hint = "Een vastgesteld besluit wijzigt u niet meer: herstel het met een rectificatie of een wijziging."
                yield replace(found, level=Level.WARNING, hint=hint)
            elif path in drafts:
                message = found.message.removesuffix(_ON_THE_WEBSITE)
                hint = "Vul het in, of haal het weg, voordat dit concept wordt vastgesteld."
                yield replace(found, level=Level.WARNING, message=message, hint=hint)
            else:
                yield found if register.annexes else replace(found, level=Level.WARNING)


def left_in(files: Mapping[str, bytes], paths: Collection[str]) -> list[Diagnostic]:
    """What was left of the examples and of guesses in these files of a municipality that exists, whoever reads them."""
    return [
        found
        for path in paths
        if path in files
        for found in _in_file(path, files[path].decode("utf-8-sig", "replace"))
    ]


def _drafts(register: Register) -> set[str]:
    """The files that are on no page yet, and on no way to one: a draft of a policy, or of a decision without an annex."""
    policies = {policy.file for policy in register.policies if policy.adopted is None}
    return policies | {
        decision.file
        for decision in register.decisions
        if decision.adopted is None and decision.id not in register.annexes
    }


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
        line = lines[number - 1]
        if number <= keys and line.lstrip().startswith("#"):
            continue
        told = [
            found for found in _LEFT.finditer(line) if _is_left(found, line, text, number <= keys)
        ]  # one line is mended at once: by what is surely left, else by what perhaps is
        for found in sorted(told, key=lambda each: each["perhaps"] is not None)[:1]:
            yield _told(Place(path, number, found.start() + 1, found.end() + 1), found)


def _is_left(found: re.Match[str], line: str, text: str, in_keys: bool) -> bool:
    """Whether what looks like an example is one, where it stands."""
    before = line[: found.start()]
    behind_hash = in_keys and " #" in before
    if found["mark"]:
        return found[0] == _MARK and (behind_hash or not in_keys)
    if found["guess"]:
        return found[0] == _GUESS and behind_hash
    if behind_hash:
        return False
    if found["whole"]:
        ends_keys = in_keys and line.strip() == "..."  # as YAML ends a document
        return bool(_WHOLE.match(before) and _ONLY_AFTER.match(line, found.end())) and not ends_keys
    if found["alone"]:
        return bool(_ONLY_BEFORE.search(before) and _ONLY_AFTER.match(line, found.end()))
    if found[0].startswith("["):
        return f"{found[0]}:" not in text and not (in_keys and _LIST.search(before))
    return found[0] != "____" or not _RULE.fullmatch(line)


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
    if found["guess"]:
        message = "Hier staat nog CONTROLEER: wat ervoor staat, vulden wij in, en niemand keek het na."
        hint = "Kijk of het voor uw gemeente klopt, en haal CONTROLEER met het # ervoor weg."
        return GUESSED.at(place, message, hint)
    told = LEFT.at(
        place,
        f"Hier staat nog {shown}.{_ON_THE_WEBSITE}",
        "Vul in wat voor uw gemeente klopt, of haal het weg.",
    )
    return replace(told, level=Level.WARNING) if found["perhaps"] else told
