"""The register as JSON: each file fits its schema, the contract is frozen, and every public field is accounted for."""

from __future__ import annotations

import json
import os
import posixpath
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import linked_pages_on
from data_readers import tables_of_csv
from jsonschema import Draft202012Validator
from places import TESTS
from projects import SMALL, SMALL_DAY, files_of, register_from, register_of, with_text

from wmebv_site.data.json_files import DOCUMENTS, PARTS, json_files, schema_of, schema_path
from wmebv_site.data.published import MAKERS, data_files
from wmebv_site.data.shapes import URL as URL_SCHEMA
from wmebv_site.data.shapes import VERSION, models_in
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.addresses import DATA_SYNONYMS
from wmebv_site.register.channels import ChannelsFile
from wmebv_site.register.content import Home, OwnPage, Policy
from wmebv_site.register.decisions import Decision
from wmebv_site.register.entry import Entry, named_fields
from wmebv_site.register.outages import Outage
from wmebv_site.register.products import Product, ProductsFile
from wmebv_site.register.register import Register
from wmebv_site.register.support import HelpIndex, Support
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"
CONTRACT = TESTS / "data" / "contract"
"""The schemas of each version, as they were published; a folder with a file ``released`` never changes again."""
RELEASED = "released"
NOT_TOLD = {
    "ChannelsFile": "a file; its parts are told one by one",
    "ProductsFile": "a file; its products are told one by one",
    "HelpIndex": "a page; its barriers are told one by one, its holidays with the hours of the help",
    "Home": "a page",
    "OwnPage": "a page",
    "Holiday": "is told on the pages of the help it closes",
    "Terms": "is told with each message",
    "DefaultSource": "is what the register wants; what holds is told with each message",
    "Designation": "is what the register wants; what holds is told with each message",
    "Entrance": "is told with what stands on each button",
}
"""Every model of which public fields reach no file as they are, and why."""


def files_on(register: Register, day: date, url: str | None = URL) -> dict[str, Any]:
    data = Data(Site(Decisions(register, day), url=url))
    return {file.path: json.loads(file.data) for file in json_files(data)}


def strict(schema: Any) -> Any:
    """The schema, in which no key may stand that it does not name: the published one leaves room for later versions."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(value) for key, value in schema.items()}
    if schema.get("type") == "object" and isinstance(schema.get("properties"), dict):
        found["additionalProperties"] = False
    return found


@pytest.mark.parametrize("url", [URL, None])
@pytest.mark.parametrize("day", [date(2025, 12, 1), SMALL_DAY, date(2027, 1, 1)], ids=str)
def test_every_file_fits_the_schema_that_it_names(day: date, url: str | None) -> None:
    files = files_on(register_of(SMALL), day, url)
    judges = {}
    for path, found in files.items():
        if path.startswith("data/schema/"):
            Draft202012Validator.check_schema(found)
            judges[path] = Draft202012Validator(strict(found))
    judged = 0
    for path, found in files.items():
        if path not in judges:
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), found["$schema"]))
            assert [error.message for error in judges[where].iter_errors(found)] == [], path
            assert found["version"] == VERSION and found["built_for"] == day.isoformat()
            judged += 1
    assert judged > 2 * len(register_of(SMALL).products)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("data/register.json", {"version": "2.0"}),
        ("data/register.json", {"version": "x"}),
        ("data/register.json", {"license": "https://voorbeeld.example/voorwaarden"}),
        ("data/berichten/bezwaar.json", {"kind": "brief"}),
    ],
)
def test_a_schema_lets_no_other_document_pass(path: str, change: dict[str, str]) -> None:
    files = files_on(register_of(SMALL), SMALL_DAY)
    found = files[path]
    judge = Draft202012Validator(
        files[posixpath.normpath(posixpath.join("data", path[5:], "..", found["$schema"]))]
    )
    assert judge.is_valid(found) and not judge.is_valid(found | change)


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://formulieren.voorbeeld.example/bezwaar?stap=1#a:b", True),
        ("mailto:balie@voorbeeld.example", True),
        ("kanalen/contactformulier/", True),
        ("?van=1:2", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("JaVaScript:alert(1)//https://a.example", False),
    ],
)
def test_an_address_runs_nothing(address: str, right: bool) -> None:
    assert Draft202012Validator(URL_SCHEMA).is_valid(address) is right


def test_a_file_of_its_own_says_what_the_register_says() -> None:
    files = files_on(register_of(SMALL), SMALL_DAY)
    whole = files["data/register.json"]
    for kind, folder in (("product", "producten"), ("channel", "kanalen"), ("decision", "besluiten")):
        listed = whole[f"{kind}s"]
        assert listed
        for thing in listed:
            assert files[f"data/{folder}/{thing['id']}.json"][kind] == thing


@pytest.mark.parametrize("shape", DOCUMENTS, ids=lambda shape: shape.name)
def test_the_contract_is_frozen(shape: Any) -> None:
    """A key that comes, goes or changes shows here. Once released, it takes a new version to change what is promised."""
    path = CONTRACT / VERSION / Path(schema_path(shape)).name
    made = json.dumps(schema_of(shape), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("REWRITE") and not (path.parent / RELEASED).exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made


def entries_in(model: type[Entry]) -> set[type[Entry]]:
    """A model, and those that stand in its public fields."""
    found = {model}
    for field in named_fields(model):
        info = next(each for name, each in model.model_fields.items() if (each.alias or name) == field.key)
        extra = info.json_schema_extra
        if field.entry and isinstance(extra, dict) and extra["x-visibility"] == "public":
            found |= entries_in(field.entry)
    return found


def test_every_public_field_of_the_register_is_told_or_has_its_reason() -> None:
    told = set().union(*(models_in(shape) for shape in PARTS.values()))
    all_models = set()
    for model in (
        ChannelsFile,
        ProductsFile,
        Product,
        Decision,
        Support,
        HelpIndex,
        Outage,
        Policy,
        Home,
        OwnPage,
    ):
        all_models |= entries_in(model)
    assert {model.__name__ for model in all_models - told} == set(NOT_TOLD)
    for shape in PARTS.values():
        fields = shape.model.model_fields if shape.model else {}
        keys = {info.alias or name for name, info in fields.items()}
        assert set(shape.left_out) <= keys, "a reason for a key that is not there"


NAMED_AS_IT_IS = {
    "requirement.source": "a channel has only the requirements of what counts",
    "extension.source": "a longer term is told where its decision may be",
    "outage.channels": "the page of an outage names them as well",
}
"""Fields that name a decision, a policy, a channel or help, and are published as they stand, with why that is safe."""


def test_what_may_name_something_hidden_is_judged_first() -> None:
    """A draft, or a channel that is only wanted, must not be known by what refers to it either."""
    found = set()
    for shape in PARTS.values():
        for name, info in shape.model.model_fields.items() if shape.model else ():
            key, said = info.alias or name, repr((info.annotation, info.metadata))
            public = (
                isinstance(info.json_schema_extra, dict)
                and info.json_schema_extra["x-visibility"] == "public"
            )
            refers = re.search(r"Refers\(kind='(besluit|kanaal|hulp)'|Source\b|policy_source", said)
            if public and key not in shape.left_out and refers:
                found.add(f"{shape.name}.{key}")
    assert found == set(NAMED_AS_IT_IS)


DRAFTS = ("geheim-plan", "geheim-mandaat", "geheim-oud", "geheim-beleid")


@pytest.mark.parametrize("day", [date(2026, 2, 10), SMALL_DAY, date(2027, 3, 1)], ids=str)
def test_a_draft_is_not_known_by_what_refers_to_it(day: date) -> None:
    decision = "content/besluiten/aanwijzing-2026.md"
    files = files_of(SMALL)
    for name, kind in zip(DRAFTS, ("aanwijzing", "mandaat", "aanwijzing"), strict=False):
        text = f"---\ntitle: Plan {name}\nkind: {kind}\nauthorities: [college]\n---\n\nTekst.\n"
        files[f"content/besluiten/{name}.md"] = text.encode()
    policy = "---\ntitle: Plan geheim-beleid\nkind: kanaalstrategie\nadopted_by: college\n---\n\nTekst.\n"
    files["content/beleid/geheim-beleid.md"] = policy.encode()
    more = "replaces: [geheim-oud]\nunder_mandate: geheim-mandaat\namends: geheim-plan\nin_force_from: 2026-01-01"
    files = with_text(files, decision, "in_force_from: 2026-01-01", more)
    files = with_text(
        files,
        "channels.yaml",
        'article: "4"}',
        'article: "4"}\n      - {text: Geheime eis, source: "besluit:geheim-plan"}',
    )
    files = with_text(
        files, "content/hulp/index.md", "support: [balie]", 'support: [balie], source: "beleid:geheim-beleid"'
    )
    outage = (
        "---\nchannels: [contactformulier]\nbegin: 2026-01-12T08:15+01:00\nend: 2026-01-12T13:40+01:00\n"
        'extension: {until: 2026-01-13, source: "besluit:geheim-plan"}\n---\n\nDe server werkte niet.\n'
    )
    files["content/storingen/2026-01-12-storing.md"] = outage.encode()
    site = Site(Decisions(register_from(files), day))
    made = [file for file in data_files(Data(replace(site, url=URL)), MAKERS) if file.path != DATA_SYNONYMS]
    assert [file.path for file in made if b"geheim" in file.data.lower()] == []
    known = [file for file in made if file.path == "data/storingen/2026-01-12-storing.json"]
    assert known and b"extension" not in known[0].data, "a term that nobody made longer"


def test_who_decides_is_told_only_once_a_person_confirmed_it() -> None:
    """As on the page of the product: what an import had to fill in is no fact yet."""
    known = files_of(SMALL)
    unknown = with_text(known, "products.yaml", "    statutes: [dienstenwet]", "    unconfirmed: [authority]")
    for files, authority in ((known, "burgemeester"), (unknown, None)):
        site = Site(Decisions(register_from(files), SMALL_DAY))
        made = {file.path: file.data for file in data_files(Data(replace(site, url=URL)), MAKERS)}
        product = json.loads(made["data/producten/evenementenvergunning.json"])["product"]
        assert product.get("authority") == authority
        table = next(iter(tables_of_csv(made)["producten"]))
        assert (table["id"], table.get("authority")) == ("evenementenvergunning", authority)
        service = (
            made["data/cpsv.ttl"].decode().partition("evenementenvergunning/> a ")[2].partition(" .\n")[0]
        )
        assert ("#bestuursorgaan-burgemeester" in service) is (authority is not None)
        page = linked_pages_on(register_from(files), SMALL_DAY, URL)["producten/evenementenvergunning/"].html
        linked = json.loads(
            re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0]
        )
        assert ("burgemeester" in json.dumps(linked["provider"])) is (authority is not None)


def test_what_residents_may_know_of_is_named() -> None:
    source = 'support: [balie], source: "besluit:aanwijzing-2026"'
    files = with_text(files_of(SMALL), "content/hulp/index.md", "support: [balie]", source)
    outage = (
        "---\nchannels: [contactformulier]\nbegin: 2026-01-12T08:15+01:00\nend: 2026-01-12T13:40+01:00\n"
        'extension: {until: 2026-01-13, source: "besluit:aanwijzing-2026"}\n---\n\nDe server werkte niet.\n'
    )
    files["content/storingen/2026-01-12-storing.md"] = outage.encode()
    whole = files_on(register_from(files), SMALL_DAY)["data/register.json"]
    decisions = {each["id"]: each for each in whole["decisions"]}
    assert decisions["aanwijzing-2027"]["replaces"] == ["aanwijzing-2026"]
    assert whole["barriers"][0]["source"] == "besluit:aanwijzing-2026"
    assert whole["outages"][0]["extension"] == {"until": "2026-01-13", "source": "besluit:aanwijzing-2026"}


def test_the_version_is_the_newest_that_was_promised_and_no_schema_is_left_over() -> None:
    versions = sorted(path.name for path in CONTRACT.iterdir())
    assert versions[-1] == VERSION
    promised = {path.name for path in (CONTRACT / VERSION).iterdir()} - {RELEASED, "table-schemas.json"}
    assert promised == {Path(schema_path(shape)).name for shape in DOCUMENTS}


def test_within_a_first_number_nothing_that_was_promised_goes_away() -> None:
    """Every key of an earlier version with the same first number is still there, and what was always there still is."""
    for folder in CONTRACT.iterdir():
        if folder.name.partition(".")[0] == VERSION.partition(".")[0]:
            for shape in DOCUMENTS:
                path = folder / Path(schema_path(shape)).name
                if path.exists():
                    promised, now = json.loads(path.read_text(encoding="utf-8")), schema_of(shape)
                    assert lost(promised, now) == [], path


def lost(promised: Any, now: Any, at: str = "") -> list[str]:
    """What a schema promised and another does not: keys, those that are always there, and words of a closed list."""
    if not isinstance(promised, dict) or not isinstance(now, dict):
        return []
    found = [f"{at}/{key}" for key in promised.get("properties", {}) if key not in now.get("properties", {})]
    found += [
        f"{at} needs {key}" for key in promised.get("required", []) if key not in now.get("required", [])
    ]
    for key in promised:
        if isinstance(promised[key], dict):
            found += lost(promised[key], now.get(key), f"{at}/{key}")
    return found


def test_what_goes_away_is_found() -> None:
    shape = next(iter(DOCUMENTS))
    promised, now = schema_of(shape), json.loads(json.dumps(schema_of(shape)))
    del now["$defs"]["product"]["properties"]["summary"]
    now["$defs"]["message"]["required"].remove("act")
    assert lost(promised, now) == ["/$defs/message needs act", "/$defs/product/summary"]
