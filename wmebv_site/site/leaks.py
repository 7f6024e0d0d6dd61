"""Looks through a built website for what is not for visitors, whichever program made it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Place, Refused, printable
from wmebv_site.project.archive import is_for_colleagues
from wmebv_site.project.writing import MADE
from wmebv_site.register.addresses import (
    DATA_SQLITE,
    HIDDEN_AND_TAKEN,
    OUTAGES_NOTED,
    decision_url,
    policy_url,
)
from wmebv_site.register.files import ANNEX_ENDING, kept_to_oneself
from wmebv_site.register.text import MAX_BYTES

INTERNAL_FILE = Code(
    "WMEBV545",
    "In de website staat een bestand dat niet voor bezoekers is",
    "Registers, bijlagen in YAML, het stappenplan, rapporten en instellingen horen niet op de website. Vaak is de website gemaakt "
    "zonder de plugin 'wmebv', of is een bestand in de verkeerde map gezet. Haal het bestand van de server, en kijk na wie het "
    "intussen heeft gezien: staan er gegevens van personen in, dan kan het een datalek zijn.",
)
SECRET = Code(
    "WMEBV546",
    "In de website staat een wachtwoord of sleutel",
    "Wie de website bekijkt, kan hiermee ergens inloggen. Maak de sleutel eerst ongeldig bij wie hem uitgaf: weghalen alleen "
    "helpt niet, want hij kan al gelezen zijn. Haal hem daarna weg uit de tekst waar hij stond.",
)
DRAFT = Code(
    "WMEBV547",
    "In de website staat een concept",
    "Een besluit of beleid dat niet is vastgesteld, is niet voor bezoekers. Met de plugin 'wmebv' komt het niet op de website. "
    "Haal de pagina weg, en bouw de website met 'wmebv build'.",
)
INTERNAL_FIELD = Code(
    "WMEBV548",
    "In de website staan interne gegevens uit de registers",
    "Wat u bijhoudt over leveranciers, controles en gebruik, is voor uzelf. Open data en zoekbestanden van deze website bevatten "
    "dat niet. Haal het bestand weg.",
)

_SOURCES = (".yaml", ".yml", ".md", ".markdown", ".jinja", ".j2", ".py", ".pyc", ".toml", ".ini", ".lock")
_OF_A_REPORT = frozenset(
    {
        "voortgang.html",
        "voortgang.xlsx",
        "voortgang.json",
        "presentatie.html",
        "infographic.svg",
        MADE,
    }
)
_FREE_WITH_A_DOT = frozenset({*HIDDEN_AND_TAKEN, OUTAGES_NOTED, ".nojekyll", ".domains"})
_READ = (
    ".html",
    ".htm",
    ".json",
    ".xml",
    ".txt",
    ".js",
    ".css",
    ".svg",
    ".csv",
    ".jsonld",
    ".ttl",
    ".map",
    ".webmanifest",
)
_SECRETS = re.compile(
    r"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----|\bgh[opsu]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{40,}|"
    r"\bglpat-[A-Za-z0-9_-]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[A-Za-z0-9_-]{35}|"
    r"\bsk_live_[A-Za-z0-9]{20,}|\bey[JK][A-Za-z0-9_-]{10,}\.ey[JK][A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|"
    r"\bhttps?://[^\s/:@\"'<>]{1,64}:[^\s/:@\"'<>]{1,128}@"
)
_OF_SECRETS = ("PRIVATE KEY-----", *(f"gh{kind}_" for kind in "opsu"), "github_pat_", "glpat-", "xox")
_OF_SECRETS += ("AKIA", "AIza", "sk_live_", "eyJ", "eyK")
_IN_ADDRESS = re.compile(r"://[^\s/:@\"'<>]{1,64}:[^\s/:@\"'<>]{1,128}@")
"""What every secret has in it; a text in which none of it stands is not searched any further, as most aren't."""
INTERNAL_KEYS = (
    "in_use",
    "supplier",
    "checked",
    "checklist",
    "sensitivity",
    "unconfirmed",
    "sdg",
    "upl_flags",
)
"""The fields of the registers that never leave them."""
_KEYS = re.compile(rf'"(?:{"|".join(INTERNAL_KEYS)})"\s*:')
_AWAY = "Haal dit bestand van de server en uit de map met uw teksten."


def files_in(site: Path) -> list[str]:
    """Every file by its path in the website, with forward slashes; a folder with a dot stands for what is in it.

    Raises Refused for what is no website.
    """
    if not site.is_dir():
        raise Refused(f"'{site}' is geen map. Geef de map waarin de website staat, zoals 'site'.")
    files = sorted(_walked(site))
    if not any(path.endswith(".html") for path in files):
        raise Refused(f"In '{site}' staat geen website. Geef de map waarin index.html staat.")
    return files


def _walked(site: Path) -> Iterator[str]:
    for folder, names, files in os.walk(site):
        here = Path(os.path.relpath(folder, site)).as_posix()
        base = "" if here == "." else f"{here}/"
        yield from (f"{base}{name}" for name in files)
        hidden = {name for name in names if name.startswith(".") and name != ".well-known"}
        yield from (f"{base}{name}/" for name in hidden)
        names[:] = [name for name in names if name not in hidden]


def in_file(site: Path, path: str, text: Callable[[], str]) -> Iterator[Diagnostic]:
    """What in one file is not for visitors; ``text`` is asked for where that has to be read."""
    name, where = path.rstrip("/").rpartition("/")[2].lower(), Place(printable(path))
    if name.endswith(ANNEX_ENDING):
        yield INTERNAL_FILE.at(where, "Dit is een bijlage zoals de registers die bewaren.", _AWAY)
    elif name.endswith((".yaml", ".yml")):
        yield INTERNAL_FILE.at(
            where, "Dit is een register, of een ander bestand met interne gegevens.", _AWAY
        )
    elif name.endswith(_SOURCES):
        yield INTERNAL_FILE.at(where, "Dit is een bestand waaruit de website wordt gemaakt.", _AWAY)
    elif is_for_colleagues(site / path):
        yield INTERNAL_FILE.at(where, "Dit is een werkmap voor collega's.", _AWAY)
    elif name in _OF_A_REPORT or (kept_to_oneself(name) and path != DATA_SQLITE):
        yield INTERNAL_FILE.at(where, "Dit bestand is alleen voor uzelf.", _AWAY)
    elif name.startswith(".") and path not in _FREE_WITH_A_DOT and "/" not in path.removesuffix("/"):
        yield INTERNAL_FILE.at(where, "Dit is een verborgen bestand of een verborgen map.", _AWAY)
    elif _is_register(site / path, name):
        yield INTERNAL_FILE.at(where, "Dit is een register, onder een andere naam.", _AWAY)
    elif name.endswith(_READ):
        yield from _in_text(path, text())


_REGISTER = re.compile(
    rb"^(?:products|channels|designations|standard_messages|municipality):[ \t]*(?:#[^\n]*)?\r?\n"
    rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:- \{?[ \t]*id:|name:)",
    re.MULTILINE,
)
"""How one of the registers begins a list of its own, as no file of a website does."""
_PAGES = (".html", ".htm")
"""Where an example of a register may stand for people to read."""


def _is_register(file: Path, name: str) -> bool:
    if name.endswith(_PAGES) or not file.is_file():
        return False
    try:
        with file.open("rb") as stream:
            return _REGISTER.search(stream.read(_ENOUGH)) is not None
    except OSError:
        return False  # a visitor can't read it either


_ENOUGH = 64 * 1024
"""So much of a file shows whether it is a register; pictures and films are larger."""


def _in_text(path: str, text: str) -> Iterator[Diagnostic]:
    could = any(mark in text for mark in _OF_SECRETS) or _IN_ADDRESS.search(text)
    if could and (found := _SECRETS.search(text)):
        hint = "Maak de sleutel ongeldig, en haal hem weg uit de tekst waar hij stond."
        yield SECRET.at(_place(path, text, found.start()), "Hier staat een wachtwoord of een sleutel.", hint)
    if path.endswith(".json") and (found := _KEYS.search(text)):
        message = (
            f"Hier staat {found[0].partition(':')[0].strip()}: dat is een intern gegeven van de registers."
        )
        yield INTERNAL_FIELD.at(_place(path, text, found.start()), message, _AWAY)


def read(file: Path) -> str:
    """The text of a file, of one that is very large the beginning; nothing where it can't be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""  # a visitor can't read it either


def of_drafts(site: Path, files: list[str], decisions: Decisions) -> Iterator[Diagnostic]:
    """The pages of decisions and policies that nobody has adopted yet, and what leads to them."""
    public = {decision.id for decision in decisions.public}
    urls = [decision_url(each.id) for each in decisions.register.decisions if each.id not in public]
    urls += [
        policy_url(each.id) for each in decisions.register.policies if not each.adopted_on(decisions.today)
    ]
    there = set(files)
    for url in urls:
        for path in (f"{url}index.html", f"{url.rstrip('/')}.html"):
            if path in there:
                message = "Deze pagina is van een besluit of beleid dat nog niet is vastgesteld."
                yield DRAFT.at(Place(path), message, "Haal de pagina weg en bouw met 'wmebv build'.")
    if urls:
        yield from _indexed(site, files, urls)


_INDEXES = (".json", ".js")


def _indexed(site: Path, files: list[str], urls: list[str]) -> Iterator[Diagnostic]:
    """The files for a search of another program that lead to a draft: the text of it stands there too."""
    led = re.compile(rf'["\'/](?:{"|".join(re.escape(url.rstrip("/")) for url in urls)})(?:/|\.html)?[#"\']')
    for path in files:
        if path.endswith(_INDEXES) and (text := read(site / path)) and (found := led.search(text)):
            message = f"Dit bestand leidt naar '{found[0].strip(_AROUND)}': een besluit of beleid dat nog niet is vastgesteld."
            hint = "Haal dit bestand weg en bouw met 'wmebv build'."
            yield DRAFT.at(_place(path, text, found.start() + 1), message, hint)


_AROUND = "\"'/#"


def _place(path: str, text: str, at: int) -> Place:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Place(printable(path), line, column, column + 1)
