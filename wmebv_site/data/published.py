"""What a website publishes for programs beside its pages: files of data, in the formats that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from wmebv_site.data.catalogue import catalogue_files
from wmebv_site.data.cpsv import cpsv_files
from wmebv_site.data.csv_files import csv_files
from wmebv_site.data.dcat import dcat_files
from wmebv_site.data.json_files import json_files
from wmebv_site.data.sqlite_file import sqlite_files
from wmebv_site.data.whole import Data
from wmebv_site.project.synonyms import synonyms_csv
from wmebv_site.register.addresses import DATA_SYNONYMS
from wmebv_site.site.artifact import StaticFile


def _tables(data: Data) -> Iterator[StaticFile]:
    """The tables, and beside them the words that people use for names of the national list: of no municipality, for all."""
    yield from csv_files(data)
    yield StaticFile(DATA_SYNONYMS, synonyms_csv())


MAKERS: Mapping[str, Callable[[Data], Iterator[StaticFile]]] = {
    "json": json_files,
    "csv": _tables,
    "sqlite": sqlite_files,
    "dcat": dcat_files,
    "cpsv": cpsv_files,
    "sc": catalogue_files,
}
"""What makes the files of each format, by its word in ``mkdocs.yml``."""


def data_files(data: Data, formats: Collection[str]) -> list[StaticFile]:
    """The files of data in these formats."""
    return [file for name, make in MAKERS.items() if name in formats for file in make(data)]
