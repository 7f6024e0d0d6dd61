"""The list of municipalities that are worked on together, as ``fleet.yaml`` says it, or all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from wmebv_site.diagnostics import Code, Diagnostic, Refused, fails, in_order
from wmebv_site.fleet.overview.publisher import OverviewSettings
from wmebv_site.project.load import read_plain
from wmebv_site.register.decode import Reading
from wmebv_site.register.entry import Entry, internal
from wmebv_site.register.values import Feedback, Text, Tooi, Url, YesNo, mistake, quoted
from wmebv_site.register.yaml import YamlList, YamlMapping

FILE = "fleet.yaml"
SITES = "websites"
"""Where the websites come, each in a folder of its own, unless the list says otherwise."""

TWICE = Code(
    "WMEBV690",
    "Iets staat twee keer in de lijst van gemeenten",
    "Elke gemeente in fleet.yaml heeft een eigen map, een eigen code en een eigen plaats voor de website. Staat er een twee keer, dan "
    "schrijft de ene gemeente over de website van de andere heen. Laat één van beide staan, of noem een andere map.",
)
IN_THE_WAY = Code(
    "WMEBV691",
    "Een website komt op een plaats waar al iets anders hoort",
    "De website van een gemeente komt in een eigen map. Die map kan niet in de website van een andere gemeente liggen, en niet op de "
    "plaats van een project. Bij het bouwen zou de map worden vervangen. Noem bij 'out' een andere map.",
)
NO_MUNICIPALITIES = Code(
    "WMEBV692",
    "Er staat geen enkele gemeente in de lijst",
    "In fleet.yaml staat achter 'municipalities' een lijst van gemeenten, elk met de map van het project. Begin met 'wmebv fleet init', "
    "of schrijf de lijst zelf.",
)
NOWHERE = Code(
    "WMEBV705",
    "Een gemeente in de lijst heeft geen map en geen adres",
    "Van elke gemeente in fleet.yaml staat er waar zij te vinden is. Bij 'folder' staat de map van het project, om te controleren en te "
    "bouwen. Bij 'url' staat het adres van haar website, om gegevens op te halen. Een van beide is genoeg.",
)
WITHOUT_CODE = Code(
    "WMEBV706",
    "Bij het adres van een website staat geen code van de gemeente",
    "Wat van een adres komt, kan van een ander zijn: een website verhuist, of een adres klopt niet. Daarom staat er bij 'url' ook welke "
    "gemeente daar hoort, met haar officiële code. Zegt de website een andere code, dan tellen haar gegevens niet.",
)
_LONGEST = 86_400
_LARGEST = 1_048_576


def _number(highest: int, least: int, example: str) -> AfterValidator:
    def judged(value: str) -> str:
        if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= highest):
            hint = f"Schrijf een getal van {least} tot en met {highest}, zoals {example}."
            raise mistake("number", f"{quoted(value)} kan hier niet.", hint)
        return value

    return AfterValidator(judged)


_SHOWN = WithJsonSchema({"type": ["string", "integer"]})
Seconds = Annotated[str, _number(_LONGEST, 1, "600"), _SHOWN]
Megabytes = Annotated[str, _number(_LARGEST, 64, "2048"), _SHOWN]


def _home(value: str) -> str:
    if set(value) & {"?", "#"}:
        hint = "Laat weg wat vanaf ? of # komt."
        raise mistake("url", f"{quoted(value)} is niet het adres van een hele website.", hint)
    return value


Home = Annotated[Url, AfterValidator(_home)]


class Renderer(StrEnum):
    MKDOCS = "mkdocs"
    PROPERDOCS = "properdocs"
    ZENSICAL = "zensical"


class FleetSettings(Entry):
    """What counts for every municipality alike."""

    out: Text = internal(
        "Websites",
        "De map waar de websites komen, elk in een eigen map. Zonder deze sleutel: websites.",
        SITES,
    )
    renderer: Renderer = internal("Programma", "Het programma dat de pagina's opmaakt.", Renderer.MKDOCS)
    strict: YesNo = internal("Streng", "Schrijf 'ja' als een waarschuwing telt als fout.", False)
    time_limit: Seconds = internal(
        "Tijd", "Hoeveel seconden één gemeente ten hoogste duurt. Zonder deze sleutel: 600.", "600"
    )
    memory_limit: Megabytes = internal(
        "Geheugen",
        "Hoeveel MB geheugen één gemeente ten hoogste gebruikt. Zonder deze sleutel: 2048.",
        "2048",
    )
    contact: Feedback | None = internal(
        "Contact",
        "Uw e-mailadres of website, voor wie wil weten wie zijn gegevens ophaalt.",
        None,
    )


class Listed(Entry):
    """One municipality of the list."""

    folder: Text | None = internal(
        "Map",
        "De map van het project, gezien vanaf fleet.yaml. Niet nodig als u bij deze gemeente alleen gegevens ophaalt.",
        None,
    )
    url: Home | None = internal(
        "Adres",
        "Het adres van de website die er al is. Daar haalt 'wmebv fleet harvest' de gegevens op.",
        None,
    )
    out: Text | None = internal(
        "Website",
        "De map waar de website komt. Zonder deze sleutel: een map in die van 'out' bij 'settings'.",
        None,
    )
    name: Text | None = internal("Naam", "Hoe de gemeente in het overzicht heet.", None)
    code: Tooi | None = internal(
        "Code",
        "De officiële code van de gemeente, zoals gm0344. Heeft het project een andere, dan wordt dat gemeld.",
        None,
    )


class FleetFile(Entry):
    """The whole of ``fleet.yaml``."""

    base: Text | None = internal(
        "Basis", "De map van de gedeelde basis. Een gemeente die haar niet deelt, wordt gemeld.", None
    )
    settings: FleetSettings = internal(
        "Instellingen", "Wat voor alle gemeenten geldt.", FleetSettings.model_construct()
    )
    overview: OverviewSettings = internal(
        "Overzicht",
        "Wie het overzicht van alle gemeenten maakt, en hoe het eruitziet.",
        OverviewSettings.model_construct(),
    )
    municipalities: tuple[Listed, ...] = internal(
        "Gemeenten", "De gemeenten, elk met de map van het project.", ()
    )

    @classmethod
    def mistakes(cls, data: YamlMapping) -> Iterator[Diagnostic]:
        listed = data.get("municipalities")
        entries = (
            [each for each in listed if isinstance(each, YamlMapping)] if isinstance(listed, YamlList) else []
        )
        if "municipalities" not in data.key_spans or listed in (None, []):
            hint = "Voeg onder 'municipalities:' voor elke gemeente een regel toe met '- folder:' en de map."
            yield NO_MUNICIPALITIES.at(
                data.place_of("municipalities"), "Er staat geen enkele gemeente in.", hint
            )
        for entry in entries:
            if "folder" not in entry.key_spans and "url" not in entry.key_spans:
                hint = "Noem bij 'folder' de map van het project, of bij 'url' het adres van de website."
                yield NOWHERE.at(entry.place_of("folder"), "Hier staat geen map en geen adres.", hint)
            elif "url" in entry.key_spans and "code" not in entry.key_spans:
                hint = "Voeg de code toe, zoals 'code: gm0344'."
                yield WITHOUT_CODE.at(entry.place_of("url"), "Bij dit adres staat geen code.", hint)
        for key, what in (
            ("folder", "Deze map"),
            ("url", "Dit adres"),
            ("code", "Deze code"),
            ("out", "Deze plaats voor een website"),
        ):
            first: dict[str, int] = {}
            for entry in entries:
                if not isinstance(value := entry.get(key), str):
                    continue
                place, same = entry.place_of(key), _same(key, value)
                if same in first:
                    message = f"{what} staat er al, op regel {first[same]}."
                    yield TWICE.at(place, message, "Laat één van beide staan.")
                first.setdefault(same, place.line)


def _same(key: str, value: str) -> str:
    """What two entries may not both have: the same however it is written."""
    if key == "url":
        return f"{value.rstrip('/')}/"
    return value if key == "code" else os.path.normpath(value)


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality with its folders as they stand on this machine."""

    key: str
    """What it is known by in the results: its folder as it stands in the list."""
    folder: Path
    out: Path
    name: str | None
    code: str | None

    @property
    def shard_key(self) -> str:
        """What decides on which shard it falls: the same wherever the list lies."""
        return self.code or self.key


@dataclass(frozen=True, slots=True)
class Published:
    """Where the data of one municipality stands: on the web, or in the website that is built here."""

    key: str
    """What it is known by to a person: its folder as it stands in the list, or its address."""
    url: str | None
    """The address of its website, with a slash at the end."""
    site: Path | None
    """The folder of its website; None where there is an address."""
    name: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Fleet:
    """The list, with every folder seen from where the list lies."""

    file: Path
    settings: FleetSettings
    places: tuple[Place, ...]
    """The municipalities with a project here."""
    base: Path | None
    overview: OverviewSettings
    published: tuple[Published, ...]
    """All municipalities, with where their data stands."""


def fleet_of(file: Path) -> Fleet:
    """Read the list. Raises Refused, with each mistake as one of its ``findings``."""
    if file.is_dir():
        file = file / FILE
    data = read_plain(file)
    if data is None:
        raise Refused(
            f"De lijst '{file}' is er niet, of is niet te lezen. Noem de lijst met --fleet, of begin met 'wmebv fleet init'."
        )
    reading = Reading({file.name: data})
    entry = reading.yaml_file(FleetFile, file.name)
    found = reading.mistakes({})
    if entry is None or fails(found):
        raise _refused(found)
    fleet = _placed(file, entry)
    if found := list(_in_the_way(fleet, entry)):
        raise _refused(found)
    return fleet


def told(found: list[Diagnostic]) -> tuple[str, ...]:
    """Each mistake on a line of its own, with its place and a way out."""
    return tuple(
        f"{each.place.file}, regel {each.place.line}, teken {each.place.column}: {each.message} {each.hint or ''} "
        f"({each.code})"
        for each in in_order(found)
    )


def _refused(found: list[Diagnostic]) -> Refused:
    return Refused("De lijst van gemeenten klopt niet. Er is niets gedaan.", told(found))


def _placed(file: Path, entry: FleetFile) -> Fleet:
    home = file.parent
    places: list[Place] = []
    published: list[Published] = []
    for each in entry.municipalities:
        url = _same("url", each.url) if each.url else None
        if each.folder is None:
            published.append(Published(url or "", url, None, each.name, each.code))
            continue
        key = Path(os.path.normpath(each.folder)).as_posix()
        out = each.out or f"{entry.settings.out}/{_named(key)}"
        places.append(Place(key, home / each.folder, home / out, each.name, each.code))
        published.append(Published(key, url, None if url else home / out, each.name, each.code))
    base = home / entry.base if entry.base else None
    return Fleet(file, entry.settings, tuple(places), base, entry.overview, tuple(published))


def _named(key: str) -> str:
    """The folder of a website by that of its project, also when that stands on another drive."""
    return key.replace("../", "").replace(":", "").strip("/").replace("/", "-")


def _in_the_way(fleet: Fleet, entry: FleetFile) -> Iterator[Diagnostic]:
    """The websites that would stand in another one, or in the place of what it is made from."""
    outs = {Path(os.path.realpath(place.out)): place for place in fleet.places}
    projects = [place.folder for place in fleet.places] + ([fleet.base] if fleet.base else [])
    real = {Path(os.path.realpath(folder)) for folder in projects}
    holding = real | {above for folder in real for above in folder.parents}
    with_project = [each for each in entry.municipalities if each.folder is not None]
    for listed, place in zip(with_project, fleet.places, strict=True):
        out = Path(os.path.realpath(place.out))
        where = listed.place_of("out") if listed.out else listed.place_of("folder")
        above = [each for each in out.parents if each in outs]
        if outs[out] is not place:
            yield TWICE.at(
                where, f"De website komt op dezelfde plaats als die van '{outs[out].key}'.", _ELSEWHERE
            )
        elif above:
            yield IN_THE_WAY.at(where, f"De website komt in die van '{outs[above[0]].key}'.", _ELSEWHERE)
        elif out in holding:
            yield IN_THE_WAY.at(where, "De website komt op de plaats van een project.", _ELSEWHERE)


_ELSEWHERE = "Noem bij 'out' een andere map."
