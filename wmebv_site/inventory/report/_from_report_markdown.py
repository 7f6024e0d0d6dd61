"""The report in Markdown: short enough for a memo to the college."""

from __future__ import annotations

from collections.abc import Iterator

from wmebv_site.inventory.progress import Progress
from wmebv_site.inventory.report import tables
from wmebv_site.inventory.report import wording as words
from wmebv_site.inventory.report.tables import Cell, Table


def report_markdown(progress: Progress) -> str:
    lines = [
        f"# Voortgang digitaal contact van {_plain(progress.name)}",
        "",
        f"De stand op {words.day(progress.today)}. {words.INTERNAL}",
        "",
        *(f"- {_plain(sentence)}" for sentence in words.in_short(progress)),
        f"- De controle vindt {words.found(progress)}.",
        *(f"- {_plain(title)}: {status}." for title, status in words.decisions(progress)),
    ]
    shown = (
        ("Wat houdt het besluit tegen?", tables.blocking(progress), words.nothing_blocks(progress)),
        ("Wat doet u het eerst?", tables.first(progress), "Er is niets te doen."),
        ("Hoe ver is elke stap?", tables.steps(progress), ""),
        ("Hoe ver is elk domein?", tables.domains(progress), ""),
        ("Voldoen de kanalen?", tables.conformity(progress), ""),
        ("Wat zeggen de leveranciers?", tables.suppliers(progress), "Bij de kanalen staat nog geen leverancier."),
        ("Wat verschilt van het besluit dat geldt?", tables.changes(progress), words.changes(progress)),
        ("Wat komt eraan?", tables.upcoming(progress), "Er staat niets in de agenda."),
    )
    for title, table, empty in shown:
        lines += ["", f"## {title}", ""]
        lines += list(_table(table)) if table.rows else [empty]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield _row(table.headers)
    yield _row(["---"] * len(table.headers))
    for row in table.rows:
        yield _row([_plain(cell) for cell in row])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(cell: Cell) -> str:
    """Text of a register in which no sign means anything to Markdown."""
    text = str(cell).replace("\\", "\\\\")
    for sign in "|*_`[]<>#":
        text = text.replace(sign, f"\\{sign}")
    return text
