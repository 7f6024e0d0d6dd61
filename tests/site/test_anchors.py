"""Within a page nothing is called the same twice, whatever names a municipality chose."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from building import pages_on
from htmlpages import Element, main_of
from places import ROOT
from projects import EXAMPLE_DAY, SMALL, SMALL_DAY, register_of
from small_registers import pages, product

from wmebv_site.register.addresses import (
    PRODUCT_ANCHORS,
    SKELETON_ANCHORS,
    anchor_of,
    comes_and_goes,
    parts_made,
)
from wmebv_site.register.linked import page_anchors, page_of
from wmebv_site.register.register import Register

THEME = ROOT / "theme"
SKELETON = ["main.html", "components/search.html", "assets/wmebv.js", "assets/zoek.js"]


def ids(page: Element) -> Counter[str]:
    found = Counter(str(each.attributes["id"]) for each in page.walk() if "id" in each.attributes)
    # The home page has the field to search in its own text, and not in the skeleton.
    around = SKELETON_ANCHORS - {"zoek"} if page.with_class("search") else SKELETON_ANCHORS
    return found + Counter(around)


def test_the_names_of_the_skeleton_are_those_that_its_files_give() -> None:
    written = "".join((THEME / name).read_text(encoding="utf-8") for name in SKELETON)
    assert set(re.findall(r'\bid(?:=|: )"([a-z-]*[a-z])"', written)) == SKELETON_ANCHORS


@pytest.mark.parametrize("name", [*sorted(PRODUCT_ANCHORS), "inhoud-tekst", "gevonden-0", "storing-1"])
def test_a_message_may_be_called_what_a_part_of_the_page_is(name: str) -> None:
    messages = f"{{kind: aanvraag}}, {{kind: verzoek, id: {name}}}, {{kind: verzoek, id: {name}-tekst}}"
    page = pages(
        "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n", product("Ding", messages)
    )
    found = ids(page["producten/ding/"])
    assert [each for each, number in found.items() if number > 1] == []
    links = {str(link.attributes["href"]) for link in page["producten/ding/"].all("a")}
    within = {link.removeprefix("#") for link in links if link.startswith("#")}
    assert within <= set(found)


def test_every_part_of_the_page_of_a_product_is_known() -> None:
    page = pages(
        "designations:\n  - {fallback: ja, channels: [x], source: 'besluit:a'}\n",
        product("Ding", "{kind: aanvraag}"),
    )
    assert set(ids(page["producten/ding/"])) == {*PRODUCT_ANCHORS, "aanvraag"}


@pytest.mark.parametrize("heading", ["Inhoud", "Zoek", "Gevonden", "Hulp", "Hulp tekst"])
def test_a_heading_of_an_own_text_may_too(heading: str) -> None:
    home = f"---\ntitle: Start\n---\n\n## {heading}\n\nTekst.\n\n## {heading}\n\nTekst.\n"
    help_ = f"---\ntitle: Hulp\nbarriers:\n  - {{id: {heading.lower().replace(' ', '-')}, name: Iets}}\n---\n\n## {heading}\n\nTekst.\n"
    balie = (
        "---\ntitle: Balie\nkind: balie\naddress: Plein 1\nfor: ["
        + heading.lower().replace(" ", "-")
        + "]\n---\n\nHulp.\n"
    )
    content = {"content/index.md": home, "content/hulp/index.md": help_, "content/hulp/balie.md": balie}
    found = pages("", product("Ding", "{kind: vraag}"), content)
    for url in ("", "hulp/"):
        assert [each for each, number in ids(found[url]).items() if number > 1] == [], url


def test_two_names_never_become_one() -> None:
    names = [
        "dag",
        "dag-tekst",
        "dag-tekst-tekst",
        "aanvraag",
        "aanvraag-tekst",
        "storing-a",
        "storing-a-tekst",
    ]
    for one, other in permutations(names, 2):
        assert anchor_of(one, PRODUCT_ANCHORS) != anchor_of(other, PRODUCT_ANCHORS)
    assert anchor_of("aanvraag", PRODUCT_ANCHORS) == "aanvraag"


# What a page has only where there is reason for it.
AT_TIMES = {
    "filter",
    "dag",
    "per-onderwerp",
    "waar-staat-dit",
    "zonder-internet",
    "lukt-het-niet",
    "hulp",
}


@pytest.mark.parametrize(
    ("project", "day"), [(ROOT, EXAMPLE_DAY), (SMALL, SMALL_DAY)], ids=["example", "small"]
)
def test_the_parts_of_every_page_are_known_by_the_words_of_the_register(project: Path, day: date) -> None:
    register = register_of(project)
    texts = {page_of(each.file.removeprefix("content/")): each.body for each in register.documents}
    judged = 0
    for address, made in pages_on(register, day).items():
        known, page = parts_made(register, address, day), main_of(made)
        own = page_anchors(texts[address]) if address in texts else frozenset()
        found = {str(each.attributes["id"]) for each in page.walk() if "id" in each.attributes}
        if known is None:
            assert address in texts, f"nobody knows the parts of {address}"
            continue
        judged += 1
        lasting = {each for each in found if not comes_and_goes(each)}
        beside = own.union(anchor_of(each, known) for each in own)
        assert lasting - known <= beside, address
        missing = known - lasting - SKELETON_ANCHORS - AT_TIMES
        # The page of an earlier name leads on with the part that was asked for.
        assert not missing or is_moved(register, address), address
    assert judged > 30


def is_moved(register: Register, address: str) -> bool:
    return any(address == f"producten/{name}/" for product in register.products for name in product.formerly)
