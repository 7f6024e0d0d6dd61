"""What the registers want that does not hold yet, and whether a decision stands ready to bring it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wmebv_site.designation.answers import Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import Difference, differences


def contradicted(wanted: Resolutions) -> int:
    """How many messages have rules that are in each other's way."""
    return len({(each.product.id, each.message.key) for each in wanted.all if each.state is State.ERROR})


def told_apart(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """The differences of which both sides can be told: what contradicts itself wants nothing."""
    return tuple(each for each in found if each.after is None or each.after.state is not State.ERROR)


@dataclass(frozen=True)
class Preparation:
    """The way from what holds today to what the registers want; for the municipality alone, never for residents."""

    decisions: Decisions
    wanted: Resolutions

    @cached_property
    def changes(self) -> tuple[Difference, ...]:
        """Everything that the registers want otherwise than it holds today, or no longer know; a tie wants nothing."""
        found = differences(self.decisions.holding(self.decisions.today), self.wanted)
        # The registers know nothing of these: held against all that is wanted, each would have to be looked up.
        lost = differences(Resolutions(self.decisions.left_behind()), Resolutions(()))
        return told_apart((*found, *lost))

    @cached_property
    def contradicted(self) -> int:
        """For how many messages the registers contradict themselves, so that nobody can tell what they want."""
        return contradicted(self.wanted)

    @cached_property
    def uncovered(self) -> tuple[Difference, ...]:
        """The changes that no decision brings: not a draft, nor one that is adopted and doesn't hold yet."""
        if not self.changes:
            return ()
        asked = [change.after for change in self.changes if change.after]
        still = {change.key for change in self.changes}
        replacing = any(
            d.replaces and not self.decisions.is_known(d) for d in self.decisions.register.decisions
        )
        for drafts_replace in (True, False) if replacing else (True,):
            ready = self.decisions.once_ready(asked, drafts_replace=drafts_replace)
            still &= {left.key for left in differences(ready, Resolutions(tuple(asked)))}
        return tuple(change for change in self.changes if change.key in still)

    @cached_property
    def covered(self) -> tuple[Difference, ...]:
        """The changes that are in preparation or on their way."""
        uncovered = {change.key for change in self.uncovered}
        return tuple(change for change in self.changes if change.key not in uncovered)
