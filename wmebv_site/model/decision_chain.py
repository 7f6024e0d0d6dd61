"""Whether decisions follow each other without going round."""

from __future__ import annotations

from collections.abc import Sequence

from wmebv_site.diagnostics import Code, Diagnostic
from wmebv_site.model.content import Decision

ROUND = Code(
    "WMEBV211",
    "Besluiten vervangen of wijzigen elkaar in een kring",
    "Een besluit kan niet zichzelf vervangen of wijzigen, ook niet via andere besluiten. Controleer 'replaces' en "
    "'amends'.",
)


def chain_diagnostics(decisions: Sequence[Decision]) -> list[Diagnostic]:
    """One diagnostic for each decision that leads back to itself by what it replaces or amends."""
    next_to = {decision.id: [*decision.replaces, *([decision.amends] if decision.amends else [])] for decision in decisions}
    found = []
    for decision in decisions:
        seen: set[str] = set()
        waiting = list(next_to[decision.id])
        while waiting:
            current = waiting.pop()
            if current == decision.id:
                key = "replaces" if decision.replaces else "amends"
                message = f"Het besluit '{decision.id}' vervangt of wijzigt uiteindelijk zichzelf."
                found.append(ROUND.at(decision.place_of(key), message, "Verwijder een van de verwijzingen."))
                break
            if current not in seen:
                seen.add(current)
                waiting += next_to.get(current, [])
    return found
