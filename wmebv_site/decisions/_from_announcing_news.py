"""What a decision changes for a reader: the differences, put together where many products change in the same way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wmebv_site.designation.answers import Resolution
from wmebv_site.designation.differences import Difference, Kind
from wmebv_site.register.terms import Audience, MessageKind
from wmebv_site.site.words import ACTS, AUDIENCE, ways_of

_USUAL = 2 / 3
"""From which part of the products on a channel is called the usual one."""
_FIRST = (MessageKind.APPLICATION, MessageKind.OBJECTION, MessageKind.COMPLAINT)
"""What most readers come for, told first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change that is the same for several products: what one does, along which way, and along which way before."""

    kind: Kind
    act: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    whom: str | None
    products: tuple[str, ...]


def items(differences: Iterable[Difference]) -> tuple[Item, ...]:
    """The changes; those of most products first."""
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for kind, act, before, after, whom, product in _rows(differences):
        found[kind, act, before, after, whom].append(product)
    made = [Item(*key, tuple(dict.fromkeys(products))) for key, products in found.items()]  # type: ignore[arg-type]
    return tuple(sorted(made, key=lambda item: -len(item.products)))


@dataclass(frozen=True, slots=True)
class Act:
    """What one does with a first decision: along which way for every product, or for most of them, or it depends."""

    name: str
    ways: tuple[str, ...] | None
    exceptions: int = 0


def acts(differences: Iterable[Difference]) -> tuple[Act, ...]:
    """The official messages that got a channel, one line for each kind."""
    ways: dict[MessageKind, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for difference in differences:
        after = difference.after
        if after is not None and after.state.answers and after.official:
            # Residents come first in the list of audiences: what holds for them is what is told.
            ways[difference.message.kind].setdefault(f"{difference.product.id}/{difference.message.key}", _ways(after))
    found = []
    for kind in (*_FIRST, *(kind for kind in MessageKind if kind not in _FIRST)):
        if kind in ways:
            counted = Counter(ways[kind].values())
            usual, number = counted.most_common(1)[0]
            total = counted.total()
            found.append(Act(ACTS[kind], usual if number >= _USUAL * total else None, total - number))
    return tuple(found)


def _rows(differences: Iterable[Difference]) -> Iterator[tuple[object, ...]]:
    """One row for each product × message that changes; for whom is said where it does not change for everyone alike."""
    messages: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        messages[difference.product.id, difference.message.key].append(difference)
    for same in messages.values():
        alike: dict[tuple[object, ...], list[Audience]] = defaultdict(list)
        for each in same:
            alike[each.kind, _ways(each.before), _ways(each.after)].append(each.audience)
        product, message = same[0].product, same[0].message
        for (kind, before, after), audiences in alike.items():
            everyone = len(audiences) == len(product.audiences)
            whom = None if everyone else AUDIENCE[audiences[0]]
            act = message.name or ACTS[message.kind]
            yield kind, act, before, after, whom, product.name


def _ways(resolution: Resolution | None) -> tuple[str, ...]:
    return ways_of(resolution) if resolution else ()
