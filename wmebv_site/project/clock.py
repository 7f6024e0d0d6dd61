"""The build date: the one place where the clock and its stand-ins are read, and the garbage collector is kept away."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime

from wmebv_site.diagnostics import Code, Refused
from wmebv_site.dutch import AMSTERDAM, noon

# Rules reckon a year back and a month ahead; a day outside these years is a typing error.
_YEARS = range(1990, 2200)
EPOCH = "SOURCE_DATE_EPOCH"
ASKED_DAY = "WMEBV_DATE"
"""Carries ``--date`` to a program that we start, where it counts before any setting."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


BAD_SETTING = Code(
    "WMEBV518",
    "De datum in mkdocs.yml klopt niet",
    "Met de instelling 'date' kiest u de dag waarvoor de website wordt gebouwd. Schrijf het jaar, de maand en de dag, "
    "bijvoorbeeld 2026-01-31, of verwijder de regel. Zonder deze instelling is het de dag van vandaag.",
)


def now() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


def build_date(
    explicit: str | None,
    setting: str | date | None,
    environ: Mapping[str, str],
    now: datetime,
) -> date:
    """The day on which the registers are judged and shown, in Europe/Amsterdam.

    The first that is there counts: ``explicit`` (``--date``), ``setting`` (``date`` of the plugin),
    ``SOURCE_DATE_EPOCH`` in ``environ`` (seconds since 1970), and ``now``, which knows its zone.
    Raises Refused when the one that counts is no date.
    """
    if explicit is not None:
        return _written(explicit, "--date")
    if isinstance(setting, datetime):
        return setting.date()
    if isinstance(setting, date):
        return setting
    if setting is not None:
        return _written(setting, "De instelling 'date'")
    if epoch := environ.get(EPOCH, "").strip():
        return _from_epoch(epoch)
    return now.astimezone(AMSTERDAM).date()


def build_moment(
    explicit: str | None,
    setting: str | date | None,
    environ: Mapping[str, str],
    now: datetime,
) -> datetime:
    """The moment for which outages are judged and shown, in UTC: noon where only a day was given.

    It falls on :func:`build_date` and takes the same; raises Refused likewise.
    """
    day = build_date(explicit, setting, environ, now)
    if explicit is None and setting is None:
        epoch = environ.get(EPOCH, "").strip()
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else now.astimezone(UTC)
    return noon(day)


def _written(text: str, where: str) -> date:
    if not _DATE.fullmatch(text):
        hint = "Schrijf het jaar, de maand en de dag, bijvoorbeeld 2026-01-31."
        raise Refused(f"{where}: '{text}' is geen datum. {hint}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        hint = "Controleer de dag en de maand."
        raise Refused(f"{where}: de datum '{text}' bestaat niet. {hint}") from None
    if day.year not in _YEARS:
        hint = f"Kies een jaar van {_YEARS.start} tot en met {_YEARS.stop - 1}."
        raise Refused(f"{where}: voor '{text}' kan er niets worden gebouwd. {hint}")
    return day


def _from_epoch(text: str) -> date:
    try:
        return datetime.fromtimestamp(int(text), AMSTERDAM).date()
    except (ValueError, OverflowError, OSError):
        hint = "Hier hoort een aantal seconden sinds 1970, bijvoorbeeld 1780272000."
        raise Refused(f"{EPOCH}: '{text}' is geen tijdstip. {hint}") from None


@contextmanager
def collector_paused() -> Iterator[None]:
    """For the edges alone: no collection inside, and none afterwards that walks past what was made.

    A register of 1,500 products is some 300,000 objects that all stay. Walking them over and over again as they come
    took a fifth of the time. What an earlier turn made is given back first, so that ``mkdocs serve`` doesn't grow.
    """
    enabled = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
