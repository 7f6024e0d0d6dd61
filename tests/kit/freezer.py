"""Freezes decisions of a project in memory, as the command does on disk."""

from __future__ import annotations

from datetime import date

from helpers import decode_files

from wmebv_site.decisions.freeze import annex_text
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.annexes import checksum_of
from wmebv_site.register.front_matter import with_key
from wmebv_site.register.text import read_text


def frozen(files: dict[str, bytes], decision: str, day: date) -> dict[str, bytes]:
    """The files with the annex of a decision as it would be frozen on a day."""
    register, mistakes = decode_files(files)
    assert register is not None, mistakes
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
