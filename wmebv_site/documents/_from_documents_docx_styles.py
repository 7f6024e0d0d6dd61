"""The styles of a Word document: which style stands for what, in our own design or in a given template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wmebv_site.documents._from_optional import DocumentRefused
from wmebv_site.dutch import enumerate_words

if TYPE_CHECKING:
    from docx.document import Document

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
            raise DocumentRefused(f"De stijl '{key}' bestaat niet. Kies uit: {enumerate_words(STYLES)}.")


def style_ids(document: Document, asked: Mapping[str, str], *, ours: bool) -> dict[str, str]:
    """The id of the style for every use. A style that was asked for must be there; another is made when it isn't.

    ``ours`` is whether the document has our own design rather than that of a template.
    """
    check_names(asked)
    known = _Known(document)
    ids = {}
    for key, name in STYLES.items():
        kind = _kind(key)
        if key in asked:
            style = known.named(asked[key], kind)
            if style is None:
                raise DocumentRefused(
                    f"De stijl '{asked[key]}' staat niet in het sjabloon. "
                    f"Daar staan: {enumerate_words(known.names(kind), 'en')}."
                )
        else:
            style = known.named(name, kind)
            if style is None:
                style = _made(document, key, name, kind)
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

    def named(self, name: str, kind: Any) -> Any:
        """The style with this name as Word shows it, or as it is kept."""
        return self._by_name.get((kind, name.casefold()))

    def names(self, kind: Any) -> list[str]:
        return sorted({style.name for (type_, _), style in self._by_name.items() if type_ == kind and style.name})


def _made(document: Document, key: str, name: str, kind: Any) -> Any:
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


# Per use: size in points, bold, and the space in points before and after.
_LOOK = {
    "title": (20, True, 0, 6),
    "subtitle": (12, False, 0, 12),
    "heading_1": (14, True, 18, 4),
    "heading_2": (12, True, 14, 4),
    "heading_3": (11, True, 12, 4),
    "heading_4": (10.5, True, 10, 4),
    "text": (10.5, False, 0, 6),
    "note": (10.5, False, 0, 12),
    "quote": (10.5, False, 0, 6),
    "bullet_list": (10.5, False, 0, 3),
    "numbered_list": (10.5, False, 0, 3),
    "table_text": (9, False, 0, 0),
    "caption": (9, True, 6, 3),
    "footer": (8.5, False, 0, 0),
}


def _design(style: Any, key: str) -> None:
    """Our own sober design: black on white, one typeface, nothing in italics."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import Pt, RGBColor

    if key == "table":
        _borders(style)
    if key not in _LOOK:
        return
    size, bold, before, after = _LOOK[key]
    properties = style.element.find(qn("w:rPr"))
    if properties is not None:
        style.element.remove(properties)
    font = style.font
    font.name, font.size, font.bold, font.italic = "Arial", Pt(size), bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    old = style.element.find(qn("w:pPr"))
    if old is not None:
        for name in ("w:pBdr", "w:ind", "w:numPr", "w:contextualSpacing", "w:jc"):
            for element in old.findall(qn(name)):
                old.remove(element)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0 if key in ("table_text", "footer") else 1.15
    if key.startswith("heading_") or key in ("title", "caption"):
        style.paragraph_format.keep_with_next = True
    if key == "note":
        bar = f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" w:color="154273"/></w:pBdr>'
        style.element.get_or_add_pPr().insert_element_before(
            parse_xml(bar), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
