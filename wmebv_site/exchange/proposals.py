"""What lists of others propose stands in a section of its own, and counts for nothing until a person takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wmebv_site.exchange.working import Data, Working
from wmebv_site.register.files import PRODUCTS_FILE
from wmebv_site.register.upl import is_address
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml_text import Inline

_ABOVE = """\
Voorstellen uit lijsten van anderen. Ze gelden niet en komen nooit op de website.
- digital: heeft het product volgens de lijst een digitaal kanaal nodig? in_person: moet men volgens de lijst zelf komen?
- domain: het domein volgens de lijst. page, summary: de pagina en de samenvatting van het product volgens de lijst.
- synonyms: woorden waarmee mensen het product zoeken. Neem over wat bij uw gemeente past.
Neemt u iets over? Schrijf het dan zelf bij het product. Zet daarna hier `done: ja`. Dan vraagt niemand het meer."""


class _Section(list[Any]):
    """A new list of proposals, with the explanation that stands above it."""

    above = _ABOVE


class Proposals:
    """The proposals of a register, and those that an import adds to them."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self.all: list[Data] = working.trees.get(PRODUCTS_FILE, {}).get("proposals", [])
        self.added = 0

    @property
    def open(self) -> list[Data]:
        """Those about which nobody decided yet."""
        return [proposal for proposal in self.all if proposal.get("done") != "ja"]

    def add(self, proposal: Data) -> None:
        self.all.append(Inline(proposal))
        self.added += 1

    def keep_out(self, proposal: Data) -> None:
        """Record that what a proposal is about is no product of this municipality: by its address, else by its id."""
        upl = proposal.get("upl", "")
        entry = upl if is_address(upl) else slugify(proposal["name"])
        listed = self.working.trees.setdefault(PRODUCTS_FILE, {}).setdefault("not_ours", [])
        if not self.working.is_not_ours(entry) and entry not in listed:
            listed.append(entry)

    def keep(self) -> None:
        """Put what was added into the register; at the end, since where products go depends on the files there are."""
        if self.added:
            self.working.trees.setdefault(PRODUCTS_FILE, {}).setdefault("proposals", _Section(self.all))


def identity(proposal: Mapping[str, Any]) -> tuple[str, str, str]:
    """By what a proposal is known: whose it is, and what it is about. Two rows of one list may be about one product."""
    about = proposal.get("product") or proposal.get("upl") or proposal.get("name") or ""
    return proposal.get("by", ""), about, proposal.get("number", "")


def in_words(proposal: Data) -> str:
    """Whose it is and what it says: ``VNG: digitaal ja, domein Burgerzaken``."""
    return f"{proposal.get('by', 'lijst')}: {_says(proposal)}"


def as_row(proposal: Data) -> Data:
    """In the words of the workbook, where colleagues decide about it."""
    new = [] if "product" in proposal else ["nieuw product"]
    more = [
        f"{word} {proposal[key]}"
        for key, word in (("url", "adres"), ("page", "pagina"), ("summary", "samenvatting"))
        if key in proposal
    ]
    return {
        "by": proposal.get("by", ""),
        "about": proposal.get("product") or proposal.get("name", ""),
        "number": proposal.get("number", ""),
        "says": "; ".join([*new, *filter(None, [_says(proposal)]), *more]),
    }


def _says(proposal: Data) -> str:
    words = {"digital": "digitaal", "in_person": "in persoon", "domain": "domein"}
    said = [f"{word} {proposal[key]}" for key, word in words.items() if key in proposal]
    said += [f"ook: {', '.join(proposal['synonyms'])}"] if proposal.get("synonyms") else []
    return ", ".join(said)
