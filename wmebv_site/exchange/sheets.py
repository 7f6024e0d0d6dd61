"""Opens a file with sheets of anyone safely: its size is judged first, and nothing is expanded, fetched or calculated."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, Any

from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.scanning import Limits, NotXml, look_through
from wmebv_site.register.text import MAX_BYTES

MAX_UNPACKED = 100 * 1024 * 1024
"""Most bytes that the parts of a workbook may be together; that of 5,000 products takes a fifth of it."""
MAX_CELLS = 2_000_000
"""Most cells that all sheets may have together; the workbook of 5,000 products has 270,000."""
_MAX_PARTS = 1_000
_MOST = {
    "c": (MAX_CELLS, "cellen"),
    "row": (200_000, "rijen"),
    "si": (500_000, "teksten"),
    "sheet": (100, "bladen"),
    "mergeCell": (2_000, "samengevoegde gebieden"),
    "definedName": (2_000, "namen voor cellen"),
    "xf": (20_000, "opmaken"),
    "": (100_000, "onderdelen buiten de cellen"),
}
"""What a workbook may have, with room for those that people make; without a name: all that stands outside the cells."""
_IN_CELLS = frozenset({"c", "row", "v", "f", "is", "t", "si", "r", "rPr", "rPh", "phoneticPr", "b", "i", "u", "sz",
    "color", "rFont", "family", "scheme", "charset", "vertAlign", "strike", "xf"})  # fmt: skip
_MOST_TOGETHER = 100_000
"""Most that may stand in one row or one text, which is held as a whole; a row has at most 16,384 cells."""
_LONGEST_REMARK = 1_000
"""So much of a remark is kept: enough to know our own."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_AT_ONCE = 100
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an older workbook (.xls) begins, and one that a password closes."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WAY_OUT = "Gebruik de werkmap die u hebt gekregen."
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
"""How a spreadsheet writes a control character; a line end that was pasted from Windows is the usual one."""


def library() -> Any:
    """The library for workbooks, which is optional."""
    try:
        import openpyxl
    except ImportError as missing:
        from wmebv_site.project.machine import to_install_extra  # seldom needed, and slow to import

        raise Refused(
            f"Voor deze opdracht ontbreekt een onderdeel. Typ: {to_install_extra('inventory')}"
        ) from missing
    return openpyxl


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: where it stands, what it holds, and of which kind the program says that it is."""

    row: int
    column: int
    value: Any = None
    data_type: str = "n"

    @property
    def coordinate(self) -> str:
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that were joined to one, as the file names them and by the numbers of their rows and columns."""

    ref: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> int:
        return (self.right - self.left + 1) * (self.bottom - self.top + 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, read from the file each time that its rows are asked for."""

    title: str
    read: Any
    merged: tuple[str, ...] = ()
    """The areas of which the cells were joined to one."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """What somebody wrote in a remark, by the cell beside which it stands."""

    @property
    def joined(self) -> list[Area]:
        from openpyxl.utils import range_boundaries

        with _only_a_workbook():
            edges = [(ref, range_boundaries(ref)) for ref in self.merged]
            # An area of whole columns or rows names no numbers for what it leaves out.
            whole = (1, 1, _LAST_COLUMN, _LAST_ROW)
            return [
                Area(ref, *(each or far for each, far in zip(found, whole, strict=True)))
                for ref, found in edges
            ]

    def rows(
        self, first: int, columns: int | None, last: int | None = None
    ) -> Iterator[tuple[SheetCell, ...]]:
        """The rows from ``first`` in which a cell is filled, each with so many cells; without a number, with all that it has."""
        # A file that says less than it holds would hide rows.
        self.read.reset_dimensions()
        listed = enumerate(self.read.iter_rows(min_row=first, max_row=last, max_col=columns), first)
        while True:
            with _only_a_workbook():
                some = list(islice(listed, _AT_ONCE))
            if not some:
                return
            for number, cells in some:
                if any(cell.value is not None for cell in cells):
                    yield tuple(
                        SheetCell(number, column, _unescaped(cell.value), getattr(cell, "data_type", "n"))
                        for column, cell in enumerate(cells, 1)
                    )


@contextmanager
def _only_a_workbook() -> Iterator[None]:
    """What a broken workbook makes the library raise is without end; it warns in English of what a cell tells by itself."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Refused:
        raise
    except Exception as wrong:
        raise Refused(
            "Dit bestand is geen Excel-werkmap (.xlsx). Sla het in uw rekenprogramma op als .xlsx."
        ) from wrong


def open_workbook(data: bytes, *, values: bool = False) -> dict[str, Sheet]:
    """The sheets of a workbook by their title. With ``values``, a formula is what it last came to; else it stays one.

    Raises Refused before anything large is made, when it is no workbook or has more than a machine should hold.
    """
    openpyxl = library()
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise Refused(
            "Op deze werkmap zit een wachtwoord. Haal het eraf in uw rekenprogramma, en sla de werkmap op als .xlsx."
        )
    if len(data) > MAX_BYTES:
        raise Refused(f"Deze werkmap is groter dan {MAX_BYTES // 1024 // 1024} MB. {_WAY_OUT}")
    with _only_a_workbook():
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            judged = _judged(parts)
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=values, rich_text=False, keep_links=False
        )
        return {sheet.title: _sheet(sheet, judged) for sheet in book.worksheets}


@dataclass(slots=True)
class _Part:
    """What is kept of a part of the file: the joined areas, the cells with a remark, and the parts that it leads to."""

    merged: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    leads_to: list[str] = field(default_factory=list)


def _sheet(sheet: Any, judged: Mapping[str, _Part]) -> Sheet:
    """A sheet with what other parts of the file say of it."""
    path = PurePosixPath(sheet._worksheet_path.lstrip("/"))
    links = judged.get(f"{path.parent}/_rels/{path.name}.rels", _Part()).leads_to
    # A link counts from the sheet, or from the root where it begins with a slash.
    targets = [posixpath.normpath(posixpath.join("/", path.parent, link)).lstrip("/") for link in links]
    remarks = {
        place: " ".join(text.split())
        for target in targets
        for place, text in judged.get(target, _Part()).remarks.items()
    }
    return Sheet(sheet.title, sheet, tuple(judged.get(str(path), _Part()).merged), remarks)


def _judged(parts: zipfile.ZipFile) -> Mapping[str, _Part]:
    """Look through every part, and refuse too much of anything. Gives what is kept of each."""
    listed = parts.infolist()
    if len(listed) > _MAX_PARTS or sum(part.file_size for part in listed) > MAX_UNPACKED:
        raise Refused(f"Deze werkmap is uitgepakt te groot. {_WAY_OUT}")
    limits = Limits(_MOST, _WAY_OUT)
    judged = {}
    for part in listed:
        if part.filename.endswith((".xml", ".rels")):
            with parts.open(part) as stream:
                judged[part.filename] = _judged_part(
                    stream, limits, with_text="comment" in part.filename.lower()
                )
    return judged


def _judged_part(stream: IO[bytes], limits: Limits, *, with_text: bool) -> _Part:
    kept = _Part()
    row = together = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, together
        limits.count(name)
        together = 0 if name in ("row", "si") else together + 1
        if name not in _IN_CELLS:
            limits.count("")
        elif together > _MOST_TOGETHER:
            raise Refused(f"In deze werkmap staat te veel in één rij of één tekst. {_WAY_OUT}")
        if name == "mergeCell":
            kept.merged.append(attributes.get("ref", ""))
        elif name == "comment":
            kept.remarks[attributes.get("ref", "")] = ""
        elif name == "Relationship":
            kept.leads_to.append(attributes.get("Target", ""))
        elif name == "row":
            number = int(attributes.get("r", row + 1))
            if not row < number <= _LAST_ROW:
                raise Refused(f"In deze werkmap staan rijen door elkaar (rij {number}). {_WAY_OUT}")
            row = number

    def within(text: str) -> None:
        if kept.remarks:  # who wrote them stands before the first
            last = next(reversed(kept.remarks))
            kept.remarks[last] += text[: max(0, _LONGEST_REMARK - len(kept.remarks[last]))]

    try:
        look_through(stream, "deze werkmap", begin, within if with_text else None)
    except NotXml as wrong:
        raise zipfile.BadZipFile from wrong
    return kept


def _unescaped(value: Any) -> Any:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else value


def text_of(value: Any) -> str:
    """What stands in a cell of a list, as text on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
