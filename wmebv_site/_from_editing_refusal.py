"""What is said when a change can't be made."""

from __future__ import annotations


class EditRefused(Exception):
    """Nothing was written; the text says why, in Dutch."""
