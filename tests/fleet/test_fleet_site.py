"""The overview of many municipalities: its pages say what the named questions answer, on both engines, for every reader."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from browsing import served, watched
from command import wmebv
from fleets import write_fleet
from harvests import CODES, harvest
from htmlpages import HEADINGS, Element, Page, dangers, site_pages
from judges import LOOKS, axe, needs_judges, open_everything, verdicts, wear
from one_of_each import one_of_each
from places import ROOT
from playwright.sync_api import Browser

from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import thousands
from wmebv_site.fleet.harvest.answering import answer
from wmebv_site.fleet.harvest.harvested import Harvested
from wmebv_site.fleet.harvest.opening import Store, opened
from wmebv_site.fleet.harvest.store import write
from wmebv_site.fleet.overview.answers import Answers, in_percents
from wmebv_site.fleet.overview.downloads import harvest_files
from wmebv_site.fleet.overview.publisher import Look, OverviewSettings, look_of
from wmebv_site.fleet.overview.skeleton import overview_files, write_overview
from wmebv_site.site.artifact import StaticFile

DAY = date(2026, 6, 1)
FORMS = ("sqlite", "parquet")


def _harvested(
    folder: Path, form: str, more: Callable[[Iterator[Harvested]], Iterator[Harvested]] = iter
) -> Path:
    if form == "parquet":
        pytest.importorskip("duckdb")
    write(folder, more(harvest(DAY.isoformat())), DAY, form)
    return folder


def _look(**settings: str) -> Look:
    look, found = look_of(OverviewSettings.model_construct(name="Regio Voorbeeld", **settings), Path())
    assert found == []
    return look


def _site(oogst: Path, target: Path) -> Path:
    with opened(oogst) as store:
        files = harvest_files(oogst)
        write_overview(target, overview_files(Answers(store), _look(), files), files)
    return target


@pytest.fixture(scope="module")
def oogst(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _harvested(tmp_path_factory.mktemp("oogst") / "oogst", "sqlite")


@pytest.fixture(scope="module")
def site(oogst: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _site(oogst, tmp_path_factory.mktemp("overzicht") / "overzicht")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return site_pages(site)


def _rows(page: Page, table: str) -> dict[str, list[str]]:
    """The cells of each row of a table, by where its first cell leads, or else by what it says."""
    (region,) = [
        each for each in page.main.with_class("scroll") if each.attributes["aria-labelledby"] == table
    ]
    found = {}
    for row in region.all("tr"):
        heads = [each for each in row.all("th") if each.attributes["scope"] == "row"]
        if heads:
            links = heads[0].all("a")
            found[links[0].attributes["href"] if links else heads[0].text] = [
                each.text for each in row.all("td")
            ]
    return found


def _answer(store: Store, name: str, *said: str) -> list[dict[str, object]]:
    outcome = answer(store, name, *said)
    return [dict(zip(outcome.columns, row, strict=True)) for row in outcome.rows]


def _whole(*numbers: object) -> list[str]:
    return [thousands(int(str(each))) for each in numbers]


@pytest.mark.parametrize("form", FORMS)
def test_every_number_on_the_pages_is_what_the_question_answers(
    pages: dict[str, Page], form: str, tmp_path: Path
) -> None:
    with opened(_harvested(tmp_path / "oogst", form)) as store:
        (whole,) = _answer(store, "samen")
        lead = f"Voor {thousands(whole['answered'])} van {thousands(whole['needed'])} officiële berichten geldt een digitaal kanaal"
        assert f"{lead} ({in_percents(whole['share'])})." in pages[""].main.text
        fallback = {row["code"]: row["fallback"] for row in _answer(store, "restkanaal")}
        shown = _rows(pages["gemeenten/"], "tabel")
        covered = _answer(store, "dekking")
        assert len(shown) == len(covered) == len(CODES)
        for row in covered:
            cells = ["geen gegevens"]
            if row["built_for"]:
                cells = [
                    *_whole(
                        row["needed"],
                        row["answered"],
                        fallback.get(row["code"], 0),
                        row["needed"] - row["answered"],
                    ),
                    in_percents(row["share"]) or "–",
                ]
            assert shown[f"{row['code']}/"] == cells, row
            at_home = _rows(pages[""], "tabel-gemeenten")[f"gemeenten/{row['code']}/"]
            assert at_home == [cell for place, cell in enumerate(cells) if place in (0, 1, 4)]
        assert [cells for _, cells in _rows(pages[""], "tabel-provincies").items()] == [
            [*_whole(row["municipalities"], row["needed"], row["answered"]), in_percents(row["share"]) or "–"]
            for row in _answer(store, "dekking-provincie")
        ]
        months = [
            [*_whole(row["needed"], row["answered"]), in_percents(row["share"]) or "–"]
            for row in _answer(store, "per-maand")
        ]
        assert list(_rows(pages[""], "tabel-verloop").values()) == months[::-1]
        kinds = sorted(_whole(row["municipalities"], row["messages"]) for row in _answer(store, "kanalen"))
        assert sorted(_rows(pages[""], "tabel-kanalen").values()) == kinds
        lost = [row["code"] for row in _answer(store, "oogst") if row["state"] != "good"]
        assert [href.split("/")[1] for href in _rows(pages[""], "tabel-aandacht")] == lost != []
        changed = {
            f"../gemeenten/{row['code']}/#wijzigingen": _whole(
                row["changed"], row["answered_before"], row["answered"]
            )
            for row in _answer(store, "wijzigingen")
        }
        assert (
            {href: cells[:3] for href, cells in _rows(pages["wijzigingen/"], "tabel").items()}
            == changed
            != {}
        )


@pytest.mark.parametrize("form", FORMS)
def test_the_page_of_each_product_says_what_the_question_about_it_answers(
    pages: dict[str, Page], form: str, tmp_path: Path
) -> None:
    with opened(_harvested(tmp_path / "oogst", form)) as store:
        products = _answer(store, "producten")
        listed = _rows(pages["producten/"], "tabel")
        addresses = {each.key: each.address for each in Answers(store).products}
        assert len(listed) == len(products)
        for row in products:
            address = addresses[row["subject"]]
            assert listed[f"{address}/"] == [
                *_whole(row["municipalities"], row["complete"], row["needed"], row["answered"]),
                in_percents(row["share"]),
            ]
            page = pages[f"producten/{address}/"]
            told = [each for each in _answer(store, "product", row["subject"]) if each["needed"]]
            assert {href: cells[:2] for href, cells in _rows(page, "tabel").items()} == {
                f"../../gemeenten/{each['code']}/": _whole(each["needed"], each["answered"]) for each in told
            }
            lacking = [each["code"] for each in _answer(store, "zonder", row["subject"])]
            lists = page.main.with_class("in-columns")
            found = [link.attributes["href"].split("/")[-2] for each in lists for link in each.all("a")]
            assert sorted(found) == sorted(lacking)


@pytest.mark.parametrize("form", FORMS)
def test_the_page_of_twenty_products_says_what_the_question_answers(
    pages: dict[str, Page], form: str, tmp_path: Path
) -> None:
    with opened(_harvested(tmp_path / "oogst", form)) as store:
        (told,) = _answer(store, "twintig")
        page = pages["twintig/"]
        figures = [each.text for each in page.main.with_class("figures")[0].all("dd")]
        assert figures[0].startswith(
            f"{in_percents(told['share'])} {told['answered']} van {told['pairs']} keer"
        )
        assert figures[1].startswith(f"{told['partly']} van {told['pairs']} keer")
        assert figures[2].startswith(f"{told['complete']} van {told['municipalities']}")
        rows = [
            _whole(row["answered"], row["there"] - row["answered"], row["municipalities"] - row["there"])
            for row in _answer(store, "twintig-producten")
        ]
        assert [cells[:3] for cells in _rows(page, "tabel-producten").values()] == rows and len(rows) == 20
        listed = {each.attributes["id"]: each for each in page.main.all("h3")}
        assert set(listed) == {f"met-{row['answered']}" for row in _answer(store, "twintig-gemeenten")}


def test_both_engines_give_the_same_pages_and_a_second_time_the_same_bytes(
    site: Path, oogst: Path, tmp_path: Path
) -> None:
    again = _site(oogst, tmp_path / "nog-eens")
    assert _contents(again) == _contents(site)
    other = _site(_harvested(tmp_path / "oogst", "parquet"), tmp_path / "ander")
    differing = {"gegevens/index.html", "gegevens/sha256sums.txt", "gegevens/gemeenten.sqlite"}
    here, there = _contents(site), _contents(other)
    assert {path: here[path] for path in here.keys() - differing} == {
        path: data for path, data in there.items() if path not in differing and not path.endswith(".parquet")
    }


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_every_link_leads_somewhere_and_every_page_can_be_reached(site: Path, pages: dict[str, Page]) -> None:
    reached, ahead = {""}, [""]
    while ahead:
        page = pages[ahead.pop()]
        for href in [*page.hrefs, *(each.attributes["href"] for each in page.root.all("link"))]:
            if re.match("https?:", href):
                continue
            path, fragment = page.resolve(href)
            target = site / path / "index.html" if path.endswith("/") or not path else site / path
            assert target.is_file(), (page.url, href)
            assert not fragment or fragment in pages[path].ids, (page.url, href)
            if path in pages and path not in reached:
                reached.add(path)
                ahead.append(path)
    assert reached == set(pages)


def test_every_page_is_whole_and_holds_nothing_that_runs(pages: dict[str, Page]) -> None:
    titles = Counter((page.root.one("head").one("title").text, url[:4]) for url, page in pages.items())
    assert [title for title, number in titles.items() if number > 1] == []
    for url, page in pages.items():
        assert page.faults == [], url
        assert [found for found in dangers(page) if found != "<svg>"] == [], url
        assert page.root.all("script") == [], url
        assert len(set(page.ids)) == len(page.ids), url
        levels = [int(heading.tag[1]) for heading in page.main.all(*HEADINGS)]
        assert levels[0] == 1 and levels.count(1) == 1, url
        assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False)), url
        assert all(link.text for link in page.links), url
        assert "default-src 'none'" in page.meta("Content-Security-Policy")[0], url
        for element in page.root.all("ul", "dl", "table", "nav", "p", "li", "td", "th", "dd"):
            assert element.text or element.all("img"), (url, element)
        targets: dict[str, set[str]] = {}
        for link in page.main.all("a"):
            targets.setdefault(link.text, set()).add(link.attributes["href"])
        assert {text: found for text, found in targets.items() if len(found) > 1} == {}, url
        for table in page.main.all("table"):
            assert table.one("caption").text, url
        assert not re.search(r"\bNone\b|\bTrue\b|\{\{|20\d\d-\d\d-\d\d", page.main.text), url


def _calling_itself(each: Harvested, **told: object) -> Harvested:
    if each.register is None:
        return each
    return replace(
        each, register={**each.register, "municipality": {**each.register["municipality"], **told}}
    )


def test_what_is_made_up_is_called_so_on_every_page(pages: dict[str, Page], tmp_path: Path) -> None:
    for page in pages.values():
        assert "Deze gegevens zijn verzonnen. Ze zeggen niets over echte gemeenten." in page.root.text

    def some_are_real(found: Iterator[Harvested]) -> Iterator[Harvested]:
        for number, each in enumerate(found):
            yield _calling_itself(each, name=f"Plaats {number}", fictitious=number == 4)

    mixed = site_pages(_site(_harvested(tmp_path / "oogst", "sqlite", some_are_real), tmp_path / "site"))
    for page in mixed.values():
        assert "Een deel van de gegevens is verzonnen. Dat geldt voor 1 gemeente." in page.root.text
    assert "Plaats 4 (verzonnen)" in mixed["gemeenten/"].main.text
    assert "Plaats 5 (verzonnen)" not in mixed["gemeenten/"].main.text

    def all_are_real(found: Iterator[Harvested]) -> Iterator[Harvested]:
        return (_calling_itself(each, fictitious=False) for each in found)

    real = site_pages(_site(_harvested(tmp_path / "echt", "sqlite", all_are_real), tmp_path / "echte-site"))
    assert [url for url, page in real.items() if "verzonnen" in page.root.text] == [
        "gegevens/"
    ]  # a column is so called


def test_data_of_long_ago_are_called_old_though_they_were_read_well(tmp_path: Path) -> None:
    """Who looks at the whole would think that all of it holds on one day."""

    def some_are_old(found: Iterator[Harvested]) -> Iterator[Harvested]:
        days = {"gm9998": "2026-04-30", "gm9999": "2026-05-01"}  # 32 and 31 days before the others
        for each in found:
            register = each.register and {**each.register, "built_for": days.get(each.code, "2026-06-01")}
            yield replace(each, register=register)

    found = site_pages(_site(_harvested(tmp_path / "oogst", "sqlite", some_are_old), tmp_path / "site"))
    old = ["de gegevens zijn oud", "30 april 2026", "30 april 2026"]
    assert old in _rows(found[""], "tabel-aandacht").values()
    assert len(_rows(found[""], "tabel-aandacht")) == 2
    said = "Let op: de gegevens zijn oud. Na 30 april 2026 is de website niet meer vernieuwd."
    assert said in found["gemeenten/gm9998/"].main.text
    assert "Let op" not in found["gemeenten/gm9999/"].main.text


def _alike(*codes: str) -> Callable[[Iterator[Harvested]], Iterator[Harvested]]:
    """In the place of what was harvested, municipalities with these codes that say the same."""

    def made(found: Iterator[Harvested]) -> Iterator[Harvested]:
        first = next(found)
        return (replace(_calling_itself(first, name=f"Plaats {code}"), code=code) for code in codes)

    return made


@pytest.mark.parametrize(
    ("codes", "has_map", "has_table"),
    [
        (("gm8001", "gm8002"), False, False),
        (("gm0014", "gm0037"), False, True),
        (("gm0014", "gm0344"), True, True),
    ],
)
def test_provinces_are_shown_where_there_are_any_and_a_map_where_there_are_more(
    tmp_path: Path, codes: tuple[str, ...], has_map: bool, has_table: bool
) -> None:
    made = site_pages(_site(_harvested(tmp_path / "oogst", "sqlite", _alike(*codes)), tmp_path / "site"))
    home = made[""]
    assert (len(home.main.all("svg")) == 1) is has_map
    assert ("provincies" in home.ids) is has_table
    for page in made.values():
        for href in page.hrefs:
            path, fragment = page.resolve(href)
            assert href.startswith("https:") or not fragment or fragment in made[path].ids, (page.url, href)


def test_a_name_of_somebody_else_is_text_and_makes_no_address_twice(tmp_path: Path) -> None:
    names = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "../../buiten", "")

    def hostile(found: Iterator[Harvested]) -> Iterator[Harvested]:
        for each in found:
            named = replace(_calling_itself(each, name=names[0]), url="javascript:x()")
            if named.register:
                products = [
                    product | {"id": f"../{number}", "name": names[number % 4]}
                    for number, product in enumerate(named.register["products"])
                ]
                named = replace(named, register={**named.register, "products": products})
            yield named

    made = site_pages(_site(_harvested(tmp_path / "oogst", "sqlite", hostile), tmp_path / "site"))
    for url, page in made.items():
        assert [found for found in dangers(page) if found != "<svg>"] == [], url
        assert page.faults == [], url
    assert names[0] in made["gemeenten/"].main.text
    assert {file.name for file in tmp_path.iterdir()} == {"oogst", "site"}


def test_the_files_say_what_the_pages_say_and_their_sums_are_right(site: Path, oogst: Path) -> None:
    folder = site / "gegevens"
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "sha256sums.txt"], cwd=folder, capture_output=True
    )
    assert done.returncode == 0, done.stdout
    summed = {line.split("  ")[1] for line in (folder / "sha256sums.txt").read_text().splitlines()}
    assert summed == {file.name for file in folder.iterdir()} - {"index.html", "sha256sums.txt"}
    with opened(oogst) as store:
        for name in ("dekking", "producten", "twintig-gemeenten", "oogst"):
            told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            assert told["rows"] == _answer(store, name)
            lines = (folder / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()
            assert lines[0].split(";") == [column["title"] for column in told["columns"]]
    assert (folder / "gemeenten.sqlite").read_bytes() == (oogst / "gemeenten.sqlite").read_bytes()
    assert ';"=""=1+1""";' in (folder / "producten.csv").read_text(encoding="utf-8-sig")  # a text, and no sum


def test_an_overview_is_replaced_whole_and_nothing_else_is(site: Path, oogst: Path, tmp_path: Path) -> None:
    target = shutil.copytree(site, tmp_path / "overzicht")
    (target / "gemeenten" / "gm0000").mkdir()
    (target / "gemeenten" / "gm0000" / "index.html").write_text("van vroeger")

    def breaks() -> Iterator[StaticFile]:
        yield StaticFile("index.html", b"half")
        raise Refused("Er ging iets mis.")

    with pytest.raises(Refused):
        write_overview(target, breaks(), [])
    assert (target / "gemeenten" / "gm0000" / "index.html").exists()
    assert (target / "index.html").read_bytes() == (site / "index.html").read_bytes()
    assert _contents(_site(oogst, target)) == _contents(site)
    assert [each.name for each in tmp_path.iterdir()] == ["overzicht"]
    other = tmp_path / "werk"
    other.mkdir()
    (other / "notitie.txt").write_text("van mij")
    with pytest.raises(Refused, match="anders dan een overzicht"):
        _site(oogst, other)
    assert [each.name for each in other.iterdir()] == ["notitie.txt"]


def test_the_command_makes_the_overview_of_the_harvest_beside_the_list(oogst: Path, tmp_path: Path) -> None:
    style = ":root { --utrecht-link-color: #005a9c; }\n"
    head = (
        "overview: {name: Regio Voorbeeld, house_style: stijl.css, website: https://www.voorbeeld.example/}\n"
    )
    fleet = write_fleet(tmp_path / "samen", {"aa": "gm9990"}, head)
    (fleet / "stijl.css").write_text(style)
    said = wmebv("fleet", "site", "overzicht", cwd=fleet, code=2)
    assert "nog geen oogst" in said.stderr
    shutil.copytree(oogst, fleet / "oogst")
    said = wmebv("fleet", "site", "overzicht", cwd=fleet, code=0)
    assert said.stdout.startswith("In 'overzicht' staat het overzicht, met ")
    home = site_pages(fleet / "overzicht")[""]
    assert "Regio Voorbeeld" in home.root.one("header").text
    assert "https://www.voorbeeld.example/" in home.hrefs
    assert "#005a9c" in (fleet / "overzicht" / "assets" / "huisstijl.css").read_text()
    for place in (".", "aa", "aa/content", "oogst", "oogst/hier", ".."):
        refused = wmebv("fleet", "site", place, cwd=fleet, code=2).stderr
        assert f"In '{place}' kan het overzicht niet komen" in refused
    assert (fleet / "aa" / "products.yaml").is_file() and (fleet / "oogst" / "gemeenten.sqlite").is_file()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "house_style: er-niet.css",
            "fleet.yaml, regel 1, teken 25: Het bestand 'er-niet.css' is hier niet te gebruiken.",
        ),
        (
            "logo: logo.gif",
            "Noem een bestand dat er is, en dat eindigt op .svg, .png, .webp, .jpg of .jpeg. (WMEBV720)",
        ),
        ("house_style: leeg.css", "WMEBV504"),
        ("naam: Regio", "naam"),
    ],
)
def test_what_is_wrong_with_the_look_is_told_with_its_place(
    oogst: Path, tmp_path: Path, settings: str, said: str
) -> None:
    fleet = write_fleet(tmp_path / "samen", {"aa": "gm9990"}, f"overview: {{{settings}}}\n")
    (fleet / "leeg.css").write_text("")
    refused = wmebv("fleet", "site", "overzicht", "--harvest", str(oogst), cwd=fleet, code=1)
    assert said in refused.all
    assert not (fleet / "overzicht").exists()


def test_a_municipality_more_makes_the_page_of_a_product_a_few_bytes_longer(tmp_path: Path) -> None:
    """So few that 342 of them are no burden."""
    one, many = (_bytes_of_product(tmp_path / str(number), number) for number in (2, 22))
    assert (many - one) / 20 < 250


def _bytes_of_product(folder: Path, number: int) -> int:
    alike = _alike(*(f"gm{8000 + place}" for place in range(number)))
    site = _site(_harvested(folder / "oogst", "sqlite", alike), folder / "site")
    return max(file.stat().st_size for file in site.glob("producten/*/index.html"))


def test_the_map_says_in_text_what_its_bars_say(pages: dict[str, Page]) -> None:
    (drawing,) = pages[""].main.all("svg")
    assert drawing.attributes["role"] == "img" and len(drawing.with_class("share")) == 12
    shares = [_text_of(each) for each in drawing.with_class("share")]
    table = [cells[-1] for cells in _rows(pages[""], "tabel-provincies").values()]
    assert sorted(each for each in shares if each != "–") == sorted(
        cell
        for name, cell in zip(_rows(pages[""], "tabel-provincies"), table, strict=True)
        if "niet-in" not in name and cell != "–"
    )


def _text_of(element: Element) -> str:
    return element.text


@pytest.mark.proof
@needs_judges
def test_no_engine_finds_anything_on_any_kind_of_page_of_the_overview(
    browser: Browser, site: Path, pages: dict[str, Page]
) -> None:
    chosen = one_of_each(pages, {})
    found = {}
    with served(site) as address, watched(browser, bypass_csp=True) as seen:
        for url in chosen:
            seen.page.goto(address + url)
            open_everything(seen.page)
            for look in LOOKS:
                wear(seen.page, 320, look)
                if said := verdicts(seen.page) if look == "light" else axe(seen.page):
                    found[url, look] = said
            assert seen.width_beyond_screen() <= 0, url
        assert seen.complaints == []
    assert found == {}


@pytest.mark.proof
def test_without_script_a_wide_table_is_reached_and_scrolled_with_the_keyboard(
    browser: Browser, site: Path
) -> None:
    with (
        served(site) as address,
        watched(browser, java_script_enabled=True, viewport={"width": 320, "height": 640}) as seen,
    ):
        seen.page.goto(f"{address}gemeenten/")
        region = seen.page.locator(".scroll")
        for _ in range(40):
            seen.page.keyboard.press("Tab")
            if region.evaluate("each => each === document.activeElement"):
                break
        for _ in range(5):
            seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_timeout(300)
        assert region.evaluate("each => each.scrollLeft") > 0
        assert seen.width_beyond_screen() <= 0
        seen.page.emulate_media(media="print")
        assert region.evaluate("each => getComputedStyle(each).overflowX") == "visible"
        assert seen.complaints == [] and len(seen.requests) <= 5


@pytest.mark.proof
def test_the_judges_of_html_find_nothing_on_the_overview(site: Path, tmp_path: Path) -> None:
    program = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    node = shutil.which("node", path=f"{ROOT / '.tools' / 'bin'}:/usr/bin") or shutil.which("node")
    if not program.is_file() or node is None:
        pytest.skip("html-validate is not there: run 'make node_modules/.made'")
    command = [node, str(program), "--preset", "standard,a11y", "--ext", "html", "-f", "json", str(site)]
    with (tmp_path / "report.json").open("wb") as report:
        subprocess.run(command, stdout=report, check=False)
    judged = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {(each["ruleId"], each["message"]) for file in judged for each in file["messages"]} == set()
