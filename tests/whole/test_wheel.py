"""The wheel that a municipality installs: whole, and working without this repository."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from building import ENVIRONMENT
from htmlpages import site_pages
from places import ROOT
from projects import tree

pytestmark = pytest.mark.proof


def test_the_wheel_holds_the_package_the_theme_and_the_templates(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, prefix in ((ROOT / "wmebv_site", "wmebv_site/"), (ROOT / "theme", "wmebv_site/theme/")):
        wanted = {prefix + path for path in tree(folder) if "__pycache__" not in path}
        assert wanted <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"wmebv_site"}
    assert not [name for name in names if name.endswith((".pyc", "products.yaml", "channels.yaml"))]


def run(program: Path, *arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, **ENVIRONMENT, "PYTHONPATH": ""}
    return subprocess.run([str(program), *arguments], cwd=at, env=settings, capture_output=True, text=True)


def test_the_installed_command_works_away_from_the_repository(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "wmebv", "--version", at=tmp_path)
    assert (done.returncode, done.stdout) == (0, "wmebv 0.1.0\n"), done.stderr
    where = run(installed / "python", "-c", "import wmebv_site; print(wmebv_site.__file__)", at=tmp_path)
    assert str(ROOT) not in where.stdout


def test_a_new_project_checks_and_builds_with_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "wmebv", "init", "utrecht", "--municipality", "Utrecht", at=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(installed / "wmebv", "check", at=tmp_path / "utrecht")
    assert done.returncode == 0, done.stdout
    done = run(installed / "python", "-m", "mkdocs", "build", "-q", at=tmp_path / "utrecht")
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "utrecht" / "site"
    assert "producten/paspoort/" in site_pages(site)
    assert (site / "assets/wmebv.css").read_bytes() == (ROOT / "theme/assets/wmebv.css").read_bytes()
