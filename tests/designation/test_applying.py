"""Whether one applies for a product online: by which message, in which word, and at the one address that a catalogue has room for."""

from __future__ import annotations

from datetime import date

import pytest
from projects import decode_files

from wmebv_site.designation.applying import Online, applying, online
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.register import Register
from wmebv_site.register.terms import Audience

DAY = date(2026, 6, 1)
CHANNELS = """\
municipality: {name: Gemeente Voorbeeld, fictitious: ja}
authorities:
  - {id: college, kind: college, name: het college}
domains:
  - {id: wonen, name: Wonen}
executors:
  - {id: bedrijf, name: Bedrijf Voorbeeld, url: "https://www.bedrijf.example"}
channels:
  - id: loket
    name: Loket
    kind: portaal
    entrances:
      - {login: eidas, language: en, url: "https://mijn.voorbeeld.example/en"}
      - {login: eherkenning, audience: [ondernemer], url: "https://mijn.voorbeeld.example/eherkenning"}
      - {login: digid, audience: [inwoner], url: "https://mijn.voorbeeld.example/digid"}
  - {id: formulier, name: Formulier, kind: webformulier, url: "https://www.voorbeeld.example/formulier"}
  - {id: straks, name: Straks, kind: webformulier, url: "https://www.voorbeeld.example/straks", from: 2027-01-01}
  - {id: mail, name: Mail, kind: e-mail, email: post@voorbeeld.example}
designations:
  - {executor: elke, channels: [uitvoerder], source: "wet:Voorbeeldwet 2"}
"""
PRODUCT = """\
products:
  - id: x
    name: {name}
    domain: wonen
    authority: college
    {more}
    messages:
{messages}
"""


def register(messages: str, name: str = "Iets", more: str = "remedy: bezwaar") -> Register:
    text = PRODUCT.format(name=name, more=more, messages=messages)
    made, wrong = decode_files({"channels.yaml": CHANNELS.encode(), "products.yaml": text.encode()})
    assert made is not None, wrong
    return made


def by(channels: str, kind: str = "aanvraag") -> str:
    return f'      - {{kind: {kind}, channels: [{channels}], source: "wet:Voorbeeldwet 1"}}'


def found(made: Register, *whom: Audience) -> Online:
    return online(Decisions(made, DAY).holding(DAY), made.products[0], whom or tuple(Audience), DAY)


@pytest.mark.parametrize(
    ("channels", "word", "url"),
    [
        ("loket", "digid", "https://mijn.voorbeeld.example/digid"),
        ("formulier", "ja", "https://www.voorbeeld.example/formulier"),
        ("loket, formulier", "ja", "https://www.voorbeeld.example/formulier"),
        ("straks", "nee", None),
        ("mail", "nee", None),
    ],
)
def test_the_word_and_the_address_of_a_catalogue(channels: str, word: str, url: str | None) -> None:
    made = found(register(by(channels)))
    assert (made.word, made.best.url if made.best else None) == (word, url)


def test_who_the_page_is_for_counts() -> None:
    made = register(by("loket"))
    assert found(made, Audience.BUSINESS).best == found(made, Audience.BUSINESS).ways[1]
    assert found(made, Audience.BUSINESS).word == "ja"
    assert {way.login.value for way in found(made, Audience.RESIDENT).ways} == {"digid", "eidas"}


def test_what_is_only_for_e_mail_is_told_by_its_name() -> None:
    assert found(register(by("mail"))).elsewhere == ("Mail",)


def test_an_executor_without_channels_is_reached_at_its_website() -> None:
    made = found(register("      - {kind: aanvraag}", more="executor: bedrijf"))
    assert [(way.name, way.url, way.channel) for way in made.ways] == [
        ("Bedrijf Voorbeeld", "https://www.bedrijf.example", None)
    ]


@pytest.mark.parametrize(
    ("messages", "name", "kinds"),
    [
        ("      - kind: vraag\n      - kind: aanvraag", "Iets", ["aanvraag"]),
        ("      - kind: bezwaar\n      - kind: aangifte\n      - kind: vraag", "Iets", ["aangifte"]),
        ("      - kind: bezwaar\n      - kind: vraag", "Toeristenbelasting", []),
        ("      - kind: bezwaar", "Bezwaar maken", ["bezwaar"]),
        ("      - kind: klacht\n      - kind: vraag", "Een klacht indienen", ["klacht"]),
        ("      - {kind: aanvraag, initiative: op_verzoek}", "Iets", []),
        (
            "      - {kind: aanvraag, id: a}\n      - {kind: aanvraag, id: b}",
            "Iets",
            ["aanvraag", "aanvraag"],
        ),
        ("      - kind: vraag", "Iets", []),
    ],
)
def test_one_applies_with_what_the_product_is_about(messages: str, name: str, kinds: list[str]) -> None:
    assert [message.kind.value for message in applying(register(messages, name).products[0])] == kinds
