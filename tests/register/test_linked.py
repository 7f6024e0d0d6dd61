"""One resolver says where a link in a text leads: the same for the check and for the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import shared_case
from projects import EXAMPLE_DAY, findings, register_of

from wmebv_site.register.linked import Dead, Links, meant, page_anchors, page_of
from wmebv_site.register.markup import MarkdownText, Target
from wmebv_site.site.prose import prose

LINKS = Links(
    is_file={
        "p.md",
        "wonen/q.md",
        "hulp/balie.md",
        "bestanden/Besluit kanalen.pdf",
        "a(1).png",
        "index.md",
    }.__contains__,
    is_page={"", "p/", "wonen/q/", "hulp/", "hulp/balie/", "producten/paspoort/"}.__contains__,
)


@pytest.mark.parametrize(
    ("own", "address", "found"),
    [
        ("p.md", "hulp/balie.md", ("hulp/balie.md", "")),
        ("wonen/q.md", "../hulp/balie.md#tijden", ("hulp/balie.md", "tijden")),
        ("p.md", "#kop", ("p.md", "kop")),
        ("p.md", "bestanden/Besluit%20kanalen.pdf", ("bestanden/Besluit kanalen.pdf", "")),
        ("p.md", "a(1).png", ("a(1).png", "")),
        ("p.md", r"a\(1\).png", ("a(1).png", "")),
        ("p.md", "https://www.voorbeeld.example/x", None),
        ("p.md", "//www.voorbeeld.example/x", None),
        ("p.md", "mailto:a@voorbeeld.example", None),
        ("p.md", "../hulp/", ("hulp/index.md", "")),
        ("p.md", "../#hulp", ("index.md", "hulp")),
        ("index.md", "hulp/", ("hulp/index.md", "")),
        ("hulp/balie.md", "../producten/paspoort/#bezwaar", ("producten/paspoort/index.md", "bezwaar")),
        ("p.md", "hulp/", Dead("hulp/", "hulp/", "hulp/index.md")),
        ("p.md", "/hulp/", Dead("/hulp/", "hulp", "hulp/index.md")),
        ("wonen/q.md", "/producten/paspoort", Dead("/producten/paspoort", "producten/paspoort", "../producten/paspoort/index.md")),
        ("p.md", "/a(1).png", Dead("/a(1).png", "a(1).png", "a(1).png")),
        ("p.md", "niets.md", Dead("niets.md", "niets.md", None)),
    ],
)  # fmt: skip
def test_a_link_leads_where_a_renderer_and_a_browser_take_it(
    own: str, address: str, found: tuple[str, str] | Dead | None
) -> None:
    assert LINKS.dead(own, Target(address, 0)) == found


def test_html_is_left_as_it_is_so_that_a_text_can_not_be_named_in_it() -> None:
    (target,) = MarkdownText('<a class="x" href="hulp/balie.md">Balie</a>').targets
    assert LINKS.dead("p.md", target) == Dead("hulp/balie.md", "hulp/balie.md", "hulp/balie.md")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.md", ""),
        ("p.md", "p/"),
        ("hulp/index.md", "hulp/"),
        ("wonen/README.md", "wonen/"),
        ("a/b.md", "a/b/"),
    ],
)
def test_a_text_has_one_address(path: str, address: str) -> None:
    assert page_of(path) == address


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("[x](../hulp/index.md)", "../../hulp/"),
        ("[x](../hulp/)", "../../hulp/"),
        ("[x](../index.md#a)", "../../#a"),
        ("[x](zelfde.md)", "../../besluiten/zelfde/"),
        ("[x](../bestanden/Besluit%20kanalen.pdf)", "../../bestanden/Besluit%20kanalen.pdf"),
    ],
)
def test_a_page_leads_where_the_check_says_that_it_does(written: str, href: str) -> None:
    assert f'href="{href}"' in prose(written, file="content/besluiten/a.md", prefix="../../")


def test_folders_keep_their_slash() -> None:
    assert [meant("a", "b/"), meant("a", "../"), meant("a", "."), meant("a", "b")] == [
        "a/b/",
        "",
        "a/",
        "a/b",
    ]


def test_the_parts_of_a_page_are_its_headings_and_what_its_author_named() -> None:
    found = page_anchors(
        "# Één kop\n\nTwee\n====\n\n## Twee\n\n### Artikel 3a Iets\n\n<p id=vier></p>\n\n`# vijf`\n"
    )
    assert {"een-kop", "twee", "twee_1", "artikel-3a", "vier"} <= found
    assert "vijf" not in found


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("!!! note\n    ## Kop in een vak\n\n    Tekst.\n", "kop-in-een-vak"),
        ('??? tip "Meer"\n    ### Nog dieper\n', "nog-dieper"),
        ("> ## In een citaat\n", "in-een-citaat"),
        ("- ## In een lijst\n", "in-een-lijst"),
        ("1. Eerst dit\n\n    ## Onder een punt\n", "onder-een-punt"),
        ("## Zorg &amp; jeugd\n", "zorg-jeugd"),
        ("## Dit kost &euro; 5\n", "dit-kost-5"),
        ("## Kosten[^1]\n\n[^1]: In 2026.\n", "kosten"),
        ("## Een ![foto](x.png) van ons\n", "een-van-ons"),
        ("## Kop met `code` erin ##\n", "kop-met-code-erin"),
        ("## Twee\n\n> ## Twee\n", "twee_1"),
    ],
)
def test_every_heading_of_a_page_is_a_part_of_it(text: str, anchor: str) -> None:
    assert f'id="{anchor}"' in prose(text, file="content/hulp/balie.md", prefix="../../")
    assert anchor in page_anchors(text)


def test_what_is_no_heading_is_no_part_of_a_page() -> None:
    assert page_anchors("#\n\nNummer # 3\n\n- lijst\n\n<!-- ## weg -->\n") == page_anchors("")


@pytest.mark.parametrize(("case", "told"), [("links-naar-mappen", 3), ("link-met-spatie", 0)])
def test_the_cases_that_failed(case: str, told: int, tmp_path: Path) -> None:
    base = Path(__file__).parents[1] / "rules" / "base"
    shutil.copytree(base, tmp_path / "project")
    shutil.copytree(shared_case(case), tmp_path / "project", dirs_exist_ok=True)
    register = register_of(tmp_path / "project")
    found = [each for each in findings(register, EXAMPLE_DAY) if each.code == "WMEBV216"]
    assert len(found) == told
    if told:
        assert [each.hint for each in found][1:] == ["Schrijf 'hulp/index.md'."] * 2
