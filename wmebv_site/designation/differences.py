"""What differs between two views of the same messages, and what of that no decision is going to bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain

from wmebv_site.designation.answers import Answer, Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.rule import Key, Question
from wmebv_site.register.products import Message, Product
from wmebv_site.register.terms import Audience


class Kind(StrEnum):
    """How one answer differs from the other; the first that is true is told."""

    ADDED = "added"
    """There was no way to send, now there is."""
    ENDED = "ended"
    """There was a way to send, now there isn't."""
    CHANNEL = "channel"
    """Another channel, or the same one under another name or address."""
    REQUIREMENT = "requirement"
    """The same channels, but they ask something else: a login, an assurance level or a further requirement."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One question to which the answers differ; None where a view doesn't know the message."""

    kind: Kind
    question: Question
    before: Resolution | None
    after: Resolution | None

    @property
    def product(self) -> Product:
        return self.question.product

    @property
    def message(self) -> Message:
        return self.question.message

    @property
    def audience(self) -> Audience:
        return self.question.audience

    @property
    def key(self) -> Key:
        return self.question.key


def differences(before: Resolutions, after: Resolutions) -> tuple[Difference, ...]:
    """All differences: in the order of ``after``, then what only ``before`` knows, in its order."""
    kinds: dict[tuple[int, int], Kind | None] = {}  # thousands of questions share a few answers
    found = []
    for one, other in _side_by_side(before, after):
        was, now = one.answer if one else None, other.answer if other else None
        pair = id(was), id(now)
        if pair not in kinds:
            kinds[pair] = _kind(was, now)
        if (kind := kinds[pair]) and (told := other or one):
            found.append(Difference(kind, told.question, one, other))
    return tuple(found)


def _side_by_side(
    before: Resolutions, after: Resolutions
) -> Iterable[tuple[Resolution | None, Resolution | None]]:
    if [one.question for one in before.all] == [other.question for other in after.all]:
        # Two views of one register: nothing has to be looked up.
        return zip(before.all, after.all, strict=True)
    known = ((before.by_key.get(other.key), other) for other in after.all)
    lost = ((one, None) for one in before.all if one.key not in after.by_key)
    return chain(known, lost)


def _kind(before: Answer | None, after: Answer | None) -> Kind | None:
    was = before is not None and before.state.answers
    now = after is not None and after.state.answers
    if was != now:
        return Kind.ADDED if now else Kind.ENDED
    if before is None or after is None or not now:
        return None
    if before.towards != after.towards:
        return Kind.CHANNEL
    return None if before.demands == after.demands else Kind.REQUIREMENT


def contradicted(wanted: Resolutions) -> int:
    """How many messages have rules that are in each other's way."""
    return len({(each.product.id, each.message.key) for each in wanted.tied})


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
        wanted = Resolutions(tuple(change.after for change in self.changes if change.after))
        asked = [resolution.question for resolution in wanted.all]
        still = {change.key for change in self.changes}
        replacing = any(
            d.replaces and not self.decisions.is_known(d) for d in self.decisions.register.decisions
        )
        for drafts_replace in (True, False) if replacing else (True,):
            ready = self.decisions.once_ready(asked, drafts_replace=drafts_replace)
            still &= {left.key for left in differences(ready, wanted)}
        return tuple(change for change in self.changes if change.key in still)

    @cached_property
    def covered(self) -> tuple[Difference, ...]:
        """The changes that are in preparation or on their way."""
        uncovered = {change.key for change in self.uncovered}
        return tuple(change for change in self.changes if change.key not in uncovered)
