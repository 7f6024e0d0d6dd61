"""What is told to an editor: readable text stays, nothing hidden passes, and a refusal carries its reasons."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from wmebv_site.diagnostics import Refused, json_text, printable


def test_readable_text_is_shown_as_it_is() -> None:
    for text in ["Súdwest-Fryslân", "“aanhaling” – 100 €", "名前", "cafe\u0301", "👍"]:
        assert printable(text) == text


@given(st.text(st.characters()))
def test_no_character_that_hides_or_steers_is_left(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
def test_data_is_plain_ascii_and_reads_back(data: dict[str, str]) -> None:
    assert json_text(data).isascii() and json.loads(json_text(data)) == data


def test_a_refusal_is_its_sentence_and_keeps_all_reasons() -> None:
    refusal = Refused("Er is niets gewijzigd.", ("een", "twee"))
    assert str(refusal) == "Er is niets gewijzigd." and refusal.findings == ("een", "twee")
    assert Refused("Dat kan niet.").findings == ()
