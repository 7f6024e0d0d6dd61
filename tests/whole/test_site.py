"""The site that is built: whole, linked, accessible in its bones, safe, and the same every time."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from building import ENVIRONMENT, MOMENT, build_site, export_site, on_day
from command import mkdocs_apart, wmebv_apart
from htmlpages import HEADINGS, Page, dangers, site_pages
from places import ROOT
from projects import EXAMPLE_DAY, copied, register_of, rewrite, tree, write_files

from wmebv_site.data.published import MAKERS
from wmebv_site.register.channels import QUESTIONS
from wmebv_site.register.entry import Entry
from wmebv_site.site.artifact import in_head
from wmebv_site.site.site import Site

SITE = "https://www.voorbeeld.example/digitaal-contact/"
KINDS = {
    "home": "",
    "A to Z": "producten/",
    "domain": "producten/domein/sociaal/",
    "product": "producten/evenementenvergunning/",
    "residents": "inwoners/",
    "businesses": "ondernemers/",
    "channels": "kanalen/",
    "channel": "kanalen/contactformulier/",
    "objection": "bezwaar/",
    "complaint": "klacht/",
    "other messages": "andere-berichten/",
    "decisions": "besluiten/",
    "decision": "besluiten/aanwijzing-2026/",
    "annex": "besluiten/aanwijzing-2026/bijlage/",
    "which channel": "welk-kanaal/",
    "help": "hulp/",
    "support": "hulp/bibliotheek/",
    "about": "over/",
}


@pytest.mark.parametrize("url", KINDS.values(), ids=KINDS)
def test_every_kind_of_page_is_there(example_pages: dict[str, Page], url: str) -> None:
    assert len(example_pages[url].main.text) > 100


def test_every_product_and_every_channel_that_answers_has_a_page(
    example: Site, example_pages: dict[str, Page]
) -> None:
    assert {f"producten/{product.id}/" for product in example.register.products} <= set(example_pages)
    answering = {name for resolution in example.now.all for name in resolution.channel_ids}
    assert {f"kanalen/{name}/" for name in answering} <= set(example_pages)


def test_html_is_closed_in_the_order_in_which_it_was_opened(example_pages: dict[str, Page]) -> None:
    assert {url: page.faults for url, page in example_pages.items() if page.faults} == {}


def test_every_internal_link_and_anchor_leads_somewhere(
    example_site: Path, example_pages: dict[str, Page]
) -> None:
    broken = []
    for page in example_pages.values():
        addresses = page.hrefs + [e.attributes["src"] for e in page.elements if "src" in e.attributes]
        addresses += [
            e.attributes["href"] for e in page.root.all("link") if e.attributes["rel"] != "canonical"
        ]
        for href in addresses:
            if re.match(r"(?:https?|mailto|tel):", href):
                continue
            path, fragment = page.resolve(
                href if page.url != "404.html" else href.removeprefix("/digitaal-contact/")
            )
            target = (
                example_site / path / "index.html" if path.endswith("/") or not path else example_site / path
            )
            if not target.is_file() or fragment and fragment not in example_pages[path].ids:
                broken.append((page.url, href))
    assert broken == []


def test_no_page_stands_alone(example_pages: dict[str, Page]) -> None:
    reached, ahead = {""}, [""]
    while ahead:
        page = example_pages[ahead.pop()]
        for href in page.hrefs:
            if not re.match(r"(?:https?|mailto|tel):", href):
                path, _ = page.resolve(href)
                if path in example_pages and path not in reached:
                    reached.add(path)
                    ahead.append(path)
    formerly = {url for url, page in example_pages.items() if "Deze pagina is verhuisd" in page.main.text}
    assert set(example_pages) - reached - formerly == {"404.html"}


def moved_to(page: Page, url: str) -> str:
    """Where an earlier address leads, by the link that it shows; of any other page its own address."""
    if "Deze pagina is verhuisd." not in page.main.text:
        return url
    return urljoin(f"/{url}", page.main.all("a")[0].attributes["href"]).removeprefix("/")


def test_every_page_has_what_a_search_engine_and_a_screen_reader_need(example_pages: dict[str, Page]) -> None:
    # A product may bear the name of an overview, such as 'Bezwaar maken'.
    titles = Counter((page.title, url.startswith("producten/")) for url, page in example_pages.items())
    assert [title for title, number in titles.items() if number > 1] == []
    for url, page in example_pages.items():
        assert page.root.one("html").attributes["lang"] == ("en" if url.startswith("en/") else "nl"), url
        assert [len(content) > 20 for content in page.meta("description")] == [True], url
        assert page.meta("viewport") == ["width=device-width, initial-scale=1"], url
        assert len(page.main.all("h1")) == len(page.root.all("h1")) == 1, url
        assert page.main.one("h1").text, url
        assert len(page.root.all("header", "footer")) == 2, url
        labels = [nav.attributes.get("aria-label") for nav in page.root.all("nav")]
        assert all(labels) and len(set(labels)) == len(labels), url
        canonical = [
            e.attributes["href"] for e in page.root.all("link") if e.attributes["rel"] == "canonical"
        ]
        crumbs = [nav for nav in page.root.all("nav") if nav.attributes["aria-label"] == "Kruimelpad"]
        if url != "404.html":
            # Of an earlier address, the page that it leads to is the one to find.
            assert canonical == [SITE + moved_to(page, url)]
        if url not in ("", "404.html"):
            assert len(crumbs) == 1 and crumbs[0].all("a")[0].text == "Begin", url


def test_ids_are_unique_and_headings_never_skip_a_level(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        assert [name for name, number in Counter(page.ids).items() if number > 1] == [], url
        levels = [int(heading.tag[1]) for heading in page.main.all(*HEADINGS)]
        assert levels[0] == 1, url
        assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False)), (
            url,
            levels,
        )
        assert all(heading.text for heading in page.root.all(*HEADINGS)), url


_VAGUE = re.compile(
    r"^(klik hier|hier|lees meer|meer|link|deze pagina|details|verder|ga verder)\.?$", re.IGNORECASE
)


def test_every_link_says_where_it_leads(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        for link in page.links:
            assert link.text, (url, link.attributes)
            assert not _VAGUE.match(link.text), (url, link.text)
            assert link.attributes["href"] != "#", url


def test_one_text_does_not_lead_to_two_places_on_a_page(example_pages: dict[str, Page]) -> None:
    """Buttons apart: those of two channels for one message stand under the names of the channels."""
    for url, page in example_pages.items():
        targets: dict[str, set[str]] = {}
        apart = {id(link) for listed in page.main.with_class("entrances") for link in listed.all("a")}
        for link in page.main.all("a"):
            if id(link) not in apart:
                targets.setdefault(link.text, set()).add(link.attributes["href"])
        assert {text: found for text, found in targets.items() if len(found) > 1} == {}, url


def test_lists_and_tables_are_not_empty(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        for element in page.root.all("ul", "ol", "dl", "table", "nav", "section", "p", "li", "dd", "dt"):
            waits = element.attributes.get("role") == "status"  # filled when there is something to tell
            assert element.text or element.all("img", "input") or waits, (url, element.tag)


def test_no_word_of_a_program_reaches_a_page(example_pages: dict[str, Page]) -> None:
    leaked = re.compile(
        r"\bNone\b|\bTrue\b|\bFalse\b|\{\{|\{%|<[a-z]|Undefined|\bnull\b|datetime|Enum|\bMarkup\b"
    )
    found = {}
    for url, page in example_pages.items():
        shown = page.root.text
        for example in page.root.all("pre"):  # which shows a program
            shown = shown.replace(example.text, "")
        found[url] = leaked.findall(shown)
    assert {url: words for url, words in found.items() if words} == {}


def test_dates_are_written_in_words(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        assert re.findall(r"\b20\d\d-\d\d-\d\d\b", page.root.text) == [], url


def test_every_page_says_that_the_municipality_does_not_exist(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        assert "Gemeente Voorbeeld bestaat niet. Stuur hier niets naartoe." in page.root.text, url


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


def test_nothing_can_run_and_the_policy_stands_before_anything_loads(example_pages: dict[str, Page]) -> None:
    for url, page in example_pages.items():
        assert dangers(page) == [], url
        assert page.meta("Content-Security-Policy") == [POLICY], url
        head = [e for e in page.root.one("head").children if not isinstance(e, str)]
        assert [e.tag for e in head[:2]] == ["meta", "meta"] and "charset" in head[0].attributes, url


DESIGNATION = "aanwijzing-2026/aanwijzingsbesluit-elektronische-kanalen-2026"
FIRST_DECISION = "algemeen-kanaal-2026/aanwijzingsbesluit-algemeen-elektronisch-kanaal-2026"
OLD_DECISION = "elektronisch-verkeer-2011/besluit-elektronisch-verkeer-2011"


def test_nothing_of_material_and_no_register_is_published(example_site: Path) -> None:
    paths = set(tree(example_site))
    # Of the data tests/data tells which files there are.
    assert {path for path in paths if not path.endswith(".html") and not path.startswith("data/")} == {
        "assets/besluiten.css",
        "assets/brief.css",
        "assets/dag.js",
        "assets/vraag.js",
        "assets/hulp.css",
        "assets/kanaal.js",
        "assets/tekst.css",
        "assets/search.css",
        "assets/wmebv.css",
        "assets/wmebv.js",
        "assets/zoek.js",
        "assets/wmebv.svg",
        *(f"besluiten/{DESIGNATION}.{form}" for form in ("pdf", "docx", "odt")),
        *(f"besluiten/{FIRST_DECISION}.{form}" for form in ("pdf", "docx", "odt")),
        *(f"besluiten/{OLD_DECISION}.{form}" for form in ("pdf", "docx", "odt")),
        "sitemap.xml",
        "sitemap.xml.gz",
        "storingen/atom.xml",
        "storingen/feed.json",
        "storingen/status.js",
        "storingen/status.json",
        "sitemaps/sitemap-diwoo-infocat002.xml",
        "sitemaps/sitemapindex-diwoo-infocat002.xml",
        "wijzigingen/atom.xml",
        "wijzigingen/feed.json",
        "zoeken.json",
    }
    assert all("material" not in path and not path.startswith("search/") for path in paths)


def test_the_sitemap_names_every_page_once(example_site: Path, example_pages: dict[str, Page]) -> None:
    raw = (example_site / "sitemap.xml").read_bytes()
    assert gzip.decompress((example_site / "sitemap.xml.gz").read_bytes()) == raw
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    addresses = [found.text or "" for found in ElementTree.fromstring(raw).iter(f"{space}loc")]
    named = [address.removeprefix(SITE) for address in addresses]
    moved = {url for url, page in example_pages.items() if moved_to(page, url) != url}
    assert moved and sorted(named) == sorted(set(example_pages) - {"404.html"} - moved)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in another folder, built by another process that stands elsewhere, with another hash seed."""
    folder = tmp_path_factory.mktemp("ergens anders")
    project = copied(ROOT, folder / "project")
    away = folder / "weg"
    away.mkdir()
    settings = ENVIRONMENT | {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LANG": "C"}
    mkdocs_apart("build", "--strict", "-q", "-f", str(project / "mkdocs.yml"), cwd=away, code=0, **settings)
    target = ("export", "pages", str(folder / "export"))
    wmebv_apart(*target, "--project", str(project), cwd=away, code=0, **settings)
    return folder


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []


def test_a_second_build_gives_the_same_bytes(example_site: Path, tmp_path: Path) -> None:
    same(tree(example_site), tree(build_site(ROOT, tmp_path / "again")))


def test_another_folder_process_and_hash_seed_give_the_same_bytes(
    example_site: Path, elsewhere: Path
) -> None:
    same(tree(example_site), tree(elsewhere / "project" / "site"))


def test_an_export_has_the_same_bytes_wherever_it_is_made(elsewhere: Path, tmp_path: Path) -> None:
    export_site(ROOT, tmp_path / "export", EXAMPLE_DAY, MOMENT)
    same(tree(tmp_path / "export"), tree(elsewhere / "export"))


def test_nothing_in_the_site_tells_where_or_when_it_was_built(example_site: Path) -> None:
    now = date.today().isoformat().encode()
    for path, data in tree(example_site).items():
        assert str(ROOT).encode() not in data and now not in data, path


TYPED = [
    "0201234567",
    "12:30",
    "on",
    "no",
    "2027-01-01",
    "1.10",
    "0x1F",
    "1_000",
    "+31 20",
    "yes",
]


@pytest.mark.parametrize("typed", TYPED)
def test_text_reaches_the_page_as_it_was_typed(small: Path, tmp_path: Path, typed: str) -> None:
    products, channels = small / "products.yaml", small / "channels.yaml"
    rewrite(products, "name: Evenementenvergunning", f"name: {typed}")
    rewrite(products, "summary: U organiseert een evenement op straat of in een park.", f"summary: {typed}")
    rewrite(products, "documents: [Plattegrond, Draaiboek]", f"documents:\n      - {typed}")
    rewrite(products, "term: Vraag de vergunning uiterlijk 8 weken van tevoren aan.", f"term: {typed}")
    rewrite(products, "synonyms: [braderie, straatfeest]", f"synonyms: [{typed} zoekwoord]")
    rewrite(channels, 'text: "Stuur een plattegrond als pdf."', f"text: {typed}")
    rewrite(channels, "postal_address: Postbus 1, 1234 AB Voorbeeld", f"postal_address: {typed}")
    rewrite(channels, "name: Evenementenformulier", f"name: {typed}")
    site = site_pages(build_site(small, tmp_path / "site", strict=False))
    page = site["producten/evenementenvergunning/"]
    assert page.main.one("h1").text == typed
    assert page.main.with_class("lead")[0].text == typed
    assert page.title.startswith(f"{typed} | ")
    assert page.meta("description") == [f"{typed}. Ook wel: {typed} zoekwoord."]
    assert "Dit hebt u nodig" in page.main.text
    assert typed in [detail.text for detail in page.main.all("dd")]
    assert typed in [strong.text for strong in page.main.all("strong")]
    assert f"Stuur een brief naar {typed}." in page.main.text
    assert f"Post: {typed}" in page.root.one("footer").text
    # Of a document and of a requirement alike, and on the page of the channel with where it stands.
    assert [detail.text for detail in page.main.all("dd")].count(typed) >= 2
    details = [detail.text for detail in site["kanalen/evenementenformulier/"].main.all("dd")]
    assert any(re.match(rf"{re.escape(typed)} Dit staat in", detail) for detail in details)
    assert typed in [link.text for link in page.main.all("a")]
    assert typed in [link.text for link in site["producten/"].main.all("a")]
    assert f"{typed} zoekwoord" in site["producten/"].main.text
    assert site["kanalen/evenementenformulier/"].main.one("h1").text == typed


def test_a_telephone_number_keeps_its_leading_zero(small: Path, tmp_path: Path) -> None:
    rewrite(small / "channels.yaml", "phone: 14 0123", "phone: 0201234567")
    page = site_pages(build_site(small, tmp_path / "site", strict=False))["over/"]
    links = [link for link in page.links if link.attributes["href"] == "tel:0201234567"]
    assert links and {link.text for link in links} == {"020 123 45 67"}


def internal_fields_with_text(register: Any) -> set[str]:
    """The internal fields of a register in which any text stands."""
    found = set()
    for entry in visits_of(register):
        for name, info in type(entry).model_fields.items():
            extra = info.json_schema_extra
            internal = isinstance(extra, dict) and extra.get("x-visibility") == "internal"
            if internal and texts_in(getattr(entry, name)):
                found.add(f"{type(entry).__name__}.{name}")
    return found


def visits_of(part: Any) -> list[Entry]:
    parts = [part] if isinstance(part, Entry) else []
    values: list[Any] = []
    if isinstance(part, Entry):
        values = [getattr(part, name) for name in type(part).model_fields]
    elif isinstance(part, (tuple, list)):
        values = list(part)
    elif isinstance(part, dict):
        values = list(part.values())
    elif hasattr(part, "__dataclass_fields__"):
        values = [getattr(part, name) for name in part.__dataclass_fields__]
    return parts + [found for value in values for found in visits_of(value)]


def texts_in(value: Any) -> list[str]:
    if isinstance(value, Entry):
        return [text for name in type(value).model_fields for text in texts_in(getattr(value, name))]
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (str(key), *texts_in(item))]
    if isinstance(value, (tuple, list)):
        return [text for item in value for text in texts_in(item)]
    return [] if value is None else [str(value)]


SENTINEL_STEPS = """\
steps:
  - step: zorg-aanbod
    owner: Sentinel trekker
    due: 1999-02-01
    actions:
      - {action: Sentinel actie, owner: Sentinel eigenaar, due: 1999-02-02, done: 1999-02-03, evidence: Sentinel bewijs}
"""


SENTINEL_LINKS = """\
exceptions:
  - {url: "https://www.voorbeeld.example/sentinel", reason: Sentinel reden, owner: Sentinel beheer, last_day: 1999-02-04}
"""
SENTINEL_IMPORTED = "    upl_flags: [digid_machtigen]\n    sdg: [Sentinel]\n    unconfirmed: [authority]\n"
SENTINEL_PROPOSAL = """\
proposals:
  - product: evenementenvergunning
    name: Sentinel naam
    summary: Sentinel samenvatting
    synonyms: [Sentinel woord]
    upl: http://standaarden.overheid.nl/owms/terms/sentinel
    number: Sentinel 1
    page: https://www.voorbeeld.example/sentinel-pagina
    digital: ja
    in_person: ja
    domain: Sentinel domein
    url: https://www.voorbeeld.example/sentinel
    by: Sentinel lijst
    done: ja
"""


def test_what_is_internal_never_leaves_the_register(small: Path, tmp_path: Path) -> None:
    channels, products = small / "channels.yaml", small / "products.yaml"
    answers = ", ".join(
        f"{key}: {{answer: onbekend, on: 1999-01-05, evidence: Sentinel bewijs}}" for key in QUESTIONS
    )
    rewrite(
        channels,
        "    representation: ja\n",
        "    representation: ja\n"
        "    supplier: {name: Sentinel leverancier, asked_on: 1999-01-02, answer: voldoet, answered_on: 1999-01-03, "
        "follow_up: 1999-01-06}\n"
        "    checked: {on: 1999-01-04, by: Sentinel nakijker}\n"
        f"    checklist: {{{answers}}}\n",
    )
    rewrite(products, "    documents: [Plattegrond", "    sensitivity: middel\n    documents: [Plattegrond")
    rewrite(products, "    documents: [Plattegrond", f"{SENTINEL_IMPORTED}    documents: [Plattegrond")
    products.write_text(products.read_text(encoding="utf-8") + SENTINEL_PROPOSAL, encoding="utf-8")
    rewrite(
        products,
        "{kind: aanvraag, channels: [evene",
        "{kind: aanvraag, in_use: [alleen-gewenst], channels: [evene",
    )
    rewrite(
        small / "content/besluiten/aanwijzing-2026.md",
        "Z-2025-0417",
        "Sentinel-zaak\nfrozen_as: sentinel-van-eerder",
    )
    (small / "content/stappenplan.yaml").write_text(SENTINEL_STEPS, encoding="utf-8")
    (small / "content/koppelingen.yaml").write_text(SENTINEL_LINKS, encoding="utf-8")
    register = register_of(small)
    fields = {
        f"{model.__name__}.{name}"
        for model in models_of(register)
        for name, info in model.model_fields.items()
        if isinstance(info.json_schema_extra, dict)
        and info.json_schema_extra.get("x-visibility") == "internal"
    }
    assert len(fields) >= 12
    assert internal_fields_with_text(register) == fields, "this test gives every internal field a value"
    day = '{wmebv: {date: "2026-06-01"'
    rewrite(small / "mkdocs.yml", day, f"{day}, data: [{', '.join(MAKERS)}]")
    site = build_site(small, tmp_path / "site", strict=False)
    export_site(small, tmp_path / "export", EXAMPLE_DAY)
    telling = [
        "sentinel",
        "1999",
        "2 januari 1999",
        "voldoet",
        "middel",
        "alleen-gewenst",
        "alleen gewenst",
        "digid_machtigen",
    ]
    for folder in (site, tmp_path / "export" / "content"):
        for path, data in tree(folder).items():
            if path.endswith((".gz", ".css", ".svg")):
                continue
            text = data.decode(errors="replace").lower()
            assert [
                word for word in telling if word in re.sub("(?:hulp|rechts|inlog)middel", "", text)
            ] == [], path
            assert "alleen-gewenst" not in path


def models_of(register: Any) -> set[type[Entry]]:
    return {type(entry) for entry in visits_of(register)}


HOSTILE_MARKDOWN = """\
---
title: "<script>alert(1)</script> & {{ 7*7 }}"
description: "\\"><script>alert(2)</script>"
---

<script>alert(3)</script>

<img src=x onerror="alert(4)"> [klik](javascript:alert(5)) [b](JaVaScRiPt:alert(6))
[c](&#106;avascript:alert(7)) [d](data:text/html,<script>alert(8)</script>) <javascript:alert(9)>

<a href="vbscript:x" onclick="alert(10)" style="x">gewoon</a>

<svg onload=alert(11)><style>body{display:none}</style></svg> <math><mtext></mtext></math>

<iframe src="https://kwaad.example"></iframe><form action="https://kwaad.example"><input name=wachtwoord></form>

<meta http-equiv="refresh" content="0;url=https://kwaad.example"><base href="https://kwaad.example">

![x](javascript:alert(12)) {{ 7*7 }} {% raw %}rauw{% endraw %} {{ config.site_dir }}

| kop |
| --- |
| <b onmouseover=alert(13)>cel</b> |
"""


def test_markdown_of_the_municipality_can_hold_no_script_wherever_it_is_shown(
    small: Path, tmp_path: Path
) -> None:
    body = HOSTILE_MARKDOWN.split("---\n", 2)[2]
    for name in ("index.md", "besluiten/aanwijzing-2026.md", "hulp/index.md", "hulp/balie.md"):
        file = small / "content" / name
        file.write_text(file.read_text(encoding="utf-8") + "\n" + body, encoding="utf-8")
    write_files(small, {"content/eigen-pagina.md": HOSTILE_MARKDOWN})
    site = site_pages(build_site(small, tmp_path / "site", strict=False))
    for url in ("", "besluiten/aanwijzing-2026/", "hulp/", "hulp/balie/", "eigen-pagina/"):
        page = site[url]
        assert dangers(page) == [], url
        assert "gewoon" in page.main.text and "cel" in page.main.text, url
        assert "{{ 7*7 }}" in page.main.text and "49" not in page.main.text, url
        assert "rauw" in page.main.text and "{{ config.site_dir }}" in page.main.text, url
        assert page.meta("Content-Security-Policy") == [POLICY], url
    assert site["eigen-pagina/"].title.startswith("<script>alert(1)</script> & {{ 7*7 }} | ")
    assert site["eigen-pagina/"].meta("description") == ['"><script>alert(2)</script>']


HOSTILE_TEXT = "\"'><script>alert(1)</script>{{ 7*7 }}{% raw %}&amp;"


def test_the_name_of_the_site_is_text(small: Path, tmp_path: Path) -> None:
    site = site_pages(
        build_site(
            small, tmp_path / "site", strict=False, site_name=HOSTILE_TEXT, site_description=HOSTILE_TEXT
        )
    )
    for url, page in site.items():
        assert dangers(page) == [] and page.faults == [], url
        assert HOSTILE_TEXT in page.root.one("header").text, url
    assert site[""].title == HOSTILE_TEXT


SIGNS = "{{ 7*7 }} {% raw %} {# weg #} \"'> onerror=x &lt &amp &copy; 5 > 3 & 2 < 4 `code` *ster* [a](b) \\ <"


def test_every_sign_that_a_register_lets_through_reaches_the_page_as_text(
    small: Path, tmp_path: Path
) -> None:
    signs = SIGNS.replace("&copy; ", "")
    products = small / "products.yaml"
    quoted = '"' + signs.replace("\\", "\\\\").replace('"', '\\"') + '"'
    rewrite(products, "name: Evenementenvergunning", f"name: {quoted}")
    rewrite(products, "summary: U organiseert een evenement op straat of in een park.", f"summary: {quoted}")
    site = site_pages(build_site(small, tmp_path / "site", strict=False))
    page = site["producten/evenementenvergunning/"]
    assert page.main.one("h1").text == signs
    assert page.title == in_head(signs, None)["short_title"]
    assert page.meta("description") == [f"{signs}. Ook wel: braderie, straatfeest."]
    assert signs in [link.text for link in site["producten/"].main.all("a")]
    for url, each in site.items():
        assert dangers(each) == [] and each.faults == [], url


def test_a_build_for_an_earlier_day_shows_nothing_that_came_later(tmp_path: Path) -> None:
    site = site_pages(build_site(ROOT, tmp_path / "site", strict=False, **on_day("2025-11-01")))
    assert not any(url.startswith("besluiten/aanwijzing-2026") for url in site)
    for url, page in site.items():
        assert "Aanwijzingsbesluit elektronische kanalen 2026" not in page.root.text, url
    assert "Nog niet aangewezen" in site[""].main.text
