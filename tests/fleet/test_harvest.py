"""A harvest: what is good is read, what is not is told of with since when, and neither stands in the way of the rest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from command import wmebv
from fleets import DAY
from manual import blocks
from misbehaving import answer
from places import ROOT
from projects import tree
from published_sites import (
    Websites,
    altered,
    bomb,
    certificate,
    data_of,
    like,
    sent_to,
    url_of,
    websites,
    zeros,
)

from wmebv_site.diagnostics import Refused
from wmebv_site.fleet.harvest import harvesting
from wmebv_site.fleet.harvest import spool as spools
from wmebv_site.fleet.harvest.harvested import Harvest
from wmebv_site.fleet.harvest.judged import Unfit, judged
from wmebv_site.fleet.listing import fleet_of
from wmebv_site.links import asking
from wmebv_site.links.inside import is_public

ONE, TWO, THREE = "gm9001", "gm9002", "gm9003"
LATER = "2026-06-09"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = certificate(tmp_path_factory.mktemp("certificate"))
    if found is None:
        pytest.skip("openssl, which makes a certificate, is not on this machine")
    return found


@pytest.fixture
def web(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Websites]:
    """Three websites that are well, and the only network there is."""
    with websites(tmp_path, made) as found:
        monkeypatch.setattr(asking, "Network", lambda limit: found.world.network)
        for code in (ONE, TWO, THREE):
            found.put(code, data_of(code))
        yield found
    assert all(map(is_public, found.world.connected))


def harvest(folder: Path, *more: str, day: str = DAY, code: int | None = 0) -> dict[str, Any]:
    said = wmebv(
        "fleet", "harvest", "--as", "sqlite", "--date", day, "--format", "json", *more, cwd=folder, code=code
    )
    told: dict[str, Any] = json.loads(said.stdout)
    return {each["code"]: each for each in told["municipalities"]}


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "oogst" / "gemeenten.sqlite")) as base:
        return base.execute(sql).fetchall()


PRODUCTS = "SELECT municipality, count(DISTINCT product) FROM now GROUP BY 1 ORDER BY 1"


def test_every_municipality_is_read_politely_and_once(web: Websites) -> None:
    folder = web.list_of(ONE, TWO, THREE, more="settings: {contact: oogst@voorbeeld.example}\n")
    found = harvest(folder)
    assert [(each["state"], each["changed"], each["products"]) for each in found.values()] == [
        ("good", True, 2)
    ] * 3
    assert rows(folder, PRODUCTS) == [(ONE, 2), (TWO, 2), (THREE, 2)]
    assert web.paths == [
        f"{code}/data/{name}.json" for code in (ONE, TWO, THREE) for name in ("geldend", "register")
    ]
    for _, _, request in web.requests:
        assert "User-Agent: wmebv/" in request and "(oogst van open data; oogst@voorbeeld.example)" in request
    before = tree(folder / "oogst")
    assert sorted(before) == ["bronnen.json", "gemeenten.sqlite"]
    assert sorted(each.name for each in folder.iterdir()) == ["fleet.yaml", "oogst"]
    again = harvest(folder)
    assert len(web.requests) == 6  # what was read well today is not asked once more
    assert not any(each["changed"] for each in again.values())
    assert tree(folder / "oogst") == before


def test_what_did_not_change_is_not_sent_once_more(web: Websites) -> None:
    folder = web.list_of(ONE, TWO)
    harvest(folder)
    web.put(TWO, data_of(TWO, LATER, products=3))
    web.requests.clear()
    found = harvest(folder, day=LATER)
    assert [(each["changed"], each["read"]) for each in found.values()] == [(False, LATER), (True, LATER)]
    assert [each["built_for"] for each in found.values()] == [DAY, LATER]
    assert rows(folder, PRODUCTS) == [(ONE, 2), (TWO, 3)]
    assert len(web.requests) == 4 and all("If-None-Match" in request for _, _, request in web.requests)
    web.requests.clear()
    harvest(folder, "--again", day=LATER)
    assert len(web.requests) == 4 and not any("If-None-Match" in request for _, _, request in web.requests)


def test_of_two_files_of_which_one_changed_both_are_read(web: Websites) -> None:
    folder = web.list_of(ONE)
    harvest(folder)
    register, intervals = data_of(ONE)
    web.put(ONE, (altered(register, lambda data: data["products"][0].update(name="Nieuw")), intervals))
    web.requests.clear()
    assert harvest(folder, day=LATER)[ONE]["changed"]
    assert web.paths == [
        "gm9001/data/geldend.json",
        "gm9001/data/geldend.json",
        "gm9001/data/register.json",
    ]
    assert ("Nieuw",) in rows(folder, "SELECT DISTINCT name FROM now")


GOOD = data_of(ONE)


def _with(change: Callable[[Any], object]) -> bytes:
    return altered(GOOD[0], change)


BAD: dict[str, tuple[Any, str, str]] = {
    "nothing there": (answer("weg", "404 Not Found"), "absent", "/data/register.json staat niets (code 404)"),
    "not let in": (answer("nee", "403 Forbidden"), "absent", "laat dit programma niet binnen"),
    "out of order": (answer("", "500 Internal Server Error"), "absent", "werkt niet (code 500)"),
    "busy": (answer("", "429 Too Many Requests", Retry_After="7200"), "absent", "(code 429)"),
    "hangs up": (like("/hangt-op"), "absent", "geeft geen antwoord"),
    "gibberish": (like("/onzin"), "broken", "niet te lezen"),
    "a page": (answer("<!doctype html><title>Welkom</title>"), "broken", "staat een webpagina"),
    "empty": (answer(""), "broken", "is leeg"),
    "no JSON": (answer('{"version": "1.0", x}'), "broken", "regel 1, teken 20 klopt niet"),
    "cut off JSON": (answer(GOOD[0][:-90]), "broken", "houdt halverwege op"),
    "cut off": (answer(GOOD[0], Content_Length="99999"), "broken", "breekt haar antwoord halverwege af"),
    "no gzip": (answer(GOOD[0], Content_Encoding="gzip"), "broken", "niet te lezen"),
    "latin": (answer("{é}".encode("latin-1")), "broken", "geen tekst in UTF-8"),
    "a number": (answer("3"), "broken", "iets anders dan data"),
    "wrong type": (answer(_with(lambda data: data.update(products=3))), "broken", "'products' is geen lijst"),
    "wrong word": (
        answer(_with(lambda data: data["products"][0]["messages"][0]["answers"][0].update(state="ja"))),
        "broken",
        "'products[0].messages[0].answers[0].state' is een woord dat daar niet kan staan",
    ),
    "key lost": (answer(_with(lambda data: data["products"][0].pop("name"))), "broken", "[0].name' ontbreekt"),
    "script": (
        answer(_with(lambda data: data["products"][0].update(permalink="javascript:alert(1)"))),
        "broken",
        "'products[0].permalink' kan daar niet staan",
    ),
    "nobody": (answer(_with(lambda data: data["municipality"].pop("tooi"))), "broken", "de code ontbreekt"),
    "twice": (
        answer(_with(lambda data: data["products"].append(data["products"][0]))),
        "broken",
        "staat een bericht twee keer: 'p0', 'klacht'",
    ),
    "other messages": (
        answer(_with(lambda data: data["products"].pop())), "broken", "niet over dezelfde berichten: 'p1'",
    ),
    "another day": (answer(data_of(ONE, LATER)[0]), "broken", "niet van dezelfde dag"),
    "another": (answer(data_of(TWO)[0]), "another", "van gm9002. In de lijst staat gm9001."),
    "newer": (answer(_with(lambda data: data.update(version="2.3"))), "unsupported", "hebben versie 2.3"),
    "zeros": (zeros, "hostile", "meer dan 32 MB"),
    "endless": (like("/eindeloos"), "hostile", "meer dan 32 MB"),
    "bomb": (bomb(100), "hostile", "meer dan 32 MB"),
    "drips": (like("/druppelt"), "hostile", "nog niet klaar"),
    "drips heads": (like("/druppelt-koppen"), "hostile", "nog niet klaar"),
    "deep": (answer("[" * 100_000), "hostile", "te diep in elkaar"),
    "many parts": (answer('{"x": [' + "[]," * 2_700_000 + "0]}"), "hostile", "meer dan 1000000 onderdelen"),
    "many products": (answer('{"version": "1.0", "products": [' + "0," * 20_001 + "0]}"), "hostile", "20000 producten"),
    "long text": (answer(_with(lambda data: data["products"][0].update(name="x" * 200_001))), "hostile", "veel te lang"),
    "round": (sent_to(f"{url_of(ONE)}data/register.json"), "hostile", "stuurt steeds door"),
    "to http": (sent_to("http://gm9002.voorbeeld.example/data/register.json"), "hostile", "zonder https"),
    "to a network": (sent_to("https://binnen.voorbeeld.example/x"), "hostile", "binnen een eigen netwerk"),
    "to this machine": (sent_to("https://127.0.0.1/x"), "hostile", "binnen een eigen netwerk"),
    "to a file": (sent_to("file:///etc/passwd"), "hostile", "geen webadres"),
}  # fmt: skip


@pytest.mark.parametrize(("behave", "state", "why"), BAD.values(), ids=BAD)
def test_what_is_no_good_is_told_and_the_rest_is_done(
    web: Websites, behave: Any, state: str, why: str
) -> None:
    web.world.hosts |= {"binnen.voorbeeld.example": ["10.0.0.7"], "127.0.0.1": ["127.0.0.1"]}
    web.world.limit = 0.4 if "klaar" in why else 5.0
    web.put_behaviour(ONE, behave, answer(GOOD[1]))
    folder = web.list_of(ONE, TWO)
    found = harvest(folder, code=1)
    assert found[ONE]["state"] == state and why in found[ONE]["why"], found[ONE]
    assert (found[ONE]["since"], found[ONE]["read"]) == (DAY, None)
    assert found[TWO]["state"] == "good"
    assert rows(folder, "SELECT code, state FROM municipalities ORDER BY 1") == [(ONE, state), (TWO, "good")]
    assert rows(folder, PRODUCTS) == [(TWO, 2)]


def test_a_name_that_does_not_exist_or_leads_inside_is_absent(web: Websites) -> None:
    import socket

    folder = web.list_of(ONE, TWO, THREE)
    web.world.hosts["gm9001.voorbeeld.example"] = socket.gaierror(socket.EAI_NONAME, "unknown")
    web.world.hosts["gm9002.voorbeeld.example"] = ["192.168.1.4"]
    found = harvest(folder, code=1)
    assert [each["state"] for each in found.values()] == ["absent", "absent", "good"]
    assert "bestaat niet op internet" in found[ONE]["why"] and "uw eigen netwerk" in found[TWO]["why"]


def test_without_internet_nothing_is_remembered(web: Websites) -> None:
    import socket

    folder = web.list_of(ONE, TWO, THREE)
    harvest(folder)
    before = tree(folder)
    for code in (ONE, TWO, THREE):
        web.world.hosts[f"{code}.voorbeeld.example"] = socket.gaierror(socket.EAI_NONAME, "unknown")
    said = wmebv("fleet", "harvest", "--date", LATER, cwd=folder, code=2)
    assert "Geen enkele website geeft antwoord" in said.stderr
    assert tree(folder) == before


def test_what_was_read_stays_when_a_website_fails_and_it_is_told_since_when(web: Websites) -> None:
    folder = web.list_of(ONE, TWO)
    harvest(folder)
    web.put_behaviour(ONE, answer("stuk"))
    for day in (LATER, "2026-06-10"):
        found = harvest(folder, day=day, code=1)[ONE]
        assert (found["state"], found["since"], found["read"]) == ("broken", LATER, DAY)
        assert rows(folder, PRODUCTS) == [(ONE, 2), (TWO, 2)]
        assert rows(folder, f"SELECT state, since, harvested FROM municipalities WHERE code = '{ONE}'") == [
            ("broken", LATER, DAY)
        ]
    web.put_behaviour(ONE, answer("", "404 Not Found"))
    said = wmebv("fleet", "harvest", "--date", "2026-06-11", cwd=folder, code=1).stdout
    assert "gm9001: Op https://gm9001.voorbeeld.example/data/register.json staat niets (code 404)." in said
    assert "Wat op 1 juni 2026 is gelezen, blijft staan." in said and "Dit is zo" not in said
    said = wmebv("fleet", "harvest", "--date", "2026-06-12", cwd=folder, code=1).stdout
    assert "Dit is zo sinds 11 juni 2026." in said
    assert "Gelezen: 1 van 2 gemeenten. Daarvan zijn er 0 nieuw of gewijzigd." in said
    asked = wmebv("fleet", "query", "oogst", cwd=folder, code=0).stdout
    assert "de gegevens zijn er niet" in asked and "de gegevens zijn gelezen" in asked
    assert "good" not in asked and "absent" not in asked
    assert '"absent"' in wmebv("fleet", "query", "oogst", "--format", "json", cwd=folder, code=0).stdout
    web.put(ONE, data_of(ONE))
    web.requests.clear()
    found = harvest(folder, day="2026-06-13")
    assert (found[ONE]["state"], found[ONE]["changed"], found[ONE]["read"]) == ("good", False, "2026-06-13")


def test_a_harvest_that_is_broken_off_goes_on_where_it_was(
    web: Websites, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = web.list_of(ONE, TWO, THREE)
    whole = harvest(folder)
    expected = tree(folder / "oogst")
    for number in range(1, 6):
        for file in sorted((folder / "oogst").iterdir()):
            file.unlink()
        web.requests.clear()
        usual, kept = spools.Spool.keep, []

        def dies(
            self: Any, *more: Any, kept: list[Any] = kept, number: int = number, usual: Any = usual
        ) -> None:
            if len(kept) == number:
                journal = folder / ".oogst-bezig" / "journal.jsonl"
                with journal.open("ab") as stream:
                    stream.write(b'{"cut off')
                raise KeyboardInterrupt
            usual(self, *more)
            kept.append(more)

        with monkeypatch.context() as patched:
            patched.setattr(spools.Spool, "keep", dies)
            assert wmebv("fleet", "harvest", "--as", "sqlite", "--date", DAY, cwd=folder).code
        assert tree(folder / "oogst") == {}
        web.requests.clear()
        assert harvest(folder) == whole
        assert len(web.requests) == 6 - number
        assert tree(folder / "oogst") == expected
        assert not (folder / ".oogst-bezig").exists()


def test_what_was_fetched_yesterday_or_was_damaged_is_asked_again(web: Websites) -> None:
    folder = web.list_of(ONE)
    with spools.spooled(folder / "oogst", DAY) as spool:
        copy = spools.Copy(spools.sum_of_bytes(GOOD[0]))
        spool.keep(url_of(ONE), "register", spools.Fetched(Harvest.GOOD, copy=copy), GOOD[0])
        spool.keep(url_of(ONE), "intervals", spools.Fetched(Harvest.GOOD, copy=copy), GOOD[1])
    assert harvest(folder)[ONE]["state"] == "good"
    assert web.paths == ["gm9001/data/geldend.json"]
    with spools.spooled(folder / "oogst", DAY) as spool:
        spool.keep(url_of(ONE), "register", spools.Fetched(Harvest.GOOD, copy=copy), GOOD[0])
    with spools.spooled(folder / "oogst", LATER) as spool:
        assert spool.get(url_of(ONE), "register") is None


def built(folder: Path, codes: dict[str, str | None], said: dict[str, str] | None = None) -> Path:
    """A list of projects whose websites are built, each with the data of a code."""
    lines = [f"  - {{folder: {name}{f', code: {code}' if code else ''}}}\n" for name, code in codes.items()]
    (folder / "fleet.yaml").write_text(f"municipalities:\n{''.join(lines)}", encoding="utf-8")
    for name, code in codes.items():
        data = folder / "websites" / name / "data"
        data.mkdir(parents=True)
        for file, held in zip(
            ("register", "geldend"), data_of((said or {}).get(name) or code or ONE), strict=True
        ):
            (data / f"{file}.json").write_bytes(held)
    return folder


def test_websites_that_are_built_here_are_read_from_their_folders(tmp_path: Path) -> None:
    folder = built(tmp_path, {"bee": TWO, "aa": THREE, "cee": None, "dee": ONE})
    said = wmebv("fleet", "harvest", "--as", "sqlite", "--date", DAY, cwd=folder, code=1).stdout
    assert "cee: De data zijn van gm9001, net als die van 'dee'." in said
    assert rows(folder, PRODUCTS) == [(ONE, 2), (TWO, 2), (THREE, 2)]
    assert "Gelezen: 3 van 4 gemeenten." in said


def test_a_website_without_a_code_in_the_list_is_not_judged_again_while_its_files_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = built(tmp_path, {"bee": None, "aa": TWO}, {"bee": THREE})
    calls = []
    monkeypatch.setattr(harvesting, "judged", lambda *asked: calls.append(asked[2]) or judged(*asked))
    for day, number in ((DAY, 3), (LATER, 0)):
        calls.clear()
        wmebv("fleet", "harvest", "--as", "sqlite", "--date", day, cwd=folder, code=0)
        assert len(calls) == number
        assert rows(folder, PRODUCTS) == [(TWO, 2), (THREE, 2)]
    for file, held in zip(("register", "geldend"), data_of(ONE), strict=True):
        (folder / "websites" / "bee" / "data" / f"{file}.json").write_bytes(held)
    said = wmebv("fleet", "harvest", "--as", "sqlite", "--date", LATER, cwd=folder).stdout
    assert calls and "Gelezen: 2 van 2 gemeenten." in said
    assert (ONE, 2) in rows(folder, PRODUCTS)


def _gone(data: Path) -> None:
    for file in data.iterdir():
        file.unlink()
    data.rmdir()
    data.parent.rmdir()


def _pipe(data: Path) -> None:
    import os

    (data / "register.json").unlink()
    os.mkfifo(data / "register.json")


def _sparse(data: Path) -> None:
    with (data / "geldend.json").open("wb") as stream:
        stream.truncate(10_000_000_000)


FOLDERS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "gone": (_gone, "absent", "De website is er niet. Maak haar met: wmebv fleet build"),
    "no data": (lambda data: (data / "register.json").unlink(), "absent", "Zet in mkdocs.yml bij 'data' ook 'json'"),
    "a pipe": (_pipe, "hostile", "geen gewoon bestand"),
    "zeros": (_sparse, "hostile", "groter dan 32 MB"),
    "another": (lambda data: (data / "register.json").write_bytes(data_of(TWO)[0]), "another", "van gm9002"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "state", "why"), FOLDERS.values(), ids=FOLDERS)
def test_what_is_no_good_in_a_folder_is_told_and_the_rest_is_done(
    tmp_path: Path, spoil: Callable[[Path], object], state: str, why: str
) -> None:
    folder = built(tmp_path, {"aa": ONE, "bee": THREE})
    spoil(folder / "websites" / "aa" / "data")
    found = harvest(folder, code=1)
    assert (found[ONE]["state"], found[THREE]["state"]) == (state, "good")
    assert why in found[ONE]["why"]
    assert rows(folder, PRODUCTS) == [(THREE, 2)]


def test_the_list_of_the_manual_can_be_read(tmp_path: Path) -> None:
    (text,) = (block.text for block in blocks(ROOT / "docs" / "how-to" / "oogsten.md") if block.title)
    (tmp_path / "fleet.yaml").write_text(text, encoding="utf-8")
    fleet = fleet_of(tmp_path)
    assert [place.key for place in fleet.places] == ["cee"]
    assert [each.url for each in fleet.published] == [
        "https://kanalen.aadorp.example/",
        "https://www.beestad.example/digitaal/",
        None,
    ]
    assert fleet.settings.contact == "oogst@provincie.example"


LISTS = {
    "  - {name: aa}": ["WMEBV705"],
    '  - {url: "https://a.example/"}': ["WMEBV706"],
    '  - {url: "http://a.example/", code: gm9001}': ["WMEBV107"],
    '  - {url: "https://a.example/?x", code: gm9001}': ["WMEBV107"],
    '  - {url: "https://a.example/#x", code: gm9001}': ["WMEBV107"],
    '  - {url: "https://10.0.0.1/", code: gm9001}': ["WMEBV107"],
    '  - {url: "https://iemand:geheim@a.example/", code: gm9001}': ["WMEBV107"],
    '  - {url: "https://a.example/x", code: gm9001}\n  - {url: "https://a.example/x/", code: gm9002}': [
        "WMEBV690"
    ],
    '  - {url: "https://a.example/", code: gm9001}\n  - {folder: aa, code: gm9001}': ["WMEBV690"],
    "  - {name: aa}\n  - {name: bee}": ["WMEBV705", "WMEBV705"],
}


@pytest.mark.parametrize(("listed", "codes"), LISTS.items())
def test_all_that_is_wrong_with_an_address_in_the_list_is_told(
    tmp_path: Path, listed: str, codes: list[str]
) -> None:
    (tmp_path / "fleet.yaml").write_text(f"municipalities:\n{listed}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        fleet_of(tmp_path)
    assert [line.rpartition("(")[2].rstrip(")") for line in refused.value.findings] == codes


def test_who_has_only_an_address_is_not_checked(web: Websites) -> None:
    said = wmebv("fleet", "check", "--date", DAY, cwd=web.list_of(ONE), code=0).stdout
    assert "geen enkele gemeente heeft een map" in said


def test_a_damaged_memory_is_told_of_and_all_is_read_again(tmp_path: Path) -> None:
    folder = built(tmp_path, {"aa": ONE})
    harvest(folder)
    for damaged in (
        "",
        "{",
        "[]",
        '{"shape": 1, "version": "x", "sources": [{}]}',
        '{"shape": 9}',
        "[" * 5000,
    ):
        (folder / "oogst" / "bronnen.json").write_text(damaged)
        said = wmebv("fleet", "harvest", "--date", DAY, cwd=folder, code=0).stdout
        assert "bronnen.json' is niet te lezen. Alles wordt opnieuw opgehaald." in said
    assert not harvest(folder)[ONE]["changed"]


def test_a_folder_with_the_work_of_another_is_left_alone(tmp_path: Path) -> None:
    folder = built(tmp_path, {"aa": ONE})
    (folder / "oogst").mkdir()
    (folder / "oogst" / "verslag.docx").write_text("van iemand")
    said = wmebv("fleet", "harvest", "--date", DAY, cwd=folder, code=2)
    assert "verslag.docx" in said.stderr
    assert tree(folder / "oogst") == {"verslag.docx": b"van iemand"}


@pytest.mark.parametrize("minor", ["0", "1", "99"])
def test_a_later_version_may_have_more_keys(minor: str) -> None:
    def newer(data: Any) -> None:
        data["version"] = f"1.{minor}"
        data["later"] = [{"x": None}]
        for product in data.get("products", ()):
            product["later"] = 3

    register, intervals = (altered(file, newer) for file in GOOD)
    found = judged(register, intervals, ONE, date.fromisoformat(DAY))
    assert [product["id"] for product in found.register["products"]] == ["p0", "p1"]
    assert "later" not in found.register and "later" not in found.register["products"][0]


def _ended(data: Any) -> None:
    data["intervals"][-1]["until"] = "2030-01-01"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("9999-12-31", "ligt na de dag van de oogst"),
        ("2026-06-04", "ligt na de dag van de oogst"),
        ("2026-02-30", "."),
        ("0000-00-00", "."),
    ],
)
def test_no_municipality_tells_what_holds_on_a_day_to_come(day: str, why: str) -> None:
    """The latest day of all is that of the overview."""
    pair = [altered(each, lambda data: data.update(built_for=day)) for each in GOOD]
    with pytest.raises(Unfit, match=why):
        judged(pair[0], pair[1], ONE, date(2026, 6, 2))


@pytest.mark.parametrize("day", ["2026-06-03", "2026-06-02", "0001-01-01"])
def test_a_website_may_be_a_day_ahead_and_any_time_behind(day: str) -> None:
    pair = [altered(each, lambda data: data.update(built_for=day)) for each in GOOD]
    assert judged(pair[0], pair[1], ONE, date(2026, 6, 2)).register["built_for"] == day


def test_a_day_before_that_of_the_last_harvest_is_refused(tmp_path: Path) -> None:
    """What is known until a day on which it was not known yet would be nonsense."""
    folder = built(tmp_path, {"aa": ONE})
    harvest(folder, day=LATER)
    before = tree(folder)
    said = wmebv("fleet", "harvest", "--date", DAY, cwd=folder, code=2).stderr
    assert "van 9 juni 2026" in said and "--out" in said and "Traceback" not in said
    assert tree(folder) == before and not list(folder.glob(".*"))
    wmebv("fleet", "harvest", "--date", DAY, "--out", "ander", "--as", "sqlite", cwd=folder, code=0)


def test_two_harvests_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Each takes its folder away when it is done, also when another waits for it."""
    out = tmp_path / "oogst"
    done: list[str] = []

    def work(name: str) -> None:
        with spools.spooled(out, DAY) as spool:
            spool.keep(name, "register", spools.Fetched(Harvest.ABSENT, "weg"))
            spool.clear()
            done.append(name)

    threads = [Thread(target=work, args=(f"{number}",)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(done) == 8 and list(tmp_path.iterdir()) == []


def _begun(data: Any) -> None:
    data["intervals"][0]["from"] = "2020-01-01"


def _gap(data: Any) -> None:
    next(row for row in data["intervals"] if "from" in row)["from"] = "2029-12-31"


@pytest.mark.parametrize(
    ("change", "why"), [(_ended, "houdt een bericht op"), (_begun, "op elkaar aan"), (_gap, "op elkaar aan")]
)
def test_for_every_day_there_is_one_answer(change: Callable[[Any], None], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        judged(GOOD[0], altered(GOOD[1], change), ONE, date.fromisoformat(DAY))
