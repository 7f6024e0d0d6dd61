"""Zip files: the same at every writing, for a package of a document and a workbook; and whether one is a workbook of ours."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

# 1 January 1980, the first day that zip can hold (APPNOTE 4.4.6), at midnight.
_TIME_AND_DAY = struct.pack("<HH", 0, (1 << 5) | 1)
_END = b"PK\x05\x06"
WORKBOOK_BASE = "wmebv-basis"
"""The sheet that only a workbook for colleagues has: what was given out."""
_LONGEST_LIST = 1024 * 1024
"""Bytes of the list of sheets of a workbook; ours takes a few thousand."""


def without_times(package: bytes) -> bytes:
    """The same zip file, with the first possible day for every member. Nothing is compressed again.

    Raises ValueError for what is no plain zip file.
    """
    end = package.rfind(_END)
    if end < 0:
        raise ValueError("no zip file")
    number, _, at = struct.unpack_from("<HII", package, end + 10)
    changed = bytearray(package)
    for _ in range(number):
        if changed[at : at + 4] != b"PK\x01\x02":
            raise ValueError("no plain zip file")
        changed[at + 12 : at + 16] = _TIME_AND_DAY
        name, extra, comment = struct.unpack_from("<HHH", changed, at + 28)
        (local,) = struct.unpack_from("<I", changed, at + 42)
        changed[local + 10 : local + 14] = _TIME_AND_DAY
        at += 46 + name + extra + comment
    return bytes(changed)


def write_archive(file: Path, members: Mapping[str, Path | bytes]) -> None:
    """Write a zip with members by name, each as it is: what is made to be packed is packed already.

    The order, the times and the rights in it do not come from this machine.
    """
    with zipfile.ZipFile(file, "w") as archive:
        for name, member in sorted(members.items()):
            about = zipfile.ZipInfo(name)  # of the first day that zip can hold
            about.create_system, about.external_attr = 3, 0o100644 << 16
            archive.writestr(about, member if isinstance(member, bytes) else member.read_bytes())


def workbook_bytes(book: Workbook, day: date) -> bytes:
    """The workbook as a file; ``day`` stands in it as that on which it was made."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = datetime.combine(day, time())
    stream = io.BytesIO()
    # What the library offers for saving would put the moment of today in the file.
    ExcelWriter(book, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)).save()
    return without_times(stream.getvalue())


def is_for_colleagues(file: Path) -> bool:
    """Whether a file is a workbook that ``wmebv export xlsx`` gave out, saved by whichever program.

    Only its list of parts and of sheets is read, however large it is.
    """
    if not file.name.lower().endswith((".xlsx", ".xlsm")):
        return False
    try:
        with zipfile.ZipFile(file) as parts, parts.open("xl/workbook.xml") as listed:
            return WORKBOOK_BASE.encode() in listed.read(_LONGEST_LIST)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
    ):
        return False  # no workbook, or one that is closed with a password
