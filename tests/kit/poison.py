"""A register with markup in every text that is free, past the reader that would refuse it."""

from __future__ import annotations

import dataclasses
from typing import Any

from wmebv_site.register.entry import Entry
from wmebv_site.register.values import Text

HOSTILE = "x'\"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}&lt;b&gt;"


def poisoned(part: Any) -> Any:
    """The same register with markup in every text that is free, past the reader that would refuse it."""
    if isinstance(part, Entry):
        changes = {}
        for name, info in type(part).model_fields.items():
            value = getattr(part, name)
            if name == "label" or is_text(info):
                changes[name] = _spoilt(value)
            else:
                changes[name] = poisoned(value)
        copy = part.model_copy(update=changes)
        for private in ("_document",):
            if hasattr(part, private):
                document = getattr(part, private)
                object.__setattr__(
                    copy, private, dataclasses.replace(document, body=f"{document.body}\n\n{HOSTILE}")
                )
        return copy
    if isinstance(part, tuple):
        return tuple(poisoned(item) for item in part)
    return part


def is_text(info: Any) -> bool:
    """Whether a field holds free text, alone or in a tuple."""
    return any(mark in Text.__metadata__ for mark in info.metadata) or "_text" in repr(info.annotation)


def _spoilt(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_spoilt(item) for item in value)
    return f"{value}{HOSTILE}" if isinstance(value, str) else value
