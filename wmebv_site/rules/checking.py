"""Judges a whole project: reading, decoding and, once the register is whole, every rule in the order of its code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import ModuleType

from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.outages import Outages
from wmebv_site.diagnostics import Diagnostic, in_order, unless_said_at
from wmebv_site.dutch import noon
from wmebv_site.project.load import ProjectFiles, packaged_upl
from wmebv_site.register.decode import decode
from wmebv_site.register.outages_alone import FOLDER, OutagesAlone, decode_outages
from wmebv_site.register.register import Register
from wmebv_site.register.upl import FILE as UPL_FILE
from wmebv_site.register.upl import PinnedUpl, damaged, parse_pinned
from wmebv_site.rules import (
    channels,
    decisions,
    designation,
    language,
    links,
    messages,
    outages,
    sources,
    statutes,
    support,
    texts,
    upkeep,
)
from wmebv_site.rules.base import Context, LawRule
from wmebv_site.rules.texts import foreign_pictures, left_to_fill_in

_MODULES: tuple[ModuleType, ...] = (
    designation,
    sources,
    messages,
    decisions,
    channels,
    links,
    statutes,
    texts,
    support,
    outages,
    upkeep,
)

LAW_RULES: tuple[LawRule, ...] = tuple(
    sorted(
        (value for module in _MODULES for value in vars(module).values() if isinstance(value, LawRule)),
        key=lambda law_rule: law_rule.code,
    )
)


def findings_of(
    register: Register, today: date, moment: datetime | None = None, upl: PinnedUpl | None = None
) -> list[Diagnostic]:
    """Every finding on a register, as it stands on a day; outages at a moment of that day, else at noon.

    Without a pinned list of product names, references to it are judged by their form only.
    """
    return _found(LAW_RULES, register, today, moment, upl)


def outage_findings(register: Register, today: date, moment: datetime) -> list[Diagnostic]:
    """The findings on outages alone, for which the rest of the register need not be there."""
    return _found((outages.outage,), register, today, moment)


def _found(
    law_rules: Iterable[LawRule],
    register: Register,
    today: date,
    moment: datetime | None,
    upl: PinnedUpl | None = None,
) -> list[Diagnostic]:
    known = Decisions(register, today)
    context = Context(register, known, known.wanted(), today, Outages(register, moment or noon(today)), upl)
    return in_order(finding for law_rule in law_rules for finding in law_rule.findings(context))


# Stands for a file that could not be read. The reader refuses it, so that names in it are not judged.
_UNREAD = b"\xff\xfe"


@dataclass(frozen=True, slots=True)
class Checked:
    """A judged project: its register when that is whole, and everything there is to say, in order."""

    register: Register | None
    diagnostics: list[Diagnostic]

    @property
    def law_rules_run(self) -> bool:
        """Whether the rules were run: only on a whole register, so that no mistake is told twice."""
        return self.register is not None


def has_registers(files: ProjectFiles) -> bool:
    """Whether there is anything of a register, be it only something that can't be read."""
    found = [*files.files, *(diagnostic.place.file for diagnostic in files.diagnostics)]
    return any(path.endswith(".yaml") or path == "products" for path in found)


def check_project(files: ProjectFiles, today: date, moment: datetime | None = None) -> Checked:
    """Judge a project as it stands on a day, and its outages at a moment of that day, else at noon. What can't be read leaves no register."""
    refused = {diagnostic.place.file for diagnostic in files.diagnostics}
    register, diagnostics = decode(dict.fromkeys(files.unread, _UNREAD) | files.files, files.others)
    diagnostics = [
        found
        for found in unless_said_at(diagnostics, files.diagnostics)
        if found.place.file not in files.unread - refused
    ]
    diagnostics += files.diagnostics
    own = files.files.get(UPL_FILE)
    upl = packaged_upl() if own is None else parse_pinned(own)
    diagnostics += [] if upl else [damaged()]
    if register is None or files.diagnostics:
        return Checked(None, in_order(diagnostics))
    found = [
        *findings_of(register, today, moment, upl),
        *language.check(register),
        *foreign_pictures(register),
    ]
    found += left_to_fill_in(register)
    return Checked(register, in_order([*diagnostics, *found]))


def check_outages(files: ProjectFiles, today: date, moment: datetime) -> OutagesAlone:
    """Judge the outages alone: what is wrong in other files does not hold up telling of one (Awb 2:21)."""
    alone = decode_outages(files.files)
    unread = [found for found in files.diagnostics if found.place.file.startswith(FOLDER)]
    findings = outage_findings(alone.register, today, moment)
    return replace(alone, diagnostics=in_order([*alone.diagnostics, *unread, *findings]))


def seen_from(checked: Checked, base: str) -> Checked:
    """The same, with the files named as they are seen from a folder outside the project."""
    return replace(
        checked,
        diagnostics=[
            replace(found, place=replace(found.place, file=base + found.place.file))
            for found in checked.diagnostics
        ],
    )
