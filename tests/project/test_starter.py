"""The project that `wmebv init` makes: complete, safe for what was there, fit to check and build."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from command import mkdocs, wmebv
from every import every
from projects import yaml_as_text

from wmebv_site.diagnostics import Refused
from wmebv_site.project.municipalities import KnownMunicipality, by_code, municipalities
from wmebv_site.project.starter import plan, write
from wmebv_site.register import terms
from wmebv_site.register.decode import decode
from wmebv_site.register.yaml_text import in_quotes

TODAY = date(2026, 6, 1)
# Leaves every scalar as text, as the registers are read.
PATHS = [
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    ".vscode/tasks.json",
    ".vscode/wmebv.code-snippets",
    "README.md",
    "channels.yaml",
    "content/besluiten/aanwijzing-2026.md",
    "content/hulp/balie.md",
    "content/hulp/index.md",
    "content/hulp/telefoon.md",
    "content/index.md",
    "mkdocs.yml",
    "products.yaml",
]


def municipality(code: str) -> KnownMunicipality:
    found = by_code(code)
    assert found is not None
    return found


def in_yaml(path: str, text: str) -> str:
    """What is YAML in a file: all of a register, the front matter of a page, else nothing."""
    if path.endswith((".yaml", ".yml")):
        return text
    return text.split("---\n")[1] if text.startswith("---\n") else ""


def read(path: str, text: str) -> dict:
    return yaml_as_text(in_yaml(path, text))


@pytest.fixture
def project() -> dict[str, str]:
    return plan(municipality("gm0358"), TODAY)


@pytest.fixture
def made(tmp_path: Path, project: dict[str, str]) -> Path:
    write(tmp_path / "aalsmeer", project)
    return tmp_path / "aalsmeer"


def tree(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, hidden files and empty folders too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"(folder)"
        for path in sorted(folder.rglob("*"))
    }


def test_a_new_project_has_these_files(project: dict[str, str]) -> None:
    assert list(project) == PATHS


def test_git_keeps_a_folder_of_texts_that_bears_the_name_of_what_commands_make(made: Path) -> None:
    git = ["git", "-c", "init.defaultBranch=main", "-C", str(made)]
    subprocess.run([*git, "init", "-q"], check=True)
    names = ("documenten", "communicatie", "voortgang", "hersteld", "site")
    asked = [f"{where}{name}/brief.pdf" for name in names for where in ("", "content/")]
    said = subprocess.run([*git, "check-ignore", *asked], capture_output=True, text=True)
    assert said.stdout.split() == [f"{name}/brief.pdf" for name in names]


def test_the_same_day_gives_the_same_project() -> None:
    assert plan(municipality("gm0518"), TODAY) == plan(municipality("gm0518"), TODAY)


def test_the_decision_bears_the_year_and_every_source_refers_to_it() -> None:
    project = plan(municipality("gm0358"), date(2027, 1, 2))
    assert "content/besluiten/aanwijzing-2027.md" in project
    sources = re.findall(r"besluit:([\w-]+)", project["channels.yaml"])
    assert len(sources) >= 4
    assert set(sources) == {"aanwijzing-2027"}


@every("known", municipalities(), lambda known: known.code)
def test_every_municipality_gets_a_project_in_its_own_name(known: KnownMunicipality) -> None:
    project = plan(known, TODAY)
    block = read("channels.yaml", project["channels.yaml"])["municipality"]
    assert block["name"] == f"Gemeente {known.preferred_name}"
    assert block["tooi"] == known.code
    host = re.fullmatch(r"https://www\.([a-z0-9-]{1,63})\.example", block["website"])
    assert host and not host[1].startswith("-") and not host[1].endswith("-")
    settings = read("mkdocs.yml", project["mkdocs.yml"])
    assert settings["site_name"] == f"Digitaal contact met gemeente {known.preferred_name}"
    decision = "content/besluiten/aanwijzing-2026.md"
    assert known.preferred_name in read(decision, project[decision])["title"]
    for path, text in project.items():
        assert "{{" not in text and "{%" not in text, path
        assert text.endswith("\n") and not text.endswith("\n\n"), path


def test_registers_have_no_mistake_whatever_signs_the_name_has() -> None:
    odd = [
        known for known in municipalities() if not known.preferred_name.isalpha() or known.code == "gm0358"
    ]
    assert len(odd) > 50
    for known in odd:
        project = {
            path: text.encode("utf-8")
            for path, text in plan(known, TODAY).items()
            if path.endswith(".yaml") or path.startswith("content/")
        }
        register, diagnostics = decode(project)
        assert register is not None, (known.code, diagnostics)
        assert diagnostics == [], known.code


@pytest.mark.parametrize(
    "name",
    [
        'Aan de "Dijk"',
        "Dijk: en # sloot",
        "- {{ 7 * 7 }}",
        "back\\slash",
        "twee\u2028regels\u2029en\x85meer",
        "tab\tbel\x07",
        "<b>vet</b> & zo",
    ],
)
def test_a_name_with_signs_that_mean_something_in_yaml_stays_that_name(name: str) -> None:
    assert yaml_as_text(f"name: {in_quotes(name)}\n") == {"name": name}
    odd = dataclasses.replace(municipality("gm0358"), preferred_name=name)
    project = plan(odd, TODAY)
    channels = read("channels.yaml", project["channels.yaml"])
    assert channels["municipality"]["name"] == f"Gemeente {name}"
    assert list(channels) == list(read("channels.yaml", plan(municipality("gm0358"), TODAY)["channels.yaml"]))


def test_every_example_that_must_go_says_so_on_its_line(project: dict[str, str]) -> None:
    found = 0
    for path, text in project.items():
        for line in in_yaml(path, text).splitlines():
            is_example = ".example" in line or "0123" in line or "[Vul" in line
            if is_example and not line.lstrip().startswith("#"):
                found += 1
                assert "# VERVANG" in line, f"{path}: {line}"
    assert found >= 9


def test_nothing_is_in_force_on_the_first_day(project: dict[str, str]) -> None:
    decision = "content/besluiten/aanwijzing-2026.md"
    meta = read(decision, project[decision])
    assert [meta[key] for key in ("adopted", "published", "in_force_from")] == ["", "", ""]


def test_no_product_claims_to_have_been_reviewed(project: dict[str, str]) -> None:
    products = read("products.yaml", project["products.yaml"])["products"]
    assert [product["reviewed"] for product in products] == [""] * 6


@pytest.mark.parametrize(
    ("path", "choices"),
    [
        ("channels.yaml", terms.Acknowledgement),
        ("channels.yaml", terms.AssuranceLevel),
        ("channels.yaml", terms.Audience),
        ("channels.yaml", terms.AuthorityKind),
        ("channels.yaml", terms.ChannelKind),
        ("channels.yaml", terms.Covers),
        ("channels.yaml", terms.Initiative),
        ("channels.yaml", terms.Login),
        ("channels.yaml", terms.Owner),
        ("channels.yaml", terms.Paper),
        ("channels.yaml", terms.SenderCopy),
        ("products.yaml", terms.Audience),
        ("products.yaml", terms.ExemptReason),
        ("products.yaml", terms.MessageKind),
        ("products.yaml", terms.Remedy),
        ("products.yaml", terms.Statute),
        ("content/besluiten/aanwijzing-2026.md", terms.DecisionKind),
        ("content/hulp/telefoon.md", terms.SupportKind),
    ],
)
def test_the_comments_name_every_choice_there_is(
    project: dict[str, str], path: str, choices: type[StrEnum]
) -> None:
    comments = " ".join(re.findall(r"#(.*)", project[path]))
    words = set(re.findall(r"[\w-]+", comments))
    assert {choice.value for choice in choices} - words == set()


def test_all_files_arrive_with_plain_line_ends_in_a_new_directory(
    tmp_path: Path, project: dict[str, str]
) -> None:
    target = tmp_path / "nog" / "niet" / "daar"
    written = write(target, project)
    assert written == [target / path for path in sorted(PATHS)]
    for path, text in project.items():
        assert (target / path).read_bytes() == text.encode("utf-8")


def test_an_empty_directory_may_be_filled(tmp_path: Path, project: dict[str, str]) -> None:
    (tmp_path / "leeg").mkdir()
    assert len(write(tmp_path / "leeg", project)) == len(PATHS)


@pytest.mark.parametrize("there", ["notitie.txt", ".verborgen", "products.yaml"])
def test_a_directory_with_anything_in_it_is_left_as_it_was(
    tmp_path: Path, project: dict[str, str], there: str
) -> None:
    (tmp_path / there).write_text("van mij", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(Refused, match="is niet leeg"):
        write(tmp_path, project)
    assert tree(tmp_path) == before


def test_a_project_is_never_written_twice(made: Path, project: dict[str, str]) -> None:
    (made / "products.yaml").write_text("products: []\n", encoding="utf-8")
    before = tree(made)
    with pytest.raises(Refused, match="is niet leeg"):
        write(made, project)
    assert tree(made) == before


def test_a_file_in_the_place_of_the_directory_is_refused(tmp_path: Path, project: dict[str, str]) -> None:
    (tmp_path / "bestand").write_text("van mij", encoding="utf-8")
    with pytest.raises(Refused, match="is een bestand"):
        write(tmp_path / "bestand", project)
    with pytest.raises(Refused, match="kan niet worden geschreven"):
        write(tmp_path / "bestand" / "map", project)
    assert tree(tmp_path) == {"bestand": b"van mij"}


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, project: dict[str, str]) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "naar-leeg").symlink_to(tmp_path / "leeg", target_is_directory=True)
    (tmp_path / "naar-niets").symlink_to(tmp_path / "weg")
    for link in ("naar-leeg", "naar-niets"):
        with pytest.raises(Refused, match="is een koppeling"):
            write(tmp_path / link, project)
    assert list((tmp_path / "leeg").iterdir()) == []
    assert not (tmp_path / "weg").exists()


@pytest.mark.parametrize("exists", [True, False])
def test_a_failure_halfway_leaves_nothing_behind(
    tmp_path: Path, project: dict[str, str], exists: bool
) -> None:
    target = tmp_path / "nieuw"
    if exists:
        target.mkdir()
    before = tree(tmp_path)
    # No file system takes a name of 300 characters; it sorts last, so all else is there by then.
    too_long = project | {f"z{'z' * 300}": "tekst"}
    with pytest.raises(Refused, match="kan niet worden geschreven"):
        write(target, too_long)
    assert tree(tmp_path) == before


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, project: dict[str, str]) -> None:
    class Interrupted(dict):
        def items(self):
            (tmp_path / "products.yaml").write_text("van een ander", encoding="utf-8")
            return super().items()

    with pytest.raises(Refused, match="kan niet worden geschreven"):
        write(tmp_path, Interrupted(project))
    assert tree(tmp_path) == {"products.yaml": b"van een ander"}


def test_text_that_can_not_be_written_leaves_nothing_behind(tmp_path: Path, project: dict[str, str]) -> None:
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "nieuw", project | {"z.md": "half teken \ud800"})
    assert tree(tmp_path) == {}


# A name with an accent, one that begins with an apostrophe, and one with brackets.
@pytest.mark.parametrize("code", ["gm0358", "gm0796", "gm0893", "gm1900"])
def test_a_new_project_passes_the_check(tmp_path: Path, code: str) -> None:
    target = tmp_path / "project"
    write(target, plan(municipality(code), TODAY))
    wmebv("check", "--project", str(target), "--date", TODAY.isoformat(), cwd=tmp_path, code=0)


def test_a_new_project_builds_a_site_with_its_pages(made: Path) -> None:
    mkdocs("build", cwd=made, code=0, SOURCE_DATE_EPOCH="1780272000")
    pages = [
        "index.html",
        "producten/index.html",
        "producten/paspoort/index.html",
        "kanalen/index.html",
        "hulp/telefoon/index.html",
    ]
    assert [page for page in pages if not (made / "site" / page).is_file()] == []
    assert "Aalsmeer" in (made / "site" / "index.html").read_text(encoding="utf-8")
    # Nothing is in force yet: a channel that is only wanted has no page.
    assert not (made / "site" / "kanalen" / "bezwaarformulier").exists()
