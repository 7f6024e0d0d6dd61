"""What an editor writes in Markdown, as a resident meets it."""

from __future__ import annotations

import re

import pytest

from wmebv_site.site.prose import prose


def html(text: str, **settings: int) -> str:
    return str(prose(text, file="content/index.md", prefix="", **settings))


def test_a_table_tells_in_each_cell_what_it_holds():
    made = html("| Bericht | Binnen hoeveel tijd? |\n|---|---|\n| Bezwaar | 12 weken |")
    assert '<table class="reflow">' in made
    assert '<th scope="col">Bericht</th>' in made
    assert '<td data-label="Binnen hoeveel tijd">12 weken</td>' in made


def test_a_header_in_a_table_is_text_and_never_markup():
    made = html('| **Soort** <b onclick="x()">"a"</b> |\n|---|\n| b |')
    assert '<td data-label="Soort &quot;a&quot;">b</td>' in made
    assert "onclick" not in made
    assert '<td data-label="Post &amp; balie">b</td>' in html("| Post & balie |\n|---|\n| b |")


@pytest.mark.parametrize("text", ["!!! warning\n    Kijk uit.", "??? warning\n    Kijk uit."])
def test_a_notice_without_a_title_gets_a_dutch_one(text):
    made = html(text)
    assert ">Let op<" in made and ">Warning<" not in made


def test_a_title_that_the_editor_wrote_stays():
    assert ">Note<" not in html("!!! note\n    Tekst.")
    assert ">Let op de datum<" in html('!!! note "Let op de datum"\n    Tekst.')


def test_a_part_that_opens_on_demand_needs_no_script():
    assert re.search(
        r'<details class="note">\s*<summary>Meer weten\?</summary>',
        html('??? note "Meer weten?"\n    Tekst.'),
    )


def test_the_way_back_from_a_footnote_has_a_name():
    made = html("Tekst.[^1]\n\n[^1]: Noot.")
    assert re.search(r'<a class="footnote-backref"[^>]*>Terug naar de tekst</a>', made)
    assert "↩" not in made and "&#8617;" not in made


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("## Een\n### Twee\n## Drie", "232"),
        ("# Een\n### Twee", "23"),
        ("#### Een\n# Twee\n## Drie", "223"),
        ("Een\n===\n\nTwee\n---", "23"),
    ],
)
def test_headings_go_down_one_by_one_from_the_level_of_the_page(text, levels):
    assert "".join(re.findall(r"<h(\d)", html(text))) == levels
    assert re.findall(r"<h(\d)", html(text, lowest_heading=3))[0] == "3"


def test_a_picture_keeps_its_text_alternative():
    assert '<img alt="De balie" src="balie.png">' in html("![De balie](balie.png)")


def test_the_first_cell_of_a_row_names_it_where_there_are_more():
    made = html("| Dag | Open |\n|---|---|\n| Maandag | 9 uur |\n|  | 10 uur |")
    assert '<th scope="row">Maandag</th>' in made
    assert '<td data-label="Dag"></td>' in made, "an empty cell names nothing"
    assert 'scope="row"' not in html("| Dag |\n|---|\n| Maandag |")


@pytest.mark.parametrize("name", ["inhoud", "zoek", "gevonden"])
def test_a_heading_never_has_the_id_of_a_part_of_the_page(name):
    assert f'<h2 id="{name}-tekst">' in html(f"## {name.capitalize()}\n\nTekst.")
    assert f'id="{name}"' not in html(f'<p id="{name}">Tekst.</p>')


@pytest.mark.parametrize(
    "text",
    [
        '<a class="button" href="x">Nu</a>',
        '<div class="notice outage">Storing</div>',
        "!!! outage\n    Storing",
    ],
)
def test_no_text_of_an_editor_looks_like_our_button_or_notice(text):
    assert not re.search(r'class="[^"]*(button|notice|outage)', html(text))
