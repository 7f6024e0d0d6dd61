"""Whatever we write as YAML, we and every other reader read back as the same text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wmebv_site.register.text import read_text
from wmebv_site.register.yaml import read_yaml
from wmebv_site.register.yaml_text import (
    Inline,
    behind_key,
    block,
    in_quotes,
    inline,
    scalar,
    unmistakable,
    unmistakable_list,
)

# Our reader refuses hidden characters, and reads a hard space as a space.
_SEEN = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co"),
    include_characters="\n",
    exclude_characters="\u00a0\u202f\u2007",
)
TEXTS = (
    st.text(_SEEN, max_size=40)
    | st.text("ab01 :#-?,[]{}'\"&*!|>%@`~=.<\\\n\u201c\u2019é👍", max_size=9)
    | st.sampled_from(
        ["ja", "nee", "yes", "No", "on", "y", "null", "~", "true", "0201234567", "1.10", "1e3", ".inf", "0x1f", "1_0",
         "2026-01-01", "2026-01-01 12:30", "12:30", "- x", "-x", "a: b", "a:b", "a:", ": a", "# x", "x #y", "x#y", "'", '"',
         "'a'", "“a”", "„x”", "’s ochtends", "*", "&a", "!x", "|", ">", "<<", "=", "a, b", "[a]", "{a}", "]", "?", "? a",
         "---", "--- a", "...", "%", "@x", "`", "\\", "a\\n", " a", "a ", "a  b", "a\nb", "\n", "👍", "1 👍", ""]
    )
)  # fmt: skip
LOADERS = (yaml.BaseLoader, yaml.CBaseLoader)
RESOLVING = (yaml.SafeLoader, yaml.CSafeLoader)


def ours(text: str) -> Any:
    source, wrong = read_text("x.yaml", text.encode())
    assert source is not None and wrong == []
    value, wrong = read_yaml(source)
    assert wrong == []
    return value


def read_back(text: str, *, resolving: bool = False) -> list[Any]:
    """What each reader makes of a text; those that resolve take a date for a date where it has no quotes."""
    loaders = (*LOADERS, *RESOLVING) if resolving else LOADERS
    return [ours(text), *(yaml.load(text, loader) for loader in loaders)]


@settings(max_examples=400)
@given(TEXTS, st.sampled_from(["", "'", '"']))
def test_a_text_reads_back_in_any_quotes(text: str, style: str) -> None:
    assert all(found == {"x": text} for found in read_back(f"x: {scalar(text, style)}\n"))
    assert all(
        found == {"x": [text, "y"]} for found in read_back(f"x: [{scalar(text, style, flow=True)}, y]\n")
    )
    assert "\n" not in scalar(text, style)


@settings(max_examples=400)
@given(TEXTS)
def test_what_another_program_reads_can_not_be_taken_for_anything_else(text: str) -> None:
    assert all(found == {"x": text} for found in read_back(f"x: {in_quotes(text)}\n", resolving=True))
    written = (
        f"x: {unmistakable({'a': text, 'b': [text, text]})}\n{unmistakable_list('y', [text, {'z': text}])}"
    )
    expected = {"x": {"a": text, "b": [text, text]}, "y": [text, {"z": text}]}
    assert all(found == expected for found in read_back(written, resolving=True))


KEYS = st.sampled_from(["id", "name", "text", "messages"])
DATA = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(TEXTS, min_size=1, max_size=3)
        | st.dictionaries(KEYS, TEXTS, min_size=1, max_size=3).map(Inline)
        | st.lists(st.dictionaries(KEYS, inner, min_size=1, max_size=3), min_size=1, max_size=3)
        | st.dictionaries(KEYS, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4), st.integers(0, 6))
def test_lists_and_mappings_read_back_as_lines_and_on_one_line(data: dict[str, Any], column: int) -> None:
    lines = "".join(f"{line}\n" for line in block(data, column))
    assert all(found == data for found in read_back(lines))
    assert all(found == {"x": data} for found in read_back(f"x: {inline(data)}\n"))
    for item in data.values():
        assert all(found == {"x": [item]} for found in read_back(f"x:\n  - {behind_key(item)}\n"))


@pytest.mark.parametrize(
    ("text", "written", "in_flow"),
    [
        ("Paspoort", "Paspoort", "Paspoort"),
        ("2026-01-01", "2026-01-01", "2026-01-01"),
        ("a, b", "a, b", "'a, b'"),
        ("a: b", "'a: b'", "'a: b'"),
        ("'t Hof", '"\'t Hof"', '"\'t Hof"'),
        ("“Hof”", "'“Hof”'", "'“Hof”'"),
        ("https://voorbeeld.example/#b", "https://voorbeeld.example/#b", "https://voorbeeld.example/#b"),
        ("https://voorbeeld.example/?a=1", "https://voorbeeld.example/?a=1", "'https://voorbeeld.example/?a=1'"),
        ("", "''", "''"),
        ("a\nb", '"a\\nb"', '"a\\nb"'),
    ],
)  # fmt: skip
def test_quotes_stand_only_where_a_text_needs_them(text: str, written: str, in_flow: str) -> None:
    assert (scalar(text), scalar(text, flow=True)) == (written, in_flow)
