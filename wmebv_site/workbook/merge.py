"""Takes the answers of a workbook into the registers, cell by cell, and leaves what someone else changed meanwhile."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from wmebv_site.diagnostics import did_you_mean
from wmebv_site.dutch import enumerate_words
from wmebv_site.importing.outcome import Outcome
from wmebv_site.importing.working import Data, Steps, Working
from wmebv_site.model.products import ALWAYS_THERE
from wmebv_site.workbook.columns import CHECKLIST, SEPARATOR, SHEETS, Column, Kind, Sheet
from wmebv_site.workbook.faults import Faults
from wmebv_site.workbook.read import Cell, Returned, refuse
from wmebv_site.workbook.rows import Key, follow, place_of, rows

CONFLICTS = "conflicten"


def merge_workbook(working: Working, returned: Returned) -> Outcome:
    """Take over each cell that differs from what was given out, where the register still says what it said then.

    Of a cell that changed in both, the register's value stays and the conflict is told. Raises ImportRefused when an
    answer can't be; then nothing is taken over.
    """
    outcome = Outcome("Werkmap ingelezen.", {"overgenomen": [], CONFLICTS: [], "niet meer in het register": []})
    ids = {
        "domein": list(working.register.domain_by_id),
        "bestuursorgaan": list(working.register.authority_by_id),
        "uitvoerder": list(working.register.executor_by_id),
        "kanaal": [*working.register.channel_by_id, *sorted(ALWAYS_THERE)],
    }
    current = rows(working)
    wrong: list[str] = []
    todo: list[tuple[Sheet, Key, Column, Cell, Any]] = []
    unchanged = 0
    for sheet in SHEETS:
        for key, cells in returned.rows[sheet.name].items():
            base, now = returned.base[sheet.name][key], current[sheet.name].get(key)
            if now is None:
                if tuple(cell.text for cell in cells) != base:
                    outcome.add("niet meer in het register", f"{cells[0].where}: {' / '.join(key)}")
                continue
            for column, cell, was, is_ in zip(sheet.columns, cells, base, now, strict=True):
                # Spaces within a text are nobody's answer: a workbook is read with single ones.
                if cell.text in (_tidy(was), _tidy(is_)):
                    unchanged += cell.text == _tidy(was)
                elif column.kind is Kind.FIXED:
                    wrong.append(f"{cell.where}: deze kolom is vast; er stond '{was}'. Zet dat terug.")
                elif was != is_:
                    outcome.add(CONFLICTS, f"{cell.where}: de werkmap zegt '{cell.text}', het register zegt intussen '{is_}'; dat blijft staan")
                else:
                    value, mistake = _parsed(cell.text, column, ids)
                    wrong += [f"{cell.where}: {mistake}"] if mistake else []
                    todo.append((sheet, key, column, cell, value))
    refuse(wrong)
    touched: dict[tuple[str, Steps], tuple[Sheet, list[Cell]]] = {}
    for sheet, key, column, cell, value in todo:
        place = place_of(working, sheet, key)
        assert place is not None, "the row is in the register"
        touched[place] = sheet, returned.rows[sheet.name][key]
        _set(follow(working.trees[place[0]], place[1]), column.path, value)
        outcome.add("overgenomen", f"{cell.where}: {' / '.join(key)}, {column.heading.lower()} → {cell.text or '(leeg)'}")
    _tidy_checklists(working)
    outcome.counts["gelijk gebleven"] = unchanged
    outcome.groups["niet gelezen"] = returned.ignored
    outcome.changes = working.changes(Faults(touched).tell)
    return outcome


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _parsed(text: str, column: Column, ids: dict[str, list[str]]) -> tuple[Any, str | None]:
    """The value as the register holds it, None for an empty cell; and what is wrong with it."""
    if not text:
        return None, "deze cel kan niet leeg zijn." if _required(column) else None
    value: Any = [item.strip() for item in text.split(SEPARATOR.strip()) if item.strip()] if column.kind is Kind.LIST else text
    if value == []:
        return None, f"hier staat alleen '{text[:60]}'. Vul iets in, of maak de cel leeg."
    given = value if isinstance(value, list) else [value]
    allowed = ids[column.choices] if isinstance(column.choices, str) else [word for one in column.choices for word in one.split(SEPARATOR)]
    for item in given:
        if column.choices and item not in allowed:
            known = list(dict.fromkeys(allowed))
            hint = did_you_mean(item, known) or (f"Kies uit: {enumerate_words(known)}." if len(known) <= 12 else "Zie het blad 'Uitleg'.")
            return None, f"'{item[:60]}' kan hier niet. {hint}"
    if column.adapter is not None and not (column.choices and isinstance(column.choices, str)):
        try:
            column.adapter.validate_python(value)
        except ValidationError as error:
            told = error.errors()[0]
            context = told.get("ctx", {})
            words = " ".join(str(context[key]) for key in ("message", "hint") if context.get(key))
            return None, words or f"'{text[:60]}' kan hier niet."
    return value, None


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
