"""What ruff and mypy say of the code: its form, its faults, and what every function takes and gives."""

from __future__ import annotations

import subprocess
import sys

from places import ROOT


def said(module: str, *arguments: str) -> str:
    """What a tool says when it does not approve; silence when it does."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_code_passes_the_linter() -> None:
    assert said("ruff", "check", "--quiet", "--no-cache", ".") == ""


def test_the_code_has_the_form_that_the_formatter_gives() -> None:
    assert said("ruff", "format", "--check", "--quiet", "--no-cache", ".") == "", "run: ruff format"


def test_what_a_function_takes_and_gives_is_what_it_says() -> None:
    assert said("mypy", "--no-error-summary") == ""
