"""The words of the pages: each closed list that they are read for has a word for every member."""

from __future__ import annotations

import ast
import functools
from enum import Enum
from pathlib import Path

import pytest
from building import pages_on
from htmlpages import main_of
from places import PACKAGE, ROOT
from projects import EXAMPLE_DAY, SMALL_DAY, register_of, rewrite

from wmebv_site.register.terms import Audience
from wmebv_site.site import words
from wmebv_site.site.artifact import Artifact

TABLES = {
    name: table
    for name, table in vars(words).items()
    if isinstance(table, dict) and table and all(isinstance(key, Enum) for key in table)
}


@functools.cache
def tables_read_whole() -> set[str]:
    """The tables that are read with ``TABLE[member]``, unasked: without a word for it, the build would break off."""
    texts = [file.read_text("utf-8") for file in PACKAGE.rglob("*.py")]
    named = [text for text in texts if any(name in text for name in TABLES)]
    nodes = [node for text in named for node in ast.walk(ast.parse(text))]
    read = {
        node.value.id
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    }
    compared = [other for node in nodes if isinstance(node, ast.Compare) for other in node.comparators]
    asked = {other.id for other in compared if isinstance(other, ast.Name)}
    return read & TABLES.keys() - asked


@pytest.mark.parametrize("name", sorted(tables_read_whole()))
def test_a_table_of_words_has_one_for_every_member_of_its_list(name: str) -> None:
    [kind] = {type(key) for key in TABLES[name]}
    assert set(TABLES[name]) == set(kind)


def test_the_tables_that_matter_are_found() -> None:
    assert {"CHANNEL_KIND", "ACTS", "DECISION_KIND", "SUPPORT_KIND"} <= tables_read_whole()


def _asking(small: Path, *asked: str) -> dict[str, Artifact]:
    rewrite(
        small / "channels.yaml",
        'url: "https://formulieren.voorbeeld.example/contact", login: [geen],',
        f'url: "https://formulieren.voorbeeld.example/contact", login: [geen], requirements: [{", ".join(asked)}],',
    )
    return pages_on(register_of(small), SMALL_DAY)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{text: Stuur een pdf.}", "Stuur een pdf."),
        ("{text: U logt in met DigiD., audience: [inwoner]}", "Voor inwoners: u logt in met DigiD."),
        (
            "{text: U logt in met eHerkenning., audience: [ondernemer]}",
            "Voor ondernemers en organisaties: u logt in met eHerkenning.",
        ),
        ("{text: Stuur een foto., audience: [inwoner, ondernemer]}", "Stuur een foto."),
    ],
)
def test_a_channel_says_of_whom_it_asks_what_it_does_not_ask_of_everyone(
    small: Path, asked: str, said: str
) -> None:
    assert said in main_of(_asking(small, asked)["kanalen/contactformulier/"]).text


def test_nobody_reads_on_a_product_what_is_asked_of_others() -> None:
    """The example: residents alone apply for bijstand, and its objection goes through a form for everyone."""
    register = register_of(ROOT)
    made = pages_on(register, EXAMPLE_DAY)
    alone = [product for product in register.products if set(product.audiences) == {Audience.RESIDENT}]
    assert any(product.id == "bijstand" for product in alone)
    for product in alone:
        assert "met eHerkenning" not in main_of(made[f"producten/{product.id}/"]).text, product.id
    both = main_of(made["kanalen/bezwaarformulier/"]).text
    assert "Voor inwoners: u logt in met DigiD" in both
    assert "Voor ondernemers en organisaties: u logt in met eHerkenning" in both
