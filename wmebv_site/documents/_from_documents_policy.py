"""A policy as a document: its text, and who adopted it or has yet to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wmebv_site.documents.markdown import blocks
from wmebv_site.documents.model import Block, Heading, Paragraph, Role, Run, TextDocument, words
from wmebv_site.dutch import capitalised, in_words
from wmebv_site.register._from_model_policy import Policy
from wmebv_site.register.register import Register

_TITLE = re.compile(r"\s*#[ \t]+[^\n]*\n?")


def policy_document(policy: Policy, register: Register, today: date) -> TextDocument:
    """The whole policy; one that isn't adopted says so on every page, and has room to sign."""
    draft = policy.adopted is None or policy.adopted > today
    parts: list[Block] = []
    if policy.version:
        parts.append(Paragraph(words(f"Versie: {policy.version}"), Role.NOTE))
    parts += blocks(_TITLE.sub("", policy.body, count=1) if _TITLE.match(policy.body) else policy.body)
    parts += _adoption(policy, register, draft=draft)
    return TextDocument(
        policy.title,
        tuple(parts),
        author=register.municipality.name,
        subject=policy.title,
        footer=f"{'Concept, s' if draft else 'S'}tand op {in_words(today)}",
    )


def _adoption(policy: Policy, register: Register, *, draft: bool) -> Iterator[Block]:
    if policy.adopted_by is None:
        return
    name = register.authority_by_id[policy.adopted_by].name
    if not draft and policy.adopted is not None:
        yield Paragraph(words(f"Vastgesteld op {in_words(policy.adopted)} door {name}."))
        return
    yield Heading(1, words("Ondertekening"))
    yield Paragraph((Run(capitalised(name), bold=True), Run("\nDatum:\n\nHandtekening:\n\n")))
