"""Takes the answers of a workbook into the registers, cell by cell, and leaves what someone else changed meanwhile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from wmebv_site.diagnostics import did_you_mean
from wmebv_site.dutch import capitalised, enumerate_words, uncapitalised
from wmebv_site.exchange.filling import Defaults, Filler
from wmebv_site.exchange.proposals import Proposals, as_row
from wmebv_site.exchange.workbook.columns import (
    ADDITIONS,
    CHECKLIST,
    NOT_OURS,
    PRODUCTS,
    PROPOSALS,
    SEPARATOR,
    SHEETS,
    Column,
    Kind,
    Sheet,
)
from wmebv_site.exchange.workbook.incoming import Cell, Faults, Place, Returned, said
from wmebv_site.exchange.workbook.rows import (
    Key,
    Renames,
    Row,
    follow,
    named_lists,
    place_of,
    rows,
)
from wmebv_site.exchange.working import Data, Misfit, Outcome, Unfit, Working
from wmebv_site.register.terms import MessageKind, ToConfirm
from wmebv_site.register.values import slugify
from wmebv_site.register.yaml_text import Inline

TAKEN_OVER, CONFLICTS, REFUSED, UNREAD = "overgenomen", "conflicten", "niet overgenomen", "niet gelezen"
ACCEPTED, DECLINED, LEFT, ADDED, REMARKS = (
    "voorstellen overgenomen", "voorstellen afgewezen", "zelf nog doen", "erbij gekomen", "opmerkingen",
)  # fmt: skip
_MAY_BE_NONE = (("unconfirmed",), ("executor",), ("synonyms",), ("documents",))
"""Where an empty cell means that there is none; elsewhere it means that something wider holds."""
_NOTHING = frozenset({"geen", "niets", "-", "nvt", "n.v.t.", "leeg"})
_IN_PERSON = (MessageKind.APPLICATION.value, MessageKind.DECLARATION.value, MessageKind.NOTIFICATION.value)
"""What a list means where it says that one must come in person."""
_WHERE = re.compile(r"(?:Het blad|Blad) '([^']+)'(?:, cel ([A-Z]+)(\d+):)?")
Answers = Mapping[str, tuple[Cell, Any]]
"""What a row says, by the last word of the way of its column."""
Ids = Mapping[str, Mapping[str, str]]
"""What may be chosen from a list of the registers: names by their id, by the kind of the list."""


def merge_workbook(working: Working, returned: Returned) -> Outcome:
    """Take over each cell that differs from what was given out, where the register still says what it said then.

    Of a cell that changed in both, the register's value stays and the conflict is told. What can't be taken over is told
    by its cell, and the rest is taken over.
    """
    ids = named_lists(working)
    comparison = Comparison(working, returned, ids)
    left = Left()
    while True:
        outcome = Outcome.of(
            "De werkmap is gelezen.",
            (TAKEN_OVER, CONFLICTS, REFUSED),
            whole=(CONFLICTS, REFUSED, LEFT, REMARKS, UNREAD),
        )
        taken = _take_over(working, comparison, left, ids, outcome)
        try:
            outcome.changes = working.changes()
        except Unfit as unfit:
            if not left.leave_out(unfit.misfits, Faults(taken), comparison):
                raise
            working.undo()
            continue
        # Each once, and of one cell in this order.
        told = dict.fromkeys((*returned.wrong, *comparison.wrong, *outcome.groups[REFUSED], *left.told))
        outcome.groups[REFUSED] = sorted(told, key=_by_place)
        outcome.groups[UNREAD] = returned.ignored
        comparison.count(outcome)
        return outcome


def _take_over(
    working: Working, comparison: Comparison, left: Left, ids: Ids, outcome: Outcome
) -> dict[Place, tuple[Sheet, list[Cell]]]:
    """Take over all but what was left. Gives the rows of which an answer was taken, by the place where it went."""
    outcome.groups[CONFLICTS] += comparison.conflicts
    for where, noted in comparison.noted.items():
        if where not in left.cells:
            outcome.add(LEFT, noted)
    answers = [answer for answer in comparison.answers if answer.cell.where not in left.cells]
    taken = _write(working, answers, outcome)
    domains = _known(next(column for column in ADDITIONS.columns if column.choices == "domein"), ids)
    additions = Additions(working, outcome, lambda name: domains.get(_folded(name)), answers)
    decided = [(PROPOSALS, key, row) for key, row in comparison.decided.items()]
    for sheet, key, row in [*decided, *((ADDITIONS, (), row) for row in comparison.added)]:
        cells = [cell for cell, _ in row.values()]
        if any(cell.where in left.cells for cell in cells):
            continue
        additions.touched = None
        if told := additions.decide(key, row) if sheet is PROPOSALS else additions.add(row):
            outcome.add(REFUSED, told)
        if additions.touched and (place := place_of(working, PRODUCTS, (additions.touched,))):
            # No column of these sheets is a key of a product: a mistake is told at the first cell of the row.
            taken.setdefault(place, (replace(sheet, columns=()), cells))
    return taken


class Left:
    """The answers that the registers can't hold together, left out so that all others can be taken over."""

    def __init__(self) -> None:
        self.cells: set[str] = set()
        self.told: list[str] = []

    def leave_out(self, misfits: Iterable[Misfit], faults: Faults, comparison: Comparison) -> bool:
        """Leave out what these mistakes come from. Whether that was anything; else a mistake has another cause."""
        before = len(self.cells)
        for misfit in misfits:
            about, row = faults.cause(misfit)
            open_ = comparison.places - self.cells
            cells = [cell for cell in about if cell.where in open_] or [
                cell for cell in row if cell.where in open_
            ]
            told = faults.tell(misfit)
            if cells and not comparison.explains(told, row):
                self.told.append(told)
            for cell in cells:
                self.cells.add(cell.where)
                if not told.startswith(f"{cell.where}:"):
                    place = told.partition(":")[0].rpartition(" ")[2]
                    self.told.append(
                        f"{cell.where}: {said(cell.text)} is niet overgenomen, want het hoort bij cel {place}."
                    )
        return len(self.cells) > before


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell that a colleague changed, with the value that it stands for; ``cells`` are its whole row."""

    sheet: Sheet
    key: Key
    column: Column
    cell: Cell
    value: Any
    cells: list[Cell]


class Comparison:
    """The rows that came back, beside what was given out and what the registers say now."""

    def __init__(self, working: Working, returned: Returned, ids: Ids) -> None:
        self.returned, self.ids = returned, ids
        self.current, self.renames = rows(working), Renames(working)
        self.answers: list[Answer] = []
        self.decided: dict[Key, dict[str, tuple[Cell, Any]]] = {}
        """What was answered about proposals, of which every answer can be used."""
        self.added: list[Answers] = []
        self.wrong: list[str] = []
        self.conflicts: list[str] = []
        self.noted: dict[str, str] = {}
        """What to look at in a cell that was read, by the cell."""
        self.unchanged = self.gone = 0
        # Rows go by their first cell: their wrong cells with the headings, and those with an answer that can't be read.
        self._wrong_cells: dict[str, list[tuple[str, str]]] = {}
        self._doubtful: set[str] = set()
        for sheet in SHEETS:
            for key, cells in returned.rows.get(sheet.name, {}).items():
                if sheet is ADDITIONS:
                    self._addition(cells)
                else:
                    self._row(sheet, key, cells)

    def count(self, outcome: Outcome) -> None:
        """What the groups of the outcome don't show by their length."""
        counts = outcome.counts
        counts["gelijk gebleven"] = self.unchanged
        # By key: rows that a colleague added on a sheet may not make up for rows that are gone.
        lost = (
            listed.keys() - self.returned.rows[name].keys()
            for name, listed in self.returned.base.items()
            if name in self.returned.rows  # a sheet that is not there, or can't be read, is told as one
        )
        if missing := sum(map(len, lost)):
            counts["rijen die niet terugkwamen"] = missing
        if self.gone:
            counts["rijen die niet meer in het register staan"] = self.gone

    @cached_property
    def places(self) -> frozenset[str]:
        """The cells with an answer that can be read."""
        rows_ = (*self.decided.values(), *self.added)
        others = (cell.where for row in rows_ for cell, _ in row.values())
        return frozenset((*(answer.cell.where for answer in self.answers), *others))

    def explains(self, told: str, row: list[Cell]) -> bool:
        """Whether a mistake may only be there because another cell of its row was wrong, and was therefore left as it was."""
        where = told.partition(":")[0]
        beside = self._wrong_cells.get(row[0].where, [])
        return any(where == cell or f"'{heading}'" in told for cell, heading in beside)

    def _addition(self, cells: list[Cell]) -> None:
        """A row of the sheet for what is missing; a remark needs nothing beside it."""
        pairs = list(zip(ADDITIONS.columns, cells, strict=True))
        remark_alone = not any(cell.text for column, cell in pairs if column.path != ("remark",))
        row: dict[str, tuple[Cell, Any]] = {}
        wrong = []
        if wrong_cell := next((cell for cell in cells if cell.is_wrong), None):
            self.wrong.append(f"{wrong_cell.where}: van deze rij is daarom niets overgenomen.")
            return
        for column, cell in pairs:
            if cell.text or (column.path == ("name",) and not remark_alone):
                value, mistake = _parsed(cell.text, column, self.ids)
                wrong += [f"{cell.where}: {mistake}"] if mistake else []
                row[column.path[-1]] = cell, value
        self.wrong += wrong
        if not wrong:
            self.added.append(row)

    def _row(self, sheet: Sheet, key: Key, cells: list[Cell]) -> None:
        base, key_now = self.returned.base[sheet.name][key], self.renames.current(sheet, key)
        now = self.current[sheet.name].get(key_now)
        if now is not None:
            found = [
                answer
                for column, cell, was, is_ in zip(sheet.columns, cells, base, now, strict=True)
                if not self._is_unreadable(column, cell, cells)
                and (answer := self._cell(Answer(sheet, key_now, column, cell, None, cells), was, is_))
            ]
            if sheet is not PROPOSALS:
                self.answers += found
            elif found and cells[0].where not in self._doubtful:
                self.decided[key] = {each.column.path[-1]: (each.cell, each.value) for each in found}
        elif sheet is not PROPOSALS:  # else someone decided meanwhile
            self._gone(key, cells, base)

    def _gone(self, key: Key, cells: list[Cell], base: Row) -> None:
        """A row that the register no longer has: its answers are told, since nothing can be done with them."""
        answers = [
            cell
            for cell, was in zip(cells, base, strict=True)
            if not cell.is_wrong and cell.text != _tidy(was)
        ]
        for cell in answers:
            told = f"{cell.where}: {said(cell.text)} is niet overgenomen; '{' / '.join(key)}' staat niet meer in het register"
            self.conflicts.append(told)
        self.gone += not answers

    def _cell(self, read: Answer, was: str, is_: str) -> Answer | None:
        """The answer in a cell, or None: it says what it said, or can't be taken over, which is told then."""
        column, cell = read.column, read.cell
        # Spaces within a text are nobody's answer: a workbook is read with single ones.
        if cell.text in (_tidy(was), _tidy(is_)):
            self.unchanged += cell.text == _tidy(was)
            return None
        if column.kind is Kind.FIXED:
            self._refuse(read, f"deze kolom is vast; er stond {said(was)}. Zet dat terug.")
            return None
        if was != is_:
            told = (
                f"de werkmap zegt {said(cell.text)}, het register zegt intussen {said(is_)}; dat blijft staan"
            )
            self.conflicts.append(f"{cell.where}: {told}")
            return None
        value, mistake = _parsed(cell.text, column, self.ids)
        if mistake:
            self._refuse(read, mistake)
            self._doubtful.add(read.cells[0].where)
            return None
        if column.kind is Kind.LIST and isinstance(value, list) and len(value) == 1 and "," in value[0]:
            told = (
                f"'{value[0][:60]}' staat er nu als één ding. Zijn het er meer? Zet er een puntkomma tussen"
            )
            self.noted[cell.where] = f"{cell.where}: {told}"
        return replace(read, value=value)

    def _is_unreadable(self, column: Column, cell: Cell, cells: list[Cell]) -> bool:
        """Whether a cell could not be read, which was told already."""
        if cell.is_wrong:
            self._doubtful.add(cells[0].where)
            self._wrong_cells.setdefault(cells[0].where, []).append((cell.where, column.heading))
        return cell.is_wrong

    def _refuse(self, read: Answer, why: str) -> None:
        self.wrong.append(f"{read.cell.where}: {why}")
        beside = self._wrong_cells.setdefault(read.cells[0].where, [])
        beside.append((read.cell.where, read.column.heading))


def _write(
    working: Working, answers: Iterable[Answer], outcome: Outcome
) -> dict[Place, tuple[Sheet, list[Cell]]]:
    """Write the answers into the registers. Gives the rows that they came from, by the place where they went."""
    taken: dict[Place, tuple[Sheet, list[Cell]]] = {}
    for answer in answers:
        place = place_of(working, answer.sheet, answer.key)
        assert place is not None, "the row is in the register"
        taken[place] = answer.sheet, answer.cells
        file, steps = place
        _set(follow(working.trees[file], steps), answer.column.path, answer.value)
        what = f"{' / '.join(answer.key)}, {answer.column.heading.lower()} → {answer.cell.text or '(leeg)'}"
        outcome.add(TAKEN_OVER, f"{answer.cell.where}: {what}")
    _tidy_checklists(working)
    return taken


def _by_place(told: str) -> tuple[int, int, int, str]:
    """Sheets as they stand in the workbook, in a sheet by row and column: what is about all of it comes first.

    What is about no sheet comes last.
    """
    found = _WHERE.match(told)
    if found is None:
        return len(SHEETS), 0, 0, ""
    names = [sheet.name for sheet in SHEETS]
    column = found[2] or ""
    return names.index(found[1]), int(found[3] or 0), len(column), column


class Additions:
    """What is added to the registers in one import; ``known`` finds the id of a domain by how a person writes it."""

    def __init__(
        self,
        working: Working,
        outcome: Outcome,
        known: Callable[[str], str | None],
        answers: Iterable[Answer],
    ) -> None:
        self.working, self.outcome, self.known = working, outcome, known
        self.chosen = {
            (each.key[0], each.column.path[0]): each.cell for each in answers if each.sheet is PRODUCTS
        }
        """The cells in which someone said something of a product, by its id and the key."""
        self.touched: str | None = None
        """The product in which the last answer changed something, by its id."""
        self.filler = Filler(working, Defaults())
        self.proposals = Proposals(working)
        self.open = {
            tuple(as_row(each)[name] for name in ("by", "about", "number")): each
            for each in self.proposals.open
        }

    def decide(self, key: Key, row: Answers) -> str | None:
        """Carry out what was decided about one proposal. Says what is wrong with the answer."""
        proposal = self.open[key]
        cell, answer = row.get("take", (None, None))
        if cell is None or answer is None:
            return f"{next(iter(row.values()))[0].where}: kies ook 'ja' of 'nee' bij 'Overnemen'."
        if answer == NOT_OURS:
            if "product" in proposal:
                return f"{cell.where}: '{key[1]}' staat in uw register. Haal het daar weg, en zet het bij 'not_ours' in products.yaml."
            self.proposals.keep_out(proposal)
            self.outcome.add(DECLINED, f"{key[1]}: niet van ons")
        elif answer == "nee":
            self.outcome.add(DECLINED, key[1])
        else:
            basis = row["basis"][1] if "basis" in row else None
            product = self.working.by_id().get(proposal.get("product", ""))
            if proposal.get("in_person") == "ja" and not basis and not _is_exempt(product):
                return (
                    f"{cell.where}: men moet hiervoor zelf komen. Vul bij 'Wet en artikel' in waar dat staat."
                )
            self._take(proposal, basis, cell)
            self.outcome.add(ACCEPTED, key[1])
        proposal["done"] = "ja"
        return None

    def _take(self, proposal: Data, basis: str | None, cell: Cell) -> None:
        domain = self.known(proposal.get("domain", ""))
        product = self.working.by_id().get(proposal.get("product", "")) or self._same(
            proposal.get("name", "")
        )
        if product is None:
            product = self._new(proposal["name"], domain, _of(proposal, "upl"))
        elif domain:
            self._set(product, "domain", domain, cell)
            _confirm(product, ToConfirm.DOMAIN)
        for key in ("page", "summary"):
            if value := proposal.get(key):
                self._set(product, key, value, cell)
        if words := proposal.get("synonyms"):
            self._add_words(product, words)
        self.touched = product["id"]
        if "domain" in proposal and domain is None:
            self.outcome.add(
                LEFT, f"{product['id']}: het domein '{proposal['domain']}' staat niet in channels.yaml"
            )
        if basis and proposal.get("in_person") == "ja" and not _is_exempt(product):
            messages = product["messages"]
            message = next((each for each in messages if each["kind"] in _IN_PERSON), messages[0])
            message["exempt"] = Inline({"reason": "in_persoon", "basis": basis})

    def _add_words(self, product: Data, words: Iterable[str]) -> None:
        """Put words that people use behind those that are there; what a colleague wrote on the sheet of products is whole."""
        if (product["id"], "synonyms") not in self.chosen:
            there = product.get("synonyms", [])
            known = {word.casefold() for word in (*there, product["name"])}
            product["synonyms"] = [*there, *(word for word in words if word.casefold() not in known)]

    def _set(self, product: Data, key: str, value: str, cell: Cell) -> None:
        """Give a product what a list says, unless a colleague chose something else on the sheet of products."""
        chosen = self.chosen.get((product["id"], key))
        if chosen is None:
            product[key] = value
        elif product.get(key) != value:
            says = f"hier komt '{value}' uit, in {uncapitalised(chosen.where)} staat {said(chosen.text)}"
            self.outcome.add(CONFLICTS, f"{cell.where}: {says}; dat laatste is overgenomen")

    def add(self, row: Answers) -> str | None:
        """Take over one row of what is missing. Says what is wrong with it."""
        said = {key: value for key, (_, value) in row.items() if value}
        if remark := said.get("remark"):
            self.outcome.add(REMARKS, f"{row['remark'][0].where}: {remark}")
        if "name" not in said:
            return None
        messages = [{"kind": kind, **_of(said, "in_use")} for kind in said.get("kinds", ())]
        product = self._same(said["name"])
        if product is None and self.working.is_not_ours(slugify(said["name"])):
            where, name = row["name"][0].where, said["name"]
            return f"{where}: '{name}' staat bij 'not_ours' in products.yaml: uw gemeente biedt dit niet aan."
        if product is None:
            product = self._new(said["name"], said.get("domain"), _of(said, "summary"))
            if messages:
                product["messages"] = messages
            else:
                product["messages"][0] |= _of(said, "in_use")
            open_ = ", ".join(product["unconfirmed"])
            self.outcome.add(ADDED, f"{product['id']}: nog te bevestigen ({open_})")
            self.touched = product["id"]
            return None
        for key, heading in (("summary", "Samenvatting"), ("domain", "Domein")):
            if key in said and said[key] != product.get(key):
                told = f"{row[key][0].where}: '{product['id']}' is er al; vul '{heading}' in op het blad 'Producten'"
                self.outcome.add(LEFT, told)
        there = {message["kind"] for message in product["messages"]}
        if "in_use" in said and not said.keys() & {"kinds"}:
            told = f"{row['in_use'][0].where}: '{product['id']}' is er al; vul 'Nu in gebruik' in op het blad 'Berichten'"
            self.outcome.add(LEFT, told)
        if known := [kind for kind in said.get("kinds", ()) if kind in there]:
            told = f"{row['kinds'][0].where}: '{product['id']}' heeft al: {', '.join(known)}"
            self.outcome.add(LEFT, told)
        if new := [message for message in messages if message["kind"] not in there]:
            product["messages"] += new
            unconfirmed = [*product.get("unconfirmed", []), ToConfirm.MESSAGES.value]
            product["unconfirmed"] = list(dict.fromkeys(unconfirmed))
            kinds = ", ".join(message["kind"] for message in new)
            self.outcome.add(ADDED, f"{product['id']}: {kinds}, nog te bevestigen")
            self.touched = product["id"]
        return None

    def _same(self, name: str) -> Data | None:
        """The product that a person means by a name, or by an id."""
        asked = name.casefold()
        for product in self.working.products():
            if asked and asked in (product["name"].casefold(), product["id"]):
                return product
        return None

    def _new(self, name: str, domain: str | None, more: Data) -> Data:
        self.filler.domain = domain
        start: Data = {"id": self.working.new_id(name), "name": capitalised(name), **more}
        return self.filler.product(start)


def _is_exempt(product: Data | None) -> bool:
    """Whether someone wrote down already for what one must come in person, or may not send digitally."""
    return product is not None and any("exempt" in message for message in product["messages"])


def _of(said: Mapping[str, Any], key: str) -> Data:
    return {key: said[key]} if key in said else {}


def _confirm(product: Data, field: ToConfirm) -> None:
    if left := [word for word in product.get("unconfirmed", []) if word != field.value]:
        product["unconfirmed"] = left
    else:
        product.pop("unconfirmed", None)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _parsed(text: str, column: Column, ids: Ids) -> tuple[Any, str | None]:
    """The value as the register holds it, None for an empty cell; and what is wrong with it.

    A word of a list may be written with capitals, or as the name of what it stands for.
    """
    if not text:
        return None, "deze cel kan niet leeg zijn." if column.is_required else None
    if column.kind is Kind.LIST:
        items = [
            item.strip()
            for item in re.split("[;,]" if column.choices or column.commas else ";", text)
            if item.strip()
        ]
        if not items:
            return None, f"hier staat alleen '{text[:60]}'. Vul iets in, of maak de cel leeg."
    else:
        items = [text]
    if column.choices:
        known = _known(column, ids)
        for item in items:
            if _folded(item) not in known:
                words = list(dict.fromkeys(known.values()))
                hint = did_you_mean(item, words) or (
                    f"Kies uit: {enumerate_words(words)}." if len(words) <= 12 else "Zie het blad 'Uitleg'."
                )
                more = " Meer dan één mag, met een puntkomma ertussen." if column.kind is Kind.LIST else ""
                is_none = column.path in _MAY_BE_NONE and item.casefold() in _NOTHING
                none = " Geldt er geen? Maak de cel leeg." if is_none else ""
                return None, f"'{item[:60]}' kan hier niet. {hint}{none or more}"
        items = list(dict.fromkeys(known[_folded(item)] for item in items))
    value: Any = items if column.kind is Kind.LIST else items[0]
    if column.adapter is not None and not isinstance(column.choices, str):
        try:
            column.adapter.validate_python(value)
        except ValidationError as error:
            told = error.errors()[0]
            context = told.get("ctx", {})
            why = " ".join(str(context[key]) for key in ("message", "hint") if context.get(key))
            return None, why or f"'{text[:60]}' kan hier niet."
    return value, None


def _known(column: Column, ids: Ids) -> dict[str, str]:
    """The words of a column by how a person may write them; an id also by its name, unless two share that."""
    if not isinstance(column.choices, str):
        return {_folded(word): word for one in column.choices for word in one.split(SEPARATOR)}
    named = ids[column.choices]
    times = Counter(_folded(name) for name in named.values())
    by_name = {_folded(name): key for key, name in named.items() if times[_folded(name)] == 1}
    return by_name | {_folded(key): key for key in named}


def _folded(text: str) -> str:
    """As a person may also write it: with capitals, or with spaces for the hyphens of an id."""
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


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
