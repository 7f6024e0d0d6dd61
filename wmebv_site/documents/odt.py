"""Writes a document as OpenDocument text, with the styles that LibreOffice knows."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import Any

from wmebv_site.documents.model import (
    LOOKS,
    Block,
    Heading,
    Listing,
    Look,
    PageBreak,
    Paragraph,
    Role,
    Run,
    Table,
    TextDocument,
    column_widths,
    optional_library,
    plain_texts,
    words,
)
from wmebv_site.project.archive import without_times

_FONT = 'fo:font-family="Arial" style:font-family-generic="swiss" fo:color="#000000" fo:font-style="normal"'


def _paragraph(
    name: str, look: Look, *, level: int | None = None, more: str = "", hyphenate: bool = False
) -> str:
    identifier = name.replace(" ", "_20_")
    outline = f' style:default-outline-level="{level}"' if level else ""
    parent = "Heading" if level else "Standard"
    weight = "bold" if look.bold else "normal"
    broken = (
        ' fo:hyphenate="true" fo:hyphenation-remain-char-count="4" fo:hyphenation-push-char-count="4"'
        if hyphenate
        else ""
    )
    together = ' fo:keep-with-next="always"' if look.keep else ""
    return (
        f'<style:style style:name="{identifier}" style:display-name="{name}" style:family="paragraph" '
        f'style:parent-style-name="{parent}"{outline}>'
        f'<style:paragraph-properties fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt" '
        f'fo:line-height="115%" fo:orphans="2" fo:widows="2"{together}{more}/>'
        f'<style:text-properties {_FONT} fo:font-size="{look.size}pt" fo:font-weight="{weight}"{broken}/></style:style>'
    )


def _levels(ordered: bool) -> str:
    made = []
    for level in range(1, 5):
        form = ("1", "a", "i", "1")[level - 1]
        kind = (
            f'text:list-level-style-number text:level="{level}" style:num-suffix="." style:num-format="{form}"'
            if ordered
            else f'text:list-level-style-bullet text:level="{level}" text:bullet-char="•"'
        )
        made.append(
            f'<{kind}><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            f'<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.7cm" '
            f'fo:margin-left="{0.7 * level:.1f}cm" text:list-tab-stop-position="{0.7 * level:.1f}cm"/>'
            f"</style:list-level-properties></{kind.partition(' ')[0]}>"
        )
    return "".join(made)


def _list(name: str, ordered: bool) -> str:
    return f'<text:list-style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}">{_levels(ordered)}</text:list-style>'


STYLES = (
    _paragraph("Title", LOOKS["title"]),
    _paragraph("Subtitle", LOOKS["subtitle"]),
    *(_paragraph(f"Heading {level}", LOOKS[f"heading_{level}"], level=level) for level in range(1, 5)),
    _paragraph("Text body", LOOKS["text"]),
    _paragraph("Note", LOOKS["note"], more=' fo:border-left="2.5pt solid #154273" fo:padding-left="0.25cm"'),
    _paragraph("Quotations", LOOKS["quote"], more=' fo:margin-left="0.8cm"'),
    _paragraph("List Contents", LOOKS["bullet_list"]),
    _paragraph("Table Contents", LOOKS["table_text"], hyphenate=True),
    _paragraph("Table Heading", replace(LOOKS["table_text"], bold=True)),
    _paragraph("Caption", LOOKS["caption"]),
    _paragraph("Footer", LOOKS["footer"]),
    _list("List Bullet", ordered=False),
    _list("List Number", ordered=True),
    '<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text">'
    '<style:text-properties fo:color="#054a91" style:text-underline-style="solid" style:text-underline-width="auto" '
    'style:text-underline-color="font-color"/></style:style>',
    '<style:style style:name="Strong_20_Emphasis" style:display-name="Strong Emphasis" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="Emphasis" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>',
    '<style:style style:name="Strong_20_and_20_Emphasis" style:display-name="Strong and Emphasis" style:family="text">'
    '<style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>',
    '<style:page-layout style:name="Mpm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
    'style:print-orientation="portrait" fo:margin-top="2.2cm" fo:margin-bottom="1.5cm" fo:margin-left="2.5cm" '
    'fo:margin-right="2.5cm"/><style:footer-style><style:header-footer-properties fo:min-height="0.7cm" '
    'fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>',
)
"""What goes into every document. The widths of columns follow from the table."""

AUTOMATIC = (
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    "</style:style>",
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #767676" fo:padding="0.08cm" fo:padding-left="0.14cm"/></style:style>',
    '<style:style style:name="HeaderCell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #767676" fo:padding="0.08cm" fo:padding-left="0.14cm" fo:background-color="#e8ecf1"/>'
    "</style:style>",
    '<style:style style:name="Grid" style:family="table"><style:table-properties style:width="16cm" '
    'table:align="left" table:border-model="collapsing" fo:margin-bottom="0.4cm"/></style:style>',
)
TEXT_WIDTH = 1600
"""Between the margins, in hundredths of a centimetre."""


_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_TEXT, _TABLE, _STYLE, _FO, _XLINK = (
    f"{{{_NAMES[name]}}}" for name in ("text", "table", "style", "fo", "xlink")
)
_STYLE_OF = {
    Role.TEXT: "Text_20_body",
    Role.SUBTITLE: "Subtitle",
    Role.NOTE: "Note",
    Role.QUOTE: "Quotations",
}


def odt(document: TextDocument) -> bytes:
    """The document as OpenDocument text: the same bytes for the same document and library.

    Raises Refused when the library isn't there.
    """
    with optional_library("odfdo"):
        import odfdo

    base = odfdo.Document("text")
    _Writer(odfdo, base, document).write()
    stream = BytesIO()
    base.save(stream)
    return without_times(stream.getvalue())


class _Writer:
    def __init__(self, library: Any, base: Any, document: TextDocument) -> None:
        from lxml import etree

        self._etree = etree
        self._library = library
        self._base = base
        self._document = document
        self._tables = 0
        self._break = False
        self._breaking: dict[str, str] = {}

    def write(self) -> None:
        base = self._base
        for path in [path for path in base.parts if path.startswith(("Thumbnails/", "Configurations2/"))]:
            base.del_part(path)
        for path in base.manifest.get_paths():
            if path.startswith(("Thumbnails/", "Configurations2/")):
                base.manifest.del_full_path(path)
        for numbering in base.styles.get_elements("//text:outline-style"):
            numbering.delete()  # it would number our headings, which say their own number
        base.body.clear()
        for style in STYLES:
            base.insert_style(style)
        for style in AUTOMATIC:
            base.insert_style(style, automatic=True)
        # Before there is any text: each is looked for in all of it first.
        tables = [block for block in self._document.blocks if isinstance(block, Table)]
        for width in sorted({width for table in tables for width in column_widths(table, TEXT_WIDTH)}):
            base.insert_style(
                f'<style:style style:name="Column{width}" style:family="table-column"><style:table-column-properties '
                f'style:column-width="{width / 100:.2f}cm"/></style:style>',
                automatic=True,
            )
        base.set_language(self._document.locale)
        self._meta()
        self._footer()
        self._add(self._paragraph("Title", words(self._document.title)))
        for block in self._document.blocks:
            self._block(block)

    def _element(self, tag: str, given: dict[str, str] | None = None) -> Any:
        return self._etree.Element(tag, given or {}, nsmap=_NAMES)

    def _add(self, element: Any) -> None:
        self._base.body.append(self._library.Element.from_tag(element))

    def _block(self, block: Block) -> None:
        match block:
            case Heading(level, content):
                given = {f"{_TEXT}outline-level": str(min(level, 4))}
                self._add(self._paragraph(f"Heading_20_{min(level, 4)}", content, tag="h", given=given))
            case Paragraph(content, role):
                self._add(self._paragraph(_STYLE_OF[role], content))
            case Listing():
                self._add(self._listing(block))
            case Table():
                self._table(block)
            case PageBreak():
                self._break = True

    def _paragraph(
        self, style: str, content: Iterable[Run], *, tag: str = "p", given: dict[str, str] | None = None
    ) -> Any:
        if self._break:
            style, self._break = self._on_new_page(style), False
        element = self._element(f"{_TEXT}{tag}", {f"{_TEXT}style-name": style, **(given or {})})
        self._runs(element, content)
        return element

    def _on_new_page(self, style: str) -> str:
        if style not in self._breaking:
            name = f"Break{len(self._breaking) + 1}"
            self._base.insert_style(
                f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{style}">'
                '<style:paragraph-properties fo:break-before="page"/></style:style>',
                automatic=True,
            )
            self._breaking[style] = name
        return self._breaking[style]

    def _runs(self, paragraph: Any, content: Iterable[Run]) -> None:
        sub = self._etree.SubElement
        for run in content:
            parent = paragraph
            if run.href:
                parent = sub(parent, f"{_TEXT}a", {
                    f"{_XLINK}type": "simple", f"{_XLINK}href": run.href, f"{_TEXT}style-name": "Internet_20_link",
                })  # fmt: skip
            if run.bold or run.italic:
                style = (
                    "Strong_20_and_20_Emphasis"
                    if run.bold and run.italic
                    else "Strong_20_Emphasis"
                    if run.bold
                    else "Emphasis"
                )
                parent = sub(parent, f"{_TEXT}span", {f"{_TEXT}style-name": style})
            self._text(parent, run.text)

    def _text(self, parent: Any, text: str) -> None:
        """White space is kept apart: plain runs of it count as one space (ODF 1.3, 6.1.2)."""
        lines = text.replace("\t", " ").split("\n")
        for number, line in enumerate(lines):
            if number:
                self._etree.SubElement(parent, f"{_TEXT}line-break")
            first, *rest = line.split("  ")
            self._say(parent, first)
            for part in rest:
                self._say(parent, " ")
                self._etree.SubElement(parent, f"{_TEXT}s")
                self._say(parent, part)

    @staticmethod
    def _say(parent: Any, text: str) -> None:
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _listing(self, listing: Listing) -> Any:
        style = "List_20_Number" if listing.ordered else "List_20_Bullet"
        element = self._element(f"{_TEXT}list", {f"{_TEXT}style-name": style})
        for number, item in enumerate(listing.items):
            line = self._etree.SubElement(element, f"{_TEXT}list-item")
            if number == 0 and listing.start != 1:
                line.set(f"{_TEXT}start-value", str(listing.start))
            for part in item:
                inner = (
                    self._listing(part)
                    if isinstance(part, Listing)
                    else self._paragraph("List_20_Contents", part.content)
                )
                line.append(inner)
        return element

    def _table(self, table: Table) -> None:
        sub = self._etree.SubElement
        if table.caption:
            self._add(self._paragraph("Caption", words(table.caption)))
        self._tables += 1
        name = f"Tabel{self._tables}"
        root = self._element(f"{_TABLE}table", {f"{_TABLE}name": name, f"{_TABLE}style-name": "Grid"})
        for width in column_widths(table, TEXT_WIDTH):
            sub(root, f"{_TABLE}table-column", {f"{_TABLE}style-name": f"Column{width}"})
        if table.titled:
            header = sub(
                sub(root, f"{_TABLE}table-header-rows"), f"{_TABLE}table-row", {f"{_TABLE}style-name": "Row"}
            )
            for column in table.columns:
                self._cell(header, "HeaderCell", "Table_20_Heading", words(column.title))
        model = self._row([words("x")] * len(table.columns))
        for cells in table.rows:
            texts = plain_texts(cells)
            if texts is None or any("  " in text or "\t" in text for text in texts):
                root.append(self._row(cells))
                continue
            # A copy of a row is made in C; thousands of rows differ in their words alone.
            line = deepcopy(model)
            for element, text in zip(line.iter(f"{_TEXT}p"), texts, strict=True):
                element.text = text
            root.append(line)
        self._add(root)

    def _row(self, cells: Iterable[Iterable[Run]]) -> Any:
        row = self._element(f"{_TABLE}table-row", {f"{_TABLE}style-name": "Row"})
        for content in cells:
            self._cell(row, "Cell", "Table_20_Contents", content)
        return row

    def _cell(self, row: Any, style: str, paragraph: str, content: Iterable[Run]) -> None:
        sub = self._etree.SubElement
        cell = sub(row, f"{_TABLE}table-cell", {f"{_TABLE}style-name": style})
        self._runs(sub(cell, f"{_TEXT}p", {f"{_TEXT}style-name": paragraph}), content)

    def _footer(self) -> None:
        """What stands below each page, and which page it is."""
        sub = self._etree.SubElement
        page = self._element(f"{_STYLE}master-page", {
            f"{_STYLE}name": "Standard", f"{_STYLE}page-layout-name": "Mpm1",
        })  # fmt: skip
        paragraph = sub(sub(page, f"{_STYLE}footer"), f"{_TEXT}p", {f"{_TEXT}style-name": "Footer"})
        self._say(paragraph, f"{self._document.footer} · Pagina " if self._document.footer else "Pagina ")
        sub(paragraph, f"{_TEXT}page-number", {f"{_TEXT}select-page": "current"}).text = "1"
        self._say(paragraph, " van ")
        sub(paragraph, f"{_TEXT}page-count").text = "1"
        self._base.insert_style(self._library.Element.from_tag(page))

    def _meta(self) -> None:
        """What the file says of itself: no times."""
        meta = self._base.meta
        for element in meta.body.children:
            if element.tag in (
                "meta:creation-date",
                "dc:date",
                "meta:document-statistic",
                "meta:editing-duration",
                "meta:editing-cycles",
            ):
                meta.body.delete(element)
        meta.title = self._document.title
        if self._document.subject:
            meta.subject = self._document.subject
        if self._document.author:
            meta.initial_creator = self._document.author
            meta.creator = self._document.author
