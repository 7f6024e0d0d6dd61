"""Before its first day no page, skeleton or data leads one to a municipality that is not there yet, on paper neither."""

from __future__ import annotations

import json
from datetime import date

import pytest
from building import linked_pages_on
from htmlpages import main_of
from projects import register_from
from small_registers import CHANNELS, decision, product

from wmebv_site.data.published import data_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.site.build import chrome
from wmebv_site.site.site import Site

FIRST = date(2027, 1, 1)
BEFORE = date(2026, 11, 29)
TOLD = "Deze gemeente bestaat vanaf 1 januari 2027. Tot die dag stuurt u uw bericht naar uw eigen gemeente."
OURS = ("Postbus 1, 1234 AB", "Raadhuisplein 1", "14 0123", "Postbus 9", "tel:140123")
REGISTER = register_from(
    {
        path: text.encode()
        for path, text in {
            "channels.yaml": CHANNELS.replace(
                "  phone: 14 0123\n",
                f"  phone: 14 0123\n  visiting_address: Raadhuisplein 1, Voorbeeld\n  since: {FIRST}\n",
            )
            .replace("paper_default: [post]", "paper_default: [post, balie, telefoon]")
            .replace("name: de burgemeester}", "name: de burgemeester, postal_address: Postbus 9}")
            .replace(
                "executors:",
                "  - {id: rbg, kind: extern, name: Belastingen Voorbeeldland, postal_address: Postbus 7}\nexecutors:",
            ),
            "products.yaml": "products:\n"
            + product(
                "P0",
                "{kind: klacht, in_use: [x]}, {kind: aanvraag, authority: burgemeester, in_use: [y]}, {kind: vraag, in_use: [y]}",
            )
            + product(
                "P1",
                "{kind: melding, paper: [balie], official: ja, in_use: [box]}, {kind: aangifte, authority: rbg}",
            ),
            "content/besluiten/a.md": decision("Besluit A", ""),
        }.items()
    }
)


def everything(day: date) -> dict[str, str]:
    """All that the website says on a day: its pages, what stands around them, and its data."""
    site = Site(Decisions(REGISTER, day), formats=("json", "csv"))
    found = {url: page.html for url, page in linked_pages_on(REGISTER, day).items()}
    found |= {each.path: each.data.decode() for each in data_files(Data(site), site.formats)}
    return found | {"around": str(chrome(site))}


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return everything(BEFORE)


def test_no_address_of_it_stands_anywhere_before_its_first_day(before: dict[str, str]) -> None:
    schemas = {path for path in before if "/schema/" in path}
    said = {
        (path, own) for path, text in before.items() if path not in schemas for own in OURS if own in text
    }
    assert said == set()


@pytest.mark.parametrize(
    "url", ["producten/p0/", "producten/p1/", "klacht/", "bezwaar/", "andere-berichten/", "kanalen/"]
)
def test_each_page_sends_one_to_the_municipality_of_now(before: dict[str, str], url: str) -> None:
    page = linked_pages_on(REGISTER, BEFORE)[url]
    assert TOLD in main_of(page).text
    assert "Bel ons" not in main_of(page).text
    assert "hoe u ons nu bereikt" not in main_of(page).text


@pytest.mark.parametrize("used", ["x", "y", "box"])
def test_what_people_use_there_is_offered_from_its_first_day_on_alone(
    before: dict[str, str], used: str
) -> None:
    offered, name = (
        f"/kanalen/{used}/",
        {"x": "Formulier X", "y": "Formulier Y", "box": "Berichtenbox<"}[used],
    )
    assert [path for path, text in before.items() if offered in text or name in text] == []
    assert [path for path, text in before.items() if "nu al gebruiken" in text] == []
    then = everything(FIRST)
    assert any("nu al gebruiken" in text and name in text for text in then.values())
    data = {day: json.loads(said["data/register.json"]) for day, said in ((BEFORE, before), (FIRST, then))}
    open_now = {
        day: {
            name for each in found["products"] for message in each["messages"] for name in message["open_now"]
        }
        for day, found in data.items()
    }
    assert (used in open_now[BEFORE], used in open_now[FIRST]) == (False, True)


def test_another_body_is_there_already(before: dict[str, str]) -> None:
    assert "Postbus 7" in before["data/register.json"]


@pytest.mark.parametrize("own", OURS)
def test_from_its_first_day_on_all_of_it_stands_there(own: str) -> None:
    assert any(own in text for text in everything(FIRST).values())
