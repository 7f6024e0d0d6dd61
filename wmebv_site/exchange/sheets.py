"""Opens a file with sheets of anyone safely: nothing is expanded without end, fetched or calculated."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from wmebv_site.diagnostics import Refused

MAX_UNPACKED = 200 * 1024 * 1024
"""Most bytes that the parts of a workbook may be together; 10,000 filled rows take about a tenth of it."""
MAX_CELLS = 2_000_000
"""Most cells that all sheets may have together: the library holds each of them in memory; 10,000 rows have 200,000."""
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an older workbook (.xls) begins, and one that a password closes."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MISSING = (
    "Voor deze opdracht ontbreekt een onderdeel. Installeer het met: pip install 'wmebv-site[inventory]'"
)


def library() -> Any:
    """The library for workbooks, which is optional."""
    try:
        import openpyxl
    except ImportError as missing:
        raise Refused(_MISSING) from missing
    return openpyxl


def open_workbook(data: bytes, *, values: bool = False) -> Any:
    """The workbook. With ``values``, a formula is what it last came to; without, it stays a formula."""
    openpyxl = library()
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise Refused(
            "Op deze werkmap zit een wachtwoord. Haal het eraf in uw rekenprogramma, en sla de werkmap op als .xlsx."
        )
    refused = Refused("Dit bestand is geen Excel-werkmap (.xlsx). Sla het in uw rekenprogramma op als .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise Refused("Deze werkmap is uitgepakt te groot. Gebruik de werkmap die u hebt gekregen.")
            cells = 0
            for part in parts.infolist():
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                text = parts.read(part)
                if b"<!DOCTYPE" in text[:4096]:
                    raise Refused(
                        "In deze werkmap staat iets wat er niet hoort (een DOCTYPE). Ze is niet gelezen."
                    )
                cells += sum(1 for _ in _CELL.finditer(text))
            if cells > MAX_CELLS:
                raise Refused("In deze werkmap staan te veel cellen. Gebruik de werkmap die u hebt gekregen.")
        with warnings.catch_warnings():
            # What the library warns of in English, a cell tells by itself: a day that doesn't exist comes as an error.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(
                io.BytesIO(data), data_only=values, rich_text=False, keep_links=False
            )
    except Refused:
        raise
    except Exception as wrong:  # what a broken workbook makes the library raise is without end
        raise refused from wrong


def rows_of(sheet: Any, first: int, columns: int) -> Iterator[tuple[Any, ...]]:
    """The rows from ``first`` in which a cell is used. One cell far below makes ``iter_rows`` fill in a million rows."""
    for number in sorted({row for row, _ in sheet._cells if row >= first}):
        yield tuple(sheet.cell(number, column) for column in range(1, columns + 1))


def text_of(value: Any) -> str:
    """What stands in a cell of a list, as text on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
