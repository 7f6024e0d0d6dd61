"""What the command, a build and an export find: the same, in the same order, since one place gathers it."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from building import build_site
from click.testing import CliRunner
from command import mkdocs
from mkdocs.exceptions import Abort
from projects import SMALL_DAY, rewrite, write_files

from wmebv_site.cli.app import wmebv
from wmebv_site.diagnostics import Refused
from wmebv_site.mkdocs_plugin import Settings
from wmebv_site.project.load import load
from wmebv_site.project.settings import PLUGIN_KEYS, SERVERS, AskedSite, Folders, asked_site
from wmebv_site.site import documents as of_site
from wmebv_site.site.documents import file_name
from wmebv_site.site.inspection import Inspected, inspect
from wmebv_site.site.server.server_files import IN_SITE

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
        "site_url": "https://www.voorbeeld.example/contact/",
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
    assert heads(checked.output) == built


def at(project: Path, settings: str) -> list[tuple[str, str]]:
    """What ``check`` says of the settings: the place and the whole sentence."""
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = CliRunner().invoke(
        wmebv, ["check", "--date", str(SMALL_DAY), "--format", "json", "--project", str(project)]
    )
    found = json.loads(done.output)["diagnostics"]
    return [
        (f"{each['line']}:{each['column']} {each['code']}", f"{each['message']} {each['hint']}")
        for each in found
        if each["file"].endswith("mkdocs.yml")
        and each["code"] != "WMEBV535"  # without an address; that has a test of its own
    ]


SITE = "site_name: Contact\ndocs_dir: content\n"
WHOLE = SITE + "theme: {name: material, language: nl, font: false}\nplugins:\n  - wmebv:\n"


@pytest.mark.parametrize(
    ("settings", "place", "said"),
    [
        ("site_name: [\n", "1:13 WMEBV005", "Vul de waarde in, of sluit de haak."),
        ("site_name: 'Contact\nplugins: [wmebv]\n", "1:12 WMEBV005", "aanhalingsteken"),
        ("\tsite_name: Contact\n", "1:1 WMEBV005", "Spring in met spaties"),
        ("", "1:1 WMEBV541", "Dit bestand is leeg."),
        ("docs_dir: content\nplugins: [wmebv]\n", "1:1 WMEBV541", "De naam van de website ontbreekt"),
        (
            "site_name: Contact\nplugins: [wmebv]\ndocs_dir: weg\n",
            "3:11 WMEBV541",
            "De map 'weg' is er niet.",
        ),
        (
            "site_name: Contact\nplugins: [wmebv]\n",
            "1:1 WMEBV541",
            "Voeg een regel toe als 'docs_dir: content'.",
        ),
        (
            SITE + "theme: {name: material, custom_dir: weg}\nplugins: [wmebv]\n",
            "3:37 WMEBV541",
            "De map 'weg' is er niet.",
        ),
        (
            SITE + "plugins: [search]\n",
            "3:1 WMEBV544",
            "De plugin 'wmebv' staat niet in mkdocs.yml.",
        ),
        (SITE, "1:1 WMEBV544", "Zet onder 'plugins:' een regel"),
        (
            "site_url: a.example\n" + WHOLE,
            "1:11 WMEBV543",
            "als adres van de website klopt geen enkel adres.",
        ),
        (
            "site_url: ftp://a.example/\n" + WHOLE,
            "1:11 WMEBV543",
            "als adres van de website klopt geen enkel adres.",
        ),
        (
            "site_url: https://a.example/?x=1\n" + WHOLE,
            "1:11 WMEBV543",
            "als adres van de website klopt geen enkel adres.",
        ),
        (
            "site_url: https://u:w@a.example/\n" + WHOLE,
            "1:11 WMEBV543",
            "als adres van de website klopt geen enkel adres.",
        ),
        (
            "site_url: https:///contact/\n" + WHOLE,
            "1:11 WMEBV543",
            "als adres van de website klopt geen enkel adres.",
        ),
        (
            "site_url: https://a.example:x/\n" + WHOLE,
            "1:11 WMEBV543",
            "als adres van de website klopt geen enkel adres.",
        ),
        (WHOLE + "      hous_style: a.css\n", "6:7 WMEBV542", "Bedoelt u 'house_style'?"),
        (WHOLE + "      kleur: rood\n", "6:7 WMEBV542", "Kies uit: date, edit_links,"),
        (WHOLE + "    house_style: a.css\n", "6:5 WMEBV542", "Zet er vier spaties bij"),
        (WHOLE + "      documents: pdf\n", "6:18 WMEBV543", "Schrijf bijvoorbeeld 'documents: [pdf]'."),
        (WHOLE + "      documents:\n", "6:7 WMEBV543", "of 'documents: []' als u er geen wilt."),
        (WHOLE + "      data:\n", "6:7 WMEBV543", "Achter 'data' staat niets."),
        (WHOLE + "      data: ~\n", "6:7 WMEBV543", "Schrijf bijvoorbeeld 'data: [json]'"),
        (WHOLE + "      data: csv\n", "6:13 WMEBV543", "Schrijf bijvoorbeeld 'data: [csv]'."),
        (WHOLE + "      data: {json: ja}\n", "6:13 WMEBV543", "Schrijf bijvoorbeeld 'data: [json]'."),
        (WHOLE + "      server_files:\n", "6:7 WMEBV543", "Achter 'server_files' staat niets."),
        (WHOLE + "      documents: [pdf, dox]\n", "6:18 WMEBV543", "Bedoelt u 'docx'?"),
        (WHOLE + "      server_files: [apche]\n", "6:21 WMEBV543", "Bedoelt u 'apache'?"),
        (WHOLE + "      edit_links: misschien\n", "6:19 WMEBV543", "Schrijf 'true' of 'false'."),
        (WHOLE + "      logo: [a.svg]\n", "6:13 WMEBV543", "Achter 'logo' hoort één waarde."),
        (WHOLE + "      document_styles: Kop 1\n", "6:24 WMEBV543", "heading_1: Kop 1"),
        (WHOLE + "      date: 1 juni\n", "6:13 WMEBV518", "'1 juni' is geen datum."),
        (
            WHOLE + "      security_expires: 2026-02-30\n",
            "6:25 WMEBV543",
            "de datum '2026-02-30' bestaat niet.",
        ),
        (WHOLE + "      logo: weg.svg\n", "6:7 WMEBV507", "'weg.svg' bij 'logo' is er niet."),
        (WHOLE + "      server_files: [apache]\n", "6:7 WMEBV517", "kan niet zonder 'site_url'."),
        (WHOLE + "      document_template: weg.docx\n", "6:7 WMEBV519", "Controleer de naam."),
        (WHOLE + "      document_styles: {kop: Kop 1}\n", "6:7 WMEBV519", "De stijl 'kop' bestaat niet."),
        (
            WHOLE + "      documents: [docx]\n      document_styles: {heading_1: Kop zoveel}\n",
            "7:7 WMEBV519",
            "De stijl 'Kop zoveel' staat niet in het sjabloon.",
        ),
    ],
)
def test_what_is_wrong_with_the_settings_is_told_in_dutch_at_its_line(
    small: Path, settings: str, place: str, said: str
) -> None:
    found = at(small, settings)
    assert [where for where, _ in found] == [place]
    assert said in found[0][1]


@pytest.mark.parametrize(
    "settings",
    [
        WHOLE,
        WHOLE + "      edit_links: False\n      date: 2026-06-01\n",
        "INHERIT: basis.yml\n",
        *(
            f"site_url: {address}\n" + WHOLE
            for address in (
                "''",
                "https://a.example",
                "http://localhost:8000/contact",
                "https://A.Example:8443/Contact/",
                "https://[::1]/",
                "https://gemeente-ë.example/",
            )
        ),
        "site_name: !ENV [NAAM, Contact]\ndocs_dir: content\nplugins:\n  wmebv: {documents: [odt]}\n",
        "site_name: &naam Contact\ndocs_dir: content\nsite_description: *naam\nplugins: [wmebv, search]\n"
        "markdown_extensions:\n  - x: {y: !!python/name:a.b }\n",
    ],
)
def test_what_mkdocs_reads_well_is_not_refused(small: Path, settings: str) -> None:
    assert at(small, settings) == []


def test_the_settings_that_are_known_are_those_of_the_plugin() -> None:
    assert list(PLUGIN_KEYS) and set(PLUGIN_KEYS) == {name for name, _ in Settings._schema}
    assert set(IN_SITE) == set(SERVERS)


@pytest.mark.parametrize(
    "line",
    ["hous_style: a.css", "server_files: apache", "data:", "documents: ~", "documents: [dox]", "logo: [a]"],
)
def test_a_build_tells_it_as_check_does(small: Path, line: str) -> None:
    [(place, said)] = at(small, WHOLE + f"      {line}\n")
    done = mkdocs("build", cwd=small, code=1)
    assert f"mkdocs.yml:{place.replace(' ', ': ')}" in done.all
    assert said.partition(" ")[0] in done.all and "Config value" not in done.all


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


@pytest.mark.parametrize(
    ("address", "day", "told"),
    [
        ("https://www.voorbeeld.example/contact/", SMALL_DAY, False),
        (None, SMALL_DAY, True),
        (None, date(2025, 1, 1), False),
    ],
)
def test_a_published_decision_asks_for_the_address_of_the_website(
    small: Path, address: str | None, day: date, told: bool
) -> None:
    if address is None:
        rewrite(small / "mkdocs.yml", "site_url: https://www.voorbeeld.example/contact/\n", "")
    found = inspect(load(small), day, None, asked_site(small, live=False)).checked.diagnostics
    said = [each for each in found if each.code == "WMEBV535"]
    assert bool(said) is told
    for each in said:
        assert each.place.file == "mkdocs.yml" and each.level == "warning" and "site_url" in str(each.hint)
    live = inspect(load(small), day, None, asked_site(small, live=True)).checked.diagnostics
    assert "WMEBV535" not in {each.code for each in live}, (
        "an editor who looks at it has an address of this machine"
    )


@pytest.mark.parametrize(
    ("formats", "missing", "told"),
    [
        (["pdf"], True, True),
        (["docx", "pdf"], True, True),
        (["docx", "odt"], True, False),
        (["pdf"], False, False),
    ],
)
def test_a_part_of_the_system_that_a_pdf_needs_is_found_before_a_build(
    formats: list[str], missing: bool, told: bool, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wmebv_site.site.documents.misses_a_part", lambda: missing)
    listed = ", ".join(formats)
    found = at(small, f"{WHOLE}      documents: [{listed}]\n")
    assert [place for place, said in found if "Installeer Pango" in said] == (
        ["6:7 WMEBV519"] if told else []
    )


def test_without_a_library_of_the_system_the_verdict_is_that_of_weasyprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def refuse() -> None:
        asked.append("weasyprint")
        raise Refused("Installeer Pango.")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(of_site, "imported_weasyprint", refuse)
    assert of_site.misses_a_part() is False and asked == []
    monkeypatch.setattr(of_site, "_OF_THE_SYSTEM", (("libbestaat-niet.so.0",),))
    assert of_site.misses_a_part() is True and asked == ["weasyprint"]
    monkeypatch.setattr(of_site, "imported_weasyprint", lambda: asked.append("again"))
    assert of_site.misses_a_part() is False
