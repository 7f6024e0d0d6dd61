"""A whole register on one day as data, made once: every format reads it from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wmebv_site.data.answers import Answers, Held, interval_of
from wmebv_site.data.shapes import Json
from wmebv_site.data.shown import Shown
from wmebv_site.data.things import Things
from wmebv_site.site.site import Site


@dataclass(frozen=True)
class Data:
    """What is published of a register, from which every format is made."""

    site: Site

    @cached_property
    def base(self) -> str:
        """What stands before every address: the whole address of the site, or nothing while that is not known."""
        return f"{self.site.url.rstrip('/')}/" if self.site.url else ""

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.site, self.base)

    @cached_property
    def things(self) -> Things:
        return Things(self.answers)

    @cached_property
    def shown(self) -> Shown:
        return Shown(self.site, self.base)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """What held, holds and will hold: a row for each interval of each product × message × audience."""
        return tuple(self.answers.intervals())

    @cached_property
    def intervals(self) -> tuple[Json, ...]:
        """The same rows as plain data."""
        told: dict[tuple[object, ...], Json] = {}
        found = []
        for held in self.held:
            key = held.told
            if key not in told:
                told[key] = interval_of(held)
            asked = {"product": held.product, "message": held.message, "audience": held.audience.value}
            found.append(told[key] | asked)
        return tuple(found)

    @cached_property
    def municipality(self) -> Json:
        return self.things.municipality()

    @cached_property
    def authorities(self) -> tuple[Json, ...]:
        return tuple(self.things.authorities())

    @cached_property
    def bodies(self) -> dict[str, Json]:
        """The authorities by their id."""
        return {body["id"]: body for body in self.authorities}

    @cached_property
    def executors(self) -> tuple[Json, ...]:
        return tuple(self.things.executors())

    @cached_property
    def domains(self) -> tuple[Json, ...]:
        return tuple(self.things.domains())

    @cached_property
    def channels(self) -> tuple[Json, ...]:
        return tuple(self.things.channels())

    @cached_property
    def products(self) -> tuple[Json, ...]:
        """The products with their messages, and what holds for each today."""
        return tuple(self.things.products())

    @cached_property
    def decisions(self) -> tuple[Json, ...]:
        return tuple(self.things.decisions())

    @cached_property
    def barriers(self) -> tuple[Json, ...]:
        return tuple(self.things.barriers())

    @cached_property
    def support(self) -> tuple[Json, ...]:
        return tuple(self.things.support())

    @cached_property
    def outages(self) -> tuple[Json, ...]:
        return tuple(self.things.outages())

    @cached_property
    def policies(self) -> tuple[Json, ...]:
        return tuple(self.things.policies())
