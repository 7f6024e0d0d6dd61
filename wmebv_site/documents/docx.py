"""Writes a document as DOCX, in our own design or in that of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from wmebv_site.diagnostics import Refused
from wmebv_site.documents.model import (
    LOOKS,
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
    optional_library,
    plain_texts,
    words,
)
from wmebv_site.dutch import enumerate_words
from wmebv_site.project.archive import without_times

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STEP = 397  # 7 mm in twips
_LEVELS = 4
_BULLET = "•"
_FORMS = ("decimal", "lowerLetter", "lowerRoman", "decimal")


class _Numbering:
    """Hands out numberings. A list style that was asked for keeps its own form; only its count begins anew."""

    def __init__(self, document: Document, asked: set[str], styles: dict[str, str]) -> None:
        from lxml import etree

        self._etree = etree
        self._root = _part(document).element
        self._of_style = {key: self._abstract_of(document, styles[key]) for key in asked}
        self._ours: dict[bool, str] = {}
        self._one: dict[str, int] = {}

    def begin(self, ordered: bool, start: int, depth: int) -> int:
        """The number for a new list; bullets share one."""
        key = "numbered_list" if ordered else "bullet_list"
        abstract = self._of_style.get(key) or self._own(ordered)
        if not ordered and abstract in self._one:
            return self._one[abstract]
        number = max((int(each.get(f"{_W}numId")) for each in self._root.findall(f"{_W}num")), default=0) + 1
        num = self._etree.SubElement(self._root, f"{_W}num", {f"{_W}numId": str(number)})
        self._etree.SubElement(num, f"{_W}abstractNumId", {f"{_W}val": abstract})
        if ordered:
            override = self._etree.SubElement(
                num, f"{_W}lvlOverride", {f"{_W}ilvl": str(min(depth, _LEVELS - 1))}
            )
            self._etree.SubElement(override, f"{_W}startOverride", {f"{_W}val": str(start)})
        else:
            self._one[abstract] = number
        return number

    def mark(self, properties: Any, number: int, depth: int) -> None:
        """Put a paragraph in a list; number 0 only hangs it at the depth of the list."""
        level = min(depth, _LEVELS - 1)
        numbered = self._etree.SubElement(properties, f"{_W}numPr")
        self._etree.SubElement(numbered, f"{_W}ilvl", {f"{_W}val": str(level)})
        self._etree.SubElement(numbered, f"{_W}numId", {f"{_W}val": str(number)})
        if number == 0:
            self._etree.SubElement(
                properties, f"{_W}ind", {f"{_W}left": str((level + 1) * _STEP), f"{_W}firstLine": "0"}
            )

    def _abstract_of(self, document: Document, style: str) -> str | None:
        """The form of numbering that a style has, when it has one."""
        for element in document.styles.element.iter(f"{_W}style"):
            if element.get(f"{_W}styleId") != style:
                continue
            for used in element.iter(f"{_W}numId"):
                for num in self._root.findall(f"{_W}num"):
                    if num.get(f"{_W}numId") == used.get(f"{_W}val"):
                        abstract: str | None = num.find(f"{_W}abstractNumId").get(f"{_W}val")
                        return abstract
        return None

    def _own(self, ordered: bool) -> str:
        if ordered not in self._ours:
            known = self._root.findall(f"{_W}abstractNum")
            name = str(max((int(each.get(f"{_W}abstractNumId")) for each in known), default=-1) + 1)
            abstract = self._etree.Element(f"{_W}abstractNum", {f"{_W}abstractNumId": name})
            self._etree.SubElement(abstract, f"{_W}multiLevelType", {f"{_W}val": "multilevel"})
            for level in range(_LEVELS):
                self._level(abstract, level, ordered)
            self._root.insert(self._root.index(known[-1]) + 1 if known else 0, abstract)
            self._ours[ordered] = name
        return self._ours[ordered]

    def _level(self, abstract: Any, level: int, ordered: bool) -> None:
        sub = self._etree.SubElement
        element = sub(abstract, f"{_W}lvl", {f"{_W}ilvl": str(level)})
        sub(element, f"{_W}start", {f"{_W}val": "1"})
        sub(element, f"{_W}numFmt", {f"{_W}val": _FORMS[level] if ordered else "bullet"})
        sub(element, f"{_W}lvlText", {f"{_W}val": f"%{level + 1}." if ordered else _BULLET})
        sub(element, f"{_W}lvlJc", {f"{_W}val": "left"})
        left = str((level + 1) * _STEP)
        sub(sub(element, f"{_W}pPr"), f"{_W}ind", {f"{_W}left": left, f"{_W}hanging": str(_STEP)})


def _part(document: Document) -> Any:
    """The part that holds numberings; a template without lists has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.parts.numbering import NumberingPart

    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part
    made = NumberingPart(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        parse_xml(f"<w:numbering {nsdecls('w')}/>"),
        part.package,
    )
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return made


def _describe(base: Document, document: TextDocument, *, ours: bool) -> None:
    """Say it in a file; ``ours`` when no template has its own idea of how words break."""
    _language(base, document.locale)
    if ours:
        _hyphenate(base)
    _properties(base, document)


def _hyphenate(base: Document) -> None:
    """Narrow cells hold long Dutch words."""
    settings = base.settings.element
    after = settings.find(f"{_W}defaultTabStop")
    hyphenate = settings.makeelement(f"{_W}autoHyphenation")
    settings.insert(settings.index(after) + 1 if after is not None else 0, hyphenate)


def _language(base: Document, locale: str) -> None:
    """The language of every word without one of its own."""
    root = base.styles.element
    for language in root.iter(f"{_W}lang"):
        if language.get(f"{_W}val"):
            language.set(f"{_W}val", locale)
    defaults = root.find(f"{_W}docDefaults")
    if defaults is None:
        root.insert(0, defaults := root.makeelement(f"{_W}docDefaults"))
    outer = defaults.find(f"{_W}rPrDefault")
    if outer is None:
        defaults.insert(0, outer := defaults.makeelement(f"{_W}rPrDefault"))
    language = _child(_child(outer, "rPr"), "lang")
    language.set(f"{_W}val", locale)


def _child(parent: Any, name: str) -> Any:
    found = parent.find(f"{_W}{name}")
    if found is None:
        parent.append(found := parent.makeelement(f"{_W}{name}"))
    return found


def _properties(base: Document, document: TextDocument) -> None:
    """Nothing of the template's maker, and no times."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    properties = base.core_properties
    for element in list(properties._element):
        properties._element.remove(element)
    properties.title = document.title[:255]
    properties.author = document.author[:255]
    properties.subject = document.subject[:255]
    properties.language = document.locale
    relations = base.part.package.rels
    for key in [
        key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]


STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "heading_1": "Heading 1",
    "heading_2": "Heading 2",
    "heading_3": "Heading 3",
    "heading_4": "Heading 4",
    "text": "Body Text",
    "note": "Intense Quote",
    "quote": "Quote",
    "bullet_list": "List Bullet",
    "numbered_list": "List Number",
    "table": "Table Grid",
    "table_text": "Table Text",
    "caption": "Caption",
    "footer": "Footer",
    "link": "Hyperlink",
}
"""What a style is for, and the name it has in Word (in English there, also in a Dutch Word)."""


def check_names(asked: Mapping[str, str]) -> None:
    """Refuse what is no use of a style."""
    for key in asked:
        if key not in STYLES:
            raise Refused(f"De stijl '{key}' bestaat niet. Kies uit: {enumerate_words(STYLES)}.")


def _style_ids(document: Document, asked: Mapping[str, str], *, ours: bool) -> dict[str, str]:
    """The id of the style for every use. A style that was asked for must be there; another is made when it isn't.

    ``ours`` is whether the document has our own design rather than that of a template.
    """
    check_names(asked)
    known = _Known(document)
    ids = {}
    for key, name in STYLES.items():
        kind = _kind(key)
        if key in asked:
            style = known.style(asked[key], kind)
            if style is None:
                raise Refused(
                    f"De stijl '{asked[key]}' staat niet in het sjabloon. "
                    f"Daar staan: {enumerate_words(known.names(kind), 'en')}."
                )
        else:
            style = known.style(name, kind)
            if style is None:
                style = _added(document, key, name, kind)
            if ours:
                _design(style, key)
        ids[key] = style.style_id
    return ids


def _kind(key: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    return {"table": WD_STYLE_TYPE.TABLE, "link": WD_STYLE_TYPE.CHARACTER}.get(key, WD_STYLE_TYPE.PARAGRAPH)


class _Known:
    """The styles of a document by name, looked up without going past all of them each time."""

    def __init__(self, document: Document) -> None:
        self._by_name: dict[tuple[Any, str], Any] = {}
        for style in document.styles:
            for name in (style.name, style.style_id):
                if name:
                    self._by_name.setdefault((style.type, name.casefold()), style)

    def style(self, name: str, kind: Any) -> Any:
        """The style with this name as Word shows it, or as it is kept."""
        return self._by_name.get((kind, name.casefold()))

    def names(self, kind: Any) -> list[str]:
        return sorted(
            {style.name for (type_, _), style in self._by_name.items() if type_ == kind and style.name}
        )


def _added(document: Document, key: str, name: str, kind: Any) -> Any:
    """A style of Word that the template never used, and so doesn't hold."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = document.styles.add_style(name, kind, builtin=key != "table_text")
    if key.startswith("heading_"):
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(int(key[-1]) - 1))
        style.element.get_or_add_pPr().append(level)
    elif key == "table_text":
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    elif key == "link":
        style.font.underline = True
        style.font.color.rgb = RGBColor(0x05, 0x4A, 0x91)
    elif key == "table":
        _borders(style)
    return style


def _borders(style: Any, colour: str = "767676") -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = style.element.find(f"{{{style.element.nsmap['w']}}}tblPr")
    if properties is not None:
        style.element.remove(properties)
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{sides}</w:tblBorders>"
            '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )


def _design(style: Any, key: str) -> None:
    """Make a style look as our own design has it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Pt, RGBColor

    if key == "table":
        _borders(style)
    look = LOOKS.get(key)
    if look is None:
        return
    properties = style.element.find(qn("w:rPr"))
    if properties is not None:
        style.element.remove(properties)
    font = style.font
    font.name, font.size, font.bold, font.italic = "Arial", Pt(look.size), look.bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    old = style.element.find(qn("w:pPr"))
    if old is not None:
        for name in ("w:pBdr", "w:ind", "w:numPr", "w:contextualSpacing", "w:jc"):
            for element in old.findall(qn(name)):
                old.remove(element)
    style.paragraph_format.space_before = Pt(look.before)
    style.paragraph_format.space_after = Pt(look.after)
    style.paragraph_format.line_spacing = 1.0 if key in ("table_text", "footer") else 1.15
    if look.keep:
        style.paragraph_format.keep_with_next = True
    if key == "note":
        bar = (
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" w:color="154273"/></w:pBdr>'
        )
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )


_PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_R = f"{{{_PREFIXES['r']}}}"
_DECLARED = re.compile(r' xmlns:[wr]="[^"]*"')
_END_OF_TABLE = "</w:tbl>"
_SLOT = "\N{REPLACEMENT CHARACTER}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TWIPS = 635  # in English Metric Units


def docx(
    document: TextDocument, *, template: bytes | None = None, styles: Mapping[str, str] | None = None
) -> bytes:
    """The document as a Word file: the same bytes for the same document, template and library.

    Of ``template`` the styles, page, header and footer count; its text goes. ``styles`` names the style for each
    use in :data:`STYLES`. Raises Refused when the library, the template or a style isn't there.
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
        document: Document = library.Document(BytesIO(template) if template is not None else None)
    except ValueError as error:
        raise Refused("Het sjabloon is geen gewoon Word-document. Bewaar het in Word als .docx.") from error
    except (BadZipFile, KeyError, SyntaxError) as error:
        raise Refused(
            "Het sjabloon kan niet worden gelezen. Bewaar het opnieuw in Word als .docx."
        ) from error
    return document


class _Writer:
    def __init__(
        self, base: Document, document: TextDocument, asked: Mapping[str, str], *, ours: bool
    ) -> None:
        from lxml import etree

        self._etree = etree
        self._base = base
        self._document = document
        self._ours = ours
        self._links: dict[str, str] = {}
        self._break = False
        self._body = base.element.body
        self._styles = _style_ids(base, asked, ours=ours)
        self._numbering = _Numbering(base, {key for key in asked if key.endswith("_list")}, self._styles)

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
        _describe(self._base, self._document, ours=self._ours)

    def _add(self, element: Any) -> None:
        self._body.insert(len(self._body) - 1, element) if self._ends_in_section() else self._body.append(
            element
        )

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
        paragraph = self._paragraph(
            "footer", words(f"{self._document.footer} · Pagina " if self._document.footer else "Pagina ")
        )
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
