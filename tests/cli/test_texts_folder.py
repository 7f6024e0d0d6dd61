"""Texts in another folder than ``content/``: every command reads, writes and names them there."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import wmebv
from projects import SMALL, copied, rewrite, tree

from wmebv_site.project.settings import site_settings_of
from wmebv_site.register.files import as_called, on_disk

DAY = "2026-06-01"


def project_with(folder: str, target: Path) -> Path:
    """The small project with its texts in another folder, and a mistake to tell in one of them."""
    project = copied(SMALL, target)
    rewrite(project / "mkdocs.yml", "docs_dir: content", f"docs_dir: {folder}")
    if folder != "content":
        (project / folder).parent.mkdir(parents=True, exist_ok=True)
        (project / "content").rename(project / folder)
    (project / folder / "eigen.md").write_text("# Eigen\n\n[weg](bestaat-niet.md)\n", encoding="utf-8")
    return project


def here(text: str, folder: str) -> str:
    return text.replace("content/", f"{folder}/").replace("'content'", f"'{folder}'")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--date", DAY),
        ("check", "--date", DAY, "--format", "json"),
        ("check", "--date", DAY, "--format", "github"),
        ("check", "--date", DAY, "--format", "sarif"),
        ("status", "--date", DAY),
        ("status", "--date", DAY, "--format", "json"),
        ("report", "--date", DAY, "--format", "md"),
        ("schema", "--with-ids", "besluit"),
        ("decision", "list", "--date", DAY),
        ("decision", "diff", "--date", DAY),
        ("decision", "new", "proef-2027", "--date", DAY),
        ("decision", "new", "aanwijzing-2026", "--date", DAY),
        ("decision", "freeze", "concept-2028", "--date", DAY),
        ("decision", "freeze", "concept-2028", "--date", DAY, "--dry-run"),
        ("policy", "draft", "--date", DAY),
        ("outage", "start", "bezwaarformulier", "--begin", "2026-03-02T08:15"),
        ("outage", "start", "bezwaarformulier", "--begin", "2026-03-02T08:15", "--dry-run"),
        ("outage", "end", "bestaat-niet"),
        ("export", "pages", "klaar", "--date", DAY),
    ],
    ids=" ".join,
)
def test_a_command_does_the_same_whatever_the_folder_is_called(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    done = {}
    for folder in ("content", "teksten"):
        project = project_with(folder, tmp_path / folder)
        run = wmebv(*arguments, cwd=project, code=None)
        made = {
            path: data
            for path, data in tree(project).items()
            if path != "mkdocs.yml" and "klaar/" not in path
        }
        exported = tree(project / "klaar") if (project / "klaar").exists() else {}
        done[folder] = run.code, run.all, made, exported
    before, after = done["content"], done["teksten"]
    assert after[0] == before[0]
    assert after[1] == here(before[1], "teksten")
    assert after[2] == {here(path, "teksten"): data for path, data in before[2].items()}
    assert after[3] == before[3]


@pytest.mark.parametrize("folder", ["web/teksten", "docs", "content2"])
def test_an_outage_is_written_ended_and_told_of_in_any_folder(folder: str, tmp_path: Path) -> None:
    project = project_with(folder, tmp_path / "p")
    said = wmebv("outage", "start", "bezwaarformulier", "--begin", "2026-03-02T08:15", cwd=project).all
    path = f"{folder}/storingen/2026-03-02-bezwaarformulier.md"
    assert f"De storing staat nu in {path}.\n" in said and (project / path).is_file()
    wmebv("outage", "end", "2026-03-02-bezwaarformulier", "--end", "2026-03-02T09:15", cwd=project)
    assert "end: 2026-03-02T09:15" in (project / path).read_text(encoding="utf-8")
    checked = wmebv("check", cwd=project).all
    assert f"\n{folder}/eigen.md:3" in f"\n{checked}"
    inside = wmebv("check", "--project", "p", cwd=tmp_path).all
    assert f"\np/{folder}/eigen.md:3" in f"\n{inside}" and not (project / "content").exists()


@pytest.mark.parametrize(
    ("settings", "folders", "found"),
    [
        (None, ["content"], "content"),
        ("docs_dir: teksten\n", [], "teksten"),
        ("docs_dir: ./web//teksten/\n", [], "web/teksten"),
        ("docs_dir: ../samen\n", [], "../samen"),
        ("site_name: x\n", ["docs"], "docs"),  # as MkDocs does
        ("site_name: x\n", ["docs", "content"], "content"),  # and check says that it must be named
        ("site_name: x\n", ["content"], "content"),
        ("docs_dir: [a]\n", ["content"], "content"),
        ("docs_dir: [", ["content"], "content"),
    ],
)
def test_the_folder_is_the_one_that_mkdocs_reads(
    settings: str | None, folders: list[str], found: str, tmp_path: Path
) -> None:
    if settings is not None:
        (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for folder in folders:
        (tmp_path / folder).mkdir()
    assert site_settings_of(tmp_path).content == found


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Kijk in content/besluiten.", "Kijk in docs/besluiten."),
        ("'content/hulp' en (content/x.md)", "'docs/hulp' en (docs/x.md)"),
        ("https://www.voorbeeld.example/content/a", "https://www.voorbeeld.example/content/a"),
        ("sub/content/a, mijncontent/a en content/", "sub/content/a, mijncontent/a en content/"),
    ],
)
def test_only_the_folder_itself_is_called_otherwise(text: str, called: str) -> None:
    assert as_called(text, "docs") == called
    assert as_called(text, "content") == text


def test_only_texts_are_found_elsewhere() -> None:
    assert [
        on_disk(path, "web/docs") for path in ("content/a/b.md", "products.yaml", "products/content.yaml")
    ] == [
        "web/docs/a/b.md",
        "products.yaml",
        "products/content.yaml",
    ]


@pytest.mark.parametrize("folder", ["content", "teksten", "mijn/teksten"])
def test_a_folder_with_texts_that_is_a_link_is_told_by_its_own_name(folder: str, tmp_path: Path) -> None:
    project = project_with(folder, tmp_path / "p")
    (project / folder).rename(project / "echt")
    (project / folder).symlink_to(project / "echt", target_is_directory=True)
    said = wmebv("check", "--date", DAY, cwd=project, code=1).stdout
    assert f"{folder}: WMEBV014 fout: '{folder}' is een snelkoppeling" in said
    assert folder == "content" or "content" not in said
