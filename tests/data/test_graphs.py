"""Linked data: other programs read it, its profiles hold, and its two forms say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from building import build_site
from command import wmebv
from places import ROOT, SHARED
from poison import HOSTILE
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, register_of, rewrite
from pyshacl import validate
from rdflib import Graph, Literal, URIRef

from wmebv_site.data.graphs import graph_files, iri, link, text
from wmebv_site.data.published import data_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.register import Register
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"
SCHEMAS = SHARED / "data" / "schemas"
SHAPES = {"cpsv": ("cpsv-ap/cpsv-ap-SHACL.ttl",), "dcat": ("dcat-ap-nl/*.ttl",)}
FORMATS = ("json", "csv", "dcat", "cpsv")
# The library says it of its own reader of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")
PROJECTS = {"example": ROOT, "small": SMALL}


def graphs_of(register: Register, day: date, url: str | None = URL) -> dict[str, bytes]:
    site = Site(Decisions(register, day), formats=FORMATS, url=url)
    return {file.path: file.data for file in data_files(Data(site), ("dcat", "cpsv"))}


def read(files: dict[str, bytes], name: str) -> Graph:
    return Graph().parse(data=files[f"data/{name}.ttl"], format="turtle")


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("project", PROJECTS)
def test_both_forms_say_the_same(project: str, name: str) -> None:
    files = graphs_of(register_of(PROJECTS[project]), EXAMPLE_DAY)
    turtle = read(files, name)
    assert len(turtle) > 50
    assert set(turtle) == set(Graph().parse(data=files[f"data/{name}.jsonld"], format="json-ld"))


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(
    ("project", "day"),
    [
        pytest.param("example", EXAMPLE_DAY, marks=pytest.mark.proof),
        ("small", date(2025, 12, 1)),
        ("small", SMALL_DAY),
        ("small", date(2027, 3, 1)),
    ],
    ids=str,
)
def test_the_published_shapes_hold(project: str, day: date, name: str) -> None:
    """What a profile merely recommends is a warning there: an interface for programs, which there is none of."""
    if not SCHEMAS.exists():
        pytest.skip(f"the published shapes are not here: {SCHEMAS}")
    shapes = Graph()
    for pattern in SHAPES[name]:
        for file in sorted(SCHEMAS.glob(pattern)):
            shapes.parse(file)
    assert len(shapes) > 500
    graph = read(graphs_of(register_of(PROJECTS[project]), day), name)
    holds, _, told = validate(graph, shacl_graph=shapes, advanced=True, allow_warnings=True)
    assert holds, told


def test_the_shapes_that_are_held_against_it_find_a_mistake() -> None:
    if not SCHEMAS.exists():
        pytest.skip(f"the published shapes are not here: {SCHEMAS}")
    graph = read(graphs_of(register_of(SMALL), SMALL_DAY), "cpsv")
    title = URIRef("http://purl.org/dc/terms/title")
    graph.remove((URIRef(f"{URL}producten/evenementenvergunning/"), title, None))
    shapes = Graph().parse(SCHEMAS / SHAPES["cpsv"][0])
    assert not validate(graph, shacl_graph=shapes, advanced=True, allow_warnings=True)[0]


@pytest.mark.parametrize(
    "words", [*HOSTILE, 'een " en een \\', "regel\nen tab\t", "\x7f \u2028 \U0001f6b2", "\\u0041"]
)
def test_any_text_comes_back_as_it_was(words: str) -> None:
    files = graph_files(
        "data/x", [{"@id": "https://x.example/", "@type": "foaf:Document", "rdfs:label": text(words)}]
    )
    for file, form in zip(files, ("json-ld", "turtle"), strict=True):
        [said] = (
            Graph()
            .parse(data=file.data, format=form)
            .objects(None, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))
        )
        assert said == Literal(words, lang="nl")


@pytest.mark.parametrize(
    "address", ["https://x.example/a b", "https://x.example/<script>", 'https://x.example/"\\^`{|}']
)
def test_an_address_with_signs_that_may_not_stand_in_one_is_still_one(address: str) -> None:
    files = graph_files(
        "data/x", [{"@id": "https://x.example/", "@type": "foaf:Document", "foaf:page": link(address)}]
    )
    for file, form in zip(files, ("json-ld", "turtle"), strict=True):
        graph = Graph().parse(data=file.data, format=form)
        assert URIRef(iri(address)) in set(graph.objects()) and len(graph) == 2


def test_without_an_address_of_the_site_there_is_no_graph_and_a_check_says_why(
    small: Path, tmp_path: Path
) -> None:
    assert graphs_of(register_of(SMALL), SMALL_DAY, None) == {}
    rewrite(small / "mkdocs.yml", "site_url: https://www.voorbeeld.example/contact/\n", "")
    rewrite(
        small / "mkdocs.yml", '{wmebv: {date: "2026-06-01"', '{wmebv: {date: "2026-06-01", data: [json, dcat]'
    )
    said = wmebv("check", "--project", str(small), cwd=tmp_path, code=1)
    assert "mkdocs.yml:4:" in said.stdout and "WMEBV588" in said.stdout and "'dcat'" in said.stdout


@pytest.mark.proof
def test_a_site_with_every_graph_is_built(small: Path, tmp_path: Path) -> None:
    rewrite(
        small / "mkdocs.yml", '{wmebv: {date: "2026-06-01"', '{wmebv: {date: "2026-06-01", data: [dcat, cpsv]'
    )
    site = build_site(small, tmp_path / "site", strict=False)
    names = {path.name for path in (site / "data").iterdir()}
    assert names == {"index.html", "dcat.ttl", "dcat.jsonld", "cpsv.ttl", "cpsv.jsonld"}
