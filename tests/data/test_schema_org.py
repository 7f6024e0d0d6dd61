"""What programs read in a page: the thing in the words of schema.org, the page in those of OWMS, and where its data stands."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from building import linked_pages_on
from htmlpages import Page, dangers, main_of, parse
from places import ROOT, TESTS
from poison import HOSTILE
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, register_of
from pyld import jsonld

from benchmarks.weight import without_data
from wmebv_site.data.in_pages import Owms
from wmebv_site.data.json_files import json_files
from wmebv_site.data.schema_org import postal_address
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.register import Register
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.site import Site

URL = "https://www.voorbeeld.example/digitaal-contact/"
TERMS = yaml.safe_load((Path(__file__).parent / "schema_org.yaml").read_text(encoding="utf-8"))
DAYS = (date(2025, 12, 15), date(2026, 2, 1), EXAMPLE_DAY)
_OTHERS = TESTS / "site" / "other_bodies"
PROJECTS = {"example": ROOT, "small": SMALL} | {
    name: _OTHERS / name for name in ("belastingen", "sociale-dienst")
}
SCHEMA = "https://schema.org/"
# What the context of schema.org says of the terms that hold an address; nobody fetches it.
CONTEXT = {"@vocab": SCHEMA} | {
    name: {"@id": f"{SCHEMA}{name}", "@type": "@id"}
    for name in ("additionalType", "contentUrl", "sameAs", "serviceUrl", "url")
}


@cache
def made(project: str, day: date, url: str | None = URL) -> dict[str, Artifact]:
    return linked_pages_on(register_of(PROJECTS[project]), day, url)


def data_of(page: Artifact) -> list[dict[str, Any]]:
    """What a reader of JSON-LD finds in a page, by a parser that is not ours."""
    blocks = [e for e in parse(page.html).root.walk() if e.attributes.get("type") == "application/ld+json"]
    return [json.loads("".join(map(str, block.children))) for block in blocks]


def local(url: str, options: Any) -> dict[str, Any]:
    assert url == "https://schema.org"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


def expanded(page: Artifact, url: str = URL) -> Any:
    """What an independent processor makes of the page where it stands."""
    (thing,) = data_of(page)
    (found,) = jsonld.expand(thing, {"documentLoader": local, "base": url + page.url})
    return found


def told(thing: Any, *path: str) -> list[Any]:
    """The values, texts or identifiers, at the end of a path of terms."""
    found = [thing]
    for term in path:
        found = [value for each in found for value in each.get(f"{SCHEMA}{term}", [])]
    return [value["@value"] if "@value" in value else value.get("@id") for value in found]


def entrances(page: Artifact) -> tuple[list[str], set[str]]:
    """Where the buttons of a page lead, in its order, and where all its ways in lead."""
    main = main_of(page)
    buttons = [each.attributes["href"] for each in main.with_class("button")]
    lists = main.with_class("entrances")
    return buttons, {link.attributes["href"] for each in lists for link in each.all("a")}


def properties(kind: str) -> dict[str, list[str]]:
    own = dict(TERMS[kind]["has"])
    for parent in TERMS[kind]["is"]:
        own |= properties(parent)
    return own


def kinds(kind: str) -> set[str]:
    return {kind}.union(*(kinds(parent) for parent in TERMS[kind]["is"]))


def against_schema(thing: dict[str, Any]) -> list[str]:
    """What in a thing is no term of schema.org, stands where it may not, or is not of the form it should have."""
    found = []
    known = properties(thing["@type"])
    for key, value in thing.items():
        if key.startswith("@"):
            continue
        if key not in known:
            found.append(f"{key} on {thing['@type']}")
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and item.keys() == {"@id"}:
                found += [] if urlsplit(item["@id"]).fragment else [f"{item['@id']} in {key}"]
            elif isinstance(item, dict):
                found += [] if kinds(item["@type"]) & set(known[key]) else [f"{item['@type']} in {key}"]
                found += against_schema(item)
            elif known[key][0] not in FORMS or not FORMS[known[key][0]](item):
                found.append(f"{item!r} in {key}")
    return found


WEEK = {
    f"https://schema.org/{day}" for day in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
}
FORMS = {
    "Text": lambda item: isinstance(item, str) and bool(item.strip()),
    "URL": lambda item: item.startswith(
        ("https://", "mailto:", "http://standaarden.overheid.nl/owms/terms/")
    ),
    "Time": lambda item: time.fromisoformat(item).isoformat("minutes") == item,
    "Date": lambda item: date.fromisoformat(item).isoformat() == item,
    "DateTime": lambda item: datetime.fromisoformat(item).utcoffset() is not None,
    "DayOfWeek": lambda item: item in WEEK,
    "LegalForceStatus": lambda item: (
        item in {f"{SCHEMA}{force}" for force in ("InForce", "NotInForce", "PartiallyInForce")}
    ),
}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("project", PROJECTS)
def test_an_independent_processor_finds_where_the_buttons_of_each_product_lead(
    project: str, day: date
) -> None:
    seen = 0
    for product in register_of(PROJECTS[project]).products:
        page = made(project, day)[f"producten/{product.id}/"]
        buttons, all_ways = entrances(page)
        service = expanded(page)
        channels = told(service, "availableChannel", "serviceUrl")
        assert service["@id"] == f"{URL}producten/{product.id}/#dienst"
        assert service["@type"] == [f"{SCHEMA}GovernmentService"]
        assert told(service, "name") == [product.name]
        assert set(buttons[:1]) <= set(channels), product.id
        assert set(channels) == all_ways, product.id
        assert len(channels) == len(set(channels)), product.id
        seen += bool(buttons)
    assert seen or day < date(2026, 1, 1)


def test_a_channel_is_called_as_what_one_does_there() -> None:
    service = expanded(made("example", EXAMPLE_DAY)["producten/paspoort/"])
    named = {
        url: told(channel, "name")
        for channel in service[f"{SCHEMA}availableChannel"]
        for url in told(channel, "serviceUrl")
    }
    assert named["https://formulieren.voorbeeld.example/bezwaar"] == ["Bezwaar maken"]
    assert named["https://formulieren.voorbeeld.example/contact"] == ["Vraag stellen"]


def test_a_service_says_by_whom_for_whom_by_which_decision_and_how_without_internet() -> None:
    service = expanded(made("example", EXAMPLE_DAY)["producten/paspoort/"])
    assert told(service, "provider") == [f"{URL}over/#burgemeester"]
    assert told(service, "audience", "audienceType") == ["inwoners"]
    assert told(service, "additionalType") == ["http://standaarden.overheid.nl/owms/terms/paspoort"]
    assert told(service, "areaServed") == ["Gemeente Voorbeeld"]
    assert set(told(service, "subjectOf")) == {
        f"{URL}besluiten/aanwijzing-2026/#artikel-2",
        f"{URL}besluiten/aanwijzing-2026/#artikel-3",
        "https://wetten.overheid.nl/jci1.3:c:BWBR0005212&artikel=26",
    }
    assert told(service, "availableChannel", "servicePostalAddress", "name") == [
        "Postbus 1, 1234 AB Voorbeeld"
    ]
    assert told(service, "availableChannel", "serviceLocation", "address") == ["Raadhuisplein 1, Voorbeeld"]
    both = expanded(made("example", EXAMPLE_DAY)["producten/evenementenvergunning/"])
    assert told(both, "audience") == [], "for everyone"


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("project", PROJECTS)
def test_every_thing_stands_in_the_words_of_schema_org_and_has_an_identifier(project: str, day: date) -> None:
    register = register_of(PROJECTS[project])
    found: dict[str, str] = {}
    for url, page in made(project, day).items():
        things = data_of(page)
        assert len(things) == (page.kind in KINDS), url
        for thing in things:
            assert against_schema(thing) == [], url
            assert thing["@id"].startswith(f"{URL}{url}#") or page.kind == "about", url
            found[url] = thing["@type"]
    assert Counter(found.values())["GovernmentService"] >= len(register.products)
    assert {"", "over/"} < found.keys()


KINDS = {"home", "about", "product", "channel", "decision", "support", "outage"}


@pytest.mark.parametrize("project", PROJECTS)
def test_without_an_address_all_of_it_counts_from_the_page(project: str) -> None:
    """Read where the site stands, it says the same as if that had been known."""
    elsewhere = "https://elders.example/map/"
    for url, page in made(project, EXAMPLE_DAY, None).items():
        if data_of(page):
            assert URL not in page.html or "voorbeeld.example/digitaal-contact" in page.html
            whole = json.dumps(expanded(made(project, EXAMPLE_DAY)[url])).replace(URL, elsewhere)
            assert told_alike(expanded(page, elsewhere)) == told_alike(json.loads(whole)), url


def told_alike(thing: Any) -> Any:
    return json.loads(json.dumps(thing, sort_keys=True))


def test_a_municipality_has_its_identifier_only_if_it_exists() -> None:
    register = register_of(SMALL)
    home = made("small", SMALL_DAY)[""]
    assert "sameAs" not in data_of(home)[0] and "identifier.overheid.nl" not in home.html
    assert data_of(home)[0]["description"].endswith("bestaat niet. Dit is een voorbeeld.")
    municipality = register.municipality.model_copy(update={"fictitious": False, "tooi": "gm9999"})
    real = linked_pages_on(replaced(register, municipality=municipality), SMALL_DAY, URL)
    tooi = "https://identifier.overheid.nl/tooi/id/gemeente/gm9999"
    assert data_of(real[""])[0]["sameAs"] == tooi
    assert "description" not in data_of(real[""])[0]
    assert [tuple(term) for term in real[""].terms if "identifier.overheid.nl" in term.text] == [
        ("DCTERMS.creator", tooi),
        ("OVERHEID.authority", tooi),
        ("DCTERMS.spatial", tooi),
    ]


def replaced(register: Register, **changes: Any) -> Register:
    fields = {name: getattr(register, name) for name in register.__dataclass_fields__}
    return Register(**(fields | changes))


def test_a_body_is_the_same_on_every_page() -> None:
    pages = made("example", EXAMPLE_DAY)
    known = set(told(expanded(pages["over/"]), "subOrganization"))
    assert f"{URL}over/#college" in known
    for url, page in pages.items():
        if page.kind == "decision":
            # What another organisation is called is for itself to say.
            assert set(told(expanded(page), "legislationPassedBy")) - {None} <= known, url


@pytest.mark.parametrize(
    ("day", "first", "later"),
    [
        (date(2025, 12, 15), "NotInForce", None),
        (date(2026, 2, 1), "InForce", None),
        (date(2026, 3, 1), "InForce", "NotInForce"),
        (EXAMPLE_DAY, "NotInForce", "InForce"),
    ],
    ids=str,
)
def test_a_decision_says_whether_it_holds(day: date, first: str, later: str | None) -> None:
    pages = made("example", day)
    forces = {
        name: told(expanded(pages[f"besluiten/{name}/"]), "legislationLegalForce")[0].removeprefix(SCHEMA)
        for name in ("algemeen-kanaal-2026", "aanwijzing-2026")
        if f"besluiten/{name}/" in pages
    }
    assert forces.get("algemeen-kanaal-2026") == first and forces.get("aanwijzing-2026") == later


def test_a_decision_has_its_dates_and_what_it_replaces() -> None:
    (thing,) = data_of(made("example", EXAMPLE_DAY)["besluiten/aanwijzing-2026/"])
    assert thing["legislationDate"] == "2026-02-10" and thing["datePublished"] == "2026-02-24"
    assert thing["temporalCoverage"] == "2026-04-01/.."
    assert thing["legislationDateVersion"] == "2026-06-01"
    assert thing["legislationIdentifier"] == "https://zoek.officielebekendmakingen.nl/gmb-2026-000000.html"
    assert [each["@id"] for each in thing["legislationChanges"]] == [
        f"{URL}besluiten/algemeen-kanaal-2026/#besluit"
    ]


def test_what_holds_for_some_bodies_alone_holds_in_part() -> None:
    register = register_of(ROOT)
    decisions = tuple(
        each.model_copy(update={"replaces": ()}) if each.id == "aanwijzing-2026" else each
        for each in register.decisions
    )
    assert decisions != register.decisions
    shorter = tuple(
        each.model_copy(update={"authorities": each.authorities[:2], "replaces": ("algemeen-kanaal-2026",)})
        if each.id == "aanwijzing-2026"
        else each
        for each in decisions
    )
    page = linked_pages_on(replaced(register, decisions=shorter), EXAMPLE_DAY, URL)[
        "besluiten/algemeen-kanaal-2026/"
    ]
    (thing,) = data_of(page)
    assert thing["legislationLegalForce"] == "https://schema.org/PartiallyInForce"
    assert thing["temporalCoverage"] == ["2026-01-01/2026-04-01", "2026-01-01/.."]


def test_a_channel_that_stopped_leads_nowhere() -> None:
    for project, day in ((project, day) for project in PROJECTS for day in DAYS):
        for url, page in made(project, day).items():
            if page.kind == "channel":
                _, shown = entrances(page)
                assert set(told(expanded(page), "serviceUrl")) == shown, (url, day)


def test_an_outage_is_an_announcement_with_its_times() -> None:
    (thing,) = data_of(made("example", EXAMPLE_DAY)["storingen/2026-03-02-formulieren/"])
    assert (thing["datePosted"], thing["expires"]) == ("2026-03-02T08:40+01:00", "2026-03-02T13:40+01:00")
    assert thing["temporalCoverage"] == "2026-03-02T08:15+01:00/2026-03-02T13:40+01:00"
    assert {each["@id"] for each in thing["about"]} == {
        f"{URL}kanalen/{name}/#kanaal" for name in ("bezwaarformulier", "contactformulier")
    }


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        (
            "Postbus 1, 1234 AB Voorbeeld",
            {"postOfficeBoxNumber": "1", "postalCode": "1234 AB", "addressLocality": "Voorbeeld"},
        ),
        (
            "Kerkplein 2a, 1234AB 's-Gravenvoorbeeld",
            {
                "streetAddress": "Kerkplein 2a",
                "postalCode": "1234AB",
                "addressLocality": "'s-Gravenvoorbeeld",
            },
        ),
        ("Antwoordnummer 12, Voorbeeld", {"name": "Antwoordnummer 12, Voorbeeld"}),
        (
            "t.a.v. de griffie, Plein 1, 1234 AB Voorbeeld",
            {"name": "t.a.v. de griffie, Plein 1, 1234 AB Voorbeeld"},
        ),
    ],
)
def test_an_address_is_taken_apart_only_where_its_parts_are_certain(
    written: str, parts: dict[str, str]
) -> None:
    assert postal_address(written) == {"@type": "PostalAddress", **parts}


def test_every_form_of_support_is_described() -> None:
    for each in register_of(ROOT).support:
        (thing,) = data_of(made("example", EXAMPLE_DAY)[f"hulp/{each.id}/"])
        assert thing["@context"] == "https://schema.org" and thing["name"] == each.title


def test_the_judge_of_schema_org_finds_what_is_wrong() -> None:
    thing = {
        "@type": "Place",
        "opens": "9:00",
        "openingHoursSpecification": [{"@type": "OpeningHoursSpecification", "opens": "9 uur"}],
    }
    with pytest.raises(ValueError):
        against_schema(thing)
    assert against_schema({"@type": "Place", "opens": "09:00"}) == ["opens on Place"]
    assert against_schema({"@type": "Service", "provider": {"@type": "Place"}}) == ["Place in provider"]


def test_structured_hours_say_what_the_page_says() -> None:
    page = made("example", EXAMPLE_DAY)["hulp/balie/"]
    (thing,) = data_of(page)
    place = thing["availableChannel"]["serviceLocation"]
    thursday = [
        each
        for each in place["openingHoursSpecification"]
        if "https://schema.org/Thursday" in each["dayOfWeek"]
    ]
    assert [(each["opens"], each["closes"]) for each in thursday] == [("09:00", "20:00")]
    special = {
        each["validFrom"]: (each["opens"], each["closes"])
        for each in place["specialOpeningHoursSpecification"]
    }
    assert special["2026-12-24"] == ("09:00", "15:00")
    assert special["2026-12-25"] == ("00:00", "00:00"), "closed the whole day"
    assert "2026-12-26" not in special, "a Saturday"
    assert "Vrijdag 25 december 2026 (Eerste Kerstdag): gesloten" in main_of(page).text


# The head


CORE = {"DCTERMS.title", "DCTERMS.type", "DCTERMS.language", "DCTERMS.creator", "OVERHEID.authority"} | {
    "DCTERMS.modified",
    "DCTERMS.spatial",
    "DCTERMS.identifier",
}


@pytest.mark.parametrize("project", PROJECTS)
def test_every_page_has_the_core_of_owms(project: str) -> None:
    for url, page in made(project, EXAMPLE_DAY).items():
        terms = Counter(term.name for term in page.terms)
        assert terms.keys() >= CORE and all(terms[name] == 1 for name in CORE), url
        said = {term.name: term.text for term in page.terms}
        assert said["DCTERMS.identifier"] == URL + (page.url if page.canonical is None else page.canonical)
        assert said["DCTERMS.title"] == page.title and said["DCTERMS.modified"] == str(EXAMPLE_DAY)
        assert said["DCTERMS.type"] == ("productbeschrijving" if page.kind == "product" else "webpagina")
        assert said["DCTERMS.language"] == ("en-GB" if page.language == "en" else "nl-NL")
        assert all(term.text.strip() for term in page.terms), url
        assert (page.kind == "decision") <= ("DCTERMS.temporal" in terms or "Concept" in page.title), url


def test_where_the_site_will_stand_is_not_made_up() -> None:
    for page in made("small", SMALL_DAY, None).values():
        assert "DCTERMS.identifier" not in {term.name for term in page.terms}


def test_the_head_of_the_built_page_tells_them(example_pages: dict[str, Page]) -> None:
    pages = made("example", EXAMPLE_DAY)
    assert pages.keys() <= example_pages.keys()
    for url, page in pages.items():
        head = example_pages[url].root
        shown = [
            (each.attributes["name"], each.attributes["content"])
            for each in head.all("meta")
            if re.match(r"DCTERMS|OVERHEID", each.attributes.get("name", ""))
        ]
        assert shown == [(term.name, term.text) for term in page.terms], url
        assert not [each for each in head.all("meta") if "scheme" in each.attributes]


@pytest.mark.parametrize("project", PROJECTS)
def test_a_page_leads_to_its_own_data(project: str) -> None:
    register = register_of(PROJECTS[project])
    site = Site(Decisions(register, EXAMPLE_DAY))
    files = {file.path for file in json_files(Data(replace(site, url=URL)))}
    for url, page in made(project, EXAMPLE_DAY).items():
        told_of = [each.url for each in page.alternates if each.type == "application/json"]
        assert set(told_of) <= files, url
        if page.kind in KINDS | {"domain"}:
            own = "data/register.json" if url in ("", "over/") else f"data/{url.rstrip('/')}.json"
            assert told_of == [own], url
        else:
            assert told_of == [], url
    without = linked_pages_on(register, EXAMPLE_DAY, URL, formats=())
    for url, page in without.items():
        assert not [each for each in page.alternates if each.type == "application/json"], url
        assert data_of(page) == data_of(made(project, EXAMPLE_DAY)[url]), "this hangs on no switch"


def test_the_links_of_the_built_pages_lead_to_files(
    example_pages: dict[str, Page], example_site: Path
) -> None:
    seen = 0
    for url, page in example_pages.items():
        for link in page.root.all("link"):
            if link.attributes.get("rel") == "alternate" and "json" in link.attributes.get("type", ""):
                seen += 1
                path = urljoin(URL + url, link.attributes["href"]).removeprefix(URL)
                assert (example_site / path).is_file(), (url, path)
    assert seen > len(register_of(ROOT).products)


# Whatever a text holds


@pytest.mark.parametrize("url", [URL, None])
def test_no_text_can_leave_the_data(poisoned_register: Register, url: str | None) -> None:
    for page in linked_pages_on(poisoned_register, SMALL_DAY, url).values():
        read = parse(f"<main>{page.html}</main>", page.url)
        assert dangers(read) == [] and read.faults == [], page.url
        if things := data_of(page):
            assert len(things) == 1
            assert HOSTILE in json.dumps(things[0], ensure_ascii=False).replace('\\"', '"') or page.kind in (
                "outage",
            )
    product = linked_pages_on(poisoned_register, SMALL_DAY, url)["producten/evenementenvergunning/"]
    assert data_of(product)[0]["name"] == f"Evenementenvergunning{HOSTILE}"


def test_the_same_register_gives_the_same_bytes() -> None:
    one, other = (linked_pages_on(register_of(SMALL), SMALL_DAY, URL) for _ in range(2))
    assert one == other
    assert Owms(Data(Site(Decisions(register_of(SMALL), SMALL_DAY), url=URL))).of(one[""]) == one[""].terms


def test_a_page_is_weighed_without_its_data_and_with_all_else(example_site: Path) -> None:
    for url in ("producten/paspoort/", "besluiten/aanwijzing-2026/", "hulp/balie/", ""):
        page = (example_site / url / "index.html").read_bytes()
        read, weighed = (parse(each.decode(), url).root for each in (page, without_data(page)))
        gone = len(read.all("meta")) - len(weighed.all("meta"))
        assert gone == len(made("example", EXAMPLE_DAY)[url].terms) > 0
        assert len(read.all("script")) - len(weighed.all("script")) == 1
        assert [each.tag for each in weighed.walk()] == [
            each.tag
            for each in read.walk()
            if not each.attributes.get("name", "").startswith(("DCTERMS.", "OVERHEID."))
            and each.attributes.get("type") != "application/ld+json"
        ]
