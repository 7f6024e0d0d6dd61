"""The answers as files, with the page that leads to them: each as CSV and as JSON, the harvest itself, and their sums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wmebv_site.data.csv_files import for_spreadsheets
from wmebv_site.data.tabular import Column, Kind
from wmebv_site.diagnostics import json_text
from wmebv_site.dutch import in_words
from wmebv_site.fleet.harvest.harvested import TABLES
from wmebv_site.fleet.harvest.opening import SQLITE, form_of, parquet_files
from wmebv_site.fleet.overview.answers import Answers, Reply
from wmebv_site.fleet.overview.phrases import DATA, page_of
from wmebv_site.site.artifact import Artifact, StaticFile
from wmebv_site.site.render import Renderer
from wmebv_site.site.words import size_in_words

OFFERED = (
    "samen", "dekking", "dekking-provincie", "restkanaal", "producten", "kanalen", "per-maand", "wijzigingen",
    "wijzigingen-berichten", "twintig", "twintig-gemeenten", "twintig-producten", "oogst",
)  # fmt: skip
"""The questions of which the answer is a file; what is longer stands in the harvest."""
SUMS = "sha256sums.txt"


def answer_files(answers: Answers) -> Iterator[StaticFile]:
    """Each answer twice."""
    for name in OFFERED:
        reply = answers.reply(name)
        yield StaticFile(f"{DATA}{name}.csv", as_csv(reply.question.columns, reply.outcome.rows))
        yield StaticFile(f"{DATA}{name}.json", as_json(reply))


def harvest_files(folder: Path) -> list[Path]:
    """The tables of a harvest as they stand on disk."""
    return [folder / SQLITE] if form_of(folder) == "sqlite" else parquet_files(folder)


def sums(files: Sequence[StaticFile], harvest: Sequence[Path]) -> StaticFile:
    """The sum of each file, as ``sha256sum`` reads them."""
    found = [(file.path.removeprefix(DATA), hashlib.sha256(file.data).hexdigest()) for file in files]
    for each in harvest:
        with each.open("rb") as stream:
            found.append((each.name, hashlib.file_digest(stream, "sha256").hexdigest()))
    return StaticFile(f"{DATA}{SUMS}", "".join(f"{told}  {name}\n" for name, told in found).encode())


def page(
    answers: Answers, files: Sequence[StaticFile], harvest: Sequence[Path], renderer: Renderer
) -> Artifact:
    """The page that leads to the files, and says what stands in them."""
    sizes = {file.path.removeprefix(DATA): size_in_words(len(file.data)) for file in files}
    questions = [answers.reply(name).question for name in OFFERED]
    texts = {table.name: table.text for table in TABLES}
    html = renderer.render(
        "overview_data",
        title="Gegevens",
        iso=answers.day.isoformat(),
        day=in_words(answers.day),
        answers=[
            {
                "name": each.name,
                "title": each.title,
                "csv": sizes[f"{each.name}.csv"],
                "json": sizes[f"{each.name}.json"],
            }
            for each in questions
        ],
        harvest=[
            {"name": file.name, "text": texts.get(file.stem, "Alle tabellen in één bestand."), "size": size_in_words(file.stat().st_size)}
            for file in harvest
        ],
        program="DB Browser for SQLite" if harvest[0].name == SQLITE else "DuckDB",
        form="SQLite" if harvest[0].name == SQLITE else "Parquet",
        sums=SUMS,
        tables=[_explained(table.name, table.title, table.text, table.columns) for table in TABLES],
        columns=[_explained(each.name, each.title, each.text, each.columns) for each in questions],
    )  # fmt: skip
    return page_of(DATA, "data", "Gegevens", "De getallen van deze website als gegevens, met uitleg.", html)


def _explained(name: str, title: str, text: str, columns: Sequence[Column]) -> dict[str, Any]:
    told = [{"name": column.name, "title": column.title, "text": column.text} for column in columns]
    return {"name": name, "title": title, "text": text, "columns": told}


def as_csv(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> bytes:
    """For a spreadsheet: a number with a comma, as one in Dutch has it; what is no number stays a text."""
    return for_spreadsheets(columns, [tuple(map(_cell, columns, row)) for row in rows])


def _cell(column: Column, cell: object) -> Any:
    if column.kind is Kind.NUMBER:
        return str(cell).replace(".", ",") if isinstance(cell, float) else cell
    return cell if column.kind is Kind.YES_NO or cell is None else str(cell)


def as_json(reply: Reply) -> bytes:
    """For a program, with the question and what was asked for."""
    question = reply.question
    told = {
        "question": question.name,
        "text": question.text,
        "given": dict(reply.given),
        "columns": [{"name": each.name, "title": each.title, "text": each.text} for each in question.columns],
        "rows": reply.rows,
    }
    return json_text(told, sort_keys=False).encode()
