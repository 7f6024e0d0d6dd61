"""Reads documents back with other hands than wrote them: the XML of the packages, and the tags of a PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from wmebv_site.documents.model import Heading, Listing, Paragraph, Table, TextDocument, text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

Line = tuple[str, str]
"""What a block is, and its words."""


def part(package: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return ElementTree.fromstring(opened.read(name))


def expected(document: TextDocument) -> list[Line]:
    """What every format has to hold, in order."""
    lines = [("title", document.title)]
    for block in document.blocks:
        lines += _expected(block)
    return [(kind, _squeezed(text)) for kind, text in lines]


def _expected(block: object) -> Iterator[Line]:
    match block:
        case Heading(level, content):
            yield f"heading {level}", text_of(content)
        case Paragraph(content):
            yield "text", text_of(content)
        case Listing(items):
            for item in items:
                for inner in item:
                    yield from (("item", text) for _, text in _expected(inner))
        case Table(caption, columns, rows):
            if caption:
                yield "text", caption
            if any(column.title for column in columns):
                yield "header", "|".join(column.title for column in columns)
            yield from (("row", "|".join(map(text_of, row))) for row in rows)


def docx_lines(package: bytes) -> list[Line]:
    """The blocks of a Word document by their styles, whatever those are called there."""
    names = {}
    for style in part(package, "word/styles.xml").iter(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId")] = "" if name is None else name.get(f"{W}val", "").lower()
    lines: list[Line] = []
    body = part(package, "word/document.xml").find(f"{W}body")
    assert body is not None
    for element in body:
        if element.tag == f"{W}p":
            style = element.find(f"{W}pPr/{W}pStyle")
            name = names[style.get(f"{W}val")] if style is not None else ""
            if element.find(f"{W}pPr/{W}numPr") is not None:
                name = "item"
            lines.append(
                (name if name.startswith(("title", "heading", "item")) else "text", _docx_text(element))
            )
        elif element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                header = row.find(f"{W}trPr/{W}tblHeader") is not None
                lines.append(("header" if header else "row", "|".join(map(_docx_text, row.iter(f"{W}tc")))))
    return [(kind, _squeezed(text)) for kind, text in lines if text.strip()]


def _docx_text(element: ElementTree.Element) -> str:
    return "".join(
        " " if each.tag == f"{W}br" else each.text or ""
        for each in element.iter()
        if each.tag in (f"{W}t", f"{W}br")
    )


def odt_lines(package: bytes) -> list[Line]:
    """The blocks of an OpenDocument text."""
    body = part(package, "content.xml").find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    return [(kind, _squeezed(text)) for kind, text in _odt(body, "text") if text.strip()]


def _odt(parent: ElementTree.Element, kind: str) -> Iterator[Line]:
    for element in parent:
        if element.tag == f"{TEXT}h":
            yield f"heading {element.get(f'{TEXT}outline-level')}", _odt_text(element)
        elif element.tag == f"{TEXT}p":
            title = kind == "text" and element.get(f"{TEXT}style-name") == "Title"
            yield "title" if title else kind, _odt_text(element)
        elif element.tag == f"{TEXT}list":
            for item in element:
                yield from _odt(item, "item")
        elif element.tag == f"{TABLE}table":
            headers = list(element.iterfind(f"{TABLE}table-header-rows/{TABLE}table-row"))
            for row in element.iter(f"{TABLE}table-row"):
                cells = "|".join(map(_odt_text, row.iter(f"{TABLE}table-cell")))
                yield "header" if row in headers else "row", cells


def _odt_text(element: ElementTree.Element) -> str:
    text = " " if element.tag in (f"{TEXT}line-break", f"{TEXT}s") else element.text or ""
    return text + "".join(_odt_text(child) + (child.tail or "") for child in element)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def tags(pdf: bytes) -> Iterator[tuple[str, DictionaryObject]]:
    """Every structure element of a PDF with the name of its tag, in reading order."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    yield from _tags(root)


def _tags(element: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    children = element.get("/K", ArrayObject()).get_object()
    for child in (
        each.get_object() for each in (children if isinstance(children, ArrayObject) else [children])
    ):
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child["/S"][1:], child
            yield from _tags(child)
