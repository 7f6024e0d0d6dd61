"""Writes a document as DOCX, in our own design or in that of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from wmebv_site.documents._from_documents_docx_numbering import Numbering
from wmebv_site.documents._from_documents_docx_settings import describe
from wmebv_site.documents._from_documents_docx_styles import style_ids
from wmebv_site.documents._from_documents_package import without_times
from wmebv_site.documents._from_optional import DocumentRefused, optional_library
from wmebv_site.documents.model import (
    Block,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Run,
    Table,
    TextDocument,
    Words,
    column_widths,
    plain_texts,
    words,
)

if TYPE_CHECKING:
    from docx.document import Document

_PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_W, _R = (f"{{{namespace}}}" for namespace in _PREFIXES.values())
_DECLARED = re.compile(r' xmlns:[wr]="[^"]*"')
_END_OF_TABLE = "</w:tbl>"
_SLOT = "\N{REPLACEMENT CHARACTER}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS = 635  # in English Metric Units


def docx(document: TextDocument, *, template: bytes | None = None, styles: Mapping[str, str] | None = None) -> bytes:
    """The document as a Word file: the same bytes for the same document, template and library.

    Of ``template`` the styles, page, header and footer count; its text goes. ``styles`` names the style for each
    use in :data:`STYLES`. Raises DocumentRefused when the library, the template or a style isn't there.
    """
    with optional_library("python-docx"):
        import docx as library

    base = _opened(library, template)
    _Writer(base, document, styles or {}, ours=template is None).write()
    stream = BytesIO()
    base.save(stream)
    return without_times(stream.getvalue())


def _opened(library: Any, template: bytes | None) -> Document:
    try:
        return library.Document(BytesIO(template) if template is not None else None)
    except ValueError as error:
        raise DocumentRefused("Het sjabloon is geen gewoon Word-document. Bewaar het in Word als .docx.") from error
    except (BadZipFile, KeyError, SyntaxError) as error:
        raise DocumentRefused("Het sjabloon kan niet worden gelezen. Bewaar het opnieuw in Word als .docx.") from error


class _Writer:
    def __init__(self, base: Document, document: TextDocument, asked: Mapping[str, str], *, ours: bool) -> None:
        from lxml import etree

        self._etree = etree
        self._base = base
        self._document = document
        self._ours = ours
        self._links: dict[str, str] = {}
        self._break = False
        self._body = base.element.body
        self._styles = style_ids(base, asked, ours=ours)
        self._numbering = Numbering(base, {key for key in asked if key.endswith("_list")}, self._styles)

    def write(self) -> None:
        for element in list(self._body):
            if element.tag != f"{_W}sectPr":
                self._body.remove(element)
        section = self._base.sections[-1]
        if self._ours:
            from docx.shared import Mm

            section.page_width, section.page_height = Mm(210), Mm(297)
            section.left_margin = section.right_margin = Mm(25)
            section.top_margin, section.bottom_margin = Mm(22), Mm(22)
        width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        self._width = max(width // _TWIPS, 2000)
        self._add(self._paragraph("title", words(self._document.title)))
        for block in self._document.blocks:
            self._block(block)
        self._footer(section)
        describe(self._base, self._document, ours=self._ours)

    def _add(self, element: Any) -> None:
        self._body.insert(len(self._body) - 1, element) if self._ends_in_section() else self._body.append(element)

    def _ends_in_section(self) -> bool:
        return len(self._body) > 0 and self._body[-1].tag == f"{_W}sectPr"

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level, content):
                self._add(self._paragraph(f"heading_{min(level, 4)}", content))
            case Paragraph(content, role):
                self._add(self._paragraph(role.value, content))
            case Listing():
                self._listing(block, 0)
            case Table():
                self._table(block)
            case PageBreak():
                self._break = True

    def _paragraph(self, use: str, content: Iterable[Run]) -> Any:
        paragraph = self._etree.Element(f"{_W}p")
        properties = self._etree.SubElement(paragraph, f"{_W}pPr")
        self._etree.SubElement(properties, f"{_W}pStyle", {f"{_W}val": self._styles[use]})
        if self._break:
            self._etree.SubElement(properties, f"{_W}pageBreakBefore")
            self._break = False
        self._runs(paragraph, content)
        return paragraph

    def _runs(self, paragraph: Any, content: Iterable[Run]) -> None:
        sub = self._etree.SubElement
        for run in content:
            parent = paragraph
            if run.href:
                parent = sub(paragraph, f"{_W}hyperlink", {f"{_R}id": self._link(run.href)})
            element = sub(parent, f"{_W}r")
            if run.href or run.bold or run.italic:
                look = sub(element, f"{_W}rPr")
                if run.href:
                    sub(look, f"{_W}rStyle", {f"{_W}val": self._styles["link"]})
                if run.bold:
                    sub(look, f"{_W}b")
                if run.italic:
                    sub(look, f"{_W}i")
            for number, line in enumerate(run.lines):
                if number:
                    sub(element, f"{_W}br")
                text = sub(element, f"{_W}t")
                text.text = line
                if line[:1] == " " or line[-1:] == " ":
                    text.set(_SPACE, "preserve")

    def _link(self, href: str) -> str:
        if href not in self._links:
            from docx.opc.constants import RELATIONSHIP_TYPE

            self._links[href] = self._base.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._links[href]

    def _listing(self, listing: Listing, depth: int) -> None:
        number = self._numbering.begin(listing.ordered, listing.start, depth)
        use = "numbered_list" if listing.ordered else "bullet_list"
        for item in listing.items:
            numbered = False
            for part in item:
                if isinstance(part, Listing):
                    self._listing(part, depth + 1)
                    continue
                paragraph = self._paragraph(use, part.content)
                # A second paragraph of an item hangs below its text, without a number.
                self._numbering.mark(paragraph[0], number if not numbered else 0, depth)
                numbered = True
                self._add(paragraph)

    def _table(self, table: Table) -> None:
        sub = self._etree.SubElement
        if table.caption:
            caption = self._paragraph("caption", words(table.caption))
            caption[0].insert(1, self._etree.Element(f"{_W}keepNext"))
            self._add(caption)
        root = self._etree.Element(f"{_W}tbl", nsmap=_PREFIXES)
        properties = sub(root, f"{_W}tblPr")
        sub(properties, f"{_W}tblStyle", {f"{_W}val": self._styles["table"]})
        sub(properties, f"{_W}tblW", {f"{_W}w": str(self._width), f"{_W}type": "dxa"})
        sub(properties, f"{_W}tblLayout", {f"{_W}type": "fixed"})
        first = "1" if table.row_header else "0"
        sub(properties, f"{_W}tblLook", {
            f"{_W}val": "04A0" if table.row_header else "0420", f"{_W}firstRow": "1", f"{_W}lastRow": "0",
            f"{_W}firstColumn": first, f"{_W}lastColumn": "0", f"{_W}noHBand": "0", f"{_W}noVBand": "1",
        })  # fmt: skip
        if table.caption:
            sub(properties, f"{_W}tblCaption", {f"{_W}val": table.caption})
        grid = sub(root, f"{_W}tblGrid")
        widths = column_widths(table, self._width)
        for width in widths:
            sub(grid, f"{_W}gridCol", {f"{_W}w": str(width)})
        if table.titled:
            header = sub(root, f"{_W}tr")
            row = sub(header, f"{_W}trPr")
            sub(row, f"{_W}cantSplit")
            sub(row, f"{_W}tblHeader")
            for column, width in zip(table.columns, widths, strict=True):
                cell = self._cell(header, width, (Run(column.title, bold=True),))
                sub(cell[0], f"{_W}shd", {f"{_W}val": "clear", f"{_W}color": "auto", f"{_W}fill": "E8ECF1"})
        self._add(self._filled(root, table.rows, widths))
        # Word joins tables that touch, and ends a document in a paragraph.
        self._add(self._etree.Element(f"{_W}p"))

    def _filled(self, root: Any, rows: Iterable[Sequence[Words]], widths: Sequence[int]) -> Any:
        """The table with its rows: thousands of them differ in their words alone, so they are parsed as one text."""
        model = self._text(self._row([words(_SLOT)] * len(widths), widths)).split(_SLOT)
        parts = []
        for cells in rows:
            texts = plain_texts(cells)
            if texts is None or any(text != text.strip(" ") for text in texts):
                parts.append(self._text(self._row(cells, widths)))
                continue
            for before, text in zip(model, texts, strict=False):
                parts += before, escape(text, quote=False)
            parts.append(model[-1])
        begin = self._etree.tostring(root, encoding="unicode").removesuffix(_END_OF_TABLE)
        return self._etree.fromstring(f"{begin}{''.join(parts)}{_END_OF_TABLE}")

    def _text(self, row: Any) -> str:
        """A row as it stands in a table, where the prefixes are known."""
        return _DECLARED.sub("", self._etree.tostring(row, encoding="unicode"), count=2)

    def _row(self, cells: Iterable[Iterable[Run]], widths: Iterable[int]) -> Any:
        row = self._etree.Element(f"{_W}tr", nsmap=_PREFIXES)
        self._etree.SubElement(self._etree.SubElement(row, f"{_W}trPr"), f"{_W}cantSplit")
        for content, width in zip(cells, widths, strict=True):
            self._cell(row, width, content)
        return row

    def _cell(self, row: Any, width: int, content: Iterable[Run]) -> Any:
        sub = self._etree.SubElement
        cell = sub(row, f"{_W}tc")
        sub(sub(cell, f"{_W}tcPr"), f"{_W}tcW", {f"{_W}w": str(width), f"{_W}type": "dxa"})
        paragraph = sub(cell, f"{_W}p")
        sub(sub(paragraph, f"{_W}pPr"), f"{_W}pStyle", {f"{_W}val": self._styles["table_text"]})
        self._runs(paragraph, content)
        return cell

    def _footer(self, section: Any) -> None:
        """Our line below each page: under what a template has there, or in its place when it has nothing."""
        footer = section.footer
        footer.is_linked_to_previous = False
        paragraph = self._paragraph("footer", words(f"{self._document.footer} · Pagina " if self._document.footer else "Pagina "))
        for text, field in (("", "PAGE"), (" van ", "NUMPAGES")):
            if text:
                self._runs(paragraph, words(text))
            simple = self._etree.SubElement(paragraph, f"{_W}fldSimple", {f"{_W}instr": f" {field} "})
            self._runs(simple, words("1"))
        for text in paragraph.iter(f"{_W}t"):
            text.set(_SPACE, "preserve")
        element = footer._element
        if not any(each.text.strip() for each in footer.paragraphs) and not footer.tables:
            for each in footer.paragraphs:
                element.remove(each._element)
        element.append(paragraph)
