"""Opens a workbook from elsewhere safely: nothing is expanded without end, fetched or calculated."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from wmebv_site.importing.outcome import ImportRefused

MAX_UNPACKED = 200 * 1024 * 1024
"""Most bytes that the parts of a workbook may be together; 10,000 filled rows take about a tenth of it."""
_MISSING = "Voor deze opdracht ontbreekt een onderdeel. Installeer het met: pip install 'wmebv-site[inventory]'"


def library() -> Any:
    """The library for workbooks, which is optional."""
    try:
        import openpyxl
    except ImportError as missing:
        raise ImportRefused(_MISSING) from missing
    return openpyxl


def open_workbook(data: bytes, *, values: bool = False) -> Any:
    """The workbook. With ``values``, a formula is what it last came to; without, it stays a formula."""
    openpyxl = library()
    refused = ImportRefused("Dit bestand is geen Excel-werkmap (.xlsx). Sla het in uw rekenprogramma op als .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise ImportRefused("Deze werkmap is uitgepakt te groot. Gebruik de werkmap die u hebt gekregen.")
            for part in parts.infolist():
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.read(part)[:4096]:
                    raise ImportRefused("In deze werkmap staat iets wat er niet hoort (een DOCTYPE). Ze is niet gelezen.")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values, rich_text=False, keep_links=False)
    except ImportRefused:
        raise
    except Exception as wrong:  # what a broken workbook makes the library raise is without end
        raise refused from wrong


def text_of(value: Any) -> str:
    """What stands in a cell of a list, as text on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
