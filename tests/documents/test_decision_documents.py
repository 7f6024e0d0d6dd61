"""A decision as a document: what is in it, who may have it, and that nobody's work is overwritten."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx as library
import pytest
import yaml
from building import build_site
from command import Said, wmebv
from document_readers import docx_lines, odt_lines
from outlines import outline
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, VALID, read_project
from pypdf import PdfReader

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Refused
from wmebv_site.documents.decisions import decision_document, jci, metadata_sheet
from wmebv_site.documents.model import Heading, text_of
from wmebv_site.documents.pdf import pdf
from wmebv_site.register.register import Register
from wmebv_site.register.terms import RowState
from wmebv_site.rules.links import _JCI
from wmebv_site.site import documents as decision_files
from wmebv_site.site.documents import Design, rendered, site_files
from wmebv_site.site.site import Site

HERE = Path(__file__).parent
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def register() -> Register:
    found, diagnostics = read_project(VALID)
    assert found is not None and diagnostics == []
    return found


def golden(name: str, found: str) -> None:
    """``REWRITE=1 pytest tests/documents/test_decision_documents.py`` writes them again; review as a diff."""
    file = HERE / f"{name}.txt"
    if os.environ.get("REWRITE"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_a_decision_holds_its_articles_and_its_annex_per_domain(register: Register) -> None:
    decision = register.decision_by_id["aanwijzing-2026"]
    document = decision_document(decision, register, register.annexes[decision.id], DAY)
    golden("decision", outline(document))


def test_the_sheet_has_what_the_form_asks_for(register: Register) -> None:
    golden("sheet", outline(metadata_sheet(register.decision_by_id["aanwijzing-2026"], register, DAY)))


def test_a_decision_without_signatures_gets_room_for_them_until_it_is_adopted(register: Register) -> None:
    decision = register.decision_by_id["aanwijzing-2026"]
    draft = decision.model_copy(update={"adopted": None})
    for each in (decision, draft):
        each._document = decision._document
    assert "Ondertekening" not in headings(decision, register)
    assert headings(draft, register).count("Ondertekening") == 1
    assert "Vastgesteld op" in outline(decision_document(decision, register, None, DAY))


def headings(decision: object, register: Register) -> list[str]:
    document = decision_document(decision, register, None, DAY)  # type: ignore[arg-type]
    return [text_of(block.content) for block in document.blocks if isinstance(block, Heading)]


def test_a_decision_that_says_who_signs_says_it_once() -> None:
    example, _ = read_project(ROOT)
    assert example is not None
    text = outline(decision_document(example.decision_by_id["aanwijzing-2026"], example, None, DAY))
    assert text.count("Vastgesteld op") == 1


def test_ways_without_a_channel_are_said_in_words(register: Register) -> None:
    annex = register.annexes["aanwijzing-2026"]
    first = annex.rows[0]
    changes = (
        {"message": "a", "channels": (), "state": RowState.INVITATION},
        {"message": "b", "channels": (), "state": RowState.EXECUTOR},
        {"message": "c", "channels": (), "withdrawn": True},
        {"message": "d", "withdrawn": True},
        {"message": "e", "channels": ()},
    )
    rows = tuple(first.model_copy(update=change) for change in changes)
    other = annex.model_copy(update={"rows": rows})
    text = outline(decision_document(register.decision_by_id["aanwijzing-2026"], register, other, DAY))
    ways = re.findall(r"\| Paspoort \| bezwaar \| Inwoners \| ([^|]+) \|", text)
    said = ["De weg die in de uitnodiging staat", "De eigen weg van de uitvoerder", "Ingetrokken"]
    assert ways == [*said, "Ingetrokken: Bezwaarformulier"], "a row that tells of no way is left out"


@pytest.mark.parametrize(
    ("withdrawn", "said", "above"),
    [
        ((False, False), "staat hier het aangewezen kanaal. Waar", "Aangewezen kanalen"),
        ((True, False), "het aangewezen kanaal, of wat is ingetrokken. Waar", "Aangewezen kanalen"),
        (
            (True, True),
            "welke aanwijzing is ingetrokken. Deze bijlage wijst geen",
            "Ingetrokken aanwijzingen",
        ),
    ],
    ids=["designates", "both", "withdraws"],
)
def test_an_annex_that_takes_away_says_so_above_its_rows(
    register: Register, withdrawn: tuple[bool, bool], said: str, above: str
) -> None:
    annex = register.annexes["aanwijzing-2026"]
    rows = tuple(
        annex.rows[0].model_copy(update={"message": f"m{number}", "withdrawn": each})
        for number, each in enumerate(withdrawn)
    )
    other = annex.model_copy(update={"rows": rows})
    text = outline(decision_document(register.decision_by_id["aanwijzing-2026"], register, other, DAY))
    assert said in text and f"{above}: " in text


def test_a_product_that_is_gone_keeps_its_row(register: Register) -> None:
    annex = register.annexes["aanwijzing-2026"]
    gone = annex.rows[0].model_copy(update={"product": "weg", "product_name": "Weg product"})
    other = annex.model_copy(update={"rows": (*annex.rows, gone)})
    text = outline(decision_document(register.decision_by_id["aanwijzing-2026"], register, other, DAY))
    assert "## Andere producten\n" in text and "| Weg product |" in text


@pytest.mark.parametrize(
    ("basis", "reference"),
    [
        ("Awb 2:13 lid 2", "jci1.3:c:BWBR0005537&artikel=2:13&lid=2"),
        ("Awb 2:14", "jci1.3:c:BWBR0005537&artikel=2:14"),
        ("Gemeentewet 160", None),
    ],
)
def test_a_basis_has_its_reference_where_the_statute_is_known(basis: str, reference: str | None) -> None:
    assert jci(basis) == reference
    assert reference is None or _JCI.fullmatch(reference)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(VALID, tmp_path / "project")
    return tmp_path / "project"


def documents(project: Path, *more: str) -> Said:
    return wmebv(
        "decision", "documents", "aanwijzing-2026", "--date", str(DAY), "--format", "docx,odt,sheet", *more,
        cwd=project,
    )  # fmt: skip


def test_the_command_writes_what_was_asked_and_the_same_again(project: Path) -> None:
    done = documents(project)
    assert (done.code, done.stderr) == (0, "")
    folder = project / "documenten"
    first = {file.name: file.read_bytes() for file in folder.iterdir() if file.name[0] != "."}
    assert {Path(name).suffix for name in first} == {".docx", ".odt"}
    assert len([name for name in first if name.endswith("-gegevens.docx")]) == 1
    assert documents(project).code == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.name[0] != "."} == first


def test_a_file_in_which_someone_worked_is_left_alone_and_so_are_the_others(project: Path) -> None:
    documents(project)
    folder = project / "documenten"
    worked = next(folder.glob("*.odt"))
    worked.write_bytes(b"handwerk")
    (others := next(folder.glob("*-gegevens.docx"))).unlink()
    refused = documents(project)
    assert refused.code == 2
    assert "is door iemand anders gemaakt of gewijzigd" in refused.stderr
    assert worked.read_bytes() == b"handwerk"
    assert not others.exists()
    assert documents(project, "--force").code == 0
    assert worked.read_bytes() != b"handwerk"


def test_an_unknown_decision_or_form_is_refused_with_a_hint(project: Path) -> None:
    done = wmebv("decision", "documents", "aanwijzing-2025", cwd=project)
    assert (done.code, "Bedoelt u 'aanwijzing-2026'?" in done.stderr) == (2, True)
    done = wmebv("decision", "documents", "aanwijzing-2026", "--format", "word", cwd=project)
    assert (done.code, "Kies uit: docx, odt, pdf, sheet." in done.stderr) == (2, True)
    assert not (project / "documenten").exists()


def test_a_draft_says_so_on_every_page_and_where_the_annex_is_made(project: Path) -> None:
    done = wmebv(
        "decision", "documents", "wijziging-2027", "--date", str(DAY), "--format", "odt", cwd=project
    )
    assert done.code == 0, done.stderr
    assert "wmebv decision freeze wijziging-2027" in done.stdout


def test_a_decision_that_designates_nothing_is_never_sent_to_freeze(project: Path) -> None:
    old = project / "content" / "besluiten" / "oud-2011.md"
    old.write_text(
        "---\ntitle: Oud besluit\nkind: oud_regime\nauthorities: [college]\nadopted: 2011-01-01\n---\n\nTekst.\n",
        encoding="utf-8",
    )
    done = wmebv("decision", "documents", "oud-2011", "--format", "docx", "--date", "2026-06-01", cwd=project)
    assert done.code == 0, done.stderr
    assert "oud-besluit.docx" in done.stdout and "freeze" not in done.stdout


def test_the_template_and_styles_of_the_settings_count(project: Path) -> None:
    template = library.Document()
    template.styles.add_style("KOP Artikel", 1)
    template.save(str(project / "sjabloon.docx"))
    settings = {
        "site_name": "x",
        "plugins": [
            {"wmebv": {"document_template": "sjabloon.docx", "document_styles": {"heading_1": "KOP Artikel"}}}
        ],
    }
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    assert documents(project).code == 0
    made = next(file for file in (project / "documenten").glob("*.docx") if "gegevens" not in file.name)
    assert "KOP Artikel" in {paragraph.style.name for paragraph in library.Document(str(made)).paragraphs}
    done = documents(project, "--template", "weg.docx")
    assert (done.code, done.stderr) == (
        2,
        "Fout: Het sjabloon 'weg.docx' kan niet worden gelezen. Controleer de naam.\n",
    )


def test_the_site_offers_adopted_decisions_of_the_municipality_alone(
    register: Register, tmp_path: Path
) -> None:
    site = Site(Decisions(register, DAY))
    files, downloads = site_files(site, ["odt"], Design(), tmp_path)
    public = {decision.id for decision in site.decisions.public if decision.kind.value != "extern"}
    drafts = {decision.id for decision in register.decisions} - {
        decision.id for decision in site.decisions.public
    }
    assert set(downloads) == public
    assert drafts and not drafts & {file.path.split("/")[1] for file in files}
    for file in files:
        (download,) = downloads[file.path.split("/")[1]]
        assert (download.path, download.size) == (file.path, len(file.data))
        assert any(text.startswith("Stand op 1 juni 2026.") for _, text in odt_lines(file.data))


@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_a_document_is_made_once(
    form: str, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = decision_document(register.decision_by_id["aanwijzing-2026"], register, None, DAY)
    made: list[object] = []
    maker = getattr(decision_files, form)
    monkeypatch.setattr(decision_files, form, lambda *of, **looks: made.append(of) or maker(*of, **looks))
    first = rendered(document, form, Design(), tmp_path)
    assert rendered(document, form, Design(), tmp_path) == first
    assert len(made) == 1
    assert rendered(document, form, Design(), tmp_path / "geen" / "map") == first
    (tmp_path / "vol").write_text("geen map")
    assert rendered(document, form, Design(), tmp_path / "vol") == first


@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_a_document_is_made_again_when_anything_that_decides_on_it_changes(
    form: str, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = decision_document(register.decision_by_id["aanwijzing-2026"], register, None, DAY)
    monkeypatch.setattr(decision_files, form, lambda *_, **__: b"a document")
    rendered(document, form, Design(), tmp_path)
    rendered(replace(document, title="Een ander besluit"), form, Design(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    if form == "docx":
        rendered(document, form, Design(styles={"heading_1": "Kop 1"}), tmp_path)
        rendered(document, form, Design(template=b"a template"), tmp_path)
        assert len(list(tmp_path.iterdir())) == 4
    before = len(list(tmp_path.iterdir()))
    monkeypatch.setattr(decision_files, "version", lambda library: "99")
    decision_files._makers.cache_clear()
    rendered(document, form, Design(), tmp_path)
    decision_files._makers.cache_clear()
    assert len(list(tmp_path.iterdir())) == before + 1


def test_the_page_says_format_and_size_and_leads_to_the_file(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(SMALL, project)
    settings = yaml.safe_load((project / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["plugins"] = [{"wmebv": {"documents": ["pdf", "docx", "odt"], "date": str(EXAMPLE_DAY)}}]
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    site = build_site(project, tmp_path / "site", strict=False)
    made = sorted(path.relative_to(site).as_posix() for path in (site / "besluiten").rglob("*.pdf"))
    assert made
    for path in made:
        page = (site / path).parent / "index.html"
        html = page.read_text(encoding="utf-8")
        for ending, named in (("pdf", "PDF"), ("docx", "Word (docx)"), ("odt", "OpenDocument (odt)")):
            file = (site / path).with_suffix(f".{ending}")
            found = re.search(rf'href="([^"]*{re.escape(file.name)})">\s*{re.escape(named)}, (\d+) kB', html)
            assert found, named
            assert (page.parent / found[1]).resolve() == file.resolve()
            assert int(found[2]) == round(file.stat().st_size / 1000)
        text = PdfReader(io.BytesIO((site / path).read_bytes())).pages[0].extract_text()
        assert "Stand op 1 juni 2026." in " ".join(text.split())
    assert (project / ".cache" / "wmebv").is_dir()


def test_without_the_setting_no_document_is_made_and_no_page_speaks_of_one(tmp_path: Path) -> None:
    site = build_site(SMALL, tmp_path / "site", strict=False)
    assert not [path for path in site.rglob("*") if path.suffix in (".pdf", ".docx", ".odt")]
    assert "Dit besluit als document" not in "".join(
        p.read_text(encoding="utf-8") for p in (site / "besluiten").rglob("*.html")
    )


def test_a_site_that_wants_documents_without_the_library_stays_as_it_was(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(SMALL, project)
    settings = yaml.safe_load((project / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["plugins"] = [{"wmebv": {"documents": ["odt"], "date": str(EXAMPLE_DAY)}}]
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("de vorige")
    (tmp_path / "zonder").mkdir()
    (tmp_path / "zonder" / "odfdo.py").write_text("raise ModuleNotFoundError(name='odfdo')")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=project, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "zonder"), "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert (
        "Voor dit document ontbreekt 'odfdo'. Typ: " in done.stdout
        and " -m pip install odfdo python-docx weasyprint" in done.stdout
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert (project / "site" / "index.html").read_text() == "de vorige"


def test_a_missing_pango_is_said_in_dutch_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Finder:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                print("WeasyPrint could not import some external libraries.")
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    with pytest.raises(Refused, match="Installeer Pango"):
        pdf("<p>")
    assert capsys.readouterr().out == ""


@pytest.mark.proof
def test_libreoffice_keeps_a_decision_as_it_is(register: Register, tmp_path: Path) -> None:
    """A colleague opens the DOCX, saves it, and nothing is lost; every heading survives as PDF too."""
    soffice = shutil.which("soffice")
    assert soffice is not None, "run: python3 tools/system.py libreoffice"
    decision = register.decision_by_id["aanwijzing-2026"]
    document = decision_document(decision, register, register.annexes[decision.id], DAY)
    (tmp_path / "besluit.docx").write_bytes(data := rendered(document, "docx", Design()))
    (tmp_path / "open.odt").write_bytes(rendered(document, "odt", Design()))

    def convert(file: str, form: str) -> Path:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        folder = tmp_path / form
        command = [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(tmp_path / file),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return folder / f"{Path(file).stem}.{form}"

    assert docx_lines(convert("besluit.docx", "docx").read_bytes()) == docx_lines(data)
    assert odt_lines(convert("open.odt", "odt").read_bytes()) == odt_lines(
        (tmp_path / "open.odt").read_bytes()
    )
    for file in ("besluit.docx", "open.odt"):
        printed = PdfReader(convert(file, "pdf"))
        text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
        assert all(text_of(block.content) in text for block in document.blocks if isinstance(block, Heading))
