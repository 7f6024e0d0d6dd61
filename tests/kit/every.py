"""One test that goes by many cases and tells of each that fails."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def every(
    names: str, cases: Iterable[Any], ids: Callable[[Any], object] = repr
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Like ``pytest.mark.parametrize``, in one test instead of hundreds.

    For cases that need no folder or fixture of their own and take less time than pytest takes to
    begin a test. No case hides another: each that fails is told with its name.
    """
    keys = [name.strip() for name in names.split(",")]
    rows = list(cases)
    assert rows, f"no case of {names}"

    def joined(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def all_of_them(**fixtures: Any) -> None:
            failures: list[Exception] = []
            for row in rows:
                try:
                    test(**dict(zip(keys, row if len(keys) > 1 else (row,), strict=True)), **fixtures)
                except Exception as failure:
                    failure.add_note(f"case: {ids(row)}")
                    failures.append(failure)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(rows)} cases", failures)

        signature = inspect.signature(test)
        rest = [each for name, each in signature.parameters.items() if name not in keys]
        all_of_them.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
        return all_of_them

    return joined
