"""A ``mkdocs.yml`` that nobody can read: every command says so in Dutch, with its place, and still finds the texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, copied, rewrite

from wmebv_site.project.settings import site_settings_of

DAY = "2026-06-01"
BROKEN = {
    "a bracket": ("plugins: [wmebv\nsite_name: x\n", "regel {}, teken 10"),
    "a quote": ("site_name: 'Contact\n", "regel {}, teken 12"),
    "a tab": ("\tsite_name: Contact\n", "regel {}, teken 1"),
    "a word alone": ("site_name: Contact\nzomaar\n", "regel {}, teken 1"),
}


def project_with(mistake: str, target: Path) -> tuple[Path, str]:
    """A project with its texts in another folder and a mistake behind that line; and where it should be told."""
    project = copied(SMALL, target)
    (project / "content").rename(project / "teksten")
    text, where = BROKEN[mistake]
    (project / "mkdocs.yml").write_text(f"docs_dir: teksten\n{text}", encoding="utf-8")
    return project, where.format(3 if mistake == "a word alone" else 2)


@pytest.mark.parametrize("mistake", BROKEN)
@pytest.mark.parametrize(
    "arguments",
    [
        ("decision", "list", "--date", DAY),
        ("export", "xlsx", "werkmap.xlsx", "--date", DAY),
        ("outage", "start", "bezwaarformulier", "--begin", "2026-03-02T08:15"),
        ("export", "headers", "nginx", "--site-url", "https://www.voorbeeld.example/"),
        ("policy", "draft", "--date", DAY),
    ],
    ids=" ".join,
)
def test_a_command_goes_on_and_says_where_the_mistake_stands(
    arguments: tuple[str, ...], mistake: str, tmp_path: Path
) -> None:
    project, where = project_with(mistake, tmp_path / "p")
    done = wmebv(*arguments, cwd=project)
    (told,) = (line for line in done.stderr.splitlines() if line.startswith("Let op: de instellingen"))
    assert f"(mkdocs.yml, {where})" in told
    assert "Traceback" not in done.all and not (project / "content").exists()
    if arguments[0] == "outage":
        assert list((project / "teksten" / "storingen").glob("2026-03-02-*.md"))


@pytest.mark.parametrize("mistake", BROKEN)
def test_check_status_and_report_count_the_same(mistake: str, tmp_path: Path) -> None:
    project, _ = project_with(mistake, tmp_path / "p")
    found = json.loads(wmebv("check", "--date", DAY, "--format", "json", cwd=project, code=1).stdout)
    of_settings = [each for each in found["diagnostics"] if each["file"] == "mkdocs.yml"]
    assert len(of_settings) == 1 and of_settings[0]["level"] == "error"
    errors = sum(each["level"] == "error" for each in found["diagnostics"])
    status = wmebv("status", "--date", DAY, cwd=project, code=0)
    assert f"{errors} fout" in status.stdout and "Let op: de instellingen" not in status.stderr
    report = json.loads(wmebv("report", "--date", DAY, "--format", "json", cwd=project, code=0).stdout)
    assert of_settings[0]["message"] in json.dumps(report, ensure_ascii=False)


def test_settings_that_can_be_read_are_told_by_check_alone(tmp_path: Path) -> None:
    project = copied(SMALL, tmp_path / "p")
    assert wmebv("decision", "list", "--date", DAY, cwd=project, code=0).stderr == ""
    rewrite(project / "mkdocs.yml", "docs_dir: content", "docs_dir: content\nuse_directory_urls: misschien")
    assert wmebv("decision", "list", "--date", DAY, cwd=project, code=0).stderr == ""


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("docs_dir: teksten", "teksten"),
        ("docs_dir: 'mijn teksten'   # hier", "mijn teksten"),
        ('docs_dir: "a/b"', "a/b"),
        ("docs_dir: [a]", "content"),
        ("  docs_dir: binnen", "content"),
    ],
)
def test_the_folder_is_read_from_its_own_line_when_the_rest_is_broken(
    line: str, folder: str, tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"{line}\nplugins: [\n", encoding="utf-8")
    assert site_settings_of(tmp_path).content == folder
