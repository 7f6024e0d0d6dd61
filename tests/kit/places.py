"""Where things stand in a checkout."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PACKAGE = ROOT / "wmebv_site"
SHARED = ROOT.parent / "shared"
"""Reference lists and schemas that may stand beside a checkout; a test that wants them says so when they don't."""


def shared_case(name: str) -> Path:
    """An input that failed, of those that may stand beside a checkout; the test that asks is skipped without it."""
    path = SHARED / "cases" / name
    if not path.exists():
        pytest.skip(f"the input that failed is not here: {path}")
    return path


def tool(name: str) -> ModuleType:
    """A script of ``tools/`` as a module; it is no part of any package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
