"""What ``content/stappenplan.yaml`` says: where the municipality stands, as far as the registers can't tell."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register._from_source_tree import Mapping, Sequence
from wmebv_site.register.entry import NOT_TOGETHER, Entry, internal
from wmebv_site.register.values import Date, Text


class RoadmapStep(StrEnum):
    """The seven steps of digital contact, then the four of the duty of care (Awb 2:1, first member)."""

    LEAD = "trekker"
    COLLEAGUES = "collegas"
    STRATEGY = "kanaalstrategie"
    ANALYSIS = "analyse"
    ANNOUNCING = "bekendmaken"
    SUPPORT = "ondersteuning"
    UPKEEP = "bijhouden"
    BARRIERS = "zorg-belemmeringen"
    OFFER = "zorg-aanbod"
    POLICY = "zorg-beleid"
    PUBLISHED = "zorg-bekend"

    @property
    def of_the_duty_of_care(self) -> bool:
        return self.value.startswith("zorg-")


class RoadmapAction(Entry):
    action: Text = internal("Actie", "Wat er moet gebeuren, in één zin.")
    owner: Text | None = internal("Eigenaar", "Wie het doet: een functie, geen naam van een persoon.", None)
    due: Date | None = internal("Klaar vóór", "De dag waarop het klaar moet zijn.", None)
    done: Date | None = internal("Gedaan op", "De dag waarop het klaar was.", None)
    evidence: Text | None = internal("Bewijs", "Waar dat uit blijkt.", None)


class StepEntry(Entry):
    step: RoadmapStep = internal("Stap", "Welke stap dit is.")
    owner: Text | None = internal("Eigenaar", "Wie de stap trekt: een functie, geen naam van een persoon.", None)
    due: Date | None = internal("Klaar vóór", "De dag waarop de stap klaar moet zijn.", None)
    actions: tuple[RoadmapAction, ...] = internal("Acties", "Wat er in deze stap moet gebeuren.", ())


class Roadmap(Entry):
    """The whole of ``content/stappenplan.yaml``."""

    steps: tuple[StepEntry, ...] = internal("Stappen", "De stappen waarover u iets bijhoudt.", ())

    @classmethod
    def mistakes(cls, data: Mapping) -> Iterator[Diagnostic]:
        listed = data.get("steps")
        first: dict[object, int] = {}
        for entry in listed if isinstance(listed, Sequence) else ():
            step = entry.get("step") if isinstance(entry, Mapping) else None
            if not isinstance(step, str):
                continue
            place = entry.place_of("step")
            if step in first:
                message = f"De stap '{step}' staat er al, op regel {first[step]}."
                yield NOT_TOGETHER.at(place, message, "Zet alles over een stap bij elkaar.")
            first.setdefault(step, place.line)
