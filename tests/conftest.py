"""What all tests share: helpers can be imported by name, and generated inputs are the same on every machine."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "kit"))
pytest_plugins = ["site_fixtures"]

settings.register_profile("always-the-same", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, database=None, max_examples=5000)
settings.load_profile("always-the-same")
