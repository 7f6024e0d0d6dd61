"""Says what would be wrong with the registers in the words of the workbook: sheet, cell and heading."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wmebv_site.exchange.workbook.columns import Column, Sheet
from wmebv_site.exchange.workbook.incoming import Cell
from wmebv_site.exchange.working import Misfit, Steps
from wmebv_site.register.misfits import MISSING

Place = tuple[str, Steps]
_KEY = re.compile(r"'([a-z_]+)'")


class Faults:
    """The rows from which something was taken over, by the place in the registers where it went."""

    def __init__(self, rows: Mapping[Place, tuple[Sheet, list[Cell]]]) -> None:
        self.rows = rows

    def tell(self, misfit: Misfit) -> str:
        """One mistake, at the cell that causes it; what no row has to do with is told by its file."""
        found, hint = misfit.found, misfit.found.hint or ""
        row = self._row(misfit)
        if row is None:
            return f"{misfit.file}: {found.message} {hint}".strip()
        sheet, cells, within = row
        missing = _KEY.search(found.message) if found.code == MISSING.code else None
        column = _column(sheet, within, missing[1] if missing else None)
        where = cells[sheet.columns.index(column)].where if column else cells[0].where
        if column and missing:
            also = [each.heading for each in sheet.columns if each.path[:-1] == column.path[:-1] and each.model is column.model and each is not column]
            return f"{where}: '{column.heading}' ontbreekt. Vul deze cel in, of maak ook de cellen leeg die erbij horen ({', '.join(also)})."

        def heading(match: re.Match[str]) -> str:
            other = _column(sheet, within, match[1])
            return f"'{other.heading}'" if other else match[0]

        return f"{where}: {_KEY.sub(heading, found.message)} {_KEY.sub(heading, hint)}".strip()

    def _row(self, misfit: Misfit) -> tuple[Sheet, list[Cell], tuple[str, ...]] | None:
        """The row that the mistake is in, and the way from there."""
        for length in range(len(misfit.steps), -1, -1):
            if row := self.rows.get((misfit.file, misfit.steps[:length])):
                return *row, tuple(str(step) for step in misfit.steps[length:])
        return None


def _column(sheet: Sheet, within: tuple[str, ...], key: str | None) -> Column | None:
    """The column at a way within a row; with a key, the column of that key beside it."""
    for length in range(len(within), -1, -1):
        way = (*within[:length], key) if key else within[:length]
        if found := next((column for column in sheet.columns if column.path == way), None):
            return found
    return None
