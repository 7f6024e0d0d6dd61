"""Rule 15 finds the sentences that turn an objection away, and none that only speak of objections and of ways."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest
from every import every
from projects import yaml_as_text

from wmebv_site.register.markup import sentences
from wmebv_site.rules.objections import turned_away

SAID = yaml_as_text((Path(__file__).parent / "turned_away.yaml").read_text(encoding="utf-8"))


def told(text: str) -> list[int]:
    return list(turned_away([(sentence.text, sentence.start) for sentence in sentences(text)]))


def test_there_are_enough_sentences_to_judge_by_and_none_twice() -> None:
    assert len(set(SAID["turned_away"])) == len(SAID["turned_away"]) >= 140
    assert len(set(SAID["innocent"])) == len(SAID["innocent"]) >= 90


@every("text", SAID["turned_away"])
def test_an_objection_is_turned_away_once(text: str) -> None:
    assert len(told(text)) == 1


@every("text", SAID["innocent"])
def test_what_speaks_of_something_else_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_the_place_is_that_of_the_sentence_that_turns_away() -> None:
    text = "Wilt u bezwaar maken? Gebruik het formulier. Mailt u uw bezwaar? Dan nemen wij het niet in behandeling."
    assert told(text) == [text.index("Dan nemen")]


def test_it_is_not_said_of_what_the_sentence_before_does_not_mention() -> None:
    assert told("Bezwaar maken is gratis. U kunt bellen. Dat kan niet per e-mail.") == []
    assert told("Een klacht is geen probleem. Stuur het niet per e-mail.") == []


@pytest.mark.parametrize(
    "unit",
    [
        "neemt niet ",
        "bezwaar neemt niet behandeling ",
        "alleen digitaal bezwaar ",
        "moet bezwaar digitaal ",
        "voor bezwaar ",
    ]
    + ["geen bezwaar per ", "bezwaar, als ", "per de de ", "niet ", "op bezwaar "]
    + [
        "bezwaar pas als ",
        "niet als ",
        "zonder digid ",
        "geen andere manier ",
        "voor bezwaar nodig ",
        "er niet naar ",
    ],
)
def test_a_sentence_twice_as_long_takes_twice_the_calls(unit: str) -> None:
    def calls(times: int) -> int:
        number = 0

        def count(frame: FrameType, event: str, arg: object) -> None:
            nonlocal number
            number += event in ("call", "c_call")

        text = f"Een bezwaar {unit * times}"
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            told(text)
        finally:
            sys.setprofile(before)
        return number

    assert calls(800) <= 2.2 * calls(400) + 200
