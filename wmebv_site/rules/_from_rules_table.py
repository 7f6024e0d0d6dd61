"""All rules, in the order of their codes, and the one way to run them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import ModuleType

from wmebv_site.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, in_order
from wmebv_site.dutch import noon
from wmebv_site.model.register import Register
from wmebv_site.outages import Outages
from wmebv_site.rules import (
    addresses,
    annexes,
    channels,
    decisions,
    designation,
    in_force,
    logins,
    messages,
    outages,
    remedies,
    sources,
    statutes,
    support,
    texts,
    ties,
    upkeep,
    upl,
    wording,
)
from wmebv_site.rules.base import Context, LawRule
from wmebv_site.upl import PinnedUpl

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
