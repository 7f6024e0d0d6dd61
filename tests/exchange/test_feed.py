"""A feed of the municipality's own website: nothing lost, doubled or mixed up, and the screen says what happened to each."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cms_feeds import PLACEHOLDER, TERMS, Entry, answer_of_search, feed
from command import wmebv
from measured import measured
from places import shared_case
from projects import tree

from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.feed import plain_text, read_feed, same_address
from wmebv_site.exchange.workbook.outgoing import export_workbook
from wmebv_site.exchange.working import Working
from wmebv_site.project.load import load
from wmebv_site.register.register import Register

SITE = "https://www.voorbeeld.example"
CHANNELS = """\
municipality:
  name: Gemeente Voorbeeld
  tooi: gm9999
  fictitious: ja
  website: https://www.voorbeeld.example
authorities:
  - {id: college, kind: college, name: het college van burgemeester en wethouders}
domains:
  - {id: wonen, name: Wonen}
"""


def project_of(folder: Path, products: str) -> Path:
    folder.mkdir()
    (folder / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (folder / "products.yaml").write_text(products, encoding="utf-8")
    return folder


def written(name: str, title: str, **more: str) -> str:
    """A product as an editor writes it."""
    lines = [f"- id: {name}", f"  name: {title}", *(f"  {key}: {value}" for key, value in more.items())]
    lines += ["  domain: wonen", "  authority: college", "  messages: [{kind: aanvraag}]   # van ons"]
    return "".join(f"  {line}\n" for line in lines)


def register(project: Path) -> Register:
    return Working(load(project)).register


def told(project: Path, data: bytes, *more: str) -> dict[str, list[str]]:
    (project.parent / "sc.xml").write_bytes(data)
    said = wmebv(
        "import", "sc", str(project.parent / "sc.xml"), "--format", "json", *more, cwd=project, code=0
    )
    groups: dict[str, list[str]] = json.loads(said.stdout)["groups"]
    return groups


def case(name: str) -> bytes:
    return shared_case(name).read_bytes()


def test_titles_with_entities_come_in_as_a_person_reads_them(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    told(project, case("sc-titels-met-entiteiten.xml"))
    assert [product.name for product in register(project).products] == [
        "Kinderopvang & gastouder", "Foto’s en film", "Bouwen – verbouwen", "Bomen",
    ]  # fmt: skip
    assert register(project).products[3].summary == "Een samenvatting die eindigt met…"


def test_the_placeholder_of_the_national_list_is_nobodys_name(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", "products:\n" + written("bomen", "Bomen", upl=PLACEHOLDER))
    told(project, case("sc-placeholder-upl.xml"))
    products = register(project).product_by_id
    assert products["bomen"].page is None is products["bomen"].summary
    assert {name: product.page for name, product in products.items() if name != "bomen"} == {
        "ligplaats-woonboot": f"{SITE}/ligplaats", "bijenkast-plaatsen": f"{SITE}/bijenkast",
    }  # fmt: skip
    assert all(product.upl is None for name, product in products.items() if name != "bomen")


def test_of_two_pages_with_one_name_of_the_list_each_stays_itself(tmp_path: Path) -> None:
    kept = written("parkeervergunning", "Parkeervergunning", upl=f"{TERMS}parkeervergunning")
    kept += written("paspoort", "Paspoort", upl=f"{TERMS}paspoort")
    project = project_of(tmp_path / "p", f"products:\n{kept}")
    groups = told(project, case("sc-twee-paginas-een-upl.xml"))
    after = register(project)
    assert {name: product.page for name, product in after.product_by_id.items() if product.page} == {
        "parkeervergunning-bezoekers": f"{SITE}/parkeren/bezoekers", "paspoort-spoed": f"{SITE}/paspoort-spoed",
    }  # fmt: skip
    pages = {each.product: each.page for each in after.proposals if each.page}
    pages |= {name: product.page for name, product in after.product_by_id.items() if product.page}
    assert pages == {
        "parkeervergunning": f"{SITE}/parkeren/bewoners", "parkeervergunning-bezoekers": f"{SITE}/parkeren/bezoekers",
        "paspoort": f"{SITE}/paspoort", "paspoort-spoed": f"{SITE}/paspoort-spoed",
    }  # fmt: skip
    assert groups["let op"] == [f"Paspoort: het adres van de pagina begint nu met https:// ({SITE}/paspoort)"]


def test_after_a_move_of_the_website_no_product_is_doubled_and_the_new_page_is_proposed(
    tmp_path: Path,
) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    told(project, case("sc-voor-verhuizing-website.xml"))
    before = register(project).products
    groups = told(project, case("sc-na-verhuizing-website.xml"))
    assert register(project).products == before, "what is public stays until a person decided"
    assert {each.product: each.page for each in register(project).proposals} == {
        "kapvergunning": f"{SITE}/nl/producten/kapvergunning", "ligplaats": f"{SITE}/nl/producten/ligplaats",
    }  # fmt: skip
    assert groups["voorgesteld"][1] == f"Ligplaats: ligplaats; de pagina wordt {SITE}/nl/producten/ligplaats"
    once = tree(project)
    told(project, case("sc-na-verhuizing-website.xml"))
    assert tree(project) == once


SUMMARY = "U wilt iets regelen over {}."


@pytest.mark.parametrize(
    ("has", "asked"),
    [
        ({}, {"page", "summary"}),
        ({"page": f"{SITE}/bomen"}, {"summary"}),
        ({"summary": "Van ons."}, {"page"}),
        ({"page": f"{SITE}/bomen", "summary": "Van ons."}, set()),
        ({"unconfirmed": "[messages]"}, set()),
        ({"unconfirmed": "[]"}, {"page", "summary"}),
    ],
)
def test_what_a_product_of_ours_lacks_is_asked_and_what_a_list_added_is_filled_in(
    has: dict[str, str], asked: set[str], tmp_path: Path
) -> None:
    project = project_of(tmp_path / "p", "products:\n" + written("bomen", "Bomen", **has))
    data = feed(Entry("Bomen", f"{SITE}/bomen", abstract=SUMMARY.format("bomen")))
    before = register(project).product_by_id["bomen"]
    groups = told(project, data)
    after = register(project)
    known = {"page": f"{SITE}/bomen", "summary": SUMMARY.format("bomen")}
    found = {
        key: value for each in after.proposals for key, value in known.items() if getattr(each, key) == value
    }
    assert found.keys() == asked
    if before.unconfirmed:
        assert {key: getattr(after.product_by_id["bomen"], key) for key in known} == known
        said = f"Bomen: bomen; page: {known['page']}; summary: {known['summary']}"
        assert [line[: len(said)] for line in groups["aangevuld"]] == [said]
    else:
        assert after.product_by_id["bomen"] == before
        assert all(value in groups["voorgesteld"][0] for value in found.values())
    once = tree(project)
    told(project, data)
    assert tree(project) == once


def test_a_page_and_a_summary_that_were_absent_are_taken_over_in_the_workbook(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", "products:\n" + written("bomen", "Bomen") + written("hond", "Hond"))
    data = feed(
        *(Entry(n.capitalize(), f"{SITE}/{n}", abstract=SUMMARY.format(n)) for n in ("bomen", "hond"))
    )
    told(project, data)
    book = openpyxl.load_workbook(io.BytesIO(export_workbook(Working(load(project)), date(2026, 6, 1))))
    sheet = book["Voorstellen"]
    assert sheet["D2"].value == f"pagina {SITE}/bomen; samenvatting {SUMMARY.format('bomen')}"
    sheet["E2"], sheet["E3"] = "ja", "nee"
    book.save(tmp_path / "werkmap.xlsx")
    wmebv("import", "xlsx", str(tmp_path / "werkmap.xlsx"), cwd=project, code=0)
    assert {product.id: (product.page, product.summary) for product in register(project).products} == {
        "bomen": (f"{SITE}/bomen", SUMMARY.format("bomen")), "hond": (None, None),
    }  # fmt: skip
    once = tree(project)
    told(project, data)
    assert tree(project) == once, "nobody is asked twice"


def test_a_page_that_was_proposed_is_taken_over_in_the_workbook_or_declined_for_good(tmp_path: Path) -> None:
    kept = "".join(written(name, name.capitalize(), page=f"{SITE}/{name}") for name in ("bomen", "hond"))
    project = project_of(tmp_path / "p", f"products:\n{kept}")
    moved = feed(*(Entry(name.capitalize(), f"{SITE}/nl/{name}") for name in ("bomen", "hond")))
    told(project, moved)
    book = openpyxl.load_workbook(io.BytesIO(export_workbook(Working(load(project)), date(2026, 6, 1))))
    sheet = book["Voorstellen"]
    assert [sheet[place].value for place in ("B2", "D2")] == ["bomen", f"pagina {SITE}/nl/bomen"]
    sheet["E2"], sheet["E3"] = "ja", "nee"
    book.save(tmp_path / "werkmap.xlsx")
    wmebv("import", "xlsx", str(tmp_path / "werkmap.xlsx"), cwd=project, code=0)
    pages = {product.id: product.page for product in register(project).products}
    assert pages == {"bomen": f"{SITE}/nl/bomen", "hond": f"{SITE}/hond"}
    once = tree(project)
    told(project, moved)
    assert tree(project) == once, "nobody is asked twice"
    told(project, feed(Entry("Hond", f"{SITE}/weer/hond")))
    (open_,) = register(project).open_proposals
    assert (open_.product, open_.page) == ("hond", f"{SITE}/weer/hond"), "another address is another question"


def test_addresses_are_compared_without_capitals_and_unknown_ones_are_named(tmp_path: Path) -> None:
    one = written("vertrek", "Aangifte vertrek buitenland", upl=f"{TERMS}AangifteVertrekBuitenland")
    project = project_of(tmp_path / "p", f"products:\n{one}")
    groups = told(project, case("sc-openpdc-style.xml"))
    products = register(project).product_by_id
    assert sorted(products) == ["buurt-bbq-straatfeest-klein", "ligplaats", "ligplaats-woonboot", "vertrek"]
    (leaving,) = (each for each in register(project).proposals if each.product == "vertrek")
    assert leaving.summary == "U gaat emigreren & u wilt dat melden."
    assert products["vertrek"].summary is None, "nothing public changes before a person saw it"
    assert products["buurt-bbq-straatfeest-klein"].upl is None
    (unknown,) = (line for line in groups["let op"] if "buurt-bbq" in line)
    assert unknown.endswith(f"de UPL-naam {TERMS}buurt-bbq-straatfeest-(klein) staat niet in de lijst")
    form = next(each for each in register(project).proposals if each.product == "ligplaats")
    assert form.url == "https://formulieren.voorbeeld.example/ligplaats"
    assert any("het adres van het formulier begint nu met https://" in line for line in groups["let op"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bed &amp; breakfast", "Bed & breakfast"),
        ("Caf&eacute; &amp;#8211; terras", "Café – terras"),
        ("<b>Hond</b> aanmelden", "Hond aanmelden"),
        ("Auto&nbsp;delen  &quot;samen&quot;", 'Auto delen "samen"'),
        ("Minder &lt; meer", "Minder < meer"),
    ],
)
def test_a_text_of_a_website_is_read_as_a_person_reads_it(title: str, name: str, tmp_path: Path) -> None:
    assert plain_text(title) == name
    project = project_of(tmp_path / "p", "products: []\n")
    groups = told(project, feed(Entry(title, f"{SITE}/x")))
    assert [product.name for product in register(project).products] == [name]
    assert groups["niet overgenomen"] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.a.example/x/", "http://a.example/X", True),
        ("https://a.example/b%C3%A9", "https://A.example/bé/", True),
        ("https://a.example/x/index.html", "https://a.example/x", True),
        ("https://a.example/p?id=1", "https://a.example/p?id=2", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x#deel", "https://a.example/x", True),
        ("https://a.example/x?utm_source=nieuwsbrief&id=1", "https://a.example/x?id=1&gclid=Cj0", True),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2", True),
        ("https://a.example/#/paspoort", "https://a.example/#/rijbewijs", False),
        ("https://a.example/x?campagne=1", "https://a.example/x", False),
    ],
)
def test_an_address_is_the_same_page_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (same_address(one) == same_address(other)) is same


def test_a_long_summary_keeps_its_first_sentences_and_says_so(tmp_path: Path) -> None:
    long = " ".join(f"Dit is zin {number} van een lange samenvatting." for number in range(30))
    project = project_of(tmp_path / "p", "products: []\n")
    groups = told(
        project,
        feed(
            Entry("Bomen", f"{SITE}/a", abstract=f"<p>{long}</p>"),
            Entry("Hond", f"{SITE}/b", abstract="woord " * 200),
        ),
    )
    tree_, dog = register(project).products
    assert tree_.summary is not None and len(tree_.summary) <= 300 and tree_.summary.endswith("samenvatting.")
    assert dog.summary is None
    assert [re.sub(r"\d+", "#", line) for line in groups["let op"]] == [
        "Bomen: de samenvatting is ingekort van # naar # tekens",
        "Hond: de samenvatting is te lang (# tekens). Schrijf zelf één of twee zinnen",
    ]


def test_a_hidden_sign_in_one_product_is_told_by_its_row_and_the_rest_comes_in(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    entries = [
        Entry("Bomen", f"{SITE}/a"), Entry("Ho\u200bnd", f"{SITE}/b"), Entry("Kat", f"{SITE}/c", abstract="U hebt een\ufeff kat."),
        Entry("", f"{SITE}/d"), Entry("Vis", "geen adres"),
    ]  # fmt: skip
    groups = told(project, feed(*entries))
    assert [(product.name, product.summary) for product in register(project).products] == [
        ("Bomen", None), ("Kat", None), ("Vis", None),
    ]  # fmt: skip
    assert groups["niet overgenomen"][0].startswith("product 2 ('Ho")
    assert "Hier staat een onzichtbaar teken (U+200B)." in groups["niet overgenomen"][0]
    assert groups["niet overgenomen"][1] == "product 4: De titel ontbreekt. Dit product is niet overgenomen"
    assert groups["let op"] == [
        "Kat: de samenvatting. Hier staat een onzichtbaar teken (U+FEFF).", "Vis: het adres van de pagina kan niet (geen adres)",
    ]  # fmt: skip


def test_an_answer_of_the_national_search_service_is_read_and_a_part_of_it_is_called_so(
    tmp_path: Path,
) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    entries = [Entry(title, f"{SITE}/{title}", authority="Voorbeeld") for title in ("Bomen", "Hond")]
    groups = told(project, answer_of_search(*entries, there_are=340))
    assert [product.id for product in register(project).products] == ["bomen", "hond"]
    assert groups["let op"] == [
        "de zoekdienst heeft 340 producten, in dit bestand staan er 2; haal ook de rest op"
    ]
    other = answer_of_search(
        *entries, Entry("Kat", "https://www.elders.example/kat", authority="Elders"), there_are=3
    )
    groups = told(project, other)
    assert groups["niet overgenomen"] == ["Kat: van Elders"] and len(register(project).products) == 2
    strangers = [Entry("A", f"{SITE}/a", authority="Elders"), Entry("B", f"{SITE}/b", authority="Ginder")]
    (tmp_path / "sc.xml").write_bytes(feed(*strangers))
    said = wmebv("import", "sc", str(tmp_path / "sc.xml"), cwd=project, code=2).all
    assert (
        "producten van 2 organisaties, zoals 'Elders' en 'Ginder'; geen daarvan heet 'Gemeente Voorbeeld'"
        in said
    )


def test_what_is_not_ours_stays_out_by_its_name_in_the_list_or_its_id(tmp_path: Path) -> None:
    out = f"not_ours:\n  - {TERMS}kapvergunning\n  - hondenbelasting\nproducts: []\n"
    project = project_of(tmp_path / "p", out)
    entries = [
        Entry("Boom kappen", f"{SITE}/a", upl=f"{TERMS}Kapvergunning"), Entry("Hondenbelasting", f"{SITE}/b"), Entry("Kat", f"{SITE}/c"),
    ]  # fmt: skip
    groups = told(project, feed(*entries))
    assert groups["niet van ons"] == ["Boom kappen", "Hondenbelasting"]
    assert [product.id for product in register(project).products] == ["kat"]


def test_a_product_that_only_resembles_one_is_left_to_a_person(tmp_path: Path) -> None:
    kept = written("kap", "Bomen kappen", upl=f"{TERMS}kapvergunning", page=f"{SITE}/oud/kap")
    kept += written("paspoort", "Paspoort", upl=f"{TERMS}paspoort")
    project = project_of(tmp_path / "p", f"products:\n{kept}")
    before = tree(project)
    entries = [
        Entry("Groen rooien", f"{SITE}/nieuw/rooien", upl=f"{TERMS}kapvergunning"),
        Entry("Paspoort", f"{SITE}/p", upl=f"{TERMS}rijbewijs"),
        Entry("Reisdocument kind", f"{SITE}/k", upl=f"{TERMS}paspoort"),
        Entry("Reisdocument volwassene", f"{SITE}/v", upl=f"{TERMS}paspoort"),
    ]
    groups = told(project, feed(*entries))
    assert [line.partition(":")[0] for line in groups["beslis zelf"]] == [entry.title for entry in entries]
    assert f"Vul dan bij 'kap' in: page: {SITE}/nieuw/rooien." in groups["beslis zelf"][0]
    assert "heet als uw product 'paspoort', maar dat heeft een andere UPL-naam" in groups["beslis zelf"][1]
    assert tree(project) == before


@pytest.mark.parametrize(
    ("kept", "entries"),
    [
        (
            written(
                "vergunning", "Parkeervergunning", upl=f"{TERMS}parkeervergunning", page=f"{SITE}/parkeren"
            ),
            [
                Entry("Bezoekersvergunning", f"{SITE}/parkeren", upl=f"{TERMS}parkeervergunning"),
                Entry("Parkeervergunning", f"{SITE}/parkeren/bewoners", upl=f"{TERMS}parkeervergunning"),
            ],
        ),
        (
            written("kap", "Kapvergunning", page=f"{SITE}/bomen"),
            [Entry("Bomen", f"{SITE}/bomen"), Entry("Kapvergunning", f"{SITE}/kappen")],
        ),
        (
            written("hulp", "Hulp in huis"),
            [Entry("Hulp in huis", f"{SITE}/hulp?id=1"), Entry("Hulp in huis", f"{SITE}/hulp?id=2")],
        ),
    ],
    ids=["page and list, name and list", "page, name", "name twice"],
)
def test_what_two_products_of_a_feed_fit_equally_well_is_neither(
    tmp_path: Path, kept: str, entries: list[Entry]
) -> None:
    for number, listed in enumerate((entries, entries[::-1])):
        project = project_of(tmp_path / f"p{number}", f"products:\n{kept}")
        before = tree(project)
        groups = told(project, feed(*listed))
        assert [line.partition(":")[0] for line in groups["beslis zelf"]] == [entry.title for entry in listed]
        assert all(
            "een ander product van dit bestand lijkt er ook op" in line for line in groups["beslis zelf"]
        )
        assert not groups["niet in dit bestand"]
        assert tree(project) == before


@pytest.mark.parametrize(
    ("kept", "entry", "why"),
    [
        (
            written("verhuizing", "Verhuismelding"),
            Entry("Adres wijzigen", f"{SITE}/a", upl=f"{TERMS}verhuismelding"),
            "heet in de productnamenlijst zoals uw product 'verhuizing'. Is het hetzelfde? "
            f"Vul dan bij 'verhuizing' in: upl: {TERMS}verhuismelding.",
        ),
        (
            written("adres", "Adres wijzigen", upl=f"{TERMS}verhuismelding"),
            Entry("Verhuismelding", f"{SITE}/a"),
            f"heet in de productnamenlijst zoals uw product 'adres'. Is het hetzelfde? Vul dan bij 'adres' in: page: {SITE}/a.",
        ),
        (
            written("laadpaal", "Laadpaal"),
            Entry("Laadpaal aanvragen", f"{SITE}/a"),
            f"heet bijna zoals uw product 'laadpaal'. Is het hetzelfde? Vul dan bij 'laadpaal' in: page: {SITE}/a.",
        ),
        (
            written("woz", "Bezwaar tegen de WOZ"),
            Entry("WOZ bezwaar", f"{SITE}/a"),
            f"heet bijna zoals uw product 'woz'. Is het hetzelfde? Vul dan bij 'woz' in: page: {SITE}/a.",
        ),
    ],
    ids=["called as in the list", "called in the list", "asking", "order"],
)
def test_what_may_be_one_of_ours_under_another_name_is_not_added_a_second_time(
    tmp_path: Path, kept: str, entry: Entry, why: str
) -> None:
    project = project_of(tmp_path / "p", f"products:\n{kept}")
    groups = told(project, feed(entry))
    assert [
        line.partition(": ")[2].partition(" Is het iets anders")[0] for line in groups["beslis zelf"]
    ] == [why]
    assert len(register(project).products) == 1 and not groups["niet in dit bestand"]


@pytest.mark.parametrize("name", ["verhuismelding", "Verhuismelding", " verhuismelding "])
def test_a_name_of_the_list_counts_without_its_address(tmp_path: Path, name: str) -> None:
    kept = written("adres", "Adres wijzigen", upl=f"{TERMS}verhuismelding")
    project = project_of(tmp_path / "p", f"products:\n{kept}")
    entry = Entry("Ik ga verhuizen", f"{SITE}/v", upl="", called=name)
    groups = told(project, feed(entry, Entry("Kat", f"{SITE}/k", upl="", called="kattennaam")))
    assert [line.partition(";")[0] for line in groups["voorgesteld"]] == ["Ik ga verhuizen: adres"]
    assert groups["let op"] == ["Kat: de UPL-naam kattennaam staat niet in de lijst"]


def test_what_is_proposed_is_said_also_of_what_is_new(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    entry = Entry("Kat", f"{SITE}/k", online="ja", form=f"{SITE}/form")
    groups = told(project, feed(entry))
    assert groups["toegevoegd"] == ["Kat: kat; voorgesteld: online aan te vragen, adres van het formulier"]


# What 40 products of an editor and 57 of a website have to do with each other: how many of each sort.
_TITLES = [f"{what} {act}" for act in ("aanvragen", "melden", "huren", "stoppen") for what in (
    "Dakkapel", "Geveltuin", "Boombank", "Buurtfeest", "Speelstraat", "Kraampje", "Moestuin", "Leesplek",
    "Fietsenrek", "Regenton", "Zwerfboek", "Steiger", "Vlaggenmast", "Picknicktafel", "Ooievaarsnest")]  # fmt: skip
_UPL = [
    "kapvergunning",
    "paspoort",
    "parkeervergunning",
    "rijbewijs",
    "hondenbelasting",
    "AangifteVertrekBuitenland",
]


def _website() -> tuple[str, list[Entry], dict[str, str | None]]:
    """A register of 40, a feed of 57, and for each title of the feed the id that it has or gets; None where it waits."""
    products, entries, truth = "products:\n", [], {}
    for number, title in enumerate(_TITLES[:52]):
        slug = title.lower().replace(" ", "-")
        old, new = f"{SITE}/oud/{slug}", f"{SITE}/onderwerp/{number}/{slug}"
        shown = title.replace(" ", "&nbsp;", 1) if number % 3 == 0 else title
        abstract = f"<p>U wilt een {title.lower()} &#8211; dat kan. {'Lees verder. ' * (number % 4 * 12)}</p>"
        entry = Entry(shown, new, abstract=abstract, online=("ja", "nee", "digid")[number % 3],
            form=f"http://formulieren.voorbeeld.example/{number}" if number % 3 == 0 else "",
            audience=("particulier", "ondernemer") if number % 5 == 0 else ("particulier",))  # fmt: skip
        if number < 8:  # its page, but renamed on the website
            products += written(f"eigen-{number}", f"Eigen naam {number}", page=new)
            truth[title] = f"eigen-{number}"
        elif number < 20:  # its name, and its page of before the move
            products += written(slug, title, page=old, summary="Dit schreven wij zelf.")
            truth[title] = slug
        elif number < 30:  # its name alone
            products += written(f"zelf-{number}", title)
            truth[title] = f"zelf-{number}"
        elif number < 36:  # its name in the national list alone, in small letters
            name = _UPL[number - 30]
            called = (
                title if number == 30 else f"Zo heet het {number}"
            )  # the first has two pages on the website
            products += written(f"landelijk-{number}", called, upl=f"{TERMS}{name}")
            entry = Entry(entry.title, new, f"{TERMS}{name.lower()}", abstract, "nee")
            truth[title] = f"landelijk-{number}"
        else:
            truth[title] = slug
        entries.append(entry)
    # Four more of ours that the website doesn't have.
    products += "".join(written(f"balie-{number}", f"Alleen balie {number}") for number in range(4))
    entries += [
        Entry("Kapvergunning spoed", f"{SITE}/kap-spoed", f"{TERMS}kapvergunning"),
        Entry(_TITLES[40], f"{SITE}/nog-eens/{_TITLES[40]}".replace(" ", "-")),
        Entry("On\u200bzichtbaar", f"{SITE}/onzichtbaar"),
        Entry("Onbekende naam", f"{SITE}/onbekend", f"{TERMS}bestaat-nog-niet"),
        Entry("", f"{SITE}/zonder-titel"),
    ]
    truth |= {"Kapvergunning spoed": "kapvergunning-spoed", "Onbekende naam": "onbekende-naam"}
    return products, entries, truth


def test_a_feed_of_57_goes_into_a_register_of_40_and_the_screen_says_what_happened_to_each(
    tmp_path: Path,
) -> None:
    text, entries, truth = _website()
    assert (len(entries), text.count("- id: ")) == (57, 40)
    project = project_of(tmp_path / "p", text)
    before = register(project)
    groups = told(project, feed(*entries), "--dry-run")
    assert register(project).products == before.products
    groups = told(project, feed(*entries))
    after = register(project)

    # Nothing mixed up: each product has the page that is its own, or waits for one.
    pages = {entry.title.replace("&nbsp;", " "): entry.page for entry in entries[:52]}
    proposed = {each.product: each.page for each in after.proposals if each.page}
    for title, name in truth.items():
        if name is not None and title in pages:
            assert proposed.get(name, after.product_by_id[name].page) == pages[title], title
    # Nothing doubled: every title became one product, no two have one page.
    names = [product.name.casefold() for product in after.products]
    kept = [product.page for product in after.products if product.page]
    assert len(names) == len(set(names)) and len(kept) == len(set(kept))
    assert len(after.products) == 40 + 16 + 2
    # Nothing lost of what an editor wrote: every line is there, in its order.
    lines = iter((project / "products.yaml").read_text(encoding="utf-8").splitlines())
    assert all(line in lines for line in text.splitlines())
    for product in before.products:
        now = after.product_by_id[product.id]
        assert (now.name, now.upl, now.messages) == (product.name, product.upl, product.messages)
        assert (now.page, now.summary) == (product.page, product.summary), "public, and nobody saw it"
    # The screen says of each what happened.
    happened = [
        line
        for group, listed in groups.items()
        if group not in ("let op", "niet in dit bestand")
        for line in listed
    ]
    assert len(happened) == 57
    for entry in entries:
        title = plain_text(entry.title)
        assert sum(line.startswith(f"{title}: ") for line in happened) == sum(
            plain_text(each.title) == title for each in entries
        ) or title in ("", "On\u200bzichtbaar")
    assert {group: len(listed) for group, listed in groups.items() if listed and group != "let op"} == {
        "toegevoegd": 18, "voorgesteld": 36, "beslis zelf": 1, "niet overgenomen": 2, "niet in dit bestand": 4,
    }  # fmt: skip
    said = wmebv("import", "sc", str(tmp_path / "sc.xml"), cwd=project, code=0).all
    assert "en nog" not in said.partition("niet in dit bestand:")[0]
    assert "Er is niets gewijzigd." in said, "once is enough"


MOST = 160
"""MB that a refusal may take."""


def _hostile(name: str) -> bytes:
    entry = feed(Entry("a", f"{SITE}/a")).decode()
    head, one, tail = re.split(r"(<overheidproduct:scproduct .*</overheidproduct:scproduct>)", entry)
    made: dict[str, Any] = {
        "20,000 products": lambda: head + one * 20_000 + tail,
        "a million elements": lambda: head + "<a/>" * 1_000_000 + one + tail,
        "a text of 15 MB": lambda: entry.replace("[CDATA[a]]", f"[CDATA[{'a' * 15_000_000}]]"),
        "200,000 deep": lambda: head + "<a>" * 200_000 + one + "</a>" * 200_000 + tail,
        "a million attributes": lambda: (
            head + "<a" + "".join(f' a{at}=""' for at in range(1_000_000)) + "/>" + one + tail
        ),
        "21 MB": lambda: entry + " " * 21_000_000,
        "entities": lambda: '<!DOCTYPE a [<!ENTITY a "aaaa">]>' + entry.partition("\n")[2],
    }
    return str(made[name]()).encode()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("20,000 products", "meer dan 5.000 producten; zoveel heeft geen gemeente"),
        ("a million elements", "meer dan 5.000 producten"),
        ("a text of 15 MB", "een tekst die veel te lang is"),
        ("200,000 deep", "staat te veel in elkaar"),
        ("a million attributes", "een tekst die veel te lang is"),
        ("21 MB", "groter dan 20 MB"),
        ("entities", "DOCTYPE"),
    ],
)
def test_a_feed_made_to_take_a_machine_down_is_refused_in_little_memory(
    name: str, says: str, tmp_path: Path
) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    (tmp_path / "sc.xml").write_bytes(_hostile(name))
    before = tree(project)
    done = measured("import", "sc", str(tmp_path / "sc.xml"), project=project)
    assert says in done.said and done.code == 2
    assert done.megabytes < MOST, done.megabytes
    assert tree(project) == before


@pytest.mark.proof
def test_the_largest_feed_that_is_read_fits_a_small_machine(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p", "products: []\n")
    long = "Een zin over dit product met html erin. " * 70
    listed = [Entry(f"Product {number}", f"{SITE}/{number}", abstract=long) for number in range(5_000)]
    (tmp_path / "sc.xml").write_bytes(feed(*listed))
    done = measured(
        "import", "sc", str(tmp_path / "sc.xml"), "--dry-run", "--format", "json", project=project
    )
    assert done.code == 0 and done.megabytes < 600, done.megabytes


@pytest.mark.parametrize(
    "data", [b"", b"<a/>", b"<rss/>", b"PK\x03\x04", b"<a><b></a>", "<é/>".encode("utf-16"), b"\xff"]
)
def test_another_file_is_one_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match="geen (?:geldig|bestand)"):
        read_feed(data)
