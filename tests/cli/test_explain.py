"""The catalogue of codes: complete, permanent in form, and in step with its page in the manual."""

from __future__ import annotations

import ast
import os
import re
from collections import Counter

import pytest
from every import every
from places import ROOT

from wmebv_site.cli import explain
from wmebv_site.rules.checking import LAW_RULES

PAGE = ROOT / "docs" / "reference" / "codes.md"


def codes_in_source():
    """Every code that is made anywhere in the package: ``Code("WMEBV…")`` and ``@rule("WMEBV…")``."""
    found = []
    for path in sorted((ROOT / "wmebv_site").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Code", "rule"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and str(first.value).startswith("WMEBV"):
                    found.append(first.value)
    return found


def page():
    """The page of the manual that goes with the code."""
    lines = [
        "# Alle meldingen",
        "",
        "Elke melding van `wmebv check` heeft een code. Een code houdt altijd dezelfde betekenis.",
        "Dezelfde uitleg krijgt u met `wmebv explain` en dan de code.",
    ]
    for figure, group in explain.GROUPS.items():
        items = [item for code, item in explain.catalogue().items() if code[5] == figure]
        if items:
            lines += ["", f"## {group}"]
        for item in items:
            lines += ["", f"### {item.code}: {item.title}", "", item.text]
    return "\n".join(lines) + "\n"


def test_no_code_is_used_twice():
    counted = Counter(item.code for item in explain.declared())
    assert {code: number for code, number in counted.items() if number > 1} == {}
    assert len(counted) > 40


def test_every_code_that_the_package_can_give_is_in_the_catalogue():
    assert sorted(set(codes_in_source())) == list(explain.catalogue())


def test_every_law_rule_is_in_the_catalogue_with_its_own_words():
    assert LAW_RULES
    for rule in LAW_RULES:
        assert explain.catalogue()[rule.code].text == rule.explanation


@every("item", explain.catalogue().values(), lambda item: item.code)
def test_every_code_has_a_title_and_an_explanation_of_whole_sentences(item):
    assert re.fullmatch(r"WMEBV[0123567]\d\d", item.code)
    assert 10 <= len(item.title) <= 90 and item.title[0].isupper() and item.title[-1] != "."
    assert item.text.endswith((".", "?", "!", "'.")), item.text
    assert len(item.text) >= 40


@pytest.mark.parametrize("typed", ["WMEBV201", "wmebv201", "201", " 201 ", "Wmebv-201", "wmebv 201"])
def test_a_code_is_found_as_a_person_types_it(typed):
    found = explain.find(typed)
    assert found is not None and found.code == "WMEBV201"


@pytest.mark.parametrize(("typed", "code"), [("1", "WMEBV001"), ("05", "WMEBV005")])
def test_a_code_is_found_without_its_zeros(typed, code):
    found = explain.find(typed)
    assert found is not None and found.code == code


@pytest.mark.parametrize("typed", ["", "999", "2010", "WMEBV", "kanaal", "²01", "WMEBV201; ls"])
def test_what_is_no_code_is_not_found(typed):
    assert explain.find(typed) is None


def test_an_unknown_code_gets_the_nearest_one():
    assert explain.nearest_code("VWMEB201") == "WMEBV201"
    assert explain.nearest_code("kanaal") is None


@every("width", [40, 80])
@every("item", explain.catalogue().values(), lambda item: item.code)
def test_an_explanation_fits_the_terminal_and_loses_no_word(item, width):
    text = explain.render(item, width)
    prose = [line for line in text.splitlines() if not line.startswith("    ")]
    assert all(len(line) <= width for line in prose if "://" not in line)
    assert text.split() == [item.code, *item.title.split(), *item.text.split()]


def test_paragraphs_and_lists_keep_their_form():
    item = explain.Explanation("WMEBV001", "Titel", "Een zin\nop twee regels.\n\n- een\n  vervolg\n- twee")
    assert explain.render(item, 80) == (
        "WMEBV001  Titel\n\nEen zin op twee regels.\n\n- een vervolg\n- twee\n"
    )


@pytest.mark.parametrize("width", [40, 80])
def test_an_example_stays_as_it_is_written(width):
    examples = 0
    for item in explain.catalogue().values():
        lines = [line for line in item.text.splitlines() if line.startswith("    ")]
        shown = explain.render(item, width).partition("\n\n")[2].splitlines()
        assert [line for line in shown if line.startswith("    ")] == lines
        examples += bool(lines)
    assert examples > 20
    text = "Zo:\n\n    messages:\n      - kind: aanvraag\n        term: Ruim op tijd.\n\nEn verder."
    assert (
        explain.render(explain.Explanation("WMEBV001", "Titel", text), width)
        == f"WMEBV001  Titel\n\n{text}\n"
    )


def test_the_list_names_every_code():
    listed = re.findall(r"^  (WMEBV\d{3})  ", explain.render_list(80), re.MULTILINE)
    assert listed == list(explain.catalogue())


def test_the_page_with_all_codes_is_in_step():
    """Run with REWRITE=1 to write the page again, then look at what changed."""
    if os.environ.get("REWRITE"):
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: REWRITE=1 python -m pytest tests/cli/test_explain.py"
    )
