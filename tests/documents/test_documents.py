"""A text document holds the same in every format, with real headings, lists and tables."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx as library
import pytest
from document_readers import STYLE, TEXT, Line, W, docx_lines, expected, odt_lines, part, tags
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import outline
from pypdf import PdfReader

from wmebv_site.diagnostics import Refused
from wmebv_site.documents.docx import docx
from wmebv_site.documents.markdown import blocks
from wmebv_site.documents.model import (
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Role,
    Table,
    TextDocument,
    words,
)
from wmebv_site.documents.odt import odt
from wmebv_site.documents.pdf import as_html, pdf
from wmebv_site.site.look.theme import templates

HERE = Path(__file__).parent
ROWS = tuple(
    (words(f"Product {number}"), words("bezwaar"), words("Formulier", "https://x.example/"))
    for number in range(90)
)
COLUMNS = (Column("Product", 2), Column("Bericht"), Column("Kanaal"))


@pytest.fixture(scope="module")
def document() -> TextDocument:
    text = blocks((HERE / "text.md").read_text(encoding="utf-8"))
    return TextDocument(
        "Besluit over «kanalen» & berichten",
        (
            Paragraph(words("Stand op 1 juni 2026."), Role.NOTE),
            *text,
            PageBreak(),
            Heading(1, words("Bijlage")),
            Table("Kanalen per product", COLUMNS, ROWS),
        ),
        author="Gemeente Voorbeeld",
        footer="Stand op 1 juni 2026",
    )


@pytest.fixture(scope="module")
def as_docx(document: TextDocument) -> bytes:
    return docx(document)


@pytest.fixture(scope="module")
def as_odt(document: TextDocument) -> bytes:
    return odt(document)


@pytest.fixture(scope="module")
def as_pdf(document: TextDocument) -> bytes:
    return pdf(as_html(document, templates()))


def test_markdown_is_read_as_what_it_means() -> None:
    """``REWRITE=1 pytest tests/documents/test_documents.py`` writes the outline again; review it as a diff."""
    found = outline(TextDocument("Titel", blocks((HERE / "text.md").read_text(encoding="utf-8"))))
    file = HERE / "outline.txt"
    if os.environ.get("REWRITE"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_docx_holds_every_block_in_its_own_style(document: TextDocument, as_docx: bytes) -> None:
    assert docx_lines(as_docx) == expected(document)


def test_odt_holds_every_block_in_its_own_style(document: TextDocument, as_odt: bytes) -> None:
    assert odt_lines(as_odt) == expected(document)


def test_pdf_holds_every_word(document: TextDocument, as_pdf: bytes) -> None:
    # Where a line ends is the printer's business, and so is a hyphen there.
    printed = re.sub(
        r"[\s\u2010-]", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf)).pages)
    )
    for _, text in expected(document):
        for cell in text.split("|"):
            assert re.sub(r"[\s\u2010-]", "", cell) in printed


@pytest.mark.parametrize(
    "form", [docx, odt, lambda document: pdf(as_html(document, templates()))], ids=["docx", "odt", "pdf"]
)
def test_the_same_document_gives_the_same_bytes(form: object, document: TextDocument) -> None:
    assert callable(form)
    assert form(document) == form(document)


def test_other_processes_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the hash seed, the day and the folder."""
    code = (
        "import sys; from hashlib import sha256\n"
        "from wmebv_site.documents.docx import docx; from wmebv_site.documents.odt import odt\n"
        "from wmebv_site.documents.pdf import as_html, pdf; from wmebv_site.documents.model import TextDocument\n"
        "from wmebv_site.documents.markdown import blocks\n"
        "from wmebv_site.site.look.theme import templates\n"
        "d = TextDocument('Titel', blocks(open(sys.argv[1], encoding='utf-8').read()))\n"
        "print(*(sha256(data).hexdigest() for data in (docx(d), odt(d), pdf(as_html(d, templates())))))"
    )
    printed = set()
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": ("UTC", "Asia/Tokyo")[int(seed) - 1]}
        command = [sys.executable, "-c", code, str(HERE / "text.md")]
        printed.add(
            subprocess.run(
                command, check=True, capture_output=True, text=True, env=environment, cwd=folder
            ).stdout
        )
    assert len(printed) == 1


@pytest.mark.parametrize("form", [docx, odt], ids=["docx", "odt"])
def test_a_package_tells_no_times(form: object, document: TextDocument) -> None:
    assert callable(form)
    with zipfile.ZipFile(io.BytesIO(form(document))) as package:
        assert package.testzip() is None
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        said = b"".join(
            package.read(name) for name in package.namelist() if name.endswith(("core.xml", "meta.xml"))
        )
    assert b"Gemeente Voorbeeld" in said
    assert not re.search(rb"\d{4}-\d\d-\d\dT", said)


def test_every_word_of_a_docx_is_dutch(as_docx: bytes) -> None:
    styles = part(as_docx, "word/styles.xml")
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default is not None and default.get(f"{W}val") == "nl-NL"
    assert {lang.get(f"{W}val") for lang in styles.iter(f"{W}lang")} == {"nl-NL"}


def test_every_word_of_an_odt_is_dutch(as_odt: bytes) -> None:
    fo = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
    styles = part(as_odt, "styles.xml")
    found = {(e.get(f"{fo}language"), e.get(f"{fo}country")) for e in styles.iter() if e.get(f"{fo}language")}
    assert found == {("nl", "NL")}
    assert "nl-NL" in [e.text for e in part(as_odt, "meta.xml").iter()]


def test_a_numbered_list_begins_where_the_text_says(as_docx: bytes, as_odt: bytes) -> None:
    numbering = part(as_docx, "word/numbering.xml")
    starts = [start.get(f"{W}val") for start in numbering.iter(f"{W}startOverride")]
    assert starts == ["1", "5", "1"]
    assert [i.get(f"{TEXT}start-value") for i in part(as_odt, "content.xml").iter(f"{TEXT}list-item")].count(
        "5"
    ) == 1


def test_headings_of_an_odt_get_no_second_number(as_odt: bytes) -> None:
    assert not list(part(as_odt, "styles.xml").iter(f"{TEXT}outline-style"))


def test_the_pdf_says_what_it_is(as_pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(as_pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == "Besluit over «kanalen» & berichten"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_the_headings_of_the_document(document: TextDocument, as_pdf: bytes) -> None:
    levels = [f"H{block.level + 1}" for block in document.blocks if isinstance(block, Heading)]
    assert [tag for tag, _ in tags(as_pdf) if re.fullmatch(r"H\d", tag)] == ["H1", *levels]


def test_every_header_of_a_pdf_table_says_what_it_heads(as_pdf: bytes) -> None:
    scopes = [element["/A"]["/Scope"] for tag, element in tags(as_pdf) if tag == "TH"]
    assert scopes.count("/Row") == len(ROWS) + 1  # and the row header that the text has itself
    assert set(scopes) == {"/Row", "/Column"}


def test_headers_stand_on_every_page_of_a_table(as_docx: bytes, as_pdf: bytes) -> None:
    body = part(as_docx, "word/document.xml")
    assert len(list(body.iter(f"{W}tblHeader"))) == 2
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(as_pdf)).pages]
    with_rows = [text for text in pages if re.search(r"Product \d", text)]
    assert len(with_rows) > 1
    assert all("Bericht" in text and "Kanaal" in text for text in with_rows)


def test_the_day_stands_below_every_page(as_docx: bytes, as_odt: bytes, as_pdf: bytes) -> None:
    assert all("Stand op 1 juni 2026" in page.extract_text() for page in PdfReader(io.BytesIO(as_pdf)).pages)
    with zipfile.ZipFile(io.BytesIO(as_docx)) as package:
        footers = [
            package.read(name).decode()
            for name in package.namelist()
            if "footer" in name and "rels" not in name
        ]
    assert any("Stand op 1 juni 2026" in footer for footer in footers)
    assert "Stand op 1 juni 2026" in "".join(part(as_odt, "styles.xml").find(f".//{STYLE}footer").itertext())  # type: ignore[union-attr]


HOSTILE = (
    '=HYPERLINK("http://x.example")',
    "<w:p/>&amp;",
    "a\x00b\x0bc\ud800d\ufffe",
    "]]>",
    "{{ 7*7 }}",
    "'); drop",
)


def test_hostile_text_stays_text() -> None:
    cells = tuple((words(text), words(text)) for text in HOSTILE)
    document = TextDocument(
        f"Titel {HOSTILE[2]}",
        (
            Heading(1, words(HOSTILE[1])),
            Paragraph(words(HOSTILE[0])),
            Table(HOSTILE[3], (Column("A"), Column("B")), cells),
        ),
        footer=HOSTILE[4],
        author=HOSTILE[1],
    )
    assert document.title == "Titel abcd"
    assert docx_lines(docx(document)) == expected(document)
    assert odt_lines(odt(document)) == expected(document)
    html = as_html(document, templates())
    assert "&lt;w:p/&gt;&amp;amp;" in html and "{{ 7*7 }}" in html
    assert pdf(html).startswith(b"%PDF-1.7")


@settings(max_examples=40)
@given(st.text())
def test_any_markdown_makes_a_document(text: str) -> None:
    document = TextDocument("Titel", blocks(text))
    told, wanted = docx_lines(docx(document)), expected(document)
    assert list(filter(_says_something, told)) == list(filter(_says_something, wanted))


def _says_something(line: Line) -> bool:
    """Of a row of a table the bars are ours, of a text its own."""
    kind, text = line
    return bool((text.replace("|", "") if kind in ("header", "row") else text).strip())


def test_nothing_is_fetched(caplog: pytest.LogCaptureFixture) -> None:
    html = as_html(TextDocument("T", ()), templates()).replace(
        "</body>", '<img alt="x" src="http://127.0.0.1:9/x.png"></body>'
    )
    assert pdf(html).startswith(b"%PDF")
    assert "a document fetches nothing" in caplog.text


def own_template(**names: str) -> bytes:
    """A template with a header of the municipality, and styles under its own names."""
    base = library.Document()
    base.sections[0].header.paragraphs[0].text = "Briefhoofd van de gemeente"
    base.sections[0].footer.paragraphs[0].text = "Postbus 1"
    base.add_paragraph("Wat hier stond, gaat weg.")
    for name in names.values():
        base.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    stream = io.BytesIO()
    base.save(stream)
    return stream.getvalue()


def test_a_template_gives_its_styles_header_and_footer(document: TextDocument) -> None:
    names = {"heading_1": "KOP Artikel", "text": "KOP Lid"}
    made = library.Document(io.BytesIO(docx(document, template=own_template(**names), styles=names)))
    assert [p.text for p in made.paragraphs if p.style.name == "KOP Artikel"] == [
        "Artikel 1 Begrippen", "Artikel 2 Tabel", "Bijlage",
    ]  # fmt: skip
    assert "In dit besluit betekent:" in [p.text for p in made.paragraphs if p.style.name == "KOP Lid"]
    assert made.sections[0].header.paragraphs[0].text == "Briefhoofd van de gemeente"
    assert [p.text.split(" ·")[0] for p in made.sections[0].footer.paragraphs] == [
        "Postbus 1",
        "Stand op 1 juni 2026",
    ]
    assert "Wat hier stond, gaat weg." not in [p.text for p in made.paragraphs]
    assert made.styles["KOP Artikel"].font.size is None, "the look is the template's"
    assert made.core_properties.last_modified_by == ""


def test_a_style_that_a_template_never_used_is_made(document: TextDocument) -> None:
    base = library.Document()
    for name in ("Heading 2", "List Bullet", "Table Grid", "Caption", "Body Text"):
        style = base.styles[name]
        style.element.getparent().remove(style.element)
    for relation in [key for key, r in base.part.rels.items() if r.reltype.endswith("/numbering")]:
        del base.part.rels[relation]
    stream = io.BytesIO()
    base.save(stream)
    made = docx(document, template=stream.getvalue())
    assert docx_lines(made) == expected(document)
    outlines = [
        s.find(f"{W}pPr/{W}outlineLvl")
        for s in part(made, "word/styles.xml").iter(f"{W}style")
        if s.get(f"{W}styleId") == "Heading2"
    ]
    assert [level.get(f"{W}val") for level in outlines if level is not None] == ["1"]


@pytest.mark.parametrize(
    ("template", "styles", "said"),
    [
        (b"geen word", {}, "kan niet worden gelezen"),
        (None, {"heading_1": "Kop zeven"}, "De stijl 'Kop zeven' staat niet in het sjabloon"),
        (None, {"kop": "Kop 1"}, "De stijl 'kop' bestaat niet"),
    ],
)
def test_what_a_template_lacks_is_said(
    document: TextDocument, template: bytes | None, styles: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        docx(document, template=template, styles=styles)


@pytest.mark.parametrize(
    ("name", "form"), [("docx", docx), ("odfdo", odt), ("weasyprint", lambda d: pdf(as_html(d, templates())))]
)
def test_without_a_library_one_sentence_says_how_to_install(
    monkeypatch: pytest.MonkeyPatch, document: TextDocument, name: str, form: object
) -> None:
    assert callable(form)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        Refused,
        match=rf"ontbreekt '{name}'. Typ: .* -m pip install odfdo python-docx weasyprint",
    ):
        form(document)


def test_the_libraries_are_loaded_only_when_a_document_is_made() -> None:
    code = "import sys, wmebv_site.mkdocs_plugin, wmebv_site.cli; print({'docx', 'odfdo', 'weasyprint', 'lxml'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        == "set()\n"
    )
