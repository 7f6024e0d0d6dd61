"""The article before a title: every page, document and text says *het* or *de* as Dutch does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from outlines import outline
from projects import SMALL, SMALL_DAY, copied, progress_of, register_of

from wmebv_site.decisions.announce import announce
from wmebv_site.decisions.comparison import Comparison, rendered
from wmebv_site.decisions.drafting import Order, draft
from wmebv_site.designation.decisions import Decisions
from wmebv_site.documents.decisions import annex_blocks, decision_document, metadata_sheet
from wmebv_site.documents.model import TextDocument
from wmebv_site.dutch import article_and_title, statute_in_words, the_title
from wmebv_site.inventory.report.as_json import report_json
from wmebv_site.inventory.report.html import report_html
from wmebv_site.inventory.report.short import report_markdown, status_text
from wmebv_site.register.register import Register
from wmebv_site.site.build import build_files, build_pages
from wmebv_site.site.look.theme import templates
from wmebv_site.site.site import Site

HET = ("Besluit", "Aanwijzingsbesluit", "Reglement", "Mandaat- en volmachtbesluit")
DE = ("Regeling", "Verordening", "Beleidsregels", "Algemene plaatselijke verordening", "Wijzigingsregeling")
NEITHER = ("Digitaal contact", "Kanalen onder de Wet")
DAYS = (date(2025, 11, 20), SMALL_DAY, date(2027, 3, 1))
URL = "https://www.voorbeeld.example/digitaal-contact/"

# With a letter before it, it is a part of another word: "van het Besluit" is right where "vande" is nothing.
_NOUNS_WITH_DE = r"[\w-]*(?:regeling|verordening|beleidsregels?|richtlijn|gedragslijn)"
_NOUNS_WITH_HET = r"[\w-]*(?:besluit|reglement|wetboek|statuut)"
WRONG = re.compile(
    rf"\bhet [\"']?{_NOUNS_WITH_DE}\b|\bde [\"']?(?:mandaat- en )?{_NOUNS_WITH_HET}\b"
    r"|\bhet algemene plaatselijke|\b(?:het|de) (?:digitaal contact|kanalen onder)",
    re.IGNORECASE,
)


def project_with(titles: str, folder: Path) -> Path:
    """The small municipality, whose decisions are called so."""
    project = copied(SMALL, folder)
    for number, file in enumerate(sorted((project / "content" / "besluiten").glob("*.md"))):
        text = re.sub(r"^citation_title: .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        text = re.sub(r"^title: .*$", f"title: {titles} {2026 + number}", text, count=1, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8", newline="\n")
    return project


def all_texts(project: Path) -> Iterator[tuple[str, str]]:
    """Everything that we write about a project, each with what it is."""
    register = register_of(project)
    for day in DAYS:
        yield from pages(register, day)
        decisions = Decisions(register, day)
        for decision in register.decisions:
            annex = register.annexes.get(decision.id)
            document = decision_document(decision, register, annex, day)
            yield f"document of {decision.id}", outline(document)
            yield f"sheet of {decision.id}", outline(metadata_sheet(decision, register, day))
            if annex:
                yield (
                    f"annex of {decision.id}",
                    outline(TextDocument("", tuple(annex_blocks(decision, annex, register)))),
                )
            for name, text in announce(decisions, decision, URL).files.items():
                yield f"{name} about {decision.id}", text
        comparison = Comparison.of(decisions, None, None)
        for form in ("text", "markdown", "json"):
            yield f"differences as {form}", rendered(comparison, form)
        progress = progress_of(project, day)
        yield "report", words(report_html(progress))
        yield "report as data", report_json(progress)
        yield "report in short", status_text(progress, 100, False)
        yield "report as Markdown", report_markdown(progress)
    for order in (Order(id="nieuw"), Order(id="wijziging", amends=register.decisions[0].id)):
        yield f"draft {order.id}", draft(register, order, SMALL_DAY).text


def pages(register: Register, day: date) -> Iterator[tuple[str, str]]:
    site = Site(Decisions(register, day))
    made = build_pages(site, templates())
    for page in made:
        yield f"/{page.url} on {day}", f"{page.title} {page.description} {words(page.html)}"
    for file in build_files(site, made, URL):
        yield f"/{file.path} on {day}", words(file.data.decode())


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("titles", [*HET, *DE, *NEITHER])
def test_nothing_we_write_has_the_wrong_article_before_a_title(titles: str, tmp_path: Path) -> None:
    told = 0
    for what, text in all_texts(project_with(titles, tmp_path / "project")):
        wrong = WRONG.search(text)
        assert wrong is None, f"{what}: …{text[max(0, wrong.start() - 60) : wrong.end() + 60]}…"
        told += the_title(f"{titles} 2026") in text
    assert told or titles in NEITHER, "no text names a decision by its title"


@pytest.mark.parametrize(
    ("title", "before", "shown"),
    [
        ("Aanwijzingsbesluit 2026", "het", "Aanwijzingsbesluit 2026"),
        ("Besluit tot wijziging van de Verordening digitaal contact", "het", None),
        ("Algemene plaatselijke verordening Voorbeeld", "de", None),
        ("Delegatie- en mandaatbesluit", "het", None),
        ("Gemeentelijk reglement", "het", None),
        ("De Regeling digitaal contact", "de", "Regeling digitaal contact"),
        ("Digitaal contact 2026", "het besluit", '"Digitaal contact 2026"'),
        (
            "Kanalen op grond van de Wet modernisering",
            "het besluit",
            '"Kanalen op grond van de Wet modernisering"',
        ),
    ],
)
def test_the_article_follows_from_the_word_that_says_what_it_is(
    title: str, before: str, shown: str | None
) -> None:
    assert article_and_title(title) == (before, shown or title)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Dienstenwet 5", "artikel 5 van de Dienstenwet"),
        ("Awb 2:13", "artikel 2:13 van de Awb"),
        ("Burgerlijk Wetboek 3:1", "artikel 3:1 van het Burgerlijk Wetboek"),
        ("BW 3:1", "artikel 3:1 van het BW"),
        ("Besluit omgevingsrecht 4.3", "artikel 4.3 van het Besluit omgevingsrecht"),
        ("Bbl 2.3", "artikel 2.3 van het Bbl"),
        (
            "Algemene verordening gegevensbescherming 6",
            "artikel 6 van de Algemene verordening gegevensbescherming",
        ),
    ],
)
def test_a_statute_has_the_article_of_what_it_is(source: str, said: str) -> None:
    assert statute_in_words(source) == said
