"""The report as a workbook: a sheet for each table, the same bytes for the same report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import tables
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.tables import Table
from wmebv_site.project.archive import workbook_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDEST = 60


def report_xlsx(progress: Progress) -> bytes:
    """All tables; the domains follow each other on the sheet of the matrix."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {
        "Eerst doen": tables.first(progress),
        "Houdt tegen": tables.blocking(progress),
        "Stappenplan": tables.steps(progress),
        "Domeinen": tables.domains(progress),
        "Berichten": tables.messages(progress),
        "Soorten en kanalen": tables.kinds(progress),
        "Kanalen": tables.conformity(progress),
        "Checklist": tables.findings(progress, everything=True),
        "Leveranciers": tables.suppliers(progress),
        "Verschillen": tables.changes(progress),
        "Links": tables.links(progress),
        "Links per eigenaar": tables.links_by_responsible(progress),
        "Wat eraan komt": tables.upcoming(progress),
        "Verloop": tables.coverage(progress),
    }
    about = Table(
        "kort", words.INTERNAL, ("In het kort",), tuple((text,) for text in words.in_short(progress))
    )
    _sheet(book.create_sheet("In het kort"), about)
    for name, table in sheets.items():
        _sheet(book.create_sheet(name), table)
    for domain in progress.domains:
        _sheet(
            book.create_sheet(_FORBIDDEN.sub(" ", f"M {domain.name}")[:31].strip("' ")),
            tables.matrix(progress, domain.id),
        )
    return workbook_bytes(book, progress.today)


def workbook(sheets: Mapping[str, Table], day: date) -> bytes:
    """Tables as a workbook, a sheet for each by its name."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        _sheet(book.create_sheet(name), table)
    return workbook_bytes(book, day)


def _sheet(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    fill = PatternFill("solid", fgColor="E3EBF1")
    widths = [len(header) for header in table.headers]
    for column, header in enumerate(table.headers, 1):
        cell = sheet.cell(1, column, header)
        cell.font, cell.fill, cell.alignment = bold, fill, top
    for index, row in enumerate(table.rows, 2):
        for column, value in enumerate(row, 1):
            if value == "":
                continue
            filled = sheet.cell(index, column, _CONTROL.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                filled.data_type = "s"  # a name that begins with = is text, and never a formula
            filled.alignment = top
            widths[column - 1] = max(widths[column - 1], len(str(value)))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(8, width + 2))
    sheet.freeze_panes = "B2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headers))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
