"""Whose a host is: what belongs together, what only looks like it, and one finding for each website however many addresses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_rules import Case, findings, make

from wmebv_site.register.hosts import NATIONAL, PLATFORMS, SHORTENERS, is_anybodys, is_under, registered
from wmebv_site.rules import websites
from wmebv_site.rules.websites import brand_in


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("formulieren.voorbeeld.nl", "voorbeeld.nl"),
        ("WWW.Voorbeeld.NL.", "voorbeeld.nl"),
        ("voorbeeld.nl", "voorbeeld.nl"),
        ("a.b.voorbeeld.co.uk", "voorbeeld.co.uk"),
        ("acc.een.azurewebsites.net", "een.azurewebsites.net"),
        ("een.blob.core.windows.net", "een.blob.core.windows.net"),
        ("intranet", "intranet"),
    ],
)
def test_a_host_belongs_to_the_name_that_somebody_registered(host: str, name: str) -> None:
    assert registered(host) == name


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("overheid.nl", True),
        ("lokaleregelgeving.Overheid.nl.", True),
        ("nietoverheid.nl", False),
        ("overheid.nl.voorbeeld", False),
        ("nl", False),
        ("", False),
    ],
)
def test_only_what_stands_below_a_name_is_under_it(host: str, expected: bool) -> None:
    assert is_under(host, NATIONAL) is expected


@pytest.mark.parametrize(
    ("host", "brand"),
    [
        ("digid.voorbeeld", "DigiD"),
        ("mijn-digid-verlengen.voorbeeld", "DigiD"),
        ("digi-d.voorbeeld", "DigiD"),
        ("d1g1d.voorbeeld", "DigiD"),
        ("digidactiveren.voorbeeld", "DigiD"),
        ("digidinloggen.voorbeeld", "DigiD"),
        ("mijn0verheid.voorbeeld", "MijnOverheid"),
        ("rijks-overheid.voorbeeld", "Rijksoverheid"),
        ("e-herkenning.voorbeeld", "eHerkenning"),
        ("be1astingdienst.voorbeeld", "Belastingdienst"),
        ("digidak.voorbeeld", None),
        ("digidactiek.voorbeeld", None),
        ("digidocent.voorbeeld", None),
        ("digitaal.voorbeeld", None),
        ("stemherkenning.voorbeeld", None),
        ("belastingsamenwerking.voorbeeld", None),
        ("openheid.voorbeeld", None),
    ],
)
def test_a_name_of_the_country_is_seen_as_a_reader_sees_it(host: str, brand: str | None) -> None:
    assert brand_in(host) == brand


def test_no_name_stands_in_two_lists_and_none_that_anybody_can_have_is_trusted() -> None:
    assert not (NATIONAL & PLATFORMS or NATIONAL & SHORTENERS or PLATFORMS & SHORTENERS)
    assert not any(is_anybodys(name) for name in NATIONAL | PLATFORMS)


@pytest.mark.parametrize("number", [2, 40])
def test_a_website_is_judged_once_however_many_addresses_lead_there(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "\n\n".join(f"[{n}](https://www.partner.voorbeeld/{n})" for n in range(number))
    make(tmp_path / "project", Case("", "many", write={"content/extra.md": f"# Extra\n\n{links}\n"}))
    judged: list[str] = []
    real = websites.brand_in

    def counting(host: str) -> str | None:
        judged.append(host)
        return real(host)

    monkeypatch.setattr(websites, "brand_in", counting)
    told = [found for found in findings(tmp_path / "project", date(2026, 6, 1)) if found.code == "WMEBV373"]
    assert len(told) == 1
    assert f"nog {number - 1} ander" in told[0].message
    assert judged.count("www.partner.voorbeeld") == 2, (
        "by the rule about whose it is, and by that about looks"
    )
