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
