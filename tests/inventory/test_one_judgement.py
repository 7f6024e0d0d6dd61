"""The report and the rules say the same of one register: what is reviewed, and what a channel lives up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import VALID, register_from, register_of
from small_registers import CHANNELS, decision, product

from wmebv_site.designation.decisions import Decisions
from wmebv_site.diagnostics import Diagnostic, Level
from wmebv_site.inventory.analysis import Fate, analyse
from wmebv_site.inventory.checklist import conformity
from wmebv_site.inventory.progress import progress
from wmebv_site.register.register import Register
from wmebv_site.register.terms import (
    Acknowledgement,
    AssuranceLevel,
    Fact,
    RoadmapStep,
    SenderCopy,
    SupportKind,
)
from wmebv_site.rules.channels import Verdict
from wmebv_site.rules.checking import findings_of

SMALL = register_of(VALID)
TODAY = date(2026, 6, 1)


@given(
    today=st.dates(date(2025, 1, 1), date(2030, 12, 31))
    | st.just(date(2028, 2, 29))
    | st.just(date(2029, 2, 28)),
    ago=st.lists(st.none() | st.integers(363, 368), min_size=1),
)
def test_a_product_counts_as_reviewed_exactly_when_the_check_asks_for_no_review(
    today: date, ago: list[int | None]
) -> None:
    products = tuple(
        each.model_copy(
            update={"reviewed": None if (days := ago[at % len(ago)]) is None else today - timedelta(days)}
        )
        for at, each in enumerate(SMALL.products)
    )
    register = replace(SMALL, products=products)
    asked = [each for each in findings_of(Decisions(register, today)) if each.code == "WMEBV338"]
    upkeep = next(
        step for step in progress(Decisions(register, today), []).steps if step.step is RoadmapStep.UPKEEP
    )
    [reviewed] = [item for item in upkeep.items if item.text.startswith("Elk product")]
    assert reviewed.complete is not bool(asked)
    assert reviewed.total == len(products)


CASES: dict[str, tuple[str, type[StrEnum], str]] = {
    "ontvangstbevestiging": ("acknowledgement", Acknowledgement, "WMEBV316"),
    "kopie": ("sender_copy", SenderCopy, "WMEBV317"),
    "vertrouwelijk": ("confidential", Fact, "WMEBV319"),
    "inloggen": ("assurance_level", AssuranceLevel, "WMEBV328"),
}


@pytest.mark.parametrize("question", CASES)
def test_a_channel_fails_in_the_report_exactly_when_the_check_calls_it_an_error(
    question: str, example_register: Register
) -> None:
    field, words, code = CASES[question]
    for word in words:
        changed = tuple(each.model_copy(update={field: word}) for each in example_register.channels)
        register = replace(example_register, channels=changed)
        found = [each for each in findings_of(Decisions(register, TODAY)) if each.code == code]
        judged = conformity(analyse(Decisions(register, TODAY)))
        for each in judged:
            if each.about.fate in (Fate.STOP, Fate.UNUSED) or not each.about.official:
                continue
            [finding] = [one for one in each.findings if one.key == question]
            said = {one.level for one in found if _is_about(one, each.channel.name)}
            # What only another body takes messages through is told as information: that body is to mend it.
            failing = Level.INFO if each.channel.id == "wiv-portaal" else Level.ERROR
            assert finding.verdict is not Verdict.FAILS or failing in said, (each.channel.id, word)
            assert (finding.verdict is Verdict.FAILS) or Level.ERROR not in said, (each.channel.id, word)
            if finding.verdict in (Verdict.MEETS, Verdict.NOT_APPLICABLE):
                assert not said & {Level.ERROR, Level.WARNING}, (each.channel.id, word)
        assert any(each.findings for each in judged)


def _is_about(found: Diagnostic, name: str) -> bool:
    return f"'{name}'" in found.message


QUESTIONS = {
    "vertrouwelijk": "WMEBV319",
    "https": "WMEBV323",
    "inloggen": "WMEBV328",
    "eisen": "WMEBV321",
    "ontvangstbevestiging": "WMEBV316",
    "kopie": "WMEBV317",
    "logboek": "WMEBV318",
}
FIELDS: dict[str, list[str]] = {
    "kind": ["webformulier", "portaal", "ander"],
    "owner": ["gemeente", "landelijk"],
    "acknowledgement": list(Acknowledgement),
    "sender_copy": list(SenderCopy),
    "confidential": list(Fact),
    "shared": list(Fact),
    "logging": list(Fact),
    "assurance_level": list(AssuranceLevel),
    "login": ["[geen]", "[digid]", "[geen, eidas]", "[ander]"],
    "url": ['"https://z.example/a"', '"http://z.example/a"', '"https://wie:wat@z.example/a"', '"https:///a"'],
    "requirements": [
        '[{text: "Als pdf."}]',
        '[{text: "Als pdf.", source: "besluit:a"}]',
        '[{text: "Als pdf.", source: "besluit:a"}, {text: "Klein.", source: "besluit:niets"}]',
    ],
}
"""What a channel may say of itself, in the words of its file; each key may be left out."""


@given(
    said=st.fixed_dictionaries({}, optional={key: st.sampled_from(words) for key, words in FIELDS.items()}),
    message=st.sampled_from(["aanvraag", "vraag"]),
)
def test_whatever_a_channel_says_the_report_and_the_check_judge_it_alike(
    said: dict[str, str], message: str
) -> None:
    written = {"kind": "webformulier", "url": FIELDS["url"][0], **said}
    channel = ", ".join(f"{key}: {value}" for key, value in written.items())
    texts = {
        "channels.yaml": f'{CHANNELS}  - {{id: z, name: Z, {channel}}}\ndefault_source: {{source: "besluit:a"}}\n',
        "products.yaml": "products:\n" + product("P", f"{{kind: {message}, channels: [z]}}"),
        "content/besluiten/a.md": decision("Besluit A"),
    }
    register = register_from({path: text.encode() for path, text in texts.items()})
    line = register.channel_by_id["z"].place.line
    told = [
        each
        for each in findings_of(Decisions(register, TODAY))
        if each.place.file == "channels.yaml" and each.place.line == line
    ]
    judged = next(each for each in conformity(analyse(Decisions(register, TODAY))) if each.channel.id == "z")
    assert judged.findings
    for question, code in QUESTIONS.items():
        [finding] = [one for one in judged.findings if one.key == question]
        levels = {each.level for each in told if each.code == code}
        if finding.verdict is Verdict.FAILS:
            assert levels, (question, finding.why)
        elif finding.verdict is Verdict.UNKNOWN:
            assert levels <= {Level.WARNING}, (question, finding.why)
        else:
            assert not levels, (question, finding.why)


HELP = st.fixed_dictionaries(
    {"kind": st.sampled_from(list(SupportKind))},
    optional={
        "phone": st.just("14 0123"),
        "for": st.just("[lezen]"),
        "until": st.sampled_from(["2026-06-01", "2026-06-02"]),
    },
)


@given(help_=st.lists(HELP, min_size=1, max_size=3), named=st.booleans())
def test_help_is_there_for_the_report_exactly_when_the_check_misses_none(
    help_: list[dict[str, str]], named: bool
) -> None:
    texts = {"channels.yaml": CHANNELS, "products.yaml": "products:\n" + product("P", "{kind: vraag}")}
    for number, each in enumerate(help_):
        front = "".join(f"{key}: {value}\n" for key, value in each.items())
        texts[f"content/hulp/hulp-{number}.md"] = (
            f"---\ntitle: Hulp {number}\nemail: a@b.example\n{front}---\n\nHulp.\n"
        )
    barrier = f"{{id: lezen, name: Lezen, support: [{'hulp-0' if named else ''}]}}"
    texts["content/hulp/index.md"] = f"---\ntitle: Hulp\nbarriers:\n  - {barrier}\n---\n\nHulp.\n"
    register = register_from({path: text.encode() for path, text in texts.items()})
    said = [
        each.message
        for each in findings_of(Decisions(register, TODAY))
        if each.code in ("WMEBV329", "WMEBV330")
    ]
    items = {
        item.text: item for step in progress(Decisions(register, TODAY), []).steps for item in step.items
    }
    reached = items["Er is hulp per telefoon en in persoon."]
    missing = [each for each in said if each.startswith("Er is geen ") and "beleid" not in each]
    nothing = any("geen enkele vorm van hulp" in each and "gemeente" in each for each in said)
    assert reached.total - reached.done == (2 if nothing else len(missing))
    if all("until" not in each for each in help_):
        helped = items["Voor alles wat moeilijk is, is er hulp."]
        assert helped.complete is not any(each.startswith("Bij 'Lezen'") for each in said)
