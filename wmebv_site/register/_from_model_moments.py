"""Moments as an editor writes them: on the clock of the Netherlands, also on the nights when it changes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from wmebv_site.dutch import AMSTERDAM
from wmebv_site.register.values import mistake, quoted

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_YEARS = range(1990, 2200)


def written_moment(moment: datetime) -> str:
    """The moment as an editor writes it: ``2026-03-02T08:15+01:00``, on the clock of the Netherlands."""
    return moment.astimezone(AMSTERDAM).isoformat(timespec="minutes")


def _moment(value: Any) -> Any:
    """A moment written on the clock of the Netherlands, in UTC: Python reckons wrong with two times in one zone.

    Without an offset it must be a time that came once that day.
    """
    if not isinstance(value, str):
        return value
    match = _MOMENT.fullmatch(value)
    if not match:
        hint = "Schrijf de dag en de tijd zoals 2026-03-02T08:15+01:00."
        raise mistake("moment", f"{quoted(value)} is geen tijdstip.", hint)
    try:
        local = datetime.fromisoformat(f"{match[1]}T{match[2]}")
        given = datetime.fromisoformat(f"{local.isoformat()}{match[3].replace('Z', '+00:00')}") if match[3] else None
        if local.year not in _YEARS:
            raise ValueError
    except ValueError:
        raise mistake("moment", f"Het tijdstip {quoted(value)} bestaat niet.", "Controleer de dag en de tijd.") from None
    first, second = (local.replace(tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1))
    came = [each for each in (first, second) if each.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) == local]
    if given is not None:
        if any(given == each.astimezone(UTC) for each in came):
            return given.astimezone(UTC)
        hint = f"Was het op onze klok dit tijdstip: {written_moment(given)}? Schrijf het dan zo."
        raise mistake("moment", f"In Nederland geldt op dat moment niet {match[3]}.", hint)
    if not came:
        hint = "Die nacht ging de klok een uur vooruit. Controleer de tijd."
        raise mistake("moment", f"Het tijdstip {quoted(value)} bestond niet.", hint)
    if first.utcoffset() != second.utcoffset():
        hint = f"Schrijf {written_moment(first)} voor de eerste keer, of {written_moment(second)} voor de tweede."
        raise mistake("moment", f"Het tijdstip {quoted(value)} kwam twee keer voor.", hint)
    return first.astimezone(UTC)


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(Z|[+-]\d\d:\d\d)?$"}),
]
