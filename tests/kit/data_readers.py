"""Reads the tables of the data as others do: CSV by its Table Schema, SQLite by what the file says of itself."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

Thing = dict[str, Any]
Answer = tuple[Any, ...]
"""(product, message, audience, from, until, state, channels, executor, source, article, fallback, retroactive, certain)."""
HELD = "product message audience from until state channels executor source article fallback retroactive certain".split()


def answers_of(rows: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """Rows of the table of what holds, or intervals of ``geldend.json``, in their order; what is absent is None."""
    return [
        tuple(tuple(row.get(key, ())) if key == "channels" else row.get(key) for key in HELD) for row in rows
    ]


def tables_of_csv(files: Mapping[str, bytes]) -> dict[str, list[Thing]]:
    """Every table that ``datapackage.json`` names, by name: each row has the keys of the cells that say something."""
    package = json.loads(files["data/datapackage.json"])
    return {
        each["name"]: _rows(files[f"data/{each['path']}"], each["schema"]) for each in package["resources"]
    }


def _rows(data: bytes, schema: Thing) -> list[Thing]:
    text = data.decode("utf-8")
    assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")
    head, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert head == [field["name"] for field in schema["fields"]]
    found = []
    for line in lines:
        cells = zip(schema["fields"], line, strict=True)
        found.append({field["name"]: _value(field, cell) for field, cell in cells if cell})
    return found


def _value(field: Thing, cell: str) -> Any:
    match field["type"]:
        case "boolean":
            return {"true": True, "false": False}[cell]
        case "integer":
            return int(cell)
        case "list":
            return _split(cell, field["delimiter"])
        case "string" | "date":
            return cell
    raise AssertionError(field)


def _split(cell: str, between: str) -> list[str]:
    values, letters = [""], iter(cell)
    for letter in letters:
        if letter == between:
            values.append("")
        else:
            values[-1] += next(letters) if letter == "\\" else letter
    return values


def tables_of_sqlite(data: bytes) -> dict[str, list[Thing]]:
    """Every table of the file that is no list, with its lists in it, as :func:`tables_of_csv` gives them."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        base.row_factory = sqlite3.Row
        names = [row["name"] for row in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        lists = {name for name in names if any(name.startswith(f"{other}_") for other in names)}
        return {name: _table(base, name, lists) for name in names if name not in lists and name != "over"}


def _table(base: sqlite3.Connection, name: str, lists: Iterable[str]) -> list[Thing]:
    columns = base.execute(f'PRAGMA table_info("{name}")').fetchall()
    definition = base.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    truths = [each["name"] for each in columns if f'CHECK ("{each["name"]}" IN (0, 1))' in definition]
    key = [each["name"] for each in sorted(columns, key=lambda each: each["pk"]) if each["pk"]]
    found = {}
    for row in base.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
        thing = {each: row[each] for each in row.keys() if row[each] is not None}  # noqa: SIM118
        found[tuple(row[each] for each in key)] = thing | {each: bool(row[each]) for each in truths}
    for listed in lists:
        if listed.startswith(f"{name}_"):
            column = listed.removeprefix(f"{name}_")
            for row in base.execute(f'SELECT * FROM "{listed}" ORDER BY rowid'):
                *of, position, value = tuple(row)
                values = found[tuple(of)].setdefault(column, [])
                assert position == len(values) + 1
                values.append(value)
    for thing in found.values():
        if key == ["number"]:
            del thing["number"]
    return list(found.values())


def query(data: bytes, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds in an SQLite file."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        return base.execute(statement).fetchall()
