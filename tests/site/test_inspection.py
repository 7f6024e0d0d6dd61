"""What the command, a build and an export find: the same, in the same order, since one place gathers it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from building import build_site
from click.testing import CliRunner
from mkdocs.exceptions import Abort
from projects import SMALL_DAY, rewrite, write_files

from wmebv_site.cli.app import wmebv
from wmebv_site.project.load import load
from wmebv_site.site.beside import Folders
from wmebv_site.site.documents import file_name
from wmebv_site.site.inspection import AskedSite, Inspected, inspect

STYLE = ":root { --utrecht-link-color: #eee; --utrecht-document-background-color: #fff }"
SETTINGS = {
    "house_style": "huisstijl/tokens.css",
    "logo": "nergens.svg",
    "document_template": "sjabloon.docx",
}


@pytest.fixture
def faulty(small: Path) -> Path:
    """A project with a mistake in its register, in a text, in its house style and in a setting for documents."""
    rewrite(small / "channels.yaml", "  paper_default: [post, balie]\n", "  paper_default: []\n")
    mkdocs = {
        "site_name": "Contact",
        "docs_dir": "content",
        "theme": {"name": "material", "language": "nl", "font": "false"},
        "plugins": [{"wmebv": SETTINGS}],
    }
    texts = {"content/extra.md": "# Extra\n\n![Balie](https://beeld.example/balie.jpg)\n"}
    return write_files(small, {"mkdocs.yml": mkdocs, "content/huisstijl/tokens.css": STYLE, **texts})


def inspected(project: Path, day: date = SMALL_DAY, **settings: object) -> Inspected:
    return inspect(
        load(project), day, None, AskedSite(settings, None, Folders(project, "content"), live=True)
    )


def heads(text: str) -> list[str]:
    """Place and code of each finding, as a report in words begins it."""
    return re.findall(r"^(\S+: WMEBV\d{3})", re.sub(r"\x1b\[[\d;]*m", "", text), re.MULTILINE)


def test_a_site_adds_what_is_wrong_with_its_settings_and_loses_nothing(faulty: Path) -> None:
    alone = inspect(load(faulty), SMALL_DAY)
    whole = inspected(faulty, **SETTINGS)
    found = whole.checked.diagnostics
    assert alone.beside is None and whole.beside is not None and whole.design is None
    assert [each for each in found if each in alone.checked.diagnostics] == alone.checked.diagnostics
    added = {each.code for each in found} - {each.code for each in alone.checked.diagnostics}
    assert "WMEBV519" in added and len(added) >= 3
    assert found == sorted(found, key=lambda each: each.sort_key)


def test_what_is_asked_soundly_adds_nothing(small: Path) -> None:
    whole = inspected(small)
    assert whole.checked.diagnostics == inspect(load(small), SMALL_DAY).checked.diagnostics
    assert whole.design is not None


def test_a_report_can_quote_a_house_style_and_the_project_is_left_as_it_was_read(faulty: Path) -> None:
    files = load(faulty)
    before = dict(files.files)
    asked = AskedSite(SETTINGS, None, Folders(faulty, "content"), live=True)
    assert inspect(files, SMALL_DAY, None, asked).files == before | {
        "content/huisstijl/tokens.css": STYLE.encode()
    }
    assert files.files == before


def test_a_build_and_an_export_find_the_same_in_the_same_order(
    faulty: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort, match="De website is niet gewijzigd"):
        build_site(faulty, tmp_path / "site", strict=False)
    built = heads(
        "\n".join(record.getMessage() for record in caplog.records if record.name.endswith("wmebv"))
    )
    arguments = [
        "export",
        "pages",
        str(tmp_path / "doel"),
        "--date",
        str(SMALL_DAY),
        "--project",
        str(faulty),
    ]
    done = CliRunner().invoke(wmebv, arguments)
    assert done.exit_code == 1 and not (tmp_path / "doel").exists()
    assert heads(done.output) == built
    assert len(built) > 4
    checked = CliRunner().invoke(wmebv, ["check", "--date", str(SMALL_DAY), "--project", str(faulty)])
    registers = heads(checked.output)
    assert [head for head in built if head in registers] == registers


@pytest.mark.parametrize("leads", ["/etc/hostname", "../geheim.txt", "../../elders", "nergens"])
def test_a_link_out_of_the_theme_is_told_and_nothing_of_it_is_published(small: Path, leads: str) -> None:
    write_files(small, {"theme/assets/eigen.css": "a{}", "geheim.txt": "geheim"})
    (small / "theme" / "assets" / "binnen.css").symlink_to("eigen.css")
    folders = Folders(small, "content", small / "theme")
    asked = AskedSite({}, None, folders)
    assert (
        inspect(load(small), SMALL_DAY, None, asked).checked.diagnostics
        == inspected(small).checked.diagnostics
    )
    (small / "theme" / "assets" / "x.txt").symlink_to(leads)
    found = inspect(load(small), SMALL_DAY, None, asked).checked.diagnostics
    assert [each.place.file for each in found if each.code == "WMEBV540"] == ["theme/assets/x.txt"]


def test_a_file_of_the_municipality_where_a_document_will_stand_is_told(small: Path) -> None:
    decision = "content/besluiten/aanwijzing-2026"
    found = inspected(small, documents=["pdf"]).checked
    assert found.decisions is not None
    name = file_name(found.decisions.register.decision_by_id["aanwijzing-2026"])
    write_files(small, {f"{decision}/{name}.pdf": b"%PDF", f"{decision}/kaart.pdf": b"%PDF"})
    told = inspected(small, documents=["pdf"]).checked.diagnostics
    assert [each.place.file for each in told if each.code == "WMEBV209"] == [f"{decision}/{name}.pdf"]
    assert inspected(small, documents=["odt"]).checked.diagnostics == found.diagnostics
