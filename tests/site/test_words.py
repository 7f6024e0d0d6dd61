"""The words of the pages: each closed list that they are read for has a word for every member."""

from __future__ import annotations

import ast
from enum import Enum

import pytest
from places import PACKAGE

from wmebv_site.site import words

TABLES = {
    name: table
    for name, table in vars(words).items()
    if isinstance(table, dict) and table and all(isinstance(key, Enum) for key in table)
}


def tables_read_whole() -> set[str]:
    """The tables that are read with ``TABLE[member]``, unasked: without a word for it, the build would break off."""
    nodes = [node for file in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    read = {
        node.value.id
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    }
    asked = {
        ast.unparse(other) for node in nodes if isinstance(node, ast.Compare) for other in node.comparators
    }
    return read & TABLES.keys() - asked


@pytest.mark.parametrize("name", sorted(tables_read_whole()))
def test_a_table_of_words_has_one_for_every_member_of_its_list(name: str) -> None:
    [kind] = {type(key) for key in TABLES[name]}
    assert set(TABLES[name]) == set(kind)


def test_the_tables_that_matter_are_found() -> None:
    assert {"CHANNEL_KIND", "ACTS", "DECISION_KIND", "SUPPORT_KIND"} <= tables_read_whole()
