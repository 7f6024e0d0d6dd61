"""What comes within some days: what someone has to do before it does, and what happens of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from wmebv_site.diagnostics import Diagnostic, Level, json_text, printable
from wmebv_site.dutch import in_words
from wmebv_site.inventory.progress import Progress, Upcoming
from wmebv_site.inventory.report.as_json import day_data

SHAPE = 1
"""Raised when a key of the JSON changes its meaning or goes; a new key does not raise it."""


@dataclass(frozen=True, slots=True)
class Due:
    """What comes up to and including ``last``; ``found`` is what ``check`` says then, and doesn't say today."""

    name: str
    today: date
    last: date
    coming: tuple[Upcoming, ...]
    found: tuple[Diagnostic, ...]

    @property
    def acts(self) -> tuple[Upcoming, ...]:
        """The agreements that someone has to keep."""
        return tuple(each for each in self.coming if each.act)

    @property
    def of_itself(self) -> tuple[Upcoming, ...]:
        return tuple(each for each in self.coming if not each.act)

    @property
    def needs_an_act(self) -> bool:
        return bool(self.acts or self.found)

    @property
    def breaks(self) -> bool:
        """Whether no website can be built any more, unless someone does something."""
        return any(each.level is Level.ERROR for each in self.found)


def due(progress: Progress, last: date, today: Iterable[Diagnostic], then: Iterable[Diagnostic]) -> Due:
    """What comes after the day of ``progress``; ``today`` and ``then`` are what ``check`` says on both days."""
    known = {(each.code, each.level, each.place) for each in today}
    found = tuple(
        each
        for each in then
        if each.level is not Level.INFO and (each.code, each.level, each.place) not in known
    )
    coming = tuple(each for each in progress.upcoming if each.day <= last)
    return Due(progress.name, progress.today, last, coming, found)


def rendered(due: Due, form: str) -> str:
    """In one of its forms: ``text``, which can be mailed as it is, or ``json``."""
    return json_text(as_data(due)) if form == "json" else "\n".join(_lines(due)) + "\n"


def as_data(due: Due) -> dict[str, Any]:
    def listed(coming: Iterable[Upcoming]) -> list[dict[str, Any]]:
        return [day_data(each) for each in coming]

    return {
        "version": SHAPE,
        "date": due.today.isoformat(),
        "until": due.last.isoformat(),
        "needs_an_act": due.needs_an_act,
        "breaks": due.breaks,
        "acts": listed(due.acts),
        "of_itself": listed(due.of_itself),
        "found": [each.as_data() for each in due.found],
    }


def _lines(due: Due) -> Iterator[str]:
    name, last = printable(due.name), in_words(due.last)
    if not due.coming and not due.found:
        yield f"{name}: tot en met {last} staat er niets in de agenda."
        return
    if due.needs_an_act:
        yield f"{name}: er is iets te doen, uiterlijk op {last}."
    else:
        yield f"{name}: u hoeft tot en met {last} niets te doen."
    if due.breaks:
        yield ""
        yield (
            f"Let op: doet niemand iets, dan kan de website op {last} niet meer worden gemaakt. De website van de dag ervoor "
            "blijft dan staan, en klopt niet meer."
        )
    if due.needs_an_act:
        yield from ("", "Dit moet iemand doen:", "")
        for each in due.acts:
            owner = f" ({printable(each.owner)})" if each.owner else ""
            yield f"- {in_words(each.day)}: {printable(each.what)}{owner}"
        for found in due.found:
            hint = f" {printable(found.hint)}" if found.hint else ""
            yield f"- {printable(found.message)}{hint} ({printable(str(found.place))}, {found.code})"
    if due.of_itself:
        yield from ("", "Dit gebeurt vanzelf, als de website elke nacht opnieuw wordt gemaakt:", "")
        yield from (f"- {in_words(each.day)}: {printable(each.what)}" for each in due.of_itself)
