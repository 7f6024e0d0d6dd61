"""The steps of the road map: what the registers tell of each, with what the co-ordinator keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wmebv_site.designation.decisions import Status
from wmebv_site.inventory.analysis import Analysis, Change, Fate
from wmebv_site.inventory.checklist import Conformity, SupplierLine
from wmebv_site.inventory.totals import Totals
from wmebv_site.register.content import Policy, RoadmapAction, StepEntry
from wmebv_site.register.decisions import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.support import Barrier, Support
from wmebv_site.register.terms import (
    PolicyKind,
    RoadmapStep,
    SupplierAnswer,
)
from wmebv_site.rules.channels import Verdict
from wmebv_site.rules.support import by_telephone, help_with, in_person
from wmebv_site.rules.upkeep import within_a_year


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

    @property
    def state(self) -> str:
        return "klaar" if self.complete else "te laat" if self.overdue else "open"


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
    def kind(self) -> str:
        """What stands before its number."""
        return "Zorgplicht" if self.step.of_the_duty_of_care else "Stap"

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


@dataclass(frozen=True)
class Facts:
    """What is known of a register on a day: the steps, the tasks and the days that come follow from it."""

    analysis: Analysis
    totals: Totals
    conformity: tuple[Conformity, ...]
    suppliers: tuple[SupplierLine, ...]
    changes: tuple[Change, ...]
    errors: int

    @property
    def register(self) -> Register:
        return self.analysis.register

    @property
    def today(self) -> date:
        return self.analysis.decisions.today

    @cached_property
    def own_authorities(self) -> tuple[str, ...]:
        """The authorities of the municipality itself that decide about an official message."""
        asked = {each.product.authority_of(each.message) for each in self.analysis.messages if each.official}
        return tuple(sorted(asked - self.register.other_bodies))

    def authorities_with(self, *statuses: Status) -> int:
        """How many of them have a decision that designates and stands this far."""
        ready = self.decisions_with(*statuses)
        return sum(any(name in each.authorities for each in ready) for name in self.own_authorities)

    def decisions_with(self, *statuses: Status) -> list[Decision]:
        """The municipality's own decisions that designate and stand this far."""
        status = self.analysis.decisions.status
        return [
            each
            for each in self.register.decisions
            if each.kind.is_own_designation and status(each) in statuses
        ]

    @cached_property
    def support(self) -> tuple[Support, ...]:
        """The support that is there, of the municipality itself: an example that ``init`` put there is nobody's yet."""
        return tuple(
            each for each in self.register.support if each.there_on(self.today) and not each.is_example
        )

    @cached_property
    def barriers(self) -> tuple[Barrier, ...]:
        """The barriers that the municipality itself named."""
        index = self.register.help_index
        return index.barriers if index and not index.is_example else ()

    @cached_property
    def judged(self) -> tuple[Conformity, ...]:
        return tuple(each for each in self.conformity if each.findings)


def _item(text: str, done: int, total: int = 1) -> Item:
    """What the registers tell: how many are in order, or whether it is."""
    return Item(text, int(done), total, by_register=True)


def _messages_listed(facts: Facts) -> Item:
    # What an import filled in isn't known until a person confirmed it.
    known = sum(not product.unconfirmed for product in facts.register.products)
    return _item("Bij elk product staan de berichten.", known, len(facts.register.products))


def _use_known(facts: Facts) -> Item:
    return _item(
        "Bij elk officieel bericht staat wat mensen nu gebruiken.",
        facts.totals.use_known,
        facts.totals.needed,
    )


def _channels_chosen(facts: Facts) -> Item:
    return _item(
        "Voor elk officieel bericht is een kanaal gekozen.", facts.totals.wanted, facts.totals.needed
    )


def _checklist_answered(facts: Facts) -> Item:
    answered = sum(not each.count(Verdict.UNKNOWN) for each in facts.judged)
    return _item("Van elk kanaal is de checklist ingevuld.", answered, len(facts.judged))


def _suppliers_answered(facts: Facts) -> Item | None:
    if not facts.suppliers:
        return None
    told = [each for each in facts.suppliers if each.supplier.answer not in (None, SupplierAnswer.NONE)]
    return _item("Elke leverancier heeft geantwoord.", len(told), len(facts.suppliers))


def _adopted(facts: Facts) -> Item:
    done = facts.authorities_with(Status.ADOPTED, Status.PUBLISHED, Status.IN_FORCE)
    return _item("Elk bestuursorgaan heeft een besluit genomen.", done, len(facts.own_authorities))


def _published(facts: Facts) -> Item:
    taken = facts.decisions_with(Status.ADOPTED, Status.PUBLISHED, Status.IN_FORCE)
    done = facts.decisions_with(Status.PUBLISHED, Status.IN_FORCE)
    return _item("Elk besluit is bekendgemaakt in het Gemeenteblad.", len(done), len(taken) or 1)


def _in_force(facts: Facts) -> Item:
    return _item("Voor elk officieel bericht geldt een kanaal.", facts.totals.designated, facts.totals.needed)


def _no_changes(facts: Facts) -> Item:
    return _item("De registers zeggen hetzelfde als het besluit dat geldt.", not facts.changes)


def _reachable(facts: Facts) -> Item:
    done = by_telephone(facts.support) + in_person(facts.support)
    return _item("Er is hulp per telefoon en in persoon.", done, 2)


def _reviewed(facts: Facts) -> Item:
    recent = [
        each
        for each in facts.register.products
        if each.reviewed and within_a_year(each.reviewed, facts.today)
    ]
    return _item("Elk product is in het afgelopen jaar nagekeken.", len(recent), len(facts.register.products))


def _channels_checked(facts: Facts) -> Item:
    used = [each.channel for each in facts.analysis.channels if each.fate in (Fate.KEEP, Fate.START)]
    recent = [each for each in used if each.checked and within_a_year(each.checked.on, facts.today)]
    return _item("Elk kanaal is in het afgelopen jaar nagekeken.", len(recent), len(used))


def _no_errors(facts: Facts) -> Item:
    return _item("De controle vindt geen fouten.", not facts.errors)


def _barriers(facts: Facts) -> Item:
    return _item("Er staat wat mensen moeilijk vinden.", bool(facts.barriers))


def _barriers_supported(facts: Facts) -> Item | None:
    if not facts.barriers:
        return None
    helped = [each for each in facts.barriers if help_with(each, facts.support)]
    return _item("Voor alles wat moeilijk is, is er hulp.", len(helped), len(facts.barriers))


def _adopted_policies(facts: Facts, kind: PolicyKind) -> list[Policy]:
    listed = [each for each in facts.register.policies if each.kind is kind]
    return [each for each in listed if each.adopted_on(facts.today)]


def _strategy_adopted(facts: Facts) -> Item:
    adopted = _adopted_policies(facts, PolicyKind.CHANNEL_STRATEGY)
    return _item("De kanaalstrategie is vastgesteld.", bool(adopted))


def _policy_adopted(facts: Facts) -> Item:
    adopted = _adopted_policies(facts, PolicyKind.DUTY_OF_CARE)
    return _item("Het beleid over passende ondersteuning is vastgesteld.", bool(adopted))


def _policy_shown(facts: Facts) -> Item:
    adopted = _adopted_policies(facts, PolicyKind.DUTY_OF_CARE)
    shown = any(each.document or each.publication for each in adopted)
    return _item("Bij het beleid staat waar iedereen het kan lezen.", shown)


def _support_shown(facts: Facts) -> Item:
    return _item("De hulp staat op de website.", bool(facts.support))


@dataclass(frozen=True, slots=True)
class StepText:
    """What a step is called and what it is for, and what the registers themselves tell of it."""

    title: str
    about: str
    by_register: tuple[Callable[[Facts], Item | None], ...] = ()


STEPS: dict[RoadmapStep, StepText] = {
    RoadmapStep.LEAD: StepText("Regel wie het trekt", "Iemand heeft de opdracht, de tijd en het budget."),
    RoadmapStep.COLLEAGUES: StepText("Neem collega's mee", "Elke afdeling weet wat er verandert en waarom."),
    RoadmapStep.STRATEGY: StepText(
        "Kies uw kanaalstrategie",
        "Het bestuur heeft gekozen welke kanalen u wilt.",
        (_strategy_adopted,),
    ),
    RoadmapStep.ANALYSIS: StepText(
        "Breng alles in kaart",
        "U weet welke berichten er zijn, hoe ze komen en wat elk kanaal kan.",
        (_messages_listed, _use_known, _channels_chosen, _checklist_answered, _suppliers_answered),
    ),
    RoadmapStep.ANNOUNCING: StepText(
        "Besluit en maak bekend",
        "Voor elk officieel bericht is een kanaal aangewezen, in een besluit dat geldt.",
        (_adopted, _published, _in_force, _no_changes),
    ),
    RoadmapStep.SUPPORT: StepText("Regel hulp", "Wie er digitaal niet uitkomt, vindt hulp.", (_reachable,)),
    RoadmapStep.UPKEEP: StepText(
        "Houd het bij",
        "Wat op de website staat, klopt over een jaar nog.",
        (_no_errors, _reviewed, _channels_checked),
    ),
    RoadmapStep.BARRIERS: StepText("Weet wat moeilijk is", "U weet wat mensen tegenhoudt.", (_barriers,)),
    RoadmapStep.OFFER: StepText(
        "Kies hulp die past", "Voor alles wat moeilijk is, is er hulp.", (_barriers_supported,)
    ),
    RoadmapStep.POLICY: StepText(
        "Stel het beleid vast", "Het bestuur heeft vastgesteld welke hulp u geeft.", (_policy_adopted,)
    ),
    RoadmapStep.PUBLISHED: StepText(
        "Laat zien welke hulp er is",
        "Iedereen kan het beleid en de hulp vinden.",
        (_support_shown, _policy_shown),
    ),
}


def steps(facts: Facts) -> tuple[StepProgress, ...]:
    """The eleven steps in order; the duty of care counts from one again."""
    roadmap = facts.register.roadmap
    entries = {entry.step: entry for entry in roadmap.steps} if roadmap else {}
    numbers: Counter[bool] = Counter()
    found = []
    for step, text in STEPS.items():
        numbers[step.of_the_duty_of_care] += 1
        found.append(_step(step, numbers[step.of_the_duty_of_care], text, entries.get(step), facts))
    return tuple(found)


def _step(
    step: RoadmapStep, number: int, text: StepText, entry: StepEntry | None, facts: Facts
) -> StepProgress:
    items = [item for tell in text.by_register if (item := tell(facts)) is not None]
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
