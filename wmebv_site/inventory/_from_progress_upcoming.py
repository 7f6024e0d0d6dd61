"""The days that come: of decisions, channels, exceptions, suppliers and the road map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wmebv_site.inventory._from_progress_facts import Facts
from wmebv_site.inventory.analysis import Fate
from wmebv_site.inventory.steps import StepProgress


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What happens on a day; ``owner`` is the function that has it in hand."""

    day: date
    what: str
    owner: str | None = None


def upcoming(facts: Facts, steps: Iterable[StepProgress]) -> tuple[Upcoming, ...]:
    """Every day after today on which something begins, ends or must be ready, the first on top."""
    found = [*_of_decisions(facts), *_of_channels(facts), *_of_exceptions(facts), *_of_work(facts, steps)]
    return tuple(sorted({each for each in found if each.day > facts.today}, key=lambda each: (each.day, each.what)))


def _of_decisions(facts: Facts) -> Iterator[Upcoming]:
    for decision in facts.register.decisions:
        title = decision.short_title
        if decision.published:
            yield Upcoming(decision.published, f"'{title}' wordt bekendgemaakt.")
        if day := facts.analysis.decisions.first_day(decision):
            yield Upcoming(day, f"'{title}' gaat gelden.")
        if decision.lapsed:
            yield Upcoming(decision.lapsed, f"'{title}' geldt niet meer.")


def _of_channels(facts: Facts) -> Iterator[Upcoming]:
    for each in facts.analysis.channels:
        if each.channel.from_:
            yield Upcoming(each.channel.from_, f"Het kanaal '{each.channel.name}' begint.")
        if each.channel.until and each.fate is not Fate.UNUSED:
            yield Upcoming(each.channel.until, f"Het kanaal '{each.channel.name}' is er niet meer.")
    for designation in facts.register.designations:
        if designation.from_:
            yield Upcoming(designation.from_, f"Een aanwijzing begint ({', '.join(designation.channels)}).")


def _of_exceptions(facts: Facts) -> Iterator[Upcoming]:
    for each in facts.analysis.messages:
        if each.exempt and each.exempt.until:
            what = f"De uitzondering voor '{each.message.key}' bij '{each.product.name}' eindigt."
            yield Upcoming(each.exempt.until, what)


def _of_work(facts: Facts, steps: Iterable[StepProgress]) -> Iterator[Upcoming]:
    for line in facts.suppliers:
        if line.follow_up:
            what = f"Vraag {line.supplier.name} opnieuw naar '{line.channel.name}'."
            yield Upcoming(line.follow_up, what)
    for step in steps:
        for item in step.items:
            if item.due and not item.complete:
                yield Upcoming(item.due, item.text, item.owner)
        if step.due and not step.complete:
            yield Upcoming(step.due, f"De stap '{step.title}' moet klaar zijn.", step.owner)
