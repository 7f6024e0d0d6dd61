"""What to do first, and why: everything that is open, the heaviest on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from wmebv_site.designation.decisions import Status
from wmebv_site.diagnostics import Diagnostic, Level, Place
from wmebv_site.dutch import counted, enumerate_words, in_words, with_article
from wmebv_site.inventory.analysis import official_messages
from wmebv_site.inventory.checklist import SUPPLIER_SAYS, SupplierLine, SupplierState
from wmebv_site.inventory.steps import Facts, StepProgress
from wmebv_site.rules.channels import Verdict

FIRST = 20
"""How many the report shows."""


class Weight(IntEnum):
    """Why something comes before something else; the lowest number first."""

    BLOCKS = 1
    """An error: with it there is no website and no decision."""
    GAP = 2
    """People can send nothing that the municipality may refuse (Awb 2:16)."""
    LATE = 3
    """Something that had a day, and the day is past."""
    LAW = 4
    """A channel that doesn't do what an article asks."""
    DECISION = 5
    """A decision that waits for the next step."""
    WARNING = 6
    UNKNOWN = 7
    """What nobody knows yet."""
    PRACTICE = 8

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Weight.BLOCKS: "houdt het besluit tegen",
    Weight.GAP: "zonder kanaal",
    Weight.LATE: "te laat",
    Weight.LAW: "de wet vraagt dit",
    Weight.DECISION: "besluit",
    Weight.WARNING: "waarschuwing",
    Weight.UNKNOWN: "nog niet bekend",
    Weight.PRACTICE: "kan beter",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: ``what`` in the imperative, ``why`` as a sentence, ``messages`` how many it is about."""

    weight: Weight
    what: str
    why: str
    messages: int = 0
    owner: str | None = None
    due: date | None = None
    place: Place | None = None
    code: str | None = None


def tasks(facts: Facts, steps: Iterable[StepProgress], diagnostics: Iterable[Diagnostic]) -> tuple[Task, ...]:
    """Everything that is open, in the order in which it is best done."""
    found = [
        *_from_check(diagnostics),
        *_from_decisions(facts),
        *_from_conformity(facts),
        *_from_suppliers(facts),
        *_from_steps(facts, steps),
        *_unknown_use(facts),
        *_only_fallback(facts),
        *_from_proposals(facts),
    ]
    return tuple(
        sorted(found, key=lambda task: (task.weight, -task.messages, task.due or date.max, task.what))
    )


def _from_check(diagnostics: Iterable[Diagnostic]) -> Iterator[Task]:
    """Errors one by one; warnings together per rule, since one cause often gives many."""
    by_code: dict[str, list[Diagnostic]] = defaultdict(list)
    for found in diagnostics:
        if found.level is Level.ERROR:
            yield Task(
                Weight.BLOCKS, found.hint or "Herstel dit.", found.message, place=found.place, code=found.code
            )
        elif found.level is Level.WARNING:
            by_code[found.code].append(found)
    for code, listed in by_code.items():
        first = listed[0]
        more = f" Dit komt nog {len(listed) - 1} keer voor." if len(listed) > 1 else ""
        yield Task(
            Weight.WARNING, first.hint or "Kijk dit na.", first.message + more, place=first.place, code=code
        )


_NEXT_STEP = {
    Status.DRAFT: (
        "Leg het besluit '{}' voor om het vast te stellen.",
        "Het is nog een concept, en geldt dus niet.",
    ),
    Status.ADOPTED: (
        "Maak het besluit '{}' bekend in het Gemeenteblad.",
        "Het is genomen, maar geldt pas na de bekendmaking (artikel 3:40 Awb).",
    ),
}


def _from_decisions(facts: Facts) -> Iterator[Task]:
    decisions = facts.analysis.decisions
    own = [each for each in facts.register.decisions if each.kind.is_own_designation]
    for decision in own:
        status = decisions.status(decision)
        if status in _NEXT_STEP:
            what, why = _NEXT_STEP[status]
            yield Task(
                Weight.DECISION,
                what.format(decision.short_title),
                why,
                len(facts.changes),
                place=decision.place,
            )
    without = facts.totals.without - len(facts.analysis.on_the_way)
    if without:
        why = (
            "Zonder aangewezen kanaal mag u niet alleen naar het juiste kanaal verwijzen (artikel 2:16 Awb)."
        )
        what = f"Wijs een kanaal aan voor {official_messages(without)} zonder kanaal."
        yield Task(Weight.GAP, what, why, without)
    drafts = [each for each in own if decisions.status(each) is Status.DRAFT]
    number = sum(not change.covered for change in facts.changes)
    if number and not drafts:
        why = f"{counted(number, 'bericht wijkt', 'berichten wijken')} in de registers af van het besluit dat geldt."
        yield Task(Weight.DECISION, "Maak een ontwerp voor een nieuw besluit.", why, number)


def _from_conformity(facts: Facts) -> Iterator[Task]:
    for each in facts.conformity:
        carried = each.about.official
        for finding in each.with_verdict(Verdict.FAILS):
            if finding.key == "leverancier":
                continue  # said with the suppliers, with a day
            basis = f" Grondslag: {finding.basis}." if finding.basis else ""
            why = f"{finding.question} {finding.why}{basis}"
            yield Task(
                Weight.LAW if finding.basis else Weight.PRACTICE,
                finding.mend,
                why,
                carried,
                place=finding.place,
            )
        if open_ := each.with_verdict(Verdict.UNKNOWN):
            titles = [f"'{finding.title}'" for finding in open_]
            titles[3:] = [f"nog {len(titles) - 3}"] if titles[3:] else []
            asked = "vraag" if len(open_) == 1 else "vragen"
            what = f"Beantwoord de open {asked} over {with_article(each.channel.name)}."
            why = f"{counted(len(open_), 'vraag is', 'vragen zijn')} nog niet beantwoord: {enumerate_words(titles, 'en')}."
            why += f" Het gaat om {official_messages(carried)}." if carried else ""
            yield Task(Weight.UNKNOWN, what, why, carried, place=open_[0].place)


def _from_suppliers(facts: Facts) -> Iterator[Task]:
    for line in facts.suppliers:
        carried = facts.analysis.channel_by_id[line.channel.id].official
        name, about = line.supplier.name, with_article(line.channel.name)
        place = line.channel.place_of("supplier")
        if line.overdue and line.follow_up:
            what = f"Vraag {name} {'of ' + about + ' nog' if line.state is SupplierState.COMPLIES else 'opnieuw of ' + about} voldoet."
            why = f"{_answered(line)} U zou weer navragen op {in_words(line.follow_up)}."
            yield Task(Weight.LATE, what, why, carried, None, line.follow_up, place)
        elif line.state is SupplierState.TO_ASK:
            yield Task(
                Weight.UNKNOWN,
                f"Vraag {name} of {about} aan de wet voldoet.",
                "Dat is nog niet gevraagd.",
                carried,
                place=place,
            )
        elif line.state is SupplierState.DOES_NOT:
            what = f"Kies een oplossing voor {about}."
            yield Task(Weight.LAW, what, f"{name} zegt dat het kanaal niet voldoet.", carried, place=place)


def _answered(line: SupplierLine) -> str:
    """What a supplier said, and when."""
    supplier = line.supplier
    if said := SUPPLIER_SAYS.get(supplier.answer):
        on = f" op {in_words(supplier.answered_on)}" if supplier.answered_on else ""
        return f"{supplier.name} zei{on} dat het kanaal {said}."
    asked = f" U vroeg ernaar op {in_words(supplier.asked_on)}." if supplier.asked_on else ""
    return f"Er is nog geen antwoord.{asked}"


def _from_steps(facts: Facts, steps: Iterable[StepProgress]) -> Iterator[Task]:
    for step in steps:
        if step.overdue and step.due:
            what = f"Rond de stap '{step.title}' af."
            open_ = step.total - step.done
            verb = "is" if open_ == 1 else "zijn"
            rest = f" Er {verb} nog {open_} van de {step.total} punten open." if step.total else ""
            yield Task(
                Weight.LATE,
                what,
                f"De stap moest klaar zijn op {in_words(step.due)}.{rest}",
                0,
                step.owner,
                step.due,
            )
        for item in step.items:
            if item.by_register or item.complete:
                continue
            why = f"Dit hoort bij de stap '{step.title}'."
            if item.overdue and item.due:
                why = f"Dit moest klaar zijn op {in_words(item.due)}. {why}"
            weight = Weight.LATE if item.overdue else Weight.PRACTICE
            yield Task(weight, item.text, why, 0, item.owner, item.due)


def _unknown_use(facts: Facts) -> Iterator[Task]:
    for domain in facts.register.domains:
        messages = facts.analysis.by_domain[domain.id]
        unknown = [each for each in messages if each.official and each.exempt is None and each.in_use is None]
        if unknown:
            what = f"Vul bij '{domain.name}' in wat mensen nu gebruiken."
            why = f"Van {official_messages(len(unknown))} is niet bekend wat blijft en wat stopt."
            yield Task(Weight.UNKNOWN, what, why, len(unknown), place=unknown[0].product.place)


def _from_proposals(facts: Facts) -> Iterator[Task]:
    if open_ := facts.register.open_proposals:
        new = sum(each.product is None for each in open_)
        why = "Lijsten van anderen zeggen iets over uw producten."
        if new:
            why += f" Daarvan {'gaat' if new == 1 else 'gaan'} er {new} over een product dat u nog niet hebt."
        what = f"Beslis over {counted(len(open_), 'voorstel', 'voorstellen')}: kies ja of nee in de werkmap ('wmebv export xlsx')."
        yield Task(Weight.UNKNOWN, what, why, place=open_[0].place)


def _only_fallback(facts: Facts) -> Iterator[Task]:
    for domain in facts.register.domains:
        if number := sum(each.only_fallback for each in facts.analysis.by_domain[domain.id]):
            what = f"Kijk of bij '{domain.name}' een eigen kanaal beter past."
            verb = "loopt" if number == 1 else "lopen"
            why = f"{official_messages(number).capitalize()} {verb} daar alleen via het restkanaal (artikel 2:13, tweede lid, Awb)."
            yield Task(Weight.PRACTICE, what, why, number, place=domain.place)
