"""What is read of mkdocs.yml without MkDocs: plain text, and nothing that runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from wmebv_site.project.settings import judged_settings, part_of_website, site_settings_of


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ("site_url: https://www.voorbeeld.example/\n", "https://www.voorbeeld.example/"),
        ("site_url: !ENV [ADRES, 'https://a.example/']\n", None),
        (
            "site_url: https://a.example/\nemoji: !!python/object/apply:os.system ['false']\n",
            "https://a.example/",
        ),
        ("nav:\n  - site_url: https://a.example/\n", None),
        ("site_url: 2026-01-01\n", "2026-01-01"),
        ("- site_url\n", None),
        ("site_url: [", None),
        ("", None),
        (None, None),
    ],
)
def test_the_address_is_read_from_the_settings_without_running_what_stands_there(
    tmp_path: Path, settings: str | None, url: str | None
) -> None:
    if settings is not None:
        (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert site_settings_of(tmp_path).site_url == url


def test_what_mkdocs_gives_our_plugin_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "theme: {name: material, custom_dir: onze-huid}\n"
        "plugins:\n"
        "  - search\n"
        "  - wmebv:\n"
        "      house_style: huisstijl.css\n"
        "      documents: [pdf, docx]\n"
        "      document_styles: {heading_1: Kop 1}\n",
        encoding="utf-8",
    )
    assert site_settings_of(tmp_path).theme is None
    (tmp_path / "onze-huid").mkdir()
    settings = site_settings_of(tmp_path)
    assert settings.theme == tmp_path / "onze-huid"
    assert settings.plugin == {"house_style": "huisstijl.css"}
    assert settings.documents == ("pdf", "docx")
    assert settings.document_styles == {"heading_1": "Kop 1"}


def test_what_lies_where_the_website_is_made_from_is_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("docs_dir: teksten\nsite_dir: publiek\n", encoding="utf-8")
    (tmp_path / "binnendoor").symlink_to(tmp_path / "content")
    for inside, folder in {
        "content": "content",
        "site/rapport": "site",
        "teksten/a/b": "teksten",
        "publiek": "publiek",
        "binnendoor/rapport": "content",
    }.items():
        assert part_of_website(tmp_path / inside, tmp_path) == folder
    for outside in ("voortgang", "contents", "../content"):
        assert part_of_website(tmp_path / outside, tmp_path) is None


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ("products", "de map 'products'"),
        ("products/site", "de map 'products'"),
        ("content/../content", "de map 'content'"),
        ("theme", "de map 'theme'"),
        (".", "uw project zelf"),
        ("..", "uw project zelf"),
        ("binnendoor", "de map 'products'"),
        ("notulen", "iets anders dan een website"),
        ("site", None),
        ("publiek", None),
        ("nieuw", None),
        ("../elders", None),
    ],
)
def test_no_website_takes_the_place_of_what_it_is_made_from_or_of_other_work(
    tmp_path: Path, site: str, said: str | None
) -> None:
    project = tmp_path / "project"
    for name in ("products", "content", "theme", "publiek", "notulen", "nieuw"):
        (project / name).mkdir(parents=True)
    (project / "publiek" / "index.html").touch()
    (project / "notulen" / "2026.docx").touch()
    (project / "nieuw" / ".gitkeep").touch()
    (project / "binnendoor").symlink_to("products")
    settings = f"site_name: Contact\nplugins: [wmebv]\ndocs_dir: content\nsite_dir: {site}\n"
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    found = judged_settings(project).diagnostics
    assert [(each.code, each.place.line) for each in found] == ([("WMEBV543", 4)] if said else [])
    assert all(said in each.message for each in found if said)


def test_settings_are_read_as_mkdocs_reads_them_through_a_link_and_from_what_they_inherit(
    tmp_path: Path,
) -> None:
    project, shared = tmp_path / "project", tmp_path / "gedeeld"
    for folder in (project, shared):
        folder.mkdir()
    (shared / "basis.yml").write_text(
        "INHERIT: nog-een.yml\ndocs_dir: teksten\ntheme: {custom_dir: huid, name: material}\n",
        encoding="utf-8",
    )
    (shared / "nog-een.yml").write_text(
        "INHERIT: basis.yml\nsite_dir: publiek\nsite_url: https://a.example/\n", encoding="utf-8"
    )
    (project / "mkdocs.yml").write_text(
        "INHERIT: ../gedeeld/basis.yml\ntheme: {language: nl}\n", encoding="utf-8"
    )
    (project / "huid").mkdir()
    settings = site_settings_of(project)
    assert (settings.content, settings.site_url) == ("teksten", "https://a.example/")
    assert settings.theme == project / "huid"
    assert [part_of_website(project / name, project) for name in ("teksten/w.xlsx", "publiek", "werk")] == [
        "teksten",
        "publiek",
        None,
    ]
    (project / "mkdocs.yml").rename(shared / "echt.yml")
    (shared / "echt.yml").write_text("docs_dir: schrijfsels\n", encoding="utf-8")
    (project / "mkdocs.yml").symlink_to(shared / "echt.yml")
    assert site_settings_of(project).content == "schrijfsels"


def test_settings_that_may_not_be_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged_settings(tmp_path).sound
    (tmp_path / "mkdocs.yml").mkdir()
    assert [each.code for each in judged_settings(tmp_path).diagnostics] == ["WMEBV015"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("markdown_extensions: [pymdownx.snippets]", "WMEBV564"),
        ("markdown_extensions:\n  - pymdownx.snippets:\n      base_path: [.]", "WMEBV564"),
        ("markdown_extensions:\n  - attr_list\n  - markdown_include.include:", "WMEBV564"),
        ("markdown_extensions: {pymdownx.b64: {base_path: .}}", "WMEBV564"),
        ("markdown_extensions: [attr_list, pymdownx.details]", None),
        ("use_directory_urls: ja", "WMEBV543"),
        ("use_directory_urls: true", None),
        ("strict: aan", "WMEBV543"),
        ("strict: on", None),
        ("hooks: [weg.py]", "WMEBV541"),
        ("docs_dir: !ENV [TEKSTEN, content]", "WMEBV543"),
        ("docs_dir: [content]", "WMEBV543"),
    ],
)
def test_what_a_build_stumbles_over_or_takes_in_unseen_is_told_at_its_line(
    tmp_path: Path, line: str, code: str | None
) -> None:
    (tmp_path / "content").mkdir()
    docs = "" if "docs_dir" in line else "docs_dir: content\n"
    settings = f"site_name: Contact\nplugins: [wmebv]\n{docs}{line}\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    found = judged_settings(tmp_path).diagnostics
    assert [each.code for each in found] == ([code] if code else [])
    assert all(each.place.line == settings[: settings.index(line)].count("\n") + 1 for each in found)


def test_an_extension_that_takes_in_files_is_found_where_it_is_inherited(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "basis.yml").write_text("markdown_extensions: [pymdownx.snippets]\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: basis.yml\nsite_name: Contact\n", encoding="utf-8")
    assert [each.code for each in judged_settings(tmp_path, only_of_plugin=True).diagnostics] == ["WMEBV564"]
