"""A decision as a document: its articles, who signs, and its annex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wmebv_site.documents._from_documents_annex import annex_blocks
from wmebv_site.documents.markdown import blocks
from wmebv_site.documents.model import (
    Block,
    Heading,
    Paragraph,
    Role,
    Run,
    TextDocument,
    text_of,
    words,
)
from wmebv_site.dutch import capitalised, enumerate_words, in_words
from wmebv_site.register.annexes import Annex
from wmebv_site.register.content import Decision
from wmebv_site.register.register import Register

_SIGNED = re.compile(r"(?:aldus\s+)?(?:vastgesteld|besloten)\b|ondertekening\b", re.IGNORECASE)
_TITLE = re.compile(r"\s*#[ \t]+[^\n]*\n?")
EACH_FOR_ITSELF = "ieder voor zover het zijn bevoegdheid betreft"


def decision_document(
    decision: Decision, register: Register, annex: Annex | None, today: date, *, draft: bool = False, note: str = ""
) -> TextDocument:
    """The whole decision. ``note`` stands above the text, for a copy that explains what it is worth."""
    body = blocks(_TITLE.sub("", decision.body, count=1) if _TITLE.match(decision.body) else decision.body)
    parts: list[Block] = []
    if note:
        day = f"Stand op {in_words(today)}. {note}"
        parts.append(Paragraph(words(day), Role.NOTE))
    parts += body
    if not any(_says_who_signs(block) for block in body):
        parts += _signatures(decision, register)
    if annex is not None and (annex.rows or annex.channels):
        parts += annex_blocks(decision, annex, register)
    return TextDocument(
        decision.title,
        tuple(parts),
        author=register.municipality.name,
        subject=decision.short_title,
        footer=f"{'Concept, s' if draft else 'S'}tand op {in_words(today)}",
    )


def _says_who_signs(block: Block) -> bool:
    return isinstance(block, (Paragraph, Heading)) and _SIGNED.match(text_of(block.content)) is not None


def _signatures(decision: Decision, register: Register) -> Iterator[Block]:
    """Who takes the decision; with room to sign as long as it isn't adopted."""
    names = [register.authority_by_id[name].name for name in decision.authorities]
    if decision.adopted is not None:
        each = f", {EACH_FOR_ITSELF}" if len(names) > 1 else ""
        yield Paragraph(words(f"Vastgesteld op {in_words(decision.adopted)} door {enumerate_words(names, 'en')}{each}."))
        return
    yield Heading(1, words("Ondertekening"))
    for name in names:
        yield Paragraph((Run(capitalised(name), bold=True), Run("\nDatum:\n\nHandtekening:\n\n")))
