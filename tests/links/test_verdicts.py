"""What an answer comes to: right before quick, and never an alarm for what a person would see working."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording import not_plain, too_long

from wmebv_site.links.verdicts import Exchange, Failure, Hop, Judgement, Verdict, judge
from wmebv_site.register.hosts import is_under

ASKED = "https://www.voorbeeld.example/paspoort"
KNOWN = frozenset({"voorbeeld.example", "leverancier.example"})


def known(host: str) -> bool:
    return is_under(host, KNOWN)


def html(title: str, body: str = "", h1: str = "") -> bytes:
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{heading}{body}</body></html>".encode()


LONG = "<p>" + "Zo vraagt u een nieuw paspoort aan bij de gemeente. " * 40 + "</p>"


def answered(
    *hops: tuple[str, int],
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    seconds: float = 0.2,
    failed: Failure | None = None,
    why: str = "",
) -> Judgement:
    """The judgement of an exchange in which the last answer has these headers."""
    made = [Hop(url, status) for url, status in hops[:-1]]
    made += [Hop(*hop, headers or {"content-type": "text/html; charset=utf-8"}) for hop in hops[-1:]]
    return judge(Exchange(tuple(made), failed, why, body, seconds), known)


def verdict(*hops: tuple[str, int], **more: object) -> Verdict:
    return answered(*hops, **more).verdict  # type: ignore[arg-type]


def test_a_page_that_is_there_is_there() -> None:
    assert verdict((ASKED, 200), body=html("Paspoort aanvragen - Voorbeeld", LONG)) is Verdict.OK
    assert verdict((ASKED, 200), body=b"%PDF-1.7", headers={"content-type": "application/pdf"}) is Verdict.OK
    assert verdict((ASKED, 204)) is Verdict.OK


@pytest.mark.parametrize("status", [404, 410])
def test_what_the_server_says_is_gone_is_broken(status: int) -> None:
    assert verdict((ASKED, status), body=html("Niet gevonden")) is Verdict.BROKEN
    assert verdict((ASKED, 301), (f"{ASKED}/x", status)) is Verdict.BROKEN


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        (Failure.NO_HOST, Verdict.BROKEN),
        (Failure.CERTIFICATE, Verdict.CERTIFICATE),
        (Failure.NO_ANSWER, Verdict.UNREACHABLE),
        (Failure.TOO_LONG, Verdict.UNREACHABLE),
        (Failure.GARBLED, Verdict.UNREACHABLE),
        (Failure.ROUND, Verdict.UNREACHABLE),
        (Failure.NO_WEB, Verdict.UNREACHABLE),
        (Failure.INSIDE, Verdict.BLOCKED),
    ],
)
def test_what_gives_no_answer_at_all(failed: Failure, expected: Verdict) -> None:
    found = answered(failed=failed, why="het is verlopen")
    assert found.verdict is expected
    assert found.why.endswith(".")
    assert not too_long(found.why)
    assert not not_plain(found.why)


def test_a_website_that_sends_on_into_a_network_of_its_own_reaches_nobody() -> None:
    assert verdict((ASKED, 302), failed=Failure.INSIDE) is Verdict.UNREACHABLE


@pytest.mark.parametrize("status", [400, 403, 405, 406, 418, 429, 451])
def test_a_server_that_lets_no_program_in_says_nothing_of_the_page(status: int) -> None:
    assert verdict((ASKED, status)) is Verdict.BLOCKED


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 408, 300, 304])
def test_a_server_that_does_not_work_is_unreachable(status: int) -> None:
    assert verdict((ASKED, status)) is Verdict.UNREACHABLE


@pytest.mark.parametrize(
    ("status", "title", "headers"),
    [
        (503, "Just a moment...", {}),
        (403, "Attention Required! | Cloudflare", {}),
        (200, "Access Denied", {}),
        (503, "", {"cf-mitigated": "challenge", "content-type": "text/html"}),
        (200, "Bent u een robot?", {}),
    ],
)
def test_a_wall_for_robots_is_no_fault_of_the_page(status: int, title: str, headers: dict[str, str]) -> None:
    assert verdict((ASKED, status), body=html(title), headers=headers or None) is Verdict.BLOCKED


@pytest.mark.parametrize(
    "title",
    [
        "Pagina niet gevonden",
        "Pagina niet gevonden | Gemeente Voorbeeld",
        "Gemeente Voorbeeld - Deze pagina bestaat niet",
        "De pagina bestaat niet meer",
        "Deze pagina bestaat helaas niet (meer)",
        "404",
        "404 - Voorbeeld",
        "Fout 404",
        "Error 404: page not found",
        "Oeps, deze pagina is er niet",
        "Page not found",
        "The page you requested could not be found",
        "This page doesn't exist",
        "Het formulier is niet meer beschikbaar",
        "Dit document is verwijderd",
        "Niet gevonden",
        "Not Found",
    ],
)
def test_a_page_that_says_it_is_not_there_is_soft(title: str) -> None:
    assert verdict((ASKED, 200), body=html(title, LONG)) is Verdict.SOFT
    assert verdict((ASKED, 200), body=html("Gemeente Voorbeeld", LONG, h1=title)) is Verdict.SOFT


@pytest.mark.parametrize(
    "title",
    [
        "Gevonden voorwerpen",
        "Verloren of gevonden voorwerp melden",
        "Paspoort kwijt of gestolen",
        "Wat te doen als u niets kunt vinden",
        "Briefadres: als u geen woning hebt gevonden",
        "Wijkteam 404 Noord",
        "Huisnummer bestaat niet in de BAG",
        "Formulier voor een kamer die niet bestaat uit steen",
        "Pagina's over verhuizen",
        "Bezwaar maken",
        "Artikel 404 Wetboek van Koophandel",
    ],
)
def test_words_that_only_look_like_it_are_no_alarm(title: str) -> None:
    assert verdict((ASKED, 200), body=html(title, LONG, h1=title)) is Verdict.OK


def test_a_short_page_is_read_as_a_whole_and_a_long_one_only_by_its_titles() -> None:
    said = "<p>Helaas, deze pagina bestaat niet meer.</p>"
    assert verdict((ASKED, 200), body=html("Gemeente Voorbeeld", said)) is Verdict.SOFT
    assert verdict((ASKED, 200), body=html("Gemeente Voorbeeld", LONG + said)) is Verdict.OK
    hidden = f"<script>var t = 'pagina niet gevonden'</script>{LONG[:300]}</p>"
    assert verdict((ASKED, 200), body=html("Paspoort", hidden)) is Verdict.OK


@pytest.mark.parametrize(
    ("ended", "soft"),
    [
        ("https://www.voorbeeld.example/", True),
        ("https://www.voorbeeld.example", True),
        ("https://www.voorbeeld.example/index.html", True),
        ("https://www.voorbeeld.example/nl/", True),
        ("https://www.voorbeeld.example/?fout=404", True),
        ("https://leverancier.example/", True),
        ("https://www.voorbeeld.example/reisdocumenten", False),
    ],
)
def test_the_home_page_is_not_the_page_that_was_asked(ended: str, soft: bool) -> None:
    found = verdict((ASKED, 302), (ended, 200), body=html("Voorbeeld", LONG))
    assert (found is Verdict.SOFT) is soft


def test_who_asked_for_the_home_page_gets_it() -> None:
    asked = ("https://voorbeeld.example/", 302)
    assert (
        verdict(asked, ("https://www.voorbeeld.example/nl", 200), body=html("Voorbeeld", LONG)) is Verdict.OK
    )


@pytest.mark.parametrize(
    ("ended", "body"),
    [
        ("https://was-preprod1.digid.nl/saml/idp/request_authentication", b""),
        ("https://eherkenning.nl/nl/inloggen", b""),
        ("https://mijn.voorbeeld.example/inloggen?terug=/", b""),
        ("https://makelaar.example/broker?SAMLRequest=abc", b""),
        ("https://makelaar.example/x?client_id=1&response_type=code", b""),
        ("https://mijn.voorbeeld.example/", html("Mijn Voorbeeld", '<input name=w type="password">')),
        ("https://mijn.voorbeeld.example/", html("Mijn Voorbeeld", "<a href=x>Inloggen met DigiD</a>")),
    ],
)
def test_where_one_logs_in_is_where_a_channel_may_lead(ended: str, body: bytes) -> None:
    assert verdict((ASKED, 302), (ended, 200), body=body) is Verdict.LOGIN


def test_a_page_behind_a_password_is_there() -> None:
    assert verdict((ASKED, 401)) is Verdict.LOGIN


@pytest.mark.parametrize(
    "ended",
    ["https://casino.example/", "https://voorbeeld.test/paspoort", "https://www.koopdit.example/login"],
)
def test_a_host_that_nobody_knows_is_strange(ended: str) -> None:
    assert verdict((ASKED, 301), (ended, 200), body=html("Welkom", LONG)) is Verdict.STRANGE
    assert verdict((ASKED, 302), (ended, 403)) is Verdict.STRANGE


def test_a_name_that_is_for_sale_is_strange_though_it_is_still_the_same_name() -> None:
    asked = "https://festival-voorbeeld.test/vergunning"
    for title in ("This domain is for sale!", "Deze domeinnaam is te koop", "Buy this domain"):
        assert verdict((asked, 200), body=html(title, "<p>Bel ons.</p>")) is Verdict.STRANGE
    about = html("Grond en domeinen", "<p>Staatsdomein: kavels zijn te koop.</p>" + LONG)
    assert verdict((ASKED, 200), body=about) is Verdict.OK


def test_what_moved_for_good_has_a_new_address_as_far_as_every_answer_says_so() -> None:
    new, newer = (
        "https://www.voorbeeld.example/reisdocumenten",
        "https://www.voorbeeld.example/reisdocumenten/paspoort",
    )
    found = answered((ASKED, 301), (new, 308), (newer, 200), body=html("Paspoort", LONG))
    assert (found.verdict, found.to) == (Verdict.MOVED, newer)
    found = answered((ASKED, 301), (new, 302), (newer, 200), body=html("Paspoort", LONG))
    assert (found.verdict, found.to) == (Verdict.MOVED, new)
    assert verdict((ASKED, 302), (new, 301), (newer, 200), body=html("Paspoort", LONG)) is Verdict.OK
    found = answered((ASKED, 301), (new, 302), ("https://digid.nl/inloggen", 200))
    assert (found.verdict, found.to) == (Verdict.MOVED, new)


@pytest.mark.parametrize("to", [f"{ASKED}/", "https://www.voorbeeld.example:443/paspoort"])
def test_what_no_reader_sees_as_another_address_did_not_move(to: str) -> None:
    assert verdict((ASKED, 301), (to, 200), body=html("Paspoort", LONG)) is Verdict.OK


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        (
            "https://wetten.overheid.nl/jci1.3:c:BWBR0005537&artikel=2:13",
            "https://wetten.overheid.nl/BWBR0005537/2026-01-01",
        ),
        ("https://wetten.overheid.nl/BWBR0005537", "https://wetten.overheid.nl/BWBR0005537/2026-01-01/0"),
        (
            "https://lokaleregelgeving.overheid.nl/CVDR000000",
            "https://lokaleregelgeving.overheid.nl/CVDR000000/2",
        ),
        (ASKED, "https://www.voorbeeld.example/formulier;jsessionid=A1"),
        (ASKED, "https://www.voorbeeld.example/formulier?sid=12"),
        (ASKED, "https://www.voorbeeld.example/start/3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
    ],
)
def test_a_reference_that_stays_or_an_address_of_one_visit_is_no_new_address(asked: str, to: str) -> None:
    assert verdict((asked, 301), (to, 200), body=html("Wet", LONG)) is Verdict.OK


def test_an_address_that_becomes_secure_moved() -> None:
    found = answered((ASKED.replace("https", "http"), 301), (ASKED, 200), body=html("Paspoort", LONG))
    assert (found.verdict, found.to) == (Verdict.MOVED, ASKED)


@given(
    st.binary(max_size=300),
    st.integers(100, 599),
    st.sampled_from(["text/html", "text/html; charset=\xff", "", "application/xml;charset=utf-16"]),
    st.sampled_from([f"{ASKED}/x", "https://www.voorbeeld.example/", "https://x.test?" + "a&" * 3000]),
)
def test_whatever_a_server_sends_there_is_a_verdict_with_a_reason(
    body: bytes, status: int, kind: str, ended: str
) -> None:
    found = answered((ASKED, 301), (ended, status), body=body, headers={"content-type": kind})
    assert found.why or found.verdict is Verdict.OK


def test_what_takes_long_is_slow_and_is_there() -> None:
    assert verdict((ASKED, 200), body=html("Paspoort", LONG), seconds=9) is Verdict.SLOW


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "rot13", "zip", "bestaat-niet"]
)
def test_a_page_is_read_in_the_characters_that_it_says_it_has(charset: str) -> None:
    text = '<title>Pagina "één" niet gevonden</title>'
    written = text.encode(charset if charset not in ("rot13", "zip", "bestaat-niet") else "utf-8")
    headers = {"content-type": f"text/html; charset={charset}"}
    assert verdict((ASKED, 200), body=written, headers=headers) is Verdict.SOFT


def test_the_certificate_goes_along() -> None:
    days = (date(2026, 1, 1), date(2026, 4, 1))
    found = judge(Exchange((Hop(ASKED, 200),), certificate=days), known)
    assert found.certificate == days
