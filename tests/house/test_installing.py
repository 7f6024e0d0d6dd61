"""What people are told to install: nothing that stands in a registry under our name, since nobody keeps it there."""

from __future__ import annotations

import re
import subprocess

from places import ROOT

# Whoever claims the name would be installed in our place.
OURS = re.compile(
    r"(?:pip|pipx|uv|uvx|conda|npm|npx)\b[^\n`]*\b(?:install|add|run|x)\b[^\n`]*?[\s'\"]wmebv(?:-site)?(?=[\s'\"\[`=<>]|$)"
)


def test_nobody_is_told_to_install_a_package_by_our_name() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    told = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix not in (".md", ".py", ".jinja", ".yml", ".yaml", ".txt", ".sh") or not path.is_file():
            continue
        if name == "tests/house/test_installing.py":
            continue
        told += [f"{name}: {found[0]}" for found in OURS.finditer(path.read_text(encoding="utf-8"))]
    assert told == []


def test_the_search_finds_what_it_looks_for() -> None:
    for line in (
        "pip install wmebv-site",
        "python -m pip install 'wmebv-site[documents]'",
        "uv pip install --upgrade wmebv-site==1.0",
        "pipx install wmebv",
    ):
        assert OURS.search(line), line
    for line in (
        "pip install wmebv_site-0.1.0-py3-none-any.whl",
        "pip install /pad/naar/wmebv-site.git",
        "wmebv init",
    ):
        assert not OURS.search(line), line
