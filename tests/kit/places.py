"""Where things stand in a checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PACKAGE = ROOT / "wmebv_site"
SHARED = ROOT.parent / "shared"
"""Reference lists and schemas that may stand beside a checkout; a test that wants them says so when they don't."""
