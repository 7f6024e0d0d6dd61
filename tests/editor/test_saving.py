"""What the editor for a browser saves: the edit, and not a line beside it."""

from __future__ import annotations

import os
from itertools import islice

import pytest
from edits import Edit, edits_of, in_program, products_apart
from in_editor import node
from places import ROOT

pytestmark = pytest.mark.skipif(not (ROOT / "node_modules" / "yaml").is_dir(), reason="no packages of npm")

OPENED = [
    path.relative_to(ROOT).as_posix()
    for pattern in ("products/*.yaml", "channels.yaml", "content/*.yaml", "content/**/*.md")
    for path in sorted(ROOT.glob(pattern))
    if not path.name.endswith(".annex.yaml") and path.name != "README.md"
]
"""The files of the example that the editor opens."""


def all_edits() -> list[Edit]:
    """Every edit of every file of the example, and of each product of ``products.yaml`` as a file of its own."""
    found = [edit for name in OPENED for edit in edits_of(name, (ROOT / name).read_text(encoding="utf-8"))]
    for text in products_apart((ROOT / "products.yaml").read_text(encoding="utf-8")):
        found += edits_of("products/een.yaml", text)
    return found


def held(edits: list[Edit], report: list[str]) -> None:
    """Each is saved as our own splice editor makes it, which reads it back as what was wanted, without a stray line."""
    answers = in_program(edit.case() for edit in edits)
    for edit, answer in zip(edits, answers, strict=True):
        where = f"{edit.file} {edit.what} {'.'.join(map(str, edit.path))}"
        made = answer.get("made")
        if made is None:
            report.append(f"{where}: {answer['refused']}")
        elif made != edit.by_python():
            report.append(f"{where}: another text than the splice editor makes")
        elif stray := edit.stray(made):
            report.append(f"{where}: {stray}")


def test_an_edit_of_any_kind_of_file_changes_its_own_lines_alone():
    node()
    small = [name for name in OPENED if name != "channels.yaml"]
    edits = [
        edit
        for name in small[::3]
        for edit in islice(edits_of(name, (ROOT / name).read_text(encoding="utf-8")), 2, None, 40)
    ]
    report: list[str] = []
    held(edits, report)
    assert len(edits) > 20
    assert not report, "\n".join(report)


@pytest.mark.proof
def test_every_edit_of_every_field_of_the_example_is_saved_without_a_stray_line(capsys):
    """All of them with EDITS=all; else one in so many, another each time that the example changes."""
    edits = all_edits()
    step = 1 if os.environ.get("EDITS") == "all" else 97
    taken = edits[::step]
    report: list[str] = []
    for begin in range(0, len(taken), 4000):
        held(taken[begin : begin + 4000], report)
    with capsys.disabled():
        print(f"{len(taken)} of {len(edits)} edits, {len(report)} with a stray line")
    assert not report, "\n".join(report[:20])
