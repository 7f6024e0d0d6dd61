"""`wmebv init`: what comes with a new project, and where the forge gets the program from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from command import wmebv

DAY = ("--date", "2026-06-01")


@pytest.mark.parametrize(
    ("forge", "there", "absent"),
    [
        ("github", ".github/workflows/controle.yml", ".gitlab-ci.yml"),
        ("gitlab", ".gitlab-ci.yml", ".github"),
        ("forgejo", ".forgejo/workflows/controle.yml", ".github"),
        ("server", "beheer/server/wmebv.timer", ".gitlab-ci.yml"),
        ("geen", "products.yaml", "beheer"),
        ("alle", ".forgejo/workflows/controle.yml", "niets"),
    ],
)
def test_a_project_gets_what_runs_where_it_stands(
    tmp_path: Path, forge: str, there: str, absent: str
) -> None:
    said = wmebv("init", "p", "--municipality", "Utrecht", "--forge", forge, *DAY, cwd=tmp_path, code=0)
    assert (tmp_path / "p" / there).exists() and not (tmp_path / "p" / absent).exists()
    assert ("programma/wmebv.txt" in said.stdout) == (forge != "geen")
    assert wmebv("check", *DAY, cwd=tmp_path / "p", code=0).stderr == ""


def test_without_a_person_to_ask_there_is_something_for_every_place(tmp_path: Path) -> None:
    wmebv("init", "p", *DAY, cwd=tmp_path, code=0)
    for path in (".github", ".gitlab-ci.yml", ".forgejo", "beheer/server"):
        assert (tmp_path / "p" / path).exists()


def test_the_program_is_copied_into_the_project_with_its_sum(tmp_path: Path) -> None:
    wheel = tmp_path / "wmebv_site-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK bytes")
    said = wmebv("init", "p", "--program", wheel.name, *DAY, cwd=tmp_path, code=0).stdout
    assert (tmp_path / "p" / "programma" / wheel.name).read_bytes() == b"PK bytes"
    lines = (tmp_path / "p" / "programma" / "wmebv.txt").read_text(encoding="utf-8").splitlines()
    expected = f"./programma/{wheel.name} --hash=sha256:{hashlib.sha256(b'PK bytes').hexdigest()}"
    assert [line for line in lines if not line.startswith("#")] == [expected]
    assert "wmebv.txt" not in said


@pytest.mark.parametrize("program", ["iets.whl", "wmebv_site-0.1.0.tar.gz", "wmebv_site-weg.whl"])
def test_what_is_no_wheel_of_wmebv_is_refused_before_anything_is_written(
    tmp_path: Path, program: str
) -> None:
    (tmp_path / "iets.whl").write_bytes(b"x")
    (tmp_path / "wmebv_site-0.1.0.tar.gz").write_bytes(b"x")
    done = wmebv("init", "p", "--program", program, *DAY, cwd=tmp_path, code=2)
    assert (
        done.stderr.startswith(f"Fout: '{program}' is geen wheelbestand")
        or "kan niet worden gelezen" in done.stderr
    )
    assert not (tmp_path / "p").exists()


def test_who_names_a_municipality_that_is_made_up_reads_how_to_practise(tmp_path: Path) -> None:
    said = wmebv("init", "p", "--municipality", "Duinerwoud", *DAY, cwd=tmp_path, code=2).stderr
    assert "staat niet in de lijst" in said and "Kies Voorbeeld." in said
    assert not (tmp_path / "p").exists()
