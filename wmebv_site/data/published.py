"""What a website publishes for programs: files of data, in the formats that are asked for, and what stands in each page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from jinja2 import BaseLoader

from wmebv_site.data.catalogue import catalogue_files
from wmebv_site.data.cpsv import cpsv_files
from wmebv_site.data.csv_files import csv_files
from wmebv_site.data.dcat import dcat_files
from wmebv_site.data.json_files import json_files
from wmebv_site.data.owms import Owms
from wmebv_site.data.schema_org import linked_data
from wmebv_site.data.sqlite_file import sqlite_files
from wmebv_site.data.whole import Data
from wmebv_site.project.synonyms import synonyms_csv
from wmebv_site.register.addresses import (
    ABOUT,
    DATA_REGISTER,
    DATA_SYNONYMS,
    HOME,
    JSON_FEED,
    OUTAGE_FEED,
    OUTAGE_JSON_FEED,
    data_url,
)
from wmebv_site.site.artifact import Alternate, Artifact, StaticFile
from wmebv_site.site.changes import FEED_TYPE, JSON_FEED_TYPE
from wmebv_site.site.render import Renderer


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
_AT_HOME = (
    Alternate(JSON_FEED_TYPE, JSON_FEED, "Wijzigingen"),
    Alternate(FEED_TYPE, OUTAGE_FEED, "Storingen"),
    Alternate(JSON_FEED_TYPE, OUTAGE_JSON_FEED, "Storingen"),
)


def data_files(data: Data, formats: Collection[str]) -> list[StaticFile]:
    """The files of data in these formats."""
    return [file for name, make in MAKERS.items() if name in formats for file in make(data)]


def with_linked_data(pages: Iterable[Artifact], data: Data, templates: BaseLoader) -> list[Artifact]:
    """The pages with what programs read in them: the thing as JSON-LD, the core of OWMS, and where its own data stands.

    What stands in the pages doesn't hang on the formats in which there are files of data.
    """
    renderer, owms, in_json = Renderer(templates), Owms(data), "json" in data.site.formats
    told = {url: renderer.component("structured_data", thing) for url, thing in linked_data(data)}
    return [
        replace(
            page,
            html="\n".join((page.html, told[page.url])) if page.url in told else page.html,
            terms=owms.of(page),
            alternates=tuple(_alternates(page, page.url in told, in_json)),
        )
        for page in pages
    ]


def _alternates(page: Artifact, has_thing: bool, in_json: bool) -> Iterator[Alternate]:
    if page.url == HOME:
        yield from _AT_HOME
    if in_json and page.url in (HOME, ABOUT):
        yield Alternate("application/json", DATA_REGISTER)
    elif in_json and (has_thing or page.kind == "domain"):
        yield Alternate("application/json", data_url("", page.url.rstrip("/")))
