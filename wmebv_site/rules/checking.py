"""Judges a whole project: reading, decoding and, once the register is whole, the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from wmebv_site.diagnostics import Diagnostic, in_order, unless_said_at
from wmebv_site.project.load import ProjectFiles, packaged_upl
from wmebv_site.register.decode import decode
from wmebv_site.register.outages_alone import FOLDER, OutagesAlone, decode_outages
from wmebv_site.register.register import Register
from wmebv_site.register.upl import FILE as UPL_FILE
from wmebv_site.register.upl import damaged, parse_pinned
from wmebv_site.rules import _from_pictures as pictures
from wmebv_site.rules import _from_placeholders as placeholders
from wmebv_site.rules import _from_rules_table as rules
from wmebv_site.rules import language

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
    found = [*rules.check(register, today, moment, upl), *language.check(register), *pictures.check(register)]
    found += placeholders.check(register)
    return Checked(register, in_order([*diagnostics, *found]))


def check_outages(files: ProjectFiles, today: date, moment: datetime) -> OutagesAlone:
    """Judge the outages alone: what is wrong in other files does not hold up telling of one (Awb 2:21)."""
    alone = decode_outages(files.files)
    unread = [found for found in files.diagnostics if found.place.file.startswith(FOLDER)]
    findings = rules.check_outages(alone.register, today, moment)
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
