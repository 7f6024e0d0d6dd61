"""What a new project asks to fill in is told before residents read it."""

from __future__ import annotations

from datetime import date

import pytest
from projects import SMALL, SMALL_DAY, files_of
from wording import not_dutch

from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.project.load import ProjectFiles
from wmebv_site.project.starter import by_code, plan
from wmebv_site.rules.checking import check_project

NEW = date(2026, 6, 1)


def left_in(files: dict[str, bytes], today: date) -> list[Diagnostic]:
    checked = check_project(ProjectFiles(files), today)
    assert checked.register is not None, checked.diagnostics
    return [each for each in checked.diagnostics if each.code == "WMEBV524"]


def new_project() -> dict[str, bytes]:
    municipality = by_code("gm0358")
    assert municipality
    texts = plan(municipality, NEW).items()
    return {
        path: text.encode() for path, text in texts if path.endswith(".yaml") or path.startswith("content/")
    }


def test_everything_a_new_project_asks_to_fill_in_is_a_warning_at_its_place() -> None:
    files = new_project()
    asked = [
        (path, number, line.index('"[Vul hier') + 1)
        for path, data in sorted(files.items())
        for number, line in enumerate(data.decode().splitlines(), 1)
        if '"[Vul hier' in line
    ]
    found = left_in(files, NEW)
    assert len(asked) == 3
    assert [(each.place.file, each.place.line, each.place.column) for each in found] == asked
    assert {each.level for each in found} == {Level.WARNING}
    assert found[0].message.startswith("Bij 'postal_address' staat nog '[Vul hier het postadres in]'.")
    assert all("haal de regel weg" in (each.hint or "") for each in found)
    assert [wrong for each in found for wrong in not_dutch(each)] == []


def test_once_it_is_filled_in_nothing_is_told() -> None:
    filled = {
        path: data.replace(b"[Vul hier het ", b"Dorpsstraat 1, ") for path, data in new_project().items()
    }
    assert left_in(filled, NEW) == []


@pytest.mark.parametrize(
    ("address", "told"), [("Postbus [1], 1234 AB Voorbeeld", 0), ("Postbus 1, [vul hier de plaats in]", 1)]
)
def test_only_brackets_that_ask_are_told(address: str, told: int) -> None:
    files = files_of(SMALL)
    lines = files["channels.yaml"].decode().splitlines()
    lines = [
        f'  postal_address: "{address}"' if line.startswith("  postal_address:") else line for line in lines
    ]
    files["channels.yaml"] = "\n".join([*lines, ""]).encode()
    assert address.encode() in files["channels.yaml"]
    assert len(left_in(files, SMALL_DAY)) == told
