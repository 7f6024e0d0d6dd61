"""Tells the differences between two views in Dutch: as text, as Markdown, as data and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jinja2 import BaseLoader
from markupsafe import Markup

from wmebv_site.decisions.freeze import message_noun
from wmebv_site.designation.answers import Resolution, Resolutions, State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import (
    Difference,
    Kind,
    Preparation,
    contradicted,
    differences,
    told_apart,
)
from wmebv_site.designation.rule import Key
from wmebv_site.diagnostics import json_text
from wmebv_site.dutch import capitalised, enumerate_words
from wmebv_site.register.decisions import Decision
from wmebv_site.rules.base import audience_words
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import day_view
from wmebv_site.site.views import Detail, Link, TableView

SHAPE = 1
"""Raised when a key of the JSON changes its meaning or goes; a new key does not raise it."""

TITLES = {
    Kind.ADDED: "Komt erbij",
    Kind.ENDED: "Vervalt",
    Kind.CHANNEL: "Ander kanaal",
    Kind.REQUIREMENT: "Andere eisen",
}
_WAYS = {
    State.EXECUTOR: "de uitvoerder",
    State.INVITATION: "het kanaal uit de uitnodiging",
    State.EXEMPT: "uitgezonderd",
}
_NOWHERE = "geen kanaal"


@dataclass(frozen=True)
class Comparison:
    """Two views by name, and what differs; ``uncovered`` of those are brought by no decision.

    ``contradicted`` is for how many messages the registers contradict themselves: those are not compared.
    """

    before: str
    after: str
    found: tuple[Difference, ...]
    uncovered: tuple[Difference, ...] | None = None
    contradicted: int = 0

    @classmethod
    def of(cls, decisions: Decisions, first: str | None, second: str | None) -> Comparison:
        """What holds against the registers, a decision against the registers, or two decisions."""
        if first is None:
            preparation = Preparation(decisions, decisions.wanted())
            return cls(
                "wat nu geldt",
                "de registers",
                preparation.changes,
                preparation.uncovered,
                preparation.contradicted,
            )
        known = decisions.register.decision_by_id
        one = known[first]
        if second is None:
            authorities, name, other = set(one.authorities), "de registers", None
            after = decisions.wanted().decided_by(authorities)
        else:
            other = known[second]
            authorities = set(one.authorities) & set(other.authorities) or {
                *one.authorities,
                *other.authorities,
            }
            after, name = _said_by(decisions, other, authorities), f"'{second}'"
        found = told_apart(differences(_said_by(decisions, one, authorities), after))
        return cls(f"'{first}'", name, found, contradicted=0 if other else contradicted(after))


@dataclass(frozen=True, slots=True)
class MessageDifference:
    """One message that differs, in words; ``whom`` where it does for one audience alone."""

    key: tuple[str, str]
    kind: Kind
    product: str
    message: str
    whom: str | None
    before: str
    after: str
    asked: str
    covered: bool | None

    @property
    def sentence(self) -> str:
        what = f"{self.product}: {self.message}{f' ({self.whom})' if self.whom else ''}"
        return f"{what}. {self.difference}"

    @property
    def difference(self) -> str:
        """What differs, in whole sentences, apart from for which message."""
        if self.kind is Kind.ADDED:
            return f"{_goes(self.after)}."
        if self.kind is Kind.ENDED:
            return f"{_went(self.before)}. Dat vervalt."
        if self.kind is Kind.REQUIREMENT:
            return f"Dit gaat nog steeds via {self.after}, met andere eisen. {capitalised(self.asked)}"
        if self.before == self.after:
            return f"Dit gaat nog steeds via {self.after}, maar op een ander adres."
        return f"{_went(self.before)}. {_goes(self.after)}."

    @property
    def planned_sentence(self) -> str | None:
        if self.covered is None:
            return None
        return (
            "Een besluit hierover is in voorbereiding." if self.covered else "Hierover is nog geen besluit."
        )

    @property
    def planned(self) -> str | None:
        """Whether a decision brings it, for a cell of a table; None where that is not what is compared."""
        if self.covered is None:
            return None
        return "In voorbereiding" if self.covered else "Nog geen besluit"


def _number_of(messages: Sequence[MessageDifference]) -> int:
    """How many messages differ: one that is told for each audience apart is still one."""
    return len({message.key for message in messages})


def per_message(comparison: Comparison) -> dict[Kind, list[MessageDifference]]:
    """What differs, by the kind of difference: each message once, or once for each audience with another way."""
    uncovered = _keys(comparison.uncovered)
    found: dict[Kind, list[MessageDifference]] = {}
    for kind in Kind:
        for same in _by_message([each for each in comparison.found if each.kind is kind]):
            one, audiences = same[0], {each.audience for each in same}
            words = MessageDifference(
                (one.product.id, one.message.key),
                kind,
                one.product.name,
                message_noun(one.message),
                None if audiences == set(one.product.audiences) else audience_words(audiences),
                _ways(one.before),
                _ways(one.after),
                _asked(one.after),
                None if uncovered is None else not any(each.key in uncovered for each in same),
            )
            found.setdefault(kind, []).append(words)
    return found


def _keys(found: Sequence[Difference] | None) -> set[Key] | None:
    return None if found is None else {each.key for each in found}


def uncovered_in_words(comparison: Comparison) -> str | None:
    """How many messages no decision in preparation brings."""
    if not comparison.uncovered:
        return None
    number = len({(each.product.id, each.message.key) for each in comparison.uncovered})
    what = "Voor één bericht is" if number == 1 else f"Voor {number} berichten is"
    return f"{what} nog geen besluit in voorbereiding dat dit regelt."


def contradicted_in_words(comparison: Comparison) -> str | None:
    """For how many messages nobody can tell what the registers want."""
    number = comparison.contradicted
    if not number:
        return None
    what = "Voor één bericht" if number == 1 else f"Voor {number} berichten"
    where = "dat staat" if number == 1 else "die staan"
    return f"{what} spreken de registers zichzelf tegen; {where} hier niet bij. 'wmebv check' zegt waar."


def rendered(comparison: Comparison, form: str) -> str:
    """The comparison in one of its forms: ``text``, ``markdown`` or ``json``."""
    if form == "json":
        return json_text(as_data(comparison))
    return "\n".join(_lines(comparison, markdown=form == "markdown")) + "\n"


def as_data(comparison: Comparison) -> dict[str, Any]:
    uncovered = _keys(comparison.uncovered)
    return {
        "version": SHAPE,
        "before": comparison.before,
        "after": comparison.after,
        "contradicted": comparison.contradicted,
        "differences": [
            {
                "kind": each.kind.value,
                "product": each.product.id,
                "message": each.message.key,
                "audience": each.audience.value,
                "before": _answer(each.before),
                "after": _answer(each.after),
                "covered": None if uncovered is None else each.key not in uncovered,
            }
            for each in comparison.found
        ],
    }


def _said_by(decisions: Decisions, decision: Decision, authorities: set[str]) -> Resolutions:
    """What a decision says, also of what the registers no longer know."""
    said = Resolutions((*decisions.by(decision).all, *decisions.left_behind(decision)))
    return said.decided_by(authorities)


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
    contradiction = contradicted_in_words(comparison)
    if not comparison.found:
        yield contradiction or f"Er is geen verschil tussen {comparison.before} en {comparison.after}."
        return
    heading, item = ("## {}", "- ") if markdown else ("{}", "  ")
    title = f"Verschillen tussen {comparison.before} en {comparison.after}"
    yield heading[1:].format(title) if markdown else f"{title}."
    for kind, messages in per_message(comparison).items():
        yield ""
        yield heading.format(f"{TITLES[kind]} ({_number_of(messages)})")
        yield from [""] if markdown else []
        for message in messages:
            yield " ".join(filter(None, (f"{item}{message.sentence}", message.planned_sentence)))
    for words in (uncovered_in_words(comparison), contradiction):
        if words:
            yield ""
            yield words


def _by_message(found: Sequence[Difference]) -> Iterator[list[Difference]]:
    """The differences that are told together: of one message, where both audiences get the same."""
    for _, same in groupby(
        found, key=lambda each: (each.product.id, each.message.key, _ways(each.before), _ways(each.after))
    ):
        yield list(same)


def _ways(resolution: Resolution | None) -> str:
    if resolution is None:
        return _NOWHERE
    names = [resolved.channel.name for resolved in resolution.channels]
    return enumerate_words(names, "en") or _WAYS.get(resolution.state, _NOWHERE)


def _asked(resolution: Resolution | None) -> str:
    texts = [
        requirement.text
        for resolved in (resolution.channels if resolution else ())
        for requirement in resolved.channel.requirements
    ]
    return " ".join(dict.fromkeys(texts)) or "Er gelden geen nadere eisen meer, of een andere inlog."


def _went(ways: str) -> str:
    if ways == _NOWHERE:
        return "Hiervoor was er geen kanaal"
    return "Dit was uitgezonderd" if ways == _WAYS[State.EXEMPT] else f"Dit ging via {ways}"


def _goes(ways: str) -> str:
    if ways == _NOWHERE:
        return "Hiervoor is er dan geen kanaal"
    return "Dit is dan uitgezonderd" if ways == _WAYS[State.EXEMPT] else f"Dit gaat dan via {ways}"


_HEADERS = {
    Kind.ADDED: ("Nieuw",),
    Kind.ENDED: ("Was",),
    Kind.CHANNEL: ("Was", "Wordt"),
    Kind.REQUIREMENT: ("Kanaal", "Eisen"),
}


def difference_page(comparison: Comparison, decisions: Decisions, templates: BaseLoader, style: str) -> str:
    """A whole HTML document in ASCII, so that it survives every code page on its way to a file."""
    kinds = per_message(comparison)
    tables = [_table(kind, messages) for kind, messages in kinds.items()]
    html = Renderer(templates).render(
        "differences",
        municipality=decisions.register.municipality,
        title=f"Verschillen tussen {comparison.before} en {comparison.after}",
        day=day_view(decisions.today),
        # Our own style sheet, which holds no markup.
        style=Markup(_escaped(style)),
        uncovered=uncovered_in_words(comparison),
        contradicted=contradicted_in_words(comparison),
        contents=[Link(table.title, f"#{table.id}") for table in tables] if len(tables) > 1 else [],
        tables=tables,
    )
    return html.encode("ascii", "xmlcharrefreplace").decode() + "\n"


def _table(kind: Kind, messages: list[MessageDifference]) -> TableView:
    planned = any(message.planned for message in messages)
    return TableView(
        kind.value,
        f"{TITLES[kind]} ({_number_of(messages)})",
        f"{TITLES[kind]}, per product en bericht",
        ("Product", "Bericht", *_HEADERS[kind], *(("Besluit",) if planned else ())),
        tuple(tuple(map(Detail, _cells(kind, message))) for message in messages),
    )


def _cells(kind: Kind, message: MessageDifference) -> tuple[str, ...]:
    whom = f", voor {message.whom}" if message.whom else ""
    changed = {
        Kind.ADDED: (message.after,),
        Kind.ENDED: (message.before,),
        Kind.CHANNEL: (message.before, message.after),
        Kind.REQUIREMENT: (message.after, message.asked),
    }[kind]
    planned = (message.planned,) if message.planned else ()
    return (message.product, capitalised(message.message) + whom, *map(capitalised, changed), *planned)


def _escaped(style: str) -> str:
    """CSS in ASCII: a style element knows no character references, but CSS has escapes of its own."""
    return "".join(character if character.isascii() else f"\\{ord(character):06x}" for character in style)
