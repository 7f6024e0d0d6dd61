"""One question to all municipalities of a harvest: ``wmebv fleet query``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wmebv_site.cli.options import format_option
from wmebv_site.cli.terminal import Command, emit, emit_lines
from wmebv_site.diagnostics import Refused, json_text, printable
from wmebv_site.dutch import counted

if TYPE_CHECKING:
    from wmebv_site.data.tabular import Column
    from wmebv_site.fleet.harvest.opening import Outcome
    from wmebv_site.fleet.harvest.question import Question

_WIDEST = 60
"""So many letters of a cell a person sees on the terminal; csv and json have all of it."""


@click.command("query", cls=Command)
@click.argument("name", metavar="[VRAAG]", required=False)
@click.argument("said", metavar="[WAARDE]…", nargs=-1)
@click.option(
    "--sql", metavar="SELECT", help="Stel een eigen vraag in SQL. Die leest alleen, en alleen deze tabellen."
)
@click.option(
    "--tables", "explained", is_flag=True, help="Toon welke tabellen er zijn, en wat er in elke kolom staat."
)
@click.option(
    "--harvest",
    "folder",
    metavar="MAP",
    default="oogst",
    help="De map van de oogst. Zonder deze optie: de map oogst waar u staat.",
)
@format_option(("text", "csv", "json"))
def fleet_query(
    name: str | None, said: tuple[str, ...], sql: str | None, explained: bool, folder: str, form: str
) -> None:
    """Stel één vraag aan alle gemeenten van een oogst.

    Zonder VRAAG leest u welke vragen er zijn, en wat u erbij zegt. Met --sql stelt u een eigen vraag. De vorm csv is voor Excel.
    """
    if sql is not None and (name or explained) or explained and name:
        raise Refused("Kies één van drie: een vraag met een naam, --sql of --tables.")
    if explained:
        _show_tables(form)
    elif sql is not None:
        _show_own(sql, Path(folder), form)
    elif name is None:
        _show_questions(form)
    else:
        _show_answer(name, said, Path(folder), form)


def _show_answer(name: str, said: Sequence[str], folder: Path, form: str) -> None:
    from wmebv_site.fleet.harvest.answering import asked, named
    from wmebv_site.fleet.harvest.opening import opened

    question = named(name)
    with opened(folder) as store:
        given = asked(store, question, said)
        outcome = question.answer(store, given)
    told: dict[str, Any] = {"question": question.name, "text": question.text, "given": given}
    _show(question.columns, outcome, form, told, [question.text, *_given(question, given), ""])


def _given(question: Question, given: dict[str, str]) -> Iterator[str]:
    """What was asked for, in words; also what nobody said."""
    from wmebv_site.fleet.harvest.question import BETWEEN, FOR_EVER

    for each in question.parameters:
        value = given[each.name].replace(BETWEEN, ", ")
        if value != FOR_EVER:
            yield f"{each.shown.capitalize()}: {value}"


def _show_own(sql: str, folder: Path, form: str) -> None:
    from wmebv_site.data.tabular import Column, Kind
    from wmebv_site.fleet.harvest.opening import opened

    with opened(folder) as store:
        outcome = store.ask(sql)
    columns = []
    for place, name in enumerate(outcome.columns):
        number = all(isinstance(row[place], (int, float, type(None))) for row in outcome.rows)
        columns.append(Column(name, Kind.NUMBER if number else Kind.TEXT, name, "", required=False))
    _show(columns, outcome, form, {"sql": sql}, [])


def _show(
    columns: Sequence[Column], outcome: Outcome, form: str, told: dict[str, Any], head: Sequence[str]
) -> None:
    match form:
        case "json":
            rows = [dict(zip(outcome.columns, row, strict=True)) for row in outcome.rows]
            named = [{"name": column.name, "title": column.title} for column in columns]
            emit(json_text(told | {"columns": named, "rows": rows}, sort_keys=False))
        case "csv":
            from wmebv_site.fleet.overview.downloads import as_csv

            emit(
                as_csv(columns, outcome.rows).decode().replace("\r\n", "\n")
            )  # the terminal ends lines itself
        case _:
            emit_lines([*head, *_as_lines(columns, outcome), "", counted(len(outcome.rows), "rij", "rijen")])


def _as_lines(columns: Sequence[Column], outcome: Outcome) -> Iterator[str]:
    """The rows below their titles; numbers stand to the right."""
    from wmebv_site.data.tabular import Kind

    rows = [[_shown(column, cell) for column, cell in zip(columns, row, strict=True)] for row in outcome.rows]
    titles = [_shortened(column.title) for column in columns]
    widths = [max(map(len, each)) for each in zip(titles, *rows, strict=True)]
    right = [column.kind is Kind.NUMBER for column in columns]
    for row in (titles, ["-" * width for width in widths], *rows):
        cells = (
            cell.rjust(width) if at_right else cell.ljust(width)
            for cell, width, at_right in zip(row, widths, right, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _shown(column: Column, cell: object) -> str:
    """A value as a person reads it: the codes stay in the forms for programs."""
    from wmebv_site.data.tabular import Kind
    from wmebv_site.fleet.harvest.harvested import Harvest

    if cell is None:
        return "-"
    if column.kind is Kind.YES_NO:
        return "ja" if cell else "nee"
    if column.words == tuple(Harvest):
        return Harvest(str(cell)).said
    if column.words:
        return str(cell).replace("_", " ")
    return _shortened(str(cell).replace(".", ",") if isinstance(cell, float) else str(cell))


def _shortened(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _show_questions(form: str) -> None:
    from wmebv_site.fleet.harvest.questions import QUESTIONS

    if form == "json":
        emit(json_text([_as_data(question) for question in QUESTIONS], sort_keys=False))
        return
    if form == "csv":
        raise Refused("De lijst van vragen is er als text en als json.")
    lines = []
    for question in QUESTIONS:
        shown = (each.shown if each.needed else f"[{each.shown}]" for each in question.parameters)
        lines += [" ".join((question.name, *shown)), f"    {question.text}"]
        lines += [f"    {each.shown}: {each.text}" for each in question.parameters]
    emit_lines([*lines, "", "Stel er een met: wmebv fleet query dekking"])


def _as_data(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "title": question.title,
        "text": question.text,
        "given": [
            {"name": each.name, "text": each.text, "needed": each.needed} for each in question.parameters
        ],
        "columns": _columns(question.columns),
        "sql": question.sql,
    }


def _columns(columns: Iterable[Column]) -> list[dict[str, str]]:
    return [{"name": column.name, "title": column.title, "text": column.text} for column in columns]


def _show_tables(form: str) -> None:
    from wmebv_site.fleet.harvest.harvested import TABLES

    if form == "json":
        told = [
            {"name": table.name, "text": table.text, "columns": _columns(table.columns)} for table in TABLES
        ]
        emit(json_text(told, sort_keys=False))
        return
    if form == "csv":
        raise Refused("De tabellen zijn er als text en als json.")
    lines = []
    for table in TABLES:
        width = max(len(name) for name in table.names)
        lines += [f"{table.name}: {table.title}", f"    {table.text}"]
        for column in table.columns:
            words = f" ({', '.join(column.words)})" if column.words else ""
            lines.append(f"    {column.name.ljust(width)}  {column.text}{words}")
        lines.append("")
    emit_lines([*lines, "Een dag is tekst, zoals 2026-01-31. Ja is 1 en nee is 0."])
