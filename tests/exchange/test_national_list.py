"""What the national list of names may say of a product, and what it can't know."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from building import pages_on
from command import wmebv
from measured import measured
from places import SHARED, shared_case
from projects import tree

from wmebv_site.exchange.upl import read_upl
from wmebv_site.exchange.working import Working
from wmebv_site.project.load import load
from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.starter import plan, write
from wmebv_site.register.register import Register
from wmebv_site.register.terms import ToConfirm
from wmebv_site.register.upl import BASE
from wmebv_site.rules.checking import check_project

DAY = date(2026, 6, 1)
UPL = SHARED / "data" / "upl" / "UPL-actueel-2023-10-04.csv"
real = pytest.mark.skipif(not UPL.is_file(), reason=f"the published list is not there: {UPL}")
HEAD = (
    "UniformeProductnaam,URI,Rijk,Provincie,Waterschap,Gemeente,Burger,Bedrijf,Dienstenwet,SDG,Autonomie,Medebewind,"
    "Aanvraag,Subsidie,Melding,Verplichting,DigiDMacht,Grondslag,Grondslaglabel,Grondslaglink"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "project", plan(MADE_UP, DAY))
    return tmp_path / "project"


def listed(*rows: str) -> bytes:
    """A list of names with the columns that a row gives: ``naam|Kolom=waarde|…``."""
    columns = HEAD.split(",")
    made = [HEAD]
    for row in rows:
        name, *given = row.split("|")
        cells = {"UniformeProductnaam": name, "URI": f"{BASE}{name.replace(' ', '_')}", "Gemeente": "X"}
        cells |= dict(cell.split("=", 1) for cell in given)
        made.append(",".join(f'"{cells.get(column, "")}"' for column in columns))
    return "\n".join(made).encode()


def told(project: Path, data: bytes) -> dict[str, list[str]]:
    file = project.parent / "upl"
    file.write_bytes(data)
    said = wmebv("import", "upl", str(file), "--format", "json", cwd=project, code=0)
    groups: dict[str, list[str]] = json.loads(said.stdout)["groups"]
    return groups


def register(project: Path) -> Register:
    return Working(load(project)).register


@pytest.mark.parametrize(
    ("law", "why"),
    [
        ("Artikel 2:12 Model Algemene plaatselijke verordening", "een model is nog niet uw verordening"),
        ("Artikel 3.2 modelkeur 2013", "een model is nog niet uw verordening"),
        ("Artikel 122 Provinciewet", "een regel van provincies"),
        ("provinciale subsidieverordening", "een regel van provincies"),
        ("Artikel 61 Waterschapswet", "een regel van waterschappen"),
        ("Artikel 1.23 Binnenvaartpolitiereglement", "een regel voor de scheepvaart"),
        ("Artikel 2.1 Wet algemene bepalingen omgevingsrecht", "vervallen op 1 januari 2024"),
        ("Artikel 6.1 Wet ruimtelijke ordening", "vervallen op 1 januari 2024"),
        ("Artikel 1.26 Bouwbesluit 2012", "vervallen op 1 januari 2024"),
    ],
)
def test_law_that_is_not_the_municipalitys_is_left_out_and_told(law: str, why: str, project: Path) -> None:
    groups = told(
        project, listed(f"proefzaak|Grondslaglabel={law}", "proefzaak|Grondslaglabel=Artikel 5 Proefwet")
    )
    assert [basis.label for basis in register(project).product_by_id["proefzaak"].legal_basis] == [
        "Artikel 5 Proefwet"
    ]
    (line,) = groups["weggelaten"]
    assert line.startswith(f"proefzaak: de grondslag '{law}': ") and why in line


def test_what_a_list_names_as_law_is_a_guess_until_a_person_confirms_it(project: Path) -> None:
    told(project, listed("proefzaak|Dienstenwet=X|Grondslaglabel=Artikel 5 Proefwet", "losse zaak"))
    products = register(project).product_by_id
    assert [word.value for word in products["proefzaak"].unconfirmed] == [
        "domain", "authority", "messages", "statutes", "legal_basis",
    ]  # fmt: skip
    assert [word.value for word in products["losse-zaak"].unconfirmed] == ["domain", "authority", "messages"]
    page = "producten/proefzaak/"
    assert "Proefwet" not in pages_on(register(project), DAY)[page].html
    file = project / "products.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(", legal_basis]") == 1
    file.write_text(text.replace(", legal_basis]", "]"), encoding="utf-8")
    assert "Artikel 5 Proefwet" in pages_on(register(project), DAY)[page].html


@pytest.mark.parametrize(
    ("row", "statutes"),
    [
        ("omgevingsvergunning vlaggenmast|Aanvraag=X", ["omgevingswet"]),
        (
            "olievat melding|Melding=X|Grondslaglabel=Artikel 2.1 Wet algemene bepalingen omgevingsrecht",
            ["omgevingswet"],
        ),
        (
            "steiger melding|Melding=X|Dienstenwet=X|Grondslaglabel=Artikel 1.26 Bouwbesluit 2012",
            ["omgevingswet", "dienstenwet"],
        ),
        ("planschade|Aanvraag=X|Grondslaglabel=Artikel 6.1 Wet ruimtelijke ordening", []),
        ("omgeving kijken", []),
    ],
)
def test_a_permit_of_the_omgevingswet_is_known_and_to_be_confirmed(
    row: str, statutes: list[str], project: Path
) -> None:
    told(project, listed(row))
    product = register(project).products[-1]
    assert [statute.value for statute in product.statutes] == statutes
    assert ("statutes" in [word.value for word in product.unconfirmed]) is bool(statutes)


@real
def test_of_the_published_list_no_law_of_others_comes_in_and_each_permit_has_its_statute(
    project: Path,
) -> None:
    groups = told(project, UPL.read_bytes())
    products = register(project).products
    laws = {basis.label for product in products for basis in product.legal_basis if product.unconfirmed}
    assert not [
        law for law in laws if re.search("[Mm]odel|rovinci|aterschap|vaartpol|bepalingen omgevingsrecht", law)
    ]
    permits = [product for product in products if product.name.startswith("Omgevingsvergunning")]
    assert len(permits) == 15 and all("omgevingswet" in product.statutes for product in permits)
    assert len([line for line in groups["weggelaten"] if "een model" in line]) >= 50
    codes = {each.code for each in check_project(load(project), DAY).diagnostics}
    assert "WMEBV230" in codes


@pytest.mark.parametrize("flags", ["", "    upl_flags: [gemeente]\n"])
def test_a_product_by_hand_changes_in_nothing_but_what_the_list_keeps(flags: str, project: Path) -> None:
    own = (
        f"products:\n  - id: klacht\n    name: Onze melding\n    upl: {BASE}proefzaak\n{flags}    domain: bestuur\n"
        "    authority: college\n    messages:\n      - kind: melding   # niet officieel\n"
    )
    (project / "products.yaml").write_text(own, encoding="utf-8")
    channels = project / "channels.yaml"
    text = channels.read_text(encoding="utf-8")
    channels.write_text(re.sub("featured: .*", "featured: [klacht]", text), encoding="utf-8")
    groups = told(
        project, listed("proefzaak|Melding=X|SDG=D1|Dienstenwet=X|Grondslaglabel=Artikel 5 Proefwet")
    )
    (product,) = register(project).products
    assert (product.legal_basis, product.statutes, product.unconfirmed, product.name) == (
        (),
        (),
        (),
        "Onze melding",
    )
    assert not product.is_official(product.messages[0])
    assert groups["gewijzigd"] == ["klacht: upl_name, upl_flags, sdg"]
    after = (project / "products.yaml").read_text(encoding="utf-8").splitlines()
    new = [line for line in after if line not in own.splitlines()]
    assert [line.strip().partition(":")[0] for line in new] == ["upl_name", "upl_flags", "sdg"]


def test_the_published_list_of_municipalities_is_a_list_too(project: Path) -> None:
    data = shared_case("upl-gemeente.json").read_bytes()
    read = read_upl(data)
    assert [(product.name, product.municipal) for product in read.products] == [
        ("UPL-naam nog niet beschikbaar", True), ("aanleunwoning", True),
    ]  # fmt: skip
    groups = told(project, data)
    assert groups["toegevoegd"] == ["aanleunwoning"]


@pytest.mark.parametrize("form", ["csv", "csv with semicolons", "json"])
def test_a_list_without_governments_is_of_municipalities_and_leaves_what_it_does_not_know(
    form: str, project: Path
) -> None:
    told(project, listed("proefzaak|Autonomie=X|Burger=X|Provincie=X", "andere zaak"))
    columns = ["UniformeProductnaam", "URI", "Burger", "SDG"]
    row = ["proefzaak", f"{BASE}proefzaak", "", ""]
    if form == "json":
        cells = {column: {"value": value} for column, value in zip(columns, row, strict=True)}
        data = json.dumps({"head": {"vars": columns}, "results": {"bindings": [cells]}}).encode()
    else:
        data = "\n".join((";" if "semi" in form else ",").join(each) for each in (columns, row)).encode()
    groups = told(project, data)
    assert groups["gewijzigd"] == ["proefzaak: upl_flags"]
    flags = [flag.value for flag in register(project).product_by_id["proefzaak"].upl_flags]
    assert flags == ["provincie", "gemeente", "autonomie"], "only what the list has a column for"
    assert [line.partition(":")[0] for line in groups["vervallen"]][-1] == "andere-zaak"


def test_what_is_not_ours_is_brought_back_by_no_list(project: Path) -> None:
    file = project / "products.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"not_ours: [{BASE}Proefzaak, losse-zaak]\n{text}", encoding="utf-8")
    groups = told(project, listed("proefzaak", "losse zaak", "echte zaak"))
    assert groups["niet van ons"] == ["proefzaak", "losse zaak"] and groups["toegevoegd"] == ["echte-zaak"]


def test_a_hidden_sign_in_one_row_is_told_by_its_line_and_the_rest_comes_in(project: Path) -> None:
    rows = ["proef\u200bzaak|URI=" + BASE + "proefzaak", f"goede zaak|URI={BASE}goe\u2060de", "derde zaak|SDG=D\u200e1",
        "vierde zaak|Grondslaglabel=Artikel\ufeff 5 Proefwet", "vijfde zaak"]  # fmt: skip
    groups = told(project, listed(*rows))
    assert groups["toegevoegd"] == ["vierde-zaak", "vijfde-zaak"]
    assert [
        re.sub(r"\\('.*?'\\)", "", line) for line in groups["weggelaten"] if line.startswith("regel")
    ] == [
        f"regel {number} ('{name}'): Hier staat een onzichtbaar teken (U+{sign})."
        for number, name, sign in (
            (2, "proef\u200bzaak", "200B"),
            (3, "goede zaak", "2060"),
            (4, "derde zaak", "200E"),
        )
    ]
    assert register(project).product_by_id["vierde-zaak"].legal_basis == ()


MOST = 220
"""MB that a refusal may take."""


def _rows(number: int) -> bytes:
    return b"\n".join(
        [HEAD.encode(), *(f"zaak {at},{BASE}z{at},,,,X{',' * 14}".encode() for at in range(number))]
    )


def _bindings(number: int) -> str:
    row = json.dumps({column: {"value": "X"} for column in HEAD.split(",")})
    return (
        '{"head": {"vars": ["UniformeProductnaam", "URI", "Gemeente"]}, "results": {"bindings": ['
        + ",".join([row] * number)
        + "]}}"
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: _rows(200_000), "meer dan 20.000 regels"),
        (lambda: _bindings(25_000).encode(), "meer dan 20.000 regels"),
        (lambda: b'{"a": [' + b"[]," * 6_000_000 + b"1]}", "meer dan 20.000 regels"),
        (lambda: b'{"a": "' + b"a" * 19_000_000 + b'"}', "geen productnamenlijst"),
        (lambda: HEAD.encode() + b'\n"' + b"a" * 19_000_000, "geen geldige CSV"),
        (lambda: b"," * 19_000_000, "meer dan 20.000 regels"),
        (lambda: _rows(400_000), "groter dan 20 MB"),
    ],
    ids=[
        "200,000 rows",
        "25,000 bindings",
        "millions of lists",
        "one text",
        "an open quote",
        "millions of columns",
        "too large",
    ],
)
def test_a_list_made_to_take_a_machine_down_is_refused_in_little_memory(
    data, says, project: Path, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "upl").write_bytes(data())
    before = tree(project)
    done = measured("import", "upl", str(tmp_path / "upl"), project=project)
    assert says in done.said and done.code == 2, done.said
    assert done.megabytes < MOST, done.megabytes
    assert tree(project) == before


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("parkeerbelasting", ["bezwaar", "vraag"]),
        ("onroerendezaakbelasting (ozb)", ["bezwaar", "vraag"]),
        ("afvalstoffenheffing", ["bezwaar", "vraag"]),
        ("WOZ-beschikking", ["bezwaar", "vraag"]),
        ("bestuurlijke boete", ["bezwaar", "vraag"]),
        ("stookontheffing", ["aanvraag"]),
        ("belastingkwijtschelding", ["vraag"]),
        ("onroerendezaakbelasting (ozb) kopie aanslag", ["vraag"]),
        ("stemrecht", ["vraag"]),
    ],
)
def test_who_is_sent_a_tax_or_a_fine_finds_where_to_object(
    name: str, kinds: list[str], project: Path
) -> None:
    before = {product.id for product in register(project).products}
    told(project, listed(f"{name}|Gemeente=X"))
    [added] = [each for each in register(project).products if each.id not in before]
    assert [message.kind.value for message in added.messages] == kinds
    assert not added.is_confirmed(ToConfirm.MESSAGES)
