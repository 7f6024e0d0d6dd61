"""What the machine offers a project, what is missing on it, and what to type for that on this system."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wmebv_site.dutch import enumerate_words, in_words
from wmebv_site.project.clock import ASKED_DAY, EPOCH

DISTRIBUTION = "wmebv-site"
EXTRAS = {
    "documents": "besluiten als pdf, docx en odt",
    "inventory": "de werkmap voor collega's",
    "links": "nakijken of de adressen nog werken",
    "fleet": "vragen over veel gemeenten tegelijk",
    "cluster": "veel gemeenten op meer dan één computer",
}
"""What can be left out, and what it is for."""
_FOR_MANY = ("fleet", "cluster")
"""Only for who looks after many municipalities: no editor has to hear that it is not there."""


class State(StrEnum):
    """How something stands: a fault keeps work from being done, a notice may."""

    WELL = "goed"
    NOTICE = "let op"
    FAULT = "fout"


@dataclass(frozen=True, slots=True)
class Found:
    """How one thing stands, as a Dutch sentence, and the way out where there is one: to do, or to type."""

    about: str
    state: State
    message: str
    hint: str | None = None
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A library that we need, from and below which version, and for which extra if that is what needs it."""

    name: str
    bounds: str
    extra: str | None = None

    def admits(self, version: str) -> bool:
        for sign, bound in re.findall(r"(>=|==|<)\s*([\d.]+)", self.bounds):
            here, there = _numbers(version), _numbers(bound)
            if not {">=": here >= there, "==": here == there, "<": here < there}[sign]:
                return False
        return True

    @property
    def in_words(self) -> str:
        words = {">=": "{} of nieuwer", "<": "ouder dan {}", "==": "precies {}"}
        return ", ".join(
            words[sign].format(bound)
            for sign, bound in sorted(re.findall(r"(>=|==|<)\s*([\d.]+)", self.bounds), reverse=True)
        )


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.match(r"[\d.]*", version)[0].split(".") if number]  # type: ignore[index]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def requirements() -> list[Requirement]:
    """What we need, as our own package says it; nothing where that is not installed."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return list(map(_requirement, importlib.metadata.requires(DISTRIBUTION) or ()))
    return []


def _requirement(line: str) -> Requirement:
    name = re.match(r"[A-Za-z0-9._-]+", line)
    extra = re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", line)
    assert name is not None
    bounds = line[name.end() :].split(";", maxsplit=1)[0].strip().strip("()")
    return Requirement(name[0], bounds, extra[1] if extra else None)


def python() -> str:
    """How one calls, from any folder, the Python that runs this."""
    for name in ("python", "python3", "py"):
        found = shutil.which(name)
        with suppress(OSError):
            # Not by what it leads to: an environment leads to the Python that it was made from.
            if found and os.path.abspath(found) == os.path.abspath(sys.executable):  # noqa: PTH100
                return name
    path = sys.executable
    if sys.platform == "win32":
        return f'& "{path}"' if " " in path else path
    return shlex.quote(path)


def to_install(*names: str) -> str:
    """What one types to install libraries beside us."""
    return f"{python()} -m pip install {' '.join(names)}"


def to_install_extra(extra: str) -> str:
    """What one types for all that an extra needs. It names no package of ours: nobody keeps that in a registry."""
    names = [each.name for each in requirements() if each.extra == extra]
    return to_install(*names) if names else "wmebv doctor"


def about_python(
    version: tuple[int, ...] = sys.version_info[:3], system: str = sys.platform
) -> Iterator[Found]:
    shown = ".".join(map(str, version))
    if version < (3, 11):
        message = f"Python {shown} is te oud. Nodig is 3.11 of nieuwer."
        yield Found("Python", State.FAULT, message, *_NEWER_PYTHON.get(system, _NEWER_PYTHON["linux"]))
    elif version >= (3, 15):
        message = f"Python {shown} is nieuwer dan wat wij hebben beproefd: 3.11 tot en met 3.14."
        yield Found("Python", State.NOTICE, message, "Gaat er iets mis? Probeer dan Python 3.14.")
    else:
        yield Found("Python", State.WELL, f"Python {shown}, in {Path(sys.prefix)}.")


_NEWER_PYTHON: Mapping[str, tuple[str, str | None]] = {
    "win32": ("Haal Python 3.13 uit de Microsoft Store of uit het softwarecentrum van uw organisatie.", None),
    "darwin": ("Haal Python van python.org, of typ:", "brew install python@3.13"),
    "linux": ("Op Debian en Ubuntu typt u:", "sudo apt install python3 python3-venv"),
}


def about_libraries(
    needed: Iterable[Requirement], installed: Mapping[str, str] | None = None
) -> Iterator[Found]:
    """Each library that is needed, against what is here; together where all is well."""
    by_extra: dict[str | None, list[Requirement]] = {}
    for each in needed:
        by_extra.setdefault(each.extra, []).append(each)
    if not by_extra:
        message = (
            "Dit programma draait uit een map en is niet geïnstalleerd, dus wij weten niet wat nodig is."
        )
        yield Found("onderdelen", State.NOTICE, message)
    for extra, wanted in by_extra.items():
        versions = {each.name: _version(each.name, installed) for each in wanted}
        missing = [each for each in wanted if versions[each.name] is None]
        other = [each for each in wanted if (here := versions[each.name]) and not each.admits(here)]
        about = f"onderdeel '{extra}'" if extra else "onderdelen"
        use = f" ({EXTRAS.get(extra, extra)})" if extra else ""
        if missing and extra in _FOR_MANY:
            continue
        if missing:
            state = State.NOTICE if extra else State.FAULT
            words = enumerate_words([each.name for each in missing], "en")
            message = f"{'Niet aanwezig' if extra else 'Er ontbreekt'}: {words}{use}."
            hint = "Hebt u dit nodig? Typ:" if extra else "Typ:"
            yield Found(about, state, message, hint, to_install(*(each.name for each in missing)))
        for each in other:
            message = f"{each.name} is {versions[each.name]}. Nodig is {each.in_words}."
            yield Found(about, State.FAULT, message, "Typ:", to_install("--upgrade", each.name))
        if not missing and not other:
            listed = ", ".join(f"{name} {version}" for name, version in versions.items())
            yield Found(about, State.WELL, f"{listed}{use}.")


def _version(name: str, installed: Mapping[str, str] | None) -> str | None:
    if installed is not None:
        return installed.get(name)
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def about_git(system: str = sys.platform) -> Iterator[Found]:
    git = shutil.which("git")
    said = ""
    with suppress(OSError, subprocess.SubprocessError):
        if git:
            done = subprocess.run([git, "--version"], capture_output=True, text=True, timeout=10)
            said = done.stdout.strip() if done.returncode == 0 else ""
    if said:
        yield Found("git", State.WELL, f"{said}.")
        return
    message = "Git is er niet. Bouwen en controleren kan zonder, samenwerken en vergelijken met vroeger niet."
    hints = {
        "win32": ("Haal Git uit het softwarecentrum van uw organisatie, of typ:", "winget install Git.Git"),
        "darwin": ("Typ:", "xcode-select --install"),
    }
    yield Found("git", State.NOTICE, message, *hints.get(system, ("Typ:", "sudo apt install git")))


_SWITCH_ON = "Zet de omgeving aan, of typ:"


def about_command(found: str | None = None) -> Iterator[Found]:
    """Whether 'wmebv' is the one that goes with this Python."""
    found = found or shutil.which("wmebv")
    ours = Path(sys.executable).parent
    if found is None:
        beside = next((file for file in (ours / "wmebv", ours / "wmebv.exe") if file.is_file()), None)
        where = f" Het staat in {beside.parent}." if beside else ""
        message = f"De opdracht 'wmebv' wordt niet vanzelf gevonden.{where}"
        yield Found("opdracht", State.NOTICE, message, _SWITCH_ON, f"{python()} -m wmebv_site")
    elif os.path.realpath(Path(found).parent) != os.path.realpath(ours):
        message = f"Wie 'wmebv' typt, start een andere: {found}."
        yield Found("opdracht", State.NOTICE, message, _SWITCH_ON, f"{python()} -m wmebv_site")


def about_folder(folder: Path, environ: Mapping[str, str], system: str = sys.platform) -> Iterator[Found]:
    """Whether one can write in a folder, how much room there is, and who else has a hand in it."""
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".wmebv-"):
            pass
    except OSError:
        message = f"In de map {folder} kunt u niet schrijven."
        hint = "Vraag wie de map beheert om schrijfrechten, of kies een map in uw eigen documenten."
        yield Found("map", State.FAULT, message, hint)
    with suppress(OSError):
        free = shutil.disk_usage(folder).free // 2**20
        if free < 200:
            message = f"Op de schijf is nog {free} MB vrij. Een website met documenten vraagt al gauw 200 MB."
            yield Found("schijf", State.FAULT if free < 20 else State.NOTICE, message, "Maak ruimte.")
    yield from about_place(folder, environ, system)
    yield from _about_lengths(folder, system)


_SYNCED = re.compile(
    r"onedrive|dropbox|google ?drive|mobile documents|icloud|nextcloud|sharepoint", re.IGNORECASE
)


def about_place(folder: PurePath, environ: Mapping[str, str], system: str) -> Iterator[Found]:
    """Whether another program carries every file of a folder elsewhere."""
    synced = next((part for part in folder.parts if _SYNCED.search(part)), None)
    for name in ("OneDrive", "OneDriveCommercial"):
        if (above := environ.get(name)) and folder.is_relative_to(above):
            synced = synced or "OneDrive"
    if synced:
        message = f"De map wordt gesynchroniseerd ('{synced}'). Tijdens het bouwen kan dat programma bestanden vasthouden."
        elsewhere = "C:\\website" if system == "win32" else "/tmp/website"
        hint = "Zet de website ergens anders, bijvoorbeeld zo:"
        yield Found("map", State.NOTICE, message, hint, f"wmebv build --out {elsewhere}")
    if system == "win32" and str(folder).startswith("\\\\"):
        message = "De map staat op een netwerkschijf. Dat werkt, maar traag."
        yield Found("map", State.NOTICE, message, "Werk in een kopie op uw eigen computer, met Git.")


_WINDOWS_PATH = 259
_LONGEST_OF_SITE = 130
"""So long is an address within a website: two names of at most 80 signs would be more than anybody has."""


def _about_lengths(folder: Path, system: str) -> Iterator[Found]:
    if system == "win32" and (length := len(str(folder))) + _LONGEST_OF_SITE > _WINDOWS_PATH:
        message = f"Het pad van de map is {length} tekens lang. Windows kan bestanden diep in de website dan weigeren."
        hint = "Zet het project in een map met een kort pad, zoals C:\\digitaal-contact."
        yield Found("map", State.NOTICE, message, hint)


def about_time(now: datetime, environ: Mapping[str, str]) -> Iterator[Found]:
    """The clock, the time zone, and what stands in for today."""
    try:
        here = now.astimezone(ZoneInfo("Europe/Amsterdam"))
    except ZoneInfoNotFoundError:
        message = "De Nederlandse tijdzone is niet te vinden."
        yield Found("tijd", State.FAULT, message, "Typ:", to_install("tzdata"))
        return
    if here.year < 2026:
        message = f"De klok van deze computer staat op {in_words(here.date())}."
        yield Found(
            "tijd", State.FAULT, message, "Zet de klok goed: van de dag hangt af wat de website zegt."
        )
    else:
        yield Found("tijd", State.WELL, f"Het is {in_words(here.date())}, {here:%H:%M} uur in Nederland.")
    for name in (ASKED_DAY, EPOCH):
        if value := environ.get(name, "").strip():
            message = f"{name} staat op {value}. Daardoor geldt die dag, en niet vandaag."
            yield Found("tijd", State.NOTICE, message, f"Wilt u dat niet? Haal {name} weg uit uw omgeving.")


def about_terminal(encoding: str | None, system: str = sys.platform) -> Iterator[Found]:
    if (encoding or "").lower().replace("-", "") not in ("utf8", "cp65001"):
        message = f"Dit venster schrijft in {encoding or 'een onbekende tekenset'}. Sommige tekens ziet u als een vraagteken."
        command = "chcp 65001" if system == "win32" else "export PYTHONIOENCODING=utf-8"
        yield Found("venster", State.NOTICE, message, "Typ eerst:", command)


def about_network(environ: Mapping[str, str]) -> Iterator[Found]:
    """What is set for the network of an office; nothing is asked of the network itself."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        if value := environ.get(name):
            host = urlsplit(value if "//" in value else f"//{value}").hostname or "?"
            yield Found("netwerk", State.WELL, f"{name} leidt via {host}.")
            break
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        if value := environ.get(name):
            there = Path(value).is_file()
            message = (
                f"{name} noemt {value}." if there else f"{name} noemt {value}, maar dat bestand is er niet."
            )
            hint = None if there else "Vraag uw beheerder waar het certificaat van het netwerk staat."
            yield Found("netwerk", State.WELL if there else State.FAULT, message, hint)
    if environ.get("PIP_NO_INDEX"):
        yield Found("netwerk", State.WELL, "pip haalt onderdelen uit een map en niet van internet.")


def system_name() -> str:
    """What a person calls this system."""
    names = {"Darwin": "macOS", "": "een onbekend systeem"}
    return f"{names.get(platform.system(), platform.system())} {platform.machine()}".strip()
