"""Compares writing a decision with a large annex with the bare libraries writing the same tables, in one process.

``python -m benchmarks.documents REPEATS`` prints the seconds of both, per format, as JSON.
"""

from __future__ import annotations

import copy
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from benchmarks.registers import DATE
from benchmarks.words import ROOT
from wmebv_site.documents.decisions import annex_blocks
from wmebv_site.documents.docx import docx
from wmebv_site.documents.model import Table, TextDocument, text_of
from wmebv_site.documents.odt import odt
from wmebv_site.documents.pdf import as_html, pdf
from wmebv_site.project.clock import collector_paused
from wmebv_site.project.load import load
from wmebv_site.register.annexes import Annex, AnnexRow, RowChannel
from wmebv_site.register.decisions import Decision
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience
from wmebv_site.rules.checking import check_project
from wmebv_site.site.look.theme import templates

ROWS = 4500
Cells = list[list[str]]


def large_annex(register: Register, decision: Decision, number: int = ROWS) -> Annex:
    """An annex with a row for each of ``number`` messages, over the products, channels and domains of the example."""
    channels = [channel for channel in register.channels if channel.ways_in]
    rows = []
    for index in range(number):
        product, channel = register.products[index % len(register.products)], channels[index % len(channels)]
        address = channel.ways_in[0].url or channel.ways_in[0].email
        rows.append(
            AnnexRow(
                product=product.id,
                product_name=product.name,
                message=f"bericht-{index}",
                message_name=f"Bericht {index} over uw aanvraag",
                audience=Audience.RESIDENT,
                channels=(RowChannel(id=channel.id, name=channel.name, address=address),),
                article="2, eerste lid",
            )
        )
    return Annex(
        version="1",
        decision=decision.id,
        frozen_on=date.fromisoformat(DATE),
        checksum="sha256:",
        rows=tuple(rows),
        channels=tuple(channels),
    )


def compare(repeats: int) -> dict[str, dict[str, float]]:
    """The least processor seconds of ours and of the bare library, taken alternately; reading the register apart."""
    with collector_paused():  # as the command and the website do
        return _compared(repeats)


def _compared(repeats: int) -> dict[str, dict[str, float]]:
    register = check_project(load(ROOT), date.fromisoformat(DATE)).register
    assert register is not None
    decision = register.decisions[0]
    annex = large_annex(register, decision)

    def document() -> TextDocument:
        return TextDocument("Bijlage", tuple(annex_blocks(decision, annex, register)))

    made = document()
    tables = [
        ([column.title for column in block.columns], [[text_of(cell) for cell in row] for row in block.rows])
        for block in made.blocks
        if isinstance(block, Table)
    ]
    html = as_html(made, templates())
    style = html[html.index("<style>") : html.index("</style>")]
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object], int]] = {
        "docx": (lambda: docx(document()), lambda: bare_docx(tables), repeats),
        "odt": (lambda: odt(document()), lambda: bare_odt(tables), repeats),
        # Setting hundreds of pages takes so long that one turn says enough.
        "pdf": (lambda: pdf(as_html(document(), templates())), lambda: bare_pdf(tables, style), 1),
    }
    found = {}
    for name, (ours, bare, turns) in pairs.items():
        timed = [(_seconds(ours), _seconds(bare)) for _ in range(turns)]
        found[name] = {"ours": min(pair[0] for pair in timed), "bare": min(pair[1] for pair in timed)}
    return found


def bare_docx(tables: Iterable[tuple[list[str], Cells]]) -> bytes:
    """python-docx with rows copied as XML: its own cells look through the whole table each time."""
    import docx as library
    from docx.oxml import OxmlElement

    document = library.Document()
    for titles, rows in tables:
        table = document.add_table(2, len(titles), style="Table Grid")
        for cell, title in zip(table.rows[0].cells, titles, strict=True):
            cell.paragraphs[0].add_run(title).bold = True
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell in table.rows[1].cells:
            cell.paragraphs[0].style = "Body Text"
            cell.paragraphs[0].add_run("x")
        model = table.rows[1]._tr
        model.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        model.getparent().remove(model)
        tag = next(each.tag for each in model.iter() if each.tag.endswith("}t"))
        for row in rows:
            line = copy.deepcopy(model)
            for element, text in zip(line.iter(tag), row, strict=True):
                element.text = text
            table._tbl.append(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bare_odt(tables: Iterable[tuple[list[str], Cells]]) -> bytes:
    """odfdo with each table as one piece of XML: its own rows and cells take many times as long."""
    import odfdo

    document = odfdo.Document("text")
    for number, (titles, rows) in enumerate(tables):
        lines = "".join(
            f'<table:table-row table:style-name="Row">{_odt_cells(row)}</table:table-row>' for row in rows
        )
        document.body.append(
            odfdo.Element.from_tag(
                f'<table:table table:name="T{number}"><table:table-column table:number-columns-repeated="{len(titles)}"/>'
                f"<table:table-header-rows><table:table-row>{_odt_cells(titles)}</table:table-row>"
                f"</table:table-header-rows>{lines}</table:table>"
            )
        )
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _odt_cells(texts: Iterable[str]) -> str:
    return "".join(
        '<table:table-cell table:style-name="Cell" office:value-type="string"><text:p text:style-name="Text_20_body">'
        f"{escape(text)}</text:p></table:table-cell>"
        for text in texts
    )


def bare_pdf(tables: Iterable[tuple[list[str], Cells]], style: str) -> bytes:
    """WeasyPrint with the same style and tags."""
    import weasyprint

    parts = []
    for titles, rows in tables:
        head = "".join(f"<th scope=col>{escape(title)}</th>" for title in titles)
        lines = "".join(
            f"<tr><th scope=row>{escape(row[0])}</th>{''.join(f'<td>{escape(text)}</td>' for text in row[1:])}</tr>"
            for row in rows
        )
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")
    html = f"<!doctype html><html lang=nl><title>Bijlage</title>{style}</style><body>{''.join(parts)}</body></html>"
    data = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(data, bytes)
    return data


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    print(json.dumps(compare(int(sys.argv[1]))))
