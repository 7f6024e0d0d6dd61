"""Municipalities that merge: nothing is chosen for them, what they decided stays, and what comes of it is whole."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from building import pages_on
from command import wmebv
from fleets import municipality
from places import ROOT
from projects import register_from, tree, write_files
from small_registers import IN_FORCE, decision, product
from web_servers import Served, served_by

from wmebv_site.designation.answers import State
from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.designation.history import History
from wmebv_site.fleet.merging.parties import labels_of
from wmebv_site.project.load import load

DAY = "2027-01-01"
NEW = """\
municipality:
  name: Gemeente Cee
  fictitious: ja
  paper_default: [post]
  postal_address: Postbus 1, 1234 AB Cee
  phone: 14 0123

site_url: https://www.cee.example/contact/

choices:
"""
P0 = product("P0", "{kind: klacht}, {kind: ingebrekestelling}")


def write(folder: Path, name: str, changes: dict[str, str | None] | None = None, products: str = P0) -> None:
    files = municipality(name, "gm9999", products) | (changes or {})
    write_files(folder / name, {path: text.encode() for path, text in files.items() if text is not None})


def changed(
    name: str, old: str, new: str, file: str = "channels.yaml", products: str = P0
) -> dict[str, str | None]:
    text = municipality(name, "gm9999", products)[file]
    assert old in text
    return {file: text.replace(old, new)}


def merge(folder: Path, *more: str, names: tuple[str, ...] = ("aa", "bee"), code: int = 0) -> str:
    return wmebv(
        "fleet", "merge", *names, "--into", "cee", "--date", DAY, *more, cwd=folder, code=code
    ).stdout


def choose(folder: Path, *lines: str) -> None:
    (folder / "samenvoegen.yaml").write_text(NEW + "".join(f"  {line}\n" for line in lines))


def read(folder: Path, path: str) -> str:
    return (folder / "cee" / path).read_text(encoding="utf-8")


@pytest.fixture
def alike(tmp_path):
    """Two municipalities that say the same of everything."""
    for name in ("aa", "bee"):
        write(tmp_path, name)
    return tmp_path


def test_the_first_run_asks_for_the_new_municipality_and_makes_nothing(alike):
    assert "Vul in 'samenvoegen.yaml' de nieuwe gemeente" in merge(alike, code=1)
    assert not (alike / "cee").exists()
    assert "Er staat nog niet hoe de nieuwe gemeente heet" in merge(alike, code=1)


def test_what_is_alike_stands_there_once_and_the_whole_has_no_mistake(alike):
    before = tree(alike)
    choose(alike)
    assert "Van 2 gemeenten is er nu één project in 'cee'" in merge(alike)
    assert read(alike, "products.yaml").count("id: p0") == 1
    assert read(alike, "channels.yaml").count("id: x,") == 1
    assert "Er zijn geen fouten" in wmebv("check", "--date", "2027-02-01", cwd=alike / "cee").stdout
    assert {path: data for path, data in tree(alike).items() if path in before} == before


def test_the_old_decisions_stay_under_their_own_bodies_and_end(alike):
    choose(alike)
    merge(alike)
    for name in ("aa", "bee"):
        text = read(alike, f"content/besluiten/a-{name}.md")
        assert f"authorities: [college-{name}]" in text
        assert "lapsed: 2027-01-01" in text
        assert f"id: college-{name}\n    kind: extern" in read(alike, "channels.yaml")
    new = read(alike, "content/besluiten/aanwijzing-2027.md")
    assert "authorities: [college]" in new
    assert "adopted:" not in new
    assert 'source: "besluit:aanwijzing-2027"' in read(alike, "channels.yaml")


CLASHES = {
    "a channel with another address": (
        changed("bee", "https://y.voorbeeld.example", "https://z.voorbeeld.example"),
        "channels/y",
        "https://y.voorbeeld.example",
        "https://z.voorbeeld.example",
    ),
    "a domain with another name": (
        changed("bee", "name: Domein", "name: Ander domein"),
        "domains/d",
        "name: Domein",
        "name: Ander domein",
    ),
    "an executor": (
        changed("bee", "GGD Voorbeeld", "GGD Elders"),
        "executors/ggd",
        "GGD Voorbeeld",
        "GGD Elders",
    ),
    "a body": (
        changed("bee", "name: het college", "name: het dagelijks bestuur"),
        "authorities/college",
        "name: het college}",
        "name: het dagelijks bestuur}",
    ),
    "a designation": (
        changed("bee", "fallback: ja, channels: [x]", "fallback: ja, channels: [y]"),
        "designations/fallback",
        "fallback: ja, channels: [x]",
        "fallback: ja, channels: [y]",
    ),
}


@pytest.mark.parametrize("what", CLASHES)
def test_a_clash_is_named_with_both_places_and_goes_as_it_is_chosen(tmp_path, what):
    more, name, of_aa, of_bee = CLASHES[what]
    write(tmp_path, "aa")
    write(tmp_path, "bee", more)
    choose(tmp_path)
    told = merge(tmp_path, code=1)
    assert f"Kies bij '{name}': aa" in told
    assert re.search(r"aa \(aa/channels\.yaml, regel \d+\).*bee \(bee/channels\.yaml, regel \d+\)", told)
    assert not (tmp_path / "cee").exists()
    assert f"\n  {name}:" in (tmp_path / "samenvoegen.yaml").read_text()
    choose(tmp_path, f"{name}: bee")
    merge(tmp_path)
    assert of_bee in read(tmp_path, "channels.yaml")
    assert of_aa not in read(tmp_path, "channels.yaml")


def test_both_channels_stay_and_each_rule_goes_where_it_went(tmp_path):
    write(tmp_path, "aa")
    write(
        tmp_path,
        "bee",
        changed("bee", "https://y.voorbeeld.example", "https://z.voorbeeld.example"),
        product("P1", "{kind: klacht, channels: [y], source: 'besluit:a'}"),
    )
    choose(tmp_path, "channels/y: beide")
    merge(tmp_path)
    assert "id: y-bee" in read(tmp_path, "channels.yaml")
    assert "channels: [y-bee]" in read(tmp_path, "products.yaml")
    assert "besluit:aanwijzing-2027" in read(tmp_path, "products.yaml")


def test_of_a_product_each_field_and_each_message_can_be_chosen(tmp_path):
    write(tmp_path, "aa", products=product("P0", "{kind: klacht}", ", summary: Van aa, synonyms: [een]"))
    write(
        tmp_path,
        "bee",
        products=product("P0", "{kind: klacht}, {kind: vraag}", ", summary: Van bee, synonyms: [twee]"),
    )
    choose(tmp_path)
    told = merge(tmp_path, code=1)
    assert "Het product 'p0' is niet overal hetzelfde (summary, synonyms en vraag)" in told
    choose(tmp_path, "products/*.summary: aa", "products/p0/vraag: bee", "products/p0.synonyms: beide")
    merge(tmp_path)
    text = read(tmp_path, "products.yaml")
    assert "Van aa" in text
    assert "vraag" in text
    assert "[een, twee]" in text


def test_products_with_one_name_of_the_national_list_become_one_with_the_old_address(tmp_path):
    upl = ", upl: 'http://standaarden.overheid.nl/owms/terms/paspoort'"
    write(tmp_path, "aa", products=product("Paspoort", "{kind: klacht}", upl))
    write(tmp_path, "bee", products=product("Reisdocument", "{kind: klacht}", upl))
    choose(tmp_path, "products/paspoort: aa")
    assert "Kies bij 'upl/paspoort': aa, bee of beide" in merge(tmp_path, code=1)
    choose(tmp_path, "products/paspoort: aa", "upl/paspoort: aa")
    merge(tmp_path)
    assert "formerly: [reisdocument]" in read(tmp_path, "products.yaml")
    assert read(tmp_path, "products.yaml").count("messages:") == 1


def test_remarks_and_words_of_what_is_taken_over_stay(tmp_path):
    only = (
        "  # Let op: alleen op afspraak.\n  - id: huwelijk   # trouwen\n    name: 'Huwelijk'\n    domain: d\n"
        "    authority: college\n    messages:\n      - kind: klacht\n"
    )
    write(tmp_path, "aa")
    write(tmp_path, "bee", products=P0 + only)
    choose(tmp_path)
    merge(tmp_path)
    assert only in read(tmp_path, "products.yaml")
    assert "### bee\n\n- products/huwelijk" in read(tmp_path, "SAMENVOEGEN.md")


def test_what_a_person_wrote_in_the_file_with_choices_stays(tmp_path):
    write(tmp_path, "aa")
    write(tmp_path, "bee", changed("bee", "GGD Voorbeeld", "GGD Elders"))
    file = tmp_path / "samenvoegen.yaml"
    choose(tmp_path, "channels/*: aa   # zo besloten")
    before = file.read_text()
    merge(tmp_path, code=1)
    after = file.read_text()
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert "executors/ggd:" in after
    merge(tmp_path, code=1)
    assert file.read_text() == after


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("executors/ggd: cee", "Hier staat 'cee', en dat is geen keuze. Bedoelt u 'bee'? (WMEBV730)"),
        ("content/index.md: beide", "kunnen niet beide blijven"),
        ("executors/ggd: [aa]", "Hier staat een lijst, en dat is geen keuze"),
    ],
)
def test_a_choice_that_cannot_be_is_told_with_its_place(tmp_path, line, told):
    write(tmp_path, "aa")
    write(
        tmp_path,
        "bee",
        {"content/index.md": "---\ntitle: Anders\n---\n\nAnders.\n"}
        | changed("bee", "GGD Voorbeeld", "GGD Elders"),
    )
    choose(tmp_path, line)
    out = merge(tmp_path, code=1)
    assert told in out
    assert "samenvoegen.yaml, regel 11, teken" in out
    assert not (tmp_path / "cee").exists()


def test_every_mistake_of_every_register_is_told_and_nothing_is_written(tmp_path):
    write(tmp_path, "aa", {"products.yaml": "products: 3\n"})
    write(tmp_path, "bee", {"channels.yaml": "municipality: [\n", "content/besluiten/a.md": None})
    told = merge(tmp_path, code=1)
    assert "aa/products.yaml, regel 1" in told
    assert "bee/channels.yaml, regel" in told
    assert sorted(each.name for each in tmp_path.iterdir()) == ["aa", "bee"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            "2020-01-01",
            "Dit besluit is vastgesteld op 1 november 2025, en de gemeente zou eindigen op 1 januari 2020.",
        ),
        (
            "2025-11-01",
            "en de gemeente zou eindigen op 1 november 2025. Controleer --date, of deze datum. (WMEBV734)",
        ),
        ("2025-11-02", None),
    ],
)
def test_no_decision_that_was_taken_goes_as_a_draft_because_of_an_early_day(alike, day, told):
    choose(alike)
    said = wmebv("fleet", "merge", "aa", "bee", "--into", "cee", "--date", day, cwd=alike, code=None)
    assert (told is None) == (alike / "cee").exists()
    if told:
        assert told in said.stdout + said.stderr
        for name in ("aa", "bee"):
            assert f"{name}/content/besluiten/a.md, regel " in said.stdout + said.stderr


@pytest.mark.parametrize(
    ("lapsed", "day"), [("", "2027-02-02"), ("", "2027-01-15"), ("lapsed: 2027-03-01\n", "2027-01-01")]
)
def test_a_decision_that_would_begin_after_the_end_of_its_bodies_is_not_said_to_begin(tmp_path, lapsed, day):
    for name in ("aa", "bee"):
        begins = ("in_force_from: 2026-01-01\n", f"in_force_from: 2027-02-01\n{lapsed}")
        write(tmp_path, name, changed(name, *begins, "content/besluiten/a.md"))
    choose(tmp_path)
    merge(tmp_path)
    decisions = Decisions(register_from(load(tmp_path / "cee").files), date.fromisoformat(day))
    for name in ("a-aa", "a-bee"):
        assert decisions.status(decisions.register.decision_by_id[name]) is Status.LAPSED


@pytest.mark.parametrize("target", ["aa", "aa/nieuw", "."])
def test_no_project_that_merges_is_written_over(alike, target):
    choose(alike)
    before = tree(alike)
    wmebv("fleet", "merge", "aa", "bee", "--into", target, "--date", DAY, cwd=alike, code=2)
    assert tree(alike) == before


def test_a_dry_run_shows_and_writes_nothing(tmp_path):
    write(tmp_path, "aa")
    write(tmp_path, "bee", changed("bee", "GGD Voorbeeld", "GGD Elders"))
    assert "executors/ggd" in merge(tmp_path, "--dry-run", code=1)
    assert not (tmp_path / "samenvoegen.yaml").exists()
    choose(tmp_path)
    out = merge(tmp_path, "--dry-run", "--prefer", "aa:executors/ggd")
    assert "  content/besluiten/aanwijzing-2027.md" in out
    assert not (tmp_path / "cee").exists()


def test_three_at_once(tmp_path):
    for name in ("aa", "bee", "dee"):
        write(tmp_path, name, changed(name, "GGD Voorbeeld", f"GGD {name}"))
    names = ("aa", "bee", "dee")
    choose(tmp_path)
    assert "Kies bij 'executors/ggd': aa, bee, dee of beide" in merge(tmp_path, names=names, code=1)
    choose(tmp_path, "executors/ggd: dee")
    assert "Van 3 gemeenten" in merge(tmp_path, names=names)
    assert "GGD dee" in read(tmp_path, "channels.yaml")


def test_folders_of_one_name_are_told_apart():
    found = labels_of([Path("x/project"), Path("y/project"), Path("z/beide")])
    assert found == ["project", "project-2", "beide-1"]


def test_before_the_merger_nothing_is_said_to_have_been_missing(alike):
    """The old municipalities had a channel, each another perhaps: of those days the new register answers nothing."""
    choose(alike)
    merge(alike)
    register = register_from(load(alike / "cee").files)
    assert register.municipality.since == date(2027, 1, 1)
    decisions = Decisions(register, date(2027, 2, 1))
    states = {day: {each.state for each in decisions.holding(date.fromisoformat(day)).all} for day in DAYS}
    assert states == {
        "2025-12-31": {State.EARLIER},
        "2026-06-01": {State.EARLIER},
        "2026-12-31": {State.EARLIER},
        "2027-01-01": {State.GAP},
    }
    history = History(decisions).intervals(decisions.questions[0])
    assert [(each.begin, each.resolution.state) for each in history] == [
        (None, State.EARLIER),
        (date(2027, 1, 1), State.GAP),
    ]


DAYS = ("2025-12-31", "2026-06-01", "2026-12-31", "2027-01-01")


def test_once_the_new_municipality_decides_that_holds_from_its_day(alike):
    choose(alike)
    merge(alike)
    file = alike / "cee" / "content" / "besluiten" / "aanwijzing-2027.md"
    dates = "adopted: 2027-01-05\npublished: 2027-01-12\nin_force_from: 2027-02-01\n"
    file.write_text(file.read_text().replace("kind: aanwijzing\n", "kind: aanwijzing\n" + dates))
    decisions = Decisions(register_from(load(alike / "cee").files), date(2027, 3, 1))
    assert {each.state for each in decisions.holding(date(2027, 1, 31)).all} == {State.GAP}
    assert {each.rule.decision for each in decisions.holding(date(2027, 2, 1)).all} == {"aanwijzing-2027"}


def test_an_annex_stays_to_the_byte_and_speaks_of_its_decision_under_the_new_id(tmp_path):
    for name in ("aa", "bee"):
        write(tmp_path, name)
        wmebv("decision", "freeze", "a", "--date", "2025-10-01", cwd=tmp_path / name)
    frozen = {
        name: (tmp_path / name / "content/besluiten/a.annex.yaml").read_bytes() for name in ("aa", "bee")
    }
    choose(tmp_path)
    merge(tmp_path)
    register = register_from(load(tmp_path / "cee").files)
    for name, data in frozen.items():
        assert (tmp_path / "cee" / f"content/besluiten/a-{name}.annex.yaml").read_bytes() == data
        annex = register.annexes[f"a-{name}"]
        assert annex.decision == f"a-{name}"
        assert {str(row.source) for row in annex.rows} == {f"besluit:a-{name}"}
        assert {rule.source.decision for rule in annex.rules} == {f"a-{name}"}
        assert register.decision_by_id[f"a-{name}"].frozen_as == "a"


def test_what_an_old_annex_names_leads_to_nothing_that_is_now_of_the_other(tmp_path):
    write(tmp_path, "aa")
    write(tmp_path, "bee", changed("bee", "name: P0", "name: P0 in Bee", "products.yaml"))
    for name in ("aa", "bee"):
        wmebv("decision", "freeze", "a", "--date", "2025-10-01", cwd=tmp_path / name)
    alone = pages_on(register_from(load(tmp_path / "bee").files), date(2026, 6, 1))
    assert '"../../../producten/p0/"' in alone["besluiten/a/bijlage/"].html
    choose(tmp_path, "products/p0: beide")
    merge(tmp_path)
    register = register_from(load(tmp_path / "cee").files)
    assert {each.id for each in register.products} == {"p0", "p0-bee"}
    for name in ("aa", "bee"):
        told = pages_on(register, date(2027, 2, 1))[f"besluiten/a-{name}/bijlage/"].html
        assert "P0" in told and "producten/p0" not in told and "/kanalen/x/" not in told


def test_each_old_address_leads_to_one_that_the_new_website_has(tmp_path):
    write(tmp_path, "aa", {"content/over-ons.md": "---\ntitle: Over ons\n---\n\nAa.\n"})
    write(tmp_path, "bee", {"content/over-ons.md": "---\ntitle: Over ons\n---\n\nBee.\n"})
    choose(tmp_path, "content/over-ons.md: beide")
    merge(tmp_path)
    led = read(tmp_path, "doorverwijzen/bee/_redirects")
    assert "/bee/producten/p0/ https://www.cee.example/contact/producten/p0/ 301" in led
    assert "/bee/besluiten/a/ https://www.cee.example/contact/besluiten/a-bee/ 301" in led
    assert "/bee/over-ons/ https://www.cee.example/contact/over-ons-bee/ 301" in led
    assert "/bee/kanalen/x/ https://www.cee.example/contact/kanalen/ 301" in led  # nothing is designated yet
    page = read(tmp_path, "doorverwijzen/bee/over-ons/index.html")
    assert '<a href="https://www.cee.example/contact/over-ons-bee/">' in page
    for name in (".htaccess", "nginx.conf"):
        assert "https://www.cee.example/contact/over-ons-bee/" in read(tmp_path, f"doorverwijzen/bee/{name}")


@pytest.mark.proof
def test_where_each_old_address_leads_there_is_a_page(alike):
    choose(alike)
    merge(alike)
    wmebv("build", "--date", "2027-01-01", cwd=alike / "cee")
    led = re.findall(
        r" https://www\.cee\.example/contact/(\S*) 30", read(alike, "doorverwijzen/aa/_redirects")
    )
    site = alike / "cee" / "site"
    assert led
    assert [
        each for each in led if not (site / each / "index.html").exists() and not (site / each).is_file()
    ] == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe\x00gm", "samenvoegen.yaml"),
        (b"choices: " + b"{a: " * 60 + b"1" + b"}" * 60, "samenvoegen.yaml, regel 1"),
        (b"- een\n- lijst\n", "Hier staat iets anders dan namen met keuzes"),
        (b"choices: [aa]\n", "Hier staat iets anders dan namen met keuzes"),
        (b"choices:\n  a: aa\n  a: bee\n", "staat hier voor de tweede keer"),
    ],
)
def test_a_file_with_choices_that_nobody_can_read_is_told_and_stays(alike, data, told):
    file = alike / "samenvoegen.yaml"
    file.write_bytes(data)
    said = wmebv("fleet", "merge", "aa", "bee", "--into", "cee", "--date", DAY, cwd=alike, code=None)
    assert said.code in (1, 2)
    assert told in said.all
    assert file.read_bytes() == data
    assert not (alike / "cee").exists()


def test_no_folder_or_link_stands_for_the_choices(alike):
    (alike / "samenvoegen.yaml").mkdir()
    said = wmebv("fleet", "merge", "aa", "bee", "--into", "cee", "--date", DAY, cwd=alike, code=2)
    assert "is niet te lezen" in said.stderr


BASE = {
    "channels.yaml": "channels:\n  - {id: z, name: Gedeeld, kind: webformulier, url: 'https://z.voorbeeld.example'}\n",
    "products.yaml": "products:\n" + product("Gedeeld", "{kind: klacht}", ", summary: Van de basis"),
}


def shared(folder: Path, base: str, said: dict[str, str] = BASE) -> None:
    write_files(folder / base, {path: text.encode() for path, text in said.items()})


def with_base(name: str, base: str, more: str = "") -> dict[str, str | None]:
    files = municipality(name, "gm9999", P0)
    return {
        "channels.yaml": f"base: ../{base}\n{files['channels.yaml']}",
        "products.yaml": files["products.yaml"] + more,
    }


def test_a_base_that_all_share_stays_shared_and_is_said_once(tmp_path):
    shared(tmp_path, "basis")
    write(tmp_path, "aa", with_base("aa", "basis"))
    write(tmp_path, "bee", with_base("bee", "basis", "  - {id: gedeeld, summary: Van bee}\n"))
    choose(tmp_path)
    told = merge(tmp_path, code=1)
    assert (
        "aa (basis/products.yaml, regel 2): Van de basis; bee (bee/products.yaml, regel 3): Van bee" in told
    )
    choose(tmp_path, "products/gedeeld: aa")
    merge(tmp_path)
    assert "base: ../basis" in read(tmp_path, "channels.yaml")
    assert "gedeeld" not in read(tmp_path, "products.yaml")
    assert "id: z," not in read(tmp_path, "channels.yaml")


def test_a_base_of_one_is_a_choice_and_without_it_all_of_it_is_written_out(tmp_path):
    shared(tmp_path, "basis")
    write(tmp_path, "aa", with_base("aa", "basis"))
    write(tmp_path, "bee")
    choose(tmp_path)
    assert "Kies bij 'base': aa, bee of geen" in merge(tmp_path, code=1)
    choose(tmp_path, "base: geen")
    merge(tmp_path)
    assert "base:" not in read(tmp_path, "channels.yaml")
    assert "Van de basis" in read(tmp_path, "products.yaml")
    assert "Er zijn geen fouten" in wmebv("check", "--date", "2027-02-01", cwd=tmp_path / "cee").stdout


def test_of_two_bases_one_can_stay_and_of_the_other_the_rest_is_written_out(tmp_path):
    shared(tmp_path, "basis")
    other = {path: text.replace("id: z", "id: w").replace("gedeeld", "anders") for path, text in BASE.items()}
    shared(tmp_path, "streek", other)
    write(tmp_path, "aa", with_base("aa", "basis"))
    write(tmp_path, "bee", with_base("bee", "streek"))
    choose(tmp_path, "base: bee")
    merge(tmp_path)
    assert "base: ../streek" in read(tmp_path, "channels.yaml")
    assert "id: z" in read(tmp_path, "channels.yaml")
    assert "id: w" not in read(tmp_path, "channels.yaml")
    assert "gedeeld" in read(tmp_path, "products.yaml")
    assert "anders" not in read(tmp_path, "products.yaml")


def test_an_outage_goes_on_at_the_channel_under_its_new_id(tmp_path):
    begun = (
        "---\nchannels: [y]\nbegin: 2026-12-31T23:00+01:00\n"
        "extension: {until: 2027-01-04, source: 'besluit:a'}\n---\n"
    )
    write(tmp_path, "aa")
    more = changed("bee", "https://y.voorbeeld.example", "https://z.voorbeeld.example")
    write(tmp_path, "bee", more | {"content/storingen/nacht.md": begun})
    choose(tmp_path, "channels/y: beide")
    merge(tmp_path)
    assert "channels: [y-bee]" in read(tmp_path, "content/storingen/nacht.md")
    assert "besluit:a-bee" in read(tmp_path, "content/storingen/nacht.md")


def test_policies_pictures_and_pages_of_one_name_stay_beside_each_other(tmp_path):
    for name in ("aa", "bee"):
        policy = f"---\ntitle: Beleid {name}\nkind: zorgplicht\nadopted_by: college\nadopted: 2025-01-01\n---\n\nZo.\n"
        write(
            tmp_path,
            name,
            {"content/beleid/zorg.md": policy, "content/beeld/plein.svg": f"<svg id='{name}'/>"},
        )
    choose(tmp_path, "content/*: beide")
    merge(tmp_path)
    for name, beside in (("aa", ""), ("bee", "-bee")):
        assert f"adopted_by: college-{name}" in read(tmp_path, f"content/beleid/zorg{beside}.md")
        assert name in read(tmp_path, f"content/beeld/plein{beside}.svg")


def test_what_was_overridden_or_ended_does_not_come_back(tmp_path):
    """A rule of a decision that had lapsed would live again if it got the new decision as its source."""
    old = decision("Oud", IN_FORCE + "lapsed: 2026-03-01\n")
    rule = '  - {messages: [klacht], channels: [y], source: "besluit:oud"}\n'
    amends = decision(
        "Wijziging", "amends: a\nadopted: 2026-02-01\npublished: 2026-02-10\nin_force_from: 2026-03-01\n"
    )
    write(
        tmp_path,
        "aa",
        changed("aa", "designations:\n", f"designations:\n{rule}") | {"content/besluiten/oud.md": old},
    )
    over = '  - {fallback: ja, channels: [y], source: "besluit:w"}\n'
    texts = changed("bee", "designations:\n", f"designations:\n{over}")
    write(
        tmp_path,
        "bee",
        texts | {"content/besluiten/w.md": amends.replace("kind: aanwijzing", "kind: wijziging")},
    )
    choose(tmp_path, "designations/fallback: bee")
    merge(tmp_path)
    rules = read(tmp_path, "channels.yaml").partition("designations:")[2]
    assert rules.count("source") == 1
    assert "channels: [y]" in rules
    assert "lapsed: 2026-03-01" in read(tmp_path, "content/besluiten/oud.md")
    assert "aa: De aanwijzing in aa/channels.yaml" in read(tmp_path, "SAMENVOEGEN.md")


@pytest.mark.proof
@pytest.mark.parametrize(("server", "settings"), [("apache", ".htaccess"), ("nginx", "nginx.conf")])
def test_a_real_server_leads_every_old_address_on(alike, open_folder, server, settings):
    write_files(alike / "aa", {"content/een plan.pdf": b"%PDF", "content/één.pdf": b"%PDF"})
    choose(alike)
    merge(alike)
    folder = alike / "cee" / "doorverwijzen" / "aa"
    led = re.findall(r"^(/aa\S*) (\S+) (30\d)$", (folder / "_redirects").read_text(), re.MULTILINE)
    asked = [(old, new, 301) for old, new, code in led if code == "301"]
    asked += [("/aa/wat/was/er", "https://www.cee.example/contact/", 302)]
    assert ("/aa/een%20plan.pdf", "https://www.cee.example/contact/een%20plan.pdf", 301) in asked
    site = shutil.copytree(folder, open_folder / f"moved-{server}")
    text = (site / settings).read_text()
    with served_by(server, site, "/aa/", open_folder / f"merged-{server}", {}, text) as url:
        served = Served(server, url, site)
        for old, new, code in asked:
            status, headers, _ = served.get(old)
            assert (status, unquote(dict(headers)["Location"])) == (code, unquote(new)), old


def test_two_of_the_region_merge_and_go_on_sharing_its_base(tmp_path):
    for name in ("basis", "aspermeer", "berkwaarde"):
        shutil.copytree(ROOT / "examples" / "regio" / name, tmp_path / name)
    merge(tmp_path, names=("aspermeer", "berkwaarde"), code=1)
    asked = (tmp_path / "samenvoegen.yaml").read_text()
    same = "  featured: [verhuizing, uittreksel-basisregistratie-personen, wmo-ondersteuning, bijstand]"
    assert same in asked  # products of the base
    choose(tmp_path, "content/beleid/*: beide", '"*": aspermeer')
    filled = tmp_path / "samenvoegen.yaml"
    filled.write_text(filled.read_text().replace("  phone:", f"{same}\n  phone:"))
    merge(tmp_path, names=("aspermeer", "berkwaarde"))
    assert "base: ../basis" in read(tmp_path, "channels.yaml")
    assert same in read(tmp_path, "channels.yaml")
    assert "# Dit product heeft alleen Aspermeer" in read(tmp_path, "products.yaml")
    said = wmebv("check", "--date", "2027-02-01", cwd=tmp_path / "cee", code=None).stdout
    assert "error" not in said and "fout:" not in said
    for name in ("aspermeer", "berkwaarde"):
        before = (tmp_path / name / "content/besluiten/aanwijzing-2026.annex.yaml").read_bytes()
        path = tmp_path / "cee" / f"content/besluiten/aanwijzing-2026-{name}.annex.yaml"
        assert path.read_bytes() == before


def test_a_message_that_goes_elsewhere_though_nobody_chose_it_is_told(tmp_path):
    rule = '  - {domain: d, channels: [y], source: "besluit:a"}\n'
    write(tmp_path, "aa", changed("aa", "designations:\n", f"designations:\n{rule}"))
    write(tmp_path, "bee")
    choose(tmp_path)
    merge(tmp_path)
    text = read(tmp_path, "SAMENVOEGEN.md")
    assert "## Wat voor bee anders wordt" in text
    assert "- Formulier X wordt Formulier Y: P0 (klacht, ingebrekestelling)" in text
    assert "## Wat voor aa anders wordt" not in text


def test_what_the_municipalities_say_otherwise_of_themselves_is_asked_and_told(tmp_path):
    write(tmp_path, "aa", changed("aa", "paper_default: [post]", "paper_default: [post, balie]"))
    write(tmp_path, "bee")
    merge(tmp_path, code=1)
    asked = (tmp_path / "samenvoegen.yaml").read_text()
    assert "  paper_default:    # hoe elk bericht ook kan" in asked
    assert "  fictitious: ja    # dit zeggen ze allemaal\n" in asked
    choose(tmp_path)
    new = (tmp_path / "samenvoegen.yaml").read_text().replace("  paper_default: [post]\n", "")
    (tmp_path / "samenvoegen.yaml").write_text(new)
    merge(tmp_path)
    assert "- aa: 'paper_default' bij de gemeente ([post, balie])" in read(tmp_path, "SAMENVOEGEN.md")


@pytest.mark.parametrize(
    ("featured", "told"),
    [
        ("[p0]", None),
        ("[p0, p00]", "'p00' bestaat niet. Bedoelt u 'p0'?"),
        ("[kind]", "'kind' bestaat niet."),
    ],
)
def test_what_the_new_municipality_puts_first_is_held_against_all_that_is_joined(alike, featured, told):
    choose(alike)
    filled = alike / "samenvoegen.yaml"
    filled.write_text(filled.read_text().replace("  phone:", f"  featured: {featured}\n  phone:"))
    said = merge(alike, code=1 if told else 0)
    if told:
        assert re.search(rf"samenvoegen.yaml, regel 6, teken \d+: Het product {re.escape(told)}", said), said
        assert not (alike / "cee").exists()
    else:
        assert "  featured: [p0]\n" in read(alike, "channels.yaml")


def test_channels_of_one_name_are_told_apart_by_their_id_where_one_takes_the_place_of_the_other(tmp_path):
    for name in ("aspermeer", "berkwaarde", "basis"):
        shutil.copytree(ROOT / "examples" / "regio" / name, tmp_path / name)
    choose(tmp_path, '"channels/*": beide', "content/beleid/*: beide", '"*": aspermeer')
    merge(tmp_path, names=("aspermeer", "berkwaarde"))
    told = read(tmp_path, "SAMENVOEGEN.md")
    assert "- Digitaal loket (digitaal-loket-berkwaarde) wordt Digitaal loket (digitaal-loket): " in told


def test_what_comes_from_another_file_keeps_its_form_and_the_remarks_above_it(tmp_path):
    more = (
        "  # Alleen voor de haven.\n  # Vraag het de havenmeester.\n"
        "  - {id: haven, name: Havenformulier, kind: webformulier, url: 'https://haven.voorbeeld.example'}\n"
    )
    rule = '  # Klachten gaan apart.\n  - {messages: [klacht], channels: [haven], source: "besluit:a"}\n'
    write(tmp_path, "aa")
    files = changed("bee", "designations:\n", f"{more}designations:\n{rule}")
    write(tmp_path, "bee", files)
    choose(tmp_path)
    merge(tmp_path)
    text = read(tmp_path, "channels.yaml").replace('"', "")
    assert more.replace("'", "") in text
    assert rule.replace("besluit:a", "besluit:aanwijzing-2027").replace('"', "") in text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("municipality:\n  name:\n  telefoon: 14 0123\nsite_url: x\n",
         ["hoe de nieuwe", "regel 3, teken 3: De sleutel 'telefoon'", "regel 4"]),
        ("municipality:\n  phone: abc\nsite_urll: https://x.example/\n",
         ["hoe de nieuwe", "op welk adres", "'abc' is geen telefoon", "Bedoelt u 'site_url'"]),
        ("municipality: [a]\nwat: 1\n", ["op welk adres", "hier staat een lijst", "De sleutel 'wat'"]),
        ("telefoon: 3\n", ["hoe de nieuwe", "op welk adres", "De sleutel 'telefoon'"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_what_is_still_missing(alike, written, told):
    (alike / "samenvoegen.yaml").write_text(written)
    said = merge(alike, code=1)
    assert [each for each in told if each not in said] == []
    assert len([line for line in said.splitlines() if line.startswith("samenvoegen.yaml, ")]) == len(told)
    assert "In 'samenvoegen.yaml' klopt nog iets niet." in said


@pytest.mark.parametrize("preferred", ["ab:products/p0", "AA:channels/x", "niemand:*"])
def test_a_wrong_name_behind_prefer_leads_back_to_prefer_and_not_to_the_file(alike, preferred):
    choose(alike)
    said = merge(alike, "--prefer", preferred, code=1)
    assert said.endswith("Verbeter wat er achter --prefer staat, en typ de opdracht opnieuw.\n")
    assert "samenvoegen.yaml" not in said
