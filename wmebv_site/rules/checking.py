"""Judges a whole project: reading, decoding and, once the register is whole, every rule in the order of its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules

from wmebv_site import rules
from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Code, Diagnostic, Place, in_order, unless_said_at
from wmebv_site.project.load import ProjectFiles, pinned_upl
from wmebv_site.register.decode import decode
from wmebv_site.register.files import OUTAGE_TEXTS, PRODUCTS_FILE, as_called, as_seen
from wmebv_site.register.memory import Memory
from wmebv_site.register.outages_alone import OutagesAlone, decode_outages
from wmebv_site.register.own_files import judged, kept_back
from wmebv_site.register.register import Register
from wmebv_site.register.upl import PinnedUpl, damaged
from wmebv_site.rules.base import Context, LawRule, found_by
from wmebv_site.rules.municipality import wrong_code
from wmebv_site.rules.outages import outage
from wmebv_site.rules.placeholders import placeholders
from wmebv_site.rules.texts import left_to_fill_in


def _declared() -> Iterator[LawRule]:
    """Every rule of this package: whoever writes one need not list it anywhere."""
    for name in (f"{rules.__name__}.{found.name}" for found in iter_modules(rules.__path__)):
        if name != __name__:
            values = vars(import_module(name)).values()
            yield from (one for one in values if isinstance(one, LawRule) and one.check.__module__ == name)


LAW_RULES: tuple[LawRule, ...] = tuple(sorted(_declared(), key=lambda law_rule: law_rule.code))


def findings_of(
    decisions: Decisions, moment: datetime | None = None, upl: PinnedUpl | None = None
) -> list[Diagnostic]:
    """Every finding on a register, as it stands on a day; outages at a moment of that day, else at noon.

    Without a pinned list of product names, references to it are judged by their form only.
    """
    return found_by(LAW_RULES, Context.of(decisions, moment, upl))


NO_PRODUCTS = Code(
    "WMEBV240",
    "Er staat nog geen product in het register",
    "Zonder producten heeft de website niets te vertellen, en valt er aan de wet niets te toetsen. Voeg een product toe aan "
    "products.yaml, of begin met de landelijke lijst van producten: wmebv import upl. Staat er wel iets, maar met een # "
    "ervoor? Dan is het een opmerking. Haal het # dan weg.",
)

# Stands for a file that could not be read. The reader refuses it, so that names in it are not judged.
_UNREAD = b"\xff\xfe"


@dataclass(frozen=True, slots=True)
class Checked:
    """A judged project: what its register comes to when that is whole, and everything there is to say, in order."""

    decisions: Decisions | None
    """With all that the rules resolved already, so that pages and report need not do so again."""
    diagnostics: list[Diagnostic]

    @property
    def register(self) -> Register | None:
        return self.decisions.register if self.decisions else None

    @property
    def law_rules_run(self) -> bool:
        """Whether the rules were run: only on a whole register, so that no mistake is told twice."""
        return self.decisions is not None


def has_registers(files: ProjectFiles) -> bool:
    """Whether there is anything of a register, be it only something that can't be read."""
    found = [*files.files, *(diagnostic.place.file for diagnostic in files.diagnostics)]
    return any(path.endswith(".yaml") or path == "products" for path in found)


def decode_project(
    files: ProjectFiles, memory: Memory | None = None
) -> tuple[Register | None, list[Diagnostic]]:
    """The register of a project when it is whole, and what is wrong with its form.

    What can't be read leaves no register, and nothing is said of what it may have held.
    """
    refused = {diagnostic.place.file for diagnostic in files.diagnostics}
    register, diagnostics = decode(dict.fromkeys(files.unread, _UNREAD) | files.files, files.others, memory)
    diagnostics = [
        found
        for found in unless_said_at(diagnostics, files.diagnostics)
        if found.place.file not in files.unread - refused
    ]
    return None if files.diagnostics else register, [*diagnostics, *files.diagnostics]


def check_project(
    files: ProjectFiles, today: date, moment: datetime | None = None, memory: Memory | None = None
) -> Checked:
    """Judge a project as it stands on a day, and its outages at a moment of that day, else at noon.

    What can't be read leaves no register. ``memory`` knows what was read before.
    """
    register, diagnostics = decode_project(files, memory)
    diagnostics += [*judged(files.published), *kept_back(files.others)]
    upl = pinned_upl(files)
    diagnostics += [] if upl else [damaged()]
    if register is None:
        return Checked(None, in_order(diagnostics))
    if not register.products and (empty := list(_still_empty(files))):
        return Checked(None, in_order([*diagnostics, *empty]))
    decisions = Decisions(register, today)
    left = list(placeholders(files.files, decisions))
    told = {(found.place.file, found.place.line) for found in left}
    diagnostics += [*left, *wrong_code(register.municipality)]
    diagnostics += [
        found
        for found in findings_of(decisions, moment, upl)
        if found.code != left_to_fill_in.code or (found.place.file, found.place.line) not in told
    ]
    return Checked(decisions, in_order(diagnostics))


_SAYS_NOTHING = frozenset({"", "---", "...", "products:", "products: []", "products: [ ]"})


def _still_empty(files: ProjectFiles) -> Iterator[Diagnostic]:
    """The finding that nobody wrote anything yet where the products belong."""
    lines = files.files.get(PRODUCTS_FILE, b"").decode("utf-8-sig", "replace").splitlines()
    said = [line.partition("#")[0].strip() for line in lines]
    if _SAYS_NOTHING.issuperset(said):
        what = "staan alleen opmerkingen" if any("#" in line for line in lines) else "staat niets"
        hint = "Voeg een product toe, of haal de landelijke lijst op met 'wmebv import upl'."
        message = f"In dit bestand {what}; het register heeft nog geen enkel product."
        yield NO_PRODUCTS.at(Place(PRODUCTS_FILE), message, hint)


def check_outages(files: ProjectFiles, today: date, moment: datetime) -> OutagesAlone:
    """Judge the outages alone: what is wrong in other files does not hold up telling of one (Awb 2:21)."""
    alone = decode_outages(files.files)
    unread = [found for found in files.diagnostics if found.place.file.startswith(OUTAGE_TEXTS)]
    findings = found_by((outage,), Context.of(Decisions(alone.register, today), moment))
    return replace(alone, diagnostics=in_order([*alone.diagnostics, *unread, *findings]))


def seen_from(checked: Checked, base: str, texts: str = "content") -> Checked:
    """The same, with the files named as they are seen from a folder outside the project, which calls its texts so."""
    return replace(checked, diagnostics=[_seen_from(found, base, texts) for found in checked.diagnostics])


def _seen_from(found: Diagnostic, base: str, texts: str) -> Diagnostic:
    place = replace(found.place, file=as_seen(found.place.file, base, texts))
    hint = found.hint and as_called(found.hint, texts)
    return replace(found, place=place, message=as_called(found.message, texts), hint=hint)
