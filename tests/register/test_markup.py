"""One reading of Markdown: what is code, where links and pictures lead, what a heading is, and what a reader reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmebv_site.diagnostics import Place
from wmebv_site.register.front_matter import read_document
from wmebv_site.register.markup import MarkdownText, place_in, without_title

PIECES = st.sampled_from(
    ["`", "``", "```", "~~~", "\n", "\n\n", " ", "a", "B.", "# ", "- ", "* ", "[", "]", "(", ")", "!", "|"]
    + ["<!--", "-->", "<img src=", "x.md", "[n]: "]
)


def targets(text: str) -> list[tuple[str, bool]]:
    return [(each.address, each.is_picture) for each in MarkdownText(text).targets]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_character_moves_and_every_stretch_stands_where_it_is_said_to_stand(text: str) -> None:
    read = MarkdownText(text)
    for blanked in (read.read, read.words):
        assert len(blanked) == len(text)
        assert all(
            new in (old, " ") and (old == "\n") <= (new == "\n")
            for old, new in zip(text, blanked, strict=True)
        )
    assert all(text.startswith(target.address, target.start) for target in read.targets)
    assert all(read.words.startswith(sentence.text, sentence.start) for sentence in read.sentences)
    assert [each.start for each in read.sentences] == sorted({each.start for each in read.sentences})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md)", [("b.md", False)]),
        ('[a](<b.md> "Titel")', [("b.md", False)]),
        ("![a](b.png)", [("b.png", True)]),
        ("[![a](b.png)](c.md)", [("b.png", True), ("c.md", False)]),
        ('<img alt="a" src="b.png">', [("b.png", True)]),
        ("[a][n] en [n]\n\n[N]: <b.md>", [("b.md", False)]),
        ("![a][n] en [n]\n\n[n]: b.png", [("b.png", True)]),
        ("[n]: b.md", []),
        ("Een noot.[^1]\n\n[^1]: De noot.", []),
    ],
)
def test_links_and_pictures_are_told_apart(text: str, found: list[tuple[str, bool]]) -> None:
    assert targets(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)`",
        "``[a](b.md) ` [a](b.md)``",
        "```[a](b.md)```",
        "```\n[a](b.md)\n```",
        "```yaml\n[a](b.md)\n",
        "~~~ een `voorbeeld`\n[a](b.md)\n~~~",
        "````\n```\n[a](b.md)\n```\n[a](b.md)\n````",
        "```\n``` niet het einde\n[a](b.md)\n```",
        "`een\n[a](b.md)\ntwee`",
        "``[a](b.md)`",
        "<!-- [a](b.md)\n[a](b.md) -->",
    ],
)
def test_code_and_remarks_hold_no_links(text: str) -> None:
    assert targets(text) == []
    assert targets(f"[voor](voor.md)\n\n{text}") == [("voor.md", False)]


@pytest.mark.parametrize(
    "text", ["`een\n\n[a](b.md)\n\ntwee`", "a ``` [a](b.md)", "\\`[a](b.md)`", "    ```\n[a](b.md)"]
)
def test_what_only_looks_like_code_is_read(text: str) -> None:
    assert targets(text) == [("b.md", False)]


def test_headings_are_those_that_a_page_shows() -> None:
    text = (
        "# Een\n\n##Twee ##\n\n```\n# Code\n```\n\n<!--\n# Opmerking\n-->\n\n### Drie `x` #\n\ntekst # vier"
    )
    assert MarkdownText(text).headings == ("Een", "Twee", "Drie `x`")


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# Titel\n\nTekst\n", "Titel", "\nTekst\n"),
        ("\n \n# Titel #\nTekst", "Titel", "Tekst"),
        ("#\tTitel", "Titel", ""),
        ("#Titel\nTekst", "Titel", "Tekst"),
        ("## Kop\n\nTekst", None, "## Kop\n\nTekst"),
        ("Tekst\n\n# Titel", None, "Tekst\n\n# Titel"),
        ("   # Titel", None, "   # Titel"),
        ("", None, ""),
    ],
)
def test_a_title_is_a_heading_with_which_a_text_begins(text: str, title: str | None, rest: str) -> None:
    assert without_title(text) == (title, rest)


def test_a_line_in_bold_goes_on_and_an_item_begins_anew() -> None:
    text = "Dit gaat\n**gewoon** door\n*en* door\n- een\n- twee\n1. drie\n| vier | vijf |\n# zes\nzeven"
    said = [" ".join(each.text.split()) for each in MarkdownText(text).sentences]
    assert said == ["Dit gaat gewoon door en door", "een", "twee", "drie", "vier vijf", "zes", "zeven"]


@pytest.mark.parametrize(
    ("start", "length", "columns"), [(4, 2, (5, 7)), (4, None, (5, 9)), (4, 99, (5, 9)), (0, 1, (1, 2))]
)
def test_a_place_counts_the_lines_above_the_text_and_ends_with_its_line(
    start: int, length: int | None, columns: tuple[int, int]
) -> None:
    document, _ = read_document("a.md", "---\ntitle: A\n---\néén twee\ndrie".encode())
    assert document is not None
    assert place_in(document, start, length) == Place("a.md", 4, *columns)
    assert place_in(document, document.body.index("drie"), 4) == Place("a.md", 5, 1, 5)
