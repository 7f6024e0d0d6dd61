"""The search index: what stands in it, what does not, and how large it gets."""

from __future__ import annotations

import base64
import csv
import gzip
import json
import lzma
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from building import export_site
from places import ROOT, SHARED, shared_case
from playwright.sync_api import Browser, Page
from projects import register_of

from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.products import Product
from wmebv_site.site.artifact import Artifact
from wmebv_site.site.build import build_files, build_pages
from wmebv_site.site.look.theme import templates, theme_dir
from wmebv_site.site.search import search_index, upl_name
from wmebv_site.site.site import Site

DAY = date(2026, 6, 1)
QUESTIONS = Path(__file__).with_name("search_questions.tsv")
UPL = SHARED / "data" / "upl" / "UPL-actueel-2023-10-04.csv"


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(Decisions(register_of(ROOT), DAY))


@pytest.fixture(scope="module")
def pages(site: Site) -> list[Artifact]:
    return build_pages(site, templates())


@pytest.fixture(scope="module")
def index(site: Site, pages: list[Artifact]) -> dict[str, tuple[str, list[str]]]:
    """Title and other words by address."""
    return unpacked(search_index(site, pages).data)


def unpacked(data: bytes) -> dict[str, tuple[str, list[str]]]:
    return {
        f"{part['folder']}{name}/": (title, words.split("|"))
        for part in json.loads(data)
        for name, title, words in zip(part["ids"], part["titles"], part["words"], strict=True)
    }


def test_the_index_is_one_file_beside_the_pages(site: Site, pages: list[Artifact]) -> None:
    assert [file.path for file in build_files(site, pages)] == [
        "zoeken.json", "storingen/status.json", "storingen/status.js", "wijzigingen/atom.xml", "storingen/atom.xml",
        "wijzigingen/feed.json", "storingen/feed.json",
    ]  # fmt: skip


def test_every_page_but_home_outages_and_former_addresses_can_be_found(
    pages: list[Artifact], index: dict[str, tuple[str, list[str]]]
) -> None:
    wanted = {page.url: page.title for page in pages if page.kind not in ("home", "moved", "outage")}
    assert {url: title for url, (title, _) in index.items()} == wanted
    kinds = {page.kind for page in pages if page.url in index}
    assert {"product", "channel", "decision", "support"} <= kinds
    assert {"bezwaar/", "klacht/", "hulp/", "andere-berichten/", "producten/", "over/"} <= set(index)


def test_a_product_is_found_by_its_synonyms(site: Site, index: dict[str, tuple[str, list[str]]]) -> None:
    _, words = index["producten/evenementenvergunning/"]
    assert words == ["", "braderie", "straatfeest", "festival", "buurtfeest", "optocht"]
    for product in site.register.products:
        said = {word.casefold() for word in index[f"producten/{product.id}/"][1]}
        assert {word.casefold() for word in product.synonyms} - {product.name.casefold()} <= said


def test_a_name_of_the_upl_is_there_when_it_differs_from_the_name_of_the_product(
    index: dict[str, tuple[str, list[str]]],
) -> None:
    assert index["producten/evenementenvergunning/"][1][0] == ""
    names = [words[0] for url, (_, words) in index.items() if url.startswith("producten/") and words[0]]
    assert "aangifte vertrek buitenland" in names
    assert all(re.fullmatch(r"[^A-Z_/]+", name) for name in names)


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("huisnummer_toekenning", "huisnummer toekenning"),
        ("AangifteVertrekBuitenland", "aangifte vertrek buitenland"),
        ("wmo-voorziening", "wmo-voorziening"),
        ("bewijs_van_in_leven_zijn_(attestatie_de_vita)", "bewijs van in leven zijn (attestatie de vita)"),
        ("aanwInzam", ""),
        ("brpInschr", ""),
    ],
)
def test_a_term_of_the_upl_becomes_words_and_an_abbreviation_nothing(term: str, name: str) -> None:
    assert upl_name(f"http://standaarden.overheid.nl/owms/terms/{term}") == name


def test_nothing_of_a_summary_and_nothing_internal_is_in_the_index(site: Site, pages: list[Artifact]) -> None:
    text = search_index(site, pages).data.decode()
    summaries = [product.summary for product in site.register.products if product.summary]
    assert len(summaries) > 100
    assert not [summary for summary in summaries if summary in text]
    shown = {channel.id for channel in site.shown_channels}
    hidden = [channel.name for channel in site.register.channels if channel.id not in shown]
    assert not [name for name in hidden if f'"{name}"' in text]


def test_an_index_is_the_same_bytes_whatever_the_hash_seed(site: Site, pages: list[Artifact]) -> None:
    """That of another process, which begins with the seed that this one has not."""
    code = (
        f"import sys; sys.path[:0] = {sys.path!r};"
        "from datetime import date; from projects import register_of; from places import ROOT;"
        "from wmebv_site.designation.decisions import Decisions; from wmebv_site.site.build import build_pages;"
        "from wmebv_site.site.look.theme import templates; from wmebv_site.site.search import search_index;"
        f"from wmebv_site.site.site import Site; site = Site(Decisions(register_of(ROOT), date.fromisoformat('{DAY}')));"
        "sys.stdout.buffer.write(search_index(site, build_pages(site, templates())).data)"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    made = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout
    assert len(made) > 10_000 and made == search_index(site, pages).data


def test_an_export_carries_the_index(site: Site, pages: list[Artifact], tmp_path: Path) -> None:
    export_site(ROOT, tmp_path / "export", DAY)
    assert (tmp_path / "export/content/zoeken.json").read_bytes() == search_index(site, pages).data


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _many(products: tuple[Product, ...], number: int) -> Iterator[Product]:
    """Products with real names: ours, those of the UPL, and those once more with a second word of the list."""
    with UPL.open(encoding="utf-8-sig", newline="") as file:
        names = {row["URI"]: row["UniformeProductnaam"] for row in csv.DictReader(file)}
    synonyms = [word for product in products for word in product.synonyms]
    words = [word for name in names.values() for word in re.split("[ -]", name) if len(word) > 4]
    found = {product.id: product for product in products}
    listed = [
        *names.items(),
        *((uri, f"{name} {words[i * 7 % len(words)]}") for i, (uri, name) in enumerate(names.items())),
    ]
    for i, (uri, name) in enumerate(listed):
        other = (
            synonyms[i * 11 % len(synonyms)],
            words[i * 13 % len(words)],
            f"{words[i * 17 % len(words)]} {words[i * 19 % len(words)]}",
        )
        change = {"id": _slug(name), "name": name.capitalize(), "upl": uri, "synonyms": other}
        found.setdefault(_slug(name), products[0].model_copy(update=change))
        if len(found) == number:
            break
    yield from found.values()


def _index_of(site: Site, pages: list[Artifact], products: tuple[Product, ...]) -> bytes:
    others = [page for page in pages if page.kind != "product"]
    made = [
        Artifact(f"producten/{product.id}/", "product", product.name, "", "", None) for product in products
    ]
    register = replace(site.register, products=products)
    return search_index(Site(Decisions(register, DAY)), [*others, *made]).data


def test_1500_products_fit_the_budget_of_the_index(site: Site, pages: list[Artifact]) -> None:
    """The budget counts brotli at 11; xz, which Python brings, is within some percents of it on these bytes."""
    if not UPL.is_file():
        pytest.skip("the real names of the UPL are not beside this folder")
    products = tuple(_many(site.register.products, 1_500))
    assert len(products) == 1_500
    bare = tuple(product.model_copy(update={"upl": None, "synonyms": ()}) for product in products)
    assert len(lzma.compress(_index_of(site, pages, bare))) <= 25_000
    whole = _index_of(site, pages, products)
    assert len(unpacked(whole)) > 1_500
    assert len(lzma.compress(whole)) <= 50_000


@pytest.mark.parametrize(("name", "most"), [("zoek", 5_100), ("wmebv", 2_200), ("dag", 800), ("vraag", 500)])
def test_the_scripts_stay_small(name: str, most: int) -> None:
    """As they travel, with gzip; brotli makes them smaller still. Search and filter may weigh 5 kB, and come when used."""
    assert len(gzip.compress(_script(name), 9, mtime=0)) <= most


def _script(name: str) -> bytes:
    return (theme_dir() / f"assets/{name}.js").read_bytes()


def test_the_script_never_makes_markup_or_code_from_text() -> None:
    script = (_script("zoek") + _script("wmebv") + _script("dag") + _script("vraag")).decode()
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|\.style\b", script
    )


@dataclass(frozen=True)
class Found:
    titles: list[str]
    guess: bool

    def is_right(self, titles: list[str]) -> bool:
        return bool(self.titles) and self.titles[0].startswith(tuple(titles))


@pytest.fixture(scope="module")
def searching(browser: Browser) -> Iterator[Page]:
    """An empty page with the script of the theme, which a test gives an index."""
    page = browser.new_page()
    script = base64.b64encode(_script("zoek")).decode()
    page.evaluate(
        "async (script) => { window.script = await import(`data:text/javascript;base64,${script}`); }", script
    )
    yield page
    page.close()


def _ask(searching: Page, data: bytes | list[dict[str, object]], questions: list[str]) -> list[Found]:
    found = searching.evaluate(
        """([parts, questions]) => {
          const entries = script.entriesOf(parts);
          return questions.map((question) => {
            const found = script.find(entries, question);
            return [found.map(({ entry }) => entry.said[0]), found.said !== ""];
          });
        }""",
        [json.loads(data) if isinstance(data, bytes) else data, questions],
    )
    return [Found(*each) for each in found]


def _read(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def answers(site: Site, pages: list[Artifact], searching: Page) -> list[tuple[str, str, list[str], Found]]:
    """Which list a question of ours is in, the question, the titles that are right, and what is found."""
    _, *questions = _read(QUESTIONS)
    found = _ask(searching, search_index(site, pages).data, [question for _, question, _ in questions])
    return [
        (name, question, right.split(";") if right else [], answer)
        for (name, question, right), answer in zip(questions, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("names", "number", "least"),
    [({"eerste", "apart"}, 100, 95), ({"apart"}, 50, 47), ({"later"}, 40, 36), ({"spreektaal"}, 55, 46)],
)
def test_questions_of_residents_find_the_right_page_first(
    answers: list[tuple[str, str, list[str], Found]], names: set[str], number: int, least: int
) -> None:
    asked = [(question, right, found) for name, question, right, found in answers if name in names]
    assert len(asked) == number
    wrong = [(question, found.titles[:3]) for question, right, found in asked if not found.is_right(right)]
    assert len(wrong) <= number - least, wrong


def test_a_wrong_answer_is_never_given_with_confidence(
    answers: list[tuple[str, str, list[str], Found]],
) -> None:
    """Neither where another page is the right one, nor where this website has no answer."""
    assert sum(name == "geen" for name, *_ in answers) == 17
    assert [
        (question, found.titles[:3])
        for _, question, right, found in answers
        if found.titles and not found.guess and not (right and found.is_right(right))
    ] == []


def test_the_questions_that_were_given_find_the_right_page_first(
    site: Site, pages: list[Artifact], searching: Page
) -> None:
    questions = _read(shared_case("zoekvragen.tsv"))
    assert len(questions) > 30
    found = _ask(searching, search_index(site, pages).data, [question for question, _ in questions])
    assert [
        (question, answer.titles[:3])
        for (question, right), answer in zip(questions, found, strict=True)
        if not answer.is_right(right.split("|"))
    ] == []


def _part(
    *titles: str, most: tuple[int, ...] = (), words: dict[str, str] | None = None
) -> list[dict[str, object]]:
    """An index of products with these titles, and the other words of some."""
    return [
        {
            "label": "",
            "folder": "producten/",
            "ids": [str(number) for number in range(len(titles))],
            "titles": list(titles),
            "words": [(words or {}).get(title, "") for title in titles],
            "most": list(most),
        }
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("bezwaar", "bezwaren"), ("klacht", "klachten"), ("subsidie", "subsidies"), ("rijbewijs", "rijbewijzen"),
     ("boom", "bomen"), ("brief", "brieven"), ("rat", "ratten"), ("adres", "adressen"), ("boete", "boetes"),
     ("vergunning", "vergunningen"), ("container", "containers"), ("huis", "huizen")],
)  # fmt: skip
def test_a_plural_and_its_spelling_meet_the_singular_and_the_other_way_round(
    searching: Page, one: str, other: str
) -> None:
    for title, question in ((one, other), (other, one)):
        [found] = _ask(searching, _part("Iets anders", title), [question])
        assert found == Found([title], guess=False)


def test_what_meets_only_some_words_stands_below_and_is_called_a_guess_when_nothing_meets_more(
    searching: Page,
) -> None:
    index = _part("Vergunning voor een boot", "Boot", "Vergunning", "Fiets")
    both, left_out = _ask(searching, index, ["vergunning boot", "boot wassen"])
    assert both.titles[0] == "Vergunning voor een boot" and not both.guess
    assert set(both.titles) == {"Vergunning voor een boot", "Boot", "Vergunning"}
    assert left_out.titles[0] == "Boot" and left_out.guess


def test_a_rare_word_counts_more_than_one_that_many_pages_have(searching: Page) -> None:
    index = _part(*(f"Vergunning {name}" for name in ("kat", "hond", "paard", "koe")), "Steiger op straat")
    [found] = _ask(searching, index, ["steiger vergunning"])
    assert found.titles[0] == "Steiger op straat" and found.guess and len(found.titles) == 5


def test_of_equals_what_most_people_come_for_comes_first(searching: Page) -> None:
    words = dict.fromkeys(("Aap", "Noot", "Mies"), "|bouwen")
    [found] = _ask(searching, _part("Aap", "Noot", "Mies", most=(2,), words=words), ["bouwen"])
    assert found.titles == ["Mies", "Aap", "Noot"]


@pytest.mark.parametrize("question", ["terrasvergunning", "papsoort", "paspoort kat", "terasvergunning"])
def test_a_word_that_was_misspelt_split_or_left_out_makes_a_guess(searching: Page, question: str) -> None:
    [found] = _ask(searching, _part("Vergunning voor een terras", "Paspoort"), [question])
    assert found.titles and found.guess


def test_what_is_difficult_is_found_in_every_language_in_which_it_is_said(
    site: Site, pages: list[Artifact], searching: Page
) -> None:
    index = search_index(site, pages).data
    assert site.register.help_index is not None
    labels = [
        text
        for barrier in site.register.help_index.barriers
        for text in (barrier.name, *(each.text for each in barrier.translations))
    ]
    assert len(labels) > 10 and any(not re.search("[a-z]", label) for label in labels)
    for label, found in zip(labels, _ask(searching, index, labels), strict=True):
        assert found.titles[:1] == ["Hulp bij uw bericht"] and not found.guess, label


@pytest.mark.parametrize(
    ("question", "place"),
    [("geen digid", "geen-digid"), ("heb geen DigiD", "geen-digid"), ("geen computer", "geen-computer"),
     ("moeilijk inloggen", "digitaal-lastig"), ("slecht horen", "horen"), ("voor mijn moeder", "namens-een-ander")],
)  # fmt: skip
def test_what_is_difficult_leads_to_its_place_when_only_its_words_are_asked(
    site: Site, pages: list[Artifact], searching: Page, question: str, place: str
) -> None:
    """'Geen DigiD' led to the top of help, since help is also called 'DigiD', which is the rarer word."""
    leads = searching.evaluate(
        """([parts, question]) => {
          const [{ entry, via }] = script.find(script.entriesOf(parts), question);
          return entry.url + entry.places[via];
        }""",
        [json.loads(search_index(site, pages).data), question],
    )
    assert leads == f"hulp/#{place}"


def test_the_script_uses_nothing_that_old_telephones_cannot_read() -> None:
    """Safari reads a look-behind only since 16.4: the whole script would fail."""
    assert "(?<" not in _script("zoek").decode()


@pytest.mark.parametrize("question", ["oplaadpaal", "aanbouwplan", "voordeurmat"])
def test_a_little_word_is_no_part_of_a_compound(searching: Page, question: str) -> None:
    """Else what it meets everywhere would come before what the rest of the word meets."""
    index = _part(
        "Laadpaal", "Bouwplan", "Deurmat", "Optreden op straat", "Kraam aan de weg", "Voor u en voor ons"
    )
    [found] = _ask(searching, index, [question])
    assert found.titles[0].lower() in question and found.guess


def test_help_is_found_by_its_name_in_english(site: Site, pages: list[Artifact], searching: Page) -> None:
    index = search_index(site, pages).data
    interpreter, library = _ask(searching, index, ["sign language interpreter", "help in the library"])
    assert interpreter.titles[0] == "Afspraak met een tolk in gebarentaal"
    assert library.titles[0] == "Hulp in de bibliotheek"
