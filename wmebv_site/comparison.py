"""Tells the differences between two views in Dutch: as text, as Markdown and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wmebv_site.decisions import Decisions
from wmebv_site.differences import Difference, Kind, differences
from wmebv_site.dutch import capitalised, enumerate_words
from wmebv_site.freezing import message_noun
from wmebv_site.model.terms import Audience
from wmebv_site.preparation import Preparation
from wmebv_site.resolve import Resolution, Resolutions, State

SHAPE = 1
"""Raised when a key of the JSON changes its meaning or goes; a new key does not raise it."""

_TITLES = {
    Kind.ADDED: "Komt erbij",
    Kind.ENDED: "Vervalt",
    Kind.CHANNEL: "Ander kanaal",
    Kind.REQUIREMENT: "Andere eisen",
}
_AUDIENCES = {Audience.RESIDENT: "inwoners", Audience.BUSINESS: "ondernemers"}
_WAYS = {
    State.EXECUTOR: "de uitvoerder",
    State.INVITATION: "de weg uit de uitnodiging",
    State.EXEMPT: "uitgezonderd",
}


@dataclass(frozen=True)
class Comparison:
    """Two views by name, and what differs; ``uncovered`` of those are brought by no decision."""

    before: str
    after: str
    found: tuple[Difference, ...]
    uncovered: tuple[Difference, ...] | None = None

    @classmethod
    def of(cls, decisions: Decisions, first: str | None, second: str | None) -> Comparison:
        """What holds against the registers, a decision against the registers, or two decisions."""
        if first is None:
            preparation = Preparation(decisions, decisions.wanted())
            return cls("wat nu geldt", "de registers", preparation.changes, preparation.uncovered)
        known = decisions.register.decision_by_id
        one = known[first]
        if second is None:
            after, authorities, name = decisions.wanted(), set(one.authorities), "de registers"
        else:
            other = known[second]
            authorities = set(one.authorities) & set(other.authorities) or {*one.authorities, *other.authorities}
            after, name = decisions.by(other), f"'{second}'"
        found = differences(_of(decisions.by(one), authorities), _of(after, authorities))
        return cls(f"'{first}'", name, found)


def rendered(comparison: Comparison, form: str) -> str:
    """The comparison in one of its forms: ``text``, ``markdown`` or ``json``."""
    if form == "json":
        return json.dumps(as_data(comparison), indent=2, sort_keys=True, ensure_ascii=True) + "\n"
    return "\n".join(_lines(comparison, markdown=form == "markdown")) + "\n"


def as_data(comparison: Comparison) -> dict[str, Any]:
    uncovered = None if comparison.uncovered is None else set(map(id, comparison.uncovered))
    return {
        "version": SHAPE,
        "before": comparison.before,
        "after": comparison.after,
        "differences": [
            {
                "kind": each.kind.value,
                "product": each.product.id,
                "message": each.message.key,
                "audience": each.audience.value,
                "before": _answer(each.before),
                "after": _answer(each.after),
                "covered": None if uncovered is None else id(each) not in uncovered,
            }
            for each in comparison.found
        ],
    }


def _of(resolutions: Resolutions, authorities: set[str]) -> Resolutions:
    return Resolutions(tuple(r for r in resolutions.all if r.product.authority_of(r.message) in authorities))


def _answer(resolution: Resolution | None) -> dict[str, Any] | None:
    if resolution is None:
        return None
    rule = resolution.rule
    return {
        "state": resolution.state.value,
        "channels": [
            {
                "id": resolved.channel.id,
                "name": resolved.channel.name,
                "requirements": [requirement.text for requirement in resolved.channel.requirements],
            }
            for resolved in resolution.channels
        ],
        "source": str(rule.source) if rule and rule.source else None,
        "article": rule.article if rule else None,
    }


def _lines(comparison: Comparison, *, markdown: bool) -> Iterator[str]:
    if not comparison.found:
        yield f"Er is geen verschil tussen {comparison.before} en {comparison.after}."
        return
    heading, item = ("## {}", "- ") if markdown else ("{}", "  ")
    title = f"Verschillen tussen {comparison.before} en {comparison.after}"
    yield heading[1:].format(title) if markdown else f"{title}."
    for kind in Kind:
        of_kind = [each for each in comparison.found if each.kind is kind]
        if not of_kind:
            continue
        yield ""
        messages = list(_by_message(of_kind))
        yield heading.format(f"{_TITLES[kind]} ({len(messages)})")
        yield from [""] if markdown else []
        for same in messages:
            yield f"{item}{_told(same)}"
    if comparison.uncovered:
        number = len(list(_by_message(comparison.uncovered)))
        what = "Voor één bericht is" if number == 1 else f"Voor {number} berichten is"
        yield ""
        yield f"{what} nog geen besluit in voorbereiding dat dit regelt."


def _by_message(found: Sequence[Difference]) -> Iterator[list[Difference]]:
    """The differences that are told together: of one message, where both audiences get the same."""
    for _, same in groupby(found, key=lambda each: (each.product.id, each.message.key, _ways(each.before), _ways(each.after))):
        yield list(same)


def _told(same: Sequence[Difference]) -> str:
    one = same[0]
    audiences = enumerate_words((_AUDIENCES[each.audience] for each in same), "en")
    who = f" ({audiences})" if len(same) < len(one.product.audiences) else ""
    what = f"{one.product.name}: {message_noun(one.message)}{who}"
    if one.kind is Kind.ADDED:
        return f"{what}. Nieuw: {_ways(one.after)}."
    if one.kind is Kind.ENDED:
        return f"{what}. Was: {_ways(one.before)}."
    if one.kind is Kind.REQUIREMENT:
        return f"{what}, via {_ways(one.after)}. {capitalised(_asked(one.after))}"
    return f"{what}. Was: {_ways(one.before)}. Wordt: {_ways(one.after)}."


def _ways(resolution: Resolution | None) -> str:
    if resolution is None:
        return "geen kanaal"
    names = [resolved.channel.name for resolved in resolution.channels]
    return enumerate_words(names, "en") or _WAYS.get(resolution.state, "geen kanaal")


def _asked(resolution: Resolution | None) -> str:
    texts = [
        requirement.text
        for resolved in (resolution.channels if resolution else ())
        for requirement in resolved.channel.requirements
    ]
    return " ".join(dict.fromkeys(texts)) or "Er gelden geen nadere eisen meer, of een andere manier van inloggen."
