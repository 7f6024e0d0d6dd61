"""The national list of product names (UPL) as it is pinned: what rule 39 judges references by, without the network."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wmebv_site.diagnostics import Code, Diagnostic, Place

BASE = "http://standaarden.overheid.nl/owms/terms/"
PLACEHOLDER = f"{BASE}UPL-naam_nog_niet_beschikbaar"
"""Stands in the list for a name that is still to come; it names no product."""
_ADDRESS = re.compile(rf"{re.escape(BASE)}[^\s/?#<>\"]+")
FILE = "upl.csv"
"""A municipality's own pinned list, which takes the place of the one in the package."""

DAMAGED = Code(
    "WMEBV018",
    "De vastgezette productnamenlijst is beschadigd",
    "Het bestand upl.csv is de vastgezette Uniforme Productnamenlijst van uw project. Alleen 'wmebv upl update' schrijft "
    "het. De som in de eerste regel klopt niet met de rest: iemand heeft het bestand gewijzigd, of het is niet heel. "
    "Verwijder het bestand, of haal de lijst opnieuw op.",
)
_HEAD = ("slug", "name", "municipal", "withdrawn", "newer")


@dataclass(frozen=True, slots=True)
class UplName:
    """One name of the list.

    ``withdrawn``: it stood in an earlier list and no longer does. ``newer``: the list of this day doesn't have it yet,
    but VNG's newer list of standard products does.
    """

    uri: str
    name: str
    municipal: bool
    withdrawn: bool = False
    newer: bool = False


@dataclass(frozen=True, slots=True)
class PinnedUpl:
    """The names by their address, and the day of the list that they come from."""

    day: date
    names: Mapping[str, UplName]


def is_address(text: str) -> bool:
    """Whether a text has the form of an address of a name in the list."""
    return _ADDRESS.fullmatch(text) is not None


def parse_pinned(data: bytes) -> PinnedUpl | None:
    """Read a pinned list; None when it is not what was written."""
    head, _, rows = data.replace(b"\r\n", b"\n").partition(b"\n")
    try:
        day, checksum = head.decode("ascii").removeprefix("upl ").split(" sha256:")
        if hashlib.sha256(rows).hexdigest() != checksum:
            return None
        names = [
            UplName(BASE + row["slug"], row["name"], *(row[key] == "ja" for key in _HEAD[2:]))
            for row in csv.DictReader(rows.decode("utf-8").splitlines())
        ]
        return PinnedUpl(date.fromisoformat(day), {name.uri: name for name in names})
    except (ValueError, KeyError):
        return None


def pinned_text(day: date, names: Iterable[UplName]) -> bytes:
    """A pinned list as it is kept: the day and a checksum of the rows, then the rows by name."""
    rows = [_HEAD]
    rows += [
        (each.uri.removeprefix(BASE), each.name, _ja(each.municipal), _ja(each.withdrawn), _ja(each.newer))
        for each in sorted(names, key=lambda each: each.uri)
    ]
    text = "".join(",".join(map(_cell, row)) + "\n" for row in rows).encode("utf-8")
    return f"upl {day} sha256:{hashlib.sha256(text).hexdigest()}\n".encode("ascii") + text


def renewed(old: PinnedUpl, day: date, names: Iterable[UplName]) -> PinnedUpl:
    """The names of a newer list, with those of the old one that it no longer has marked as withdrawn.

    What only VNG's list had was never in the national list, so it can't be withdrawn from it: it goes.
    """
    found = {name.uri: name for name in names}
    gone = {
        uri: UplName(uri, name.name, name.municipal, True)
        for uri, name in old.names.items()
        if uri not in found and not name.newer
    }
    return PinnedUpl(day, gone | found)


def damaged() -> Diagnostic:
    hint = f"Verwijder '{FILE}', of typ: wmebv upl update"
    return DAMAGED.at(Place(FILE), "De vastgezette productnamenlijst is gewijzigd of niet heel.", f"{hint}.")


def _ja(value: bool) -> str:
    return "ja" if value else ""


def _cell(text: str) -> str:
    quote = '"'
    return f"{quote}{text.replace(quote, quote * 2)}{quote}" if set(text) & {",", quote} else text
