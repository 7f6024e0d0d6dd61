"""The JSON Schema of the registers, judged by another hand: what our reader takes, it takes, and little more."""

from __future__ import annotations

import copy
import re

import jsonschema
import pytest
import yaml
from acceptance import FOURTEEN
from places import ROOT

from wmebv_site.project.load import load
from wmebv_site.register.schema import DRAFT, SCHEMAS, json_schema, known_ids


class Core(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML 1.2 as editors of code read it: `ja`, `on` and dates are text, numbers and `true` are not."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)
Core.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def kind_of(path):
    """Which schema a file of a project goes with."""
    if path in ("products.yaml", "channels.yaml"):
        return path.removesuffix(".yaml")
    if path.startswith("products/"):
        return "product"
    if path == "content/index.md":
        return "index"
    if path in ("content/stappenplan.yaml", "content/koppelingen.yaml"):
        return path.removeprefix("content/").removesuffix(".yaml")
    if path == "content/hulp/index.md":
        return "hulp-index"
    if path.endswith(".annex.yaml"):
        return None  # nobody writes an annex by hand
    folder = path.split("/")[1]
    return (
        {"besluiten": "besluit", "hulp": "hulp", "beleid": "beleid"}.get(folder)
        if path.count("/") == 2
        else None
    )


def documents(project):
    """Every file of a project that has a schema: its path, the kind, and what an editor of code sees in it."""
    for path, data in sorted(load(project).files.items()):
        if path.endswith(".annex.yaml"):  # written by a machine; nobody types it
            continue
        kind = kind_of(path)
        text = data.decode("utf-8-sig")
        if path.endswith(".md"):
            text = text.split("---\n")[1] if text.startswith("---\n") else ""
        document = yaml.load(text, Loader=Core)
        if kind and document is not None:
            yield path, kind, document


def mistakes(kind, document, ids=None):
    validator = jsonschema.Draft7Validator(json_schema(kind, ids))
    return [
        f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(document)
    ]


@pytest.fixture
def product():
    return {
        "id": "bijstand",
        "name": "Bijstand",
        "domain": "sociaal",
        "authority": "college",
        "messages": [{"kind": "aanvraag", "channels": ["formulier"]}],
    }


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_schema_is_draft_07_as_the_standard_has_it(kind):
    schema = json_schema(kind)
    assert schema["$schema"] == DRAFT
    jsonschema.Draft7Validator.check_schema(schema)
    found = str(schema)
    assert "$defs" not in found and "x-visibility" not in found


def objects(value):
    """Every part of a schema that describes a mapping with keys."""
    if isinstance(value, dict):
        if isinstance(value.get("properties"), dict) and "type" in value:
            yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_is_explained_in_dutch_and_no_other_key_is_allowed(kind):
    found = list(objects(json_schema(kind)))
    assert found
    for part in found:
        assert part["additionalProperties"] is False
        assert "description" not in part and ("title" not in part or part is found[0])
        for key, value in part["properties"].items():
            assert value["title"][0].isupper(), key
            assert value["description"].endswith("."), key


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_reference_has_nothing_beside_it_that_draft_07_would_pass_over(kind):
    def check(value):
        if isinstance(value, dict):
            assert "$ref" not in value or len(value) == 1
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    check(json_schema(kind))


def test_keys_are_the_words_of_the_file():
    assert {"from", "until"} <= json_schema("channels")["definitions"]["Channel"]["properties"].keys()
    assert "for" in json_schema("hulp")["properties"]
    assert "from_" not in str([json_schema(kind) for kind in SCHEMAS])


def test_a_default_is_written_as_an_editor_writes_it():
    properties = json_schema("channels")["definitions"]["Channel"]["properties"]
    assert properties["acknowledgement"]["default"] == "onbekend"
    assert (
        json_schema("channels")["definitions"]["Municipality"]["properties"]["fictitious"]["default"] == "nee"
    )
    assert "default" not in properties["requirements"]


def test_what_stays_inside_the_municipality_says_so():
    product = json_schema("product")["properties"]
    assert product["sensitivity"]["description"].endswith("Dit komt nooit op de website.")
    assert "nooit op de website" not in product["summary"]["description"]


@pytest.mark.parametrize("project", [ROOT, *FOURTEEN.values()], ids=lambda path: path.name)
def test_registers_that_our_reader_takes_fit_the_schema(project):
    found = list(documents(project))
    assert {kind for _, kind, _ in found} >= {"channels"}
    for path, kind, document in found:
        assert mistakes(kind, document) == [], path


@pytest.mark.parametrize("project", [ROOT, *FOURTEEN.values()], ids=lambda path: path.name)
def test_with_ids_every_name_in_a_whole_project_is_known(project):
    ids = known_ids(load(project).files)
    assert ids["kanaal"] and ids["domein"]
    for path, kind, document in documents(project):
        assert mistakes(kind, document, ids) == [], path


@pytest.mark.parametrize(
    "change",
    [
        {"id": "Hoofdletter"},
        {"id": "twee woorden"},
        {"name": None},
        {"name": ["lijst"]},
        {"naam": "Bijstand"},
        {"domain": {"id": "sociaal"}},
        {"audience": "inwoner"},
        {"audience": ["bewoner"]},
        {"audience": []},
        {"channels": []},
        {"remedy": "verzet"},
        {"reviewed": "1 mei 2026"},
        {"source": "besluit"},
        {"messages": []},
        {"messages": {}},
        {"messages": [{"kind": "aanvrag"}]},
        {"messages": [{}]},
        {"messages": [{"kind": "aanvraag", "official": "yes"}]},
        {"messages": [{"kind": "aanvraag", "official": True}]},
        {"messages": [None]},
        {"legal_basis": [{"url": "https://www.voorbeeld.example"}]},
    ],
    ids=str,
)
def test_what_our_reader_refuses_does_not_fit(product, change):
    assert mistakes("product", product) == []
    assert mistakes("product", product | change) != []


@pytest.mark.parametrize("key", ["id", "name", "domain", "authority", "messages"])
def test_a_key_that_is_required_must_be_there_with_a_value(product, key):
    assert mistakes("product", {name: value for name, value in product.items() if name != key}) != []
    assert mistakes("product", product | {key: None}) != []


def test_every_key_that_may_be_absent_may_also_have_no_value(product):
    optional = json_schema("product")["properties"].keys() - product.keys()
    assert len(optional) >= 15
    for key in optional:
        assert mistakes("product", product | {key: None}) == [], key


@pytest.mark.parametrize("value", ["Bijstand", 14, 1.5, True])
def test_text_without_quotes_that_looks_like_something_else_is_text(product, value):
    assert mistakes("product", product | {"name": value, "summary": value, "synonyms": [value]}) == []


def test_with_ids_only_names_that_exist_fit(product):
    ids = {"kanaal": ["formulier"], "domein": ["sociaal"], "bestuursorgaan": ["college"]}
    assert mistakes("product", product, ids) == []
    assert mistakes("product", product | {"domain": "social"}, ids) != []
    assert mistakes("product", product | {"authority": "colege"}, ids) != []
    other = copy.deepcopy(product)
    for channel, fits in [("post", True), ("formulir", False)]:
        other["messages"][0]["channels"] = [channel]
        assert (mistakes("product", other, ids) == []) is fits
    assert mistakes("product", product | {"executor": "nog-onbekend"}, ids) == []
    for kind in SCHEMAS:
        jsonschema.Draft7Validator.check_schema(json_schema(kind, ids))


def test_ids_are_known_while_there_are_mistakes_in_the_files():
    ids = known_ids(
        {
            "channels.yaml": b"channels: [{id: formulier, kind: onzin}, {naam: x}]\nonzin: ja\n",
            "products.yaml": b"products: [{id: a}\n",
            "products/b.yaml": b"id: b\nname: [\n",
            "products/c.yaml": b"id: c\n",
            "content/besluiten/besluit-2026.md": b"geen gegevens",
            "content/hulp/balie.md": b"",
            "content/hulp/index.md": b"---\nbarriers: [{id: lezen}]\n---\n",
            "content/over.md": b"---\nid: x\n---\n",
        }
    )
    assert ids == {
        "kanaal": ["formulier"],
        "product": ["c"],
        "besluit": ["besluit-2026"],
        "hulp": ["balie"],
        "belemmering": ["lezen"],
    }
