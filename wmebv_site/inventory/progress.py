"""Puts everything the report tells together, from one register, one day and what ``check`` found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.inventory._from_progress_changes import Change, changes
from wmebv_site.inventory._from_progress_coverage import NOT_READ, Coverage
from wmebv_site.inventory._from_progress_facts import Facts
from wmebv_site.inventory._from_progress_upcoming import Upcoming, upcoming
from wmebv_site.inventory.analysis import Analysis, analyse
from wmebv_site.inventory.checklist import Conformity, SupplierLine, conformity, suppliers
from wmebv_site.inventory.steps import StepProgress, steps
from wmebv_site.inventory.tasks import FIRST, Task, Weight, tasks
from wmebv_site.inventory.totals import DomainTotals, Totals, by_domain, totals
from wmebv_site.register.decode import ROADMAP
from wmebv_site.register.register import Register


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
    register: Register, today: date, diagnostics: Iterable[Diagnostic], coverage: Coverage = NOT_READ
) -> Progress:
    """Everything about one register on a day. ``diagnostics`` are what ``check`` says of that same register and day."""
    diagnostics = list(diagnostics)
    analysis = analyse(register, today)
    found = Counter(each.level for each in diagnostics)
    counted = totals(analysis.messages)
    facts = Facts(
        analysis, counted, conformity(analysis), suppliers(analysis), changes(analysis), found[Level.ERROR]
    )
    walked = steps(facts)
    return Progress(
        name=register.municipality.name,
        fictitious=register.municipality.fictitious,
        today=today,
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
        roadmap_unread=register.roadmap is None and ROADMAP in register.content_paths,
    )
