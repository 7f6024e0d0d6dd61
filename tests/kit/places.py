"""Where things stand in a checkout."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PACKAGE = ROOT / "wmebv_site"
SHARED = ROOT.parent / "shared"
"""Reference lists and schemas that may stand beside a checkout; a test that wants them says so when they don't."""


def tool(name: str) -> ModuleType:
    """A script of ``tools/`` as a module; it is no part of any package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
