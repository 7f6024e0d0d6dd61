"""All rules, in the order of their codes, and the one way to run them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import ModuleType

from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.outages import Outages
from wmebv_site.diagnostics import Diagnostic, in_order
from wmebv_site.dutch import noon
from wmebv_site.register.register import Register
from wmebv_site.register.upl import PinnedUpl
from wmebv_site.rules import _from_rules_annexes as annexes
from wmebv_site.rules import _from_rules_in_force as in_force
from wmebv_site.rules import _from_rules_logins as logins
from wmebv_site.rules import _from_rules_remedies as remedies
from wmebv_site.rules import _from_rules_ties as ties
from wmebv_site.rules import _from_rules_upl as upl
from wmebv_site.rules import _from_rules_wording as wording
from wmebv_site.rules import (
    channels,
    decisions,
    designation,
    messages,
    outages,
    sources,
    statutes,
    support,
    texts,
    upkeep,
)
from wmebv_site.rules import links as addresses
from wmebv_site.rules.base import Context, LawRule

_MODULES: tuple[ModuleType, ...] = (
    designation,
    sources,
    ties,
    remedies,
    decisions,
    annexes,
    in_force,
    messages,
    channels,
    logins,
    addresses,
    statutes,
    texts,
    wording,
    support,
    outages,
    upkeep,
    upl,
)

LAW_RULES: tuple[LawRule, ...] = tuple(
    sorted(
        (value for module in _MODULES for value in vars(module).values() if isinstance(value, LawRule)),
        key=lambda law_rule: law_rule.code,
    )
)


def check(
    register: Register, today: date, moment: datetime | None = None, upl: PinnedUpl | None = None
) -> list[Diagnostic]:
    """Every finding on a register, as it stands on a day; outages at a moment of that day, else at noon.

    Without a pinned list of product names, references to it are judged by their form only.
    """
    return _found(LAW_RULES, register, today, moment, upl)


def check_outages(register: Register, today: date, moment: datetime) -> list[Diagnostic]:
    """The findings on outages alone, for which the rest of the register need not be there."""
    return _found((outages.outage,), register, today, moment)


def _found(
    law_rules: Iterable[LawRule], register: Register, today: date, moment: datetime | None, upl: PinnedUpl | None = None
) -> list[Diagnostic]:
    known = Decisions(register, today)
    context = Context(register, known, known.wanted(), today, Outages(register, moment or noon(today)), upl)
    return in_order(finding for law_rule in law_rules for finding in law_rule.findings(context))
