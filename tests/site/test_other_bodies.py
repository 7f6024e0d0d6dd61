"""Where another body decides, every page says so and leads to that body, on paper too; and nobody is asked to mend it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from building import pages_on
from htmlpages import Element, main_of
from projects import copied, findings, read_project, register_of, rewrite

from wmebv_site.diagnostics import Diagnostic, Level

HERE = Path(__file__).parent / "other_bodies"
TODAY = date(2026, 6, 1)
BODIES = {"belastingen": "Belastingen Voorbeeldland", "sociale-dienst": "Sociale Dienst Voorbeeldstreek"}
OURS = ("Postbus 1, 1234 AB Voorbeeld", "Raadhuisplein 1, Voorbeeld")


def pages(project: Path) -> dict[str, Element]:
    return {url: main_of(page) for url, page in pages_on(register_of(project), TODAY).items()}


def found(project: Path) -> list[Diagnostic]:
    register, told = read_project(project)
    assert register is not None, told
    return findings(register, TODAY)


def section(page: Element, name: str) -> str:
    [one] = [each for each in page.all("section") if each.attributes.get("id") == name]
    return one.text


def above(page: Element, product: str) -> str:
    """What a page that gathers says of a product: the section before the list in which it stands, once that opens."""
    for subject in (page, *page.all("details")):
        said = ""
        for element in subject.children:
            if not isinstance(element, Element):
                continue
            if element.tag == "section":
                said = element.text
            if said and element.tag == "details" and product in [link.text for link in element.all("a")]:
                return said
    raise AssertionError(product)


@pytest.mark.parametrize("name", BODIES)
def test_a_project_with_another_body_has_nothing_to_mend(name: str) -> None:
    told = [
        each for each in found(HERE / name) if each.code != "WMEBV221"
    ]  # of our own decision, not frozen here
    assert [each for each in told if each.level is not Level.INFO] == []


@pytest.mark.parametrize(
    ("name", "product"), [("belastingen", "kwijtschelding"), ("sociale-dienst", "bijstand")]
)
def test_the_page_of_a_product_names_who_decides_and_where_a_letter_goes(name: str, product: str) -> None:
    text = pages(HERE / name)[f"producten/{product}/"].text
    assert f"Hierover beslist {BODIES[name]}, niet de gemeente." in text
    assert f"Stuur een brief naar {BODIES[name]}, Postbus" in text
    assert f"Bent u het niet eens met het besluit van {BODIES[name]}? Dan kunt u daar bezwaar maken." in text
    assert f"Dan telt {BODIES[name]} de tijd van de storing niet mee." in text
    ours = (OURS[0], f"Kom langs op {OURS[1]}", "ons besluit", "tellen wij", "onze brief")
    assert not [each for each in ours if each in text]


def test_what_is_not_known_of_another_body_is_left_out() -> None:
    text = pages(HERE / "belastingen")["producten/kwijtschelding/"].text
    assert "Kom langs" not in text
    assert "Bel 0987 654 321" in text
    assert "Vraagt Belastingen Voorbeeldland u iets te sturen?" in text
    assert "wij te laat" not in text


def test_one_message_on_which_someone_else_decides_says_so_itself() -> None:
    tax = pages(HERE / "belastingen")["producten/woz-waarde/"]
    assert "Over dit bericht beslist de gemeente zelf." in section(tax, "klacht")
    assert OURS[0] in section(tax, "klacht") and "Postbus 77" in section(tax, "bezwaar")
    debts = pages(HERE / "sociale-dienst")["producten/schuldhulp/"]
    assert "niet de gemeente" in section(debts, "uitstel") and "Postbus 88" in section(debts, "uitstel")
    assert OURS[0] in section(debts, "aanvraag") and "Sociale Dienst" not in section(debts, "aanvraag")


def test_who_has_to_come_in_person_comes_to_who_decides() -> None:
    page = pages(HERE / "sociale-dienst")["producten/bijstand/"]
    told = section(page, "gesprek")
    assert "U komt hiervoor zelf langs." in told.replace("u komt", "U komt")
    assert "Kom langs bij Sociale Dienst Voorbeeldstreek, Dorpsstraat 2, Verderop." in told
    assert "Stuur een brief" not in told and "Iemand anders mag dit" not in told


def test_what_cannot_go_on_paper_there_says_nothing_of_paper() -> None:
    assert "brief" not in section(pages(HERE / "sociale-dienst")["producten/bijstand/"], "inkomsten")


def test_a_question_without_a_way_is_asked_of_who_decides() -> None:
    told = section(pages(HERE / "sociale-dienst")["producten/bijstand/"], "vraag")
    # What it designated for official messages is known here; where it takes ordinary questions is in no decision.
    assert "Hoe u dit digitaal stuurt, bepaalt Sociale Dienst Voorbeeldstreek." in told
    assert "nog niet digitaal" not in told
    assert "Bel Sociale Dienst Voorbeeldstreek: 0876 543 210" in told


SILENT = "Hoe u dit digitaal stuurt, bepaalt"


@pytest.mark.parametrize(
    ("name", "decision", "product", "message"),
    [
        ("sociale-dienst", "kanalen-sociale-dienst-2026", "bijstand", "aanvraag"),
        ("sociale-dienst", "kanalen-sociale-dienst-2026", "bijstand", "vraag"),
        ("belastingen", "kanalen-belastingen-2026", "kwijtschelding", "bezwaar"),
    ],
)
def test_what_a_body_designated_is_not_denied_where_no_decision_of_it_is_known(
    name: str, decision: str, product: str, message: str, tmp_path: Path
) -> None:
    project = copied(HERE / name, tmp_path / "project")
    for file in (project / "content" / "besluiten").glob(f"{decision}.*"):
        file.unlink()
    text = (project / "channels.yaml").read_text()
    rules = text.index("designations:")
    kept = [part for part in text[rules:].split("\n  - ") if f"besluit:{decision}" not in part]
    (project / "channels.yaml").write_text(text[:rules] + "\n  - ".join(kept) + "\n")
    page = pages(project)[f"producten/{product}/"]
    told = section(page, message)
    assert f"{SILENT} {BODIES[name]}. Dat staat niet op deze website." in told
    assert f"Kijk op de website van {BODIES[name]}" in told and "Postbus" in told
    assert "Dat bepaalt een andere organisatie." in page.text
    untrue = (
        "geen digitaal kanaal aangewezen",
        "nog niet digitaal",
        "Er is geen kanaal aangewezen.",
        "mogen wij u niet alleen",
    )
    assert not [each for each in untrue if each in told or each in page.text]


def test_where_its_decision_is_known_a_way_that_is_not_there_is_told_as_before() -> None:
    page = pages(HERE / "sociale-dienst")["producten/bijstand/"]
    assert SILENT not in section(page, "aanvraag") and SILENT not in section(page, "bezwaar")


def _not_known(name: str, tmp_path: Path) -> dict[str, Element]:
    """The pages of a project in which nobody wrote down whether a channel of the other body takes a machtiging."""
    project = copied(HERE / name, tmp_path / "project")
    path = project / "channels.yaml"
    text = path.read_text()
    for known in ("ja", "nee"):
        text = text.replace(f"    representation: {known}\n", "    representation: onbekend\n")
    path.write_text(text)
    return pages(project)


@pytest.mark.parametrize(
    ("name", "channel"),
    [("sociale-dienst", "formulier-sociale-dienst"), ("belastingen", "belastingloket")],
)
def test_a_channel_of_another_body_is_nowhere_that_of_who_works_for_the_municipality(
    name: str, channel: str, tmp_path: Path
) -> None:
    made = _not_known(name, tmp_path)
    theirs, ours = made[f"kanalen/{channel}/"].text, made["kanalen/contactformulier/"].text
    assert "voor de gemeente werkt" not in theirs and "Vraag ons hoe dat kan" not in theirs
    assert f"Via dit kanaal komt uw bericht bij {BODIES[name]}, niet bij de gemeente." in theirs
    assert f"Vraag {BODIES[name]} hoe dat kan." in theirs
    assert "Dit kanaal is van de gemeente." in ours and "Vraag ons hoe dat kan" in ours


@pytest.mark.parametrize("name", BODIES)
def test_the_page_of_all_decisions_names_the_paper_of_each(name: str) -> None:
    paper = {"belastingen": "het Blad gemeenschappelijke regeling", "sociale-dienst": "het Provinciaal blad"}
    text = pages(HERE / name)["besluiten/"].text
    assert f"Het besluit in het Gemeenteblad of {paper[name]} is bepalend." in text


def test_where_all_decisions_are_ours_only_our_paper_is_named(tmp_path: Path) -> None:
    project = copied(HERE / "belastingen", tmp_path / "project")
    rewrite(project / DECISION, PAPER, PAPER.replace("bgr-", "gmb-"))
    assert "Het besluit in het Gemeenteblad is bepalend." in pages(project)["besluiten/"].text


def test_who_carries_out_a_task_stands_with_its_addresses_and_gets_no_letters() -> None:
    text = pages(HERE / "sociale-dienst")["producten/bijstand/"].text
    assert "Postadres: Postbus 99, 6789 EF Verderop." in text
    assert "Stuur een brief naar Werkbedrijf" not in text


@pytest.mark.parametrize(
    ("name", "product", "own"),
    [("belastingen", "WOZ-waarde", "Kapvergunning"), ("sociale-dienst", "Bijstand", "Schuldhulp")],
)
def test_the_page_across_products_says_the_same(name: str, product: str, own: str) -> None:
    page = pages(HERE / name)["bezwaar/"]
    other = above(page, product)
    assert f"Stuur een brief naar {BODIES[name]}, Postbus" in other and OURS[0] not in other
    assert f"het besluit van {BODIES[name]}" in other
    assert "binnen 6 weken" in other
    ours = above(page, own)
    assert OURS[0] in ours and BODIES[name] not in ours and "het besluit van" not in ours
    assert "binnen 6 weken" in ours
    outside = [row.text for row in page.children if isinstance(row, Element) and row.tag == "dl"]
    assert not any("Postbus" in text for text in outside)


def test_a_decision_stands_in_the_paper_of_the_body_that_took_it() -> None:
    province = pages(HERE / "sociale-dienst")["besluiten/kanalen-sociale-dienst-2026/"].text
    assert "Het besluit in het Provinciaal blad is bepalend." in province and "Gemeenteblad" not in province
    together = pages(HERE / "belastingen")["besluiten/kanalen-belastingen-2026/"].text
    assert "In het Blad gemeenschappelijke regeling" in together and "Gemeenteblad" not in together
    assert (
        "Het besluit in het Gemeenteblad is" in pages(HERE / "belastingen")["besluiten/aanwijzing-2026/"].text
    )


LOKET = "    acknowledgement: zichtbaar_in_systeem\n"
BUSINESS = '      - {login: eherkenning, audience: [ondernemer], url: "https://mijn.belastingenvoorbeeldland.example/zakelijk"}\n'
PAPER = "https://zoek.officielebekendmakingen.nl/bgr-2025-000000.html"
DECISION = "content/besluiten/kanalen-belastingen-2026.md"
BROKEN = [
    ("WMEBV316", "channels.yaml", LOKET, "    acknowledgement: geen\n"),
    ("WMEBV317", "channels.yaml", "    sender_copy: mijn_omgeving\n", "    sender_copy: geen\n"),
    ("WMEBV318", "channels.yaml", "    logging: ja\n", "    logging: nee\n"),
    ("WMEBV319", "channels.yaml", "    logging: ja\n    confidential: ja\n", "    logging: ja\n    confidential: nee\n"),
    ("WMEBV328", "channels.yaml", "    assurance_level: substantieel\n", ""),
    ("WMEBV301", "channels.yaml", BUSINESS, ""),
    ("WMEBV320", "channels.yaml", "    kind: portaal\n", "    kind: berichtenapp\n"),
    ("WMEBV334", "channels.yaml", "    representation: nee\n", "    representation: nee\n    until: 2026-05-01\n"),
    ("WMEBV306", DECISION, PAPER, "https://www.belastingenvoorbeeldland.example/blad"),
    ("WMEBV305", DECISION, f"publication: {PAPER}\n", ""),
    ("WMEBV309", DECISION, "adopted: 2025-11-20", "adopted: 2020-11-20"),
    ("WMEBV307", DECISION, "in_force_from: 2026-01-01", "in_force_from: 2025-12-01"),
    ("WMEBV311", "products.yaml", "{kind: ingebrekestelling}", "{kind: ingebrekestelling, only_digital: {}}"),
    ("WMEBV335", "products.yaml", "{kind: ingebrekestelling}", "{kind: ingebrekestelling, official: nee}"),
    ("WMEBV327", "products.yaml", "{kind: ingebrekestelling}", "{kind: ingebrekestelling, signature: {kind: geavanceerd}}"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "file", "old", "new"), BROKEN, ids=[code for code, *_ in BROKEN])
def test_what_is_wrong_at_another_body_is_information_and_no_more(
    code: str, file: str, old: str, new: str, tmp_path: Path
) -> None:
    project = copied(HERE / "belastingen", tmp_path / "project")
    before = {each.code for each in found(project)}
    rewrite(project / file, old, new)
    told = found(project)
    assert code in {each.code for each in told} - before
    assert [each for each in told if each.code != "WMEBV221" and each.level is not Level.INFO] == []


def test_the_same_mistake_in_our_own_channel_is_an_error(tmp_path: Path) -> None:
    project = copied(HERE / "belastingen", tmp_path / "project")
    rewrite(project / "channels.yaml", "    acknowledgement: automatisch\n", "    acknowledgement: geen\n")
    assert [each.level for each in found(project) if each.code == "WMEBV316"] == [Level.ERROR]


def test_a_channel_on_which_a_klacht_to_us_goes_too_is_ours_to_look_after(tmp_path: Path) -> None:
    """Rule 22 speaks only where the municipality decides on the klacht."""
    project = copied(HERE / "belastingen", tmp_path / "project")
    rewrite(
        project / "products.yaml", "      - {kind: klacht, authority: college}\n", "      - {kind: klacht}\n"
    )
    assert [each.level for each in found(project) if each.code == "WMEBV322"] == [Level.INFO]
    assert [
        each for each in found(project) if each.code == "WMEBV221" and "belastingen" in each.message
    ] == []


def test_no_finding_asks_another_body_to_decide(tmp_path: Path) -> None:
    project = copied(HERE / "belastingen", tmp_path / "project")
    old = 'channels: [belastingloket], source: "besluit:kanalen-belastingen-2026"'
    rewrite(project / "channels.yaml", old, old.replace("kanalen-belastingen-2026", "aanwijzing-2026"))
    told = [each for each in found(project) if each.code == "WMEBV308"]
    assert told and {each.level for each in told} == {Level.INFO}
    assert all(
        str(each.hint).startswith("Besloot 'belastingen-voorbeeldland' zelf hierover?") for each in told
    )


def test_where_one_acts_for_another_the_channels_of_other_bodies_stand_apart(tmp_path: Path) -> None:
    project = copied(HERE / "belastingen", tmp_path / "project")
    for known in ("ja", "nee"):
        path = project / "channels.yaml"
        path.write_text(path.read_text().replace(f"representation: {known}\n", "representation: onbekend\n"))
    support = "---\ntitle: Iemand machtigen\nkind: machtigen\nlogin_needed: nee\n---\n\nZo doet u dat.\n"
    (project / "content" / "hulp" / "machtigen.md").write_text(support)
    text = pages(project)["hulp/machtigen/"].text
    ours, theirs = text.split("Vraag de organisatie zelf hoe het hier kan")
    assert "Belastingloket" in theirs and "Contactformulier" not in theirs
    assert "Vraag ons hoe het hier kan" in ours and "Contactformulier" in ours
