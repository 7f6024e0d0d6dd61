"""Reads the frozen annexes that lie beside the decisions, and finds those that are gone, altered or of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pydantic import ValidationError

from wmebv_site.diagnostics import Code, Diagnostic, Place
from wmebv_site.register._from_source_tree import Mapping as YamlMapping
from wmebv_site.register.annexes import ENDING, VERSION, Annex, checksum_of
from wmebv_site.register.content import Decision
from wmebv_site.register.misfits import shape_diagnostics
from wmebv_site.register.text import read_text
from wmebv_site.register.values import is_slug, slugify
from wmebv_site.register.yaml import read_yaml

FOLDER = "content/besluiten/"

GONE = Code(
    "WMEBV218",
    "De bijlage van een besluit ontbreekt",
    "Bij het besluit staat 'annex: frozen'. Dan hoort er een bestand naast met dezelfde naam, dat eindigt op "
    "'.annex.yaml'. Daarin staat wat het besluit aanwijst. Zet het terug uit een reservekopie of uit de geschiedenis "
    "van uw project. Is het besluit nog niet vastgesteld? Dan kunt u het ook opnieuw bevriezen.",
)
ALTERED = Code(
    "WMEBV219",
    "De bijlage van een besluit is gewijzigd",
    "De bijlage is gemaakt met 'wmebv decision freeze' en wordt daarna niet meer gewijzigd. Ze moet gelijk blijven aan "
    "de bijlage in het Gemeenteblad. Zet het bestand terug uit de geschiedenis van uw project. Is het besluit nog niet "
    "vastgesteld? Wijzig dan de registers en voer 'wmebv decision freeze' opnieuw uit.",
)
MISPLACED = Code(
    "WMEBV220",
    "Een bijlage hoort niet bij dit besluit",
    "Een bijlage heet naar haar besluit, en noemt dat besluit ook zelf. De bijlage telt pas mee als bij het besluit "
    "'annex: frozen' staat. Ook de vorm moet er een zijn die deze versie van wmebv kent.",
)


@dataclass(slots=True)
class Annexes:
    """What was read: the annexes by decision, the decisions with one that doesn't count, and the mistakes."""

    by_decision: dict[str, Annex] = field(default_factory=dict)
    stray: set[str] = field(default_factory=set)
    mistakes: list[Diagnostic] = field(default_factory=list)


def is_annex(path: str) -> bool:
    """Whether a path is that of an annex: directly in the folder of the decisions."""
    return path.startswith(FOLDER) and path.endswith(ENDING) and path.count("/") == 2


def annex_path(decision: str) -> str:
    return f"{FOLDER}{decision}{ENDING}"


def read_annexes(files: Mapping[str, bytes], decisions: Sequence[Decision], known: Iterable[str]) -> Annexes:
    """Read the annexes. ``known`` are the ids of all decisions, also of those that could not be read."""
    found = Annexes()
    by_id = {decision.id: decision for decision in decisions}
    known = set(known)
    # A decision under a name that can't be has its annex under the right one: the name is the one mistake.
    misnamed = {slugify(decision.id) for decision in decisions if not is_slug(decision.id)}
    for decision in decisions:
        if decision.annex is not None and annex_path(decision.id) not in files and is_slug(decision.id):
            message = f"De bijlage van '{decision.id}' ontbreekt."
            hint = f"Zet {decision.id}{ENDING} terug naast het besluit{_or_again(decision)}."
            found.mistakes.append(GONE.at(decision.place_of("annex"), message, hint))
    for path in sorted(filter(is_annex, files)):
        name = PurePosixPath(path).name.removesuffix(ENDING)
        if name in misnamed - known:
            continue
        if name not in known:
            hint = "Geef het bestand de naam van zijn besluit, of verwijder het."
            found.mistakes.append(MISPLACED.at(Place(path), f"Het besluit '{name}' bestaat niet.", hint))
        elif name in by_id and by_id[name].annex is None:
            found.stray.add(name)
        elif name in by_id:
            annex, mistakes = _read(path, files[path], by_id[name])
            found.mistakes += mistakes
            if annex is not None:
                found.by_decision[name] = annex
    return found


def _or_again(decision: Decision) -> str:
    """The other way out, as long as the annex may still be made again."""
    return f", of voer 'wmebv decision freeze {decision.id}' opnieuw uit" if decision.adopted is None else ""


def _read(path: str, data: bytes, decision: Decision) -> tuple[Annex | None, list[Diagnostic]]:
    text, mistakes = read_text(path, data)
    if text is None or mistakes:
        return None, mistakes
    value, mistakes = read_yaml(text)
    if mistakes:
        return None, mistakes
    if not isinstance(value, YamlMapping) or value.get("checksum") != checksum_of(text.text):
        place = value.place_of("checksum") if isinstance(value, YamlMapping) else Place(path)
        hint = f"Zet het bestand terug zoals 'wmebv decision freeze' het schreef{_or_again(decision)}."
        return None, [ALTERED.at(place, f"De bijlage van '{decision.id}' is na het bevriezen gewijzigd.", hint)]
    if value.get("version") != VERSION:
        hint = "Werk wmebv bij."
        return None, [MISPLACED.at(value.place_of("version"), "Deze versie van wmebv kent deze bijlage niet.", hint)]
    if value.get("decision") != decision.id:
        message = f"Dit is niet de bijlage van '{decision.id}', maar die van een ander besluit."
        return None, [MISPLACED.at(value.place_of("decision"), message, "Zet de goede bijlage terug.")]
    try:
        annex = Annex.model_validate(value)
    except ValidationError as error:
        return None, shape_diagnostics(Annex, value, error)
    annex._file = path
    for row in annex.rows:
        if missing := [name for name in row.channel_ids if name not in annex.channel_by_id]:
            message = f"In deze bijlage ontbreken de gegevens van het kanaal '{missing[0]}'."
            return None, [MISPLACED.at(row.place, message, "Zet de goede bijlage terug.")]
    return annex, []
