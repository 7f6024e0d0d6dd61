"""What only a list filled in is not told to residents as a fact: who decides, by which law, on which subject."""

from __future__ import annotations

import pytest
from htmlpages import Element
from small_registers import CHANNELS, pages

FALLBACK = "  - {fallback: ja, covers: beide, channels: [x], source: 'besluit:a'}\n"
BY_LAW = (
    '  - {statute: omgevingswet, messages: [aanvraag], channels: [y], source: "wet:Omgevingswet 20.21"}\n'
)
BESIDE = (
    "  - {statute: dienstenwet, messages: [aanvraag], audience: [ondernemer], beside: ja, channels: [box], "
    'source: "wet:Dienstenwet 5"}\n'
)
BODY = CHANNELS.replace(
    "executors:\n",
    "  - {id: streek, kind: extern, name: Belastingen Voorbeeldstreek, postal_address: 'Postbus 99, 9999 ZZ Streek', "
    'url: "https://streek.example"}\nexecutors:\n',
    1,
)
ACT = {"aanvraag": "{kind: aanvraag}, {kind: bezwaar}, {kind: vraag}"}


def told(more: str, *rules: str, unconfirmed: str = "", messages: str = ACT["aanvraag"]) -> dict[str, str]:
    """What each page says of one product, with a product beside it that is like it and confirmed."""
    written = (
        f"  - {{id: kap, name: Kappen, domain: d, {more}, messages: [{messages}]{unconfirmed}}}\n"
        f"  - {{id: ander, name: Anders, domain: d, authority: college, messages: [{{kind: vraag}}]}}\n"
    )
    found = pages("designations:\n" + "".join(rules) + FALLBACK, written, channels_file=BODY)
    return {url: _text(page) for url, page in found.items()}


def _text(page: Element) -> str:
    return " ".join(page.text.split())


def guessed(field: str) -> str:
    return f", unconfirmed: [{field}]"


@pytest.mark.parametrize(
    ("statutes", "rule", "law", "way"),
    [
        ("omgevingswet", BY_LAW, "Omgevingswet", "Formulier Y"),
        ("dienstenwet", BESIDE, "Dienstenwet", "Berichtenbox"),
        (
            "omgevingswet",
            BY_LAW.replace("wet:Omgevingswet 20.21", "besluit:a"),
            "Formulier Y: besloten in",
            "Formulier Y",
        ),
    ],
)
def test_a_statute_that_only_a_list_names_is_no_reason_on_any_page(
    statutes: str, rule: str, law: str, way: str
) -> None:
    more = f"authority: college, statutes: [{statutes}]"
    confirmed, open_ = told(more, rule), told(more, rule, unconfirmed=guessed("statutes"))
    of_product = "producten/kap/"
    assert way in confirmed[of_product] and way in open_[of_product]
    if not law.startswith("Formulier"):
        assert law in confirmed[of_product]
        assert not [url for url, text in open_.items() if law in text]
    else:
        assert open_[of_product].count("Besluit A") < confirmed[of_product].count("Besluit A")


@pytest.mark.parametrize("message", ["aanvraag", "bezwaar", "vraag"])
def test_a_body_that_only_a_list_names_is_not_said_to_decide(message: str) -> None:
    more, messages = "authority: streek", f"{{kind: {message}}}"
    confirmed = told(more, messages=messages)
    open_ = told(more, messages=messages, unconfirmed=guessed("authority"))
    assert "Belastingen Voorbeeldstreek" in confirmed["producten/kap/"]
    speaking = [url for url, text in open_.items() if "Voorbeeldstreek" in text or "Postbus 99" in text]
    assert speaking == []
    assert "Postbus 1, 1234 AB Voorbeeld" in open_["producten/kap/"]


def test_a_body_that_a_person_wrote_at_a_message_is_said_to_decide() -> None:
    more = "authority: college"
    messages = "{kind: aanvraag}, {kind: bezwaar, authority: streek}"
    open_ = told(more, messages=messages, unconfirmed=guessed("authority"))
    assert "Hierover beslist Belastingen Voorbeeldstreek" in open_["producten/kap/"]


def test_products_that_share_all_else_tell_only_what_is_confirmed_of_each() -> None:
    written = "".join(
        f"  - {{id: {name}, name: Product {name}, domain: d, authority: streek, messages: [{{kind: bezwaar}}]{more}}}\n"
        for name, more in (
            ("een", ""),
            ("twee", guessed("authority")),
            ("drie", ""),
            ("vier", guessed("authority")),
        )
    )
    found = pages("designations:\n" + FALLBACK, written, channels_file=BODY)
    assert {
        name: "Voorbeeldstreek" in _text(found[f"producten/{name}/"])
        for name in ("een", "twee", "drie", "vier")
    } == {"een": True, "twee": False, "drie": True, "vier": False}


def test_the_rules_and_the_subject_of_a_list_stand_on_no_page_until_a_person_confirmed_them() -> None:
    more = 'authority: college, legal_basis: [{label: "Artikel 4:11 APV"}]'
    assert any("4:11 APV" in text for text in told(more).values())
    assert not any("4:11 APV" in text for text in told(more, unconfirmed=guessed("legal_basis")).values())
    of_subject = "producten/domein/d/"
    assert "Kappen" in told(more)[of_subject]
    assert "Kappen" not in told(more, unconfirmed=guessed("domain"))[of_subject]
    assert "Domein" not in told(more, unconfirmed=guessed("domain"))["producten/kap/"]
