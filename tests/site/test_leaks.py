"""``wmebv check --site``: what is not for visitors is found in any built website, and a sound one has none of it."""

from __future__ import annotations

import io
import shutil
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from building import build_site
from command import mkdocs, wmebv
from jinja2 import TemplateNotFound
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, copied, decisions_of, tree, write_files

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic
from wmebv_site.register.channels import Channel
from wmebv_site.register.products import Message, Product
from wmebv_site.site.leaks import INTERNAL_KEYS, files_in, in_file, of_drafts, read

PAGE = {"index.html": "<p>Hallo</p>"}


def leaks(site: Path, decisions: Decisions | None = None) -> list[Diagnostic]:
    """What in a website is not for visitors; with ``decisions`` also pages of drafts."""
    files = files_in(site)
    found = [each for path in files for each in in_file(site, path, partial(read, site / path))]
    return [*found, *(of_drafts(site, files, decisions) if decisions else ())]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("stappenplan.yaml", "WMEBV545"),
        ("besluiten/aanwijzing-2026.annex.yaml", "WMEBV545"),
        ("products/paspoort.YML", "WMEBV545"),
        ("besluiten/concept.md", "WMEBV545"),
        ("voortgang/voortgang.xlsx", "WMEBV545"),
        (".wmebv-gemaakt.json", "WMEBV545"),
        (".env", "WMEBV545"),
        (".git/HEAD", "WMEBV545"),
        ("sleutel.pem", "WMEBV545"),
        ("index.html~", "WMEBV545"),
    ],
)
def test_a_file_that_is_not_for_visitors_is_found_by_its_name(tmp_path: Path, path: str, code: str) -> None:
    write_files(tmp_path, {**PAGE, path: "x"})
    [found] = leaks(tmp_path)
    assert found.code == code and found.place.file in (path, ".git/") and found.hint


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("a.txt", "x\n-----BEGIN RSA PRIVATE KEY-----\n", "WMEBV546"),
        ("a/index.html", '<a href="https://jan:geheim@git.voorbeeld.example/x">x</a>', "WMEBV546"),
        ("a.js", "const t = 'glpat-abcdefghij0123456789'", "WMEBV546"),
        ("data.json", '{"id": "a", "supplier": {"name": "X"}}', "WMEBV548"),
        ("zoeken.json", '{"in_use" : []}', "WMEBV548"),
        ("products.txt", "# Onze producten\nproducts:\n  - id: paspoort\n    name: Paspoort\n", "WMEBV545"),
        ("kopie/kanalen.bin", "municipality:\n  name: Gemeente Voorbeeld\n", "WMEBV545"),
        ("data.csv", "channels:\r\n\r\n  - {id: balie, name: Balie}\r\n", "WMEBV545"),
    ],
)
def test_what_may_not_be_read_is_found_in_what_stands_there(
    tmp_path: Path, path: str, text: str, code: str
) -> None:
    write_files(tmp_path, {**PAGE, path: text})
    [found] = leaks(tmp_path)
    assert (found.code, found.place.file) == (code, path)


def test_a_workbook_for_colleagues_is_found_whatever_its_name_and_any_other_is_left_alone(
    tmp_path: Path,
) -> None:
    project = copied(SMALL, tmp_path / "project")
    wmebv("export", "xlsx", str(tmp_path / "ours.xlsx"), cwd=project, code=0)
    given_out = (tmp_path / "ours.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(given_out))
    book.save(tmp_path / "saved.xlsx")
    for name in ("w.xlsx", "W.XLSX", "saved.xlsm"):
        data = given_out if "saved" not in name else (tmp_path / "saved.xlsx").read_bytes()
        write_files(tmp_path / name, PAGE)
        (tmp_path / name / name).write_bytes(data)
        assert [found.code for found in leaks(tmp_path / name)] == ["WMEBV545"]
        (project / "content" / name).write_bytes(data)
        told = wmebv("check", cwd=project, code=1).all
        assert f"content/{name}: WMEBV026 fout" in told and "in een map buiten de teksten" in told
        (project / "content" / name).unlink()
    openpyxl.Workbook().save(project / "content" / "tarieven.xlsx")
    (project / "content" / "kapot.xlsx").write_bytes(given_out[: len(given_out) // 2])
    assert "WMEBV026" not in wmebv("check", cwd=project).all


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "search/search_index.json",
            '{"docs": [{"location": "besluiten/CONCEPT/", "text": "Wij besluiten"}]}',
        ),
        ("search.js", "var index = {'besluiten/CONCEPT.html#artikel-1': 'Wij besluiten'}"),
        ("index.json", '[{"url": "https://www.voorbeeld.example/besluiten/CONCEPT/#artikel-2"}]'),
    ],
)
def test_the_search_of_another_program_that_leads_to_a_draft_is_found(
    tmp_path: Path, small: Path, path: str, text: str
) -> None:
    draft = "---\ntitle: Concept\nkind: aanwijzing\nauthorities: [college]\n---\n\n## Artikel 1\n\nWij besluiten.\n"
    write_files(small, {"content/besluiten/concept-2030.md": draft})
    decisions = decisions_of(small, date(2026, 6, 1))
    write_files(tmp_path / "site", {**PAGE, path: text.replace("CONCEPT", "concept-2030")})
    [found] = leaks(tmp_path / "site", decisions)
    assert (found.code, found.place.file) == ("WMEBV547", path)
    assert "besluiten/concept-2030" in found.message
    other = text.replace("CONCEPT", "concept-2030-2")
    write_files(tmp_path / "site", {path: other})
    assert leaks(tmp_path / "site", decisions) == []


def test_what_belongs_to_a_website_is_left_alone(tmp_path: Path) -> None:
    free = [
        ".htaccess",
        ".nojekyll",
        ".well-known/security.txt",
        ".well-known/acme/x",
        "a.pdf",
        "b.docx",
        "c.xlsx",
    ]
    texts = {"a/index.html": '<a href="mailto:info@voorbeeld.example">x</a> <code>a: "checked": ja</code>'}
    write_files(tmp_path, {**PAGE, **dict.fromkeys(free, "x"), **texts})
    assert leaks(tmp_path) == []


def test_the_fields_that_are_looked_for_are_those_that_are_internal() -> None:
    fields = {**Product.model_fields, **Message.model_fields, **Channel.model_fields}
    internal = {
        info.alias or name
        for name, info in fields.items()
        if info.json_schema_extra == {"x-visibility": "internal"}
    }
    assert internal == set(INTERNAL_KEYS)


def test_the_website_of_the_example_has_nothing_of_it(example_site: Path) -> None:
    said = wmebv("check", "--site", str(example_site), "--date", str(EXAMPLE_DAY), cwd=ROOT, code=0).stdout
    assert said.startswith("De website klopt: ")


def test_a_site_that_another_program_made_of_the_folder_is_caught(tmp_path: Path) -> None:
    """MkDocs without our plugin, and without what our settings leave out."""
    project = copied(SMALL, tmp_path / "project")
    write_files(project, {"content/stappenplan.yaml": "steps: []\n"})
    settings = "site_name: x\ndocs_dir: content\ntheme: {name: mkdocs}\nplugins: []\n"
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    mkdocs("build", cwd=project, code=0)
    said = wmebv("check", "--site", "site", "--date", "2026-06-01", cwd=project, code=1).stdout
    assert "stappenplan.yaml: WMEBV545" in said
    assert "besluiten/concept-2028/index.html: WMEBV547" in said
    assert "De regels van de wet" not in said


@pytest.mark.parametrize("where", ["weg", "channels.yaml", "content"])
def test_what_is_no_website_is_refused(small: Path, where: str) -> None:
    assert "Geef de map waarin" in wmebv("check", "--site", where, cwd=small, code=2).stderr


def test_without_our_plugin_nothing_internal_is_published_and_no_page_is_made(tmp_path: Path) -> None:
    """The settings of the example leave out what is internal, and its theme makes no page without our data."""
    project = copied(ROOT, tmp_path / "project")
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(text[: text.index("plugins:")] + "plugins: []\n", encoding="utf-8")
    with pytest.raises(TemplateNotFound, match="Zet de plugin wmebv in mkdocs.yml"):
        build_site(project, project / "site", strict=False)
    there = tree(project / "site") if (project / "site").is_dir() else {}
    assert [path for path in there if path.endswith((".html", ".yaml", ".yml", ".md"))] == []


def test_a_new_project_leaves_out_what_is_internal_whoever_renders_it(tmp_path: Path) -> None:
    wmebv("init", "nieuw", "--municipality", "Utrecht", "--date", "2026-06-01", cwd=tmp_path, code=0)
    project = tmp_path / "nieuw"
    write_files(
        project, {"content/stappenplan.yaml": "steps: []\n", "content/besluiten/x.annex.yaml": "a: b\n"}
    )
    text = (project / "mkdocs.yml").read_text(encoding="utf-8").replace("  - wmebv\n", "  - search\n")
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    mkdocs("build", cwd=project, code=0)
    shutil.rmtree(project / "site" / "search")
    said = wmebv("check", "--site", "site", "--date", "2026-06-01", cwd=project, code=0).stdout
    assert said.startswith("De website klopt: elke link werkt")
    assert not (project / "site" / "besluiten").exists()


def test_what_is_left_out_for_others_is_still_ours_to_build(small: Path) -> None:
    before = tree(build_site(small, small / "site", strict=False))
    text = (small / "mkdocs.yml").read_text(encoding="utf-8")
    ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    left_out = ours[ours.index("exclude_docs: |") :].split("\n\n")[0]
    left_out = "\n".join(line for line in left_out.splitlines() if line.startswith(("exclude_docs", "  ")))
    (small / "mkdocs.yml").write_text(f"{text}{left_out}\n", encoding="utf-8")
    assert tree(build_site(small, small / "site", strict=False)).keys() == before.keys()
