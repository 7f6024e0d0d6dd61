"""Freezes decisions of a project in memory, as the command does on disk; and a project with one that is frozen."""

from __future__ import annotations

from datetime import date

from projects import register_from

from wmebv_site.decisions.freeze import annex_text
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.annexes import checksum_of
from wmebv_site.register.front_matter import with_key
from wmebv_site.register.text import read_text

DAY = date(2026, 6, 1)
ANNEX = "content/besluiten/a.annex.yaml"
CHANNELS = """\
municipality: {name: Gemeente Voorbeeld, fictitious: ja}
authorities: [{id: college, kind: college, name: het college}]
domains: [{id: d, name: Domein}, {id: e, name: Tweede domein}]
channels:
  - {id: x, name: Formulier X, kind: webformulier, url: "https://x.voorbeeld.example", login: [digid], supplier: {name: Bouwer BV}}
  - {id: y, name: Formulier Y, kind: webformulier, url: "https://y.voorbeeld.example"}
designations:
  - {domain: d, channels: [x], source: "besluit:a", article: "2"}
  - {fallback: ja, channels: [y], source: "besluit:a", article: "3"}
"""
PRODUCTS = """\
products:
  - id: ding
    name: Ding
    domain: d
    authority: college
    audience: [inwoner]
    messages: [{kind: aanvraag}, {kind: bezwaar}]
"""
DECISION = """\
---
title: Besluit A
kind: aanwijzing
authorities: [college]
adopted: 2025-11-01
published: 2025-12-01
publication: https://zoek.officielebekendmakingen.nl/gmb-2025-1.html
in_force_from: 2026-01-01
---

Tekst.
"""
FILES = {
    "channels.yaml": CHANNELS.encode(),
    "products.yaml": PRODUCTS.encode(),
    "content/besluiten/a.md": DECISION.encode(),
}
"""A project with one decision that holds on DAY, and that is not frozen."""


def frozen(files: dict[str, bytes], decision: str, day: date) -> dict[str, bytes]:
    """The files with the annex of a decision as it would be frozen on a day."""
    register = register_from(files)
    text = annex_text(Decisions(register, day), register.decision_by_id[decision])
    own = f"content/besluiten/{decision}.md"
    front = with_key(files[own].decode(), "annex", "frozen")
    return files | {own: front.encode(), f"content/besluiten/{decision}.annex.yaml": text.encode()}


def resealed(annex: bytes) -> bytes:
    """An annex that was altered, with the checksum that fits what it now says."""
    source, mistakes = read_text("", annex)
    assert source is not None and not mistakes
    lines = source.text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("checksum:"))
    lines[at] = f'checksum: "{checksum_of(source.text)}"'
    return "\n".join(lines).encode()


FROZEN = frozen(FILES, "a", date(2025, 11, 1))
"""The same project, in which it is."""


def known(files: dict[str, bytes], day: date = DAY) -> Decisions:
    """What holds, and what is wanted, of a project in memory."""
    return Decisions(register_from(files), day)
