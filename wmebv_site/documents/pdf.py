"""Writes a document as PDF with tags, for a reader that speaks and for print."""

from __future__ import annotations

from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined

from wmebv_site.documents.model import (
    Block,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Table,
    TextDocument,
    column_widths,
    optional_library,
)


def as_html(document: TextDocument, templates: BaseLoader) -> str:
    """The page from which the PDF is made: ``documents/document.html`` in ``templates``."""
    environment = Environment(
        loader=templates, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("documents/document.html")
    return template.render(document=document, parts=[_part(block) for block in document.blocks])


def _part(block: Block) -> dict[str, object]:
    match block:
        case Heading(level):
            # The title of the document is the only h1.
            return {"kind": "heading", "level": min(level + 1, 6), "block": block}
        case Paragraph():
            return {"kind": block.role.value, "block": block}
        case Listing():
            return {"kind": "list", "block": block}
        case Table():
            return {"kind": "table", "block": block, "widths": column_widths(block, 100)}
        case PageBreak():
            return {"kind": "break"}


def pdf(html: str) -> bytes:
    """A PDF 1.7 with the structure of PDF/UA-1: the same bytes for the same HTML, libraries and fonts.

    Nothing is fetched, whatever the HTML asks for. Raises Refused when the library or Pango isn't there.
    """
    weasyprint = imported_weasyprint()
    made = weasyprint.HTML(string=html, url_fetcher=_refuse(weasyprint))
    data = made.write_pdf(pdf_variant="pdf/ua-1", finisher=_finish)
    assert isinstance(data, bytes)
    return data


def imported_weasyprint() -> Any:
    """WeasyPrint. Raises Refused when it or what it needs of the system isn't there."""
    with optional_library("WeasyPrint"):
        import weasyprint
    return weasyprint


def _refuse(library: Any) -> Any:
    class Nothing(library.urls.URLFetcher):  # type: ignore[misc]  # WeasyPrint says nothing of its types
        """Fetches nothing: a document holds all it needs."""

        def fetch(self, url: str, headers: object = None) -> Any:
            raise ValueError("a document fetches nothing")

    return Nothing()


def _finish(document: Any, pdf: Any) -> None:
    """Say of each table header whether it heads a column or a row (PDF/UA-1, 7.5); WeasyPrint only lists headers per cell."""
    elements = {made.reference: made for made in pdf.objects if _is_element(made)}
    for element in elements.values():
        if element["S"] == "/TH":
            above = elements[elements[element["P"]]["P"]]
            element["A"]["Scope"] = "/Column" if above["S"] == "/THead" else "/Row"


def _is_element(made: Any) -> bool:
    """Whether an object is a part of the structure of a document."""
    return isinstance(made, dict) and made.get("Type") == "/StructElem"
