"""The register beside the catalogue of a municipality's own website: each difference at its place, and nothing where none is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from http.server import HTTPServer
from pathlib import Path

import pytest
from answering import Quiet, running
from cms_feeds import PLACEHOLDER, TERMS, Entry, answer_of_search, feed
from command import Said, wmebv
from places import SHARED, shared_case
from projects import tree
from wording import not_dutch

from wmebv_site.designation.decisions import Decisions
from wmebv_site.exchange import fetching
from wmebv_site.exchange.deviations import compare
from wmebv_site.exchange.feed import read_feed
from wmebv_site.exchange.working import whole_register
from wmebv_site.project.load import load, packaged_upl

SITE = "https://www.voorbeeld.example"
PORTAL = "https://mijn.voorbeeld.example/digid"
FORM = "https://formulieren.voorbeeld.example/melding"
CHANNELS = """\
municipality:
  name: Gemeente Voorbeeld
  tooi: gm9999
  fictitious: ja
authorities:
  - {id: college, kind: college, name: het college van burgemeester en wethouders}
  - {id: dienst, kind: extern, name: Dienst Voorbeeldland}
domains:
  - {id: wonen, name: Wonen}
channels:
  - {id: loket, name: Loket, kind: portaal, url: "https://mijn.voorbeeld.example/digid", login: [digid]}
  - {id: formulier, name: Formulier, kind: webformulier, url: "https://formulieren.voorbeeld.example/melding"}
  - {id: ander, name: Ander formulier, kind: webformulier, url: "https://mijn.voorbeeld.example/ander"}
  - {id: mail, name: Mail, kind: e-mail, email: post@voorbeeld.example}
"""
PRODUCTS = f"""\
not_ours: [hondenbelasting]
products:
  - id: kapvergunning
    name: Kapvergunning
    upl: {TERMS}kapvergunning
    page: {SITE}/kapvergunning
    domain: wonen
    authority: college
    messages:
      - {{kind: aanvraag, channels: [loket], source: "wet:Voorbeeldwet 1"}}
  - id: ligplaats
    name: Ligplaats
    domain: wonen
    authority: college
    messages:
      - {{kind: aangifte, channels: [formulier], source: "wet:Voorbeeldwet 1"}}
  - id: paspoort
    name: Paspoort
    upl: {TERMS}paspoort
    domain: wonen
    authority: college
    messages:
      - kind: aanvraag
        exempt: {{reason: in_persoon, basis: Artikel 28 Paspoortwet}}
  - id: standplaats
    name: Standplaats
    domain: wonen
    authority: college
    messages:
      - kind: aanvraag
  - id: belasting
    name: Toeristenbelasting
    domain: wonen
    authority: college
    messages:
      - {{kind: bezwaar, channels: [loket], source: "wet:Voorbeeldwet 1"}}
      - kind: vraag
  - id: uitkering
    name: Uitkering
    domain: wonen
    authority: dienst
    messages:
      - kind: aanvraag
"""
SAME = (
    Entry("Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="digid", form=PORTAL),
    Entry("Ligplaats", f"{SITE}/ligplaats", online="ja", form=FORM),
    Entry("Paspoort", f"{SITE}/paspoort", f"{TERMS}paspoort"),
    Entry("Standplaats", f"{SITE}/standplaats"),
    Entry("Toeristenbelasting", f"{SITE}/toeristenbelasting"),
)
"""A feed that says what holds. Of a product of another body nothing is asked."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (folder / "products.yaml").write_text(PRODUCTS, encoding="utf-8")
    return folder


def compared(project: Path, data: bytes, *more: str, code: int | None = None) -> Said:
    file = project.parent / "sc.xml"
    file.write_bytes(data)
    return wmebv("compare", "sc", str(file), "--date", "2026-06-01", *more, cwd=project, code=code)


def found(project: Path, data: bytes) -> list[tuple[str, str, str]]:
    """Each code with the line of the register that it stands at, and what is said of it."""
    report = json.loads(compared(project, data, "--format", "json").stdout)
    lines = (project / "products.yaml").read_text(encoding="utf-8").splitlines()
    return [
        (
            each["code"].removeprefix("WMEBV"),
            lines[each["line"] - 1][each["column"] - 1 :] if each["column"] > 1 else each["file"],
            f"{each['message']} {each['hint']}",
        )
        for each in report["diagnostics"]
    ]


def instead(*entries: Entry) -> bytes:
    """The feed that says what holds, with these entries in place of those of the same title."""
    titles = {entry.title for entry in entries}
    return feed(*(entry for entry in SAME if entry.title not in titles), *entries)


def test_a_feed_that_says_what_holds_gives_nothing(project: Path) -> None:
    said = compared(project, feed(*SAME), code=0)
    assert said.stdout == (
        "De catalogus en het register zeggen hetzelfde. Vergeleken: 5 producten uit de catalogus met 6 producten uit het "
        "register, op 1 juni 2026.\n"
    )


@pytest.mark.parametrize(
    ("entry", "code", "at", "says"),
    [
        (Entry("Ligplaats", f"{SITE}/l", online="ja", form=PORTAL), "391", "aangifte,", f"het adres {FORM},"),
        (Entry("Ligplaats", f"{SITE}/l", online="ja", form=PORTAL), "391", "aangifte,", "is het kanaal 'loket'"),
        (Entry("Ligplaats", f"{SITE}/l", online="ja", form="ftp://x.example/"), "391", "aangifte,", "Dat adres kan niet"),
        (Entry("Ligplaats", f"{SITE}/l", online="ja", form=f"{FORM}en"), "391", "aangifte,", f"{FORM}en"),
        (Entry("Ligplaats", f"{SITE}/l", online="x", form=FORM), "583", "aangifte,", "staat 'x' bij 'online aanvragen'"),
        (Entry("Ligplaats", f"{SITE}/l", online="digi-d", form=FORM), "583", "aangifte,", "staat 'digi-d'"),
        (Entry("Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="digid",
               form="https://mijn.voorbeeld.example/ander"), "391", "aanvraag,", "is het kanaal 'ander'"),
        (Entry("Ligplaats", f"{SITE}/l"), "392", "aangifte,", f"'online aanvragen' in uw CMS op 'ja', met het adres {FORM}."),
        (Entry("Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning"), "392", "aanvraag,",
         f"op 'digid', met het adres {PORTAL}."),
        (Entry("Paspoort", f"{SITE}/p", f"{TERMS}paspoort", online="ja", form=FORM), "393", "aanvraag", "kan dit bericht niet digitaal"),
        (Entry("Standplaats", f"{SITE}/s", online="ja"), "393", "aanvraag", "geen aangewezen kanaal"),
        (Entry("Toeristenbelasting", f"{SITE}/t", online="ja", form=PORTAL), "393", "- {kind: bezwaar", "geen bericht waarmee"),
        (Entry("Ligplaats", f"{SITE}/l", online="digid", form=FORM), "394", "aangifte,", "op 'ja'"),
        (Entry("Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="ja"), "394", "aanvraag,", "op 'digid'"),
        (Entry("Paspoort", f"{SITE}/p", f"{TERMS}rijbewijs"), "582", TERMS, "'rijbewijs', en in het register 'paspoort'"),
        (Entry("Paspoort", f"{SITE}/p"), "582", TERMS, "geen UPL-naam, en in het register 'paspoort'"),
        (Entry("Ligplaats", f"{SITE}/l", f"{TERMS}ligplaatsvergunning", online="ja", form=FORM), "582", "Ligplaats",
         "en in het register geen"),
        (Entry("Zwemvergunning", f"{SITE}/z"), "298", "products.yaml", "'Zwemvergunning'"),
        (Entry("Zwem&amp;#x202e;vergunning", f"{SITE}/z"), "583", "products.yaml", "onzichtbaar teken"),
    ],
)  # fmt: skip
def test_each_difference_stands_at_its_place_in_the_register(
    entry: Entry, code: str, at: str, says: str, project: Path
) -> None:
    ((given, place, told),) = found(project, instead(entry))
    assert given == code
    assert place.startswith(at)
    assert says in told


def test_a_product_with_its_page_under_another_name_is_told_once(project: Path) -> None:
    rest = [entry for entry in SAME if entry.title != "Kapvergunning"]
    cut = Entry(
        "Boom omhakken", f"{SITE}/kapvergunning/", f"{TERMS}kapvergunning", online="digid", form=PORTAL
    )
    ((code, at, told),) = found(project, feed(*rest, cut))
    assert (code, at) == ("581", "Kapvergunning")
    assert "heet dit product 'Boom omhakken', in het register 'Kapvergunning'" in told
    for title in (
        "Kapvergunning aanvragen",
        "KAPVERGUNNING",
        "Het aanvragen van een kapvergunning",
        "Kapvergunning voor uw boom",
    ):
        same = Entry(title, f"{SITE}/kapvergunning/", f"{TERMS}kapvergunning", online="digid", form=PORTAL)
        assert found(project, feed(*rest, same)) == []


def test_what_the_catalogue_has_not_is_told_by_the_line_of_its_name(project: Path) -> None:
    gone = [entry for entry in SAME if entry.title not in ("Ligplaats", "Standplaats")]
    assert [(code, at) for code, at, _ in found(project, feed(*gone))] == [
        ("299", "Ligplaats"),
        ("299", "Standplaats"),
    ]


def test_what_is_not_ours_is_not_asked_for(project: Path) -> None:
    assert found(project, feed(*SAME, Entry("Hondenbelasting", f"{SITE}/h", online="ja"))) == []


def test_what_looks_like_a_product_is_asked_about_and_told_once(project: Path) -> None:
    rest = [entry for entry in SAME if entry.title != "Ligplaats"]
    ((code, at, told),) = found(project, feed(*rest, Entry("Ligplaats melden", f"{SITE}/l")))
    assert (code, at) == ("298", "Ligplaats")
    assert "Het heet bijna zoals uw product 'ligplaats'. Is het hetzelfde?" in told


@pytest.mark.parametrize(
    "form",
    [
        "http://www.mijn.voorbeeld.example/digid",
        "https://mijn.voorbeeld.example/digid/",
        "https://MIJN.voorbeeld.example/digid?utm_source=sc&amp;utm_medium=x",
        "https://mijn.voorbeeld.example/digid#formulier",
        "https://mijn.voorbeeld.example/digid/kap?stap=1",
        "https://mijn.voorbeeld.example/producten/kap",
    ],
)
def test_an_address_is_compared_as_a_person_would(form: str, project: Path) -> None:
    entry = Entry(
        "Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="digid", form=form
    )
    assert found(project, instead(entry)) == []


@pytest.mark.parametrize(
    "written",
    [
        f"{TERMS}kapvergunning".replace("http:", "https:"),
        f"{TERMS}kapvergunning/",
        f"{TERMS}Kapvergunning".replace("http:", "HTTPS:"),
    ],
)
def test_a_name_of_the_list_is_the_same_however_its_address_is_written(written: str, project: Path) -> None:
    entry = Entry("Kapvergunning", f"{SITE}/kapvergunning", written, online="digid", form=PORTAL)
    assert found(project, instead(entry)) == []


def test_of_an_endless_address_the_beginning_is_told(project: Path) -> None:
    long = f"https://x.example/{'a' * 1_900}"
    ((code, _, says),) = found(project, instead(Entry("Ligplaats", long, online="ja", form=long)))
    assert code == "391" and len(says) < 1_000


def test_a_form_behind_the_first_is_told(project: Path) -> None:
    form = f'<overheidproduct:aanvraagURL resourceIdentifier="{FORM}"/>'.encode()
    data = instead(Entry("Ligplaats", f"{SITE}/l", online="ja", form=FORM))
    assert data.count(form) == 1
    assert found(project, data.replace(form, form * 2)) == []
    other = form.replace(FORM.encode(), PORTAL.encode())
    ((code, _, says),) = found(project, data.replace(form, form + other))
    assert code == "583" and f"meer dan één formulier. Niet vergeleken: {PORTAL}." in says
    assert [code for code, _, _ in found(project, data.replace(form, other + form))] == ["391", "583"]


def test_of_several_channels_each_is_named_for_what_it_asks(project: Path) -> None:
    channels = "channels: [loket, formulier]"
    text = PRODUCTS.replace(
        "{kind: aangifte, channels: [formulier]", f"{{kind: aangifte, {channels}"
    ).replace("channels: [loket], source", f"{channels}, source", 1)
    (project / "products.yaml").write_text(text, encoding="utf-8")
    ((code, _, says),) = found(project, instead(SAME[0], Entry("Ligplaats", f"{SITE}/l")))
    assert code == "392" and f"Toch gelden daarvoor 'Formulier' ({FORM}) en 'Loket' ({PORTAL})." in says
    ((code, _, says),) = found(
        project, instead(Entry("Ligplaats", f"{SITE}/l", online="ja", form="https://x.example/"))
    )
    assert code == "391" and "Daarvoor gelden 'Formulier'" in says


def test_of_several_pages_of_one_product_each_is_compared(project: Path) -> None:
    one = Entry("Kap in de stad", f"{SITE}/kap-stad", f"{TERMS}kapvergunning", online="digid", form=PORTAL)
    other = Entry("Kap erbuiten", f"{SITE}/kap-buiten", f"{TERMS}kapvergunning", online="digid", form=FORM)
    rest = [entry for entry in SAME if entry.title != "Kapvergunning"]
    assert [
        (code, f"{SITE}/kap-buiten" in told) for code, _, told in found(project, feed(*rest, one, other))
    ] == [("391", True)]
    assert [(code, at) for code, at, _ in found(project, feed(*SAME, one, other))] == [
        ("391", 'aanvraag, channels: [loket], source: "wet:Voorbeeldwet 1"}')
    ]


def test_one_page_for_several_products_is_that_of_each(project: Path) -> None:
    file = project / "products.yaml"
    second = file.read_text(encoding="utf-8").partition("  - id: ligplaats")[0].partition("  - id: ")[2]
    second = second.replace(
        "kapvergunning\n    name: Kapvergunning", "kap-bedrijf\n    name: Kap door bedrijven"
    )
    file.write_text(
        f"{file.read_text(encoding='utf-8')}  - id: {second.replace('[loket]', '[formulier]')}",
        encoding="utf-8",
    )
    assert found(project, feed(*SAME)) == []
    other = Entry("Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="ja", form=FORM)
    assert [code for code, *_ in found(project, instead(other))] == []
    strange = Entry(
        "Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="ja", form=f"{SITE}/kap"
    )
    assert [code for code, *_ in found(project, instead(strange))] == ["391"]


def test_a_day_before_the_law_asks_for_nothing_and_another_day_gives_what_holds_then(project: Path) -> None:
    (project.parent / "sc.xml").write_bytes(instead(Entry("Standplaats", f"{SITE}/s", online="ja")))
    arguments = ("compare", "sc", str(project.parent / "sc.xml"), "--date")
    wmebv(*arguments, "2025-06-01", cwd=project, code=0)
    assert "WMEBV393" in wmebv(*arguments, "2026-06-01", cwd=project, code=1).stdout


def test_a_part_of_a_feed_says_nothing_of_what_it_lacks(project: Path) -> None:
    codes = [code for code, *_ in found(project, answer_of_search(*SAME[:2], there_are=5))]
    assert codes == ["583"]
    whole = [code for code, *_ in found(project, answer_of_search(*SAME[:2], there_are=2))]
    assert whole == ["299", "299", "299"]


def test_the_four_forms_tell_the_same_and_change_nothing(project: Path) -> None:
    data = instead(Entry("Ligplaats", f"{SITE}/l", online="ja", form=PORTAL), Entry("Zwemles", f"{SITE}/z"))
    before = tree(project)
    text = compared(project, data, code=1).stdout
    assert "products.yaml:16:16: WMEBV391 fout: Bij 'Ligplaats'" in text
    assert text.endswith(
        "1 fout en 1 waarschuwing in 1 bestand. Vergeleken: 6 producten uit de catalogus met 6 producten uit het register, "
        "op 1 juni 2026.\n"
    )
    github = compared(project, data, "--format", "github", code=1).stdout
    assert "::error file=products.yaml,line=16,col=16,title=WMEBV391::" in github
    report = json.loads(compared(project, data, "--format", "json", code=1).stdout)
    assert (report["version"], report["failed"], report["strict"]) == (1, True, True)
    sarif = json.loads(compared(project, data, "--format", "sarif", code=1).stdout)
    results = sarif["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == [each["code"] for each in report["diagnostics"]]
    assert tree(project) == before


def test_of_many_of_a_kind_the_first_are_shown_and_how_to_see_all(project: Path) -> None:
    data = feed(*SAME, *(Entry(f"Zwemles {name}", f"{SITE}/z{name}") for name in "abcdefgh"))
    short = compared(project, data, code=1).stdout
    assert short.count("WMEBV298 waarschuwing") == 3
    assert "Typ dezelfde opdracht met --all voor de hele" in " ".join(short.split())
    assert compared(project, data, "--all", code=1).stdout.count("WMEBV298 waarschuwing") == 8


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "geen geldig XML"),
        (b"<html><body>Niet gevonden</body></html>", "geen bestand van Samenwerkende Catalogi"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "DOCTYPE"),
        (b"\x00\xff\xfe", "geen geldig XML"),
        (b"<!DOCTYPE html><html><body><form>Inloggen</form></body></html>", "Misschien moet u eerst inloggen"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- CMS --><!doctype HTML PUBLIC "x"><html></html>', "Dit is een webpagina"),
        (b"\n<HTML lang='nl'><p>Fout 403", "Dit is een webpagina"),
        # Much that may stand before the first element: each piece is looked at once.
        (b"<!---->\n" * 1_200, "geen geldig XML"),
        (b"<!--" + b"-" * 9_000, "geen geldig XML"),
        (b"<x>" * 500, "te veel in elkaar"),
        (feed(SAME[0])[:300], "geen geldig XML"),
        (feed(*(Entry("x", f"{SITE}/{name}", authority=f"Gemeente {name}") for name in ("A", "B"))), "geen daarvan heet"),
    ],
)  # fmt: skip
def test_what_is_no_feed_of_ours_is_one_sentence(data: bytes, says: str, project: Path) -> None:
    said = compared(project, data, code=2)
    assert said.stdout == ""
    assert says in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_a_register_with_a_mistake_or_no_file_is_one_sentence(project: Path) -> None:
    assert "bestaat niet" in wmebv("compare", "sc", "weg.xml", cwd=project, code=2).stderr
    assert "'..' is een map" in wmebv("compare", "sc", "..", cwd=project, code=2).stderr
    (project / "products.yaml").write_text("products: [{id: x}]\n", encoding="utf-8")
    said = compared(project, feed(*SAME), code=2)
    assert "In de registers staan nog fouten" in said.stderr
    assert said.stderr.endswith("Los die eerst op met 'wmebv check'. Vergelijk daarna.\n")


def test_what_is_said_can_be_read_by_an_editor(project: Path) -> None:
    other = (
        Entry("Kapvergunning", f"{SITE}/kapvergunning", f"{TERMS}rijbewijs", online="ja", form=f"{SITE}/kap"),
        Entry("Kapvergunning", f"{SITE}/kap-buiten", f"{TERMS}kapvergunning", online="ja"),
        Entry("Boom omhakken", f"{SITE}/kapvergunning", f"{TERMS}kapvergunning", online="digid", form=PORTAL),
        Entry("Ligplaats", f"{SITE}/ligplaats", online="digid", form=FORM),
        Entry("Ligplaats", f"{SITE}/l", online="nee"),
        Entry("Paspoort", f"{SITE}/p", online="ja", form=PORTAL),
        Entry("Standplaats", f"{SITE}/s", online="ja"),
        Entry("Toeristenbelasting", f"{SITE}/t", online="ja", form=FORM),
        Entry("Zwemles", f"{SITE}/z"),
        Entry("Standplaats melden", f"{SITE}/z"),
        Entry("", f"{SITE}/z"),
    )
    decisions = Decisions(whole_register(load(project), ""), date(2026, 6, 1))
    told = [
        each
        for data in (feed(*other), *map(feed, other), answer_of_search(*other, there_are=50))
        for each in compare(decisions, read_feed(data), packaged_upl()).diagnostics
    ]
    assert len({each.code for each in told}) == 9
    assert [wrong for each in told for wrong in not_dutch(each)] == []


HOSTILE = (
    Entry("\x41" * 5000, f"{SITE}/lang"),
    Entry("&lt;script&gt;alert(1)&lt;/script&gt;", "javascript:alert(1)"),
    Entry("Kapvergunning", "https://[", "http://[", online="misschien", form="https://["),
    Entry("Kapvergunning", f"{SITE}/kapvergunning", "x y", online="JA", form="//x"),
    Entry("Ligplaats", f"{SITE}/l", online="ja", form="https://mijn.voorbeeld.example:99999/"),
    Entry(
        "Ligplaats", "https://xn--80ak6aa92e.example/", PLACEHOLDER, online="ja", form="https://а.example/"
    ),
    Entry("", f"{SITE}/leeg"),
    Entry("Paspoort", f"{SITE}/p", audience=(), called=""),
)


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_a_broken_or_hostile_entry_never_ends_in_a_traceback(form: str, project: Path) -> None:
    said = compared(project, feed(*HOSTILE), "--format", form, code=1)
    assert "\x1b" not in said.all
    for entry in HOSTILE:
        compared(project, feed(entry), "--format", form, code=1)


def test_the_feeds_that_failed_are_compared(project: Path) -> None:
    names = sorted(path.name for path in (SHARED / "cases").glob("sc-*.xml"))
    if not names:
        pytest.skip(f"the inputs that failed are not here: {SHARED / 'cases'}")
    for name in names:
        compared(project, shared_case(name).read_bytes(), code=1)
    moved = found(project, shared_case("sc-na-verhuizing-website.xml").read_bytes())
    assert [(code, at) for code, at, _ in moved if code in ("298", "581", "582")] == []
    told = "".join(each for *_, each in found(project, shared_case("sc-placeholder-upl.xml").read_bytes()))
    assert "nog niet beschikbaar" not in told


@pytest.fixture
def website(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(fetching, "TRUSTED", frozenset({"127.0.0.1"}))

    class Answers(Quiet):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/sc.xml" else 404)
            self.end_headers()
            self.wfile.write(feed(*SAME))

    made = HTTPServer(("127.0.0.1", 0), Answers)
    with running(made):
        yield f"http://127.0.0.1:{made.server_port}"


def test_a_running_feed_is_compared_by_its_address(website: str, project: Path) -> None:
    wmebv("compare", "sc", f"{website}/sc.xml", "--date", "2026-06-01", cwd=project, code=0)
    gone = wmebv("compare", "sc", f"{website}/weg.xml", cwd=project, code=2)
    assert "(code 404)" in gone.stderr
    assert "wmebv compare sc BESTAND" in gone.stderr


@pytest.mark.parametrize(
    "address",
    [
        "http://www.voorbeeld.example/sc.xml",
        "https://127.0.0.1/sc.xml",
        "file:///etc/passwd",
        "https://[/sc.xml",
        "https://[::1",
        "https://voorbeeld.example:poort/sc.xml",
        "https://voorbeeld.example:99999/sc.xml",
        "https://voorbeeld .example/sc.xml",
    ],
)
def test_an_address_that_nobody_may_ask_is_one_sentence(address: str, project: Path) -> None:
    said = wmebv("compare", "sc", address, cwd=project, code=2)
    assert re.match(r"Fout: De catalogus kan nu niet worden opgehaald: .+ BESTAND\n\Z", said.stderr)
