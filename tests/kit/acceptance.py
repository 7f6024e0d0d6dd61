"""The acceptance cases: small registers whose answers were derived by hand (designation/cases/README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from places import TESTS

from wmebv_site.designation.answers import Resolution, Resolutions
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.terms import Audience
from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml

_FOLDER = TESTS / "designation" / "cases"
CASES = {
    str(path.parent.relative_to(_FOLDER)): path.parent for path in sorted(_FOLDER.rglob("expected.yaml"))
}
"""Every case by its name."""
FOURTEEN = {name: path for name, path in CASES.items() if "/" not in name}
"""The fourteen of a whole municipality."""


def expected_of(project: Path) -> Any:
    """What was derived by hand."""
    source, mistakes = read_text("expected.yaml", (project / "expected.yaml").read_bytes())
    assert source is not None and not mistakes
    expected, mistakes = read_yaml(source)
    assert not mistakes
    return expected


def _answer(resolution: Resolution, decisions: Decisions, day: date) -> dict[str, Any]:
    rule = resolution.rule
    authority = resolution.product.authority_of(resolution.message)
    retroactive = "nee"
    if rule and rule.source and rule.source.is_decision:
        decision = decisions.register.decision_by_id[rule.source.name]
        known = decisions.retroactive_until(decision)
        retroactive = (
            "ja" if known is not None and day < known and decisions.holds(decision, authority, day) else "nee"
        )
    found: dict[str, Any] = {
        "state": resolution.state.value,
        "channels": list(resolution.channel_ids),
        "rank": rule.rank.name.lower() if rule else None,
        "source": str(rule.source) if rule and rule.source else None,
        "article": rule.article if rule else None,
        "retroactive": retroactive,
        "paper": [way.value for way in resolution.paper],
        "entrances": {
            resolved.channel.id: [way.login.value for way in resolved.entrances]
            for resolved in resolution.channels
        },
    }
    return found


def compare(rows: Any, resolutions: Resolutions, decisions: Decisions, day: date) -> None:
    """Hold what was derived by hand against what the code finds."""
    assert rows
    for row in rows:
        product = decisions.register.product_by_id[row["product"]]
        message = next(m for m in decisions.register.messages_of(product) if m.key == row["message"])
        [resolution] = [
            r for r in resolutions.of(product, message) if r.audience is Audience(row["audience"])
        ]
        found = _answer(resolution, decisions, day)
        wanted = {"channels": [], "rank": None, "source": None, "article": None, **row}
        given = {key: value for key, value in wanted.items() if key in found}
        if "entrances" in given:
            given["entrances"] = {key: list(value) for key, value in given["entrances"].items()}
        assert {key: found[key] for key in given} == given, (
            str(day),
            row["product"],
            row["message"],
            row["audience"],
        )
