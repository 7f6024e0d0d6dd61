"""The words of the interface: short sentences, in Dutch that most people read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from places import ROOT
from wording import LONGEST, sentences

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|dt|dd|ul|ol|dl|div|section|summary|details|nav|title|option|label|button)\b[^>]*>"
)


def of_template(file: Path) -> str:
    """The words of a template; a value counts as one word, a block begins a new sentence."""
    text = _VALUE.sub("waarde", _JINJA.sub(" ", file.read_text(encoding="utf-8")))
    return re.sub(r"<[^>]+>", "", _BLOCK.sub("\n\n", text))


def of_module(file: Path) -> str:
    """The sentences in a module of the pages, documentation left out; a value counts as one word."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "waarde" for part in node.values]
            found.append("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            found.append(node.value)
    return "\n\n".join(found)


TEMPLATES = sorted([*(ROOT / "theme").rglob("*.html"), *(ROOT / "wmebv_site" / "inventory").rglob("*.html")])
MODULES = sorted(
    file
    for part in ("site/*", "inventory/*", "inventory/report/*", "decisions/comparison")
    for file in (ROOT / "wmebv_site").glob(f"{part}.py")
)


@pytest.mark.parametrize("file", [*TEMPLATES, *MODULES], ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_sentence_of_the_interface_is_longer_than_twenty_words(file: Path) -> None:
    text = of_template(file) if file.suffix == ".html" else of_module(file)
    # A list of names of tags is no sentence: it has no mark of any kind.
    said = [sentence for sentence in sentences(text) if re.search(r"[.,:;?!]", sentence)]
    found = [sentence for sentence in said if len(sentence.split()) > LONGEST]
    assert found == []


def test_long_sentences_are_found() -> None:
    assert len(next(sentences("een " * 21)).split()) > LONGEST
    assert len(list(sentences("Bel ons. Of kom langs."))) == 2
