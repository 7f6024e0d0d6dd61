"""The rows of the workbook as texts, made from the registers: at export, and again to see what changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Place
from wmebv_site.exchange.proposals import Proposals, as_row, in_words
from wmebv_site.exchange.workbook.columns import (
    ADDITIONS,
    CHANNELS,
    CHECKLIST,
    MESSAGES,
    PRODUCTS,
    PROPOSALS,
    SEPARATOR,
    SHEETS,
    Sheet,
)
from wmebv_site.exchange.working import Data, Steps, Working
from wmebv_site.inventory.analysis import analyse
from wmebv_site.inventory.checklist import conformity
from wmebv_site.register.channels import QUESTIONS
from wmebv_site.register.entry import Entry
from wmebv_site.register.files import CHANNELS_FILE, PRODUCTS_FILE
from wmebv_site.register.products import ALWAYS_THERE
from wmebv_site.rules.channels import Verdict

Key = tuple[str, ...]
Row = tuple[str, ...]


def rows(working: Working, asked: Collection[Key] | None = None) -> dict[str, dict[Key, Row]]:
    """For each sheet its rows by their key, each with the text of every cell.

    ``asked`` are the questions of the checklist to put; without, all that there are.
    """
    holders = {
        PRODUCTS: _products(working),
        MESSAGES: _messages(working),
        CHANNELS: _channels(working),
        CHECKLIST: _checklist(working, asked),
        PROPOSALS: map(as_row, Proposals(working).open),
        ADDITIONS: (),
    }
    made: dict[str, dict[Key, Row]] = {}
    for sheet in SHEETS:
        listed = made.setdefault(sheet.name, {})
        for holder in holders[sheet]:
            row = tuple(_text(_at(holder, column.path)) for column in sheet.columns)
            listed[row[: sheet.keys]] = row
    return made


class Renames:
    """The key by which a row is known now: what was renamed since says in ``formerly`` how it was called."""

    def __init__(self, working: Working) -> None:
        self.products: dict[str, str] = {}
        self.messages: dict[Key, str] = {}
        for product in working.products():
            self.products |= dict.fromkeys(product.get("formerly", ()), product["id"])
            for message in product["messages"]:
                self.messages |= {
                    (product["id"], former): message_key(message) for former in message.get("formerly", ())
                }

    def current(self, sheet: Sheet, key: Key) -> Key:
        if sheet not in (PRODUCTS, MESSAGES):
            return key
        product = self.products.get(key[0], key[0])
        return (product,) if sheet is PRODUCTS else (product, self.messages.get((product, key[1]), key[1]))


def named_lists(working: Working) -> dict[str, dict[str, str]]:
    """The ids that a column may name, by kind, with their names; what is always there stands with the channels."""
    register = working.register
    made = {
        "domein": {domain.id: domain.name for domain in register.domains},
        "bestuursorgaan": {authority.id: authority.name for authority in register.authorities},
        "uitvoerder": {executor.id: executor.name for executor in register.executors},
        "kanaal": {channel.id: channel.name for channel in register.channels},
    }
    made["kanaal"] |= {word: word.capitalize() for word in sorted(ALWAYS_THERE)}
    return made


def place_of(working: Working, sheet: Sheet, key: Key) -> tuple[str, Steps] | None:
    """The file and the way in it to the mapping that a row is about; None when the register doesn't have it."""
    if sheet in (CHANNELS, CHECKLIST):
        ids = [each["id"] for each in working.channels.get("channels", ())]
        if key[0] not in ids:
            return None
        steps: Steps = ("channels", ids.index(key[0]))
        return CHANNELS_FILE, steps if sheet is CHANNELS else (*steps, "checklist", key[1])
    found = _product_at(working, key[0])
    if found is None or sheet is PRODUCTS:
        return found
    file, steps = found
    messages = follow(working.trees[file], steps)["messages"]
    at = next((position for position, each in enumerate(messages) if message_key(each) == key[1]), None)
    return None if at is None else (file, (*steps, "messages", at))


def shared_places(working: Working, sheet: Sheet, row: Row) -> tuple[Place | None, ...]:
    """For each cell of a row where in the shared register its value stands; None for what the municipality says itself."""
    register = working.register
    holder: Entry | None = None
    if sheet in (PRODUCTS, MESSAGES):
        holder = product = register.product_by_id[row[0]]
        if sheet is MESSAGES:
            holder = next(each for each in product.messages if each.key == row[1])
    elif sheet is CHANNELS:
        holder = register.channel_by_id[row[0]]
    if holder is None:
        return (None,) * len(row)
    places = [holder.place_of(column.path[0]) for column in sheet.columns]
    return tuple(
        place if text and place != holder.place and place.file.startswith(register.base) else None
        for place, text in zip(places, row, strict=True)
    )


def _product_at(working: Working, name: str) -> tuple[str, Steps] | None:
    for file, tree in working.trees.items():
        if file == PRODUCTS_FILE:
            for position, product in enumerate(tree.get("products", ())):
                if product["id"] == name:
                    return file, ("products", position)
        elif tree.get("id") == name:
            return file, ()
    return None


def follow(tree: Data, steps: Steps) -> Data:
    """The mapping at the end of a way; keys on it that aren't there yet are made."""
    at: Any = tree
    for step in steps:
        at = at[step] if isinstance(step, int) else at.setdefault(step, {})
    made: Data = at
    return made


def message_key(message: Data) -> str:
    return str(message.get("id") or message["kind"])


def _products(working: Working) -> Iterator[Data]:
    proposals: dict[str, list[str]] = {}
    for proposal in Proposals(working).open:
        if "product" in proposal:
            proposals.setdefault(proposal["product"], []).append(in_words(proposal))
    for product in working.products():
        basis = [entry["label"] for entry in product.get("legal_basis", ())]
        yield {**product, "legal_basis": basis, "proposals": proposals.get(product["id"], [])}


def _messages(working: Working) -> Iterator[Data]:
    for product in working.products():
        for message in product["messages"]:
            exempt = message.get("exempt", {})
            why = [exempt[key] for key in ("reason", "basis") if key in exempt]
            yield {**message, "product": product["id"], "key": message_key(message), "exempt": why}


def _channels(working: Working) -> Iterator[Data]:
    yield from working.channels.get("channels", ())


def questions_to_ask(working: Working, today: date) -> set[Key]:
    """The questions of the checklist that make sense: not of a channel that stops, and not what does not apply to it."""
    return {
        (each.channel.id, finding.key)
        for each in conformity(analyse(Decisions(working.register, today)))
        for finding in each.findings
        if finding.verdict is not Verdict.NOT_APPLICABLE
    }


def _checklist(working: Working, asked: Collection[Key] | None) -> Iterator[Data]:
    for channel in _channels(working):
        for key, question in QUESTIONS.items():
            answer = channel.get("checklist", {}).get(key)
            if answer is None and asked is not None and (channel["id"], key) not in asked:
                continue
            yield {
                "channel": channel["id"],
                "key": key,
                "question": question.text,
                "basis": question.basis or "goede praktijk",
                **(answer or {}),
            }


def _at(holder: Any, path: Key) -> Any:
    for step in path:
        holder = holder.get(step) if isinstance(holder, dict) else None
    return holder


def _text(value: Any) -> str:
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)
