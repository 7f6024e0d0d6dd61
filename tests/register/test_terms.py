"""What the words of the registers mean beyond themselves."""

from __future__ import annotations

import re

import pytest
from places import PACKAGE

from wmebv_site.register.terms import DecisionKind


@pytest.mark.parametrize(
    ("kind", "designates", "is_ours", "is_own_designation", "stands_alone"),
    [
        (DecisionKind.DESIGNATION, True, True, True, True),
        (DecisionKind.AMENDMENT, True, True, True, False),
        (DecisionKind.OPENING, True, True, False, True),
        (DecisionKind.EXTERNAL, True, False, False, True),
        (DecisionKind.OLD_REGIME, False, True, False, True),
        (DecisionKind.MANDATE, False, True, False, False),
    ],
)
def test_a_kind_of_decision_says_itself_what_follows_from_it(
    kind: DecisionKind, designates: bool, is_ours: bool, is_own_designation: bool, stands_alone: bool
) -> None:
    said = kind.designates, kind.is_ours, kind.is_own_designation, kind.stands_alone
    assert said == (designates, is_ours, is_own_designation, stands_alone)


def test_no_other_module_lists_kinds_of_decisions() -> None:
    """Whoever asks whether a decision is of one of several kinds, asks something that the kind knows."""
    lists = re.compile(r"DecisionKind\.\w+,\s*DecisionKind\.")
    modules = [path for path in PACKAGE.rglob("*.py") if path.name != "terms.py"]
    assert [path.name for path in modules if lists.search(path.read_text(encoding="utf-8"))] == []
