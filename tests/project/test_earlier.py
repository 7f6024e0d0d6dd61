"""A shared register lies beside a project of then as well: as it was, or as it is where nobody here kept it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from projects import write_files
from small_registers import CHANNELS

from wmebv_site.project.earlier import as_it_stood, git
from wmebv_site.project.load import base_apart, load

WANTED = ("channels.yaml", "products.yaml", "content")


def committed(top: Path) -> str:
    for command in ("init -q", "add .", "-c user.name=x -c user.email=x@x.example commit -qm x"):
        subprocess.run(["git", *command.split()], cwd=top, check=True)
    return git(top, "rev-parse", "HEAD").decode().strip()


@pytest.mark.parametrize(
    ("where", "named", "apart"),
    [("alles", "../regio", False), ("alles/ons", "../regio", True), ("alles/ons", "regio/basis", False)],
)
def test_a_project_of_then_is_read_with_what_it_shares(
    tmp_path: Path, where: str, named: str, apart: bool
) -> None:
    project = tmp_path / "alles" / "ons"
    shared = project / named / "products.yaml"
    text = "products:\n  - {id: jeugd, name: Toen, domain: d, authority: college}\n"
    write_files(project, {"channels.yaml": f"base: {named}\n{CHANNELS}"})
    shared.parent.mkdir(parents=True)
    shared.write_text(text, encoding="utf-8")
    commit = committed(tmp_path / where)
    shared.write_text(text.replace("Toen", "Nu"), encoding="utf-8")
    assert (base_apart(project) is not None) == apart
    with as_it_stood(project, commit, WANTED) as folder:
        assert folder is not None
        held = load(folder).files[f"{named}/products.yaml"].decode()
    assert ("Nu" if apart else "Toen") in held
