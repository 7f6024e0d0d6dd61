"""That what is declared immutable is as a frozen dataclass is in all that a program asks of one."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import pytest

from wmebv_site.diagnostics import Diagnostic, Level, Place
from wmebv_site.immutable import immutable
from wmebv_site.site.views import Detail, Link, Row


class _Asked:
    name: str
    number: int = 1
    others: tuple[str, ...] = ()


def declared(how: Any) -> Any:
    """The same class, declared in some way."""
    own = {"__annotations__": _Asked.__annotations__, "number": 1, "others": (), "__qualname__": "Asked"}
    return how(type("Asked", (), own))


@pytest.mark.parametrize("slots", [False, True])
@pytest.mark.parametrize("order", [False, True])
def test_an_immutable_class_says_what_a_frozen_one_says(slots: bool, order: bool) -> None:
    ours = declared(immutable(slots=slots, order=order))
    watched = declared(dataclass(frozen=True, slots=slots, order=order))
    assert [field.name for field in fields(ours)] == [field.name for field in fields(watched)]
    given: list[tuple[Any, ...]] = [("a",), ("a", 2), ("b", 1, ("x",)), ("", 0, ())]
    for one in given:
        assert repr(ours(*one)) == repr(watched(*one))
        assert hash(ours(*one)) == hash(watched(*one)) == hash(copy(ours(*one)))
        assert replace(ours(*one), number=3) == ours(one[0], 3, *one[2:])
        for other in given:
            assert (ours(*one) == ours(*other)) is (watched(*one) == watched(*other))
            if order:
                assert (ours(*one) < ours(*other)) is (watched(*one) < watched(*other))
    assert ours("a") != watched("a")
    assert hasattr(ours("a"), "__dict__") is not slots


def test_a_class_that_says_how_it_is_hashed_is_hashed_so() -> None:
    row = Row("a", (Detail("b"),))
    assert hash(row) == hash(Row("a", (Detail("b"),))) == vars(row)["hash"]
    assert len({Link("a"), Link("a"), Link("b")}) == 2


def test_what_is_told_is_found_again_in_a_set() -> None:
    told = [Diagnostic("WMEBV001", Level.ERROR, Place("a.yaml", line), "Zo niet.") for line in (1, 1, 2)]
    assert len(set(told)) == 2 and is_dataclass(told[0])
    assert sorted({found.place for found in told}) == [Place("a.yaml"), Place("a.yaml", 2)]
