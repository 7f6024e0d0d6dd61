"""The steps of the road map: what the registers tell of each, with what the co-ordinator keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from wmebv_site.inventory._from_progress_facts import FACTS, Facts
from wmebv_site.register._from_model_roadmap import RoadmapAction, RoadmapStep, StepEntry


@dataclass(frozen=True, slots=True)
class StepText:
    """What a step is called, and what it is for."""

    title: str
    about: str


STEPS: dict[RoadmapStep, StepText] = {
    RoadmapStep.LEAD: StepText("Regel wie het trekt", "Iemand heeft de opdracht, de tijd en het budget."),
    RoadmapStep.COLLEAGUES: StepText("Neem collega's mee", "Elke afdeling weet wat er verandert en waarom."),
    RoadmapStep.STRATEGY: StepText("Kies uw kanaalstrategie", "Het bestuur heeft gekozen welke kanalen u wilt."),
    RoadmapStep.ANALYSIS: StepText(
        "Breng alles in kaart", "U weet welke berichten er zijn, hoe ze komen en wat elk kanaal kan."
    ),
    RoadmapStep.ANNOUNCING: StepText(
        "Besluit en maak bekend", "Voor elk officieel bericht is een kanaal aangewezen, in een besluit dat geldt."
    ),
    RoadmapStep.SUPPORT: StepText("Regel hulp", "Wie er digitaal niet uitkomt, vindt hulp."),
    RoadmapStep.UPKEEP: StepText("Houd het bij", "Wat op de website staat, klopt over een jaar nog."),
    RoadmapStep.BARRIERS: StepText("Weet wat moeilijk is", "U weet wat mensen tegenhoudt."),
    RoadmapStep.OFFER: StepText("Kies hulp die past", "Voor alles wat moeilijk is, is er hulp."),
    RoadmapStep.POLICY: StepText("Stel het beleid vast", "Het bestuur heeft vastgesteld welke hulp u geeft."),
    RoadmapStep.PUBLISHED: StepText("Laat zien welke hulp er is", "Iedereen kan het beleid en de hulp vinden."),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to have in order: told by the registers (``done`` of ``total``), or kept by the co-ordinator."""

    text: str
    done: int
    total: int
    by_register: bool
    owner: str | None = None
    due: date | None = None
    evidence: str | None = None
    overdue: bool = False

    @property
    def complete(self) -> bool:
        return self.done >= self.total


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step with its items; a step of which nothing is known has none."""

    step: RoadmapStep
    number: int
    title: str
    about: str
    items: tuple[Item, ...]
    owner: str | None
    due: date | None
    overdue: bool

    @property
    def done(self) -> int:
        return sum(item.complete for item in self.items)

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done == self.total

    @property
    def state(self) -> str:
        if not self.items:
            return "nog niets ingevuld"
        if self.complete:
            return "klaar"
        return "te laat" if self.overdue or any(item.overdue for item in self.items) else "bezig"


def steps(facts: Facts) -> tuple[StepProgress, ...]:
    """The eleven steps in order; the duty of care counts from one again."""
    roadmap = facts.register.roadmap
    entries = {entry.step: entry for entry in roadmap.steps} if roadmap else {}
    found = []
    for step, text in STEPS.items():
        number = len([each for each in found if each.step.of_the_duty_of_care == step.of_the_duty_of_care]) + 1
        found.append(_step(step, number, text, entries.get(step), FACTS.get(step, ()), facts))
    return tuple(found)


def _step(
    step: RoadmapStep,
    number: int,
    text: StepText,
    entry: StepEntry | None,
    tellers: tuple[Callable[[Facts], tuple[str, int, int] | None], ...],
    facts: Facts,
) -> StepProgress:
    items = []
    for tell in tellers:
        if (told := tell(facts)) is not None:
            items.append(Item(*told, by_register=True))
    items += [_action(action, entry, facts.today) for action in (entry.actions if entry else ())]
    due = entry.due if entry else None
    complete = bool(items) and all(item.complete for item in items)
    overdue = due is not None and due <= facts.today and not complete
    owner = entry.owner if entry else None
    return StepProgress(step, number, text.title, text.about, tuple(items), owner, due, overdue)


def _action(action: RoadmapAction, entry: StepEntry | None, today: date) -> Item:
    done = action.done is not None and action.done <= today
    overdue = not done and action.due is not None and action.due <= today
    owner = action.owner or (entry.owner if entry else None)
    return Item(action.action, int(done), 1, False, owner, action.due, action.evidence, overdue)
