"""The differences as a page for the co-ordinator: one file, the same facts as the text, and readable for everyone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from freezer import frozen, known
from htmlpages import parse
from places import ROOT
from playwright.sync_api import Browser
from projects import EXAMPLE_DAY, register_of, with_text
from small_registers import CHANNELS, decision, product

from wmebv_site.cli import app
from wmebv_site.decisions.comparison import Comparison, as_data, difference_page, per_message, rendered
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.differences import Kind
from wmebv_site.site.look.theme import asset, templates

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def page_of(
    decisions: Decisions, first: str | None = None, second: str | None = None
) -> tuple[Comparison, str]:
    comparison = Comparison.of(decisions, first, second)
    return comparison, difference_page(
        comparison, decisions, templates(), asset("wmebv.css") + asset("tekst.css")
    )


@pytest.fixture(scope="module")
def example_decisions() -> Decisions:
    return Decisions(register_of(ROOT), EXAMPLE_DAY)


def small_files(name: str, drafts: bool = False) -> dict[str, bytes]:
    """A register in which the channel of one message is another than what holds."""
    wanted = "  - {messages: [aanvraag], channels: [y], source: 'besluit:b'}\n"
    files = {
        "channels.yaml": CHANNELS
        + "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
        + wanted,
        "products.yaml": "products:\n"
        + product("Ding", "{kind: aanvraag}").replace("name: Ding", f"name: '{name}'"),
        "content/besluiten/a.md": decision("Besluit A"),
        "content/besluiten/b.md": decision(
            "Besluit B", "replaces: [a]\n" if drafts else "lapsed: 2026-01-01\n"
        ),
    }
    return {path: text.encode() for path, text in files.items()}


def small_decisions(name: str, drafts: bool = False) -> Decisions:
    return known(small_files(name, drafts))


def changed(path: str, old: str, new: str) -> Decisions:
    """The project with its first decision frozen as it was, and then other registers."""
    files = frozen(small_files("Ding"), "a", date(2026, 1, 1))
    return known(with_text(files, path, old, new))


@pytest.mark.parametrize(
    "names", [(None, None), ("algemeen-kanaal-2026", "aanwijzing-2026"), ("aanwijzing-2026", None)]
)
def test_the_page_tells_the_same_differences_as_the_text(
    example_decisions: Decisions, names: tuple[str | None, str | None]
) -> None:
    comparison, html = page_of(example_decisions, *names)
    main_part = parse(html, "").main
    rows = [[cell.text for cell in row.all("th", "td")] for row in main_part.all("tr") if row.all("td")]
    messages = [message for of_kind in per_message(comparison).values() for message in of_kind]
    text = rendered(comparison, "text")
    assert len(rows) == len(messages) > 0
    for row, message in zip(rows, messages, strict=True):
        assert row[0] == message.product and message.sentence in text
        assert row[1].casefold().startswith(message.message.casefold())
        assert (
            any(message.after.casefold() == cell.casefold() for cell in row) or message.kind.value == "ended"
        )


def test_the_page_needs_nothing_else_and_survives_every_code_page(example_decisions: Decisions) -> None:
    _, html = page_of(example_decisions)
    assert html.isascii()
    page = parse(html, "")
    assert not page.root.all("script", "img", "link", "iframe", "form")
    assert all(link.attributes["href"].startswith("#") for link in page.root.all("a"))
    assert "noindex, nofollow" in page.meta("robots")
    assert not re.search(r"url\(|@import", page.root.one("style").text)


def test_markup_in_a_name_is_text() -> None:
    _, html = page_of(small_decisions("Kosten < 100 & meer", drafts=True))
    assert "Kosten &lt; 100 &amp; meer" in html


def test_a_difference_says_whether_a_decision_is_on_its_way() -> None:
    comparison, html = page_of(small_decisions("Ding", drafts=True))
    planned = {
        cell.text for cell in parse(html, "").main.all("td") if cell.attributes["data-label"] == "Besluit"
    }
    assert comparison.uncovered is not None
    assert planned == ({"Nog geen besluit"} if comparison.uncovered else {"In voorbereiding"})
    assert ("nog niet alles is geregeld" in html) is bool(comparison.uncovered)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_every_line_says_whether_a_decision_is_on_its_way(form: str) -> None:
    other = changed(
        "channels.yaml", "channels: [x], source: 'besluit:a'", "channels: [y], source: 'besluit:a'"
    )
    for decisions, said in (
        (small_decisions("Ding", drafts=True), "Een besluit hierover is in voorbereiding."),
        (other, "Hierover is nog geen besluit."),
    ):
        lines = [
            line
            for line in rendered(Comparison.of(decisions, None, None), form).splitlines()
            if "Ding: " in line
        ]
        assert lines and all(line.endswith(said) for line in lines)


FALLBACK = "fallback: ja, channels: [x], source: 'besluit:a'"


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "channels.yaml",
            FALLBACK,
            FALLBACK.replace("[x]", "[y]"),
            "Dit ging via Formulier X. Dit gaat dan via Formulier Y.",
        ),
        ("channels.yaml", f"  - {{{FALLBACK}}}\n", "", "Dit ging via Formulier X. Dat vervalt."),
        ("products.yaml", "id: ding", "id: zaak", "Dit ging via Formulier X. Dat vervalt."),
    ],
)
def test_a_difference_is_told_in_whole_sentences(path: str, old: str, new: str, said: str) -> None:
    lines = rendered(Comparison.of(changed(path, old, new), None, None), "text").splitlines()
    told = [line.strip() for line in lines if line.startswith("  ")]
    assert any(said in line for line in told), told
    for line in told:
        for sentence in re.findall(r"[^.]+\.", line.partition(". ")[2]):
            assert re.match(r" ?(Dit|Dat|Hiervoor|Hierover|Een besluit) ", sentence), sentence


def test_what_is_new_is_told_in_whole_sentences_too() -> None:
    files = with_text(small_files("Ding", drafts=True), "channels.yaml", f"  - {{{FALLBACK}}}\n", "")
    said = rendered(Comparison.of(known(files), None, None), "markdown")
    assert ": aanvraag. Dit gaat dan via Formulier Y. Een besluit hierover is in voorbereiding.\n" in said


def test_a_message_for_two_audiences_counts_once() -> None:
    both = (
        "  - {audience: [inwoner], channels: [y], source: 'besluit:a'}\n"
        "  - {audience: [ondernemer], channels: [box], source: 'besluit:a'}\n"
    )
    decisions = changed("channels.yaml", "  - {fallback: ja, channels: [x], source: 'besluit:a'}\n", both)
    comparison, html = page_of(decisions)
    assert len(per_message(comparison)[Kind.CHANNEL]) == 2
    text = rendered(comparison, "text")
    assert "Ander kanaal (1)" in text and "Voor één bericht is nog geen besluit" in text
    assert "Ander kanaal (1)" in parse(html, "").main.text


def test_registers_that_contradict_themselves_are_not_said_to_differ_in_nothing() -> None:
    rule = "  - {fallback: ja, channels: [x], source: 'besluit:a'}\n"
    decisions = changed("channels.yaml", rule, rule + rule.replace("[x]", "[y]"))
    for form in ("text", "markdown"):
        said = rendered(Comparison.of(decisions, None, None), form)
        assert "Voor één bericht spreken de registers zichzelf tegen" in said and "geen verschil" not in said
    _, html = page_of(decisions)
    assert "spreken de registers zichzelf tegen" in html and "geen verschil" not in html
    assert as_data(Comparison.of(decisions, "a", None))["contradicted"] == 1


def test_a_product_that_is_gone_is_told_as_ended() -> None:
    decisions = changed("products.yaml", "id: ding", "id: zaak")
    for first in (None, "a"):
        found = per_message(Comparison.of(decisions, first, None))[Kind.ENDED]
        assert [(each.key, each.whom, each.before) for each in found] == [
            (("ding", "aanvraag"), None, "Formulier X")
        ]


def test_without_a_difference_the_page_says_so(example_decisions: Decisions) -> None:
    _, html = page_of(example_decisions, "aanwijzing-2026", "aanwijzing-2026")
    assert "Er is geen verschil." in parse(html, "").main.text


def test_the_command_writes_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["decision", "diff", "--format", "html", "--date", str(EXAMPLE_DAY), "--project", str(ROOT)]
    app.wmebv.main(arguments, prog_name="wmebv", standalone_mode=False)
    written = capsys.readouterr().out
    assert written.startswith("<!doctype html>") and written.endswith("</html>\n")


@pytest.mark.proof
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
def test_axe_finds_nothing_on_it(
    browser: Browser, tmp_path: Path, example_decisions: Decisions, width: int, look: dict[str, str]
) -> None:
    file = tmp_path / "verschillen.html"
    file.write_text(
        page_of(example_decisions, "algemeen-kanaal-2026", "aanwijzing-2026")[1], encoding="ascii"
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **look)
    page = context.new_page()
    page.goto(file.as_uri())
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "axe.run().then(result => result.violations.map(each => [each.id, each.nodes[0].html]))"
    )
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == [] and wider <= 0
