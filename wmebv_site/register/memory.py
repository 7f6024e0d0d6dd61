"""Remembers what was made of what, for whoever makes it again after a change."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

MadeT = TypeVar("MadeT")


class Memory:
    """What was made, by all that it was made from: so it may be absent, and never out of date.

    What one turn doesn't ask for, the next one no longer knows, so that it doesn't grow.
    """

    def __init__(self) -> None:
        self._now: dict[Hashable, object] = {}
        self._before: dict[Hashable, object] = {}

    def turn(self) -> None:
        """End a turn: only what it asked for stays."""
        self._before, self._now = self._now, {}

    def recall(self, key: Hashable, make: Callable[[], MadeT]) -> MadeT:
        """What was made under a key, else what ``make`` makes; nobody may change it."""
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else make()
        return cast("MadeT", self._now[key])
