"""Takes the answers of a workbook into the registers, cell by cell, and leaves what someone else changed meanwhile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from wmebv_site.diagnostics import Refused, did_you_mean
from wmebv_site.dutch import capitalised, enumerate_words
from wmebv_site.exchange.upl import Defaults, Filler
from wmebv_site.exchange.workbook.columns import (
    ADDITIONS,
    CHECKLIST,
    PROPOSALS,
    SEPARATOR,
    SHEETS,
    Column,
    Kind,
    Sheet,
)
from wmebv_site.exchange.workbook.incoming import Cell, Faults, Returned, refuse
from wmebv_site.exchange.workbook.rows import (
    Key,
    Renames,
    follow,
    named_lists,
    open_proposals,
    place_of,
    proposal_row,
    rows,
)
from wmebv_site.exchange.working import Data, Outcome, Steps, Working
from wmebv_site.register.terms import MessageKind, ToConfirm
from wmebv_site.register.yaml_text import Inline

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
        self.open = {
            tuple(proposal_row(each)[name] for name in ("by", "about", "number")): each
            for each in open_proposals(working)
        }

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
                return (
                    f"{cell.where}: men moet hiervoor zelf komen. Vul bij 'Wet en artikel' in waar dat staat."
                )
            self._take(proposal, basis)
            self.outcome.add(TAKEN, key[1])
        proposal["done"] = "ja"
        return None

    def _take(self, proposal: Data, basis: str | None) -> None:
        domain = self.known(proposal.get("domain", ""))
        product = self.working.by_id().get(proposal.get("product", "")) or self._same(
            proposal["name"] if "name" in proposal else ""
        )
        if product is None:
            product = self._new(
                proposal["name"], domain, {key: proposal[key] for key in ("upl",) if key in proposal}
            )
        elif domain:
            product["domain"] = domain
            _confirm(product, ToConfirm.DOMAIN)
        if "domain" in proposal and domain is None:
            self.outcome.add(
                LEFT, f"{product['id']}: het domein '{proposal['domain']}' staat niet in channels.yaml"
            )
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
            product = self._new(
                said["name"], said.get("domain"), {key: said[key] for key in ("summary",) if key in said}
            )
            if kinds:
                product["messages"] = [_message(kind, said.get("in_use")) for kind in kinds]
            elif "in_use" in said:
                product["messages"][0]["in_use"] = said["in_use"]
            self.outcome.add(
                ADDED, f"{product['id']}: nog te bevestigen ({', '.join(product['unconfirmed'])})"
            )
            return
        there = {message["kind"] for message in product["messages"]}
        if new := [kind for kind in kinds if kind not in there]:
            product["messages"] += [_message(kind, said.get("in_use")) for kind in new]
            product["unconfirmed"] = list(
                dict.fromkeys([*product.get("unconfirmed", []), ToConfirm.MESSAGES.value])
            )
            self.outcome.add(ADDED, f"{product['id']}: {', '.join(new)}, nog te bevestigen")

    def _same(self, name: str) -> Data | None:
        asked = name.casefold()
        return next(
            (
                each
                for each in self.working.products()
                if asked and asked in (each["name"].casefold(), each["id"])
            ),
            None,
        )

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


CONFLICTS = "conflicten"
_WHERE = re.compile(r"Blad '([^']+)', cel ([A-Z]+)(\d+):")


def merge_workbook(working: Working, returned: Returned) -> Outcome:
    """Take over each cell that differs from what was given out, where the register still says what it said then.

    Of a cell that changed in both, the register's value stays and the conflict is told. Raises Refused when an
    answer can't be; then nothing is taken over.
    """
    outcome = Outcome("Werkmap ingelezen.", {"overgenomen": [], CONFLICTS: []})
    ids = named_lists(working)
    current, renames = rows(working), Renames(working)
    wrong: list[str] = []
    wrong_cells: dict[str, list[tuple[str, str]]] = {}  # by the first cell of a row: where, and the heading
    todo: list[tuple[Sheet, Key, Column, Cell, Any]] = []
    row_of: dict[tuple[str, Key], list[Cell]] = {}
    doubtful: set[tuple[str, Key]] = set()
    unchanged = gone = 0
    decided: dict[Key, dict[str, tuple[Cell, Any]]] = {}
    added: list[dict[str, tuple[Cell, Any]]] = []
    for sheet in SHEETS:
        for key, cells in returned.rows[sheet.name].items():
            if sheet is ADDITIONS:
                row, mistakes = _read_row(sheet, cells, ids)
                wrong += mistakes
                if not mistakes:
                    added.append(row)
                continue
            base, key_now = returned.base[sheet.name][key], renames.current(sheet, key)
            now = current[sheet.name].get(key_now)
            if now is None and sheet is PROPOSALS:
                continue  # someone decided meanwhile
            if now is None:
                answers = [cell for cell, was in zip(cells, base, strict=True) if cell.text != _tidy(was)]
                for cell in answers:
                    told = f"{cell.where}: '{cell.text}' is niet overgenomen; '{' / '.join(key)}' staat niet meer in het register"
                    outcome.add(CONFLICTS, told)
                gone += not answers
                continue
            for column, cell, was, is_ in zip(sheet.columns, cells, base, now, strict=True):
                # Spaces within a text are nobody's answer: a workbook is read with single ones.
                if cell.text in (_tidy(was), _tidy(is_)):
                    unchanged += cell.text == _tidy(was)
                elif column.kind is Kind.FIXED:
                    wrong.append(f"{cell.where}: deze kolom is vast; er stond '{was}'. Zet dat terug.")
                    wrong_cells.setdefault(cells[0].where, []).append((cell.where, column.heading))
                elif was != is_:
                    outcome.add(
                        CONFLICTS,
                        f"{cell.where}: de werkmap zegt '{cell.text}', het register zegt intussen '{is_}'; dat blijft staan",
                    )
                else:
                    value, mistake = _parsed(cell.text, column, ids)
                    if mistake:
                        wrong.append(f"{cell.where}: {mistake}")
                        wrong_cells.setdefault(cells[0].where, []).append((cell.where, column.heading))
                        doubtful.add((sheet.name, key))
                        continue
                    if sheet is PROPOSALS:
                        decided.setdefault(key, {})[column.path[-1]] = cell, value
                        continue
                    todo.append((sheet, key_now, column, cell, value))
                    row_of[sheet.name, key_now] = cells
    outcome.counts["gelijk gebleven"] = unchanged
    # By key: rows that a colleague added on a sheet may not make up for rows that are gone.
    if missing := sum(
        len(listed.keys() - returned.rows[name].keys()) for name, listed in returned.base.items()
    ):
        outcome.counts["rijen die niet terugkwamen"] = missing
    if gone:
        outcome.counts["rijen die niet meer in het register staan"] = gone
    touched: dict[tuple[str, Steps], tuple[Sheet, list[Cell]]] = {}
    for sheet, key, column, cell, value in todo:
        place = place_of(working, sheet, key)
        assert place is not None, "the row is in the register"
        touched[place] = sheet, row_of[sheet.name, key]
        _set(follow(working.trees[place[0]], place[1]), column.path, value)
        outcome.add(
            "overgenomen",
            f"{cell.where}: {' / '.join(key)}, {column.heading.lower()} → {cell.text or '(leeg)'}",
        )
    _tidy_checklists(working)
    domains = _known(next(column for column in ADDITIONS.columns if column.choices == "domein"), ids)
    additions = Additions(working, outcome, lambda name: domains.get(_plain(name)))
    wrong += [
        told
        for key, row in decided.items()
        if (PROPOSALS.name, key) not in doubtful and (told := additions.decide(key, row))
    ]
    for row in added:
        additions.add(row)
    outcome.groups["niet gelezen"] = returned.ignored
    faults = Faults(touched)
    try:
        outcome.changes = working.changes(faults.tell)
    except Refused as refusal:
        if not refusal.findings:
            raise
        wrong += [told for told in refusal.findings if not _follows(told, wrong_cells, touched.values())]
    refuse(sorted(wrong, key=_by_place))
    return outcome


def _follows(
    told: str, wrong: Mapping[str, list[tuple[str, str]]], rows: Iterable[tuple[Sheet, list[Cell]]]
) -> bool:
    """Whether a mistake may only be there because another cell of its row was wrong, and was therefore left as it was."""
    where = told.partition(":")[0]
    row = next((cells for _, cells in rows if any(cell.where == where for cell in cells)), None)
    beside = wrong.get(row[0].where, []) if row else []
    return any(where == cell or f"'{heading}'" in told for cell, heading in beside)


def _by_place(told: str) -> tuple[int, int, int, str]:
    """Sheets as they stand in the workbook, in a sheet by row and column; what has no cell comes last."""
    found = _WHERE.match(told)
    if found is None:
        return len(SHEETS), 0, 0, ""
    names = [sheet.name for sheet in SHEETS]
    return names.index(found[1]), int(found[3]), len(found[2]), found[2]


def _read_row(
    sheet: Sheet, cells: list[Cell], ids: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, tuple[Cell, Any]], list[str]]:
    """What a row of a sheet without rows of its own says, and its mistakes; a remark needs nothing beside it."""
    made, wrong = {}, []
    alone = all(
        not cell.text for column, cell in zip(sheet.columns, cells, strict=True) if column.path != ("remark",)
    )
    for column, cell in zip(sheet.columns, cells, strict=True):
        if cell.text or (not alone and column.path == ("name",)):
            value, mistake = _parsed(cell.text, column, ids)
            wrong += [f"{cell.where}: {mistake}"] if mistake else []
            made[column.path[-1]] = cell, value
    return made, wrong


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _parsed(text: str, column: Column, ids: Mapping[str, Mapping[str, str]]) -> tuple[Any, str | None]:
    """The value as the register holds it, None for an empty cell; and what is wrong with it.

    A word of a list may be written with capitals, or as the name of what it stands for.
    """
    if not text:
        return None, "deze cel kan niet leeg zijn." if _required(column) else None
    value: Any = text
    if column.kind is Kind.LIST:
        value = [item.strip() for item in re.split("[;,]" if column.choices else ";", text) if item.strip()]
        if not value:
            return None, f"hier staat alleen '{text[:60]}'. Vul iets in, of maak de cel leeg."
    if column.choices:
        known = _known(column, ids)
        found = [known.get(_plain(item)) for item in (value if isinstance(value, list) else [value])]
        for item, word in zip(value if isinstance(value, list) else [value], found, strict=True):
            if word is None:
                words = list(dict.fromkeys(known.values()))
                hint = did_you_mean(item, words) or (
                    f"Kies uit: {enumerate_words(words)}." if len(words) <= 12 else "Zie het blad 'Uitleg'."
                )
                return None, f"'{item[:60]}' kan hier niet. {hint}"
        value = list(dict.fromkeys(found)) if isinstance(value, list) else found[0]
    if column.adapter is not None and not isinstance(column.choices, str):
        try:
            column.adapter.validate_python(value)
        except ValidationError as error:
            told = error.errors()[0]
            context = told.get("ctx", {})
            words_ = " ".join(str(context[key]) for key in ("message", "hint") if context.get(key))
            return None, words_ or f"'{text[:60]}' kan hier niet."
    return value, None


def _known(column: Column, ids: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words of a column by how a person may write them; an id also by its name, unless two share that."""
    if not isinstance(column.choices, str):
        return {_plain(word): word for one in column.choices for word in one.split(SEPARATOR)}
    named = ids[column.choices]
    times = Counter(_plain(name) for name in named.values())
    by_name = {_plain(name): key for key, name in named.items() if times[_plain(name)] == 1}
    return by_name | {_plain(key): key for key in named}


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def _required(column: Column) -> bool:
    fields = (
        {info.alias or name: info for name, info in column.model.model_fields.items()} if column.model else {}
    )
    return (
        len(column.path) == 1
        and column.path[0] in fields
        and fields[column.path[0]].is_required()
        and column.path != ("answer",)
    )


def _set(holder: Data, path: tuple[str, ...], value: Any) -> None:
    *outer, last = path
    for step in outer:
        holder = holder.setdefault(step, {})
    if value is None:
        holder.pop(last, None)
    else:
        holder[last] = value


def _tidy_checklists(working: Working) -> None:
    """Answers, suppliers and the like from which everything was taken away go as a whole."""
    for channel in working.channels.get("channels", ()):
        checklist = channel.get("checklist", {})
        for key in [key for key, answer in checklist.items() if not answer]:
            del checklist[key]
        for name in (CHECKLIST.name.lower(), "supplier", "checked"):
            if name in channel and not channel[name]:
                del channel[name]
