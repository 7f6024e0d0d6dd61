"""The one test of many cases hides none of them."""

from __future__ import annotations

import pytest
from every import every


@every("odd", [1, 3])
@every("number, square", [(1, 1), (2, 5), (3, 8), (4, 16)])
def squares(odd: int, number: int, square: int, fixture: str) -> None:
    assert number**2 == square, fixture


def test_each_case_that_fails_is_told_with_its_name_and_what_it_got() -> None:
    with pytest.raises(ExceptionGroup) as failure:
        squares(fixture="told")
    assert "2 of 2 cases" in str(failure.value)
    for inner in failure.value.exceptions:
        assert isinstance(inner, ExceptionGroup) and "2 of 4 cases" in str(inner)
        assert [each.__notes__ for each in inner.exceptions] == [["case: (2, 5)"], ["case: (3, 8)"]]
        assert all("told" in str(each) for each in inner.exceptions)


def test_a_list_without_cases_is_no_test() -> None:
    with pytest.raises(AssertionError, match="no case of path"):
        every("path", [])
