"""Puts everything the report tells together, with the days that come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.dutch import capitalised, enumerate_words, the_title, with_article
from wmebv_site.inventory.analysis import Analysis, Change, Fate, analyse, changes
from wmebv_site.inventory.checklist import Conformity, SupplierLine, conformity, suppliers
from wmebv_site.inventory.steps import Facts, StepProgress, steps
from wmebv_site.inventory.tasks import FIRST, Task, Weight, tasks
from wmebv_site.inventory.totals import NOT_READ, Coverage, DomainTotals, Totals, by_domain, totals
from wmebv_site.links.standing import Standings
from wmebv_site.register.files import ROADMAP_FILE


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What happens on a day; ``owner`` is the function that has it in hand.

    ``act`` where it doesn't happen of itself: someone has to do it.
    """

    day: date
    what: str
    owner: str | None = None
    act: bool = False


def upcoming(facts: Facts, steps: Iterable[StepProgress]) -> tuple[Upcoming, ...]:
    """Every day after today on which something begins, ends or must be ready, the first on top."""
    found = [*_of_decisions(facts), *_of_channels(facts), *_of_exceptions(facts), *_of_work(facts, steps)]
    return tuple(
        sorted({each for each in found if each.day > facts.today}, key=lambda each: (each.day, each.what))
    )


def _of_decisions(facts: Facts) -> Iterator[Upcoming]:
    for decision in facts.register.decisions:
        title = capitalised(the_title(decision.short_title))
        if decision.published:
            yield Upcoming(decision.published, f"{title} wordt bekendgemaakt.", act=True)
        if day := facts.analysis.decisions.first_day(decision):
            yield Upcoming(day, f"{title} gaat in.")
        if decision.lapsed:
            yield Upcoming(decision.lapsed, f"{title} geldt niet meer.")


def _of_channels(facts: Facts) -> Iterator[Upcoming]:
    for each in facts.analysis.channels:
        if each.channel.from_:
            yield Upcoming(each.channel.from_, f"{capitalised(with_article(each.channel.name))} begint.")
        if each.channel.until and each.fate is not Fate.UNUSED:
            yield Upcoming(each.channel.until, f"{capitalised(with_article(each.channel.name))} stopt.")
    for designation in facts.register.designations:
        if designation.from_:
            named = enumerate_words((f"'{name}'" for name in designation.channels), "en")
            yield Upcoming(designation.from_, f"Er gaat een aanwijzing in: {named}.")


def _of_exceptions(facts: Facts) -> Iterator[Upcoming]:
    for each in facts.analysis.messages:
        if each.exempt and each.exempt.until:
            what = f"De uitzondering voor '{each.message.key}' bij '{each.product.name}' eindigt."
            yield Upcoming(each.exempt.until, what)


def _of_work(facts: Facts, steps: Iterable[StepProgress]) -> Iterator[Upcoming]:
    for line in facts.suppliers:
        if line.follow_up:
            what = f"Vraag {line.supplier.name} opnieuw naar {with_article(line.channel.name)}."
            yield Upcoming(line.follow_up, what, act=True)
    for left_alone in facts.register.link_exceptions:
        what = f"De uitzondering voor {left_alone.url} is voorbij. De link wordt weer nagekeken."
        yield Upcoming(left_alone.last_day + timedelta(days=1), what, left_alone.owner)
    for step in steps:
        for item in step.items:
            if item.due and not item.complete:
                yield Upcoming(item.due, item.text, item.owner, act=True)
        if step.due and not step.complete:
            yield Upcoming(step.due, f"De stap '{step.title}' moet klaar zijn.", step.owner, act=True)


@dataclass(frozen=True)
class Progress:
    """What the report tells; every writer reads this and counts nothing itself."""

    name: str
    fictitious: bool
    today: date
    analysis: Analysis
    totals: Totals
    domains: tuple[DomainTotals, ...]
    conformity: tuple[Conformity, ...]
    suppliers: tuple[SupplierLine, ...]
    changes: tuple[Change, ...]
    steps: tuple[StepProgress, ...]
    tasks: tuple[Task, ...]
    upcoming: tuple[Upcoming, ...]
    found: dict[Level, int]
    coverage: Coverage
    links: Standings | None = None
    """How the links stood when they were last asked; None where nobody ever did."""
    roadmap_unread: bool = False
    """Whether there is a road map that can't be read because of a mistake: then no number knows its agreements."""

    @property
    def first(self) -> tuple[Task, ...]:
        """What to do first."""
        return self.tasks[:FIRST]

    @property
    def blocking(self) -> tuple[Task, ...]:
        """What stands in the way of a decision, or of the website."""
        return tuple(task for task in self.tasks if task.weight is Weight.BLOCKS)

    @property
    def undecided(self) -> int:
        """The official messages without a way that no decision brings, not one in preparation either."""
        return self.totals.without - len(self.analysis.on_the_way)

    @property
    def late(self) -> tuple[Task, ...]:
        """Everything of which the day is past: of steps, of actions in them, and of suppliers."""
        return tuple(task for task in self.tasks if task.weight is Weight.LATE)

    @property
    def proposals(self) -> int:
        """The proposals of lists of others about which nobody decided yet."""
        return len(self.analysis.register.open_proposals)

    @property
    def channels(self) -> int:
        """The channels of the register, as ``check`` counts them."""
        return len(self.analysis.channels)

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def total(self) -> int:
        return sum(step.total for step in self.steps)


def progress(
    decisions: Decisions,
    diagnostics: Iterable[Diagnostic],
    coverage: Coverage = NOT_READ,
    links: Standings | None = None,
) -> Progress:
    """Everything about one register on a day. ``diagnostics`` are what ``check`` says of that same register and day.

    ``links`` are what an earlier check of them found.
    """
    diagnostics = list(diagnostics)
    analysis, register = analyse(decisions), decisions.register
    found = Counter(each.level for each in diagnostics)
    counted = totals(analysis.messages)
    facts = Facts(
        analysis, counted, conformity(analysis), suppliers(analysis), changes(analysis), found[Level.ERROR]
    )
    walked = steps(facts)
    return Progress(
        name=register.municipality.name,
        fictitious=register.municipality.fictitious,
        today=decisions.today,
        analysis=analysis,
        totals=counted,
        domains=by_domain(analysis),
        conformity=facts.conformity,
        suppliers=facts.suppliers,
        changes=facts.changes,
        steps=walked,
        tasks=tasks(facts, walked, diagnostics),
        upcoming=upcoming(facts, walked),
        found={level: found[level] for level in Level},
        coverage=coverage,
        links=links,
        roadmap_unread=register.roadmap is None and ROADMAP_FILE in register.content_paths,
    )
