"""A sheet with what the form for publication in the official gazette asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wmebv_site.designation._from_decisions_partial import replaced_for
from wmebv_site.documents._from_documents_annex import with_article
from wmebv_site.documents.model import Column, Paragraph, Run, Table, TextDocument, Words, words
from wmebv_site.dutch import capitalised, in_words
from wmebv_site.register.content import Decision
from wmebv_site.register.register import Register

RUBRIC = "ander besluit van algemene strekking"
_AWB = "BWBR0005537"
_ARTICLE = re.compile(r"Awb (?:artikel |art\. )?(?P<article>\d+:\d+\w?)(?:,? lid (?P<member>\d+))?")
_UNKNOWN = "Nog niet bekend"


def jci(basis: str) -> str | None:
    """The JCI reference of an article of the Awb; of another statute the number isn't known here."""
    found = _ARTICLE.fullmatch(basis)
    if not found:
        return None
    member = f"&lid={found['member']}" if found["member"] else ""
    return f"jci1.3:c:{_AWB}&artikel={found['article']}{member}"


def metadata_sheet(decision: Decision, register: Register, today: date, *, draft: bool = False) -> TextDocument:
    """What an employee copies into the form, in the order in which one needs it."""
    text = "Neem deze gegevens over in het formulier voor de bekendmaking. Controleer ze eerst."
    table = Table(
        "Gegevens voor de bekendmaking",
        (Column("Gegeven", 3), Column("Wat u invult", 7)),
        tuple((words(term), value) for term, value in _rows(decision, register)),
    )
    return TextDocument(
        f"Gegevens voor de bekendmaking van {with_article(decision.short_title)}",
        (Paragraph(words(text)), table),
        author=register.municipality.name,
        subject=decision.short_title,
        footer=f"{'Concept, s' if draft else 'S'}tand op {in_words(today)}",
    )


def _rows(decision: Decision, register: Register) -> Iterator[tuple[str, Words]]:
    yield "Titel", words(decision.title)
    yield "Citeertitel", words(decision.short_title)
    yield "Rubriek", words(RUBRIC)
    code = f" ({register.municipality.tooi})" if register.municipality.tooi else ""
    yield "Organisatie", words(f"{register.municipality.name}{code}")
    yield "Bestuursorganen", _lines([capitalised(register.authority_by_id[name].name) for name in decision.authorities])
    yield "Grondslag", _basis(decision)
    days = (
        ("Vastgesteld op", decision.adopted),
        ("Datum van bekendmaking", decision.published),
        ("Datum van inwerkingtreding", decision.in_force_from),
    )
    for term, day in days:
        yield term, words(in_words(day) if day else _UNKNOWN)
    if decision.retroactive_to:
        yield "Werkt terug tot en met", words(in_words(decision.retroactive_to))
    if decision.lapsed:
        yield "Vervalt op", words(in_words(decision.lapsed))
    if decision.replaces:
        replaced = [register.decision_by_id[name] for name in decision.replaces]
        yield "Vervangt", _lines([f"{_named(old)}{replaced_for(old, decision, register)}" for old in replaced])
    for term, names in (
        ("Wijzigt", (decision.amends,) if decision.amends else ()),
        ("Genomen met mandaat", (decision.under_mandate,) if decision.under_mandate else ()),
    ):
        if names:
            yield term, _lines([_named(register.decision_by_id[name]) for name in names])
    if decision.publication:
        yield "Adres van de bekendmaking", words(decision.publication, decision.publication)


def _named(decision: Decision) -> str:
    return f"{decision.title} ({decision.cvdr})" if decision.cvdr else decision.title


def _lines(texts: list[str]) -> Words:
    return words("\n".join(texts))


def _basis(decision: Decision) -> Words:
    """Each article with its link; another statute is looked up by whoever fills in the form."""
    runs: list[Run] = []
    for basis in decision.basis:
        link = jci(basis)
        before = "\n" if runs else ""
        if link:
            runs += [Run(f"{before}{basis}: "), Run(link, href=f"https://wetten.overheid.nl/{link}")]
        else:
            runs.append(Run(f"{before}{basis} (zoek het JCI-adres op wetten.overheid.nl)"))
    return tuple(runs) or words(_UNKNOWN)
