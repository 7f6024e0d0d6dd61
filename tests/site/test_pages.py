"""What the pages say on a day: what holds, what is coming, what is not yet; and never what is only wanted."""

from __future__ import annotations

import dataclasses
import html
import json
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from building import build_site, pages_on
from htmlpages import Element, dangers, main_of, parse, site_pages
from places import ROOT
from poison import HOSTILE
from projects import SMALL, SMALL_DAY, copied, decode_files, files_of, register_of, rewrite, with_text

from wmebv_site.designation.decisions import Decisions, Status
from wmebv_site.register.entry import Entry
from wmebv_site.register.register import Register
from wmebv_site.site.artifact import Artifact, in_head
from wmebv_site.site.build import build_pages, chrome
from wmebv_site.site.look.theme import templates
from wmebv_site.site.render import Renderer
from wmebv_site.site.site import Site
from wmebv_site.site.words import ADOPTED_ONLY, NOT_DESIGNATED

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_PAGES = {
    "home": "",
    "a-to-z": "producten/",
    "product": "producten/evenementenvergunning/",
    "product-exempt": "producten/paspoort/",
    "product-executor": "producten/afvalpas/",
    "product-gap": "producten/bijstand/",
    "channel": "kanalen/evenementenformulier/",
    "objection": "bezwaar/",
    "decisions": "besluiten/",
    "decision": "besluiten/aanwijzing-2026/",
    "which-channel": "welk-kanaal/",
    "changes": "wijzigingen/",
    "help": "hulp/",
    "support": "hulp/balie/",
}


@pytest.mark.parametrize("name", GOLDEN_PAGES)
def test_a_page_is_as_it_was_approved(small_register: Register, name: str) -> None:
    """``REWRITE=1 pytest tests/site/test_pages.py`` writes the pages again; review them as a diff."""
    page = pages_on(small_register, SMALL_DAY)[GOLDEN_PAGES[name]]
    head = json.dumps(page.meta(None), ensure_ascii=False, indent=1)
    made = f"<!--\n{head}\n-->\n{page.html.strip()}\n"
    file = GOLDEN / f"{name}.html"
    if os.environ.get("REWRITE"):
        file.write_text(made, encoding="utf-8", newline="\n")
    assert made == file.read_text(encoding="utf-8")


def models_in(value: object) -> Iterator[Entry]:
    if isinstance(value, Entry):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from models_in(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from models_in(getattr(value, field.name))


def test_no_template_gets_a_model_of_the_register(
    small_register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one, a template of a municipality's own could show what is internal, by a word that it may write."""
    given: dict[str, dict[str, object]] = {}

    def render(_: Renderer, name: str, **values: object) -> str:
        given[name] = values
        return ""

    monkeypatch.setattr(Renderer, "render", render)
    pages_on(small_register, SMALL_DAY)
    assert {"product", "about", "channel", "decision"} <= given.keys()
    assert not [
        (name, key)
        for name, values in given.items()
        for key, value in values.items()
        if next(models_in(value), None)
    ]


def test_every_golden_page_is_compared() -> None:
    assert {file.stem for file in GOLDEN.glob("*.html")} == set(GOLDEN_PAGES)


def buttons(page: Artifact) -> set[str]:
    return {button.attributes["href"] for button in main_of(page).with_class("button")}


@pytest.mark.parametrize("url", GOLDEN_PAGES.values())
def test_no_button_says_what_the_heading_above_it_says(small_register: Register, url: str) -> None:
    main = main_of(pages_on(small_register, SMALL_DAY)[url])
    headings = {heading.text for heading in main.all("h1", "h2", "h3", "summary")}
    assert not {button.text for button in main.with_class("button")} & headings


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("kind: contactformulier", "Naar het Contactformulier"),
        ("kind: portaal, name: Digitaal loket", "Naar het Digitaal loket"),
        ("login: [digid]", "Inloggen met DigiD"),
        ("kind: e-mail, email: vraag@voorbeeld.example", "Stuur een e-mail"),
        ("kind: berichtenapp, name: WhatsApp", "Vraag stellen via WhatsApp"),
    ],
)
def test_a_button_says_where_it_leads_or_how_one_logs_in(way: str, told: str) -> None:
    given = {
        "name": "Contactformulier",
        "kind": "contactformulier",
        "login": "[geen]",
        "url": '"https://a.example/"',
    } | dict(each.split(": ") for each in way.split(", "))
    given = {key: value for key, value in given.items() if not ("email" in given and key in ("url", "login"))}
    channel = f"  - {{id: contactformulier, {', '.join(f'{key}: {value}' for key, value in given.items())}}}"
    files = files_of(SMALL)
    files["channels.yaml"] = re.sub(
        rb"(?m)^  - {id: contactformulier,.*$", channel.encode(), files["channels.yaml"]
    )
    register, diagnostics = decode_files(files)
    assert register, diagnostics
    page = pages_on(register, SMALL_DAY)[GOLDEN_PAGES["product"]]
    section = next(each for each in main_of(page).walk() if each.attributes.get("id") == "vraag")
    assert told in [link.text for link in section.all("a")]


@pytest.mark.parametrize(
    ("product", "name", "heading"),
    [
        ("Melden dat u gaat trouwen", "Melding dat u gaat trouwen", "Melding doen"),
        ("Aangeven dat iemand is overleden", "Aangifte dat iemand is overleden", "Aangifte doen"),
        ("Verzoeken om een dossier", "Verzoek om een dossier", "Verzoek doen"),
        ("Aangifte van een geboorte doen", "Aangeven van een geboorte doen", "Aangifte doen"),
        ("Melden dat u gaat trouwen", "Datum en tijd reserveren", "Datum en tijd reserveren"),
        ("Ongedierte melden", "Ongedierte melden", "Ongedierte melden"),
    ],
)
def test_a_heading_does_not_say_the_title_again_in_a_longer_form(
    product: str, name: str, heading: str
) -> None:
    files = with_text(files_of(SMALL), "products.yaml", "name: Evenementenvergunning", f"name: {product}")
    files = with_text(files, "products.yaml", "{kind: vraag}", f"{{kind: melding, id: x, name: {name}}}")
    register, diagnostics = decode_files(files)
    assert register, diagnostics
    main = main_of(pages_on(register, SMALL_DAY)[GOLDEN_PAGES["product"]])
    headings = [each.text for each in main.all("h1", "h2", "h3")]
    # What held before is listed under the names that the register has.
    headings = headings[: headings.index("Lukt het niet?")]
    assert heading in headings
    assert name == heading or name not in headings


def without(file: Path, *keys: str) -> None:
    """Take keys out of the front matter of a file."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    starts = tuple(f"{key}:" for key in keys)
    file.write_text("".join(line for line in lines if not line.startswith(starts)), encoding="utf-8")


def test_between_adoption_and_publication_a_decision_does_not_hold(example_register: Register) -> None:
    """20 November 2025: adopted two days before, in the Gemeenteblad only in December."""
    pages = pages_on(example_register, date(2025, 11, 20))
    assert "Nog niet ingegaan" in main_of(pages[""]).text
    decision = main_of(pages["besluiten/algemeen-kanaal-2026/"]).text
    assert "Dit besluit is genomen, maar nog niet bekendgemaakt. Daarom geldt het nog niet." in decision
    assert "geldt sinds" not in decision
    assert "Vastgesteld, nog niet bekendgemaakt" in main_of(pages["besluiten/"]).text
    product = main_of(pages["producten/evenementenvergunning/"])
    assert product.with_class("not_yet")


def test_without_a_day_of_publication_no_day_is_promised(small: Path) -> None:
    file = small / "content/besluiten/aanwijzing-2026.md"
    without(file, "published", "publication")
    rewrite(file, "in_force_from: 2026-01-01", "in_force_from: 2026-09-01")
    without(small / "content/besluiten/aanwijzing-2027.md", "adopted", "published", "publication")
    pages = pages_on(register_of(small), SMALL_DAY)
    assert f"Nog niet ingegaan: {ADOPTED_ONLY}" in main_of(pages[""]).text
    product = main_of(pages["producten/evenementenvergunning/"])
    aanvraag = next(e for e in product.walk() if e.attributes.get("id") == "aanvraag")
    assert ADOPTED_ONLY in aanvraag.text
    assert NOT_DESIGNATED in aanvraag.text
    assert not buttons(pages["producten/evenementenvergunning/"]) & {
        "https://formulieren.voorbeeld.example/evenement",
        "https://formulieren.voorbeeld.example/bezwaar",
    }
    for url, page in pages.items():
        assert "geldt sinds" not in main_of(page).text, url
        assert "Geldt vanaf" not in main_of(page).text, url


def test_after_publication_the_pages_say_from_which_day_it_will_hold(example_register: Register) -> None:
    """20 December 2025: published on the 2nd, in force on 1 January."""
    pages = pages_on(example_register, date(2025, 12, 20))
    assert "Nog niet ingegaan: het besluit gaat in op 1 januari 2026" in main_of(pages[""]).text
    product = main_of(pages["producten/evenementenvergunning/"]).text
    assert "Nog niet ingegaan: dit gaat in op 1 januari 2026" in product
    assert "Vanaf 1 januari 2026 stuurt u dit bericht via: Contactformulier." in product
    decision = main_of(pages["besluiten/algemeen-kanaal-2026/"]).text
    assert "Dit besluit gaat in op 1 januari 2026." in decision
    listed = main_of(pages["besluiten/"])
    assert "Bekendgemaakt, nog niet ingegaan" in [heading.text for heading in listed.all("h2")]


def test_what_is_open_now_is_told_while_nothing_is_designated(example_register: Register) -> None:
    """The channels in use, without the button of a designated one, and the ways without internet."""
    for day in (date(2025, 11, 20), date(2025, 12, 20)):
        page = pages_on(example_register, day)["producten/evenementenvergunning/"]
        assert "https://formulieren.voorbeeld.example/evenement" not in " ".join(buttons(page))
        notices = main_of(page).with_class("not_yet")
        assert notices
        links = {link.attributes["href"] for notice in notices for link in notice.all("a")}
        assert any(href.startswith("../../kanalen/") for href in links)
        text = main_of(page).text
        assert "Stuur een brief naar" in text and "Kom langs op" in text


def test_a_channel_in_use_says_that_it_is_not_designated_yet(small: Path) -> None:
    pages = pages_on(register_of(small), SMALL_DAY)
    assert "U kunt nu al gebruiken:" in main_of(pages["producten/bijstand/"]).with_class("info")[0].text
    channel = main_of(pages["kanalen/e-mail-balie/"])
    assert "Dit kanaal is nog niet aangewezen." in channel.text
    assert "geldt sinds" not in channel.text


def only_a_draft(small: Path) -> Register:
    for name in ("aanwijzing-2026", "aanwijzing-2027"):
        dates = ("adopted", "published", "publication", "in_force_from", "replaces")
        without(small / "content" / "besluiten" / f"{name}.md", *dates)
    return register_of(small)


def test_with_only_drafts_no_page_knows_of_a_decision_or_a_wanted_channel(small: Path) -> None:
    register = only_a_draft(small)
    pages = pages_on(register, SMALL_DAY)
    assert "Nog niet aangewezen" in main_of(pages[""]).text
    assert "nog geen besluit genomen" in main_of(pages["besluiten/"]).text
    assert not [url for url in pages if url.startswith("besluiten/") and url != "besluiten/"]
    wanted = {"nieuw-loket", "alleen-gewenst", "evenementenformulier", "bezwaarformulier"}
    assert not {f"kanalen/{name}/" for name in wanted} & set(pages)
    product = main_of(pages["producten/evenementenvergunning/"])
    aanvraag = next(e for e in product.walk() if e.attributes.get("id") == "aanvraag")
    assert NOT_DESIGNATED in aanvraag.text
    for url, page in pages.items():
        for decision in register.decisions:
            for title in (decision.title, decision.short_title):
                assert title not in page.html and title not in page.description, url
        assert "Geheime tekst" not in page.html, url
        if url != "producten/evenementenvergunning/":
            assert "/evenement" not in page.html.replace("/evenementenvergunning", ""), url


def test_a_draft_and_a_channel_that_is_only_wanted_appear_nowhere(small_register: Register) -> None:
    pages = pages_on(small_register, SMALL_DAY)
    assert "kanalen/alleen-gewenst/" not in pages and "besluiten/concept-2028/" not in pages
    secret = ["concept-2028", "Ontwerp van een besluit", "Geheime tekst", "alleen-gewenst", "alleen gewenst"]
    for url, page in pages.items():
        whole = page.html + json.dumps(page.meta("x"), ensure_ascii=False) + url
        assert [word for word in secret if word in whole] == [], url


def test_a_coming_change_is_told_once_it_is_published(small_register: Register) -> None:
    page = pages_on(small_register, SMALL_DAY)["producten/adresonderzoek/"]
    text = main_of(page).text
    assert "Vanaf 1 januari 2027 stuurt u dit bericht via: Nieuw loket." in text
    assert buttons(page) == {"https://formulieren.voorbeeld.example/contact"}
    later = pages_on(small_register, date(2027, 1, 1))["producten/adresonderzoek/"]
    assert buttons(later) == {"https://loket.voorbeeld.example"}
    assert "Verandert binnenkort" not in main_of(later).text


def interesting_days(register: Register) -> Iterator[date]:
    """Every day before, on and after the day on which something happens to a decision."""
    days = {SMALL_DAY, date(2025, 12, 31), date(2026, 1, 1)}
    for decision in register.decisions:
        for day in (decision.adopted, decision.published, decision.in_force_from, decision.lapsed):
            if day is not None:
                days |= {day - timedelta(days=1), day}
    yield from sorted(days)


Dated = tuple[Site, dict[str, Artifact], dict[str, Element]]


@pytest.fixture(
    scope="module", params=["small", "published too late", pytest.param("example", marks=pytest.mark.proof)]
)
def dated(
    request: pytest.FixtureRequest, small_register: Register, example_register: Register
) -> list[Dated]:
    """A register on every day around a change: the site, its pages, and what stands in them."""
    register = example_register if request.param == "example" else small_register
    if request.param == "published too late":
        late = {"published": date(2026, 3, 1)}
        decisions = [
            d.model_copy(update=late if d.id == "aanwijzing-2026" else {}) for d in register.decisions
        ]
        register = dataclasses.replace(register, decisions=tuple(decisions))
    found = []
    for day in interesting_days(register):
        site = Site(Decisions(register, day))
        pages = {page.url: page for page in build_pages(site, templates())}
        found.append((site, pages, {url: main_of(page) for url, page in pages.items()}))
    return found


def test_a_decision_is_shown_as_in_force_only_from_its_first_day_after_publication(
    dated: list[Dated],
) -> None:
    """Rule 4 of the law table."""
    for site, pages, mains in dated:
        register, day, decisions = site.register, site.today, site.decisions
        for decision in register.decisions:
            url = f"besluiten/{decision.id}/"
            known = decision.adopted is not None and decision.adopted <= day
            known = known or (decision.published is not None and decision.published <= day)
            assert (url in pages) <= known, (day, decision.id)
            if url in pages:
                text = mains[url].text + pages[url].description
                holds = (
                    decision.published is not None
                    and decision.in_force_from is not None
                    and max(decision.published, decision.in_force_from) <= day
                )
                in_force = decisions.status(decision) is Status.IN_FORCE
                assert ("geldt sinds" in text) == (holds and in_force), (day, decision.id)
        named = {decision.short_title: decision for decision in register.decisions}
        for url in pages:
            for reason in mains[url].with_class("reason"):
                for link in reason.all("a"):
                    decision = named[link.text.partition(", artikel")[0]]
                    assert decision.published and decision.published <= day, (day, url)
                    assert decision.in_force_from and decision.in_force_from <= day, (day, url)
                    assert decision.lapsed is None or day < decision.lapsed, (day, url)


def test_a_button_stands_on_a_product_only_where_something_designates_its_channel(dated: list[Dated]) -> None:
    for site, _, mains in dated:
        for product in site.register.products:
            allowed = set()
            for message in site.register.messages_of(product):
                for resolution in site.now.of(product, message):
                    for resolved in resolution.channels:
                        allowed |= {
                            f"mailto:{way.email}" if way.email else way.url for way in resolved.entrances
                        }
                    if resolution.executor:
                        allowed.add(resolution.executor.url)
            shown = mains[f"producten/{product.id}/"].with_class("button")
            assert {button.attributes["href"] for button in shown} <= allowed, (site.today, product.id)


def test_the_poison_stands_in_every_free_text(poisoned_register: Register) -> None:
    product = poisoned_register.products[0]
    assert HOSTILE in product.name and HOSTILE in product.documents[0] and HOSTILE in product.synonyms[0]
    assert HOSTILE in product.legal_basis[0].label and HOSTILE in product.messages[0].term
    assert HOSTILE in poisoned_register.municipality.name and HOSTILE in poisoned_register.channels[0].name
    assert HOSTILE in poisoned_register.decisions[0].basis[0] and HOSTILE in poisoned_register.support[0].body
    assert HOSTILE in poisoned_register.help_index.barriers[0].expected
    assert HOSTILE in poisoned_register.designations[1].article


def test_no_text_of_a_register_can_become_markup(poisoned_register: Register) -> None:
    for day in interesting_days(poisoned_register):
        for page in build_pages(Site(Decisions(poisoned_register, day)), templates()):
            read = parse(f"<main>{page.html}</main>", page.url)
            assert dangers(read) == [], page.url
            assert read.faults == [], page.url
            assert not [e for e in read.elements if e.tag == "img" and "onerror" in e.attributes], page.url
            assert "49" not in read.main.text, page.url


def test_the_poison_is_readable_where_the_text_belongs(poisoned_register: Register) -> None:
    pages = {
        page.url: page for page in build_pages(Site(Decisions(poisoned_register, SMALL_DAY)), templates())
    }
    product = pages["producten/evenementenvergunning/"]
    assert main_of(product).one("h1").text == f"Evenementenvergunning{html.unescape(HOSTILE)}".replace(
        "<b>", "&lt;b&gt;"
    )
    assert product.title == f"Evenementenvergunning{HOSTILE}"


def test_a_poisoned_register_stays_text_in_the_whole_skeleton(
    poisoned_register: Register, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plugin is handed the poisoned register where the reader would have refused it."""
    from wmebv_site.rules.checking import Checked
    from wmebv_site.site import inspection

    poisoned = Checked(Decisions(poisoned_register, SMALL_DAY), [])
    monkeypatch.setattr(inspection, "check_project", lambda files, *when: poisoned)
    site = site_pages(build_site(small, tmp_path / "site", strict=False, site_name=HOSTILE))
    assert len(site) > 15
    for url, page in site.items():
        assert dangers(page) == [], url
        assert page.faults == [], url
        assert (
            not [image for image in page.root.all("img") if image.attributes.get("src") == "x"]
            or url in PROSE
        ), url
        assert f"Gemeente Voorbeeld{HOSTILE}" in page.root.one("header").text, url
        assert f"Gemeente Voorbeeld{HOSTILE}" in page.root.one("footer").text, url
    crumbs = [nav for nav in site["producten/paspoort/"].root.all("nav") if "Burgerzaken" in nav.text]
    assert HOSTILE in crumbs[0].text
    # What is too long for a tab is cut off, and stays text.
    assert site["producten/paspoort/"].title == in_head(f"Paspoort{HOSTILE}", None)["short_title"]
    assert site[""].title == HOSTILE


PROSE = {"", "hulp/", "hulp/balie/", "besluiten/aanwijzing-2026/", "besluiten/aanwijzing-2027/"}
"""Pages with Markdown, in which a picture is allowed."""


def test_the_data_of_the_skeleton_is_plain_so_that_any_renderer_can_read_it(small_register: Register) -> None:
    data = chrome(Site(Decisions(small_register, SMALL_DAY)))
    assert json.loads(json.dumps(data)) == data
    for page in pages_on(small_register, SMALL_DAY).values():
        meta = page.meta(None)
        assert json.loads(json.dumps(meta)) == meta


def test_an_earlier_address_leads_on_to_the_product(small_register: Register) -> None:
    page = pages_on(small_register, SMALL_DAY)["producten/straatfeest/"]
    links = main_of(page).all("a")
    assert [link.attributes["href"] for link in links] == ["../../producten/evenementenvergunning/"]
    assert links[0].text == "Ga naar Evenementenvergunning"


def test_a_search_engine_reads_of_an_earlier_address_which_one_stands_for_it(example_site: Path) -> None:
    root = "https://www.voorbeeld.example/digitaal-contact"
    moved = (example_site / "producten/adreswijziging/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{root}/producten/verhuizing/">' in moved
    assert moved.count('rel="canonical"') == 1
    listed = (example_site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{root}/producten/verhuizing/</loc>" in listed and "adreswijziging" not in listed


def test_businesses_see_the_channel_beside_and_residents_do_not_lose_theirs(small_register: Register) -> None:
    page = pages_on(small_register, SMALL_DAY)["producten/evenementenvergunning/"]
    text = main_of(page).text
    assert "Ondernemers en organisaties mogen ook dit kanaal gebruiken." in text
    assert "Berichtenbox voor bedrijven: dit staat in artikel 5 van de Dienstenwet." in text
    assert {
        "https://formulieren.voorbeeld.example/evenement",
        "https://formulieren.voorbeeld.example/evenement-organisatie",
        "https://berichtenbox.example",
    } <= buttons(page)


def test_an_exempt_message_says_why_and_has_no_button(small_register: Register) -> None:
    page = pages_on(small_register, SMALL_DAY)["producten/paspoort/"]
    aanvraag = next(e for e in main_of(page).walk() if e.attributes.get("id") == "aanvraag")
    assert "Niet digitaal: u komt hiervoor zelf langs." in aanvraag.text
    assert "Dit staat in: artikel 28 van de Paspoortwet." in aanvraag.text
    assert aanvraag.with_class("button") == []


def test_messages_that_are_not_official_never_look_official(small_register: Register) -> None:
    pages = pages_on(small_register, SMALL_DAY)
    product = main_of(pages["producten/evenementenvergunning/"])
    by_id = {e.attributes["id"]: e for e in product.all("section") if "id" in e.attributes}
    assert "other" in by_id["vraag"].attributes["class"].split()
    assert "other" not in by_id["aanvraag"].attributes["class"].split()
    assert "Dit staat in" not in by_id["vraag"].text
    for section in main_of(pages["andere-berichten/"]).with_class("designation"):
        assert "other" in section.attributes["class"].split()


def test_without_products_or_decisions_there_are_pages_that_say_so(small: Path) -> None:
    (small / "products.yaml").write_text("products: []\n", encoding="utf-8")
    rewrite(small / "channels.yaml", "  featured: [evenementenvergunning]\n", "")
    for file in (small / "content").rglob("*.md"):
        if file.name != "aanwijzing-2026.md":
            file.unlink(missing_ok=True)
    channels = small / "channels.yaml"
    lines = channels.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "aanwijzing-2027" not in line and "concept-2028" not in line]
    channels.write_text("".join(kept), encoding="utf-8")
    pages = pages_on(register_of(small), SMALL_DAY)
    assert "Er zijn nog geen producten op deze website." in main_of(pages["producten/"]).text
    assert "Er zijn nu geen kanalen aangewezen." in main_of(pages["kanalen/"]).text
    for url, page in pages.items():
        assert main_of(page).one("h1").text, url
        empty = [e.tag for e in main_of(page).all("ul", "ol", "dl", "nav", "section") if not e.text]
        assert empty == [], url


def test_copied_projects_are_whole(tmp_path: Path) -> None:
    """The helper that other tests rest on takes everything a municipality keeps."""
    assert (
        pages_on(register_of(copied(ROOT, tmp_path / "copy")), SMALL_DAY).keys()
        == pages_on(register_of(ROOT), SMALL_DAY).keys()
    )
