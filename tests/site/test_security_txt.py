"""security.txt: where to report a weakness, never expired, never where nobody looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from command import mkdocs, wmebv
from wording import not_dutch

from wmebv_site.diagnostics import Level
from wmebv_site.register.addresses import SECURITY_TXT
from wmebv_site.site.server.security_txt import SecuritySettings, security_txt

DAY = date(2026, 6, 1)
HOST = "https://contact.voorbeeld.example/"
GOOD = SecuritySettings(
    contact="mailto:beveiliging@voorbeeld.example",
    expires=date(2027, 1, 31),
    policy="https://www.voorbeeld.example/kwetsbaarheid-melden",
    encryption="https://www.voorbeeld.example/sleutel.asc",
)


def codes(settings, url=HOST, today=DAY):
    files, found = security_txt(settings, url, today)
    assert [wrong for each in found for wrong in not_dutch(each)] == []
    assert {each.place.file for each in found} <= {"mkdocs.yml"}
    assert not files or all(each.level is not Level.ERROR for each in found)
    return [each.code for each in found]


def lines(settings, url=HOST, today=DAY):
    files, _ = security_txt(settings, url, today)
    return files[SECURITY_TXT].decode().splitlines()


def test_the_file_says_where_to_report_until_when_and_where_it_stands():
    assert codes(GOOD) == []
    comment, *fields = lines(GOOD)
    assert comment.startswith("# ")
    assert fields == [
        "Contact: mailto:beveiliging@voorbeeld.example",
        "Expires: 2027-01-31T23:59:59+01:00",
        "Encryption: https://www.voorbeeld.example/sleutel.asc",
        "Preferred-Languages: nl, en",
        "Canonical: https://contact.voorbeeld.example/.well-known/security.txt",
        "Policy: https://www.voorbeeld.example/kwetsbaarheid-melden",
    ]
    assert "Expires: 2026-08-31T23:59:59+02:00" in lines(replace(GOOD, expires="2026-08-31"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "contact",
    ["mailto:beveiliging@voorbeeld.example", "https://www.voorbeeld.example/melden", "tel:+31140123"],
)
@pytest.mark.parametrize("whole", [True, False])
def test_the_parser_of_internet_nl_finds_no_mistake(contact, whole):
    """That parser reads the clock, so the file is made for the day on which the test runs."""
    from sectxt import Parser

    today = datetime.now(UTC).date()
    settings = replace(GOOD, contact=contact, expires=today + timedelta(days=300))
    if not whole:
        settings = replace(settings, policy=None, encryption=None)
    files, found = security_txt(settings, HOST, today)
    assert found == []
    parsed = Parser(files[SECURITY_TXT], urls=f"{HOST}{SECURITY_TXT}")
    assert parsed.errors == []
    unsigned = {"not_signed", "no_encryption"}
    assert {each["code"] for each in parsed.recommendations} <= unsigned
    assert parsed.notifications == []
    assert Parser(files[SECURITY_TXT].replace(b"Expires", b"Expire")).errors


def test_nothing_is_made_when_nobody_asked():
    assert security_txt(SecuritySettings(), HOST, DAY) == ({}, [])
    assert security_txt(SecuritySettings(), None, DAY) == ({}, [])


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-1, ["WMEBV513"]),
        (0, ["WMEBV514"]),
        (60, ["WMEBV514"]),
        (61, []),
        (366, []),
        (367, ["WMEBV515"]),
    ],
)
def test_it_warns_from_60_days_before_it_expires_and_refuses_after(days, told):
    settings = replace(GOOD, expires=DAY + timedelta(days=days))
    assert codes(settings) == told
    assert bool(security_txt(settings, HOST, DAY)[0]) is (days >= 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"contact": None}, ["WMEBV512"]),
        ({"expires": None}, ["WMEBV512"]),
        ({"contact": None, "expires": None}, ["WMEBV512", "WMEBV512"]),
        ({"contact": "beveiliging@voorbeeld.example"}, ["WMEBV511"]),
        ({"contact": "mailto:beveiliging"}, ["WMEBV511"]),
        ({"contact": "mailto:a@voorbeeld.example\nContact: mailto:b@kwaad.example"}, ["WMEBV511"]),
        ({"contact": "http://www.voorbeeld.example/melden"}, ["WMEBV511"]),
        ({"contact": "javascript:alert(1)"}, ["WMEBV511"]),
        ({"contact": "tel:14 0123"}, ["WMEBV511"]),
        ({"contact": "tel:"}, ["WMEBV511"]),
        ({"policy": "/melden"}, ["WMEBV511"]),
        ({"policy": "https://www.voorbeeld.example/\nContact: x"}, ["WMEBV511"]),
        ({"encryption": "http://www.voorbeeld.example/sleutel.asc"}, ["WMEBV511"]),
        ({"expires": "31-1-2027"}, ["WMEBV511"]),
        ({"expires": "2027-02-30"}, ["WMEBV511"]),
    ],
    ids=str,
)
def test_a_setting_that_can_not_be_used_is_told_in_dutch_and_makes_no_file(change, told):
    settings = replace(GOOD, **change)
    assert codes(settings) == told
    assert security_txt(settings, HOST, DAY)[0] == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://www.voorbeeld.example/digitaal-contact/",
        "http://contact.voorbeeld.example/",
        "https://contact.voorbeeld.example/?a",
        None,
    ],
)
def test_away_from_the_root_of_a_secure_host_it_is_not_written_but_told(url):
    assert codes(GOOD, url) == ["WMEBV516"]
    assert security_txt(GOOD, url, DAY)[0] == {}


@pytest.fixture
def project(tmp_path):
    """A small project on a host of its own, that a test may set otherwise."""
    folder = tmp_path / "project"
    wmebv("init", str(folder), "--date", str(DAY), cwd=tmp_path, code=0)

    def build(*settings, url=HOST, code=0):
        text = [
            "site_name: Digitaal contact",
            f"site_url: {url}",
            "docs_dir: content",
            "theme: {name: material, language: nl, font: false}",
            "plugins:",
            "  - wmebv:",
            f"      date: '{DAY}'",
            *(f"      {setting}" for setting in settings),
        ]
        (folder / "mkdocs.yml").write_text("\n".join(text) + "\n", encoding="utf-8")
        return folder / "site", mkdocs("build", cwd=folder, code=code, NO_COLOR="1").stderr

    return build


def test_the_build_publishes_what_the_settings_ask_and_removes_what_they_no_longer_ask(project):
    contact = "security_contact: mailto:beveiliging@voorbeeld.example"
    site, _ = project(contact, "security_expires: 2027-01-31", "server_files: [apache, static]")
    assert (site / SECURITY_TXT).read_text(encoding="utf-8").splitlines()[1:] == [
        "Contact: mailto:beveiliging@voorbeeld.example",
        "Expires: 2027-01-31T23:59:59+01:00",
        "Preferred-Languages: nl, en",
        "Canonical: https://contact.voorbeeld.example/.well-known/security.txt",
    ]
    assert "Header always set" in (site / ".htaccess").read_text(encoding="utf-8")
    assert (site / "_headers").is_file()
    site, _ = project()
    assert not [name for name in (SECURITY_TXT, ".htaccess", "_headers") if (site / name).exists()]
    (site / ".htaccess").write_text("Options -Indexes\n", encoding="utf-8")
    site, _ = project()
    assert (site / ".htaccess").read_text(encoding="utf-8") == "Options -Indexes\n", (
        "put there by an administrator"
    )


def test_an_expired_file_stops_the_build_and_leaves_the_last_site(project):
    site, _ = project()
    before = (site / "index.html").read_bytes()
    (site / "index.html").write_bytes(before + b"<!-- -->")
    contact = "security_contact: https://www.voorbeeld.example/melden"
    _, told = project(contact, "security_expires: 2026-05-31", code=1)
    assert "WMEBV513" in told and "Traceback" not in told
    assert (site / "index.html").read_bytes() == before + b"<!-- -->"
    site, told = project(contact, "security_expires: 2026-07-31")
    assert "WMEBV514" in told and (site / SECURITY_TXT).is_file()
    site, told = project(contact, "security_expires: 2027-01-31", url=f"{HOST}digitaal-contact/")
    assert "WMEBV516" in told and not (site / SECURITY_TXT).exists()
