"""Which known key an editor meant by a key that doesn't exist."""

from __future__ import annotations

from functools import cache

from wmebv_site.diagnostics import nearest
from wmebv_site.register._from_source_tree import Mapping
from wmebv_site.register.entry import Entry


@cache
def known_keys(model: type[Entry]) -> dict[str, str]:
    """The keys of a model, in order, each with its Dutch title."""
    return {field.alias or name: field.title or "" for name, field in model.model_fields.items()}


def unknown_keys(model: type[Entry], data: Mapping) -> list[str]:
    """The keys in ``data`` that the model doesn't know, with those that have no value."""
    known = known_keys(model)
    return [key for key in data.key_spans if key not in known]


def meant_key(model: type[Entry], data: Mapping, key: str) -> str | None:
    """The key that isn't there yet and looks like ``key``, or whose Dutch title does: ``soort`` means ``kind``."""
    left = {name: title for name, title in known_keys(model).items() if name not in data.key_spans}
    by_title = {title.lower(): name for name, title in left.items()}
    return nearest(key, left) or by_title.get(nearest(key, by_title) or "")


def meant_keys(model: type[Entry], data: Mapping) -> set[str]:
    """The keys that are absent because they stand there under another name."""
    return {meant for key in unknown_keys(model, data) if (meant := meant_key(model, data, key))}
