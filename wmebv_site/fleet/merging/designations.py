"""Joins the designations of municipalities that merge: each once, and a clash where two that ask the same lead elsewhere."""

from __future__ import annotations

from wmebv_site.fleet.merging.clashes import Said
from wmebv_site.fleet.merging.joined import Entry, Joining, Things, as_written, shown
from wmebv_site.fleet.merging.parties import Data
from wmebv_site.register.values import slugify

_SELECTING = (
    "statute",
    "executor",
    "domain",
    "authority",
    "messages",
    "audience",
    "initiative",
    "covers",
    "fallback",
    "beside",
)


def designations(joining: Joining, decision: str) -> list[Data]:
    """Every designation once; two that ask the same and lead elsewhere are a clash."""
    found: Things = {}
    for party in joining.parties:
        for written, said in party.designations():
            found.setdefault(_called(said, decision), []).append(Entry(party, written, said))
    made = []
    for key, entries in found.items():
        each_once: list[Entry] = []
        for entry in entries:
            if not any(_same_rule(entry.said, other.said) for other in each_once):
                each_once.append(entry)
        name = f"designations/{key}"
        joining.note_only(name, entries if len(each_once) == 1 else each_once[:2])
        several = any(len([1 for each in each_once if each.party is party]) > 1 for party in joining.parties)
        if len(each_once) == 1 or len({each.party.label for each in entries}) == 1:
            first = joining.parties[0]
            made += [each.said if each.party is first else as_written(each.said, each) for each in each_once]
        elif several:  # one municipality has more of them, say from another day on: then all of one
            labels = list(dict.fromkeys(each.party.label for each in entries))
            answer = joining.chosen(labels, name)
            if answer is None:
                told = [Said(e.party.label, e.party.place(e.written.place), shown(e.said)) for e in each_once]
                joining.clash(name, f"De aanwijzing '{key}'", told)
            made += [each.said for each in entries if each.party.label == answer]
        else:
            made.append(joining.one(name, f"De aanwijzing '{key}'", each_once))
    return made


def _called(said: Data, decision: str) -> str:
    """What a designation is called; one that another body or a statute gives, is another than that of the municipality."""
    source = said.get("source")
    given = source if source != f"besluit:{decision}" else None
    return slugify("-".join([*_selectors(said), *([given] if given else [])])) or "alles"


def _selectors(said: Data) -> list[str]:
    """All that a designation selects on."""
    parts = []
    for key in _SELECTING:
        value = said.get(key)
        if value in (None, "nee"):
            continue
        words = sorted(value) if isinstance(value, list) else [value]
        parts.append(key if value == "ja" else "-".join(words))
    return parts


def _same_rule(one: Data, other: Data) -> bool:
    return _unordered(one) == _unordered(other)


def _unordered(said: Data) -> Data:
    return {
        key: sorted(value) if key in _SELECTING and isinstance(value, list) else value
        for key, value in said.items()
    }
