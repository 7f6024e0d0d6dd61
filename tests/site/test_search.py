"""The search index: what stands in it, what does not, and how large it gets."""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from building import export_site
from places import ROOT
from projects import register_of

from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.products import Product
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_files, build_pages
from wmebv_site.site.look.theme import templates, theme_dir
from wmebv_site.site.search import search_index, upl_name
from wmebv_site.site.site import Site

DAY = date(2026, 6, 1)
UPL = ROOT.parent / "shared" / "data" / "upl" / "UPL-actueel-2023-10-04.csv"


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(Decisions(register_of(ROOT), DAY))


@pytest.fixture(scope="module")
def pages(site: Site) -> list[Artifact]:
    return build_pages(site, templates())


@pytest.fixture(scope="module")
def index(site: Site, pages: list[Artifact]) -> dict[str, tuple[str, list[str]]]:
    """Title and other words by address."""
    return unpacked(search_index(site, pages).data)


def unpacked(data: bytes) -> dict[str, tuple[str, list[str]]]:
    return {
        f"{part['folder']}{name}/": (title, words.split("|"))
        for part in json.loads(data)
        for name, title, words in zip(part["ids"], part["titles"], part["words"], strict=True)
    }


def test_the_index_is_one_file_beside_the_pages(site: Site, pages: list[Artifact]) -> None:
    assert [file.path for file in build_files(site, pages)] == [
        "zoeken.json", "storingen/status.json", "wijzigingen/atom.xml", "storingen/atom.xml",
    ]  # fmt: skip


def test_every_page_but_home_outages_and_former_addresses_can_be_found(
    pages: list[Artifact], index: dict[str, tuple[str, list[str]]]
) -> None:
    wanted = {page.url: page.title for page in pages if page.kind not in ("home", "moved", "outage")}
    assert {url: title for url, (title, _) in index.items()} == wanted
    kinds = {page.kind for page in pages if page.url in index}
    assert {"product", "channel", "decision", "support"} <= kinds
    assert {"bezwaar/", "klacht/", "hulp/", "andere-berichten/", "producten/", "over/"} <= set(index)


def test_a_product_is_found_by_its_synonyms(site: Site, index: dict[str, tuple[str, list[str]]]) -> None:
    _, words = index["producten/evenementenvergunning/"]
    assert words == ["", "braderie", "straatfeest", "festival", "buurtfeest", "optocht"]
    for product in site.register.products:
        said = {word.casefold() for word in index[f"producten/{product.id}/"][1]}
        assert {word.casefold() for word in product.synonyms} - {product.name.casefold()} <= said


def test_a_name_of_the_upl_is_there_when_it_differs_from_the_name_of_the_product(
    index: dict[str, tuple[str, list[str]]],
) -> None:
    assert index["producten/evenementenvergunning/"][1][0] == ""
    names = [words[0] for url, (_, words) in index.items() if url.startswith("producten/") and words[0]]
    assert "aangifte vertrek buitenland" in names
    assert all(re.fullmatch(r"[^A-Z_/]+", name) for name in names)


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("huisnummer_toekenning", "huisnummer toekenning"),
        ("AangifteVertrekBuitenland", "aangifte vertrek buitenland"),
        ("wmo-voorziening", "wmo-voorziening"),
        ("bewijs_van_in_leven_zijn_(attestatie_de_vita)", "bewijs van in leven zijn (attestatie de vita)"),
        ("aanwInzam", ""),
        ("brpInschr", ""),
    ],
)
def test_a_term_of_the_upl_becomes_words_and_an_abbreviation_nothing(term: str, name: str) -> None:
    assert upl_name(f"http://standaarden.overheid.nl/owms/terms/{term}") == name


def test_nothing_of_a_summary_and_nothing_internal_is_in_the_index(site: Site, pages: list[Artifact]) -> None:
    text = search_index(site, pages).data.decode()
    summaries = [product.summary for product in site.register.products if product.summary]
    assert len(summaries) > 100
    assert not [summary for summary in summaries if summary in text]
    shown = {channel.id for channel in site.shown_channels}
    hidden = [channel.name for channel in site.register.channels if channel.id not in shown]
    assert not [name for name in hidden if f'"{name}"' in text]


def test_an_index_is_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        f"import sys; sys.path[:0] = {sys.path!r};"
        "from test_search import *; site = Site(Decisions(register_of(ROOT), DAY));"
        "sys.stdout.buffer.write(search_index(site, build_pages(site, templates())).data)"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(made) == 1 and len(made.pop()) > 10_000


def test_an_export_carries_the_index(site: Site, pages: list[Artifact], tmp_path: Path) -> None:
    export_site(ROOT, tmp_path / "export", DAY)
    assert (tmp_path / "export/content/zoeken.json").read_bytes() == search_index(site, pages).data


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _many(products: tuple[Product, ...], number: int) -> Iterator[Product]:
    """Products with real names: ours, those of the UPL, and those once more with a second word of the list."""
    with UPL.open(encoding="utf-8-sig", newline="") as file:
        names = {row["URI"]: row["UniformeProductnaam"] for row in csv.DictReader(file)}
    synonyms = [word for product in products for word in product.synonyms]
    words = [word for name in names.values() for word in re.split("[ -]", name) if len(word) > 4]
    found = {product.id: product for product in products}
    listed = [
        *names.items(),
        *((uri, f"{name} {words[i * 7 % len(words)]}") for i, (uri, name) in enumerate(names.items())),
    ]
    for i, (uri, name) in enumerate(listed):
        other = (
            synonyms[i * 11 % len(synonyms)],
            words[i * 13 % len(words)],
            f"{words[i * 17 % len(words)]} {words[i * 19 % len(words)]}",
        )
        change = {"id": _slug(name), "name": name.capitalize(), "upl": uri, "synonyms": other}
        found.setdefault(_slug(name), products[0].model_copy(update=change))
        if len(found) == number:
            break
    yield from found.values()


def _index_of(site: Site, pages: list[Artifact], products: tuple[Product, ...]) -> bytes:
    others = [page for page in pages if page.kind != "product"]
    made = [
        Artifact(f"producten/{product.id}/", "product", product.name, "", "", None) for product in products
    ]
    register = replace(site.register, products=products)
    return search_index(Site(Decisions(register, DAY)), [*others, *made]).data


def test_1500_products_fit_the_budget_of_the_index(site: Site, pages: list[Artifact]) -> None:
    """The budget counts brotli at 11; xz, which Python brings, is within some percents of it on these bytes."""
    if not UPL.is_file():
        pytest.skip("the real names of the UPL are not beside this folder")
    products = tuple(_many(site.register.products, 1_500))
    assert len(products) == 1_500
    bare = tuple(product.model_copy(update={"upl": None, "synonyms": ()}) for product in products)
    assert len(lzma.compress(_index_of(site, pages, bare))) <= 25_000
    whole = _index_of(site, pages, products)
    assert len(unpacked(whole)) > 1_500
    assert len(lzma.compress(whole)) <= 50_000


@pytest.mark.parametrize(("name", "most"), [("zoek", 4_500), ("wmebv", 2_000)])
def test_the_scripts_stay_small(name: str, most: int) -> None:
    """As they travel, with gzip; brotli makes them smaller still. Search and filter may weigh 5 kB, and come when used."""
    assert len(gzip.compress(_script(name), 9, mtime=0)) <= most


def _script(name: str) -> bytes:
    return (theme_dir() / f"assets/{name}.js").read_bytes()


def test_the_script_never_makes_markup_or_code_from_text() -> None:
    script = (_script("zoek") + _script("wmebv")).decode()
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|\.style\b", script
    )
