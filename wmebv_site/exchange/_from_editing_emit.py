"""Turns new values into YAML as an editor would write it: plain where that can be, short lists on one line."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

from wmebv_site._from_editing_refusal import EditRefused

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

# Curly quotes of a word processor would be taken for those of YAML, and between brackets our reader takes a question
# mark or a colon for a mark of its own where the writer doesn't.
_ALWAYS_QUOTED = "\u201c\u201e\u2018\u201a?:"


class Noted(dict[str, Any]):
    """A mapping that is new, with remarks: ``notes`` stand behind a key, ``above`` on lines before the whole."""

    def __init__(self, values: dict[str, Any], notes: dict[str, str] | None = None, above: str = "") -> None:
        super().__init__(values)
        self.notes = notes or {}
        self.above = above


class Inline(dict[str, Any]):
    """A mapping that is new and stands on one line, between braces."""


def inline(value: Any) -> str:
    """A value on one line, fit to stand between brackets or behind a colon."""
    return _dump(value, flow=True) if isinstance(value, dict) else _dump([value], flow=True)[1:-1]


def scalar(text: str, style: str = "") -> str:
    """A text in the quotes that it had (``"`` or ``'``); without, only where it needs them."""
    return _dump({"x": _quoted(text, style)}, flow=False).removeprefix("x: ")


def lines_of(value: Any) -> list[str]:
    """A list or mapping as block lines without indentation."""
    return _dump(value, flow=False).split("\n")


def fits_one_line(value: Any) -> bool:
    """Whether a new value goes behind its key: a text, a list of texts, or a small mapping of texts."""
    if isinstance(value, str) or not value or isinstance(value, Inline):
        return True
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return not isinstance(value, Noted) and all(isinstance(item, str) for item in value.values()) and (
        sum(len(key) + len(item) + 4 for key, item in value.items()) <= 100
    )


def _dump(value: Any, *, flow: bool) -> str:
    stream = io.StringIO()
    writer, convert = _library()
    # A list at the top is one of block items, even of short texts.
    made = [convert(item, isinstance(item, Inline)) for item in value] if isinstance(value, list) and not flow else convert(value, flow)
    writer.dump(made, stream)
    text = stream.getvalue().rstrip("\n")
    # The library indents a list at the top as if a key stood above it.
    return text if flow or not isinstance(value, list) else "\n".join(line[2:] for line in text.split("\n"))


def _quoted(text: str, style: str = "") -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

    if style == '"':
        return DoubleQuotedScalarString(text)
    if style == "'" or text[:1] in _ALWAYS_QUOTED:
        return SingleQuotedScalarString(text)
    return text


@cache
def _library() -> tuple[Any, Callable[[Any, bool], Any]]:
    """The writer, and what makes its own kinds of mapping and list; the library is optional and takes a while to import."""
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.comments import CommentedMap, CommentedSeq
        from ruamel.yaml.resolver import BaseResolver
    except ImportError as missing:
        raise EditRefused(
            "Voor deze opdracht ontbreekt een onderdeel. Installeer het met: pip install 'wmebv-site[inventory]'"
        ) from missing

    class _AllIsText(BaseResolver):  # type: ignore[misc]
        """In a register every value is text, so no date or number needs quotes."""

        def __init__(self, version: Any = None, loader: Any = None, loadumper: Any = None) -> None:
            super().__init__(loadumper=loader)

    writer = YAML()
    writer.Resolver = _AllIsText
    writer.width = 1_000_000
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)

    def convert(value: Any, flow: bool) -> Any:
        if isinstance(value, str):
            return _quoted(value)
        if isinstance(value, list):
            listed = CommentedSeq(convert(item, flow or isinstance(item, Inline)) for item in value)
            if flow or not value or all(isinstance(item, str) for item in value):
                listed.fa.set_flow_style()
            return listed
        if not isinstance(value, dict):
            return value  # a text that has its quotes already
        flow = flow or isinstance(value, Inline) or not value
        mapping = CommentedMap()
        for key, item in value.items():
            mapping[key] = convert(item, flow or (isinstance(item, dict) and fits_one_line(item)))
        if flow:
            mapping.fa.set_flow_style()
        for key, note in getattr(value, "notes", {}).items():
            mapping.yaml_add_eol_comment(note, key, column=0)
        return mapping

    return writer, convert
