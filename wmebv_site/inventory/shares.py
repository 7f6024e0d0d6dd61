"""What each domain, supplier, body and function has to do: its part of the tasks, the findings, the links and the days to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wmebv_site.diagnostics import Diagnostic, Level, Refused, did_you_mean
from wmebv_site.inventory.progress import Progress, Upcoming
from wmebv_site.inventory.tasks import Task
from wmebv_site.links.standing import Standing
from wmebv_site.register.register import Register
from wmebv_site.register.responsible import Responsible, Whose, all_responsible, by_function

EVERYBODY = "iedereen"


@dataclass(frozen=True, slots=True)
class Share:
    """What one of them has to do."""

    owner: Responsible
    tasks: tuple[Task, ...] = ()
    """What the report asks besides the findings, the heaviest first."""
    findings: tuple[Diagnostic, ...] = ()
    """What ``check`` finds in its part of the registers, errors first; what is only to know is left out."""
    links: tuple[Standing, ...] = ()
    """Its links that need attention."""
    coming: tuple[Upcoming, ...] = ()
    """The days on which something of it must be ready."""

    @property
    def open(self) -> int:
        """How many things there are to do."""
        return len(self.tasks) + len(self.findings) + len(self.links)


def shares(register: Register, progress: Progress, diagnostics: Iterable[Diagnostic]) -> tuple[Share, ...]:
    """The share of everybody, in the order of the register; functions of the plan come last."""
    whose = Whose(register)
    tasks: dict[Responsible, list[Task]] = defaultdict(list)
    findings: dict[Responsible, list[Diagnostic]] = defaultdict(list)
    links: dict[Responsible, list[Standing]] = defaultdict(list)
    coming: dict[Responsible, list[Upcoming]] = defaultdict(list)
    everybody = all_responsible(register)
    municipality = whose(register.municipality.place)
    for task in progress.tasks:
        # What comes from the check stands with the findings, each at its place.
        if task.code is None:
            owner = by_function(task.owner) if task.owner else None
            tasks[owner or (whose(task.place) if task.place else municipality)].append(task)
    for found in diagnostics:
        if found.level is not Level.INFO:
            findings[whose(found.place)].append(found)
    for each in progress.links.by_responsible if progress.links else ():
        links[each.responsible] += each.open
    for day in progress.upcoming:
        if day.owner:
            coming[by_function(day.owner)].append(day)
    functions = sorted({*tasks, *coming} - set(everybody), key=lambda each: each.name)
    return tuple(
        Share(
            owner,
            tuple(tasks[owner]),
            tuple(sorted(findings[owner], key=lambda each: (each.level is not Level.ERROR, each.sort_key))),
            tuple(links[owner]),
            tuple(coming[owner]),
        )
        for owner in (*everybody, *functions)
    )


def share_of(known: Iterable[Share], name: str) -> Share:
    """The share of whom is named, by id or by name. Refuses a name that nobody has, or that two have."""
    known = list(known)
    asked = name.casefold()
    found = [each for each in known if asked in (each.owner.id.casefold(), each.owner.name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        whole = ", ".join(f"{each.owner.role.value} '{each.owner.name}'" for each in found)
        raise Refused(f"'{name}' is de naam van meer dan één: {whole}. Noem de hele naam.")
    names = [part for each in known for part in (each.owner.id, each.owner.name)]
    hint = did_you_mean(name, names) or f"Met '--for {EVERYBODY}' krijgt u een bestand per eigenaar."
    raise Refused(f"Er is geen domein, leverancier, orgaan of functie met de naam '{name}'. {hint}")
