"""One answer: what a page says of a product, message and audience, every format of the data says too, on every day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from data_readers import answers_of, tables_of_csv, tables_of_sqlite
from histories import DAYS, files_of_history, history
from htmlpages import Element, main_of
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, register_from, register_of
from rdflib import Graph

from wmebv_site.data.answers import STATES
from wmebv_site.data.published import MAKERS, data_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.answers import State
from wmebv_site.designation.decisions import Decisions
from wmebv_site.designation.rule import Rank
from wmebv_site.register.addresses import product_url
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience
from wmebv_site.site.look.theme import templates
from wmebv_site.site.products import pages as product_pages
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Site

# The library says it of its own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")
URL = "https://www.voorbeeld.example/digitaal-contact/"
RENDERER = Renderer(templates())


class Said(NamedTuple):
    """What a format says of one product, message and audience on the day for which it was made."""

    state: str
    channels: tuple[str, ...]
    source: str | None
    article: str | None
    fallback: bool


Key = tuple[str, str, str]
Answers = dict[Key, Said]


def of_register(files: dict[str, bytes], day: date) -> Answers:
    """``register.json``."""
    found = {}
    for product in json.loads(files["data/register.json"])["products"]:
        found.update(_of_product(product))
    return found


def of_products(files: dict[str, bytes], day: date) -> Answers:
    """The file of each product."""
    found = {}
    for path, data in files.items():
        if path.startswith("data/producten/") and path.count("/") == 2:
            found.update(_of_product(json.loads(data)["product"]))
    return found


def of_kinds(files: dict[str, bytes], day: date) -> Answers:
    """The files of all messages of one kind: by the address at which each stands on the page of its product."""
    by_url = {
        message["permalink"]: (product["id"], message["id"])
        for product in json.loads(files["data/register.json"])["products"]
        for message in product["messages"]
    }
    found = {}
    for path, data in files.items():
        if path.startswith("data/berichten/"):
            for group in json.loads(data)["groups"]:
                for product in group["products"]:
                    for answer in group["answers"]:
                        found[(*by_url[product["permalink"]], answer["audience"])] = _said(answer)
    return found


def of_intervals(files: dict[str, bytes], day: date) -> Answers:
    """``geldend.json``: the interval in which the day lies."""
    return _on(day, json.loads(files["data/geldend.json"])["intervals"])


def of_csv(files: dict[str, bytes], day: date) -> Answers:
    """``geldend.csv``, by the Table Schema in ``datapackage.json``."""
    return _on(day, tables_of_csv(files)["geldend"])


def of_sqlite(files: dict[str, bytes], day: date) -> Answers:
    """``register.sqlite``: the table of what holds."""
    return _on(day, tables_of_sqlite(files["data/register.sqlite"])["geldend"])


def _on(day: date, rows: Iterable[dict[str, Any]]) -> Answers:
    """What the rows say of a day: that in which it lies."""
    found = {}
    for row in answers_of(rows):
        *key, begin, end, state, channels, _, source, article, fallback, _, _ = row
        if (begin or "0001-01-01") <= day.isoformat() < (end or "9999-12-31"):
            assert tuple(key) not in found, "two intervals hold on one day"
            found[tuple(key)] = Said(state, channels, source, article, bool(fallback))
    return found


def _of_product(product: dict[str, Any]) -> Iterator[tuple[Key, Said]]:
    for message in product["messages"]:
        for answer in message["answers"]:
            yield (product["id"], message["id"], answer["audience"]), _said(answer)


def _said(answer: dict[str, Any]) -> Said:
    first = answer["reasons"][0] if answer["reasons"] else {}
    channels = tuple(channel["id"] for channel in answer["channels"])
    return Said(answer["state"], channels, first.get("source"), first.get("article"), answer["fallback"])


CPSV = """
prefix adms: <http://www.w3.org/ns/adms#>
prefix cpsv: <http://purl.org/vocab/cpsv#>
prefix cv: <http://data.europa.eu/m8g/>
prefix dct: <http://purl.org/dc/terms/>
prefix skos: <http://www.w3.org/2004/02/skos/core#>
select ?service ?state ?channel ?rule {
  ?asked a cpsv:PublicService ; dct:identifier ?service ; adms:status / skos:notation ?state .
  optional { ?asked cv:hasChannel / dct:identifier ?channel }
  optional { ?asked cpsv:follows / dct:identifier ?rule }
}
"""


def of_graph(form: str) -> Callable[[dict[str, bytes], date], Answers]:
    """The public services, in one of the forms of linked data, as another program asks it; channels have no order there."""

    def read(files: dict[str, bytes], day: date) -> Answers:
        graph = Graph().parse(
            data=files[f"data/cpsv.{form}"], format={"ttl": "turtle", "jsonld": "json-ld"}[form]
        )
        channels: dict[Key, set[str]] = defaultdict(set)
        rules: dict[Key, set[str]] = defaultdict(set)
        states: dict[Key, str] = {}
        for service, state, channel, rule in graph.query(CPSV):
            product, message, audience = str(service).split("/")
            key = product, message, audience
            assert states.setdefault(key, str(state)) == str(state), "two states at once"
            if channel and not str(channel).startswith("uitvoerder/"):
                channels[key].add(str(channel).partition("/")[0])
            if rule:
                rules[key].add(str(rule))
        return {
            key: Graphed(state, frozenset(channels[key]), frozenset(rules[key]))
            for key, state in states.items()
        }

    return read


class Graphed(NamedTuple):
    """What can be told of an answer where nothing has an order."""

    state: str
    channels: frozenset[str]
    rules: frozenset[str]


def without_order(files: dict[str, bytes]) -> dict[Key, Graphed]:
    """The same of ``register.json``."""
    found = {}
    for product in json.loads(files["data/register.json"])["products"]:
        for message in product["messages"]:
            for answer in message["answers"]:
                rules = {
                    " | ".join(filter(None, (reason["source"], reason.get("article"))))
                    for reason in answer["reasons"]
                    if "source" in reason
                }
                channels = frozenset(channel["id"] for channel in answer["channels"])
                key = product["id"], message["id"], answer["audience"]
                found[key] = Graphed(answer["state"], channels, frozenset(rules))
    return found


READERS = {
    "register": of_register,
    "products": of_products,
    "kinds": of_kinds,
    "intervals": of_intervals,
    "csv": of_csv,
    "sqlite": of_sqlite,
}
"""Reads what each format says of the day, from the files alone."""


def files_of(site: Site) -> dict[str, bytes]:
    made = data_files(Data(replace(site, url=URL)), MAKERS)
    return {file.path: file.data for file in made}


def wanted(site: Site) -> Answers:
    """What the pages and the rules go by: the one resolution."""
    register, found = site.register, {}
    for each in site.now.all:
        # A message of another kind needs no designation: to say that there is one would be false (Awb 2:14).
        opened = each.state is State.DESIGNATED and not each.official
        state = "opengesteld" if opened else STATES[each.state]
        silent = register.named_authority(each.product, each.message) in register.silent_bodies
        if silent and each.state in (State.GAP, State.NOT_OPENED):
            state = "elders"
        rule = each.rule if each.state.answers else None
        source = str(rule.source) if rule and rule.source else None
        channels = each.channel_ids if each.state.answers else ()
        found[each.product.id, each.message.key, each.audience.value] = Said(
            state,
            channels,
            source,
            rule.article if rule else None,
            each.state is State.DESIGNATED and each.rule is not None and each.rule.rank is Rank.FALLBACK,
        )
    return found


def check(register: Register, day: date) -> None:
    """Every format says what holds, and the page of each product leads where its data says."""
    site = Site(Decisions(register, day))
    files, holds = files_of(site), wanted(site)
    for name, read in READERS.items():
        assert read(files, day) == holds, name
    for form in ("ttl", "jsonld") if len(holds) < 200 else ("ttl",):
        assert of_graph(form)(files, day) == without_order(files), form
    for key, channels in of_annexes(site).items():
        assert channels <= set(holds[key].channels), key
    pages = {page.url: page for page in product_pages(site, RENDERER)}
    for product in json.loads(files["data/register.json"])["products"]:
        told = {
            way.get("url") or f"mailto:{way['email']}"
            for message in product["messages"]
            for answer in message["answers"]
            for channel in answer["channels"]
            for way in channel["entrances"]
        }
        told |= {
            answer["executor"]["url"]
            for message in product["messages"]
            for answer in message["answers"]
            if "url" in answer.get("executor", {})
        }
        assert buttons_on(main_of(pages[product_url(product["id"])])) == told, product["id"]


def of_annexes(site: Site) -> dict[Key, set[str]]:
    """The channels in the row of an annex by which a message is answered, as far as they are there for who asks."""
    found = {}
    for each in site.now.all:
        row = each.own.row if each.own else None
        if row is not None and each.state is State.DESIGNATED:
            frozen = site.register.annex_of(each.own.annex.decision, site.today)
            assert row in frozen.rows
            there = {channel.id for channel in row.channels if site.register.channel_by_id.get(channel.id)}
            named = (each.product.id, each.message.key, each.audience.value)
            found[named] = {name for name in there if serves(site, name, each.audience)}
    return found


def serves(site: Site, channel: str, audience: Audience) -> bool:
    """Whether a channel works today and is for who asks, as the register has it now or as it was frozen."""
    known = site.register.channel_by_id[channel]
    return known.works_on(site.today) and known.serves(audience)


def buttons_on(main: Element) -> set[str]:
    """Where the buttons of a page lead."""
    return {
        link.attributes["href"]
        for listed in main.all("ul")
        if "entrances" in listed.attributes.get("class", "").split()
        for link in listed.all("a")
        if link.text and "hint" not in link.attributes.get("class", "")
    }


@pytest.mark.parametrize("day", [date(2026, 1, 15), EXAMPLE_DAY, date(2027, 3, 1)], ids=str)
@pytest.mark.parametrize("project", [ROOT, SMALL], ids=["example", "small"])
def test_every_format_says_what_the_page_says(project: Path, day: date) -> None:
    check(register_of(project), day)


def test_most_of_what_holds_in_the_example_stands_in_an_annex() -> None:
    """Else the comparison with annexes would prove little."""
    site = Site(Decisions(register_of(ROOT), EXAMPLE_DAY))
    assert len(of_annexes(site)) > len(site.now.all) / 4


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(DAYS))
def test_every_format_says_the_same_of_any_history(seed: int, today: date) -> None:
    check(register_from(files_of_history(history(Random(seed)))), today)
