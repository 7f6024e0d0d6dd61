"""`wmebv export editor`: a folder that any web server gives, its settings, and what is said when it can't be made."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from command import wmebv
from places import tool
from projects import SMALL, copied

from wmebv_site.editor.page import policy
from wmebv_site.project.editor_settings import FORGES, EditorSettings
from wmebv_site.project.settings import judged_settings, site_settings_of

BUNDLE = {
    "editor.js": b"start();\n",
    "editor.css": b"",
    "logo.svg": b"<svg/>",
    "assets/letters.woff2": b"letters",
    "packages.json": json.dumps(
        [
            {"name": "iets", "version": "1.0", "license": "MIT", "text": "Vrij."},
            {"name": "meer", "version": "2", "license": "ISC"},
        ]
    ).encode(),
}


def wheel_in(folder: Path, files: dict[str, bytes] = BUNDLE) -> Path:
    name, data = tool("editor").wheel(files, "0.1.0")
    (folder / name).write_bytes(data)
    return folder / name


def settings_with(folder: Path, editor: str) -> Path:
    """A folder with nothing but settings, in which the editor stands."""
    folder.mkdir()
    lines = ["site_name: Voorbeeld", "docs_dir: content", "theme: material", "plugins:", "  - wmebv:"]
    lines += [f"      {line}" for line in editor.splitlines()]
    (folder / "mkdocs.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "content").mkdir()
    return folder


FORGE = """\
editor:
  forge: forgejo
  address: https://git.voorbeeld.example/
  repository: gemeente/contact
  branch: redactie/najaar
  client_id: 0f3c2a9e-5b1d-4c55"""


@pytest.mark.parametrize("list_left", [True, False])
def test_somebody_with_a_list_of_products_is_told_to_split_it_and_nobody_else(
    list_left: bool, tmp_path: Path
):
    project = copied(SMALL, tmp_path / "project")
    if not list_left:
        wmebv("products", "split", cwd=project, code=0)
        assert (project / "products.yaml").is_file()  # with the places of the files, and no product
    asked = ("export", "editor", str(tmp_path / "uit"), "--bundle", str(wheel_in(tmp_path)))
    assert ("products split" in wmebv(*asked, cwd=project, code=0).stdout) is list_left


def test_the_folder_has_the_program_the_forms_the_licences_and_one_page(tmp_path: Path):
    project = copied(SMALL, tmp_path / "project")
    (settings_with(tmp_path / "met", FORGE) / "mkdocs.yml").replace(project / "mkdocs.yml")
    said = wmebv(
        "export", "editor", str(tmp_path / "uit"), "--bundle", str(wheel_in(tmp_path)), cwd=project, code=0
    )
    assert "De editor staat in" in said.stdout and "products split" in said.stdout
    made = {
        path.relative_to(tmp_path / "uit").as_posix()
        for path in (tmp_path / "uit").rglob("*")
        if path.is_file()
    }
    assert made == {
        "LICENSES.txt",
        "assets/letters.woff2",
        "config.yml",
        "editor.css",
        "editor.js",
        "index.html",
        "logo.svg",
    }
    licences = (tmp_path / "uit" / "LICENSES.txt").read_text(encoding="utf-8")
    assert "iets 1.0: MIT\nmeer 2: ISC\n" in licences and "Vrij." in licences
    told = json.loads((tmp_path / "uit" / "config.yml").read_text(encoding="utf-8"))
    assert (
        told["backend"]["app_id"] == "0f3c2a9e-5b1d-4c55" and told["backend"]["branch"] == "redactie/najaar"
    )
    page = (tmp_path / "uit" / "index.html").read_text(encoding="utf-8")
    assert '<script type="module" src="editor.js"></script>' in page and page.count("<script") == 1
    assert "connect-src &#x27;self&#x27; data: blob: https://git.voorbeeld.example;" in page


def test_without_a_forge_it_works_on_a_folder_and_says_how_to_try_that(tmp_path: Path):
    project = copied(SMALL, tmp_path / "project")
    said = wmebv(
        "export", "editor", str(tmp_path / "uit"), "--bundle", str(wheel_in(tmp_path)), cwd=project, code=0
    )
    assert "op een map van uw eigen computer" in said.stdout and "--bind 127.0.0.1" in said.stdout
    assert "https://" not in (tmp_path / "uit" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("bundle", "about"),
    [
        (None, "De editor voor de browser is nog niet geïnstalleerd."),
        ("weg.whl", "is er niet."),
        ("project/mkdocs.yml", "is geen wheel-bestand"),
        ("leeg.whl", "ontbreekt 'editor.js'"),
    ],
)
def test_what_is_no_bundle_is_told_with_what_to_do_and_leaves_nothing(
    tmp_path: Path, bundle: str | None, about: str
):
    project = copied(SMALL, tmp_path / "project")
    with zipfile.ZipFile(tmp_path / "leeg.whl", "w") as archive:
        archive.writestr("wmebv_site_editor/files/../../../kwaad.js", "x")
    given = ["--bundle", str(tmp_path / bundle)] if bundle else []
    said = wmebv("export", "editor", str(tmp_path / "uit"), *given, cwd=project, code=2)
    assert about in said.all.replace("\n", " ")
    assert not (tmp_path / "uit").exists() and not (tmp_path / "kwaad.js").exists()


def test_a_folder_in_use_stays_as_it_was(tmp_path: Path):
    project = copied(SMALL, tmp_path / "project")
    (tmp_path / "uit").mkdir()
    (tmp_path / "uit" / "werk.txt").write_text("werk", encoding="utf-8")
    wmebv("export", "editor", str(tmp_path / "uit"), "--bundle", str(wheel_in(tmp_path)), cwd=project, code=2)
    assert [path.name for path in (tmp_path / "uit").iterdir()] == ["werk.txt"]


def test_the_wheel_is_the_same_each_time_and_lists_every_file():
    name, data = tool("editor").wheel(BUNDLE, "0.1.0")
    assert (name, data) == tool("editor").wheel(dict(BUNDLE), "0.1.0")
    assert name == "wmebv_site_editor-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        record = archive.read("wmebv_site_editor-0.1.0.dist-info/RECORD").decode()
        assert {line.split(",")[0] for line in record.splitlines()} == set(archive.namelist())


def test_the_settings_say_where_the_registers_are_kept(tmp_path: Path):
    found = site_settings_of(settings_with(tmp_path / "a", FORGE)).editor
    assert found == EditorSettings(
        forge="forgejo",
        address="https://git.voorbeeld.example",
        repository="gemeente/contact",
        branch="redactie/najaar",
        client_id="0f3c2a9e-5b1d-4c55",
    )
    assert found.origin == "https://git.voorbeeld.example"
    github = site_settings_of(
        settings_with(tmp_path / "b", "editor: {forge: github, repository: a/b}")
    ).editor
    assert github is not None
    assert github.backend == {"name": "github", "repo": "a/b", "branch": "main", "auth_methods": ["token"]}
    assert github.api == "https://api.github.com" and "https://github.com" in policy(github)
    gitlab = EditorSettings(
        forge="gitlab", address="https://gitlab.com", repository="a/b/c", client_id="12345678"
    )
    assert gitlab.backend["auth_type"] == "pkce" and gitlab.api == "https://gitlab.com/api/v4"


@pytest.mark.parametrize(
    ("editor", "code", "about"),
    [
        ("editor: forgejo", "WMEBV605", "Achter 'editor' horen instellingen met een naam."),
        ("editor: [forgejo]", "WMEBV605", "horen instellingen met een naam"),
        ("editor: {forge: forgejo, address: 'https://a.example'}", "WMEBV605", "ontbreekt 'repository'"),
        ("editor: {repository: a/b}", "WMEBV605", "ontbreekt 'forge'"),
        ("editor: {forge: gitea, repository: a/b}", "WMEBV605", "hoort het adres van uw eigen forge"),
        ("editor: {forge: githb, repository: a/b}", "WMEBV605", "Bedoelt u 'github'?"),
        ("editor: {forge: github, repository: b}", "WMEBV605", "met een schuine streep ertussen"),
        ("editor: {forge: github, repository: a/b, branch: 'a b'}", "WMEBV605", "de naam van een branch"),
        ("editor: {forge: github, repository: a/b, brench: main}", "WMEBV605", "Bedoelt u 'branch'?"),
        ("editor: {forge: github, repository: a/b, branch: }", "WMEBV605", "de naam van een branch"),
        (
            "editor: {forge: gitea, repository: a/b, address: 'http://git.example'}",
            "WMEBV605",
            "met https begint",
        ),
        (
            'editor: {forge: gitea, repository: a/b, address: "https://git.example; script-src *"}',
            "WMEBV605",
            "met https",
        ),
        (
            "editor: {forge: gitea, repository: a/b, address: 'https://u:p@git.example'}",
            "WMEBV605",
            "met https",
        ),
        ("editor: {forge: gitlab, repository: a/b, client_id: 'x y'}", "WMEBV605", "het nummer"),
        ("editor: {forge: github, repository: a/b, client_id: 0f3c2a9e-5b1d}", "WMEBV606", "Bij GitHub doet"),
    ],
)
def test_what_can_not_be_set_is_told_at_its_place(tmp_path: Path, editor: str, code: str, about: str):
    project = settings_with(tmp_path / "project", editor)
    found = [each for each in judged_settings(project).diagnostics if each.code == code]
    assert any(about in f"{each.message} {each.hint}" for each in found), judged_settings(project).diagnostics
    assert all(each.place.line > 1 for each in found)
    assert site_settings_of(project).editor is None


def test_every_forge_is_told_to_the_program_in_a_way_that_it_knows():
    assert set(FORGES.values()) == {"github", "gitlab", "gitea"}
