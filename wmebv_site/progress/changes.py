"""Where the registers want something else than what holds today, per message."""

from __future__ import annotations

from dataclasses import dataclass

from wmebv_site.differences import Kind, differences
from wmebv_site.inventory.analysis import Analysis, MessageAnalysis

_WORDS = {
    Kind.ADDED: "komt erbij",
    Kind.ENDED: "vervalt",
    Kind.CHANNEL: "wordt een ander kanaal",
    Kind.REQUIREMENT: "krijgt andere eisen",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One message with the channels that would come and go, both as ids; ``kind`` is the first difference."""

    about: MessageAnalysis
    kind: Kind
    comes: tuple[str, ...]
    goes: tuple[str, ...]

    @property
    def word(self) -> str:
        return _WORDS[self.kind]


def changes(analysis: Analysis) -> tuple[Change, ...]:
    """The differences between what holds and what is wanted, its audiences taken together, in order of the register."""
    kinds: dict[tuple[str, str], Kind] = {}
    for found in differences(analysis.holding, analysis.wanted):
        kinds.setdefault((found.product.id, found.message.key), found.kind)
    return tuple(
        Change(
            about,
            kind,
            comes=tuple(name for name in about.wanted if name not in about.designated),
            goes=tuple(name for name in about.designated if name not in about.wanted),
        )
        for about in analysis.messages
        if (kind := kinds.get((about.product.id, about.message.key)))
    )
