"""Reads the national list of product names (UPL) as it is published: CSV or JSON, one row per legal basis."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field

from wmebv_site.dutch import enumerate_words
from wmebv_site.exchange._from_importing_outcome import ImportRefused
from wmebv_site.exchange._from_importing_values import LINK, checked, is_upl, wrong_text
from wmebv_site.register.terms import UplFlag
from wmebv_site.register.text import MAX_BYTES
from wmebv_site.register.upl import PLACEHOLDER
from wmebv_site.rules.links import wrong_link

_NEEDED = ("UniformeProductnaam", "URI", "Gemeente")
_FLAGS = {
    "Rijk": UplFlag.STATE,
    "Provincie": UplFlag.PROVINCE,
    "Waterschap": UplFlag.WATER_BOARD,
    "Gemeente": UplFlag.MUNICIPALITY,
    "Burger": UplFlag.CITIZEN,
    "Bedrijf": UplFlag.COMPANY,
    "Dienstenwet": UplFlag.SERVICES_ACT,
    "Autonomie": UplFlag.AUTONOMY,
    "Medebewind": UplFlag.JOINT_GOVERNMENT,
    "Aanvraag": UplFlag.APPLICATION,
    "Subsidie": UplFlag.SUBSIDY,
    "Melding": UplFlag.NOTIFICATION,
    "Verplichting": UplFlag.OBLIGATION,
    "DigiDMacht": UplFlag.DIGID_MANDATE,
}

Row = tuple[str, dict[str, str]]
"""Where a row stands in the list, and its cells by their heading."""


@dataclass(slots=True)
class ListedProduct:
    """One name of the list with everything that its rows say."""

    uri: str
    name: str
    flags: tuple[UplFlag, ...] = ()
    sdg: tuple[str, ...] = ()
    legal_basis: dict[str, str | None] = field(default_factory=dict)
    """Label -> link; None where the list has no link that can be used."""

    @property
    def municipal(self) -> bool:
        return UplFlag.MUNICIPALITY in self.flags

    @property
    def is_placeholder(self) -> bool:
        return self.uri == PLACEHOLDER


@dataclass(slots=True)
class UplList:
    """The names in the order of the list, and what was mended or left out in it."""

    products: list[ListedProduct] = field(default_factory=list)
    mended: dict[str, list[str]] = field(default_factory=dict)
    """By the address of the product: the links that were written otherwise."""
    dropped: dict[str, list[str]] = field(default_factory=dict)
    """By the address of the product, empty where a row has none: what could not be used."""


def read_upl(data: bytes) -> UplList:
    """Read the list. Raises ImportRefused when it is something else."""
    if len(data) > MAX_BYTES:
        raise ImportRefused(f"Dit bestand is groter dan {MAX_BYTES // 1024 // 1024} MB; dat is geen productnamenlijst.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImportRefused("Dit bestand is niet opgeslagen als UTF-8. Haal de lijst opnieuw op.") from None
    made = _joined(_from_json(text) if text.lstrip()[:1] == "{" else _from_csv(text))
    if not any(product.municipal for product in made.products):
        raise ImportRefused("In deze lijst staat geen enkele naam van gemeenten. Ze is niet heel: haal haar opnieuw op.")
    return made


def _from_csv(text: str) -> list[Row]:
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        _require(reader.fieldnames or [])
        return [
            (f"regel {reader.line_num}", {key: value or "" for key, value in row.items() if isinstance(key, str)})
            for row in reader
        ]
    except csv.Error:
        raise ImportRefused("Dit bestand is geen geldige CSV. Haal de lijst opnieuw op.") from None


def _from_json(text: str) -> list[Row]:
    try:
        whole = json.loads(text)
        _require(whole["head"]["vars"])
        rows = whole["results"]["bindings"]
        return [(f"rij {at}", {key: str(cell["value"]) for key, cell in row.items()}) for at, row in enumerate(rows, 1)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ImportRefused("Dit JSON-bestand is geen productnamenlijst. Haal de lijst opnieuw op.") from None


def _require(columns: object) -> None:
    missing = [name for name in _NEEDED if not isinstance(columns, (list, tuple)) or name not in columns]
    if missing:
        words = enumerate_words((f"'{name}'" for name in missing), "en")
        verb = "ontbreekt" if len(missing) == 1 else "ontbreken"
        raise ImportRefused(f"Dit is geen productnamenlijst: {words} {verb}. Gebruik het bestand zoals het is gepubliceerd.")


def _joined(rows: list[Row]) -> UplList:
    made = UplList()
    found: dict[str, ListedProduct] = {}
    for place, row in rows:
        uri, name = row.get("URI", "").strip(), " ".join(row.get("UniformeProductnaam", "").split())
        wrong = wrong_text(name) or wrong_text(row.get("SDG", "").strip())
        if not name or not is_upl(uri) or wrong:
            why = wrong or "Een bruikbare naam of een bruikbaar adres ontbreekt."
            made.dropped.setdefault("", []).append(f"{place} ('{name or uri}'): {why}")
            continue
        product = found.setdefault(uri, ListedProduct(uri, name))
        flags = {flag for column, flag in _FLAGS.items() if row.get(column, "").strip()}
        product.flags = tuple(flag for flag in UplFlag if flag in flags | set(product.flags))
        codes = [code.strip() for code in row.get("SDG", "").split(";") if code.strip()]
        product.sdg = tuple(dict.fromkeys([*product.sdg, *codes]))
        _add_basis(made, product, row)
    made.products = list(found.values())
    return made


def _add_basis(made: UplList, product: ListedProduct, row: Row) -> None:
    label, written = " ".join(row.get("Grondslaglabel", "").split()), row.get("Grondslaglink", "").strip()
    if not label:
        if written:
            made.dropped.setdefault(product.uri, []).append(f"{product.name}: een link zonder naam van de wet ({written})")
        return
    if wrong := wrong_text(label):
        made.dropped.setdefault(product.uri, []).append(f"{product.name}: de grondslag '{label}'. {wrong}")
        return
    link, mended = mend_link(written)
    if link and mended:
        made.mended.setdefault(product.uri, []).append(f"{product.name}: {written} → {link}")
    elif written and not link:
        made.dropped.setdefault(product.uri, []).append(f"{product.name}: de link bij '{label}' ({written})")
    product.legal_basis[label] = product.legal_basis.get(label) or link


def mend_link(written: str) -> tuple[str | None, bool]:
    """A link to a regulation as it can be used, and whether it had to be changed; None when it can't be."""
    if not written:
        return None, False
    link = re.sub(r"\s+", "", written).replace("&amp;", "&").rstrip("&")
    link = re.sub(r"^(?:http:)?//(?=\S)", "https://", link)
    if link.startswith("jci1"):
        link = f"https://wetten.overheid.nl/{link}"
    elif re.match(r"(?:www\.)?[a-z.]*overheid\.nl/", link):
        link = f"https://{link}"
    return (None, False) if checked(LINK, link) is None or wrong_link(link) else (link, link != written)
