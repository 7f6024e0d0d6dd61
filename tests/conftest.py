"""What all tests share: helpers can be imported by name, and generated inputs are the same on every machine."""

import gc
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "kit"))
pytest_plugins = ["site_fixtures"]

settings.register_profile("always-the-same", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, database=None, max_examples=5000)
settings.load_profile("always-the-same")


def pytest_collection_finish() -> None:
    """What was loaded by now stays until the end: looking for garbage in it again and again takes a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
