"""Whoever publishes may be killed at any moment: a visitor gets a whole website, and the next one finishes or clears away."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from killed import LETTER, NOON, act
from places import ROOT
from projects import write_files

from wmebv_site.publishing.kept import Shelf

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no links to publish by"),
]


@pytest.mark.parametrize(("what", "least"), [("publish", 15), ("back", 2), ("forget", 8)])
def test_a_visitor_gets_a_whole_website_at_whatever_step_it_was_killed(
    tmp_path: Path, what: str, least: int
) -> None:
    start = tmp_path / "start"
    (start / "project").mkdir(parents=True)
    for number in (1, 2, 3):
        page = f'<p>{number}</p><a href="{LETTER}">x</a>'
        shutil.rmtree(start / "source", ignore_errors=True)
        write_files(start / "source", {"index.html": page, LETTER: b"x", "over.html": page})
        if number < 3:
            act("publish", start, NOON + timedelta(minutes=number))
    kept = Shelf(start / "www").kept()
    (tmp_path / "old").write_text(kept[-1].name, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed.py")), what, str(tmp_path)],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= least
