"""Says where a Markdown text asks more of a renderer than a text for readers does: its size, its depth and its marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from wmebv_site.diagnostics import Code

TOO_HEAVY = Code(
    "WMEBV025",
    "Een tekst is te groot of te diep",
    "De website maakt van elke tekst een pagina. Bij sommige teksten duurt dat minuten, of lukt het niet: een lijst met heel "
    "veel niveaus, of honderden haken die niet worden gesloten. Meestal ging er dan iets mis bij het plakken. Daarom heeft "
    "elke tekst grenzen. Er mogen 500.000 tekens in staan, 1.000 koppen, 20.000 cellen in tabellen en 2.000 verwijzingen naar "
    "noten. Lijsten, citaten en inspringen gaan tot 20 niveaus. Er kunnen 200 namen van links zonder adres zijn, en 40 haken "
    "die tegelijk open staan. Bij links met een titel die niet eindigt voor de haak is de grens 100. Die grens geldt ook voor "
    "uitleg achter een dubbele punt, zonder witregel ertussen. Hetzelfde teken kan 200 keer achter elkaar staan. Verbeter of "
    "verdeel wat erover gaat.",
)

LONGEST = 500_000
"""Characters of a text: a decision with an annex of a thousand rows takes a fifth."""
DEEPEST = 20
CELLS = 20_000
HEADINGS = 1_000
NOTES = 2_000
NOWHERE = 200
"""Names of links without an address: Python-Markdown looks for the address of each as far as the text goes."""
DEFINITIONS = 100
"""Terms that are explained with no blank line between: Python-Markdown goes a level deeper for each."""
OPEN = 40
"""Marks that are open at once: Python-Markdown looks for the end of each as far as the text goes."""
RUN = 200
TITLES = 100
"""Titles of links that don't end before the bracket: Python-Markdown looks for the end of each as far as the text goes."""

_DEEP = re.compile(
    rf"^(?:\[\^[^\[\]\n]{{0,80}}+\]:)?(?>\t| {{4}}| {{0,3}}(?:>|(?:[-*+:]|\d{{1,9}}[.)])(?=[ \t])) ?){{{DEEPEST + 1}}}+",
    re.MULTILINE,
)
_RULER = re.compile(r" {0,3}(?>(?:-+ {0,2}){3,}|(?:_+ {0,2}){3,}|(?:\*+ {0,2}){3,}) *$", re.MULTILINE)
_RUN = re.compile(r"([*_`~^=+\[\]<>!\\&|])\1+")
_BRACKETS = re.compile(r"\\.|\[|\]|\n[ \t]*(?=\n)")
_TARGETS = re.compile(r"\\.|\]\(|\(|\)|\n[ \t]*(?=\n)")
_TITLED = re.compile(r"\]\([^()\"']*+(?P<quote>[\"'])(?P<title>[^()]*+)(?P<end>[()]?)")
_TAGS = re.compile(r"<(?=[A-Za-z/!?])|>")
_HEADING = re.compile(r"^ {0,3}#|^(?:=+|-+)[ ]*$", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}:[ \t]|\n[ \t]*(?=\n)", re.MULTILINE)
_NOWHERE = re.compile(r"^ {0,3}\[[^\[\]\n]{0,200}\]:[ \t]*$", re.MULTILINE)
_NESTED = re.compile(
    r"<(?P<end>/?)(?P<name>abbr|a|blockquote|b|caption|cite|code|del|details|div|dl|em|ins|i|kbd|ol|pre|q|section|"
    r"small|span|strong|sub|summary|sup|s|table|u|ul|var)\b",
    re.IGNORECASE,
)


def too_heavy(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a text goes over a bound, from 0, with what is wrong and the way out; the first place for each bound."""
    if len(text) > LONGEST:
        message = f"Deze tekst heeft meer dan {_number(LONGEST)} tekens."
        yield LONGEST, message, "Verdeel de tekst over meer bestanden."
        return  # what stands in it isn't looked at
    if deep := next((each for each in _DEEP.finditer(text) if not _RULER.match(text, each.start())), None):
        message = f"Deze regel staat meer dan {DEEPEST} niveaus diep."
        yield deep.start(), message, "Gebruik minder niveaus, of laat de regel minder inspringen."
    runs = (each for each in _RUN.finditer(text) if each.end() - each.start() > RUN)
    if (run := next(runs, None)) and not _RULER.match(text, text.rfind("\n", 0, run.start()) + 1):
        message = f"Hier staat meer dan {RUN} keer achter elkaar het teken {run[1]}."
        yield run.start(), message, "Verwijder de tekens die te veel zijn."
    yield from _open(text)
    if text.count("|") > CELLS and (at := _nth(text, "|", CELLS)) is not None:
        message = f"De tabellen van deze tekst hebben samen meer dan {_number(CELLS)} cellen."
        yield at, message, "Verdeel ze over meer bestanden, of bied de gegevens aan als document."
    many = text.count("#") + text.count("\n=") + text.count("\n-") > HEADINGS
    if many and (heading := next(islice(_HEADING.finditer(text), HEADINGS, None), None)):
        message = f"Deze tekst heeft meer dan {_number(HEADINGS)} koppen."
        yield heading.start(), message, "Verdeel de tekst over meer bestanden."
    many = text.count("]:") > NOWHERE
    if many and (name := next(islice(_NOWHERE.finditer(text), NOWHERE, None), None)):
        message = f"Deze tekst heeft meer dan {NOWHERE} namen van links zonder adres."
        yield name.start(), message, "Schrijf achter elke dubbele punt het adres: [naam]: adres."
    if text.count("[^") > NOTES and (at := _nth(text, "[^", NOTES)) is not None:
        message = f"In deze tekst staan meer dan {_number(NOTES)} verwijzingen naar noten."
        yield at, message, "Verdeel de tekst over meer bestanden, of zet de noten in de tekst."
    if (
        text.count("\n:") + text.count(" :") > DEFINITIONS
        and (first := _deepest(text, _DEFINITION, ":", DEFINITIONS)) >= 0
    ):
        message = f"Hier staan meer dan {DEFINITIONS} regels met een dubbele punt vooraan, zonder witregel ertussen."
        yield first, message, "Zet een lege regel tussen de begrippen."


def _open(text: str) -> Iterator[tuple[int, str, str]]:
    """Where too many marks are open at once."""
    if text.count("[") > OPEN and (at := _deepest(text, _BRACKETS, "[", OPEN, "]")) >= 0:
        message = f"Op deze plaats staan meer dan {OPEN} haken [ open."
        yield at, message, r"Sluit elke haak met ], of schrijf \[ waar u een gewone haak bedoelt."
    if text.count("](") > OPEN and (at := _deepest(text, _TARGETS, "](", OPEN, ")")) >= 0:
        message = f"Op deze plaats staan de adressen van meer dan {OPEN} links open."
        yield at, message, "Sluit elk adres met een haak: [tekst](adres)."
    if text.count("](") > TITLES and (at := next(islice(_titles_left_open(text), TITLES, None), -1)) >= 0:
        message = f"Hier staan meer dan {TITLES} links met een titel die niet eindigt voor de haak."
        yield at, message, 'Sluit elke titel met hetzelfde teken: [tekst](adres "titel").'
    if text.count("<") > OPEN:
        if (at := _unended(text)) >= 0:
            message = f"Op deze plaats staan meer dan {OPEN} tekens < open."
            yield at, message, r"Sluit elk teken < met >, of schrijf \< waar u 'kleiner dan' bedoelt."
        opened: Counter[str] = Counter()
        for tag in _NESTED.finditer(text):
            name = tag["name"].lower()
            opened[name] = max(opened[name] + (-1 if tag["end"] else 1), 0)
            if opened.total() > OPEN:
                message = f"Op deze plaats staan meer dan {OPEN} stukken HTML open."
                yield tag.start(), message, "Sluit elk stuk, zoals <div> met </div>, of gebruik Markdown."
                return


def _deepest(text: str, marks: re.Pattern[str], opening: str, limit: int, closing: str | None = None) -> int:
    """Where one mark too many is open within a paragraph, or -1."""
    depth = 0
    for mark in marks.finditer(text):
        found = mark[0].strip(" \t")
        if found[:1] == "\n":
            depth = 0
        elif found == closing:
            depth = max(depth - 1, 0)
        elif found == opening or (found == "(" and depth):
            depth += 1
            if depth > limit:
                return mark.start()
    return -1


def _titles_left_open(text: str) -> Iterator[int]:
    for link in _TITLED.finditer(text):
        if link["end"] != ")" or not link["title"].rstrip().endswith(link["quote"]):
            yield link.start()


def _unended(text: str) -> int:
    open_now = 0
    for mark in _TAGS.finditer(text):
        open_now = 0 if mark[0] == ">" else open_now + 1
        if open_now > OPEN:
            return mark.start()
    return -1


def _nth(text: str, mark: str, number: int) -> int | None:
    """Where a mark stands for the last time that is allowed, and once more."""
    at = -1
    for _ in range(number + 1):
        at = text.find(mark, at + 1)
    return at if at >= 0 else None


def _number(number: int) -> str:
    """``20.000``."""
    return f"{number:,}".replace(",", ".")
