"""The words of the interface, on pages, in the report and on the terminal: short sentences that most people read."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest
from every import every
from places import ROOT
from wording import LONGEST, not_plain, rejected, sentences, too_long

from wmebv_site.cli.explain import Explanation, catalogue

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|li|h[1-6]|dt|dd|ul|ol|dl|div|section|summary|details|nav|title|option|label|button)\b[^>]*>"
)


@functools.cache
def words_of(file: Path) -> str:
    """The words of a template, or the sentences in a module."""
    return of_template(file) if file.suffix == ".html" else of_module(file)


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


TEMPLATES = sorted([*(ROOT / "theme").rglob("*.html"), *(ROOT / "wmebv_site").rglob("*.html")])
IN_THE_WORDS_OF_THE_LAW = {
    # The text of a decision and its documents are law, and say what the statute says.
    "decisions/drafting.py",
    "decisions/provisions.py",
    "documents/decisions.py",
}
_NO_SENTENCES = {
    # Lists of hosts, the language of a database, and what pages of others say.
    "register/hosts.py",
    "data/sqlite_file.py",
    "fleet/harvest/sql.py",
    "links/verdicts.py",
    # A page that holds a program.
    "editor/page.py",
}
MODULES = sorted(
    file
    for file in (ROOT / "wmebv_site").rglob("*.py")
    if file.relative_to(ROOT / "wmebv_site").as_posix() not in IN_THE_WORDS_OF_THE_LAW | _NO_SENTENCES
)


@every("file", [*TEMPLATES, *MODULES], lambda file: file.relative_to(ROOT))
def test_no_sentence_of_the_interface_is_longer_than_twenty_words(file: Path) -> None:
    """Whatever a module says: to residents, in the report, and to an editor as message, hint, refusal or help."""
    assert too_long(words_of(file)) == []


@every("code", catalogue().values(), lambda code: code.code)
def test_no_sentence_of_an_explanation_is_longer_than_twenty_words(code: Explanation) -> None:
    prose = re.sub(r"(?m)^ {4,}.*$", "", code.text)
    assert too_long(f"{code.title}.\n\n{prose}") == []


_SAID_BY_THE_LAW = {
    # What municipalities write on their pages, as the rule has to know it.
    "rules/objections.py": {"manier", "route"},
}
SPOKEN = sorted(
    [*TEMPLATES, *(ROOT / "theme").rglob("*.js"), *(ROOT / "wmebv_site").rglob("*.py")],
    key=lambda file: file.as_posix(),
)


def _said(file: Path) -> str:
    """What people read of a file; of a rule and a command that is also how they are explained."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        return of_template(file)
    if file.suffix == ".js":
        return "\n".join(found[1:-1] for found in re.findall(r"\"[^\"\n]*\"|`[^`]*`", text))
    explained = file.parent.name in ("rules", "cli")
    if not explained:
        return of_module(file)
    return "\n\n".join(
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_one_thing_has_one_word_for_residents_and_for_editors() -> None:
    found = {}
    for file in SPOKEN:
        name = file.relative_to(ROOT).as_posix().removeprefix("wmebv_site/")
        words = rejected(_said(file)) - _SAID_BY_THE_LAW.get(name, set())
        if words and name not in IN_THE_WORDS_OF_THE_LAW:
            found[name] = words
    assert found == {}


def test_every_exception_is_still_needed() -> None:
    package = ROOT / "wmebv_site"
    for name in IN_THE_WORDS_OF_THE_LAW:
        assert rejected(_said(package / name)), name
    for name, words in _SAID_BY_THE_LAW.items():
        assert words <= rejected(_said(package / name)), name


@every("file", [*TEMPLATES, *MODULES], lambda file: file.relative_to(ROOT))
def test_no_sentence_has_words_of_programs_or_of_blame(file: Path) -> None:
    assert not_plain(words_of(file)) == []


@every("code", catalogue().values(), lambda code: code.code)
def test_no_explanation_has_words_of_programs_or_of_blame(code: Explanation) -> None:
    assert not_plain(f"{code.title}.\n\n{code.text}") == []


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("Het bestand kan niet worden geparset: de entry op regel 3 is fout.", False),
        ("Het besluit dient te worden bekendgemaakt in het Gemeenteblad.", False),
        ("De default van deze sleutel is een lege lijst.", False),
        ("U bent de datum vergeten, vul die in.", False),
        ("Vul de datum in bij 'default' van dit kanaal.", True),
        ("Voer de opdracht nog eens uit met deze map.", True),
    ],
)
def test_a_word_of_programs_is_found_and_a_quoted_one_is_not(text: str, is_plain: bool) -> None:
    assert (not_plain(text) == []) is is_plain


@pytest.mark.parametrize(
    ("sentence", "is_rejected"),
    [
        ("U mag ook deze weg kiezen.", True),
        ("De manier die in de brief staat.", True),
        ("Nog niet van kracht: geldt vanaf 1 januari.", True),
        ("Dit besluit treedt in werking op 1 januari.", True),
        ("Haal het bestand weg.", False),
        ("De Dorpsweg is dicht.", False),
        ("Dit besluit geldt sinds 1 januari.", False),
        ("Dit besluit gaat in op 1 januari.", False),
    ],
)
def test_a_rejected_word_is_found_and_its_likes_are_not(sentence: str, is_rejected: bool) -> None:
    assert bool(rejected(sentence)) is is_rejected


def test_long_sentences_are_found() -> None:
    assert len(next(sentences("een " * 21)).split()) > LONGEST
    assert len(list(sentences("Bel ons. Of kom langs."))) == 2
