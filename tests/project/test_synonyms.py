"""The list of words that people use for names of the national list: in form, of real names, and nothing twice."""

from __future__ import annotations

import csv
import re

import pytest
from every import every

from wmebv_site.exchange.working import wrong_text
from wmebv_site.project.load import packaged_upl
from wmebv_site.project.synonyms import Synonyms, synonyms, synonyms_csv, words_for
from wmebv_site.register.upl import BASE

LIST = synonyms()
NAMES = frozenset(
    """AED Airbnb BAG Bbz BIZ BRP BSN CBR ID IOAW IOAZ KCA LKV Nederland Nederlander Nederlanders Nederlandse Nederlands
    Participatiewet PMD ROF SMI Valys VOG Wmo Wob Woo WOZ WSNP Wsw WW""".split()
)
"""What is written with a capital: abbreviations, and names of laws and countries."""
TITLES = (
    "Landelijk Register Kinderopvang",
    "Veilig Thuis",
    "Wet maatschappelijke ondersteuning",
    "Wet open overheid",
)


def test_every_name_is_a_living_one_of_municipalities_in_the_pinned_list() -> None:
    listed = packaged_upl().names
    assert len(LIST) > 300
    for each in LIST:
        assert listed[each.upl].name == each.name
        assert listed[each.upl].municipal
        assert not listed[each.upl].withdrawn


def test_the_list_is_sorted_and_names_nothing_twice() -> None:
    assert list(LIST) == sorted(LIST, key=lambda each: (each.name, each.upl))
    assert len({each.upl for each in LIST}) == len(LIST)


@every("each", LIST, lambda each: each.name)
def test_the_words_are_what_people_type(each: Synonyms) -> None:
    said = [word.casefold() for word in each.words]
    assert len(set(said)) == len(said)
    assert each.name.casefold() not in said
    for word in each.words:
        assert wrong_text(word) is None
        assert not set(word) & set(',;|"'), "a cell of the workbook has these between words"
        assert len(word) <= 50
        plain = word
        for title in TITLES:
            plain = plain.replace(title, "")
        strange = [part for part in re.split(r"[ -]", plain) if part != part.lower() and part not in NAMES]
        assert strange == []


def test_the_file_is_plain_csv_and_read_as_it_is_published() -> None:
    data = synonyms_csv()
    rows = list(csv.reader(data.decode("utf-8").splitlines()))
    assert rows[0] == ["upl", "name", "words"]
    assert [tuple(row) for row in rows[1:]] == [(each.upl, each.name, "; ".join(each.words)) for each in LIST]
    assert b"\r" not in data
    assert data.endswith(b"\n")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("paspoort", "paspoort verlengen"),
        ("verhuismelding", "verhuizen"),
        ("brpUittr", "uittreksel BRP"),
        ("parkeervergunning", "bezoekersvergunning"),
        ("bijstand", "uitkering"),
        ("belastingkwijtschelding", "geen belasting betalen"),
        ("afvalpas", "milieupas"),
        ("woz-beschikking", "WOZ-bezwaar"),
    ],
)
def test_what_most_people_ask_for_has_their_words(name: str, word: str) -> None:
    assert word in words_for(BASE + name)


def test_a_name_without_words_has_none() -> None:
    assert words_for(f"{BASE}bestaat-niet") == ()
