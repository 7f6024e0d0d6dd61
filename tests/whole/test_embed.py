"""The element that shows a channel inside the municipality's own website, in a page of another origin with a strict policy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from browsing import WIDTHS, Watched, screen, watched
from embedding import Answer, Embedding, as_json, element, embedding, opened, styles
from htmlpages import Page as ReadPage
from judges import axe, needs_judges
from places import ROOT
from playwright.sync_api import Browser, Route, expect
from poison import HOSTILE

from wmebv_site.data.json_files import json_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.register import Register
from wmebv_site.site.site import Site

SCRIPT = ROOT / "theme" / "assets" / "kanaal.js"
GUIDE = ROOT / "docs" / "how-to" / "eigen-website.md"
TWELVE = (
    "paspoort",  # one comes oneself
    "rijbewijs",  # the law asks a form
    "evenementenvergunning",  # two audiences, and the Berichtenbox
    "horeca-exploitatievergunning",  # businesses alone
    "bijstand",  # another body
    "infectieziekte-melden",  # an executor with a portal
    "discriminatie-melden",  # an executor with only a website
    "huiselijk-geweld",  # by telephone
    "parkeerbelasting",  # a term of its own
    "algemene-vraag",  # apps of others
    "klacht",
    "woz-waarde",
)
ALL = "".join(element(product=name) for name in TWELVE)
FORMS = (
    element(product="evenementenvergunning"),
    element(product="paspoort", kop="3"),
    element(product="algemene-vraag", bericht="vraag"),
    element(berichten="klacht"),
    element(domein="belastingen"),
)
STAYS = "Hoe u dit regelt"


@pytest.fixture(scope="module")
def there(example_site: Path) -> Iterator[Embedding]:
    with embedding(example_site) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_instead(there: Embedding) -> Iterator[None]:
    yield
    there.instead.clear()


def data_of(there: Embedding, path: str) -> Any:
    return json.loads((there.site / path).read_bytes())


def blocks(seen: Watched) -> list[dict[str, Any]]:
    """What each element on the page shows: its label, its text, and its links with where they lead."""
    return seen.page.evaluate(
        """() => [...document.querySelectorAll('wmebv-kanaal')].map(each => {
            const box = each.querySelector('.wmebv-blok');
            return box && {label: box.getAttribute('aria-label'), role: box.getAttribute('role'), text: box.innerText,
              links: [...box.querySelectorAll('a')].map(a => [a.textContent, a.href])};
        })"""
    )


def hosts(seen: Watched) -> set[str]:
    return {urlsplit(url).netloc for url in seen.requests if not url.startswith("data:")}


def only_asked(there: Embedding, seen: Watched) -> None:
    """No complaint, of the policy or otherwise, and no request but to the two."""
    assert seen.complaints == []
    assert hosts(seen) == {urlsplit(url).netloc for url in (there.contact, there.cms)}


def test_of_twelve_products_it_has_the_buttons_of_their_pages(
    there: Embedding, example_pages: dict[str, ReadPage], browser: Browser
) -> None:
    there.show(ALL)
    with opened(browser, there) as seen:
        shown = blocks(seen)
        only_asked(there, seen)
        assert seen.page.locator("wmebv-kanaal > a", has_text=STAYS).count() == len(TWELVE)
        assert len(seen.requests) == len(set(seen.requests)), "a file is fetched once"
    buttons = 0
    for name, block in zip(TWELVE, shown, strict=True):
        section = example_pages[f"producten/{name}/"].root.with_class("designation")[0]
        links = [(a.text, a.attributes["href"]) for a in section.all("a")]
        away = {(text, url) for text, url in links if url.startswith(("https:", "mailto:", "tel:"))}
        own = "https://www.voorbeeld.example/digitaal-contact/"
        # The reader of the page makes one space of each; a telephone number keeps its own between its groups.
        told = {(" ".join(text.split()), url) for text, url in block["links"]}
        assert {(text, url.rstrip("/")) for text, url in told if not url.startswith(own)} == {
            (text, url.rstrip("/")) for text, url in away
        }, name
        title = example_pages[f"producten/{name}/"].root.one("h1").text
        assert block["label"].startswith(f"{title}: ") and block["role"] == "group"
        buttons += len(away)
    assert buttons > len(TWELVE)


PAST, FUTURE = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


def outage(name: str, **told: Any) -> dict[str, Any]:
    usual = {
        "id": name,
        "channels": ["evenementenformulier"],
        "label": "Storing",
        "texts": [name, "Bel ons."],
    }
    return usual | {"show": PAST, "begin": PAST, "end": None} | told


def test_an_outage_stands_above_the_buttons_while_it_lasts_and_is_gone_when_it_is_over(
    there: Embedding, browser: Browser
) -> None:
    listed = [
        outage("duurt nog"),
        outage("duurt tot later", end=FUTURE),
        outage("is voorbij", end="2020-02-01T00:00:00Z"),
        outage("komt nog", begin=FUTURE, label="Gepland onderhoud"),
        outage("komt veel later", show=FUTURE, begin=FUTURE),
        outage("gaat over iets anders", channels=["bezwaarformulier"]),
    ]
    there.instead["storingen/status.json"] = as_json({"outages": listed})
    there.show(element(product="evenementenvergunning"))
    with opened(browser, there) as seen:
        notices = seen.page.locator(".wmebv-melding").all_inner_texts()
        first = seen.page.locator(".wmebv-blok > *").nth(1).get_attribute("class")
        assert [" ".join(text.split()) for text in notices] == [
            "Storing duurt nog Bel ons. Lees meer over deze storing",
            "Storing duurt tot later Bel ons. Lees meer over deze storing",
            "Gepland onderhoud komt nog Lees wat u dan kunt doen",
        ]
        assert first == "wmebv-melding", "above the buttons"
        assert seen.page.locator(".wmebv-knop").all_inner_texts() == [
            "Werkt niet: Inloggen met DigiD",
            "Werkt niet: Inloggen met eHerkenning",
            "Inloggen met eHerkenning via Berichtenbox voor bedrijven",
        ]
        there.instead["storingen/status.json"] = as_json({"outages": listed[3:]})
        seen.page.reload(wait_until="networkidle")
        assert seen.page.locator(".wmebv-melding").count() == 1, "announced"
        assert seen.page.get_by_role("link", name="Werkt niet").count() == 0
        there.instead["storingen/status.json"] = as_json({"outages": listed[2:3]})
        seen.page.reload(wait_until="networkidle")
        assert seen.page.locator(".wmebv-melding").count() == 0
        assert seen.page.get_by_role("link", name="Inloggen met DigiD").count() == 1


NO_OUTAGES = (
    Answer(b"", status=500),
    Answer(b"<p>Inloggen</p>", "text/html"),
    as_json(None),
    as_json({}),
    as_json([]),
    as_json({"outages": 5}),
    as_json({"outages": [None]}),
    as_json({"outages": [outage("x", channels="evenementenformulier")]}),
    as_json({"outages": [outage("x", texts=[1])]}),
    as_json({"outages": [outage("x", label=None)]}),
)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(NO_OUTAGES[:3], id="some"),
        pytest.param(NO_OUTAGES[3:], id="others", marks=pytest.mark.proof),
    ],
)
def test_without_word_of_outages_the_buttons_stand_there_all_the_same(
    there: Embedding, browser: Browser, answers: Sequence[Answer]
) -> None:
    there.show(element(product="evenementenvergunning") + element(berichten="klacht"))
    for answer in answers:
        there.instead["storingen/status.json"] = answer
        with opened(browser, there) as seen:
            seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            button = seen.page.locator("wmebv-kanaal").first.get_by_role("link", name="Inloggen met DigiD")
            expect(button).to_have_text("Inloggen met DigiD")
            assert all(blocks(seen)) and seen.page.locator(".wmebv-melding").count() == 0
            assert not [said for said in seen.complaints if "status" not in said]


def test_the_level_of_its_headings_is_one_that_there_is(there: Embedding, browser: Browser) -> None:
    wanted = {"1": 1, "3": 3, "6": 6, "h4": 4, "0": 2, "7": 2, "-1": 2, "1.5": 2, "vier": 2}
    there.show("".join(element(product="evenementenvergunning", kop=said) for said in wanted))
    with opened(browser, there) as seen:
        found = seen.page.evaluate(
            """[...document.querySelectorAll('.wmebv-blok')].map(
                box => [box.firstElementChild.tagName, box.querySelectorAll('h1, h2, h3, h4, h5, h6').length])"""
        )
    assert [tag for tag, _ in found] == [f"H{level}" for level in wanted.values()]
    assert len({count for _, count in found}) == 1, "each heading is one"


def test_of_a_kind_of_message_each_product_has_its_link_whatever_is_told(
    there: Embedding, browser: Browser
) -> None:
    data = data_of(there, "data/berichten/klacht.json")
    for group in data["groups"]:
        group["shown"]["parts"] = None
    there.instead["data/berichten/klacht.json"] = as_json(data)
    there.show(element(berichten="klacht"))
    with opened(browser, there) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        products = sum(len(group["products"]) for group in data["groups"])
        expect(seen.page.locator("details a")).to_have_count(products)
        only_asked(there, seen)


def test_whatever_goes_wrong_the_link_stays_and_nothing_is_said(there: Embedding, browser: Browser) -> None:
    good = data_of(there, "data/producten/paspoort.json")
    text = json.dumps(good).encode()
    elsewhere = {"Location": f"{there.contact}/data/producten/paspoort.json"}
    shown = good["shown"][0]
    wrong = {
        "niet-gevonden": Answer(b"weg", "text/html", 404),
        "fout": Answer(text, status=500),
        "ander-soort": Answer(text, "text/html"),
        "geen-json": Answer(b"{"),
        "te-groot": Answer(text + b" " * 1_000_001),
        "ander-product": Answer(text),
        "verhuisd": Answer(b"", status=302, headers=elsewhere),
        "leeg": as_json(None),
        "lijst": as_json([good]),
        "diep": Answer(b"[" * 100_000 + b"]" * 100_000),
        "getallen": as_json(
            good | {"product": {"id": "getallen", "name": "x"}, "shown": [shown | {"heading": 7}]}
        ),
        "zonder": as_json({"product": {"id": "zonder", "name": "x"}}),
        "geen-tekst": as_json(
            good | {"product": {"id": "geen-tekst", "name": "x"}, "shown": [shown | {"heading": {"a": 1}}]}
        ),
        "geen-delen": as_json(
            good | {"product": {"id": "geen-delen", "name": "x"}, "shown": [shown | {"parts": {"length": 9}}]}
        ),
    }
    for name, label in {
        "knop-leeg": None,
        "knop-getal": 7,
        "knop-object": {"a": 1},
        "knop-lijst": ["x"],
    }.items():
        part = {
            "kind": "knoppen",
            "buttons": [{"label": label, "url": "https://formulieren.voorbeeld.example/"}],
        }
        wrong[name] = as_json({"product": {"id": name, "name": "x"}, "shown": [shown | {"parts": [part]}]})
    there.instead |= {f"data/producten/{name}.json": answer for name, answer in wrong.items()}
    odd = ["__proto__", "constructor", "../../storingen/status", "a/b", ""]
    page = "".join(element(product=name) for name in [*wrong, *odd])
    there.show(page + element(product="paspoort", bericht="bestaat-niet") + element() + element(domein="x"))
    with opened(browser, there) as seen:
        assert blocks(seen) == [None] * (len(wrong) + len(odd) + 3)
        assert set(seen.page.locator("wmebv-kanaal").all_inner_texts()) == {STAYS}
        assert not [said for said in seen.complaints if "Security" in said or "Uncaught" in said]


def hostile(part: Any) -> Any:
    """The same with markup behind every text, but for what must fit: words to choose by, and addresses."""
    if isinstance(part, dict):
        kept = {"id", "kind", "audience", "url", "channel", "channels", "depth"}
        return {key: value if key in kept else hostile(value) for key, value in part.items()}
    if isinstance(part, list):
        return [hostile(each) for each in part]
    return f"{part}{HOSTILE}" if isinstance(part, str) else part


def test_markup_in_any_text_is_shown_as_text(there: Embedding, browser: Browser) -> None:
    for path in ("data/producten/evenementenvergunning.json", "data/berichten/klacht.json"):
        data = data_of(there, path)
        there.instead[path] = as_json(
            {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}
            | {key: value if key in ("kind", "version") else hostile(value) for key, value in data.items()}
        )
    there.instead["storingen/status.json"] = as_json(
        {"outages": [outage("x", texts=[HOSTILE], label=HOSTILE, channels=["evenementenformulier"])]}
    )
    there.show(element(product="evenementenvergunning") + element(berichten="klacht"))
    with opened(browser, there) as seen:
        page = seen.page
        only_asked(there, seen)
        assert page.locator("wmebv-kanaal").locator("script, img, style, iframe, svg").count() == 0
        assert all(HOSTILE[:20] in block["text"] for block in blocks(seen))
        for place in (".wmebv-blok h2", ".wmebv-blok h3", ".wmebv-knop", ".wmebv-melding p", "summary"):
            assert HOSTILE in (page.locator(place).first.text_content() or ""), place
        assert page.evaluate("({}).polluted") is None
        assert page.evaluate("document.querySelectorAll('wmebv-kanaal [style]').length") == 0


BAD = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "http://formulieren.voorbeeld.example/",
    "//formulieren.voorbeeld.example/",
    "https://gebruiker:geheim@formulieren.voorbeeld.example/",
    "https://formulieren.voorbeeld.example@kwaad.example/",
    "https://",
    "https:///",
    "file:///etc/passwd",
    "ftp://formulieren.voorbeeld.example/",
    "mailto:a@voorbeeld.example?bcc=b@kwaad.example",
    "\\\\kwaad.example",
)
GOOD = (
    "https://formulieren.voorbeeld.example/aanvraag?a=1#b",
    "mailto:post@voorbeeld.example",
    "tel:140123",
    "besluiten/aanwijzing-2026/#artikel-2",
)


def test_an_address_that_no_register_may_have_leads_nowhere(there: Embedding, browser: Browser) -> None:
    blob = f"blob:{there.contact}/1"
    data = data_of(there, "data/producten/paspoort.json")
    every = [*BAD, blob, 5, None, {"a": 1}, ["https://formulieren.voorbeeld.example/"], *GOOD]
    parts = [
        {"kind": "knoppen", "buttons": [{"label": f"knop {url}", "url": url, "hints": []} for url in every]},
        {"kind": "tekst", "lines": [[{"text": f"regel {url}", "url": url}] for url in every]},
    ]
    data["shown"] = [{"id": "aanvraag", "heading": "Aanvragen", "channels": [], "parts": parts}]
    there.instead["data/producten/paspoort.json"] = as_json(data)
    there.show(element(product="paspoort"))
    with opened(browser, there) as seen:
        links = [text for text, _ in blocks(seen)[0]["links"]]
        assert links == [*(f"knop {url}" for url in GOOD), *(f"regel {url}" for url in GOOD)]
        text = seen.page.locator(".wmebv-blok").text_content() or ""
        assert all(f"regel {url}" in text for url in every), "what is no link is still read"
        assert seen.page.locator(".wmebv-blok li").count() == len(GOOD), "a button that leads nowhere is none"


@pytest.mark.proof
def test_it_works_twice_moved_changed_and_with_the_script_twice(there: Embedding, browser: Browser) -> None:
    before = "Object.getOwnPropertyNames(window)"
    there.show(element(product="paspoort") + element(product="paspoort", bericht="bezwaar"), scripts=2)
    with opened(browser, there) as seen:
        page = seen.page
        only_asked(there, seen)
        first, second = blocks(seen)
        assert (first["label"], second["label"]) == ("Paspoort: Aanvragen", "Paspoort: Bezwaar maken")
        files = [url for url in seen.requests if url.endswith(".json")]
        assert len(files) == len(set(files)) == 2
        # Moved, put away and back, copied with what it shows, and with other attributes.
        page.evaluate("""async () => {
            const [one, two] = document.querySelectorAll('wmebv-kanaal');
            document.querySelector('main').append(one);
            two.remove(); document.querySelector('main').append(two, two.cloneNode(true));
            one.setAttribute('bericht', 'vraag'); one.setAttribute('kop', '4'); one.setAttribute('knop', 'rood groot');
        }""")
        page.wait_for_timeout(100)
        assert page.locator("wmebv-kanaal > .wmebv-blok").count() == 3
        assert page.locator("wmebv-kanaal > a").count() == 3
        assert [each["label"] for each in blocks(seen)] == [
            "Paspoort: Vraag stellen",
            "Paspoort: Bezwaar maken",
            "Paspoort: Bezwaar maken",
        ]
        assert page.locator("h4", has_text="Vraag stellen").count() == 1
        assert page.locator("a.rood.groot").count() == 1
        page.evaluate("document.querySelector('wmebv-kanaal').setAttribute('product', 'bestaat-niet')")
        expect(page.locator(".wmebv-blok")).to_have_count(2)
        assert blocks(seen)[0] is None and page.locator("wmebv-kanaal > a").count() == 3
        with_it = set(page.evaluate(before))
        page.goto(f"{there.cms}leeg")
        there.show("", scripts=0)
        page.goto(f"{there.cms}leeg", wait_until="networkidle")
        assert with_it == set(page.evaluate(before)), "no name but that of the element"


@pytest.mark.proof
@pytest.mark.parametrize(("scheme", "works"), [("https", True), ("http", False)])
def test_a_script_that_did_not_come_safely_does_nothing(
    there: Embedding, browser: Browser, scheme: str, works: bool
) -> None:
    contact, kept = f"{scheme}://contact.voorbeeld.example/digitaal-contact", there.contact

    def answer(route: Route) -> None:
        url = route.request.url
        found = there.of_site(urlsplit(url).path) if url.startswith(contact) else there.of_cms("/")
        headers = {"Content-Type": found.type} | dict(found.headers)
        route.fulfill(status=found.status, body=found.body, headers=headers)

    there.contact = contact
    there.show(element(product="paspoort"))
    with watched(browser) as seen:
        seen.page.route("**/*", answer)
        seen.page.goto(f"{scheme}://www.voorbeeld.example/", wait_until="networkidle")
        assert [bool(block) for block in blocks(seen)] == [works]
        assert (f"{contact}/data/producten/paspoort.json" in seen.requests) == works
        assert f"{contact}/assets/kanaal.js" in seen.requests
        there.contact = kept


@pytest.mark.proof
def test_without_javascript_nothing_is_lost(there: Embedding, browser: Browser) -> None:
    there.show("".join(FORMS))
    with opened(browser, there, java_script_enabled=False) as seen:
        assert seen.page.get_by_role("link", name=STAYS).count() == len(FORMS)
        assert hosts(seen) == {urlsplit(there.cms).netloc}


@pytest.mark.proof
def test_for_one_audience_it_shows_what_that_may_use(there: Embedding, browser: Browser) -> None:
    there.show(
        "".join(element(product="evenementenvergunning", voor=who) for who in ("inwoner", "ondernemer"))
        + element(product="horeca-exploitatievergunning", voor="inwoner")
    )
    with opened(browser, there) as seen:
        resident, business, not_hers = (block["text"] for block in blocks(seen))
        buttons = seen.page.locator("wmebv-kanaal").first.locator(".wmebv-knop").all_inner_texts()
        assert seen.page.locator("wmebv-kanaal").last.locator(".wmebv-knop").count() == 0
    assert buttons == ["Inloggen met DigiD"] and "Via Berichtenbox" not in resident
    assert "Via Berichtenbox" not in not_hers and "Stuur een brief" in not_hers
    assert "Inloggen met eHerkenning" in business and "Inloggen met DigiD" not in business


@pytest.mark.proof
def test_all_messages_of_one_kind_open_with_their_own_buttons(there: Embedding, browser: Browser) -> None:
    there.show(element(berichten="bezwaar") + element(berichten="klacht") + element(domein="belastingen"))
    with opened(browser, there) as seen:
        page = seen.page
        objection, complaint, domain = page.locator(".wmebv-blok").all()
        data = data_of(there, "data/berichten/bezwaar.json")
        names = sorted(product["name"] for group in data["groups"] for product in group["products"])
        assert sorted(objection.locator("summary").all_inner_texts()) == names
        assert objection.locator("a").count() == 0, "made when one opens it"
        chosen = objection.locator("summary").get_by_text("WOZ-waarde", exact=True)
        chosen.click()
        opened_one = objection.locator("details[open]")
        expect(opened_one.get_by_role("link", name="Inloggen met DigiD")).to_have_count(1)
        assert opened_one.get_by_role("link", name="WOZ-waarde").get_attribute("href")
        chosen.click()
        chosen.click()
        assert opened_one.get_by_role("link", name="Inloggen met DigiD").count() == 1, "made once"
        expect(complaint.get_by_role("link", name="Klacht over hoe wij u behandelen")).to_be_visible()
        listed = data_of(there, "data/producten/domein/belastingen.json")["products"]
        assert domain.locator("a").all_inner_texts() == [product["name"] for product in listed]
        only_asked(there, seen)


def test_the_examples_of_the_guide_work_with_the_style_and_the_policy_that_it_gives(
    there: Embedding, browser: Browser
) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    blocks_of = {
        kind: re.findall(rf"```{kind}\n(.*?)```", guide, re.DOTALL) for kind in ("html", "css", "text")
    }
    elements = [each for each in blocks_of["html"] if each.startswith("<wmebv-kanaal")]
    (script,) = [each for each in blocks_of["html"] if each.startswith("<script")]
    (policy,) = blocks_of["text"]
    there.show("".join(elements), style=blocks_of["css"][0])
    assert script.strip().replace("https://contact.voorbeeld.example", there.contact) in there.page
    host = "https://contact.voorbeeld.example"
    assert policy.strip() == f"script-src {host}; connect-src {host}"
    with opened(browser, there) as seen:
        only_asked(there, seen)
        assert len(elements) == 4 and all(blocks(seen))
    fields = re.findall(r"observedAttributes = \[(.*)\]", SCRIPT.read_text(encoding="utf-8"))[0]
    assert all(f"`{name}`" in guide for name in re.findall(r'"(\w+)"', fields))


def test_it_weighs_at_most_2000_bytes_and_has_no_way_to_make_markup() -> None:
    data = SCRIPT.read_bytes()
    assert len(brotli.compress(data, quality=11)) <= 2000
    code = data.decode()
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval",
        "Function(",
        ".style",
    ):
        assert way not in code


@pytest.mark.proof
def test_a_whole_register_of_markup_is_shown_as_text(
    there: Embedding, poisoned_register: Register, browser: Browser
) -> None:
    site = Site(Decisions(poisoned_register, date(2026, 6, 1)))
    for file in json_files(Data(replace(site, url="https://contact.voorbeeld.example/"))):
        there.instead[file.path] = Answer(file.data)
    names = [product.id for product in poisoned_register.products]
    there.show("".join(element(product=name) for name in names) + element(berichten="bezwaar"))
    with opened(browser, there) as seen:
        only_asked(there, seen)
        assert seen.page.locator("wmebv-kanaal").locator("script, img, style").count() == 0
        shown = [block for block in blocks(seen) if block]
        assert len(shown) == len(names) + 1
        assert sum("<script>alert(1)</script>" in block["text"] for block in shown) > len(names) / 2


@pytest.mark.proof
@needs_judges
@pytest.mark.parametrize("style", sorted(styles()))
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_three_house_styles(
    there: Embedding, browser: Browser, style: str, width: int
) -> None:
    there.instead["storingen/status.json"] = as_json({"outages": [outage("De website werkt niet.")]})
    knop = "utrecht-button-link utrecht-button-link--primary-action" if style == "stelsel" else "wmebv-knop"
    page_of = "".join(FORMS).replace("<wmebv-kanaal", f'<wmebv-kanaal knop="{knop}"')
    # Two on a page that are about the same have one name for the same: here each is about something else.
    there.show(page_of, style=styles()[style])
    for scheme in ("light", "dark"):
        settings = {"viewport": screen(width), "color_scheme": scheme, "bypass_csp": True}
        with opened(browser, there, **settings) as seen:
            assert seen.page.locator(".wmebv-blok").count() == len(FORMS)
            assert axe(seen.page) == []
            assert seen.width_beyond_screen() == 0


@pytest.mark.proof
def test_everything_is_reached_with_the_keyboard(there: Embedding, browser: Browser) -> None:
    there.show("".join(FORMS) + element(berichten="bezwaar"), style=styles()["binnenstad"])
    with opened(browser, there) as seen:
        page = seen.page
        wanted = page.locator("a, summary").count()
        reached = set()
        for number in range(wanted):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate("""() => [...document.querySelectorAll('a, summary')]
                .indexOf(document.activeElement)""")
            )
            if number == wanted - 2:
                page.keyboard.press("Enter")
                # What opens is filled once the browser tells that it opened: only then is there something to reach.
                page.wait_for_function("() => document.activeElement.parentElement.querySelector('a')")
        assert reached == set(range(wanted))


@pytest.mark.proof
def test_a_server_that_never_answers_leaves_the_link(there: Embedding, browser: Browser) -> None:
    there.show(element(product="paspoort"))
    with watched(browser) as seen:
        seen.page.clock.install()
        seen.page.route("**/data/**", lambda route: None)
        seen.page.goto(there.cms)
        assert seen.page.locator("wmebv-kanaal").inner_text() == STAYS
        seen.page.wait_for_timeout(9000)
        assert seen.page.locator("wmebv-kanaal").inner_text() == STAYS
