"""Freezes a decision on disk: the annex beside it, then the word for it in the front matter, each in one step."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wmebv_site.decisions._from_freezing import annex_text
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.gaps import lost_through
from wmebv_site.diagnostics import Diagnostic, Level, in_order
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.writing import replace
from wmebv_site.register._from_model_read_annexes import FOLDER, annex_path
from wmebv_site.register._from_source_edit import with_key, without_key
from wmebv_site.register.content import Decision
from wmebv_site.register.decode import decode
from wmebv_site.register.front_matter import read_document
from wmebv_site.rules import _from_rules_table as rules
from wmebv_site.rules.base import place_of_source

_KEY = "annex"


class FreezeRefused(Exception):
    """Why a decision can't be frozen, as a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What freezing comes to: the bytes of both files, or the mistakes that stand in the way."""

    annex: bytes = b""
    decision: bytes = b""
    rows: int = 0
    late: bool = False
    """Whether the decision was adopted already: then this is the record of what it said."""
    mistakes: tuple[Diagnostic, ...] = ()
    lost: tuple[str, ...] = ()
    """The messages that have a way as wanted, but none once this decision is adopted, in words."""


def freeze(files: ProjectFiles, name: str, today: date) -> Frozen:
    """Work out the annex of a decision. Its earlier annex plays no part, so what went wrong with it is mended."""
    path = f"{FOLDER}{name}.md"
    if path not in files.files:
        raise FreezeRefused(f"Het besluit '{name}' bestaat niet. 'wmebv decision list' toont alle besluiten.")
    text = files.files[path].decode("utf-8", "replace")
    had_annex = _says_frozen(path, files.files[path])
    without: Mapping[str, bytes] = {
        other: data for other, data in files.files.items() if other != annex_path(name)
    } | {path: without_key(text, _KEY).encode() if had_annex else files.files[path]}
    register, mistakes = decode(without, files.others)
    if register is None or files.diagnostics:
        return Frozen(mistakes=tuple(in_order([*mistakes, *files.diagnostics])))
    decision = register.decision_by_id[name]
    decisions = Decisions(register, today)
    _refuse(decisions, decision, had_annex, annex_path(name) in files.files)
    found = _standing_in_the_way(decisions, decision)
    lost = _lost(decisions, decision)
    if found:
        return Frozen(mistakes=tuple(found), lost=lost)
    annex = annex_text(decisions, decision)
    return Frozen(
        annex.encode(),
        with_key(text, _KEY, "frozen").encode(),
        rows=annex.count("\n  - {product: "),
        late=decision.adopted is not None,
        lost=lost,
    )


def write(project: Path, files: ProjectFiles, name: str, frozen: Frozen) -> None:
    """Put both files on disk. Until the last step the old decision counts: an annex that it doesn't name is nothing.

    Raises WriteRefused when either was changed since it was read.
    """
    path = f"{FOLDER}{name}.md"
    replace(project / annex_path(name), frozen.annex, files.files.get(annex_path(name)))
    if files.files[path] != frozen.decision:
        replace(project / path, frozen.decision, files.files[path])


def _says_frozen(path: str, data: bytes) -> bool:
    document, _ = read_document(path, data)
    return document is not None and document.meta.get(_KEY) == "frozen"


def _refuse(decisions: Decisions, decision: Decision, had_annex: bool, annex_is_there: bool) -> None:
    if not decisions.designates(decision):
        raise FreezeRefused(f"Het besluit '{decision.id}' is van de soort '{decision.kind.value}' en wijst niets aan.")
    if had_annex and decision.adopted is not None:
        raise FreezeRefused(
            f"Het besluit '{decision.id}' is vastgesteld op {decision.adopted}. Zijn bijlage verandert niet meer. Maak "
            "voor een wijziging een nieuw besluit."
        )
    if annex_is_there and decision.adopted is not None:
        raise FreezeRefused(
            f"Het besluit '{decision.id}' is vastgesteld op {decision.adopted} en heeft al een bijlage. Die verandert niet "
            "meer. Hoort die bijlage erbij? Zet dan 'annex: frozen' terug boven de tekst van het besluit. Hoort ze er niet "
            "bij? Verwijder dan eerst het bestand."
        )


def _lost(decisions: Decisions, decision: Decision) -> tuple[str, ...]:
    after = decisions.once_adopted(decision).wanted().by_key
    lost = [one for one in decisions.wanted().all if one.state.answers and not after[one.key].state.answers]
    return tuple(dict.fromkeys(f"'{one.message.key}' van '{one.product.name}'" for one in lost))


def _standing_in_the_way(decisions: Decisions, decision: Decision) -> list[Diagnostic]:
    """Errors in what the registers want by then: a tie, a message without a way, or what the law doesn't allow.

    What is wrong in what holds today doesn't stop an editor: a new decision is the way to mend that. A way that is
    lost through this very decision does, also for a message on request, where it is only a warning afterwards.
    """
    later = decisions.once_adopted(decision)
    wanted = {name for answer in later.wanted().all for name in answer.channel_ids}
    of_today = {c.place_of("until") for c in later.register.channels if c.id not in wanted}
    lost = {
        place_of_source(later.register, gap.resolution, gap.rule)
        for gap in lost_through(decision, decisions, decisions.wanted())
        if gap.rule is not None
    }
    return [
        dataclasses.replace(found, level=Level.ERROR)
        for found in rules.check(later.register, later.today)
        if (found.level is Level.ERROR or (found.code == "WMEBV301" and found.place in lost))
        and found.code != "WMEBV222"
        and not (found.code == "WMEBV334" and found.place in of_today)
    ]
