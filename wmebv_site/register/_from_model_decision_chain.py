"""Whether decisions follow each other without going round."""

from __future__ import annotations

from collections.abc import Sequence

from wmebv_site.diagnostics import Code, Diagnostic
from wmebv_site.register.content import Decision

ROUND = Code(
    "WMEBV211",
    "Besluiten vervangen of wijzigen elkaar in een kring",
    "Een besluit kan niet zichzelf vervangen of wijzigen, ook niet via andere besluiten. Controleer 'replaces' en "
    "'amends'.",
)


def chain_diagnostics(decisions: Sequence[Decision]) -> list[Diagnostic]:
    """One diagnostic for each round of decisions, at the first that leads back to itself."""
    reached = {decision.id: _reached(decision.id, decisions) for decision in decisions}
    found = []
    told: set[str] = set()
    for decision in decisions:
        if decision.id not in reached[decision.id] or decision.id in told:
            continue
        told |= {other for other in reached[decision.id] if decision.id in reached[other]}
        key = "replaces" if set(decision.replaces) & told else "amends"
        message = f"Het besluit '{decision.id}' vervangt of wijzigt uiteindelijk zichzelf."
        found.append(ROUND.at(decision.place_of(key), message, "Verwijder een van de verwijzingen."))
    return found


def _reached(start: str, decisions: Sequence[Decision]) -> set[str]:
    """All decisions that a decision leads to."""
    next_to = {each.id: [*each.replaces, *([each.amends] if each.amends else [])] for each in decisions}
    seen: set[str] = set()
    waiting = list(next_to[start])
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += next_to[current]
    return seen
