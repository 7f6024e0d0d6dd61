"""Takes the answers of a workbook into the registers, cell by cell, and leaves what someone else changed meanwhile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from wmebv_site.diagnostics import did_you_mean
from wmebv_site.dutch import enumerate_words
from wmebv_site.exchange._from_importing_outcome import ImportRefused, Outcome
from wmebv_site.exchange.workbook._from_workbook_additions import Additions
from wmebv_site.exchange.workbook._from_workbook_faults import Faults
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
from wmebv_site.exchange.workbook.incoming import Cell, Returned, refuse
from wmebv_site.exchange.workbook.rows import Key, Renames, follow, named_lists, place_of, rows
from wmebv_site.exchange.working import Data, Steps, Working

CONFLICTS = "conflicten"
_WHERE = re.compile(r"Blad '([^']+)', cel ([A-Z]+)(\d+):")


def merge_workbook(working: Working, returned: Returned) -> Outcome:
    """Take over each cell that differs from what was given out, where the register still says what it said then.

    Of a cell that changed in both, the register's value stays and the conflict is told. Raises ImportRefused when an
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
                    outcome.add(CONFLICTS, f"{cell.where}: de werkmap zegt '{cell.text}', het register zegt intussen '{is_}'; dat blijft staan")
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
    if missing := sum(len(listed.keys() - returned.rows[name].keys()) for name, listed in returned.base.items()):
        outcome.counts["rijen die niet terugkwamen"] = missing
    if gone:
        outcome.counts["rijen die niet meer in het register staan"] = gone
    touched: dict[tuple[str, Steps], tuple[Sheet, list[Cell]]] = {}
    for sheet, key, column, cell, value in todo:
        place = place_of(working, sheet, key)
        assert place is not None, "the row is in the register"
        touched[place] = sheet, row_of[sheet.name, key]
        _set(follow(working.trees[place[0]], place[1]), column.path, value)
        outcome.add("overgenomen", f"{cell.where}: {' / '.join(key)}, {column.heading.lower()} → {cell.text or '(leeg)'}")
    _tidy_checklists(working)
    domains = _known(next(column for column in ADDITIONS.columns if column.choices == "domein"), ids)
    additions = Additions(working, outcome, lambda name: domains.get(_plain(name)))
    wrong += [told for key, row in decided.items() if (PROPOSALS.name, key) not in doubtful and (told := additions.decide(key, row))]
    for row in added:
        additions.add(row)
    outcome.groups["niet gelezen"] = returned.ignored
    faults = Faults(touched)
    try:
        outcome.changes = working.changes(faults.tell)
    except ImportRefused as refusal:
        if not refusal.findings:
            raise
        wrong += [told for told in refusal.findings if not _follows(told, wrong_cells, touched.values())]
    refuse(sorted(wrong, key=_by_place))
    return outcome


def _follows(told: str, wrong: Mapping[str, list[tuple[str, str]]], rows: Iterable[tuple[Sheet, list[Cell]]]) -> bool:
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


def _read_row(sheet: Sheet, cells: list[Cell], ids: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, tuple[Cell, Any]], list[str]]:
    """What a row of a sheet without rows of its own says, and its mistakes; a remark needs nothing beside it."""
    made, wrong = {}, []
    alone = all(not cell.text for column, cell in zip(sheet.columns, cells, strict=True) if column.path != ("remark",))
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
                hint = did_you_mean(item, words) or (f"Kies uit: {enumerate_words(words)}." if len(words) <= 12 else "Zie het blad 'Uitleg'.")
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
    fields = {info.alias or name: info for name, info in column.model.model_fields.items()} if column.model else {}
    return len(column.path) == 1 and column.path[0] in fields and fields[column.path[0]].is_required() and column.path != ("answer",)


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
