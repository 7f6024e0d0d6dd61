"""Writes plain data as YAML text that this package reads back as the same data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Plain: TypeAlias = "str | Sequence[Plain] | Mapping[str, Plain]"

_BARE = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/-]*[A-Za-z0-9._/])?", re.ASCII)
# To us every value is text; another reader of YAML takes these for yes, no or nothing.
_NOT_BARE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def in_one_line(value: Plain) -> str:
    """Text, a list or a mapping on one line, so that a change shows as a change of that line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_one_line(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(in_one_line, value)) + "]"


def as_list(key: str, items: Sequence[Plain]) -> str:
    """A key with a list behind it, one item a line."""
    if not items:
        return f"{key}: []\n"
    return f"{key}:\n" + "".join(f"  - {in_one_line(item)}\n" for item in items)


def _text(text: str) -> str:
    """The text as it stands where nothing in it means something to YAML, else in JSON's quotes."""
    bare = _BARE.fullmatch(text) and "  " not in text and text.lower() not in _NOT_BARE
    return text if bare else json.dumps(text, ensure_ascii=False)
