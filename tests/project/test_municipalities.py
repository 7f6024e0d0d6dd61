"""The list of municipalities, and finding one in it the way people type its name."""

from __future__ import annotations

import csv

import pytest
from places import SHARED

from wmebv_site.project.municipalities import (
    by_code,
    explain_miss,
    find_municipality,
    is_made_up,
    municipalities,
)

REFERENCE = SHARED / "data/tooi/gemeenten-actueel.csv"


def test_there_are_342_municipalities_each_with_its_own_code_name_and_addresses() -> None:
    listed = municipalities()
    assert len(listed) == 342
    for field in ("code", "name", "preferred_name", "tooi_uri", "owms_uri"):
        assert len({getattr(municipality, field) for municipality in listed}) == 342, field
    assert len({municipality.province for municipality in listed}) == 12


def test_the_list_is_in_the_order_of_the_codes() -> None:
    codes = [municipality.code for municipality in municipalities()]
    assert codes == sorted(codes)


def test_every_row_says_what_the_reference_data_says() -> None:
    if not REFERENCE.exists():
        pytest.skip(f"the reference data is not on this machine ({REFERENCE})")
    with REFERENCE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = {
        row["code"]: (
            row["cbs"],
            row["naam"],
            row["naam_incl"],
            row["voorkeursnaam"],
            row["tooi_uri"],
            row["owms_uri"],
            row["provincie"],
        )
        for row in rows
    }
    assert {
        municipality.code: (
            municipality.code.upper(),
            municipality.name,
            f"gemeente {municipality.name}",
            municipality.preferred_name,
            municipality.tooi_uri,
            municipality.owms_uri,
            municipality.province,
        )
        for municipality in municipalities()
    } == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gm0344", "gm0344"),
        ("GM0344", "gm0344"),
        ("0344", "gm0344"),
        ("344", "gm0344"),
        (" gm0344 ", "gm0344"),
        ("Utrecht", "gm0344"),
        ("utrecht", "gm0344"),
        ("gemeente Utrecht", "gm0344"),
        ("Gemeente  Utrecht", "gm0344"),
        ("'s-Gravenhage", "gm0518"),
        ("’s-Gravenhage", "gm0518"),
        ("´s-Gravenhage", "gm0518"),
        ("s-gravenhage", "gm0518"),
        ("Den Haag", "gm0518"),
        ("DEN HAAG", "gm0518"),
        ("'s-Hertogenbosch", "gm0796"),
        ("Den Bosch", "gm0796"),
        ("Súdwest-Fryslân", "gm1900"),
        ("Sudwest Fryslan", "gm1900"),
        ("Su\u0301dwest-Frysla\u0302n", "gm1900"),
        ("Bergen (NH)", "gm0373"),
        ("bergen nh", "gm0373"),
        ("gemeente Bergen (L)", "gm0893"),
        ("Nuenen, Gerwen en Nederwetten", "gm0820"),
    ],
)
def test_a_municipality_is_found_by_its_code_or_any_spelling_of_its_name(text: str, code: str) -> None:
    match = find_municipality(text)
    assert match.municipality is not None
    assert match.municipality.code == code


def test_every_municipality_is_found_by_everything_that_names_it() -> None:
    for municipality in municipalities():
        for text in (
            municipality.code,
            municipality.code.upper(),
            municipality.name,
            f"gemeente {municipality.name}",
            municipality.preferred_name,
            municipality.name.upper(),
        ):
            assert find_municipality(text).municipality == municipality, text


def test_a_name_that_two_municipalities_share_is_never_guessed() -> None:
    match = find_municipality("Bergen")
    assert match.municipality is None
    assert match.ambiguous
    assert match.nearest == ("Bergen (L)", "Bergen (NH)")
    assert explain_miss("Bergen", match) == (
        "Er zijn meer gemeenten met de naam 'Bergen'. Kies 'Bergen (L)' of 'Bergen (NH)'."
    )


def test_a_typing_error_gives_the_nearest_names_and_no_municipality() -> None:
    match = find_municipality("Amsterdm")
    assert match.municipality is None
    assert match.nearest[0] == "Amsterdam"
    assert len(match.nearest) <= 3
    assert "Bedoelt u 'Amsterdam'" in explain_miss("Amsterdm", match)


@pytest.mark.parametrize("text", ["gm9999", "9999", "", "gemeente", "Qqxzvw", "12345", "gm0344x"])
def test_what_is_not_in_the_list_is_not_found(text: str) -> None:
    match = find_municipality(text)
    assert match.municipality is None
    assert not match.ambiguous
    assert "staat niet in de lijst van 342 gemeenten" in explain_miss(text, match)


def test_a_code_is_looked_up_exactly() -> None:
    found = by_code("gm0358")
    assert found is not None
    assert (found.name, found.province) == ("Aalsmeer", "Noord-Holland")
    assert by_code("gm9999") is None
    assert by_code("Aalsmeer") is None


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Kroon", "Hollands Kroon"),
        ("Nuenen", "Nuenen, Gerwen en Nederwetten"),
        ("Sittard", "Sittard-Geleen"),
        ("Alphen", "Alphen aan den Rijn"),
        ("den bosh", "'s-Hertogenbosch"),
        ("Roterdam", "Rotterdam"),
    ],
)
def test_a_part_of_a_name_or_a_slip_gives_the_municipality_first(asked: str, first: str) -> None:
    match = find_municipality(asked)
    assert match.municipality is None and match.nearest[0] == first


@pytest.mark.parametrize("asked", ["Nergenshuizen", "Voorbeeldstad", "Weesp", "SWF", "xyzzy"])
def test_a_name_that_only_shares_letters_with_others_proposes_none_of_them(asked: str) -> None:
    assert find_municipality(asked).nearest == ()
    assert explain_miss(asked, find_municipality(asked)).endswith("zoals 'Utrecht' of 'gm0344'.")


@pytest.mark.parametrize("asked", ["Voorbeeld", "gemeente voorbeeld", "VOORBEELD", "gm9999", "GM9999"])
def test_who_practises_asks_for_the_municipality_that_does_not_exist(asked: str) -> None:
    assert is_made_up(asked) and find_municipality(asked).municipality is None


@pytest.mark.parametrize("asked", ["Utrecht", "Voorbeeldstad", "gm0344", ""])
def test_no_municipality_that_exists_is_made_up(asked: str) -> None:
    assert not is_made_up(asked)
