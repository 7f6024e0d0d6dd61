"""Plain data with places: text, lists and mappings as they stood in the file."""

from __future__ import annotations

from typing import TypeAlias

from wmebv_site.diagnostics import Place

Span: TypeAlias = tuple[int, int, int]
"""Line, column and end column, each counted from 0; the form in which the reader keeps places."""

Value: TypeAlias = "str | Mapping | Sequence | None"


def _place(file: str, span: Span) -> Place:
    line, column, end = span
    return Place(file, line + 1, column + 1, max(end, column + 1) + 1)


class Mapping(dict[str, Value]):
    """A YAML mapping. A key without a value is not in the dict; its place stays known in ``blank``."""

    __slots__ = ("blank", "file", "key_spans", "span", "spans")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.key_spans: dict[str, Span] = {}
        self.spans: dict[str, Span] = {}
        self.blank: dict[str, Span] = {}

    @property
    def place(self) -> Place:
        """Where the mapping begins: at its first key."""
        return _place(self.file, self.span)

    def place_of(self, key: str) -> Place:
        """Where the value of ``key`` stands; the mapping's own place when the key is absent."""
        span = self.spans.get(key) or self.blank.get(key)
        return _place(self.file, span) if span else self.place

    def place_of_key(self, key: str) -> Place:
        """Where ``key`` itself stands; the mapping's own place when the key is absent."""
        span = self.key_spans.get(key)
        return _place(self.file, span) if span else self.place


class Sequence(list[Value]):
    """A YAML list; ``spans`` runs parallel to its items."""

    __slots__ = ("file", "span", "spans")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.spans: list[Span] = []

    @property
    def place(self) -> Place:
        return _place(self.file, self.span)

    def place_of(self, index: int) -> Place:
        return _place(self.file, self.spans[index])
