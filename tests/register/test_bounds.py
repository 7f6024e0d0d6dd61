"""A text that asks more than a renderer can do is refused with its line, and reading any text takes one walk through it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType, ModuleType

import pytest
from steps import steps

from wmebv_site.register import bounds, markup
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.markup import MarkdownText
from wmebv_site.register.values import Text
from wmebv_site.site.prose import prose


def told(body: str) -> list[tuple[int, int, str, str]]:
    document, found = read_document("content/a.md", f"---\ntitle: A\n---\n\n{body}".encode())
    assert (document is None) == bool(found)
    assert all(each.code == "WMEBV025" and each.hint for each in found)
    return [(each.place.line, each.place.column, each.message, each.hint or "") for each in found]


@pytest.mark.parametrize(
    ("body", "line", "column", "word"),
    [
        ("woord " * 100_000, 5, 500_001 - 1, "500.000 tekens"),
        (
            "Zie.\n\n" + "".join(f"{'    ' * depth}- a\n" for depth in range(200)),
            27,
            1,
            "20 niveaus",
        ),
        ("a\n\n" + "- " * 3_000 + "a", 7, 1, "20 niveaus"),
        (">" * 150 + "a", 5, 1, "20 niveaus"),
        ("[^1]:" + "- 1. " * 1_200, 5, 1, "20 niveaus"),
        ("a\n" + "`" * 100_000, 6, 1, "keer achter elkaar het teken `"),
        ("*" * 1_000 + "a" + "*" * 1_000, 5, 1, "keer achter elkaar het teken *"),
        ("a " + "[ " * 5_000, 5, 83, "40 haken ["),
        ("![" * 5_000, 5, 82, "40 haken ["),
        ("[a](" * 5_000, 5, 163, "links open"),
        ('[a](b "c ' * 3_000, 5, 363, "links open"),
        ('<img src="' * 5_000, 5, 401, "tekens < open"),
        ("<div>" * 1_000, 5, 201, "stukken HTML"),
        ("</div><b>---\n" * 1_000, 45, 7, "stukken HTML"),
        ("a|b\n-|-\n" + "|" * 100_000, 7, None, "20.000 cellen"),
        ("a|b\n-|-\n" + "c|d\n" * 50_000, None, None, "20.000 cellen"),
        ("# a\n\n" * 2_000, 2005, 1, "1.000 koppen"),
        ("a\n: b\n" * 600, 206, 1, "dubbele punt"),
        ("[^1] " * 5_000, None, None, "2.000 verwijzingen"),
        ("[a]:\n" * 2_000, 205, 1, "links zonder adres"),
        ("x\n\n  [naam]:  \n" * 300, None, None, "links zonder adres"),
        ("""[a](b '"'" c) """ * 3_000, 5, 1403, "met een titel"),
        ("""[a](b "c\n' d)\n""" * 300, None, None, "met een titel"),
        ("""[a](b 'c" d) [a](b "c' "d) """ * 300, None, None, "met een titel"),
    ],
)
def test_what_is_over_a_bound_is_told_at_its_place_with_a_way_out(
    body: str, line: int | None, column: int | None, word: str
) -> None:
    found = [each for each in told(body) if word in each[2]]
    assert len(found) == 1, told(body)
    assert line in (None, found[0][0])
    assert column in (None, found[0][1])


def test_every_bound_that_is_passed_is_told_at_once() -> None:
    assert len(told("> " * 30 + "a\n\n" + "[" * 300 + "\n\n" + "# a\n" * 1_100)) == 4


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Een gewone zin.\n\n" * 20_000,
        "".join(f"{'    ' * depth}- a\n" for depth in range(20)),
        "- " * 60,
        "* * *\n\n" * 3_000,
        f"Naam: {'_' * 150}\n\n{'=' * 60}\n",
        "Zie [artikel 2](#artikel-2) en [de lijst](lijst.md).\n\n" * 5_000,
        "".join(f"[naam {number}]: a.md\n" for number in range(5_000)),
        "[open\n\n" * 1_000,
        "a < b en c > d. " * 5_000,
        "Een regel.<br>\n" * 5_000,
        "<p>Alinea.\n\n" * 3_000,
        "<div>\n\na\n\n</div>\n\n" * 1_000,
        "a | b\n- | -\n" + "c | d\n" * 9_000,
        "## Kop\n\nTekst.\n\n" * 900,
        "term\n:   uitleg\n\n" * 3_000,
        "Bel: 14 0123\n" * 500,
    ],
)
def test_a_long_or_unusual_text_for_readers_stays_within_the_bounds(body: str) -> None:
    assert told(body) == []


def test_a_value_of_a_register_has_the_same_bounds() -> None:
    check = Text.__metadata__[0].func  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="20 niveaus"):
        check("- " * 600 + "a")
    with pytest.raises(ValueError, match="40 haken"):
        check("a [" * 600)


CLOSE = {
    "lists": "".join(f"{'    ' * depth}- a\n" for depth in range(20)),
    "quotes": "> " * 20 + "a",
    "lists on a line": "- " * 20 + "a",
    "brackets": "[" * 40 + "a" * 400,
    "addresses": "[a](" * 40 + "a" * 400,
    "tags": "<a " * 40 + "a" * 400 + ">" + "</a>" * 40,
    "html": "<div>" * 40 + "a" + "</div>" * 40,
    "runs": "*" * 200 + "a" + "*" * 200,
    "ticks": "`" * 200 + "a" + "`" * 199,
    "terms": "a\n:   b\n" * 100,
    "boxes": "".join(f"{'    ' * depth}!!! note\n" for depth in range(20)),
    "notes": "".join(f"[^{number}] " for number in range(30))
    + "\n\n"
    + "".join(f"[^{n}]: a\n\n" for n in range(30)),
    "table": "a|b\n-|-\n" + "c|d\n" * 100,
    "title": '[a](b "' + "c' " * 100,
    "titles": """[a](b "c's (d)") """ * 20 + """[a](b "c's d") """ * 400,
    "headings": "".join(f"# kop {number}\n" for number in range(100)),
}


def calls(work: Callable[[], object]) -> int:
    """How many functions were called, of Python or C: the same on every machine, however busy it is."""
    number = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("kind", CLOSE)
def test_what_comes_near_a_bound_is_rendered_and_twice_as_much_takes_twice_the_work(kind: str) -> None:
    body = f"{CLOSE[kind]}\n\n"
    assert told(body * 4) == []
    once, twice = (
        calls(lambda text=body * times: prose(text, file="content/a.md", prefix="")) for times in (2, 4)
    )
    assert twice < 2.6 * once


UNITS = [
    *(
        "`",
        "[",
        "](",
        "[a](",
        "<a ",
        "<img ",
        ".",
        "[a]:",
        " ",
        "\n",
        '(b "',
        "<!--",
        "][",
        "!!!",
        "# ",
        "~~~\n",
        "```\n",
    ),
    *(
        "|",
        ":",
        "- ",
        "a",
        "a\n",
        "(",
        "<",
        "*a",
        "#",
        ">\n",
        '"',
        "1.",
        "\\",
        "&",
        "A",
        "\t",
        "^",
        "**",
        "[x](a",
        "./",
    ),
]
AT_ONE_PLACE = {"_TITLE", "_BLOCK", "_RULER", "_ADDRESS", "_NAME"}
"""These are asked of one place, and not searched for."""


def patterns(module: ModuleType) -> dict[str, re.Pattern[str]]:
    return {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module in (markup, bounds) for name in patterns(module)]
)
def test_a_text_twice_as_long_is_searched_in_twice_the_steps(module: ModuleType, name: str) -> None:
    pattern = patterns(module)[name]
    for unit in UNITS:
        for tail in ("", "x"):
            once, twice = (
                steps(pattern, unit * times + tail, at_one_place=name in AT_ONE_PLACE) for times in (50, 100)
            )
            assert twice <= 2.5 * once + 50, (unit, tail, once, twice)


@pytest.mark.parametrize(
    "unit", ["`", "`` ` ", "<!--", "[a](", "[", "](", "```\n", "<img ", '[a](b "', "[a]:", "![a][b] "]
)
def test_reading_a_text_twice_as_long_takes_twice_the_calls(unit: str) -> None:
    def read(times: int) -> int:
        text = MarkdownText(unit * times)
        return calls(lambda: (text.targets, text.headings, text.sentences))

    assert read(4_000) <= 2.2 * read(2_000) + 200


def test_the_steps_that_are_counted_find_a_pattern_that_tries_too_much() -> None:
    slow = re.compile(r"(?:a+)+b|x.*?y.*?z")
    assert steps(slow, "xy" * 100) > 3 * steps(slow, "xy" * 50)
    assert steps(slow, "a" * 12) > 3 * steps(slow, "a" * 10)
