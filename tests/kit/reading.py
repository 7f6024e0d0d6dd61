"""Reads every file once for a whole run of tests: the same registers are read hundreds of times, and nothing changes what was read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from wmebv_site.register import annexes, decode

READERS: tuple[tuple[Any, str, int], ...] = (
    (decode, "_mapping_in", 64),
    (decode, "read_document", 256),
    (annexes, "read_by_row", 32),
)
"""What makes a value of bytes and of nothing else: where it is, its name, and of how many files it is kept."""


@contextmanager
def read_once() -> Iterator[None]:
    """Keep what was read last. What fits no model, and what files say together, is judged each time anew."""
    with ExitStack() as stack:
        for module, name, kept in READERS:
            stack.enter_context(mock.patch.object(module, name, _kept(getattr(module, name), kept)))
        yield


def _kept(read: Callable[..., Any], number: int) -> Callable[..., Any]:
    known = functools.lru_cache(maxsize=number)(read)

    @functools.wraps(read)
    def again(*asked: Any) -> Any:
        found = known(*asked)
        if isinstance(found, tuple):  # a value and what is wrong, to which more may be added
            value, mistakes = found
            return value, list(mistakes)
        return found

    return again
