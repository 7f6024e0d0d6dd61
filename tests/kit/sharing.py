"""Makes what many tests look at once for a whole run, whichever worker comes to it first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

_PATIENCE = 300
"""Seconds in which another worker has made anything, or never will."""


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder with what ``make`` puts in it; the workers of one run share it, so no test may change it."""
    common = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    folder, outcome = common / f"shared-{name}", common / f"shared-{name}.outcome"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + _PATIENCE
        while not outcome.exists():
            assert time.monotonic() < until, f"nobody made {name}"
            time.sleep(0.05)
        assert outcome.is_dir(), f"the worker that came first could not make {name}"
        return folder
    try:
        make(folder)
    except BaseException:
        outcome.touch()
        raise
    outcome.mkdir()
    return folder
