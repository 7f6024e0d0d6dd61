"""Where the registers want something else than what holds today, per message, and whether a decision brings it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.differences import Difference, Kind
from wmebv_site.designation.preparation import Preparation
from wmebv_site.inventory.analysis import Analysis
from wmebv_site.register.products import Message, Product

_WORDS = {
    Kind.ADDED: "komt erbij",
    Kind.ENDED: "vervalt",
    Kind.CHANNEL: "wordt een ander kanaal",
    Kind.REQUIREMENT: "krijgt andere eisen",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One message with the channels that would come and go, both as ids; ``kind`` is the first difference.

    ``covered``: a decision that is in preparation or on its way brings all of it.
    """

    product: Product
    message: Message
    kind: Kind
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    covered: bool

    @property
    def word(self) -> str:
        return _WORDS[self.kind]

    @property
    def stand(self) -> str:
        return "in voorbereiding" if self.covered else "nog geen besluit"


def changes(analysis: Analysis) -> tuple[Change, ...]:
    """The differences between what holds and what is wanted, its audiences taken together, in order of the register.

    What the registers no longer know comes last.
    """
    preparation = Preparation(analysis.decisions, analysis.wanted)
    uncovered = {(each.product.id, each.message.key) for each in preparation.uncovered}
    known = {(each.product.id, each.message.key): each for each in analysis.messages}
    found: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for each in preparation.changes:
        found[each.product.id, each.message.key].append(each)
    made = []
    for key, same in found.items():
        about = known.get(key)
        wanted = about.wanted if about else ()
        holds = about.designated if about else _channels(each.before for each in same)
        one = same[0]
        comes = tuple(name for name in wanted if name not in holds)
        goes = tuple(name for name in holds if name not in wanted)
        made.append(Change(one.product, one.message, one.kind, comes, goes, key not in uncovered))
    return tuple(made)


def _channels(resolutions: Iterable[Resolution | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in resolutions if each for name in each.channel_ids))
