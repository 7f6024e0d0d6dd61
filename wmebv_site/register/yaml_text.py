"""Writes texts, lists and mappings as YAML that reads back as the same text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from wmebv_site.register.yaml_syntax import NULLS

Plain: TypeAlias = "str | Sequence[Plain] | Mapping[str, Plain]"

# What YAML reads as the end of a line or refuses; what JSON escapes by itself is among it.
_NOT_IN_YAML = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def as_json(value: Any) -> str:
    """A value as JSON on one line, which is YAML too."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def in_quotes(text: str) -> str:
    """The text between double quotes, on one line."""
    return as_json(text)


_PLAIN_WORDS = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/-]*[A-Za-z0-9._/])?", re.ASCII)
# To us every value is text; another reader of YAML takes these for yes, no or nothing.
_MEANS_SOMETHING = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def unmistakable(value: Plain) -> str:
    """Text, a list or a mapping on one line, in which no reader of YAML takes a text for anything else."""
    if isinstance(value, str):
        bare = _PLAIN_WORDS.fullmatch(value) and "  " not in value and value.lower() not in _MEANS_SOMETHING
        return value if bare else in_quotes(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {unmistakable(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(unmistakable, value)) + "]"


def unmistakable_list(key: str, items: Sequence[Plain]) -> str:
    """A key with a list behind it, one item a line, so that a change shows as a change of that line."""
    if not items:
        return f"{key}: []\n"
    return f"{key}:\n" + "".join(f"  - {unmistakable(item)}\n" for item in items)


_PAIR = re.compile(rf'([a-z_]+): (?:({_PLAIN_WORDS.pattern})|"([^"\\]*)")(?:, |\Z)', re.ASCII)


def read_pairs(text: str) -> dict[str, str] | None:
    """What :func:`unmistakable` wrote of a mapping of texts, without its braces.

    None where something else stands, a key twice, or a text with a backslash: that is for the reader of YAML.
    """
    found: dict[str, str] = {}
    at, pairs = 0, 0
    while (pair := _PAIR.match(text, at)) and pair[2] not in NULLS:
        found[pair[1]] = pair[2] or pair[3]
        at, pairs = pair.end(), pairs + 1
    return found if at == len(text) and len(found) == pairs and not text.endswith(" ") else None


# From here on: as an editor writes a register, in which every value is text. A date or number needs no quotes.


class Noted(dict[str, Any]):
    """A mapping that is new, with a remark on the lines above it."""

    def __init__(self, values: dict[str, Any], above: str = "") -> None:
        super().__init__(values)
        self.above = above


class Inline(dict[str, Any]):
    """A mapping that is new and stands on one line, between braces."""


_NEEDS_QUOTES = re.compile(
    "---|\\.\\.\\."  # these begin and end a document
    "|[-#,\\[\\]{}&*!|>'\"%@`?:\u201c\u201e\u2018\u201a]"
)
"""What can't begin a text without quotes, a dash only before a space. Curly quotes are, to our reader, those of YAML."""
_WITHIN = re.compile(r":(?: |$)| #")
"""What ends a text without quotes."""
_IN_FLOW = re.compile(r"[,\[\]{}?]")
"""What ends it between brackets; a question mark does for the parser in Python alone."""


def _stands_bare(text: str, *, flow: bool) -> bool:
    if text in NULLS or text != text.strip(" ") or _WITHIN.search(text) or (flow and _IN_FLOW.search(text)):
        return False
    begins = _NEEDS_QUOTES.match(text)
    return not begins or (begins[0] == "-" and text[1:2] not in ("", " "))


def scalar(text: str, style: str = "", *, flow: bool = False) -> str:
    """A text in the quotes that it had (``"`` or ``'``); without any, in quotes only where it needs them.

    ``flow`` is whether it stands between brackets.
    """
    if style == '"' or _NOT_IN_YAML.search(text):
        return in_quotes(text)
    if not style and text and _stands_bare(text, flow=flow):
        return text
    if style == "'" or "'" not in text:
        return "'" + text.replace("'", "''") + "'"
    return in_quotes(text)


def is_literal(text: str) -> bool:
    """Whether a text can stand as lines below a stroke (``|``), and reads back as it is."""
    lines = text.split("\n")
    return (
        bool(lines[0])
        and bool(lines[-1])
        and lines[0] == lines[0].lstrip(" ")
        and all(line == line.rstrip() and not _NOT_IN_YAML.search(line) for line in lines)
    )


def inline(value: Any) -> str:
    """A value on one line, fit to stand between brackets or behind a colon."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(key)}: {inline(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]"


def behind_key(value: Any) -> str:
    """A value as it stands behind a key, of which the line is its own."""
    return scalar(value) if isinstance(value, str) else inline(value)


def fits_one_line(value: Any) -> bool:
    """Whether a new value goes behind its key: a text, a list of texts, or a small mapping of texts."""
    if isinstance(value, str) or not value or isinstance(value, Inline):
        return True
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return (
        not isinstance(value, Noted)
        and all(isinstance(item, str) for item in value.values())
        and (sum(len(key) + len(item) + 4 for key, item in value.items()) <= 100)
    )


def block(value: Any, column: int) -> list[str]:
    """A new list or mapping as lines at a column, with the remarks that stand above its items."""
    indent = " " * column
    made = []
    if isinstance(value, dict) and (remark := _above(next(iter(value.values()), None))):
        made += ["", *(f"# {line}".rstrip() for line in remark.splitlines())]
    for item in value if isinstance(value, list) else [value]:
        made += [f"# {line}".rstrip() for line in _above(item).splitlines()]
        made += _lines([item] if isinstance(value, list) else item)
    return [f"{indent}{line}".rstrip() for line in made]


def _above(item: Any) -> str:
    """The remark that a new mapping or list brings with it."""
    return getattr(item, "above", "")


def _lines(value: Any) -> list[str]:
    """A list or mapping as block lines without indentation."""
    if isinstance(value, list):
        return [line for item in value for line in _item(item)]
    made = []
    for key, item in value.items():
        if fits_one_line(item):
            made.append(f"{scalar(key)}: {behind_key(item)}")
        else:
            inner = _lines(item)
            made += [f"{scalar(key)}:", *(f"  {line}" for line in inner)]
    return made


def _item(value: Any) -> list[str]:
    """An item of a block list: a mapping has a line for each key, however small it is."""
    if not isinstance(value, dict) or isinstance(value, Inline) or not value:
        return [f"- {behind_key(value)}"]
    first, *others = _lines(value)
    return [f"- {first}", *(f"  {line}" for line in others)]
