"""Zip files that are the same at every writing."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from wmebv_site.project.archive import without_times, workbook_bytes

PARTS = {"mimetype": b"application/x", "map/tekst.xml": b"<a>" + b"b" * 10_000 + b"</a>", "é.txt": b""}


def packed(moment: datetime) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in PARTS.items():
            info = zipfile.ZipInfo(name, moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return stream.getvalue()


def test_a_package_made_at_another_moment_is_the_same() -> None:
    early, late = packed(datetime(1999, 12, 31, 23, 59, 58)), packed(datetime(2026, 6, 1, 12, 30))
    assert early != late
    washed = without_times(early)
    assert washed == without_times(late) == without_times(washed)
    with zipfile.ZipFile(io.BytesIO(washed)) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == PARTS
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(ValueError, match="no zip"):
        without_times(b"not a zip")


def test_a_workbook_says_the_day_it_is_given_and_no_other() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "één"
    made = workbook_bytes(book, date(2026, 6, 1))
    assert made == workbook_bytes(book, date(2026, 6, 1))
    read = openpyxl.load_workbook(io.BytesIO(made))
    assert read.worksheets[0]["A1"].value == "één"
    assert read.properties.created == read.properties.modified == datetime(2026, 6, 1)
