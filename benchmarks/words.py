"""Dutch names and sentences for made-up registers: real ones, since invented text compresses too well."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

ROOT = Path(__file__).parents[1]
UPL = ROOT.parent / "shared" / "data" / "upl"
"""The Uniforme Productnamenlijst, where this machine has it: read in place, never copied."""
_TERM = "http://standaarden.overheid.nl/owms/terms/"
ItemT = TypeVar("ItemT")


@dataclass(frozen=True)
class Words:
    """Names with their UPL address, and what stands in the texts of the example's own products."""

    names: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    synonyms: tuple[str, ...]
    documents: tuple[str, ...]
    laws: tuple[tuple[str, str], ...]
    real_names: bool

    def name(self, number: int) -> tuple[str, str]:
        """The name and UPL address of product ``number``; a number behind the name once the names run out."""
        turn, place = divmod(number, len(self.names))
        name, address = self.names[place]
        name = name[:1].upper() + name[1:]
        return (f"{name} {turn + 1}" if turn else name), address


def read_words(upl: Path = UPL) -> Words:
    """Read the example's products, and the names of the UPL where that is there."""
    products = _example()
    own = [(product["name"], product["upl"]) for product in products if "upl" in product]
    official = _official_names(upl)
    return Words(
        names=tuple(official or own),
        sentences=_once(f"{s.rstrip('.')}." for p in products for s in p.get("summary", "").split(". ") if s),
        synonyms=_once(word for product in products for word in product.get("synonyms", ())),
        documents=_once(text for product in products for text in product.get("documents", ())),
        laws=_once(
            (law["label"], law["url"]) for p in products for law in p.get("legal_basis", ()) if "url" in law
        ),
        real_names=bool(official),
    )


def _example() -> list[dict[str, Any]]:
    files = [ROOT / "products.yaml", *sorted((ROOT / "products").glob("*.yaml"))]
    read = [yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader) for file in files]
    return [product for data in read for product in data.get("products", [data])]


def _official_names(folder: Path) -> list[tuple[str, str]]:
    """Names a municipality has first, then those of other authorities, each once."""
    found: dict[str, str] = {}
    for file in ("upl-gemeente-vng.csv", "UPL-actueel-2023-10-04.csv"):
        if (folder / file).is_file():
            with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
                for row in csv.DictReader(stream):
                    if row["URI"].startswith(_TERM):
                        found.setdefault(row["UniformeProductnaam"], row["URI"])
    return list(found.items())


def _once(items: Iterable[ItemT]) -> tuple[ItemT, ...]:
    return tuple(dict.fromkeys(items))
