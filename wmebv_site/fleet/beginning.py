"""Begins with many municipalities: a small project for each, what they share in a base, and the list of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.listing import FILE, SITES
from wmebv_site.project.municipalities import (
    KnownMunicipality,
    explain_miss,
    find_municipality,
    municipalities,
)
from wmebv_site.project.starter import for_text_editor, plan_sharing
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml_text import in_quotes

BASE = "basis"
_ALL = "alle"
_PROVINCE = "provincie "


def chosen_of(names: Iterable[str]) -> tuple[KnownMunicipality, ...]:
    """The municipalities that somebody names: by code, by name, by province, or all. Raises Refused."""
    found: dict[str, KnownMunicipality] = {}
    for name in (part.strip() for each in names for part in each.split(",")):
        found |= {each.code: each for each in _named(name)}
    return tuple(found[code] for code in sorted(found))


def _named(name: str) -> Sequence[KnownMunicipality]:
    if name.casefold() == _ALL:
        return municipalities()
    wanted = name.casefold().removeprefix(_PROVINCE)
    province = [each for each in municipalities() if each.province.casefold() == wanted]
    if name.casefold().startswith(_PROVINCE):
        if not province:
            known = sorted({each.province for each in municipalities()})
            raise Refused(
                f"De provincie '{name[len(_PROVINCE) :]}' bestaat niet. Kies uit: {', '.join(known)}."
            )
        return province
    match = find_municipality(name)
    if match.municipality is not None and province and not wanted.startswith("gemeente "):
        hint = f"Schrijf 'gemeente {name}' of 'provincie {name}'."
        raise Refused(f"'{name}' is een gemeente en ook een provincie. {hint}")
    if match.municipality is not None:
        return (match.municipality,)
    if province:
        return province
    raise Refused(explain_miss(name, match))


def plan(chosen: Sequence[KnownMunicipality], today: date) -> dict[str, str]:
    """The files of a fleet to be: path with forward slashes -> text."""
    made: dict[str, str] = {}
    shared: Mapping[str, str] = {}
    folders = _folders(chosen)
    for municipality in chosen:
        own, shared = plan_sharing(municipality, today, f"../{BASE}")
        seen = own | {f"../{BASE}/{path}": text for path, text in shared.items()}
        own |= for_text_editor(seen)
        made |= {f"{folders[municipality.code]}/{path}": text for path, text in own.items()}
    made |= {f"{BASE}/{path}": text for path, text in shared.items()}
    made[FILE] = _list(chosen, folders)
    made[".gitignore"] = f"/{SITES}/\n/resultaten/\n/voortgang/\n"
    return made


def _folders(chosen: Sequence[KnownMunicipality]) -> dict[str, str]:
    """A folder for each, by its name; the list of TOOI knows no two of one preferred name."""
    taken = {BASE, SITES}
    found = {}
    for each in chosen:
        name = slugify(each.preferred_name)
        found[each.code] = name if name not in taken else f"{name}-{each.code}"
        taken.add(found[each.code])
    return found


def _list(chosen: Sequence[KnownMunicipality], folders: Mapping[str, str]) -> str:
    lines = [
        "# fleet.yaml: de gemeenten waaraan u tegelijk werkt, elk met de map van het project.",
        "# Controleer alles met 'wmebv fleet check', en maak alle websites met 'wmebv fleet build'.",
        f"base: {BASE}",
        "settings:",
        f"  out: {SITES}    # hier komt van elke gemeente de website, in een eigen map",
        "  time_limit: 600    # zoveel seconden duurt één gemeente ten hoogste",
        "  memory_limit: 2048    # zoveel MB geheugen gebruikt één gemeente ten hoogste",
        "municipalities:",
    ]
    for each in chosen:
        named = in_quotes(each.preferred_name)
        lines.append(f"  - {{folder: {folders[each.code]}, code: {each.code}, name: {named}}}")
    return "\n".join(lines) + "\n"
