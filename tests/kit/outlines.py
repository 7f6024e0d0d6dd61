"""A text document as lines, one for each block: what every format has to hold."""

from __future__ import annotations

from collections.abc import Iterable

from wmebv_site.documents.model import (
    Block,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Role,
    Run,
    Table,
    TextDocument,
    text_of,
)


def outline(document: TextDocument) -> str:
    """The whole document, with what stands deeper indented."""
    lines = [document.title, f"  ({document.footer})"]
    for block in document.blocks:
        lines += _lines(block, "")
    return "\n".join(lines) + "\n"


def _lines(block: Block, indent: str) -> Iterable[str]:
    match block:
        case Heading(level, content):
            yield f"{'#' * level} {text_of(content)}"
        case Paragraph(content, role):
            mark = "" if role is Role.TEXT else f"[{role}] "
            yield f"{indent}{mark}{''.join(map(_marked, content))}"
        case Listing(items, ordered, start):
            for number, item in enumerate(items, start):
                first, *rest = [line for part in item for line in _lines(part, "")] or [""]
                yield f"{indent}{f'{number}.' if ordered else '-'} {first}"
                yield from (f"{indent}   {line}" for line in rest)
        case Table(caption, columns, rows, row_header):
            yield f"[table{', first column names the row' if row_header else ''}] {caption}"
            yield "  | " + " | ".join(column.title for column in columns)
            yield from ("  | " + " | ".join("".join(map(_marked, cell)) for cell in row) for row in rows)
        case PageBreak():
            yield "---"


def _marked(run: Run) -> str:
    text = f"**{run.text}**" if run.bold else run.text
    text = f"*{text}*" if run.italic else text
    return f"[{text}]({run.href})" if run.href else text
