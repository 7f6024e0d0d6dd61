"""The description of the tables as a Data Package, with a Table Schema of each, in Dutch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from wmebv_site.data.json_files import LICENSE
from wmebv_site.data.shapes import VERSION, Json
from wmebv_site.data.tabular import TABLES, Column, Kind, Table
from wmebv_site.data.whole import Data
from wmebv_site.register.addresses import DATA, DATA_PACKAGE, table_url
from wmebv_site.site.artifact import StaticFile

_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES = {
    Kind.TEXT: "string",
    Kind.DAY: "date",
    Kind.YES_NO: "boolean",
    Kind.NUMBER: "integer",
    Kind.LIST: "list",
}
LIST_TEXT = "Tussen de waarden staat een rechte streep (|). Hoort een streep bij een waarde, dan staat er een schuine streep (\\) voor."


def package_file(data: Data, published: Mapping[str, bytes]) -> StaticFile:
    """The data package, of the tables as they are published."""
    municipality = data.municipality
    name = municipality["name"]
    contributor = {"title": name, "path": municipality.get("website"), "roles": ["publisher", "creator"]}
    source = {
        "title": f"De registers en besluiten van {name}",
        "path": data.base or None,
        "email": None,
        "version": data.site.today.isoformat(),
    }
    package = {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": "wmebv-register",
        "title": f"Digitaal contact met {name}",
        "description": (
            "Voor elk officieel bericht aan de gemeente staat hier het aangewezen kanaal (artikel 2:13 Awb), met het "
            f"besluit. Gebouwd voor {data.site.today.isoformat()}."
        ),
        "homepage": f"{data.base}{DATA}" if data.base else None,
        "version": VERSION,
        "created": f"{data.site.today.isoformat()}T00:00:00Z",
        "keywords": ["Wmebv", "Awb", "digitaal contact", "gemeente"],
        "contributors": [_known(contributor)],
        "sources": [_known(source)],
        "licenses": [{"name": "CC0-1.0", "path": LICENSE, "title": "Creative Commons Zero 1.0 Universeel"}],
        "resources": [_resource(table, published[table.name]) for table in TABLES],
    }
    return StaticFile(DATA_PACKAGE, f"{json.dumps(_known(package), ensure_ascii=False, indent=1)}\n".encode())


def _known(found: Json) -> Json:
    return {key: value for key, value in found.items() if value is not None}


def _resource(table: Table, published: bytes) -> Json:
    return {
        "name": table.name,
        "type": "table",
        "path": table_url(table.name).removeprefix(DATA),
        "title": table.title,
        "description": table.text,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(published),
        "hash": f"sha256:{hashlib.sha256(published).hexdigest()}",
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> Json:
    """The Table Schema: what stands in each column, what no two rows share, and which columns name another table's rows."""
    schema: Json = {
        "$schema": f"{_PROFILES}tableschema.json",
        "fields": [_field(column) for column in table.columns],
    }
    # A day may be absent: then the columns aren't a primary key, and still no two rows have the same.
    schema |= {"uniqueKeys": [list(table.key)]} if table.dated else {"primaryKey": list(table.key)}
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(reference.columns),
                "reference": {"resource": reference.table, "fields": list(reference.theirs)},
            }
            for reference in table.references
        ]
    return schema


def _field(column: Column) -> Json:
    listed = column.kind is Kind.LIST
    field: Json = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.title,
        "description": f"{column.text} {LIST_TEXT}" if listed else column.text,
    }
    if listed:
        field |= {"delimiter": "|", "itemType": "string"}
    constraints: Json = {}
    if column.required:
        constraints["required"] = True
    if column.words and not listed:
        constraints["enum"] = list(column.words)
    return field | ({"constraints": constraints} if constraints else {})
