"""Takes over what a colleague decided about proposals, and what one says is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wmebv_site.dutch import capitalised
from wmebv_site.exchange._from_editing_emit import Inline
from wmebv_site.exchange._from_importing_outcome import Outcome
from wmebv_site.exchange.upl import Defaults, Filler
from wmebv_site.exchange.workbook.incoming import Cell
from wmebv_site.exchange.workbook.rows import Key, open_proposals, proposal_row
from wmebv_site.exchange.working import Data, Working
from wmebv_site.register.terms import MessageKind, ToConfirm

TAKEN, DECLINED, LEFT, ADDED, REMARKS = (
    "voorstellen overgenomen", "voorstellen afgewezen", "zelf nog doen", "erbij gekomen", "opmerkingen",
)  # fmt: skip
_IN_PERSON = (MessageKind.APPLICATION.value, MessageKind.DECLARATION.value, MessageKind.NOTIFICATION.value)
"""What a list means where it says that one must come in person."""
Given = Mapping[str, tuple[Cell, Any]]
"""What a row says, by the last word of the way of its column."""


class Additions:
    """What is added to the registers in one import; ``known`` finds the id of a domain by how a person writes it."""

    def __init__(self, working: Working, outcome: Outcome, known: Callable[[str], str | None]) -> None:
        self.working, self.outcome, self.known = working, outcome, known
        self.filler = Filler(working, Defaults())
        self.open = {tuple(proposal_row(each)[name] for name in ("by", "about", "number")): each for each in open_proposals(working)}

    def decide(self, key: Key, given: Given) -> str | None:
        """Carry out what was decided about one proposal. Says what is wrong with the answer."""
        proposal = self.open[key]
        cell, answer = given.get("take", (None, None))
        if cell is None or answer is None:
            return f"{next(iter(given.values()))[0].where}: kies ook 'ja' of 'nee' bij 'Overnemen'."
        if answer == "nee":
            self.outcome.add(DECLINED, key[1])
        else:
            basis = given["basis"][1] if "basis" in given else None
            product = self.working.by_id().get(proposal.get("product", ""))
            if proposal.get("in_person") == "ja" and not basis and not _is_exempt(product):
                return f"{cell.where}: men moet hiervoor zelf komen. Vul bij 'Wet en artikel' in waar dat staat."
            self._take(proposal, basis)
            self.outcome.add(TAKEN, key[1])
        proposal["done"] = "ja"
        return None

    def _take(self, proposal: Data, basis: str | None) -> None:
        domain = self.known(proposal.get("domain", ""))
        product = self.working.by_id().get(proposal.get("product", "")) or self._same(proposal["name"] if "name" in proposal else "")
        if product is None:
            product = self._new(proposal["name"], domain, {key: proposal[key] for key in ("upl",) if key in proposal})
        elif domain:
            product["domain"] = domain
            _confirm(product, ToConfirm.DOMAIN)
        if "domain" in proposal and domain is None:
            self.outcome.add(LEFT, f"{product['id']}: het domein '{proposal['domain']}' staat niet in channels.yaml")
        if basis and proposal.get("in_person") == "ja" and not _is_exempt(product):
            messages = product["messages"]
            message = next((each for each in messages if each["kind"] in _IN_PERSON), messages[0])
            message["exempt"] = Inline({"reason": "in_persoon", "basis": basis})

    def add(self, given: Given) -> None:
        """Take over one row of what is missing."""
        said = {key: value for key, (_, value) in given.items() if value}
        if remark := said.get("remark"):
            self.outcome.add(REMARKS, f"{given['remark'][0].where}: {remark}")
        if "name" not in said:
            return
        product, kinds = self._same(said["name"]), said.get("kinds", [])
        if product is None:
            product = self._new(said["name"], said.get("domain"), {key: said[key] for key in ("summary",) if key in said})
            if kinds:
                product["messages"] = [_message(kind, said.get("in_use")) for kind in kinds]
            elif "in_use" in said:
                product["messages"][0]["in_use"] = said["in_use"]
            self.outcome.add(ADDED, f"{product['id']}: nog te bevestigen ({', '.join(product['unconfirmed'])})")
            return
        there = {message["kind"] for message in product["messages"]}
        if new := [kind for kind in kinds if kind not in there]:
            product["messages"] += [_message(kind, said.get("in_use")) for kind in new]
            product["unconfirmed"] = list(dict.fromkeys([*product.get("unconfirmed", []), ToConfirm.MESSAGES.value]))
            self.outcome.add(ADDED, f"{product['id']}: {', '.join(new)}, nog te bevestigen")

    def _same(self, name: str) -> Data | None:
        asked = name.casefold()
        return next((each for each in self.working.products() if asked and asked in (each["name"].casefold(), each["id"])), None)

    def _new(self, name: str, domain: str | None, more: Data) -> Data:
        self.filler.domain = domain
        start: Data = {"id": self.working.new_id(name), "name": capitalised(name), **more}
        return self.filler.product(start)


def _is_exempt(product: Data | None) -> bool:
    """Whether someone wrote down already for what one must come in person, or may not send digitally."""
    return product is not None and any("exempt" in message for message in product["messages"])


def _message(kind: str, in_use: list[str] | None) -> Data:
    return {"kind": kind, **({"in_use": in_use} if in_use else {})}


def _confirm(product: Data, field: ToConfirm) -> None:
    if left := [word for word in product.get("unconfirmed", []) if word != field.value]:
        product["unconfirmed"] = left
    else:
        product.pop("unconfirmed", None)
