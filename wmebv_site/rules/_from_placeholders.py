"""Finds what a new project asks to fill in and nobody did: the website would show it to residents as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Code, Diagnostic, Level
from wmebv_site.register.entry import Entry
from wmebv_site.register.register import Register

LEFT = Code(
    "WMEBV524",
    "Er staat nog een tekst die u moet vervangen",
    "In een nieuw project staat op sommige plekken '[Vul hier … in]'. Inwoners zien dat zo op de website, bijvoorbeeld als "
    "adres voor een brief. Zet er neer wat voor uw gemeente klopt, of haal de regel weg. De regel kijkt naar de gegevens van "
    "de gemeente in channels.yaml, en naar de hulp in 'content/hulp'.",
    Level.WARNING,
)

_ASKED = re.compile(r"\[\s*vul hier\b[^\]]*\]", re.IGNORECASE)


def check(register: Register) -> Iterator[Diagnostic]:
    """Each value that still asks to be filled in, at its place."""
    for entry in (register.municipality, *register.support):
        yield from _left_in(entry)


def _left_in(entry: Entry) -> Iterator[Diagnostic]:
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        if isinstance(value, str) and (found := _ASKED.search(value)):
            key = field.alias or name
            message = f"Bij '{key}' staat nog '{found[0]}'. Inwoners zien dat zo op de website."
            yield LEFT.at(entry.place_of(key), message, "Vul in wat voor uw gemeente klopt, of haal de regel weg.")
