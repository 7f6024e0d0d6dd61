"""Taking in lists of others: what is new is added visibly unfinished, and what a person wrote stays as it is."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from answering import Quiet, running
from building import pages_on
from command import wmebv
from places import SHARED
from projects import tree

from wmebv_site.diagnostics import Refused
from wmebv_site.exchange import fetching
from wmebv_site.exchange import upl as updating
from wmebv_site.exchange.feed import read_feed
from wmebv_site.exchange.sheets import open_workbook
from wmebv_site.exchange.upl import mend_link, read_upl
from wmebv_site.exchange.vng import read_vng
from wmebv_site.exchange.working import Working
from wmebv_site.project.load import load, packaged_upl
from wmebv_site.project.municipalities import MADE_UP
from wmebv_site.project.starter import plan, write
from wmebv_site.register.register import Register
from wmebv_site.register.upl import PLACEHOLDER, UplName, parse_pinned, pinned_text, renewed
from wmebv_site.rules.checking import check_project

HERE = Path(__file__).parent / "imports"
DATA = SHARED / "data"
UPL = DATA / "upl" / "UPL-actueel-2023-10-04.csv"
VNG = DATA / "upl" / "upl-gemeente-vng.csv"
DAY = date(2026, 6, 1)
BASE = "http://standaarden.overheid.nl/owms/terms/"
HEADINGS = [
    "Nr.",
    "Uniforme productnaam",
    "URI",
    "Digitaal kanaal",
    "Bewijs Wmebv",
    "Domein",
    "Specifiek/Generiek",
]
real = pytest.mark.skipif(not UPL.is_file(), reason=f"the published list is not there: {UPL}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "project", plan(MADE_UP, DAY))
    return tmp_path / "project"


def taken(project: Path, *arguments: str, code: int = 0) -> str:
    return wmebv(*arguments, "--project", str(project), cwd=Path.cwd(), code=code).all


def register_without_errors(project: Path) -> Register:
    checked = check_project(load(project), DAY)
    assert checked.register is not None, checked.diagnostics
    assert [found for found in checked.diagnostics if found.level == "error"] == []
    return checked.register


def workbook(path: Path, rows: list[list[Any]], headings: list[str] = HEADINGS) -> str:
    book = openpyxl.Workbook()
    book.active.append(["Standaard producten- en dienstenlijst"])
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def test_a_product_of_the_list_arrives_with_name_audience_flags_and_legal_basis(project: Path) -> None:
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    product = register_without_errors(project).product_by_id["klapperloop-melding"]
    assert product.name == "Klapperloop melding" and product.upl_name == "klapperloop melding"
    assert product.upl == f"{BASE}klapperloop_melding"
    assert [flag.value for flag in product.upl_flags] == [
        "gemeente",
        "burger",
        "bedrijf",
        "medebewind",
        "melding",
        "digid_machtigen",
    ]
    assert product.sdg == ("N1", "D2")
    assert [audience.value for audience in product.audiences] == ["inwoner", "ondernemer"]
    assert [(basis.label, basis.url) for basis in product.legal_basis] == [
        ("Artikel 1 Klapperloopwet", "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=1:1"),
        ("Artikel 2 Klapperloopwet", "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=1:2"),
        ("Artikel 3 Klapperloopwet", None),
    ]
    assert [message.kind.value for message in product.messages] == ["melding"]


def test_what_the_list_does_not_say_is_filled_in_visibly_and_told_by_check(project: Path) -> None:
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    register = register_without_errors(project)
    product = register.product_by_id["vage-zaak"]
    assert (product.domain, product.authority) == ("nog-in-te-delen", "college")
    assert [word.value for word in product.unconfirmed] == ["domain", "authority", "messages"]
    assert [message.kind.value for message in product.messages] == ["vraag"]
    assert register.domain_by_id["nog-in-te-delen"].name == "Nog in te delen"
    found = [each for each in check_project(load(project), DAY).diagnostics if each.code == "WMEBV230"]
    assert [(each.level.value, "en nog 3" in each.message) for each in found] == [("warning", True)]
    assert "het woord weg bij `unconfirmed`" in (project / "products.yaml").read_text(encoding="utf-8")


def test_the_report_does_not_count_what_nobody_confirmed(project: Path) -> None:
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    told = json.loads(taken(project, "report", "--format", "json", "--no-history", "--date", DAY.isoformat()))
    listed = str(told).partition("'text': 'Bij elk product staan de berichten.', ")[2]
    assert listed.startswith("'done': 6, 'total': 10,")


def test_what_nobody_confirmed_is_told_in_the_report_and_not_to_visitors(project: Path) -> None:
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    told = taken(project, "report", "--format", "md", "--no-history", "--date", DAY.isoformat())
    assert (
        "\nNiets. " not in told
        and "Bij 4 producten heeft nog niemand bevestigd wat het programma invulde." in told
    )
    register = register_without_errors(project)
    pages = pages_on(register, DAY)
    assert "producten/domein/nog-in-te-delen/" not in pages and "producten/domein/bestuur/" in pages
    assert not [url for url, page in pages.items() if "Nog in te delen" in page.html + str(page.breadcrumbs)]
    assert (
        "Wie beslist" not in pages["producten/vage-zaak/"].html
        and "Wie beslist" in pages["producten/paspoort/"].html
    )


def test_what_commands_make_is_not_kept_with_a_new_project(project: Path) -> None:
    ignored = (project / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/voortgang/", "/documenten/", "/communicatie/", ".cache/"} <= set(ignored)


def test_a_choice_on_the_command_line_needs_no_confirmation(project: Path) -> None:
    taken(
        project, "import", "upl", str(HERE / "upl.csv"), "--domain", "bestuur", "--authority", "burgemeester"
    )
    product = register_without_errors(project).product_by_id["vage-zaak"]
    assert (product.domain, product.authority, [word.value for word in product.unconfirmed]) == (
        "bestuur",
        "burgemeester",
        ["messages"],
    )
    assert "Bedoelt u 'bestuur'?" in taken(
        project, "import", "upl", str(HERE / "upl.csv"), "--domain", "bestuurr", code=2
    )


def test_names_and_flags_say_which_messages_there_are(project: Path) -> None:
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    kinds = {
        product.id: [message.kind.value for message in product.messages]
        for product in register_without_errors(project).products
    }
    assert kinds["subsidie-klein"] == ["aanvraag"] and kinds["steltloopaangifte"] == ["aangifte"]


def test_a_product_that_is_there_keeps_what_was_written_and_gets_only_what_belongs_to_the_list(
    project: Path,
) -> None:
    before = (project / "products.yaml").read_text(encoding="utf-8")
    told = taken(project, "import", "upl", str(HERE / "upl.csv"))
    assert "- evenementenvergunning: upl_name, upl_flags, sdg\n" in told
    after = (project / "products.yaml").read_text(encoding="utf-8")
    kept = iter(after.splitlines())
    assert all(line in kept for line in before.splitlines()), "every line stands there, in the same order"


def test_the_same_list_again_changes_nothing_and_a_newer_one_only_adds(project: Path, tmp_path: Path) -> None:
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    text = (project / "products.yaml").read_text(encoding="utf-8")
    text = text.replace("name: Vage zaak", "name: Een zaak die vaag is    # van ons").replace(
        "      - label: Artikel 2:25 APV\n", "      - label: Artikel 2:25 APV    # let op\n"
    )
    (project / "products.yaml").write_text(text, encoding="utf-8")
    before = tree(project)
    assert "Er is niets gewijzigd." in taken(project, "import", "upl", str(HERE / "upl.csv"))
    assert tree(project) == before
    newer = (
        (HERE / "upl.csv")
        .read_text(encoding="utf-8")
        .replace("steltloopaangifte,http", "steltloop aangifte,http")
    )
    newer = "\n".join(line for line in newer.splitlines() if "subsidieKlein" not in line)
    newer += f"\nnieuwe zaak,{BASE}nieuweZaak,,,,X,X,,,,,,X,,,,,,,\n"
    (tmp_path / "newer.csv").write_text(newer, encoding="utf-8")
    told = json.loads(taken(project, "import", "upl", str(tmp_path / "newer.csv"), "--format", "json"))
    assert told["groups"]["toegevoegd"] == ["nieuwe-zaak"]
    assert told["groups"]["gewijzigd"] == ["steltloopaangifte: upl_name"]
    assert [line.partition(":")[0] for line in told["groups"]["vervallen"]] == [
        "parkeervergunning", "paspoort", "verhuizing", "klacht", "woo-verzoek", "subsidie-klein",
    ]  # fmt: skip
    assert "subsidie-klein" in register_without_errors(project).product_by_id
    after = (project / "products.yaml").read_text(encoding="utf-8")
    kept = iter(after.splitlines())
    assert all(line in kept for line in text.splitlines() if "upl_name: steltloop" not in line)


def test_a_dry_run_shows_the_difference_and_writes_nothing(project: Path) -> None:
    before = tree(project)
    told = taken(project, "import", "upl", str(HERE / "upl.csv"), "--dry-run")
    assert (
        "+++ products.yaml" in told
        and "+  - id: klapperloop-melding" in told
        and "Er is niets gewijzigd." in told
    )
    assert tree(project) == before


def test_a_product_without_upl_that_has_the_name_is_not_doubled(project: Path) -> None:
    text = (project / "products.yaml").read_text(encoding="utf-8")
    (project / "products.yaml").write_text(
        text.replace("    upl: http://standaarden.overheid.nl/owms/terms/evenementenvergunning\n", ""),
        encoding="utf-8",
    )
    told = taken(project, "import", "upl", str(HERE / "upl.csv"))
    assert "lijkt op uw product 'evenementenvergunning'" in told
    assert len([p for p in register_without_errors(project).products if "evenement" in p.id]) == 1


def per_file(project: Path) -> None:
    """Keep the one product of a project in a file of its own."""
    (project / "products.yaml").unlink()
    (project / "products").mkdir()
    one = "id: klacht\nname: Klacht\ndomain: bestuur\nauthority: college\nmessages: [{kind: klacht}]\n"
    (project / "products" / "klacht.yaml").write_text(one, encoding="utf-8")
    channels = (project / "channels.yaml").read_text(encoding="utf-8")
    (project / "channels.yaml").write_text(
        channels.replace("[paspoort, verhuizing, parkeervergunning]", "[klacht]"), encoding="utf-8"
    )


def test_a_project_of_one_file_per_product_stays_so(project: Path) -> None:
    per_file(project)
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    # What is only proposed stands in one file; no product goes there.
    kept = yaml.safe_load((project / "products.yaml").read_text(encoding="utf-8"))
    assert kept.keys() == {"proposals"}
    assert (project / "products" / "klapperloop-melding.yaml").is_file()
    assert len(register_without_errors(project).products) == 6
    assert "Er is niets gewijzigd." in taken(project, "import", "upl", str(HERE / "upl.csv"))


def test_a_row_that_cannot_be_used_is_left_out_and_told_by_its_line(project: Path, tmp_path: Path) -> None:
    rows = (HERE / "upl.csv").read_text(encoding="utf-8").splitlines()
    bad = [f"<script>,{BASE}script,,,,X" + "," * 14, "elders,https://www.voorbeeld.example/x,,,,X" + "," * 14]
    listed = tmp_path / "upl.csv"
    listed.write_text("\n".join([*rows[:3], *bad, *rows[3:]]), encoding="utf-8")
    told = json.loads(taken(project, "import", "upl", str(listed), "--format", "json"))
    first, second = (line for line in told["groups"]["weggelaten"] if line.startswith("regel"))
    assert first.startswith("regel 4 ('<script>'): In deze tekst staat HTML") and second.startswith(
        "regel 5 ('elders')"
    )
    assert (
        "script" not in register_without_errors(project).product_by_id
        and "vage-zaak" in register_without_errors(project).product_by_id
    )


def test_what_the_whole_register_refuses_is_told_by_the_product_it_is_in(project: Path) -> None:
    working = Working(load(project))
    working.by_id()["paspoort"]["page"] = "javascript:x"
    with pytest.raises(Refused) as refusal:
        working.changes()
    assert [line.partition(": ")[0] for line in refusal.value.findings] == [
        "products.yaml, bij 'paspoort', 'page'"
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ((HERE / "upl.csv").read_bytes().partition(b"\n")[0], "geen enkele naam van gemeenten"),
        (
            b'{"head": {"vars": ["URI", "UniformeProductnaam", "Gemeente"]}, "results": {"bindings": []}}',
            "geen enkele naam",
        ),
        (b"", "ontbreken"),
        (b"a,b\n1,2\n", "'UniformeProductnaam', 'URI' en 'Gemeente' ontbreken"),
        (b"UniformeProductnaam,URI\n1,2\n", "'Gemeente' ontbreekt"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "JSON"),
        (b'{"head": {"vars": 3}}', "ontbreken"),
        (
            b'{"head": {"vars": ["URI", "UniformeProductnaam", "Gemeente"]}, "results": {"bindings": [{"URI": 3}]}}',
            "JSON",
        ),
        (b"[" * 100000, "ontbreken"),
        (b"{" * 100000, "JSON"),
    ],
)
def test_another_file_gets_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_upl(data)


def test_a_register_with_mistakes_is_mended_first(project: Path) -> None:
    (project / "products.yaml").write_text("products: [\n", encoding="utf-8")
    before = tree(project)
    assert "Los die eerst op" in taken(project, "import", "upl", str(HERE / "upl.csv"), code=2)
    assert tree(project) == before
    assert "bestaat niet" in taken(project, "import", "upl", str(HERE / "none.csv"), code=2)


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("http://wetten.overheid.nl/BWBR0005537", "https://wetten.overheid.nl/BWBR0005537"),
        ("wetten.overheid.nl/BWBR0005537", "https://wetten.overheid.nl/BWBR0005537"),
        ("jci1.3:c:BWBR0005537&artikel=1", "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=1"),
        (
            "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&amp;artikel=1 ",
            "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=1",
        ),
        ("https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=", None),
        ("javascript:alert(1)", None),
        ("geen link", None),
    ],
)
def test_a_malformed_link_is_mended_or_left_out(written: str, link: str | None) -> None:
    assert mend_link(written)[0] == link


@real
def test_the_published_list_gives_all_its_municipal_products_and_a_project_without_errors(
    project: Path,
) -> None:
    told = json.loads(taken(project, "import", "upl", str(UPL), "--format", "json"))
    # 470 names carry the flag of municipalities; one of them says that there is no name yet, and is no product.
    assert told["title"] == "De Uniforme Productnamenlijst heeft 470 namen van gemeenten."
    assert told["counts"]["producten in de lijst"] == 469
    assert told["groups"]["overgeslagen"] == ["UPL-naam nog niet beschikbaar: dit is geen product"]
    with UPL.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Gemeente"] and row["URI"] != PLACEHOLDER]
    register = register_without_errors(project)
    by_uri = {product.upl: product for product in register.products}
    assert len(by_uri) == len({row["URI"] for row in rows}) == 469
    fresh = {product.upl for product in register.products if product.unconfirmed}
    assert len(fresh) == 463
    for row in rows:
        product = by_uri[row["URI"]]
        assert product.upl_name == row["UniformeProductnaam"]
        assert ("dienstenwet" in product.upl_flags, "aanvraag" in product.upl_flags) == (
            bool(row["Dienstenwet"]),
            bool(row["Aanvraag"]),
        )
        if row["URI"] in fresh:
            left_out = row["Grondslaglabel"] not in ["", *(basis.label for basis in product.legal_basis)]
            assert left_out == any(
                line.startswith(f"{product.upl_name}: de grondslag '{row['Grondslaglabel']}': ")
                for line in told["groups"]["weggelaten"]
            )
            given = {audience.value for audience in product.audience or ()}
            assert ("inwoner" in given, "ondernemer" in given) == (bool(row["Burger"]), bool(row["Bedrijf"]))


@real
def test_both_published_forms_give_the_same_register(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", plan(MADE_UP, DAY))
    taken(project, "import", "upl", str(UPL))
    taken(tmp_path / "other", "import", "upl", str(UPL.with_suffix(".json")))
    assert tree(project) == tree(tmp_path / "other")
    assert "Er is niets gewijzigd." in taken(project, "import", "upl", str(UPL.with_suffix(".json")))


@real
def test_the_list_of_vng_proposes_what_its_rows_say_and_nothing_is_taken(
    project: Path, tmp_path: Path
) -> None:
    taken(project, "import", "upl", str(UPL))
    before = register_without_errors(project)
    with VNG.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["vng_nr"]]
    columns = (
        "UniformeProductnaam",
        "URI",
        "vng_digitaal_kanaal",
        "vng_bewijs_wmebv",
        "vng_domein",
        "vng_specifiek_generiek",
    )
    book = workbook(
        tmp_path / "vng.xlsx", [[int(row["vng_nr"]), *(row[column] for column in columns)] for row in rows]
    )
    told = json.loads(taken(project, "import", "vng", book, "--format", "json"))
    counts = told["counts"]
    assert (len(rows), counts["voorstellen erbij"]) == (498, 498)
    assert (counts["voorstel: digitaal kanaal"], counts["voorstel: in persoon"], counts["nieuw"]) == (
        247,
        30,
        67,
    )
    assert counts["nieuw, wel in de UPL"] == 2
    # 39 names of the UPL are not in VNG's list, of which one is no product; two are there with the address of an article.
    assert (counts["zonder regel in de lijst"], counts["nieuw, naam al in gebruik"]) == (38, 2)
    assert told["groups"]["overgeslagen"] == [
        "UPL-naam nog niet beschikbaar: staat in de UPL zonder regel in deze lijst, en is geen product"
    ]
    after = register_without_errors(project)
    assert after.products == before.products and after.domains == before.domains
    assert sum(each.by == "VNG" for each in after.proposals) == 498
    assert [each for each in after.proposals if each.by != "VNG"] == list(before.proposals)
    text = (project / "products.yaml").read_bytes()
    assert "Er is niets gewijzigd." in taken(project, "import", "vng", book)
    assert "Er is niets gewijzigd." in taken(project, "import", "upl", str(UPL))
    assert (project / "products.yaml").read_bytes() == text


ROWS = [
    [1, "evenementenvergunning", f"{BASE}evenementenvergunning", "J", "", "Veiligheid", "Generiek"],
    [2, "paspoort", f"{BASE}paspoort", "N", "In Persoon", "Publieksdiensten", "Generiek"],
    [3, "nieuwe zaak", f"{BASE}nieuweZaak", "J", None, "Bestuur", "Vervallen"],
    [4, "Parkeervergunning", None, None, None, None, None],
]


def test_a_proposal_that_was_dealt_with_is_not_made_again(project: Path, tmp_path: Path) -> None:
    book = workbook(tmp_path / "vng.xlsx", ROWS)
    taken(project, "import", "vng", book)
    proposals = register_without_errors(project).proposals
    assert [(p.product, p.name, p.digital, p.in_person, p.domain) for p in proposals] == [
        ("evenementenvergunning", None, True, None, "Veiligheid"),
        ("paspoort", None, False, True, "Publieksdiensten"),
        (None, "nieuwe zaak", True, None, "Bestuur"),
        ("parkeervergunning", None, None, None, None),
    ]
    text = (project / "products.yaml").read_text(encoding="utf-8")
    done = text.replace(
        "domain: Veiligheid, by: VNG}", "domain: Iets anders, by: VNG, done: ja}   # besproken"
    )
    (project / "products.yaml").write_text(done, encoding="utf-8")
    taken(
        project,
        "import",
        "vng",
        workbook(tmp_path / "vng.xlsx", [[*ROWS[0]], [*ROWS[1][:5], "Burgerzaken", ""], *ROWS[2:]]),
    )
    assert (project / "products.yaml").read_text(encoding="utf-8") == done.replace(
        "domain: Publieksdiensten, by", "domain: Burgerzaken, by"
    )


def test_proposals_that_wait_are_told_in_the_status_and_the_report(project: Path, tmp_path: Path) -> None:
    taken(project, "import", "vng", workbook(tmp_path / "vng.xlsx", ROWS))
    assert " 4 voorstellen wachten." in taken(project, "status", "--date", DAY.isoformat())
    told = taken(project, "report", "--format", "md", "--no-history", "--date", DAY.isoformat())
    assert "Over 4 voorstellen uit lijsten van anderen is nog niet beslist." in told
    assert (
        "Beslis over 4 voorstellen: kies ja of nee in de werkmap" in told
        and "gaat er 1 over een product dat u nog niet hebt" in told
    )
    assert (
        json.loads(taken(project, "status", "--format", "json", "--date", DAY.isoformat()))["proposals"] == 4
    )


def test_a_word_that_is_neither_yes_nor_no_is_told_with_its_place(project: Path, tmp_path: Path) -> None:
    rows = [[*ROWS[0][:3], "Ja, mits", *ROWS[0][4:]], *ROWS[1:]]
    told = taken(project, "import", "vng", workbook(tmp_path / "vng.xlsx", rows))
    assert "rij 3: 'Ja, mits' bij 'Digitaal kanaal' is geen ja of nee; dat is weggelaten" in told
    assert register_without_errors(project).proposals[0].digital is None


def test_no_row_of_the_list_of_vng_vanishes_unsaid(project: Path, tmp_path: Path) -> None:
    rows = [
        *ROWS,
        [1, "evenementenvergunning", f"{BASE}evenementenvergunning", "N", "", "Veiligheid", ""],
        [2, "paspoort", f"{BASE}paspoort", "N", "In Persoon", "Publieksdiensten", ""],
        [5, "=A1", f"{BASE}x", "J", "", "Bestuur", ""],
        [6, "<b>vet</b>", "", "J", "", "Bestuur", ""],
        [7, "loopje", "javascript:x", "J", "", "<i>", ""],
    ]
    told = json.loads(
        taken(project, "import", "vng", workbook(tmp_path / "vng.xlsx", rows), "--format", "json")
    )
    assert told["groups"]["dubbel"] == [
        "Sheet, rij 7: 'evenementenvergunning' staat ook op Sheet, rij 3, met iets anders; alleen de eerste telt",
        "Sheet, rij 8: 'paspoort' staat ook op Sheet, rij 4, met hetzelfde",
    ]
    assert [line.partition(":")[0] for line in told["groups"]["niet begrepen"]] == [
        f"Sheet, rij {at}" for at in (9, 10, 11, 11)
    ]
    proposals = register_without_errors(project).proposals
    assert proposals[0].digital is True and (proposals[-1].name, proposals[-1].upl, proposals[-1].domain) == (
        "loopje",
        None,
        None,
    )
    assert told["counts"]["voorstellen erbij"] == len(proposals) == 5


def test_a_row_of_the_list_of_vng_that_is_not_ours_or_hides_a_sign_is_told_and_the_rest_comes_in(
    project: Path, tmp_path: Path
) -> None:
    file = project / "products.yaml"
    file.write_text(
        f"not_ours: [{BASE}nieuweZaak, parkeervergunning]\n" + file.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    rows = [
        *ROWS,
        [5, "loop\u200bje", "", "J", "", "Bestuur", ""],
        [6, "stukje", "", "J", "", "Be\u2060stuur", ""],
    ]
    told = json.loads(
        taken(project, "import", "vng", workbook(tmp_path / "vng.xlsx", rows), "--format", "json")
    )["groups"]
    assert told["niet van ons"] == ["nieuwe zaak", "Parkeervergunning"]
    assert told["niet begrepen"] == [
        "Sheet, rij 7: Hier staat een onzichtbaar teken (U+200B). Deze rij is overgeslagen",
        "Sheet, rij 8: 'Be\u2060stuur' bij 'Domein' is weggelaten. Hier staat een onzichtbaar teken (U+2060).",
    ]
    assert [each.name or each.product for each in register_without_errors(project).proposals] == [
        "evenementenvergunning", "paspoort", "stukje",
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [[], [[1, "=A1", "", "J", "", "Bestuur", ""]]], ids=["empty", "formulas"])
def test_a_list_of_vng_without_products_is_refused(rows: list[list[Any]], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="geen enkel product"):
        read_vng(Path(workbook(tmp_path / "vng.xlsx", rows)).read_bytes())


def test_a_workbook_that_is_not_the_list_is_refused(tmp_path: Path) -> None:
    path = Path(
        workbook(
            tmp_path / "other.xlsx",
            ROWS,
            ["Nr.", "Uniforme productnaam", "URI", "Iets", "Bewijs", "Domein", ""],
        )
    )
    with pytest.raises(Refused, match="'Digitaal kanaal' ontbreekt"):
        read_vng(path.read_bytes())
    for data in (b"", b"PK\x03\x04", b"<html>", path.read_bytes()[:2000]):
        with pytest.raises(Refused, match="geen Excel-werkmap"):
            open_workbook(data)


def test_a_catalogue_feed_adds_products_and_proposes_what_is_absent(project: Path) -> None:
    told = taken(project, "import", "sc", str(HERE / "sc.xml"))
    register = register_without_errors(project)
    event, other = (
        register.product_by_id["evenementenvergunning"],
        register.product_by_id["klapperloop-houden"],
    )
    assert (
        "- Evenement organiseren: evenementenvergunning; online aan te vragen, de pagina "
        "https://www.voorbeeld.example/evenement, adres van het formulier" in told
    )
    assert "(in het bestand anders: naam en samenvatting; van u blijft staan)" in told
    assert (event.name, event.page) == ("Evenementenvergunning", None)
    assert event.summary == "U wilt een evenement houden op straat of in een park."
    assert (other.upl, other.summary) == (None, "U wilt een klapperloop houden.")
    assert f"de UPL-naam {BASE}klapperloop_melding staat niet in de lijst" in told
    assert [(p.product, p.digital, p.url, p.page, p.by) for p in register.proposals] == [
        (
            "evenementenvergunning",
            True,
            "https://formulieren.voorbeeld.example/evenement",
            "https://www.voorbeeld.example/evenement",
            "Samenwerkende Catalogi",
        )
    ]
    before = tree(project)
    assert "Er is niets gewijzigd." in taken(project, "import", "sc", str(HERE / "sc.xml"))
    assert tree(project) == before


def test_a_feed_without_proposals_makes_no_file_for_them(project: Path, tmp_path: Path) -> None:
    per_file(project)
    feed = (HERE / "sc.xml").read_text(encoding="utf-8").replace(">digid<", ">nee<")
    (tmp_path / "sc.xml").write_text(feed, encoding="utf-8")
    taken(project, "import", "sc", str(tmp_path / "sc.xml"))
    assert not (project / "products.yaml").exists()
    assert (project / "products" / "evenement-organiseren.yaml").is_file()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "DOCTYPE"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "DOCTYPE"),
        (b"<a>" * 5000 + b"</a>" * 5000, "te veel in elkaar"),
        (b"<a><b></a>", "geen geldig XML"),
        (b"", "geen geldig XML"),
        (b"<rss/>", "geen bestand van Samenwerkende Catalogi"),
    ],
    ids=["entities", "external", "deep", "broken", "empty", "other"],
)
def test_unsafe_or_other_xml_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_feed(data)


@pytest.mark.skipif(
    not (DATA / "schemas" / "sc").exists(), reason="the schema of Samenwerkende Catalogi is not here"
)
def test_the_feed_of_these_tests_is_one_by_the_official_schema() -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(DATA / "schemas/sc/standaarden.overheid.nl/sc/4.0/xsd/sc.xsd"))
    assert schema.validate(etree.parse(HERE / "sc.xml")), schema.error_log


def test_the_pinned_list_of_the_package_is_whole_and_knows_the_example() -> None:
    pinned = packaged_upl()
    assert pinned.day == date(2023, 10, 4)
    assert sum(name.municipal and not name.newer for name in pinned.names.values()) == 470
    assert parse_pinned(pinned_text(pinned.day, pinned.names.values())) == pinned
    assert parse_pinned(pinned_text(pinned.day, pinned.names.values()).replace(b"\n", b"\r\n")) == pinned


@pytest.mark.parametrize(
    "data",
    [b"", b"upl 2026-01-01 sha256:x\n", b"slug,name\n", pinned_text(DAY, []).replace(b"slug", b"slog")],
)
def test_a_damaged_pinned_list_is_told_and_judges_nothing(data: bytes, project: Path) -> None:
    assert parse_pinned(data) is None
    (project / "upl.csv").write_bytes(data)
    found = check_project(load(project), DAY).diagnostics
    assert [each.place.file for each in found if each.code == "WMEBV018"] == ["upl.csv"]
    assert not [each for each in found if each.code == "WMEBV339"]


def test_a_newer_list_marks_what_it_no_longer_has() -> None:
    old = parse_pinned(
        pinned_text(
            DAY,
            [
                UplName(f"{BASE}a", "a", True),
                UplName(f"{BASE}b", "b, c", True),
                UplName(f"{BASE}d", "d", True, newer=True),
            ],
        )
    )
    assert old is not None
    new = renewed(old, DAY, [UplName(f"{BASE}a", "a", True)])
    assert {uri[-1]: name.withdrawn for uri, name in new.names.items()} == {"a": False, "b": True}


@real
def test_an_update_pins_the_list_in_the_project_and_names_what_it_touches(
    project: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.csv"
    lines = UPL.read_text(encoding="utf-8").splitlines()
    newer.write_text(
        "\n".join(line for line in lines if "/terms/paspoort," not in line)
        + f"\nnieuwe zaak,{BASE}nieuweZaak,,,,X"
        + "," * 14,
        encoding="utf-8",
    )
    before = tree(project)
    told = taken(project, "upl", "update", "--from", str(newer), "--date", "2026-05-01")
    assert "- nieuwe zaak" in told and "- paspoort: paspoort (vervallen)" in told
    assert {name for name, data in tree(project).items() if before.get(name) != data} == {"upl.csv"}
    found = [each for each in check_project(load(project), DAY).diagnostics if each.code == "WMEBV339"]
    assert [each.level.value for each in found] == ["warning"] and "vervallen" in found[0].message
    assert "Er is niets gewijzigd." in taken(
        project, "upl", "update", "--from", str(newer), "--date", "2026-05-01"
    )


def test_half_a_list_is_never_pinned(project: Path) -> None:
    assert "niet de hele lijst" in taken(
        project, "upl", "update", "--from", str(HERE / "upl.csv"), "--date", "2026-05-01", code=2
    )
    assert not (project / "upl.csv").exists()


@real
def test_another_list_is_never_pinned_as_the_national_one(project: Path) -> None:
    told = taken(project, "upl", "update", "--from", str(VNG), "--date", "2026-05-01", code=2)
    assert re.search(r"Van de \d+ namen die nu zijn vastgezet, staan er \d+ niet in deze lijst\.", told)
    assert not (project / "upl.csv").exists()


@real
def test_a_list_is_pinned_on_its_own_day_and_never_on_one_that_cannot_be(
    project: Path, tmp_path: Path
) -> None:
    unnamed = tmp_path / "lijst.csv"
    unnamed.write_bytes(UPL.read_bytes())
    assert "--date JJJJ-MM-DD" in taken(project, "upl", "update", "--from", str(unnamed), code=2)
    assert "moet nog komen" in taken(
        project, "upl", "update", "--from", str(unnamed), "--date", "2190-01-01", code=2
    )
    assert "ouder" in taken(project, "upl", "update", "--from", str(unnamed), "--date", "2023-10-03", code=2)
    assert not (project / "upl.csv").exists()
    taken(project, "upl", "update", "--from", str(UPL))
    pinned = parse_pinned((project / "upl.csv").read_bytes())
    assert pinned is not None and pinned.day == date(2023, 10, 4)


def test_a_list_that_was_fetched_just_now_is_of_today() -> None:
    assert updating.day_of_list(None, None, DAY) == DAY
    assert updating.day_of_list("upl-2024-02-30.csv 2024-02-03.csv", date(2025, 1, 1), DAY) == date(
        2025, 1, 1
    )


@pytest.fixture
def server() -> Iterator[str]:
    class Answers(Quiet):
        def do_GET(self) -> None:
            if self.path == "/list":
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"de lijst")
            elif self.path == "/short":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"half")
            else:
                self.send_error(503)

    made = HTTPServer(("127.0.0.1", 0), Answers)
    with running(made):
        yield f"http://127.0.0.1:{made.server_port}"


def test_the_list_is_fetched_from_its_address_or_one_sentence_says_what_to_do(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TRUSTED", frozenset({"127.0.0.1"}))
    assert updating.fetch(f"{server}/list") == b"de lijst"
    assert updating.ADDRESS.startswith("https://")
    for address in (f"{server}/down", f"{server}/short", "http://127.0.0.1:1/", "https://127.0.0.1:1/"):
        with pytest.raises(Refused, match="wmebv upl update --from BESTAND"):
            updating.fetch(address, timeout=5)


@pytest.mark.parametrize(
    "command",
    [
        ["import", "vng", "list.xlsx"],
        ["export", "xlsx", "out.xlsx"],
    ],
    ids=" ".join,
)
def test_a_missing_library_is_one_sentence_that_says_what_to_install(
    command: list[str], project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.chdir(tmp_path)
    Path("list.xlsx").write_bytes(b"PK")
    before = tree(project)
    assert "-m pip install openpyxl" in taken(project, *command, code=2)
    assert tree(project) == before and not Path("out.xlsx").exists()


def test_a_list_that_is_no_workbook_is_taken_in_without_more_libraries(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    taken(project, "import", "upl", str(HERE / "upl.csv"))
    assert "klapperloop-melding" in register_without_errors(project).product_by_id
