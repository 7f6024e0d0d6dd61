"""What the registers want that does not hold yet, and whether a decision stands ready to bring it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wmebv_site.decisions import Decisions
from wmebv_site.differences import Difference, differences
from wmebv_site.resolve import Resolutions, State


@dataclass(frozen=True)
class Preparation:
    """The way from what holds today to what the registers want; for the municipality alone, never for residents."""

    decisions: Decisions
    wanted: Resolutions

    @cached_property
    def changes(self) -> tuple[Difference, ...]:
        """Everything that the registers want otherwise than it holds today; a tie in the registers wants nothing."""
        found = differences(self.decisions.holding(self.decisions.today), self.wanted)
        return tuple(each for each in found if each.after is None or each.after.state is not State.ERROR)

    @cached_property
    def uncovered(self) -> tuple[Difference, ...]:
        """The changes that no decision brings: not a draft, nor one that is adopted and doesn't hold yet."""
        if not self.changes:
            return ()
        still = {(each.product.id, each.message.key, each.audience) for each in self.changes}
        for drafts_replace in (True, False):
            left = differences(self.decisions.once_ready(drafts_replace=drafts_replace), self.wanted)
            still &= {(each.product.id, each.message.key, each.audience) for each in left}
        return tuple(each for each in self.changes if (each.product.id, each.message.key, each.audience) in still)

    @cached_property
    def covered(self) -> tuple[Difference, ...]:
        """The changes that are in preparation or on their way."""
        uncovered = set(map(id, self.uncovered))
        return tuple(each for each in self.changes if id(each) not in uncovered)
